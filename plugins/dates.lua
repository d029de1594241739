--- Dates, times, durations and sets of times, resolved to TIMEX3 values.
-- Takes the records of the plugin `times` and makes values of them from an anchor (the reference date,
-- or the date told last), the tense of the clause and the mode: news counts from the reference date, a
-- narrative from the date told last. Without an anchor a value stays underspecified (XXXX-09).

-- The calendar. Days are counted from 1970-01-01, a Thursday; years before our era are 0, -1, ...

local function day_number(y, m, d)
  if m <= 2 then y = y - 1 end
  local era = y // 400
  local of_era = y - era * 400
  local of_year = (153 * (m + (m > 2 and -3 or 9)) + 2) // 5 + d - 1
  return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

local function civil(n)
  n = n + 719468
  local era = n // 146097
  local of_era = n - era * 146097
  local year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
  local of_year = of_era - (365 * year + year // 4 - year // 100)
  local month = (5 * of_year + 2) // 153
  local m = month + (month < 10 and 3 or -9)
  return year + era * 400 + (m <= 2 and 1 or 0), m, of_year - (153 * month + 2) // 5 + 1
end

local function weekday_of(n) return (n + 3) % 7 + 1 end -- 1 is Monday

local function week_of(n) -- ISO year and week
  local thursday = n - weekday_of(n) + 4
  local y = civil(thursday)
  return y, (thursday - day_number(y, 1, 1)) // 7 + 1
end

local month_days = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

-- Values.

local function year_text(y)
  if y == nil then return "XXXX" end
  if y <= 0 then return ("BC%04d"):format(1 - y) end
  return ("%04d"):format(y)
end

local function month_text(y, m) return ("%s-%02d"):format(year_text(y), m) end

local function day_text(n)
  local y, m, d = civil(n)
  return ("%s-%02d-%02d"):format(year_text(y), m, d)
end

local function week_text(n, weekend)
  local y, w = week_of(n)
  return ("%04d-W%02d%s"):format(y, w, weekend and "-WE" or "")
end

local season_starts = { SP = 3, SU = 6, FA = 9, WI = 12 }

--- A place on the calendar: precision `unit` and the fields that it needs, with its TIMEX3 value.
local function at_day(n, why) return { unit = "D", n = n, value = day_text(n), why = why } end
local function at_month(y, m, why) return { unit = "M", y = y, m = m, value = month_text(y, m), why = why } end
local function at_year(y, why) return { unit = "Y", y = y, value = year_text(y), why = why } end
local function at_week(n, weekend, why) return { unit = weekend and "WE" or "W", n = n, value = week_text(n, weekend), why = why } end
local function at_quarter(y, q, why) return { unit = "Q", y = y, q = q, value = ("%s-Q%d"):format(year_text(y), q), why = why } end
local function at_season(y, s, why) return { unit = "S", y = y, s = s, value = ("%s-%s"):format(year_text(y), s), why = why } end
local function at_decade(y, why) return { unit = "E", y = y, value = ("%03d"):format(y // 10), why = why } end
local function at_century(y, why) return { unit = "C", y = y, value = ("%02d"):format(y // 100), why = why } end
local function unknown(value, why) return { unit = "X", value = value, why = why } end

local function year_and_month(place)
  if place.n then return civil(place.n) end
  if place.q then return place.y, place.q * 3 - 2 end
  if place.s then return place.y, season_starts[place.s] end
  return place.y, place.m
end

--- The place `count` units from `place`, as precise as the unit (or as the place where that is coarser).
local function shifted(place, count, unit, why)
  local y, m, d = year_and_month(place)
  if count ~= math.floor(count) then
    if unit == "Y" then
      count, unit = count * 12, "M"
    elseif unit == "E" then
      count, unit = count * 10, "Y"
    elseif unit == "C" then
      count, unit = count * 100, "Y"
    end
    count = math.floor(count + 0.5)
  end
  count = math.tointeger(count)
  if unit == "Q" then count, unit = count * 3, "M" end
  if unit == "F" then count, unit = count * 2, "W" end
  if unit == "D" or unit == "N" then
    if place.n == nil then return unknown(y == nil and "XXXX-XX-XX" or m and month_text(y, m) .. "-XX" or year_text(y) .. "-XX-XX", why) end
    return at_day(place.n + count, why)
  elseif unit == "W" or unit == "WE" then
    if place.n == nil then return unknown((y and year_text(y) or "XXXX") .. "-WXX", why) end
    return at_week(place.n + count * 7, unit == "WE", why)
  elseif y == nil then
    return unknown("XXXX", why)
  elseif unit == "M" then
    if m == nil then return unknown(year_text(y) .. "-XX", why) end
    local months = y * 12 + m - 1 + count
    return at_month(months // 12, months % 12 + 1, why)
  elseif unit == "E" then
    return at_decade(y + count * 10, why)
  elseif unit == "C" then
    return at_century(y + count * 100, why)
  end
  return at_year(y + count, why)
end

-- Durations.

local function duration_value(count, unit, half)
  local n = tonumber(count)
  if n and half then n = n + 0.5 end
  if unit == "E" then
    n, unit = n and n * 10, n and "Y" or "E"
  elseif unit == "C" then
    n, unit = n and n * 100, n and "Y" or "C"
  elseif unit == "L" then
    n, unit = n and n * 1000, n and "Y" or "L"
  elseif unit == "F" then
    n, unit = n and n * 2, "W"
  elseif unit == "N" then
    unit = "D"
  elseif unit == "WE" then
    n, unit = n and n * 2, "D"
  end
  local time = unit:sub(1, 1) == "T"
  local letter = time and unit:sub(2) or unit
  local head = time and "PT" or "P"
  if n == nil then return head .. "X" .. letter end
  local whole = math.floor(n)
  local rest = n - whole
  if rest > 0 then
    if unit == "Y" then
      return (whole > 0 and ("P%dY%dM"):format(whole, math.floor(rest * 12 + 0.5)) or ("P%dM"):format(math.floor(rest * 12 + 0.5)))
    elseif unit == "TH" or unit == "TM" then
      local minor = math.floor(rest * 60 + 0.5)
      local small = unit == "TH" and "M" or "S"
      return whole > 0 and ("PT%d%s%d%s"):format(whole, letter, minor, small) or ("PT%d%s"):format(minor, small)
    end
    return ("%s%s%s"):format(head, ("%.4g"):format(n), letter)
  end
  return ("%s%d%s"):format(head, whole, letter)
end

-- Tense.

local future = { will = true, shall = true, ["'ll"] = true, ["won't"] = true, wo = true }
local past = { was = true, were = true, had = true, did = true, went = true, came = true, took = true, made = true,
  began = true, left = true, met = true, told = true, rose = true, fell = true, won = true, lost = true, held = true,
  became = true, got = true, saw = true, gave = true, found = true, said = true, sold = true, bought = true, spent = true,
  led = true, sent = true, broke = true, grew = true, paid = true, has = true, have = true, been = true, hit = true,
  fought = true, shot = true, struck = true, set = true, put = true }
local prospects = { would = true, scheduled = true, due = true, expected = true, expects = true, expect = true, plans = true,
  planned = true, planning = true, plan = true, upcoming = true, set = true, supposed = true, likely = true, going = true, deadline = true,
  postponed = true, may = true, could = true }

--- The tense of the clause around tokens first..last: "future", "prospect" (a plan told), "past" or nil.
local function tense_of(doc, t, lower, upper)
  local word = doc.word
  local seen
  local before = t.first > lower and word(t.first - 1) or ""
  if before == "until" or before == "till" or before == "by" or (before == "as" and t.first - 2 > lower and (word(t.first - 2) == "soon" or word(t.first - 2) == "early")) then
    return "until"
  end
  for i = t.first - 1, math.max(lower, t.first - 14), -1 do
    local w = word(i)
    if future[w] then return "future" end
    if prospects[w] then return "prospect" end
    if past[w] or (#w > 4 and w:sub(-2) == "ed") then
      seen = "past"
      break
    end
  end
  if seen then return seen end
  for i = t.last + 1, math.min(upper, t.last + 12) do
    local w = word(i)
    if future[w] then return "future" end
    if past[w] or (#w > 4 and w:sub(-2) == "ed") then return "past" end
  end
  return nil
end

local M = {
  api = 1,
  name = "dates",
  summary = "Dates, times, durations and sets of times as TIMEX3, resolved from the reference date",
  language = "en",
  requires = { "_times" },
  data = { holidays = { file = "en.holidays.tsv", match = "word" } },
  scope = "document",
  provides = { dates = {
    type = "string", value = "string", mod = "string", quant = "string", freq = "string",
    anchor = "string", begin_point = "string", end_point = "string", unresolved = "string",
  } },
  options = { mode = { type = "string", default = "auto" } },
}

--- How one form is resolved. Each gets the record, the state and the tense, gives type and place.
local resolve = {}

local function reference_place(state, t)
  if t.base == "prev" and state.told then return state.told, "told" end
  if t.base == "ref" and state.narrative and state.told then return state.told, "told" end
  if state.ref then return { unit = "D", n = state.ref }, "reference date" end
  if state.told then return state.told, "told" end
  return nil
end

local function era_year(t)
  if t.era == "BC" and t.year then return 1 - t.year end
  return t.year
end

--- The year of a record that names none: nearest, by tense, or of the date told last.
local function missing_year(t, state, tense)
  if t.base and t.unit == "Y" then
    local anchor = reference_place(state, t)
    local y = anchor and year_and_month(anchor)
    return y and y + t.shift, "year shifted"
  end
  if state.narrative then
    local y = state.story_year
    if y and state.story_month and state.story_month >= 11 and t.month <= 4 then
      return y + 1, "first such month after the date told last"
    end
    return y, "year of the date told last"
  end
  if state.ref == nil then return nil, "no reference date" end
  local ry, rm = civil(state.ref)
  if t.day then
    local best, distance, signed
    for y = ry - 1, ry + 1 do
      local away = day_number(y, t.month, math.min(t.day, month_days[t.month])) - state.ref
      if best == nil or math.abs(away) < distance then best, distance, signed = y, math.abs(away), away end
    end
    if tense == "past" and signed > 130 then return best - 1, "past tense: last before the reference date" end
    if (tense == "future" or tense == "prospect" or tense == "until") and signed < -130 then return best + 1, "future tense: next after the reference date" end
    return best, "nearest to the reference date"
  end
  if tense == "future" or tense == "prospect" or tense == "until" then
    return t.month >= rm and ry or ry + 1, "future tense: next after the reference date"
  end
  if tense == "past" then
    return t.month <= rm and ry or ry - 1, "past tense: last before the reference date"
  end
  local ahead = (t.month - rm) % 12
  return ahead <= 4 and (t.month >= rm and ry or ry + 1) or (t.month <= rm and ry or ry - 1), "nearest to the reference date"
end

local function part_of(place, part)
  return { unit = place.unit, n = place.n, y = place.y, m = place.m, value = place.value .. "T" .. part, why = place.why, time = true }
end

function resolve.calendar(t, state, tense)
  local y, why = era_year(t), "full date"
  if t.year == nil then y, why = missing_year(t, state, tense) end
  if t.day > month_days[t.month] then return nil end
  if y == nil then return "DATE", unknown(("XXXX-%02d-%02d"):format(t.month, t.day), why) end
  local place = at_day(day_number(y, t.month, t.day), why)
  if t.hour then return resolve.clock(t, state, tense, place) end
  if t.part then return "TIME", part_of(place, t.part) end
  return "DATE", place
end
resolve.numeric = function(t, state, tense)
  if t.month > 12 then t = setmetatable({ month = t.day, day = t.month }, { __index = t }) end
  if t.month > 12 or t.day > 31 or t.month == 0 or t.day == 0 then return nil end
  return resolve.calendar(t, state, tense)
end

function resolve.month(t, state, tense)
  local y, why = era_year(t), "month and year"
  if t.year == nil then y, why = missing_year(t, state, tense) end
  if y == nil then return "DATE", unknown(month_text(nil, t.month), why) end
  return "DATE", at_month(y, t.month, why)
end

local function last_weekday(n, weekday) return n - (weekday_of(n) - weekday) % 7 end

local function weekday_place(t, state, tense)
  local anchor = reference_place(state, t.base and t or { base = state.narrative and "prev" or "ref" })
  if anchor == nil or anchor.n == nil then return unknown(("XXXX-WXX-%d"):format(t.weekday), "no reference date") end
  local n = anchor.n
  if t.shift == -1 then return at_day(last_weekday(n - 1, t.weekday), "the one before the anchor") end
  if t.shift == 1 then return at_day(last_weekday(n + 7, t.weekday), "the next after the anchor") end
  if t.shift == 0 and t.base == "ref" then return at_day(last_weekday(n + 6, t.weekday), "this week's") end
  if tense == "future" or tense == "until" then return at_day(last_weekday(n + 6, t.weekday), "future tense") end
  return at_day(last_weekday(n, t.weekday), "last on or before the anchor")
end

function resolve.weekday(t, state, tense)
  if t.plural or (t.part and t.plural) then
    return "SET", unknown(("XXXX-WXX-%d%s"):format(t.weekday, t.part and "T" .. t.part or ""), "each")
  end
  local place = weekday_place(t, state, tense)
  if t.part then return "TIME", part_of(place, t.part) end
  return "DATE", place
end

function resolve.deictic(t, state)
  local anchor = reference_place(state, t)
  if state.narrative then return "DATE", unknown("PRESENT_REF", "today of a narrative") end
  if anchor == nil then return "DATE", unknown("XXXX-XX-XX" .. (t.part and "T" .. t.part or ""), "no reference date") end
  local place = shifted(anchor, t.shift, "D", "counted from the reference date")
  if t.part then return "TIME", part_of(place, t.part) end
  return "DATE", place
end

function resolve.clock(t, state, tense, around)
  local h, minute = t.hour, t.minute or 0
  if t.half_day == 12 and h < 12 then h = h + 12 end
  if t.half_day == 0 and h == 12 then h = 0 end
  local place
  if t.weekday and t.day == nil then
    place = weekday_place(t, state, tense)
  elseif t.day and around == nil then
    local _
    _, place = resolve.calendar(setmetatable({ hour = false }, { __index = t }), state, tense)
  elseif t.shift and t.unit == "D" then
    local _
    _, place = resolve.deictic({ base = "ref", shift = t.shift }, state)
  else
    place = around or (state.narrative and state.told) or (state.ref and at_day(state.ref, "the reference date")) or unknown("XXXX-XX-XX")
    if place.n == nil then place = unknown("XXXX-XX-XX") end
  end
  if place == nil then return nil end
  local value = place.value .. ("T%02d:%02d"):format(h, minute)
  if t.second then value = value .. (":%02d"):format(t.second) end
  return "TIME", { unit = "D", n = place.n, value = value, why = place.why }
end

function resolve.quarter(t, state, tense)
  local y = era_year(t)
  if y == nil and t.base then
    local anchor = reference_place(state, t)
    y = anchor and year_and_month(anchor)
    y = y and y + t.shift
  end
  local q = t.quarter or state.quarter
  if y == nil and state.ref then
    local ry, rm = civil(state.ref)
    local now = (rm - 1) // 3 + 1
    y = ry
    if tense == "future" then
      if q and q < now then y = ry + 1 end
    elseif q and q > now then
      y = ry - 1
    end
  end
  if q == nil then q = 0 end
  if y == nil then return "DATE", unknown("XXXX-Q" .. (q > 0 and q or "X"), "no reference date") end
  return "DATE", at_quarter(y, q, "quarter")
end

function resolve.season(t, state, tense)
  local y = era_year(t)
  if y == nil and t.base and t.unit == "Y" then
    local anchor = reference_place(state, t)
    y = anchor and year_and_month(anchor)
    y = y and y + t.shift
  elseif y == nil then
    local anchor = reference_place(state, t.base and t or { base = state.narrative and "prev" or "ref" })
    if anchor then
      local ay, am = year_and_month(anchor)
      if ay then
        y = ay
        am = am or 6
        local start = season_starts[t.season]
        if t.shift == -1 and am <= start + 1 then
          y = ay - 1
        elseif t.shift == 1 and am >= start then
          y = ay + 1
        elseif t.shift == nil and not state.narrative and tense ~= "future" and start > am + 1 then
          y = ay - 1
        end
      end
    end
  end
  if y == nil then return "DATE", unknown("XXXX-" .. t.season, "no year") end
  return "DATE", at_season(y, t.season, "season")
end

function resolve.century(t)
  if t.era == "BC" then return "DATE", unknown(("BC%02d"):format(t.century - 1), "century") end
  return "DATE", { unit = "C", y = (t.century - 1) * 100, value = ("%02d"):format(t.century - 1), why = "century" }
end

function resolve.decade(t)
  if t.era == "BC" then return "DATE", unknown(("BC%03d"):format(t.decade), "decade") end
  if t.decade % 10 == 0 and t.decade < 200 then return "DATE", unknown(("%02d"):format(t.decade // 10), "century") end
  return "DATE", { unit = "E", y = t.decade * 10, value = ("%03d"):format(t.decade), why = "decade" }
end

function resolve.year(t)
  return "DATE", at_year(era_year(t), "year")
end

function resolve.bare(t, state, _, _, after)
  if t.unit == "Y" and (after == "ended" or after == "ending") then return "DURATION", unknown("P1Y", "a year that ends on a date told") end
  local anchor = state.narrative and state.told or state.ref and { unit = "D", n = state.ref }
  if t.unit == "Q" then
    if state.quarter and state.quarter_year then return "DATE", at_quarter(state.quarter_year, state.quarter, "the quarter told before") end
    if anchor == nil then return "DATE", unknown("XXXX-QX", "no reference date") end
    local y, m = year_and_month(anchor)
    if y == nil or m == nil then return "DATE", unknown("XXXX-QX", "no quarter") end
    local quarters = y * 4 + (m - 1) // 3 - 1
    return "DATE", at_quarter(quarters // 4, quarters % 4 + 1, "the last full quarter")
  end
  if anchor == nil then
    local blank = { W = "XXXX-WXX", WE = "XXXX-WXX-WE", M = "XXXX-XX", Y = "XXXX" }
    return "DATE", unknown(blank[t.unit], "no reference date")
  end
  if t.unit == "WE" and anchor.n then
    local back = weekday_of(anchor.n) < 6 and 7 or 0
    return "DATE", at_week(anchor.n - back, true, "the weekend before")
  end
  if t.inner == "end" and t.unit == "Y" then
    local y = year_and_month(anchor)
    if y then return "DATE", at_day(day_number(y, 12, 31), "end of the year") end
  end
  return "DATE", shifted(anchor, 0, t.unit, "counted from the anchor")
end

function resolve.year_ago(t, state)
  local anchor = state.told or state.ref and { unit = "D", n = state.ref }
  if state.quarter and state.quarter_year then
    return "DATE", at_quarter(state.quarter_year - 1, state.quarter, "the same quarter a year before")
  end
  if state.ref then return "DATE", at_year(civil(state.ref) - 1, "a year before") end
  if anchor then return "DATE", at_year(year_and_month(anchor) - 1, "a year before") end
  return "DATE", unknown("XXXX")
end

local function easter(y)
  local a, b, c = y % 19, y // 100, y % 100
  local d, e, f = b // 4, b % 4, (b + 8) // 25
  local g = (b - f + 1) // 3
  local h = (19 * a + b - d - g + 15) % 30
  local i, k = c // 4, c % 4
  local l = (32 + 2 * e + 2 * i - h - k) % 7
  local m = (a + 11 * h + 22 * l) // 451
  return day_number(y, (h + l - 7 * m + 114) // 31, (h + l - 7 * m + 114) % 31 + 1)
end

--- The day of a holiday in a year, by the rule of its row.
local function holiday_day(rule, y)
  local m, d = rule:match("^(%d%d)%-(%d%d)$")
  if m then return day_number(y, tonumber(m), tonumber(d)) end
  local shift = rule:match("^easter([+-]%d+)$")
  if shift then return easter(y) + tonumber(shift) end
  if rule == "11-election" then
    local first = day_number(y, 11, 1)
    return first + (1 - weekday_of(first)) % 7 + 1
  end
  local month, nth, weekday = rule:match("^(%d%d)%-(%d)d(%d)$")
  month, nth, weekday = tonumber(month), tonumber(nth), tonumber(weekday)
  local first = day_number(y, month, 1)
  local n = first + (weekday - weekday_of(first)) % 7 + (nth - 1) * 7
  local _, same = civil(n)
  return same == month and n or n - 7
end

function resolve.holiday(t, state, tense)
  local name = t.holiday:lower():gsub("’", "'"):gsub("%s+", " ")
  local row = state.holidays[name]
  if row == nil then return nil end
  local y = t.year
  local why = "holiday"
  if y == nil then
    local anchor = reference_place(state, t.base and t or { base = state.narrative and "prev" or "ref" })
    local ay = anchor and year_and_month(anchor)
    if ay == nil then
      local m, d = row.rule:match("^(%d%d)%-(%d%d)$")
      return "DATE", unknown(m and ("XXXX-%s-%s"):format(m, d) or "XXXX-XX-XX", "no reference date")
    end
    y = ay
    if anchor.n then
      local best
      for try = ay - 1, ay + 1 do
        local n = holiday_day(row.rule, try)
        local fits = (t.shift == nil) or (t.shift < 0 and n < anchor.n) or (t.shift > 0 and n > anchor.n) or (t.shift == 0 and try == ay)
        if fits and (best == nil or math.abs(n - anchor.n) < math.abs(best - anchor.n)) then best = n end
      end
      if best then return "DATE", at_day(best, "nearest to the anchor") end
    end
  end
  local place = at_day(holiday_day(row.rule, y), why)
  if t.part then return "TIME", part_of(place, t.part) end
  return "DATE", place
end

function resolve.part_of_day(t, state, _, around)
  local place = around or not state.narrative and state.ref and at_day(state.ref, "the reference date") or unknown("XXXX-XX-XX", "no day")
  return "TIME", part_of(place, t.part)
end

resolve.plural = function(t)
  return "DURATION", unknown(duration_value("X", t.unit))
end

function resolve.reference(t) return "DATE", unknown(t.ref, "vague") end

function resolve.relative(t, state, tense)
  local anchor, name = reference_place(state, t)
  if t.part then
    if t.base == "ref" and state.narrative then anchor = nil end
    if anchor == nil or anchor.n == nil then return "TIME", unknown("XXXX-XX-XXT" .. t.part, "no day") end
    return "TIME", part_of(shifted(anchor, t.shift, "D", "counted from the " .. name), t.part)
  end
  if t.month then
    if anchor == nil then return "DATE", unknown(month_text(nil, t.month), "no reference date") end
    local ay, am = year_and_month(anchor)
    am = am or 6
    local y = ay
    if t.shift == -1 and t.month >= am then y = ay - 1 end
    if t.shift == 1 and t.month <= am then y = ay + 1 end
    return "DATE", at_month(y, t.month, "counted from the " .. name)
  end
  if t.unit == "P" then
    if state.told and t.base == "prev" then return "DATE", { unit = state.told.unit, n = state.told.n, y = state.told.y, m = state.told.m, q = state.told.q, value = state.told.value, why = "told" } end
    return "DATE", unknown(t.base == "prev" and "PAST_REF" or "PRESENT_REF", "vague")
  end
  if anchor == nil then
    local blank = { D = "XXXX-XX-XX", W = "XXXX-WXX", WE = "XXXX-WXX-WE", M = "XXXX-XX", Q = "XXXX-QX", Y = "XXXX", E = "XXX", C = "XX" }
    return "DATE", unknown(blank[t.unit] or "XXXX", "no reference date")
  end
  if t.unit == "WE" and anchor.n then
    return "DATE", at_week(anchor.n + t.shift * 7, true, "counted from the " .. name)
  end
  if t.unit == "Q" then
    local y, m = year_and_month(anchor)
    if y and m then
      local quarters = y * 4 + (m - 1) // 3 + t.shift
      return "DATE", at_quarter(quarters // 4, quarters % 4 + 1, "counted from the " .. name)
    end
    return "DATE", unknown("XXXX-QX")
  end
  return "DATE", shifted(anchor, t.shift, t.unit, "counted from the " .. name)
end

function resolve.rate(t, state)
  if t.weekday then return "SET", unknown(("XXXX-WXX-%d%s"):format(t.weekday, t.part and "T" .. t.part or "")) end
  if t.month then return "SET", unknown(("XXXX-%02d"):format(t.month)) end
  if t.season then return "SET", unknown("XXXX-" .. t.season) end
  if t.part then return "SET", unknown("XXXX-XX-XXT" .. t.part) end
  return "SET", unknown(duration_value(t.count or "1", t.unit))
end

function resolve.period(t, state)
  local place = unknown(duration_value(t.count or (t.plural and "X" or "1"), t.unit, t.half))
  if state.ref and t.unit and #t.unit == 1 and tonumber(t.count or "1") and (t.shift == -1 or t.shift == 1) then
    local far = shifted({ unit = "D", n = state.ref }, t.shift * tonumber(t.count or "1"), t.unit)
    if t.shift == -1 then
      place.begin_point, place.end_point = far.value, day_text(state.ref)
    else
      place.begin_point, place.end_point = day_text(state.ref), far.value
    end
  end
  return "DURATION", place
end

function resolve.duration(t)
  return "DURATION", unknown(duration_value(t.count, t.unit, t.half))
end

function resolve.distance(t, state)
  local back = t.direction == "ago" or t.direction == "earlier"
  local base = (t.direction == "ago" or t.direction == "hence") and "ref" or "prev"
  local anchor, name = reference_place(state, { base = base })
  local n = tonumber(t.count)
  if n and t.half then n = n + 0.5 end
  if n == nil or anchor == nil then
    if t.direction == "ago" or anchor == nil or true then return "DATE", unknown(back and "PAST_REF" or "FUTURE_REF", "vague") end
  end
  local unit = t.unit
  if unit:sub(1, 1) == "T" then
    local place = anchor.n and at_day(anchor.n) or unknown("XXXX-XX-XX")
    return "TIME", { unit = "D", n = place.n, value = place.value .. "TXX:XX" }
  end
  local place = shifted(anchor, back and -n or n, unit, "counted from the " .. name)
  if unit == "Y" and n == 1 and back and not state.narrative and state.quarter and state.quarter_year then
    place = at_quarter(state.quarter_year - 1, state.quarter, "the same quarter a year before")
  end
  return "DATE", place
end

local dated = { D = true, M = true, Y = true, W = true, S = true, Q = true }

--- Is the text told from its own dates rather than from the day of writing?
local function is_narrative(doc, ref, mode)
  if mode ~= "auto" then return mode == "narrative" end
  local explicit, old, deictic = 0, 0, 0
  local ry = ref and civil(ref)
  for _, t in ipairs(doc:layer("_times")) do
    if t.year then
      explicit = explicit + 1
      if ry == nil or era_year(t) < ry - 1 then old = old + 1 end
    elseif t.form == "deictic" or (t.form == "weekday" and t.part == nil) or (t.form == "relative" and t.base == "ref") then
      deictic = deictic + 1
    end
  end
  return deictic * 5 <= explicit and (explicit >= 10 or explicit >= 5 and old >= explicit * 0.7)
end

local function set(words)
  local s = {}
  for word in words:gmatch("%S+") do s[word] = true end
  return s
end

-- What may stand before a bare year, a bare "May" or "March", a rate, a bare plural.
local before_year = set("in of since by until till during from to and before after late early the around about between through circa mid throughout for ( , - – — / ; year or ended as than ' [ ' its his their a fiscal")
local before_month = set("in of since last this next early late until till by from to and between through mid during for or before after ( each every - – on ended ending")
local not_of_rate = set("in within for after of over about nearly almost barely only just than least once during with to as by is was be take takes took , . half and but or from at on that it")
local before_plural = set("in within for over after during of by through recent past coming following previous follows took take takes lasted")
local counted = set("people dollars men troops soldiers euros pounds members workers jobs students employees prisoners children houses homes words pages")

--- Words around a record that say it is no time at all.
local function is_no_time(t, doc, lower, upper)
  local form = t.form
  if form == "month" then
    if t.year or t.unit or t.edge or (t.month ~= 5 and t.month ~= 3) then return false end
    return not before_month[t.first > lower and doc.word(t.first - 1) or ""]
  elseif form == "year" then
    if t.era or t.fiscal then return false end
    local before = t.first > lower and doc.word(t.first - 1) or "("
    local after = t.last < upper and doc.word(t.last + 1) or ""
    if t.year < 1000 or counted[after] then return true end
    if before_year[before] then return false end
    return t.year < 1700 or t.year > 2100 or before == "$" or before == "#" or before == "€" or before == "£" or before == "no."
  elseif form == "plural" then
    return not before_plural[t.first > lower and doc.word(t.first - 1) or ""]
  elseif form == "duration" then
    return t.unit == "TS" and t.article
  elseif form == "season" then
    return t.season == "FA" and t.year == nil and t.base == nil and t.unit == nil and doc.word(t.first) == "the"
      and not before_month[t.first > lower and doc.word(t.first - 1) or ""]
  end
  return false
end

--- Moves the story on to a date told: forwards (but for jumps of a generation), back only by two years and
-- more or where a paragraph begins with it; "until 1918" and "the previous year" never move it.
local function tell(state, t, place, line, before)
  local y, m = year_and_month(place)
  if y == nil then return end
  local first = line ~= state.line
  state.line = line
  local old = state.story_year
  if t.year then
    if t.form == "year" and (before == "until" or before == "by" or before == "before" or before == "since") then return end
    if old == nil or (y >= old and y <= old + 20) or (first and y < old) or (y <= old - 2 and t.form ~= "year") then
      state.story_year, state.story_month = y, m
    end
  elseif t.base == nil or t.form == "month" or t.form == "calendar" then
    state.story_year, state.story_month = y, m
  elseif (t.shift or 0) >= 0 and t.direction ~= "ago" and t.direction ~= "earlier" then
    state.story_year, state.story_month = y, m or state.story_month
  end
end

local connectors = { ["and"] = true, ["or"] = true, to = true, ["-"] = true, ["–"] = true, ["until"] = true, through = true }

--- Days and years that share what follows or stands before: "6-7 January", "22 and 25 May", "1915-16".
-- Calls found(token, place) for the other member of the pair.
local function add_partner(doc, t, place, lower, upper, found)
  local word = doc.word
  if t.form == "year" or t.form == "month" then
    if t.year and t.last + 2 <= upper and (word(t.last + 1) == "-" or word(t.last + 1) == "–" or word(t.last + 1) == "/") then
      local two = word(t.last + 2):match("^%d%d$")
      local y = two and t.year // 100 * 100 + tonumber(two)
      if y and y > t.year and y <= t.year + 20 then found(t.last + 2, at_year(y, "end of a range of years")) end
    end
    return
  end
  if place.n == nil then return end
  local first = t.first
  if first - 2 >= lower and doc.class(first) == "number" and connectors[word(first - 1)] then
    local d = tonumber(word(first - 2):match("^%d%d?$"))
    if d and d > 0 and d <= month_days[t.month] and d < t.day and (first - 3 < lower or doc.class(first - 3) ~= "number") then
      found(first - 2, at_day(place.n - t.day + d, "start of a range of days"))
    end
  elseif t.year == nil and t.last + 2 <= upper and connectors[word(t.last + 1)] then
    local d = tonumber(word(t.last + 2):match("^%d%d?$"))
    local after = t.last + 3 <= upper and word(t.last + 3) or "."
    if d and d > t.day and d <= month_days[t.month] and not after:find("^[%a%%]") then
      found(t.last + 2, at_day(place.n - t.day + d, "end of a range of days"))
    end
  end
end


--- "August and September 1914": the year of the next name of a list.
local function list_year(doc, t, following)
  if following and following.year and following.first == t.last + 2 and (following.form == "month" or following.form == "calendar")
    and connectors[doc.word(t.last + 1)] then
    return following.year
  end
end

function M.annotate(unit, add, ctx)
  local doc = unit.doc
  local ref
  if doc.date then
    local y, m, d = doc.date:match("^(%d+)-(%d+)-(%d+)$")
    if y then ref = day_number(tonumber(y), tonumber(m), tonumber(d)) end
  end
  local state = { ref = ref, narrative = is_narrative(doc, ref, ctx.options.mode), holidays = ctx.data.holidays }
  local sentence, around
  local list = doc:layer("_times")
  for index, t in ipairs(list) do
    local number = doc.sentence_of(t.first)
    local s = doc:sentence(number)
    if number ~= sentence then
      sentence, around = number, nil
    end
    if not is_no_time(t, doc, s.first, s.last) then
      local tense = tense_of(doc, t, s.first, s.last)
      if (t.form == "month" or t.form == "calendar") and t.year == nil and t.base == nil then
        local y = list_year(doc, t, list[index + 1])
        if y then t = setmetatable({ year = y, s = t.s, e = t.e }, { __index = t }) end
      end
      local kind, place = resolve[t.form](t, state, tense, around, t.last < s.last and doc.word(t.last + 1))
      if kind then
        if kind == "DURATION" and t.article and t.mod == nil and t.form == "duration" and not t.half and t.unit ~= "N" and t.unit ~= "WE" then
          local before = t.first > s.first and doc.word(t.first - 1) or "."
          local after = t.last < s.last and doc.word(t.last + 1) or "."
          local first = doc.word(t.first)
          if (first == "a" or first == "an") and not not_of_rate[before] and doc.shape(t.first - 1) ~= "-" and after ~= "after" and after ~= "before" then
            kind = "SET"
          end
        end
        add(t, { type = kind, value = place.value, mod = t.mod or (t.edge ~= "BEFORE" and t.edge ~= "AFTER" and t.edge or nil), quant = t.quant, why = { place.why },
          begin_point = place.begin_point, end_point = place.end_point })
        if (t.form == "calendar" or t.form == "year") and t.hour == nil then
          add_partner(doc, t, place, s.first, s.last, function(token, other)
            add(token, token, { type = "DATE", value = other.value, why = { other.why } })
          end)
        end
        if dated[place.unit] then
          state.told = place
          tell(state, t, place, doc.line_of(t.first), t.first > s.first and doc.word(t.first - 1))
          if place.n and place.unit == "D" then around = { unit = "D", n = place.n, value = day_text(place.n) } end
        end
        if place.unit == "Q" then
          if place.q > 0 and t.form == "quarter" then
            if t.inner ~= "same" then state.quarter, state.quarter_year = place.q, place.y end
          end
        end
      end
    end
  end
end

return M
