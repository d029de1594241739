/* From a list of paths to a stream of records; see source.h. */
#include "source.h"
#include "../base/hash.h"
#include "encoding.h"
#include "json_record.h"
#include "reader.h"
#include "walk.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct totals { /* apart, because asking for them changes them */
  uint64_t done;
  uint64_t listed; /* bytes of the list of paths */
  uint64_t total;
  bool counted;
};

enum { OPTION_STRINGS = 9 };

struct source {
  struct source_options options;
  char *strings[OPTION_STRINGS]; /* owned: those of the options */
  char **paths;                  /* owned */
  size_t count;
  size_t at;
  bool stdin_jsonl;
  enum format format;
  struct stream *list;       /* of more paths, or NULL */
  bool listed;               /* it was opened */
  bool list_told;            /* what ended it too early was told */
  const char *path;          /* the one being read, given or listed */
  struct buffer listed_path; /* that one */
  struct walk *walk;         /* of the folder being read, or NULL */
  uint64_t walk_given;       /* its files that could be opened, and its errors */
  struct stat written;       /* the file that the answer goes to; st_mode 0: none */
  uint64_t passed;           /* records of other parts */
  uint64_t at_byte;          /* of all input: where the current file begins; ... */
  uint64_t end_byte;         /* ... and the next one */
  uint64_t part_from;        /* what is to be read; all, if part_to is 0 */
  uint64_t part_to;
  struct reader *reader; /* of the file being read, or NULL */
  struct buffer origin;  /* the path of that file, valid UTF-8 */
  struct record_space space;
  struct totals *totals; /* owned */
};

/* ---- opening ---- */

/* Copy the options; their strings belong to the source. */
static bool copy_options(struct source *source, const struct source_options *options)
{
  struct source_options *copy = &source->options;
  if (options == NULL)
    return true;
  *copy = *options;
  const char **strings[OPTION_STRINGS] = {&copy->text_key, &copy->id_key,       &copy->title_key,
                                          &copy->date_key, &copy->language_key, &copy->keep,
                                          &copy->format,   &copy->list,         &copy->text_type};
  for (size_t i = 0; i < OPTION_STRINGS; i++) {
    if (*strings[i] == NULL)
      continue;
    source->strings[i] = strdup(*strings[i]);
    *strings[i] = source->strings[i];
    if (source->strings[i] == NULL)
      return false;
  }
  return true;
}

enum status source_open(const char *const *paths, size_t count, bool stdin_jsonl,
                        const struct source_options *options, struct source **source)
{
  enum format format = FORMAT_UNKNOWN;
  if (options != NULL && options->raw)
    format = FORMAT_LINES;
  else if (options != NULL && options->format != NULL) {
    format = detect_format(options->format);
    if (format == FORMAT_UNKNOWN)
      return STATUS_MISUSE;
  }
  enum source_rest rest;
  if (options != NULL && !json_text_type(options, &rest))
    return STATUS_MISUSE;
  struct source *made = calloc(1, sizeof *made);
  if (made == NULL)
    return STATUS_NO_MEMORY;
  made->stdin_jsonl = stdin_jsonl;
  made->format = format;
  made->totals = calloc(1, sizeof *made->totals);
  made->paths = calloc(count + 1, sizeof *made->paths);
  const char *written = options != NULL ? options->written : NULL;
  if (written == NULL || stat(written, &made->written) != 0 || !S_ISREG(made->written.st_mode))
    made->written.st_mode = 0;
  bool ok = copy_options(made, options) && made->totals != NULL && made->paths != NULL;
  for (size_t i = 0; ok && i < count; i++) {
    made->paths[i] = strdup(paths[i]);
    ok = made->paths[i] != NULL;
    made->count += ok;
  }
  if (!ok) {
    source_close(made);
    return STATUS_NO_MEMORY;
  }
  *source = made;
  return STATUS_OK;
}

void source_close(struct source *source)
{
  if (source == NULL)
    return;
  reader_close(source->reader);
  walk_close(source->walk);
  stream_close(source->list);
  buffer_free(&source->listed_path);
  for (size_t i = 0; i < source->count; i++)
    free(source->paths[i]);
  free(source->paths);
  free(source->totals);
  for (size_t i = 0; i < OPTION_STRINGS; i++)
    free(source->strings[i]);
  buffer_free(&source->origin);
  record_free(&source->space);
  free(source);
}

/* Whether mails may be found where the path leads. */
static bool may_hold_mails(const struct source *source, const char *path)
{
  enum format format = source->format;
  if (format == FORMAT_UNKNOWN && source->stdin_jsonl && strcmp(path, "-") == 0)
    format = FORMAT_JSONL;
  if (format == FORMAT_UNKNOWN)
    format = detect_name((struct slice){path, strlen(path)}).format;
  return format == FORMAT_UNKNOWN || format == FORMAT_MAIL || format == FORMAT_MBOX;
}

void source_prepare(const struct source *source)
{
  bool wanted = source->options.list != NULL;
  for (size_t i = 0; i < source->count && !wanted; i++)
    wanted = may_hold_mails(source, source->paths[i]);
  if (wanted)
    encoding_open_tables();
}

/* ---- reading ---- */

static void set_origin(struct source *source, const char *path)
{
  /* The id's repair is the origin's too. */
  record_set_id(&source->space, (struct slice){path, strlen(path)});
  buffer_clear(&source->origin);
  buffer_add(&source->origin, source->space.id.data, source->space.id.size);
}

static enum status give(struct source *source, struct source_record *record)
{
  if (source->origin.failed)
    return STATUS_NO_MEMORY;
  record->source = buffer_slice(&source->origin);
  return STATUS_OK;
}

/* ---- parts: of all bytes of the input, file after file ---- */

static uint64_t file_size(const char *path)
{
  struct stat stat_of;
  if (stat(path, &stat_of) != 0 || !S_ISREG(stat_of.st_mode))
    return 0;
  return (uint64_t)stat_of.st_size;
}

/* Add the size of a file, or of all in a folder. *known: it is no pipe. */
static void add_bytes(const char *path, uint64_t *total, bool *known)
{
  struct stat stat_of;
  struct walk *walk = NULL;
  int found = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &stat_of) : stat(path, &stat_of);
  if (found != 0)
    return;
  if (S_ISREG(stat_of.st_mode)) {
    *total += (uint64_t)stat_of.st_size;
  } else if (!S_ISDIR(stat_of.st_mode)) {
    *known = false;
  } else if (walk_open(path, &walk) == STATUS_OK) {
    for (;;) {
      const char *file = NULL;
      enum status status = walk_next(walk, &file);
      if (status == STATUS_OK)
        *total += file_size(file);
      else if (status == STATUS_END || status == STATUS_NO_MEMORY)
        break;
    }
    walk_close(walk);
  }
}

/* Open the list of paths. */
static enum status open_list(const struct source *source, uint64_t *read, struct stream **list)
{
  bool is_stdin = strcmp(source->options.list, "-") == 0;
  int fd = is_stdin ? STDIN_FILENO : open(source->options.list, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  return fd < 0 ? STATUS_IO : stream_open_fd(fd, !is_stdin, read, source->options.wait, list);
}

/* The next path of a list, NUL-closed in `path`. STATUS_END, STATUS_NO_MEMORY; STATUS_LIMIT: it is longer than paths are. */
static enum status next_listed(struct stream *list, struct buffer *path)
{
  struct slice line;
  enum status status;
  do {
    status = stream_line(list, PATH_MAX, &line);
    if (status != STATUS_OK)
      return status;
    if (line.size > 0 && line.data[line.size - 1] == '\r')
      line.size--;
  } while (line.size == 0);
  buffer_clear(path);
  if (line.size == 1 && line.data[0] == '-') /* standard input has another name in lists: none */
    buffer_add_string(path, "./");
  buffer_add(path, line.data, line.size);
  buffer_add_byte(path, '\0');
  return path->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* Add up the sizes of all files. *known: there is no pipe among them, and no list that comes through one. */
static uint64_t count_bytes(const struct source *source, bool *known)
{
  uint64_t total = 0;
  uint64_t ignored = 0;
  struct stream *list = NULL;
  struct buffer path = {0};
  *known = true;
  for (size_t i = 0; i < source->count; i++)
    add_bytes(source->paths[i], &total, known);
  if (source->options.list == NULL)
    return total;
  if (file_size(source->options.list) == 0)
    *known = false;
  else if (open_list(source, &ignored, &list) == STATUS_OK) {
    enum status status;
    while ((status = next_listed(list, &path)) == STATUS_OK || status == STATUS_LIMIT)
      if (status == STATUS_OK)
        add_bytes(path.data, &total, known);
  }
  stream_close(list);
  buffer_free(&path);
  return total;
}

/* Find out which bytes are this part's, before the first file. */
static void choose_part(struct source *source)
{
  unsigned part = source->options.part;
  unsigned parts = source->options.parts;
  if (parts == 0 || !source->options.by_bytes || source->part_to > 0)
    return;
  bool known;
  uint64_t total = count_bytes(source, &known);
  /* Shares of the quotient, then of the rest: no product that could overflow. */
  source->part_from = total / parts * (part - 1) + total % parts * (part - 1) / parts;
  source->part_to =
      part == parts ? UINT64_MAX : total / parts * part + total % parts * part / parts;
  if (source->part_to == 0) { /* nothing begins in it */
    source->part_from = UINT64_MAX;
    source->part_to = UINT64_MAX;
  }
}

/* Whether what begins where the current file does is this part's: the file as a whole, its errors. */
static bool is_ours(const struct source *source)
{
  return source->part_to == 0 ||
         (source->at_byte >= source->part_from && source->at_byte < source->part_to);
}

/* Whether lines of the current file may be. */
static bool may_hold_ours(const struct source *source)
{
  return is_ours(source) ||
         (source->at_byte < source->part_to && source->end_byte > source->part_from);
}

/* Leave the reader of the current file with what of it is this part's, be it nothing. */
static enum status take_part(struct source *source)
{
  if (source->part_to == 0)
    return STATUS_OK;
  if (may_hold_ours(source) && reader_can_cut(source->reader)) {
    uint64_t at = source->at_byte;
    return reader_cut(source->reader, source->part_from > at ? source->part_from - at : 0,
                      source->part_to - at);
  }
  if (!is_ours(source)) {
    reader_close(source->reader);
    source->reader = NULL;
  }
  return STATUS_OK;
}

/* An error record for the path. */
static enum status give_error(struct source *source, struct source_record *record, const char *path,
                              const char *why)
{
  record_begin(&source->space, record);
  set_origin(source, path);
  record_fail(&source->space, "%s", why);
  enum status status = record_finish(&source->space, record);
  return status == STATUS_OK ? give(source, record) : status;
}

static const char *reason(int error)
{
  if (error == ENOENT)
    return "no such file";
  const char *text = strerrordesc_np(error);
  return text != NULL ? text : "cannot be opened";
}

static enum status open_stream(struct source *source, const char *path, bool is_stdin,
                               struct stream **stream)
{
  int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    return STATUS_IO;
  return stream_open_fd(fd, !is_stdin, &source->totals->done, source->options.wait, stream);
}

/* An error record for the path, if it is this part's to tell. */
static enum status tell_error(struct source *source, struct source_record *record, const char *path,
                              const char *why, bool *given)
{
  *given = is_ours(source);
  return *given ? give_error(source, record, path, why) : STATUS_OK;
}

/* Open the file and leave its reader in the source. STATUS_BAD_INPUT: the space holds an error record; STATUS_END: it
 * is skipped; STATUS_IO: errno says why it cannot be opened. */
static enum status open_reader(struct source *source, const char *path, bool named)
{
  bool is_stdin = named && strcmp(path, "-") == 0;
  struct stream *stream = NULL;
  enum status status = open_stream(source, path, is_stdin, &stream);
  if (status != STATUS_OK)
    return status;
  set_origin(source, path);
  struct reader_place place = {.name = {path, strlen(path)},
                               .format = source->format,
                               .jsonl_default = is_stdin && source->stdin_jsonl,
                               .named = named,
                               .options = &source->options,
                               .space = &source->space};
  return reader_open(stream, &place, &source->reader);
}

/* Does the answer go to this file? What stands in it is an earlier one, or this one. */
static bool is_written(const struct source *source, const char *path)
{
  struct stat stat_of;
  return source->written.st_mode != 0 && stat(path, &stat_of) == 0 &&
         stat_of.st_dev == source->written.st_dev && stat_of.st_ino == source->written.st_ino;
}

/*
 * Open the file and leave its reader in the source. STATUS_OK: it is open, or was skipped, or `*given` is set
 * and the record holds an error.
 */
static enum status open_file(struct source *source, const char *path, bool named,
                             struct source_record *record, bool *given)
{
  source->at_byte = source->end_byte;
  source->end_byte += source->part_to > 0 ? file_size(path) : 0;
  if (!named && is_written(source, path))
    return STATUS_OK;
  /* A folder in which nothing can be read is an error: until something could, its files are opened, be they others'. */
  if (!may_hold_ours(source) && (named || source->walk_given > 0))
    return STATUS_OK;
  enum status status = open_reader(source, path, named);
  if (status == STATUS_END && is_ours(source))
    record_leave_out(&source->space, (struct slice){path, strlen(path)});
  if (status == STATUS_IO)
    return tell_error(source, record, path, reason(errno), given);
  if (status == STATUS_BAD_INPUT) {
    *given = is_ours(source);
    if (!*given)
      return STATUS_OK;
    memset(record, 0, sizeof *record);
    status = record_finish(&source->space, record);
    return status == STATUS_OK ? give(source, record) : status;
  }
  if (status == STATUS_OK) {
    source->walk_given++;
    status = take_part(source);
  }
  if (status == STATUS_IO)
    return tell_error(source, record, path, reason(errno), given);
  return status == STATUS_END ? STATUS_OK : status;
}

/* Take the next step through the folder being read. */
static enum status step_walk(struct source *source, struct source_record *record, bool *given)
{
  const char *path = NULL;
  enum status status = walk_next(source->walk, &path);
  _Static_assert(SOURCE_MAX_FOLDERS == 256, "told in the message");
  if (status == STATUS_OK)
    return open_file(source, path, false, record, given);
  if (status == STATUS_BAD_INPUT) {
    record_leave_out(&source->space, (struct slice){path, strlen(path)});
    return STATUS_OK;
  }
  if (status == STATUS_IO || status == STATUS_LIMIT) {
    source->walk_given++;
    source->at_byte = source->end_byte;
    return tell_error(source, record, path,
                      status == STATUS_IO ? reason(errno) : "lies more than 256 folders deep",
                      given);
  }
  if (status != STATUS_END)
    return status;
  walk_close(source->walk);
  source->walk = NULL;
  if (source->walk_given > 0)
    return STATUS_OK;
  source->at_byte = source->end_byte;
  return tell_error(source, record, source->path, "is a directory without readable files", given);
}

/* Begin with a path that was given or listed. */
static enum status begin_path(struct source *source, const char *path, struct source_record *record,
                              bool *given)
{
  struct stat stat_of;
  source->path = path;
  if (strcmp(path, "-") != 0 && stat(path, &stat_of) == 0 && S_ISDIR(stat_of.st_mode)) {
    source->walk_given = 0;
    return walk_open(path, &source->walk);
  }
  return open_file(source, path, true, record, given);
}

/* Begin with the next path of the list. */
static enum status step_list(struct source *source, struct source_record *record, bool *given)
{
  const char *name = source->options.list;
  source->at_byte = source->end_byte;
  if (!source->listed) {
    source->listed = true;
    enum status status = open_list(source, &source->totals->listed, &source->list);
    return status == STATUS_IO ? tell_error(source, record, name, reason(errno), given) : status;
  }
  if (source->list == NULL)
    return STATUS_END;
  enum status status = next_listed(source->list, &source->listed_path);
  if (status == STATUS_LIMIT)
    return tell_error(source, record, name, "holds a line that is longer than paths are", given);
  const struct buffer *trouble = &source->list->trouble;
  if (status == STATUS_END && trouble->size > 0 && !source->list_told) {
    source->list_told = true;
    return tell_error(source, record, name, trouble->data, given);
  }
  if (status != STATUS_OK)
    return status;
  return begin_path(source, source->listed_path.data, record, given);
}

/* The next record of all, or of the bytes that are this part's. */
static enum status next_record(struct source *source, struct source_record *record)
{
  for (;;) {
    enum status status;
    bool given = false;
    if (source->reader != NULL) {
      status = reader_next(source->reader, record);
      if (status == STATUS_OK)
        return give(source, record);
      if (status != STATUS_END)
        return status;
      reader_close(source->reader);
      source->reader = NULL;
      continue;
    }
    if (source->walk != NULL)
      status = step_walk(source, record, &given);
    else if (source->at < source->count)
      status = begin_path(source, source->paths[source->at++], record, &given);
    else if (source->options.list != NULL)
      status = step_list(source, record, &given);
    else
      return STATUS_END;
    if (status != STATUS_OK || given)
      return status;
  }
}

enum status source_next(struct source *source, struct source_record *record)
{
  const struct source_options *options = &source->options;
  choose_part(source);
  for (;;) {
    enum status status = next_record(source, record);
    if (status != STATUS_OK || options->parts == 0 || options->by_bytes ||
        hash_share(record->id, options->parts) == options->part)
      return status;
    source->passed++;
  }
}

uint64_t source_passed(const struct source *source)
{
  return source->passed;
}

uint64_t source_left_out(const struct source *source, struct slice *names)
{
  *names = buffer_slice(&source->space.left_out_names);
  return source->space.left_out;
}

/* ---- progress ---- */

/* What there is to read; 0 where that is not known. */
static uint64_t count_total(const struct source *source)
{
  bool known;
  uint64_t total = count_bytes(source, &known);
  unsigned parts = source->options.parts;
  return !known ? 0 : parts > 0 && source->options.by_bytes ? total / parts : total;
}

void source_progress(const struct source *source, uint64_t *done, uint64_t *total)
{
  struct totals *totals = source->totals;
  if (!totals->counted)
    totals->total = count_total(source);
  totals->counted = true;
  /* The directory of a zip file is read twice. */
  bool over = totals->total > 0 && totals->done > totals->total;
  *done = over ? totals->total : totals->done;
  *total = totals->total;
}
