--- The actors report: the people and organisations of a text, with roles, the other forms of their names, mentions and
-- words said.

local KINDS = {people = "person", orgs = "organisation"}

-- The one value that most records agree on; ties go to the first by bytes.
local function most(counts)
  local best
  for value, n in pairs(counts) do
    if not best or n > counts[best] then best = value end
  end
  return best
end

local function add(counts, value, n)
  if value then counts[value] = (counts[value] or 0) + (n or 1) end
end

-- Adds what is counted of `other` to `one`.
local function join(one, other)
  for _, count in ipairs {"mentions", "quotes", "statements"} do one[count] = one[count] + other[count] end
  for _, counts in ipairs {"forms", "roles", "orgs", "countries", "givens", "families", "acronyms"} do
    for value, n in pairs(other[counts]) do add(one[counts], value, n) end
  end
end

local NOTES <const> = 12

-- Joins those whom some documents name shortly with those whom others name in full; returns notes that say so of people.
local function join_namesakes(state)
  local named = {}
  for key, one in pairs(state) do
    named[key] = {name = key:match"\t(.*)$", given = most(one.givens), family = most(one.families), country = most(one.countries),
      acronym = most(one.acronyms)}
  end
  local notes, taken = {}, 0
  for short, full in pairs(namesakes(named)) do
    join(state[full], state[short])
    state[short] = nil
    if named[short].family then
      taken = taken + 1
      notes[taken] = taken <= NOTES and ("%s of one document is taken for %s of another"):format(named[short].name, named[full].name)
        or nil
    end
  end
  if taken > NOTES then notes[#notes + 1] = ("%d more are taken so"):format(taken - NOTES) end
  return notes
end

local function forms(counts, name)
  local list = {}
  for form in pairs(counts) do
    if form ~= name then list[#list + 1] = form end
  end
  table.sort(list)
  return list
end

return {
  api = 1,
  name = "actors",
  summary = "People and organisations: roles, countries, other names, how often they are named and quoted",
  requires = {"people", "orgs", "quotes", "statements"},
  options = {
    min = {type = "number", default = 1, help = "only those named at least so often"},
    kind = {type = "string", default = "all", values = {"all", "person", "organisation"}, help = "only this kind"},
  },

  report = {
    map = function(doc)
      local actors = {}
      local function actor(kind, name)
        local key = kind .. "\t" .. name
        actors[key] = actors[key] or {mentions = 0, quotes = 0, statements = 0, forms = {}, roles = {}, orgs = {},
          countries = {}, givens = {}, families = {}, acronyms = {}}
        return actors[key]
      end
      for layer, kind in pairs(KINDS) do
        for mention in doc:each(layer) do
          local one = actor(kind, mention.name)
          one.mentions = one.mentions + 1
          add(one.forms, mention.text)
          add(one.roles, mention.role)
          add(one.orgs, mention.org)
          add(one.countries, mention.country)
          add(one.givens, mention.given)
          add(one.families, mention.family)
          add(one.acronyms, mention.acronym)
        end
      end
      for _, layer in ipairs {"quotes", "statements"} do
        for record in doc:each(layer) do
          local name = record.speaker and (record.speaker.name or record.speaker.text)
          local one = name and (actors["person\t" .. name] or actors["organisation\t" .. name])
          if one then one[layer] = one[layer] + 1 end
        end
      end
      return actors
    end,

    merge = function(a, b)
      for key, other in pairs(b) do
        if a[key] then join(a[key], other) else a[key] = other end
      end
      return a
    end,

    render = function(state, options)
      local rows, notes = {}, join_namesakes(state)
      for key, one in pairs(state) do
        local kind, name = key:match("^(.-)\t(.*)$")
        if one.mentions >= options.min and (options.kind == "all" or options.kind == kind) then
          rows[#rows + 1] = {name = name, kind = kind, role = most(one.roles), org = most(one.orgs),
                             country = most(one.countries), mentions = one.mentions, quotes = one.quotes,
                             statements = one.statements, forms = table.concat(forms(one.forms, name), "; ")}
        end
      end
      table.sort(rows, function(a, b)
        if a.mentions ~= b.mentions then return a.mentions > b.mentions end
        if a.name ~= b.name then return a.name < b.name end
        return a.kind < b.kind
      end)
      local columns = {"name", "kind", {path = "role", spare = true}, {path = "org", spare = true},
        {path = "country", spare = true}, "mentions", "quotes", "statements", {path = "forms", spare = true}}
      return {{title = "Actors", columns = columns, rows = rows, notes = #notes > 0 and notes or nil}}
    end,
  },

  examples = {
    {"Foreign Minister Marit Solvang met Joseph Wanjala. “We agree,” Marit Solvang said.",
      rows = {{name = "Marit Solvang", kind = "person", mentions = 2, quotes = 1}, {name = "Joseph Wanjala", mentions = 1}}},
  },
}
