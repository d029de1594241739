/* Small blocks that come and go: contents kept, alignment, reuse, sizes at both sides of the limit. */
#include "../../core/base/slab.h"
#include "tap.h"
#include <stdint.h>
#include <string.h>

enum { BLOCKS = 2000 };

struct block {
  unsigned char *at;
  size_t size;
  unsigned char mark;
};

static unsigned next_random(unsigned *state)
{
  *state = *state * 1103515245u + 12345u;
  return *state >> 8;
}

static int is_whole(const struct block *block)
{
  for (size_t i = 0; i < block->size; i++)
    if (block->at[i] != block->mark)
      return 0;
  return 1;
}

int main(void)
{
  struct slabs *slabs = slabs_new();
  ok(slabs != NULL, "slabs are made");
  static struct block blocks[BLOCKS];
  unsigned state = 7;
  int whole = 1;
  int aligned = 1;
  for (int round = 0; round < 100000; round++) {
    struct block *block = &blocks[next_random(&state) % BLOCKS];
    size_t size = 1 + next_random(&state) % (round % 50 == 0 ? 3 * SLAB_LARGEST : 100);
    if (!block->at) {
      block->at = slabs_alloc(slabs, size);
    } else {
      whole = whole && is_whole(block);
      if (round % 3 == 0) {
        size_t kept = size < block->size ? size : block->size;
        block->at = slabs_resize(slabs, block->at, block->size, size);
        block->size = kept;
        whole = whole && is_whole(block);
      } else {
        slabs_release(slabs, block->at, block->size);
        block->at = slabs_alloc(slabs, size);
      }
    }
    aligned = aligned && (uintptr_t)block->at % 16 == 0;
    block->size = size;
    block->mark = (unsigned char)round;
    memset(block->at, block->mark, size);
  }
  ok(whole, "no block is written by another, over 100,000 steps");
  ok(aligned, "blocks are aligned to 16 bytes");
  for (int i = 0; i < BLOCKS; i++)
    slabs_release(slabs, blocks[i].at, blocks[i].size);
  slabs_release(slabs, NULL, 0);
  void *limit = slabs_alloc(slabs, SLAB_LARGEST);
  void *above = slabs_resize(slabs, limit, SLAB_LARGEST, SLAB_LARGEST + 1);
  ok(above != NULL, "a block grows over the limit");
  void *back = slabs_resize(slabs, above, SLAB_LARGEST + 1, SLAB_LARGEST);
  ok(back != NULL, "and shrinks below it again");
  slabs_release(slabs, back, SLAB_LARGEST);
  slabs_free(slabs);
  slabs_free(NULL);
  return done();
}
