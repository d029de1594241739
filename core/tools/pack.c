/*
 * pack OUT FILE...: write the image (core/match/image.h) of the files, each under the path
 * given; PATH=FILE packs FILE under another path.
 *
 * Names are cut by the abbreviations of RULES_FILE when that is among the files: the text that
 * they are looked for in is cut by them too.
 */
#include "../match/image.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULES_FILE "en.abbreviations.tsv"

static int fail(const char *path, const char *why)
{
  fprintf(stderr, "pack: %s: %s\n", path, why);
  return 1;
}

/* All bytes of a file; false with errno set. */
static bool read_file(const char *path, struct buffer *bytes)
{
  FILE *file = fopen(path, "rb");
  if (!file)
    return false;
  for (;;) {
    char *room = buffer_reserve(bytes, BUFSIZ);
    size_t got = room ? fread(room, 1, BUFSIZ, file) : 0;
    if (got == 0)
      break;
    bytes->size += got;
  }
  bool failed = ferror(file) || bytes->failed;
  fclose(file);
  return !failed;
}

static bool write_file(const char *path, const struct buffer *bytes)
{
  FILE *file = fopen(path, "wb");
  if (!file)
    return false;
  bool written = fwrite(bytes->data, 1, bytes->size, file) == bytes->size;
  return fclose(file) == 0 && written;
}

static bool ends_with(const char *path, const char *end)
{
  size_t size = strlen(path);
  size_t end_size = strlen(end);
  return size >= end_size && strcmp(path + size - end_size, end) == 0;
}

/* The file to read for an argument; cuts PATH=FILE at its sign, so that the argument is the path alone. */
static const char *file_of(char *argument)
{
  char *sign = strchr(argument, '=');
  if (!sign)
    return argument;
  *sign = '\0';
  return sign + 1;
}

static int pack(const char *out_path, char **arguments, struct image_input *files,
                struct buffer *bytes, uint32_t count)
{
  struct slice abbreviations = {"", 0};
  for (uint32_t i = 0; i < count; i++) {
    const char *file = file_of(arguments[i]);
    files[i].path = arguments[i];
    if (!read_file(file, &bytes[i]))
      return fail(file, strerror(errno));
    files[i].bytes = (struct slice){bytes[i].data ? bytes[i].data : "", bytes[i].size};
    if (ends_with(files[i].path, "/" RULES_FILE))
      abbreviations = files[i].bytes;
  }
  struct segment_rules *rules;
  enum status status = segment_rules_new(abbreviations, &rules);
  if (status != STATUS_OK)
    return fail(RULES_FILE, status_text(status));
  struct buffer image = {0};
  uint32_t bad = 0;
  status = image_write(files, count, rules, &image, &bad);
  segment_rules_free(rules);
  int code = 0;
  if (status != STATUS_OK)
    code = fail(bad < count ? files[bad].path : out_path, status_text(status));
  else if (!write_file(out_path, &image))
    code = fail(out_path, strerror(errno));
  buffer_free(&image);
  return code;
}

int main(int argc, char **argv)
{
  if (argc < 2) {
    fputs("usage: pack OUT FILE...\n", stderr);
    return 2;
  }
  uint32_t count = (uint32_t)(argc - 2);
  struct image_input *files = calloc((size_t)count + 1, sizeof *files);
  struct buffer *bytes = calloc((size_t)count + 1, sizeof *bytes);
  int code = 1;
  if (!files || !bytes) {
    fail(argv[1], "out of memory");
  } else {
    code = pack(argv[1], argv + 2, files, bytes, count);
    for (uint32_t i = 0; i < count; i++)
      buffer_free(&bytes[i]);
  }
  free(files);
  free(bytes);
  return code;
}
