/* Code points and UTF-16 units before a byte, against counting from the start. */
#include "../../core/text/offsets.h"
#include "tap.h"
#include <stdlib.h>

static struct slice bytes(const char *string)
{
  return (struct slice){string, strlen(string)};
}

/* The plain way. */
static uint32_t count(struct slice text, uint32_t byte, bool utf16)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < byte; i++) {
    unsigned char c = (unsigned char)text.data[i];
    n += (c & 0xC0) != 0x80;
    n += utf16 && c >= 0xF0;
  }
  return n;
}

static void check(struct slice text, const char *name)
{
  struct arena *arena = arena_new();
  struct offsets offsets;
  bool same = offsets_new(text, arena, &offsets) == STATUS_OK;
  for (uint32_t i = 0; i <= text.size; i++) {
    if (i < text.size && ((unsigned char)text.data[i] & 0xC0) == 0x80)
      continue; /* inside a character */
    same = same && offsets_codepoint(&offsets, i) == count(text, i, false);
    same = same && offsets_utf16(&offsets, i) == count(text, i, true);
  }
  ok(same, name);
  arena_free(arena);
}

int main(void)
{
  check(bytes(""), "no text");
  check(bytes("plain"), "ASCII");
  check(bytes("Zürich"), "two bytes");
  check(bytes("“ja” 😀 ok"), "three and four bytes");

  static const char *const pieces[] = {"a", "é", "’", "😀", "long run of plain letters "};
  char text[4096];
  size_t size = 0;
  for (unsigned i = 0; size + 32 < sizeof text; i++) {
    const char *piece = pieces[i * 7 % 5];
    memcpy(text + size, piece, strlen(piece));
    size += strlen(piece);
  }
  check((struct slice){text, size}, "a long mixed text");

  struct arena *arena = arena_new();
  struct offsets offsets;
  char plain[2000];
  memset(plain, 'p', sizeof plain);
  ok(offsets_new((struct slice){plain, sizeof plain}, arena, &offsets) == STATUS_OK &&
         arena_used(arena) == 0,
     "ASCII costs no table");
  is_int(offsets_codepoint(&offsets, 5000), 2000, "beyond the end is the end");
  ok(offsets_new((struct slice){plain, (size_t)UINT32_MAX + 1}, arena, &offsets) == STATUS_LIMIT,
     "4 GiB is too much");
  arena_free(arena);
  return done();
}
