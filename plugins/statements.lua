--- What is reported without marks: "X said that ...", "..., according to X".
--
-- Content that holds words in marks belongs to quotes. Which verbs report a clause, an object ("announced a deal") or what follows a preposition
-- ("called for talks") is data (en.cues.tsv).

-- A passive or a bare participle has no speaker: "it was said that", "asked whether".
local function names_nobody(attribution)
  local form, opening = attribution.form, attribution.opening
  return form == "passive" and opening == "that" or form == "past" and opening ~= "about"
end

return {
  api = 1,
  name = "statements",
  summary = "Reported speech and thought without quotation marks, with its speaker",
  language = "en",
  provides = {statements = {kind = "string", class = "string", speaker = "mention", cue = "mention", addressee = "mention", venue = "mention",
                            time = "mention", via = "mention", negated = "boolean", how = "string", group = "string", nested_in = "mention"}},
  columns = {"line", "speaker", "cue", "class", "text"},
  requires = {"_attributions", "_speakers", "quotes"},
  scope = "document",

  annotate = function(unit, add)
    local marked = {} -- tokens of words in marks that are speech
    for quote in unit:each"quotes" do
      if quote.kind ~= "scare" then
        for i = quote.first, quote.last do marked[i] = true end
      end
    end
    local resolved = {}
    for speaker in unit:each"_speakers" do resolved[speaker.attribution] = speaker end

    local groups = 0
    for attribution in unit:each"_attributions" do
      local content, speaker = attribution.content, resolved[attribution]
      if attribution.reports and content.last > content.first and (speaker or names_nobody(attribution)) then
        local has_marks = false
        for i = content.first, content.last do has_marks = has_marks or marked[i] end
        if not has_marks then
          groups = groups + 1
          local opening = attribution.opening
          local clear = opening == "that" or opening == "before" or opening == "according"
          for _, span in ipairs{content, attribution.rest} do
            add(span, {kind = "indirect", class = attribution.class, speaker = speaker and speaker.speaker or nil, how = speaker and speaker.how,
                       cue = unit:mention(attribution.first, attribution.last, {lemma = attribution.lemma, class = attribution.class}),
                       addressee = attribution.whom, venue = attribution.venue, time = attribution.time, via = attribution.via,
                       nested_in = attribution.nested_in, negated = attribution.negated, group = "s" .. groups,
                       why = {("cue %q: %s"):format(attribution.text, opening), speaker and speaker.why[1] or "a passive names nobody"},
                       confidence = clear and speaker and speaker.how == "named" and "high" or "medium"})
          end
        end
      end
    end
  end,

  examples = {
    {"Solvang said that the talks had failed.", {"the talks had failed", speaker = "Solvang", kind = "indirect"}},
    {"The talks had failed, according to the ministry.", {"The talks had failed", speaker = "the ministry"}},
  },
}
