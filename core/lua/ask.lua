--- Questions: a query, a script, a layer or a report, carried out on files and written.

local core = require "core"
local cell = require "cell"
local columns = require "columns"
local fault = require "fault"
local guard = require "guard"
local plan_module = require "plan"
local query = require "query"
local report = require "report"
local script = require "script"
local suggest = require "suggest"

local M = {}

-- "6,11,40-52" as a condition on `line`.
local function line_condition(items)
  local parts = {}
  for i, item in ipairs(items) do
    local first, last = item:match("^(%d+)%-(%d+)$")
    first = first or item:match("^%d+$")
    if not first or last and tonumber(last) < tonumber(first) then
      fault.raise(("--lines: %s: a line number or a range such as 40-52 expected"):format(item))
    end
    parts[i] = ("(line >= %s and line <= %s)"):format(first, last or first)
  end
  return table.concat(parts, " or ")
end

-- What --fields and --sort name, each once.
local function named_paths(values)
  local paths, seen = {}, {}
  for _, list in ipairs({ values.fields, values.sort or {} }) do
    for _, name in ipairs(list) do
      local path = list == values.sort and name:gsub("^%-", "") or name
      if not seen[path] then paths[#paths + 1] = path end
      seen[path] = true
    end
  end
  return paths
end

--- Applies --lines, --sort, --limit and --fields to a query.
function M.refine(asked, values)
  if values.lines then asked = asked:where(line_condition(values.lines)) end
  -- Picked where the text is: of what is not written with a record as well.
  if values.fields and query.parts(asked).shape == "records" then asked = asked:pick(named_paths(values)) end
  if values.sort then
    local done, sorted = pcall(asked.sort, asked, table.unpack(values.sort))
    if not done and fault.is(sorted) and sorted.message:find("pick(", 1, true) then
      sorted.message = sorted.message:gsub(";.*", "; --fields brings it along")
      sorted.notes = { ("such as --fields line,%s,text --sort %s"):format(values.sort[1]:gsub("^%-", ""), values.sort[1]) }
    end
    asked = done and sorted or error(sorted, 0)
  end
  if values.limit then asked = asked:first(values.limit) end
  if values.fields then asked = asked:pick(table.unpack(values.fields)) end
  return asked
end

--- Returns the plan of a query. text, close: as plan.from_query takes them.
function M.query_plan(session, asked, text, close)
  return plan_module.from_query(asked, {
    registry = session:registry(), format = session.out and session.out.format, why = session.values.why,
    text = text, close = close, running = require("document").running,
  })
end

-- Writes the state of a plan as a partial answer.
local function write_partial(session, plan, paths, head, refused)
  if plan.kind ~= "state" then
    fault.raise(refused .. ": lists rows; its parts need no merging: put their JSONL files one behind the other")
  end
  local values = session.values
  head.version, head.rules = core.version, session:registry().hash()
  head.reading = { split = values.split, dct = values.dct, language = values.language }
  local out = session:writer("jsonl", { "jsonl", "json" })
  local _, state = plan_module.collect({
    layers = plan.layers, map = plan.map, kind = "state", merge = plan.merge,
    finish = function(sum) return plan.state and plan.state(sum) or sum end,
  }, function(one) session:execute(one, paths) end)
  if plan.state then state = plan.state(state) end
  out.write(report.partial(head, state))
  session.rows = session.records
end

-- The language of which all plugins are that provide a layer; nil where there are several, or where one is of any.
local function only_language(layer)
  local language = layer.providers[1] and layer.providers[1].language
  for _, plugin in ipairs(layer.providers) do
    if plugin.language ~= language then return nil end
  end
  return language
end

-- What a filter may have been meant to say that found nothing: a value nearly as one of which it is known that there are such; a
-- part of a text; any form of a word. nil where nothing comes to mind.
local function slip(layer, field, value)
  local kind = layer.fields[field] or field == "text" and "string"
  if layer.builtin or type(value) ~= "string" or value:find("^[<>!]") or value:find("*", 1, true) then return nil end
  if kind == "string" then
    local known = require("help").values_in(layer, field)
    local near, within = suggest.nearest(value, known), false
    for _, one in ipairs(known) do within = within or #one > #value and one:lower():find(value:lower(), 1, true) end
    if near and near:lower() ~= value:lower() then return ("did you mean '%s'?"):format(near) end
    return (within or not near) and ("no %s is just this; '*%s*' is one with it in it"):format(field, value) or nil
  end
  local lemma = (layer.parts[field] or {}).lemma and value:find("^%a+$")
  return lemma and ("no %s has this word; any form of it is asked for with %s.lemma"):format(field, field) or nil
end

-- Where nothing was found: what filters may have been meant to say, and that the layer is one of another language.
local function tell_slips(session, layer, filters)
  for _, field in ipairs(suggest.names(filters)) do
    local meant = slip(layer, field, filters[field])
    if meant then session:say(("%s: '%s': %s"):format(field, filters[field], meant)) end
  end
  local language = only_language(layer)
  if language and language ~= "en" and language ~= session.values.language then
    session:say(("%s: it is read in texts in '%s' alone; --language %s is for those that do not say theirs"):format(layer.name,
      language, language))
  end
end

--- Runs a query and writes its answer.
function M.ask(session, asked, paths, text, close, head)
  if session.values.partial then
    local whole = M.query_plan(session, asked, text, close)
    return write_partial(session, whole, paths, head, head.query or head.report)
  end
  local plain = query.parts(asked).plain
  session:writer(plain and "table" or nil)
  local plan = M.query_plan(session, M.refine(asked, session.values), text, close)
  local rows = plan_module.write(plan, function(one) session:execute(one, paths) end, session.out)
  session.rows = session.rows + rows
  if rows == 0 and session.errors == 0 then
    local parts = query.parts(asked)
    tell_slips(session, session:registry().layers[parts.layer], parts.filters)
  end
end

local function is_section(value) return type(value) == "table" and type(value.rows) == "table" end

-- Writes rows that a chunk made. Records of one layer have its columns.
local function write_rows(session, rows, out)
  local section = M.refine_sections({ rows = rows, columns = plan_module.columns_of(session:registry(), rows, out.format) },
    session.values)
  section = section[1] or section
  local sheet = out:sheet({ columns = section.columns })
  for _, row in ipairs(section.rows) do sheet:row(row) end
  sheet:close()
  session.rows = session.rows + #section.rows
end

-- Writes a value that a chunk returned: a set's rows, sections, rows, or one line.
local function write_value(session, value, paths, text, close, head)
  if query.is(value) then return M.ask(session, value, paths, text, close, head) end
  if session.values.partial then fault.raise("--partial: the query returns no count, by, top or sum") end
  if value == nil then return end
  if type(value) == "function" then
    fault.raise("the query gives a function, not an answer",
      { "a method is called, as in quotes:text() or quotes:count\"speaker\"; rows() is for loops: leave it out to see the rows" })
  end
  if type(value) == "table" and query.is(value[1]) then
    fault.raise("the query gives a table of sets; without its braces each is an answer: return quotes, statements")
  end
  if type(value) == "table" and value.api and value.name and value.summary then
    fault.raise(("this is a plugin, no script: readout --plugins FOLDER %s FILE"):format(tostring(value.name)))
  end
  local out = session:writer()
  local rows = type(value) == "table" and (type(value[1]) == "table" or next(value) == nil) and value
  if is_section(value) or (rows and is_section(rows[1])) then
    session.rows = session.rows + plan_module.write_answer({}, M.refine_sections(value, session.values), out)
  elseif rows then
    write_rows(session, rows, out)
  else
    local written, line = pcall(type(value) == "table" and core.json_encode or cell.text, value)
    if not written then fault.raise("the query gives a table that cannot be written: " .. line) end
    out.write(line .. "\n")
    session.rows = session.rows + 1
  end
end

local closed_library = false -- in a worker

--- Runs a chunk of the user's own on the files and writes what it returns. `folder`: where its modules lie, or nil.
function M.run_chunk(session, text, name, paths, arg, folder)
  local registry = session:registry()
  local extra = {
    arg = arg,
    print = function(...)
      if closed_library then guard.forbid("print", "print; return the value") end
      local parts = table.pack(...)
      for i = 1, parts.n do parts[i] = core.tostring(parts[i]) end
      session:writer():text(table.concat(parts, "\t"))
    end,
    os = setmetatable({ exit = function(...)
      if closed_library then guard.forbid("exit", "end the program") end
      session:close(true)
      os.exit(...)
    end }, { __index = os }),
    math = math, string = string,
  }
  if folder then package.path = folder .. "/?.lua;" .. package.path end
  local environment, close_globals = script.environment(registry, extra, _G)
  local function close()
    closed_library = true
    guard.close_library()
    close_globals()
  end
  local chunk = script.compile(text, name, environment)
  query.run = function(asked)
    local plan = M.query_plan(session, asked, text, close)
    return plan_module.collect(plan, function(one) session:execute(one, paths) end)
  end
  local results = table.pack(xpcall(chunk, function(problem)
    return rawequal(problem, fault.closed) and problem or script.explain_error(problem)
  end))
  if not results[1] then error(results[2], 0) end
  local head = { query = text }
  for i = 2, results.n do write_value(session, results[i], paths, text, close, head) end
end

--- Runs `-e QUERY`.
function M.expression(session, words)
  if not session.values.expression:find("%S") then
    fault.raise("-e: an empty query", { "readout help queries shows some" })
  end
  M.run_chunk(session, session.values.expression, "-e", session:paths(words, "-e"), nil, nil)
end

-- Layers and reports ------------------------------------------------------------------------------------------

--- Runs a layer as a verb: the listing of its records. Filters from --FIELD options.
function M.layer(session, name, words)
  local registry = session:registry()
  local asked = script.set(registry, name)
  if next(session.values.filters) then asked = asked(session.values.filters) end
  M.ask(session, asked, session:paths(words, name), nil, nil, { report = name })
end

-- Rows by the names of their columns, and the set of these names.
local function name_columns(section)
  local fields, paths, rows = {}, {}, {}
  for i, column in ipairs(section.columns or {}) do
    paths[i] = columns.path(column)
    fields[paths[i]] = "any"
  end
  for n, row in ipairs(section.rows or {}) do
    local named = {}
    for key, value in pairs(row) do named[paths[key] or key] = value end
    rows[n] = named
  end
  return rows, fields
end

--- Applies --sort, --limit and --fields to the rows of sections. A section without the columns to sort by stays as it
-- is; of --fields only the sections are left that have them all.
function M.refine_sections(sections, values)
  if not values.sort and not values.limit and not values.fields then return sections end
  local list, kept, problem = sections.rows and { sections } or sections, {}, nil
  for _, section in ipairs(list) do
    local rows, fields = name_columns(section)
    local set = query.layer(section.title or "the report", {})
    query.parts(set).fields = next(fields) and fields or nil
    local done, refined = pcall(M.refine, set, { sort = values.sort, fields = values.fields })
    if done then
      for _, list_of_steps in ipairs({ query.parts(refined).steps, query.parts(refined).tail }) do
        for _, step in ipairs(list_of_steps) do rows = step(rows) end
      end
      if values.fields then section.columns, section.chosen = values.fields, true end
      section.rows = rows
    else
      problem = refined
    end
    if done or not values.fields then kept[#kept + 1] = { section, done } end
  end
  local sorted = false
  for i, one in ipairs(kept) do
    sorted = sorted or one[2]
    kept[i] = one[1]
    if values.limit then kept[i].rows = table.move(kept[i].rows, 1, math.min(values.limit, #kept[i].rows), 1, {}) end
  end
  if problem and not sorted then error(problem, 0) end
  return kept
end

--- Runs a plugin's report as a verb.
function M.report(session, plugin, words)
  local values, paths = session.values, session:paths(words, plugin.name)
  for name in pairs(values.filters) do fault.raise(("--%s: unknown option of %s"):format(name, plugin.name)) end
  local plan = report.plan(plugin, session:settings()[plugin.name], session:limits())
  if values.partial then
    return write_partial(session, plan, paths, { report = plugin.name, options = plan.values }, plugin.name)
  end
  local out = session:writer()
  local execute = function(one) session:execute(one, paths) end
  if plan.kind == "rows" and not values.sort and not values.fields then
    plan.limit = values.limit
    session.rows = plan_module.write(plan, execute, out)
    return
  end
  local answer = plan_module.collect(plan, execute)
  if plan_module.has_nothing(plan, out) then return end
  if plan.kind == "rows" then answer = { rows = answer, columns = plan.sheet.order, title = plan.sheet.title } end
  session.rows = plan_module.write_answer({}, M.refine_sections(answer, values), out)
end

--- Runs a verb with its manifest, if one is wanted: `work` writes the output.
function M.with_manifest(session, arguments, words, work)
  local wanted = session.values.manifest or session.values.resume
  local record = wanted and require("manifest").start(session, arguments, words)
  if record and record.fits then
    session:say(("%s: up to date"):format(session:output_path()))
    session.rows = 1
    return
  end
  work()
  session:close(not session.stopped)
  if record and not session.stopped then record.write() end
end

return M
