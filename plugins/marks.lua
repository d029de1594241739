--- Pairs of quotation marks, whatever their make: curly, straight, mixed, doubled, turned the wrong way, unclosed.
--
-- The text is never changed: what a mark must have meant is written down in `repaired`. Pairs never cross a paragraph,
-- so that one stray mark costs at most its paragraph. Which words in marks are speech is not decided here.

local byte, find, sub = string.byte, string.find, string.sub

-- Marks by their bytes: family, length in bytes, and which way the glyph points ("open", "close", nil for either).
local glyphs = {
  ["“"] = {"double", "open"}, ["”"] = {"double", "close"}, ["\""] = {"double"}, ["``"] = {"double", "open"},
  ["''"] = {"double", "close"}, ["„"] = {"double", "open"}, ["‟"] = {"double", "open"}, ["″"] = {"double"},
  ["«"] = {"guillemet", "open"}, ["»"] = {"guillemet", "close"},
  ["‘"] = {"single", "open"}, ["’"] = {"single", "close"}, ["'"] = {"single"}, ["‚"] = {"single", "open"},
}
-- What closes what was opened in a family, for the messages.
local closing = {double = "U+201D", guillemet = "U+00BB", single = "U+2019"}

local function code_of(glyph)
  local codes = {}
  for _, c in utf8.codes(glyph) do codes[#codes + 1] = ("U+%04X"):format(c) end
  return table.concat(codes, " ")
end

-- Sets of bytes.
local function set(bytes)
  local result = {}
  for i = 1, #bytes do result[bytes:byte(i)] = true end
  return result
end
local opens_after = set" \t\r\n([-/" -- what may stand before an opening mark
local closes_before = set" \t\r\n)].,;:!?" -- and behind a closing one
local digit = set"0123456789"

local function is_letter(b) return b and (b >= 97 and b <= 122 or b >= 65 and b <= 90 or b >= 48 and b <= 57) end

-- Is there a dash of three bytes that ends, or begins, at byte i?
local function is_dash(text, i)
  local a, b, c = byte(text, i, i + 2)
  return a == 0xE2 and b == 0x80 and (c == 0x93 or c == 0x94)
end

-- Which way a mark points by what stands around it: "open", "close", or nil.
local function by_spacing(text, mark, first, last)
  local from, to = mark.from, mark.to
  local space_before = from <= first or opens_after[byte(text, from - 1)] or from > 3 and is_dash(text, from - 3)
  local space_after = to >= last or closes_before[byte(text, to + 1)] or is_dash(text, to + 1)
  if space_before and not space_after then return "open" end
  if space_after and not space_before then return "close" end
end

-- An apostrophe or a prime, not a mark: inside or behind a word without an open single pair, behind a digit.
local function is_apostrophe(text, mark, open)
  local before, after = byte(text, mark.from - 1), byte(text, mark.to + 1)
  if mark.family == "single" then
    local behind_letter = is_letter(before) or before and before >= 0x80 and before <= 0xBF
    if behind_letter and (is_letter(after) or after and after >= 0xC3 and after <= 0xCE) then return true end
    if not (open and open.family == "single") then
      return is_letter(before) or digit[after] or false -- members', '90s
    end
    -- A plural's possessive inside an open pair that closes later.
    return before == 115 and after == 32 and find(text, "^[^'’\n]*['’][%s%.,]", mark.to + 2) ~= nil
  end
  return mark.glyph == "\"" and digit[before] and not open and find(text, "^[%s%)]", mark.to + 1) ~= nil
    and not find(text, "^[^\"\n]*\"", mark.to + 1) -- 6 ft 2", the inch
end

-- Does nothing but closing punctuation follow byte `to` up to `last`?
local function at_end(text, to, last)
  local rest = find(text, "[^%s%.,;:!%?%)]", to + 1)
  return not rest or rest > last
end

-- What a closing mark tells about its pair, or nil.
local function repair(open, mark)
  local glyph = open.glyph
  local low = glyph == "„" or glyph == "‚"
    or glyph == "»" -- „German marks“ and »these« close with what opens in English
  if mark.points == "open" and not low then return ("closed by %s, read as %s"):format(code_of(mark.glyph),
    closing[mark.family]) end
  if low then return nil end
  if mark.glyph ~= "\"" and glyph == "\"" then return ("opened by U+0022, closed by %s"):format(code_of(mark.glyph)) end
  if mark.glyph == "\"" and glyph ~= "\"" then return ("opened by %s, closed by U+0022"):format(code_of(glyph)) end
end

-- All pairs of the marks of one paragraph (bytes first..last): {open = mark, close = mark or nil, depth, repaired =
-- {text...}}.
local function pair(text, marks, first, last)
  local found, stack = {}, {}
  local function open(mark, repaired)
    local item = {open = mark, depth = #stack + 1, repaired = {repaired}}
    found[#found + 1] = item
    stack[#stack + 1] = {family = mark.family, pair = item}
  end
  local attribute = false -- a value in left-over markup: author="..."
  for _, mark in ipairs(marks) do
    local top = stack[#stack]
    if attribute or byte(text, mark.from - 1) == 61 then
      attribute = not attribute
    elseif not is_apostrophe(text, mark, top) then
      local spacing = by_spacing(text, mark, first, last)
      local same = top and top.family == mark.family
      local ends = spacing ~= "close" and at_end(text, mark.to, last)
      if same and (spacing == "close" or ends or (spacing == nil and mark.points ~= "open")
        or mark.points == "close") then
        stack[#stack] = nil
        top.pair.close = mark
        local told = (spacing == "close" or ends or mark.points ~= "close") and repair(top.pair.open, mark)
        if told then table.insert(top.pair.repaired, told) end
      elseif same then -- opens again inside: the pair before was never closed
        top.pair.lost = true
        stack[#stack] = nil
        open(mark)
      elseif spacing == "open" or spacing == nil and not ends and mark.points ~= "close"
        and mark.family ~= "single" then
        open(mark, mark.points == "close" and mark.family ~= "guillemet"
          and ("opened by %s, read as an opening mark"):format(code_of(mark.glyph)) or nil)
      end
    end
  end
  return found
end

-- The next byte at or after `at` that may begin a mark: its place and the mark's length and glyph.
local function next_mark(text, at)
  while true do
    local from = find(text, "[\"'`\xE2\xC2]", at)
    if not from then return nil end
    local b, c = byte(text, from, from + 1)
    local length
    if b == 0xE2 then length = c == 0x80 and 3 or nil
    elseif b == 0xC2 then length = 2
    elseif b == 34 then length = 1
    elseif c == b then length = 2
    elseif b == 39 then
      -- By far most are apostrophes inside a word.
      local before = byte(text, from - 1)
      length = not (is_letter(before) and is_letter(c)) and 1 or nil
    end
    local glyph = length and sub(text, from, from + length - 1)
    if glyph and glyphs[glyph] then return from, from + length - 1, glyph end
    at = from + (length or (b == 0xE2 and 3 or 1))
  end
end

return {
  api = 1,
  name = "marks",
  summary = "Pairs of quotation marks, repaired where they are broken (internal)",
  provides = {_marks = {open = "string", close = "string", from = "mention", repaired = {"string"}, depth = "number",
    closed = "boolean",
                        continues = "boolean"}},
  scope = "document",

  --- One pair becomes one annotation over the words inside; `from` spans the marks too.
  annotate = function(unit, add)
    local doc = unit.doc
    local text = doc.text
    local from, to, glyph = next_mark(text, 1)
    while from do
      -- The marks of one paragraph.
      local token = doc.token_at(from)
      local number = token and doc.paragraph_of(token)
      local paragraph = number and doc:paragraph(number)
      if not paragraph or from > paragraph.to then
        from, to, glyph = next_mark(text, to + 1)
      else
        local first, last = paragraph.from + 1, paragraph.to
        local marks = {}
        local double = false
        while from and from <= last do
          local kind = glyphs[glyph]
          marks[#marks + 1] = {from = from, to = to, glyph = glyph, family = kind[1], points = kind[2]}
          double = double or glyph ~= "’"
          from, to, glyph = next_mark(text, to + 1)
        end
        local pairs_found = double and pair(text, marks, first, last) or {}
        local following = #pairs_found > 0 and paragraph:next()
        local reopened = following and find(text, "^[\"“„«]", following.from + 1) ~= nil
        for _, item in ipairs(pairs_found) do
          local open, close = item.open, item.close
          local inner_first = doc.token_at(open.to + 1)
          local inner_last
          if close then
            inner_last = doc.token_at(close.from)
            inner_last = inner_last and inner_last - 1
          elseif not item.lost and open.family ~= "single" then -- else a stray mark: no pair
            inner_last = paragraph.last
          end
          if inner_first and inner_last and inner_first <= inner_last then
            local continues = not close and reopened
            if not close and not continues then table.insert(item.repaired,
              "never closed: read to the end of the paragraph") end
            add(inner_first, inner_last, {open = open.glyph, close = close and close.glyph or nil,
              closed = close ~= nil,
              continues = continues,
                                          depth = item.depth, repaired = item.repaired,
                                          from = unit:mention(inner_first - 1, close and inner_last + 1 or inner_last)})
          end
        end
      end
    end
  end,

  examples = {
    {"The minister said “the talks went well” on Monday.", {"the talks went well", open = "“", close = "”",
      closed = true}},
    {"The minister said \"the talks went well\" on Monday.", {"the talks went well", open = "\"", close = "\""}},
    {"He called it \"a step.”", {"a step.", repaired = {"opened by U+0022, closed by U+201D"}}},
    {"“We will go on. “", {"We will go on.", repaired = {"closed by U+201C, read as U+201D"}}},
    {"The envoys' offer didn't change, and the '90s are over."},
    {"“We shall not give in", {"We shall not give in", closed = false, continues = false}},
    {"“We shall not give in\n“and we shall not leave.”", {"We shall not give in", continues = true},
      {"and we shall not leave.",
      closed = true}},
    {"She said “the word ‘peace’ is ours”.", {"the word ‘peace’ is ours"}, {"peace", depth = 2}},
    {"``No deal,'' he said.", {"No deal,"}},
    {"Die Ministerin sagte: „Wir reden weiter.“", {"Wir reden weiter.", open = "„", close = "“", repaired = {}}},
    {"Left over: <post author=\"ann\">no speech</post>."},
  },
}
