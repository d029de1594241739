--- Time expressions as they stand in the text, not yet resolved to the calendar. A grammar over the token tape finds each one and
-- its form; `build` reads its words into a flat record: the calendar fields that are named ("September": month 9), or how far it
-- is shifted from which anchor ("last year": -1 Y from the reference date, "two days later": +2 D from the date told before), or
-- how many of which unit. Others make values of them.

-- The words of times are in a list: each is in a class of the tape, and names a field of the record with its value.
local meanings = {} -- word -> {field, value, field, value}, and what it counts: [5]
local units, plural_units, rates, reaches, told, directions, comparisons, references, cardinals, scales -- word -> value
local lists -- class -> its words: what may stand before a year, behind a count ...

local classes = [[month short_month may weekday short_weekday weekdays shift told reach day_word noon part season unit units rate edge
  edge_noun zone fiscal era every half_day year_word quarter_word century_word now ago before several half about more no at
  least filler period old era_word or quarter_name hours function_word]]

local function value_of(cell) return cell == "yes" or math.tointeger(tonumber(cell)) or cell end

-- Reads the lists. The first row of a word that names a field is its meaning.
local function learn(data)
  local class = {}
  for _, row in ipairs(data.meanings) do
    local word, value = row.word, row.value == nil or value_of(row.value)
    class[row.class] = class[row.class] or {}
    class[row.class][word] = value
    if not meanings[word] then meanings[word] = row.field and { row.field, value, row.also, value_of(row.also_value) } or false end
  end
  for _, row in ipairs(data.marks) do class.signs[row.word] = true end -- "Rs 2000"
  units, plural_units, rates, reaches, told = class.unit, class.units, class.rate, class.reach, class.told
  directions, comparisons, references, lists = class.direction, class.comparison, class.reference, class
  local numbers = { ordinals = {}, cardinals = {}, scales = {} }
  for name, list in pairs(numbers) do
    for word, row in pairs(data[name]) do
      list[word] = tonumber(row.value)
      meanings[word] = meanings[word] or {}
      if name ~= "scales" then meanings[word][5] = list[word] end
    end
  end
  cardinals, scales = numbers.cardinals, numbers.scales
end

local M = {
  api = 1,
  name = "times",
  summary = "Time expressions before they are resolved (internal: read by dates, spans, amounts and reference_date)",
  language = "en",
  requires = { "_times.holidays" },
  provides = { _times = { record = "table" } },
  data = {
    cardinals = { file = "en.cardinals.tsv", match = "word" }, scales = { file = "en.scales.tsv", match = "word" },
    ordinals = { file = "en.ordinals.tsv", match = "word" }, holidays = { file = "en.holidays.tsv", match = "name" },
    words = { file = "en.time_words.tsv", match = "mark" }, meanings = { file = "en.time_words.tsv", match = "table" },
    marks = { file = "currency_marks.tsv", match = "table" },
  },
  tape = {
    the = { word = { "the" } }, a = { word = { "a", "an" } }, of = { word = { "of" } }, ["in"] = { word = { "in" } },
    ["and"] = { word = { "and" } }, hyphen = { word = { "-", "–", "—", "‑", "+" } },
    comma = { word = { ",", "." } }, pause = { word = { ",", ".", ";", ":", ")" } }, possessive = { word = { "'s", "'" } },
    day = { word = { "{1..31}", "{01..09}" } },
    clock = { word = { "{0..24}:{00..59}", "0{0..9}:{00..59}", "{0..24}h00", "{0..24}h15", "{0..24}h30", "{0..24}h45" } },
    year = { word = { "{1000..2100}", "{180..209}{1..9}'s", "'{00..99}", "mid-{1800..2060}", "fy{1990..2060}", "fy{10..49}" } },
    number = { class = "number" },
    decade = { word = { "{10..209}0s", "{100..209}0's", "'{2..9}0s", "{2..9}0s", "'{2..9}0's", "{2..9}0's", "mid-{100..209}0s",
      "mid-{100..209}0's", "mid-'{2..9}0s", "mid-{2..9}0s", "mid-'{2..9}0's", "mid-{2..9}0's" },
      list = "words", where = { class = "decade" } }, nineteen = { word = { "nineteen" } },
    holiday = { layer = "_times.holidays" }, capital = { shape = { "Xx", "XX" } },
  },
}

for class in classes:gmatch("%S+") do M.tape[class] = { list = "words", where = { class = class } } end

function M.grammar(g)
  local V, is = g.V, g.constant
  local the, of, hyphen, comma = g.the ^ -1, g.of, g.hyphen ^ -1, g.comma ^ -1
  local month = g.month + #g.capital * g.may + g.short_month * (#(hyphen * (g.number + g.ordinals) + g.comma * g.year)
    + g.behind(g["in"] * g.capital) * #(g.pause + -g.any + g["and"] + g.function_word)) -- "in Dec"
  local month_behind = month + #g.capital * g.short_month -- "2 Feb": behind a day no figure need follow
  local weekday = g.weekday + g.short_weekday * #(comma * (g.number + g.month))
  local number = g.number - (g.day + g.year + g.clock)
  local nth = g.ordinals + g.cardinals * hyphen * g.ordinals
  local scaled = g.scales ^ 0
  -- What can follow the first word: most of what begins with "the", "a" or "that" is no time, and stops there.
  local after_the = g.unit + g.units + g.number + g.ordinals + g.cardinals + g.edge + g.edge_noun + g.shift + g.told + g.reach + g.part
    + g.season + g.decade + g.month + g.may + g.weekday + g.fiscal + g.era_word + g.holiday + g.filler + g.several + g.least + g.now
    + g.year
  local after_shift = after_the + g.a + g.half + g.scales + g.short_month + g.short_weekday + g.period
  local count_starts = g.number + g.cardinals + g.scales + g.several + g.a + g.half
  local after_count = count_starts + g.unit + g.units + g.filler + of + g.hyphen
  local past = g.shift - (g.any - g.era_word) -- the one word that is in both
  local months = g.month + g.may + g.short_month
  local after_number = after_count + months + g.half_day + g.zone + g.era + g.pause + g["or"] + g["and"] + g["in"] + g.at + g.clock
    + g.shift + g.day_word + g.noon
  local nothing = g.the * (g.any - after_the) + g.a * (g.any - (g.unit + g.several + g.scales + g.filler))
    + (g.shift + g.told + g.reach - (g.now + g.ordinals)) * (g.any - after_shift)
    + (g.number - (g.year + g.clock + g.decade + g.now)) * (g.any - after_number)
    + g.cardinals * (g.any - (after_count + g.half_day + g["and"] + g["or"] + g.ordinals + past)) + g.about * (g.any - after_count)
    + g.at * (g.any - g.least) + g.more * (g.any - g["or"]) + g.no * (g.any - (g.more + g["or"]))
  local begins = g.the + g.a + g.number + g.clock + g.cardinals + g.scales + g.ordinals + months + g.weekday + g.short_weekday + g.weekdays
    + g.decade + g.units + g.unit + g.shift + g.told + g.reach + g.edge + g.ago + g.part + g.season + g.day_word + g.noon + g.now
    + g.every + g.rate + g.several + g.half + g.about + g.more + g.no + g.at + g.fiscal + g.year + g.holiday + g.era + g.quarter_name
  local year = (g.year * -g.units + g.nineteen * g.cardinals * (hyphen * g.cardinals) ^ -1) * g.era ^ -1 + g.number * g.era
  local shifting = g.shift * g.shift ^ -1 + g.told * g.told ^ -1 -- "this coming", "that same"
  local short_year = g.possessive * (g.day + g.number)
  local named_year = the * shifting * g.year_word
  local named_fiscal = g.fiscal ^ -1 * g.year_word ^ -1 * year
  local of_year = (of + g.comma + g.hyphen) ^ -1 * (named_year + named_fiscal) -- "of last year", "2022"
  local early_year = number * #(g.pause + -g.any + g["or"]) -- "1 August 527,"
  local told_year = (of + g.comma) ^ -1 * named_year
  local years = g.year * g.hyphen * (g.day + number) * -(after_count + months + g.half_day) -- "2025-26"
  local zone = g.zone * (g.hyphen * (g.day + g.clock) * #(g.pause + -g.any + g["and"] + g.function_word + g.weekday)) ^ -1
    + g.capital * g.capital ^ -2 * g.period -- "GMT+8", "Eastern time"
  local figures_end = g.pause + -g.any + g.hyphen + g["or"] + g["and"] + g["in"] + g.at + g.clock
  local edge = the * ((g.edge + g.ago) * g["in"] * #(g.the + g.number + g.season) + g.edge_noun * of + g.edge * g.least * of
      + g.edge * hyphen)
    + g.ago * #(g.shift + g.told + g.day_word)

  return {
    "time",
    starter = begins,
    -- Longest first: what begins alike stands in the order in which it is tried.
    time = -nothing * (V("clock") + V("part_of") + V("late_part") + edge ^ -1 * V("point") + V("period") + V("reference") + V("rate")
      + V("measured")) + V("numeric"),
    point = V("calendar") + V("quarter") + V("half_year") + V("week_of") + V("month") + V("century") + V("monthday")
      + V("weekday_figures") + V("weekday") + V("season") + V("decade") + V("year_ago") + V("deictic") + V("relative") + V("day_before")
      + V("holiday") + V("year") + V("bare") + V("the_part"),
    -- "September 1, 1939", "the 19th of October", "July of that year", "Friday, Oct. 23".
    day_month = the * (g.day + nth) * (of + g.hyphen) ^ -1 * month_behind,
    date = (weekday * g.part ^ -1 * comma) ^ -1 * (month * the * (g.day + nth) + V("day_month"))
      * ((g.comma + g.hyphen + of) ^ -1 * year + told_year + comma * early_year) ^ -1,
    calendar = V("date") * is("form", "calendar") * (comma * V("time_of_day") + g.part) ^ -1,
    -- "by the 9th", "Friday the 9th", "the night of the 24th", "the 24th of this month".
    monthday = g.the * g.part * g.of * g.the * g.ordinals * -(g.unit + g.of) * is("form", "monthday")
      + ((g.weekday + g.short_weekday) * the + g.the) * g.ordinals * (of * g.shift * g.unit
      + #(g.pause + -g.any + g["or"] * -(the * g.ordinals * (g.unit + g.units)) + g["and"] * -(g.ordinals * g.weekday) + g.at
        + g.function_word)) * is("form", "monthday"),
    month = (g.the * g.unit * of) ^ -1 * month * (told_year + (of + g.comma) ^ -1 * (year + short_year)) ^ -1 * is("form", "month"),
    nth_weekday = the * ((g.ordinals + g.shift) * g.weekday * (of + g["in"]) -- "the first Monday of May"
          * (V("month") + (g.every + g.the) * g.unit * is("form", "rate"))
        + (nth + g.reach) * (g.unit - (g.year_word + g.quarter_word)) * g.of * (V("month") -- "the last week, the 9th day of May"
          + g.year * is("form", "month")))
      + named_year * g["in"] * month * is("form", "month"), -- "last year in September"
    -- Few figures are dates: what stands before or behind them tells where to look.
    numeric = ((g.start + g.behind(g.the + g.function_word + g.pause + of + g["in"] + g["and"] + g["or"] + g.at + g.hyphen
      + g.weekday)) * number
      + number * #figures_end) * V("time_behind") ^ -1 * is("form", "numeric"),
    time_behind = V("time_of_day") + number * #(g.pause + -g.any + g.zone + g["and"]) * zone ^ -1, -- "2031-05-07 09:30:15"
    weekday_figures = weekday * comma * number * #(figures_end + g.number + g.function_word) * V("time_behind") ^ -1
      * is("form", "numeric"),
    -- "10:35 a.m. EDT Thursday", "1900 GMT", "noon".
    time_of_day = (g.clock * (g.units + g.half_day) ^ -1 + (g.number + g.cardinals) * g.half_day ^ 1 * (g["in"] * g.the * g.part) ^ -1
      + g.number * #g.zone + g.day * g["in"] * g.the * g.part
      + g.behind(g.at) * (g.number - g.day) * g.hours + g.number * #((g.hyphen + g["or"] + g["and"]) * g.number * g.half_day)) * zone ^ -1,
    -- "half past six", "twenty-five past six", "a quarter to seven".
    spoken = ((g.half + g.a ^ -1 * g.quarter_word + (g.cardinals + g.number) * g.units + g.cardinals * (hyphen * g.cardinals) ^ -1)
        * past * (g.cardinals + g.day)
      + (g.a ^ -1 * g.quarter_word + (g.cardinals + g.number) * g.units) * g["or"] * (g.cardinals + g.day)
        * #(g.half_day + figures_end + g.function_word)) * g.half_day ^ 0 * (g["in"] * g.the * g.part) ^ -1 * is("spoken", true),
    clock = (V("time_of_day") + V("spoken") + g.noon + g.day * g.noon + g.number * #(g.shift * g.part + g.day_word)) * is("form", "clock")
      * (comma * (V("date") + (weekday + g.day_word * g.part ^ -1) * -V("sure_time")) + g.shift * g.part) ^ -1,
    part_of = (g.edge * g["in"]) ^ -1 * the * g.edge ^ -1 * g.part * g.units ^ -1 * of * (V("calendar") + V("weekday"))
      + the * g.edge * g.hours * of * (V("calendar") + V("weekday") + g.the * g.part * is("form", "part_of_day")
        + g.shift * g.part * is("form", "relative")) * is("hours", true),
    late_part = the * g.edge * hyphen * (g.part - g.units) * is("form", "part_of_day"),
    the_part = g.the * (g.part - g.units) * is("form", "part_of_day"),
    -- "Friday", "last Friday", "this coming Tuesday night", "Mondays".
    weekday = V("nth_weekday") + (the * shifting) ^ -1 * weekday * g.part ^ -1 * (of ^ -1 * V("other_week") + V("sure_time")) ^ -1
        * is("form", "weekday")
      + #((g.cardinals + g.a) * (g.unit + g.units) * g.at) * (g.start + g.behind(g.function_word + g.pause)) * g.any * g.any * g.at
        * weekday * is("form", "weekday")
      + g.weekdays * V("at_time") ^ -1 * is("form", "weekday"),
    other_week = g.shift * (g.unit - g.year_word - g.quarter_word) * -g.hyphen, -- "Tuesday of last week"
    deictic = (g.part ^ -1 * g.day_word * (g.part + V("sure_time")) ^ -1 + g.the * g.unit * g.before * g.day_word) * is("form", "deictic"),
    holiday = (the * shifting) ^ -1 * g.field("holiday", g.holiday) * g.part ^ -1 * (comma * year) ^ -1 * is("form", "holiday"),
    -- "the third quarter of 1984", "last year's first quarter", "the summer of 1955", "the 20th century".
    quarter = (named_year * g.possessive * g.fiscal ^ -1 * (V("which_quarter") + V("same_quarter"))
      + the * ((named_fiscal * hyphen) ^ -1 * g.fiscal ^ -1 * hyphen * V("which_quarter") + g.reach * g.quarter_word * of_year)
      + g.the * g.year * V("same_quarter")) * is("form", "quarter"),
    which_quarter = ((nth * hyphen + (g.month * g.hyphen) ^ -1 * month_behind) * g.quarter_word + g.quarter_name) * of_year ^ -1,
    same_quarter = (g.quarter_word + g.period) * is("same", true),
    half_year = the * (nth + g.shift + g.reach) * hyphen * g.half * (g.any * g.quarter_name * g.any) ^ -1
      * (of ^ -1 * (named_year + year) + of * g.the * g.year_word + #(g.pause + -g.any + g.function_word)) * is("form", "half"),
    season = (the * shifting * g.season + the * g.season * ((of * (named_year + told_year + year + short_year)) + comma * year) ^ -1)
      * is("form", "season"),
    century = the * edge ^ -1 * nth * (hyphen * g.century_word * g.era ^ -1
        + #((g["and"] + g["or"] + g.hyphen) * the * g.edge ^ -1 * nth * hyphen * g.century_word)) * is("form", "century"),
    decade = the * edge ^ -1 * g.decade * g.era ^ -1 * is("form", "decade"),
    -- "this year", "the previous century", "that same day", "this morning", "the day before".
    relative = (g.shift * g.shift ^ -1 + the * g.told * g.told ^ -1) * g.filler ^ -1 * g.fiscal ^ -1
      * (g.unit + month * -g.day + g.part + g.season + g.period) * is("form", "relative")
      + g.shift * g.fiscal * #(g.pause + -g.any + g.function_word + g.edge_noun) * is("form", "relative") -- "this fiscal"
      + g.the * g.unit * g.before * g.shift * #(g.pause + -g.any + g.function_word) * is("form", "relative"),
    week_of = g.the * (g.unit - (g.year_word + g.quarter_word)) * (of + g.edge_noun + g.before + g["or"]) * V("date")
      * is("form", "week_of"),
    day_before = g.the * g.unit * (g.before + g.ago) * #(g.pause + -g.any + g.told) * is("form", "distance"),
    year = (the * g.year * g.fiscal * g.year_word -- "the 2030 fiscal year"
      + the * g.fiscal * g.year_word ^ -1 * (years + g.year * g.hyphen * g.year) + g.year_word ^ -1 * years
      + (the * g.fiscal ^ -1 * g.year_word) ^ -1 * g.fiscal ^ -1 * g.year_word ^ -1 * year + g.era * g.number) * is("form", "year"),
    year_ago = (the * g.year_word * g.hyphen * g.ago * (nth ^ -1 * g.quarter_word + g.period) ^ -1
      + g.the * g.told * (hyphen * g.year_word * hyphen * (nth ^ -1 * g.quarter_word + g.period)
        + (g.period + g.unit) * ((of * g.the) ^ -1 * g.shift * g.year_word + (of + g["in"]) * g.year))) * is("form", "year_ago"),
    bare = (g.the * g.filler ^ -1 * g.fiscal ^ -1 * (g.unit + g.period) + g.shift * g.quarter_word
      + g.year_word * hyphen * g.edge_noun + g.unit * g.possessive * g.edge_noun) * is("form", "bare"),
    -- How many: "2 1/2", "forty-five", "a couple of", "two to three", "half a".
    figure = g.number * g.number ^ -1 * scaled,
    whole = V("figure") + (g.cardinals + g.a * #g.scales) * ((hyphen * g.cardinals) + g.scales + g["and"] * g.cardinals) ^ 0 + g.scales,
    range = (g.number * g.number ^ -1 + g.cardinals * (hyphen * g.cardinals) ^ 0) * (g["or"] + g.hyphen) * V("whole"),
    count = g.several ^ -1 * (V("range") + V("whole")) -- but two years of "$1 million or two years"
        * (hyphen * g["and"] * hyphen * (g.a * hyphen) ^ -1 * g.half) ^ -1
      + g.a ^ -1 * g.several * of ^ -1 + g.half * (g.a + g.hyphen + #g.hours),
    one = g.a * g.filler ^ -1 * -((g.unit + g.units) * g.hyphen * (g.filler + g.old + g.ago)), -- but "a year-long trial"
    compare = g.about + g.no ^ -1 * g.more * g["or"] + g.at * g.least + g.no * g["or"] + g.the * g.least * g.least * of,
    any_unit = g.filler ^ 0 * (g.unit + g.units) -- "and a half", "or more" but not "or more than two", "or two"
      * (g["and"] * g.a * g.half + g["or"] * (g.more * -(g["or"] * count_starts) + g.cardinals * -g.units)) ^ -1,
    compound = (g.unit + g.units) * g["and"] ^ -1 * V("whole") * g.units, -- "three hours and 21 minutes"
    -- "every Thursday", "daily"; "the past five months"; "two days later"; "three-day".
    rate = (g.every * (g.ordinals * (weekday + g.unit)
        + V("count") ^ -1 * (g.unit + g.units + weekday * g.part ^ -1 + month + g.season + g.part)) + g.rate)
      * V("at_time") ^ -1 * is("form", "rate"),
    sure_time = (g.clock * (g.units + g.half_day) ^ -1 + g.number * g.half_day) * zone ^ -1,
    at_time = comma * g.at ^ -1 * (V("sure_time") + g.noon) * -(g["or"] + g.hyphen), -- "every Friday at 4 p.m."
    period = (the * g.reach * (V("count") * V("any_unit") + g.filler ^ 0 * g.units)
      + g.the * g.reach * g.unit * (g["and"] * g.a * g.half) ^ -1
      + g.the * (g.cardinals * g.reach * g.units + V("count") * g.units * #(g.pause + -g.any))) * is("form", "period"),
    measured = V("compare") ^ -1 * ((V("count") + V("one")) * hyphen * (V("compound") + V("any_unit")) * (V("distance") + V("duration"))
        + g.units * V("distance"))
      + (g.unit + g.units) * g.hyphen * g.filler * is("form", "duration")
      + g.units * ((g["or"] + g["and"]) * g.units) ^ -1 * is("form", "plural"),
    distance = (g.ago * (g.shift * g.unit + g.day_word * -g.part) ^ -1 + g.possessive * g.period
      + g.before * (g.told * -(g.weekday + g.unit) + #(g.pause + -g.any)) + g.at * g.now) * is("form", "distance"),
    duration = -(hyphen * g.old) * -(of * g.old) * is("form", "duration"),
    reference = (g.now + g.the * g.era_word ^ 1 + g.told * g.units) * is("form", "reference"),
  }
end

-- The match that is read: its words, 1 to n, in one list for all matches, and its first and last token.
local words, first, last, byte, names = {}, nil, nil, string.byte, { "record" }
local parts = { YM = 12, THTM = 60, TMTS = 60 }

local function is_number(w) return w ~= nil and (cardinals[w] or scales[w] or byte(w) >= 48 and byte(w) <= 57) end

--- The number that words i to n make, as text ("X": vague; a range is its lower end), the unit, whether it is but an article, and
-- the count and the unit of the rest in "six months and six days".
local function read_count(i, n)
  local total, current, article, vague = 0, nil, false, false
  while i <= n do
    local w = words[i]
    local several = lists.several[w]
    if cardinals[w] then
      current = (current or 0) + cardinals[w]
    elseif scales[w] then
      if scales[w] <= 100 then current = (current or 1) * scales[w] else total, current = total + (current or 1) * scales[w], 0 end
    elseif units[w] or plural_units[w] then
      break
    elseif w == "a" or w == "an" then
      article = current == nil
    elseif w == "half" then
      current = (current or 0) + 0.5
    elseif several then
      local own = is_number(words[i + 1]) and not scales[words[i + 1]] -- "some 19 days", "another two weeks"
      if several == "X" then vague = vague or not own elseif not own then current = several end
    elseif w == "or" or w == "to" then
      if current or article or vague then break end
    else
      local value, is_fraction = calendar.read_number(w)
      if value then
        if current and not is_fraction then break end
        current = (current or 0) + value
      end
    end
    i = i + 1
  end
  local unit, rest, rest_unit
  while i <= n and not unit do
    unit = plural_units[words[i]] or units[words[i]]
    i = i + 1
  end
  if unit and n >= i then
    local more, lesser = read_count(i, n)
    if words[n] == "half" then -- "a year and a half"
      current = (current or 1) + 0.5
    elseif lesser and tonumber(more) and parts[unit .. lesser] then -- "three hours and 21 minutes"
      current = (current or 1) + tonumber(more) / parts[unit .. lesser]
    elseif lesser and tonumber(more) then
      rest, rest_unit = more, lesser
    end
  end
  local count = vague and "X" or current and ("%.14g"):format(total + current) or nil
  return count or article and "1" or nil, unit, article and not count or nil, rest, rest_unit
end

-- Is the word before the match, or behind it, in the same sentence and one of a set?
local function stands_behind(doc, before)
  return first > 1 and before[doc.word(first - 1)] and doc.sentence_of(first - 1) == doc.sentence_of(first)
end

local function stands_before(doc, after)
  return last < doc.count and after[doc.word(last + 1)] and doc.sentence_of(last + 1) == doc.sentence_of(last)
end

local of, as, most, article, in_word, from_word = word_set "of", word_set "as", word_set "most", word_set "a", word_set "in", word_set"from"
local colon, final, not_shifted, bare_units = word_set ":", word_set "last final", word_set "D N TH TM TS", word_set "W WE M Q Y"
local steps, of_calendar = { earlier = -1, later = 1 }, word_set "D W M"

-- What a word that begins with a figure means, or "'98", "mid-1990s"; false if nothing. Each is kept with the other meanings.
local function meaning_of_figure(w)
  local first_byte = byte(w)
  local middle = first_byte == 109 and w:find("^mid%-['%d]")
  local fiscal = first_byte == 102 and w:match("^fy(%d+)$") -- "FY21"
  if not (middle or fiscal or first_byte == 39 or first_byte >= 48 and first_byte <= 57) then return false end
  local field, value = calendar.read_figure(middle and w:sub(5) or fiscal and #fiscal == 2 and "20" .. fiscal or fiscal or w)
  if not field then return false end
  meanings[w] = middle and { field, value, "edge", "MID" } or fiscal and { field, value, "fiscal", true } or { field, value }
  return meanings[w]
end

-- Reads the words of the match and what they mean into its fields: how many there are. The first to name a field wins, but
-- "this coming" is coming, and "the next" counts from the date told, "next" alone from the day of writing.
local function read_words(m, doc)
  local word, previous, n = doc.word, nil, 0
  for i = first, last do
    local w = word(i)
    n = n + 1
    words[n] = w
    local meaning = meanings[w]
    if meaning == nil then meaning = meaning_of_figure(w) end
    if meaning then
      local field = meaning[1]
      if field then
        if m[field] == nil or field == "shift" and m.shift == 0 then m[field] = meaning[2] end
        if field == "era" then m.year = m.year or math.tointeger(tonumber(previous or word(i + 1))) end -- "480 BC", "AD 842"
        field = meaning[3]
        if field then
          if m[field] == nil then m[field] = meaning[4] end
          if previous == "the" and told[w] then m.base = "told" end
        end
      end
      local value = meaning[5]
      if value then m.nth = m.nth == 19 and value >= 10 and 1900 + value or (m.nth or 0) + value end
    end
    previous = w
  end
  for i = #words, n + 1, -1 do words[i] = nil end -- of a longer match before
  return n
end

-- The match is but its first n words.
local function cut(match, n, doc)
  last = first + n - 1
  match.last, match[2] = last, match[1] + #doc.slice(first, last)
end

-- Reads the zone behind a clock, "GMT+8", "Eastern time". Returns the number of words before it.
local function read_zone(m, n, doc)
  for i = 2, n do
    local sign = words[i + 1]
    if lists.zone[words[i]] then
      if sign == "+" or sign == "-" then m.zone = m.zone .. sign .. words[i + 2] end
      return i - 1
    elseif words[i] == "time" then
      local from = i - 1
      while doc.shape(first + from - 2):find("^X") and not meanings[words[from - 1]] do from = from - 1 end
      m.zone = m.zone or doc.slice(first + from - 1, first + i - 1)
      return from - 1
    end
  end
  return n
end

-- What the last of words i to n that names a field says of it, and what it says besides.
local function told_in(field, i, n)
  for k = n, i, -1 do
    local meaning = meanings[words[k]]
    if meaning and meaning[1] == field then return meaning[2], meaning[4] end
  end
end

-- What remains to be done for some forms with a match of n words; false drops it.
local read = {}

-- The time behind a date, "10:35", "10.30 a.m.".
local function read_time(m, n, doc)
  n = read_zone(m, n, doc)
  for i = n, 1, -1 do
    local w = words[i]
    if w == "." then
      m.dirty = true
    elseif m.hour == nil and (byte(w, 2) == 58 or byte(w, 3) == 58) then -- a colon
      m.hour, m.minute, m.second = calendar.read_clock(w)
    elseif m.hour == nil and m.half_day and meanings[w] and meanings[w][1] == "half_day" then
      m.hour, m.minute = calendar.read_clock(words[i - 1])
    end
  end
end

function read.calendar(m, n, doc)
  m.year = m.year or tonumber(words[n]:match("^[1-9]%d%d$")) -- "1 August 527"
  m.day, m.weekday = m.day or m.nth, m.weekday or m.short
  read_time(m, n, doc)
  if m.month == 9 and m.day == 11 and not m.year and stands_before(doc, lists.of_terror) then m.year = 2001 end
  return true
end

function read.monthday(m, n, doc) -- "on the 4th and the 11th"
  m.day, m.weekday = m.nth, m.weekday or m.short
  if m.day > 31 or m.shift and m.unit ~= "M" then return false end
  return m.shift or m.part or words[n]:find("^%d%d?%a%a$") and (m.weekday or stands_behind(doc, lists.before_day))
end

-- The year of a month or season: "nineteen forty", "Dec. '21", "the spring of '68".
local function other_year(m, n, doc)
  if m.nth and m.nth > 1900 then return m.nth end
  local field, year = calendar.read_figure(words[n - 1] == "'" and not doc.spaced(last) and "'" .. words[n] or "")
  return field == "year" and year or nil
end

function read.month(m, n, doc)
  local unit = n > 3 and told_in("unit", 1, n) -- not the "second" of "the second week"
  if not m.month and not of_calendar[unit] then
    m.form, m.nth, m.unit = "year", nil, nil -- "the first hour of 2030"
    return true
  end
  if m.weekday or unit == "D" or unit == "W" or not m.month then
    local is_last = final[words[1]] or final[words[2]]
    m.nth, m.unit, m.shift, m.base = m.nth or is_last and (m.weekday and 5 or 0), unit ~= "M" and unit or nil, nil, nil
    m.year = m.year or other_year(m, n, doc)
    m.month = m.month or m.nth == 0 and 12 or unit == "M" and m.nth or 1 -- "the second week of 2030"
    return m.nth and m.nth <= (unit == "D" and 31 or 5)
  end
  local is_month_of = words[3] == "of" and units[words[2]] -- "the month of May"
  if is_month_of and words[2] ~= "month" then return false end
  m.year = m.year or other_year(m, n, doc)
  m.day = nil
  if m.year or m.base or m.edge then return true end
  local behind = lists.given_names[words[1]] and last < doc.count and doc.word(last + 1)
  if behind and (lists.speaks[behind] or doc.shape(last + 1) == "Xx" and not meanings[behind])
    and not stands_behind(doc, lists.before_month_only) then return false end -- "April Jones", "June says"
  if is_month_of then return true end
  if m.month ~= 5 and m.month ~= 3 then return byte(words[n], -1) ~= 46 or doc.shape(last) ~= "xx" end -- "Jan." but "jan."
  return stands_behind(doc, lists.before_month) or stands_before(doc, colon) -- not "May" the woman
end

-- "half past six", "a quarter to seven": the hour and the minute; nil for "a quarter or 12".
local function read_spoken(n)
  local minute = 0
  for i = 1, n do
    local w, hour = words[i], cardinals[words[i + 1]] or tonumber(words[i + 1])
    if w == "past" then return hour, minute end
    if w == "to" then return hour == 1 and 12 or hour - 1, 60 - minute end
    minute = minute + (cardinals[w] or tonumber(w) or w == "half" and 30 or w == "quarter" and 15 or 0)
  end
end

--- "10:35", "0735 GMT", "10.35 a.m.", and the day that goes with it.
function read.clock(m, n, doc, match)
  read_zone(m, n, doc)
  if match.spoken then
    m.hour, m.minute = read_spoken(n)
    if not m.hour or m.hour < 0 or m.hour > 24 or m.minute > 59 or m.minute < 1 then return false end
    if m.part and not m.half_day then m.half_day = m.part == "MO" and 0 or 12 end
    m.part, m.shift, m.unit, m.base, m.day = nil, nil, nil, nil, nil
  elseif m.hour == nil then
    local w = words[1]
    local hour, minute, second = calendar.read_clock(w)
    local behind = last == first and last + 3 <= doc.count and meanings[doc.word(last + 3)]
    local later = behind and behind[1] == "half_day" and calendar.read_clock(doc.word(last + 2))
    if later and hour then -- "9 to 11 a.m.", but "11 to 1 p.m." begins before noon
      m.half_day = later < hour and hour < 12 and 12 - behind[2] or behind[2]
    end
    local is_bare = not (m.half_day or m.zone or m.part and not m.shift or words[2] == "o'clock" or w:find("^%d%d?[:h]?%d%d")
      or w:find(":", 1, true))
    if is_bare and not (w:find("^%d%d?%.%d%d$") and stands_behind(doc, lists.before_clock)) then
      if n == 1 then return false end -- "arrested 12 this morning"
      first, match.first, match[1] = first + 1, first + 1, match[2] - #doc.slice(first + 1, last)
      m.form, m.day, m.unit, m.shift, m.base = lists.day_word[words[2]] and "deictic" or "relative", nil, nil, m.shift or 0, "ref"
      return true
    end
    hour = hour or cardinals[w] -- "two o'clock"
    if not hour or hour > 24 then return false end
    m.hour, m.minute, m.second = math.tointeger(hour), minute, second
    if m.half_day == nil and m.part and (hour <= 12 and (minute == nil or m.shift)) then m.half_day = m.part == "MO" and 0 or 12 end
    m.part = nil
  end
  m.day = m.month and (told_in("day", 2, n) or m.nth) or nil -- not the hour
  return not m.month or m.day ~= nil
end

function read.week_of(m)
  m.edge, m.day = nil, m.day or m.nth -- "the week beginning January 22", "the day before March 3"
  m.shift = steps[directions[words[3]]]
  return (m.unit ~= "D" or m.shift) and words[3] ~= "or"
end

function read.weekday(m, n, doc)
  if words[3] == "from" then -- "two weeks from Sunday"
    m.base, m.shift, m.count, m.rest_unit, m.unit = "ref", 0, cardinals[words[1]] or 1, m.unit, nil
  end
  if n > 1 then read_time(m, n, doc) end
  m.weekday = m.weekday or m.hour and m.short -- "Sat 9 a.m."
  if stands_behind(doc, article) and first > 2 and doc.word(first - 2) == "on" then m.plural = true end -- "usually on a Thursday"
  if m.part and byte(words[n], -1) == 115 then m.plural = true end -- "on Tuesday nights"
  return m.weekday ~= nil
end

function read.deictic(m, n, doc)
  if not m.shift and words[n] == "overnight" then
    m.form = "overnight"
    return true
  end
  if n > 1 then read_time(m, n, doc) end
  m.base, m.unit, m.shift = "ref", "D", m.shift or 0
  for i = 2, n - 1 do -- "the day before yesterday", but not "earlier today"
    m.shift = m.shift + (steps[directions[words[i]]] or 0)
  end
  return true
end

function read.part_of_day(m, n, doc)
  if byte(words[n], -1) == 115 then return m.edge ~= nil end -- no plural
  if words[n - 1] == "the" then return m.edge ~= nil or m.part ~= "NI" end
  if m.part == "NI" or words[n - 1] == "-" then return false end -- "late night shows", "early-morning tweets"
  return words[1] == "the" or stands_behind(doc, lists.before_month) -- "by mid afternoon", not "an early morning class"
end

function read.quarter(m, n, doc)
  local i = words[1] == "the" and 2 or 1
  if (words[i] == "last" or words[i] == "final") and words[i + 1] == "quarter" then -- "the last quarter of 2022"
    m.nth = 4
    m.shift, m.base = told_in("shift", i + 2, n) -- "of last year"
  end
  if m.half then -- "H1 2022"
    m.form, m.nth = "half", m.half
    return m.year ~= nil or m.base ~= nil or stands_behind(doc, lists.before_month)
  end
  if m.month then -- "the March quarter", "the January-March quarter"
    m.month = told_in("month", i, n)
    if m.month % 3 ~= 0 then return false end
    m.nth, m.month = m.month // 3, nil
  elseif n == 1 and not stands_behind(doc, lists.before_month) then
    return false -- "Q1: who asks?"
  end
  m.edge, m.day = nil, nil
  return m.same or m.nth ~= nil and m.nth <= 4
end

--- "the first half of 2025", "the last half of last year", "the second half of the year".
function read.half(m, n, doc)
  if words[n] == "half" and not (doc.text:find("half of %a+ year") or doc.text:find("half[ ()H12]* of 20%d%d")) then return false end
  local i = 1
  while words[i] ~= "half" do i = i + 1 end
  if words[i - 1] == "last" or words[i - 2] == "last" or words[i - 1] == "latter" then m.nth = 2 end
  m.unit = nil
  m.shift, m.base = told_in("shift", i + 1, n) -- "of last year", not the "last" of "the last half"
  if m.year == nil and m.base == nil and words[n] ~= "half" then m.shift, m.base = 0, "ref" end
  return m.nth == 1 or m.nth == 2
end

function read.season(m, n, doc)
  m.year, m.day = m.year or other_year(m, n, doc), nil
  local opening = words[1]
  if (opening == "fall" or words[2] == "fall") and not m.year and not m.base then -- "the fall of the city", "fall" the verb
    return opening == "the" and stands_behind(doc, lists.before_month) and not stands_before(doc, of)
  end
  if opening == "spring" and not m.year and doc.shape(first) == "xx" then return stands_behind(doc, lists.before_month) end
  m.unit = m.shift and words[n] == "year" and "Y" or nil
  return true
end

-- "his 20s", "her mid to late thirties", "the low 50s": years of age, or degrees.
local function is_life(doc)
  local i = first - 1
  while i > 0 and (lists.between_lives[doc.word(i)] or doc.word(i):find("^%d0s$")) do i = i - 1 end
  return i > 0 and lists.ages[doc.word(i)]
end

function read.decade(m, n, doc)
  local whose = n == 1 and tonumber(words[1]:match("^(%d%d%d0)'s$")) -- "Vision 2030's goals"
  if whose then
    m.form, m.year, m.decade = "year", whose, nil
    return true
  end
  return not ((byte(words[n]) > 57 or #words[n] < 5) and is_life(doc))
end

function read.year(m, n, doc, match)
  if m.nth then m.year = m.nth end
  local opening = n > 2 and lists.pairing[words[n - 1]] and meanings[words[n - 2]]
  if opening and opening[1] == "year" then -- "the 2025-26 season"
    local is_next = tonumber(words[n]) == (#words[n] == 2 and (m.year + 1) % 100 or m.year + 1)
    local is_span = stands_behind(doc, from_word) -- "minister from 2029-30"
    local is_of_budget = m.fiscal or not is_span and (doc.text:find("[Ff]iscal ") or doc.text:find(" [Bb]udget "))
    if is_next and (is_of_budget or stands_before(doc, lists.running)) then return true end
    cut(match, n - 2, doc)
  end
  m.unit, m.day = nil, nil
  if not m.year or m.era or m.fiscal then return m.year ~= nil end
  local joined = last + 1 < doc.count and doc.word(last + 1) == "-" and not doc.spaced(last + 2) and doc.word(last + 2)
  if lists.measured[joined] or stands_before(doc, lists.counted) then return false end -- "a 2000-seat hall"
  local before = first > 1 and doc.word(first - 1) or "("
  if before == "than" and first > 2 and lists.more[doc.word(first - 2)] then return false end
  local is_count = last < doc.count and doc.shape(last + 1) == "xx" and doc.word(last + 1):find("...[^si']s$") -- "1500 elephants"
  return lists.before_year[before] or m.year >= 1500 and m.year <= 2100 and not lists.signs[before] and not is_count
    or doc.sentence_of(first - 1) ~= doc.sentence_of(first)
end

function read.year_ago(m)
  if m.unit == "M" then m.form, m.shift = "relative", -12 else m.unit, m.base, m.shift = "Y", nil, nil end
  return m.unit == "Y" or not m.year -- "in the same month last year"
end

function read.relative(m, n)
  if m.shift == nil then return false end -- "these mornings"
  if words[1] == "the" and directions[words[3]] then m.shift = m.shift * 2 end -- "the week before last"
  if m.part or m.month or m.season then
    m.form, m.unit = m.season and "season" or "relative", nil
    return true
  end
  if words[n] == "period" then m.unit = "P" end
  if m.fiscal and not m.unit then m.unit = "Y" end
  if m.unit == "TH" and m.shift ~= 0 then m.form, m.count = "period", "1" end -- "the next hour"
  if m.base == "ref" and not_shifted[m.unit] and m.shift ~= 0 and not m.count then return false end
  if m.base == "ref" and m.unit == "Q" and m.shift == 0 then m.form = "bare" end
  return m.unit ~= nil and (m.count or byte(m.unit) ~= 84)
end

--- "the quarter", "the year", "year-end".
function read.bare(m, n)
  local w = words[n]
  if w == "period" then m.unit = words[n - 1] == "latest" and "Q" or nil end
  m.same = w == "end" or nil
  if lists.edge_noun[w] and not m.edge then return false end -- "year ending June 30"
  return bare_units[m.unit] or m.edge and m.unit == "E" -- "the end of the decade"
end

function read.rate(m, n, doc)
  if n > 2 then read_time(m, n, doc) end
  if m.weekday or m.month or m.season then
    m.unit = nil
    return true
  end
  local rate = rates[words[1]]
  if rate then
    m.unit, m.part = rate, nil
    return doc.shape(first) == "xx"
  end
  if m.part and m.part ~= "NI" then return true end
  m.part = nil
  m.count, m.unit = read_count(2, n)
  if m.nth and units[words[3]] then m.count, m.unit = ("%d"):format(m.nth), units[words[3]] end -- "every second year"
  return m.unit ~= nil and (m.quant ~= nil or byte(m.unit) ~= 84) -- "per hour" belongs to a speed
end

function read.period(m, n, doc)
  local i = 1
  while i < n and not reaches[words[i]] and words[i] ~= "of" and not cardinals[words[i]] do i = i + 1 end
  m.shift = reaches[words[i]]
  if m.shift == nil then i = 1 end
  m.count, m.unit = read_count(i + 1, n)
  if m.unit == nil then return false end
  if m.count == nil then
    if m.unit == "TM" or m.unit == "TS" or m.unit == "Q" and stands_before(doc, of) then return false end -- "at the last minute"
    if m.unit == "Q" and m.shift ~= 0 and words[n] == "quarter" then -- "the last quarter" is one of the calendar
      m.form, m.base = "relative", "ref"
      return true
    end
    m.count = plural_units[words[n]] and "X" or "1"
  end
  if m.count == "1" and m.shift == 0 then return false end -- "the first day"
  m.base, m.nth, m.day, m.edge, m.part = nil, nil, nil, nil, nil
  return true
end

local function only_counts(m, n)
  m.base, m.shift, m.nth, m.day, m.part, m.edge = nil, nil, nil, nil, nil, nil
  m.mod = comparisons[words[1]] or n > 1 and comparisons[words[1] .. " " .. words[2]] or nil
end

function read.distance(m, n)
  m.finer, m.finer_shift = units[words[n]] or lists.day_word[words[n]] and "D" or nil, m.shift -- "three years ago this week"
  while m.finer and not directions[words[n]] do n = n - 1 end
  m.direction = directions[words[n]] or directions[words[n - 1]]
  only_counts(m, n)
  m.count, m.unit, m.article = read_count(1, n - 1)
  m.count = m.count or n == 3 and words[1] == "the" and "1" or "X" -- "the day before"
  return m.unit ~= nil and m.direction ~= nil
end

function read.duration(m, n, doc, match)
  if n == 2 and words[2] == "hours" and words[1]:find("^0%d[0-5]%d$") then -- "0600 hours"
    m.form, m.unit = "clock", nil
    return read.clock(m, n, doc, match)
  end
  m.count, m.unit, m.article, m.rest, m.rest_unit = read_count(1, n)
  if m.rest and m.rest_unit == m.unit then -- "9 seconds and 12 seconds"
    n = 1
    while not plural_units[words[n]] do n = n + 1 end
    cut(match, n, doc)
  end
  only_counts(m, n)
  if words[n] == "long" then m.count = m.count or plural_units[words[1]] and "X" or "1" end
  if m.article and last < doc.count and doc.word(last + 1) == "-" and not doc.spaced(last + 1) then return false end -- "a night-time raid"
  if m.count == nil or m.unit == nil or words[1] == "many" and stands_behind(doc, as) then return false end -- "in as many years"
  if words[n] == "so" then m.mod = "APPROX" end -- "a week or so"
  if words[2] == "+" then m.mod = "EQUAL_OR_MORE" end -- "5+ years"
  if m.unit == "Q" then -- "several quarters", "13 quarters", not "three-quarters" nor "three quarters" of it
    local is_count = m.count == "X" or n == 2 and tonumber(m.count) > 4 or n > 2 and not is_number(words[n - 1])
    return words[n] == "quarters" and is_count and not stands_before(doc, of)
  end
  return not (m.unit == "TS" and m.article) -- not "a second meeting"
end

function read.plural(m, _, doc)
  if words[1] == "hours" and first > 1 and doc.word(first - 1) == "after" and not stands_before(doc, of) then return false end -- of trade
  m.part, m.unit, m.count = nil, plural_units[words[1]], "X"
  return stands_behind(doc, lists.before_plural)
end

function read.reference(m, n, doc)
  if n == 1 and last < doc.count then
    if doc.word(last + 1) == "-" and words[1] ~= "9/11" then return false end -- "the now-closed office"
    if words[1] == "recent" and stands_behind(doc, most) or words[1] == "recently" and stands_behind(doc, as) then return false end
    if words[1] == "future" and doc.class(last + 1) == "word" and not stands_behind(doc, in_word) then return false end -- "future victims"
  end
  m.ref = references[n == 1 and words[1] or table.concat(words, " ", 1, n)]
  m.base, m.shift, m.unit, m.part = nil, nil, nil, nil
  return m.ref ~= nil
end

-- "c. 314 –", "499-493 BC", "in 348,": three figures are a year only there.
local function read_early_year(m, doc, w)
  local behind = last + 3 <= doc.count and lists.pairing[doc.word(last + 1)] and meanings[doc.word(last + 3)]
  m.era = behind and behind[1] == "era" and tonumber(doc.word(last + 2)) and behind[2] or nil
  m.form, m.year, m.day = "year", tonumber(w), nil
  return m.era or stands_behind(doc, lists.before_early_year) and stands_before(doc, lists.behind_early_year)
end

--- A date in figures only, with a weekday before it or a time behind, "2024-03-05 10:30", or a year of three digits.
function read.numeric(m, n, doc, match)
  local i = m.weekday and (words[2]:find("^%p$") and 3 or 2) or 1
  local w = words[i]
  if #w == 3 and i == 1 then return w:find("^[1-9]%d%d$") and read_early_year(m, doc, w) end
  local year, behind = w:match("^([12]%d%d%d)/(%d%d%d?%d?)$") -- "the 2022/23 season", "2022/2023"
  if year and i == 1 then
    m.form, m.year = "year", tonumber(year)
    return tostring(m.year + 1):sub(-#behind) == behind
  end
  if i == 1 and w:find("^%d%d?:%d%d:%d%d$") then
    m.form, m.hour, m.minute, m.second = "clock", calendar.read_clock(w)
    return m.hour <= 24 and stands_behind(doc, lists.before_clock)
  end
  m.form = "calendar"
  m.year, m.month, m.day, m.hour, m.minute, m.second, m.zone = calendar.read_stamp(w, doc.text)
  if not m.hour then read_time(m, n, doc) end
  if m.year and not m.hour and n > i then cut(match, i, doc) end
  if m.year or i == 1 then return m.year ~= nil end
  m.form = "weekday" -- "on Tuesday, 1,200 and more"
  cut(match, 1, doc)
  return true
end

--- Reads the words of a match into a record; nil drops what is no time.
function M.build(m, ctx)
  local doc, form = ctx.doc, m.form
  first, last = m.first, m.last
  if not cardinals then learn(ctx.data) end
  local record = { form = form, year = nil, month = nil, day = nil } -- the empty fields only make room
  local n = read_words(record, doc)
  if form == "holiday" then record.holiday = m.holiday.row.rule end
  if form == "quarter" and m.same then record.same = true end
  if m.hours then record.part = "MO" end -- "the early hours of Sunday"
  if not read[form] or read[form](record, n, doc, m) then return names, record end
end

M.examples = {
  { "On Friday, Oct. 23, 1998 and the 19th of May, 2001 they met; in July of that year, or May 2003, no more.",
    { "Friday, Oct. 23, 1998", record = { day = 23, form = "calendar", month = 10, weekday = 5, year = 1998 } },
    { "the 19th of May, 2001" }, { "July of that year" }, { "May 2003", record = { form = "month", month = 5, year = 2003 } } },
  { "At 10:35 a.m. EDT on 2022-10-04, by noon Tuesday, early in the morning of 29 April, late in the evening.", { "10:35 a.m. EDT" },
    { "2022-10-04" }, { "noon Tuesday" }, { "early in the morning of 29 April" }, { "late in the evening" } },
  { "On March 3, 2021, 10.30 p.m. it was signed; in 348, on 1 August 359; last Christmas, last year's first quarter.",
    { "March 3, 2021, 10.30 p.m." }, { "348" }, { "1 August 359" }, { "last Christmas" }, { "last year's first quarter" } },
  { "Tuesday 11/3/2015, 17.dec.2030, 2031-05-07 09:30:15 and 5+ years; the 2025-26 season, H1 2022, FY2021; 9 a.m. GMT+8.",
    { "Tuesday 11/3/2015" }, { "17.dec.2030" }, { "2031-05-07 09:30:15" }, { "5+ years" }, { "2025-26" }, { "H1 2022" }, { "FY2021" },
    { "9 a.m. GMT+8" } },
  { "At half past six, 14h30 and a quarter to seven in the evening, of a half to two thirds, a quarter or 12; twenty-five past nine.",
    { "half past six", record = { form = "clock", hour = 6, minute = 30 } }, { "14h30" }, { "a quarter to seven in the evening" },
    { "twenty-five past nine" } },
  { "The 9th day of May, the last week of June; the morning of the 13th, at 14:28:01, 12 noon, Sat 9 a.m. and each Friday at 4 p.m.",
    { "The 9th day of May" }, { "the last week of June" }, { "the morning of the 13th" }, { "14:28:01" }, { "12 noon" }, { "Sat 9 a.m." },
    { "each Friday at 4 p.m." } },
  { "This fiscal, in the 2030 fiscal year, no more than 1900 or only 2000 came, a year or less than two months later.", { "This fiscal" },
    { "the 2030 fiscal year" }, { "a year" }, { "less than two months later" } },
  { "The month of May, the week ending June 9, the first Friday of every month, the late 19th and early 20th centuries, Dec. '21.",
    { "The month of May" }, { "the week ending June 9" }, { "the first Friday of every month" }, { "the late 19th" },
    { "early 20th centuries" }, { "Dec. '21" } },
  { "Orders of 06/11/2023 and 29/04/2024 came on a Thursday, until 4.30 this morning, by the 9th, on 2 Feb, earlier today.",
    { "06/11/2023" }, { "29/04/2024" }, { "Thursday" }, { "4.30 this morning" }, { "the 9th" }, { "2 Feb" }, { "earlier today" } },
  { "Police held 12 this morning and on Friday the 9th; in Dec, 2030, the January-March quarter, two and half years; her mid to late 20s.",
    { "this morning" }, { "Friday the 9th" }, { "Dec, 2030" }, { "the January-March quarter" }, { "two and half years" } },
  { "A man in his 60s, ten years old once, may march as many years; a second meeting, 1,500 strong, on late night shares." },
}

return M
