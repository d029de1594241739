--- `readout test [PLUGIN...]`: the examples of plugins, run as tests, each plugin in a process of its own.

local core = require "core"
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
  local answer = core.try(function()
    local result = examples.run(plugin, session:registry(), session.values.coverage, only)
    result.problems, result.unreached = core.array(result.problems), core.array(result.unreached)
    return "=" .. core.json_encode(result)
  end, limits.seconds, limits.memory)
  if answer and answer:sub(1, 1) == "=" then return core.json_decode(answer:sub(2)) end
  return nil, fault.with_limit(answer, limits)
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

--- Runs the verb.
function M.run(session, words)
  local registry = session:registry()
  local chosen = {}
  for _, name in ipairs(words) do
    local plugin, layer = registry.by_name[name], registry.layers[name]
    local provider = layer and layer.providers[1]
    if not plugin and provider then
      fault.raise(("test: %s: a layer, from %s"):format(name, provider.name), { "readout test " .. provider.name })
    elseif not plugin and name:find("%.lua$") then
      local folder, own = name:match("^(.-)/?([^/]*)%.lua$")
      fault.raise(("test: %s: a plugin is called by its name"):format(name),
        { ("readout --plugins %s test %s"):format(folder == "" and "." or folder, own) })
    elseif not plugin then
      fault.raise(("test: %s: unknown plugin%s"):format(name, suggest.hint(name, suggest.names(registry.by_name))),
        { "readout plugins lists them; one of your own is in --plugins FOLDER" })
    end
    chosen[#chosen + 1] = plugin
  end
  if #words == 0 then chosen = registry.plugins end

  local prepared = document.plugins_for(registry, suggest.names(registry.layers))
  for _, plugin in ipairs(registry.plugins) do
    if not plugin.broken and plugin.report then prepared[#prepared + 1] = plugin end
  end
  prepare.prepare(prepared, registry, session:settings())

  local out = session:writer("table", { "table" })
  local passed, failed = 0, 0
  for _, plugin in ipairs(chosen) do
    local problem = plugin.shipped and not plugin.broken and plugin_module.problem(plugin)
    if plugin.broken or problem then
      failed = failed + 1
      out:text(("%-14s SET ASIDE: %s"):format(plugin.name, plugin.broken or problem))
    elseif #plugin.examples == 0 then
      out:text(("%-14s no examples"):format(plugin.name))
    else
      local result = run_plugin(session, plugin)
      passed, failed = passed + result.passed, failed + result.failed
      out:text(("%-14s %d passed%s"):format(plugin.name, result.passed,
               result.failed > 0 and (", %d FAILED"):format(result.failed) or ""))
      for _, text in ipairs(result.problems) do out:text("  " .. text) end
      for _, rule in ipairs(result.unreached) do out:text(("  no example reaches the rule %s/%s"):format(plugin.name,
        rule)) end
    end
  end
  out:text(("%d passed, %d failed"):format(passed, failed))
  -- The results are the output; that it ends with 2 because of them is said beside it.
  if failed > 0 then session:say(("test: %d of %d failed"):format(failed, passed + failed)) end
  session.rows = passed
  session.failed_tests = failed
end

return M
