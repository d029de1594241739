--- Mergeable aggregates: count, sum and top over rows that may be spread over documents, processes and
-- machines. A state is plain JSON-able data; merging is commutative and associative to the bit, so no
-- order of documents and no number of workers shows in the answer.
--
--     { groups = { [key] = { n = 3, sum = { ["0"] = 12 } } }, n = 3 }     count, by, sum (exact.lua)
--     { top = { {value, row as JSON}, ... } }                             top(n, field)

local core = require "core"
local exact = require "exact"
local filter = require "filter"

local M = {}

--- Returns the value at a path such as "speaker.name" of a record.
function M.value_at(record, path)
  if type(record) ~= "table" then return (path == "text" or path == "value") and record or nil end
  local value = record[path]
  if value ~= nil or not path:find(".", 1, true) then return value end
  value = record
  for name in path:gmatch("[^.]+") do
    if type(value) ~= "table" then return nil end
    value = value[name]
  end
  return value
end
local value_at = M.value_at

--- Returns what a value is grouped by: a mention's or link's name (or text), anything else as it is.
function M.group_value(value)
  if type(value) == "table" and not filter.is_list(value) then
    return value.name or value.text or core.json_encode(value)
  end
  if math.type(value) == "float" then return math.tointeger(value) or value end
  return value
end

-- JSON of the strings that came so far in this fold: most values come again.
local function encoder()
  local known = {}
  return function(value)
    if type(value) ~= "string" then return core.json_encode(value) end
    local text = known[value]
    if not text then
      text = core.json_encode(value)
      known[value] = text
    end
    return text
  end
end

-- What a value is grouped by, as JSON; the words of a mention without a name are marked, as capitals make no difference in them.
local function key_of(value, encode)
  if type(value) == "table" and not value.name and value.text and not filter.is_list(value) then
    return ('{"text":%s}'):format(encode(value.text))
  end
  return encode(M.group_value(value))
end

-- A group, or none yet, with what another has.
local function join_group(into, from)
  if not into then return from end
  into.n = into.n + from.n
  if from.sum then into.sum = exact.pack(exact.unpack(from.sum, exact.unpack(into.sum))) end
  return into
end

-- Groups by the words of nameless mentions, those that differ in capitals ("The company", "the company") as one: the last form by
-- bytes has lower case.
local function join_nameless(groups)
  local forms, marked, joined = {}, '{"text":("[^\n]*")}', {}
  for key in pairs(groups) do
    for words in key:gmatch(marked) do
      local folded = filter.fold(words)
      if words > (forms[folded] or "") then forms[folded] = words end
    end
  end
  if next(forms) == nil then return groups end
  for key, group in core.pairs(groups) do
    key = key:gsub(marked, function(words) return forms[filter.fold(words)] end)
    joined[key] = join_group(joined[key], group)
  end
  return joined
end

-- Calls f(key) for the row's group, or for each of its groups where a field is a list.
local function each_key(row, keys, encode, f)
  if #keys == 1 then
    local value = value_at(row, keys[1])
    if type(value) ~= "table" then return f(key_of(value, encode)) end
  end
  local function step(i, prefix)
    if i > #keys then return f(prefix) end
    local value = value_at(row, keys[i])
    local separator = i > 1 and "\n" or ""
    if filter.is_list(value) and #value > 0 then
      local seen = {}
      for _, item in ipairs(value) do
        local text = key_of(item, encode)
        if not seen[text] then
          seen[text] = true
          step(i + 1, prefix .. separator .. text)
        end
      end
    else
      if filter.is_list(value) then value = nil end
      step(i + 1, prefix .. separator .. key_of(value, encode))
    end
  end
  step(1, "")
end

--- Order of two group values: missing last, numbers by value, then strings by bytes.
function M.less(a, b)
  local kind_a, kind_b = type(a), type(b)
  if kind_a ~= kind_b then
    local rank = { number = 1, string = 2, boolean = 3, table = 4, ["nil"] = 5 }
    return (rank[kind_a] or 4) < (rank[kind_b] or 4)
  end
  if kind_a == "number" or kind_a == "string" then return a < b end
  if kind_a == "boolean" then return not a and b end
  return false
end

-- Counting. spec: keys (paths), sum (a path or nil), order "n" or "key".

local function count_rows(spec, rows)
  if #spec.keys == 0 and not spec.sum and #rows > 0 then return { groups = { [""] = { n = #rows } }, n = #rows } end
  local groups, encode = {}, encoder()
  local row
  local function add(key)
    local group = groups[key]
    if not group then
      group = { n = 0, sum = spec.sum and {} or nil }
      groups[key] = group
    end
    group.n = group.n + 1
    local value = spec.sum and value_at(row, spec.sum)
    if type(value) == "number" then exact.add(group.sum, value) end
  end
  for i = 1, #rows do
    row = rows[i]
    each_key(row, spec.keys, encode, add)
  end
  if spec.sum then
    for _, group in pairs(groups) do group.sum = exact.pack(group.sum) end
  end
  return { groups = groups, n = #rows }
end

local function merge_counts(a, b)
  for key, from in pairs(b.groups) do a.groups[key] = join_group(a.groups[key], from) end
  a.n = a.n + b.n
  return a
end

--- Sorts count rows: by n (most first), then by their keys; or by their keys alone.
function M.sort_groups(rows, keys, by_count, measure)
  measure = measure or "n"
  table.sort(rows, function(a, b)
    if by_count and a[measure] ~= b[measure] then return a[measure] > b[measure] end
    for _, key in ipairs(keys) do
      if a[key] ~= b[key] then return M.less(a[key], b[key]) end
    end
    return false
  end)
end

local function count_result(spec, state)
  local rows = {}
  for key, group in pairs(join_nameless(state.groups)) do
    local row, i = { n = group.n }, 0
    for text in (key .. "\n"):gmatch("(.-)\n") do
      i = i + 1
      if spec.keys[i] then row[spec.keys[i]] = core.json_decode(text) end
    end
    if spec.sum then row.sum = exact.number(group.sum) end
    rows[#rows + 1] = row
  end
  if #spec.keys == 0 and #rows == 0 then rows[1] = { n = 0, sum = spec.sum and 0 or nil } end
  M.sort_groups(rows, spec.keys, spec.order == "n")
  return rows
end

-- The n rows with the largest value of a field, each as {its value, its JSON}. Ties go by the JSON, so that any order of
-- merging keeps the same rows.

local function best_of(spec, ranked)
  table.sort(ranked, function(a, b)
    if a[1] ~= b[1] then return M.less(b[1], a[1]) end
    return a[2] < b[2]
  end)
  return { top = table.move(ranked, 1, math.min(spec.n, #ranked), 1, {}) }
end

local function rank_rows(spec, rows, keep)
  local ranked = {}
  for _, row in ipairs(rows) do
    local value = M.group_value(value_at(row, spec.field))
    -- A record is written as everywhere, its fields in their order.
    local json = getmetatable(row) == core.annotation and core.json_lines({ row }):sub(1, -2) or core.json_encode(row)
    if value ~= nil then ranked[#ranked + 1] = { value, json, keep and row or nil } end
  end
  return best_of(spec, ranked)
end

local function ranked_rows(state, json)
  local rows = {}
  for i, one in ipairs(state.top) do
    rows[i] = one[3] or core.json_decode(one[2])
    if json and type(rows[i]) == "table" then json[rows[i]] = one[2] end
  end
  return rows
end

local kinds = {
  count = { fold = count_rows, merge = merge_counts, result = count_result },
  top = {
    fold = rank_rows,
    merge = function(a, b, spec) return best_of(spec, table.move(b.top, 1, #b.top, #a.top + 1, a.top)) end,
    result = function(_, state, json) return ranked_rows(state, json) end,
  },
}

--- Returns the state of a list of rows. `spec.kind` is "count" or "top"; `keep`: the answer has the rows themselves.
function M.fold(spec, rows, keep) return kinds[spec.kind].fold(spec, rows, keep) end

--- Returns the merged state; `a` and `b` may be taken apart for it.
function M.merge(spec, a, b) return kinds[spec.kind].merge(a, b, spec) end

--- Returns the rows of the answer, in order; `json`: a table to keep the JSON of each record in, or nil.
function M.result(spec, state, json) return kinds[spec.kind].result(spec, state, json) end

return M
