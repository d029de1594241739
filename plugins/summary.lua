--- The summary report, what `readout FILE` prints: what was read, who speaks, who and what is named, when, and what to
-- check first.

local SPEAKERS <const> = 8
local NAMES <const> = 12
local AMOUNTS <const> = 8
local DOCUMENTS <const> = 20
local CHECKS <const> = 12

local SAMPLE <const> = 400 -- tokens that show the language

local frequent = word_set"the of and to in for on at by with from as that it is are was were be has have had will would not he she they his"

local LAYERS = {"quotes", "statements", "people", "orgs", "places", "dates", "money"}

local function clip(text, length)
  if utf8.len(text) <= length then return text end
  local cut = text:sub(1, utf8.offset(text, length) - 1)
  return (cut:match("^(.*)%s") or cut) .. "..."
end

local function add(counts, key, n)
  counts[key] = (counts[key] or 0) + (n or 1)
end

-- The keys of a table of counts, most first, ties by bytes; at most `limit`.
local function top(counts, limit)
  local keys = {}
  for key in pairs(counts) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if counts[a] ~= counts[b] then return counts[a] > counts[b] end
    return a < b
  end)
  return {table.unpack(keys, 1, limit)}
end

-- Order of places in the input as far as their ids tell: by source, then article, then line.
local function before(a, b)
  if a.doc ~= b.doc then return earlier_document(a.doc, b.doc) end
  if a.line ~= b.line then return a.line < b.line end
  return (a.what or "") .. (a.text or "") < (b.what or "") .. (b.text or "")
end

-- Two sorted lists as one; only the first `limit` are kept.
local function join(a, b, limit)
  for _, item in ipairs(b) do a[#a + 1] = item end
  table.sort(a, before)
  return {table.unpack(a, 1, limit)}
end

-- What a document opens with: its title, or its first line where none stands before the first paragraph.
local function title_of(doc)
  if doc.title and doc.title ~= "" then return doc.title end
  local first
  for line in doc:each"lines" do
    if line.kind == "title" then return line.text end
    first = first or line.text
    if line.kind == "paragraph" then break end
  end
  return first or ""
end

local function speaker_of(record)
  return record.speaker and (record.speaker.name or record.speaker.text)
end

-- Is a text taken for English and hardly has the words that English has most of?
local function is_foreign(doc)
  local words, seen = 0, 0
  for i = 1, doc.language == "en" and math.min(doc.count, SAMPLE) or 0 do
    if doc.shape(i) == "xx" then
      words = words + 1
      if frequent[doc.word(i)] then seen = seen + 1 end
    end
  end
  return words >= 20 and seen * 10 < words
end

-- A speaker, or none yet, with what another has said too.
local function speaker_with(one, other)
  if not one then return other end
  one.quotes, one.statements = one.quotes + other.quotes, one.statements + other.statements
  if other.first and (not one.first or before(other.first, one.first)) then one.first = other.first end
  return one
end

-- A person or an organisation with what other documents say of it.
local function named_with(one, other)
  if not one then return other end
  one.mentions = one.mentions + other.mentions
  for _, field in ipairs {"given", "family", "country", "acronym"} do
    local a, b = one[field], other[field]
    one[field] = a and b and (a < b and a or b) or a or b
  end
  return one
end

-- Counts those whom some documents name shortly with the one whom others name in full.
local function join_namesakes(state)
  local named, speakers = state.named, state.speakers
  for short, full in pairs(namesakes(named)) do
    named[full].mentions, named[short] = named[full].mentions + named[short].mentions, nil
    if speakers[short] then speakers[full], speakers[short] = speaker_with(speakers[full], speakers[short]), nil end
  end
end

-- What a reader should look at: a text in another language, unknown speakers, repaired marks, a date that is a guess.
local function checks(doc)
  local list, n = {}, 0
  local function check(line, what, text)
    n = n + 1
    if #list < CHECKS then list[#list + 1] = {doc = doc.id, line = line, what = what, text = text} end
  end
  if is_foreign(doc) then
    check(doc:layer"documents"[1].line, "not English", "read as English nevertheless; --language de reads German quotations")
  end
  if doc.date_confidence == "low" then check(doc:layer"documents"[1].line, "reference date is a guess", doc.date_why[1]) end
  local open, first = 0, nil
  for date in doc:each"dates" do
    if not doc.date and date.unresolved then open, first = open + 1, first or date end
  end
  if first then
    check(first.line, "no reference date", ("%d relative dates stay open, the first: %s (--dct gives one)"):format(open,
      first.text))
  end
  for quote in doc:each"quotes" do
    if not speaker_of(quote) and quote.kind ~= "scare" then check(quote.line, "unknown speaker", clip(quote.text, 100)) end
    for _, mark in ipairs(quote.repaired or {}) do check(quote.line, "mark " .. mark, clip(quote.text, 100)) end
  end
  table.sort(list, before)
  return list, n
end

return {
  api = 1,
  name = "summary",
  summary = "What a text holds, on one screen: articles, speakers, names, places, dates, money, and what to check first",
  requires = LAYERS,

  report = {
    map = function(doc)
      local words = doc.count_words()
      local state = {documents = {}, counts = {documents = 1, words = words}, speakers = {}, named = {}, places = {},
                     dates = {}, money = {}}
      state.documents[1] = {doc = doc.id, line = doc:layer"documents"[1].line, date = doc.date,
                            confidence = doc.date_confidence, words = words, opens = clip(title_of(doc), 120)}
      for _, layer in ipairs(LAYERS) do
        if #doc:layer(layer) > 0 then state.counts[layer] = #doc:layer(layer) end
      end
      for _, layer in ipairs {"quotes", "statements"} do
        for record in doc:each(layer) do
          local name = speaker_of(record)
          if name then
            local one = state.speakers[name] or {quotes = 0, statements = 0}
            state.speakers[name] = one
            one[layer] = one[layer] + 1
            if layer == "quotes" and not one.first then one.first = {doc = doc.id, line = record.line,
              text = clip(record.text, 120)} end
          end
        end
      end
      for _, layer in ipairs {"people", "orgs"} do
        for one in doc:each(layer) do
          state.named[one.name] = named_with(state.named[one.name], {mentions = 1, given = one.given, family = one.family,
            country = one.country, acronym = one.acronym})
        end
      end
      for place in doc:each"places" do add(state.places, place.name or place.text) end
      for date in doc:each"dates" do
        local value = (date.type == "DATE" or date.type == "TIME") and date.value and date.value:match("^%d%d%d%d[^T]*")
        if value then add(state.dates, value) end
      end
      for amount in doc:each"money" do
        local key = ("%s\t%s"):format(amount.currency or "", amount.text)
        state.money[key] = amount.value or -1 -- "billions of dollars" has none
      end
      state.checks, state.check_count = checks(doc)
      return state
    end,

    merge = function(a, b)
      a.documents = join(a.documents, b.documents, DOCUMENTS)
      a.checks = join(a.checks, b.checks, CHECKS)
      a.check_count = a.check_count + b.check_count
      for _, counts in ipairs {"places", "dates", "counts"} do
        for key, n in pairs(b[counts]) do add(a[counts], key, n) end
      end
      for key, value in pairs(b.money) do a.money[key] = value end
      for name, other in pairs(b.speakers) do a.speakers[name] = speaker_with(a.speakers[name], other) end
      for name, other in pairs(b.named) do a.named[name] = named_with(a.named[name], other) end
      return a
    end,

    render = function(state)
      state.speakers = join_cases(state.speakers, speaker_with)
      join_namesakes(state)
      local more = state.counts.documents - #state.documents
      local sections = {{title = "Read", columns = {"doc", "line", "date", "confidence", "words", "opens"},
        rows = state.documents, notes = more > 0 and {("%d more documents"):format(more)} or nil}}
      local function section(title, columns, rows, compact)
        if #rows > 0 then sections[#sections + 1] = {title = title, columns = columns, rows = rows, compact = compact} end
      end
      local rows, spoken = {}, {}
      for name, one in pairs(state.speakers) do spoken[name] = one.quotes + one.statements / 1024 end
      for i, name in ipairs(top(spoken, SPEAKERS)) do
        local one = state.speakers[name]
        rows[i] = {speaker = name, quotes = one.quotes, statements = one.statements, first = one.first and one.first.text}
      end
      section("Who speaks", {"speaker", "quotes", "statements", {path = "first", title = "first words"}}, rows)
      local function count(title, what, counts)
        rows = {}
        for i, name in ipairs(top(counts, NAMES)) do rows[i] = {[what] = name, mentions = counts[name]} end
        if what == "date" then table.sort(rows, function(a, b) return a.date < b.date end) end
        section(title, {what, "mentions"}, rows, true)
      end
      local mentions = {}
      for name, one in pairs(state.named) do mentions[name] = one.mentions end
      count("Who is named", "name", mentions)
      count("Where", "place", state.places)
      count("When", "date", state.dates)
      rows = {}
      for i, key in ipairs(top(state.money, AMOUNTS)) do
        local currency, text = key:match("^(.-)\t(.*)$")
        rows[i] = {amount = text, currency = currency ~= "" and currency or nil,
          value = state.money[key] >= 0 and state.money[key] or nil}
      end
      section("How much", {"amount"}, rows, true)
      rows = {}
      for _, what in ipairs {"documents", "words", table.unpack(LAYERS)} do
        if state.counts[what] then rows[#rows + 1] = {what = what, n = state.counts[what]} end
      end
      section("In all", {"what", "n"}, rows, true)
      section("Check first", {"doc", "line", "what", "text"}, state.checks)
      if state.check_count > #state.checks then sections[#sections].notes = {("%d more"):format(state.check_count - #state.checks)} end
      return sections
    end,
  },

  examples = {
    {"The ships of all flags came back to the port, which was open to them as it had been before the storm."
      .. "\n\nThe harbour of the town is closed to small ships\n\n"
      .. "They left again for the town, and the crews went home by train as they had come to the port before.",
      rows = {{line = 1, opens = "The ships of all flags came back to the port, which was open to them as it had been before the storm."},
        {what = "documents", n = 1}, {what = "words"}}},
    {"le ministre a dit lundi que le roi ne signera pas le texte sans de nouvelles garanties sur la mer et les ports.",
      rows = {{doc = "example", line = 1, words = 23}, {what = "documents", n = 1}, {what = "words", n = 23},
        {line = 1, what = "not English"}}},
    {"Foreign Minister Marit Solvang met the press. “We will go on with the talks,” Marit Solvang said.",
      rows = {{doc = "example", line = 1, words = 17}, {speaker = "Marit Solvang", quotes = 1, statements = 0},
        {name = "Marit Solvang", mentions = 2},
        {what = "documents", n = 1}, {what = "words", n = 17}, {what = "quotes", n = 1}, {what = "people", n = 2}}},
  },
}
