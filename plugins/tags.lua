--- A letter for each token of the sentences in which somebody may be quoted: a light part of speech (internal).
--
-- No parser and no training: function words are listed, verbs are listed with how often they are nouns, the rest goes
-- by its ending and its left neighbour. `letters` has one letter a token, so that the rules that follow are short Lua
-- patterns ("[dn]*[vmx]" is a noun phrase and a finite verb):
--
--   n noun, adjective or unknown   N capitalised name   9 number   d article or possessive   ' possessive 's   k day or month
--   p he she they we I             i it this those ...  o him them ...                        w who which       T that
--   v finite verb                  e -ed form, not finite   g -ing form   b base form   m will can ...   x is has did ...   z be been
--   y adverb  ~ not  t to  r preposition  s because while ...  q what whether ...  c and or but  , ; : - ( ) .
--   " a quotation mark   Q a token inside marks   A "according", whose "to" is a preposition

local byte, find, gsub, concat = string.byte, string.find, string.gsub, table.concat

local class_letters = {
  det = "d", poss = "d", prep = "r", sub = "s", question = "q", rel = "w", conj = "c", be = "x", have = "x",
    ["do"] = "x", modal = "m",
  ["not"] = "~", adv = "y", subject = "p", object = "o", pron = "i", that = "T", to = "t", nonfinite = "z", past = "v",
    participle = "e",
}
local mark_letters = {
  [","] = ",", [";"] = ";", [":"] = ":", ["--"] = "-", ["—"] = "-", ["–"] = "-", ["-"] = "-", ["("] = "(", ["["] = "(",
    [")"] = ")",
    ["]"] = ")",
  ["."] = ".", ["!"] = ".", ["?"] = ".", ["..."] = ".", ["…"] = ".", ["%"] = "n", ["$"] = "9", ["&"] = "c",
}
local days = {}
for word in ([[monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
  november december yesterday today tonight tomorrow]]):gmatch("%S+") do days[word] = true end

local demonstrative = {this = true, these = true, those = true, one = true} -- an article or a pronoun

-- What a word can be before its neighbours are asked: a letter, or one of these readings.
local PAST, GERUND = "E", "G" -- -ed form, -ing form
local THIRD = {[""] = "V", often = "V-", mostly = "V="} -- -s form, by how often the word is something else
local BASE = {[""] = "B", often = "B-", mostly = "B="}
local CLITIC = "S" -- 's
local CUE = "B," -- base form of a saying verb
local PLURAL = "?" -- decided by whether the noun before is a plural
local HYPHEN = "H" -- "-": a part of a word such as "Bagheri-Kani", or a dash

-- The letter of a reading behind each letter: {reading -> {letters before -> letter}}; "*" is behind any other. Adverbs
-- and negations are passed
-- over. h is "this", "these", "those" until the next word is seen.
local behind = {
  [PAST] = {["xz"] = "e", ["d'rh"] = "n", ["nNpiwk)9T\"Qc"] = "v", ["*"] = "e"},
  [GERUND] = {["d'h"] = "n", ["*"] = "g"},
  V = {["d'rbvh"] = "n", ["nNpiwk)9T\"Qc,"] = "v", ["*"] = "n"},
  ["V-"] = {["NpiwTk)9\"Q"] = "v", ["*"] = "n"},
  ["V="] = {["*"] = "n"},
  B = {["tmx"] = "b", ["pwiNc"] = "v", n = PLURAL, ["*"] = "n"},
  [CUE] = {["tmx"] = "b", ["pwiNc,\""] = "v", n = PLURAL, ["*"] = "n"},
  ["B-"] = {["tmx"] = "b", ["pwi"] = "v", ["*"] = "n"},
  ["B="] = {["tm"] = "b", ["pwi"] = "v", ["*"] = "n"},
  [CLITIC] = {["piTqwyh"] = "x", ["*"] = "'"},
  x = {["mt"] = "z", ["*"] = "x"},
  T = {r = "i", ["*"] = "T"},
  t = {A = "r", ["*"] = "t"},
  [HYPHEN] = {["*"] = HYPHEN},
}
local passed_over = {y = true, ["~"] = true}
local LETTERS = "nN9d'kpiowTvegbmxzy~trsqc,;:-().\"QhA"
local steps = {} -- the same, {reading -> {letter before -> letter}}
for reading, rows in pairs(behind) do
  local step = {}
  for letter in LETTERS:gmatch"." do step[letter] = rows["*"] end
  for before, letter in pairs(rows) do
    if before ~= "*" then
      for one in before:gmatch"." do step[one] = letter end
    end
  end
  steps[reading] = step
end

local function reading_of(form, lemma, other, is_cue)
  if form == lemma then
    local base = BASE[other or ""]
    return base == "B" and is_cue and CUE or base
  end
  if find(form, "ing$") then return GERUND end
  if find(form, "s$") then return THIRD[other or ""] end
  return PAST
end

-- Nouns and adjectives that end like adverbs.
local no_adverbs = {}
for word in ([[early daily weekly monthly yearly family rally reply ally supply assembly friendly likely unlikely anomaly bully elderly
  costly deadly monopoly lonely lovely holy ugly belly jelly lily melancholy homily only]]):gmatch("%S+") do no_adverbs[word] = true end

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
local interesting -- words for which a sentence is read

local function read_lists(data)
  readings, remembered = {}, 0
  for form, row in pairs(data.verbs) do readings[form] = reading_of(form, row.lemma, row.other, data.cues[form]) end
  for form, row in pairs(data.cues) do readings[form] = readings[form] or reading_of(form, row.lemma, nil, true) end
  for word in pairs(days) do readings[word] = "k" end
  for word, row in pairs(data.function_words) do readings[word] = class_letters[row.class] end
  for mark, letter in pairs(mark_letters) do readings[mark] = letter end
  for word in pairs(demonstrative) do readings[word] = "h" end
  readings["-"] = HYPHEN
  readings.according = "A"
  interesting = {according = true}
  for form, row in pairs(data.cues) do interesting[form] = row.takes ~= nil or row.class ~= "weak" or nil end
  readings["'"], readings["’"], readings["'s"] = "'", "'", CLITIC
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
  if last - first > 30 or shapes[first + 1] == "xx" and shapes[first + 2] == "xx"
    and shapes[first + 3] == "xx" then return false end
  local capital, small = 0, 0
  for i = first + 1, last do
    local shape = shapes[i]
    if shape == "Xx" or shape == "XX" then
      capital = capital + 1
    elseif shape == "xx" and (#words[i] > 4 or not readings[words[i]] or steps[readings[words[i]]]) then
      small = small + 1
    end
  end
  return capital >= 3 and capital > 2 * small
end

-- The letters of tokens first..last, as a string.
local function tag(doc, first, last, mark_at)
  local words, shapes = doc.words, doc.shapes
  local letters = {}
  local previous = "." -- the last letter that is no adverb or negation
  local headline = is_title_case(words, shapes, first, last)
  local n = 0
  for i = first, last do
    n = n + 1
    local letter = mark_at and mark_at[i]
    if not letter then
      local word, shape = words[i], shapes[i]
      letter = readings[word] or read_unlisted(doc, i, word, shape)
      local step = steps[letter]
      if shape ~= "xx" and (shape == "Xx" or shape == "XX" or shape == "xX") and not (headline and step) then
        -- A capital inside the sentence is a name, but "I" and days; at its start only what is no function word.
        if n > 1 then
          if letter ~= "k" and (letter ~= "p" or word ~= "i") then letter, step = "N", nil end
        elseif letter == "n" or shape == "XX" and #word > 1 or step and letter ~= PAST and letter ~= GERUND
          and letter ~= "T"
          and letter ~= "x" then
          letter, step = "N", nil
        end
      end
      if step then
        local reading = letter
        letter = step[previous]
        if letter == PLURAL then letter = byte(words[i - 1], -1) == 115 and "v" or "n" end
        if letter == "v" and reading == PAST and words[i + 1] == "by" and word ~= "said" then letter = "e" end
        if letter == HYPHEN then letter = doc.compound(i) and "n" or "-" end
      end
    end
    letters[n] = letter
    if not passed_over[letter] then previous = letter end
    if letter == "n" and words[i] == "-" then previous = "'" end -- what follows the hyphen is no verb
  end
  local result = concat(letters)
  if find(result, "[hT]") then
    result = gsub(result, "h([nNk9])", "d%1")
    result = gsub(result, "h", "i")
    -- "But that is wrong", "said that was wrong": a pronoun.
    result = gsub(result, "([^nNQ)9k])T([xmv])", "%1i%2")
    result = gsub(result, "^T([xmv])", "i%1")
  end
  return result
end

return {
  api = 1,
  name = "tags",
  summary = "A letter for each token of sentences with a cue or a quotation mark (internal)",
  language = "en",
  provides = {_tags = {sentences = "table"}},
  requires = {"_marks"},
  scope = "document",
  data = {
    cues = {file = "en.cues.tsv", match = "lemma"},
    verbs = {file = "en.verbs.tsv", match = "lemma"},
    function_words = {file = "en.function_words.tsv", match = "word"},
  },

  --- One annotation for the document: `sentences` is a list of {first, last, letters}.
  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local words = doc.words
    if not readings then read_lists(ctx.data) end
    local mark_at, next_mark = {}, {} -- `next_mark`: tokens at which a mark stands, in order
    for mark in doc:each"_marks" do
      if mark.depth == 1 then
        local first, last = mark.first, mark.last
        mark_at[first - 1] = "\""
        next_mark[#next_mark + 1] = first - 1
        for i = first, last do mark_at[i] = "Q" end
        if mark.closed then
          mark_at[last + 1] = "\""
          next_mark[#next_mark + 1] = last + 1
        end
      end
    end
    local sentences = {}
    local i, count = 1, doc.count
    local m, mark = 1, next_mark[1] or math.huge
    while i <= count do
      if interesting[words[i]] or i == mark then
        local sentence = doc:sentence(doc.sentence_of(i))
        local first, last = sentence.first, sentence.last
        local marked = mark <= last
        while mark <= last do
          m = m + 1
          mark = next_mark[m] or math.huge
        end
        sentences[#sentences + 1] = {first = first, last = last, letters = tag(doc, first, last,
          (marked or mark_at[first]
          or mark_at[last]) and mark_at)}
        i = last
      end
      i = i + 1
    end
    if #sentences > 0 then add(unit.first, unit.last, {sentences = sentences}) end
  end,

  examples = {
    {"The minister said he would not sign the text.", {"The minister said he would not sign the text.",
      sentences = {{letters = "dnvpm~bdn."}}}},
    {"Solvang said the ships' owners have been warned.",
      {"Solvang said the ships' owners have been warned.", sentences = {{letters = "Nvdn'nxze."}}}},
    {"Kvale says that is wrong. These ports, he adds, are “open”.",
      {"Kvale says that is wrong. These ports, he adds, are “open”.",
        sentences = {{letters = "Nvixn."}, {letters = "dn,pv,x\"Q\"."}}}},
    {"Minister Says Talks On Track", {"Minister Says Talks On Track", sentences = {{letters = "nvnNn"}}}},
    {"The ships sail on Monday."},
  },
}
