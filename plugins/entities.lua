--- Entities: all mentions of one thing in a document under one name: people, organisations, places and other
-- capitalised names, by name, by a part of it, by acronym, and by description ("the Iranian president", "the council").
--
-- The layers people, orgs and places have joined names already; here each gets its entity, descriptions are added, and
-- names that are none of the three are joined where they are spelled alike. Nothing is joined across kinds.

-- What is asked of found.names and found.marks (see _pieces).
local TITLES <const>, COUNTRIES <const>, DEMONYMS <const> = 0, 1, 2
local END <const> = 40
local LOWER <const> = 1 << 2
local THE <const> = 1 << 14
local HEAD <const> = 1 << 21
local TITLE <const> = 1 << 51
local DEMONYM <const> = 1 << 53

local OTHER <const> = 0 -- the kind of a piece in _names

local NEAR <const> = 500 -- tokens: a description without a nation reaches so far back
local describes = {office = true, profession = true, religious = true, rank = true}

-- Where mentions come from, in the order in which those at one place are numbered: three layers, with their kinds; names
-- that are none of the three; peoples and descriptions.
local layers = {"orgs", "people", "places"}
local kinds = {"org", "person", "place"}
local OTHERS <const>, MORE <const> = 4, 5

-- What an entity is called, by its number.
local ids = {}
for n = 1, 200 do ids[n] = "e" .. n end

local of_peoples = {"in the list of peoples"}

-- The document being read: set by annotate.
local doc, word, slice, names, marks, row

-- People by role and organisations by the word they are called by, of those named before the token that is read.
local people, orgs, next_person, next_org, by_role, by_head

local function named_before(i)
  local person = people[next_person]
  while person and person.first <= i do
    local role = person.role
    if role then
      local list = by_role[role]
      if list then list[#list + 1] = person else by_role[role] = {person} end
    end
    next_person = next_person + 1
    person = people[next_person]
  end
  local org = orgs[next_org]
  while org and org.first <= i do
    local first, last = org.first, org.last
    if last > first then
      if marks[last] & HEAD ~= 0 then by_head[word(last)] = org end
      if marks[first] & HEAD ~= 0 then by_head[word(first)] = org end
    end
    next_org = next_org + 1
    org = orgs[next_org]
  end
end

-- The nation before token i, its first token, and whether it stands there as an owner: "Iranian", "Iran", "Iran's".
local function nation_before(i)
  local first = names[-(i - 1 << 4 | DEMONYMS)]
  local country = first and row(doc, names[first << 4 | DEMONYMS]).country
  if country then return country, first, false end
  first = names[-(i - 1 << 4 | COUNTRIES)]
  local owner = names[-(i - 2 << 4 | COUNTRIES)]
  local owns = (first or owner) and i > 2 and word(i - 1) == "'s"
  if owns then first = owner end
  if first then return row(doc, names[first << 4 | COUNTRIES]).country, first, owns end
end

-- The person that the title at token i stands for, as a mention: "the president", "the Iranian president", "Iran's
-- president"; nil when it stands for none, or before a name.
local function by_title(i)
  local country, nation, owns = nation_before(i)
  local first = nation or i
  local the = first > 1 and marks[first - 1] & THE ~= 0
  if the then first = first - 1 end
  if not (the or owns or country and marks[i] & LOWER == 0) then return nil end
  named_before(i)
  local name = names[i << 4 | TITLES]
  local title, last = row(doc, name), name >> END
  local list = describes[title.class] and not title.plural and by_role[title.role]
  local following = people[next_person]
  if not list or following and following.first == last + 1 then return nil end
  for n = #list, 1, -1 do
    local one = list[n]
    if country and one.country == country or not country and i - one.last < NEAR then
      return {first = first, last = last, kind = "person", name = one.name, how = "description", of = one,
        confidence = country and "high" or "medium",
        why = {("the %s%s: %s, line %d"):format(title.role, country and " of " .. country or "", one.name, one.line)}}
    end
  end
end

-- The organisation that "the council" at tokens i - 1 and i stands for, as a mention.
local function by_head_word(i)
  named_before(i)
  local org = by_head[word(i)]
  if org and i - org.last < NEAR then
    return {first = i - 1, last = i, kind = "org", name = org.name, how = "description", of = org,
      confidence = "medium", why = {("the %s: %s, line %d"):format(word(i), org.name, org.line)}}
  end
end

-- A place in the text as an integer that sorts by first token, longer first.
local function place(first, last) return (first << 32) - last end

-- Peoples, and descriptions of who was named before, in order of their places.
local function read_more(described)
  local more, n = {}, 0
  local function keep(mention)
    local at = place(mention.first, mention.last)
    local behind = n
    while behind > 0 and place(more[behind].first, more[behind].last) > at do
      more[behind + 1] = more[behind]
      behind = behind - 1
    end
    more[behind + 1] = mention
    n = n + 1
  end
  next_person, next_org, by_role, by_head = 1, 1, {}, {}
  local anybody, anything = people[1], orgs[1]
  for d = 1, #described do
    local i = described[d]
    local m = marks[i]
    if m & DEMONYM ~= 0 then
      local last = names[i << 4 | DEMONYMS] >> END
      keep{first = i, last = last, name = slice(i, last), kind = "other", how = "name", why = of_peoples,
        confidence = "medium"}
    end
    local mention
    if m & TITLE ~= 0 and anybody then
      mention = by_title(i)
    elseif m & (HEAD | LOWER) == HEAD | LOWER and i > 1 and marks[i - 1] & THE ~= 0 and anything then
      mention = by_head_word(i)
    end
    if mention then keep(mention) end
  end
  return more
end

-- The numbers of the pieces that are no person, organisation or place.
local function other_pieces(found)
  local kind, others, n = found.kind, {}, 0
  for k = 1, found.count do
    if kind[k] == OTHER then
      n = n + 1
      others[n] = k
    end
  end
  return others
end

-- Where a mention of a source stands; behind everything when there is none.
local function place_of(source, one, found)
  if not one then return math.maxinteger end
  if source == OTHERS then return place(found.from[one], found.to[one]) end
  return place(one.first, one.last)
end

local FIELDS <const> = {"name", "kind", "entity", "how", "why", "confidence", "person", "org", "place"}

return {
  api = 1,
  name = "entities",
  summary = "Mentions of one person, organisation, place or other name, joined",
  provides = {
    entities = {name = "string", kind = "string", entity = "string", how = "string", person = "people", org = "orgs",
      place = "places"},
  },
  requires = {"_names", "people", "orgs", "places"},
  scope = "document",
  columns = {"line", "entity", "name", "kind", "how", "text"},

  annotate = function(unit, add)
    doc = unit.doc
    local sources = {}
    for source = 1, #layers do sources[source] = doc:layer(layers[source]) end
    local record = doc:layer"_names"[1]
    local found = record and record.found
    if found then
      word, slice, row, names, marks = doc.word, doc.slice, doc.row, found.names, found.marks
      orgs, people = sources[1], sources[2]
      sources[OTHERS], sources[MORE] = other_pieces(found), read_more(found.described)
    end

    local entity_of, number = {other = {}, person = {}, org = {}, place = {}}, 0
    local at, places, total = {1, 1, 1, 1, 1}, {}, 0
    for source = 1, MORE do
      local list = sources[source] or {}
      total = total + #list
      places[source] = place_of(source, list[1], found)
    end
    for _ = 1, total do
      local source, least = 1, places[1]
      for n = 2, MORE do
        local other = places[n]
        if other < least then source, least = n, other end
      end
      local list, n = sources[source], at[source]
      local one = list[n]
      at[source], places[source] = n + 1, place_of(source, list[n + 1], found)

      local first, last, kind, name, how, why, confidence, of
      if source == OTHERS then
        first, last, kind = found.from[one], found.to[one], "other"
        name = slice(first, last)
        how, why, confidence = "name", found.evidence(found.why[one]), "low"
      else
        first, last, kind, name = one.first, one.last, kinds[source] or one.kind, one.name
        how, why, confidence = one.how, one.why, one.confidence
        of = source < OTHERS and one or one.of
      end
      local same = entity_of[kind]
      local key = kind == "other" and name:lower() or name
      local entity = same[key]
      if not entity then
        number = number + 1
        entity = ids[number] or "e" .. number
        same[key] = entity
      end
      add(first, last, FIELDS, name, kind, entity, how, why, confidence, kind == "person" and of or nil,
        kind == "org" and of or nil, kind == "place" and of or nil)
    end
  end,

  examples = {
    {"Iran's President Reza Karimi spoke. Karimi left, and the Iranian president said nothing.",
      {"Iran", kind = "place"}, {"Reza Karimi", kind = "person", entity = "e2"},
        {"Karimi", name = "Reza Karimi", entity = "e2"},
      {"the Iranian president", entity = "e2", how = "description"}, {"Iranian", kind = "other"}},
    {"The Maritime Inspection Authority met. Then the authority spoke.",
      {"Maritime Inspection Authority", kind = "org", entity = "e1"},
      {"the authority", entity = "e1", name = "Maritime Inspection Authority"}},
    {"Nobody was named."},
  },
}
