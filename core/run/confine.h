/*
 * Confinement: what a process gives up, for good, before it does a stranger's work. Afterwards it
 * can compute, read one descriptor and write another; it can open nothing, connect nowhere, start
 * nothing, signal nobody.
 *
 * Two walls, each enough for most of it: resource limits (always there), and a list of the system
 * calls that are allowed (seccomp, where the kernel and the container permit it). Both are off
 * under sanitizers and valgrind, which need more than they leave.
 */
#ifndef READOUT_CONFINE_H
#define READOUT_CONFINE_H

#include <stdbool.h>
#include <stdint.h>

enum confine_level {
  CONFINE_NONE,   /* nothing was given up */
  CONFINE_LIMITS, /* resource limits, closed descriptors */
  CONFINE_FULL    /* and system calls */
};

/* Whether this process may be confined at all: false under sanitizers and valgrind. */
bool confine_is_possible(void);

/* Bytes of address space that this process has now; 0 if unknown. */
uint64_t confine_address_space(void);

/* Limit address space to `bytes`, so that an allocation beyond fails; does nothing where
 * confinement is not possible. */
void confine_memory(uint64_t bytes);

/*
 * Give up everything but reading from `in` and writing to `out`: all other descriptors are
 * closed, no more can be had, and files cannot grow. With `filter` also all system calls that
 * computing does not need; a forbidden one fails with EPERM. There is no way back. Returns what
 * was reached; errno says why when it is less than asked for.
 */
enum confine_level confine_process(int in, int out, bool filter);

/* What confinement a worker gets here, in words for people, found out by confining a child; a
 * static string. */
const char *confine_status(void);

#endif
