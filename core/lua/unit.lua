--- Units: a sentence, a paragraph or the whole document, as plugins read them.

local check = require "check"
local core = require "core"
local inner = require "inner"

local M = {}

local Unit = {__name = "unit"}

--- Unit number n of a kind, "sentence" or "paragraph", or nil.
function M.of(document, kind, n)
  local first, last, from, to = core.span(inner[document].handle, kind, n)
  if not first then return nil end
  return setmetatable({doc = document, kind = kind, index = n, first = first, last = last, from = from, to = to}, Unit)
end

--- The whole document as a unit.
function M.whole(document)
  local spec = inner[document].spec
  return setmetatable({doc = document, kind = "document", index = 1, first = 1, last = document.count, from = 0,
                       to = spec.to - spec.from + 1}, Unit)
end

-- First index in `list` whose annotation begins at byte `at` or later.
local function lower_bound(list, at)
  local low, high = 1, #list + 1
  while low < high do
    local middle = (low + high) // 2
    if list[middle][1] < at then low = middle + 1 else high = middle end
  end
  return low
end

--- Iterates the annotations of a layer that begin in the unit.
function Unit:each(name)
  if type(self) ~= "table" then error("each: called with a colon, unit:each\"LAYER\"", 2) end
  local list = self.doc:layer(name)
  local i, to = lower_bound(list, self.from) - 1, self.to
  return function()
    i = i + 1
    local annotation = list[i]
    if annotation and annotation[1] < to then return annotation end
  end
end

-- Fields that are worked out when they are read.
local fields = {
  text = function(unit) return core.text(inner[unit.doc].handle, unit.from, unit.to) end,
  line_type = function(unit)
    local handle = inner[unit.doc].handle
    return core.line_type(handle, core.span_at(handle, "line", unit.from))
  end,
  line = function(unit)
    local handle = inner[unit.doc].handle
    return core.span_at(handle, "line", unit.from) + core.first_line(handle)
  end,
  paragraph_index = function(unit) return core.span_at(inner[unit.doc].handle, "paragraph", unit.from) end,
}

Unit.__index = function(unit, key)
  local lazy = fields[key]
  if lazy then return lazy(unit) end
  local method = rawget(Unit, key)
  if method == nil then error("unit." .. tostring(key) .. ": " .. check.unknown("name", key, M.members()), 2) end
  return method
end

--- The next and the previous unit of the same kind, or nil.
function Unit:next()
  if self.kind == "document" then return nil end
  return M.of(self.doc, self.kind, self.index + 1)
end

function Unit:previous()
  if self.kind == "document" or self.index == 1 then return nil end
  return M.of(self.doc, self.kind, self.index - 1)
end

--- A mention of tokens first to last, as of the document.
function Unit:mention(first, last, ...) return self.doc:mention(first, last, ...) end

--- The names of what a unit has beside its methods.
function M.members()
  local members = {"doc", "first", "index", "kind", "last", "from", "to"}
  for name, value in pairs(Unit) do
    if type(value) == "function" and name:sub(1, 2) ~= "__" then members[#members + 1] = name end
  end
  for name in pairs(fields) do members[#members + 1] = name end
  table.sort(members)
  return members
end

return M
