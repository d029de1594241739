/*
 * Marks: the bits of a token are those of its word, its shape, class and flags, of the names that
 * begin at it and of the spans that it opens.
 */
#include "../../core/match/lexicon.h"
#include "../../core/match/marks.h"
#include "tap.h"

enum { SAY, CAPITAL, NUMBER, JOINED, PLACE, SENTENCE, LINE, BOTH };

static struct slice literal(const char *string)
{
  return (struct slice){string, strlen(string)};
}

static const char places[] = "# places; none; none\nname\nOslo\nNew Hebden\n";

static uint64_t bit(int n)
{
  return (uint64_t)1 << n;
}

static void test_bits(void)
{
  struct segment_rules *rules;
  struct lexicon *lexicon;
  struct marks *marks;
  uint32_t list;
  struct arena *arena = arena_new();
  segment_rules_new((struct slice){"", 0}, &rules);
  lexicon_new((struct slice){"", 0}, rules, &lexicon);
  ok(marks_new(&marks) == STATUS_OK, "new marks");
  uint32_t said = lexicon_add_word(lexicon, literal("said"));
  ok(lexicon_add_list(lexicon, "places.tsv", literal(places), &list) == STATUS_OK,
     "a list of names");
  ok(marks_add_word(marks, SAY, said) == STATUS_OK, "a word");
  ok(marks_add_word(marks, BOTH, said) == STATUS_OK, "the same word in another class");
  ok(marks_add_word(marks, BOTH, lexicon_add_word(lexicon, literal("nine"))) == STATUS_OK,
     "another word");
  marks_add_shape(marks, CAPITAL, SHAPE_CAPITAL);
  marks_add_kind(marks, NUMBER, TOKEN_NUMBER);
  marks_add_flag(marks, JOINED, TOKEN_JOINED);
  ok(marks_add_list(marks, PLACE, list) == STATUS_OK, "names of a list");
  marks_add_first(marks, SENTENCE, MARK_SENTENCE);
  marks_add_first(marks, LINE, MARK_LINE);
  lexicon_freeze(lexicon);

  const char *text = "New Hebden said 9. It left.\nOslo";
  struct segmentation segments;
  struct scan scan;
  segment_text(literal(text), rules, arena, &segments);
  lexicon_scan(lexicon, literal(text), &segments, arena, &scan);
  uint64_t *out = arena_array(arena, segments.tokens.count + 1, sizeof *out);
  marks_write(marks, &segments, &scan, out);

  static const char *const words[] = {"New", "Hebden", "said", "9", ".", "It", "left", ".", "Oslo"};
  const uint64_t wanted[] = {bit(CAPITAL) | bit(PLACE) | bit(SENTENCE) | bit(LINE),
                             bit(CAPITAL),
                             bit(SAY) | bit(BOTH),
                             bit(NUMBER),
                             bit(JOINED),
                             bit(CAPITAL) | bit(SENTENCE),
                             0,
                             bit(JOINED),
                             bit(CAPITAL) | bit(PLACE) | bit(SENTENCE) | bit(LINE)};
  is_int(segments.tokens.count, 9, "nine tokens");
  for (uint32_t i = 0; i < 9 && i < segments.tokens.count; i++) {
    bool same = (out[i] & ~bit(JOINED)) == (wanted[i] & ~bit(JOINED));
    ok(same, words[i]);
    ok(((out[i] & bit(JOINED)) != 0) == ((segments.tokens.flags[i] & TOKEN_JOINED) != 0),
       "the flag of its token");
  }
  marks_free(marks);
  lexicon_free(lexicon);
  segment_rules_free(rules);
  arena_free(arena);
}

static void test_misuse(void)
{
  struct marks *marks;
  marks_new(&marks);
  ok(marks_add_word(marks, MARK_BITS, 1) == STATUS_MISUSE, "a bit too many");
  ok(marks_add_word(marks, MARK_BITS - 1, 1) == STATUS_OK, "the last bit");
  ok(marks_add_word(marks, 0, 0) == STATUS_MISUSE, "no word");
  ok(marks_add_shape(marks, MARK_BITS, SHAPE_UPPER) == STATUS_MISUSE, "a bit too many for a shape");
  ok(marks_add_list(marks, MARK_BITS, 0) == STATUS_MISUSE, "a bit too many for a list");
  marks_free(marks);
  marks_free(NULL);
}

/* Words in many different sets of classes keep their own. */
static void test_rows(void)
{
  struct marks *marks;
  marks_new(&marks);
  bool added = true;
  for (uint32_t word = 1; word < 512; word++)
    for (uint32_t b = 0; b < 9; b++)
      if (word >> b & 1)
        added = added && marks_add_word(marks, b, word) == STATUS_OK;
  ok(added, "511 sets of classes");
  uint32_t words[512];
  uint8_t zero[512] = {0};
  for (uint32_t i = 0; i < 512; i++)
    words[i] = i;
  struct segmentation segments = {
      .tokens = {.count = 512, .class = zero, .shape = zero, .flags = zero}};
  struct scan scan = {.word = words};
  uint64_t out[512];
  marks_write(marks, &segments, &scan, out);
  bool same = true;
  for (uint32_t i = 0; i < 512; i++)
    same = same && out[i] == i;
  ok(same, "each word has the bits of its own set");
  marks_free(marks);
}

int main(void)
{
  test_bits();
  test_misuse();
  test_rows();
  return done();
}
