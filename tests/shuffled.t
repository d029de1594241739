#!/usr/bin/env python3
"""Texts that nobody wrote: words of the sample articles in any order, and what stands oddly beside them (TAP). No rule may
end in an error, whatever stands at the beginning or the end of a text."""
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

TEXTS = 30000
ODD = """( ) “ ” " ' - – & , . : ; “We said said, according to that who whose what of the and for by as in Inc. St. Mr. Dr. King May Marine
Council Secretary Ministry Bank Q: A: $ % 5 12 2031 Monday last half past a quarter ago years million 'The 's (UN) told called""".split()

words = ODD + ["\n", "\n\n"]
for path in sorted(glob.glob(os.path.join(HERE, "samples", "*.txt"))):
    with open(path, encoding="utf-8") as sample:
        words += sample.read().split()
chance = random.Random(2031)
texts = [" ".join(chance.choice(words) for _ in range(chance.choice((1, 2, 3, 4, 6, 8, 12, 30)))) for _ in range(TEXTS)]
records = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts) if text.strip())
done = subprocess.run([transcript.readout_path(), "map", "-"], input=records, capture_output=True, encoding="utf-8")
answers = [json.loads(line) for line in done.stdout.split("\n") if line]
broken = ["%r: %s" % (texts[int(answer["id"])], answer["error"]["what"]) for answer in answers if "error" in answer]
tap.equal(len(answers), records.count("\n"), "each text is answered")
tap.equal(broken, [], "none with an error")
tap.equal(done.returncode, 0, "and the run ends well")
tap.done()
