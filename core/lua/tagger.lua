--- Taggers: what a plugin declares as `tagger`, checked and compiled. A light part of speech: one letter a token.
--
-- A reading is what a word can be before its neighbours are asked. It is a letter, or `behind` says which letter it
-- writes behind which; that may be the name of a choice.

local core = require "core"
local check = require "check"

local as_list = check.as_list

local M = {}

local LETTERS = 128 -- codes of letters; those from here on stand for choices

local schema = {
  readings = {type = "table", required = true}, unlisted = {type = "table", required = true},
  behind = {type = "table"}, choices = {type = "table"}, settled = {type = "table"}, passed = {type = "string"},
  capital = {type = "table"}, title = {type = "table"}, edges = {type = "table"}, groups = {type = "table"},
  wanted = {type = "string"}, sought = {type = "string"},
}
local reading_schema = {
  is = {type = "string/table", required = true}, word = {type = "string/table"}, list = {type = "string"},
  forms_of = {type = "string"}, by = {type = "string"}, base = {type = "boolean"}, ends = {type = "string"},
  among = {type = "string"},
}
local group_schema = {
  word = {type = "string/table"}, list = {type = "string"}, forms_of = {type = "string"}, where = {type = "table"},
  except = {type = "table"},
}
local unlisted_schema = {
  is = {type = "string", required = true}, shape = {type = "string"}, class = {type = "string"},
  ends = {type = "string"}, least = {type = "integer"},
}
local choice_schema = {
  is = {type = "string", required = true}, otherwise = {type = "string", required = true},
  ends_before = {type = "string"}, next = {type = "string"}, next_among = {type = "string"},
  compound = {type = "boolean"},
}
local settled_schema = {
  letter = {type = "string", required = true}, next = {type = "string", required = true}, after = {type = "string"},
  is = {type = "string"}, otherwise = {type = "string"},
}
local capital_schema = {is = {type = "string", required = true}, but = {type = "table"}, first = {type = "table"}}
local title_schema = {
  longest = {type = "integer", required = true}, capitals = {type = "integer", required = true},
  short = {type = "integer", required = true},
}

local function is_letter(value) return type(value) == "string" and value:find("^[!-~]$") ~= nil end

-- Everything of one plugin that the steps of the work share.
local Compiler = {}
Compiler.__index = Compiler

function Compiler:fail(place, message, ...)
  error(("%s: tagger.%s: %s"):format(self.path, place, message:format(...)), 0)
end

-- One of the calls that put a piece into the tagger; what is wrong with it is told with its place.
function Compiler:put(place, put, ...)
  if self.shipped then return put(self.tagger, ...) end
  local done, message = pcall(put, self.tagger, ...)
  if not done then self:fail(place, "%s", message) end
end

function Compiler:check(place, value, rule)
  if self.shipped then return end -- it was checked when it was written
  if type(value) ~= "table" then self:fail(place, "a table expected, got %s", type(value)) end
  local problem = check.schema("", value, rule)
  if problem then self:fail(place, "%s", problem) end
end

-- Calls visit(place, entry) for each entry of a list of the plugin's.
function Compiler:each(name, rule, visit)
  for n, entry in ipairs(self.spec[name] or {}) do
    local place = ("%s[%d]"):format(name, n)
    self:check(place, entry, rule)
    visit(place, entry)
  end
end

-- Iterates a table whose keys are strings, in their order.
function Compiler:pairs(place, map)
  for key in next, map do
    if type(key) ~= "string" then self:fail(place, "a string expected as key, got %s", type(key)) end
  end
  return core.pairs(map)
end

-- The words of an entry, in normal form.
function Compiler:words(place, entry)
  local words = {}
  for n, word in ipairs(as_list(entry.word or {})) do
    if type(word) ~= "string" then self:fail(place, "word: a string expected, got %s", type(word)) end
    words[n] = core.normal(word)
  end
  return words
end

function Compiler:letter(place, value)
  if not is_letter(value) then self:fail(place, "a letter expected, got '%s'", tostring(value)) end
  return value
end

-- Choices, numbered in the order of their names.
function Compiler:add_choices()
  self.choices = {}
  local count = 0
  for name, spec in self:pairs("choices", self.spec.choices or {}) do
    local place = "choices." .. name
    self:check(place, spec, choice_schema)
    local among = spec.next_among
    local test = spec.ends_before and "ends_before" or spec.next and "next" or among and "next_among" or spec.compound and "compound"
    if not test then self:fail(place, "one of ends_before, next, next_among, compound is missing") end
    if among and not (self.spec.groups or {})[among] then self:fail(place, "next_among: '%s' is none of the groups", among) end
    self:put(place, core.tagger_choice, test, spec.ends_before or spec.next and core.normal(spec.next)
      or among and self:group(place, among), spec.is, spec.otherwise)
    self.choices[name] = string.char(LETTERS + count)
    count = count + 1
  end
end

-- The letter or choice that stands for `value` among the steps.
function Compiler:output(place, value)
  return self.choices[value] or self:letter(place, value)
end

-- What a reading writes behind each letter, as a string; and whether that depends on the letter.
function Compiler:steps(name)
  local place = "behind." .. name
  local rows = (self.spec.behind or {})[name]
  if type(rows) ~= "table" then
    return self:output(rows and place or ("reading '%s'"):format(name), rows or name):rep(LETTERS), false
  end
  local default = self:output(place, rows["*"])
  local steps = {}
  for code = 0, LETTERS - 1 do steps[code] = default end
  for letters, written in self:pairs(place, rows) do
    if letters ~= "*" then
      local output = self:output(place, written)
      for i = 1, #letters do steps[self:letter(place, letters:sub(i, i)):byte()] = output end
    end
  end
  return table.concat(steps, "", 0, LETTERS - 1), true
end

local function set_of(list)
  local set = {}
  for _, name in ipairs(list or {}) do set[name] = true end
  return set
end

-- The number of a reading, which is added when it is first named.
function Compiler:reading(place, name)
  local number = self.numbers[name]
  if number then return number end
  if type(name) ~= "string" then self:fail(place, "the name of a reading expected, got %s", type(name)) end
  local steps, decided = self:steps(name)
  self:put(place, core.tagger_reading, steps, decided, not self.left_alone[name], self.names_first[name] or false)
  number = self.reading_count
  self.numbers[name], self.reading_count = number, number + 1
  return number
end

-- Reads the list that an entry names by some rules.
function Compiler:read_list(place, entry, rules)
  local name = entry.list or entry.forms_of
  local spec = self.data[name]
  if not spec or spec.match ~= "mark" then self:fail(place, "'%s' is no list with match = \"mark\" in data", name) end
  for _, text in ipairs(self.texts[name]) do
    self:put(("%s: %s"):format(place, text[2]), core.tagger_list, text[1], entry.forms_of ~= nil, rules)
  end
end

-- The bit of a group, which is numbered when it is first named.
function Compiler:group(place, name)
  if not self.groups[name] then
    if self.group_count == 8 then self:fail(place, "more than 8 groups") end
    self.groups[name], self.group_count = 1 << self.group_count, self.group_count + 1
  end
  return self.groups[name]
end

-- Groups of words, those of the host first. What several ask of one list is read in one pass over it.
function Compiler:add_groups()
  local lists, passes = {list = {}, forms_of = {}}, {}
  for name, entries in self:pairs("groups", self.spec.groups or {}) do
    local place = "groups." .. name
    local bit = self:group(place, name)
    for n, entry in ipairs(as_list(entries)) do
      local at = ("%s[%d]"):format(place, n)
      self:check(at, entry, group_schema)
      for _, word in ipairs(self:words(at, entry)) do self:put(at, core.tagger_group, word, bit) end
      if entry.list or entry.forms_of then
        local column, value = next(entry.where or entry.except or {})
        if type(column or "") ~= "string" or type(value or "") ~= "string" then
          self:fail(at, "{column = value}, two strings, expected")
        end
        local known = lists[entry.list and "list" or "forms_of"]
        local pass = known[entry.list or entry.forms_of]
        if not pass then
          pass = {place = at, entry = entry, rules = {}}
          known[entry.list or entry.forms_of], passes[#passes + 1] = pass, pass
        end
        pass.rules[#pass.rules + 1] = {column = column, value = value, differs = entry.except ~= nil, groups = bit}
      end
    end
  end
  for _, pass in ipairs(passes) do self:read_list(pass.place, pass.entry, pass.rules) end
end

-- The rules of a list that an entry of `readings` stands for: one for each value of the column that decides.
function Compiler:list_rules(place, entry, rules)
  local among = entry.among and self.groups[entry.among] or 0
  if entry.among and among == 0 then self:fail(place, "among: '%s' is none of the groups", entry.among) end
  local function add(is, value)
    rules[#rules + 1] = {column = value and entry.by, value = value, base = entry.base, ending = entry.ends,
      among = among, reading = self:reading(place, is)}
  end
  if type(entry.is) == "string" then return add(entry.is) end
  if not entry.by then self:fail(place, "by, the column that decides, is missing") end
  for value, is in self:pairs(place, entry.is) do add(is, value) end
end

-- Listed words: entries of one list that follow each other are one pass over it.
function Compiler:add_words()
  local last, last_place, rules
  local function close()
    if last then self:read_list(last_place, last, rules) end
    last = nil
  end
  self:each("readings", reading_schema, function(place, entry)
    if last and (last.list ~= entry.list or last.forms_of ~= entry.forms_of) then close() end
    if entry.list or entry.forms_of then
      if not last then last, last_place, rules = entry, place, {} end
      self:list_rules(place, entry, rules)
    end
    for _, word in ipairs(self:words(place, entry)) do
      self:put(place, core.tagger_word, word, self:reading(place, entry.is))
    end
  end)
  close()
end

function Compiler:add_rules()
  local last
  self:each("unlisted", unlisted_schema, function(place, rule)
    self:put(place, core.tagger_rule, self:reading(place, rule.is), rule.shape, rule.class, rule.ends, rule.least)
    last = rule
  end)
  if not last or last.shape or last.class or last.ends or last.least then
    self:fail("unlisted", "the last rule has no condition: what all other words are")
  end
end

function Compiler:add_settled()
  self:each("settled", settled_schema, function(place, rule)
    self:letter(place, rule.letter)
    for _, key in ipairs {"is", "otherwise"} do
      if rule[key] then self:letter(place .. "." .. key, rule[key]) end
    end
    self:put(place, core.tagger_settling, rule.letter, rule.after, rule.next, rule.is, rule.otherwise)
  end)
end

function Compiler:add_names()
  local capital = self.spec.capital
  if not capital then return end
  local title = self.spec.title or {longest = 0, capitals = 0, short = 0}
  self:check("title", title, title_schema)
  for _, key in ipairs {"longest", "capitals", "short"} do
    if title[key] < 0 or title[key] > 0xffff then self:fail("title", "%s: 0 to 65535 expected", key) end
  end
  self:put("capital", core.tagger_names, self:letter("capital.is", capital.is), title.longest, title.capitals,
    title.short)
end

--- Compiles the tagger of a plugin. Returns what core.tag takes first, and what stands before and behind the letters
-- of a sentence.
function M.compile(plugin, state)
  local self = setmetatable({path = plugin.path, spec = plugin.tagger, data = plugin.data, texts = state.data,
    shipped = plugin.shipped, tagger = core.tagger(), numbers = {}, reading_count = 0, groups = {wanted = 1, stops = 2},
    group_count = 2}, Compiler)
  local problem = check.schema("", self.spec, schema)
  if problem then error(("%s: tagger: %s"):format(self.path, problem), 0) end
  local capital = self.spec.capital
  if capital then self:check("capital", capital, capital_schema) end
  self.left_alone, self.names_first = set_of(capital and capital.but), set_of(capital and capital.first)
  self:add_choices()
  self:add_groups()
  self:add_words()
  self:add_rules()
  self:add_settled()
  self:add_names()
  self:put("passed, wanted, sought", core.tagger_letters, self.spec.passed or "", self.spec.wanted or "",
    self.spec.sought or "")
  local edges = self.spec.edges or {"", ""}
  if type(edges[1]) ~= "string" or type(edges[2]) ~= "string" then self:fail("edges", "two strings expected") end
  return {self.tagger, edges[1], edges[2]}
end

return M
