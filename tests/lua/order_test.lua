-- What is told of a document does not depend on those before it: all examples of all plugins, in several orders.
local core = require "core"
local document = require "document"
local plugin = require "plugin"
local prepare = require "prepare"
local run = require "run"
local tap = require "tap"

local registry = plugin.load {dirs = {}}
local names = {}
for name, layer in core.pairs(registry.layers) do
  if not layer.builtin and name:sub(1, 1) ~= "_" then names[#names + 1] = name end
end
prepare.prepare(document.plugins_for(registry, names), registry)

local records = {}
for _, one in ipairs(registry.plugins) do
  for _, example in ipairs(one.examples) do
    local metadata = {date = example.date, language = example.language}
    records[#records + 1] = {id = one.name, source = "-", text = example[1], metadata = core.json_encode(metadata)}
  end
end
-- In this order, and behind each other, the words of the longer match were once read with the shorter one.
for _, text in ipairs {"Solvang is out 5 to 6pm", "The talks go on for 3 hours 30 minutes"} do
  records[#records + 1] = {id = "times", source = "-", text = text, metadata = core.json_encode {date = "2031-05-07"}}
end
tap.ok(#records > 200 and #names > 10, "examples and layers", #records .. ", " .. #names)

local function told(record)
  local answers = {}
  for _, doc in ipairs(run.documents(registry, record, {})) do
    for i, name in ipairs(names) do answers[i] = core.json_lines(doc:layer(name)) end
  end
  return table.concat(answers)
end

local first, wrong = {}, nil
for n, record in ipairs(records) do first[n] = told(record) end
-- Each step is prime to nearly any number of records: all come once, behind another one each time.
for _, step in ipairs {-1, 7, 101, 211} do
  for n = 1, #records do
    local at = n * step % #records + 1
    local again = told(records[at])
    if again ~= first[at] then wrong = wrong or ("%s: %s\n%s%s"):format(records[at].id, records[at].text, first[at], again) end
  end
end
tap.is(wrong, nil, "the same in any order")

tap.done()
