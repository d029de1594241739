/*
 * The table of words, hashed by normal form. Rows with the same normal form are chained, because their
 * spelling may differ in case ("Jan" the month, "jan").
 */
#include "rules.h"
#include "../base/buffer.h"
#include "../base/hash.h"
#include "../base/tsv.h"
#include "normal.h"
#include <stdlib.h>
#include <string.h>

enum { CLITICS = 32, CLITIC_BYTES = 8, BYTES = 256, NONE = -1 };

struct rule_row {
  struct slice spelling; /* as in the table; a slice of `text` */
  size_t key;            /* its normal form, without the bars of cuts: where it begins in `keys` */
  size_t key_size;
  uint64_t hash;
  uint32_t rules;
  int next; /* next row of the same slot, NONE at the end */
};

struct clitic {
  char form[CLITIC_BYTES];
  size_t size;
};

struct segment_rules {
  char *text; /* copy of the table */
  struct buffer keys;
  struct rule_row *rows;
  size_t count;
  int *slots; /* first row of each slot */
  size_t slot_count;
  struct clitic clitics[CLITICS];
  size_t clitic_count;
  uint64_t split_ends[BYTES]; /* see rules_split_ends */
};

static const struct {
  const char *name;
  enum rule rule;
} classes[] = {
    {"always", RULE_ALWAYS},   {"inner", RULE_INNER},     {"free", RULE_FREE},
    {"number", RULE_NUMBER},   {"starter", RULE_STARTER}, {"speech", RULE_SPEECH},
    {"prefix", RULE_PREFIX},   {"unit", RULE_UNIT},       {"split", RULE_SPLIT},
    {"elision", RULE_ELISION}, {"byline", RULE_BYLINE},   {"month", RULE_MONTH},
    {"weekday", RULE_WEEKDAY}, {"caption", RULE_CAPTION}, {"name", RULE_NAME},
    {"capital", RULE_CAPITAL}, {"leads", RULE_LEADS},     {"domain", RULE_DOMAIN},
    {"money", RULE_MONEY},     {"scale", RULE_SCALE},     {"author", RULE_AUTHOR},
    {"stamp", RULE_STAMP},     {"half", RULE_HALF},       {"tail", RULE_TAIL},
};

static uint32_t class_rule(struct slice name)
{
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (slice_is(name, classes[i].name))
      return classes[i].rule;
  return 0;
}

/* The word of a row without the bars that show its cuts, in normal form. */
static size_t key_of(struct slice spelling, char *key)
{
  char plain[NORMAL_MAX];
  size_t size = 0;
  for (size_t i = 0; i < spelling.size && size < NORMAL_MAX; i++)
    if (spelling.data[i] != '|')
      plain[size++] = spelling.data[i];
  return normal_form((struct slice){plain, size}, key);
}

static void add_row(struct segment_rules *rules, struct slice word, struct slice class)
{
  char key[NORMAL_MAX];
  size_t size = key_of(word, key);
  if (size == 0)
    return;
  if (slice_is(class, "clitic")) {
    if (rules->clitic_count < CLITICS && size <= CLITIC_BYTES) {
      struct clitic *clitic = &rules->clitics[rules->clitic_count++];
      memcpy(clitic->form, key, size);
      clitic->size = size;
    }
    return;
  }
  uint32_t rule = class_rule(class);
  if (rule == 0)
    return;
  struct rule_row *row = &rules->rows[rules->count];
  *row = (struct rule_row){.spelling = word,
                           .key = rules->keys.size,
                           .key_size = size,
                           .hash = hash_bytes((struct slice){key, size}),
                           .rules = rule};
  buffer_add(&rules->keys, key, size);
  size_t slot = row->hash % rules->slot_count;
  row->next = rules->slots[slot];
  rules->slots[slot] = (int)rules->count;
  rules->count++;
  if (rule == RULE_SPLIT && size < SPLIT_SIZES) {
    unsigned char first = (unsigned char)key[0];
    uint64_t ends = UINT64_C(1) << size | UINT64_C(1) << (SPLIT_SIZES + (key[size - 1] & 31));
    rules->split_ends[first] |= ends;
    if (first >= 'a' && first <= 'z')
      rules->split_ends[first - 32] |= ends;
  }
}

enum status segment_rules_new(struct slice tsv, struct segment_rules **out)
{
  *out = NULL;
  struct segment_rules *rules = calloc(1, sizeof *rules);
  if (rules == NULL)
    return STATUS_NO_MEMORY;
  size_t lines = 1;
  for (size_t i = 0; i < tsv.size; i++)
    lines += tsv.data[i] == '\n';
  rules->slot_count = lines * 2 + 1;
  rules->text = malloc(tsv.size + 1);
  rules->rows = malloc(lines * sizeof *rules->rows);
  rules->slots = malloc(rules->slot_count * sizeof *rules->slots);
  if (rules->text == NULL || rules->rows == NULL || rules->slots == NULL) {
    segment_rules_free(rules);
    return STATUS_NO_MEMORY;
  }
  if (tsv.size > 0)
    memcpy(rules->text, tsv.data, tsv.size);
  for (size_t i = 0; i < rules->slot_count; i++)
    rules->slots[i] = NONE;

  /* The first line names the source, the second the columns. */
  struct slice rest = {rules->text, tsv.size};
  struct slice line;
  slice_line(&rest, &line);
  slice_line(&rest, &line);
  while (slice_line(&rest, &line)) {
    struct slice word = tsv_cell(&line);
    add_row(rules, word, tsv_cell(&line));
  }
  if (rules->keys.failed) {
    segment_rules_free(rules);
    return STATUS_NO_MEMORY;
  }
  *out = rules;
  return STATUS_OK;
}

void segment_rules_free(struct segment_rules *rules)
{
  if (rules == NULL)
    return;
  free(rules->text);
  buffer_free(&rules->keys);
  free(rules->rows);
  free(rules->slots);
  free(rules);
}

static bool is_capital(char c)
{
  return c >= 'A' && c <= 'Z';
}

/*
 * True when the row's spelling allows `word`: units letter by letter; a capital of the table asks for one. An
 * abbreviation in small letters asks for small ones, because with a capital it is a name or an acronym
 * ("Max.", "IE."), unless it has stops inside ("E.g.").
 */
static bool row_allows(const struct rule_row *row, struct slice word)
{
  struct slice spelling = row->spelling;
  uint32_t abbreviation = RULE_ALWAYS | RULE_INNER | RULE_FREE | RULE_NUMBER;
  if (row->rules == RULE_UNIT)
    return slice_equal(word, spelling);
  bool capital = is_capital(word.data[0]) || (unsigned char)word.data[0] >= 0x80;
  if (is_capital(spelling.data[0]))
    return capital;
  return (row->rules & abbreviation) == 0 || !is_capital(word.data[0]) ||
         memchr(spelling.data, '.', spelling.size) != NULL;
}

static bool same_key(const struct segment_rules *rules, const struct rule_row *row, const char *key,
                     size_t size)
{
  return row->key_size == size && memcmp(rules->keys.data + row->key, key, size) == 0;
}

uint32_t rules_find(const struct segment_rules *rules, struct slice word)
{
  char key[NORMAL_MAX];
  uint32_t found = 0;
  if (rules->count == 0 || word.size == 0 || word.size > 64)
    return 0;
  size_t size = normal_form(word, key);
  uint64_t hash = hash_bytes((struct slice){key, size});
  for (int i = rules->slots[hash % rules->slot_count]; i != NONE; i = rules->rows[i].next) {
    const struct rule_row *row = &rules->rows[i];
    if (row->hash == hash && row_allows(row, word) && same_key(rules, row, key, size))
      found |= row->rules;
  }
  return found;
}

const uint64_t *rules_split_ends(const struct segment_rules *rules)
{
  return rules->split_ends;
}

size_t rules_cuts(const struct segment_rules *rules, struct slice word, size_t *cuts, size_t limit)
{
  char key[NORMAL_MAX];
  size_t size = normal_form(word, key);
  if (size != word.size || rules->count == 0)
    return 0;
  uint64_t hash = hash_bytes((struct slice){key, size});
  for (int i = rules->slots[hash % rules->slot_count]; i != NONE; i = rules->rows[i].next) {
    const struct rule_row *row = &rules->rows[i];
    if (row->rules != RULE_SPLIT || row->hash != hash || !same_key(rules, row, key, size))
      continue;
    size_t count = 0;
    size_t piece = 0;
    for (size_t k = 0; k <= row->spelling.size; k++) {
      if (k < row->spelling.size && row->spelling.data[k] != '|') {
        piece++;
        continue;
      }
      if (count == limit)
        return 0;
      cuts[count++] = piece;
      piece = 0;
    }
    return count;
  }
  return 0;
}

/* Length in bytes of the apostrophe that ends at `end` of `word`; 0 if there is none. */
static size_t apostrophe_before(struct slice word, size_t end)
{
  static const char twice[] = "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2"; /* decoded twice, see twice.h */
  if (end >= 1 && word.data[end - 1] == '\'')
    return 1;
  if (end >= 3 && memcmp(word.data + end - 3, "\xE2\x80", 2) == 0 &&
      ((unsigned char)word.data[end - 1] == 0x99 || (unsigned char)word.data[end - 1] == 0x98))
    return 3;
  if (end >= sizeof twice - 1 &&
      memcmp(word.data + end - sizeof twice + 1, twice, sizeof twice - 1) == 0)
    return sizeof twice - 1;
  return end >= 2 && memcmp(word.data + end - 2, "\xCA\xBC", 2) == 0 ? 2 : 0;
}

/* Bytes at the end of `word` that spell `clitic`, case ignored; 0 if they do not. */
static size_t match_end(struct slice word, const struct clitic *clitic)
{
  size_t at = word.size;
  for (size_t i = clitic->size; i-- > 0;) {
    if (clitic->form[i] == '\'') {
      size_t length = apostrophe_before(word, at);
      if (length == 0)
        return 0;
      at -= length;
      continue;
    }
    if (at == 0)
      return 0;
    char c = word.data[at - 1];
    if (is_capital(c))
      c = (char)(c + 32);
    if (c != clitic->form[i])
      return 0;
    at--;
  }
  return word.size - at;
}

size_t rules_clitic(const struct segment_rules *rules, struct slice word)
{
  size_t best = 0;
  for (size_t i = 0; i < rules->clitic_count; i++) {
    size_t size = match_end(word, &rules->clitics[i]);
    if (size > best && size < word.size)
      best = size;
  }
  return best;
}
