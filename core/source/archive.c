/*
 * Compressed files and archives, through libarchive: the data of each member become a stream of their own,
 * and whatever reader fits reads it.
 */
#include "reader.h"
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

struct feed {            /* libarchive's input: the window of a stream */
  struct stream *stream; /* borrowed */
  size_t lent;           /* bytes of the window that libarchive holds */
};

struct member {            /* the state of a member's stream */
  struct archive *archive; /* borrowed */
  const char *what;        /* "gzip", "tar" ... */
  uint64_t size;
  bool *broken; /* of the archive: no further member can be read */
};

struct archive_reader {
  struct reader reader;
  struct archive *archive; /* owned; NULL until the first record is asked for */
  struct feed feed;
  struct reader *child; /* owned; reads the member */
  struct buffer path;   /* id of the member */
  struct reader_place place;
  const char *what; /* "gzip", "tar" ..., by its first bytes */
  uint64_t members;
  bool found;       /* a member could be read */
  bool single;      /* no archive, only a compressed file */
  const char *text; /* of an Office file: the member that holds its text; NULL: no such file */
  bool broken;
  bool ended;
};

/* ---- input ---- */

static la_ssize_t feed_read(struct archive *archive, void *state, const void **data)
{
  struct feed *feed = state;
  (void)archive;
  stream_skip(feed->stream, feed->lent);
  feed->lent = 0;
  if (stream_window(feed->stream).size == 0 && !feed->stream->ended &&
      stream_more(feed->stream) != STATUS_OK)
    return ARCHIVE_FATAL;
  struct slice window = stream_window(feed->stream);
  *data = window.data;
  feed->lent = window.size;
  return (la_ssize_t)window.size;
}

static la_int64_t feed_seek(struct archive *archive, void *state, la_int64_t offset, int whence)
{
  struct feed *feed = state;
  (void)archive;
  la_int64_t to = offset;
  if (whence == SEEK_CUR)
    to += (la_int64_t)(feed->stream->offset + feed->lent);
  else if (whence == SEEK_END)
    to += (la_int64_t)feed->stream->size;
  feed->lent = 0;
  if (to < 0 || !stream_seek(feed->stream, (uint64_t)to))
    return ARCHIVE_FATAL;
  return to;
}

/* Why reading broke off after `size` bytes. */
static void say_broken(struct archive *archive, const char *what, uint64_t size,
                       struct buffer *trouble)
{
  const char *why = archive_error_string(archive);
  bool truncated = why == NULL || strcasestr(why, "truncated") != NULL ||
                   strcasestr(why, "unexpected end") != NULL ||
                   strcasestr(why, "no progress is possible") != NULL; /* of xz */
  buffer_add_string(trouble, what);
  buffer_add_string(trouble, truncated ? " data is truncated" : " data is broken");
  if (!truncated) {
    buffer_add_string(trouble, " (");
    buffer_add_string(trouble, why);
    buffer_add_byte(trouble, ')');
  }
  stream_say_kept(trouble, size);
}

/*
 * A libarchive reader over the feed. Only filters that live in libraries: some others would start programs. NULL when
 * memory is out or nothing fits (then *reason says what).
 */
static struct archive *open_archive(struct feed *feed, const char *what, struct buffer *reason)
{
  struct archive *archive = archive_read_new();
  if (archive == NULL)
    return NULL;
  archive_read_support_filter_bzip2(archive); /* gzip is undone before: see gzip.c */
  archive_read_support_filter_xz(archive);
  archive_read_support_filter_zstd(archive);
  archive_read_support_format_raw(archive);
  archive_read_support_format_empty(archive);
  archive_read_support_format_tar(archive);
  archive_read_support_format_zip(archive);
  archive_read_set_read_callback(archive, feed_read);
  if (feed->stream->size > 0)
    archive_read_set_seek_callback(archive, feed_seek);
  archive_read_set_callback_data(archive, feed);
  if (archive_read_open1(archive) == ARCHIVE_OK)
    return archive;
  say_broken(archive, what, 0, reason);
  archive_read_free(archive);
  return NULL;
}

/* ---- members ---- */

static enum status member_read(void *state, char *into, size_t room, size_t *got,
                               struct buffer *trouble)
{
  struct member *member = state;
  la_ssize_t size = archive_read_data(member->archive, into, room);
  if (size >= 0) {
    *got = (size_t)size;
    member->size += *got;
    return STATUS_OK;
  }
  if (size == ARCHIVE_FATAL)
    *member->broken = true;
  say_broken(member->archive, member->what, member->size, trouble);
  return STATUS_BAD_INPUT;
}

static const struct stream_origin member_origin = {member_read, NULL, free};

static enum status open_member(struct archive_reader *self, struct stream **stream)
{
  struct member *member = malloc(sizeof *member);
  if (member == NULL)
    return STATUS_NO_MEMORY;
  *member = (struct member){self->archive, self->what, 0, &self->broken};
  return stream_new(&member_origin, member, stream);
}

/* While libarchive reads names it must think in UTF-8: it turns them into the locale's charset and drops what that lacks. */
static locale_t enter_utf8(void)
{
  static locale_t utf8;
  if (utf8 == (locale_t)0)
    utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  return uselocale(utf8); /* unchanged where there is none */
}

/* The member's path without "./" and "/" in front. */
static const char *member_path(struct archive_entry *entry)
{
  const char *path = archive_entry_pathname_utf8(entry);
  if (path == NULL)
    path = archive_entry_pathname(entry);
  if (path == NULL)
    return "";
  while (*path == '/' || (path[0] == '.' && path[1] == '/'))
    path++;
  return path;
}

/* Whether a member is a file without a hidden name on the way. */
static bool is_file(struct archive_entry *entry, const char *path)
{
  mode_t type = archive_entry_filetype(entry);
  return (type == AE_IFREG || type == 0) && *path != '.' && strstr(path, "/.") == NULL &&
         strncmp(path, "__MACOSX/", 9) != 0;
}

/* Open the child for the member that the archive stands at, or for nothing. As reader_open; STATUS_END too when no reader
 * knows its extension. */
static enum status open_child(struct archive_reader *self, const char *path, bool empty)
{
  buffer_clear(&self->path);
  struct slice name = reader_name(&self->reader);
  buffer_add(&self->path, name.data, name.size);
  if (!self->single && self->text == NULL) {
    buffer_add_byte(&self->path, '/');
    buffer_add_string(&self->path, path);
  }
  if (self->path.failed)
    return STATUS_NO_MEMORY;
  if (!self->single && self->text == NULL && !empty &&
      !detect_name(buffer_slice(&self->path)).known)
    return STATUS_END;
  struct stream *stream = NULL;
  enum status status =
      empty ? stream_open_bytes((struct slice){"", 0}, &stream) : open_member(self, &stream);
  if (status != STATUS_OK)
    return status;
  struct reader_place place = self->place;
  place.name = (struct slice){self->path.data, self->path.size};
  place.depth++;
  place.named = place.named && (self->single || self->text != NULL);
  place.jsonl_default = place.jsonl_default && self->single;
  if (self->text != NULL)
    place.format = FORMAT_XML;
  return reader_open(stream, &place, &self->child);
}

/* ---- the reader ---- */

static enum status fail(struct archive_reader *self, const char *why)
{
  self->ended = true;
  record_set_id(self->reader.space, reader_name(&self->reader));
  record_fail(self->reader.space, "%s", why);
  return STATUS_OK;
}

/* Open the archive; STATUS_BAD_INPUT: an error record is made. */
static enum status begin(struct archive_reader *self)
{
  struct buffer reason = {0};
  self->feed.stream = self->reader.stream;
  self->what = detect_archive(stream_window(self->reader.stream));
  self->archive = open_archive(&self->feed, self->what, &reason);
  enum status status = STATUS_OK;
  if (self->archive == NULL && reason.size > 0) {
    status = STATUS_BAD_INPUT;
    fail(self, reason.data);
  } else if (self->archive == NULL || reason.failed) {
    status = STATUS_NO_MEMORY;
  }
  buffer_free(&reason);
  return status;
}

/* At the end of the archive: was there anything? */
static enum status end(struct archive_reader *self)
{
  self->ended = true;
  if (self->found)
    return STATUS_END;
  if (self->text != NULL)
    return fail(self,
                "an Office file that holds no text; soffice --convert-to txt may make some of it");
  return fail(self, "is an archive without readable files");
}

/* The archive cannot be read on. When the stream under it broke off, that is told at the end. */
static enum status end_broken(struct archive_reader *self)
{
  const char *why = archive_error_string(self->archive);
  struct buffer kept = {0};
  self->ended = true;
  if (self->reader.stream->trouble.size > 0)
    return STATUS_END;
  record_set_id(self->reader.space, reader_name(&self->reader));
  stream_say_kept(&kept, self->found ? self->reader.stream->offset : 0);
  bool failed = kept.failed;
  if (!failed)
    record_fail(self->reader.space, "%s data is broken%s%s%s%s", self->what, why ? " (" : "",
                why ? why : "", why ? ")" : "", kept.data);
  buffer_free(&kept);
  return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static bool has_extension(struct slice name, const char *extension)
{
  size_t size = strlen(extension);
  return name.size > size && slice_is_like(slice_from(name, name.size - size), extension);
}

/* The member that holds the text of an Office file, by the file's name or by its first member; NULL: it is none. */
static const char *find_text(struct slice name, const char *first)
{
  if (has_extension(name, ".odt"))
    return "content.xml";
  bool is_office = has_extension(name, ".docx") || strcmp(first, "[Content_Types].xml") == 0;
  return is_office ? "word/document.xml" : NULL;
}

/* Go to the next member. STATUS_OK: a child may be open now, or the record holds an error (*given). */
static enum status step(struct archive_reader *self, bool *given)
{
  struct archive_entry *entry = NULL;
  locale_t before = enter_utf8();
  int result = self->broken ? ARCHIVE_EOF : archive_read_next_header(self->archive, &entry);
  const char *path = entry != NULL ? member_path(entry) : NULL;
  uselocale(before);
  *given = true;
  if (result == ARCHIVE_EOF && self->members == 0 &&
      archive_format(self->archive) == ARCHIVE_FORMAT_EMPTY) {
    *given = false;
    self->members++;
    self->found = true;
    self->single = true;
    self->broken = true; /* there is no header to go to */
    return open_child(self, "", true);
  }
  if (result == ARCHIVE_EOF)
    return end(self);
  if (result == ARCHIVE_FATAL || path == NULL)
    return end_broken(self);
  _Static_assert(SOURCE_MAX_MEMBERS == 10000000, "told in the message");
  if (self->members++ == SOURCE_MAX_MEMBERS)
    return fail(self, "holds more than 10000000 members: the rest is not read");
  int format = archive_format(self->archive) & ARCHIVE_FORMAT_BASE_MASK;
  self->single = format == ARCHIVE_FORMAT_RAW;
  if (self->single && archive_filter_count(self->archive) <= 1)
    return fail(self, "a broken archive or compressed file");
  if (format == ARCHIVE_FORMAT_ZIP && self->members == 1)
    self->text = find_text(reader_name(&self->reader), path);
  *given = false;
  if (!self->single && (self->text != NULL ? strcmp(path, self->text) != 0 : !is_file(entry, path)))
    return STATUS_OK;
  enum status status = open_child(self, path, false);
  if (status == STATUS_BAD_INPUT) {
    *given = true;
    self->found = true;
    return STATUS_OK;
  }
  self->found = self->found || status == STATUS_OK;
  if (status != STATUS_END)
    return status;
  if (!self->single)
    record_leave_out(self->reader.space, buffer_slice(&self->path));
  return STATUS_OK;
}

static enum status archive_next(struct reader *reader, struct source_record *record)
{
  struct archive_reader *self = (struct archive_reader *)reader;
  if (self->archive == NULL && !self->ended) {
    enum status status = begin(self);
    if (status != STATUS_OK)
      return status == STATUS_BAD_INPUT ? STATUS_OK : status;
  }
  for (;;) {
    if (self->child != NULL) {
      enum status status = reader_next(self->child, record);
      if (status != STATUS_END) {
        reader->finished = true;
        return status;
      }
      reader_close(self->child);
      self->child = NULL;
    }
    if (self->ended)
      return STATUS_END;
    bool given = false;
    enum status status = step(self, &given);
    if (status != STATUS_OK || given)
      return status;
  }
}

static void archive_close(struct reader *reader)
{
  struct archive_reader *self = (struct archive_reader *)reader;
  reader_close(self->child);
  if (self->archive != NULL)
    archive_read_free(self->archive);
  buffer_free(&self->path);
}

static const struct reader_kind archive_kind = {.next = archive_next, .close = archive_close};

struct reader *archive_new(const struct reader_place *place)
{
  struct reader *reader = reader_new(&archive_kind, sizeof(struct archive_reader));
  if (reader != NULL)
    ((struct archive_reader *)reader)->place = *place;
  return reader;
}
