/*
 * A slice borrows bytes that somebody else owns. It is not closed by a NUL.
 */
#ifndef READOUT_SLICE_H
#define READOUT_SLICE_H

#include <stdbool.h>
#include <stddef.h>

struct slice {
  const char *data;
  size_t size; /* bytes */
};

/* What is left of it from byte `at` (at most its size) on. */
struct slice slice_from(struct slice slice, size_t at);

/* Whether both hold the same bytes. */
bool slice_equal(struct slice a, struct slice b);

/* Whether it is, or begins with, the bytes of `word`. */
bool slice_is(struct slice slice, const char *word);
bool slice_begins(struct slice slice, const char *word);

/* The same with the case of ASCII letters ignored. */
bool slice_is_like(struct slice slice, const char *word);
bool slice_begins_like(struct slice slice, const char *word);

#endif
