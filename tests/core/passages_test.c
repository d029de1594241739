/* Passages: words, names and openings of paragraphs, and how much they have in common. */
#include "../../core/match/passages.h"
#include "tap.h"
#include <string.h>

static enum passage_class classify(void *context, struct slice word)
{
  (void)context;
  if (word.size == 6 && memcmp(word.data, "monday", 6) == 0)
    return PASSAGE_DAY;
  if (word.size == 2 && memcmp(word.data, "he", 2) == 0)
    return PASSAGE_PRONOUN;
  if (word.size == 4 && memcmp(word.data, "says", 4) == 0)
    return PASSAGE_LEAD;
  if (word.size == 3 && memcmp(word.data, "new", 3) == 0)
    return PASSAGE_PART;
  return PASSAGE_UNLISTED;
}

static bool is(struct slice found, const char *expected)
{
  return found.size == strlen(expected) && memcmp(found.data, expected, found.size) == 0;
}

int main(void)
{
  static const char *const paragraphs[] = {
      "The United Ports met on Monday, Morag Baird says; Baird of New Oban said no.",
      "He met Ørjan Kvale-Holm.",
      "Harbours differ; Kvale-Holm and Baird sang.",
      "",
  };
  enum { COUNT = sizeof paragraphs / sizeof *paragraphs };
  struct slice texts[COUNT];
  for (int i = 0; i < COUNT; i++)
    texts[i] = (struct slice){paragraphs[i], strlen(paragraphs[i])};
  struct passage found[COUNT];
  double cohesion[COUNT];
  struct arena *arena = arena_new();
  ok(passages_read(texts, COUNT, classify, NULL, 2, found, cohesion, arena) == STATUS_OK, "read");
  ok(found[0].words == 15 && found[1].words == 4 && found[3].words == 0, "words are counted");
  ok(is(found[0].opening, "United") && is(found[1].opening, "He"),
     "behind an article opens a name");
  ok(is(found[0].day, "Monday") && is(found[0].lead, "says"), "a day, a verb of leads");
  ok(!found[0].leans && found[1].leans, "a pronoun before any name leans");
  ok(found[0].name_count == 3 && found[0].early == 1, "two names of people and one alone");
  ok(is(found[0].names[1].first, "Morag") && is(found[0].names[1].last, "Baird"),
     "first and last word of a name");
  ok(found[0].names[2].first.data == found[0].names[2].last.data &&
         is(found[0].names[2].last, "Baird"),
     "a name of one word; what begins with New is none");
  ok(is(found[1].names[0].first, "\xC3\x98rjan") && is(found[1].names[0].last, "Kvale-Holm"),
     "letters outside ASCII, hyphens inside");
  ok(!found[3].opening.data && found[3].name_count == 0, "an empty paragraph shows nothing");
  struct slice pairs[] = {{"Go to Oban.", 11}, {"See Oban now.", 13}, {"It sails to Mull.", 17}};
  ok(passages_read(pairs, 3, classify, NULL, 1, found, cohesion, arena) == STATUS_OK &&
         cohesion[0] == 0 && cohesion[1] == 1 && cohesion[2] == 0,
     "the cosine of the words before and from here on");
  arena_free(arena);
  return done();
}
