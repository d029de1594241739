--- Types of fields as plugins declare them: the name of a type, or of a layer (a link); {T}, a list of such; {PART = T, ...}, a
-- mention with these parts besides those that every mention has.

local check = require "check"
local suggest = require "suggest"

local M = {}

--- Types that have no parts.
M.plain = { string = true, number = true, boolean = true, date = true }

-- What a mention has in any case, be it nothing.
local everywhere = { text = true, start = true, ["end"] = true, name = true, line = true, doc = true, layer = true, id = true,
  sentence = true, paragraph = true, first = true, last = true }

function M.is_list(kind) return type(kind) == "table" and kind[1] ~= nil end

--- Returns the type of the items of a list, of anything else its own.
function M.item(kind) return M.is_list(kind) and kind[1] or kind end

--- Says whether a value of the type is a mention with parts that its plugin declares.
function M.has_parts(kind) return type(kind) == "table" and kind[1] == nil end

--- Returns a type as words: "list of mention".
function M.text(kind)
  if M.is_list(kind) then return "list of " .. M.text(kind[1]) end
  return M.has_parts(kind) and "mention" or kind
end

--- Returns the parts, name -> type, that values of a type have, or those in a list of it; nil where nobody declares them.
function M.parts(kind, layers)
  kind = M.item(kind)
  if M.has_parts(kind) then return kind end
  return layers[kind] and layers[kind].fields
end

--- Returns what is wrong with a part that is asked of a field; nil where it is declared, or nobody says what there is. `parts`:
-- those of the field, name -> type.
function M.unknown_part(field, part, parts)
  if not parts or type(part) ~= "string" or everywhere[part] or parts[part] then return nil end
  local known = suggest.names(parts)
  for _, name in ipairs { "name", "text" } do
    if not parts[name] then known[#known + 1] = name end
  end
  table.sort(known)
  return ("%s: %s"):format(field, check.unknown("part", part, known))
end

return M
