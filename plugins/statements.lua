--- What is reported without marks: "X said that ...", "..., according to X".
--
-- Content that holds words in marks belongs to quotes. Which verbs report a clause, an object ("announced a deal") or what follows a preposition
-- ("called for talks") is data (en.cues.tsv).

return {
  api = 1,
  name = "statements",
  summary = "Reported speech and thought without quotation marks, with its speaker",
  language = "en",
  provides = {statements = {kind = "string", class = "string", speaker = "mention", cue = "mention", negated = "boolean", how = "string", group = "string"}},
  columns = {"line", "speaker", "cue", "class", "text"},
  requires = {"_marks", "_attributions"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local inside = {}
    for mark in unit:each"_marks" do
      for i = mark.first, mark.last do inside[i] = true end
    end
    local group = 0
    for attribution in unit:each"_attributions" do
      local content = attribution.content
      local opening = attribution.opening
      -- "It was said that ...": nobody is named, the speaker is null.
      local nobody = not attribution.speaker and (attribution.form == "passive" and opening == "that" or attribution.form == "past" and opening ~= "about")
      if content and attribution.reports and (attribution.speaker or nobody) then
        local marked = false
        for i = content.first, content.last do marked = marked or inside[i] end
        if not marked and content.last > content.first then
          group = group + 1
          local speaker = attribution.speaker
          local function report(span)
            add(span, {kind = "indirect", class = attribution.class, speaker = speaker and unit:mention(speaker.first, speaker.last, {how = attribution.how}) or nil,
                       cue = unit:mention(attribution.first, attribution.last, {lemma = attribution.lemma}), negated = attribution.negated or nil,
                       how = attribution.how, group = "statement " .. group,
                       confidence = (opening == "that" or opening == "before" or opening == "according") and "high" or "medium"})
          end
          report(content)
          if attribution.rest then report(attribution.rest) end
        end
      end
    end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"the talks had failed", speaker = "Solvang", kind = "indirect"}},
    {"The talks had failed, according to the ministry.", {"The talks had failed", speaker = "the ministry"}},
  },
}
