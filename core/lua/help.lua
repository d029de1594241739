--- Help, made from the tables that the program itself runs on: verbs, options, plugins, layers, fields, queries.

local core = require "core"
local cell = require "cell"
local fault = require "fault"
local kinds = require "kinds"
local options = require "options"
local suggest = require "suggest"
local topics = require "topics"

local M = {}

-- A text in lines, as cell.wrap takes it.
local function tell(out, text, width, indent, hanging)
  for _, line in ipairs(cell.wrap(text, width, indent or 0, hanging)) do out(line) end
end

-- Names on the left, what they mean on the right.
local function pairs_of(out, rows, width)
  local left = 0
  for _, row in ipairs(rows) do left = math.max(left, core.display_width(row[1])) end
  left = math.min(left, 30)
  for _, row in ipairs(rows) do
    local lines = cell.wrap(row[2] or "", width, left + 4)
    local name = "  " .. row[1]
    if core.display_width(row[1]) > left then
      out(name)
    else
      lines[1] = name .. (" "):rep(left + 4 - core.display_width(name)) .. (lines[1] or ""):gsub("^ +", "")
    end
    for _, line in ipairs(lines) do out((line:gsub("%s+$", ""))) end
  end
end

local function verbs_list() return require("verbs").list end

-- Layers of one plugin, which has one summary, on one line.
local function by_summary(rows)
  local grouped, place = {}, {}
  for _, row in ipairs(rows) do
    local at = place[row[2]]
    if at then
      grouped[at][1] = grouped[at][1] .. ", " .. row[1]
    else
      grouped[#grouped + 1] = { row[1], row[2] }
      place[row[2]] = #grouped
    end
  end
  return grouped
end

-- The plugin that tells what a layer is: of those who provide it the one it is named after, else the one that provides most.
local function teller(layer)
  local best = layer.providers[1]
  for _, plugin in ipairs(layer.providers) do
    if plugin.name == layer.name then return plugin end
    if #plugin.layers > #best.layers then best = plugin end
  end
  return best
end

-- Layers and reports that can be asked for, with what they are.
local function plugin_verbs(registry)
  local rows, reports = {}, {}
  for _, plugin in ipairs(registry.plugins) do
    if not plugin.broken and plugin.report then
      rows[#rows + 1] = { plugin.name, plugin.summary, "report" }
      reports[plugin.name] = true
    end
  end
  for name, layer in pairs(registry.layers) do
    if name:sub(1, 1) ~= "_" and not layer.builtin and not reports[name] then
      rows[#rows + 1] = { name, teller(layer).summary, "layer" }
    end
  end
  table.sort(rows, function(a, b) return a[1] < b[1] end)
  return rows
end

--- Returns all verbs, sorted: for did-you-mean and completion.
function M.verb_names(registry)
  local names = {}
  for _, verb in ipairs(verbs_list()) do names[#names + 1] = verb.name end
  for _, row in ipairs(plugin_verbs(registry)) do names[#names + 1] = row[1] end
  for name, layer in pairs(registry.layers) do
    if layer.builtin then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function option_row(option)
  local name = (option.short and ("-%s, "):format(option.short) or "") .. "--" .. option.name
    .. (option.arg and " " .. option.arg or "")
  local text = option.help or ""
  if option.default ~= nil and option.default ~= "" then text = ("%s (default %s)"):format(text, tostring(option.default)) end
  if option.values and option.plugin then text = ("%s; one of %s"):format(text, table.concat(option.values, " ")) end
  return { name, text }
end

-- The examples of a plugin, as a reader wants them: the text, and what is found in it.
local function examples(out, plugin, width)
  local function found(text) tell(out, "-> " .. text, width, 4, 7) end
  for i, example in ipairs(plugin.examples) do
    if i > 3 then break end
    tell(out, cell.clean(example[1]), width, 2)
    for n = 2, #example do
      local parts = {}
      for _, key in ipairs(suggest.names(example[n])) do
        parts[#parts + 1] = ("%s = %s"):format(key, cell.text(example[n][key]))
      end
      found(tostring(example[n][1]) .. (#parts > 0 and (" (%s)"):format(table.concat(parts, ", ")) or ""))
    end
    for _, row in ipairs(example.rows or {}) do
      local parts = {}
      for _, value in ipairs(row) do parts[#parts + 1] = cell.text(value) end
      for _, key in ipairs(suggest.names(row)) do parts[#parts + 1] = ("%s = %s"):format(key, cell.text(row[key])) end
      found(table.concat(parts, ", "))
    end
  end
end

--- Returns the values of a field in the examples of those who provide its layer: what is to be expected of it.
function M.values_in(layer, field)
  local seen, list = {}, {}
  for _, plugin in ipairs(layer.providers) do
    local alone = #plugin.layers == 1
    for _, example in ipairs(plugin.examples) do
      for n = 2, #example do
        local want = type(example[n]) == "table" and example[n] or {}
        local value = (alone or want.layer == layer.name) and want[field]
        local text = value and value ~= true and cell.text(value) or ""
        if text ~= "" and not seen[text] and not text:find("^[%[{]") then
          seen[text] = true
          list[#list + 1] = text
        end
      end
    end
  end
  return list
end

-- The type of a field, and what its values look like.
local function field_text(layer, field)
  local kind = layer.fields[field]
  local values, text = M.values_in(layer, field), kinds.text(kind)
  local parts = kinds.has_parts(kinds.item(kind)) and suggest.names(kinds.item(kind)) or {}
  if #parts > 0 then text = ("%s with %s"):format(text, table.concat(parts, ", ")) end
  if #values == 0 or kind == "boolean" then return text end
  text = ("%s, such as %s"):format(text, values[1])
  for i = 2, math.min(#values, 8) do
    if #text + #values[i] < 80 then text = ("%s; %s"):format(text, values[i]) end
  end
  return text
end

local page = {}

function page.layers(out, registry, width)
  local layers = {}
  for _, row in ipairs(plugin_verbs(registry)) do
    if row[3] == "layer" then layers[#layers + 1] = row end
  end
  for name, layer in pairs(registry.layers) do
    if layer.builtin then layers[#layers + 1] = { name, "What the core finds in any text" } end
  end
  table.sort(layers, function(a, b) return a[1] < b[1] end)
  pairs_of(out, by_summary(layers), width)
end

function page.top(out, registry, width)
  out "readout tells who said what, who is named, when, where and for how much."
  out ""
  out "  readout FILE                             what stands in it, in short"
  out "  readout quotes FILE                      a layer: its records"
  out "  readout said FILE                        a report"
  out "  readout -e 'quotes:count\"speaker\"' FILE  a question"
  out "  readout run SCRIPT FILE                  a script"
  out ""
  local reports = {}
  for _, row in ipairs(plugin_verbs(registry)) do
    if row[3] == "report" then reports[#reports + 1] = row end
  end
  out "Reports"
  pairs_of(out, reports, width)
  out ""
  out "Layers"
  page.layers(out, registry, width)
  out ""
  out "Other verbs"
  local rows = {}
  for i, verb in ipairs(verbs_list()) do rows[i] = { verb.name, verb.summary } end
  pairs_of(out, rows, width)
  out ""
  tell(out, "readout help ANYTHING: a verb, layer, field, option or word of queries; also: inputs options queries scripts mentions "
    .. "formats offsets exit; readout help find WORDS", width, 0, 2)
end

function page.options(out, width)
  for _, group in ipairs(options.groups) do
    out(group[2])
    local rows = {}
    for _, option in ipairs(options.list) do
      if option.group == group[1] then rows[#rows + 1] = option_row(option) end
    end
    pairs_of(out, rows, width)
    out ""
  end
end

-- What stands in the description for editors (readout types) of what plugins see: class -> {about = lines, {name, what it is}, ...}. A
-- document goes by doc.
local function described()
  local classes, comment, class = {}, {}, nil
  local function add(name, what) table.insert(classes[class], { name, what }) end
  for line in core.packed("types.lua"):gmatch("[^\n]*") do
    local name, what = line:match("^%-%-%-@field ([%w_]+)%?? (.*)$")
    local method = line:match("^function [%w_]+(:[%w_]+%b())")
    local opened = line:match("^%-%-%-@class ([%w_]+)")
    if opened then
      class = opened == "document" and "doc" or opened
      classes[class] = { about = comment }
    elseif name then
      add(name, what)
    elseif method then
      add(method, table.concat(comment, " "))
    end
    local said = line:match("^%-%-%-([^@].*)$") or line:match("^%-%-%-@return [%w_?]+ (.+)$")
    if said then comment[#comment + 1] = said elseif not line:find("^%-%-%-") then comment = {} end
  end
  return classes
end

-- What a script of the program's says of itself: the comment at its head, a line each.
local function script_head(name)
  local lines = {}
  for line in core.packed("scripts/" .. name .. ".lua"):gmatch "([^\n]*)\n" do
    local text = line:match "^%-%- ?(.*)"
    if not text then break end
    lines[#lines + 1] = text
  end
  return lines
end

-- A topic of its own: paragraphs, and pairs.
function page.topic(out, name, width)
  local rows = {}
  for _, script in ipairs(name == "scripts" and require("verbs").scripts() or {}) do
    rows[#rows + 1] = { script, table.concat(script_head(script), " "):match "^(.-)[.:]%f[%s]" }
  end
  for _, item in ipairs(topics.pages[name]) do
    if type(item) == "table" then
      rows[#rows + 1] = item
    else
      tell(out, item, width)
    end
  end
  pairs_of(out, rows, width)
end

function page.verb(out, verb, width)
  out("readout " .. verb.usage)
  tell(out, verb.summary, width)
  local rows = {}
  for _, option in ipairs(options.list) do
    for _, name in ipairs(option.verbs or {}) do
      if name == verb.name then rows[#rows + 1] = option_row(option) end
    end
  end
  if #rows > 0 then
    out ""
    pairs_of(out, rows, width)
  end
end

-- The keys of a plugin's table.
function page.contract(out, width)
  out ""
  out "A plugin is one Lua file that returns one table (plugins/README.md is the guide)"
  pairs_of(out, topics.contract, width)
end

function page.layer(out, registry, name, width)
  local layer = registry.layers[name]
  local by = {}
  for i, plugin in ipairs(layer.providers) do by[i] = plugin.name end
  out(("readout %s FILE...   a layer%s"):format(name, #by > 0 and ", from " .. table.concat(by, ", ") or " of the core"))
  for _, plugin in ipairs(layer.providers) do tell(out, plugin.summary, width) end
  out ""
  tell(out, "Fields, each an option too: --FIELD FILTER, --FIELD.PART FILTER (readout help filter)", width)
  local rows = {}
  for _, field in ipairs(layer.order) do rows[#rows + 1] = { field, field_text(layer, field) } end
  pairs_of(out, rows, width)
  local everywhere = {}
  for i, entry in ipairs(topics.fields) do everywhere[i] = entry[1] end
  tell(out, "and, as in every record: " .. table.concat(everywhere, " "), width, 2)
end

function page.plugin(out, plugin, width)
  local rows = {}
  for i, option in ipairs(options.of_plugin(plugin)) do rows[i] = option_row(option) end
  if #rows > 0 then
    out ""
    out(("Options (with this verb; anywhere as --set %s.OPTION=VALUE)"):format(plugin.name))
    pairs_of(out, rows, width)
  end
  if #plugin.examples > 0 then
    out ""
    out "Examples"
    examples(out, plugin, width)
  end
  out ""
  out("File: " .. plugin.path)
end

-- What help knows of a word. Each of these calls add(f) for what it finds; f(out) prints it.
local finders = {}

local function wrapped(text, width, hanging)
  return function(out) tell(out, text, width, 0, hanging) end
end

function finders.verb(add, word, registry, width)
  local verb = require("verbs").by_name[word]
  if not verb then return end
  add(function(out)
    page.verb(out, verb, width)
    if word == "plugin" then page.contract(out, width) end
    if word == "layers" then
      out ""
      page.layers(out, registry, width)
    end
  end)
end

function finders.plugin(add, word, registry, width)
  local plugin, layer = registry.by_name[word], registry.layers[word]
  if layer and word:sub(1, 1) ~= "_" then
    add(function(out)
      page.layer(out, registry, word, width)
      for _, provider in ipairs(layer.providers) do page.plugin(out, provider, width) end
    end)
  end
  if plugin and plugin.broken then
    add(function(out) out(("%s is set aside: %s"):format(word, plugin.broken)) end)
  elseif plugin and not (layer and not plugin.report) then
    add(function(out)
      out(plugin.report and ("readout %s FILE...   a report"):format(word) or "Plugin " .. word)
      tell(out, plugin.summary, width)
      page.plugin(out, plugin, width)
    end)
  end
end

function finders.topic(add, word, _, width)
  if word == "options" then return add(function(out) page.options(out, width) end) end
  if word == "g" then return add(function(out) pairs_of(out, topics.vocabulary, width) end) end
  local name = topics.aliases[word] or topics.pages[word] and word
  for _, format in ipairs(options.by_name.format.values) do name = name or format == word and "formats" end
  if not name then return end
  add(function(out)
    page.topic(out, name, width)
    for _, entry in ipairs(name == "queries" and topics.query or {}) do
      out ""
      out("  " .. entry[2])
      tell(out, entry[3], width, 6)
    end
  end)
end

function finders.script(add, word)
  if core.packed("scripts/" .. word .. ".lua") then
    add(function(out)
      out(("readout run %s FILE...   a script"):format(word))
      for _, line in ipairs(script_head(word)) do out(line) end
    end)
  end
end

-- What annotate sees: "unit", "doc.lemma", "calendar.weekday".
function finders.described(add, word, _, width)
  local name, part = word:match("^([%a_]+)[.:]?([%w_]*)$")
  local class = not topics.aliases[word] and described()[name]
  if class and part == "" then
    add(function(out)
      tell(out, ("%s   (plugins) %s"):format(name, table.concat(class.about, " ")), width, 0, 2)
      pairs_of(out, class, width)
    end)
  end
  for _, entry in ipairs(class or {}) do
    if part ~= "" and entry[1]:match("[%w_]+") == part then
      add(wrapped(("%s%s%s   (plugins) %s"):format(name, entry[1]:find("^:") and "" or ".", table.unpack(entry)), width, 2))
    end
  end
end

function finders.option(add, word, _, width)
  local name = word:gsub("^%-+", "")
  for _, option in ipairs(options.list) do
    if option.name == name or (option.short == name and #name == 1) then
      add(function(out)
        pairs_of(out, { option_row(option) }, width)
        if option.verbs and #option.verbs > 0 then out("  with: " .. table.concat(option.verbs, " ")) end
      end)
    end
  end
end

-- Words of queries, of grammars, keys of plugins.
function finders.word(add, word, _, width)
  for _, entry in ipairs(topics.query) do
    if entry[1] == word then
      add(function(out)
        out(entry[2] .. "   (queries)")
        tell(out, entry[3], width, 2)
      end)
    end
  end
  for _, entry in ipairs(topics.vocabulary) do
    if entry[1]:match("^g%.([%a_]+)") == word:gsub("^g%.", "") then
      add(function(out) out(("%s   (grammars) %s"):format(entry[1], entry[2])) end)
    end
  end
  for _, entry in ipairs(topics.contract) do
    if entry[1]:match("^[%a_]+") == word then add(wrapped(("%s, a key of plugins: %s"):format(entry[1], entry[2]), width, 2)) end
  end
  for _, entry in ipairs(topics.inner) do
    if entry[1] == word then add(wrapped(("%s, in %s of plugins: %s"):format(table.unpack(entry)), width, 2)) end
  end
end

function finders.field(add, word, registry, width)
  local root, part = word:match("^([^.]+)%.([^.]+)")
  root = root or word
  for _, entry in ipairs(topics.fields) do
    if entry[1] == root then add(wrapped(("%s, a field of every record: %s"):format(root, entry[2]), width, 2)) end
  end
  for _, name in ipairs(suggest.names(registry.layers)) do
    local layer = registry.layers[name]
    local public = layer.fields[root] and name:sub(1, 1) ~= "_"
    local kind = public and part and (layer.parts[root] or {})[part]
    if kind then
      add(wrapped(("%s, a part of %s of %s: %s"):format(part, root, name, kinds.text(kind)), width, 2))
    elseif public and not part then
      add(wrapped(("%s, a field of %s: %s"):format(word, name, field_text(layer, word)), width, 2))
    end
  end
end

-- Everything that has the word in its name: array of functions that print it.
local function find(registry, word, width)
  local found = {}
  for _, kind in ipairs { "verb", "plugin", "topic", "script", "described", "option", "word", "field" } do
    finders[kind](function(f) found[#found + 1] = f end, word, registry, width)
  end
  return found
end

-- All that help knows, sorted, each once.
local function known_topics(registry)
  local known = {}
  for _, name in ipairs(M.verb_names(registry)) do known[name] = true end
  for _, option in ipairs(options.list) do known[option.name] = true end
  for _, list in ipairs({ topics.query, topics.fields, topics.contract, topics.inner }) do
    for _, entry in ipairs(list) do known[entry[1]:match("^[%a_]+")] = true end
  end
  for name in pairs(topics.pages) do known[name] = true end
  for _, name in ipairs(require("verbs").scripts()) do known[name] = true end
  for name in pairs(registry.by_name) do known[name] = true end
  for _, layer in pairs(registry.layers) do
    for field in pairs(layer.fields) do known[field] = true end
  end
  return suggest.names(known)
end

-- Everything that help can print, as {title, line}: what `help find` looks through.
local function all_lines(registry, width)
  local entries = {}
  local function take(title, print_it)
    print_it(function(line) entries[#entries + 1] = { title, line } end)
  end
  for _, verb in ipairs(verbs_list()) do take(verb.name, function(out) page.verb(out, verb, width) end) end
  take("options", function(out) page.options(out, width) end)
  for _, name in ipairs(suggest.names(topics.pages)) do
    take(name, function(out) page.topic(out, name, width) end)
  end
  for _, name in ipairs(require("verbs").scripts()) do
    take(name, function(out)
      for _, line in ipairs(script_head(name)) do out(line) end
    end)
  end
  for _, list in ipairs({ topics.query, topics.vocabulary, topics.fields, topics.contract, topics.inner }) do
    for _, entry in ipairs(list) do take(entry[1], function(out) out(table.concat(entry, "   ", 2)) end) end
  end
  for _, plugin in ipairs(registry.plugins) do
    if not plugin.broken then
      take(plugin.name, function(out)
        out(plugin.summary)
        page.plugin(out, plugin, width)
      end)
    end
  end
  return entries
end

-- `help find WORDS`: the lines of all help that have them.
local function find_words(out, registry, wanted, width)
  wanted = wanted:lower()
  local count, seen = 0, {}
  for _, entry in ipairs(all_lines(registry, math.huge)) do
    local line = entry[2]:gsub("%s+", " "):gsub("^ ", "")
    if line:lower():find(wanted, 1, true) and not seen[line] then
      seen[line] = true
      count = count + 1
      tell(out, ("%s: %s"):format(entry[1], line), width, 0, 4)
    end
  end
  return count
end

--- Returns all that `help` can be asked about, sorted, each once: for completion.
function M.topics(registry)
  local list = { "find" }
  for _, name in ipairs(known_topics(registry)) do
    if name:sub(1, 1) ~= "_" then list[#list + 1] = name end
  end
  return list
end

-- Words of a question that it is not about.
local asking = { how = true, what = true, who = true, the = true, by = true }

--- Prints help on the words; without any, the first page.
function M.print(session, words)
  local registry = session:registry()
  local writer = session:writer("table")
  local width = math.min(writer.width, 100)
  local function out(line) writer:text(line) end
  local word = words[1]
  session.rows = 1
  if not word or word == "verbs" then return page.top(out, registry, width) end
  if word == "find" then
    local wanted = table.concat(words, " ", 2)
    if wanted == "" then fault.raise("help find: what?", { "usage: readout help find WORDS" }) end
    if find_words(out, registry, wanted, width) == 0 then fault.raise(("help: '%s' is nowhere in it"):format(wanted)) end
    return
  end
  local found = find(registry, word, width)
  local question = table.concat(words, " ")
  if question ~= word or #found == 0 then
    found = {}
    for one in question:lower():gmatch("[%w_.:-]+") do
      for _, print_it in ipairs(asking[one] and {} or find(registry, one, width)) do found[#found + 1] = print_it end
    end
  end
  if #found == 0 then
    if topics.absent[word] then
      fault.raise(("help: %s: not part of this version"):format(word), { "nearest: " .. topics.absent[word] })
    end
    local known = known_topics(registry)
    local near = {}
    for _, name in ipairs(known) do
      if #word >= 3 and name:find(word, 1, true) then near[#near + 1] = name end
    end
    fault.raise(("help: nothing about '%s'%s"):format(word, suggest.hint(word, known)),
                #near > 0 and suggest.listed("see", near) or { ("readout help find %s looks everywhere"):format(word) })
  end
  for i, print_it in ipairs(found) do
    if i > 1 then out "" end
    print_it(out)
  end
end

return M
