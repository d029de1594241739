#!/usr/bin/env python3
"""Make the gazetteers in plugins/data from the packages below FOLDER and the lists beside this file.

usage: make.py FOLDER [LIST...]

FOLDER is what scripts/gazetteers/fetch filled. Without LIST all are made. The same packages give
the same bytes.
"""

import inspect
import sys

import lists


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    root, wanted = sys.argv[1], sys.argv[2:]
    makers = {name[5:]: maker for name, maker in inspect.getmembers(lists, inspect.isfunction) if name.startswith("make_")}
    wordnet = None
    for name, maker in sorted(makers.items()):
        if wanted and name not in wanted:
            continue
        arguments = [root]
        if "wordnet" in inspect.signature(maker).parameters:
            wordnet = wordnet or lists.open_wordnet(root)
            arguments.append(wordnet)
        print("%-14s %6d rows" % (name, maker(*arguments)))


if __name__ == "__main__":
    main()
