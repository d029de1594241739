--- Pairs of quotation marks, whatever their make: curly, straight, mixed, doubled, turned the wrong way, unclosed.
--
-- The text is never changed: what a mark must have meant is written down in `repaired`. Pairs never cross a paragraph,
-- so that one stray mark costs at most its paragraph. Which words in marks are speech is not decided here.

local sayings = {", s?he said%f[%W]", ", said %u", ", %u[%w'’.-]+ said%f[%W]", ", %u[%w'’.-]+ %u[%w'’.-]+ said%f[%W]"}
local UNOPENED <const> = 0 -- in place of an opening mark
local LONG <const> = 12 -- tokens of a paragraph that a single mark opens and none closes

local byte, find, sub, max = string.byte, string.find, string.sub, math.max

-- The glyphs: their family, and which way they point ("open", "close", nil for either).
local family_of = {
  ["“"] = "double", ["”"] = "double", ["\""] = "double", ["``"] = "double", ["''"] = "double", ["„"] = "double",
  ["‟"] = "double", ["″"] = "double", ["«"] = "guillemet", ["»"] = "guillemet", ["‘"] = "single", ["’"] = "single",
  ["'"] = "single", ["‚"] = "single", ["‘‘"] = "double", ["’’"] = "double", ["´´"] = "double",
}
local points_of = {
  ["“"] = "open", ["”"] = "close", ["``"] = "open", ["''"] = "close", ["„"] = "open", ["‟"] = "open", ["«"] = "open",
  ["»"] = "close", ["‘"] = "open", ["’"] = "close", ["‚"] = "open", ["‘‘"] = "open", ["’’"] = "close",
}
-- What closes what was opened in a family, for the messages.
local closing = {double = "U+201D", guillemet = "U+00BB", single = "U+2019"}

-- Glyphs decoded twice, as the core finds them, and what they were.
local once = {
  ["â€œ"] = "“", ["â€\u{9D}"] = "”", ["â€"] = "”", ["â€˜"] = "‘", ["â€™"] = "’", ["â€š"] = "‚", ["â€ž"] = "„",
}
for last = 0x98, 0x9E do once["â\u{80}" .. utf8.char(last)] = utf8.char(0x2000 + (last & 0x3F)) end
for glyph, meant in pairs(once) do family_of[glyph], points_of[glyph] = family_of[meant], points_of[meant] end

local code_of = {}
for glyph in pairs(family_of) do
  local codes = {}
  for _, c in utf8.codes(glyph) do codes[#codes + 1] = ("U+%04X"):format(c) end
  code_of[glyph] = table.concat(codes, " ")
end

local opens_after = byte_set" \t\r\n([-/" -- what may stand before an opening mark
local closes_before = byte_set" \t\r\n)].,;:!?" -- and behind a closing one
local ends_with = byte_set" \t\r\n\f\v).,;:!?" -- and behind the last mark of a paragraph
local ends_words = byte_set",.?!" -- before a mark that closes what none has opened
local introduces = byte_set",:" -- before a mark that opens
local digit = byte_set"0123456789"
local letter = byte_set"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

-- Does a dash or a wide space, which have three bytes, begin at byte i; or a no-break space, which has two?
local function parts(text, i)
  local a, b, c = byte(text, i, i + 2)
  return a == 0xE2 and b == 0x80 and (c == 0x93 or c == 0x94 or c <= 0x8A or c == 0xAF)
end
local function is_no_break(text, i)
  local a, b = byte(text, i, i + 1)
  return a == 0xC2 and b == 0xA0
end

-- Which way the mark of bytes from..to points by what stands around it: "open", "close", or nil.
local function by_spacing(text, from, to, before, after, first, last)
  local space_before = from <= first or opens_after[before]
    or from > 3 and before >= 0x80 and before < 0xC0 and (parts(text, from - 3) or is_no_break(text, from - 2))
  local space_after = to >= last or closes_before[after] or after == 0xE2 and parts(text, to + 1)
    or after == 0xC2 and is_no_break(text, to + 1)
  if space_before and not space_after then return "open" end
  if space_after and not space_before then return "close" end
end

-- An apostrophe or a prime, not a mark: inside or behind a word without an open single pair, behind a digit. `open` is
-- the family of the pair that is open.
local function is_apostrophe(text, to, glyph, before, after, open)
  if family_of[glyph] == "single" then
    local behind_letter = letter[before] or before and before >= 0x80 and before <= 0xBF
    if behind_letter and (letter[after] or after and after >= 0xC3 and after <= 0xCE) then return true end
    if open ~= "single" then return letter[before] or digit[after] or false end -- members', '90s
    if digit[after] and opens_after[before] then return find(text, "^%d%ds?%f[%W]", to + 1) ~= nil end
    -- A plural's possessive inside an open pair that closes later.
    return before == 115 and after == 32 and find(text, "^[^'’\n]*['’][%s%.,]", to + 2) ~= nil
  end
  return glyph == "\"" and digit[before] and not open and find(text, "^[%s%)]", to + 1) ~= nil
    and not find(text, "^[^\"\n]*\"", to + 1) -- 6 ft 2", the inch
end

-- Does nothing but closing punctuation follow byte `to`, with `after` behind it, up to `last`?
local function at_end(text, to, after, last)
  if to < last and not ends_with[after] then return false end
  local rest = find(text, "[^%s%.,;:!%?%)]", to + 1)
  return not rest or rest > last
end

-- What a closing mark tells about its pair, or nil.
local function repair(opened, glyph)
  if once[glyph] then return ("closed by %s decoded twice"):format(code_of[once[glyph]]) end
  local low = opened == "„" or opened == "‚" or opened == "»" -- „German marks“ and »these« close with what opens in English
  if points_of[glyph] == "open" and not low then
    return ("closed by %s, read as %s"):format(code_of[glyph], closing[family_of[glyph]])
  end
  if low then return nil end
  if glyph ~= "\"" and opened == "\"" then return ("opened by U+0022, closed by %s"):format(code_of[glyph]) end
  if glyph == "\"" and opened ~= "\"" then return ("opened by %s, closed by U+0022"):format(code_of[opened]) end
end

-- All pairs of marks[n] to marks[upto], those of one paragraph (bytes first..last), go to the columns of `found`: places
-- of both marks in `marks` (`open` is false when the pair was never closed and another one opened in its place, `close`
-- when nothing closed it), `depth`, and what each end tells of a repair. Returns how many.
local function pair(text, marks, n, upto, first, last, found)
  local count = 0
  local opening, closing_mark, depths, opened, ended = found.open, found.close, found.depth, found.opened, found.ended
  local stack, depth = found.stack, 0 -- numbers of the pairs that are open
  local attribute = false -- a value in left-over markup: author="..."
  for i = n, upto, 2 do
    local from, glyph = marks[i], marks[i + 1]
    local to = from + #glyph - 1
    local before, after = byte(text, from - 1), byte(text, to + 1)
    local top = depth > 0 and stack[depth]
    local open_glyph = top and marks[opening[top] + 1]
    local open = family_of[open_glyph]
    if attribute or before == 61 then
      attribute = not attribute
    elseif not is_apostrophe(text, to, glyph, before, after, open) then
      local family, points = family_of[glyph], points_of[glyph]
      local spacing = by_spacing(text, from, to, before, after, first, last)
      local ends = spacing ~= "close" and at_end(text, to, after, last)
      local same = open == family
      if not same and depth > 1 and spacing ~= "open" and (points == "close" or points == nil and (spacing == "close" or ends))
        and (family ~= "single" or ends_words[before]) and family_of[marks[opening[stack[depth - 1]] + 1]] == family then
        -- What is open inside was an apostrophe, or ends here too: “I told ‘em,” he said.
        if marks[i + 2] == to + 1 then closing_mark[top] = i else opening[top] = false end
        depth = depth - 1
        top, same = stack[depth], true
        open_glyph = marks[opening[top] + 1]
      end
      if same and (spacing == "close" or ends or spacing == nil and points ~= "open" or points == "close") then
        depth = depth - 1
        closing_mark[top] = i
        ended[top] = (spacing == "close" or ends or points ~= "close" or once[glyph]) and repair(open_glyph, glyph)
      elseif same or spacing == "open" or spacing == nil and not ends and (family ~= "single" or introduces[before])
        and (points ~= "close" or introduces[before] and letter[after]) then -- stated,”We sail
        count = count + 1
        if same then -- opens again inside
          closing_mark[top] = -i
        else
          depth = depth + 1
        end
        opening[count], closing_mark[count], depths[count], stack[depth] = i, false, depth, count
        ended[count] = false
        opened[count] = once[glyph] and ("opened by %s decoded twice"):format(code_of[once[glyph]])
          or not same and points == "close" and family ~= "guillemet"
          and ("opened by %s, read as an opening mark"):format(code_of[glyph])
      elseif count == 0 and ends_words[before] and points ~= "open" and (spacing == "close" or ends) then
        -- The first of the paragraph closes: We shall go,” he said.
        count, opening[1], closing_mark[1], depths[1], ended[1] = 1, UNOPENED, i, 1, false
        opened[1] = "never opened: read from the start of the paragraph"
      end
    end
  end
  return count
end

local FIELDS <const> = {"open", "close", "closed", "continues", "depth", "repaired", "opens", "closes"}
local UNCLOSED <const> = "never closed: read to the end of the paragraph"
local UP_TO_SAID <const> = "never closed: read up to who said it"

-- The comma before "he said", "said Kvale" or "Ida Holm said" behind byte `from`, where a closing mark was forgotten; or nil.
local function find_said(text, from, limit)
  local words, best = sub(text, from, limit), nil
  for n = 1, find(words, " said", 1, true) and #sayings or 0 do
    local at = find(words, sayings[n])
    if at and not (best and best < at) then best = at end
  end
  return best and from + best - 1
end

local none = {} -- what nearly all pairs have in `repaired`

-- What was repaired in a pair, as a list.
local function repairs(opened, ended, unclosed)
  if not opened and not ended and not unclosed then return none end
  local list = {}
  if opened then list[1] = opened end
  if ended then list[#list + 1] = ended end
  if unclosed then list[#list + 1] = unclosed end
  return list
end

return {
  api = 1,
  name = "marks",
  summary = "Pairs of quotation marks, repaired where they are broken (internal)",
  provides = {_marks = {open = "string", close = "string", opens = "number", closes = "number", repaired = {"string"}, depth = "number",
    closed = "boolean", continues = "boolean"}},
  scope = "document",

  --- One pair becomes one annotation over the words inside; `opens` and `closes` are the tokens of the marks.
  annotate = function(unit, add)
    local doc = unit.doc
    local marks, paragraphs = doc.quotation_marks"’" -- apostrophes alone are no pair
    local text, token_at = doc.text, doc.token_at
    local found = {}
    found.open, found.close, found.depth, found.opened, found.ended, found.stack = doc:kept(6, #marks)
    local n = 1
    for p = 1, #paragraphs, 5 do
      local first, last, upto = paragraphs[p + 1], paragraphs[p + 2], paragraphs[p + 4]
      for k = 1, pair(text, marks, n, upto, first, last, found) do
        local open, close = found.open[k], found.close[k]
        local glyph = open ~= UNOPENED and marks[open and open + 1] or nil
        local inner_first = glyph and token_at(marks[open] + #glyph) or open and token_at(first)
        local inner_last, forgotten = nil, false
        if close and close < 0 then -- opened again at the mark -close
          forgotten, close = glyph and find_said(text, marks[open], marks[-close]) or false, false
          inner_first = forgotten and inner_first
        elseif close then
          inner_last = token_at(marks[close]) - 1
        end
        local continues = false
        if inner_first and not inner_last and not forgotten then
          -- A single one is a stray mark, unless it opens the paragraph, and the next one opens so too, or all of it is long.
          local single = family_of[glyph] == "single"
          local begins = marks[open] == first or find(text, "^[:,] ", marks[open] - 2)
          local following = (not single or begins) and doc:paragraph(paragraphs[p] + 1)
          local head = following and doc.surface(following.first)
          continues = family_of[head] and points_of[head] ~= "close" and (family_of[head] == "single") == single or false
          local long = single and marks[open] == first and glyph == "‘" and find(text, "^%u", first + #glyph)
            and paragraphs[p + 3] - inner_first >= LONG and not find(text, "^T[iw]", first + #glyph) -- ‘Tis
          if continues or long or not single then inner_last = paragraphs[p + 3] end
          if inner_last and not continues then forgotten = find_said(text, marks[open], last) or false end
        end
        if forgotten then inner_last = token_at(forgotten) - 1 end
        if inner_first and inner_last and inner_first <= inner_last then
          local ending = (close or forgotten) and inner_last + 1 or inner_last
          if close and marks[close + 2] == marks[close] + 2 and marks[close + 3] == "'" then ending = ending + 1 end -- '''
          add(inner_first, inner_last, FIELDS, glyph, marks[close and close + 1], (close or forgotten) ~= false, continues,
            found.depth[k], repairs(found.opened[k], found.ended[k],
              not close and not continues and (forgotten and UP_TO_SAID or UNCLOSED)),
            glyph and max(1, inner_first - 1) or inner_first, ending)
        end
      end
      n = upto + 2
    end
  end,

  examples = {
    {"The minister said “the talks went well” on Monday.", {"the talks went well", open = "“", close = "”", closed = true}},
    {"The minister said \"the talks went well\" on Monday.", {"the talks went well", open = "\"", close = "\""}},
    {"He called\u{A0}\"the talks\"\u{2002}useful.", {"the talks"}},
    {"He stated,”We go on.”", {"We go on.", repaired = {"opened by U+201D, read as an opening mark"}}},
    {"He called it \"a step.”", {"a step.", repaired = {"opened by U+0022, closed by U+201D"}}},
    {"“We will go on. “", {"We will go on.", repaired = {"closed by U+201C, read as U+201D"}}},
    {"The envoys' offer didn't change, and the '90s are over."},
    {"“We shall not give in", {"We shall not give in", closed = false, continues = false}},
    {"“We shall not give in\n“and we shall not leave.”", {"We shall not give in", continues = true},
      {"and we shall not leave.", closed = true}},
    {"‘We shall not give in to them, and we shall not leave this town.\nHolm came.",
      {"We shall not give in to them, and we shall not leave this town.", closed = false}},
    {"We shall not give in,” he said. “Nor shall you.”", {"We shall not give in,", open = false, close = "”",
      repaired = {"never opened: read from the start of the paragraph"}}, {"Nor shall you."}},
    {"He said, “We shall not give in,´´ and left.", {"We shall not give in,"}},
    {"“We shall not give in, Ida Holm said. “We stay.”", {"We shall not give in", close = false,
      repaired = {"never closed: read up to who said it"}}, {"We stay."}},
    {"“We told ‘em so,” he said. “We did.”", {"We told ‘em so,"}, {"We did."}},
    {"''I said, 'We shall not give in,''' he said. ''We did.''", {"I said, 'We shall not give in,"}, {"We shall not give in,"},
      {"We did."}},
    {"He said: 'We shall not give in.\n'Nor shall you.'", {"We shall not give in.", continues = true}, {"Nor shall you."}},
    {"‘We shall not give in\n‘and in the ’90s we didn’t.’", {"We shall not give in", continues = true},
      {"and in the ’90s we didn’t."}},
    {"She said “the word ‘peace’ is ours”.", {"the word ‘peace’ is ours"}, {"peace", depth = 2}},
    {"``No deal,'' he said.", {"No deal,"}},
    {"‘‘No deal, or ‘peace’,’’ he said.", {"No deal, or ‘peace’,", open = "‘‘", close = "’’", repaired = {}}, {"peace"}},
    {"```No deal,'' he said.", {"```No deal,", open = "``", close = "''"}},
    {"He said, â€œItâ€™s a step,â€ and left.", {"Itâ€™s a step,", open = "â€œ",
      repaired = {"opened by U+201C decoded twice", "closed by U+201D decoded twice"}}},
    {"Die Ministerin sagte: „Wir reden weiter.“", {"Wir reden weiter.", open = "„", close = "“", repaired = {}}},
    {"Left over: <post author=\"ann\">no speech</post>."},
  },
}
