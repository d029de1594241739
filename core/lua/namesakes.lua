--- Who in one document is who in another: people named by the family name or a short form of the given name, organisations named by
-- their letters. Pure; given to plugins as `namesakes`.

local core = require "core"

local M = {}

local SHORT_FORM <const> = 3 -- bytes of a given name that another one may begin with
local MANY <const> = 20 -- people with one family name: among so many a short form tells nobody

-- Whether a person named shortly may be one named in full: by the family name alone, or by a given name that begins the other, with
-- nothing that says otherwise.
local function may_be(short, full)
  if not full.given or short.country and full.country and short.country ~= full.country then return false end
  if not short.given then return true end
  local given, longer = short.given:match"^[^%s.]*", full.given:match"^[^%s.]*"
  return #given < #longer and (#given == 1 or #given >= SHORT_FORM) and longer:sub(1, #given) == given
end

local function may_stand_for(short, full) return not short.country or not full.country or short.country == full.country end

local function letters_of(name) return not name:find"%l" and name:gsub("%.", "") or nil end

-- Adds to `found` which of the short ones is which of the others, if it can be only one of them.
local function join(shorts, others, may, found)
  for _, short in ipairs(shorts) do
    local choice
    for _, other in ipairs(others) do
      if other ~= short and may(short, other) then choice = choice == nil and other end
    end
    if choice then found[short.key] = choice.key end
  end
end

--- Returns for those that may be only one other of `named` the key of that one. `named`: key -> {given =, family =, country =, acronym =,
-- name = when the key is none}; of people given and family name, of organisations the acronym, of both the country, as far as they
-- are known.
function M.of(named)
  local families, acronyms, shorts = {}, {}, {}
  local function add(lists, name, one)
    lists[name] = lists[name] or {}
    table.insert(lists[name], one)
  end
  for key, one in core.pairs(named) do
    local entry = {key = key, given = one.given, country = one.country}
    local letters = letters_of(one.name or key)
    if one.family then
      add(families, one.family, entry)
    elseif letters then
      add(shorts, letters, entry)
    elseif one.acronym then
      add(acronyms, letters_of(one.acronym) or one.acronym, entry)
    end
  end
  local found = {}
  for _, people in pairs(families) do
    if #people <= MANY then join(people, people, may_be, found) end
  end
  for letters, orgs in pairs(shorts) do join(orgs, acronyms[letters] or {}, may_stand_for, found) end
  for key, other in pairs(found) do
    while found[other] do other = found[other] end
    found[key] = other
  end
  return found
end

--- Returns {name -> what is told under it} with names that differ in capitals alone as one, under the last form by bytes, which has
-- lower case. with(one, other): what is told under one of them, with that under another. Given to plugins as `join_cases`.
function M.join_cases(named, with)
  local forms, joined = {}, {}
  for name in core.pairs(named) do forms[name:lower()] = name end
  for name, one in core.pairs(named) do
    local form = forms[name:lower()]
    joined[form] = joined[form] and with(joined[form], one) or one
  end
  return joined
end

return M
