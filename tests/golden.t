#!/usr/bin/env python3
"""Whole outputs against files (TAP): tests/golden/NAME.VERB.expected is what `readout VERB NAME.txt` prints, as a table of
120 columns; NAME.VERB.FORMAT.expected is the same with -f FORMAT. NAME.txt is in tests/golden or tests/samples.

UPDATE=1 writes what was found; look at the difference before you commit it.
"""
import difflib
import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

for path in sorted(glob.glob(os.path.join(HERE, "golden", "*.expected"))):
    parts = os.path.basename(path).split(".")
    name, verb, form = parts[0], parts[1], parts[2] if len(parts) == 4 else "table"
    text = next((p for p in ("tests/golden/%s.txt" % name, "tests/samples/%s.txt" % name)
                 if os.path.exists(os.path.join(transcript.TOP, p))), None)
    label = "%s %s -f %s" % (verb, text or name, form)
    if text is None:
        tap.ok(False, label, "no %s.txt in tests/golden or tests/samples" % name)
        continue
    with transcript.Scratch() as scratch:
        done = subprocess.run(["readout", verb, "-f", form, text], cwd=scratch.folder, stdin=subprocess.DEVNULL,
                              env=dict(scratch.environment(), COLUMNS="120"), capture_output=True, encoding="utf-8",
                              executable=transcript.readout_path())
    found = done.stdout + done.stderr
    if os.environ.get("UPDATE"):
        with open(path, "w", encoding="utf-8") as f:
            f.write(found)
    with open(path, encoding="utf-8") as f:
        expected = f.read()
    tap.ok(found == expected and done.returncode == 0, label,
           "exit %d\n" % done.returncode + "\n".join(difflib.unified_diff(expected.split("\n"), found.split("\n"),
                                                                      "expected", "found", lineterm="", n=1)))
tap.done()
