#!/usr/bin/env python3
"""Texts, ids and names that attack whoever reads the answer (TAP): terminals, spreadsheets, Markdown and HTML, readers of JSON lines;
and steps of the user's own that try what only the main process may do.
"""
import csv
import io
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
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\r\x08\x7f"
ENVIRONMENT = dict(os.environ, READOUT_PATH=os.path.join(HERE, "names"), XDG_CONFIG_HOME="/nonexistent", TERM="xterm", COLUMNS="100")


def run(arguments, data=b"", folder=None):
    done = subprocess.run([READOUT, *arguments], input=data, capture_output=True, cwd=folder, env=ENVIRONMENT)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


def on_terminal(arguments, folder=None):
    """What a terminal receives: standard output and standard error together."""
    return transcript.on_terminal([READOUT, *arguments], cwd=folder, env=ENVIRONMENT)[0]


def harmless(text):
    """True when a terminal does nothing with it but write, end lines and make letters bold or coloured."""
    text = re.sub("\x1b\\[[0-9;]*[mK]", "", text)
    return not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text.replace("\r\n", "\n").replace("\r", ""))


record = {"id": "id" + ESCAPES, "title": "title" + ESCAPES, "text": "Ana Duarte" + ESCAPES + " said “We " + ESCAPES + " win,” in Lisbon."}
jsonl = (json.dumps(record) + "\n").encode()
with tempfile.TemporaryDirectory(prefix="readout-names-") as folder:
    with open(os.path.join(folder, "in.jsonl"), "wb") as f:
        f.write(jsonl)
    evil = os.path.join(folder, "evil" + ESCAPES.replace("/", "") + ".txt")
    with open(evil, "w", encoding="utf-8") as f:
        f.write(record["text"])
    with open(os.path.join(folder, "broken.jsonl"), "w", encoding="utf-8") as f:
        f.write('{"id": "x\\u001b[2J", "body" ' + ESCAPES)

    # --- terminals
    for arguments in (["sentences"], ["sentences", "-f", "jsonl"], ["sentences", "-f", "json"], ["sentences", "-f", "csv"], ["sentences", "-f", "tsv"],
                      ["sentences", "-f", "md"], ["map", "--with", "sentences"], ["text"], ["explain"], ["-e", "sentences:text()"],
                      ["-e", "for s in sentences:rows() do print(s.text, s.doc) end"], ["-e", "sentences:count('text','doc')"],
                      ["sentences", "--progress", "plain"]):
        for name in ("in.jsonl", os.path.basename(evil), "broken.jsonl"):
            received = on_terminal([*arguments, name], folder)
            tap.ok(received and harmless(received), "a terminal: %s %s" % (" ".join(arguments), name.split("\x1b")[0]), repr(received[:1500]))
    for arguments in (["nosuch" + ESCAPES], ["sentences", "nosuch" + ESCAPES], ["--set", "x" + ESCAPES], ["-e", "sent" + ESCAPES], ["--with", ESCAPES],
                      ["map", "--limits", "time=" + ESCAPES], ["help", "nosuch" + ESCAPES], ["--plugins", "no" + ESCAPES, "sentences", "in.jsonl"]):
        received = on_terminal(arguments, folder)
        tap.ok(received and harmless(received), "a message: %r" % arguments[0], repr(received[:1500]))

# --- JSON lines: one line a record for every reader, only valid UTF-8, and ASCII on request
odd = "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei\x00j </script><!-- \"'& \ud83d"
data = (json.dumps({"id": odd, "text": "Start. " + odd + " End."}) + "\n").encode()
for more in ([], ["--ascii"]):
    status, output, errors = run(["map", "--with", "sentences", *more], data)
    lines = output.splitlines()  # Python's: ends lines at U+0085, U+2028 and more
    answer = json.loads(lines[0]) if lines else {}
    tap.ok(status == 0 and len(lines) == 1 and "\u2028b" in answer.get("text", "") and (not more or output.isascii()), "one line a record %s" % more,
           errors + repr(output))

# --- spreadsheets
formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "'=1"]
data = "".join(json.dumps({"id": text, "text": "Cell %s here." % text}) + "\n" for text in formulas).encode()
for form, delimiter in (("csv", ","), ("tsv", "\t")):
    status, output, errors = run(["cells", "-f", form, "--fields", "doc,text"], data)
    rows = list(csv.reader(io.StringIO(output), delimiter=delimiter)) if form == "csv" else [line.split("\t") for line in output.split("\n")[:-1]]
    cells = [cell for row in rows[1:] for cell in row]
    tap.ok(status == 0 and len(rows) == len(formulas) + 1 and not any(re.match("[=+@\t\r-]", cell) and cell != "-" for cell in cells),
           "%s: no cell is a formula" % form, errors + repr(cells))

# --- Markdown
data = (json.dumps({"id": "x", "text": "Cell <script>alert(1)</script>|`x`*b*_i_[a](javascript:x) here."}) + "\n").encode()
for ascii in ([], ["--ascii"]):
    status, output, errors = run(["fields", "-f", "jsonl", *ascii], b"Cell")
    row = json.loads(output)
    tap.ok((row['a"b\\'], row["tab\t"], row["größe"]) == ("1", "2", "3") and output.isascii() == bool(ascii),
           "names of fields are escaped in JSON%s" % (" with --ascii" if ascii else ""), errors + output)

status, output, errors = run(["cells", "-f", "md", "--fields", "text"], data)
row = next((line for line in output.split("\n") if "alert" in line), "")
tap.ok("<script" not in row and row.count(" | ") == 0 and re.search(r"\\\|", row), "Markdown: no tags, no columns of its own", row + errors)

# --- steps of the user's own
text = b"All is well. And more."
with tempfile.TemporaryDirectory(prefix="readout-names-") as folder:
    for step, what in ((":where(function(s) return io.open('/etc/passwd') end)", "where() cannot open files"),
                       (":map(function(s) local f = io.open('made', 'w') return 1 end)", "map() cannot open files"),
                       (":map(function(s) for l in io.lines('/etc/passwd') do return l end end)", "map() cannot open files"),
                       (":map(function(s) return io.popen('id') end)", "map() cannot start programs"),
                       (":map(function(s) return os.execute('touch made') end)", "map() cannot start programs"),
                       (":map(function(s) return os.remove('/etc/passwd') end)", "map() cannot change files"),
                       (":map(function(s) return os.exit(0) end)", "map() cannot end the program"),
                       (":map(function(s) return dofile('/etc/passwd') end)", "map() cannot open files"),
                       (":map(function(s) return require 'socket' end)", "map() cannot load the module 'socket'"),
                       (":map(function(s) print(s.text) end)", "map() cannot print")):
        status, output, errors = run(["-e", "sentences" + step], text, folder)
        tap.ok(status == 2 and "a step inside " + what in errors and output == "" and os.listdir(folder) == [], "-e: %s" % what, errors)
        script = os.path.join(folder, "script.lua")
        with open(script, "w", encoding="utf-8") as f:
            f.write("local r, e, o, p, l = io.open, os.execute, os, print, require\nfor _ in sentences%s:rows() do end\n" % step)
        status, output, errors = run(["run", script, "-"], text, folder)
        tap.ok(status == 2 and "a step inside " + what in errors and os.listdir(folder) == ["script.lua"], "run: %s" % what, errors)
        os.remove(script)
    # What was opened before the workers were made does not help either.
    status, output, errors = run(["-e", "local f = io.open('kept', 'w') f:setvbuf('no') return sentences:map(function(s) return tostring(f:write('x')) end)"], text, folder)
    if "asan" in READOUT:
        tap.skip("a file opened before is closed in workers", "confinement is off under sanitizers")
    else:
        tap.ok(os.path.getsize(os.path.join(folder, "kept")) == 0, "a file opened before is closed in workers", output + errors)
    # The rest of the chunk has all of Lua.
    status, output, errors = run(["-e", "local n = 0 for _ in sentences:rows() do n = n + 1 end local f = io.open('made', 'w') f:write(n) f:close() return n"], text, folder)
    with open(os.path.join(folder, "made"), encoding="utf-8") as f:
        tap.ok(status == 0 and output == "2\n" and f.read() == "2", "the main part of a one-liner may open files", errors)
for step, what in ((":map(function() while true do end end)", "time limit"), (":map(function() local t = {} while true do t[#t+1] = {1} end end)", "memory limit"),
                   (":map(function() return ('x'):rep(1 << 27) end)", "limit")):
    status, output, errors = run(["-f", "jsonl", "--limits", "time=1s,mem=64M,output=1M", "-e", "sentences" + step], text)
    tap.ok(status == 3 and what in errors + output, "a step without end: %s" % what, "exit %d\n%s%s" % (status, output[:500], errors[:500]))
tap.done()
