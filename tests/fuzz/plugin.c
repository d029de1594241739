/*
 * Any text as a plugin that came from elsewhere: it is loaded, or it is set aside with a reason that names its file. Its table is
 * held against the contract, and its grammar, if it gets that far, is built. A hook ends what runs too long.
 */

static const char prelude[] =
    "local sandbox, plugin, grammar = require 'sandbox', require 'plugin', require 'grammar'\n"
    "local function limited(f, ...)\n"
    "  debug.sethook(function() error('too long', 0) end, '', 200000)\n"
    "  local done, result, message = pcall(f, ...)\n"
    "  debug.sethook()\n"
    "  return done and result, not done and result or message\n"
    "end\n"
    "return function(text)\n"
    "  local made, message = limited(sandbox.run, text, 'plugins/any.lua', 'any')\n"
    "  if not made then\n"
    "    assert(type(message) == 'string' and #message > 0, 'no reason')\n"
    "    return\n"
    "  end\n"
    "  assert(type(made) == 'table' and getmetatable(made) == nil)\n"
    "  local problem = plugin.validate(made, 'any', {map = true})\n"
    "  assert(problem == nil or type(problem) == 'string' and #problem > 0)\n"
    "  if problem or not made.grammar then return end\n"
    "  made.path = 'plugins/any.lua'\n"
    "  limited(grammar.text_search, made, {}, {})\n"
    "end\n";

#include "lua_target.h"
