--- The timeline report: every dated sentence in order of its date, and how each document's own date was found.
--
-- A fact stands at the first day of its date: a year before its months, a week with its Monday, the late 1960s after 1967; a
-- range, "1985-86", is one fact. What is but compared with another time ("up from $2 million a year earlier", "the highest
-- since 2001") did not happen then and is left out, and so is a line that says nothing but the day of the text.

-- Dates that have a place on a line of time: from a decade to a moment. Centuries, seasons without a year, PAST_REF
-- have none.
local function place_in_time(value)
  return value and (value:match("^%d%d%d%d") or value:match("^%d%d%d$")) and value or nil
end

local words_of_part = {START = "early", MID = "mid", END = "late", APPROX = "about", EARLY = "early", LATE = "late"}
local seasons = {SP = "spring", SU = "summer", FA = "autumn", WI = "winter"}
local times_of_day = {MO = "morning", AF = "afternoon", EV = "evening", NI = "night", DT = "daytime"}
local hours = {MO = "06:00", AF = "12:00", EV = "18:00", NI = "20:00", DT = "08:00"}

-- How far into a unit its middle and its end are thought to begin: years of a decade, months of a year, days of a month.
local steps = {MID = {year = 4, month = 4, day = 10}, END = {year = 7, month = 10, day = 20}}
steps.LATE = steps.END

-- Monday of an ISO week: the first one holds the 4th of January.
local function monday(year, week)
  local fourth = calendar.days(year, 1, 4)
  return fourth - calendar.weekday(fourth) + 1 + (week - 1) * 7
end

-- The first day (and time) of a date and how it is read: "2016-09-03" and "2016-09-03, weekend" of 2016-W35-WE.
local function spoken(value, mod)
  local step, part = steps[mod], words_of_part[mod]
  local function told(from, words, what)
    if what then words = words .. ", " .. what end
    return from, part and words .. ", " .. part or words
  end
  local decade = value:match("^%d%d%d$")
  if decade then return told(("%d-01-01"):format(decade * 10 + (step and step.year or 0)), decade .. "0s") end
  local year, rest = value:match("^(%d%d%d%d)%-?(.*)$")
  local week, weekend = rest:match("^W(%d%d)(.*)$")
  if week then
    local day = monday(tonumber(year), tonumber(week)) + (weekend == "" and 0 or 5)
    local from = ("%04d-%02d-%02d"):format(calendar.date(day))
    return told(from, from, weekend == "" and "week" or "weekend")
  end
  local quarter, half = rest:match("^Q(%d)$"), rest:match("^H(%d)$")
  if quarter or half then
    return told(("%s-%02d-01"):format(year, quarter and quarter * 3 - 2 or half * 6 - 5), value)
  elseif seasons[rest] then
    return told(("%s-%02d-01"):format(year, calendar.season_start(rest)), year, seasons[rest])
  end
  local month, day, time = rest:match("^(%d%d)%-?(%d?%d?)[%-X]*T?(.*)$")
  if not month then return told(("%s-%02d-01"):format(year, 1 + (step and step.month or 0)), year) end
  local known = year .. "-" .. month
  if day == "" then return told(("%s-%02d"):format(known, 1 + (step and step.day or 0)), known) end
  known = known .. "-" .. day
  if time == "" then return told(known, known) end
  return told(known .. "T" .. (hours[time] or time), times_of_day[time] and known or known .. " " .. time, times_of_day[time])
end

local reports = word_set"said says say told tells announced reported stated added warned claimed alleged published issued released"
local beside_report = word_set"on in at a an the late early it they reporters statement interview news press conference briefing filing"
local determiners = word_set"the a an its their his her our this that"
local not_of_name = word_set[[of in on at to for from by with and or but as is was are were be been has have had will would could can
  may might should did does do that which who he she it they we when where while than since until after before during through said
  says]]

-- The words of a date with what tells its part in the sentence: "said on Monday" is the day of the words, not of what
-- they tell, and of "the 2016 elections" the year is theirs.
local function words_of(doc, date, lower, upper)
  local word, first, last, is_day = doc.word, date.first, date.last, date.value:find("^%d+%-%d+%-%d")
  for i = first - 1, is_day and math.max(lower, first - 7) or first, -1 do
    if reports[word(i)] then return doc.slice(i, last) end
    if not beside_report[word(i)] and doc.shape(i):sub(1, 1) ~= "X" then break end
  end
  if is_day and last < upper and reports[word(last + 1)] then return doc.slice(first, last + 1) end
  if first > lower and determiners[word(first - 1)] and doc.class(last) == "number" then
    local till = last
    while till < upper and till < last + 4 and doc.class(till + 1) == "word" and not not_of_name[word(till + 1)] do till = till + 1 end
    return doc.slice(first, till)
  end
  return date.text
end

local compares = word_set"than compared versus vs vs. from against"
local between = word_set"in on at the during those that of"

-- Is the date only what another time is measured by: "than in 2012", "from $2 million a year earlier", "the highest since May"?
local function is_measure(doc, date, lower)
  local word, i = doc.word, date.first - 1
  if date.rule == "dates/year_ago" then return true end
  while i > lower and between[word(i)] do i = i - 1 end
  if i < lower then return false end
  if word(i) == "than" then return true end
  if word(i) == "since" then
    for k = i - 1, math.max(lower, i - 6), -1 do
      local w = word(k)
      if w == "most" or w == "first" or w:find("^%l+est$") then return true end
    end
    return false
  end
  local is_counted = (date.unresolved or ""):find("^%a+%-1Y")
  for k = i, is_counted and math.max(lower, i - 11) or i + 1, -1 do
    if word(k) == "," or word(k) == ";" then return false end
    if compares[word(k)] then return true end
  end
  return false
end

-- Does the line of the date, or its head, say nothing but when and where the text was written: "Published on 4 May 2031",
-- "OBAN, Scotland, May 4 (Agency)"?
local no_news = word_set"published posted updated on at last modified issued date am pm a.m. p.m."
local function is_bare(doc, date, lower, upper)
  local is_own, line = doc.date == date.value:sub(1, 10), doc:line_at(date.first)
  for i = line.first, lower == line.first and upper or line.last do
    if (i < date.first or i > date.last) and doc.class(i) == "word" and not no_news[doc.word(i)]
      and not (is_own and doc.shape(i):find("^X")) then return false end
  end
  return true
end

-- What happened: the sentence of the date, between semicolons; a caption's date that stands alone with its whole line.
local function fact_of(doc, date, lower, upper)
  local first, last = date.first, date.last
  while first > lower and doc.word(first - 1) ~= ";" do first = first - 1 end
  while last < upper and doc.word(last + 1) ~= ";" do last = last + 1 end
  local least = date.last - date.first + 4
  if last - first < least then first, last = lower, upper end
  return last - first < least and date.paragraph or doc.slice(first, last)
end

local to = word_set"- – — to through until till"
local pairing = word_set"and or"

-- Do two dates with a word between them tell a range: "1985-86", "between May and July"?
local function is_range(doc, first, second)
  local word = doc.word(second.first - 1)
  return to[word] or word == "and" and first.first > 1 and doc.word(first.first - 1) == "between"
end

-- The words of one of two days that share a month: "6 and 7 January".
local function words_of_pair(doc, dates, i)
  local date, before, after = dates[i], dates[i - 1], dates[i + 1]
  if date.first > 1 and pairing[doc.word(date.first - 1)] and before then return doc.slice(before.first, date.last) end
  if after and date.last < doc.count and pairing[doc.word(date.last + 1)] then return doc.slice(date.first, after.last) end
  return date.text
end

-- The rows of a document, and how many dates have no place.
local function facts_of(doc, options)
  local dates, facts, seen, undated = {}, {}, {}, 0
  local open -- the row and the date that a range may begin with
  for date in doc:each"dates" do
    if date.type == "DATE" or date.type == "TIME" then dates[#dates + 1] = date end
  end
  for i, date in ipairs(dates) do
    local value = place_in_time(date.value)
    if (date.value or ""):find("^XXXX") then undated = undated + 1 end
    local sentence = value and doc:sentence(doc.sentence_of(date.first))
    local lower, upper = sentence and sentence.first, sentence and sentence.last
    local begun = open and value and open.date.last == date.first - 2 and open.date.value < value and is_range(doc, open.date, date)
    local row = begun and open.row
    if row then -- "1985-86", "from 8 a.m. to 4 p.m." are one row
      local _, till = spoken(value, date.mod)
      local day = row.when:match("^%d+%-%d+%-%d+ ")
      row.when = row.when .. " to " .. (day and till:sub(1, #day) == day and till:sub(#day + 1) or till)
      row.till, row.text, open = value, doc.slice(open.date.first, date.last), nil
    elseif value and not begun and not is_bare(doc, date, lower, upper) and not is_measure(doc, date, lower) then
      local from, when = spoken(value, date.mod)
      local fact = fact_of(doc, date, lower, upper)
      local key, of_day = value .. fact, value:sub(1, 10) .. fact
      local whole = #value > 10 and seen[of_day] -- "Tuesday ... just before midnight" are one row
      if whole then whole.when = nil end
      open = nil
      if not seen[key] and from:sub(1, #options.from) >= options.from and from:sub(1, #options.to) <= options.to then
        local words = date.rule == "dates/pair" and words_of_pair(doc, dates, i) or words_of(doc, date, lower, upper)
        seen[key] = {when = when, date = value, from = from, mod = date.mod, text = words, fact = fact, doc = doc.id, line = date.line,
          start = date.start}
        facts[#facts + 1] = seen[key]
        seen[of_day] = seen[of_day] or #value > 10 and {} or nil
        open = {row = seen[key], date = date}
      end
    else
      open = value and {date = date} -- of a measure nothing is a fact: "since 1987-88"
    end
  end
  return facts, undated
end

local function by_document(a, b) return earlier_document(a.doc, b.doc) end

local function by_date(a, b)
  if a.from ~= b.from then return a.from < b.from end
  if #a.date ~= #b.date then return #a.date < #b.date end -- a year before its first month
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
    from = {type = "date", default = "", help = "only dates from this one on, YYYY[-MM[-DD]]"},
    to = {type = "date", default = "", help = "only dates up to this one"},
  },

  report = {
    map = function(doc, options)
      local facts, undated = facts_of(doc, options)
      local kept = {}
      for _, fact in ipairs(facts) do
        if fact.when then kept[#kept + 1] = fact end
      end
      table.sort(kept, by_date)
      local documents = {}
      if doc.date then
        documents[1] = {doc = doc.id, date = doc.date, confidence = doc.date_confidence,
                        why = table.concat(doc.date_why or {}, "; "), start = 0}
      else
        documents[1] = {doc = doc.id, date = "-", confidence = "none", start = 0,
                        why = "no date in metadata, captions, datelines, file name or address; relative dates stay unresolved"}
      end
      return {facts = kept, documents = documents, undated = undated}
    end,

    merge = function(a, b)
      return {facts = join(a.facts, b.facts, by_date), documents = join(a.documents, b.documents, by_document),
        undated = a.undated + b.undated}
    end,

    render = function(state)
      local notes = {}
      if #state.facts == 0 then notes[1] = "no dates that have a place in time" end
      if state.undated > 0 then
        notes[#notes + 1] = ("%d left out: of no known year (--dct DATE tells of which day a text is)"):format(state.undated)
      end
      return {
        {title = "Timeline", columns = {"doc", {path = "when", title = "date"}, "line",
          {path = "text", title = "words"}, {path = "fact", wrap = true}}, rows = state.facts, notes = notes},
        {title = "Reference dates", columns = {"doc", "date", "confidence", "why"}, rows = state.documents},
      }
    end,
  },

  examples = {
    {"The accord was signed in 2021. Two years later, on 3 May 2023, it was dropped.", date = "2023-05-10",
      rows = {{date = "2021"}, {date = "2023"}, {when = "2023-05-03", text = "3 May 2023"}, {"example", "2023-05-10", "high"}}},
    -- A week stands with its Monday, a season with its first month, the late part of a year near its end.
    {"It sank in late 2022. The crew met this week, at the pier, and last Thursday night; in the winter of 2021 it was new; "
      .. "in the 2010s none were built.", date = "2023-02-14",
      rows = {{when = "2010s"}, {when = "2021, winter"}, {when = "2022, late"}, {when = "2023-02-09, night"}, {when = "2023-02-13, week"},
        {"example"}}},
    -- A part of a day goes with its day, and the day of words is told apart from the day of what they tell.
    {"The ferry sank on Saturday shortly before 9 p.m. off Oban, police said on Monday.", date = "2023-02-14",
      rows = {{when = "2023-02-11 21:00", text = "9 p.m."}, {when = "2023-02-13", text = "said on Monday"}, {"example"}}},
    -- No facts of theirs: what another time is measured by, and a line of a date.
    {"Oban, 14 February 2023\nFares rose to $3 from $2 last year, the steepest rise since 2012.\nHe sold the 2020 harbour budget to them.",
      date = "2023-02-14",
      rows = {{when = "2020", text = "2020 harbour budget"}, {"example"}}},
    -- A range is one row.
    {"The war of 1985-86 was the first since 1917-18. The pier is open from 8 a.m. to 4 p.m. on May 6 and 7.", date = "2023-05-02",
      rows = {{when = "1985 to 1986", text = "1985-86", till = "1986"}, {when = "2023-05-06 08:00 to 16:00"},
        {when = "2023-05-07", text = "May 6 and 7"}, {"example"}}},
    {"It sank in May.", rows = {{"example", "-"}}},
  },
}
