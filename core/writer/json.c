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

/* Are the bytes of a word written as they are: printable ASCII but " and \ ? */
static inline bool is_plain(uint64_t word)
{
  uint64_t control = (word - WORD_EACH(0x20)) & ~word;
  return (((word | control) & WORD_EACH(0x80)) | word_has(word, '"') | word_has(word, '\\') |
          word_has(word, 0x7F)) == 0;
}

/* Where the bytes from `at` on end that are written as they are. */
static size_t plain_end(struct slice text, size_t at)
{
  const char *data = text.data;
  for (; text.size - at >= WORD; at += WORD)
    if (!is_plain(word_at(data + at)))
      break;
  /* The last few are looked at together with some before them, which are as plain in most strings. */
  size_t left = text.size - at;
  if (left < WORD && (text.size >= WORD ? is_plain(word_at(data + text.size - WORD))
                                        : left >= WORD / 2 && is_plain(word_of(data + at, left))))
    return text.size;
  for (; at < text.size; at++) {
    unsigned char c = (unsigned char)data[at];
    if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\')
      break;
  }
  return at;
}

/* Valid UTF-8 from `at` on. */
static void add_valid(struct buffer *buffer, struct slice text, size_t at, bool ascii)
{
  size_t plain = 0; /* where the run that needs no change began */
  for (size_t i = at; i < text.size; i = plain_end(text, i)) {
    unsigned char c = (unsigned char)text.data[i];
    size_t length = 1;
    uint32_t code = c;
    if (c >= 0x80) {
      code = utf8_decode(text, i, &length);
      bool unsafe = code < 0xA0 || code == 0x2028 || code == 0x2029;
      if (!unsafe && !ascii) {
        i += length;
        continue;
      }
    }
    buffer_add(buffer, text.data + plain, i - plain);
    if (code < 0x80)
      add_control(buffer, c);
    else
      add_code_point(buffer, code);
    i += length;
    plain = i;
  }
  buffer_add(buffer, text.data + plain, text.size - plain);
}

static void add_quoted(struct buffer *buffer, struct slice text)
{
  char *room = buffer_reserve(buffer, text.size + 2);
  if (room == NULL)
    return;
  room[0] = '"';
  if (text.size > 0)
    memcpy(room + 1, text.data, text.size);
  room[text.size + 1] = '"';
  buffer->size += text.size + 2;
}

void json_add_string(struct buffer *buffer, struct slice text, bool ascii)
{
  size_t plain = plain_end(text, 0);
  if (plain == text.size) {
    add_quoted(buffer, text);
    return;
  }
  buffer_add_byte(buffer, '"');
  struct slice rest = {text.data + plain, text.size - plain};
  if (utf8_valid_prefix(rest) == rest.size) {
    add_valid(buffer, text, plain, ascii);
  } else {
    struct buffer repaired = {0};
    utf8_repair(text, &repaired, NULL);
    if (repaired.failed)
      buffer->failed = true;
    else
      add_valid(buffer, (struct slice){repaired.data, repaired.size}, plain, ascii);
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
