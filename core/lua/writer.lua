--- Writers: rows and sections to bytes. Every format serves every layer, query and report.
--
--     local out = writer.open{ format = "csv", write = core.write }
--     local sheet = out:sheet{ columns = {"speaker", "n"}, label = "speakers" }
--     sheet:lines('{"speaker":"Ana Duarte","n":2}\n')     rows as JSON lines, as the workers send them
--     sheet:row{ speaker = "Ole Lund", n = 1 }            or as tables
--     sheet:close("2 speakers")                           what stands under a table
--     out:close()
--
-- jsonl csv tsv stream row by row; table and md look at the first rows for widths and columns, then stream;
-- json is one array. In csv and tsv a text that a spreadsheet would run as a formula (it begins with = + - @ or a
-- tab) gets a ' in front. Nothing that controls a terminal is written to one.

local core = require "core"
local aggregate = require "aggregate"
local cell = require "cell"
local filter = require "filter"
local grid = require "grid"

local M = {}

--- The formats, in the order in which help lists them.
M.formats = { "table", "csv", "tsv", "json", "jsonl", "md" }

-- Rows that are looked at before the first is written.
local LOOK_AHEAD = 500

local function guard_formula(text)
  return text:find("^[=+@\t\r-]") and "'" .. text or text
end

local formats = {}

-- json and jsonl: rows go as they came. -------------------------------------------------------------------

formats.jsonl = {
  raw = true,
  row = function(sheet, text) sheet.write(text .. "\n") end,
}

formats.json = {
  raw = true,
  start = function(sheet)
    sheet.write(sheet.several and (sheet.number == 1 and "[\n" or ",\n") or "[")
    if sheet.several then
      sheet.write(('{"title":%s,"rows":['):format(core.json_encode(sheet.title)))
    end
  end,
  row = function(sheet, text) sheet.write((sheet.count == 1 and "\n" or ",\n") .. text) end,
  finish = function(sheet)
    if not sheet.several then
      sheet.write(sheet.count > 0 and "\n]\n" or "]\n")
    else
      sheet.write(("],\"notes\":%s}"):format(core.json_encode(core.array(sheet.notes or {}))))
    end
  end,
}

-- csv, tsv, md: a cell is a text; numbers are told from texts. --------------------------------------------

local function quote_csv(text) return text:find('[",\r\n]') and '"' .. text:gsub('"', '""') .. '"' or text end

local tsv_escapes = { ["\t"] = "\\t", ["\n"] = "\\n", ["\r"] = "\\r", ["\\"] = "\\\\" }

local md_escapes = { ["|"] = "\\|", ["\\"] = "\\\\", ["<"] = "&lt;", ["*"] = "\\*", ["_"] = "\\_", ["`"] = "\\`" }

local function separated(separator, line_end, quote)
  local function line(sheet, texts)
    sheet.write(table.concat(texts, separator) .. line_end)
  end
  return {
    start = function(sheet)
      if sheet.number > 1 then sheet.write(line_end) end
      local titles = {}
      for i, column in ipairs(sheet.columns) do titles[i] = quote(column.title) end
      line(sheet, titles)
    end,
    row = function(sheet, values)
      local texts = {}
      for i = 1, #sheet.columns do
        local text = cell.text(values[i])
        if sheet.out.terminal then text = cell.clean(text) end
        if type(values[i]) ~= "number" then text = guard_formula(text) end
        texts[i] = quote(text)
      end
      line(sheet, texts)
    end,
  }
end

formats.csv = separated(",", "\r\n", quote_csv)
formats.tsv = separated("\t", "\n", function(text) return (text:gsub("[\t\n\r\\]", tsv_escapes)) end)

formats.md = {
  look_ahead = true,
  start = function(sheet)
    if sheet.number > 1 then sheet.write("\n") end
    if sheet.title then sheet.write("## " .. sheet.title .. "\n\n") end
    local titles, rules = {}, {}
    for i, column in ipairs(sheet.columns) do
      titles[i], rules[i] = column.title, column.number and "--:" or "---"
    end
    sheet.write("| " .. table.concat(titles, " | ") .. " |\n| " .. table.concat(rules, " | ") .. " |\n")
  end,
  row = function(sheet, values)
    local texts = {}
    for i = 1, #sheet.columns do
      texts[i] = cell.clean(cell.text(values[i])):gsub("[|\\<*_`]", md_escapes)
    end
    sheet.write("| " .. table.concat(texts, " | ") .. " |\n")
  end,
  finish = function(sheet, footer)
    for _, note in ipairs(sheet.notes or {}) do sheet.write("\n" .. cell.clean(note) .. "\n") end
    if footer then sheet.write("\n" .. footer .. "\n") end
  end,
}

-- table ---------------------------------------------------------------------------------------------------

local function grid_texts(sheet, values)
  local texts = {}
  for i = 1, #sheet.columns do
    local text = cell.clean(cell.text(values[i]))
    texts[i] = text ~= "" and text or nil
  end
  return texts
end

formats.table = {
  look_ahead = true,
  start = function(sheet, first)
    local out = sheet.out
    if sheet.number > 1 then sheet.write("\n") end
    if sheet.title then
      local title = cell.clean(sheet.title)
      sheet.write(out.colour and "\27[1m" .. title .. "\27[0m\n" or title .. "\n")
    end
    if #first == 0 or #sheet.columns == 0 then return end
    local rows = {}
    for i, values in ipairs(first) do rows[i] = grid_texts(sheet, values) end
    sheet.line = grid.start(sheet.columns, rows, { width = out.width, colour = out.colour, write = sheet.write })
    return true
  end,
  row = function(sheet, values) sheet.line(grid_texts(sheet, values)) end,
  finish = function(sheet, footer)
    for _, note in ipairs(sheet.notes or {}) do sheet.write(cell.clean(note) .. "\n") end
    if footer then sheet.write(footer .. "\n") end
  end,
}

-- Sheets --------------------------------------------------------------------------------------------------

local Sheet = {}
Sheet.__index = Sheet

-- {path =, title =, number =} of each column; a name alone, or a table that has some of these.
local function as_columns(list)
  local columns = {}
  for i, column in ipairs(list) do
    if type(column) == "string" then column = { path = column } end
    local path = column.path or column.name or column.field or column[1]
    columns[i] = { path = path, title = column.title or column[2] or path,
                   number = column.number or column.kind == "number" or column.type == "number" }
  end
  return columns
end

-- Columns of rows about which nothing is known: their keys.
local function guess_columns(rows)
  local seen, columns = {}, {}
  for _, row in ipairs(rows) do
    if type(row) ~= "table" or filter.is_list(row) then
      if not seen.value then columns[#columns + 1] = "value" end
      seen.value = true
    else
      for key in core.pairs(row) do
        if type(key) == "string" and not seen[key] then columns[#columns + 1] = key end
        seen[key] = true
      end
    end
  end
  return as_columns(columns)
end

local function values_of(sheet, row)
  local values = {}
  for i, column in ipairs(sheet.columns) do
    if type(row) ~= "table" then
      values[i] = i == 1 and row or nil
    elseif sheet.positional then
      values[i] = row[i]
    elseif column.path == "value" and filter.is_list(row) then
      values[i] = row
    else
      values[i] = aggregate.value_at(row, column.path)
    end
  end
  return values
end

-- Chooses the columns, once the first rows are here: what varies only over sources shows the document.
local function start(sheet)
  local first = sheet.waiting
  sheet.waiting = nil
  if not sheet.columns then sheet.columns = guess_columns(first) end
  if sheet.show_source then
    local sources, count = {}, 0
    for _, row in ipairs(first) do
      local source = type(row) == "table" and tostring(row.doc):gsub("#%d+$", "") or ""
      count = count + (sources[source] and 0 or 1)
      sources[source] = true
    end
    if count > 1 then table.insert(sheet.columns, 1, { path = "doc", title = "doc" }) end
  end
  local values = {}
  for i, row in ipairs(first) do values[i] = values_of(sheet, row) end
  local written = sheet.format.start and sheet.format.start(sheet, values)
  if not written then
    for _, row in ipairs(values) do sheet.format.row(sheet, row) end
  end
end

--- Writes one row: a table by the columns' names (or, in reports, by position), or a plain value. `json`: its
-- JSON text where it is known. Records whose field `repaired` says what was read otherwise than written are counted.
function Sheet:row(row, json)
  self.count = self.count + 1
  if type(row) == "table" and row.repaired and row.repaired ~= "" and not (filter.is_list(row.repaired) and #row.repaired == 0) then
    self.repaired = self.repaired + 1
  end
  if self.format.raw then
    if self.positional then
      local named = {}
      for i, column in ipairs(self.columns) do named[column.path] = row[i] end
      row = named
    end
    self:json(json or cell.json(row, self.order))
  elseif self.waiting then
    self.waiting[#self.waiting + 1] = row
    if #self.waiting >= LOOK_AHEAD or (self.columns and not self.format.look_ahead) then start(self) end
  else
    self.format.row(self, values_of(self, row))
  end
end

-- One row as JSON text.
function Sheet:json(text)
  if self.several and self.format == formats.jsonl and text:sub(1, 1) == "{" and self.title then
    text = ('{"section":%s%s%s'):format(core.json_encode(self.title), #text > 2 and "," or "", text:sub(2))
  end
  self.format.row(self, self.out.terminal and cell.clean_json(text) or text)
end

--- Writes rows that are JSON lines (a string with a line break after each).
function Sheet:lines(text)
  if self.format == formats.jsonl and not self.several and not self.out.terminal then
    local _, count = text:gsub("\n", "")
    self.count = self.count + count
    self.write(text)
    return
  end
  for line in text:gmatch("[^\n]+") do
    if self.format.raw then
      self.count = self.count + 1
      self:json(line)
    else
      self:row(core.json_decode(line))
    end
  end
end

--- Ends the sheet; `footer` stands under it in tables and md.
function Sheet:close(footer)
  if self.waiting and (not self.format.raw) then start(self) end
  if self.format.finish then self.format.finish(self, footer) end
end

local Writer = {}
Writer.__index = Writer

--- Returns a writer. options: format, write (a function that takes a text), terminal (what is written goes to
-- one), width (columns, for tables), colour.
function M.open(options)
  local out = setmetatable({ sheets = 0 }, Writer)
  for key, value in pairs(options) do out[key] = value end
  out.width = out.width or 100
  return out
end

--- Starts a sheet. spec: columns (names, or {path =, title =, number =}; nil: from the rows), title, notes, several
-- (it is one of several sections), positional (rows are arrays in the order of the columns), order (keys of a
-- row in JSON), show_source (a table shows the document when there are several sources).
function Writer:sheet(spec)
  self.sheets = self.sheets + 1
  local sheet = setmetatable({ out = self, write = self.write, format = formats[self.format], number = self.sheets,
                               count = 0, repaired = 0, waiting = {} }, Sheet)
  for key, value in pairs(spec) do sheet[key] = value end
  sheet.columns = spec.columns and as_columns(spec.columns)
  if sheet.columns and not sheet.order then
    sheet.order = {}
    for i, column in ipairs(sheet.columns) do sheet.order[i] = column.path end
  end
  self.several = self.several or sheet.several
  if sheet.format.raw then
    sheet.waiting = nil
    if sheet.format.start then sheet.format.start(sheet) end
  end
  return sheet
end

-- Are rows arrays in the order of the columns? One may begin with nothing.
local function is_positional(section)
  if not section.columns then return false end
  for _, row in ipairs(section.rows) do
    for i = 1, #section.columns do
      if row[i] ~= nil then return true end
    end
  end
  return false
end

--- Writes a whole section {title, columns, rows, notes}, as reports render them. `several`: one of many.
function Writer:section(section, several)
  local rows = section.rows or {}
  local sheet = self:sheet({ title = section.title, columns = section.columns or (rows[1] and guess_columns(rows)) or {},
                             notes = section.notes, several = several, positional = is_positional(section) })
  for _, row in ipairs(rows) do sheet:row(row) end
  sheet:close(section.footer)
end

--- Writes a line of text that is no row.
function Writer:text(text)
  -- Tabs and line breaks are meant.
  self.write((self.terminal and text:gsub("[^\t\n]+", cell.clean) or text) .. "\n")
end

--- Ends the output.
function Writer:close()
  if self.format == "json" and self.several then self.write("\n]\n") end
end

return M
