--- Checks of tables that strangers wrote. Messages say where, what was found and what to do.

local suggest = require "suggest"

local M = {}

-- Names that a message lists.
local MOST_NAMES = 40

--- Returns what may be written as one value or as a list of them as a list.
function M.as_list(value) return type(value) == "table" and value or {value} end

--- Iterates what a stranger's table holds in the order of its keys as texts, whatever they are: a message is the same each time.
function M.pairs(map)
  local keys, n = {}, 0
  for key in next, map do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  return function()
    n = n + 1
    return keys[n], map[keys[n]]
  end
end

--- Returns nil when `key` is among `known` (a list), else the sentence that says so, with a did-you-mean.
function M.unknown(what, key, known)
  for _, name in ipairs(known) do
    if name == key then return nil end
  end
  local near = suggest.nearest(tostring(key), known)
  local hint = near and ("; did you mean '%s'?"):format(near) or " (there are none)"
  if not near and #known > 0 then
    hint = (" (known: %s%s)"):format(table.concat(known, ", ", 1, math.min(#known, MOST_NAMES)), #known > MOST_NAMES and ", ..." or "")
  end
  return ("unknown %s '%s'%s"):format(what, tostring(key), hint)
end

--- Checks `value` against a schema: a table key -> {type = "string/table", required = true, like = a value as it is written}.
-- Returns nil when all is well, else the place and the message. `path` stands before the key.
function M.schema(path, value, schema)
  local sound = true
  for key, found in pairs(value) do sound = sound and schema[key] ~= nil and schema[key].type == type(found) end
  for key, rule in pairs(schema) do sound = sound and not (rule.required and value[key] == nil) end
  if sound then return nil end -- as nearly all are; what follows finds the words for the others
  local known = suggest.names(schema)
  for key in M.pairs(value) do
    local problem = M.unknown("key", key, known)
    if problem then return (path:gsub("%.$", ": ")) .. problem end
  end
  for _, key in ipairs(known) do
    local rule, found = schema[key], value[key]
    if found == nil then
      if rule.required then return ("%s%s is missing"):format(path, key) end
    else
      local fits = false
      for name in rule.type:gmatch("[^/]+") do
        fits = fits or type(found) == name or math.type(found) == name
      end
      if not fits then
        local wanted = rule.like and ("%s such as %s"):format(rule.type, rule.like) or rule.type:gsub("/", " or ")
        return ("%s%s: %s expected, got %s"):format(path, key, wanted, type(found))
      end
    end
  end
end

return M
