-- Articles in one file: what opens one, and what does not.
local tap = require "tap"
package.loaded.data = package.loaded.data or {}
local articles = require "articles"

local words = {}
for line in assert(io.open("plugins/data/en.openings.tsv")):lines() do
  local word, class = line:match("^(%S+)\t(%S+)$")
  if word then words[word] = class end
end

-- The lines that open articles, as "1 7"; a line with "= " before it is a title. Reasons of the last one, too.
local function starts(text)
  local paragraphs = {}
  for gap, line in text:gmatch("(\n*)([^\n]+)\n") do
    line = line:gsub("^%s+", "")
    local title = line:match("^= (.*)$")
    paragraphs[#paragraphs + 1] = { title or line, title and "title" or line:find("^By ") and "byline" or "paragraph",
      gap = #gap }
  end
  local found, scores = articles.starts(paragraphs, words)
  local last = scores[found[#found]]
  return table.concat(found, " "), last and table.concat(last.why, "; ") or ""
end

local harbour = [[
  Port Ellen will get a new harbour wall, the island's council said on Monday, after two winters of floods.
  Councillor Morag Baird said the wall would cost 12 million pounds and keep the tide from the distillery.
  “We have waited for this wall since my mother was young,” Baird told the harbour meeting.
  The council hopes that work on the wall begins in May, when the tides are low.
  Fishermen fear that the wall will keep their boats from the old quay.
  Baird said the boats would have a new quay beside the wall.
]]
local orchestra = [[
  Lagos will open an opera house in June, Culture Minister Ngozi Adeyemi said on Tuesday, with an orchestra of 80 players.
  The orchestra was chosen in a contest that 2,000 musicians entered, Adeyemi said.
  “I could hear the violins in my sleep,” said Femi Okoro, who conducts the orchestra.
  Okoro, a violinist, said the first opera would be sung in Yoruba.
  Tickets for the opera cost less than a meal, Adeyemi said.
  Musicians from Accra and Dakar will join the orchestra in its second year.
]]
tap.is(starts(harbour), "1", "one article")
tap.is(starts(harbour .. harbour:gsub("Port Ellen", "Oban")), "1", "nothing but the place changes: no other article")
local short = "In short\nNew harbour wall\nOBAN - " .. harbour:gsub("^%s+", "") .. "  The wall is to stand in May. - (Wire)\n%s"
  .. "LAGOS - " .. orchestra:gsub("^%s+", "")
tap.is(starts(short:format("Opera for Lagos\n")), "1 10", "headlines over a name of a place and a hyphen")
tap.is(starts(short:format("It is told.\n")), "1", "which is a label elsewhere")
local observatory = [[
  Quito will close the Pichincha observatory in August, the science ministry said on Thursday, because its mirror is cracked.
  Astronomers had watched comets from Pichincha since 1873, and trained their telescopes on Saturn.
  “Nobody will pay for another mirror,” said Inés Paredes, an astronomer who worked there for thirty years.
  Paredes said the telescopes would go to a museum, and the comets would go on without astronomers.
  The ministry has found other work for most of the eleven astronomers, it said.
  Visitors may look through the oldest of the telescopes until the end of July.
]]
local found, why = starts(harbour .. orchestra .. observatory)
tap.is(found, "1 7 13", "articles with nothing between them, of other words and names")
tap.has(why, "none of its names stand in the lines before", "... are the reason")
local talk = ("Mhm.\nOh, that.\nYes, of course.\nWell, no.\n"):rep(4)
tap.is(starts(talk .. talk:gsub("%a+", "hello")), "1", "lines of few words have nothing in common and tell nothing")
found, why = starts(harbour .. "Lagos opens house for new opera orchestra\n" .. orchestra)
tap.is(found, "1 7", "a headline between")
tap.has(why, "a headline", "... is the reason")
tap.is(starts(harbour .. "LAGOS, March 3 (Wire) - " .. orchestra), "1", "the first dateline may stand in the head of the first article")
found, why = starts("PORT ELLEN, March 2 (Wire) - " .. harbour .. "LAGOS, March 3 (Wire) - " .. orchestra)
tap.is(found, "1 7", "a second dateline opens another")
tap.has(why, "a dateline", "... is the reason")
tap.is(starts(harbour .. "= Lagos Opens House for New Opera Orchestra\nBy Ada Obi\n" .. orchestra), "1 7", "a title")
found, why = starts(harbour .. "(Reporting by Ann Berg; editing by Bo Ek)\nLagos opens house\n" .. orchestra)
tap.is(found, "1 8", "a line that says who wrote it ends an article")
tap.has(why, "the line before says who wrote it", "... and is a reason")
local opening = "Lagos opens house for new opera orchestra\n"
tap.is(starts("PORT ELLEN, March 2 (Wire) - " .. harbour .. opening .. "By Ada Obi\nLAGOS, March 3 (Wire) - " .. orchestra), "1 7",
  "its dateline opens no article below its head")
tap.is(starts(opening .. "Menu\nSubscribe\nShare\n" .. opening .. orchestra), "1", "a headline shown again before any text opens none")
tap.is(starts(harbour .. "What the fishermen say\n" .. [[
  “Nobody asked us,” said Baird's brother, who fishes for crab off the harbour.
  He said the wall would cost him half of his catch.
  The council's plan for the wall is open to comment until April.
  Baird expects few comments on the harbour wall.
]]), "1", "a heading within an article is no headline of another")
tap.is(starts(harbour .. "THE WALL — " .. harbour), "1", "capitals before a dash may open a section")
tap.ok(not articles.starts({ { "One.", "paragraph" }, { "Two.", "paragraph" } }, words)[2], "two lines are no two articles")

local function spaced(text) return (text:gsub("\n", "\n\n")) end
tap.is(starts(spaced(harbour .. "= What a New Harbour Wall May Cost\n" .. [[
  Councillor Morag Baird gave the cost as 12 million pounds on Monday.
  Stone from Mull has become dear, masons say.
  Ferries would bring it over in the spring.
]])), "1", "where blank lines part paragraphs, a heading opens a section")
found, why = starts(spaced(harbour) .. "\n" .. spaced(orchestra))
tap.is(found, "1 7", "more blank lines than before most lines")
tap.has(why, "more blank lines", "... are the reason")
found = starts(harbour .. "LAGOS (Wire) --\n" .. orchestra)
tap.is(found, "1", "one dateline alone on a line")
tap.is(starts("(WIRE) \u{2014} " .. harbour .. "(WIRE) \u{2014} " .. orchestra), "1 7", "datelines with the agency alone")
found, why = starts("PORT ELLEN (Wire) --\n" .. harbour .. "LAGOS (Wire) --\n" .. orchestra)
tap.is(found, "1 8", "the second of them opens an article")
tap.has(why, "a dateline", "... and is the reason")
local lent = harbour:gsub("harbour meeting", "harbour meeting; Tarbert Bank will lend, and Bank of Mull will not")
found, why = starts(lent .. "LAGOS, March 3 (Wire) - Tarbert Bank lends. " .. orchestra
  .. "NAIROBI, March 4 (Wire) - Tarbert Bank lends. " .. orchestra)
tap.ok(found == "1 7 13" and not why:find("Bank in full again", 1, true), "a bank named in full again is no person", found .. why)

-- The lines that begin articles where a whole text is split, as "1 3", and the reasons of the last one.
local function split(text)
  local core = require "core"
  core.open_record(text)
  local parts, lines = articles.split({ text = text, may_split = true }, "auto"), {}
  for i, one in ipairs(parts) do lines[i] = one.first_line + 1 end
  return table.concat(lines, " "), table.concat(parts[#parts].why, "; ")
end

found, why = split("1 of 2 DOCUMENTS\n\nThe quay is shut.\n\n2 of 2 DOCUMENTS\n\nThe quay is open.\n")
tap.is(found, "1 5", "an export numbers its articles")
tap.is(why, 'the line "2 of 2 DOCUMENTS"', "... and that is the reason")
tap.is(split("The quay is shut.\nEnd of Document\n\nThe quay is open.\nEnd of Document\n"), "1 4", "or says where they end")
tap.is(split("The quay is shut.\nDocument 2 of 3\nDocument 7 of 9\nDocument stamps\n"), "1", "numbers out of order are text")

-- Two articles with these heads, and the lines that open them.
local function habit(first, second)
  local function body(text) return (text:gsub("^%s+", ""):gsub("\n%s+", "\n")) end
  return split(first .. body(harbour) .. second .. body(orchestra))
end
found, why = habit("New wall planned\n", "###\nNew opera house\n")
tap.is(found, "1 9", "a line that parts articles, and a short headline below it")
tap.has(why, 'the line "###" before it', "... are the reason")
tap.is(habit("New wall planned\n", "-30-\nNew opera house\n"), "1 9", "a line that ends an article")
tap.is(habit("New wall planned\n", "(ENDS)\nNew opera house\n"), "1 9", "... in words")
tap.is(habit("Article 1\nNew wall planned\n", "Article 2\nNew opera house\n"), "1 9", "numbers of articles")
tap.is(habit("1. New wall planned\n", "2. New opera house\n"), "1 8", "... before their headlines")
tap.is(habit("1/2\nNew wall planned\n", "2/2\nNew opera house\n"), "1 9", "... and of how many")
found, why = habit("March 2, 2024\nNew wall planned\n", "March 3, 2024\nNew opera house\n")
tap.is(found, "1 9", "a head of the same kinds of lines")
tap.has(why, "the file opens with the same head (dateline, headline)", "... is the reason")
tap.is(habit("https://post.example/1\nNew wall planned\n", "https://post.example/2\nNew opera house\n"), "1 9",
  "addresses above headlines")
tap.is(habit("Headline: New wall\nSource: Post\n", "Headline: New opera\nSource: Post\n"), "1 9", "names of fields")
tap.is(habit("NEW WALL FOR PORT ELLEN\n", "NEW OPERA HOUSE FOR LAGOS\n"), "1 8", "headlines in capitals")
tap.is(habit("New wall planned for the island\n", "***\n"), "1", "a line that parts sections")
tap.is(split("Article 1\n" .. harbour .. "Article 2\n" .. harbour), "1", "a number alone parts nothing")

-- Reasons are the same each time.
local text = harbour .. "Lagos opens house for new opera orchestra\n" .. orchestra
local _, first = starts(text)
local same = true
for _ = 1, 20 do same = same and select(2, starts(text)) == first end
tap.ok(same, "the same reasons in the same order")

tap.done()
