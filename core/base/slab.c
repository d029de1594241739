#include "slab.h"
#include "sanitized.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef READOUT_NO_SLABS
#define USE_SLABS false
#else
#define USE_SLABS (!SANITIZED)
#endif

/* A chunk is one large page, where the system has them: the heap of a run is walked all over, and with small pages a tenth
 * of its time goes into looking up addresses. */
enum { STEP = 16, CLASSES = SLAB_LARGEST / STEP, CHUNK = 2 * 1024 * 1024 };

/* A free block holds the link to the next of its class. */
struct link {
  struct link *next;
};

struct chunk {
  struct chunk *next;
  max_align_t data[];
};

struct slabs {
  struct link *free[CLASSES];
  char *fresh; /* the rest of the newest chunk */
  size_t left;
  struct chunk *chunks;
};

struct slabs *slabs_new(void)
{
  return calloc(1, sizeof(struct slabs));
}

static bool is_small(size_t size)
{
  return USE_SLABS && size - 1 < SLAB_LARGEST; /* not 0 */
}

static size_t class_of(size_t size)
{
  return (size - 1) / STEP;
}

/* Hand what is left of the newest chunk to the free lists, and take another chunk. */
static bool refill(struct slabs *slabs)
{
  while (slabs->left >= STEP) {
    size_t size = slabs->left < SLAB_LARGEST ? slabs->left / STEP * STEP : SLAB_LARGEST;
    struct link *link = (struct link *)(void *)slabs->fresh;
    link->next = slabs->free[class_of(size)];
    slabs->free[class_of(size)] = link;
    slabs->fresh += size;
    slabs->left -= size;
  }
  struct chunk *chunk = aligned_alloc(CHUNK, CHUNK);
  if (!chunk)
    return false;
  madvise(chunk, CHUNK, MADV_HUGEPAGE); /* a wish: without it all works the same, slower */
  chunk->next = slabs->chunks;
  slabs->chunks = chunk;
  slabs->fresh = (char *)chunk->data;
  slabs->left = CHUNK - sizeof *chunk;
  return true;
}

/* A block of a class of which none is free. */
static void *take_fresh(struct slabs *slabs, size_t class)
{
  size_t bytes = (class + 1) * STEP;
  if (slabs->left < bytes && !refill(slabs))
    return NULL;
  void *block = slabs->fresh;
  slabs->fresh += bytes;
  slabs->left -= bytes;
  return block;
}

void *slabs_alloc(struct slabs *slabs, size_t size)
{
  if (!is_small(size))
    return malloc(size == 0 ? 1 : size);
  size_t class = class_of(size);
  struct link *link = slabs->free[class];
  if (!link)
    return take_fresh(slabs, class);
  slabs->free[class] = link->next;
  /* The next of its class will be asked for soon, and lies anywhere. */
  __builtin_prefetch(link->next, 1);
  return link;
}

void slabs_release(struct slabs *slabs, void *block, size_t size)
{
  if (!block)
    return;
  if (!is_small(size)) {
    free(block);
    return;
  }
  struct link *link = block;
  link->next = slabs->free[class_of(size)];
  slabs->free[class_of(size)] = link;
}

void *slabs_resize(struct slabs *slabs, void *block, size_t old_size, size_t size)
{
  if (!block)
    return slabs_alloc(slabs, size);
  if (!is_small(old_size) && !is_small(size))
    return realloc(block, size == 0 ? 1 : size);
  if (is_small(old_size) && is_small(size) && class_of(old_size) == class_of(size))
    return block;
  void *moved = slabs_alloc(slabs, size);
  if (!moved)
    return NULL;
  memcpy(moved, block, old_size < size ? old_size : size);
  slabs_release(slabs, block, old_size);
  return moved;
}

void slabs_free(struct slabs *slabs)
{
  if (!slabs)
    return;
  struct chunk *chunk = slabs->chunks;
  while (chunk) {
    struct chunk *next = chunk->next;
    free(chunk);
    chunk = next;
  }
  free(slabs);
}
