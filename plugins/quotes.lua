--- Words in quotation marks that somebody said: direct, mixed (part of a reported clause), scare (neither said nor
-- whole).
--
-- A pair of marks is given to the cue that reports it; without one, to the speaker that the paragraph carries, then to
-- the one of the paragraph before when this one is all quotation. An unknown speaker is null, never the nearest name.

local CARRY = 3 -- paragraphs that are all quotation over which a speaker is carried
local FEW = 4 -- words: a run of fewer without a cue is no speech
local LONG = 8 -- words: a run of so many without a cue is a part of somebody's statement
local BESIDE = 3 -- tokens between marks and the cue behind them

-- What the rules know of one document: its outermost pairs of marks in the order of the text, and for each the numbers
-- of the attribution that it was given to and of one that it was not.
local function read_document(doc)
  local all, marks, count = doc:layer"_marks", {}, 0
  for n = 1, #all do
    local mark = all[n]
    if mark.depth == 1 then
      count = count + 1
      marks[count] = mark
    end
  end
  if count == 0 then return nil end
  local attributions, speakers = doc:layer"_attributions"[1], doc:layer"_speakers"[1]
  return {doc = doc, marks = marks, owner = {}, rejected = {},
    attributions = attributions and attributions.list or {}, speakers = speakers and speakers.list or {},
    reasons = speakers and speakers.reasons, only_marks = {}}
end

local none = {} -- what marks without a cue know of addressee, venue, time

local clitic = {["'s"] = true, ["n't"] = true, ["'re"] = true, ["'ve"] = true, ["'ll"] = true, ["'d"] = true,
  ["'m"] = true}

-- How many words stand in tokens first..last; counting ends at `enough`.
local function words_in(doc, first, last, enough)
  local n, shapes, words = 0, doc.shapes, doc.words
  for i = first, last do
    if shapes[i] ~= "-" and not clitic[words[i]] then
      n = n + 1
      if n == enough then return n end
    end
  end
  return n
end

-- Index of the last item of a list, sorted by `first`, that begins at token `token` or before; 0 when there is none.
local function last_upto(items, token)
  local low, high = 0, #items
  while low < high do
    local middle = (low + high + 1) // 2
    if items[middle].first > token then high = middle - 1 else low = middle end
  end
  return low
end

-- How strongly an attribution asks for the marks in its content.
local function strength(attribution, length, speaker)
  local opening = attribution.opening
  if not attribution.speaker and attribution.form ~= "finite" then return 300 - length end
  if opening == "mark" or opening == "before" or opening == "colon" then return 2000 - length end
  if opening == "headline" then return speaker and speaker.layer == "people" and 1000 - length or nil end
  if attribution.form == "noun" or not attribution.speaker then return 300 - length end
  if attribution.class == "think" then return 400 - length end
  if opening == "object mark" then return 600 - length end
  if not attribution.reports then
    return (attribution.class == "say" or attribution.class == "write") and 500 - length or nil
  end
  local narrow = opening == "object" or opening == "about" or opening == "infinitive"
  return (narrow and 700 or 1000) - length
end

-- Does the sentence that ends in mark n go on with the cue at token `from`: “Why now?” asked Kvale.
local function goes_on(R, n, from, attribution)
  local doc, last = R.doc, R.marks[n].last
  local ends = doc.words[last]
  local spoke = not attribution.content and (attribution.class == "say" or attribution.class == "write")
  if doc.sentence_of(from) == doc.sentence_of(last) then return ends ~= "." or spoke end
  if ends == "?" or ends == "!" or ends == "." then return not attribution.content and (ends ~= "." or spoke) end
  return attribution.order == "VS" and doc.shapes[attribution.first] == "xx"
end

-- Is this the title of a book, a film, a show: every longer word with a capital, and no stop at its end?
local function is_title(doc, first, last)
  local words, shapes = doc.words, doc.shapes
  local ends = words[last]
  if ends == "." or ends == "," or ends == "!" or ends == "?" then return false end
  for i = first, last do
    if shapes[i] == "xx" and #words[i] > 4 then return false end
  end
  return last > first and shapes[first] ~= "xx" and shapes[last] ~= "xx"
end

local before_name = {of = true, on = true, ["in"] = true, the = true, ["'s"] = true}

-- Do the marks hold the title of a show, a paper: on the “Evening News,” she said?
local function is_named(doc, mark)
  local words, last = doc.words, mark.last
  if words[last] == "," or words[last] == "." then last = last - 1 end
  return before_name[words[mark.from.first - 1]] and is_title(doc, mark.first, last)
end

-- Do the marks hold a sentence of their own: behind a comma or colon, and with a capital?
local function is_whole(doc, mark)
  local before = doc.words[mark.from.first - 1]
  return (before == "," or before == ":") and doc.shapes[mark.first] ~= "xx"
end

-- The attribution of each pair of marks: one whose content is in or around it, or that stands beside it.
local function find_owners(R)
  local owner, rejected, marks, doc = R.owner, R.rejected, R.marks, R.doc
  local rank = {}
  local function claim(n, a, value)
    if not rank[n] or value > rank[n] then
      rejected[n] = owner[n]
      owner[n], rank[n] = a, value
    elseif owner[n] ~= a then
      rejected[n] = a
    end
  end
  local function claim_within(a, attribution, span)
    local first, last = span.first, span.last
    local n = last_upto(marks, last)
    if n == 0 or marks[n].last < first then return end
    local value = strength(attribution, math.min(last - first, 250), R.speakers[a])
    if not value then return end
    while n > 1 and marks[n - 1].last >= first do n = n - 1 end
    while marks[n] and marks[n].first <= last do
      claim(n, a, attribution.told and not is_whole(doc, marks[n]) and value - 2000 or value)
      n = n + 1
    end
  end
  local attributions = R.attributions
  for a = 1, #attributions do
    local attribution = attributions[a]
    local content, rest, speaker = attribution.content, attribution.rest, attribution.speaker
    if content then claim_within(a, attribution, content) end
    if rest then claim_within(a, attribution, rest) end
    if speaker and attribution.form ~= "name" then
      -- “...,” said X / “...,” X said
      local from = math.min(speaker.first, attribution.first)
      local n = last_upto(marks, from - 1)
      local last = n > 0 and marks[n].last or 0
      if n > 0 and last >= from - BESIDE and words_in(doc, last + 1, from - 1, 1) == 0 and doc.words[from - 1] ~= ";"
        and not is_named(doc, marks[n]) and goes_on(R, n, from, attribution) then claim(n, a, 3000) end
    end
  end
end

-- Does the paragraph hold nothing but marked words?
local function only_marks(R, paragraph)
  local known = R.only_marks[paragraph]
  if known == nil then
    local unit, shapes, marks = R.doc:paragraph(paragraph), R.doc.shapes, R.marks
    local i, n = unit.first, last_upto(marks, unit.first)
    if n == 0 or marks[n].last < i then n = n + 1 end
    known = true
    while known and i <= unit.last do
      if marks[n] and i >= marks[n].first then
        i, n = marks[n].last, n + 1
      else
        known = shapes[i] == "-"
      end
      i = i + 1
    end
    R.only_marks[paragraph] = known
  end
  return known
end

-- The attributions of those who speak in the document, in order, and their numbers.
local function find_spoken(R)
  local spoken, numbers, count = {}, {}, 0
  for a, attribution in ipairs(R.attributions) do
    if R.speakers[a] and attribution.class ~= "think" and attribution.form ~= "noun" then
      count = count + 1
      spoken[count], numbers[count] = attribution, a
    end
  end
  R.spoken, R.numbers = spoken, numbers
end

-- The last one in paragraph `p`, up to token `high`, who reports something where he speaks; or, else, the last person
-- who does not.
local function last_spoken(R, p, high, reporting)
  if not R.spoken then find_spoken(R) end
  local spoken, paragraph_of = R.spoken, R.doc.paragraph_of
  for n = last_upto(spoken, high), 1, -1 do
    local attribution, a = spoken[n], R.numbers[n]
    if paragraph_of(attribution.first) ~= p then return nil end
    local opening = attribution.opening
    local reports = attribution.reports or opening == "mark" or opening == "before" or opening == "colon" or not opening
    if reports and reporting or not reports and not reporting and R.speakers[a].layer == "people" then return a end
  end
end

-- The speaker of marks without a cue, and how.
local function carried_speaker(R, n)
  local doc, high = R.doc, R.marks[n].first - 1
  local p = doc.paragraph_of(high + 1)
  local before = last_spoken(R, p, high, true)
  if before then
    local speaker = R.speakers[before]
    local subject = not speaker.name and speaker.how == "description" and last_spoken(R, p, high, false)
    return subject or before, "same paragraph"
  end
  for back = 1, CARRY do
    if p == back or not only_marks(R, p - back + 1) then return nil end
    local last = last_spoken(R, p - back, doc:paragraph(p - back).last, true)
    if last then return last, "carried" end
  end
end

-- Quotations that go on in the next paragraph, where their marks are opened again: the pair at their end, or at their
-- beginning, that has a cue.
local function link_marks(R)
  local marks, owner, linked = R.marks, R.owner, {}
  for n = #marks - 1, 1, -1 do
    if marks[n].continues then linked[n] = owner[n + 1] and n + 1 or linked[n + 1] end
  end
  local before
  for n = 2, #marks do
    before = marks[n - 1].continues and (owner[n - 1] and n - 1 or before) or nil
    linked[n] = linked[n] or before
  end
  return linked
end

-- Whose statement a part of a sentence in marks is, when the next paragraph names one.
local function next_statement(R, n)
  if not R.spoken then find_spoken(R) end
  local following = R.doc:paragraph(R.doc.paragraph_of(R.marks[n].first) + 1)
  if not following then return nil end
  for i = last_upto(R.spoken, following.first - 1) + 1, #R.spoken do
    local a = R.numbers[i]
    if R.spoken[i].first > following.last then return nil end
    if R.speakers[a].how == "statement of" then return a end
  end
end

-- Marks with a cue: direct, mixed or scare, and the reported clause of a mixed one; nil when they are a title.
local function kind_with(R, n, attribution)
  local doc, mark = R.doc, R.marks[n]
  local first, last = mark.first, mark.last
  local opening = attribution.opening
  if attribution.class == "weak" and opening ~= "before" and is_title(doc, first, last)
    or opening == "mark" and is_named(doc, mark) then return nil end
  local content, rest = attribution.content, attribution.rest
  if rest and first >= rest.first and last <= rest.last then content = rest end
  if not content or last < content.first or first > content.last then return "direct" end
  local small = doc.shapes[first] == "xx"
  if words_in(doc, content.first, math.min(content.last, first - 1), 1) > 0
    or words_in(doc, math.max(content.first, last + 1), content.last, 1) > 0 then
    local told = attribution.reports or opening == "mark" or opening == "colon" or opening == "object mark"
      or opening == "headline"
    local called = opening == "object mark" and words_in(doc, last + 1, content.last, 1) == 0 -- called it “unjust”
    local scare = small and not called and words_in(doc, first, last, 2) == 1 -- “unjust” measures
    return scare and "scare" or "mixed", told and content or nil
  end
  local before = doc.words[mark.from.first - 1]
  local beside = (attribution.class == "weak" or opening == "object mark") and small and before ~= "," and before ~= ":"
  return beside and "mixed" or "direct"
end

-- Do the marks stand where a sentence or its second part begins?
local function begins(doc, mark)
  local open = mark.from.first
  local before = open > 1 and doc.words[open - 1] or ""
  if before == "" or before == "." or before == ":" then return true end
  local sentence = doc.sentence_of(mark.first)
  return doc.sentence_of(open) == sentence and doc.sentence_of(open - 1) ~= sentence
end

local ends_sentence = {["."] = true, ["!"] = true, ["?"] = true}

-- Marks without a cue: direct, mixed or scare, the attribution whose speaker they have, and how.
local function kind_without(R, n, title)
  local doc, mark = R.doc, R.marks[n]
  local count = words_in(doc, mark.first, mark.last, LONG)
  local whole = count < FEW and ends_sentence[doc.words[mark.last]] and begins(doc, mark) -- “So am I.”
  if (count >= FEW or whole) and not title then
    R.linked = R.linked or link_marks(R)
    local from, how = R.owner[R.linked[n]], "goes on"
    if not from or not R.speakers[from] then from, how = carried_speaker(R, n) end
    if whole and how ~= "same paragraph" then return "scare" end
    if begins(doc, mark) or from and doc.shapes[mark.first] ~= "xx" then return "direct", from, how end
  end
  local from = count >= LONG and next_statement(R, n)
  if from then return "mixed", from, "next paragraph" end
  return "scare"
end

-- Why marks have this speaker, and what else could have been.
local function reasons_of(R, n, attribution, from, how)
  local doc, speaker = R.doc, R.speakers[from]
  local who = speaker and doc.slice(speaker.first, speaker.last)
  local reason = "no cue and no speaker to carry on"
  if attribution then
    reason = ("cue %q: %s"):format(doc.slice(attribution.first, attribution.last),
      attribution.opening or "beside the marks")
  elseif how == "same paragraph" then
    reason = ("the paragraph's last speaker, %q"):format(who)
  elseif how == "carried" then
    reason = ("the paragraph is all quotation; %q spoke last, line %d"):format(who, doc.line_of(speaker.first))
  elseif how == "next paragraph" then
    reason = ("%q follows in the next paragraph"):format(who)
  elseif how == "goes on" then
    local other = R.linked[n]
    reason = ("the quotation %s line %d"):format(other > n and "goes on to" or "begins on", R.marks[other].line)
  end
  local why = {reason, speaker and ("speaker %q: %s"):format(who, R.reasons[from] or speaker.how) or nil}
  local other = R.attributions[R.rejected[n]]
  if other and other ~= attribution then
    why[#why + 1] = ("rejected: %q (%s)"):format(doc.slice(other.first, other.last), other.opening or "beside")
  end
  for _, repair in ipairs(R.marks[n].repaired) do why[#why + 1] = "marks: " .. repair end
  return why
end

local FIELDS <const> = {"kind", "how", "group", "repaired", "why", "confidence", "speaker", "cue", "content", "addressee",
  "venue", "time", "via", "nested_in", "negated", "marks"}
local SPEAKER <const> = {"name", "role", "org", "country", "layer", "id", "how"}
local CUE <const> = {"lemma", "class"}
local MARKS <const> = {"open", "close", "text"}

-- The names of the first groups: most documents have no more.
local groups_of = {}
for n = 1, 40 do groups_of[n] = "q" .. n end

return {
  api = 1,
  name = "quotes",
  summary = "Words in quotation marks, with their speaker",
  language = "en",
  provides = {quotes = {kind = "string", speaker = "mention", cue = "mention", marks = "mention", content = "mention",
    addressee = "mention", venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string",
    group = "string", nested_in = "mention", repaired = {"string"}}},
  columns = {"line", "speaker", "how", "cue", "kind", "text"},
  requires = {"_marks", "_attributions", "_speakers"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local R = read_document(doc)
    if not R then return end
    find_owners(R)
    local mention_of = doc.mention
    local function mention(span) return span and mention_of(doc, span.first, span.last) or nil end
    local groups, group_of = 0, {}
    for n, mark in ipairs(R.marks) do
      local own = R.owner[n] -- the attribution with the cue
      local attribution = R.attributions[own]
      local from, kind, content, how -- from: the attribution with the speaker
      if attribution then kind, content = kind_with(R, n, attribution) end
      if kind then
        from = own
        how = R.speakers[own] and R.speakers[own].how
      else
        kind, from, how = kind_without(R, n, attribution)
        own, attribution = nil, nil
      end
      local speaker = R.speakers[from] or nil
      -- The pieces of one quotation have its cue and are one group.
      local cue = own or speaker and (how == "same paragraph" or how == "goes on") and from
      local group = group_of[cue]
      if not group then
        groups = groups + 1
        group = groups_of[groups] or "q" .. groups
        if cue then group_of[cue] = group end
      end
      if speaker and not attribution then
        speaker = mention_of(doc, speaker.first, speaker.last, SPEAKER, speaker.name, speaker.role, speaker.org,
          speaker.country, speaker.layer, speaker.id, how)
      end
      if cue then
        cue = R.attributions[cue]
        cue = mention_of(doc, cue.first, cue.last, CUE, cue.lemma, cue.class)
      end
      local told, from_mark = attribution or none, mark.from
      add(mark, FIELDS, kind, how or nil, group, mark.repaired, reasons_of(R, n, attribution, from, how),
        not speaker and "low" or attribution and how == "named" and "high" or "medium", speaker, cue or nil,
        kind == "mixed" and mention(content) or nil, mention(told.whom), mention(told.venue), mention(told.time),
        mention(told.via), mention(told.nested_in), told.negated,
        mention_of(doc, from_mark.first, from_mark.last, MARKS, mark.open, mark.close, false))
    end
  end,

  examples = {
    -- Q-S-V, Q-V-S, S-V-Q, Q-S-V-Q, Q-V-S-Q
    {"“We will measure it in tonnes,” the minister told reporters.",
      {"We will measure it in tonnes,", speaker = "the minister", kind = "direct", cue = "told",
        addressee = "reporters"}},
    {"“We will measure it in tonnes,” said Marit Solvang, the minister.",
      {"We will measure it in tonnes,", speaker = "Marit Solvang", kind = "direct", cue = "said"}},
    {"Solvang told Al Bahr on Monday: “We will measure it in tonnes.”",
      {"We will measure it in tonnes.", speaker = "Solvang", kind = "direct", time = "on Monday",
        addressee = "Al Bahr"}},
    {"“The ships will sail,” Solvang said. “Nobody can stop them now.”",
      {"The ships will sail,", speaker = "Solvang", group = "q1"}, {"Nobody can stop them now.", speaker = "Solvang",
        how = "same paragraph", group = "q1"}},
    {"“The ships,” said Joseph Wanjala, “will sail on Monday.”",
      {"The ships,", speaker = "Joseph Wanjala"}, {"will sail on Monday.", speaker = "Joseph Wanjala", group = "q1"}},
    {"“We are late,” she went on. “So are you.”", {"We are late,", speaker = "she", cue = "went on"},
      {"So are you.", speaker = "she", how = "same paragraph"}},
    {"“Why now?” asked Kvale. “The harbour is empty!” he shouted.",
      {"Why now?", speaker = "Kvale", cue = "asked"}, {"The harbour is empty!", speaker = "Kvale", cue = "shouted"}},
    -- speaker and cue apart
    {"“The text is bad,” Kvale, the chairman of Nordhavn, who had come by train, said in a statement on Monday.",
      {"The text is bad,", speaker = "Kvale", cue = "said", time = "on Monday"}},
    {"In an interview with Al Bahr, Kvale said: “The text is bad.”", {"The text is bad.", speaker = "Kvale",
      venue = "In an interview with Al Bahr"}},
    -- mixed, with the clause; two parts of one clause
    {"Prado said the text left freight insurance “wide open to abuse” and left.",
      {"wide open to abuse", kind = "mixed", speaker = "Prado",
        content = "the text left freight insurance “wide open to abuse” and left"}},
    {"Prado said that the text was “far too long” and that it was “written in haste”.",
      {"far too long", kind = "mixed", group = "q1"}, {"written in haste", kind = "mixed", group = "q1"}},
    {"Solvang called the offer “a very small step”, adding that “the ships must sail”.",
      {"a very small step", kind = "mixed", cue = "called"}, {"the ships must sail", cue = "adding",
        speaker = "Solvang"}},
    {"Prado described the port as a “door left wide open,” but went home.", {"door left wide open,", kind = "mixed",
      content = "the port as a “door left wide open,”"}},
    {"Prado blasted the crews for being “far too late”.", {"far too late", kind = "mixed",
      content = "the crews for being “far too late”"}},
    {"Prado said the port should be known as “half closed”.", {"half closed", kind = "mixed", speaker = "Prado"}},
    {"Prado said the crews wanted “a bigger port”.", {"a bigger port", kind = "mixed", speaker = "Prado", cue = "said",
      content = "the crews wanted “a bigger port”"}},
    {"Prado said the plan was “badly made” because it left the crews “without ships”.",
      {"badly made", speaker = "Prado", kind = "mixed"}, {"without ships", speaker = "Prado", kind = "mixed"}},
    -- a name and a colon; a hyphened name
    {"Kvale: ‘You shall not win the harbour by ships.’", {"You shall not win the harbour by ships.", speaker = "Kvale",
      kind = "direct"}},
    {"“The ships would be of use,” port experts Erik Kvale and Serena Holm-Berg of the Harbour Institute wrote.",
      {"The ships would be of use,",
        speaker = "port experts Erik Kvale and Serena Holm-Berg of the Harbour Institute"}},
    {"“Blink twice if you are in trouble!” one person tweeted.", {"Blink twice if you are in trouble!",
      speaker = "one person"}},
    {"“I hope you find the ships.” Kvale said.", {"I hope you find the ships.", speaker = "Kvale"}},
    -- carried over paragraphs, ended by a narrated one
    {"The harbour is closed, a Transport Ministry statement said.\n“The ships will stay where they are.”\n"
      .. "It rained all day in the town.\n“Nobody told us anything at all.”",
      {"The ships will stay where they are.", speaker = "Transport Ministry", how = "carried"},
        {"Nobody told us anything at all.",
        speaker = false}},
    {"“We shall not give in to them\n“and we shall not leave,” Solvang said.",
      {"We shall not give in to them", speaker = "Solvang", how = "goes on", group = "q1"}, {"and we shall not leave,",
        speaker = "Solvang", group = "q1"}},
    -- who is meant
    {"Norwegian Foreign Minister Marit Solvang came to Oslo. “We are ready now,” she said. “We can wait,” the minister added.",
      {"We are ready now,", speaker = {name = "Marit Solvang", how = "pronoun"}},
        {"We can wait,", speaker = {name = "Marit Solvang",
        how = "role"}}},
    {"“Nothing is lost yet,” a port worker said.", {"Nothing is lost yet,", speaker = "a port worker", how = "role"}},
    -- via, nested, negated
    {"The ships “will sail at once”, Kvale told the captain, according to state media.",
      {"will sail at once", speaker = "Kvale", kind = "mixed", addressee = "the captain", via = "state media"}},
    {"The ministry did not say that the port was “fit for use”.", {"fit for use", kind = "mixed", negated = true,
      speaker = "The ministry"}},
    -- no speech: titles, nicknames, words at a distance
    {"He read “The Long Harbour” on the train.", {"The Long Harbour", kind = "scare", speaker = false}},
    {"On the “Evening News,” Kvale said that the port was shut.", {"Evening News,", kind = "scare", speaker = false}},
    {"Joseph “Joe” Wanjala came by train.", {"Joe", kind = "scare", speaker = false}},
    {"They live in a “smart” town.", {"smart", kind = "scare", speaker = false}},
    {"Kvale said the “smart” town was empty.", {"smart", kind = "scare", speaker = "Kvale"}},
    -- broken marks
    {"Kvale said: \"The harbour is empty.”", {"The harbour is empty.",
      repaired = {"opened by U+0022, closed by U+201D"},
      speaker = "Kvale"}},
    {"“The harbour is empty. “\nKvale said “the ships are gone”.",
      {"The harbour is empty.", repaired = {"closed by U+201C, read as U+201D"}},
        {"the ships are gone", speaker = "Kvale"}},
    {"The minister's men didn't come."},
  },
}
