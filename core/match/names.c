#include "names.h"
#include "../base/array.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_BITS = 6 };

/* A row at an edge, while the trie grows. */
struct name_link {
  uint32_t row;    /* with NAME_LOWER */
  uint32_t before; /* index + 1 of the row added before it at the same step; 0: it was the first */
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

const uint32_t *names_rows(const struct names *names, const struct name_step *step)
{
  if (step->rows & NAME_LAST)
    return &step->rows;
  return step->rows ? &names->rows[step->rows - 1] : NULL;
}

const struct name_step *names_begin(const struct names *names, uint32_t word)
{
  if (word >= names->root_count)
    return NULL;
  const struct name_step *step = &names->roots[word];
  return step->node | step->rows ? step : NULL;
}

const struct name_step *names_next(const struct names *names, uint32_t node, uint32_t word)
{
  if (!names->edges)
    return NULL;
  const struct name_edge *edge = &names->edges[find_slot(names->edges, names->bits, node, word)];
  return edge->word ? &edge->to : NULL;
}

void names_prefetch_begin(const struct names *names, uint32_t word)
{
  if (word < names->root_count)
    __builtin_prefetch(&names->roots[word]);
}

void names_prefetch_next(const struct names *names, uint32_t node, uint32_t word)
{
  if (names->edges)
    __builtin_prefetch(&names->edges[slot_of(names->bits, node, word)]);
}

void names_builder_begin(struct names_builder *builder)
{
  memset(builder, 0, sizeof *builder);
}

void names_builder_free(struct names_builder *builder)
{
  free(builder->roots);
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

/* Where names that begin with `word` lead, to be filled in. */
static enum status add_root(struct names_builder *builder, uint32_t word, struct name_step **step)
{
  enum status status =
      array_reach(&builder->roots, &builder->root_room, word, sizeof *builder->roots);
  if (status != STATUS_OK)
    return status;
  if (word >= builder->names.root_count)
    builder->names.root_count = word + 1;
  *step = &builder->roots[word];
  return STATUS_OK;
}

/* Where `word` leads from `node`, to be filled in. */
static enum status add_edge(struct names_builder *builder, uint32_t node, uint32_t word,
                            struct name_step **step)
{
  bool full = !builder->edges ||
              8 * ((uint64_t)builder->edge_count + 1) > 5 * ((uint64_t)1 << builder->names.bits);
  if (full) {
    enum status status = grow_edges(builder);
    if (status != STATUS_OK)
      return status;
  }
  uint32_t slot = find_slot(builder->edges, builder->names.bits, node, word);
  struct name_edge *edge = &builder->edges[slot];
  if (edge->word == 0) {
    *edge = (struct name_edge){.node = node, .word = word};
    builder->edge_count++;
  }
  *step = &edge->to;
  return STATUS_OK;
}

/* Hang a row on a step. */
static enum status add_link(struct names_builder *builder, struct name_step *step, uint32_t row)
{
  if (step->rows != 0 && builder->links[step->rows - 1].row == row)
    return STATUS_OK;
  enum status status = array_reach(&builder->links, &builder->link_room, builder->link_count,
                                   sizeof *builder->links);
  if (status != STATUS_OK)
    return status;
  builder->links[builder->link_count] = (struct name_link){.row = row, .before = step->rows};
  builder->link_count++;
  step->rows = builder->link_count;
  return STATUS_OK;
}

enum status names_add(struct names_builder *builder, const uint32_t *words, uint32_t count,
                      uint32_t row, bool lower)
{
  if (count == 0 || count > NAME_TOKENS || row > NAME_ROWS)
    return STATUS_MISUSE;
  struct name_step *step;
  enum status status = add_root(builder, words[0], &step);
  for (uint32_t i = 1; i < count && status == STATUS_OK; i++) {
    if (step->node == 0) {
      builder->node_count++;
      step->node = builder->node_count;
    }
    status = add_edge(builder, step->node, words[i], &step);
  }
  if (status != STATUS_OK)
    return status;
  return add_link(builder, step, row | (lower ? NAME_LOWER : 0));
}

/*
 * Put the chain of rows at `step` in the order they came in, a single one into the step itself,
 * several at the end of `rows`, which holds `count`. Returns how many it holds then.
 */
static uint32_t lay_out(const struct name_link *links, struct name_step *step, uint32_t *rows,
                        uint32_t count)
{
  if (step->rows == 0)
    return count;
  const struct name_link *last =
      &links[step->rows - 1]; /* the chain runs from the last to the first */
  if (last->before == 0) {
    step->rows = last->row | NAME_LAST;
    return count;
  }
  uint32_t end = count;
  for (uint32_t link = step->rows; link != 0; link = links[link - 1].before)
    end++;
  uint32_t to = end;
  for (uint32_t link = step->rows; link != 0; link = links[link - 1].before) {
    to--;
    rows[to] = links[link - 1].row;
  }
  rows[end - 1] |= NAME_LAST;
  step->rows = count + 1;
  return end;
}

enum status names_freeze(struct names_builder *builder)
{
  struct names *names = &builder->names;
  builder->rows = malloc(((size_t)builder->link_count + 1) * sizeof *builder->rows);
  if (!builder->rows)
    return STATUS_NO_MEMORY;
  uint32_t count = 0;
  for (uint32_t i = 0; i < names->root_count; i++)
    count = lay_out(builder->links, &builder->roots[i], builder->rows, count);
  uint32_t slots = builder->edges ? 1u << names->bits : 0;
  for (uint32_t i = 0; i < slots; i++)
    count = lay_out(builder->links, &builder->edges[i].to, builder->rows, count);
  free(builder->links);
  builder->links = NULL;
  names->roots = builder->roots;
  names->edges = builder->edges;
  names->rows = builder->rows;
  names->row_count = count;
  return STATUS_OK;
}
