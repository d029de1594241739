-- A word in its context (its lemma: "port" finds "ports" as well), a row each time, with who is told to have said it.
--
--   readout run scripts/kwic.lua news/*.txt -- corridor
--   readout run scripts/kwic.lua news/*.txt -f csv -o corridor.csv -- corridor 12     twelve tokens on each side

local wanted, width = arg[1], tonumber(arg[2]) or 8
if not wanted then error("which word? readout run scripts/kwic.lua FILE... -- WORD [TOKENS ON EACH SIDE]", 0) end

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

return tokens { lemma = wanted }:map(function(token, doc)
  return {
    doc = token.doc, line = token.line, speaker = speaker_of(doc, token.first), word = token.text,
    left = slice(doc, math.max(1, token.first - width), token.first - 1),
    right = slice(doc, token.last + 1, math.min(doc.count, token.last + width)),
  }
end):pick("doc", "line", "speaker", "left", "word", "right")
