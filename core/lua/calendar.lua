--- The calendar: days, weekdays, weeks, months, and the TIMEX3 values of places on it. Pure arithmetic, no clock and no
-- zone.
--
-- The calendar is the proleptic Gregorian one of ISO 8601. Days are whole numbers counted from 1970-01-01, which is day
-- 0 and a Thursday. Years before our era are 0 (1 BC), -1 (2 BC), ... Months, days of a month, weekdays (1 is Monday),
-- weeks and quarters count from 1. Sources: the algorithms days_from_civil and civil_from_days of Howard Hinnant
-- ("chrono-Compatible Low-Level Date Algorithms"); ISO 8601 for weeks; Meeus, "Astronomical Algorithms", chapter 8, for
-- Easter; ISO-TimeML for the values.
--
-- A unit is the letter of TIMEX3, with a T before the short ones: TS second, TM minute, TH hour, D day, N night, W
-- week, WE weekend, F fortnight, M month, Q quarter, Y year, E decade, C century, L millennium.
--
-- A place is {unit =, value =}, as precise as its unit, with what is needed to count on from it: `days`, or `year` with
-- `month`, `quarter` or `season` (SP SU FA WI). A place of unit X is a value from which nothing can be counted.

local figures = require "figures"

local M = {}

local two, years = {}, {} -- figures as text, made once
for n = 0, 99 do two[n] = ("%02d"):format(n) end

local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
local season_starts = { SP = 3, SU = 6, FA = 9, WI = 12 }

--- Returns the day of a date. A day beyond the end of its month goes on into the next.
function M.days(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = year // 400
  local of_era = year - era * 400
  local of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1 -- years begin with March here
  return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

--- Returns year, month and day of the month of a day.
function M.date(days)
  days = days + 719468
  local era = days // 146097
  local of_era = days - era * 146097
  local year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
  local of_year = of_era - (365 * year + year // 4 - year // 100)
  local month = (5 * of_year + 2) // 153
  local day = of_year - (153 * month + 2) // 5 + 1
  month = month + (month < 10 and 3 or -9)
  return year + era * 400 + (month <= 2 and 1 or 0), month, day
end

--- Returns how many days a month has.
function M.month_days(year, month)
  if month == 2 and year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0) then return 29 end
  return lengths[month]
end

--- Returns whether there is such a date. Anything may be given for the month and the day, but integers.
function M.is_date(year, month, day)
  return month >= 1 and month <= 12 and day >= 1 and day <= M.month_days(year, month)
end

-- Do the dates of the text that tell day from month put the day first?
local function is_day_first(text)
  for a, b in text:gmatch("%f[%w](%d%d?)[/-](%d%d?)[/-]%d%d%d%d%f[^%w]") do
    if tonumber(a) > 12 then return true end
    if tonumber(b) > 12 then return false end
  end
  return false
end

--- Returns year, month and day of a date in figures: "2024-03-05", "5/29/2024", "29-04-2024", "4.5.1998" (the day first),
-- "10/5/22" (2000 to 2029, else 1930 to 1999). Where both orders are dates, the month comes first, unless the first date of
-- the text `among` that tells has the day first. nil for what is none.
function M.read_figures(text, among)
  local year, month, day = text:match("^(%d%d%d%d)[-/.](%d%d?)[-/.](%d%d?)$")
  if not year then
    local first, mark, second, last = text:match("^(%d%d?)([-/.])(%d%d?)[-/.](%d%d%d?%d?)$")
    local is_dotted = mark == "." and #first == 2 and #second == 2 and first > "12" -- "31.12.21" is no number of a version
    if not first or #last == 3 or #last == 2 and not (mark == "/" or is_dotted) then return nil end
    year, month, day = last, first, second
    local is_told = tonumber(first) > 12 or tonumber(second) > 12
    if mark == "." or tonumber(first) > 12 or not is_told and among and is_day_first(among) then month, day = second, first end
    if #last == 2 then year = (last < "30" and "20" or "19") .. last end
  end
  year, month, day = math.tointeger(tonumber(year)), math.tointeger(tonumber(month)), math.tointeger(tonumber(day))
  if year < 1000 or year > 2199 or not M.is_date(year, month, day) then return nil end
  return year, month, day
end

--- What a figure means: its field ("day", "year", "decade") and the value. "4", "04", "1998", "'98", "2003's", "1990s",
-- "'90s", "90's". nil for what is none.
function M.read_figure(w)
  local n = tonumber(w)
  if n then
    if math.type(n) ~= "integer" then return nil end
    if #w <= 2 then return n >= 1 and n <= 31 and "day" or nil, n end
    return #w == 4 and n >= 1000 and n <= 2100 and "year" or nil, n
  end
  if w:byte(-1) == 115 then
    local short, decade = w:match("^('?)(%d+)0'?s$")
    local whose = w:match("^(%d%d%d[1-9])'s$")
    if whose then return "year", tonumber(whose) end
    n = tonumber(decade)
    if n and n >= 2 and n <= 9 then return "decade", 190 + n end
    return n and n >= 10 and n <= 209 and short == "" and "decade" or nil, n
  end
  n = tonumber(w:match("^'(%d%d)$"))
  if n then return "year", n < 30 and 2000 + n or 1900 + n end
end

--- The numbers of months by the first letters of their names.
M.short_months = {jan = 1, feb = 2, mar = 3, apr = 4, may = 5, jun = 6, jul = 7, aug = 8, sep = 9, oct = 10, nov = 11,
  dec = 12}

--- Returns year, month, day, hour, minute, second (nil where it is not told) and zone ("UTC", "+01:00", nil) of a time stamp
-- of ISO 8601, "2031-05-07t09:30:00+01:00"; the first three of what `read_figures` reads, of "17.dec.2030", "09/jan/2030",
-- and of "9/11". nil for what is none.
function M.read_stamp(text, among)
  if text == "9/11" then return 2001, 9, 11 end
  if #text < 6 then return nil end
  local of_figures, of_month, of_day = M.read_figures(text, among)
  if of_figures then return of_figures, of_month, of_day end
  local day, name, of_year = text:match("^(%d%d?)[./](%l%l%l)[./](%d%d%d%d)$")
  local year, month = math.tointeger(tonumber(of_year)), M.short_months[name]
  if month then
    day = math.tointeger(tonumber(day))
    if M.is_date(year, month, day) then return year, month, day end
    return nil
  end
  local date, hour, minute, rest = text:match("^(%d+%-%d%d%-%d%d)t(%d%d):(%d%d)(.*)$")
  if not date then return nil end
  year, month, day = M.read_figures(date)
  hour, minute = math.tointeger(tonumber(hour)), math.tointeger(tonumber(minute))
  if not year or hour > 24 or minute > 59 then return nil end
  local second, zone = rest:match("^:?(%d*)[%d.]*(.-)$")
  local sign, hours, minutes = zone:match("^([+-])(%d%d):?(%d%d)$")
  if sign then zone = hours .. minutes == "0000" and "UTC" or sign .. hours .. ":" .. minutes end
  return year, month, day, hour, minute, math.tointeger(tonumber(second)), zone == "z" and "UTC" or zone ~= "" and zone or nil
end

--- Returns the number that a figure shows, "2.5", "1,500", "1/2", "2½", and whether it is a fraction alone; nil for a word.
M.read_number = figures.value

--- Returns hour, minute and second of a time of day in figures: "10:35", "10.35", "10h35", "10:35:20", "1035", "10".
function M.read_clock(text)
  local hour, minute = text:match("^(%d%d)(%d%d)$")
  local second
  if not hour then hour, minute = text:match("^(%d%d?)[:.h](%d%d)$") end
  if not hour then hour, minute, second = text:match("^(%d%d?):(%d%d):(%d%d)$") end
  return math.tointeger(tonumber(hour or text)), math.tointeger(tonumber(minute)), math.tointeger(tonumber(second))
end

--- Returns a time of day as text: "09:30", "09:30:15"; with "Z" in the zones UTC and GMT, "+08:00" in "GMT+8" or "+08:00".
function M.clock(hour, minute, second, zone)
  local text = (two[hour] or hour) .. ":" .. (two[minute or 0] or minute)
  if second then text = text .. ":" .. (two[second] or second) end
  if zone == nil then return text end
  if zone == "UTC" or zone == "GMT" then return text .. "Z" end
  local sign, hours, minutes = zone:match("^%u*([+-])(%d%d?):?(%d*)$")
  return sign and ("%s%s%02d:%s"):format(text, sign, tonumber(hours), minutes == "" and "00" or minutes) or text
end

--- Returns the time of day of {hour, minute, second, zone, half_day = 0 or 12}, "14:30" for 2:30 p.m., or its `part` ("MO",
--- nil) where it tells no hour.
function M.time_of_day(time)
  local hour, half_day = time.hour, time.half_day
  if not hour then return time.part end
  if half_day == 12 and hour < 12 then hour = hour + 12 end
  return M.clock(half_day == 0 and hour == 12 and 0 or hour, time.minute, time.second, time.zone)
end

--- Returns the weekday of a day, 1 (Monday) to 7 (Sunday).
function M.weekday(days) return (days + 3) % 7 + 1 end

--- Returns the last day on or before `days` that is the given weekday.
function M.last_weekday(days, weekday) return days - (days + 4 - weekday) % 7 end

--- Returns the year and the number of the ISO week of a day: the week belongs to the year of its Thursday.
function M.week(days)
  local thursday = days - M.weekday(days) + 4
  local year = M.date(thursday)
  return year, (thursday - M.days(year, 1, 1)) // 7 + 1
end

--- Returns the year in which a month and day lie nearest to `days`, and how many days they lie behind it.
function M.nearest_year(days, month, day)
  local best, away
  local year = M.date(days)
  for try = year - 1, year + 1 do
    local distance = M.days(try, month, math.min(day, M.month_days(try, month))) - days
    if best == nil or math.abs(distance) < math.abs(away) then best, away = try, distance end
  end
  return best, away
end

--- Returns the year nearest to `year` in which a month and day fall on a weekday; nil if there is none within five
-- years.
function M.year_of_weekday(year, month, day, weekday)
  for step = 0, 5 do
    if M.weekday(M.days(year - step, month, day)) == weekday then return year - step end
    if M.weekday(M.days(year + step, month, day)) == weekday then return year + step end
  end
end

--- Returns the day of Easter Sunday in a year (the rule of Meeus, Jones and Butcher).
function M.easter(year)
  local a, b, c = year % 19, year // 100, year % 100
  local g = (b - (b + 8) // 25 + 1) // 3
  local h = (19 * a + b - b // 4 - g + 15) % 30
  local l = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
  local m = (a + 11 * h + 22 * l) // 451
  local n = h + l - 7 * m + 114
  return M.days(year, n // 31, n % 31 + 1)
end

--- Returns the day of a holiday in a year by its rule: "12-25", "11-4d4" (the fourth Thursday of November; 5 is the
-- last one), "11-4d4+1" (a day after it), "easter-2". nil for what is no rule.
function M.holiday(rule, year)
  local month, day = rule:match("^(%d%d)%-(%d%d)$")
  if month then return M.days(year, tonumber(month), tonumber(day)) end
  local after_easter = rule:match("^easter([+-]%d+)$")
  if after_easter then return M.easter(year) + tonumber(after_easter) end
  local nth, weekday, more
  month, nth, weekday, more = rule:match("^(%d%d)%-(%d)d(%d)(%+?%d*)$")
  if not month then return nil end
  local days = M.last_weekday(M.days(year, tonumber(month), 7), tonumber(weekday)) + (tonumber(nth) - 1) * 7
  local _, same = M.date(days)
  return (same == tonumber(month) and days or days - 7) + (tonumber(more) or 0)
end

--- Returns the day of a holiday that is nearest to `days`: before it where `shift` is negative, after it where it is
-- positive, of the same year where it is 0. nil when there is none, or the rule is none.
function M.nearest_holiday(rule, days, shift)
  local year, best = M.date(days), nil
  for try = year - 1, year + 1 do
    local n = M.holiday(rule, try)
    local fits = n and (shift == nil or shift < 0 and n < days or shift > 0 and n > days or shift == 0 and try == year)
    if fits and (best == nil or math.abs(n - days) < math.abs(best - days)) then best = n end
  end
  return best
end

-- Places.

--- Returns the value of a year: "2023", "0842", "BC0480".
function M.year_value(year)
  if year <= 0 then return ("BC%04d"):format(1 - year) end
  local text = years[year] or ("%04d"):format(year)
  if year >= 1000 and year <= 2200 then years[year] = text end
  return text
end

local year_value = M.year_value

local function date_place(days, year, month, day)
  return { unit = "D", days = days, year = year, month = month, value = year_value(year) .. "-" .. two[month] .. "-"
    .. two[day] }
end

--- Returns the place of a date; of a day.
function M.at_date(year, month, day) return date_place(M.days(year, month, day), year, month, day) end

function M.at_day(days) return date_place(days, M.date(days)) end

--- Returns the place of the week (unit "W") or weekend ("WE") that holds a day.
function M.at_week(days, unit)
  local year, week = M.week(days)
  return { unit = unit, days = days, value = year_value(year) .. "-W" .. two[week] .. (unit == "WE" and "-WE" or "") }
end

--- Returns the place of a month, a quarter, a season ("SP", "SU", "FA", "WI") of a year.
function M.at_month(year, month) return { unit = "M", year = year, month = month, value = year_value(year) .. "-" .. two[month] } end

function M.at_quarter(year, quarter)
  return { unit = "Q", year = year, quarter = quarter, value = year_value(year) .. "-Q" .. quarter }
end

function M.at_season(year, season) return { unit = "S", year = year, season = season, value = year_value(year) .. "-" .. season } end

--- Returns the place of a year; of the decade and the century that hold a year ("199", "19").
function M.at_year(year) return { unit = "Y", year = year, value = year_value(year) } end

function M.at_decade(year)
  return { unit = "E", year = year, value = year > 0 and ("%03d"):format(year // 10)
    or ("BC%03d"):format((1 - year) // 10) }
end

function M.at_century(year)
  local century = year > 0 and year // 100 or (1 - year) // 100
  return { unit = "C", year = year, value = (year > 0 and "" or "BC") .. (two[century] or century) }
end

--- Returns the place of a time on the day of a place: a part of the day ("MO", "AF", "EV", "NI") or by the clock ("10:35").
function M.at_time(place, time)
  return { unit = place.days and "D" or "X", days = place.days, year = place.year, month = place.month,
    value = place.value .. "T" .. time }
end

--- Returns a place that is but a value: nothing can be counted from it.
function M.unknown(value) return { unit = "X", value = value } end

local unknown = M.unknown

--- The value of each unit when there is nothing to count from: what is not known is X.
M.blanks = { D = "XXXX-XX-XX", N = "XXXX-XX-XX", W = "XXXX-WXX", WE = "XXXX-WXX-WE", M = "XXXX-XX", Q = "XXXX-QX",
  Y = "XXXX", E = "XXX", C = "XX", F = "XXXX-WXX" }

--- Returns the first month of a season.
function M.season_start(season) return season_starts[season] end

--- Returns the year of a place, nil if it has none or there is none, and its month or the first one of its quarter or
-- season, nil if it is coarser.
function M.year_and_month(place)
  if not place then return nil end
  if place.quarter then return place.year, place.quarter * 3 - 2 end
  if place.season then return place.year, season_starts[place.season] end
  if place.year or not place.days then return place.year, place.month end
  return M.date(place.days)
end

-- A count with a fraction in whole smaller units: a year and a half is 18 months.
local parts = { Y = { 12, "M" }, E = { 10, "Y" }, C = { 100, "Y" }, L = { 1000, "Y" } }

local function in_whole_units(count, unit)
  local part = parts[unit]
  if part then count, unit = count * part[1], part[2] end
  return math.floor(count + 0.5), unit
end

--- Returns the place `count` units from `place` (before it if negative; a fraction is rounded to whole smaller units):
-- as precise as the unit, with X for what the place is too coarse to tell.
function M.shifted(place, count, unit)
  if math.abs(count) > 1e12 then return unknown(M.blanks[unit] or "XXXX") end -- no time to speak of
  if math.type(count) ~= "integer" then count, unit = in_whole_units(count, unit) end
  if unit == "F" then count, unit = count * 2, "W" end
  local days = place.days
  if days and (unit == "D" or unit == "N") then return M.at_day(days + count) end
  if days and (unit == "W" or unit == "WE") then return M.at_week(days + count * 7, unit) end
  local year, month = M.year_and_month(place)
  if year == nil then return unknown(M.blanks[unit] or "XXXX") end
  local known = year_value(year)
  if unit == "D" or unit == "N" then
    return unknown(known .. (month and "-" .. two[month] or "-XX") .. "-XX")
  elseif unit == "W" or unit == "WE" then
    return unknown(known .. "-WXX")
  elseif unit == "M" then
    if month == nil then return unknown(known .. "-XX") end
    local months = year * 12 + month - 1 + count
    return M.at_month(months // 12, months % 12 + 1)
  elseif unit == "Q" then
    if month == nil then return unknown(known .. "-QX") end
    local quarters = year * 4 + (month - 1) // 3 + count
    return M.at_quarter(quarters // 4, quarters % 4 + 1)
  elseif unit == "E" then
    return M.at_decade(year + count * 10)
  elseif unit == "C" then
    return M.at_century(year + count * 100)
  end
  return M.at_year(year + (unit == "L" and count * 1000 or count))
end

-- Units that a duration's value has no letter for, and what a fraction of a unit is told in.
local larger = { E = { 10, "Y" }, C = { 100, "Y" }, L = { 1000, "Y" }, F = { 2, "W" }, WE = { 2, "D" }, N = { 1, "D" } }
local smaller = { Y = { 12, "M", "P" }, TH = { 60, "M", "PT" }, TM = { 60, "S", "PT" } }

--- Returns the value of a duration of `count` units: "P5M", "PT36H", "P2Y6M"; "PXD" where the count is no number.
function M.duration(count, unit)
  local n = tonumber(count)
  if larger[unit] and n then n, unit = n * larger[unit][1], larger[unit][2] end
  n = math.tointeger(n) or n
  if n and math.abs(n) >= 1e15 then n = nil end -- no time to speak of
  local head, letter = "P", unit
  if #unit == 2 and unit:find("^T") then head, letter = "PT", unit:sub(2) end
  if n == nil then return head .. "X" .. letter end
  if math.type(n) == "integer" then return head .. n .. letter end
  local below = smaller[unit]
  if not below then return ("%s%.4g%s"):format(head, n, letter) end
  local whole = math.floor(n)
  local rest = math.floor((n - whole) * below[1] + 0.5)
  if whole == 0 then return ("%s%d%s"):format(below[3], rest, below[2]) end
  return ("%s%d%s%d%s"):format(head, whole, letter, rest, below[2])
end

--- Returns a table of one's own with all of the above, for a plugin.
function M.copy()
  local copy = {}
  for name, value in pairs(M) do copy[name] = value end
  copy.copy, copy.blanks = nil, {}
  for unit, blank in pairs(M.blanks) do copy.blanks[unit] = blank end
  return copy
end

return M
