/*
 * Any text as a query and as a where expression: it compiles, or it is refused with a message that has a place. Nothing of it
 * is run.
 */
#include "../../core/host/host.h"
#include <stdint.h>
#include <stdlib.h>

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static struct host *host;
  if (!host) {
    host = host_new();
    if (!host || luaL_dostring(host->L, prelude) != LUA_OK)
      abort();
  }
  lua_pushvalue(host->L, -1);
  lua_pushlstring(host->L, (const char *)data, size);
  if (lua_pcall(host->L, 1, 0, 0) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(host->L, -1));
    abort();
  }
  return 0;
}
