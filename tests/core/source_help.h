/* What the tests of the readers share: records from bytes, from files, and from a pipe. */
#ifndef READOUT_SOURCE_HELP_H
#define READOUT_SOURCE_HELP_H

#include "../../core/source/source.h"
#include "tap.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef SOURCE_READ_ONCE
#define SOURCE_READ_ONCE false
#endif

/* A whole number of records, kept as strings. Zeroed by the caller, freed with kept_free. */
struct kept {
  char *id;
  char *source;
  char *text;
  size_t text_size;
  char *metadata;
  char *encoding;
  char *error; /* NULL: none */
  char *lines; /* the marks: "title:Text|caption:Text|..." */
  bool may_split;
  unsigned long long invalid;
  unsigned long long invalid_at;
};

struct kept_list {
  struct kept *records;
  size_t count;
};

static inline char *kept_string(struct slice slice)
{
  char *copy = malloc(slice.size + 1);
  if (copy == NULL)
    abort();
  if (slice.size > 0)
    memcpy(copy, slice.data, slice.size);
  copy[slice.size] = '\0';
  return copy;
}

static inline char *kept_lines(const struct source_record *record)
{
  static const char *const names[] = {"paragraph", "title", "caption", "dateline",
                                      "byline",    "list",  "blank"};
  struct buffer out = {0};
  for (uint32_t i = 0; i < record->block_count; i++) {
    const struct source_block *block = &record->blocks[i];
    if (block->start > block->end || block->end > record->text.size || block->type > 6)
      abort();
    buffer_add_string(&out, i > 0 ? "|" : "");
    buffer_add_string(&out, names[block->type]);
    buffer_add_byte(&out, ':');
    buffer_add(&out, record->text.data + block->start, block->end - block->start);
  }
  char *lines = kept_string((struct slice){out.data ? out.data : "", out.size});
  buffer_free(&out);
  return lines;
}

/* Read all records of the source, complete the deferred ones in `space` (may be NULL), and close it. */
static inline struct kept_list keep_completed(struct source *source, struct source_space *space)
{
  struct kept_list list = {NULL, 0};
  struct source_record record;
  enum status status;
  while ((status = source_next(source, &record)) == STATUS_OK) {
    if (space != NULL && source_complete(space, &record) != STATUS_OK)
      abort();
    list.records = realloc(list.records, (list.count + 1) * sizeof *list.records);
    if (list.records == NULL)
      abort();
    struct kept *kept = &list.records[list.count++];
    kept->id = kept_string(record.id);
    kept->source = kept_string(record.source);
    kept->text = kept_string(record.text);
    kept->text_size = record.text.size;
    kept->metadata = kept_string(record.metadata);
    kept->encoding = kept_string(record.encoding);
    kept->error =
        record.error ? kept_string((struct slice){record.error, strlen(record.error)}) : NULL;
    kept->lines = kept_lines(&record);
    kept->may_split = record.may_split;
    kept->invalid = record.invalid;
    kept->invalid_at = record.invalid_at;
  }
  if (status != STATUS_END)
    ok(false, "the source ends");
  source_close(source);
  return list;
}

static inline struct kept_list keep_all(struct source *source)
{
  return keep_completed(source, NULL);
}

static inline bool same_string(const char *a, const char *b)
{
  return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static inline bool same_record(const struct kept *a, const struct kept *b)
{
  return same_string(a->id, b->id) && same_string(a->source, b->source) &&
         a->text_size == b->text_size && memcmp(a->text, b->text, a->text_size) == 0 &&
         same_string(a->metadata, b->metadata) && same_string(a->encoding, b->encoding) &&
         same_string(a->error, b->error) && same_string(a->lines, b->lines) &&
         a->may_split == b->may_split && a->invalid == b->invalid && a->invalid_at == b->invalid_at;
}

static inline void kept_free(struct kept_list *list);

/* Whatever is read is read once more with the work left to source_complete: nothing may differ. Closes the source. Tests of
 * readers that leave nothing, and of long readings, are SOURCE_READ_ONCE. */
static inline void compare_deferred(const struct kept_list *list, struct source *source)
{
  struct source_space *space = source_space_new();
  struct kept_list deferred = keep_completed(source, space);
  bool same = deferred.count == list->count;
  for (size_t i = 0; same && i < list->count; i++)
    same = same_record(&list->records[i], &deferred.records[i]);
  if (!same)
    ok(false, "deferred records are the same when they are completed");
  kept_free(&deferred);
  source_space_free(space);
}

static inline struct source_options deferring(const struct source_options *options)
{
  struct source_options deferred = options != NULL ? *options : (struct source_options){0};
  deferred.defer = true;
  return deferred;
}

static inline struct kept_list read_path(const char *path, const struct source_options *options)
{
  struct source *source = NULL;
  if (source_open(&path, 1, false, options, &source) != STATUS_OK)
    return (struct kept_list){NULL, 0};
  struct kept_list list = keep_all(source);
  struct source_options deferred = deferring(options);
  bool again = !SOURCE_READ_ONCE && strcmp(path, "-") != 0; /* standard input can be only once */
  if (again && source_open(&path, 1, false, &deferred, &source) == STATUS_OK)
    compare_deferred(&list, source);
  return list;
}

static inline void remove_scratch(void);

/* A folder for the files of one test program, made in $TMPDIR or /tmp; empty before, removed at the end. */
static inline const char *scratch(const char *name)
{
  static char folder[256];
  static char path[512];
  if (folder[0] == '\0') {
    const char *top = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.200s/readout_source_XXXXXX", top && *top ? top : "/tmp");
    if (mkdtemp(folder) == NULL)
      abort();
    atexit(remove_scratch);
  }
  snprintf(path, sizeof path, "%s%s%s", folder, *name ? "/" : "", name);
  return path;
}

static inline void remove_scratch(void)
{
  char command[600];
  snprintf(command, sizeof command, "rm -rf '%s'", scratch(""));
  if (system(command) != 0)
    puts("# the scratch folder is still there");
}

static inline void write_file(const char *name, const char *bytes, size_t size)
{
  FILE *file = fopen(scratch(name), "wb");
  if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
    abort();
}

/* A source of the bytes as a file of that name, which is the id of what it holds: the program goes to the scratch folder. */
static inline struct source *open_bytes(const char *bytes, size_t size, const char *name,
                                        const struct source_options *options)
{
  struct source *source = NULL;
  write_file(name, bytes, size);
  if (chdir(scratch("")) != 0 || source_open(&name, 1, false, options, &source) != STATUS_OK)
    abort();
  return source;
}

static inline struct kept_list read_bytes(const char *bytes, size_t size, const char *name,
                                          const struct source_options *options)
{
  struct kept_list list = keep_all(open_bytes(bytes, size, name, options));
  struct source_options deferred = deferring(options);
  if (!SOURCE_READ_ONCE)
    compare_deferred(&list, open_bytes(bytes, size, name, &deferred));
  return list;
}

/* The records of a string, as if it were a file of that name. */
static inline struct kept_list read_string(const char *string, const char *name)
{
  return read_bytes(string, strlen(string), name, NULL);
}

static inline void kept_free(struct kept_list *list)
{
  for (size_t i = 0; i < list->count; i++) {
    free(list->records[i].id);
    free(list->records[i].source);
    free(list->records[i].text);
    free(list->records[i].metadata);
    free(list->records[i].encoding);
    free(list->records[i].error);
    free(list->records[i].lines);
  }
  free(list->records);
  *list = (struct kept_list){NULL, 0};
}

/* Record n of the list, or an empty one whose strings compare unequal to all. */
static inline const struct kept *nth(const struct kept_list *list, size_t n)
{
  static const struct kept none = {.id = NULL};
  return n < list->count ? &list->records[n] : &none;
}

#endif
