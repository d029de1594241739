--- Ages told by a bare number: "Marit Solvang, 45, left", "the man (33)", "she was 19 when", "At 47, Solvang".
-- The plugin `amounts` gives the numbers whose neighbours are those of an age (and reads "45 years old" and "aged 45" itself);
-- each is an age or a number.

local joins, died, age_words = word_set "- – to and or", word_set "died dies dead", word_set "aged age ages"
local turns, behind_turn = word_set "turned turns turning", word_set "on in last this next today yesterday , . when and"
local pronouns, be, behind_surname = word_set "he she who", word_set "is was 's ’s", word_set "of from who whose said says told"
local persons = word_set [[man woman boy girl victim suspect driver student teacher officer mother father son daughter brother sister wife
  husband resident teenager passenger soldier worker player striker actor actress singer farmer lawyer doctor nurse pensioner twins boys
  girls sons daughters children brothers sisters]]
local only, fillers = word_set "just only now still about already nearly almost", word_set "of between under over about around from"

-- Is the number at token i one of several ages: "aged 18 to 65", "aged between 18 and 65", "aged 42, 33 and 24"?
local function is_in_ages(doc, i)
  local word, at = doc.word, i - 2
  while at > 1 and at > i - 9 and (doc.class(at) == "number" or joins[word(at)] or word(at) == ",") do at = at - 1 end
  return age_words[word(at)] or fillers[word(at)] and at > 1 and age_words[word(at - 1)]
end

-- The word at token i, "" beyond the text.
local function word_at(doc, i) return i >= 1 and i <= doc.count and doc.word(i) or "" end

-- ", 45," behind a name or a person.
local function is_apposition(doc, i, value)
  local word, shape, after = doc.word, doc.shape, word_at(doc, i + 1)
  local at = word(i - 1) == "now" and i - 2 or i - 1
  if at < 2 or word(at) ~= "," then return false end
  if persons[word(at - 1)] then return after == "," end -- "the driver, 45, of Oban"
  if value < 15 or value > 105 or shape(at - 1) ~= "Xx" then return false end
  local next_word = i + 2 <= doc.count and doc.class(i + 2) == "word" and shape(i + 2) ~= "Xx"
  if at < 3 or doc.class(at - 2) ~= "word" then -- "Solvang, 45, said"
    return after == "," and behind_surname[word_at(doc, i + 2)]
  end
  if after == "." then return shape(at - 2) == "Xx" and i + 2 <= doc.count and doc.sentence_of(i + 1) ~= doc.sentence_of(i + 2) end
  return after == "," and next_word
end

local function is_age(doc, i, value)
  if i < 2 or i + 1 > doc.count then return false end
  local word = doc.word
  local before, after = word(i - 1), word(i + 1)
  if before == "at" then
    local opens = i == 2 or doc.sentence_of(i - 2) ~= doc.sentence_of(i) -- "At 47, Solvang"
    if opens then
      local is_subject = i + 2 <= doc.count and (pronouns[word(i + 2)] or doc.shape(i + 2) == "Xx")
      return after == "," and value >= 15 and value < 100 and is_subject
    end
    for k = i - 2, math.max(1, i - 6), -1 do -- "died on Monday at 81"
      if died[word(k)] then return value >= 15 and (after == "." or after == "," or after == "in" or after == "after") end
    end
    return false
  end
  local at = only[before] and i - 2 or i - 1
  if (joins[before] or before == "," and (after == "," or after == "and")) and i > 3 and is_in_ages(doc, i) then return true end
  if be[word_at(doc, at)] then
    local subject = word_at(doc, at - 1)
    return after == "at" and word_at(doc, i + 3) == "time" or after == "when" or pronouns[subject] and behind_turn[after]
      or subject == "age"
  end
  if before == "both" then return word_at(doc, i - 2) == "," and after == "," end
  if i < 3 or i + 2 > doc.count or doc.class(i) ~= "number" then return false end
  if before == "(" then
    local is_name = i > 3 and doc.shape(i - 2) == "Xx" and doc.shape(i - 3) == "Xx"
    return after == ")" and (persons[word(i - 2)] or is_name and word(i + 2) == "," and word_at(doc, i + 3) == "of")
  end
  if turns[before] then return value >= 15 and value <= 105 and behind_turn[after] end
  return is_apposition(doc, i, value)
end

local names = { "value", "unit", "confidence", "rule" }

return {
  api = 1,
  name = "ages",
  summary = "Ages told by a bare number: \"Marit Solvang, 45,\"",
  language = "en",
  requires = { "_bare" },
  scope = "document",
  provides = {
    ages = { value = "number", unit = "string", approximation = "string" },
    numbers = { value = "number", kind = "string", approximation = "string" },
  },
  columns = { "value", "unit", "kind", "approximation" },

  annotate = function(unit, add)
    local doc = unit.doc
    local bare = doc:layer("_bare")
    for k = 1, #bare do
      local at = bare[k]
      local value = at.value
      if value >= 2 and value <= 115 and is_age(doc, at.first, value) then
        add(at, names, value, "year", "medium", "ages/told")
      else
        add(at, { value = value, kind = "cardinal", approximation = at.approximation, rule = "ages/number" }, "numbers")
      end
    end
  end,

  examples = {
    { "Solvang, 45, of Oban and the man (33) met girls aged 12, 14 and 16, a pair, both 17, and the driver, 14, too.", { "45", value = 45 },
      { "33" }, { "aged 12" }, { "14", value = 14 }, { "16", unit = "year", confidence = "medium" }, { "17" }, { "14" } },
    { "Marit Solvang, 45, a former envoy, met Joseph Wanjala, 60, in Oban, 12, 14 and 16 days later.", { "45" }, { "60" },
      { "12", kind = "cardinal" }, { "14", kind = "cardinal" } },
    { "He was 19, the twins, 7, were not; Ole Berg, now 34, was 12 when it sank. The average age is 45.", { "19", unit = "year" },
      { "7", unit = "year" }, { "34", unit = "year" }, { "12", unit = "year" }, { "45", unit = "year" } },
    { "Berg died on Monday at 81. At 47, Solvang is new, and turned 48 on Friday. At 47, sales fell.", { "81", unit = "year" },
      { "47", unit = "year" }, { "48", unit = "year" }, { "47", kind = "cardinal" } },
    { "Solvang, 36, said so.", { "36", unit = "year" } },
    { "The index was 45, the other 33. He was one of 19, and Oban, 45, Solvang, 12, was the score.", { "45", kind = "cardinal" },
      { "33", kind = "cardinal" }, { "one", kind = "cardinal" }, { "19", kind = "cardinal" }, { "45", kind = "cardinal" },
      { "12", kind = "cardinal" } },
  },
}
