-- The calendar: known days, weeks, holidays; places and durations.
local calendar = require "calendar"
local tap = require "tap"

tap.is(calendar.days(1970, 1, 1), 0, "day 0")
tap.is(calendar.days(2000, 3, 1), 11017, "a day after the leap day of a century")
tap.is(calendar.weekday(0), 4, "day 0 is a Thursday")
tap.is(calendar.weekday(calendar.days(2023, 2, 14)), 2, "a Tuesday")

local months, previous = 0, nil
for days = -800000, 40000, 1 do
  local year, month, day = calendar.date(days)
  if calendar.days(year, month, day) ~= days or not calendar.is_date(year, month, day) then
    tap.is(("%d-%d-%d"):format(year, month, day), days, "there and back")
  end
  if day == 1 then
    if previous and previous ~= calendar.month_days(calendar.date(days - 1)) then tap.is(previous, days, "length of a month") end
    months = months + 1
  end
  previous = day
end
tap.is(months, 27598, "there and back over 2300 years, all months of the length they have")
tap.is(calendar.is_date(1900, 2, 29), false, "1900 had no leap day")
tap.is(calendar.is_date(2000, 2, 29), true, "2000 had one")
tap.is(calendar.is_date(2023, 13, 1), false, "no thirteenth month")

local function week(year, month, day) return ("%d-W%02d"):format(calendar.week(calendar.days(year, month, day))) end
tap.is(week(2021, 1, 3), "2020-W53", "a Sunday of the last week of the year before")
tap.is(week(2018, 12, 31), "2019-W01", "a Monday of the first week of the year after")
tap.is(calendar.at_week(calendar.days(2023, 2, 14), "WE").value, "2023-W07-WE", "a weekend")
tap.is(calendar.at_day(calendar.last_weekday(calendar.days(2023, 2, 14), 2)).value, "2023-02-14", "the last Tuesday is today")
tap.is(calendar.at_day(calendar.last_weekday(calendar.days(2023, 2, 14), 3)).value, "2023-02-08", "the last Wednesday")

local function holiday(rule, year) return calendar.at_day(calendar.holiday(rule, year)).value end
tap.is(holiday("easter+0", 2023), "2023-04-09", "Easter 2023")
tap.is(holiday("easter+0", 1961), "1961-04-02", "Easter 1961")
tap.is(holiday("easter-2", 2000), "2000-04-21", "Good Friday 2000")
tap.is(holiday("11-4d4", 2022), "2022-11-24", "the fourth Thursday of November")
tap.is(holiday("05-5d1", 2023), "2023-05-29", "the last Monday of May")
tap.is(holiday("12-25", 2023), "2023-12-25", "a fixed day")
tap.is(calendar.holiday("soon", 2023), nil, "no rule")

local may = calendar.days(2023, 5, 1)
tap.is(calendar.nearest_holiday("12-25", may), calendar.days(2022, 12, 25), "the nearest Christmas")
tap.is(calendar.nearest_holiday("12-25", may, 1), calendar.days(2023, 12, 25), "the next one")
tap.is(calendar.nearest_holiday("easter+0", may, -1), calendar.easter(2023), "the Easter before")
tap.is(calendar.nearest_holiday("07-04", may, 0), calendar.days(2023, 7, 4), "that of the year")

-- What no calendar holds is told without an error.
tap.is(calendar.shifted(calendar.at_day(0), 9000000000000000000, "D").value, "XXXX-XX-XX", "too many days")
tap.is(calendar.shifted(calendar.at_year(2000), 1e30, "Y").value, "XXXX", "too many years")
tap.is(calendar.duration("1e+30", "Y"), "PXY", "too long")
tap.is(calendar.at_century(47900).value, "479", "a century of three figures")

-- Dates in figures: the year first, the month first where both orders are dates, the day first with points.
for text, wanted in pairs {["2024-03-05"] = "2024 3 5", ["2024/3/5"] = "2024 3 5", ["5/29/2024"] = "2024 5 29",
                                ["29-04-2024"] = "2024 4 29", ["06/11/2024"] = "2024 6 11", ["4.5.1998"] = "1998 5 4",
                                ["10/5/22"] = "2022 10 5", ["10/5/44"] = "1944 10 5", ["31/31/2024"] = "none", ["10-5-22"] = "none",
                                ["29/02/2023"] = "none", ["1.2.345"] = "none", ["5-29"] = "none"} do
  local y, m, d = calendar.read_figures(text)
  tap.is(y and ("%d %d %d"):format(y, m, d) or "none", wanted, "read " .. text)
end

for text, wanted in pairs {["2031-05-07t09:30:15.5+0100"] = "2031 5 7 9 30 15 +01:00", ["2031-05-07t09:30z"] = "2031 5 7 9 30 nil UTC",
                           ["17.dec.2030"] = "2030 12 17 nil nil nil nil", ["31/feb/2030"] = "nil nil nil nil nil nil nil",
                           ["2031-05-07t25:30"] = "nil nil nil nil nil nil nil", ["9/11"] = "2001 9 11 nil nil nil nil"} do
  local read = table.pack(calendar.read_stamp(text))
  for i = 1, 7 do read[i] = tostring(read[i]) end
  tap.is(table.concat(read, " ", 1, 7), wanted, "read " .. text)
end
for text, wanted in pairs {
  ["10:35"] = "10 35 nil", ["9.05"] = "9 5 nil", ["10:35:20"] = "10 35 20", ["1035"] = "10 35 nil", ["7"] = "7 nil nil",
  ["2.125"] = "nil nil nil", ["noon"] = "nil nil nil",
} do
  local hour, minute, second = calendar.read_clock(text)
  tap.is(("%s %s %s"):format(hour, minute, second), wanted, "read " .. text)
end
for text, wanted in pairs {["2.5"] = 2.5, ["1,500"] = 1500, ["1/2"] = 0.5, ["2½"] = 2.5, ["¾"] = 0.75, ["two"] = false} do
  tap.is(calendar.read_number(text) or false, wanted, "read " .. text)
end
tap.is(calendar.clock(9, 5, nil, "UTC+5:30"), "09:05+05:30", "a clock in a zone")
tap.is(calendar.clock(9, nil, 7, "UTC"), "09:00:07Z", "a clock with seconds")
tap.is(calendar.clock(9, 5, nil, "EST"), "09:05", "a zone that is but a name")

local year, away = calendar.nearest_year(calendar.days(2023, 1, 10), 12, 20)
tap.is(year, 2022, "the nearest 20 December")
tap.is(away, -21, "which is three weeks back")
tap.is(calendar.year_of_weekday(2023, 5, 14, 5), 2021, "the nearest Friday, 14 May")

local day = calendar.at_date(2023, 1, 31)
local function shifted(place, count, unit) return calendar.shifted(place, count, unit).value end
tap.is(shifted(day, 1, "D"), "2023-02-01", "a day on")
tap.is(shifted(day, -5, "M"), "2022-08", "five months back")
tap.is(shifted(day, 1.5, "Y"), "2024-07", "a year and a half on, in months")
tap.is(shifted(day, -1, "Q"), "2022-Q4", "the quarter before")
tap.is(shifted(day, 2, "F"), "2023-W09", "two fortnights on")
tap.is(shifted(day, -1, "E"), "201", "a decade back")
tap.is(shifted(calendar.at_month(2022, 12), 1, "D"), "2022-12-XX", "a month does not tell days")
tap.is(shifted(calendar.at_year(2022), -1, "M"), "2022-XX", "nor a year months")
tap.is(shifted(calendar.at_season(2022, "FA"), 1, "Q"), "2022-Q4", "from a season")
tap.is(shifted(calendar.unknown("XXXX"), 1, "W"), "XXXX-WXX", "from nothing")
tap.is(calendar.at_year(-479).value, "BC0480", "before our era")
tap.is(calendar.at_century(1801).value, "18", "a century")
tap.is(calendar.at_time(day, "EV").value, "2023-01-31TEV", "an evening")
tap.is(shifted(calendar.at_time(day, "10:35"), 1, "D"), "2023-02-01", "the day after a time")
tap.is(calendar.at_time(calendar.unknown("XXXX-01-31"), "10:35").unit, "X", "a time on a day of no year")

tap.is(calendar.duration("5", "M"), "P5M", "months")
tap.is(calendar.duration("36", "TH"), "PT36H", "hours")
tap.is(calendar.duration("2.5", "Y"), "P2Y6M", "a half in the smaller unit")
tap.is(calendar.duration("0.5", "TH"), "PT30M", "half an hour")
tap.is(calendar.duration("2", "E"), "P20Y", "decades")
tap.is(calendar.duration("X", "D"), "PXD", "no number")
tap.is(calendar.copy().copy, nil, "what plugins get makes no copies")
tap.done()
