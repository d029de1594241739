/*
 * From byte offsets to code points and UTF-16 units. Checkpoints stand before every 128th byte; pure
 * ASCII needs none, and then every answer is the byte offset itself.
 */
#ifndef READOUT_OFFSETS_H
#define READOUT_OFFSETS_H

#include "../base/arena.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdint.h>

struct offsets {
  struct slice text; /* borrowed */
  uint32_t
      *codepoints;  /* code points before byte 128 * i; NULL for pure ASCII; owned by the arena */
  uint32_t *astral; /* of those, the ones above U+FFFF, two units each in UTF-16; NULL if none */
  uint32_t last;    /* the byte that was asked for last: the next one is often a little behind */
  uint32_t last_points; /* code points before it */
};

/* Build the table for `text` (valid UTF-8, under 4 GiB). Borrows the text as long as it is asked. */
enum status offsets_new(struct slice text, struct arena *arena, struct offsets *out);

/* Code points before byte `byte` (at most the size; a byte inside a sequence counts its code point). */
uint32_t offsets_codepoint(struct offsets *offsets, uint32_t byte);

/* UTF-16 units before byte `byte`. */
uint32_t offsets_utf16(struct offsets *offsets, uint32_t byte);

#endif
