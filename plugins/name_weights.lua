--- Weighs the pieces of capitals as names of people, organisations and places (internal; `_names` decides from it).
--
-- A gazetteer hit is evidence, not a decision: what the words are, what the lists know of them and what stands beside
-- them each adds its points for a kind. Where `_pieces` has cut says nothing of what a piece is. Tokens are read as marks
-- (integers), pieces are kept in flat lists: this runs on every name of every text, so what is asked often is asked first
-- and by one test of bits.

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
local BODY <const> = 1 << 22 -- those of them that stand alone for one: "the Cabinet"
local TEAM <const> = 1 << 23
local COMPANY <const> = 1 << 24
local FACILITY <const> = 1 << 25
local PLACE_END <const> = 1 << 26
local PLACE_FRONT <const> = 1 << 27
local COMPASS <const> = 1 << 28
local NO_NAME <const> = 1 << 29
local THING <const> = 1 << 30
local THING_NOUN <const> = 1 << 31
local TEAM_VERB <const> = 1 << 32
local TEAM_NOUN <const> = 1 << 33
local ORG_NOUN <const> = 1 << 34
local PLACE_NOUN <const> = 1 << 35
local LINEAGE <const> = 1 << 37
local ORDINARY <const> = 1 << 38 -- English words that nobody is called by
local SPORT <const> = 1 << 39
local MIXED <const> = 1 << 40
local COMMA <const> = 1 << 42
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44
local QUOTE <const> = 1 << 45 -- quotes, dashes and colons
local AMPERSAND <const> = 1 << 46
local DASH <const> = 1 << 47
local STOP <const> = 1 << 48
local FIRST <const> = 1 << 49
local FAMILY <const> = 1 << 50
local TITLE <const> = 1 << 51
local COUNTRY <const> = 1 << 52
local DEMONYM <const> = 1 << 53
local LISTED_PLACE <const> = 1 << 54
local LISTED_ORG <const> = 1 << 55
local OFFICE <const> = 1 << 56
local ACRONYM <const> = 1 << 57
local HUMAN <const> = 1 << 60 -- what only people do, have or are
local ORG_KIND <const> = 1 << 62 -- "airline": what is named behind it is one
local ASSEMBLY <const> = 1 << 58 -- bodies that a nation has one of: "Parliament" alone names it

local LISTED <const> = COUNTRY | LISTED_PLACE | LISTED_ORG
local HEADS <const> = HEAD | TEAM | COMPANY | FACILITY | PLACE_END | PLACE_FRONT | COMPASS
local NOUNS <const> = PLACE_NOUN | ORG_NOUN | TEAM_NOUN | TEAM_VERB | THING_NOUN | HUMAN
local BEHIND <const> = SPEECH | WHO | COMMA | NOUNS | DIGIT | DASH | OPEN
local BEFORE <const> = IN | TO | BY | OF | SPEECH | COMMA | OPEN | HEAD | COMPANY | AND | ORG_KIND | HUMAN_OBJECT
local KNOWN <const> = HEADS | LISTED | THING | NO_NAME | MIXED | OFFICE

-- What is asked of `names` (see _words): lists by number.
local COUNTRIES <const> = 1
local FIRSTS <const> = 3
local FAMILIES <const> = 4
local PLACES <const> = 5
local ORGS <const> = 6
local OFFICES <const> = 7
local ACRONYMS <const> = 8
local END <const> = 40
local ROW <const> = (1 << 40) - 1

-- Evidence, as bits of `why`: in words below.
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
local IN_OFFICES <const> = 1 << 19
local DEFINES <const> = 1 << 20
-- Beside the evidence, how a piece is written: one capital alone; in a headline; for no other reason than where it
-- stands, which is told by what opens before it.
local SINGLE <const> = 1 << 22
local HEADLINE <const> = 1 << 23
local LEAD <const> = 1 << 45
local EVIDENCE <const> = (1 << 22) - 1

-- What _pieces tells of a piece beside THE, HEADLINE and LEAD: a country that needs no weighing, and from this bit on how
-- its sentence uses capitals.
local COUNTRY_ALONE <const> = 1 << 0
local CASE <const> = 1

-- The document being read: set by annotate.
local doc, marks, low, high
local sport -- the document is about sport; nil: not asked yet
local caps -- 0: capitals mark names in this sentence; 1: a headline, most words are capitalised; 2: all letters are capitals
local names -- what the lists know: see doc:name_index
local is_family_first -- see _words
local context -- see _context

-- The pieces weighed, by number.
-- The lists are used again for the next document.
local count
local from, to, as_person, as_org, as_place, as_thing = {}, {}, {}, {}, {}, {}
local title_at, listed, why = {}, {}, {}
local pieces = {from = from, to = to, person = as_person, org = as_org, place = as_place, thing = as_thing,
  title = title_at, listed = listed, why = why}

-- What matters of a row, kept by its number once it was asked for.
local rare_first, family_classes, place_weights, org_weights, acronym_things = {}, {}, {}, {}, {}

local function learn(kept, row, pick)
  local value = kept[row]
  if value == nil then
    value = pick(row) or false
    kept[row] = value
  end
  return value
end

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

-- How much the list of organisations tells; 0: that it is none, as a cup or a prize is.
local function org_weight(row)
  if is_thing(row) then return 0 end
  local common = doc:cell(row, "common")
  return common == "2" and 0.5 or common == "1" and 1.2 or 2.2
end

local articled = word_set"bank body agency ministry police military media court" -- kinds
local with_the = {} -- rows

local function is_articled(row) return articled[doc:cell(row, "kind")] end

-- Whether an organisation of the list has "the" before its name, as companies have not.
local function takes_the(row) return learn(with_the, row, is_articled) end

local function place_weight(row)
  local common = doc:cell(row, "common")
  return 3.1 - 0.2 * (tonumber(doc:cell(row, "rank")) or 5) - (common and 0.9 * tonumber(common) or 0)
    - (doc:cell(row, "person") and 0.5 or 0)
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

-- Keeps a country that needs no weighing.
local function keep_country(p, q, how)
  local k = count + 1
  count = k
  from[k] = p
  to[k] = q
  why[k] = IN_COUNTRIES | SINGLE | how & HEADLINE
  as_person[k] = 0
  as_org[k] = 0
  as_place[k] = 6
  as_thing[k] = 0
  title_at[k] = false
  listed[k] = names[p << 4 | COUNTRIES] & ROW
end

-- Whether what stands before "(XX)" and is no name spells it: "public-private partnerships (PPP)".
local function is_spelled_out(p)
  if p - 2 < low or marks[p - 1] & OPEN == 0 or marks[p + 1] & CLOSE == 0 then return false end
  return marks[p - 2] & LOWER ~= 0 and doc.word(p - 2):sub(1, 1) == doc.word(p):gsub("s$", ""):sub(-1)
end

local own = word_set"his her"
local of_firms = word_set"analyst economist strategist trader broker dealer consultant" -- who is asked and where they work

local media = {agency = true, newspaper = true, daily = true, magazine = true, channel = true, broadcaster = true,
  television = true, weekly = true, website = true}

-- Whether "news agency", "newspaper" or the like stands at token k.
local function is_medium(k)
  local text = doc.word(k)
  if (text == "news" or text == "tv" or text == "state" or text == "television") and k < high then text = doc.word(k + 1) end
  return media[text]
end

-- Whether the letters at p stand behind the name of a person for an honour or a rank: "Ann Rowe, KCB,".
local function is_rank_behind(p, before, after)
  return before & COMMA ~= 0 and after & (COMMA | STOP) ~= 0 and count > 0 and to[count] == p - 2
    and from[count] < to[count] and as_person[count] > as_org[count] and as_person[count] > as_place[count]
end

-- Whether an office in an organisation or a place stands before the comma or the bracket at p - 1: "the head of the Energy
-- Council, | Wu Jianhua", "a director of finance in Oban, | Wu Jianhua".
local function is_office_before(p)
  if count == 0 or to[count] ~= p - 2 or as_org[count] < 2.6 and as_place[count] < 2.6 then return false end
  local at = from[count] - 1
  if at > low and marks[at] & THE ~= 0 then at = at - 1 end
  for _ = 1, 2 do
    if at <= low or marks[at] & (OF | IN) == 0 then return false end
    if names[-(at - 1 << 4)] then return true end
    at = at - 2
  end
  return false
end

-- What the piece before token p is, when p goes on in a list with it: "Oban and p", "Oban, p and"; 1 a person, 3 a place,
-- nil neither.
local function parallel(p, before, after)
  if before & AND == 0 and after & (AND | COMMA) == 0 then return nil end
  local behind = to[count] + 1
  if behind ~= p - 1 and not (behind == p - 2 and before & AND ~= 0 and marks[behind] & COMMA ~= 0) then return nil end
  local person, org, place, thing = as_person[count], as_org[count], as_place[count], as_thing[count]
  if place >= 2 and place > org and place > person and place > thing then return 3 end
  if person >= 2 and person > org and person > place and person > thing then return 1 end
end

-- Whether the letter and figure at p are a sum: "N1 billion".
local scales = {million = true, billion = true, trillion = true, bn = true, crore = true, lakh = true}
local function is_sum(p) return p < high and scales[doc.word(p + 1)] and doc.word(p):find("^%a+%d") end

local juniors = word_set"jr jr. sr sr."

-- Weighs tokens p to q as each kind and keeps them. `how` the piece is cut: THE, when that stands before it; LEAD, when the
-- capital of its first token says nothing; HEADLINE. `title`: first token of the title before it, or false; `over`: the
-- token before an "of" that it goes over, or false.
local function weigh(p, q, how, title, over)
  local the, lead = how & THE, how & LEAD
  local before, after = p > low and marks[p - 1] or 0, q < high and marks[q + 1] or 0
  local joined = over and marks[over]
  local mp, mq = marks[p], marks[q]
  local person, org, place, thing, reasons = 0, 0, 0, 0, how & HEADLINE
  local upper = mp & UPPER ~= 0 and caps ~= 2
  local n, row = 1, false
  local unknown = false -- two or three capitals of which no list knows anything

  -- What the words are.
  local given, family = 0, 0
  if mp & FIRST ~= 0 then
    local name = names[p << 4 | FIRSTS]
    if name >> END <= q then
      local rare = learn(rare_first, name & ROW, is_rare)
      given, reasons = rare and 2 or 1, reasons | GIVEN
    end
  end
  if mq & FAMILY ~= 0 then
    local name = names[q << 4 | FAMILIES]
    if name >> END == q then
      family = learn(family_classes, name & ROW, family_class)
      reasons = reasons | SURNAME
    end
  end
  if p < q then
    local plain, common, all = 0, 0, 0
    n = 0
    for k = p, q do
      local m = marks[k]
      if m & CAPITAL ~= 0 then
        n, all = n + 1, all | m
        if m & (COMMON | FUNCTION) ~= 0
          and m & (PERSONAL | FIRST) == 0 then common = common + 1 else plain = plain + 1 end
        if m & UPPER ~= 0 and caps ~= 2 and k < q then org = org + 0.3 end
      elseif m & PARTICLE ~= 0 then
        person = person + 0.4
      elseif m & AMPERSAND ~= 0 then
        -- "Kvale & Rowe", but not "Music & Dance", nor "(Kvale & Rowe, 2031)".
        org = org + ((marks[k - 1] | marks[k + 1]) & (COMMON | LISTED_PLACE) == 0 and before & OPEN == 0 and 1.2 or 0)
        person = person - 1.5
      elseif m & OPEN ~= 0 or m & (QUOTE | COMPOUND) == QUOTE and mp & LISTED == 0 then
        person = person + 1.6 -- a nickname: "Tolo Kven (Bibi) Rao"
      end
    end
    if n > 1 then
      if given > 0 and mq & (FAMILY | FIRST | COMMON | LISTED) == 0 and q > p + 1 and juniors[doc.word(q)] then
        person = person + 2.4 -- "Martin Luther King Jr."
      end
      if given > 0 then person = person + (given == 2 and 2.4 or 1.4) end
      if family > 0 then person = person + (family > 1 and 1.0 or 0.6) end
      person = person + (n <= 3 and 0.8 or n > 4 and -1.5 or 0)
      org, place = org + 0.5, place + 0.2
      if common > 0 then
        local surname = given > 0 and common == 1 and n == 2 and q == p + 1 and caps == 0 and mq & FUNCTION ~= 0 and mp & COMMON == 0
        person, org, place = person - (surname and 0.6 or 1.2 * common), org + 0.4, place - 0.2 -- "Toby Shook"
        if plain == 0 then thing = 0.8 end
      end
      -- Two words that no list knows, in a list or between commas: a person, unless the list is one of other things.
      unknown = plain == n and n <= 3 and all & (UPPER | KNOWN | DEMONYM | ORDINARY | FUNCTION) == 0 and given < 2 and family < 2
        and the == 0
      -- Where nothing speaks against it, they are a person's.
      if unknown and caps == 0 and q == p + n - 1 and (p > low or q < high) and before & (QUOTE | OPEN | IN | TO | OF | ARTICLE) == 0
        and after & (OPEN | QUOTE) == 0 and (after & LOWER == 0 or after & FUNCTION ~= 0)
        and (p - 2 < low or before & LOWER == 0 or marks[p - 2] & (THE | ARTICLE) == 0)
        and not (after & COMMA ~= 0 and q + 2 <= high and marks[q + 2] & (COUNTRY | LISTED_PLACE) ~= 0) then
        person = person + 0.7
      end
      if unknown and n == 2 and q == p + 1 and caps == 0
        and before & (COMMA | AND) ~= 0 and after & (COMMA | AND | STOP) ~= 0
        and (count == 0 or to[count] < p - (after & STOP ~= 0 and 2 or 3) or as_person[count] > as_place[count]
          and as_person[count] > as_org[count]) then
        person = person + 0.8
      end
      if mq & (COMPOUND | COMMON) == COMPOUND and (mq & LOWER ~= 0 or q == p + 3 and (mp | mq) & LISTED == 0) then
        person = person + (mq & LOWER ~= 0 and 1 or 0.8) -- "Pak Jin-dae", "Ana Kvale-Rowe"
      end
      if q == p + 2 and mq & (COMPOUND | LISTED_PLACE) == COMPOUND | LISTED_PLACE and #doc.word(p) == 1 then
        thing = thing + 4 -- "D-Calif."
      end
      if mp & (FAMILY | KNOWN & ~LISTED_ORG | COMMON) == FAMILY and mq & (KNOWN | COMMON | FAMILY | UPPER) == 0 then
        -- "Xu Zhenlin", "Tran Thi Hoa".
        if is_family_first(p, q) then person, reasons = person + 1, reasons | SURNAME end
      end
      if mq & (UPPER | FUNCTION) == UPPER | FUNCTION and caps == 0 and doc.word(q) == "as" then
        org, person, reasons = org + 2.6, person - 2, reasons | HEADED -- "Nordhavn AS"
      end
      if mp & (FIRST | FAMILY | COMMON | LISTED | HEAD | DEMONYM | ORDINARY) == 0 and doc.word(p):byte(2) == 46 then -- "J.", not "U.S."
        person, org, reasons = person + 1.8, org - 0.5, reasons | INITIALS
      elseif upper and mp & HEAD == 0 then
        person, org = person - 1, org + 0.6
      end
    end
  end
  if n == 1 then
    if given > 0 then person = person + (given == 2 and 1.2 or 0.4) end
    if family > 0 then person = person + (family == 3 and 2.6 or family == 2 and 1.0 or 0.3) end
    if mp & (COMMON | FUNCTION) == 0 or family == 3 then
      person = person + 0.7
      org = org + 0.6
      place = place + 0.6
    elseif mp & PERSONAL == 0 then
      person, org, place = person - 0.6, org - 0.2, place - 0.4
    end
    if upper then
      person, org, place, reasons = person - 2, org + 1.4, place - 0.6, reasons | CAPITALS
      if p == q then
        if after & DIGIT ~= 0 and mp & LISTED == 0 or mp & LISTED == 0
          and doc.word(p):find("%d") then thing = thing + 3 end
        local acronym = mp & (ACRONYM | NO_NAME) == ACRONYM and names[p << 4 | ACRONYMS]
        if acronym and acronym >> END == p then
          local r = acronym & ROW
          if learn(acronym_things, r, is_thing) then thing = thing + 3 else org, row = org + 1, r end
        end
        if mp & (LISTED | ACRONYM) == 0 and is_rank_behind(p, before, after) then thing = thing + 5 end
        if before & OPEN ~= 0 and after & QUOTE ~= 0 and mp & LISTED_ORG == 0 and doc.word(p + 1) == ":" then
          thing = thing + 4 -- a code: "(HK:386)"
        elseif before & OPEN ~= 0 and after & CLOSE ~= 0 then
          if count > 0 and to[count] == p - 2 then
            reasons = reasons | DEFINES
          elseif is_spelled_out(p) then
            thing = thing + 4
          end
        end
      end
    end
  end

  if joined or (mp | mq) & KNOWN ~= 0 then
    -- Heads: "Ministry", "Party", "Ltd", "River", "Cup".
    if mq & THING ~= 0 then thing = thing + 3.5 end
    if n > 1 and (mp | mq) & HEADS ~= 0 then
      if mp & COUNTRY ~= 0 and names[p << 4 | COUNTRIES] >> END == q or mp & LISTED_PLACE ~= 0
        and names[p << 4 | PLACES] >> END == q then
        place, person = place + 1, person - 1
      else
        if mq & (COMPANY | FACILITY) == COMPANY then
          -- But common words may go on: "Integrated Air | and Missile Defense".
          local half = after & AND ~= 0 and mp & mq & COMMON ~= 0 and marks[q + 2] & (CAPITAL | COMMON | LISTED) == CAPITAL | COMMON
          org, person, place, reasons = org + (half and 0 or 2.6), person - 2, place - 1, reasons | HEADED
        elseif mq & HEAD ~= 0 or mp & HEAD ~= 0 and joined then
          org, person, place, reasons = org + 2.8, person - 2, place - 1, reasons | HEADED
        elseif mq & TEAM ~= 0 then
          org, person, reasons = org + 1.8, person - 1, reasons | HEADED
        elseif mp & HEAD ~= 0 then
          org, person = org + 1.2, person - 1
        end
        if mq & PLACE_END ~= 0 and marks[q - 1] & HEAD ~= 0 and doc.word(q) == "district" then
          org, person, reasons = org + 2.8, person - 2, reasons | HEADED -- "Oban Police District"
        elseif given == 2 and mq & (PLACE_END | FACILITY) ~= 0 and mq & FAMILY ~= 0 and q == p + 1
          and mp & (COUNTRY | LISTED_PLACE) == 0 then
          place, person, reasons = place + 1.6, person - 0.4, reasons | ENDED -- "Ana Hill" may be a place
        else
          if mq & PLACE_END ~= 0 then
            place, org, person, reasons = place + 3.2, org - 1, person - 1.6, reasons | ENDED
          end
          if mq & FACILITY ~= 0 then
            place, org, person, reasons = place + 2.6, org + 0.8, person - 1.6, reasons | ENDED
          end
        end
        if mp & PLACE_FRONT ~= 0 then place, reasons = place + 2.2, reasons | ENDED end
        if mp & COMPASS ~= 0 then
          place, person = place + 1.2, person - 1.5
          if marks[p + 1] & LISTED_PLACE ~= 0 and names[p + 1 << 4 | PLACES] >> END == q then place = place + 1.5 end
        end
      end
    elseif p == q and mp & ASSEMBLY ~= 0 then
      org, person, place = org + 2, person - 1, place - 1
    elseif n == 1 and mp & (HEAD | TEAM) ~= 0 and mp & COMMON ~= 0 then
      org, person, place = org + (mp & BODY ~= 0 and (the ~= 0 and 1.4 or 0.8) or 0.2), person - 1, place - 0.5
    end
    if joined then
      person, reasons = person - 2.5, reasons | JOINED_BY
      if joined & (THING | HEAD) == THING then thing = thing + 4 else org = org + 1.8 end -- "Treaty of Lisbon"
    end

    -- What the lists know.
    if mp & LISTED ~= 0 then
      if mp & COUNTRY ~= 0 then
        local name = names[p << 4 | COUNTRIES]
        local e = name >> END
        if e == q then
          place, row, reasons = place + (mp & PERSONAL ~= 0 and 3.4 or 4.5), name & ROW, reasons | IN_COUNTRIES
        elseif e < q then
          place, org = place + 0.3, org + 0.5
        end
      end
      if mp & LISTED_PLACE ~= 0 then
        local name = names[p << 4 | PLACES]
        local e = name >> END
        if e == q then
          local r = name & ROW
          local weight = learn(place_weights, r, place_weight)
          if n > 1 and not title then person = person - 1.2 end -- "La Paz"
          place, row, reasons = place + weight, row or r, reasons | IN_PLACES
          -- "Washington", "Paris": cities of the world are rarer as family names.
          if n == 1 and not title and weight > 2.1 and mp & (FIRST | FAMILY) ~= 0 then person = person - 1.6 end
        elseif e < q then
          place, org = place + 0.4, org + 0.3
        end
      end
      if mp & LISTED_ORG ~= 0 and p == q and after & LOWER ~= 0 and is_sum(p) then
        thing = thing + 9
      elseif mp & LISTED_ORG ~= 0 and (mp & NO_NAME == 0 or p < q) then
        local name = names[p << 4 | ORGS]
        local e, r = name >> END, name & ROW
        local weight = learn(org_weights, r, org_weight)
        if weight == 0 then
          if e == q then thing = thing + 5 end
        elseif e == q then
          if n > 1 then
            weight, person = weight + 1.2, person - (given > 0 and 1.5 or 0) -- "Morgan Stanley"
          elseif mp & COMMON ~= 0 and caps == 0 then
            if the ~= 0 then -- "the Fed"
              if takes_the(r) then weight = weight + 0.9 end
            elseif not upper then
              weight = weight + (lead ~= 0 and -0.8 or 0.8)
            end
          elseif given > 0 then
            person = person - 1 -- "Renault"
          end
          if n == 1 and reasons & IN_PLACES ~= 0 and the == 0 and before & (IN | TO) == 0 then
            local kind = doc:cell(r, "kind")
            if kind == "team" and sport == nil then is_sport() end
            if kind == "company" or kind == "team" and sport then place = place - 0.8 end -- "Amazon"
          end
          org, reasons = org + weight, reasons | IN_ORGS
          if not row or org > place then row = r end
        elseif e < q then
          if e > p or weight > 1.5 and (given == 0 or doc:cell(r, "name"):find"%l") then org = org + 1.4 end
        elseif weight > 2 and mp & DEMONYM == 0 then
          org, row, reasons = org + weight, row or r, reasons | IN_ORGS -- it goes on in small letters: "Kvale news agency"
        end
      end
    end
    if n > 1 and mq & COUNTRY ~= 0 and mp & (COUNTRY | COMPASS | LISTED_PLACE | FIRST) == 0
      and names[q << 4 | COUNTRIES] >> END == q then
      org = org + 1.2
    end
    if mp & (NO_NAME | MIXED | OFFICE) ~= 0 then
      if p == q and mp & NO_NAME ~= 0 then thing = thing + 4 end
      if p == q and mp & MIXED ~= 0 and doc.word(p):find("-", 1, true) then thing = thing + 4 end
      if n > 1 and mp & OFFICE ~= 0 and names[p << 4 | OFFICES] >> END == q then
        person, reasons = person + 2.5, reasons | IN_OFFICES
      end
    end
  end

  -- What stands behind. "Kvale Controls (KVC)", "Kvale Controls Inc. (NYSE: KVC)".
  if after & OPEN ~= 0 and given == 0 and q + 3 <= high and mp & (UPPER | LISTED | DEMONYM) == 0
    and marks[q + 2] & UPPER ~= 0 then
    if marks[q + 3] & CLOSE ~= 0 then
      if n == 2 and mp & COMMON == 0 then org = org + 1 end
    elseif marks[q + 3] & QUOTE ~= 0 and doc.word(q + 3) == ":" then
      org, person, reasons = org + 2.5, person - 1, reasons | BESIDE
    end
  end
  if unknown then
    local next = after & (OPEN | OF) ~= 0 and q + 3 <= high and marks[q + 2] or 0
    if next ~= 0 and after & OF ~= 0 then
      if (next & THE ~= 0 and marks[q + 3] or next) & (CAPITAL | COMMON) == CAPITAL and doc.word(q + 1) == "of" then
        person, reasons = person + 0.9, reasons | BESIDE -- "Kvale Tolvu of Norway"
      end
    elseif next & DIGIT ~= 0 and marks[q + 3] & CLOSE ~= 0 and #doc.word(q + 2) <= 2 then
      person, reasons = person + 1.4, reasons | AGED -- "Kvale Tolvu (53)"
    elseif next & LISTED ~= 0 and next & CAPITAL ~= 0 then
      person, reasons = person + 0.9, reasons | BESIDE -- "Kvale Tolvu (Norway)"
    end
    if before & JOINED ~= 0 and p - 2 >= low and marks[p - 2] & (LISTED | DEMONYM) ~= 0 and doc.word(p - 1) == "'s" then
      person, reasons = person + 0.9, reasons | BESIDE -- "Norway's Kvale Tolvu"
    end
  end
  if after & BEHIND ~= 0 then
    if after & SPEECH ~= 0 then
      person, org, reasons = person + 1.0, org + 0.6, reasons | SPEAKS
    elseif after & WHO ~= 0 then
      person, reasons = person + 1.6, reasons | RELATIVE
    elseif after & COMMA ~= 0 and q + 2 <= high then
      local next = marks[q + 2]
      if next & DIGIT ~= 0 and q + 3 <= high and marks[q + 3] & COMMA ~= 0 then
        person, reasons = person + 1.8, reasons | AGED
      elseif next & WHO ~= 0 then
        person, org, reasons = person + 0.9, org + 0.2, reasons | RELATIVE
      elseif next & (COUNTRY | LISTED_PLACE) ~= 0 and next & CAPITAL ~= 0 and caps ~= 1 then
        place, reasons = place + (next & COUNTRY ~= 0 and 1.4 or 0.9), reasons | FOLLOWED
      elseif next & (TITLE | LOWER) == TITLE | LOWER or next & (THE | ARTICLE) ~= 0 and q + 4 <= high
        and (marks[q + 3] & TITLE ~= 0 or marks[q + 3] & marks[q + 4] & LOWER ~= 0 and marks[q + 4] & TITLE ~= 0
          or next & ARTICLE ~= 0 and marks[q + 3] & DIGIT ~= 0) then
        person, reasons = person + 1.4, reasons | APPOSED
      end
    elseif after & NOUNS ~= 0 then
      if after & HUMAN ~= 0 and not row and mp & UPPER == 0 then
        -- "Solvang married", "the Solvang administration".
        person, reasons = person + (the ~= 0 and 2.4 or 1), reasons | BESIDE
      end
      if after & PLACE_NOUN ~= 0 then place, person, reasons = place + 1.3, person - 0.6, reasons | BESIDE end
      if after & ORG_NOUN ~= 0 then org, reasons = org + 0.9, reasons | BESIDE end
      if after & TEAM_NOUN ~= 0 then org, reasons = org + 1.0, reasons | BESIDE end
      if after & TEAM_VERB ~= 0 then org, person = org + 0.7, person + 0.4 end
      if after & THING_NOUN ~= 0 then thing = thing + (row and 0.6 or 1.8) end
    end
    -- Teams: "Ulsan 2".
    if after & (DIGIT | JOINED) == DIGIT and before & (IN | TO) == 0 and reasons & INITIALS == 0
      and (n == 1 or given < 2) and #doc.word(q + 1) <= 3 then
      if sport == nil then is_sport() end
      if mp & (COUNTRY | FIRST) ~= COUNTRY and caps == 0 or caps == 2 and sport then
        if sport and n == 1 and not row and (before & OPEN ~= 0 or before & COMMA ~= 0 and marks[p - 2] & DIGIT ~= 0 and count > 0
          and to[count] == p - 3 and as_person[count] > as_org[count]) then
          person, reasons = person + 2, reasons | SCORED -- "(Kvale 23, Rowe 45)"
        else
          org, reasons = org + (sport and 3 or 0.8), reasons | SCORED
        end
      end
    end
    -- A dateline: "LONDON 1996-08-30", "AMMAN -", "OBAN (Reuters) -", "BULAWAYO, Zimbabwe".
    if mp & UPPER ~= 0 and p == low and starts_line(p) then
      local next = after & COMMA ~= 0 and q + 2 <= high and marks[q + 2] or 0
      if after & DIGIT ~= 0 and #doc.word(q + 1) > 3 or after & DASH ~= 0 and mp & SPORT == 0
        or after & OPEN ~= 0 and q + 4 <= high and marks[q + 3] & CLOSE ~= 0 and marks[q + 4] & DASH ~= 0
        or next & (COUNTRY | LISTED_PLACE | CALENDAR) ~= 0 then
        place, reasons = place + 2.6, reasons | FOLLOWED
      end
    end
  end

  local owner = after & (JOINED | FUNCTION) == JOINED | FUNCTION and not row -- "Solvang's"
  if owner then
    if mp & UPPER == 0 and q + 2 <= high
      and (marks[q + 2] & HUMAN ~= 0 or q + 3 <= high and marks[q + 2] & LOWER ~= 0 and marks[q + 3] & HUMAN ~= 0) then
      person, reasons = person + 1.2, reasons | BESIDE -- "Solvang's mother", "Solvang's late mother"
    end
  elseif after & (LOWER | AND | IN | TO | OF | BY) == LOWER and person < 2 and org < 2 and not row and the | mp & UPPER == 0
    and q + 3 <= high then
    local k = marks[q + 2] & FUNCTION ~= 0 and q + 2 or marks[q + 3] & FUNCTION ~= 0 and q + 3
    if k and own[doc.word(k)] then person, reasons = person + 1, reasons | BESIDE end -- "Solvang began her career"
  end

  if before & DIGIT ~= 0 and mp & FIRST ~= 0 and doc.word(p) == "min" then thing = thing + 4 end -- "1 Min Read"

  -- What stands before. "The official Xinhua news agency": no title of a person.
  if title and after & (LOWER | FUNCTION | SPEECH) == LOWER and is_medium(q + 1) then
    title, org, reasons = false, org + 1.5, reasons | BESIDE
  end
  if title and n == 1 and (mp & (COMMON | PERSONAL | FIRST | FAMILY) == COMMON or p == q and #doc.word(p) == 1) then
    title = false -- "Customer Support", "Gen Z"
  end
  -- "owner Kvale Homes"
  if title and n > 1 and given + family == 0 and mq & COMPANY ~= 0 and marks[title] & LOWER ~= 0 then title = false end
  if title and family == 0 and (n > 1 and reasons & (IN_COUNTRIES | IN_PLACES) ~= 0 or reasons & IN_COUNTRIES ~= 0 and given == 0) then
    title = false -- "Miss Uganda"
  end
  if title then person, org, place, reasons = person + 3.4, org - 1.5, place - 1.5, reasons | TITLED end
  if the | before & BEFORE ~= 0 then
    local preposition = the ~= 0 and p - 2 >= low and marks[p - 2] or before
    if preposition & TO ~= 0 and the == 0 and p - 2 >= low and doc.word(p - 2) == "according" then
      person, org = person + 0.6, org + 1
    elseif preposition & (IN | TO) ~= 0 then
      local weight = (the ~= 0 or owner) and 0.7 or 1.4
      if preposition & TO ~= 0 and not row or reasons & (IN_ORGS | IN_PLACES) == IN_ORGS then weight = weight - 0.7 end
      if the == 0 and not row and p - 2 >= low and marks[p - 2] & (TITLE | LOWER) == TITLE | LOWER and of_firms[doc.word(p - 2)]
        and doc.word(p - 1) == "at" then
        org, person, reasons = org + 2.4, person - 1.5, reasons | BESIDE -- "an analyst at Kvale Tolvu"
      else
        place, reasons = place + weight, reasons | LOCATED
      end
      if preposition & BY ~= 0 and not row then person = person + 0.3 end
    elseif preposition & BY ~= 0 then
      person, org, place = person + 0.7, org + 0.7, place - 0.8
      if p - 2 >= low then
        -- "an analyst with Kvale Partners"; whom somebody told is a medium, if it is listed as one.
        if marks[p - 2] & (TITLE | LOWER) == TITLE | LOWER and names[-(p - 2 << 4)] and doc.word(p - 1) == "with" then
          org, person = org + 0.9, person - 0.7
        elseif mp & LISTED_ORG ~= 0 and before & SPEECH ~= 0 and n == 1 then
          org = org + 1
        end
      end
    elseif before & OF ~= 0 and p - 2 >= low then
      local noun = marks[p - 2]
      if noun & (PLACE_END | PLACE_NOUN) ~= 0 and mp & (COMMON | LISTED) ~= COMMON and doc.word(p - 1) == "of" then
        place, reasons = place + 2, reasons | BESIDE
      elseif noun & (HUMAN | HEAD) == HUMAN and not row and mp & UPPER == 0 and doc.word(p - 1) == "of" then
        person, reasons = person + 1, reasons | BESIDE -- "the death of Solvang"
      elseif noun & TITLE ~= 0 then
        org = org + 0.6
        if mp & COMMON == 0 then place = place + 0.5 end
      end
    elseif before & (LOWER | HUMAN_OBJECT) == LOWER | HUMAN_OBJECT then
      if not row and mp & UPPER == 0 and mq & COMMON == 0 then person, reasons = person + 1, reasons | BESIDE end
    elseif before & LOWER ~= 0 and before & (HEAD | COMPANY | ORG_KIND) ~= 0 then
      org, person, reasons = org + 1.3, person - (before & ORG_KIND ~= 0 and 0.7 or 0), reasons | BESIDE
    end
    if before & (AND | COMMA) ~= 0 and not row and count > 0 and to[count] >= p - 3 then
      -- What stands in a row with others is what they are.
      local other = parallel(p, before, after)
      if other == 1 then
        person = person + 0.8
      elseif other == 3 then
        place = place + 0.8
      end
    end
    if before & SPEECH ~= 0 then person, org, reasons = person + 0.8, org + 0.5, reasons | SPEAKS end
    if before & OPEN ~= 0 and n == 1 and not row and mp & (COMMON | MIXED | ORDINARY) == 0 and after & CLOSE ~= 0 and count > 0
      and to[count] == p - 2 and from[count] < to[count]
      and as_org[count] >= 2.6 and as_org[count] > as_person[count] and as_org[count] > as_place[count] then
      org, reasons = org + 1.8, reasons | DEFINES -- "the Farming Union (Kvale)"
    end
    if before & (COMMA | OPEN) ~= 0 and not title and p - 2 >= low and (before & COMMA ~= 0 or n > 1 and after & CLOSE ~= 0)
      and (names[-(p - 2 << 4)] or not row and is_office_before(p)) then
      person, reasons = person + 1.1, reasons | APPOSED
    end
  end
  if (before | after) & TEAM_VERB ~= 0 and reasons & SCORED == 0 and mp & COUNTRY == 0 and caps ~= 1 then
    if sport == nil then is_sport() end
    if sport then org = org + (given == 2 and n > 1 and 0.4 or 1.6) end
  end
  if the ~= 0 then person, org = person - 1.4, org + (n == 1 and 0.3 or 0.5) end
  if n > 3 then place = place - 0.6 end

  -- "Dr al-Mannai", "President van der Kven": what belongs to a family name stands before it, and to some organisations: "al-Qaida".
  if before & (LINEAGE | COMPOUND | PARTICLE) ~= 0 then
    local first = before & (LINEAGE | LOWER) == LINEAGE | LOWER and p - 1
      or before & (mp & COMPOUND | PARTICLE) ~= 0 and p - 2 >= low and marks[p - 2] & (LINEAGE | LOWER) == LINEAGE | LOWER and p - 2
    if first and before & (mp & COMPOUND | LINEAGE) == 0 then -- "van der"
      local titled = first > low and names[-(first - 1 << 4)]
      if n > 1 or first > low and marks[first - 1] & CAPITAL ~= 0 and not titled then
        first = nil
      elseif titled then
        title, person = titled, person + 2.4
      end
    end
    if first then
      local name = not title and names[first << 4 | ORGS]
      if name and name >> END == q then
        org, row, reasons = org + 4, name & ROW, reasons | IN_ORGS
      else
        person = person + 1
      end
      p = first
    end
  end

  local unlisted = context and not title and q - p < 4 and (mp | mq) & (LISTED | FIRST | FAMILY | TITLE | DEMONYM) == 0
  local told = unlisted and (n > 1 or mp & COMMON == 0) and context(doc.words, marks, p, q) or 0
  if told ~= 0 then
    local company, spot = told > 0 and told or -0.6, told < 0 and -told or -1
    org, place, person, reasons = org + company, place + spot, person - 1, reasons | BESIDE
  end

  if n > 1 and reasons & EVIDENCE == 0 then org = org - 0.3 end -- nothing speaks for it but its capitals
  if before & AND ~= 0 and count > 0 and to[count] == p - 2 and not listed[count] then
    -- What stands before "and" is what stands behind it, if nothing else is known of it.
    if place >= 3 and place > person and place > org and place > thing then
      as_place[count] = as_place[count] + 0.8
    elseif person >= 3 and person > place and person > org and person > thing then
      as_person[count] = as_person[count] + 0.8
    end
  end
  if n == 1 then reasons = reasons | SINGLE | lead end
  local k = count + 1
  count = k
  from[k] = p
  to[k] = q
  why[k] = reasons
  as_person[k] = person
  as_org[k] = org
  as_place[k] = place
  as_thing[k] = thing
  title_at[k] = title
  listed[k] = row
end

-- Weighs all pieces of a document, with the sentence of each.
local function weigh_all(cuts, sentences)
  local first_of, last_of, how_of, title_of, over_of = cuts.from, cuts.to, cuts.how, cuts.title, cuts.over
  local number, following, beyond = 1, sentences[2], doc.count + 1
  low, high = 1, (following or beyond) - 1
  for k = 1, cuts.count do
    local p, how = first_of[k], how_of[k]
    if p > high then
      while following and following <= p do
        number = number + 1
        following = sentences[number + 1]
      end
      low, high = sentences[number], (following or beyond) - 1
    end
    if how & COUNTRY_ALONE ~= 0 then
      keep_country(p, last_of[k], how)
    else
      caps = how >> CASE & 3
      weigh(p, last_of[k], how, title_of[k], over_of[k])
    end
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
  data = {known = {file = "known_surnames.tsv", match = "word"}},

  annotate = function(unit, add, ctx)
    doc, known_surnames = unit.doc, ctx.data.known
    local record = doc:layer"_pieces"[1]
    if not record then return end
    local words = record.words
    marks, names, is_family_first = words.marks, words.names, words.is_family_first
    context = doc:layer"_context"[1]
    context = context and context.reads.points
    count, sport = 0, nil
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
