--- Durations, sets of times, decades, centuries and vague times as TIMEX3: "two and a half years", "three-day", "every two
-- weeks", "$20 billion a year", "the early 2010s", "recently". They count from no date, so that the plugin `dates`, which fills
-- the same layer, need not know of them.

local blanks, duration = calendar.blanks, calendar.duration

local not_of_rate = word_set([[in within for after of over about nearly almost barely only just than least during with to as
  by is was be take takes took , . half and but or from at on that it -- — ( " “]])

local amounts = word_set([[once twice times two three four five six seven eight nine ten eleven twelve dozen dozens twenty thirty forty
  fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions several many much more
  few fewer half rate average every each]])

local behind_sum = word_set("m mn bn tn million billion trillion dollars euros pounds yen % percent cent points")

--- Is "over five years" of tokens from `first` on the time that a sum is for: "€10bn over five years"?
local function is_during(doc, first)
  return first > 1 and doc.word(first) == "over" and (behind_sum[doc.word(first - 1)] or doc.class(first - 1) == "number")
end

--- Is "a year" of tokens first to last a rate: "15 a year", "ships worth $2 billion a year"? It follows an amount of its clause.
local function is_rate(doc, first, last)
  local word, sentence_of = doc.word, doc.sentence_of
  local number = sentence_of(first)
  if first == 1 or not_of_rate[word(first - 1)] or sentence_of(first - 1) ~= number then return false end
  local after = last < doc.count and word(last + 1)
  if (after == "after" or after == "before") and sentence_of(last + 1) == number then return false end
  for i = first - 1, math.max(1, first - 10), -1 do
    local w, class = word(i), doc.class(i)
    if w == ";" or w == ":" or sentence_of(i) ~= number then return false end
    if amounts[w] or class == "number" or class == "symbol" then return true end
  end
  return false
end

local heat = word_set("highs lows temperature temperatures temps degrees cooler warmer chilly sunshine sunny")

--- Is the decade at a token degrees: "highs in the 70s"? Not "the '70s".
local function is_heat(doc, first, last)
  local sentence = doc:sentence(doc.sentence_of(first))
  for i = sentence.first, doc.word(last):find("^m?i?d?%-?%d0s$") and sentence.last or 0 do
    if heat[doc.word(i)] then return true end
  end
end

-- The value of each form: kind, value.
local resolve = {}

function resolve.rate(t)
  local part = calendar.time_of_day(t)
  part = part and "T" .. part or ""
  if t.weekday then return "SET", ("XXXX-WXX-%d%s"):format(t.weekday, part) end
  if t.month then return "SET", ("XXXX-%02d"):format(t.month) end
  if t.season then return "SET", "XXXX-" .. t.season end
  if part ~= "" then return "SET", blanks.D .. part end
  return "SET", duration(t.count or "1", t.unit)
end

local order = { Y = 1, M = 2, W = 3, D = 4, TH = 5, TM = 6, TS = 7 }

function resolve.duration(t)
  local value, before, behind = duration(t.count, t.unit), order[t.unit], order[t.rest_unit]
  if before and behind and before < behind then value = value .. duration(t.rest, t.rest_unit):sub(before > 4 and 3 or 2) end
  return "DURATION", value
end

function resolve.plural(t) return "DURATION", duration("X", t.unit) end

function resolve.century(t)
  if t.era == "BC" then return "DATE", ("BC%02d"):format(t.nth - 1) end
  return "DATE", calendar.at_century((t.nth - 1) * 100 + 1).value
end

function resolve.decade(t)
  if t.era == "BC" then return "DATE", ("BC%03d"):format(t.decade) end
  if t.decade % 10 == 0 and t.decade < 200 then return "DATE", calendar.at_century(t.decade * 10).value end -- the 1800s
  return "DATE", calendar.at_decade(t.decade * 10).value
end

function resolve.reference(t) return "DATE", t.ref end

local names, of_rate = { "type", "value", "mod", "quant", "rule" }, { "type", "value", "mod", "quant", "rule", "why" }
local why_rate = { "a rate: it follows an amount" }
local rules = {}
for form in pairs(resolve) do rules[form] = "spans/" .. form end

return {
  api = 1,
  name = "spans",
  summary = "Durations, sets of times, decades, centuries and vague times as TIMEX3",
  language = "en",
  requires = { "_times" },
  scope = "document",
  provides = { dates = {
    type = "string", value = "string", mod = "string", quant = "string", freq = "string", zone = "string",
    anchor = "string", begin_point = "string", end_point = "string", unresolved = "string",
  } },
  columns = { "type", "value", "mod", "unresolved" },

  annotate = function(unit, add)
    local doc = unit.doc
    local records = doc:layer("_times")
    for i = 1, #records do
      local at = records[i]
      local t = at.record
      local form = t.form
      local read = resolve[form]
      if read and not (form == "decade" and is_heat(doc, at.first, at.last)) then
        local kind, value = read(t)
        local mod = t.mod or t.edge
        if mod == "MORE_THAN" and is_during(doc, at.first) then mod = nil end
        if form == "duration" and t.article and not mod and t.unit ~= "N" and t.unit ~= "WE"
          and is_rate(doc, at.first, at.last) then
          add(at, of_rate, "SET", value, nil, "EACH", rules[form], why_rate)
        else
          add(at, names, kind, value, mod, t.quant, rules[form])
        end
      end
    end
  end,

  examples = {
    { "The ceasefire held for more than four years, at least 30 days longer than planned.", date = "2023-02-14",
      { "more than four years", type = "DURATION", value = "P4Y", mod = "MORE_THAN" },
      { "at least 30 days", type = "DURATION", value = "P30D", mod = "EQUAL_OR_MORE" } },
    { "The pipeline took about two and a half years and the strike a year and a half.", date = "2023-02-14",
      { "about two and a half years", type = "DURATION", value = "P2Y6M", mod = "APPROX" },
      { "a year and a half", type = "DURATION", value = "P1Y6M" } },
    { "They signed a 25-year accord after a three-day visit; the strike had lasted for weeks.", date = "2023-02-14",
      { "25-year", type = "DURATION", value = "P25Y" }, { "three-day", type = "DURATION", value = "P3D" },
      { "weeks", type = "DURATION", value = "PXW" } },
    { "The country earned $20 billion a year and received 40 ships a month.", date = "2023-02-14",
      { "a year", type = "SET", value = "P1Y", quant = "EACH" }, { "a month", type = "SET", value = "P1M", quant = "EACH" } },
    { "The council meets weekly and the report appears every two weeks, every second year and each day at noon.",
      { "weekly", type = "SET", value = "P1W" }, { "every two weeks", type = "SET", value = "P2W", quant = "EVERY" },
      { "every second year", value = "P2Y" }, { "each day at noon", value = "XXXX-XX-XXT12:00" } },
    { "Support peaked in the early 2010s, unlike the 1990s or the '80s.", date = "2023-02-14",
      { "the early 2010s", type = "DATE", value = "201", mod = "START" }, { "the 1990s", type = "DATE", value = "199" },
      { "the '80s", type = "DATE", value = "198" } },
    { "In the 19th century and in the late 20th century the border moved.", date = "2023-02-14",
      { "the 19th century", type = "DATE", value = "18" }, { "the late 20th century", type = "DATE", value = "19", mod = "END" } },
    { "Now the council is divided; recently it was not, and the future is open.", date = "2023-02-14",
      { "Now", type = "DATE", value = "PRESENT_REF" }, { "recently", type = "DATE", value = "PAST_REF" },
      { "the future", type = "DATE", value = "FUTURE_REF" } },
    { "They pledged €10bn over five years, audited once a year.", { "over five years", type = "DURATION", value = "P5Y" },
      { "a year", type = "SET", value = "P1Y" } },
    { "It took three hours and 21 minutes, then 2½ days, six months and six days and several straight quarters.",
      { "three hours and 21 minutes", type = "DURATION", value = "PT3H21M" }, { "2½ days", value = "P2.5D" },
      { "six months and six days", value = "P6M6D" },
      { "several straight quarters", value = "PXQ" } },
    { "They gave the envoy a month.", { "a month", type = "DURATION", value = "P1M" } },
    -- No times: ages, ordinals, verbs, names of papers, counts.
    { "The former minister, 45, once signed a long-term deal. She is ten years old, her son an 8-month-old baby." },
    { "May I ask who may march with them? A second meeting was the first in the hall.", date = "2023-02-14" },
    { "The Daily Courier said that prices fall. Some 2000 people and 1,995 soldiers came.", date = "2023-02-14" },
    { "Its H1-B visas were older than the fall of Oban." },
  },
}
