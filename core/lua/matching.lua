--- Grammars at work: matches over the text and over the token tape become annotations.

local core = require "core"
local annotation = require "annotation"
local check = require "check"
local grammar = require "grammar"
local guest = require "guest"
local prepare = require "prepare"
local suggest = require "suggest"

local M = {}

local mention_meta = core.mention

-- One capture {from, values..., to} of a text match: its value, or a mention. `base` is the byte before the subject.
local function text_field(state, capture, base)
  if #capture > 2 then return capture[2] end
  local from, to = base + capture[1] - 1, base + capture[#capture] - 1
  local first, last = core.tokens_of(state.handle, from, to)
  return setmetatable({from, to, state.handle, first = first, last = last}, mention_meta)
end

-- Turns the captures of one text match into the fields that build sees, in place. Returns the bounds of the span and the
-- rule.
local function read_text_match(state, match, base)
  local size = #match
  local rule, from, to = match[1], match._from, match._to
  if from then match._from, match._to = nil, nil else from, to = match[2], match[size] end
  for key, capture in next, match do
    if type(key) == "string" and type(capture) == "table" then match[key] = text_field(state, capture, base) end
  end
  for i = 3, size do
    local capture = match[i]
    if type(capture) == "table" then
      local name = capture[1]
      match[name] = match[name] or {}
      table.insert(match[name], text_field(state, capture[2], base))
    end
    match[i] = nil
  end
  return from, to, rule
end

local function without_place(m, fields, ...)
  setmetatable(m, fields ~= m and mention_meta or nil)
  if fields == m then m.rule = nil end
  return fields, ...
end

-- What a match has besides its captures, be it nothing.
local besides = {"doc", "end", "first", "form", "last", "line", "rule", "start", "text"}

-- The metatable of a match as `build` of a plugin from elsewhere sees it: a capture that the grammar has not is a slip, which
-- would look like one that is absent.
local function match_meta(plugin)
  local state = plugin.state
  if not state.captured then return mention_meta end
  state.match_meta = state.match_meta or {__index = function(m, key)
    local value = mention_meta.__index(m, key)
    if value ~= nil or type(key) ~= "string" or state.captured[key] then return value end
    local known = suggest.names(state.captured)
    table.move(besides, 1, #besides, #known + 1, known)
    local problem = check.unknown("capture", key, known)
    return problem and error("build: m: " .. problem, 2)
  end}
  return state.match_meta
end

-- What `build` of a plugin from elsewhere gives of a match; what the match holds is seen through views.
local function build_guarded(state, plugin, m)
  for key, value in next, m do
    if type(value) == "table" then m[key] = guest.view(value) end
  end
  return without_place(m, plugin.build(setmetatable(m, match_meta(plugin)), state.ctx))
end

-- Makes an annotation of a match: a mention with its fields and its rule, but without its metatable.
local function finish_match(state, plugin, m)
  if not plugin.build then
    annotation.of_match(state, plugin, m, m)
  elseif plugin.inside then
    annotation.of_match(state, plugin, m, plugin.build(setmetatable(m, mention_meta), state.ctx))
  else
    local place = {m[1], m[2], m[3], first = m.first, last = m.last, rule = m.rule}
    annotation.of_match(state, plugin, place, build_guarded(state, plugin, m))
  end
end

--- Bytes of a subject that a grammar over text reads.
M.subject_bytes = 16 * 1024 * 1024

-- The beginning of a longer subject, of which the user is told.
local function capped(state, plugin, subject)
  state.notes = state.notes or {}
  local note = ("plugin %s: a %s of %d bytes: only the first %d MiB are read"):format(plugin.name, plugin.scope, #subject,
    M.subject_bytes >> 20)
  state.notes[#state.notes + 1] = note
  return subject:sub(1, utf8.offset(subject, 0, M.subject_bytes + 1) - 1)
end

-- Iterates the pieces of the text that a grammar reads, as bytes from and to (nil: the end): units of the plugin's scope, if
-- it has triggers those in which one stands.
local function pieces(state, plugin)
  local handle, set = state.handle, plugin.state.set
  if plugin.scope == "document" then
    local done = set and not core.next_triggered(handle, set, 1)
    return function()
      if done then return nil end
      done = true
      return 0, nil
    end
  end
  local n, paragraph = 0, 0
  return function()
    while true do
      n = n + 1
      if set then n = core.next_triggered(handle, set, n) end
      local first, _, from, to
      if n then first, _, from, to = core.span(handle, "sentence", n) end
      if not first then return nil end
      if plugin.scope == "sentence" then return from, to end
      local here = core.span_at(handle, "paragraph", from)
      if here > paragraph then
        paragraph = here
        _, _, from, to = core.span(handle, "paragraph", here)
        return from, to
      end
    end
  end
end

--- Runs the grammar of a plugin over the text.
function M.text(state, plugin)
  local handle = state.handle
  for from, to in pieces(state, plugin) do
    local subject = core.text(handle, from, to)
    if #subject > M.subject_bytes then subject = capped(state, plugin, subject) end
    for _, m in ipairs(prepare.search(plugin, state.registry):match(subject)) do
      local a, b, rule = read_text_match(state, m, from)
      a, b = from + a - 1, from + b - 1
      local first, last = core.tokens_of(handle, a, b)
      if first then
        m[1], m[2], m[3], m.first, m.last, m.rule = a, b, handle, first, last, rule
        finish_match(state, plugin, m)
      end
    end
  end
end

-- What collapses on the tape of a plugin: the annotations of a layer, its number, and so on for each layer.
local function collapsing(state, plugin, layer_of)
  local layers = {}
  for i, entry in ipairs(plugin.state.collapsing) do
    layers[2 * i - 1], layers[2 * i] = layer_of(state, entry[1]), entry[2]
  end
  return layers
end

local labels = grammar.labels

-- Reads the match at `at` in the flat list of a search over a tape: a mention with the fields of the match and its rule, but
-- without its metatable; nil when no token is there. And where the next match begins.
local function read_tape_match(state, units, found, at, layers)
  local m, from, to = {0, 0, state.handle, first = 0, last = 0, rule = found[at]}, found[at + 1], nil
  at = at + 2
  local label = found[at]
  local kind = labels[label]
  while kind do
    local name = label[1]
    if kind == "constant" then
      m[name] = label[2]
    else
      at = at + 1
      local place = found[at]
      if kind == "from" then
        from = place
      elseif kind == "to" then
        to = place
      elseif kind == "field" then
        m[name] = core.tape_capture(units, place[1], place[2], layers)
      else
        m[name] = m[name] or {}
        table.insert(m[name], core.tape_capture(units, place[1], place[2], layers))
      end
    end
    at = at + 1
    label = found[at]
    kind = labels[label]
  end
  m.first, m.last, m[1], m[2] = core.tape_tokens(units, from, to or label)
  return m.first and m, at + 1
end

--- Runs the grammar of a plugin over the token tape. layer_of(state, name) answers with the annotations of a layer.
function M.tape(state, plugin, layer_of)
  local layers = collapsing(state, plugin, layer_of)
  local bytes, units = core.tape_write(plugin.state.tape, state.handle, plugin.scope, layers)
  local found = prepare.search(plugin, state.registry):match(bytes)
  local at, count = 1, #found
  -- Most matches of a shipped plugin have but one field: they are read into one table, which `build` does not keep.
  local build, ctx, tape_match, of_match = plugin.inside and plugin.build, state.ctx, core.tape_match, annotation.of_match
  local m = build and setmetatable({0, 0, state.handle, first = 0, last = 0, rule = "", form = nil}, mention_meta)
  local label_before
  while at <= count do
    local first, last, from, to, next_at, label
    if build then first, last, from, to, next_at, label = tape_match(units, found, at) end
    if first then
      if label ~= label_before then
        if label_before then m[label_before[1]] = nil end
        if label then m[label[1]] = label[2] end
        label_before = label
      end
      m.first, m.last, m[1], m[2], m.rule = first, last, from, to, found[at]
      of_match(state, plugin, m, build(m, ctx))
      at = next_at
    else
      local other
      other, at = read_tape_match(state, units, found, at, layers)
      if other then finish_match(state, plugin, other) end
    end
  end
end

--- Returns what the token tape of a plugin has over a document, as a text: each unit with the classes that it is in, "Holm [people]
-- sailed [sail small]"; " | " where a sentence ends. What a grammar that finds nothing had before it. `line`: of this line alone.
function M.tape_text(state, plugin, layer_of, line)
  local tape, numbers, units_of = plugin.state.tape, plugin.state.classes, {}
  local bytes, units = core.tape_write(tape, state.handle, plugin.scope, collapsing(state, plugin, layer_of))
  for i = 1, #bytes do
    local first, _, from, to = core.tape_tokens(units, i, i + 1)
    local classes = {}
    for _, name in ipairs(suggest.names(numbers)) do
      if core.tape_bytes(tape, numbers[name]):find(bytes:sub(i, i), 1, true) then classes[#classes + 1] = name end
    end
    local told = #classes > 0 and (" [%s]"):format(table.concat(classes, " ")) or ""
    told = first and core.text(state.handle, from, to) .. told or "|"
    if not line or first and state.data.line_of(first) == line then units_of[#units_of + 1] = told end
  end
  return (table.concat(units_of, " "):gsub("[ |]*$", ""))
end

return M
