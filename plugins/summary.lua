--- The summary report, what `readout FILE` prints: what was read, who speaks, who acts, when, and what to check first.

local TOP = 8

local function clip(text, length)
  if utf8.len(text) <= length then return text end
  local at = utf8.offset(text, length)
  local cut = text:sub(1, at - 1):match("^(.*)%s") or text:sub(1, at - 1)
  return cut .. "..."
end

local function add(counts, key, n)
  counts[key] = (counts[key] or 0) + (n or 1)
end

-- The keys of a table of counts, most first, ties by bytes; at most TOP.
local function top(counts)
  local keys = {}
  for key in pairs(counts) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if counts[a] ~= counts[b] then return counts[a] > counts[b] end
    return a < b
  end)
  return {table.unpack(keys, 1, TOP)}
end

return {
  api = 1,
  name = "summary",
  summary = "What a text holds, on one screen: documents, speakers, actors, dates, what to check first",
  requires = {"dates", "people", "orgs", "places", "quotes", "statements"},

  report = {
    layers = {"documents", "lines"},

    map = function(doc)
      local state = {documents = {}, speakers = {}, said = {}, actors = {}, places = {}, checks = {}, counts = {}}
      local title = doc.title
      for line in doc:each"lines" do
        title = title or line.text
        if line.kind == "title" then
          title = line.text
          break
        end
      end
      state.documents[1] = {doc = doc.id, opens = clip(title or "", 60), words = doc.count, date = doc.date or "-", how = doc.date and doc.date_why[1] or "no date found"}
      for _, layer in ipairs {"quotes", "statements", "dates", "people", "orgs", "places"} do add(state.counts, layer, #doc:layer(layer)) end
      for quote in doc:each"quotes" do
        local name = quote.speaker and (quote.speaker.name or quote.speaker.text)
        if name then
          add(state.speakers, name)
          if not state.said[name] then state.said[name] = clip(quote.text, 70) end
        elseif quote.kind ~= "scare" then
          state.checks[#state.checks + 1] = {doc = doc.id, line = quote.line, what = "unknown speaker", text = clip(quote.text, 60)}
        end
        if quote.repaired and #quote.repaired > 0 then
          state.checks[#state.checks + 1] = {doc = doc.id, line = quote.line, what = "mark " .. quote.repaired[1], text = clip(quote.text, 60)}
        end
      end
      for person in doc:each"people" do add(state.actors, person.name) end
      for org in doc:each"orgs" do add(state.actors, org.name) end
      for place in doc:each"places" do add(state.places, place.name) end
      if doc.date_confidence == "low" then
        state.checks[#state.checks + 1] = {doc = doc.id, line = 1, what = "reference date is a guess", text = doc.date_why[1]}
      end
      return state
    end,

    merge = function(a, b)
      local function merge_lists(x, y)
        for _, item in ipairs(y) do x[#x + 1] = item end
        table.sort(x, function(p, q)
          if p.doc ~= q.doc then return p.doc < q.doc end
          if (p.line or 0) ~= (q.line or 0) then return (p.line or 0) < (q.line or 0) end
          return (p.what or "") .. (p.text or "") < (q.what or "") .. (q.text or "")
        end)
        return x
      end
      for _, list in ipairs {"documents", "checks"} do a[list] = merge_lists(a[list], b[list]) end
      for _, counts in ipairs {"speakers", "actors", "places", "counts"} do
        for key, n in pairs(b[counts]) do add(a[counts], key, n) end
      end
      for name, text in pairs(b.said) do
        if not a.said[name] or text < a.said[name] then a.said[name] = text end
      end
      return a
    end,

    render = function(state)
      local sections = {{title = "Read", columns = {"doc", "date", "words", "opens", "how"}, rows = state.documents}}
      local function section(title, columns, rows)
        if #rows > 0 then sections[#sections + 1] = {title = title, columns = columns, rows = rows} end
      end
      local rows = {}
      for _, name in ipairs(top(state.speakers)) do rows[#rows + 1] = {speaker = name, quotes = state.speakers[name], first = state.said[name]} end
      section("Who speaks", {"speaker", "quotes", "first"}, rows)
      rows = {}
      for _, name in ipairs(top(state.actors)) do rows[#rows + 1] = {name = name, mentions = state.actors[name]} end
      section("Who is named", {"name", "mentions"}, rows)
      rows = {}
      for _, name in ipairs(top(state.places)) do rows[#rows + 1] = {place = name, mentions = state.places[name]} end
      section("Where", {"place", "mentions"}, rows)
      rows = {}
      for _, layer in ipairs {"quotes", "statements", "people", "orgs", "places", "dates"} do rows[#rows + 1] = {layer = layer, records = state.counts[layer] or 0} end
      section("Layers", {"layer", "records"}, rows)
      local shown = {table.unpack(state.checks, 1, 2 * TOP)}
      section("Check first", {"line", "what", "text", "doc"}, shown)
      if #state.checks > #shown then sections[#sections].notes = {("%d more"):format(#state.checks - #shown)} end
      return sections
    end,
  },

  examples = {
    {"Foreign Minister Marit Solvang met the press. “We will go on with the talks,” Marit Solvang said.",
      rows = {{doc = "example", words = 22}, {speaker = "Marit Solvang", quotes = 1}, {name = "Marit Solvang", mentions = 2}, {layer = "quotes", records = 1},
        {layer = "statements"}, {layer = "people", records = 2}, {layer = "orgs"}, {layer = "places"}, {layer = "dates"}}},
  },
}
