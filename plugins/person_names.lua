--- Whose name each name of a person is (internal; `people` tells their roles).
--
-- Full names are gathered first; a surname, a given name or a part of a hyphened name then stands for the full name that it
-- fits, the first one where several do. Two given names with one surname stay two people. A couple may share one family
-- name: "Ana and Tom Kvale".

local PERSON <const> = 1 -- the kind of a piece in _names
local TITLES <const> = 0 -- lists by their places in found.names
local FIRSTS <const> = 3

-- Marks of _words that are asked here.
local UPPER <const> = 1 << 1
local COMPOUND <const> = 1 << 5
local COMMON <const> = 1 << 8
local JUNIOR <const> = 1 << 31
local OPEN <const> = 1 << 43
local CLOSE <const> = 1 << 44
local OPENER <const> = 1 << 45 -- quotes, dashes and colons
local FIRST <const> = 1 << 49
local FAMILY <const> = 1 << 50

local lineage = word_set"bin bint ibn ben al el de del della der den van von da dos di du le la abu ter zu"

-- The document being read: set by annotate.
local doc, word, slice, row, names, marks
local is_family_first -- see _words
local short_end, short_row -- of doc:starts, short forms of given names

-- The given names that the one at a token is a short or pet form of, between spaces; nil when it is none.
local function stands_for(i)
  return short_end[i] == i and (" %s "):format(doc:cell(short_row[i], "given")) or nil
end

local function is_short(i) return short_end[i] == i end

-- Whether the given names at two tokens are one: "Bob" and "Robert", "Bob" and "Rob".
local function is_nickname(i, j)
  if not (is_short(i) or is_short(j)) or word(i) == word(j) then return false end -- "Kim" twice is a family name
  local a, b = stands_for(i), stands_for(j)
  if a and a:find((" %s "):format(doc.word(j)), 1, true) or b and b:find((" %s "):format(doc.word(i)), 1, true) then return true end
  if a and b then
    for given in a:gmatch"%S+" do
      if b:find((" %s "):format(given), 1, true) then return true end
    end
  end
  return false
end

local LEAST_ALIKE <const> = 6 -- letters: shorter ones are other names, as "Hans" and "Hana" are

-- Whether two words are spelled alike but for doubled letters and one letter that is not the last: "Mohammed" and "Muhamed",
-- but not "Martin" and "Martina".
local function is_variant(a, b)
  if a:byte() ~= b:byte() or #a < LEAST_ALIKE or #b < LEAST_ALIKE then return false end
  if #a - #b > 2 or #b - #a > 2 then return false end
  a, b = a:gsub("(.)%1", "%1"), b:gsub("(.)%1", "%1")
  if #a > #b then a, b = b, a end
  if a == b or #b > #a + 1 then return a == b end
  local same = 1
  while same < #a and a:byte(same + 1) == b:byte(same + 1) do same = same + 1 end
  return same < #a and a:sub(same + (#a == #b and 2 or 1)) == b:sub(same + 2)
end

-- Two full names with one family name are one person when the given names do not contradict: one begins with the other,
-- which is an initial or has this many bytes at least.
local SHORT_FORM <const> = 3

local function without_point(given) return given:byte(-1) == 46 and given:sub(1, -2) or given end

local function same_given(person, first, given)
  local a, b = without_point(person.first_word), without_point(given)
  if #a > #b then a, b = b, a end
  return a == b or (#a == 1 or #a >= SHORT_FORM) and b:sub(1, #a) == a or is_variant(a, b) or is_nickname(person.first, first)
end

local MANY <const> = 8
local MANY_NAMES <const> = 100 -- people with one family name: among so many a short form tells nobody

-- The first person in a list of those under a family name whose given name is the same, or nil.
local function with_given(others, family_key, first, given)
  for n = 1, #others <= MANY and #others or 0 do
    local other = others[n]
    if other.family_key == family_key and same_given(other, first, given) then return other end
  end
end

-- Whether a token is a number of kings and popes: "II".
local function is_ordinal(i) return marks[i] & UPPER ~= 0 and word(i):find("^[ivx]+$") ~= nil end

-- First and last token of the family name: the last word, with what belongs to it; the first where names are written
-- so, which is told as well.
local function family_of(first, last)
  if marks[first] & FAMILY ~= 0 and is_family_first(first, last) then return first, first, true end
  local has_family = marks[first] & FAMILY ~= 0
  if has_family then
    for i = first + 1, last - 1 do
      if doc.shape(i + 1) == "xx" and word(i) == "-" then return first, first end
    end
  end
  if last - first == 1 then
    if has_family and (marks[first] | marks[last]) & FIRST == 0 and marks[last] & FAMILY == 0 then return first, first end
    return last, last
  end
  local start = last
  while start - 2 > first and word(start - 1) == "-" do start = start - 2 end
  while start - 1 > first and lineage[word(start - 1)] do start = start - 1 end
  while start - 2 > first and word(start - 1) == "-" and lineage[word(start - 2)] do start = start - 2 end
  return start, last
end

-- The gender that a given name at a token tells, or nil.
local function gender_of(i)
  local name = names[i << 4 | FIRSTS]
  local gender = name and row(doc, name).gender
  return (gender == "m" or gender == "f") and gender or nil
end

-- The gender of one with a full name, or nil: what a title before it tells, or the given name, unless it stands behind the
-- family name, where it tells nothing ("Wen Jiabao").
local function gender_told(person)
  local given = person.given
  return person.told or given and string.find(person.name, given, 1, true) == 1 and gender_of(person.first) or nil
end

-- The gender that the title at token t tells, or nil; the role.
local function read_title(t)
  local title = row(doc, names[t << 4 | TITLES])
  local gender = title.gender
  return (gender == "m" or gender == "f") and gender or nil, title.role
end

-- The people of the document by the numbers of the words that name them, and those with full names under every word of
-- them: one person, or a list of several; and by the words behind a title, where these name another one than without.
local by_words, by_word, titled
local chosen -- whom one of these words without a title stands for, where it may be several
local by_nickname -- people by what stands in quotes or brackets inside their full names; nil for none
-- People with full names, no more than so many; of them those with short forms of given names; people with given names alone.
local full_names, shortened, singles

local function index(text, person)
  local others = by_word[text]
  if not others then
    by_word[text] = person
  elseif others.name then
    if others ~= person then by_word[text] = {others, person} end
  elseif others[#others] ~= person then
    others[#others + 1] = person
  end
end

local function new_person(name, first, last)
  return {name = name, first = first, last = last, size = 1, given = nil, family = nil, family_key = nil, first_word = nil,
    middle = nil, suffix = nil, last_word = nil, family_first = nil, told = nil, titled = nil,
    gender = nil, country = nil, org = nil, role = nil,
    office = nil, why = nil, why_bits = nil, why_how = nil}
end

-- The person, of one or several, of whose name a shorter one is part: "Ana Solvang Rowe" for "Solvang Rowe"; nil for none.
local function with_part(others, name)
  if not others or #others > MANY then return nil end
  local part = (" %s "):format(name:lower())
  for n = 1, others.name and 1 or #others do
    local other = others.name and others or others[n]
    if (" %s "):format(other.name:lower()):find(part, 1, true) then return other end
  end
end

-- Whether a full name is not that of a person with the same family name and a like given name: "Ana B. Kvale" and "Ana D.
-- Kvale", "Tom Rowe" and "Tom Rowe Jr." or, later, "Tom Rowe Sr.", "Daniel Rowe" and "Daniela Rowe".
local function is_another(person, first, first_word, middle, suffix)
  if person.first_word == first_word then
    return person.suffix ~= suffix and (suffix or person.suffix == "j") or person.middle and middle and person.middle ~= middle
  end
  local a, b = gender_of(person.first), gender_of(first)
  return a and b and a ~= b
end

-- The person that a full name belongs to, made if it is new, and how, if not. `words`: the number of its words.
local function full_name(first, last, words)
  local person = by_words[words]
  if person then return person, "full name" end
  local name = slice(first, last)
  local ordinal, suffix = is_ordinal(last), marks[last] & JUNIOR ~= 0 and word(last):sub(1, 1) -- "Jr.", "Sr."
  local family_first, family_last, leads = family_of(first, (ordinal or suffix) and last > first + 1 and last - 1 or last)
  local family = slice(family_first, family_last)
  local family_key = family_first == family_last and word(family_first) or family:lower()
  -- "Kim Sol-ju" and "Kim Sol Ju" are one, "Kim Sol-min" is another.
  local first_word = leads and slice(first + 1, last):lower():gsub("[%s%-]", "") or word(first)

  local others = by_word[family_key]
  if others and others.name then
    if others.family_key == family_key and same_given(others, first, first_word) then person = others end
  elseif others then
    person = with_given(others, family_key, first, first_word)
  end
  local middle = first + 1 < family_first and word(first + 1):match"^(%a)%." or nil
  if not person then
    person = by_nickname and by_nickname[name:lower()] or with_part(by_word[word(last)], name)
  elseif is_another(person, first, first_word, middle, suffix) then
    person = nil
  end
  if person then
    if last - first > person.size then person.name, person.size = name, last - first end
    by_words[words] = person
    if first_word == person.first_word and family ~= person.family and marks[person.last] & (COMMON | FAMILY) == COMMON then
      -- "Ana Kvale" below the headline "Ana Kvale Wins".
      person.name, person.family, person.family_key, person.last_word = name, family, family_key, family_key
    end
    for i = first, last do -- "Rodham" in "Ana Rodham Kvale", "Tova" in "Ana "Tova" Kvale"
      if marks[i] & (OPEN | CLOSE | OPENER) == 0 then index(word(i), person) end
    end
    return person, "variant"
  end

  person = new_person(name, first, last)
  by_words[words] = person
  if #full_names < MANY_NAMES then
    full_names[#full_names + 1] = person
    if is_short(first) then shortened[#shortened + 1] = person end
  end
  person.family, person.family_key, person.first_word, person.middle, person.suffix = family, family_key, first_word, middle, suffix
  local given
  if family_first > first then
    given = slice(first, family_first - 1)
    if given:byte(-1) == 45 then given = given:gsub("%s*%-$", "") end
  elseif family_last < last then
    given = slice(family_last + 1, last)
    if given:byte() == 45 then given = given:gsub("^%-%s*", "") end
  end
  if ordinal then person.family, given = nil, slice(first, last - 1) end
  person.given = given
  local opened -- the quote or bracket before a nickname
  for i = first, last do
    local part = word(i)
    person.last_word = not leads and part or nil
    if marks[i] & (OPEN | CLOSE | OPENER) ~= 0 and part ~= "-" then
      if opened then
        by_nickname = by_nickname or {}
        by_nickname[slice(opened + 1, i - 1):lower()] = person
      end
      opened = i
    elseif part ~= "-" then
      index(part, person)
      person.size = person.size + 1
    end
  end
  index(family_key, person)
  if leads then
    person.family_first = true
    index(given:lower(), person)
  end
  return person, "full name"
end

-- How well one word stands for a person: as family name, last word, first word, or another.
local function fit_of(person, key)
  if key == person.family_key then return person.suffix == "j" and 3.5 or 4 end
  return key == person.last_word and 3 or key == person.first_word and 2 or 1
end

-- Of several people under one word the one whom it stands for: whom it fits best, and of those the one named first, who
-- is who the text is about; with a title of `gender` and `role` one of whom nothing tells the other gender ("Mrs. Kvale"), rather
-- who had that title before ("President Kvale").
local function best_fit(others, key, gender, role)
  local choice, fit = nil, 0
  for n = 1, #others do
    local person = others[n]
    local weight, told = fit_of(person, key), gender and gender_told(person)
    if told and told ~= gender then weight = weight - 4 end
    if role and person.titled == role then weight = weight + 0.5 end
    if not choice or weight > fit or weight == fit and person.first < choice.first then choice, fit = person, weight end
  end
  return choice
end

-- The one person of a list with `field` like `key`; nil for none or several.
local function only_one(others, is_like, key, field)
  local choice
  for n = 1, #others do
    if is_like(key, others[n][field]) then
      if choice then return nil end
      choice = others[n]
    end
  end
  return choice
end

-- The one person with a full name whose given name a single word is a short form of, or whose family name it spells otherwise.
local function spelled_otherwise(key, first)
  local person = only_one(is_short(first) and full_names or shortened, is_nickname, first, "first")
  person = person or only_one(singles, is_nickname, first, "first")
  if person then return person, "given name" end
  if marks[first] & FIRST == 0 then return only_one(full_names, is_variant, key, "family_key"), "surname" end
end

local royal = word_set"king queen prince princess emperor empress sultan emir tsar shah"

-- The person that a name behind the title at token t stands for, where it is none of those with that family name: "Mrs. Kvale" where
-- these are men, and "King Harald", as kings go by their given names; else nil.
local function other_with_title(first, words, t, choice, gender)
  local title = row(doc, names[t << 4 | TITLES])
  local is_king, name = royal[title.role], slice(first, first)
  if not is_king and not (gender == "f" and word(t):find"^mrs" and gender_told(choice) == "m") then return nil end
  local person = titled[words]
  if not person then
    person = new_person(is_king and name or slice(t, first), first, first)
    person.told = gender
    if is_king then person.given = name else person.family = name end
    titled[words] = person
  end
  return person
end

-- The person that a single word stands for, and how. `words`: its number; t: the title before it, or false.
local function short_name(first, words, t)
  local person = by_words[words]
  if person then return person, "same name" end
  local key = word(first)
  local choice = by_word[key]
  if choice then
    local gender, role = nil, nil
    if t then gender, role = read_title(t) end
    if not choice.name then
      local others = choice
      local by_title = t and #others <= MANY_NAMES
      choice = not by_title and chosen[key] or best_fit(others, key, gender, role)
      if not by_title then chosen[key] = choice end
    end
    local fit = fit_of(choice, key)
    local other = t and fit >= 3 and other_with_title(first, words, t, choice, gender)
    if other then return other, "only name" end
    return choice, fit >= 3 and "surname" or (fit == 2 or choice.family_first) and "given name" or "part of the name"
  end
  local other, how = spelled_otherwise(key, first)
  if other then
    by_words[words] = other
    return other, how
  end
  local name = slice(first, first)
  person = new_person(name, first, first)
  if marks[first] & (FIRST | FAMILY) == FIRST then person.given = name else person.family = name end
  if marks[first] & FIRST ~= 0 and #singles < MANY_NAMES then singles[#singles + 1] = person end
  by_words[words] = person
  return person, "only name"
end

-- Whether tokens first to last are one word with hyphens: "Kvale-Rowe".
local function is_one_word(first, last)
  for i = first + 1, last do
    if marks[i] & COMPOUND == 0 then return false end
  end
  return true
end

-- The person that such a word stands for, and how.
local function short_compound(first, last, words)
  local person = by_words[words]
  if person then return person, "same name" end
  local key = slice(first, last):lower()
  local choice = by_word[key]
  if not choice then return full_name(first, last, words) end
  if not choice.name then
    chosen[key] = chosen[key] or best_fit(choice, key)
    choice = chosen[key]
  end
  return choice, fit_of(choice, key) >= 3 and "surname" or "part of the name"
end

-- Who shares the family name of the person with a full name behind "and", so that the single given name at token `first` of piece k
-- stands for one more: a woman and a man, or several of whom the title before them says that they are a family ("brothers Tom and
-- Jan Kvale"). Returns that person, or nil.
local function couple(first, other, words, t)
  local family, key = other.family, word(first)
  if by_words[words] or by_word[key] or not family or not other.given or marks[first] & FIRST == 0 then return nil end
  if t then
    local title = row(doc, names[t << 4 | TITLES])
    if title.class ~= "family" or not title.plural then return nil end
  else
    local one, another = gender_of(first), gender_told(other)
    if not one or not another or one == another then return nil end
  end
  local given = slice(first, first)
  local person = new_person(given .. " " .. family, first, first)
  person.given, person.first_word = given, key
  person.family, person.family_key, person.last_word = family, other.family_key, other.family_key
  by_words[words] = person
  index(other.family_key, person)
  return person
end

local FIELDS <const> = {"pieces", "people", "hows", "tools"}

return {
  api = 1,
  name = "person_names",
  summary = "Whose name each name of a person is (internal)",
  provides = {_persons = {pieces = "table", people = "table", hows = "table", tools = "table"}},
  requires = {"_names"},
  scope = "document",
  data = {nicknames = {file = "en.nicknames.tsv", match = "name"}},

  annotate = function(unit, add)
    doc = unit.doc
    local record = doc:layer"_names"[1]
    if not record or record.people == 0 then return end
    local found = record.found
    names, marks, word, slice, row = found.names, found.marks, doc.word, doc.slice, doc.row
    is_family_first = found.is_family_first
    short_end, short_row = doc:starts"nicknames"
    by_words, by_word, titled, chosen, by_nickname, full_names, shortened, singles = {}, {}, {}, {}, nil, {}, {}, {}
    local from, to, kind, words, title = found.from, found.to, found.kind, found.words, found.title

    -- Full names first, then what stands for them.
    local pieces, people, hows, total = {}, {}, {}, 0
    for k = 1, found.count do
      if kind[k] == PERSON then
        total = total + 1
        pieces[total], hows[total] = k, false
        if from[k] < to[k] and (marks[from[k] + 1] & COMPOUND == 0 or not is_one_word(from[k], to[k])) then
          people[total], hows[total] = full_name(from[k], to[k], words[k])
          if title[k] then
            local _, role = read_title(title[k])
            people[total].titled = role
          end
          local before = k - 1
          if people[total - 1] == false and pieces[total - 1] == before and to[before] == from[k] - 2 and word(from[k] - 1) == "and"
            and from[before] == to[before] then
            local one = couple(from[before], people[total], words[before], title[before])
            if one then people[total - 1], hows[total - 1] = one, "shared family name" end
          end
        else
          people[total] = false
        end
      end
    end
    for n = 1, total do
      local k = pieces[n]
      local first, last = from[k], to[k]
      if people[n] then
        goto continue
      elseif first == last and n > 1 and to[k - 1] == first - 2 and pieces[n - 1] == k - 1 and marks[first - 1] & OPENER ~= 0
        and word(first - 1):find"[\"'`]" then
        -- "Ana Solvang "Tova" spoke": another name of the one before.
        people[n], hows[n] = people[n - 1], "nickname"
        by_words[words[k]] = by_words[words[k]] or people[n]
      elseif first < last then
        people[n], hows[n] = short_compound(first, last, words[k])
      else
        people[n], hows[n] = short_name(first, words[k], title[k])
      end
      ::continue::
    end
    add(1, doc.count, FIELDS, pieces, people, hows, {gender_told = gender_told})
  end,

  examples = {
    {"Marit Solvang spoke. Solvang left.", {"Marit Solvang spoke. Solvang left."}},
    {"The talks failed."},
  },
}
