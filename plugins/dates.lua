--- Dates and times, resolved to TIMEX3 values; what counts from no date is read by the plugin `spans`. Takes the records of the
-- plugin `times` and makes values of them from an anchor (the reference date, or the date told last), the tense of the clause
-- and the mode: news counts from the reference date, a narrative from the date told last. Without an anchor a value stays
-- underspecified (XXXX-09). `unresolved` keeps what the text alone says, so that a query can count again from another day: the
-- value with X for what is missing ("XXXX-09", "XXXX-WXX-5"), or a shift from the reference date or the date told last:
-- "ref-1Y", "told+2D", "ref+1Y-Q1", "ref+0DTMO".

local days_of, weekday_of, last_weekday, at_time = calendar.days, calendar.weekday, calendar.last_weekday, calendar.at_time
local at_day, at_month, at_quarter, at_year = calendar.at_day, calendar.at_month, calendar.at_quarter, calendar.at_year
local unknown, shifted, year_and_month = calendar.unknown, calendar.shifted, calendar.year_and_month
local duration, blanks = calendar.duration, calendar.blanks

local two = {} -- figures
for n = 0, 99 do two[n] = ("%02d"):format(n) end

local ahead = { ["until"] = true, future = true, prospect = true, chance = true }

-- The state of one document: doc, word, ref (day number or nil), narrative, told (the place told last), story_year and
-- story_month; of one sentence: lower, upper (its tokens), around (a day named in it); and of one record: first and last
-- (its tokens), sentence, following (the next annotation of a record), previous (the one before, if it is resolved, and its
-- day), why, anchor, unresolved.

--- First and last token of the sentence of the record.
local function bounds(state)
  if state.lower == nil then
    local sentence = state.doc:sentence(state.sentence)
    state.lower, state.upper = sentence.first, sentence.last
  end
  return state.lower, state.upper
end

--- What another plugin found of the record: the annotation of a layer that begins where it does (or whose field `key` says so).
local function found_in(state, layer, key)
  local found = state[layer]
  if not found then
    found = {}
    for _, at in ipairs(state.doc:layer(layer)) do found[at[key or "first"]] = at end
    state[layer] = found
  end
  return found[state.first]
end

--- The tense of the clause of the record, or nil; the reasons of its value will name it.
local function tense_of(state)
  local found = found_in(state, "_tenses")
  state.tense = found and found.tense
  return state.tense
end

--- The word before and behind the record in its sentence, or nil.
local function word_before(state)
  local first = state.first
  return first > bounds(state) and state.word(first - 1) or nil
end

local function word_after(state) return state.last < select(2, bounds(state)) and state.word(state.last + 1) or nil end

--- The place that a record counts from, by its base ("ref" or "told"; nil: "told" in a narrative), and marks it as its anchor.
local function anchor_of(state, base)
  base = base or state.narrative and "told" or "ref"
  local place = (base == "told" or state.narrative) and state.told or nil
  if not place and not (base == "told" and state.narrative) then place = state.ref_place end
  state.anchor = place and place.value
  if place == nil then
    state.why = "nothing to count from"
  elseif place == state.ref_place then
    state.why = "counted from the reference date"
  else
    state.why = "counted from the date told last"
  end
  return place
end

--- The record with one word between that stands behind this one, or nil.
local function next_record(state)
  local following = state.following
  return following and following.first == state.last + 2 and following.record or nil
end

local function shift_text(base, shift, unit) return base .. (shift < 0 and "" or "+") .. shift .. unit end

local function era_year(t)
  if t.era == "BC" then return t.year and 1 - t.year end
  return t.year
end

local connectors, spans = word_set("and or to - – — until through till /"), word_set("- – — to through")
local nearest, last_before, next_after = "nearest to the reference date", "past tense: last before the reference date",
  "future tense: next after the reference date"

local behind_item = word_set(": - – — ( |")

--- Is the record the date of an item of a list: "March 1: doors open", "Tuesday 10 a.m. - 5 p.m."?
local function opens_item(state)
  if not state.opens_sentence then return false end
  local first, last, doc, following = state.first, state.last, state.doc, state.following
  local line = doc.line_of(first)
  if first > 1 and doc.line_of(first - 1) == line then return false end
  if last == doc.count or doc.line_of(last + 1) > line or behind_item[state.word(last + 1)] then return true end
  return following and following.first == last + 1 and following.record.form == "clock"
end

--- The year of a month and day of the news, and the reason.
local function news_year_of_day(state, t)
  local listed = state.listed
  if listed and opens_item(state) then return calendar.nearest_year(listed.days, t.month, t.day), "nearest to the item before it" end
  local year = t.weekday and calendar.year_of_weekday(state.ref_year, t.month, t.day, t.weekday)
  if year then return year, "nearest year in which the weekday agrees" end
  local tense = tense_of(state)
  local away
  year, away = calendar.nearest_year(state.ref, t.month, t.day)
  if tense == "past" and away > 130 or tense == "since" and away > 0 then return year - 1, last_before end
  if ahead[tense] and away < -130 or tense == "future" and away < -20 then return year + 1, next_after end
  return year, nearest
end

--- The year of a bare month of the news, and the reason.
local function news_year_of_month(state, t)
  local year, month, tense = state.ref_year, state.ref_month, tense_of(state)
  local last, following = t.month <= month and year or year - 1, t.month >= month and year or year + 1
  if ahead[tense] then return following, next_after end
  if tense == "past" or tense == "since" then return last, last_before end
  return (t.month - month) % 12 <= 4 and following or last, nearest
end

local function story_year(state, t)
  local year = state.story_year
  state.anchor = state.told and state.told.value
  if year and state.story_month and state.story_month >= 11 and t.month <= 4 then
    return year + 1, "narrative: first such month after the date told last"
  end
  return year, "narrative: year of the date told last"
end

--- The other day or year of the record, or nil: "6-7 January", "1914-18".
local function pair_of(state) return found_in(state, "_pairs", "of") end

--- The year that the text tells beside a month or day without one, and the reason; nil if it tells none.
local function year_beside(state, t)
  local first, following, before = state.first, next_record(state), state.told_before
  local pair = t.day and pair_of(state)
  if pair and pair.year then return pair.year, "the year of the pair" end
  if following and following.year and following.month and connectors[state.word(state.last + 1)] then
    return era_year(following), "the year of the pair"
  elseif before and before.month and not state.narrative and first == before.last + 2 and spans[state.word(first - 1)] then
    return before.year + (t.month < before.month and 1 or 0), "the first such month after the one before it"
  elseif before and not before.month and before.sentence == state.sentence and first <= before.last + 3 then
    return before.year, "of the year told before it" -- "The following year, on March 20"
  end
  local line = state.heading and state.doc.line_of(first)
  if line and opens_item(state) then state.item_line = line end
  if line and state.item_line == line then return state.heading, "the year that heads the list" end
end

--- The year of a month or day that names none, or nil. Leaves the reason in state.why.
local function missing_year(state, t)
  if t.base then
    local year = year_and_month(anchor_of(state, t.base))
    return year and year + t.shift
  end
  local year, why = year_beside(state, t)
  if year == nil and state.narrative then
    year, why = story_year(state, t)
  elseif year == nil and state.ref then
    state.anchor = state.ref_place.value
    year, why = (t.day and news_year_of_day or news_year_of_month)(state, t)
  end
  state.why = why or "no reference date"
  return year
end

--- The year of a month or day, told or missing (nil: of no known year). `rest`: what the value has behind the year.
local function year_of(state, t, rest)
  local year = era_year(t)
  if year then return year end
  state.unresolved = (t.base and shift_text(t.base, t.shift, "Y-") or "XXXX-") .. rest
  return missing_year(state, t)
end

--- The year of what is in months `from` to `to` of a year, "last March", "next winter", by the year and month of the anchor.
local function shifted_year(year, month, from, to, shift)
  if shift == -1 and month <= to then return year - 1 end
  if shift == 1 and month >= from then return year + 1 end
  return year
end

-- How each form of a record is resolved: resolve.FORM(state, t) gives the type and the place, or nil for a place and the
-- value, from which nothing can be counted.
local resolve = {}

--- The place of the record of `at`, behind this one, whose clause may have another tense.
local function place_of(state, at)
  local first = state.first
  state.first = at.first
  local _, place = resolve[at.record.form](state, at.record)
  state.first = first
  return place
end

local function with_time(t, place)
  local time = calendar.time_of_day(t)
  if time then return "TIME", at_time(place, time) end
  return "DATE", place
end

function resolve.calendar(state, t)
  local month, day = t.month, t.day
  if day > calendar.month_days(2000, month) then return nil end -- a leap year
  local of_year = two[month] .. "-" .. two[day]
  local y = year_of(state, t, of_year)
  if y == nil then return with_time(t, unknown("XXXX-" .. of_year)) end
  if not calendar.is_date(y, month, day) then return nil end -- February 29
  local n = days_of(y, month, day)
  if t.weekday and weekday_of(n) ~= t.weekday then state.why = "the weekday does not agree with the date" end
  return with_time(t, calendar.at_date(y, month, day))
end

--- "by the 9th": of the month of the anchor, the one before or the next one; "from the 13th to the 19th of October".
function resolve.monthday(state, t)
  local following = connectors[word_after(state)] and next_record(state)
  local end_of_range = following and following.form == "calendar" and place_of(state, state.following)
  local place = end_of_range or anchor_of(state)
  state.unresolved = "XXXX-XX-" .. two[t.day]
  local y, m = year_and_month(place)
  if not m then return with_time(t, unknown(state.unresolved)) end
  local shift = t.shift or 0
  if not t.shift and not end_of_range and place.days and not state.narrative then
    local away, is_ahead = days_of(y, m, t.day) - place.days, ahead[tense_of(state)]
    shift = is_ahead and away < 0 and 1 or not is_ahead and away > 0 and -1 or 0
  end
  for i = shift, t.weekday and shift + 2 or shift do -- the month in which the weekday agrees, this one, the next or the last
    local month = shifted(at_month(y, m), i == shift + 2 and shift - 1 or i, "M")
    local found = calendar.is_date(month.year, month.month, t.day) and calendar.at_date(month.year, month.month, t.day)
    if found and (not t.weekday or weekday_of(found.days) == t.weekday) then return with_time(t, found) end
  end
  return with_time(t, unknown(state.unresolved))
end

--- "the first day of May", "the last week of October": a week is of the month that its Thursday is in, as with ISO years.
local function part_of_month(t, year)
  local last, n = calendar.month_days(year, t.month), t.nth
  if t.unit == "D" then return calendar.at_date(year, t.month, n > 0 and math.min(n, last) or last) end
  return calendar.at_week(days_of(year, t.month, n > 0 and 7 * n - 3 or last - 3), "W")
end

function resolve.month(state, t)
  local y = year_of(state, t, two[t.month])
  if y == nil then return "DATE", nil, "XXXX-" .. two[t.month] end
  local rule = t.weekday and ("%02d-%dd%d"):format(t.month, t.nth, t.weekday) -- "the first Monday of May"
  if rule then return "DATE", at_day(calendar.holiday(rule, y)) end
  if t.unit and t.nth then return "DATE", part_of_month(t, y) end
  return "DATE", at_month(y, t.month)
end

--- "the week of March 3", "the month ended June 30", "the day before May 5".
function resolve.week_of(state, t)
  local _, place = resolve.calendar(state, t)
  return "DATE", place and place.days and shifted(place, t.shift or 0, t.unit) or unknown(blanks[t.unit])
end

local function weekday_place(state, t)
  local name = "XXXX-WXX-" .. t.weekday
  state.unresolved = t.base and t.form == "weekday" and shift_text(t.base, t.shift, "W-") .. t.weekday or name
  local anchor = anchor_of(state, t.form == "weekday" and t.base or state.narrative and state.told and "told" or "ref")
  if anchor == nil or anchor.days == nil then return unknown(name) end
  local n, previous = anchor.days, state.previous
  if t.form == "weekday" and t.unit == "W" then
    return at_day(n - weekday_of(n) + t.weekday + t.shift * 7)
  end
  if previous and not t.shift and previous.last + 2 == state.first and connectors[state.word(state.first - 1)]
    and state.previous_place and state.word(state.first - 1) ~= "and" and (previous.record.form ~= "clock" or previous.record.weekday) then
    state.why = "next after the weekday before it" -- "from Wednesday to Friday"
    return at_day(last_weekday(state.previous_place.days + 7, t.weekday))
  end
  if state.listed and not t.shift and opens_item(state) then
    state.why = "next from the item before it"
    return at_day(last_weekday(state.listed.days + 6, t.weekday))
  end
  local week = previous and previous.last >= state.first - 2 and previous.record
  local is_week = week and week.direction == "ago" and (week.unit == "W" or week.unit == "F")
  if is_week and state.told and state.told.days then -- "two weeks ago on Monday"
    state.why = "of the week told before it"
    return at_day(state.told.days - weekday_of(state.told.days) + t.weekday)
  end
  local step = t.form == "weekday" and t.shift and (t.shift == -1 and -1 or t.shift == 1 and 7 or t.base == "ref" and 6)
  if not step then
    step = ahead[tense_of(state)] and 6 or 0
    state.why = step == 6 and "future tense: next on or after the anchor" or "last on or before the anchor"
  end
  return at_day(last_weekday(n + step, t.weekday))
end

function resolve.weekday(state, t)
  local following = next_record(state)
  if following and following.form == "calendar" and word_after(state) == "(" then
    local place = place_of(state, state.following) -- "on Monday night (May 5)"
    if place and place.days then return with_time(t, at_day(place.days)) end
  end
  local both = following and following.form == "weekday" and word_after(state) == "and" and following -- "Monday and Tuesday nights"
  if t.plural or both and both.plural then
    local is_one = word_before(state) == "a"
    state.why = is_one and "one of them, whichever" or "plural: each of them"
    local time = calendar.time_of_day(t.plural and t or both)
    return is_one and (time and "TIME" or "DATE") or "SET", nil, ("XXXX-WXX-%d%s"):format(t.weekday, time and "T" .. time or "")
  end
  local place = weekday_place(state, t)
  local weeks, n = t.rest_unit == "W", t.count
  if n then state.unresolved = weeks and shift_text("ref", n, "W-") .. t.weekday or nil end
  return with_time(t, n and place.days and (weeks and at_day(place.days + 7 * n) or shifted(place, n, t.rest_unit)) or place)
end

function resolve.deictic(state, t)
  state.unresolved = shift_text("ref", t.shift, "D") .. (t.part and "T" .. t.part or "")
  if state.narrative then
    state.why = "in a narrative this is the time of telling"
    return "DATE", nil, "PRESENT_REF"
  end
  local anchor = anchor_of(state, "ref")
  return with_time(t, anchor and shifted(anchor, t.shift, "D") or unknown(blanks.D))
end

--- The day that a time of day belongs to when it names none itself.
local function day_around(state)
  local place, following, last = state.around, state.following, state.last
  if following and following.record.form == "clock" and not (following.record.weekday or following.record.day) then
    following, last = state.next_but_one, following.last -- "10:35 a.m. (0735 GMT) Friday", "8 a.m. to 4 p.m. on Nov. 20"
  end
  local record = following and following.record
  -- "7 a.m. to 8 p.m. Tuesday", but not "5pm until 3 June"
  local is_clock = record ~= nil and record.form == "clock" and (record.weekday or record.day or record.shift) ~= nil
  local is_next = following and following.first <= last + 2 and (connectors[state.word(last + 1)] or false) == is_clock
    and state.doc.line_of(following.first) == state.doc.line_of(last)
  local is_weekday = record and record.form == "weekday" and not record.plural and not record.hour and (is_next or not place)
    and following.first - last <= 9 and state.doc.sentence_of(following.first) == state.sentence
  if is_weekday or is_next and (is_clock or record.form == "calendar") then -- "at 9 a.m. on Nov. 20"
    local day = place_of(state, following)
    if day and day.days then place = day elseif is_weekday then return unknown("XXXX-WXX-" .. record.weekday) end
  end
  local told = state.told
  if not place and told and told.unit == "D" and (state.narrative or state.sentence - state.told_sentence <= 2) then
    local is_plan = state.ref and not state.narrative and told.days > state.ref -- "They vote on July 5. At noon 300 had come."
    if not is_plan or tense_of(state) ~= "past" then place = told end
  end
  place = place or not state.narrative and state.ref_place or unknown(blanks.D)
  if place.days then place = at_day(place.days) end
  state.unresolved, state.anchor = nil, place.value
  state.why = "the day told with it, or the reference date"
  return place.unit == "D" and place or unknown(blanks.D)
end

function resolve.clock(state, t)
  if t.day then return resolve.calendar(state, t) end
  if t.weekday then return with_time(t, weekday_place(state, t)) end
  if t.shift then return resolve.deictic(state, t) end
  return with_time(t, day_around(state))
end

function resolve.part_of_day(state, t) return with_time(t, day_around(state)) end

--- "overnight" is last night where the past is told, else this night.
function resolve.overnight(state, t)
  if state.narrative then return resolve.part_of_day(state, t) end
  return resolve.deictic(state, { shift = tense_of(state) == "past" and -1 or 0, part = t.part })
end

--- What the plugin `quarters` found of the record: a quarter, or the year that it is set against; nil if nothing.
local function of_quarters(state)
  local found = found_in(state, "_quarters")
  if found then
    state.why, state.unresolved, state.anchor = found.reason, found.unresolved, found.counted and state.ref_place.value or nil
  end
  return found
end

-- What was found of a quarter or half, and its year: "the third quarter of that year" may be told of the year told last.
local function part_of_year(state, t)
  local found = of_quarters(state)
  local y = found and found.year
  if t.base and not t.year and (y == nil or state.narrative) then
    y = year_and_month(anchor_of(state, t.base))
    y = y and y + t.shift
  end
  return found, y
end

function resolve.quarter(state, t)
  local found, y = part_of_year(state, t)
  local q = found and found.quarter
  if y == nil or q == nil then
    return "DATE", nil, ("%s-Q%s"):format(y and calendar.year_value(y) or "XXXX", q or "X")
  end
  return "DATE", at_quarter(y, q)
end

function resolve.half(state, t)
  local _, y = part_of_year(state, t)
  return "DATE", nil, ("%s-H%d"):format(y and calendar.year_value(y) or "XXXX", t.nth)
end

function resolve.season(state, t)
  local y = era_year(t)
  if y == nil then
    local of_year = t.unit == "Y"
    local following = state.following
    if following and following.first <= state.last + 3 and following.record.form == "season" and following.record.year
      and connectors[word_after(state)] then -- "the spring and early summer of 1943"
      return "DATE", calendar.at_season(era_year(following.record), t.season)
    end
    state.unresolved = t.base and shift_text(t.base, t.shift, "Y-") .. t.season or "XXXX-" .. t.season
    local ay, am = year_and_month(anchor_of(state, t.base))
    if ay and of_year then
      y = ay + t.shift
    elseif ay then
      local start = calendar.season_start(t.season)
      am = am or 6
      local is_past = not t.shift and not state.narrative and start > am + 1 and not ahead[tense_of(state)]
      y = is_past and ay - 1 or shifted_year(ay, am, start, start + 2, t.shift)
    end
  end
  if y == nil then return "DATE", nil, "XXXX-" .. t.season end
  return "DATE", calendar.at_season(y, t.season)
end

function resolve.year(_, t) return "DATE", at_year(era_year(t)) end

function resolve.relative(state, t)
  local anchor = anchor_of(state, t.base)
  if t.part then
    state.unresolved = shift_text(t.base, t.shift, "D") .. "T" .. t.part
    if anchor == nil or anchor.days == nil or t.base == "ref" and state.narrative then
      return "TIME", nil, blanks.D .. "T" .. t.part
    end
    return "TIME", at_time(shifted(anchor, t.shift, "D"), t.part)
  elseif t.month then
    state.unresolved = shift_text(t.base, t.shift, "Y-") .. two[t.month]
    local y, m = year_and_month(anchor)
    if y == nil then return "DATE", nil, "XXXX-" .. two[t.month] end
    return "DATE", at_month(shifted_year(y, m or 6, t.month, t.month, t.shift), t.month)
  elseif t.unit == "P" then
    local told = t.base == "told"
    return "DATE", told and state.told or nil, told and "PAST_REF" or "PRESENT_REF"
  end
  state.unresolved = shift_text(t.base, t.shift, t.unit)
  return "DATE", anchor and shifted(anchor, t.shift, t.unit), blanks[t.unit]
end

--- "the quarter", "the year", "the weekend": the one of the anchor.
function resolve.bare(state, t)
  if t.unit == "Q" then
    local found = of_quarters(state)
    state.unresolved = state.unresolved or not found and "told+0Q" or nil
    return "DATE", found and at_quarter(found.year, found.quarter), blanks.Q
  end
  local after, following = word_after(state), next_record(state)
  local is_span = after == "to" and following and following.month -- "the year to March"
  if t.unit == "Y" and (after == "ended" or after == "ending" or is_span) then return "DURATION", nil, "P1Y" end
  state.unresolved = shift_text("ref", 0, t.unit)
  local anchor = anchor_of(state, "ref")
  if anchor == nil then return "DATE", nil, blanks[t.unit] end
  if t.unit == "WE" and anchor.days then
    local is_next = ahead[tense_of(state)] or weekday_of(anchor.days) >= 6
    state.why = is_next and "the weekend of this week" or "the weekend before"
    return "DATE", calendar.at_week(anchor.days - (is_next and 0 or 7), "WE")
  elseif t.same and t.unit == "Y" and year_and_month(anchor) then
    return "DATE", at_day(days_of(year_and_month(anchor), 12, 31))
  end
  return "DATE", shifted(anchor, 0, t.unit)
end

function resolve.year_ago(state, t)
  local found = of_quarters(state)
  if found then
    local y = found.year
    return "DATE", found.quarter and at_quarter(y, found.quarter) or found.month and at_month(y, found.month) or at_year(y)
  end
  if t.year then return "DATE", at_year(t.year) end -- "the same period of 2019"
  state.unresolved = "told-1Y"
  local anchor = state.ref_place or anchor_of(state, "told")
  return "DATE", anchor and shifted(anchor, -1, "Y"), "XXXX"
end

function resolve.holiday(state, t)
  local rule, y = t.holiday, t.year
  local fixed = rule:match("^%d%d%-%d%d$") and "XXXX-" .. rule or blanks.D
  if y == nil then
    state.unresolved = fixed
    local anchor = anchor_of(state, t.base)
    y = year_and_month(anchor)
    if anchor and anchor.days then
      local tense = tense_of(state)
      local best = calendar.nearest_holiday(rule, anchor.days, t.shift or ahead[tense] and 1 or tense == "since" and -1 or nil)
      state.why = "nearest to the anchor"
      if best then return with_time(t, at_day(best)) end
    end
  end
  local n = y and calendar.holiday(rule, y)
  return with_time(t, n and at_day(n) or unknown(fixed))
end

--- "the past five months": a duration whose end is the anchor.
function resolve.period(state, t)
  local n = tonumber(t.count)
  if state.ref and not state.narrative and n and blanks[t.unit] and t.unit ~= "WE" and t.shift and t.shift ~= 0 then
    local far = shifted(state.ref_place, t.shift * (math.tointeger(n) or n), t.unit).value
    state.anchor = state.ref_place.value
    state.begin_point = t.shift < 0 and far or state.anchor
    state.end_point = t.shift < 0 and state.anchor or far
    state.why = t.shift < 0 and "ends at the reference date" or "begins at the reference date"
  end
  return "DURATION", nil, duration(t.count, t.unit)
end

function resolve.distance(state, t)
  local back = t.direction == "ago" or t.direction == "earlier"
  local base = (t.direction == "ago" or t.direction == "hence") and "ref" or "told"
  local n = tonumber(t.count)
  n = n and (math.tointeger(n) or n)
  if t.unit:byte() == 84 and #t.unit == 2 then return "DURATION", nil, duration(t.count, t.unit) end
  local anchor = anchor_of(state, base)
  if n == nil then return "DATE", nil, back and "PAST_REF" or "FUTURE_REF" end
  state.unresolved = base .. (back and "-" or "+") .. n .. t.unit
  if anchor == nil then return "DATE", nil, blanks[t.unit] end
  if t.unit == "Y" and not state.narrative and of_quarters(state) then return resolve.year_ago(state, t) end
  if t.finer and t.unit == "Y" and anchor.days then -- "three years ago this week"
    local year, month, day = calendar.date(anchor.days)
    return "DATE", shifted(at_day(days_of(year - n, month, day)), t.finer_shift, t.finer)
  end
  return "DATE", shifted(anchor, back and -n or n, t.unit)
end

--- Is the text told from its own dates rather than from the day of writing? Many full dates, most of them
-- old, and few words that count from that day.
local function is_narrative(records, ref_year)
  local explicit, old, counting = 0, 0, 0
  for _, at in ipairs(records) do
    local t = at.record
    if t.year then
      explicit = explicit + 1
      if ref_year == nil or math.abs(era_year(t) - ref_year) > 1 then old = old + 1 end
    elseif t.form == "deictic" or t.form == "overnight" or t.form == "weekday" and not t.part
      or t.form == "relative" and t.base == "ref" then
      counting = counting + 1
    end
  end
  return counting * 5 <= explicit and explicit >= 5 and old >= explicit * (explicit >= 10 and 0.3 or 0.7)
end

local outside_story = word_set("until by before since - – /")

--- Moves the story on to a date told: forwards (but for jumps of a generation), back only by two years and
-- more or where a paragraph begins with it; "until 1918" and "the previous year" never move it.
local function tell(state, t, place)
  local y, m = year_and_month(place)
  if y == nil then return end
  local line = state.doc.line_of(state.first)
  local opens = line ~= state.line
  state.line = line
  local old = state.story_year
  if t.year then
    if t.form == "year" and outside_story[word_before(state)] then return end -- "until 1918", "1915-1918"
    if old == nil or (y >= old and y <= old + 20) or opens and y < old or y <= old - 2 and t.form ~= "year" then
      state.story_year, state.story_month = y, m
    end
  elseif t.base == nil or t.form == "month" or t.form == "calendar" then
    state.story_year, state.story_month = y, m
  elseif (t.shift or 0) >= 0 then
    state.story_year, state.story_month = y, m or state.story_month
  end
end

local dated, rules = { D = true, M = true, Y = true, W = true, WE = true, S = true, Q = true }, {}
for form in pairs(resolve) do rules[form] = "dates/" .. form end

local M = {
  api = 1,
  name = "dates",
  summary = "Dates and times as TIMEX3, resolved from the reference date",
  language = "en",
  requires = { "_times", "_tenses", "_quarters", "_pairs" },
  scope = "document",
  provides = { dates = {
    type = "string", value = "string", mod = "string", quant = "string", freq = "string", zone = "string",
    anchor = "string", begin_point = "string", end_point = "string", unresolved = "string",
  } },
  columns = { "type", "value", "mod", "unresolved" },
  options = { mode = { default = "auto", values = { "auto", "news", "narrative" },
    help = "count from the reference date (news), from the date told last (narrative), or as the text looks" } },
}

local function reasons(why, tense, is_dirty)
  local list = { why }
  if tense then list[#list + 1] = "tense: " .. tense end
  if is_dirty then list[#list + 1] = "full stop read as a comma" end
  return list
end

local names = { "type", "value", "mod", "zone", "quant", "anchor", "unresolved", "begin_point", "end_point", "why", "rule",
  "confidence" }

-- What is known of a document before its first record.
local function open_state(doc, records, mode)
  local state = { doc = doc, word = doc.word, told_sentence = 0 }
  local y, m, d = (doc.date or ""):match("^(%d+)-(%d+)-(%d+)$")
  if y then
    state.ref_year, state.ref_month = math.tointeger(y), math.tointeger(m)
    state.ref = days_of(state.ref_year, state.ref_month, math.tointeger(d))
    state.ref_place = at_day(state.ref)
  end
  state.narrative = mode == "narrative" or mode == "auto" and is_narrative(records, state.ref_year)
  return state
end

-- Adds the other day or year of a record, "6-7 January", "1914-18".
local function add_pair(state, add, t, place)
  local form = t.form
  local pair = (form == "calendar" or form == "year") and pair_of(state)
  if not pair or not (pair.year or place.days or t.month) then return end
  local other = pair.step and place.days and at_day(place.days + pair.step).value
    or pair.step and ("XXXX-%s-%s"):format(two[t.month], two[t.day + pair.step]) or at_year(pair.year).value
  add(pair, { type = "DATE", value = other, rule = "dates/pair", why = { "shares month or century with " .. place.value } })
  state.skipped = state.following and state.following.first <= pair.last and state.following
end

-- Keeps what the records behind may count from, or be of the day or year of.
local function remember(state, at, place)
  local t, form, unit = at.record, at.record.form, place and place.unit
  local is_since = at.first > 1 and state.word(at.first - 1) == "since"
  state.previous, state.previous_place = at, unit == "D" and place.days and place or nil
  if (form == "year" or state.previous_place) and opens_item(state) then
    if form == "year" then state.heading = place.year else state.listed = place end
  end
  if form ~= "clock" then
    local is_before = unit == "M" or unit == "Y"
    state.told_before = is_before and { year = place.year, month = place.month, last = at.last, sentence = state.sentence } or nil
  end
  if place and dated[unit] then
    local is_plan = t.direction and at.last < state.doc.count and state.word(at.last + 1) == "than" -- "a week earlier than planned"
    local is_compared = form == "year_ago" or form == "distance" and t.unit == "Y" and t.direction == "earlier"
    if state.narrative and t.direction ~= "ago" or not (state.narrative or is_since or is_plan or is_compared) then
      state.told, state.told_sentence = place, state.sentence
    end
    if state.narrative then tell(state, t, place) end
    if unit == "D" and place.days and not is_since then state.around = place end
  elseif form == "calendar" or form == "month" or form == "weekday" and not t.plural then
    state.told = nil -- of what year or week is not known: nothing counts from the date before it
  end
end

function M.annotate(unit, add, ctx)
  local doc = unit.doc
  local records = doc:layer("_times")
  if #records == 0 then return end
  local state = open_state(doc, records, ctx.options.mode)
  local shaky = doc.date_confidence ~= "high" and doc.date_confidence or nil -- of what is counted from the reference date
  local sentence_of = doc.sentence_of
  for i = 1, #records do
    local at = records[i]
    local t, first = at.record, at.first
    local number = sentence_of(first)
    state.opens_sentence = number ~= state.sentence
    if state.opens_sentence then state.sentence, state.lower, state.around = number, nil, nil end
    state.first, state.last, state.following, state.next_but_one, state.tense = first, at.last, records[i + 1], records[i + 2], nil
    state.why, state.anchor, state.unresolved, state.begin_point, state.end_point = nil, nil, nil, nil, nil
    local read = resolve[t.form]
    local kind, place, value
    if read and at ~= state.skipped then kind, place, value = read(state, t) end -- the plugin `spans` reads others
    if kind then
      local anchor, why, tense = state.anchor, state.why, state.tense
      if place then value = place.value end
      add(at, names, kind, value, t.mod or t.edge, t.zone, t.quant, anchor, state.unresolved, state.begin_point,
        state.end_point, (why or tense or t.dirty) and reasons(why, tense, t.dirty) or nil, rules[t.form],
        shaky and anchor and anchor == state.ref_place.value and shaky or nil)
      if place then add_pair(state, add, t, place) end
      remember(state, at, place)
    end
  end
end

M.examples = {
  { "It will open on March 3; it lost on April 2.", date = "2031-05-15", { "March 3", value = "2032-03-03" },
    { "April 2", value = "2031-04-02" } },
  { "The treaty of 1648 and the accord of June 1991 were cited, as was the law of Nov. 5 on March 5-9, 2018.", date = "2023-02-14",
    { "1648", value = "1648" }, { "June 1991", value = "1991-06" }, { "Nov. 5", value = "2022-11-05", unresolved = "XXXX-11-05" },
    { "March 5", value = "2018-03-05" }, { "9, 2018", value = "2018-03-09" } },
  { "The talks of Friday, May 14, failed, and those of January 17 as well.", date = "2023-02-14",
    { "Friday, May 14", value = "2021-05-14", unresolved = "XXXX-05-14" },
    { "January 17", value = "2023-01-17", unresolved = "XXXX-01-17" } },
  { "The talks began on Monday. They may resume on Thursday or in a week's time, said April Berg.", date = "2023-02-14",
    { "Monday", value = "2023-02-13", unresolved = "XXXX-WXX-1" }, { "Thursday", value = "2023-02-16", unresolved = "XXXX-WXX-4" },
    { "a week's time", value = "2023-W08" } },
  { "The minister had arrived last Tuesday; she flies home next Wednesday and returns this Saturday.", date = "2023-02-14",
    { "last Tuesday", value = "2023-02-07", unresolved = "ref-1W-2" },
    { "next Wednesday", value = "2023-02-15", unresolved = "ref+1W-3" },
    { "this Saturday", value = "2023-02-18", unresolved = "ref+0W-6" } },
  { "The court sits on Mondays, every Thursday, and on the 1st and 3rd Friday of each month.",
    { "Mondays", type = "SET", value = "XXXX-WXX-1" }, { "every Thursday", value = "XXXX-WXX-4", quant = "EVERY" },
    { "3rd Friday of each month", value = "XXXX-WXX-5" } },
  { "The vote was held in September. Observers will return in April, on the first Monday of May.", date = "2023-02-14",
    { "September", value = "2022-09", unresolved = "XXXX-09" }, { "April", value = "2023-04", unresolved = "XXXX-04" },
    { "the first Monday of May", value = "2023-05-01" } },
  { "The army withdrew in early November and the camp closed in mid-June 2019.", date = "2023-02-14",
    { "early November", value = "2022-11", mod = "START", unresolved = "XXXX-11" }, { "mid-June 2019", value = "2019-06", mod = "MID" } },
  { "The office opened in July of that year and closed in May last year.", date = "2023-02-14",
    { "July of that year", value = "2023-07", unresolved = "told+0Y-07" },
    { "May last year", value = "2022-05", unresolved = "ref-1Y-05" } },
  { "Today the two sides met; yesterday they had refused, and the day after tomorrow they sign.", date = "2023-02-14",
    { "Today", value = "2023-02-14", unresolved = "ref+0D" }, { "yesterday", value = "2023-02-13", unresolved = "ref-1D" },
    { "the day after tomorrow", value = "2023-02-16", unresolved = "ref+2D" } },
  { "The envoy landed this morning and dined with the king last night.", date = "2023-02-14",
    { "this morning", type = "TIME", value = "2023-02-14TMO", unresolved = "ref+0DTMO" },
    { "last night", type = "TIME", value = "2023-02-13TNI", unresolved = "ref-1DTNI" } },
  { "The convoy left on Friday evening, and by the morning of 3 March 2022 it was gone.", date = "2023-02-14",
    { "Friday evening", type = "TIME", value = "2023-02-10TEV", unresolved = "XXXX-WXX-5" },
    { "the morning of 3 March 2022", type = "TIME", value = "2022-03-03TMO" } },
  { "Last year exports fell; this month they rose, and next week the figures are due.", date = "2023-02-14",
    { "Last year", value = "2022", unresolved = "ref-1Y" }, { "this month", value = "2023-02", unresolved = "ref+0M" },
    { "next week", value = "2023-W08", unresolved = "ref+1W" } },
  { "In the past five months three rounds were held; the next two years will decide.", date = "2023-02-14",
    { "the past five months", type = "DURATION", value = "P5M", begin_point = "2022-09", end_point = "2023-02-14" },
    { "the next two years", type = "DURATION", value = "P2Y", begin_point = "2023-02-14", end_point = "2025" } },
  { "The border closed five months ago. Two days later it opened again.", date = "2023-02-14",
    { "five months ago", value = "2022-09", unresolved = "ref-5M" }, { "Two days later", value = "2022-09-XX", unresolved = "told+2D" } },
  { "He left a few years ago and will be back a decade from now.", date = "2023-02-14", { "a few years ago", value = "PAST_REF" },
    { "a decade from now", value = "203", unresolved = "ref+1E" } },
  { "Net profit rose in the third quarter of fiscal 2022 and in Q4 2022; the March quarter was weak.", date = "2023-02-14",
    { "the third quarter of fiscal 2022", value = "2022-Q3" }, { "Q4 2022", value = "2022-Q4" },
    { "the March quarter", value = "2023-Q1", unresolved = "XXXX-Q1" } },
  { "It may slow in the fourth quarter or in the early hours of Sunday, by the 24th of this month, as after 9/11.", date = "2023-02-14",
    { "the fourth quarter", value = "2023-Q4" }, { "the early hours of Sunday", value = "2023-02-19TMO" },
    { "the 24th of this month", value = "2023-02-24" }, { "9/11", value = "2001-09-11" } },
  { "It fell in 480 BC and was rebuilt in AD 842 and in the summer of 2015; the talks failed last winter.", date = "2023-02-14",
    { "480 BC", value = "BC0480" }, { "AD 842", value = "0842" }, { "the summer of 2015", value = "2015-SU" },
    { "last winter", value = "2022-WI", unresolved = "ref-1Y-WI" } },
  { "The shelling began at 10:35 a.m. and ended at 1900 GMT; at noon Tuesday the guns were silent.", date = "2023-02-14",
    { "10:35 a.m.", type = "TIME", value = "2023-02-14T10:35" }, { "1900 GMT", type = "TIME", value = "2023-02-14T19:00Z", zone = "GMT" },
    { "noon Tuesday", type = "TIME", value = "2023-02-14T12:00", unresolved = "XXXX-WXX-2" } },
  { "At 2031-05-07T09:30:15+02:00, 6:05 a.m. Oct. 17, 9 p.m. Eastern time and 10:00 GMT+8.", date = "2031-05-14",
    { "2031-05-07T09:30:15+02:00", type = "TIME", value = "2031-05-07T09:30:15+02:00", zone = "+02:00" }, { "6:05 a.m. Oct. 17" },
    { "9 p.m. Eastern time", zone = "ET" }, { "10:00 GMT+8", value = "2031-10-17T10:00+08:00" } },
  { "The weekend was calm; by year-end it was over. The vote is a week from Sunday, the last day of 2031 at 0600 hours.",
    date = "2023-02-14", { "The weekend", value = "2023-W06-WE", unresolved = "ref+0WE" },
    { "year-end", value = "2023-12-31", mod = "END", unresolved = "ref+0Y" },
    { "a week from Sunday", value = "2023-02-26", unresolved = "ref+1W-7" }, { "the last day of 2031" }, { "0600 hours" } },
  { "The parade is on Independence Day; Easter 2023 fell late and Christmas was quiet.", date = "2023-02-14",
    { "Independence Day", value = "2023-07-04", unresolved = "XXXX-07-04" }, { "Easter 2023", value = "2023-04-09" },
    { "Christmas", value = "2022-12-25", unresolved = "XXXX-12-25" } },
  { "The battle of 6-7 January 2016, as of March 3. 2021, followed that of 1914-18.", date = "2023-02-14", { "6", value = "2016-01-06" },
    { "7 January 2016", value = "2016-01-07" }, { "March 3. 2021", value = "2021-03-03" }, { "1914", value = "1914" },
    { "18", value = "1918" } },
  { "The bishop (c. 314 - 368) fled in 348, and on Sept 29th, with 260 monks in 12 boats.", date = "2023-02-14", { "314", value = "0314" },
    { "348", value = "0348" }, { "Sept 29th", value = "2022-09-29" } },
  { "The council met on Monday night (February 6) and overnight. From Wednesday to Friday it will rest, and at the weekend.",
    date = "2023-02-14", { "Monday night", value = "2023-02-06TNI" }, { "February 6" }, { "overnight", value = "2023-02-13TNI" },
    { "Wednesday", value = "2023-02-15" }, { "Friday", value = "2023-02-17" }, { "the weekend", value = "2023-W07-WE" } },
  { "They met two weeks ago on Monday, and a week ago last Friday.", date = "2031-05-14", { "two weeks ago", value = "2031-W18" },
    { "Monday", value = "2031-04-28" }, { "a week ago" }, { "last Friday", value = "2031-05-09" } },
  { "It sank three years ago this month, the day before March 3, in the week before last; in January, than in the same month last year.",
    date = "2023-02-14", { "three years ago this month", value = "2020-02" }, { "the day before March 3", value = "2023-03-02" },
    { "the week before last", value = "2023-W05" }, { "January" }, { "the same month last year", value = "2022-01" } },
  { "November 3: doors open\nJanuary 10: doors close", date = "2031-09-04", { "November 3", value = "2031-11-03" },
    { "January 10", value = "2032-01-10" } },
  { "2019\nJune 25 - It sank, and rose on July 1.\nMarch: It was sold.", date = "2031-09-04", { "2019" },
    { "June 25", value = "2019-06-25" }, { "July 1", value = "2019-07-01" }, { "March", value = "2019-03" } },
  { "The vote was held in September, on Friday.", { "September", value = "XXXX-09", unresolved = "XXXX-09" },
    { "Friday", value = "XXXX-WXX-5", unresolved = "XXXX-WXX-5" } },
  { "Last year they met; two days later they parted.", { "Last year", value = "XXXX", unresolved = "ref-1Y" },
    { "two days later", value = "XXXX-XX-XX", unresolved = "told+2D" } },
  { "It sank on Tuesday, a week earlier than planned. The following day and in the week to 7 July it rained.", date = "2023-07-12",
    { "Tuesday" }, { "a week earlier" }, { "The following day", value = "2023-07-12" }, { "the week to 7 July", value = "2023-W27" } },
  { "On September 16 and 17, they vote. It met on February 29, 2022.", date = "2023-09-12", { "September 16" }, { "17" } },
  { "The vote is on July 15. As of noon 300 papers were issued. It will meet on Friday next week, or in the upcoming July 30 session.",
    date = "2023-07-11", { "July 15", value = "2023-07-15" }, { "noon", value = "2023-07-11T12:00" },
    { "Friday next week", value = "2023-07-21", unresolved = "ref+1W-5" }, { "July 30", value = "2023-07-30" } },
  { "It grew in the first half (H1) of 2022, but in H2 it shrank, as in the first half, and through January of the fiscal year 2022-2023.",
    date = "2022-10-11", { "the first half (H1) of 2022", value = "2022-H1" }, { "H2", value = "2022-H2", unresolved = "XXXX-H2" },
    { "the first half", value = "2022-H1" }, { "January", value = "2023-01" }, { "the fiscal year 2022-2023", value = "2022" } },
  { "It opened in 2008. The following year, on March 20, it shut; it will be open in July-December, and Tuesday's fog ends on Friday.",
    date = "2019-04-09", { "2008" }, { "The following year", value = "2009" }, { "March 20", value = "2009-03-20" },
    { "July", value = "2019-07" }, { "December", value = "2019-12" }, { "Tuesday", value = "2019-04-09" },
    { "Friday", value = "2019-04-12" } },
  { "In the year to March it made more than in the third quarter.", date = "2023-05-11",
    { "the year", type = "DURATION", value = "P1Y" }, { "March", value = "2023-03" }, { "the third quarter", value = "2022-Q3" } },
  { "Tuesday of last week, the second half of the year; 29-04-2024, in the early hours of this morning.", date = "2023-02-14",
    { "Tuesday of last week", value = "2023-02-07" }, { "the second half of the year", value = "2023-H2" }, { "29-04-2024" },
    { "the early hours of this morning", value = "2023-02-14TMO" } },
  { "The pier was open 9am-5pm on 31.12.21, from 8 a.m. to 4 p.m. on Monday.", date = "2023-02-14", { "9am", value = "2021-12-31T09:00" },
    { "5pm" }, { "31.12.21" }, { "8 a.m.", value = "2023-02-13T08:00" }, { "4 p.m.", value = "2023-02-13T16:00" }, { "Monday" } },
  { "The polls will be open from 7 a.m. to 8 p.m. Tuesday, and from Friday 16th.", date = "2031-05-14", { "7 a.m.",
      value = "2031-05-20T07:00" }, { "8 p.m. Tuesday", value = "2031-05-20T20:00" }, { "Friday 16th", value = "2031-05-16" } },
  { "At 10:35 a.m. on April 9 the siren went off.", { "10:35 a.m.", type = "TIME", value = "XXXX-XX-XXT10:35" },
    { "April 9", value = "XXXX-04-09", unresolved = "XXXX-04-09" } },
  -- A narrative counts from the date told last, and its "today" is the time of telling.
  { "In March 1848 the king fled. In June the city rose; two days later the army came. The next year he returned.", date = "2023-02-14",
    options = { mode = "narrative" }, { "March 1848", value = "1848-03" }, { "June", value = "1848-06", unresolved = "XXXX-06" },
    { "two days later", value = "1848-06-XX", unresolved = "told+2D" }, { "The next year", value = "1849", unresolved = "told+1Y" } },
  { "On December 16, 1944 the offensive began. By January it had failed.", date = "2023-02-14", options = { mode = "narrative" },
    { "December 16, 1944", value = "1944-12-16" }, { "January", value = "1945-01", unresolved = "XXXX-01" } },
}

return M
