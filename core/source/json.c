/*
 * JSON Lines, and JSON files: one object, an array of them, or several values one after the other. An
 * array is read element by element.
 */
#include "../text/utf8.h"
#include "json_record.h"
#include <string.h>

struct json {
  struct reader reader;
  struct json_scratch scratch;
  uint64_t line;      /* lines before the window, from 0 */
  uint64_t column;    /* code points on the window's line before it */
  uint64_t last_line; /* where the value before began; 0: none */
  bool begun;
  bool in_array;
  bool ended;
};

static void json_close(struct reader *reader)
{
  struct json *json = (struct json *)reader;
  json_scratch_free(&json->scratch);
}

/* Keep no more than a record's worth of memory between records. */
enum { JSON_KEEP = 4 * 1024 * 1024 };

static void trim_scratch(struct json_scratch *scratch)
{
  if (scratch->mended.capacity > JSON_KEEP)
    buffer_free(&scratch->mended);
  if (scratch->members.capacity > JSON_KEEP)
    buffer_free(&scratch->members);
}

/* ---- JSON Lines ---- */

static bool is_blank(struct slice line)
{
  for (size_t at = 0; at < line.size; at++)
    if (line.data[at] != ' ' && line.data[at] != '\t' && line.data[at] != '\r')
      return false;
  return true;
}

static enum status jsonl_next(struct reader *reader, struct source_record *record)
{
  struct json *json = (struct json *)reader;
  trim_scratch(&json->scratch);
  for (;;) {
    struct slice line;
    uint64_t offset = reader->stream->offset;
    enum status status = reader_line(reader, &line);
    if (status != STATUS_OK && status != STATUS_LIMIT)
      return status;
    json->line++;
    if (status == STATUS_LIMIT) {
      uint64_t number = reader_lines_before(reader) + json->line;
      record_set_place(reader->space, reader_name(reader), number, 0);
      record_fail(reader->space, "line %llu is longer than %zu bytes", (unsigned long long)number,
                  reader_limit(reader));
      return STATUS_OK;
    }
    if (offset == 0 && line.size >= 3 && memcmp(line.data, "\xEF\xBB\xBF", 3) == 0) {
      line = (struct slice){line.data + 3, line.size - 3};
      offset = 3;
    }
    if (is_blank(line))
      continue;
    /* The last line of a stream that broke off is no line: the trouble is told instead. */
    struct stream *stream = reader->stream;
    if (stream->trouble.size > 0 && stream->ended && stream_window(stream).size == 0 &&
        line.data[line.size - 1] != '}')
      return STATUS_END;
    struct json_place place = {.reader = reader, .line = json->line, .column = 1, .offset = offset};
    return json_record_fill(line, &place, reader->options, &json->scratch, reader->space, record);
  }
}

static const struct reader_kind jsonl_kind = {
    .next = jsonl_next, .close = json_close, .by_line = true};

struct reader *jsonl_new(void)
{
  return reader_new(&jsonl_kind, sizeof(struct json));
}

/* ---- JSON values ---- */

/* Take bytes of the window, counting lines and columns. */
static void take(struct json *json, size_t size)
{
  struct slice window = stream_window(json->reader.stream);
  const char *start = window.data;
  const char *end = window.data + size;
  for (;;) {
    const char *stop = start < end ? memchr(start, '\n', (size_t)(end - start)) : NULL;
    if (stop == NULL)
      break;
    json->line++;
    json->column = 0;
    start = stop + 1;
  }
  /* Columns of bytes that are not UTF-8 are counted as if each began a character: near enough. */
  for (const char *at = start; at < end; at++)
    json->column += ((unsigned char)*at & 0xC0) != 0x80;
  stream_skip(json->reader.stream, size);
}

/* Skip white space and commas. *next gets the byte that follows, or -1 at the end. */
static enum status skip_between(struct json *json, int *next)
{
  struct stream *stream = json->reader.stream;
  for (;;) {
    struct slice window = stream_window(stream);
    size_t at = 0;
    while (at < window.size && ((unsigned char)window.data[at] <= ' ' || window.data[at] == ','))
      at++;
    take(json, at);
    if (at < window.size) {
      *next = (unsigned char)stream_window(stream).data[0];
      return STATUS_OK;
    }
    if (stream->ended) {
      *next = -1;
      return STATUS_OK;
    }
    enum status status = stream_more(stream);
    if (status != STATUS_OK)
      return status;
  }
}

struct scan {
  size_t at; /* bytes looked at */
  size_t depth;
  bool in_string;
};

/* Go on looking for the end of the string; false: it is not in the window yet. */
static bool scan_string(struct slice window, struct scan *scan)
{
  const char *from = window.data + scan->at;
  const char *quote = memchr(from, '"', window.size - scan->at);
  if (quote == NULL) {
    scan->at = window.size;
    return false;
  }
  /* The window begins with the value, so that all backslashes before the mark are in it. */
  const char *slash = quote;
  while (slash > window.data && slash[-1] == '\\')
    slash--;
  scan->in_string = (quote - slash) % 2 != 0;
  scan->at = (size_t)(quote - window.data) + 1;
  return true;
}

/* Go on looking for the end of the value at the start of the window; true: it ends at scan->at. */
static bool scan_value(struct slice window, struct scan *scan)
{
  while (scan->at < window.size) {
    char c = window.data[scan->at];
    if (scan->in_string) {
      if (!scan_string(window, scan))
        return false;
      if (scan->in_string || scan->depth > 0)
        continue;
      return true;
    }
    if (c == '"') {
      scan->in_string = true;
    } else if (c == '{' || c == '[') {
      scan->depth++;
    } else if (c == '}' || c == ']') {
      if (scan->depth == 0)
        return true;
      scan->depth--;
    } else if (scan->depth == 0 && (c == ',' || (unsigned char)c <= ' ')) {
      return true;
    }
    scan->at++;
    if ((c == '}' || c == ']') && scan->depth == 0)
      return true;
  }
  return false;
}

/* Find the size of the value that begins at the window; STATUS_LIMIT if it is too large. A value that the end of
 * the file cuts ends the reading. */
static enum status find_value(struct json *json, size_t *size)
{
  struct stream *stream = json->reader.stream;
  struct scan scan = {0, 0, false};
  for (;;) {
    if (scan_value(stream_window(stream), &scan))
      break;
    if (stream_window(stream).size > reader_limit(&json->reader))
      return STATUS_LIMIT;
    if (stream->ended) {
      json->ended = scan.depth > 0 || scan.in_string;
      scan.at = stream_window(stream).size;
      break;
    }
    enum status status = stream_more(stream);
    if (status != STATUS_OK)
      return status;
  }
  *size = scan.at;
  return *size > reader_limit(&json->reader) ? STATUS_LIMIT : STATUS_OK;
}

/* Whether nothing but white space follows the value of `size` bytes at the window. */
static enum status is_whole(struct json *json, size_t size, bool *whole)
{
  struct stream *stream = json->reader.stream;
  size_t at = size;
  for (;;) {
    struct slice window = stream_window(stream);
    while (at < window.size && (unsigned char)window.data[at] <= ' ')
      at++;
    *whole = at == window.size;
    if (!*whole || stream->ended || window.size > reader_limit(&json->reader))
      return STATUS_OK;
    enum status status = stream_more(stream);
    if (status != STATUS_OK)
      return status;
  }
}

/* Come to the first byte of the next value; STATUS_END if there is none. */
static enum status find_start(struct json *json)
{
  struct stream *stream = json->reader.stream;
  int next = 0;
  if (!json->begun) {
    enum status status = stream_need(stream, 3);
    if (status != STATUS_OK)
      return status;
    struct slice window = stream_window(stream);
    if (window.size >= 3 && memcmp(window.data, "\xEF\xBB\xBF", 3) == 0)
      stream_skip(stream, 3);
  }
  for (;;) {
    enum status status = skip_between(json, &next);
    if (status != STATUS_OK)
      return status;
    if (next < 0)
      return STATUS_END;
    if (next == '[' && !json->begun && !json->in_array) {
      json->in_array = true;
      json->begun = true;
    } else if (next == ']' && json->in_array) {
      json->in_array = false;
    } else {
      json->begun = true;
      return STATUS_OK;
    }
    take(json, 1);
  }
}

static enum status json_next(struct reader *reader, struct source_record *record)
{
  struct json *json = (struct json *)reader;
  struct stream *stream = reader->stream;
  if (json->ended)
    return STATUS_END;
  trim_scratch(&json->scratch);
  bool first = !json->begun;
  enum status status = find_start(json);
  if (status == STATUS_END && json->in_array && stream->trouble.size == 0) {
    json->ended = true;
    record_set_place(reader->space, reader_name(reader), json->line + 1, 0);
    record_fail(reader->space, "broken JSON at line %llu: the array is not closed",
                (unsigned long long)json->line + 1);
    return STATUS_OK;
  }
  if (status != STATUS_OK)
    return status;
  struct json_place place = {.reader = reader,
                             .line = json->line + 1,
                             .column = json->column + 1,
                             .offset = stream->offset};
  place.same_line = json->last_line == place.line;
  json->last_line = place.line;
  size_t size = 0;
  status = find_value(json, &size);
  if (status == STATUS_LIMIT) {
    json->ended = true;
    record_set_place(reader->space, reader_name(reader), place.line, 0);
    record_fail(reader->space,
                "the value is longer than %zu bytes; the rest of the file is not read",
                reader_limit(reader));
    return STATUS_OK;
  }
  if (status == STATUS_OK && first && !json->in_array)
    status = is_whole(json, size, &place.whole);
  if (status != STATUS_OK)
    return status;
  if (size == 0)
    size = 1; /* a closing bracket that nothing opened */
  struct slice value = {stream_window(stream).data, size};
  status = json_record_fill(value, &place, reader->options, &json->scratch, reader->space, record);
  take(json, size);
  return status;
}

static const struct reader_kind json_kind = {.next = json_next, .close = json_close};

struct reader *json_new(void)
{
  return reader_new(&json_kind, sizeof(struct json));
}
