#include "slice.h"
#include <string.h>
#include <strings.h>

struct slice slice_from(struct slice slice, size_t at)
{
  return (struct slice){slice.data + at, slice.size - at};
}

bool slice_equal(struct slice a, struct slice b)
{
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool slice_is(struct slice slice, const char *word)
{
  return slice_equal(slice, (struct slice){word, strlen(word)});
}

bool slice_begins(struct slice slice, const char *word)
{
  size_t size = strlen(word);
  return slice.size >= size && memcmp(slice.data, word, size) == 0;
}

bool slice_begins_like(struct slice slice, const char *word)
{
  size_t size = strlen(word);
  return slice.size >= size && strncasecmp(slice.data, word, size) == 0;
}

bool slice_is_like(struct slice slice, const char *word)
{
  return slice.size == strlen(word) && slice_begins_like(slice, word);
}
