--- Who is the source of what: every cue with its speaker and the extent of what is reported (internal). quotes and statements are made
-- from these.
--
-- No parser: a speaker is the noun phrase beside its cue, found by the function words that end it; content runs from the cue to the
-- end of its clause, or from the start of the sentence to the comma before the cue.

local LONGEST_SPEAKER = 30 -- tokens, appositions included
local ADDRESSEE = 12 -- tokens between "told" and what was told

-- Words that cannot stand inside the noun phrase of a speaker, by class.
local ends_phrase = {sub = true, conj = true, be = true, have = true, ["do"] = true, modal = true, ["not"] = true}
local inside_prepositions = {of = true, ["for"] = true, from = true, at = true, ["in"] = true, with = true, to = true, on = true, against = true, ["by"] = true}
local stop_marks = {[","] = true, [";"] = true, [":"] = true, ["("] = true, [")"] = true, ["--"] = true, ["—"] = true, ["–"] = true, ["\""] = true}
local subject_pronouns = {he = true, she = true, they = true, we = true, i = true, it = true, you = true, who = true, which = true}

-- What one document offers to the rules.
local function view(doc, ctx)
  local words = ctx.data.function_words
  local inside = {}
  for mark in doc:each"_marks" do
    if mark.depth == 1 then
      for i = mark.first, mark.last do inside[i] = mark end
    end
  end
  return {
    doc = doc, inside = inside,
    class = function(i)
      local row = words[doc.word(i)]
      return row and row.class
    end,
  }
end

local function is_mark(v, i)
  local word = v.doc.word(i)
  return word == "\"" or word == "''" or word == "``" or (word == "'" and v.doc.class(i) == "punctuation" and not v.doc.joined(i))
end

-- The noun phrase that ends at token `last`, not before `low`. Returns its first and last token, or nil.
local function phrase_before(v, last, low)
  local doc = v.doc
  if last < low then return nil end
  local word = doc.word(last)
  if subject_pronouns[word] then return last, last end
  local first = last
  local i = last
  while i >= low and last - i < LONGEST_SPEAKER do
    local class = v.class(i)
    word = doc.word(i)
    if v.inside[i] or is_mark(v, i) or stop_marks[word] then break end
    if class and ends_phrase[class] and not (word == "and" and i > low and i < last) then break end
    if class == "adv" or class == "rel" or class == "pron" then break end
    if class == "prep" and not inside_prepositions[word] then break end
    if doc.class(i) == "punctuation" and not doc.compound(i) and word ~= "." and word ~= "&" and word ~= "'" and word ~= "’" then break end
    first = i
    i = i - 1
  end
  -- A preposition or conjunction does not begin a phrase: "On Monday Solvang", "in a statement the ministry".
  while first <= last do
    local class = v.class(first)
    word = doc.word(first)
    if class == "prep" or class == "conj" or word == "and" then
      local at = first + 1
      -- The adverbial goes with its noun when another phrase follows it.
      while at <= last and v.class(at) ~= "det" and doc.shape(at) == "xx" do at = at + 1 end
      first = at <= last and at or first + 1
    elseif doc.class(first) == "punctuation" then
      first = first + 1
    else
      break
    end
  end
  if first > last then return nil end
  return first, last
end

-- The comma that opens the apposition which ends before the comma at `comma`; nil when there is none.
local function apposition_start(v, comma, low)
  for i = comma - 1, math.max(low, comma - LONGEST_SPEAKER), -1 do
    local word = v.doc.word(i)
    if v.inside[i] or word == ";" or is_mark(v, i) then return nil end
    if word == "," or word == "--" or word == "—" then return i end
  end
end

-- The speaker that stands before the cue at token `at`.
local function speaker_before(v, at, low)
  local doc = v.doc
  local last = at - 1
  if last < low then return nil end
  if doc.word(last) == "," or doc.word(last) == "--" or doc.word(last) == "—" then
    local comma = apposition_start(v, last, low)
    if comma then
      local after = v.class(comma + 1)
      if after == "det" or after == "rel" or after == "poss" or doc.shape(comma + 1) == "xx" or doc.class(comma + 1) == "number" or doc.shape(comma + 1) == "Xx" then
        local first, ends = phrase_before(v, comma - 1, low)
        if first then return first, ends end
      end
    end
    return nil
  end
  return phrase_before(v, last, low)
end

-- The speaker behind the cue that ends at `last`: "said Solvang, the minister".
local function speaker_after(v, last, high)
  local doc = v.doc
  local first = last + 1
  if first > high then return nil end
  local class = v.class(first)
  if subject_pronouns[doc.word(first)] then return first, first end
  if class and class ~= "det" and class ~= "poss" then return nil end
  local ends
  local i = first
  while i <= high and i - first < LONGEST_SPEAKER do
    local word = doc.word(i)
    class = v.class(i)
    if v.inside[i] or is_mark(v, i) or (stop_marks[word]) then break end
    if doc.class(i) == "punctuation" and not doc.compound(i) and not (word == "." and i < high) then break end
    if class and class ~= "det" and class ~= "poss" and not (class == "prep" and (word == "of" or word == "for")) and word ~= "and" then break end
    ends = i
    i = i + 1
  end
  while ends and (doc.word(ends) == "and" or v.class(ends) == "prep") do ends = ends - 1 end
  if not ends or ends < first then return nil end
  return first, ends
end

-- Where reported content may begin behind the cue: after an addressee and "that". Returns the token and how it was reached.
local function content_start(v, cue, high)
  local doc = v.doc
  local i = cue.last + 1
  if i > high then return nil end
  local word, class = doc.word(i), v.class(i)
  if word == "that" then return i + 1, "that" end
  if word == ":" then return i + 1, "colon" end
  if word == "," and i < high then
    if is_mark(v, i + 1) then return i + 1, "mark" end
    if doc.word(i + 1) == "that" then return i + 2, "that" end
    return nil
  end
  if is_mark(v, i) then return i, "mark" end
  if class == "sub" and word ~= "because" and word ~= "as" and word ~= "while" and word ~= "since" then return i, "clause" end
  -- "told reporters in Munich that": look for "that", a colon or a mark a few words on.
  for j = i, math.min(high, i + ADDRESSEE) do
    word = doc.word(j)
    if word == "that" and j > i and v.class(j - 1) ~= "prep" then
      return j + 1, "that"
    elseif word == ":" then
      return j + 1, "colon"
    elseif is_mark(v, j) and v.inside[j + 1] and v.inside[j + 1].first == j + 1 then
      return cue.addressee and j or i, cue.addressee and "mark" or "bare"
    elseif word == ";" or (word == "," and not cue.addressee) then
      break
    end
  end
  if cue.addressee then
    -- "told him he would", "asked the panel to": the words after the first noun or pronoun.
    local j = i
    if v.class(j) == "pron" then return j + 1, "bare" end
    while j <= high and j - i < ADDRESSEE do
      if doc.word(j) == "to" or v.class(j) == "pron" then return j, "bare" end
      if doc.class(j) == "punctuation" and not doc.compound(j) then return nil end
      j = j + 1
    end
    return nil
  end
  return i, "bare"
end

-- The end of a clause that begins at `first`: the sentence's end, or a break that opens something else.
local function content_end(v, first, high, next_cue)
  local doc = v.doc
  local last = high
  while last > first and doc.class(last) == "punctuation" and not doc.compound(last) and not v.inside[last] do last = last - 1 end
  if next_cue and next_cue > first then
    -- ", adding that", "and said": the next report begins there.
    local stop = next_cue - 1
    while stop > first and (doc.word(stop) == "and" or doc.word(stop) == "but" or doc.class(stop) == "punctuation") and not v.inside[stop] do stop = stop - 1 end
    last = math.min(last, stop)
  end
  return last
end

return {
  api = 1,
  name = "attributions",
  summary = "Cues with their speaker and the extent of what they report (internal)",
  language = "en",
  provides = {_attributions = {cue = "_cues", speaker = "mention", content = "mention", order = "string", opening = "string", shared = "boolean"}},
  requires = {"_marks", "_cues"},
  scope = "document",
  data = {function_words = {file = "en.function_words.tsv", match = "word"}},

  annotate = function(unit, add, ctx)
    local doc = unit.doc
    local v = view(doc, ctx)
    local number, low, high, previous
    local cues = doc:layer"_cues"
    for n, cue in ipairs(cues) do
      if not v.inside[cue.first] then
        local sentence = doc.sentence_of(cue.first)
        if sentence ~= number then
          number = sentence
          local s = doc:sentence(sentence)
          low, high, previous = s.first, s.last, nil
        end
        local following = cues[n + 1]
        local next_at = following and following.first <= high and not v.inside[following.first]
          and (following.form == "participle" and doc.word(following.first - 1) == "," or doc.word(following.first - 1) == "and") and following.first or nil
        local speaker_first, speaker_last, order, shared
        local before = cue.first - 1
        local content_before = before >= low and (doc.word(before) == "," or is_mark(v, before))
        if cue.kind == "according" then
          speaker_first, speaker_last = speaker_after(v, cue.last, high)
          order = "according"
        elseif cue.form == "finite" or cue.form == "base" then
          if content_before then
            speaker_first, speaker_last = speaker_after(v, cue.last, high)
            if speaker_first then order = "VS" end
          end
          if not speaker_first then
            speaker_first, speaker_last = speaker_before(v, cue.first, low)
            if speaker_first then order = "SV" end
          end
        end
        if not speaker_first and previous and (cue.form == "participle" or doc.word(before) == "and" or doc.word(before) == "," or doc.word(before) == "but") then
          speaker_first, speaker_last, order, shared = previous.speaker.first, previous.speaker.last, "shared", true
        end
        if not speaker_first and cue.form == "participle" and before >= low and doc.word(before) == "," then
          -- The subject of the sentence: its first phrase before a verb.
          for i = low, before do
            local class = v.class(i)
            if class == "be" or class == "have" or class == "modal" or class == "do" then break end
            if v.doc.shape(i) == "Xx" and i > low then break end
          end
        end
        local content, opening
        if order == "according" then
          local after = speaker_last and speaker_last + 1
          if cue.first == low and after and after < high then
            while after < high and doc.word(after) ~= "," do after = after + 1 end
            if after < high then content, opening = unit:mention(after + 1, content_end(v, after + 1, high)), "according" end
          elseif cue.first > low then
            local last = before
            while last > low and doc.word(last) == "," do last = last - 1 end
            content, opening = unit:mention(low, last), "according"
          end
        elseif speaker_first then
          local edge = order == "VS" and cue.first - 1 or (order == "SV" and speaker_first - 1 or cue.first - 1)
          local comma = edge >= low and (doc.word(edge) == "," or is_mark(v, edge)) and not shared
          local start, how = content_start(v, order == "VS" and {last = speaker_last, addressee = cue.addressee} or cue, high)
          if comma and not (how == "that" or how == "colon" or how == "mark" and not is_mark(v, edge)) then
            -- The content stands before: "..., X said", "...", said X.
            local last = edge
            while last > low and doc.class(last) == "punctuation" and not v.inside[last] do last = last - 1 end
            if last >= low then content, opening = unit:mention(low, last), "before" end
          elseif start and start <= high then
            local last = content_end(v, start, high, next_at)
            if last >= start then content, opening = unit:mention(start, last), how end
          end
        end
        if speaker_first or content then
          local speaker = speaker_first and unit:mention(speaker_first, speaker_last)
          local annotation = add(cue, {cue = cue, speaker = speaker or nil, content = content, order = order, opening = opening, shared = shared})
          if speaker then previous = annotation end
        end
      end
    end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"said", speaker = "Solvang", content = "the talks had failed", order = "SV"}},
    {"The talks had failed, said Joseph Wanjala.", {"said", speaker = "Joseph Wanjala", content = "The talks had failed", order = "VS"}},
    {"The talks had failed, the Kenyan minister told reporters.", {"told", speaker = "the Kenyan minister", content = "The talks had failed"}},
    {"According to the ministry, nobody was hurt.", {"According to", speaker = "the ministry", content = "nobody was hurt"}},
    {"Kvale, the chairman of Nordhavn, told reporters that the ships would sail.",
      {"told", speaker = "Kvale", content = "the ships would sail", opening = "that"}},
    {"He said the text was bad and added that nobody would sign it.",
      {"said", speaker = "He", content = "the text was bad"}, {"added", speaker = "He", content = "nobody would sign it", shared = true}},
  },
}
