-- What one speaker talks of more than others: words of their quotations, with how often, how often in those of the others, and the
-- log-likelihood of the difference (above 6.63 it is by chance in one case of a hundred; negative: less than the others).
--
--   readout run keyness news/*.txt -- Solvang
--   readout run keyness news/*.txt -- Solvang Wanjala       against one other
--   readout run keyness news/*.txt -- gender=f              women; country=NO, role=minister, org="Nordhavn*" as well

local one, other = arg[1], arg[2]
if not one then error("whose words? readout run keyness FILE... -- SPEAKER [SPEAKER]", 0) end

-- The quotations of a speaker, by name or by what is told of them.
local function of(speaker, others)
  local part, value = speaker:match "^(%l+)=(.*)$"
  return quotes { [part and "speaker." .. part or "speaker"] = (others and "!" or "") .. (value or speaker) }
end

-- Words said, and how many in all.
local function said(set)
  local count, sum = {}, 0
  for row in tokens { class = "word" }:inside(set):count "lemma":rows() do
    count[row.lemma], sum = row.n, sum + row.n
  end
  return count, sum
end

local own, own_sum = said(of(one))
local others, others_sum = said(of(other or one, not other))

local function part(n, expected) return n > 0 and n * math.log(n / expected) or 0 end

local rows = {}
for word, n in pairs(own) do
  local m = others[word] or 0
  local share = (n + m) / (own_sum + others_sum)
  local likelihood = 2 * (part(n, share * own_sum) + part(m, share * others_sum))
  if n * others_sum < m * own_sum then likelihood = -likelihood end
  rows[#rows + 1] = { word = word, n = n, others = m, likelihood = math.floor(likelihood * 100 + 0.5) / 100 }
end
table.sort(rows, function(a, b)
  if a.likelihood ~= b.likelihood then return a.likelihood > b.likelihood end
  return a.word < b.word
end)
return { columns = { "word", "n", "others", "likelihood" }, rows = rows,
  notes = { ("%s: %d words; %s: %d"):format(one, own_sum, other or "all others", others_sum) } }
