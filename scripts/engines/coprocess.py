#!/usr/bin/env python3
"""readout beside a Python program, without a package to install: a co-process that answers line by line.

    with Readout("--with", "quotes,dates") as readout:
        for quote in readout(text)["layers"]["quotes"]: ...

As a program it reads JSON lines and prints each text's speakers.
"""
import json
import os
import subprocess
import sys


class Readout:
    def __init__(self, *options):
        self.command = [os.environ.get("READOUT", "readout"), "map", "-j1", "--line-buffered", *options]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *what):
        self.process.stdin.close()
        self.process.wait()

    def __call__(self, text, **record):
        """The object that `readout map` gives for a text; record: id, title, date, language."""
        self.process.stdin.write(json.dumps({"id": "text", **record, "text": text}).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError("%(id)s: %(error)s" % answer)
        return answer


if __name__ == "__main__":
    with Readout("--with", "quotes") as readout:
        for line in sys.stdin:
            article = json.loads(line)
            found = readout(**article)["layers"]["quotes"]
            speakers = sorted({quote["speaker"]["text"] for quote in found if quote.get("speaker")})
            print(article.get("id"), "; ".join(speakers), sep="\t")
