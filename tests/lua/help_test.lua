-- Help: made from the tables of plugins, verbs, options and query words.
local tap = require "tap"
local help = require "help"
local query = require "query"
local topics = require "topics"
local writer = require "writer"

local money = {
  name = "money", summary = "Amounts of money with currency and value", path = "plugins/money.lua", layers = { "money" },
  options = { min = { type = "number", default = 5, help = "the least amount" } },
  examples = { { "It cost $5 million.", { "$5 million", currency = "USD", value = 5000000 } }, { "It cost nothing." } },
}
local said = { name = "said", summary = "Who said what", path = "plugins/said.lua", layers = {}, report = {}, options = {}, examples = {} }
local broken = { name = "odd", summary = "", path = "odd.lua", broken = "odd.lua: unknown key 'grammer'",
                 layers = {}, options = {}, examples = {} }
local registry = {
  plugins = { money, broken, said }, by_name = { money = money, said = said, odd = broken },
  layers = {
    money = { name = "money", fields = { currency = "string", value = "number", parts = { "mention" } },
              order = { "currency", "parts", "value" },
              providers = { money }, columns = {}, parts = { parts = { role = "string" } } },
    tokens = { name = "tokens", fields = { lemma = "string" }, order = { "lemma" }, providers = {}, builtin = true, columns = {},
               parts = {} },
    _inner = { name = "_inner", fields = { secret = "string" }, order = {}, providers = { money }, columns = {}, parts = {} },
  },
}

local function page(...)
  local parts = {}
  local session = {
    registry = function() return registry end,
    writer = function() return writer.open({ format = "table", width = 90, write = function(text) parts[#parts + 1] = text end }) end,
  }
  help.print(session, { ... })
  return table.concat(parts)
end

local top = page()
tap.has(top, "said  Who said what", "the first page: reports")
tap.ok(top:find("money +Amounts of money with currency and value") ~= nil, "... layers")
tap.has(top, "annotate", "... verbs")
tap.ok(not top:find("_inner", 1, true) and not top:find("odd", 1, true), "... nothing internal or broken")

local layer = page("money")
tap.has(layer, "readout money FILE...   a layer, from money", "a layer")
tap.has(layer, "parts     list of mention", "... its fields with types")
tap.has(layer, "--min VALUE  the least amount (default 5)", "... the options of its plugin")
tap.has(layer, "-> $5 million (currency = USD, value = 5000000)", "... its examples")
tap.has(layer, "File: plugins/money.lua", "... its file")
tap.has(page("said"), "readout said FILE...   a report\nWho said what\n", "a report")
tap.has(page("tokens"), "a layer of the core", "a layer of the core")
tap.has(page("odd"), "odd is set aside: odd.lua: unknown key 'grammer'", "a plugin that was set aside")
tap.has(page("map"), "readout map [FILE...]", "a verb")
tap.has(page("map"), "--raw", "... with the options that only it has")
tap.has(page("--format"), "-f, --format FORMAT", "an option")
tap.has(page("f"), "-f, --format FORMAT", "... by its letter")
tap.has(page("options"), "What is read, and how", "all options")
tap.has(page("currency"), "currency, a field of money: string", "a field")
tap.has(page("parts.role"), "role, a part of parts of money: string", "a part of a field")
tap.has(page("confidence"), "confidence, a field of every record: high, medium or low", "a field of every record")
tap.has(page("find", "worker", "processes"), "jobs", "find: the lines that have the words")
tap.raises(function() page("find", "zzz") end, "'zzz' is nowhere in it", "find: nothing")
tap.raises(function() page("compare") end, "compare: not part of this version\n  nearest: readout run", "what comes nearest")
tap.has(page("layers"), "money", "help layers lists them")
tap.has(page("where"), "One Lua expression", "a word of queries")
tap.has(page("word_of"), "g.word_of(list)   (grammars)", "a word of grammars")
tap.has(page("exit"), "finished, but some documents failed", "a page")
tap.raises(function() page("mony") end, "help: nothing about 'mony'; did you mean 'money'?", "nothing found")
tap.raises(function() page("secret") end, "nothing about 'secret'", "fields of internal layers are not shown")

for name in pairs(require("plugin").schema) do tap.has(page(name), name .. ", a key of plugins: ", "a key of plugins") end
tap.has(page("plugin"), "provides    the layers that it fills", "... all of them with the verb that writes one")
tap.has(page("g"), "g.gap ", "the vocabulary")
tap.has(page("query"), "A query is plain Lua", "another word for a page")

for name in pairs(query.methods) do
  local found = false
  for _, entry in ipairs(topics.query) do found = found or entry[1] == name end
  tap.ok(found, ("queries: %s has help"):format(name))
end
for line in page("queries"):gmatch("[^\n]+") do
  if #line > 118 then tap.ok(false, "lines are short: " .. line) end
end

tap.done()
