#!/usr/bin/env python3
"""Every record and mention is the source text at its offsets, in code points, bytes and UTF-16 units (TAP). The texts are the
sample articles with signs of all kinds strewn in, the same ones each time.
"""
import glob
import json
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

SIGNS = ["é", "e\u0301", "Ω", "中文", "😀", "👩\u200d👧", "\u202e", "\ufeff", "\u00ad", "\u200b", "\u2028", "\u0085", "\r\n", "\t", "ﬁ", "İ", "ß",
         "\u0600", "’", "“", "”", "\"", "—", "\ufffd", "\U0001d7d8", "ไทย", "\x0b", "\x01"]


def variants():
    """(id, text): each article as it is and with signs at random places."""
    for path in sorted(glob.glob(os.path.join(HERE, "samples", "*.txt"))):
        with open(path, encoding="utf-8", newline="") as f:
            text = f.read()
        name = os.path.basename(path)
        yield name, text
        for n in range(4):
            chance = random.Random("%s %d" % (name, n)).random
            out = list(text)
            for _ in range(10 ** (n // 2 + 1)):
                out.insert(int(chance() * len(out)), SIGNS[int(chance() * len(SIGNS))])
            yield "%s+%d" % (name, n), "".join(out)


def places(thing, path=""):
    """Everything with a start and an end in a record, with the way to it."""
    if isinstance(thing, dict):
        if "start" in thing and "end" in thing:
            yield path, thing
        for key, value in thing.items():
            yield from places(value, path + "/" + key)
    elif isinstance(thing, list):
        for value in thing:
            yield from places(value, path)


def wrong(text, utf8, utf16, path, place):
    """What is not true of one place, or None."""
    part = text[place["start"]:place["end"]]
    if "text" in place and place["text"] != part:
        return "%s: [%d,%d) is %r, not %r" % (path, place["start"], place["end"], part, place["text"])
    for key, data, coding, size in (("byte", utf8, "utf-8", 1), ("utf16", utf16, "utf-16-le", 2)):
        if key in place:
            first, last = (size * n for n in place[key])
            if data[first:last].decode(coding, "replace") != part:
                return "%s: %s %s is not %r" % (path, key, place[key], part)
        elif "id" in place:
            return "%s: no %s" % (path, key)
    return None


texts = dict(variants())
lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())
layers = "tokens,sentences,lines,paragraphs"
for extra in ([], ["--with", layers]):
    done = subprocess.run([transcript.readout_path(), "map", "--offsets", "all"] + extra, input=lines.encode("utf-8"),
                          capture_output=True)
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]
    what = layers if extra else "all public layers"
    tap.equal((done.returncode, [a["id"] for a in answers]), (0, list(texts)), "map answers every text: " + what)
    for answer in answers:
        text = texts[answer["id"]]
        utf8, utf16 = text.encode("utf-8"), text.encode("utf-16-le")
        found = list(places(answer.get("layers", {})))
        faults = [w for w in (wrong(text, utf8, utf16, path, place) for path, place in found) if w]
        tap.ok(not faults, "%s: %d places in %s" % (answer["id"], len(found), what), faults[:5])
tap.done()
