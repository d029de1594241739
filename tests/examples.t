#!/usr/bin/env python3
"""The examples of all shipped plugins, as `readout test` runs them (TAP)."""
import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

done = subprocess.run([transcript.readout_path(), "test"], cwd=transcript.TOP, stdin=subprocess.DEVNULL, capture_output=True,
                      encoding="utf-8")
lines = done.stdout.split("\n")
reported, named = 0, set()
for number, line in enumerate(lines):
    plugin = re.match(r"(\S+) +(?:(\d+) passed(?:, (\d+) FAILED)?|(SET ASIDE: .*))$", line)
    if plugin is None or line == lines[-1]:
        continue
    named.add(plugin.group(1))
    problems = []
    for following in lines[number + 1:]:
        if not following.startswith("  "):
            break
        problems.append(following)
    for n in range(int(plugin.group(2) or 0)):
        tap.ok(True, "%s: example" % plugin.group(1))
    for n in range(int(plugin.group(3) or bool(plugin.group(4)))):
        tap.ok(False, "%s: example" % plugin.group(1), [plugin.group(4) or ""] + problems)
        reported += 1
shipped = {os.path.splitext(os.path.basename(path))[0] for path in glob.glob(os.path.join(transcript.TOP, "plugins", "*.lua"))}
tap.equal(sorted(shipped - named), [], "each shipped plugin is tested")
tap.ok((done.returncode != 0) == (reported > 0), "readout test ends with the status it should", "exit %d\n%s" % (done.returncode, done.stderr))

# A user opens a shipped plugin, changes it and drops it in: copies of all, with a word of each changed, do the same work.
with tempfile.TemporaryDirectory(prefix="readout-copies-") as folder:
    for path in glob.glob(os.path.join(transcript.TOP, "plugins", "*.lua")):
        with open(path, encoding="utf-8") as source:
            text = source.read()
        with open(os.path.join(folder, os.path.basename(path)), "w", encoding="utf-8") as copy:
            copy.write(re.sub(r'(\n  summary = ")', r"\1My own: ", text, count=1))

    def run(*arguments):
        return subprocess.run([transcript.readout_path(), *arguments], cwd=transcript.TOP, stdin=subprocess.DEVNULL,
                              capture_output=True, encoding="utf-8")

    own = run("test", "--plugins", folder)
    tap.equal(own.stdout.split("\n")[-2:], lines[-2:], "changed copies of all shipped plugins pass the examples of these")
    sample = os.path.join("tests", "samples", "summit.txt")
    tap.equal(run("map", "--plugins", folder, sample).stdout, run("map", sample).stdout, "they find in a text what these find")
    listed = run("plugins", "--plugins", folder, "-f", "jsonl").stdout
    tap.equal(listed.count('"summary":"My own: '), len(shipped), "and it is they that ran")
tap.done()
