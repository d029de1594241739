/*
 * Keys: numbers for strings, from 1 in the order in which they come; the same string has the same
 * number. For readers that group pieces of one document by their words.
 */
#ifndef READOUT_KEYS_H
#define READOUT_KEYS_H

#include "../base/arena.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdint.h>

struct key_slot;

/* Its memory is the arena's, and all of it is lost with what the arena holds. */
struct keys {
  struct key_slot *slots;
  struct arena *arena; /* borrows */
  uint32_t mask;
  uint32_t count; /* numbers given so far */
};

/* Begin with none. */
enum status keys_begin(struct keys *keys, struct arena *arena);

/* The number of `text` (less than 4 GiB), which is copied when it is new; 0 when memory is out. */
uint32_t keys_number(struct keys *keys, struct slice text);

#endif
