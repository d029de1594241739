/*
 * Markers of list items inside a line: "1. First 2. Second", "a) one b) two". A marker in the middle of a
 * line counts only when it carries on from the one before it.
 */
#include "../base/ascii.h"
#include "segmenter.h"
#include <string.h>

enum {
  REACH = 150, /* tokens in which the next item is looked for */
  DIGITS = 3,
  STYLE_STOP = 1,
  STYLE_BRACKET = 2,
  STYLE_BOTH = 4, /* opening and closing bracket */
  STYLE_BULLET = 8,
  STYLE_LETTER = 16,
  STYLE_CAPITAL = 32
};

static bool token_is(const struct segmenter *s, uint32_t token, char sign)
{
  return s->tokens.end[token] - s->tokens.start[token] == 1 &&
         s->text[s->tokens.start[token]] == (unsigned char)sign;
}

static bool is_spaced(const struct segmenter *s, uint32_t token)
{
  return (s->tokens.flags[token] & TOKEN_SPACED) != 0;
}

static bool is_bullet(const struct segmenter *s, uint32_t token)
{
  static const char *const bullets[] = {"\xE2\x80\xA2", "\xE2\x80\xA3", "\xE2\x81\x83",
                                        "\xE2\x97\xA6", "\xE2\x96\xAA", "\xE2\x97\x8F",
                                        "\xE2\x96\xA0"};
  if (s->text[s->tokens.start[token]] != 0xE2 || s->tokens.end[token] - s->tokens.start[token] != 3)
    return false;
  for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
    if (memcmp(s->text + s->tokens.start[token], bullets[i], 3) == 0)
      return true;
  return false;
}

/* Value of a Roman numeral below 40 in letters of one case; 0 if it is none. */
static uint32_t roman_value(const unsigned char *text, uint32_t size)
{
  uint32_t value = 0;
  uint32_t before = 0;
  if (size == 0 || size > 6)
    return 0;
  for (uint32_t i = size; i-- > 0;) {
    unsigned char c = text[i] | 0x20;
    uint32_t digit = c == 'i' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : 0;
    if (digit == 0)
      return 0;
    value = digit < before ? value - digit : value + digit;
    before = digit;
  }
  return value;
}

/* Read number or letter of a marker in [start, end) of the text. */
static bool read_value(const unsigned char *text, uint32_t start, uint32_t end,
                       struct list_marker *marker)
{
  uint32_t size = end - start;
  if (size == 0 || size > 6)
    return false;
  if (ascii_is_digit(text[start])) {
    uint32_t value = 0;
    for (uint32_t i = start; i < end; i++) {
      if (!ascii_is_digit(text[i]))
        return false;
      value = value * 10 + (uint32_t)(text[i] - '0');
    }
    marker->number = value;
    return size <= DIGITS;
  }
  marker->roman = roman_value(text + start, size);
  marker->style |= STYLE_LETTER | ((text[start] & 0x20) == 0 ? STYLE_CAPITAL : 0);
  if (size == 1 && ascii_is_letter(text[start]))
    marker->number = (uint32_t)(text[start] | 0x20) - 'a' + 1;
  else if (marker->roman == 0)
    return false;
  return true;
}

uint32_t list_marker_read(const struct segmenter *s, uint32_t at, uint32_t last,
                          struct list_marker *marker)
{
  uint32_t from = at;
  struct list_marker found = {0};
  *marker = found;
  if (at < last && is_bullet(s, at)) {
    found.style = STYLE_BULLET;
    *marker = found;
    from = at + 1;
  }
  uint32_t token = from;
  bool bracket = token < last && token_is(s, token, '(');
  token += bracket;
  if (token >= last || s->tokens.class[token] > TOKEN_NUMBER)
    return from;
  uint32_t start = s->tokens.start[token];
  uint32_t end = s->tokens.end[token];
  uint32_t style = bracket ? STYLE_BOTH : 0;
  if (end - start > 1 && s->text[end - 1] == '.') {
    end--; /* an initial keeps its stop */
    style |= STYLE_STOP;
  }
  token++;
  if (token < last && !is_spaced(s, token) && token_is(s, token, '.') && style == 0) {
    style |= STYLE_STOP;
    token++;
  }
  if (token < last && !is_spaced(s, token) && token_is(s, token, ')')) {
    style |= STYLE_BRACKET;
    token++;
  }
  if (style == 0 || style == STYLE_BOTH || token >= last)
    return from;
  /* "1.There is": a space was left out. */
  bool glued = style == STYLE_STOP && s->tokens.class[from] == TOKEN_NUMBER &&
               s->tokens.shape[token] == SHAPE_CAPITAL;
  if (!is_spaced(s, token) && !glued)
    return from;
  found.style |= style;
  if (!read_value(s->text, start, end, &found))
    return from;
  *marker = found;
  return token;
}

uint32_t list_marker_next(const struct segmenter *s, uint32_t at, uint32_t last,
                          const struct list_marker *marker)
{
  uint32_t stop = last - at > REACH ? at + REACH : last;
  for (; at < stop; at++) {
    struct list_marker found;
    if (!is_spaced(s, at) || list_marker_read(s, at, last, &found) == at ||
        found.style != marker->style)
      continue;
    if (found.number == 0 && marker->number == 0 && found.roman == 0)
      return at;
    if (found.number != 0 && found.number == marker->number + 1)
      return at;
    if (found.roman != 0 && marker->roman != 0 && found.roman == marker->roman + 1)
      return at;
  }
  return last;
}
