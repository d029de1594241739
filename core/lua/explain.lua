--- `readout explain FILE[:LINE] [LAYER]`: why each record is what it is: rule, plugin, file, confidence, evidence.

local core = require "core"
local cell = require "cell"
local fault = require "fault"
local filter = require "filter"
local plan_module = require "plan"
local suggest = require "suggest"

local M = {}

-- "seed.txt:6" to a path and a line; a file that is really called so wins.
local function split_place(word)
  if core.file_type(word) then return word end
  local path, line = word:match("^(.*):(%d+)$")
  return path or word, math.tointeger(tonumber(line))
end

-- A mention or link in short: its name, and the words that stand for it.
local function value_text(value)
  if type(value) ~= "table" or filter.is_list(value) then return cell.text(value) end
  local parts = { value.name or value.text or core.json_encode(value) }
  if value.name and value.text and value.name ~= value.text then parts[1] = ("%s (%s)"):format(value.name, value.text) end
  for _, key in ipairs({ "role", "org", "country", "how", "lemma" }) do
    if value[key] then parts[#parts + 1] = ("%s %s"):format(key, cell.text(value[key])) end
  end
  return table.concat(parts, ", ")
end

-- One record as lines.
local function describe(row, order, files)
  local out = { ("%s in %s [%d,%d) line %d   confidence %s"):format(row.id, row.doc, row.start, row["end"], row.line,
                                                                    row.confidence or "-") }
  local function line(name, text)
    if text and text ~= "" then out[#out + 1] = ("  %-12s %s"):format(name, text) end
  end
  line("text", row.text)
  for _, field in ipairs(order) do line(field, value_text(row[field])) end
  local plugin = row.rule and row.rule:match("^([%w_]+)")
  line("rule", row.rule and files[plugin] and ("%s   (%s)"):format(row.rule, files[plugin]) or row.rule)
  for i, why in ipairs(row.why or {}) do line(i == 1 and "because" or "", why) end
  return out
end

-- Lines of the source that a record covers.
local function covers(doc, annotation, line)
  if not annotation.first or annotation.last < annotation.first then return annotation.line == line end
  return doc.line_of(annotation.first) <= line and doc.line_of(annotation.last) >= line
end

--- Runs the verb.
function M.run(session, words)
  if #words == 0 then fault.raise("explain: which file?", { "usage: readout explain FILE[:LINE] [LAYER]" }) end
  local registry = session:registry()
  local path, line = split_place(words[1])
  local layers = {}
  for name, layer in pairs(registry.layers) do
    if name:sub(1, 1) ~= "_" and not layer.builtin then layers[#layers + 1] = name end
  end
  table.sort(layers)
  if words[2] then
    if not registry.layers[words[2]] then
      fault.raise(("explain: %s: unknown layer%s"):format(words[2], suggest.hint(words[2], layers)))
    end
    layers = table.move(words, 2, #words, 1, {})
  end
  local files = {}
  for _, plugin in ipairs(registry.plugins) do files[plugin.name] = plugin.path end

  local plan = { kind = "rows", layers = layers }
  function plan.map(doc, out)
    local first, last = 1, math.huge
    if doc.count > 0 then first, last = doc.line_of(1), doc.line_of(doc.count) end
    if not line or (line >= first and line <= last) then
      out.row({ document = doc.id, date = doc.date, date_confidence = doc.date_confidence, why = doc.date_why })
    end
    for _, name in ipairs(layers) do
      for _, annotation in ipairs(doc:layer(name)) do
        if not line or covers(doc, annotation, line) then out.row(annotation) end
      end
    end
  end

  local out = session:writer("table", { "table", "json", "jsonl" })
  local sheet = out.format ~= "table" and out:sheet({})
  local count = 0
  plan.on_lines = function(text)
    if sheet then
      sheet:lines(text)
      count = sheet.count
      return
    end
    for json in text:gmatch("[^\n]+") do
      local row = core.json_decode(json)
      if row.document then
        local dated = row.date and ("reference date %s, confidence %s"):format(row.date, row.date_confidence or "-")
          or "no reference date"
        out:text(("%s: %s"):format(row.document, dated))
        for _, why in ipairs(type(row.why) == "table" and row.why or { row.why }) do out:text("  because      " .. why) end
      else
        count = count + 1
        for _, one in ipairs(describe(row, registry.layers[row.layer].order, files)) do out:text(one) end
      end
    end
  end
  session:execute(plan, { path })
  session.rows = count
  if sheet then sheet:close() end
  if count == 0 and not sheet then
    out:text(("nothing of %s%s"):format(table.concat(layers, ", "), line and (" on line %d"):format(line) or ""))
  elseif not sheet then
    out:text(plan_module.counted(count, "records"))
  end
end

return M
