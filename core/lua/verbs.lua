--- The verbs of the program itself. Layers and reports are verbs too: those come from plugins (cli.lua).
--
-- A verb: name, usage, summary, run(session, words, rest), and `quiet` if set-aside plugins are no concern of it.

local core = require "core"
local ask = require "ask"
local cell = require "cell"
local document = require "document"
local fault = require "fault"
local plan_module = require "plan"
local plugin_module = require "plugin"
local report = require "report"
local script = require "script"
local suggest = require "suggest"

local M = { list = {}, by_name = {} }

local function verb(spec)
  M.list[#M.list + 1] = spec
  M.by_name[spec.name] = spec
end

local function read_file(path)
  if core.file_type(path) == "directory" then fault.raise(path .. ": is a directory") end
  local file, why = io.open(path, "rb")
  if not file then fault.raise((why:gsub("^(.-): ", "%1: ", 1)), nil, 4) end
  local text = file:read("a")
  file:close()
  return text
end

--- Returns the names of the scripts packed in the program, sorted.
function M.scripts()
  local names = {}
  for _, path in ipairs(core.packed_names()) do names[#names + 1] = path:match("^scripts/([%w_]+)%.lua$") end
  table.sort(names)
  return names
end

-- The text of a script, and the folder in which its modules lie (nil: none): a file's, or that of one of the program's own.
local function read_script(path)
  if not core.file_type(path) then
    local name = path:gsub("^scripts/", ""):gsub("%.lua$", "")
    local packed = core.packed("scripts/" .. name .. ".lua")
    if packed then return packed end
    local known = M.scripts()
    fault.raise(("run: %s: no such script%s"):format(path, suggest.hint(name, known)), suggest.listed("scripts of the program", known), 4)
  end
  return read_file(path), path:match("^(.*)/[^/]*$") or "."
end

verb {
  name = "run", usage = "run SCRIPT FILE... [-- ARG...]",
  summary = "Run a Lua script, a file or one of the program's own, on the files; what follows -- is `arg`.",
  run = function(session, words, rest)
    local path = table.remove(words, 1)
    if not path then
      local notes = suggest.listed("scripts of the program", M.scripts())
      table.insert(notes, 1, "usage: readout run SCRIPT FILE... -- ARG...")
      fault.raise("run: which script?", notes)
    end
    local text, folder = read_script(path)
    local arg = rest or {}
    arg[0] = path
    -- A script may well need no corpus; one that asks for standard input gets it.
    local corpus = (#words > 0 or session.values.files) and words or { "-" }
    ask.run_chunk(session, text:gsub("^#[^\n]*", ""), path, corpus, arg, folder)
    for _, word in ipairs(session.rows == 0 and corpus ~= words and arg or {}) do
      if core.file_type(word) then session:say(("%s: an argument of the script; files stand before --"):format(word)) end
    end
  end,
}

verb {
  name = "merge", usage = "merge FILE...", summary = "Add up what --partial wrote and print the answer.",
  run = function(session, words)
    if #words == 0 then fault.raise("merge: which files?", { "usage: readout merge FILE..." }) end
    local files = {}
    for i, path in ipairs(words) do
      files[i] = { name = path, text = path == "-" and io.read("a") or read_file(path) }
    end
    local head, states = report.read_partials(files)
    local registry = session:registry()
    local rules = registry.hash()
    if head.rules ~= rules or head.version ~= core.version then
      fault.raise(("merge: made by readout %s with rules %s; this is %s with rules %s"):format(head.version, head.rules,
                  core.version, rules))
    end
    local plan
    if head.query then
      local asked = script.compile(head.query, "-e", script.environment(registry))()
      session:writer()
      plan = ask.query_plan(session, ask.refine(asked, session.values), head.query)
    else
      local plugin = registry.by_name[head.report]
      if not plugin or not plugin.report then fault.raise(("merge: no report %s here"):format(head.report)) end
      plan = report.plan(plugin, head.options, session:limits())
    end
    local sum
    for _, state in ipairs(states) do sum = sum and plan.merge(sum, state) or state end
    local answer = plan.finish(sum)
    if not head.query then answer = ask.refine_sections(answer, session.values) end
    session.rows = plan_module.write_answer(plan, answer, session:writer())
  end,
}

-- Pipelines ---------------------------------------------------------------------------------------------------

-- Refuses a layer that an option names if there is none, or if it is internal: its records may hold what no JSON does.
local function check_layer(option, name, registry)
  local layer = registry.layers[name]
  if layer and name:sub(1, 1) ~= "_" then return end
  local names = plugin_module.public_layers(registry)
  if name:find(",", 1, true) then fault.raise(("%s: %s: one layer"):format(option, name)) end
  local why = layer and "an internal layer, for plugins alone" or "unknown layer" .. suggest.hint(name, names)
  fault.raise(("%s: %s: %s"):format(option, name, why), { "layers: " .. table.concat(names, " ") })
end

-- The layers of --with, or all public ones that plugins provide.
local function chosen_layers(session)
  local registry = session:registry()
  for _, name in ipairs(session.values.with or {}) do check_layer("--with", name, registry) end
  return session.values.with or plugin_module.public_layers(registry, true)
end

-- One object for each document, its keys in the order of the design.
local function object_plan(layers)
  local plan, nothing = { kind = "rows", layers = layers, sheet = {} }, core.array {}
  function plan.map(doc, out)
    local found = {}
    for i, name in ipairs(layers) do
      local list = doc:layer(name)
      found[2 * i - 1], found[2 * i] = name, list[1] and list or nothing
    end
    local written, problem = pcall(out.rows, {core.object {"id", doc.id, "source", doc.source, "base", doc.base,
      "text", doc.text, "date", doc.date or core.null, "layers", core.object(found)}})
    if not written then
      -- Whose record cannot be written?
      for i, name in ipairs(layers) do
        document.writing(doc, name)
        core.json_encode(found[2 * i])
      end
      document.writing(doc, nil)
      error(problem, 0)
    end
  end
  return plan
end

local function annotate(session, paths, more)
  local values, registry = session.values, session:registry()
  if values.explode and values.with then fault.raise("--explode: one layer, a line for each record; --with is for whole documents") end
  for _, name in ipairs({ "fields", "lines", "sort", "why" }) do
    if values[name] and not values.explode then
      fault.raise(("--%s: of records; here each line is a whole document"):format(name),
        { "--explode LAYER gives a line for each record" })
    end
  end
  local plan
  local out = session:writer("jsonl", not values.explode and { "jsonl", "json" } or nil)
  if values.explode then
    check_layer("--explode", values.explode, registry)
    plan = ask.query_plan(session, ask.refine(script.set(registry, values.explode), values))
  else
    plan = object_plan(chosen_layers(session))
    plan.limit = values.limit
  end
  plan.objects = true
  session.rows = plan_module.write(plan, function(one) session:execute(one, paths, more) end, out)
end

verb {
  name = "annotate", usage = "annotate FILE...", summary = "One JSON object for each document, with its layers.",
  run = function(session, words) annotate(session, session:paths(words, "annotate")) end,
}

verb {
  name = "map", usage = "map [FILE...]",
  summary = "JSONL in, JSONL out, in order: the filter for pipelines and clusters.",
  run = function(session, words)
    annotate(session, session:paths(words, "map"), { stdin_jsonl = true, raw = session.values.raw })
    local first = session:nothing_read() and session.untold
    if first and tostring(first.error.what):find("^broken JSON at line %d+, column 1: unexpected '[^{]") then
      session:say("map: each line is to be a JSON record; with --raw it is a text, and readout annotate reads whole texts")
    end
  end,
}

verb {
  name = "text", usage = "text FILE...", summary = "Print the text that offsets count in, exactly.",
  run = function(session, words)
    local paths = session:paths(words, "text")
    for _, name in ipairs({ "lines", "fields", "sort", "limit", "why" }) do
      if session.values[name] then fault.raise(("--%s: of records; text prints all, readout lines FILE line by line"):format(name)) end
    end
    local out = session:writer("table")
    local plan = { layers = {}, kind = "rows", map = function(doc, to) to.text(doc.text) end }
    plan.on_text = function(text)
      session.rows = session.rows + 1
      if out.terminal then
        text = text:gsub("[^\n\t]+", cell.clean)
        if not text:find("\n$") then text = text .. "\n" end
      end
      out.write(text)
    end
    session:execute(plan, paths, { split = "none" })
  end,
}

-- What there is -----------------------------------------------------------------------------------------------

-- Writes rows that are made here.
local function write_rows(session, columns, rows, label)
  local out = session:writer()
  local shown = ask.refine_sections({ title = label, columns = columns, rows = rows }, session.values)
  shown = shown[1] or shown
  local sheet = out:sheet({ columns = shown.columns })
  for _, row in ipairs(shown.rows) do sheet:row(row) end
  sheet:close(label and plan_module.counted(#shown.rows, label))
  session.rows = #shown.rows
end
M.write_rows = write_rows

verb {
  name = "plugins", usage = "plugins", summary = "The plugins: what they give, and which file each was read from.",
  quiet = true,
  run = function(session)
    local rows = {}
    for i, plugin in ipairs(session:registry().plugins) do
      local gives = table.move(plugin.layers, 1, #plugin.layers, 1, {})
      if plugin.report then gives[#gives + 1] = "report" end
      rows[i] = { plugin = plugin.name, gives = core.array(gives), file = plugin.path,
                  summary = plugin.broken and "SET ASIDE: " .. plugin.broken or plugin.summary,
                  hides = #plugin.shadows > 0 and core.array(plugin.shadows) or nil }
    end
    write_rows(session, { "plugin", { path = "gives", wrap = true }, "file", { path = "summary", wrap = true } }, rows,
      "plugins")
  end,
}

verb {
  name = "layers", usage = "layers", summary = "The layers, their fields and who provides them.", quiet = true,
  run = function(session)
    local registry, rows = session:registry(), {}
    for i, name in ipairs(plugin_module.public_layers(registry)) do
      local layer, by = registry.layers[name], {}
      for n, plugin in ipairs(layer.providers) do by[n] = plugin.name end
      rows[i] = { layer = name, by = core.array(layer.builtin and { "core" } or by),
                  fields = core.array(table.move(layer.order, 1, #layer.order, 1, {})) }
    end
    write_rows(session, { "layer", { path = "by", wrap = true }, { path = "fields", wrap = true } }, rows, "layers")
  end,
}

-- Verbs that fill a module of their own -----------------------------------------------------------------------

verb {
  name = "explain", usage = "explain FILE[:LINE] [LAYER...]",
  summary = "Why each record is what it is: rule, plugin, file, confidence, evidence.",
  run = function(session, words) require("explain").run(session, words) end,
}

verb {
  name = "limits", usage = "limits",
  summary = "Every limit: of one record, of plugins, readers and workers; what workers are kept from.",
  quiet = true, run = function(session, words) require("limits").run(session, words) end,
}

verb {
  name = "test", usage = "test [PLUGIN...]", summary = "Run the examples of plugins as tests.", quiet = true,
  run = function(session, words) require("tester").run(session, words) end,
}

verb {
  name = "types", usage = "types", quiet = true,
  summary = "What plugins and queries can use, as a file for the Lua language server of an editor.",
  run = function(session) session:writer("table").write(core.packed("types.lua")) end,
}

verb {
  name = "plugin", usage = "plugin new NAME", summary = "Write a new plugin that works, to be changed.", quiet = true,
  run = function(session, words) require("scaffold").run(session, words) end,
}

verb {
  name = "completion", usage = "completion bash|zsh|fish", summary = "Completion for a shell.", quiet = true,
  run = function(session, words) require("completion").run(session, words) end,
}

verb {
  name = "help", usage = "help [ANYTHING]", summary = "Help on a verb, layer, field, option or word of queries.",
  quiet = true,
  run = function(session, words) require("help").print(session, words) end,
}

table.sort(M.list, function(a, b) return a.name < b.name end)

return M
