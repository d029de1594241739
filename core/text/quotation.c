/*
 * Glyphs of quotation marks begin with one of six bytes. Words of the machine without any of these or other
 * bytes beyond ASCII, most of a text, are passed over at once.
 */
#include "quotation.h"
#include "twice.h"
#include "../base/ascii.h"
#include "../base/word.h"
#include <string.h>

static bool is_alnum(unsigned char b)
{
  return ascii_is_letter(b) || ascii_is_digit(b);
}

/* Whether the mark at byte `at` is the third character of a dash that was decoded twice. */
static bool is_end_of_dash(struct slice text, size_t at)
{
  uint32_t length;
  return at >= 5 && (unsigned char)text.data[at - 5] == TWICE_FIRST &&
         twice_decoded(text, at - 5, &length) != 0;
}

/* Length of the glyph at byte `at`, which one of the six begins; 0 when it is none. */
static size_t glyph_length(struct slice text, size_t at)
{
  const unsigned char *bytes = (const unsigned char *)text.data + at;
  size_t left = text.size - at;
  unsigned char second = left > 1 ? bytes[1] : 0;
  switch (bytes[0]) {
  case '"':
    return 1;
  case '`':
    return second == '`' ? 2 : 0;
  case '\'':
    if (second == '\'')
      return 2;
    return at > 0 && is_alnum(bytes[-1]) && is_alnum(second) ? 0 : 1;
  case TWICE_FIRST: {
    uint32_t length = 0;
    uint32_t meant = twice_decoded(text, at, &length);
    return meant >= 0x2018 && meant <= 0x201E ? length : 0;
  }
  case 0xC2: /* « », and two acute accents */
    if (second == 0xB4)
      return left >= 4 && memcmp(bytes, bytes + 2, 2) == 0 ? 4 : 0;
    return second == 0xAB || second == 0xBB ? 2 : 0;
  default: /* E2 80: U+2018 to U+201F but ‛, and U+2033 */
    if (left < 3 || second != 0x80 || is_end_of_dash(text, at))
      return 0;
    if ((bytes[2] == 0x98 || bytes[2] == 0x99) && left >= 6 && memcmp(bytes, bytes + 3, 3) == 0)
      return 6; /* two single marks meant as a double one */
    return (bytes[2] >= 0x98 && bytes[2] <= 0x9F && bytes[2] != 0x9B) || bytes[2] == 0xB3 ? 3 : 0;
  }
}

static bool begins(unsigned char b)
{
  return b == '"' || b == '\'' || b == '`' || b == 0xC2 || b == TWICE_FIRST || b == 0xE2;
}

/* Can a byte of a word begin a glyph? */
static bool may_begin(uint64_t word)
{
  return ((word & WORD_EACH(0x80)) | word_has(word, '"') | word_has(word, '\'') |
          word_has(word, '`')) != 0;
}

bool quotation_next(struct slice text, size_t at, struct slice *glyph)
{
  const unsigned char *bytes = (const unsigned char *)text.data;
  while (at < text.size) {
    if (text.size - at >= WORD && !may_begin(word_at(bytes + at))) {
      at += WORD;
      continue;
    }
    size_t end = text.size - at < WORD ? text.size : at + WORD;
    for (; at < end; at++) {
      size_t length = begins(bytes[at]) ? glyph_length(text, at) : 0;
      if (length > 0) {
        *glyph = (struct slice){text.data + at, length};
        return true;
      }
    }
  }
  return false;
}
