--- `readout plugin new NAME`: writes a plugin that works, passes its own examples, and asks to be changed.

local core = require "core"
local fault = require "fault"

local M = {}

local template = [[
--- What %NAME% finds, in one sentence.
-- Try it:   readout %WHERE%test %NAME%
-- Use it:   readout %WHERE%%NAME% FILE
-- The keys: readout help plugin

return {
  api      = 1,
  name     = "%NAME%",
  summary  = "Sanctions that are imposed, lifted or eased",
  provides = { %NAME% = { action = "string" } },

  -- A sentence is read only if one of these occurs in it; * stands for any ending.
  triggers = { "sanctions" },

  --- What one occurrence looks like. The host finds it wherever it starts at a word.
  grammar = function(g)
    local actions = { impose = "impose", imposed = "impose", lift = "lift", lifted = "lift", eased = "ease" }
    local sanctions = g.P"sanctions" * g.boundary
    return {
      "acted",
      acted = g.field("action", g.word_of(actions)) * g.gap * ((g.word - sanctions) * g.gap)^-1 * sanctions,
    }
  end,

  --- From the named fields of one match to those that `provides` declares; nil would drop it.
  build = function(m)
    return { action = m.action }
  end,

  columns = { "line", "action", "text" },

  -- Each example is a text and all that is to be found in it: test, help and documentation at once.
  examples = {
    { "Ottawa imposed new sanctions on two banks, and Oslo lifted sanctions on a third.",
      { "imposed new sanctions", action = "impose" },
      { "lifted sanctions", action = "lift" } },
    { "The sanctions are still in force." },
  },
}
]]

--- Runs `plugin new NAME`.
function M.run(session, words)
  local what, name = words[1], words[2]
  if what ~= "new" or not name or words[3] then
    fault.raise("plugin: what about it?", { "usage: readout plugin new NAME",
      "readout plugins lists all, readout help NAME tells of one, readout test NAME tries its examples" })
  end
  if not name:find("^%l[%l%d_]*$") then
    fault.raise(("plugin new: '%s': a name is lower case letters, digits and _, a letter first"):format(name))
  end
  if session.reserved[name] then fault.raise(("plugin new: '%s' is a verb of the program"):format(name)) end
  local registry = session:registry()
  if registry.layers[name] or registry.by_name[name] then
    fault.raise(("plugin new: '%s' is there already: %s"):format(name,
                registry.by_name[name] and registry.by_name[name].path or "a layer"))
  end
  local dir = session.values.plugins and session.values.plugins[1] or "."
  local path = dir == "." and name .. ".lua" or ("%s/%s.lua"):format(dir, name)
  if core.file_type(path) then fault.raise(("plugin new: %s is there already"):format(path)) end
  local file, why = io.open(path, "wb")
  if not file then fault.raise("plugin new: " .. why, nil, 4) end
  local where = ("--plugins %s "):format(dir)
  file:write((template:gsub("%%(%u+)%%", { NAME = name, WHERE = where })))
  file:close()
  local out = session:writer("table")
  out:text("wrote " .. path)
  out:text(("try it:   readout %stest %s"):format(where, name))
  out:text(("keep it:  mkdir -p ~/.config/readout/plugins && cp %s ~/.config/readout/plugins/"):format(path))
  out:text(("          then `readout %s FILE` works everywhere"):format(name))
  session.rows = 1
end

return M
