--- Outer variables of per-document steps. Such a step runs in worker processes: what it assigns outside of
-- itself would be lost, or worse, be there for some documents only. So it is an error, told at once.
--
-- In a worker, before the first document, every table that the user's functions reach as an outer variable
-- is replaced by a read-only view; plain outer variables are compared after each document. Both look
-- through the functions that a function reaches.

local fault = require "fault"

local M = {}

local targets = setmetatable({}, { __mode = "k" }) -- view -> table
local views = setmetatable({}, { __mode = "k" })   -- table -> view

local function refuse(name, place)
  local message = ("%s: assigned in a step that runs for each document, in a worker process of its own; "
    .. "return the value and use count, sum or rows() instead"):format(name)
  error(place and fault.locate(place.name, place.line, name, message) or fault.new({ message = message }), 0)
end

local function view_of(target, name)
  if views[target] then return views[target] end
  local view = setmetatable({}, {
    __index = function(_, key)
      local value = target[key]
      if type(value) == "table" and getmetatable(value) == nil then return view_of(value, name) end
      return value
    end,
    __newindex = function(_, key) refuse(("%s[%s]"):format(name, tostring(key))) end,
    __len = function() return #target end,
    __metatable = false,
  })
  targets[view], views[target] = target, view
  return view
end

--- Returns the table behind a read-only view (or the value itself): for pairs and next.
function M.target(value) return targets[value] or value end

local function place_of(f)
  local info = debug.getinfo(f, "S")
  local name = info.source:match("^[=@](.*)$")
  return { name = name or "?", line = info.linedefined }
end

-- The rest of Lua's library -----------------------------------------------------------------------------------

--- The name of the step that runs: "where", "map".
M.step = "where"

--- Raises the error of a step that calls `word`, which does what it cannot do: "open files", "print".
function M.forbid(word, what)
  fault.raise_at(word, ("a step inside %s() cannot %s"):format(M.step, what))
end

local forbidden = {
  { io, "open files", { "open", "lines", "input", "output", "tmpfile" } },
  { io, "read or write", { "read", "write", "close" } },
  { io, "start programs", { "popen" } },
  { os, "start programs", { "execute" } },
  { os, "change files", { "remove", "rename", "tmpname" } },
  { os, "end the program", { "exit" } },
  { _G, "open files", { "dofile", "loadfile" } },
  { package, "load libraries", { "loadlib" } },
}
local stubs = {} -- function of the library -> what stands in its place

--- Takes from the library what needs the system, each with an error that says so; to be called in a worker, which could
-- not do it anyway. Returns nothing; there is no way back.
function M.close_library()
  for _, entry in ipairs(forbidden) do
    local library, what, names = entry[1], entry[2], entry[3]
    for _, name in ipairs(names) do
      local original = library[name]
      if original and not stubs[original] then
        stubs[original] = function() M.forbid(name, what) end
        library[name] = stubs[original]
      end
    end
  end
  -- Modules that are loaded or packed in the program can still be required; they are the first two.
  for i = #package.searchers, 3, -1 do package.searchers[i] = nil end
  package.searchers[3] = function(name) M.forbid("require", ("load the module '%s'"):format(name)) end
end

--- Puts the guard on an array of functions; to be called in the worker. Returns a function that raises
-- when an outer variable was assigned since.
function M.watch(functions)
  local seen, watched = {}, {}
  local function visit(f)
    if seen[f] then return end
    seen[f] = true
    for i = 1, 255 do
      local name, value = debug.getupvalue(f, i)
      if not name then break end
      if name ~= "_ENV" and name ~= "" then
        if stubs[value] then
          debug.setupvalue(f, i, stubs[value])
        elseif type(value) == "function" and debug.getinfo(value, "S").what ~= "C" then
          visit(value)
        elseif type(value) == "table" and getmetatable(value) == nil then
          debug.setupvalue(f, i, view_of(value, name))
        end
        local _, now = debug.getupvalue(f, i)
        watched[#watched + 1] = { f = f, index = i, name = name, value = now }
      end
    end
  end
  for _, f in ipairs(functions) do visit(f) end
  return function()
    for _, one in ipairs(watched) do
      local _, value = debug.getupvalue(one.f, one.index)
      if not rawequal(value, one.value) then refuse(one.name, place_of(one.f)) end
    end
  end
end

return M
