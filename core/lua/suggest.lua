--- Did you mean: the nearest of the known names to one that is unknown.

local M = {}

--- Returns the Damerau-Levenshtein distance of two strings in bytes (neighbours swapped count one),
-- or `limit + 1` as soon as it is known to be above `limit`.
function M.distance(a, b, limit)
  if math.abs(#a - #b) > limit then return limit + 1 end
  local before, previous = nil, {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    local current, best = { [0] = i }, i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local value = math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
      if before and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        value = math.min(value, before[j - 2] + 1)
      end
      current[j] = value
      best = math.min(best, value)
    end
    if best > limit then return limit + 1 end
    before, previous = previous, current
  end
  return previous[#b]
end

--- Returns the known name that `word` was probably meant to be, or nil. Case is ignored; one slip is
-- allowed for every three letters; a beginning of at least three letters also counts, last.
-- `known` is an array of strings in any order; ties go to one with the same first letter, then by bytes.
function M.nearest(word, known)
  local wanted = word:lower()
  local allowed = #wanted == 1 and 0 or math.max(1, #wanted // 3)
  local best, best_distance
  local function is_better(name, distance)
    if not best or distance ~= best_distance then return not best or distance < best_distance end
    local alike, best_alike = name:byte() == wanted:byte(), best:byte() == wanted:byte()
    if alike ~= best_alike then return alike end
    return name < best
  end
  for _, name in ipairs(known) do
    local distance = M.distance(wanted, name:lower(), allowed)
    if distance > allowed and #wanted >= 3 and name:lower():sub(1, #wanted) == wanted then
      distance = allowed + 1
    elseif distance > allowed then
      distance = nil
    end
    if distance and is_better(name, distance) then
      best, best_distance = name, distance
    end
  end
  return best
end

--- Returns "; did you mean 'NAME'?" for the nearest known name, or "" if none is near.
function M.hint(word, known)
  local name = M.nearest(word, known)
  return name and ("; did you mean '%s'?"):format(name) or ""
end

--- Returns names as the lines of a note, "verbs: a b c", short enough for a terminal of 100 columns.
function M.listed(title, names)
  local lines, line = {}, title .. ":"
  for _, name in ipairs(names) do
    if #line + 1 + #name > 96 then
      lines[#lines + 1] = line
      line = "   "
    end
    line = line .. " " .. name
  end
  lines[#lines + 1] = line
  return lines
end

--- Returns the string keys of a table as a sorted array: for messages and for `nearest`.
function M.names(map)
  local names = {}
  for name in pairs(map) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

return M
