--- Weighs the pieces of capitals as names of people, organisations and places (internal; `_names` decides from it).
--
-- A gazetteer hit is evidence, not a decision: what the words are, what the lists know of them and what stands beside
-- them each adds its points for a kind. What counts how much stands in name_evidence.tsv. Where `_pieces` has cut says
-- nothing of what a piece is. Tokens are read as marks (integers), pieces are kept in flat lists: this runs on every name of
-- every text, so what is asked often is asked first and by one test of bits.

-- Classes of tokens: marks of _words that are asked here.
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local LOWER <const> = 1 << 2
local DIGIT <const> = 1 << 3
local JOINED <const> = 1 << 4
local COMPOUND <const> = 1 << 5
local HUMAN_OBJECT <const> = 1 << 6 -- what is done to people: "married"
local FUNCTION <const> = 1 << 7
local COMMON <const> = 1 << 8
local PERSONAL <const> = 1 << 9 -- common words that are names of people too
local CALENDAR <const> = 1 << 10
local PARTICLE <const> = 1 << 11
local OF <const> = 1 << 12
local AND <const> = 1 << 13
local THE <const> = 1 << 14
local ARTICLE <const> = 1 << 15
local IN <const> = 1 << 16
local TO <const> = 1 << 17
local BY <const> = 1 << 18
local SPEECH <const> = 1 << 19
local WHO <const> = 1 << 20
local HEAD <const> = 1 << 21 -- "Ministry", anywhere in a name
local TEAM <const> = 1 << 23
local COMPANY <const> = 1 << 24
local FACILITY <const> = 1 << 25
local PLACE_END <const> = 1 << 26
local PLACE_FRONT <const> = 1 << 27
local COMPASS <const> = 1 << 28
local NO_NAME <const> = 1 << 29
local THING <const> = 1 << 30
local JUNIOR <const> = 1 << 31
local TEAM_VERB <const> = 1 << 32
local FRONT <const> = 1 << 33 -- "Radio", first in a name
local ORG_NOUN <const> = 1 << 34
local PLACE_NOUN <const> = 1 << 35
local LINEAGE <const> = 1 << 37
local ORDINARY <const> = 1 << 38 -- English words that nobody is called by
local SPORT <const> = 1 << 39
local MIXED <const> = 1 << 40
local COMMA <const> = 1 << 42
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44
local OPENER <const> = 1 << 45 -- quotes, dashes and colons
local AMPERSAND <const> = 1 << 46
local DASH <const> = 1 << 47
local FIRST <const> = 1 << 49
local FAMILY <const> = 1 << 50
local TITLE <const> = 1 << 51
local COUNTRY <const> = 1 << 52
local DEMONYM <const> = 1 << 53
local LISTED_PLACE <const> = 1 << 54
local LISTED_ORG <const> = 1 << 55
local ACRONYM <const> = 1 << 57
local HUMAN <const> = 1 << 60 -- what only people do, have or are
local ORG_KIND <const> = 1 << 62 -- "airline": what is named behind it is one
local ASSEMBLY <const> = 1 << 58 -- bodies that a nation has one of: "Parliament" alone names it

local LISTED <const> = COUNTRY | LISTED_PLACE | LISTED_ORG
local HEADS <const> = HEAD | TEAM | COMPANY | FACILITY | PLACE_END | PLACE_FRONT | COMPASS | FRONT
local NOUNS <const> = PLACE_NOUN | ORG_NOUN | HUMAN
local BEHIND <const> = SPEECH | WHO | COMMA | NOUNS | DIGIT | DASH | OPEN
local BEFORE <const> = IN | TO | BY | OF | SPEECH | COMMA | OPEN | HEAD | COMPANY | AND | ORG_KIND | HUMAN_OBJECT
local KNOWN <const> = HEADS | LISTED | THING | NO_NAME | MIXED

-- What is asked of `names` (see _words): lists by number.
local COUNTRIES <const> = 1
local FIRSTS <const> = 3
local FAMILIES <const> = 4
local PLACES <const> = 5
local ORGS <const> = 6
local ACRONYMS <const> = 8
local END <const> = 40
local ROW <const> = (1 << 40) - 1

-- What is told of a name, as bits of `why`: in words in _names.
local GIVEN <const> = 1
local SURNAME <const> = 2
local TITLED <const> = 4
local SPEAKS <const> = 8
local RELATIVE <const> = 16
local AGED <const> = 32
local HEADED <const> = 64
local IN_ORGS <const> = 128
local IN_PLACES <const> = 256
local IN_COUNTRIES <const> = 512
local ENDED <const> = 1024
local LOCATED <const> = 1 << 11
local FOLLOWED <const> = 1 << 12
local CAPITALS <const> = 1 << 13
local JOINED_BY <const> = 1 << 14
local INITIALS <const> = 1 << 15
local BESIDE <const> = 1 << 16
local APPOSED <const> = 1 << 17
local SCORED <const> = 1 << 18
local DEFINES <const> = 1 << 19
local TOLD <const> = (1 << 20) - 1
-- Beside the evidence, how a piece is written: one capital alone; in a headline; for no other reason than where it
-- stands, which is told by what opens before it.
local SINGLE <const> = 1 << 22
local HEADLINE <const> = 1 << 23
local LEAD <const> = OPENER

-- What _pieces tells of a piece beside THE, HEADLINE and LEAD: a country that needs no weighing, and from this bit on how
-- its sentence uses capitals.
local COUNTRY_ALONE <const> = 1 << 0
local CASE <const> = 1

-- The points of a piece are one integer of four fields, from the highest: a person, an organisation, a place, something else.
-- Each counts tenths from ZERO.
local FIELD <const> = 16 -- bits
local ZERO <const> = 0x4000400040004000
local NONE <const> = 0x4000 -- in one field

-- What counts how much: the points of each row of name_evidence.tsv as the integer to add; read with the first document.
local evidence

local kinds = {"person", "org", "place", "thing"} -- columns, in the order of the fields

local function read_evidence(rows)
  local read = {}
  for _, row in ipairs(rows) do
    local sum = 0
    for n = 1, #kinds do
      sum = (sum << FIELD) + math.floor((row[kinds[n]] or 0) * 10 + 0.5)
    end
    read[row.name] = read[row.name] or sum -- a row of the user stands first
  end
  return read
end

-- Points of an organisation and of a place that words beside an unknown name speak for, in tenths (see _context).
local ORG <const> = 1 << 2 * FIELD
local PLACE <const> = 1 << FIELD

-- The document being read: set by annotate.
local doc, marks, low, high
local sport -- the document is about sport; nil: not asked yet
local tails -- last words of the teams of the list that were named so far, "City"; nil for none
local caps -- 0: capitals mark names in this sentence; 1: a headline, most words are capitalised; 2: all letters are capitals
local names -- what the lists know: see doc:name_index
local is_family_first -- see _words
local context -- see _context

-- The pieces weighed, by number.
-- The lists are used again for the next document.
local count
local from, to, points_of, title_at, listed, why_of = {}, {}, {}, {}, {}, {}
local pieces = {from = from, to = to, points = points_of, title = title_at, listed = listed, why = why_of}

-- What matters of a row, kept by its number once it was asked for.
local rare_first, family_classes, place_weights, acronym_things = {}, {}, {}, {}
local org_weights, articled_orgs, companies, teams = {}, {}, {}, {}
local learn -- asks what is kept of a row: see _words

local function is_rare(row) return not doc:cell(row, "common") end

local known_surnames -- those by which alone somebody is known

-- 3: a family name by which alone somebody is known, 2: one that is no common word, 1: another.
local function family_class(row)
  return known_surnames[doc:cell(row, "name"):lower()] and 3 or is_rare(row) and 2 or 1
end

-- Kinds of what the lists of acronyms and organisations know beside organisations.
local things = {other = true, agreement = true, people = true, technology = true, weapon = true, health = true,
  economy = true, event = true, index = true}

local function is_thing(row) return things[doc:cell(row, "kind")] or false end

-- How much the list of organisations tells, in tenths; 0: that it is none, as a cup or a prize is.
local function org_weight(row)
  if is_thing(row) then return 0 end
  local common = doc:cell(row, "common")
  return common == "2" and 5 or common == "1" and 12 or 22
end

local articled = word_set"bank body agency ministry police military media court" -- kinds

-- Whether an organisation of the list has "the" before its name, as companies have not.
local function is_articled(row) return articled[doc:cell(row, "kind")] end

local function is_company(row) return doc:cell(row, "kind") == "company" end

local function is_team(row) return doc:cell(row, "kind") == "team" end

-- How much the list of places tells, in tenths.
local function place_weight(row)
  return 31 - 2 * (tonumber(doc:cell(row, "rank")) or 5) - 9 * (tonumber(doc:cell(row, "common")) or 0)
    - (doc:cell(row, "person") and 5 or 0)
end

-- Whether the document is about sport: its first lines say so.
local function is_sport()
  local signs, total = 0, doc.count
  for k = 1, total < 120 and total or 120 do
    if marks[k] & SPORT ~= 0 then signs = signs + 1 end
  end
  sport = signs >= 3
  return sport
end

-- Whether a line begins with token p, which begins its sentence.
local function starts_line(p) return p == 1 or doc.line_of(p) ~= doc.line_of(p - 1) end

-- What such points say of a name that stands in a row with it: nil when they say nothing.
local function alike(points)
  local person, org, place, thing = points >> 3 * FIELD, points >> 2 * FIELD & 0xffff, points >> FIELD & 0xffff, points & 0xffff
  if place >= NONE + 30 and place > person and place > org and place > thing then return evidence.with_place end
  return person >= NONE + 30 and person > place and person > org and person > thing and evidence.with_person or nil
end

-- Whether what stands before "(XX)" and is no name spells it: "public-private partnerships (PPP)".
local function is_spelled_out(p)
  return p - 2 >= low and marks[p - 2] & LOWER ~= 0 and doc.word(p - 2):sub(1, 1) == doc.word(p):gsub("s$", ""):sub(-1)
end

local media = word_set"agency newspaper daily magazine channel broadcaster television weekly website"

-- What capitals without points that a name of n begins with say of it: "S Tolvanath", "KP Rao Oli", "KP Tolvanath", "EU Kvale".
local function letters_first(p, q, n)
  local size = #doc.word(p)
  if size > 1 and marks[p] & UPPER == 0 then return 0 end
  if size == 2 and n > 2 and marks[p + 1] & FAMILY ~= 0 then return evidence.initial end
  local unknown = q == p + 1 and marks[p] & (FUNCTION | LISTED) == 0
    and marks[q] & (LOWER | UPPER | COMMON | ORDINARY | KNOWN | DEMONYM | FUNCTION) == 0
  if size == 1 then return unknown and evidence.initial or 0 end
  return size == 2 and unknown and marks[q] & FAMILY ~= 0 and marks[p] & ACRONYM == 0 and evidence.letters or evidence.capitals_first
end

-- Weighs the words of a name of several. Returns the points, what is told, how many capitals there are, and whether no list
-- knows anything of them.
local function several_words(p, q, before, after, given, family, the)
  local mp, mq = marks[p], marks[q]
  local points, why, n, common, all = ZERO, 0, 0, 0, 0
  for k = p, q do
    local m = marks[k]
    if m & CAPITAL ~= 0 then
      n, all = n + 1, all | m
      if m & (COMMON | FUNCTION) ~= 0 and m & (PERSONAL | FIRST) == 0 then common = common + 1 end
    elseif m & AMPERSAND ~= 0 then
      points = points + evidence.ampersand
    elseif m & OPEN ~= 0 or m & (OPENER | COMPOUND) == OPENER and mp & LISTED == 0 then
      points = points + evidence.nickname
    end
  end
  if n == 1 then return points, why, n, false end

  points = points + evidence.several
  if given > 0 then points = points + (given == 2 and evidence.rare_given or evidence.common_given) end
  if family > 0 then points = points + (family > 1 and evidence.rare_family or evidence.common_family) end
  if mq & JUNIOR ~= 0 then points = points + evidence.junior end
  if n <= 3 then points = points + evidence.few end
  if common > 0 then points = points + common * evidence.common_word end
  local unknown = common == 0 and n <= 3 and all & (UPPER | KNOWN | DEMONYM | ORDINARY) == 0 and given < 2 and family < 2
    and the == 0
  if unknown and caps == 0 and before & (OPENER | OPEN | IN | TO | OF | ARTICLE) == 0
    and (p - 2 < low or before & LOWER == 0 or marks[p - 2] & (THE | ARTICLE) == 0) then
    points = points + evidence.unknown_words
  end
  if mq & (COMPOUND | COMMON) == COMPOUND and (mq & LOWER ~= 0 or q == p + 3 and (mp | mq) & LISTED == 0) then
    points = points + evidence.hyphened
  end
  if mp & (FAMILY | KNOWN & ~LISTED_ORG | COMMON) == FAMILY and mq & (KNOWN | COMMON | FAMILY | UPPER) == 0
    and is_family_first(p, q) then
    points, why = points + evidence.family_first, why | SURNAME
  end
  if mp & (FIRST | FAMILY | COMMON | LISTED | HEAD | DEMONYM | ORDINARY) == 0 and doc.word(p):byte(2) == 46 then -- "J.", not "U.S."
    points, why = points + evidence.initial, why | INITIALS
  elseif mq & (UPPER | FAMILY | COMPOUND | NO_NAME) == UPPER and mp & UPPER == 0 and caps == 0 and (given == 0 or mp & LISTED ~= 0) then
    points = points + evidence.capitals_last
  elseif mp & (UPPER | NO_NAME) ~= 0 and mp & HEAD == 0 and caps ~= 2 then
    points = points + letters_first(p, q, n)
  end
  return points, why, n, unknown
end

-- Weighs the word of a name of one: the capital that begins at p and, with what belongs to it, ends at q.
local function one_word(p, q, points, before, after, given, family)
  local mp, why = marks[p], 0
  local row = false
  if given == 2 then points = points + evidence.rare_given_alone end
  if family > 1 then points = points + (family == 3 and evidence.known_surname_alone or evidence.rare_family_alone) end
  if mp & (COMMON | FUNCTION) == 0 or family == 3 then
    points = points + evidence.uncommon_alone
  end
  if mp & UPPER == 0 or caps == 2 then return points, why, row end
  points, why = points + evidence.capitals_alone, CAPITALS
  if p < q then return points, why, row end
  if mp & LISTED == 0 and (after & DIGIT ~= 0 or doc.word(p):find"%d") then points = points + evidence.code end
  local acronym = mp & (ACRONYM | NO_NAME) == ACRONYM and names[p << 4 | ACRONYMS]
  if acronym and acronym >> END == p then
    if learn(acronym_things, acronym & ROW, is_thing) then
      points = points + evidence.code
    else
      row = acronym & ROW
    end
  end
  if before & OPEN ~= 0 and after & OPENER ~= 0 and mp & LISTED_ORG == 0 and doc.word(p + 1) == ":" then
    points = points + evidence.code -- "(HK:386)"
  elseif before & OPEN ~= 0 and after & CLOSE ~= 0 then
    if count > 0 and to[count] == p - 2 then
      why = why | DEFINES
    elseif is_spelled_out(p) then
      points = points + evidence.spelled_out
    end
  end
  return points, why, row
end

-- Whether a list of places or countries has the whole name.
local function is_listed_place(p, q)
  local m = marks[p]
  return m & COUNTRY ~= 0 and names[p << 4 | COUNTRIES] >> END == q or m & LISTED_PLACE ~= 0 and names[p << 4 | PLACES] >> END == q
end

local centres = word_set"centre center"
local venues = word_set"conference convention exhibition sports tennis arts cultural shopping visitor visitors community trade"

-- What the words that a name begins and ends with say of it: "Ministry", "Party", "Ltd", "River", "Cup". `joined`: marks of the
-- word before the "of" that it goes over, or false; `title`: what stands before it, or false.
local function heads(p, q, before, after, n, given, joined, title)
  local mp, mq = marks[p], marks[q]
  local points, why = 0, 0
  if mq & THING ~= 0 then points = evidence.thing end
  if n > 1 and (mp | mq) & HEADS ~= 0 and not is_listed_place(p, q) then
    local called = mq & FAMILY ~= 0 and q == p + 1 and mp & (COUNTRY | LISTED_PLACE) == 0
      and (title or given == 2 or given > 0 and before & (IN | TO | OF | THE | ARTICLE) == 0)
    local speaks = called and after & SPEECH ~= 0 -- "Ida Church said"
    local district = mq & PLACE_END ~= 0 and marks[q - 1] & HEAD ~= 0 and doc.word(q) == "district" -- "Oban Police District"
    local venue = mq & (HEAD | ASSEMBLY) == HEAD and centres[doc.word(q)] and venues[doc.word(q - 1)] -- "Oban Conference Centre"
    if mq & (COMPANY | FACILITY) == COMPANY and not called then -- but "Ana Power"
      -- But common words may go on: "Integrated Air | and Missile Defense".
      if after & AND == 0 or mp & mq & COMMON == 0 or marks[q + 2] & (CAPITAL | COMMON | LISTED) ~= CAPITAL | COMMON then
        points = points + evidence.company
      end
      why = HEADED
    elseif mq & HEAD ~= 0 and not (speaks or venue) or mp & HEAD ~= 0 and joined or mp & FRONT ~= 0 or district then
      points, why = points + evidence.org_head, HEADED
    elseif mq & TEAM ~= 0 then
      points, why = points + evidence.team, HEADED
    end
    if called then
      why = why | (mq & (PLACE_END | FACILITY) ~= 0 and ENDED or 0) -- "Ana Hill" may be a person
    elseif mq & PLACE_END ~= 0 and not district and not (mp & LISTED_ORG ~= 0 and names[p << 4 | ORGS] >> END == q) then -- "Islamic State"
      points, why = points + evidence.place_end, why | ENDED
    elseif mq & FACILITY ~= 0 and (mq & FAMILY == 0 or after & OF == 0) or venue then -- not the "Sailing Hall of Fame"
      points, why = points + evidence.facility, why | ENDED
    end
    if mp & PLACE_FRONT ~= 0 and mq & (HEAD | TEAM | COMPANY) == 0 then
      points, why = points + evidence.place_front, why | ENDED
    end
    if mp & COMPASS ~= 0 or mq & COMPASS ~= 0 and (mq & FAMILY == 0 or given == 0 and before & (IN | TO | OF | THE) ~= 0) then
      points = points + evidence.compass * (q == p + 1 and mq & (COUNTRY | LISTED_PLACE) ~= 0 and 2 or 1) -- "Greater Oban"
    end
  elseif p == q and mp & ASSEMBLY ~= 0 then
    points = points + evidence.assembly
  elseif p == q and (tails and tails[doc.word(p)]
    or mp & (TEAM | LISTED) == TEAM and before & THE ~= 0 and doc.word(p):byte(-1) == 115) then
    if sport == nil then is_sport() end
    if sport then points = points + evidence.the_team end
  end
  if joined then
    points, why = points + (joined & (THING | HEAD) == THING and evidence.joined_thing or evidence.joined), why | JOINED_BY
  end
  return points, why
end

-- What the list of organisations says of a name.
local function listed_org(p, q, n, given, why, the, lead, before)
  local mp, name = marks[p], names[p << 4 | ORGS]
  local e, row = name >> END, name & ROW
  local weight = learn(org_weights, row, org_weight)
  if weight == 0 then
    return e == q and evidence.listed_thing or 0, 0, false
  elseif e < q then
    return evidence.begins_with_org, 0, false
  elseif e > q then -- it goes on in small letters: "Kvale news agency"
    return mp & DEMONYM == 0 and weight * ORG or 0, mp & DEMONYM == 0 and IN_ORGS or 0, mp & DEMONYM == 0 and row
  end
  local points = weight * ORG
  if n > 1 then
    points = points + evidence.org_of_several
    if given > 0 then points = points + evidence.org_like_given end
  elseif mp & COMMON ~= 0 and caps == 0 then
    if the ~= 0 then
      if learn(articled_orgs, row, is_articled) then points = points + evidence.articled_org end
    elseif mp & UPPER == 0 and lead == 0 then
      points = points + evidence.common_org
    end
  elseif given > 0 then
    points = points + evidence.org_like_given
  end
  if n == 1 and why & IN_PLACES ~= 0 and the == 0 and before & (IN | TO) == 0 then
    local kind = doc:cell(row, "kind")
    if kind == "team" and sport == nil then is_sport() end
    if kind == "company" or kind == "team" and sport then points = points + evidence.place_or_org end
  end
  return points, IN_ORGS, row
end

-- What the lists of countries, places and organisations say of a name; `row`: what is known of it so far, or false. Returns the
-- points, what is told and the row.
local function lists(p, q, n, given, title, the, lead, before, row)
  local mp = marks[p]
  local points, why, place = 0, 0, 0
  if mp & COUNTRY ~= 0 then
    local name = names[p << 4 | COUNTRIES]
    if name >> END == q then
      points, why, row = mp & PERSONAL ~= 0 and evidence.personal_country or evidence.country, IN_COUNTRIES, name & ROW
      place = 45
    end
  end
  if mp & LISTED_PLACE ~= 0 then
    local name = names[p << 4 | PLACES]
    local e = name >> END
    if e == q then
      local weight = learn(place_weights, name & ROW, place_weight)
      points, why, row = points + weight * PLACE, why | IN_PLACES, row or name & ROW
      place = place + weight
      if n > 1 and not title then
        points = points + evidence.place_of_several
      elseif weight > 21 and mp & (FIRST | FAMILY) ~= 0 and not title then
        points = points + evidence.great_place
      end
    elseif e < q then
      points = points + evidence.begins_with_place
    end
  end
  if mp & LISTED_ORG ~= 0 and (mp & NO_NAME == 0 or p < q) then
    local more, told, org = listed_org(p, q, n, given, why, the, lead, before)
    points, why = points + more, why | told
    if org and (not row or org_weights[org] > place) then row = org end
  end
  return points, why, row
end

-- What stands behind a name of two or three words that no list knows, as it does behind a person: "Kvale Tolvu (Norway)".
local function in_brackets(q)
  return q + 3 <= high and marks[q + 2] & LISTED ~= 0 and marks[q + 2] & CAPITAL ~= 0
end

-- Whether the capitals from p to q, with what is `after` them, open a line as the place that a report comes from: "LONDON
-- 1996-08-30", "AMMAN -", "OBAN (Reuters) -", "BULAWAYO, Zimbabwe".
local function is_dateline(p, q, after)
  if p ~= low or not starts_line(p) then return false end
  if after & DIGIT ~= 0 then return #doc.word(q + 1) > 3 end
  if after & DASH ~= 0 then return marks[p] & SPORT == 0 end
  if after & OPEN ~= 0 then return q + 4 <= high and marks[q + 3] & CLOSE ~= 0 and marks[q + 4] & DASH ~= 0 end
  return after & COMMA ~= 0 and q + 2 <= high and marks[q + 2] & (COUNTRY | LISTED_PLACE | CALENDAR) ~= 0
end

-- Whether a bracket is open before token p: "(Kvale 2, | Rowe 57)".
local function is_in_brackets(p)
  for k = p - 1, low, -1 do
    local m = marks[k]
    if m & (OPEN | CLOSE | LOWER) ~= 0 then return m & OPEN ~= 0 end
  end
end

-- What stands behind a name says of it.
local function behind(p, q, after, n, given, the, row, initials, before)
  local mp = marks[p]
  local points, why = 0, 0
  if after & SPEECH ~= 0 then
    points, why = evidence.speaks, SPEAKS
  elseif after & WHO ~= 0 then
    points, why = evidence.relative, RELATIVE
  elseif after & COMMA ~= 0 and q + 2 <= high then
    local next = marks[q + 2]
    if next & DIGIT ~= 0 and q + 3 <= high and marks[q + 3] & COMMA ~= 0 then
      points, why = evidence.aged, AGED
    elseif next & WHO ~= 0 then
      points, why = evidence.relative, RELATIVE
    elseif next & (COUNTRY | LISTED_PLACE) ~= 0 and next & CAPITAL ~= 0 and caps ~= 1 then
      points, why = next & COUNTRY ~= 0 and evidence.before_country or evidence.before_place, FOLLOWED
    elseif next & (TITLE | LOWER) == TITLE | LOWER then
      points, why = evidence.apposed, APPOSED
    end
  elseif after & NOUNS ~= 0 then
    why = BESIDE
    if after & HUMAN ~= 0 and not row and mp & UPPER == 0 and doc.word(q):sub(-3) ~= "ist" then -- "a Kvalist regime"
      points = the ~= 0 and evidence.the_human or evidence.human
    end
    if after & PLACE_NOUN ~= 0 then points = points + evidence.place_noun end
    if after & ORG_NOUN ~= 0 then points = points + evidence.org_noun end
    if points == 0 then why = 0 end
  end
  -- Teams: "Ulsan 2".
  if after & (DIGIT | JOINED) == DIGIT and before & (IN | TO) == 0 and not initials and (n == 1 or given < 2)
    and #doc.word(q + 1) <= 3 then
    if sport == nil then is_sport() end
    if sport and mp & LISTED == 0 and is_in_brackets(p) then
      points, why = points + evidence.scorer, why | SCORED
    elseif mp & (COUNTRY | FIRST) ~= COUNTRY and caps == 0 or caps == 2 and sport then
      points, why = points + (sport and evidence.score_in_sport or evidence.score), why | SCORED
    end
  end
  if mp & UPPER ~= 0 and is_dateline(p, q, after) then
    points, why = points + evidence.dateline, why | FOLLOWED
  end
  return points, why
end

-- What stands before a name says of it. `the`: THE, when that stands between.
local function before_it(p, before, the, row, why)
  local mp = marks[p]
  local preposition = the ~= 0 and p - 2 >= low and marks[p - 2] or before
  if preposition & TO ~= 0 and the == 0 and p - 2 >= low and doc.word(p - 2) == "according" then
    return evidence.according, 0
  elseif preposition & TO ~= 0 and why & IN_ORGS ~= 0 and the == 0 and p - 2 >= low
    and marks[p - 2] & TITLE ~= 0 and doc.word(p - 1) == "from" then
    return evidence.come_from, BESIDE
  elseif preposition & (IN | TO) ~= 0 then
    local points = the ~= 0 and evidence.in_the_place or evidence.in_place
    if preposition & TO ~= 0 and not row or why & (IN_ORGS | IN_PLACES) == IN_ORGS then points = points + evidence.in_listed_org end
    return points, LOCATED
  elseif preposition & BY ~= 0 then
    return evidence.by, 0
  elseif before & OF ~= 0 and p - 2 >= low then
    local noun = marks[p - 2]
    if noun & (PLACE_END | PLACE_NOUN) ~= 0 and mp & (COMMON | LISTED) ~= COMMON and doc.word(p - 1) == "of" then
      return evidence.end_of, BESIDE
    elseif noun & TITLE ~= 0 and mp & COMMON == 0 then
      return evidence.title_of, 0
    end
  elseif before & (LOWER | HUMAN_OBJECT) == LOWER | HUMAN_OBJECT then
    if not row and mp & UPPER == 0 and mp & COMMON == 0 then return evidence.human, BESIDE end
  elseif before & LOWER ~= 0 and before & (HEAD | COMPANY | ORG_KIND) ~= 0 then
    return evidence.kind_before, BESIDE
  end
  return 0, 0
end

-- Whether "news agency", "newspaper" or the like stands behind q: "the official Kvale news agency".
local function is_medium(q, after)
  return after & (LOWER | FUNCTION | SPEECH) == LOWER and (media[doc.word(q + 1)] or q + 2 <= high and media[doc.word(q + 2)])
end

-- Whether what seems the title before a name is none.
local function is_no_title(p, q, title, n, given, family)
  if n == 1 then return marks[p] & (COMMON | PERSONAL | FIRST | FAMILY) == COMMON or p == q and #doc.word(p) == 1 end -- "Gen Z"
  if given + family > 0 then return false end
  return marks[q] & COMPANY ~= 0 and marks[title] & LOWER ~= 0 -- "owner Kvale Homes"
    or q == p + 1 and marks[p] & (COMMON | ORDINARY) ~= 0 and marks[q] & (COMMON | ORDINARY) ~= 0 -- "Ports Minister Statement Alarming"
end

-- The first token of a name with what belongs to a family name and stands before p: "al-Mannai", "van der Kven"; nil for none.
local function lineage_start(p, before)
  if before & (LINEAGE | LOWER) == LINEAGE | LOWER then return p - 1 end
  return before & (marks[p] & COMPOUND | PARTICLE) ~= 0 and p - 2 >= low and marks[p - 2] & (LINEAGE | LOWER) == LINEAGE | LOWER
    and p - 2 or nil
end

-- Weighs tokens p to q as each kind: returns the first token of the name, the points, what is told, the title and the row. `how` the
-- piece is cut: THE, when that stands before it; LEAD, when the capital of its first token says nothing; HEADLINE. `title`: first token
-- of the title before it, or false; `over`: the token before an "of" that it goes over, or false.
local function weigh(p, q, how, title, over)
  local the, lead = how & THE, how & LEAD
  local before, after = p > low and marks[p - 1] or 0, q < high and marks[q + 1] or 0
  local mp, mq = marks[p], marks[q]
  local points, why, n, row, unknown = ZERO, 0, 1, false, false
  local more, told

  -- What the words are.
  local given, family = 0, 0
  if mp & FIRST ~= 0 then
    local name = names[p << 4 | FIRSTS]
    if name >> END <= q then
      given = learn(rare_first, name & ROW, is_rare) and 2 or 1
    end
  end
  if mq & FAMILY ~= 0 then
    local name = names[q << 4 | FAMILIES]
    if name >> END == q then family = learn(family_classes, name & ROW, family_class) end
  end
  if p < q then points, why, n, unknown = several_words(p, q, before, after, given, family, the) end
  if n == 1 then
    points, told, row = one_word(p, q, points, before, after, given, family)
    why = why | told | SINGLE | lead
  end
  why = why | how & HEADLINE | (given > 0 and GIVEN or 0) | (family > 0 and SURNAME or 0)

  if over or (mp | mq) & KNOWN ~= 0 then
    more, told = heads(p, q, before, after, n, given, over and marks[over], title)
    points, why = points + more, why | told
    if mp & LISTED ~= 0 then
      more, told, row = lists(p, q, n, given, title, the, lead, before, row)
      points, why = points + more, why | told
      if n > 1 and told & IN_ORGS ~= 0 and learn(teams, row, is_team) then
        tails = tails or {}
        tails[doc.word(q)] = true
      end
    end
    if p == q and (mp & NO_NAME ~= 0 or mp & MIXED ~= 0 and doc.word(p):find("-", 1, true)) then
      points = points + evidence.no_name -- "Monday", "e-Kvale"
    end
  end

  -- What stands beside them.
  if unknown and after & OPEN ~= 0 and in_brackets(q) then
    points, why = points + evidence.in_country, why | BESIDE
  end
  if after & BEHIND ~= 0 then
    more, told = behind(p, q, after, n, given, the, row, why & INITIALS ~= 0, before)
    points, why = points + more, why | told
  end
  if title and is_medium(q, after) then
    title, points, why = false, points + evidence.medium, why | BESIDE
  elseif title then
    if is_no_title(p, q, title, n, given, family) or n > 1 and given == 0 and why & IN_ORGS ~= 0 then
      title = false
    else
      points, why = points + evidence.titled, why | TITLED
    end
  end
  if the | before & BEFORE ~= 0 then
    more, told = before_it(p, before, the, row, why)
    points, why = points + more, why | told
    if before & SPEECH ~= 0 then points, why = points + evidence.told, why | SPEAKS end
    if before & OPEN ~= 0 and n == 1 and not row and mp & (COMMON | MIXED | ORDINARY) == 0 and after & CLOSE ~= 0 and count > 0
      and to[count] == p - 2 and from[count] < to[count] and why_of[count] & (HEADED | JOINED_BY | IN_ORGS) ~= 0 then
      why = why | DEFINES -- "the Farming Union (Kvale)"
    end
    if before & (COMMA | OPEN) ~= 0 and not title and p - 2 >= low and (before & COMMA ~= 0 or n > 1 and after & CLOSE ~= 0)
      and names[-(p - 2 << 4)] then
      points, why = points + evidence.apposed, why | APPOSED
    end
  end
  if why & IN_PLACES ~= 0 and (n > 1 and why & SCORED ~= 0 or (before | after) & TEAM_VERB ~= 0 and why & SCORED == 0 and caps ~= 1) then
    if sport == nil then is_sport() end
    if sport then points = points + evidence.plays end
  end
  if the ~= 0 then points = points + evidence.the end
  if before & (LINEAGE | COMPOUND | PARTICLE) ~= 0 then
    local first = lineage_start(p, before)
    if first then
      local name = not title and names[first << 4 | ORGS]
      if name and name >> END == q then
        points, row, why = points + evidence.lineage_org, name & ROW, why | IN_ORGS
      elseif not title and first > low and names[-(first - 1 << 4)] then
        title, points, why = names[-(first - 1 << 4)], points + evidence.titled, why | TITLED -- "President von der Kven"
      else
        points = points + evidence.lineage_alone
      end
      p = first
    end
  end
  local company = row and p == q and not title and why & IN_ORGS ~= 0 and mp & (COMMON | FAMILY | ORDINARY) ~= 0
    and mp & (COUNTRY | UPPER | FIRST) == 0 and learn(companies, row, is_company)
  if company and after & SPEECH ~= 0 and mp & (COMMON | ORDINARY) ~= 0 then points = points + evidence.company_speaks end
  if company or context and not title and q - p < 4 and (mp | mq) & (LISTED | FIRST | FAMILY | TITLE | DEMONYM) == 0
    and (n > 1 or mp & COMMON == 0) then
    local org, place = context(doc.words, marks, p, q)
    if org > 0 then
      points, why = points + evidence.beside_company + org * ORG, why | BESIDE
    elseif not company and place > 0 then
      points, why = points + evidence.beside_place + place * PLACE, why | BESIDE
    end
  end
  if n > 1 and why & TOLD == 0 then points = points + evidence.bare end

  if before & (AND | COMMA) ~= 0 and count > 0 and to[count] == p - 2 and not listed[count]
    and (before & AND ~= 0 or from[count] > low and marks[from[count]] & (COMMON | ORDINARY | UPPER) == 0) then
    -- What stands before "and" or in a list is what stands behind it, if nothing else is known of it.
    local kind = alike(points)
    if kind then points_of[count] = points_of[count] + kind end
  end
  return p, points, why, title, row
end

-- Weighs all pieces of a document, with the sentence of each.
local function weigh_all(cuts, sentences)
  local first_of, last_of, how_of, title_of, over_of = cuts.from, cuts.to, cuts.how, cuts.title, cuts.over
  local firsts, lasts, points, whys, titles, rows = from, to, points_of, why_of, title_at, listed
  local number, following, beyond = 1, sentences[2], doc.count + 1
  low, high = 1, (following or beyond) - 1
  for k = 1, cuts.count do
    local p, q, how = first_of[k], last_of[k], how_of[k]
    if p > high then
      while following and following <= p do
        number = number + 1
        following = sentences[number + 1]
      end
      low, high = sentences[number], (following or beyond) - 1
    end
    if how & COUNTRY_ALONE ~= 0 then
      firsts[k], points[k], whys[k] = p, ZERO + evidence.country_alone, IN_COUNTRIES | SINGLE | how & HEADLINE
      titles[k], rows[k] = false, names[p << 4 | COUNTRIES] & ROW
    else
      caps = how >> CASE & 3
      firsts[k], points[k], whys[k], titles[k], rows[k] = weigh(p, q, how, title_of[k], over_of[k])
    end
    lasts[k], count = q, k
  end
end

local FIELDS <const> = {"pieces", "words"}

return {
  api = 1,
  name = "name_weights",
  summary = "How much speaks for each kind of name (internal)",
  provides = {_weights = {pieces = "table", words = "table"}},
  requires = {"_pieces", "_context"},
  scope = "document",
  data = {known = {file = "known_surnames.tsv", match = "word"}, evidence = {file = "name_evidence.tsv", match = "table"}},

  annotate = function(unit, add, ctx)
    doc, known_surnames = unit.doc, ctx.data.known
    evidence = evidence or read_evidence(ctx.data.evidence)
    local record = doc:layer"_pieces"[1]
    if not record then return end
    local words = record.words
    marks, names, is_family_first, learn = words.marks, words.names, words.is_family_first, words.learn
    context = doc:layer"_context"[1]
    context = context and context.reads.points
    count, sport, tails = 0, nil, nil
    weigh_all(record.cuts, words.sentences)
    pieces.count = count
    add(1, doc.count, FIELDS, pieces, words)
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya."}},
    {"The talks failed."},
  },
}
