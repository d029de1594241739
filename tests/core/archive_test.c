/* Compressed files and archives, written here with libarchive. */
#define SOURCE_READ_ONCE true
#include "source_help.h"
#include <archive.h>
#include <archive_entry.h>

struct pack {
  struct archive *archive;
  char *data;
  size_t size;
};

enum { PACK_ROOM = 4 * 1024 * 1024 };

/* Begin an archive: `format` "raw", "ustar", "pax" or "zip"; `filter` "gzip", "none", ... */
static struct pack pack_new(const char *format, const char *filter)
{
  struct pack pack = {archive_write_new(), calloc(1, PACK_ROOM), 0};
  archive_write_set_format_by_name(pack.archive, format);
  if (strcmp(filter, "none") != 0)
    archive_write_add_filter_by_name(pack.archive, filter);
  archive_write_set_bytes_in_last_block(pack.archive, 1);
  return pack;
}

static void pack_open(struct pack *pack)
{
  if (archive_write_open_memory(pack->archive, pack->data, PACK_ROOM, &pack->size) != ARCHIVE_OK)
    printf("# %s\n", archive_error_string(pack->archive));
}

static void pack_add(struct pack *pack, const char *name, const char *bytes, size_t size)
{
  struct archive_entry *entry = archive_entry_new();
  archive_entry_set_pathname(entry, name);
  archive_entry_set_size(entry, (la_int64_t)size);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_write_header(pack->archive, entry);
  archive_write_data(pack->archive, bytes, size);
  archive_entry_free(entry);
}

static void pack_close(struct pack *pack)
{
  archive_write_close(pack->archive);
  archive_write_free(pack->archive);
}

static struct pack squeeze(const char *filter, const char *bytes, size_t size)
{
  struct pack pack = pack_new("raw", filter);
  pack_open(&pack);
  pack_add(&pack, "data", bytes, size);
  pack_close(&pack);
  return pack;
}

static void test_filters(void)
{
  static const char *const filters[][2] = {{"gzip", "news.txt.gz"},
                                           {"bzip2", "news.txt.bz2"},
                                           {"xz", "news.txt.xz"},
                                           {"zstd", "news.txt.zst"}};
  static const char text[] = "The envoy arrived on Tuesday.\n";
  for (size_t i = 0; i < 4; i++) {
    struct pack pack = squeeze(filters[i][0], text, sizeof text - 1);
    struct kept_list list = read_bytes(pack.data, pack.size, filters[i][1], NULL);
    is_int((long long)list.count, 1, filters[i][0]);
    is_str(nth(&list, 0)->text, text, "its text");
    is_str(nth(&list, 0)->id, filters[i][1], "its id is the path");
    kept_free(&list);
    free(pack.data);
  }
  for (size_t i = 0; i < 4; i++) {
    struct pack pack = squeeze(filters[i][0], "", 0);
    struct kept_list list = read_bytes(pack.data, pack.size, filters[i][1], NULL);
    is_int((long long)list.count, 1, "an empty compressed file is a record");
    is_str(nth(&list, 0)->error, NULL, "without error");
    kept_free(&list);
    free(pack.data);
  }
}

static void test_lines(void)
{
  static const char lines[] = "{\"text\":\"a\"}\n{\"text\":\"b\"}\n";
  struct pack pack = squeeze("gzip", lines, sizeof lines - 1);
  struct kept_list list = read_bytes(pack.data, pack.size, "n.jsonl.gz", NULL);
  is_int((long long)list.count, 2, "JSON Lines in gzip");
  is_str(nth(&list, 1)->id, "n.jsonl.gz:2", "counted by line");
  kept_free(&list);
  /* Two gzip streams one after the other are one file. */
  char twice[2000];
  memcpy(twice, pack.data, pack.size);
  memcpy(twice + pack.size, pack.data, pack.size);
  list = read_bytes(twice, 2 * pack.size, "unknown", NULL);
  is_int((long long)list.count, 4, "members of gzip are joined, and their content is sniffed");
  kept_free(&list);
  free(pack.data);
}

static void test_truncated(void)
{
  struct buffer lines = {0};
  unsigned random = 1;
  for (int i = 0; i < 20000; i++) {
    char line[64];
    random = random * 1103515245u + 12345u;
    snprintf(line, sizeof line, "{\"id\":%d,\"text\":\"%08x\"}\n", i, random);
    buffer_add_string(&lines, line);
  }
  static const char *const filters[] = {"gzip", "bzip2", "xz", "zstd"};
  for (size_t i = 0; i < 4; i++) {
    struct pack pack = squeeze(filters[i], lines.data, lines.size);
    struct kept_list list = read_bytes(pack.data, pack.size * 3 / 4, "n.jsonl", NULL);
    bool kept = list.count > (i == 1 || i == 2 ? 0 : 1000);
    ok(kept, filters[i]);
    bool good = true;
    for (size_t j = 0; j + 1 < list.count; j++)
      good = good && list.records[j].error == NULL;
    ok(good, "truncated: what came before is whole");
    const char *error = nth(&list, list.count - 1)->error;
    char expected[100];
    snprintf(expected, sizeof expected, "%s data is truncated%s", filters[i],
             list.count > 1 ? " after " : ": nothing of it can be read");
    ok(error != NULL && strncmp(error, expected, strlen(expected)) == 0 &&
           (list.count > 1) == (strstr(error, " bytes: what was read before it is kept") != NULL),
       "and the loss is told");
    if (error != NULL)
      printf("# %s\n", error);
    kept_free(&list);
    pack.data[pack.size / 2] ^= 0x55;
    pack.data[pack.size / 2 + 1] ^= 0x55;
    list = read_bytes(pack.data, pack.size, "n.jsonl", NULL);
    ok(nth(&list, list.count - 1)->error != NULL, "damage is told");
    printf("# %s\n", nth(&list, list.count - 1)->error);
    kept_free(&list);
    free(pack.data);
  }
  buffer_free(&lines);
  struct kept_list list = read_bytes("\x1F\x8B\x08\x00", 4, "x.gz", NULL);
  is_int((long long)list.count, 1, "four bytes of gzip are one record");
  ok(nth(&list, 0)->error != NULL, "an error");
  printf("# %s\n", nth(&list, 0)->error);
  kept_free(&list);
  list = read_bytes("PK\x03\x04zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", 40, "x.zip", NULL);
  is_int((long long)list.count, 1, "a broken zip file is one record");
  ok(nth(&list, 0)->error != NULL, "an error");
  printf("# %s\n", nth(&list, 0)->error);
  kept_free(&list);
}

static void test_members(void)
{
  static const char *const formats[][3] = {{"pax", "none", "a.tar"},
                                           {"ustar", "gzip", "a.tgz"},
                                           {"pax", "zstd", "a.tar.zst"},
                                           {"zip", "none", "a.zip"}};
  struct pack inner = squeeze("gzip", "inner text", 10);
  for (size_t i = 0; i < 4; i++) {
    struct pack pack = pack_new(formats[i][0], formats[i][1]);
    pack_open(&pack);
    pack_add(&pack, "./day/one.txt", "first", 5);
    pack_add(&pack, "day/.hidden.txt", "no", 2);
    pack_add(&pack, ".git/config.txt", "no", 2);
    pack_add(&pack, "day/picture.png", "no", 2);
    pack_add(&pack, "day/two.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", 26);
    pack_add(&pack, "day/caf\xC3\xA9.txt", "third", 5);
    pack_add(&pack, "day/data.txt", "\0\1\2\3\0\0\0\0", 8);
    pack_add(&pack, "deep.txt.gz", inner.data, inner.size);
    pack_close(&pack);
    struct kept_list list = read_bytes(pack.data, pack.size, formats[i][2], NULL);
    is_int((long long)list.count, 5, formats[i][2]);
    char id[64];
    snprintf(id, sizeof id, "%s/day/one.txt", formats[i][2]);
    is_str(nth(&list, 0)->id, id, "id is archive and member");
    is_str(nth(&list, 0)->source, formats[i][2], "source is the archive");
    is_str(nth(&list, 0)->text, "first", "the first member");
    is_str(nth(&list, 2)->text, "b", "lines of a member");
    snprintf(id, sizeof id, "%s/day/caf\xC3\xA9.txt", formats[i][2]);
    is_str(nth(&list, 3)->id, id, "a name beyond ASCII");
    is_str(nth(&list, 4)->text, "inner text", "a compressed member");
    kept_free(&list);
    list = read_bytes(pack.data, pack.size * 4 / 10 + 100, formats[i][2], NULL);
    ok(list.count > 0 && nth(&list, list.count - 1)->error != NULL, "cut: the loss is told");
    kept_free(&list);
    free(pack.data);
  }
  free(inner.data);

  struct pack pack = pack_new("zip", "none");
  pack_open(&pack);
  pack_add(&pack, "picture.png", "no", 2);
  pack_close(&pack);
  struct kept_list list = read_bytes(pack.data, pack.size, "p.zip", NULL);
  is_str(nth(&list, 0)->error, "is an archive without readable files",
         "nothing to read is an error");
  kept_free(&list);
  free(pack.data);
}

/* A zip file as other programs write it, with a name in UTF-8; the locale must not matter. */
static void test_names(void)
{
  static const char zip[] = "PK\x03\x04\x14\x00\x00\x08\x00\x00\xC0K\xA7"
                            "fp\xE3&d\x04\x00\x00\x00\x04\x00\x00\x00"
                            "\x0B\x00\x00\x00\xC5\x81\xC3\xB3"
                            "d\xC5\xBA.txtOne.PK\x01\x02\x14\x03\x14\x00\x00\x08"
                            "\x00\x00\xC0K\xA7"
                            "fp\xE3&d\x04\x00\x00\x00\x04\x00\x00\x00\x0B\x00\x00\x00\x00\x00\x00"
                            "\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00\xC5\x81\xC3\xB3"
                            "d\xC5\xBA.txtPK\x05\x06"
                            "\x00\x00\x00\x00\x01\x00\x01\x00"
                            "9\x00\x00\x00-\x00\x00\x00\x00\x00";
  struct kept_list list = read_bytes(zip, sizeof zip - 1, "n.zip", NULL);
  is_str(nth(&list, 0)->id, "n.zip/Łódź.txt", "a name beyond ASCII in a zip file");
  is_str(nth(&list, 0)->text, "One.", "and its text");
  kept_free(&list);
}

static void test_depth(void)
{
  struct pack pack = squeeze("gzip", "deep", 4);
  for (int depth = 1; depth <= 4; depth++) {
    struct pack outer = pack_new("zip", "none");
    pack_open(&outer);
    pack_add(&outer, depth == 1 ? "text.txt.gz" : "inner.zip", pack.data, pack.size);
    pack_close(&outer);
    free(pack.data);
    pack = outer;
    struct kept_list list = read_bytes(pack.data, pack.size, "d.zip", NULL);
    is_str(nth(&list, 0)->error,
           depth <= 3 ? NULL : "lies in more than 4 archives within each other",
           depth <= 3 ? "gzip in zip in zip" : "five is too deep");
    kept_free(&list);
  }
  free(pack.data);

  /* A bomb: 3 MB of zeros, and a limit of 1 MB. */
  char *zeros = malloc(3000000);
  memset(zeros, 'a', 3000000);
  pack = squeeze("gzip", zeros, 3000000);
  struct source_options small = {.max_record = 1000000};
  struct kept_list list = read_bytes(pack.data, pack.size, "bomb.txt.gz", &small);
  is_str(nth(&list, 0)->error, "the text is longer than 1000000 bytes", "a bomb meets the limit");
  kept_free(&list);
  free(pack.data);
  free(zeros);
}

/* The same zip file where nothing can be sought in. */
static void test_pipe(void)
{
  struct pack pack = pack_new("zip", "none");
  pack_open(&pack);
  pack_add(&pack, "one.txt", "first", 5);
  pack_close(&pack);
  int ends[2];
  if (pipe(ends) != 0 || write(ends[1], pack.data, pack.size) != (ssize_t)pack.size)
    abort();
  close(ends[1]);
  dup2(ends[0], STDIN_FILENO);
  close(ends[0]);
  struct kept_list list = read_path("-", NULL);
  is_str(nth(&list, 0)->id, "-/one.txt", "zip through a pipe");
  is_str(nth(&list, 0)->text, "first", "its text");
  kept_free(&list);
  free(pack.data);
}

int main(void)
{
  test_filters();
  test_lines();
  test_truncated();
  test_members();
  test_names();
  test_depth();
  test_pipe();
  return done();
}
