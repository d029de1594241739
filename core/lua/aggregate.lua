--- Mergeable aggregates: count, sum and top over rows that may be spread over documents, processes and
-- machines. A state is plain JSON-able data; merging is commutative and associative to the bit, so no
-- order of documents and no number of workers shows in the answer.
--
--     { groups = { [key] = { n = 3, integers = 12, parts = { ["-1"] = 5 } } } }      count, by, sum
--     { top = { row, row, ... } }                                                     top(n, field)

local core = require "core"
local filter = require "filter"

local M = {}

-- Doubles do not add up in any order; integers do. A double is cut into pieces of 26 bits, each kept as
-- an integer sum under the number of its place (piece * 2^(26 * place)).
local PIECE = 26
local BASE = 1 << PIECE

local function add_exact(parts, value)
  local mantissa, exponent = M.frexp(value)
  local place = exponent // PIECE
  local rest = mantissa * 2.0 ^ (exponent - place * PIECE)
  while rest ~= 0 do
    local piece = rest >= 0 and math.floor(rest) or math.ceil(rest)
    if piece ~= 0 then
      local key = tostring(place)
      parts[key] = (parts[key] or 0) + math.tointeger(piece)
    end
    rest = (rest - piece) * 2.0 ^ PIECE
    place = place - 1
  end
end

--- Returns m, e with value = m * 2^e and 0.5 <= |m| < 1 (0, 0 for zero).
function M.frexp(value)
  if value == 0 then return 0.0, 0 end
  local exponent, size = 0, math.abs(value)
  while size >= 1 do size, exponent = size / 2, exponent + 1 end
  while size < 0.5 do size, exponent = size * 2, exponent - 1 end
  return value < 0 and -size or size, exponent
end

local function add_number(group, value)
  local integer = math.tointeger(value)
  if integer and integer > -(1 << 53) and integer < 1 << 53 then
    group.integers = (group.integers or 0) + integer
  elseif value == value and value ~= math.huge and value ~= -math.huge then
    group.parts = group.parts or {}
    add_exact(group.parts, value)
  end
end

-- The exact sum rounded to a number, an integer where it is whole. Carries run first, from the lowest
-- place up, so that the digits, and with them the rounding, depend on the sum alone.
local function total(group)
  local sum = group.integers or 0
  if not group.parts then return sum end
  local parts = { [0] = sum % BASE, [1] = sum // BASE % BASE, [2] = sum // BASE // BASE }
  local low, high = 0, 2
  for key, value in pairs(group.parts) do
    local place = math.tointeger(tonumber(key))
    parts[place] = (parts[place] or 0) + value
    low, high = math.min(low, place), math.max(high, place)
  end
  local carry = 0
  for place = low, high do
    local value = (parts[place] or 0) + carry
    parts[place], carry = value % BASE, value // BASE
  end
  local result = carry * 2.0 ^ (PIECE * (high + 1))
  for place = high, low, -1 do result = result + parts[place] * 2.0 ^ (PIECE * place) end
  return math.tointeger(result) or result
end

--- Returns the value at a path such as "speaker.name" of a record.
function M.value_at(record, path)
  if type(record) ~= "table" then return path == "text" and record or nil end
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

-- Calls f(key) for the row's group, or for each of its groups where a field is a list.
local function each_key(row, keys, encode, f)
  if #keys == 1 then
    local value = value_at(row, keys[1])
    if type(value) ~= "table" then return f(encode(M.group_value(value))) end
  end
  local function step(i, prefix)
    if i > #keys then return f(prefix) end
    local value = value_at(row, keys[i])
    local separator = i > 1 and "\n" or ""
    if filter.is_list(value) and #value > 0 then
      local seen = {}
      for _, item in ipairs(value) do
        local text = encode(M.group_value(item))
        if not seen[text] then
          seen[text] = true
          step(i + 1, prefix .. separator .. text)
        end
      end
    else
      if filter.is_list(value) then value = nil end
      step(i + 1, prefix .. separator .. encode(M.group_value(value)))
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
  local groups, encode = {}, encoder()
  local row
  local function add(key)
    local group = groups[key]
    if not group then
      group = { n = 0 }
      groups[key] = group
    end
    group.n = group.n + 1
    local value = spec.sum and value_at(row, spec.sum)
    if type(value) == "number" then add_number(group, value) end
  end
  for i = 1, #rows do
    row = rows[i]
    each_key(row, spec.keys, encode, add)
  end
  return { groups = groups, n = #rows }
end

local function merge_counts(a, b)
  for key, from in pairs(b.groups) do
    local into = a.groups[key]
    if not into then
      a.groups[key] = from
    else
      into.n = into.n + from.n
      if from.integers then into.integers = (into.integers or 0) + from.integers end
      for place, value in pairs(from.parts or {}) do
        into.parts = into.parts or {}
        into.parts[place] = (into.parts[place] or 0) + value
      end
    end
  end
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
  for key, group in pairs(state.groups) do
    local row, i = { n = group.n }, 0
    for text in (key .. "\n"):gmatch("(.-)\n") do
      i = i + 1
      if spec.keys[i] then row[spec.keys[i]] = core.json_decode(text) end
    end
    if spec.sum then row.sum = total(group) end
    rows[#rows + 1] = row
  end
  if #spec.keys == 0 and #rows == 0 then rows[1] = { n = 0, sum = spec.sum and 0 or nil } end
  M.sort_groups(rows, spec.keys, spec.order == "n")
  return rows
end

-- The n rows with the largest value of a field. Ties go by the row's JSON, so that any order of merging
-- keeps the same rows.

local function best_of(spec, rows)
  local ranked = {}
  for i, row in ipairs(rows) do
    ranked[i] = { row = row, value = M.group_value(value_at(row, spec.field)), json = core.json_encode(row) }
  end
  table.sort(ranked, function(a, b)
    if a.value ~= b.value then
      if a.value == nil or b.value == nil then return b.value == nil end
      return M.less(b.value, a.value)
    end
    return a.json < b.json
  end)
  local kept = {}
  for i = 1, math.min(spec.n, #ranked) do
    if ranked[i].value ~= nil then kept[#kept + 1] = core.json_decode(ranked[i].json) end
  end
  return { top = kept }
end

local kinds = {
  count = { fold = count_rows, merge = merge_counts, result = count_result },
  top = {
    fold = best_of,
    merge = function(a, b, spec)
      local rows = table.move(b.top, 1, #b.top, #a.top + 1, a.top)
      return best_of(spec, rows)
    end,
    result = function(_, state) return state.top end,
  },
}

--- Returns the state of a list of rows. `spec.kind` is "count" or "top".
function M.fold(spec, rows) return kinds[spec.kind].fold(spec, rows) end

--- Returns the merged state; `a` and `b` may be taken apart for it.
function M.merge(spec, a, b) return kinds[spec.kind].merge(a, b, spec) end

--- Returns the rows of the answer, in order.
function M.result(spec, state) return kinds[spec.kind].result(spec, state) end

return M
