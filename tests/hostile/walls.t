#!/usr/bin/env python3
"""The hostile suite (TAP): plugins that try to break each wall, tests/hostile/plugins/*.lua, one run each.

A plugin's first lines name its attacks: `-- NAME: VERDICT`, where the verdict is `ok` (nothing comes of it) or a regular expression
for the error that its document must become. An attack is a document with "ATTACK NAME" in it (or `-- text: ...`, or
`-- repeat: ATTACK NAME %s COUNT WHAT` for many times WHAT); a harmless document stands before and behind each. Always: an answer for
every document, in order, the harmless ones byte for byte as they are alone, error records with what, where and limit, exit code 3.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

READOUT = transcript.readout_path()
SANITIZED = "asan" in READOUT
LIMITS = "time=%s,mem=64M,output=16M" % ("3s" if SANITIZED else "1s")
LIMIT_TEXTS = {"time limit": r"[\d.]+ s of CPU time", "memory limit": "64 MiB", "output limit": "16 MiB"}
GOOD = "All is well."
WORDS = os.path.join(HERE, "plugins", "words.lua")  # which others use; it attacks nothing


def attacks_of(path):
    """[(name, verdict, text)] of a plugin file."""
    found, texts = [], {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            match = re.match(r"-- (\w+): (.*)\n", line)
            if not line.startswith("--"):
                break
            if match and match.group(1) == "text":
                texts[re.search(r"ATTACK (\w+)", line).group(1)] = match.group(2)
            elif match and match.group(1) == "repeat":
                words = match.group(2).split(" ")
                texts[words[1]] = match.group(2).split("%s")[0] + words[-1] * int(words[-2])
            elif match:
                found.append((match.group(1), match.group(2)))
    return [(name, verdict, texts.get(name, "ATTACK %s is what this says." % name)) for name, verdict in found]


def run(name, folder, records, *more):
    """(status, answers, stderr) of map over the records."""
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    done = subprocess.run([READOUT, "map", "--with", name, "--plugins", folder, "--limits", LIMITS, *more], input=data,
                          capture_output=True, env=dict(os.environ, READOUT_PATH="", XDG_CONFIG_HOME="/nonexistent"))
    return done.returncode, done.stdout.decode("utf-8").split("\n")[:-1], done.stderr.decode("utf-8", "replace")


def check(path):
    name = os.path.basename(path)[:-len(".lua")]
    attacks = attacks_of(path)
    with tempfile.TemporaryDirectory(prefix="readout-hostile-") as folder:
        os.symlink(path, os.path.join(folder, name + ".lua"))
        os.symlink(os.path.join(os.path.dirname(path), "data"), os.path.join(folder, "data"))
        os.symlink(WORDS, os.path.join(folder, "words.lua"))
        good = {"id": "good", "text": GOOD, "title": "A title"}
        records = [good]
        for attack, _, text in attacks:
            records += [{"id": attack, "text": text, "title": "A title"}, good]
        status, lines, errors = run(name, folder, records, "-j2")
        _, alone, _ = run(name, folder, [good], "-j1")
    where = ("plugin " + name, "layer " + name)
    failing = [verdict for _, verdict, _ in attacks if verdict != "ok"]
    tap.ok(len(lines) == len(records) and len(alone) == 1 and '"error"' not in alone[0], "%s: an answer for each document" % name,
           "%d of %d\n%s" % (len(lines), len(records), errors[:2000]))
    if len(lines) != len(records):
        return
    tap.ok(all(line == alone[0] for line in lines[::2]), "%s: harmless documents are as they are alone" % name,
           [line[:300] for line in lines[::2] if line != alone[0]][:3])
    for (attack, verdict, _), line in zip(attacks, lines[1::2]):
        answer = json.loads(line)
        problem = answer.get("error")
        what = problem.get("what", "") if isinstance(problem, dict) else ""
        title = "%s: %s: %s" % (name, attack, verdict)
        notes = line[:600]
        if verdict == "ok" or (problem is None and re.search(r"\|ok(\||$)", verdict)):
            tap.ok(answer["id"] == attack and problem is None and len(answer["layers"][name]) > 0, title, notes)
            continue
        limit = LIMIT_TEXTS.get(what)
        tap.ok(answer["id"] == attack and problem is not None and re.match(verdict, what, re.S) and problem.get("where") in where
               and (limit is None or re.fullmatch(limit, problem.get("limit", ""))) and len(line) < 10000
               and "stack traceback" not in line, title, notes)
    tap.ok(status == (3 if failing else 0) or any("|ok" in v for v in failing), "%s: the exit code" % name, "exit %d\n%s" % (status, errors[:500]))
    tap.ok(not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", errors), "%s: nothing for the terminal in messages" % name, repr(errors[:500]))


for plugin in sorted(glob.glob(os.path.join(HERE, "plugins", "*.lua"))):
    if plugin != WORDS and (not sys.argv[1:] or any(part in plugin for part in sys.argv[1:])):
        check(plugin)
tap.done()
