--- What the words beside a name that no list knows tell of a company or a place (internal; `_weights` adds it to the rest).
--
-- Shares, chief executives and workers belong to a company, it is bought and sued, based somewhere, and what it says it says of
-- itself as "it". Roads lead to a place, people are of it, soldiers enter it, and it is told to be a village.

-- Classes of tokens: marks of _words that are asked here.
local SPEECH <const> = 1 << 19

local NEAR <const> = 5 -- tokens behind the verb of speech

-- What stands before "of", "in", "at", "by", "for", "with" or "from" and a company.
local of_company = {
  of = word_set[[shares stock unit subsidiary division parent owner maker executive officer founder chairman chairwoman
    ceo cfo co-founder employees shareholders customers headquarters products takeover acquisition purchase]],
  ["in"] = word_set"stake shares stock investment investors shareholders",
  at = word_set[[works worked working work executive analyst analysts economist economists strategist manager engineer engineers employees
    workers job partner trader researcher]],
  by = word_set"acquired bought owned operated employed manufactured produced developed polled surveyed compiled",
  ["for"] = word_set"works worked working analyst",
  with = word_set"analyst analysts economist strategist merger contract",
  from = word_set"executives investors",
}
local done_to_company = word_set"acquire acquired acquires joined joins sue sued sues bought buys"
-- What a company has, behind "'s" or by itself.
local owned = word_set[[shares stock shareholders investors executives ceo cfo chief board employees workers customers products earnings
  profit profits revenue headquarters factory factories]]
local persons = word_set"he she his her him"

-- What stands before "to", "from", "of" or "for" and a place.
local of_place = {
  to = word_set"road roads highway motorway railway train trains flight flights bus ferry route",
  from = word_set"train trains flight flights bus ferry refugees migrants",
  of = word_set"people streets outskirts suburbs inhabitants residents siege bombing shelling liberation",
  ["for"] = word_set"battle fight",
}
local done_to_place = word_set"entered reached captured recaptured retook besieged shelled"
local places = word_set[[village town city suburb hamlet settlement district province region neighbourhood neighborhood municipality island
  port capital county state]]
local behind_place = word_set"in of near on outside along at north south east west where that , ."

-- How much tokens before p and behind q tell of a company, in tenths of a point.
local function company_points(words, marks, p, q)
  local before, after = words[p - 1], words[q + 1]
  local weight = 0
  local posts = of_company[before]
  if posts and posts[words[p - 2]] then weight = 22 elseif done_to_company[before] then weight = 14 end
  if after == "'s" then
    if owned[words[q + 2]] then weight = weight + 22 end
  elseif owned[after] then
    weight = weight + 16
  elseif after == "," and (words[q + 2] == "based" or words[q + 2] == "headquartered") then
    weight = weight + 22
  elseif (marks[q + 1] or 0) & SPEECH ~= 0 then
    for i = q + 2, q + NEAR do
      local word = words[i]
      if persons[word] then break end
      if word == "it" or word == "its" then
        weight = weight + 22
        break
      end
    end
  end
  return weight
end

-- How much they tell of a place.
local function place_points(words, p, q)
  local before = words[p - 1]
  local ways = of_place[before]
  if ways and ways[words[p - 2]] or done_to_place[before] then return 18 end
  if words[q + 1] == "," and (words[q + 2] == "a" or words[q + 2] == "the") then
    for i = q + 3, q + NEAR do
      if places[words[i]] and behind_place[words[i + 1]] then return 26 end
    end
  end
  return 0
end

-- The words before and behind a name that are asked for anything above.
local told_before, told_behind = {}, {["'s"] = true, [","] = true}
for _, words in ipairs {of_company, of_place, done_to_company, done_to_place} do
  for word in pairs(words) do told_before[word] = true end
end
for word in pairs(owned) do told_behind[word] = true end

-- How much the words beside tokens p to q, a name that no list knows, tell of a company, or else of a place: two numbers, of
-- which one at most is not 0.
local function points_of(words, marks, p, q)
  if not (told_before[words[p - 1]] or told_behind[words[q + 1]] or (marks[q + 1] or 0) & SPEECH ~= 0) then return 0, 0 end
  local company = company_points(words, marks, p, q)
  return company, company == 0 and place_points(words, p, q) or 0
end

return {
  api = 1,
  name = "name_context",
  summary = "What stands beside unknown names as it does beside companies and places (internal)",
  language = "en",
  provides = {_context = {reads = "table"}},
  requires = {"_words"},
  scope = "document",

  --- One annotation for a document with names: `reads.points`, which tells of a name (see points_of).
  annotate = function(unit, add)
    local words = unit.doc:layer"_words"[1]
    if words then add(1, 1, {reads = {points = points_of}}) end
  end,

  examples = {
    {"Shares of Tolvanta fell on the road to Norkvale.", {"Shares"}},
    {"it rained."},
  },
}
