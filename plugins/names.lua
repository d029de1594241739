--- Decides which pieces of capitals name people, organisations and places (internal; people, orgs, places and entities
-- are made from it).
--
-- `_weights` tells what speaks for each kind. What was found with confidence in one place then helps where the same words,
-- a surname, an acronym or the first word of an organisation stand alone: one document rarely uses one name for two things.

-- Classes of tokens: marks of _words that are asked here.
local LOWER <const> = 1 << 2
local COMPOUND <const> = 1 << 5
local FUNCTION <const> = 1 << 7
local COMMON <const> = 1 << 8
local HEAD <const> = 1 << 21
local NO_NAME <const> = 1 << 29
local ORDINARY <const> = 1 << 38
local AND <const> = 1 << 13
local COMMA <const> = 1 << 42
local JUNIOR <const> = 1 << 31
local UPPER <const> = 1 << 1
local TITLE <const> = 1 << 51
local COUNTRY <const> = 1 << 52
local DEMONYM <const> = 1 << 53
local LISTED_PLACE <const> = 1 << 54
local ASSEMBLY <const> = 1 << 58

local DEMONYMS <const> = 2 -- the list, by its place in `names`
local PLACE <const> = 3 -- the kind of a name that is a place
local ROW <const> = (1 << 40) - 1

-- How a piece is written, and evidence that is asked here: see _weights.
local SINGLE <const> = 1 << 22
local HEADLINE <const> = 1 << 23
local LEAD <const> = 1 << 45
local DEFINES <const> = 1 << 19
local SPREAD <const> = 1 << 20
local EVIDENCE <const> = (1 << 21) - 1

-- The document being read: set by annotate.
local doc, marks
local learn -- asks what is kept of a row: see _words
local twins, countries, known_parts = {}, {}, {} -- of rows, kept by their numbers once they were asked for

local evidence = {
  "a given name", "a family name", "a title before it", "a verb of speech beside it", "who, whose or whom behind it",
  "an age behind it", "a word that organisations are called by", "in the list of organisations", "in the list of places",
  "in the list of countries", "a word that places are called by", "a preposition of place before it", "a place or date behind it",
  "all capitals", "joined by of or for", "initials", "a noun beside it", "a title in apposition", "a score beside it",
  "in brackets behind its long form", "named so elsewhere in the document",
}

local told = {} -- bits -> evidence in words

-- The evidence of a piece in words: a list that all pieces with the same evidence share.
local function in_words(bits)
  local list = told[bits]
  if not list then
    list = {}
    for n = 1, #evidence do
      if bits & 1 << (n - 1) ~= 0 then list[#list + 1] = evidence[n] end
    end
    told[bits] = list
  end
  return list
end

-- The rows behind a row of a list that tell of the same name in other countries: "Tripoli", "AAP"; false for none.
local function twins_of(r)
  local name, next = doc:cell(r, "name"), r + 1
  if doc:cell(next, "name") ~= name then return false end
  local country, others = doc:cell(r, "country"), false
  repeat
    local other = doc:cell(next, "country")
    if country and other and other ~= country then
      others = others or {}
      others[#others + 1] = next
    end
    next = next + 1
  until doc:cell(next, "name") ~= name
  return others
end

local function country_of(r) return doc:cell(r, "country") end

-- How often each country is named in a document, by itself, by a place in it or by its people; the most frequent one under "most".
local function count_nations(found)
  local times, most = {}, 0
  local function add(row)
    local country = learn(countries, row, country_of)
    if not country then return end
    local often = (times[country] or 0) + 1
    times[country] = often
    if often > most then most = often end
  end
  for k = 1, found.count do
    local row = found.kind[k] == PLACE and found.listed[k]
    if row and (found.marks[found.from[k]] & COUNTRY ~= 0 or not learn(twins, row, twins_of)) then add(row) end
  end
  for d = 1, #found.described do
    local row = found.names[found.described[d] << 4 | DEMONYMS]
    if row then add(row & ROW) end
  end
  times.most = most
  return times
end

local SELDOM <const> = 4 -- times less than another nation
local shared = {body = true, party = true, court = true, military = true, agency = true, police = true} -- kinds

-- The country that the list of organisations gives piece k of a document. A name of common words that several nations use,
-- "Congress" or "Democratic Party", is that of the list's only where that nation is one of those that are named most; then `shared`
-- is told, as a nation beside the name says more.
local function listed_country(document, k)
  local found = document:layer"_names"[1].found
  local country = document:cell(found.listed[k], "country")
  if not country or not shared[document:cell(found.listed[k], "kind")] then return country end
  for i = found.from[k], found.to[k] do
    if found.marks[i] & (COMMON | FUNCTION | HEAD | ASSEMBLY | TITLE) == 0 or found.marks[i] & UPPER ~= 0 then return country end
  end
  local times = found.nations or count_nations(found)
  found.nations = times
  local known = document:cell(found.listed[k], "acronym") and document:cell(found.listed[k], "kind") == "agency"
    or times.most > 0 and (times[country] or 0) * SELDOM >= times.most
  return known and country or nil, true
end

-- The row of piece k + 1, two tokens behind piece k, when it is a place behind a comma, "Cambridge, Massachusetts"; or nil.
local function row_behind(found, k)
  return marks[found.to[k] + 1] & COMMA ~= 0 and found.kind[k + 1] == PLACE and found.listed[k + 1] or nil
end

local parts = {state = true, region = true, province = true} -- kinds

local function is_part(r) return parts[doc:cell(r, "kind")] end

-- Whether piece k, a country by its name, is a town of the state behind it, "Lebanon, Pa.,", and not one of several places, as in
-- "Lebanon, Texas and Oman".
local function is_namesake(found, k)
  local last = found.to[k + 1]
  if doc.word(last):byte(-1) == 46 then return true end
  local after = marks[last + 1] or 0
  if marks[last] & COUNTRY ~= 0 or after & AND ~= 0 or k > 1 and found.kind[k - 1] == PLACE and found.to[k - 1] >= found.from[k] - 2 then
    return false
  end
  return after & COMMA == 0 or not (found.kind[k + 2] == PLACE and found.from[k + 2] == last + 2)
end

local LESSER <const> = 2 -- ranks between places that may be meant by the same name alone

local function is_rival(r, other)
  local rank = tonumber(doc:cell(r, "rank"))
  return not rank or tonumber(doc:cell(other, "rank")) <= rank + LESSER
end

-- Of several rows with one name the one whose country stands behind it, or is named in the document while that of the first is
-- not; none where a part of another country stands behind: "Geneva, Ill."
local function pick_rows(found)
  local list, first, last = found.listed, found.from, found.to
  local times, settled -- the piece behind one that lies there
  for k = 1, found.count do
    local r = k ~= settled and list[k]
    local nation = r and marks[first[k]] & COUNTRY ~= 0
    local following = r and first[k + 1] == last[k] + 2 and row_behind(found, k)
    local others = r and not nation and learn(twins, r, twins_of)
    local behind = following and doc:cell(following, "country")
    if others then
      times = times or count_nations(found)
      found.nations = times
      local best, most = r, doc:cell(r, "country")
      most = most == behind and math.huge or times[most] or 0
      if most == 0 or behind then
        for n = 1, #others do
          local country = doc:cell(others[n], "country")
          local often = country == behind and math.huge or is_rival(r, others[n]) and times[country] or 0
          if often > most then best, most = others[n], often end
        end
      end
      list[k] = best
    end
    if behind and learn(known_parts, following, is_part) then
      settled = k + 1
      if doc:cell(list[k], "country") ~= behind and (not nation or is_namesake(found, k)) then list[k] = false end
    end
  end
end

local FIELDS <const> = {"people", "orgs", "places", "found"}

-- How the pieces of a document decide together (core/match/votes.h). From `accept` points on a piece is a name; a person
-- lends its kind to the surname alone from `lends`, to the given name, and an organisation to its first word, from
-- `strong` on; a country is `sure`: it neither lends nor borrows.
local rules = {
  accept = 1.5, doubt_more = 0.6, strong = 2.6, lends = 2.2, sure = 6, share = 0.9, again = 1.5, against = 0.5, part = 0.8,
  place_less = 1.5,
  lead = LEAD, headline = HEADLINE, single = SINGLE, defines = DEFINES, spread = SPREAD,
  common = FUNCTION | COMMON | ORDINARY, mixed = FUNCTION | COMMON | ORDINARY | COUNTRY | DEMONYM | LISTED_PLACE,
  no_name = NO_NAME, follows = COMPOUND | LOWER, suffix = JUNIOR,
}

return {
  api = 1,
  name = "names",
  summary = "Which capitalised words name people, organisations and places (internal)",
  provides = {_names = {found = "table", people = "number", orgs = "number", places = "number"}},
  requires = {"_weights"},
  scope = "document",

  annotate = function(unit, add)
    doc = unit.doc
    local weighed = doc:layer"_weights"[1]
    if not weighed then return end
    local words, pieces = weighed.words, weighed.pieces
    marks, learn = words.marks, words.learn
    local found = {names = words.names, marks = marks, sentences = words.sentences, described = words.described,
      evidence = in_words, listed_country = listed_country, is_family_first = words.is_family_first,
      nation_before = words.nation_before, nations = nil}
    found.from, found.to, found.kind, found.score, found.title, found.listed, found.why, found.words = doc:kept(8, pieces.count)
    local people, orgs, places
    found.count, people, orgs, places = doc:vote(pieces, pieces.count, marks, rules, EVIDENCE, found)
    if found.count == 0 then return end
    pick_rows(found)
    add(1, doc.count, FIELDS, people, orgs, places, found)
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.", people = 2, orgs = 0, places = 1}},
    {"The Ministry of Fisheries said Solvang would go.", {"The Ministry of Fisheries said Solvang would go.", people = 1, orgs = 1}},
    {"Marit Solvang spoke. Solvang left.", {"Marit Solvang spoke. Solvang left.", people = 2, orgs = 0, places = 0}},
    {"But the talks failed. However, nobody left."},
  },
}
