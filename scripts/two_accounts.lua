-- Two parties' accounts side by side: what each said, and the words that only one of them used.
--
--   readout run two_accounts readouts.txt -- Norway Kenya

local first, second = arg[1], arg[2]
if not second then error("which two? readout run two_accounts FILE... -- PARTY PARTY", 0) end

-- Who speaks for a party: its name in the speaker's name, text, organisation or role.
local function speaks_for(speaker, party)
  if not speaker then return false end
  for _, field in ipairs { "name", "text", "org", "role" } do
    if speaker[field] and speaker[field]:lower():find(party:lower(), 1, true) then return true end
  end
  return speaker.country == party
end

local said = { [first] = {}, [second] = {} }
local words = { [first] = {}, [second] = {} }
for _, layer in ipairs { quotes, statements } do
  for row in layer:pick("text", "speaker", "line"):rows() do
    for party, list in pairs(said) do
      if speaks_for(row.speaker, party) then
        list[#list + 1] = row
        for word in row.text:lower():gmatch("%a%a%a%a%a+") do words[party][word] = (words[party][word] or 0) + 1 end
      end
    end
  end
end

local rows = {}
for i = 1, math.max(#said[first], #said[second]) do
  local a, b = said[first][i], said[second][i]
  rows[i] = { [first] = a and ("l.%d  %s"):format(a.line, a.text) or "",
    [second] = b and ("l.%d  %s"):format(b.line, b.text) or "" }
end

local function only(mine, other)
  local list = {}
  for word in pairs(mine) do
    if not other[word] then list[#list + 1] = word end
  end
  table.sort(list)
  return table.concat(list, " ", 1, math.min(#list, 12))
end

rows[#rows + 1] = { [first] = "only here: " .. only(words[first], words[second]),
                    [second] = "only here: " .. only(words[second], words[first]) }
return rows
