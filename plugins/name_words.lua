--- What each word is to names, and what the lists know of it (internal; `_pieces` cuts names with it, and all that ask about
-- names read the same marks).
--
-- Each token gets an integer in which bit n - 1 tells whether it is in class n of `marks`.

-- Marks that are asked here.
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local JOINED <const> = 1 << 4
local FUNCTION <const> = 1 << 7
local COMMON <const> = 1 << 8
local CALENDAR <const> = 1 << 10
local OF <const> = 1 << 12
local AND <const> = 1 << 13
local THE <const> = 1 << 14
local TO <const> = 1 << 17
local HEAD <const> = 1 << 21
local TEAM <const> = 1 << 23
local COMPANY <const> = 1 << 24
local FACILITY <const> = 1 << 25
local PLACE_END <const> = 1 << 26
local THING <const> = 1 << 30
local ORDINARY <const> = 1 << 38
local WORD <const> = 1 << 41
local COMMA <const> = 1 << 42
local AMPERSAND <const> = 1 << 46
local STOP <const> = 1 << 48
local FIRST <const> = 1 << 49
local FAMILY <const> = 1 << 50
local TITLE <const> = 1 << 51
local COUNTRY <const> = 1 << 52
local DEMONYM <const> = 1 << 53
local LISTED_PLACE <const> = 1 << 54
local LISTED_ORG <const> = 1 << 55
local VERB <const> = 1 << 59 -- verbs of headlines

local LISTED <const> = COUNTRY | LISTED_PLACE | LISTED_ORG
local WORDS <const> = COMMON | ORDINARY
local ENDINGS <const> = HEAD | TEAM | COMPANY | FACILITY | PLACE_END -- what shows that a name goes on to there

local COUNTRIES <const> = 1 -- lists, by their places in `names`
local DEMONYMS <const> = 2
local FAMILIES <const> = 4
local PLACES <const> = 5
local END <const> = 40 -- a name there is its last token << END | the number of its row
local ROW <const> = (1 << 40) - 1

-- Classes of tokens that may describe who was named before: heads, titles, demonyms; and that may join the name of a thing: numbers, "of".
local DESCRIBE, JOIN = {22, 52, 54}, {4, 13}

-- The document being read: set by annotate.
local doc, marks, names
local run_end -- how far a run of capitals goes: _pieces tells it

local orders = {} -- of a row, kept by its number once it was asked for

-- How syllables of Chinese, Korean and Vietnamese names begin and end.
local opens = word_set"b c ch d f g gh gi h hs hw hy j k kh kw l m my n ng ngh nh p ph q qu r s sh ss t th tr ts v x y z zh"
local closes, last_closes = word_set"c ch k m n ng nh p t", word_set"c ch k l m n ng nh p r t"

-- Whether consonants between two vowels end one syllable and begin the next.
local function parts_syllables(consonants)
  if opens[consonants] then return true end
  for size = 1, #consonants - 1 do
    if closes[consonants:sub(1, size)] and opens[consonants:sub(size + 1)] then return true end
  end
  return false
end

-- Whether a word is made of one or two such syllables: "zhenlin", "yeol".
local function is_syllables(text)
  local head, body, tail = text:match"^([^aeiouywü\x80-\xff]*)([aeiouywü\x80-\xff].-)([^aeiouywü\x80-\xff]*)$"
  if not head or head ~= "" and not opens[head] or tail ~= "" and not last_closes[tail] then return false end
  local inner = body:match"[^aeiouywü\x80-\xff]+"
  return not inner or parts_syllables(inner) and not body:find("[^aeiouywü\x80-\xff]+[aeiouywü\x80-\xff]+[^aeiouywü\x80-\xff]")
end

-- What matters of a row, kept by its number once it was asked for.
local function learn(kept, row, pick)
  local value = kept[row]
  if value == nil then
    value = pick(row) or false
    kept[row] = value
  end
  return value
end

local function order_in(row) return doc:cell(row, "order") end

-- How often the word at a token stands before the given name, as family names do in China, Korea and Vietnam: "1" for the most
-- frequent ones, "2" for others, nil for none.
local function order_of(i)
  local name = marks[i] & FAMILY ~= 0 and names[i << 4 | FAMILIES]
  if not name or name >> END ~= i then return nil end
  return learn(orders, name & ROW, order_in) or nil
end

local LONGEST_GIVEN <const> = 5 -- tokens: "Young", "-", "hoon"

-- Whether the family name stands first: "Xu Zhenlin", "Ri Sol Ju", "Tran Thi Hoa".
local function is_family_first(first, last)
  local order = last - first <= LONGEST_GIVEN and order_of(first)
  if not order or doc.word(first + 1) == "-" then return false end
  for i = first + 1, last do
    local part = doc.word(i)
    if part ~= "-" then
      if not is_syllables(part) then return false end
      if marks[i] & FAMILY ~= 0 and last == first + 1 then
        local other = order_of(i)
        if other and other < order or not other and order ~= "1" then return false end -- "Zhou Lan", though there is an Ana Lan
      end
    end
  end
  return true
end

-- Whether the capital of a headline whose mark is m is its verb: "Kvale | Slaps | Rowe", "Ana Kvale | Remembered".
local function is_verb(m) return m & (VERB | HEAD | FIRST | FAMILY | LISTED | TITLE) == VERB end

local countries = {} -- of a row, kept by its number once it was asked for

local function country_in(row) return doc:cell(row, "country") end

local function country_of(name) return learn(countries, name & ROW, country_in) end

-- The nation right before token i of its sentence, the first token of its name, and whether it stands there as an owner: "Iranian",
-- "Iran", "Iran's".
local function nation_before(i)
  local list, owns = DEMONYMS, false
  local first = names[-(i - 1 << 4 | DEMONYMS)]
  if not first or not country_of(names[first << 4 | DEMONYMS]) then
    list, first = COUNTRIES, names[-(i - 1 << 4 | COUNTRIES)]
    if not first then
      first = names[-(i - 2 << 4 | COUNTRIES)]
      owns = first and doc.word(i - 1):byte() == 39 -- "'s" or "'"
      if not owns then return nil end
    end
  end
  if doc.sentence_of(first) == doc.sentence_of(i) then return country_of(names[first << 4 | list]), first, owns end
end

local borders = {} -- of a row, kept by its number once it was asked for
local addresses = word_set"chief reverend honourable doctor professor mr mrs ms"

local function is_border(row)
  local class = doc:cell(row, "class")
  return class == "office" or class == "rank" or class == "profession"
    or class == "honorific" and (doc:cell(row, "name"):byte(-1) == 46 or addresses[doc:cell(row, "role")]) -- "Sgt. | Rev Holm"
end

-- Whether a title inside a run begins what belongs to the next name: "State Department | spokesman", not "Prince |
-- Street".
local function is_border_title(t)
  return learn(borders, names[t << 4] & ROW, is_border)
end

local SHORT <const> = 7 -- tokens of a headline that one verb shows

-- How a sentence uses capitals.
local function case_of(first, last)
  local tokens = marks
  local words, upper, capital, common = 0, 0, 0, 0
  local small = 0 -- "In", "And" with a capital behind another word, less those without
  for k = first, last < first + 24 and last or first + 24 do
    local m = tokens[k]
    local kind = m & (WORD | JOINED | FUNCTION | CAPITAL)
    if kind == WORD then
      words = words + 1
      if words - capital > 5 then return 0 end -- too many words in lower case for a headline
    elseif kind == WORD | CAPITAL then
      words, capital = words + 1, capital + 1
      if m & UPPER ~= 0 then upper = upper + 1 end
      if m & (COMMON | TITLE) == COMMON and k > first then common = common + 1 end
    elseif kind == WORD | CAPITAL | FUNCTION then
      if m & UPPER ~= 0 then upper = upper + 1 elseif k > first and tokens[k - 1] & WORD ~= 0 then small = small + 1 end
    elseif kind == WORD | FUNCTION then
      small = small - 1
    end
  end
  if upper >= 2 and upper * 2 > words + 1 and upper * 10 >= 6 * words then return 2 end
  local stopped = marks[last] & STOP ~= 0 -- then every word must be a capital, and one a verb or a small word
  if words < 3 or capital * 10 < words * 8 or stopped and (words < 5 or capital < words) then return 0 end
  if stopped and small > 0 or words >= 4 and common >= 2 and not stopped then return 1 end
  if capital == words and (stopped or last - first < SHORT) then
    for k = first + 1, last do
      if is_verb(marks[k]) then return 1 end
    end
  end
  return 0
end

-- Whether the capital at token i may be one of several fields that an organisation is named after ("Health and Human
-- Services"): no person, nation, title, acronym or organisation.
local function is_field(i)
  local m = marks[i]
  return m & (CAPITAL | COUNTRY | LISTED_PLACE | DEMONYM | TITLE | CALENDAR | FUNCTION | UPPER) == CAPITAL
    and m & (LISTED_ORG | COMMON | ORDINARY) ~= LISTED_ORG -- "Science" is a journal too
end

local articled = word_set"environment arts interior regions islands" -- "Ministry of Trade and the | Environment"

-- Where a list of fields goes on behind token q: the last token of "Food | and Drug Administration", "Land |, Water and
-- Planning"; q if none follows.
local function fields_end(q, high)
  local at = q + 1
  while at < high and marks[at] & COMMA ~= 0 and is_field(at + 1) do at = run_end(at + 1) + 1 end
  if at > q + 1 and at < high and marks[at] & COMMA ~= 0 then at = at + 1 end
  if at >= high or marks[at] & (AND | AMPERSAND) == 0 then return q end
  if marks[at + 1] & THE ~= 0 and at + 2 <= high and articled[doc.word(at + 2)] then return at + 2 end
  return is_field(at + 1) and run_end(at + 1) or q
end

-- Where "Food", its last token at q, goes on as "Food and Drug Administration": the last token, or nil. "Gas" ends names
-- of companies too: then what follows must be a common word, as it is not in "Nordhavn Gas and Kvale Shipping".
local two_fields_end
function two_fields_end(q, high)
  local m = marks[q]
  if q + 3 > high or marks[q + 1] & AND == 0 or m & WORDS == 0 or m & ENDINGS & ~COMPANY ~= 0 or not is_field(q)
    or not is_field(q + 2) or marks[q + 2] & WORDS == 0 and m & (COMMON | COMPANY) ~= COMMON then
    return nil
  end
  local e = run_end(q + 2)
  e = two_fields_end(e, high) or e
  return e > q + 2 and marks[e] & (HEAD | COMPANY) ~= 0 and e or nil
end

-- The title in "the head of LEBA" or "the envoy to the Council", of which a name begins at i: that of who is named behind it;
-- false for none.
local function office_before(i, low)
  local at = i - 1
  if at > low and marks[at] & THE ~= 0 then at = at - 1 end
  local office = at > low and marks[at] & (OF | TO) ~= 0 and names[-(at - 1 << 4)]
  return office and is_border_title(office) and office -- "the mother of Ana Tove" heads nothing
end

local houses = word_set"museum gallery hospital library stadium palace temple castle" -- "Museum of Modern Ships"

-- Where "Ministry" goes on as "Ministry of Foreign Affairs", "Treaty" as "Treaty of Lisbon", an "of" standing behind q: the
-- last token, or nil.
local function joined_end(p, q, low, high, caps)
  if (marks[p] | marks[q]) & HEAD == 0 and marks[q] & TEAM == 0
    and not (houses[doc.word(q)] and (q == p or marks[q + 2] & (CAPITAL | COMMON) == CAPITAL | COMMON))
    and (marks[q] & THING == 0 or (marks[p] & FIRST | marks[q] & UPPER) ~= 0) then
    return nil
  end
  if q == p and doc.word(q) == "news" then return nil end -- "News of Kvale"
  if q == p + 1 and marks[p] & FIRST ~= 0 and marks[q] & (FAMILY | TEAM) == FAMILY then return nil end -- "Ida House of Oban"
  local at = q + 2
  if marks[at] & THE ~= 0 and at < high then at = at + 1 end
  local m = marks[at]
  if m & CAPITAL == 0 or m & (CALENDAR | JOINED) ~= 0 or caps > 0 and m & COMMON ~= 0 then return nil end
  if m & (UPPER | LISTED_ORG) ~= 0 and marks[q] & TEAM ~= 0 then return nil end -- "the League for FC Nordhavn"
  local ends = run_end(at)
  if ends > at + 1 and marks[ends - 1] & (FIRST | COMMON) == FIRST and m & WORDS ~= 0 and marks[ends] & ENDINGS == 0
    and office_before(p, low) then
    ends = ends - 2 -- "head of the Ministry of Trade | Ana Kvale"
  end
  if m & TITLE ~= 0 and is_border_title(at) then
    local e = names[at << 4] >> END
    -- "the Cabinet of | President Tom Oakes"
    if e < ends and marks[e + 1] & COMMON == 0 and marks[e + 1] & (FIRST | FAMILY) ~= 0 then return nil end
  end
  if m & (COUNTRY | LISTED_PLACE) ~= 0 then
    local e = (names[at << 4 | COUNTRIES] or names[at << 4 | PLACES]) >> END
    return (e >= ends or marks[ends] & (HEAD | COMPANY) == 0) and e or nil -- "the Team of | Kenya Diabetes Association"
  end
  ends = fields_end(ends, high)
  if ends + 2 <= high and marks[ends + 1] & OF ~= 0 and marks[ends + 2] & CAPITAL ~= 0 then
    local following = ends + 2
    local name = names[following << 4 | COUNTRIES] or names[following << 4 | PLACES]
    ends = name and name >> END or fields_end(run_end(following), high)
  end
  return ends
end

-- Whether a name may go on behind its token q over the "of" there, or the "on" in "Committee on Foreign Relations".
local function may_join(q, high)
  local m = marks[q + 1]
  return q + 2 <= high and (m & OF ~= 0 or m & FUNCTION ~= 0 and marks[q] & HEAD ~= 0 and doc.word(q + 1) == "on"
    and marks[q + 2] & CAPITAL ~= 0 and marks[q + 2] & WORDS ~= 0 and marks[q + 2] & (CALENDAR | FIRST | LISTED) == 0)
end

-- Whether a run may go on at token i behind a title.
local function may_begin(i, high) return i <= high and marks[i] & (CAPITAL | JOINED | CALENDAR | FUNCTION) == CAPITAL end

-- Whether token i is what a minister may be of: "Trade", "Fisheries", "Care" before a given name.
local function is_subject(i)
  local m = marks[i]
  if m & (CAPITAL | TITLE | UPPER | LISTED_ORG) ~= CAPITAL then return false end
  if m & FIRST ~= 0 then return m & COMMON ~= 0 and (marks[i + 1] or 0) & FIRST ~= 0 end
  return m & WORDS ~= 0 or m & (FAMILY | LISTED) == 0 and doc.word(i):byte(-1) == 115
end

-- What ministers are of: the last token of "Planning and International Cooperation | Rania Haddad", which begins at i, an
-- "of" or an "and" and the title before it; nil when no name stands behind it.
local function portfolio_end(i, high)
  local e, listed = i, false -- a comma waits for its "and"
  while e < high do
    local m = marks[e + 1]
    if m & (AND | COMMA) ~= 0 and e + 2 <= high then
      e, listed = e + 1, m & AND == 0
      if listed and marks[e + 1] & AND ~= 0 and e + 2 <= high then e, listed = e + 1, false end
      if not is_field(e + 1) then return nil end
    elseif not is_subject(e + 1) then
      break
    end
    e = e + 1
  end
  if listed then return nil end
  local m, following = marks[e + 1] or 0, marks[e + 2] or 0
  if m & (TITLE | FIRST | FAMILY) == TITLE and is_subject(e) and may_begin((names[e + 1 << 4] >> END) + 1, high) then
    return e -- "Trade | Dr Ana Kvale"
  end
  if e + 2 > high or m & FIRST == 0 and not is_subject(e) or m & (CAPITAL | JOINED | CALENDAR | TITLE) ~= CAPITAL
    or m & (COMMON | FIRST) == COMMON or m & FIRST == 0 and following & CAPITAL == 0 then
    return nil
  end
  return e
end

-- The minister whose portfolio the run from i to `last` begins, and where his name begins: "Minister of Fisheries and Ports | Ida
-- Holm"; nil for none.
local function minister_of(i, last, before, low, high)
  local minister = i - 2 >= low and names[-(i - 2 << 4)]
  local e = minister and is_border_title(minister) and is_subject(i) and marks[last] & HEAD == 0 and portfolio_end(i, high)
  if not e or before & COMMA ~= 0 and (e == i or marks[i] & WORDS == 0) then return nil end
  local p = e + 1
  return minister, marks[p] & TITLE ~= 0 and (names[p << 4] >> END) + 1 or p
end

-- Where the name from p to q goes on over the "of" or "on" behind it: the last token, or nil.
local function over_end(p, q, low, high, caps)
  return may_join(q, high) and joined_end(p, q, low, high, caps) or nil
end

-- How names go on over "of", "on", "and" and commas. The functions are told of the sentence what they need: its first and last
-- token (`low`, `high`) and how it uses capitals (`caps`, see _pieces).
local joining = {
  begin = function(f) run_end = f end,
  fields_end = fields_end, two_fields_end = two_fields_end, over_end = over_end,
  office_before = office_before, minister_of = minister_of, may_begin = may_begin,
}

local lists = {"titles", "countries", "demonyms", "first_names", "surnames", "places", "orgs", "offices", "acronyms"}

local function cue(class) return {list = "cues", where = {class = class}} end

local FIELDS <const> = {"words"}

return {
  api = 1,
  name = "name_words",
  summary = "What each word is to names (internal)",
  provides = {_words = {words = "table"}},
  scope = "document",
  data = {
    countries = {file = "countries.tsv", match = "name"},
    demonyms = {file = "demonyms.tsv", match = "name"},
    first_names = {file = "first_names.tsv", match = "name"},
    surnames = {file = "surnames.tsv", match = "name"},
    titles = {file = "titles.tsv", match = "name"},
    places = {file = "places.tsv", match = "name"},
    orgs = {file = "orgs.tsv", match = "name"},
    offices = {file = "offices.tsv", match = "name"},
    acronyms = {file = "acronyms.tsv", match = "name"},
    heads = {file = "org_heads.tsv", match = "mark"},
    common = {file = "common_words.tsv", match = "mark"},
    ordinary = {file = "ordinary_words.tsv", match = "name"},
    cues = {file = "en.name_cues.tsv", match = "mark"},
    function_words = {file = "en.function_words.tsv", match = "mark"},
  },
  marks = {
    {shape = {"Xx", "XX", "xX"}}, {shape = "XX"}, {shape = "xx"}, {shape = "9"}, {flag = "joined"}, {flag = "compound"},
      cue "human_object",
    {list = "function_words"}, {list = "common"}, {list = "common", where = {person = {"first", "last", "both"}}},
    {list = "common", where = {class = {"month", "weekday", "season", "zone"}}},
    cue "particle", {word = {"of", "for"}}, {word = "and"}, {word = "the"}, {word = {"a", "an"}}, cue "in", cue "to", cue "by",
    cue "speech",
    {word = {"who", "whose", "whom"}},
    {list = "heads", where = {place = "any"}},
    {list = "heads", where = {kind = {"ministry", "body", "court", "party", "agency", "police", "military", "bank"}}},
    {list = "heads", where = {kind = {"team", "league"}}}, {list = "heads", where = {kind = "company"}},
    {list = "heads", where = {kind = "facility"}},
    cue "place_end", cue "place_front", cue "compass", cue "no_name", cue "thing", cue "junior", cue "team_verb",
      {list = "heads", where = {place = "first"}},
    cue "org_noun", cue "place_noun", cue "compound_tail", cue "lineage", {list = "ordinary"}, cue "sport", {shape = "xX"},
      {class = "word"},
    {word = ","}, {word = {"(", "["}}, {word = {")", "]"}},
    {word = {"\"", "''", "``", ":", "--", "-", "–", "—", "•", "*", "·", "'", "«", ";"}}, {word = "&"},
      {word = {"--", "-", "–", "—", "/"}},
    {word = {".", "?", "!"}},
    {list = "first_names"}, {list = "surnames"}, {list = "titles"}, {list = "countries"}, {list = "demonyms"}, {list = "places"},
    {list = "orgs"}, {list = "offices"}, {list = "acronyms"}, cue "assembly",
    cue "headline_verb", cue "human",
    {word = {"national", "central", "forest", "town", "city", "wildlife", "biological", "nature", "memorial", "state", "royal",
      "international", "regional", "general", "grand", "university"}},
    cue "org_kind",
  },

  annotate = function(unit, add)
    doc = unit.doc
    local sentences, capitals, described, joints
    marks, sentences, capitals, described, joints = doc:marks(1, DESCRIBE, JOIN)
    if #capitals == 0 then return end
    names = doc:name_index(lists, 3)
    add(1, doc.count, FIELDS, {marks = marks, names = names, sentences = sentences, capitals = capitals, described = described,
      joints = joints, is_family_first = is_family_first,
      nation_before = nation_before, case_of = case_of, is_verb = is_verb, is_border_title = is_border_title, learn = learn,
      joining = joining})
  end,

  examples = {
    {"It rained on Friday.", {"It rained on Friday."}},
    {"it rained."},
  },
}
