-- Marks of a document, votes on its names, and lists that are kept from record to record.
local core = require "core"
local document = require "document"
local plugin = require "plugin"
local prepare = require "prepare"
local run = require "run"
local tap = require "tap"

local TEXT = "New Oban grew. NEW OBAN fell, and the new pier of Oban."

-- A document of a record of its own.
local registry = plugin.load {dirs = {}}
prepare.prepare(document.plugins_for(registry, {"_names"}), registry)
local function open(text) return run.documents(registry, {id = "a", source = "-", text = text}, {})[1] end

local function handle_of(text)
  core.open_record(text)
  local handle = core.document(1, #text, 0)
  core.scan(handle)
  return handle
end

-- Votes: what is not there is told, whatever a plugin hands over.
local function lists(names)
  local result = {}
  for name in names:gmatch "%a+" do result[name] = {} end
  return result
end
local given = lists "from to title listed why points"
local taken = lists "from to title listed why kind score words"
local rules = {}
for name in ("lead headline single defines spread common mixed no_name follows suffix sure accept strong lends doubt_more share again "
  .. "against part place_less"):gmatch "%S+" do rules[name] = 1 end

-- Words: "New Oban", "NEW OBAN", "new", "Oban".
local handle = handle_of(TEXT)
local function vote(from, to, count)
  local pieces = {from = from, to = to, title = {}, listed = {}, why = {}, points = {}}
  for k = 1, count do pieces.points[k], pieces.why[k] = 0x4064406440644000, 0 end
  local found = lists "from to title listed why kind score words"
  return core.vote(handle, pieces, count, {}, rules, 1, found), found.words
end
local named, words = vote({1, 5, 11, 14}, {2, 6, 11, 14}, 4)
tap.is(named, 4, "all are names")
tap.is(words[1], words[2], "the same words, with capitals or without")
tap.ok(words[3] ~= words[4] and words[1] ~= words[3] and words[1] ~= words[4], "other words have other numbers")
tap.is(vote({}, {}, 0), 0, "no pieces, no names")
for what, bounds in core.pairs {["before the first"] = {0, 1}, ["behind the last"] = {1, 99}, ["backwards"] = {2, 1}} do
  tap.ok(not pcall(vote, {bounds[1]}, {bounds[2]}, 1), "a piece that is none: " .. what)
end
tap.ok(not pcall(core.vote, handle, lists "from to", 0, {}, rules, 1, taken), "lists that are missing")
tap.ok(not pcall(core.vote, handle, given, 0, {}, {lead = 1}, 1, taken), "rules that are missing")
tap.ok(not pcall(core.vote, handle, given, -1, {}, rules, 1, taken), "less than no pieces")

-- Marks: class 1 is that of capitals.
local marks = core.marks()
core.class_shape(marks, 1, "Xx")
core.class_shape(marks, 1, "XX")
core.class_shape(marks, 2, "xx")
local list, sentences, capitals, others = core.mark_table(marks, handle, true, 1, 2)
tap.is(#list, 15, "a mark for each token")
tap.same(sentences, {1, 5}, "where sentences begin")
tap.same(capitals, {1, 2, 5, 6, 14}, "the tokens of a class")
tap.same(others, {3, 7, 9, 10, 11, 12, 13}, "and of another")
local again = core.mark_table(marks, handle, true)
tap.ok(again ~= list, "another list while the record is open")
local short = core.mark_table(marks, handle_of("It fell."), true)
tap.ok(short == again and #short == 3, "the same list for a later record, with nothing of the earlier one behind")
tap.ok(core.mark_table(marks, handle_of("It fell."), false) ~= short, "but not for those that may write in it")

-- A name is decided the same whatever was read before.
local function found(text)
  local record = open(text):layer "_names"[1]
  local kinds = {}
  for k = 1, record and record.found.count or 0 do kinds[k] = record.found.kind[k] end
  return kinds, record and #record.found.sentences
end
local long = ("Marit Solvang met Joseph Wanjala in Kenya. "):rep(40)
local short_text = "Norwegian Foreign Minister Marit Solvang met Joseph Wanjala in Kenya."
local before = found(short_text)
found(long)
tap.same(found(short_text), before, "behind a longer document")
found("It rained.")
tap.same(found(short_text), before, "behind one without names")

-- The plugins that read the marks of _words write down its bits, each those it asks for.
local bits, differing, compared = {}, {}, 0
for _, name in ipairs {"name_words", "name_pieces", "name_weights", "names", "people", "orgs", "places", "entities"} do
  for class, bit in core.packed(("plugins/%s.lua"):format(name)):gmatch "\nlocal ([%u_]+) <const> = 1 << (%d+)" do
    bits[class] = bits[class] or bit
    compared = compared + 1
    if bits[class] ~= bit then differing[#differing + 1] = ("%s of %s"):format(class, name) end
  end
end
tap.same(differing, {}, "a class of marks is the same bit in all plugins")
tap.ok(compared > 80, "and all of them are read")
tap.done()
