#!/usr/bin/env python3
"""The transcripts tests/cli/*.session: one test a command (TAP). They see the plugins of tests/cli/plugins as a user's own.

UPDATE=1 writes the outputs found into them.
"""
import glob
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

for path in sorted(glob.glob(os.path.join(HERE, "*.session"))):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    changes = []
    with transcript.Scratch(READOUT_PATH="tests/cli/plugins") as scratch:
        for step in transcript.steps(lines, comments=True):
            output, status = scratch.run(step.command)
            found = step.found(output, status)
            same = transcript.matches(step.expected, found)
            if os.environ.get("UPDATE") and not same:
                changes.append((step, found))
                continue
            tap.ok(same, "%s:%d: %s" % (os.path.basename(path), step.line + 1, step.command),
                   transcript.difference(step.expected, found))
    if changes:
        transcript.rewrite(path, lines, changes)
        print("# %s: %d outputs written" % (path, len(changes)))
tap.done()
