/*
 * Queries over the spans of one layer: what begins in a stretch of tokens, lies inside it,
 * overlaps it, or is nearest to it. Each answer costs O(log n), however the spans nest and
 * overlap.
 *
 * Units: tokens (or any other positions) from 0, half-open. A span is known by its index in the
 * columns.
 */
#ifndef READOUT_SPANS_H
#define READOUT_SPANS_H

#include "../base/arena.h"
#include "../base/status.h"
#include <stdint.h>

#define SPAN_NONE UINT32_MAX

struct span_index;

/*
 * Index `count` spans [first[i], end[i]), sorted by `first`. The columns are borrowed and the
 * index is owned by `arena`; both must outlive it. STATUS_NO_MEMORY.
 */
enum status span_index_new(const uint32_t *first, const uint32_t *end, uint32_t count,
                           struct arena *arena, struct span_index **index);

/* The first span that begins at or after `position`; the number of spans when there is none. So the
 * spans that begin in [a, b) are span_from(a) to span_from(b). */
uint32_t span_from(const struct span_index *index, uint32_t position);

/* The next span from index `at` on that lies inside [first, end); SPAN_NONE when there is none. */
uint32_t span_next_inside(const struct span_index *index, uint32_t at, uint32_t first,
                          uint32_t end);

/*
 * The next span from index `at` on that shares a position with [first, end); SPAN_NONE when
 * there is none. An empty span shares none.
 */
uint32_t span_next_overlapping(const struct span_index *index, uint32_t at, uint32_t first,
                               uint32_t end);

/*
 * The span that ends at or before `position` and is nearest to it: the greatest end, of those
 * the first. SPAN_NONE.
 */
uint32_t span_before(const struct span_index *index, uint32_t position);

/* The first span that begins at or after `position`. SPAN_NONE. */
uint32_t span_after(const struct span_index *index, uint32_t position);

/*
 * The span nearest to [first, end): one that overlaps it, else the one with the fewest
 * positions between (at equal distance the one before). SPAN_NONE when there are no spans.
 */
uint32_t span_nearest(const struct span_index *index, uint32_t first, uint32_t end);

#endif
