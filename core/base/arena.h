/*
 * An arena: memory that is handed out piece by piece and given back all at once. A document owns one
 * arena; a worker resets it after each document and so reuses warm pages.
 */
#ifndef READOUT_ARENA_H
#define READOUT_ARENA_H

#include <stddef.h>

struct arena;

/* A new, empty arena, owned by the caller; NULL when memory is out. */
struct arena *arena_new(void);

/* `size` bytes aligned for any type, not zeroed, owned by the arena; NULL when memory is out. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same for `count` items of `size` bytes; NULL also when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/*
 * Room for `size` bytes where `old` held `old_size`: in place when `old` was the last piece, else a
 * copy. `old` may be NULL. NULL when memory is out (`old` stays valid).
 */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t size);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

/* Take everything back; keeps up to `keep` bytes of memory for the next document, frees the rest. */
void arena_reset(struct arena *arena, size_t keep);

void arena_free(struct arena *arena);

#endif
