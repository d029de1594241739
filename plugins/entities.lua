--- Entities: all mentions of one thing in a document under one name: people, organisations, places and other
-- capitalised names, by name, by a part of it, by acronym, and by description ("the Iranian president", "the council").
--
-- The layers people, orgs and places have joined names already; here each gets its entity, descriptions are added, and
-- names that are none of the three are joined where they are spelled alike. Nothing is joined across kinds.

-- What is asked of found.names and found.marks (see _words).
local TITLES <const> = 0
local COUNTRIES <const> = 1
local DEMONYMS <const> = 2
local END <const> = 40
local LOWER <const> = 1 << 2
local OF <const> = 1 << 12
local THE <const> = 1 << 14
local HEAD <const> = 1 << 21
local TITLE <const> = 1 << 51
local DEMONYM <const> = 1 << 53

local OTHER <const> = 0 -- the kind of a piece in _names

local NEAR <const> = 500 -- tokens: a description without a nation reaches so far back
local describes = {office = true, profession = true, religious = true, rank = true}

-- Where mentions come from, in the order in which those at one place are numbered: three layers, with their kinds; names
-- that are none of the three; peoples; descriptions.
local kinds = {"org", "person", "place", "other", "other"}
local ORGS <const> = 1
local PEOPLE <const> = 2
local PLACES <const> = 3
local OTHERS <const> = 4
local PEOPLES <const> = 5
local DESCRIPTIONS <const> = 6

-- What an entity is called, by its number.
local ids = {}
for n = 1, 200 do ids[n] = "e" .. n end

local of_peoples = {"in the list of peoples"}

-- The document being read: set by annotate.
local doc, word, slice, names, marks, row

-- People by role, the latest of all and of each country, and organisations by the word they are called by, of those named
-- before the token that is read.
local people, orgs, next_person, next_org, by_role, by_head

local function named_before(i)
  local person = people[next_person]
  while person and person.first <= i do
    local role = person.role
    if role then
      local holders = by_role[role]
      if not holders then
        holders = {latest = nil, of = {}}
        by_role[role] = holders
      end
      holders.latest = person
      if person.country then holders.of[person.country] = person end
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
  if i == 1 then return nil end
  local first, country, the = i, nil, marks[i - 1] & THE ~= 0
  if not the then
    local nation, owns
    country, nation, owns = nation_before(i)
    if not (nation or owns) then return nil end
    first = nation or i
    the = first > 1 and marks[first - 1] & THE ~= 0
    if not (the or owns or country and marks[i] & LOWER == 0) then return nil end
  end
  if the then first = first - 1 end
  named_before(i)
  local name = names[i << 4 | TITLES]
  local title, last = row(doc, name), name >> END
  local holders = describes[title.class] and not title.plural and by_role[title.role]
  if not holders then return nil end
  -- "The Archbishop of Oban" says which one it is.
  if not country and last < doc.count and marks[last + 1] & OF ~= 0 then return nil end
  local following = people[next_person]
  if following and following.first == last + 1 then return nil end
  local one = holders.latest
  if country then one = holders.of[country] end
  if not one or not country and i - one.last >= NEAR then return nil end
  return {first = first, last = last, kind = "person", name = one.name, how = "description", of = one,
    confidence = country and "high" or "medium",
    why = {("the %s%s: %s, line %d"):format(title.role, country and " of " .. country or "", one.name, one.line)}}
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

-- Peoples, as their first tokens, and descriptions of who was named before, in order of their places.
local function read_more(described)
  local peoples, descriptions = {}, {}
  next_person, next_org, by_role, by_head = 1, 1, {}, {}
  local anybody, anything = people[1], orgs[1]
  for d = 1, #described do
    local i = described[d]
    local m = marks[i]
    if m & DEMONYM ~= 0 then peoples[#peoples + 1] = i end
    local mention
    if m & TITLE ~= 0 then
      mention = anybody and by_title(i)
    elseif anything and m & (HEAD | LOWER) == HEAD | LOWER and i > 1 and marks[i - 1] & THE ~= 0 then
      mention = by_head_word(i)
    end
    if mention then
      local behind, at = #descriptions, place(mention.first, mention.last)
      while behind > 0 and place(descriptions[behind].first, descriptions[behind].last) > at do
        descriptions[behind + 1] = descriptions[behind]
        behind = behind - 1
      end
      descriptions[behind + 1] = mention
    end
  end
  return peoples, descriptions
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

-- Where the next mention of a list stands; behind everything when there is none.
local function place_of(mention) return mention and place(mention.first, mention.last) or math.maxinteger end
local function place_of_piece(k, found) return k and place(found.from[k], found.to[k]) or math.maxinteger end
local function place_of_people(i) return i and place(i, names[i << 4 | DEMONYMS] >> END) or math.maxinteger end

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
    local sources = {doc:layer"orgs", doc:layer"people", doc:layer"places", {}, {}, {}}
    local record = doc:layer"_names"[1]
    local found = record and record.found
    if found then
      word, slice, row, names, marks = doc.word, doc.slice, doc.row, found.names, found.marks
      orgs, people = sources[ORGS], sources[PEOPLE]
      sources[OTHERS] = other_pieces(found)
      sources[PEOPLES], sources[DESCRIPTIONS] = read_more(found.described)
    end

    local at, total = {}, 0
    for source = 1, DESCRIPTIONS do at[source], total = 1, total + #sources[source] end
    local org, person, place_named = place_of(sources[ORGS][1]), place_of(sources[PEOPLE][1]), place_of(sources[PLACES][1])
    local other, nation = place_of_piece(sources[OTHERS][1], found), place_of_people(sources[PEOPLES][1])
    local description = place_of(sources[DESCRIPTIONS][1])
    local entity_of, number = {org = {}, person = {}, place = {}, other = {}}, 0
    for _ = 1, total do
      local source, least = ORGS, org
      if person < least then source, least = PEOPLE, person end
      if place_named < least then source, least = PLACES, place_named end
      if other < least then source, least = OTHERS, other end
      if nation < least then source, least = PEOPLES, nation end
      if description < least then source, least = DESCRIPTIONS, description end
      local last = -least & 0xffffffff
      local first = least + last >> 32
      local list, n = sources[source], at[source]
      local one, following = list[n], list[n + 1]
      at[source] = n + 1

      local kind, of = kinds[source], one
      local name, how, why, confidence
      if source == OTHERS then
        name, how, why, confidence = slice(first, last), "name", found.evidence(found.why[one]), "low"
        other = place_of_piece(following, found)
      elseif source == PEOPLES then
        name, how, why, confidence = slice(first, last), "name", of_peoples, "medium"
        nation = place_of_people(following)
      else
        name, how, why, confidence = one.name, one.how, one.why, one.confidence
        local behind = following and (following.first << 32) - following.last or math.maxinteger
        if source == ORGS then
          org = behind
        elseif source == PEOPLE then
          person = behind
        elseif source == PLACES then
          place_named = behind
        else
          kind, of, description = one.kind, one.of, behind
        end
      end
      local same = entity_of[kind]
      local entity = same[name]
      if not entity then
        local key = kind == "other" and name:lower() or name
        entity = same[key]
        if not entity then
          number = number + 1
          entity = ids[number] or "e" .. number
          same[key] = entity
        end
        same[name] = entity
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
    {"Bishop Tom Oakes spoke. The bishop left, but the bishop of Lisbon stayed.", {"Tom Oakes", entity = "e1"},
      {"The bishop", entity = "e1", how = "description"}, {"Lisbon", kind = "place"}},
    {"Nobody was named."},
  },
}
