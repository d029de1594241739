-- Which words stand near a word more than by chance: how often together, how often in all, and logDice (14 is the most; 1 more is
-- twice as close), which does not grow with the size of the corpus.
--
--   readout run collocates news/*.txt -- corridor
--   readout run collocates news/*.txt -- corridor 3 5       three tokens on each side, together at least five times

local node, window, least = arg[1], tonumber(arg[2]) or 5, tonumber(arg[3]) or 2
if not node then error("which word? readout run collocates FILE... -- WORD [TOKENS ON EACH SIDE [LEAST]]", 0) end

local words = tokens { class = "word" }
local all = {}
for row in words:count "lemma":rows() do all[row.lemma] = row.n end
local total = all[node:lower()] or 0

local found = {}
for row in words:near(tokens { lemma = node }, window - 1):count "lemma":rows() do
  if row.n >= least and row.lemma ~= node:lower() then
    local in_all = all[row.lemma]
    local dice = 14 + math.log(2 * row.n / (total + in_all), 2)
    found[#found + 1] = { word = row.lemma, together = row.n, ["in all"] = in_all, logdice = math.floor(dice * 100 + 0.5) / 100 }
  end
end
table.sort(found, function(a, b)
  if a.logdice ~= b.logdice then return a.logdice > b.logdice end
  return a.word < b.word
end)
return { columns = { "word", "together", "in all", "logdice" }, rows = found,
  notes = { ("%s: %d times"):format(node, total) } }
