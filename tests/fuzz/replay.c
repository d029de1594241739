/*
 * A fuzzer without libFuzzer: its corpus and the sample articles, as they are and with bytes changed, the same ones each time.
 * So whatever fuzzing finds stays found: put the input into tests/fuzz/corpus/NAME. Speaks TAP.
 *
 * Built with one fuzzer as fuzz_NAME_test; run from the top of the project.
 */
#include "../core/tap.h"
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 1 << 16, CHANGES = 60 };
static const double seconds_a_file = 0.25;

static uint32_t chance = 2463534242u;

/* xorshift32: any numbers will do, as long as they are the same everywhere. */
static uint32_t next(void)
{
  chance ^= chance << 13;
  chance ^= chance >> 17;
  chance ^= chance << 5;
  return chance;
}

static double now(void)
{
  return (double)clock() / CLOCKS_PER_SEC;
}

/* Change a few bytes, cut a piece out or double one. Returns the new size. */
static size_t change(uint8_t *data, size_t size)
{
  static const uint8_t odd[] = {0,    0x80, 0xC3, 0xE2, 0xF0, 0xFF, '"', '\'',
                                '\n', '\r', '{',  '[',  '<',  '\\', '.', '0'};
  for (uint32_t n = 1 + next() % 8; n > 0 && size > 0; n--)
    data[next() % size] = next() % 2 ? odd[next() % sizeof odd] : (uint8_t)next();
  size_t from = size ? next() % size : 0;
  size_t count = size - from < 64 ? size - from : 1 + next() % 64;
  switch (next() % 4) {
  case 0:
    memmove(data + from, data + from + count, size - from - count);
    return size - count;
  case 1:
    if (size + count > INPUT_MAX)
      return size;
    memmove(data + from + count, data + from, size - from);
    return size + count;
  case 2:
    return from;
  default:
    return size;
  }
}

static void run_file(const char *path)
{
  static uint8_t whole[INPUT_MAX];
  FILE *file = fopen(path, "rb");
  if (!file)
    return;
  size_t size = fread(whole, 1, INPUT_MAX, file);
  fclose(file);
  uint8_t *data = malloc(INPUT_MAX); /* a block of its own: sanitizers see a step beyond */
  if (!data)
    return;
  double end = now() + seconds_a_file;
  for (int i = 0; i < CHANGES && now() < end; i++) {
    memcpy(data, whole, size);
    size_t changed = i == 0 ? size : change(data, size);
    uint8_t *exact = malloc(changed ? changed : 1);
    if (!exact)
      break;
    memcpy(exact, data, changed);
    LLVMFuzzerTestOneInput(exact, changed);
    free(exact);
  }
  free(data);
  ok(true, path); /* an input that is not survived ends the program, and the runner says so */
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void run_folder(const char *folder)
{
  DIR *directory = opendir(folder);
  if (!directory)
    return;
  char *names[4096];
  int count = 0;
  for (struct dirent *entry; count < 4096 && (entry = readdir(directory));) {
    if (entry->d_name[0] == '.')
      continue;
    names[count] = strdup(entry->d_name);
    count += names[count] != NULL;
  }
  closedir(directory);
  qsort(names, (size_t)count, sizeof *names, by_name);
  for (int i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    run_file(path);
    free(names[i]);
  }
}

int main(int argc, char **argv)
{
  if (argc > 1) {
    for (int i = 1; i < argc; i++)
      run_file(argv[i]);
    return done();
  }
  const char *name = strrchr(argv[0], '/'); /* fuzz_NAME_test */
  char folder[256] = "tests/fuzz/corpus/";
  name = strstr(name ? name : argv[0], "fuzz_");
  if (name)
    strncat(folder, name + 5, strcspn(name + 5, "_"));
  run_folder(folder);
  run_folder("tests/samples");
  return done();
}
