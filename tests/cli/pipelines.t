#!/usr/bin/env python3
"""The contract with pipelines and engines (TAP): streams, shards, parts, signals, outputs that fail, files that appear whole."""
import glob
import gzip
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

READOUT = transcript.readout_path()
PLUGINS = os.path.join(HERE, "plugins")
folder = tempfile.mkdtemp(prefix="readout-pipelines-")
QUIET = {"READOUT_PATH": PLUGINS, "XDG_CONFIG_HOME": "/nonexistent", "HOME": "/nonexistent"}
for name in ("SLURM_ARRAY_TASK_ID", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PARALLEL_SEQ"):
    os.environ.pop(name, None)


def run(arguments, data=None, **environment):
    done = subprocess.run([READOUT, *arguments], input=data, capture_output=True, cwd=folder, env=dict(os.environ, **QUIET, **environment))
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def start(arguments, **more):
    return subprocess.Popen([READOUT, *arguments], cwd=folder, env=dict(os.environ, **QUIET), **more)


def path(name):
    return os.path.join(folder, name)


def read(name):
    with open(path(name), "rb") as f:
        return f.read()


chance = random.Random(7)
places = ["Port Ellen", "Céide Bay", "Skagen"]
corpus = []
for n in range(300):
    text = " ".join("A %s tide of %.1f metres at %s came." % (chance.choice(["high", "low"]), chance.random() * 5, chance.choice(places))
                    for _ in range(1 + n % 4))
    corpus.append((json.dumps({"id": "doc %d" % n, "text": text}, ensure_ascii=False) + "\n").encode())
with open(path("in.jsonl"), "wb") as f:
    f.write(b"".join(corpus))
with open(path("big.jsonl"), "wb") as f:
    f.write(b"".join(corpus) * 60)
MAP = ["map", "--with", "tides"]
status, whole, errors = run([*MAP, "-j1", "in.jsonl"])
tap.ok(status == 0 and len(whole.splitlines()) == 300, "map over a file", errors)
piped = run(MAP, b"".join(corpus))[1]
tap.ok(piped.replace(b'"source":"-"', b'"source":"in.jsonl"') == whole, "map over standard input")

# --- what hangs: looked at again further down, when its time has passed
def children(process):
    with open("/proc/%d/task/%d/children" % (process.pid, process.pid), encoding="ascii") as f:
        return [int(pid) for pid in f.read().split()]


stuck = start([*MAP, "-j2", "big.jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
asleep = start([*MAP, "-j2", "--line-buffered"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
asleep.stdin.write(b"".join(corpus[:2]))
asleep.stdin.flush()
heard = [asleep.stdout.readline() for n in range(2)]
stopped = children(asleep)
for pid in stopped:
    os.kill(pid, signal.SIGSTOP)
asleep.stdin.write(b"".join(corpus[2:9]))
asleep.stdin.flush()
select.select([stuck.stdout], [], [], 30)
stuck.send_signal(signal.SIGTERM)
hung_at = time.monotonic()

# --- one line in, one line out, while the pipe stays open
for more in ([], ["-j1"], ["-j2"]):
    process = start([*MAP, "--line-buffered", *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    answered = 0
    for n in range(5):
        process.stdin.write(corpus[n])
        process.stdin.flush()
        if not select.select([process.stdout], [], [], 10)[0]:
            break
        answered += json.loads(process.stdout.readline())["id"] == "doc %d" % n
    process.stdin.close()
    tap.ok(answered == 5 and process.wait() == 0 and process.stdout.read() == b"", "a co-process answers line by line %s" % more)
status, output, errors = run([*MAP, "--raw"], "A low tide of 0.5 metres at Céide Bay.\n\nNothing.\n".encode())
tap.equal([len(json.loads(line)["layers"]["tides"]) for line in output.splitlines()][:1], [1], "--raw: a line is a text")

# --- shards and parts
for count in (1, 2, 5):
    parts = [run([*MAP, "--shard", "%d/%d" % (n, count), "in.jsonl"]) for n in range(1, count + 1)]
    tap.ok(all(part[0] == 0 for part in parts) and sorted(b"".join(p[1] for p in parts).splitlines()) == sorted(whole.splitlines())
           and all(len(part[1].splitlines()) > 150 // count for part in parts), "%d shards hold every record once" % count)
third = run([*MAP, "--shard", "2/3", "in.jsonl"])[1]
for name, environment in (("Slurm array", {"SLURM_ARRAY_TASK_ID": "6", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_COUNT": "3"}),
                          ("Slurm ranks", {"SLURM_PROCID": "1", "SLURM_NTASKS": "3"}),
                          ("MPI", {"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "3"})):
    tap.ok(run([*MAP, "--shard", "auto", "in.jsonl"], **environment)[1] == third, "--shard auto: %s" % name)
tap.ok(run([*MAP, "--shard", "auto/3", "in.jsonl"], PARALLEL_SEQ="2")[1] == third, "--shard auto/3: GNU parallel")
for wrong in ("auto", "0/3", "4/3", "x", "1/0", "1/3/5"):
    status, output, errors = run([*MAP, "--shard", wrong, "in.jsonl"])
    tap.ok(status == 2 and "--shard" in errors and not output, "--shard %s is refused" % wrong, errors)

# --- parts by bytes: one after the other they are the whole, whatever lies in the folder
mixed = path("mixed")
os.makedirs(os.path.join(mixed, "b", "empty"))


def put(name, data):
    with open(os.path.join(mixed, name), "wb") as f:
        f.write(data)


bare = [json.dumps({"text": json.loads(line)["text"]}).encode() + b"\n" for line in corpus]
put("a.jsonl", b"\xef\xbb\xbf" + b"".join(bare[:40]) + b"{broken\n\n" + b"".join(bare[40:60]))
put("b/c.jsonl", b"\r\n".join(line[:-1] for line in bare[60:90]))
put("b/d.json", b"[" + b",".join(bare[90:120]) + b"]")
put("b/e.jsonl.gz", gzip.compress(b"".join(bare[120:150])))
put("b/f.jsonl", b"".join(bare[150:160]).decode().encode("utf-16"))
put("b/g.txt", b"A low tide of 0.5 metres at Skagen.\n")
put("b/h.jsonl", b"")
put("b/i.txt", b"\0\1\2" * 100)
put("b/empty/j.txt", b"\0\1\2" * 100)
put("z.txt", b"")
several = ["mixed/b/e.jsonl.gz", "in.jsonl", "nothing.jsonl", "mixed/b", "mixed/b/empty", "mixed/z.txt"]
for name, files, counts in (("a folder", ["mixed"], (1, 2, 7)), ("files and what is not there", several, (2, 7)), ("a file", ["in.jsonl"], (7,)),
                            ("lines", ["--raw", "mixed/a.jsonl", "mixed/b/g.txt"], (7,)), ("nothing to read", ["mixed/b/empty"], (2,))):
    expected = run([*MAP, *files])
    for count in counts:
        joined = b"".join(run([*MAP, "--shard", "%d/%d" % (n, count), "--shard-by", "bytes", *files])[1] for n in range(1, count + 1))
        tap.ok(joined == expected[1], "%d parts by bytes are the whole: %s" % (count, name), "%r\n%r" % (joined[:600], expected[1][:600]))
# --- lists of files
listed = ["in.jsonl", "mixed/b/g.txt", "nothing.jsonl", "mixed/b", "mixed/a.jsonl"]
expected = run([*MAP, *listed])
with open(path("list"), "w", encoding="utf-8") as f:
    f.write("\n".join(listed[:2]) + "\r\n\n" + "\n".join(listed[2:]))
tap.ok(run([*MAP, "--files", "list"]) == expected and expected[0] == 3, "files named in a list", expected[2])
tap.ok(run([*MAP, "--files", "-"], read("list")) == expected, "and in one from standard input")
tap.ok(run([*MAP, "--files", "list", "mixed/z.txt"])[1] == run([*MAP, "mixed/z.txt", *listed])[1], "after those that are given")
joined = b"".join(run([*MAP, "--shard", "%d/5" % n, "--shard-by", "bytes", "--files", "list"])[1] for n in range(1, 6))
tap.ok(joined == expected[1], "parts by bytes of a list are the whole")
tap.ok(run(["-e", "tides:count()", "--files", "list"])[1] == run(["-e", "tides:count()", *listed])[1], "a query of a list")
with open(path("list"), "ab") as f:
    f.write(b"\n" + b"x" * 5000 + b"\nmixed/z.txt\n-\n")
status, output, errors = run([*MAP, "--files", "list"])
tap.ok(status == 3 and output.startswith(expected[1]) and [json.loads(line)["id"] for line in output.splitlines()][-3:] == ["list", "mixed/z.txt", "./-"]
       and "longer than paths are" in errors + output.decode(), "a line that is no path is an error in its place", errors)
status, output, errors = run([*MAP, "--files", "no list"])
tap.ok(status == 4 and b"no such file" in output, "a list that is not there", "%d %s%s" % (status, output, errors))
for wrong in (["--files", "-", "-"], ["--files", "-", "--shard", "1/2", "--shard-by", "bytes"]):
    status, output, errors = run([*MAP, *wrong], b"in.jsonl\n")
    tap.ok(status == 2 and "standard input" in errors and not output, "refused: %s" % " ".join(wrong), errors)
run([*MAP, "--files", "list", "-o", "listed.jsonl", "--manifest", "listed.m"])
tap.ok([one["path"] for one in json.loads(read("listed.m"))["inputs"]][:2] == listed[:2], "the manifest knows them")

first, last = b'{"text":"low"}\n', b'{"text": "x"}\n'
put("tiny.jsonl", first + last)
for count in (len(first) + len(last), len(first) + len(last) + 5):
    parts = [run([*MAP, "--shard", "%d/%d" % (n, count), "--shard-by", "bytes", "mixed/tiny.jsonl"])[1] for n in range(1, count + 1)]
    tap.ok(b"".join(parts) == run([*MAP, "mixed/tiny.jsonl"])[1] and sum(map(bool, parts)) == 2, "%d parts of %d bytes" % (count, len(first) + len(last)))
status, output, errors = run([*MAP, "--shard", "2/5", "--shard-by", "bytes", "--progress", "json", "big.jsonl"])
tap.ok(status == 0 and 17 < 100 * len(output) / (60 * len(whole)) < 23, "a fifth of the bytes is a fifth of the work", "%d of %d %s" % (len(output), 60 * len(whole), errors))
for wrong in (["--shard-by", "bytes", "in.jsonl"], ["--shard-by", "size", "--shard", "1/2", "in.jsonl"], ["--shard-by", "bytes", "--shard", "1/2"]):
    status, output, errors = run([*MAP, *wrong], b"")
    tap.ok(status == 2 and "--shard-by" in errors and not output, "refused: %s" % " ".join(wrong), errors)

for question in (["-e", "tides:count('where','kind')"], ["-e", "tides:by'where':sum'height'"], ["-e", "tides:by'height':top(5)"], ["-e", "tides:sum'height'"]):
    expected = run([*question, "-f", "csv", "in.jsonl"])
    for count in (1, 3):
        for n in range(count):
            run([*question, "--partial", "--shard", "%d/%d" % (n + 1, count), "-o", "part-%d" % n, "in.jsonl"])
        parts = ["part-%d" % n for n in range(count)]
        chance.shuffle(parts)
        merged = run(["merge", "-f", "csv", *parts])
        tap.ok(expected[0] == 0 and merged[1] == expected[1] and len(expected[1]) > 10, "merge of %d parts: %s" % (count, question[-1]),
               merged[2] + merged[1].decode() + expected[2] + expected[1].decode())
samples = sorted(glob.glob(os.path.join(transcript.TOP, "tests", "samples", "*.txt")))
for report in ("actors", "timeline", "summary"):
    expected = run([report, "-f", "csv", *samples])
    parts = ["report-%d" % n for n in range(3)]
    for n, part in enumerate(parts):
        run([report, "--partial", "--shard", "%d/3" % (n + 1), "-o", part, *samples])
    merged = run(["merge", "-f", "csv", parts[2], parts[0], parts[1]])
    tap.ok(expected[0] == 0 and merged[1] == expected[1] and len(expected[1]) > 10, "merge of 3 parts: %s" % report,
           merged[2] + merged[1].decode()[:1500] + expected[2] + expected[1].decode()[:1500])
run(["-e", "tides:count()", "--partial", "-o", "part-other", "in.jsonl"])
status, output, errors = run(["merge", "part-0", "part-other"])
tap.ok(status == 2 and "only answers to one question" in errors and not output, "parts of different questions are refused", errors)
with open(path("part-cut"), "wb") as f:
    f.write(read("part-0")[:-20])
for name in ("part-cut", "in.jsonl", "nothing"):
    status, output, errors = run(["merge", name])
    tap.ok(status in (2, 4) and not output and name in errors, "merge of %s is refused" % name, errors)

# --- manifests and resuming
asked = [*MAP, "in.jsonl", "-o", "out-%s.jsonl", "--shard", "2/3", "--resume"]
status, output, errors = run(asked)
tap.ok(status == 0 and read("out-2.jsonl") == third and os.path.exists(path("out-2.jsonl.manifest")), "--resume does what is not done", errors)
manifest = json.loads(read("out-2.jsonl.manifest"))
tap.ok(manifest["inputs"][0]["path"] == "in.jsonl" and manifest["errors"] == 0 and "2023" not in str(manifest.get("time", "")) and "rules" in manifest,
       "the manifest says what was read by which rules")
before = os.stat(path("out-2.jsonl")).st_mtime_ns
status, output, errors = run(asked)
tap.ok(status == 0 and "up to date" in errors and os.stat(path("out-2.jsonl")).st_mtime_ns == before, "--resume leaves what is done", errors)
with open(path("in.jsonl"), "ab") as f:
    f.write(corpus[0].replace(b"doc 0", b"doc 300"))
status, output, errors = run(asked)
tap.ok(status == 0 and os.stat(path("out-2.jsonl")).st_mtime_ns != before, "another input: done again", errors)
before = os.stat(path("out-2.jsonl")).st_mtime_ns
run([*asked, "--ascii"])
tap.ok(os.stat(path("out-2.jsonl")).st_mtime_ns != before and read("out-2.jsonl").isascii(), "other options: done again")
with open(path("in.jsonl"), "wb") as f:
    f.write(b"".join(corpus))
first, second = (run([*MAP, "in.jsonl", "-o", name, "--manifest", name + ".m"]) and read(name + ".m").replace(name.encode(), b"") for name in ("once", "again"))
tap.ok(first == second, "manifests of two runs are the same")

# --- files appear whole or not at all
with open(path("old.jsonl"), "w", encoding="utf-8") as f:
    f.write("old\n")


def leftovers():
    return [name for name in os.listdir(folder) if name.startswith(("old", ".old")) and name != "old.jsonl"]


for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    process = start([*MAP, "-j2", "big.jsonl", "-o", "old.jsonl"], stderr=subprocess.PIPE)
    time.sleep(0.15)
    process.send_signal(number)
    status = process.wait()
    tap.ok(status in (128 + number, -number, 0) and (read("old.jsonl") == b"old\n" or status == 0) and not leftovers(),
           "a signal leaves the old file: %s" % number.name, "%s %s %s" % (status, leftovers(), process.stderr.read()))
process = start([*MAP, "-j2", "big.jsonl", "-o", "old.jsonl"], stderr=subprocess.PIPE)
time.sleep(0.15)
during = read("old.jsonl")
process.wait()
tap.ok(during in (b"old\n", whole * 60) and len(read("old.jsonl").splitlines()) == 18000 and not leftovers(), "the new file is there when it is whole")
status, output, errors = run([*MAP, "in.jsonl", "-o", "nofolder/x.jsonl"])
tap.ok(status == 4 and "nofolder/x.jsonl" in errors, "-o into a folder that is not there: exit 4", errors)
status, output, errors = run([*MAP, "in.jsonl", "-o", "/dev/full"])
tap.ok(status == 4 and "No space left" in errors, "-o /dev/full: exit 4", "%d %s" % (status, errors))

# --- standard output: signals, a full disk, a closed pipe
for number in (signal.SIGINT, signal.SIGTERM):
    for more in (["-j1"], ["-j2", "--line-buffered"]):
        for patience in (0.3, 3, 15):  # the machine may have more to do
            process = start([*MAP, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            process.stdin.write(b"".join(corpus[:100]))
            process.stdin.flush()
            time.sleep(patience)
            process.send_signal(number)
            output, errors = process.communicate()
            lines = output.split(b"\n")
            ids = [json.loads(line)["id"] for line in lines[:-1]]
            if ids:
                break
        tap.ok(process.returncode == 128 + number and lines[-1] == b"" and ids == ["doc %d" % n for n in range(len(ids))] and ids,
               "%s: whole lines, in order, exit %d %s" % (number.name, 128 + number, more), "%s %d lines\n%s" % (process.returncode, len(ids), errors))
for more in ([], ["--line-buffered"]):
    with open("/dev/full", "wb") as full:
        process = start([*MAP, "big.jsonl", *more], stdout=full, stderr=subprocess.PIPE)
        _, errors = process.communicate()
    tap.ok(process.returncode == 4 and b"No space left" in errors and errors.count(b"\n") == 1, "standard output is full: exit 4 %s" % more,
           "%s %s" % (process.returncode, errors))
for arguments in ([*MAP, "big.jsonl"], ["tides", "-f", "table", "big.jsonl"], ["-e", "tides:text()", "big.jsonl"], ["text", "big.jsonl"]):
    process = start(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    tap.ok(process.wait() == 0 and errors == b"", "the reader goes away: quiet, exit 0: %s" % arguments[0], "%s %s" % (process.returncode, errors))
process = start([*MAP, "--line-buffered"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
process.stdout.close()
process.stdin.write(b"".join(corpus[:3]))
process.stdin.flush()
try:
    tap.equal(process.wait(30), 0, "the reader goes away while the input is open: it ends")
except subprocess.TimeoutExpired:
    tap.ok(False, "the reader goes away while the input is open: it ends")
    process.kill()
    process.wait()

# --- what hung
tap.ok(stuck.wait(30) == 128 + signal.SIGTERM and time.monotonic() - hung_at > 4, "a reader that takes nothing does not keep it from ending")
stuck.communicate()
heard += [asleep.stdout.readline() for n in range(7) if select.select([asleep.stdout], [], [], 30)[0]]
tap.equal([json.loads(line)["id"] for line in heard], ["doc %d" % n for n in range(9)], "stopped workers are replaced, and nothing is lost")
tap.ok(len(stopped) == 2 and not set(stopped) & set(children(asleep)) and time.monotonic() - hung_at > 9, "but not before their time")
process = asleep.communicate()
tap.ok(asleep.returncode == 0 and process == (b"", b""), "and nobody is told", str(process))

# --- progress
status, output, errors = run([*MAP, "--progress", "json", "in.jsonl"])
tap.ok(output == whole and all(json.loads(line)["documents"] >= 0 for line in errors.splitlines()), "--progress json: JSON lines beside the same output", errors)
process = start([*MAP, "--progress", "json", "--line-buffered"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
process.stdin.write(b"".join(corpus[:10]))
process.stdin.flush()
said = {}
for patience in (0.4, 2, 10):
    time.sleep(patience)
    process.send_signal(signal.SIGUSR1)
    ready = select.select([process.stderr], [], [], 5)[0]
    said = json.loads(process.stderr.readline()) if ready else {}
    if said.get("documents") == 10:
        break
tap.ok(said.get("documents") == 10, "SIGUSR1 asks how far it is", str(said))
process.stdin.close()
process.wait()
status, output, errors = run([*MAP, "in.jsonl"])
tap.ok(errors == "", "no progress in a pipe", errors)

# --- limits at their value and one beyond
for size, expected in ((1015, 0), (1016, 3)):
    status, output, errors = run(["--limits", "output=1K", "-f", "jsonl", "-e", "sentences:map(function() return ('x'):rep(%d) end)" % size], b"All is well.")
    tap.ok(status == expected and (expected == 0 or b"output limit" in output), "an answer of %d bytes with output=1K" % size, "%s %s" % (status, errors))
os.mkdir(path("long"))
with open(path("long/floods.lua"), "w", encoding="utf-8") as f:
    f.write('return {api = 1, name = "floods", summary = "s", provides = {floods = {}}, scope = "document", triggers = {"flood"}, '
            'grammar = function(g) return {"flood", flood = g.P"flood"} end}')
for extra in (0, 1):
    with open(path("long.txt"), "w", encoding="utf-8") as f:
        f.write("A flood " + "é" * (8 * 1024 * 1024 - 7 + extra) + " flood")
    status, output, errors = run(["floods", "--plugins", "long", "--split", "none", "long.txt"])
    tap.ok(status == 0 and len(output.splitlines()) == 2 - extra and
           (errors == "readout: long.txt: plugin floods: a document of 16777218 bytes: only the first 16 MiB are read\n" if extra else not errors),
           "a grammar over text reads the first 16 MiB of its subject, and says so", "%d %s %s" % (status, errors, output[:300]))
tap.ok(run([*MAP, "-j256", "in.jsonl"])[1] == whole, "256 workers")
status, output, errors = run([*MAP, "-j257", "in.jsonl"])
tap.ok(status == 2 and "at most 256 workers" in errors, "257 are refused", errors)

# --- errors in band
lines = corpus[:5] + [b'{"id":"broken","text":"x"\n', b'{"id":"none"}\n', b"\xff\xfe\n", b'{"id":"bad","text":"A low tide \xff\xfe"}\n'] + corpus[5:10]
status, output, errors = run(MAP, b"".join(lines))
answers = [json.loads(line) for line in output.splitlines()]
tap.ok(status == 3 and len(answers) == 14 and [("error" in a) for a in answers] == [False] * 5 + [True] * 3 + [False] * 6,
       "a bad record is an error in its place, exit 3", errors + output.decode("utf-8", "replace")[:3000])
tap.ok("byte" in errors and "bad" in errors, "invalid UTF-8 is replaced and told with its byte", errors)
status, output, errors = run([*MAP, "--strict"], b"".join(lines))
tap.ok(status == 3 and len(output.splitlines()) == 6, "--strict stops at the first", errors)
status, output, errors = run([*MAP, "--explode", "tides", "in.jsonl"][:1] + ["--explode", "tides", "in.jsonl"])
tap.ok(status == 0 and len(output.splitlines()) == sum(len(json.loads(line)["layers"]["tides"]) for line in whole.splitlines()), "--explode: one row an annotation")

# --- standard streams that are closed: no file gets their numbers
for redirection, expected, words in (("<&-", 4, "Bad file descriptor"), ("< in.jsonl >&-", 4, "standard output: Bad file descriptor"), ("< in.jsonl 2>&-", 0, "")):
    done = subprocess.run(["sh", "-c", '"$0" map --with tides %s' % redirection, READOUT], capture_output=True, cwd=folder, env=dict(os.environ, **QUIET), timeout=60)
    tap.ok(done.returncode == expected and words.encode() in done.stdout + done.stderr and (expected or done.stdout == run(MAP, b"".join(corpus))[1]),
           "map %s" % redirection, "%d %s %s" % (done.returncode, done.stderr, done.stdout[:300]))
shutil.rmtree(folder)
assert not glob.glob(folder)
tap.done()
