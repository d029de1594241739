--- Which quarter, half or month is meant: "the third quarter", "the quarter", "the latest quarter", "the same period last year", "a
-- year earlier". Reports of business tell a quarter once and then count from it.
--
-- A quarter without a year is the last that began before the reference date, or the next one where the clause is of what
-- is to come. "The quarter" is the one told last. What is set against it, "the latest quarter" and "a year ago", belongs to
-- the last one told that is over (a forecast for the fourth quarter has no year-ago results), or to the month that its own
-- sentence tells: "fell 2% in June from a year earlier".

local years_ago = { ago = true, earlier = true }
local ahead, sets_against = word_set("until future prospect chance"), word_set("from than to with") -- "from a year ago", not "met"

local reasons = { before = "last that began before the reference date", next = "future tense: next after the reference date",
  told = "the quarter told before", over = "the last quarter told that is over", full = "the last full quarter",
  date = "the quarter of the date behind it", ago = "the same quarter a year before",
  month = "the month of its sentence a year before", months = "the months told are of the year before" }

local function number_of(year, quarter) return year * 4 + quarter - 1 end

-- The year of "the third quarter" in a clause of a tense.
local function year_of(quarter, tense, ref_year, ref_quarter)
  local year = ref_year
  if (tense == "future" or tense == "chance") and quarter < ref_quarter then -- but what is expected to be reported is past
    year = year + 1
  elseif not ahead[tense] and quarter > ref_quarter then
    year = year - 1
  end
  return year, ahead[tense] and (quarter > ref_quarter or year > ref_year) and "next" or "before"
end

local names = { "quarter", "year", "unresolved", "reason", "counted" }
local of_month = { "month", "year", "unresolved", "reason" }

-- The document being read and its reference date: set by annotate.
local doc, word, add, tenses
local ref_year, ref_month, ref_quarter
local told, over, months_of -- {quarter, year}: told last, of those over; the sentence of "the nine months"
local month_of, month, month_year -- the sentence of a month, which one (nil: a span of them), its year

local function tell(quarter, year)
  local is_over = ref_year and number_of(year, quarter) < number_of(ref_year, ref_quarter)
  -- "last year's third quarter" beside the third quarter is but what it is set against.
  if told and told[1] == quarter and told[2] == year + 1 then return end
  told = { quarter, year }
  if is_over then over = told end
end

local function tense_at(at)
  if not tenses then
    tenses = {}
    for _, one in ipairs(doc:layer("_tenses")) do tenses[one.first] = one.tense end
  end
  return tenses[at.first]
end

-- The year of a part of a year, what is unresolved of it, and why: of quarter 3, "Q", or of half 2, "H". `now`: the part of
-- the reference date.
local function told_year(at, t, part, letter, now)
  if t.year then return t.year end
  if t.base then
    local year = t.base == "ref" and ref_year and ref_year + t.shift or nil
    return year, ("%s%+dY-%s%s"):format(t.base, t.shift, letter, t.nth or "X")
  end
  local year, reason
  if now and part then year, reason = year_of(part, tense_at(at), ref_year, now) end
  return year, "XXXX-" .. letter .. (part or "X"), reason
end

-- What is added for a record of _times, by its form: each takes the annotation, its record, those behind and before it.
local read = {}

function read.quarter(at, t)
  local quarter = t.nth or told and told[1]
  local year, unresolved, reason = told_year(at, t, quarter, "Q", ref_quarter)
  add(at, names, quarter, year, unresolved, reasons[reason], not t.year and year ~= nil)
  if quarter and year and not t.same then tell(quarter, year) end
  month_of = nil
end

function read.half(at, t)
  local year, unresolved, reason = told_year(at, t, t.nth, "H", ref_quarter and (ref_quarter + 1) // 2)
  add(at, names, nil, year, unresolved, reasons[reason], not t.year and year ~= nil)
end

-- "the quarter", "the quarter ended Sept. 30", "the latest quarter".
function read.bare(at, t, following)
  if t.unit ~= "Q" then return end
  local ended = not told and following and following.first == at.last + 2 and following.record.month
  local after = ended and word(at.last + 1)
  if after == "ended" or after == "ending" then
    local quarter, year = (ended - 1) // 3 + 1, following.record.year or ref_year and (ended > ref_month and ref_year - 1 or ref_year)
    if year then
      add(at, names, quarter, year, nil, reasons.date, not following.record.year)
      return tell(quarter, year)
    end
  end
  local is_latest = word(at.first + 1) == "latest"
  local one, reason = is_latest and over or told, is_latest and over and "over" or "told"
  if not one and ref_year then
    local last = number_of(ref_year, ref_quarter) - 1
    one, reason = { last % 4 + 1, last // 4 }, "full"
    told, over = one, one
  end
  if one then add(at, names, one[1], one[2], "told+0Q", reasons[reason], reason == "full") end
end

-- "the year-ago quarter", "the same period of 2019", "a year earlier".
function read.year_ago(at, t)
  local one, sentence = over or told, doc.sentence_of(at.first)
  if t.year then
    if one then add(at, names, one[1], t.year) end
    return
  end
  if month_of == sentence then return add(at, of_month, month, month_year - 1, "told-1Y", reasons.month) end
  if months_of == sentence and ref_year then return add(at, names, nil, ref_year - 1, "told-1Y", reasons.months) end
  local quarter, year = t.nth or one and one[1], one and one[2] or ref_year
  if quarter and year then add(at, names, quarter, year - 1, "told-1Y", reasons.ago) end
end

function read.distance(at, t)
  local sentence = t.unit == "Y" and t.count == "1" and years_ago[t.direction] and doc.sentence_of(at.first)
  if t.direction == "ago" and not sets_against[at.first > 1 and word(at.first - 1)] then month_of = nil end
  if sentence and (told or month_of == sentence or months_of == sentence and ref_year) then read.year_ago(at, {}) end
end

-- "in June", "in the January-June period".
function read.month(at, t, _, before)
  local year = t.year or not t.base and ref_year and (t.month > ref_month and ref_year - 1 or ref_year)
  if not year then return end
  local is_span = before and before.last == at.first - 2 and before.record.form == "month"
  month_of, month, month_year = doc.sentence_of(at.first), not is_span and t.month or nil, year
end

return {
  api = 1,
  name = "quarters",
  summary = "The quarters of business reports: which one is meant (internal: read by dates)",
  language = "en",
  requires = { "_times", "_tenses" },
  scope = "document",
  -- `counted`: from the reference date.
  provides = { _quarters = { quarter = "number", month = "number", year = "number", unresolved = "string", reason = "string",
    counted = "boolean" } },

  annotate = function(unit, add_one)
    doc, add, tenses, told, over, months_of, month_of = unit.doc, add_one, nil, nil, nil, nil, nil
    word = doc.word
    local records, year, month_told = doc:layer("_times"), (doc.date or ""):match("^(%d+)-(%d+)")
    ref_year, ref_month = math.tointeger(tonumber(year)), math.tointeger(tonumber(month_told))
    ref_quarter = ref_month and (ref_month - 1) // 3 + 1
    for i = 1, #records do
      local at = records[i]
      local t = at.record
      local form = read[t.form]
      if form then form(at, t, records[i + 1], records[i - 1]) end
      if t.unit == "M" and t.count and (tonumber(t.count) or 0) >= 6 then months_of = doc.sentence_of(at.first) end
    end
  end,

  examples = {
    { "Sales rose in the third quarter from a year earlier; profit for the quarter fell.", date = "2023-02-14",
      { "the third quarter", quarter = 3, year = 2022, unresolved = "XXXX-Q3" }, { "a year earlier", quarter = 3, year = 2021 },
      { "the quarter", quarter = 3, year = 2022 } },
    { "It made less than in last year's second quarter. Sales for the quarter rose.", date = "2023-08-14",
      { "last year's second quarter", quarter = 2, year = 2022 }, { "the quarter", quarter = 2, year = 2022 } },
    { "In the second quarter it made less than in last year's second quarter. Sales for the quarter rose.", date = "2023-08-14",
      { "the second quarter", year = 2023 }, { "last year's second quarter", year = 2022 }, { "the quarter", quarter = 2, year = 2023 } },
    { "It lost $2 million in the third quarter and will lose less in the fourth quarter. In the latest quarter sales fell from a year ago.",
      date = "2023-11-14", { "the third quarter", year = 2023 }, { "the fourth quarter", quarter = 4, year = 2023 },
      { "the latest quarter", quarter = 3, year = 2023 }, { "a year ago", quarter = 3, year = 2022 } },
    { "For the quarter ended June 30 it made less than in the year-ago quarter.", date = "2023-08-14",
      { "the quarter", quarter = 2, year = 2023 }, { "the year-ago quarter", quarter = 2, year = 2022 } },
    { "Exports fell 2% in June from a year earlier, and in the January-June period from a year earlier.", date = "2023-07-14",
      { "a year earlier", month = 6, year = 2022 }, { "a year earlier", month = false, year = 2022 } },
    { "Sales rose in the third quarter of 2031; it lost money in the 2030 period.", { "the third quarter of 2031", quarter = 3 },
      { "the 2030 period", quarter = 3, year = 2030 } },
    { "In H2 it rose, in H1 it fell.", date = "2023-02-14", { "H2", year = 2022, unresolved = "XXXX-H2" }, { "H1", year = 2023 } },
    { "It fell in the first quarter from the same period of 2019, and in nine months from a year earlier.", date = "2023-05-14",
      { "the first quarter", year = 2023 }, { "the same period of 2019", quarter = 1, year = 2019 },
      { "a year earlier", quarter = false, year = 2022 } },
    { "The first quarter was dull, the first quarter of 2020 as well.", { "The first quarter", quarter = 1, year = false },
      { "the first quarter of 2020", year = 2020 } },
  },
}
