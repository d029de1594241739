-- Who met whom: pairs of people named in one sentence with a word of meeting, with the dates of those sentences.
--
--   readout run who_met_whom news/*.txt
--   readout run who_met_whom news/*.txt -- Solvang      only pairs with this name

local wanted = arg[1]

local meetings = { met = true, meet = true, meets = true, meeting = true, talks = true, visited = true, visit = true,
                   hosted = true, received = true, greeted = true, call = true, held = true }

-- Sentences that speak of a meeting; per document, in the workers.
local function met(sentence)
  for word in sentence.text:lower():gmatch("%a+") do
    if meetings[word] then return true end
  end
  return false
end

local pairs_found = {}
for row in people:inside(sentences:where(met)):pick("name", "sentence", "doc", "line"):rows() do
  local key = row.doc .. "\0" .. row.sentence
  local list = pairs_found[key] or { line = row.line, doc = row.doc, text = row.sentence }
  pairs_found[key] = list
  if not list[row.name] then
    list[row.name] = true
    list[#list + 1] = row.name
  end
end

local count, where = {}, {}
for _, list in pairs(pairs_found) do
  table.sort(list)
  for i = 1, #list do
    for j = i + 1, #list do
      local pair = list[i] .. " - " .. list[j]
      if not wanted or pair:find(wanted, 1, true) then
        count[pair] = (count[pair] or 0) + 1
        where[pair] = math.min(where[pair] or list.line, list.line)
      end
    end
  end
end

local rows = {}
for pair, n in pairs(count) do rows[#rows + 1] = { pair = pair, n = n, first_line = where[pair] } end
table.sort(rows, function(a, b)
  if a.n ~= b.n then return a.n > b.n end
  return a.pair < b.pair
end)
return rows
