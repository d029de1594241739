--- Entities: all mentions of one thing in a document under one name: people, organisations, places and other
-- capitalised names, by name, by a part of it, by acronym, and by description ("the Iranian president", "the council").
--
-- The layers people, orgs and places have joined names already; here each gets its entity, and descriptions are added. Names of
-- other things are found here (feasts, wars, works, laws, what has a number) and joined where they are spelled alike, where one is
-- the acronym of the other, or part of a longer name, be it that of a person.

-- What is asked of found.names and found.marks (see _words).
local TITLES <const> = 0
local DEMONYMS <const> = 2
local END <const> = 40
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local LOWER <const> = 1 << 2
local DIGIT <const> = 1 << 3
local JOINED <const> = 1 << 4
local COMPOUND <const> = 1 << 5
local FUNCTION <const> = 1 << 7
local COMMON <const> = 1 << 8
local CALENDAR <const> = 1 << 10
local OF <const> = 1 << 12
local THE <const> = 1 << 14
local HEAD <const> = 1 << 21
local MIXED <const> = 1 << 40
local OPENER <const> = 1 << 45
local TITLE <const> = 1 << 51
local DEMONYM <const> = 1 << 53

local OTHER <const> = 0 -- kinds of a piece in _names
local PERSON <const> = 1
local ORG <const> = 2

-- What is told apart by numbers.
local numbered = word_set[[act amendment annex appendix article batch chapter channel clause district episode equation exhibit factor
  figure flight formula gate generation group highway law level lot motion page paragraph part phase platform proposition
  protocol resolution room route rule season section stage step table tier type unit version volume ward zone]]

local NEAR <const> = 500 -- tokens: a description without a nation reaches so far back
local describes = {office = true, profession = true, religious = true, rank = true, nobility = true}
-- A role that begins so is another one than what it ends with: the vice president is not "the president".
local lesser = word_set"acting assistant deputy former junior lieutenant prime vice"

local NEVER <const> = math.maxinteger -- a place behind everything

-- What an entity is called, by its number.
local ids = {}
for n = 1, 200 do ids[n] = "e" .. n end

-- Evidence that many share.
local of_peoples, of_things, of_capitals = {"in the list of peoples"}, {"in the list of things"}, {"its capitals alone"}
local of_number, of_of, of_acronym = {"a number behind it"}, {"capitals joined by of"}, {"its acronym behind it"}

-- The document being read: set by annotate.
local doc, word, slice, names, marks, row, nation_before

-- People by role, the latest of all and of each country and organisation, and organisations by the word they are called by, of those named
-- before the token that is read.
local people, orgs, next_person, next_org, by_role, by_head
local by_kind -- of each kind of organisation the last one that was named, if it is the only one so far; else false

-- What organisations of a kind are called for short, where a text names only one that may be meant.
local kinds_called = {company = {"company", "unknown"}, corporation = {"company", "unknown"}, newspaper = {"media"}, party = {"party"},
  university = {"university"}, club = {"team"}, team = {"team"}, group = {"armed_group", "ngo"}}

local function only_one_of(kinds)
  local only
  for n = 1, #kinds do
    local org = by_kind[kinds[n]]
    if org == false or org and only then return nil end
    only = only or org
  end
  return only
end

-- What a role of several words is called for short, kept once it was asked for: "envoy" for "special envoy"; false for none.
local short_roles = {}

local function short_role(role)
  local short = short_roles[role]
  if short == nil then
    local first, last = role:match"^(%S+) .-(%S+)$"
    short = first and not lesser[first] and last ~= "general" and last or false
    short_roles[role] = short
  end
  return short
end

local function add_holder(role, person)
  local holders = by_role[role]
  if not holders then
    holders = {latest = nil, of = {}}
    by_role[role] = holders
  end
  holders.latest = person
  if person.country then holders.of[person.country] = person end
  if person.org then holders.of[person.org] = person end
end

-- Reads the people who are named up to token i, and their roles.
local function people_before(i)
  local person = people[next_person]
  while person and person.first <= i do
    local role = person.role
    if role then
      add_holder(role, person)
      local short = short_role(role)
      if short then add_holder(short, person) end
    end
    next_person = next_person + 1
    person = people[next_person]
  end
end

-- Reads the organisations that are named up to token i.
local function orgs_before(i)
  local org = orgs[next_org]
  while org and org.first <= i do
    local first, last, kind = org.first, org.last, org.kind or "unknown"
    local same = by_kind[kind]
    by_kind[kind] = (same == nil or same and same.name == org.name) and org
    if last > first then
      local leads = marks[first] & HEAD ~= 0
      if leads then by_head[word(first)] = org end
      if marks[last] & HEAD ~= 0 and not (leads and marks[first + 1] & OF ~= 0) then by_head[word(last)] = org end
    end
    next_org = next_org + 1
    org = orgs[next_org]
  end
end

-- The pieces of names, and how many; the one that was asked for last.
local from, to, kinds_of, pieces, near

-- The first piece that ends at token i or behind it: its number, which may be behind the last one.
local function piece_near(i)
  local k = near
  while k > 1 and to[k - 1] >= i do k = k - 1 end
  while k <= pieces and to[k] < i do k = k + 1 end
  near = k
  return k
end

local function is_in_name(i)
  local k = piece_near(i)
  return k <= pieces and from[k] <= i
end

-- The nation or organisation that stands right before a title at token i, as holders of roles have it; its first token, and whether
-- it stands there as an owner: "Iran's", "Iranian", "UN". `class`: of the title.
local function owner_before(i, class)
  local country, first, owns = nation_before(i)
  if first then return country, first, owns end
  owns = i > 2 and marks[i - 1] & JOINED ~= 0 and word(i - 1):byte() == 39 -- "'s" or "'"
  local last = owns and i - 2 or i - 1
  if marks[last] & CAPITAL == 0 or not owns and marks[i] & LOWER == 0 and class ~= "office" then return nil end -- "Kvale Marine"
  local k = piece_near(last)
  if k <= pieces and to[k] == last and kinds_of[k] == ORG then return slice(from[k], last), from[k], owns end
end

-- The person that the title at token i stands for, as a mention: "the president", "the Iranian president", "Iran's
-- president", "the UN envoy"; nil when it stands for none, or before a name.
local function by_title(i)
  local name = names[i << 4 | TITLES]
  local last = name >> END
  local k = piece_near(i)
  if k <= pieces and to[k] == last then k = k + 1 end
  -- "President | Ana Kvale", "the | Count Kvale Prize", "the chief | engineer".
  if k <= pieces and (from[k] == last + 1 and kinds_of[k] == PERSON or from[k] <= i and to[k] > last)
    or names[last + 1 << 4 | TITLES] and word(i) == "chief" then
    return nil
  end
  local first, owner, the, title = i, nil, marks[i - 1] & THE ~= 0, row(doc, name)
  if not the then
    local start, owns
    owner, start, owns = owner_before(i, title.class)
    if not start then return nil end
    first = start
    the = first > 1 and marks[first - 1] & THE ~= 0
    if not (the or owns or owner and marks[i] & LOWER == 0) then return nil end
  end
  if the then first = first - 1 end
  if not describes[title.class] or title.plural then return nil end
  people_before(i)
  local holders = by_role[title.role]
  if not holders then return nil end
  -- "The Archbishop of Oban" says which one it is.
  if not owner and last < doc.count and marks[last + 1] & OF ~= 0 then return nil end
  local one = holders.latest
  if owner then one = holders.of[owner] end
  if not one or not owner and i - one.last >= NEAR then return nil end
  return {first = first, last = last, kind = "person", name = one.name, link = one, how = "description",
    confidence = owner and "high" or "medium",
    why = {("the %s%s: %s, line %d"):format(title.role, owner and " of " .. owner or "", one.name, one.line)}}
end

-- The organisation that a word like "council" at token i stands for behind "the", as a mention, be it with more words of its name:
-- "the council", "the harbour council".
local function by_head_word(i)
  orgs_before(i)
  local org = by_head[word(i)]
  local kinds = not org and marks[i - 1] & THE ~= 0 and (marks[i + 1] or 0) & OF == 0 and kinds_called[word(i)]
  org = org or kinds and only_one_of(kinds)
  if not org or i - org.last >= NEAR or kinds and org.kind == "media" and org.acronym then return nil end -- AP is no newspaper
  local first, at = i, org.last
  while not kinds and marks[first - 1] & LOWER ~= 0 and at > org.first and word(at) == word(first) and word(first - 1) == word(at - 1) do
    first, at = first - 1, at - 1
  end
  if marks[first - 1] & THE == 0 then return nil end
  return {first = first - 1, last = i, kind = "org", name = org.name, link = org, how = "description",
    confidence = "medium", why = {("the %s: %s, line %d"):format(slice(first, i), org.name, org.line)}}
end

-- Peoples, as their first tokens, and descriptions of who was named before, in order.
local function read_described(described)
  local peoples, descriptions = {}, {}
  next_person, next_org, by_role, by_head, by_kind = 1, 1, {}, {}, {}
  local anybody, anything = people[1], orgs[1]
  for d = 1, #described do
    local i = described[d]
    local m = marks[i]
    if m & DEMONYM ~= 0 then peoples[#peoples + 1] = i end
    local mention
    if m & TITLE ~= 0 then
      -- "The president", "Iranian president", "Iran's president".
      mention = anybody and i > 1 and marks[i - 1] & (THE | CAPITAL | JOINED) ~= 0 and by_title(i)
    elseif anything and m & HEAD ~= 0 and i > 1 then
      local before = marks[i - 1]
      if before & THE ~= 0 and (m & LOWER ~= 0 or not is_in_name(i)) or m & LOWER ~= 0 and before & (LOWER | FUNCTION) == LOWER then
        mention = by_head_word(i)
      end
    end
    if mention then
      local before = descriptions[#descriptions]
      -- "The | US ambassador" and "the US | ambassador" are both titles.
      local same = before and before.first == mention.first and before.last == mention.last
      descriptions[same and #descriptions or #descriptions + 1] = mention
    end
  end
  return peoples, descriptions
end

local function begins_sentence(i) return i == 1 or doc.sentence_of(i) ~= doc.sentence_of(i - 1) end

-- Where the capitals go on before and behind token i: the first, the last token of them.
local function capitals_from(i)
  while i > 1 and marks[i - 1] & (CAPITAL | FUNCTION | CALENDAR) == CAPITAL and marks[i] & JOINED == 0 and not begins_sentence(i) do
    i = i - 1
  end
  return i
end

local function capitals_to(i)
  while marks[i + 1] and marks[i + 1] & (CAPITAL | JOINED | FUNCTION | CALENDAR) == CAPITAL and not begins_sentence(i + 1) do i = i + 1 end
  return i
end

-- The name around the "of" at token i, as first and last token: "the | Charter of Oban Bay"; nil when there is none.
local function around_of(i)
  if marks[i - 1] & TITLE ~= 0 then return nil end
  local at = i + 1
  if marks[at] & THE ~= 0 and marks[at + 1] then at = at + 1 end
  if marks[at] & (CAPITAL | FUNCTION | CALENDAR) ~= CAPITAL or word(i) ~= "of" or begins_sentence(at) then return nil end
  local k = piece_near(i - 1)
  local named = k <= pieces and from[k] < i
  local first = named and from[k] or capitals_from(i - 1)
  if named and kinds_of[k] ~= OTHER or k > 1 and to[k - 1] >= first or marks[first] & (HEAD | TITLE) ~= 0 or begins_sentence(first)
    or marks[first - 1] & OF ~= 0 then -- "Chief of | Staff of the Navy"
    return nil
  end
  k = piece_near(at)
  local last = capitals_to(at)
  if k <= pieces and from[k] == at then
    -- "Battle of Oban", but "Mayors of Oban", "Friends of the Oban Council".
    if kinds_of[k] ~= OTHER and (marks[i - 1] & COMMON == 0 or word(i - 1):sub(-1) == "s" or kinds_of[k] == ORG and at > i + 1) then
      return nil
    end
    last = to[k]
  elseif k <= pieces and from[k] <= last then
    return nil
  end
  if marks[last] & DEMONYM == 0 then return first, last end
end

-- The name with the number at token i, as first and last token: "Article 5"; nil when there is none.
local function before_number(i)
  if marks[i] & JOINED ~= 0 or not numbered[word(i - 1)] then return nil end
  local k = piece_near(i - 1)
  if k > pieces or from[k] >= i then return i - 1, i end
  if kinds_of[k] == OTHER then return from[k], i end
end

-- Whether the piece at tokens first to last has its capital for no other reason than where it stands, or is no noun: "Swarming | over the
-- fields", "un-Norwegian", "Shocked Kenyan".
local function is_doubtful(first, last)
  if first < last then
    return marks[last] & DEMONYM ~= 0 and marks[first] & DEMONYM == 0
      or marks[first + 1] & COMPOUND ~= 0 and #word(first) == 1 -- the party and home of a member: "D-Oban"
  end
  return marks[first - 1] and marks[first - 1] & OPENER ~= 0 or begins_sentence(first)
    or marks[first] & MIXED ~= 0 and word(first):find("-", 1, true) ~= nil
end

-- Whether tokens first to last hold no name of a person, an organisation or a place.
local function has_no_name(first, last)
  local k = piece_near(first)
  while k <= pieces and from[k] <= last do
    if kinds_of[k] ~= OTHER then return false end
    k = k + 1
  end
  return true
end

-- Whether tokens first to last are no part of a longer name.
local function is_free(first, last)
  local k = piece_near(first)
  return k > pieces or from[k] > last or kinds_of[k] == OTHER and to[k] <= last
end

-- First and last token of each thing that is named, what it is called, and its evidence; how many.
local starts, stops, called, why_of, things

-- Adds a thing, unless it begins in the one before.
local function keep(first, last, name, why)
  if things > 0 and stops[things] >= first then return end
  things = things + 1
  starts[things], stops[things], called[things], why_of[things] = first, last, name or slice(first, last), why
end

-- Names of things that may be no pieces, in order: those of the list, peoples, those with a number or around an "of". Their first
-- tokens, and by these their last tokens, evidence and rows in the list.
local function read_others(peoples, joints)
  local ends, rows = doc:starts"things"
  local firsts, reasons, n = {}, {}, 0
  for first in pairs(ends) do
    n = n + 1
    firsts[n], reasons[first] = first, of_things
  end
  for p = 1, #peoples do
    local first = peoples[p]
    if not ends[first] then
      n = n + 1
      firsts[n], ends[first], reasons[first] = first, names[first << 4 | DEMONYMS] >> END, of_peoples
    end
  end
  for j = 1, #joints do
    local i = joints[j]
    if i > 1 and marks[i - 1] & (CAPITAL | FUNCTION | CALENDAR) == CAPITAL and marks[i + 1] then
      local number = marks[i] & DIGIT ~= 0
      local first, last
      if number then first, last = before_number(i) else first, last = around_of(i) end
      if first then
        if not ends[first] then
          n = n + 1
          firsts[n] = first
        end
        ends[first], reasons[first] = last, number and of_number or of_of
      end
    end
  end
  local defined = doc:layer"acronyms"
  for d = 1, #defined do
    local long = defined[d].kind == "expansion" and defined[d].long
    if long and marks[long.first] & CAPITAL ~= 0 and not ends[long.first] and has_no_name(long.first, long.last) then
      n = n + 1
      firsts[n], ends[long.first], reasons[long.first] = long.first, long.last, of_acronym
    end
  end
  table.sort(firsts)
  return firsts, ends, reasons, rows
end

-- Names of things in order: the pieces of no kind, and the others. Doubtful pieces count where the same words stand beyond doubt
-- somewhere, or once more.
local function read_things(found, peoples, joints)
  starts, stops, called, why_of, things = {}, {}, {}, {}, 0
  local firsts, last_of, reasons, rows = read_others(peoples, joints)
  local numbers = found.words
  local own, doubtful, certain = {}, {}, {}
  for k = 1, pieces do
    if kinds_of[k] == OTHER then
      own[#own + 1] = k
      local number = numbers[k]
      if not is_doubtful(from[k], to[k]) then
        certain[number] = true
      else
        doubtful[k] = true
        certain[number] = certain[number] ~= nil and not word(to[k]):find"ly$"
      end
    end
  end
  local n = 1
  for f = 1, #firsts + 1 do
    local first = firsts[f] or NEVER
    local k = own[n]
    while k and from[k] < first do
      if not doubtful[k] or certain[numbers[k]] then
        local why = found.evidence(found.why[k])
        keep(from[k], to[k], nil, why[1] and why or of_capitals)
      end
      n = n + 1
      k = own[n]
    end
    local why, last = reasons[first], last_of[first]
    if why == of_number or why == of_of or why == of_acronym or why and is_free(first, last) then
      local name, whole = nil, why == of_things and capitals_to(last)
      if whole and whole > last and is_free(last + 1, whole) then
        last, why = whole, of_capitals -- "Internet Traders"
      elseif whole then
        name = doc:cell(rows[first], "thing")
      end
      keep(first, last, name, why)
    end
  end
end

-- What the things are called in lower case; and under that, where it is part of a longer name, what that is: {kind, name, how,
-- link}, true for nothing, false for a part of several.
local keys, parts

local function add_part(key, kind, name, link)
  local whole = parts[key]
  if whole == true then
    parts[key] = {kind = kind, name = name, how = nil, link = link}
  elseif whole and whole.name ~= name then
    parts[key] = false
  end
end

-- What the acronyms that the text defines stand for, where that is a thing, or no name: `named` has what things are called by their keys.
local function read_acronyms(named)
  local defined = doc:layer"acronyms"
  if #defined == 0 then return end
  local certain = {} -- organisations that the text alone shows to be some, beyond doubt; those of the list may be others
  for n = 1, #orgs do
    local one = orgs[n]
    if one.first == one.last and one.confidence == "high" and not one.kind then certain[one.text] = one end
  end
  for n = 1, #defined do
    local one = defined[n]
    local long = one.defined and one.long
    local name = long and (named[long.text:lower()] or one.kind == "expansion" and marks[long.first] & LOWER ~= 0 and long.text)
    if name then
      local org = certain[one.text]
      local whole = {kind = org and "org" or "other", name = name, how = "acronym", link = org}
      parts[one.short:lower()], parts[one.text:lower()] = whole, whole -- "IDP", "IDPs"
      if org then parts[name:lower()] = {kind = "org", name = name, how = "name", link = org} end
    end
  end
end

-- Fills keys and parts. People have their first and last word as parts, things their end.
local function read_parts()
  keys, parts = {}, {}
  local named = {}
  for n = 1, things do
    local key = called[n]:lower()
    keys[n], parts[key], named[key] = key, true, called[n]
  end
  if things == 0 then return read_acronyms(named) end -- no part is asked for
  for n = 1, #orgs do
    local one = orgs[n]
    local first, last = one.first, one.last
    if last == first + 1 and marks[first] & DEMONYM == 0 and word(last) == "party" then
      add_part(word(first), "org", one.name, one) -- "Labour"
    end
    local head = last > first and marks[last] & HEAD ~= 0 and word(last)
    if head and head:byte(-1) ~= 115 then add_part(head, "head", one.name, one) end -- "the Council", before it is named, too
  end
  for n = 1, #people do
    local one = people[n]
    local first, last = one.first, one.last
    -- Not "Udelo SACCO".
    if first < last and (marks[last] & UPPER == 0 or marks[first] & UPPER ~= 0) then
      add_part(word(last), "person", one.name, one)
      for i = first, last - 1 do -- "Tove" in "Ana Tove Kvale", too
        if marks[i] & (CAPITAL | TITLE | FUNCTION | UPPER) == CAPITAL then add_part(word(i), "person", one.name, one) end
      end
    end
  end
  for n = 1, things do
    local first, last = starts[n], stops[n]
    if first < last then
      if marks[last] & (COMMON | FUNCTION | DEMONYM) == 0 then add_part(word(last), "other", called[n]) end
      if last > first + 1 then add_part(slice(first + 1, last):lower(), "other", called[n]) end
    end
  end
  read_acronyms(named)
end

-- Whether a name that may be part of the name of a person is none: "the North", but not "the Cruise interview".
local function is_with_the(first, last)
  return first > 1 and marks[first - 1] & THE ~= 0 and (marks[last + 1] or 0) & (LOWER | FUNCTION) ~= LOWER
end

-- The longer name that the name with a key at tokens first to last is part of, or nil.
local function whole_of(key, first, last)
  local whole = parts[key]
  if not whole or whole == true or whole.kind == "person" and is_with_the(first, last)
    or whole.kind == "head" and (first == 1 or marks[first - 1] & THE == 0) then
    return nil
  end
  return whole
end

-- Where a mention stands, as an integer that sorts by first token, longer first.
local function place_of(mention) return mention and (mention.first << 32) - mention.last or NEVER end
local function place_of_thing(n) return n <= things and (starts[n] << 32) - stops[n] or NEVER end

local FIELDS <const> = {"name", "kind", "entity", "how", "why", "confidence", "person", "org", "place"}

return {
  api = 1,
  name = "entities",
  summary = "Mentions of one person, organisation, place or other name, joined",
  provides = {
    entities = {name = "string", kind = "string", entity = "string", how = "string", person = "people", org = "orgs",
      place = "places"},
  },
  requires = {"_words", "_names", "people", "orgs", "places", "acronyms"},
  scope = "document",
  data = {things = {file = "en.things.tsv", match = "name"}},
  columns = {"line", "entity", "name", "kind", "how", "text"},

  annotate = function(unit, add)
    doc = unit.doc
    local record, named = doc:layer"_words"[1], doc:layer"_names"[1]
    if not record then return end
    local words = record.words
    word, slice, row, names, marks, nation_before = doc.word, doc.slice, doc.row, words.names, words.marks, words.nation_before
    orgs, people = doc:layer"orgs", doc:layer"people"
    local places = doc:layer"places"
    local found = named and named.found or {from = {}, to = {}, kind = {}, count = 0}
    from, to, kinds_of, pieces, near = found.from, found.to, found.kind, found.count, 1
    local peoples, descriptions = read_described(words.described)
    near = 1
    read_things(found, peoples, words.joints)
    read_parts()

    -- The next mention of each source and where it stands.
    local o, p, l, n, d = 1, 1, 1, 1, 1
    local org, person, located, described = orgs[1], people[1], places[1], descriptions[1]
    local org_at, person_at, located_at, thing_at, described_at = place_of(org), place_of(person), place_of(located),
      place_of_thing(1), place_of(described)
    local entity_of, number = {org = {}, person = {}, place = {}, other = {}}, 0
    while true do
      local least = org_at
      if person_at < least then least = person_at end
      if located_at < least then least = located_at end
      if thing_at < least then least = thing_at end
      if described_at < least then least = described_at end
      if least == NEVER then return end

      local kind, first, last, name, how, why, confidence, whole, one, link
      if least == org_at then
        kind, one, o = "org", org, o + 1
        org = orgs[o]
        org_at = org and (org.first << 32) - org.last or NEVER
      elseif least == person_at then
        kind, one, p = "person", person, p + 1
        person = people[p]
        person_at = person and (person.first << 32) - person.last or NEVER
      elseif least == located_at then
        kind, one, l = "place", located, l + 1
        located = places[l]
        located_at = located and (located.first << 32) - located.last or NEVER
      elseif least == thing_at then
        kind, first, last, name, why = "other", starts[n], stops[n], called[n], why_of[n]
        how = why == of_things and name ~= slice(first, last) and "alias" or "name"
        confidence = (why == of_things or why == of_peoples) and "medium" or "low"
        whole = whole_of(keys[n], first, last)
        n = n + 1
        thing_at = place_of_thing(n)
      else
        kind, one, link, d = described.kind, described, described.link, d + 1
        described = descriptions[d]
        described_at = place_of(described)
      end
      if one then
        first, last, name, how, why, confidence, link = one.first, one.last, one.name, one.how, one.why, one.confidence, link or one
        if kind == "org" and first == last and marks[first] & UPPER ~= 0 and (how == "full name" or how == "same name") then
          whole = whole_of(word(first), first, last)
        end
      end
      if whole then
        kind, name, how, link = whole.kind == "head" and "org" or whole.kind, whole.name, whole.how or "part of the name", whole.link
        why = table.move(why, 1, #why, 1, {})
        why[#why + 1] = how .. ": " .. name
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
      add(first, last, FIELDS, name, kind, entity, how, why, confidence, kind == "person" and link or nil, kind == "org" and link or nil,
        kind == "place" and link or nil)
    end
  end,

  examples = {
    {"Iran's President Reza Karimi spoke. Karimi left, and the Iranian president said nothing.",
      {"Iran", kind = "place"}, {"Reza Karimi", kind = "person", entity = "e2"}, {"Karimi", name = "Reza Karimi", entity = "e2"},
      {"the Iranian president", entity = "e2", how = "description"}, {"Iranian", kind = "other"}},
    {"The Maritime Inspection Authority met. Then the authority spoke.",
      {"Maritime Inspection Authority", kind = "org", entity = "e1"},
      {"the authority", entity = "e1", name = "Maritime Inspection Authority"}},
    {"UN Special Envoy Tor Kvale met Prince Reza. The UN envoy left, and the prince left with the envoy.",
      {"UN", entity = "e1"}, {"Tor Kvale", entity = "e2"}, {"Reza", entity = "e3"}, {"The UN envoy", entity = "e2", how = "description"},
      {"UN", entity = "e1"}, {"the prince", entity = "e3"}, {"the envoy", entity = "e2"}},
    {"The Oban Harbour Council met. The harbour council left, but the town council stayed.", {"Oban Harbour Council", entity = "e1"},
      {"The harbour council", entity = "e1", how = "description"}},
    {"They met Ana Tovanu Kvale. Later the judge told Tovanu so.", {"Ana Tovanu Kvale"}, {"Tovanu", entity = "e1"}},
    {"Bishop Tom Oakes spoke. The bishop left, but the bishop of Lisbon stayed.", {"Tom Oakes", entity = "e1"},
      {"The bishop", entity = "e1", how = "description"}, {"Lisbon", kind = "place"}},
    {"They met at Christmas, before the Second World War, and read Article 5 of the Charter of Oban Bay.",
      {"Christmas", kind = "other"}, {"Second World War", kind = "other"}, {"Article 5", kind = "other"},
      {"Charter of Oban Bay", kind = "other"}},
    {"WWII was over.", {"WWII", name = "Second World War", how = "alias"}},
    {"They met Marit Cuban. On Friday Cuban said so to the Cuban.", {"Marit Cuban", entity = "e1"}, {"Cuban", entity = "e1"},
      {"Cuban", entity = "e2", kind = "other"}},
    {"The Oban Muslim League met. Muslims prayed.", {"Oban Muslim League", kind = "org"}, {"Muslims", kind = "other"}},
    {"The Lisbon Grain Transit Accord (LGTA) was signed; the LGTA holds.", {"Lisbon Grain Transit Accord", entity = "e1"},
      {"LGTA", entity = "e1", how = "acronym"}, {"LGTA", entity = "e1"}},
    {"They read the Household Grain Use Survey (HGUS).", {"Household Grain Use Survey", entity = "e1"},
      {"HGUS", entity = "e1", kind = "other"}},
    {"In a debate the Council will speak, said the Council, and the Council left. The Oban Grain Council met.",
      {"Council", entity = "e1", kind = "org"}, {"Council", entity = "e1"}, {"Council", entity = "e1"},
      {"Oban Grain Council", entity = "e1"}},
    {"The BBC and the Oban Courier told Labour so. The party left, and the newspaper closed.", {"BBC"}, {"Oban Courier", entity = "e2"},
      {"Labour", entity = "e3"}, {"The party", entity = "e3", how = "description"}},
    {"The Oban Courier met Labour, and the newspaper said so.", {"Oban Courier", entity = "e1"}, {"Labour", entity = "e2"},
      {"the newspaper", entity = "e1"}},
    {"The Oban Harbour Council met. Later the Council spoke.", {"Oban Harbour Council", entity = "e1"},
      {"the Council", entity = "e1", how = "description"}},
    {"Nobody was named."},
  },
}
