--- Reports: plugins that answer a question of the whole input. Two forms: `row` streams rows; `map`, `merge`,
-- `render` make a state for each document, add the states up, and turn the sum into sections.
--
-- All of a report's functions run in processes of their own, under limits: map beside the documents, merge and
-- render in one that is forked for a batch of states (`apart`).

local core = require "core"
local apart_module = require "apart"
local cell = require "cell"
local column_module = require "columns"
local check = require "check"
local layers = require "layers"
local fault = require "fault"
local guest = require "guest"
local option_module = require "options"
local suggest = require "suggest"

local M = {}

-- The layers that a report may read, a set.
local function reads_of(plugin)
  local wanted = {}
  for _, list in ipairs({ plugin.requires, plugin.layers }) do
    for _, name in ipairs(list) do wanted[name] = true end
  end
  return wanted
end

-- The document as the plugin may see it.
local function seen_by(plugin, doc)
  plugin.reader = plugin.reader or { name = plugin.name, path = plugin.path, inside = plugin.inside,
    state = { reads = reads_of(plugin), lists = {}, note = "plugin " .. plugin.name } }
  return layers.read_as(plugin.reader, doc)
end

-- What one of a report's functions gave is a table.
local function table_from(plugin, name, value)
  if type(value) == "table" then return value end
  error(("%s: %s: a table expected, got %s"):format(plugin.path, name, type(value)), 0)
end

local section_schema = { title = { type = "string" }, columns = { type = "table" }, rows = { type = "table" },
  notes = { type = "table" }, compact = { type = "boolean" } }

-- Raises what is wrong with the sections of render; returns them.
local function checked_sections(plugin, answer)
  table_from(plugin, "render", answer)
  for n, section in ipairs(answer.rows and { answer } or answer) do
    local place = ("render: section %d"):format(n)
    local problem = check.schema("", table_from(plugin, place, section), section_schema)
    if problem then error(("%s: %s: %s"):format(plugin.path, place, problem), 0) end
    for i, row in ipairs(section.rows or {}) do table_from(plugin, ("%s: row %d"):format(place, i), row) end
  end
  return answer
end

local unwritten = { ["function"] = true, userdata = true, thread = true }

-- What of a state JSON would lose: in a list everything but its items, keys that are no texts; what it cannot hold. Returns what
-- is wrong, or nil.
local function lost_in_json(value, depth)
  if unwritten[type(value)] then return ("a %s cannot be written"):format(type(value)) end
  if type(value) ~= "table" or getmetatable(value) ~= nil then return nil end
  if depth > core.limits().json_depth then return ("more than %d levels of tables"):format(core.limits().json_depth) end
  local length = #value
  for key, item in next, value do
    if length > 0 and not (math.type(key) == "integer" and key >= 1 and key <= length) then
      return ("a table has items and the key '%s' as well; JSON has lists and objects"):format(tostring(key))
    elseif length == 0 and type(key) ~= "string" then
      return ("a key is the %s %s; keys are texts: tostring(key)"):format(type(key), tostring(key))
    end
    local problem = lost_in_json(item, depth + 1)
    if problem then return problem end
  end
end

-- A state that one of a report's functions gave.
local function state_from(plugin, name, value)
  table_from(plugin, name, value)
  local problem = not plugin.shipped and lost_in_json(value, 1)
  if problem then error(("%s: %s: %s"):format(plugin.path, name, problem), 0) end
  return value
end

-- The options as the plugin may see them: one that it has not is an error.
local function options_for(plugin, values)
  return plugin.inside and values or guest.known(values, plugin.options, "option")
end

-- The state of one document; nil adds nothing.
local function mapped(plugin, doc, values)
  local state = plugin.report.map(seen_by(plugin, doc), options_for(plugin, values))
  return state and state_from(plugin, "map", state)
end

local function add_up(plugin, a, b) return table_from(plugin, "merge", plugin.report.merge(a, b)) end

-- Calls the report's row function; take(row) gets what it emits.
local function emitted(plugin, doc, values, take)
  local known = column_module.paths(plugin.report.columns or {})
  plugin.report.row(seen_by(plugin, doc), function(row)
    if type(row) ~= "table" then error("emit: a row is a table, got " .. type(row), 2) end
    for key in pairs(#known > 0 and getmetatable(row) == nil and row or {}) do
      local problem = type(key) == "string" and check.unknown("column", key, known)
        or math.type(key) and key > #known and ("%d values in a row of %d columns"):format(key, #known)
      if problem then error("emit: " .. problem, 2) end
    end
    take(row)
  end, options_for(plugin, values))
end

-- A plan's map that lets the plugin keep nothing between documents.
local function forgetful(plugin, map)
  if plugin.inside then return map end
  return function(...)
    guest.before(plugin)
    local state = map(...)
    guest.after(plugin)
    return state
  end
end

-- States wait until they are worth a process of their own to be merged in.
local BATCH_BYTES = 4 << 20

--- Returns the options of a plugin: its defaults with `given` (name -> value) over them. Raises a fault on an
-- unknown name or a value of the wrong type.
function M.options(plugin, given)
  local values, known = {}, suggest.names(plugin.options)
  for name, spec in pairs(plugin.options) do values[name] = spec.default end
  for name, value in pairs(given or {}) do
    local spec = plugin.options[name]
    if not spec then
      fault.raise(("%s.%s: unknown option of the plugin %s%s"):format(plugin.name, name, plugin.name,
                  suggest.hint(name, known)), #known > 0 and { "options: " .. table.concat(known, " ") } or nil)
    end
    if spec.type and type(value) ~= option_module.lua_type(spec.type) then
      fault.raise(("%s.%s: %s expected, got %s"):format(plugin.name, name, spec.type, tostring(value)))
    end
    values[name] = value
  end
  return values
end

-- Calls f() in a process of its own and returns what it returned; a fault ends the run.
local function apart(name, limits, f)
  local value, problem = apart_module.value(limits, f)
  if problem then error(fault.new({ message = ("plugin %s: %s"):format(name, problem), code = 3 }), 0) end
  return value
end

local function row_plan(plugin, plan, values)
  local columns = plugin.report.columns
  local order = column_module.paths(columns or {})
  plan.kind = "rows"
  plan.sheet = { columns = columns, order = order, title = plugin.report.title, show_source = false }
  function plan.map(doc, out)
    local lines = {}
    emitted(plugin, doc, values, function(row)
      if columns and row[1] ~= nil and getmetatable(row) == nil then
        local named = {}
        for i, key in ipairs(order) do named[key] = row[i] end
        row = named
      end
      lines[#lines + 1] = cell.json(row, columns and order) .. "\n"
    end)
    if #lines > 0 then out.lines(table.concat(lines)) end
  end
end

local function state_plan(plugin, plan, values, limits)
  local report = plugin.report
  plan.kind = "state"
  function plan.map(doc) return mapped(plugin, doc, values) end

  -- The sum so far is an array of JSON texts that nobody has merged yet.
  local function fold(texts)
    local sum
    for _, text in ipairs(texts) do
      local one = core.json_decode(text)
      if sum == nil then sum = one else sum = add_up(plugin, sum, one) end
    end
    return state_from(plugin, "merge", sum)
  end

  local Sum = {}
  local function is_sum(value) return getmetatable(value) == Sum end

  function plan.merge(sum, one)
    if not is_sum(sum) then sum = plan.merge(setmetatable({ bytes = 0 }, Sum), sum) end
    local text = core.json_encode(one)
    sum[#sum + 1] = text
    sum.bytes = sum.bytes + #text
    if sum.bytes > BATCH_BYTES and #sum > 1 then
      local merged = core.json_encode(apart(plugin.name, limits, function() return fold(sum) end))
      -- A sum that is large by itself must not be merged with every single document.
      sum = setmetatable({ merged, bytes = math.min(#merged, BATCH_BYTES // 2) }, Sum)
    end
    return sum
  end

  --- The state as plain data, for --partial.
  function plan.state(sum)
    if not is_sum(sum) then return sum end
    return apart(plugin.name, limits, function() return fold(sum) end)
  end

  function plan.finish(sum)
    if sum == nil then return {} end
    return apart(plugin.name, limits, function()
      return checked_sections(plugin, report.render(is_sum(sum) and fold(sum) or sum, options_for(plugin, values)))
    end)
  end
end

--- Returns the plan of a plugin's report. `given`: its options as set by the user; limits: seconds, memory.
function M.plan(plugin, given, limits)
  local values = M.options(plugin, given)
  local plan = { layers = suggest.names(reads_of(plugin)), values = values, plugin = "plugin " .. plugin.name }
  if plugin.report.row then row_plan(plugin, plan, values) else state_plan(plugin, plan, values, limits) end
  plan.map = forgetful(plugin, plan.map)
  return plan
end

--- Returns what a report makes of one document, in this process: an array of rows, each with its values both by
-- position and by the names of its columns; the rows of several sections follow one another.
function M.rows_of(plugin, doc, given)
  local values, rows = M.options(plugin, given), {}
  local function add(row, columns)
    local both = {}
    for i, column in ipairs(columns or {}) do
      local name = column_module.path(column)
      local value = row[name]
      if value == nil then value = row[i] end
      both[i], both[name] = value, value
    end
    for key, value in pairs(row) do both[key] = value end
    rows[#rows + 1] = both
  end
  if plugin.report.row then
    emitted(plugin, doc, values, function(row) add(row, plugin.report.columns) end)
    return rows
  end
  local state = mapped(plugin, doc, values)
  if not state then return rows end
  local text = core.json_encode(state)
  -- One document needs no merge; that it works is to be seen all the same.
  state_from(plugin, "merge", add_up(plugin, core.json_decode(text), core.json_decode(text)))
  local sections = checked_sections(plugin, plugin.report.render(core.json_decode(text), options_for(plugin, values)))
  for _, section in ipairs(sections.rows and { sections } or sections) do
    for _, row in ipairs(section.rows or {}) do add(row, section.columns) end
  end
  return rows
end

-- Partial answers ---------------------------------------------------------------------------------------------

--- Returns the one line that --partial writes: what was asked, and the state.
function M.partial(head, state)
  return cell.json({ readout = "partial", head = head, state = state }, { "readout", "head", "state" }) .. "\n"
end

--- Reads partial answers. `files`: array of {name, text}. Returns the head they share and the array of states.
-- Raises a fault that names the first difference of heads.
function M.read_partials(files)
  local head, first, states = nil, nil, {}
  for _, file in ipairs(files) do
    local n = 0
    for line in file.text:gmatch("[^\n]+") do
      n = n + 1
      local part = core.json_decode(line)
      local place = ("%s:%d"):format(file.name, n)
      if type(part) ~= "table" or part.readout ~= "partial" or type(part.head) ~= "table" then
        fault.raise(place .. ": not a line that --partial wrote",
          { "lines of map, annotate and listings need no adding up: put their files one behind the other" })
      end
      if not head then
        head, first = part.head, place
      else
        local keys = {}
        for key in pairs(head) do keys[key] = true end
        for key in pairs(part.head) do keys[key] = true end
        for _, key in ipairs({ "report", "query", table.unpack(suggest.names(keys)) }) do
          local a, b = core.json_encode(head[key]), core.json_encode(part.head[key])
          if a ~= b then
            fault.raise(("%s: %s is %s, but in %s it is %s; only answers to one question can be merged")
              :format(place, key, b, first, a))
          end
        end
      end
      states[#states + 1] = part.state
    end
    if n == 0 then fault.raise(file.name .. ": empty; not a file that --partial wrote") end
  end
  return head, states
end

return M
