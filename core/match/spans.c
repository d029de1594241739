/*
 * Beside the columns stand, for each block of FAN spans, the least and the greatest end in it,
 * for each block of FAN blocks the same, and so on. A search for the next span whose end is in
 * a range passes over whole blocks that hold none.
 */
#include "spans.h"
#include <stdbool.h>
#include <stdlib.h>

enum { FAN_BITS = 4, FAN = 1 << FAN_BITS, LEVELS = 8 };

struct ends {
  uint32_t least;
  uint32_t greatest;
};

struct span_index {
  const uint32_t *first;
  const uint32_t *end;
  uint32_t count;
  uint32_t levels;
  struct ends *level[LEVELS]; /* level l: one entry for FAN ^ (l + 1) spans */
  uint64_t *by_end;           /* end << 32 | index, sorted */
};

static int compare_ends(const void *a, const void *b)
{
  const uint64_t *left = a;
  const uint64_t *right = b;
  if (*left != *right)
    return *left < *right ? -1 : 1;
  return 0;
}

/* Fill by_end; spans that do not nest are in order already. */
static bool sort_ends(struct span_index *index, struct arena *arena)
{
  index->by_end = arena_array(arena, (size_t)index->count + 1, sizeof *index->by_end);
  if (!index->by_end)
    return false;
  bool sorted = true;
  for (uint32_t i = 0; i < index->count; i++) {
    index->by_end[i] = (uint64_t)index->end[i] << 32 | i;
    sorted = sorted && (i == 0 || index->by_end[i - 1] < index->by_end[i]);
  }
  if (!sorted)
    qsort(index->by_end, index->count, sizeof *index->by_end, compare_ends);
  return true;
}

enum status span_index_new(const uint32_t *first, const uint32_t *end, uint32_t count,
                           struct arena *arena, struct span_index **index)
{
  struct span_index *made = arena_alloc(arena, sizeof *made);
  if (!made)
    return STATUS_NO_MEMORY;
  *made = (struct span_index){.first = first, .end = end, .count = count};
  if (!sort_ends(made, arena))
    return STATUS_NO_MEMORY;
  uint32_t below = count;
  while (below > 1 && made->levels < LEVELS) {
    uint32_t blocks = (below + FAN - 1) / FAN;
    struct ends *level = arena_array(arena, blocks, sizeof *level);
    if (!level)
      return STATUS_NO_MEMORY;
    const struct ends *finer = made->levels ? made->level[made->levels - 1] : NULL;
    for (uint32_t i = 0; i < below; i++) {
      struct ends one = finer ? finer[i] : (struct ends){end[i], end[i]};
      struct ends *block = &level[i / FAN];
      if (i % FAN == 0)
        *block = one;
      block->least = one.least < block->least ? one.least : block->least;
      block->greatest = one.greatest > block->greatest ? one.greatest : block->greatest;
    }
    made->level[made->levels] = level;
    made->levels++;
    below = blocks;
  }
  *index = made;
  return STATUS_OK;
}

uint32_t span_from(const struct span_index *index, uint32_t position)
{
  uint32_t low = 0;
  uint32_t high = index->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (index->first[middle] < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The next span in [at, limit) with least <= end <= greatest; SPAN_NONE. */
static uint32_t next_with_end(const struct span_index *index, uint32_t at, uint32_t limit,
                              uint32_t least, uint32_t greatest)
{
  while (at < limit) {
    uint32_t skip = 0; /* log of the spans passed over */
    for (uint32_t l = 0; l < index->levels; l++) {
      uint32_t bits = (l + 1) * FAN_BITS;
      if (at & (((uint32_t)1 << bits) - 1))
        break;
      const struct ends *block = &index->level[l][at >> bits];
      if (block->greatest >= least && block->least <= greatest)
        break;
      skip = bits;
    }
    if (skip > 0) {
      if (limit - at <= (uint32_t)1 << skip)
        return SPAN_NONE;
      at += (uint32_t)1 << skip;
      continue;
    }
    if (index->end[at] >= least && index->end[at] <= greatest)
      return at;
    at++;
  }
  return SPAN_NONE;
}

uint32_t span_next_inside(const struct span_index *index, uint32_t at, uint32_t first, uint32_t end)
{
  uint32_t from = span_from(index, first);
  uint32_t limit = end == UINT32_MAX ? index->count : span_from(index, end + 1);
  return next_with_end(index, at > from ? at : from, limit, 0, end);
}

uint32_t span_next_overlapping(const struct span_index *index, uint32_t at, uint32_t first,
                               uint32_t end)
{
  if (first >= end)
    return SPAN_NONE;
  uint32_t limit = span_from(index, end);
  uint32_t found = next_with_end(index, at, limit, first + 1, UINT32_MAX);
  while (found != SPAN_NONE && index->first[found] == index->end[found])
    found = next_with_end(index, found + 1, limit, first + 1, UINT32_MAX);
  return found;
}

uint32_t span_after(const struct span_index *index, uint32_t position)
{
  uint32_t found = span_from(index, position);
  return found < index->count ? found : SPAN_NONE;
}

/* Position in by_end of the first span whose end and index are not below `key`. */
static uint32_t end_from(const struct span_index *index, uint64_t key)
{
  uint32_t low = 0;
  uint32_t high = index->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (index->by_end[middle] < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

uint32_t span_before(const struct span_index *index, uint32_t position)
{
  uint32_t above = end_from(index, ((uint64_t)position + 1) << 32);
  if (above == 0)
    return SPAN_NONE;
  uint64_t end = index->by_end[above - 1] >> 32;
  return (uint32_t)index->by_end[end_from(index, end << 32)];
}

uint32_t span_nearest(const struct span_index *index, uint32_t first, uint32_t end)
{
  uint32_t found = span_next_overlapping(index, 0, first, end);
  if (found != SPAN_NONE)
    return found;
  uint32_t before = span_before(index, first);
  uint32_t after = span_after(index, end);
  if (before == SPAN_NONE || after == SPAN_NONE)
    return before == SPAN_NONE ? after : before;
  return index->first[after] - end < first - index->end[before] ? after : before;
}
