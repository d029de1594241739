--- The command line: `readout VERB [options] [FILE]...`. A verb is one of the program's, a layer or a report; a
-- first word that is none of these but a file asks for the summary of it.

local core = require "core"
local ask = require "ask"
local fault = require "fault"
local options = require "options"
local session_module = require "session"
local suggest = require "suggest"
local verbs = require "verbs"

local M = {}

-- Names that no plugin may take.
local function reserved()
  local names = {}
  for _, verb in ipairs(verbs.list) do names[verb.name] = true end
  return names
end

--- Returns the options that a verb has besides the program's: a report's own, or its plugins' own and a layer's fields
-- as filters.
function M.own_options(registry, verb)
  local list = {}
  local plugin, layer = registry.by_name[verb], registry.layers[verb]
  if not plugin and not layer then plugin = registry.by_name.summary end
  if plugin and not plugin.broken and plugin.report then
    list = options.of_plugin(plugin)
  elseif layer and verb:sub(1, 1) ~= "_" then
    for _, provider in ipairs(layer.providers) do
      for _, option in ipairs(options.of_plugin(provider)) do list[#list + 1] = option end
    end
    local fields = { text = "string", rule = "string", confidence = "string", doc = "string", line = "number", document = "documents" }
    for name, kind in pairs(layer.fields) do fields[name] = kind end
    for _, name in ipairs(suggest.names(fields)) do
      list[#list + 1] = { name = name, type = "string", arg = "FILTER", filter = true,
        parts = (layer.parts or {})[name], help = "only records of this " .. name }
    end
  end
  return list
end

-- The layers and reports that have an option of their own.
local function verbs_with(registry, name)
  local found = {}
  for _, verb in ipairs(require("help").verb_names(registry)) do
    for _, option in ipairs(verbs.by_name[verb] and {} or M.own_options(registry, verb)) do
      if option.name == name then found[#found + 1] = verb end
    end
  end
  return found
end

local function versions(session)
  return ("readout %s\ncontract %d\n%s, LPeg %s\nrules %s\n"):format(core.version, require("plugin").api, _VERSION,
    require("grammar").version, session:registry().hash())
end

-- Refuses a verb among what are to be files; `note` has %s for it.
local function refuse_verbs(registry, words, note)
  for _, word in ipairs(words) do
    if (verbs.by_name[word] or registry.by_name[word] or registry.layers[word]) and not core.file_type(word) then
      fault.raise(word .. ": no such file", { note:format(word) })
    end
  end
end

-- Raises what there is to say of a first word that is no verb and no file.
local function refuse_word(registry, word)
  local first = word:match("^([%w_]+),")
  if first and registry.layers[first] then
    fault.raise(word .. ": a verb is one layer", { ("several at once: readout annotate --with %s FILE"):format(word) })
  end
  -- What looks like a path was meant to be one.
  if word:find("[./]") then fault.raise(word .. ": no such file", nil, 4) end
  local nearest = require("topics").absent[word]
  if nearest then fault.raise(word .. ": no such verb in this version", { "nearest: " .. nearest }) end
  if registry.layers[word] then fault.raise(word .. ": an internal layer, for plugins alone") end
  local plugin = registry.by_name[word]
  if plugin then
    local listed = require("plugin").listed(plugin)
    fault.raise(word .. ": a plugin that nothing is listed of by its name",
      #listed > 0 and { "its layers: readout " .. table.concat(listed, " FILE, readout ") .. " FILE" } or nil)
  end
  if core.file_type(word .. ".lua") then
    fault.raise(word .. ": no such verb or file", { ("%s.lua lies here: readout --plugins . %s FILE"):format(word, word) })
  end
  local known = require("help").verb_names(registry)
  fault.raise(("%s: no such verb or file%s"):format(word, suggest.hint(word, known)), suggest.listed("verbs", known))
end

-- Finds what the first word asks for: a function(words, rest), and the words that are left.
local function find_verb(session, words)
  local word = words[1]
  local rest = table.move(words, 2, #words, 1, {})
  local verb = verbs.by_name[word]
  if verb then
    session.quiet_plugins = verb.quiet
    if verb.usage == word and rest[1] then
      fault.raise(("%s: '%s': it takes no names"):format(word, rest[1]), { ("readout help %s tells of one"):format(rest[1]) })
    end
    return verb.run, rest
  end
  local registry = session:registry()
  local plugin, layer = registry.by_name[word], registry.layers[word]
  local lost = not layer and require("plugin").set_aside(registry, word)
  if lost then fault.raise(("%s: not there, as plugin %s is set aside"):format(word, lost.name)) end
  if plugin or layer then refuse_verbs(registry, rest, "one verb at a time: readout %s FILE") end
  if plugin and plugin.report and not plugin.broken then
    return function(_, paths) ask.report(session, plugin, paths) end, rest
  elseif layer and word:sub(1, 1) ~= "_" then
    return function(_, paths) ask.layer(session, word, paths) end, rest
  elseif word:find("%.lua$") and core.file_type(word) then
    fault.raise(word .. ": a script is no text", { ("readout run %s FILE; a plugin's folder is named with --plugins"):format(word) })
  elseif word == "-" or core.file_type(word) or word:find("^%a+://") then
    refuse_verbs(registry, rest, "a verb stands first: readout %s FILE")
    local summary = registry.by_name.summary
    if not summary or not summary.report then fault.raise("summary: no such report here; name a verb before the file") end
    return function(_, paths) ask.report(session, summary, paths) end, words
  end
  refuse_word(registry, word)
end

-- What has a say in which plugins and tables are read, wherever it stands: a verb's own options come from its plugin.
local function early(arguments)
  local values = { settings = {}, filters = {}, plugins = {} }
  for i, argument in ipairs(arguments) do
    if argument == "--" then break end
    values.strict = values.strict or argument == "--strict"
    local function value_of(name)
      return argument:match("^%-%-" .. name .. "=(.*)$") or (arguments[i - 1] == "--" .. name and argument)
    end
    local dir = value_of "plugins"
    if dir then table.insert(values.plugins, dir) end
    values.language = value_of "language" or values.language
  end
  return values
end

local function run(session, arguments)
  session.values = early(arguments)
  local values, words, rest = options.parse(table.move(arguments, 1, #arguments, 1, {}), function(word)
    if verbs.by_name[word] then return {} end
    local registry = session:registry()
    local nearest = require("topics").absent[word]
    if nearest and not (registry.by_name[word] or registry.layers[word] or core.file_type(word)) then
      fault.raise(word .. ": no such verb in this version", { "nearest: " .. nearest })
    end
    return M.own_options(registry, word)
  end, function(name) return verbs_with(session:registry(), name) end)
  session.values = values
  -- Behind "--" a script has its arguments; elsewhere it only ends the options.
  if rest and (values.expression or words[1] ~= "run") then table.move(rest, 1, #rest, #words + 1, words) end
  if values.version then
    session.quiet_plugins = true
    session:writer("table").write(versions(session))
    return session:close(true)
  end
  if values.help then
    words = { "help", values.expression and "queries" or words[1] }
  end
  local work
  if values.expression then
    work = function()
      local word = words[1] or ""
      if not core.file_type(word) and (verbs.by_name[word] or session:registry().by_name[word] or session:registry().layers[word]) then
        fault.raise(word .. ": no such file", { "-e asks without a verb: readout -e QUERY FILE" })
      end
      ask.expression(session, words)
    end
  elseif #words == 0 then
    words = { values.files and "summary" or core.is_terminal(0) and "help" or "-" }
  end
  local left = words
  if not work then
    local verb
    verb, left = find_verb(session, words)
    work = function() verb(session, left, rest) end
  end
  ask.with_manifest(session, arguments, left, work)
end

--- Runs the program. argv: the arguments, from 1. Returns the exit code.
function M.main(argv)
  local session = session_module.new({ settings = {}, filters = {} }, reserved())
  local done, problem = xpcall(run, function(failure)
    if fault.is(failure) or rawequal(failure, fault.closed) then return failure end
    -- What was raised with a place in core/lua is a mistake of the program's own; anything else was said to the user.
    local text = tostring(failure)
    if not text:find("^core/lua/[%w_]+%.lua:%d+:") then return fault.new({ message = text }) end
    return debug.traceback("internal error: " .. text, 2)
  end, session, argv)
  if done then return session:exit_code() end
  if rawequal(problem, fault.closed) then
    session:close(false)
    return 0
  end
  pcall(session.close, session, false)
  session:say(tostring(problem))
  local signal = core.interrupted()
  if signal then return 128 + signal end
  return fault.is(problem) and problem.code or 2
end

return M
