--- The role that the text around each name of a person tells (internal; `people` makes records of it).
--
-- A title before the name ("Norwegian Foreign Minister X"), or a noun phrase behind it ("X, the chairman of Y", "X is head of Y"), before
-- a comma ("the chairman of Y, X"), or of several ("ministers X and Y"). What is told of one mention holds for the person.

local PERSON <const> = 1
local ORG <const> = 2
local PLACE <const> = 3

-- What is asked of found.names (see _words): lists by number.
local TITLES <const> = 0
local COUNTRIES <const> = 1
local DEMONYMS <const> = 2
local END <const> = 40

-- Marks of _words that are asked here.
local CAPITAL <const> = 1 << 0
local UPPER <const> = 1 << 1
local LOWER <const> = 1 << 2
local DIGIT <const> = 1 << 3
local JOINED <const> = 1 << 4
local FUNCTION <const> = 1 << 7
local OF <const> = 1 << 12
local THE <const> = 1 << 14
local ARTICLE <const> = 1 << 15
local SPEECH <const> = 1 << 19
local WHO <const> = 1 << 20
local COMMA <const> = 1 << 42
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44
local TITLE <const> = 1 << 51
local DEMONYM <const> = 1 << 53

local ORDER = {office = 1, religious = 2, nobility = 3, rank = 4, profession = 5, family = 6, honorific = 7}

local link = word_set"of for at to"
local past = word_set"former then ex late outgoing"
local whose = word_set"her his its my our their"
local with = word_set"at from of with"
local copulas = word_set"is was became remains"
local adverbs = word_set"also briefly currently formerly long now once previously then twice"
-- What stands before a name that is no subject: "the wife of Holm is".
local no_subject = word_set"about against and at by for from in like of on or than to with"
-- The document being read: set by annotate.
local doc, word, slice, row, names, marks, low, high
local from, to, kind, listed, count -- pieces, as _names found them
local named_before -- see _names
local near -- the piece that was asked for last

-- The piece whose token in `ends`, which is `from` or `to`, is i. Those asked for one after the other are near each other.
local function piece_with(ends, i)
  local k = near
  while k > 1 and ends[k] > i do k = k - 1 end
  while k < count and ends[k] < i do k = k + 1 end
  near = k
  return ends[k] == i and k or nil
end

local function piece_from(i) return piece_with(from, i) end

local function piece_to(i) return marks[i] & (CAPITAL | DIGIT) ~= 0 and piece_with(to, i) or nil end

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
  local org = orgs[low_org]
  return org and org.first == first and org.country or nil
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
  if at < high and adverbs[word(at)] then at = at + 1 end
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

local FIELDS <const> = {"roles", "titles"}

return {
  api = 1,
  name = "roles",
  summary = "The role that the text around each name of a person tells (internal)",
  provides = {_roles = {roles = "table", titles = "table"}},
  requires = {"_names", "_persons", "orgs"},
  scope = "document",

  annotate = function(unit, add)
    doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.people == 0 then return end
    local found = record.found
    names, marks, word, slice, row = found.names, found.marks, doc.word, doc.slice, doc.row
    from, to, kind, listed, count = found.from, found.to, found.kind, found.listed, found.count
    named_before = found.nation_before
    local persons = doc:layer"_persons"[1]
    local pieces, person_of = persons.pieces, persons.people
    local roles, titles = {}, {} -- of each mention its role and the title before it, or false
    local sentences, number, total_tokens = found.sentences, 1, doc.count
    local following = sentences[2] or total_tokens + 1
    local previous, shared = nil, nil
    for n = 1, #pieces do
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
        if before and not roles[n - 1] and in_one_list(to[before], first) then
          roles[n - 1] = same_role(role)
          hold(person_of[n - 1], roles[n - 1], from[before])
        end
      elseif shared and not title and in_one_list(to[pieces[n - 1]], first) then
        role = same_role(shared)
        hold(person_of[n], role, first)
      else
        shared = nil
      end
      roles[n], titles[n] = role or false, title or false
    end
    add(1, doc.count, FIELDS, roles, titles)
  end,

  examples = {
    {"Marit Solvang, the minister, spoke.", {"Marit Solvang, the minister, spoke."}},
    {"The talks failed."},
  },
}
