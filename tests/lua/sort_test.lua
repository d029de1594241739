-- table.sort: the same order whenever and wherever it is asked, also of what compares equal.
local guest = require "guest"
local sandbox = require "sandbox"
local tap = require "tap"

local state = 7
local function random(n)
  state = (state * 1103515245 + 12345) & 0x7fffffff
  return state % n
end

local function by_key(a, b) return a.key < b.key end

-- Many sizes and few keys, also in the shapes that make quicksorts slow and look for another pivot.
local shapes = {
  random = function() return random(5) end,
  sorted = function(i) return i end,
  falling = function(i) return -i end,
  equal = function() return 1 end,
  roof = function(i, n) return math.min(i, n - i) end,
  saw = function(i) return i % 7 end,
}
for name, shape in pairs(shapes) do
  local fine = true
  for _, n in ipairs {0, 1, 2, 3, 4, 5, 8, 13, 100, 1000, 5000, 20000} do
    local list, sum = {}, 0
    for i = 1, n do
      list[i] = {key = shape(i, n), place = i}
      sum = sum + i
    end
    table.sort(list, by_key)
    for i = 1, n do
      sum = sum - list[i].place
      local a, b = list[i - 1], list[i]
      fine = fine and (not a or a.key < b.key or a.key == b.key and a.place < b.place)
    end
    fine = fine and #list == n and sum == 0
  end
  tap.ok(fine, "sorted, and what is equal in its order: " .. name)
end

local list = {"b", "a", "", "B"}
table.sort(list)
tap.same(list, {"", "B", "a", "b"}, "without an order: <")
list = {3, 1.5, -2, 10}
table.sort(list, function(a, b) return a > b end)
tap.same(list, {10, 3, 1.5, -2}, "with one")
tap.ok(not pcall(table.sort, {1, "x"}), "what cannot be compared raises")
tap.ok(not pcall(table.sort, {2, 1}, "x"), "an order is a function")
tap.ok(not pcall(table.sort, "x"), "a list is a table")
local done, message = pcall(table.sort, {1, 2, 3}, function() error("no more", 0) end)
tap.ok(not done and message == "no more", "an error of the order is its own")
tap.ok(pcall(table.sort, {3, 1, 2, 5, 4}, function() return true end), "an order that is none ends")

-- Plugins get the same, and cannot sort what is not theirs.
tap.ok(rawequal(sandbox.environment("x").table.sort, table.sort), "the one that plugins have")
local theirs = {2, 1}
done, message = pcall(table.sort, guest.view(theirs))
tap.ok(not done and message:find("read-only", 1, true) and theirs[1] == 2, "a view stays as it is")
-- Keys in JSON, which may hold NULs, in tables of any size.
local small, large = {["a\0b"] = 1, ["a\0a"] = 2, a = 3}, {["a\0b"] = 1, ["a\0a"] = 2, a = 3}
for n = 1, 40 do large[("b%02d"):format(n)] = n end
local core = require "core"
local start = '{"a":3,"a\\u0000a":2,"a\\u0000b":1'
tap.is(core.json_encode(small), start .. "}", "keys with NULs are in order")
tap.is(core.json_encode(large):sub(1, #start), start, "among many, too")

tap.done()
