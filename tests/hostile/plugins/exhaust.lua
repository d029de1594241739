--- Walls of time and memory, also against pcall and in C functions that no hook interrupts.
-- spin: ^time limit$
-- spin_in_pcall: ^time limit$
-- tables: ^memory limit$
-- strings: ^memory limit$
-- one_string: ^memory limit$
-- in_pcall: ^memory limit$
-- buffers_in_pcall: ^memory limit$
-- repeated: .*resulting string too large
-- concat: ^memory limit$
-- pack: ^(memory limit|.*too many results to unpack)
-- bytes: .*string slice too long
-- sort: .*invalid order function|ok|^time limit$
-- find: ^time limit$
-- gsub: ^(memory limit|time limit)$
-- recursion: .*stack overflow
-- c_recursion: .*(C stack overflow|error in error handling)
-- pattern_recursion: .*pattern too complex
-- captures: ^memory limit$
-- annotations: ^(memory limit|time limit)$
-- formats: .*invalid (conversion|format)

local function spin()
  while true do pcall(spin) end
end

local attacks = {
  spin = function() while true do end end, -- luacheck: ignore
  spin_in_pcall = spin,
  tables = function()
    local held = {}
    for i = 1, math.huge do held[i] = { i } end
  end,
  strings = function()
    local held = {}
    for i = 1, math.huge do held[i] = ("x"):rep(1 << 20) .. i end
  end,
  one_string = function() return #("x"):rep(1 << 30) end,
  in_pcall = function()
    local held = {}
    while true do pcall(function() held[#held + 1] = ("x"):rep(1 << 20) .. #held end) end
  end,
  buffers_in_pcall = function() -- each asks for another size, of Lua's buffers, which ask once
    for i = 1, 8 do pcall(string.rep, "x", (1 << 28) + i) end
  end,
  repeated = function() return ("xx"):rep(1 << 62) end,
  concat = function()
    local parts = {}
    for i = 1, 1 << 10 do parts[i] = ("y"):rep(1 << 10) end
    while true do parts = { table.concat(parts), table.concat(parts) } end
  end,
  pack = function() return table.pack(table.unpack({}, 1, 1e8)) end,
  bytes = function() return ("x"):rep(1 << 24):byte(1, -1) end,
  sort = function()
    local list = {}
    for i = 1, 10000 do list[i] = i % 7 end
    table.sort(list, function() return true end)
  end,
  find = function() return ("a"):rep(5000):find(".-.-.-.-b") end,
  gsub = function()
    local text = ("x"):rep(1 << 12)
    while true do text = text:gsub(".", "%0%0") end
  end,
  recursion = function()
    local function deeper(n) return 1 + deeper(n + 1) end
    return deeper(1)
  end,
  c_recursion = function()
    local function deeper() return (("x"):gsub(".", deeper)) end
    return deeper()
  end,
  pattern_recursion = function() return ("x"):rep(1 << 20):find(("x?"):rep(1 << 18) .. "y") end,
  captures = function(unit)
    local held = {}
    for i = 1, math.huge do held[i] = unit:mention(unit.first, unit.last) end
  end,
  annotations = function(unit, add)
    while true do add(unit.first, unit.last, { kind = "again" }) end
  end,
  formats = function() return ("%999999d"):format(1) end,
}

return {
  api      = 1,
  name     = "exhaust",
  summary  = "Uses up time and memory",
  provides = { exhaust = { kind = "string" } },
  scope    = "document",

  annotate = function(unit, add, ctx)
    local attack = attacks[unit.text:match("ATTACK ([%w_]+)")]
    if attack then attack(unit, add, ctx) end
    add(unit.first, unit.first, { kind = "done" })
  end,
}
