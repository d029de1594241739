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
  for _, counts in ipairs {"forms", "roles", "orgs", "countries", "givens", "families"} do
    for value, n in pairs(other[counts]) do add(one[counts], value, n) end
  end
end

local function letters_of(form)
  return not form:find"%l" and form:gsub("%.", "") or nil
end

-- Joins organisations that some texts name by letters alone with the one that others call by them too, if there is only one.
local function join_acronyms(state)
  local owner, short = {}, {} -- by letters: the key of the one with a longer name, false for several; those without
  for key, one in pairs(state) do
    local name = key:match"^organisation\t(.*)$"
    local letters = name and letters_of(name)
    if letters then
      short[#short + 1] = {key = key, letters = letters}
    elseif name then
      for form in pairs(one.forms) do
        local used = letters_of(form)
        if used then owner[used] = (owner[used] == nil or owner[used] == key) and key end
      end
    end
  end
  for _, other in ipairs(short) do
    local key = owner[other.letters]
    if key and most(state[key].countries) == most(state[other.key].countries) then
      join(state[key], state[other.key])
      state[other.key] = nil
    end
  end
end

local SHORT_FORM <const> = 3 -- bytes of a given name that another one may begin with
local MANY <const> = 20 -- people with one family name: among so many a short form tells nobody
local NOTES <const> = 12

-- Whether a person named shortly may be one named in full: by the family name alone, or by a given name that begins the other,
-- with nothing that says otherwise.
local function may_be(short, full)
  local given, longer = most(short.givens), most(full.givens)
  local country, other = most(short.countries), most(full.countries)
  if not longer or country and other and country ~= other then return false end
  if not given then return true end
  given, longer = given:match"^[^%s.]*", longer:match"^[^%s.]*"
  return #given < #longer and (#given == 1 or #given >= SHORT_FORM) and longer:sub(1, #given) == given
end

-- Joins people whom some documents name shortly with the one whom others name in full, if there is only one; returns notes that say so.
local function join_people(state)
  local namesakes, notes = {}, {}
  for key, one in pairs(state) do
    local family = key:find"^person\t" and most(one.families)
    if family then
      namesakes[family] = namesakes[family] or {}
      table.insert(namesakes[family], key)
    end
  end
  local full_of, taken = {}, 0
  for _, keys in pairs(namesakes) do
    for _, short in ipairs(#keys <= MANY and keys or {}) do
      local choice
      for _, full in ipairs(keys) do
        if full ~= short and may_be(state[short], state[full]) then choice = choice == nil and full end
      end
      full_of[short] = choice or nil
    end
  end
  for short, full in pairs(full_of) do
    full = full_of[full] or full
    join(state[full], state[short])
    state[short] = nil
    taken = taken + 1
    if taken <= NOTES then
      notes[taken] = ("%s of one document is taken for %s of another"):format(short:match"\t(.*)$", full:match"\t(.*)$")
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
          countries = {}, givens = {}, families = {}}
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
      local rows = {}
      join_acronyms(state)
      local notes = join_people(state)
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
        {path = "country", spare = true},
                       "mentions", "quotes", "statements", {path = "forms", spare = true}}
      return {{title = "Actors", columns = columns, rows = rows, notes = #notes > 0 and notes or nil}}
    end,
  },

  examples = {
    {"Foreign Minister Marit Solvang met Joseph Wanjala. “We agree,” Marit Solvang said.",
      rows = {{name = "Marit Solvang", kind = "person", mentions = 2, quotes = 1},
        {name = "Joseph Wanjala", mentions = 1}}},
  },
}
