--- Numbers, money, percentages, quantities and ages: one grammar of amounts, and the longest reading wins.
-- Time expressions are one unit of the tape, so that their numbers are never read again here; of the
-- rest, money comes before percentages, ages and quantities, and a number is what is left.

-- The words of amounts are in lists. Each list: word -> what it means.
local cardinals, scales, letters, parts, temperatures, speeds, age_units, rates, rate_adverbs, rate_words, joins
local lists -- by class: of two words, "more than", as one with a blank

local function values(rows)
  local map = {}
  for word, row in pairs(rows) do map[word] = tonumber(row.value) end
  return map
end

local function learn(data)
  cardinals, scales = values(data.cardinals), values(data.scales)
  lists = { pair = {} }
  for _, row in ipairs(data.meanings) do
    local list = lists[row.class] or {}
    lists[row.class] = list
    list[row.word] = tonumber(row.value) or row.value or true
    local one, two = row.word:match("^(%S+) (%S+)$") -- "more than": found by its second word
    if one then
      lists.pair[two] = lists.pair[two] or {}
      lists.pair[two][one] = row.value
    end
  end
  letters, parts, temperatures, speeds = lists.letter, lists.parts, lists.temperature, lists.speed
  age_units, rates, rate_adverbs, rate_words, joins = lists.age_unit, lists.rate, lists.rate_adverb, lists.rate_words, lists.joins
  for word, value in pairs(lists.part) do parts[word] = value end
end

local figure = figure_value

-- Digits after "point": "five point seven five" is 5.75, "seventy-one" is .71.
local function read_decimals(word, i, last)
  local digits = ""
  while i <= last do
    local w = word(i)
    local value = cardinals[w]
    if value then
      digits = (value < 10 and #digits > 1 and digits:match("^(.+)0$") or digits) .. value
    elseif w ~= "-" then
      break
    end
    i = i + 1
  end
  return tonumber("0." .. digits), i
end

-- The word at token i, "" beyond `last`.
local function word_up_to(word, i, last) return i <= last and word(i) or "" end

-- A product without what binary fractions add to it: 4.1 million is 4100000, not 4099999.9999999995.
local function rounded(value)
  return math.type(value) == "float" and tonumber(("%.15g"):format(value)) or value
end

-- Reads the number that begins at token i. Returns its value (nil: no number), the token behind it, its kind. with_letter: "5m"
-- are millions.
local read_number
function read_number(doc, first, last, with_letter)
  local word = doc.word
  if first == last then -- most are of one word
    local value, is_fraction = cardinals[word(first)], false
    if not value then value, is_fraction = figure(word(first)) end
    if value then return math.tointeger(value) or value, first + 1, is_fraction and "fraction" or "cardinal" end
  end
  local sign, kind = 1, "cardinal"
  local total, current = 0, nil -- what scales from a thousand on have closed, and what has been read since
  local scale_at, biggest = 0, 1 -- where the last scale stood, and how much it was if it closed
  local whole, whole_scale -- `current` before the last "and", and the scale that stood there: "three million and a half"
  local i = first
  while i <= last do
    local w = word(i)
    local value, is_fraction = cardinals[w], false
    if not value then value, is_fraction = figure(w) end
    local scale, part = scales[w] or with_letter and current and letters[w], parts[w]
    if value then
      if is_fraction and not current and total == 0 then kind = "fraction" end
      local is_group = current and w:find("^%d%d%d[%d.]*$") and word(i - 1):find("^%d+$") -- "40 000"
      current = is_group and current * 1000 + value or (current or 0) + value
    elseif scale then
      if scale <= 100 then
        local since = current and current - (whole or 0) -- "three hundred and two dozen"
        current, biggest = since and current + since * (scale - 1) or scale, 1
      else
        if current or total == 0 then total = total + (current or 1) * scale else total = total * scale end
        current, biggest = nil, scale
      end
      scale_at, kind = i, "cardinal"
    elseif part then
      local since = (current or 0) - (whole or 0)
      if whole and since < part then -- "a hundred and three quarters", but "a hundred and thirty fifths" is 26
        local unit = scales[word_up_to(word, i + 1, last)] and 1 or whole_scale -- "a billion and a quarter million" has its own
        current = whole + (since > 0 and since or 1) * unit / part
      else
        total, current, kind = 0, (total > 0 and total + (current or 0) or current or 1) / part, "fraction"
      end
    elseif w == "and" then
      whole, whole_scale = current or 0, scale_at == i - 1 and biggest or 1
    elseif w == "point" and current then
      local decimals
      decimals, i = read_decimals(word, i + 1, last)
      current, i = current + decimals, i - 1
    elseif lists.minus[w] or w == "-" and i == first then
      sign = -1
    elseif w == "^" and current then
      local power, at = read_number(doc, i + 1, last)
      current, i = current ^ power, at - 1
    elseif lists.divides[w] and current then
      local under, at = read_number(doc, i + 1, last)
      if under and under ~= 0 then current, total, kind, i = (total + current) / under, 0, "fraction", at - 1 end
    elseif not lists.neutral[w] then
      break
    end
    i = i + 1
  end
  if current == nil and total == 0 then return nil, i end
  local result = sign * (total + (current or 0))
  if scale_at > 0 then result = rounded(result) end
  return math.tointeger(result) or result, i, kind
end

-- What the words around an amount say about it: "at least", "more than", "about", ... `before`: the one before it, if the
-- caller has it.
local function approximation(doc, first, last, before)
  local word, count = doc.word, doc.count
  before = before or first > 1 and word(first - 1) or ""
  local found = lists.approximation[before]
  if found then return found end
  local pair = lists.pair[before]
  found = pair and first > 2 and pair[word(first - 2)]
  if found then
    local third = first > 3 and word(first - 3)
    if before == "to" and lists.raised[third] then return nil end -- "revised up to 5%"
    if before == "than" and (third == "no" or third == "not") then return found == "more than" and "at most" or "at least" end
    return found
  end
  local behind = word_up_to(word, last + 1, count)
  if behind == "+" and not doc.spaced(last + 1) then return "at least" end
  if last + 2 > count then return nil end
  local open = behind == "-" and lists.open_end[word(last + 2)] -- "20-plus people", "30-odd ships", "5,000-strong"
  if open then return open ~= "exactly" and open or nil end
  found = (behind == "or" or behind == "and") and lists.behind_or[word(last + 2)]
  return found and not (last + 3 <= count and doc.class(last + 3) == "number") and found or nil -- but "5 and over 20"
end

--- What the amount is paid or measured for, that ends with token `last`: "a year", "per barrel", "-a-head", "/MWh". After a
--- quantity `a` leads to times only: "5 tonnes a day", but not "two metres a side".
local function rate_of(doc, last, units, of_quantity)
  local word, count = doc.word, doc.count
  local w = word_up_to(word, last + 1, count)
  if rate_adverbs[w] then return rate_adverbs[w] end
  local at = w == "-" and last + 2 or last + 1
  w = word_up_to(word, at, count)
  if not rate_words[w] or at == count then return nil end
  at = word(at + 1) == "-" and w ~= "/" and at + 2 or at + 1 -- but "Rs 500/- each"
  local unit, after = word_up_to(word, at, count), word_up_to(word, at + 1, count)
  if lists.not_of_rate[after] or scales[unit] then return nil end -- "$2 billion a year earlier"
  local compound = units[unit .. " " .. (after == "-" and word_up_to(word, at + 2, count) or after)]
  if rates[unit] and not compound then return rates[unit] end
  if w == "every" or w == "each" or of_quantity and w ~= "per" or unit == "" or doc.class(at) ~= "word" then return nil end
  local row = compound or after ~= "share" and units[unit]
  return row and row.unit or after == "share" and after or unit
end

--- What the upper end of a range says of its lower end, which ends with the figure at token `last`: "$3.5 to $4 billion" are
-- billions both. Returns the scale, 1 if there is none, and the token behind the upper end and its scale.
local function upper_end(doc, last, value, marks)
  local word, count = doc.word, doc.count
  local i = last + 2
  local join = i < count and word(last + 1)
  if not joins[join] then return 1 end
  if join == "-" and word(i) == "to" and i + 1 < count then last, i, join = last + 1, i + 1, "to" end -- "18- to 24-year-olds"
  local marked = marks and marks[word(i)]
  if marked then i = i + 1 end
  if i >= count or (join == "and" or join == "or") and not marked and marks then return 1 end
  local after, spelled, own = word(i + 1), cardinals[word(i)], scales[word(last)]
  local upper = spelled or figure(word(i))
  local scale = scales[after] or not spelled and not doc.spaced(i + 1) and letters[after]
  if not upper or upper * (own and scale or 1) <= value then return 1 end
  return scale and not own and scale or 1, scale and i + 2 or i + 1 -- "1 million to 1.4 million" tells its own
end

-- A code in small letters is a word ("all", "try"), but for these.
local function is_small_word(doc, i)
  return doc.class(i) == "word" and doc.shape(i) == "xx" and not lists.small_marks[doc.word(i)]
end

local asked, is_asked -- the document that was asked last, and the answer

--- Does a document name a country with a dollar of its own?
local function names_dollar_country(doc)
  if doc ~= asked then
    local text = doc.text
    asked, is_asked = doc, text:find("Australia", 1, true) or text:find("Canad", 1, true) or text:find("New Zealand", 1, true)
      or text:find("Singapore", 1, true)
  end
  return is_asked
end

--- The code of a currency whose name several countries share: what it is in this text, else `code`; and why.
local function at_home(doc, name, code)
  if code == "USD" and not names_dollar_country(doc) or code and code ~= "" and code ~= "USD" and not lists.likely[code] then
    return code
  end
  for _, home in ipairs(doc:layer("_currencies")) do
    if (" " .. home.names .. " "):find(" " .. name .. " ", 1, true) then return home.code, home.why end
  end
  return code ~= "" and code or nil
end

--- The currency of the lower end of a range that ends with tokens from `first` on: "$50 to 60", "€200-250 million".
local function lower_currency(doc, first, data)
  local word = doc.word
  local mark = first > 3 and lists.spans[word(first - 1)] and data.marks[word(first - 3)]
  local lower = mark and not is_small_word(doc, first - 3) and figure(word(first - 2))
  return lower and lower < (figure(word(first)) or 0) and (at_home(doc, word(first - 3), mark.code) or "") or nil
end

local build = {}
-- What each kind of amount has; the values are given in this order.
local numbers = { "value", "kind", "approximation", layer = "numbers", rule = "number" }
local money = { "value", "currency", "amount", "unit", "approximation", "rate", "why", layer = "money", rule = "money" }
local percentages = { "value", "approximation", layer = "percentages", rule = "percentage" }
local quantities = { "value", "unit", "normal_value", "normal_unit", "approximation", "rate", layer = "quantities", rule = "quantity" }
local ages = { "value", "unit", "approximation", layer = "ages", rule = "age" }
local bare = { "value", "approximation", layer = "_bare", rule = "number" }

-- The words of nations among tokens i to last, each with a blank behind it, and the first token that is none of them nor a
-- hyphen. The last one may be a currency as well.
local function read_nations(word, data, i, last)
  local nations = ""
  while i <= last do
    local w = word(i)
    if w ~= "-" and w ~= "of" and not scales[w] then
      if not data.nations[w] or i == last and data.nouns[w] then break end
      nations = nations .. w .. " "
    end
    i = i + 1
  end
  return nations, i
end

--- The currency of a noun with the nations before it: "swiss " and "francs" are Swiss francs.
local function currency_of(data, nations, noun)
  local one = noun:gsub("s$", "")
  local named = data.names[nations .. noun] or data.names[nations .. one] or data.nouns[noun]
  return named and named.code
end

--- Is the sign before the figure at token i + 1 none: a dash apart, "- 35% less", "Oslo - 5 left", or glued to a word, "18-to-24",
--- or the minus of "plus or minus 3"?
local function is_no_sign(doc, i)
  if i == 1 then return false end
  local before = doc.word(i - 1)
  if before:find("/$") or before == "or" and i > 2 and doc.word(i - 2) == "plus" then return true end
  if not lists.hyphen[doc.word(i)] then return false end
  if doc.spaced(i + 1) then return doc.class(i - 1) ~= "word" or not lists.before_heat[before] end
  return not doc.spaced(i) and doc.class(i - 1) == "word"
end

-- The value without the sign that a match begins with, and the match without it, where the sign is none.
local function unmarked(doc, m, value)
  if value >= 0 or not is_no_sign(doc, m.first) then return value end
  if lists.hyphen[doc.word(m.first)] then m.first, m[1] = m.first + 1, m[2] - #doc.slice(m.first + 1, m.last) end
  return -value
end

-- What "dozens" or "tens of thousands" are at least.
local function least_of(word, first, last)
  local value = 1
  for i = first, last do value = value * (lists.many[word(i)] or 1) end
  return value
end

--- "hundreds", "tens of thousands".
function build.many(m, doc)
  local first, last = m.first, m.last
  return numbers, least_of(doc.word, first, last), "cardinal", approximation(doc, first, last) or "at least"
end

--- "billions of dollars", "tens of millions of Swiss francs".
local function vague_money(doc, data, first, last)
  local word = doc.word
  local nations = read_nations(word, data, first + 1, last)
  local code, why = currency_of(data, nations, word(last)), nil
  if nations == "" then code, why = at_home(doc, word(last), code) end
  local approx = approximation(doc, first, last) or "at least"
  return money, least_of(word, first, last), code, nil, nil, approx, rate_of(doc, last, data.units), why
end

-- What stands before a sum: its currency, its scale ("MEUR" are millions), and where the figures begin; nil if it is no sum.
local function read_mark(doc, data, i, last)
  local word, marks = doc.word, data.marks
  local w, code, scale = word(i), nil, nil
  if lists.letter_mark[w] and not marks[w] then -- "N4.65", "R92 million"; of several currencies where there is no code
    if doc.spaced(i + 1) and not scales[word(last)] then return nil end
    return i + 1, lists.letter_mark[w] ~= true and lists.letter_mark[w] or ""
  elseif (lists.lead[w] or lists.sure_lead[w]) and not marks[w] then -- "US $5"
    i, code = i + 1, lists.lead[w] or lists.sure_lead[w]
  end
  local mark = marks[word_up_to(word, i, last)]
  while mark do
    local after = word_up_to(word, i + 1, last)
    if is_small_word(doc, i) and not marks[after] then return nil end
    if not code or code == "USD" then code = mark.code end
    i, scale, mark = i + 1, tonumber(mark.scale), marks[after]
  end
  return i, code, scale
end

--- "$20 billion", "300,000 euros", "3 dollars 50 cents", "billions of dollars".
function build.money(m, doc, data)
  local word, first, last = doc.word, m.first, m.last
  if lists.many[word(first)] then return vague_money(doc, data, first, last) end
  local marks, nouns = data.marks, data.nouns
  local is_negative = marks[word_up_to(word, first + 1, last)] and (lists.minus[word(first)] or lists.hyphen[word(first)])
  local i, code, scale = read_mark(doc, data, is_negative and first + 1 or first, last)
  if not i then return nil end
  local vague = scales[word(first)] and lists.vague_before[first > 1 and word(first - 1)]
  local value, size, noun, nations
  value, i = read_number(doc, i, last, true)
  if is_negative and value then value = -value end
  value = not vague and value and unmarked(doc, m, value * (scale or 1)) or nil -- "a few thousand euros" have none
  nations, i = read_nations(word, data, i, last)
  if i <= last then
    noun = word(i)
    if (noun == "pound" or noun == "pounds") and nations == "" and not code and not scales[word(i - 1)] then -- of weight
      return build.quantity(m, doc, data)
    end
    local row, mark = nouns[noun], marks[noun]
    if nations ~= "" then
      code = currency_of(data, nations, noun) or code
    elseif row then
      if noun == "p" and (doc.spaced(i) or doc.shape(i) ~= "xx" or value > 100) then return nil end -- "75p", but "1080p"
      code = code ~= "USD" and code or row.code -- "$500 pesos"
    elseif not mark or is_small_word(doc, i) then
      return nil
    else
      code = (not code or code == "USD") and mark.code or code -- "$20 AUD"
    end
    size = row and tonumber(row.size)
    if value and not row then value = value * (mark and tonumber(mark.scale) or 1) * (scales[word(last)] or 1) end -- "30 MEUR"
    if value and row and i < last then -- "50 cents" after dollars, "15 dollars 50"
      local rest, at = read_number(doc, i + 1, last)
      local part = nouns[word_up_to(word, at, last)]
      if rest and rest < 100 then value = value + rest / (part and tonumber(part.size) or 100) end
    end
  end
  if value and value < 1000 and not size and figure(word(last)) then value = value * upper_end(doc, last, value, marks) end
  local amount = size and value
  if value then value = rounded(value / (size or 1)) end
  local why
  if nations == "" then code, why = at_home(doc, noun or word(first), code) end
  return money, value, code, amount, size and noun, approximation(doc, first, last), rate_of(doc, last, data.units), why
end

function build.percentage(m, doc)
  local first, last = m.first, m.last
  local value = read_number(doc, first, last) or read_number(doc, first + 2, last) or read_number(doc, first + 3, last)
  if value then return percentages, unmarked(doc, m, value), approximation(doc, first, last) end
end

--- "45 years old", "aged between 18 and 24"; "magnitude 6.2", "a magnitude of about 6".
function build.age(m, doc, data)
  local word, first = doc.word, m.first
  local i = first
  while lists.headings[word(first)] and (lists.headings[word(i)] or lists.filler[word(i)]) do i = i + 1 end
  local value, at = read_number(doc, i, m.last)
  local from = first > 1 and word(first - 1) == "the" and first - 1 or first -- "under the age of 15"
  local approx = approximation(doc, i, m.last) or approximation(doc, from, m.last)
  local grade = i > first and data.units[word(first)]
  if grade then return quantities, value, grade.unit, nil, nil, approx end
  if value == nil or i > first and value > 120 then return nil end -- "the Middle Ages"
  local unit
  for k = at, m.last do unit = unit or age_units[word(k)] end
  return ages, value, unit or "year", approx
end

--- "in her 40s", "a man in his late twenties".
function build.life(m, doc)
  local word, at = doc.word, m.first - 1
  while at > 2 and (lists.before_life[word(at)] or word(at):find("^%d0s$")) and not lists.owners[word(at)] do at = at - 1 end
  if at < 2 or not lists.owners[word(at)] or not lists.into[word(at - 1)] then return nil end
  local w = word(m.first):gsub("^mid%-", "")
  return ages, tonumber(w:match("^(%d0)'?s$")) or cardinals[w:gsub("ies$", "y")], "year", "at least"
end

local measure
--- "700,000 barrels", "10 kilometers per hour", "3-inch", "5 °C".
function build.quantity(m, doc, data)
  local word, first, last = doc.word, m.first, m.last
  local value, i = read_number(doc, first, last)
  if value == nil then return nil end
  local scale = letters[word_up_to(word, i, last)]
  if scale and i < last and not rate_words[word(i + 1)] and not lists.unit_second[word(i + 1)] then -- "3m barrels", not "3 m²"
    value, i = value * scale, word(i + 1) == "-" and i + 2 or i + 1
  end
  local code = scale and i == last and lower_currency(doc, first, data)
  if code then return money, value * scale, code ~= "" and code or nil end -- "€200-250m"
  local approx = word(i - 1) == "+" and "at least" or approximation(doc, first, last) -- "3+ inches"
  return measure(doc, data, unmarked(doc, m, value), i, last, approx)
end

--- A temperature of tokens i to last; nil if the letter is none: "of 35C", but "form 13F".
local function heat(doc, value, i, last, approx)
  local word = doc.word
  local w = word(i)
  if #w == 1 and w ~= "°" and (doc.spaced(i) or not doc.surface(i):find("%u") or value > 130
    or not lists.before_heat[i > 2 and word(i - 2)]) then return nil end
  if word(i) == "below" or word_up_to(word, i + 1, last) == "below" then value = -value end -- "10 degrees below zero"
  local kind = temperatures[word(last)]
  local normal = kind == "celsius" and value or kind == "fahrenheit" and (value - 32) * 5 / 9
    or kind == "kelvin" and value - 273.15 or nil
  return quantities, value, kind or "degree", rounded(normal), normal and "celsius", approx
end

local seconds = { hour = 3600, minute = 60, second = 1 }

--- The quantity of a value whose unit is tokens i to last.
function measure(doc, data, value, i, last, approx)
  local word, units = doc.word, data.units
  local w = word(i)
  if w == "°" or w:find("^deg") or w == "below" or temperatures[w] and not units[w] then return heat(doc, value, i, last, approx) end
  local unit = units[w]
  if lists.foot[w] and not unit and not doc.spaced(i) and value < 9 then unit = units.foot end -- 6'2"
  if i < last then
    local second = word(i + 1) == "-" and i + 2 or i + 1 -- "square-foot"
    local joined = units[w .. " " .. word_up_to(word, second, last)]
    if joined then unit, i = joined, second end
  end
  if not unit then return nil end
  if letters[w] and doc.surface(i):find("%u") then -- "10M"
    if w == "g" and math.type(value) == "integer" and value < 10 then return nil end -- "a 5G network"
    return numbers, value * letters[w], "cardinal", approx
  end
  local name, normal, factor = unit.unit, unit.normal, tonumber(unit.factor)
  local per = i < last and speeds[word(last)]
  if per then
    name, factor, normal = name .. " per " .. per, factor and factor / seconds[per], normal and normal .. "/s"
  elseif i < last then -- "6 feet 2 inches", "6 feet, 2 inches", "6-foot-2"
    value = rounded(value + math.abs(read_number(doc, i + 1, last) or read_number(doc, i + 2, last) or 0) / 12)
  end
  local behind = last + 1
  if behind + 3 <= doc.count and joins[word(behind)] and word(behind + 2) == "m" then behind = behind + 3 end -- "15m to 16m units"
  local after = w == "m" and i == last and behind <= doc.count and doc.class(behind) == "word" and word(behind) or ""
  local is_count = after == "people" or after:find("%a%a[^s]s$") and not doc.spaced(i) and not lists.of_track[after]
    or after == "of" and lists.of_them[word_up_to(word, behind + 1, doc.count)]
  if is_count then return numbers, value * 1e6, "cardinal", approx end -- "3.5m people", "2m of them"
  local rate = rate_of(doc, last, units, true)
  if rate == "PT1H" and normal == "m" then return quantities, value, name .. " per hour", rounded(value * factor / 3600), "m/s", approx end
  if name:find(" per day$") then name, rate = name:sub(1, -9), "P1D" end
  return quantities, value, name, factor and rounded(value * factor), normal, approx, rate
end

--- Is the number glued to a word: "COVID-19"?
local function is_glued(doc, first, before, w)
  if doc.spaced(first) or before ~= "-" and before ~= "+" and w ~= "-" then return false end
  if w == "-" then return first > 1 and before ~= "/" end -- "+/-3"
  local is_apart = first <= 2 or doc.spaced(first - 1)
  if before == "+" then return not (is_apart and w:find("%d[.,]%d")) end -- "by +1,500", but the telephone +44 20
  return not is_apart and doc.class(first - 2) == "word" and not cardinals[doc.word(first - 2)]
end

-- Is the one word of a match no number here: "half" of what, "one" the pronoun, "several hundred", "bn" alone?
local function is_no_number(data, w, before, after)
  if w == "half" then
    return data.ordinals[before] or lists.ending[before] or not lists.before_half[before] and not lists.behind_half[after]
  end
  if w == "one" then return lists.before_pronoun[before] or after == "another" end
  return lists.many[w] or scales[w] and (#w < 4 or lists.vague_before[before])
end

--- Where the unit ends that begins at token i, as "kilometers per hour", "degrees Celsius"; nil if there is none.
local function end_of_unit(doc, data, i)
  local word, count, w = doc.word, doc.count, doc.word(i)
  if w == "°" or w:find("^degree") then return temperatures[word_up_to(word, i + 1, count)] and i + 1 or i end
  if temperatures[w] and #w == 1 and not doc.spaced(i) then return i end -- "30-35C"
  local last = data.units[w .. " " .. word_up_to(word, i + 1, count)] and i + 1 or data.units[w] and #w > 1 and w ~= "in" and i
  local after = last and word_up_to(word, last + 1, count)
  return (after == "per" or after == "/") and speeds[word_up_to(word, last + 2, count)] and last + 2 or last
end

--- What the lower end of a range is, which ends with token `last`, by what stands from token `behind` on, behind its upper end:
-- "18 to 24 year olds", "95 to 98 yen", "10-15 percent", "4 to 6 inches"; nil if nothing tells.
local function lower_end(doc, data, value, behind, approx)
  local word, count = doc.word, doc.count
  local after = word(behind)
  local year = after == "-" and behind + 1 or behind
  local old = word_up_to(word, word_up_to(word, year + 1, count) == "-" and year + 2 or year + 1, count)
  if old == "olds" or old == "old" then return ages, value, age_units[word(year)] or "year", approx end
  local noun = data.nouns[after]
  if noun and after ~= "pounds" then
    local size = tonumber(noun.size)
    return money, rounded(value / (size or 1)), (at_home(doc, after, noun.code)), size and value, size and after, approx
  elseif lists.percent[after] or after == "per" and word_up_to(word, behind + 1, count) == "cent" then
    return percentages, value, approx
  end
  local unit_end = end_of_unit(doc, data, behind)
  if unit_end then return measure(doc, data, value, behind, unit_end, approx) end
end

function build.number(m, doc, data)
  local word, first, last, count = doc.word, m.first, m.last, doc.count
  local before, w = first > 1 and word(first - 1) or "", word(first)
  local after = last + 1 < count and lists.hyphen[word(last + 1)] and not doc.spaced(last + 2) and word(last + 2)
  local is_part = after and doc.class(last + 2) == "word" and w ~= "half" and after ~= "to" and not lists.open_end[after]
  if is_part or is_glued(doc, first, before, w) then return nil end
  if first == last then
    if is_no_number(data, w, before, last < count and word(last + 1)) then return nil end
  else
    local surface = letters[word(last)] and doc.surface(last)
    if surface and (not lists.sure_letters[surface] or surface == "G" and #w == 1) then return nil end -- "a 5G network"
  end
  local value, _, kind = read_number(doc, first, last, true)
  if value == nil or w:find(first < last and "^0%d" or "^0%d%d%d%d") then return nil end -- 0800 555 is a telephone
  if kind == "fraction" and last == first + 1 and (w == "a" or w == "an") and last < count and doc.class(last + 1) == "word"
    and not lists.behind_share[word(last + 1)] and data.ordinals[word(last)] then
    return numbers, tonumber(data.ordinals[word(last)].value), "ordinal" -- "a fifth round", not a share
  end
  local code = joins[before] and lower_currency(doc, first, data)
  if code then return money, value, code ~= "" and code or nil, nil, nil, nil, rate_of(doc, last, data.units) end
  if (first == last or scales[word(last)]) and kind == "cardinal" then
    local scale, behind = upper_end(doc, last, value)
    if scale > 1 then value = rounded(value * scale) end
    if behind and behind <= count and (word(last + 1) ~= "and" or before == "between") then
      local layer, a, b, c, d, e, f = lower_end(doc, data, value, behind, approximation(doc, first, last, before))
      if layer then return layer, a, b, c, d, e, f end
    end
  end
  if first == last and kind == "cardinal" and lists.before_age[before] and math.type(value) == "integer" and value <= 115 then
    return bare, value, approximation(doc, first, last, before) -- an age, "Solvang, 45,", or a number, as the plugin `ages` decides
  end
  return numbers, unmarked(doc, m, value), kind, approximation(doc, first, last, before)
end

function build.ordinal(m, doc, data)
  local word, value, ordinals = doc.word, 0, data.ordinals
  for i = m.first, m.last do
    local w = word(i)
    local ordinal = ordinals[w]
    local step = ordinal and tonumber(ordinal.value) or cardinals[w]
    local factor = scales[w] or ordinal and step >= 100 and step
    if factor then
      value = (value > 0 and value or 1) * factor
    elseif step then
      value = value + step
    end
  end
  return numbers, math.tointeger(value), "ordinal"
end

local tape = {
  time = { layer = "_times" }, pair = { layer = "_pairs" }, number = { class = "number" }, a = { word = { "a", "an" } },
  slash = { word = { "/" } }, over = { word = { "over", "^" } }, plus = { word = { "+" } },
  parts = { list = "words", where = { class = { "part", "parts" } } }, one = { word = { "one", "1" } },
  year = { list = "words", where = { class = "age_unit" } }, old = { word = { "old", "olds" } },
  fraction = { word = { "{1..15}/{2..16}", "½", "⅓", "⅔", "¼", "¾", "⅕", "⅖", "⅗", "⅘", "⅙", "⅚", "⅛", "⅜", "⅝", "⅞" } },
  group = { word = "{000..999}" }, zeros = { word = { "000" } }, plain = { class = "word" },
  life = { word = { "{1..9}0s", "{1..9}0's", "mid-{1..9}0s" }, list = "words", where = { class = "life" } },
  capital = { shape = { "Xx", "XX" } },
}
for word in ("and of point out half below hundred in per age yo to"):gmatch("%S+") do tape[word] = { word = { word } } end
for class in ([[part letter many headings temperature speed unit_first open_end hyphen minus ones tens part_scale letter_mark round
  percent filler degree bulk inch foot unit_second before_life lead sure_lead pause cent]]):gmatch("%S+") do
  tape[class] = { list = "words", where = { class = class } }
end

return {
  api = 1,
  name = "amounts",
  summary = "Numbers, money, percentages, quantities and ages, with their values",
  language = "en",
  requires = { "_times", "_pairs", "_currencies" },
  provides = {
    numbers = { value = "number", kind = "string", approximation = "string" },
    money = { value = "number", currency = "string", amount = "number", unit = "string", approximation = "string", rate = "string" },
    percentages = { value = "number", approximation = "string" },
    quantities = { value = "number", unit = "string", normal_value = "number", normal_unit = "string", approximation = "string",
      rate = "string" },
    ages = { value = "number", unit = "string", approximation = "string" },
    _bare = { value = "number", approximation = "string" },
  },
  columns = { "value", "currency", "unit", "kind", "approximation", "rate" },
  data = {
    cardinals = { file = "en.cardinals.tsv", match = "word" }, scales = { file = "en.scales.tsv", match = "word" },
    ordinals = { file = "en.ordinals.tsv", match = "word" }, marks = { file = "currency_marks.tsv", match = "word" },
    nouns = { file = "en.currency_nouns.tsv", match = "word" }, nations = { file = "en.currency_nations.tsv", match = "word" },
    names = { file = "en.currency_names.tsv", match = "word" }, units = { file = "en.units.tsv", match = "word" },
    words = { file = "en.amount_words.tsv", match = "mark" }, meanings = { file = "en.amount_words.tsv", match = "table" },
  },
  tape = tape,

  grammar = function(g)
    local V, hyphen, is = g.V, g.hyphen ^ -1, g.constant
    local plain = g.number + g.cardinals + g.scales + g.half + g.part
    return {
      "amount",
      starter = plain + g.minus + g.hyphen + g.a + g.marks + g.letter_mark + g.lead + g.sure_lead + g.many + g.headings + g.ordinals
        + g.percent + g.per + g.life,

      -- "10 1/2", "10-1/2", "1 414 021", "40 000".
      figure = g.number * (g.fraction + #g.hyphen * -g.behind(g.fraction) * g.hyphen * g.fraction + g.zeros * g.group ^ 0
        + g.group * (g.group ^ 1 + g.number)) ^ -1,
      spelled = g.tens * hyphen * g.ones + g.cardinals,
      small = V("figure") + V("spelled"),
      scaled = (V("small") + g.a) * (hyphen * g.scales) ^ 1,
      -- "two million three hundred and six", but not the one of "two million and one half"; "5 crore 20 lakh", but not "$2
      -- million and 300 jobs".
      counted = V("figure") * ((hyphen * g.scales) ^ 1 * (V("small") * (hyphen * g.scales) ^ 1) ^ 0
            * (g.behind(g.hundred) * g["and"] * V("small")) ^ -1) ^ -1
        + V("spelled") * ((hyphen * g.scales) ^ 1 * V("more")) ^ -1 + g.a ^ -1 * g.scales ^ 1 * V("more"),
      more = (V("rest") * (hyphen * g.scales) ^ 1) ^ 0 * V("rest") ^ -1,
      rest = #(g["and"] + g.number + g.cardinals) * g["and"] ^ -1 * -(g.one * hyphen * (g.part + g.half)) * V("small"),
      decimal = g.point * (g.cardinals * hyphen) ^ 1,
      -- "a third", "two thirds", "half a million", "a quarter million".
      share = (g.a + g.one) * hyphen * g.part + V("small") * hyphen * g.parts,
      worded = V("counted") * (hyphen * g.parts + V("decimal")) ^ -1 * g.scales ^ 0
          * (hyphen * g["and"] * hyphen * (V("share") + (g.a + g.one) ^ -1 * hyphen * g.half)) ^ -1 * g.scales ^ 0
        + g.half * hyphen * (g.a * hyphen) ^ -1 * g.scales + g.a ^ -1 * g.part * g.scales ^ 1,
      sign = (g.minus + g.hyphen * #(g.number + g.marks)) - g.behind(g.number),
      value = ((g.a + g.one) * hyphen * g.part * g.scales ^ 0 + V("worded")) * (g.of * g.a * g.scales) ^ -1
        * ((g.over + g.out * g.of) * (g.hyphen + g.plus) ^ 0 * V("counted")) ^ -1,
      -- "one in every five", "nine in 10", "two in three".
      one_in = #(g.any * g["in"]) * (g.one * g["in"] * g.filler ^ -1 * V("small") * -(hyphen * g.units)
          + V("small") * g["in"] * g.filler ^ -1 * g.round + (g.ones - g.one) * g["in"] * (g.ones - g.one)),

      -- What stands behind a number says what it is.
      amount = #(g.marks + g.lead + g.sure_lead + g.letter_mark + (g.minus + g.hyphen) * g.marks) * V("marked")
        + #(g.ordinals + g.cardinals * hyphen * (g.ordinals + g.scales + g.part_scale + g.cardinals) + g.a * g.scales) * V("ordinal")
        + #g.many * V("vague")
        + #(plain + g.minus + g.hyphen * g.number + g.a * (g.scales + g.part)) * V("number")
        + #g.headings * V("headed") + g.behind(g.before_life) * g.life * is("form", "life") + #(g.percent + g.per) * V("reversed"),
      number = V("one_in") * is("form", "number") + V("whole") * -(g.hyphen * g.number)
        + g.span(V("whole")) * g.hyphen * #g.number + g.half * (V("unit") + (g.a + g.hyphen) * (V("percent") + V("unit"))
          + is("form", "number")),
      whole = V("sign") * V("value") * V("behind") + V("value") * (hyphen * V("age") + V("behind"))
        + V("counted") * is("form", "number"), -- before a dash: "35 - some said", but "the five-member team"
      behind = g.letter * hyphen * (V("money") + #(g.bulk + g.unit_first) * V("unit"))
        + hyphen * (V("percent") + V("money") + V("unit")) + g.plus * V("unit")
        + g.letter ^ -1 * -(g.hyphen * (g.plain - (g.to + g.open_end))) * is("form", "number"),
      percent = (g.percent + g.per * g.cent) * is("form", "percentage"),
      age = (g.year * hyphen * (g.old + g.of * g.age) + g.yo) * is("form", "age"),
      money = (g.marks ^ 1 * -g.number * g.scales ^ 0 + V("noun") * (g["and"] ^ -1 * V("small") * (g.cent + #(g.pause + -g.any))) ^ -1)
        * is("form", "money"),
      unit = (g.foot * ((g["and"] + g.pause) ^ -1 * V("small") * g.inch + g.hyphen * V("small") * (g.hyphen * g.inch) ^ -1)
        + g.degree ^ -1 * g.below * g.cardinals * g.temperature ^ -1 + g.degree * g.temperature ^ -1 + (g.temperature - g.letter)
        + (g.of * g.a) ^ -1 * (g.unit_first * hyphen * (g.units + g.unit_second) + g.units * g.unit_second ^ -1)
          * ((g.per + g.slash) * g.speed) ^ -1)
        * is("form", "quantity"),
      noun = g.nations ^ 0 * hyphen * g.nouns,

      -- "$20 billion", "US$5m"; "twenty-first", "two hundredth"; "aged 45"; "billions of dollars"; "per cent of
      -- twenty".
      marked = V("sign") ^ -1 * ((#g.capital * g.lead + g.sure_lead) ^ -1 * g.marks ^ 1 + #g.capital * g.letter_mark) * V("worded")
        * (hyphen * (g.letter + g.scales)) ^ -1 * (g.nouns + #g.capital * g.marks * -g.number) ^ -1
        * is("form", "money"),
      ordinal = ((V("scaled") * g["and"] ^ -1) ^ -1 * (g.tens * hyphen) ^ -1 * g.ordinals
          + ((V("small") + g.a * g.scales) * g.scales ^ 0) ^ -1 * hyphen * g.part_scale) * is("form", "ordinal"),
      headed = g.headings * g.filler ^ -2 * V("counted") * is("form", "age"),
      vague = g.many * (g.of * g.many) ^ -1 * (g.of * V("noun") * is("form", "money") + is("form", "many")),
      reversed = (g.percent + g.per * g.cent) * g.of * V("value") * is("form", "percentage"),
    }
  end,

  build = function(m, ctx)
    local data = ctx.data
    if not lists then learn(data) end
    return build[m.form](m, ctx.doc, data)
  end,

  examples = {
    { "Arms worth more than $20 billion a year, or no more than US$5m each, were sold.",
      { "$20 billion", value = 20000000000, currency = "USD", approximation = "more than", rate = "P1Y" },
      { "US$5m", value = 5000000, approximation = "at most" } },
    { "They paid 300,000 euros, €45 and 420 million Swiss francs; a ticket cost 34 cents.",
      { "300,000 euros", value = 300000, currency = "EUR" }, { "€45", value = 45, currency = "EUR" },
      { "420 million Swiss francs", value = 420000000, currency = "CHF" },
      { "34 cents", value = 0.34, currency = "USD", amount = 34, unit = "cents" } },
    { "It cost 3 dollars 50 cents, 12-cent stamps included, and 2 million pounds in all.",
      { "3 dollars 50 cents", value = 3.5, currency = "USD" }, { "12-cent", value = 0.12, currency = "USD", amount = 12, unit = "cent" },
      { "2 million pounds", value = 2000000, currency = "GBP" } },
    { "Investors pledged billions of dollars, at least 30 MEUR and a quarter million US dollars.",
      { "billions of dollars", currency = "USD" }, { "30 MEUR", value = 30000000, currency = "EUR", approximation = "at least" },
      { "a quarter million US dollars", value = 250000, currency = "USD" } },
    { "Oil rose to $98 a barrel, power to €30/MWh; wages are C$1.34 per hour, or 400 rials daily, a seat $75 AUD.",
      { "$98", value = 98, currency = "USD", rate = "barrel" }, { "€30", rate = "megawatt hour" },
      { "C$1.34", currency = "CAD", rate = "PT1H" }, { "400 rials", value = 400, rate = "P1D" }, { "$75 AUD", currency = "AUD" } },
    { "It makes 3m barrels a day, 120 kilowatt-hours and 15m to 16m cups on 900-square-foot plots; it crept up to 5% for nine in 10.",
      { "3m barrels", value = 3000000, unit = "barrel", rate = "P1D" }, { "120 kilowatt-hours", unit = "kilowatt hour" },
      { "15m", value = 15000000 }, { "16m" }, { "900-square-foot", unit = "square foot" }, { "5%" }, { "nine in 10", value = 0.9 } },
    { "The man (33) met 18- to 24-year-olds.", { "33", unit = "year" }, { "18", value = 18 }, { "24-year-olds", value = 24 } },
    { "The share, written per cent of 22, fell 5.5 percent, by nearly 12 per cent, from 40% to a tenth of that.",
      { "per cent of 22", value = 22 }, { "5.5 percent", value = 5.5 }, { "12 per cent", approximation = "nearly" },
      { "40%", value = 40 }, { "a tenth", value = 0.1, kind = "fraction" } },
    { "Some 700,000 barrels were lost on a six-mile road at 60 kilometers per hour.",
      { "700,000 barrels", value = 700000, unit = "barrel", normal_value = 111291.1064496, normal_unit = "m3", approximation = "about" },
      { "six-mile", value = 6, unit = "mile", normal_value = 9656.064, normal_unit = "m" },
      { "60 kilometers per hour", value = 60, unit = "kilometer per hour", normal_value = 16.6666666666667, normal_unit = "m/s" } },
    { "The field of 25 square kilometers yields 16,000 metric tons; a bag weighs 50 pounds.",
      { "25 square kilometers", value = 25, unit = "square kilometer", normal_value = 25000000, normal_unit = "m2" },
      { "16,000 metric tons", value = 16000, unit = "metric ton", normal_value = 16000000, normal_unit = "kg" },
      { "50 pounds", value = 50, unit = "pound", normal_value = 22.6796185, normal_unit = "kg" } },
    { "At -5 degrees Celsius the 6 feet 2 inches of wire, 1.8m of it bare, snapped.",
      { "-5 degrees Celsius", value = -5, unit = "celsius", normal_value = -5, normal_unit = "celsius" },
      { "6 feet 2 inches", value = 6.166666666666667, unit = "foot", normal_value = 1.8796, normal_unit = "m" },
      { "1.8m", value = 1.8, unit = "meter", normal_value = 1.8, normal_unit = "m" } },
    { "A man in his 20s met her, in her late thirties; it was built in the 40s, for men of 25 to 35 years old. Call 0800 555 111.",
      { "20s", value = 20, unit = "year", approximation = "at least" }, { "thirties", value = 30 }, { "25", value = 25, unit = "year" },
      { "35 years old", value = 35 } },
    { "She is 45 years old, her son a ten-month-old baby, her father aged 87.", { "45 years old", value = 45, unit = "year" },
      { "ten-month-old", value = 10, unit = "month" }, { "aged 87", value = 87, unit = "year" } },
    { "A sum of €200-250 million, or $3.5 to $4 billion, was 10-15 percent of it for 15 to 20 million people; a fifth round failed.",
      { "€200", value = 200000000, currency = "EUR" }, { "250 million", value = 250000000, currency = "EUR" },
      { "$3.5", value = 3500000000 }, { "$4 billion", value = 4000000000 }, { "10", value = 10 }, { "15 percent", value = 15 },
      { "15", value = 15000000 }, { "20 million", value = 20000000 }, { "a fifth", value = 5, kind = "ordinal" } },
    { "One and a half of them, two thirds or 1/2, said no; 10 1/2 said yes.", { "One and a half", value = 1.5, kind = "cardinal" },
      { "two thirds", value = 0.6666666666666666, kind = "fraction" }, { "1/2", value = 0.5 }, { "10 1/2", value = 10.5 } },
    { "A half mile off stood a half-litre, of half litre bottles.", { "A half mile", value = 0.5 }, { "a half-litre", unit = "liter" },
      { "half litre", value = 0.5 } },
    { "The twenty-first round was the third to fail in two hundred and six thousand tries.",
      { "twenty-first", value = 21, kind = "ordinal" }, { "third", value = 3, kind = "ordinal" },
      { "two hundred and six thousand", value = 206000, kind = "cardinal" } },
    { "At least 2.5m people and 40 000 horses, or half a million, fled.",
      { "2.5m", value = 2500000, kind = "cardinal", approximation = "at least" }, { "40 000", value = 40000, kind = "cardinal" },
      { "half a million", value = 500000, kind = "cardinal" } },
    { "It gives 1.3e6 or 2.5E-3, and in words three hundred and two dozen, two hundred five, or a hundred and three quarters.",
      { "1.3e6", value = 1300000, kind = "cardinal" }, { "2.5E-3", value = 0.0025, kind = "cardinal" },
      { "three hundred and two dozen", value = 324, kind = "cardinal" }, { "two hundred five", value = 205 },
      { "a hundred and three quarters", value = 100.75, kind = "cardinal" } },
    { "Minus 12 points, five point seven on average, one out of three.", { "Minus 12", value = -12, kind = "cardinal" },
      { "five point seven", value = 5.7, kind = "cardinal" }, { "one out of three", value = 0.3333333333333333, kind = "fraction" } },
    { "It took $2 million and 300 men, a few thousand euros and half a percent, of 4 to 6 inches of rain.",
      { "$2 million", value = 2000000 }, { "300", value = 300 }, { "thousand euros", value = false, currency = "EUR" },
      { "half a percent", value = 0.5 }, { "4", value = 4, unit = "inch" }, { "6 inches", value = 6 } },
    { "Tens of thousands came in a 10,000-strong crowd; dozens of them lost millions of euros.", { "Tens of thousands", value = 10000,
        kind = "cardinal", approximation = "at least" }, { "10,000", value = 10000, approximation = false },
      { "dozens", value = 12, approximation = "at least" }, { "millions of euros", value = 1000000, approximation = "at least" } },
    { "He was 19, the driver, 14, was not; one in five were aged 18 to 24, and at 35C or 10 below zero the 9/11 games went on 24/7.",
      { "19", value = 19, unit = "year" }, { "14", value = 14, unit = "year" }, { "one in five", value = 0.2 },
      { "aged 18", value = 18, unit = "year" }, { "24", value = 24, unit = "year" }, { "35C", value = 35, unit = "celsius" },
      { "10 below zero", value = -10, unit = "degree" } },
    { "Fares rose by 1-5 cents, exceeding $3 million in 20-plus towns; a 7.0-magnitude quake cost 5billion, or N870.1billion.",
      { "1", value = 0.01, currency = "USD", amount = 1, unit = "cents" }, { "5 cents", value = 0.05 },
      { "$3 million", approximation = "more than" }, { "20", approximation = "at least" },
      { "7.0-magnitude", value = 7, unit = "magnitude" }, { "5billion", value = 5000000000 }, { "N870.1billion", currency = "NGN" } },
    { "It cut 1 million to 1.4 million barrels, 1.5 to 2 million tonnes at 30-35C for three to four million people.",
      { "1 million", value = 1000000, unit = "barrel" }, { "1.4 million barrels" }, { "1.5", value = 1500000, unit = "ton" },
      { "2 million tonnes" }, { "30", value = 30, unit = "celsius" }, { "35C" }, { "three", value = 3000000 }, { "four million" } },
    { "Pakistan paid Rs500 and 20 to 30 rupees in Nepal; Pakistan was glad.", { "Rs500", value = 500, currency = "PKR" },
      { "20", value = 20, currency = "PKR" }, { "30 rupees", value = 30, currency = "PKR" } },
    { "The loss was -$5 million, jobs grew by +1,500 - 20 here - after a magnitude 6.2 quake, and 2.5m of them left for 1700 rupees.",
      { "-$5 million", value = -5000000 }, { "1,500" }, { "20", value = 20 }, { "magnitude 6.2", value = 6.2, unit = "magnitude" },
      { "2.5m", value = 2500000 }, { "1700 rupees" } },
    { "Men in their 20s and 30s, 6'2\" tall, under the age of 15, paid Rs 500/-; it was 0.5 or -0.2 percent, 3 marks and 5 yen.", { "20s" },
      { "30s" }, { "6'2\"", value = 6.16666666666667 }, { "age of 15", approximation = "less than" }, { "Rs 500", rate = false }, { "0.5" },
      { "-0.2 percent", value = -0.2 }, { "3 marks" }, { "5 yen" } },
    { "Second half: 3+ inches, 2 km², 1-1/2 inches, +/- 3.1; they met one another.", { "Second", kind = "ordinal" }, { "3+ inches",
        value = 3, approximation = "at least" }, { "2 km²", unit = "square kilometer" }, { "1-1/2 inches", value = 1.5 }, { "3.1" } },
    -- No amounts: parts of dates, of names and of compounds, "one" as a pronoun, currencies alone.
    { "On March 3, 2021 the five-member team left for three years. The one that matters is COVID-19, not the two-way P5+1 talks." },
    { "Her 40s were good." },
    { "Dollars and rials were changed; no pounds. In the 1990s, at 10:35 a.m., it was over." },
  },
}
