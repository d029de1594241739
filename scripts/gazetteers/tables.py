"""Reading the hand-made lists of this folder and writing TSVs."""

import os
import re
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "plugins", "data")


def read_hand(name):
    """The rows of a hand-made list: (section, line number, text).

    `section` is the dictionary of the last heading, "[kind=party country=DE]"; a word without "="
    is put under "name". Comments begin with "#" at the start of a line.
    """
    section = {}
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = unicodedata.normalize("NFC", line.strip())
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                if not line.endswith("]"):
                    raise SystemExit("%s:%d: heading without ]" % (name, number))
                section = {}
                for part in line[1:-1].split():
                    key, equals, value = part.partition("=")
                    section[key if equals else "name"] = value if equals else key
            else:
                yield section, number, line


def split_list(text, mark=";"):
    """The parts of "a; b; c", trimmed, empty ones dropped."""
    return [part.strip() for part in text.split(mark) if part.strip()]


def write_tsv(name, about, columns, rows, key=None):
    """Write plugins/data/NAME: the comment, the column names, the rows without repeats, in byte order or in that of key(line)."""
    lines = set()
    for row in rows:
        cells = [unicodedata.normalize("NFC", str(cell)) for cell in row]
        if len(cells) != len(columns) or not cells[0]:
            raise SystemExit("%s: bad row %r" % (name, row))
        for cell in cells:
            if cell != cell.strip() or re.search(r"[\t\n\r]|  ", cell):
                raise SystemExit("%s: bad cell %r in %r" % (name, cell, row))
        lines.add("\t".join(cells).encode("utf-8"))
    with open(os.path.join(DATA, name), "wb") as file:
        file.write(("# " + about + "\n" + "\t".join(columns) + "\n").encode("utf-8"))
        for line in sorted(lines, key=key):
            file.write(line + b"\n")
    return len(lines)
