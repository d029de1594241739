/* Lemmas and forms, with the shipped table of English and with none. */
#include "../../core/text/lemma.h"
#include "../../core/text/normal.h"
#include "tap.h"
#include <stdlib.h>

static struct lemma_table *english;

static struct slice bytes(const char *string)
{
  return (struct slice){string, strlen(string)};
}

static void lemma(const char *word, const char *expected)
{
  char out[NORMAL_MAX];
  size_t size = lemma_of(english, bytes(word), out);
  is_bytes(out, size, expected, word);
}

/* True when `form` is a line of the forms of `word`. */
static bool has_form(const char *word, const char *form)
{
  struct buffer forms = {0};
  lemma_forms(english, bytes(word), &forms);
  size_t size = strlen(form);
  bool found = false;
  for (size_t at = 0; at < forms.size;) {
    const char *stop = memchr(forms.data + at, '\n', forms.size - at);
    size_t length = (size_t)(stop - forms.data) - at;
    found = found || (length == size && memcmp(forms.data + at, form, size) == 0);
    at += length + 1;
  }
  buffer_free(&forms);
  return found;
}

static void test_lemmas(void)
{
  static const char *const pairs[][2] = {{"talks", "talk"},
                                         {"negotiating", "negotiate"},
                                         {"noting", "note"},
                                         {"walked", "walk"},
                                         {"said", "say"},
                                         {"met", "meet"},
                                         {"men", "man"},
                                         {"crises", "crisis"},
                                         {"countries", "country"},
                                         {"stopped", "stop"},
                                         {"referring", "refer"},
                                         {"travelled", "travel"},
                                         {"traveled", "travel"},
                                         {"agreed", "agree"},
                                         {"dying", "die"},
                                         {"announces", "announce"},
                                         {"watches", "watch"},
                                         {"houses", "house"},
                                         {"urged", "urge"},
                                         {"argued", "argue"},
                                         {"described", "describe"},
                                         {"telling", "tell"},
                                         {"bigger", "big"},
                                         {"easiest", "easy"},
                                         {"best", "good"},
                                         {"n't", "not"},
                                         {"is", "be"},
                                         {"vetoes", "veto"},
                                         {"vetoed", "veto"},
                                         {"visited", "visit"},
                                         {"leaves", "leave"},
                                         {"spokeswomen", "spokeswoman"}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    lemma(pairs[i][0], pairs[i][1]);

  static const char *const same[] = {"news",     "politics", "thing",     "need",   "red",
                                     "bring",    "during",   "this",      "always", "king",
                                     "iran",     "never",    "september", "gas",    "crisis",
                                     "congress", "a",        "ß",         "2023",   "virus"};
  for (size_t i = 0; i < sizeof same / sizeof *same; i++)
    lemma(same[i], same[i]);
}

static void test_forms(void)
{
  ok(has_form("say", "say") && has_form("say", "says") && has_form("say", "said") &&
         has_form("say", "saying"),
     "say says said saying");
  ok(!has_form("say", "sayed"), "an irregular form takes the place of the regular one");
  ok(has_form("negotiate", "negotiating") && has_form("negotiate", "negotiated"), "silent e");
  ok(has_form("stop", "stopping") && !has_form("visit", "visitting"), "doubling");
  ok(has_form("travel", "traveled") && has_form("travel", "travelled"), "both ways");
  ok(has_form("try", "tries") && has_form("try", "tried") && has_form("play", "played"), "y");
  ok(has_form("man", "men") && !has_form("man", "mans"), "plural of its own");
  ok(has_form("sanction", "sanctions") && has_form("sanction", "sanctioned"), "noun and verb");
  ok(has_form("big", "biggest") && !has_form("speak", "speaker"), "only adjectives compare");
  ok(has_form("be", "were") && has_form("be", "'re"), "to be");
  ok(has_form("unheardof", "unheardofs"), "a word nobody listed");
}

/* What lemma_forms makes of a lemma, lemma_of must undo. */
static void test_round(void)
{
  static const char *const lemmas[] = {
      "accuse", "admit", "announce", "call",  "claim", "deny",   "expel",    "impose", "invade",
      "launch", "plan",  "pledge",   "seize", "sign",  "supply", "threaten", "urge",   "withdraw"};
  for (size_t i = 0; i < sizeof lemmas / sizeof *lemmas; i++) {
    struct buffer forms = {0};
    char out[NORMAL_MAX];
    bool good = true;
    lemma_forms(english, bytes(lemmas[i]), &forms);
    for (size_t at = 0; at < forms.size;) {
      const char *stop = memchr(forms.data + at, '\n', forms.size - at);
      size_t length = (size_t)(stop - forms.data) - at;
      size_t size = lemma_of(english, (struct slice){forms.data + at, length}, out);
      good = good && size == strlen(lemmas[i]) && memcmp(out, lemmas[i], size) == 0;
      at += length + 1;
    }
    ok(good, lemmas[i]);
    buffer_free(&forms);
  }
}

static void test_without_table(void)
{
  struct lemma_table *none;
  struct buffer forms = {0};
  char out[NORMAL_MAX];
  ok(lemma_table_new((struct slice){"", 0}, &none) == STATUS_OK, "no table");
  is_bytes(out, lemma_of(none, bytes("gespräche"), out), "gespräche", "the word itself");
  lemma_forms(none, bytes("gespräche"), &forms);
  is_bytes(forms.data, forms.size, "gespräche\n", "no other forms");
  buffer_free(&forms);
  lemma_table_free(none);
  lemma_table_free(NULL);

  ok(lemma_table_new(bytes("# x\nform\tlemma\tkind\nbroken\n\t\t\nways\tway\tplural\nq\n"),
                     &none) == STATUS_OK,
     "odd lines are passed over");
  is_bytes(out, lemma_of(none, bytes("ways"), out), "way", "and the good one counts");
  lemma_table_free(none);
}

int main(void)
{
  struct buffer tsv = {0};
  FILE *file = fopen("plugins/data/en.lemmas.tsv", "rb");
  if (!ok(file != NULL, "the table of English"))
    return done();
  size_t got;
  do {
    char *room = buffer_reserve(&tsv, 1 << 16);
    got = fread(room, 1, 1 << 16, file);
    tsv.size += got;
  } while (got > 0);
  fclose(file);
  ok(lemma_table_new((struct slice){tsv.data, tsv.size}, &english) == STATUS_OK, "is read");
  buffer_free(&tsv);

  test_lemmas();
  test_forms();
  test_round();
  test_without_table();
  lemma_table_free(english);
  return done();
}
