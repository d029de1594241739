--- Acronyms where a text defines them, and every later use: "Long Name (LN)", "LN (long name)", "Long Name, the LN",
-- square brackets too.
--
-- Where the initials agree the long form is an expansion; where they do not ("the 2015 nuclear agreement (JCPOA)") the
-- two are synonyms, and the record says so with less confidence.

local LONGEST = 12 -- tokens of a long form

local function set(words)
  local result = {}
  for word in words:gmatch("%S+") do result[word] = true end
  return result
end

local small = set"of the and for on in to a an de des du la le der die das und für & with against by at"
local breaks = set", ; : . ( ) [ ] ? !"

-- Whether a token counts for the initials, and its first letter.
local function initial(doc, i)
  local word = doc.word(i)
  if doc.class(i) == "punctuation" or doc.class(i) == "symbol" then return nil end
  return word:match(utf8.charpattern)
end

-- The first token of the long form that ends at `last` and has the initials `short`; nil when none has. Small words may
-- be passed over.
local function by_initials(doc, short, last, low)
  local letters = {}
  for letter in short:lower():gmatch("%l") do letters[#letters + 1] = letter end
  local at = #letters
  local first
  local i = last
  while i >= low and i > last - LONGEST and at >= 1 do
    local word = doc.word(i)
    if breaks[word] then return nil end
    local letter = initial(doc, i)
    if letter == letters[at] then
      first, at = i, at - 1
    elseif letter and not small[word] and doc.shape(i) ~= "xx" then
      return nil
    end
    i = i - 1
  end
  if at > 0 or not first or doc.shape(first) == "xx" and doc.shape(last) == "xx" and #letters < 3 then return nil end
  return first
end

-- The noun phrase that ends at `last`, for a synonym: back to a break, an article or a small word before lower case.
local function phrase(doc, last, low)
  local first = last
  local i = last
  while i >= low and i > last - 6 do
    local word = doc.word(i)
    if breaks[word] or doc.class(i) == "punctuation" or word == "the" or word == "a" or word == "an"
      or word == "and" then break end
    if small[word] and doc.shape(i - 1) ~= "Xx" then break end
    first = i
    i = i - 1
  end
  return first
end

return {
  api = 1,
  name = "acronyms",
  summary = "Acronyms with what they stand for, at every use",
  provides = {acronyms = {short = "string", long = "mention", kind = "string", defined = "boolean"}},
  columns = {"line", "short", "long", "kind", "defined"},
  tape = {
    upper = {shape = {"XX", "xX"}}, open = {word = {"(", "["}}, close = {word = {")", "]"}}, the = {word = "the"},
      comma = {word = ","},
    word = {class = "word"}, mark = {word = {"\"", "''"}}, dash = {word = "-"},
  },

  grammar = function(g)
    local long = (g.any - (g.open + g.close + g.comma)) ^ 1
    return {
      "bracket", "reverse", "apposition", "plain",
      bracket = g.open * g.span(g.field("short", g.upper)) * g.close,
      reverse = g.span(g.field("short", g.upper)) * g.open * g.field("long", long) * g.close,
      apposition = g.comma * g.the * g.span(g.field("short", g.upper)) * #g.comma,
      plain = g.span(g.field("short", g.upper)),
    }
  end,

  --- Definitions and uses first stand side by side; uses without a definition in the document are dropped in annotate.
  build = function(m, ctx)
    local doc = ctx.doc
    local short = m.short.text
    local letters = select(2, short:gsub("%u", ""))
    if letters < 2 or #short > 10 then return nil end
    local low = doc:sentence(doc.sentence_of(m.first)).first
    local defined = ctx.defined
    if not defined or defined.doc ~= doc.id then
      defined = {doc = doc.id}
      ctx.defined = defined
    end
    if m.rule == "bracket" or m.rule == "apposition" then
      local last = m.first - (m.rule == "bracket" and 2 or 3)
      while last >= low and (doc.word(last) == "\"" or doc.word(last) == "''") do last = last - 1 end
      if last < low then return nil end
      local first = by_initials(doc, short, last, low)
      local kind = first and "expansion" or "synonym"
      if not first then
        if m.rule == "apposition" then return nil end
        first = phrase(doc, last, low)
        if last - first < 1 or doc.shape(first) == "xx" and doc.shape(last) == "xx" then return nil end
      end
      local long = doc:mention(first, last)
      defined[short] = defined[short] or long
      return {short = short, long = long, kind = kind, defined = true,
        confidence = kind == "expansion" and "high" or "medium",
              why = {kind == "expansion" and ("the initials of %q are %s"):format(long.text, short)
                or ("%q stands before %s in brackets; the initials differ"):format(long.text, short)}}
    elseif m.rule == "reverse" then
      local long = m.long
      if long.last - long.first < 1 or not by_initials(doc, short, long.last, long.first) then return nil end
      defined[short] = defined[short] or long
      return {short = short, long = long, kind = "expansion", defined = true, confidence = "high",
        why = {"the initials of the words in brackets"}}
    end
    local long = defined[short]
    if not long then return nil end
    return {short = short, long = long, kind = "use", defined = false, confidence = "high",
      why = {("defined at line %d"):format(long.line)}}
  end,

  examples = {
    {"The Maritime Inspection Authority (MIA) met. The MIA left.",
      {"MIA", long = "Maritime Inspection Authority", kind = "expansion", defined = true},
        {"MIA", kind = "use", defined = false}},
    {"The 2027 grain accord (LGTA) holds.", {"LGTA", long = "2027 grain accord", kind = "synonym"}},
    {"They praised “the Office for Grain Trade” (OGT).", {"OGT", long = "Office for Grain Trade"}},
    {"The MIA (Maritime Inspection Authority) met.", {"MIA", long = "Maritime Inspection Authority"}},
    {"The Lisbon Grain Transit Accord, the LGTA, was signed.", {"LGTA", long = "Lisbon Grain Transit Accord"}},
    {"They restored the Lisbon Accord on Grain [LAG].", {"LAG", long = "Lisbon Accord on Grain"}},
    {"The USA and the UN met (in Geneva)."},
  },
}
