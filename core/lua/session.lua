--- One call of the program: its options at work. Opens the plugins, the output and the writer, carries plans to
-- the workers, says what went wrong, and knows the exit code.
--
-- Exit codes: 0 done; 1 nothing found (with --exit-status); 2 usage, query, script or plugin error; 3 finished, but
-- some documents failed; 4 could not run; 128 + n ended by signal n.

local core = require "core"
local calendar = require "calendar"
local cell = require "cell"
local fault = require "fault"
local grammar = require "grammar"
local options = require "options"
local plugin_module = require "plugin"
local report = require "report"
local run = require "run"
local suggest = require "suggest"
local writer = require "writer"

local M = {}

-- Columns of a table that goes into a pipe or a file.
local PIPE_WIDTH = 200

local Session = {}
Session.__index = Session

--- Returns a session. values: the parsed options; reserved: names that plugins may not take (set).
function M.new(values, reserved)
  return setmetatable({ values = values, reserved = reserved, errors = 0, records = 0, unread = 0, rows = 0, notes = 0,
                        told = {} }, Session)
end

--- Writes a message to standard error, "readout: " before it; control characters do not get through.
function Session.say(_, message)
  local lines = {}
  for line in (message .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = cell.clean(line) end
  core.hide_progress()
  io.stderr:write("readout: ", table.concat(lines, "\n"), "\n")
end

-- Plugins -----------------------------------------------------------------------------------------------------

local function plugin_dirs(values)
  local dirs = {}
  local function add(dir)
    if dir and dir ~= "" then dirs[#dirs + 1] = dir end
  end
  for _, dir in ipairs(values.plugins or {}) do
    if core.file_type(dir) ~= "directory" then
      local folder = dir:match("^(.*)/[^/]*%.lua$") or "."
      fault.raise(("--plugins %s: no such directory"):format(dir),
        core.file_type(dir) and { "a plugin's folder is named: --plugins " .. folder })
    end
    local listed, why = core.list_directory(dir)
    if not listed then fault.raise(("--plugins %s: %s"):format(dir, why), nil, 4) end
    add(dir)
  end
  for dir in (os.getenv("READOUT_PATH") or ""):gmatch("[^:]+") do add(dir) end
  local config, home = os.getenv("XDG_CONFIG_HOME"), os.getenv("HOME")
  if not config or config == "" then config = home and home ~= "" and home .. "/.config" or nil end
  add(config and config .. "/readout/plugins")
  return dirs
end

-- Gives the core the tables of the language: from a folder of the user's plugins, or the program's own.
local function set_language(language, dirs)
  local function table_of(what)
    local name = ("%s.%s.tsv"):format(language, what)
    for _, dir in ipairs(dirs) do
      local file = io.open(dir .. "/data/" .. name, "rb")
      if file then
        local text = file:read("a")
        file:close()
        return text
      end
    end
    return core.packed("plugins/data/" .. name) or ""
  end
  core.set_language(table_of("abbreviations"), table_of("lemmas"))
end

-- The language of texts that do not say: what stands before a region (pt-BR).
local function language_of(text)
  local code = (text or "en"):match("^(%a%a%a?)%f[%A]")
  return code and code:lower()
    or fault.raise(("--language %s: a code such as en, de or pt-BR expected"):format(text))
end

--- Returns the registry of plugins; reads them on first use. Plugins that were set aside are told of once.
function Session:registry()
  if not self.loaded then
    local dirs = plugin_dirs(self.values)
    local language = language_of(self.values.language)
    set_language(language, dirs)
    self.loaded = plugin_module.load({ dirs = dirs, reserved = self.reserved })
    local known = language == "en"
    for _, plugin in ipairs(self.loaded.plugins) do
      known = known or plugin.language == language
      if plugin.broken and not self.quiet_plugins then
        if self.values.strict then fault.raise(plugin.broken) end
        self:say(("plugin %s set aside: %s"):format(plugin.name, plugin.broken))
      end
    end
    if not known then
      self:say(("--language %s: no plugin reads it; there will be what plugins for any language find"):format(language))
    end
  end
  return self.loaded
end

--- Returns the settings of plugins, name -> option -> value: from --set and from long options of a report's verb.
function Session:settings()
  if self.plugin_settings then return self.plugin_settings end
  local registry, settings = self:registry(), {}
  for name, given in pairs(self.values.settings) do
    settings[name] = {}
    for key, value in pairs(given) do settings[name][key] = value end
  end
  for _, text in ipairs(self.values.set or {}) do
    local name, key, value = text:match("^([%w_]+)%.([%w_-]+)=(.*)$")
    if not name then fault.raise(("--set %s: NAME.OPTION=VALUE expected"):format(text)) end
    local plugin = registry.by_name[name]
    if not plugin then
      fault.raise(("--set: %s: unknown plugin%s"):format(name, suggest.hint(name, suggest.names(registry.by_name))))
    end
    local spec = plugin.options[key]
    if spec then value = options.convert(spec, value, "--set " .. name .. "." .. key) end
    settings[name] = settings[name] or {}
    settings[name][key] = value
    report.options(plugin, settings[name])
  end
  self.plugin_settings = settings
  return settings
end

-- Output ------------------------------------------------------------------------------------------------------

-- Names of compressed files and archives: what is written is neither.
local packed = { gz = true, zst = true, xz = true, bz2 = true, zip = true, tar = true }

local extensions = { csv = "csv", tsv = "tsv", json = "json", jsonl = "jsonl", md = "md", txt = "table" }

-- Names that promise what is not written here.
local elsewhere = {}
for name in ("html htm sqlite sqlite3 db xlsx xls ods docx pdf xml graphml gexf dot conllu conll ann parquet"):gmatch("%S+") do
  elsewhere[name] = true
end

--- Returns the shard that this run is to do, as {i, n}, or nil.
function Session:shard()
  local text = self.values.shard
  if not text then return nil end
  local i, n = text:match("^(%d+)/(%d+)$")
  if text:match("^auto") then
    local function number(name) return math.tointeger(tonumber(os.getenv(name) or "")) end
    if number("SLURM_ARRAY_TASK_ID") then
      local first = number("SLURM_ARRAY_TASK_MIN") or 0
      i, n = number("SLURM_ARRAY_TASK_ID") - first + 1, number("SLURM_ARRAY_TASK_COUNT")
    elseif number("OMPI_COMM_WORLD_RANK") then
      i, n = number("OMPI_COMM_WORLD_RANK") + 1, number("OMPI_COMM_WORLD_SIZE")
    elseif number("SLURM_PROCID") then
      i, n = number("SLURM_PROCID") + 1, number("SLURM_NTASKS")
    elseif number("PARALLEL_SEQ") then
      i, n = number("PARALLEL_SEQ"), math.tointeger(tonumber(text:match("^auto/(%d+)$")))
    end
    if not i or not n then
      fault.raise("--shard auto: neither Slurm, MPI nor GNU parallel (which needs auto/N) says which shard this is")
    end
  end
  i, n = math.tointeger(tonumber(i)), math.tointeger(tonumber(n))
  if not i or not n or i < 1 or i > n then fault.raise(("--shard %s: I/N expected, I from 1 to N"):format(text)) end
  return { i, n }
end

--- Returns the path of -o, "%s" in it replaced by the number of the shard; nil: standard output.
function Session:output_path()
  local path = self.values.output
  if not path or path == "-" then return nil end
  local shard = self:shard()
  if not shard and path:find("%s", 1, true) then
    fault.raise(("-o %s: %%s is the number of the shard, and --shard is not given"):format(path))
  end
  return shard and path:gsub("%%s", tostring(shard[1])) or path
end

--- Opens the output and returns the writer. `fallback`: the format where nothing says which (default: table on a
-- terminal, jsonl in a pipe); `allowed`: the only formats that make sense here.
function Session:writer(fallback, allowed)
  if self.out then return self.out end
  local values, path = self.values, self:output_path()
  local terminal = not path and core.is_terminal(1)
  local extension = path and path:match("%.(%w+)$") or ""
  if not values.format and elsewhere[extension:lower()] then
    fault.raise(("-o %s: no writer for %s in this version"):format(path, extension),
                { "-f md is for reading, -f jsonl complete, -f csv for spreadsheets" })
  end
  if packed[extension:lower()] then
    fault.raise(("-o %s: what is written is not compressed"):format(path), { "into a pipe instead: readout ... | gzip > " .. path })
  end
  local format = values.format or extensions[extension:lower()] or fallback
    or (terminal and "table" or "jsonl")
  if allowed then
    local fits = false
    for _, one in ipairs(allowed) do fits = fits or one == format end
    if not fits then fault.raise(("-f %s: here only %s"):format(format, table.concat(allowed, ", "))) end
  end
  core.set_output({ offsets = values.offsets or "char", ascii = values.ascii or false })
  local opened, why = core.open_output(path, values["line-buffered"] or (terminal and true or false))
  if not opened then error(fault.new({ message = ("%s: %s"):format(path or "standard output", why), code = 4 }), 0) end
  self.opened = true
  local function check(written, reason, how)
    if written then return end
    if how == "closed" then error(fault.closed, 0) end
    error(fault.new({ message = ("%s: %s"):format(path or "standard output", reason), code = 4 }), 0)
  end
  local no_colour = os.getenv("NO_COLOR")
  self.out = writer.open({
    format = format, terminal = terminal, wrap = values.wrap,
    width = core.terminal_width() or (terminal and 100 or PIPE_WIDTH),
    colour = terminal and (not no_colour or no_colour == "") and os.getenv("TERM") ~= "dumb",
    write = function(text) check(core.write(text)) end,
    unwritten = check,
  })
  return self.out
end

-- Running -----------------------------------------------------------------------------------------------------

local function size_of(text, shown)
  local number, unit = text:upper():match("^(%d+%.?%d*)([KMGT]?)I?B?$")
  if not number then fault.raise(("--limits: %s: a size such as 256M expected"):format(shown)) end
  local power = ({ [""] = 0, K = 1, M = 2, G = 3, T = 4 })[unit]
  return math.floor(tonumber(number) * 1024 ^ power)
end

--- Returns the limits of one record: seconds (CPU), memory and output (bytes).
function Session:limits()
  local limits = {}
  for key, value in pairs(run.limits) do limits[key] = value end
  for item in (self.values.limits or ""):gmatch("[^,]+") do
    local key, value = item:match("^%s*(%a+)=(%S+)%s*$")
    local known = { "mem", "output", "time" }
    if key == "time" then
      local number, unit = value:match("^(%d+%.?%d*)(m?s?)$")
      if not number or unit == "m" then fault.raise(("--limits: %s: a time such as 2s or 500ms expected"):format(item)) end
      limits.seconds = tonumber(number) / (unit == "ms" and 1000 or 1)
    elseif key == "mem" or key == "memory" then
      limits.memory = size_of(value, item)
      if limits.memory < 1 << 20 then fault.raise(("--limits: %s: at least 1M"):format(item)) end
    elseif key == "output" then
      limits.output = size_of(value, item)
    else
      fault.raise(("--limits: %s: unknown limit%s"):format(item, suggest.hint(key or item, known)),
                  { "limits: time=2s,mem=256M,output=64M" })
    end
    if not value:find("[1-9]") then fault.raise(("--limits: %s: more than nothing expected"):format(item)) end
  end
  return limits
end

-- Limits, as --limits names them.
local LIMITS <const> = { ["time limit"] = "time", ["memory limit"] = "mem", ["output limit"] = "output" }

-- The text of an error record's error: what, and in brackets where, which limit, and what raises it.
local function error_text(record)
  local problem = record.error
  if type(problem) ~= "table" then return tostring(problem) end
  local more = {}
  if problem.where and problem.where ~= "reader" then more[#more + 1] = problem.where end
  if problem.limit then more[#more + 1] = problem.limit end
  if LIMITS[problem.what] then more[#more + 1] = ("--limits %s= raises it"):format(LIMITS[problem.what]) end
  return tostring(problem.what) .. (#more > 0 and (" (%s)"):format(table.concat(more, ", ")) or "")
end

-- Errors of the same text that are told one by one, and texts of which one is told.
local SAME_ERRORS <const> = 3
local ERROR_TEXTS <const> = 12
-- Notes about records that are told.
local NOTES <const> = 20

-- Tells an error of a record; of many that are the same only the first ones, and in the end how many more there were.
local function tell_error(session, record)
  local text, told = error_text(record), session.told
  if not told[text] and #told < ERROR_TEXTS then
    table.insert(told, text)
    told[text] = 0
  end
  if not told[text] then return end
  told[text] = told[text] + 1
  if told[text] <= SAME_ERRORS then session:say(("%s: %s"):format(record.id, text)) end
end

-- Tells at the end of a run what was not told one by one, and how many records failed.
local function tell_failed(session)
  for _, text in ipairs(session.told) do
    local more = session.told[text] - SAME_ERRORS
    if more > 0 then session:say(("%d more: %s"):format(more, text)) end
  end
  local first = session.untold
  if first then session:say(("%s: %s"):format(first.id, error_text(first))) end
  if session.records > 1 then
    session:say(("%d of %d failed%s"):format(session.errors, session.records, first and session.errors > 1 and ", this one first" or ""))
  end
end

-- Is it one file that holds a single record, by its name?
local function is_single(paths, values)
  local path = paths[1]
  return not values.files and #paths == 1 and path ~= "-" and core.file_type(path) == "file"
    and (path:find("%.txt$") or path:find("%.md$") or path:find("%.html?$") or not path:find("%.[^/]*$")) and true or false
end

-- One worker is enough, and quicker, for a single record.
local function workers_for(paths, values)
  if values.jobs then
    local most = core.limits().workers
    if values.jobs > most then fault.raise(("-j %d: at most %d workers"):format(values.jobs, most)) end
    return values.jobs
  end
  return is_single(paths, values) and 1 or core.cpu_count()
end

--- Checks the words that are files. Returns them, or standard input if there are none.
function Session:paths(words, verb)
  if #words == 0 and not self.values.files then
    if core.is_terminal(0) then
      fault.raise(("%s: which file? Name one, a folder, or pipe text in"):format(verb), { "readout help " .. verb })
    end
    return { "-" }
  end
  return words
end

local function check_dct(text)
  if not text or text == "auto" or text:find("^field:.") then return end
  local year, month, day = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if not year or not calendar.is_date(tonumber(year), tonumber(month), tonumber(day)) then
    fault.raise(("--dct %s: a date such as 2023-02-18, auto or field:NAME expected"):format(text))
  end
end

local function check_split(text)
  if text and text ~= "auto" and text ~= "none" and text ~= "blank" and not grammar.pattern(text) then
    fault.raise(("--split %s: auto, none, blank or an LPeg pattern such as 'P\"* \"' expected"):format(text))
  end
end

-- Raises what cannot be done with the files: standard input twice, an answer in the place of what is read.
local function check_input(session, paths, written)
  local values = session.values
  for _, path in ipairs(paths) do
    if path == "-" then
      if session.read_stdin then fault.raise("standard input can be read only once; name a file to ask twice") end
      session.read_stdin = true
    elseif path:find("^%a+://") then
      fault.raise(("%s: nothing is fetched from the web"):format(path), { ("curl -s %s | readout VERB -"):format(path) })
    elseif core.same_file(path, written) then
      fault.raise(("%s: is read, and the answer would take its place"):format(path), { "name another file for the answer" })
    end
  end
  if values.files == "-" then
    if session.read_stdin then fault.raise("--files -: standard input can be read only once") end
    session.read_stdin = true
  end
  if values["shard-by"] and not values.shard then fault.raise("--shard-by: needs --shard I/N or auto") end
  if values["shard-by"] == "bytes" and session.read_stdin then
    fault.raise("--shard-by bytes: standard input cannot be divided; name files, or leave it at ids")
  end
end

-- The keys of JSON records that are kept: those of --keep, and each that is asked for as metadata.KEY.
local function kept_keys(values)
  local keys, asked = { values.keep }, { fault.text() }
  for _, names in ipairs({ values.fields or {}, values.sort or {}, suggest.names(values.filters or {}) }) do
    table.move(names, 1, #names, #asked + 1, asked)
  end
  for key in table.concat(asked, "\n"):gmatch("%f[%w_]metadata%.([%w_]+)") do keys[#keys + 1] = key end
  return #keys > 0 and table.concat(keys, ",") or nil
end

-- What run.execute is to know. more: see Session:execute.
local function run_settings(session, paths, written, more)
  local values, settings = session.values, session:limits()
  settings.written = written
  for _, key in ipairs({ "split", "dct", "progress", "files" }) do settings[key] = values[key] end
  settings.keep = kept_keys(values)
  for _, key in ipairs({ "text-key", "text-type", "id-key", "title-key", "date-key", "language-key" }) do
    settings[key:gsub("-", "_")] = values[key]
  end
  settings.language = language_of(values.language)
  for key, value in pairs(more or {}) do settings[key] = value end
  settings.registry, settings.settings = session:registry(), session:settings()
  settings.workers, settings.confine = workers_for(paths, values), true
  local shard = session:shard()
  if shard then
    settings.part, settings.parts, settings.by_bytes = shard[1], shard[2], values["shard-by"] == "bytes"
  end
  return settings
end

-- What becomes of an error record: it is counted, told, and written where the answer is JSON; false ends the run.
local function on_error(session, plan, record)
  local problem = record.error
  session.errors = session.errors + 1
  if type(problem) == "table" and problem.where == "reader" then session.unread = session.unread + 1 end
  local inline = plan.error_line and (session.out.format == "jsonl" or session.out.format == "json")
  if inline then plan.error_line(record) end
  -- In a stream of objects, one for each document, the record in its place is enough.
  if inline and plan.objects then session.untold = session.untold or record else tell_error(session, record) end
  if session.values.strict then
    session.stopped = true
    return false
  end
end

--- Runs a plan on the files. more: stdin_jsonl, raw, split.
function Session:execute(plan, paths, more)
  local written = self:output_path() or "/dev/stdout"
  check_input(self, paths, written)
  check_dct(self.values.dct)
  check_split(self.values.split)
  plan.nothing_read = function() return self:nothing_read() end
  plan.on_note = function(text)
    self.notes = self.notes + 1
    if self.notes <= NOTES then self:say(text) end
  end
  plan.on_error = function(record) return on_error(self, plan, record) end
  local records, _, lines = run.execute(plan, paths, run_settings(self, paths, written, more))
  plan.written = lines
  self.records = self.records + records
  -- Behind the last row that was wanted there may be others, of other sources.
  if self.out then self.out.one_source = self.records == 1 and (not plan.cut or is_single(paths, self.values)) end
  local signal = core.interrupted()
  if signal then error(fault.new({ message = "ended by signal " .. signal, code = 128 + signal }), 0) end
end

--- Says whether nothing could be read: then there is no answer, not even an empty one.
function Session:nothing_read() return self.unread > 0 and self.unread >= self.records end

--- Closes the output: it stays if `keep`.
function Session:close(keep)
  if not self.opened then return end
  self.opened = false
  if keep and self.out then self.out:close() end
  local closed, why, how = core.close_output(keep)
  if not closed and how ~= "closed" and keep then
    error(fault.new({ message = ("%s: %s"):format(self:output_path() or "standard output", why), code = 4 }), 0)
  end
end

--- Returns the exit code of what was run.
function Session:exit_code()
  if self.failed_tests and self.failed_tests > 0 then return 2 end
  if self.notes > NOTES then self:say(("%d more notes"):format(self.notes - NOTES)) end
  if self.errors > 0 then tell_failed(self) end
  if self:nothing_read() then return 4 end
  if self.errors > 0 then return 3 end
  if self.values["exit-status"] and self.rows == 0 then return 1 end
  return 0
end

return M
