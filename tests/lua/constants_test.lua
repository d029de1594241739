-- Plugins that read names write out the bits and lists of name_words as constants, which cost nothing: each has one value in all of
-- them, the one that name_words declares.
local core = require "core"
local sandbox = require "sandbox"
local tap = require "tap"

local names_layers = {_words = true, _pieces = true, _weights = true, _names = true}
local values, differing = {}, {}

local function read_constants(path)
  for line in io.lines(path) do
    local name, value = line:match "^local ([%u_]+) <const> = 1 << (%d+)%f[^%d]"
    if not name then name, value = line:match "^local (%u+S) <const> = (%d)%f[^%d]" end -- a list, by its number
    if name and (values[name] or value) ~= value then differing[#differing + 1] = ("%s of %s"):format(name, path) end
    values[name or ""] = value
  end
end

read_constants "plugins/name_words.lua"
for _, path in ipairs(core.packed_names()) do
  local plugin = path:find "^plugins/[%l_]+%.lua$" and sandbox.run(nil, path, path) or {}
  for _, layer in ipairs(plugin.requires or {}) do
    if names_layers[layer] then read_constants(path) end
  end
end
tap.same(differing, {}, "a constant has one value in all plugins")

local function has_value(name, value) tap.is(values[name], tostring(value), ("%s is %d"):format(name, value)) end

-- The classes: those of cues are called as in the list, the others by what they are.
local called = {compound_tail = "TAIL", headline_verb = "VERB", first_names = "FIRST", surnames = "FAMILY", titles = "TITLE",
  countries = "COUNTRY", demonyms = "DEMONYM", places = "LISTED_PLACE", orgs = "LISTED_ORG", offices = "OFFICE", acronyms = "ACRONYM",
  function_words = "FUNCTION", ordinary = "ORDINARY", joined = "JOINED", compound = "COMPOUND", ["and"] = "AND", the = "THE",
  [","] = "COMMA", ["&"] = "AMPERSAND", XX = "UPPER", xx = "LOWER", xX = "MIXED", ["9"] = "DIGIT"}
for n, class in ipairs(sandbox.run(nil, "plugins/name_words.lua", "name_words").marks) do
  local where = class.where and (class.where.class or class.where.kind)
  local what = where or class.list or class.flag or class.word or class.shape
  local name = type(what) == "string" and (called[what] or where and what:upper())
  if values[name] then has_value(name, n - 1) end
end

local numbered = {titles = "TITLES", countries = "COUNTRIES", demonyms = "DEMONYMS", first_names = "FIRSTS", surnames = "FAMILIES",
  places = "PLACES", orgs = "ORGS", offices = "OFFICES", acronyms = "ACRONYMS"}
local number = 0
for list in core.packed("plugins/name_words.lua"):match "\nlocal lists = (%b{})":gmatch '"([%l_]+)"' do
  has_value(numbered[list], number)
  number = number + 1
end
tap.done()
