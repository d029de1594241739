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
  MIN_WIDTH = 40,    /* characters of a line of wrapped text, at least */
  MAX_WIDTH = 120,   /* and at most */
  MIN_JOINS = 3,     /* breaks in mid-sentence that must be seen */
  MIDDLE_SHARE = 40, /* per cent of breaks that stand in mid-sentence, at least */
  FORCED_SHARE = 75, /* ... where the next word would not have fitted, at least */
  LONGER_SHARE = 5,  /* ... whose line is longer, at most */
  ALLOWANCE = 4      /* longer lines seen before the share is asked */
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

/* Characters of the first word of a line, as far as they matter. */
static uint32_t first_word(const char *text, uint32_t start, uint32_t end)
{
  uint32_t at = start;
  if (end - start > MAX_WIDTH)
    end = start + MAX_WIDTH;
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
  return text.data[end] == ' ' && last != '.' && last != ':' && last != ';' && last != '!' &&
         last != '?' && (is_small(first) || first == '(');
}

/* True when line `line` and the one after it are both text that could run on. */
static bool can_join(const uint8_t *types, uint32_t line)
{
  return types[line] != LINE_BLANK && types[line + 1] != LINE_BLANK && types[line + 1] != LINE_LIST;
}

/* True when the first word of the next line would not have fitted into line `line`. */
static bool is_forced(struct slice text, const struct spans *lines, uint32_t line, uint32_t width)
{
  uint32_t bytes = lines->end[line] - lines->start[line];
  if (bytes > MAX_WIDTH * 4)
    return false;
  return width_of(text.data, lines->start[line], lines->end[line]) + 1 +
             first_word(text.data, lines->start[line + 1], lines->end[line + 1]) >
         width;
}

/*
 * Width of hard-wrapped text, in characters; 0 if the text is not. The width is that of all but the longest few
 * lines, because addresses and tables stick out.
 */
static uint32_t wrap_width(struct slice text, const struct spans *lines, const uint8_t *types)
{
  uint32_t of_width[MAX_WIDTH + 1] = {0};
  uint32_t breaks = 0;
  uint32_t longer = 0;
  uint32_t middle = 0;
  for (uint32_t i = 0; i + 1 < lines->count; i++) {
    if (!can_join(types, i))
      continue;
    breaks++;
    uint32_t bytes = lines->end[i] - lines->start[i];
    uint32_t width =
        bytes > MAX_WIDTH * 4 ? bytes : width_of(text.data, lines->start[i], lines->end[i]);
    if (width > MAX_WIDTH)
      longer++;
    else
      of_width[width]++;
    /* Most texts are not wrapped, and are given up after a few lines. */
    if (longer > ALLOWANCE && longer * 100 > breaks * LONGER_SHARE)
      return 0;
    unsigned char last = (unsigned char)text.data[lines->end[i] - 1];
    unsigned char first = (unsigned char)text.data[lines->start[i + 1]];
    middle += (is_small(last) || last == ',') && is_small(first);
  }
  if (middle < MIN_JOINS || middle * 100 < breaks * MIDDLE_SHARE ||
      longer * 100 > breaks * LONGER_SHARE)
    return 0;

  uint32_t widest = MAX_WIDTH;
  uint32_t beyond = 0;
  while (widest > 0 && (beyond + of_width[widest]) * 100 <= breaks * LONGER_SHARE)
    beyond += of_width[widest--];
  if (widest < MIN_WIDTH)
    return 0;
  uint32_t forced = 0;
  for (uint32_t i = 0; i + 1 < lines->count; i++)
    forced += can_join(types, i) && is_forced(text, lines, i, widest);
  return forced * 100 < breaks * FORCED_SHARE ? 0 : widest;
}

enum status segment_find_wraps(struct slice text, const struct spans *lines, const uint8_t *types,
                               struct arena *arena, uint8_t **joins)
{
  *joins = NULL;
  uint32_t width = wrap_width(text, lines, types);
  for (uint32_t i = 0; i + 1 < lines->count; i++) {
    if (!can_join(types, i))
      continue;
    bool join = is_flowed(text, lines, i);
    if (width > 0 && !join)
      join = is_forced(text, lines, i, width);
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
