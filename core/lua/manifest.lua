--- The manifest of a run: what was asked of which input, by which rules. With --resume a run whose manifest
-- still fits is not done again.

local core = require "core"
local cell = require "cell"
local fault = require "fault"

local M = {}

local CHUNK = 1 << 20

-- Hash of a file's bytes, chained over pieces so that memory stays small.
local function hash_file(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local hash, size = "", 0
  while true do
    local piece = file:read(CHUNK)
    if not piece then break end
    hash, size = core.hash(hash .. piece), size + #piece
  end
  file:close()
  return hash, size
end

-- Files below a path, folders walked in order of names.
local function inputs(path, list)
  if core.file_type(path) == "directory" then
    for _, name in ipairs(core.list_directory(path) or {}) do
      if name:sub(1, 1) ~= "." then inputs(path .. "/" .. name, list) end
    end
  elseif path ~= "-" then
    local hash, size = hash_file(path)
    list[#list + 1] = { path = path, hash = hash, bytes = size }
  end
  return list
end

local order = { "readout", "rules", "arguments", "inputs", "records", "errors", "rows" }

--- Starts the manifest of a run, or returns nil when neither --manifest nor --resume asks for one. Returns a table:
-- fits (the output is there, made by the same rules from the same input), write() (to be called at the end).
function M.start(session, arguments, words)
  local values = session.values
  local output = session:output_path()
  local path = values.manifest or (values.resume and output and output .. ".manifest")
  if values.resume and not output then fault.raise("--resume: needs -o FILE") end
  if not path then return nil end
  local asked = {}
  for _, argument in ipairs(arguments) do
    if argument ~= "--resume" then asked[#asked + 1] = argument end
  end
  local files = {}
  if values.files and values.files ~= "-" then
    local list = io.open(values.files)
    for name in list and list:lines() or function() end do
      name = name:gsub("\r$", "")
      if core.file_type(name) then inputs(name, files) end
    end
    if list then list:close() end
  end
  for _, word in ipairs(words) do
    if core.file_type(word) then inputs(word, files) end
  end
  if values.resume and #files == 0 then fault.raise("--resume: needs input files; standard input cannot be compared") end
  local manifest = { readout = core.version, rules = session:registry().hash(), arguments = core.array(asked),
                     inputs = core.array(files) }
  local record = {}
  if values.resume and core.file_type(output) then
    local file = io.open(path, "rb")
    local old = file and core.json_decode(file:read("a"))
    if file then file:close() end
    if type(old) == "table" and old.errors == 0 then
      record.fits = true
      for _, key in ipairs({ "readout", "rules", "arguments", "inputs" }) do
        record.fits = record.fits and core.json_encode(old[key]) == core.json_encode(manifest[key])
      end
    end
  end
  function record.write()
    manifest.records, manifest.errors, manifest.rows = session.records, session.errors, session.rows
    local file, why = io.open(path, "wb")
    if not file then error(fault.new({ message = "--manifest " .. why, code = 4 }), 0) end
    file:write(cell.json(manifest, order), "\n")
    file:close()
  end
  return record
end

return M
