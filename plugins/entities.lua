--- Entities: all mentions of one thing in a document under one name: people, organisations, places and other capitalised names, by name,
-- by a part of it, by acronym, and by description ("the Iranian president", "the council").
--
-- The layers people, orgs and places have joined names already; here each gets its entity, descriptions are added, and names that are none
-- of the three are joined where they are spelled alike. Nothing is joined across kinds.

local OTHER <const> = 0

-- What is asked of found.names and found.marks (see _pieces).
local TITLES <const>, COUNTRIES <const>, DEMONYMS <const> = 0, 1, 2
local END <const> = 40
local LOWER <const> = 1 << 2
local THE <const> = 1 << 14
local HEAD <const> = 1 << 21
local TITLE <const> = 1 << 51
local DEMONYM <const> = 1 << 53

local NEAR <const> = 500 -- tokens: a description without a nation reaches so far back
local kinds = {people = "person", orgs = "org", places = "place"}
local describes = {office = true, profession = true, religious = true, rank = true}

return {
  api = 1,
  name = "entities",
  summary = "Mentions of one person, organisation, place or other name, joined",
  provides = {
    entities = {name = "string", kind = "string", entity = "string", how = "string", person = "people", org = "orgs", place = "places"},
  },
  requires = {"_names", "people", "orgs", "places"},
  scope = "document",
  columns = {"line", "entity", "name", "kind", "how", "text"},

  annotate = function(unit, add)
    local doc = unit.doc
    local record = doc:layer"_names"[1]
    local found = record and record.found
    local word, slice = doc.word, doc.slice
    local mentions, total = {}, 0 -- {first, last, kind, name, how, annotation or why}
    local function mention(first, last, kind, name, how, annotation, why, confidence)
      total = total + 1
      mentions[total] = {first = first, last = last, kind = kind, name = name, how = how, of = annotation, why = why, confidence = confidence}
    end
    for layer, kind in pairs(kinds) do
      for _, one in ipairs(doc:layer(layer)) do mention(one.first, one.last, kind, one.name, one.how, one, one.why, one.confidence) end
    end
    if found then
      for k = 1, found.count do
        if found.kind[k] == OTHER then
          local text = slice(found.from[k], found.to[k])
          mention(found.from[k], found.to[k], "other", text, "name", nil, found.evidence(found.why[k]), "low")
        end
      end

      local marks, names = found.marks, found.names
      local function row_at(first, list)
        local name = names[first << 4 | list]
        return name and doc:row(name)
      end
      -- The nation before token i and its first token: "Iranian", "Iran's".
      local function nation_before(i)
        local first = names[-(i - 1 << 4 | DEMONYMS)]
        if first and row_at(first, DEMONYMS).country then return row_at(first, DEMONYMS).country, first end
        local last = i > 2 and word(i - 1) == "'s" and i - 2 or i - 1
        first = names[-(last << 4 | COUNTRIES)]
        if first then return row_at(first, COUNTRIES).country, first, last == i - 2 end
      end

      local people, orgs = doc:layer"people", doc:layer"orgs"
      local by_role, by_head = {}, {}
      local next_person, next_org = 1, 1
      for i = 1, doc.count do
        local m = marks[i]
        -- What has been named so far.
        while people[next_person] and people[next_person].first <= i do
          local person = people[next_person]
          if person.role then
            local list = by_role[person.role]
            if list then list[#list + 1] = person else by_role[person.role] = {person} end
          end
          next_person = next_person + 1
        end
        while orgs[next_org] and orgs[next_org].first <= i do
          local org = orgs[next_org]
          if org.last > org.first then
            if marks[org.last] & HEAD ~= 0 then by_head[word(org.last)] = org end
            if marks[org.first] & HEAD ~= 0 then by_head[word(org.first)] = org end
          end
          next_org = next_org + 1
        end
        if m & DEMONYM ~= 0 then
          local e = names[i << 4 | DEMONYMS] >> END
          mention(i, e, "other", slice(i, e), "name", nil, {"in the list of peoples"}, "medium")
        end
        if m & TITLE ~= 0 and next_person > 1 then
          local e = names[i << 4 | TITLES] >> END
          local row = row_at(i, TITLES)
          local list = describes[row.class] and not row.plural and by_role[row.role]
          local person = people[next_person]
          if list and not (person and person.first == e + 1) then
            local country, from, possessive = nation_before(i)
            local first = from or i
            local the = first > 1 and marks[first - 1] & THE ~= 0
            if the then first = first - 1 end
            if the or possessive or country and m & LOWER == 0 then
              for n = #list, 1, -1 do
                local one = list[n]
                if (country and one.country == country) or (not country and i - one.last < NEAR) then
                  local why = {("the %s%s: %s, line %d"):format(row.role, country and " of " .. country or "", one.name, one.line)}
                  mention(first, e, "person", one.name, "description", one, why, country and "high" or "medium")
                  break
                end
              end
            end
          end
        elseif m & (HEAD | LOWER) == HEAD | LOWER and i > 1 and marks[i - 1] & THE ~= 0 then
          local org = by_head[word(i)]
          if org and i - org.last < NEAR then
            mention(i - 1, i, "org", org.name, "description", org, {("the %s: %s, line %d"):format(word(i), org.name, org.line)}, "medium")
          end
        end
      end
    end

    table.sort(mentions, function(a, b)
      if a.first ~= b.first then return a.first < b.first end
      if a.last ~= b.last then return a.last > b.last end
      return a.kind < b.kind
    end)
    local entity_of, number = {}, 0
    for n = 1, total do
      local one = mentions[n]
      local key = one.kind .. "/" .. (one.kind == "other" and one.name:lower() or one.name)
      local entity = entity_of[key]
      if not entity then
        number = number + 1
        entity = "e" .. number
        entity_of[key] = entity
      end
      local of = one.of
      add(one.first, one.last, {
        name = one.name, kind = one.kind, entity = entity, how = one.how, why = one.why, confidence = one.confidence,
        person = one.kind == "person" and of or nil, org = one.kind == "org" and of or nil, place = one.kind == "place" and of or nil,
      })
    end
  end,

  examples = {
    {"Iran's President Reza Karimi spoke. Karimi left, and the Iranian president said nothing.",
      {"Iran", kind = "place"}, {"Reza Karimi", kind = "person", entity = "e2"}, {"Karimi", name = "Reza Karimi", entity = "e2"},
      {"the Iranian president", entity = "e2", how = "description"}, {"Iranian", kind = "other"}},
    {"The Maritime Inspection Authority met. Then the authority spoke.",
      {"Maritime Inspection Authority", kind = "org", entity = "e1"}, {"the authority", entity = "e1", name = "Maritime Inspection Authority"}},
    {"Nobody was named."},
  },
}
