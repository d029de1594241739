--- Documents: one article each, its layers run when they are first read.

local core = require "core"
local check = require "check"
local guest = require "guest"
local inner = require "inner"
local layers = require "layers"
local plugin_module = require "plugin"
local reference = require "reference"
local unit = require "unit"

local byte, cell, room, layer_of = string.byte, core.cell, core.room, layers.of

local M = {}

local Document = {}

--- Returns the annotations of a layer, in order of start, longer first. Runs what it needs.
-- Inside a plugin only the layers named in its `requires` may be read.
function Document:layer(name)
  local state = inner[self]
  local plugin, list = state.plugin, state.layers[name]
  if not list or plugin and not plugin.state.reads[name] then list = layer_of(state, name) end
  return self == state.for_guests and guest.view(list) or list
end

-- The numbers in the lexicon of one of the running plugin's own name lists. method: the one that asks.
local function numbers_of(state, method, name)
  local numbers = state.plugin and state.plugin.state.lists[name]
  if not numbers then error(("%s: '%s' is no name list of the running plugin"):format(method, tostring(name)), 3) end
  return numbers
end

--- Iterates the names of one of the running plugin's own lists (data with match = "name"): first and last token and the
-- row {column = cell}. Cheaper than the layer `_PLUGIN.LIST`, which makes an annotation of each.
function Document:hits(name)
  local state = inner[self]
  local numbers, inside = numbers_of(state, "hits", name), state.plugin.inside
  local keys = not inside and state.plugin.state.row_keys[name]
  core.scan(state.handle)
  local n, i, hits = 0, 0, {}
  return function()
    i = i + 3
    while hits[i] == nil do
      n = n + 1
      if not numbers[n] then return nil end
      hits, i = core.hits(state.handle, numbers[n]), 3
    end
    local row = layers.row(numbers[n] << 32 | hits[i])
    return hits[i - 2], hits[i - 1], inside and row or guest.view(row, keys)
  end
end

--- Where the names of one of the running plugin's own lists stand, in three sparse tables: first token -> last token,
-- first token -> what doc:row answers with the row for, and last token -> first token. Of several names at a token the
-- longest counts, of several rows the first.
-- Cheaper than doc:hits where a list has many hits and few of them are looked at.
function Document:starts(name)
  local state = inner[self]
  local numbers = numbers_of(state, "starts", name)
  core.scan(state.handle)
  return core.starts(state.handle, numbers)
end

--- Where the names of several of the running plugin's own lists stand, in one sparse table of integers; n is the place
-- of a list in `names`, from 0. t[first << 4 | n] is last << 40 | a number that doc:row takes; for the first `backward`
-- lists t[-(last << 4 | n)] is the first token of the longest name that ends at `last`. Of several names at a token the
-- longest counts, of several rows the first. Cheaper than doc:starts where there are many lists.
function Document:name_index(names, backward)
  local state = inner[self]
  local keeps = state.plugin and state.plugin.inside and state.plugin.state
  local numbers = keeps and keeps.indexed == names and keeps.numbers or {}
  for n = #numbers + 1, #names do numbers[n] = numbers_of(state, "name_index", names[n]) end
  if keeps then keeps.indexed, keeps.numbers = names, numbers end
  core.scan(state.handle)
  return core.name_index(state.handle, numbers, backward or 0)
end

--- One cell of the row that doc:starts or doc:name_index gave a number for; nil when it is empty. Cheaper than doc:row
-- where rows come up once.
function Document:cell(packed, column) return cell(packed, column) end

--- The row {column = cell} that doc:starts or doc:name_index gave a number for, in whose lower 40 bits are its list and its own.
function Document:row(packed)
  local row = layers.row(packed & 0xffffffffff)
  local plugin = inner[self].plugin
  return plugin and not plugin.inside and guest.view(row) or row
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
  return core.mark_table(plugin.state.marks, state.handle, plugin.inside, masks(...))
end

--- Decides what the names of the document are: see core/match/votes.h for what is asked of `rules`. `pieces` has lists: from,
-- to (tokens), title, listed, why (bits) and points: four in one integer, each of 16 bits and in tenths from 0x4000, from the
-- highest: a person, an organisation, a place, something else; `marks` the bits of all tokens. Fills the lists of `found` with
-- those that are names: from, to, title, listed, why (its bits in `kept`), kind (1 person, 2 organisation, 3 place, 0 none of
-- them), score, words (a number from 1, the same for the same words, with capitals or without). Returns how many they are,
-- people, organisations and places among them.
function Document:vote(pieces, count, marks, rules, kept, found)
  return core.vote(inner[self].handle, pieces, count, marks, rules, kept, found)
end

-- The bytes of a text as a list. A constructor takes many from the stack at once, which holds a million.
local AT_ONCE <const> = 1 << 15
local function bytes_of(text)
  local list = {byte(text, 1, AT_ONCE)}
  for from = AT_ONCE + 1, #text, AT_ONCE do
    table.move({byte(text, from, from + AT_ONCE - 1)}, 1, AT_ONCE, from, list)
  end
  return list
end

--- The letters of the sentences that the running plugin's `tagger` reads. `over` is a list of first token, last token and
-- letter (a byte), one after the other: what has this letter in any case, quotations say. Returns a table: letters, those of
-- all sentences between the tagger's `edges`, as a string, and bytes, the same as a list; of each sentence firsts and lasts,
-- its tokens, starts, the place of its first letter, and sought, that of the first one that is sought; stops, the places of
-- words of that group.
function Document:tags(over)
  local state = inner[self]
  local plugin = state.plugin
  local tagger = plugin and plugin.state.tagger
  if not tagger then error("tags: the running plugin declares no tagger", 2) end
  core.scan(state.handle)
  local found = core.tag(tagger[1], state.handle, over or {}, tagger[2], tagger[3], self:kept(1, self.count))
  found.bytes = bytes_of(found.letters)
  return found
end

-- Items of lists that are kept at the most.
local KEPT_ITEMS <const> = 1 << 16

--- Returns `n` lists, of at most `size` items each, that the running plugin fills from 1 on and others may read for as long
-- as the record is open. A shipped plugin gets lists of an earlier record again, with what is in them; what it leaves of
-- that it takes away.
function Document:kept(n, size)
  local state = inner[self]
  local plugin = state.plugin
  local keeps = plugin and plugin.inside
  local lists = keeps and plugin.state.kept
  if not lists or lists.record == state.record then
    lists = {}
    for i = 1, n do lists[i] = {} end
  end
  lists.record = state.record
  if keeps then plugin.state.kept = size <= KEPT_ITEMS and lists or nil end
  return table.unpack(lists, 1, n)
end

--- The whole document as a unit.
function Document:unit() return unit.whole(self) end

--- Unit number n of a kind: "sentence" or "paragraph".
function Document:sentence(n) return unit.of(self, "sentence", n) end
function Document:paragraph(n) return unit.of(self, "paragraph", n) end

--- The line that holds a token, as a unit.
function Document:line_at(token)
  local handle = inner[self].handle
  return unit.of(self, "line", core.span_at(handle, "line", (core.bytes(handle, token, token))))
end

local function units(document, kind)
  local n = 0
  return function()
    n = n + 1
    return unit.of(document, kind, n)
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

-- Fields that are worked out when they are first read: the text; lists of the normal form and of the shape of every token,
-- for which doc.word(i) would be asked again and again.
local column_lists = {words = "word", shapes = "shape"}

-- What a document may be without.
local absent = {title = true, date = true, date_confidence = true, date_why = true}

-- Of what stands behind a document, which has its columns, methods and fields.
local data_meta = {__index = function(data, key)
  local state = inner[data]
  local column = column_lists[key]
  -- A list that a stranger gets is a copy of its own, and whole.
  if column and state.plugin and not state.plugin.inside then return core.column_list(state.handle, column, true) end
  if column or key == "text" then
    local value = column and core.column_list(state.handle, column) or core.text(state.handle)
    rawset(data, key, value)
    return value
  end
  if (key == "date" or key == "date_confidence" or key == "date_why") and not state.dated then
    state.dated = true
    data.date, data.date_confidence, data.date_why = reference.find(state)
    return rawget(data, key)
  end
  if absent[key] then return nil end
  local known = {}
  for name in pairs(data) do known[name] = true end
  for _, name in ipairs(M.members().document) do known[name] = true end
  error(("doc.%s: %s"):format(tostring(key), check.unknown("name", key, require("suggest").names(known))), 2)
end}

local records = 0 -- that were opened
local LAYERS <const> = 32 -- of most documents, at the most

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
  local data = core.columns(handle, Document)
  data.id, data.source, data.base, data.language = spec.id, spec.source, core.offset(handle, 0), spec.language
  data.metadata, data.count, data.title = spec.metadata, core.count(handle), spec.metadata.title
  data.mention = core.mention_of(handle)
  local document = setmetatable({}, {__index = data, __newindex = read_only, __name = "document", __metatable = false})
  local state = {document = document, data = data, handle = handle, registry = registry, record = records, layers = room(LAYERS),
    open = room(LAYERS), ran = room(LAYERS), spec = spec, state_of = state_of}
  inner[document], inner[data] = state, state
  setmetatable(data, data_meta)
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

--- The plugins that a list of layers needs, with those that find the reference date.
function M.plugins_for(registry, names)
  local wanted = {table.unpack(names)}
  if registry.layers._reference then wanted[#wanted + 1] = "_reference" end
  return plugin_module.needed(registry, wanted)
end

--- The names that plugins can use of documents and units, sorted: for the test that holds api.lua against them.
function M.members()
  local document, of_unit = {}, unit.members()
  for name in pairs(Document) do document[#document + 1] = name end
  for name in pairs(column_lists) do document[#document + 1] = name end
  for _, name in ipairs {"date", "date_confidence", "date_why", "mention", "text"} do document[#document + 1] = name end
  table.sort(document)
  return {document = document, unit = of_unit}
end

return M
