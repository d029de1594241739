/*
 * Lines and their types. Types are given by shape, and only with evidence: a line that shows nothing
 * particular is part of a paragraph.
 */
#include "../base/ascii.h"
#include "segmenter.h"
#include <string.h>

enum {
  LONG_LINE = 400,  /* bytes; a longer line is body text, whatever it looks like */
  MAX_WORDS = 64,   /* words looked at */
  TITLE_WORDS = 20, /* most words of a title */
  PLAIN_TITLE = 14, /* ... of one in sentence case */
  DATELINE_WORDS = 8,
  STAMP_WORDS = 12,
  CLOCK_WORDS = 3, /* 3.40 pm GMT */
  BYLINE_WORDS = 14,
  OPENING = 24,  /* bytes in which the colon of a caption stands */
  SMALL_WORD = 4 /* letters of a word that a title writes small */
};

/* What one line shows. */
struct look {
  uint32_t words;
  uint32_t capitals; /* words that begin with a capital or a digit */
  uint32_t small;    /* words that begin with a small letter and are longer than SMALL_WORD */
  uint32_t months;   /* names of months and days */
  uint32_t numbers;
  bool weekday;
  bool starts_big; /* first word begins with a capital or digit */
  bool clock;      /* the first word is a time of day: "11.08am", "03:27" */
  bool figures;    /* a word is a date in figures: "2031-04-21", "21/04/2031" */
  bool stop;       /* ends like a sentence, closing marks aside */
  bool byline;     /* the first word opens a byline, or the first two */
  bool author;     /* the first word does if "by" follows */
  bool stamp;      /* one of the first two words says that a date is the text's own */
  bool list;
  bool columns;   /* has tabs inside, as the rows of a table do */
  bool photo;     /* the first word is one of captions */
  bool captioned; /* a word of captions at the beginning, or in brackets */
  bool opening;   /* ... at the beginning, with a colon */
  bool ended;     /* a sentence ends inside the line */
  bool dated_end; /* the last word is a number, and a month stands in the line */
};

static bool is_break(const unsigned char *text, uint32_t size, uint32_t at, uint32_t *length)
{
  *length = 1;
  if (text[at] == '\n')
    return true;
  if (text[at] == '\r') {
    *length = at + 1 < size && text[at + 1] == '\n' ? 2 : 1;
    return true;
  }
  if (text[at] == 0xE2 && size - at >= 3 && text[at + 1] == 0x80 &&
      (text[at + 2] == 0xA8 || text[at + 2] == 0xA9)) {
    *length = 3;
    return true;
  }
  return false;
}

/* Where the next break is, from `at` on; `size` if there is none. `odd`: other breaks than LF may occur. */
static uint32_t next_break(const unsigned char *text, uint32_t size, uint32_t at, bool odd)
{
  if (!odd) {
    const unsigned char *found = memchr(text + at, '\n', size - at);
    return found == NULL ? size : (uint32_t)(found - text);
  }
  uint32_t length;
  while (at < size && !is_break(text, size, at, &length))
    at++;
  return at;
}

static uint32_t space_at(const struct segmenter *s, uint32_t at)
{
  uint32_t length;
  return char_at(s, at, &length) == CHAR_SPACE ? length : 0;
}

/* Trim white space at both edges of a line. */
static void trim(const struct segmenter *s, uint32_t *start, uint32_t *end)
{
  uint32_t length;
  while (*start < *end && (length = space_at(s, *start)) > 0)
    *start += length;
  while (*end > *start) {
    uint32_t at = *end - 1;
    while (at > *start && (s->text[at] & 0xC0) == 0x80)
      at--;
    if (space_at(s, at) == 0)
      break;
    *end = at;
  }
}

/* True when a line or paragraph separator (U+2028, U+2029) occurs. */
static bool has_separator(struct slice text)
{
  for (unsigned char last = 0xA8; last <= 0xA9; last++) {
    size_t at = 0;
    while (at < text.size) {
      const char *found = memchr(text.data + at, last, text.size - at);
      if (found == NULL)
        break;
      at = (size_t)(found - text.data) + 1;
      if (at >= 3 && memcmp(found - 2, "\xE2\x80", 2) == 0)
        return true;
    }
  }
  return false;
}

enum status segment_find_lines(struct slice text, struct arena *arena, struct spans *lines)
{
  struct segmenter s = {.text = (const unsigned char *)text.data, .size = (uint32_t)text.size};
  *lines = (struct spans){0};
  bool odd = text.size > 0 && (memchr(text.data, '\r', text.size) != NULL || has_separator(text));
  uint32_t length;
  size_t count = 1;
  for (uint32_t at = 0; at < s.size; count++) {
    at = next_break(s.text, s.size, at, odd);
    if (at == s.size)
      break;
    is_break(s.text, s.size, at, &length);
    at += length;
  }
  lines->start = arena_array(arena, count, sizeof *lines->start);
  lines->end = arena_array(arena, count, sizeof *lines->end);
  if (lines->start == NULL || lines->end == NULL)
    return STATUS_NO_MEMORY;
  for (uint32_t at = 0; at < s.size;) {
    uint32_t start = at;
    uint32_t end = next_break(s.text, s.size, at, odd);
    at = end;
    if (at < s.size) {
      is_break(s.text, s.size, at, &length);
      at += length;
    }
    trim(&s, &start, &end);
    lines->start[lines->count] = start;
    lines->end[lines->count] = end;
    lines->count++;
  }
  return STATUS_OK;
}

/* True when the line opens with a bullet, or with a number or letter and its stop or bracket. */
static bool is_list_item(const struct segmenter *s, uint32_t start, uint32_t end)
{
  static const char *const bullets[] = {"\xE2\x80\xA2",
                                        "\xE2\x80\xA3",
                                        "\xE2\x81\x83",
                                        "\xE2\x97\xA6",
                                        "\xE2\x96\xAA",
                                        "\xC2\xB7",
                                        "*",
                                        "-",
                                        "\xE2\x80\x93",
                                        "\xE2\x97\x8F",
                                        "\xE2\x96\xA0"};
  unsigned char first = s->text[start];
  bool marked = first >= 0x80 || first == '*' || first == '-';
  for (size_t i = 0; marked && i < sizeof bullets / sizeof *bullets; i++) {
    size_t size = strlen(bullets[i]);
    if (end - start > size && memcmp(s->text + start, bullets[i], size) == 0)
      return space_at(s, start + (uint32_t)size) > 0 || size == 3;
  }
  uint32_t at = start;
  bool bracket = s->text[at] == '(';
  at += bracket;
  uint32_t from = at;
  while (at < end && at - from < 3 && ascii_is_digit(s->text[at]))
    at++;
  if (at == from && at < end && ascii_is_letter(s->text[at]))
    at++;
  if (at == from || at + 1 >= end)
    return false;
  if (s->text[at] == ')')
    return space_at(s, at + 1) > 0;
  if (s->text[at] != '.' || bracket || !ascii_is_digit(s->text[from]))
    return false;
  unsigned char next = s->text[at + 1];
  return space_at(s, at + 1) > 0 || next == ')' || (next >= 'A' && next <= 'Z');
}

/* True when the line ends like a sentence: a stop, question mark, colon ..., closing marks aside. */
static bool ends_with_stop(const struct segmenter *s, uint32_t start, uint32_t end)
{
  while (end > start) {
    uint32_t at = end - 1;
    while (at > start && (s->text[at] & 0xC0) == 0x80)
      at--;
    uint32_t length;
    enum char_class class = char_at(s, at, &length);
    if (class == CHAR_STOP)
      return true;
    if (class == CHAR_PUNCTUATION)
      return strchr(".,;:!?", s->text[at]) != NULL || s->text[at] == 0xE2;
    if (class != CHAR_CLOSE && class != CHAR_QUOTE && class != CHAR_APOSTROPHE &&
        class != CHAR_OPEN && class != CHAR_SPACE)
      return false;
    end = at;
  }
  return false;
}

/* True for "11:08", "11.08am", "3.40pm". */
static bool is_clock(const unsigned char *word, uint32_t size)
{
  uint32_t at = size > 1 && ascii_is_digit(word[1]) ? 2 : 1;
  if (size < at + 3 || (word[at] != ':' && word[at] != '.') || !ascii_is_digit(word[at + 1]) ||
      !ascii_is_digit(word[at + 2]))
    return false;
  bool half = size == at + 5 && (word[at + 4] | 0x20) == 'm'; /* am, pm */
  return half || (size == at + 3 && word[at] == ':');
}

/* True for "2031-04-21", "21/04/2031", "21.4.31". */
static bool is_date(const unsigned char *word, uint32_t size)
{
  uint32_t digits = 0;
  uint32_t signs = 0;
  char sign = '\0';
  for (uint32_t i = 0; i < size; i++) {
    char c = (char)word[i];
    if (ascii_is_digit(c)) {
      digits++;
    } else {
      if (!ascii_is_among(c, "-/.") || (signs > 0 && c != sign))
        return false;
      sign = c;
      signs++;
    }
  }
  return signs == 2 && digits >= 4 && digits <= 8 && ascii_is_digit((char)word[size - 1]);
}

/* True when the first two letters are capitals. */
static bool in_capitals(const struct segmenter *s, uint32_t start, uint32_t end)
{
  return end - start > 1 && s->text[start] >= 'A' && s->text[start] <= 'Z' &&
         s->text[start + 1] >= 'A' && s->text[start + 1] <= 'Z';
}

/* True when a word of captions at the beginning of a line has its sign: "Photo:", "FILE - ". */
static bool opens_caption(const struct segmenter *s, uint32_t start, uint32_t end)
{
  if (end < s->size && s->text[end] == ':')
    return true;
  uint32_t length;
  if (!in_capitals(s, start, end) || s->size - end < 6 || s->text[end] != ' ')
    return false;
  enum char_class class = char_at(s, end + 1, &length);
  return (class == CHAR_HYPHEN || class == CHAR_DASH) && s->text[end + 1 + length] == ' ';
}

/* True when a stop behind a word ends a sentence inside the line. */
static bool ends_sentence(const struct segmenter *s, uint32_t start, uint32_t end, uint32_t rules)
{
  return end - start > 2 && s->size - end > 2 && s->text[end] == '.' && s->text[end + 1] == ' ' &&
         (rules & (RULE_ALWAYS | RULE_INNER | RULE_FREE)) == 0;
}

/* True for a word of a picture's credit: in brackets "Photo", "Photo/Ann", behind a sentence also "Photo:", "Holm/Agency". */
static bool is_credit(const struct segmenter *s, uint32_t start, uint32_t end, bool bracketed,
                      bool ended)
{
  uint32_t length;
  const unsigned char *found = memchr(s->text + start, '/', end - start);
  uint32_t slash = found == NULL ? end : (uint32_t)(found - s->text);
  if (ended && slash > start && slash + 1 < end && char_at(s, start, &length) == CHAR_UPPER &&
      char_at(s, slash + 1, &length) == CHAR_UPPER)
    return true;
  bool marked = bracketed || (end < s->size && s->text[end] == ':');
  return marked && (rules_find(s->rules, segment_slice(s, start, slash)) & RULE_CAPTION) != 0;
}

static void look_at_word(const struct segmenter *s, uint32_t start, uint32_t end, bool bracketed,
                         struct look *look)
{
  uint32_t length;
  enum char_class class = char_at(s, start, &length);
  bool big = class == CHAR_UPPER || class == CHAR_DIGIT;
  uint32_t rules =
      big || bracketed || look->words < 2 ? rules_find(s->rules, segment_slice(s, start, end)) : 0;
  look->words++;
  look->capitals += big;
  look->small += class == CHAR_LOWER && end - start > SMALL_WORD;
  look->numbers += class == CHAR_DIGIT;
  look->figures = look->figures || (class == CHAR_DIGIT && is_date(s->text + start, end - start));
  look->months += (rules & (RULE_MONTH | RULE_WEEKDAY)) != 0 && big;
  look->weekday = look->weekday || ((rules & RULE_WEEKDAY) != 0 && big);
  look->dated_end = class == CHAR_DIGIT && look->months > 0;
  look->stamp = look->stamp || (look->words <= 2 && (rules & RULE_STAMP) != 0);
  if (look->words == 2 && look->photo && (rules & RULE_BYLINE) != 0)
    look->captioned = true; /* "Photo by" */
  if (look->words == 2)
    look->byline = look->byline || (look->author && (rules & RULE_BYLINE) != 0);
  if (look->words == 1) {
    look->author = (rules & RULE_AUTHOR) != 0;
    look->starts_big = big;
    look->clock = class == CHAR_DIGIT && is_clock(s->text + start, end - start);
    look->byline = (rules & RULE_BYLINE) != 0;
    look->photo = (rules & RULE_CAPTION) != 0;
  }
  if ((rules & RULE_CAPTION) != 0 && look->words <= 2 && opens_caption(s, start, end))
    look->opening = true;
  if ((look->ended || bracketed) && is_credit(s, start, end, bracketed, look->ended))
    look->captioned = true;
  if ((rules & RULE_CAPTION) != 0 && look->opening)
    look->captioned = true;
  look->ended = look->ended || ends_sentence(s, start, end, rules);
}

/* True for "1 of 4 | A crowd waits". */
static bool is_numbered_picture(const struct segmenter *s, uint32_t start, uint32_t end)
{
  const char *line = (const char *)s->text + start;
  size_t size = end - start;
  size_t at = 0;
  while (at < size && ascii_is_digit(line[at]))
    at++;
  if (at == 0 || size - at < 6 || memcmp(line + at, " of ", 4) != 0)
    return false;
  for (at += 4; at < size && ascii_is_digit(line[at]);)
    at++;
  return size - at > 2 && memcmp(line + at, " | ", 3) == 0;
}

static struct look look_at(const struct segmenter *s, uint32_t start, uint32_t end)
{
  struct look look = {0};
  bool bracketed = false;
  uint32_t at = start;
  while (at < end && look.words < MAX_WORDS) {
    uint32_t length;
    enum char_class class = char_at(s, at, &length);
    bool word =
        class == CHAR_LOWER || class == CHAR_UPPER || class == CHAR_LETTER || class == CHAR_DIGIT;
    if (!word) {
      if (class == CHAR_OPEN)
        bracketed = true;
      if (class == CHAR_CLOSE)
        bracketed = false;
      at += length;
      continue;
    }
    uint32_t from = at;
    while (at < end) {
      class = char_at(s, at, &length);
      if (class == CHAR_SPACE || class == CHAR_OPEN || class == CHAR_CLOSE || class == CHAR_QUOTE ||
          (class == CHAR_PUNCTUATION && (at + length >= end || space_at(s, at + length) > 0)))
        break;
      at += length;
    }
    look_at_word(s, from, at, bracketed, &look);
  }
  look.columns = memchr(s->text + start, '\t', end - start) != NULL;
  look.captioned = look.captioned || is_numbered_picture(s, start, end) ||
                   memmem(s->text + start, end - start, "\xC2\xA9", 2) != NULL;
  look.stop = ends_with_stop(s, start, end);
  look.list = is_list_item(s, start, end);
  return look;
}

/* True when the line is a date, or the time of day of an entry in a live report. */
static bool is_dateline(const struct look *look)
{
  if (look->clock && look->words <= CLOCK_WORDS)
    return true;
  if (look->figures)
    return !look->columns && look->words <= STAMP_WORDS && look->capitals + 1 >= look->words;
  if (look->months == 0 || look->numbers == 0)
    return false;
  return look->stamp ? look->words <= STAMP_WORDS && look->small <= 1
                     : look->words <= DATELINE_WORDS && look->small == 0 &&
                           look->capitals + 1 >= look->words;
}

/* The type of a line that is not blank, from its look and its place among the others. */
static enum line_type type_of(const struct look *look, bool first, bool apart, bool before_body)
{
  if (look->list)
    return LINE_LIST;
  if (look->byline && !look->stop && look->words <= BYLINE_WORDS && look->capitals >= 2 &&
      look->small <= look->words / 3)
    return LINE_BYLINE;
  if (look->words == 0 || look->stop)
    return look->captioned && look->opening ? LINE_CAPTION : LINE_PARAGRAPH;
  if (is_dateline(look))
    return LINE_DATELINE;
  if (look->captioned)
    return LINE_CAPTION;
  if (first && look->weekday && look->dated_end && look->starts_big)
    return LINE_TITLE; /* a headline and its date run together */
  if (look->columns || (look->ended && (!look->dated_end || look->words > TITLE_WORDS)))
    return LINE_PARAGRAPH;
  bool title_case = look->small == 0 || look->small * 4 <= look->capitals;
  if (title_case && look->words <= TITLE_WORDS && look->starts_big && !look->dated_end)
    return LINE_TITLE;
  if (look->dated_end || (title_case && look->starts_big))
    return LINE_CAPTION;
  if (look->starts_big && look->words <= TITLE_WORDS && first)
    return LINE_TITLE;
  if (look->starts_big && look->words <= PLAIN_TITLE && apart && before_body)
    return LINE_TITLE;
  return LINE_PARAGRAPH;
}

/*
 * Most lines of most texts are sentences and end like one. Of these only list items, and lines that open
 * with a word and a colon or in capitals, as captions do, are looked at closely.
 */
static bool may_be_special(const struct segmenter *s, uint32_t start, uint32_t end)
{
  if (!ends_with_stop(s, start, end) || is_list_item(s, start, end))
    return true;
  uint32_t limit = end - start > OPENING ? start + OPENING : end;
  return memchr(s->text + start, ':', limit - start) != NULL || in_capitals(s, start, end);
}

/* True when the line ends in a dash, as broken-off speech does. */
static bool ends_with_dash(const struct segmenter *s, uint32_t start, uint32_t end)
{
  uint32_t length;
  uint32_t at = end - 1;
  while (at > start && (s->text[at] & 0xC0) == 0x80)
    at--;
  enum char_class class = char_at(s, at, &length);
  return class == CHAR_HYPHEN || class == CHAR_DASH;
}

/* True when line `i` stands between the end of one sentence and the beginning of another. */
static bool is_between_text(const struct segmenter *s, const struct spans *lines,
                            const uint8_t *types, uint32_t i)
{
  if (i == 0 || i + 1 >= lines->count || types[i - 1] != LINE_PARAGRAPH ||
      lines->start[i + 1] == lines->end[i + 1] || ends_with_dash(s, lines->start[i], lines->end[i]))
    return false;
  uint32_t length;
  enum char_class class = char_at(s, lines->start[i + 1], &length);
  return class != CHAR_LOWER && ends_with_stop(s, lines->start[i - 1], lines->end[i - 1]);
}

/* True when line `next` is what a headline of `size` bytes stands above: it is half as long again, or a date. */
static bool is_below_title(const struct segmenter *s, const struct spans *lines, uint32_t next,
                           uint32_t size)
{
  if (next >= lines->count || lines->start[next] == lines->end[next])
    return false;
  uint32_t start = lines->start[next];
  uint32_t end = lines->end[next];
  if (end - start > size + size / 2)
    return true;
  struct look look = look_at(s, start, end);
  return !look.stop && is_dateline(&look);
}

/* True when line `i` cannot be a title, whatever it looks like: it is quoted in a mail, holds the address of a page, or runs
 * on in a line that begins with a small letter. */
static bool is_no_title(const struct segmenter *s, const struct spans *lines, uint32_t i)
{
  uint32_t start = lines->start[i];
  uint32_t length;
  if (s->text[start] == '>' || memmem(s->text + start, lines->end[i] - start, "://", 3) != NULL)
    return true;
  return i + 1 < lines->count && lines->start[i + 1] < lines->end[i + 1] &&
         char_at(s, lines->start[i + 1], &length) == CHAR_LOWER;
}

/* A title stands above something: at the end of a text there is none. */
static void drop_last_title(const struct spans *lines, uint8_t *types)
{
  uint32_t last = lines->count;
  while (last > 0 && types[last - 1] == LINE_BLANK)
    last--;
  if (last > 0 && types[last - 1] == LINE_TITLE && memchr(types, LINE_PARAGRAPH, last - 1) != NULL)
    types[last - 1] = LINE_PARAGRAPH;
}

void segment_type_lines(struct slice text, const struct segment_rules *rules,
                        const struct spans *lines, uint8_t *types)
{
  struct segmenter s = {
      .text = (const unsigned char *)text.data, .size = (uint32_t)text.size, .rules = rules};
  bool first = true;
  for (uint32_t i = 0; i < lines->count; i++) {
    uint32_t start = lines->start[i];
    uint32_t end = lines->end[i];
    if (start == end) {
      types[i] = LINE_BLANK;
      continue;
    }
    types[i] = LINE_PARAGRAPH;
    if (end - start <= LONG_LINE && may_be_special(&s, start, end)) {
      struct look look = look_at(&s, start, end);
      bool apart = i == 0 || types[i - 1] == LINE_BLANK || types[i - 1] == LINE_TITLE ||
                   types[i - 1] == LINE_DATELINE || is_between_text(&s, lines, types, i);
      uint32_t next = i + 1;
      while (next < lines->count && next < i + 3 && lines->start[next] == lines->end[next])
        next++;
      bool before_body = apart && !look.stop && is_below_title(&s, lines, next, end - start);
      types[i] = (uint8_t)type_of(&look, first, apart, before_body);
      if (types[i] == LINE_TITLE && is_no_title(&s, lines, i))
        types[i] = LINE_PARAGRAPH;
    }
    first = false;
  }
  drop_last_title(lines, types);
}
