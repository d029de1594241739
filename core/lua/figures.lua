--- What figures are worth, as newspapers of all countries write them. Pure; given to plugins as `figure_value`.

local byte = string.byte

local glyphs = { ["½"] = 1 / 2, ["⅓"] = 1 / 3, ["⅔"] = 2 / 3, ["¼"] = 1 / 4, ["¾"] = 3 / 4, ["⅕"] = 1 / 5, ["⅖"] = 2 / 5, ["⅗"] = 3 / 5,
  ["⅘"] = 4 / 5, ["⅙"] = 1 / 6, ["⅚"] = 5 / 6, ["⅛"] = 1 / 8, ["⅜"] = 3 / 8, ["⅝"] = 5 / 8, ["⅞"] = 7 / 8 }

local M = {}

--- Returns the value of one token of figures: "700,000", "12,34,567.89", "5,00", ".08", "1/2", "½"; nil when it is none.
-- Second: whether it is a fraction alone.
function M.value(w)
  local value = tonumber(w)
  if value then return value end
  local first = byte(w)
  if not first or first < 48 or first > 57 then -- most are words
    value = glyphs[w]
    return value, value ~= nil
  end
  local thousands, units = w:match("^(%d%d?%d?),(%d%d%d)$")
  if thousands then return tonumber(thousands) * 1000 + tonumber(units) end
  local over, under = w:match("^(%d+)/(%d+)$")
  if over then -- but "9/11", "24/7", "2020/21" name something
    over, under = tonumber(over), tonumber(under)
    if over < under and (under < 11 or under % 4 == 0 or under % 5 == 0) then return over / under, true end
    return nil, false
  end
  local whole, glyph = w:match("^(%d+)(.+)$")
  if glyphs[glyph] then return tonumber(whole) + glyphs[glyph] end
  if w:find("^%d%d?%d?,%d%d%d") or w:find("^%d%d?,%d%d,%d%d%d") then
    return not w:find(",%d%d?$") and not w:find(",%d%d%d%d") and tonumber((w:gsub(",", ""))) or nil
  elseif w:find("^%d+,%d%d?$") then
    return tonumber((w:gsub(",", "."))) -- a decimal comma
  elseif w:find("^%d%d?%d?%.%d%d%d,%d+$") or w:find("^%d%d?%d?%.%d%d%d%.[%d.]*%d%d%d$") then
    return tonumber((w:gsub("%.", ""):gsub(",", "."))) -- 1.111,11
  end
end

return M
