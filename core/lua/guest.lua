--- What plugins from elsewhere see of the work of others: read-only views. Shipped plugins, whose tests run with every
-- build, and copies in their place (plugin.inside) get the things themselves, which is faster.

local core = require "core"
local check = require "check"
local kinds = require "kinds"
local suggest = require "suggest"

local M = {}

local views = setmetatable({}, {__mode = "k"}) -- thing -> its view
local behind = setmetatable({}, {__mode = "k"}) -- view -> the thing
local declared = setmetatable({}, {__mode = "k"}) -- view -> {problem_of(key), items = its items have the keys, not it}

-- What every annotation may have, be it absent.
local everywhere = {name = true, confidence = true, why = true, rule = true, first = true, last = true, sentence = true, paragraph = true}

--- Returns what is wrong with a field that an annotation has not: nil where its layer declares one of that name. A slip would
-- look like something absent.
function M.unknown_field(annotation, key)
  local kind = rawget(annotation, 5)
  if type(key) ~= "string" or everywhere[key] or kind.fields[key] then return nil end
  return ("%s: %s"):format(kind.layer, check.unknown("field", key, suggest.names(kind.fields)))
end

-- What is declared of the keys of a value that stands under `key` in a thing; nil where anything goes.
local function declared_under(thing, key, view)
  if getmetatable(thing) ~= core.annotation then
    local keys = declared[view]
    return keys and keys.items and {keys[1]}
  end
  local kind = rawget(thing, 5)
  local parts = kind.parts and kind.parts[key]
  return parts and {function(part) return kinds.unknown_part(key, part, parts) end, items = kinds.is_list(kind.fields[key])}
end

-- What is wrong with a key that a thing has not, or nil.
local function unknown_key(thing, key, view)
  if getmetatable(thing) == core.annotation then return M.unknown_field(thing, key) end
  local keys = declared[view]
  return keys and not keys.items and keys[1](key)
end

local view_meta = {
  __index = function(view, key)
    local thing = behind[view]
    local value = thing[key]
    local problem = value == nil and unknown_key(thing, key, view)
    if problem then error(problem, 2) end
    if type(value) ~= "table" then return value end
    return views[value] or M.view(value, declared_under(thing, key, view))
  end,
  __newindex = function(_, key)
    error(("field '%s': read-only; a plugin changes nothing of others and keeps nothing between documents"):format(tostring(key)), 2)
  end,
  __len = function(view) return #behind[view] end,
  __metatable = false,
}

core.set_views(behind)

--- Returns the read-only view of a table (an annotation, a mention, a list); the same one each time. keys: {problem_of(key),
-- which says what is wrong with a key that is absent, or nil; items = true where that is about its items}; nil: any key may be.
function M.view(thing, keys)
  if behind[thing] then return thing end
  local view = views[thing]
  if not view then
    view = setmetatable({}, view_meta)
    views[thing] = view
    behind[view] = thing
    declared[view] = keys
  end
  return view
end

--- Returns what add gives to such a plugin: the annotation that it made, in which it can still set declared fields.
-- check_value(key, value) raises when a field or its value is not allowed.
function M.own(annotation, check_value)
  local view = setmetatable({}, {
    __index = view_meta.__index, __len = view_meta.__len, __metatable = false,
    __newindex = function(_, key, value)
      if type(key) ~= "string" then error(("an annotation has no field %s"):format(tostring(key)), 2) end
      value = M.open(value)
      if value ~= nil then check_value(key, value) end
      annotation[key] = value
    end,
  })
  behind[view] = annotation
  return view
end

--- Returns what stands behind a view; anything else as it is.
function M.open(value)
  return behind[value] or value
end

--- Puts the things themselves in place of views, in a table that a plugin gave: its fields, and the items of lists
-- among them.
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

--- pairs in the order of the keys, through views as well. Places in the text that annotations keep to themselves are
-- passed over.
function M.pairs(value)
  local thing = behind[value]
  if not thing then return core.pairs(value) end
  local iterate = core.pairs(thing)
  return function(_, key)
    local following = iterate(thing, key)
    if following ~= nil then return following, value[following] end
  end, value, nil
end

--- next in the order of the keys, through views as well.
function M.next(value, key)
  local thing = behind[value]
  if not thing then return core.next(value, key) end
  local following = core.next(thing, key)
  if following ~= nil then return following, value[following] end
end

--- Tables within each other that a plugin may return.
M.copy_depth = 32

--- Returns a copy of a table and the tables in it, for as long as it holds no more than plain tables: what a plugin
-- returned is the host's from then on, whatever the plugin does to its own. Raises when tables go too deep, as those
-- that contain themselves do.
function M.copy(value, depth)
  if type(value) ~= "table" then return value end
  depth = depth or 0
  if depth > M.copy_depth then error("tables within each other more than " .. M.copy_depth .. " deep", 0) end
  local result = {}
  for key, item in next, value do result[key] = M.copy(item, depth + 1) end
  return result
end

-- Makes a plugin's outer variables the same for every document: tables become read-only views. Returns a function that puts
-- back what was assigned and returns the name of one such variable, or nil.
local function watch(plugin)
  plugin.realize()
  local seen, watched = {}, {}
  local source = "@" .. plugin.path -- its own functions only: those of the host that it can name are none of its variables
  local visit
  local function visit_function(f)
    for i = 1, 255 do
      local name, value = debug.getupvalue(f, i)
      if not name then break end
      if name ~= "_ENV" then
        visit(value)
        if type(value) == "table" and getmetatable(value) == nil then
          value = M.view(value)
          debug.setupvalue(f, i, value)
        end
        watched[#watched + 1] = {f, i, value, name}
      end
    end
  end
  function visit(value)
    if value == nil or seen[value] or behind[value] then return end
    if type(value) == "function" and debug.getinfo(value, "S").source == source then
      seen[value] = true
      visit_function(value)
    elseif type(value) == "table" and getmetatable(value) == nil then
      seen[value] = true
      for _, item in next, value do visit(item) end
    end
  end
  for _, key in ipairs {"grammar", "annotate", "build", "report"} do visit(plugin[key]) end
  return function()
    local changed
    for _, one in ipairs(watched) do
      local _, value = debug.getupvalue(one[1], one[2])
      if not rawequal(value, one[3]) then
        debug.setupvalue(one[1], one[2], one[3])
        changed = changed or one[4]
      end
    end
    return changed
  end
end

--- To be called before such a plugin runs over a document: puts back what a document left that ended with an error.
function M.before(plugin)
  plugin.put_back = plugin.put_back or watch(plugin)
  plugin.put_back()
end

--- To be called after it: an outer variable that it assigned is an error.
function M.after(plugin)
  local name = plugin.put_back()
  if name then
    error(("%s: '%s' is assigned for each document; a plugin keeps nothing between documents"):format(plugin.path, name), 0)
  end
end

--- Returns a read-only view of a table with the keys of `specs`, such as options: of others the nearest is told. keys_of(key):
-- what is declared of the keys of the value there, as M.view takes it; nil: nothing.
function M.known(thing, specs, what, keys_of)
  local view = setmetatable({}, {
    __index = function(_, key)
      local value = thing[key]
      local problem = value == nil and not specs[key] and check.unknown(what, key, suggest.names(specs))
      if problem then error(problem, 2) end
      return type(value) == "table" and M.view(value, keys_of and keys_of(key)) or value
    end,
    __newindex = view_meta.__newindex, __len = view_meta.__len, __metatable = false,
  })
  behind[view] = thing
  return view
end

--- Returns the document as such a plugin sees it: what `data` has, but nothing to write over.
function M.document(data)
  return setmetatable({}, {
    __index = function(_, key)
      local value = data[key]
      -- Lists of words and shapes are made anew for it.
      if type(value) == "table" and key ~= "words" and key ~= "shapes" then return M.view(value) end
      return value
    end,
    __newindex = function(_, key)
      error(("document: '%s' assigned; documents are read-only"):format(tostring(key)), 2)
    end,
    __name = "document", __metatable = false,
  })
end

return M
