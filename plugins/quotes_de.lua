--- Quotations and statements in German: „...“ and »...«, verb-second ("sagte Solvang") and verb-last clauses ("dass ...
-- sei", "wie ... mitteilte").
--
-- The marks are those of the plugin marks, the verbs a list (de.cues.tsv); all the rest is here. Nothing in the core
-- knows German.

local LONGEST = 12 -- tokens of a speaker, appositions left out
local FEW = 4 -- words: fewer in marks without a verb of saying are no speech

local function set(words)
  local result = {}
  for word in words:gmatch("%S+") do result[word] = true end
  return result
end

local article = set"der die das den dem des ein eine einer eines einem sein seine ihr ihre unser unsere dieser diese dieses"
local pronoun = set"er sie es wir ich man"
local source = set"laut zufolge"
local ends = set[[am im in an auf bei nach vor gegenüber zum zur mit heute gestern morgen später weiter auch nun dazu daraufhin jedoch aber
  und dass ob weil wie
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
  addressee = "mention",
  venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string", group = "string",
    nested_in = "mention",
    repaired = {"string"}}
local statement_fields = {kind = "string", class = "string", speaker = "mention", cue = "mention",
  addressee = "mention", venue = "mention",
  time = "mention", via = "mention", negated = "boolean", how = "string", group = "string", nested_in = "mention"}

return {
  api = 1,
  name = "quotes_de",
  summary = "German quotations and statements, with their speakers",
  language = "de",
  provides = {quotes = quote_fields, statements = statement_fields},
  requires = {"_marks"},
  scope = "sentence",
  data = {cues = {file = "de.cues.tsv", match = "word"}},

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local words, low, high = doc.words, unit.first, unit.last
    local marks, inside = {}, {}
    for mark in unit:each"_marks" do
      if mark.depth == 1 then
        marks[#marks + 1] = mark
        for i = mark.from.first, mark.from.last do inside[i] = true end
      end
    end
    -- The verb of saying with its speaker; "laut" and "zufolge" name a source.
    local cue, first, last
    for i = low, high do
      local row = ctx.data.cues[words[i]]
      if not cue and not inside[i] and (row or source[words[i]]) then
        if source[words[i]] then
          if words[i] == "laut" then first, last = i + 1, phrase(doc, i + 1, high) else first,
            last = phrase_before(doc, i, low) end
        else
          first, last = phrase_before(doc, i, low)
          if not first then first, last = i + 1, phrase(doc, i + 1, high) end
        end
        if first and last then cue = {at = i, lemma = row and row.lemma or words[i]} end
      end
    end
    local speaker = cue and unit:mention(first, last, {how = pronoun[words[first]] and "pronoun" or "named"})
    local function fields(kind, more)
      more.kind, more.speaker, more.how = kind, speaker, speaker and speaker.how
      more.cue = cue and unit:mention(cue.at, cue.at, {lemma = cue.lemma})
      more.why = {cue and ("verb of saying %q"):format(words[cue.at]) or "no verb of saying"}
      return more
    end
    for n, mark in ipairs(marks) do
      local count = mark.last - mark.first + 1
      local whole = count >= FEW and doc.shapes[mark.first] ~= "xx"
      add(mark, fields(whole and "direct" or cue and count >= 2 and "mixed" or "scare",
        {group = "q" .. n, repaired = mark.repaired,
        marks = unit:mention(mark.from.first, mark.from.last, {open = mark.open, close = mark.close, text = false})}),
          "quotes")
    end
    if not cue or #marks > 0 then return end
    -- Without marks: behind "dass", "ob" or a comma; or all that stands before ", sagte X".
    local behind = math.max(cue.at, last) + 1
    while behind < high and words[behind] ~= "," and words[behind] ~= ":" do behind = behind + 1 end
    local from, to
    if behind < high and high - behind > 2 then
      from = behind + ((words[behind + 1] == "dass" or words[behind + 1] == "ob") and 2 or 1)
      to = trim(doc, from, high)
    else
      to = math.min(cue.at, first) - 1
      if source[words[cue.at]] and cue.at == low then from, to = last + 1, trim(doc, last + 1, high)
      elseif to > low and words[to] == "," then from, to = low, trim(doc, low, to) end
    end
    if from and to and to > from then add(from, to, fields("indirect", {class = "say", group = "s1"}), "statements") end
  end,

  examples = {
    {"„Die Schiffe bleiben im Hafen“, sagte die norwegische Ministerin Marit Solvang.",
      {"Die Schiffe bleiben im Hafen", kind = "direct", speaker = "die norwegische Ministerin Marit Solvang",
        cue = "sagte"}},
    {"Joseph Wanjala erklärte: »Wir zählen die Brote neu.«", {"Wir zählen die Brote neu.", speaker = "Joseph Wanjala",
      cue = "erklärte"}},
    {"Sie nannte den Vertrag „gut“, sagte er.", {"gut", kind = "scare", speaker = "er"}},
    {"Solvang sagte, dass der Hafen geschlossen sei.", {"der Hafen geschlossen sei", kind = "indirect",
      speaker = "Solvang"}},
    {"Der Hafen bleibe geschlossen, teilte das Ministerium mit.", {"Der Hafen bleibe geschlossen",
      speaker = "das Ministerium"}},
    {"Wie das Ministerium mitteilte, bleibt der Hafen geschlossen.",
      {"bleibt der Hafen geschlossen", speaker = "das Ministerium"}},
    {"Laut Polizei wurde niemand verletzt.", {"wurde niemand verletzt", speaker = "Polizei", cue = "Laut"}},
    {"Der Hafen ist seit Montag geschlossen."},
  },
}
