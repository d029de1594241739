/* Keys: equal strings have equal numbers, others have others, in the order in which they come. */
#include "../../core/match/keys.h"
#include "tap.h"

static struct slice literal(const char *string)
{
  return (struct slice){string, strlen(string)};
}

static void test_few(void)
{
  struct arena *arena = arena_new();
  struct keys keys;
  ok(keys_begin(&keys, arena) == STATUS_OK, "begin");
  char word[] = "harbour";
  ok(keys_number(&keys, literal(word)) == 1, "the first");
  word[0] = 'H';
  ok(keys_number(&keys, literal(word)) == 2, "another; the first was copied");
  ok(keys_number(&keys, literal("harbour")) == 1, "the first again");
  ok(keys_number(&keys, literal("harbour master")) == 3, "a longer one");
  ok(keys_number(&keys, literal("harbour maste")) == 4, "one that is cut");
  ok(keys_number(&keys, literal("")) == 5, "the empty one");
  ok(keys_number(&keys, literal("")) == 5, "the empty one again");
  ok(keys_number(&keys, (struct slice){"\0", 1}) == 6, "a zero byte is not empty");
  ok(keys.count == 6, "how many");
  arena_free(arena);
}

static void test_many(void)
{
  enum { MANY = 5000 };
  struct arena *arena = arena_new();
  struct keys keys;
  keys_begin(&keys, arena);
  bool same = true;
  for (int round = 0; round < 2; round++)
    for (uint32_t n = 1; n <= MANY; n++) {
      char text[16];
      int size = snprintf(text, sizeof text, "%u", n * n);
      same = same && keys_number(&keys, (struct slice){text, (size_t)size}) == n;
    }
  ok(same && keys.count == MANY, "many; none is lost when the table grows");
  arena_free(arena);
}

int main(void)
{
  test_few();
  test_many();
  return done();
}
