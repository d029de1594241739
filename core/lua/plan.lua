--- Plans: what a query compiles to, and how a plan is carried out.
--
-- A plan has: layers (names it needs), map(doc, out) for the workers, and for the main process either rows that
-- stream (`kind` "rows") or states that merge (`kind` "state": merge(a, b) -> state, finish(state) -> rows or
-- sections). `sheet` says how its rows are shown. report.lua makes plans of the same form.

local core = require "core"
local aggregate = require "aggregate"
local cell = require "cell"
local column_module = require "columns"
local expression = require "expression"
local fault = require "fault"
local guard = require "guard"
local kinds = require "kinds"
local query = require "query"
local script = require "script"
local suggest = require "suggest"

local M = {}

-- Layers that a text names, be it in a string: a step function may read them from the document.
local function layers_in(text, registry, into)
  for _, token in ipairs(expression.tokens(text)) do
    for name in token.text:gmatch("[%w_]+") do
      if registry.layers[name] then into[name] = true end
    end
  end
end

-- Plural of an English word in lower case: for the line under a table.
local function plural(word)
  if word:find("[^aeiou]y$") then return word:sub(1, -2) .. "ies" end
  if word:find("[^s]s$") then return word end
  if word:find("[sx]h?$") or word:find("ch$") then return word .. "es" end
  return word .. "s"
end

local singulars = { people = "person", money = "amount of money" }
local plurals = { money = "amounts of money" }

--- Returns a number and its noun: "1 quote", "31 quotes". `noun` is a plural, such as a layer's name.
function M.counted(n, noun)
  if n == 1 then
    noun = singulars[noun] or noun:gsub("ies$", "y"):gsub("([sx]h?)es$", "%1"):gsub("([^s])s$", "%1")
  end
  noun = plurals[noun] or noun
  return ("%d %s"):format(n, noun)
end

local function has(list, name)
  for _, one in ipairs(list) do
    if column_module.path(one) == name then return true end
  end
  return false
end

-- Columns of a listing: those of the plugin for the eye, with line and text in any case; all fields for a spreadsheet.
local function listing_columns(parts, layer, options)
  local columns
  if options.format == "csv" or options.format == "tsv" then
    columns = { "doc", "id", "line", "start", "end" }
    for _, field in ipairs(layer.order or {}) do columns[#columns + 1] = field end
    table.move({ "text", "rule", "confidence" }, 1, 3, #columns + 1, columns)
  elseif parts.layer_columns then
    columns = table.move(parts.layer_columns, 1, #parts.layer_columns, 1, {})
  else
    columns = {}
    for i, field in ipairs(layer.order or {}) do
      if i <= 6 then columns[#columns + 1] = { path = field, spare = true } end
    end
  end
  if not has(columns, "line") then table.insert(columns, 1, "line") end
  if not has(columns, "text") then columns[#columns + 1] = { path = "text", twin = true } end
  if options.why then columns[#columns + 1] = "why" end
  return columns
end

--- Returns the columns of rows that list() gave, if all are records of one layer; else nil.
function M.columns_of(registry, rows, format)
  local name = type(rows[1]) == "table" and rows[1].layer
  local layer = name and registry.layers[name]
  for _, row in ipairs(rows) do
    if not layer or type(row) ~= "table" or row.layer ~= name or not row.id then return nil end
  end
  return layer and listing_columns({ layer_columns = #layer.columns > 0 and layer.columns or nil }, layer,
    { format = format })
end

-- The line under a table. `count`: rows written; `folded`: what tell_count tells of the last count, before the tail.
local function footer(parts, folded)
  local groups = parts.groups
  return function(count, sheet)
    if parts.plain or parts.shape == "values" or (groups and #groups.keys == 0) then return nil end
    if groups and folded.n then
      if folded.rows == 0 then return M.counted(0, parts.layer) end
      local key = groups.keys[1]:match("[^.]+$")
      if key == "name" or key == "text" then key = groups.keys[1]:match("([^.]+)%.[^.]+$") or key end
      local noun = #groups.keys == 1 and plural(key) or "rows"
      local shown = count < folded.rows and ("%d of "):format(count) or ""
      local without = folded.without > 0 and (", %d without"):format(folded.without) or ""
      return ("%s%s, %s%s"):format(shown, M.counted(folded.groups, noun), M.counted(folded.n, parts.layer), without)
    end
    local repaired = sheet.repaired > 0
      and (", %d repaired (readout explain FILE:LINE says how)"):format(sheet.repaired) or ""
    return M.counted(count, parts.shape == "records" and parts.layer or "rows") .. repaired
  end
end

-- Errors of the user's own steps stop the run; those of a plugin belong to the document.
local function own_fault(doc, running)
  return function(problem)
    if running and running(doc) then return problem end
    if fault.is(problem) then return problem end
    local told = script.explain_error(problem)
    told.notes = { "at " .. doc.id }
    local method = told.message:match("^attempt to call a nil value %(method '([%w_]+)'%)$")
    if method then told.notes[1] = ("%s, where it is absent: x and x:%s()"):format(told.notes[1], method) end
    return told
  end
end

-- Is a row a record as a plugin made it, and a listing of its layer the answer?
local function is_listing(parts) return parts.shape == "records" and not parts.columns end

-- The paths of columns of a listing that are not written with its records.
local function paths_left_out(columns, parts)
  local fields, field_parts = kinds.written(parts.fields, parts.field_parts, true)
  local left = {}
  for _, path in ipairs(column_module.paths(columns)) do
    local root, part = path:match("^([^.]+)%.?([^.]*)")
    if kinds.left_out(fields, root, path) or field_parts[root] and kinds.left_out(field_parts[root], part, path) then
      left[#left + 1] = path
    end
  end
  return left
end

-- A record as JSON, with what is at `paths` of it.
local function with_paths(row, paths)
  local more = {}
  for i, path in ipairs(paths) do
    more[i] = (",%s:%s"):format(core.json_encode(path), core.json_encode(aggregate.value_at(row, path)))
  end
  return core.json_lines({ row }):sub(1, -3) .. table.concat(more) .. "}\n"
end

-- What a worker does with a document: gives its rows, or the state that they fold into. `columns`: those of a listing, or nil.
local function map_of(parts, options, columns)
  local order = parts.columns and column_module.paths(parts.columns)
  local left = columns and paths_left_out(columns, parts) or {}
  local check
  return function(doc, out)
    -- Run first what plugins do, so that their errors are theirs.
    for name in pairs(parts.layers) do doc:layer(name) end
    if not check then
      if options.close then options.close() end
      check = guard.watch(parts.functions)
    end
    local done, rows = xpcall(function()
      local found = query.evaluate(parts, doc)
      check()
      return found
    end, own_fault(doc, options.running))
    if not done then error(rows, 0) end
    if #rows == 0 then return nil end
    if parts.aggregate then return aggregate.fold(parts.aggregate, rows) end
    if not order and #left == 0 then
      for _, row in ipairs(rows) do out.row(row) end
    else
      local lines = {}
      for i, row in ipairs(rows) do lines[i] = order and cell.json(row, order) .. "\n" or with_paths(row, left) end
      out.lines(table.concat(lines))
    end
  end
end

-- What the footer tells of a count: its rows, groups, n (records) and how many of these have no value to be grouped by.
local function tell_count(folded, keys, rows, n)
  folded.rows, folded.groups, folded.n, folded.without = #rows, #rows, n, 0
  for _, row in ipairs(#keys == 1 and rows or {}) do
    if row[keys[1]] == nil then folded.groups, folded.without = folded.groups - 1, row.n end
  end
end

--- Returns the plan of a query. options: registry, format, why, text (the chunk, to see which layers its functions
-- name), close (called in the worker before the first document), running(doc) (the plugin at work, if any).
function M.from_query(asked, options)
  local parts = query.parts(asked)
  local layers, folded = {}, {}
  if #parts.functions > 0 and (options.text or ""):find("%.document%f[^%w_]") then parts.layers.documents = true end
  for name in pairs(parts.layers) do layers[name] = true end
  -- What the whole chunk names is prepared for its first run: nothing can be prepared after that.
  if options.text then layers_in(options.text, options.registry, layers) end

  local layer = options.registry.layers[parts.layer]
  local listing = is_listing(parts)
  local columns = listing and listing_columns(parts, layer, options) or nil
  local for_the_eye = options.format == "table" or options.format == "md"
  local plan = { layers = suggest.names(layers), plugin = "layer " .. parts.layer,
    kind = parts.aggregate and "state" or "rows",
                 limit = not parts.aggregate and parts.limit or nil, plain = parts.plain,
                 json = setmetatable({}, { __mode = "k" }), -- row -> its JSON as it came
                 map = map_of(parts, options, for_the_eye and columns) }
  if parts.aggregate then
    function plan.merge(a, b) return aggregate.merge(parts.aggregate, a, b) end
  end

  --- The rows of the answer: of a state, or of an array of rows; what follows the first aggregate runs here.
  function plan.finish(state)
    local rows = state
    if parts.aggregate then
      rows = aggregate.result(parts.aggregate, state or aggregate.fold(parts.aggregate, {}),
        parts.shape == "records" and plan.json or nil)
      if parts.aggregate.kind == "count" then tell_count(folded, parts.aggregate.keys, rows, state and state.n or 0) end
    end
    for _, step in ipairs(parts.tail) do rows = step(rows) end
    return rows
  end
  plan.collects = #parts.tail > 0 and not (plan.limit and #parts.tail == 1)

  plan.sheet = { columns = parts.columns or columns,
                 order = parts.columns and column_module.paths(parts.columns), footer = footer(parts, folded),
                 show_source = listing and ((parts.sorted or parts.aggregate) and true or "above") }
  return plan
end

-- Carrying out ------------------------------------------------------------------------------------------------

--- Runs a plan and returns its rows as an array (or sections, of a report). `execute(plan)` drives the workers.
function M.collect(plan, execute)
  local rows, state = {}, nil
  plan.on_lines = function(text)
    for line in text:gmatch("[^\n]+") do
      local row = core.json_decode(line)
      rows[#rows + 1] = row
      if type(row) == "table" and plan.json then plan.json[row] = line end
    end
    if plan.limit and #rows >= plan.limit then return false end
  end
  plan.on_state = function(one) state = state and plan.merge(state, one) or one end
  execute(plan)
  if plan.kind == "state" then return plan.finish(state), state end
  return plan.finish and plan.finish(rows) or rows
end

--- Says whether a reader is to see no answer, because nothing could be read; programs get an empty one.
function M.has_nothing(plan, out)
  return (out.format == "table" or out.format == "md") and plan.nothing_read ~= nil and plan.nothing_read()
end

-- Lets through at most `limit` rows of a sheet.
local function stream(plan, sheet)
  local left = plan.limit
  return function(text)
    if not left then return sheet:lines(text) end
    local last = 0
    while left > 0 and last < #text do
      last = text:find("\n", last + 1, true)
      left = left - 1
    end
    sheet:lines(text:sub(1, last))
    if left == 0 then
      plan.cut = true
      return false
    end
  end
end

-- Are the rows lines of their own?
local function is_plain(plan, out) return plan.plain and out.format == "table" end

local function write_plain(out, row)
  out:text(type(row) == "string" and row or cell.text(row))
end

--- Runs a plan and writes its answer. `out` is a writer. Returns the number of rows (of all sections).
function M.write(plan, execute, out)
  local plain = is_plain(plan, out)
  if plan.kind == "rows" and not plan.collects then
    local sheet = not plain and out:sheet(plan.sheet)
    local count = 0
    if plain then
      plan.on_lines = function(text)
        for line in text:gmatch("[^\n]+") do
          if plan.limit and count >= plan.limit then return false end
          write_plain(out, core.json_decode(line))
          count = count + 1
        end
      end
    else
      plan.on_lines = stream(plan, sheet)
      plan.unwritten = not plan.limit and sheet:is_verbatim() and out.unwritten or nil
    end
    plan.error_line = sheet and function(record) sheet:lines(cell.json(record, { "id", "error" }) .. "\n") end
    execute(plan)
    if sheet then
      count = sheet.count + (plan.written or 0)
      sheet:close(plan.sheet.footer and not M.has_nothing(plan, out) and plan.sheet.footer(count, sheet) or nil)
    end
    return count
  end
  local answer = M.collect(plan, execute)
  if M.has_nothing(plan, out) then return 0 end
  return M.write_answer(plan, answer, out)
end

--- Writes rows, or the sections of a report. Returns the number of rows.
function M.write_answer(plan, answer, out)
  if not plan.sheet then
    local sections = answer.rows and { answer } or answer
    local count = 0
    for _, section in ipairs(sections) do
      out:section(section, #sections > 1)
      count = count + #(section.rows or {})
    end
    return count
  end
  if is_plain(plan, out) then
    for _, row in ipairs(answer) do write_plain(out, row) end
    return #answer
  end
  local sheet = out:sheet(plan.sheet)
  for _, row in ipairs(answer) do sheet:row(row, plan.json and plan.json[row]) end
  sheet:close(plan.sheet.footer and plan.sheet.footer(#answer, sheet))
  return #answer
end

return M
