--- Plugins: found, read, checked, ordered. Metadata only; a grammar is built when it is first needed.
--
-- A plugin that is broken is set aside with its reason and the others run.

local core = require "core"
local apart = require "apart"
local check = require "check"
local column_module = require "columns"
local data = require "data"
local kinds = require "kinds"
local option_module = require "options"
local parcel = require "parcel"
local prepare = require "prepare"
local sandbox = require "sandbox"
local suggest = require "suggest"

local M = {}

--- The contract version of this host. It grows by addition only.
M.api = 1

--- The keys of a plugin's table.
M.schema = {
  api = {type = "integer", required = true}, name = {type = "string", required = true},
  summary = {type = "string", required = true}, language = {type = "string"},
  provides = {type = "table", like = [[{deaths = {count = "number"}}]]}, requires = {type = "table", like = [[{"people"}]]},
  uses = {type = "table", like = [[{"times"}]]}, vocabulary = {type = "function"}, scope = {type = "string"},
  triggers = {type = "table", like = [[{"killed"}]]}, always = {type = "boolean"},
  tape = {type = "table", like = [[{kill = {lemma = {"kill"}}}]]}, marks = {type = "table"}, tagger = {type = "table"},
  data = {type = "table", like = [[{cues = {file = "cues.tsv", match = "word"}}]]},
  grammar = {type = "function"}, build = {type = "function"}, annotate = {type = "function"}, report = {type = "table"},
  columns = {type = "table", like = [[{"line", "text"}]]}, options = {type = "table", like = "{least = {default = 1}}"},
  examples = {type = "table", like = [[{{"A text.", {"span", field = "value"}}}]]},
}
local scopes = {"document", "paragraph", "sentence"}
local scalar_types = {"boolean", "date", "mention", "number", "string", "table"}
local data_schema = {file = {type = "string", required = true}, match = {type = "string", required = true},
                     columns = {type = "table", like = [[{"name", "country"}]]}}
local data_matches = {"lemma", "mark", "name", "table", "word"}
local option_schema = {type = {type = "string"}, default = {type = "string/number/boolean"}, help = {type = "string"},
                       values = {type = "table"}}
local report_schema = {columns = {type = "table"}, row = {type = "function"}, map = {type = "function"},
                       merge = {type = "function"}, render = {type = "function"}, title = {type = "string"}}

--- Fields of the layers that the core itself fills.
M.builtin = {
  documents = {date = "date", year = "string", month = "string", date_confidence = "string", date_why = {"string"},
    language = "string", source = "string", title = "string", words = "number", encoding = "string", metadata = "table"},
  paragraphs = {kind = "string"}, lines = {kind = "string"}, sentences = {},
  tokens = {class = "string", shape = "string", lemma = "string", word = "string", joined = "boolean"},
}

--- What every record has, besides the fields its plugin declares.
M.record_fields = {
  doc = "string", layer = "string", id = "string", text = "string", start = "number", ["end"] = "number",
  line = "number", sentence = "string", paragraph = "string", rule = "string", confidence = "string",
  why = {"string"},
}

--- What a record of a query has besides: what is told of its document, where the layer has no field of that name.
M.lent_fields = {document = "documents"}

--- What a listing of them shows, where it is not the first of their fields.
local builtin_columns = {
  documents = {"line", "date", {path = "date_confidence", title = "sure"},
               {path = "why", title = "begins here because", wrap = true}, "text"},
}

local function list_of_strings(path, list)
  for i, item in ipairs(list) do
    if type(item) ~= "string" then return ("%s[%d]: string expected, got %s"):format(path, i, type(item)) end
  end
end

-- Is it a type: a string, {T}, or {part = string}?
local function is_kind(kind)
  if type(kind) ~= "table" then return type(kind) == "string" end
  if kinds.is_list(kind) then return next(kind, 1) == nil and not kinds.is_list(kind[1]) and is_kind(kind[1]) end
  for part, of in next, kind do
    if type(part) ~= "string" or type(of) ~= "string" then return false end
  end
  return true
end

local function check_provides(plugin)
  for layer, fields in check.pairs(plugin.provides) do
    local place = "provides." .. tostring(layer)
    if math.type(layer) and type(fields) == "string" then
      return ("provides: each layer with its fields: {%s = {FIELD = TYPE}}"):format(fields)
    end
    if type(layer) ~= "string" or not layer:match("^_?%l[%w_]*$") then
      return place .. ": a layer's name is lower case letters, digits and _"
    end
    if M.builtin[layer] then return place .. ": the core provides this layer" end
    if type(fields) ~= "table" then return place .. ": a table {field = type} expected" end
    for field, kind in check.pairs(fields) do
      if M.record_fields[field] or field == "first" or field == "last" then
        return ("%s.%s: every record has a field of this name already"):format(place, field)
      end
      if type(field) ~= "string" then return ("%s[%s]: a field's name is a string"):format(place, tostring(field)) end
      if not is_kind(kind) then return ("%s.%s: a type is a string, {string} for a list, or {part = string}"):format(place, field) end
    end
  end
end

--- Returns the plugin that would provide a layer, or is called so, if it was set aside; else nil.
function M.set_aside(registry, layer)
  for _, plugin in ipairs(registry.plugins) do
    if plugin.broken and (plugin.provides[layer] or plugin.name == layer) then return plugin end
  end
end

--- Returns the names of the layers of a plugin that can be asked for.
function M.listed(plugin)
  local names = {}
  for _, name in ipairs(plugin.layers) do names[#names + 1] = name:sub(1, 1) ~= "_" and name or nil end
  return names
end

--- Returns the names of the layers that can be asked for, sorted; without those of the core if `provided`.
function M.public_layers(registry, provided)
  local names = {}
  for name, layer in pairs(registry.layers) do
    if name:sub(1, 1) ~= "_" and not (provided and layer.builtin) then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

-- A type is checked against the layers only when all plugins are known.
local function check_types(plugin, registry)
  local scalar, layers = {}, registry.layers
  for _, name in ipairs(scalar_types) do scalar[name] = true end
  local function problem_of(name, place)
    if scalar[name] or layers[name] then return nil end
    local lost = M.set_aside(registry, name)
    if lost then return ("%s: layer '%s' of plugin %s, which is set aside"):format(place, name, lost.name) end
    local known = M.public_layers(registry, true)
    table.move(scalar_types, 1, #scalar_types, #known + 1, known)
    return ("%s: %s"):format(place, check.unknown("type", name, known))
  end
  for layer, fields in core.pairs(plugin.provides) do
    for field, kind in core.pairs(fields) do
      local item = kinds.item(kind)
      if not scalar[item] and not layers[item] then
        for part, of in core.pairs(kinds.has_parts(item) and item or {[""] = item}) do
          local problem = problem_of(of, ("provides.%s.%s%s%s"):format(layer, field, part == "" and "" or ".", part))
          if problem then return problem end
        end
      end
    end
  end
end

local function check_data(plugin)
  for name, spec in check.pairs(plugin.data) do
    local place = "data." .. tostring(name)
    if type(spec) ~= "table" then return place .. ": {file=, match=} expected" end
    local problem = check.schema(place .. ".", spec, data_schema)
    if problem then return problem end
    problem = check.unknown("match", spec.match, data_matches)
    if problem then return place .. ": " .. problem end
    for i, column in ipairs(spec.columns or {}) do
      if type(column) ~= "string" or not column:find("^[^%s,;]+$") then
        return ("%s.columns[%d]: the name of a column, a single word, expected"):format(place, i)
      end
    end
    if spec.file:find("[/\\]") then return place
      .. ".file: a bare file name; data files lie in data/ beside the plugins" end
  end
end

local function check_options(plugin)
  for name, spec in check.pairs(plugin.options) do
    local place = "options." .. tostring(name)
    if type(spec) ~= "table" then return place .. ": {type=, default=, help=} expected" end
    local problem = check.schema(place .. ".", spec, option_schema)
    if problem then return problem end
    spec.type = spec.type or (spec.values and "string") or math.type(spec.default) and "number" or type(spec.default)
    problem = check.unknown("type", spec.type, {"boolean", "date", "number", "string"})
    if problem then return place .. ".type: " .. problem end
    if spec.default ~= nil and type(spec.default) ~= option_module.lua_type(spec.type) then
      return ("%s.default: %s expected, got %s"):format(place, spec.type, type(spec.default))
    end
    problem = spec.values and spec.default ~= nil and check.unknown("value", spec.default, spec.values)
    if problem then return place .. ".default: " .. problem end
    if option_module.by_name[name] then return ("%s: --%s is an option of the program; rename it"):format(place, name) end
  end
end

local function check_columns(place, columns)
  if type(columns) ~= "table" then return ("%s: a list expected, got %s"):format(place, type(columns)) end
  for i, column in ipairs(columns) do
    local path = column_module.path(column)
    local title = column_module.title(column) or path
    if type(path) ~= "string" or type(title) ~= "string" then
      return ("%s[%d]: a field's name, or {path =, title =}, expected"):format(place, i)
    end
  end
end

local function check_report(plugin)
  local report = plugin.report
  local problem = check.schema("report.", report, report_schema)
  if problem then return problem end
  for _, key in ipairs(report.row and {} or {"map", "merge", "render"}) do
    if not report[key] then return ("report.%s is missing: a report has row, or map, merge and render"):format(key) end
  end
  problem = report.columns and check_columns("report.columns", report.columns)
  if problem then return problem end
  if report.row and report.map then return "report: row and map are two forms; choose one" end
end

-- The columns of a listing show what its records have: those of all layers, or of one, {layer = columns}.
local function check_listing(plugin)
  local function check_fields(place, columns, provides)
    local problem = check_columns(place, columns)
    if problem then return problem end
    for i, column in ipairs(columns) do
      local root = column_module.path(column):match("^[^.]*")
      local found = M.record_fields[root] or root == "name"
      for _, fields in pairs(provides) do found = found or fields[root] end
      if not found then
        local known = suggest.names(M.record_fields)
        for _, fields in pairs(provides) do table.move(suggest.names(fields), 1, 100, #known + 1, known) end
        return ("%s[%d]: %s"):format(place, i, check.unknown("field", root, known))
      end
    end
  end
  if plugin.report then return check_columns("columns", plugin.columns) end
  if #plugin.columns > 0 then return check_fields("columns", plugin.columns, plugin.provides) end
  for layer, columns in check.pairs(plugin.columns) do
    local problem = not plugin.provides[layer] and "columns: " .. check.unknown("layer", layer, suggest.names(plugin.provides))
      or check_fields("columns." .. layer, columns, {plugin.provides[layer]})
    if problem then return problem end
  end
end

-- Fills in what a plugin may leave out.
local function fill(plugin)
  for _, key in ipairs {"provides", "requires", "uses", "data", "options", "examples"} do plugin[key] = plugin[key] or {} end
  plugin.scope = plugin.scope or "sentence"
end

--- Checks one plugin's table. Returns nil, or the place and what is wrong.
function M.validate(plugin, name, reserved)
  local problem = check.schema("", plugin, M.schema)
  if problem then return problem end
  if plugin.api > M.api then
    return ("api %d is newer than this program's contract %d; update readout, or use an older %s"):format(plugin.api,
      M.api, name)
  end
  if plugin.name ~= name then return ("name is '%s', but the file is called %s.lua"):format(plugin.name, name) end
  if reserved[name] then return ("'%s' is a verb of the program; rename the plugin"):format(name) end
  fill(plugin)
  for layer in pairs(plugin.provides) do
    if reserved[layer] then return ("provides.%s: '%s' is a verb of the program"):format(layer, layer) end
  end
  if plugin.language and not plugin.language:find("^%l%l%l?$") then
    return ("language: '%s': a code such as en or de expected"):format(plugin.language)
  end
  problem = check.unknown("scope", plugin.scope, scopes) or list_of_strings("requires", plugin.requires)
    or list_of_strings("uses", plugin.uses) or check_provides(plugin) or check_data(plugin) or check_options(plugin)
    or (plugin.triggers and list_of_strings("triggers", plugin.triggers))
    or (plugin.columns and check_listing(plugin))
    or (plugin.report and check_report(plugin))
  if problem then return problem end
  if plugin.grammar and not plugin.tape and not plugin.triggers and not plugin.always then
    return "grammar: a grammar over text needs triggers (or always = true)"
  end
  local choosing = plugin.triggers and "triggers" or plugin.always and "always"
  if choosing and (plugin.tape or not plugin.grammar) then
    return choosing .. ": read where a grammar reads text; this plugin " .. (plugin.tape and "reads the token tape" or "has no grammar")
  end
  if (plugin.grammar or plugin.annotate) and next(plugin.provides) == nil then
    return "provides is missing: a grammar or annotate needs a layer to write to"
  end
  if not plugin.grammar and not plugin.annotate and not plugin.report and not plugin.vocabulary
    and next(plugin.data) == nil then
    return "nothing to do: one of grammar, annotate, report, vocabulary is needed"
  end
end

--- Limits of a stranger's file: bytes of its text; seconds of CPU time and bytes of memory for loading it.
M.load_limits = {file = 1024 * 1024, seconds = 2, memory = 256 * 1024 * 1024}

-- All plugin files by name, of which the first in the order of the directories wins: {name =, path =, source = the text of one
-- that is not shipped, shipped =, replaces = it stands in for a shipped one, shadows = paths of the others}.
local function find(dirs)
  local found, files = {}, {}
  local function offer(name, path, source, shipped)
    local first = found[name]
    if first then
      first.shadows[#first.shadows + 1] = path
      first.replaces = first.replaces or shipped
    else
      found[name] = {name = name, path = path, source = source, shipped = shipped, shadows = {}}
      files[#files + 1] = found[name]
    end
  end
  for _, directory in ipairs(dirs) do
    for _, file in ipairs(core.list_directory(directory) or {}) do
      local name, path = file:match("^([^.].*)%.lua$"), directory .. "/" .. file
      if name then
        local source, message = data.read_file(path, M.load_limits.file)
        if not name:find("^[%w_]+$") then
          source, message = nil, ("%s: a plugin's file is named in letters, digits and _"):format(path)
        end
        offer(name, path, source or ("error(%q, 0)"):format(message), false)
      end
    end
  end
  for _, path in ipairs(core.packed_names()) do
    local name = path:match("^plugins/([%w_]+)%.lua$")
    if name then offer(name, path, nil, true) end
  end
  table.sort(files, function(a, b) return a.name < b.name end)
  return files
end

-- The columns of a layer's listing: one list for each layer, columns = {money = {...}, ages = {...}}, or one for all
-- that the plugin provides, of which a layer shows what it has; that may well be empty.
local function columns_of(plugin, name, fields)
  local columns = plugin.columns
  if #columns == 0 then return columns[name] or {} end
  if next(plugin.provides, next(plugin.provides)) == nil then return columns end
  local own = {}
  for _, column in ipairs(columns) do
    local path = column_module.path(column)
    local root = tostring(path):match("^[^.]+")
    if fields[root] then
      own[#own + 1] = {path = path, title = column_module.title(column), spare = true}
    elseif path == "line" or path == "text" then
      own[#own + 1] = column
    end
  end
  return own
end

-- Whose declaration of a layer counts: that of the plugin of its name, else of one that is shipped, else of the first.
local function declares(plugin, layer)
  local owner = layer.owner
  return owner == nil or plugin.name == layer.name or (plugin.shipped and not owner.shipped and owner.name ~= layer.name)
end

-- Registers the layers of all sound plugins.
local function collect_layers(registry)
  registry.layers = {}
  for name, fields in pairs(M.builtin) do
    registry.layers[name] = {name = name, fields = fields, providers = {}, builtin = true,
      columns = builtin_columns[name] or {}}
  end
  for _, plugin in ipairs(registry.plugins) do
    if not plugin.broken then
      for name, fields in pairs(plugin.provides) do
        local layer = registry.layers[name]
        if not layer then
          layer = {name = name, providers = {}, columns = {}}
          registry.layers[name] = layer
        end
        if declares(plugin, layer) then layer.owner, layer.fields = plugin, fields end
        layer.providers[#layer.providers + 1] = plugin
        if plugin.columns and not plugin.report then layer.columns = columns_of(plugin, name, fields) end
      end
      for name, spec in pairs(plugin.data) do
        if spec.match == "name" then
          local layer = ("_%s.%s"):format(plugin.name, name)
          registry.layers[layer] = {name = layer, fields = {row = "table"}, providers = {},
            list = {plugin = plugin, name = name}, columns = {}}
        end
      end
    end
  end
end

local function same_kind(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    -- Who says "mention" leaves its parts to the other.
    return a == b or (a == "mention" and kinds.has_parts(b)) or (b == "mention" and kinds.has_parts(a))
  end
  for key, kind in next, a do
    if not same_kind(kind, b[key]) then return false end
  end
  for key in next, b do
    if a[key] == nil then return false end
  end
  return true
end

-- The first field, by name, that two declarations of a layer do not have alike.
local function differing_field(a, b)
  for _, fields in ipairs {a, b} do
    for _, field in ipairs(suggest.names(fields)) do
      if not same_kind(a[field], b[field]) then return field end
    end
  end
end

-- What is said of a layer in `requires` that is none.
local function unknown_layer(registry, name)
  local plugin = registry.by_name[name]
  if plugin and #plugin.layers > 0 then
    local listed = M.listed(plugin)
    return ("'%s' is a plugin; its layers: %s"):format(name, table.concat(#listed > 0 and listed or plugin.layers, ", "))
  end
  return check.unknown("layer", name, name:sub(1, 1) == "_" and suggest.names(registry.layers) or M.public_layers(registry))
end

-- Problems that show only when all plugins are known. Returns true when a plugin was set aside.
local function check_together(registry)
  local changed = false
  for _, plugin in ipairs(registry.plugins) do
    if not plugin.broken then
      local problem = check_types(plugin, registry)
      for _, layer in ipairs(plugin.requires) do
        local unknown = not registry.layers[layer] and unknown_layer(registry, layer)
        local lost = unknown and M.set_aside(registry, layer)
        problem = problem or (lost and ("requires: layer '%s' of plugin %s, which is set aside"):format(layer, lost.name))
          or (unknown and "requires: " .. unknown)
      end
      for _, name in ipairs(plugin.uses) do
        local other = registry.by_name[name]
        if other and other.broken then
          problem = problem or ("uses: plugin '%s', which is set aside"):format(name)
        elseif not other or not other.vocabulary then
          local known = {}
          for _, one in ipairs(registry.plugins) do known[#known + 1] = one.vocabulary and one.name or nil end
          problem = problem or ("uses: no plugin '%s' with a vocabulary%s"):format(name, suggest.hint(name, known))
        end
      end
      for layer, fields in core.pairs(plugin.provides) do
        local others = registry.layers[layer].fields
        local field = others ~= fields and differing_field(others, fields)
        if field then
          problem = problem or ("provides.%s.%s: declared otherwise by plugin %s, which provides this layer as well")
            :format(layer, field, registry.layers[layer].owner.name)
        end
      end
      if problem then
        plugin.broken = ("%s: %s"):format(plugin.path, problem)
        changed = true
      end
    end
  end
  return changed
end

-- The plugins that a plugin stands on, by each key that names some.
local stands_on = {
  requires = function(registry, plugin)
    local list = {}
    for _, layer in ipairs(plugin.requires) do
      local providers = registry.layers[layer].providers
      table.move(providers, 1, #providers, #list + 1, list)
    end
    return list
  end,
  uses = function(registry, plugin)
    local list = {}
    for i, name in ipairs(plugin.uses) do list[i] = registry.by_name[name] end
    return list
  end,
}

-- Depth-first over what plugins stand on by a key; of a chain that comes back on itself one plugin is returned, and the chain.
local function find_cycle(registry, key)
  local state, chain = {}, {}
  local function visit(plugin)
    if state[plugin] == "done" then return nil end
    if state[plugin] == "open" then
      local names, seen = {}, false
      for _, member in ipairs(chain) do
        seen = seen or member == plugin
        if seen then names[#names + 1] = member.name end
      end
      names[#names + 1] = plugin.name
      return plugin, table.concat(names, " -> ")
    end
    state[plugin] = "open"
    chain[#chain + 1] = plugin
    for _, other in ipairs(stands_on[key](registry, plugin)) do
      local culprit, path = visit(other)
      if culprit then return culprit, path end
    end
    chain[#chain] = nil
    state[plugin] = "done"
  end
  for _, plugin in ipairs(registry.plugins) do
    if not plugin.broken then
      local culprit, path = visit(plugin)
      if culprit then return culprit, path end
    end
  end
end

-- The fields of a layer in the order in which they are written: those that its listing shows first.
local function field_order(layer)
  local order, seen = {}, {}
  local function add(field)
    if layer.fields[field] and not seen[field] then order[#order + 1] = field end
    seen[field] = true
  end
  for _, column in ipairs(layer.columns) do add(column_module.path(column)) end
  for _, field in ipairs(suggest.names(layer.fields)) do add(field) end
  return order
end

-- A stranger's file runs in confined processes only, under limits: in one of its own, which hands back its table without
-- the functions, and again in each worker that calls one of them. A file that is harmless the first time may well not be
-- so the second. Returns the table, or nil and why it is refused.
local function load_apart(file, reserved)
  local name = file.name
  local answer, problem = apart.text(M.load_limits, function()
    local plugin, message = sandbox.run(file.source, file.path, name)
    local packed = parcel.pack(plugin or error(message, 0))
    -- Whether it is valid is asked again by whoever unpacks it.
    if not M.validate(plugin, name, reserved) then
      plugin.path = file.path
      prepare.try(plugin)
    end
    return packed
  end)
  if not answer then
    return nil, problem:find(file.path, 1, true) and problem or ("%s: while it was loaded: %s"):format(file.path, problem)
  end

  local own -- the table with its functions, in a worker
  local function function_at(path)
    if not core.in_worker() then error(("plugin %s: called outside of a worker"):format(name), 0) end
    local message
    if not own then own, message = sandbox.run(file.source, file.path, name) end
    local found = own or error(message, 0)
    for _, key in ipairs(path) do found = type(found) == "table" and found[key] or nil end
    if type(found) ~= "function" then error(("%s: not the same when loaded again"):format(file.path), 0) end
    return found
  end
  local paths = {}
  local plugin = parcel.unpack(answer, function(path)
    paths[#paths + 1] = path
    return function(...) return function_at(path)(...) end
  end)
  return plugin, nil, function()
    for _, path in ipairs(paths) do
      local holder = plugin
      for i = 1, #path - 1 do holder = holder[path[i]] end
      holder[path[#path]] = function_at(path)
    end
  end
end

-- Reads one file and checks it by itself. Returns the plugin; one that is broken has of its table what is asked of all.
local function read_plugin(file, dirs, packed, reserved)
  local plugin, message, realize, problem
  if file.shipped then
    plugin, message = sandbox.run(nil, file.path, file.name)
    if plugin then fill(plugin) end
  else
    plugin, message, realize = load_apart(file, reserved)
    problem = plugin and M.validate(plugin, file.name, reserved)
  end
  if problem or not plugin then
    plugin = {summary = "", provides = {}, requires = {}, uses = {}, data = {}, options = {}, examples = {}}
  else
    plugin.path = file.path
    -- What it would provide is known all the same.
    problem = data.problem(plugin, dirs, packed) or not file.shipped and prepare.problem(plugin, dirs, M.load_limits) or nil
  end
  if problem then message = problem:find(file.path, 1, true) and problem or ("%s: %s"):format(file.path, problem) end
  plugin.name, plugin.path, plugin.shipped, plugin.shadows = file.name, file.path, file.shipped, file.shadows
  -- A changed copy of a shipped plugin works with its like as that one does: it gets the things themselves, not views of them.
  plugin.inside = file.shipped or file.replaces or false
  plugin.broken, plugin.realize = message, realize
  plugin.layers = suggest.names(plugin.provides)
  return plugin
end

--- Says what is wrong with the table of a shipped plugin, or nil: not asked in every run, but with its examples.
function M.problem(plugin)
  local own, message = sandbox.run(nil, plugin.path, plugin.name)
  return not own and message or M.validate(own, plugin.name, {})
end

-- Sets aside plugins that do not fit together, and those that do not fit without them, until the rest does.
local function settle(registry)
  local circles
  repeat
    repeat collect_layers(registry) until not check_together(registry)
    circles = false
    for _, key in ipairs {"requires", "uses"} do
      local culprit, path = find_cycle(registry, key)
      if culprit then culprit.broken, circles = ("%s: %s goes in a circle: %s"):format(culprit.path, key, path), true end
    end
  until not circles
end

--- Finds and checks all plugins.
-- options.dirs: directories before the shipped plugins; options.reserved: set of verbs that a plugin may not take.
-- Returns a registry: plugins (by name, each with path, shipped, broken, layers, shadows), by_name, layers, dirs,
-- hash() of the text of all of them.
-- A plugin that is not shipped has stand-ins for its functions, which load its file where they are called, in workers;
-- realize() puts the functions themselves in their places there.
function M.load(options)
  local registry = {plugins = {}, by_name = {}, dirs = options.dirs}
  local files, packed = find(options.dirs), {}
  for _, path in ipairs(core.packed_names()) do packed[path] = true end
  for i, file in ipairs(files) do
    local plugin = read_plugin(file, options.dirs, packed, options.reserved or {})
    registry.plugins[i], registry.by_name[file.name] = plugin, plugin
  end
  settle(registry)
  for name, layer in pairs(registry.layers) do
    layer.order, layer.parts = field_order(layer), {}
    local written = {table.unpack(layer.order)}
    for field, kind in pairs(layer.fields) do
      written[field] = (kind == "mention" or kinds.has_parts(kind) or registry.layers[kind] ~= nil) or nil
      layer.parts[field] = kinds.parts(kind, registry.layers)
    end
    table.move({"rule", "confidence", "why"}, 1, 3, #written + 1, written)
    written.rule = false
    core.set_order(name, written)
  end
  function registry.hash()
    local sources = {}
    for i, file in ipairs(files) do sources[i] = file.source or core.packed(file.path) end
    return core.hash(table.concat(sources, "\0"))
  end
  return registry
end

--- The plugins that the given layers (a list of names) need, those they read before them; ties by name.
function M.needed(registry, layers)
  local order, seen = {}, {}
  local function visit(plugin)
    if seen[plugin] then return end
    seen[plugin] = true
    for _, layer in ipairs(plugin.requires) do
      local required = registry.layers[layer]
      for _, provider in ipairs(required.providers) do visit(provider) end
      if required.list then visit(required.list.plugin) end
    end
    order[#order + 1] = plugin
  end
  for _, name in ipairs(layers) do
    local layer = registry.layers[name]
    if layer then
      for _, provider in ipairs(layer.providers) do visit(provider) end
      if layer.list then visit(layer.list.plugin) end
    end
  end
  return order
end

return M
