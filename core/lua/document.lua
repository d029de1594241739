--- Documents: one article each, its layers run when they are first read.

local core = require "core"
local check = require "check"
local guest = require "guest"
local plugin_module = require "plugin"
local prepare = require "prepare"
local reference = require "reference"

local M = {}

local mention_meta, annotation_meta = core.mention, core.annotation

local Document, Unit = {}, {}
local layer_of
Unit.__index = Unit
Unit.__name = "unit"

-- What lies under a document and is nobody else's business.
local inner = setmetatable({}, {__mode = "k"})

--- Returns a mention of tokens `first` to `last`, with further fields: a table of them, or a list of their names and
-- then the values.
local function mention(document, first, last, ...) return core.mention_of(inner[document].handle, first, last, ...) end

-- Order of records: start, longer first, then plugin name.
local function sort_layer(list)
  local place = {}
  for i, annotation in ipairs(list) do place[annotation] = i end
  table.sort(list, function(a, b)
    if a[1] ~= b[1] then return a[1] < b[1] end
    if a[2] ~= b[2] then return a[2] > b[2] end
    if a[5].plugin ~= b[5].plugin then return a[5].plugin < b[5].plugin end
    return place[a] < place[b]
  end)
end

local type_checks = {
  string = function(v) return type(v) == "string" end,
  date = function(v) return type(v) == "string" end,
  number = function(v) return type(v) == "number" end,
  boolean = function(v) return type(v) == "boolean" end,
  mention = function(v) return type(v) == "table" end,
  table = function(v) return type(v) == "table" end,
}

local function fits(kind, value)
  if type(kind) == "table" then
    if type(value) ~= "table" then return false end
    for _, item in ipairs(value) do
      if not fits(kind[1], item) then return false end
    end
    return true
  end
  local known = type_checks[kind]
  if known then return known(value) end
  return type(value) == "table" -- a link
end

local hidden = {text = true, start = true, ["end"] = true, doc = true, line = true, sentence = true, paragraph = true}
local everywhere = {confidence = "string", why = {"string"}, rule = "string", name = "string"}

-- One field that the quick check did not pass: raises when it is wrong.
local function check_field(plugin, layer, key, value)
  local kind = layer.fields[key] or everywhere[key]
  if not kind then
    local known = {}
    for name in pairs(layer.fields) do known[#known + 1] = name end
    table.sort(known)
    local reason = hidden[key] and ("field '%s' is given by the host"):format(key) or check.unknown("field", key, known)
    error(("%s: layer %s: %s"):format(plugin.path, layer.name, reason), 0)
  elseif not fits(kind, value) then
    local wanted = type(kind) == "table" and "list of " .. kind[1] or kind
    error(("%s: layer %s: field %s: %s expected, got %s"):format(plugin.path, layer.name, key, wanted, type(value)), 0)
  elseif type(kind) == "table" and #value == 0 then
    core.array(value) -- written as [], not {}
  end
end

-- The Lua type that a value of each kind of field has; a link to another layer is a table.
local lua_types = setmetatable({string = core.types.string, date = core.types.string, number = core.types.number,
  boolean = core.types.boolean}, {__index = function() return core.types.table end})

-- What core.annotate holds the fields of a layer against.
local function quick_types(layer)
  local types = core.types
  local quick = {confidence = types.string, rule = types.string, name = types.string, why = -types.string, first = false,
    last = false, layer = false, id = false}
  for field, kind in pairs(layer.fields) do
    quick[field] = type(kind) == "table" and -lua_types[kind[1]] or lua_types[kind]
  end
  layer.quick = quick
  return quick
end

-- The list that a layer is collected in while its providers run.
local function open_list(state, name)
  local list = state.open[name]
  if not list then
    list = {}
    state.open[name] = list
  end
  return list
end

-- How annotations of one rule of a layer are made: what they share, and what their fields are checked with: {kind, quick
-- types, check}.
local function maker(state, plugin, name, rule)
  local layer = state.registry.layers[name]
  if not layer or not plugin.provides[name] then
    local problem = check.unknown("layer", name, plugin.layers)
    error(("%s: add: %s"):format(plugin.path, problem or "the layer is not provided"), 0)
  end
  plugin.makers = plugin.makers or {}
  local makers = plugin.makers[name] or {}
  plugin.makers[name] = makers
  local made = makers[rule]
  if not made then
    made = {{layer = name, rule = plugin.name .. "/" .. rule, plugin = plugin.name}, layer.quick or quick_types(layer),
            function(key, value) check_field(plugin, layer, key, value) end}
    makers[rule] = made
  end
  return made
end

-- What a plugin from elsewhere gave as fields, without its views.
local function open_fields(fields)
  fields = guest.open(fields)
  if getmetatable(fields) == nil then guest.open_all(fields) end
  return fields
end

-- Makes an annotation of bytes [from, to) with a copy of `fields`.
local function annotate(state, plugin, name, from, to, first, last, fields, rule)
  local makers = plugin.makers and plugin.makers[name]
  local made = makers and makers[rule] or maker(state, plugin, name, rule)
  if not plugin.shipped then fields = open_fields(fields) end
  core.annotate(fields, from, to, first, last, state.handle, open_list(state, name), made[1], made[2], made[3])
end

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

-- Makes an annotation of a match: a mention with the fields of the match and its rule, but without its metatable.
local function finish_match(state, plugin, m)
  local from, to, first, last, rule = m[1], m[2], m.first, m.last, m.rule
  local fields, layer = m, nil
  if plugin.build then
    if not plugin.shipped then
      for key, value in next, m do
        if type(value) == "table" then m[key] = guest.view(value) end
      end
    end
    setmetatable(m, mention_meta)
    fields, layer = plugin.build(m, state.ctx)
    if fields == nil then return end
    if type(fields) ~= "table" then
      error(("%s: build: a table of fields or nil expected, got %s"):format(plugin.path, type(fields)), 0)
    end
    if fields == m then setmetatable(m, nil) end
  end
  if fields == m then m.rule = nil end
  annotate(state, plugin, layer or plugin.layers[1], from, to, first, last, fields, rule)
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

local function run_text_grammar(state, plugin)
  local handle, set = state.handle, plugin.state.set
  local search
  local kind = plugin.scope
  local n = 1
  local done = 0
  while true do
    if set and kind ~= "document" then
      n = core.next_triggered(handle, set, n)
      if not n then return end
    elseif set and not core.next_triggered(handle, set, 1) then
      return
    end
    local unit, from, to = n, 0, nil
    if kind ~= "document" then
      local first, _, a, b = core.span(handle, "sentence", n)
      if not first then return end
      from, to = a, b
      if kind == "paragraph" then
        unit = core.span_at(handle, "paragraph", a)
        _, _, from, to = core.span(handle, "paragraph", unit)
      end
    end
    if kind ~= "paragraph" or unit > done then
      done = unit
      search = search or prepare.search(plugin, state.registry)
      local subject = core.text(handle, from, to)
      if #subject > M.subject_bytes then subject = capped(state, plugin, subject) end
      local matches = search:match(subject)
      for i = 1, #matches do
        local m = matches[i]
        local a, b, rule = read_text_match(state, m, from)
        a, b = from + a - 1, from + b - 1
        local first, last = core.tokens_of(handle, a, b)
        if first then
          m[1], m[2], m[3], m.first, m.last, m.rule = a, b, state.handle, first, last, rule
          finish_match(state, plugin, m)
        end
      end
    end
    if kind == "document" then return end
    n = n + 1
  end
end

-- The annotations that collapse on the tape of a plugin, in their order, and the number of their layer; a list of such
-- numbers when there are several layers.
local function collapsing(state, plugin)
  local entries = plugin.state.collapsing
  if #entries == 0 then return {}, 0 end
  if #entries == 1 then return layer_of(state, entries[1][1]), entries[1][2] end
  local spans, place, number = {}, {}, {}
  for _, entry in ipairs(entries) do
    for _, annotation in ipairs(layer_of(state, entry[1])) do
      if annotation.first and annotation.first <= annotation.last then
        spans[#spans + 1] = annotation
        place[annotation], number[annotation] = #spans, entry[2]
      end
    end
  end
  table.sort(spans, function(a, b)
    if a.first ~= b.first then return a.first < b.first end
    if a.last ~= b.last then return a.last > b.last end
    return place[a] < place[b]
  end)
  local numbers = {}
  for i, annotation in ipairs(spans) do numbers[i] = number[annotation] end
  return spans, numbers
end

local function run_tape_grammar(state, plugin)
  local spans, layers = collapsing(state, plugin)
  local bytes, units = core.tape_write(plugin.state.tape, state.handle, plugin.scope, spans, layers)
  local found = prepare.search(plugin, state.registry):match(bytes)
  local at, count = 1, #found
  while at <= count do
    local m
    m, at = core.tape_match(units, found, at, spans)
    if m then finish_match(state, plugin, m) end
  end
end

local function make_unit(document, kind, n)
  local first, last, from, to = core.span(inner[document].handle, kind, n)
  if not first then return nil end
  return setmetatable({doc = document, kind = kind, index = n, first = first, last = last, from = from, to = to}, Unit)
end

local function document_unit(document)
  local spec = inner[document].spec
  return setmetatable({doc = document, kind = "document", index = 1, first = 1, last = document.count, from = 0,
                       to = spec.to - spec.from + 1}, Unit)
end

-- What a plugin cannot change in an annotation once it is made.
local fixed = {first = true, last = true, layer = true, id = true}

local running -- the state of the document over which a shipped plugin runs

-- The function `add` of a shipped plugin for one of its layers, made once: {add, place}, where place is {document, list} of
-- the document at hand.
local function shipped_adder(plugin, name)
  plugin.adders = plugin.adders or {}
  local adder = plugin.adders[name]
  if not adder then
    local made, place = maker(running, plugin, name, "annotate"), {}
    local add = core.adder(place, made[1], made[2], made[3], function(first, last, fields, layer)
      if type(first) == "table" then layer = fields end
      local other = shipped_adder(plugin, layer)
      other.place[1], other.place[2] = running.handle, open_list(running, layer)
      if type(first) == "table" then return other.add(first, last) end
      return other.add(first, last, fields)
    end)
    adder = {add = add, place = place}
    plugin.adders[name] = adder
  end
  return adder
end

-- What stands in place of a table of fields: a list of their names, their values behind it.
local function is_list(fields) return type(fields) == "table" and type(fields[1]) == "string" end

local function named(names, ...)
  local fields, values = {}, table.pack(...)
  for i = 1, values.n do
    if names[i] then
      fields[names[i]] = values[i]
    elseif values[i] ~= nil then
      error(("add: value %d has no name"):format(i), 0)
    end
  end
  return fields
end

-- The function `add` of a plugin from elsewhere.
local function guest_adder(state, plugin)
  local adders = {}
  return function(first, last, fields, layer, ...)
    if type(first) == "table" then
      if is_list(last) then last, fields = named(last, fields, layer, ...), nil end
      first, last, fields, layer = guest.open(first), open_fields(last or {}), nil, fields
    else
      if is_list(fields) then fields, layer = named(fields, layer, ...), nil end
      fields = open_fields(fields or {})
    end
    local name = layer or plugin.layers[1]
    local add = adders[name]
    if not add then
      local made = maker(state, plugin, name, "annotate")
      add = core.adder({state.handle, open_list(state, name)}, made[1], made[2], made[3])
      adders[name] = add
    end
    local annotation = fields and add(first, last, fields) or add(first, last)
    return guest.own(annotation, function(key, value)
      if fixed[key] then error(("field '%s' stays as it is"):format(key), 3) end
      check_field(plugin, state.registry.layers[name], key, value)
    end)
  end
end

local function annotate_units(state, plugin, document, add)
  if plugin.scope == "document" then
    if document.count == 0 then return end
    local unit = plugin.shipped and state.unit or document_unit(document)
    if plugin.shipped then state.unit = unit end -- one for all of them
    plugin.annotate(unit, add, state.ctx)
    return
  end
  for n = 1, core.span_count(state.handle, plugin.scope) do
    local unit = make_unit(document, plugin.scope, n)
    if unit.last >= unit.first then plugin.annotate(unit, add, state.ctx) end
  end
end

local function run_annotate(state, plugin)
  if not plugin.shipped then
    return annotate_units(state, plugin, M.for_guests(state.document), guest_adder(state, plugin))
  end
  local outer = running
  running = state
  local adder = shipped_adder(plugin, plugin.layers[1])
  local place = adder.place
  -- The plugin may be at work over another article of the record already, one that asks this one for its date.
  local handle, list = place[1], place[2]
  place[1], place[2] = state.handle, open_list(state, plugin.layers[1])
  annotate_units(state, plugin, state.document, adder.add)
  place[1], place[2] = handle, list
  running = outer
end

-- Runs one plugin over the document; its layers fill `state.open`.
local function run_plugin(state, plugin)
  if state.ran[plugin] then return end
  state.ran[plugin] = true
  for _, name in ipairs(plugin.requires) do
    if not state.registry.layers[name].builtin then layer_of(state, name) end -- the core's own wait until they are read
  end
  if plugin.language and plugin.language ~= state.document.language then return end
  local outer_plugin, outer_ctx = state.plugin, state.ctx
  local ctx = plugin.state.ctx
  local outer_document = ctx.doc
  ctx.doc = state.document
  if not plugin.shipped then
    -- A context for each document: what a plugin keeps in it does not outlive the document.
    ctx = {options = guest.view(ctx.options), data = guest.view(ctx.data), doc = M.for_guests(state.document)}
  end
  state.plugin, state.ctx = plugin, ctx
  core.note(plugin.state.note)
  if not plugin.shipped then
    plugin.changed = plugin.changed or guest.watch(plugin)
    plugin.changed() -- what a document left that ended with an error
  end
  if plugin.grammar then
    if plugin.tape then run_tape_grammar(state, plugin) else run_text_grammar(state, plugin) end
  end
  if plugin.annotate then run_annotate(state, plugin) end
  local changed = not plugin.shipped and plugin.changed()
  if changed then
    error(("%s: '%s' is assigned for each document; a plugin keeps nothing between documents"):format(plugin.path, changed), 0)
  end
  plugin.state.ctx.doc = outer_document
  state.plugin, state.ctx = outer_plugin, outer_ctx
end

local function freeze(state, name, list)
  if not core.number_layer(list) then
    sort_layer(list)
    core.number_layer(list)
  end
  state.layers[name] = list
  return list
end

-- Rows of name lists are shared by all their hits: {list -> {row -> table}}.
local row_cache = {}

local function list_row(number, row)
  local rows = row_cache[number]
  if not rows then
    rows = {columns = {}}
    for cell in (core.list_columns(number) .. "\t"):gmatch("([^\t]*)\t") do rows.columns[#rows.columns + 1] = cell end
    row_cache[number] = rows
  end
  local found = rows[row]
  if not found then
    found = require("data").row(rows.columns, core.row(number, row))
    rows[row] = found
  end
  return found
end

local function name_layer(state, layer)
  local list = {}
  local kind = {layer = layer.name, plugin = layer.list.plugin.name}
  local handle = state.handle
  for _, number in ipairs(layer.list.plugin.state.lists[layer.list.name]) do
    local hits = core.hits(handle, number)
    for i = 1, #hits, 3 do
      local first, last = hits[i], hits[i + 1]
      local from, to = core.bytes(handle, first, last)
      list[#list + 1] = setmetatable({from, to, handle, 0, kind, first = first, last = last,
        row = list_row(number, hits[i + 2])},
                                     annotation_meta)
    end
  end
  return list
end

-- The layers that the core fills itself.
local builtin = {}

local function span_annotations(state, kind, fill)
  local list = {}
  local shared = {layer = kind .. "s", plugin = ""}
  for n = 1, core.span_count(state.handle, kind) do
    local first, last, from, to = core.span(state.handle, kind, n)
    if to > from then
      local annotation = {from, to, state.handle, 0, shared, first = first, last = last}
      if fill then fill(annotation, n) end
      list[#list + 1] = setmetatable(annotation, annotation_meta)
    end
  end
  return list
end

function builtin.sentences(state) return span_annotations(state, "sentence") end

function builtin.lines(state)
  return span_annotations(state, "line", function(annotation, n) annotation.kind = core.line_type(state.handle, n) end)
end

function builtin.paragraphs(state)
  return span_annotations(state, "paragraph", function(annotation)
    annotation.kind = core.line_type(state.handle, core.span_at(state.handle, "line", annotation[1]))
  end)
end

function builtin.tokens(state)
  local list, document = {}, state.document
  local kind = {layer = "tokens", plugin = ""}
  for i = 1, document.count do
    local from, to = core.bytes(state.handle, i, i)
    list[i] = setmetatable({from, to, state.handle, 0, kind, first = i, last = i, word = document.word(i),
                            lemma = document.lemma(i), shape = document.shape(i), class = document.class(i),
                            joined = document.joined(i)}, annotation_meta)
  end
  return list
end

function builtin.documents(state)
  local document = state.document
  return {setmetatable({0, #document.text, state.handle, 0, {layer = "documents", plugin = ""}, first = 1,
    last = document.count,
                        date = document.date, date_confidence = document.date_confidence, date_why = document.date_why,
                        why = state.spec.why and #state.spec.why > 0 and state.spec.why or nil,
                        language = document.language, source = document.source, title = document.title},
                          annotation_meta)}
end

-- The annotations of a layer; what it needs is run.
function layer_of(state, name)
  local plugin, list = state.plugin, state.layers[name]
  if list and (not plugin or plugin.state.reads[name]) then return list end
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
  core.scan(state.handle)
  if layer.list then return freeze(state, name, name_layer(state, layer)) end
  for _, provider in ipairs(layer.providers) do run_plugin(state, provider) end
  return freeze(state, name, state.open[name] or {})
end

--- Returns the annotations of a layer, in order of start, longer first. Runs what it needs.
-- Inside a plugin only the layers named in its `requires` may be read.
function Document:layer(name)
  local state = inner[self]
  local list = layer_of(state, name)
  return rawequal(self, state.for_guests) and guest.view(list) or list
end

--- Iterates the names of one of the running plugin's own lists (data with match = "name"): first and last token and the
-- row {column = cell}. Cheaper than the layer `_PLUGIN.LIST`, which makes an annotation of each.
function Document:hits(name)
  local state = inner[self]
  local plugin = state.plugin
  local numbers = plugin and plugin.state.lists[name]
  if not numbers then error(("hits: '%s' is no name list of the running plugin"):format(tostring(name)), 2) end
  core.scan(state.handle)
  local n, i, hits = 0, 0, {}
  return function()
    i = i + 3
    while hits[i] == nil do
      n = n + 1
      if not numbers[n] then return nil end
      hits, i = core.hits(state.handle, numbers[n]), 3
    end
    local row = list_row(numbers[n], hits[i])
    return hits[i - 2], hits[i - 1], plugin.shipped and row or guest.view(row)
  end
end

-- The row whose number and list are packed in the lower 40 bits of an integer by core.name_index.
local function packed_row(packed) return list_row(packed >> 32 & 0xff, packed & 0xffffffff) end

--- Where the names of one of the running plugin's own lists stand, in three sparse tables: first token -> last token,
-- first token -> what doc:row answers with the row for, and last token -> first token. Of several names at a token the
-- longest counts, of several rows the first.
-- Cheaper than doc:hits where a list has many hits and few of them are looked at.
function Document:starts(name)
  local state = inner[self]
  local plugin = state.plugin
  local numbers = plugin and plugin.state.lists[name]
  if not numbers then error(("starts: '%s' is no name list of the running plugin"):format(tostring(name)), 2) end
  core.scan(state.handle)
  return core.starts(state.handle, numbers)
end

--- Where the names of several of the running plugin's own lists stand, in one sparse table of integers; n is the place
-- of a list in `names`, from 0. t[first << 4 | n] is last << 40 | a number that doc:row takes; for the first `backward`
-- lists t[-(last << 4 | n)] is the first token of the longest name that ends at `last`. Of several names at a token the
-- longest counts, of several rows the first. Cheaper than doc:starts where there are many lists.
function Document:name_index(names, backward)
  local state = inner[self]
  local plugin = state.plugin
  local numbers = {}
  for n, name in ipairs(names) do
    numbers[n] = plugin and plugin.state.lists[name]
    if not numbers[n] then error(("name_index: '%s' is no name list of the running plugin"):format(tostring(name)),
      2) end
  end
  core.scan(state.handle)
  return core.name_index(state.handle, numbers, backward or 0)
end

--- One cell of the row that doc:starts or doc:name_index gave a number for; nil when it is empty. Cheaper than doc:row
-- where rows come up once.
function Document:cell(packed, column) return core.cell(packed >> 32 & 0xff, packed & 0xffffffff, column) end

--- The row {column = cell} that doc:starts or doc:name_index gave a number for.
function Document:row(packed)
  local row = packed_row(packed)
  local plugin = inner[self].plugin
  return plugin and not plugin.shipped and guest.view(row) or row
end

-- Bits of marks: one integer for each argument, a class or a list of classes.
local function masks(class, ...)
  if not class then return end
  local mask = 0
  if type(class) == "table" then
    for i = 1, #class do mask = mask | 1 << (class[i] - 1) end
  else
    mask = 1 << (class - 1)
  end
  return mask, masks(...)
end

--- The marks of all tokens, by the running plugin's `marks`: a list of integers; bit n - 1 tells whether a token is in
-- class n. And the first token of each sentence, as a list; and for each argument, a class or a list of classes, the
-- tokens in it, likewise.
function Document:marks(...)
  local state = inner[self]
  local plugin = state.plugin
  if not plugin or not plugin.state.marks then error("marks: the running plugin declares none", 2) end
  core.scan(state.handle)
  return core.mark_table(plugin.state.marks, state.handle, plugin.shipped, masks(...))
end

--- Numbers for pieces of text by their words, from 1: the same words have the same number, with capitals or without. Piece k
-- goes from token from[k] to to[k]. Fills three lists with the numbers of the `count` pieces, of their first tokens alone
-- and of their last tokens alone, and returns how many numbers there are.
function Document:keys(from, to, count, whole, first, last)
  return core.keys(inner[self].handle, from, to, count, whole, first, last)
end

--- The letters of the sentences that the running plugin's `tagger` reads. `over` is a list of first token, last token and
-- letter (a byte), one after the other: what has this letter in any case, quotations say. Returns a table: letters, those of
-- all sentences between the tagger's `edges`, as a string, and bytes, the same as a list; of each sentence firsts and lasts,
-- its tokens, and starts, the place of its first letter; stops, the places of words of that group.
function Document:tags(over)
  local state = inner[self]
  local plugin = state.plugin
  local tagger = plugin and plugin.state.tagger
  if not tagger then error("tags: the running plugin declares no tagger", 2) end
  core.scan(state.handle)
  return core.tag(tagger[1], state.handle, over or {}, tagger[2], tagger[3])
end

-- Items of lists that are kept at the most.
local KEPT_ITEMS <const> = 1 << 16

--- Returns `n` lists, of at most `size` items each, that the running plugin fills from 1 on and others may read for as long
-- as the record is open. A shipped plugin gets lists of an earlier record again, with what is in them; what it leaves of
-- that it takes away.
function Document:kept(n, size)
  local state = inner[self]
  local plugin = state.plugin
  local keeps = plugin and plugin.shipped
  local lists = keeps and plugin.state.kept
  if not lists or lists.record == state.record then
    lists = {}
    for i = 1, n do lists[i] = {} end
  end
  lists.record = state.record
  if keeps then plugin.state.kept = size <= KEPT_ITEMS and lists or nil end
  return table.unpack(lists, 1, n)
end

--- Returns the document as plugins from elsewhere see it.
function M.for_guests(document)
  local state = inner[document]
  if not state.for_guests then
    state.for_guests = guest.document(state.data)
    inner[state.for_guests] = state
  end
  return state.for_guests
end

--- The whole document as a unit.
function Document:unit() return document_unit(self) end

--- Unit number n of a kind: "sentence" or "paragraph".
function Document:sentence(n) return make_unit(self, "sentence", n) end
function Document:paragraph(n) return make_unit(self, "paragraph", n) end

local function units(document, kind)
  local n = 0
  return function()
    n = n + 1
    return make_unit(document, kind, n)
  end
end

--- Iterates the sentences, the paragraphs.
function Document:sentences() return units(self, "sentence") end
function Document:paragraphs() return units(self, "paragraph") end

--- Iterates the annotations of a layer.
function Document:each(name)
  local list, i = self:layer(name), 0
  return function()
    i = i + 1
    return list[i]
  end
end

--- A mention of tokens first to last, with the fields of a table, or of a list of names and then values.
function Document:mention(first, last, ...) return mention(self, first, last, ...) end

-- First index in `list` whose annotation begins at byte `at` or later.
local function lower_bound(list, at)
  local low, high = 1, #list + 1
  while low < high do
    local middle = (low + high) // 2
    if list[middle][1] < at then low = middle + 1 else high = middle end
  end
  return low
end

--- Iterates the annotations of a layer that begin in the unit.
function Unit:each(name)
  local list = self.doc:layer(name)
  local i, to = lower_bound(list, self.from) - 1, self.to
  return function()
    i = i + 1
    local annotation = list[i]
    if annotation and annotation[1] < to then return annotation end
  end
end

--- The exact text of the unit.
local unit_fields = {
  text = function(unit) return core.text(inner[unit.doc].handle, unit.from, unit.to) end,
  line_type = function(unit)
    local handle = inner[unit.doc].handle
    return core.line_type(handle, core.span_at(handle, "line", unit.from))
  end,
  line = function(unit)
    local handle = inner[unit.doc].handle
    return core.span_at(handle, "line", unit.from) + core.first_line(handle)
  end,
  paragraph_index = function(unit) return core.span_at(inner[unit.doc].handle, "paragraph", unit.from) end,
}

Unit.__index = function(unit, key)
  local lazy = unit_fields[key]
  if lazy then return lazy(unit) end
  return rawget(Unit, key)
end

--- The next and the previous unit of the same kind, or nil.
function Unit:next()
  if self.kind == "document" then return nil end
  return make_unit(self.doc, self.kind, self.index + 1)
end

function Unit:previous()
  if self.kind == "document" or self.index == 1 then return nil end
  return make_unit(self.doc, self.kind, self.index - 1)
end

--- A mention of tokens first to last, as of the document.
function Unit:mention(first, last, ...) return mention(self.doc, first, last, ...) end

local lazy_fields = {}

function lazy_fields.text(document) return core.text(inner[document].handle) end

--- The normal form and the shape of every token by its number: faster than doc.word(i) where tokens are read again and
-- again. Read-only.
local column_lists = {words = "word", shapes = "shape"}

-- Fields that are worked out when they are first read; `data` is what stands behind the document.
Document.__index = function(data, key)
  local method = Document[key]
  if method then return method end
  local state = inner[data]
  local lazy, column = lazy_fields[key], column_lists[key]
  -- A list that a stranger gets is a copy of its own, and whole.
  if column and state.plugin and not state.plugin.shipped then return core.column_list(state.handle, column, true) end
  if lazy or column then
    local value = lazy and lazy(data) or core.column_list(state.handle, column)
    rawset(data, key, value)
    return value
  end
  if (key == "date" or key == "date_confidence" or key == "date_why") and not state.dated then
    state.dated = true
    data.date, data.date_confidence, data.date_why = reference.find(state)
    return rawget(data, key)
  end
end

-- Layers a plugin may read: its requires, and the lists of its own data.
local function set_reads(plugin)
  if plugin.state.reads then return end
  local reads = {}
  for _, name in ipairs(plugin.requires) do reads[name] = true end
  for name in pairs(plugin.state.lists) do reads[("_%s.%s"):format(plugin.name, name)] = true end
  plugin.state.reads = reads
end

local records = 0 -- that were opened

local function read_only(_, key) error(("document: '%s' assigned; documents are read-only"):format(tostring(key)), 2) end

local function state_of(document) return inner[document] end

--- Opens one article of the record that core.open_record opened.
-- spec: id, source, from, to (bytes from 1), first_line, language, metadata, article (number), articles (all of the
-- record)
function M.open(registry, spec)
  if spec.article == 1 then records = records + 1 end
  local handle = core.document(spec.from, spec.to, spec.first_line)
  core.set_id(handle, spec.id)
  if spec.blocks then core.set_line_types(handle, spec.blocks) end
  local data = core.columns(handle)
  data.id, data.source, data.base, data.language = spec.id, spec.source, core.offset(handle, 0), spec.language
  data.metadata, data.count, data.title = spec.metadata, core.count(handle), spec.metadata.title
  local document = setmetatable({}, {__index = data, __newindex = read_only, __name = "document", __metatable = false})
  local state = {document = document, data = data, handle = handle, registry = registry, record = records, layers = {}, open = {},
                     ran = {}, spec = spec, state_of = state_of}
  inner[document], inner[data] = state, state
  setmetatable(data, Document)
  return document
end

--- The name of the plugin that was running over a document when an error came, or nil.
function M.running(document)
  local state = inner[document]
  return state.plugin and "plugin " .. state.plugin.name or state.writing
end

--- What the user is to be told of a document, as an array of texts, or nil.
function M.notes(document) return inner[document].notes end

--- Says that the records of a layer are being written: where an error comes from that only shows then.
function M.writing(document, layer)
  inner[document].writing = layer and "layer " .. layer
end

--- Tells the documents which plugins will run (after prepare.prepare).
function M.ready(plugins)
  for _, plugin in ipairs(plugins) do set_reads(plugin) end
end

--- The plugins that a set of layers needs, with those that find the reference date.
function M.plugins_for(registry, layers)
  local wanted = {table.unpack(layers)}
  if registry.layers._reference then wanted[#wanted + 1] = "_reference" end
  return plugin_module.needed(registry, wanted)
end

--- The names that plugins can use of documents and units, sorted: for the test that holds api.lua against them.
function M.members()
  local document, unit = {}, {"doc", "first", "index", "kind", "last", "from", "to"}
  for name, value in pairs(Document) do
    if type(value) == "function" and name:sub(1, 2) ~= "__" then document[#document + 1] = name end
  end
  for name in pairs(lazy_fields) do document[#document + 1] = name end
  for name in pairs(column_lists) do document[#document + 1] = name end
  for _, name in ipairs {"date", "date_confidence", "date_why"} do document[#document + 1] = name end
  for name, value in pairs(Unit) do
    if type(value) == "function" and name:sub(1, 2) ~= "__" then unit[#unit + 1] = name end
  end
  for name in pairs(unit_fields) do unit[#unit + 1] = name end
  table.sort(document)
  table.sort(unit)
  return {document = document, unit = unit}
end

return M
