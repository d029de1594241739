--- Decides which capitalised words are the name of a person, an organisation or a place (internal; read by people, orgs, places).
--
-- A gazetteer hit is evidence, not a decision. First every run of capitals is weighed by what stands in and around it; then what was
-- decided with confidence spreads to surnames, acronyms and sentence starts of the same document.

local PERSON, ORG, PLACE = "person", "org", "place"
local ACCEPT = 1.4 -- score from which a run is a name
local STRONG = 2.5 -- score from which it lends its type to others of the document

local function set(words)
  local result = {}
  for word in words:gmatch("%S+") do result[word] = true end
  return result
end

local particles = set"bin bint ibn al el de la del della der den van von da dos di du le abu ben zu ter"
local org_prepositions = set"of for"
local place_last = set[[river mountains mountain island islands lake sea ocean bay gulf strait straits peninsula valley desert coast street avenue road boulevard
  square province county district region prefecture governorate oblast state territory city town village airport port harbour harbor bridge park forest canyon
  hills beach creek falls canal pass plateau basin archipelago cape highway heights border zone strip corridor dam camp neighbourhood neighborhood
  suburb township parish municipality prison stadium cathedral mosque palace temple castle tower]]
local place_first = set"lake mount mt cape fort port gulf strait isle san santa saint st st. upper lower"
local compass = set"north south east west northern southern eastern western central northeastern northwestern southeastern southwestern"
local place_before = set"in at near from outside around across throughout into to off toward towards via inside"
local person_after = set"who whose whom"
local speech = set[[said says told added asked wrote replied recalled explained argued insisted joked tweeted noted thinks believes smiled admitted died born
  married resigned vowed warned pledged]]
local company_last = set"inc inc. ltd ltd. plc corp corp. llc gmbh ag nv sa co. s.a. spa"
local ordinary = set"i i'm ok okay tv pm am mr. mrs. no. st. ceo cfo gdp dr. vs. covid-19"

-- What the lists know about the document, by first token; where several rows share a place the longest wins.
local function gather(doc)
  local known = {first_name = {}, surname = {}, title = {}, title_end = {}, country = {}, demonym = {}}
  for first, _, row in doc:hits"first_names" do known.first_name[first] = row end
  for first, _, row in doc:hits"surnames" do known.surname[first] = row end
  local function keep(list, first, last, row)
    local other = list[first]
    if not other or other.last < last then list[first] = {first = first, last = last, row = row} end
  end
  for first, last, row in doc:hits"titles" do
    keep(known.title, first, last, row)
    local other = known.title_end[last]
    if not other or other.first > first then known.title_end[last] = {first = first, last = last, row = row} end
  end
  for first, last, row in doc:hits"countries" do keep(known.country, first, last, row) end
  for first, last, row in doc:hits"demonyms" do keep(known.demonym, first, last, row) end
  return known
end

-- The state of one document while its runs are read.
local function reader(doc, ctx, known)
  local function_words, heads = ctx.data.function_words, ctx.data.org_heads
  local self = {doc = doc, known = known, runs = {}}
  local count, words, shapes = doc.count, doc.words, doc.shapes

  local function is_capital(i)
    local shape = shapes[i]
    return shape == "Xx" or shape == "XX" or shape == "xX"
  end

  local function function_class(i)
    local row = function_words[words[i]]
    return row and row.class
  end

  -- The last token of the run of name words that begins at `first`: capitals, hyphened parts, initials, particles between capitals.
  local function run_end(first, limit)
    local last = first
    while last < limit do
      local i = last + 1
      local word = words[i]
      if doc.compound(i) and doc.joined(i) then
        last = i
      elseif is_capital(i) and not doc.joined(i) then
        last = i
      elseif particles[word] and i < limit and is_capital(i + 1) then
        last = i + 1
      elseif (word == "&" or word == "'" and not doc.spaced(i)) and i < limit and is_capital(i + 1) then
        last = i + 1
      else
        break
      end
    end
    return last
  end

  local function count_words(first, last)
    local n = 0
    for i = first, last do
      if is_capital(i) then n = n + 1 end
    end
    return n
  end

  -- Weighs one run of capitals as each of the three types.
  function self.weigh(first, last, context)
    local person, org, place = 0, 0, 0
    local size = count_words(first, last)
    local word_first, word_last = words[first], words[last]
    local before = first > context.low and words[first - 1] or ""
    local after = last < context.high and words[last + 1] or ""
    local head = heads[word_last]
    local given, family = known.first_name[first], known.surname[last]
    local upper = shapes[first] == "XX" and not context.upper

    if given then person = person + (given.common and size == 1 and 0.3 or size > 1 and 2.2 or 1.4) end
    if family then person = person + (family.common and size == 1 and 0.2 or 1.0) end
    if size >= 2 and size <= 4 then person = person + 0.4 elseif size > 4 then person = person - 1 end
    if size == 1 and not context.title then person = person - 0.3 end
    if context.title then person = person + 3 end
    if speech[after] then person, org = person + 1.0, org + 0.6 end
    if speech[before] and before ~= "died" then person, org = person + 0.8, org + 0.4 end
    if person_after[after] or (after == "," and last + 1 < context.high and person_after[words[last + 2]]) then person = person + 1.5 end
    if after == "," and last + 2 <= context.high and shapes[last + 2] == "9" and #words[last + 2] <= 2 then person = person + 2 end
    if context.the then person, org = person - 1.5, org + (size > 1 and 0.8 or 0.2) end
    if size == 1 and upper then person = person - 2 end

    if head and size > 1 then
      local strength = head.place == "last" and 2.6 or 2.0
      org, person = org + strength, person - 2
    elseif head and size == 1 then
      org = org + (context.the and 0.2 or 0)
      person, place = person - 1, place - 0.5
    end
    if size > 1 and not head then
      for i = first, last - 1 do
        local inner = heads[words[i]]
        if inner and inner.place == "any" then org = org + 0.8 break end
      end
    end
    if company_last[word_last] and size > 1 then org, person = org + 4, person - 2 end
    if size == 1 and upper and #word_first >= 2 and #word_first <= 6 then org = org + 2 end
    if size >= 3 and not given then org = org + 0.6 end
    if context.joined then org, person, place = org + 2.5, person - 2, place - 1 end

    local country = known.country[first]
    if country and country.last == last then place = place + 5
    elseif country and country.last > last then place = place + 1 end
    if size > 1 and place_last[word_last] then place, org, person = place + 2.8, org - 0.5, person - 1.5 end
    if size > 1 and (place_first[word_first] or place_first[word_first .. "."]) then place = place + 2 end
    if size > 1 and compass[word_first] then place = place + 1.2 end
    if place_before[before] or (context.the and context.the_before and place_before[context.the_before]) then
      place = place + (context.the and 0.6 or 1.5)
    end
    if after == "," and last + 2 <= context.high and known.country[last + 2] and is_capital(last + 2) then place = place + 2 end
    if size > 3 then place = place - 0.7 end
    if context.title then place, org = place - 2, org - 2 end

    local demonym = known.demonym[first]
    if demonym and demonym.last == last then person, org, place = person - 3, org - 3, place - 3 end

    local kind, best, second = PERSON, person, math.max(org, place)
    if org > best then kind, best, second = ORG, org, math.max(person, place) end
    if place > best then kind, best, second = PLACE, place, math.max(person, org) end
    return kind, best, best - second, country and country.last == last and country.row or nil
  end

  local function add_run(first, last, context)
    if last < first then return end
    local kind, score, margin, row = self.weigh(first, last, context)
    local run = {first = first, last = last, type = kind, score = score, margin = margin, row = row, words = count_words(first, last),
                 title = context.title, initial = context.initial, key = doc.slice(first, last):lower(), in_title = context.in_title}
    self.runs[#self.runs + 1] = run
  end

  -- Where "Ministry" goes on as "Ministry of Foreign Affairs": the last token, or nil.
  local function joined_end(first, last, high)
    local head
    for i = first, last do
      local row = heads[words[i]]
      if row and row.place == "any" then head = true end
    end
    if not head or last + 2 > high or not org_prepositions[words[last + 1]] then return nil end
    local at = last + 2
    if words[at] == "the" and at < high then at = at + 1 end
    if not is_capital(at) then return nil end
    local ends = run_end(at, high)
    -- "Department of Health and Human Services": and joins what is still capitalised, unless a person or country follows.
    if ends + 2 <= high and words[ends + 1] == "and" and is_capital(ends + 2) and not known.first_name[ends + 2] and not known.country[ends + 2]
      and not known.country[at] then
      ends = run_end(ends + 2, high)
    end
    if ends + 2 <= high and words[ends + 1] == "of" and is_capital(ends + 2) then ends = run_end(ends + 2, high) end
    return ends
  end

  -- Reads the run that begins at `i`; returns the token to go on from.
  function self.read(i, low, high, in_title, upper)
    local context = {low = low, high = high, in_title = in_title, upper = upper}
    local last = run_end(i, high)
    local first = i
    -- The function word that opens a sentence is no part of a name.
    while first <= last and function_class(first) and shapes[first] ~= "XX" do
      if words[first] == "the" then context.the, context.the_before = true, nil end
      first = first + 1
    end
    if first > last then return last + 1 end
    if first == i and i > low and words[i - 1] == "the" then
      context.the = true
      context.the_before = i - 1 > low and words[i - 2] or nil
    end
    context.initial = first == low or first > i

    -- A country or a demonym before a title: "Iranian Foreign Minister", "US Secretary of State".
    local at = first
    local nation = known.demonym[at] or known.country[at]
    local title = known.title[at]
    if not title and nation and known.title[nation.last + 1] then
      title = known.title[nation.last + 1]
      if title.last > nation.last and is_capital(title.first) then
        if not known.demonym[at] then add_run(nation.first, nation.last, {low = low, high = high, in_title = in_title}) end
      else
        title = nil
      end
    end
    if title and title.row.class ~= "modifier" then
      local start = title.last + 1
      if start <= high and is_capital(start) and not doc.joined(start) then
        local ends = run_end(start, high)
        context.title, context.the = title, false
        -- Titles in a row: "Deputy Prime Minister General X".
        local again = known.title[start]
        while again and again.last < ends do
          start = again.last + 1
          context.title = again
          again = known.title[start]
        end
        add_run(start, ends, context)
        return ends + 1
      end
      if title.last >= last then return math.max(title.last, last) + 1 end
    end

    -- A title inside the run: "State Department Spokesman Ned Price".
    for k = first + 1, last - 1 do
      local inner = known.title[k]
      if inner and inner.last < last and inner.row.class ~= "family" and inner.row.class ~= "nobility" and not heads[words[k]] then
        add_run(first, k - 1, context)
        add_run(inner.last + 1, last, {low = low, high = high, title = inner, in_title = in_title, upper = upper})
        return last + 1
      end
    end

    local ends = joined_end(first, last, high)
    if ends then
      context.joined = true
      add_run(first, ends, context)
      return ends + 1
    end
    local role = first > low and known.title_end[first - 1]
    if role and shapes[first - 1] == "xx" then context.title = role end
    add_run(first, last, context)
    return last + 1
  end

  function self.read_all()
    local i = doc.next_capital(1)
    local sentence, unit
    while i do
      local number = doc.sentence_of(i)
      if number ~= sentence then
        sentence = number
        unit = doc:sentence(number)
        local upper = 0
        for t = unit.first, math.min(unit.last, unit.first + 8) do
          local shape = shapes[t]
          upper = upper + (shape == "XX" and 1 or shape == "xx" and -1 or 0)
        end
        unit.upper = upper > 2
        unit.title = unit.line_type == "title"
      end
      local following = self.read(i, unit.first, unit.last, unit.title, unit.upper)
      i = following <= count and doc.next_capital(math.max(following, i + 1)) or nil
    end
  end

  return self
end

return {
  api = 1,
  name = "names",
  summary = "Which capitalised words name people, organisations and places (internal)",
  provides = {_names = {type = "string", row = "table", title = "table", score = "number"}},
  scope = "document",
  data = {
    countries = {file = "countries.tsv", match = "name"},
    demonyms = {file = "demonyms.tsv", match = "name"},
    first_names = {file = "first_names.tsv", match = "name"},
    surnames = {file = "surnames.tsv", match = "name"},
    titles = {file = "titles.tsv", match = "name"},
    org_heads = {file = "org_heads.tsv", match = "word"},
    function_words = {file = "en.function_words.tsv", match = "word"},
  },

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local read = reader(doc, ctx, gather(doc))
    read.read_all()

    -- What was decided with confidence, by text and by surname.
    local by_text, by_surname = {}, {}
    for _, run in ipairs(read.runs) do
      if run.score >= STRONG and not run.in_title then
        local other = by_text[run.key]
        if not other or other.score < run.score then by_text[run.key] = run end
        if run.type == PERSON and run.words > 1 then
          by_surname[doc.word(run.last)] = run
          by_surname[doc.word(run.first)] = by_surname[doc.word(run.first)] or run
        elseif run.type == ORG and run.words > 1 then
          by_surname[doc.word(run.first)] = by_surname[doc.word(run.first)] or run
        end
      end
    end
    for _, run in ipairs(read.runs) do
      local lender = by_text[run.key]
      local why
      if lender and lender ~= run and lender.score > run.score then
        run.type, run.score, run.row = lender.type, lender.score, lender.row
        why = ("named so at line %d"):format(doc.line_of(lender.first))
      elseif run.words == 1 and not run.row then
        lender = by_surname[run.key]
        if lender and lender ~= run and not (run.type == PLACE and run.score > lender.score) then
          run.type, run.score = lender.type, math.max(run.score, 2)
          why = ("part of %s, line %d"):format(doc.slice(lender.first, lender.last), doc.line_of(lender.first))
        end
      end
      local accept = run.in_title and STRONG or ACCEPT
      if run.initial and run.words == 1 then accept = accept + 0.8 end
      if run.score >= accept and not ordinary[run.key] then
        add(run.first, run.last, {type = run.type, score = run.score, row = run.row, title = run.title and {first = run.title.first, last = run.title.last, row = run.title.row},
          why = {why or ("weighed %.1f as %s, %.1f above the next"):format(run.score, run.type, run.margin)}, confidence = run.score >= STRONG and run.margin > 1 and "high" or "medium"})
      end
    end
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Marit Solvang", type = "person"}, {"Joseph Wanjala", type = "person"}, {"Kenya", type = "place"}},
    {"The Ministry of Fisheries said Solvang would go.", {"Ministry of Fisheries", type = "org"}, {"Solvang", type = "person"}},
    {"Marit Solvang spoke. Solvang left.", {"Marit Solvang", type = "person"}, {"Solvang", type = "person"}},
    {"But the talks failed. However, nobody left."},
  },
}
