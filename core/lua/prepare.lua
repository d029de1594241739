--- Prepares plugins before the workers are forked: data, words, triggers, tapes. Grammars are built later, in the
-- worker that first needs one.

local core = require "core"
local apart = require "apart"
local check = require "check"
local data = require "data"
local grammar = require "grammar"
local suggest = require "suggest"
local tagger = require "tagger"

local as_list = check.as_list

local M = {}

local shape_names = {["xx"] = true, ["Xx"] = true, ["XX"] = true, ["xX"] = true, ["9"] = true, ["-"] = true}
local kind_names = {word = true, number = true, punctuation = true, symbol = true}
local tape_keys = {"word", "lemma", "shape", "class", "layer", "list", "where"}
local mark_keys = {"word", "lemma", "shape", "class", "list", "where", "flag", "first"}

-- Puts words of lists with match = "mark" into classes. `asked` says what classes ask of each: {list -> {class, column or
-- false, value, ...}}.
local function add_marked(state, set, asked)
  for list, classes in core.pairs(asked) do
    for _, entry in ipairs(state.data[list]) do core.class_rows(set, classes, entry[1]) end
  end
end

-- The words of a list of the plugin's data that have, where asked for, one of some values in each of some columns. What is
-- to be asked of lists with match = "mark" is noted in `asked`, see add_marked.
local function add_rows(plugin, state, set, class, spec, asked, wrong)
  local list, match = spec.list, plugin.data[spec.list].match
  if match == "mark" then
    local column, values = next(spec.where or {})
    if column and next(spec.where, column) then wrong("where: one column of a list with match = \"mark\"") end
    local classes = asked[list] or {}
    asked[list] = classes
    for _, value in ipairs(as_list(values or false)) do
      local n = #classes
      classes[n + 1], classes[n + 2], classes[n + 3] = class, column or false, value
    end
    return
  end
  for _, word in ipairs(state.words[list]) do
    local fits = true
    for column, values in core.pairs(spec.where or {}) do
      local one = false
      for _, value in ipairs(as_list(values)) do one = one or (state.data[list][word][column] or "") == value end
      fits = fits and one
    end
    if fits and not word:find(" ", 1, true) then core.class_word(set, class, core.add_word(word)) end
  end
end

-- Words that are none would be in the class of no token.
local function check_words(key, words, wrong)
  words = words and as_list(words)
  if words and #words == 0 then wrong(key .. ": an empty list, which no token is in") end
  for _, word in ipairs(words or {}) do
    if type(word) ~= "string" then wrong(("%s: a word expected, got %s"):format(key, type(word))) end
    if word:find("%s") then wrong(("%s: '%s': a class is of single words"):format(key, word)) end
  end
end

-- Puts what a class describes, as far as words and tokens go, into a class of a tape or of marks. `keys`: what it may say;
-- `asked`: see add_marked. wrong(message) raises.
local function add_tokens(plugin, state, set, class, spec, keys, asked, wrong)
  if type(spec) ~= "table" then wrong("a table such as {word={...}} expected") end
  for key in core.pairs(spec) do
    local problem = check.unknown("key", key, keys)
    if problem then wrong(problem) end
  end
  if not plugin.shipped then
    check_words("word", spec.word, wrong)
    check_words("lemma", spec.lemma, wrong)
  end
  for _, word in ipairs(as_list(spec.word or {})) do
    local fine, problem = pcall(core.class_words, set, class, core.normal(word))
    if not fine then wrong(problem) end
  end
  for _, lemma in ipairs(as_list(spec.lemma or {})) do
    for form in core.forms(core.normal(lemma)):gmatch("[^\n]+") do core.class_word(set, class, core.add_word(form)) end
  end
  for _, shape in ipairs(as_list(spec.shape or {})) do
    if not shape_names[shape] then wrong(("unknown shape '%s' (xx Xx XX xX 9 -)"):format(shape)) end
    core.class_shape(set, class, shape)
  end
  for _, kind in ipairs(as_list(spec.class or {})) do
    if not kind_names[kind] then wrong(("unknown token class '%s' (word number punctuation symbol)"):format(kind)) end
    core.class_kind(set, class, kind)
  end
  if spec.list then
    if not plugin.data[spec.list] then wrong("list: " .. check.unknown("list", spec.list, suggest.names(plugin.data))) end
    if not state.lists[spec.list] then
      add_rows(plugin, state, set, class, spec, asked, wrong)
    elseif spec.where then
      wrong("where: a list of names counts as a whole")
    end
  end
end

-- The tape of a plugin: its classes, and the word and lemma lists of its data as classes of their own.
local function make_tape(plugin, state)
  local classes, layers, collapsing, asked = {}, {}, {}, {}
  for i, layer in ipairs(plugin.requires) do layers[layer] = i end
  local tape = core.tape()
  local count = 0
  local function class(name)
    count = count + 1
    if count > core.tape_classes then
      error(("%s: tape: more than %d classes ('%s' is one too many)"):format(plugin.path, core.tape_classes, name), 0)
    end
    classes[name] = count
    return count
  end
  for name, spec in core.pairs(plugin.tape) do
    local number = class(name)
    local function wrong(message) error(("%s: tape.%s: %s"):format(plugin.path, name, message), 0) end
    add_tokens(plugin, state, tape, number, spec, tape_keys, asked, wrong)
    if state.lists[spec.list] then wrong("list: names are on the tape as the layer of their list") end
    for _, layer in ipairs(as_list(spec.layer or {})) do
      if not layers[layer] then wrong(("layer '%s' is not in requires%s"):format(layer, suggest.hint(layer, plugin.requires))) end
      core.tape_layer(tape, number, layers[layer])
      collapsing[layer] = layers[layer]
    end
  end
  add_marked(state, tape, asked)
  for name, words in core.pairs(state.words) do
    if not classes[name] then
      local number = class(name)
      for _, word in ipairs(words) do
        if not word:find(" ", 1, true) then core.class_word(tape, number, core.add_word(word)) end
      end
    end
  end
  state.tape, state.classes, state.collapsing = tape, classes, {}
  for layer, number in core.pairs(collapsing) do state.collapsing[#state.collapsing + 1] = {layer, number} end
  table.sort(state.collapsing, function(a, b) return a[2] < b[2] end)
end

-- The marks of a plugin: class n of its list is bit n - 1.
local function make_marks(plugin, state)
  local marks, asked = core.marks(), {}
  local function wrong(n, message) error(("%s: marks[%d]: %s"):format(plugin.path, n, message), 0) end
  if #plugin.marks > core.mark_bits then wrong(core.mark_bits + 1, "more classes than a mark has bits") end
  for n, spec in ipairs(plugin.marks) do
    add_tokens(plugin, state, marks, n, spec, mark_keys, asked, function(message) wrong(n, message) end)
    for _, flag in ipairs(as_list(spec.flag or {})) do core.mark_flag(marks, n, flag) end
    if spec.first then core.mark_first(marks, n, spec.first) end
    for _, number in ipairs(state.lists[spec.list] or {}) do core.mark_list(marks, n, number) end
  end
  add_marked(state, marks, asked)
  state.marks = marks
end

local function freeze_tape(plugin, state)
  local ok, combinations, worst = core.tape_freeze(state.tape)
  if ok then return end
  local by_number, names = {}, {}
  for name, number in pairs(state.classes) do by_number[number] = name end
  for i, number in ipairs(worst) do names[i] = by_number[number] end
  error(("%s: tape: %d combinations of classes, at most 250 fit in a byte; fewer words in more than one class help, first in: %s")
    :format(plugin.path, combinations, table.concat(names, ", ")), 0)
end

local function add_triggers(plugin, set)
  for _, trigger in ipairs(plugin.triggers) do
    local star = trigger:sub(-1) == "*"
    local word = star and trigger:sub(1, -2) or trigger
    local added, problem = not word:find("*", 1, true), "a * stands at the end alone, for any continuation"
    if added then added, problem = pcall(core.add_trigger, set, core.normal(word) .. (star and "*" or "")) end
    if not added then error(("%s: triggers: '%s': %s"):format(plugin.path, trigger, problem), 0) end
  end
end

local trigger_sets = 0

-- Leaves in the state what a plugin declares of words and tokens: its tape or the number of its trigger set, its marks, its
-- tagger.
local function read_declared(plugin, state)
  if plugin.grammar and plugin.tape then
    make_tape(plugin, state)
  elseif plugin.grammar and not plugin.always then
    state.set = trigger_sets
    trigger_sets = trigger_sets + 1
    add_triggers(plugin, state.set)
  end
  if plugin.marks then make_marks(plugin, state) end
  if plugin.tagger then state.tagger = tagger.compile(plugin, state) end
end

--- Prepares a plugin without its data, to see whether what it declares is sound, and its grammar, if it stands by itself; raises
-- what is not. For a process that ends afterwards: what is added to the lexicon stays there.
-- rows, words: its word lists, as data.words gives them, where they are known.
function M.try(plugin, rows, words)
  local state = {data = rows or {}, words = words or {}, lists = {}}
  for name, spec in pairs(plugin.data) do
    state.data[name] = state.data[name] or {}
    if spec.match == "name" then
      state.lists[name] = {}
    elseif spec.match == "word" or spec.match == "lemma" then -- no class comes of others
      state.words[name] = state.words[name] or {}
    end
  end
  read_declared(plugin, state)
  if state.tape then freeze_tape(plugin, state) end
  if #plugin.uses > 0 then return end
  plugin.state = state
  if plugin.grammar then M.search(plugin) end
  if plugin.vocabulary then grammar.vocabulary(plugin, state.words, {}) end
end

-- What is wrong with what an entry asks of a list of the plugin's data: a column that it has not, a value that no row has.
local function list_problem(entry, spec, dirs)
  local asked = {entry.by}
  for column in core.pairs(entry.where or entry.except or {}) do asked[#asked + 1] = column end
  for _, column in ipairs(asked) do
    local problem = check.unknown("column", column, data.columns(spec, dirs))
    if problem then return problem end
  end
  for column, values in core.pairs(entry.where or {}) do
    local known = data.values(spec, dirs, column)
    for _, value in ipairs(as_list(values)) do
      local problem = check.unknown("value", value, known)
      if problem then return ("%s: %s"):format(column, problem) end
    end
  end
end

-- What is wrong with the tape of a plugin once its words are known, or nil: tried in a process of its own, for nothing is to be
-- left in the lexicon.
local function tape_problem(plugin, dirs, limits)
  local rows, words = data.words(plugin, dirs)
  if not plugin.tape or next(words) == nil then return nil end
  local _, problem = apart.text(limits, function()
    M.try(plugin, rows, words)
    return ""
  end)
  return problem
end

--- Says what is wrong with what a plugin that is otherwise sound asks of its lists: a column or value that there is none of, words
-- in more classes than fit; nil if there is nothing to say. `dirs`: where the user's data files lie; limits: seconds, memory.
function M.problem(plugin, dirs, limits)
  local function in_entries(entries, place)
    for key, entry in core.pairs(as_list(entries or {})) do
      local spec = type(entry) == "table" and plugin.data[entry.list or entry.forms_of]
      local problem = spec and list_problem(entry, spec, dirs)
      if problem then return (math.type(key) and "%s[%s]: %s: %s" or "%s.%s: %s: %s"):format(place, key, spec.file, problem) end
    end
  end
  local described = plugin.tagger or {}
  local problem = in_entries(plugin.tape, "tape") or in_entries(plugin.marks, "marks")
    or in_entries(described.readings, "tagger.readings")
  for name, entries in core.pairs(described.groups or {}) do
    problem = problem or in_entries(entries, "tagger.groups." .. name)
  end
  return problem or tape_problem(plugin, dirs, limits)
end

-- The layers that a plugin may read: those it requires, and the lists of its own data.
local function reads_of(plugin, state)
  local reads = {}
  for _, name in ipairs(plugin.requires) do reads[name] = true end
  for name in pairs(state.lists) do reads[("_%s.%s"):format(plugin.name, name)] = true end
  return reads
end

local frozen = false

-- Closes the lexicon; nothing can be added afterwards. A second run of the same script finds it closed.
local function freeze(plugins)
  if frozen then return end
  frozen = true
  for _, plugin in ipairs(plugins) do
    if plugin.state.tape then freeze_tape(plugin, plugin.state) end
  end
  core.freeze()
end

--- Prepares `plugins` (a list, those read first before those that read) and closes the lexicon. Options are
-- `settings[plugin name]`. Leaves in each plugin `plugin.state`: words, lists, data, options, the layers that it may read, and its
-- tape or trigger set.
function M.prepare(plugins, registry, settings)
  for _, plugin in ipairs(plugins) do
    if not plugin.state then
      local state = {}
      state.data, state.words, state.lists = data.load(plugin, registry.dirs)
      state.options = {}
      for name, spec in pairs(plugin.options) do state.options[name] = spec.default end
      for name, value in pairs(settings and settings[plugin.name] or {}) do state.options[name] = value end
      read_declared(plugin, state)
      state.ctx = {options = state.options, data = state.data}
      state.row_keys = not plugin.inside and data.row_keys(plugin, registry.dirs)
      state.note = "plugin " .. plugin.name
      state.reads = reads_of(plugin, state)
      plugin.state = state
    end
  end
  freeze(plugins)
end

-- Patterns of the plugins that this one uses.
local function shared(plugin, registry)
  local patterns = {}
  for _, name in ipairs(plugin.uses) do
    local other = registry.by_name[name]
    local words = other.state and other.state.words or select(2, data.load(other, registry.dirs))
    patterns[name] = grammar.vocabulary(other, words, shared(other, registry))
  end
  return patterns
end

--- The compiled search of a plugin, built on first use.
function M.search(plugin, registry)
  local state = plugin.state
  if not state.search then
    if state.tape then
      local classes = {}
      for name, number in pairs(state.classes) do classes[name] = core.tape_bytes(state.tape, number) end
      state.search, state.captured = grammar.tape_search(plugin, classes, core.tape_bytes(state.tape))
    else
      state.search, state.captured = grammar.text_search(plugin, state.words, shared(plugin, registry))
    end
  end
  return state.search
end

return M
