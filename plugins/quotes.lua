--- Words in quotation marks that somebody said: direct, mixed (part of a reported clause), scare (neither said nor whole).
--
-- A pair of marks is given to the cue that reports it; without one, to the speaker that the paragraph carries, then to the one of the paragraph
-- before when this one is all quotation. An unknown speaker is null, never the nearest name.

local CARRY = 3 -- paragraphs that are all quotation over which a speaker is carried
local FEW = 4 -- words: a run of fewer without a cue is no speech

local function words_in(doc, first, last)
  local n = 0
  for i = first, last do
    local class = doc.class(i)
    if (class == "word" or class == "number") and not doc.joined(i) then n = n + 1 end
  end
  return n
end

-- Does the paragraph hold nothing but marked words?
local function only_marks(doc, paragraph, inside)
  local unit = doc:paragraph(paragraph)
  for i = unit.first, unit.last do
    if not inside[i] and doc.class(i) ~= "punctuation" then return false end
  end
  return true
end

-- The attribution of each pair of marks: one whose content is in or around it, or that stands beside it.
local function find_owners(doc, marks, inside)
  local owner, rank = {}, {}
  local function claim(n, attribution, value)
    if n and (not rank[n] or value > rank[n]) then owner[n], rank[n] = attribution, value end
  end
  for _, attribution in ipairs(doc:layer"_attributions") do
    local speaker = attribution.speaker
    for _, span in ipairs{attribution.content or false, attribution.rest or false} do
      if span then
        local i = span.first
        while i <= span.last do
          local n = inside[i]
          if n then
            local mark = marks[n]
            -- The innermost content wins; content that the marks hold wholly wins over all.
            local beside = attribution.opening == "mark" or attribution.opening == "before" or attribution.opening == "colon"
            local narrow = attribution.opening == "object" or attribution.opening == "about" or attribution.opening == "infinitive"
            if beside or attribution.reports or attribution.class == "say" or attribution.class == "write" then
              local value = beside and 2000 or attribution.class == "think" and 400 or attribution.reports and not narrow and 1000
                or attribution.reports and 700 or 500
              claim(n, attribution, value - math.min(span.last - span.first, 250))
            end
            i = mark.last
          end
          i = i + 1
        end
      end
    end
    if speaker then
      -- "...," said X / "...," X said
      local from = math.min(speaker.first, attribution.first)
      for back = 1, 3 do
        local n = inside[from - back]
        if n then
          -- In the next sentence only after "?" or "!": “Why now?” asked Kvale.
          local ends = doc.word(marks[n].last)
          local same = doc.sentence_of(from) == doc.sentence_of(from - back)
          if same and ends ~= "." or not same and (ends == "?" or ends == "!") and not attribution.content or not same and attribution.order == "VS" and doc.shape(attribution.first) == "xx" then
            claim(n, attribution, 3000)
          end
          break
        end
      end
    end
  end
  return owner
end

return {
  api = 1,
  name = "quotes",
  summary = "Words in quotation marks, with their speaker",
  language = "en",
  provides = {quotes = {kind = "string", speaker = "mention", cue = "mention", marks = "mention", content = "mention", how = "string",
                        group = "string", repaired = {"string"}}},
  columns = {"line", "speaker", "how", "cue", "kind", "text"},
  requires = {"_marks", "_attributions"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local marks, inside = {}, {}
    for mark in unit:each"_marks" do
      if mark.depth == 1 then
        marks[#marks + 1] = mark
        for i = mark.first, mark.last do inside[i] = #marks end
      end
    end
    if #marks == 0 then return end
    local owner = find_owners(doc, marks, inside)
    local group = 0
    local group_of = {}
    local carried, carried_cue, carried_paragraph
    for n, mark in ipairs(marks) do
      local paragraph = doc.paragraph_of(mark.first)
      local attribution = owner[n]
      local speaker, cue, how, content
      local before = mark.from.first > 1 and doc.word(mark.from.first - 1) or ""
      if attribution then
        speaker, cue, content, how = attribution.speaker, attribution, attribution.content, attribution.how
        local rest = attribution.rest
        if rest and mark.first >= rest.first and mark.last <= rest.last then content = rest end
      else
        local previous = marks[n - 1]
        if previous and carried and carried_paragraph == paragraph then
          speaker, cue, how = carried, carried_cue, "same paragraph"
        elseif carried and paragraph - carried_paragraph <= CARRY and only_marks(doc, paragraph, inside) then
          speaker, how = carried, "carried"
        end
      end
      local count = words_in(doc, mark.first, mark.last)
      local start = mark.from.first == doc:sentence(doc.sentence_of(mark.first)).first or before == "" or before == "." or before == ":"
      local kind
      if attribution then
        local outside = 0
        if content then
          for i = content.first, content.last do
            if inside[i] ~= n and (doc.class(i) == "word" or doc.class(i) == "number") then outside = outside + 1 end
          end
        end
        local whole = content and (mark.last < content.first or mark.first > content.last) or outside == 0
        kind = whole and "direct" or "mixed"
        if kind == "direct" then content = nil end
      elseif count >= FEW and start then
        kind = "direct"
      elseif count >= FEW and how and doc.shape(mark.first) ~= "xx" then
        kind = "direct"
      else
        kind = "scare"
        speaker, cue, how = nil, nil, nil
      end
      if kind == "mixed" and not attribution.reports and attribution.opening ~= "mark" and attribution.opening ~= "colon" then content = nil end
      local key = attribution or mark
      if not group_of[key] then
        group = group + 1
        group_of[key] = "quote " .. group
      end
      add(mark, {kind = kind, speaker = speaker and unit:mention(speaker.first, speaker.last, {how = how}) or nil,
                 cue = cue and unit:mention(cue.first, cue.last, {lemma = cue.lemma}) or nil,
                 content = kind == "mixed" and content or nil, how = how, group = group_of[key], repaired = mark.repaired,
                 marks = unit:mention(mark.from.first, mark.from.last, {open = mark.open, close = mark.close, text = false}), confidence = mark.confidence})
      if speaker then carried, carried_cue, carried_paragraph = speaker, cue, paragraph end
    end
  end,

  examples = {
    {"“We will measure it in tonnes,” the minister told reporters.", {"We will measure it in tonnes,", speaker = "the minister", kind = "direct"}},
    {"Prado said the text left freight insurance “wide open to abuse” and left.", {"wide open to abuse", kind = "mixed", speaker = "Prado"}},
  },
}
