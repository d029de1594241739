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

/*
 * Find the member by walking the object at its top level; the metadata are our own writing, so
 * strings and brackets balance.
 */
static bool has_key(const struct buffer *metadata, struct slice key)
{
  const char *data = metadata->data;
  size_t depth = 0;
  bool is_key = false;
  for (size_t at = 0; at < metadata->size; at++) {
    char c = data[at];
    if (c == '{' || c == '[') {
      depth++;
      is_key = depth == 1;
    } else if (c == '}' || c == ']') {
      depth--;
    } else if (c == ',') {
      is_key = depth == 1;
    } else if (c == '"') {
      size_t from = ++at;
      while (at < metadata->size && data[at] != '"')
        at += data[at] == '\\' ? 2 : 1;
      if (is_key && at - from == key.size && memcmp(data + from, key.data, key.size) == 0)
        return true;
      is_key = false;
    }
  }
  return false;
}

void record_add_json(struct record_space *space, struct slice key, struct slice value)
{
  if (value.size == 0 || has_key(&space->metadata, key))
    return;
  buffer_add_string(&space->metadata, space->metadata.size > 0 ? ",\"" : "{\"");
  buffer_add(&space->metadata, key.data, key.size);
  buffer_add_string(&space->metadata, "\":");
  add_compact(&space->metadata, value);
}

/* The end of the string that begins at `at`, behind its closing mark. */
static size_t string_end(struct slice json, size_t at)
{
  for (at++; at < json.size && json.data[at] != '"'; at++)
    at += json.data[at] == '\\';
  return at + 1;
}

void record_add_members(struct record_space *space, struct slice object)
{
  size_t at = 1; /* past the brace */
  while (at < object.size && object.data[at] == '"') {
    size_t key_end = string_end(object, at);
    struct slice key = {object.data + at + 1, key_end - at - 2};
    size_t from = key_end + 1; /* past the colon */
    size_t end = from;
    size_t depth = 0;
    while (end < object.size) {
      char c = object.data[end];
      if (c == '"') {
        end = string_end(object, end);
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}'))
        break;
      depth += c == '{' || c == '[';
      depth -= c == '}' || c == ']';
      end++;
    }
    record_add_json(space, key, (struct slice){object.data + from, end - from});
    at = end + 1;
  }
}

void record_add_text(struct record_space *space, const char *key, struct slice value)
{
  size_t from = space->metadata.size;
  if (value.size == 0 || has_key(&space->metadata, (struct slice){key, strlen(key)}))
    return;
  buffer_add_string(&space->metadata, from > 0 ? ",\"" : "{\"");
  buffer_add_string(&space->metadata, key);
  buffer_add_string(&space->metadata, "\":");
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
