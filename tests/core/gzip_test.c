/* gzip: cut and damaged files, joined members, what follows them. */
#include "source_help.h"
#include <zlib.h>

/* Compress into `out`; returns the size. */
static size_t pack(const char *text, size_t size, char *out, size_t room)
{
  z_stream state = {0};
  deflateInit2(&state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  state.next_in = (Bytef *)(uintptr_t)text;
  state.avail_in = (unsigned)size;
  state.next_out = (Bytef *)out;
  state.avail_out = (unsigned)room;
  deflate(&state, Z_FINISH);
  deflateEnd(&state);
  return room - state.avail_out;
}

static void test_cut(void)
{
  static const char text[] =
      "The envoy from Vaduz arrived on Tuesday and left before anyone had seen him.\n";
  char packed[500];
  size_t size = pack(text, sizeof text - 1, packed, sizeof packed);
  for (size_t cut = 1; cut <= size; cut++) {
    struct kept_list list = read_bytes(packed, cut, "a.txt.gz", NULL);
    const char *last = list.count > 0 ? list.records[list.count - 1].error : NULL;
    bool whole = cut == size;
    bool told = whole ? last == NULL : last != NULL;
    const char *read = nth(&list, 0)->text;
    if (!told || (read != NULL && strncmp(read, text, strlen(read)) != 0) ||
        (whole && strcmp(read, text) != 0)) {
      ok(false, "a cut file");
      printf("# cut at %zu: %s\n", cut, last ? last : "(no error)");
    }
    kept_free(&list);
  }
  struct kept_list list = read_bytes(packed, size - 9, "a.txt.gz", NULL);
  ok(nth(&list, 0)->text && strlen(nth(&list, 0)->text) > 60,
     "what a cut file holds is kept, almost to the end");
  ok(nth(&list, 1)->error && strstr(nth(&list, 1)->error, "gzip data is truncated after "),
     "and the loss is told");
  kept_free(&list);

  packed[size - 6] ^= 1; /* in the checksum */
  list = read_bytes(packed, size, "a.txt.gz", NULL);
  is_str(nth(&list, 0)->text, text, "data whose checksum is wrong are kept");
  ok(nth(&list, 1)->error && strstr(nth(&list, 1)->error, "gzip data is broken after "),
     "and the damage is told");
  kept_free(&list);
}

static void test_members(void)
{
  char packed[2000];
  size_t size = pack("one ", 4, packed, sizeof packed);
  size += pack("", 0, packed + size, sizeof packed - size);
  size += pack("two", 3, packed + size, sizeof packed - size);
  struct kept_list list = read_bytes(packed, size, "a.gz", NULL);
  is_str(nth(&list, 0)->text, "one two", "members are joined, an empty one among them");
  kept_free(&list);

  memset(packed + size, 0, 512);
  list = read_bytes(packed, size + 512, "a.gz", NULL);
  is_int((long long)list.count, 1, "zeros after the data fill a block");
  kept_free(&list);

  memcpy(packed + size, "rest", 4);
  list = read_bytes(packed, size + 4, "a.gz", NULL);
  is_str(nth(&list, 0)->text, "one two", "before something else");
  is_str(nth(&list, 1)->error,
         "gzip data is followed by something else after 7 bytes: what was read before it is kept",
         "which is told");
  kept_free(&list);

  size = pack("", 0, packed, sizeof packed);
  list = read_bytes(packed, size, "a.jsonl.gz", NULL);
  is_int((long long)list.count, 0, "no lines, no records");
  kept_free(&list);
}

static void test_depth(void)
{
  char packed[2][500];
  size_t size = pack("deep", 4, packed[0], sizeof packed[0]);
  for (int depth = 2; depth <= 5; depth++) {
    size = pack(packed[depth % 2], size, packed[(depth + 1) % 2], sizeof packed[0]);
    struct kept_list list = read_bytes(packed[(depth + 1) % 2], size, "d.txt.gz", NULL);
    is_str(nth(&list, 0)->error,
           depth <= 4 ? NULL : "lies in more than 4 archives within each other",
           depth <= 4 ? "gzip in gzip" : "five times is too deep");
    kept_free(&list);
  }
}

int main(void)
{
  test_cut();
  test_members();
  test_depth();
  return done();
}
