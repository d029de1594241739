#include "image.h"
#include "lexicon_image.h"
#include "lists.h"
#include <stdlib.h>
#include <string.h>

enum { ORDER = 0x01020304, VERSION = 1 };

static const char magic[8] = {'r', 'e', 'a', 'd', 'o', 'u', 't', '\n'};

struct head {
  char magic[8];
  uint32_t order; /* as the machine that reads it writes this number */
  uint32_t version;
  uint64_t size;
  uint64_t files_at; /* struct entry, sorted by path */
  uint64_t file_count;
  uint64_t lexicon_at;
  uint64_t lexicon_size;
};

struct entry {
  uint64_t path_at; /* closed by NUL */
  uint64_t path_size;
  uint64_t at;
  uint64_t size;
};

struct image {
  const char *data;
  const struct head *head;
  const struct entry *files;
};

/* ------------------------------------------------------------------ reading */

static bool lies_within(uint64_t at, uint64_t size, uint64_t whole)
{
  return at <= whole && size <= whole - at;
}

static bool head_is_sound(const struct head *head, size_t size)
{
  return memcmp(head->magic, magic, sizeof magic) == 0 && head->order == ORDER &&
         head->version == VERSION && head->size <= size && head->file_count < UINT32_MAX &&
         head->files_at % sizeof(uint64_t) == 0 &&
         lies_within(head->files_at, head->file_count * sizeof(struct entry), head->size) &&
         head->lexicon_at % sizeof(uint64_t) == 0 &&
         lies_within(head->lexicon_at, head->lexicon_size, head->size);
}

enum status image_open(struct slice bytes, struct image **image)
{
  if (bytes.size < sizeof(struct head) || (uintptr_t)bytes.data % sizeof(uint64_t) != 0)
    return STATUS_BAD_INPUT;
  const struct head *head = (const void *)bytes.data;
  if (!head_is_sound(head, bytes.size))
    return STATUS_BAD_INPUT;
  const struct entry *files = (const void *)(bytes.data + head->files_at);
  for (uint64_t i = 0; i < head->file_count; i++) {
    if (!lies_within(files[i].path_at, files[i].path_size + 1, head->size) ||
        !lies_within(files[i].at, files[i].size, head->size) ||
        bytes.data[files[i].path_at + files[i].path_size] != '\0')
      return STATUS_BAD_INPUT;
  }
  struct image *made = malloc(sizeof *made);
  if (!made)
    return STATUS_NO_MEMORY;
  *made = (struct image){bytes.data, head, files};
  *image = made;
  return STATUS_OK;
}

void image_close(struct image *image)
{
  free(image);
}

bool image_file(const struct image *image, const char *path, struct slice *bytes)
{
  uint64_t low = 0;
  uint64_t high = image->head->file_count;
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    const struct entry *entry = &image->files[middle];
    int order = strcmp(path, image->data + entry->path_at);
    if (order == 0) {
      *bytes = (struct slice){image->data + entry->at, entry->size};
      return true;
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return false;
}

uint32_t image_count(const struct image *image)
{
  return (uint32_t)image->head->file_count;
}

const char *image_path(const struct image *image, uint32_t i)
{
  return i < image->head->file_count ? image->data + image->files[i].path_at : NULL;
}

struct slice image_lexicon(const struct image *image)
{
  return (struct slice){image->data + image->head->lexicon_at, image->head->lexicon_size};
}

/* ------------------------------------------------------------------ writing */

struct sorted_input {
  struct image_input file;
  uint32_t number; /* as it came in */
};

static int compare_paths(const void *a, const void *b)
{
  const struct sorted_input *left = a;
  const struct sorted_input *right = b;
  return strcmp(left->file.path, right->file.path);
}

/* Zeros up to the next multiple of IMAGE_ALIGN. */
static void pad(struct buffer *out)
{
  while (out->size % IMAGE_ALIGN != 0 && !out->failed)
    buffer_add_byte(out, 0);
}

static const char *base_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool is_name_list(const struct image_input *file)
{
  size_t size = strlen(file->path);
  return size > 4 && strcmp(file->path + size - 4, ".tsv") == 0 && list_has_names(file->bytes);
}

/* Head, table, paths and bytes of all files; fills where each one lies. */
static void write_files(const struct sorted_input *files, uint32_t count, struct entry *entries,
                        struct head *head, struct buffer *out)
{
  buffer_add(out, head, sizeof *head);
  pad(out);
  head->files_at = out->size;
  head->file_count = count;
  uint64_t at = out->size + (uint64_t)count * sizeof *entries;
  for (uint32_t i = 0; i < count; i++) {
    entries[i].path_at = at;
    entries[i].path_size = strlen(files[i].file.path);
    at += entries[i].path_size + 1;
  }
  for (uint32_t i = 0; i < count; i++) {
    at = (at + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
    entries[i].at = at;
    entries[i].size = files[i].file.bytes.size;
    at += entries[i].size;
  }
  if (count > 0)
    buffer_add(out, entries, count * sizeof *entries);
  for (uint32_t i = 0; i < count; i++)
    buffer_add(out, files[i].file.path, entries[i].path_size + 1);
  for (uint32_t i = 0; i < count; i++) {
    pad(out);
    if (entries[i].size > 0)
      buffer_add(out, files[i].file.bytes.data, entries[i].size);
  }
  pad(out);
}

/* The lexicon image of the lists among the files, behind what `out` holds. */
static enum status write_lexicon(const struct sorted_input *files, uint32_t count,
                                 const struct entry *entries, const struct segment_rules *rules,
                                 struct buffer *out, uint32_t *bad)
{
  struct lexicon_image_source *lists = calloc((size_t)count + 1, sizeof *lists);
  uint32_t *number = calloc((size_t)count + 1, sizeof *number);
  if (!lists || !number) {
    free(lists);
    free(number);
    return STATUS_NO_MEMORY;
  }
  uint32_t list_count = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (!is_name_list(&files[i].file))
      continue;
    lists[list_count] =
        (struct lexicon_image_source){.file = base_name(files[i].file.path),
                                      .tsv = files[i].file.bytes,
                                      .tsv_at = (int64_t)entries[i].at - (int64_t)out->size};
    number[list_count] = files[i].number;
    list_count++;
  }
  uint32_t bad_list = 0;
  enum status status = lexicon_image_write(lists, list_count, rules, out, &bad_list);
  if (status != STATUS_OK)
    *bad = number[bad_list];
  free(lists);
  free(number);
  return status;
}

enum status image_write(const struct image_input *files, uint32_t count,
                        const struct segment_rules *rules, struct buffer *out, uint32_t *bad)
{
  *bad = 0;
  struct sorted_input *sorted = calloc((size_t)count + 1, sizeof *sorted);
  struct entry *entries = calloc((size_t)count + 1, sizeof *entries);
  enum status status = sorted && entries ? STATUS_OK : STATUS_NO_MEMORY;
  for (uint32_t i = 0; i < count && status == STATUS_OK; i++)
    sorted[i] = (struct sorted_input){files[i], i};
  if (status == STATUS_OK)
    qsort(sorted, count, sizeof *sorted, compare_paths);
  for (uint32_t i = 1; i < count && status == STATUS_OK; i++) {
    if (compare_paths(&sorted[i - 1], &sorted[i]) == 0) {
      *bad = sorted[i].number;
      status = STATUS_BAD_INPUT;
    }
  }
  struct head head = {.order = ORDER, .version = VERSION};
  memcpy(head.magic, magic, sizeof magic);
  if (status == STATUS_OK) {
    write_files(sorted, count, entries, &head, out);
    head.lexicon_at = out->size;
    status = write_lexicon(sorted, count, entries, rules, out, bad);
  }
  if (status == STATUS_OK) {
    head.lexicon_size = out->size - head.lexicon_at;
    head.size = out->size;
    status = out->failed ? STATUS_NO_MEMORY : STATUS_OK;
  }
  if (status == STATUS_OK)
    memcpy(out->data, &head, sizeof head);
  free(sorted);
  free(entries);
  return status;
}
