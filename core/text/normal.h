/*
 * The normal form of a token: full case folding, straight quotes and apostrophes, one kind of
 * hyphen. "Don’t" and "DON'T" have one normal form.
 */
#ifndef READOUT_NORMAL_H
#define READOUT_NORMAL_H

#include "../base/slice.h"

enum {
  NORMAL_MAX = 256
}; /* longest normal form in bytes; a longer token's is cut at a code point */

/* Write the normal form of `token` (valid UTF-8) into `out` (NORMAL_MAX bytes); returns its size. */
size_t normal_form(struct slice token, char *out);

/* The same for a word written over the end of a line (TOKEN_BROKEN): without the hyphen there. */
size_t normal_form_broken(struct slice token, char *out);

#endif
