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

-- What is known only where the text is: it is not written with a record, nor with a mention.
local of_text = { document = true, sentence = true, paragraph = true }
local of_mention_text = { line = true, doc = true, first = true, last = true, sentence = true, paragraph = true }
-- What is written of a link.
local of_link = { text = true, start = true, ["end"] = true, name = true, layer = true, id = true }

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

--- Says whether a value of the type is an annotation of another layer.
function M.is_link(kind)
  kind = M.item(kind)
  return type(kind) == "string" and not M.plain[kind] and kind ~= "mention" and kind ~= "table" and kind ~= "any"
end

--- Returns the fields and parts (as query.layer takes them) that rows have once they are written, in the main process: false is
-- what they had where the text is. `records`: they are records, whose fields were not picked.
function M.written(fields, parts, records)
  local kept, kept_parts = {}, {}
  for field, kind in pairs(fields) do kept[field] = not (records and of_text[field]) and kind end
  for field, some in pairs(parts) do
    local link, own = M.is_link(fields[field]), {}
    for part, kind in pairs(some) do own[part] = (not link or of_link[part] ~= nil) and kind end
    for part in pairs(of_mention_text) do own[part] = false end
    kept_parts[field] = own
  end
  return kept, kept_parts
end

--- Returns what is wrong with a name that `written` left out of `names`, asked for as `path`; else nil.
function M.left_out(names, name, path)
  if names[name] ~= false then return nil end
  if path == "document" then path = "document.date" end
  return ("%s: not written with a record; pick(\"%s\", ...) brings it along, before sort, first, top and rows"):format(path, path)
end

--- Returns what is wrong with a part that is asked of a field; nil where it is declared, or nobody says what there is. `parts`:
-- those of the field, name -> type.
function M.unknown_part(field, part, parts)
  if field == "document" and part == "id" then return "document.id: documents:1 in each; what a document is called is the field doc" end
  if not parts or type(part) ~= "string" then return nil end
  local problem = M.left_out(parts, part, field .. "." .. part)
  if problem or everywhere[part] or parts[part] then return problem end
  local known = suggest.names(parts)
  for _, name in ipairs { "name", "text" } do
    if not parts[name] then known[#known + 1] = name end
  end
  table.sort(known)
  return ("%s: %s"):format(field, check.unknown("part", part, known))
end

return M
