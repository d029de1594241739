/*
 * readout: who said what, who did what to whom, when, where and for how much.
 * Everything that can be decided in Lua is decided in core/lua/cli.lua.
 */
#include "host/host.h"
#include <stdio.h>

int main(int argc, char **argv)
{
  struct host *host = host_new();
  if (!host) {
    fputs("readout: out of memory\n", stderr);
    return 4;
  }
  int code = host_main(host, argc, argv);
  host_free(host);
  return code;
}
