/*
 * Arrays that grow with the highest index in use; what was never set is zero.
 */
#ifndef READOUT_ARRAY_H
#define READOUT_ARRAY_H

#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Enlarge an array, `*room` items of `size` bytes from malloc (or NULL and 0), so that index `at` is in it; `items` is the
 * address of the pointer to it, of whatever type. STATUS_LIMIT: `at` is 2^31 or more; STATUS_NO_MEMORY. The array stays as
 * it was on failure.
 */
enum status array_reach(void *items, uint32_t *room, uint32_t at, size_t size);

struct arena;

/* The same for an array of the arena (or NULL and 0). */
enum status array_reach_in(struct arena *arena, void *items, uint32_t *room, uint32_t at,
                           size_t size);

/*
 * Enlarge one of several arrays of the arena that share their room, from `old` to `room` items. False when memory is out:
 * it stays as it was.
 */
bool array_enlarge_in(struct arena *arena, void *items, size_t old, size_t room, size_t size);

#endif
