--- A run: source records to workers, their answers back in order.
--
-- An answer is a row of frames, which core.answer adds, each a letter (R rows as JSON lines, T text as it is, S a state,
-- E an error record, F a mistake of the user's, N a note for stderr, H the id of a text that looks like HTML) and a string:
-- "<c1s4".

local core = require "core"
local articles = require "articles"
local document = require "document"
local fault = require "fault"
local prepare = require "prepare"

local M = {}

--- Opens the documents of a source record. options: split, dct, language. Returns them, and a note for the user or nil.
function M.documents(registry, record, options)
  core.open_record(record.text)
  local metadata = record.metadata and core.json_decode(record.metadata) or {}
  local parts, note = articles.split(record, options.split, options.language)
  local documents = {}
  for n, part in ipairs(parts) do
    documents[n] = document.open(registry, {
      id = #parts > 1 and ("%s#%d"):format(record.id, n) or record.id, source = record.source,
      encoding = record.encoding ~= "" and record.encoding or nil, from = part.from, to = part.to,
      first_line = part.first_line, language = metadata.language and metadata.language:match("^%a+"):lower()
        or options.language or "en",
      metadata = metadata, blocks = record.blocks, article = n, articles = documents, dct = options.dct,
        why = part.why})
  end
  return documents, note
end

--- Bytes of an error's message that are kept.
M.message_bytes = 2000

-- The message of an error with the line of the plugin at which it was raised, by the traceback, where the message does not
-- say it itself.
local function with_line(message, trace, plugin)
  local file = plugin and plugin:match("^plugin ([%w_]+)$")
  file = file and "%f[%w_]" .. file .. "%.lua"
  local place = file and not message:find(file .. ":%d") and trace:match("\n%s*([^\n:]*" .. file .. ":%d+): in ")
  if not place then return message end
  return ("%s: %s"):format(place, message:gsub("^[^\n:]*" .. file .. ": ", ""))
end

--- Returns what is told of an error, {what =, where =, limit =}: its message without the traceback, and where it happened. A
-- plugin may have raised it: it can be anything.
function M.describe(failure, plugin, limit_text)
  if type(failure) ~= "string" and type(failure) ~= "number" then
    return {what = ("an error that is no text, but a %s"):format(type(failure)), where = plugin}
  end
  local message = tostring(failure)
  message = message:match("^(.-)\nstack traceback:") or message
  if message == "not enough memory" then core.out_of_memory() end
  if message:find("^stack traceback:") then message = "an error without a message" end
  -- What the host says about a plugin's doing needs no place in the host; a mistake of its own does.
  local said = message:match("^core/lua/[%w_]+%.lua:%d+: (.*)$")
  if said and not said:find("^attempt to ") and not said:find("^bad argument ") then message = said end
  message = with_line(message, tostring(failure), plugin)
  message = fault.in_words(message)
  if message == "output limit" then return {what = message, where = plugin, limit = limit_text} end
  if #message > M.message_bytes then
    message = message:sub(1, (utf8.offset(message, 0, M.message_bytes + 1) or M.message_bytes + 1) - 1) .. " ..."
  end
  return {what = message, where = plugin}
end

-- What the text of a page or a feed has none of once it is read.
local function looks_like_html(text)
  return text:find("</p>", 1, true) or text:find("<br", 1, true) or text:find("&#39;", 1, true) or text:find("&quot;", 1, true)
end

local rows -- of the document at hand

-- What plans write to.
local out = {
  row = function(value) rows[#rows + 1] = value end,
  rows = function(values) core.answer("R", values) end,
  lines = function(text) core.answer("R", text) end,
  text = function(text) core.answer("T", text) end,
  state = function(state) core.answer("S", core.json_encode(state)) end,
  note = function(text) core.answer("N", text) end,
}

-- What one worker does with one record.
local function work(registry, plan, options)
  local limit_text = fault.limit_text("output limit", options)
  local function failed(id, failure, plugin)
    -- The user's own mistake, with its place, ends the run.
    if fault.is(failure) then
      local plain = {}
      for key, value in pairs(failure) do plain[key] = value end
      core.answer("F", core.json_encode(plain))
    else
      core.answer("E", core.json_encode {id = id, error = M.describe(failure, plugin, limit_text)})
    end
  end
  local function map(doc)
    rows = {}
    local state = plan.map(doc, out)
    for _, one in ipairs(document.notes(doc) or {}) do out.note(("%s: %s"):format(doc.id, one)) end
    if #rows > 0 then out.rows(rows) end
    if type(state) == "table" then out.state(state) end
  end
  return function(record)
    if record.error then
      core.answer("E", core.json_encode {id = record.id, error = {what = record.error, where = "reader"}})
      return
    end
    if record.invalid > 0 then
      out.note(("%s: byte %d: no character (invalid UTF-8 or escape), read as U+FFFD (%d in all)"):format(
        record.id, record.invalid_at, record.invalid))
    end
    local opened, documents, note = xpcall(M.documents, debug.traceback, registry, record, options)
    if not opened then
      failed(record.id, documents)
      return
    end
    if note then out.note(("%s: %s"):format(record.id, note)) end
    if looks_like_html(record.text) then core.answer("H", record.id) end
    for _, doc in ipairs(documents) do
      local before = core.answered()
      local ok, result = xpcall(map, debug.traceback, doc)
      if not ok then
        core.answered(before) -- half an answer is none
        failed(doc.id, result, document.running(doc) or plan.plugin)
      end
    end
  end
end

--- Limits where nobody set any. Printed by `readout limits`.
M.limits = {seconds = 30, memory = 1024 * 1024 * 1024, output = 1024 * 1024 * 1024}

-- The error record of a source record at which its worker ended, or which the coordinator could not do.
local function failed_record(id, ending, answer, where, signal, settings)
  local limit = fault.limit_text(ending, settings)
  local what = ending == "error" and M.describe(answer).what or ending
  if ending == "crash" then what = ("crash (signal %d)"):format(signal) end
  return {id = id, error = {what = what, where = where ~= "" and where or nil, limit = limit}}
end

-- What becomes of a frame, by its letter: each takes its text, and returns false to end the run.
local function frame_readers(plan, on_error)
  local told_html = false
  local function to(name)
    return function(text) return plan[name] and plan[name](text) end
  end
  return {
    R = to "on_lines", T = to "on_text", N = to "on_note",
    S = function(text) return plan.on_state and plan.on_state(core.json_decode(text)) end,
    E = function(text) return on_error(core.json_decode(text)) end,
    F = function(text) error(fault.new(core.json_decode(text)), 0) end,
    H = function(id)
      if told_html or not plan.on_note then return end
      told_html = true
      plan.on_note(("%s: the text looks like HTML; --text-type html reads JSON records so"):format(id))
    end,
  }
end

--- Runs a plan over the paths. plan: layers (list of names), map(doc, out); consumers, called here in input order:
-- on_lines(text of JSON lines), on_text(text), on_state(table), on_error(record), on_note(text); each
-- may return false to stop. With unwritten(nil, why, how), which raises, answers of rows alone are written as they are,
-- past on_lines. `out` has row(value), rows(values), lines(JSON lines), text(text), state(table), note(text). options:
-- registry, settings, part and parts (numbers), by_bytes, workers, seconds, memory, output, confine, split,
-- dct, language, and those of the readers (text_key ...).
-- Returns the numbers of records, of errors, and of lines written past on_lines.
function M.execute(plan, paths, options)
  local registry = options.registry
  prepare.prepare(document.plugins_for(registry, plan.layers or {}), registry, options.settings)
  local settings = {}
  for key, value in pairs(M.limits) do settings[key] = value end
  for key, value in pairs(options) do settings[key] = value end
  local errors = 0
  local function on_error(record)
    errors = errors + 1
    return not plan.on_error or plan.on_error(record)
  end
  for _, path in ipairs(paths) do
    local kind = plan.on_note and path:lower():match("%.([ct]sv)$")
    if kind then
      plan.on_note(("%s: read as plain text; mlr --i%s --ojsonl cat FILE makes a JSON record of each row"):format(path, kind))
    end
  end
  local readers = frame_readers(plan, on_error)
  settings.paths, settings.unwritten = paths, plan.unwritten
  settings.workers = options.workers or 1
  settings.work = work(registry, plan, settings)
  settings.take = function(id, ending, answer, where, signal)
    if ending ~= "done" then return on_error(failed_record(id, ending, answer, where, signal, settings)) ~= false end
    local at = 1
    while at <= #answer do
      local kind, text
      kind, text, at = string.unpack("<c1s4", answer, at)
      if readers[kind](text) == false then return false end
    end
    return true
  end
  local records, why, lines = core.run(settings)
  if not records then fault.raise("the run broke off: " .. why, nil, 4) end
  return records, errors, lines
end

return M
