-- A word, or several in a row, in their context, a row each time, with who is told to have said it. A lemma finds all its forms, "say"
-- also "said"; "negotiat*" finds all that begins so.
--
--   readout run kwic news/*.txt -- corridor
--   readout run kwic news/*.txt -- "shipping corridor"
--   readout run kwic news/*.txt -f csv -o corridor.csv -- corridor 12     twelve tokens on each side

local phrase, width = arg[1], tonumber(arg[2]) or 8
if not phrase or arg[2] and not tonumber(arg[2]) then
  error("which word, how much beside it? readout run kwic FILE... -- WORD [TOKENS ON EACH SIDE]", 0)
end
local words = {}
for word in phrase:gmatch("%S+") do words[#words + 1] = word:lower():gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0"):gsub("%*", ".*") end

-- Do the words stand here?
local function stand(token, doc)
  for n, word in ipairs(words) do
    local i, pattern = token.first + n - 1, "^" .. word .. "$"
    if i > doc.count or not (doc.lemma(i):lower():find(pattern) or doc.word(i):find(pattern)) then return false end
  end
  return true
end

local function slice(doc, first, last)
  return first <= last and doc.slice(first, last):gsub("%s+", " ") or ""
end

-- The speaker of the words that hold a token, if they are told as somebody's.
local function speaker_of(doc, token)
  for _, layer in ipairs { "quotes", "statements" } do
    for said in doc:each(layer) do
      if said.first <= token and token <= said.last and said.speaker then
        return said.speaker.name or said.speaker.text
      end
    end
  end
end

return tokens:where(stand):map(function(token, doc)
  local last = token.first + #words - 1
  return {
    doc = token.doc, line = token.line, speaker = speaker_of(doc, token.first), word = slice(doc, token.first, last),
    left = slice(doc, math.max(1, token.first - width), token.first - 1),
    right = slice(doc, last + 1, math.min(doc.count, last + width)),
  }
end):pick("doc", "line", "speaker", { path = "left", number = true, ending = true }, "word", "right")
