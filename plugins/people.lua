--- People: each name with its parts, title, role, organisation, country and gender, and the full name that a short one
-- stands for.
--
-- Which capitals are names `_names` has decided, and whose `_persons`. Roles are read from the text around a name and hold
-- for all mentions that have none of their own.

local PERSON <const> = 1
local ORG <const> = 2
local PLACE <const> = 3

-- What is asked of found.names (see _words): lists by number.
local TITLES <const> = 0
local COUNTRIES <const> = 1
local DEMONYMS <const> = 2
local OFFICES <const> = 7
local END <const> = 40

-- Marks of _words that are asked here.
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local LOWER <const> = 1 << 2
local DIGIT <const> = 1 << 3
local JOINED <const> = 1 << 4
local FUNCTION <const> = 1 << 7
local THE <const> = 1 << 14
local ARTICLE <const> = 1 << 15
local SPEECH <const> = 1 << 19
local WHO <const> = 1 << 20
local COMMA <const> = 1 << 42
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44
local TITLE <const> = 1 << 51
local DEMONYM <const> = 1 << 53
local OF <const> = 1 << 12
local OFFICE <const> = 1 << 56

local ORDER = {office = 1, religious = 2, nobility = 3, rank = 4, profession = 5, family = 6, honorific = 7}

local link = word_set"of for at to"
local past = word_set"former then ex late outgoing"
local whose = word_set"her his its my our their"
local with = word_set"at from of with"
local copulas = word_set"is was became remains"
local adverbs = word_set"also briefly currently formerly long now once previously then twice"
-- What stands before a name that is no subject: "the wife of Holm is".
local no_subject = word_set"about against and at by for from in like of on or than to with"
-- How a mention is named that is no part of a longer name.
local unjoined = {["full name"] = true, variant = true, ["only name"] = true, ["same name"] = true}

-- The document being read: set by annotate.
local doc, word, slice, row, names, marks, low, high
local from, to, kind, listed, count -- pieces, as _names found them
local named_before -- see _names
local near -- the piece that was asked for last

-- The piece that begins, or ends, at a token. Those asked for one after the other are near each other.
local function piece_from(i)
  local k = near
  while k > 1 and from[k] > i do k = k - 1 end
  while k < count and from[k] < i do k = k + 1 end
  near = k
  return from[k] == i and k or nil
end

local function piece_to(i)
  if marks[i] & (CAPITAL | DIGIT) == 0 then return nil end
  local k = near
  while k > 1 and to[k] > i do k = k - 1 end
  while k < count and to[k] < i do k = k + 1 end
  near = k
  return to[k] == i and k or nil
end

local function is_place(last)
  local k = piece_to(last)
  return k and kind[k] == PLACE
end

local function is_possessive(i)
  local text = word(i)
  return text == "'s" or text == "'"
end

-- The nation that stands right before token i, be it by one of its places: country, first token. "Norway's", "US", "Oslo's", "then-US".
local function nation_before(i)
  if i - 1 < low then return nil end
  local country, first = named_before(i)
  if first then return country, first end
  local k = piece_to(i - 1) or i - 2 >= low and is_possessive(i - 1) and piece_to(i - 2)
  if k and kind[k] == PLACE and listed[k] then return row(doc, listed[k]).country, from[k] end
end

-- The country of the organisation that piece k names, or nil.
local function country_of(k)
  local orgs, first = doc:layer"orgs", from[k]
  local low_org, high_org = 1, #orgs
  while low_org < high_org do
    local middle = (low_org + high_org) // 2
    if orgs[middle].first < first then low_org = middle + 1 else high_org = middle end
  end
  return orgs[low_org].country
end

-- Adds to `role` the organisation or the country that piece k names.
local function add_post(role, k)
  if kind[k] == ORG then
    role.org = role.org or slice(from[k], to[k])
    role.country = role.country or country_of(k)
  elseif kind[k] == PLACE and listed[k] and not role.country then
    role.country = row(doc, listed[k]).country
  end
end

-- The token behind the title at token i, or behind another that "and" adds to it: "president and chief executive | of".
local function behind_titles(i, limit)
  local behind = (names[i << 4 | TITLES] >> END) + 1
  if behind >= limit or word(behind) ~= "and" then return behind end
  for j = behind + 1, behind + 3 < limit and behind + 3 or limit do
    if marks[j] & TITLE ~= 0 then return (names[j << 4 | TITLES] >> END) + 1 end
    if marks[j] & FUNCTION ~= 0 then return behind end
  end
  return behind
end

local FAR <const> = 8 -- tokens between a place and the organisation: "director for the Gulf and the Cape at"

-- Reads what "of", "for", "at" or "to" at token i behind a title names; the country that one is sent to is not one's own.
local function post_behind(role, i, limit)
  if i >= limit or marks[i] & FUNCTION == 0 or not link[word(i)] then return end
  local at = i + 1
  if marks[at] & (THE | ARTICLE) ~= 0 then at = at + 1 end
  for j = at, at + 3 < limit and at + 3 or limit do -- "minister of the Kingdom of Saudi Arabia"
    local k = piece_from(j)
    if k and to[k] < limit and word(to[k] + 1) == "-" then -- "the Norway-based | Kvale Institute"
      if to[k] + 2 < limit and word(to[k] + 2) == "based" then add_post(role, k) end
    elseif k and kind[k] ~= PERSON then
      if kind[k] == ORG or word(i) ~= "for" and word(i) ~= "to" then add_post(role, k) end
      if kind[k] == ORG then return end
      for e = to[k] + 1, j + FAR < limit and j + FAR or limit - 1 do
        if marks[e] & COMMA ~= 0 then return end
        if marks[e] & FUNCTION ~= 0 and word(e) == "at" then
          k = piece_from(marks[e + 1] & THE ~= 0 and e + 2 or e + 1)
          if k and kind[k] == ORG then add_post(role, k) end
          return
        end
      end
      return
    end
  end
end

-- Adds to `role` what the titles from token `at` to token `last` name. The last of several is the head: "chief | nuclear negotiator".
local function add_titles(role, at, last)
  local best = 99
  while at <= last do
    local name = names[at << 4 | TITLES]
    if not name or name >> END > last then return end
    local title = row(doc, name)
    local rank = ORDER[title.class]
    if title.gender == "m" and rank and rank <= ORDER.profession then
      role.likely = "m" -- a chairman may be a woman
    elseif title.gender == "m" or title.gender == "f" then
      role.gender = role.gender or title.gender
    end
    if rank and rank <= best and not title.plural then
      role.role = role.role == "chief" and rank == best and "chief " .. title.role or title.role
      best, role.class = rank, title.class
    elseif rank and rank < best and not role.role then
      role.role, role.class, role.plural = title.role, title.class, title.plural
    end
    at = (name >> END) + 1
  end
end

-- Adds to `role` whose it is, as told before token `start`: "the World Bank's | president", "US Iran | envoy".
local function add_owner(role, start)
  local last = start > low and is_possessive(start - 1) and start - 2 or start - 1
  local k = last >= low and piece_to(last)
  if k and kind[k] == ORG then
    add_post(role, k)
    start = from[k]
  end
  local country, nation = nation_before(start)
  if country then
    local outer, outer_nation = nation_before(nation)
    if outer and word(nation - 1) ~= "'s" then country, nation = outer, outer_nation end
    role.country = country
    if role.plural and nation - 1 > low and word(nation - 1) == "and" then -- "Norwegian and Danish | ministers, Kvale and Holm"
      role.country, role.next_country = nation_before(nation - 1) or country, country
    end
    if nation - 1 > low and word(nation - 1) == "-" and past[word(nation - 2)] then role.past = true end
  elseif names[start << 4 | COUNTRIES] then -- a title of the list itself: "U.S. ambassador"
    role.country = role.country or row(doc, names[start << 4 | COUNTRIES]).country
  end
end

-- The role that titles from token `first` to token `last` name; what stands before them is read too.
local function read_role(first, last)
  local start = first
  while start > low do
    local t = names[-(start - 1 << 4 | TITLES)]
    if not t then break end
    start = t
  end
  local role = {first = start, last = last, role = nil, class = nil, gender = nil, likely = nil, past = nil, org = nil,
    country = nil, at = nil, copied = nil, plural = nil, next_country = nil}
  add_titles(role, start, last)
  while start > low do
    local before = word(start - 1)
    if past[before] then
      start = start - 1
    elseif before == "-" and start - 1 > low and past[word(start - 2)] then
      start = start - 2
    else
      break
    end
    role.past, role.first = true, start
  end
  add_owner(role, start)
  return role
end

-- Where a role may be told behind a name that ends at token `last`: behind a comma and an age, or who and is; or behind is and its like
-- where the name is their subject. Returns the token, whether that is past; nil for nowhere.
local function told_behind(last, is_subject)
  local at = last + 1
  if at >= high then return nil end
  if marks[at] & COMMA ~= 0 then
    at = at + 1
    if at < high and marks[at + 1] & COMMA ~= 0 and marks[at] & DIGIT ~= 0 and word(at):find("^%d+$") then at = at + 2 end
    if at >= high or marks[at] & WHO == 0 or word(at) ~= "who" then return at, false end
    at = at + 1
  elseif not is_subject then
    return nil
  end
  local verb = word(at)
  if copulas[verb] then return at + 1, verb == "was" end
  if at < high and word(at + 1) == "as" and (verb == "serves" or verb == "served") then return at + 2, verb == "served" end
end

local FREE <const> = 3 -- words that may stand before a title

-- Whether a word before a title may belong to it: "the outspoken | director", "safety and security | manager", "Operations | Director".
-- `free`: how many more may; `bare`: there is no article.
local function is_free(i, m, free, bare)
  local text = word(i)
  if free == 0 or m & DIGIT ~= 0 or not text:find"^%a" then return false end
  if not bare then return not link[text] and text ~= "and" end
  if m & FUNCTION ~= 0 then return text == "and" and free < FREE end
  return not text:find"ing$"
end

-- Goes over what stands at token i before a title: returns the token behind it, and how many free words are left; nil when it belongs to
-- no title.
local function go_over(i, m, free, bare)
  local k = piece_from(i)
  if k and kind[k] ~= PERSON then return to[k] + 1, free end
  if k then return free > 0 and not bare and to[k] + 1 or nil, free - 1 end
  if m & DEMONYM ~= 0 then return (names[i << 4 | DEMONYMS] >> END) + 1, free end
  if word(i) == "'s" or word(i) == "-" then return i + 1, free end -- "an Oslo-based | analyst"
  if m & DIGIT ~= 0 and i + 4 <= high and word(i + 2) == "year" then return i + 5, free end -- "a 34-year-old | analyst"
  return is_free(i, m, free, bare) and i + 1 or nil, free - 1
end

-- Whether a title that ends at token e only begins what is named: "the president's | spokesman", "the group leader's | aide", "the chief
-- | guest", a modifier.
local function goes_on(title, e)
  if title.class == "modifier" then return true end
  if e >= high then return false end
  return is_possessive(e + 1)
    or marks[e + 1] & (LOWER | FUNCTION) == LOWER and (title.role == "chief" or e + 1 < high and is_possessive(e + 2))
end

-- What somebody is who does this.
local leads = {chairs = "chair", heads = "head", leads = "leader", runs = "head"}

-- The role behind a name that a verb tells: ", who heads the Kvale Institute"; nil for none.
local function led_behind(last)
  if last + 4 > high or marks[last + 2] & WHO == 0 or not leads[word(last + 3)] then return nil end
  local k = piece_from(marks[last + 4] & THE ~= 0 and last + 5 or last + 4)
  if not k or kind[k] ~= ORG then return nil end
  local role = {first = last + 3, last = last + 3, role = leads[word(last + 3)], class = "office", org = nil, country = nil}
  add_post(role, k)
  return role
end

-- The role behind a name: ", the chairman of Y", ", Norway's defence minister", ", safety and security manager for Y", "is head of Y".
local function role_behind(first, last, is_subject)
  local at, over = told_behind(last, is_subject)
  if not at or at > high then return led_behind(last) end
  if adverbs[word(at)] then at = at + 1 end
  local bare, free = (marks[at] or 0) & (THE | ARTICLE) == 0 and not whose[word(at)], FREE
  if not bare then at = at + 1 end
  local begin = at
  while at and at <= high do
    local m = marks[at]
    local e = m & TITLE ~= 0 and names[at << 4 | TITLES] >> END
    local named = e and piece_from(at)
    if not e or e > high or named and kind[named] ~= PERSON and to[named] > e then -- "the International | Court": no title
      at, free = go_over(at, m, free, bare)
    else
      local title = row(doc, names[at << 4 | TITLES])
      local class = title.class
      if class == "honorific" or class == "family" or is_subject and class == "profession" then return nil end
      if not goes_on(title, e) then
        local k = piece_from(e + 1) -- a title before another name is that one's
        local behind = behind_titles(at, high)
        if k and kind[k] == PERSON or bare and free < FREE and not (behind < high and link[word(behind)]) then return nil end
        local role = read_role(at, e)
        if role.first < begin then role.first = begin end
        post_behind(role, behind, high)
        role.past = role.past or over
        local in_list = first > low and word(first - 1) == "and" -- "Ana Kvale and Tom Rowe, ministers of Norway"
        return role.role and not (role.plural and not in_list) and role or nil
      end
      at = e + 1
    end
  end
end

local OFFICE_LONG <const> = 12 -- tokens of an organisation behind its office

-- The role before a comma, an acronym or a place: "Secretary-General of the League of Arab States, Mr. X", "Iran's chief
-- nuclear negotiator, X", "the leader of the Rural Union (RU) X", "the envoy to Norway X".
local function role_before(first, last_of_name)
  if first - 2 < low or marks[first - 1] & (COMMA | CLOSE) == 0 and not is_place(first - 1) then return nil end
  -- Of what stands before ", X said" only a title in capitals is his (but "the spokesman, Mr. X said").
  local is_tag = marks[first - 1] & COMMA ~= 0 and last_of_name < high and marks[last_of_name + 1] & SPEECH ~= 0
  local last = marks[first - 1] & (COMMA | CLOSE) == 0 and first - 1 or first - 2
  if marks[first - 1] & CLOSE ~= 0 then
    last = first - 4
    if last < low or marks[first - 2] & UPPER == 0 or marks[first - 3] & OPEN == 0 then return nil end
  end
  local t = names[-(last << 4 | TITLES)]
  if t then
    if is_tag and marks[t] & LOWER ~= 0 then return nil end
    local role = read_role(t, last)
    return role.class ~= "honorific" and role or nil -- "His Excellency, X"
  end
  for at = last, last - OFFICE_LONG > low and last - OFFICE_LONG or low + 1, -1 do
    local m = marks[at]
    if m & COMMA ~= 0 then return nil end
    if m & FUNCTION ~= 0 and link[word(at)] then
      t = names[-(at - 1 << 4 | TITLES)]
      if t then
        if is_tag and marks[t] & LOWER ~= 0 then return nil end
        local role = read_role(t, at - 1)
        if role.class == "family" then return nil end -- "the sons of Holm, X"
        post_behind(role, at, last)
        role.last = last
        return role
      end
    end
  end
end

-- Whether a name at tokens first to last, its title included, is the subject of a verb that tells a role: "Holm is the chairman".
local function is_subject(first, last)
  if last >= high or marks[last + 1] & (LOWER | JOINED) ~= LOWER then return false end
  local verb = word(last + 1)
  return (copulas[verb] or verb == "serves" or verb == "served") and not (first > low and no_subject[word(first - 1)])
end

-- The role that the text around a mention gives it, or nil, and what stands as title before it. `subject`: see is_subject.
local function role_of(first, last, title, subject)
  if not title then return role_behind(first, last, subject) or role_before(first, last) end
  local e = names[title << 4 | TITLES] >> END
  local role = read_role(title, names[-(first - 1 << 4 | TITLES)] and first - 1 or e)
  if e + 1 < first then post_behind(role, e + 1, first - 1) end
  local text = slice(role.first, first - 1)
  if role.class ~= "office" and role.class ~= "profession" then
    -- "Mr. X, the chairman": a form of address says less than what stands beside it.
    local other = role_before(role.first, high) or role_behind(role.first, last, subject)
    if other then
      other.gender = other.gender or role.gender
      role = other
    elseif role.class == "honorific" then
      role.role = nil
    end
  end
  return role, text
end

-- The country of a nation that stands right before a name, "Kenyan Ann Rowe", "Kenya's Ann Rowe", or in brackets behind it; or nil.
local function nation_of(first, last)
  local before = first > low and marks[first - 1]
  if before and (before & DEMONYM ~= 0 or before & JOINED ~= 0 and is_possessive(first - 1)) then
    local country, start, owns = named_before(first)
    if country and (owns or marks[start] & DEMONYM ~= 0) then return country end
  end
  if last + 3 <= high and marks[last + 1] & OPEN ~= 0 and marks[last + 3] & CLOSE ~= 0 then
    local name = names[last + 2 << 4 | COUNTRIES]
    return name and name >> END == last + 2 and row(doc, name).country or nil
  end
end

-- Gives a person the role that the text tells at token `first`.
local function hold(person, role, first)
  role.at = first
  person.gender, person.likely = person.gender or role.gender, person.likely or role.likely
  person.country = person.country or role.country
  person.org = person.org or role.org
  local held = person.role
  -- Whose wife somebody is the other mentions do not tell; an office says more than a profession.
  if role.role and role.class ~= "family"
    and (not held or held.past and not role.past or held.class == "profession" and role.class == "office") then
    person.role = role
  end
end

-- What the text says of the role of the person at tokens first to last; `previous` had the last role before. Returns the
-- role and the title before the name.
local function read_mention(person, first, last, title, previous)
  local role, text
  local held = person.role
  local subject = not (held and held.class == "office") and is_subject(title or first, last)
  if title or subject or last + 1 < high and marks[last + 1] & COMMA ~= 0 or first - 2 >= low
    and (marks[first - 1] & (COMMA | CLOSE) ~= 0 or is_place(first - 1)) then
    role, text = role_of(first, last, title, subject)
  end
  if not person.country and not title then person.country = nation_of(first, last) end
  if last + 2 <= high and marks[last + 1] & OF ~= 0 and word(last + 1) == "of" then
    local post = role or {org = nil, country = nil}
    post_behind(post, last + 1, high) -- "Chancellor Olaf Kvale of Norway", "Ann Holm of the Kvale Institute"
    person.country, person.org = person.country or post.country, person.org or post.org
  elseif not role and last + 3 <= high and marks[last + 1] & COMMA ~= 0 and with[word(last + 2)] then
    local k = piece_from(marks[last + 3] & THE ~= 0 and last + 4 or last + 3) -- "Ann Holm, of the Kvale Institute,"
    if k and kind[k] == ORG then person.org = person.org or slice(from[k], to[k]) end
  end
  if role then
    if role.role == "counterpart" then role.role, role.copied = previous and previous.role, previous end
    hold(person, role, first)
  end
  return role, text
end

-- Whether only commas, "and" and ages stand between the names that end and begin at two tokens: "Ana Kvale, 41, and | Tom Rowe".
local function in_one_list(last, first)
  if first - last > 5 then return false end
  for i = last + 1, first - 1 do
    if marks[i] & (COMMA | DIGIT) == 0 and word(i) ~= "and" then return false end
  end
  return true
end

-- The role of several, as the next of them holds it.
local function same_role(role)
  return {first = role.first, last = role.last, role = role.role, class = role.class, org = role.org, plural = role.plural,
    country = role.next_country or role.country}
end

-- What the list of offices knows of a full name: the country, and the role when the document is of that time.
local function read_office(person, office)
  local role = person.role
  if role and (person.country or not office.country or role.role == office.role) then
    person.country = person.country or office.country
    return
  end
  local year = doc.date and tonumber(doc.date:sub(1, 4))
  local held = year and year >= tonumber(office.from or 9999) and year <= tonumber(office.to or 9999)
  -- Of an office that the text knows nothing of, and that may be long past, nothing is said.
  if held or not role or role.class == "office" then person.country = person.country or office.country end
  if held and not role then
    person.role = {role = office.role, org = office.org, country = office.country, listed = office}
  end
end

-- Evidence in words: of the piece, of how the name was joined, and where its role is from. Two mentions with the same
-- evidence share the list.
local function evidence_of(list, person, how, role)
  local own, held, joined = role and role.role, person.role, how ~= "full name" and how ~= "only name"
  if not (own or held or joined) then return list end
  local told, n = {nil, nil, nil, nil, nil, nil}, #list
  for i = 1, n do told[i] = list[i] end
  if joined then
    n = n + 1
    told[n] = how .. " of " .. person.name .. ", line " .. doc.line_of(person.first)
  end
  if own then
    told[n + 1] = ("role in %q"):format(slice(role.first, role.last))
    if role.copied then told[n + 2] = "as the counterpart of the " .. own .. ", line " .. doc.line_of(role.copied.at) end
  elseif held and held.listed then
    told[n + 1] = ("list of offices: %s from %s to %s"):format(held.role, held.listed.from, held.listed.to or "now")
  elseif held then
    told[n + 1] = "role at line " .. doc.line_of(held.at)
  end
  return told
end

-- Of each mention its role and title; used again for the next document.
local role_at, title_of = {}, {}

local FIELDS <const> = {"name", "given", "family", "title", "role", "org", "country", "gender", "how", "why", "confidence"}

return {
  api = 1,
  name = "people",
  summary = "People by name, with role, organisation, country and gender",
  provides = {
    people = {name = "string", given = "string", family = "string", title = "string", role = "string", org = "string",
      country = "string",
              gender = "string", how = "string"},
  },
  requires = {"_names", "_persons", "orgs"},
  scope = "document",
  columns = {"line", "name", "role", "org", "country", "gender", "how"},

  annotate = function(unit, add)
    doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.people == 0 then return end
    local found = record.found
    names, marks, word, slice, row = found.names, found.marks, doc.word, doc.slice, doc.row
    from, to, kind, listed, count = found.from, found.to, found.kind, found.listed, found.count
    named_before = found.nation_before
    local persons = doc:layer"_persons"[1]
    local pieces, person_of, how_of, gender_told = persons.pieces, persons.people, persons.hows, persons.tools.gender_told
    local total = #pieces
    local sentences, number, total_tokens = found.sentences, 1, doc.count
    local following = sentences[2] or total_tokens + 1
    local previous, shared = nil, nil
    local known = {} -- mentions that may be in the list of offices
    for n = 1, total do
      local k = pieces[n]
      local first, last = from[k], to[k]
      while following <= first do
        number = number + 1
        following = sentences[number + 1] or total_tokens + 1
      end
      low, high, near = sentences[number], following - 1, k
      local role, title = read_mention(person_of[n], first, last, found.title[k], previous)
      if role and role.role then
        previous = role
        shared = role.plural and role or nil
        local before = shared and role.first > last and n > 1 and pieces[n - 1]
        if before and not role_at[n - 1] and in_one_list(to[before], first) then
          role_at[n - 1] = same_role(role)
          hold(person_of[n - 1], role_at[n - 1], from[before])
        end
      elseif shared and not title and in_one_list(to[pieces[n - 1]], first) then
        role = same_role(shared)
        hold(person_of[n], role, first)
      else
        shared = nil
      end
      role_at[n], title_of[n] = role or false, title or false
      if marks[first] & OFFICE ~= 0 then known[#known + 1] = n end
    end

    for _, n in ipairs(known) do
      local k, person = pieces[n], person_of[n]
      local office = not person.office and unjoined[how_of[n]] and names[from[k] << 4 | OFFICES]
      if office and office >> END == to[k] then
        office = row(doc, office)
        if not office.styled or title_of[n] then
          person.office = office
          read_office(person, office)
        end
      end
    end

    for n = 1, total do
      local k, person, role, how = pieces[n], person_of[n], role_at[n], how_of[n]
      if role and role.class == "family" and person.role then role = false end
      local own = role and role.role
      local held = own and role or person.role
      local bits, score = found.why[k], found.score[k]
      local why = not own and person.why_bits == bits and person.why_how == how and person.why
      if not why then
        why = evidence_of(found.evidence(bits), person, how, role)
        if not own then person.why, person.why_bits, person.why_how = why, bits, how end
      end
      if person.gender == nil then
        person.gender = gender_told(person) or person.likely or false
      end
      add(from[k], to[k], FIELDS, person.name, person.given, person.family, title_of[n] or nil, held and held.role,
        held and held.org or person.org, role and role.country or held and held.country or person.country,
        person.gender or nil, how, why,
        (score >= 4 or score >= 2.6 and how ~= "only name") and "high" or score >= 2 and "medium" or "low")
    end
  end,

  examples = {
    {"Chancellor Ann Holm of Norway met Tom Rowe of the Kvale Institute.", {"Ann Holm", role = "chancellor", country = "NO"},
      {"Tom Rowe", org = "Kvale Institute"}},
    {"Ann Rowe, from the Kvale Institute, met Tom Holm, an Oslo-based analyst at Oxfam.", {"Ann Rowe", org = "Kvale Institute"},
      {"Tom Holm", role = "analyst", org = "Oxfam"}},
    {"Ann Rowe, who leads Oxfam, met Tom Holm, a 34-year-old analyst, and Ida Berg, their lawyer.",
      {"Ann Rowe", role = "leader", org = "Oxfam"}, {"Tom Holm", role = "analyst"}, {"Ida Berg", role = "lawyer"}},
    {"Norwegian and Danish foreign ministers Ola Kvern and Lars Hvid met Jan Berg, 52, and Ida Holm, founders of Oxfam.",
      {"Ola Kvern", role = "foreign minister", country = "NO"}, {"Lars Hvid", role = "foreign minister", country = "DK"},
      {"Jan Berg", role = "founder"}, {"Ida Holm", role = "founder", org = "Oxfam"}},
    {"Ola Kvern, president and chief executive of Oxfam, met Ann Rowe, safety and security manager for the Norway-based Kvale Institute.",
      {"Ola Kvern", role = "president", org = "Oxfam"}, {"Ann Rowe", role = "manager", org = "Kvale Institute", country = "NO"}},
    {"Lars Hvid, Operations Director of Oxfam, met Tom Rowe, head of the Gulf and Cape unit at UNICEF, and his wife, Ann Rowe. Rowe left.",
      {"Lars Hvid", role = "director", org = "Oxfam"}, {"Tom Rowe", role = "head", org = "UNICEF"}, {"Ann Rowe", role = "wife"},
      {"Rowe", name = "Tom Rowe"}},
    {"Ola Kvern is head of Oxfam. Ann Rowe served as ambassador to Kenya. The wife of Lars Hvid is a mayor, and Jan Berg a guest.",
      {"Ola Kvern", role = "head", org = "Oxfam"}, {"Ann Rowe", role = "ambassador"}, {"Lars Hvid", role = false}, {"Jan Berg"}},
    {"US Secretary of State Ann Rowe left.", {"Ann Rowe", role = "secretary of state", country = "US"}},
    {"Nehru Meets Mandela in Oban\n\nThe talks went on for two days, and nobody knew how they would end.", {"Nehru"}, {"Mandela"}},
    {"Ida Holm Ties Ola Kvern In Norway Poll.", {"Ida Holm"}, {"Ola Kvern"}},
    {"Governor Tom Ridge met Mr. Forest on Prince Edward Island.", {"Tom Ridge", role = "governor"}, {"Forest"}},
    {"Ida King met crews in May. King said it was late. Mr. Rose and Mrs. May left the king.", {"Ida King"}, {"King", name = "Ida King"},
      {"Rose"}, {"May"}},
    {"Tom Church said it was late. Mr. Church met John Hill in John Street.", {"Tom Church"}, {"Church", name = "Tom Church"},
      {"John Hill"}},
    {"Wen Jiaren met Yi Lindgren.", {"Wen Jiaren", given = "Jiaren", gender = false}, {"Yi Lindgren", given = "Yi", gender = "m"}},
    {"Will Rowe left. Will Rowe come?", {"Will Rowe"}, {"Rowe"}},
    {"Mark Kvale has not replied. In Bill Rowe they trust.", {"Mark Kvale"}, {"Bill Rowe"}},
    {"They met Khalid ibn al-Walid and the plan of Martin Luther Kvale Jr. failed.", {"Khalid ibn al-Walid"},
      {"Martin Luther Kvale Jr."}},
    {"A spokesman for Yasser Mahdi met the head of LEBA Fatallah Fawzi.", {"Yasser Mahdi"}, {"Fatallah Fawzi", org = "LEBA"}},
    {"Crown Prince Tor Kvale met Lord Rowe.", {"Tor Kvale", role = "crown prince"}, {"Rowe", role = "lord"}},
    {"The spokesman of President Ann Holm left.", {"Ann Holm", role = "president"}},
    {"Kenyan Ann Rowe beat Norway's Ola Kvern, and Jan Holm (Denmark) the Swede Lars Hvid. Tom Oakes left Norway.",
      {"Ann Rowe", country = "KE"}, {"Ola Kvern", country = "NO"}, {"Jan Holm", country = "DK"}, {"Lars Hvid", country = "SE"},
      {"Tom Oakes", country = false}},
    {"Mandela met Nehru. Trump Tower was shut.", {"Mandela"}, {"Nehru"}},
    {"Tim Baker told Julie May that Susan Hill was ill. Julie May 5 was wrong.", {"Tim Baker"}, {"Julie May"}, {"Susan Hill"}, {"Julie"}},
    {"The U.S. Ambassador to the United Nations Linda Kvale left, and Oman's envoy to the UN Mona Salim stayed.",
      {"Linda Kvale", role = "ambassador", org = "United Nations", country = "US"},
      {"Mona Salim", role = "envoy", org = "UN", country = "OM"}},
    {"Xu Zhenlin met Ri Sol Ju and Ri Sol-min, then Tran Thi Hoa. Mr. Xu left with Sol Ju, Hoa and Lee Harmon.",
      {"Xu Zhenlin", family = "Xu", given = "Zhenlin"}, {"Ri Sol Ju", family = "Ri"}, {"Ri Sol-min", name = "Ri Sol-min"},
      {"Tran Thi Hoa", family = "Tran"}, {"Xu", name = "Xu Zhenlin", how = "surname"},
      {"Sol Ju", name = "Ri Sol Ju"}, {"Hoa", name = "Tran Thi Hoa", how = "given name"}, {"Lee Harmon", family = "Harmon"}},
    {"Police Chief Ida Holm left with the Minister for Rural Affairs Dr Tova Berran and Ann Rowe, the president's spokeswoman.",
      {"Ida Holm", role = "police chief", gender = "f"}, {"Tova Berran", role = "minister"}, {"Ann Rowe", role = "spokesperson"}},
    {"Jan Holm met April Jones. It rained in April. Jones left on Jan 5.", {"Jan Holm", gender = "m"}, {"April Jones", gender = "f"},
      {"Jones", name = "April Jones"}},
    {"The World Bank's president Jonas Berg met Ida Holm, Oxfam's director.",
      {"Jonas Berg", role = "president", org = "World Bank"}, {"Ida Holm", role = "director", org = "Oxfam"}},
    {"Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya.",
      {"Marit Solvang", given = "Marit", family = "Solvang", role = "foreign minister", country = "NO", gender = "f"},
      {"Joseph Wanjala", gender = "m"}},
    {"Norway's president, Reza Karimi, the International Maritime Court said, must appear.",
      {"Reza Karimi", role = "president"}},
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
    {"The mother of Karl Luis Wanjala met Tom Baker, the envoy for Iran Rob Oakes and Solat Chan-o-da.",
      {"Karl Luis Wanjala"}, {"Tom Baker"}, {"Rob Oakes"}, {"Solat Chan-o-da"}},
    {"They praised Tolvu Berrangat, Marit Solvang and Krasna Dvorilek. Nordhavn's Wong Tal-dan left.",
      {"Tolvu Berrangat"}, {"Marit Solvang"}, {"Krasna Dvorilek"}, {"Wong Tal-dan"}},
    {"They met Steve and Robert. Then they left with Steven.", {"Steve"}, {"Robert"}, {"Steven", name = "Steve"}},
    {"Kim Min-woo met Kim Sol-wook.", {"Kim Min-woo", name = "Kim Min-woo"}, {"Kim Sol-wook", name = "Kim Sol-wook"}},
    {"President Lim Jun-ho met Mary June Oakes on May 5.", {"Lim Jun-ho"}, {"Mary June Oakes"}},
    {"Minister of State for Fisheries and Ports Marriyum Nakken met Minister for Health and Social Care Ida Holm.",
      {"Marriyum Nakken", role = "minister"}, {"Ida Holm", title = "Minister for Health and Social Care"}},
    {"The Minister of Finance, Planning and Trade Ola Kvern left.", {"Ola Kvern"}},
    {"The Minister of Planning and Regional Trade Rania Haddad met Secretary for Culture, Sports and Tourism Tibor Oakes.",
      {"Rania Haddad", role = "minister", title = "Minister of Planning and Regional Trade"}, {"Tibor Oakes"}},
    {"Amanda Kvale-Rowe spoke. Kvale-Rowe left with Vijay Mohan (Bittu) Rao, and Han In-so and T. Baker stayed.",
      {"Amanda Kvale-Rowe"}, {"Kvale-Rowe", name = "Amanda Kvale-Rowe", how = "surname"}, {"Vijay Mohan (Bittu) Rao"},
      {"Han In-so"}, {"T. Baker"}},
    {"Lagos State Commissioner for Trade, Mr. Ade Olonga, Esq., paid N1 billion.", {"Ade Olonga", role = "commissioner"}},
    {"The spokeswoman of the United Nations Ana Tove and Queen Marit II left.",
      {"Ana Tove", role = "spokesperson", org = "United Nations"}, {"Marit II", given = "Marit", family = false}},
    {"They quoted the head of the Standing Committee of the National Council of Oban, Wu Jianta.",
      {"Wu Jianta", role = "head", org = "Standing Committee of the National Council of Oban"}},
    {"Omar \"The Hook\" Kven saw Ana Solvang 'Tova'.", {"Omar \"The Hook\" Kven", family = "Kven"}, {"Ana Solvang"},
      {"Tova", name = "Ana Solvang", how = "nickname"}},
    {"They met Tolo Kven (Bibi) Rao, then Tolderup and Marit Solvang.", {"Tolo Kven (Bibi) Rao"}, {"Tolderup"},
      {"Marit Solvang"}},
    {"The envoy to Kenya Kvalo Tolberg met the head of KLU (Latif Dolura), a former director of finance in Oban, Jonas Udelo.",
      {"Kvalo Tolberg", role = "envoy"}, {"Latif Dolura"}, {"Jonas Udelo", role = "director"}},
    {"Ana Tolberg Rowe spoke. Tolberg Rowe left with Kilo Min Read.", {"Ana Tolberg Rowe"},
      {"Tolberg Rowe", name = "Ana Tolberg Rowe", how = "variant"}, {"Kilo Min Read"}},
    {"He met the leader of the Rural Union (RU) Ana Solvang.", {"Ana Solvang", role = "leader", org = "Rural Union"}},
    {"Judge Slaps Oakvik Over Missing Trade Papers\n\nA court fined Ana Oakvik. Oakvik left.", {"Oakvik", name = "Ana Oakvik"},
      {"Ana Oakvik"}, {"Oakvik", name = "Ana Oakvik"}},
    {"By Ana Kvale OSLO (Reuters) - General Secretary To Lan met Harun-or-Rahman and Daniel arap Kven.",
      {"Ana Kvale"}, {"To Lan", family = "To"}, {"Harun-or-Rahman"}, {"Daniel arap Kven"}},
    {"Doctors Say They've Found a New Kind of Fish\n\nFishermen say so."},
    {"Tolvek Dorane (53) married a daughter of Sella Burkanu. Dorane retired, Udell's late mother said.", {"Tolvek Dorane"},
      {"Sella Burkanu"}, {"Dorane", name = "Tolvek Dorane"}, {"Udell"}},
    {"They beat Perrik Lonu (Norway) in Norway's Jungle Gateway.", {"Perrik Lonu"}},
    {"It upset Tolvek, president of the village. Nobody saw the guard, Ann Rowe said.", {"Tolvek"}, {"Ann Rowe", role = false}},
    {"Mayor Shah met Sgt Rev Tolvu Udelo and Inspector Tony Hill.", {"Shah", role = "mayor"}, {"Tolvu Udelo"}, {"Tony Hill"}},
    {"The Udelo government fell. Drew Holm left with Sun Yun-hwa.", {"Udelo"}, {"Drew Holm"}, {"Sun Yun-hwa"}},
    {"The aide of Judge Carlos Alberto Udelo met Marine Le Kven and Christian R. Voldane, and President von der Kvale left.",
      {"Carlos Alberto Udelo", role = "judge"}, {"Marine Le Kven"}, {"Christian R. Voldane"}, {"von der Kvale", role = "president"}},
    {"He asked Kvaley Tae-bon, Sheriff Donnie Barrera and Farid Jan there. Kvaley and Jimmy Will met Bolek Arvune.",
      {"Kvaley Tae-bon"}, {"Donnie Barrera", role = "sheriff"}, {"Farid Jan"}, {"Kvaley", name = "Kvaley Tae-bon"}, {"Jimmy Will"},
      {"Bolek Arvune"}},
    {"Somehow Tolvek Arvane was there. They took a Burkanu Udelo home, drank the old Tolvu Berrangat in Dorane Kvalu and"
      .. " read \"Selka Burdane\".", {"Tolvek Arvane"}},
    {"The letter names Tolvek Dorane. It also names Dorane's horse.", {"Tolvek Dorane"}, {"Dorane", how = "surname"}},
    {"The Solvang administration fell. Customer Support was closed.", {"Solvang"}},
    {"Robert Kvale and Mohammed Dolura met Ana B. Holm. Bob Kvale and Mohamed Dolura saw Ana D. Holm, and Dollura said no.",
      {"Robert Kvale"}, {"Mohammed Dolura"}, {"Ana B. Holm"}, {"Bob Kvale", name = "Robert Kvale"},
      {"Mohamed Dolura", name = "Mohammed Dolura"}, {"Ana D. Holm", name = "Ana D. Holm"}, {"Dollura", name = "Mohammed Dolura"}},
    {"Ana de la Tova Rowe spoke. De la Tova was alone, and Ana Maria de la Tova was not.", {"Ana de la Tova Rowe"},
      {"De la Tova", name = "Ana de la Tova Rowe"}, {"Ana Maria de la Tova", name = "Ana Maria de la Tova"}},
    {"Marit Kvale spoke. Marit \"Tova\" Kvale left, and Tova came again.", {"Marit Kvale"},
      {"Marit \"Tova\" Kvale", how = "variant"}, {"Tova", name = "Marit \"Tova\" Kvale"}},
    {"Tom Rowe Jr. met Daniel Holm, Daniela Holm and Tom Rowe. Rowe left.", {"Tom Rowe Jr.", family = "Rowe"}, {"Daniel Holm"},
      {"Daniela Holm", name = "Daniela Holm"}, {"Tom Rowe", name = "Tom Rowe"}, {"Rowe", name = "Tom Rowe"}},
    {"Tom and Marit Solvang left. Mr. Solvang came back with Jan Kvale, but Mrs. Kvale did not. The brothers James and Lars Rowe stayed.",
      {"Tom", name = "Tom Solvang", how = "shared family name"}, {"Marit Solvang"}, {"Solvang", name = "Tom Solvang"}, {"Jan Kvale"},
      {"Kvale", name = "Mrs. Kvale", gender = "f"}, {"James", name = "James Rowe"}, {"Lars Rowe"}},
    {"Jan Kvale met President Tor Kvale. President Kvale left.", {"Jan Kvale"}, {"Tor Kvale"}, {"Kvale", name = "Tor Kvale"}},
    {"King Harald met Tor Harald. Harald left, and so did King Harald.", {"Harald", name = "Harald", role = "king"}, {"Tor Harald"},
      {"Harald", name = "Tor Harald"}, {"Harald", name = "Harald"}},
    {"Marit Solvang and Lars Solvang met. Lars Solvang left.",
      {"Marit Solvang", name = "Marit Solvang"}, {"Lars Solvang", name = "Lars Solvang"},
        {"Lars Solvang", name = "Lars Solvang"}},
  },
}
