/* Putting a record together; see record.h. */
#include "record.h"
#include "../text/utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Memory that one large record needed is given back when the next begins. */
enum { RECORD_KEEP = 4 * 1024 * 1024 };

static void empty(struct buffer *buffer)
{
  if (buffer->capacity > RECORD_KEEP)
    buffer_free(buffer);
  buffer_clear(buffer);
}

void record_begin(struct record_space *space, struct source_record *record)
{
  memset(record, 0, sizeof *record);
  empty(&space->id);
  empty(&space->text);
  empty(&space->metadata);
  empty(&space->encoding);
  empty(&space->error);
  empty(&space->blocks);
  empty(&space->decoded);
  empty(&space->work);
}

enum status record_finish(struct record_space *space, struct source_record *record)
{
  if (space->metadata.size > 0)
    buffer_add_byte(&space->metadata, '}');
  if (space->error.size > 0)
    buffer_add_byte(&space->error, '\0');
  if (space->id.failed || space->text.failed || space->metadata.failed || space->encoding.failed ||
      space->error.failed || space->blocks.failed || space->decoded.failed || space->work.failed)
    return STATUS_NO_MEMORY;
  record->id = buffer_slice(&space->id);
  record->metadata = buffer_slice(&space->metadata);
  record->encoding = buffer_slice(&space->encoding);
  if (space->error.size > 0) {
    record->error = space->error.data;
    record->rest = REST_NONE;
    record->text = (struct slice){"", 0};
    record->blocks = NULL;
    record->block_count = 0;
    return STATUS_OK;
  }
  if (record->text.data == NULL)
    record->text = buffer_slice(&space->text);
  size_t count = space->blocks.size / sizeof(struct source_block);
  record->blocks = count > 0 ? (const struct source_block *)(const void *)space->blocks.data : NULL;
  record->block_count = (uint32_t)count;
  return STATUS_OK;
}

void record_fail(struct record_space *space, const char *format, ...)
{
  va_list list;
  char *text = NULL;
  buffer_clear(&space->error);
  va_start(list, format);
  int size = vasprintf(&text, format, list);
  va_end(list);
  if (size < 0) {
    space->error.failed = true;
    return;
  }
  buffer_add(&space->error, text, (size_t)size);
  free(text);
}

void record_set_id(struct record_space *space, struct slice id)
{
  size_t first = 0;
  buffer_clear(&space->id);
  utf8_repair(id, &space->id, &first);
}

void record_leave_out(struct record_space *space, struct slice path)
{
  struct buffer *names = &space->left_out_names;
  size_t first = 0;
  if (space->left_out++ >= SOURCE_LEFT_OUT_NAMES)
    return;
  buffer_add_string(names, names->size > 0 ? ", " : "");
  utf8_repair(path, names, &first);
}

void record_set_place(struct record_space *space, struct slice name, uint64_t line, uint64_t column)
{
  record_set_id(space, name);
  buffer_add_byte(&space->id, ':');
  buffer_add_integer(&space->id, (long long)line);
  if (column > 0) {
    buffer_add_byte(&space->id, ':');
    buffer_add_integer(&space->id, (long long)column);
  }
}

static void add_control(struct buffer *out, unsigned char c)
{
  static const char hex[] = "0123456789abcdef";
  buffer_add_string(out, "\\u00");
  buffer_add_byte(out, hex[c >> 4]);
  buffer_add_byte(out, hex[c & 15]);
}

/* Append `text` (valid UTF-8) as a JSON string. */
static void add_quoted(struct buffer *out, struct slice text)
{
  size_t from = 0;
  buffer_add_byte(out, '"');
  for (size_t at = 0; at < text.size; at++) {
    unsigned char c = (unsigned char)text.data[at];
    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    buffer_add(out, text.data + from, at - from);
    from = at + 1;
    if (c < 0x20) {
      add_control(out, c);
    } else {
      buffer_add_byte(out, '\\');
      buffer_add_byte(out, (char)c);
    }
  }
  buffer_add(out, text.data + from, text.size - from);
  buffer_add_byte(out, '"');
}

/*
 * Append JSON without the white space between its tokens, so that it stays on one line. Control bytes that a
 * lenient writer left in strings are escaped.
 */
static void add_compact(struct buffer *out, struct slice json)
{
  size_t from = 0;
  for (size_t at = 0; at < json.size; at++) {
    char c = json.data[at];
    if (c != '"') {
      if ((unsigned char)c > ' ')
        continue;
      buffer_add(out, json.data + from, at - from);
      from = at + 1;
      continue;
    }
    for (at++; at < json.size && json.data[at] != '"'; at++) {
      unsigned char inner = (unsigned char)json.data[at];
      if (inner == '\\') {
        at++;
      } else if (inner < 0x20) {
        buffer_add(out, json.data + from, at - from);
        add_control(out, inner);
        from = at + 1;
      }
    }
  }
  buffer_add(out, json.data + from, json.size - from);
}

static size_t skip_white(struct slice json, size_t at)
{
  while (at < json.size && (unsigned char)json.data[at] <= ' ')
    at++;
  return at;
}

/* The index after the string that begins at `at`. */
static size_t skip_string(struct slice json, size_t at)
{
  at++;
  while (at < json.size) {
    const char *quote = memchr(json.data + at, '"', json.size - at);
    if (quote == NULL)
      break;
    const char *slash = quote;
    while (slash > json.data + at && slash[-1] == '\\')
      slash--;
    size_t after = (size_t)(quote - json.data) + 1;
    if ((quote - slash) % 2 == 0)
      return after;
    at = after;
  }
  return json.size;
}

/* The index after the value that begins at `at`, in JSON known to be valid. */
static size_t skip_value(struct slice json, size_t at)
{
  size_t depth = 0;
  while (at < json.size) {
    char c = json.data[at];
    if (c == '"') {
      at = skip_string(json, at);
    } else if (c == '{' || c == '[') {
      depth++;
      at++;
    } else if (c == '}' || c == ']') {
      if (depth == 0)
        return at;
      depth--;
      at++;
    } else if (depth == 0 && (c == ',' || (unsigned char)c <= ' ')) {
      return at;
    } else {
      at++;
      continue;
    }
    if (depth == 0)
      return at;
  }
  return json.size;
}

bool record_next_member(struct slice object, size_t *at, struct slice *key, struct slice *value)
{
  size_t start = skip_white(object, *at + 1); /* past the brace or a comma */
  if (start >= object.size || object.data[start] != '"')
    return false;
  size_t end = skip_string(object, start);
  *key = (struct slice){object.data + start + 1, end - start - 2};
  start = skip_white(object, skip_white(object, end) + 1); /* past the colon */
  end = skip_value(object, start);
  *value = (struct slice){object.data + start, end - start};
  *at = skip_white(object, end);
  return true;
}

/* Write the key, unless it is there already. */
static bool begin_member(struct buffer *metadata, struct slice key)
{
  struct slice found;
  struct slice value;
  for (size_t at = 0; record_next_member(buffer_slice(metadata), &at, &found, &value);)
    if (slice_equal(found, key))
      return false;
  buffer_add_string(metadata, metadata->size > 0 ? ",\"" : "{\"");
  buffer_add(metadata, key.data, key.size);
  buffer_add_string(metadata, "\":");
  return true;
}

void record_add_json(struct record_space *space, struct slice key, struct slice value)
{
  if (value.size > 0 && begin_member(&space->metadata, key))
    add_compact(&space->metadata, value);
}

void record_add_members(struct record_space *space, struct slice object)
{
  struct slice key;
  struct slice value;
  for (size_t at = 0; record_next_member(object, &at, &key, &value);)
    record_add_json(space, key, value);
}

void record_add_text(struct record_space *space, const char *key, struct slice value)
{
  if (value.size > 0 && begin_member(&space->metadata, (struct slice){key, strlen(key)}))
    add_quoted(&space->metadata, value);
}

void record_mark(struct record_space *space, size_t start, size_t end, enum line_type type)
{
  struct source_block block = {(uint32_t)start, (uint32_t)end, (uint8_t)type};
  buffer_add(&space->blocks, &block, sizeof block);
}

void record_free(struct record_space *space)
{
  buffer_free(&space->id);
  buffer_free(&space->text);
  buffer_free(&space->metadata);
  buffer_free(&space->encoding);
  buffer_free(&space->error);
  buffer_free(&space->blocks);
  buffer_free(&space->decoded);
  buffer_free(&space->work);
  buffer_free(&space->left_out_names);
}
