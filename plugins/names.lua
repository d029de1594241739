--- Decides which capitalised words are the name of a person, an organisation or a place (internal; people, orgs and places are made
-- from it).
--
-- A gazetteer hit is evidence, not a decision. Every run of capitals is cut where titles, countries and demonyms show a border; each
-- piece is weighed as each of the three kinds by what stands in and around it; then what was decided with confidence spreads to the
-- same words, surnames, acronyms and neighbours in lists of the same document.
--
-- Tokens are read as marks (integers), names kept in flat lists: this runs on every capital of every text.

local PERSON <const>, ORG <const>, PLACE <const> = 1, 2, 3
local ACCEPT <const> = 1.5 -- from here on a piece is a name
local STRONG <const> = 2.6 -- from here on it lends its kind to others of the document

-- Classes of tokens: bit n - 1 is entry n of `marks` below.
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local LOWER <const> = 1 << 2
local DIGIT <const> = 1 << 3
local JOINED <const> = 1 << 4
local COMPOUND <const> = 1 << 5
local SENTENCE <const> = 1 << 6
local LINE <const> = 1 << 7
local FUNCTION <const> = 1 << 8
local COMMON <const> = 1 << 9
local PERSONAL <const> = 1 << 10
local CALENDAR <const> = 1 << 11
local PARTICLE <const> = 1 << 12
local OF <const> = 1 << 13
local AND <const> = 1 << 14
local THE <const> = 1 << 15
local LOCATIVE <const> = 1 << 16
local SPEECH <const> = 1 << 17
local WHO <const> = 1 << 18
local HEAD <const> = 1 << 19
local TEAM <const> = 1 << 20
local COMPANY <const> = 1 << 21
local PLACE_END <const> = 1 << 22
local PLACE_FRONT <const> = 1 << 23
local COMPASS <const> = 1 << 24
local NO_NAME <const> = 1 << 25
local THING <const> = 1 << 26
local FIRST <const> = 1 << 27
local FAMILY <const> = 1 << 28
local TITLE <const> = 1 << 29
local COUNTRY <const> = 1 << 30
local DEMONYM <const> = 1 << 31
local LISTED_PLACE <const> = 1 << 32
local LISTED_ORG <const> = 1 << 33
local COMMA <const> = 1 << 34
local OPEN <const> = 1 << 35
local CLOSE <const> = 1 << 36
local POSSESSIVE <const> = 1 << 37
local OPENER <const> = 1 << 38
local AMPERSAND <const> = 1 << 39
local WORD <const> = 1 << 40
local TEAM_VERB <const> = 1 << 41
local TEAM_NOUN <const> = 1 << 42
local ORG_NOUN <const> = 1 << 43
local PLACE_NOUN <const> = 1 << 44
local SOURCE <const> = 1 << 45
local DASH <const> = 1 << 46
local FACILITY <const> = 1 << 47
local ARTICLE <const> = 1 << 48
local TAIL <const> = 1 << 49
local LINEAGE <const> = 1 << 50
local MIXED <const> = 1 << 51
local THING_NOUN <const> = 1 << 52
local BODY <const> = 1 << 53
local INITIAL <const> = 1 << 54
local SPORT <const> = 1 << 55
local OFFICE <const> = 1 << 56
local STOP <const> = 1 << 57
local ACRONYM <const> = 1 << 58

-- The document being read: set by annotate.
local doc, marks, low, high
local office_end, acronym_end, acronym_row
local sport -- the document is about sport
local caps -- 0: capitals mark names in this sentence; 1: a headline, most words are capitalised; 2: all letters are capitals
local first_end, first_row, family_end, family_row, title_end, title_row, title_begin
local country_end, country_row, country_begin, demonym_end, demonym_row, demonym_begin, place_end, place_row, org_end, org_row

-- The pieces found, by number.
local count
local from, to, size, as_person, as_org, as_place, as_thing = {}, {}, {}, {}, {}, {}, {}
local title_at, listed, lead_at, in_caps, why = {}, {}, {}, {}, {}

local common_first, common_family, place_weight, org_weight, acronym_thing, title_class -- rows: what matters of them, looked up once

local evidence <const> = {"a given name", "a family name", "a title before it", "a verb of speech beside it", "who, whose or whom behind it", "an age behind it",
  "a word that organisations are called by", "the ending of a company", "in the list of organisations", "in the list of places",
  "in the list of countries", "a word that places are called by", "a preposition of place before it", "a place or date behind it",
  "all capitals", "joined by of or for", "initials", "named so elsewhere in the document", "defined in brackets", "its neighbours in a list",
  "a noun beside it", "a title in apposition", "a score beside it", "in the list of offices"}

-- The evidence of a piece in words.
local function in_words(bits)
  local list = {}
  for n = 1, #evidence do
    if bits & 1 << (n - 1) ~= 0 then list[#list + 1] = evidence[n] end
  end
  return list
end
local W_GIVEN <const>, W_FAMILY <const>, W_TITLE <const>, W_SPEECH <const>, W_WHO <const>, W_AGE <const> = 1, 2, 4, 8, 16, 32
local W_HEAD <const>, W_COMPANY <const>, W_ORG <const>, W_PLACE <const>, W_COUNTRY <const> = 64, 128, 256, 512, 1024
local W_END <const>, W_LOCATIVE <const>, W_BEHIND <const>, W_UPPER <const>, W_OF <const> = 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15
local W_INITIALS <const>, W_SPREAD <const>, W_DEFINED <const>, W_LIST <const>, W_NOUN <const> = 1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20
local W_APPOSITION <const>, W_SCORE <const>, W_OFFICE <const> = 1 << 21, 1 << 22, 1 << 23

-- What matters of a row, kept by its number: filled when first asked for.
local function keeper(pick)
  local kept = {}
  return function(packed)
    local value = kept[packed]
    if value == nil then
      value = pick(doc:row(packed)) or false
      kept[packed] = value
    end
    return value
  end
end

-- The last token of the run of name words that begins at i: capitals, hyphened pieces, particles between capitals.
local function run_end(i)
  local last = i
  while last < high do
    local j = last + 1
    local m = marks[j]
    if m & CAPITAL ~= 0 then
      if m & (JOINED | CALENDAR) ~= 0 and m & COMPOUND == 0 then break end
      if m & FUNCTION ~= 0 and (m & UPPER == 0 or caps == 2) then break end
      if caps > 0 and m & COMMON ~= 0 and m & (FIRST | FAMILY | HEAD | COMPANY) == 0 then break end
      last = j
    elseif m & COMPOUND ~= 0 then
      local piece = j < high and marks[j + 1] or 0
      if piece & COMPOUND == 0 then break end
      if piece & CAPITAL == 0 then
        -- "Young-hoon" but not "US-led", "Nour-2" but not "COVID-19".
        if marks[last] & (UPPER | COUNTRY | DEMONYM | NO_NAME) ~= 0 or piece & TAIL ~= 0
          or piece & (COMMON | FUNCTION) ~= 0 and piece & PARTICLE == 0 and (last == i or marks[last] & COMMON ~= 0) then
          break
        end
      end
      last = j + 1
    elseif m & PARTICLE ~= 0 and j < high and marks[j] & JOINED == 0 then
      local following = marks[j + 1]
      if following & CAPITAL ~= 0 then
        last = j + 1
      elseif following & PARTICLE ~= 0 and j + 2 <= high and marks[j + 2] & CAPITAL ~= 0 then
        last = j + 2
      elseif following & COMPOUND ~= 0 and j + 2 <= high and marks[j + 2] & CAPITAL ~= 0 then
        last = j + 2
      else
        break
      end
    elseif m & AMPERSAND ~= 0 and j < high and marks[j + 1] & CAPITAL ~= 0 then
      last = j + 1
    else
      break
    end
  end
  return last
end

local function capitals(p, q)
  local n = 0
  for k = p, q do
    if marks[k] & CAPITAL ~= 0 then n = n + 1 end
  end
  return n
end

-- Weighs tokens p to q as each kind and keeps them as a piece. `the`: "the" stands before; `lead`: the capital of its first token says nothing.
local function weigh(p, q, the, lead, title, joined)
  local n = p == q and 1 or capitals(p, q)
  local mp, mq = marks[p], marks[q]
  local before = p > low and marks[p - 1] or 0
  local after = q < high and marks[q + 1] or 0
  local person, org, place, thing, reasons = 0, 0, 0, 0, 0
  local single = n == 1
  local upper = mp & UPPER ~= 0 and caps ~= 2
  local row

  -- What the words are.
  if mp & FIRST ~= 0 and first_end[p] <= q then
    person = person + (single and (common_first(first_row[p]) and 0.4 or 1.2) or common_first(first_row[p]) and 1.4 or 2.4)
    reasons = reasons | W_GIVEN
  end
  if mq & FAMILY ~= 0 and family_end[q] == q then
    person = person + (common_family(family_row[q]) and (single and 0.3 or 0.6) or 1.0)
    reasons = reasons | W_FAMILY
  end
  if single then
    if mp & (COMMON | FUNCTION) == 0 then
      person, org, place = person + 0.7, org + 0.6, place + 0.6
    elseif mp & PERSONAL == 0 then
      person, org, place = person - 0.6, org - 0.2, place - 0.4
    end
    if upper then
      person, place = person - 2, place - 0.6
      org, reasons = org + 1.4, reasons | W_UPPER
    end
  else
    local plain, common = 0, 0
    for k = p, q do
      local m = marks[k]
      if m & CAPITAL ~= 0 then
        if m & (COMMON | FUNCTION) ~= 0 and m & (PERSONAL | FIRST) == 0 then common = common + 1 else plain = plain + 1 end
        if m & UPPER ~= 0 and caps ~= 2 and k < q and k > p - 1 then org = org + 0.3 end
      elseif m & PARTICLE ~= 0 and m & (THE | OF) == 0 then
        person = person + 0.4
      end
    end
    if n <= 3 then person = person + 0.8 elseif n > 4 then person = person - 1.5 end
    org, place = org + 0.5, place + 0.2
    if common > 0 then
      person = person - 1.2 * common
      org, place = org + 0.4, place - 0.2
      if plain == 0 then thing = thing + 0.8 end
    end
    if mp & INITIAL ~= 0 then
      person, org, reasons = person + 1.8, org - 0.5, reasons | W_INITIALS
    elseif upper and mp & HEAD == 0 then
      person, org = person - 1, org + 0.6
    end
  end

  -- Heads: "Ministry", "Party", "Ltd", "River", "Cup".
  if n > 1 and (mp & COUNTRY ~= 0 and country_end[p] == q or mp & LISTED_PLACE ~= 0 and place_end[p] == q) then
    place, person = place + 1, person - 1
  elseif n > 1 then
    if mq & COMPANY ~= 0 then
      org, person, place, reasons = org + 2.6, person - 2, place - 1, reasons | W_HEAD
    elseif mq & HEAD ~= 0 or mp & HEAD ~= 0 and joined then
      org, person, place, reasons = org + 2.8, person - 2, place - 1, reasons | W_HEAD
    elseif mq & TEAM ~= 0 then
      org, person, reasons = org + 1.8, person - 1, reasons | W_HEAD
    elseif mp & HEAD ~= 0 then
      org, person = org + 1.2, person - 1
    end
    if mq & PLACE_END ~= 0 then place, org, person, reasons = place + 3.2, org - 1, person - 1.6, reasons | W_END end
    if mq & FACILITY ~= 0 then place, org, person, reasons = place + 2.6, org + 0.8, person - 1.6, reasons | W_END end
    if mp & PLACE_FRONT ~= 0 then place, reasons = place + 2.2, reasons | W_END end
    if mp & COMPASS ~= 0 then place, person = place + 1.2, person - 1.5 end
  elseif mp & (HEAD | TEAM) ~= 0 and mp & COMMON ~= 0 then
    org, person, place = org + (mp & BODY ~= 0 and (the and 1.4 or 0.8) or 0.2), person - 1, place - 0.5
  end
  if mq & THING ~= 0 then thing = thing + 3.5 end
  if mp & NO_NAME ~= 0 and p == q then thing = thing + 4 end
  if joined then org, person, reasons = org + 1.8, person - 2.5, reasons | W_OF end

  -- What the lists know.
  if mp & COUNTRY ~= 0 then
    local e = country_end[p]
    if e == q then
      place, row, reasons = place + (mp & PERSONAL ~= 0 and 3.4 or 4.5), country_row[p], reasons | W_COUNTRY
    elseif e < q then
      place, org = place + 0.3, org + 0.5
    end
  end
  if mp & LISTED_PLACE ~= 0 then
    local e = place_end[p]
    if e == q then
      local weight = place_weight(place_row[p])
      place, row, reasons = place + weight, row or place_row[p], reasons | W_PLACE
      -- "Washington", "Paris": cities of the world are rarer as family names.
      if single and not title and weight > 2.1 and mp & (FIRST | FAMILY) ~= 0 then person = person - 1.6 end
    elseif e < q then
      place, org = place + 0.4, org + 0.3
    end
  end
  if mp & LISTED_ORG ~= 0 then
    local e = org_end[p]
    if e == q then
      local weight = org_weight(org_row[p])
      if single and caps == 0 and not upper and mp & COMMON ~= 0 then weight = weight - 0.8 end
      org, reasons = org + weight + (n > 1 and 1.2 or 0), reasons | W_ORG
      if not row or org > place then row = org_row[p] end
    elseif e < q and (e > p or org_weight(org_row[p]) > 1.5) then
      org = org + 1.4
    end
  end

  if n > 1 and mq & COUNTRY ~= 0 and mp & (COUNTRY | COMPASS | LISTED_PLACE | FIRST) == 0 and country_end[q] == q then org = org + 1.2 end
  if p == q then
    if upper and not row and (after & DIGIT ~= 0 or doc.word(p):find("%d")) then thing = thing + 3 end
    if mp & ACRONYM ~= 0 and acronym_end[p] == p then
      if acronym_thing(acronym_row[p]) then thing = thing + 3 elseif upper then org, row = org + 1, row or acronym_row[p] end
    end
    if mp & MIXED ~= 0 and doc.word(p):find("-", 1, true) then thing = thing + 4 end
  end
  if after & THING_NOUN ~= 0 then thing = thing + (row and 0.6 or 1.8) end

  if mp & OFFICE ~= 0 and office_end[p] == q and n > 1 then person, reasons = person + 2.5, reasons | W_OFFICE end

  -- What stands around.
  if title then
    person, org, place, reasons = person + 3.4, org - 1.5, place - 1.5, reasons | W_TITLE
  end
  if after & SPEECH ~= 0 then
    person, org, reasons = person + 1.0, org + 0.6, reasons | W_SPEECH
  elseif after & WHO ~= 0 then
    person, reasons = person + 1.6, reasons | W_WHO
  elseif after & COMMA ~= 0 and q + 2 <= high then
    local next = marks[q + 2]
    if next & DIGIT ~= 0 and q + 3 <= high and marks[q + 3] & COMMA ~= 0 then
      person, reasons = person + 1.8, reasons | W_AGE
    elseif next & WHO ~= 0 then
      person, org, reasons = person + 0.9, org + 0.2, reasons | W_WHO
    elseif next & (COUNTRY | LISTED_PLACE) ~= 0 and next & CAPITAL ~= 0 and caps ~= 1 then
      place, reasons = place + (next & COUNTRY ~= 0 and 1.4 or 0.9), reasons | W_BEHIND
    elseif next & TITLE ~= 0 and next & LOWER ~= 0 or next & (THE | ARTICLE) ~= 0 and q + 3 <= high and marks[q + 3] & TITLE ~= 0 then
      person, reasons = person + 1.4, reasons | W_APPOSITION
    end
  elseif after & (PLACE_NOUN | ORG_NOUN | TEAM_NOUN | TEAM_VERB) ~= 0 then
    if after & PLACE_NOUN ~= 0 then place, reasons = place + 1.3, reasons | W_NOUN end
    if after & ORG_NOUN ~= 0 then org, reasons = org + 0.9, reasons | W_NOUN end
    if after & TEAM_NOUN ~= 0 then org, reasons = org + 1.0, reasons | W_NOUN end
    if after & TEAM_VERB ~= 0 then org, person = org + 0.7, person + 0.4 end
  end
  -- Teams: "Ulsan 2", "beat Ulsan".
  if mp & (COUNTRY | FIRST) ~= COUNTRY and caps == 0 or caps == 2 and sport then
    if after & DIGIT ~= 0 and after & JOINED == 0 and #doc.word(q + 1) <= 3 and before & LOCATIVE == 0 then
      org, reasons = org + (sport and 3 or 0.8), reasons | W_SCORE
    elseif sport and mp & COUNTRY == 0 and (after & TEAM_VERB ~= 0 or before & TEAM_VERB ~= 0) then
      org = org + 1.6
    end
  end
  if mp & LINE ~= 0 and mp & UPPER ~= 0 and q < high then
    -- A dateline: "LONDON 1996-08-30", "AMMAN -", "BULAWAYO, Zimbabwe", "KABUL (".
    local next = after & COMMA ~= 0 and q + 2 <= high and marks[q + 2] or 0
    if after & (DASH | DIGIT) ~= 0 or next & (COUNTRY | LISTED_PLACE | CALENDAR) ~= 0 then place, reasons = place + 2.6, reasons | W_BEHIND end
  end
  if before & SPEECH ~= 0 then person, org, reasons = person + 0.8, org + 0.5, reasons | W_SPEECH end
  if before & COMMA ~= 0 and p - 2 >= low and title_begin[p - 2] and not title then person, reasons = person + 1.1, reasons | W_APPOSITION end
  local preposition = before
  if the and p - 2 >= low then preposition = marks[p - 2] end
  if preposition & LOCATIVE ~= 0 then
    place, reasons = place + (the and 0.7 or 1.4), reasons | W_LOCATIVE
  elseif preposition & SOURCE ~= 0 then
    person, org, place = person + 0.7, org + 0.7, place - 0.8
  elseif before & OF ~= 0 and p - 2 >= low then
    local noun = marks[p - 2]
    if noun & (PLACE_END | PLACE_NOUN) ~= 0 then place, reasons = place + 2, reasons | W_NOUN
    elseif noun & TITLE ~= 0 then org, place = org + 0.6, place + 0.5 end
  elseif before & LOWER ~= 0 and before & (HEAD | COMPANY) ~= 0 then
    org, reasons = org + 1.3, reasons | W_NOUN
  end
  if the then
    person, org = person - 1.4, org + (single and 0.3 or 0.5)
  end
  if n > 3 then place = place - 0.6 end

  -- "Dr al-Mannai": what belongs to a family name stands before it.
  if before & LINEAGE ~= 0 and before & LOWER ~= 0 then
    p, person = p - 1, person + 1
  elseif before & COMPOUND ~= 0 and mp & COMPOUND ~= 0 and p - 2 >= low and marks[p - 2] & LINEAGE ~= 0 and marks[p - 2] & LOWER ~= 0 then
    p, person = p - 2, person + 1
  end

  count = count + 1
  from[count], to[count], size[count] = p, q, n
  as_person[count], as_org[count], as_place[count], as_thing[count] = person, org, place, thing
  title_at[count], listed[count], lead_at[count], in_caps[count], why[count] = title or false, row or false, lead, caps, reasons
end

-- A country that needs no weighing.
local function add_country(p, q)
  count = count + 1
  from[count], to[count], size[count] = p, q, 1
  as_person[count], as_org[count], as_place[count], as_thing[count] = 0, 0, 6, 0
  title_at[count], listed[count], lead_at[count], in_caps[count], why[count] = false, country_row[p], false, caps, W_COUNTRY
end

-- Where "Ministry" goes on as "Ministry of Foreign Affairs": the last token, or nil.
local function joined_end(p, q)
  if q + 2 > high or marks[q + 1] & OF == 0 then return nil end
  local head = marks[p] & HEAD ~= 0 or marks[q] & (HEAD | TEAM) ~= 0
  if not head then return nil end
  local at = q + 2
  if marks[at] & THE ~= 0 and at < high then at = at + 1 end
  local m = marks[at]
  if m & CAPITAL == 0 or m & (CALENDAR | JOINED) ~= 0 or caps > 0 and m & COMMON ~= 0 then return nil end
  local ends = run_end(at)
  if m & (COUNTRY | LISTED_PLACE) ~= 0 then
    local e = country_end[at] or place_end[at]
    if e <= ends then ends = e end
    return ends
  end
  -- "Department of Health and Human Services": and joins what is still capitalised, unless a person or country follows.
  if ends + 2 <= high and marks[ends + 1] & AND ~= 0 then
    local following = marks[ends + 2]
    if following & CAPITAL ~= 0 and following & (FIRST | COUNTRY | TITLE | CALENDAR | FUNCTION) == 0 and (following | m) & COMMON ~= 0 then ends = run_end(ends + 2) end
  end
  if ends + 2 <= high and marks[ends + 1] & OF ~= 0 and marks[ends + 2] & CAPITAL ~= 0 then
    local following = ends + 2
    ends = country_end[following] or place_end[following] or run_end(following)
  end
  return ends
end

-- A title that stands right before token i in lower case; its first token.
local function title_before(i)
  if i <= low or marks[i - 1] & (LOWER | COMPOUND) == 0 then return nil end
  local t = title_begin[i - 1]
  if not t or marks[i] & JOINED ~= 0 or title_class(title_row[t]) == "modifier" then return nil end
  return t
end

-- Reads the run that begins at i; returns the token to go on from.
local function read(i)
  local m = marks[i]
  local following = i < high and marks[i + 1] or 0
  local alone = following & (CAPITAL | COMPOUND | PARTICLE | AMPERSAND | OF) == 0
  -- Most runs are one word that the lists know well.
  if alone then
    if m & (FUNCTION | CALENDAR) ~= 0 and m & UPPER == 0 or m & DEMONYM ~= 0 and demonym_end[i] == i and m & (COUNTRY | LISTED_ORG) == 0 then return i + 1 end
    if m & COUNTRY ~= 0 and m & PERSONAL == 0 and country_end[i] == i and following & (TEAM_VERB | DIGIT) == 0 then
      add_country(i, i)
      return i + 1
    end
  end

  local last = run_end(i)
  local lead = i == low or marks[i - 1] & OPENER ~= 0
  local the = i > low and marks[i - 1] & THE ~= 0
  local title = title_before(i)
  -- "the head of LEBA Fatallah Fawzi": a title whose "of" stands before the run.
  local office
  if i - 2 >= low then
    if marks[i - 1] & OF ~= 0 then office = title_begin[i - 2]
    elseif the and i - 3 >= low and marks[i - 2] & OF ~= 0 then office = title_begin[i - 3] end
  end
  local p = i
  while p <= last do
    m = marks[p]
    local q = last
    local o = m & LISTED_ORG ~= 0 and org_end[p] or 0
    if m & THE ~= 0 and o < last then o = 0 end
    local c = m & COUNTRY ~= 0 and country_end[p] or m & LISTED_PLACE ~= 0 and place_end[p] or 0
    local t = m & TITLE ~= 0 and title_end[p] or 0
    local known = o > c and o or c
    if m & CAPITAL == 0 or m & CALENDAR ~= 0 and known <= p then
      p, title, the = p + 1, nil, false
    elseif t > 0 and t > known - 1 and t < q and title_class(title_row[p]) == "modifier" then
      p, lead, the = t + 1, false, false
    elseif m & FUNCTION ~= 0 and known <= p and t <= p and (m & UPPER == 0 or caps == 2) and not (m & FIRST ~= 0 and not lead and p < last) then
      the = m & THE ~= 0
      lead, title = p == low, nil
      p = p + 1
    elseif caps > 0 and m & COMMON ~= 0 and known <= p and t == 0 and m & (FIRST | HEAD) == 0 then
      p, lead, title, the = p + 1, false, nil, false
    elseif t > c and c > 0 and m & COUNTRY ~= 0 and marks[c + 1] & TITLE ~= 0 then
      add_country(p, c)
      p, lead, the = c + 1, false, false
      last = p > last and (marks[p] & CAPITAL ~= 0 and run_end(p) or p) or last
      if marks[p] & CAPITAL == 0 then
        title = p
        p = title_end[p] + 1
        if p > high or marks[p] & CAPITAL == 0 or marks[p] & (JOINED | CALENDAR | FUNCTION) ~= 0 then return p end
        last = run_end(p)
      end
    elseif t > 0 and t >= known and (t > p or q > t or m & COMMON ~= 0 or q == p) and not (t < q and marks[q] & (HEAD | FACILITY) ~= 0 and q - p <= 2)
      and title_class(title_row[p]) ~= "modifier" then
      -- A title: the name behind it, if there is one. "State Department spokesman" holds an organisation.
      title = p
      for k = p + 1, t do
        if marks[k] & TITLE ~= 0 and title_end[k] == t and (o == k - 1 or marks[k - 1] & HEAD ~= 0) and marks[p] & CAPITAL ~= 0 then
          weigh(p, k - 1, the, lead, nil, false)
          title = k
          break
        end
      end
      the, lead = false, false
      p = t + 1
      if t >= last then
        if p > high or marks[p] & CAPITAL == 0 or marks[p] & (JOINED | CALENDAR | FUNCTION) ~= 0 then return p > i and p or i + 1 end
        last = run_end(p)
      end
    elseif m & DEMONYM ~= 0 and known <= demonym_end[p] then
      local e = demonym_end[p]
      if e >= q then
        p = e + 1
      elseif marks[q] & (HEAD | COMPANY) ~= 0 and marks[e + 1] & (TITLE | FIRST) == 0 then
        weigh(p, q, the, lead, nil, false)
        p = q + 1
      else
        p, lead, the = e + 1, false, false
      end
    else
      -- Where the piece ends.
      if known > q then
        q = known
        last = run_end(q)
        if last > q and marks[q + 1] & COMPOUND == 0 and o > c then last = q end
      end
      if c > 0 and c >= o and c < q then
        local next = marks[c + 1]
        local ending = marks[q]
        if next & COMPOUND ~= 0 then
          if marks[c + 2] & (COUNTRY | LISTED_PLACE | DEMONYM) ~= 0 then q = c end
        elseif next & TITLE ~= 0 and title_end[c + 1] <= q and not (ending & HEAD ~= 0 and q - c <= 2) or next & DEMONYM ~= 0
          or next & (FIRST | COUNTRY) ~= 0 and (m & FIRST == 0 or c > p) and ending & (HEAD | COMPANY | TEAM | PLACE_END | FACILITY) == 0 then
          q = c
        end
      elseif o > 0 and o < q then
        local next = marks[o + 1]
        if marks[q] & (HEAD | COMPANY | TEAM) == 0 and (next & (TITLE | DEMONYM) ~= 0 or next & FIRST ~= 0 and o > p) then q = o end
      end
      for k = p + 1, q do
        local mk = marks[k]
        if mk & TITLE ~= 0 and k > known then
          local e = title_end[k]
          local class = title_class(title_row[k])
          if (class == "office" or class == "rank" or class == "profession") and not (mk & HEAD ~= 0 and e == k) and (e < q or k > p + 0 and class == "office") and not (e < q and marks[q] & (HEAD | FACILITY | COMPANY) ~= 0) then
            q = k - 1
            break
          end
        elseif mk & CALENDAR ~= 0 and k > known then
          q = k - 1
          break
        elseif mk & COMPOUND ~= 0 and mk & (COUNTRY | DEMONYM) ~= 0 and k > known and k - 2 >= p then
          q = k - 2
          break
        end
      end
      if office and p == i and q > p then
        local e = known >= p and known or m & UPPER ~= 0 and p
        for k = q - 1, p, -1 do
          if e then break end
          if marks[k] & HEAD ~= 0 then e = k elseif marks[k + 1] & FIRST ~= 0 then e = k end
        end
        if e and e < q and marks[e + 1] & (COMMON | COMPOUND | HEAD | COMPANY | OF) == 0 then q = e else office = nil end
      end
      while q > p and marks[q] & (CAPITAL | COMPOUND) == 0 do q = q - 1 end

      local strip = false
      if lead and q > p and m & COMMON ~= 0 and known <= p and t == 0 then
        -- The first word of a sentence: part of the name only where the rest needs it.
        local ending = marks[q]
        if ending & (HEAD | COMPANY | TEAM | PLACE_END | FACILITY) == 0 and m & FIRST == 0 or marks[p + 1] & (FIRST | TITLE | COUNTRY | DEMONYM) ~= 0 then strip = true end
      end
      if strip then
        p, lead = p + 1, false
      else
        local ends = q == last and joined_end(p, q)
        if ends then
          weigh(p, ends, the, lead, nil, true)
          q = ends
          if q > last then last = run_end(q) end
        elseif c == q and m & COUNTRY ~= 0 and m & PERSONAL == 0 and not title and p == c then
          add_country(p, q)
        else
          weigh(p, q, the, lead, title, false)
        end
        p, title, the, lead = q + 1, office, false, false
        office = nil
      end
    end
  end
  return last + 1
end

-- How a sentence uses capitals.
local function case_of(first, last)
  local words, upper, capital, common = 0, 0, 0, 0
  for k = first, math.min(last, first + 24) do
    local m = marks[k]
    if m & WORD ~= 0 and m & JOINED == 0 then
      if m & UPPER ~= 0 then upper = upper + 1 end
      if m & FUNCTION == 0 then
        words = words + 1
        if m & CAPITAL ~= 0 then
          capital = capital + 1
          if m & COMMON ~= 0 and m & TITLE == 0 and k > first then common = common + 1 end
        end
      end
    end
  end
  if upper >= 2 and upper * 2 > words + 1 and upper * 10 >= 6 * words then return 2 end
  if words >= 4 and common >= 2 and capital * 10 >= words * 8 and marks[last] & STOP == 0 then return 1 end
  return 0
end

local function read_all(sentences)
  local total = doc.count
  local signs = 0
  for k = 1, math.min(total, 120) do
    if marks[k] & SPORT ~= 0 then signs = signs + 1 end
  end
  sport = signs >= 3
  local i = doc.next_capital(1)
  local number, next = 0, sentences[1]
  high = 0
  while i do
    if i > high then
      while next <= i do
        number = number + 1
        low, next = next, sentences[number + 1] or total + 1
      end
      high = next - 1
      caps = 0
      if i < high and (marks[i] & UPPER ~= 0 or marks[i + 1] & CAPITAL ~= 0 or (i + 1 < high and marks[i + 2] & CAPITAL ~= 0)) then caps = case_of(low, high) end
    end
    local following = read(i)
    if following > total then break end
    i = doc.next_capital(following > i and following or i + 1)
  end
end

-- The words of a piece in one case.
local function key_of(k)
  local p, q = from[k], to[k]
  if p == q then return doc.word(p) end
  return doc.slice(p, q):lower()
end

-- What was decided with confidence helps where it is repeated in whole or in part.
local function spread()
  local best, keys, parts = {}, {}, {}
  for k = 1, count do
    local person, org, place = as_person[k], as_org[k], as_place[k]
    if place < 6 then
      local key = key_of(k)
      keys[k] = key
      if in_caps[k] == 0 and not (lead_at[k] and size[k] == 1 and marks[from[k]] & COMMON ~= 0) then
        local group = best[key]
        if not group then
          best[key] = {person, org, place, as_thing[k]}
        else
          if person > group[1] then group[1] = person end
          if org > group[2] then group[2] = org end
          if place > group[3] then group[3] = place end
          if as_thing[k] > group[4] then group[4] = as_thing[k] end
        end
      end
      if size[k] > 1 then
        if person >= STRONG and person > org and person > place then
          local word = doc.word(to[k])
          if not parts[word] or parts[word] < person then parts[word] = person end
          word = doc.word(from[k])
          if not parts[word] then parts[word] = person - 1 end
        elseif org >= STRONG and org > person and org > place and marks[from[k]] & (COMMON | COUNTRY | LISTED_PLACE | DEMONYM | FUNCTION) == 0 then
          local word = doc.word(from[k])
          if not parts[word] then parts[word] = -org end
        end
      end
    end
  end
  for k = 1, count do
    local key = keys[k]
    if key then
      local group, part = best[key], size[k] == 1 and parts[key]
      if group then
        local gain = false
        if group[1] > as_person[k] then as_person[k], gain = as_person[k] + 0.8 * (group[1] - as_person[k]), true end
        if group[2] > as_org[k] then as_org[k], gain = as_org[k] + 0.8 * (group[2] - as_org[k]), true end
        if group[3] > as_place[k] then as_place[k], gain = as_place[k] + 0.8 * (group[3] - as_place[k]), true end
        if gain then why[k] = why[k] | W_SPREAD end
        lead_at[k] = false
      end
      if part then
        if part > 0 then
          as_person[k] = as_person[k] + 0.7 * part
          as_place[k] = as_place[k] - 0.5
        else
          as_org[k] = as_org[k] - 0.6 * part
        end
        why[k] = why[k] | W_SPREAD
        lead_at[k] = false
      end
    end
  end
end

return {
  api = 1,
  name = "names",
  summary = "Which capitalised words name people, organisations and places (internal)",
  provides = {_names = {found = "table", people = "number", orgs = "number", places = "number"}},
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
    cues = {file = "en.name_cues.tsv", match = "mark"},
    function_words = {file = "en.function_words.tsv", match = "mark"},
  },
  marks = {
    {shape = {"Xx", "XX", "xX"}}, {shape = "XX"}, {shape = "xx"}, {shape = "9"}, {flag = "joined"}, {flag = "compound"},
    {first = "sentence"}, {first = "line"},
    {list = "function_words"},
    {list = "common"}, {list = "common", where = {person = {"first", "last", "both"}}}, {list = "common", where = {class = {"month", "weekday", "season"}}},
    {list = "cues", where = {class = "particle"}},
    {word = {"of", "for"}}, {word = {"and"}}, {word = {"the"}},
    {list = "cues", where = {class = "locative"}},
    {list = "cues", where = {class = "speech"}},
    {word = {"who", "whose", "whom"}},
    {list = "heads", where = {place = "any"}}, {list = "heads", where = {kind = {"team", "league"}}}, {list = "heads", where = {kind = "company"}},
    {list = "cues", where = {class = "place_end"}},
    {list = "cues", where = {class = "place_front"}},
    {list = "cues", where = {class = "compass"}},
    {list = "cues", where = {class = "no_name"}},
    {list = "cues", where = {class = "thing"}},
    {list = "first_names"}, {list = "surnames"}, {list = "titles"}, {list = "countries"}, {list = "demonyms"}, {list = "places"}, {list = "orgs"},
    {word = ","}, {word = {"(", "["}}, {word = {")", "]"}}, {word = {"'s", "'"}}, {word = {"\"", "''", "``", ":", "--", "-", "–", "—", "•", "*", "·", "'", "«", ";"}}, {word = "&"}, {class = "word"},
    {list = "cues", where = {class = "team_verb"}},
    {list = "cues", where = {class = "team_noun"}},
    {list = "cues", where = {class = "org_noun"}},
    {list = "cues", where = {class = "place_noun"}},
    {list = "cues", where = {class = "source"}},
    {word = {"--", "-", "–", "—", "/"}},
    {list = "heads", where = {kind = "facility"}},
    {word = {"a", "an"}},
    {list = "cues", where = {class = "compound_tail"}},
    {word = {"al", "el", "bin", "ibn", "ben", "von", "van", "de"}},
    {shape = "xX"},
    {list = "cues", where = {class = "thing_noun"}},
    {list = "heads", where = {kind = {"ministry", "body", "court", "party", "agency", "police", "military", "bank"}}},
    {list = "cues", where = {class = "initial"}},
    {list = "cues", where = {class = "sport"}},
    {list = "offices"},
    {word = {".", "?", "!"}},
    {list = "acronyms"},
  },

  annotate = function(unit, add, ctx)
    doc = unit.doc
    local sentences
    marks, sentences = doc:marks()
    if not common_first then
      common_first = keeper(function(row) return row.common ~= nil end)
      common_family = keeper(function(row) return row.common ~= nil end)
      title_class = keeper(function(row) return row.class end)
      place_weight = keeper(function(row)
        local weight = 3.1 - 0.2 * tonumber(row.rank)
        if row.common then weight = weight - 0.9 * tonumber(row.common) end
        if row.person then weight = weight - 0.5 end
        return weight
      end)
      acronym_thing = keeper(function(row)
        return row.kind == "other" or row.kind == "agreement" or row.kind == "people"
      end)
      org_weight = keeper(function(row)
        return row.common == "2" and 0.5 or row.common == "1" and 1.2 or 2.2
      end)
    end
    first_end, first_row = doc:starts"first_names"
    family_end, family_row = doc:starts"surnames"
    title_end, title_row, title_begin = doc:starts"titles"
    country_end, country_row, country_begin = doc:starts"countries"
    demonym_end, demonym_row, demonym_begin = doc:starts"demonyms"
    place_end, place_row = doc:starts"places"
    org_end, org_row = doc:starts"orgs"
    office_end = doc:starts"offices"
    acronym_end, acronym_row = doc:starts"acronyms"
    count = 0
    read_all(sentences)
    spread()
    local found, number, numbers = {from = {}, to = {}, kind = {}, score = {}, title = {}, listed = {}, why = {}}, 0, {0, 0, 0}
    local f_from, f_to, f_kind, f_score, f_title, f_listed, f_why = found.from, found.to, found.kind, found.score, found.title, found.listed, found.why
    for k = 1, count do
      local person, org, place = as_person[k], as_org[k], as_place[k]
      local kind, score = PERSON, person
      if org > score then kind, score = ORG, org end
      if place > score then kind, score = PLACE, place end
      local accept = ACCEPT
      if lead_at[k] and size[k] == 1 then accept = accept + 0.8 end
      if in_caps[k] > 0 then accept = accept + 0.5 end
      if score >= accept and score > as_thing[k] and not (size[k] == 1 and marks[from[k]] & NO_NAME ~= 0) then
        number = number + 1
        numbers[kind] = numbers[kind] + 1
        f_from[number], f_to[number], f_kind[number], f_score[number] = from[k], to[k], kind, score
        f_title[number], f_listed[number], f_why[number] = title_at[k], listed[k], why[k]
      end
    end
    if number == 0 then return end
    found.count, found.evidence = number, in_words
    found.title_end, found.title_row, found.title_begin = title_end, title_row, title_begin
    found.country_end, found.country_row, found.country_begin = country_end, country_row, country_begin
    found.demonym_end, found.demonym_row, found.demonym_begin = demonym_end, demonym_row, demonym_begin
    found.first_row, found.family_row = first_row, family_row
    add(1, doc.count, {found = found, people = numbers[PERSON], orgs = numbers[ORG], places = numbers[PLACE]})
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.", people = 2, orgs = 0, places = 1}},
    {"The Ministry of Fisheries said Solvang would go.", {"The Ministry of Fisheries said Solvang would go.", people = 1, orgs = 1}},
    {"But the talks failed. However, nobody left."},
  },
}
