--- A letter for each token of the sentences in which somebody may be quoted: a light part of speech (internal).
--
-- No parser and no training: function words are listed, verbs are listed with how often they are nouns, the rest goes by its ending and its
-- left neighbour. `letters` has one letter a token, so that the rules that follow are short Lua patterns ("[dn]*[vmx]" is a noun phrase and
-- a finite verb):
--
--   n noun, adjective or unknown   N capitalised name   9 number   d article or possessive   ' possessive 's   k day or month
--   p he she they we I             i it this those ...  o him them ...                        w who which       T that
--   v finite verb                  e -ed form, not finite   g -ing form   b base form   m will can ...   x is has did ...   z be been
--   y adverb  ~ not  t to  r preposition  s because while ...  q what whether ...  c and or but  , ; : - ( ) .
--   " a quotation mark   Q a token inside marks

local class_letters = {
  det = "d", poss = "d", prep = "r", sub = "s", question = "q", rel = "w", conj = "c", be = "x", have = "x", ["do"] = "x", modal = "m",
  ["not"] = "~", adv = "y", subject = "p", object = "o", pron = "i", that = "T", to = "t", nonfinite = "z", past = "v", participle = "e",
}
local mark_letters = {
  [","] = ",", [";"] = ";", [":"] = ":", ["--"] = "-", ["—"] = "-", ["–"] = "-", ["-"] = "-", ["("] = "(", ["["] = "(", [")"] = ")", ["]"] = ")",
  ["."] = ".", ["!"] = ".", ["?"] = ".", ["..."] = ".", ["…"] = ".", ["%"] = "n", ["$"] = "9", ["&"] = "c",
}
local days = {}
for word in ([[monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november
  december yesterday today tonight tomorrow]]):gmatch("%S+") do days[word] = true end

-- Nouns and adjectives that end like adverbs.
local no_adverbs = {}
for word in ([[early daily weekly monthly yearly family rally reply ally supply assembly friendly likely unlikely anomaly bully elderly costly deadly
  monopoly lonely lovely holy ugly belly jelly lily melancholy homily only]]):gmatch("%S+") do no_adverbs[word] = true end

-- Letters of which the next word's reading depends.
local nominal = {n = true, N = true, p = true, i = true, w = true, k = true, [")"] = true, ["9"] = true, T = true, ["\""] = true, Q = true}
local demonstrative = {this = true, these = true, those = true, that = true}
local before_noun = {d = true, ["'"] = true, r = true, a = true}

-- What a word can be, before its neighbours are asked: a letter, or V (-s form), B (base form), E (past form), G (-ing form) with the share
-- of other uses: "V", "V-" (often something else), "V=" (mostly something else).
local function lexicon(data)
  local known = {}
  local share = {often = "-", mostly = "="}
  for form, row in pairs(data.verbs) do
    local lemma = row.lemma
    local suffix = share[row.other] or ""
    if form == lemma then known[form] = "B" .. suffix
    elseif form:find("ing$") then known[form] = "G"
    elseif form:find("s$") then known[form] = "V" .. suffix
    else known[form] = "E" end
  end
  for form, row in pairs(data.cues) do
    if not known[form] then
      known[form] = form == row.lemma and "B" or form:find("ing$") and "G" or form:find("s$") and "V" or "E"
    end
  end
  for word in pairs(days) do known[word] = "k" end
  for word, row in pairs(data.function_words) do known[word] = class_letters[row.class] end
  for mark, letter in pairs(mark_letters) do known[mark] = letter end
  known["'"], known["’"] = "'", "'"
  return known
end

-- An unlisted word by its ending.
local function by_ending(word)
  local a, b, c = word:byte(-3, -1)
  if not c then return "n" end
  if a == 105 and b == 110 and c == 103 and #word > 4 then return "G" end -- -ing
  if b == 101 and c == 100 and #word > 3 then return "E" end -- -ed
  if b == 108 and c == 121 and not no_adverbs[word] then return "y" end -- -ly
  return "n"
end

-- Is this a headline: most of its words capitalised?
local function is_title_case(words, shapes, known, first, last)
  local capital, small = 0, 0
  for i = first + 1, last do
    local shape = shapes[i]
    if shape == "Xx" or shape == "XX" then
      capital = capital + 1
    elseif shape == "xx" and (not known[words[i]] or #known[words[i]] > 1 or #words[i] > 4) then
      small = small + 1
    end
  end
  return capital >= 3 and capital > 2 * small
end

-- The letters of tokens first..last, as a list.
local function tag(doc, known, cues, first, last, mark_at)
  local words, shapes = doc.words, doc.shapes
  local letters = {}
  local previous = "." -- the last letter that is no adverb or negation
  local verb_before = false -- has the clause a finite verb
  local headline = last - first < 30 and is_title_case(words, shapes, known, first, last)
  for i = first, last do
    local word, shape = words[i], shapes[i]
    local letter = known[word]
    if headline and letter and letter:find("^[VEGB]") then shape = "xx" end
    if not letter then
      if shape == "-" then letter = doc.class(i) == "punctuation" and ";" or "n"
      elseif shape == "9" then letter = "9"
      else letter = by_ending(word) end
    end
    if shape ~= "xx" and shape ~= "-" and shape ~= "9" and i > first and letter ~= "k" and not (shape == "XX" and #word == 1 and letter == "p") then
      -- A capital inside the sentence is a name, but "I".
      letter = "N"
    elseif i == first and shape ~= "xx" and (letter == "n" or letter == "B" or #letter == 2 or shape == "XX" and #word > 1) then
      letter = "N"
    end
    local kind = letter:sub(1, 1)
    if kind == "V" then
      local other = letter:sub(2)
      if before_noun[previous] or previous == "b" or previous == "v" then letter = "n"
      elseif previous == "n" then letter = other == "" and "v" or "n"
      elseif nominal[previous] then letter = other == "=" and "n" or "v"
      else letter = (other == "" and (previous == "c" or previous == ",")) and "v" or "n" end
    elseif kind == "B" then
      local other = letter:sub(2)
      if previous == "t" or previous == "m" then letter = "b"
      elseif previous == "x" and other ~= "=" and words[i - 1] ~= "is" then letter = "b"
      elseif previous == "p" or previous == "w" or previous == "i" then letter = "v"
      elseif previous == "n" and other == "" and words[i - 1]:byte(-1) == 115 then letter = "v"
      elseif previous == "N" and other == "" then letter = "v"
      elseif previous == "c" and other == "" then letter = verb_before and "v" or "n"
      elseif (previous == "," or previous == "\"") and other == "" and cues[word] then letter = "v"
      else letter = "n" end
    elseif kind == "E" then
      if previous == "x" or previous == "z" then letter = "e"
      elseif before_noun[previous] or previous == "i" and demonstrative[words[i - 1]] then letter = "n"
      elseif nominal[previous] then letter = (i < last and words[i + 1] == "by") and "e" or "v"
      elseif previous == "c" then letter = verb_before and "v" or "e"
      else letter = "e" end
    elseif kind == "G" then
      letter = before_noun[previous] and previous ~= "r" and "n" or "g"
    elseif letter == "x" then
      if word == "'s" then
        -- "he's", "that's": a verb; "the minister's": a possessive.
        if not (previous == "p" or previous == "i" or previous == "T" or previous == "q" or previous == "w" or previous == "y") then letter = "'" end
      elseif previous == "m" or previous == "t" then
        letter = "z"
      end
    elseif letter == "T" then
      if previous == "r" then letter = "i" end
    end
    letter = mark_at[i] or letter
    if previous == "i" and demonstrative[words[i - 1]] and (letter == "n" or letter == "k" or letter == "9" or letter == "N") then
      letters[i - first] = "d"
    end
    letters[i - first + 1] = letter
    if previous == "T" and (letter == "x" or letter == "m" or letter == "v") and words[i - 1] == "that" then
      -- "But that is wrong", "said that was wrong": a pronoun.
      local before = letters[i - first - 1]
      if before ~= "n" and before ~= "N" then letters[i - first] = "i" end
    end
    if letter ~= "y" and letter ~= "~" then previous = letter end
    if letter == "v" or letter == "x" or letter == "m" then verb_before = true
    elseif letter == "," or letter == "s" or letter == ";" then verb_before = verb_before and letter == "," end
  end
  return letters
end

local known -- of this process; made from the data on first use

return {
  api = 1,
  name = "tags",
  summary = "A letter for each token of sentences with a cue or a quotation mark (internal)",
  language = "en",
  provides = {_tags = {letters = "string"}},
  requires = {"_marks"},
  scope = "document",
  data = {
    cues = {file = "en.cues.tsv", match = "lemma"},
    verbs = {file = "en.verbs.tsv", match = "lemma"},
    function_words = {file = "en.function_words.tsv", match = "word"},
  },

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local words = doc.words
    known = known or lexicon(ctx.data)
    local cues = ctx.data.cues
    local mark_at = {}
    for mark in doc:each"_marks" do
      if mark.depth == 1 then
        mark_at[mark.from.first] = "\""
        if mark.closed then mark_at[mark.last + 1] = "\"" end
        for i = mark.first, mark.last do mark_at[i] = "Q" end
      end
    end
    local i, count = 1, doc.count
    while i <= count do
      if cues[words[i]] or mark_at[i] == "\"" or words[i] == "according" then
        local sentence = doc:sentence(doc.sentence_of(i))
        local first, last = sentence.first, sentence.last
        add(first, last, {letters = table.concat(tag(doc, known, cues, first, last, mark_at))})
        i = last
      end
      i = i + 1
    end
  end,

  examples = {
    {"The minister said he would not sign the text.", {"The minister said he would not sign the text.", letters = "dnvpm~bdn."}},
    {"Solvang said the ships' owners have been warned.", {"Solvang said the ships' owners have been warned.", letters = "Nvdn'nxze."}},
    {"The ships sail on Monday."},
  },
}
