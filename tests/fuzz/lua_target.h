/*
 * A fuzz target in Lua: the file that includes this (last) has defined `prelude`, a chunk that returns the function to feed. An error it
 * raises is a finding.
 */
#ifndef READOUT_FUZZ_LUA_TARGET_H
#define READOUT_FUZZ_LUA_TARGET_H

#include "../../core/host/host.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

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

#endif
