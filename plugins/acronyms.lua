--- Acronyms where a text defines them, and every later use: "Long Name (LN)", "LN (long name)", square brackets too.
--
-- Where the initials agree the long form is an expansion; where they do not ("the 2015 nuclear agreement (JCPOA)") the
-- two are synonyms, and the record says so with less confidence.

local LONGEST <const> = 12 -- tokens of a long form

local small = word_set"of the and for on in to a an de des du la le der die das und für & with against by at"
local breaks = word_set", ; : . ( ) [ ] ? !"

local quotes = word_set"\" '' ' `"
local opens, closes, ends_long = word_set"( [", word_set") ]", word_set"( [ ) ] ,"

-- The document being read: set by annotate.
local doc, word, shape

-- How many of the letters before and at place `at` a token stands for: "UN" for two of "unmg", "non-governmental" for two of "ngo".
local function letters_of(token, i, letters, at)
  local own = shape(i) == "XX" and token or token:find("-", 1, true) and token:gsub("(%w)[^-]*%-?", "%1")
  if own and letters:sub(at - #own + 1, at) == own then return #own end
  return token:byte() == letters:byte(at) and 1 or 0
end

-- The first token of the long form that ends at `last` and has the initials `short`; nil when none has. Small words may
-- be passed over.
local function by_initials(short, last, low)
  local letters = short:gsub("%A", ""):lower()
  local at, first, i = #letters, nil, last
  while i >= low and i > last - LONGEST and at >= 1 do
    local token = word(i)
    if breaks[token] then return nil end
    local own = letters_of(token, i, letters, at)
    if own > 0 then
      first, at = i, at - own
    elseif not small[token] and shape(i) ~= "xx" and (i == 1 or word(i - 1) ~= "to") then -- "Mission to Support Trade (MT)"
      local class = doc.class(i)
      if class ~= "punctuation" and class ~= "symbol" then return nil end
    end
    i = i - 1
  end
  if at > 0 or not first or shape(first) == "xx" and shape(last) == "xx" and #letters < 3 then return nil end
  return first
end

-- The first token of the sentence of token i, or one so far before it that no long form goes back to it.
local function sentence_start(i)
  local sentence, low = doc.sentence_of(i), i - LONGEST - 6
  if low < 1 then low = 1 end
  while doc.sentence_of(low) ~= sentence do low = low + 1 end
  return low
end

-- The noun phrase that ends at `last`, for a synonym: back to a break, an article or a small word before lower case.
local function phrase(last, low)
  local first = last
  local i = last
  while i >= low and i > last - 6 do
    local token = word(i)
    if breaks[token] or doc.class(i) == "punctuation" or token == "the" or token == "a" or token == "an"
      or token == "and" then break end
    if small[token] and (i == 1 or shape(i - 1) ~= "Xx") then break end
    first = i
    i = i - 1
  end
  return first
end

-- What a definition around the capitals at token i is: "bracket" for "Long Name (LN)", be it in quotes, or "Long Name, or LN,", with the
-- last token before it; "reverse" for "LN (long name)", with the last token of the long form.
local function definition(i)
  if i == 1 or i == doc.count then return nil end
  local left, right = i - 1, i + 1
  if quotes[word(left)] and right < doc.count and left > 1 then
    left, right = left - 1, right + 1
    if word(left) == "the" then left = left - 1 end -- (the "LN")
  end
  local rule, first, last, inner
  if left > 1 and opens[word(left)] and closes[word(right)] then
    rule, first, last, inner = "bracket", left, right, left - 1
  elseif opens[word(i + 1)] then
    rule, first, last = "reverse", i, i + 2
    while last < doc.count and not ends_long[word(last)] do last = last + 1 end
    if last == i + 2 or last > doc.count or not closes[word(last)] then return nil end
    inner = last - 1
  elseif left > 2 and word(left) == "or" and word(left - 1) == "," then
    rule, first, last, inner = "comma", left, i, left - 2
  else
    return nil
  end
  if doc.sentence_of(first) == doc.sentence_of(last) then return rule, inner end
end

-- The long form that a definition at token i gives: first and last token, whether the initials agree; nil for none.
local function long_form(short, i, rule, last)
  if rule == "reverse" then
    if last > i + 2 and by_initials(short, last, i + 2) then return i + 2, last, true end
    return nil
  end
  local low = sentence_start(i)
  while last >= low and quotes[word(last)] do last = last - 1 end
  if last < low then return nil end
  local first = by_initials(short, last, low)
  if first then return first, last, true end
  if rule == "comma" or shape(i) ~= "XX" or shape(last) == "XX" then return nil end -- the agency of a dateline: "OSLO (AP)"
  first = phrase(last, low)
  if first < last and (shape(first) ~= "xx" or shape(last) ~= "xx") then return first, last, false end
end

-- The letters of capitals at a token, without the s of several: "IDP" for "IDPs".
local function singular(text) return text:match"^(%u%u+)s$" or text end

local FIELDS <const> = {"short", "long", "kind", "defined", "rule", "confidence", "why"}

return {
  api = 1,
  name = "acronyms",
  summary = "Acronyms with what they stand for, at every use",
  provides = {acronyms = {short = "string", long = "mention", kind = "string", defined = "boolean"}},
  scope = "document",
  columns = {"line", "short", "long", "kind", "defined"},

  annotate = function(unit, add)
    doc = unit.doc
    word, shape = doc.word, doc.shape
    local surface, next_capital = doc.surface, doc.next_capital
    local defined -- short -> its first long form, and the evidence that all later uses share
    local i = next_capital(1, true)
    while i do
      local last = i
      local rule, inner = definition(i)
      if rule then
        local short = singular(surface(i))
        if #short <= 10 and short:find("%u.*%u") then
          local from, to, agree = long_form(short, i, rule, inner)
          if from then
            local long = doc:mention(from, to)
            defined = defined or {}
            defined[short] = defined[short] or {long = long, why = {("defined at line %d"):format(long.line)}}
            if rule == "reverse" then last = inner end
            add(i, i, FIELDS, short, long, agree and "expansion" or "synonym", true, "acronyms/" .. rule, agree and "high" or "medium",
              {rule == "reverse" and "the initials of the words in brackets"
                or agree and ("the initials of %q are %s"):format(long.text, short)
                or ("%q stands before %s in brackets; the initials differ"):format(long.text, short)})
          end
        end
      elseif defined then
        local short = singular(surface(i))
        local first = defined[short]
        if first then add(i, i, FIELDS, short, first.long, "use", false, "acronyms/plain", "high", first.why) end
      end
      i = next_capital(last + 1, true)
    end
  end,

  examples = {
    {"The Maritime Inspection Authority (MIA) met. The MIA left.",
      {"MIA", long = "Maritime Inspection Authority", kind = "expansion", defined = true},
        {"MIA", kind = "use", defined = false}},
    {"The UN Mission to Support the Lisbon Accord (UNMLA) left.", {"UNMLA", long = "UN Mission to Support the Lisbon Accord"}},
    {"The Ministry of Trade (MoT) helped displaced farming persons (DFPs), and a non-governmental organisation (NGO) one DFP.",
      {"MoT", long = "Ministry of Trade"}, {"DFPs", short = "DFP", long = "displaced farming persons"},
      {"NGO", long = "non-governmental organisation"}, {"DFP", defined = false}},
    {"The Oban Rescue Front, or ORF, met the Lisbon Grain Board (“LGB”) and a chain (McKvale).", {"ORF", long = "Oban Rescue Front"},
      {"LGB", long = "Lisbon Grain Board"}},
    {"The 2027 grain accord (LGTA) holds.", {"LGTA", long = "2027 grain accord", kind = "synonym"}},
    {"They praised “the Office for Grain Trade” (OGT).", {"OGT", long = "Office for Grain Trade"}},
    {"The MIA (Maritime Inspection Authority) met.", {"MIA", long = "Maritime Inspection Authority"}},
    {"They restored the Lisbon Accord on Grain [LAG].", {"LAG", long = "Lisbon Accord on Grain"}},
    {"The USA and the UN met (in Geneva)."},
  },
}
