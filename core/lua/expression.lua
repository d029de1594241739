--- `where` expressions: one Lua expression with the record's fields in scope.
--
-- The expression is compiled once into a plain Lua function whose fields are locals, so a record costs
-- one table read for each field that is used. Its names are known beforehand: a field, a standard
-- function, or an error with its place before the first document.
--
-- A missing value is nil; indexing and calculating with it give nil, ordering it gives false, its length
-- is 0; in an expression (whose method names are checked beforehand) calling its methods gives nil too.
-- That is done by giving the type nil a metatable for just as long as steps of a query run: no cost for
-- values that are there, no wrapping, and nothing else sees it, because reading a field never runs a
-- plugin, and the metatable is taken away also when an error passes through.

local fault = require "fault"
local kinds = require "kinds"
local suggest = require "suggest"

local M = {}

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat
  return then true until while]]):gmatch("%a+") do keywords[word] = true end

--- What an expression may call besides the methods of strings.
M.library = { tonumber = tonumber, tostring = tostring, type = type, select = select, ipairs = ipairs,
              string = {}, math = {}, utf8 = {} }
local hidden = { random = true, randomseed = true, dump = true }
for library, from in pairs({ string = string, math = math, utf8 = utf8 }) do
  for name, value in pairs(from) do
    if not hidden[name] then M.library[library][name] = value end
  end
end
local scope = setmetatable({}, {
  __index = function(_, name)
    return M.library[name] or error(name .. ": unknown name in a where expression", 0)
  end,
})

local symbols = { "...", "..", "==", "~=", "<=", ">=", "//", "<<", ">>", "::" }

--- Splits Lua text into tokens {kind, text, at}: kind "name" "keyword" "number" "string" "symbol"; `at`
-- counts bytes from 1. Comments and white space are left out; text that is no token becomes symbols.
function M.tokens(text)
  local tokens, at = {}, 1
  local function add(kind, last)
    tokens[#tokens + 1] = { kind = kind, text = text:sub(at, last), at = at }
    at = last + 1
  end
  while at <= #text do
    local level = text:match("^%-%-%[(=*)%[", at)
    local long = text:match("^%[(=*)%[", at)
    local quote = text:match("^[\"']", at)
    if text:find("^%s", at) then
      at = text:find("%S", at) or #text + 1
    elseif level then
      at = (select(2, text:find("]" .. level .. "]", at, true)) or #text) + 1
    elseif text:find("^%-%-", at) then
      at = text:find("\n", at, true) or #text + 1
    elseif long then
      add("string", select(2, text:find("]" .. long .. "]", at, true)) or #text)
    elseif quote then
      local last = at + 1
      while last <= #text and text:sub(last, last) ~= quote do
        last = last + (text:sub(last, last) == "\\" and 2 or 1)
      end
      add("string", math.min(last, #text))
    elseif text:find("^[%a_]", at) then
      local word = text:match("^[%w_]+", at)
      add(keywords[word] and "keyword" or "name", at + #word - 1)
    elseif text:find("^%.?%d", at) then
      local number = text:match("^0[xX][%x.]+", at) or text:match("^[%d.]+[eE][+-]?%d+", at)
        or text:match("^[%d.]+", at)
      add("number", at + #number - 1)
    else
      local last = at
      for _, symbol in ipairs(symbols) do
        if text:sub(at, at + #symbol - 1) == symbol then
          last = at + #symbol - 1
          break
        end
      end
      add("symbol", last)
    end
  end
  return tokens
end

-- Is token i a variable, rather than a field after "." or a method after ":", or a key in a constructor?
local function is_variable(tokens, i)
  local before, after = tokens[i - 1], tokens[i + 1]
  if before and before.kind == "symbol" and (before.text == "." or before.text == ":") then return false end
  local key = after and after.text == "=" and before and (before.text == "{" or before.text == ",")
  return not key
end

-- Signs of other languages, and what stands for them.
local foreign = { ["&&"] = "and", ["||"] = "or", ["!="] = "~=" }

local equality = { ["=="] = true, ["~="] = true }
local opening = { ["("] = true, ["and"] = true, ["or"] = true, ["not"] = true }
local order = { ["<"] = true, [">"] = true, ["<="] = true, [">="] = true }

-- What is wrong with token i, a field of type `kind` with `parts`, for what stands behind it: a part that it has not, a value of
-- another type. Returns the word and the message, or nil.
local function misuse(tokens, i, kind, parts)
  local field, sign, value = tokens[i].text, tokens[i + 1], tokens[i + 2]
  if not sign or not value then return nil end
  if sign.text == "." and value.kind == "name" then
    local problem = kinds.unknown_part(field, value.text, parts)
    if problem then return value.text, problem end
  end
  local before = tokens[i - 1]
  if before and not opening[before.text] then return nil end -- it is its length or the like that is compared
  if equality[sign.text] and value.kind == "string" and not kinds.plain[kind] and kind ~= "any" then
    local filter = ("the filter {%s=%s}"):format(field, value.text)
    if kinds.is_list(kind) then return field, ("%s: a list is no text: %s"):format(field, filter) end
    return field, ("%s: a mention is no text: %s.name %s %s, or %s"):format(field, field, sign.text, value.text, filter)
  elseif (equality[sign.text] or order[sign.text]) and value.kind == "number" and (kind == "string" or kind == "date") then
    return field, ("%s: a text, no number: %s %s \"%s\""):format(field, field, sign.text, value.text)
  elseif (equality[sign.text] or order[sign.text]) and value.kind == "string" and kind == "number" then
    return field, ("%s: a number, no text: %s %s %s"):format(field, field, sign.text, value.text:match("[%d.]+") or "0")
  end
end

-- What token i is in an expression: "field" of the record, or "key" where a field called `end` stands behind a dot, which Lua reads
-- as its keyword; nil for all else. asked: {fields =, has_function =}.
local function role_of(tokens, i, asked)
  local token = tokens[i]
  local word, variable = token.text, is_variable(tokens, i)
  -- `end` is a field of every record and can be nothing else where no function is written.
  if word == "end" and token.kind == "keyword" and not asked.has_function then return variable and "field" or "key" end
  if token.kind ~= "name" or not variable then return nil end
  if asked.fields then return asked.fields[word] and "field" or nil end
  return not M.library[word] and "field" or nil
end

-- What is wrong with token i: the word, and the message. nil where nothing is.
local function problem_at(tokens, i, role, asked)
  local token, fields = tokens[i], asked.fields
  local word, following = token.text, tokens[i + 1] and tokens[i + 1].text
  local written = token.kind == "symbol" and foreign[word .. (following or "")]
  if written then return word .. following, ("Lua writes %s"):format(written) end
  if word == "\xE2" and tokens[i + 2] then return word .. following .. tokens[i + 2].text, "quotes are straight: \"...\"" end
  if word == "~" then return word, "unequal is ~=; text:find\"word\" searches" end
  if role == "field" and fields then return misuse(tokens, i, fields[word], asked.parts and asked.parts[word]) end
  if role or token.kind ~= "name" then return nil end
  if is_variable(tokens, i) then
    local problem = fields and kinds.left_out(fields, word, word)
    if problem or M.library[word] or asked.has_function then return problem and word, problem end
    local known = suggest.names(fields)
    for _, name in ipairs(suggest.names(M.library)) do known[#known + 1] = name end
    return word, ("%s: unknown field%s"):format(word, suggest.hint(word, known))
  elseif tokens[i - 1].text == ":" and not string[word] then
    return word, ("%s: strings have no such method%s"):format(word, suggest.hint(word, suggest.names(string)))
  end
end

-- What Lua's compiler said of the text of an expression, told of the user's own: the offending word, and the message.
local function compiler_problem(problem, text, tokens)
  local what = problem:gsub("^where:%d+: ", "")
  local near = what:match(" near '(.*)'$")
  if near == "=" then return "=", "'=' assigns; '==' compares" end
  if near == "in" then return "in", "Lua has no 'in'; any of several is the filter {speaker={\"Price\", \"Biden\"}}" end
  what = what:gsub(" near .*$", "")
  if near and near ~= ")" and near ~= "<eof>" then return near, ("%s at '%s'"):format(what, near) end
  local last = tokens[#tokens]
  return last and last.text or text, what .. " at the end of the expression"
end

--- Compiles an expression. `fields`: name -> type, or nil when the record may have any; `field_parts`: name -> those of its
-- parts. Returns a function(record) -> value, or nil, the offending word and a message.
function M.compile(text, fields, field_parts)
  local tokens = M.tokens(text)
  local asked = { fields = fields, parts = field_parts, has_function = false }
  for _, token in ipairs(tokens) do asked.has_function = asked.has_function or token.text == "function" end

  -- The fields become locals of the chunk, the text stays as it is but for `end`.
  local used, locals, pieces, at = {}, {}, {}, 1
  for i, token in ipairs(tokens) do
    local role = role_of(tokens, i, asked)
    local wrong, why = problem_at(tokens, i, role, asked)
    if wrong then return nil, wrong, why end
    local word = token.text
    local name = word == "end" and "end_" or word
    if role == "field" and not used[word] then
      used[word] = true
      locals[#locals + 1] = ("local %s = record[%q]"):format(name, word)
    end
    if role then
      local before = text:sub(at, token.at - 1)
      pieces[#pieces + 1] = role == "key" and before:gsub("%.%s*$", "") .. '["end"]' or before .. name
      at = token.at + #word
    end
  end
  pieces[#pieces + 1] = text:sub(at)
  local chunk = ("local record = ... %s return (%s\n)"):format(table.concat(locals, " "), table.concat(pieces))
  local compiled, problem = load(chunk, "=where", "t", scope)
  if compiled then return compiled end
  return nil, compiler_problem(problem, text, tokens)
end

local function nothing() return nil end
local function is_false() return false end

local function missing(extra)
  local t = { __index = nothing, __len = function() return 0 end, __lt = is_false, __le = is_false,
              __add = nothing, __sub = nothing, __mul = nothing, __div = nothing, __mod = nothing,
              __idiv = nothing, __unm = nothing, __pow = nothing, __concat = nothing }
  t.__call = extra
  return t
end

local in_expression, in_function = missing(nothing), missing()

-- What the host says about a function's doing belongs to the line of the user's chunk that called it.
local function with_line(problem)
  local message = type(problem) == "string" and problem:match("^core/lua/[%w_]+%.lua:%d+: (.*)$")
  local name, line = fault.running_line()
  if not message or message:find("^attempt to ") or not name then return problem end
  return ("%s:%d: %s"):format(name, line, message)
end

--- Calls `f(...)` with missing values made harmless and returns its first result; errors pass through,
-- after everything is as before. Calls nest. `lenient`: calling a missing value gives nil as well.
function M.with_missing(lenient, f, ...)
  local outer = debug.getmetatable(nil)
  debug.setmetatable(nil, lenient and in_expression or in_function)
  local done, result = xpcall(f, with_line, ...)
  debug.setmetatable(nil, outer)
  if not done then
    error(type(result) == "string" and result:gsub("^where:%d+:", "where:") or result, 0)
  end
  return result
end

return M
