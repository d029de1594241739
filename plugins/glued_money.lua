--- Amounts written as one word with the currency before them: "USD115", "Rs500 crore", "RM20m", "KSh1,200". The plugin
-- `amounts` reads words; such a word is none of its own, so that it is read here, letter by letter, where one occurs.

local codes = { AED = "AED", AUD = "AUD", BRL = "BRL", CAD = "CAD", CHF = "CHF", CNY = "CNY", EUR = "EUR", GBP = "GBP",
  HKD = "HKD", IDR = "IDR", INR = "INR", JPY = "JPY", KES = "KES", KRW = "KRW", MXN = "MXN", MYR = "MYR", NGN = "NGN",
    NOK = "NOK",
  NZD = "NZD", PHP = "PHP", PKR = "PKR", RUB = "RUB", SAR = "SAR", SEK = "SEK", SGD = "SGD", THB = "THB", TRY = "TRY",
    UAH = "UAH",
  USD = "USD", VND = "VND", ZAR = "ZAR", RMB = "CNY", RM = "MYR", Rs = "INR", KSh = "KES", Ksh = "KES", KSH = "KES",
    Rp = "IDR", Dh = "AED", Dhs = "AED", DH = "AED", Tk = "BDT" }
local scales = { k = 1e3, m = 1e6, mn = 1e6, mln = 1e6, b = 1e9, bn = 1e9, tn = 1e12, thousand = 1e3, lakh = 1e5,
  million = 1e6,
  crore = 1e7, billion = 1e9, trillion = 1e12 }

-- A word is looked at when it begins with a code and a figure.
local function triggers()
  local list = {}
  for code in pairs(codes) do
    for digit = 0, 9 do list[#list + 1] = code:lower() .. digit .. "*" end
  end
  for digit = 1, 9 do
    list[#list + 1] = "n" .. digit .. "*"
    list[#list + 1] = "r" .. digit .. "*"
  end
  return list
end

return {
  api = 1,
  name = "glued_money",
  summary = "Amounts of money written as one word: USD115, Rs500 crore",
  language = "en",
  provides = {
    money = { value = "number", currency = "string", amount = "number", unit = "string", approximation = "string",
      rate = "string" },
  },
  triggers = triggers(),

  grammar = function(g)
    return {
      "glued", "letter",
      letter = g.field("currency", g.oneof({ N = "NGN", R = "ZAR" })) * g.field("figure", g.number) * (g.gap + g.P("-")) ^ -1
        * g.field("scale", g.word_of(scales)), -- "N95" is a mask, "R1" a road
      glued = g.field("currency", g.oneof(codes)) * g.field("figure", g.number)
        * ((g.gap + g.P("-")) ^ -1 * g.field("scale", g.word_of(scales))) ^ -1,
    }
  end,

  build = function(m)
    local value = m.figure * (m.scale or 1)
    return { value = math.tointeger(value) or value, currency = m.currency }
  end,

  examples = {
    { "The levy of USD115 became Rs500 crore, then RM2.5m.",
      { "USD115", value = 115, currency = "USD" }, { "Rs500 crore", value = 5000000000, currency = "INR" },
      { "RM2.5m", value = 2500000, currency = "MYR" } },
    { "A sum of N1 billion was spent on masks of kind N95, R92 million on the R21 road, Dh1.2 billion on rails.",
      { "N1 billion", value = 1000000000, currency = "NGN" }, { "R92 million", value = 92000000, currency = "ZAR" },
      { "Dh1.2 billion", value = 1200000000, currency = "AED" } },
    { "Flight RM12X and the EUR8s are no money; US was 5, Rs was spent." },
  },
}
