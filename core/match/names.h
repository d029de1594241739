/*
 * Names: a trie over word ids, held as one hash of edges. An edge leads from a node by a word to a node;
 * the rows whose name ends there hang on the edge, so that a step costs one look-up.
 *
 * As with words, one struct serves the image and what is added at run time.
 */
#ifndef READOUT_NAMES_H
#define READOUT_NAMES_H

#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

enum {
  NAME_TOKENS = 48,          /* a name of more tokens is not found */
  NAME_LISTS = 1 << 16       /* most lists in one trie */
};

/* Bits of name_row.list above the number of the list. */
#define NAME_LAST  0x80000000u /* no more rows at this edge */
#define NAME_LOWER 0x40000000u /* begins in lower case: tried at lower-case tokens too */
#define NAME_LIST  0x0000ffffu

struct name_edge {
  uint32_t node; /* where it begins; 0 is the root */
  uint32_t word; /* 0: the slot is free */
  uint32_t next; /* the node it leads to; 0: no name goes on here */
  uint32_t rows; /* index + 1 of the first row whose name ends here; 0: none does */
};

struct name_row {
  uint32_t list; /* number of the list, and the bits above */
  uint32_t row;
};

/* A frozen trie; what it points to is borrowed. All zero is the empty trie. */
struct names {
  const struct name_edge *edges; /* 1 << bits of them; NULL while empty */
  const struct name_row *rows;   /* by edge; within one by list, then row */
  uint32_t bits;
  uint32_t row_count;
};

struct name_link;

/* A trie that grows, and its frozen form once names_freeze was called. */
struct names_builder {
  struct names names;
  struct name_edge *edges; /* owns */
  struct name_link *links; /* owns; rows while they come in, chained by edge */
  struct name_row *rows;   /* owns; filled by names_freeze */
  uint32_t edge_count;
  uint32_t node_count;
  uint32_t link_count;
  uint32_t link_room;
};

void names_builder_begin(struct names_builder *builder);
void names_builder_free(struct names_builder *builder);

/*
 * Add the name that is `count` (1 to NAME_TOKENS) words long. `lower`: its first token is not one that
 * names are commonly tried at. Rows of a list must come in order. A row that ends at an edge already is not
 * added twice.
 */
enum status names_add(struct names_builder *builder, const uint32_t *words, uint32_t count,
                      uint32_t list, uint32_t row, bool lower);

/* Lay out the rows; `names` is valid from then on. Nothing can be added afterwards. */
enum status names_freeze(struct names_builder *builder);

/* The edge from `node` by `word`; NULL when there is none. */
const struct name_edge *names_step(const struct names *names, uint32_t node, uint32_t word);

/* Have the edge from the root by `word` on its way from memory. */
void names_prefetch(const struct names *names, uint32_t word);

#endif
