--- Cues of reported speech and thought: the verb with its auxiliaries, "according to", and nouns such as "statement".
--
-- The token tape finds them; what stands around decides whether "claim", "report" or "state" is a verb here. The list of verbs is
-- data (en.cues.tsv): a file of that name beside your own plugins adds to it.

-- A verb form after one of these is no finite verb: "the report", "his demand", "of note".
local before_noun = {det = true, poss = true, prep = true}

local function is_noun_or_adjective(doc, words, i, first, lemma)
  if first < i then return false end -- an auxiliary stands before it
  local before = i > 1 and doc.word(i - 1) or ""
  local row = words[before]
  local form = doc.word(i)
  if before == "'s" or before == "'" then return form == lemma or form == lemma .. "s" or form:sub(-3) == "ing" or form:sub(-2) == "ed" end
  if not row then return false end
  if row.class == "det" or row.class == "poss" then
    return not (before == "that" or before == "this" or before == "those" or before == "all" or before == "both" or before == "many" or before == "some"
      or before == "most" or before == "few" or before == "several" or before == "another")
  end
  return before_noun[row.class] and before ~= "to" and (form == lemma or form == lemma .. "s")
end

return {
  api = 1,
  name = "cues",
  summary = "Verbs and phrases that report speech and thought (internal)",
  language = "en",
  provides = {_cues = {lemma = "string", class = "string", kind = "string", passive = "boolean", negated = "boolean", form = "string", addressee = "boolean",
                       verb = "number"}},
  data = {
    verbs = {file = "en.cues.tsv", match = "lemma"},
    function_words = {file = "en.function_words.tsv", match = "word"},
  },
  tape = {
    be = {lemma = {"be"}, word = {"'s", "'re"}}, have = {lemma = {"have"}, word = {"'ve"}}, auxiliary = {word = {"do", "does", "did", "will", "would", "can",
      "could", "may", "might", "shall", "should", "must", "'ll", "'d"}},
    negation = {word = {"not", "n't", "never"}},
    adverb = {word = {"also", "then", "later", "again", "repeatedly", "often", "once", "still", "now", "even", "already", "just", "only", "further",
      "subsequently", "publicly", "recently", "earlier", "previously", "reportedly", "explicitly", "personally", "simply", "flatly", "quickly", "soon", "long",
      "always", "sometimes", "frequently", "first", "finally", "eventually", "initially", "immediately", "bluntly", "openly", "officially", "formally",
      "privately", "strongly", "vehemently", "categorically", "specifically", "widely", "generally", "consistently", "constantly", "famously", "allegedly"}},
    according = {word = "according"}, to = {word = "to"},
    gerund = {word = {"saying", "adding", "noting", "claiming", "stressing", "warning", "arguing", "insisting", "telling", "writing"}},
  },

  grammar = function(g)
    local helper = g.be + g.have + g.auxiliary + g.negation + g.adverb
    return {
      "according", "helped", "plain",
      according = g.field("to", g.according * g.to),
      helped = helper ^ 1 * g.field("verb", g.verbs),
      plain = g.field("verb", g.verbs),
    }
  end,

  build = function(m, ctx)
    local doc, words = ctx.doc, ctx.data.function_words
    if m.rule == "according" then return {kind = "according", lemma = "according to", class = "say", form = "phrase", verb = m.first} end
    local i = m.last
    local form = doc.word(i)
    local row = ctx.data.verbs[form]
    local lemma = row.lemma
    local first = m.first
    local passive, negated, have = false, false, false
    for t = first, i - 1 do
      local class = words[doc.word(t)]
      class = class and class.class
      if class == "be" then passive = true elseif class == "not" then negated = true elseif class == "have" then have = true end
    end
    -- "United States", "Financial Times Reports": a capital inside a sentence is a name.
    if doc.shape(i) ~= "xx" and i > 1 and doc.sentence_of(i) == doc.sentence_of(i - 1) and first == i then return nil end
    if is_noun_or_adjective(doc, words, i, first, lemma) then return nil end
    local kind
    if form:sub(-3) == "ing" and form ~= lemma then
      kind = passive and "finite" or "participle"
      passive = false
    elseif form == lemma and first == i then
      local before = i > 1 and doc.word(i - 1) or ""
      kind = before == "to" and "infinitive" or "base"
    else
      kind = "finite"
      if passive and (form == lemma or form == lemma .. "s") then passive = false end
    end
    return {kind = "verb", lemma = lemma, class = row.class, passive = passive, negated = negated, form = kind, addressee = row.addressee == "yes", verb = i}
  end,

  examples = {
    {"The minister has repeatedly denied the report.", {"has repeatedly denied", lemma = "deny", form = "finite", passive = false}},
    {"He was told to wait.", {"was told", lemma = "tell", passive = true}},
    {"According to the ministry, nobody was hurt.", {"According to", kind = "according"}},
    {"She did not say when.", {"did not say", lemma = "say", negated = true}},
    {"His claim was false, the envoy added, noting the delay.", {"added", lemma = "add"}, {"noting", form = "participle"}},
    {"The state of the union is strong."},
    {"They refused to comment.", {"comment", form = "infinitive"}},
  },
}
