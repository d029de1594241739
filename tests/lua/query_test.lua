-- Queries on made-up documents: filters, expressions, steps, aggregates, and what is said about slips.
local tap = require "tap"
local core = require "core"
local aggregate = require "aggregate"
local fault = require "fault"
local guard = require "guard"
local query = require "query"
local script = require "script"

local function record(fields)
  fields.first = fields.first or fields[1]
  fields.last = fields.last or fields[2]
  fields[1], fields[2] = nil, nil
  fields.start, fields["end"] = fields.first * 10, fields.last * 10 + 9
  return fields
end

local function document(layers)
  local doc = { layers = layers }
  function doc.layer(_, name) return layers[name] or {} end
  function doc.sentence_of(token) return (token - 1) // 10 + 1 end
  function doc.paragraph_of(token) return (token - 1) // 20 + 1 end
  return doc
end

local doc = document {
  quotes = {
    record { 1, 5, text = "We will meet again in Geneva", line = 1, kind = "direct", length = 6,
             speaker = { name = "Ana Duarte", text = "the minister", role = "minister", country = "PT" } },
    record { 12, 18, text = "a step forward", line = 2, kind = "mixed", length = 3,
             speaker = { name = "Ole Brandt-Lund", text = "Mr Brandt" } },
    record { 31, 36, text = "No comment", line = 4, kind = "direct", length = 2, rule = "quotes/marks", said = "2023-02-14" },
    record { 41, 46, text = "Talks go on", line = 5, kind = "direct", length = 2.5,
             speaker = { text = "Ana Duarte", name = "Ana Duarte", aliases = { "Lady Lisbon", { text = "Annie D." } } },
             tags = { "talks", "hope" }, said = "2023-02-20" },
  },
  money = {
    record { 3, 4, text = "$5 million", value = 5000000, currency = "USD" },
    record { 20, 21, text = "2.5 euros", value = 2.5, currency = "EUR" },
    record { 38, 39, text = "1 billion euros", value = 1e9, currency = "EUR" },
  },
}

local registry = { layers = {
  quotes = { fields = { kind = "string", speaker = "mention", length = "number", tags = { "string" }, said = "date" }, columns = {} },
  money = { fields = { value = "number", currency = "string" }, columns = {} },
  _hidden = { fields = {}, columns = {} },
} }

local function compile(text)
  local environment = script.environment(registry)
  return script.compile(text, "-e", environment)()
end

-- What a query answers on the documents, aggregates and tail included.
local function run(text, ...)
  local parts = query.parts(compile(text))
  local rows = {}
  local state
  for _, one in ipairs({ doc, ... }) do
    local found = query.evaluate(parts, one)
    if parts.aggregate then
      local now = core.json_decode(core.json_encode(aggregate.fold(parts.aggregate, found)))
      state = state and aggregate.merge(parts.aggregate, state, now) or now
    else
      table.move(found, 1, #found, #rows + 1, rows)
    end
  end
  if state then rows = aggregate.result(parts.aggregate, state) end
  for _, step in ipairs(parts.tail) do rows = step(rows) end
  return rows
end

local function lines(text)
  local found = {}
  for _, row in ipairs(run(text)) do found[#found + 1] = row.line or row.text end
  return table.concat(found, " ")
end

local function message(text)
  local done, problem = pcall(compile, text)
  return done and "nothing was raised" or tostring(problem)
end

-- filters
tap.is(lines 'quotes', "1 2 4 5", "a layer is the set of its records")
tap.is(lines 'quotes{kind="DIRECT"}', "1 4 5", "equal, case ignored")
tap.is(lines 'quotes{kind="d*"}', "1 4 5", "a star stands for any run")
tap.is(lines 'quotes{text="*geneva"}', "1", "a star in front")
tap.is(lines 'quotes{text="geneva"}', "", "without a star the whole field must match")
tap.is(lines 'quotes{speaker="Duarte"}', "1 5", "a mention: words of its name")
tap.is(lines 'quotes{speaker="minister"}', "1", "a mention: words of its text")
tap.is(lines 'quotes{speaker="duarte ana"}', "", "in order")
tap.is(lines 'quotes{speaker="Duart"}', "", "whole words")
tap.is(lines 'quotes{speaker="Duart*"}', "1 5", "a star within a word")
tap.is(lines 'quotes{speaker="ole lund"}', "2", "a hyphen parts words")
tap.is(lines 'quotes{speaker=any}', "1 2 5", "any: present")
tap.is(lines 'quotes{speaker=none}', "4", "none: absent")
tap.is(lines 'quotes{speaker="!Duarte"}', "2 4", "! takes the others, the missing too")
tap.is(lines 'quotes{speaker={"Brandt", none}}', "2 4", "any of a table")
tap.is(lines 'quotes{speaker={country="pt"}}', "1", "a table with keys looks into the mention")
tap.is(lines 'quotes{length=">=3"}', "1 2", "numbers compare")
tap.is(lines 'quotes{length=2.5}', "5", "a number is equal")
tap.is(lines 'quotes{said=">=2023-02-15"}', "5", "dates compare as texts")
tap.is(lines 'quotes{said="2023-02*"}', "4 5", "... and have stars")
tap.is(lines 'quotes{said="<2023-02-20"}', "4", "smaller; a missing value is not")
tap.is(lines 'quotes{line={1, ">4"}}', "1 5", "any of a table: comparisons too")
tap.is(lines 'quotes{speaker="lisbon"}', "5", "a mention: words of an alias")
tap.is(lines 'quotes{speaker="annie"}', "5", "... which may be a mention")
tap.is(lines 'quotes{rule="quotes/*"}', "4", "what every record has")
tap.is(lines 'quotes{tags="hope"}', "5", "a list: one item is enough")
tap.is(lines 'quotes{kind="direct", speaker=any}', "1 5", "several fields: all must hold")
tap.is(lines 'quotes{kind="direct"}{speaker=none}', "4", "filters follow one another")

-- where
tap.is(lines 'quotes:where[[#text > 12]]', "1 2", "length")
tap.is(lines 'quotes:where[[speaker.country == "PT"]]', "1", "indexing a missing value gives nil")
tap.is(lines 'quotes:where[[speaker.role:find"min"]]', "1", "calling its method too")
tap.is(lines 'quotes:where[[tags[1] > "a"]]', "5", "ordering it is false")
tap.is(lines 'quotes:where[[start > 300 and end < 400]]', "4", "end is a field")
tap.is(lines 'quotes:where[[speaker and speaker.name:lower():match"^ana"]]', "1 5", "methods of strings")
tap.is(lines 'quotes:where(function(q) return q.speaker.name == "Ana Duarte" end)', "1 5", "a function")
tap.is(lines 'quotes:where[[math.floor(length) == 2]]', "4 5", "the library")
tap.is(lines 'quotes:where[[length * 2 > 5]]:where[[line < 5]]', "1 2", "one after the other")
tap.raises(function() return nil .. "x" end, "concatenate", "nil is itself again afterwards")
tap.raises(function() run 'quotes:where[[text + 1 > 2]]' end, "-e:1:15: attempt to ",
           "an error in an expression is raised")
tap.raises(function() local t = nil; return t.x end, "index", "nil is itself again after an error")

-- steps
tap.same(run 'quotes:where"line==2":pick("speaker.name","kind")',
         { { ["speaker.name"] = "Ole Brandt-Lund", kind = "mixed" } }, "pick")
tap.is(lines 'money:inside(quotes)', "$5 million", "inside")
tap.is(lines 'money:within(quotes{kind="mixed"})', "", "within a filtered set")
tap.is(lines 'money:outside(quotes)', "2.5 euros 1 billion euros", "outside")
tap.is(lines 'quotes:near(money, "sentence")', "1 2 4", "near: the same sentence (31-40 holds token 38)")
tap.is(lines 'quotes:near(money{currency="USD"}, "paragraph")', "1 2", "near: the same paragraph")
tap.is(lines 'quotes:near(money, 1)', "1 2 4 5", "near: tokens between")
tap.is(lines 'quotes:near(money, 0)', "1", "near: adjoining or overlapping")
tap.is(lines 'quotes:near(quotes, 5)', "4 5", "near: itself does not count")
tap.same(run 'quotes:text()', { "We will meet again in Geneva", "a step forward", "No comment", "Talks go on" }, "text")
tap.same(run 'quotes:map(function(q) return q.speaker and q.speaker.name end)',
         { "Ana Duarte", "Ole Brandt-Lund", "Ana Duarte" }, "map drops nil")
tap.same(run 'money:where"value > 3":text():first(1)', { "$5 million" }, "first")
tap.is(lines 'quotes:sort("-line")', "5 4 2 1", "sort, largest first")
tap.is(lines 'quotes:sort("speaker","-line")', "5 1 2 4", "sort: missing values last")
tap.is(#run 'quotes:count"speaker.name":sort"speaker.name"', 3, "sort by a part of a field that was counted")
tap.ok(message 'quotes:count"length"{length=">x"}':find("length: 'x' is not a number", 1, true), "what was counted keeps its type")

-- aggregates
local by_speaker = { { speaker = "Ana Duarte", n = 2 }, { speaker = "Ole Brandt-Lund", n = 1 }, { n = 1 } }
tap.same(run 'quotes:count"speaker"', by_speaker, "count: most first, the missing last")
tap.same(run 'quotes:count()', { { n = 4 } }, "count without fields")
tap.same(run 'quotes:count("kind","speaker.country")',
         { { kind = "direct", n = 2 }, { kind = "direct", ["speaker.country"] = "PT", n = 1 }, { kind = "mixed", n = 1 } },
         "count on two fields")
tap.same(run 'quotes:count"tags"', { { n = 3 }, { tags = "hope", n = 1 }, { tags = "talks", n = 1 } }, "count on a list")
tap.same(run 'money:by"currency"', { { currency = "EUR", n = 2 }, { currency = "USD", n = 1 } }, "by: in key order")
tap.same(run 'quotes:by"speaker":top(1)', { { speaker = "Ana Duarte", n = 2 } }, "top of groups")
tap.same(run 'money:sum"value"', { { n = 3, sum = 1005000002.5 } }, "sum")
tap.same(run 'money:by"currency":sum"value"',
         { { currency = "EUR", n = 2, sum = 1000000002.5 }, { currency = "USD", n = 1, sum = 5000000 } }, "sum of groups")
tap.same(run 'money:by"currency":sum"value":top(1)', { { currency = "EUR", n = 2, sum = 1000000002.5 } }, "top by sum")
tap.is(lines 'money:top(2, "value")', "1 billion euros $5 million", "top of records by a field")
tap.same(run 'quotes:count"speaker":where[[n > 1]]:pick"speaker"', { { speaker = "Ana Duarte" } }, "after an aggregate")
tap.same(run 'quotes:count("speaker","kind"):count"speaker":first(1)', { { speaker = "Ana Duarte", n = 1 } },
         "an aggregate of an aggregate")
tap.same(run('quotes:count"speaker"', doc)[1], { speaker = "Ana Duarte", n = 4 }, "documents add up")

-- sums do not depend on the order, and are right to the last bit
local values = { 0.1, 0.2, 0.3, 1e15, -1e15, 1e-9, 123456789.125, -0.7, 1e300, -1e300 }
local function sum_of(order)
  local spec, state = { kind = "count", keys = {}, sum = "value" }, nil
  for _, i in ipairs(order) do
    local one = core.json_decode(core.json_encode(aggregate.fold(spec, { { value = values[i] } })))
    state = state and aggregate.merge(spec, state, one) or one
  end
  return aggregate.result(spec, state)[1].sum, core.json_encode(state)
end
local forward, forward_state = sum_of { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }
local backward, backward_state = sum_of { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }
tap.is(forward, backward, "sums: any order, the same number")
tap.is(forward_state, backward_state, "sums: the same state")
tap.is(("%.17g"):format(forward), ("%.17g"):format(123456789.025000001), "sums: exact")
tap.is(sum_of { 8 }, -0.7, "sums: a negative fraction")
values = { 1 << 50, (1 << 50) + 1, 1 << 52, -(1 << 53) - 7, 0.5, -0.5, 1e22, -1e22, 3 }
tap.is(sum_of { 1, 2, 3, 1, 2, 3, 9 }, 4 * (1 << 50) + 2 + 2 * (1 << 52) + 3, "sums: integers beyond 2^53 stay exact")
tap.is(sum_of { 4 }, -(1 << 53) - 7, "sums: ... negative too")
tap.is(math.type((sum_of { 5, 9, 6 })), "integer", "sums: fractions that vanish leave an integer")
tap.is(sum_of { 7, 9, 8 }, 3, "sums: large numbers that vanish leave what was small")
tap.is(sum_of { 5, 6 }, 0, "sums: nothing")
math.randomseed(7)
for i = 1, 60 do values[i] = (math.random() - 0.5) * 2.0 ^ math.random(-60, 60) end
local order = {}
for i = 1, 60 do order[i] = i end
local want, want_state = sum_of(order)
local same = true
for _ = 1, 20 do
  for i = 60, 2, -1 do
    local j = math.random(i)
    order[i], order[j] = order[j], order[i]
  end
  local sum, state = sum_of(order)
  same = same and sum == want and state == want_state
end
tap.ok(same, "sums: sixty numbers in twenty orders, one state")

-- slips
tap.is(message 'quots:count"speaker"', table.concat({
  "-e:1:1: quots: unknown layer; did you mean 'quotes'?",
  '  quots:count"speaker"',
  "  ^^^^^",
  "  layers: money quotes   (readout help layers)" }, "\n"), "an unknown layer")
tap.has(message 'quotes:count"speker"', "-e:1:14: speker: unknown field of quotes; did you mean 'speaker'?\n"
  .. '  quotes:count"speker"\n               ^^^^^^', "an unknown field")
tap.has(message 'quotes{knd="direct"}', "-e:1:8: knd: unknown field of quotes; did you mean 'kind'?", "... in a filter")
tap.has(message 'quotes:where[[lenth > 4]]', "-e:1:15: lenth: unknown field; did you mean 'length'?", "... in where")
tap.has(message 'quotes:where[[text:fnid"x"]]', "fnid: strings have no such method; did you mean 'find'?", "... a method of strings")
tap.has(message 'quotes:where[[kind = "direct"]]', "'=' assigns; '==' compares", "= for ==")
tap.has(message 'quotes:where[[#text > ]]', "unexpected symbol at the end of the expression", "a broken expression")
tap.has(message 'quotes:cuont"speaker"', "-e:1:8: cuont: quotes has no such method; did you mean 'count'?", "an unknown method")
tap.has(message 'quotes:match"x"', "match: token patterns (CQL) are not part of this version", "token patterns")
tap.has(message 'quotes:count("speaker"', "-e:1:23: ')' expected at the end", "a bracket left open")
tap.has(message 'quotes:count"speaker" > > 2', "-e:1:25: unexpected symbol at '>'", "a syntax error has its place")
tap.has(message 'quotes{length=">x"}', "length: 'x' is not a number", "a number is wanted")
tap.has(message 'quotes{kind={a=1}}', "kind: a string has no fields", "a table of keys on a string")
tap.has(message 'quotes{kind=print}', "print: unknown layer", "a name that is not there")
tap.has(message 'quotes{"direct"}', "a filter names its fields", "a filter without a field")
tap.has(message 'for q in quotes do end', "to go through it write 'for r in quotes:rows() do'", "a set is no iterator")
tap.has(message 'quotes:count"kind":inside(money)', "it works on records", "inside after an aggregate")
tap.has(message 'quotes:inside(money:count"currency")', "the other set must be records", "inside an aggregate")
tap.has(message 'quotes:top(3)', "which field is to be largest?", "top without groups")
tap.has(message 'return quotes:first(0)', "first: a whole number from 1 expected", "first(0)")
tap.has(message 'quotes.x = 1', "nothing can be assigned in it", "assigning in a set")
tap.has(message 'return #quotes', "# does not count a set; write quotes:count()", "# of a set")
tap.has(message 'return quotes[1]', "a set is no array; write quotes:list()[1]", "an element of a set")
tap.has(message 'for k, v in pairs(quotes) do end', "gone through with for r in quotes:rows() do", "pairs of a set")
tap.has(message 'quotes{kind=money}', "kind: a set is no filter", "a set as a filter")
tap.has(message 'quotes:inside(money, quotes)', "inside: it takes one set", "two sets")
tap.has(message 'quotes:count(speaker)', "-e:1:14: speaker: a field stands in quotes", "a field without quotes")
tap.has(message 'quotes{speaker=="x"}', "speaker: a field stands in quotes", "== in a filter")
tap.has(message 'events{code="04*"}', "-e:1:1: events: no such layer in this version", "a layer of a later version")
tap.has(message 'quotes:sum"kind"', "-e:1:12: sum: kind is no number but a string", "a sum of texts")
tap.has(message 'quotes:by"kind":by"n"', "rows of a count have n and sum already", "groups of counts")
tap.has(message 'local a = 1\nreturn quotes:count"spaker"', "-e:2:21: spaker", "the line of a longer query")

-- outer variables
local function watched(text)
  local parts = query.parts(compile(text))
  local check = guard.watch(parts.functions)
  local done, problem = pcall(function()
    query.evaluate(parts, doc)
    check()
  end)
  return done and "nothing was raised" or tostring(problem)
end
tap.has(watched 'local n = 0 return quotes:map(function(q) n = n + 1 return q.text end)',
        "n: assigned in a step that runs for each document", "an outer variable")
tap.has(watched 'local n = 0 local function add() n = n + 1 end return quotes:where(function() add() return true end)',
        "n: assigned", "... through a helper")
tap.has(watched 'local seen = {} return quotes:map(function(q) seen[q.text] = true end)', "assigned", "a table outside")
tap.is(watched 'local wanted = {direct={1}} return quotes:where(function(q) return wanted[q.kind] and wanted.direct[1] == 1 end)',
       "nothing was raised", "reading is fine")
tap.is(watched [[local names = {"direct"}
                 return quotes:where(function(q) for _, n in ipairs(names) do if q.kind == n then return n end end end)]],
       "nothing was raised", "going through a table is fine")
tap.ok(fault.is(select(2, pcall(compile, "quots"))), "slips are faults")

tap.done()
