#!/usr/bin/env python3
"""Hostile inputs (TAP): a mail, an item of a feed or a line of JSON that is made to cost much time or memory costs one document,
and the process that reads needs no more memory than the record's size."""
import base64
import json
import os
import resource
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
# The peak is that of the largest process of the run.
MEASURE = ("import os, subprocess, sys\n"
           "p = subprocess.Popen(sys.argv[1:])\n"
           "status, usage = os.wait4(p.pid, 0)[1:]\n"
           "print(usage.ru_maxrss, os.waitstatus_to_exitcode(status), file=sys.stderr)\n")
folder = tempfile.mkdtemp(prefix="readout-inputs-")


def read(name, data, limits):
    """(answers, peak in kB, exit code) of map over a file."""
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    done = subprocess.run([sys.executable, "-c", MEASURE, READOUT, "map", "-j2", "--with", "sentences", "--limits", limits, name], cwd=folder, capture_output=True)
    peak, status = done.stderr.decode().splitlines()[-1].split()
    return [json.loads(line) for line in done.stdout.splitlines()], int(peak), int(status)


def what(answer):
    return answer.get("error", {"what": answer.get("text")})["what"]


# --- a mailbox: encoded words without end, of which each is sought to the end of the header
good = "Subject: good\nContent-Type: text/plain; charset=iso-8859-2\n\nZdenka P\u0161eni\u010dka came.\n".encode("iso-8859-2")
slow = b"Subject: " + b"=?a?q?x" * 200000 + b"\n\nNever seen.\n"
tokyo = (b"Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: base64\n\n"
         + base64.b64encode("She left \u6771\u4eac.".encode("shift_jis")) + b"\n")
mails = b"\n".join(b"From x\n" + mail for mail in (good, slow, tokyo, good))
answers, peak, status = read("a.mbox", mails, "time=%s" % ("3s" if SANITIZED else "0.3s"))
tap.equal([what(answer).strip() for answer in answers],
          ["Zdenka P\u0161eni\u010dka came.", "time limit", "She left \u6771\u4eac.", "Zdenka P\u0161eni\u010dka came."],
          "a mail that takes too long costs one document, and workers know encodings for which the system has a file")
tap.equal((status, answers[1].get("error", {}).get("where")), (3, "reader"), "and it is told that the reader met the limit")

# --- a feed: an item whose page needs much memory
items = ("good", "<i>x</i> " * 500000, "<b>good</b>")
feed = "<rss><channel>%s</channel></rss>" % "".join("<item><guid>%d</guid><title>T</title><description><![CDATA[%s]]></description></item>" % (n, item)
                                                     for n, item in enumerate(items))
if SANITIZED:
    tap.skip("an item that needs too much memory", "limits on memory are off under sanitizers")
else:
    answers, peak, status = read("a.rss", feed.encode(), "mem=64M")
    tap.equal([what(answer) for answer in answers], ["T\n\ngood\n", "memory limit", "T\n\ngood\n"], "an item that needs too much memory costs one document")

# --- JSON: many small values, in a key that nobody asked for, and as keys
for name, value in (("values", b'"a":[' + b"0," * 8000000 + b"0]"), ("keys", b",".join(b'"k%d":0' % n for n in range(1000000))),
                    ("one key", b'"text":0,' * 2000000 + b'"z":1')):
    lines = b'{"id":"good","text":"Good."}\n'
    answers, peak, status = read("a.jsonl", lines + b'{"id":"many","text":"Many.",' + value + b"}\n" + lines, "time=10s")
    tap.equal([what(answer) for answer in answers], ["Good.", "Many.", "Good."], "JSON of many small values: %s" % name)
    if not SANITIZED:
        tap.ok(peak < 120000, "it takes no more memory than its size: %s" % name, "%d kB" % peak)

# --- memory that is out where input is read must not look like the end of the input
if SANITIZED:
    tap.skip("memory out while reading", "sanitizers need more than such limits leave")
else:
    path = os.path.join(folder, "b.jsonl")
    with open(path, "wb") as f:
        f.write(b'{"text":"First."}\n{"text":"' + b"x" * 150000000 + b'"}\n{"text":"Last."}\n')
    done = subprocess.run([READOUT, "map", "--with", "sentences", "-j1", path], capture_output=True,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (300000000, 300000000)))
    os.remove(path)
    tap.equal((done.returncode, done.stdout.count(b"\n"), done.stderr), (4, 1, b"readout: the run broke off: out of memory\n"),
              "what was read is answered, and that it is not all is told")
tap.done()
