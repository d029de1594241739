--- People: each name with its parts, title, role, organisation, country and gender, and the full name that a short one
-- stands for.
--
-- Which capitals are names `_names` has decided. Full names are gathered first; a surname, a given name or a part of a
-- hyphened name then stands for the full name that it fits, the first one where several do. Two given names with one
-- surname stay two people. Roles are read from the text around a name and hold for all mentions that have none of their
-- own.

local PERSON <const>, ORG <const>, PLACE <const> = 1, 2, 3

-- What is asked of found.names (see _pieces): lists by number.
local TITLES <const>, COUNTRIES <const>, DEMONYMS <const>, FIRSTS <const>, FAMILIES <const> = 0, 1, 2, 3, 4
local OFFICES <const> = 7
local END <const> = 40

-- Marks of _pieces that are asked here.
local COMMA <const> = 1 << 42
local TITLE <const> = 1 << 51
local OFFICE <const> = 1 << 56

local ORDER = {office = 1, religious = 2, nobility = 3, rank = 4, profession = 5, family = 6, honorific = 7}

local function set(words)
  local result = {}
  for word in words:gmatch("%S+") do result[word] = true end
  return result
end

local article = set"the a an"
local link = set"of for at"
local past = set"former then ex late outgoing"
local lineage = set"bin bint ibn ben al el de del della der den van von da dos di du le la abu ter zu"
local pronoun = set"their his her its"

-- The document being read: set by annotate.
local doc, word, slice, found, names, marks, starts, ends, low, high

local function last_at(first, list)
  local name = names[first << 4 | list]
  return name and name >> END
end

local function first_at(last, list) return names[-(last << 4 | list)] end

local function row_at(first, list)
  local name = names[first << 4 | list]
  return name and doc:row(name)
end

-- The piece that begins, or ends, at a token.
local function piece_from(i)
  if not starts then
    starts, ends = {}, {}
    for k = 1, found.count do starts[found.from[k]], ends[found.to[k]] = k, k end
  end
  return starts[i]
end

local function piece_to(i)
  if not starts then piece_from(i) end
  return ends[i]
end

local function word_at(i) return i >= 1 and i <= doc.count and word(i) or "" end

local function key_of(first, last) return first == last and word(first) or slice(first, last):lower() end

-- The nation that stands right before token i: country, first token. "Norway's", "US", "Iranian", "then-US".
local function nation_before(i)
  local last = i - 1
  if last < low then return nil end
  local first = first_at(last, DEMONYMS)
  if first then
    local row = row_at(first, DEMONYMS)
    if row.country then return row.country, first end
  end
  if word(last) == "'s" or word(last) == "'" then last = last - 1 end
  first = first_at(last, COUNTRIES)
  if first then return row_at(first, COUNTRIES).country, first end
  local k = piece_to(last)
  if k and found.kind[k] == PLACE and found.listed[k] then return doc:row(found.listed[k]).country, found.from[k] end
end

-- The country of an organisation: its list's, that of the nation before it, or of the same name elsewhere.
local function country_of(k)
  local row = found.listed[k] and doc:row(found.listed[k])
  if row and row.country then return row.country end
  local from, to = found.from[k], found.to[k]
  local country = nation_before(from)
  if country then return country end
  if not found.nations then
    found.nations = {}
    for other = 1, found.count do
      local nation = found.kind[other] == ORG and nation_before(found.from[other])
      local key = nation and key_of(found.from[other], found.to[other])
      if key and not found.nations[key] then found.nations[key] = nation end
    end
  end
  return found.nations[key_of(from, to)]
end

-- Adds to `role` the organisation or the country that piece k names.
local function add_post(role, k)
  if found.kind[k] == ORG then
    role.org = role.org or slice(found.from[k], found.to[k])
    role.country = role.country or country_of(k)
  elseif found.kind[k] == PLACE and found.listed[k] and not role.country then
    role.country = doc:row(found.listed[k]).country
  end
end

-- Reads what "of", "for" or "at" at token i behind a title names.
local function post_behind(role, i, limit)
  if i >= limit or not link[word(i)] then return end
  local at = i + 1
  if article[word(at)] then at = at + 1 end
  for j = at, math.min(at + 3, limit) do -- "minister of the Kingdom of Saudi Arabia"
    local k = piece_from(j)
    if k and found.kind[k] ~= PERSON then
      if word(i) ~= "for" or found.kind[k] == ORG then add_post(role, k) end
      return
    end
  end
end

-- The role that titles from token `first` to token `last` name; what stands before them is read too.
local function read_role(first, last)
  local start = first
  while start > low do
    local t = first_at(start - 1, TITLES)
    if not t then break end
    start = t
  end
  local role = {first = start, last = last}
  local best, at = 99, start
  while at <= last do
    local e = last_at(at, TITLES)
    if not e or e > last then break end
    local row = row_at(at, TITLES)
    local rank = ORDER[row.class]
    if row.gender == "m" or row.gender == "f" then role.gender = role.gender or row.gender end
    if rank and rank <= best and not row.plural then
      -- The last of several titles is the head: "chief | nuclear negotiator".
      role.role = role.role == "chief" and rank == best and "chief " .. row.role or row.role
      best, role.class = rank, row.class
    elseif rank and rank < best and not role.role then
      role.role, role.class = row.role, row.class
    end
    at = e + 1
  end
  while start > low and (past[word(start - 1)] or start - 1 > low and word(start - 1) == "-"
    and past[word(start - 2)]) do
    role.past = true
    start = start - (word(start - 1) == "-" and 2 or 1)
    role.first = start
  end
  local k = start > low and piece_to(start - 1)
  if k and found.kind[k] == ORG then
    add_post(role, k)
    start = found.from[k]
  end
  local country, from = nation_before(start)
  if country then
    local outer, outer_from = nation_before(from) -- "US Iran envoy"
    if outer and word(from - 1) ~= "'s" then country, from = outer, outer_from end
    role.country = country
    if from - 1 > low and word(from - 1) == "-" and past[word(from - 2)] then role.past = true end
    start = from
  end
  role.whose = start > low and pronoun[word(start - 1)]
  return role
end

-- The role in apposition behind a name: ", the chairman of Y", ", Norway's defence minister".
local function role_behind(last)
  local at = last + 1
  if at >= high or marks[at] & COMMA == 0 then return nil end
  at = at + 1
  if at < high and marks[at + 1] & COMMA ~= 0 and word(at):find("^%d+$") then at = at + 2 end
  if word_at(at) == "who" and (word_at(at + 1) == "is" or word_at(at + 1) == "was") then at = at + 2 end
  local free = 0 -- words in lower case that may stand before the title
  if article[word_at(at)] then at, free = at + 1, 2 end
  local begin = at
  while at <= high do
    local e = marks[at] & TITLE ~= 0 and last_at(at, TITLES)
    if e and e <= high then
      local class = row_at(at, TITLES).class
      if class == "honorific" or class == "family" then return nil end
      if class ~= "modifier" then
        while last_at(e + 1, TITLES) and last_at(e + 1, TITLES) <= high do e = last_at(e + 1, TITLES) end
        -- A title before another name is that one's.
        local k = piece_from(e + 1)
        if k and found.kind[k] == PERSON then return nil end
        local role = read_role(at, e)
        if role.first < begin then role.first = begin end
        post_behind(role, e + 1, high)
        return role.role and role or nil
      end
      at = e + 1
    else
      local k = piece_from(at)
      local text = word(at)
      if k and found.kind[k] ~= PERSON then
        at = found.to[k] + 1
      elseif last_at(at, DEMONYMS) then
        at = last_at(at, DEMONYMS) + 1
      elseif text == "'s" then
        at = at + 1
      elseif free > 0 and text:find("^%l") and not link[text] and text ~= "and" then
        at, free = at + 1, free - 1
      else
        return nil
      end
    end
  end
end

-- The role before a comma: "Secretary-General of the League of Arab States, Mr. X", "Iran's chief nuclear negotiator,
-- X".
local function role_before(first)
  if first - 2 < low or marks[first - 1] & COMMA == 0 then return nil end
  local last = first - 2
  local t = first_at(last, TITLES)
  if t then return read_role(t, last) end
  for at = last, math.max(low + 1, last - 7), -1 do
    if marks[at] & COMMA ~= 0 then return nil end
    if link[word(at)] then
      t = first_at(at - 1, TITLES)
      if t then
        local role = read_role(t, at - 1)
        post_behind(role, at, last)
        role.last = last
        return role
      end
    end
  end
end

-- "X, Y and many other US officials": the nation named behind the list.
local function nation_of_others(last)
  for at = last + 1, math.min(last + 24, high - 1) do
    if word(at) == "other" then
      local row = row_at(at + 1, COUNTRIES) or row_at(at + 1, DEMONYMS)
      if row then return row.country end
    end
  end
end

-- The role that the text around a mention gives it, or nil, and what stands as title before it.
local function role_of(first, last, title)
  if not title then return role_behind(last) or role_before(first) end
  local e = last_at(title, TITLES)
  local role = read_role(title, first_at(first - 1, TITLES) and first - 1 or e)
  if e + 1 < first then post_behind(role, e + 1, first - 1) end
  local text = slice(role.first, first - 1)
  if role.class ~= "office" and role.class ~= "profession" then
    -- "Mr. X, the chairman": a form of address says less than what stands beside it.
    local other = role_before(role.first) or role_behind(last)
    if other then
      other.gender = other.gender or role.gender
      role = other
    elseif role.class == "honorific" or role.class == "family" then
      role.role = nil
    end
  end
  return role, text
end

-- Whether two full names with one family name are one person: the given names do not contradict.
local function same_given(a, b)
  a, b = a:gsub("%.$", ""), b:gsub("%.$", "")
  if #a > #b then a, b = b, a end
  return a == b or b:sub(1, #a) == a and (#a == 1 or #a >= 3)
end

-- First and last token of the family name: the last word, with what belongs to it; the first where names are written
-- so.
local function family_of(first, last)
  local hyphened = false
  for i = first + 1, last - 1 do
    if word(i) == "-" and doc.shape(i + 1) == "xx" then hyphened = true end
  end
  if hyphened and names[first << 4 | FAMILIES] then return first, first end
  if last - first == 1 and names[first << 4 | FAMILIES] and not names[first << 4 | FIRSTS]
    and not names[last << 4 | FAMILIES]
    and not names[last << 4 | FIRSTS] then
    return first, first
  end
  local start = last
  while start - 2 > first and word(start - 1) == "-" do start = start - 2 end
  while start - 1 > first and lineage[word(start - 1)] do start = start - 1 end
  while start - 2 > first and word(start - 1) == "-" and lineage[word(start - 2)] do start = start - 2 end
  return start, last
end

-- All people of the document: {name, given, family, first, words...}, each in `by_word` under every word of the name.
local function new_person(people, by_word, first, last)
  local person = {name = slice(first, last), first = first, size = 1}
  people[#people + 1] = person
  if first == last then
    if names[first << 4 | FIRSTS]
      and not names[first << 4 | FAMILIES] then person.given = person.name else person.family = person.name end
    return person
  end
  local family_first, family_last = family_of(first, last)
  person.family, person.family_key = slice(family_first, family_last), key_of(family_first, family_last)
  if family_first > first then
    person.given = slice(first, family_first - 1):gsub("%s*%-$", "")
  elseif family_last < last then
    person.given = slice(family_last + 1, last):gsub("^%-%s*", "")
  end
  person.first_word, person.last_word = word(first), word(last)
  local function index(text)
    local others = by_word[text]
    if not others then
      by_word[text] = {person}
    elseif others[#others] ~= person then
      others[#others + 1] = person
    end
  end
  for i = first, last do
    local text = word(i)
    if text ~= "-" then
      index(text)
      person.size = person.size + 1
    end
  end
  index(person.family_key)
  return person
end

-- The person that a full name belongs to, made if it is new.
local function full_name(people, by_text, by_word, first, last)
  local key = slice(first, last):lower()
  local person = by_text[key]
  if person then return person end
  local family_first, family_last = family_of(first, last)
  for _, other in ipairs(by_word[key_of(family_first, family_last)] or {}) do
    if other.family_key == key_of(family_first, family_last) and same_given(other.first_word, word(first)) then
      if last - first > other.size then other.name, other.size = slice(first, last), last - first end
      by_text[key] = other
      return other, "variant"
    end
  end
  person = new_person(people, by_word, first, last)
  by_text[key] = person
  return person
end

-- The person that a single word stands for.
local function short_name(people, by_text, by_word, first, last)
  local key = key_of(first, last)
  local choice, weight, near
  local candidates = by_word[key]
  if candidates then
    for n = 1, #candidates do
      local person = candidates[n]
      local fit = key == person.family_key and 4 or key == person.last_word and 3 or key == person.first_word and 2 or 1
      -- Of two, the one named first is who the text is about; one named only later fits less.
      local where = person.first < first and person.first or first + person.first
      if not choice or fit > weight or fit == weight and where < near then choice, weight, near = person, fit, where end
    end
    return choice, weight >= 3 and "surname" or weight == 2 and "given name" or "part of the name"
  end
  local person = by_text[key]
  if person then return person, "same name" end
  person = new_person(people, by_word, first, last)
  by_text[key] = person
  return person, "only name"
end

-- Evidence in words is shared by all mentions with the same evidence and nothing to add.
local evidence = {}

return {
  api = 1,
  name = "people",
  summary = "People by name, with role, organisation, country and gender",
  provides = {
    people = {name = "string", given = "string", family = "string", title = "string", role = "string", org = "string",
      country = "string",
              gender = "string", how = "string"},
  },
  requires = {"_names"},
  scope = "document",
  columns = {"line", "name", "role", "org", "country", "gender", "how"},

  annotate = function(unit, add)
    doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.people == 0 then return end
    found = record.found
    names, marks, word, slice, starts, ends = found.names, found.marks, doc.word, doc.slice, nil, nil
    local from, to, kind, count = found.from, found.to, found.kind, found.count

    -- Full names first, then what stands for them.
    local people, by_text, by_word = {}, {}, {}
    local person_of, how_of, role_at, title_of = {}, {}, {}, {}
    for k = 1, count do
      if kind[k] == PERSON and from[k] < to[k] then
        person_of[k], how_of[k] = full_name(people, by_text, by_word, from[k], to[k])
      end
    end
    local sentences, number = found.sentences, 1
    local previous
    for k = 1, count do
      if kind[k] == PERSON then
        local first, last = from[k], to[k]
        local person = person_of[k]
        if not person then
          person, how_of[k] = short_name(people, by_text, by_word, first, last)
          person_of[k] = person
        end
        -- Its role.
        while sentences[number + 1] and sentences[number + 1] <= first do number = number + 1 end
        low, high = sentences[number], (sentences[number + 1] or doc.count + 1) - 1
        local role
        local title = found.title[k]
        if title or last + 1 < high and marks[last + 1] & COMMA ~= 0 or first - 2 >= low
          and marks[first - 1] & COMMA ~= 0 then
          role, title_of[k] = role_of(first, last, title or nil)
        end
        if role then
          if role.role == "counterpart" then role.role, role.copied = previous and previous.role, previous end
          role.at = first
          if role.role and not role.country then role.country = nation_of_others(last) end
          role_at[k] = role
          person.gender = person.gender or role.gender
          person.country = person.country or role.country
          person.org = person.org or role.org
          if role.role then
            if not person.role or person.role.past and not role.past then person.role = role end
            previous = role
          end
        end
      end
    end

    -- What the list of offices knows of full names: the country, and the role when the document is of that time.
    local year
    for k = 1, count do
      local person = person_of[k]
      local office = person and not person.office and marks[from[k]] & OFFICE ~= 0 and names[from[k] << 4 | OFFICES]
      if office and office >> END == to[k] then
        local row = doc:row(office)
        if not row.styled or title_of[k] then
          person.office = row
          if year == nil then year = doc.date and tonumber(doc.date:sub(1, 4)) or false end
          local held = year and year >= tonumber(row.from or 9999) and year <= tonumber(row.to or 9999)
          -- Of an office that the text knows nothing of, and that may be long past, nothing is said.
          if held or not person.role or person.role.role == row.role then person.country = person.country
            or row.country end
          if held and not person.role then person.role = {role = row.role, org = row.org, country = row.country,
            listed = row} end
        end
      end
    end

    for k = 1, count do
      local person = person_of[k]
      if person then
        local role, how, bits = role_at[k], how_of[k] or "full name", found.why[k]
        local own = role and role.role
        local held = own and role or person.role
        local why = evidence[bits]
        if not why then
          why = found.evidence(bits)
          evidence[bits] = why
        end
        if held or how ~= "full name" and how ~= "only name" then
          why = table.move(why, 1, #why, 1, {})
          if how ~= "full name" and how ~= "only name" then
            why[#why + 1] = ("%s of %s, line %d"):format(how, person.name, doc.line_of(person.first))
          end
          if own then
            why[#why + 1] = ("role in %q"):format(slice(role.first, role.last))
            if role.copied then why[#why + 1] = ("as the counterpart of the %s, line %d"):format(role.role,
              doc.line_of(role.copied.at)) end
          elseif held and held.listed then
            why[#why + 1] = ("list of offices: %s from %s to %s"):format(held.role, held.listed.from,
              held.listed.to or "now")
          elseif held then
            why[#why + 1] = ("role at line %d"):format(doc.line_of(held.at))
          end
        end
        if person.given and not person.gender and person.gender == nil then
          local row = row_at(person.first, FIRSTS)
          person.gender = row and (row.gender == "m" or row.gender == "f") and row.gender or false
        end
        local score = found.score[k]
        add(from[k], to[k], {
          name = person.name, given = person.given, family = person.family, title = title_of[k],
            role = held and held.role or nil,
          org = held and held.org or person.org, country = role and role.country or held and held.country
            or person.country,
          gender = person.gender or nil, how = how, why = why,
          confidence = (score >= 4 or score >= 2.6 and how ~= "only name") and "high" or score >= 2 and "medium"
            or "low",
        })
      end
    end
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Marit Solvang", given = "Marit", family = "Solvang", role = "foreign minister", country = "NO", gender = "f"},
      {"Joseph Wanjala", gender = "m"}},
    {"Marit Solvang spoke. Mr. Wanjala left with Solvang.",
      {"Marit Solvang", name = "Marit Solvang"}, {"Wanjala", title = "Mr.", gender = "m"},
      {"Solvang", name = "Marit Solvang", how = "surname"}},
    {"Norway's defence minister Marit Solvang and her Danish counterpart Lars Hvidberg met then-US President Tom Oakes.",
      {"Marit Solvang", role = "defence minister", country = "NO"},
        {"Lars Hvidberg", role = "defence minister", country = "DK"},
      {"Tom Oakes", role = "president", country = "US"}},
    {"Joseph Wanjala, the chairman of the Ministry of Fisheries, met State Department spokesperson Ann Rowe.",
      {"Joseph Wanjala", role = "chair", org = "Ministry of Fisheries"},
      {"Ann Rowe", role = "spokesperson", org = "State Department", country = "US"}},
    {"The secretary-general of the council, Mr. Wanjala, met Iran's chief negotiator, Reza Karimi-Fard.",
      {"Wanjala", role = "secretary-general"},
      {"Reza Karimi-Fard", role = "chief negotiator", country = "IR", family = "Karimi-Fard"}},
    {"Marit Solvang and Lars Solvang met. Lars Solvang left.",
      {"Marit Solvang", name = "Marit Solvang"}, {"Lars Solvang", name = "Lars Solvang"},
        {"Lars Solvang", name = "Lars Solvang"}},
  },
}
