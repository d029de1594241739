--- Whom a speaker's words mean: the person or organisation behind "he", "the spokesman", "the statement", a surname (internal).
--
-- Speakers are taken in the order of the text, so that each is known to those that follow. A name gives the full name;
-- an office ("Germany's foreign minister") the person who holds it; a pronoun the last speaker who can be meant, then
-- the last person outside marks, then the next; "the statement" whose it is. What cannot be told stays without a name.

local NEAR <const> = 2 -- paragraphs within which a pronoun or office looks back before it looks forward
local FAR <const> = 6 -- paragraphs within which it looks back at all
local SUBJECT <const> = 3 -- tokens that may stand before the subject of a sentence

local max = math.max

local documents = word_set[[advice answer communique communiqué declaration document editorial letter memo message note post readout
  release reply report response statement tweet warning words]]
local files = word_set"report document memo note editorial" -- those of them that need not be by who spoke last
local others = word_set[[they we them those these both others i you another some many most several few one none nobody everyone
  everybody someone somebody]]
local complement = word_set"for of at from with in by about on to"
local bodies = word_set"administration cabinet camp campaign company family foundation government group regime team"
local people_of = word_set"employee worker staffer driver engineer fan supporter volunteer resident player customer insider source boss"
local somebody = word_set"a an one another" -- before a noun: a person not named before
local any_office = word_set"leader official politician"
local owners = word_set"of for"
local small = word_set"the a an and 's" -- written so inside names, like a complement's first word
local gender_of = {he = "m", him = "m", his = "m", she = "f", her = "f", ["mr."] = "m", mr = "m", ["mrs."] = "f",
  mrs = "f", ["ms."] = "f", ms = "f"}

-- Name lists, and their places in `names` and in what _words has of them.
local lists = {"titles", "countries", "demonyms"}
local TITLES <const> = 0 local COUNTRIES <const> = 1 local DEMONYMS <const> = 2

-- The document being read: set by annotate.
local doc, words, sentence_of, paragraph_of, mention
local names -- where the names of the lists stand: see doc:name_index
local people, who_of, next_of -- the layer; who each of it is; the next of it who is the same
local named, by_word -- those named in full; word of a name -> who
local orgs, orgs_by_word -- the layer; first or last word -> those with it
local marks -- the layer
local near -- list -> index found last: see lower_bound
local said, said_who, said_as -- how many spoke so far, who, and as {first, last} the tokens that name him there
local latest, before_m, before_f, before_body -- the last who spoke of each kind; before it of those who may be "he", "she", of bodies
local nameless, nameless_first, nameless_last -- the last person who spoke without a name, and the tokens of it
local passed_back, passed_ahead -- by gender: see nearest_fitting
local holders -- see find_holders
local spoke_unknown -- where the last speaker stands if nobody knows who that is: "the survey shows"

-- Index of the first item of a list, sorted by `first`, that begins at token `first` or later. It is asked for in nearly the
-- order of the text, and looked for from the last answer on.
local function lower_bound(items, first)
  local n = near[items] or 1
  while n > 1 and items[n - 1].first >= first do n = n - 1 end
  while items[n] and items[n].first < first do n = n + 1 end
  near[items] = n
  return n
end

-- Does token i stand in marks? Pairs within pairs follow the outermost one, whose depth is 1.
local function in_marks(i)
  for n = lower_bound(marks, i + 1) - 1, 1, -1 do
    local mark = marks[n]
    if mark.last >= i then return true end
    if mark.depth == 1 then return false end
  end
  return false
end

-- The country or nationality named in first..last: its code, first and last token.
local function nation_in(first, last)
  for i = first, last do
    local name = names[i << 4 | COUNTRIES] or names[i << 4 | DEMONYMS]
    if name and name >> 40 <= last then return doc:row(name).country, i, name >> 40 end
  end
end

-- The title that ends at token `last`: its row and first token.
local function title_at(last, low)
  local first = names[-(last << 4 | TITLES)]
  if first and first >= low then return doc:row(names[first << 4 | TITLES]), first end
end

-- The person whose name has a word; of several the first, those named in full before others.
local function person_of(word)
  if not by_word then
    by_word = {}
    for _, who in ipairs(named) do
      for i = who.annotation.first, who.annotation.last do by_word[words[i]] = by_word[words[i]] or who end
    end
  end
  return by_word[word]
end

-- Everybody whom the document names: who_of and next_of. Names that share a word with a longer one are the same person.
local function know_people()
  local by_name, count = {}, #people
  for n = 1, count do
    local person = people[n]
    if person.last > person.first then
      local name = person.name or person.text
      if not by_name[name] then
        local who = {name = name, person = true, annotation = person, oldest = nil}
        by_name[name], named[#named + 1] = who, who
      end
    end
  end
  for n = 1, count do
    local person = people[n]
    local name = person.name or person.text
    local who = by_name[name] or person_of(words[person.last])
    if not who then
      who = {name = name, person = true, annotation = person, oldest = nil}
      by_name[name], by_word[words[person.last]] = who, who
    end
    who_of[n] = who
  end
  for n = count, 1, -1 do
    local who = who_of[n]
    next_of[n], who.oldest = who.oldest or false, n
  end
end

-- Office, organisation, country and gender of somebody, found when they are first asked for: what the layer people tells
-- in any place.
local function describe(who)
  local oldest = who.oldest
  if not oldest then return who end
  who.oldest = nil
  local role, org, country, gender
  local n = oldest
  while n do
    local person = people[n]
    role, org, country, gender = role or person.role, org or person.org, country or person.country,
      gender or person.gender
    n = next_of[n]
  end
  who.role, who.org, who.country, who.gender = role, org, country, gender
  if who.gender ~= "m" and who.gender ~= "f" then who.gender = nil end
  return who
end

local function fits(who, gender)
  local own = describe(who).gender
  return who.person and (not own or own == gender)
end

-- Who an organisation is.
local function body_of(org, country)
  return {name = org.name or org.text, org = true, annotation = org, country = country}
end

-- The last organisation before token `at` with this word at an end of its name: "the university", "the ministry".
local function org_of_word(word, at)
  if not orgs_by_word then
    orgs_by_word = {}
    for n = 1, #orgs do
      local org = orgs[n]
      local first, last = org.first, org.last
      if first < last then
        for i = first, last, last - first do
          local list = orgs_by_word[words[i]] or {}
          orgs_by_word[words[i]], list[#list + 1] = list, org
        end
      end
    end
  end
  local list = orgs_by_word[word]
  for n = list and #list or 0, 1, -1 do
    if list[n].first < at then return body_of(list[n], list[n].country) end
  end
end

-- The last body that spoke near, if its name ends in tokens first..last: "the army" behind "the Norwegian army said".
local function body_called(first, last)
  local i = latest.body
  local called = i and " " .. doc.slice(first, last):lower()
  while i and paragraph_of(first) - paragraph_of(said_as[i].first) <= FAR do
    local who = said_who[i]
    if who.name:sub(-#called):lower() == called then return who end
    i = before_body[i]
  end
end

-- An organisation or country named in the phrase first..last, whose head is not behind `head`.
local function body_in(first, last, head)
  head = head or last
  local org = orgs[lower_bound(orgs, first)]
  if org and org.last < head and people_of[words[head]] then return nil end -- "a Nordhavn employee"
  if org and org.last <= last and org.first <= head then
    return body_of(org, org.country or (nation_in(first, org.last)))
  end
  local country, from, ends = nation_in(first, head)
  if country then
    while ends < head and doc.class(ends + 1) == "word" and not complement[words[ends + 1]] do ends = ends + 1 end
    return {name = doc.slice(from, ends), org = true, country = country}
  end
end

-- Is token `at` in a sentence that a pronoun of this gender begins: "He met Holm"? Where the pronoun stands.
local function pronoun_begins(at, gender)
  local first = doc:sentence(sentence_of(at)).first
  return first < at and gender_of[words[first]] == gender and first
end

-- A person of this gender, but not `who`, who is the subject of a sentence between token `last` and the one of token `at`.
local function subject_between(who, last, at, gender)
  local sentence = sentence_of(at)
  for n = lower_bound(people, at) - 1, 1, -1 do
    local first, other = people[n].first, who_of[n]
    if first <= last then return nil end
    if other ~= who and fits(other, gender) and not in_marks(first) and not pronoun_begins(first, gender) then
      local number = sentence_of(first)
      local leads = words[people[n].last + 1] ~= "'s" and not (n > 1 and sentence_of(people[n - 1].first) == number)
      if leads and number < sentence and (first <= SUBJECT + 1 or sentence_of(first - SUBJECT - 1) < number) then return other end
    end
  end
end

-- The nearest of `people` from index n on, in steps of -1 or 1, who fits and is not named in marks, up to a paragraph.
-- Those passed over in vain are not looked at again.
local function nearest_fitting(n, step, gender, limit)
  local passed = step > 0 and passed_ahead or passed_back
  local known = passed[gender] or {}
  passed[gender] = known
  local from, found = n, nil
  while people[n] do
    local first, following = people[n].first, known[n]
    if (paragraph_of(first) - limit) * step > 0 then break end
    if not following then
      if fits(who_of[n], gender) and not in_marks(first) then
        found = n
        break
      end
      following = n + step
    end
    n = following
  end
  while from ~= n do
    local following = known[from] or from + step
    known[from], from = n, following
  end
  return found
end

-- The last person who can be meant before token `at`, within `limit` paragraphs.
local person_before
function person_before(at, gender, limit)
  local paragraph = paragraph_of(at) - limit
  local before, i = gender == "m" and before_m or before_f, latest[gender]
  while i do
    local as, who = said_as[i], said_who[i]
    if paragraph_of(as.first) < paragraph then break end
    if as.first < at then
      local other = subject_between(who, as.last, at, gender)
      if other then return other, "the subject of a sentence in between" end
      return who, "the last speaker who can be meant"
    end
    i = before[i]
  end
  local n = nearest_fitting(lower_bound(people, at) - 1, -1, gender, paragraph)
  if not n then return nil end
  local before_it = pronoun_begins(people[n].first, gender)
  if before_it then
    local who, why = person_before(before_it, gender, limit)
    if who then return who, why end
  end
  -- The first one of that sentence.
  local sentence, best = sentence_of(people[n].first), n
  while n and sentence_of(people[n].first) == sentence do
    best, n = n, nearest_fitting(n - 1, -1, gender, paragraph)
  end
  return who_of[best], "the last person named"
end

-- Is anybody named in the paragraphs before token `at`?
local function is_anybody_near(at)
  local person = people[lower_bound(people, at) - 1]
  return person and paragraph_of(person.first) >= paragraph_of(at) - NEAR
end

-- Does a pronoun at token `at` go on with "the spokesman" or "a villager", who has spoken last?
local function goes_on_nameless(at, gender)
  if not nameless or nameless.gender and nameless.gender ~= gender or sentence_of(at) == sentence_of(nameless_first) then
    return false
  end
  local i = latest[gender]
  return paragraph_of(nameless_first) >= paragraph_of(at) - NEAR and not (i and said_as[i].first > nameless_first)
    and not subject_between(nameless, nameless_last, at, gender)
end

-- The person whom a pronoun at token `at` means: who, why, how.
local function pronoun(at, gender)
  if goes_on_nameless(at, gender) then
    nameless.name = doc.slice(nameless_first, nameless_last)
    return nameless, "the last speaker, who has no name", "pronoun"
  end
  local who, why = person_before(at, gender, NEAR)
  if who then return who, why, "pronoun" end
  local n = nearest_fitting(lower_bound(people, at + 1), 1, gender, paragraph_of(at) + NEAR)
  if n then return who_of[n], "the next person named", "forward" end
  who, why = person_before(at, gender, FAR)
  return who, why, "pronoun"
end

-- What two offices that are one have in common: "minister"; but "the minister" is no prime minister.
local function last_word(role) return role:match("^prime .+") or role:match("^vice%A.+") or role:match("%S+$") or "" end

-- Who holds each office, as indexes of `people`: by the last word of the office, and by it and the country.
local function find_holders()
  holders = {}
  local words_of = {} -- office -> its last word
  local function hold(office, n)
    local list = holders[office] or {}
    holders[office] = list
    list[#list + 1] = n
  end
  for n = 1, #people do
    local who = describe(who_of[n])
    local role = who.role
    if role then
      local word = words_of[role] or last_word(role)
      words_of[role] = word
      hold(word, n)
      hold(word .. "\t" .. (who.country or ""), n)
    end
  end
end

-- The last one up to token `first`, else the next, who holds an office, of this country or of none where one is told.
local function nearest_holder(role, country, first)
  if not holders then find_holders() end
  local word, upto = last_word(role), lower_bound(people, first + 1) - 1
  local best, least
  for _, office in ipairs(country and {word .. "\t" .. country, word .. "\t"} or {word}) do
    local list = holders[office]
    if list then
      local low, high = 0, #list -- the last of it up to `upto`
      while low < high do
        local middle = (low + high + 1) // 2
        if list[middle] > upto then high = middle - 1 else low = middle end
      end
      local n = list[low] or list[1]
      local distance = n <= upto and upto - n or n
      if not least or distance < least then best, least = n, distance end
    end
  end
  return who_of[best]
end

-- The last person before token `first` who holds an office of a body: "the president of the EU Commission".
local function head_of(body, role, first)
  for n = lower_bound(people, first) - 1, 1, -1 do
    local who = describe(who_of[n])
    if who.role == role and (who.org == body.name or who.org == body.annotation.name) then
      return who, ("the document gives %s this office there"):format(who.name)
    end
  end
end

-- Words before somebody who was not named before.
local introduces = {a = true, an = true, another = true}

-- The person beside an office that is told by first..last: "a spokeswoman for Nordhavn, Ida Holm", "Holm, a lawyer".
local function apposed(first, last)
  local n = words[last + 1] == "," and lower_bound(people, last + 2)
  local beside = n and people[n]
  if beside and beside.first == last + 2 and words[beside.last + 1] ~= "'s" then return who_of[n], "in apposition" end
  n = words[first - 1] == "," and introduces[words[first]] and lower_bound(people, first) - 1
  if n and people[n] and people[n].last == first - 2 then return who_of[n], "in apposition" end
end

-- Whether token i, between `first` and a person's name, stands inside the title of the person: "Secretary of State Solvang".
local function in_title(person, i, first)
  local title = person.title
  for from = title and i - 1 or 0, first, -1 do
    if doc.slice(from, person.first - 1) == title then return true end
  end
  return false
end

-- The holder of an office: "Germany's foreign minister", "the spokesman".
local function holder(first, last, title, title_first, title_last)
  local country = nation_in(first, title_first - 1) or words[title_last + 1] ~= "to" and nation_in(title_last + 1, last) or nil
  local whose = owners[words[title_last + 1]] and people[lower_bound(people, title_last + 2)]
  if whose and whose.last <= last and (whose.first == title_last + 2 or nation_in(title_last + 2, title_last + 2)) then
    return nil -- "the spokesman of President Holm", "of Norwegian President Holm"
  end
  local body = words[title_last + 1] == "of" and body_in(title_last + 2, last)
  if body and not body.annotation then body = nil end
  if body then
    local who, why = head_of(body, title.role, first)
    if who then return who, why end
  end
  local best = title.role and nearest_holder(title.role, country, first)
  if not best and words[first] == "the" and any_office[words[title_last]] and title_last == last then -- "the senior Labour leader"
    local who = said > 0 and said_who[said]
    if who and who.person and paragraph_of(first) - paragraph_of(said_as[said].first) < NEAR then return who, "the last speaker" end
  end
  if best and body and (best.org or best.country) then best = nil end -- who holds it elsewhere
  local other = best and title.gender and best.gender and title.gender ~= best.gender
  if best and not other then return best, ("the document gives %s this office"):format(best.name) end
  -- "the spokesman": the last speaker, when no other office is known of him.
  if words[first] == "the" and not country and title_first <= first + 1 and not (nameless and nameless.role == title.role) then
    local i = latest.plain
    if i and paragraph_of(first) - paragraph_of(said_as[i].first) <= NEAR then
      return said_who[i], "the last speaker, of no other office"
    end
  end
end

-- Several people, where a sentence begins with them: "Kvale and Holm came."
local function subjects_before(at)
  local sentence = sentence_of(at) - 1
  for n = lower_bound(people, at) - 1, 2, -1 do
    local second, one = people[n].first, people[n - 1]
    if sentence_of(second) < sentence then return nil end
    if words[second - 1] == "and" and one.last == second - 2 and paragraph_of(second) == paragraph_of(at)
      and (one.first <= SUBJECT + 1 or sentence_of(one.first - SUBJECT - 1) < sentence_of(second)) then
      return {name = doc.slice(one.first, people[n].last), unnamed = true}
    end
  end
end

-- Are tokens first..last several: "Kvale and Holm", "the crews", "Officials"?
local function is_group(first, last)
  if first == last then
    local title = title_at(first, first)
    return title and title.plural == "yes" or doc.shapes[first] == "xx" and words[first]:sub(-1) == "s"
  end
  if doc.shapes[first] == "9" then return false end -- "29 percent"
  for i = first + 1, last - 1 do
    if words[i] == "and" and doc.shapes[i + 1] ~= "xx" then return true end
    if complement[words[i]] then
      last = i - 1
      break
    end
  end
  return doc.shapes[last] == "xx" and words[last]:sub(-1) == "s" and words[last]:sub(-2) ~= "ss"
end

-- Those whom "they", the speaker of attribution n of a list, means: the subjects of the sentence before, or the last who
-- spoke together.
local function together(told, n)
  local at = told.speaker_first[n]
  local some = subjects_before(at)
  if some then return some, "the subjects of the sentence before" end
  local paragraph = paragraph_of(at) - 1
  for m = n - 1, 1, -1 do
    local first, last = told.speaker_first[m], told.speaker_last[m]
    if paragraph_of(told.first[m]) < paragraph then return nil end
    if first and told.form[m] ~= "noun" and is_group(first, last) then
      return {name = doc.slice(first, last), unnamed = true}, "the last who spoke together"
    end
  end
end

-- Whose statement it is.
local function owner(first, last)
  local body = body_in(first, last)
  if body then return body, "named in the phrase" end
  local paragraph = paragraph_of(first) - FAR
  local i = latest.body
  if i and paragraph_of(said_as[i].first) >= paragraph then return said_who[i], "the last institution that spoke" end
  if files[words[last]] or files[words[first + 1]] then return nil end
  local person = said > 0 and paragraph_of(said_as[said].first) >= paragraph and said_who[said] or nil
  return person, "the last speaker"
end

-- The index of the person whose name ends at token `last`.
local function person_ending(last)
  local n = lower_bound(people, last + 1) - 1
  return people[n] and people[n].last == last and n or nil
end

-- Does the name of an organisation or country end at token `last`?
local function ends_body(last)
  local org = orgs[lower_bound(orgs, last + 1) - 1]
  return org and org.last == last or names[-(last << 4 | COUNTRIES)] ~= nil
end

-- Are all words of a phrase written as in a name: "Citizens for Tax Justice", not "Most visitors to Norway"?
local function is_capitalised(first, last)
  for i = first, last do
    local shape = doc.shapes[i]
    if shape == "9" or shape == "xx" and not complement[words[i]] and not small[words[i]] then return false end
  end
  return true
end

-- Somebody who is called by the words of the text, unless they are a pronoun.
local function named_by_words(first, last)
  return not (others[words[last]] or gender_of[words[last]] or words[last] == "it")
    and {name = doc.slice(first, last), unnamed = true} or nil
end

-- The person who is meant by "the 28-year-old" or "the Dane", tokens first..last: who spoke last, or the only one near; or nil.
local function person_described(first, last)
  local of_age = words[last] == "old" and words[last - 2] == "year"
  local nation = names[last << 4 | DEMONYMS]
  if not of_age and not (nation and last == first + 1 and words[last]:sub(-1) ~= "s") then return nil end
  local who = said > 0 and paragraph_of(first) - paragraph_of(said_as[said].first) < NEAR and said_who[said]
  if not who or not who.person then
    local he, she = person_before(first, "m", NEAR), person_before(first, "f", NEAR)
    who = he == she and he or not she and he or not he and she
  end
  local country = not of_age and doc:row(nation).country
  return who and (not country or (describe(who).country or country) == country) and who
end

-- Who is meant by tokens first..last: who, how, why. For a relative, those of its antecedent.
local function resolve(first, last, before_first, before_last)
  local word = words[first]
  if first == last then
    if word == "who" or word == "which" or word == "that" then
      if not before_first then return nil, "relative" end
      local who, _, why = resolve(before_first, before_last)
      local nearest = word == "who" and not (who and who.person) and person_ending(before_last)
      if nearest and not title_at(before_first, before_first) and not (who and who.role) then
        return who_of[nearest], "relative", "a person's name" -- "the talks with X, who"
      end
      who = who or named_by_words(before_first, before_last)
      if who and not who.name then who.name = doc.slice(before_first, before_last) end
      return who, "relative", why or "what stands before the relative"
    elseif words[first - 1] == "or" then
      return nil, "pronoun" -- "he or she" is nobody
    elseif gender_of[word] then
      local who, why, how = pronoun(first, gender_of[word])
      return who, how, why
    elseif word == "it" then
      if spoke_unknown and paragraph_of(spoke_unknown) == paragraph_of(first) then return nil, "pronoun" end
      local who, why = owner(first, last)
      return who and not who.person and who or nil, "pronoun", why
    elseif others[word] then
      return nil, "pronoun"
    end
  end
  local described = word == "the" and person_described(first, last)
  if described then return described, "description", "who spoke last, or the only person near" end
  local n = lower_bound(people, first)
  local person, next = people[n], people[n + 1]
  if person and person.first == first and person.last == last then return who_of[n], "named", "a person's name" end
  if next and next.last <= last and people[n].last < next.first - 1 then
    local title, from = title_at(next.first - 1, first)
    if title and from == people[n].last + 1 then n = n + 1 end -- "Kvale | spokesman | Ida Holm"
  end
  local named_at, head = people[n] and people[n].first or last + 1, last
  if named_at > first then
    local country = names[first << 4 | COUNTRIES]
    for i = (country and country >> 40 or first) + 1, last do -- not the "of" of "the Republic of Ireland"
      if complement[words[i]] and not (i < named_at and named_at <= last and in_title(people[n], i, first)) then
        head = i - 1
        break
      end
    end
  end
  if named_at <= head then
    local owned = people[n].last + 2
    if owned <= head and (words[owned - 1] == "'s" or words[owned - 1] == "'") then
      if documents[words[head]] then return who_of[n], "statement of", "whose it is" end
      return resolve(owned, last, before_first, before_last) -- "Kvale's | spokeswoman"
    end
    if head == people[n].last + 1 and bodies[words[head]] then -- "the Holm administration" is not Holm
      return {name = doc.slice(people[n].first, head), org = true}, "named", "called after a person"
    end
    return who_of[n], "named", "a person's name"
  end
  local capital = doc.shapes[last] ~= "xx"
  if capital and head == last then
    -- A bare surname that the names did not take for one.
    local who = person_of(words[last])
    if who then return who, "named", "a part of a person's name" end
  end
  if documents[words[head]] and not ends_body(head) then -- not "the Oslo Post"
    if before_first and (words[first] == "a" or words[first] == "an") and not body_in(first, last) then
      local who, _, why = resolve(before_first, before_last) -- "Kvale issued a statement saying"
      return who or named_by_words(before_first, before_last), "statement of", why or "who made it"
    end
    local who, why
    if gender_of[words[first]] then -- "her answer"
      who, why = pronoun(first, gender_of[words[first]])
    else
      who, why = owner(first, last)
    end
    local article = words[first] == "a" or words[first] == "an"
    if somebody[words[first]] and (not article or who and who.person) and not body_in(first, last) then who, why = nil, nil end
    return who, "statement of", why
  end
  local title, title_first = title_at(head, first)
  local org = title and orgs[lower_bound(orgs, first)]
  if org and org.first < title_first and org.last >= head then title = nil end -- the last word of its name
  if title then
    if title.plural == "yes" then return nil, "group" end
    local ending = head < last and person_ending(last) -- "the ambassador to the United Nations | Mona Kvale"
    if ending and (words[head + 1] == "at" or ends_body(people[ending].first - 1)) then
      return who_of[ending], "named", "a person's name"
    end
    local who, why = apposed(first, last)
    if who then return who, "named", why end
    if not introduces[words[first]] then who, why = holder(first, last, title, title_first, head) end
    if who then return who, "role", why end
    local body = title_first > first and body_in(first, title_first - 1)
      or head < last and words[head + 1] ~= "to" and body_in(head + 1, last) or nil -- not where one is sent to
    return {role = title.role, org = body and body.annotation and body.name, country = body and body.country, unnamed = true,
      gender = title.gender}, "role", "nobody of this office is named"
  end
  local body = body_in(first, last, head)
  if body then return body, "named", "an organisation or country" end
  if capital and doc.shapes[first] ~= "xx" and (head == last or is_capitalised(first, last)) then
    return {name = doc.slice(first, last)}, "named", "a name of unknown kind"
  end
  local one = words[first] == "the" and head == last and last > first
    and (body_called(first + 1, last) or last == first + 1 and org_of_word(words[last], first))
  return one or nil, "description", one and "the last organisation of this kind" or nil
end

-- Who is meant by the speaker of attribution n of a list, first..last: who, how, why.
local function resolve_speaker(told, n, first, last)
  local before_first, before_last = told.before_first[n], told.before_last[n]
  local who, how, why = resolve(first, last, before_first, before_last)
  if not who and first == last and words[first] == "they" then
    who, why = together(told, n)
  elseif how == "description" and before_first then
    local _
    who, _, why = resolve(before_first, before_last)
    how = who and "subject" or how
  elseif not who and how == "description" and first > told.first[n] and told.form[n] ~= "according" then
    who, why = apposed(first, last) -- wrote the show's creator, Ida Holm
    how = who and "named" or how
  end
  if told.how[n] == "apposition" and not (who and who.person) then
    -- "Norway's minister, Marit Solvang, said"
    local i = lower_bound(people, last + 1)
    local one = people[i]
    if one and one.last <= told.first[n] and words[one.last + 1] ~= "'s"
      and (one.first == last + 2 or select(2, title_at(one.first - 1, last + 2)) == last + 2) then
      return who_of[i], "named", "in apposition"
    end
  end
  return who, how, why
end

local HOW <const> = {"how"}
local FIELDS <const> = {"name", "role", "country", "org", "layer", "id", "how", "gender"}

-- The mention of a speaker, with what is known of who is meant.
local function speaker_mention(first, last, who, how)
  if not who then return mention(doc, first, last, HOW, how) end
  local person, annotation = who.person, who.annotation
  if person then describe(who) end
  if annotation and not who.id then who.id = annotation.id end
  return mention(doc, first, last, FIELDS, who.name, who.role, who.country,
    (person or who.unnamed) and who.org or nil, annotation and (person and "people" or "orgs"), who.id, how, who.gender)
end

local CUE <const> = {"lemma", "class"}

-- The mention that columns of the attributions have for number n, or nil.
local function mention_at(own, firsts, lasts, n)
  local first = firsts[n]
  return first and own:mention(first, lasts[n]) or nil
end

-- What records of quotes and of statements tell of attribution n of a list, if there is one: its cue, addressee, venue, time,
-- via, nested_in and negated, the last of their fields; nothing but the cue of words that only go on.
local function tell(own, told, n, goes_on)
  if not n then return nil end
  local kind = told.kind[n]
  local cue = own:mention(told.first[n], told.last[n], CUE, kind.lemma, kind.class)
  if goes_on then return cue end
  if not told.more[n] then return cue, nil, nil, nil, nil, nil, told.negated[n] end
  return cue, mention_at(own, told.whom_first, told.whom_last, n), mention_at(own, told.venue_first, told.venue_last, n),
    mention_at(own, told.time_first, told.time_last, n), mention_at(own, told.via_first, told.via_last, n),
    mention_at(own, told.outer_first, told.outer_last, n), told.negated[n] or nil
end

local tools = {tell = tell}

-- Takes down who has spoken.
local function take_down(who, speaker)
  said = said + 1
  said_who[said], said_as[said] = who, speaker
  if not who.person then
    if who.org then latest.body, before_body[said] = said, latest.body or false end
    return
  end
  if not who.role then latest.plain = said end
  if who.gender ~= "f" then latest.m, before_m[said] = said, latest.m or false end
  if who.gender ~= "m" then latest.f, before_f[said] = said, latest.f or false end
end

return {
  api = 1,
  name = "speakers",
  summary = "Speakers with the person or organisation that is meant (internal)",
  language = "en",
  provides = {_speakers = {list = "table", reasons = "table", tools = "table"}},
  requires = {"_attributions", "_marks", "_words", "people", "orgs"},
  scope = "document",
  data = {
    titles = {file = "titles.tsv", match = "name"},
    demonyms = {file = "demonyms.tsv", match = "name"},
    countries = {file = "countries.tsv", match = "name"},
  },

  --- One annotation for the document. `list` has for each attribution the mention of its speaker, with name, role, org,
  -- country, layer, id, how and gender, or false; `reasons` why it is who is meant, as records say it, or false; `tools` holds `tell`.
  annotate = function(unit, add)
    doc = unit.doc
    local attributions = doc:layer"_attributions"[1]
    if not attributions then return end
    words, sentence_of, paragraph_of, mention = doc.words, doc.sentence_of, doc.paragraph_of, doc.mention
    local known = doc:layer"_words"[1]
    names = known and known.words.names or doc:name_index(lists, 1)
    local told, slice = attributions.list, doc.slice
    local count, kinds, forms = told.count, told.kind, told.form
    local speaker_first, speaker_last = told.speaker_first, told.speaker_last
    people, orgs, marks = doc:layer"people", doc:layer"orgs", doc:layer"_marks"
    local list, reasons
    list, reasons, who_of, next_of, said_who, said_as, before_m, before_f, before_body = doc:kept(9, max(#people, count))
    for n = #list, count + 1, -1 do list[n], reasons[n] = nil, nil end
    named, by_word, holders, said, latest = {}, nil, nil, 0, {m = nil, f = nil, body = nil, plain = nil}
    orgs_by_word, near = nil, {}
    passed_back, passed_ahead, spoke_unknown, nameless = {}, {}, nil, nil
    know_people()
    for n = 1, count do
      local first, last = speaker_first[n], speaker_last[n]
      if first then
        local who, how, why = resolve_speaker(told, n, first, last)
        local speaker = speaker_mention(first, last, who, how)
        list[n], reasons[n] = speaker, "speaker \"" .. slice(first, last) .. "\": " .. (why or how)
        if kinds[n].class ~= "think" and forms[n] ~= "noun" then
          if who and who.name and who ~= nameless then
            take_down(who, speaker)
          elseif not told.outer_first[n] and ((how == "role" or how == "description") and somebody[words[first]]
            or how == "role" and (who and (who.country or who.org) or not is_anybody_near(first))) then
            -- "A spokesman", or "the spokesman" where nobody is near who can be meant.
            nameless, nameless_first, nameless_last = who or {unnamed = true}, first, last
          end
        end
        if how ~= "pronoun" then spoke_unknown = not who and first or nil end
      else
        local goes_on = forms[n] == "participle" and n > 1 and forms[n - 1] == "finite" and list[n - 1]
          and sentence_of(told.first[n]) == sentence_of(told.first[n - 1]) -- said Ida Holm, the captain, calling it a ruin
        list[n], reasons[n] = goes_on and list[n - 1], goes_on and reasons[n - 1]
      end
    end
    add(unit.first, unit.last, {list = list, reasons = reasons, tools = tools})
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang said that she would go. The minister added that nobody had asked.",
      {"Norwegian Foreign Minister Marit Solvang said that she would go. The minister added that nobody had asked.",
       list = {{name = "Marit Solvang", how = "named"}, {name = "Marit Solvang", how = "role"}}}},
    {"Norway's largest shipyard said that it would close.", {"Norway's largest shipyard said that it would close.",
      list = {{name = "Norway's largest shipyard", country = "NO", how = "named"}}}},
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
    {"The minister Marit Solvang left. A minister said that it was late.",
      {"The minister Marit Solvang left. A minister said that it was late.", list = {{name = false, how = "role"}}}},
    {"He or she said that it was late. Marit Solvang left.", {"He or she said that it was late. Marit Solvang left.",
      list = {{name = false, how = "pronoun"}}}},
    {"Marit Solvang and Joseph Wanjala came. They said that it was late.",
      {"Marit Solvang and Joseph Wanjala came. They said that it was late.",
       list = {{name = "Marit Solvang and Joseph Wanjala", how = "pronoun"}}}},
    {"Officials said that it was late. They said that the port was shut.",
      {"Officials said that it was late. They said that the port was shut.", list = {{name = false}, {name = "Officials"}}}},
    {"Holm left. A spokesman said that the port was shut. He added that nobody was hurt.",
      {"Holm left. A spokesman said that the port was shut. He added that nobody was hurt.",
       list = {{name = false, role = "spokesperson"}, {name = "A spokesman", role = "spokesperson", how = "pronoun"}}}},
    {"The talks with Ida Holm, who said that she would go, went on. Oman's envoy to Norway Ali Karimi said that he would.",
      {"The talks with Ida Holm, who said that she would go, went on. Oman's envoy to Norway Ali Karimi said that he would.",
       list = {{name = "Ida Holm", how = "relative"}, {name = "Ali Karimi", how = "named", country = "OM"}}}},
    {"Holm said that it was late when a captain told the crews to go. She added that nobody was hurt.",
      {"Holm said that it was late when a captain told the crews to go. She added that nobody was hurt.",
       list = {{name = "Holm"}, {name = false}, {name = "Holm", how = "pronoun"}}}},
    {"The spokesman of Norwegian President Holm said that it was late. Omar Haddad, the spokesman of the port, left.",
      {"The spokesman of Norwegian President Holm said that it was late. Omar Haddad, the spokesman of the port, left.",
       list = {{name = false, how = "role"}}}},
    {"Minister Ida Holm said that it was late. The senior Labour leader added that it rained.",
      {"Minister Ida Holm said that it was late. The senior Labour leader added that it rained.",
       list = {{name = "Ida Holm"}, {name = "Ida Holm", how = "role"}}}},
    {"Another said that it was late. A Nordhavn employee said that it rained. Nordhavn said that one post said it was so.",
      {"Another said that it was late. A Nordhavn employee said that it rained. Nordhavn said that one post said it was so.",
       list = {{name = false}, {name = false}, {name = "Nordhavn"}, {name = false}}}},
    {"The University of Oslo was shut. The university said that it was late.",
      {"The University of Oslo was shut. The university said that it was late.",
       list = {{name = "University of Oslo", how = "description"}}}},
    {"The Norwegian captain Rolf Holm slept. The Norwegian said that it was late. The 31-year-old said that it rained.",
      {"The Norwegian captain Rolf Holm slept. The Norwegian said that it was late. The 31-year-old said that it rained.",
       list = {{name = "Rolf Holm", how = "description"}, {name = "Rolf Holm", how = "description"}}}},
    {"Critics said that the port was unsafe.", {"Critics said that the port was unsafe.", list = {{name = false}}}},
  },
}
