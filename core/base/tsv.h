/*
 * Tables of tab-separated values. Lines end with LF or CR LF.
 */
#ifndef READOUT_TSV_H
#define READOUT_TSV_H

#include "slice.h"

/* Take the next line, without its end, off `rest`; false, and an empty line, when nothing is left. */
static inline bool tsv_line(struct slice *rest, struct slice *line)
{
  const char *feed = rest->size > 0 ? memchr(rest->data, '\n', rest->size) : NULL;
  size_t size = feed ? (size_t)(feed - rest->data) : rest->size;
  bool more = rest->size > 0;
  bool carriage = size > 0 && rest->data[size - 1] == '\r';
  *line = (struct slice){rest->data, size - carriage};
  *rest = slice_from(*rest, feed ? size + 1 : size);
  return more;
}

/* Take the next cell off `line`; an empty one when nothing is left. */
static inline struct slice tsv_cell(struct slice *line)
{
  const char *tab = line->size > 0 ? memchr(line->data, '\t', line->size) : NULL;
  struct slice cell = {line->data, tab ? (size_t)(tab - line->data) : line->size};
  *line = slice_from(*line, tab ? cell.size + 1 : cell.size);
  return cell;
}

#endif
