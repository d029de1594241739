--- Data files of plugins: tab-separated, first line source, date and licence, second line the column names. A plugin whose
-- file has rows alone names the columns: {file =, match =, columns = {"name", "country"}}.
-- A user's file of the same name, in data/ beside their plugins, adds rows.

local core = require "core"
local check = require "check"
local suggest = require "suggest"

local M = {}

local missing = "data file '%s' is neither in the program nor in data/ beside a plugin"

--- Bytes of one data file that are read.
M.limit = 256 * 1024 * 1024

--- Returns the text of a user's file of at most `limit` bytes, without a byte order mark; else nil and why.
function M.read_file(path, limit)
  -- A named pipe would never end, a device has no end.
  if core.file_type(path) ~= "file" then return nil, path .. ": no regular file" end
  local handle, message = io.open(path, "rb")
  if not handle then return nil, message end
  local text = handle:read(limit + 1) or ""
  handle:close()
  if #text > limit then return nil, ("%s: more than %d MiB"):format(path, limit >> 20) end
  if not core.is_utf8(text) then return nil, path .. ": not UTF-8; iconv -f windows-1252 -t utf-8 makes it so" end
  return text:find("^\u{FEFF}") and text:sub(4) or text
end

-- The two header lines of a file that has none, by the plugin that names its columns.
local function missing_header(spec, text)
  if not spec.columns or text:find("^#") then return "" end
  return ("# %s\n%s\n"):format(spec.file, table.concat(spec.columns, "\t"))
end

-- The user's files of a list, in the order of the directories, each {text, path, how many lines were put before the text}.
local function own_texts(spec, dirs)
  local texts = {}
  for _, directory in ipairs(dirs) do
    local path = directory .. "/data/" .. spec.file
    if core.file_type(path) then
      local text, problem = M.read_file(path, M.limit)
      local header = missing_header(spec, text or error(problem, 0))
      texts[#texts + 1] = {header .. text, path, header == "" and 0 or 2}
    end
  end
  return texts
end

--- Returns the texts of a list, {file =, columns = or nil}: the user's files first (in the order of the directories), then the
-- shipped one. Each is {text, path}; raises when there is none.
function M.texts(spec, dirs)
  local texts = own_texts(spec, dirs)
  local packed = core.packed("plugins/data/" .. spec.file)
  if packed then texts[#texts + 1] = {packed, "plugins/data/" .. spec.file} end
  if #texts == 0 then error(missing:format(spec.file), 0) end
  return texts
end

-- Raises: the header lines of a data file are not as they should be.
local function bad_header(path)
  error(("%s: the first line is '# source; date; licence', the second the column names; or rows alone, with data.LIST.columns"):format(
    path), 0)
end

--- Iterates the rows of a TSV: yields {column = cell} and the first cell. Raises on a file without its two header
-- lines.
function M.rows(text, path)
  local rows, first = core.rows(text)
  if not rows then bad_header(path) end
  local i = 0
  return function()
    i = i + 1
    local row = rows[i]
    if row then return row, row[first] end
  end
end

-- For word and lemma lists: normal form (of every inflected form) -> row; words in the order of the file.
local function read_words(spec, texts)
  local map, words = {}, {}
  for _, entry in ipairs(texts) do
    for row, word in M.rows(entry[1], entry[2]) do
      if word then
        local normal = core.normal(word)
        if spec.match == "lemma" and not word:find(" ", 1, true) then
          for form in core.forms(normal):gmatch("[^\n]+") do
            if not map[form] then
              map[form] = row
              words[#words + 1] = form
            end
          end
          map[normal] = row
        elseif not map[normal] then
          map[normal] = row
          words[#words + 1] = normal
        end
      end
    end
  end
  return map, words
end

-- The numbers in the lexicon of a list of names: the user's files and the shipped one.
local function read_names(spec, dirs)
  local numbers = {}
  for _, entry in ipairs(own_texts(spec, dirs)) do
    local read, number = pcall(core.add_list, spec.file, entry[1])
    if not read then error(("%s: %s"):format(entry[2], number), 0) end
    numbers[#numbers + 1] = number
  end
  numbers[#numbers + 1] = core.add_list(spec.file)
  if #numbers == 0 then error(missing:format(spec.file), 0) end
  return numbers
end

local function read_table(texts)
  local rows = {}
  for _, entry in ipairs(texts) do
    for row in M.rows(entry[1], entry[2]) do rows[#rows + 1] = row end
  end
  return rows
end

-- The names of the columns of a TSV.
local function header(text)
  local names = {}
  for name in text:match("^#[^\n]*\n([^\r\n]*)"):gmatch("[^\t]+") do names[#names + 1] = name end
  return names
end

--- Returns the names of the columns that the texts of a list have, which are known to be sound. Raises as `texts` does.
function M.columns(spec, dirs)
  local names = {}
  for _, entry in ipairs(M.texts(spec, dirs)) do
    for _, name in ipairs(header(entry[1])) do names[#names + 1] = name end
  end
  return names
end

--- Returns for each list of a plugin what guest.view takes for its rows: which columns they can have.
function M.row_keys(plugin, dirs)
  local keys = {}
  for name, spec in pairs(plugin.data) do
    local known = M.columns(spec, dirs)
    keys[name] = {function(column)
      local problem = type(column) == "string" and check.unknown("column", column, known)
      return problem and ("%s: %s"):format(spec.file, problem)
    end}
  end
  return keys
end

--- Returns what the cells of a column of a list can be, sorted.
function M.values(spec, dirs, column)
  local seen = {}
  for _, entry in ipairs(M.texts(spec, dirs)) do
    for row in M.rows(entry[1], entry[2]) do seen[row[column] or ""] = true end
  end
  return suggest.names(seen)
end

-- What a user's file adds to a shipped one has columns of that one, and begins with the same.
local function check_header(entry, shipped)
  local own, known = header(entry[1]), header(shipped)
  for _, name in ipairs(own) do
    local problem = check.unknown("column", name, known)
    if problem then error(("%s: %s"):format(entry[2], problem), 0) end
  end
  if own[1] ~= known[1] then error(("%s: the first column is '%s', not '%s'"):format(entry[2], known[1], own[1]), 0) end
end

-- Every row has at most the cells that there are columns; the names of these are single words with tabs between, those that
-- the plugin names among them.
local function check_cells(spec, entry)
  local text, path, before = entry[1], entry[2], entry[3]
  local sound, line, cells = core.check_rows(text)
  if sound == false then bad_header(path) end
  local names = header(text)
  for _, name in ipairs(spec.columns or {}) do
    local problem = check.unknown("column", name, names)
    if problem then error(("%s: %s"):format(path, problem), 0) end
  end
  for _, name in ipairs(names) do
    if name:find("[%s,;]") then error(("%s:2: column '%s': tabs stand between names of columns"):format(path, name), 0) end
  end
  if not sound then error(("%s:%d: %d cells, but %d columns"):format(path, line - before, cells, #names), 0) end
end

--- Says why data of a plugin cannot be read: a file is missing or no regular file, too large, not UTF-8, without its two
-- header lines, with columns that the shipped file of its name lacks. nil: they can. The program's own files were read
-- when it was built; `packed`: a set of their paths.
function M.problem(plugin, dirs, packed)
  for name, spec in core.pairs(plugin.data) do
    local done, problem = pcall(function()
      local texts = own_texts(spec, dirs)
      local shipped = "plugins/data/" .. spec.file
      if #texts == 0 and not packed[shipped] then error(missing:format(spec.file), 0) end
      for _, entry in ipairs(texts) do
        check_cells(spec, entry)
        if packed[shipped] then check_header(entry, core.packed(shipped)) end
      end
    end)
    if not done then return ("data.%s: %s"):format(name, problem) end
  end
end

--- Returns the word and lemma lists of a plugin: {name = {normal form = row}}, {name = words}.
function M.words(plugin, dirs)
  local values, words = {}, {}
  for name, spec in core.pairs(plugin.data) do
    if spec.match == "word" or spec.match == "lemma" then
      values[name], words[name] = read_words(spec, M.texts(spec, dirs))
    end
  end
  return values, words
end

--- Reads all data of a plugin. Returns {name = value for ctx.data}, {name = words}, {name = lists of the lexicon}.
function M.load(plugin, dirs)
  local values, words = M.words(plugin, dirs)
  local lists = {}
  for name, spec in core.pairs(plugin.data) do
    if spec.match == "name" then
      lists[name] = read_names(spec, dirs)
    elseif spec.match == "mark" then
      values[name] = M.texts(spec, dirs)
    elseif spec.match == "table" then
      values[name] = read_table(M.texts(spec, dirs))
    end
  end
  return values, words, lists
end

return M
