--- Articles in one file: where each begins, and why. Only plain text is split, unless --split says otherwise.
--
-- In exports of newspaper databases lines say where articles begin or end. Elsewhere the evidence is weighed.
-- Evidence of the file: a line that parts, ends or numbers articles stands before it ("###", "-30-", "2/5"); its head is
-- made of the same kinds of lines as the one that the file opens with.
-- Evidence that a line opens an article: a headline, whose words come again in the text below it; a dateline; it reads
-- like a lead (no opening mark, pronoun or connective; a day or a full name); it names in full a person whom the lines
-- before called by surname alone, as no article does of its own people; few of its words stood in the lines before, and
-- its names are all new and come again below. Evidence against: it or the next lines lean on names that only the lines
-- before give in full; it is short, or says early who said it.
--
-- One article is far more common than several, so that a file is only split if one place is sure, or several are likely.

local core = require "core"
local data = require "data"
local grammar = require "grammar"

local M = {}

--- How much evidence opens an article in a file of several; what all openings have beyond that, together, at the least;
-- and how much opens one without a head where others have heads or are parted.
M.likely, M.beyond, M.sure = 2.2, 2.4, 5
--- Bytes and lines of a text that is searched for evidence; a longer one stays whole, and that is said.
M.longest, M.most_lines = 8 << 20, 100000
local WINDOW = 5 -- paragraphs before and after that are compared
local LEAST = 3 -- paragraphs of the first and the last article, at the least
local APART = 5 -- paragraphs between openings without a headline or dateline
local LEAD_WORDS = 10 -- of a paragraph that opens an article without a head, at the least
local COMPARED_WORDS = 100 -- of the paragraphs on each side
local SHOWN = 2 -- so many articles with a head, or parted from others, show that all of this file are so
local HEAD_LINES = 8 -- lines that may stand before the first dateline
local HEADLINE_WORDS = 18
local SHORT = 18 -- so few words seldom are the first paragraph of an article
local OPENING = 50 -- bytes of a paragraph in which it is read who said it
local NEAR = 3 -- paragraphs behind an opening, besides which a name that leans on what stands before counts less
local FAR = 14 -- paragraphs before and after in which a name given in full is looked for
local LONGEST_MARK = 60 -- bytes of a line that numbers an article or ends it

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
  local starts = {1}
  for n = 2, #lines // 3 do
    if lines[n * 3] ~= "blank" and lines[n * 3 - 3] == "blank" then starts[#starts + 1] = n end
  end
  return cut(record, lines, starts)
end

local function split_pattern(record, lines, pattern)
  local matcher = grammar.pattern(pattern)
  local starts = {1}
  for n = 2, #lines // 3 do
    if matcher:match(record.text:sub(lines[n * 3 - 2], lines[n * 3 - 1])) then starts[#starts + 1] = n end
  end
  return cut(record, lines, starts)
end

-- Does a text begin with a dateline: "GENEVA, Jan. 12 (Agency) - ", "NEW YORK -- "? Or with one below headlines alone: "GENEVA - "?
local HYPHEN = "^(.-) %- "
local AGENCY = "^%(%u[%u ]+%) ?\u{2014} "
local DASHES = {"^(.-) ?\u{2014}", "^(.-) ?\u{2013}", "^(.-) ?%-%-", HYPHEN, "^(.-) _ "}
local function has_dateline(text)
  text = text:sub(1, 90) .. " " -- behind a dateline that stands alone
  if text:find(AGENCY) then return true end
  for _, dash in ipairs(DASHES) do
    local city, between = (text:match(dash) or ""):match("^([%u\x80-\xBF\xC3-\xCF][%u\x80-\xBF\xC3-\xCF .'%-]+)(.*)$")
    if city and #city >= 3 then
      local _, gaps = city:gsub("[ %-]+%S", "")
      -- Longer ones are the first words of a section; what stands alone before a hyphen is a label ("NOTE - ").
      if between == "" then return gaps <= 1 and (dash == HYPHEN and "label" or true) end
      return between:find("^ ?[,(]") ~= nil and not between:find("%a%a%a%a%. ")
    end
  end
  return false
end

-- Names of the fields that exports of articles are written with: "Headline: ...".
local FIELDS = {}
for name in ("headline title subject date published source publication author byline url link section text body"):gmatch("%S+") do
  FIELDS[name] = name
end

-- Does a line that opens as a foot say by whom: "Reporting by", "(Additional reporting in Oslo by"?
local function names_author(text, words)
  for word in text:match("^%(?([%a ]*)"):gmatch("(%a+) ") do
    if words[word:lower()] == "by" then return true end
  end
  return false
end

-- What one paragraph shows, in addition to its words: its kind, how it opens and ends.
local function look(p, text, kind, words)
  local field = p.count <= HEADLINE_WORDS and FIELDS[(text:match("^(%a+):") or ""):lower()]
  p.class = p.opening and words[p.opening:lower()]
  if field then kind = "field"
  elseif text:find("^https?://%S+$") then kind = "address"
  elseif p.class == "foot" and names_author(text, words) then kind = "foot" end
  p.kind = kind
  for word in text:sub(1, OPENING):gmatch("%l+") do p.told = p.told or words[word] == "told" end
  p.marked = text:find("^[\"“„«'‘%-–—]") ~= nil
  local dateline = (kind == "paragraph" or kind == "dateline") and has_dateline(text)
  p.dateline, p.label = dateline == true, dateline == "label" and p.count >= LEAD_WORDS
  p.date = kind == "dateline" and not p.dateline
  if p.dateline and p.count < 8 then p.kind = "dateline" end -- alone on its line
  -- A headline has no full stop, not even before a closing mark or the name of an agency.
  p.open = p.count >= 3 and p.count <= HEADLINE_WORDS and text:find("^[%u%d\xC3-\xCF]") ~= nil
    and not text:gsub("[ %-–—]*%(%u[^()]*%)$", ""):find("[%.!%?:;,][\"”’»']*%s*$")
  p.headline = field == "headline" or field == "title" or kind == "title" and p.count >= 4
    or kind == "paragraph" and p.count >= 6 and p.open
  p.capitals = not text:find("%l")
end

-- The beginnings of the names and longer words of a text.
local function stems(text, words)
  local found = {}
  for word in text:gmatch("[%w\x80-\xFF][%w\x80-\xFF%-]+") do
    local lower = word:lower()
    if (#word >= 5 or #word == 4 and word:find("^%u")) and not words[lower] then found[lower:sub(1, 6)] = true end
  end
  return found
end

-- Words of a headline that come again, in some form, in the text below it.
local function come_again(headline, body, words)
  local again, n = stems(body, words), 0
  for stem in pairs(stems(headline, words)) do n = n + (again[stem] and 1 or 0) end
  return n
end

-- How well paragraph p opens an article, apart from what stands before; and in what.
local function lead(p)
  if p.marked then return -4, "opens with a mark" end
  if p.kind == "foot" then return -4, "ends an article" end
  if p.class == "pronoun" or p.class == "connective" or p.leans then return -4, "leans on what stands before" end
  local score, shown = 0, {}
  local function show(worth, what)
    score = score + worth
    shown[#shown + 1] = what
  end
  if p.early then show(0.4, p.early) end
  if p.lead then show(0.5, ('"%s"'):format(p.lead)) end
  if p.day then show(0.7, p.day) end
  if p.class == "definite" or p.class == "opener" then score = score - 0.5 end
  if p.class == "indefinite" then score = score + 0.4 end
  if p.count < SHORT then score = score - 0.8 end
  if p.told then score = score - 0.7 end
  return score, #shown > 0 and ("reads like a lead (%s)"):format(table.concat(shown, ", ")) or nil
end

-- Where one is awaited, a few words are a headline too: at the top, and below an address, a date, a foot or a parting line.
local ABOVE_HEADLINES = {address = true, dateline = true, foot = true}
local function find_short_headlines(paragraphs, seen)
  for i, p in ipairs(seen) do
    local above = i > 1 and seen[i - 1].kind or "address"
    p.headline = p.headline or (p.kind == "paragraph" or p.kind == "title") and p.open
      and (paragraphs[i].mark or ABOVE_HEADLINES[above] or i < #seen and seen[i + 1].label) and true
  end
end

-- The first of several datelines stands in the head of the first article.
local function drop_first_dateline(seen)
  for i = 1, math.min(#seen, HEAD_LINES) do
    if seen[i].dateline then
      seen[i].dateline = false
      return
    end
  end
end

local HEAD = {caption = true, dateline = true, byline = true, field = true, address = true}

-- For each paragraph the one that it is the head of: the text below headline, byline, caption; itself if it is text.
local function find_bodies(seen)
  local body = {}
  for i = #seen, 1, -1 do
    local p = seen[i]
    body[i] = (p.headline or HEAD[p.kind]) and i < #seen and body[i + 1] or i
  end
  return body
end

-- The kinds of the lines that head paragraph i: "headline byline dateline".
local function shape(seen, body, i)
  local kinds = {}
  for j = i, body[i] - 1 do
    local p = seen[j]
    kinds[#kinds + 1] = p.headline and (p.capitals and "headline in capitals" or "headline") or p.kind
  end
  return table.concat(kinds, ", ")
end

-- How deep a valley: less in common with what stands before than the places around have. Also the best of these on both
-- sides.
local function valley(cohesion, i)
  local left, right = 0, 0
  for j = math.max(2, i - WINDOW), i - 1 do left = math.max(left, cohesion[j]) end
  for j = i + 1, math.min(#cohesion, i + WINDOW) do right = math.max(right, cohesion[j]) end
  return math.min((left > 0 and left or cohesion[i]) + right - 2 * cohesion[i], 0.6), left, right
end

-- Are there so many words in these paragraphs that what they have in common with others says something?
local function has_words(seen, from, to)
  local count = 0
  for i = math.max(from, 1), math.min(to, #seen) do count = count + seen[i].count end
  return count >= COMPARED_WORDS
end

-- What the names at paragraph `at` (its head from i on) say: people given in full again, or leaned on.
local function names_score(seen, i, at, words, why)
  local score, known_full, known_bare = 0, {}, {}
  for j = math.max(1, i - FAR), i - 1 do
    for last, first in pairs(seen[j].full) do
      known_full[last] = first
      known_full[last:match("^[^-]+")] = first -- Kvale-Rowe is called Kvale too
    end
    for _, name in ipairs(seen[j].bare) do known_bare[name] = true end
  end
  for j = at, math.min(#seen, at + 1) do
    for _, last in ipairs(seen[j].people) do
      local first = seen[j].full[last]
      if known_full[last] == first and known_bare[last] and words[last:lower()] ~= "part" then
        score = score + (j == at and 1.2 or 0.6)
        why[#why + 1] = ("names %s %s in full again"):format(first, last)
      end
    end
  end
  for j = i, math.min(#seen, at + FAR) do
    for last in pairs(seen[j].full) do known_full[last] = nil end
    for _, name in ipairs(j >= at and seen[j].bare or {}) do
      if known_full[name] then score, known_full[name] = score - (j - at <= NEAR and 1.5 or 0.4), nil end
    end
  end
  return score
end

-- What headline and dateline at paragraph i are worth, whether they head an article, and how it is said.
local function head_score(paragraphs, words, seen, body, i, depth)
  local p, below = seen[i], seen[i + 1]
  local text = seen[body[i]]
  if body[i - 1] == body[i] then return p == text and -3 or -4 end -- its head opens it; in the middle of a head
  if p.dateline then return 4, true, "a dateline" end
  if p == text then return p.kind == "list" and -3 or 0 end
  local at = i
  while at < body[i] and not seen[at].headline do at = at + 1 end
  if at == body[i] then
    if text.dateline then return 4, true, "a dateline" end
    return (p.date or p.kind == "byline") and 0 or -2
  end
  local again = come_again(paragraphs[at][1], paragraphs[body[i]][1], words)
  if text.dateline or text.label then return 5.5 + math.min(again, 3) * 0.8, true, "a headline over a dateline" end
  if below.kind == "dateline" or again > 0 and depth >= 0.1 then
    return 1.5 + math.min(again, 3) * 0.8, true, "a headline"
  end
  return -1
end

-- What the file's own marks are worth: a line before paragraph i that parts articles, and a head like that of the file's
-- first article; and how it is said.
local function file_score(paragraphs, seen, body, i, opening, why)
  local mark, score = paragraphs[i].mark, 0
  if mark then
    local often = paragraphs.marks[mark] > 1
    -- Without a head, where the file opens with one, it parts sections.
    score = body[i] > i and (often and 3 or 1.5) or opening ~= "" and -2 or 0.3
    why[#why + 1] = ("the line \"%s\" before it"):format(mark)
  end
  if opening ~= "" and opening ~= "headline" and shape(seen, body, i) == opening then
    score = score + 2
    why[#why + 1] = ("the file opens with the same head (%s)"):format(opening)
  end
  return score
end

-- The number of blank lines that stand before most paragraphs, and whether those that have more are few enough to open
-- articles.
local function usual_gap(paragraphs)
  local counts, usual, more = {}, 0, 0
  for i = 2, #paragraphs do
    local gap = paragraphs[i].gap or 0
    counts[gap] = (counts[gap] or 0) + 1
    local most = counts[usual] or 0
    if counts[gap] > most or counts[gap] == most and gap < usual then usual = gap end
  end
  for gap, count in pairs(counts) do more = more + (gap > usual and count or 0) end
  return usual, more * APART <= #paragraphs
end

-- What the words of paragraph i say: what little they have in common with those before, names that are all new. depth, left,
-- right: see valley.
local function words_score(seen, body, cohesion, i, depth, left, right, why)
  local p, score = seen[i], depth * 5
  if depth > 0.15 then
    why[#why + 1] = ("few words in common with the lines before (%.2f; around it %.2f and %.2f)"):format(cohesion[i], left, right)
  end
  if body[i] > i or p.kind ~= "paragraph" or p.count < LEAD_WORDS then return score end
  if has_words(seen, i - WINDOW, i - 1) and has_words(seen, i, i + WINDOW - 1) then
    score = score + (cohesion[i] < 0.05 and 1.4 or cohesion[i] < 0.1 and 0.5 or 0)
  end
  if p.introduces then
    score = score + 1
    why[#why + 1] = "none of its names stand in the lines before"
  end
  return score
end

--- Scores every paragraph as the opening of an article. `paragraphs` is a list {text, kind, gap = blank lines before it};
-- `words` maps a word to its class. Returns for each {score, why (reasons), head = it has a headline or dateline, shown = it
-- has, or a line or a gap parts it from what stands before, texts = number of paragraphs of text before it}.
function M.score(paragraphs, words)
  local seen, cohesion = core.passages(paragraphs, words, WINDOW)
  local usual, gaps_part = usual_gap(paragraphs)
  for i, p in ipairs(paragraphs) do look(seen[i], p[1], p[2], words) end
  find_short_headlines(paragraphs, seen)
  drop_first_dateline(seen)
  local body, scores = find_bodies(seen), {{score = 0, why = {}, texts = 0}}
  local opening = shape(seen, body, 1)
  for i = 2, #seen do
    local why = {}
    local at, before, below = body[i], seen[i - 1], seen[i + 1]
    local depth, left, right = valley(cohesion, i)
    local head, has_head, what = head_score(paragraphs, words, seen, body, i, depth)
    why[#why + 1] = what
    local score, reason = lead(seen[at])
    why[#why + 1] = reason
    local file = body[i - 1] ~= at and file_score(paragraphs, seen, body, i, opening, why) or 0
    score = score + (file > 1 and math.max(head, 0) or head) + file + words_score(seen, body, cohesion, i, depth, left, right, why)
    local signed = before.kind == "foot"
    if signed then
      score = score + 2
      why[#why + 1] = "the line before says who wrote it"
    end
    local parted = gaps_part and (paragraphs[i].gap or 0) > usual
    if parted then
      score = score + 2
      why[#why + 1] = usual == 0 and "a blank line before it, where most lines have none"
        or "more blank lines before it than before most lines"
    elseif usual > 0 and file == 0 and not seen[i].dateline and below and below.kind ~= "byline" and below.kind ~= "dateline" then
      -- Who parts paragraphs by blank lines does more for articles: what looks like a headline heads a section.
      score = score - (at > i and 1.5 or 0.8)
    end
    -- Where no name can make it enough, none is looked at.
    local people = #seen[at].people * 1.2 + (seen[at + 1] and #seen[at + 1].people or 0) * 0.6
    if score + people >= M.likely then score = score + names_score(seen, i, at, words, why) end
    local is_text = body[i - 1] == i - 1 and before.count >= LEAD_WORDS
    scores[i] = {score = score, why = why, head = has_head, shown = has_head or parted or file > 0 or signed,
      texts = scores[i - 1].texts + (is_text and 1 or 0)}
  end
  return scores
end

-- Does none of the paragraphs around score more?
local function is_best(scores, i, apart)
  for j = math.max(2, i - apart + 1), math.min(#scores, i + apart - 1) do
    if scores[j].score > scores[i].score then return false end
  end
  return true
end

--- Returns the numbers of the paragraphs that open articles, from 1, and the scores of all.
function M.starts(paragraphs, words)
  local scores, shown = M.score(paragraphs, words), 0
  for i = LEAST + 1, #scores do
    if scores[i].shown and scores[i].score >= M.likely then shown = shown + 1 end
  end
  local starts, last, beyond = {1}, 1, 0
  for i = 2, #scores do
    local here = scores[i]
    local apart, behind = here.head and 2 or APART, here.head and 2 or LEAST
    local enough = shown >= SHOWN and not here.shown and M.sure or M.likely
    if here.score >= enough and i - last >= apart and here.texts > scores[last].texts and #scores - i + 1 >= behind
      and is_best(scores, i, apart) then
      starts[#starts + 1], last = i, i
      if i > LEAST and #scores - i + 1 >= LEAST then beyond = beyond + here.score - M.likely end
    end
  end
  return beyond >= M.beyond and starts or {1}, scores
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

-- A line that parts articles or ends one, in one spelling for all of its kind; nil for other lines.
local function parting(line)
  if #line > LONGEST_MARK then return nil end
  local bare = line:gsub("[%s\"'().*#%-]", ""):lower()
  if bare == "end" or bare == "ends" or bare == "30" and line:find("^[%-#*(]") then return bare == "30" and "-30-" or "END" end
  local sign = line:match("^([#*=_~%-])[#*=_~%-%s]*$")
  return sign and #line >= 3 and sign:rep(3) or nil
end

-- A line that does nothing but number an article, or the number before a headline: the word or sign it is written
-- with, the number, and the headline.
local function number_of(line)
  if #line > 2 * LONGEST_MARK then return nil end
  local lower = line:lower()
  for _, pattern in ipairs{"^(article) (%d+)$", "^(story) (%d+)$", "^(text) (%d+)$", "^(#) ?(%d+)$", "^(%[)(%d+)%]$",
    "^(%d+) ?(/) ?%d+$", "^(%d+) (of) %d+$"} do
    local sign, n = lower:match(pattern)
    if tonumber(sign) then sign, n = n, sign end
    if sign then return sign, tonumber(n), "" end
  end
  local n, sign, rest = line:match("^(%d+)([.)]) +(%u.*[^%s%.:;,?!])$")
  if n then return sign, tonumber(n), rest end
end

-- The lines that number the articles of a file: line -> headline, or "". The first numbers the first article, and they
-- count on.
local function numbered_lines(record, lines)
  local found, count, first = {}, 0, nil
  for n = 1, #lines // 3 do
    if lines[n * 3] ~= "blank" then
      local sign, number, rest = number_of(record.text:sub(lines[n * 3 - 2], lines[n * 3 - 1]))
      if count == 0 then
        if number ~= 1 then return {} end
        first = sign .. (rest == "" and "" or " ")
      end
      if number == count + 1 and sign .. (rest == "" and "" or " ") == first then
        found[n], count = rest, number
      end
    end
  end
  return count > 1 and found or {}
end

local function split_by_evidence(record, lines, language)
  local paragraphs, numbers, gap, mark, opens = {marks = {}}, {}, 0, nil, nil
  local numbered = numbered_lines(record, lines)
  for n = 1, #lines // 3 do
    local kind = lines[n * 3]
    local text = kind ~= "blank" and record.text:sub(lines[n * 3 - 2], lines[n * 3 - 1])
    local parts = text and (numbered[n] and "1 2 3" or parting(text))
    if numbered[n] and numbered[n] ~= "" then
      text, mark, parts = numbered[n], #paragraphs > 0 and parts or nil, nil
      kind = "title"
    end
    if kind == "blank" then
      gap = gap + 1
    elseif parts then
      mark = #paragraphs > 0 and parts or nil
      opens = opens or numbered[n] and n
    elseif kind == "continued" then
      local last = paragraphs[#paragraphs]
      last[1], gap = last[1] .. " " .. text, 0
    else
      paragraphs[#paragraphs + 1] = {text, kind, gap = gap, mark = mark}
      if mark then paragraphs.marks[mark] = (paragraphs.marks[mark] or 0) + 1 end
      numbers[#paragraphs], gap, mark, opens = opens or n, 0, nil, nil
    end
  end
  if #paragraphs < 2 * LEAST then return whole(record) end
  local found, scores = M.starts(paragraphs, word_classes(language))
  local starts, why = {}, {}
  for n, i in ipairs(found) do
    starts[n] = i > 1 and numbers[i] or 1
    if i > 1 then why[numbers[i]] = scores[i].why end
  end
  return cut(record, lines, starts, why)
end

-- Which article of how many a line opens, as exports of newspaper databases number them: "2 of 30 DOCUMENTS".
local function numbered(line)
  local n, total = line:match("^document (%d+) of (%d+)$")
  if not n then n, total = line:match("^(%d+) of (%d+) documents?$") end
  return tonumber(n), total
end

-- Does a line end an article there?
local function is_end(line)
  return line:find("^end of document$") ~= nil or line:find("^document %l%l%l%l[%l%d]*%d%d%d%d%d%d[%l%d]+$") ~= nil
end

-- Cuts where lines say that an article begins or ends; nil if none does.
local function split_marked(record, lines)
  local starts, why, following, of, ended = {1}, {}, nil, nil, nil
  for n = 1, #lines // 3 do
    local from, to = lines[n * 3 - 2], lines[n * 3 - 1]
    if lines[n * 3] ~= "blank" then
      local text = to - from < LONGEST_MARK and record.text:sub(from, to)
      local number, total = numbered(text and text:lower() or "")
      local heads = number and (not following and number == 1 or number == following and total == of)
      if heads then following, of = number + 1, total end
      if n > 1 and (ended or heads and number > 1) then
        starts[#starts + 1] = n
        why[n] = {("the line \"%s\""):format(heads and text or ended)}
      end
      ended = text and is_end(text:lower()) and text or nil
    end
  end
  return #starts > 1 and cut(record, lines, starts, why) or nil
end

--- Returns the articles of the record that core.open_record opened: {from, to (bytes from 1, inclusive), first_line
-- (lines before it), why}; and a note for the user, if there is one.
-- mode: "auto", "none", "blank", or an LPeg expression that matches the first line of each article.
function M.split(record, mode, language)
  mode = mode or "auto"
  if mode == "none" or #record.text == 0 then return whole(record) end
  if mode == "auto" and not record.may_split then return whole(record) end
  local lines = core.lines()
  if mode == "blank" then return split_blank(record, lines) end
  if mode ~= "auto" then return split_pattern(record, lines, mode) end
  local marked = split_marked(record, lines)
  if marked then return marked end
  if #lines // 3 < 2 * LEAST then return whole(record) end
  if #record.text > M.longest or #lines // 3 > M.most_lines then
    return whole(record), ("longer than %d MiB or %d lines, not searched for several articles; --split blank or a pattern parts them")
      :format(M.longest >> 20, M.most_lines)
  end
  return split_by_evidence(record, lines, language or "en")
end

return M
