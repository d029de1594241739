-- What was said about a topic over time: quotations and statements with a word in them, by the date of the document.
--
--   readout run topic_over_time news/*.jsonl -- corridor

local topic = (arg[1] or error("which topic? readout run topic_over_time FILE... -- WORD", 0)):lower()

local dates = {}
for row in documents:pick("doc", "date"):rows() do dates[row.doc] = row.date or "undated" end

local rows = {}
for _, layer in ipairs { quotes, statements } do
  local about = layer:where(function(record) return record.text:lower():find(topic, 1, true) ~= nil end)
  for row in about:pick("doc", "line", "speaker", "text"):rows() do
    local speaker = row.speaker and (row.speaker.name or row.speaker.text) or "(unknown)"
    rows[#rows + 1] = { date = dates[row.doc], speaker = speaker, said = row.text, doc = row.doc, line = row.line }
  end
end
table.sort(rows, function(a, b)
  if a.date ~= b.date then return a.date < b.date end
  if a.doc ~= b.doc then return a.doc < b.doc end
  return a.line < b.line
end)
return rows
