--- Layers: each is filled when it is first read, by the core or by the plugins that provide it.

local core = require "core"
local annotation = require "annotation"
local check = require "check"
local guest = require "guest"
local inner = require "inner"
local matching = require "matching"
local unit = require "unit"

local M = {}

local annotation_meta, note, number_layer = core.annotation, core.note, core.number_layer

local layer_of

local function freeze(state, name, list)
  if list[1] then number_layer(list) end
  state.layers[name] = list
  return list
end

-- The document as plugins from elsewhere see it.
local function seen_by_guests(state)
  if not state.for_guests then
    state.for_guests = guest.document(state.data)
    inner[state.for_guests] = state
  end
  return state.for_guests
end

-- Hands a plugin the units of its scope. The whole document as a unit is one for all shipped plugins.
local function annotate(state, plugin, document, add)
  if plugin.scope == "document" then
    if document.count == 0 then return end
    local one = document == state.data and state.unit or unit.whole(document)
    if document == state.data then state.unit = one end
    plugin.annotate(one, add, state.ctx)
    return
  end
  for n = 1, core.span_count(state.handle, plugin.scope) do
    local one = unit.of(document, plugin.scope, n)
    if one.last >= one.first then plugin.annotate(one, add, state.ctx) end
  end
end

local function match(state, plugin)
  if plugin.tape then matching.tape(state, plugin, layer_of) else matching.text(state, plugin) end
end

local function run_inside(state, plugin)
  local ctx = plugin.state.ctx
  local outer = ctx.doc -- another article of the record, over which it may be at work already
  ctx.doc, state.ctx = state.data, ctx
  if plugin.grammar then match(state, plugin) end
  if plugin.annotate then annotation.with_adder(state, plugin, annotate) end
  ctx.doc = outer
end

local context_meta = {__index = function(_, key)
  error(("ctx.%s: %s"):format(tostring(key), check.unknown("name", key, {"data", "doc", "options"})), 2)
end, __metatable = false}

-- A context for each document: what a plugin from elsewhere keeps in it does not outlive the document.
local function guest_context(state, plugin)
  local ctx, row_keys = plugin.state.ctx, plugin.state.row_keys
  return setmetatable({options = guest.known(ctx.options, plugin.options, "option"),
    data = guest.known(ctx.data, plugin.data, "list", function(name) return {row_keys[name][1], items = true} end),
    doc = seen_by_guests(state)}, context_meta)
end

local function run_guest(state, plugin)
  state.ctx = guest_context(state, plugin)
  guest.before(plugin)
  if plugin.grammar then match(state, plugin) end
  if plugin.annotate then annotate(state, plugin, seen_by_guests(state), annotation.guest_adder(state, plugin)) end
end

-- Runs one plugin over the document; its layers fill `state.open`, those that it requires when it reads them. An error is
-- one of the document: nobody who catches it can read on as if there had been nothing to find.
local function run_plugin(state, plugin)
  if state.ran[plugin] or plugin.language and plugin.language ~= state.data.language then return end
  state.ran[plugin] = true
  local outer_plugin, outer_ctx = state.plugin, state.ctx
  state.plugin = plugin
  note(plugin.state.note)
  if plugin.inside then run_inside(state, plugin) else run_guest(state, plugin) end
  if state.plugin ~= plugin then
    error(("%s: an error of plugin %s was caught; it is one of the document"):format(plugin.path, state.plugin.name), 0)
  end
  if not plugin.inside then guest.after(plugin) end
  state.plugin, state.ctx = outer_plugin, outer_ctx
  note(outer_plugin and outer_plugin.state.note or "")
end

-- Rows of name lists are shared by all their hits: {list << 32 | row -> table}.
local rows = {}

--- The row {column = cell} of a name list; `packed`: the number of the list in the lexicon << 32 | its own.
function M.row(packed)
  local row = rows[packed]
  if not row then
    row = core.row(packed >> 32, packed & 0xffffffff)
    rows[packed] = row
  end
  return row
end

local function name_layer(state, layer)
  local list = {}
  local kind = {layer = layer.name, plugin = layer.list.plugin.name, fields = layer.fields}
  local handle = state.handle
  for _, number in ipairs(layer.list.plugin.state.lists[layer.list.name]) do
    local hits = core.hits(handle, number)
    for i = 1, #hits, 3 do
      local first, last = hits[i], hits[i + 1]
      local from, to = core.bytes(handle, first, last)
      list[#list + 1] = setmetatable({from, to, handle, 0, kind, first = first, last = last,
        row = M.row(number << 32 | hits[i + 2])}, annotation_meta)
    end
  end
  return list
end

-- The layers that the core fills itself.
local builtin = {}

local function span_annotations(state, kind, fill)
  local list = {}
  local shared = {layer = kind .. "s", plugin = "", fields = state.registry.layers[kind .. "s"].fields}
  for n = 1, core.span_count(state.handle, kind) do
    local first, last, from, to = core.span(state.handle, kind, n)
    if to > from then
      local one = {from, to, state.handle, 0, shared, first = first, last = last}
      if fill then fill(one, n) end
      list[#list + 1] = setmetatable(one, annotation_meta)
    end
  end
  return list
end

function builtin.sentences(state) return span_annotations(state, "sentence") end

function builtin.lines(state)
  return span_annotations(state, "line", function(one, n) one.kind = core.line_type(state.handle, n) end)
end

function builtin.paragraphs(state)
  return span_annotations(state, "paragraph", function(one)
    one.kind = core.line_type(state.handle, core.span_at(state.handle, "line", one[1]))
  end)
end

function builtin.tokens(state)
  local list, document = {}, state.document
  local kind = {layer = "tokens", plugin = "", fields = state.registry.layers.tokens.fields}
  for i = 1, document.count do
    local from, to = core.bytes(state.handle, i, i)
    list[i] = setmetatable({from, to, state.handle, 0, kind, first = i, last = i, word = document.word(i),
                            lemma = document.lemma(i), shape = document.shape(i), class = document.class(i),
                            joined = document.joined(i)}, annotation_meta)
  end
  return list
end

function builtin.documents(state)
  local document, spec = state.document, state.spec
  local kind = {layer = "documents", plugin = "", fields = state.registry.layers.documents.fields}
  local record = setmetatable({0, #document.text, state.handle, 0, kind, first = 1, last = document.count,
    date = document.date, year = document.date and document.date:sub(1, 4), month = document.date and document.date:sub(1, 7),
    words = document.count_words(), date_confidence = document.date_confidence, date_why = document.date_why,
    why = spec.why and #spec.why > 0 and spec.why or nil, language = document.language, source = document.source,
    title = document.title, metadata = next(document.metadata) and document.metadata or nil,
    encoding = spec.encoding}, annotation_meta)
  core.set_record(state.handle, record)
  return {record}
end

-- The annotations of a layer; what it needs is run.
function layer_of(state, name)
  local plugin, list = state.plugin, state.layers[name]
  local layer = state.registry.layers[name]
  if not layer then
    local known = {}
    for key in core.pairs(state.registry.layers) do known[#known + 1] = key end
    error(check.unknown("layer", name, known), 2)
  end
  if plugin and not layer.builtin and not plugin.state.reads[name] then
    error(("%s: layer '%s' is read but not named in requires"):format(plugin.path, name), 0)
  end
  if list then return list end
  if layer.builtin then return freeze(state, name, builtin[name](state)) end
  if not state.scanned then
    core.scan(state.handle)
    state.scanned = true
  end
  if layer.list then return freeze(state, name, name_layer(state, layer)) end
  local providers = layer.providers
  for i = 1, #providers do run_plugin(state, providers[i]) end
  return freeze(state, name, state.open[name] or {})
end

M.of = layer_of

--- Returns what the token tape of a plugin has over a document (on a line, if one is given), as a text.
function M.tape_text(document, plugin, line) return matching.tape_text(inner[document], plugin, layer_of, line) end

--- The document as a report sees it from now on. reader: what stands for its plugin, {name, path, inside, state = {reads = set
-- of layers, lists, note}}.
function M.read_as(reader, document)
  local state = inner[document]
  state.plugin = reader
  return reader.inside and document or seen_by_guests(state)
end

return M
