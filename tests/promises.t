#!/usr/bin/env python3
"""Promises of the design that hold for any plugin and any machine (TAP): the same bytes whatever runs them, one bad document
costs one document, and memory that does not grow with the corpus.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

READOUT = transcript.readout_path()
SANITIZED = "asan" in READOUT  # limits on memory are off under sanitizers
TROUBLE = os.path.join(HERE, "trouble")


def articles():
    out = []
    for path in sorted(glob.glob(os.path.join(HERE, "samples", "*.txt"))):
        with open(path, encoding="utf-8") as f:
            out.append((os.path.basename(path), f.read()))
    return out


def jsonl(records):
    return "".join(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n" for name, text in records).encode("utf-8")


def run(arguments, data, **environment):
    """(status, output, errors) of readout on some input."""
    done = subprocess.run([READOUT] + arguments, input=data, capture_output=True, env=dict(os.environ, **environment))
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def rows(output):
    return [json.loads(line) for line in output.decode("utf-8").split("\n") if line]


# --- the same bytes

data = jsonl(articles() * 3)
status, whole, errors = run(["map", "-j1"], data)
tap.ok(status == 0 and len(whole) > 10000, "map over the samples", errors)


def same(what, result, expected):
    """The test that a run printed what was expected; says where they part."""
    status, output, errors = result
    first = next((n for n, (a, b) in enumerate(zip(output.splitlines(), expected.splitlines())) if a != b), None)
    notes = "exit %d, %d bytes, %d expected\n%s" % (status, len(output), len(expected), errors)
    if first is not None:
        notes += "\n" + output.splitlines()[first].decode("utf-8", "replace")[:2000]
        notes += "\n" + expected.splitlines()[first].decode("utf-8", "replace")[:2000]
    tap.ok(output == expected, what, notes)


for arguments in (["-j2"], ["-j5"], ["-j2", "--progress", "json"]):
    same("the same bytes with %s" % " ".join(arguments), run(["map"] + arguments, data), whole)
for environment in ({"LC_ALL": "C", "TZ": "KIRI-14", "HOME": "/nonexistent"}, {"TZ": "PAGO+11"}):
    same("the same bytes with %s" % environment, run(["map", "-j2"], data, **environment), whole)
with tempfile.TemporaryDirectory(prefix="readout-locale-") as folder:  # a machine need not have any but C
    compile_locale = ["localedef", "-i", "tr_TR", "-f", "UTF-8", os.path.join(folder, "tr_TR.UTF-8")]
    if shutil.which("localedef") and subprocess.run(compile_locale, capture_output=True).returncode == 0:
        same("the same bytes with a decimal comma and a dotless i", run(["map", "-j2"], data, LOCPATH=folder, LC_ALL="tr_TR.UTF-8"), whole)
    else:
        tap.skip("the same bytes with a decimal comma and a dotless i", "no localedef, or no source of tr_TR")
single = [run(["map", "-j1"], jsonl([article]))[1] for article in articles()]
tap.ok(b"".join(single * 3) == whole, "the same bytes one document at a time")
shards = [run(["map", "--shard", "%d/3" % n], data) for n in range(1, 4)]
lines = sorted(line for shard in shards for line in shard[1].splitlines(True))
same("three shards hold every record once", (0, b"".join(lines), "".join(shard[2] for shard in shards)),
     b"".join(sorted(whole.splitlines(True))))

# --- one bad document costs one document

kinds = {"SPIN": "time limit", "GROW": "memory limit", "FAIL": None, "BACKTRACK": "time limit"}
if SANITIZED:
    del kinds["GROW"]
records = []
for n, kind in enumerate(kinds):
    records += [("good %d" % n, "All is well."), ("bad %s" % kind, "Now %s." % kind)]
records.append(("good last", "All is well."))
limits = ["--limits", "time=1s,mem=64M"]
status, output, errors = run(["map", "-j2", "--with", "trouble", "--plugins", TROUBLE] + limits, jsonl(records))
answers = rows(output)
tap.equal([a["id"] for a in answers], [name for name, _ in records], "an answer for each document, in order")
tap.equal(status, 3, "the status says that some failed")
for answer in answers:
    if answer["id"].startswith("good"):
        tap.ok(len(answer.get("layers", {}).get("trouble", [])) == 1, "%s is whole" % answer["id"], json.dumps(answer))
    else:
        what = answer.get("error", {}).get("what", "")
        expected = kinds[answer["id"].split()[1]]
        tap.ok(what == expected if expected else "told" in what, "%s is an error record" % answer["id"], json.dumps(answer))
        tap.ok("trouble" in json.dumps(answer.get("error", {}).get("where", "")), "... and names the plugin", json.dumps(answer))
again = run(["map", "-j1", "--with", "trouble", "--plugins", TROUBLE] + limits, jsonl(records))
tap.ok(again[1] == output, "error records are the same with one worker")
status, output, errors = run(["map", "-j2", "--with", "trouble", "--plugins", TROUBLE, "--strict"] + limits, jsonl(records))
tap.ok(status == 3 and len(rows(output)) == 2, "--strict stops at the first", "exit %d\n%s" % (status, output.decode()))

# --- who runs plugins can do nothing else


def children(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as f:
        return f.read().split()


def confinement(pid):
    """What the kernel says of a process: (seccomp mode, no new rights, most bytes of memory)."""
    with open("/proc/%s/status" % pid, encoding="ascii", errors="replace") as f:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
    with open("/proc/%s/limits" % pid, encoding="ascii") as f:
        memory = next(line.split()[3] for line in f if line.startswith("Max address space"))
    return status["Seccomp"], status["NoNewPrivs"], memory


if SANITIZED:
    tap.skip("each worker is confined", "off under sanitizers")
else:
    arguments = [READOUT, "map", "-j2", "--with", "trouble", "--plugins", TROUBLE, "--limits", "time=60s,mem=64M"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        process.stdin.write(jsonl([("1", "SPIN."), ("2", "SPIN.")]))
        process.stdin.flush()
        seen = []
        for _ in range(100):
            seen = [confinement(pid) for pid in children(process.pid)]
            if len(seen) == 2 and all(one[0] == "2" for one in seen):
                break
            time.sleep(0.05)
        process.kill()
    tap.ok(len(seen) == 2 and all(seccomp == "2" and rights == "1" and memory != "unlimited" for seccomp, rights, memory in seen),
           "each worker is confined", str(seen))

# --- nothing runs that nobody asked for

text = jsonl([("all at once", "SPIN here.")])
status, output, errors = run(["map", "--with", "sentences", "--plugins", TROUBLE] + limits, text)
tap.ok(status == 0 and len(rows(output)[0]["layers"]["sentences"]) == 1, "a layer runs only when it is asked for", errors)
texts = ["SPIN here.", "READ all.", "FAIL to READ.", "FAIL to READ and READ.", "SPIN or READ."]
status, output, errors = run(["map", "--with", "tolerant", "--plugins", TROUBLE] + limits, jsonl([(text, text) for text in texts]))
answers = rows(output)
tap.ok("layers" in answers[0], "what a plugin requires runs when the plugin reads it", json.dumps(answers[0]))
tap.equal(answers[1]["layers"]["tolerant"][0].get("found"), 1, "... and then it is there")
for answer in answers[2:]:
    tap.ok(answer.get("error", {}).get("where") == "plugin trouble", "an error in it cannot be caught: %s" % answer["id"], json.dumps(answer))
status, output, errors = run(["-f", "jsonl", "-e", "sentences{text='*nothing*'}:near(trouble)", "--plugins", TROUBLE] + limits, jsonl([("calm", "All is well.")]))
tap.ok(status == 0 and output == b"", "a query reads what it names", errors)
status, output, errors = run(["map", "--with", "building", "--plugins", os.path.join(HERE, "hostile", "plugins")] + limits, jsonl([("calm", "All is well.")]))
tap.ok(status == 0 and rows(output)[0]["layers"]["building"] == [], "a grammar is built only where its trigger stands", errors)

# --- memory

if SANITIZED:
    tap.skip("memory does not grow with the corpus", "memory is measured without sanitizers")
else:
    # A process of its own measures: a child's peak counts from that of the process that started it.
    measure = ("import os, subprocess, sys\n"
               "p = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
               "print(os.wait4(p.pid, 0)[2].ru_maxrss)\n")
    # The smaller run is long enough to fill every queue (what waits there depends on who is faster, and is bounded) and for the
    # collector to begin.
    article = articles()[0][1][:1000]
    for arguments, text, counts in ((["-f", "jsonl", "-e", "sentences:count()"], "All is well.", (60000, 120000)),
                                    (["map", "--with", "sentences,quotes"], article, (2000, 4000))):
        peak = []
        for count in counts:
            source = jsonl([("%d" % n, text) for n in range(count)])
            done = subprocess.run([sys.executable, "-c", measure, READOUT, "-j2", *arguments], input=source, capture_output=True, check=True)
            peak.append(int(done.stdout))
        tap.ok(peak[1] < peak[0] * 1.2 + 2000, "memory does not grow with the corpus: %s" % arguments[0], "peaks of %s kB" % peak)
        print("# peaks of %s kB at %s documents" % (peak, counts))
tap.done()
