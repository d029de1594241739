/*
 * Taggers: readings of listed and unlisted words, what the letter before decides, choices, capitals and titles,
 * letters that the next one settles, and what stands over tokens.
 */
#include "../../core/match/tagger.h"
#include "../../core/text/lemma.h"
#include "tap.h"

enum { NOUN, VERB, ARTICLE, ADVERB, NUMBER, THIS, HYPHEN, STOP };

static struct slice literal(const char *string)
{
  return (struct slice){string, strlen(string)};
}

/* A reading that writes one letter behind all, but `other` behind the letters of `behind`. */
static struct tag_reading reading(uint8_t letter, const char *behind, uint8_t other)
{
  struct tag_reading reading = {.decided = behind != NULL, .name_inside = true};
  memset(reading.step, letter, TAG_LETTERS);
  for (; behind && *behind; behind++)
    reading.step[(uint8_t)*behind] = other;
  return reading;
}

static const char verbs[] = "# verbs\nverb\tkind\nsail\t\nreport\tnoun\n";

struct fixture {
  struct segment_rules *rules;
  struct lemma_table *lemmas;
  struct lexicon *lexicon;
  struct tagger *tagger;
  struct arena *arena;
};

static void add_words(struct fixture *f, uint32_t number, const char *word)
{
  tagger_add_word(f->tagger, lexicon_add_word(f->lexicon, literal(word)), number);
}

static void add_readings(struct fixture *f)
{
  struct tag_choice compound = {.test = TAG_COMPOUND, .letter = "-n", .seen = "-'"};
  struct tag_choice by = {.test = TAG_NEXT_WORD,
                          .word = lexicon_add_word(f->lexicon, literal("by")),
                          .letter = "ve",
                          .seen = "ve"};
  struct tag_choice plural = {
      .test = TAG_ENDS_BEFORE, .ending = "s", .size = 1, .letter = "nv", .seen = "nv"};
  ok(tagger_add_choice(f->tagger, &compound) == STATUS_OK, "a choice");
  tagger_add_choice(f->tagger, &by);
  tagger_add_choice(f->tagger, &plural);
  struct tag_reading all[] = {
      [NOUN] = reading('n', NULL, 0),        [VERB] = reading('n', "nNp", TAG_CHOICE + 1),
      [ARTICLE] = reading('d', NULL, 0),     [ADVERB] = reading('y', NULL, 0),
      [NUMBER] = reading('9', NULL, 0),      [THIS] = reading('h', NULL, 0),
      [HYPHEN] = reading(TAG_CHOICE, "", 0), [STOP] = reading('.', NULL, 0)};
  all[VERB].step['n'] = TAG_CHOICE + 2;
  all[NOUN].name_first = true;
  bool added = true;
  for (uint32_t i = 0; i <= STOP; i++)
    added = added && tagger_add_reading(f->tagger, &all[i]) == STATUS_OK;
  ok(added, "readings");
}

static void open_fixture(struct fixture *f)
{
  segment_rules_new((struct slice){"", 0}, &f->rules);
  lemma_table_new(literal("# rules\nform\tlemma\n"), &f->lemmas);
  lexicon_new((struct slice){"", 0}, f->rules, &f->lexicon);
  ok(tagger_new(&f->tagger) == STATUS_OK, "a new tagger");
  f->arena = arena_new();
  add_readings(f);
  add_words(f, ARTICLE, "the");
  add_words(f, THIS, "this");
  add_words(f, HYPHEN, "-");
  add_words(f, STOP, ".");
  add_words(f, VERB, "sailed");
  struct tag_list_rule rules[] = {
      {.column = literal("kind"), .value = literal("noun"), .reading = NOUN},
      {.reading = VERB},
      {.groups = TAG_STOP}};
  ok(tagger_add_list(f->tagger, f->lexicon, f->lemmas, literal(verbs), rules, 3) == STATUS_OK,
     "a list");
  rules[0].column = literal("sort");
  ok(tagger_add_list(f->tagger, f->lexicon, f->lemmas, literal(verbs), rules, 3) == STATUS_OK,
     "a list without the column");
  ok(tagger_add_list(f->tagger, f->lexicon, f->lemmas, literal("# a\nword\n\xff\n"), rules, 3) ==
         STATUS_BAD_INPUT,
     "no UTF-8");
  struct tag_rule number = {.shapes = 1u << SHAPE_DIGITS, .reading = NUMBER};
  struct tag_rule adverb = {.ending = "ly", .size = 2, .least = 4, .reading = ADVERB};
  struct tag_rule other = {.reading = NOUN};
  tagger_add_rule(f->tagger, &number);
  tagger_add_rule(f->tagger, &adverb);
  tagger_add_rule(f->tagger, &other);
  struct tag_settling settling = {.letter = 'h', .letter_if = 'd', .letter_else = 'i'};
  settling.next['n'] = true;
  tagger_add_settling(f->tagger, &settling);
  tagger_add_letter(f->tagger, TAG_PASSED, 'y');
  tagger_add_letter(f->tagger, TAG_ASKED, '"');
  struct tag_title title = {.longest = 10, .capitals = 3, .size = 4};
  tagger_set_names(f->tagger, 'N', &title);
  tagger_add_group(f->tagger, lexicon_add_word(f->lexicon, literal(".")), TAG_WANTED);
  lexicon_freeze(f->lexicon);
}

static void close_fixture(struct fixture *f)
{
  tagger_free(f->tagger);
  lexicon_free(f->lexicon);
  lemma_table_free(f->lemmas);
  segment_rules_free(f->rules);
  arena_free(f->arena);
}

/* The letters of a sentence, which is cut, scanned and tagged. */
static void tags_are(struct fixture *f, const char *sentence, const char *wanted)
{
  struct segmentation segments;
  struct scan scan;
  segment_text(literal(sentence), f->rules, f->arena, &segments);
  lexicon_scan(f->lexicon, literal(sentence), &segments, f->arena, &scan);
  struct tag_text text = {
      .text = literal(sentence), .segmentation = &segments, .scan = &scan, .over = NULL};
  char out[64] = "";
  tagger_write(f->tagger, &text, 0, segments.tokens.count, out);
  is_str(out, wanted, sentence);
}

static void test_letters(struct fixture *f)
{
  tags_are(f, "The ships sail.", "dnv.");
  tags_are(f, "The ship sail.", "dnn.");          /* the choice asks for a plural before it */
  tags_are(f, "The Ships only sailed.", "dNyv."); /* behind the letter that is passed over */
  tags_are(f, "The Ships sailed by 9.", "dNen9.");
  tags_are(f, "The report.", "dn.");
  tags_are(f, "This ship, this.", "dnni.");
  tags_are(f, "The sail-sail - sail.", "dnnn-n.");
  tags_are(f, "The Harbour Of Oslo Sailed Here",
           "dNNNvN"); /* a title: capitals say nothing of a verb */
  tags_are(f, "The harbour of Oslo Sailed here", "dnnNNn");
}

static void test_over(struct fixture *f)
{
  const char *sentence = "The ships sail.";
  struct segmentation segments;
  struct scan scan;
  segment_text(literal(sentence), f->rules, f->arena, &segments);
  lexicon_scan(f->lexicon, literal(sentence), &segments, f->arena, &scan);
  const uint8_t over[] = {0, '"', 0, 0};
  struct tag_text text = {
      .text = literal(sentence), .segmentation = &segments, .scan = &scan, .over = over};
  char out[8] = "";
  tagger_write(f->tagger, &text, 0, segments.tokens.count, out);
  is_str(out, "d\"n.", "what stands over a token is its letter and the one before the next");
  ok(!tagger_reads(f->tagger, &text, 0, 1), "no word that is wanted");
  ok(!tagger_reads(f->tagger, &text, 0, 2), "a letter that is wanted, but no stop");
  ok(tagger_reads(f->tagger, &text, 0, 3), "a letter that is wanted, and a stop");
  ok(tagger_reads(f->tagger, &text, 3, 4), "a word that is wanted");
  ok(!tagger_stops(f->tagger, &text, 1), "no stop");
  ok(tagger_stops(f->tagger, &text, 2), "a stop");
}

static void test_misuse(struct fixture *f)
{
  struct tag_reading wrong = reading(TAG_CHOICE + 9, NULL, 0);
  ok(tagger_add_reading(f->tagger, &wrong) == STATUS_MISUSE, "a choice that there is not");
  wrong = reading(7, NULL, 0);
  ok(tagger_add_reading(f->tagger, &wrong) == STATUS_MISUSE, "no letter");
  struct tag_choice choice = {.test = TAG_COMPOUND, .letter = {'a', 200}, .seen = "aa"};
  ok(tagger_add_choice(f->tagger, &choice) == STATUS_MISUSE, "a choice of no letter");
  struct tag_rule rule = {.reading = TAG_READINGS - 1};
  ok(tagger_add_rule(f->tagger, &rule) == STATUS_MISUSE, "a reading that there is not");
  struct tag_settling settling = {.letter = 'h', .letter_if = 9};
  ok(tagger_add_settling(f->tagger, &settling) == STATUS_MISUSE, "nothing to settle it to");
  ok(tagger_add_word(f->tagger, 0, NOUN) == STATUS_MISUSE, "no word");
  ok(tagger_add_letter(f->tagger, TAG_ASKED, ' ') == STATUS_MISUSE, "a blank is no letter");
  struct tag_reading right = reading('n', NULL, 0);
  enum status status = STATUS_OK;
  for (int i = 0; i < TAG_READINGS && status == STATUS_OK; i++)
    status = tagger_add_reading(f->tagger, &right);
  ok(status == STATUS_LIMIT, "a reading too many");
  tagger_free(NULL);
}

int main(void)
{
  struct fixture f;
  open_fixture(&f);
  test_letters(&f);
  test_over(&f);
  test_misuse(&f);
  close_fixture(&f);
  return done();
}
