-- Reports: options, both forms, batches of states, and partial answers.
require "mock_core"
local tap = require "tap"
local core = require "core"
local inner = require "inner"
local plan_module = require "plan"
local report = require "report"
local writer = require "writer"

local limits = { seconds = 10, memory = 1 << 30 }

local plugin = {
  name = "tally", path = "tally.lua", shipped = true, inside = true, requires = { "quotes" }, layers = {},
  options = { min = { type = "number", default = 1, help = "least" }, who = { type = "string" } },
  report = {
    map = function(doc, options)
      local state = { n = 0, speakers = {} }
      for _, quote in ipairs(doc:layer("quotes")) do
        if not options.who or options.who == quote.speaker then
          state.n = state.n + 1
          state.speakers[quote.speaker] = (state.speakers[quote.speaker] or 0) + 1
        end
      end
      return state
    end,
    merge = function(a, b)
      a.n = a.n + b.n
      for name, n in pairs(b.speakers) do a.speakers[name] = (a.speakers[name] or 0) + n end
      return a
    end,
    render = function(state, options)
      local rows = {}
      for name, n in core.pairs(state.speakers) do
        if n >= options.min then rows[#rows + 1] = { name, n } end
      end
      return { title = "Tally", columns = { "speaker", "n" }, rows = rows, notes = { state.n .. " in all" } }
    end,
  },
}

local streamed = {
  name = "lines_said", path = "lines_said.lua", shipped = true, inside = true, requires = { "quotes" }, layers = {}, options = {},
  report = {
    columns = { "line", "speaker" },
    row = function(doc, emit)
      for _, quote in ipairs(doc:layer("quotes")) do emit({ speaker = quote.speaker, line = quote.line }) end
    end,
  },
}

local function document(...)
  local quotes = {}
  for i, speaker in ipairs({ ... }) do quotes[i] = { speaker = speaker, line = i } end
  local doc = { layer = function() return quotes end }
  inner[doc] = {}
  return doc
end
local documents = { document("Ana", "Ole", "Ana"), document("Ole"), document(), document("Ana") }

-- Runs a plan as run.execute does, in this process.
local function execute_on(list)
  return function(plan)
    for _, doc in ipairs(list) do
      local stopped
      local state = plan.map(doc, { lines = function(text) stopped = plan.on_lines(text) == false end })
      if state then plan.on_state(core.json_decode(core.json_encode(state))) end
      if stopped then break end
    end
  end
end

local function answer(asked, given, list, format)
  local plan = report.plan(asked, given, limits)
  local parts = {}
  local out = writer.open({ format = format or "table", write = function(text) parts[#parts + 1] = text end })
  plan_module.write(plan, execute_on(list or documents), out)
  out:close()
  return table.concat(parts)
end

tap.is(answer(plugin), "Tally\nspeaker  n\nAna      3\nOle      2\n5 in all\n", "map, merge, render")
tap.is(answer(plugin, { min = 3 }), "Tally\nspeaker  n\nAna      3\n5 in all\n", "an option")
tap.is(answer(plugin, nil, {}), "", "no documents, nothing to render")
tap.is(answer(plugin, nil, { documents[2] }), "Tally\nspeaker  n\nOle      1\n1 in all\n", "one document")
tap.is(answer(plugin, nil, { documents[4], documents[3], documents[2], documents[1] }), answer(plugin),
       "the order of documents does not show")
tap.is(answer(streamed, nil, nil, "csv"), "line,speaker\r\n1,Ana\r\n2,Ole\r\n3,Ana\r\n1,Ole\r\n1,Ana\r\n", "rows stream")
tap.is(answer(streamed, nil, nil, "jsonl"):match("[^\n]+"), '{"line":1,"speaker":"Ana"}', "keys in the order of the columns")
tap.same(report.plan(plugin, nil, limits).layers, { "quotes" }, "the layers it needs")

tap.raises(function() report.plan(plugin, { mn = 3 }, limits) end, "tally.mn: unknown option of the plugin tally; did you mean 'min'?",
           "an unknown option")
tap.raises(function() report.plan(plugin, { min = "x" }, limits) end, "tally.min: number expected", "an option of the wrong type")

local broken = { name = "broken", shipped = true, inside = true, path = "broken.lua", requires = {}, layers = {}, options = {}, report = {
  map = plugin.report.map, merge = plugin.report.merge, render = function() return "text" end } }
tap.raises(function() answer(broken) end, "plugin broken: broken.lua: render: a table expected, got string", "render returns no sections")

-- partial answers
local function partial(list, head)
  local plan = report.plan(plugin, nil, limits)
  local sum
  for _, doc in ipairs(list) do
    local state = plan.map(doc)
    sum = sum and plan.merge(sum, state) or state
  end
  return report.partial(head, plan.state(sum))
end
local head = { report = "tally", options = { min = 1 }, rules = "abc", version = "1" }
local first, second = partial({ documents[1], documents[3] }, head), partial({ documents[2], documents[4] }, head)
tap.has(first, '{"readout":"partial","head":{"options":{"min":1},"report":"tally","rules":"abc","version":"1"},"state":{',
        "a partial answer")
local read, states = report.read_partials({ { name = "a", text = first }, { name = "b", text = second } })
tap.is(read.report, "tally", "the head they share")
local plan = report.plan(plugin, read.options, limits)
local sum = plan.merge(states[2], states[1])
tap.same(plan.finish(sum).rows, { { "Ana", 3 }, { "Ole", 2 } }, "merged: what the whole would have been")

local other = partial({ documents[2] }, { report = "tally", options = { min = 2 }, rules = "abc", version = "1" })
tap.raises(function() report.read_partials({ { name = "a", text = first }, { name = "b", text = other } }) end,
           'b:1: options is {"min":2}, but in a:1 it is {"min":1}', "unequal heads are refused, the difference named")
tap.raises(function() report.read_partials({ { name = "c", text = '{"x":1}\n' } }) end, "c:1: not a line that --partial wrote",
           "another file")
tap.raises(function() report.read_partials({ { name = "d", text = "" } }) end, "d: empty", "an empty file")

tap.done()
