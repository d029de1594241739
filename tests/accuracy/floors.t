#!/usr/bin/env python3
"""No figure of floors.tsv falls below its floor (TAP). READOUT_EVAL names the folder of texts; skipped when unset."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True
import tap  # noqa: E402

texts = os.environ.get("READOUT_EVAL")
if not texts:
    tap.skip_all("READOUT_EVAL is not set")
with open(os.path.join(HERE, "floors.tsv"), encoding="utf-8") as f:
    floors = [line.rstrip("\n").split("\t") for line in list(f)[2:]]
command = [sys.executable, os.path.join(HERE, "run"), texts, "--tsv"]
for name in sorted({name for name, _, _ in floors}):
    command += ["--set", name]
done = subprocess.run(command, capture_output=True, encoding="utf-8")
tap.ok(done.returncode == 0, "the harness runs and every offset is true", done.stdout + done.stderr)
figures = {tuple(row.split("\t")[:2]): row.split("\t")[4] for row in done.stdout.splitlines()}
for name, measure, floor in floors:
    figure = figures.get((name, measure))
    tap.ok(figure is not None and float(figure) >= float(floor), "%s, %s: at least %s" % (name, measure, floor), "it is %s" % figure)
tap.done()
