#include "json.h"
#include "../base/word.h"
#include "../text/utf8.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char hex[] = "0123456789abcdef";

static void add_escape(struct buffer *buffer, unsigned unit)
{
  char escape[6] = {
      '\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};
  buffer_add(buffer, escape, sizeof escape);
}

static void add_code_point(struct buffer *buffer, uint32_t c)
{
  if (c >= 0x10000) {
    add_escape(buffer, 0xD800 + ((c - 0x10000) >> 10));
    add_escape(buffer, 0xDC00 + ((c - 0x10000) & 0x3FF));
  } else {
    add_escape(buffer, c);
  }
}

static void add_control(struct buffer *buffer, unsigned char c)
{
  switch (c) {
  case '"':
    buffer_add(buffer, "\\\"", 2);
    break;
  case '\\':
    buffer_add(buffer, "\\\\", 2);
    break;
  case '\n':
    buffer_add(buffer, "\\n", 2);
    break;
  case '\r':
    buffer_add(buffer, "\\r", 2);
    break;
  case '\t':
    buffer_add(buffer, "\\t", 2);
    break;
  default:
    add_escape(buffer, c);
  }
}

/* Sixteen bytes at once; those from 0x80 on are negative. */
typedef signed char sixteen __attribute__((vector_size(16)));

/* Copies sixteen bytes. Returns whether they are written as they are: printable ASCII but " and \ . */
static inline bool copy_sixteen(char *to, const char *from)
{
  sixteen bytes;
  memcpy(&bytes, from, sizeof bytes);
  memcpy(to, &bytes, sizeof bytes);
  sixteen odd = (bytes < 0x20) | (bytes == 0x7F) | (bytes == '"') | (bytes == '\\');
  uint64_t halves[2];
  memcpy(halves, &odd, sizeof halves);
  return (halves[0] | halves[1]) == 0;
}

/* The same of the eight bytes of a word. */
static inline bool is_plain(uint64_t word)
{
  uint64_t control = (word - WORD_EACH(0x20)) & ~word;
  return (((word | control) & WORD_EACH(0x80)) | word_has(word, '"') | word_has(word, '\\') |
          word_has(word, 0x7F)) == 0;
}

static inline bool is_plain_byte(unsigned char c)
{
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* Copies what is written as it is, up to the first byte that is not, to `room`. Returns how much that is. */
static size_t copy_plain(char *room, struct slice text)
{
  const char *data = text.data;
  size_t at = 0;
  while (text.size - at >= sizeof(sixteen) && copy_sixteen(room + at, data + at))
    at += sizeof(sixteen);
  /* The last few go together with some before them. */
  size_t last = text.size - sizeof(sixteen);
  if (at > 0 && at > last && copy_sixteen(room + last, data + last))
    return text.size;
  if (text.size - at >= WORD && is_plain(word_at(data + at))) {
    memcpy(room + at, data + at, WORD);
    at += WORD;
  }
  for (; at < text.size && is_plain_byte((unsigned char)data[at]); at++)
    room[at] = data[at];
  return at;
}

/* Valid UTF-8. */
static void add_valid(struct buffer *buffer, struct slice text, bool ascii)
{
  for (size_t i = 0; i < text.size;) {
    char *room = buffer_reserve(buffer, text.size - i);
    if (room == NULL)
      return;
    size_t plain = copy_plain(room, slice_from(text, i));
    buffer->size += plain;
    i += plain;
    if (i == text.size)
      return;
    size_t length;
    uint32_t code = utf8_decode(text, i, &length);
    bool unsafe = code < 0xA0 || code == 0x2028 || code == 0x2029;
    if (code < 0x80)
      add_control(buffer, (unsigned char)code);
    else if (unsafe || ascii)
      add_code_point(buffer, code);
    else
      buffer_add(buffer, text.data + i, length);
    i += length;
  }
}

void json_add_string(struct buffer *buffer, struct slice text, bool ascii)
{
  char *room = buffer_reserve(buffer, text.size + 2);
  if (room == NULL)
    return;
  room[0] = '"';
  size_t plain = copy_plain(room + 1, text);
  if (plain == text.size) {
    room[plain + 1] = '"';
    buffer->size += plain + 2;
    return;
  }
  buffer->size += plain + 1;
  struct slice rest = {text.data + plain, text.size - plain};
  if (utf8_valid_prefix(rest) == rest.size) {
    add_valid(buffer, rest, ascii);
  } else {
    struct buffer repaired = {0};
    utf8_repair(rest, &repaired, NULL);
    if (repaired.failed)
      buffer->failed = true;
    else
      add_valid(buffer, buffer_slice(&repaired), ascii);
    buffer_free(&repaired);
  }
  buffer_add_byte(buffer, '"');
}

void json_add_number(struct buffer *buffer, double value)
{
  if (!isfinite(value)) {
    buffer_add(buffer, "null", 4);
    return;
  }
  if (value == floor(value) && fabs(value) < 9007199254740992.0) {
    buffer_add_integer(buffer, (long long)value);
    return;
  }
  char digits[40];
  for (int precision = 15; precision <= 17; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, value);
    if (strtod(digits, NULL) == value)
      break;
  }
  buffer_add_string(buffer, digits);
}
