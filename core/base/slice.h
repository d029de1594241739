/*
 * A slice borrows bytes that somebody else owns. It is not closed by a NUL.
 */
#ifndef READOUT_SLICE_H
#define READOUT_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct slice {
  const char *data;
  size_t size; /* bytes */
};

/* What is left of it from byte `at` (at most its size) on. */
static inline struct slice slice_from(struct slice slice, size_t at)
{
  return (struct slice){slice.data + at, slice.size - at};
}

/* Without the white space, and other bytes up to U+0020, at both ends. */
static inline struct slice slice_trim(struct slice slice)
{
  while (slice.size > 0 && (unsigned char)slice.data[0] <= ' ')
    slice = slice_from(slice, 1);
  while (slice.size > 0 && (unsigned char)slice.data[slice.size - 1] <= ' ')
    slice.size--;
  return slice;
}

/* Whether both hold the same bytes. */
static inline bool slice_equal(struct slice a, struct slice b)
{
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Whether it begins with, or is, the bytes of `word`. */
static inline bool slice_begins(struct slice slice, const char *word)
{
  size_t size = strlen(word);
  return slice.size >= size && (size == 0 || memcmp(slice.data, word, size) == 0);
}

static inline bool slice_is(struct slice slice, const char *word)
{
  return slice.size == strlen(word) && slice_begins(slice, word);
}

/* The same with the case of ASCII letters ignored. */
static inline bool slice_begins_like(struct slice slice, const char *word)
{
  size_t size = strlen(word);
  return slice.size >= size && (size == 0 || strncasecmp(slice.data, word, size) == 0);
}

static inline bool slice_is_like(struct slice slice, const char *word)
{
  return slice.size == strlen(word) && slice_begins_like(slice, word);
}

/* Take the next line, without its LF or CR LF, off `rest`; false, and an empty line, when nothing is left. */
static inline bool slice_line(struct slice *rest, struct slice *line)
{
  const char *feed = rest->size > 0 ? memchr(rest->data, '\n', rest->size) : NULL;
  size_t size = feed ? (size_t)(feed - rest->data) : rest->size;
  bool more = rest->size > 0;
  bool carriage = size > 0 && rest->data[size - 1] == '\r';
  *line = (struct slice){rest->data, size - carriage};
  *rest = slice_from(*rest, feed ? size + 1 : size);
  return more;
}

#endif
