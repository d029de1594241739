--- Tables for the eye: columns as wide as they need, the widest cut to the width of the terminal.

local core = require "core"
local cell = require "cell"

local M = {}

local GAP = 2
local NARROWEST = 6

--- Returns how wide each column is to be. `natural`: the widths wanted; `width`: columns to fit in. The
-- widest gives first.
function M.widths(natural, width)
  local widths, sum = {}, GAP * (#natural - 1)
  for i, wanted in ipairs(natural) do
    widths[i] = wanted
    sum = sum + wanted
  end
  while sum > width do
    local widest = 1
    for i = 2, #widths do
      if widths[i] >= widths[widest] then widest = i end
    end
    if widths[widest] <= NARROWEST then break end
    local second = NARROWEST
    for i = 1, #widths do
      if i ~= widest and widths[i] > second and widths[i] <= widths[widest] then second = widths[i] end
    end
    local step = math.max(1, math.min(sum - width, widths[widest] - second))
    widths[widest] = widths[widest] - step
    sum = sum - step
  end
  return widths
end

local function pad(text, width, right)
  local space = (" "):rep(width - core.display_width(text))
  return right and space .. text or text .. space
end

--- Starts a table. `columns`: array of {title =, number =}; `rows`: the first rows as arrays of texts
-- (nil where there is nothing), from which widths are taken; options: width, colour, write.
-- Returns a function that writes one more row.
function M.start(columns, rows, options)
  local natural, right = {}, {}
  for i, column in ipairs(columns) do
    natural[i] = core.display_width(column.title)
    local numbers, some = true, false
    for _, row in ipairs(rows) do
      local text = row[i]
      if text then
        some = true
        natural[i] = math.max(natural[i], core.display_width(text))
        numbers = numbers and text:find("^%-?%d[%d.]*$") ~= nil
      end
    end
    right[i] = column.number or (some and numbers)
  end
  local widths = M.widths(natural, options.width)

  local function line(texts, style)
    local parts = {}
    for i = 1, #columns do
      local text = cell.cut(texts[i] or "-", widths[i])
      -- Nothing is padded behind the last column: lines copy clean.
      parts[i] = (i == #columns and not right[i]) and text or pad(text, widths[i], right[i])
    end
    local joined = table.concat(parts, (" "):rep(GAP)):gsub("%s+$", "")
    options.write((style and options.colour) and style .. joined .. "\27[0m\n" or joined .. "\n")
  end

  local titles = {}
  for i, column in ipairs(columns) do titles[i] = column.title end
  line(titles, "\27[1m")
  for _, row in ipairs(rows) do line(row) end
  return line
end

return M
