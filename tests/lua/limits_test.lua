-- Limits at their value and one beyond it.
local core = require "core"
local data = require "data"
local guest = require "guest"
local limits = require "limits"
local plugin = require "plugin"
local run = require "run"
local tap = require "tap"

local c = core.limits()

local function nested(levels)
  local t = {}
  for _ = 2, levels do t = { t } end
  return t
end

-- The outermost table is at level 0.
tap.ok(pcall(core.json_encode, nested(c.json_depth + 1)), "tables as deep as the limit are written")
local done, message = pcall(core.json_encode, nested(c.json_depth + 2))
tap.ok(not done and message:find("more than " .. c.json_depth .. " levels", 1, true), "one deeper is refused")
tap.ok(pcall(guest.copy, nested(guest.copy_depth + 1)), "a plugin's tables as deep as the limit are taken")
done, message = pcall(guest.copy, nested(guest.copy_depth + 2))
tap.ok(not done and message:find("more than " .. guest.copy_depth .. " deep", 1, true), "one deeper is refused")

for _, text in ipairs {"caf\xE2", "\xF0\x9F\x98", "\xED\xA0\x80", "\xFF"} do
  tap.ok(not pcall(core.open_record, text), "a text that is no UTF-8 is refused")
end

local long = ("x"):rep(c.normal)
tap.is(core.normal(long), long, "a word as long as the limit is whole")
tap.is(core.normal(long .. "yz"), long, "a longer one is its beginning")

local tape = core.tape()
tap.ok(pcall(core.class_kind, tape, c.tape_classes, "word"), "the last class of a tape")
tap.ok(not pcall(core.class_kind, tape, c.tape_classes + 1, "word"), "one class more is refused")
tap.ok(pcall(core.tape_layer, tape, 1, c.tape_layers), "the last layer of a tape")
tap.ok(not pcall(core.tape_layer, tape, 1, c.tape_layers + 1), "one layer more is refused")
tap.ok(pcall(core.class_words, tape, 1, ("{1..%d}/{00..09}"):format(c.tape_words // 10)), "as many words as one can stand for")
tap.ok(not pcall(core.class_words, tape, 1, ("{0..%d}"):format(c.tape_words)), "one more is refused")
tap.ok(pcall(core.class_words, tape, 1, ("{"):rep(c.normal)), "braces without numbers are themselves")
tap.ok(not pcall(core.class_words, tape, 1, ("x"):rep(c.normal) .. "{1..2}"), "a word longer than words can be is refused")
tap.ok(pcall(core.add_trigger, c.trigger_sets - 1, "zzz"), "the last text grammar")
tap.ok(not pcall(core.add_trigger, c.trigger_sets, "zzz"), "one more is refused")

-- Files, at their size and one byte more.
local function in_folder(work)
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir -p '" .. folder .. "/data'"))
  local function write(name, text)
    local file = assert(io.open(folder .. "/" .. name, "wb"))
    file:write(text)
    file:close()
  end
  work(folder, write)
  os.execute("rm -r '" .. folder .. "'")
end

in_folder(function(folder, write)
  local body = "return {api = 1, name = 'large', summary = 's', vocabulary = function() return {} end}\n--"
  for extra = 0, 1 do
    write("large.lua", body .. ("x"):rep(plugin.load_limits.file - #body + extra))
    local broken = plugin.load({ dirs = { folder } }).by_name.large.broken
    if extra == 0 then
      tap.ok(not broken, "a plugin as large as the limit is loaded: " .. tostring(broken))
    else
      tap.ok(broken and broken:find("more than 1 MiB", 1, true), "one byte more is refused")
    end
  end
  local before = data.limit
  data.limit = 1000
  for extra = 0, 1 do
    write("data/limits_test.tsv", ("x"):rep(data.limit + extra))
    local read, problem = pcall(data.texts, {file = "limits_test.tsv"}, { folder })
    if extra == 0 then
      tap.ok(read, "a data file as large as the limit is read")
    else
      tap.ok(not read and problem:find("limits_test.tsv: more than", 1, true), "one byte more is refused")
    end
  end
  data.limit = before
end)

-- All of them are listed.
for _, row in ipairs(limits.rows(run.limits)) do
  tap.ok(#tostring(row[2]) > 0 and #row[3] > 0, "listed: " .. row[1])
end
local count = 0
for _ in pairs(c) do count = count + 1 end
tap.ok(#limits.rows(run.limits) >= count, "every limit of the core is listed")
tap.done()
