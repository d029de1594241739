--- Work in a process of its own, confined and under limits: for what a plugin from elsewhere does before or after the documents.

local core = require "core"
local fault = require "fault"

local M = {}

--- Returns the text that f() returns in such a process; nil and what went wrong there, with the limit that it met. limits: seconds
-- and memory (bytes).
function M.text(limits, f)
  local answer, problem = core.try(f, limits.seconds, limits.memory)
  if answer then return answer end
  local limit = fault.limit_text(problem, limits)
  return nil, limit and ("%s (%s)"):format(problem, limit) or problem
end

--- The same for what can be written as JSON: returns a copy of what f() returns.
function M.value(limits, f)
  local text, problem = M.text(limits, function() return core.json_encode(f()) end)
  if not text then return nil, problem end
  return core.json_decode(text)
end

return M
