--- A plugin that does what the text tells it, for tests/promises.t: spin, grow, fail, backtrack, or nothing.

local function spin()
  while true do
    pcall(spin)
  end
end

local function grow()
  local held = {}
  while true do
    pcall(function() held[#held + 1] = ("x"):rep(1 << 20) .. #held end)
  end
end

return {
  api      = 1,
  name     = "trouble",
  summary  = "Trouble on demand",
  provides = { trouble = { kind = "string" } },
  scope    = "document",

  annotate = function(unit, add)
    local text = unit.text
    if text:find("SPIN", 1, true) then spin() end
    if text:find("GROW", 1, true) then grow() end
    if text:find("FAIL", 1, true) then error("as it was told") end
    if text:find("BACKTRACK", 1, true) then ("a"):rep(400):find(".-.-.-.-b") end
    add(unit.first, unit.first, { kind = "none" })
  end,
}
