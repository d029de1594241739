/*
 * Tables of tab-separated values: cells of the lines that slice_line gives.
 */
#ifndef READOUT_TSV_H
#define READOUT_TSV_H

#include "slice.h"

/* Take the next cell off `line`; an empty one when nothing is left. */
static inline struct slice tsv_cell(struct slice *line)
{
  const char *tab = line->size > 0 ? memchr(line->data, '\t', line->size) : NULL;
  struct slice cell = {line->data, tab ? (size_t)(tab - line->data) : line->size};
  *line = slice_from(*line, tab ? cell.size + 1 : cell.size);
  return cell;
}

#endif
