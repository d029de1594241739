--- Walls of names: what a plugin can reach. Each attack answers with what it got, and must get nothing.
-- files: ^.*'io' is not offered
-- programs: ^.*'os' is not offered
-- modules: ^.*'require' is not offered
-- chunks: ^.*'load' is not offered
-- loadfile: ^.*'loadfile' is not offered
-- debugger: ^.*'debug' is not offered
-- metatables: ^.*'getmetatable' is not offered
-- set_metatables: ^.*'setmetatable' is not offered
-- raw: ^.*'rawset' is not offered
-- raw_get: ^.*'rawget' is not offered
-- collector: ^.*'collectgarbage' is not offered
-- threads: ^.*'coroutine' is not offered
-- packages: ^.*'package' is not offered
-- globals: ^.*'_G' is not offered
-- printing: ^.*'print' is not offered
-- chance: ok
-- bytecode: ok
-- addresses: ok
-- assigned: ^.*global 'leak' assigned
-- own_environment: ok
-- library: ok

local attacks = {
  files = function() return io.open("/etc/passwd") end,
  programs = function() return os.getenv("HOME") end,
  modules = function() return require("core") end,
  chunks = function() return load("return 1") end,
  loadfile = function() return loadfile("/etc/passwd") end,
  debugger = function() return debug.getregistry() end,
  metatables = function() return getmetatable("") end,
  set_metatables = function() return setmetatable({}, {}) end,
  raw = function() return rawset({}, 1, 1) end,
  raw_get = function() return rawget({}, 1) end,
  collector = function() return collectgarbage("count") end,
  threads = function() return coroutine.create(function() end) end,
  packages = function() return package.loaded end,
  globals = function() return _G.io end,
  printing = function() print("here") end,
  chance = function() assert(math.random == nil and math.randomseed == nil) end,
  bytecode = function() assert(string.dump == nil and ("").dump == nil) end,

  -- Nothing that differs from run to run: no address of anything.
  addresses = function(unit)
    local things = { {}, function() end, unit, unit.doc, unit.doc.word, pairs, math, unit:mention(unit.first, unit.first) }
    for _, thing in ipairs(things) do
      for _, text in ipairs({ tostring(thing), ("%s"):format(thing), ("%-20s"):format(thing) }) do
        assert(not text:find("0x"), text)
      end
    end
    assert(not pcall(string.format, "%p", {}))
    assert(not pcall(string.format, "\0%p", "x"))
  end,

  assigned = function() leak = 1 end, -- luacheck: ignore

  -- What a plugin does to its own copies of the library is nobody else's business: the next document sees it, the host does not.
  own_environment = function()
    string.rep, table.concat, math.floor, pairs = nil, nil, nil, nil -- luacheck: ignore
  end,
  library = function(unit, add)
    add(unit.first, unit.first, { kind = ("%d"):format(#unit.doc.text) })
  end,
}

return {
  api      = 1,
  name     = "reach",
  summary  = "Reaches for what is not offered",
  provides = { reach = { kind = "string" } },
  scope    = "document",

  annotate = function(unit, add, ctx)
    local attack = attacks[unit.text:match("ATTACK ([%w_]+)")]
    if attack then attack(unit, add, ctx) end
    add(unit.first, unit.first, { kind = "done" })
  end,
}
