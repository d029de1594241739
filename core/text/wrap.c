/*
 * Lines that run on. Two kinds of evidence:
 *
 * Flowed text (RFC 3676): a line that ends with a space, and the next begins with a small letter or a
 * bracket. Texts copied from PDF files look so too.
 *
 * Hard-wrapped text: lines broken at a width, paragraphs parted by blank lines. In doubt a line break is a
 * hard end, so a text counts as wrapped only when its breaks look forced: the next word would not have
 * fitted, and lines end and begin in mid-sentence.
 */
#include "segmenter.h"
#include <string.h>

enum {
  MIN_WIDTH = 40,   /* characters of the widest line of wrapped text, at least */
  MAX_WIDTH = 120,  /* and at most */
  MIN_JOINS = 3,    /* breaks in mid-sentence that must be seen */
  FORCED_SHARE = 90 /* per cent of breaks where the next word would not have fitted */
};

static bool is_small(unsigned char c)
{
  return c >= 'a' && c <= 'z';
}

/* Characters, not bytes, of a line. */
static uint32_t width_of(const char *text, uint32_t start, uint32_t end)
{
  uint32_t width = 0;
  for (uint32_t i = start; i < end; i++)
    width += ((unsigned char)text[i] & 0xC0) != 0x80;
  return width;
}

/* Characters of the first word of a line. */
static uint32_t first_word(const char *text, uint32_t start, uint32_t end)
{
  uint32_t at = start;
  while (at < end && text[at] != ' ' && text[at] != '\t')
    at++;
  return width_of(text, start, at);
}

/* True when the line ends with a space and without a stop, and the next begins in mid-sentence. */
static bool is_flowed(struct slice text, const struct spans *lines, uint32_t line)
{
  uint32_t end = lines->end[line];
  unsigned char last = (unsigned char)text.data[end - 1];
  unsigned char first = (unsigned char)text.data[lines->start[line + 1]];
  return text.data[end] == ' ' && last != '.' && last != ':' && last != ';' && last != '!' && last != '?' &&
         (is_small(first) || first == '(');
}

/* True when line `line` and the one after it are both text that could run on. */
static bool can_join(const uint8_t *types, uint32_t line)
{
  return types[line] != LINE_BLANK && types[line + 1] != LINE_BLANK && types[line + 1] != LINE_LIST;
}

/* Width of hard-wrapped text, in characters; 0 if the text is not. */
static uint32_t wrap_width(struct slice text, const struct spans *lines, const uint8_t *types)
{
  uint32_t widest = 0;
  uint32_t breaks = 0;
  uint32_t middle = 0;
  uint32_t forced = 0;
  for (uint32_t i = 0; i < lines->count; i++) {
    uint32_t bytes = lines->end[i] - lines->start[i];
    if (bytes > MAX_WIDTH * 4)
      return 0;
    if (bytes <= widest)
      continue;
    uint32_t width = width_of(text.data, lines->start[i], lines->end[i]);
    if (width > MAX_WIDTH)
      return 0;
    if (width > widest)
      widest = width;
  }
  if (widest < MIN_WIDTH)
    return 0;
  for (uint32_t i = 0; i + 1 < lines->count; i++) {
    if (!can_join(types, i))
      continue;
    breaks++;
    uint32_t width = width_of(text.data, lines->start[i], lines->end[i]);
    forced += width + 1 + first_word(text.data, lines->start[i + 1], lines->end[i + 1]) > widest;
    unsigned char last = (unsigned char)text.data[lines->end[i] - 1];
    unsigned char first = (unsigned char)text.data[lines->start[i + 1]];
    middle += (is_small(last) || last == ',') && is_small(first);
  }
  return middle < MIN_JOINS || middle * 2 < breaks || forced * 100 < breaks * FORCED_SHARE ? 0 : widest;
}

enum status segment_find_wraps(struct slice text, const struct spans *lines, const uint8_t *types, struct arena *arena,
                               uint8_t **joins)
{
  *joins = NULL;
  uint32_t width = wrap_width(text, lines, types);
  for (uint32_t i = 0; i + 1 < lines->count; i++) {
    if (!can_join(types, i))
      continue;
    bool join = is_flowed(text, lines, i);
    if (width > 0 && !join)
      join = width_of(text.data, lines->start[i], lines->end[i]) + 1 +
               first_word(text.data, lines->start[i + 1], lines->end[i + 1]) > width;
    if (!join)
      continue;
    if (*joins == NULL) {
      *joins = arena_array(arena, lines->count, 1);
      if (*joins == NULL)
        return STATUS_NO_MEMORY;
      memset(*joins, 0, lines->count);
    }
    (*joins)[i] = 1;
  }
  return STATUS_OK;
}
