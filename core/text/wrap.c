/*
 * Lines that run on. Three kinds of evidence:
 *
 * Flowed text (RFC 3676): a line that ends with a space, and the next begins with a small letter or a
 * bracket. Texts copied from PDF files look so too.
 *
 * Hard-wrapped text: lines broken at a width, paragraphs parted by blank lines or by nothing. In doubt a line
 * break is a hard end, so a text counts as wrapped only when its breaks in mid-sentence look forced: the next
 * word would not have fitted: most of many, or all of few. Where letters differ in width, as in what is copied
 * from printed pages, lines of one measure differ in characters: then a line counts as full a little before the
 * width is reached. Columns as narrow as verses must read like prose. A blank line may stand behind every line.
 *
 * Quotations that end in a comma: who said it follows.
 */
#include "../base/ascii.h"
#include "segmenter.h"
#include <string.h>

enum {
  HYPHENED_LINE = 20, /* bytes of a line that may part a word, at least */
  MIN_WIDTH = 40,     /* characters of a line of wrapped text, at least */
  COLUMN_WIDTH = 24,  /* of a line of a printed column */
  LINES_A_MARK = 10,  /* of a column, among which one has a stop or a comma inside, at least */
  MAX_WIDTH = 120,    /* and at most */
  MIN_JOINS = 3,      /* breaks before a small letter that must be seen */
  FEW_WIDTH =
      55, /* of the lines of a short text, where one such break is enough if all are forced */
  MIDDLE_SHARE = 25, /* per cent of breaks in mid-sentence that stand before one, at least */
  FORCED_SHARE = 75, /* ... where the next word would not have fitted, at least */
  LONGER_SHARE = 5,  /* ... whose line is longer, at most */
  ALLOWANCE = 4,     /* longer lines seen before the share is asked */
  SPACED_SHARE = 50, /* ... of lines behind which one empty line stands, where lines are spaced */
  SLACK = 8 /* printed lines of one measure differ by a part of it in characters: one in so many */
};

/* The lines of a text and what they are. */
struct text_lines {
  struct slice text;
  const struct spans *lines;
  const uint8_t *types;
  uint32_t step; /* to the next line: 2 where an empty one stands behind each */
};

/* How a text is wrapped: the width of its lines in characters, 0 if it is not, and by how much full lines miss it. */
struct measure {
  uint32_t width;
  uint32_t slack;
};

static bool is_small(unsigned char c)
{
  return c >= 'a' && c <= 'z';
}

/* The first byte of a line that is not empty. */
static unsigned char first_byte(const struct text_lines *t, uint32_t line)
{
  return (unsigned char)t->text.data[t->lines->start[line]];
}

/* Characters, not bytes, of a line. */
static uint32_t width_of(const char *text, uint32_t start, uint32_t end)
{
  uint32_t width = 0;
  for (uint32_t i = start; i < end; i++)
    width += ((unsigned char)text[i] & 0xC0) != 0x80;
  return width;
}

/* Characters of line `line`, the spaces before it too: the first line of a paragraph may be indented. */
static uint32_t width_of_line(const struct text_lines *t, uint32_t line)
{
  uint32_t start = t->lines->start[line];
  while (start > 0 && t->text.data[start - 1] == ' ')
    start--;
  return width_of(t->text.data, start, t->lines->end[line]);
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

/*
 * True when the line ends with a space and without a stop, and the next begins in mid-sentence; or when it is long and
 * ends in the middle of a word, with a hyphen.
 */
static bool is_flowed(const struct text_lines *t, uint32_t line)
{
  uint32_t end = t->lines->end[line];
  unsigned char last = (unsigned char)t->text.data[end - 1];
  unsigned char first = first_byte(t, line + t->step);
  if (last == '-' && is_small(first) && end - t->lines->start[line] >= HYPHENED_LINE)
    return is_small((unsigned char)t->text.data[end - 2]);
  return t->text.data[end] == ' ' && last != '.' && last != ':' && last != ';' && last != '!' &&
         last != '?' && (is_small(first) || first == '(');
}

/* True when line `line` ends in what somebody says and a comma, and the next tells who: “It is late,” / Holm said. */
static bool is_told_below(const struct text_lines *t, uint32_t line)
{
  const char *end = t->text.data + t->lines->end[line];
  uint32_t bytes = t->lines->end[line] - t->lines->start[line];
  unsigned char first = first_byte(t, line + t->step);
  bool letter = is_small(first) || (first >= 'A' && first <= 'Z') || first >= 0xC3;
  return letter && ((bytes > 4 && memcmp(end - 4, ",\xE2\x80\x9D", 4) == 0) ||
                    (bytes > 2 && memcmp(end - 2, ",\"", 2) == 0));
}

/* True when line `line` and the next are both text that could run on. */
static bool can_join(const struct text_lines *t, uint32_t line)
{
  uint32_t next = line + t->step;
  return next < t->lines->count && t->types[line] != LINE_BLANK && t->types[next] != LINE_BLANK &&
         t->types[next] != LINE_LIST;
}

/* True when line `line` does not end as a sentence does, closing marks and brackets aside. */
static bool is_open(const struct text_lines *t, uint32_t line)
{
  uint32_t start = t->lines->start[line];
  uint32_t end = t->lines->end[line];
  while (end > start) {
    unsigned char last = (unsigned char)t->text.data[end - 1];
    bool mark =
        last >= 0x80 && end - start >= 3 && memcmp(t->text.data + end - 3, "\xE2\x80", 2) == 0;
    if (!mark && last != '"' && last != '\'' && last != ')' && last != ']')
      return last != '.' && last != '!' && last != '?' && last != ':';
    end -= mark ? 3 : 1;
  }
  return true;
}

/* True when the first word of the next line would not have fitted into line `line`, which may miss the width by `slack`. */
static bool is_forced(const struct text_lines *t, uint32_t line, uint32_t width, uint32_t slack)
{
  uint32_t next = line + t->step;
  if (t->lines->end[line] - t->lines->start[line] > MAX_WIDTH * 4)
    return false;
  return width_of_line(t, line) + 1 +
             first_word(t->text.data, t->lines->start[next], t->lines->end[next]) + slack >
         width;
}

/* Per cent of the breaks in mid-sentence that are forced. */
static uint32_t forced_share(const struct text_lines *t, uint32_t width, uint32_t slack)
{
  uint32_t open = 0;
  uint32_t forced = 0;
  for (uint32_t i = 0; i + 1 < t->lines->count; i++) {
    if (!can_join(t, i) || !is_open(t, i))
      continue;
    open++;
    forced += is_forced(t, i, width, slack);
  }
  return open == 0 ? 0 : forced * 100 / open;
}

/* True when line `line` begins with a small letter that is not that of an address. */
static bool begins_small(const struct text_lines *t, uint32_t line)
{
  struct slice rest = slice_from(t->text, t->lines->start[line]);
  return is_small((unsigned char)rest.data[0]) && !slice_begins(rest, "http") &&
         !slice_begins(rest, "www.");
}

/* The ends of lines that could run on. */
struct breaks {
  uint32_t of_width[MAX_WIDTH + 1];
  uint32_t all;
  uint32_t longer; /* behind more than MAX_WIDTH characters */
  uint32_t open;   /* in mid-sentence */
  uint32_t middle; /* of these, before a small letter */
};

/* Count them; false: lines are too long for a wrapped text, as those of most texts are, which are given up soon. */
static bool count_breaks(const struct text_lines *t, struct breaks *breaks)
{
  for (uint32_t i = 0; i + 1 < t->lines->count; i++) {
    if (!can_join(t, i))
      continue;
    breaks->all++;
    uint32_t bytes = t->lines->end[i] - t->lines->start[i];
    uint32_t width = bytes > MAX_WIDTH * 4 ? bytes : width_of_line(t, i);
    if (width > MAX_WIDTH)
      breaks->longer++;
    else
      breaks->of_width[width]++;
    if (breaks->longer > ALLOWANCE && breaks->longer * 100 > breaks->all * LONGER_SHARE)
      return false;
    if (is_open(t, i)) {
      breaks->open++;
      breaks->middle += begins_small(t, i + t->step);
    }
  }
  return breaks->longer * 100 <= breaks->all * LONGER_SHARE;
}

/*
 * True when short lines are those of a printed column and not verses or a list: words are parted at their ends, or stops
 * and commas stand inside them and names at their beginnings, too.
 */
static bool is_column(const struct text_lines *t, const struct breaks *breaks)
{
  uint32_t marked = 0;
  uint32_t hyphened = 0;
  for (uint32_t i = 0; i < t->lines->count; i++) {
    const char *line = t->text.data + t->lines->start[i];
    size_t size = t->lines->end[i] - t->lines->start[i];
    marked += memmem(line, size, ". ", 2) != NULL || memmem(line, size, ", ", 2) != NULL;
    hyphened += size > 1 && line[size - 1] == '-' && is_small((unsigned char)line[size - 2]);
  }
  return hyphened > 1 || (breaks->middle < breaks->open && marked * LINES_A_MARK >= breaks->all);
}

/*
 * How the text is wrapped. The width is that of all but the longest few lines, because addresses and tables
 * stick out.
 */
static struct measure find_measure(const struct text_lines *t)
{
  static const struct measure not_wrapped = {0, 0};
  struct breaks breaks = {.all = 0};
  if (!count_breaks(t, &breaks))
    return not_wrapped;
  bool many = breaks.middle >= MIN_JOINS && breaks.middle * 100 >= breaks.open * MIDDLE_SHARE;
  bool few = breaks.middle > 0 && breaks.longer == 0;
  if (!many && !few)
    return not_wrapped;
  uint32_t widest = MAX_WIDTH;
  uint32_t beyond = 0;
  while (widest > 0 && (beyond + breaks.of_width[widest]) * 100 <= breaks.all * LONGER_SHARE)
    beyond += breaks.of_width[widest--];
  if (widest < (many ? COLUMN_WIDTH : FEW_WIDTH) || (widest < MIN_WIDTH && !is_column(t, &breaks)))
    return not_wrapped;
  uint32_t share = many ? FORCED_SHARE : 100;
  for (uint32_t slack = 0; slack <= (many ? widest / SLACK : 0); slack += widest / SLACK)
    if (forced_share(t, widest, slack) >= share)
      return (struct measure){widest, slack};
  return not_wrapped;
}

/* True when line `line` of a wrapped text goes on in the next: in mid-sentence a little room may be left, before a small letter or a digit half a line. */
static bool runs_on(const struct text_lines *t, uint32_t line, struct measure measure)
{
  if (!is_open(t, line))
    return is_forced(t, line, measure.width, 0);
  unsigned char next = first_byte(t, line + t->step);
  bool small = is_small(next) || ascii_is_digit((char)next);
  return is_forced(t, line, measure.width, small ? measure.width / 2 : measure.slack);
}

/* True when an empty line stands behind most and few stand together, as in what is copied from printed pages. */
static bool is_spaced(const struct spans *lines, const uint8_t *types)
{
  uint32_t written = 0;
  uint32_t spaced = 0;
  uint32_t together = 0;
  for (uint32_t i = 0; i + 2 < lines->count; i++) {
    if (types[i] == LINE_BLANK)
      continue;
    written++;
    together += types[i + 1] != LINE_BLANK;
    spaced += types[i + 1] == LINE_BLANK && types[i + 2] != LINE_BLANK;
  }
  return spaced * 100 > written * SPACED_SHARE && together * 100 <= written * LONGER_SHARE;
}

enum status segment_find_wraps(struct slice text, const struct spans *lines, const uint8_t *types,
                               struct arena *arena, uint8_t **joins)
{
  struct text_lines t = {text, lines, types, is_spaced(lines, types) ? 2 : 1};
  struct measure measure = find_measure(&t);
  *joins = NULL;
  if (measure.width == 0)
    t.step = 1;
  for (uint32_t i = 0; i + 1 < lines->count; i++) {
    if (!can_join(&t, i))
      continue;
    bool join = is_flowed(&t, i) || is_told_below(&t, i);
    if (measure.width > 0 && !join)
      join = runs_on(&t, i, measure);
    if (!join)
      continue;
    if (*joins == NULL) {
      *joins = arena_array(arena, lines->count, 1);
      if (*joins == NULL)
        return STATUS_NO_MEMORY;
      memset(*joins, 0, lines->count);
    }
    memset(*joins + i, 1, t.step);
  }
  return STATUS_OK;
}
