/* Opening a stream with the reader of its format; see reader.h. */
#include "reader.h"
#include "encoding.h"
#include <stdlib.h>
#include <string.h>

/* What is looked at to decide on a format: this much (or all), so that the way in which a pipe is cut does not decide; but
 * see is_eager. */
enum { SAMPLE_SIZE = 8192 };

struct reader *reader_new(const struct reader_kind *kind, size_t size)
{
  struct reader *reader = calloc(1, size);
  if (reader != NULL)
    reader->kind = kind;
  return reader;
}

void reader_close(struct reader *reader)
{
  if (reader == NULL)
    return;
  if (reader->kind->close != NULL)
    reader->kind->close(reader);
  stream_close(reader->stream);
  buffer_free(&reader->name);
  free(reader);
}

struct slice reader_name(const struct reader *reader)
{
  return buffer_slice(&reader->name);
}

size_t reader_limit(const struct reader *reader)
{
  size_t limit = reader->options->max_record;
  return limit > 0 && limit < SOURCE_MAX_RECORD ? limit : SOURCE_MAX_RECORD;
}

enum status reader_decode(struct reader *reader, struct slice bytes, struct slice declared,
                          struct buffer *out, struct source_record *record)
{
  struct encoding_result result;
  enum status status = encoding_decode(bytes, declared, out, &reader->space->encoding, &result);
  record->text = result.text;
  record->invalid = result.invalid;
  record->invalid_at = result.invalid_at;
  return status;
}

bool reader_can_cut(const struct reader *reader)
{
  return reader->kind->by_line && stream_is_seekable(reader->stream);
}

enum status reader_cut(struct reader *reader, uint64_t from, uint64_t to)
{
  reader->to = to;
  if (from == 0)
    return STATUS_OK;
  if (!stream_seek(reader->stream, from - 1))
    return STATUS_IO;
  /* The line that is under way there is another's. */
  struct slice line;
  enum status status = stream_line(reader->stream, reader_limit(reader), &line);
  reader->from = reader->stream->offset;
  return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}

enum status reader_line(struct reader *reader, struct slice *line)
{
  if (reader->to > 0 && reader->stream->offset >= reader->to)
    return STATUS_END;
  return stream_line(reader->stream, reader_limit(reader), line);
}

uint64_t reader_lines_before(struct reader *reader)
{
  if (!reader->counted && reader->from > 0)
    reader->before = stream_count_lines(reader->stream, reader->from);
  reader->counted = true;
  return reader->before;
}

/* Add what decoding the whole stream has found since the record before. */
static void note_decoded(struct reader *reader, struct source_record *record)
{
  struct stream *stream = reader->stream;
  if (stream->decoded == NULL)
    return;
  buffer_clear(&reader->space->encoding);
  buffer_add_string(&reader->space->encoding, stream->decoded);
  if (stream->invalid == 0)
    return;
  record->invalid += stream->invalid;
  record->invalid_at = stream->invalid_at;
  stream->invalid = 0;
}

enum status reader_next(struct reader *reader, struct source_record *record)
{
  record_begin(reader->space, record);
  reader->finished = false;
  enum status status = reader->kind->next(reader, record);
  if (status == STATUS_OK && reader->finished)
    return STATUS_OK;
  if (status == STATUS_END && reader->stream->trouble.size > 0 && !reader->told) {
    reader->told = true;
    record_begin(reader->space, record);
    record_set_id(reader->space, reader_name(reader));
    record_fail(reader->space, "%s", reader->stream->trouble.data);
    status = STATUS_OK;
  }
  if (status != STATUS_OK)
    return status;
  reader->count++;
  note_decoded(reader, record);
  if (!reader->options->defer)
    status = record_complete(reader->space, record);
  return status == STATUS_OK ? record_finish(reader->space, record) : status;
}

static struct reader *new_reader(enum format format)
{
  switch (format) {
  case FORMAT_LINES:
    return lines_new();
  case FORMAT_JSONL:
    return jsonl_new();
  case FORMAT_JSON:
    return json_new();
  case FORMAT_XML:
    return xml_new();
  case FORMAT_MBOX:
    return mbox_new();
  case FORMAT_WARC:
    return warc_new();
  default:
    return whole_new(format);
  }
}

/* The format that options, name and content agree on, in that order. */
static enum format choose_format(const struct reader_place *place, struct slice sample)
{
  if (place->format != FORMAT_UNKNOWN)
    return place->format;
  enum format named = detect_name(place->name).format;
  /* "xml" is also what pages of XHTML are called. */
  if (named == FORMAT_XML && detect_content(sample) == FORMAT_HTML)
    return FORMAT_HTML;
  if (named != FORMAT_UNKNOWN)
    return named;
  return place->jsonl_default ? FORMAT_JSONL : detect_content(sample);
}

/* Mails and web archives carry pictures and the like between their texts. */
static bool may_hold_binary(enum format format)
{
  return format == FORMAT_MAIL || format == FORMAT_MBOX || format == FORMAT_WARC;
}

/* Leave out what is no text; where the user named it (or `always`), an error record in the space says why. */
static enum status refuse(struct stream *stream, const struct reader_place *place, bool always,
                          struct buffer *why)
{
  enum status status = why->failed ? STATUS_NO_MEMORY : STATUS_END;
  if (status == STATUS_END && (place->named || always)) {
    struct source_record ignored;
    record_begin(place->space, &ignored);
    record_set_id(place->space, place->name);
    record_fail(place->space, "%.*s", (int)why->size, why->data);
    status = STATUS_BAD_INPUT;
  }
  buffer_free(why);
  stream_close(stream);
  return status;
}

static struct slice take_sample(const struct stream *stream)
{
  struct slice sample = stream_window(stream);
  if (sample.size > SAMPLE_SIZE)
    sample.size = SAMPLE_SIZE;
  return sample;
}

/*
 * Undo gzip and UTF-16, until the stream is what a reader reads. *depth counts what was undone. The stream is
 * closed on failure.
 */
static enum status open_layers(struct stream **stream, size_t wanted, unsigned *depth)
{
  for (;;) {
    enum status status = stream_need(*stream, wanted);
    if (status != STATUS_OK) {
      stream_close(*stream);
      return status;
    }
    struct slice sample = take_sample(*stream);
    const char *packed = detect_archive(sample);
    enum utf16_order order = packed == NULL ? encoding_find_utf16(sample) : UTF16_NONE;
    if (packed != NULL && strcmp(packed, "gzip") == 0 && *depth < SOURCE_MAX_ARCHIVES) {
      status = stream_open_gzip(*stream, stream);
      *depth += 1;
    } else if (order != UTF16_NONE && (*stream)->decoded == NULL) {
      status = stream_open_utf16(*stream, order == UTF16_BIG, stream);
    } else {
      return STATUS_OK;
    }
    if (status != STATUS_OK)
      return status;
  }
}

/* Whether the reader may begin with what little there is: a process that sends one line and waits for its answer must not
 * be asked for a second one. */
static bool is_eager(const struct reader_place *place)
{
  return place->jsonl_default || place->format == FORMAT_JSONL || place->format == FORMAT_LINES;
}

enum status reader_open(struct stream *stream, const struct reader_place *place,
                        struct reader **reader)
{
  struct reader_place inner = *place;
  enum status status = open_layers(&stream, is_eager(place) ? 2 : SAMPLE_SIZE, &inner.depth);
  if (status != STATUS_OK)
    return status;
  struct slice sample = take_sample(stream);
  struct reader *made = NULL;
  struct buffer why = {0};
  if (detect_archive(sample) != NULL) {
    _Static_assert(SOURCE_MAX_ARCHIVES == 4, "told in the message");
    if (inner.depth == SOURCE_MAX_ARCHIVES) {
      buffer_add_string(&why, "lies in more than 4 archives within each other");
      return refuse(stream, place, true, &why);
    }
    made = archive_new(&inner);
  } else {
    enum format format = choose_format(place, sample);
    if (!may_hold_binary(format) && encoding_is_binary(sample, &why))
      return refuse(stream, place, false, &why);
    made = new_reader(format);
  }
  if (made == NULL) {
    stream_close(stream);
    return STATUS_NO_MEMORY;
  }
  made->stream = stream;
  made->space = place->space;
  made->options = place->options;
  buffer_add(&made->name, place->name.data, place->name.size);
  if (made->name.failed) {
    reader_close(made);
    return STATUS_NO_MEMORY;
  }
  *reader = made;
  return STATUS_OK;
}
