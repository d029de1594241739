-- Which words stand near a word more than by chance: how often together, how often in all, and logDice (14 is the most; 1 more is
-- twice as close), which does not grow with the size of the corpus. A lemma stands for all its forms.
--
--   readout run collocates news/*.txt -- corridor
--   readout run collocates news/*.txt -- corridor 3 5       three tokens on each side, together at least five times

local node, window, least = arg[1], tonumber(arg[2]) or 5, tonumber(arg[3]) or 2
if not node or node:find "%s" then
  error("which word, one alone? readout run collocates FILE... -- WORD [TOKENS ON EACH SIDE [LEAST]]", 0)
end
node = node:lower()

local words = tokens { class = "word" }
local nodes = tokens:where(function(token) return token.lemma:lower() == node or token.word == node end)
local all, own, total = {}, {}, 0
for row in words:count "lemma":rows() do all[row.lemma] = row.n end
for row in nodes:count "lemma":rows() do own[row.lemma], total = true, total + row.n end

local found = {}
for row in words:near(nodes, window - 1):count "lemma":rows() do
  if row.n >= least and not own[row.lemma] then
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
