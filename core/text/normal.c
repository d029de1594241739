/*
 * Normal forms. ASCII is folded byte by byte; anything else goes through utf8proc: full case folding,
 * canonical composition, and characters that are never seen (soft hyphen, joiners) dropped.
 */
#include "normal.h"
#include "twice.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

enum { UNITS = NORMAL_MAX * 4 };

/* One straight mark for every curved or doubled one; one hyphen; the dash stays a dash. */
static int32_t straight(int32_t c)
{
  if (c < 0xAB)
    return c;
  switch (c) {
  case 0x00B4: /* acute accent alone, single quotation marks, modifier apostrophe, prime */
  case 0x2018:
  case 0x2019:
  case 0x201A:
  case 0x201B:
  case 0x02BC:
  case 0x2032:
  case 0xFF07:
    return '\'';
  case 0x00AB: /* double quotation marks, double prime */
  case 0x00BB:
  case 0x201C:
  case 0x201D:
  case 0x201E:
  case 0x201F:
  case 0x2033:
  case 0xFF02:
    return '"';
  case 0x2010: /* hyphens, figure dash, en dash, minus */
  case 0x2011:
  case 0x2012:
  case 0x2013:
  case 0x2212:
    return '-';
  case 0x2015: /* horizontal bar: a dash */
    return 0x2014;
  default:
    return c;
  }
}

/* Bytes of the longest prefix of `token` that fits into `limit` bytes without cutting a code point. */
static size_t cut(struct slice token, size_t limit)
{
  if (token.size <= limit)
    return token.size;
  size_t size = limit;
  while (size > 0 && ((unsigned char)token.data[size] & 0xC0) == 0x80)
    size--;
  return size;
}

static size_t fold(struct slice token, char *out)
{
  int32_t units[UNITS];
  char once[NORMAL_MAX];
  size_t size = cut(token, NORMAL_MAX);
  if (memchr(token.data, TWICE_FIRST, size) != NULL) {
    size = twice_read((struct slice){token.data, size}, once);
    token.data = once;
  }
  utf8proc_option_t options =
      UTF8PROC_STABLE | UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_IGNORE;
  utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)token.data,
                                              (utf8proc_ssize_t)size, units, UNITS, options);
  if (count < 0)
    count = 0;
  if (count > UNITS)
    count = UNITS;
  count = utf8proc_normalize_utf32(units, count, options);
  size_t written = 0;
  for (utf8proc_ssize_t i = 0; i < count; i++) {
    utf8proc_uint8_t bytes[4];
    size_t length = (size_t)utf8proc_encode_char(straight(units[i]), bytes);
    if (written + length > NORMAL_MAX)
      break;
    memcpy(out + written, bytes, length);
    written += length;
  }
  return written;
}

size_t normal_form(struct slice token, char *out)
{
  size_t size = token.size < NORMAL_MAX ? token.size : NORMAL_MAX;
  unsigned char all = 0;
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)token.data[i];
    all |= c;
    out[i] = (char)(c | (unsigned char)((unsigned char)(c - 'A') < 26) << 5);
  }
  return all < 0x80 ? size : fold(token, out);
}

size_t normal_form_broken(struct slice token, char *out)
{
  size_t size = normal_form(token, out);
  size_t kept = 0;
  for (size_t at = 0; at < size;) {
    size_t next = at + 1;
    while (out[at] == '-' && next < size && (unsigned char)out[next] <= ' ')
      next++;
    if (next == at + 1)
      out[kept++] = out[at];
    at = next;
  }
  return kept;
}
