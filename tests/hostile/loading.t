#!/usr/bin/env python3
"""Hostile plugins at the moment when they are loaded, and hostile data beside them (TAP). Each is set aside with its reason, quickly,
and everything else works.
"""
import json
import os
import re
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
BODY = "name = 'bad', summary = 's', provides = {bad = {kind = 'string'}}, annotate = function() end"

# The text of bad.lua, and what is said of it.
CASES = [
    ("never ends in pcall", b"local function f() while true do pcall(f) end end f()", "while it was loaded: time limit"),
    ("eats memory", b"local t = {} for i = 1, math.huge do t[i] = {i} end", "while it was loaded: memory limit"),
    ("eats memory in strings", b"local t = {} for i = 1, math.huge do t[i] = ('x'):rep(1 << 20) .. i end", "while it was loaded: (memory|time) limit"),
    ("one string", b"return ('x'):rep(1 << 30)", "while it was loaded: memory limit"),
    ("recursion", b"local function f() return 1 + f() end f()", "stack overflow"),
    ("bytecode", b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n\x04\x08\x08xV\x00\x00\x00", "not UTF-8"),
    ("syntax", b"return {", "unexpected symbol|'}' expected"),
    ("deep syntax", b"return " + b"{" * 100000, "C stack overflow|too many C levels|chunk has too many syntax levels"),
    ("too many constants", b"return {" + b",".join(b"%d.5" % n for n in range(80000)) + b"}", "unknown key|name is missing|api"),
    ("big", b"--" + b"x" * (2 << 20), "more than 1 MiB"),
    ("files", b"return io.open('/etc/passwd')", "'io' is not offered to plugins"),
    ("environment", b"return os.getenv('HOME')", "'os' is not offered to plugins"),
    ("global", b"x = 1", "global 'x' assigned"),
    ("a number", b"return 5", "a plugin returns one table; this one returned number"),
    ("nothing", b"", "a plugin returns one table"),
    ("itself", b"local t = {} t.t = t return t", "tables within each other more than 32 deep"),
    ("error table", b"error({message = 'stop', code = 0})", "table"),
    ("error as an answer", b"error('={', 0)", "while it was loaded: ={"),
    ("unknown key", b"return {api = 1, sumary = 's', %s}" % BODY.encode(), "did you mean 'summary'"),
    ("newer", b"return {api = 99, %s}" % BODY.encode(), "api 99 is newer than this program's contract 1"),
    ("api of a kind", b"return {api = 'one', %s}" % BODY.encode(), "api"),
    ("layer of the core", b"return {api = 1, name = 'bad', summary = 's', provides = {tokens = {}}, annotate = function() end}", "the core provides"),
    ("name of a verb", b"return {api = 1, name = 'bad', summary = 's', provides = {map = {}}, annotate = function() end}", "verb of the program"),
    ("columns of a kind", b"return {api = 1, columns = {{}, function() end}, %s}" % BODY.encode(), "columns"),
    ("triggers of a kind", b"return {api = 1, triggers = {{}}, %s}" % BODY.encode(), "triggers"),
    ("field of a kind", b"return {api = 1, name = 'bad', summary = 's', provides = {bad = {[{}] = {}}}, annotate = function() end}", "a field's name is a string"),
    ("circle", b"return {api = 1, requires = {'bad'}, %s}" % BODY.encode(), "circle"),
    ("class of a tape", b"return {api = 1, tape = {a = {wrod = {'x'}}}, grammar = function() end, %s}" % BODY.encode(), "tape.a: unknown key 'wrod'; did you mean 'word'"),
    ("layer of a tape", b"return {api = 1, tape = {a = {layer = 'people'}}, grammar = function() end, %s}" % BODY.encode(), "tape.a: layer 'people' is not in requires"),
    ("classes of a tape", b"local t = {} for i = 1, 999 do t['c' .. i] = {word = 'x'} end return {api = 1, tape = t, grammar = function() end, %s}" % BODY.encode(),
     "tape: more than [0-9]+ classes"),
    ("combinations of a tape", b"local t = {} for i = 0, 8 do local w = {} for n = 0, 511 do if n >> i & 1 == 1 then w[#w + 1] = 'w' .. n end end "
     b"t['c' .. i] = {word = w} end return {api = 1, tape = t, grammar = function() end, %s}" % BODY.encode(), "tape: [0-9]+ combinations of classes"),
    ("trigger", b"return {api = 1, triggers = {''}, grammar = function() end, %s}" % BODY.encode(), "triggers: '': "),
    ("marks", b"return {api = 1, marks = {{list = 'x'}}, %s}" % BODY.encode(), "marks.1.: list: unknown list 'x' .there are none."),
    ("data elsewhere", b"return {api = 1, data = {d = {file = '../../etc/passwd', match = 'table'}}, %s}" % BODY.encode(), "a bare file name"),
    ("terminal", b"error('\\27]0;owned\\7\\27[2J')", "owned"),
]

GOOD = """return {api = 1, name = "good", summary = "s", provides = {good = {kind = "string"}}, scope = "document",
  annotate = function(unit, add) add(unit.first, unit.first, {kind = "done"}) end}"""


def run(folder, *arguments):
    started = time.monotonic()
    done = subprocess.run([READOUT, "--plugins", folder, *arguments], input=b"All is well.", capture_output=True, timeout=60,
                          env=dict(os.environ, READOUT_PATH="", XDG_CONFIG_HOME="/nonexistent"))
    return (done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), time.monotonic() - started)


def clean(text):
    return not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)


with tempfile.TemporaryDirectory(prefix="readout-loading-") as folder:
    bad = os.path.join(folder, "bad.lua")
    with open(os.path.join(folder, "good.lua"), "w", encoding="utf-8") as f:
        f.write(GOOD)
    for title, text, reason in CASES:
        with open(bad, "wb") as f:
            f.write(text)
        status, output, errors, seconds = run(folder, "good", "-f", "jsonl")
        tap.ok(status == 0 and '"kind":"done"' in output and "plugin bad set aside: " in errors and re.search(reason, errors) and clean(errors)
               and seconds < 40, "set aside: %s: %s" % (title, reason), "exit %d in %.1f s\n%s%s" % (status, seconds, output, errors[:1500]))
    status, output, errors, _ = run(folder, "bad")
    tap.ok(status == 2 and "set aside" in errors and clean(errors), "asked for, it says why", errors)
    status, output, errors, _ = run(folder, "plugins", "-f", "table")
    tap.ok(status == 0 and "SET ASIDE" in output and clean(output), "the list of plugins says why", repr(output[:800]))
    status, output, errors, _ = run(folder, "good", "--strict")
    tap.ok(status == 2, "with --strict it is fatal", errors)

    os.remove(bad)
    os.mkfifo(bad)
    status, output, errors, seconds = run(folder, "good", "-f", "jsonl")
    tap.ok(status == 0 and '"kind":"done"' in output and "no regular file" in errors and seconds < 5, "a named pipe for a plugin", errors)
    os.remove(bad)
    os.symlink("/dev/zero", bad)
    status, output, errors, seconds = run(folder, "good", "-f", "jsonl")
    tap.ok(status == 0 and '"kind":"done"' in output and "no regular file" in errors and seconds < 5, "a device for a plugin", errors)

    # A tagger that is wrong is told with its place; one that goes with it never reads outside of the document.
    os.remove(bad)
    plugin = ("return {api = 1, name = 'bad', summary = 's', provides = {bad = {kind = 'string'}}, scope = 'document', tagger = {%s}, "
              "annotate = function(unit, add) local tags = unit.doc:tags(%s) "
              "for i = 1, #tags.firsts do add(tags.firsts[i], tags.lasts[i], {kind = tags.letters}) end end}")
    rest = "unlisted = {{is = 'n'}}, groups = {wanted = {{word = 'well'}}}"
    for title, tagger, over, reason in (
            ("no tables", "", "", r"tagger: .* is missing"), ("unknown key", "leters = {}", "", "unknown key 'leters'"),
            ("no letter", "readings = {{is = 'noun', word = 'all'}}, " + rest, "", r"reading 'noun'.*a letter expected"),
            ("a letter of two bytes", "readings = {{is = '\195\164', word = 'all'}}, " + rest, "", "a letter expected"),
            ("no last rule", "readings = {}, unlisted = {{is = 'n', ends = 'l'}}", "", "the last rule has no condition"),
            ("a list that is not there", "readings = {{is = 'n', list = 'verbs'}}, " + rest, "", "no list with match"),
            ("a word of a kind", "readings = {{is = 'n', word = {{}}}}, " + rest, "", r"readings\[1\]: word: a string expected"),
            ("steps of a kind", "behind = {V = {[{}] = 'n', ['*'] = 'n'}}, readings = {{is = 'V', word = 'all'}}, " + rest, "", "a string expected as key"),
            ("no step behind others", "behind = {V = {n = 'v'}}, readings = {{is = 'V', word = 'all'}}, " + rest, "", "a letter expected, got 'nil'"),
            ("a choice without a test", "choices = {c = {is = 'a', otherwise = 'b'}}, readings = {}, " + rest, "", "is missing"),
            ("too many readings", "readings = (function() local t = {} for i = 1, 90 do t[i] = {is = string.char(33 + i), word = 'w' .. i} end return t end)(), "
             + rest, "", r"readings\[\d+\]: "),
            ("a long ending", "readings = {}, unlisted = {{is = 'n', ends = 'eeeeeeeeee'}, {is = 'n'}}", "", "more than 8 bytes"),
            ("letters over", "readings = {}, " + rest, "{1, 2, 300}", "a letter is a byte"),
            ("places of a kind", "readings = {}, " + rest, "{'x', {}, 81}", None), ("places outside", "readings = {}, " + rest, "{-9, 1 << 60, 81}", None)):
        with open(bad, "w", encoding="utf-8") as f:
            f.write(plugin % (tagger, over))
        status, output, errors, _ = run(folder, "bad", "-f", "jsonl")
        told = re.search(reason, errors + output) and "bad" in errors + output if reason else status == 0 and '"kind"' in output
        tap.ok(told and clean(errors) and "traceback" not in errors, "a tagger: %s" % title, "exit %d\n%s%s" % (status, output[:300], errors[:800]))

    # A file is loaded again in workers, where more of the stack is in use than in the process that it is loaded in first, and can tell.
    deep = "local function deep(n) local ok, found = pcall(deep, n + 1) return ok and found or n end "
    with open(bad, "w", encoding="utf-8") as f:
        f.write(deep + "error('first ' .. deep(1))")
    first = re.search(r"first (\d+)", run(folder, "good")[2]).group(1)
    for title, later, what in (("never ends", "while true do end", "time limit"), ("eats memory", "local t = {} for i = 1, math.huge do t[i] = {i} end", "memory limit"),
                               ("loads otherwise", "return {api = 1, %s}" % BODY.replace("annotate", "vocabulary"), "not the same when loaded again"),
                               ("fails", "error('no more')", "no more"), ("loads as before", "", None)):
        with open(bad, "w", encoding="utf-8") as f:
            f.write("%s if deep(1) ~= %s then %s end return {api = 1, %s}" % (deep, first, later, BODY))
        for arguments in (["good"], ["plugins"], ["help", "bad"], ["test", "good"]):
            status, output, errors, seconds = run(folder, *arguments)
            tap.ok(status == 0 and "set aside" not in errors and seconds < 20, "%s only the second time: %s" % (title, " ".join(arguments)),
                   "exit %d in %.1f s\n%s%s" % (status, seconds, output[:300], errors[:800]))
        status, output, errors, seconds = run(folder, "map", "--raw", "--with", "good,bad", "--limits", "time=1s,mem=128M")
        answer = json.loads(output)
        tap.ok((status == 3 and what in answer["error"]["what"] and answer["error"]["where"] == "plugin bad") if what else (status == 0 and answer["layers"]["bad"] == []),
               "%s only the second time: an error of the document" % title, "exit %d in %.1f s\n%s%s" % (status, seconds, output[:300], errors[:800]))
    os.remove(bad)

    # Data: a plugin whose file cannot be read is set aside, and those that need it; what can be read cannot break the program.
    os.mkdir(os.path.join(folder, "data"))
    data = os.path.join(folder, "data", "bad.tsv")
    needing = os.path.join(folder, "needing.lua")
    headless = "the first line is '# source; date; licence'"
    for match in ("table", "word", "lemma", "name"):
        with open(bad, "w", encoding="utf-8") as f:
            f.write("return {api = 1, name = 'bad', summary = 's', provides = {bad = {kind = 'string'}, worse = {}}, scope = 'document', "
                    "data = {d = {file = 'bad.tsv', match = '%s'}}, "
                    "annotate = function(unit, add) add(unit.first, unit.first, {kind = 'done'}) end}" % match)
        with open(needing, "w", encoding="utf-8") as f:
            f.write("return {api = 1, name = 'needing', summary = 's', provides = {needs = {}}, requires = {'worse'}, scope = 'document', "
                    "annotate = function(unit, add) for bad in unit:each 'worse' do end end}")
        for title, text, reason in (("missing", None, "data file 'bad.tsv' is neither"), ("empty", b"", headless), ("one line", b"# a; b; c\n", headless),
                                    ("binary", bytes(range(256)) * 50, "not UTF-8"),
                                    ("bad UTF-8", b"# a; b; c\nword\tcode\n\xff\xfe\t\xf0\nwell\t\xe2\x80\n", "not UTF-8"),
                                    ("no end", b"# a; b; c\nword\tcode\n" + b"well" * 100000, None),
                                    ("many columns", b"# a; b; c\n" + b"\t".join([b"c"] * 5000) + b"\nwell\n", None),
                                    ("NUL", b"# a; b; c\nword\tcode\nwe\0ll\tx\n", None)):
            if text is None and os.path.exists(data):
                os.remove(data)
            elif text is not None:
                with open(data, "wb") as f:
                    f.write(text)
            title = "data for match = %s: %s" % (match, title)
            if reason is None:
                status, output, errors, _ = run(folder, "bad", "-f", "jsonl")
                tap.ok(status == 0 and '"kind":"done"' in output and not errors, title, "exit %d\n%s%s" % (status, output[:300], errors[:800]))
                continue
            status, output, errors, _ = run(folder, "map", "--raw")
            tap.ok(status == 0 and '"kind":"done"' in output and '"bad"' not in output and '"needs"' not in output and clean(errors)
                   and re.search(r"plugin bad set aside: \S+bad.lua: data.d: .*%s" % re.escape(reason), errors)
                   and re.search("plugin needing set aside: .* layer 'worse' of plugin bad, which is set aside", errors) and len(errors.splitlines()) == 2,
                   title + ": set aside, and who needs it", "exit %d\n%s%s" % (status, output[:300], errors[:800]))
            for word in ("bad", "worse", "needs"):
                status, output, errors, _ = run(folder, word)
                tap.ok(status == 2 and "readout: %s: not there, as plugin " % word in errors and not output, title + ": %s asked for" % word, errors)
            tap.ok(run(folder, "good", "--strict")[0] == 2, title + ": fatal with --strict")
    os.remove(needing)
    os.remove(data)
    os.mkfifo(data)
    status, output, errors, seconds = run(folder, "good", "-f", "jsonl")
    tap.ok(status == 0 and '"kind":"done"' in output and "bad set aside" in errors and "no regular file" in errors and seconds < 5,
           "a named pipe for data", errors)
    os.remove(data)
    os.remove(bad)
    with open(os.path.join(folder, "data", "de.cues.tsv"), "wb") as f:
        f.write(b"say\n")
    status, output, errors, _ = run(folder, "good", "-f", "jsonl")
    tap.ok(status == 0 and '"kind":"done"' in output and "plugin quotes_de set aside: " in errors and "data/de.cues.tsv: " in errors, "rows for a plugin of the program", errors)
tap.done()
