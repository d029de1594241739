--- The reference date of a document: from --dct, metadata, the layer `_reference` (dateline, caption, weekdays that
-- agree), the name of the file or the address of the record, or lent by a neighbour in the same file; with confidence
-- and why. The clock is never consulted.

local calendar = require "calendar"

local M = {}

local rank = {high = 3, medium = 2, low = 1}

local function valid(year, month, day) return year >= 1000 and calendar.is_date(year, month, day) end

--- Reads a date as metadata write it: ISO 8601, RFC 2822, "20230218", "Feb 18, 2023", seconds or milliseconds since
-- 1970 (read in UTC). Returns "YYYY-MM-DD" or nil.
function M.parse(text)
  text = tostring(text)
  local year, month, day = text:match("^%s*(%d%d%d%d)[-/.](%d%d?)[-/.](%d%d?)")
  if not year then year, month, day = text:match("^%s*(%d%d%d%d)(%d%d)(%d%d)%f[%D]") end
  if not year then
    local name
    day, name, year = text:match("(%d%d?)%.? (%a%a%a)%a*%.?,? (%d%d%d%d)")
    if not day then name, day, year = text:match("(%a%a%a)%a*%.? (%d%d?),? (%d%d%d%d)") end
    month = name and calendar.short_months[name:lower()]
  end
  if not year and text:match("^%d+$") and #text >= 9 and #text <= 13 then
    local seconds = math.tointeger(tonumber(text))
    if #text >= 12 then seconds = seconds // 1000 end
    year, month, day = calendar.date(seconds // 86400)
  end
  year, month, day = math.tointeger(tonumber(year)), math.tointeger(tonumber(month)), math.tointeger(tonumber(day))
  if not (year and month and day) or not valid(year, month, day) then return nil end
  return ("%04d-%02d-%02d"):format(year, month, day)
end

-- The date in the name of a file, "2031-05-07.txt", or, written with marks, in the id or the address of a record,
-- "https://example.org/2031/05/07/ferry"; and why. nil when there is none.
local function in_names(document)
  local marked = "%f[%d](%d%d%d%d)[-_./](%d%d)[-_./](%d%d)%f[%D]"
  local names = {{"file name", document.source, "%f[%d](%d%d%d%d)[-_./]?(%d%d)[-_./]?(%d%d)%f[%D]"}, {"id", document.id},
    {"url", document.metadata.url}, {"link", document.metadata.link}}
  for _, name in ipairs(names) do
    local year, month, day = tostring(name[2] or ""):match(name[3] or marked)
    if year and valid(tonumber(year), tonumber(month), tonumber(day)) then
      return ("%s-%s-%s"):format(year, month, day), {name[1] .. ": " .. tostring(name[2])}
    end
  end
end

-- The article's own evidence: value, confidence, why; nil when there is none.
local function own(document, state)
  local spec = state.spec
  if spec.dct then
    if spec.dct:match("^field:") then
      local field = spec.dct:sub(7)
      local value = document.metadata[field]
      local date = value and M.parse(value)
      if date then return date, "high", {("field '%s' of the metadata: %s (--dct)"):format(field, tostring(value))} end
    elseif spec.dct ~= "auto" then
      return spec.dct, "high", {"--dct " .. spec.dct}
    end
  end
  local given = document.metadata.date
  local date = given and M.parse(given)
  if date then return date, "high", {"metadata: " .. tostring(given)} end
  local best
  if state.registry.layers._reference then
    local plugin = state.plugin
    state.plugin = nil -- the host reads, not the plugin that asked for the date
    for _, candidate in ipairs(document:layer("_reference")) do
      if not best or rank[candidate.confidence] > rank[best.confidence] then best = candidate end
    end
    state.plugin = plugin
    if best and best.confidence ~= "low" then return best.value, best.confidence, best.why end
  end
  local named, why = in_names(document)
  if named then return named, "medium", why end
  if best then return best.value, best.confidence, best.why end
end

-- The date a document has by its own evidence: value, confidence, why; nil when there is none.
local function own_date(state)
  if not state.own_date then state.own_date = {own(state.document, state)} end
  return table.unpack(state.own_date)
end

-- The evidence of the nearest neighbour in the same record, the one before first.
local function lent(state)
  local articles, n = state.spec.articles, state.spec.article
  if not articles then return nil end
  for distance = 1, #articles do
    for _, at in ipairs {n - distance, n + distance} do
      local neighbour = articles[at]
      if neighbour then
        local value, confidence, why = own_date(state.state_of(neighbour))
        if value and confidence ~= "low" then
          return value, "low", {("no date in the text: lent by %s (%s)"):format(neighbour.id, why[1])}
        end
      end
    end
  end
end

-- What was given as the date and is none.
local function unread(state)
  local field = state.spec.dct and state.spec.dct:match("^field:(.*)$") or "date"
  local given = state.document.metadata[field]
  return given and {("metadata: %s '%s' is no date"):format(field, tostring(given))}
end

--- Returns the reference date of a document, its confidence ("high", "medium", "low") and why (a list); without a date at most
-- why there is none. `state` is the inner state that document.lua keeps of it.
function M.find(state)
  local value, confidence, why = own_date(state)
  if not value then value, confidence, why = lent(state) end
  return value, confidence, value and why or unread(state)
end

return M
