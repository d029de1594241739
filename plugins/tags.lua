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

local byte, find = string.byte, string.find

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

-- Letters of which the next word's reading depends.
local nominal = {n = true, N = true, p = true, i = true, w = true, k = true, [")"] = true, ["9"] = true, T = true, ["\""] = true, Q = true}
local demonstrative = {this = true, these = true, those = true, that = true}
local before_noun = {d = true, ["'"] = true, r = true, a = true}

-- What a word can be before its neighbours are asked: a letter, or one of the readings below.
local PAST, GERUND = "E", "G" -- -ed form, -ing form
local THIRD = {[""] = "V", often = "V-", mostly = "V="} -- -s form, by how often the word is something else
local BASE = {[""] = "B", often = "B-", mostly = "B="}
local open_reading = {[PAST] = true, [GERUND] = true, V = true, ["V-"] = true, ["V="] = true, B = true, ["B-"] = true, ["B="] = true}

local function reading_of(form, lemma, other)
  if form == lemma then return BASE[other or ""] end
  if find(form, "ing$") then return GERUND end
  if find(form, "s$") then return THIRD[other or ""] end
  return PAST
end

-- Nouns and adjectives that end like adverbs.
local no_adverbs = {}
for word in ([[early daily weekly monthly yearly family rally reply ally supply assembly friendly likely unlikely anomaly bully elderly costly deadly
  monopoly lonely lovely holy ugly belly jelly lily melancholy homily only]]):gmatch("%S+") do no_adverbs[word] = true end

-- An unlisted word by its ending.
local function by_ending(word)
  local a, b, c = byte(word, -3, -1)
  if a == 105 and b == 110 and c == 103 and #word > 4 then return GERUND end -- -ing
  if b == 101 and c == 100 and #word > 3 then return PAST end -- -ed
  if b == 108 and c == 121 and not no_adverbs[word] then return "y" end -- -ly
  return "n"
end

-- The readings of all listed words; unlisted ones are added when first met, so many at most.
local REMEMBERED = 50000
local readings, remembered

local function read_lists(data)
  readings, remembered = {}, 0
  for form, row in pairs(data.verbs) do readings[form] = reading_of(form, row.lemma, row.other) end
  for form, row in pairs(data.cues) do readings[form] = readings[form] or reading_of(form, row.lemma) end
  for word in pairs(days) do readings[word] = "k" end
  for word, row in pairs(data.function_words) do readings[word] = class_letters[row.class] end
  for mark, letter in pairs(mark_letters) do readings[mark] = letter end
  readings["'"], readings["’"] = "'", "'"
end

local function read_unlisted(doc, i, word, shape)
  if shape == "9" then return "9" end
  if shape == "-" then return doc.class(i) == "punctuation" and ";" or "n" end
  local reading = by_ending(word)
  if remembered < REMEMBERED then
    readings[word], remembered = reading, remembered + 1
  end
  return reading
end

-- Is this a headline: most of its words capitalised?
local function is_title_case(words, shapes, first, last)
  if last - first > 30 or shapes[first + 1] == "xx" and shapes[first + 2] == "xx" and shapes[first + 3] == "xx" then return false end
  local capital, small = 0, 0
  for i = first + 1, last do
    local shape = shapes[i]
    if shape == "Xx" or shape == "XX" then
      capital = capital + 1
    elseif shape == "xx" and (#words[i] > 4 or not readings[words[i]] or open_reading[readings[words[i]]]) then
      small = small + 1
    end
  end
  return capital >= 3 and capital > 2 * small
end

-- The reading of a verb form between its left neighbour `previous` (a letter) and the word behind it.
local function read_verb(reading, previous, word, before, after, verb_before, is_cue)
  if reading == PAST then
    if previous == "x" or previous == "z" then return "e" end
    if before_noun[previous] or previous == "i" and demonstrative[before] then return "n" end
    if nominal[previous] then return after == "by" and "e" or "v" end
    return previous == "c" and verb_before and "v" or "e"
  elseif reading == GERUND then
    return before_noun[previous] and previous ~= "r" and "n" or "g"
  elseif reading == "V" or reading == "V-" or reading == "V=" then
    if before_noun[previous] or previous == "b" or previous == "v" then return "n" end
    if previous == "n" then return reading == "V" and "v" or "n" end
    if nominal[previous] then return reading == "V=" and "n" or "v" end
    return reading == "V" and (previous == "c" or previous == ",") and "v" or "n"
  end
  local clear = reading == "B"
  if previous == "t" or previous == "m" then return "b" end
  if previous == "x" then return reading ~= "B=" and before ~= "is" and "b" or "n" end
  if previous == "p" or previous == "w" or previous == "i" then return "v" end
  if not clear then return "n" end
  if previous == "n" then return byte(before, -1) == 115 and "v" or "n" end
  if previous == "N" then return "v" end
  if previous == "c" then return verb_before and "v" or "n" end
  return (previous == "," or previous == "\"") and is_cue and "v" or "n"
end

local before_possessive = {p = true, i = true, T = true, q = true, w = true, y = true}

-- The letters of tokens first..last, as a list.
local function tag(doc, cues, first, last, mark_at)
  local words, shapes = doc.words, doc.shapes
  local letters = {}
  local previous = "." -- the last letter that is no adverb or negation
  local verb_before = false -- has the clause a finite verb
  local headline = is_title_case(words, shapes, first, last)
  local n = 0
  for i = first, last do
    n = n + 1
    local letter = mark_at[i]
    if not letter then
      local word, shape = words[i], shapes[i]
      letter = readings[word] or read_unlisted(doc, i, word, shape)
      local is_open = open_reading[letter]
      if shape ~= "xx" and (shape == "Xx" or shape == "XX" or shape == "xX") and not (headline and is_open) then
        -- A capital inside the sentence is a name, but "I" and days; at its start only what is no function word.
        if n > 1 then
          if letter ~= "k" and not (letter == "p" and word == "i") then letter, is_open = "N", false end
        elseif letter == "n" or is_open and letter ~= PAST and letter ~= GERUND or shape == "XX" and #word > 1 then
          letter, is_open = "N", false
        end
      end
      if is_open then
        letter = read_verb(letter, previous, word, words[i - 1], words[i + 1], verb_before, cues[word])
      elseif letter == "x" then
        if word == "'s" then
          -- "he's", "that's": a verb; "the minister's": a possessive.
          if not before_possessive[previous] then letter = "'" end
        elseif previous == "m" or previous == "t" then
          letter = "z"
        end
      elseif letter == "T" and previous == "r" then
        letter = "i"
      end
      if previous == "i" and (letter == "n" or letter == "k" or letter == "9" or letter == "N") and demonstrative[words[i - 1]] then
        letters[n - 1] = "d"
      elseif previous == "T" and (letter == "x" or letter == "m" or letter == "v") and words[i - 1] == "that" then
        -- "But that is wrong", "said that was wrong": a pronoun.
        local before = letters[n - 2]
        if before ~= "n" and before ~= "N" then letters[n - 1] = "i" end
      end
    end
    letters[n] = letter
    if letter ~= "y" and letter ~= "~" then
      previous = letter
      if letter == "v" or letter == "x" or letter == "m" then verb_before = true
      elseif letter == "s" or letter == ";" then verb_before = false end
    end
  end
  return letters
end

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
    local words, cues = doc.words, ctx.data.cues
    if not readings then read_lists(ctx.data) end
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
      local word = words[i]
      local cue = cues[word]
      if cue and (cue.takes or cue.class ~= "weak") or mark_at[i] == "\"" or word == "according" then
        local sentence = doc:sentence(doc.sentence_of(i))
        local first, last = sentence.first, sentence.last
        add(first, last, {letters = table.concat(tag(doc, cues, first, last, mark_at))})
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
