--- Articles in one file: where each begins, and why. Only plain text is split, unless --split says otherwise.
--
-- Evidence that a line opens an article: a headline above it; it reads like a lead (no opening mark, pronoun or connective, a day
-- named); it names in full a person whom the lines before called by surname alone, as no article does of its own people; few of its names
-- and words stood in the lines before. Evidence against: it or the next line leans on a name that only the lines before give in full.

local core = require "core"
local data = require "data"

local M = {}

--- How much evidence opens an article; lower splits more.
M.threshold = 2.9
local WINDOW = 5 -- paragraphs before and after that are compared
local LEAST = 3 -- paragraphs an article has at least

local function whole(record)
  return {{from = 1, to = #record.text, first_line = 0, why = {}}}
end

-- Cuts the record before each of the given lines (numbers from 1, the first is always 1).
local function cut(record, lines, starts, why)
  local articles = {}
  for i, line in ipairs(starts) do
    local from = line == 1 and 1 or lines[line * 3 - 2]
    local following = starts[i + 1]
    local to = following and lines[following * 3 - 2] - 1 or #record.text
    articles[i] = {from = from, to = to, first_line = line - 1, why = why and why[line] or {}}
  end
  return articles
end

local function split_blank(record, lines)
  local starts, blank = {1}, false
  for n = 1, #lines // 3 do
    if lines[n * 3] == "blank" then
      blank = true
    else
      if blank and n > 1 then starts[#starts + 1] = n end
      blank = false
    end
  end
  return cut(record, lines, starts)
end

local function split_pattern(record, lines, pattern)
  local lpeg = require "lpeg"
  local chunk, message = load("return " .. pattern, "=--split", "t", setmetatable({lpeg = lpeg}, {__index = lpeg}))
  if not chunk then error("--split: " .. message, 0) end
  local matcher = lpeg.P(chunk())
  local starts = {1}
  for n = 2, #lines // 3 do
    if matcher:match(record.text:sub(lines[n * 3 - 2], lines[n * 3 - 1])) then starts[#starts + 1] = n end
  end
  return cut(record, lines, starts)
end

-- What one paragraph shows: its words, its names, its people in full and by surname, how it opens.
local function look(text, kind, words)
  local p = {text = text, kind = kind, names = {}, content = {}, full = {}, bare = {}, title = kind == "title", count = 0}
  local run = {}
  local at_start = true
  local function close_run()
    if #run > 1 then
      if words[run[1]:lower()] ~= "part" then p.full[run[#run]] = run[1] end
      for _, name in ipairs(run) do p.names[name] = true end
    elseif #run == 1 then
      p.names[run[1]] = true
      p.bare[run[1]] = true
    end
    run = {}
  end
  for word, after in text:gmatch("([%w\x80-\xBF\xC3-\xCF][%w\x80-\xBF\xC3-\xCF%-]*)([^%w\xC3-\xCF]*)") do
    p.count = p.count + 1
    local lower = word:lower()
    local class = words[lower]
    if p.count <= 4 and class == "pronoun" and not next(p.names) and #run == 0 then p.leans = true end
    if word:find("^%u") and class ~= "day" and not (at_start and (class or #word < 4)) then
      run[#run + 1] = word
      if after ~= " " then close_run() end
    else
      close_run()
      if #lower >= 5 and not word:find("^%d") then p.content[lower] = true end
      if class == "day" then p.day = true end
      if class == "lead" and p.count <= 20 then p.lead = true end
    end
    if word:find("^%u") and class == "day" then p.day = true end
    p.first = p.first or lower
    if p.count == 2 and p.first == "the" and word:find("^%u") then p.first = lower end -- The United States
    if p.count <= 12 and next(p.full) then p.early = true end
    at_start = after:find("[%.!%?]") ~= nil
  end
  close_run()
  p.class = words[p.first or ""]
  p.marked = text:find("^[\"“„«'‘%-–—]") ~= nil
  return p
end

local function overlap(a, b)
  local shared, size_a, size_b = 0, 0, 0
  for word, weight in pairs(a) do
    size_a = size_a + weight * weight
    if b[word] then shared = shared + weight * b[word] end
  end
  for _, weight in pairs(b) do size_b = size_b + weight * weight end
  return size_a > 0 and size_b > 0 and shared / math.sqrt(size_a * size_b) or 0
end

-- The bag of names (weight 2) and long words of paragraphs i to j.
local function bag(paragraphs, i, j)
  local words = {}
  for n = math.max(1, i), math.min(#paragraphs, j) do
    for name in pairs(paragraphs[n].names) do words[name] = (words[name] or 0) + 2 end
    for word in pairs(paragraphs[n].content) do words[word] = (words[word] or 0) + 1 end
  end
  return words
end

-- How well paragraph i opens an article, apart from what stands before.
local function lead(p)
  if p.marked then return -4, "opens with a mark" end
  if p.class == "pronoun" or p.class == "connective" or p.leans then return -4, "leans on what stands before" end
  local score = 0
  if p.day then score = score + 0.7 end
  if p.count >= 12 and p.count <= 60 then score = score + 0.4 elseif p.count < 8 then score = score - 1 end
  if p.lead then score = score + 0.5 end
  if p.early then score = score + 0.4 end
  if p.class == "definite" then score = score - 0.5 end
  return score
end

--- Scores every paragraph as the opening of an article. `paragraphs` is a list {text, kind, blank = a blank line stands before it}; `words` maps a word to its class.
-- Returns for each its score and the reasons.
function M.score(paragraphs, words)
  local seen = {}
  local blanks = 0
  for i, p in ipairs(paragraphs) do
    seen[i] = look(p[1], p[2], words)
    seen[i].blank = p.blank
    blanks = blanks + (p.blank and 1 or 0)
  end
  local cohesion = {}
  for i = 2, #seen do cohesion[i] = overlap(bag(seen, i - WINDOW, i - 1), bag(seen, i, i + WINDOW - 1)) end
  local scores = {}
  for i = 2, #seen do
    local p = seen[i]
    local score, reason = lead(p)
    local why = {reason}
    -- The valley: less in common with what stands before than the places around have.
    local left, right = 0, 0
    for j = math.max(2, i - WINDOW), i - 1 do left = math.max(left, cohesion[j]) end
    for j = i + 1, math.min(#seen, i + WINDOW) do right = math.max(right, cohesion[j]) end
    local depth = math.min((left > 0 and left or cohesion[i]) + right - 2 * cohesion[i], 0.6)
    score = score + depth * 5
    if depth > 0.15 then why[#why + 1] = ("few words in common with the lines before (%.2f; around it %.2f and %.2f)"):format(cohesion[i], left, right) end
    -- Names: given in full again, or leaned on.
    local known_full, known_bare = {}, {}
    for j = math.max(1, i - 14), i - 1 do
      for last, first in pairs(seen[j].full) do known_full[last] = first end
      for name in pairs(seen[j].bare) do known_bare[name] = true end
    end
    for j = i, math.min(#seen, i + 1) do
      for last, first in pairs(seen[j].full) do
        if known_full[last] == first and known_bare[last] then
          score = score + (j == i and 1.2 or 0.6)
          why[#why + 1] = ("names %s %s in full again"):format(first, last)
        end
      end
    end
    local leans
    for j = i, math.min(#seen, i + 3) do
      for name in pairs(seen[j].bare) do
        local here
        for k = i, j do here = here or seen[k].full[name] end
        if known_full[name] and not here and not leans then
          leans = name
          score = score - 1.5
        end
      end
    end
    if seen[i - 1].title and p.kind == "paragraph" and not p.blank then score = score - 3 end -- the headline opens it
    if p.title or p.kind == "caption" or p.kind == "list" or p.kind == "byline" then
      local below = seen[i + 1]
      local opens = p.title and below and p.count >= 5 and (below.kind == "caption" or below.kind == "dateline" or lead(below) >= 0.4)
      score = score + (opens and 1 or -2)
      if opens then why[#why + 1] = "a headline" end
    end
    if p.blank and blanks * 3 <= #seen then
      score = score + 2
      why[#why + 1] = "a blank line before it, where most lines have none"
    end
    scores[i] = {score = score, why = why}
  end
  return scores
end

-- Word classes that the openings of articles are judged by (data: xx.openings.tsv).
local classes = {}

local function word_classes(language)
  if not classes[language] then
    local words = {}
    local packed = core.packed(("plugins/data/%s.openings.tsv"):format(language))
    if packed then
      for row in data.rows(packed, language .. ".openings.tsv") do words[row.word] = row.class end
    end
    classes[language] = words
  end
  return classes[language]
end

local function split_by_evidence(record, lines, language)
  local paragraphs, numbers = {}, {}
  for n = 1, #lines // 3 do
    local kind = lines[n * 3]
    if kind ~= "blank" then
      paragraphs[#paragraphs + 1] = {record.text:sub(lines[n * 3 - 2], lines[n * 3 - 1]), kind, blank = n > 1 and lines[n * 3 - 3] == "blank"}
      numbers[#paragraphs] = n
    end
  end
  if #paragraphs < 2 * LEAST then return whole(record) end
  local scores = M.score(paragraphs, word_classes(language))
  local starts, why, last = {1}, {}, 1
  for i = 2, #paragraphs do
    local here = scores[i]
    local best = here.score >= M.threshold and i - last >= LEAST and #paragraphs - i + 1 >= LEAST
    for j = math.max(2, i - LEAST + 1), math.min(#paragraphs, i + LEAST - 1) do
      if scores[j].score > here.score then best = false end
    end
    if best then
      starts[#starts + 1] = numbers[i]
      why[numbers[i]] = here.why
      last = i
    end
  end
  return cut(record, lines, starts, why)
end

--- Returns the articles of the record that core.open_record opened: {from, to (bytes from 1, inclusive), first_line (lines before it), why}.
-- mode: "auto", "none", "blank", or an LPeg expression that matches the first line of each article.
function M.split(record, mode, language)
  mode = mode or "auto"
  if mode == "none" or #record.text == 0 then return whole(record) end
  if mode == "auto" and not record.may_split then return whole(record) end
  local lines = core.lines()
  if mode == "blank" then return split_blank(record, lines) end
  if mode ~= "auto" then return split_pattern(record, lines, mode) end
  return split_by_evidence(record, lines, language or "en")
end

return M
