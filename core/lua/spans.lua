--- Where annotations stand to one another: inside, near. Positions are token positions of one document.

local M = {}

-- Spans sorted by a start, with the two farthest ends among the first i of them: enough to ask for one
-- that begins by X and reaches to Y, even when the asker itself is among them.
local function reach(others)
  local sorted = {}
  for _, other in ipairs(others) do
    if other.first then sorted[#sorted + 1] = other end
  end
  table.sort(sorted, function(a, b)
    if a.first ~= b.first then return a.first < b.first end
    return a.last > b.last
  end)
  local best, second = {}, {}
  local far, next_far
  for i, other in ipairs(sorted) do
    if not far or other.last > far.last then
      far, next_far = other, far
    elseif not next_far or other.last > next_far.last then
      next_far = other
    end
    best[i], second[i] = far, next_far
  end
  return { sorted = sorted, best = best, second = second }
end

-- Is there one, not `self`, that begins at or before `start` and ends at or after `finish`?
local function reaches(index, self, start, finish)
  local low, high = 0, #index.sorted
  while low < high do
    local middle = (low + high + 1) // 2
    if index.sorted[middle].first <= start then low = middle else high = middle - 1 end
  end
  if low == 0 then return false end
  local best = index.best[low]
  if rawequal(best, self) then best = index.second[low] end
  return best ~= nil and best.last >= finish
end

--- Returns those of `rows` that lie within one of `others` (another annotation than themselves), or,
-- with `outside`, those that do not.
function M.inside(rows, others, outside)
  local index, kept = reach(others), {}
  for _, row in ipairs(rows) do
    local found = row.first ~= nil and reaches(index, row, row.first, row.last)
    if found ~= (outside or false) then kept[#kept + 1] = row end
  end
  return kept
end

--- Returns those of `rows` that have one of `others` with at most `distance` tokens between them.
function M.near_tokens(rows, others, distance)
  local index, kept = reach(others), {}
  for _, row in ipairs(rows) do
    if row.first and reaches(index, row, row.last + 1 + distance, row.first - 1 - distance) then
      kept[#kept + 1] = row
    end
  end
  return kept
end

--- Returns those of `rows` that share a unit with one of `others`; `unit_of(token)` numbers the units.
function M.near_units(rows, others, unit_of)
  local count, own = {}, {}
  local function each(span, f)
    if not span.first or span.last < span.first then return end
    for unit = unit_of(span.first), unit_of(span.last) do f(unit) end
  end
  for _, other in ipairs(others) do
    own[other] = true
    each(other, function(unit) count[unit] = (count[unit] or 0) + 1 end)
  end
  local kept = {}
  for _, row in ipairs(rows) do
    local least, found = own[row] and 1 or 0, false
    each(row, function(unit) found = found or (count[unit] or 0) > least end)
    if found then kept[#kept + 1] = row end
  end
  return kept
end

return M
