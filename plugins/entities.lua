--- Entities: all mentions of one thing in a document under one name: people, organisations, places and other
-- capitalised names, by name, by a part of it, by acronym, and by description ("the Iranian president", "the council").
--
-- The layers people, orgs and places have joined names already; here each gets its entity, descriptions are added, and
-- names that are none of the three are joined where they are spelled alike. Nothing is joined across kinds.

local OTHER <const> = 0

-- What is asked of found.names and found.marks (see _pieces).
local TITLES <const>, COUNTRIES <const>, DEMONYMS <const> = 0, 1, 2
local END <const> = 40
local LOWER <const> = 1 << 2
local THE <const> = 1 << 14
local HEAD <const> = 1 << 21
local TITLE <const> = 1 << 51
local DEMONYM <const> = 1 << 53
local ASKED <const> = HEAD | TITLE | DEMONYM

local NEAR <const> = 500 -- tokens: a description without a nation reaches so far back
local LONGEST <const> = 4095 -- tokens of a name; longer ones count as so long
local kinds = {{"orgs", "org"}, {"people", "person"}, {"places", "place"}}
local describes = {office = true, profession = true, religious = true, rank = true}

return {
  api = 1,
  name = "entities",
  summary = "Mentions of one person, organisation, place or other name, joined",
  provides = {
    entities = {name = "string", kind = "string", entity = "string", how = "string", person = "people", org = "orgs",
      place = "places"},
  },
  requires = {"_names", "people", "orgs", "places"},
  scope = "document",
  columns = {"line", "entity", "name", "kind", "how", "text"},

  annotate = function(unit, add)
    local doc = unit.doc
    local record = doc:layer"_names"[1]
    local found = record and record.found
    local word, slice = doc.word, doc.slice
    -- Mentions by number, and their order: first token, longer first, then number.
    local total, order, m_first, m_last, m_kind, m_name, m_how, m_of, m_why, m_confidence = 0, {}, {}, {}, {}, {}, {},
      {}, {}, {}
    local function mention(first, last, kind, name, how, annotation, why, confidence)
      total = total + 1
      order[total] = first << 36 | (LONGEST - (last - first < LONGEST and last - first or LONGEST)) << 24 | total
      m_first[total], m_last[total], m_kind[total], m_name[total], m_how[total] = first, last, kind, name, how
      m_of[total], m_why[total], m_confidence[total] = annotation, why, confidence
    end
    for n = 1, #kinds do
      local list, kind = doc:layer(kinds[n][1]), kinds[n][2]
      for i = 1, #list do
        local one = list[i]
        mention(one.first, one.last, kind, one.name, one.how, one, one.why, one.confidence)
      end
    end
    if found then
      for k = 1, found.count do
        if found.kind[k] == OTHER then
          local text = slice(found.from[k], found.to[k])
          mention(found.from[k], found.to[k], "other", text, "name", false, found.evidence(found.why[k]), "low")
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
      -- Takes note of what has been named before token i.
      local function named_before(i)
        local person = people[next_person]
        while person and person.first <= i do
          local role = person.role
          if role then
            local list = by_role[role]
            if list then list[#list + 1] = person else by_role[role] = {person} end
          end
          next_person = next_person + 1
          person = people[next_person]
        end
        local org = orgs[next_org]
        while org and org.first <= i do
          local first, last = org.first, org.last
          if last > first then
            if marks[last] & HEAD ~= 0 then by_head[word(last)] = org end
            if marks[first] & HEAD ~= 0 then by_head[word(first)] = org end
          end
          next_org = next_org + 1
          org = orgs[next_org]
        end
      end
      for i = 1, doc.count do
        local m = marks[i]
        if m & ASKED ~= 0 then
          if m & DEMONYM ~= 0 then
            local e = names[i << 4 | DEMONYMS] >> END
            mention(i, e, "other", slice(i, e), "name", false, {"in the list of peoples"}, "medium")
          end
          if m & TITLE ~= 0 and people[1] then
            named_before(i)
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
                    local why = {("the %s%s: %s, line %d"):format(row.role, country and " of " .. country or "",
                      one.name, one.line)}
                    mention(first, e, "person", one.name, "description", one, why, country and "high" or "medium")
                    break
                  end
                end
              end
            end
          elseif m & (HEAD | LOWER) == HEAD | LOWER and i > 1 and marks[i - 1] & THE ~= 0 and orgs[1] then
            named_before(i)
            local org = by_head[word(i)]
            if org and i - org.last < NEAR then
              local why = {("the %s: %s, line %d"):format(word(i), org.name, org.line)}
              mention(i - 1, i, "org", org.name, "description", org, why, "medium")
            end
          end
        end
      end
    end

    table.sort(order)
    local entity_of, number = {other = {}, person = {}, org = {}, place = {}}, 0
    for i = 1, total do
      local n = order[i] & 0xffffff
      local kind, name, of = m_kind[n], m_name[n], m_of[n] or nil
      local same = entity_of[kind]
      local key = kind == "other" and name:lower() or name
      local entity = same[key]
      if not entity then
        number = number + 1
        entity = "e" .. number
        same[key] = entity
      end
      add(m_first[n], m_last[n], {
        name = name, kind = kind, entity = entity, how = m_how[n], why = m_why[n], confidence = m_confidence[n],
        person = kind == "person" and of or nil, org = kind == "org" and of or nil,
          place = kind == "place" and of or nil,
      })
    end
  end,

  examples = {
    {"Iran's President Reza Karimi spoke. Karimi left, and the Iranian president said nothing.",
      {"Iran", kind = "place"}, {"Reza Karimi", kind = "person", entity = "e2"},
        {"Karimi", name = "Reza Karimi", entity = "e2"},
      {"the Iranian president", entity = "e2", how = "description"}, {"Iranian", kind = "other"}},
    {"The Maritime Inspection Authority met. Then the authority spoke.",
      {"Maritime Inspection Authority", kind = "org", entity = "e1"},
      {"the authority", entity = "e1", name = "Maritime Inspection Authority"}},
    {"Nobody was named."},
  },
}
