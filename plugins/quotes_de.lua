--- Quotations and statements in German: „...“ and »...«, verb-second ("sagte Solvang") and verb-last clauses ("dass ...
-- sei", "wie ... mitteilte").
--
-- The marks are those of the plugin marks, the verbs a list (de.cues.tsv); all the rest is here. Nothing in the core
-- knows German.

local LONGEST <const> = 12 -- tokens of a speaker, appositions left out
local FEW <const> = 4 -- words: fewer in marks without a verb of saying are no speech

local max, min = math.max, math.min

local article = word_set"der die das den dem des ein eine einer eines einem sein seine ihr ihre unser unsere dieser diese dieses"
local pronoun = word_set"er sie es wir ich man"
local source = word_set"laut zufolge"
local ends = word_set[[am im in an auf bei nach vor gegenüber zum zur mit heute gestern morgen später weiter auch nun dazu daraufhin jedoch
  aber und dass ob weil wie
  , . ; : ! ? ( ) -- – —]]
ends["\""] = true

-- A name or a phrase such as "die norwegische Ministerin Marit Solvang" from token `first` on: its last token, or nil.
local function phrase(doc, first, high)
  local words, shapes = doc.words, doc.shapes
  if pronoun[words[first]] then return first end
  if not article[words[first]] and shapes[first] == "xx" then return nil end
  local last, noun
  for i = first, math.min(high, first + LONGEST) do
    local of_or_for = noun and (words[i] == "der" or words[i] == "des" or words[i] == "von" or words[i] == "für")
    if ends[words[i]] or i > first and pronoun[words[i]] then break end
    if noun and shapes[i] == "xx" and not of_or_for and not (doc.joined(i) or words[i] == "-") then break end
    if shapes[i] ~= "xx" and shapes[i] ~= "-" then last, noun = i, true end
  end
  return last
end

-- The phrase that ends before the verb at token `verb`: first and last token, or nil.
local function phrase_before(doc, verb, low)
  local words = doc.words
  if verb > low and pronoun[words[verb - 1]] then return verb - 1, verb - 1 end
  for first = math.max(low, verb - LONGEST), verb - 1 do
    local opens = first == low or ends[words[first - 1]]
    if opens and phrase(doc, first, verb - 1) == verb - 1 then return first, verb - 1 end
  end
end

-- Last token of the clause that ends before `high`, closing punctuation left out.
local function trim(doc, first, high)
  while high > first and doc.class(high) == "punctuation" do high = high - 1 end
  return high
end

local quote_fields = {kind = "string", speaker = "mention", cue = "mention", marks = "mention", content = "mention",
  addressee = "mention", venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string",
  group = "string", nested_in = "mention", repaired = {"string"}}
local statement_fields = {kind = "string", class = "string", speaker = "mention", cue = "mention", addressee = "mention",
  venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string", group = "string", nested_in = "mention"}

local function in_marks(marks, i)
  for _, mark in ipairs(marks) do
    if mark.opens <= i and i <= mark.closes then return true end
  end
  return false
end

-- The verb of saying of a sentence with its speaker, or "laut" or "zufolge" with a source: its token, first and last token
-- of who speaks. `at` are tokens of such words.
local function find_cue(doc, sentence, at, marks)
  local words, low, high = doc.words, sentence.first, sentence.last
  for _, i in ipairs(at) do
    if not in_marks(marks, i) then
      local first, last
      if words[i] ~= "laut" then first, last = phrase_before(doc, i, low) end
      if not first and words[i] ~= "zufolge" then first, last = i + 1, phrase(doc, i + 1, high) end
      if last then return i, first, last end
    end
  end
end

-- What is reported without marks: behind "dass", "ob" or a comma; or all that stands before ", sagte X". First and last
-- token, or nil.
local function find_content(doc, sentence, cue, first, last)
  local words, low, high = doc.words, sentence.first, sentence.last
  local behind = max(cue, last) + 1
  while behind < high and words[behind] ~= "," and words[behind] ~= ":" do behind = behind + 1 end
  if behind < high and high - behind > 2 then
    local from = behind + ((words[behind + 1] == "dass" or words[behind + 1] == "ob") and 2 or 1)
    return from, trim(doc, from, high)
  end
  local to = min(cue, first) - 1
  if source[words[cue]] and cue == low then return last + 1, trim(doc, last + 1, high) end
  if to > low and words[to] == "," then return low, trim(doc, low, to) end
end

-- Adds what one sentence says.
local function read_sentence(doc, add, sentence, at, marks, cues)
  local words, shapes = doc.words, doc.shapes
  local cue, first, last = find_cue(doc, sentence, at, marks)
  local speaker = cue and doc:mention(first, last, {how = pronoun[words[first]] and "pronoun" or "named"})
  local function fields(kind, more)
    more.kind, more.speaker, more.how = kind, speaker, speaker and speaker.how
    local row = cue and cues[words[cue]]
    more.cue = cue and doc:mention(cue, cue, {lemma = row and row.lemma or words[cue]})
    more.why = {cue and ("verb of saying %q"):format(words[cue]) or "no verb of saying"}
    return more
  end
  for n, mark in ipairs(marks) do
    local count = mark.last - mark.first + 1
    local whole = count >= FEW and shapes[mark.first] ~= "xx"
    add(mark, fields(whole and "direct" or cue and count >= 2 and "mixed" or "scare", {group = "q" .. n, repaired = mark.repaired,
        marks = doc:mention(mark.opens, mark.closes, {open = mark.open, close = mark.close, text = false})}),
      "quotes")
  end
  if not cue or #marks > 0 then return end
  local from, to = find_content(doc, sentence, cue, first, last)
  if from and to > from then add(from, to, fields("indirect", {class = "say", group = "s1"}), "statements") end
end

return {
  api = 1,
  name = "quotes_de",
  summary = "German quotations and statements, with their speakers",
  language = "de",
  provides = {quotes = quote_fields, statements = statement_fields},
  requires = {"_marks"},
  scope = "document",
  data = {cues = {file = "de.cues.tsv", match = "word"}},
  marks = {{list = "cues", word = {"laut", "zufolge"}}},

  --- Only sentences with a verb of saying, a word for a source or words in marks are read.
  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local _, _, at = doc:marks(1)
    local all = doc:layer"_marks"
    local i, m = 1, 1
    while at[i] or all[m] do
      local token = min(at[i] or all[m].first, all[m] and all[m].first or at[i])
      local sentence = doc:sentence(doc.sentence_of(token))
      local cues, marks = {}, {}
      while at[i] and at[i] <= sentence.last do
        cues[#cues + 1], i = at[i], i + 1
      end
      while all[m] and all[m].first <= sentence.last do
        if all[m].depth == 1 then marks[#marks + 1] = all[m] end
        m = m + 1
      end
      read_sentence(doc, add, sentence, cues, marks, ctx.data.cues)
    end
  end,

  examples = {
    {"„Die Schiffe bleiben im Hafen“, sagte die norwegische Ministerin Marit Solvang.",
      {"Die Schiffe bleiben im Hafen", kind = "direct", speaker = "die norwegische Ministerin Marit Solvang", cue = "sagte"}},
    {"Joseph Wanjala erklärte: »Wir zählen die Brote neu.«", {"Wir zählen die Brote neu.", speaker = "Joseph Wanjala",
      cue = "erklärte"}},
    {"Sie nannte den Vertrag „gut“, sagte er.", {"gut", kind = "scare", speaker = "er"}},
    {"Solvang sagte, dass der Hafen geschlossen sei.", {"der Hafen geschlossen sei", kind = "indirect", speaker = "Solvang"}},
    {"Der Hafen bleibe geschlossen, teilte das Ministerium mit.", {"Der Hafen bleibe geschlossen", speaker = "das Ministerium"}},
    {"Wie das Ministerium mitteilte, bleibt der Hafen geschlossen.",
      {"bleibt der Hafen geschlossen", speaker = "das Ministerium"}},
    {"Laut Polizei wurde niemand verletzt.", {"wurde niemand verletzt", speaker = "Polizei", cue = "Laut"}},
    {"Der Hafen ist seit Montag geschlossen."},
  },
}
