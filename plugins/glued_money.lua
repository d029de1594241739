--- Sums written with a letter glued to a bare figure, "N20", "R150", where the document shows that the letter is money. The
-- core cuts the currency from all figures that show a sum themselves ("Rs500", "N4.65", "R20 million"), and the plugin
-- `amounts` reads those.

-- What in a document shows that figures behind the letter are money.
local evidence = {
  N = { "%f[%a]naira%f[%A]", "%f[%w]N%d[%d.,]*%-? ?[mbt]r?i?ll?i?o?n", "%f[%w]N%d+,%d%d%d" },
  P = { "%f[%a][Pp]esos?%f[%A]", "%f[%w]P%d[%d.,]*%-? ?[mbt]r?i?ll?i?o?n", "%f[%w]P%d+,%d%d%d" },
  R = { "%f[%a]rand%f[%A]", "%f[%w]R%d[%d.,]*%-? ?[mbt]r?i?ll?i?o?n", "%f[%w]R%d+,%d%d%d" },
}
local codes = { N = "NGN", P = "PHP", R = "ZAR" }

local function triggers()
  local list = {}
  for digit = 1, 9 do
    for letter in pairs(codes) do list[#list + 1] = letter:lower() .. digit .. "*" end
  end
  return list
end

return {
  api = 1,
  name = "glued_money",
  summary = "Sums of naira, rand and pesos with a letter before a bare figure: N20, R150, P500",
  language = "en",
  provides = {
    money = { value = "number", currency = "string", amount = "number", unit = "string", approximation = "string",
      rate = "string" },
  },
  triggers = triggers(),

  grammar = function(g)
    local what = g.word_of { "mask", "masks", "respirator", "respirators", "road", "highway", "freeway", "route" }
    return {
      "bare",
      bare = -g.B("the ") * g.field("letter", g.oneof { N = "N", P = "P", R = "R" }) * g.field("figure", g.number) * -(g.gap * what),
    }
  end,

  build = function(m, ctx)
    if m.first < m.last then return nil end -- the core has cut it
    for _, pattern in ipairs(evidence[m.letter]) do
      if ctx.doc.text:find(pattern) then return { value = m.figure, currency = codes[m.letter] } end
    end
  end,

  examples = {
    { "N4.65 a share, Sh3,500, 75p, RM2.5m and GH¢120 million; N95 masks, 1080p and the K2.",
      { "N4.65", value = 4.65, currency = "NGN", rate = "share" }, { "Sh3,500", value = 3500, currency = "KES" },
      { "75p", value = 0.75, currency = "GBP" }, { "RM2.5m", value = 2500000, currency = "MYR" },
      { "GH¢120 million", value = 120000000 } },
    { "The share gained N20 to N2,450, though N95 masks were cheap along the N1.",
      { "N20", value = 20, currency = "NGN" }, { "N2,450", value = 2450, currency = "NGN" } },
    { "A bus ride is R15; the R21 road cost R92 million, a fine R50 000, a pie BND1,000.",
      { "R15", value = 15, currency = "ZAR" }, { "R92 million", value = 92000000, currency = "ZAR" },
      { "R50 000", value = 50000, currency = "ZAR" }, { "BND1,000", value = 1000, currency = "BND" } },
    { "They took the R21 and the N1, with N95 masks." },
  },
}
