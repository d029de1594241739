/*
 * The lexicon against plain search: words, triggers and names must be exactly those that
 * comparing every token with everything finds.
 */
#include "../../core/match/image.h"
#include "../../core/match/lexicon.h"
#include "../../core/text/normal.h"
#include "tap.h"
#include <stdlib.h>
#include <time.h>

enum { WORD_BYTES = 40 };

static uint64_t seed = 20230218;

static uint32_t random_below(uint32_t limit)
{
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % limit;
}

static struct slice literal(const char *string)
{
  return (struct slice){string, strlen(string)};
}

/* English enough for the cuts that matter here. */
static struct segment_rules *make_rules(void)
{
  struct segment_rules *rules = NULL;
  segment_rules_new(literal("# for the tests; none; none\nword\tclass\n"), &rules);
  return rules;
}

static bool same_bytes(struct slice a, struct slice b)
{
  return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* ------------------------------------------------------------------ words */

/* What words.c relies on: of ASCII, the normal form is the lower case. */
static void test_ascii_is_lower_case(void)
{
  bool same = true;
  for (int c = 1; c < 0x80; c++) {
    char token[2] = {(char)c, 'Q'};
    char normal[NORMAL_MAX];
    size_t size = normal_form((struct slice){token, 2}, normal);
    char lower = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    same = same && size == 2 && normal[0] == lower && normal[1] == 'q';
  }
  ok(same, "the normal form of an ASCII token is its lower case");
}

static void test_words(struct segment_rules *rules)
{
  struct lexicon *lexicon;
  is_int(lexicon_new((struct slice){"", 0}, rules, &lexicon), STATUS_OK, "a lexicon without image");
  uint32_t short_word = lexicon_add_word(lexicon, literal("talks"));
  uint32_t eight = lexicon_add_word(lexicon, literal("minister"));
  uint32_t nine = lexicon_add_word(lexicon, literal("ministers"));
  uint32_t longer = lexicon_add_word(lexicon, literal("counter-revolutionaries"));
  is_int(short_word, 1, "ids begin at 1");
  is_int(lexicon_word_count(lexicon), 5, "all ids are below the count");
  is_int(lexicon_add_word(lexicon, literal("talks")), short_word, "a word keeps its id");
  is_int(lexicon_find_word(lexicon, literal("ministers")), nine, "a word of nine bytes is found");
  is_int(lexicon_find_word(lexicon, literal("minister")), eight, "one of eight is another");
  is_int(lexicon_find_word(lexicon, literal("counter-revolutionarieS")), 0, "one not added is not");
  is_int(lexicon_add_word(lexicon, literal("")), 0, "the empty word cannot be added");
  struct slice text = lexicon_word_text(lexicon, longer);
  is_bytes(text.data, text.size, "counter-revolutionaries", "the text of a word");
  is_int((long long)lexicon_word_text(lexicon, 99).size, 0, "the text of no word");
  struct scan scan;
  struct segmentation segments = {0};
  struct arena *arena = arena_new();
  is_int(lexicon_scan(lexicon, literal(""), &segments, arena, &scan), STATUS_MISUSE,
         "no scan before it is frozen");
  is_int(lexicon_freeze(lexicon), STATUS_OK, "frozen");
  is_int(lexicon_freeze(lexicon), STATUS_MISUSE, "frozen once only");
  is_int(lexicon_scan(lexicon, literal(""), &segments, arena, &scan), STATUS_OK, "an empty text");
  is_int(scan.hit_count, 0, "nothing in it");
  arena_free(arena);
  lexicon_free(lexicon);
}

/*
 * Many words and many texts of them, some beyond ASCII, at every distance from the end of the
 * text.
 */
static void test_word_ids(struct segment_rules *rules)
{
  static const char *const pieces[] = {"a",  "B",   "é", "ß",     "Ж",          "ﬁ",
                                       "q7", "sun", "’", "trans", "Ministerial"};
  enum { PIECES = sizeof pieces / sizeof *pieces, TEXTS = 3000, WORDS = 400 };
  struct lexicon *lexicon;
  lexicon_new((struct slice){"", 0}, rules, &lexicon);
  for (int i = 0; i < WORDS; i++) {
    char word[256] = "";
    for (uint32_t n = 1 + random_below(4); n > 0; n--)
      strcat(word, pieces[random_below(PIECES)]);
    char normal[NORMAL_MAX];
    lexicon_add_word(lexicon, (struct slice){normal, normal_form(literal(word), normal)});
  }
  lexicon_freeze(lexicon);
  struct arena *arena = arena_new();
  uint32_t wrong = 0;
  uint32_t found = 0;
  for (int i = 0; i < TEXTS; i++) {
    char text[512] = "";
    for (uint32_t n = random_below(12); n > 0; n--)
      strcat(text, random_below(3) ? pieces[random_below(PIECES)] : " ");
    size_t size = strlen(text);
    char *exact = malloc(size + 1); /* so that the sanitizer sees a read beyond */
    memcpy(exact, text, size);
    exact = realloc(exact, size ? size : 1);
    struct slice document = {exact, size};
    struct segmentation segments;
    struct scan scan;
    segment_text(document, rules, arena, &segments);
    lexicon_scan(lexicon, document, &segments, arena, &scan);
    for (uint32_t t = 0; t < segments.tokens.count; t++) {
      char normal[NORMAL_MAX];
      struct slice token = {exact + segments.tokens.start[t],
                            segments.tokens.end[t] - segments.tokens.start[t]};
      struct slice form = {normal, normal_form(token, normal)};
      wrong += scan.word[t] != lexicon_find_word(lexicon, form);
      found += scan.word[t] != 0;
    }
    arena_reset(arena, 1 << 16);
    free(exact);
  }
  is_int(wrong, 0, "every token has the id of its normal form");
  ok(found > 1000, "and many have one");
  arena_free(arena);
  lexicon_free(lexicon);
}

/* ------------------------------------------------------------------ triggers */

static const char *const triggers[] = {"$*",
                                       "$",
                                       "€*",
                                       "1*",
                                       "18*",
                                       "said",
                                       "accord*",
                                       "negotiations",
                                       "negotiat*",
                                       "don",
                                       "\"*",
                                       "%",
                                       "mrs",
                                       "counterterrorism*",
                                       "ministerialrat",
                                       "é*",
                                       "unit*",
                                       "\"",
                                       "-",
                                       "7",
                                       "700,000",
                                       "u.s.",
                                       "internationalisation",
                                       "international*"};
enum { TRIGGERS = sizeof triggers / sizeof *triggers };

static const char *const trigger_text[] = {"$",
                                           "18",
                                           "1,800",
                                           "700,000",
                                           "€",
                                           "said",
                                           "Said",
                                           "SAID",
                                           "accordingly",
                                           "Accord",
                                           "negotiations",
                                           "Negotiating",
                                           "don't",
                                           "“",
                                           "”",
                                           "%",
                                           "Mrs.",
                                           "counterterrorism",
                                           "Counterterrorisms",
                                           "counterterror",
                                           "Ministerialrat",
                                           "É",
                                           "école",
                                           "U.S.",
                                           "7",
                                           "17",
                                           "united",
                                           "Internationale",
                                           "Internationalisation",
                                           "the",
                                           "of",
                                           ".",
                                           ".",
                                           "\n\n",
                                           "-",
                                           "US-led",
                                           "peace",
                                           "É́cole"};
enum { TRIGGER_TEXT = sizeof trigger_text / sizeof *trigger_text };

/* True when the trigger is the normal form or, with a star, its beginning. */
static bool triggers_token(const char *trigger, struct slice form)
{
  size_t size = strlen(trigger);
  if (size > 1 && trigger[size - 1] == '*')
    return form.size >= size - 1 && memcmp(form.data, trigger, size - 1) == 0;
  return form.size == size && memcmp(form.data, trigger, size) == 0;
}

static void test_triggers(struct segment_rules *rules)
{
  struct lexicon *lexicon;
  lexicon_new((struct slice){"", 0}, rules, &lexicon);
  bool added = true;
  for (uint32_t i = 0; i < TRIGGERS; i++)
    added = added && lexicon_add_trigger(lexicon, i * 10, literal(triggers[i])) == STATUS_OK;
  ok(added, "triggers are taken");
  is_int(lexicon_add_trigger(lexicon, TRIGGER_SETS, literal("x")), STATUS_MISUSE,
         "no set beyond the last");
  is_int(lexicon_add_trigger(lexicon, TRIGGER_SETS - 1, literal("x")), STATUS_OK, "the last set");
  is_int(lexicon_add_trigger(lexicon, 0, literal("")), STATUS_MISUSE, "no empty trigger");
  lexicon_freeze(lexicon);
  struct arena *arena = arena_new();
  uint32_t missed = 0;
  uint32_t false_alarms = 0;
  uint32_t seen = 0;
  for (int round = 0; round < 2000; round++) {
    char text[4096] = "";
    for (uint32_t n = random_below(120); n > 0; n--) {
      strcat(text, trigger_text[random_below(TRIGGER_TEXT)]);
      if (random_below(4) > 0)
        strcat(text, " ");
    }
    struct segmentation segments;
    struct scan scan;
    segment_text(literal(text), rules, arena, &segments);
    lexicon_scan(lexicon, literal(text), &segments, arena, &scan);
    for (uint32_t s = 0; s < segments.sentences.count; s++) {
      for (uint32_t i = 0; i < TRIGGERS; i++) {
        bool wanted = false;
        for (uint32_t t = segments.sentences.first_token[s]; t < segments.sentences.last_token[s];
             t++) {
          char normal[NORMAL_MAX];
          struct slice token = {text + segments.tokens.start[t],
                                segments.tokens.end[t] - segments.tokens.start[t]};
          wanted = wanted ||
                   triggers_token(triggers[i], (struct slice){normal, normal_form(token, normal)});
        }
        uint32_t set = i * 10;
        bool found = scan.triggered[s * TRIGGER_WORDS + set / 64] >> (set % 64) & 1;
        missed += wanted && !found;
        false_alarms += found && !wanted;
        seen += wanted;
      }
    }
    arena_reset(arena, 1 << 16);
  }
  is_int(missed, 0, "no trigger is missed");
  is_int(false_alarms, 0, "none is seen where there is none");
  ok(seen > 10000, "and there were many");
  arena_free(arena);
  lexicon_free(lexicon);
}

/* A trigger written as several tokens. */
static void test_long_trigger(struct segment_rules *rules)
{
  struct lexicon *lexicon;
  lexicon_new((struct slice){"", 0}, rules, &lexicon);
  lexicon_add_trigger(lexicon, 3, literal("Prime Minister"));
  lexicon_add_trigger(lexicon, 70, literal("€5*"));
  lexicon_freeze(lexicon);
  struct arena *arena = arena_new();
  struct slice text = literal("A minister came.\n\nIt cost €5.");
  struct segmentation segments;
  struct scan scan;
  segment_text(text, rules, arena, &segments);
  lexicon_scan(lexicon, text, &segments, arena, &scan);
  is_int(segments.sentences.count, 2, "two sentences");
  ok(scan.triggered[0] == 8 && scan.triggered[1] == 0, "the longest token of two triggers");
  ok(scan.triggered[4] == 0 && scan.triggered[5] == 1 << 6, "the complete token of a beginning");
  arena_free(arena);
  lexicon_free(lexicon);
}

/* ------------------------------------------------------------------ names */

/* A list for plain search. */
struct plain_list {
  struct slice tsv;
  uint32_t number;
};

struct plain_name {
  uint32_t list;
  uint32_t row;
  uint32_t count;
  bool lower;
  char word[8][NORMAL_MAX];
  size_t size[8];
};

static bool is_tried(const struct tokens *tokens, uint32_t i)
{
  uint8_t shape = tokens->shape[i];
  if (shape == SHAPE_NONE)
    return tokens->class[i] == TOKEN_WORD;
  return shape == SHAPE_CAPITAL || shape == SHAPE_UPPER || shape == SHAPE_MIXED;
}

/* Cut all names of a list; returns how many `names` then holds. */
static uint32_t read_plain(const struct plain_list *list, const struct segment_rules *rules,
                           struct plain_name *names, uint32_t count)
{
  struct arena *arena = arena_new();
  const char *line = list->tsv.data;
  for (int skip = 0; skip < 2; skip++)
    line = strchr(line, '\n') + 1;
  for (uint32_t row = 0; *line; row++) {
    size_t size = strcspn(line, "\t\r\n");
    struct tokens tokens;
    segment_tokens((struct slice){line, size}, rules, arena, &tokens);
    if (tokens.count > 0 && tokens.count <= 8) {
      struct plain_name *name = &names[count];
      name->list = list->number;
      name->row = row;
      name->count = tokens.count;
      name->lower = !is_tried(&tokens, 0);
      for (uint32_t i = 0; i < tokens.count; i++) {
        struct slice token = {line + tokens.start[i], tokens.end[i] - tokens.start[i]};
        name->size[i] = normal_form(token, name->word[i]);
      }
      count++;
    }
    line += strcspn(line, "\n");
    line += *line == '\n';
  }
  arena_free(arena);
  return count;
}

/* Tokens that `name` takes at token `first`; 0 when it is not there. */
static uint32_t match_plain(const struct plain_name *name, struct slice text,
                            const struct tokens *tokens, uint32_t first, uint32_t limit)
{
  if (first + name->count > limit || (!is_tried(tokens, first) && !name->lower))
    return 0;
  for (uint32_t i = 0; i < name->count; i++) {
    char normal[NORMAL_MAX];
    uint32_t start = tokens->start[first + i];
    struct slice token = {text.data + start, tokens->end[first + i] - start};
    size_t size = normal_form(token, normal);
    if (size != name->size[i] || memcmp(normal, name->word[i], size) != 0)
      return 0;
  }
  uint32_t end = first + name->count;
  if (end < tokens->count && (tokens->flags[end] & TOKEN_JOINED)) {
    const char *next = text.data + tokens->start[end];
    if (*next != '\'' && memcmp(next, "’", 3) != 0)
      return 0;
  }
  return name->count;
}

static int compare_hits(const void *a, const void *b)
{
  const struct name_hit *left = a;
  const struct name_hit *right = b;
  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  if (left->end != right->end)
    return left->end > right->end ? -1 : 1;
  if (left->list != right->list)
    return left->list < right->list ? -1 : 1;
  return left->row < right->row ? -1 : left->row > right->row;
}

/* Every name at every token, the longest of each list kept. */
static uint32_t search_plain(const struct plain_name *names, uint32_t name_count, struct slice text,
                             const struct segmentation *segments, struct name_hit *hits)
{
  uint32_t count = 0;
  for (uint32_t s = 0; s < segments->sentences.count; s++) {
    uint32_t limit = segments->sentences.last_token[s];
    for (uint32_t first = segments->sentences.first_token[s]; first < limit; first++) {
      uint32_t longest[8] = {0};
      for (uint32_t n = 0; n < name_count; n++) {
        uint32_t size = match_plain(&names[n], text, &segments->tokens, first, limit);
        if (size > longest[names[n].list])
          longest[names[n].list] = size;
      }
      for (uint32_t n = 0; n < name_count; n++) {
        uint32_t size = match_plain(&names[n], text, &segments->tokens, first, limit);
        if (size > 0 && size == longest[names[n].list])
          hits[count++] = (struct name_hit){first, first + size, names[n].list, names[n].row};
      }
    }
  }
  qsort(hits, count, sizeof *hits, compare_hits);
  return count;
}

static const char *const name_words[] = {"New", "York",      "Iran",  "U.S.", "of",  "the",
                                         "Al",  "Ministry",  "Côte",  "d’Or", "St.", "عمان",
                                         "bin", "Iran-Iraq", "can't", "7"};
enum { NAME_WORDS = sizeof name_words / sizeof *name_words };

static const char *const text_words[] = {
    "New", "york",      "YORK",     "Iran", "Iran's", "iran", "U.S.", "of",   "The",
    "Al",  "al",        "Ministry", "CÔTE", "D'Or",   "d’Or", "St.",  "عمان", "Bin",
    "bin", "Iran-Iraq", "can’t",    "7",    ",",      "said", ".\n\n"};
enum { TEXT_WORDS = sizeof text_words / sizeof *text_words };

static void random_list(struct buffer *tsv, uint32_t rows, bool carriage)
{
  buffer_clear(tsv);
  buffer_add_string(tsv, "# random; today; none\nname\tcode\n");
  for (uint32_t i = 0; i < rows; i++) {
    for (uint32_t n = random_below(20) ? 1 + random_below(3) : 0; n > 0; n--) {
      buffer_add_string(tsv, name_words[random_below(NAME_WORDS)]);
      if (n > 1)
        buffer_add_byte(tsv, ' ');
    }
    buffer_add_string(tsv, "\tX");
    buffer_add_integer(tsv, i);
    buffer_add_string(tsv, carriage ? "\r\n" : "\n");
  }
  buffer_add_byte(tsv, '\0');
  tsv->size--;
}

static bool same_hits(const struct name_hit *a, uint32_t a_count, const struct name_hit *b,
                      uint32_t b_count)
{
  bool same = a_count == b_count;
  for (uint32_t i = 0; i < a_count && same; i++)
    same = compare_hits(&a[i], &b[i]) == 0;
  return same;
}

/* A lexicon of lists 0 to 2, of which the first `packed` are in an image. */
static struct lexicon *make_lexicon(const struct buffer *lists, uint32_t packed,
                                    const struct segment_rules *rules, struct buffer *bytes,
                                    struct image **image)
{
  static const char *const files[] = {"one.tsv", "two.tsv", "three.tsv"};
  struct image_input inputs[3];
  for (uint32_t i = 0; i < packed; i++)
    inputs[i] = (struct image_input){files[i], {lists[i].data, lists[i].size}};
  uint32_t bad;
  image_write(inputs, packed, rules, bytes, &bad);
  image_open((struct slice){bytes->data, bytes->size}, image);
  struct lexicon *lexicon;
  lexicon_new(image_lexicon(*image), rules, &lexicon);
  for (uint32_t i = 0; i < 3; i++) {
    struct slice tsv = {lists[i].data, lists[i].size};
    uint32_t number;
    if (i % 2 == 0)
      image_file(*image, files[i], &tsv); /* known by its place, the others by their bytes */
    lexicon_add_list(lexicon, files[i], tsv, &number);
  }
  lexicon_freeze(lexicon);
  return lexicon;
}

static void test_names(struct segment_rules *rules)
{
  enum { ROUNDS = 60, TEXTS = 20, MOST = 20000 };
  struct buffer lists[3] = {0};
  struct plain_name *names = calloc(600, sizeof *names);
  struct name_hit *expected = calloc(MOST, sizeof *expected);
  struct arena *arena = arena_new();
  uint32_t differing = 0;
  uint32_t hits = 0;
  for (uint32_t round = 0; round < ROUNDS; round++) {
    uint32_t name_count = 0;
    for (uint32_t i = 0; i < 3; i++) {
      random_list(&lists[i], 1 + random_below(60), round % 3 == 0);
      struct plain_list plain = {{lists[i].data, lists[i].size}, i};
      name_count = read_plain(&plain, rules, names, name_count);
    }
    struct buffer bytes = {0};
    struct image *image;
    struct lexicon *lexicon = make_lexicon(lists, round % 4, rules, &bytes, &image);
    for (int n = 0; n < TEXTS; n++) {
      char text[2048] = "";
      for (uint32_t words = random_below(100); words > 0; words--) {
        strcat(text, text_words[random_below(TEXT_WORDS)]);
        if (random_below(8) > 0)
          strcat(text, " ");
      }
      struct segmentation segments;
      struct scan scan;
      segment_text(literal(text), rules, arena, &segments);
      lexicon_scan(lexicon, literal(text), &segments, arena, &scan);
      uint32_t count = search_plain(names, name_count, literal(text), &segments, expected);
      differing += !same_hits(scan.hits, scan.hit_count, expected, count);
      hits += count;
      arena_reset(arena, 1 << 16);
    }
    lexicon_free(lexicon);
    image_close(image);
    buffer_free(&bytes);
  }
  is_int(differing, 0, "names are those of plain search, in order, packed or not");
  ok(hits > 10000, "and there were many");
  printf("# %u hits compared\n", hits);
  arena_free(arena);
  free(expected);
  free(names);
  for (int i = 0; i < 3; i++)
    buffer_free(&lists[i]);
}

static void test_lists(struct segment_rules *rules)
{
  struct lexicon *lexicon;
  lexicon_new((struct slice){"", 0}, rules, &lexicon);
  uint32_t list = 9;
  struct slice tsv =
      literal("\xef\xbb\xbf# a; b; c\r\n# more\r\nname\tcode\r\nOslo\tNO\r\n\r\nthe Hague\tNL");
  is_int(lexicon_add_list(lexicon, "a.tsv", tsv, &list), STATUS_OK,
         "a list with BOM, comments and CR LF");
  is_int(list, 0, "lists count from 0");
  uint32_t again = 9;
  lexicon_add_list(lexicon, "a.tsv", tsv, &again);
  is_int(again, list, "the same list keeps its number");
  struct slice columns = lexicon_columns(lexicon, list);
  is_bytes(columns.data, columns.size, "name\tcode", "its columns");
  struct slice row = lexicon_row(lexicon, list, 2);
  is_bytes(row.data, row.size, "the Hague\tNL", "a row; empty lines count");
  is_int((long long)lexicon_row(lexicon, list, 3).size, 0, "no row beyond the last");
  is_int((long long)lexicon_row(lexicon, 7, 0).size, 0, "no row of no list");
  is_int(lexicon_add_list(lexicon, "b.tsv", literal("name\n\xff\n"), &again), STATUS_BAD_INPUT,
         "not UTF-8");
  is_int(lexicon_add_list(lexicon, "b.tsv", literal(""), &again), STATUS_OK, "an empty list");
  is_int(again, 1, "gets the next number");
  lexicon_freeze(lexicon);
  is_int(lexicon_add_list(lexicon, "c.tsv", literal("name\n"), &again), STATUS_MISUSE,
         "none once frozen");
  lexicon_free(lexicon);
}

/* ------------------------------------------------------------------ size */

/* Many made-up names: how long they take, and how large they are. */
static void test_many(struct segment_rules *rules)
{
  enum { NAMES = 200000 };
  static const char *const syllables[] = {"ba",  "ro", "kin", "da", "me", "lu",
                                          "sha", "ti", "gor", "en", "vi", "zu"};
  struct buffer tsv = {0};
  buffer_add_string(&tsv, "# made up; today; none\nname\tid\n");
  for (int i = 0; i < NAMES; i++) {
    for (uint32_t words = 1 + random_below(3); words > 0; words--) {
      char word[WORD_BYTES] = "";
      for (uint32_t n = 2 + random_below(4); n > 0; n--)
        strcat(word, syllables[random_below(12)]);
      word[0] = (char)(word[0] - 32);
      buffer_add_string(&tsv, word);
      buffer_add_byte(&tsv, words > 1 ? ' ' : '\t');
    }
    buffer_add_integer(&tsv, i);
    buffer_add_byte(&tsv, '\n');
  }
  struct image_input input = {"plugins/data/many.tsv", {tsv.data, tsv.size}};
  struct buffer bytes = {0};
  uint32_t bad;
  clock_t start = clock();
  is_int(image_write(&input, 1, rules, &bytes, &bad), STATUS_OK, "an image of 200,000 names");
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  struct image *image;
  is_int(image_open((struct slice){bytes.data, bytes.size}, &image), STATUS_OK, "which opens");
  struct slice lexicon_bytes = image_lexicon(image);
  printf("# %zu bytes of list: lexicon of %zu bytes (%.1f a name) in %.0f ms\n", tsv.size,
         lexicon_bytes.size, (double)lexicon_bytes.size / NAMES, seconds * 1e3);
#ifdef __SANITIZE_ADDRESS__
  skip("built within a second", "not at this speed under the sanitizer");
#else
  ok(seconds < 1, "built within a second");
#endif
  ok(lexicon_bytes.size < 100 * (size_t)NAMES, "in under 100 bytes a name");

  struct lexicon *lexicon;
  struct slice packed;
  uint32_t list;
  lexicon_new(lexicon_bytes, rules, &lexicon);
  image_file(image, "plugins/data/many.tsv", &packed);
  start = clock();
  lexicon_add_list(lexicon, "many.tsv", packed, &list);
  ok((double)(clock() - start) / CLOCKS_PER_SEC < 0.01, "a packed list is not built again");
  lexicon_freeze(lexicon);
  struct slice row = lexicon_row(lexicon, list, 123456);
  const char *tab = memchr(row.data, '\t', row.size);
  struct slice name = {row.data, (size_t)(tab - row.data)};
  struct arena *arena = arena_new();
  struct segmentation segments;
  struct scan scan;
  segment_text(name, rules, arena, &segments);
  lexicon_scan(lexicon, name, &segments, arena, &scan);
  bool found = false;
  for (uint32_t i = 0; i < scan.hit_count; i++) {
    struct slice hit = lexicon_row(lexicon, list, scan.hits[i].row);
    found = found || (same_bytes(hit, row) && scan.hits[i].end == segments.tokens.count);
  }
  ok(found, "a name is found by its own text");
  arena_free(arena);
  lexicon_free(lexicon);
  image_close(image);
  buffer_free(&bytes);
  buffer_free(&tsv);
}

int main(void)
{
  struct segment_rules *rules = make_rules();
  test_ascii_is_lower_case();
  test_words(rules);
  test_word_ids(rules);
  test_triggers(rules);
  test_long_trigger(rules);
  test_names(rules);
  test_lists(rules);
  test_many(rules);
  segment_rules_free(rules);
  return done();
}
