-- core/lua/api.lua, the description for editors, against the live program: nothing missing, nothing invented. Runs in the program:
-- readout run tests/lua/api_test.lua FILE

local calendar = require "calendar"
local core = require "core"
local document = require "document"
local grammar = require "grammar"
local query = require "query"
local tap = require "tap"
local topics = require "topics"

local described = {}
local class
for line in io.lines("core/lua/api.lua") do
  local name = line:match("^%-%-%-@class ([%w_]+)")
  if name then
    class = name
    described[class] = described[class] or {}
  end
  local field = line:match("^%-%-%-@field ([%w_]+)")
  if field then described[class][field] = true end
  local owner, method = line:match("^function ([%w_]+):([%w_]+)")
  if owner then described[owner][method] = true end
end

local function same(name, live, extra)
  local known = {}
  for _, member in ipairs(live) do known[member] = true end
  for _, member in ipairs(extra or {}) do known[member] = true end
  for member in core.pairs(known) do tap.ok(described[name][member], ("%s.%s is described"):format(name, member)) end
  for member in core.pairs(described[name]) do tap.ok(known[member], ("%s.%s exists"):format(name, member)) end
end

core.open_record("One line of text.")
local columns = core.columns(core.document(1, 17, 0), {})
local names = {"id", "source", "base", "language", "metadata", "title", "count"}
for name in core.pairs(columns) do names[#names + 1] = name end

local members = document.members()
same("document", members.document, names)
same("unit", members.unit)
local vocabulary = grammar.names()
same("text_vocabulary", vocabulary.text)
same("tape_vocabulary", vocabulary.tape)
local told = {}
for _, entry in ipairs(topics.vocabulary) do told[entry[1]:match("^g%.(%w[%w_]*)")] = true end
local guide = io.open("plugins/README.md"):read("a")
for _, tape in ipairs({"text", "tape"}) do
  for _, name in ipairs(vocabulary[tape]) do
    tap.ok(told[name], ("help tells of g.%s"):format(name))
    tap.ok(guide:find(("%%f[%%w]g%%.%s%%f[^%%w_]"):format(name)), ("the guide tells of g.%s"):format(name))
  end
end
local methods = {}
for name in core.pairs(query.methods) do methods[#methods + 1] = name end
same("set", methods)
local arithmetic = {}
for name in core.pairs(calendar.copy()) do arithmetic[#arithmetic + 1] = name end
same("calendar", arithmetic)
tap.done()
