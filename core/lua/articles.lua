--- Articles in one file: where each begins, and why. Only plain text is split, unless --split says otherwise.

local core = require "core"

local M = {}

local function whole(record)
  return {{from = 1, to = #record.text, first_line = 0, why = {}}}
end

-- Cuts the record before each of the given lines (numbers from 1, the first is always 1).
local function cut(record, lines, starts, why)
  local articles = {}
  for i, line in ipairs(starts) do
    local from = line == 1 and 1 or lines[line * 3 - 2]
    local following = starts[i + 1]
    local to = following and lines[following * 3 - 2] - 1 or #record.text
    articles[i] = {from = from, to = to, first_line = line - 1, why = why and why[line] or {}}
  end
  return articles
end

local function split_blank(record, lines)
  local starts, blank = {1}, false
  for n = 1, #lines // 3 do
    if lines[n * 3] == "blank" then
      blank = true
    else
      if blank and n > 1 then starts[#starts + 1] = n end
      blank = false
    end
  end
  return cut(record, lines, starts)
end

local function split_pattern(record, lines, pattern)
  local lpeg = require "lpeg"
  local environment = setmetatable({lpeg = lpeg}, {__index = lpeg})
  local chunk, message = load("return " .. pattern, "=--split", "t", environment)
  if not chunk then error("--split: " .. message, 0) end
  local matcher = lpeg.P(chunk())
  local starts = {1}
  for n = 2, #lines // 3 do
    if matcher:match(record.text:sub(lines[n * 3 - 2], lines[n * 3 - 1])) then starts[#starts + 1] = n end
  end
  return cut(record, lines, starts)
end

--- Returns the articles of the record that core.open_record opened: {from, to (bytes from 1, inclusive), first_line (lines before it), why}.
-- mode: "auto", "none", "blank", or an LPeg expression that matches the first line of each article.
function M.split(record, mode)
  mode = mode or "auto"
  if mode == "none" or #record.text == 0 then return whole(record) end
  if mode == "auto" and not record.may_split then return whole(record) end
  local lines = core.lines()
  if mode == "blank" then return split_blank(record, lines) end
  if mode ~= "auto" then return split_pattern(record, lines, mode) end
  return whole(record)
end

return M
