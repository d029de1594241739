--- What plugins from elsewhere see of the work of others: read-only views. Shipped plugins, whose tests run with every build, get
-- the things themselves, which is faster.

local M = {}

local views = setmetatable({}, {__mode = "k"}) -- thing -> its view
local behind = setmetatable({}, {__mode = "k"}) -- view -> the thing

local view_meta = {
  __index = function(view, key)
    local value = behind[view][key]
    return type(value) == "table" and M.view(value) or value
  end,
  __newindex = function(_, key)
    error(("field '%s': what other plugins made is read-only; add an annotation of your own"):format(tostring(key)), 2)
  end,
  __len = function(view) return #behind[view] end,
  __metatable = false,
}

--- Returns the read-only view of a table (an annotation, a mention, a list); the same one each time.
function M.view(thing)
  local view = views[thing]
  if not view then
    view = setmetatable({}, view_meta)
    views[thing] = view
    behind[view] = thing
  end
  return view
end

--- Returns what stands behind a view; anything else as it is.
function M.open(value)
  return behind[value] or value
end

--- Puts the things themselves in place of views, in a table that a plugin gave: its fields, and the items of lists among them.
function M.open_all(fields)
  for key, value in next, fields do
    if type(value) == "table" then
      local thing = behind[value]
      if thing then
        fields[key] = thing
      elseif getmetatable(value) == nil then
        for i, item in ipairs(value) do value[i] = behind[item] or item end
      end
    end
  end
  return fields
end

return M
