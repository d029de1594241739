/*
 * The token tape against the plain rule: the classes of a unit's byte are those of its word,
 * its shape and its kind, or those of its annotation's layer.
 */
#include "../../core/match/lexicon.h"
#include "../../core/match/tape.h"
#include "tap.h"
#include <stdlib.h>

static uint64_t seed = 45;

static uint32_t random_below(uint32_t limit)
{
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % limit;
}

static struct slice literal(const char *string)
{
  return (struct slice){string, strlen(string)};
}

/* ------------------------------------------------------------------ a tape by hand */

enum { SAY, WITH, CAPITAL, NUMBER, PEOPLE, PLACES };

struct fixture {
  struct segment_rules *rules;
  struct lexicon *lexicon;
  struct arena *arena;
  struct tape *tape;
  struct segmentation segments;
  struct scan scan;
};

static struct fixture open_fixture(const char *text)
{
  struct fixture f = {.arena = arena_new()};
  segment_rules_new((struct slice){"", 0}, &f.rules);
  lexicon_new((struct slice){"", 0}, f.rules, &f.lexicon);
  tape_new(&f.tape);
  static const char *const say[] = {"said", "say", "says"};
  for (int i = 0; i < 3; i++)
    tape_add_word(f.tape, SAY, lexicon_add_word(f.lexicon, literal(say[i])));
  tape_add_word(f.tape, WITH, lexicon_add_word(f.lexicon, literal("with")));
  tape_add_shape(f.tape, CAPITAL, SHAPE_CAPITAL);
  tape_add_kind(f.tape, NUMBER, TOKEN_NUMBER);
  tape_add_layer(f.tape, PEOPLE, 0);
  tape_add_layer(f.tape, PLACES, 5);
  lexicon_freeze(f.lexicon);
  segment_text(literal(text), f.rules, f.arena, &f.segments);
  lexicon_scan(f.lexicon, literal(text), &f.segments, f.arena, &f.scan);
  return f;
}

static void close_fixture(struct fixture *f)
{
  tape_free(f->tape);
  lexicon_free(f->lexicon);
  segment_rules_free(f->rules);
  arena_free(f->arena);
}

/* The tape as a string: one letter a unit, by the first class it is in. */
static void spell(const struct tape *tape, const struct tape_units *units, char *out)
{
  static const char letters[] = "swC9PL";
  for (uint32_t i = 0; i < units->count; i++) {
    out[i] = units->bytes[i] == TAPE_BREAK ? '|' : '.';
    for (uint32_t class = SAY; class <= PLACES; class ++) {
      if (out[i] == '.' && tape_byte_in(tape, units->bytes[i], class))
        out[i] = letters[class];
    }
  }
  out[units->count] = '\0';
}

static void test_by_hand(void)
{
  struct fixture f =
      open_fixture("The envoy Ana Lima Said 25 words. She talked with Rui.\n\nLima says no.");
  char spelt[64];
  struct tape_units units;
  is_int(tape_write(f.tape, &f.segments.tokens, f.scan.word, 0, 1, NULL, 0, f.arena, &units),
         STATUS_MISUSE, "no writing before the tape is frozen");
  is_int(tape_freeze(f.tape, f.lexicon), STATUS_OK, "frozen");
  is_int(tape_add_shape(f.tape, CAPITAL, SHAPE_UPPER), STATUS_MISUSE,
         "nothing is added to a frozen tape");

  is_int(f.segments.tokens.count, 17, "seventeen tokens");
  tape_write_document(f.tape, &f.segments, &f.scan, NULL, 0, TAPE_DOCUMENT, f.arena, &units);
  spell(f.tape, &units, spelt);
  is_str(spelt, "C.CCs9..C.wC.Cs..", "a document without annotations");
  ok(tape_byte_in(f.tape, units.bytes[4], CAPITAL), "a unit may be in two classes");
  is_int(units.bytes[1], 1, "a unit in no class has byte 1");
  is_int(tape_unit_token(&units, 17), 17, "the end of the last unit");

  static const struct tape_span spans[] = {
      {2, 4, 0, 70},  /* Ana Lima, people */
      {2, 3, 5, 71},  /* inside it: passed over */
      {3, 5, 5, 72},  /* overlaps it: passed over */
      {4, 5, 9, 73},  /* a layer that the tape does not name */
      {7, 9, 0, 74},  /* crosses the end of the sentence */
      {11, 12, 5, 75} /* Rui */
  };
  tape_write_document(f.tape, &f.segments, &f.scan, spans, 6, TAPE_SENTENCE, f.arena, &units);
  spell(f.tape, &units, spelt);
  is_str(spelt, "C.Ps9..|C.wL.|Cs..", "sentences, with annotations");
  is_int(tape_unit_token(&units, 2), 2, "a collapsed annotation begins at its token");
  is_int(tape_unit_token(&units, 3), 4, "and the next unit behind it");
  is_int(tape_unit_annotation(&units, 2), 71, "its number and one");
  is_int(tape_unit_annotation(&units, 3), 0, "none for a token");
  is_int(tape_unit_token(&units, 7), 8, "a break stands before the next token");
  is_int(tape_unit_token(&units, 8), 8, "and is no token wide");
  is_int(tape_unit_annotation(&units, 7), 0, "and no annotation");

  tape_write_document(f.tape, &f.segments, &f.scan, spans, 6, TAPE_PARAGRAPH, f.arena, &units);
  spell(f.tape, &units, spelt);
  is_str(spelt, "C.Ps9.P.wL.|Cs..", "paragraphs: one more annotation fits");
  tape_write(f.tape, &f.segments.tokens, f.scan.word, 3, 12, spans, 6, f.arena, &units);
  spell(f.tape, &units, spelt);
  is_str(spelt, "L9.P.wL", "tokens 3 to 12: what begins before is passed over");
  close_fixture(&f);
}

static void test_ties(void)
{
  struct fixture f = open_fixture("Ana Lima said");
  tape_freeze(f.tape, NULL);
  static const struct tape_span spans[] = {{0, 2, 0, 1}, {0, 2, 5, 2}, {0, 1, 5, 3}};
  struct tape_units units;
  char spelt[8];
  tape_write(f.tape, &f.segments.tokens, f.scan.word, 0, 3, spans, 3, f.arena, &units);
  spell(f.tape, &units, spelt);
  is_str(spelt, "Ps", "the longest, then the first layer");
  tape_write(f.tape, &f.segments.tokens, f.scan.word, 0, 1, spans, 3, f.arena, &units);
  spell(f.tape, &units, spelt);
  is_str(spelt, "L", "one that does not fit gives way to one that does");
  close_fixture(&f);
}

/* ------------------------------------------------------------------ limits */

static void test_limits(void)
{
  struct tape *tape;
  tape_new(&tape);
  is_int(tape_add_word(tape, TAPE_CLASSES, 1), STATUS_MISUSE, "no class beyond the last");
  is_int(tape_add_word(tape, 0, 0), STATUS_MISUSE, "no class for the unknown word");
  is_int(tape_add_layer(tape, 0, TAPE_LAYERS), STATUS_MISUSE, "no layer beyond the last");
  tape_free(tape);

  for (uint32_t most = TAPE_BYTES - 1; most <= TAPE_BYTES; most++) {
    tape_new(&tape);
    for (uint32_t i = 1; i <= most; i++) { /* word i is in the classes of the bits of i */
      for (uint32_t bit = 0; bit < 8; bit++) {
        if (i >> bit & 1)
          tape_add_word(tape, 10 + bit, i);
      }
    }
    enum status status = tape_freeze(tape, NULL);
    is_int(tape_combinations(tape, NULL, NULL), most + 1, "combinations counted");
    is_int(status, most < TAPE_BYTES ? STATUS_OK : STATUS_LIMIT, "250 fit, 251 do not");
    is_int(tape_byte_count(tape), most < TAPE_BYTES ? TAPE_BYTES : 0, "bytes in use");
    tape_free(tape);
  }

  tape_new(&tape);
  for (uint32_t i = 1; i <= 100; i++) {
    tape_add_word(tape, 1 + i % 3, i);
    if (i > 50)
      tape_add_word(tape, 4 + i % 5, i);
  }
  tape_add_shape(tape, 20, SHAPE_CAPITAL);
  tape_add_shape(tape, 21, SHAPE_UPPER);
  tape_add_word(tape, 22, 500);
  tape_freeze(tape, NULL);
  uint32_t classes[TAPE_CLASSES];
  uint32_t count;
  ok(tape_combinations(tape, classes, &count) > 50, "many combinations");
  is_int(count, 11, "all classes that there are");
  ok((classes[0] == 20 || classes[0] == 21) && (classes[1] == 20 || classes[1] == 21),
     "those that multiply most come first");
  ok(classes[10] == 22, "the one that adds least last");
  tape_free(tape);
}

/* ------------------------------------------------------------------ random tapes */

static const char *const words[] = {
    "said",  "Said",    "SAID",   "sAiD", "with",  "A",     "25",   "2.5",  "$", "%", "the",
    "U.S.",  "don't",   "Iran's", "5m",   "école", "ÉCOLE", "عمان", "...",  ".", "“", "P5",
    "co-op", "a@b.org", "#tag",   "US$",  "1990s", "'em",   "\n\n", "9/11", "&", "@"};
enum { WORDS = sizeof words / sizeof *words };

struct random_tape {
  struct tape *tape;
  uint64_t word[200]; /* classes by word id */
  uint64_t shape[6];
  uint64_t kind[4];
  uint64_t layer[TAPE_LAYERS];
};

static uint64_t bit(uint32_t class)
{
  return (uint64_t)1 << class;
}

static void make_random_tape(struct random_tape *random, struct lexicon *lexicon)
{
  memset(random, 0, sizeof *random);
  tape_new(&random->tape);
  uint32_t ids = lexicon_word_count(lexicon) - 1;
  for (uint32_t n = random_below(20); n > 0; n--) {
    uint32_t id = 1 + random_below(ids);
    uint32_t class = random_below(6);
    random->word[id] |= bit(class);
    tape_add_word(random->tape, class, id);
  }
  for (uint32_t n = random_below(3); n > 0; n--) {
    uint32_t shape = random_below(6);
    random->shape[shape] |= bit(40 + n);
    tape_add_shape(random->tape, 40 + n, shape);
  }
  for (uint32_t n = random_below(3); n > 0; n--) {
    uint32_t kind = random_below(4);
    random->kind[kind] |= bit(50 + n);
    tape_add_kind(random->tape, 50 + n, kind);
  }
  for (uint32_t n = random_below(3); n > 0; n--) {
    uint32_t layer = random_below(4);
    random->layer[layer] |= bit(60 + n);
    tape_add_layer(random->tape, 60 + n, layer);
  }
}

static uint64_t classes_of(const struct tape *tape, uint8_t byte)
{
  uint64_t mask = 0;
  for (uint32_t class = 0; class < TAPE_CLASSES; class ++)
    mask |= tape_byte_in(tape, byte, class) ? bit(class) : 0;
  return mask;
}

static int compare_spans(const void *a, const void *b)
{
  const struct tape_span *left = a;
  const struct tape_span *right = b;
  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  if (left->end != right->end)
    return left->end > right->end ? -1 : 1;
  return left->layer < right->layer ? -1 : left->layer > right->layer;
}

/* The sentence or paragraph that a token belongs to, by number. */
static uint32_t part_of(const struct segmentation *segments, enum tape_scope scope, uint32_t token)
{
  const struct spans *parts = scope == TAPE_SENTENCE ? &segments->sentences : &segments->paragraphs;
  uint32_t part = 0;
  while (scope != TAPE_DOCUMENT && part + 1 < parts->count && parts->first_token[part + 1] <= token)
    part++;
  return part;
}

/* Number of units that are not what the rule says. */
static uint32_t check_units(const struct random_tape *random, const struct segmentation *segments,
                            const uint32_t *word, const struct tape_span *spans,
                            uint32_t span_count, enum tape_scope scope,
                            const struct tape_units *units)
{
  const struct tokens *tokens = &segments->tokens;
  uint32_t wrong = 0;
  uint32_t unit = 0;
  for (uint32_t token = 0; token < tokens->count; unit++) {
    if (unit >= units->count)
      return wrong + 1;
    wrong += tape_unit_token(units, unit) != token;
    bool new_part =
        token > 0 && part_of(segments, scope, token) != part_of(segments, scope, token - 1);
    bool after_break = unit > 0 && units->bytes[unit - 1] == TAPE_BREAK;
    if (new_part && !after_break) {
      wrong += units->bytes[unit] != TAPE_BREAK || tape_unit_annotation(units, unit) != 0;
      continue;
    }
    const struct tape_span *chosen = NULL;
    for (uint32_t s = 0; s < span_count && !chosen; s++) {
      if (spans[s].first == token && random->layer[spans[s].layer] != 0 &&
          part_of(segments, scope, spans[s].end - 1) == part_of(segments, scope, token))
        chosen = &spans[s];
    }
    uint64_t classes = chosen ? random->layer[chosen->layer]
                              : random->word[word[token]] | random->shape[tokens->shape[token]] |
                                    random->kind[tokens->class[token]];
    wrong += classes_of(random->tape, units->bytes[unit]) != classes;
    wrong += tape_unit_annotation(units, unit) != (chosen ? chosen->id + 1 : 0);
    token = chosen ? chosen->end : token + 1;
  }
  return wrong + (unit != units->count) + (tape_unit_token(units, units->count) != tokens->count);
}

static void test_random(void)
{
  struct segment_rules *rules;
  struct lexicon *lexicon;
  segment_rules_new((struct slice){"", 0}, &rules);
  lexicon_new((struct slice){"", 0}, rules, &lexicon);
  struct arena *arena = arena_new();
  char all[1024] = "";
  for (int i = 0; i < WORDS; i++) {
    struct tokens tokens;
    segment_tokens(literal(words[i]), rules, arena, &tokens);
    for (uint32_t t = 0; t < tokens.count; t++) {
      char lower[64];
      size_t size = 0;
      for (uint32_t at = tokens.start[t]; at < tokens.end[t]; at++) {
        char c = words[i][at];
        lower[size++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
      }
      lexicon_add_word(lexicon, (struct slice){lower, size});
    }
    strcat(all, words[i]);
  }
  lexicon_freeze(lexicon);
  uint32_t wrong = 0;
  uint32_t units_seen = 0;
  for (int round = 0; round < 3000; round++) {
    struct random_tape random;
    make_random_tape(&random, lexicon);
    char text[1024] = "";
    for (uint32_t n = random_below(60); n > 0; n--) {
      strcat(text, words[random_below(WORDS)]);
      if (random_below(5) > 0)
        strcat(text, " ");
    }
    struct segmentation segments;
    struct scan scan;
    segment_text(literal(text), rules, arena, &segments);
    lexicon_scan(lexicon, literal(text), &segments, arena, &scan);
    struct tape_span spans[12];
    uint32_t span_count = segments.tokens.count ? random_below(12) : 0;
    for (uint32_t i = 0; i < span_count; i++) {
      uint32_t first = random_below(segments.tokens.count);
      uint32_t room = segments.tokens.count - first;
      spans[i] = (struct tape_span){first, first + 1 + random_below(room < 4 ? room : 4),
                                    random_below(4), i};
    }
    qsort(spans, span_count, sizeof *spans, compare_spans);
    if (tape_freeze(random.tape, round % 2 ? lexicon : NULL) == STATUS_OK) {
      enum tape_scope scope = random_below(3);
      struct tape_units units;
      tape_write_document(random.tape, &segments, &scan, spans, span_count, scope, arena, &units);
      wrong += check_units(&random, &segments, scan.word, spans, span_count, scope, &units);
      units_seen += units.count;
    }
    tape_free(random.tape);
    arena_reset(arena, 1 << 16);
  }
  is_int(wrong, 0, "units of random tapes are what the rule says");
  ok(units_seen > 50000, "and many were seen");
  arena_free(arena);
  lexicon_free(lexicon);
  segment_rules_free(rules);
}

int main(void)
{
  test_by_hand();
  test_ties();
  test_limits();
  test_random();
  return done();
}
