--- Time expressions as they stand in the text, not yet resolved to the calendar.
-- A grammar reads each one into a flat record: the calendar fields that are named ("September" ->
-- month 9), or how far it is shifted from which anchor ("last year" -> -1 Y from the reference date,
-- "two days later" -> +2 D from the date told before), or how many of which unit. The plugin `dates`
-- makes values of them; `reference_date` finds out from the full dates when the text was written.

local hyphens = { "-", "‑", "–", "—" }
local month_names = { "January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December" }
local month_short = { Jan = 1, Feb = 2, Mar = 3, Apr = 4, Jun = 6, Jul = 7, Aug = 8, Sep = 9, Sept = 9,
  Oct = 10, Nov = 11, Dec = 12, JAN = 1, FEB = 2, MAR = 3, APR = 4, JUN = 6, JUL = 7, AUG = 8, SEP = 9,
  OCT = 10, NOV = 11, DEC = 12 }
local weekday_names = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" }
local weekday_plurals = { Mondays = 1, Tuesdays = 2, Wednesdays = 3, Thursdays = 4, Fridays = 5,
  Saturdays = 6, Sundays = 7 }
local weekday_short = { Mon = 1, Tue = 2, Tues = 2, Wed = 3, Weds = 3, Thu = 4, Thur = 4, Thurs = 4,
  Fri = 5, Sat = 6, Sun = 7 }

-- Codes of units: the letter of TIMEX3, with a T before hours, minutes and seconds.
local units = { second = "TS", seconds = "TS", minute = "TM", minutes = "TM", mins = "TM", hour = "TH",
  hours = "TH", hrs = "TH", day = "D", days = "D", night = "N", nights = "N", week = "W", weeks = "W",
  fortnight = "F", fortnights = "F", month = "M", months = "M", quarter = "Q", quarters = "Q",
  year = "Y", years = "Y", decade = "E", decades = "E", century = "C", centuries = "C",
  millennium = "L", millennia = "L", weekend = "WE", weekends = "WE", summers = "SU", winters = "WI" }
local plural_units = { minutes = "TM", hours = "TH", days = "D", weeks = "W", months = "M", years = "Y",
  decades = "E", centuries = "C", nights = "N", quarters = "Q", seconds = "TS", summers = "SU" }
local calendar_units = { day = "D", week = "W", weekend = "WE", month = "M", quarter = "Q", year = "Y",
  decade = "E", century = "C", fortnight = "F" }
local rates = { hourly = "TH", daily = "D", nightly = "N", weekly = "W", fortnightly = "F", monthly = "M",
  yearly = "Y", annually = "Y" }
local day_parts = { morning = "MO", afternoon = "AF", evening = "EV", night = "NI", dawn = "MO",
  nights = "NI", mornings = "MO", evenings = "EV", afternoons = "AF" }
local bare_parts = { overnight = "NI", dawn = "MO", dusk = "EV", daytime = "DT", nightfall = "EV",
  ["night-time"] = "NI" }
local seasons = { spring = "SP", summer = "SU", autumn = "FA", fall = "FA", winter = "WI",
  wintertime = "WI", summertime = "SU", springtime = "SP" }
local decade_words = { twenties = 2, thirties = 3, forties = 4, fifties = 5, sixties = 6, seventies = 7,
  eighties = 8, nineties = 9 }
local day_words = { first = 1, second = 2, third = 3, fourth = 4, fifth = 5, sixth = 6, seventh = 7,
  eighth = 8, ninth = 9, tenth = 10, eleventh = 11, twelfth = 12, thirteenth = 13, fourteenth = 14,
  fifteenth = 15, sixteenth = 16, seventeenth = 17, eighteenth = 18, nineteenth = 19, twentieth = 20,
  thirtieth = 30, ["twenty-first"] = 21, ["twenty-second"] = 22, ["twenty-third"] = 23,
  ["twenty-fourth"] = 24, ["twenty-fifth"] = 25, ["twenty-sixth"] = 26, ["twenty-seventh"] = 27,
  ["twenty-eighth"] = 28, ["twenty-ninth"] = 29, ["thirty-first"] = 31 }

-- Words that shift a unit of the calendar: from the reference date, or from the date told before.
local shifts = { this = 0, current = 0, last = -1, past = -1, next = 1, coming = 1, upcoming = 1,
  ["this coming"] = 1, ["this past"] = -1, ["this very"] = 0 }
local told_shifts = { that = 0, same = 0, previous = -1, preceding = -1, prior = -1, following = 1,
  next = 1, ensuing = 1, subsequent = 1, ["that same"] = 0, ["that very"] = 0, ["this same"] = 0,
  intervening = 0 }
local spans = { last = -1, past = -1, next = 1, coming = 1, previous = -1, preceding = -1, following = 1,
  ensuing = 1, final = 0, first = 0, initial = 0, latest = -1, recent = -1, remaining = 0 }
local distances = { ago = "ago", earlier = "earlier", later = "later", ["from now"] = "hence",
  hence = "hence", prior = "earlier", previously = "earlier", afterwards = "later", afterward = "later",
  ["before that"] = "earlier", ["after that"] = "later", back = "ago" }

local edges = { early = "START", late = "END", mid = "MID", middle = "MID", ["the early"] = "START" }
local edge_nouns = { ["beginning"] = "START", ["start"] = "START", ["middle"] = "MID", ["end"] = "END",
  ["close"] = "END", ["early part"] = "START", ["latter part"] = "END", ["first half"] = "START",
  ["second half"] = "END", ["early days"] = "START", ["final days"] = "END" }
local comparisons = { ["more than"] = "MORE_THAN", over = "MORE_THAN", ["less than"] = "LESS_THAN",
  ["fewer than"] = "LESS_THAN", under = "LESS_THAN", nearly = "LESS_THAN", almost = "LESS_THAN",
  ["close to"] = "LESS_THAN", ["at least"] = "EQUAL_OR_MORE", ["no less than"] = "EQUAL_OR_MORE",
  ["at most"] = "EQUAL_OR_LESS", ["up to"] = "EQUAL_OR_LESS", ["no more than"] = "EQUAL_OR_LESS",
  about = "APPROX", approximately = "APPROX", roughly = "APPROX", some = "APPROX",
  ["the better part of"] = "APPROX" }

-- Vague words for the present, the past and the future.
local references = { now = "PRESENT_REF", nowadays = "PRESENT_REF", currently = "PRESENT_REF",
  ["right now"] = "PRESENT_REF", ["at present"] = "PRESENT_REF", ["these days"] = "PRESENT_REF",
  recently = "PAST_REF", ["more recently"] = "PAST_REF",
  ["most recently"] = "PAST_REF", lately = "PAST_REF",
  ["the future"] = "FUTURE_REF", ["the near future"] = "FUTURE_REF", ["the past"] = "PAST_REF",
  ["the foreseeable future"] = "FUTURE_REF", ["the near term"] = "FUTURE_REF",
  ["the present"] = "PRESENT_REF", current = "PRESENT_REF", recent = "PAST_REF",
  future = "FUTURE_REF", ["the time being"] = "PRESENT_REF", ["present-day"] = "PRESENT_REF",
  ["the moment"] = "PRESENT_REF", ["as soon as possible"] = "FUTURE_REF", ["recent years"] = "PAST_REF" }

local zones = { "GMT", "UTC", "EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "MDT", "PST", "PDT", "PT",
  "CET", "CEST", "EET", "EEST", "MSK", "BST", "IST", "IRST", "JST", "KST", "HKT", "AEST", "AEDT" }

-- Words besides figures, months and weekdays that begin an expression.
local first_words = { "the", "a", "an", "this", "that", "these", "last", "past", "next", "coming", "early", "late",
  "mid", "earlier", "later", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
  "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty",
  "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "half", "several", "few", "many", "some", "more", "less", "fewer",
  "over", "under", "nearly", "almost", "about", "approximately", "roughly", "close", "at", "up", "no", "another", "every", "each", "per",
  "first", "second", "third", "fourth", "its", "his", "her", "their", "our", "my", "fiscal", "financial",
  "now", "nowadays", "currently", "right", "so", "recently", "most", "lately", "previously", "soon",
  "current", "recent", "future", "present", "as", "today", "tonight", "yesterday", "tomorrow",
  "overnight", "noon", "midnight", "midday", "weeks", "months", "years", "days", "hours", "minutes", "decades", "centuries",
  "spring", "summer", "autumn", "winter", "fall", "dawn", "dusk", "morning", "afternoon", "evening", "night", "daily", "weekly",
  "monthly", "quarterly", "yearly", "annually", "annual", "hourly", "nightly", "year", "month", "week", "day", "quarter", "previous", "following",
  "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
  "twentieth", "upcoming", "couple", "once", "twice", "weekend", "same", "eleventh", "tenth", "fifth", "sixth", "seventh", "eighth", "ninth", "AD", "daytime" }

local quarters = { first = 1, second = 2, third = 3, fourth = 4, ["1st"] = 1, ["2nd"] = 2, ["3rd"] = 3,
  ["4th"] = 4 }
local sure_seasons = { spring = "SP", summer = "SU", autumn = "FA", winter = "WI", wintertime = "WI",
  summertime = "SU", springtime = "SP" }
local bare_units = { week = "W", weekend = "WE", month = "M", quarter = "Q", year = "Y" }
local per_units = { hour = "TH", day = "D", week = "W", month = "M", quarter = "Q", year = "Y" }
local year_spans = { last = -1, past = -1, next = 1, coming = 1 }
local long_units = { week = "W", month = "M", year = "Y", decade = "E", century = "C", ["half-century"] = "C" }
local parts_alone = { morning = "MO", afternoon = "AF", evening = "EV" }
local days_around = { today = 0, yesterday = -1, tomorrow = 1 }

local function names(list, small)
  local map = {}
  for i, name in ipairs(list) do
    map[name], map[name:upper()] = i, i
    if small(name) then map[name:lower()] = i end
  end
  return map
end

local function plural_names(map)
  local both = {}
  for name, value in pairs(map) do both[name], both[name:lower()] = value, value end
  return both
end

--- A sentence is read only where one of these words stands: figures, names, units, and what is a time alone.
local function make_triggers()
  local list = { "0*", "1*", "2*", "3*", "4*", "5*", "6*", "7*", "8*", "9*", "mid-*", "early-*", "late-*", "year-*", "month-*",
    "week-*", "day-*", "decade-*", "noon", "midday", "midnight", "tonight", "overnight", "today", "yesterday", "tomorrow",
    "period", "present", "present-day", "future", "past", "now", "moment", "time", "term", "christmas", "halloween", "thanksgiving",
    "easter", "nowruz", "eve", "nineteen", "q1", "q2", "q3", "q4", "possible", "pentecost", "july" }
  local seen = {}
  local function put(word)
    word = word:lower()
    if not word:find(" ") and not seen[word] then
      seen[word] = true
      list[#list + 1] = word
    end
  end
  for _, map in ipairs({ month_short, weekday_short, weekday_plurals, units, rates, day_parts, seasons, decade_words, references }) do
    for word in pairs(map) do put(word) end
  end
  for word in pairs(month_short) do put(word .. ".") end
  for word in pairs(weekday_short) do put(word .. ".") end
  for _, name in ipairs(month_names) do put(name) end
  for _, name in ipairs(weekday_names) do put(name) end
  for _, word in ipairs({ "half", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "eighteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety", "several", "multi", "first", "second", "third", "fourth", "century", "hundred", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first" }) do
    put(word .. "-*")
  end
  table.sort(list)
  return list
end

--- The year that two figures mean: "'68" is 1968, "'05" is 2005.
local function two_figure_year(figures)
  local n = tonumber(figures)
  return n < 30 and 2000 + n or 1900 + n
end

local M = {
  api = 1,
  name = "times",
  summary = "Time expressions before they are resolved (read by dates and reference_date)",
  language = "en",
  uses = { "numbers" },
  data = { holidays = { file = "en.holidays.tsv", match = "word" } },
  provides = { _times = {
    form = "string", mod = "string", edge = "string", year = "number", month = "number", day = "number",
    weekday = "number", hour = "number", minute = "number", second = "number", half_day = "number",
    zone = "string", part = "string", season = "string", quarter = "number", decade = "number",
    century = "number", era = "string", holiday = "string", base = "string", shift = "number",
    unit = "string", count = "string", half = "number", direction = "string", ref = "string",
    fiscal = "boolean", plural = "boolean", quant = "string", dirty = "boolean", article = "boolean",
    inner = "string",
  } },
  triggers = make_triggers(),
}

function M.grammar(g)
  local P, S, R, V, gap, field, word, is = g.P, g.S, g.R, g.V, g.gap, g.field, g.word_of, g.constant
  local numbers = g.numbers
  local digit = R("09")
  local hyphen = g.oneof(hyphens)
  local join = gap ^ -1 * hyphen * gap ^ -1 + gap
  local comma = P(",") ^ -1 * gap
  local apostrophe = P("'") + P("’")
  local possessive = apostrophe * P("s") ^ -1
  local function always(value) return function() return value end end
  local the = word({ "the" }) * gap
  local of = gap * word({ "of" }) * gap
  local of_the = of * the ^ -1

  -- Figures and names of the calendar.
  local month_name = g.oneof(names(month_names, function(name) return name ~= "May" and name ~= "March" end)) * g.boundary
  local month = month_name + g.oneof(month_short) * (P(".") + g.boundary * #((gap + hyphen) * digit))
  local weekday = g.oneof(names(weekday_names, always(true))) * g.boundary
    + g.oneof(weekday_short) * (P(".") + g.boundary * #(P(",") ^ -1 * gap * (digit + month)))
  local whole = g.boundary * -(S(".:") * digit) * -(P(",") * digit * digit * digit * -digit) * -(gap ^ -1 * P("%"))
  local ending = g.oneof({ "st", "nd", "rd", "th" }) * g.boundary
  local two_figures = (R("12") * digit + P("3") * S("01") + P("0") ^ -1 * R("19")) / tonumber
  local ordinal_day = two_figures * ending + word(day_words)
  local day = two_figures * whole + ordinal_day
  local four = S("12") * digit * digit * digit
  local spelled_year = word({ "nineteen" }) * join * numbers.below_100 / function(low) return 1900 + low end
    + word({ "two thousand" }) / always(2000)
  local year = four / tonumber * whole + apostrophe * (digit * digit / two_figure_year) * g.boundary + spelled_year
  local before_era = gap * field("era", (word({ "BC", "BCE" }) + g.caseless("b.c.e.") + g.caseless("b.c.")) / always("BC"))
  local era = before_era + gap * field("era", word({ "AD", "CE" }) / always("AD"))
  local year_field = field("year", digit * digit ^ -3 / tonumber) * before_era + field("year", year) * era ^ -1

  -- Clock: 10:35 a.m., 1900 GMT, 4 in the morning.
  local am = S("aA") * P(".") ^ -1 * S("mM") * (P(".") + g.boundary) / always(0)
  local pm = S("pP") * P(".") ^ -1 * S("mM") * (P(".") + g.boundary) / always(12)
  local half_day = gap ^ -1 * field("half_day", am + pm)
    + gap * word({ "in the" }) * gap * field("half_day", word({ morning = 0, afternoon = 12, evening = 12 }))
    + gap * word({ "at night" }) * is("half_day", 12)
  local zone_name = P("(") ^ -1 * field("zone", g.capture(g.oneof(zones)) * g.boundary) * P(")") ^ -1
  local hour = field("hour", (S("01") * digit + P("2") * R("04") + digit) / tonumber)
  local minute = field("minute", R("05") * digit / tonumber)
  local second = P(":") * field("second", R("05") * digit / tonumber)
  local hours = gap ^ -1 * word({ "hours", "hrs", "h" })

  -- How many of which unit.
  local vague = word({ "a few", "several", "few", "many", "many more", "a number of", "some" }) / always("X")
    + word({ "a couple of", "couple of", "a couple" }) / always("2")
  local number = numbers.amount / function(n) return ("%.14g"):format(n) end
  local one = word({ "a", "an" }) / always("1") * is("article", true)
    + word({ "another", "one more", "a single" }) / always("1") + word({ "half an", "half a" }) / always("0.5")
  local upper = (gap * word({ "to", "or" }) * gap + hyphen) * numbers.count / 0
  local count = field("count", (vague + number) * upper ^ -1)
  local one_count = word({ "a", "an" }) * is("article", true) * is("count", "1") * (gap * word({ "full", "single" })) ^ -1
    + is("count", "1") * word({ "another", "one more" }) + word({ "half an", "half a" }) * is("count", "0.5")
  local any_count = count + one_count
  local filler = (word({ "more", "additional", "full", "straight", "consecutive", "long", "short", "trading", "working",
    "business", "further", "whole", "calendar", "such", "bloody", "difficult", "crucial" }) * gap) ^ -1
  local unit = field("unit", word(units))
  local plural_unit = field("unit", word(plural_units))
  local compare = (field("mod", word(comparisons)) * gap) ^ -1
  local and_half = (gap * word({ "and a half" }) * is("half", 1)) ^ -1

  local from_reference = field("shift", word(shifts)) * is("base", "ref")
  local from_told = field("shift", word(told_shifts)) * is("base", "told")
  local adjective = (word({ "calendar", "full", "entire", "whole", "coming", "academic", "school", "very" }) * gap) ^ -1
  local fiscal = (word({ "fiscal", "financial" }) * join * is("fiscal", true)) ^ -1
  local part = field("part", word(day_parts))
  local quarter = field("quarter", word(quarters)) * join * word({ "quarter" }) + P("Q") * field("quarter", R("14") / tonumber) * g.boundary
  local season = field("season", word(seasons))
  local sure_season = field("season", word(sure_seasons))
  local calendar_unit = field("unit", word(calendar_units))
  local weekday_field, month_field = field("weekday", weekday), field("month", month)

  return {
    "expression",
    expression = #(digit + apostrophe) * (V("clock") + V("calendar") + V("numeric") + V("century") + V("decade") + V("year") + V("amount"))
      + V("starter") * (V("edge") ^ -1 * V("point") + V("amount") + V("reference")),
    starter = #(word(first_words) + month + weekday + P("Q") * digit + g.words.holidays),
    edge = the ^ -1 * (word({ "very" }) * gap) ^ -1 * (field("edge", word(edges)) * join
        + field("edge", word(edge_nouns)) * of
        + (field("edge", word({ early = "START", late = "END" })) + word({ "earlier", "later" })) * gap * word({ "in" }) * gap * #(the + digit + season)
        + word({ "earlier", "later" }) * gap * #word({ "this", "that", "yesterday" })),
    point = V("part_of") + V("calendar") + V("weekday") + V("deictic") + V("quarter") + V("season")
      + V("century") + V("decade") + V("day_before") + (V("relative") - word({ "this quarter", "last day", "the last day", "next door" })) + V("holiday") + V("year") + V("year_ago") + V("bare")
      + V("noon") + V("part_of_day"),
    amount = V("rate") + V("period") + V("distance") + V("duration"),
    reference = is("form", "reference") * field("ref", word(references)),

    -- "September 1, 1939", "the 19th of October", "July of that year", "Friday, Oct. 23".
    its_year = (P(",") + P(".") * is("dirty", true) + hyphen) ^ -1 * gap ^ -1 * year_field + of * year_field,
    told_year = (of + comma) * (word({ "that", "the same" }) * is("base", "told") * is("shift", 0)
        + field("shift", word({ this = 0, last = -1, next = 1 })) * is("base", "ref")) * gap * word({ "year" }) * is("unit", "Y"),
    month_day = month_field * gap * the ^ -1 * field("day", day),
    day_month = the ^ -1 * field("day", day) * (of + join) * month_field,
    calendar = is("form", "calendar") * (weekday_field * comma) ^ -1 * (V("month_day") + V("day_month"))
        * (V("its_year") + V("told_year")) ^ -1 * (comma * V("time_of_day")) ^ -1
      + is("form", "month") * month_field * ((of + comma) * year_field + V("told_year")) ^ -1,

    -- "2005-09-07", "7/8/07", "02.07.2013".
    numeric = is("form", "numeric") * (field("year", four / tonumber) * P("-") * field("month", digit * digit / tonumber)
          * P("-") * field("day", digit * digit / tonumber) * (P("T") * hour * P(":") * minute * second ^ -1 * P("Z") ^ -1) ^ -1
        + field("month", digit * digit ^ -1 / tonumber) * S("/.") * field("day", digit * digit ^ -1 / tonumber) * S("/.")
          * field("year", four / tonumber + digit * digit / two_figure_year)) * whole,

    -- "10:35 a.m. EDT Thursday", "1900 GMT", "noon".
    time_of_day = (hour * (P(":") + P(".") * #(digit * digit * half_day)) * minute * second ^ -1 * (hours + half_day) ^ -1
        + hour * (half_day + gap ^ -1 * word({ "o'clock" }) * half_day ^ -1)
        + hour * minute * (gap * zone_name + hours)) * -digit * (gap * zone_name) ^ -1,
    clock = is("form", "clock") * V("time_of_day") * (comma * (V("day_name") + V("calendar"))) ^ -1,
    noon = is("form", "clock") * (word({ "noon", "midday" }) * is("hour", 12) + word({ "midnight" }) * is("hour", 24)) * (gap * V("day_name")) ^ -1,
    day_name = weekday_field + field("shift", word(days_around)) * is("base", "ref") * is("unit", "D"),

    -- "the night of 20 June", "early in the morning of 29 April".
    part_of = (word({ "early" }) * gap * word({ "in" }) * gap) ^ -1 * the ^ -1 * (word({ "early", "late" }) * gap) ^ -1 * part * (gap * word({ "hours" })) ^ -1 * of * (V("calendar") + V("weekday")),

    -- "mid-afternoon", "late in the evening", "the morning".
    part_of_day = is("form", "part_of_day") * (the + word({ "late", "early", "mid" }) * join) * field("part", word(parts_alone)),

    -- "Friday", "last Friday", "Tuesday nights", "Mondays".
    weekday = is("form", "weekday") * ((the ^ -1 * (from_reference + from_told) * gap) ^ -1 * weekday_field * (gap * part) ^ -1
        + field("weekday", g.oneof(weekday_plurals)) * g.boundary * is("plural", true)),

    -- "today", "yesterday evening", "the day before yesterday".
    deictic = is("form", "deictic") * is("base", "ref") * (
        ((word({ "mid-afternoon" }) * is("part", "AF") + part) * gap) ^ -1 * field("shift", word(days_around)) * is("unit", "D") * (gap * part) ^ -1
      + word({ "tonight", "overnight" }) * is("shift", 0) * is("unit", "D") * is("part", "NI")
      + field("shift", word({ ["the day before yesterday"] = -2, ["the day after tomorrow"] = 2 })) * is("unit", "D")),

    -- "the third quarter of 1984", "last year's first quarter", "fiscal second-quarter".
    quarter = is("form", "quarter") * (V("year_of") * (quarter + word({ "quarter", "period" }) * is("inner", "same"))
        + the ^ -1 * fiscal * quarter * (of * (V("year_named") + year_field) + comma * field("year", year) + gap * V("year_named")) ^ -1),
    year_named = (from_reference + the ^ -1 * from_told) * gap * word({ "year" }) * is("unit", "Y"),
    year_of = V("year_named") * possessive * gap * fiscal + the * field("year", four / tonumber) * gap * fiscal,

    -- "the summer of 1955", "last fall", "spring".
    season = is("form", "season") * (the ^ -1 * (from_reference + from_told) * gap * season
      + the ^ -1 * season * (of * (V("year_named") + year_field + V("told_year")) + comma * field("year", year))
      + the * season + sure_season),

    century = is("form", "century") * the ^ -1 * V("edge") ^ -1 * field("century", numbers.ordinal) * join * word({ "century", "centuries" }) * era ^ -1,
    decade = is("form", "decade") * the ^ -1 * V("edge") ^ -1 * (field("decade", digit ^ 1 / function(d) return tonumber(d) // 10 end) * apostrophe ^ -1 * P("s") * before_era
        + (field("decade", S("12") * digit * digit / tonumber) * P("0") * apostrophe ^ -1 * P("s")
        + apostrophe ^ -1 * field("decade", R("29") / function(d) return 190 + tonumber(d) end) * P("0") * apostrophe ^ -1 * P("s")
        + field("decade", word(decade_words) / function(d) return 190 + d end)) * g.boundary),

    -- "this year", "the previous century", "that same day", "this morning".
    relative = is("form", "relative") * (the * -word({ "past", "last", "next coming" })) ^ -1 * (-the * from_reference + from_told) * gap * adjective * fiscal
      * (calendar_unit + month_field + part + season + word({ "period" }) * is("unit", "P")),

    holiday = is("form", "holiday") * (the ^ -1 * (from_reference + from_told) * gap) ^ -1 * field("holiday", g.capture(g.words.holidays)) * (gap * part) ^ -1 * (comma * field("year", year)) ^ -1,

    year = is("form", "year") * (((word({ "the year", "year", "ca", "c" }) * P(".") ^ -1 * gap) ^ -1 * fiscal * (word({ "year" }) * gap) ^ -1 * year_field)
      + word({ "AD" }) * gap ^ -1 * field("year", digit ^ 1 / tonumber)),

    -- "the quarter", "the fiscal year", "the weekend", "year-end": which one, the text told before.
    bare = is("form", "bare") * ((the * (word({ "full", "current", "rest of the", "whole", "entire", "latest" }) * gap) ^ -1 + word({ "this" }) * gap * #word({ "quarter" })) * fiscal * field("unit", word(bare_units)) + the * word({ "latest" }) * gap * word({ "period" }) * is("unit", "Q")
      + word({ "year-end", "year end", "year's end" }) * is("unit", "Y") * is("inner", "end") + word({ "month's end" }) * is("unit", "M") * is("inner", "end")),

    year_ago = is("form", "year_ago") * (the ^ -1 * word({ "year-earlier", "year-ago" }) * (gap * word({ "quarter", "period" })) ^ -1
      + the * word({ "corresponding", "same", "year-earlier" }) * gap * word({ "period", "quarter" }) * gap * (of * the) ^ -1 * word({ "last year", "the year before" })),

    -- "every Thursday", "a year" after an amount, "daily".
    rate = is("form", "rate") * (field("quant", word({ every = "EVERY", each = "EACH" })) * gap * (is("count", "2") * word({ "other" }) * gap + field("count", number) * gap) ^ -1
          * (unit + weekday_field * (gap * part) ^ -1 + month_field + season + part)
        + field("unit", g.oneof(rates)) * g.boundary
        + word({ "per" }) * gap * field("unit", word(per_units))),

    -- "the past five months", "the next few years", "the first nine months".
    period = is("form", "period") * (the + word({ "these" }) * gap) ^ -1 * field("shift", word(spans)) * gap
        * (any_count * gap * filler * unit + filler * plural_unit * is("count", "X")) * and_half
      + is("form", "period") * (the * field("shift", word(year_spans)) * gap * is("count", "1") * field("unit", word(long_units))) * and_half
      + is("form", "period") * the * count * gap * filler * plural_unit * #(gap ^ -1 * S(",.;:") + gap * word({ "ended", "ending", "to", "through", "since", "ahead" })),

    distance = is("form", "distance") * compare * (any_count * join * filler * unit * and_half + is("count", "X") * plural_unit) * gap * field("direction", word(distances)),
    day_before = is("form", "distance") * is("count", "1") * the * field("unit", word({ day = "D", week = "W", month = "M", year = "Y", night = "N" })) * gap * field("direction", word({ before = "earlier", after = "later", following = "later" })) * #(S(",.;:)") + gap * word({ "that" }) + -P(1)),
    duration = is("form", "duration") * compare * any_count * join * filler * (unit - word({ "quarter", "quarters" })) * and_half * -(join * word({ "old" })) * -(gap * word({ "of age" }))
      + is("form", "duration") * is("count", "1") * field("unit", word(long_units) + word({ day = "D" })) * hyphen * word({ "long" })
      + is("form", "plural") * is("count", "X") * plural_unit * (gap * word({ "or", "and" }) * gap * word(plural_units) / 0) ^ -1,
  }
end

return M
