--- Decides which pieces of capitals name people, organisations and places (internal; people, orgs, places and entities
-- are made from it).
--
-- `_pieces` has weighed each piece where it stands. What was found with confidence in one place now helps where the
-- same words, a surname, an acronym or the first word of an organisation stand alone: one document rarely uses one name
-- for two things.

local PERSON <const>, ORG <const>, PLACE <const>, OTHER <const> = 1, 2, 3, 0
local ACCEPT <const> = 1.5 -- from here on a piece is a name
local STRONG <const> = 2.6 -- from here on it lends its kind to parts of it
local SURE <const> = 6 -- a country: neither lends nor borrows

-- Marks of _pieces that are asked here.
local MIXED_UP <const> = (1 << 7) | (1 << 8) | (1 << 52) | (1 << 53) | (1 << 54) -- function and common words, countries, demonyms, places
local COMMON <const> = (1 << 7) | (1 << 8)
local NO_NAME <const> = 1 << 29

-- Evidence of _pieces that is asked here, and what is added.
local DEFINES <const> = 1 << 20 -- in brackets behind the piece before it
local PLACED <const> = (1 << 11) | (1 << 12) | (1 << 16) -- by a preposition, by what follows, by a noun
local SPREAD <const> = 1 << 21

local evidence = {
  "a given name", "a family name", "a title before it", "a verb of speech beside it", "who, whose or whom behind it",
    "an age behind it",
  "a word that organisations are called by", "in the list of organisations", "in the list of places",
    "in the list of countries",
  "a word that places are called by", "a preposition of place before it", "a place or date behind it", "all capitals",
  "joined by of or for", "initials", "a noun beside it", "a title in apposition", "a score beside it",
    "in the list of offices",
  "in brackets behind its long form",
  "named so elsewhere in the document",
}

-- The evidence of a piece in words.
local function in_words(bits)
  local list = {}
  for n = 1, #evidence do
    if bits & 1 << (n - 1) ~= 0 then list[#list + 1] = evidence[n] end
  end
  return list
end

-- Lists that are used again for the next document: pieces of the same words are a group, known by its number.
local keys, groups, members = {}, {}, {}
local most_person, most_org, most_place, most_thing, all_person, all_org, all_place = {}, {}, {}, {}, {}, {}, {}

-- Gathers what is known of each group, and of the words that strong names are made of. Returns {words -> group}, and
-- for single words how strong a person or an organisation they are part of.
local function gather(doc, count, P, marks)
  local from, to, size, lead, caps, why = P.from, P.to, P.size, P.lead, P.caps, P.why
  local as_person, as_org, as_place, as_thing = P.person, P.org, P.place, P.thing
  local word, slice = doc.word, doc.slice
  local group_of, person_part, org_part = {}, {}, {}
  local number = 0
  for k = 1, count do
    local person, org, place = as_person[k], as_org[k], as_place[k]
    if place < SURE then
      local p, q = from[k], to[k]
      local key = p == q and word(p) or slice(p, q):lower()
      local g = group_of[key]
      keys[k], groups[k] = key, g or 0
      if caps[k] == 0 and not (lead[k] and marks[p] & COMMON ~= 0 and size[k] == 1) then
        local thing = as_thing[k]
        if why[k] & DEFINES ~= 0 then
          -- What the long form is, its acronym is.
          local long = k - 1
          if as_org[long] >= STRONG and as_org[long] > as_thing[long] then org = org + 1 else thing = thing + 1 end
        end
        if not g then
          number = number + 1
          group_of[key], groups[k], members[number] = number, number, 1
          most_person[number], most_org[number], most_place[number], most_thing[number] = person, org, place, thing
          all_person[number], all_org[number], all_place[number] = person, org, place
        else
          members[g] = members[g] + 1
          if person > most_person[g] then most_person[g] = person end
          if org > most_org[g] then most_org[g] = org end
          if place > most_place[g] then most_place[g] = place end
          if thing > most_thing[g] then most_thing[g] = thing end
          all_person[g], all_org[g], all_place[g] = all_person[g] + person, all_org[g] + org, all_place[g] + place
        end
      end
      if size[k] > 1 then
        if person >= STRONG and person > org and person > place then
          local part = word(q)
          if (person_part[part] or 0) < person then person_part[part] = person end
          part = word(p)
          if not person_part[part] then person_part[part] = person - 1 end
        elseif org >= STRONG and org > place and marks[p] & MIXED_UP == 0 then
          local part = word(p)
          if not org_part[part] then org_part[part] = org end
        end
      end
    else
      keys[k] = false
    end
  end
  return group_of, person_part, org_part
end

return {
  api = 1,
  name = "names",
  summary = "Which capitalised words name people, organisations and places (internal)",
  provides = {_names = {found = "table", people = "number", orgs = "number", places = "number"}},
  requires = {"_pieces"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local record = doc:layer"_pieces"[1]
    if not record then return end
    local count, P, marks = record.count, record.pieces, record.marks
    local group_of, person_part, org_part = gather(doc, count, P, marks)
    local from, to, size, title, listed, why = P.from, P.to, P.size, P.title, P.listed, P.why
    local as_person, as_org, as_place, as_thing, lead, caps = P.person, P.org, P.place, P.thing, P.lead, P.caps
    local f_from, f_to, f_kind, f_score, f_title, f_listed, f_why = {}, {}, {}, {}, {}, {}, {}
    local number, people, orgs, places = 0, 0, 0, 0
    for k = 1, count do
      local person, org, place = as_person[k], as_org[k], as_place[k]
      local key, reasons, thing, open = keys[k], why[k], as_thing[k], lead[k] and size[k] == 1
      if key then
        local g = groups[k]
        if g == 0 then g = group_of[key] end
        if g then
          open = false
          if members[g] > 1 or groups[k] == 0 or reasons & DEFINES ~= 0 then
            local more_person, more_org, more_place = most_person[g] - person, most_org[g] - org, most_place[g] - place
            if more_person > 0 then person = person + 0.9 * more_person end
            if more_org > 0 then org = org + 0.9 * more_org end
            if more_place > 0 then place = place + 0.9 * more_place end
            if more_person > 0 or more_org > 0 or more_place > 0 then reasons = reasons | SPREAD end
            if most_thing[g] > thing then thing = thing + 0.7 * (most_thing[g] - thing) end
            -- The kind that all of them together speak for most.
            local sum_person, sum_org, sum_place = all_person[g], all_org[g], all_place[g]
            if sum_person > sum_org and sum_person > sum_place then
              org, place = org - 0.5, place - 0.5
            elseif sum_org > sum_place then
              person, place = person - 0.5, place - 0.5
            else
              person, org = person - 0.5, org - 0.5
            end
          end
        end
        if size[k] == 1 then
          local part = person_part[key]
          if part then
            person, place = person + 0.8 * part, place - (reasons & PLACED == 0 and 1.5 or 0.5)
            reasons, open = reasons | SPREAD, false
          else
            part = org_part[key]
            if part then org, reasons, open = org + 0.6 * part, reasons | SPREAD, false end
          end
        end
      end
      local kind, score = PERSON, person
      if org > score then kind, score = ORG, org end
      if place > score then kind, score = PLACE, place end
      local accept = ACCEPT
      if open then accept = accept + 0.8 end
      if caps[k] > 0 then accept = accept + 0.5 end
      if score < accept or score <= thing then kind = OTHER end
      if kind ~= OTHER or not (open or caps[k] > 0 or size[k] == 1 and marks[from[k]] & (NO_NAME | COMMON) ~= 0) then
        number = number + 1
        if kind == PERSON then people = people + 1 elseif kind == ORG then orgs = orgs + 1 elseif kind == PLACE then places = places + 1 end
        f_from[number], f_to[number], f_kind[number], f_score[number] = from[k], to[k], kind, score
        f_title[number], f_listed[number], f_why[number] = title[k], listed[k], reasons
      end
    end
    if number == 0 then return end
    add(1, doc.count, {people = people, orgs = orgs, places = places, found = {
      count = number, from = f_from, to = f_to, kind = f_kind, score = f_score, title = f_title, listed = f_listed,
        why = f_why,
      names = record.names, marks = marks, sentences = record.sentences, evidence = in_words}})
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.", people = 2, orgs = 0, places = 1}},
    {"The Ministry of Fisheries said Solvang would go.", {"The Ministry of Fisheries said Solvang would go.",
      people = 1, orgs = 1}},
    {"Marit Solvang spoke. Solvang left.", {"Marit Solvang spoke. Solvang left.", people = 2, orgs = 0, places = 0}},
    {"But the talks failed. However, nobody left."},
  },
}
