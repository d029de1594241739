/*
 * The arena is a chain of blocks, newest first. Pieces are cut from the newest block; a piece that
 * does not fit opens a block of at least twice the last size, so a large document costs few mallocs.
 */
#include "arena.h"
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 64 * 1024, ALIGNMENT = alignof(max_align_t) };

struct block {
  struct block *older;
  size_t capacity; /* bytes behind the header */
  size_t used;
  alignas(max_align_t) char data[];
};

struct arena {
  struct block *newest;
  size_t used; /* bytes handed out since the last reset, alignment included */
};

struct arena *arena_new(void)
{
  return calloc(1, sizeof(struct arena));
}

/* `size` rounded up to the alignment; SIZE_MAX when that would overflow. */
static size_t round_up(size_t size)
{
  if (size > SIZE_MAX - ALIGNMENT)
    return SIZE_MAX;
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static struct block *block_new(size_t capacity)
{
  if (capacity > SIZE_MAX - sizeof(struct block))
    return NULL;
  struct block *block = malloc(sizeof *block + capacity);
  if (block == NULL)
    return NULL;
  block->older = NULL;
  block->capacity = capacity;
  block->used = 0;
  return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
  struct block *block = arena->newest;
  size_t room = round_up(size == 0 ? 1 : size);
  if (room == SIZE_MAX)
    return NULL;
  if (block == NULL || block->capacity - block->used < room) {
    size_t capacity = FIRST_BLOCK;
    if (block != NULL && block->capacity < SIZE_MAX / 4)
      capacity = block->capacity * 2;
    if (capacity < room)
      capacity = room;
    struct block *fresh = block_new(capacity);
    if (fresh == NULL && capacity > room)
      fresh = block_new(room);
    if (fresh == NULL)
      return NULL;
    fresh->older = block;
    arena->newest = fresh;
    block = fresh;
  }
  void *piece = block->data + block->used;
  block->used += room;
  arena->used += room;
  return piece;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
  if (size != 0 && count > SIZE_MAX / size)
    return NULL;
  return arena_alloc(arena, count * size);
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t size)
{
  if (old == NULL)
    return arena_alloc(arena, size);
  struct block *block = arena->newest;
  size_t old_room = round_up(old_size == 0 ? 1 : old_size);
  size_t room = round_up(size == 0 ? 1 : size);
  if (room == SIZE_MAX)
    return NULL;
  if (room <= old_room && (char *)old + old_room != block->data + block->used)
    return old;
  if ((char *)old + old_room == block->data + block->used) {
    size_t before = block->used - old_room;
    if (block->capacity - before >= room) {
      block->used = before + room;
      arena->used = arena->used - old_room + room;
      return old;
    }
  }
  void *piece = arena_alloc(arena, size);
  if (piece == NULL)
    return NULL;
  memcpy(piece, old, old_size < size ? old_size : size);
  return piece;
}

size_t arena_used(const struct arena *arena)
{
  return arena->used;
}

void arena_reset(struct arena *arena, size_t keep)
{
  /* One block is kept: the largest that `keep` allows. The newest is nearly always the largest. */
  struct block *kept = NULL;
  struct block *block = arena->newest;
  while (block != NULL) {
    struct block *older = block->older;
    if (block->capacity <= keep && (kept == NULL || kept->capacity < block->capacity)) {
      free(kept);
      kept = block;
    } else {
      free(block);
    }
    block = older;
  }
  if (kept != NULL) {
    kept->older = NULL;
    kept->used = 0;
  }
  arena->newest = kept;
  arena->used = 0;
}

void arena_free(struct arena *arena)
{
  if (arena == NULL)
    return;
  arena_reset(arena, 0);
  free(arena);
}
