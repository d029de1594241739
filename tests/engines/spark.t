#!/usr/bin/env python3
"""The recipe for Spark over a stand-in for its `pipe` (TAP): that the command is put together and fed as it should be, that the parts
are the whole, and that failed records are counted. `stand_in/pyspark` says what it stands for; Spark itself is in no distribution.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

READOUT = transcript.readout_path()
RECIPE = os.path.join(transcript.TOP, "scripts", "engines", "spark_pipe.py")
QUIET = dict(os.environ, READOUT=READOUT, READOUT_PATH="", XDG_CONFIG_HOME="/nonexistent", PYTHONDONTWRITEBYTECODE="1",
             PYTHONPATH=os.path.join(HERE, "stand_in"))

records = [json.dumps({"id": "doc %d" % n, "text": "“The ferry to Skagen is late,” Ana Duarte said on 3 May %d. ☂\u2028It had \"no\" captain." % (1990 + n)},
                      ensure_ascii=n % 2 == 0) for n in range(50)]
records[7] = '{"id": "no text"}'
records[31] = '{"id": "an \\"error\\":{ in its text", "text": "\\"error\\":{\\"what\\":1}, the clerk said."}'
records[44] = '{"id": "text of a kind", "text": 7}'
with tempfile.TemporaryDirectory(prefix="readout-spark-") as folder:
    os.mkdir(os.path.join(folder, "in"))
    for n in range(2):
        with open(os.path.join(folder, "in", "%d.jsonl" % n), "w", encoding="utf-8", newline="") as f:
            f.write("".join(line + "\r\n"[n:] for line in records[25 * n:25 * n + 25]))
    for partitions, options in ((1, []), (3, ["--with", "quotes,dates"]), (60, [])):
        out = os.path.join(folder, "out-%d-%d" % (partitions, len(options)))
        whole = subprocess.run([READOUT, "map", "-j1", *options], input="".join(line + "\n" for line in records).encode(), capture_output=True, env=QUIET)
        done = subprocess.run([sys.executable, RECIPE, os.path.join(folder, "in"), out, *options], capture_output=True,
                              env=dict(QUIET, STAND_IN_PARTITIONS=str(partitions)))
        parts = b""
        for name in sorted(glob.glob(os.path.join(out, "part-*"))):
            with open(name, "rb") as f:
                parts += f.read()
        tap.ok(done.returncode == 0 and parts == whole.stdout and len(parts.splitlines()) == 50, "%d partitions are the whole: %s" % (partitions, " ".join(options)),
               "exit %d, %d and %d bytes\n%s" % (done.returncode, len(parts), len(whole.stdout), done.stderr.decode()[-800:]))
        tap.ok(done.stderr.endswith(b"\n2 records failed\n") or done.stderr == b"2 records failed\n", "its failed records are counted", done.stderr.decode()[-800:])
    # What a shell would read otherwise reaches the program as it is.
    os.mkdir(os.path.join(folder, "plugins of $HOME 'x'"))
    out = os.path.join(folder, "quoted")
    done = subprocess.run([sys.executable, RECIPE, os.path.join(folder, "in"), out, "--plugins", os.path.join(folder, "plugins of $HOME 'x'")], capture_output=True, env=QUIET)
    tap.ok(done.returncode == 0 and len(os.listdir(out)) == 3 and b"no such directory" not in done.stderr, "options with spaces and quotes", done.stderr.decode()[-800:])
tap.done()
