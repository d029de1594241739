#!/usr/bin/env python3
"""Check the storeys of the C core: a file includes only headers of its own folder and of folders below it, and only
core/host sees Lua.

usage: core/tools/storeys.py [CORE]

CORE is the folder with the storeys (default: the one above this script). Prints each upward include as FILE:LINE and exits 1
if there is any. core/main.c and core/tools stand on top of all storeys but may not see Lua either.
"""
import os
import re
import sys

# From the ground up; folders of one rank do not know each other.
RANKS = [["base"], ["text"], ["match"], ["source", "writer"], ["run"], ["host"]]
RANK = {folder: rank for rank, folders in enumerate(RANKS) for folder in folders}
TOP = len(RANKS)
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
LUA = {"lua.h", "lualib.h", "lauxlib.h", "lpeg.h"}


def storey_of(path, core):
    folder = os.path.relpath(path, core).split(os.sep)[0]
    return folder if folder in RANK else None


def faults(path, core):
    own = storey_of(path, core)
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quoted, name = match.group(1) == '"', match.group(2)
            if name in LUA and own != "host":
                yield number, "includes %s: only core/host sees Lua" % name
            if not quoted or name in LUA:
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(path), name))
            theirs = storey_of(target, core)
            if not os.path.exists(target):
                yield number, "includes %s, which is not there" % name
            elif theirs and theirs != own and RANK[theirs] >= (RANK[own] if own else TOP):
                yield number, "%s/ includes %s: %s/ is not below it" % (own, name, theirs)


def main():
    core = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    count = 0
    for folder, _, names in sorted(os.walk(core)):
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                path = os.path.join(folder, name)
                for number, what in faults(path, core):
                    print("%s:%d: %s" % (os.path.relpath(path), number, what))
                    count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
