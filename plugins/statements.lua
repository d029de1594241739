--- What is reported without marks: "X said that ...", "..., according to X".
--
-- Content that a pair of marks covers belongs to quotes; verbs that only go with marks ("laughed") and bare objects ("praised the plan") are no
-- statements.

local clause_only = {think = true, weak = true}

return {
  api = 1,
  name = "statements",
  summary = "Reported speech and thought without quotation marks, with its speaker",
  language = "en",
  provides = {statements = {kind = "string", class = "string", speaker = "mention", cue = "mention", negated = "boolean", how = "string"}},
  columns = {"line", "speaker", "cue", "class", "text"},
  requires = {"_marks", "_attributions", "_cues"},
  scope = "document",

  annotate = function(unit, add)
    local doc = unit.doc
    local inside = {}
    for mark in unit:each"_marks" do
      for i = mark.first, mark.last do inside[i] = true end
    end
    for attribution in unit:each"_attributions" do
      local content, cue = attribution.content, attribution.cue
      if content and attribution.speaker then
        local marked = 0
        for i = content.first, content.last do marked = marked + (inside[i] and 1 or 0) end
        local clause = attribution.opening == "that" or attribution.opening == "clause" or attribution.opening == "before" or attribution.opening == "according"
        local length = content.last - content.first + 1
        local reported = clause or (not clause_only[cue.class] and attribution.opening ~= "colon" and length >= 3)
        if marked == 0 and reported and length >= 2 then
          add(content, {kind = "indirect", class = cue.class, speaker = unit:mention(attribution.speaker.first, attribution.speaker.last, {how = "named"}),
                        cue = unit:mention(cue.first, cue.last, {lemma = cue.lemma}), negated = cue.negated or nil, how = "named", confidence = clause and "high" or "medium"})
        end
      end
    end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"the talks had failed", speaker = "Solvang", kind = "indirect"}},
    {"The talks had failed, according to the ministry.", {"The talks had failed", speaker = "the ministry"}},
  },
}
