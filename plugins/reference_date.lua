--- Evidence in the text of the day it was written: datelines, lines that are a date, captions, and full
-- dates that agree with a weekday named in the text or stand beside "yesterday". The host takes the best candidate as `doc.date`
-- when neither --dct nor the metadata give one.

local HEAD_LINES <const> = 6 -- of a document, in which its date stands if anywhere

local file_photo = { file = true, archive = true, archives = true, undated = true, filed = true }

local of_life = { born = true, died = true, ["b."] = true, ["d."] = true }

local function is_full(t) return t.year and not t.era and calendar.is_date(t.year, t.month, t.day) end

-- Words of publication; true for those of a later version.
local published = { published = false, posted = false, issued = false, ["veröffentlicht"] = false, erstellt = false,
  updated = true, modified = true, edited = true, aktualisiert = true, stand = true }
local between = word_set(": on at , | am um the")
local marks = word_set("| / - – — · • : , ( [ ) ]")
local ends = word_set(". ! ?")

--- The word of publication before the date, "Published: 4 March 2021 | 6 min read", "Last updated on ...": true if it tells
-- of a later version, false if of the first one, nil if there is none.
local function publication(doc, at, line)
  local i = at.first - 1
  while i > line.first and between[doc.word(i)] do i = i - 1 end
  if i < line.first then return nil end
  if i - line.first < 2 or marks[doc.word(i - 1)] and not ends[doc.word(line.last)] then return published[doc.word(i)] end
end

--- Is the date what a short line of marks and names is there for: "Xinhua, May 11, 2017", "Agency | Jun 03, 2016 07:12"? No
-- headline is, nor a sentence; but a message may follow a time of day, "[14.03.2031 10:02] Desk: ...".
local function is_line_of_date(doc, at, line)
  local before = at.first - line.first
  if before <= 1 and at.record.minute then return true end
  return before <= 8 and line.last - at.last <= 8 and not ends[doc.word(line.last)]
    and (before == 0 or (doc.line_of(at.first) > doc.line_of(1) or doc.word(at.first - 1) == "·") and marks[doc.word(at.first - 1)]
      or false) -- a middle dot parts the fields of a byline, on the first line too
end

--- Does the line say that its picture is an old one?
local function is_old_picture(doc, line)
  for i = line.first, line.last do
    if file_photo[doc.word(i)] then return true end
  end
  return false
end

local beside = word_set(", (")
local dashes = word_set("-- — –")

local function is_dash(doc, i) return dashes[doc.word(i)] or doc.word(i) == "-" and doc.spaced(i) end

--- Does a paragraph open with the date as a dateline does: "GENEVA, Feb. 13, 2023 (Agency) --", "--June 27, 2019--", or, with
-- `today` in it, "OBAN, Scotland, June 3, 2031, Solvang Ferries today ..."?
local function is_dateline(doc, at, line, has_today)
  local before = at.first - line.first
  if before > (at.first > 1 and is_dash(doc, at.first - 1) and 14 or 8) then return false end
  for i = at.last + 1, math.min(line.last, at.last + 8) do
    if is_dash(doc, i) then return true end
  end
  return has_today and before > 0 and doc.shape(line.first) == "XX"
end

--- The year of a dateline without one, "OBAN, Sept 22 (Agency) -": of the years told last and the next the one in which the day
-- falls on a weekday of the text. Returns the number of the day and the annotation of the weekday.
local function day_of_dateline(t, weekdays, latest)
  local year = calendar.date(latest)
  for y = year, year + 1 do
    if calendar.is_date(y, t.month, t.day) then
      local number = calendar.days(y, t.month, t.day)
      local agrees = weekdays[calendar.weekday(number)]
      if agrees and number > latest then return number, agrees end
    end
  end
end

local function date_text(number) return ("%04d-%02d-%02d"):format(calendar.date(number)) end

local function is_in_head(doc, at) return doc.line_of(at.first) - doc.line_of(1) < HEAD_LINES end

--- What the records of a text tell: its full dates, those of its head without a year, its weekdays, its lines with "today", the
-- last day that it names and the last month; by date, the day beside it: "yesterday, 26th of March, 2031" is -1.
local function gather(doc, records)
  local seen = { dates = {}, without_year = {}, weekdays = {}, today = {}, away = {}, latest_day = 0, latest = 0, last_month = 0 }
  for i = 1, #records do
    local at, before = records[i], records[i - 1]
    local t = at.record
    local form = t.form
    if form == "calendar" or form == "clock" and t.month then
      if is_full(t) then
        seen.dates[#seen.dates + 1] = at
        seen.latest_day = math.max(seen.latest_day, calendar.days(t.year, t.month, t.day))
        if before and before.record.form == "deictic" and before.last == at.first - 2 and beside[doc.word(before.last + 1)] then
          seen.away[at] = before.record.shift
        end
      elseif not t.year and not t.base and is_in_head(doc, at) then
        seen.without_year[#seen.without_year + 1] = at
      end
    elseif form == "weekday" then
      if not t.plural then seen.weekdays[t.weekday] = seen.weekdays[t.weekday] or at end
    elseif form == "year" and not t.era then
      seen.latest = math.max(seen.latest, calendar.days(t.year, 1, 1))
    elseif form == "month" and t.year and not t.era then
      seen.last_month = math.max(seen.last_month, calendar.days(t.year, t.month, 1))
    elseif form == "deictic" and t.shift == 0 and not t.part then
      seen.today[doc.line_of(at.first)] = true
    end
  end
  seen.latest = math.max(seen.latest, seen.latest_day)
  return seen
end

--- Where a full date stands, how sure it is that of the text, and whether its line tells of a later version (nil: it is no line of
-- publication); nil for a place that says nothing. `agrees`: a weekday of the text.
local function standing(doc, seen, at, number, agrees)
  local line = doc:line_at(at.first)
  local kind, heads = line.line_type, is_in_head(doc, at)
  local later = nil
  if heads then later = publication(doc, at, line) end
  if kind == "dateline" or is_dateline(doc, at, line, heads and seen.today[doc.line_of(at.first)]) then return "dateline", "high", later end
  if kind == "byline" then return "byline", "high", later end
  if at.last - at.first + 3 >= line.last - line.first then return "line of its own", "high", later end
  if later ~= nil then return "line of publication", "high", later end
  local place = kind == "caption" and "caption" or heads and is_line_of_date(doc, at, line) and "line of a date"
    or agrees and math.max(seen.last_month, seen.latest_day) <= number + 31 and "full date"
  if place and not is_old_picture(doc, line) then return place, place == "full date" and "low" or agrees and "high" or "medium" end
end

--- What is found of a full date: the day of the text that it tells, or nil.
local function candidate(doc, seen, at)
  local t, away = at.record, seen.away[at]
  local number = calendar.days(t.year, t.month, t.day)
  local agrees = seen.weekdays[calendar.weekday(number)]
  local place, confidence, later = standing(doc, seen, at, number, agrees)
  if away and (confidence or "low") == "low" then
    place, confidence, number = "beside \"" .. doc.word(at.first - 2) .. "\"", "medium", number - away
  end
  -- A text tells of plans, too, but one with later days than its date is seldom of that date unless it stands above it.
  local heads = is_in_head(doc, at) and confidence == "high" and place ~= "caption"
  if place and seen.latest > number + 31 and not heads then confidence = "low" end
  -- And none plans days of the year after next: a day of a battle stands on a line, too, and one of birth.
  local is_of_life = of_life[at.first > 1 and doc.line_of(at.first - 1) == doc.line_of(at.first) and doc.word(at.first - 1)]
  if not place or is_of_life or not heads and seen.latest_day > number + 731 then return nil end
  local why = { ("%s, line %d: %s"):format(place, at.line, at.text) }
  if agrees then why[2] = ("\"%s\" agrees"):format(agrees.text) end
  return { at = at, later = later, value = date_text(number), confidence = confidence, why = why }
end

return {
  api = 1,
  name = "reference_date",
  summary = "The day a text was written, from its own datelines, captions and weekdays (internal)",
  requires = { "_times" },
  scope = "document",
  provides = { _reference = { value = "date" } },

  annotate = function(unit, add)
    local doc = unit.doc
    local records = doc:layer("_times")
    local seen = gather(doc, records)
    if #seen.dates == 0 and seen.latest == 0 and seen.last_month == 0 then return end
    local found, is_first_version = {}, false
    for _, at in ipairs(seen.dates) do
      local one = candidate(doc, seen, at)
      found[#found + 1] = one
      if one and one.later == false then is_first_version = true end
    end
    for _, one in ipairs(found) do -- relative dates count from the first version
      add(one.at, { value = one.value, confidence = one.later and is_first_version and "medium" or one.confidence, why = one.why })
    end
    for _, at in ipairs(#found == 0 and seen.without_year or {}) do
      local line = doc:line_at(at.first)
      local number, agrees
      if line.line_type == "dateline" or is_dateline(doc, at, line) then
        number, agrees = day_of_dateline(at.record, seen.weekdays, math.max(seen.latest, seen.last_month))
      end
      if number and doc.line_of(agrees.first) == doc.line_of(at.first) then -- "..., Marit Solvang said on Wednesday"
        add(at, { value = date_text(number), confidence = "low",
          why = { ("dateline, line %d: %s"):format(at.line, at.text), ("\"%s\" agrees in that year"):format(agrees.text) } })
      end
    end
  end,

  examples = {
    { "The ministers of four countries met in Vienna, March 4, 2022\nThe talks went on until Friday.",
      { "March 4, 2022", value = "2022-03-04" } },
    { "TUNIS, Feb. 13, 2023 (Agency) -- Both delegations left.", { "Feb. 13, 2023", value = "2023-02-13",
      confidence = "high" } },
    { "Talks resume\nMarch 01, 2008\nThe two sides met again.", { "March 01, 2008", value = "2008-03-01", confidence = "high" } },
    { "TUNIS, Feb. 13, 2023 (Agency) -- The plan runs until June 2031.", { "Feb. 13, 2023", value = "2023-02-13",
      confidence = "high" } },
    { "Ferry stops\nPublished: 2031-05-07T09:30Z by the desk of Marit Solvang in Oban\nNone sails.",
      { "2031-05-07T09:30Z", value = "2031-05-07", confidence = "high" } },
    { "Ferry stops\nAgency | Oban | Updated: 18-05-2031 18:49 IST\nPublished on 17 May 2031\nNone sails.",
      { "18-05-2031 18:49 IST", value = "2031-05-18", confidence = "medium" }, { "17 May 2031", confidence = "high" } },
    { "Ferry stops\nAgency, May 7, 2031 Adjust font size:\nNone sails.", { "May 7, 2031", value = "2031-05-07", confidence = "medium" } },
    { "OBAN, Scotland--(WIRE)--May 7, 2031-- Solvang Ferries stops.", { "May 7, 2031", confidence = "high" } },
    { "OBAN, Scotland, May 7, 2031, Solvang Ferries said today that none sails.", { "May 7, 2031", confidence = "high" } },
    { "Jens Krag·May 7, 2031·3 min read\nFerry stops\nNone sails.", { "May 7, 2031", value = "2031-05-07" } },
    { "[07.05.2031 10:02] Oban Port: No ferry sails, Marit Solvang said.\nIt was late.", { "07.05.2031 10:02", value = "2031-05-07" } },
    { "The pier in Oban, December 11, 2030. File photo\nOBAN, May 7 (Agency) - None sails, Marit Solvang said on Wednesday.",
      { "May 7", value = "2031-05-07", confidence = "low" } },
    { "The minutes of November 24, 2031 were read on Monday, those of January 14, 2032 not yet." },
    { "The accord of July 8, 2021 was cited on Thursday; talks had begun in September 2022." },
    { "The envoy said yesterday, 3rd of June, 2014, that nothing was agreed.",
      { "3rd of June, 2014", value = "2014-06-04", confidence = "medium" } },
    { "The envoy said on June 3, 2014 that nothing was agreed." },
    { "The army left on June 3, 2014, after a full-scale siege." },
    { "The line is a firm in Oban, issued on June 3, 2014 by Marit Solvang with leave to sail to all the isles of the west." },
    { "Marit Solvang\nborn June 3, 1931\nShe retired on May 5, 1994 to Oban and died on March 2, 2011." },
  },
}
