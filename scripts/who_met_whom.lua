-- Who met whom: pairs of people whom one clause brings together with a word of meeting, and how often.
-- Who only tells of a meeting is none of them: "Kvale said that Solvang met Wanjala" gives one pair.
--
--   readout run who_met_whom news/*.txt
--   readout run who_met_whom news/*.txt -- Solvang      only pairs with this name

local wanted = arg[1]

local function set(words)
  local found = {}
  for word in words:gmatch "%S+" do found[word] = true end
  return found
end

local acts = set [[met meet meets visited visits hosted hosts received receives greeted greets welcomed
  welcomes]] -- with whom is told behind it
local events = set "meeting meetings talks summit call dinner lunch" -- ... behind a "with"
local pairing = set "met meet meets meeting meetings talks summit" -- ... or not: "Solvang and Wanjala met"
local links = set "between from of"
local tells = set [[said says told announced reported referred spoke recalled described criticised criticized confirmed denied
  mentioned insisted stressed claimed warned according]]
local parts = set "before after when while because that as until since if but though although whether ; : . ? !"
local refers = set "i we he she they his her their both who" -- to somebody named before
local small = set [[a an the to in on at of with by from and first last next two new day days more brief private official bilateral
  phone telephone video joint peace held holds hold had have has been be was is were will would could may might should not also
  again then just meeting talks reporters journalists]]
local from = set "in at on to for about by from over after during under of" -- what parts a name from the next

-- The clause with the token at `i`: it begins behind a word that parts clauses, or that tells, if somebody else acts in it, and
-- ends before the next such word, or with what stands in it before who tells: ", Kvale said".
local function clause(doc, sentence, i)
  local first, last, own, relative = sentence.first, sentence.last, false, false
  for j = i - 1, sentence.first, -1 do
    local word = doc.word(j)
    if tells[word] or parts[word] then
      local addressed = word == "told" and doc.shape(j + 1) == "Xx"
      if word == "referred" or own and not addressed and not refers[doc.word(j + 1)] then first = j + 1 break end
    else
      relative = relative or word == "who"
      own = own or not small[word] and not refers[word] and doc.class(j) == "word"
    end
  end
  for j = i + 1, sentence.last do
    local word = doc.word(j)
    if parts[word] or relative and word == "," then return first, j - 1 end
    if word == "," then last = j - 1
    elseif tells[word] then return first, last < j and last or j - 1 end
  end
  return first, sentence.last
end

-- Is there nothing between two tokens that parts the names of one list, "Solvang, Kvale and Wanjala, the minister for trade", or the
-- word of meeting from the first `one`?
local function listed(doc, first, last, one)
  for j = first, last do
    local word = doc.word(j)
    if one and (word == "," or word == "and" or word == "who") and doc.shape(j + 1) == "xx" then return false end
    if from[word] and not ((word == "of" or word == "for") and doc.shape(j - 1) == "Xx") then return false end
  end
  return true
end

-- The people from a token to the last of a clause who are named there at once, and one after the other.
local function named(doc, people, first, last)
  local list, at = {}, first
  for _, one in ipairs(people) do
    if one.first >= first and one.first <= last then
      if not listed(doc, at, one.first - 1, #list == 0) then break end
      list[#list + 1], at = one, one.last + 1
    end
  end
  return list
end

-- Those who met at the token at `i`: who acts in its clause and, if they are told, with whom.
local function parties(doc, sentence, people, i)
  local word = doc.word(i)
  local first, last = clause(doc, sentence, i)
  local left, right = {}, acts[word] and named(doc, people, i + 1, last) or {}
  for j = i + 1, #right == 0 and last or i do
    local link = doc.word(j)
    if link == "with" or events[word] and links[link] and (link ~= "from" or word == "call") then
      table.move(named(doc, people, j + 1, last), 1, #people, #right + 1, right)
    end
  end
  for _, one in ipairs(people) do
    if one.first >= first and one.last < i then left[#left + 1] = one end
  end
  if #right == 0 and pairing[word] then -- "Solvang and Wanjala met"
    local at = #left
    while at > 1 and listed(doc, left[at - 1].last + 1, left[at].first - 1) do at = at - 1 end
    return table.move(left, at, #left, 1, {})
  end
  return #right > 0 and table.move(right, 1, #right, #left + 1, left) or {}
end

local rows = sentences:map(function(sentence, doc)
  local people, found, seen = {}, {}, {}
  for one in doc:sentence(doc.sentence_of(sentence.first)):each "people" do people[#people + 1] = one end
  for i = sentence.first, #people > 1 and sentence.last or 0 do
    local list = (acts[doc.word(i)] or events[doc.word(i)]) and parties(doc, sentence, people, i) or {}
    for _, a in ipairs(list) do
      for _, b in ipairs(list) do
        local pair = a.name < b.name and a.name .. " - " .. b.name
        if pair and not seen[pair] and (not wanted or pair:find(wanted, 1, true)) then
          seen[pair], found[#found + 1] = true, pair
        end
      end
    end
  end
  return #found > 0 and { pairs = found, line = sentence.line } or nil
end)

local count = {}
for row in rows:rows() do
  for _, pair in ipairs(row.pairs) do
    local one = count[pair] or { pair = pair, n = 0, first_line = row.line }
    one.n, count[pair] = one.n + 1, one
  end
end
local list = {}
for _, row in pairs(count) do list[#list + 1] = row end
table.sort(list, function(a, b)
  if a.n ~= b.n then return a.n > b.n end
  return a.pair < b.pair
end)
return { columns = { "first_line", "n", "pair" }, rows = list }
