--- Queries: a layer is a set; every method returns a new set; nothing runs until somebody wants rows.
--
-- A query is a list of steps on rows. Up to the first of `count by top sum sort first` they run for each
-- document, in the workers (`steps`); from there on in the main process, on plain records (`tail`). An
-- aggregate in between folds a document's rows into a state that merges in any order.
--
-- Every name in a query is checked when the method is called, so a slip is told before the first document.

local core = require "core"
local aggregate = require "aggregate"
local check = require "check"
local column_module = require "columns"
local expression = require "expression"
local fault = require "fault"
local filter = require "filter"
local guard = require "guard"
local guest = require "guest"
local kinds = require "kinds"
local plugin = require "plugin"
local spans = require "spans"
local suggest = require "suggest"

local M = {}

local methods = {}
local Query = {}

--- Says whether a value is a query.
function M.is(value) return getmetatable(value) == Query end

--- Returns the parts of a query: layer, layers (set of names), steps, aggregate, tail, fields (name ->
-- type, nil: any), columns (or nil), shape ("records", "rows", "values"), functions (the user's own).
function M.parts(query)
  if not M.is(query) then fault.raise("a method is called with a colon, as in quotes:count\"speaker\"") end
  return rawget(query, "parts")
end

local function new(parts) return setmetatable({ parts = parts }, Query) end

local function copy(list) return table.move(list, 1, #list, 1, {}) end

-- A query like `query` with `changes`; the lists are copied, so that a set can be used many times.
local function derive(query, changes)
  local old, parts = M.parts(query), {}
  for key, value in pairs(old) do parts[key] = value end
  parts.steps, parts.tail, parts.functions = copy(old.steps), copy(old.tail), copy(old.functions)
  parts.layers = {}
  for name in pairs(old.layers) do parts.layers[name] = true end
  for key, value in pairs(changes or {}) do parts[key] = value end
  return new(parts), parts
end

-- Adds a step function(rows, doc) -> rows where the query stands now.
local function add_step(query, step, changes)
  local result, parts = derive(query, changes)
  local list = parts.main and parts.tail or parts.steps
  list[#list + 1] = step
  parts.before = nil
  return result, parts
end

--- Returns the set of all records of a layer. `fields`: name -> type as its plugin declares them; `columns`: those that a
-- listing shows; `field_parts`: name -> the parts, name -> type, that values of the field may have (nil: any).
function M.layer(name, fields, columns, field_parts)
  local all, known_parts = {}, { document = plugin.builtin.documents }
  for _, some in ipairs({ plugin.lent_fields, plugin.record_fields, fields or {} }) do
    for field, kind in pairs(some) do all[field] = kind end
  end
  for field, some in pairs(field_parts or {}) do known_parts[field] = some end
  return new({ layer = name, layers = { [name] = true }, steps = {}, tail = {}, functions = {}, filters = {}, fields = all,
               field_parts = known_parts, layer_columns = columns, shape = "records" })
end

-- The method that runs: messages name it.
local function usage(method, message) fault.raise_at(method, ("%s: %s"):format(method, message)) end

-- Raises what is wrong with a filter or an expression at `word`; with the fields that there are, if it is one of them.
local function refuse(word, message, fields)
  local unknown = fields and message:find("unknown field", 1, true)
  local notes = unknown and suggest.listed("fields", suggest.names(fields)) or nil
  if unknown and plugin.builtin.documents[word] then notes[#notes + 1] = "a field of its document: document." .. word end
  fault.raise_at(word, message, notes)
end

-- Has the document's own record read before the steps run, where a field of it is asked for.
local function read_document(query, field)
  local parts = M.parts(query)
  if field == "document" and parts.fields and parts.fields.document == "documents" then parts.layers.documents = true end
end

-- What is said of a field that there is none of, asked for as `path`: the message, and notes.
local function unknown_field(query, fields, field, path)
  local problem = kinds.left_out(fields, field, path)
  if problem then return problem end
  local known = suggest.names(fields)
  local notes = suggest.listed("fields", known)
  if plugin.builtin.documents[field] then notes[#notes + 1] = ("a field of its document: document.%s"):format(path) end
  return ("%s: unknown field of %s%s"):format(field, M.parts(query).layer, suggest.hint(field, known)), notes
end

-- The first name of a path must be a known field; returns the path.
local function check_field(query, method, path)
  local fields = M.parts(query).fields
  if type(path) ~= "string" or path == "" then
    usage(method, ("a field's name expected, got %s"):format(type(path)))
  end
  local root = path:match("^[^.]+")
  read_document(query, root)
  if fields and not fields[path] and not fields[root] then fault.raise_at(path, unknown_field(query, fields, root, path)) end
  if not fields or fields[path] then return path end
  if kinds.plain[fields[root]] then fault.raise_at(path, ("%s: %s has no parts, it is a %s"):format(path, root, fields[root])) end
  local problem = kinds.unknown_part(root, path:match("^[^.]+%.([^.]+)"), M.parts(query).field_parts[root])
  if problem then fault.raise_at(path, problem) end
  return path
end

local function check_fields(query, method, ...)
  local paths = { ... }
  if type(paths[1]) == "table" and #paths == 1 then paths = paths[1] end
  for i = 1, #paths do check_field(query, method, paths[i]) end
  return paths
end

local function check_set(method, other)
  if not M.is(other) then usage(method, "another set expected, such as quotes or money{currency=\"USD\"}") end
  local parts = M.parts(other)
  if parts.main or parts.shape ~= "records" then
    usage(method, "the other set must be records: a layer with filters")
  end
  return parts
end

local function check_records(query, method)
  local parts = M.parts(query)
  if parts.main or parts.shape ~= "records" then
    usage(method, "it works on records, so it stands before pick, map, text, count, by, top, sum, sort and first")
  end
end

local function check_number(method, n)
  if math.type(n) ~= "integer" or n < 1 then
    usage(method, ("a whole number from 1 expected, got %s"):format(type(n) == "number" and n or type(n)))
  end
  return n
end

--- Runs the steps of `parts` on the records of a document. Returns an array of rows.
function M.evaluate(parts, doc)
  local rows = doc:layer(parts.layer)
  for _, step in ipairs(parts.steps) do rows = step(rows, doc) end
  return rows
end

-- Steps -------------------------------------------------------------------------------------------------

local current -- the record that a function of the user's is called with

-- What is wrong with a part that a mention has not, if the mention stands in a field of the current record.
local function unknown_part(mention, part)
  for field, value in next, type(current) == "table" and getmetatable(current) == core.annotation and current or {} do
    if rawequal(value, mention) then return kinds.unknown_part(field, part, (rawget(current, 5).parts or {})[field]) end
  end
end

-- Calls f() for functions of the user's: absent values are harmless; fields that the layer has not, and parts that a mention in
-- one has not, are refused.
local function in_function(f)
  local of_record, of_mention = core.annotation.__index, core.mention.__index
  local function strict(plain, problem_of)
    return function(thing, key)
      local value = plain(thing, key)
      local problem = value == nil and problem_of(thing, key)
      if problem then error(problem, 2) end
      return value
    end
  end
  core.annotation.__index, core.mention.__index = strict(of_record, guest.unknown_field), strict(of_mention, unknown_part)
  local done, result = pcall(expression.with_missing, false, f)
  core.annotation.__index, core.mention.__index = of_record, of_mention
  if not done then error(result, 0) end
  return result
end

local function in_expression(f) return expression.with_missing(true, f) end

-- A step that keeps the rows of which `test` is true. call: in_function, or in_expression, in which a missing value may also be
-- called; nil: the test is none of the user's. `condition`: the text of an expression.
local function keep(test, call, condition)
  return function(rows, doc)
    guard.step = "where"
    local done, kept = pcall(call or function(f) return f() end, function()
      local passed = {}
      for _, row in ipairs(rows) do
        current = row
        if test(row, doc) then passed[#passed + 1] = row end
      end
      return passed
    end)
    if done then return kept end
    -- An expression has no line of its own in the user's chunk.
    local message = condition and type(kept) == "string" and kept:match("^where: (.*)$")
    if message then fault.raise_at(condition, message) end
    error(kept, 0)
  end
end

--- set{field = filter, ...}: the records that pass every filter.
function Query.__call(query, spec, ...)
  local parts = M.parts(query)
  if type(spec) == "table" then
    for name in pairs(spec) do read_document(query, tostring(name):match("^[^.]+")) end
  end
  if type(spec) ~= "table" or M.is(spec) or select("#", ...) > 0 then
    usage(parts.layer, "a set is filtered with a table, as in " .. parts.layer
          .. "{text=\"*\"}; to go through it write 'for r in " .. parts.layer .. ":rows() do'")
  end
  if next(spec) == nil and fault.text():find("{%s*[%a_][%w_]*%s*=%s*nil%s*}") then
    fault.raise_at("nil", "nil is no filter; none asks for what is absent")
  end
  local test, word, message = filter.compile(spec, parts.fields, parts.layer, parts.field_parts)
  if not test then refuse(word, message, parts.fields) end
  local result, changed = add_step(query, keep(test))
  changed.filters = {}
  for _, some in ipairs({ parts.filters, spec }) do
    for field, wanted in pairs(some) do changed.filters[field] = wanted end
  end
  return result
end

--- set:where"EXPRESSION" or set:where(function(record, doc) ... end): the records for which it is true.
function methods.where(query, condition)
  local parts = M.parts(query)
  if type(condition) == "function" then
    local result, changed = add_step(query, keep(condition, in_function))
    changed.functions[#changed.functions + 1] = condition
    return result
  end
  if type(condition) ~= "string" then usage("where", "an expression in quotes, or a function, expected") end
  if condition:find("%f[%w_]document%f[^%w_]") then read_document(query, "document") end
  local test, word, message = expression.compile(condition, parts.fields, parts.field_parts)
  if not test then refuse(word, message, parts.fields) end
  return (add_step(query, keep(test, in_expression, condition)))
end

-- What a column of pick may say besides its path.
local column_schema = { path = { type = "string", required = true }, title = { type = "string" }, number = { type = "boolean" },
  wrap = { type = "boolean" }, ending = { type = "boolean" }, spare = { type = "boolean" } }

--- set:pick("field", "field.part", ...): rows of just these fields, in this order. A column may be a table, as in plugins: {path =
-- FIELD, title = HEAD, ...}.
function methods.pick(query, ...)
  local columns, paths = { ... }, {}
  if #columns == 1 and type(columns[1]) == "table" and not columns[1].path then columns = columns[1] end
  for i, column in ipairs(columns) do
    local problem = type(column) == "table" and check.schema("", column, column_schema)
    if problem then usage("pick", problem) end
    paths[i] = check_field(query, "pick", column_module.path(column))
  end
  if #paths == 0 then usage("pick", "at least one field expected") end
  local old, fields = M.parts(query).fields, {}
  for _, path in ipairs(paths) do fields[path] = old and old[path] or "any" end
  return (add_step(query, function(rows)
    local picked = {}
    for i, row in ipairs(rows) do
      local values = {}
      for _, path in ipairs(paths) do values[path] = aggregate.value_at(row, path) end
      picked[i] = values
    end
    return picked
  end, { fields = fields, columns = columns, shape = "rows", groups = false }))
end

--- set:map(function(record, doc) ... end): what the function returns for each; nil drops it.
function methods.map(query, f)
  if type(f) ~= "function" then usage("map", "a function expected") end
  local result, parts = add_step(query, function(rows, doc)
    guard.step = "map"
    return in_function(function()
      local values = {}
      for _, row in ipairs(rows) do
        current = row
        local value = f(row, doc)
        if M.is(value) then error("map: the function returned a set; return a value or a table", 0) end
        if value ~= nil then values[#values + 1] = value end
      end
      return values
    end)
  end)
  -- What comes out is known only when it comes: any field may be asked for.
  parts.fields, parts.columns, parts.shape, parts.groups = nil, nil, "values", nil
  parts.functions[#parts.functions + 1] = f
  return result
end

--- set:text(): just the text of each record.
function methods.text(query)
  check_field(query, "text", "text")
  local result, parts = add_step(query, function(rows)
    local texts = {}
    for _, row in ipairs(rows) do texts[#texts + 1] = type(row) == "table" and row.text or nil end
    return texts
  end)
  parts.fields, parts.columns, parts.shape, parts.plain = { text = "string" }, nil, "values", true
  return result
end

local function with_set(query, method, step, other, ...)
  check_records(query, method)
  if select("#", ...) > 0 then usage(method, "it takes one set; for another, add another step") end
  local others = check_set(method, other)
  local result, parts = add_step(query, function(rows, doc)
    if #rows == 0 then return rows end
    return step(rows, M.evaluate(others, doc), doc)
  end)
  for name in pairs(others.layers) do parts.layers[name] = true end
  table.move(others.functions, 1, #others.functions, #parts.functions + 1, parts.functions)
  return result
end

-- A method that keeps what lies within a record of the other set, or what does not.
local function lying(method, apart)
  return function(query, ...)
    return with_set(query, method, function(rows, others) return spans.inside(rows, others, apart) end, ...)
  end
end

--- set:inside(other): the records that lie within a record of the other set; `within` is the same word.
methods.inside = lying "inside"
methods.within = lying "within"

--- set:outside(other): the records that lie within none of the other set.
methods.outside = lying("outside", true)

--- set:near(other, "sentence" | "paragraph" | n): the records with another set's in the same sentence or
-- paragraph, or with at most n tokens between.
function methods.near(query, other, unit)
  unit = unit or "sentence"
  if unit ~= "sentence" and unit ~= "paragraph" and not (math.type(unit) == "integer" and unit >= 0) then
    usage("near", "how near? \"sentence\", \"paragraph\" or a number of tokens")
  end
  return with_set(query, "near", function(rows, others, doc)
    if math.type(unit) then return spans.near_tokens(rows, others, unit) end
    return spans.near_units(rows, others, unit == "sentence" and doc.sentence_of or doc.paragraph_of)
  end, other)
end

-- From here on: the main process ------------------------------------------------------------------------

-- Changes to a query with which its rows are in the main process: records as they are written.
local function in_main(query, changes)
  local parts = M.parts(query)
  changes.main = true
  if not parts.main and parts.fields then
    changes.fields, changes.field_parts = kinds.written(parts.fields, parts.field_parts, parts.shape == "records")
  end
  return changes
end

-- Folds rows where they are: an aggregate after the first one.
local function fold_here(spec)
  return function(rows) return aggregate.result(spec, aggregate.fold(spec, rows, true)) end
end

local function start_aggregate(query, spec, fields, columns)
  local result, parts
  if M.parts(query).main then
    result, parts = add_step(query, fold_here(spec))
  else
    result, parts = derive(query, in_main(query, { aggregate = spec }))
  end
  if fields then parts.fields = fields end
  parts.columns, parts.shape, parts.plain = columns, "rows", nil
  parts.groups = spec.kind == "count" and spec or nil
  parts.before = parts.groups and query
  return result
end

local function count_fields(query, keys, sum)
  local old, fields, columns = M.parts(query).fields, { n = "number" }, copy(keys)
  for _, key in ipairs(keys) do fields[key] = old and old[key] or "any" end
  columns[#columns + 1] = "n"
  if sum then
    fields.sum = "number"
    columns[#columns + 1] = "sum"
  end
  return fields, columns
end

local function group(query, keys, order, sum)
  for _, key in ipairs(keys) do
    if key == "n" or key == "sum" then
      fault.raise_at(key, ("rows of a count have n and sum already; a field called %s is grouped after map has given it another name")
        :format(key))
    end
  end
  local fields, columns = count_fields(query, keys, sum)
  return start_aggregate(query, { kind = "count", keys = keys, order = order, sum = sum }, fields, columns)
end

-- The grouping that was just made (nothing came after it), so that count and sum can refine it.
local function fresh_groups(query)
  local parts = M.parts(query)
  return parts.before and parts.groups, parts.before
end

--- set:count("field", ...): how many of each, most first. Without fields: how many.
function methods.count(query, ...)
  local groups, before = fresh_groups(query)
  if groups and groups.order == "key" and not groups.sum then
    local keys = copy(groups.keys)
    for _, path in ipairs(check_fields(before, "count", ...)) do keys[#keys + 1] = path end
    return group(before, keys, "n")
  end
  return group(query, check_fields(query, "count", ...), "n")
end

--- set:by("field", ...): groups in the order of the field; then top, sum or count.
function methods.by(query, ...)
  local keys = check_fields(query, "by", ...)
  if #keys == 0 then usage("by", "at least one field expected") end
  return group(query, keys, "key")
end

-- A field that can be added up: a number, or one whose type nobody declared.
local function check_sum(query, field)
  check_field(query, "sum", field)
  local kind = (M.parts(query).fields or {})[field]
  if kind and kind ~= "number" and kind ~= "any" then
    fault.raise_at(field, ("sum: %s is no number but a %s"):format(field, kinds.text(kind)))
  end
  return field
end

--- set:sum"field": the total of a number; after by or count: of each group.
function methods.sum(query, field, ...)
  if select("#", ...) > 0 then usage("sum", "one field; by\"currency\":sum\"value\" is the sum of each group") end
  local groups, before = fresh_groups(query)
  if groups then return group(before, groups.keys, groups.order, check_sum(before, field)) end
  return group(query, {}, "key", check_sum(query, field))
end

--- set:top(n): the n largest groups (by their sum if there is one). set:top(n, "field"): the n records with the largest
-- value.
function methods.top(query, n, field)
  check_number("top", n)
  local parts = M.parts(query)
  if parts.groups and not field then
    local keys, measure = parts.groups.keys, parts.groups.sum and "sum" or "n"
    return (add_step(query, function(rows)
      local sorted = copy(rows)
      aggregate.sort_groups(sorted, keys, true, measure)
      return table.move(sorted, 1, math.min(n, #sorted), 1, {})
    end))
  end
  if not field then usage("top", "which field is to be largest? write top(n, \"field\"), or by\"field\" before it") end
  check_field(query, "top", field)
  local result = start_aggregate(query, { kind = "top", n = n, field = field }, nil, parts.columns)
  M.parts(result).shape = parts.shape -- they are what they were, only fewer
  return result
end

--- set:sort("field", "-field", ...): in the order of the fields ("-": largest first), else as they came.
function methods.sort(query, ...)
  query = derive(query, in_main(query, { sorted = true }))
  local keys = {}
  for i, path in ipairs({ ... }) do
    local down = type(path) == "string" and path:sub(1, 1) == "-"
    keys[i] = { path = check_field(query, "sort", down and path:sub(2) or path), down = down }
  end
  if #keys == 0 then usage("sort", "at least one field expected") end
  return (add_step(query, function(rows)
    local sorted, place = {}, {}
    for i, row in ipairs(rows) do sorted[i], place[row] = row, i end
    table.sort(sorted, function(a, b)
      for _, key in ipairs(keys) do
        local x = aggregate.group_value(aggregate.value_at(a, key.path))
        local y = aggregate.group_value(aggregate.value_at(b, key.path))
        if aggregate.less(x, y) then return not key.down or y == nil end
        if aggregate.less(y, x) then return key.down and x ~= nil or false end
      end
      return place[a] < place[b]
    end)
    return sorted
  end))
end

--- set:first(n): the first n, in the order of the input.
function methods.first(query, n)
  check_number("first", n)
  local result, parts = add_step(derive(query, in_main(query, {})), function(rows)
    return table.move(rows, 1, math.min(n, #rows), 1, {})
  end)
  -- A run may stop early when nothing but this is wanted.
  parts.limit = #parts.tail == 1 and not parts.aggregate and n or nil
  return result
end

-- Answers -----------------------------------------------------------------------------------------------

--- set:list(): runs the query and returns its rows as an array (main process).
function methods.list(query)
  if not M.run then usage("list", "there is no corpus to run on here") end
  return M.run(query)
end

-- A metatable that refuses, where the user's chunk asks for it, what a row or a mention in it has not: a slip would look like
-- nothing. problem_of(key): the message and notes, or nil.
local function strict(problem_of)
  return { __index = function(_, key)
    if type(key) ~= "string" or not fault.is_chunk(debug.getinfo(2, "S").source:sub(2)) then return nil end
    local problem, notes = problem_of(key)
    if problem then fault.raise_at(key, problem, notes) end
  end }
end

-- Returns a function that makes rows of the query strict: they have its fields, mentions the parts that are declared.
local function strict_rows(query)
  local parts = M.parts(query)
  local fields, field_parts = parts.fields, parts.field_parts
  if not parts.main then fields, field_parts = kinds.written(fields, field_parts, parts.shape == "records") end
  local of_row = strict(function(field)
    if fields[field] or fields[field:match("^[^.]*")] then return nil end
    return unknown_field(query, fields, field, field)
  end)
  local of_mention = {}
  for field, of_field in pairs(field_parts) do
    of_mention[field] = strict(function(part) return kinds.unknown_part(field, part, of_field) end)
  end
  return function(row)
    for field, meta in pairs(of_mention) do
      local value = row[field]
      if type(value) == "table" and not filter.is_list(value) then setmetatable(value, meta) end
    end
    return setmetatable(row, of_row)
  end
end

--- set:rows(): runs the query and iterates over its rows: for row in set:rows() do ... end
function methods.rows(query)
  local rows, i = methods.list(query), 0
  local made_strict = M.parts(query).fields and strict_rows(query)
  return function()
    i = i + 1
    local row = rows[i]
    return made_strict and type(row) == "table" and made_strict(row) or row
  end
end

--- The methods by name: for help.
M.methods = methods

function Query.__index(query, key)
  local method = methods[key]
  if method then return method end
  local layer = M.parts(query).layer
  if math.type(key) then
    usage(layer, ("a set is no array; write %s:list()[%s], or for r in %s:rows() do"):format(layer, key, layer))
  end
  if key == "match" then
    fault.raise_at("match",
      "match: token patterns (CQL) are not part of this version; use a plugin's grammar, or where")
  end
  local known = suggest.names(methods)
  local other = require("topics").synonyms[tostring(key):lower()]
  local hint = other and "; here it is " .. other or suggest.hint(tostring(key), known)
  local fields = M.parts(query).fields
  if hint == "" and fields and fields[key] then
    hint = ("; a set has no fields: write %s:pick\"%s\", or look into a record"):format(layer, key)
  end
  fault.raise_at(tostring(key), ("%s: %s has no such method%s"):format(tostring(key), layer, hint),
                 suggest.listed("methods", known))
end

function Query.__newindex(query, key)
  usage(tostring(key), M.parts(query).layer .. " is a set; nothing can be assigned in it")
end

-- What would else be answered wrongly, or with Lua's own words.
function Query.__len(query)
  local layer = M.parts(query).layer
  usage(layer, ("# does not count a set; write %s:count(), or #%s:list() in a script"):format(layer, layer))
end

-- Sets are asked of each other by methods alone.
for _, operator in ipairs { "add", "sub", "mul", "div", "concat", "bor", "band", "lt", "le" } do
  Query["__" .. operator] = function(a, b)
    local set = M.is(a) and a or b
    usage(M.parts(set).layer, "sets are not joined by signs; inside, outside and near ask one of another, return a, b gives both")
  end
end

function Query.__pairs(query)
  local layer = M.parts(query).layer
  usage(layer, ("a set is gone through with for r in %s:rows() do"):format(layer))
end

function Query.__tostring(query) return "set of " .. M.parts(query).layer end
Query.__name = "set"

return M
