--- Filters: from `{speaker="Price", kind={"direct","mixed"}, value=">=1e9"}` to one predicate on records.
--
-- On a plain field a string is compared without regard to case; `*` stands for any run; `<`, `<=`, `>`,
-- `>=` and `!` in front compare. On a mention, a link or a list of them it must occur as whole words, in
-- order, in the name, the text or an alias. A table is any of its items; a table with keys looks into the
-- mention, as does a field's name with a part, "speaker.country". `any` asks for presence, `none` for absence.

local core = require "core"
local kinds = require "kinds"
local reference = require "reference"
local suggest = require "suggest"

local M = {}

--- The filter that every present value passes.
M.any = setmetatable({}, { __tostring = function() return "any" end })
--- The filter that only a missing value passes.
M.none = setmetatable({}, { __tostring = function() return "none" end })

-- Fields whose values differ by case alone.
local exact = { shape = true }

--- Says whether a value is a list (as opposed to a mention, an annotation or a row).
function M.is_list(value)
  if type(value) ~= "table" then return false end
  local meta = getmetatable(value)
  if meta ~= nil and (meta == core.annotation or meta == core.mention) then return false end
  return value[1] ~= nil or next(value) == nil
end

--- Returns the text with case folded and quotes and hyphens made plain, word by word.
function M.fold(text)
  if not text:find("[\128-\255]") then return text:lower() end
  return (text:gsub("%S+", core.normal))
end
local fold = M.fold

-- Quotation marks and dashes of the General Punctuation block part words like a space.
local function words_of(text)
  local words = {}
  text = fold(text):gsub("\226\128[\144-\159]", " ")
  for word in text:gmatch("[%w\128-\255*]+") do words[#words + 1] = word end
  return words
end

-- A folded text with "*" to an anchored Lua pattern.
local function glob(text)
  local pattern = text:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0"):gsub("%*+", ".*")
  return "^" .. pattern .. "$"
end

-- A predicate on text in a form of it: equality where there is no star, for speed.
local function text_test(text, form)
  local wanted = form(text)
  if not wanted:find("*", 1, true) then
    return function(value) return form(value) == wanted end
  end
  local pattern = glob(wanted)
  return function(value) return form(value):find(pattern) ~= nil end
end

local function words_test(text)
  local wanted = words_of(text)
  for i, word in ipairs(wanted) do
    if word:find("*", 1, true) then wanted[i] = { pattern = glob(word) } end
  end
  return function(value)
    local next_wanted = 1
    for _, word in ipairs(words_of(value)) do
      local item = wanted[next_wanted]
      if item == nil then break end
      if item == word or (type(item) == "table" and word:find(item.pattern)) then
        next_wanted = next_wanted + 1
      end
    end
    return #wanted > 0 and next_wanted > #wanted
  end
end

--- Calls `f` with each name by which a mention or link is known; returns true as soon as `f` does.
local function some_name(value, f)
  for _, key in ipairs({ "name", "text", "alias", "aliases" }) do
    local name = value[key]
    if type(name) == "string" then
      if f(name) then return true end
    elseif type(name) == "table" then
      for _, one in ipairs(name) do
        if type(one) == "string" and f(one) then return true end
        if type(one) == "table" and one.text and f(one.text) then return true end
      end
    end
  end
  return false
end

local compare = {
  ["<"] = function(a, b) return a < b end,
  ["<="] = function(a, b) return a <= b end,
  [">"] = function(a, b) return a > b end,
  [">="] = function(a, b) return a >= b end,
}

-- A predicate from a string: of words for mentions, else of the whole value.
local function string_test(text, field_type, place)
  if text == "" then error(("%s: an empty text; any ('*') asks for what is there, none ('!*') for what is absent"):format(place), 0) end
  local sign, rest = text:match("^([<>]=?)%s*(.*)$")
  local plain = rest or text:match("^!?%s*(.*)$")
  if field_type == "number" and not tonumber(plain) then
    local low, high = plain:match("^(%d+)%-(%d+)$")
    error(("%s: '%s' is not a number%s"):format(place, plain, low and ("; where[[%s >= %s and %s <= %s]]"):format(place, low, place, high)
      or ""), 0)
  elseif field_type == "date" and not plain:find("*", 1, true) and (not plain:find(sign and "^%d%d%d%d" or "^%d%d%d%d%-%d%d%-%d%d$")
    or #plain == 10 and not reference.parse(plain)) then
    error(("%s: '%s' is no date: 2031-03-14, 2031-03-*, >=2031-03, <2032"):format(place, plain), 0)
  end
  if sign then
    local order, number = compare[sign], tonumber(rest)
    -- Beside a date or number there is no place for a duration or a word.
    local digit = rest:find("^%d")
    return function(value)
      if type(value) == "number" then return number ~= nil and order(value, number) end
      return type(value) == "string" and (not digit or value:find("^%d") ~= nil) and order(value, rest)
    end
  end
  local negated = text:match("^!%s*(.*)$")
  if negated then
    local test = string_test(negated, field_type, place)
    return function(value) return not test(value) end, true
  end
  local as_written = exact[place] and function(value) return value end
  local whole, words, number = text_test(text, as_written or fold), words_test(text), tonumber(text)
  return function(value)
    local kind = type(value)
    if kind == "string" then return whole(value) end
    if kind == "number" then return value == number end
    if kind == "boolean" then return tostring(value) == fold(text) end
    return kind == "table" and some_name(value, words)
  end
end

-- Is there a value? An empty list is none.
local function is_present(value) return value ~= nil and not (type(value) == "table" and M.is_list(value) and #value == 0) end

-- Lists pass when an item passes; `!` when no item is refused. Missing values pass only a negation.
local function on_value(test, on_missing)
  return function(value)
    if value == nil then return on_missing or false end
    if not M.is_list(value) then return test(value) end
    for _, item in ipairs(value) do
      if test(item) ~= (on_missing or false) then return not on_missing end
    end
    return on_missing or false
  end
end

local value_test

local function any_of(tests)
  return function(value)
    for i = 1, #tests do
      if tests[i](value) then return true end
    end
    return false
  end
end

local function nested_test(spec, place, parts)
  local tests = {}
  for key, wanted in core.pairs(spec) do
    local problem = kinds.unknown_part(place, key, parts)
    if problem then error(problem, 0) end
    tests[#tests + 1] = { key = key, test = value_test(wanted, parts and parts[key], place .. "." .. tostring(key)) }
  end
  return function(value)
    if type(value) ~= "table" then return false end
    for _, one in ipairs(tests) do
      if not one.test(value[one.key]) then return false end
    end
    return true
  end
end

-- A predicate on one value: `wanted` as in a filter table, `field_type` as declared (nil if unknown), `parts` those that it may
-- have (nil if any). Raises a message (a plain string) on a filter that can never be one.
function value_test(wanted, field_type, place, parts)
  local kind = type(wanted)
  local meta = kind == "table" and getmetatable(wanted)
  if meta and meta.__name == "set" then
    error(("%s: a set is no filter; records that lie in or beside those of another set: inside(set), near(set)"):format(place), 0)
  end
  if wanted == M.any then return is_present end
  if wanted == M.none then return function(value) return not is_present(value) end end
  -- What is true or nothing is false where it is nothing.
  if field_type == "boolean" and (wanted == false or wanted == "false") then return function(value) return not value end end
  if kind == "string" then return on_value(string_test(wanted, field_type, place)) end
  if kind == "number" and field_type == "date" then
    error(("%s: %s is no date: a whole year is \"%s-*\""):format(place, wanted, wanted), 0)
  end
  if kind == "number" and field_type == "string" then
    error(("%s: a text, no number: %s=\"%s\""):format(place, place, wanted), 0)
  end
  if kind == "boolean" and kinds.plain[field_type] and field_type ~= "boolean" then
    error(("%s: a %s is neither true nor false; any: there is one, none: there is not"):format(place, field_type), 0)
  end
  if kind == "number" or kind == "boolean" then
    return on_value(function(value) return value == wanted end)
  end
  if kind == "table" and wanted[1] ~= nil then
    local tests = {}
    for i, one in ipairs(wanted) do tests[i] = value_test(one, field_type, place, parts) end
    return any_of(tests)
  end
  if kind == "table" and getmetatable(wanted) == nil and next(wanted) ~= nil then
    if kinds.plain[field_type] then
      error(("%s: a %s has no fields to look into"):format(place, field_type), 0)
    end
    return on_value(nested_test(wanted, place, parts))
  end
  error(("%s: a filter is a string, a number, true, false, a table, any or none, not %s")
    :format(place, kind == "table" and "this table" or "a " .. kind), 0)
end

--- Returns a predicate on records from a filter table. `fields`: name -> type of the known fields, or nil when anything
-- goes; `parts`: name -> those of its parts. Returns nil, the offending name and a message when the table is wrong.
function M.compile(spec, fields, what, parts)
  for name, wanted in pairs(spec) do
    if type(name) ~= "string" then
      return nil, tostring(wanted), ("%s: a filter names its fields: {field=...}"):format(what)
    end
  end
  local tests = {}
  for _, name in ipairs(suggest.names(spec)) do
    local field, wanted = name, spec[name]
    -- "speaker.country" looks into the mention, as a table with keys does.
    if fields and not fields[name] then
      field = name:match("^[^.]+") or name
      for part in name:sub(#field + 1):reverse():gmatch("[^.]+") do wanted = { [part:reverse()] = wanted } end
    end
    if fields and not fields[field] then
      return nil, name, kinds.left_out(fields, field, field) or ("%s: unknown field of %s%s")
        :format(field, what, suggest.hint(field, suggest.names(fields)))
    end
    local done, test = pcall(value_test, wanted, fields and fields[field], field, parts and parts[field])
    if not done then return nil, name, test end
    tests[#tests + 1] = { name = field, test = test }
  end
  return function(record)
    for i = 1, #tests do
      if not tests[i].test(record[tests[i].name]) then return false end
    end
    return true
  end
end

return M
