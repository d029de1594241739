-- Writers: every format, cells, tables cut to a width. That nothing controls a terminal: tests/hostile/names.t.
local tap = require "tap"
local cell = require "cell"
local grid = require "grid"
local writer = require "writer"

-- What a writer makes of rows and sections.
local function write(format, work, options)
  local parts = {}
  local settings = { format = format, width = 60, write = function(text) parts[#parts + 1] = text end }
  for key, value in pairs(options or {}) do settings[key] = value end
  local out = writer.open(settings)
  work(out)
  out:close()
  return table.concat(parts)
end

local rows = {
  { speaker = { name = "Ana Duarte", text = "she" }, n = 12, text = 'He said "no", twice' },
  { speaker = { text = "Ole Lund" }, n = 3, text = "=1+1" },
  { n = -1, text = "a|b\nc\td" },
}

local function three(out)
  local sheet = out:sheet({ columns = { "speaker", "n", "text" } })
  for _, row in ipairs(rows) do sheet:row(row) end
  sheet:close("3 rows")
end

tap.is(write("csv", three), table.concat({
  "speaker,n,text", 'Ana Duarte,12,"He said ""no"", twice"', "Ole Lund,3,'=1+1", ',-1,"a|b\nc\td"', "" }, "\r\n"),
  "csv: quoted, formulas guarded, a number left alone")
tap.is(write("tsv", three), "speaker\tn\ttext\nAna Duarte\t12\tHe said \"no\", twice\nOle Lund\t3\t'=1+1\n\t-1\ta|b\\nc\\td\n",
       "tsv: tabs and line breaks escaped")
tap.is(write("md", three), "| speaker | n | text |\n| --- | --- | --- |\n| Ana Duarte | 12 | He said \"no\", twice |\n"
  .. "| Ole Lund | 3 | =1+1 |\n|  | -1 | a\\|b c d |\n\n3 rows\n", "md: bars escaped")
tap.is(write("jsonl", three), '{"speaker":{"name":"Ana Duarte","text":"she"},"n":12,"text":"He said \\"no\\", twice"}\n'
  .. '{"speaker":{"text":"Ole Lund"},"n":3,"text":"=1+1"}\n{"speaker":null,"n":-1,"text":"a|b\\nc\\td"}\n',
  "jsonl: keys in the order of the columns")
tap.is(write("json", three):gsub("%b{}", "R"), "[\nR,\nR,\nR\n]\n", "json: one array")
tap.is(write("json", function(out) out:sheet({ columns = { "a" } }):close() end), "[]\n", "json: an empty array")
tap.is(write("table", three), table.concat({
  "speaker      n  text",
  'Ana Duarte  12  He said "no", twice',
  "Ole Lund     3  =1+1",
  "-           -1  a|b c d",
  "3 rows", "" }, "\n"), "table: numbers to the right, nothing is -")
tap.is(write("table", function(out) out:sheet({ columns = { "a" } }):close("0 quotes") end), "0 quotes\n",
       "table: without rows only the last line")

-- JSON lines go through as they came
tap.is(write("jsonl", function(out)
  local sheet = out:sheet({ columns = { "b" } })
  sheet:lines('{"b":1,"a":2}\n{"b":2}\n')
  tap.is(sheet.count, 2, "lines are counted")
  sheet:close()
end), '{"b":1,"a":2}\n{"b":2}\n', "jsonl: lines as they came")
tap.is(write("csv", function(out)
  local sheet = out:sheet({ columns = { "b", { path = "s.name", title = "who" } } })
  sheet:lines('{"b":1,"s":{"name":"Ana"}}\n{"b":2.5,"s":null}\n')
  sheet:close()
end), "b,who\r\n1,Ana\r\n2.5,\r\n", "csv: lines are taken apart, paths followed")

-- sections
local function two(out)
  out:section({ title = "One", columns = { "a", "b" }, rows = { { 1, "x" }, { 2, "y" } }, notes = { "a note" } }, true)
  out:section({ title = "Two", columns = { "c" }, rows = { { c = "z" } } }, true)
end
tap.is(write("table", two), "One\na  b\n1  x\n2  y\na note\n\nTwo\nc\nz\n", "table: sections with titles and notes")
tap.is(write("jsonl", two), '{"section":"One","a":1,"b":"x"}\n{"section":"One","a":2,"b":"y"}\n{"section":"Two","c":"z"}\n',
       "jsonl: rows name their section")
tap.is(write("json", two), '[\n{"title":"One","rows":[\n{"a":1,"b":"x"},\n{"a":2,"b":"y"}],"notes":["a note"]},\n'
  .. '{"title":"Two","rows":[\n{"c":"z"}],"notes":[]}\n]\n', "json: sections")
tap.is(write("csv", two), "a,b\r\n1,x\r\n2,y\r\n\r\nc\r\nz\r\n", "csv: an empty line between sections")
tap.is(write("md", two), "## One\n\n| a | b |\n| --- | --- |\n| 1 | x |\n| 2 | y |\n\na note\n\n## Two\n\n| c |\n| --- |\n| z |\n",
       "md: sections are headings")

-- rows about which nothing is known
tap.is(write("csv", function(out)
  local sheet = out:sheet({})
  sheet:row({ b = 1 })
  sheet:row({ a = 2 })
  sheet:close()
end), "b,a\r\n1,\r\n,2\r\n", "columns from the rows")
tap.is(write("table", function(out)
  local sheet = out:sheet({})
  sheet:row("one")
  sheet:row("two")
  sheet:close()
end), "value\none\ntwo\n", "plain values")
tap.is(write("table", function(out)
  local sheet = out:sheet({ columns = { "text" }, show_source = true })
  sheet:row({ doc = "a.txt#1", text = "x" })
  sheet:row({ doc = "a.txt#2", text = "y" })
  sheet:close()
end), "text\nx\ny\n", "the articles of one file are one source")
tap.is(write("table", function(out)
  local sheet = out:sheet({ columns = { "text" }, show_source = true })
  sheet:row({ doc = "a.txt", text = "x" })
  sheet:row({ doc = "b.txt", text = "y" })
  sheet:close()
end), "doc    text\na.txt  x\nb.txt  y\n", "several sources are told apart")
local function two_sources(out)
  local sheet = out:sheet({ columns = { "text" }, show_source = "above" })
  for _, doc in ipairs({ "a.txt#1", "a.txt#2", "b.txt" }) do sheet:row({ doc = doc, text = "x" }) end
  sheet:close("3 rows")
end
tap.is(write("table", two_sources), "text\n\na.txt\nx\nx\n\nb.txt\nx\n\n3 rows\n", "a source above its rows")
tap.is(write("md", two_sources), "| doc | text |\n| --- | --- |\n| a.txt#1 | x |\n| a.txt#2 | x |\n| b.txt | x |\n\n3 rows\n",
       "in Markdown a column")
local spare = { { path = "rate", spare = true }, "name", { path = "text", twin = true } }
local function with_spare(rate, text)
  return function(out)
    local sheet = out:sheet({ columns = spare })
    sheet:row({ rate = rate, name = "x", text = text })
    sheet:close()
  end
end
tap.is(write("table", with_spare(nil, "x")), "name\nx\n", "no empty column, no column twice")
tap.is(write("table", with_spare(2, "y")), "rate  name  text\n   2  x     y\n", "but what says something")
tap.is(write("csv", with_spare(nil, "x")), "rate,name,text\r\n,x,x\r\n", "csv has every column")
tap.is(write("table", function(out)
  local sheet = out:sheet({ columns = { "n", "text" } })
  sheet:row({ n = 1, text = "one two three four five" })
  sheet:close()
end, { width = 14, wrap = true }), "n  text\n1  one two\n   three four\n   five\n", "wrapped")
local places = { title = "Where", compact = true, columns = { "place", "n" }, rows = { { "Port Ellen", 2 }, { "Oban" } } }
tap.is(write("table", function(out) out:section(places) end), "Where: Port Ellen (2), Oban\n", "a section in one line")
tap.is(write("table", function(out) out:section(places) end, { width = 20 }), "Where:\n  Port Ellen (2),\n  Oban\n",
       "its items stay whole")
tap.is(write("md", function(out) out:section(places) end), "**Where:** Port Ellen (2), Oban\n", "... in Markdown")
tap.is(write("csv", function(out) out:section(places) end), "place,n\r\nPort Ellen,2\r\nOban,\r\n", "... rows in csv")

tap.has(write("table", three, { colour = true }), "\27[1mspeaker      n  text\27[0m\n", "colour: a bold head")

-- cells and widths
tap.is(cell.text({ "a", { name = "B" }, 3 }), "a; B; 3", "a list in one cell")
tap.is(cell.text({ start = 3, ["end"] = 9, open = "“", close = "”" }), "close ”, open “", "a mention without words has its parts")
tap.is(cell.number(0.1), "0.1", "a number as short as it can be")
tap.is(cell.number(0.1 + 0.2), "0.30000000000000004", "... without loss")
tap.is(cell.number(2.0), "2", "a whole number")
tap.is(cell.cut("Türkiye und Ägypten", 10), "Türkiye...", "cut by columns, not bytes")
tap.is(cell.cut("short", 10), "short", "nothing to cut")
local function widths(room, ...)
  local wanted = {}
  for i, natural in ipairs({ ... }) do
    wanted[i] = type(natural) == "table" and natural or { natural = natural, usual = natural }
  end
  return grid.widths(wanted, room)
end
tap.same(widths(80, 10, 20), { 10, 20 }, "enough room")
tap.same(widths(84, 10, 100, 30), { 10, 40, 30 }, "the longest column takes what the others leave")
tap.same(widths(64, 10, 100, 50), { 10, 20, 30 }, "it keeps a third, and the next longest gives")
tap.same(widths(64, 10, 100, { natural = 50, usual = 20 }), { 10, 30, 20 }, "a few long cells do not count")
tap.same(widths(66, 30, 30, 100), { 24, 18, 20 }, "the first text stays wider than others of its length")
tap.same(widths(40, { natural = 14, fixed = true }, 100, 20), { 14, 12, 10 }, "a number is not cut")
tap.is(cell.cut("tests/samples/summit.txt", 15, true), "...s/summit.txt", "of a path the end is shown")
tap.same(cell.wrap("one two three four", 9, 0, 2), { "one two", "  three", "  four" }, "lines are broken between words")
tap.is(write("table", function(out)
  local sheet = out:sheet({ columns = { "line", "text" } })
  sheet:row({ line = 6, text = ("word "):rep(30) })
  sheet:close()
end, { width = 30 }), "line  text\n   6  word word word word w...\n", "a row is as wide as the table")

-- many rows: widths from the first, all rows written
local long = write("table", function(out)
  local sheet = out:sheet({ columns = { "n" } })
  for i = 1, 1200 do sheet:row({ n = i }) end
  sheet:close("1200 rows")
end)
tap.is(select(2, long:gsub("\n", "")), 1202, "rows beyond those looked at")

tap.done()
