--- Does the clause around a date that names no year speak of the past or of what is to come? From that the plugin `dates`
-- knows the year of "in April" and the week of "on Monday".

local byte = string.byte

local determiners, not_fulfilled = word_set("a an the this that its his her their our"), word_set("not n't see hear feel find have")

local limits = word_set("until till by through come upcoming") -- "come June"
local reached = word_set("was were grew rose fell climbed dropped swelled stood spread") -- "it had grown by Friday"
local traded = word_set("delivery futures contract contracts") -- "for June delivery"

-- "was moved to September", "pushed back to June".
local moved = word_set("moved postponed delayed rescheduled extended deferred adjourned back forward brought")

local function ends_in_ed(w) return byte(w, -1) == 100 and byte(w, -2) == 101 and #w > 4 end

--- The tense where a limit stands before tokens first to last: "until" what is to come, but "it had grown by Friday".
local function tense_of_limit(word, tenses, before, first, last, lower, upper)
  for i = last + 1, math.min(upper, last + 5) do
    if word(i) == "had" then return "past" end -- "by Friday they had filed"
  end
  for i = first - 2, math.max(lower, first - 12), -1 do
    local w = word(i)
    if w == "had" or before == "by" and reached[w] then return "past" end
    local row = tenses[w]
    if row and row.tense ~= "past" or w == "to" and word(i + 1):find("^%a") then return "until" end -- "to leave", not "to 30%"
  end
  return "until"
end

-- Whether the headline of tokens lower to upper announces something before token `first`: "Holm to sail on Friday".
local function is_announced(doc, first, lower, upper)
  if doc.class(upper) ~= "word" then return false end
  for i = lower + 1, first - 2 do
    if doc.word(i) == "to" and doc.shape(i + 1) == "xx" and not determiners[doc.word(i + 1)] then return true end
  end
  return false
end

--- The tense of the clause around tokens first to last of a sentence from `lower` to `upper`: "until" (until Friday), "since",
-- "future", "prospect" (a plan told), "chance" or "past". The nearest verb before them decides, then the nearest behind. nil: no
-- verb tells. `ends_range`: another time stands before the word before it, "this year through August". `tenses`:
-- word -> {tense = "past", "future", "prospect", "chance" or "decision" (of what follows "to")}, the data file.
local function find_tense(doc, tenses, first, last, lower, upper, ends_range)
  local word = doc.word
  local before = first > lower and word(first - 1) or ""
  if before == "since" then return "since" end
  if before == "to" and first - 2 >= lower and moved[word(first - 2)] then return "until" end
  if limits[before] and not (ends_range and before == "through") then
    return tense_of_limit(word, tenses, before, first, last, lower, upper)
  end
  if before == "as" and first - 2 >= lower then
    local soon = word(first - 2)
    if soon == "soon" or soon == "early" then return "until" end
  end
  local w = before
  for i = first - 1, math.max(lower, first - 14), -1 do
    local before_it = i > lower and word(i - 1) or ""
    local row = tenses[w]
    local tense = row and row.tense or ends_in_ed(w) and "past"
    if not tense then
      if w == "to" then
        local decides = tenses[before_it]
        if before_it == "is" or before_it == "are" or decides and decides.tense == "decision" then return "prospect" end
      end -- "is to resume", "agreed to meet"
    elseif tense == "chance" then
      local verb = word(i + 1)
      if not (not_fulfilled[verb] or w == "may" and not verb:find("^%a")) then return "chance" end
      if w == "could" then return "past" end -- "could not reach", "could see"
    elseif tense == "past" and before_it == "be" then -- "will be named", "to be held", but "could not be reached"
      if not not_fulfilled[i - 2 >= lower and word(i - 2)] then return "prospect" end
    elseif tense == "prospect" and (before_it == "had" or before_it == "been" and word(i - 2) == "had") then
      return "past" -- "had been due to expire"
    elseif tense ~= "decision" then
      if row or not determiners[before_it] then return tense end
    elseif ends_in_ed(w) and not determiners[before_it] then
      return "past"
    end
    w = before_it
  end
  if is_announced(doc, first, lower, upper) then return "prospect" end
  for i = last + 1, math.min(upper, last + 12) do
    w = word(i)
    local tense = tenses[w] and tenses[w].tense
    if tense == "past" or tense == "future" then return tense end
    if ends_in_ed(w) and (not tense or tense == "decision") then return "past" end
  end
end

-- The forms of records that leave open which one is meant; "bare" only of a weekend.
local open = word_set("calendar week_of month monthday weekday quarter half season holiday overnight clock")
open.bare = "WE"

local names = { "tense" }

return {
  api = 1,
  name = "tenses",
  summary = "The tense of the clause around a date that names no year (internal: read by dates)",
  language = "en",
  requires = { "_times" },
  scope = "document",
  data = { tenses = { file = "en.tenses.tsv", match = "word" } },
  provides = { _tenses = { tense = "string" } },

  annotate = function(unit, add, ctx)
    local doc, tenses = unit.doc, ctx.data.tenses
    local records = doc:layer("_times")
    local word, sentence_of = doc.word, doc.sentence_of
    local number, sentence
    for i = 1, #records do
      local at = records[i]
      local t = at.record
      local is_open = open[t.form]
      if is_open and not t.year and not t.shift and (is_open == true or is_open == t.unit) then
        local first = at.first
        if sentence_of(first) ~= number then
          number = sentence_of(first)
          sentence = doc:sentence(number)
        end
        local ends_range = i > 1 and records[i - 1].last == first - 2
        local is_traded = t.form == "month" and at.last < sentence.last and traded[word(at.last + 1)]
        local tense = is_traded and "until" or find_tense(doc, tenses, first, at.last, sentence.first, sentence.last, ends_range)
        if tense then add(at, names, tense) end
      end
    end
  end,

  examples = {
    { "The port closed in May and will open in July; it may flood in March.", { "May", tense = "past" }, { "July", tense = "future" },
      { "March", tense = "chance" } },
    { "The two sides agreed to meet on Friday, and the deal had been due to expire on Monday.", { "Friday", tense = "prospect" },
      { "Monday", tense = "past" } },
    { "They could not be reached on Sunday; the list will be published on Thursday, or by Friday.", { "Sunday", tense = "past" },
      { "Thursday", tense = "prospect" }, { "Friday", tense = "until" } },
    { "On Tuesday the siege ended. It was announced since January that on 5 May, come June, nothing more.",
      { "Tuesday", tense = "past" }, { "January", tense = "since" }, { "5 May", tense = "past" }, { "June", tense = "until" } },
    { "It rose to 300 by Friday, but was told to leave by Monday; for July delivery it fell.", { "Friday", tense = "past" },
      { "Monday", tense = "until" }, { "July", tense = "until" } },
    { "The trial of May was moved to June, that of 5 July put back to August.", { "May", tense = "past" }, { "June", tense = "until" },
      { "5 July", tense = "past" }, { "August", tense = "until" } },
    { "Kvale to sail for Oslo Tuesday\n\nTalks to end siege fail", { "Tuesday", tense = "prospect" } },
    { "On 5 May nothing, in May 2021 less." },
  },
}
