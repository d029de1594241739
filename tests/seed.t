#!/usr/bin/env python3
"""The text that the program is for, against its hand-made answers (TAP). READOUT_SEED names the folder; skipped when unset."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import tap  # noqa: E402
import transcript  # noqa: E402

SPEAKERS = 30  # of 31 that must be right
OPENINGS = 5  # of 6 articles, with neither headlines nor datelines but the first
COUNTS = {"Ali Bagheri-Kani": 5, "Ned Price": 5, "State Department": 5, "Fuad Hussein": 4, "Ebrahim Raisi": 3, "Nasser Kanaani": 3,
          "Xi Jinping": 2, "Annalena Baerbock": 1, "European Union": 1, "Joe Biden": 1, "Saudi Foreign Ministry": 1}
FACTS = {  # what the timeline must date, by a word of its text
    "2018": "Trump", "2021": "25-year", "2022-09": "sanctions", "2023-01-17": "Iran International", "2023-02-14": "Beijing",
}

folder = os.environ.get("READOUT_SEED")
if not folder:
    tap.skip_all("READOUT_SEED is not set")
seed = os.path.join(folder, "seed.txt")
with open(seed, encoding="utf-8", newline="") as f:
    text = f.read()
with open(os.path.join(folder, "gold", "quotes.json"), encoding="utf-8") as f:
    gold = [s for s in json.load(f)["statements"] if s["kind"] != "indirect"]


def rows(*arguments):
    done = subprocess.run([transcript.readout_path()] + list(arguments) + [seed], stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8")
    tap.ok(done.returncode == 0, "readout " + " ".join(arguments), done.stderr)
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def name_of(speaker):
    return (speaker.get("name") or speaker.get("text")) if speaker else None


def same_speaker(found, canonical):
    """By the last word of the name; an institution by any word it does not share with the others."""
    words = lambda s: set(s.replace("-", " ").lower().split()) - {"of", "the", "us", "department", "ministry"}
    return bool(found) and bool(words(found) & words(canonical))


quotes = rows("quotes", "-f", "jsonl")
tap.equal(len(quotes), len(gold), "as many marked quotations as there are")
tap.ok(all(text[q["start"]:q["end"]] == q["text"] for q in quotes), "every text stands at its offsets")
by_span = {(q["start"], q["end"]): q for q in quotes}
right = 0
for g in gold:
    span = (g["inner"]["start"], g["inner"]["end"])
    found = by_span.get(span)
    tap.ok(found is not None, "%s, line %d: %s..." % (g["id"], g["line"], g["inner"]["text"][:40]), "no quotation at %s" % (span,))
    if found:
        said = name_of(found.get("speaker"))
        if same_speaker(said, g["speaker"]["canonical"]):
            right += 1
        else:
            print("# %s: speaker %s, should be %s" % (g["id"], said, g["speaker"]["canonical"]))
tap.ok(right >= SPEAKERS, "at least %d speakers are right" % SPEAKERS, "%d are" % right)
print("# %d of %d speakers are right" % (right, len(gold)))

with open(os.path.join(folder, "gold", "structure.json"), encoding="utf-8") as f:
    opening = [a["start_line"] for a in json.load(f)["articles"]]
found = [d["line"] for d in rows("documents", "-f", "jsonl")]
tap.equal([n for n in found if n not in opening], [], "no article begins where none does")
tap.ok(len(found) >= OPENINGS, "at least %d of %d articles are told apart" % (OPENINGS, len(opening)), "at lines %s" % found)

counts = {r["speaker"]: r["n"] for r in rows("-f", "jsonl", "-e", 'quotes:count"speaker"') if r.get("speaker")}
tap.equal(counts, COUNTS, "quotations by speaker")

timeline = rows("timeline", "-f", "jsonl")
for value, word in FACTS.items():
    tap.ok(any(value in json.dumps(r, ensure_ascii=False) and word in json.dumps(r, ensure_ascii=False) for r in timeline),
           "the timeline dates %s to %s" % (word, value), "\n".join(json.dumps(r, ensure_ascii=False) for r in timeline))
tap.done()
