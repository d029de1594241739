/* Header fields and transfer encodings of mails (RFC 5322, 2045 to 2047, 2231, 3676); see mail.h. */
#include "../base/ascii.h"
#include "mail.h"
#include "encoding.h"
#include <string.h>
#include <strings.h>

/* ---- header fields ---- */

struct mail_entity mail_split(struct slice message)
{
  struct slice rest = message;
  struct slice line;
  while (slice_line(&rest, &line))
    if (line.size == 0)
      return (struct mail_entity){{message.data, (size_t)(line.data - message.data)}, rest};
  return (struct mail_entity){message, rest};
}

bool mail_is_field(struct slice line)
{
  size_t at = 0;
  while (at < line.size && line.data[at] > ' ' && line.data[at] < 0x7F && line.data[at] != ':')
    at++;
  return at > 0 && at < line.size && line.data[at] == ':';
}

bool mail_field(struct slice header, const char *name, struct buffer *out)
{
  size_t length = strlen(name);
  bool found = false;
  for (struct slice line; slice_line(&header, &line);) {
    if (line.size > 0 && (line.data[0] == ' ' || line.data[0] == '\t')) {
      if (!found)
        continue;
      buffer_add_byte(out, ' ');
    } else if (found) {
      break;
    } else if (line.size > length && line.data[length] == ':' &&
               strncasecmp(line.data, name, length) == 0) {
      found = true;
      line = slice_from(line, length + 1);
    } else {
      continue;
    }
    line = slice_trim(line);
    buffer_add(out, line.data, line.size);
  }
  return found;
}

void mail_token(struct slice value, struct buffer *out)
{
  value = slice_trim(value);
  for (size_t at = 0; at < value.size && !ascii_is_white(value.data[at]) && value.data[at] != ';';
       at++)
    buffer_add_byte(out, ascii_small(value.data[at]));
}

/* Copy the value of a parameter: a quoted string or a token. */
static void add_parameter(struct slice value, size_t at, struct buffer *out)
{
  if (at < value.size && value.data[at] == '"') {
    for (at++; at < value.size && value.data[at] != '"'; at++) {
      if (value.data[at] == '\\' && at + 1 < value.size)
        at++;
      buffer_add_byte(out, value.data[at]);
    }
    return;
  }
  while (at < value.size && value.data[at] != ';' && !ascii_is_white(value.data[at]))
    buffer_add_byte(out, value.data[at++]);
}

bool mail_parameter(struct slice value, const char *name, struct buffer *out)
{
  size_t length = strlen(name);
  bool quoted = false;
  for (size_t at = 0; at < value.size; at++) {
    char c = value.data[at];
    if (c == '"')
      quoted = !quoted;
    if (quoted || c != ';')
      continue;
    size_t from = at + 1;
    while (from < value.size && ascii_is_white(value.data[from]))
      from++;
    if (value.size - from <= length || strncasecmp(value.data + from, name, length) != 0)
      continue;
    from += length;
    while (from < value.size && ascii_is_white(value.data[from]))
      from++;
    if (from == value.size || value.data[from] != '=')
      continue;
    for (from++; from < value.size && ascii_is_white(value.data[from]);)
      from++;
    add_parameter(value, from, out);
    return true;
  }
  return false;
}

void mail_charset(struct slice type, struct slice body, bool is_html, struct buffer *out)
{
  if (mail_parameter(type, "charset", out) || !is_html)
    return;
  struct slice declared = encoding_declared(body, true);
  buffer_add(out, declared.data, declared.size);
}

struct slice mail_bare(struct slice text)
{
  bool has = text.size > 2 && text.data[0] == '<' && text.data[text.size - 1] == '>';
  return has ? (struct slice){text.data + 1, text.size - 2} : text;
}

/* ---- transfer encodings ---- */

/* Quoted-printable; `word`: of an encoded word, where "_" is a space. What is no code stays as it is. */
static void decode_quoted(struct slice text, bool word, struct buffer *out)
{
  for (size_t at = 0; at < text.size; at++) {
    char c = text.data[at];
    if (c == '_' && word) {
      buffer_add_byte(out, ' ');
      continue;
    }
    if (c != '=') {
      buffer_add_byte(out, c);
      continue;
    }
    size_t line = at + 1;
    while (line < text.size &&
           (text.data[line] == ' ' || text.data[line] == '\t' || text.data[line] == '\r'))
      line++;
    if (line == text.size || text.data[line] == '\n') {
      at = line; /* a soft line break */
    } else if (at + 2 < text.size && ascii_hex(text.data[at + 1]) >= 0 &&
               ascii_hex(text.data[at + 2]) >= 0) {
      buffer_add_byte(out,
                      (char)(ascii_hex(text.data[at + 1]) * 16 + ascii_hex(text.data[at + 2])));
      at += 2;
    } else {
      buffer_add_byte(out, c);
    }
  }
}

static int base64_value(char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+' || c == '-')
    return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

static void decode_base64(struct slice text, struct buffer *out)
{
  uint32_t bits = 0;
  int count = 0;
  for (size_t at = 0; at < text.size && text.data[at] != '='; at++) {
    int value = base64_value(text.data[at]);
    if (value < 0)
      continue;
    bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      buffer_add_byte(out, (char)(bits >> count & 0xFF));
    }
  }
}

void mail_decode_transfer(struct slice body, struct slice encoding, struct buffer *out)
{
  if (slice_is_like(encoding, "base64"))
    decode_base64(body, out);
  else if (slice_is_like(encoding, "quoted-printable"))
    decode_quoted(body, false, out);
  else
    buffer_add(out, body.data, body.size);
}

/* ---- encoded words ---- */

struct word { /* =?charset?kind?text?= */
  struct slice charset;
  char kind;
  struct slice text;
  size_t size; /* of the whole */
};

static bool find_word(struct slice value, size_t at, struct word *word)
{
  const char *start = value.data + at;
  size_t left = value.size - at;
  if (left < 8 || start[0] != '=' || start[1] != '?')
    return false;
  const char *kind = memchr(start + 2, '?', left - 2);
  if (kind == NULL || (size_t)(kind - start) + 4 > left || kind[2] != '?')
    return false;
  const char *text = kind + 3;
  const char *stop = memmem(text, left - (size_t)(text - start), "?=", 2);
  if (stop == NULL)
    return false;
  word->charset = (struct slice){start + 2, (size_t)(kind - start) - 2};
  const char *tongue = memchr(word->charset.data, '*', word->charset.size);
  if (tongue != NULL) /* a language after the charset (RFC 2231) */
    word->charset.size = (size_t)(tongue - word->charset.data);
  word->kind = ascii_small(kind[1]);
  word->text = (struct slice){text, (size_t)(stop - text)};
  word->size = (size_t)(stop + 2 - start);
  return word->kind == 'q' || word->kind == 'b';
}

static void add_decoded(struct slice bytes, struct slice charset, struct buffer *out)
{
  struct buffer decoded = {0};
  struct buffer how = {0};
  struct encoding_result result;
  if (encoding_decode(bytes, charset, &decoded, &how, &result) == STATUS_OK)
    buffer_add(out, result.text.data, result.text.size);
  else
    out->failed = true;
  buffer_free(&decoded);
  buffer_free(&how);
}

static bool same_charset(const struct word *a, const struct word *b)
{
  return a->charset.size == b->charset.size &&
         strncasecmp(a->charset.data, b->charset.data, a->charset.size) == 0;
}

/* Decode a word, and those that follow it with the same charset: a character may be cut between two. */
static size_t add_words(struct slice value, size_t at, struct word word, struct buffer *out)
{
  struct buffer bytes = {0};
  struct word next = word;
  do {
    if (next.kind == 'q')
      decode_quoted(next.text, true, &bytes);
    else
      decode_base64(next.text, &bytes);
    at += next.size;
    size_t gap = at;
    while (gap < value.size && ascii_is_white(value.data[gap]))
      gap++;
    if (!find_word(value, gap, &next))
      break;
    at = gap; /* white space between words is not shown */
  } while (same_charset(&word, &next));
  if (bytes.failed)
    out->failed = true;
  else
    add_decoded(buffer_slice(&bytes), word.charset, out);
  buffer_free(&bytes);
  return at;
}

bool mail_field_text(struct slice header, const char *name, struct buffer *out)
{
  struct buffer raw = {0};
  bool found = mail_field(header, name, &raw);
  struct slice value = buffer_slice(&raw);
  size_t from = 0;
  for (size_t at = 0; at < value.size;) {
    struct word word;
    if (!find_word(value, at, &word)) {
      at++;
      continue;
    }
    add_decoded((struct slice){value.data + from, at - from}, (struct slice){"", 0}, out);
    at = add_words(value, at, word, out);
    from = at;
  }
  add_decoded(slice_from(value, from), (struct slice){"", 0}, out);
  out->failed = out->failed || raw.failed;
  buffer_free(&raw);
  return found;
}

/* ---- plain text ---- */

/* How often the line is quoted ("> > "); `*line` becomes what is quoted. */
static size_t take_quote_marks(struct slice *line)
{
  size_t depth = 0;
  while (slice_begins(*line, ">")) {
    *line = slice_from(*line, 1);
    if (slice_begins(*line, " >"))
      *line = slice_from(*line, 1);
    depth++;
  }
  return depth;
}

void mail_plain_text(struct slice text, bool flowed, bool delete_space, struct buffer *out)
{
  bool joined = false; /* the line before goes on here */
  bool blank = true;   /* it is empty, or there is none */
  size_t depth = 0;
  for (struct slice line; slice_line(&text, &line);) {
    size_t quoted = take_quote_marks(&line);
    if ((flowed || quoted > 0) && slice_begins(line, " ")) /* stuffed */
      line = slice_from(line, 1);
    bool signature = slice_is(line, "-- ");
    if (joined && (quoted != depth || signature))
      buffer_add_byte(out, '\n');
    if (quoted != depth && !blank && line.size > 0)
      buffer_add_byte(out, '\n');
    joined = flowed && !signature && line.size > 0 && line.data[line.size - 1] == ' ';
    blank = line.size == 0;
    depth = quoted;
    if (joined && delete_space)
      line.size--;
    buffer_add(out, line.data, line.size);
    if (!joined)
      buffer_add_byte(out, '\n');
  }
}
