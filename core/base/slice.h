/*
 * A slice borrows bytes that somebody else owns. It is not closed by a NUL.
 */
#ifndef READOUT_SLICE_H
#define READOUT_SLICE_H

#include <stddef.h>

struct slice {
  const char *data;
  size_t size; /* bytes */
};

#endif
