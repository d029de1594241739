--- `readout test [PLUGIN...]`: the examples of plugins, run as tests, each plugin in a process of its own.

local core = require "core"
local apart = require "apart"
local document = require "document"
local examples = require "examples"
local fault = require "fault"
local plugin_module = require "plugin"
local prepare = require "prepare"
local suggest = require "suggest"

local M = {}

-- Runs the examples of one plugin, or one of them, apart, under the limits of a record for all of them. Returns the result, or
-- nil and what ended it.
local function run_apart(session, plugin, limits, only)
  return apart.value(limits, function()
    local result = examples.run(plugin, session:registry(), session.values.coverage, only)
    result.problems, result.unreached = core.array(result.problems), core.array(result.unreached)
    return result
  end)
end

local function run_plugin(session, plugin)
  local limits, place = session:limits(), plugin.path
  local result, ending = run_apart(session, plugin, limits)
  if result then return result end
  for n = 1, #plugin.examples do -- which one was it?
    local alone, why = run_apart(session, plugin, limits, n)
    if not alone then
      place, ending = ("%s: example %d"):format(place, n), why
      break
    end
  end
  return { passed = 0, failed = 1, problems = { ("%s: %s"):format(place, ending) }, unreached = {} }
end

-- The plugins of these names; all, where there are none.
local function chosen_plugins(registry, names)
  if #names == 0 then return registry.plugins end
  local chosen = {}
  for i, name in ipairs(names) do
    local layer = registry.layers[name]
    local provider = layer and layer.providers[1]
    chosen[i] = registry.by_name[name]
    if not chosen[i] and provider then
      fault.raise(("test: %s: a layer, from %s"):format(name, provider.name), { "readout test " .. provider.name })
    elseif not chosen[i] and name:find("%.lua$") then
      local folder, own = name:match("^(.-)/?([^/]*)%.lua$")
      fault.raise(("test: %s: a plugin is called by its name"):format(name),
        { ("readout --plugins %s test %s"):format(folder == "" and "." or folder, own) })
    elseif not chosen[i] then
      fault.raise(("test: %s: unknown plugin%s"):format(name, suggest.hint(name, suggest.names(registry.by_name))),
        { "readout plugins lists them; one of your own is in --plugins FOLDER" })
    end
  end
  return chosen
end

-- Prepares all plugins: an example may ask for any layer.
local function prepare_all(session)
  local registry = session:registry()
  local prepared = document.plugins_for(registry, suggest.names(registry.layers))
  for _, plugin in ipairs(registry.plugins) do
    if not plugin.broken and plugin.report then prepared[#prepared + 1] = plugin end
  end
  prepare.prepare(prepared, registry, session:settings())
end

-- Tests one plugin and writes what came of it. Returns how many examples passed, and how many failed.
local function test(session, out, plugin)
  local problem = plugin.broken or plugin.shipped and plugin_module.problem(plugin)
  if problem then
    out:text(("%-14s SET ASIDE: %s"):format(plugin.name, problem))
    return 0, 1
  elseif #plugin.examples == 0 then
    out:text(("%-14s no examples"):format(plugin.name))
    return 0, 0
  end
  local result = run_plugin(session, plugin)
  local failed = result.failed > 0 and (", %d FAILED"):format(result.failed) or ""
  out:text(("%-14s %d passed%s"):format(plugin.name, result.passed, failed))
  for _, text in ipairs(result.problems) do out:text("  " .. text) end
  for _, rule in ipairs(result.unreached) do out:text(("  no example reaches the rule %s/%s"):format(plugin.name, rule)) end
  return result.passed, result.failed
end

--- Runs the verb.
function M.run(session, words)
  local chosen = chosen_plugins(session:registry(), words)
  prepare_all(session)
  local out = session:writer("table", { "table" })
  local passed, failed = 0, 0
  for _, plugin in ipairs(chosen) do
    local more_passed, more_failed = test(session, out, plugin)
    passed, failed = passed + more_passed, failed + more_failed
  end
  out:text(("%d passed, %d failed"):format(passed, failed))
  -- The results are the output; that it ends with 2 because of them is said beside it.
  if failed > 0 then session:say(("test: %d of %d failed"):format(failed, passed + failed)) end
  session.rows = passed
  session.failed_tests = failed
end

return M
