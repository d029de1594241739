#!/usr/bin/env python3
"""Write plugins/data/en.verbs.tsv: the verbs of English that are met, and how often the same word is a noun or an adjective.

usage: verbs.py FOLDER > plugins/data/en.verbs.tsv

FOLDER is what `fetch` filled. A verb is kept when WordNet's tagged texts have it at least MET times as a verb. `other` says what else
the base form is: "seldom" (left empty), "often" (up to twice as often as it is a verb), "mostly" (more often than that).
"""
import os
import re
import sys

MET = 2
TAGS = {"1": "noun", "2": "verb", "3": "adjective", "4": "adverb", "5": "adjective"}


def counts(folder):
    """Lemma -> part of speech -> how often it was tagged so."""
    out = {}
    with open(os.path.join(folder, "cntlist.rev"), encoding="latin-1") as file:
        for line in file:
            key, _, count = line.split()
            lemma, rest = key.split("%")
            pos = TAGS[rest[0]]
            out.setdefault(lemma, {}).setdefault(pos, 0)
            out[lemma][pos] += int(count)
    return out


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    print("# verbs with the share of other uses, from WordNet 3.0's tagged texts (Princeton University, WordNet 3.0 licence); "
          "2026-11-25; WordNet 3.0 licence")
    print("lemma\tother")
    for lemma, pos in sorted(counts(os.path.join(sys.argv[1], "wordnet", "usr", "share", "wordnet")).items()):
        verb, other = pos.get("verb", 0), pos.get("noun", 0) + pos.get("adjective", 0)
        if re.fullmatch("[a-z]{2,}", lemma) and verb >= MET:
            print("%s\t%s" % (lemma, "mostly" if other > 2 * verb else "often" if 3 * other > verb else ""))


main()
