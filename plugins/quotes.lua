--- Words in quotation marks that somebody said: direct, mixed (part of a reported clause), scare (neither said nor
-- whole).
--
-- A pair of marks belongs to the cue that reports it (`_mark_owners`); without one, to the speaker that the paragraph carries, then to
-- the one of the paragraph before when this one is all quotation. An unknown speaker is null, never the nearest name.

local CARRY <const> = 5 -- paragraphs that are all quotation over which a speaker is carried
local FEW <const> = 4 -- words: a run of fewer without a cue is no speech
local LONG <const> = 8 -- words of a run that without a cue is a part of a statement; tokens of a name with what is before it
local HEADED <const> = 8 -- paragraphs under the line with the name of who says all of them
local LINE <const> = 16 -- tokens of a line with who said what stands above
local BESIDE <const> = 3 -- tokens before a name at the beginning of a sentence

local format, max, min = string.format, math.max, math.min

-- The document being read: set by annotate.
local doc, words, shapes
local marks, owner, rejected -- its outermost pairs of marks, their attributions and others: see `_mark_owners`, and these
local words_in, last_mark, is_nobody, is_title, is_named, is_titled, is_work
local told, speakers, reasons, tell -- what `_attributions` and `_speakers` tell
local linked, only_marked -- see link_marks, only_marks
local spoken -- see find_spoken
local side -- see find_side

local ends_sentence = word_set". ! ? ?! !? !! ??"
local nothing = {count = 0} -- of a document without attributions
local function tell_nothing() end
local SPEAKER <const> = {"name", "role", "org", "country", "layer", "id", "how", "gender"}

-- Does the paragraph hold nothing but marked words?
local function only_marks(paragraph)
  local known = only_marked[paragraph]
  if known == nil then
    local unit = doc:paragraph(paragraph)
    local i, n = unit.first, last_mark(unit.first)
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
    only_marked[paragraph] = known
  end
  return known
end

-- The attributions of those who speak in the document, in order.
local function find_spoken()
  spoken = {}
  local kinds, forms, count = told.kind, told.form, 0
  for a = 1, told.count do
    local via = forms[a] == "according" and count > 0
      and doc.sentence_of(told.first[spoken[count]]) == doc.sentence_of(told.first[a]) -- “...,” Kvale said, according to the radio
    if speakers[a] and kinds[a].class ~= "think" and not via and not (forms[a] == "name" and is_nobody(speakers[a], told.first[a])) then
      count = count + 1
      spoken[count] = a
    end
  end
end

-- Place in `spoken` of the last one up to a token; 0 when there is none.
local function last_spoken_upto(token)
  if not spoken then find_spoken() end
  local cue_first = told.first
  local low, high = 0, #spoken
  while low < high do
    local middle = (low + high + 1) // 2
    if cue_first[spoken[middle]] > token then high = middle - 1 else low = middle end
  end
  return low
end

-- The last one in paragraph `p`, up to token `high`, who reports something where he speaks; or nil and the last person who
-- does not.
local function last_spoken(p, high)
  local person
  for n = last_spoken_upto(high), 1, -1 do
    local a = spoken[n]
    if doc.paragraph_of(told.first[a]) ~= p then break end
    local opening = told.opening[a]
    if told.reports[a] or not opening or opening == "mark" or opening == "before" or opening == "colon" then return a end
    if not person and speakers[a].layer == "people" then person = a end
  end
  return nil, person
end

-- Is paragraph p a head between quotations: "On the ships:"?
local function is_topic(p)
  local paragraph = doc:paragraph(p)
  return (words[paragraph.last] == ":" or words[paragraph.last] == "...") and paragraph.last - paragraph.first < LINE
end

-- The attribution whose speaker says the words in marks n, which have no cue, and how.
local function carried_speaker(n)
  local high = marks[n].first - 1
  local p = doc.paragraph_of(high + 1)
  local before = last_spoken(p, high)
  if before then return before, "same paragraph" end
  for _ = 1, CARRY do
    if not only_marks(p) then return nil end
    local last, person
    repeat
      p = p - 1
      if p == 0 then return nil end
      last, person = last_spoken(p, doc:paragraph(p).last)
    until last or person or not is_topic(p)
    local who = last or person -- who said it, or "condemned the attack"
    if who then
      if not speakers[who].name and speakers[who].how == "description" then return nil end -- "language calling for aid"
      return who, "carried"
    end
  end
end

-- Quotations that go on in the next paragraph, where their marks are opened again: the pair at their end, or at their
-- beginning, that has a cue.
local function link_marks()
  linked = {}
  for n = #marks - 1, 1, -1 do
    if marks[n].continues then linked[n] = owner[n + 1] and n + 1 or linked[n + 1] end
  end
  local before
  for n = 2, #marks do
    before = marks[n - 1].continues and (owner[n - 1] and n - 1 or before) or nil
    linked[n] = linked[n] or before
  end
end

-- Whose statement a part of a sentence in marks is, when the next who speaks does so in the next paragraph: "the statement".
local function next_statement(n)
  local a = spoken[last_spoken_upto(marks[n].last) + 1]
  local follows = a and doc.paragraph_of(told.first[a]) == doc.paragraph_of(marks[n].first) + 1
  return follows and speakers[a].how == "statement of" and a or nil
end

-- Words that do not stand between a quotation and who said it.
local no_apposition = word_set"by with from about of in on at for to as and but or is was were are has have"

-- Marks with a cue, attribution a: direct, mixed or scare, and first and last token of the reported clause of a mixed one;
-- nil when they are a title.
local function kind_with(mark, a)
  local first, last = mark.first, mark.last
  local opening, class = told.opening[a], told.kind[a].class
  if is_titled(mark) or is_work(mark, a) or (opening == "mark" or opening == "before") and is_named(mark) then return nil end
  local from, to, rest = told.content_first[a], told.content_last[a], told.rest_first[a]
  if rest and first >= rest and last <= told.rest_last[a] then from, to = rest, told.rest_last[a] end
  if not from or last < from or first > to then return "direct" end
  local small = shapes[first] == "xx"
  if opening == "parenthesis" and not rest and words[mark.opens - 1] == "," and words_in(last + 1, to, 1) == 0 then return "direct" end
  if words_in(from, min(to, first - 1), 1) > 0 or words_in(max(from, last + 1), to, 1) > 0 then
    local called = opening == "object mark" and (words_in(last + 1, to, 1) == 0 or class == "weak" and no_apposition[words[last + 2]])
    local scare = small and not called and words_in(first, last, 2) == 1 -- “unjust” measures; but called it “unjust” in Oslo
    return scare and "scare" or "mixed", from, to
  end
  local before = words[mark.opens - 1]
  local beside = (class == "weak" or opening == "object mark") and small and before ~= "," and before ~= ":"
  return beside and "mixed" or "direct"
end

-- Does a sentence begin at a token?
local function begins_sentence(token)
  return token == 1 or doc.sentence_of(token - 1) < doc.sentence_of(token)
end

-- Do the marks stand where a sentence or its second part begins?
local function begins(mark)
  local before = words[mark.opens - 1]
  return before == "." or before == ":" or begins_sentence(mark.opens)
end

-- Marks without a cue: direct, mixed or scare, the attribution whose speaker they have, and how.
local function kind_without(n, title)
  local mark, before = marks[n], marks[n - 1]
  if is_titled(mark) or is_named(mark) then return "scare" end
  if owner[n - 1] and words[before.last] == "," and words[mark.opens - 1] == ","
    and doc.sentence_of(before.last) == doc.sentence_of(mark.first) then
    return "direct", owner[n - 1], "same paragraph" -- “It is late,” she said, looking at the ice, “and I am cold.”
  end
  local count = words_in(mark.first, mark.last, LONG)
  local whole = count < FEW and ends_sentence[words[mark.last]] and begins(mark) -- “So am I.”
  if (count >= FEW or whole) and not title then
    if not linked then link_marks() end
    local from, how = owner[linked[n]], "goes on"
    if not from or not speakers[from] then from, how = carried_speaker(n) end
    if whole and how ~= "same paragraph" and how ~= "goes on" then return "scare" end
    if begins(mark) or from and shapes[mark.first] ~= "xx" then return "direct", from, how end
  end
  local from = count >= LONG and next_statement(n)
  if from then return "mixed", from, "next paragraph" end
  return "scare"
end

local not_alone = word_set"and or 's"
local among = word_set"and or with by on about"
local marked_upto = {["”"] = true, ["\""] = true, ["»"] = true, ["''"] = true}
local dashes = word_set"- – — ― --"

-- The mention of `person`, who has said what stands before.
local function named_mention(first, person, last)
  return doc:mention(first, last or person.last, SPEAKER, person.name or person.text, person.role, person.org, person.country, "people",
    person.id, "named", person.gender)
end

-- The person whose name, or title and name, begins at token `first` of a paragraph.
local function person_at(paragraph, first)
  for person in paragraph:each"people" do
    if person.first == first then return person end
    if person.first > first then
      if words[person.first - 1] == "'s" and shapes[first] ~= "xx" then return person end -- "Nordhavn's Ida Holm"
      for i = first, person.first - 1 do
        if among[words[i]] then return nil end -- "Sailing with Captain Ida Holm"
      end
      local title, before = person.title, doc.slice(first, person.first - 1) -- "UN Secretary-General Ida Holm"
      return title and (before == title or (shapes[first] ~= "xx" or words[first] == "former") and before:sub(-#title - 1) == " " .. title)
        and person or nil
    end
  end
end

-- The person who signs a quotation, behind a dash or on the next line: “It is late.” – Ida Holm, captain; or, in a headline,
-- behind a colon.
local function signed_by(first)
  local paragraph = doc:paragraph(doc.paragraph_of(first))
  local headline = words[first] == ":"
  local follows = dashes[words[first]] and marked_upto[words[first - 1]]
  if dashes[words[first]] or headline and paragraph.last - first < LINE and not ends_sentence[words[paragraph.last]] then
    first = first + 1
  elseif paragraph.first < first or paragraph.last - first >= LINE or ends_sentence[words[paragraph.last]] then
    return nil
  end
  local person = person_at(paragraph, first)
  local behind = person and words[person.last + 1]
  local comments = person and follows and shapes[person.last + 1] == "xx" and not not_alone[behind] -- “...” – Ida Holm hails the crews
  local alone = person and (headline or comments or person.last >= paragraph.last - 1 or behind == "," or behind == "(")
  return alone and named_mention(first, person) or nil
end

-- The person whose name alone is the line above paragraph p, or above those before it that begin with marks or end in a
-- colon: "On the ships:".
local function headed_by(p)
  for back = p - 1, max(1, p - HEADED), -1 do
    local paragraph = doc:paragraph(back)
    local person = paragraph.last - paragraph.first < LONG and person_at(paragraph, paragraph.first)
    local alone = person and (person.last == paragraph.last or words[person.last + 1] == "," and not ends_sentence[words[paragraph.last]])
    if alone then
      return named_mention(paragraph.first, person)
    end
    local n = last_mark(paragraph.first + 1)
    if not is_topic(back) and (n == 0 or marks[n].opens ~= paragraph.first) then return nil end
  end
end

-- Where names alone on a line stand: "above" the quotations or "below", as it is with the first that has such a line.
local function find_side()
  for n = 1, #marks do
    local p = doc.paragraph_of(marks[n].first)
    local paragraph = doc:paragraph(p)
    if marks[n].opens == paragraph.first then
      if headed_by(p) then return "above" end
      if paragraph.last < doc.count and only_marks(p) and signed_by(paragraph.last + 1) then return "below" end
    end
  end
  return "neither"
end

-- The person whose name alone stands on the line above marks n, or below.
local function named_beside(n)
  local p = doc.paragraph_of(marks[n].first)
  local paragraph = doc:paragraph(p)
  if marks[n].opens > paragraph.first then return nil end
  side = side or find_side()
  if side == "above" then return headed_by(p) end
  if side == "below" and paragraph.last < doc.count and only_marks(p) then return signed_by(paragraph.last + 1) end
end

local that, was, of = word_set"that this those these such", word_set"is are was were", word_set"of from"
local uttered = word_set"advice answer message reaction reply response verdict view warning words"

-- The person of whom a sentence behind the quotation tells that they were his: "That was the message from Ida Holm".
local function summed_up(first)
  local i = that[words[first]] and was[words[first + 1]] and words[first + 2] == "the" and first + 3
  local person = i and uttered[words[i]] and of[words[i + 1]] and person_at(doc:paragraph(doc.paragraph_of(i)), i + 2)
  return person and named_mention(i + 2, person) or nil
end

-- The person alone behind a quotation that ends in a comma: “It is late,” port spokeswoman Ida Holm.
local function named_behind(mark)
  if words_in(mark.first, mark.last, FEW) < FEW then return nil end
  local before = mark.opens - 1
  if before > 0 and doc.class(before) == "word" and doc.sentence_of(before) == doc.sentence_of(mark.first) then return nil end
  local first = mark.closes + 1
  if words[mark.last] ~= "," then
    return (dashes[words[first]] or words[first] == ":") and signed_by(first) or summed_up(first)
  end
  local last = first
  while last <= doc.count and last - first < LONG and shapes[last] ~= "-" do last = last + 1 end
  if words[last] ~= "." or last == first then return nil end
  if last < doc.count and doc.sentence_of(last) == doc.sentence_of(last + 1) then return nil end
  for person in doc:sentence(doc.sentence_of(last)):each"people" do
    if person.last == last - 1 and person.first >= first then
      for i = first, person.first - 1 do
        if no_apposition[words[i]] then return nil end
      end
      return named_mention(first, person)
    end
  end
end

-- The same behind the last piece of a quotation that begins with marks n.
local function named_after(n)
  while marks[n].continues and marks[n + 1] do n = n + 1 end
  return named_behind(marks[n])
end

local gender_of <const> = {he = "m", she = "f"}

-- The person at the beginning of a sentence whose colon ends the paragraph before: "Ida Holm's answer was short:"; or of the
-- sentence before, who in this paragraph is the only one named, or the last speaker: "Ida Holm shook her head." "She shook it."
local function introduced_by(mark)
  local last = mark.opens - 1
  local colon = words[last] == ":"
  if not colon and (words[last] ~= "." or not begins_sentence(mark.opens)) then return nil end
  local here = doc.paragraph_of(last) == doc.paragraph_of(mark.first)
  local whole = colon or not colon and (here or ends_sentence[words[mark.last]]) and not is_title(mark.first, mark.last - 1)
  if not whole then return nil end
  local sentence = doc:sentence(doc.sentence_of(last))
  local first, following = sentence.first, sentence:each"people"
  local person = following()
  if person then
    local behind = words[person.last + 1]
    local subject = colon and not here or behind ~= "'s" and behind ~= "'" and behind ~= "." and not (here and following())
    return person.first <= first + BESIDE and subject and named_mention(person.first, person)
  end
  local n = gender_of[words[first]] and last_spoken_upto(first)
  local speaker = n and speakers[spoken[n]]
  return speaker and speaker.layer == "people" and speaker.gender == gender_of[words[first]]
    and doc.paragraph_of(first) - doc.paragraph_of(speaker.first) < CARRY and named_mention(first, speaker, first)
end

-- The person whose words the marks hold: "in the words of Ida Holm, “...”", "in Holm's words, “...”", "to quote Holm: “...”".
local function worded_by(mark)
  local last = mark.opens - 2
  if words[last + 1] ~= "," and words[last + 1] ~= ":" then return nil end
  local owns, behind = words[last] == "words" and words[last - 1] == "'s", last
  while behind > last - LONG and words[behind] ~= "of" and words[behind] ~= "quote" do behind = behind - 1 end
  if behind == last - LONG and not owns then return nil end
  for person in doc:sentence(doc.sentence_of(last)):each"people" do
    local before = words[person.first - 1]
    local whose = person.last == last and (before == "quote" or before == "of" and words[person.first - 2] == "words")
    if whose or owns and person.last == last - 2 then return named_mention(person.first, person) end
  end
end

local beside_reasons = {named = "a name stands beside it", introduced = "what stands before tells who it is"}

-- Why marks n have this speaker, that of attribution `from`, and what else could have been. `own`: their cue.
local function reasons_of(n, own, from, how)
  local slice, speaker = doc.slice, speakers[from]
  local who = not own and speaker and slice(speaker.first, speaker.last)
  local reason = "no cue and no speaker to carry on"
  if own then
    reason = "cue \"" .. slice(told.first[own], told.last[own]) .. "\": "
      .. (told.content_first[own] and told.opening[own] or "beside the marks")
  elseif how == "same paragraph" then
    reason = format("the paragraph's last speaker, %q", who)
  elseif how == "carried" then
    reason = format("the paragraph is all quotation; %q spoke last, line %d", who, doc.line_of(speaker.first))
  elseif how == "next paragraph" then
    reason = format("%q follows in the next paragraph", who)
  elseif beside_reasons[how] then
    reason = beside_reasons[how]
  elseif how == "goes on" then
    local other = linked[n]
    reason = format("the quotation %s line %d", other > n and "goes on to" or "begins on", marks[other].line)
  end
  local why = {reason, speaker and reasons[from] or nil}
  local other = rejected[n]
  if other and other ~= own then
    why[#why + 1] = format("rejected: %q (%s)", slice(told.first[other], told.last[other]), told.opening[other] or "beside")
  end
  local repaired = marks[n].repaired
  for i = 1, #repaired do why[#why + 1] = "marks: " .. repaired[i] end
  return why
end

-- Do marks n stand in one paragraph with those before?
local function is_near(n)
  return doc.paragraph_of(marks[n - 1].first) == doc.paragraph_of(marks[n].first)
end

-- What marks n are, the number of their cue or false, of the attribution with their speaker, how that is known, the mention
-- of a speaker beside them, and the clause of a mixed quotation. `beside`: the speaker beside the marks before.
local function read(n, beside)
  local mark, own = marks[n], owner[n]
  local whose = not speakers[own] and worded_by(mark)
  if own and not whose then
    local kind, clause, clause_last = kind_with(mark, own)
    if kind then
      local how = speakers[own] and speakers[own].how
      if not how and told.form[own] == "participle" and kind == "direct" and begins_sentence(told.first[own]) then
        local from, carried = carried_speaker(n) -- Adding: “...”
        return kind, own, from, carried, nil, clause, clause_last
      end
      return kind, own, own, how, nil, clause, clause_last
    end
  end
  local kind, from, how = kind_without(n, own)
  local told_by = kind == "direct" or words[mark.opens - 1] == ":" and ends_sentence[words[mark.last]]
  beside = whose or named_after(n) or told_by and not speakers[from] and (introduced_by(mark) or named_beside(n))
    or beside and (marks[n - 1].continues or kind == "direct" and not speakers[from] and is_near(n)) and beside
  if beside then
    kind = whose and shapes[mark.first] == "xx" and "mixed" or "direct"
    return kind, false, nil, beside.first < mark.first and "introduced" or "named", beside
  end
  return kind, false, from, how
end

local FIELDS <const> = {"kind", "how", "group", "repaired", "why", "confidence", "speaker", "content", "marks", "cue",
  "addressee", "venue", "time", "via", "nested_in", "negated"}
local MARKS <const> = {"open", "close", "text"}

-- The names of the first groups: most documents have no more.
local groups_of = {}
for n = 1, 40 do groups_of[n] = "q" .. n end

return {
  api = 1,
  name = "quotes",
  summary = "Words in quotation marks, with their speaker",
  language = "en",
  provides = {quotes = {kind = "string", cue = {lemma = "string", class = "string"}, marks = {open = "string", close = "string"},
    speaker = {role = "string", org = "string", country = "string", gender = "string", how = "string"}, content = "mention",
    addressee = "mention", venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string",
    group = "string", nested_in = "mention", repaired = {"string"}}},
  columns = {"line", "speaker", "how", "cue", "kind", "text"},
  requires = {"_mark_owners", "_attributions", "_speakers", "people"},
  scope = "document",

  annotate = function(unit, add)
    doc = unit.doc
    local owners = doc:layer"_mark_owners"[1]
    if not owners then return end
    words, shapes = doc.words, doc.shapes
    marks, owner, rejected = owners.list.marks, owners.list.owner, owners.list.rejected
    local readings = owners.readings
    words_in, last_mark, is_nobody, is_title = readings.words_in, readings.last_mark, readings.is_nobody, readings.is_title
    is_named, is_titled, is_work = readings.is_named, readings.is_titled, readings.is_work
    local attributions, by_attribution = doc:layer"_attributions"[1], doc:layer"_speakers"[1]
    told = attributions and attributions.list or nothing
    speakers, reasons, tell = nothing, nothing, tell_nothing
    if attributions then speakers, reasons, tell = by_attribution.list, by_attribution.reasons, by_attribution.tools.tell end
    linked, spoken, only_marked, side = nil, nil, {}, nil
    local mention_of = doc.mention
    local groups, group_of, beside = 0, {}, nil
    for n = 1, owners.list.count do
      local mark = marks[n]
      local kind, own, from, how, clause, clause_last
      kind, own, from, how, beside, clause, clause_last = read(n, beside)
      local speaker = beside or speakers[from] or nil
      -- The pieces of one quotation have its cue and are one group.
      local cue = own or speaker and (how == "same paragraph" or how == "goes on") and from
      local group = group_of[cue]
      if not group then
        groups = groups + 1
        group = groups_of[groups] or "q" .. groups
        if cue then group_of[cue] = group end
      end
      if speaker and not own and not beside then
        speaker = mention_of(doc, speaker.first, speaker.last, SPEAKER, speaker.name, speaker.role, speaker.org,
          speaker.country, speaker.layer, speaker.id, how, speaker.gender)
      end
      add(mark, FIELDS, kind, how or nil, group, mark.repaired, reasons_of(n, own, from, how),
        not speaker and "low" or own and how == "named" and "high" or "medium", speaker,
        kind == "mixed" and clause and mention_of(doc, clause, clause_last) or nil,
        mention_of(doc, mark.opens, mark.closes, MARKS, mark.open, mark.close, false), tell(doc, told, cue, not own))
    end
  end,

  examples = {
    {"Kvale was described by Ann Solvang as “a coward”; the plan was denounced as “a shame” by Tolving.",
      {"a coward", speaker = "Ann Solvang", kind = "mixed"}, {"a shame", speaker = "Tolving"}},
    {"While Ann Solvang said it was “madness”, Tolving praised “a brave step”.",
      {"madness", speaker = "Ann Solvang"}, {"a brave step", speaker = "Tolving"}},
    {"“We will win,” Ann Solvang of the Kvale Institute said.", {"We will win,", speaker = "Ann Solvang", kind = "direct"}},
    -- Q-S-V, Q-V-S, S-V-Q, Q-S-V-Q, Q-V-S-Q
    {"“We will measure it in tonnes,” the minister told reporters.",
      {"We will measure it in tonnes,", speaker = "the minister", kind = "direct", cue = "told",
        addressee = "reporters"}},
    {"“We will measure it in tonnes,” said Marit Solvang, the minister.",
      {"We will measure it in tonnes,", speaker = "Marit Solvang", kind = "direct", cue = "said"}},
    {"“It will rain,” said the Norwegian Minister of Foreign Affairs Marit Solvang. “No,” a spokesman for Minister Ida Holm said.",
      {"It will rain,", speaker = "Marit Solvang"}, {"No,", speaker = "a spokesman for Minister Ida Holm"}},
    {"Omar Haddad, the spokesman, left. “No,” said a spokeswoman for the bank, Ida Holm. “Yes,” said Dana Ek, a lawyer.",
      {"No,", speaker = "Ida Holm"}, {"Yes,", speaker = "Dana Ek"}},
    {"“No,” said Jonas Berg's spokeswoman, Ida Holm. “Yes,” Berg's wife said.",
      {"No,", speaker = "Ida Holm"}, {"Yes,", speaker = "Berg's wife"}},
    {"“He has not answered,” Solvang said. “Not once.”\n\nOmar Haddad disagreed.", {"He has not answered,", speaker = "Solvang"},
      {"Not once.", speaker = "Solvang", how = "same paragraph"}},
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
    {"“It is late for the ships.” – Ida Holm, captain", {"It is late for the ships.", speaker = {name = "Ida Holm"}}},
    {"“It is late for the ships.” – Nordhavn boss Ida Holm hails the crews.", {"It is late for the ships.", speaker = {name = "Ida Holm"}}},
    {"The port left what Ida Holm called “a plan of ice” behind.", {"a plan of ice", speaker = {name = "Ida Holm"}}},
    {"Ida Holm, head of the port, phoned crews on Monday, telling them, “We go on.”", {"We go on.", speaker = {name = "Ida Holm"}}},
    {"Ice came. Says Ida Holm, captain of the port: “It is late.”", {"It is late.", speaker = {name = "Ida Holm"}}},
    {"A captain at the time said: “It is late for us.”", {"It is late for us.", speaker = {text = "A captain at the time"}}},
    {"“It is late for the ships,”\nIda Holm said.", {"It is late for the ships,", speaker = {name = "Ida Holm"}}},
    {"“It is late for the ships.”\n– UN Secretary-General Ida Holm", {"It is late for the ships.", speaker = {name = "Ida Holm"}}},
    {"It has no word calling for ships.\n“It is late for the ships.”", {"It is late for the ships.", speaker = false}},
    {"Haddad blamed crews who are “always late for ships,” naming Ida Holm.", {"always late for ships,", speaker = "Haddad"}},
    {"“We go on as before.\n“It is late for the ships.” – Ida Holm", {"We go on as before.", speaker = {name = "Ida Holm"}},
      {"It is late for the ships.", speaker = {name = "Ida Holm"}}},
    {"Ida Holm shook her head. “We go on as before.”\n\nHaddad's crews slept there. “It is late for us.”\n\nIda Holm said it was.\n\n"
      .. "She shook her head again. “We go on again.”", {"We go on as before.", speaker = {name = "Ida Holm"}, how = "introduced"},
      {"It is late for us.", speaker = false}, {"We go on again.", speaker = {name = "Ida Holm", text = "She"}}},
    {"Ida Holm let the crews know what she thinks of Omar Haddad.\n\n“We go on as before.”", {"We go on as before.",
      speaker = {name = "Ida Holm"}}},
    {"Ida Holm on Radio Oslo: “We go on as before.”\n\nHaddad's ships in one word: “It is late for us.”",
      {"We go on as before.", speaker = {name = "Ida Holm"}}, {"It is late for us.", speaker = false}},
    {"Ida Holm, captain\n“We go on as before.”\nOmar Haddad, cook\n“It is late for us.”", {"We go on as before.",
      speaker = {name = "Ida Holm"}}, {"It is late for us.", speaker = {name = "Omar Haddad"}}},
    {"In the words of Ida Holm, “the port is a ruin”. To quote Ida Holm: “It is late.” It is, in Holm's words, “a ruin”.",
      {"the port is a ruin", kind = "mixed", speaker = {name = "Ida Holm"}}, {"It is late.", speaker = {name = "Ida Holm"}},
      {"a ruin", speaker = {name = "Ida Holm"}}},
    {"Ida Holm's answer was short:\n“We go on as before.”", {"We go on as before.", speaker = {name = "Ida Holm"}}},
    {"“It is late for the ships,”\nsaid Ida Holm.", {"It is late for the ships,", speaker = {name = "Ida Holm"}, cue = "said"}},
    {"“We are late,” says a source involved in the plan. “So are we,” said retired Gen. Ida Holm.",
      {"We are late,", speaker = "a source"}, {"So are we,", speaker = "Ida Holm"}},
    {"“We are late,” press secretary Ida Holm quipped. “So are we,” Mr. Haddad, now 81 and retired in Oslo, shot back.",
      {"We are late,", speaker = "Ida Holm", cue = "quipped"}, {"So are we,", speaker = "Mr. Haddad", cue = "shot back"}},
    {"“We are late,” Dana Ek, 30, of Raleigh, N.C., who sails, said. “So are we,” the letter read.",
      {"We are late,", speaker = "Dana Ek"}, {"So are we,", speaker = {text = "the letter"}, cue = "read"}},
    {"In response, port nominee Ida Holm issued the following statement:\n“We go on as before.”", {"We go on as before.",
      speaker = {name = "Ida Holm"}}},
    {"“We are late,” Ida Holm said, according to the radio. “Nobody told us.”", {"We are late,", speaker = {name = "Ida Holm"}},
      {"Nobody told us.", speaker = {name = "Ida Holm"}}},
    {"“How much?!” shouted an old man as he left. “It is good!” she marveled.", {"How much?!", speaker = "an old man"},
      {"It is good!", speaker = "she"}},
    {"Holm said that the “act of rage” indicated the “true face” of the crews.", {"act of rage", kind = "mixed", speaker = "Holm",
      cue = "said"}, {"true face", speaker = "Holm", cue = "said"}},
    {"“It is late for the ships.”\nIda Holm, captain\n“We go on as before.”\nOmar Haddad", {"It is late for the ships.",
      speaker = {name = "Ida Holm"}}, {"We go on as before.", speaker = {name = "Omar Haddad"}}},
    {"CAPTAIN IDA HOLM\n“It is late for the ships.” A letter\n“We go on as before.”\nOMAR HADDAD\n“It is much too early.”",
      {"It is late for the ships.", speaker = {name = "IDA HOLM"}}, {"We go on as before.", speaker = {name = "IDA HOLM"}},
      {"It is much too early.", speaker = {name = "OMAR HADDAD"}}},
    {"Ida Holm spoke to the crews.\nOn the ships:\n“They are late once more.”\nOn the port:\n“It is shut, as you see.”",
      {"They are late once more.", speaker = {name = "Ida Holm"}}, {"It is shut, as you see.", speaker = {name = "Ida Holm"}}},
    {"Captain Ida Holm\nOn the ships:\n“They are late once more.”\nOn the port:\n“It is shut, as you see.”", {"They are late once more.",
      speaker = {name = "Ida Holm"}}, {"It is shut, as you see.", speaker = {name = "Ida Holm"}}},
    {"‘The ships are late’: Ida Holm speaks up\n\nIt rained.", {"The ships are late", speaker = {name = "Ida Holm"}}},
    {"ALSO READ: “The ships are late”", {"The ships are late", speaker = false, kind = "direct"}},
    {"Fire leaves the town in ashes: “We lost it all”", {"We lost it all", speaker = false, kind = "direct"}},
    {"Kvale (of Nordhavn): “It is late.”", {"It is late.", speaker = {name = "Kvale"}}},
    {"“It is late for the ships,” port spokeswoman Ida Holm.", {"It is late for the ships,", kind = "direct",
      speaker = {name = "Ida Holm"}}},
    {"“The bridge is gone,” Helena Prado, a captain in Oslo told the crews.", {"The bridge is gone,",
      speaker = {name = "Helena Prado"}, addressee = "the crews"}},
    {"In a letter, the Crew Council called the offer “a slap” and urged the port to think.", {"a slap", kind = "mixed",
      speaker = "Crew Council"}},
    {"Kvale said “the last thing” he wanted was a war.", {"the last thing", speaker = "Kvale", cue = "said"}},
    {"“The ships are late,” Kvale said. The crew recalled a talk that went wrong.", {"The ships are late,", speaker = "Kvale"}},
    {"The plan was costly. Said Kvale: “It is far too late for ships.”", {"It is far too late for ships.",
      speaker = "Kvale", cue = "Said"}},
    {"The ships that the port has, he added, are “small boats without sails”.", {"small boats without sails", kind = "mixed",
      cue = "added"}},
    {"“We are late,” said Holm, the captain, calling the port “a ruin”.", {"We are late,"}, {"a ruin", speaker = "Holm", cue = "calling"}},
    {"“I am going to sail…” Kvale said.", {"I am going to sail…", speaker = "Kvale"}},
    {"“It is late,” Kvale points out.", {"It is late,", speaker = "Kvale"}},
    {"“We are late,” the crew was told by Marit Holm.", {"We are late,", speaker = "Marit Holm"}},
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
    {"“It is unlikely” that the ships will sail, said Kvale.", {"It is unlikely", kind = "mixed", speaker = "Kvale",
      content = "“It is unlikely” that the ships will sail"}},
    {"Prado blasted the crews for being “far too late”.", {"far too late", kind = "mixed",
      content = "the crews for being “far too late”"}},
    {"Prado said the port should be known as “half closed”.", {"half closed", kind = "mixed", speaker = "Prado"}},
    {"Prado said the crews wanted “a bigger port”.", {"a bigger port", kind = "mixed", speaker = "Prado", cue = "said",
      content = "the crews wanted “a bigger port”"}},
    {"Prado said the plan was “badly made” because it left the crews “without ships”.",
      {"badly made", speaker = "Prado", kind = "mixed"}, {"without ships", speaker = "Prado", kind = "mixed"}},
    {"Ida Holm said it was bad. Adding: “We go on as before.”", {"We go on as before.", speaker = {name = "Ida Holm"}, cue = "Adding"}},
    {"In a speech in Oslo, Ida Holm once said the following:\n\n“We go on as before.”", {"We go on as before.",
      speaker = {name = "Ida Holm"}, how = "carried"}},
    {"Ida Holm's letter makes the case: “We go on as before.”", {"We go on as before.", speaker = {name = "Ida Holm"}}},
    -- a name and a colon; a sentence and a colon; a hyphened name
    {"Her counterpart, Omar Haddad, was more cautious: “We shall see.” The sign was faded: “No entry.”",
      {"We shall see.", speaker = "Omar Haddad", cue = ":"}, {"No entry."}},
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
    {"“We will not sail,” the Oslo Post quoted Holm as saying. “We are late,” Dana Ek was quoted as saying by Al Bahr.",
      {"We will not sail,", speaker = "Holm", via = "the Oslo Post"}, {"We are late,", speaker = "Dana Ek", via = "Al Bahr"}},
    {"Holm's response was: “We will not sail.” Ek came. Her answer was short: “Nor will I.”",
      {"We will not sail.", speaker = {name = "Holm"}}, {"Nor will I.", speaker = {name = "Ek"}}},
    {"“We will not sail.” That was the message from Captain Ida Holm. “We are late again.” Those were the words of Dana Ek.",
      {"We will not sail.", speaker = {name = "Ida Holm"}}, {"We are late again.", speaker = {name = "Dana Ek"}}},
    {"The ports “pledged to keep the sea open for all the ships of the north”.\n\nThe Harbour Council statement said it was late.",
      {"pledged to keep the sea open for all the ships of the north", kind = "mixed", speaker = {name = "Harbour Council"}}},
    -- no speech: titles, nicknames, words at a distance
    {"In a statement titled: “The ships will never sail alone,” Holm spoke of rain.", {"The ships will never sail alone,",
      kind = "scare", speaker = false}},
    {"He read “The Long Harbour” on the train.", {"The Long Harbour", kind = "scare", speaker = false}},
    {"Kvale plans to promote “Harbour”.", {"Harbour", kind = "scare", speaker = false}},
    {"Kvale announced “Harbour,” his film.", {"Harbour,", kind = "scare", speaker = false}},
    {"Kvale said the film “Harbour” was bad.", {"Harbour", kind = "scare", speaker = false}},
    {"Kvale called it “Harbour”.", {"Harbour", kind = "mixed", speaker = "Kvale"}},
    {"Kvale called it “vain” in May.", {"vain", kind = "mixed", speaker = "Kvale"}},
    {"On the “Evening News,” Kvale said that the port was shut.", {"Evening News,", kind = "scare", speaker = false}},
    {"In a talk on “Evening News,” Prado said the port was shut.", {"Evening News,", kind = "scare", speaker = false}},
    {"Joseph “Joe” Wanjala came by train.", {"Joe", kind = "scare", speaker = false}},
    {"They live in a “smart” town.", {"smart", kind = "scare", speaker = false}},
    {"Kvale said the “smart” town was empty.", {"smart", kind = "scare", speaker = "Kvale"}},
    -- behind an aside
    {"Holm wrote, in a letter to her crew, “I am late.” Ek said, with a smile, “So are we.”", {"I am late.", speaker = "Holm",
      kind = "direct"}, {"So are we.", speaker = "Ek", kind = "direct"}},
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
