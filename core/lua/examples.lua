--- A plugin's examples are its tests: runs them, compares, measures which rules they reach.

local check = require "check"
local cell = require "cell"
local core = require "core"
local filter = require "filter"
local grammar = require "grammar"
local layers_module = require "layers"
local plugin_module = require "plugin"
local report = require "report"
local run = require "run"
local suggest = require "suggest"

local M = {}

local function show(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) == "table" then return core.json_encode(value) end
  return tostring(value)
end

-- An expected value against a found one: a string matches a mention or link by its name or text.
local function equal(expected, found)
  if type(found) == "table" then
    if type(expected) == "string" then
      return found.name == expected or found.text == expected
    elseif type(expected) == "table" then
      for key, value in pairs(expected) do
        if not equal(value, found[key]) then return false end
      end
      return #expected == 0 or #expected == #found
    end
  end
  if expected == false and found == nil then return true end -- `field = false`: must be absent
  if type(expected) == "number" and type(found) == "number" then
    return expected == found or math.abs(expected - found) <= 1e-9 * math.abs(expected)
  end
  return expected == found
end

-- The annotations of the plugin's public layers (internal ones when it has no public one), in order.
local function found_in(doc, layers)
  local list = {}
  for _, layer in ipairs(layers) do
    for _, annotation in ipairs(doc:layer(layer)) do list[#list + 1] = annotation end
  end
  table.sort(list, function(a, b)
    if a[1] ~= b[1] then return a[1] < b[1] end
    if a[2] ~= b[2] then return a[2] > b[2] end
    return a.id < b.id
  end)
  return list
end

local example_keys = {"date", "language", "metadata", "options", "rows", "title"}

-- Says whether there is a word in a text without which the plugin reads none.
local function is_triggered(plugin, text)
  if not plugin.triggers then return true end
  text = filter.fold(text)
  for _, trigger in ipairs(plugin.triggers) do
    if text:find(filter.fold(trigger):gsub("%*$", ""), 1, true) then return true end
  end
  return false
end

-- Raises when an example expects what no record of these layers has.
local function check_expected(expected, layers, registry)
  local known = {"name"}
  for field in pairs(plugin_module.record_fields) do known[#known + 1] = field end
  for _, layer in ipairs(layers) do
    for field in pairs(registry.layers[layer].fields) do known[#known + 1] = field end
  end
  table.sort(known)
  for _, want in ipairs(expected) do
    if type(want) ~= "table" or type(want[1]) ~= "string" then
      error(("what is expected is {\"span\", field = value, ...}, got %s"):format(show(want)), 0)
    end
    for key in pairs(want) do
      local problem = key ~= 1 and check.unknown("field", key, known)
      if problem then error(problem, 0) end
    end
  end
end

--- Returns why a plugin may have found nothing in a text, that of a document or of one line of it: it was not even read, or what its
-- grammar had before it. nil where nothing can be said.
function M.why_nothing(plugin, text, doc, line)
  if not is_triggered(plugin, text) then return "none of the triggers is there" end
  return plugin.tape and plugin.grammar and "tape: " .. layers_module.tape_text(doc, plugin, line) or nil
end

-- Compares one example of a layer plugin. Returns a list of problems.
local function compare(plugin, registry, layers, example, doc)
  local list = found_in(doc, layers)
  local problems = {}
  local text = example[1]
  local expected = {table.unpack(example, 2)}
  check_expected(expected, layers, registry)
  local function quoted() return #text > 70 and text:sub(1, 67) .. "..." or text end
  for i = 1, math.max(#expected, #list) do
    local want, found = expected[i], list[i]
    if not want then
      problems[#problems + 1] = ("nothing more expected, but found %q (%s) in %q"):format(found.text,
        found.rule or found.layer, quoted())
    elseif not found then
      local why = #list == 0 and i == 1 and M.why_nothing(plugin, text, doc)
      problems[#problems + 1] = ("expected %q, found nothing in %q%s"):format(want[1], quoted(),
        not why and "" or why:find("^tape") and "\n" .. table.concat(cell.wrap(why, 90, 4, 10), "\n") or ": " .. why)
    elseif want[1] ~= found.text then
      problems[#problems + 1] = ("expected %q, got %q (%s) in %q"):format(want[1], found.text,
        found.rule or found.layer, quoted())
    else
      for key, value in pairs(want) do
        if key ~= 1 and not equal(value, found[key]) then
          problems[#problems + 1] = ("%q: expected %s = %s, got %s in %q"):format(want[1], key, show(value),
            show(found[key]), quoted())
        end
      end
    end
  end
  return problems
end

-- Compares the rows of a report with those of an example: {rows = {{value, ...}, {column = value, ...}, ...}}.
local function compare_rows(plugin, example, doc)
  local problems = {}
  local found = report.rows_of(plugin, doc, example.options)
  for i = 1, math.max(#example.rows, #found) do
    local want, row = example.rows[i], found[i]
    if not want then
      problems[#problems + 1] = ("row %d: nothing more expected, but got %s"):format(i, show(row))
    elseif not row then
      problems[#problems + 1] = ("row %d: expected %s, got nothing"):format(i, show(want))
    else
      for key, value in pairs(want) do
        if not equal(value, row[key]) then
          problems[#problems + 1] = ("row %d: expected %s = %s, got %s"):format(i, key, show(value), show(row[key]))
        end
      end
    end
  end
  return problems
end

-- Layers that the examples of a plugin are about.
local function layers_of(plugin)
  local public, all = {}, {}
  for _, layer in ipairs(plugin.layers) do
    all[#all + 1] = layer
    if layer:sub(1, 1) ~= "_" then public[#public + 1] = layer end
  end
  return #public > 0 and public or all
end

-- A document of the example's text.
local function open_example(plugin, registry, example)
  local metadata = {date = example.date, title = example.title, language = example.language or plugin.language}
  for key, value in pairs(example.metadata or {}) do metadata[key] = value end
  local record = {id = "example", source = "example", text = example[1], metadata = core.json_encode(metadata),
    may_split = false}
  return run.documents(registry, record, {})[1]
end

-- The options of a plugin with those of an example.
local function options_of(plugin, example)
  local options = {}
  for key, value in pairs(plugin.state.options) do options[key] = value end
  for key, value in pairs(example.options or {}) do options[key] = value end
  return options
end

-- Runs one example; returns a list of problems.
local function run_example(plugin, registry, layers, example)
  if type(example) ~= "table" or type(example[1]) ~= "string" then
    error(("an example is {\"text\", ..., {\"span\", field = value, ...}, ...}, got %s"):format(show(example)), 0)
  end
  for key in pairs(example) do
    local problem = type(key) == "string" and check.unknown("key", key, example_keys)
    if problem then error(problem, 0) end
  end
  for key in pairs(example.options or {}) do
    local problem = check.unknown("option", key, suggest.names(plugin.options))
    if problem then error(problem, 0) end
  end
  if example.date and not tostring(example.date):find("^%d%d%d%d%-%d%d%-%d%d$") then
    error(("date: '%s': one such as 2031-03-18 expected"):format(tostring(example.date)), 0)
  end
  local problems = {}
  if #layers == 0 and not (plugin.report and example.rows) then return problems end
  plugin.state.ctx.options = options_of(plugin, example)
  local doc = open_example(plugin, registry, example)
  -- An example of rows alone says nothing about layers.
  if #layers > 0 and not (example.rows and #example == 1) then
    problems = compare(plugin, registry, layers, example, doc)
  end
  if plugin.report and example.rows then
    for _, problem in ipairs(compare_rows(plugin, example, doc)) do problems[#problems + 1] = problem end
  end
  return problems
end

-- A problem of an example, told at its line if it has one.
local function place(plugin, number, problem)
  local own = problem:sub(1, #plugin.path) == plugin.path
  local line, said = problem:sub(own and #plugin.path + 1 or 1):match("^(:?%d*): (.*)$")
  return ("%s%s: example %d: %s"):format(plugin.path, own and line or "", number, own and said or problem)
end

-- Counts from here on how often each rule of a plugin is reached. Returns a function that ends it and returns the names of
-- the rules that were not.
local function measure_coverage(plugin)
  local hits, names = {}, {}
  plugin.state.search = nil
  grammar.coverage = function(owner, name)
    if owner ~= plugin then return function() end end
    if not hits[name] then
      hits[name] = 0
      names[#names + 1] = name
    end
    return function() hits[name] = hits[name] + 1 end
  end
  return function()
    grammar.coverage = nil
    plugin.state.search = nil
    table.sort(names)
    local unreached = {}
    for _, name in ipairs(names) do
      if hits[name] == 0 then unreached[#unreached + 1] = name end
    end
    return unreached
  end
end

--- Runs the examples of one plugin (prepared, in this process), or `only` the one of this number.
-- Returns {passed = n, failed = n, problems = {text...}, unreached = {rule...}, empty when no coverage is measured}.
function M.run(plugin, registry, coverage, only)
  local result = {passed = 0, failed = 0, problems = {}, unreached = {}}
  local end_coverage = coverage and measure_coverage(plugin)
  local layers = layers_of(plugin)
  for i = only or 1, only or #plugin.examples do
    local example = plugin.examples[i]
    local ok, problems = xpcall(run_example, debug.traceback, plugin, registry, layers, example)
    if not ok then problems = {run.describe(problems, "plugin " .. plugin.name).what} end
    if #problems == 0 then
      result.passed = result.passed + 1
    else
      result.failed = result.failed + 1
      for _, problem in ipairs(problems) do result.problems[#result.problems + 1] = place(plugin, i, problem) end
    end
  end
  plugin.state.ctx.options = plugin.state.options
  if end_coverage then result.unreached = end_coverage() end
  return result
end

return M
