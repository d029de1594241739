/*
 * UTF-8 by the table of well-formed sequences (Unicode 15, table 3-7). ASCII is skipped eight bytes
 * at a time.
 */
#include "utf8.h"
#include <string.h>

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* Number of ASCII bytes from `at` on. */
static size_t ascii_run(struct slice text, size_t at)
{
  size_t start = at;
  while (at + 8 <= text.size) {
    uint64_t word;
    memcpy(&word, text.data + at, 8);
    if ((word & HIGH_BITS) != 0)
      break;
    at += 8;
  }
  while (at < text.size && (unsigned char)text.data[at] < 0x80)
    at++;
  return at - start;
}

/*
 * Look at the sequence that starts at `at` (not ASCII). Returns its length if it is well formed, else
 * 0, and then `*bad` is the length of the maximal invalid subpart (at least 1).
 */
static size_t sequence(struct slice text, size_t at, size_t *bad)
{
  const unsigned char *p = (const unsigned char *)text.data + at;
  size_t left = text.size - at;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  size_t length;
  *bad = 1;
  if (p[0] >= 0xC2 && p[0] <= 0xDF) {
    length = 2;
  } else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
    length = 3;
    if (p[0] == 0xE0)
      low = 0xA0;
    if (p[0] == 0xED)
      high = 0x9F; /* no surrogates */
  } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
    length = 4;
    if (p[0] == 0xF0)
      low = 0x90;
    if (p[0] == 0xF4)
      high = 0x8F; /* not above U+10FFFF */
  } else {
    return 0;
  }
  for (size_t i = 1; i < length; i++) {
    if (i >= left || p[i] < low || p[i] > high) {
      *bad = i;
      return 0;
    }
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

size_t utf8_valid_prefix(struct slice text)
{
  size_t at = 0;
  for (;;) {
    at += ascii_run(text, at);
    if (at >= text.size)
      return text.size;
    size_t bad;
    size_t length = sequence(text, at, &bad);
    if (length == 0)
      return at;
    at += length;
  }
}

size_t utf8_repair(struct slice text, struct buffer *out, size_t *first)
{
  size_t replaced = 0;
  size_t done = 0;
  if (first != NULL)
    *first = 0;
  while (done < text.size) {
    struct slice rest = {text.data + done, text.size - done};
    size_t good = utf8_valid_prefix(rest);
    buffer_add(out, rest.data, good);
    done += good;
    if (done >= text.size)
      break;
    size_t bad;
    sequence(text, done, &bad);
    if (replaced == 0 && first != NULL)
      *first = done;
    replaced++;
    buffer_add(out, REPLACEMENT, sizeof REPLACEMENT - 1);
    done += bad;
  }
  return replaced;
}

size_t utf8_count(struct slice text)
{
  size_t continuation = 0;
  size_t at = 0;
  while (at + 8 <= text.size) {
    uint64_t word;
    memcpy(&word, text.data + at, 8);
    /* A continuation byte is 10xxxxxx: bit 7 set, bit 6 clear. */
    uint64_t marks = (word >> 7) & ~(word >> 6) & UINT64_C(0x0101010101010101);
    continuation += (size_t)((marks * UINT64_C(0x0101010101010101)) >> 56);
    at += 8;
  }
  for (; at < text.size; at++)
    continuation += ((unsigned char)text.data[at] & 0xC0) == 0x80;
  return text.size - continuation;
}

uint32_t utf8_decode(struct slice text, size_t at, size_t *length)
{
  const unsigned char *p = (const unsigned char *)text.data + at;
  if (p[0] < 0x80) {
    *length = 1;
    return p[0];
  }
  if (p[0] < 0xE0) {
    *length = 2;
    return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
  }
  if (p[0] < 0xF0) {
    *length = 3;
    return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
  }
  *length = 4;
  return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
         (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

size_t utf8_count_lines(struct slice text)
{
  const char *at = text.data;
  const char *end = text.data + text.size;
  size_t lines = 0;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
    lines++;
    at++;
  }
  return lines;
}
