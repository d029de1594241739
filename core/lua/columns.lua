--- The columns of a sheet: what they are called, where their values come from, and which of them the eye can do
-- without.

local core = require "core"
local aggregate = require "aggregate"
local cell = require "cell"
local filter = require "filter"

local M = {}

--- Returns the path of a column, which is a path itself or a table {path =, title =, ...}; its title, nil if it has none.
function M.path(column) return type(column) == "table" and column.path or column end

function M.title(column) return type(column) == "table" and column.title or nil end

--- Returns the paths of columns, in their order.
function M.paths(list)
  local paths = {}
  for i, column in ipairs(list) do paths[i] = M.path(column) end
  return paths
end

--- Returns columns {path =, title =, at = place in rows by position, number =, ending =, wrap =, spare =, twin =} from
-- names, or from tables that have some of these; `ending`: the end of a text is what matters.
function M.new(list)
  local columns = {}
  for i, column in ipairs(list) do
    local path, title = M.path(column), M.title(column)
    if type(column) == "string" then column = {} end
    columns[i] = { path = path, title = title or path, at = i, number = column.number,
                   ending = column.ending or path == "doc" or path == "source" or path == "file",
                   spare = column.spare, twin = column.twin, wrap = column.wrap }
  end
  return columns
end

--- Returns the columns of rows about which nothing is known: their keys.
function M.guess(rows)
  local seen, list = {}, {}
  for _, row in ipairs(rows) do
    if type(row) ~= "table" or filter.is_list(row) then
      if not seen.value then list[#list + 1] = "value" end
      seen.value = true
    else
      for key in core.pairs(row) do
        if type(key) == "string" and not seen[key] then list[#list + 1] = key end
        seen[key] = true
      end
    end
  end
  return M.new(list)
end

--- Returns the value of a column in a row. positional: rows are arrays in the order of the columns.
function M.value(column, row, positional)
  if type(row) ~= "table" then
    if column.at == 1 then return row end
    return nil
  end
  if positional then return row[column.at] end
  if column.path == "value" and filter.is_list(row) then return row end
  return aggregate.value_at(row, column.path)
end

-- Does every row say the same in a column as in another one?
local function is_twin(column, columns, rows, positional)
  for _, other in ipairs(columns) do
    local same = other ~= column and not other.twin and #rows > 0
    for _, row in ipairs(rows) do
      if not same then break end
      same = cell.text(M.value(other, row, positional)) == cell.text(M.value(column, row, positional))
    end
    if same then return true end
  end
  return false
end

local function is_empty(column, rows, positional)
  for _, row in ipairs(rows) do
    if cell.text(M.value(column, row, positional)) ~= "" then return false end
  end
  return true
end

-- Of one source, the document is the number of the article; where there is only one, nothing.
local function shorten_doc(column, rows, positional)
  local first, several = nil, false
  for _, row in ipairs(rows) do
    local doc = cell.text(M.value(column, row, positional))
    if not doc:find("#%d+$") then return nil end
    first = first or doc
    several = several or doc ~= first
  end
  if not several then return nil end
  local short = {}
  for key, value in pairs(column) do short[key] = value end
  short.shown = function(value) return tostring(value):match("#%d+$") end
  return short
end

--- Returns the columns that a reader wants of these rows: without spare ones that are empty, without a twin of another
-- column; with one_source, of `doc` no more than the number of the article.
function M.tidy(columns, rows, positional, one_source)
  local kept = {}
  for _, column in ipairs(columns) do
    local keep = column
    if column.twin and is_twin(column, columns, rows, positional) then
      keep = nil
    elseif column.spare and is_empty(column, rows, positional) then
      keep = nil
    elseif one_source and column.path == "doc" then
      keep = shorten_doc(column, rows, positional)
    end
    kept[#kept + 1] = keep
  end
  return kept
end

return M
