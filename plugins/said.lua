--- Who said what: quotations and statements by speaker, those who speak most first.
--
-- A speaker counts by the name that was found for the words ("he", "the minister"), else by the words themselves unless
-- they are a pronoun; words whose speaker is unknown come last. Thoughts (believe, fear, know) are left out unless asked for.

local UNKNOWN = "(unknown)"

-- Words that name nobody: whose words are told by them alone have no known speaker.
local nobody = word_set"they it that this these those one who which i we you others"

-- Who somebody is, in few words: "spokesperson, State Department, US".
local function describe(speaker)
  local parts = {}
  for _, field in ipairs{"role", "org", "country"} do
    if speaker[field] and speaker[field] ~= speaker.name then parts[#parts + 1] = speaker[field] end
  end
  return #parts > 0 and table.concat(parts, ", ") or nil
end

-- The order of what one speaker said: as it stands in the documents.
local function earlier(a, b)
  if a.doc ~= b.doc then return earlier_document(a.doc, b.doc) end
  if a.start ~= b.start then return a.start < b.start end
  return a.text < b.text
end

-- What one speaker said, or none yet, with what another said too.
local function with(one, other)
  if not one then return other end
  for who, n in pairs(other.who) do one.who[who] = (one.who[who] or 0) + n end
  for _, words in ipairs(other.words) do one.words[#one.words + 1] = words end
  return one
end

return {
  api = 1,
  name = "said",
  summary = "Who said what: quotations and statements by speaker",
  requires = {"quotes", "statements"},
  options = {
    speaker = {type = "string", default = "", help = "only speakers whose name has these words"},
    thoughts = {type = "boolean", default = false, help = "also what somebody believes, fears or knows"},
    direct = {type = "boolean", default = false, help = "only words in quotation marks"},
    min = {type = "number", default = 1, help = "only speakers who say at least so much"},
  },

  report = {
    map = function(doc, options)
      local speakers = {}
      local function take(record)
        local speaker = record.speaker
        local name = speaker and (speaker.name or not nobody[speaker.text:lower()] and speaker.text) or UNKNOWN
        if options.speaker ~= "" and not name:lower():find(options.speaker:lower(), 1, true) then return end
        local one = speakers[name]
        if not one then
          one = {who = {}, words = {}}
          speakers[name] = one
        end
        local who = speaker and describe(speaker)
        if who then one.who[who] = (one.who[who] or 0) + 1 end
        one.words[#one.words + 1] = {doc = doc.id, start = record.start, line = record.line, kind = record.kind,
          cue = record.cue and record.cue.text, how = record.how, text = record.text}
      end
      for quote in doc:each"quotes" do
        if quote.kind ~= "scare" then take(quote) end
      end
      if not options.direct then
        for statement in doc:each"statements" do
          if statement.class ~= "think" or options.thoughts then take(statement) end
        end
      end
      return speakers
    end,

    merge = function(a, b)
      for name, other in pairs(b) do a[name] = with(a[name], other) end
      return a
    end,

    render = function(state, options)
      local names = {}
      state = join_cases(state, with)
      for name, one in pairs(state) do
        if #one.words >= options.min then names[#names + 1] = name end
      end
      table.sort(names, function(a, b)
        if (a == UNKNOWN) ~= (b == UNKNOWN) then return b == UNKNOWN end
        if #state[a].words ~= #state[b].words then return #state[a].words > #state[b].words end
        return a < b
      end)
      local rows, said = {}, 0
      for _, name in ipairs(names) do
        local one = state[name]
        local who, most
        for text, n in pairs(one.who) do
          if not most or n > most then who, most = text, n end
        end
        table.sort(one.words, earlier)
        for _, words in ipairs(one.words) do
          said = said + 1
          rows[said] = {speaker = name, who = who, doc = words.doc, line = words.line, kind = words.kind, cue = words.cue,
            how = words.how, text = words.text}
        end
      end
      return {{title = "Who said what", columns = {"speaker", "who", "line", "kind", "cue", "text", "how", "doc"},
        rows = rows, notes = {("speakers: %d, times: %d"):format(#names, said)}}}
    end,
  },

  examples = {
    {"The company said it was shut. Later the company said it was open.",
      rows = {{speaker = "the company", text = "it was shut"}, {speaker = "the company", text = "it was open"}}},
    {"“The ships will sail,” Marit Solvang said. She believes that the port is safe. Joseph Wanjala said the port was shut.",
      rows = {{speaker = "Joseph Wanjala", kind = "indirect", text = "the port was shut"},
        {speaker = "Marit Solvang", kind = "direct", cue = "said"}}},
    {"“The ships will sail,” Marit Solvang said. She believes that the port is safe.", options = {thoughts = true},
      rows = {{speaker = "Marit Solvang", text = "The ships will sail,"},
        {speaker = "Marit Solvang", text = "the port is safe", cue = "believes"}}},
    {"“The ships will sail,” Marit Solvang said. Joseph Wanjala said the port was shut.", options = {direct = true},
      rows = {{speaker = "Marit Solvang"}}},
    {"“The ships will sail,” Marit Solvang said. Joseph Wanjala said the port was shut.", options = {speaker = "wanjala"},
      rows = {{speaker = "Joseph Wanjala"}}},
  },
}
