--- The parts of the host table `core` that the query side needs, in plain Lua: the tests of queries and
-- writers run under a bare `lua5.4` too. Inside the program the real one is used.

local found, core = pcall(require, "core")
if found then return core end

core = { mention = {}, annotation = {}, version = "0.0.0", written = {} }
core.mention.__index = core.mention
core.annotation.__index = core.annotation
local array = {}

function core.array(t) return setmetatable(t, array) end

local function quote(text)
  return '"' .. text:gsub('[%c"\\\127]', function(c)
    local short = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t" }
    return short[c] or ("\\u%04x"):format(c:byte())
  end) .. '"'
end

function core.json_encode(value)
  local kind = type(value)
  if kind == "string" then return quote(value) end
  if kind == "nil" then return "null" end
  if kind == "number" then return math.type(value) == "integer" and ("%d"):format(value) or ("%.17g"):format(value) end
  if kind ~= "table" then return tostring(value) end
  local parts = {}
  local meta = getmetatable(value)
  if meta == array or (#value > 0 and meta ~= core.mention and meta ~= core.annotation) then
    for i, item in ipairs(value) do parts[i] = core.json_encode(item) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  local keys = {}
  for key in pairs(value) do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  for i, key in ipairs(keys) do parts[i] = quote(key) .. ":" .. core.json_encode(value[key]) end
  return "{" .. table.concat(parts, ",") .. "}"
end

function core.json_lines(values)
  local lines = {}
  for i, value in ipairs(values) do lines[i] = core.json_encode(value) .. "\n" end
  return table.concat(lines)
end

local decode

local function decode_string(text, at)
  local first = at + 1
  at = first
  while text:sub(at, at) ~= '"' do at = at + (text:sub(at, at) == "\\" and 2 or 1) end
  local result = text:sub(first, at - 1):gsub("\\u(%x%x%x%x)", function(hex) return utf8.char(tonumber(hex, 16)) end)
  return result:gsub("\\(.)", { n = "\n", t = "\t", ['"'] = '"', ["\\"] = "\\" }), at + 1
end

function decode(text, at)
  at = text:find("%S", at)
  local c = text:sub(at, at)
  if c == '"' then return decode_string(text, at) end
  if c == "{" or c == "[" then
    local result = c == "[" and setmetatable({}, array) or {}
    at = text:find("%S", at + 1)
    while not text:find("^[%]}]", at) do
      local key = #result + 1
      if c == "{" then
        key, at = decode_string(text, at)
        at = text:find(":", at, true) + 1
      end
      result[key], at = decode(text, at)
      at = text:find("%S", at)
      if text:sub(at, at) == "," then at = text:find("%S", at + 1) end
    end
    return result, at + 1
  end
  local word = text:match("^[%w.+-]+", at)
  at = at + #word
  if word == "true" or word == "false" then return word == "true", at end
  if word == "null" then return nil, at end
  return math.tointeger(tonumber(word)) or tonumber(word), at
end

function core.json_decode(text) return (decode(text, 1)) end

function core.normal(text) return (text:lower():gsub("\u{2019}", "'"):gsub("É", "é")) end
function core.display_width(text) return utf8.len(text) or #text end
function core.is_terminal() return false end
function core.terminal_width() return nil end
function core.hash(text) return ("%016x"):format(#text) end
function core.write(text)
  core.written[#core.written + 1] = text
  return true
end
function core.try(f)
  local done, result = pcall(f)
  return done and result or tostring(result)
end
core.tostring = tostring
core.next = next

function core.pairs(t)
  local keys, i = {}, 0
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) then return a < b end
    return type(a) == "number"
  end)
  return function()
    i = i + 1
    if keys[i] ~= nil then return keys[i], t[keys[i]] end
  end, t
end

package.loaded.core = core
return core
