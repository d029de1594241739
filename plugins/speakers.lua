--- Whom a speaker's words mean: the person or organisation behind "he", "the spokesman", "the statement", a surname
-- (internal).
--
-- Speakers are taken in the order of the text, so that each is known to those that follow. A name gives the full name;
-- an office ("Germany's
-- foreign minister") the person who holds it; a pronoun the last speaker who can be meant, then the last person outside
-- marks, then the next;
-- "the statement" whose it is. What cannot be told stays without a name.

local NEAR = 2 -- paragraphs within which a pronoun or office looks back before it looks forward
local FAR = 6 -- paragraphs within which it looks back at all
local BESIDE = 5 -- tokens between a name and its office

local function set(words)
  local result = {}
  for word in words:gmatch("%S+") do result[word] = true end
  return result
end

local documents = set[[statement readout communique communiqué report release declaration letter document message post tweet editorial
  memo note]]
local others = set"they we them those these both others i you"
local complement = set"for of at from with in by about on to"
local gender_of = {he = "m", him = "m", his = "m", she = "f", her = "f", ["mr."] = "m", mr = "m", ["mrs."] = "f",
  mrs = "f",
  ["ms."] = "f", ms = "f"}

-- The document being read: set by annotate. Name lists are asked only when something needs them.
local doc, words, people, orgs, inside, said, lists

-- Where a name list stands: first token -> last token, first token -> row number, last token -> first token.
local function list_of(name)
  local found = lists[name]
  if not found then
    local last_of, row_of, first_of = doc:starts(name)
    found = {last_of = last_of, row_of = row_of, first_of = first_of}
    lists[name] = found
  end
  return found
end

-- Index of the first item of a list, sorted by `first`, that begins at token `first` or later.
local function lower_bound(items, first)
  local low, high = 1, #items + 1
  while low < high do
    local middle = (low + high) // 2
    if items[middle].first < first then low = middle + 1 else high = middle end
  end
  return low
end

-- The first item that begins and ends within tokens first..last.
local function item_in(items, first, last)
  local item = items[lower_bound(items, first)]
  return item and item.last <= last and item or nil
end

-- The country or nationality named in first..last: its code, first and last token.
local function nation_in(first, last)
  local countries, demonyms = list_of"countries", list_of"demonyms"
  for i = first, last do
    local place = countries.last_of[i] and countries or demonyms.last_of[i] and demonyms
    if place and place.last_of[i] <= last then return doc:row(place.row_of[i]).country, i, place.last_of[i] end
  end
end

-- The title that ends at token `last`: its row and first token.
local function title_at(last, low)
  local titles = list_of"titles"
  local first = titles.first_of[last]
  if first and first >= low then return doc:row(titles.row_of[first]), first end
end

-- Everybody whom the document names, in order: {first, last, who}. Names that share a word with a longer one are the
-- same person.
local function know_people()
  local by_name, by_word = {}, {}
  people = {by_word = by_word}
  local named = doc:layer"people"
  for _, person in ipairs(named) do
    local name = person.name or person.text
    if person.last > person.first and not by_name[name] then
      local who = {name = name, person = true, annotation = person}
      by_name[name] = who
      for i = person.first, person.last do by_word[words[i]] = by_word[words[i]] or who end
    end
  end
  for n, person in ipairs(named) do
    local name = person.name or person.text
    local who = by_name[name] or by_word[words[person.last]]
    if not who then
      who = {name = name, person = true, annotation = person}
      by_name[name], by_word[words[person.last]] = who, who
    end
    who.role, who.org, who.country, who.gender = who.role or person.role, who.org or person.org,
      who.country or person.country,
      who.gender or person.gender
    who.places = who.places or {}
    who.places[#who.places + 1] = person
    people[n] = {first = person.first, last = person.last, who = who}
  end
end

-- What stands around a person's name: office, country, gender, unless the layer people has told.
local function describe(who)
  if who.described or not who.places then return who end
  who.described = true
  for _, person in ipairs(who.places) do
    local first = person.first
    local title, from = title_at(first - 1, math.max(1, first - BESIDE))
    local low = title and math.max(1, from - BESIDE)
    if not title and words[person.last + 1] == "," then
      low = person.last + 2
      for last = low, math.min(doc.count, low + BESIDE) do
        title, from = title_at(last, low)
        if title or words[last] == "," then break end
      end
    end
    if title then
      if not who.role then who.role = title.role end
      who.gender = who.gender or title.gender
      who.country = who.country or (nation_in(low, from - 1))
    end
    who.gender = who.gender or gender_of[words[first - 1]]
    if not who.gender then
      local number = list_of"first_names".row_of[first]
      who.gender = number and doc:row(number).gender
    end
  end
  if who.gender ~= "m" and who.gender ~= "f" then who.gender = nil end
  return who
end

local function fits(who, gender)
  if not who.person then return false end
  local own = describe(who).gender
  return not own or own == gender
end

-- "EU" for "European Union", "Department of State" for "State Department".
local function full_org(org)
  local name = org.name or org.text
  if #name <= 5 and name:upper() == name then
    if not lists.initials then
      lists.initials = {}
      for _, other in ipairs(orgs) do
        local text = other.text
        local initials = (text:gsub("(%a)%S*%s*", "%1")):gsub("%l", "")
        if #text > #initials and not lists.initials[initials] then lists.initials[initials] = other.name or text end
      end
    end
    return lists.initials[name] or name
  end
  local of = name:match("^.-Department of (%u%a+)$")
  return of and of .. " Department" or name
end

-- An organisation or country named in the phrase first..last, whose head is not behind `head`.
local function body_in(first, last, head)
  head = head or last
  local org = item_in(orgs, first, last)
  if org and org.first <= head then
    return {name = full_org(org), org = true, annotation = org, country = org.country or (nation_in(first, org.last))}
  end
  local country, from, ends = nation_in(first, head)
  if country then
    while ends < head and doc.class(ends + 1) == "word" and not complement[words[ends + 1]]
      and words[ends + 1] ~= "'s" do ends = ends + 1 end
    return {name = doc.slice(from, ends), org = true, country = country}
  end
end

-- The last person who can be meant before token `at`, within `limit` paragraphs.
local function person_before(at, gender, limit)
  local paragraph, sentence = doc.paragraph_of(at), doc.sentence_of(at)
  local upto = lower_bound(people, at) - 1
  for i = #said, 1, -1 do
    local one = said[i]
    if paragraph - one.paragraph > limit then break end
    if one.first < at and fits(one.who, gender) then
      -- A person who is the subject of a sentence in between takes over.
      for n = upto, 1, -1 do
        local other = people[n]
        if other.first <= one.last then break end
        local number = doc.sentence_of(other.first)
        if number < sentence and other.who ~= one.who and not inside[other.first]
          and other.first - doc:sentence(number).first <= 3
          and fits(other.who, gender) then
          return other.who, "the subject of a sentence in between"
        end
      end
      return one.who, "the last speaker who can be meant"
    end
  end
  local best
  for n = upto, 1, -1 do
    local other = people[n]
    if paragraph - doc.paragraph_of(other.first) > limit then break end
    if not inside[other.first] and fits(other.who, gender) then
      if best and doc.sentence_of(best.first) ~= doc.sentence_of(other.first) then break end
      best = other
    end
  end
  if best then return best.who, "the last person named" end
end

-- The person whom a pronoun at token `at` means: who, why, how.
local function pronoun(at, gender)
  local who, why = person_before(at, gender, NEAR)
  if who then return who, why, "pronoun" end
  local paragraph = doc.paragraph_of(at)
  for n = lower_bound(people, at + 1), #people do
    local other = people[n]
    if doc.paragraph_of(other.first) - paragraph > NEAR then break end
    if not inside[other.first] and fits(other.who, gender) then return other.who, "the next person named", "forward" end
  end
  who, why = person_before(at, gender, FAR)
  return who, why, "pronoun"
end

local function last_word(role) return role:match("(%S+)$") end

local function same_role(a, b)
  return a ~= nil and b ~= nil and (a == b or last_word(a) == last_word(b))
end

-- The holder of an office: "Germany's foreign minister", "the spokesman".
local function holder(first, last, title, title_first, title_last)
  local country = nation_in(first, title_first - 1) or nation_in(title_last + 1, last)
  local best
  for _, one in ipairs(people) do
    if one.first > first and best then break end
    local who = describe(one.who)
    if same_role(who.role, title.role) and (not country or not who.country
      or who.country == country) then best = who end
  end
  if best then return best, ("the document gives %s this office"):format(best.name) end
  -- "the spokesman": the last speaker, when no other office is known of him.
  if words[first] == "the" and not country and title_first <= first + 1 then
    local paragraph = doc.paragraph_of(first)
    for i = #said, 1, -1 do
      local one = said[i]
      if paragraph - one.paragraph > NEAR then break end
      local who = one.who
      if who.person and (not describe(who).role or same_role(who.role, title.role)) then return who,
        "the last speaker, of no other office" end
    end
  end
end

-- Whose statement it is.
local function owner(first, last)
  local body = body_in(first, last)
  if body then return body, "named in the phrase" end
  local paragraph = doc.paragraph_of(first)
  local person
  for i = #said, 1, -1 do
    local one = said[i]
    if paragraph - one.paragraph > FAR then break end
    if one.who.org then return one.who, "the last institution that spoke" end
    person = person or one.who
  end
  return person, "the last speaker"
end

-- Who is meant by tokens first..last: who, how, why.
local function resolve(first, last, antecedent)
  local word = words[first]
  if first == last then
    if word == "who" or word == "which" or word == "that" then
      if not antecedent then return nil, "relative" end
      local who, _, why = resolve(antecedent.first, antecedent.last)
      return who, "relative", why
    elseif gender_of[word] then
      local who, why, how = pronoun(first, gender_of[word])
      return who, how, why
    elseif word == "it" then
      local who, why = owner(first, last)
      return who and who.org and who or nil, "pronoun", why
    elseif others[word] then
      return nil, "pronoun"
    end
  end
  local head = last
  for i = first + 1, last do
    if complement[words[i]] then
      head = i - 1
      break
    end
  end
  local one = people[lower_bound(people, first)]
  if one and one.first <= head then return one.who, "named", "a person's name" end
  if doc.shapes[last] ~= "xx" and head == last then
    -- A bare surname that the names did not take for one.
    local who = people.by_word[words[last]]
    if who then return who, "named", "a part of a person's name" end
  end
  if documents[words[head]] then
    local who, why = owner(first, last)
    return who, "statement of", why
  end
  local title, title_first = title_at(head, first)
  if title then
    if title.plural == "yes" then return nil, "group" end
    local who, why = holder(first, last, title, title_first, head)
    if who then return who, "role", why end
    local body = body_in(first, last)
    return {role = title.role, org = body and body.name, country = body and body.country, unnamed = true}, "role",
      "nobody of this office is named"
  end
  local body = body_in(first, last, head)
  if body then return body, "named", "an organisation or country" end
  if doc.shapes[last] ~= "xx" and doc.shapes[first] ~= "xx" then return {name = doc.slice(first, last)}, "named",
    "a name of unknown kind" end
  return nil, "description"
end

return {
  api = 1,
  name = "speakers",
  summary = "Speakers with the person or organisation that is meant (internal)",
  language = "en",
  provides = {_speakers = {list = "table"}},
  requires = {"_attributions", "_marks", "people", "orgs"},
  scope = "document",
  data = {
    titles = {file = "titles.tsv", match = "name"},
    demonyms = {file = "demonyms.tsv", match = "name"},
    countries = {file = "countries.tsv", match = "name"},
    first_names = {file = "first_names.tsv", match = "name"},
  },

  --- One annotation for the document: `list` has, in the order of the text, {attribution, first, last, name, person,
  -- role, org, country, layer, id,
  -- how, why} of each attribution that has a speaker.
  annotate = function(unit, add)
    doc = unit.doc
    local attributions = doc:layer"_attributions"[1]
    if not attributions then return end
    words, orgs, inside, said, lists = doc.words, doc:layer"orgs", {}, {}, {}
    know_people()
    for mark in doc:each"_marks" do
      for i = mark.first, mark.last do inside[i] = true end
    end
    local list = {}
    for _, attribution in ipairs(attributions.list) do
      local speaker = attribution.speaker
      if speaker then
        local first, last = speaker.first, speaker.last
        local who, how, why = resolve(first, last, attribution.antecedent)
        if how == "description" and attribution.antecedent then
          local _
          who, _, why = resolve(attribution.antecedent.first, attribution.antecedent.last)
          how = who and "subject" or how
        end
        if attribution.how == "apposition" and not (who and who.person) then
          -- "Norway's minister, Marit Solvang, said"
          local one = item_in(people, last + 1, attribution.first)
          if one and one.first <= last + 3 then who, how, why = one.who, "named", "in apposition" end
        end
        local found = {attribution = attribution, first = first, last = last, how = how, why = why}
        if who then
          if who.person then describe(who) end
          found.name, found.person, found.role, found.country = who.name, who.person, who.role, who.country
          if who.person or who.unnamed then found.org = who.org end
          if who.annotation then found.layer, found.id = who.annotation.layer, who.annotation.id end
          if who.name and attribution.class ~= "think" and attribution.form ~= "noun" then
            said[#said + 1] = {who = who, first = first, last = last, paragraph = doc.paragraph_of(first)}
          end
        end
        list[#list + 1] = found
      end
    end
    if #list > 0 then add(unit.first, unit.last, {list = list}) end
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang said that she would go. The minister added that nobody had asked.",
      {"Norwegian Foreign Minister Marit Solvang said that she would go. The minister added that nobody had asked.",
       list = {{name = "Marit Solvang", how = "named"}, {name = "Marit Solvang", how = "role"}}}},
    {"Marit Solvang met reporters in Oslo. She said that the talks were over.",
      {"Marit Solvang met reporters in Oslo. She said that the talks were over.",
        list = {{name = "Marit Solvang", how = "pronoun"}}}},
    {"The talks are over, he said. Joseph Wanjala met reporters in Nairobi.",
      {"The talks are over, he said. Joseph Wanjala met reporters in Nairobi.",
        list = {{name = "Joseph Wanjala", how = "forward"}}}},
    {"A Transport Ministry statement said that the port was shut. The statement added that nobody was hurt.",
      {"A Transport Ministry statement said that the port was shut. The statement added that nobody was hurt.",
       list = {{name = "Transport Ministry", how = "statement of"},
         {name = "Transport Ministry", how = "statement of"}}}},
    {"Critics said that the port was unsafe.", {"Critics said that the port was unsafe.", list = {{name = false}}}},
  },
}
