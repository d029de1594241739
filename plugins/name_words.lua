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
local HEAD <const> = 1 << 21
local WORD <const> = 1 << 41
local STOP <const> = 1 << 48
local FIRST <const> = 1 << 49
local FAMILY <const> = 1 << 50
local TITLE <const> = 1 << 51
local LISTED <const> = 1 << 52 | 1 << 54 | 1 << 55 -- countries, places, organisations
local VERB <const> = 1 << 59 -- verbs of headlines

local COUNTRIES <const> = 1 -- lists, by their places in `names`
local DEMONYMS <const> = 2
local FAMILIES <const> = 4
local END <const> = 40 -- a name there is its last token << END | the number of its row
local ROW <const> = (1 << 40) - 1

-- Classes of tokens that may describe who was named before: heads, titles, demonyms; and that may join the name of a thing: numbers, "of".
local DESCRIBE, JOIN = {22, 52, 54}, {4, 13}

-- The document being read: set by annotate.
local doc, marks, names

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
        if not other or other < order then return false end
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
    cue "particle", {word = {"of", "for"}}, {word = "and"}, {word = "the"}, {word = {"a", "an"}}, cue "in", cue "to",
      cue "by",
    cue "speech",
    {word = {"who", "whose", "whom"}},
    {list = "heads", where = {place = "any"}},
    {list = "heads", where = {kind = {"ministry", "body", "court", "party", "agency", "police", "military", "bank"}}},
    {list = "heads", where = {kind = {"team", "league"}}}, {list = "heads", where = {kind = "company"}},
    {list = "heads", where = {kind = "facility"}},
    cue "place_end", cue "place_front", cue "compass", cue "no_name", cue "thing", cue "junior", cue "team_verb",
      {}, -- the mark of nothing
    cue "org_noun", cue "place_noun", cue "compound_tail", cue "lineage", {list = "ordinary"}, cue "sport", {shape = "xX"},
      {class = "word"},
    {word = ","}, {word = {"(", "["}}, {word = {")", "]"}},
    {word = {"\"", "''", "``", ":", "--", "-", "–", "—", "•", "*", "·", "'", "«", ";"}}, {word = "&"},
      {word = {"--", "-", "–", "—", "/"}},
    {word = {".", "?", "!"}},
    {list = "first_names"}, {list = "surnames"}, {list = "titles"}, {list = "countries"}, {list = "demonyms"},
      {list = "places"},
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
      nation_before = nation_before, case_of = case_of, is_verb = is_verb, is_border_title = is_border_title, learn = learn})
  end,

  examples = {
    {"It rained on Friday.", {"It rained on Friday."}},
    {"it rained."},
  },
}
