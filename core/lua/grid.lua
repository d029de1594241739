--- Tables for the eye: short columns as wide as they need, the rest of the line for the longest text, which is cut.

local core = require "core"
local cell = require "cell"

local M = {}

local GAP = 2
local NARROWEST = 6
local BEGINNING = 10
-- What the longest column keeps of the line, at the least.
local SHARE = 3
local KEY = 6

-- Makes `widths` narrower until they add up to `room`, always the widest first; column `key`, which tells the rows apart, stays
-- KEY wider than the others. keep(i): column i stays as it is.
local function shrink(widths, room, key, keep)
  local sum = 0
  for i, width in ipairs(widths) do sum = sum + (keep(i, true) and 0 or width) end
  local function excess(i) return widths[i] - (i == key and KEY or 0) end
  while sum > room do
    local widest
    for i in ipairs(widths) do
      if not keep(i) and (not widest or excess(i) >= excess(widest)) then widest = i end
    end
    if not widest or widths[widest] <= NARROWEST then return end
    widths[widest] = widths[widest] - 1
    sum = sum - 1
  end
end

--- Returns how wide each column is to be. `columns`: array of {natural = the width wanted, usual = what most rows need,
-- fixed = never cut}; `width`: columns of the terminal. The longest column takes what the others leave, at least a
-- third.
function M.widths(columns, width)
  local room, sum, longest, widths = width - GAP * (#columns - 1), 0, 1, {}
  for i, column in ipairs(columns) do
    widths[i] = column.natural
    sum = sum + column.natural
    if column.natural >= columns[longest].natural then longest = i end
  end
  if sum <= room then return widths end
  local least = math.min(columns[longest].usual or widths[longest], room // SHARE)
  -- A few long cells must not cost the text of every row its room.
  if sum - widths[longest] > room - least then
    for i, column in ipairs(columns) do
      if i ~= longest then widths[i] = column.usual or column.natural end
    end
  end
  local key -- the first text
  for i = #columns, 1, -1 do key = columns[i].fixed and key or i end
  shrink(widths, room - least, key, function(i, counted) return i == longest or (not counted and columns[i].fixed) end)
  local others = 0
  for i, one in ipairs(widths) do others = others + (i ~= longest and one or 0) end
  widths[longest] = math.max(NARROWEST, math.min(widths[longest], room - others))
  return widths
end

-- The width that nine rows in ten need, but enough to tell what the others begin with; that of all if it is hardly more.
local function usual_width(list, least, natural)
  table.sort(list)
  local usual = math.max(least, list[math.ceil(#list * 0.9)] or 0, math.min(natural, BEGINNING))
  return natural - usual <= NARROWEST and natural or usual
end

local function pad(text, width, right)
  local space = (" "):rep(width - core.display_width(text))
  return right and space .. text or text .. space
end

--- Starts a table. `columns`: array of {title =, number =, ending = the end of a text is what matters, wrap = texts go
-- on in the next line}; `rows`: the first rows as arrays of texts (nil where there is nothing), from which widths are
-- taken; options: width, colour, write, wrap (all columns).
-- Returns a function that writes one row.
function M.start(columns, rows, options)
  local wanted, right = {}, {}
  for i, column in ipairs(columns) do
    local title = core.display_width(column.title)
    local natural, numbers, some, all = title, true, false, {}
    for n, row in ipairs(rows) do
      local text = row[i]
      all[n] = 1
      if text then
        some = true
        all[n] = core.display_width(text)
        natural = math.max(natural, all[n])
        numbers = numbers and text:find("^%-?%d[%d.]*$") ~= nil
      end
    end
    right[i] = column.number or (some and numbers)
    local fixed = right[i] and not column.ending
    wanted[i] = { natural = natural, usual = fixed and natural or usual_width(all, title, natural), fixed = fixed }
  end
  local widths = M.widths(wanted, options.width)

  local function line(texts, style)
    local parts = {}
    for i, text in ipairs(texts) do
      -- Nothing is padded behind the last column: lines copy clean.
      parts[i] = (i == #columns and not right[i]) and text or pad(text, widths[i], right[i])
    end
    local joined = table.concat(parts, (" "):rep(GAP)):gsub("%s+$", "")
    options.write((style and options.colour) and style .. joined .. "\27[0m\n" or joined .. "\n")
  end

  -- A row: one line, or as many as its wrapped columns need.
  local function write_row(texts, style)
    local cells, lines = {}, 1
    for i, column in ipairs(columns) do
      local text = texts[i] or "-"
      if (column.wrap or options.wrap) and core.display_width(text) > widths[i] then
        cells[i] = cell.wrap(text, widths[i], 0)
        lines = math.max(lines, #cells[i])
      else
        cells[i] = { text }
      end
    end
    for n = 1, lines do
      local parts = {}
      for i, column in ipairs(columns) do parts[i] = cell.cut(cells[i][n] or "", widths[i], column.ending) end
      line(parts, style)
    end
  end

  local titles = {}
  for i, column in ipairs(columns) do titles[i] = column.title end
  write_row(titles, "\27[1m")
  return write_row
end

return M
