--- A plugin remembers nothing from one document to the next: the answer would depend on which worker had which documents.
-- counter: .*'count' is assigned for each document
-- counter_again: .*'count' is assigned for each document
-- deep: .*'deep' is assigned for each document
-- list: .*read-only
-- set: .*read-only
-- nested: .*read-only
-- failed: .*told to fail
-- untouched: ok

local count = 0
local deep = { n = 0 }
local seen, list = {}, { 1, 2, words = { "a" } }

local function assign() deep = { n = 1 } end

local attacks = {
  counter = function() count = count + 1 end,
  counter_again = function() count = count + 1 end,
  deep = function() assign() end,
  list = function() table.insert(list, 3) end,
  set = function(unit) seen[unit.text] = true end,
  nested = function() list.words[1] = "b" end,
  failed = function()
    count = 99
    error("told to fail")
  end,
}

return {
  api      = 1,
  name     = "memory",
  summary  = "Remembers",
  provides = { memory = { kind = "string" } },
  scope    = "document",

  annotate = function(unit, add)
    assert(count == 0 and deep.n == 0 and #list == 2 and next(seen) == nil and list.words[1] == "a")
    local attack = attacks[unit.text:match("ATTACK ([%w_]+)")]
    if attack then attack(unit, add) end
    add(unit.first, unit.first, { kind = "done" })
  end,
}
