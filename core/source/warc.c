/*
 * Web archives (WARC, ISO 28500) and the texts made from them (WET): responses and resources that are HTML or plain text,
 * and conversions. Everything else in them is passed over.
 */
#include "../base/ascii.h"
#include "encoding.h"
#include "html.h"
#include "mail.h"
#include "reader.h"
#include <string.h>

struct warc {
  struct reader reader;
  struct buffer header; /* of the record, as it is written */
  struct buffer body;   /* with chunks and compression undone */
  struct buffer value;
  struct buffer trouble; /* what broke off the page given last: told next */
  bool lost;             /* what should be a record is none: told once, until the next one */
};

/* One line of a header; longer ones do not occur. */
enum { HEADER_LINE_MAX = 64 * 1024, HEADER_MAX = 1024 * 1024 };

static struct slice field(struct warc *warc, const char *name)
{
  buffer_clear(&warc->value);
  mail_field(buffer_slice(&warc->header), name, &warc->value);
  return mail_bare(buffer_slice(&warc->value));
}

/* ---- from record to record ---- */

/*
 * Read the header of the next record. STATUS_BAD_INPUT: something else stands there (it is skipped to the next record).
 */
static enum status read_header(struct warc *warc)
{
  struct stream *stream = warc->reader.stream;
  struct slice line;
  bool found = false;
  buffer_clear(&warc->header);
  for (;;) {
    enum status status = stream_line(stream, HEADER_LINE_MAX, &line);
    if (status == STATUS_END)
      return found ? STATUS_OK : STATUS_END;
    if (status == STATUS_NO_MEMORY)
      return status;
    bool long_line = status == STATUS_LIMIT;
    bool blank = !long_line && (line.size == 0 || slice_is_like(line, "\r"));
    if (found && blank)
      return STATUS_OK;
    if (blank)
      continue;
    if (!found && (long_line || !slice_begins_like(line, "WARC/"))) {
      if (warc->lost)
        continue;
      warc->lost = true;
      return STATUS_BAD_INPUT;
    }
    found = true;
    warc->lost = false;
    if (!long_line && warc->header.size < HEADER_MAX) {
      buffer_add(&warc->header, line.data, line.size);
      buffer_add_byte(&warc->header, '\n');
    }
    if (warc->header.failed)
      return STATUS_NO_MEMORY;
  }
}

/* The archive has ended within a record. What broke it off says so itself. */
static void note_cut(struct stream *stream)
{
  if (stream->trouble.size > 0)
    return;
  buffer_add_string(&stream->trouble,
                    "the web archive ends within a record: what was read before it is kept");
  buffer_add_byte(&stream->trouble, '\0');
}

/* Skip `size` bytes of the stream. */
static enum status skip_block(struct stream *stream, uint64_t size)
{
  while (size > 0) {
    enum status status = stream_need(stream, 1);
    struct slice window = stream_window(stream);
    if (status == STATUS_OK && window.size == 0)
      note_cut(stream);
    if (status != STATUS_OK || window.size == 0)
      return status;
    size_t part = window.size < size ? window.size : (size_t)size;
    stream_skip(stream, part);
    size -= part;
  }
  return STATUS_OK;
}

/* ---- HTTP ---- */

/* The size of the chunk whose head stands at *at, which is moved behind it; false: no head stands there. */
static bool read_chunk_head(struct slice body, size_t *at, size_t *size)
{
  size_t end = *at;
  *size = 0;
  for (int digit; end < body.size && (digit = ascii_hex(body.data[end])) >= 0; end++)
    *size = *size > SIZE_MAX / 32 ? SIZE_MAX : *size * 16 + (size_t)digit;
  bool has_digits = end > *at;
  while (end < body.size && ascii_is_among(body.data[end], " \t"))
    end++;
  if (!has_digits || end == body.size || !ascii_is_among(body.data[end], ";\r\n"))
    return false;
  const char *stop = memchr(body.data + end, '\n', body.size - end);
  if (stop == NULL)
    return false;
  *at = (size_t)(stop - body.data) + 1;
  return true;
}

/* Undo chunked transfer; what is no chunk ends it. False: it does not begin with one, as where crawlers store the plain
 * body and the field of the chunked one. */
static bool dechunk(struct slice body, struct buffer *out)
{
  size_t at = 0;
  size_t size;
  if (!read_chunk_head(body, &at, &size))
    return false;
  while (size > 0) {
    size = size < body.size - at ? size : body.size - at;
    buffer_add(out, body.data + at, size);
    at += size;
    while (at < body.size && (body.data[at] == '\r' || body.data[at] == '\n'))
      at++;
    if (!read_chunk_head(body, &at, &size))
      break;
  }
  return true;
}

/* Undo gzip into warc->body; what breaks it off is kept in warc->trouble. */
static enum status expand(struct warc *warc, struct slice body)
{
  struct stream *stream = NULL;
  struct slice all = {"", 0};
  size_t limit = reader_limit(&warc->reader);
  enum status status = stream_open_bytes(body, &stream);
  if (status == STATUS_OK)
    status = stream_open_gzip(stream, &stream);
  if (status != STATUS_OK)
    return status;
  status = stream_all(stream, limit, &all);
  if (status == STATUS_OK) {
    buffer_add(&warc->body, all.data, all.size);
    if (stream->trouble.size > 0)
      buffer_add(&warc->trouble, stream->trouble.data, stream->trouble.size - 1);
    status = warc->body.failed || warc->trouble.failed ? STATUS_NO_MEMORY : STATUS_OK;
  } else if (status == STATUS_LIMIT) {
    record_fail(warc->reader.space, "the page is longer than %zu bytes", limit);
    status = STATUS_BAD_INPUT;
  }
  stream_close(stream);
  return status;
}

/* Undo the content encoding of a body into warc->body. STATUS_BAD_INPUT: with an error in the space. */
static enum status undo_encoding(struct warc *warc, struct slice encoding, struct slice body)
{
  bool compressed = encoding.size > 0 && !slice_is_like(encoding, "identity");
  buffer_clear(&warc->body);
  /* Crawlers often store the plain body and the field of the compressed one. */
  if (compressed && body.size > 2 && memcmp(body.data, "\x1F\x8B", 2) == 0)
    return expand(warc, body);
  struct buffer why = {0};
  bool binary = compressed && encoding_is_binary(body, &why);
  buffer_free(&why);
  if (binary) {
    record_fail(warc->reader.space, "the page is compressed as '%.*s', which is not supported",
                (int)encoding.size, encoding.data);
    return STATUS_BAD_INPUT;
  }
  buffer_add(&warc->body, body.data, body.size);
  return warc->body.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/*
 * Undo what HTTP has done to a body. STATUS_BAD_INPUT: it is passed over (an error page, a redirection) or, with an error
 * in the space, cannot be read.
 */
static enum status open_response(struct warc *warc, struct slice block, struct slice *header,
                                 struct slice *body)
{
  const char *line = memchr(block.data, '\n', block.size);
  if (line == NULL || !slice_begins_like(block, "HTTP/"))
    return STATUS_BAD_INPUT;
  const char *code = memchr(block.data, ' ', (size_t)(line - block.data));
  if (code == NULL || code[1] != '2')
    return STATUS_BAD_INPUT;
  struct mail_entity entity = mail_split(slice_from(block, (size_t)(line + 1 - block.data)));
  struct buffer value = {0};
  struct buffer joined = {0};
  *header = entity.header;
  mail_field(entity.header, "Transfer-Encoding", &value);
  bool chunked =
      slice_begins_like(buffer_slice(&value), "chunked") && dechunk(entity.body, &joined);
  buffer_clear(&value);
  mail_field(entity.header, "Content-Encoding", &value);
  enum status status = STATUS_NO_MEMORY;
  if (!value.failed && !joined.failed)
    status =
        undo_encoding(warc, buffer_slice(&value), chunked ? buffer_slice(&joined) : entity.body);
  *body = buffer_slice(&warc->body);
  buffer_free(&value);
  buffer_free(&joined);
  return status;
}

/* ---- records ---- */

/* Read a body of the given content type into the space. STATUS_BAD_INPUT: it is passed over. */
static enum status read_body(struct warc *warc, struct slice type, struct slice body,
                             struct source_record *record)
{
  struct buffer charset = {0};
  bool is_html =
      slice_begins_like(type, "text/html") || slice_begins_like(type, "application/xhtml+xml");
  if (!is_html && !slice_begins_like(type, "text/plain"))
    return STATUS_BAD_INPUT;
  mail_charset(type, body, is_html, &charset);
  enum status status = charset.failed ? STATUS_NO_MEMORY : STATUS_OK;
  if (status == STATUS_OK)
    status = reader_decode(&warc->reader, body, buffer_slice(&charset),
                           &warc->reader.space->decoded, record);
  record->rest = is_html ? REST_HTML : REST_NONE;
  buffer_free(&charset);
  return status;
}

static enum status read_block(struct warc *warc, struct slice block, struct source_record *record)
{
  bool is_response = slice_is_like(field(warc, "WARC-Type"), "response");
  struct buffer type = {0};
  struct slice header = {"", 0};
  enum status status = STATUS_OK;
  if (is_response) {
    status = open_response(warc, block, &header, &block);
    if (status == STATUS_OK)
      mail_field(header, "Content-Type", &type);
  } else {
    struct slice value = field(warc, "Content-Type");
    buffer_add(&type, value.data, value.size);
  }
  if (type.failed)
    status = STATUS_NO_MEMORY;
  if (status == STATUS_OK)
    status = read_body(warc, buffer_slice(&type), block, record);
  buffer_free(&type);
  return status;
}

static void name_record(struct warc *warc)
{
  struct record_space *space = warc->reader.space;
  struct slice url = field(warc, "WARC-Target-URI");
  if (url.size > 0)
    record_set_id(space, url);
  else
    record_set_id(space, field(warc, "WARC-Record-ID"));
  if (space->id.size == 0)
    record_set_id(space, reader_name(&warc->reader));
}

/* When it was fetched is no date of the text: it has a key of its own. */
static void add_metadata(struct warc *warc)
{
  struct record_space *space = warc->reader.space;
  struct buffer value = {0};
  static const char *const names[][2] = {{"url", "WARC-Target-URI"},
                                         {"language", "WARC-Identified-Content-Language"},
                                         {"crawled", "WARC-Date"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    struct encoding_result result;
    buffer_clear(&value);
    if (encoding_mend(field(warc, names[i][1]), &value, &result) == STATUS_OK)
      record_add_text(space, names[i][0], result.text);
  }
  buffer_free(&value);
}

static bool is_wanted(struct warc *warc)
{
  struct slice type = field(warc, "WARC-Type");
  return slice_is_like(type, "response") || slice_is_like(type, "resource") ||
         slice_is_like(type, "conversion");
}

/* The content's length; false: the header names none. */
static bool content_length(struct warc *warc, uint64_t *length)
{
  struct slice value = field(warc, "Content-Length");
  *length = 0;
  for (size_t at = 0; at < value.size; at++) {
    if (!ascii_is_digit(value.data[at]) || *length > UINT64_MAX / 20)
      return false;
    *length = *length * 10 + (uint64_t)(value.data[at] - '0');
  }
  return value.size > 0;
}

static enum status give_lost(struct warc *warc, const char *why)
{
  record_set_id(warc->reader.space, reader_name(&warc->reader));
  record_fail(warc->reader.space, "%s (before byte %llu): skipped to the next record", why,
              (unsigned long long)warc->reader.stream->offset);
  return STATUS_OK;
}

/* Read one record. *given: the space holds something to give. */
static enum status read_record(struct warc *warc, struct source_record *record, bool *given)
{
  struct stream *stream = warc->reader.stream;
  uint64_t length = 0;
  *given = true;
  if (warc->trouble.size > 0) {
    name_record(warc);
    record_fail(warc->reader.space, "%.*s", (int)warc->trouble.size, warc->trouble.data);
    buffer_clear(&warc->trouble);
    return STATUS_OK;
  }
  enum status status = read_header(warc);
  if (status == STATUS_BAD_INPUT)
    return give_lost(warc, "not a record of a web archive");
  if (status != STATUS_OK)
    return status;
  if (!content_length(warc, &length)) {
    warc->lost = true;
    return give_lost(warc, "a record without a length");
  }
  *given = false;
  if (!is_wanted(warc))
    return skip_block(stream, length);
  if (length > reader_limit(&warc->reader)) {
    *given = true;
    name_record(warc);
    record_fail(warc->reader.space, "the record is longer than %zu bytes",
                reader_limit(&warc->reader));
    return skip_block(stream, length);
  }
  status = stream_need(stream, (size_t)length);
  if (status != STATUS_OK)
    return status;
  struct slice block = stream_window(stream);
  bool cut = block.size < length;
  if (!cut)
    block.size = (size_t)length;
  struct record_space *space = warc->reader.space;
  status = read_block(warc, block, record);
  *given = status == STATUS_OK || (status == STATUS_BAD_INPUT && space->error.size > 0);
  if (*given) {
    name_record(warc);
    add_metadata(warc);
    status = STATUS_OK;
  }
  if (cut)
    note_cut(stream);
  stream_skip(stream, block.size);
  return status == STATUS_BAD_INPUT ? STATUS_OK : status;
}

static enum status warc_next(struct reader *reader, struct source_record *record)
{
  struct warc *warc = (struct warc *)reader;
  for (;;) {
    bool given = false;
    enum status status = read_record(warc, record, &given);
    if (warc->header.failed || warc->value.failed)
      return STATUS_NO_MEMORY;
    if (status != STATUS_OK || given)
      return status;
    record_begin(reader->space, record);
  }
}

static void warc_close(struct reader *reader)
{
  struct warc *warc = (struct warc *)reader;
  buffer_free(&warc->header);
  buffer_free(&warc->body);
  buffer_free(&warc->value);
  buffer_free(&warc->trouble);
}

static const struct reader_kind warc_kind = {.next = warc_next, .close = warc_close};

struct reader *warc_new(void)
{
  return reader_new(&warc_kind, sizeof(struct warc));
}
