--- The timeline report: every dated sentence in order of its date, and how each document's own date was found.

-- Dates that have a place on a line of time: from a decade to a moment. Centuries, seasons without a year, PAST_REF
-- have none.
local function place_in_time(value)
  return value and (value:match("^%d%d%d%d") or value:match("^%d%d%d$")) and value or nil
end

local parts = {START = "early", MID = "mid", END = "late", APPROX = "about", EARLY = "early", LATE = "late"}

-- A date as it is read: "2010s", "2022-11, early".
local function spoken(value, mod)
  if value:find("^%d%d%d$") then value = value .. "0s" end
  return parts[mod] and ("%s, %s"):format(value, parts[mod]) or value
end

-- By source, then by the number of the article: #2 before #10.
local function by_document(a, b)
  local source_a, number_a = a.doc:match("^(.*)#(%d+)$")
  local source_b, number_b = b.doc:match("^(.*)#(%d+)$")
  source_a, source_b = source_a or a.doc, source_b or b.doc
  if source_a ~= source_b then return source_a < source_b end
  return (tonumber(number_a) or 0) < (tonumber(number_b) or 0)
end

local function by_date(a, b)
  if a.date ~= b.date then return a.date < b.date end
  if a.doc ~= b.doc then return by_document(a, b) end
  return a.start < b.start
end

-- Merges two sorted lists.
local function join(a, b, compare)
  local list, i, j = {}, 1, 1
  while a[i] or b[j] do
    if not b[j] or a[i] and not compare(b[j], a[i]) then
      list[#list + 1] = a[i]
      i = i + 1
    else
      list[#list + 1] = b[j]
      j = j + 1
    end
  end
  return list
end

return {
  api = 1,
  name = "timeline",
  summary = "What happened when: dated sentences in the order of their dates",
  requires = {"dates"},
  options = {
    from = {type = "string", default = "", help = "only dates from this one on, YYYY[-MM[-DD]]"},
    to = {type = "string", default = "", help = "only dates up to this one"},
  },

  report = {
    map = function(doc, options)
      local facts, seen = {}, {}
      for date in doc:each"dates" do
        local value = (date.type == "DATE" or date.type == "TIME") and place_in_time(date.value)
        if value and (options.from == "" or value >= options.from) and (options.to == ""
          or value:sub(1, #options.to) <= options.to) then
          local sentence = date.sentence or date.text
          if #sentence < #date.text + 20 then sentence = date.paragraph or sentence end -- a caption's date stands alone
          local key = value .. sentence
          if not seen[key] then
            seen[key] = true
            facts[#facts + 1] = {when = spoken(value, date.mod), date = value, mod = date.mod, text = date.text,
              fact = sentence,
                                 doc = doc.id, line = date.line, start = date.start}
          end
        end
      end
      table.sort(facts, by_date)
      local documents = {}
      if doc.date then
        documents[1] = {doc = doc.id, date = doc.date, confidence = doc.date_confidence,
                        why = table.concat(doc.date_why or {}, "; "), start = 0}
      else
        documents[1] = {doc = doc.id, date = "-", confidence = "none", start = 0,
                        why = "no date in metadata, captions, datelines or file name; relative dates stay unresolved"}
      end
      return {facts = facts, documents = documents}
    end,

    merge = function(a, b)
      return {facts = join(a.facts, b.facts, by_date), documents = join(a.documents, b.documents, by_document)}
    end,

    render = function(state)
      return {
        {title = "Timeline", columns = {"doc", {path = "when", title = "date"}, "line",
          {path = "text", title = "words"}, "fact"}, rows = state.facts,
         notes = #state.facts == 0 and {"no dates that have a place in time"} or nil},
        {title = "Reference dates", columns = {"doc", "date", "confidence", "why"}, rows = state.documents},
      }
    end,
  },

  examples = {
    {"The accord was signed in 2021. Two years later, on 3 May 2023, it was dropped.", date = "2023-05-10",
      rows = {{date = "2021"}, {date = "2023"}, {when = "2023-05-03", text = "3 May 2023"},
        {"example", "2023-05-10", "high"}}},
  },
}
