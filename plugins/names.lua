--- Decides which pieces of capitals name people, organisations and places (internal; people, orgs, places and entities
-- are made from it).
--
-- `_weights` has weighed each piece where it stands. What was found with confidence in one place now helps where the
-- same words, a surname, an acronym or the first word of an organisation stand alone: one document rarely uses one name
-- for two things.

local PERSON <const>, ORG <const>, PLACE <const>, OTHER <const> = 1, 2, 3, 0
local ACCEPT <const> = 1.5 -- from here on a piece is a name
local STRONG <const> = 2.6 -- from here on it lends its kind to parts of it
local LENDS <const> = 2.2 -- from here on a person lends its kind to the surname alone
local SURE <const> = 6 -- a country: neither lends nor borrows

-- Marks of _pieces that are asked here.
local MIXED_UP <const> = (1 << 7) | (1 << 8) | (1 << 52) | (1 << 53) | (1 << 54) -- function and common words, countries, demonyms, places
local COMMON <const> = (1 << 7) | (1 << 8)
local NO_NAME <const> = 1 << 29

-- Evidence of _weights that is asked here, and what is added.
local DEFINES <const> = 1 << 20 -- in brackets behind the piece before it
local PLACED <const> = (1 << 11) | (1 << 12) | (1 << 16) -- by a preposition, by what follows, by a noun
local SPREAD <const> = 1 << 21
local EVIDENCE <const> = (1 << 22) - 1
-- What else `why` tells there: one capital alone; in a headline; a capital for no other reason than where it stands.
local SINGLE <const>, HEADLINE <const>, LEAD <const> = 1 << 22, 1 << 23, 1 << 45

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

-- Lists that are used again for the next document. Of each piece the numbers of its words, of the first and of the last of
-- them, and whether it came before its group and is not in it: pieces of the same words are a group.
local whole, first_word, last_word, early = {}, {}, {}, {}
-- Of each number how many pieces are in the group, the most and the sum of what speaks for each kind in it, and how strong
-- a person or an organisation the words are part of (0: none).
local group = {members = {}, person_part = {}, org_part = {}, most_person = {}, most_org = {}, most_place = {},
  most_thing = {}, all_person = {}, all_org = {}, all_place = {}}

-- Gathers what is known of each group, and of the words that strong names are made of.
local function gather(doc, count, P, marks)
  local from, to, why = P.from, P.to, P.why
  local as_person, as_org, as_place, as_thing = P.person, P.org, P.place, P.thing
  local members, person_part, org_part = group.members, group.person_part, group.org_part
  local most_person, most_org, most_place, most_thing = group.most_person, group.most_org, group.most_place,
    group.most_thing
  local all_person, all_org, all_place = group.all_person, group.all_org, group.all_place
  local numbers_of, early_of = whole, early
  local numbers = doc:keys(from, to, count, whole, first_word, last_word)
  for g = 1, numbers do
    members[g] = 0
    person_part[g] = 0
    org_part[g] = 0
  end
  for k = 1, count do
    local place = as_place[k]
    if place < SURE then
      local person, org, g, reasons = as_person[k], as_org[k], numbers_of[k], why[k]
      local grouped = members[g]
      if reasons & (LEAD | HEADLINE) == 0 or reasons & HEADLINE == 0 and marks[from[k]] & COMMON == 0 then
        local thing = as_thing[k]
        if reasons & DEFINES ~= 0 then
          -- What the long form is, its acronym is, whatever else it may stand for elsewhere.
          local long = k - 1
          if as_org[long] >= STRONG and as_org[long] > as_thing[long] then
            org = org + 1 + thing
          else
            thing = thing + 1
          end
        end
        members[g] = grouped + 1
        early_of[k] = false
        if grouped == 0 then
          most_person[g] = person
          most_org[g] = org
          most_place[g] = place
          most_thing[g] = thing
          all_person[g] = person
          all_org[g] = org
          all_place[g] = place
        else
          if person > most_person[g] then most_person[g] = person end
          if org > most_org[g] then most_org[g] = org end
          if place > most_place[g] then most_place[g] = place end
          if thing > most_thing[g] then most_thing[g] = thing end
          all_person[g] = all_person[g] + person
          all_org[g] = all_org[g] + org
          all_place[g] = all_place[g] + place
        end
      else
        early_of[k] = grouped == 0
      end
      if reasons & SINGLE == 0 then
        if person >= LENDS and person > org and person > place then
          local part = last_word[k]
          if person_part[part] < person then person_part[part] = person end
          part = first_word[k]
          if person >= STRONG and person_part[part] == 0 then person_part[part] = person - 1 end
        elseif org >= STRONG and org > place and marks[from[k]] & MIXED_UP == 0 then
          local part = first_word[k]
          if org_part[part] == 0 then org_part[part] = org end
        end
      end
    end
  end
end

return {
  api = 1,
  name = "names",
  summary = "Which capitalised words name people, organisations and places (internal)",
  provides = {_names = {found = "table", people = "number", orgs = "number", places = "number"}},
  requires = {"_pieces", "_weights"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local weights = doc:layer"_weights"[1]
    if not weights then return end
    local record = doc:layer"_pieces"[1]
    local count, P, marks = weights.count, weights.pieces, record.marks
    gather(doc, count, P, marks)
    local from, to, title, listed, why = P.from, P.to, P.title, P.listed, P.why
    local as_person, as_org, as_place, as_thing = P.person, P.org, P.place, P.thing
    local f_from, f_to, f_kind, f_score, f_title, f_listed, f_why, f_words = doc:kept(8, count)
    local members, person_part, org_part = group.members, group.person_part, group.org_part
    local most_person, most_org, most_place, most_thing = group.most_person, group.most_org, group.most_place,
      group.most_thing
    local all_person, all_org, all_place = group.all_person, group.all_org, group.all_place
    local numbers_of, early_of = whole, early
    local number, people, orgs, places = 0, 0, 0, 0
    for k = 1, count do
      local person, org, place, thing = as_person[k], as_org[k], as_place[k], as_thing[k]
      local reasons = why[k]
      local doubt = reasons & (LEAD | HEADLINE) -- of whether it is a name at all
      if place < SURE then
        local g = numbers_of[k]
        local grouped = members[g]
        if grouped > 0 then
          doubt = doubt & HEADLINE
          if grouped > 1 or early_of[k] or reasons & DEFINES ~= 0 then
            local more_person, more_org, more_place = most_person[g] - person, most_org[g] - org, most_place[g] - place
            if more_person > 0 then person, reasons = person + 0.9 * more_person, reasons | SPREAD end
            if more_org > 0 then org, reasons = org + 0.9 * more_org, reasons | SPREAD end
            if more_place > 0 then place, reasons = place + 0.9 * more_place, reasons | SPREAD end
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
        if reasons & SINGLE ~= 0 then
          local part = person_part[g]
          if part >= STRONG or part > 0 and place < STRONG then
            person, place = person + 0.8 * part, place - (reasons & PLACED == 0 and 1.5 or 0.5)
            reasons, doubt = reasons | SPREAD, doubt & HEADLINE
          elseif org_part[g] > 0 then
            org, reasons, doubt = org + 0.6 * org_part[g], reasons | SPREAD, doubt & HEADLINE
          end
        end
      end
      local kind, score = PERSON, person
      if org > score then kind, score = ORG, org end
      if place > score then kind, score = PLACE, place end
      local accept = ACCEPT
      if doubt ~= 0 then
        if doubt & LEAD ~= 0 then accept = accept + 0.8 end
        if doubt & HEADLINE ~= 0 then accept = accept + 0.5 end
      end
      if score < accept or score <= thing then kind = OTHER end
      if kind ~= OTHER
        or doubt == 0 and (reasons & SINGLE == 0 or marks[from[k]] & (NO_NAME | COMMON) == 0) then
        number = number + 1
        if kind == PERSON then
          people = people + 1
        elseif kind == ORG then
          orgs = orgs + 1
        elseif kind == PLACE then
          places = places + 1
        end
        f_from[number] = from[k]
        f_to[number] = to[k]
        f_kind[number] = kind
        f_score[number] = score
        f_title[number] = title[k]
        f_listed[number] = listed[k]
        f_why[number] = reasons & EVIDENCE
        f_words[number] = numbers_of[k]
      end
    end
    local old = number + 1 -- of an earlier record
    while f_from[old] do
      f_from[old], f_to[old], f_kind[old], f_score[old] = false, false, false, false
      f_title[old], f_listed[old], f_why[old], f_words[old] = false, false, false, false
      old = old + 1
    end
    if number == 0 then return end
    add(1, doc.count, {people = people, orgs = orgs, places = places, found = {
      count = number, from = f_from, to = f_to, kind = f_kind, score = f_score, title = f_title, listed = f_listed,
      why = f_why, words = f_words, -- `words`: a number, equal for names of the same words
      names = record.names, marks = marks, sentences = record.sentences, described = record.described,
      evidence = in_words}})
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
