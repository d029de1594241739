--- What a name of money means that several currencies share, "rupees", "kroner", "pesos", "$": the one of the country that
-- the text names most. A dollar is American unless the text shows that it is not.

local LOOKED_AT <const> = 65536 -- bytes of the text in which countries are counted
local NAMED <const> = 3 -- times that a text must name the country of a dollar

--- How often a text names a word; one in capitals ends there, of others it is how they begin.
local function count(text, word)
  local n, at, last = 0, text:find(word, 1, true)
  while at do
    local whole = word:find("%U") or not text:find("^%a", last + 1)
    if whole and not (at > 1 and text:find("^%a", at - 1)) then n = n + 1 end
    at, last = text:find(word, last + 1, true)
  end
  return n
end

--- Why a dollar is that of `home`, which the text names so often, and the United States so often; nil if it may not be.
local function why_dollar(text, times, american)
  local is_told_apart = text:find("US$", 1, true) and text:find("%f[%w]US%$") or text:find("U.S. dollar", 1, true)
  if is_told_apart or text:find("US dollar", 1, true) then return ", and it tells American dollars apart" end
  return american == 0 and times >= NAMED and not text:find("%f[%w]%u%u?%$") and "" or nil
end

return {
  api = 1,
  name = "currencies",
  summary = "What rupees, kroner, pesos and dollars are here: those of the country that the text names (internal)",
  language = "en",
  scope = "document",
  provides = { _currencies = { names = "string", code = "string" } },
  data = { homes = { file = "en.currency_homes.tsv", match = "table" } },

  -- One record for each list of names of which a country is named, at the first token.
  annotate = function(unit, add, ctx)
    local text, names, counts, named = unit.doc.text:sub(1, LOOKED_AT), nil, nil, nil
    local function decide()
      local best, most = nil, 0
      for code, n in pairs(counts) do
        if code ~= "USD" and n >= most then best, most = n > most and named[code] or nil, n end
      end
      local is_dollar = names:find("$", 1, true)
      local rest = best and (is_dollar and why_dollar(text, most, counts.USD or 0) or not is_dollar and "")
      if not rest then return end
      local why = ("of the countries with a %s the text names %s most"):format(names:match "%S+", best.country) .. rest
      add(unit.first, unit.first, { names = names, code = best.code, why = { why } })
    end
    for _, row in ipairs(ctx.data.homes) do
      if row.names ~= names then
        if names and next(counts) then decide() end
        names, counts, named = row.names, {}, {}
      end
      local code, word = row.code, row.word
      -- The country of a dollar stands before its cities, which count where it is named itself; America comes last.
      if (row.city ~= "yes" or counts[code]) and (code ~= "USD" or next(counts)) then
        local n = count(text, word)
        if n > 0 then counts[code], named[code] = (counts[code] or 0) + n, named[code] or row end
      end
    end
    if next(counts) then decide() end
  end,

  examples = {
    { "The road cost 20 rupees, said Nepal.", { "The", names = "rs rs. rupee rupees paisa paise paisas", code = "NPR" } },
    { "The town of Oban in Australia pays $5 for what Australians call a pie; an Australian pie.",
      { "The", names = "$ dollar dollars cent cents c", code = "AUD" } },
    { "Canada's port of Solvang cost $5 million, or US$4 million.", { "Canada", names = "$ dollar dollars cent cents c", code = "CAD" } },
    { "Australia paid $5 million to the United States; Australia and Australians were glad." },
    { "Singapore paid S$5 million, or $4 million; Singapore and Singaporeans were glad." },
  },
}
