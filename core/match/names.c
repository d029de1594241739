#include "names.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_BITS = 6, FIRST_LINKS = 64 };

/* A row at an edge, while the trie grows. */
struct name_link {
  struct name_row row;
  uint32_t before; /* index + 1 of the row added before it at the same edge; 0: it was the first */
};

static inline uint32_t slot_of(uint32_t bits, uint32_t node, uint32_t word)
{
  uint64_t key = ((uint64_t)node << 32 | word) * 0x9e3779b97f4a7c15u;
  key ^= key >> 32;
  key *= 0xd6e8feb86659fd93u;
  return (uint32_t)(key >> (64 - bits));
}

/* The slot of the edge, or the free one where it would go. */
static inline uint32_t find_slot(const struct name_edge *edges, uint32_t bits, uint32_t node,
                                 uint32_t word)
{
  uint32_t mask = (1u << bits) - 1;
  uint32_t i = slot_of(bits, node, word);
  while (edges[i].word != 0 && (edges[i].word != word || edges[i].node != node))
    i = (i + 1) & mask;
  return i;
}

const struct name_edge *names_step(const struct names *names, uint32_t node, uint32_t word)
{
  if (!names->edges)
    return NULL;
  const struct name_edge *edge = &names->edges[find_slot(names->edges, names->bits, node, word)];
  return edge->word ? edge : NULL;
}

void names_prefetch(const struct names *names, uint32_t word)
{
  if (names->edges)
    __builtin_prefetch(&names->edges[slot_of(names->bits, 0, word)]);
}

void names_builder_begin(struct names_builder *builder)
{
  memset(builder, 0, sizeof *builder);
}

void names_builder_free(struct names_builder *builder)
{
  free(builder->edges);
  free(builder->links);
  free(builder->rows);
  memset(builder, 0, sizeof *builder);
}

static enum status grow_edges(struct names_builder *builder)
{
  uint32_t old_bits = builder->names.bits;
  uint32_t bits = builder->edges ? old_bits + 1 : FIRST_BITS;
  if (bits > 30)
    return STATUS_LIMIT;
  struct name_edge *edges = calloc((size_t)1 << bits, sizeof *edges);
  if (!edges)
    return STATUS_NO_MEMORY;
  uint32_t old_count = builder->edges ? 1u << old_bits : 0;
  for (uint32_t i = 0; i < old_count; i++) {
    const struct name_edge *old = &builder->edges[i];
    if (old->word != 0)
      edges[find_slot(edges, bits, old->node, old->word)] = *old;
  }
  free(builder->edges);
  builder->edges = edges;
  builder->names.bits = bits;
  return STATUS_OK;
}

/* The slot of an edge that is there afterwards. */
static enum status add_edge(struct names_builder *builder, uint32_t node, uint32_t word,
                            uint32_t *slot)
{
  bool full = !builder->edges ||
              8 * ((uint64_t)builder->edge_count + 1) > 5 * ((uint64_t)1 << builder->names.bits);
  if (full) {
    enum status status = grow_edges(builder);
    if (status != STATUS_OK)
      return status;
  }
  *slot = find_slot(builder->edges, builder->names.bits, node, word);
  if (builder->edges[*slot].word == 0) {
    builder->edges[*slot] = (struct name_edge){.node = node, .word = word};
    builder->edge_count++;
  }
  return STATUS_OK;
}

static enum status add_link(struct names_builder *builder, struct name_edge *edge,
                            struct name_row row)
{
  if (edge->rows != 0) {
    const struct name_row *before = &builder->links[edge->rows - 1].row;
    if (before->list == row.list && before->row == row.row)
      return STATUS_OK;
  }
  if (builder->link_count == builder->link_room) {
    if (builder->link_room > UINT32_MAX / 4)
      return STATUS_LIMIT;
    uint32_t room = builder->link_room ? 2 * builder->link_room : FIRST_LINKS;
    struct name_link *links = realloc(builder->links, room * sizeof *links);
    if (!links)
      return STATUS_NO_MEMORY;
    builder->links = links;
    builder->link_room = room;
  }
  builder->links[builder->link_count] = (struct name_link){.row = row, .before = edge->rows};
  builder->link_count++;
  edge->rows = builder->link_count;
  return STATUS_OK;
}

enum status names_add(struct names_builder *builder, const uint32_t *words, uint32_t count,
                      uint32_t list, uint32_t row, bool lower)
{
  if (count == 0 || count > NAME_TOKENS || list >= NAME_LISTS)
    return STATUS_MISUSE;
  uint32_t node = 0;
  uint32_t slot = 0;
  for (uint32_t i = 0; i < count; i++) {
    enum status status = add_edge(builder, node, words[i], &slot);
    if (status != STATUS_OK)
      return status;
    struct name_edge *edge = &builder->edges[slot];
    if (i + 1 < count && edge->next == 0) {
      builder->node_count++;
      edge->next = builder->node_count;
    }
    node = edge->next;
  }
  return add_link(builder, &builder->edges[slot],
                  (struct name_row){.list = list | (lower ? NAME_LOWER : 0), .row = row});
}

enum status names_freeze(struct names_builder *builder)
{
  struct names *names = &builder->names;
  if (!builder->edges)
    return STATUS_OK;
  builder->rows = malloc((builder->link_count + 1) * sizeof *builder->rows);
  if (!builder->rows)
    return STATUS_NO_MEMORY;
  uint32_t count = 0;
  for (uint32_t i = 0; i < 1u << names->bits; i++) {
    struct name_edge *edge = &builder->edges[i];
    if (edge->rows == 0)
      continue;
    uint32_t chain = 0; /* the chain runs from the last row to the first */
    for (uint32_t link = edge->rows; link != 0; link = builder->links[link - 1].before)
      chain++;
    uint32_t to = count + chain;
    for (uint32_t link = edge->rows; link != 0; link = builder->links[link - 1].before) {
      to--;
      builder->rows[to] = builder->links[link - 1].row;
    }
    edge->rows = count + 1;
    count += chain;
    builder->rows[count - 1].list |= NAME_LAST;
  }
  free(builder->links);
  builder->links = NULL;
  names->edges = builder->edges;
  names->rows = builder->rows;
  names->row_count = count;
  return STATUS_OK;
}
