#!/usr/bin/env python3
"""Lists that are made from nothing but what is written by hand are as their sources in scripts/gazetteers say (TAP)."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(os.path.dirname(HERE), "scripts", "gazetteers")
sys.path[:0] = [HERE, SCRIPTS]
sys.dont_write_bytecode = True
import lists  # noqa: E402
import tables  # noqa: E402
import tap  # noqa: E402

shipped = tables.DATA
with tempfile.TemporaryDirectory(prefix="readout-gazetteers-") as tables.DATA:
    for name, make in (("org_heads.tsv", lists.make_org_heads), ("titles.tsv", lists.make_titles)):
        make(None)
        with open(os.path.join(shipped, name), encoding="utf-8") as f:
            before = f.read().splitlines()
        with open(os.path.join(tables.DATA, name), encoding="utf-8") as f:
            made = f.read().splitlines()
        tap.ok(made == before, "%s is as its source says: else make gazetteers would undo what was written into the list" % name,
               "\n".join(sorted(set(made) ^ set(before))[:20]))
tap.done()
