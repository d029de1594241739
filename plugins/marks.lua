--- Pairs of quotation marks, whatever their make: curly, straight, mixed, doubled, turned the wrong way, unclosed.
--
-- The text is never changed: what a mark must have meant is written down in `repaired`. Pairs never cross a paragraph, so that one
-- stray mark costs at most its paragraph. Which words in marks are speech is not decided here.

-- Marks by their bytes: the family, and which way the glyph points ("open", "close", nil for either).
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

-- Which way a mark points by what stands around it: "open", "close", or nil. Bytes of the text, `from` and `to` of the mark.
local function by_spacing(text, from, to, first, last)
  local before = from > first and text:sub(from - 1, from - 1) or " "
  local after = to < last and text:sub(to + 1, to + 1) or " "
  local space_before = before:find("[%s%(%[]") ~= nil or text:find("^[—–]", from - 3) ~= nil or before == "-"
  local space_after = after:find("[%s%)%]%.,;:!%?]") ~= nil or text:find("^[—–]", to + 1) ~= nil
  if space_before and not space_after then return "open" end
  if space_after and not space_before then return "close" end
end

-- The next mark at or after byte `at`: its first and last byte and the glyph.
local function next_mark(text, at, last)
  while true do
    local from = text:find("[\"'`\xE2\xC2]", at)
    if not from or from > last then return nil end
    for length = 3, 1, -1 do
      local glyph = text:sub(from, from + length - 1)
      if glyphs[glyph] then return from, from + length - 1, glyph end
    end
    at = from + 1
  end
end

-- An attribute's value in left-over markup (author="...") or an apostrophe or a prime, not a mark: inside or behind a word without an open single pair, behind a digit.
local function is_apostrophe(text, from, to, glyph, open)
  local family = glyphs[glyph][1]
  local before = text:sub(from - 1, from - 1)
  local after = text:sub(to + 1, to + 1)
  if family == "single" then
    if before:find("[%w\x80-\xBF]") and after:find("[%w\xC3-\xCE]") then return true end
    local opened = open and open.family == "single"
    if not opened then
      if before:find("[%w]") then return true end -- members', '90s' end
      if after:find("%d") then return true end -- '90s
    elseif before == "s" and after == " " and text:find("^[^'’\n]*['’][%s%.,]", to + 2) then
      return true -- a plural's possessive inside an open pair that closes later
    end
    return false
  end
  if before == "=" then return true end
  return glyph == "\"" and before:find("%d") ~= nil and not open and text:find("^[%s%)]", to + 1) ~= nil
    and not text:find("^[^\"\n]*\"", to + 1) -- 6 ft 2", the inch
end

-- All pairs of one paragraph: {open = mark, close = mark or nil, depth, repaired = {text...}}; a mark is {from, to, glyph}.
local function pair(text, first, last)
  local pairs_found, stack, marks = {}, {}, {}
  local at = first
  while true do
    local from, to, glyph = next_mark(text, at, last)
    if not from then break end
    marks[#marks + 1] = {from = from, to = to, glyph = glyph, family = glyphs[glyph][1], points = glyphs[glyph][2]}
    at = to + 1
  end
  local function close(mark, repaired)
    local open = table.remove(stack)
    open.pair.close = mark
    if repaired then table.insert(open.pair.repaired, repaired) end
  end
  local function open(mark, repaired)
    local item = {open = mark, depth = #stack + 1, repaired = repaired and {repaired} or {}}
    pairs_found[#pairs_found + 1] = item
    stack[#stack + 1] = {family = mark.family, pair = item}
  end
  for _, mark in ipairs(marks) do
    local top = stack[#stack]
    if not is_apostrophe(text, mark.from, mark.to, mark.glyph, top) then
      local spacing = by_spacing(text, mark.from, mark.to, first, last)
      local at_end = not text:find("[^%s%.,;:!%?%)]", mark.to + 1) or text:find("^%s*\n", mark.to + 1) ~= nil
        or text:find("[^%s%.,;:!%?%)]", mark.to + 1) > last
      local same = top and top.family == mark.family
      local name = code_of(mark.glyph)
      if same and (spacing == "close" or at_end or (spacing == nil and mark.points ~= "open")) then
        local low = top.pair.open.glyph == "„" or top.pair.open.glyph == "‚" -- „German marks“ close with what opens in English
        local wrong = mark.points == "open" and not low and ("closed by %s, read as %s"):format(name, closing[mark.family])
        local differs = not wrong and mark.glyph ~= "\"" and top.pair.open.glyph == "\"" and ("opened by U+0022, closed by %s"):format(name)
        local mixed = not wrong and mark.glyph == "\"" and top.pair.open.glyph ~= "\""
          and ("opened by %s, closed by U+0022"):format(code_of(top.pair.open.glyph))
        close(mark, wrong or differs or mixed or nil)
      elseif same and mark.points == "close" then
        close(mark)
      elseif same then -- opens again inside: the pair before was never closed
        top.pair.lost = true
        stack[#stack] = nil
        open(mark, mark.points == "close" and ("opened by %s"):format(name) or nil)
      elseif mark.family == "single" and mark.points ~= "open" and spacing ~= "open" then
        mark.stray = true
      elseif spacing ~= "close" and not (mark.points == "close" and spacing == nil) and not at_end then
        if mark.family ~= "single" or spacing == "open" then
          open(mark, mark.points == "close" and ("opened by %s, read as an opening mark"):format(name) or nil)
        end
      end
    end
  end
  return pairs_found
end

return {
  api = 1,
  name = "marks",
  summary = "Pairs of quotation marks, repaired where they are broken (internal)",
  provides = {_marks = {open = "string", close = "string", from = "mention", repaired = {"string"}, depth = "number", closed = "boolean",
                        continues = "boolean"}},
  scope = "paragraph",

  --- One pair becomes one annotation over the words inside; `marks` spans the marks too.
  annotate = function(unit, add)
    local doc = unit.doc
    local text = doc.text
    local first, last = unit.from + 1, unit.to
    if not text:find("[\"'`\xE2\xC2]", first) then return end
    local following = unit:next()
    local reopened = following and text:find("^[\"“„«]", following.from + 1) ~= nil
    for _, item in ipairs(pair(text, first, last)) do
      local inner_first = doc.token_at(item.open.to + 1)
      local closed = item.close ~= nil
      local inner_last
      if closed then
        inner_last = doc.token_at(item.close.from)
        inner_last = inner_last and inner_last - 1
      elseif item.lost or item.open.family == "single" then
        inner_last = nil -- a stray mark: no pair
      else
        inner_last = unit.last
      end
      if inner_first and inner_last and inner_first <= inner_last then
        local outer_last = closed and inner_last + 1 or inner_last
        local outer_first = inner_first - 1
        local repaired = item.repaired
        local continues = not closed and reopened
        if not closed and not continues then table.insert(repaired, "never closed: read to the end of the paragraph") end
        add(inner_first, inner_last, {open = item.open.glyph, close = closed and item.close.glyph or nil, closed = closed, continues = continues,
                                      depth = item.depth, repaired = repaired, from = unit:mention(outer_first, outer_last)})
      end
    end
  end,

  examples = {
    {"The minister said “the talks went well” on Monday.", {"the talks went well", open = "“", close = "”", closed = true}},
    {"The minister said \"the talks went well\" on Monday.", {"the talks went well", open = "\"", close = "\""}},
    {"He called it \"a step.”", {"a step.", repaired = {"opened by U+0022, closed by U+201D"}}},
    {"“We will go on. “", {"We will go on.", repaired = {"closed by U+201C, read as U+201D"}}},
    {"The envoys' offer didn't change, and the '90s are over."},
    {"“We shall not give in", {"We shall not give in", closed = false, continues = false}},
    {"“We shall not give in\n“and we shall not leave.”", {"We shall not give in", continues = true}, {"and we shall not leave.", closed = true}},
    {"She said “the word ‘peace’ is ours”.", {"the word ‘peace’ is ours"}, {"peace", depth = 2}},
    {"``No deal,'' he said.", {"No deal,"}},
    {"Die Ministerin sagte: „Wir reden weiter.“", {"Wir reden weiter.", open = "„", close = "“"}},
  },
}
