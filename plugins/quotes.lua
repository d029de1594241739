--- Words in quotation marks that somebody said: direct, mixed (part of a reported clause), scare (neither said nor
-- whole).
--
-- A pair of marks is given to the cue that reports it; without one, to the speaker that the paragraph carries, then to
-- the one of the paragraph
-- before when this one is all quotation. An unknown speaker is null, never the nearest name.

local CARRY = 3 -- paragraphs that are all quotation over which a speaker is carried
local FEW = 4 -- words: a run of fewer without a cue is no speech
local LONG = 8 -- words: a run of so many without a cue is a part of somebody's statement

-- What the rules know of one document.
local function read_document(doc)
  local attributions = doc:layer"_attributions"[1]
  local R = {doc = doc, marks = {}, inside = {}, owner = {}, rejected = {},
    attributions = attributions and attributions.list or {}}
  for mark in doc:each"_marks" do
    if mark.depth == 1 then
      R.marks[#R.marks + 1] = mark
      for i = mark.first, mark.last do R.inside[i] = #R.marks end
    end
  end
  return R
end

local clitic = {["'s"] = true, ["n't"] = true, ["'re"] = true, ["'ve"] = true, ["'ll"] = true, ["'d"] = true,
  ["'m"] = true}

local function is_word(doc, i)
  return doc.shapes[i] ~= "-" and not clitic[doc.words[i]]
end

local function words_in(doc, first, last)
  local n, shapes, words = 0, doc.shapes, doc.words
  for i = first, last do
    if shapes[i] ~= "-" and not clitic[words[i]] then n = n + 1 end
  end
  return n
end

-- How strongly an attribution asks for the marks in its content.
local function strength(attribution, length)
  local opening = attribution.opening
  if opening == "mark" or opening == "before" or opening == "colon" then return 2000 - length end
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
  local doc, mark = R.doc, R.marks[n]
  local ends = doc.words[mark.last]
  local spoke = not attribution.content and (attribution.class == "say" or attribution.class == "write")
  if doc.sentence_of(from) == doc.sentence_of(mark.last) then return ends ~= "." or spoke end
  if ends == "?" or ends == "!" or ends == "." then return not attribution.content and (ends ~= "." or spoke) end
  return attribution.order == "VS" and doc.shapes[attribution.first] == "xx"
end

-- The attribution of each pair of marks: one whose content is in or around it, or that stands beside it.
local function find_owners(R)
  local owner, marks, inside = R.owner, R.marks, R.inside
  local rank = {}
  local function claim(n, attribution, value)
    if not value then return end
    if not rank[n] or value > rank[n] then
      R.rejected[n] = owner[n]
      owner[n], rank[n] = attribution, value
    elseif owner[n] ~= attribution then
      R.rejected[n] = attribution
    end
  end
  for _, attribution in ipairs(R.attributions) do
    for part = 1, 2 do
      local span = part == 1 and attribution.content or part == 2 and attribution.rest or nil
      if span then
        local i = span.first
        while i <= span.last do
          local n = inside[i]
          if n then
            claim(n, attribution, strength(attribution, math.min(span.last - span.first, 250)))
            i = marks[n].last
          end
          i = i + 1
        end
      end
    end
    if attribution.speaker then
      -- “...,” said X / “...,” X said
      local from = math.min(attribution.speaker.first, attribution.first)
      for back = 1, 3 do
        local n = inside[from - back]
        if n then
          if goes_on(R, n, from, attribution) then claim(n, attribution, 3000) end
          break
        end
      end
    end
  end
end

-- Does the paragraph hold nothing but marked words?
local function only_marks(R, paragraph)
  local unit = R.doc:paragraph(paragraph)
  for i = unit.first, unit.last do
    if not R.inside[i] and R.doc.shapes[i] ~= "-" then return false end
  end
  return true
end

-- The speakers of each paragraph, in order: {paragraph -> {speaker...}}. `spoke` has those who report there.
local function by_paragraph(doc, all)
  local list, spoke = {}, {}
  for _, speaker in ipairs(all) do
    local attribution = speaker.attribution
    if attribution.class ~= "think" and attribution.form ~= "noun" then
      local p = doc.paragraph_of(attribution.first)
      list[p] = list[p] or {}
      table.insert(list[p], speaker)
      local opening = attribution.opening
      spoke[speaker] = attribution.reports or opening == "mark" or opening == "before" or opening == "colon"
        or not opening
    end
  end
  return list, spoke
end

-- The speaker of marks without a cue, how, and why.
local function carried_speaker(R, n, speakers, spoke)
  local doc, mark = R.doc, R.marks[n]
  local p = doc.paragraph_of(mark.first)
  local before, subject
  for _, speaker in ipairs(speakers[p] or {}) do
    if speaker.attribution.first < mark.first then
      if spoke[speaker] then before = speaker elseif speaker.person then subject = speaker end
    end
  end
  if before and not before.name and before.how == "description" and subject then before = subject end
  if before then return before, "same paragraph", ("the paragraph's last speaker, %q"):format(doc.slice(before.first,
    before.last)) end
  if not only_marks(R, p) then return nil end
  for back = 1, CARRY do
    local earlier = speakers[p - back]
    if p - back < 1 then break end
    local last
    for _, speaker in ipairs(earlier or {}) do
      if spoke[speaker] then last = speaker end
    end
    if last then
      return last, "carried", ("the paragraph is all quotation; %q spoke last, line %d"):format(doc.slice(last.first,
        last.last),
        doc.line_of(last.first))
    end
    if not only_marks(R, p - back) then break end
  end
end

-- A quotation that goes on in the next paragraph, where its marks are opened again: the speaker of its end, or of its
-- beginning.
local function run_on_speaker(R, n, resolved)
  local marks, owner = R.marks, R.owner
  local m = n
  while marks[m].continues and marks[m + 1] do
    m = m + 1
    if owner[m] then return resolved[owner[m]], "goes on", "the quotation goes on to "
      .. ("line %d"):format(marks[m].line) end
  end
  m = n
  while marks[m - 1] and marks[m - 1].continues do
    m = m - 1
    if owner[m] then return resolved[owner[m]], "goes on", "the quotation begins on "
      .. ("line %d"):format(marks[m].line) end
  end
end

-- Whose statement a part of a sentence in marks is, when the next paragraph names one.
local function next_statement(R, n, speakers)
  local following = speakers[R.doc.paragraph_of(R.marks[n].first) + 1]
  for _, speaker in ipairs(following or {}) do
    if speaker.how == "statement of" then return speaker, "next paragraph",
      ("%q follows in the next paragraph"):format(R.doc.slice(speaker.first, speaker.last)) end
  end
end

-- Is this the title of a book, a film, a show: every longer word with a capital, and no stop at its end?
local function is_title(doc, mark)
  local ends = doc.words[mark.last]
  if ends == "." or ends == "," or ends == "!" or ends == "?" then return false end
  for i = mark.first, mark.last do
    if doc.shapes[i] == "xx" and #doc.words[i] > 4 then return false end
  end
  return mark.last > mark.first and doc.shapes[mark.first] ~= "xx" and doc.shapes[mark.last] ~= "xx"
end

-- direct, mixed or scare, and the reported clause of a mixed one.
local function kind_of(R, n, speaker)
  local doc, mark, attribution = R.doc, R.marks[n], R.owner[n]
  local count = words_in(doc, mark.first, mark.last)
  local open = mark.from.first
  if attribution and attribution.class == "weak" and attribution.opening ~= "before"
    and is_title(doc, mark) then return "scare", nil,
    true end
  if attribution then
    local content = attribution.content
    local rest = attribution.rest
    if rest and mark.first >= rest.first and mark.last <= rest.last then content = rest end
    if not content or mark.last < content.first or mark.first > content.last then return "direct" end
    for i = content.first, content.last do
      if R.inside[i] ~= n and is_word(doc, i) then
        local opening = attribution.opening
        local told = attribution.reports or opening == "mark" or opening == "colon" or opening == "object mark"
        return count == 1 and doc.shapes[mark.first] == "xx" and "scare" or "mixed",
          told and content or nil -- “unjust” measures
      end
    end
    local after = doc.words[open - 1]
    if (attribution.class == "weak" or attribution.opening == "object mark") and doc.shapes[mark.first] == "xx"
      and after ~= ","
      and after ~= ":" then return "mixed" end
    return "direct"
  end
  local before = open > 1 and doc.words[open - 1] or ""
  local starts = before == "" or before == "." or before == ":"
    or open == doc:sentence(doc.sentence_of(mark.first)).first
  if count >= FEW and (starts or speaker and doc.shapes[mark.first] ~= "xx") then return "direct" end
  return "scare"
end

return {
  api = 1,
  name = "quotes",
  summary = "Words in quotation marks, with their speaker",
  language = "en",
  provides = {quotes = {kind = "string", speaker = "mention", cue = "mention", marks = "mention", content = "mention",
    addressee = "mention",
                        venue = "mention", time = "mention", via = "mention", negated = "boolean", how = "string",
                          group = "string",
                        nested_in = "mention", repaired = {"string"}}},
  columns = {"line", "speaker", "how", "cue", "kind", "text"},
  requires = {"_marks", "_attributions", "_speakers"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local R = read_document(doc)
    if #R.marks == 0 then return end
    find_owners(R)
    local all = doc:layer"_speakers"[1]
    all = all and all.list or {}
    local speakers, spoke = by_paragraph(doc, all)
    local resolved = {}
    for _, speaker in ipairs(all) do resolved[speaker.attribution] = speaker end
    local groups, group_of = 0, {}
    for n, mark in ipairs(R.marks) do
      local attribution = R.owner[n]
      local speaker, how, why, reason
      if attribution then
        speaker = resolved[attribution]
        how = speaker and speaker.how
        reason = ("cue %q: %s"):format(doc.slice(attribution.first, attribution.last),
          attribution.opening or "beside the marks")
      else
        speaker, how, reason = run_on_speaker(R, n, resolved)
        if not speaker then speaker, how, reason = carried_speaker(R, n, speakers, spoke) end
      end
      local kind, content, title = kind_of(R, n, speaker)
      if title then attribution, speaker, how, reason = nil, nil, nil, "a title" end
      if not attribution and kind == "scare" then
        speaker, how, reason = nil, nil, nil
        if words_in(doc, mark.first, mark.last) >= LONG then
          speaker, how, reason = next_statement(R, n, speakers)
          if speaker then kind = "mixed" end
        end
      end
      -- The pieces of one quotation have its cue and are one group.
      local cue = attribution or speaker and (how == "same paragraph" or how == "goes on") and speaker.attribution
        or nil
      why = {reason or "no cue and no speaker to carry on"}
      if speaker then why[#why + 1] = ("speaker %q: %s"):format(doc.slice(speaker.first, speaker.last),
        speaker.why or speaker.how) end
      local other = R.rejected[n]
      if other and other ~= attribution then why[#why + 1] = ("rejected: %q (%s)"):format(doc.slice(other.first,
        other.last),
        other.opening or "beside") end
      for _, repair in ipairs(mark.repaired) do why[#why + 1] = "marks: " .. repair end
      local key = cue or mark
      if not group_of[key] then
        groups = groups + 1
        group_of[key] = "q" .. groups
      end
      local fields = {kind = kind, how = how, group = group_of[key], repaired = mark.repaired, why = why,
                      confidence = not speaker and "low" or attribution and how == "named" and "high" or "medium"}
      local function mention(span) return span and unit:mention(span.first, span.last) or nil end
      if speaker then
        fields.speaker = unit:mention(speaker.first, speaker.last, {name = speaker.name, role = speaker.role,
          org = speaker.org,
          country = speaker.country,
                                                                   how = how, layer = speaker.layer, id = speaker.id})
      end
      if cue then fields.cue = unit:mention(cue.first, cue.last, {lemma = cue.lemma, class = cue.class}) end
      if kind == "mixed" then fields.content = mention(content) end
      if attribution then
        fields.addressee, fields.venue, fields.time = mention(attribution.whom), mention(attribution.venue),
          mention(attribution.time)
        fields.via, fields.nested_in, fields.negated = mention(attribution.via), mention(attribution.nested_in),
          attribution.negated
      end
      fields.marks = unit:mention(mark.from.first, mark.from.last, {open = mark.open, close = mark.close, text = false})
      add(mark, fields)
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
