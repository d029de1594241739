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
local cell = require "cell"
local columns = require "columns"
local filter = require "filter"
local grid = require "grid"
local ids = require "ids"

local M = {}

-- Rows that are looked at before the first is written.
local LOOK_AHEAD = 500

local function guard_formula(text)
  return text:find("^[=+@\t\r-]") and text ~= "-" and "'" .. text or text
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
      texts[i] = cell.markdown(cell.clean(cell.text(values[i])))
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
    sheet.line = grid.start(sheet.columns, rows, { width = out.width, colour = out.colour, wrap = out.wrap,
      write = sheet.write })
  end,
  heading = function(sheet, source)
    source = cell.clean(source)
    sheet.write(sheet.out.colour and "\n\27[35m" .. source .. "\27[0m\n" or "\n" .. source .. "\n")
  end,
  row = function(sheet, values) sheet.line(grid_texts(sheet, values)) end,
  finish = function(sheet, footer)
    if sheet.headings and footer then sheet.write("\n") end
    for _, note in ipairs(sheet.notes or {}) do sheet.write(cell.clean(note) .. "\n") end
    if footer then sheet.write(footer .. "\n") end
  end,
}

-- Sheets --------------------------------------------------------------------------------------------------

local Sheet = {}
Sheet.__index = Sheet

local function values_of(sheet, row)
  local values = {}
  for i, column in ipairs(sheet.columns) do
    local value = columns.value(column, row, sheet.positional)
    if column.shown and value ~= nil then value = column.shown(value) end
    values[i] = value
  end
  return values
end

-- Are the rows of more than one source?
local function has_sources(rows)
  local source
  for _, row in ipairs(rows) do
    local one = type(row) == "table" and ids.source(row.doc) or ""
    if source and one ~= source then return true end
    source = one
  end
  return false
end

-- A line with the source above its rows, in tables of more than one.
local function tell_source(sheet, row)
  local source = type(row) == "table" and row.doc and ids.source(row.doc)
  if not source or source == sheet.source then return end
  if not sheet.headings and sheet.source then sheet.headings = true end
  sheet.source = source
  if sheet.headings then sheet.format.heading(sheet, source) end
end

local function write_values(sheet, row, values)
  if sheet.headings ~= nil then tell_source(sheet, row) end
  sheet.format.row(sheet, values)
end

-- Chooses the columns, once the first rows are here. Rows of several sources come with the source above them where
-- they come source by source (show_source = "above"), else in a column.
local function start(sheet)
  local first, format = sheet.waiting, sheet.format
  sheet.waiting = nil
  if not sheet.columns then sheet.columns = columns.guess(first) end
  if sheet.show_source == "above" and format.heading then
    -- All rows may well be of one of many sources.
    sheet.headings = has_sources(first) or (#first > 0 and sheet.out.one_source == false)
  elseif sheet.show_source and has_sources(first) then
    table.insert(sheet.columns, 1, columns.new({ "doc" })[1])
  end
  if format.look_ahead then
    sheet.columns = columns.tidy(sheet.columns, first, sheet.positional, sheet.section and sheet.out.one_source)
  end
  local values = {}
  for i, row in ipairs(first) do values[i] = values_of(sheet, row) end
  if format.start then format.start(sheet, values) end
  for i, row in ipairs(first) do write_values(sheet, row, values[i]) end
end

--- Writes one row: a table by the columns' names (or, in reports, by position), or a plain value. `json`: its
-- JSON text where it is known. Records whose field `repaired` says what was read otherwise than written are counted.
function Sheet:row(row, json)
  self.count = self.count + 1
  if type(row) == "table" and row.repaired and row.repaired ~= "" and not (filter.is_list(row.repaired)
    and #row.repaired == 0) then
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
    write_values(self, row, values_of(self, row))
  end
end

-- One row as JSON text.
function Sheet:json(text)
  if self.several and self.format == formats.jsonl and text:sub(1, 1) == "{" and self.title then
    text = ('{"section":%s%s%s'):format(core.json_encode(self.title), #text > 2 and "," or "", text:sub(2))
  end
  self.format.row(self, self.out.terminal and cell.clean_json(text) or text)
end

--- Says whether JSON lines are written as they are.
function Sheet:is_verbatim()
  return self.format == formats.jsonl and not self.several and not self.out.terminal
end

--- Writes rows that are JSON lines (a string with a line break after each).
function Sheet:lines(text)
  if self:is_verbatim() then
    self.count = self.count + core.count_lines(text)
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

--- Returns a writer. options: format, write (a function that takes a text), unwritten (one that raises what went wrong
-- where rows are written past it), terminal (what is written goes to
-- one), width (columns, for tables), colour, wrap (texts in tables are broken over lines, not cut).
function M.open(options)
  local out = setmetatable({ sheets = 0 }, Writer)
  for key, value in pairs(options) do out[key] = value end
  out.width = out.width or 100
  return out
end

--- Starts a sheet. spec: columns (names, or {path =, title =, number =}; nil: from the rows), title, notes, several
-- (it is one of several sections), positional (rows are arrays in the order of the columns), order (keys of a
-- row in JSON), show_source (a table shows the source when there are several: "above" the rows, which come source by
-- source, or true: in a column), section (it is part of a report: of one source the document is not repeated).
function Writer:sheet(spec)
  self.sheets, self.was_compact = self.sheets + 1, false
  local sheet = setmetatable({ out = self, write = self.write, format = formats[self.format], number = self.sheets,
                               count = 0, repaired = 0, waiting = {} }, Sheet)
  for key, value in pairs(spec) do sheet[key] = value end
  sheet.columns = spec.columns and columns.new(spec.columns)
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

--- Writes a section as one line, "Where: Oban (3), Port Ellen (1)": of each row the first value, the others behind it.
function Writer:compact(section)
  local items, positional = {}, is_positional(section)
  for i, row in ipairs(section.rows) do
    local texts = {}
    for _, column in ipairs(columns.new(section.columns)) do
      local text = cell.text(columns.value(column, row, positional))
      texts[#texts + 1] = text ~= "" and text or nil
    end
    local first = table.remove(texts, 1) or "-"
    items[i] = cell.clean(#texts > 0 and ("%s (%s)"):format(first, table.concat(texts, ", ")) or first)
  end
  local text = table.concat(items, ", ")
  if self.format == "md" then
    if self.sheets > 0 then self.write("\n") end
    self.write(("**%s:** %s\n"):format(cell.markdown(cell.clean(section.title or "")), cell.markdown(text)))
  else
    if self.sheets > 0 and not self.was_compact then self.write("\n") end
    local title = cell.clean(section.title or "")
    -- An item stays in one piece.
    for i, item in ipairs(items) do items[i] = item:gsub(" ", "\0") end
    local lines = cell.wrap(("%s: %s"):format(title:gsub(" ", "\0"), table.concat(items, ", ")), self.width, 0, 2)
    for i, line in ipairs(lines) do lines[i] = line:gsub("%z", " ") end
    if self.colour then lines[1] = "\27[1m" .. title .. ":\27[0m" .. lines[1]:sub(#title + 2) end
    self.write(table.concat(lines, "\n") .. "\n")
  end
  self.sheets, self.was_compact = self.sheets + 1, true
end

--- Writes a whole section {title, columns, rows, notes, compact}, as reports render them; `chosen`: its columns are those of
-- --fields, all to be shown. `several`: one of many.
function Writer:section(section, several)
  local rows = section.rows or {}
  local eye = self.format == "table" or self.format == "md"
  if section.compact and eye and #rows > 0 then return self:compact(section) end
  local sheet = self:sheet({ title = section.title, columns = section.columns or (rows[1] and columns.guess(rows))
    or {},
                             notes = section.notes, several = several, positional = is_positional(section),
                             section = not section.chosen })
  for _, row in ipairs(rows) do sheet:row(row) end
  sheet:close()
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
