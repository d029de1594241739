--- The options of the command line, as data: parsing, help, completion and the manual page (core/tools/manual.lua) read this table.
--
-- An option: name, short, type (flag, string, integer, choice, list, many), arg (how help calls its value),
-- values (of a choice), verbs (the only ones that take it; nil: all), group, help.

local fault = require "fault"
local suggest = require "suggest"

local M = {}

--- Headings of the groups, in order.
M.groups = {
  { "read", "What is read, and how" },
  { "choose", "What is shown" },
  { "write", "How it is written" },
  { "run", "How it runs" },
}

M.list = {
  { name = "files", group = "read", type = "string", arg = "LIST",
    help = "read the files named in LIST as well, one a line (- is standard input)" },
  { name = "dct", group = "read", type = "string", arg = "DATE",
    help = "reference date of the documents: YYYY-MM-DD, auto, or field:NAME of their metadata" },
  { name = "split", group = "read", type = "string", arg = "HOW",
    help = "several articles in one file: auto, none, blank (blank lines part them), or an LPeg pattern of a first line" },
  { name = "language", group = "read", type = "string", arg = "CODE",
    help = "language of texts that do not say (default en)" },
  { name = "text-key", group = "read", type = "string", arg = "KEY",
    help = "where a JSON record has its text (default text, body, content); article.body: body in the object article" },
  { name = "text-type", group = "read", type = "choice", arg = "TYPE", values = { "text", "html", "md" },
    help = "how the texts of JSON records are written (default text)" },
  { name = "id-key", group = "read", type = "string", arg = "KEY", help = "... its id (default id, url)" },
  { name = "title-key", group = "read", type = "string", arg = "KEY", help = "... its title" },
  { name = "date-key", group = "read", type = "string", arg = "KEY", help = "... its date" },
  { name = "language-key", group = "read", type = "string", arg = "KEY", help = "... its language" },
  { name = "keep", group = "read", type = "string", arg = "KEYS",
    help = "keys of JSON records to keep in the metadata of documents, with commas between (one that is asked for, as in --fields "
      .. "document.metadata.party, is kept anyway)" },
  { name = "raw", group = "read", type = "flag", verbs = { "map" }, help = "every line of the input is one text" },
  { name = "shard", group = "read", type = "string", arg = "I/N",
    help = "only the records of shard I of N; auto asks Slurm or MPI, auto/N GNU parallel" },
  { name = "shard-by", group = "read", type = "choice", arg = "HOW", values = { "id", "bytes" },
    help = "id: records by the hash of their id, all files read by every shard; bytes: the lines that begin in the I-th of N "
      .. "equal parts of files of lines, and whole other files: the parts in order are the whole" },

  { name = "expression", short = "e", group = "choose", type = "string", arg = "QUERY", verbs = {},
    help = "ask a query: readout -e 'quotes:count\"speaker\"' FILE" },
  { name = "fields", group = "choose", type = "list", arg = "NAMES",
    help = "only these fields, such as line,speaker.name,text" },
  { name = "lines", group = "choose", type = "list", arg = "NUMBERS",
    help = "only what begins on these lines, such as 6,11,40-52" },
  { name = "sort", group = "choose", type = "list", arg = "FIELDS",
    help = "in the order of these fields; -FIELD: largest first" },
  { name = "limit", group = "choose", type = "integer", arg = "N", help = "at most N rows" },
  { name = "why", group = "choose", type = "flag", help = "a column with the evidence for each record" },
  { name = "with", group = "choose", type = "list", arg = "LAYERS", verbs = { "annotate", "map" },
    help = "only these layers" },
  { name = "explode", group = "choose", type = "string", arg = "LAYER", verbs = { "annotate", "map" },
    help = "a line for each record of LAYER, not for each document" },
  { name = "partial", group = "choose", type = "flag",
    help = "write the state of the report or count, for readout merge" },
  { name = "coverage", group = "choose", type = "flag", verbs = { "test" },
    help = "name the rules that no example reaches" },

  { name = "format", short = "f", group = "write", type = "choice", arg = "FORMAT",
    values = { "table", "csv", "tsv", "json", "jsonl", "md" },
    help = "table csv tsv json jsonl md (default: table on a terminal, jsonl in a pipe, or by the name of -o)" },
  { name = "wrap", group = "write", type = "flag", help = "texts in tables whole, over several lines, instead of cut" },
  { name = "output", short = "o", group = "write", type = "string", arg = "FILE",
    help = "write FILE, whole or not at all; %s in its name is the number of the shard" },
  { name = "offsets", group = "write", type = "choice", arg = "UNIT", values = { "char", "byte", "utf16", "all" },
    help = "unit of start and end: char (code points, the default) byte utf16 all" },
  { name = "ascii", group = "write", type = "flag", help = "JSON with nothing but ASCII" },
  { name = "line-buffered", group = "write", type = "flag", help = "every line is on its way at once" },

  { name = "plugins", group = "run", type = "many", arg = "DIR",
    help = "look for plugins in DIR first (may be repeated)" },
  { name = "set", group = "run", type = "many", arg = "NAME.OPTION=VALUE",
    help = "set an option of a plugin (may be repeated)" },
  { name = "jobs", short = "j", group = "run", type = "integer", arg = "N",
    help = "worker processes (default: one for each processor); the answer is the same for any number" },
  { name = "limits", group = "run", type = "string", arg = "LIMITS",
    help = "of one record: time=2s,mem=256M,output=64M" },
  { name = "strict", group = "run", type = "flag", help = "stop at the first error; a broken plugin is one" },
  { name = "exit-status", group = "run", type = "flag", help = "exit with 1 when nothing was found" },
  { name = "progress", group = "run", type = "choice", arg = "HOW", values = { "auto", "plain", "json", "none" },
    help = "how far it is, on standard error: auto plain json none; SIGUSR1 asks for a line at any time" },
  { name = "manifest", group = "run", type = "string", arg = "FILE", help = "write what was run on what, with hashes" },
  { name = "resume", group = "run", type = "flag",
    help = "do nothing if FILE of -o is there and its manifest (FILE.manifest) still fits input, rules and options" },

  { name = "help", short = "h", group = "run", type = "flag", help = "help on the verb" },
  { name = "version", short = "V", group = "run", type = "flag",
    help = "versions of the program, its contract, LPeg and its rules" },
}

local by_name, by_short = {}, {}
for _, option in ipairs(M.list) do
  by_name[option.name] = option
  if option.short then by_short[option.short] = option end
end
M.by_name = by_name

--- Returns the type that the values of an option of this type have in Lua.
function M.lua_type(kind) return kind == "date" and "string" or kind end

--- Returns the options of a plugin, in the order of their names, in the form of M.list.
function M.of_plugin(plugin)
  local list = {}
  for i, name in ipairs(suggest.names(plugin.options)) do
    local spec = plugin.options[name]
    list[i] = { name = name, type = spec.type, values = spec.values, arg = spec.type ~= "boolean" and "VALUE" or nil,
      help = spec.help, default = spec.default, plugin = plugin.name }
  end
  return list
end

local function usage(message, notes) fault.raise(message, notes) end

--- Returns the value of an option from its text. Raises a fault when it is none.
function M.convert(option, text, shown)
  shown = shown or "--" .. option.name
  local kind = option.type
  if kind == "integer" then
    local value = math.tointeger(tonumber(text))
    if not value or value < 1 then usage(("%s: a whole number from 1 expected, got '%s'"):format(shown, text)) end
    return value
  elseif kind == "number" then
    return tonumber(text) or usage(("%s: a number expected, got '%s'"):format(shown, text))
  elseif kind == "boolean" then
    local values = { ["true"] = true, yes = true, on = true, ["false"] = false, no = false, off = false }
    if values[text:lower()] == nil then usage(("%s: true or false expected, got '%s'"):format(shown, text)) end
    return values[text:lower()]
  elseif kind == "date" then
    return text:find("^%d%d%d%d[%d-]*$") and text or usage(("%s: a date such as 2031, 2031-03 or 2031-03-14 expected, got '%s'")
      :format(shown, text))
  elseif kind == "list" then
    local items = {}
    for item in text:gmatch("[^,]+") do items[#items + 1] = item:match("^%s*(.-)%s*$") end
    return items
  end
  if option.values then
    for _, value in ipairs(option.values) do
      if value == text then return text end
    end
    usage(("%s: unknown value '%s'%s"):format(shown, text, suggest.hint(text, option.values)),
          { "values: " .. table.concat(option.values, " ") })
  end
  return text
end

local function store(values, option, value)
  if option.filter then
    local before = values.filters[option.name]
    if type(before) == "table" then
      before[#before + 1] = value
    else
      values.filters[option.name] = before and { before, value } or value -- given again: one or the other
    end
  elseif option.plugin then
    values.settings[option.plugin] = values.settings[option.plugin] or {}
    values.settings[option.plugin][option.name] = value
  elseif option.type == "many" then
    values[option.name] = values[option.name] or {}
    table.insert(values[option.name], value)
  elseif option.name == "expression" and values.expression then
    usage("-e: given twice; one query may give several answers: return quotes, people")
  else
    values[option.name] = value
  end
end

local function allowed(option, verb)
  if not option.verbs or not verb then return true end
  for _, name in ipairs(option.verbs) do
    if name == verb then return true end
  end
  return false
end

-- The parts of fields with a name, as options: "speaker.country" for "country".
local function with_part(name, own)
  local list = {}
  for _, field in ipairs(suggest.names(own)) do
    if own[field].parts and own[field].parts[name] then list[#list + 1] = ("--%s.%s"):format(field, name) end
  end
  return list
end

-- The option of a name, among the program's and the verb's own; raises what to say where there is none. verbs_with: as M.parse
-- takes it.
local function find_option(name, own, verbs_with)
  local option = by_name[name] or own[name]
  if option then return option end
  local whole = own[name:match("^([^.]+)%.")]
  if whole and whole.filter then return setmetatable({ name = name }, { __index = whole }) end
  local topics, parts = require("topics"), with_part(name, own)
  if #parts > 0 then usage(("--%s: unknown option; did you mean %s?"):format(name, table.concat(parts, " or "))) end
  if topics.no_options[name] then usage(("--%s: unknown option"):format(name), { "here: " .. topics.no_options[name] }) end
  for _, entry in ipairs(topics.query) do
    if entry[1] == name then
      usage(("--%s: a word of queries, no option"):format(name), { ("such as readout -e '%s' FILE"):format(entry[2]) })
    end
  end
  local known = suggest.names(by_name)
  for key in pairs(own) do known[#known + 1] = key end
  table.sort(known)
  local others = verbs_with and verbs_with(name) or {}
  usage(("--%s: unknown option%s"):format(name, suggest.hint(name, known):gsub("'(.*)'", "'--%1'")),
        others[1] and suggest.listed("it is one of", others) or { "readout help options lists them" })
end

-- Reads the option at place i of the arguments, "--NAME" with perhaps a value or "-X", and stores its value. Returns the option, as
-- it was written, and the place of the last argument that it took.
local function read_option(arguments, i, own, values, verbs_with)
  local argument = arguments[i]
  local long, value = argument:match("^%-%-([^=]+)=(.*)$")
  long = long or argument:match("^%-%-(.+)$")
  local short = not long and argument:sub(2, 2)
  local option = long and find_option(long, own, verbs_with) or by_short[short]
  if not option then usage(("-%s: unknown option"):format(short), { "readout help options lists them" }) end
  local shown = long and "--" .. long or "-" .. short
  local flag = option.type == "flag"
  if short and not flag and #argument > 2 then value = argument:sub(3):gsub("^=", "") end
  if flag or (option.type == "boolean" and not value) then
    if value then usage(shown .. ": takes no value") end
    if short and #argument > 2 then table.insert(arguments, i + 1, "-" .. argument:sub(3)) end
    store(values, option, true)
    return option, shown, i
  end
  if not value then
    i = i + 1
    value = arguments[i] or usage(("%s: needs a value: %s %s"):format(shown, shown, option.arg or "VALUE"))
  end
  store(values, option, M.convert(option, value, shown))
  return option, shown, i
end

--- Reads the arguments. `more(verb)` returns further options of a verb (its plugin's options, its layer's
-- fields), an array, once the verb is known; an own option of the program goes before one of those.
-- verbs_with(name), or nil: the verbs that have an option of their own, for messages.
-- Returns values (by long name; settings: plugin -> option -> value; filters: field -> text), the words, and
-- what stood behind "--".
function M.parse(arguments, more, verbs_with)
  local values, words, rest = { settings = {}, filters = {} }, {}, nil
  local own, used, verb = {}, {}, nil
  local i = 1
  while i <= #arguments do
    local argument = arguments[i]
    if argument == "--" then
      rest = table.move(arguments, i + 1, #arguments, 1, {})
      break
    elseif argument:find("^%-.") and not (verb == "help" and words[1] == verb) then -- `help --dct` asks about the option
      local option, shown
      option, shown, i = read_option(arguments, i, own, values, verbs_with)
      used[#used + 1] = { option, shown }
    else
      words[#words + 1] = argument
      if #words == 1 and not values.expression then
        verb = argument
        for _, option in ipairs(more and more(argument) or {}) do own[option.name] = own[option.name] or option end
      end
    end
    i = i + 1
  end
  for _, one in ipairs(values.expression and {} or used) do
    if not allowed(one[1], verb) then
      usage(("%s: not an option of %s, but of %s"):format(one[2], verb, table.concat(one[1].verbs, ", ")))
    end
  end
  return values, words, rest
end

return M
