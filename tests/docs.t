#!/usr/bin/env python3
"""The documentation, run: every command of README.md and plugins/README.md, every plugin printed there (TAP).

  ```sh   `$ command` lines and their outputs are compared (tests/transcript.py); blocks without `$ ` are for the reader
          alone (installing). The steps of one file share one scratch folder.
  ```lua  a block that opens with "-- NAME.lua" is written to NAME.lua there first. A whole plugin (it says `api =`) is also
          loaded and its examples are run; any other block must at least be Lua.

UPDATE=1 writes the outputs found into the files.
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

FILES = ["README.md", "plugins/README.md"]


def blocks(lines):
    """(language, first line, last line) of every fenced block, fences left out."""
    start, language = None, None
    for n, line in enumerate(lines):
        fence = re.match(r"\s*```(\w*)", line)
        if not fence:
            continue
        if start is None:
            start, language = n + 1, fence.group(1)
        else:
            yield language, start, n
            start = None


def is_lua(code):
    """True when the block is Lua: a chunk, or a list of fields as they stand in a plugin's table."""
    program = "local c = io.read('a'); os.exit((load(c) or load('return {' .. c .. '}')) and 0 or 1)"
    return subprocess.run(["lua5.4", "-e", program], input=code, encoding="utf-8").returncode == 0


def lua_block(scratch, label, code):
    name = re.match(r"-- ([\w./-]+\.lua)\b", code)
    plugin = re.search(r"^return\b", code, re.M) and re.search(r"\bapi\s*=", code) and re.search(r'\bname\s*=\s*"([\w-]+)"', code)
    path = name.group(1) if name else plugin.group(1) + ".lua" if plugin else None
    if path:
        with open(os.path.join(scratch.folder, path), "w", encoding="utf-8") as f:
            f.write(code)
    if plugin:
        # Alone in a folder: other plugins of this page may be half written on purpose.
        os.makedirs(os.path.join(scratch.top, plugin.group(1)), exist_ok=True)
        with open(os.path.join(scratch.top, plugin.group(1), plugin.group(1) + ".lua"), "w", encoding="utf-8") as f:
            f.write(code)
        output, status = scratch.run("readout --plugins ../%s test %s" % (plugin.group(1), plugin.group(1)))
        tap.ok(status == 0, "%s: the plugin %s passes its examples" % (label, plugin.group(1)), output)
    elif subprocess.run(["sh", "-c", "command -v lua5.4"], stdout=subprocess.DEVNULL).returncode == 0:
        tap.ok(is_lua(code), "%s: is Lua" % label, code)
    else:
        tap.skip("%s: is Lua" % label, "no lua5.4 here to parse it with")


def check(path):
    with open(os.path.join(transcript.TOP, path), encoding="utf-8") as f:
        lines = f.read().split("\n")
    changes = []
    with transcript.Scratch() as scratch:
        for language, first, last in blocks(lines):
            label = "%s:%d" % (path, first + 1)
            if language == "lua":
                lua_block(scratch, label, "\n".join(lines[first:last]) + "\n")
            elif language == "sh":
                for step in transcript.steps(lines, first, last):
                    output, status = scratch.run(step.command)
                    found = step.found(output, status)
                    if os.environ.get("UPDATE") and not transcript.matches(step.expected, found, True):
                        changes.append((step, found))
                    else:
                        tap.ok(transcript.matches(step.expected, found, True), "%s: %s" % (label, step.command),
                               transcript.difference(step.expected, found))
    if changes:
        transcript.rewrite(os.path.join(transcript.TOP, path), lines, changes)
        print("# %s: %d outputs written" % (path, len(changes)))


for path in FILES:
    if os.path.exists(os.path.join(transcript.TOP, path)):
        check(path)
    else:
        tap.skip(path, "not written yet")
tap.done()
