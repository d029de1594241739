-- The command line: options as data, their values, and what is said about slips.
local tap = require "tap"
local options = require "options"
local suggest = require "suggest"

local function parse(...)
  return options.parse({ ... }, function(verb)
    if verb == "said" then return { { name = "min", type = "number", plugin = "said" } } end
    if verb == "quotes" then return { { name = "speaker", type = "string", filter = true } } end
  end)
end

local function value(name, ...) return (parse(...))[name] end

tap.is(value("format", "quotes", "-f", "csv", "a.txt"), "csv", "-f csv")
tap.is(value("format", "quotes", "-fcsv", "a.txt"), "csv", "-fcsv")
tap.is(value("format", "quotes", "--format", "csv"), "csv", "--format csv")
tap.is(value("format", "quotes", "--format=csv"), "csv", "--format=csv")
tap.is(value("format", "-f", "csv", "quotes"), "csv", "before the verb")
tap.is(value("jobs", "map", "-j4"), 4, "-j4")
tap.is(value("why", "quotes", "--why", "a.txt"), true, "a flag")
tap.same(value("fields", "quotes", "--fields", "line, text"), { "line", "text" }, "a list")
tap.same(value("plugins", "quotes", "--plugins", "a", "--plugins=b"), { "a", "b" }, "repeated")
tap.is(value("output", "quotes", "-o", "-"), "-", "- is a value")
tap.is(value("expression", "-e", "quotes:count()", "a.txt"), "quotes:count()", "-e")

local values, words, rest = parse("run", "met.lua", "a.txt", "-", "--", "-x", "--format")
tap.same(words, { "run", "met.lua", "a.txt", "-" }, "words")
tap.same(rest, { "-x", "--format" }, "behind --")
tap.is(values.format, nil, "what stands behind -- is no option")
values, words = parse("-e", "quotes", "said", "--limit", "3")
tap.same(words, { "said" }, "with -e every word is a file")
tap.is(values.limit, 3, "--limit")
values = parse("said", "--min", "2.5", "a.txt")
tap.same(values.settings, { said = { min = 2.5 } }, "an option of a report")
values = parse("quotes", "--speaker=Price", "a.txt")
tap.same(values.filters, { speaker = "Price" }, "a field of a layer")

for text, wanted in pairs({ ["true"] = true, yes = true, ON = true, ["false"] = false, no = false, off = false }) do
  tap.is(options.convert({ type = "boolean" }, text, "--set a.b"), wanted, "yes or no: " .. text)
end
tap.raises(function() options.convert({ type = "boolean" }, "maybe", "--set a.b") end,
  "--set a.b: true or false expected, got 'maybe'", "neither yes nor no")

local function refused(expected, name, ...)
  local arguments = { ... }
  tap.raises(function() parse(table.unpack(arguments)) end, expected, name)
end
refused("-x: unknown option", "an unknown letter", "quotes", "-x")
refused("--limit: a whole number from 1 expected, got '0'", "nothing at all", "quotes", "--limit=0")
refused("--why: takes no value", "a value too many", "quotes", "--why=yes")
refused("--speakr: unknown option; did you mean '--speaker'?", "a field", "quotes", "--speakr", "x")

-- The manual page knows every option and every verb.
local made = assert(io.popen("lua5.4 core/tools/manual.lua"))
local page = made:read("a"):gsub("\\%-", "-"):gsub("\\f.", "")
made:close()
local unknown = {}
for _, option in ipairs(options.list) do
  if not option.help or not page:find("--" .. option.name, 1, true) then unknown[#unknown + 1] = option.name end
end
tap.is(table.concat(unknown, " "), "", "every option has help and is in the manual")
for _, verb in ipairs(require("verbs").list) do
  tap.ok(verb.summary and page:find("%f[%a]" .. verb.name .. "%f[%A]") ~= nil, verb.name .. ": is in the manual")
end

tap.is(suggest.nearest("quots", { "dates", "quotes" }), "quotes", "nearest: one letter left out")
tap.is(suggest.nearest("qoutes", { "dates", "quotes" }), "quotes", "nearest: neighbours swapped")
tap.is(suggest.nearest("xyz", { "dates", "quotes" }), nil, "nearest: nothing near")
tap.is(suggest.nearest("quo", { "quotes" }), "quotes", "nearest: a beginning")
tap.is(suggest.nearest("Dates", { "dates" }), "dates", "nearest: case")
tap.is(suggest.distance("ca", "abc", 9), 3, "distance: each letter is moved once")
tap.is(suggest.hint("xyz", { "a" }), "", "no hint where nothing is near")

tap.done()
