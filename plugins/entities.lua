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
local LONGEST <const> = 4095 -- tokens of a name; longer ones count as so long
local describes = {office = true, profession = true, religious = true, rank = true}

-- Where mentions come from, in the order in which those at one place are numbered; the layers with their kinds.
local OTHERS <const>, MORE <const> = 4, 5
local layers = {"orgs", "people", "places"}
local kinds = {"org", "person", "place"}

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

-- The nation before token i and its first token: "Iranian", "Iran's".
local function nation_before(i)
  local first = names[-(i - 1 << 4 | DEMONYMS)]
  local country = first and row(doc, names[first << 4 | DEMONYMS]).country
  if country then return country, first end
  local last = i > 2 and word(i - 1) == "'s" and i - 2 or i - 1
  first = names[-(last << 4 | COUNTRIES)]
  if first then return row(doc, names[first << 4 | COUNTRIES]).country, first, last == i - 2 end
end

-- The person that the title at token i stands for, as a mention: "the president", "the Iranian president", "Iran's
-- president"; nil when it stands for none, or before a name.
local function by_title(i)
  named_before(i)
  local name = names[i << 4 | TITLES]
  local title, last = row(doc, name), name >> END
  local list = describes[title.class] and not title.plural and by_role[title.role]
  local following = people[next_person]
  if not list or following and following.first == last + 1 then return nil end
  local country, from, possessive = nation_before(i)
  local first = from or i
  local the = first > 1 and marks[first - 1] & THE ~= 0
  if the then first = first - 1 end
  if not (the or possessive or country and marks[i] & LOWER == 0) then return nil end
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

-- Peoples, and descriptions of who was named before, in order of their last tokens.
local function read_more(described)
  local more, n = {}, 0
  next_person, next_org, by_role, by_head = 1, 1, {}, {}
  local anybody, anything = people[1], orgs[1]
  for d = 1, #described do
    local i = described[d]
    local m = marks[i]
    if m & DEMONYM ~= 0 then
      local last = names[i << 4 | DEMONYMS] >> END
      n = n + 1
      more[n] = {first = i, last = last, kind = "other", name = slice(i, last), how = "name", why = of_peoples,
        confidence = "medium"}
    end
    local found
    if m & TITLE ~= 0 and anybody then
      found = by_title(i)
    elseif m & (HEAD | LOWER) == HEAD | LOWER and i > 1 and marks[i - 1] & THE ~= 0 and anything then
      found = by_head_word(i)
    end
    if found then
      n = n + 1
      more[n] = found
    end
  end
  return more
end

-- A mention as an integer that sorts by first token, longer first, then source, then number.
local function place(first, last, source, n)
  local size = last - first
  return first << 36 | (size < LONGEST and LONGEST - size or 0) << 24 | source << 21 | n
end

-- The fields of the next record: one table for all, add copies them.
local fields = {}

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
    local sources, order, total = {}, {}, 0
    local function gather(source, list)
      sources[source] = list
      for i = 1, #list do
        local one = list[i]
        total = total + 1
        order[total] = place(one.first, one.last, source, i)
      end
    end
    for source = 1, #layers do gather(source, doc:layer(layers[source])) end
    local record = doc:layer"_names"[1]
    local found = record and record.found
    if found then
      local from, to, kind = found.from, found.to, found.kind
      for k = 1, found.count do
        if kind[k] == OTHER then
          total = total + 1
          order[total] = place(from[k], to[k], OTHERS, k)
        end
      end
      word, slice, row, names, marks = doc.word, doc.slice, doc.row, found.names, found.marks
      orgs, people = sources[1], sources[2]
      gather(MORE, read_more(found.described))
    end

    table.sort(order)
    local entity_of, number = {other = {}, person = {}, org = {}, place = {}}, 0
    for i = 1, total do
      local at = order[i]
      local source, n = at >> 21 & 7, at & 0x1fffff
      local first, last, kind, name
      if source == OTHERS then
        first, last, kind = found.from[n], found.to[n], "other"
        name = slice(first, last)
        fields.how, fields.why, fields.confidence = "name", found.evidence(found.why[n]), "low"
      else
        local one = sources[source][n]
        first, last, kind, name = one.first, one.last, kinds[source] or one.kind, one.name
        fields.how, fields.why, fields.confidence = one.how, one.why, one.confidence
        local of = source < OTHERS and one or one.of
        fields.person, fields.org, fields.place = kind == "person" and of or nil, kind == "org" and of or nil,
          kind == "place" and of or nil
      end
      fields.name, fields.kind = name, kind
      local same = entity_of[kind]
      local key = kind == "other" and name:lower() or name
      local entity = same[key]
      if not entity then
        number = number + 1
        entity = ids[number] or "e" .. number
        same[key] = entity
      end
      fields.entity = entity
      add(first, last, fields)
      fields.person, fields.org, fields.place = nil, nil, nil
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
