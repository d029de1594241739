--- Exact sums. Doubles do not add up the same in every order; integers do. A sum is kept as digits of 26 bits, each
-- under the number of its place (digit * 2^(26 * place)), all of one sign: one sum has one form, whatever was
-- added in which order, and every digit survives JSON.

local M = {}

local BITS = 26
local BASE = 1 << BITS
local LARGE = 1 << 60

-- m, e with value = m * 2^e and 0.5 <= |m| < 1.
local function frexp(value)
  local exponent, size = 0, math.abs(value)
  while size >= 1 do size, exponent = size / 2, exponent + 1 end
  while size < 0.5 do size, exponent = size * 2, exponent - 1 end
  return value < 0 and -size or size, exponent
end

-- Carries from the lowest place up; returns what is left over at the top, and the places.
local function carry_up(digits)
  local low, high = math.huge, -math.huge
  for place in pairs(digits) do low, high = math.min(low, place), math.max(high, place) end
  local carry, place = 0, low
  while place <= high or carry > 0 do
    local value = (digits[place] or 0) + carry
    digits[place], carry = value % BASE, value // BASE
    place = place + 1
    if place > high and carry < 0 then break end
  end
  return carry
end

-- Brings digits (place -> integer) to their one form.
local function settle(digits)
  local negated = {}
  for place, digit in pairs(digits) do negated[place] = -digit end
  if next(digits) ~= nil and carry_up(digits) < 0 then
    carry_up(negated)
    for place in pairs(digits) do digits[place] = nil end
    for place, digit in pairs(negated) do digits[place] = -digit end
  end
  for place, digit in pairs(digits) do
    if digit == 0 then digits[place] = nil end
  end
end

--- Adds a finite number to digits.
function M.add(digits, value)
  local integer = math.tointeger(value)
  if integer and integer > -LARGE and integer < LARGE then
    local sum = (digits[0] or 0) + integer
    digits[0] = sum
    if sum > LARGE or sum < -LARGE then settle(digits) end
    return
  end
  value = value + 0.0
  if value ~= value or value == math.huge or value == -math.huge then return end
  local mantissa, exponent = frexp(value)
  local place = exponent // BITS
  local rest = mantissa * 2.0 ^ (exponent - place * BITS)
  while rest ~= 0 do
    local digit = rest >= 0 and math.floor(rest) or math.ceil(rest)
    digits[place] = (digits[place] or 0) + digit
    rest = (rest - digit) * 2.0 ^ BITS
    place = place - 1
  end
end

--- Returns digits as a JSON object: their places as strings.
function M.pack(digits)
  settle(digits)
  local packed = {}
  for place, digit in pairs(digits) do packed[("%d"):format(place)] = digit end
  return packed
end

--- Returns the digits of a packed sum, with those of `into` added if it is given.
function M.unpack(packed, into)
  local digits = into or {}
  for key, digit in pairs(packed) do
    local place = math.tointeger(tonumber(key))
    digits[place] = (digits[place] or 0) + digit
  end
  return digits
end

--- Returns the number nearest to the sum, an integer where it is whole.
function M.number(packed)
  local digits = M.unpack(packed)
  local places = {}
  for place in pairs(digits) do places[#places + 1] = place end
  table.sort(places, function(a, b) return a > b end)
  if #places == 0 then return 0 end
  if places[1] <= 2 and places[#places] >= 0 and math.abs(digits[2] or 0) < 1 << 10 then
    return ((digits[2] or 0) * BASE + (digits[1] or 0)) * BASE + (digits[0] or 0)
  end
  local result = 0.0
  for _, place in ipairs(places) do result = result + digits[place] * 2.0 ^ (BITS * place) end
  return math.tointeger(result) or result
end

return M
