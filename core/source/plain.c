/* Files of which each is one record (plain text, Markdown, a page, a mail), and files of which every line is one. */
#include "encoding.h"
#include "reader.h"

/* ---- one record ---- */

struct whole {
  struct reader reader;
  const char *what; /* in messages */
  enum source_rest rest;
};

/* All bytes of the stream. STATUS_END: nothing is there, or it was given already. STATUS_BAD_INPUT: it is too long, and
 * the record to give says so. */
static enum status read_all(struct whole *whole, struct slice *bytes)
{
  struct reader *reader = &whole->reader;
  if (reader->count > 0)
    return STATUS_END;
  enum status status = stream_all(reader->stream, reader_limit(reader), bytes);
  record_set_id(reader->space, reader_name(reader));
  if (status == STATUS_LIMIT) {
    record_fail(reader->space, "the %s is longer than %zu bytes", whole->what,
                reader_limit(reader));
    return STATUS_BAD_INPUT;
  }
  if (status == STATUS_OK && bytes->size == 0 && reader->stream->trouble.size > 0)
    return STATUS_END;
  return status;
}

static enum status whole_next(struct reader *reader, struct source_record *record)
{
  struct whole *whole = (struct whole *)reader;
  enum status status = read_all(whole, &record->text);
  if (status != STATUS_OK)
    return status == STATUS_BAD_INPUT ? STATUS_OK : status;
  record->rest = whole->rest;
  record->may_split = whole->rest == REST_NONE;
  if (whole->rest == REST_MAIL) /* its parts say themselves how they are encoded */
    return STATUS_OK;
  struct slice declared = {"", 0};
  if (whole->rest == REST_HTML)
    declared = encoding_declared(record->text, true);
  struct record_space *space = reader->space;
  return reader_decode(reader, record->text, declared,
                       whole->rest == REST_NONE ? &space->text : &space->decoded, record);
}

static const struct reader_kind whole_kind = {.next = whole_next};

struct reader *whole_new(enum format format)
{
  static const struct {
    const char *what;
    enum source_rest rest;
  } kinds[] = {[FORMAT_PLAIN] = {"text", REST_NONE},
               [FORMAT_MARKDOWN] = {"text", REST_MARKDOWN},
               [FORMAT_HTML] = {"page", REST_HTML},
               [FORMAT_MAIL] = {"mail", REST_MAIL}};
  struct reader *reader = reader_new(&whole_kind, sizeof(struct whole));
  if (reader != NULL) {
    struct whole *whole = (struct whole *)reader;
    whole->what = kinds[format].what;
    whole->rest = kinds[format].rest;
  }
  return reader;
}

/* ---- lines ---- */

static enum status lines_next(struct reader *reader, struct source_record *record)
{
  struct record_space *space = reader->space;
  uint64_t at = reader->stream->offset;
  struct slice line;
  enum status status = reader_line(reader, &line);
  if (status != STATUS_OK && status != STATUS_LIMIT)
    return status;
  uint64_t number = reader_lines_before(reader) + reader->count + 1;
  record_set_place(space, reader_name(reader), number, 0);
  if (status == STATUS_LIMIT) {
    record_fail(space, "the line is longer than %zu bytes", reader_limit(reader));
    return STATUS_OK;
  }
  if (line.size > 0 && line.data[line.size - 1] == '\r')
    line.size--;
  struct encoding_result result;
  status = encoding_mend(line, &space->text, &result);
  buffer_add_string(&space->encoding, result.invalid > 0 ? "utf-8 (sniffed)" : "utf-8 (valid)");
  record->text = result.text;
  record->invalid = result.invalid;
  record->invalid_at = at + result.invalid_at;
  return status;
}

static const struct reader_kind lines_kind = {.next = lines_next, .by_line = true};

struct reader *lines_new(void)
{
  return reader_new(&lines_kind, sizeof(struct reader));
}
