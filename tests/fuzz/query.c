/*
 * Any text as a query and as a where expression: it compiles, or it is refused with a message that has a place. Nothing of it
 * is run.
 */

static const char prelude[] =
    "local expression, script, fault = require 'expression', require 'script', require 'fault'\n"
    "local fields = { text = 'string', line = 'number', speaker = 'mention', kind = 'string' }\n"
    "return function(text)\n"
    "  local done, problem = pcall(script.compile, text, '-e', {})\n"
    "  assert(done or fault.is(problem), problem)\n"
    "  if not done then assert(#tostring(problem.message) > 0 and problem.line and problem.column, "
    "'no place') end\n"
    "  expression.tokens(text)\n"
    "  pcall(expression.compile, text, fields)\n"
    "end\n";

#include "lua_target.h"
