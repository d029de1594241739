#!/usr/bin/env python3
"""Tests of the accuracy harness itself, with a stand-in for readout and texts made for it (TAP)."""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
sys.dont_write_bytecode = True
import convert  # noqa: E402
from tap import done as finish, equal, ok  # noqa: E402

TEXT = "Envoy Ilka Moren said on Monday that 5 % was “too much”."

STAND_IN = '''#!/usr/bin/env python3
import json, os, sys
if sys.argv[1] == "layers":
    for name in ("sentences", "tokens", "people", "places", "entities", "quotes", "statements", "dates", "percentages"):
        print(json.dumps({"layer": name}))
    sys.exit(0)
wanted = sys.argv[sys.argv.index("--with") + 1].split(",")
seen = open(os.environ["SEEN"], "a")
def at(text, part, **more):
    i = text.find(part)
    return dict(text=part, start=i, end=i + len(part), **more)
for line in sys.stdin:
    seen.write(line)
    r = json.loads(line)
    t = r["text"]
    if t == "crash":
        print(json.dumps({"id": r["id"], "error": {"what": "crash"}}))
        continue
    known = {
        "sentences": [at(t, t)],
        "tokens": [at(t, "Envoy"), at(t, "Ilka"), at(t, "Moren"), at(t, "said", joined=True)],
        "people": [at(t, "Ilka Moren", id="people:1", name="Ilka Moren")],
        "entities": [at(t, "Ilka Moren", entity="e1", kind="person", how="full name")],
        "places": [],
        "quotes": [at(t, "too much", id="quotes:1", kind="mixed")],
        "statements": [at(t, "5 % was \\u201ctoo much\\u201d", id="statements:1",
                          speaker=at(t, "Ilka Moren", name="Ilka Moren"), cue=at(t, "said", lemma="say"))],
        "dates": [at(t, "Monday", kind="date", value="2031-03-03")],
        "percentages": [at(t, "5 %", value=5)],
    }
    print(json.dumps({"id": r["id"], "layers": {k: known[k] for k in wanted if t.startswith("Envoy")}}))
'''

GOLD = {
    "segments/one.jsonl": [{"id": "s1", "text": TEXT, "sentences": [[0, 3]], "tokens": [[0, 3]], "surface": [[0, 3]]}],
    "names/one.jsonl": [{"id": "n1", "text": TEXT, "entities": [{"start": 0, "end": 5, "type": "PER", "text": "GOLD"}]},
                        {"id": "n2", "text": "crash", "entities": []}],
    "quotes/one.jsonl": [{"id": "q1", "text": TEXT, "quotes": [{"start": 0, "end": 4, "kind": "GOLD"}]}],
    "times/one.jsonl": [{"id": "t1", "text": TEXT, "dct": "2031-03-05", "timexes": [{"value": "GOLD"}]}],
    "values/one.jsonl": [{"id": "v1", "text": TEXT, "kind": "percent", "ref": "2031-03-05T00:00:00", "values": ["GOLD"],
                          "expected": "GOLD", "meta": {"text": "GOLD"}}],
    "events/one.jsonl": [{"id": "e1", "text": TEXT, "date": "", "events": ["GOLD"]}],
    "events/bare.jsonl": [{"id": "e2", "phrase": "no text"}],
}


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


with tempfile.TemporaryDirectory() as top:
    for name, records in GOLD.items():
        path = os.path.join(top, "gold", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    readout = os.path.join(top, "readout")
    with open(readout, "w", encoding="utf-8") as f:
        f.write(STAND_IN)
    os.chmod(readout, 0o755)
    out = os.path.join(top, "out")
    seen = os.path.join(top, "seen")
    done = subprocess.run([sys.executable, os.path.join(HERE, "run"), os.path.join(top, "gold"), "--out", out, "--readout", readout],
                          capture_output=True, encoding="utf-8", env=dict(os.environ, SEEN=seen))
    equal(done.returncode, 0, "a run without scorers ends well")
    ok("no scorer" in done.stdout, "and says that there is no scorer", done.stdout + done.stderr)
    ok("events/bare: skipped: no record has a text" in done.stdout, "a file without texts is skipped by name", done.stdout)
    ok("events/one: no such layer: events" in done.stdout, "a layer that is not there is said", done.stdout)
    ok("1 records failed in readout" in done.stdout, "a failed record is counted", done.stdout)
    given = lines(seen)
    equal(sorted({key for r in given for key in r}), ["date", "id", "text"], "readout gets id, text and date only")
    ok("GOLD" not in json.dumps(given), "no gold reaches readout", given)
    equal([r.get("date") for r in given], [None, None, None, None, "2031-03-05", "2031-03-05T00:00:00"], "dct and ref become the date")
    i = TEXT.index
    equal(lines(out + "/segments/one.jsonl"),
          [{"id": "s1", "sentences": [[0, len(TEXT)]], "tokens": [[0, 5], [6, 10], [11, 16], [17, 21]],
            "surface": [[0, 5], [6, 10], [11, 21]]}], "segments")
    equal(lines(out + "/names/one.jsonl"),
          [{"id": "n1", "entities": [{"start": 6, "end": 16, "type": "PER", "text": "Ilka Moren", "chain": "e1"}]},
           {"id": "n2", "entities": []}], "names, and an empty answer for the failed record")
    speaker = {"text": "Ilka Moren", "start": 6, "end": 16, "names": ["Ilka Moren"]}
    equal(lines(out + "/quotes/one.jsonl"),
          [{"id": "q1", "quotes": [
              {"start": i("5 %"), "end": i("”") + 1, "kind": "indirect", "speaker": speaker,
               "cue": {"text": "said", "start": 17, "end": 21}, "group": "statements:1", "class": "speech"},
              {"start": i("too"), "end": i("”"), "kind": "mixed", "speaker": None, "cue": None, "group": "statements:1",
               "class": "speech"}]}],
          "quotes: a quotation in a statement shares its group")
    equal(lines(out + "/times/one.jsonl"),
          [{"id": "t1", "timexes": [{"start": i("Monday"), "end": i("Monday") + 6, "type": "DATE", "value": "2031-03-03"}]}], "times")
    equal(lines(out + "/values/one.jsonl"),
          [{"id": "v1", "values": [{"start": i("5 %"), "end": i("5 %") + 3, "value": "5"}]}], "values")

    with open(os.path.join(top, "gold", "names", "one.jsonl"), "w", encoding="utf-8") as f:
        f.write(json.dumps({"id": "x", "text": "Envoy"}) + "\n")
    done = subprocess.run([sys.executable, os.path.join(HERE, "run"), os.path.join(top, "gold"), "--set", "names", "--readout", readout],
                          capture_output=True, encoding="utf-8", env=dict(os.environ, SEEN=seen))
    equal(done.returncode, 1, "records that are not at their offsets are an error")
    done = subprocess.run([sys.executable, os.path.join(HERE, "run"), os.path.join(top, "gold"), "--readout", "/nonexistent/readout"],
                          capture_output=True, encoding="utf-8")
    equal((done.returncode, done.stdout), (4, ""), "a readout that is not there is said")
    done = subprocess.run([sys.executable, os.path.join(HERE, "run"), os.path.join(top, "nothing")], capture_output=True, encoding="utf-8")
    equal(done.returncode, 2, "a folder that is not there is a usage error")

mixed = {"id": "quotes:1", "start": 10, "end": 14, "kind": "mixed", "content": {"start": 4, "end": 20, "text": "..."}}
equal([(q["start"], q["end"]) for q in convert.quotes({"quotes": [mixed, dict(mixed, kind="scare")]}, None)["quotes"]], [(4, 20)],
      "a mixed quotation counts with its clause, a scare quotation not at all")
equal(convert.duration("PT1H30M"), ("90", "Minute"), "a duration in its smallest unit")
equal(convert.duration("P2Y6M"), ("30", "Month"), "years and months")
equal(convert.duration("P1M2D"), None, "months have no fixed number of days")
equal(convert.duration("2031"), None, "a year is no duration")
finish()
