#!/usr/bin/env python3
"""Write a corpus of invented news, the same bytes for the same arguments on every machine.

usage: corpus.py MB SEED [--format jsonl|txt] [--names DIR] [-o FILE] [--stats]

MB is megabytes of article text; each article has about 3.5 kB. The sentences come from grammar.txt beside this file; half the
places are taken from the name lists of --names (default: plugins/data), the rest, like all people and bodies, from the
grammar. jsonl: one article a line {"id","title","date","text"}; txt: articles one after another, a form feed between.
--stats prints to standard error how the text looks to a reader: capitals, quotations, date words, non-ASCII characters.
"""
import argparse
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = os.path.join(HERE, "..", "..", "plugins", "data")
ARTICLE = 3500  # bytes, about
TOPICS = ["diplomacy", "diplomacy", "business", "business", "sport", "home"]
MONTHS = ("January February March April May June July August September October November December").split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SMALL = "two three four five six seven eight nine ten eleven twelve".split()
CURRENCIES = ["$%s", "$%s", "$%s", "€%s", "£%s", "US$%s", "%s euros", "%s dollars", "%s rials", "%s yen", "C$%s", "%s kroner"]
SCALES = [" million", " million", " million", " billion", " billion", "m", "bn", ""]
ONSETS = "b br ch d dr f g gr h j k kl kr l m n p pr r s sh st t tr v w y z".split()
VOWELS = "a a e e i o o u ai ei ou á ö".split()
CODAS = " l m n n r r s t k nd rt ng sch".split(" ")
ENDINGS = ["", "", "ov", "sen", "ez", "i", "ski", "man", "son", "ic", "ura", "wala", "adze", "berg"]
SUFFIXES = {"rare_noun": ["ation", "ness", "ity", "ment", "ship", "ance", "ism"], "rare_adj": ["al", "ive", "ous", "able", "ic", "ary"],
            "rare_verb": ["ised", "ated", "ified", "ened"]}
# Slots that are dates or figures: a template is passed over more often the more of them it has, so that there are as many as in real
# news, counted with readout itself on 3 MB of it (per 3.5 kB: 10 dates, 10 numbers and amounts, 12 people, 6 quotations).
FIGURES = {"weekday", "month", "year", "date", "datephrase", "clock", "smallnum", "number", "money", "dollars", "percent", "city", "country"}
KEEP = [1, 0.2, 0.03, 0.01]
ARTICLES = re.compile(r"\b([Aa])n?( )([a-z])")  # "a" or "an", by the letter that follows


def read_grammar():
    lists, current = {}, None
    with open(os.path.join(HERE, "grammar.txt"), encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("["):
                current = lists.setdefault(line.strip("[]"), [])
            elif line and not line.startswith("#"):
                current.append(re.split(r"\{([\w.]+)\}", line) if "{" in line else [line])
    return lists


def read_places(folder):
    """Names of the lists of cities and places, in the order of the files."""
    out = []
    for name in ("cities.tsv", "places.tsv"):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                out += [line.split("\t")[0] for line in list(f)[2:] if line.strip()]
    return out


class Article:
    """One article: its people, places and bodies stay the same from the title to the last line."""

    def __init__(self, lists, places, seed, number):
        # random() itself, unlike choice() or randrange(), is the same in every version of Python.
        self.random = random.Random(seed * 1000003 + number).random
        self.lists, self.places = lists, places
        self.topic = self.pick(TOPICS)
        self.curly = self.random() < 0.75
        self.people = {key: self.person() for key in "abc"}
        self.roles = {key: self.word("role") for key in "abc"}
        self.known, self.used = set(), set()
        self.fixed = {}

    def pick(self, choices):
        return choices[int(self.random() * len(choices))]

    def word(self, name):
        """From a list of the grammar, those in front more often."""
        entries = self.lists[name]
        return self.render(entries[int(len(entries) * self.random() ** 1.6)])

    def syllables(self, index):
        """An invented word, the same for the same number."""
        out = []
        index += 7
        while index:
            index, n = divmod(index, len(ONSETS))
            index, m = divmod(index, len(VOWELS))
            index, k = divmod(index, len(CODAS))
            out.append(ONSETS[n] + VOWELS[m] + CODAS[k])
        return "".join(out)

    def surname(self):
        index = int(60000 * self.random() ** 3)
        name = (self.syllables(index) + ENDINGS[index % len(ENDINGS)]).capitalize()
        roll = self.random()
        if roll < 0.04:
            return "al-" + name
        if roll < 0.08:
            return name + "-" + self.syllables(index % 900).capitalize()
        return "van " + name if roll < 0.1 else name

    def person(self):
        return self.word("first"), self.surname()

    def mention(self, key):
        first, last = self.people[key]
        if key in self.known and self.random() < 0.75:
            return last
        self.known.add(key)
        return "%s %s" % (first, last)

    def place(self):
        return self.pick(self.places) if self.places and self.random() < 0.5 else self.word("city")

    def body(self):
        if self.random() < 0.5:
            return "%s %s" % (self.surname(), self.word("company_tail"))
        return "the %s %s %s" % (self.word("demonym"), self.word("org_head"), self.word("org_field"))

    def keep(self, slot, make):
        """The same answer for the same slot in the whole article, most of the time."""
        if slot not in self.fixed or self.random() < 0.1:
            self.fixed[slot] = make()
        return self.fixed[slot]

    def number(self):
        roll = self.random()
        if roll < 0.5:
            return str(2 + int(self.random() ** 2 * 900))
        if roll < 0.9:
            return "{:,}".format(1000 + 100 * int(self.random() ** 2 * 5000))
        return "%.1f million" % (self.random() * 90)

    def money(self):
        amount = "%d" % (1 + self.random() * 900) if self.random() < 0.5 else "%.1f" % (self.random() * 90 + 1)
        return self.pick(CURRENCIES) % (amount + self.pick(SCALES))

    def year(self):
        return str(2031 - int(self.random() ** 2 * 60))

    def date(self):
        day, month = 1 + int(self.random() * 28), self.pick(MONTHS)
        form = self.pick(["%(m)s %(d)d", "%(m)s %(d)d", "%(d)d %(m)s", "%(m)s %(d)d, %(y)s", "%(d)d %(m)s %(y)s"])
        return form % {"m": month, "d": day, "y": self.year()}

    def quote(self, end):
        """An utterance in its marks; one in forty has a wrong one."""
        words = self.word("utterance")
        open_mark, close_mark = ("“", "”") if self.curly else ('"', '"')
        if self.random() < 0.025:
            close_mark = "“" if self.curly else "”"
        return open_mark + words[0].upper() + words[1:] + end + close_mark

    def slot(self, name):
        key = name[0]
        if name in self.people:
            return self.mention(name)
        if name.endswith(".role"):
            return self.roles[key]
        if name in ("quote", "quote_comma"):
            return self.quote("," if name == "quote_comma" else ".")
        if name == "quote_more":
            return self.marks(self.word("more"))
        if name == "quote_cut_a":
            return self.quote(",")
        if name == "quote_cut_b":
            words = self.word("utterance")
            return self.marks(words[0].lower() + words[1:] + ".")
        if name == "bit":
            return self.marks(self.word("bit"))
        if name in SUFFIXES:
            return self.syllables(int(90000 * self.random() ** 2.5)) + self.pick(SUFFIXES[name])
        base = name.rstrip("23")
        maker = MAKERS.get(base)
        if maker:
            return maker(self, name)
        if base in ("noun", "adj") and self.random() < 0.12:  # a language has more words than a list
            return self.slot("rare_" + base)
        return self.word(base)

    def marks(self, words):
        return "“%s”" % words if self.curly else '"%s"' % words

    def render(self, template):
        if len(template) == 1:
            return template[0]
        out = []
        for n, part in enumerate(template):
            if n % 2 == 0:
                out.append(part)
            elif part == "quote" and n + 1 < len(template) and template[n + 1]:
                out.append(self.slot("quote_comma"))
            else:
                out.append(self.slot(part))
        return "".join(out)

    def sentence(self, name):
        for _ in range(24):  # news does not say the same thing twice if it can help it
            template = self.pick(self.lists[name])
            figures = sum(part.rstrip("23") in FIGURES for part in template[1::2])
            if self.random() < KEEP[min(figures, len(KEEP) - 1)] * (0.3 if id(template) in self.used else 1):
                break
        self.used.add(id(template))
        text = self.render(template)
        text = ARTICLES.sub(lambda m: m.group(1) + ("n" if m.group(3) in "aeiou" else "") + m.group(2) + m.group(3), text)
        text = text[0].upper() + text[1:]
        return text.replace("n't", "n’t").replace("'s", "’s") if self.curly else text

    def body_sentence(self):
        return self.sentence("plain" if self.random() < 0.7 else "body " + self.topic)

    def paragraph(self):
        roll = self.random()
        if roll < 0.24:
            parts = [self.sentence("say")]
            if self.random() < 0.15:
                parts.append(self.sentence("report"))
        elif roll < 0.34:
            parts = [self.sentence("report"), self.body_sentence()]
        else:
            parts = [self.body_sentence() for _ in range(1 + int(self.random() * 2))]
            if self.random() < 0.8:
                parts.append(self.sentence("filler"))
        return " ".join(parts)

    def text(self):
        """(title, text)."""
        title = self.sentence("title " + self.topic)
        lines, size = [title], 0
        roll = self.random()
        if roll < 0.2:
            lines.append("%s %s speaks to reporters in %s, %s" % (self.roles["a"].capitalize(), self.mention("a"), self.place(), self.date()))
        lead = self.sentence("lead " + self.topic)
        if roll > 0.8:
            lead = "%s (Northgate News) - %s" % (self.place().upper(), lead)
        lines.append(lead)
        wanted = (ARTICLE - 450) * (0.5 + self.random())
        while size < wanted:
            lines.append(self.paragraph())
            size += len(lines[-1])
        return title, "\n".join(lines) + "\n"


def acronym(article, name):
    words = article.keep("org_long", lambda: article.slot("org_long_new")).split()
    return "".join(w[0] for w in words if w[0].isupper())


MAKERS = {
    "city": lambda a, name: a.keep(name, a.place),
    "country": lambda a, name: a.keep(name, lambda: a.word("country")),
    "demonym": lambda a, name: a.keep(name, lambda: a.word("demonym")),
    "org": lambda a, name: a.keep(name, a.body),
    "org_long": lambda a, name: a.keep(name, lambda: a.slot("org_long_new")),
    "org_long_new": lambda a, name: "World %s %s" % (a.word("org_field"), a.pick(["Council", "Agency", "Organization", "Programme"])),
    "acronym": acronym,
    "team": lambda a, name: a.keep(name, lambda: "%s %s" % (a.surname(), a.word("team_tail"))),
    "weekday": lambda a, name: a.pick(WEEKDAYS),
    "month": lambda a, name: a.pick(MONTHS),
    "year": lambda a, name: a.year(),
    "date": lambda a, name: a.date(),
    "smallnum": lambda a, name: a.pick(SMALL) if a.random() < 0.7 else str(13 + int(a.random() * 80)),
    "number": lambda a, name: a.number(),
    "money": lambda a, name: a.money(),
    "dollars": lambda a, name: "$%d" % (40 + a.random() * 80),
    "price": lambda a, name: "%.2f" % (a.random() * 400),
    "percent": lambda a, name: ("%.1f" % (a.random() * 30) if a.random() < 0.5 else "%d" % (1 + a.random() * 90)) + a.pick(["%", "%", " percent", " per cent"]),
    "score": lambda a, name: "%d-%d" % (1 + a.random() * 4, a.random() * 3),
    "ordinal": lambda a, name: "%dth" % (20 + a.random() * 10) if a.random() < 0.8 else a.pick(["second", "third", "final"]),
    "clock": lambda a, name: a.pick(["%d:%02d", "%d.%02d"]) % (a.random() * 12 + 1, a.random() * 60) + a.pick(["", " a.m.", " p.m.", "pm"]),
    "age": lambda a, name: str(18 + int(a.random() * 60)),
}


def published(number):
    return "%d-%02d-%02d" % (2020 + number % 11, 1 + number // 11 % 12, 1 + number // 132 % 28)


class Stats:
    """How the text looks, in the measures that decide how much there is to find in it."""

    def __init__(self):
        self.count = self.bytes = self.tokens = self.capitals = self.quotes = self.dates = self.foreign = 0
        self.words = set()
        self.dated = re.compile(r"\b(?:%s|(?:19|20)\d\d|yesterday|today|tomorrow|(?:next|last) \w+)\b" % "|".join(MONTHS + WEEKDAYS))

    def add(self, text):
        tokens = re.findall(r"\w+|[^\w\s]", text)
        self.count += 1
        self.bytes += len(text.encode("utf-8"))
        self.tokens += len(tokens)
        self.capitals += sum(t[0].isupper() for t in tokens)
        self.quotes += text.count("“") + text.count('"') // 2
        self.dates += len(self.dated.findall(text))
        self.foreign += sum(ord(c) > 127 for c in text)
        self.words.update(t for t in tokens if t.islower())

    def show(self):
        print("%d articles of %d bytes, %.1f bytes a token, %d word types; a article: %.1f %% capitalised tokens, %.1f quotations, "
              "%.1f date words, %.2f %% non-ASCII" % (self.count, self.bytes / self.count, self.bytes / self.tokens, len(self.words),
              100 * self.capitals / self.tokens, self.quotes / self.count, self.dates / self.count, 100 * self.foreign / self.bytes),
              file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][len("usage: "):])
    parser.add_argument("mb", type=float)
    parser.add_argument("seed", type=int)
    parser.add_argument("--format", choices=["jsonl", "txt"], default="jsonl")
    parser.add_argument("--names", default=NAMES)
    parser.add_argument("-o", dest="out")
    parser.add_argument("--stats", action="store_true")
    args = parser.parse_args()
    lists, places, stats = read_grammar(), read_places(args.names), Stats()
    out = open(args.out, "w", encoding="utf-8") if args.out else open(1, "w", encoding="utf-8", closefd=False)
    left, number = args.mb * 1e6, 0
    with out:
        while left > 0:
            number += 1
            title, text = Article(lists, places, args.seed, number).text()
            left -= len(text.encode("utf-8"))
            if args.format == "jsonl":
                record = {"id": "news-%07d" % number, "title": title, "date": published(number), "text": text}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
            else:
                out.write(text + "\f\n")
            if args.stats:
                stats.add(text)
    if args.stats:
        stats.show()


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(0)  # the reader has enough
