/* Which parts of a mail are its text, and the reader of mailboxes; see mail.h. */
#include "mail.h"
#include "../base/ascii.h"
#include "encoding.h"
#include "html.h"
#include "reader.h"
#include <string.h>

struct reading {
  struct record_space *space;
  struct source_record *record;
  struct slice mail;
  unsigned depth;
  bool too_deep;
};

static bool is(const struct buffer *buffer, const char *word)
{
  return slice_is(buffer_slice(buffer), word);
}

/* What the header of a part says of it. */
struct part {
  struct slice body;
  struct buffer type;    /* "text/plain" */
  struct buffer content; /* the whole field */
  struct buffer transfer;
  bool attached;
};

static void part_free(struct part *part)
{
  buffer_free(&part->type);
  buffer_free(&part->content);
  buffer_free(&part->transfer);
}

static bool part_read(struct slice message, const char *default_type, struct part *part)
{
  struct mail_entity entity = mail_split(message);
  struct buffer value = {0};
  *part = (struct part){.body = entity.body};
  mail_field(entity.header, "Content-Type", &part->content);
  mail_token(buffer_slice(&part->content), &part->type);
  if (part->type.size == 0)
    buffer_add_string(&part->type, default_type);
  mail_field(entity.header, "Content-Transfer-Encoding", &value);
  mail_token(buffer_slice(&value), &part->transfer);
  buffer_clear(&value);
  mail_field(entity.header, "Content-Disposition", &value);
  part->attached = slice_begins_like(buffer_slice(&value), "attachment");
  bool failed = value.failed || part->content.failed || part->type.failed || part->transfer.failed;
  buffer_free(&value);
  return !failed;
}

/* ---- text ---- */

/* Append lines, CR LF made LF, so that they end with one. */
static void add_lines(struct record_space *space, struct slice text)
{
  size_t from = 0;
  if (space->text.size > 0)
    buffer_add_byte(&space->text, '\n');
  for (size_t at = 0; at < text.size; at++) {
    if (text.data[at] != '\r' || at + 1 == text.size || text.data[at + 1] != '\n')
      continue;
    buffer_add(&space->text, text.data + from, at - from);
    from = at + 1;
  }
  buffer_add(&space->text, text.data + from, text.size - from);
  if (text.size > 0 && text.data[text.size - 1] != '\n')
    buffer_add_byte(&space->text, '\n');
}

static enum status add_plain(const struct part *part, struct slice text, struct record_space *space)
{
  struct buffer format = {0};
  struct buffer answer = {0};
  struct buffer plain = {0};
  bool flowed = mail_parameter(buffer_slice(&part->content), "format", &format) &&
                slice_is_like(buffer_slice(&format), "flowed");
  bool delete_space = flowed && mail_parameter(buffer_slice(&part->content), "delsp", &answer) &&
                      slice_is_like(buffer_slice(&answer), "yes");
  if (flowed || slice_begins(text, ">") || memmem(text.data, text.size, "\n>", 2) != NULL) {
    mail_plain_text(text, flowed, delete_space, &plain);
    text = buffer_slice(&plain);
  }
  add_lines(space, text);
  bool failed = format.failed || answer.failed || plain.failed || space->text.failed;
  buffer_free(&format);
  buffer_free(&answer);
  buffer_free(&plain);
  return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status add_html(struct slice html, struct record_space *space)
{
  if (space->text.size > 0)
    buffer_add_byte(&space->text, '\n');
  return html_read(html, false, space);
}

/* Append a part that is text. */
static enum status add_text(struct reading *reading, const struct part *part)
{
  struct record_space *space = reading->space;
  struct buffer bytes = {0};
  struct buffer charset = {0};
  struct buffer decoded = {0};
  struct buffer ignored = {0};
  struct encoding_result result = {{"", 0}, 0, 0};
  bool is_html = is(&part->type, "text/html");
  mail_decode_transfer(part->body, buffer_slice(&part->transfer), &bytes);
  mail_charset(buffer_slice(&part->content), buffer_slice(&bytes), is_html, &charset);
  enum status status = bytes.failed || charset.failed ? STATUS_NO_MEMORY : STATUS_OK;
  /* What is said of the encoding is that of the first part. */
  struct buffer *how = space->encoding.size == 0 ? &space->encoding : &ignored;
  if (status == STATUS_OK)
    status = encoding_decode(buffer_slice(&bytes), buffer_slice(&charset), &decoded, how, &result);
  if (status == STATUS_OK && result.invalid > 0) {
    /* Behind a transfer encoding the place is that of the part. */
    bool direct = !is(&part->transfer, "base64") && !is(&part->transfer, "quoted-printable");
    if (reading->record->invalid == 0)
      reading->record->invalid_at +=
          (uint64_t)(part->body.data - reading->mail.data) + (direct ? result.invalid_at : 0);
    reading->record->invalid += result.invalid;
  }
  if (status == STATUS_OK)
    status = is_html ? add_html(result.text, space) : add_plain(part, result.text, space);
  buffer_free(&bytes);
  buffer_free(&charset);
  buffer_free(&decoded);
  buffer_free(&ignored);
  return status;
}

/* ---- parts ---- */

static enum status add_message(struct reading *reading, struct slice message,
                               const char *default_type);

static bool is_blank(struct slice text)
{
  return slice_trim(text).size == 0;
}

/* Whether the line is "--boundary", or, *last, "--boundary--": all of it, because one boundary may begin as another does. */
static bool is_boundary(struct slice line, struct slice boundary, bool *last)
{
  if (!slice_begins(line, "--") || line.size - 2 < boundary.size ||
      memcmp(line.data + 2, boundary.data, boundary.size) != 0)
    return false;
  line = slice_from(line, 2 + boundary.size);
  *last = slice_begins(line, "--");
  return is_blank(slice_from(line, *last ? 2 : 0));
}

/*
 * The next part between lines "--boundary", off *rest; false after the last. A part that nothing closes goes to the
 * end: mails are cut more often than they are wrong.
 */
static bool next_part(struct slice *rest, struct slice boundary, struct slice *part)
{
  const char *from = NULL; /* of the part */
  struct slice before = *rest;
  struct slice line;
  for (; slice_line(rest, &line); before = *rest) {
    bool last = false;
    bool marks = is_boundary(line, boundary, &last);
    if (marks && from != NULL) {
      /* The line break before the boundary belongs to it, which opens the next part. */
      *part = (struct slice){from, (size_t)(line.data - from)};
      part->size -= part->size > 0 && part->data[part->size - 1] == '\n';
      part->size -= part->size > 0 && part->data[part->size - 1] == '\r';
      *rest = before;
      return true;
    }
    if (last)
      return false;
    if (marks)
      from = rest->data;
  }
  if (from == NULL)
    return false;
  *part = (struct slice){from, (size_t)(rest->data - from)};
  return part->size > 0;
}

/* How well a part of an alternative serves as text: plain, then HTML, then what may hold either. */
static int worth(const struct part *part)
{
  if (part->attached)
    return 0;
  if (is(&part->type, "text/plain"))
    return 3;
  if (is(&part->type, "text/html"))
    return 2;
  return slice_begins(buffer_slice(&part->type), "multipart/") ? 1 : 0;
}

static enum status add_best(struct reading *reading, struct slice body, struct slice boundary)
{
  struct slice best = {"", 0};
  struct slice message;
  int best_worth = 0;
  while (next_part(&body, boundary, &message)) {
    struct part part;
    bool ok = part_read(message, "text/plain", &part);
    int found = is_blank(part.body) ? 0 : worth(&part);
    part_free(&part);
    if (!ok)
      return STATUS_NO_MEMORY;
    if (found > best_worth) {
      best_worth = found;
      best = message;
    }
  }
  return best_worth > 0 ? add_message(reading, best, "text/plain") : STATUS_OK;
}

static enum status add_all(struct reading *reading, struct slice body, struct slice boundary,
                           const char *default_type)
{
  struct slice message;
  enum status status = STATUS_OK;
  while (status == STATUS_OK && next_part(&body, boundary, &message))
    status = add_message(reading, message, default_type);
  return status;
}

static enum status add_part(struct reading *reading, const struct part *part)
{
  if (slice_begins(buffer_slice(&part->type), "multipart/")) {
    struct buffer boundary = {0};
    mail_parameter(buffer_slice(&part->content), "boundary", &boundary);
    enum status status = boundary.failed ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK && boundary.size == 0)
      status = add_text(reading, part);
    else if (status == STATUS_OK && is(&part->type, "multipart/alternative"))
      status = add_best(reading, part->body, buffer_slice(&boundary));
    else if (status == STATUS_OK)
      status = add_all(reading, part->body, buffer_slice(&boundary),
                       is(&part->type, "multipart/digest") ? "message/rfc822" : "text/plain");
    buffer_free(&boundary);
    return status;
  }
  if (is(&part->type, "message/rfc822")) /* forwarded, also as an attachment */
    return add_message(reading, part->body, "text/plain");
  if (part->attached || (!is(&part->type, "text/plain") && !is(&part->type, "text/html")))
    return STATUS_OK;
  return add_text(reading, part);
}

static enum status add_message(struct reading *reading, struct slice message,
                               const char *default_type)
{
  struct part part;
  if (reading->depth == SOURCE_MAX_MAIL_DEPTH) {
    reading->too_deep = true;
    return STATUS_OK;
  }
  reading->depth++;
  enum status status = STATUS_NO_MEMORY;
  if (part_read(message, default_type, &part))
    status = add_part(reading, &part);
  part_free(&part);
  reading->depth--;
  return status;
}

/* ---- a mail ---- */

static enum status add_metadata(struct slice header, struct record_space *space)
{
  static const char *const names[][2] = {{"title", "Subject"},
                                         {"date", "Date"},
                                         {"language", "Content-Language"},
                                         {"author", "From"},
                                         {"url", "Archived-At"}};
  struct buffer value = {0};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    buffer_clear(&value);
    mail_field_text(header, names[i][1], &value);
    struct slice text = buffer_slice(&value);
    bool is_address = strcmp(names[i][0], "url") == 0;
    record_add_text(space, names[i][0], is_address ? mail_bare(text) : slice_trim(text));
  }
  bool failed = value.failed;
  buffer_free(&value);
  return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status mail_read(struct slice message, struct record_space *space,
                      struct source_record *record)
{
  struct reading reading = {.space = space, .record = record, .mail = message};
  enum status status = add_metadata(mail_split(message).header, space);
  if (status == STATUS_OK)
    status = add_message(&reading, message, "text/plain");
  if (reading.too_deep)
    record_fail(space, "parts of the mail lie more than %d within each other",
                SOURCE_MAX_MAIL_DEPTH);
  return status;
}

/* ---- mailboxes ---- */

struct mbox {
  struct reader reader;
  struct buffer message; /* of the mail being collected */
  struct buffer held;    /* a line behind which was looked */
  uint64_t line;         /* lines read */
  uint64_t first;        /* line of its "From " */
  uint64_t next_first;   /* of the one after it; 0: none yet */
  uint64_t offset;       /* of its first byte */
  bool too_long;
};

/* Lines that begin with "From " were quoted with ">" when the mail was put away. */
static struct slice unquote(struct slice line)
{
  size_t marks = 0;
  while (marks < line.size && line.data[marks] == '>')
    marks++;
  if (marks > 0 && line.size - marks >= 5 && memcmp(line.data + marks, "From ", 5) == 0)
    return slice_from(line, 1);
  return line;
}

/* Whether a time of day stands in the line. */
static bool has_time(struct slice line)
{
  for (size_t at = 1; at + 1 < line.size; at++)
    if (line.data[at] == ':' && ascii_is_digit(line.data[at - 1]) &&
        ascii_is_digit(line.data[at + 1]))
      return true;
  return false;
}

/*
 * Whether a line "From ..." behind an empty one begins a mail. Not all programs quote those of the text: that of a mail has a
 * time, or header fields follow it. The line moves to where it stays valid.
 */
static enum status begins_mail(struct mbox *mbox, struct slice *line, bool *begins)
{
  enum { FIELD_MAX = 256 };
  struct stream *stream = mbox->reader.stream;
  *begins = has_time(*line);
  if (*begins)
    return STATUS_OK;
  buffer_clear(&mbox->held);
  buffer_add(&mbox->held, line->data, line->size);
  *line = buffer_slice(&mbox->held);
  enum status status = mbox->held.failed ? STATUS_NO_MEMORY : stream_need(stream, FIELD_MAX);
  *begins = mail_is_field(stream_window(stream));
  return status;
}

/* Collect the next mail; STATUS_END: there is none. */
static enum status collect(struct mbox *mbox)
{
  struct stream *stream = mbox->reader.stream;
  size_t limit = reader_limit(&mbox->reader);
  bool blank = true; /* the line before was empty */
  bool begun = mbox->next_first > 0;
  buffer_clear(&mbox->message);
  mbox->too_long = false;
  mbox->first = mbox->next_first;
  mbox->next_first = 0;
  mbox->offset = stream->offset;
  for (;;) {
    struct slice line;
    uint64_t offset = stream->offset;
    enum status status = stream_line(stream, limit, &line);
    if (status == STATUS_END)
      return begun ? STATUS_OK : STATUS_END;
    if (status != STATUS_OK && status != STATUS_LIMIT)
      return status;
    mbox->line++;
    bool whole = status == STATUS_OK;
    bool starts = whole && blank && slice_begins(line, "From ");
    if (starts && begun)
      status = begins_mail(mbox, &line, &starts);
    if (status != STATUS_OK && status != STATUS_LIMIT)
      return status;
    blank = whole && (line.size == 0 || slice_is(line, "\r"));
    if (starts && begun) {
      mbox->next_first = mbox->line;
      return STATUS_OK;
    }
    if (!begun) {
      mbox->first = mbox->line;
      mbox->offset = offset;
    }
    begun = begun || starts || !blank;
    if (starts)
      continue;
    if (!whole || mbox->message.size + line.size > limit)
      mbox->too_long = true;
    if (mbox->too_long) /* what there is of it tells its id */
      continue;
    line = unquote(line);
    buffer_add(&mbox->message, line.data, line.size);
    buffer_add_byte(&mbox->message, '\n');
    if (mbox->message.failed)
      return STATUS_NO_MEMORY;
  }
}

static enum status mbox_next(struct reader *reader, struct source_record *record)
{
  struct mbox *mbox = (struct mbox *)reader;
  struct record_space *space = reader->space;
  enum status status = collect(mbox);
  if (status != STATUS_OK)
    return status;
  struct slice message = buffer_slice(&mbox->message);
  struct buffer id = {0};
  mail_field(mail_split(message).header, "Message-ID", &id);
  struct slice name = mail_bare(buffer_slice(&id));
  if (name.size > 0)
    record_set_id(space, name);
  else
    record_set_place(space, reader_name(reader), mbox->first, 0);
  bool failed = id.failed;
  buffer_free(&id);
  if (failed)
    return STATUS_NO_MEMORY;
  if (mbox->too_long) {
    record_fail(space, "the mail is longer than %zu bytes", reader_limit(reader));
    return STATUS_OK;
  }
  record->text = message;
  record->rest = REST_MAIL;
  record->invalid_at = mbox->offset;
  return STATUS_OK;
}

static void mbox_close(struct reader *reader)
{
  struct mbox *mbox = (struct mbox *)reader;
  buffer_free(&mbox->message);
  buffer_free(&mbox->held);
}

static const struct reader_kind mbox_kind = {.next = mbox_next, .close = mbox_close};

struct reader *mbox_new(void)
{
  return reader_new(&mbox_kind, sizeof(struct mbox));
}
