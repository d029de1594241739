--- Evidence in the text of the day it was written: datelines, lines that are a date, captions, and full
-- dates that agree with a weekday named in the text. The host takes the best candidate as `doc.date`
-- when neither --dct nor the metadata give one.

local HEAD_LINES = 6 -- of a document, in which its date stands if anywhere

local file_photo = { file = true, archive = true, archives = true, undated = true, filed = true }

local of_life = { born = true, died = true, ["b."] = true, ["d."] = true }

local function is_full(t) return t.year and not t.era and calendar.is_date(t.year, t.month, t.day) end

local published = { published = true, updated = true, posted = true, issued = true, modified = true }
local between = { [":"] = true, on = true, at = true, [","] = true, ["|"] = true }

--- Does a word of publication stand before the date: "Published: 4 March 2021 | 6 min read", "Last updated on ..."?
local function is_publication(doc, at, line)
  local i = at.first - 1
  while i > line.first and between[doc.word(i)] do i = i - 1 end
  return i >= line.first and i - line.first < 2 and published[doc.word(i)] or false
end

--- Does the line say that its picture is an old one?
local function is_old_picture(doc, line)
  for i = line.first, line.last do
    if file_photo[doc.word(i)] then return true end
  end
  return false
end

--- Does a paragraph open with the date as a dateline does: "GENEVA, Feb. 13, 2023 (Agency) --"?
local function is_dateline(doc, at, line)
  if at.first - line.first > 8 then return false end
  for i = at.last + 1, math.min(line.last, at.last + 8) do
    local word = doc.word(i)
    if word == "--" or word == "—" or word == "–" or word == "-" and doc.spaced(i) then return true end
  end
  return false
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
    local dates, weekdays, latest_year, last_month = {}, {}, nil, 0
    for i = 1, #records do
      local at = records[i]
      local t = at.record
      local form = t.form
      if form == "calendar" or form == "clock" and t.month then
        if is_full(t) then dates[#dates + 1] = at end
      elseif form == "weekday" then
        if not t.plural then weekdays[t.weekday] = weekdays[t.weekday] or at end
      elseif form == "year" and not t.era then
        latest_year = math.max(latest_year or t.year, t.year)
      elseif form == "month" and t.year and not t.era then
        last_month = math.max(last_month, calendar.days(t.year, t.month, 1))
      end
    end
    if #dates == 0 then return end
    local latest_day = 0
    for _, at in ipairs(dates) do latest_day = math.max(latest_day, calendar.days(at.record.year, at.record.month, at.record.day)) end
    local latest = math.max(latest_day, latest_year and calendar.days(latest_year, 1, 1) or 0)
    for _, at in ipairs(dates) do
      local t = at.record
      local number = calendar.days(t.year, t.month, t.day)
      local agrees = weekdays[calendar.weekday(number)]
      local line = doc:line_at(at.first)
      local kind = line.line_type
      local alone = at.last - at.first + 3 >= line.last - line.first
      local place, confidence
      if kind == "dateline" or is_dateline(doc, at, line) then
        place, confidence = "dateline", "high"
      elseif kind == "byline" then
        place, confidence = "byline", "high"
      elseif alone then
        place, confidence = "line of its own", "high"
      elseif is_publication(doc, at, line) and doc.line_of(at.first) - doc.line_of(1) < HEAD_LINES then
        place, confidence = "line of publication", "high"
      elseif kind == "caption" and not is_old_picture(doc, line) then
        place, confidence = "caption", agrees and "high" or "medium"
      elseif agrees and last_month <= number + 31 then
        place, confidence = "full date", "low"
      end
      -- A text tells of plans, too, but one with later days than its date is seldom of that date unless it stands above it.
      local heads = confidence == "high" and place ~= "caption" and doc.line_of(at.first) - doc.line_of(1) < HEAD_LINES
      if place and latest > number + 31 and not heads then confidence = "low" end
      -- And none plans days of the year after next: a day of a battle stands on a line, too, and one of birth.
      local is_of_life = at.first > line.first and of_life[doc.word(at.first - 1)]
      if place and not is_of_life and (heads or latest_day <= number + 731) then
        local why = { ("%s, line %d: %s"):format(place, at.line, at.text) }
        if agrees then why[2] = ("\"%s\" agrees"):format(agrees.text) end
        add(at, { value = ("%04d-%02d-%02d"):format(t.year, t.month, t.day), confidence = confidence, why = why })
      end
    end
  end,

  examples = {
    { "The ministers of four countries met in Vienna, March 4, 2022\nThe talks went on until Friday.",
      { "March 4, 2022", value = "2022-03-04" } },
    { "TUNIS, Feb. 13, 2023 (Agency) -- Both delegations left.", { "Feb. 13, 2023", value = "2023-02-13",
      confidence = "high" } },
    { "Talks resume\nMarch 01, 2008\nThe two sides met again.", { "March 01, 2008", value = "2008-03-01",
      confidence = "high" } },
    { "TUNIS, Feb. 13, 2023 (Agency) -- The plan runs until June 2031.", { "Feb. 13, 2023", value = "2023-02-13",
      confidence = "high" } },
    { "Ferry stops\nPublished: 2031-05-07T09:30Z by the desk of Marit Solvang in Oban\nNone sails.",
      { "2031-05-07T09:30Z", value = "2031-05-07", confidence = "high" } },
    { "The accord of July 8, 2021 was cited on Thursday; talks had begun in September 2022." },
    { "The envoy said on June 3, 2014 that nothing was agreed." },
    { "The army left on June 3, 2014, after a full-scale siege." },
    { "Marit Solvang\nborn June 3, 1931\nShe retired on May 5, 1994 to Oban and died on March 2, 2011." },
  },
}
