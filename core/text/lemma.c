/*
 * Lemmas: irregular forms from the list; regular ones by rules that are written for making forms and
 * read backwards for undoing them. A candidate lemma must yield the word again when its form is made,
 * which rules out most wrong ones ("not" gives "notting", so "noting" is from "note").
 *
 * The table has three columns: form, lemma, kind.
 *   past participle third gerund plural comparative superlative form
 *                      an irregular form; it takes the place of the regular one of its kind
 *   verb noun adjective word
 *                      a lemma known to be one, and which forms it has ("word": none)
 *   double             a verb of several syllables that doubles its last consonant ("referred")
 *   either             a verb that may ("travelled", "traveled")
 *   +s +ed +ing +er +est
 *                      a rule: pattern of the lemma's end, then "what goes>what comes"; the first that
 *                      fits is taken. In patterns C is a consonant, V a vowel, D a consonant that doubles,
 *                      a leading 1 asks for one group of vowels in the whole word, a leading 2 for more, *
 *                      alone fits all; in what comes, = is the last letter once more
 *   ++ed ++ing         the same, only for lemmas of the kinds "double" and "either"
 *   keep               pattern of words that only look inflected ("ss", "us")
 *   stem               pattern of stems that end in a silent letter, the one in the lemma column; if that is
 *                      empty, of stems that end in no other letter
 *   vowels doubling    the letters of V and D
 */
#include "lemma.h"
#include "../base/hash.h"
#include "../base/tsv.h"
#include "normal.h"
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS = 32, MAX_RULES = 128, MAX_PATTERNS = 128, NONE = -1 };

enum kind {
  KIND_PAST,
  KIND_PARTICIPLE,
  KIND_THIRD,
  KIND_GERUND,
  KIND_PLURAL,
  KIND_COMPARATIVE,
  KIND_SUPERLATIVE,
  KIND_FORM,
  KIND_VERB,
  KIND_NOUN,
  KIND_ADJECTIVE,
  KIND_WORD,
  KIND_DOUBLE,
  KIND_EITHER,
  KIND_COUNT
};

static const char *const kind_names[KIND_COUNT] = {
    "past", "participle", "third", "gerund",    "plural", "comparative", "superlative",
    "form", "verb",       "noun",  "adjective", "word",   "double",      "either"};

enum slot { SLOT_S, SLOT_ED, SLOT_ING, SLOT_ER, SLOT_EST, SLOT_COUNT };

static const char *const slot_names[SLOT_COUNT] = {"+s", "+ed", "+ing", "+er", "+est"};

#define IS(kind) (UINT32_C(1) << (kind))

struct lemma_row {
  struct slice form;
  struct slice lemma;
  uint32_t kind;
  int next_form; /* next row in the same slot of the table of forms, NONE at the end */
  int next_lemma;
};

struct lemma_rule {
  struct slice pattern;
  struct slice goes;
  struct slice comes;
  enum slot slot;
  bool for_double;
};

struct pattern {
  struct slice ending;
  struct slice silent; /* the letter that the lemma has and the stem has not */
};

struct lemma_table {
  char *text; /* copy of the table; all slices point into it */
  struct lemma_row *rows;
  size_t count;
  int *by_form;
  int *by_lemma;
  size_t slots;
  struct lemma_rule rules[MAX_RULES];
  size_t rule_count;
  uint8_t of_slot[SLOT_COUNT][MAX_RULES]; /* the rules of each slot, in order */
  size_t slot_count[SLOT_COUNT];
  struct pattern keep[MAX_PATTERNS];
  size_t keep_count;
  struct pattern silent[MAX_PATTERNS];
  size_t silent_count;
  bool vowel[UCHAR_MAX + 1];
  bool doubling[UCHAR_MAX + 1];
};

static void add_word(struct lemma_table *table, struct slice form, struct slice lemma,
                     uint32_t kind)
{
  struct lemma_row *row = &table->rows[table->count];
  size_t form_slot = hash_bytes(form) % table->slots;
  size_t lemma_slot = hash_bytes(lemma) % table->slots;
  *row =
      (struct lemma_row){form, lemma, kind, table->by_form[form_slot], table->by_lemma[lemma_slot]};
  table->by_form[form_slot] = (int)table->count;
  table->by_lemma[lemma_slot] = (int)table->count;
  table->count++;
}

static void add_rule(struct lemma_table *table, struct slice pattern, struct slice change,
                     enum slot slot, bool for_double)
{
  const char *arrow = change.size == 0 ? NULL : memchr(change.data, '>', change.size);
  if (arrow == NULL || table->rule_count == MAX_RULES)
    return;
  size_t goes = (size_t)(arrow - change.data);
  table->of_slot[slot][table->slot_count[slot]++] = (uint8_t)table->rule_count;
  table->rules[table->rule_count++] = (struct lemma_rule){
      pattern, {change.data, goes}, {arrow + 1, change.size - goes - 1}, slot, for_double};
}

static void mark_letters(bool *letters, struct slice marked)
{
  for (size_t i = 0; i < marked.size; i++)
    letters[(unsigned char)marked.data[i]] = true;
}

static void add_row(struct lemma_table *table, struct slice form, struct slice lemma,
                    struct slice kind)
{
  for (uint32_t i = 0; i < KIND_COUNT; i++) {
    if (slice_is(kind, kind_names[i])) {
      add_word(table, form, lemma, i);
      return;
    }
  }
  bool for_double = kind.size > 1 && kind.data[1] == '+';
  struct slice name = {kind.data + for_double, kind.size - for_double};
  for (unsigned i = 0; i < SLOT_COUNT; i++)
    if (slice_is(name, slot_names[i]))
      add_rule(table, form, lemma, (enum slot)i, for_double);
  if (slice_is(kind, "keep") && table->keep_count < MAX_PATTERNS)
    table->keep[table->keep_count++] = (struct pattern){form, {NULL, 0}};
  if (slice_is(kind, "stem") && table->silent_count < MAX_PATTERNS)
    table->silent[table->silent_count++] = (struct pattern){form, lemma};
  if (slice_is(kind, "vowels"))
    mark_letters(table->vowel, form);
  if (slice_is(kind, "doubling"))
    mark_letters(table->doubling, form);
}

enum status lemma_table_new(struct slice tsv, struct lemma_table **out)
{
  *out = NULL;
  struct lemma_table *table = calloc(1, sizeof *table);
  if (table == NULL)
    return STATUS_NO_MEMORY;
  size_t lines = 1;
  for (size_t i = 0; i < tsv.size; i++)
    lines += tsv.data[i] == '\n';
  table->slots = lines * 2 + 1;
  table->text = malloc(tsv.size + 1);
  table->rows = malloc(lines * sizeof *table->rows);
  table->by_form = malloc(table->slots * sizeof *table->by_form);
  table->by_lemma = malloc(table->slots * sizeof *table->by_lemma);
  if (table->text == NULL || table->rows == NULL || table->by_form == NULL ||
      table->by_lemma == NULL) {
    lemma_table_free(table);
    return STATUS_NO_MEMORY;
  }
  if (tsv.size > 0)
    memcpy(table->text, tsv.data, tsv.size);
  for (size_t i = 0; i < table->slots; i++) {
    table->by_form[i] = NONE;
    table->by_lemma[i] = NONE;
  }

  /* The first line names the source, the second the columns. */
  struct slice rest = {table->text, tsv.size};
  struct slice line;
  slice_line(&rest, &line);
  slice_line(&rest, &line);
  while (slice_line(&rest, &line)) {
    struct slice form = tsv_cell(&line);
    struct slice lemma = tsv_cell(&line);
    struct slice kind = tsv_cell(&line);
    if (form.size > 0 && form.size <= NORMAL_MAX && lemma.size <= NORMAL_MAX && kind.size > 0)
      add_row(table, form, lemma, kind);
  }
  *out = table;
  return STATUS_OK;
}

void lemma_table_free(struct lemma_table *table)
{
  if (table == NULL)
    return;
  free(table->text);
  free(table->rows);
  free(table->by_form);
  free(table->by_lemma);
  free(table);
}

static bool is_vowel(const struct lemma_table *table, char c)
{
  return table->vowel[(unsigned char)c];
}

static bool is_consonant(const struct lemma_table *table, char c)
{
  return c >= 'a' && c <= 'z' && !is_vowel(table, c);
}

/* Groups of neighbouring vowels; y counts as one after a consonant. */
static unsigned vowel_groups(const struct lemma_table *table, struct slice word)
{
  unsigned groups = 0;
  bool before = false;
  for (size_t i = 0; i < word.size; i++) {
    bool vowel = is_vowel(table, word.data[i]) || (word.data[i] == 'y' && i > 0 && !before);
    groups += vowel && !before;
    before = vowel;
  }
  return groups;
}

/* Does the end of `word` fit letters and C, V, D? */
static bool fits_end(const struct lemma_table *table, struct slice pattern, struct slice word)
{
  if (pattern.size > word.size)
    return false;
  const char *end = word.data + word.size - pattern.size;
  for (size_t i = pattern.size; i > 0; i--) {
    char wanted = pattern.data[i - 1];
    char c = end[i - 1];
    bool good = wanted == 'C'   ? is_consonant(table, c)
                : wanted == 'V' ? is_vowel(table, c)
                : wanted == 'D' ? table->doubling[(unsigned char)c]
                                : wanted == c;
    if (!good)
      return false;
  }
  return true;
}

static bool fits(const struct lemma_table *table, struct slice pattern, struct slice word)
{
  bool counted = pattern.size > 0 && (pattern.data[0] == '1' || pattern.data[0] == '2');
  struct slice end = {pattern.data + counted, pattern.size - counted};
  return (slice_is(end, "*") || fits_end(table, end, word)) &&
         (!counted || (vowel_groups(table, word) == 1) == (pattern.data[0] == '1'));
}

/* Whether the last letter of `word` is that of the pattern, if that is a letter: most patterns are told apart by it. */
static bool ends_alike(struct slice pattern, struct slice word)
{
  char wanted = pattern.size > 0 ? pattern.data[pattern.size - 1] : '*';
  return wanted < 'a' || (word.size > 0 && word.data[word.size - 1] == wanted);
}

/* Kinds under which `word` is listed as a lemma, or-ed as IS(kind). */
static uint32_t lemma_kinds(const struct lemma_table *table, struct slice word)
{
  uint32_t kinds = 0;
  for (int i = table->by_lemma[hash_bytes(word) % table->slots]; i != NONE;
       i = table->rows[i].next_lemma)
    if (slice_equal(table->rows[i].lemma, word))
      kinds |= IS(table->rows[i].kind);
  return kinds;
}

/* The first rule of `slot` that fits `lemma`; NULL if none does. */
static const struct lemma_rule *rule_for(const struct lemma_table *table, enum slot slot,
                                         struct slice lemma, bool doubles)
{
  for (size_t i = 0; i < table->slot_count[slot]; i++) {
    const struct lemma_rule *rule = &table->rules[table->of_slot[slot][i]];
    if ((!rule->for_double || doubles) && ends_alike(rule->pattern, lemma) &&
        fits(table, rule->pattern, lemma))
      return rule;
  }
  return NULL;
}

/* Undo `rule` on `word` into `out`; returns the size of the lemma, 0 if the word does not end so. */
static size_t undo(const struct lemma_rule *rule, struct slice word, char *out)
{
  struct slice comes = rule->comes;
  bool again = comes.size > 0 && comes.data[0] == '=';
  if (again) {
    comes.data++;
    comes.size--;
  }
  if (word.size < comes.size + (again ? 2U : 1U) ||
      memcmp(word.data + word.size - comes.size, comes.data, comes.size) != 0)
    return 0;
  size_t size = word.size - comes.size;
  if (again) {
    if (word.data[size - 1] != word.data[size - 2])
      return 0;
    size--;
  }
  if (size + rule->goes.size > NORMAL_MAX)
    return 0;
  memcpy(out, word.data, size);
  memcpy(out + size, rule->goes.data, rule->goes.size);
  return size + rule->goes.size;
}

static bool listed_lemma(uint32_t kinds)
{
  return (kinds & (IS(KIND_VERB) | IS(KIND_NOUN) | IS(KIND_ADJECTIVE) | IS(KIND_DOUBLE) |
                   IS(KIND_EITHER) | IS(KIND_PAST) | IS(KIND_PARTICIPLE) | IS(KIND_PLURAL))) != 0;
}

/* How likely a lemma is that was found by undoing a rule; ranks in growing order. */
enum worth {
  WORTH_NOTHING,  /* it is not the lemma */
  WORTH_AGAINST,  /* its ending speaks against it */
  WORTH_PLAIN,    /* nothing speaks for or against it */
  WORTH_DOUBLED,  /* a consonant was doubled */
  WORTH_EVIDENCE, /* its ending speaks for it */
  WORTH_LISTED
};

/* What the ending of `lemma` says: whether a silent letter or a whole stem ("ll") was to be expected. */
static enum worth ending_worth(const struct lemma_table *table, struct slice lemma)
{
  bool silent_end = false;
  for (size_t i = 0; i < table->silent_count; i++) {
    struct slice silent = table->silent[i].silent;
    struct slice stem = lemma;
    bool ends = lemma.size > silent.size &&
                (silent.size == 0 ||
                 memcmp(lemma.data + lemma.size - silent.size, silent.data, silent.size) == 0);
    if (ends)
      stem.size -= silent.size;
    if (fits(table, table->silent[i].ending, stem))
      return ends ? WORTH_EVIDENCE : WORTH_AGAINST;
    silent_end = silent_end || (ends && silent.size > 0);
  }
  return silent_end ? WORTH_AGAINST : WORTH_PLAIN;
}

/* How good `lemma` is as the lemma of a word on which `rule` was undone. */
static enum worth worth(const struct lemma_table *table, const struct lemma_rule *rule,
                        struct slice lemma)
{
  uint32_t kinds = lemma_kinds(table, lemma);
  bool doubles = (kinds & (IS(KIND_DOUBLE) | IS(KIND_EITHER))) != 0;
  bool either = (kinds & IS(KIND_EITHER)) != 0;
  bool comparison = rule->slot == SLOT_ER || rule->slot == SLOT_EST;
  if (rule->for_double && !doubles)
    return WORTH_NOTHING;
  if (rule_for(table, rule->slot, lemma, doubles) != rule &&
      (!either || rule_for(table, rule->slot, lemma, false) != rule))
    return WORTH_NOTHING;
  if ((kinds & IS(KIND_WORD)) != 0 || (comparison && (kinds & IS(KIND_ADJECTIVE)) == 0))
    return WORTH_NOTHING;
  if (listed_lemma(kinds))
    return WORTH_LISTED;
  if (vowel_groups(table, lemma) == 0 || lemma.size < 3)
    return WORTH_NOTHING;
  bool doubled = rule->comes.size > 0 && rule->comes.data[0] == '=';
  return doubled ? WORTH_DOUBLED : ending_worth(table, lemma);
}

size_t lemma_of(const struct lemma_table *table, struct slice word, char *out)
{
  if (word.size > NORMAL_MAX)
    word.size = NORMAL_MAX;
  size_t best_size = word.size;
  if (word.size > 0)
    memcpy(out, word.data, word.size);
  if (table->count == 0 || word.size < 2)
    return best_size;
  bool known = false;
  for (int i = table->by_form[hash_bytes(word) % table->slots]; i != NONE;
       i = table->rows[i].next_form) {
    const struct lemma_row *row = &table->rows[i];
    if (!slice_equal(row->form, word))
      continue;
    known = true;
    if (row->kind < KIND_VERB) {
      memcpy(out, row->lemma.data, row->lemma.size);
      best_size = row->lemma.size;
    }
  }
  if (known)
    return best_size;
  for (size_t i = 0; i < table->keep_count; i++)
    if (fits(table, table->keep[i].ending, word))
      return best_size;
  enum worth best = WORTH_NOTHING;
  for (size_t i = 0; i < table->rule_count; i++) {
    char lemma[NORMAL_MAX];
    size_t size = undo(&table->rules[i], word, lemma);
    if (size == 0)
      continue;
    enum worth value = worth(table, &table->rules[i], (struct slice){lemma, size});
    if (value > best) {
      best = value;
      best_size = size;
      memcpy(out, lemma, size);
    }
  }
  return best_size;
}

/* Append the form of `lemma` that the rules make for `slot`. */
static void add_form(const struct lemma_table *table, enum slot slot, struct slice lemma,
                     bool doubles, struct buffer *out)
{
  const struct lemma_rule *rule = rule_for(table, slot, lemma, doubles);
  if (rule == NULL || lemma.size < rule->goes.size)
    return;
  struct slice comes = rule->comes;
  size_t kept = lemma.size - rule->goes.size;
  buffer_add(out, lemma.data, kept);
  if (comes.size > 0 && comes.data[0] == '=' && kept > 0) {
    buffer_add_byte(out, lemma.data[kept - 1]);
    comes.data++;
    comes.size--;
  }
  buffer_add(out, comes.data, comes.size);
  buffer_add_byte(out, '\n');
}

void lemma_forms(const struct lemma_table *table, struct slice lemma, struct buffer *out)
{
  buffer_add(out, lemma.data, lemma.size);
  buffer_add_byte(out, '\n');
  if (table->count == 0 || lemma.size == 0)
    return;
  uint32_t kinds = lemma_kinds(table, lemma);
  for (int i = table->by_lemma[hash_bytes(lemma) % table->slots]; i != NONE;
       i = table->rows[i].next_lemma) {
    const struct lemma_row *row = &table->rows[i];
    if (row->kind < KIND_VERB && slice_equal(row->lemma, lemma)) {
      buffer_add(out, row->form.data, row->form.size);
      buffer_add_byte(out, '\n');
    }
  }
  if ((kinds & IS(KIND_WORD)) != 0)
    return;
  uint32_t verb_kinds = IS(KIND_VERB) | IS(KIND_DOUBLE) | IS(KIND_EITHER) | IS(KIND_PAST) |
                        IS(KIND_PARTICIPLE) | IS(KIND_THIRD);
  bool either = (kinds & IS(KIND_EITHER)) != 0;
  bool doubles = either || (kinds & IS(KIND_DOUBLE)) != 0;
  bool verb = (kinds & verb_kinds) != 0 ||
              (kinds & (IS(KIND_NOUN) | IS(KIND_ADJECTIVE) | IS(KIND_PLURAL))) == 0;
  bool plural = (kinds & IS(KIND_PLURAL)) != 0;
  bool made[SLOT_COUNT] = {
      [SLOT_S] = (verb && (kinds & IS(KIND_THIRD)) == 0 && !plural) ||
                 ((kinds & IS(KIND_NOUN)) != 0 && !plural),
      [SLOT_ED] = verb && (kinds & IS(KIND_PAST)) == 0,
      [SLOT_ING] = verb && (kinds & IS(KIND_GERUND)) == 0,
      [SLOT_ER] = (kinds & IS(KIND_ADJECTIVE)) != 0 && (kinds & IS(KIND_COMPARATIVE)) == 0,
      [SLOT_EST] = (kinds & IS(KIND_ADJECTIVE)) != 0 && (kinds & IS(KIND_SUPERLATIVE)) == 0,
  };
  for (unsigned slot = 0; slot < SLOT_COUNT; slot++) {
    if (!made[slot])
      continue;
    add_form(table, (enum slot)slot, lemma, doubles, out);
    if (either && (slot == SLOT_ED || slot == SLOT_ING))
      add_form(table, (enum slot)slot, lemma, false, out);
  }
}
