-- Taggers: what a plugin declares becomes letters; what is wrong with it is told with its place.
local core = require "core"
local tagger = require "tagger"
local tap = require "tap"

local verbs = "# verbs\nverb\tkind\nsail\t\nreport\tnoun\n"

local function compile(spec)
  spec.unlisted = spec.unlisted or {{is = "n"}}
  spec.readings = spec.readings or {}
  return tagger.compile({path = "t.lua", tagger = spec, data = {verbs = {match = "mark"}, towns = {match = "name"}}},
    {data = {verbs = {{verbs, "verbs.tsv"}}}})
end

local compiled = compile {
  readings = {
    {is = "d", word = {"the", "a"}}, {is = "h", word = "this"}, {is = "last", word = "last"},
    {is = ".", word = "."}, {is = ",", word = ","},
    {is = "-", word = "-"}, {list = "verbs", among = "nouns", is = "n"}, {list = "verbs", by = "kind", is = {[""] = "V"}},
  },
  unlisted = {{is = "9", shape = "9"}, {is = "y", ends = "ly", least = 4}, {is = "n"}},
  behind = {V = {d = "n", n = "plural", ["*"] = "v"}, ["-"] = {["*"] = "hyphen"}, last = {["*"] = "last noun"}},
  choices = {plural = {ends_before = "s", is = "v", otherwise = "n"}, hyphen = {compound = true, is = "n'", otherwise = "-"},
    ["last noun"] = {next_among = "nouns", is = "k", otherwise = "y"}},
  settled = {{letter = "h", next = "n", is = "d", otherwise = "i"}},
  passed = "y",
  capital = {is = "N", but = {"d"}, first = {"V"}},
  groups = {wanted = {{list = "verbs"}}, stops = {{list = "verbs", except = {kind = ""}}, {word = "the"}}, nouns = {{word = "report"}}},
  wanted = "Q", sought = "vN",
  edges = {"..", "|"},
}
core.freeze()

local function tag(text, over, into)
  core.open_record(text)
  local document = core.document(1, #text, 0)
  core.scan(document)
  return core.tag(compiled[1], document, over or {}, compiled[2], compiled[3], into or {})
end

tap.is(tag("The ships sail.").letters, "..dnv.|", "behind a plural")
tap.is(tag("The ship sail.").letters, "..dnn.|", "behind another noun")
tap.is(tag("The only sail.").letters, "..dyn.|", "what is passed over")
tap.is(tag("This, this report sail 9.").letters, "..i,dnn9.|", "letters that the next one settles")
tap.is(tag("Last, the last report sail.").letters, "..y,dknn.|", "a group of words behind it")
tap.is(tag("Sail The Oban.").letters, "..NdN.|", "capitals")
local tags = tag("It rained. The ships sail. A report.")
tap.same({tags.firsts, tags.lasts, tags.starts}, {{4, 8}, {7, 10}, {3, 10}}, "sentences that are read")
tap.same(tags.stops, {3, 11}, "stops")
tap.same(tags.sought, {5, 13}, "what is sought, or behind the sentence")
tap.is(tag("The sail of it sails.", {2, 4, 81, 9, 99, 81}).letters, "..dQQQn.|", "letters over tokens, up to the last one")
tap.is(tag("The oats.", {2, 2, 81}).letters, "..dQ.|", "a letter that is wanted beside a stop")
tap.is(tag("It rained.").letters, "", "nothing is wanted")
tap.ok(not pcall(tag, "The oats.", {2, 2, 9}), "no letter over a token")
tags = tag("The ships sail.", nil, tags)
tap.same({tags.firsts, tags.lasts, tags.starts, tags.stops}, {{1}, {4}, {3}, {3}}, "lists of another text are filled anew")

local limit = core.limits().tagged
tap.same(tag(("sail "):rep(limit)).lasts, {limit}, "a sentence as long as the limit is read at once")
tags = tag(("sail "):rep(limit + 1))
tap.same({tags.firsts, tags.lasts}, {{1, limit + 1}, {limit, limit + 1}}, "a longer one in pieces")

for place, spec in core.pairs {
  ["readings%[1%]: 'ships' is no list"] = {readings = {{is = "n", list = "ships"}}},
  ["readings%[1%]: 'towns' is no list"] = {readings = {{is = "n", forms_of = "towns"}}},
  ["readings%[1%]: .*by"] = {readings = {{is = {x = "n"}, list = "verbs"}}},
  ["readings%[1%]: among: 'x' is none"] = {readings = {{is = "n", list = "verbs", among = "x"}}},
  ["behind%.V: a letter expected, got 'vn'"] = {readings = {{is = "V", word = "x"}}, behind = {V = {["*"] = "vn"}}},
  ["choices%.c: "] = {choices = {c = {is = "a"}}},
  ["choices%.c: next_among: 'x' is none"] = {choices = {c = {is = "a", otherwise = "b", next_among = "x"}}},
  ["unlisted: the last rule"] = {unlisted = {{is = "n", least = 3}}},
  ["settled%[1%]: unknown key 'nxt'; did you mean 'next'"] = {settled = {{letter = "h", nxt = "n"}}},
  ["settled%[1%]: next is missing"] = {settled = {{letter = "h", is = "d"}}},
  ["title: longest"] = {capital = {is = "N"}, title = {longest = -1, capitals = 1, short = 1}},
  ["edges: two strings"] = {edges = {1, 2}},
  ["groups: a string expected as key"] = {groups = {{}}},
} do
  local done, message = pcall(compile, spec)
  tap.ok(not done and message:find("^t%.lua: tagger%." .. place), "told: " .. message)
end
tap.done()
