--- A value as the text of one cell, and texts made fit for a terminal.

local core = require "core"
local filter = require "filter"

local M = {}

--- Returns a number as text: integers plainly, others as short as they can be without loss.
function M.number(value)
  if math.type(value) == "integer" then return ("%d"):format(value) end
  local whole = math.tointeger(value)
  if whole then return ("%d"):format(whole) end
  for digits = 15, 16 do
    local short = ("%%.%dg"):format(digits):format(value)
    if tonumber(short) == value then return short end
  end
  return ("%.17g"):format(value)
end

-- What a mention that has no words of its own, such as a pair of marks, has besides its place: "close ”, open “".
local function parts_text(mention)
  local parts = {}
  for key, value in core.pairs(mention) do
    if key ~= "start" and key ~= "end" then parts[#parts + 1] = key .. " " .. M.text(value) end
  end
  return table.concat(parts, ", ")
end

--- Returns the text of a value: a mention's or link's name (or text, or parts), the items of a list with "; " between, ""
-- for nothing.
function M.text(value)
  local kind = type(value)
  if kind == "string" then return value end
  if kind == "nil" then return "" end
  if kind == "number" then return M.number(value) end
  if kind ~= "table" then return tostring(value) end
  if filter.is_list(value) then
    local items = {}
    for i, item in ipairs(value) do items[i] = M.text(item) end
    return table.concat(items, "; ")
  end
  if value.name or value.text then return M.text(value.name or value.text) end
  return value.start and value["end"] and parts_text(value) or core.json_encode(value)
end

local pictures = { ["\127"] = "␡" }
for code = 0, 31 do pictures[string.char(code)] = utf8.char(0x2400 + code) end

--- Returns a text that does nothing to a terminal: line breaks and tabs become spaces, other control
-- characters their pictures, and marks that turn the direction of writing U+FFFD.
function M.clean(text)
  if not text:find("[%c\194\226]") then return text end
  text = text:gsub("[\t\r\n]+", " "):gsub("%c", pictures):gsub("\194[\128-\159]", "\u{FFFD}")
  return (text:gsub("\226\128[\170-\174]", "\u{FFFD}"):gsub("\226\129[\166-\169]", "\u{FFFD}"))
end

local function escape(sequence)
  return ("\\u%04x"):format(utf8.codepoint(sequence))
end

--- Returns JSON text that does nothing to a terminal: what `clean` replaces is escaped.
function M.clean_json(text)
  if not text:find("[\127\194\226]") then return text end
  text = text:gsub("\127", escape):gsub("\194[\128-\159]", escape)
  return (text:gsub("\226\128[\170-\174]", escape):gsub("\226\129[\166-\169]", escape))
end

local markdown_escapes = { ["|"] = "\\|", ["\\"] = "\\\\", ["<"] = "&lt;", ["*"] = "\\*", ["_"] = "\\_", ["`"] = "\\`" }

--- Returns a text that Markdown shows as it is, also in a table.
function M.markdown(text) return (text:gsub("[|\\<*_`]", markdown_escapes)) end

--- Returns a text broken between words into lines of at most `width` columns, `indent` spaces before the first and
-- `hanging` (default: as many) before the others.
function M.wrap(text, width, indent, hanging)
  local lines, line, used = {}, nil, 0
  local before = (" "):rep(indent)
  for word in text:gmatch("%S+") do
    local size = core.display_width(word)
    if line and used + 1 + size > width then
      lines[#lines + 1] = line
      line, before = nil, (" "):rep(hanging or indent)
    end
    line, used = line and line .. " " .. word or before .. word, (line and used + 1 or #before) + size
  end
  lines[#lines + 1] = line
  return lines
end

-- The last characters of a text that fit into `room` columns.
local function tail(text, room)
  local used, first = 0, #text + 1
  while first > 1 do
    local at = utf8.offset(text, -1, first) or first - 1
    used = used + core.display_width(text:sub(at, first - 1))
    if used > room then break end
    first = at
  end
  return text:sub(first)
end

--- Returns the beginning of a text that is at most `width` columns wide, "..." at its end when it was cut; of a text
-- whose `ending` matters, such as a path, the end with "..." before it.
function M.cut(text, width, ending)
  if #text <= width or core.display_width(text) <= width then return text end
  local room = math.max(0, width - 3)
  if ending and utf8.len(text) then return ("..."):sub(1, width) .. tail(text, room) end
  local used, last = 0, 0
  for at, code in utf8.codes(text, true) do
    local character = utf8.char(code)
    used = used + core.display_width(character)
    if used > room then break end
    last = at + #character - 1
  end
  return text:sub(1, last):gsub("%s+$", "") .. ("..."):sub(1, width)
end

--- Returns the row's JSON with `columns` first, in their order; the other keys follow, sorted.
function M.json(row, columns)
  if type(row) ~= "table" or not columns or row[1] ~= nil then return core.json_encode(row) end
  local parts, seen = {}, {}
  local function add(key)
    parts[#parts + 1] = core.json_encode(key) .. ":" .. core.json_encode(row[key])
    seen[key] = true
  end
  for _, key in ipairs(columns) do
    if not seen[key] then add(key) end
  end
  local rest = {}
  for key in pairs(row) do
    if type(key) == "string" and not seen[key] then rest[#rest + 1] = key end
  end
  table.sort(rest)
  for _, key in ipairs(rest) do add(key) end
  return "{" .. table.concat(parts, ",") .. "}"
end

return M
