-- Prints the manual page: core/readout.1 with the options of core/lua/options.lua in the place of @OPTIONS@.
-- Run from the top of the project: lua5.4 core/tools/manual.lua

package.path = "core/lua/?.lua;" .. package.path
local options = require "options"

local function roff(text) return (text:gsub("\\", "\\e"):gsub("%-", "\\-"):gsub("^'", "\\(aq"):gsub("^%.", "\\&.")) end

local lines = {}
for _, group in ipairs(options.groups) do
  lines[#lines + 1] = ".SS " .. roff(group[2])
  for _, option in ipairs(options.list) do
    if option.group == group[1] then
      local short = option.short and ("\\fB\\-%s\\fR, "):format(option.short) or ""
      local value = option.arg and (" \\fI%s\\fR"):format(roff(option.arg)) or ""
      local verbs = option.verbs and #option.verbs > 0 and ("(%s) "):format(table.concat(option.verbs, ", ")) or ""
      lines[#lines + 1] = (".TP\n%s\\fB%s\\fR%s\n%s"):format(short, roff("--" .. option.name), value, roff(verbs .. option.help .. "."))
    end
  end
end

local file = assert(io.open("core/readout.1"))
io.write((file:read("a"):gsub("@OPTIONS@\n", function() return table.concat(lines, "\n") .. "\n" end)))
