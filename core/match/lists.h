/*
 * Name lists: from the text of a TSV to rows, and from its first column to words and names.
 *
 * A list is UTF-8. Lines that begin with `#` at its top are comments, the next line names the
 * columns, every further line is a row, empty ones included. Line ends may be LF or CR LF.
 */
#ifndef READOUT_LISTS_H
#define READOUT_LISTS_H

#include "../base/arena.h"
#include "../base/slice.h"
#include "../base/status.h"
#include "../text/segment.h"
#include "names.h"
#include <stdbool.h>
#include <stdint.h>

/* Where the rows of a list are. */
struct list_rows {
  uint32_t columns_at; /* byte offset of the line of column names */
  uint32_t columns_size;
  uint32_t count;
  uint32_t *at; /* owned, malloc'd: byte offset of each row */
};

/* What becomes of a list. */
struct list_target {
  void *context;
  uint32_t (*intern)(void *context, struct slice normal); /* id of a word; 0 when memory is out */
  enum status (*mark)(void *context, uint32_t word, bool lower); /* `word` begins a name */
  struct names_builder *names;
};

/*
 * Find the rows of `tsv`. STATUS_BAD_INPUT when it is not UTF-8 or too large; fills `rows` on
 * STATUS_OK only.
 */
enum status list_parse(struct slice tsv, struct list_rows *rows);

/* True when the first column of `tsv` is called `name`. */
bool list_has_names(struct slice tsv);

/* Take what stands above the rows off `tsv`; returns the line of column names. */
struct slice list_header(struct slice *tsv);

/* Line `at` of `tsv` without its end. */
struct slice list_line(struct slice tsv, uint32_t at);

/* Cell `number`, from 0, of a line; empty when there are fewer. */
struct slice list_cell(struct slice line, uint32_t number);

/* The number of the column called `name` by the line of column names; UINT32_MAX: there is none. */
uint32_t list_column(struct slice columns, struct slice name);

/*
 * Add the names of all rows, cut into tokens by `rules`; row i gets number `first_row` + i.
 * `arena` is for scratch and is reset. STATUS_LIMIT when there are too many rows.
 */
enum status list_index(struct slice tsv, const struct list_rows *rows,
                       const struct segment_rules *rules, struct arena *arena,
                       const struct list_target *target, uint32_t first_row);

/*
 * True when names are tried at every token of this class and shape; at others, only names that
 * begin with one such.
 */
bool list_is_tried(uint8_t class, uint8_t shape);

/* The hash by which a list is known again. */
uint64_t list_hash(struct slice tsv);

#endif
