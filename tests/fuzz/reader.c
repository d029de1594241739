/*
 * Any bytes through every reader: the first byte chooses the format, and from 128 on that records are completed apart, as in
 * workers; the rest is the file. Each record must be valid UTF-8 with blocks inside its text, and the stream must end.
 */
#include "../../core/source/source.h"
#include "../../core/text/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* NULL: by content. A format that is not read yet is refused when the source is opened. */
static const char *const formats[] = {NULL,    "text", "md",   "html", "xml",
                                      "jsonl", "json", "mail", "mbox", "warc"};
enum { FORMATS = sizeof formats / sizeof *formats, RECORDS = 100000 };

static void require(bool holds)
{
  if (!holds)
    abort();
}

static void check(const struct source_record *record)
{
  const struct slice strings[] = {record->id, record->source, record->text, record->metadata,
                                  record->encoding};
  for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
    require(utf8_valid_prefix(strings[i]) == strings[i].size);
  for (uint32_t i = 0; i < record->block_count; i++) {
    require(record->blocks[i].start <= record->blocks[i].end);
    require(record->blocks[i].end <= record->text.size);
  }
  if (record->error)
    require(strlen(record->error) > 0 && record->text.size == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static int file = -1;
  static char path[64];
  if (file < 0) {
    file = memfd_create("fuzz", 0);
    require(file >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  }
  if (size == 0)
    return 0;
  require(ftruncate(file, 0) == 0 && pwrite(file, data + 1, size - 1, 0) == (ssize_t)size - 1);

  struct source_options options = {.format = formats[data[0] % FORMATS], .defer = data[0] >= 128};
  const char *paths[] = {path};
  struct source *source;
  if (source_open(paths, 1, false, &options, &source) != STATUS_OK)
    return 0;
  struct source_space *space = source_space_new();
  struct source_record record;
  int count = 0;
  while (source_next(source, &record) == STATUS_OK) {
    require(source_complete(space, &record) == STATUS_OK);
    check(&record);
    require(++count < RECORDS);
  }
  source_space_free(space);
  source_close(source);
  return 0;
}
