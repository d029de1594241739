/*
 * Names: a trie over word ids. What follows the first word of a name stands in an array by word
 * id; further steps are held as one hash of edges. An edge leads from a node by a word to a
 * node; the rows whose name ends there hang on the edge, so that a step costs one look-up.
 *
 * As with words, one struct serves the image and what is added at run time.
 */
#ifndef READOUT_NAMES_H
#define READOUT_NAMES_H

#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

enum {
  NAME_TOKENS = 48,      /* a name of more tokens is not found */
  NAME_ROWS = 0x3fffffff /* most rows in one trie */
};

/*
 * A row is known by its number among the rows of all lists. Above the number stand NAME_LOWER,
 * if its name begins in lower case and is tried at lower-case tokens too, and NAME_LAST, if it
 * is the last row with its name.
 */
#define NAME_LAST  0x80000000u
#define NAME_LOWER 0x40000000u

/*
 * Where a step leads. `rows`, where names end, is the row if it is the only one (NAME_LAST is set
 * then), else index + 1 of the first one in names.rows. Both zero: nowhere.
 */
struct name_step {
  uint32_t node; /* 0: no name goes on here */
  uint32_t rows; /* 0: no name ends here */
};

struct name_edge {
  uint32_t node; /* where it begins, from 1 */
  uint32_t word; /* 0: the slot is free */
  struct name_step to;
};

/* A frozen trie; what it points to is borrowed. All zero is the empty trie. */
struct names {
  const struct name_step *roots; /* by id of the first word, up to root_count */
  const struct name_edge *edges; /* 1 << bits of them; NULL while empty */
  const uint32_t *rows;          /* of names that have several; by step, then number */
  uint32_t bits;
  uint32_t root_count;
  uint32_t row_count;
};

struct name_link;

/* A trie that grows, and its frozen form once names_freeze was called. */
struct names_builder {
  struct names names;
  struct name_step *roots; /* owns */
  struct name_edge *edges; /* owns */
  struct name_link *links; /* owns; rows while they come in, chained by step */
  uint32_t *rows;          /* owns; filled by names_freeze */
  uint32_t root_room;
  uint32_t edge_count;
  uint32_t node_count;
  uint32_t link_count;
  uint32_t link_room;
};

void names_builder_begin(struct names_builder *builder);
void names_builder_free(struct names_builder *builder);

/*
 * Add the name that is `count` (1 to NAME_TOKENS) words long. `lower`: its first token is not
 * one that names are commonly tried at. Rows must come in order of their numbers. A row that
 * has this name already is not added twice.
 */
enum status names_add(struct names_builder *builder, const uint32_t *words, uint32_t count,
                      uint32_t row, bool lower);

/* Lay out the rows; `names` is valid from then on. Nothing can be added afterwards. */
enum status names_freeze(struct names_builder *builder);

/*
 * The rows at a step: the first one is at the address given; the last one has NAME_LAST. NULL
 * when no name ends there.
 */
const uint32_t *names_rows(const struct names *names, const struct name_step *step);

/* What names that begin with `word` lead to; NULL when there is none. */
const struct name_step *names_begin(const struct names *names, uint32_t word);

/* Where `word` leads from `node` (not 0); NULL when nowhere. */
const struct name_step *names_next(const struct names *names, uint32_t node, uint32_t word);

/* Have what names_begin, or names_next, will read on its way from memory. */
void names_prefetch_begin(const struct names *names, uint32_t word);
void names_prefetch_next(const struct names *names, uint32_t node, uint32_t word);

#endif
