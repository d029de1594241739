--- The environment of a plugin: an allow-list, its own private copies, nothing that reaches a file, a clock, another
-- plugin or an address.

local calendar = require "calendar"
local core = require "core"
local figures = require "figures"
local guest = require "guest"
local ids = require "ids"
local namesakes = require "namesakes"
local suggest = require "suggest"

local M = {}

local function copy(library, names)
  local result = {}
  for name in names:gmatch("%S+") do result[name] = library[name] end
  return result
end

local ascii = {}
for code = 1, 127 do ascii[code] = false end

-- The bytes of a text, {[byte] = true}: for lists of letters and marks. All of ASCII stands in it, as a list: what is asked
-- of each token is found without a hash.
local function byte_set(bytes)
  local set = {table.unpack(ascii)}
  for i = 1, #bytes do set[bytes:byte(i)] = true end
  return set
end

local function checked(ok, ...)
  if not ok and (...) == "not enough memory" then core.out_of_memory() end
  return ok, ...
end

-- pcall from which the end of memory does not come back: whether it came would depend on the documents before.
local function guest_pcall(f, ...)
  return checked(pcall(f, ...))
end

--- Returns a fresh environment for the plugin `name`. Assigning a global in it is an error that names the plugin.
function M.environment(name)
  local environment = {
    assert = assert, error = error, ipairs = ipairs, pairs = guest.pairs, next = guest.next, pcall = guest_pcall,
      select = select,
    tonumber = tonumber, tostring = core.tostring, type = type,
    math = copy(math, "abs ceil floor fmod huge max maxinteger min mininteger modf pi sqrt tointeger type ult exp log"),
    string = copy(string, "byte char find format gmatch gsub len lower match rep reverse sub upper pack unpack packsize"),
    table = copy(table, "concat insert move pack remove sort unpack"),
    utf8 = copy(utf8, "char charpattern codepoint codes len offset"),
    byte_set = byte_set,
    calendar = calendar.copy(),
    earlier_document = ids.is_earlier,
    figure_value = figures.value,
    join_cases = namesakes.join_cases,
    namesakes = namesakes.of,
    word_set = core.word_set,
  }
  return setmetatable(environment, {
    __index = function(_, key)
      key = tostring(key)
      if _G[key] ~= nil then
        error(("plugin %s: '%s' is not offered to plugins%s"):format(name, key, key == "print" and "; error(value) shows a value"
          or " (no files, processes, clock, globals)"), 2)
      end
      error(("plugin %s: '%s' is neither a local variable nor offered to plugins%s"):format(name, key,
        suggest.hint(key, suggest.names(environment))), 2)
    end,
    __newindex = function(_, key)
      error(("plugin %s: global '%s' assigned; plugins have no globals, write 'local %s'"):format(name, tostring(key),
        tostring(key)), 2)
    end,
    __metatable = false,
  })
end

local shipped -- the environment of all shipped plugins

--- Runs a plugin's text and returns the table it returns; nil and the message when it cannot be.
-- `source` nil: the compiled text that the program carries for `path`. A stranger's bytecode is refused.
function M.run(source, path, name)
  shipped = shipped or M.environment "of the program"
  local chunk, message = core.load_chunk(source, path, source and M.environment(name) or shipped)
  if not chunk then return nil, message end
  local ok, result = guest_pcall(chunk)
  if not ok then return nil, tostring(result) end
  if type(result) ~= "table" then
    return nil, ("%s: a plugin returns one table; this one returned %s"):format(path, type(result))
  end
  if not source then return result end
  local copied, copy_of = pcall(guest.copy, result)
  if not copied then return nil, ("%s: %s"):format(path, copy_of) end
  return copy_of
end

return M
