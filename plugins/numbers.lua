--- Numbers in figures and in words, and the patterns that every plugin about amounts shares.
-- Reads "700,000", "3.5 million", "one and a half", "two thirds", "1/2", "twenty-first". What is part
-- of a date, an amount of money, a percentage, a quantity or an age is listed there and not here.

local ones = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine" }
local teens = { "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
  "seventeen", "eighteen", "nineteen" }
local tens = { "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" }
local zeros = { "zero", "nought", "naught" }

-- Words that multiply what stands before them.
local scales = {
  thousand = 1e3, thousands = 1e3, million = 1e6, millions = 1e6, billion = 1e9, billions = 1e9,
  trillion = 1e12, trillions = 1e12, quadrillion = 1e15, mil = 1e6, mln = 1e6, mn = 1e6, bn = 1e9,
  bln = 1e9, tn = 1e12, tln = 1e12, trn = 1e12, lakh = 1e5, lakhs = 1e5, crore = 1e7, crores = 1e7,
}
local letters = { k = 1e3, K = 1e3, M = 1e6, G = 1e9, B = 1e9, T = 1e12 }
local dozens = { dozen = 12, dozens = 12, score = 20 }

local ordinal_words = { "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
  "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
  "seventeenth", "eighteenth", "nineteenth" }
local ordinal_tens = { twentieth = 20, thirtieth = 30, fortieth = 40, fiftieth = 50, sixtieth = 60,
  seventieth = 70, eightieth = 80, ninetieth = 90 }
local ordinal_scales = { hundredth = 100, thousandth = 1e3, millionth = 1e6, billionth = 1e9,
  trillionth = 1e12 }

local glyphs = { ["½"] = 1 / 2, ["⅓"] = 1 / 3, ["⅔"] = 2 / 3, ["¼"] = 1 / 4, ["¾"] = 3 / 4,
  ["⅕"] = 1 / 5, ["⅙"] = 1 / 6, ["⅛"] = 1 / 8, ["⅜"] = 3 / 8, ["⅝"] = 5 / 8, ["⅞"] = 7 / 8 }

-- One value a word: what the fold below adds or multiplies.
local small, ordinal, denominator = {}, {}, { half = 2, halves = 2, quarter = 4, quarters = 4 }
for i, word in ipairs(ones) do small[word] = i end
for i, word in ipairs(teens) do small[word] = i + 9 end
for i, word in ipairs(tens) do small[word] = (i + 1) * 10 end
for _, word in ipairs(zeros) do small[word] = 0 end
for i, word in ipairs(ordinal_words) do ordinal[word] = i end
for word, value in pairs(ordinal_tens) do ordinal[word] = value end
for word, value in pairs(ordinal) do
  if value > 2 then
    denominator[word] = value
    denominator[word .. "s"] = value
  end
end
for word, value in pairs(ordinal_scales) do
  denominator[word] = value
  denominator[word .. "s"] = value
end

--- The value of a number in words ("two hundred and six thousand"); figures may stand among them.
local function spelled_value(text)
  local total, current = 0, nil
  for word in text:lower():gmatch("[%a%d.,]+") do
    local value = small[word] or ordinal[word] or dozens[word]
      or tonumber((word:gsub(",", "")))
    if word == "hundred" or word == "hundreds" or word == "hundredth" then
      current = (current or 1) * 100
    elseif dozens[word] then
      current = (current or 1) * value
    elseif value then
      current = (current or 0) + value
    elseif scales[word] or ordinal_scales[word] then
      local scale = scales[word] or ordinal_scales[word]
      if current == nil and total > 0 then
        total = total * scale
      else
        total, current = total + (current or 1) * scale, nil
      end
    end
  end
  return total + (current or 0)
end

local function figure_value(text)
  text = text:gsub("[%s\194\160]", "")
  if text:find("^%d+,%d%d?$") then
    text = text:gsub(",", ".") -- a decimal comma: "5,00"
  end
  return tonumber((text:gsub(",", "")))
end

return {
  api = 1,
  name = "numbers",
  summary = "Numbers in figures and words, with their value",
  language = "en",

  --- What other plugins use: `figure` (in digits), `count` (a whole number, words or digits),
  -- `number` (any number, with fraction and scale), `ordinal`. Each yields its value.
  vocabulary = function(g)
    local P, S, R, gap, word = g.P, g.S, g.R, g.gap, g.word_of
    local digit = R("09")
    local hyphen = P("-") + P("‑")
    local join = (gap * hyphen * gap) + hyphen + gap
    local three = digit * digit * digit

    local plain = digit ^ 1
    local grouped = digit * digit ^ -2 * (P(",") * three * -digit) ^ 1
    local indian = digit * digit ^ -1 * (P(",") * digit * digit * #P(",")) ^ 1 * P(",") * three * -digit
    local spaced = R("19") * digit ^ -2 * ((P(" ") + P("\194\160") + P("\226\128\137")) * three * -digit) ^ 1
    local decimals = P(".") * digit ^ 1 * -(P(".") * digit)
    local comma_decimal = digit ^ 1 * P(",") * digit * digit ^ -1 * -(digit + P(",") * digit)
    local figure = ((grouped + indian + spaced + comma_decimal + plain) * decimals ^ -1 + decimals) / figure_value

    local unit_word, tens_word = word(ones), word(tens)
    local below_100 = tens_word * (join * unit_word) ^ -1 + word(teens) + unit_word
    local hundred = word({ "hundred" })
    local article = word({ "a", "an" })
    local connect = (gap * word({ "and" })) ^ -1 * gap
    local below_1000 = (below_100 + article) * gap * hundred * (connect * below_100) ^ -1 + below_100
    local scale_list = {}
    for name in pairs(scales) do scale_list[#scale_list + 1] = name end
    local scale_word = word(scale_list)
    local group = (below_1000 + article) * (gap * scale_word) ^ 1
    local spelled = (group * (connect * (group + below_1000)) ^ 0 + below_1000) / spelled_value

    local dozen = ((below_100 + digit ^ 1 + article) * gap * word({ "dozen", "dozens" })) / spelled_value
    local ordinal_word = word(ordinal) -- yields its number
    local part = word(denominator)
    local function ratio(a, b) return b == nil and a or a / b end
    local numerator = below_1000 / spelled_value + plain / tonumber + article / function() return 1 end
    local fraction = (plain / tonumber) * P("/") * (plain / tonumber) * -(P("/") * digit) / ratio
      + g.oneof(glyphs)
    local worded = numerator * join * part / ratio
    local half = word({ "half" }) / function() return 0.5 end
    local function add(a, b) return a + (b or 0) end
    local mixed = (figure * gap ^ -1 * fraction
      + (spelled + figure) * gap * word({ "and" }) * gap * (article * gap) ^ -1 * (worded + part / function(d) return 1 / d end)) / add

    local scale = gap ^ -1 * word(scales) + g.oneof(letters) * g.boundary
    local function times(a, b) return a * (b or 1) end
    local scaled = (mixed + dozen + fraction + figure) * scale ^ -1 / times
    local half_a = (word({ "half" }) * gap * article * gap * (word(scales) + word(dozens))
      + article ^ -1 * gap ^ -1 * half * gap * word(scales)) / function(a, b) return b and a * b or a / 2 end

    local count = spelled + figure
    return { amount = (mixed + fraction + dozen + spelled + figure) * g.boundary, figure = figure, count = count, spelled = spelled, fraction = fraction, worded = worded,
      number = half_a + mixed * scale ^ -1 / times + worded + dozen + spelled + scaled,
      ordinal = digit ^ 1 / tonumber * word({ "st", "nd", "rd", "th" }) + ordinal_word,
      below_100 = below_100 / spelled_value }
  end,
}
