--- Annotations: what plugins may put into them, and the function `add` that makes them.

local core = require "core"
local check = require "check"
local guest = require "guest"
local kinds = require "kinds"

local M = {}

local type_checks = {
  string = function(v) return type(v) == "string" end,
  date = function(v) return type(v) == "string" end,
  number = function(v) return type(v) == "number" end,
  boolean = function(v) return type(v) == "boolean" end,
  mention = function(v) return type(v) == "table" end,
  table = function(v) return type(v) == "table" end,
}

local function fits(kind, value)
  if kinds.is_list(kind) then
    if type(value) ~= "table" then return false end
    for _, item in ipairs(value) do
      if not fits(kind[1], item) then return false end
    end
    return true
  end
  local known = type_checks[kind]
  if known then return known(value) end
  return type(value) == "table" -- a link
end

local hidden = {text = true, start = true, ["end"] = true, doc = true, line = true, sentence = true, paragraph = true}
local everywhere = {confidence = "string", why = {"string"}, rule = "string", name = "string"}

-- What a value of the wrong type is, and how it becomes one of the right type.
local function told(kind, value)
  if type(value) ~= "table" or not value.text then return type(value) end
  if kind == "string" then return "a mention: its text is a string (g.capture(p), or .text in build); or declare a mention" end
  if kind == "number" then return "a mention: g.number and g.integer yield numbers, as does g.capture(p) / tonumber" end
  return kinds.is_list(kind) and "a mention: in braces it is a list of one" or "a mention"
end

-- One field that the quick check did not pass: raises when it is wrong.
local function check_field(plugin, layer, key, value)
  local kind = layer.fields[key] or everywhere[key]
  if not kind then
    local known = {}
    for name in pairs(layer.fields) do known[#known + 1] = name end
    table.sort(known)
    local reason = hidden[key] and ("field '%s' is given by the host"):format(key) or check.unknown("field", key, known)
    error(("%s: layer %s: %s"):format(plugin.path, layer.name, reason), 0)
  elseif not fits(kind, value) then
    error(("%s: layer %s: field %s: %s expected, got %s"):format(plugin.path, layer.name, key, kinds.text(kind), told(kind, value)), 0)
  elseif kinds.is_list(kind) and #value == 0 then
    core.array(value) -- written as [], not {}
  end
end

-- The Lua type that a value of each kind of field has; a link to another layer is a table.
local lua_types = setmetatable({string = core.types.string, date = core.types.string, number = core.types.number,
  boolean = core.types.boolean}, {__index = function() return core.types.table end})

-- What core.adder holds the fields of a layer against.
local function quick_types(layer)
  local types = core.types
  local quick = {confidence = types.string, rule = types.string, name = types.string, why = -types.string, first = false,
    last = false, layer = false, id = false}
  for field, kind in pairs(layer.fields) do
    quick[field] = kinds.is_list(kind) and -lua_types[kind[1]] or lua_types[kind]
  end
  layer.quick = quick
  return quick
end

local levels = {high = true, medium = true, low = true}

-- What a plugin from elsewhere gave as fields, without its views.
local function open_fields(fields)
  fields = guest.open(fields)
  if getmetatable(fields) == nil then guest.open_all(fields) end
  local sure = fields.confidence
  if sure ~= nil and not levels[sure] then
    error(("confidence: high, medium or low expected, got '%s'"):format(tostring(sure)), 3)
  end
  return fields
end

-- Raises where a plugin from elsewhere gives a mention a part that its field does not declare, or a record of a layer that it is
-- not a link to.
local function check_parts(plugin, layer, fields)
  for key, value in next, fields do
    local kind = layer.fields[key]
    local of = kinds.is_link(kind) and getmetatable(value) == core.annotation and rawget(value, 5).layer or kind
    if of ~= kind then
      error(("%s: layer %s: field %s: one of %s expected, got one of %s; a field of both is a mention"):format(plugin.path, layer.name,
        key, kind, of), 0)
    end
    if kinds.has_parts(kinds.item(kind)) and type(value) == "table" then
      for _, one in ipairs(kinds.is_list(kind) and value or {value}) do
        for part in next, getmetatable(one) ~= core.annotation and one or {} do
          local problem = kinds.unknown_part(key, part, kinds.item(kind))
          if problem then error(("%s: layer %s: %s"):format(plugin.path, layer.name, problem), 0) end
        end
      end
    end
  end
  return fields
end

-- What a plugin cannot change in an annotation once it is made.
local fixed = {first = true, last = true, layer = true, id = true}

local running -- the state of the document over which a shipped plugin runs

-- From now on what an adder makes goes into the document, to the list that its layer is collected in while its providers run.
local function aim(adder, state)
  local place, open, name = adder.place, state.open, adder.layer
  local list = open[name]
  if not list then
    list = {nil, nil, nil, nil} -- room for the first few
    open[name] = list
  end
  place[1], place[2] = state.handle, list
end

-- The function `add` for one rule of a layer, made once: {add, place, layer}, where place is {document, list} of the
-- document that it is aimed at.
local function adder_of(state, plugin, name, rule)
  local adders = plugin.adders and plugin.adders[name]
  if adders and adders[rule] then return adders[rule] end
  local layer = state.registry.layers[name]
  if not layer or not plugin.provides[name] then
    local problem = check.unknown("layer", name, plugin.layers)
    error(("%s: add: %s"):format(plugin.path, problem or "the layer is not provided"), 0)
  end
  local place, kind = {}, {layer = name, rule = plugin.name .. "/" .. rule, plugin = plugin.name, fields = layer.fields,
    parts = layer.parts}
  local function check_other(key, value) check_field(plugin, layer, key, value) end
  local function to_other_layer(first, last, fields, other)
    if type(first) == "table" then other = fields end
    local adder = adder_of(running, plugin, other, "annotate")
    aim(adder, running)
    if type(first) == "table" then return adder.add(first, last) end
    return adder.add(first, last, fields)
  end
  local adder = {place = place, layer = name,
    add = core.adder(place, kind, layer.quick or quick_types(layer), check_other, to_other_layer)}
  plugin.adders = plugin.adders or {}
  plugin.adders[name] = plugin.adders[name] or {}
  plugin.adders[name][rule] = adder
  return adder
end

-- What stands in place of a table of fields: a list of their names, their values behind it.
local function is_list(fields) return type(fields) == "table" and type(fields[1]) == "string" end

local function named(names, ...)
  local fields, values = {}, table.pack(...)
  for i = 1, values.n do
    if names[i] then
      fields[names[i]] = values[i]
    elseif values[i] ~= nil then
      error(("add: value %d has no name"):format(i), 0)
    end
  end
  return fields
end

-- The adder for what `build` gave of a match: fields and perhaps a layer, or a list of names, which may say `layer` and
-- `rule`. Lists are the same for many matches: what adds with each is looked up by it.
local function match_adder(state, plugin, rule, fields, layer)
  if not is_list(fields) then return adder_of(state, plugin, layer or plugin.layers[1], rule) end
  local adder = adder_of(state, plugin, fields.layer or plugin.layers[1], fields.rule or rule)
  if plugin.inside then
    plugin.list_adders = plugin.list_adders or {}
    plugin.list_adders[fields] = adder
  end
  return adder
end

--- Makes an annotation of a match {from, to, document, first =, last =, rule =} (bytes from 0, half-open; tokens from 1)
-- from what `build` gave: nil drops it; else fields and perhaps a layer, or a list of names and their values.
function M.of_match(state, plugin, match, fields, ...)
  local adder = plugin.list_adders and plugin.list_adders[fields]
  if adder then -- a list that came before
    if adder.place[1] ~= match[3] then aim(adder, state) end
    adder.add(match, fields, ...)
    return
  end
  if fields == nil then return end
  if type(fields) ~= "table" then
    error(("%s: build: a table of fields or nil expected, got %s"):format(plugin.path, type(fields)), 0)
  end
  local listed = is_list(fields)
  adder = match_adder(state, plugin, match.rule, fields, ...)
  aim(adder, state)
  if fields == match then match.rule = nil end
  if not plugin.inside then
    local given = open_fields(listed and named(fields, ...) or fields)
    adder.add(match, check_parts(plugin, state.registry.layers[adder.layer], given))
  elseif listed then
    adder.add(match, fields, ...)
  else
    adder.add(match, fields)
  end
end

--- The function `add` of a plugin from elsewhere.
function M.guest_adder(state, plugin)
  return function(first, last, fields, layer, ...)
    if type(first) == "table" then
      if is_list(last) then last, fields = named(last, fields, layer, ...), nil end
      first, last, fields, layer = guest.open(first), open_fields(last or {}), nil, fields
      if not first.first then error("add: an annotation, or two numbers of tokens, stand first", 2) end
      if first.doc and not rawget(first, 1) then first, last, fields = first.first, first.last, last end -- a unit
    else
      if is_list(fields) then fields, layer = named(fields, layer, ...), nil end
      fields = open_fields(fields or {})
    end
    local name = layer or plugin.layers[1]
    local adder = adder_of(state, plugin, name, "annotate")
    aim(adder, state)
    check_parts(plugin, state.registry.layers[name], fields or last)
    local annotation = fields and adder.add(first, last, fields) or adder.add(first, last)
    return guest.own(annotation, function(key, value)
      if fixed[key] then error(("field '%s' stays as it is"):format(key), 3) end
      check_field(plugin, state.registry.layers[name], key, value)
    end)
  end
end

--- Calls run(state, plugin, document, add) with the function `add` of a shipped plugin.
function M.with_adder(state, plugin, run)
  local outer = running
  running = state
  local adder = plugin.adder or adder_of(state, plugin, plugin.layers[1], "annotate")
  plugin.adder = adder
  local place = adder.place
  -- The plugin may be at work over another article of the record already, one that asks this one for its date.
  local handle, list = place[1], place[2]
  aim(adder, state)
  run(state, plugin, state.data, adder.add)
  place[1], place[2] = handle, list
  running = outer
end

return M
