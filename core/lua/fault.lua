--- A user's mistake, told with its place: `-e:1:1: quots: unknown layer; did you mean 'quotes'?`, the
-- line it stands in, carets under it, and what would have been right.

local M = {}

local Fault = {}
Fault.__index = Fault

--- Raised to end everything quietly: the reader of the output has gone.
M.closed = setmetatable({}, { __tostring = function() return "output closed" end })

--- Returns in words the limit that ended a process: `what` is "time limit", "memory limit" or "output limit", of anything else
-- nil. limits: seconds, memory and output (bytes).
function M.limit_text(what, limits)
  if what == "time limit" then return ("%g s of CPU time"):format(limits.seconds) end
  if what == "memory limit" then return ("%d MiB"):format(limits.memory >> 20) end
  if what == "output limit" then return ("%d MiB"):format(limits.output >> 20) end
end

--- Returns a message of Lua's own as one of this program.
function M.in_words(message)
  message = message:gsub("calling '([%w_]+)' on bad self %(.-, got document%)", "doc.%1 takes a dot, not a colon")
  message = message:gsub("^(module '.-' not found):$", "%1")
  return (message:gsub("attempt to index a function value %(%a+ '([%w_]+)'%)", "%1 is a function: %1(...)"))
end

-- The chunk that was loaded for the user last: the name it goes by in messages, and its text.
local chunk = { name = nil, text = "" }

--- Remembers the text of the user's chunk, so that a fault in it can show its line. `name` as in messages
-- ("-e", "scripts/met.lua").
function M.remember(name, text) chunk = { name = name, text = text } end

--- Returns the text of the user's chunk.
function M.text() return chunk.text end

--- Says whether `name` is the user's chunk.
function M.is_chunk(name) return name == chunk.name end

local function code_points(text) return utf8.len(text) or #text end

local function line_of(text, number)
  local n = 0
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do
    n = n + 1
    if n == number then return line end
  end
end

local function is_word_byte(byte) return byte and string.char(byte):find("[%w_\128-\255]") ~= nil end

-- The byte (from 1) where `word` stands as a whole word in `line`, or nil.
local function find_word(line, word)
  local at = 1
  while word ~= "" do
    local first, last = line:find(word, at, true)
    if not first then return nil end
    local open = not (is_word_byte(word:byte(1)) and is_word_byte(line:byte(first - 1)))
    local closed = not (is_word_byte(word:byte(-1)) and is_word_byte(line:byte(last + 1)))
    if open and closed then return first end
    at = first + 1
  end
end

--- Returns a new fault. `spec`: message; name, line, column (code points, from 1), width, source (the
-- line's text), notes (an array of lines), code (exit code, 2 if absent).
function M.new(spec)
  spec.code = spec.code or 2
  return setmetatable(spec, Fault)
end

--- Says whether a caught error is a fault.
function M.is(problem) return getmetatable(problem) == Fault end

--- Raises a fault without a place: for the command line itself.
function M.raise(message, notes, code)
  error(M.new({ message = message, notes = notes, code = code }), 0)
end

--- Returns the name of the user's chunk and the line of it that is running, nil where it is not.
function M.running_line()
  local level = 2
  local info = debug.getinfo(level, "Sl")
  while info do
    if info.source:sub(2) == chunk.name then return chunk.name, info.currentline end
    level = level + 1
    info = debug.getinfo(level, "Sl")
  end
end

--- Raises a fault at `word`, looked for in the user's chunk that is running now: on the line of the
-- call first, then anywhere in the chunk (a call in tail position has left no trace of its line).
-- Without a user's chunk the fault has no place.
function M.raise_at(word, message, notes)
  if not chunk.name then M.raise(message, notes) end
  local _, line = M.running_line()
  error(M.locate(chunk.name, line or 1, word, message, notes), 0)
end

--- Returns a fault at `word` of the user's chunk `name`: where it first stands from `line` on, else from the
-- top; without a column if it stands nowhere.
function M.locate(name, line, word, message, notes)
  local text = name == chunk.name and chunk.text or ""
  local lines = {}
  for source in (text .. "\n"):gmatch("(.-)\r?\n") do lines[#lines + 1] = source end
  local at
  for i = 0, #lines - 1 do
    local n = (line - 1 + i) % #lines + 1
    at = find_word(lines[n], word)
    if at then
      line = n
      break
    end
  end
  local source = lines[line] or ""
  return M.new({
    message = message, notes = notes, name = name, line = line, source = source,
    column = at and code_points(source:sub(1, at - 1)) + 1, width = at and code_points(word),
  })
end

-- What is said of signs of other languages.
local signs = { ["!"] = "unequal is ~=, in a filter {field=\"!text\"}", ["&"] = "Lua writes and", ["|"] = "Lua writes or" }
for _, mark in utf8.codes "“”‘’„«»" do signs[utf8.char(mark)] = "quotes are straight: \"...\"" end

--- Returns a fault for a message of Lua's own compiler about the remembered chunk `name`. `probe(text)`
-- compiles a text and returns Lua's message: with it the first offending token is found.
function M.syntax(name, problem, probe)
  local text = chunk.text
  local line, what = problem:match(":(%d+): (.*)$")
  line, what = tonumber(line) or 1, what or problem
  local near = what:match(" near '(.*)'$") or what:match(" near (<eof>)$")
  local source = line_of(text, line) or ""
  if near and near:find "^<\\%d+>$" then near = source:match "[\xC2-\xF4][\x80-\xBF]+" or near end -- a byte of a letter
  local message = what:gsub(" near .*$", ""):gsub("'?<eof>'?", "the end")
  local column, width = code_points(source) + 1, 1
  if near and near ~= "<eof>" then
    local before = #(text:match(("[^\n]*\n"):rep(line - 1)) or "")
    local at = 1
    while true do
      local first, last = source:find(near, at, true)
      if not first then break end
      column, width = code_points(source:sub(1, first - 1)) + 1, code_points(near)
      -- The first place where a text cut off right behind the token is already wrong is the place.
      if not probe(text:sub(1, before + last)):find("<eof>", 1, true) then break end
      at = last + 1
    end
    message = ("%s at '%s'"):format(message, near)
  else
    message = message .. " at the end"
  end
  local sign = signs[near or ""]
  local part = near == "=" and source:match("[{,;]%s*([%a_][%w_]*%.[%w_.]+)%s*=")
  local joined = near == "=" and source:find("{.*%f[%a]and%f[%A].*}")
    and "in a filter commas stand for and: {speaker=\"Price\", kind=\"direct\"}"
  return M.new({ message = message, name = name, line = line, source = source, column = column, width = width,
                 notes = { part and ("a part of a field stands in brackets and quotes: {[\"%s\"]=...}"):format(part) or sign or joined
                   or message:find("arguments expected", 1, true) and "a method is called, as in quotes:text() or quotes:count\"speaker\""
                   or "a query is Lua: readout help queries" } })
end

--- Returns the fault as the lines to print, without the program's name in front.
function Fault:__tostring()
  local lines = {}
  if self.name then
    local place = self.column and ("%d:%d"):format(self.line, self.column) or tostring(self.line)
    lines[1] = ("%s:%s: %s"):format(self.name, place, self.message)
    if self.source and self.source ~= "" then
      lines[2] = "  " .. self.source:gsub("\t", " ")
      lines[3] = self.column and "  " .. (" "):rep(self.column - 1) .. ("^"):rep(math.max(1, self.width))
    end
  else
    lines[1] = self.message
  end
  for _, note in ipairs(self.notes or {}) do lines[#lines + 1] = "  " .. note end
  return table.concat(lines, "\n")
end

return M
