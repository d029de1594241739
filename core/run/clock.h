/*
 * The time of a clock of the system, in nanoseconds from a beginning that is the clock's own.
 */
#ifndef READOUT_CLOCK_H
#define READOUT_CLOCK_H

#include <time.h>

static inline long long clock_now(clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  return (long long)now.tv_sec * 1000000000 + now.tv_nsec;
}

#endif
