--- Test Anything Protocol for the Lua tests.
--
--     local tap = require "tap"
--     tap.is(1 + 1, 2, "sum")
--     tap.same({ 1, { a = 2 } }, { 1, { a = 2 } }, "deep equality")
--     tap.raises(function() error("no such layer") end, "no such layer", "message")
--     tap.done()
local M = {}

local run, failed = 0, 0

local function keys_of(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) and type(a) ~= "boolean" and type(a) ~= "table" then return a < b end
    return tostring(a) < tostring(b)
  end)
  return keys
end

--- A value written out, tables with sorted keys, for messages; deeper than `depth` (default 6) is cut.
function M.dump(value, depth)
  depth = depth or 6
  if type(value) == "string" then return string.format("%q", value) end
  if type(value) ~= "table" then return tostring(value) end
  if depth == 0 then return "{...}" end
  local parts = {}
  for _, key in ipairs(keys_of(value)) do
    local name = type(key) == "string" and key or "[" .. tostring(key) .. "]"
    parts[#parts + 1] = name .. " = " .. M.dump(value[key], depth - 1)
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

local function is_same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not is_same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

local function note(label, value)
  for line in (label .. M.dump(value)):gmatch("[^\n]+") do print("# " .. line) end
end

--- One test: passes when `passed` is true; returns `passed`.
function M.ok(passed, name)
  run = run + 1
  if not passed then failed = failed + 1 end
  print(string.format("%s %d - %s", passed and "ok" or "not ok", run, name or "unnamed"))
  if not passed then
    local info = debug.getinfo(3, "Sl") or debug.getinfo(2, "Sl")
    print("# at " .. info.short_src .. ":" .. info.currentline)
  end
  io.stdout:flush()
  return passed
end

--- Passes when the values are equal (`==`).
function M.is(found, expected, name)
  local same = M.ok(found == expected, name)
  if not same then
    note("   found: ", found)
    note("expected: ", expected)
  end
  return same
end

--- Passes when the values are equal, tables compared by their contents.
function M.same(found, expected, name)
  local same = M.ok(is_same(found, expected), name)
  if not same then
    note("   found: ", found)
    note("expected: ", expected)
  end
  return same
end

--- Passes when the string `found` contains `part` (plain text).
function M.has(found, part, name)
  local has = M.ok(type(found) == "string" and found:find(part, 1, true) ~= nil, name)
  if not has then
    note("   found: ", found)
    note(" lacking: ", part)
  end
  return has
end

--- Passes when `f` raises an error whose text contains `part`.
function M.raises(f, part, name)
  local done, message = pcall(f)
  if done then
    M.ok(false, name)
    print("# no error was raised")
    return false
  end
  return M.has(tostring(message), part, name)
end

--- Closes the account: prints the plan and ends the program with status 1 if a test failed.
function M.done()
  print("1.." .. run)
  os.exit(failed == 0, true)
end

return M
