/* Plain text: a whole file as one record, or every line as one. */
#include "encoding.h"
#include "reader.h"

static enum status plain_next(struct reader *reader, struct source_record *record)
{
  struct slice bytes;
  enum status status = reader_whole(reader, "text", &bytes);
  if (status != STATUS_OK)
    return status == STATUS_BAD_INPUT ? STATUS_OK : status;
  record->may_split = true;
  return reader_decode(reader, bytes, (struct slice){"", 0}, &reader->space->text, record);
}

static const struct reader_kind plain_kind = {.next = plain_next};

struct reader *plain_new(void)
{
  return reader_new(&plain_kind, sizeof(struct reader));
}

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
