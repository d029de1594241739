--- `readout explain FILE[:LINE] [LAYER]`: why each record is what it is: rule, plugin, file, confidence, evidence.

local core = require "core"
local cell = require "cell"
local examples = require "examples"
local fault = require "fault"
local filter = require "filter"
local plan_module = require "plan"
local plugin_module = require "plugin"
local suggest = require "suggest"

local M = {}

-- Lines longer than this are hard to read, however wide the terminal.
local WIDEST = 120

-- "seed.txt:6" to a path and a line; a file that is really called so wins.
local function split_place(word)
  if core.file_type(word) then return word end
  local path, line = word:match("^(.-):(%d+):%d+:?$") -- with a column, as of compilers and grep
  if not path then path, line = word:match("^(.*):(%d+)$") end
  return path or word, math.tointeger(tonumber(line))
end

-- Quotation marks: each with its code and its place.
local function marks_text(value)
  local parts = {}
  if value.open then parts[1] = ("%s U+%04X at %d"):format(value.open, utf8.codepoint(value.open), value.start) end
  if value.close then
    parts[#parts + 1] = ("%s U+%04X at %d"):format(value.close, utf8.codepoint(value.close),
      value["end"] - utf8.len(value.close))
  end
  return table.concat(parts, ", ")
end

-- A mention or link in short: its name, the words that stand for it with their place, and what else is known of it.
local function value_text(value)
  if type(value) ~= "table" or filter.is_list(value) then return cell.text(value) end
  if value.open or value.close then return marks_text(value) end
  if not value.name and not value.text then return core.json_encode(value) end
  local parts = { value.name or value.text }
  if value.name and value.text and value.name ~= value.text then parts[1] = ('%s: "%s"'):format(value.name, value.text) end
  if value.start then parts[1] = ("%s [%d,%d)"):format(parts[1], value.start, value["end"]) end
  for _, key in ipairs({ "id", "role", "org", "country", "how", "lemma" }) do
    if value[key] then parts[#parts + 1] = key == "id" and value.id or ("%s %s"):format(key, cell.text(value[key])) end
  end
  return table.concat(parts, ", ")
end

local INDENT = 15

-- What is said under a head: a name, and a text that goes on under itself.
local function item(out, name, text, width)
  if not text or text == "" then return end
  local lines = cell.wrap(text, width, INDENT)
  out[#out + 1] = ("  %-12s %s"):format(name, (lines[1] or ""):gsub("^ +", ""))
  table.move(lines, 2, #lines, #out + 1, out)
end

-- Evidence, what was rejected last.
local function reasons(out, list, width)
  local because, rejected = {}, {}
  for _, why in ipairs(list or {}) do
    local what = why:match("^rejected: (.*)$")
    table.insert(what and rejected or because, what or why)
  end
  for i, why in ipairs(because) do item(out, i == 1 and "because" or "", why, width) end
  for i, why in ipairs(rejected) do item(out, i == 1 and "rejected" or "", why, width) end
end

-- One record as lines.
local function describe(row, order, files, width)
  local out = { ("%s [%d,%d) line %d   confidence %s"):format(row.id, row.start, row["end"], row.line,
    row.confidence or "-") }
  local text = cell.text(row.text)
  item(out, "text", text, width)
  for _, field in ipairs(order) do
    local value = value_text(row[field])
    if value ~= text or field ~= "name" then item(out, field, value, width) end
  end
  local plugin = row.rule and row.rule:match("^([%w_]+)")
  item(out, "rule", row.rule and files[plugin] and ("%s   (%s)"):format(row.rule, files[plugin]) or row.rule, width)
  reasons(out, row.why, width)
  return out
end

-- One document: where it begins and why there, and its date.
local function describe_document(row, width)
  local out = { ("%s: %s from line %d"):format(row.document,
    plan_module.counted(row.last_line - row.line + 1, "lines"), row.line) }
  for i, why in ipairs(row.begins or {}) do item(out, i == 1 and "begins here" or "", why, width) end
  item(out, "date", row.date and ("%s, confidence %s"):format(row.date, row.date_confidence or "-")
    or "no reference date", width)
  reasons(out, row.why, width)
  return out
end

-- Lines of the source that a record covers.
local function covers(doc, annotation, line)
  if not annotation.first or annotation.last < annotation.first then return annotation.line == line end
  return doc.line_of(annotation.first) <= line and doc.line_of(annotation.last) >= line
end

-- The records of a document (on a line, if one is asked for) as they stand in the text; of one place as the layers are named.
local function records_of(doc, layers, line)
  local found = {}
  for place, name in ipairs(layers) do
    for i, annotation in ipairs(doc:layer(name)) do
      if not line or covers(doc, annotation, line) then
        found[#found + 1] = { annotation, annotation.start, -annotation["end"], place, i }
      end
    end
  end
  table.sort(found, function(a, b)
    for key = 2, 4 do
      if a[key] ~= b[key] then return a[key] < b[key] end
    end
    return a[5] < b[5]
  end)
  return found
end

-- What a worker gives of a document: its last line as a state; rows of the document itself, of the line, of the records. Of
-- `plugins` it is told why they may have found nothing on the line.
local function map_of(layers, line, plugins)
  return function(doc, out)
    local this = doc:layer"documents"[1]
    local first, last = this.line, this.line
    if doc.count > 0 then first, last = doc.line_of(1), doc.line_of(doc.count) end
    out.state({ last_line = last })
    if line and (line < first or line > last) then return end
    out.row({ document = doc.id, line = first, last_line = last, begins = this.why, date = doc.date,
              date_confidence = doc.date_confidence, why = doc.date_why })
    local found = records_of(doc, layers, line)
    for _, one in ipairs(line and doc:layer"lines" or {}) do
      if one.line == line then
        out.row({ document = doc.id, line = line, kind = one.kind, text = one.text })
        for _, plugin in ipairs(#found == 0 and plugins or {}) do
          local why = examples.why_nothing(plugin, one.text, doc, line)
          if why then out.row({ document = doc.id, plugin = plugin.name, nothing = why }) end
        end
      end
    end
    for _, one in ipairs(found) do out.row(one[1]) end
  end
end

-- A row as lines, whichever it is.
local function told_of(row, registry, files, width)
  if not row.document then return describe(row, registry.layers[row.layer].order, files, width) end
  if row.nothing then return cell.wrap(("%s: %s"):format(row.plugin, row.nothing), width, 0, 2) end
  if not row.kind then return describe_document(row, width) end
  return { cell.cut(("line %d, %s: %s"):format(row.line, row.kind, cell.clean(row.text)), width) }
end

--- Runs the verb.
function M.run(session, words)
  if #words == 0 then fault.raise("explain: which file?", { "usage: readout explain FILE[:LINE] [LAYER]" }) end
  local registry = session:registry()
  local path, line = split_place(words[1])
  local layers = plugin_module.public_layers(registry, true)
  if words[2] then
    if not registry.layers[words[2]] then
      fault.raise(("explain: %s: unknown layer%s"):format(words[2], suggest.hint(words[2], layers)),
        words[2]:find("^%d+$") and { ("a line stands behind the file: %s:%s"):format(path, words[2]) } or suggest.listed("layers", layers))
    end
    layers = table.move(words, 2, #words, 1, {})
  end
  local files = {}
  for _, plugin in ipairs(registry.plugins) do files[plugin.name] = plugin.path end

  local own = {} -- plugins of the user's, if it is asked for their layer alone
  for _, plugin in ipairs(#layers == 1 and registry.layers[layers[1]].providers or {}) do
    if not plugin.shipped then own[#own + 1] = plugin end
  end
  local plan = { kind = "rows", layers = layers, map = map_of(layers, line, own) }
  local out = session:writer("table", { "table", "json", "jsonl" })
  local sheet = out.format ~= "table" and out:sheet({})
  local width, count, lines = math.min(out.width, WIDEST), 0, 0
  plan.on_lines = function(text)
    if sheet then
      sheet:lines(text)
      count = sheet.count
      return
    end
    for json in text:gmatch("[^\n]+") do
      local row = core.json_decode(json)
      if not row.document then count = count + 1 end
      for _, one in ipairs(told_of(row, registry, files, width)) do out:text(one) end
    end
  end
  plan.on_state = function(state) lines = math.max(lines, state.last_line) end
  session:execute(plan, { path })
  session.rows = count
  if sheet then sheet:close() end
  if sheet or session:nothing_read() then return end
  if line and line > lines then return out:text(("no line %d: the text has %s"):format(line, plan_module.counted(lines, "lines"))) end
  out:text(count > 0 and plan_module.counted(count, "records")
    or ("nothing of %s%s"):format(table.concat(layers, ", "), line and (" on line %d"):format(line) or ""))
end

return M
