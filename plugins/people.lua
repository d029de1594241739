--- People: each name with its parts, title, role, organisation, country and gender, and the full name that a short one stands for.
--
-- Which capitals are names `_names` has decided. Here full names are gathered first; a surname, a given name or a part of a hyphened
-- name then stands for the full name that it fits, the nearest before it where several do. Two given names with one surname stay two
-- people. Roles are read from the text around a name and hold for all mentions that have none of their own.

local PERSON <const>, ORG <const>, PLACE <const> = 1, 2, 3
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

-- The document being read: set by annotate.
local doc, words, found, by_end, by_start

-- The words of a name, lower-case, hyphens left out; "Bagheri-Kani" gives two, and their place counts from 1.
local function parts_of(first, last)
  local list = {}
  for i = first, last do
    local word = words[i]
    if word ~= "-" and word ~= "'" then list[#list + 1] = word end
  end
  return list
end

-- The nation that stands right before token i: country, first token, the reason. "Norway's", "US", "Iranian", "then-US".
local function nation_before(i)
  local last = i - 1
  if last < 1 then return nil end
  if words[last] == "'s" or words[last] == "'" then last = last - 1 end
  local first = found.country_begin[last]
  if first then
    local row = doc:row(found.country_row[first])
    return row.country, first
  end
  first = found.demonym_begin[last]
  if first and last == i - 1 then
    local row = doc:row(found.demonym_row[first])
    if row.country then return row.country, first end
  end
  local k = by_end[last]
  if k and found.kind[k] == PLACE and found.listed[k] then
    local row = doc:row(found.listed[k])
    return row.country, found.from[k]
  end
end

-- The country of an organisation: its list's, or that of the nation before it.
local function country_of(k)
  local row = found.listed[k] and doc:row(found.listed[k])
  if row and row.country then return row.country end
  return (nation_before(found.from[k])) or found.nations[doc.slice(found.from[k], found.to[k]):lower()]
end

-- Adds to `role` the organisation or the country that piece k names.
local function add_post(role, k)
  if found.kind[k] == ORG then
    role.org = role.org or doc.slice(found.from[k], found.to[k])
    role.country = role.country or country_of(k)
  elseif found.kind[k] == PLACE and found.listed[k] and not role.country then
    role.country = doc:row(found.listed[k]).country
  end
end

-- What "of", "for" or "at" behind a title names; the last token of it.
local function post_behind(role, i, high)
  if i > high or not link[words[i]] then return i - 1 end
  local at = i + 1
  if article[words[at] or ""] then at = at + 1 end
  local k = by_start[at]
  if not k and words[at + 1] then
    -- "minister of the Kingdom of Saudi Arabia"
    for j = at, math.min(at + 3, high) do
      if by_start[j] and found.kind[by_start[j]] ~= PERSON then
        k = by_start[j]
        break
      end
    end
  end
  if not k or found.kind[k] == PERSON then return i - 1 end
  if not (words[i] == "for" and found.kind[k] == PLACE) then add_post(role, k) end
  return found.to[k]
end

-- The role that titles from token `first` to token `last` name; what stands before them is read too.
local function read_role(first, last)
  local start = first
  while true do
    local t = found.title_begin[start - 1]
    if not t or words[start - 1] == "," then break end
    start = t
  end
  local role = {first = start, last = last}
  local best = 99
  local at = start
  while at <= last do
    local e = found.title_end[at]
    if not e or e > last then break end
    local row = doc:row(found.title_row[at])
    local rank = ORDER[row.class]
    role.gender = role.gender or (row.gender == "m" or row.gender == "f") and row.gender or nil
    if rank and rank <= best and not row.plural then
      role.role = role.role == "chief" and rank == best and "chief " .. row.role or row.role
      best, role.class = rank, row.class
    elseif rank and rank < best and not role.role then
      role.role, role.class = row.role, row.class
    end
    at = e + 1
  end
  while start > 1 and past[words[start - 1]] or start > 2 and words[start - 1] == "-" and past[words[start - 2]] do
    role.past = true
    start = start - (words[start - 1] == "-" and 2 or 1)
    role.first = start
  end
  local k = by_end[start - 1]
  if k and found.kind[k] == ORG then
    add_post(role, k)
    start = found.from[k]
  end
  local country, from = nation_before(start)
  if country then
    local outer, outer_from = nation_before(from)
    if outer and words[from - 1] ~= "'s" then country, from = outer, outer_from end
    role.country, role.nation = country, from
    if from > 2 and words[from - 1] == "-" and past[words[from - 2]] then role.past = true end
  end
  if role.role and words[start - 1] and (words[start - 1] == "their" or words[start - 1] == "his" or words[start - 1] == "her") then role.whose = start - 1 end
  return role
end

-- The role in apposition behind a name: ", the chairman of Y", ", Norway's defence minister".
local function role_behind(last, high)
  local at = last + 1
  if words[at] ~= "," or at >= high then return nil end
  at = at + 1
  if words[at]:find("^%d+$") and words[at + 1] == "," then at = at + 2 end
  if words[at] == "who" and (words[at + 1] == "is" or words[at + 1] == "was") then at = at + 2 end
  if at <= high and article[words[at]] then at = at + 1 end
  local low = at
  local steps = article[words[at - 1]] and 0 or 2
  while at <= high do
    local e = found.title_end[at]
    if e and e <= high then
      local class = doc:row(found.title_row[at]).class
      if class == "modifier" then
        at = e + 1
      elseif class == "honorific" or class == "family" then
        return nil
      else
        while found.title_end[e + 1] and found.title_end[e + 1] <= high do e = found.title_end[e + 1] end
        -- A title before another name is that one's.
        if by_start[e + 1] and found.kind[by_start[e + 1]] == PERSON then return nil end
        local role = read_role(at, e)
        if role.first < low then role.first = low end
        post_behind(role, e + 1, high)
        return role.role and role or nil
      end
    else
      local k = by_start[at]
      if k and found.kind[k] ~= PERSON then
        at = found.to[k] + 1
      elseif found.demonym_end[at] then
        at = found.demonym_end[at] + 1
      elseif words[at] == "'s" then
        at = at + 1
      elseif steps < 2 and words[at]:find("^%l") and not link[words[at]] and words[at] ~= "and" then
        at, steps = at + 1, steps + 1
      else
        return nil
      end
    end
  end
end

-- The role before a comma: "Secretary-General of the League of Arab States, Mr. X", "Iran's chief nuclear negotiator, X".
local function role_before(first, low)
  if first - 2 < low or words[first - 1] ~= "," then return nil end
  local last = first - 2
  local t = found.title_begin[last]
  if t then return read_role(t, last) end
  -- "the secretary-general of the council, Mr. X"
  for at = last, math.max(low + 1, last - 7), -1 do
    if link[words[at]] then
      t = found.title_begin[at - 1]
      if t then
        local role = read_role(t, at - 1)
        post_behind(role, at, last)
        role.last = last
        return role
      end
    elseif words[at] == "," then
      return nil
    end
  end
end

-- "X, Y and many other US officials": the nation named behind the list.
local function nation_of_others(last, high)
  for at = last + 1, math.min(last + 24, high - 1) do
    if words[at] == "other" then
      if found.country_end[at + 1] then return doc:row(found.country_row[at + 1]).country end
      if found.demonym_end[at + 1] then return doc:row(found.demonym_row[at + 1]).country end
    end
  end
end

-- Whether a mention of several words can be one with a person: the same family name and given names that do not contradict.
local function same_person(a, b)
  if a.family ~= b.family then return false end
  local x, y = a.words[1], b.words[1]
  if x == y then return true end
  x, y = x:gsub("%.$", ""), y:gsub("%.$", "")
  local short, long = x, y
  if #short > #long then short, long = long, short end
  return #short >= 1 and #a.words > 1 and #b.words > 1 and long:sub(1, #short) == short and (#short == 1 or #short >= 3)
end

-- Which word of a full name is the family name: the last, with what belongs to it; the first where names are written so.
local function family_start(first, last)
  local compound = false
  for i = first + 1, last do
    if words[i] == "-" and words[i + 1] and doc.shape(i + 1) == "xx" then compound = true end
  end
  if compound and found.family_row[first] and first < last then return first, first end
  if last - first == 1 and found.family_row[first] and not found.first_row[first] and not found.family_row[last] and not found.first_row[last] then
    return first, first
  end
  local start = last
  while start - 2 > first and words[start - 1] == "-" do start = start - 2 end
  while start - 1 > first and lineage[words[start - 1]] do start = start - 1 end
  while start - 2 > first and words[start - 1] == "-" and lineage[words[start - 2]] do start = start - 2 end
  return start, last
end

local function key_of(first, last) return doc.slice(first, last):lower() end

return {
  api = 1,
  name = "people",
  summary = "People by name, with role, organisation, country and gender",
  provides = {
    people = {name = "string", given = "string", family = "string", title = "string", role = "string", org = "string", country = "string", gender = "string",
              how = "string"},
  },
  requires = {"_names"},
  scope = "document",
  data = {offices = {file = "offices.tsv", match = "name"}},
  columns = {"line", "name", "role", "org", "country", "gender", "how"},

  annotate = function(unit, add)
    doc = unit.doc
    local names = doc:layer"_names"[1]
    if not names or names.people == 0 then return end
    words, found = doc.words, names.found
    by_start, by_end = {}, {}
    local nations = {}
    found.nations = nations
    for k = 1, found.count do
      by_start[found.from[k]], by_end[found.to[k]] = k, k
    end
    for k = 1, found.count do
      if found.kind[k] == ORG then
        local country = nation_before(found.from[k])
        local key = country and key_of(found.from[k], found.to[k])
        if key and not nations[key] then nations[key] = country end
      end
    end

    -- Full names, and which words lead to them.
    local people, mentions, by_text, by_word = {}, {}, {}, {}
    for k = 1, found.count do
      if found.kind[k] == PERSON then
        local first, last = found.from[k], found.to[k]
        local mention = {k = k, first = first, last = last}
        mentions[#mentions + 1] = mention
        local list = parts_of(first, last)
        mention.words = list
        if #list > 1 then
          local family_first, family_last = family_start(first, last)
          mention.family = key_of(family_first, family_last)
          local key = table.concat(list, " ")
          local person = by_text[key]
          if not person then
            for _, other in ipairs(by_word[mention.family] or {}) do
              if same_person(mention, other) then
                person = other
                mention.how = "variant"
                break
              end
            end
            if not person then
              person = {words = list, family = mention.family, name = doc.slice(first, last), first = first, roles = {}}
              if family_first > first then person.given = doc.slice(first, family_first - 1) elseif family_last < last then person.given = doc.slice(family_last + 1, last) end
              if person.given then person.given = person.given:gsub("%s*%-$", "") end
              person.family_name = doc.slice(family_first, family_last)
              people[#people + 1] = person
              local function index(word)
                local others = by_word[word]
                if not others then
                  others = {}
                  by_word[word] = others
                end
                if others[#others] ~= person then others[#others + 1] = person end
              end
              for _, word in ipairs(list) do index(word) end
              index(person.family)
            elseif #list > #person.words then
              person.name, person.words = doc.slice(first, last), list
            end
            by_text[key] = person
          end
          mention.person = person
        end
      end
    end

    -- Which full name a short one stands for.
    local latest = {}
    for _, mention in ipairs(mentions) do
      if not mention.person then
        local word = key_of(mention.first, mention.last)
        local choice, weight
        for _, person in ipairs(by_word[word] or {}) do
          local fit = word == person.family and 4 or word == person.words[#person.words] and 3 or word == person.words[1] and 2 or 1
          -- The nearest named before counts; one named only later fits less.
          local near = latest[person] or (person.first < mention.first and person.first) or -person.first
          if not choice or fit > weight or fit == weight and near > (latest[choice] or (choice.first < mention.first and choice.first) or -choice.first) then
            choice, weight = person, fit
          end
        end
        if choice then
          mention.person, mention.how = choice, weight >= 3 and "surname" or weight == 2 and "given name" or "part of the name"
        else
          local person = by_text[word]
          if not person then
            person = {words = mention.words, name = doc.slice(mention.first, mention.last), first = mention.first, roles = {}}
            if found.first_row[mention.first] and not found.family_row[mention.last] then person.given = person.name else person.family_name = person.name end
            people[#people + 1] = person
            by_text[word] = person
          end
          mention.person, mention.how = person, person.first == mention.first and "only name" or "same name"
        end
      end
      latest[mention.person] = mention.first
    end

    -- Roles.
    local previous
    local sentence, low, high = 0, 0, -1
    for _, mention in ipairs(mentions) do
      local first, last = mention.first, mention.last
      if first > high then
        sentence = doc.sentence_of(first)
        local bounds = doc:sentence(sentence)
        low, high = bounds.first, bounds.last
      end
      local title = found.title[mention.k]
      local role
      if title then
        local e = found.title_end[title]
        role = read_role(title, math.max(e, found.title_begin[first - 1] and first - 1 or e))
        if words[e + 1] and link[words[e + 1]] then post_behind(role, e + 1, first - 1) end
        mention.title = doc.slice(role.first, first - 1)
        if role.class ~= "office" and role.class ~= "profession" then
          -- "Mr. X, the chairman": a form of address says less than what stands beside it.
          local other = role_before(role.first, low) or role_behind(last, high)
          if other then
            other.gender = other.gender or role.gender
            role = other
          elseif role.class == "honorific" or role.class == "family" then
            role.role = nil
          end
        end
      else
        role = role_behind(last, high) or role_before(first, low)
      end
      if role then
        if role.role == "counterpart" and previous then
          role.role, role.copied = previous.role, previous
          if not role.country and role.whose then role.country = nil end
        end
        role.line = doc.line_of(first)
        if role.role and not role.country and not role.org then role.country = nation_of_others(last, high) end
        if role.role == "counterpart" then role.role = nil end
        mention.role = role
        local roles = mention.person.roles
        roles[#roles + 1] = role
        if role.role then previous = role end
      end
    end

    -- What one mention says holds for the others.
    for _, person in ipairs(people) do
      for _, role in ipairs(person.roles) do
        person.gender = person.gender or role.gender
        person.country = person.country or role.country
        person.org = person.org or role.org
        if role.role and not (person.role and (person.role.role or role.past)) then person.role = role end
      end
      if not person.gender and person.given then
        local row = found.first_row[person.first]
        row = row and doc:row(row)
        if row and (row.gender == "m" or row.gender == "f") then person.gender, person.by_given = row.gender, true end
      end
    end

    -- What the list of offices knows of full names: the country always, the role when the document is of that time.
    local office_end, office_row = doc:starts"offices"
    local year = doc.date and tonumber(doc.date:sub(1, 4))
    for _, mention in ipairs(mentions) do
      local first, person = mention.first, mention.person
      if office_end[first] == mention.last and not person.office then
        local row = doc:row(office_row[first])
        if not row.styled or mention.title then
          person.office = row
          person.country = person.country or row.country
          if not person.role and year and year >= tonumber(row.from or 9999) and year <= tonumber(row.to or 9999) then
            person.role = {role = row.role, org = row.org, country = row.country, listed = row}
          end
        end
      end
    end

    for _, mention in ipairs(mentions) do
      local person, role, k = mention.person, mention.role, mention.k
      local own = role and role.role
      local held = own and role or person.role
      local why = found.evidence(found.why[k])
      local how = mention.how or "full name"
      if how ~= "full name" and how ~= "only name" then why[#why + 1] = ("%s of %s, line %d"):format(how, person.name, doc.line_of(person.first)) end
      if own then
        why[#why + 1] = ("role in %q"):format(doc.slice(role.first, role.last))
        if role.copied then why[#why + 1] = ("counterpart of the %s, line %d"):format(role.role, role.copied.line) end
      elseif held and held.listed then
        why[#why + 1] = ("list of offices: %s %s-%s"):format(held.role, held.listed.from, held.listed.to or "")
      elseif held then
        why[#why + 1] = ("role at line %d"):format(held.line)
      end
      local score = found.score[k]
      add(mention.first, mention.last, {
        name = person.name, given = person.given, family = person.family_name, title = mention.title, role = held and held.role,
        org = own and role.org or held and held.org or person.org, country = role and role.country or held and held.country or person.country,
        gender = person.gender, how = how, why = why,
        confidence = (score >= 4 or score >= 2.6 and how ~= "only name") and "high" or score >= 2 and "medium" or "low",
      })
    end
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Marit Solvang", given = "Marit", family = "Solvang", role = "foreign minister", country = "NO", gender = "f"}, {"Joseph Wanjala", gender = "m"}},
    {"Marit Solvang spoke. Mr. Wanjala left with Solvang.",
      {"Marit Solvang", name = "Marit Solvang"}, {"Wanjala", title = "Mr.", gender = "m"}, {"Solvang", name = "Marit Solvang", how = "surname"}},
    {"Norway's defence minister Marit Solvang and her Danish counterpart Lars Hvidberg met then-US President Tom Oakes.",
      {"Marit Solvang", role = "defence minister", country = "NO"}, {"Lars Hvidberg", role = "defence minister", country = "DK"},
      {"Tom Oakes", role = "president", country = "US"}},
    {"Joseph Wanjala, the chairman of the Ministry of Fisheries, met State Department spokesperson Ann Rowe.",
      {"Joseph Wanjala", role = "chair", org = "Ministry of Fisheries"}, {"Ann Rowe", role = "spokesperson", org = "State Department", country = "US"}},
    {"The secretary-general of the council, Mr. Wanjala, met Iran's chief negotiator, Reza Karimi-Fard.",
      {"Wanjala", role = "secretary-general"}, {"Reza Karimi-Fard", role = "chief negotiator", country = "IR", family = "Karimi-Fard"}},
    {"Marit Solvang and Lars Solvang met. Lars Solvang left.",
      {"Marit Solvang", name = "Marit Solvang"}, {"Lars Solvang", name = "Lars Solvang"}, {"Lars Solvang", name = "Lars Solvang"}},
  },
}
