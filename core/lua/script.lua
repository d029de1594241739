--- The surroundings of a query or a script: every layer is a name, and so are `any`, `none` and Lua's library, whose
-- `pairs` goes in the order of keys. The user's own chunks have all of it in the main process (`extra`, `all`); what
-- runs for each document, in the workers, has no files, processes or modules of its own (guard.lua).

local core = require "core"
local expression = require "expression"
local fault = require "fault"
local filter = require "filter"
local guard = require "guard"
local plugin_module = require "plugin"
local query = require "query"
local suggest = require "suggest"

local M = {}

local function ordered_pairs(value)
  local meta = getmetatable(value)
  if type(meta) == "table" and meta.__pairs then return pairs(value) end
  local target = guard.target(value)
  if target == value then return core.pairs(value) end
  local iterate, _, first = core.pairs(target)
  return function(_, key)
    local next_key = iterate(target, key)
    if next_key ~= nil then return next_key, value[next_key] end
  end, value, first
end

--- The names that are always there, besides the layers.
M.library = {
  any = filter.any, none = filter.none,
  assert = assert, error = error, ipairs = ipairs, pairs = ordered_pairs, select = select, pcall = pcall,
  next = function(value, key) return core.next(guard.target(value), key) end,
  tonumber = tonumber, tostring = core.tostring, type = type,
  math = expression.library.math, string = expression.library.string, utf8 = expression.library.utf8,
  table = { concat = table.concat, insert = table.insert, move = table.move, pack = table.pack,
            remove = table.remove, sort = table.sort, unpack = table.unpack },
}

--- Returns the set of a layer of the registry.
function M.set(registry, name)
  local layer = registry.layers[name]
  return query.layer(name, layer.fields, #layer.columns > 0 and layer.columns or nil, layer.parts)
end

-- Is it a field of some layer?
local function is_field(registry, name)
  if plugin_module.record_fields[name] then return true end
  for _, layer in pairs(registry.layers) do
    if layer.fields[name] then return true end
  end
  return false
end

-- Raises what there is to say about a name that means nothing where it stands.
local function unknown_name(registry, name)
  local layers = plugin_module.public_layers(registry)
  local known = suggest.names(M.library)
  table.move(layers, 1, #layers, #known + 1, known)
  local hint = suggest.hint(name, known)
  if is_field(registry, name) then
    fault.raise_at(name, ("%s: a field stands in quotes, \"%s\", in a filter, {%s=...}, or in where[[...]]"):format(name, name, name))
  end
  local nearest = require("topics").absent[name]
  if nearest then fault.raise_at(name, name .. ": no such layer in this version", { "nearest: " .. nearest }) end
  local list = suggest.listed("layers", layers)
  if hint == "" and not registry.layers[name] then table.insert(list, 1, ("a text stands in quotes: \"%s\""):format(name)) end
  list[#list] = list[#list] .. "   (readout help layers)"
  local why = registry.layers[name] and "an internal layer, for plugins alone" or "unknown layer" .. hint
  fault.raise_at(name, ("%s: %s"):format(name, why), list)
end

--- Returns the environment of a chunk and a function that closes it: from then on (in a worker) assigning
-- a global is an error. `extra`: more names (arg, print); `all`: what there is besides the library and the layers.
function M.environment(registry, extra, all)
  local globals, sets, closed = {}, {}, false
  local environment = setmetatable({}, {
    __index = function(_, name)
      local value = globals[name]
      if value == nil then value = extra and extra[name] end
      if value == nil then value = M.library[name] end
      if value ~= nil then return value end
      if registry.layers[name] and name:sub(1, 1) ~= "_" then
        sets[name] = sets[name] or M.set(registry, name)
        return sets[name]
      end
      if all and all[name] ~= nil then return all[name] end
      unknown_name(registry, name)
    end,
    __newindex = function(_, name, value)
      if closed then
        fault.raise_at(name, name .. ": assigned in a step that runs for each document; return the value instead")
      end
      globals[name] = value
    end,
    __metatable = false,
  })
  return environment, function() closed = true end
end

--- Compiles a query or script; `name` stands in messages ("-e", "met.lua"). An expression needs no
-- `return`. Raises a fault with its place when it is not Lua.
function M.compile(text, name, environment)
  fault.remember(name, text)
  local chunk = load("return " .. text .. "\n", "=" .. name, "t", environment)
  if chunk then return chunk end
  local problem
  chunk, problem = load(text, "=" .. name, "t", environment)
  if chunk then return chunk end
  -- A broken expression is told as one: the complaint that got farther is the better one.
  local function probe(part)
    local _, as_chunk = load(part, "=" .. name, "t", environment)
    local as_expression = select(2, load("return " .. part, "=" .. name, "t", environment))
    if not as_chunk or not as_expression then return "<eof>" end
    return as_expression:find("<eof>", 1, true) and as_expression or as_chunk
  end
  local _, as_expression = load("return " .. text, "=" .. name, "t", environment)
  if not text:find("\n", 1, true) and not text:find("^%s*%a+%s*[=,]") and not text:find("%f[%w]return%f[%W]")
    and not text:find("%f[%w]local%f[%W]") then
    problem = as_expression
  end
  error(fault.syntax(name, problem, probe), 0)
end

--- Turns an error raised by a user's chunk into a fault: Lua's "NAME:LINE: message" keeps its place.
function M.explain_error(problem)
  if fault.is(problem) then return problem end
  if type(problem) ~= "string" and type(problem) ~= "number" then
    return fault.new({ message = ("an error that is no text, but a %s"):format(type(problem)) })
  end
  local text = tostring(problem)
  local name, line, message = text:match("^([^\n]-):(%d+): ([^\n]*)")
  if not name or not fault.is_chunk(name) then return fault.new({ message = text }) end
  local word = message:match("'([^']+)'") or ""
  return fault.locate(name, tonumber(line), word, fault.in_words(message))
end

return M
