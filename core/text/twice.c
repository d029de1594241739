/* Marks and letters decoded twice; see twice.h. */
#include "twice.h"
#include "../base/ascii.h"
#include "cutter.h"
#include <string.h>

/* The second byte of the first of two or three characters. */
enum { MARK = 0xA2, LETTER = 0x83, SIGN = 0x82 };

static const struct {
  const char *written; /* the third of the three characters */
  uint32_t meant;
} thirds[] = {
    {"\xE2\x80\x9C", 0x2013}, {"\xE2\x80\x9D", 0x2014}, {"\xCB\x9C", 0x2018},
    {"\xE2\x84\xA2", 0x2019}, {"\xC5\xA1", 0x201A},     {"\xC5\x93", 0x201C},
    {"\xC2\x9D", 0x201D},     {"\xC5\xBE", 0x201E},     {"\xC2\xA6", 0x2026},
};

/* "\xC3\x83\xC2\xA9" and "\xC3\x82\xC2\xA3". Marks may as well follow a letter of a word in capitals. */
static uint32_t letter_or_sign(unsigned char first, struct slice rest)
{
  unsigned char second = rest.size > 1 && rest.data[0] == '\xC2' ? (unsigned char)rest.data[1] : 0;
  if (second <= 0xA0 || second == 0xAB || second == 0xBB)
    return 0;
  return first == LETTER ? 0xC0u | (second & 0x3F) : second;
}

uint32_t twice_decoded(struct slice text, size_t at, uint32_t *length)
{
  struct slice rest = slice_from(text, at);
  if (rest.size < 4 || (unsigned char)rest.data[0] != TWICE_FIRST)
    return 0;
  unsigned char kind = (unsigned char)rest.data[1];
  if (kind == LETTER || kind == SIGN) {
    uint32_t meant = letter_or_sign(kind, slice_from(rest, 2));
    *length = meant > 0 ? 4 : *length;
    return meant;
  }
  if (kind != MARK)
    return 0;
  bool latin = slice_begins(slice_from(rest, 2), "\xC2\x80");
  if (!latin && !slice_begins(slice_from(rest, 2), "\xE2\x82\xAC"))
    return 0;
  uint32_t two = latin ? 4 : 5;
  rest = slice_from(rest, two);
  if (latin) {
    unsigned char third = rest.size > 1 && rest.data[0] == '\xC2' ? (unsigned char)rest.data[1] : 0;
    if ((third < 0x90 || third > 0x9F) && third != 0xA6)
      return 0;
    *length = two + 2;
    return 0x2000u + (third & 0x3F);
  }
  for (size_t i = 0; i < sizeof thirds / sizeof *thirds; i++) {
    if (slice_begins(rest, thirds[i].written)) {
      *length = two + (uint32_t)strlen(thirds[i].written);
      return thirds[i].meant;
    }
  }
  /* The third character of a closing mark is no character of Windows-1252, and often lost. */
  if (rest.size > 0 && ascii_is_word(rest.data[0]))
    return 0;
  *length = two;
  return 0x201D;
}

size_t twice_read(struct slice text, char *out)
{
  size_t size = 0;
  for (size_t at = 0; at < text.size;) {
    uint32_t length;
    uint32_t meant = twice_decoded(text, at, &length);
    if (meant == 0) {
      out[size++] = text.data[at++];
      continue;
    }
    if (meant < 0x800) {
      out[size++] = (char)(0xC0 | (meant >> 6));
    } else {
      out[size++] = '\xE2';
      out[size++] = (char)(0x80 | (meant >> 6 & 0x3F));
    }
    out[size++] = (char)(0x80 | (meant & 0x3F));
    at += length;
  }
  return size;
}

enum char_class token_twice_class(const struct segmenter *s, const unsigned char *p,
                                  uint32_t *length)
{
  struct slice text = {(const char *)s->text, s->size};
  *length = 2;
  uint32_t meant = twice_decoded(text, (size_t)(p - s->text), length);
  return unicode_class(meant > 0 ? meant : (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F));
}
