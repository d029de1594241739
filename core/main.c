/*
 * readout: who said what, who is named, when, where and for how much.
 * Everything that can be decided in Lua is decided in core/lua/cli.lua.
 */
#include "host/host.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* What it owns is given back with the process, which is faster; here it is reached to the end. */
static struct host *volatile host;

/* A closed standard stream stays one that cannot be read or written: no file may get its number. */
static void hold_streams(void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0)
      open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
  signal(SIGUSR1, SIG_IGN); /* which asks how far it is: nothing is under way yet */
  hold_streams();
  host = host_new();
  if (!host) {
    fputs("readout: out of memory\n", stderr);
    return 4;
  }
  return host_main(host, argc, argv);
}
