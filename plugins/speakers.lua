--- Whom a speaker's words mean: the person or organisation behind "he", "the spokesman", "the statement", a surname (internal).
--
-- Speakers are taken in the order of the text, so that each is known to those that follow. A name gives the full name; an office ("Germany's
-- foreign minister") the person who holds it; a pronoun the last speaker who can be meant, then the last person outside marks, then the next;
-- "the statement" whose it is. What cannot be told stays without a name.

local NEAR = 2 -- paragraphs within which a pronoun or office looks back before it looks forward
local FAR = 6 -- paragraphs within which it looks back at all

local documents = {}
for word in ("statement readout communique communiqué report release declaration letter document message post tweet editorial memo note"):gmatch("%S+") do
  documents[word] = true
end
local they = {they = true, we = true, them = true, those = true, these = true, both = true, others = true}
local gender_of = {he = "m", him = "m", his = "m", she = "f", her = "f", ["mr."] = "m", mr = "m", ["mrs."] = "f", mrs = "f", ["ms."] = "f", ms = "f"}
local complement = {["for"] = true, of = true, at = true, from = true, with = true, ["in"] = true, by = true, about = true, on = true, to = true}

local function last_word(name) return (name:match("(%S+)$") or name):lower() end

-- First hit of a name list that begins in first..last, from an index {first token -> {last, row}}.
local function hit_in(index, first, last)
  for i = first, last do
    local hit = index[i]
    if hit and hit.last <= last then return hit, i end
  end
end

local function index_hits(doc, list)
  local index = {}
  for first, last, row in doc:hits(list) do
    local other = index[first]
    if not other or other.last < last then index[first] = {first = first, last = last, row = row} end
  end
  return index
end

-- Everybody the document names: {annotation -> who}, and whos by token. A who: name, gender, role, org, country, annotation.
local function know_people(doc, titles, nations, given)
  local words = doc.words
  local by_last, at = {}, {}
  for person in doc:each"people" do
    local name = person.name or person.text
    local key = last_word(name)
    local who = by_last[key]
    if not who then
      for _, other in pairs(by_last) do
        if other.name == name or #name > 2 and not name:find(" ", 1, true) and (" " .. other.name .. " "):find(" " .. name .. " ", 1, true) then who = other end
      end
    end
    if not who then
      who = {name = name, person = true, annotation = person}
      by_last[key] = who
    elseif #name > #who.name then
      who.name = name
    end
    who.role, who.org, who.country = who.role or person.role, who.org or person.org, who.country or person.country
    local hit = given[person.first]
    who.gender = who.gender or person.gender or gender_of[words[person.first - 1]] or words[person.first - 1] == "." and gender_of[words[person.first - 2]]
      or hit and hit.row.gender ~= "" and hit.row.gender or nil
    at[#at + 1] = {first = person.first, last = person.last, who = who}
    -- The office that stands before or behind the name.
    for i = math.max(1, person.first - 5), person.first - 1 do
      local title = titles[i]
      if title and title.last == person.first - 1 and not who.role then
        who.role = title.row.role
        who.gender = who.gender or title.row.gender ~= "" and title.row.gender or nil
        local nation = hit_in(nations, math.max(1, i - 5), i - 1)
        who.country = who.country or nation and nation.row.country
        who.before = i
      end
    end
    if not who.role and words[person.last + 1] == "," then
      local title, i = hit_in(titles, person.last + 2, math.min(doc.count, person.last + 6))
      if title then
        who.role = title.row.role
        local nation = hit_in(nations, person.last + 2, i)
        who.country = who.country or nation and nation.row.country
      end
    end
  end
  return at
end

local function same_role(a, b)
  return a == b or a ~= nil and b ~= nil and last_word(a) == last_word(b)
end

return {
  api = 1,
  name = "speakers",
  summary = "Speakers with the person or organisation that is meant (internal)",
  language = "en",
  provides = {_speakers = {attribution = "_attributions", speaker = "mention", name = "string", person = "boolean", how = "string"}},
  requires = {"_attributions", "_marks", "people", "orgs", "places"},
  scope = "document",
  data = {
    titles = {file = "titles.tsv", match = "name"},
    demonyms = {file = "demonyms.tsv", match = "name"},
    countries = {file = "countries.tsv", match = "name"},
    first_names = {file = "first_names.tsv", match = "name"},
  },

  annotate = function(unit, add)
    local doc = unit.doc
    local attributions = doc:layer"_attributions"
    if #attributions == 0 then return end
    local words = doc.words
    local titles, given = index_hits(doc, "titles"), index_hits(doc, "first_names")
    local nations = index_hits(doc, "countries")
    for first, hit in pairs(index_hits(doc, "demonyms")) do nations[first] = nations[first] or hit end
    local people = know_people(doc, titles, nations, given)
    local inside = {}
    for mark in doc:each"_marks" do
      for i = mark.first, mark.last do inside[i] = true end
    end
    local orgs = doc:layer"orgs"
    local said = {} -- speakers so far: {who, first, paragraph}

    -- "EU" for "European Union", "Department of State" for "State Department".
    local function full_org(org)
      local name = org.name or org.text
      if #name <= 5 and name:upper() == name then
        for _, other in ipairs(orgs) do
          local initials = (other.text:gsub("(%a)%S*%s*", "%1")):gsub("%l", "")
          if #other.text > #name and initials == name then return other.name or other.text end
        end
      end
      local of = name:match("^.-Department of (%u%a+)$")
      return of and of .. " Department" or name
    end

    local function within(list, first, last)
      local found = {}
      for _, annotation in ipairs(list) do
        if annotation.first >= first and annotation.last <= last then found[#found + 1] = annotation end
      end
      return found
    end

    -- An organisation or country named in the phrase first..last, whose head is not behind `head_end`.
    local function body_in(first, last, head_end)
      local org = within(orgs, first, last)[1]
      if org and org.first <= (head_end or last) then
        local nation = hit_in(nations, first, org.last)
        return {name = full_org(org), org = true, annotation = org, country = org.country or nation and nation.row.country}
      end
      local nation, at = hit_in(nations, first, head_end or last)
      if nation then
        local ends = nation.last
        while ends < (head_end or last) and doc.class(ends + 1) == "word" and not complement[words[ends + 1]] and words[ends + 1] ~= "'s" do ends = ends + 1 end
        return {name = doc.slice(at, ends), org = true, country = nation.row.country}
      end
    end

    local function fits(who, gender) return who.person and (not gender or not who.gender or who.gender == gender) end

    -- The person whom a pronoun at token `at` means.
    local function pronoun(at, gender)
      local paragraph, sentence = doc.paragraph_of(at), doc.sentence_of(at)
      local why = {}
      local function backward(limit)
        -- Same paragraph: whoever spoke last, then the first person of the nearest sentence before.
        for i = #said, 1, -1 do
          local one = said[i]
          if paragraph - one.paragraph > limit then break end
          if fits(one.who, gender) and one.first < at then
            -- A person who is the subject of a sentence in between takes over.
            for n = #people, 1, -1 do
              local other = people[n]
              if other.first < at and other.first > one.last and not inside[other.first] and fits(other.who, gender) and other.who ~= one.who
                and doc.sentence_of(other.first) < sentence and other.first - doc:sentence(doc.sentence_of(other.first)).first <= 3 then
                return other.who, "the subject of the sentence before"
              end
            end
            return one.who, "the last speaker who can be meant"
          end
        end
        local best
        for n = #people, 1, -1 do
          local other = people[n]
          if other.first < at and not inside[other.first] and fits(other.who, gender) then
            if paragraph - doc.paragraph_of(other.first) > limit then break end
            if not best or doc.sentence_of(best.first) == doc.sentence_of(other.first) then best = other else break end
          end
        end
        if best then return best.who, "the last person named" end
      end
      local who, reason = backward(NEAR)
      if who then return who, reason, "pronoun" end
      for _, other in ipairs(people) do
        if other.first > at and not inside[other.first] and fits(other.who, gender) and doc.paragraph_of(other.first) - paragraph <= NEAR then
          return other.who, "the next person named", "forward"
        end
      end
      who, reason = backward(FAR)
      return who, reason or table.concat(why), "pronoun"
    end

    -- The holder of an office: "Germany's foreign minister", "the spokesman".
    local function holder(first, last, title)
      local nation = hit_in(nations, first, title.first - 1) or hit_in(nations, title.last + 1, last)
      local country = nation and nation.row.country
      local best
      for _, one in ipairs(people) do
        local who = one.who
        if same_role(who.role, title.row.role) and (not country or not who.country or who.country == country) then
          if one.first < first or not best then best = who end
        end
      end
      if best then return best, ("the document gives %s this office"):format(best.name) end
      -- "the spokesman": the last speaker, when no other office is known of him.
      if words[first] == "the" and not country and title.first <= first + 1 then
        local paragraph = doc.paragraph_of(first)
        for i = #said, 1, -1 do
          local one = said[i]
          if paragraph - one.paragraph > NEAR then break end
          if one.who.person and (not one.who.role or same_role(one.who.role, title.row.role)) then return one.who, "the last speaker, of no other office" end
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
      local head_end = last
      for i = first + 1, last do
        if complement[words[i]] then
          head_end = i - 1
          break
        end
      end
      local word = words[first]
      if first == last and word == "who" or word == "which" or word == "that" then
        if antecedent then
          local who, _, why = resolve(antecedent.first, antecedent.last)
          return who, "relative", why
        end
        return nil, "relative"
      end
      if first == last and gender_of[word] then
        local who, why, how = pronoun(first, gender_of[word])
        return who, how, why
      end
      if first == last and word == "it" then
        local who, why = owner(first, last)
        return who and who.org and who or nil, "pronoun", why
      end
      if first == last and (they[word] or word == "i" or word == "you") then return nil, "pronoun" end
      for n = #people, 1, -1 do
        local one = people[n]
        if one.first >= first and one.last <= last and one.first <= head_end then return one.who, "named", "a person's name" end
      end
      -- A part of a name that the names did not find.
      for n = #people, 1, -1 do
        local one = people[n]
        if one.first <= head_end and one.last >= first then return one.who, "named", "a person's name" end
      end
      -- A bare surname that the names did not take for one.
      if doc.shape(last) ~= "xx" then
        for n = #people, 1, -1 do
          local name = people[n].who.name
          if (" " .. name:gsub("-", " ") .. " "):find(" " .. doc.slice(last, last) .. " ", 1, true) then return people[n].who, "named", "a part of a person's name" end
        end
      end
      local title
      for i = first, head_end do
        local hit = titles[i]
        if hit and hit.last == head_end then
          title = hit
          break
        end
      end
      if documents[words[head_end]] then
        local who, why = owner(first, last)
        return who, "statement of", why
      end
      if title and title.row.plural ~= "yes" then
        local who, why = holder(first, last, title)
        if who then return who, "role", why end
        local body = body_in(first, last)
        return {role = title.row.role, org = body and body.name, country = body and body.country, unnamed = true}, "role", "nobody of this office is named"
      end
      if title then return nil, "group" end
      local body = body_in(first, last, head_end)
      if body then return body, "named", "an organisation or country" end
      if doc.shape(last) ~= "xx" and doc.shape(first) ~= "xx" then return {name = doc.slice(first, last), plain = true}, "named", "a name of unknown kind" end
      return nil, "description"
    end

    for _, attribution in ipairs(attributions) do
      local speaker = attribution.speaker
      if speaker then
        local who, how, why = resolve(speaker.first, speaker.last, attribution.antecedent)
        if attribution.how == "apposition" and not (who and who.person) then
          -- "Norway's minister, Marit Solvang, said"
          for _, one in ipairs(people) do
            if one.first > speaker.last and one.last < attribution.first and one.first <= speaker.last + 3 then who, how, why = one.who, "named", "in apposition" end
          end
        end
        local fields = {how = how}
        if who then
          fields.name, fields.role, fields.country = who.name, who.role, who.country
          fields.org = who.person and who.org or nil
          if who.unnamed then fields.org = who.org end
          if who.annotation then fields.layer, fields.id = who.annotation.layer, who.annotation.id end
        end
        local mention = unit:mention(speaker.first, speaker.last, fields)
        add(attribution, {attribution = attribution, speaker = mention, name = who and who.name, person = who and who.person or false, how = how,
                          confidence = how == "named" and "high" or who and "medium" or "low",
                          why = {("speaker '%s': %s%s"):format(doc.slice(speaker.first, speaker.last), how, why and ", " .. why or "")}})
        if who and who.name and attribution.class ~= "think" and attribution.form ~= "noun" then
          said[#said + 1] = {who = who, first = speaker.first, last = speaker.last, paragraph = doc.paragraph_of(speaker.first)}
        end
      end
    end
  end,

  examples = {
    {"Norwegian Foreign Minister Marit Solvang said that she would go. The minister added that nobody had asked.",
      {"said", name = "Marit Solvang"}, {"added", name = "Marit Solvang", how = "role"}},
  },
}
