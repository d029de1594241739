--- Words in quotation marks that somebody said: direct, mixed (part of a reported clause), scare (neither said nor whole).
--
-- A pair of marks is given to the cue that reports it; without one in its sentence, to the speaker that the paragraph carries, then to the
-- paragraph before when this one is all quotation. An unknown speaker is null, never the nearest name.

local CARRY = 3 -- paragraphs that are all quotation over which a speaker is carried

local opening_words = 4 -- a run of fewer words without a cue is no speech

local function words_in(doc, first, last)
  local n = 0
  for i = first, last do
    local class = doc.class(i)
    if (class == "word" or class == "number") and not doc.joined(i) then n = n + 1 end
  end
  return n
end

-- Does anything but the marked words, the cue and its speaker stand in tokens first..last?
local function only_marks(doc, first, last, inside)
  for i = first, last do
    if not inside[i] and doc.class(i) ~= "punctuation" then return false end
  end
  return true
end

return {
  api = 1,
  name = "quotes",
  summary = "Words in quotation marks, with their speaker",
  language = "en",
  provides = {quotes = {kind = "string", speaker = "mention", cue = "mention", marks = "mention", content = "mention", how = "string",
                        group = "string", repaired = {"string"}}},
  columns = {"line", "speaker", "how", "cue", "kind", "text"},
  requires = {"_marks", "_attributions", "_cues"},
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
    local attributions = doc:layer"_attributions"
    -- The attribution of each pair: the one whose content reaches into it; the nearest cue first.
    local owner = {}
    for _, attribution in ipairs(attributions) do
      local content = attribution.content
      if content then
        local i = content.first
        while i <= content.last do
          local n = inside[i]
          if n then
            local other = owner[n]
            local mark = marks[n]
            local function distance(a) return math.min(math.abs(a.first - mark.last), math.abs(mark.first - a.last)) end
            if not other or distance(attribution) < distance(other) then owner[n] = attribution end
            i = mark.last + 1
          else
            i = i + 1
          end
        end
      end
    end
    local group = 0
    local carried, carried_paragraph
    for n, mark in ipairs(marks) do
      local paragraph = doc.paragraph_of(mark.first)
      local attribution = owner[n]
      local speaker, cue, how, content
      local before = mark.from.first > 1 and doc.word(mark.from.first - 1) or ""
      if attribution then
        speaker, cue, content = attribution.speaker, attribution.cue, attribution.content
        how = "named"
      else
        local previous = marks[n - 1]
        if previous and carried and carried_paragraph == paragraph then
          speaker, how = carried, "same paragraph"
        elseif carried and paragraph - carried_paragraph <= CARRY and only_marks(doc, doc:paragraph(paragraph).first, doc:paragraph(paragraph).last, inside) then
          speaker, how = carried, "carried"
        end
      end
      local count = words_in(doc, mark.first, mark.last)
      local whole_sentence = doc.shape(mark.first) ~= "xx" and (before == "" or before == "," or before == ":" or before == "." or mark.from.first == doc:sentence(doc.sentence_of(mark.first)).first
        or (attribution and attribution.opening ~= "that" and attribution.opening ~= "bare"))
      local kind
      if not attribution and not how and count < opening_words then
        kind = "scare"
      elseif count <= 1 then
        kind = "scare"
      elseif whole_sentence then
        kind = "direct"
      else
        kind = "mixed"
      end
      if attribution or kind ~= "mixed" or how then
        group = group + 1
        add(mark, {kind = kind, speaker = speaker and unit:mention(speaker.first, speaker.last, {how = how}) or nil,
                   cue = cue and unit:mention(cue.first, cue.last, {lemma = cue.lemma}) or nil,
                   content = kind == "mixed" and content or nil, how = how, group = tostring(group), repaired = mark.repaired,
                   marks = unit:mention(mark.from.first, mark.from.last, {open = mark.open, close = mark.close, text = false}), confidence = mark.confidence})
      end
      if speaker then carried, carried_paragraph = speaker, paragraph end
    end
  end,

  examples = {
    {"“We will measure it in tonnes,” the minister told reporters.", {"We will measure it in tonnes,", speaker = "the minister", kind = "direct"}},
    {"Prado said the text left freight insurance “wide open to abuse” and left.", {"wide open to abuse", kind = "mixed", speaker = "Prado"}},
  },
}
