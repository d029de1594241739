--- Days and years told in pairs, which share what stands beside one of them: "6-7 January", "22 and 25 May", "March 5-9, 2018",
-- "1915-16". Of the other one, which is but a figure, the plugin `dates` makes a date of its own.

local joins = word_set("and or to - – — until through till /")
local dashes, year_marks = word_set("- –"), word_set("- – /")
local behind_pair = word_set("were was is are will would had has have in at to for with when as of the by after before from")

local month_days = calendar.month_days -- of 2000, a leap year
local names = { "of", "step", "year" }

return {
  api = 1,
  name = "date_pairs",
  summary = "The other day of \"6-7 January\", the other year of \"1915-16\" (internal: read by dates)",
  language = "en",
  requires = { "_times" },
  scope = "document",
  -- `of`: the first token of the record it belongs to; `step`: days from that day; `year`: the other year, or that of both days.
  provides = { _pairs = { of = "number", step = "number", year = "number" } },

  annotate = function(unit, add)
    local doc = unit.doc
    local records, word, count = doc:layer("_times"), doc.word, doc.count
    for i = 1, #records do
      local at = records[i]
      local t, first, last = at.record, at.first, at.last
      local form = t.form
      if form == "year" and not t.era and last + 2 <= count and year_marks[word(last + 1)] then
        local figures = word(last + 2):match("^%d%d$")
        local year = figures and t.year // 100 * 100 + tonumber(figures)
        if year and year > t.year and year <= t.year + 20 then add(last + 2, last + 2, names, first, nil, year) end
      elseif form == "calendar" and t.day and t.month and t.day <= month_days(2000, t.month) then
        local before = first > 2 and joins[word(first - 1)] and doc.sentence_of(first - 2) == doc.sentence_of(first)
        local day = before and doc.class(first) == "number" and tonumber(word(first - 2):match("^%d%d?$"))
        local following = records[i + 1]
        if day and day > 0 and day < t.day then
          add(first - 2, first - 2, names, first, day - t.day)
        elseif not t.year and last + 2 <= count and joins[word(last + 1)] and not (following and following.first <= last + 2) then
          day = tonumber(word(last + 2):match("^(%d%d?)%l?%l?$"))
          local after = last + 3 <= count and word(last + 3) or "."
          local of_year = following and following.record.form == "year" and (following.first == last + 3 or following.first == last + 4)
          local is_range = of_year or dashes[word(last + 1)] or behind_pair[after]
          local is_later = day and day > t.day and day <= month_days(2000, t.month)
          if is_later and (not after:find("^[%a%%]") or is_range and not after:find("^%%")) then
            add(last + 2, of_year and following.last or last + 2, names, first, day - t.day, of_year and following.record.year or nil)
          end
        end
      end
    end
  end,

  examples = {
    { "The battle of 6-7 January 2016 and that of 22 and 25 May, in the war of 1914-18.", { "6", step = -1 }, { "22", step = -3 },
      { "18", year = 1918 } },
    { "They met on March 5-9, 2018, on June 3 and 4 in Oban, and on July 6 and 12 ships came.", { "9, 2018", step = 4, year = 2018 },
      { "4", step = 1 } },
    { "On May 5, 12 left. In 1914-2 it was, and from May 30 to 45." },
  },
}
