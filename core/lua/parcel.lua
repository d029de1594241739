--- Values as bytes and back: the table of a plugin from elsewhere on its way out of the process that it was loaded in.
-- Numbers and strings come back as they were, functions as what stands in for them.

local M = {}

local function put(parts, value)
  local kind = math.type(value) or type(value)
  if kind == "string" then
    parts[#parts + 1] = string.pack("<c1s4", "s", value)
  elseif kind == "integer" then
    parts[#parts + 1] = string.pack("<c1i8", "i", value)
  elseif kind == "float" then
    parts[#parts + 1] = string.pack("<c1n", "d", value)
  elseif kind == "boolean" then
    parts[#parts + 1] = value and "y" or "n"
  elseif kind == "function" then
    parts[#parts + 1] = "f"
  elseif kind == "table" then
    parts[#parts + 1] = "{"
    for key, item in next, value do
      put(parts, key)
      put(parts, item)
    end
    parts[#parts + 1] = "}"
  else
    error(("a %s in its table"):format(kind), 0)
  end
end

--- Returns the bytes of a value. Tables must not contain themselves, and their metatables are left behind.
function M.pack(value)
  local parts = {}
  put(parts, value)
  return table.concat(parts)
end

--- Returns the value of bytes that pack gave. stub(path) returns what stands in for the function that an array of keys
-- leads to.
function M.unpack(bytes, stub)
  local path, take = {}, nil
  local formats = {s = "<s4", i = "<i8", d = "<n"}
  function take(at)
    local kind = bytes:sub(at, at)
    if formats[kind] then return string.unpack(formats[kind], bytes, at + 1) end
    if kind == "y" or kind == "n" then return kind == "y", at + 1 end
    if kind == "f" then return stub(table.move(path, 1, #path, 1, {})), at + 1 end
    local result = {}
    at = at + 1
    while bytes:byte(at) ~= 125 do -- "}"
      local key, item
      key, at = take(at)
      path[#path + 1] = key
      item, at = take(at)
      path[#path] = nil
      result[key] = item
    end
    return result, at + 1
  end
  return (take(1))
end

return M
