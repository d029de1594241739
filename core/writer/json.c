#include "json.h"
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

enum { WORD = sizeof(uint64_t) };

/* A byte in each byte of a word. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Not 0 if a byte of the word is 0. */
static uint64_t has_zero(uint64_t word)
{
  return (word - EACH(1)) & ~word & EACH(0x80);
}

/* Where the bytes from `at` on end that are written as they are: printable ASCII but " and \. */
static size_t plain_end(struct slice text, size_t at)
{
  for (; text.size - at >= WORD; at += WORD) {
    uint64_t word;
    memcpy(&word, text.data + at, WORD);
    uint64_t control = (word - EACH(0x20)) & ~word;
    if (((word | control) & EACH(0x80)) | has_zero(word ^ EACH('"')) | has_zero(word ^ EACH('\\')) |
        has_zero(word ^ EACH(0x7F)))
      break;
  }
  for (; at < text.size; at++) {
    unsigned char c = (unsigned char)text.data[at];
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

void json_add_string(struct buffer *buffer, struct slice text, bool ascii)
{
  buffer_add_byte(buffer, '"');
  size_t plain = plain_end(text, 0);
  struct slice rest = {text.data + plain, text.size - plain};
  if (plain == text.size) {
    buffer_add(buffer, text.data, text.size);
  } else if (utf8_valid_prefix(rest) == rest.size) {
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
