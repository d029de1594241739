/*
 * readout: who said what, who is named, when, where and for how much.
 * Everything that can be decided in Lua is decided in core/lua/cli.lua.
 */
#include "host/host.h"
#include <stdio.h>

/* What it owns is given back with the process, which is faster; here it is reached to the end. */
static struct host *volatile host;

int main(int argc, char **argv)
{
  host = host_new();
  if (!host) {
    fputs("readout: out of memory\n", stderr);
    return 4;
  }
  return host_main(host, argc, argv);
}
