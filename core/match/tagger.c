#include "tagger.h"
#include "../base/array.h"
#include "../text/normal.h"
#include "lists.h"
#include <stdlib.h>
#include <string.h>

struct tag_word {
  uint8_t reading; /* its number and 1; 0: the word is not listed */
  uint8_t groups;  /* enum tag_group, or-ed */
};

struct tagger {
  struct tag_reading readings[TAG_READINGS];
  struct tag_choice choices[TAG_CHOICES];
  struct tag_rule rules[TAG_RULES];
  struct tag_settling settlings[TAG_RULES];
  uint32_t reading_count;
  uint32_t choice_count;
  uint32_t rule_count;
  uint32_t settling_count;
  uint8_t settling_of[TAG_LETTERS]; /* number of the settling and 1, by letter */
  bool sets[TAG_SETS][TAG_LETTERS];
  bool tells
      [TAG_LETTERS]; /* a word that ends in this byte may be one of those of which a rule asks more than its shape */
  uint8_t name; /* 0: capitals say nothing */
  struct tag_title title;
  struct tag_word *words; /* owns; by word id */
  uint32_t word_room;
};

/* ------------------------------------------------------------------ declaring */

enum status tagger_new(struct tagger **tagger)
{
  *tagger = calloc(1, sizeof **tagger);
  return *tagger ? STATUS_OK : STATUS_NO_MEMORY;
}

void tagger_free(struct tagger *tagger)
{
  if (!tagger)
    return;
  free(tagger->words);
  free(tagger);
}

static bool is_letter(uint8_t letter)
{
  return letter > ' ' && letter < 0x7F;
}

static bool is_letter_or_none(uint8_t letter)
{
  return letter == 0 || is_letter(letter);
}

enum status tagger_add_reading(struct tagger *tagger, const struct tag_reading *reading)
{
  if (tagger->reading_count == TAG_READINGS)
    return STATUS_LIMIT;
  for (uint32_t i = 0; i < TAG_LETTERS; i++) {
    uint8_t letter = reading->step[i];
    bool known =
        letter >= TAG_CHOICE ? letter - TAG_CHOICE < (int)tagger->choice_count : is_letter(letter);
    if (!known)
      return STATUS_MISUSE;
  }
  tagger->readings[tagger->reading_count] = *reading;
  tagger->reading_count++;
  return STATUS_OK;
}

enum status tagger_add_choice(struct tagger *tagger, const struct tag_choice *choice)
{
  if (tagger->choice_count == TAG_CHOICES)
    return STATUS_LIMIT;
  for (int i = 0; i < 2; i++)
    if (!is_letter(choice->letter[i]) || !is_letter(choice->seen[i]))
      return STATUS_MISUSE;
  if (choice->size > TAG_ENDING)
    return STATUS_MISUSE;
  tagger->choices[tagger->choice_count] = *choice;
  tagger->choice_count++;
  return STATUS_OK;
}

enum status tagger_add_rule(struct tagger *tagger, const struct tag_rule *rule)
{
  if (tagger->rule_count == TAG_RULES)
    return STATUS_LIMIT;
  if (rule->size > TAG_ENDING || rule->reading >= tagger->reading_count)
    return STATUS_MISUSE;
  if (rule->size > 0)
    tagger->tells[rule->ending[rule->size - 1] & (TAG_LETTERS - 1)] = true;
  else if (rule->least > 0)
    memset(tagger->tells, true, sizeof tagger->tells);
  tagger->rules[tagger->rule_count] = *rule;
  tagger->rule_count++;
  return STATUS_OK;
}

enum status tagger_add_settling(struct tagger *tagger, const struct tag_settling *settling)
{
  if (tagger->settling_count == TAG_RULES)
    return STATUS_LIMIT;
  if (!is_letter(settling->letter) || !is_letter_or_none(settling->letter_if) ||
      !is_letter_or_none(settling->letter_else))
    return STATUS_MISUSE;
  tagger->settlings[tagger->settling_count] = *settling;
  tagger->settling_count++;
  tagger->settling_of[settling->letter] = (uint8_t)tagger->settling_count;
  return STATUS_OK;
}

/* The entry of a word; NULL with a status when there can be none. */
static struct tag_word *word_entry(struct tagger *tagger, uint32_t word, enum status *status)
{
  *status = word == 0
                ? STATUS_MISUSE
                : array_reach(&tagger->words, &tagger->word_room, word, sizeof *tagger->words);
  return *status == STATUS_OK ? &tagger->words[word] : NULL;
}

enum status tagger_add_word(struct tagger *tagger, uint32_t word, uint32_t reading)
{
  if (reading >= tagger->reading_count)
    return STATUS_MISUSE;
  enum status status;
  struct tag_word *entry = word_entry(tagger, word, &status);
  if (entry && entry->reading == 0)
    entry->reading = (uint8_t)(reading + 1);
  return status;
}

enum status tagger_add_group(struct tagger *tagger, uint32_t word, uint32_t groups)
{
  enum status status;
  struct tag_word *entry = word_entry(tagger, word, &status);
  if (entry)
    entry->groups |= (uint8_t)groups;
  return status;
}

enum status tagger_add_letter(struct tagger *tagger, enum tag_letters set, uint8_t letter)
{
  if (!is_letter(letter))
    return STATUS_MISUSE;
  tagger->sets[set][letter] = true;
  return STATUS_OK;
}

enum status tagger_set_names(struct tagger *tagger, uint8_t letter, const struct tag_title *title)
{
  if (!is_letter(letter))
    return STATUS_MISUSE;
  tagger->name = letter;
  tagger->title = *title;
  return STATUS_OK;
}

/* ------------------------------------------------------------------ lists */

/* A list that is being read. */
struct list_reader {
  struct tagger *tagger;
  struct lexicon *lexicon;
  const struct tag_list_rule *rules;
  uint32_t column[TAG_LIST_RULES]; /* of each rule */
  uint32_t count;
  uint64_t fits;       /* rules that fit what the row at hand, whatever the form, says */
  struct buffer forms; /* of its word; owned */
};

static bool ends_in(const char *word, size_t size, const char *ending, size_t length)
{
  if (size < length)
    return false;
  while (length > 0 && word[size - 1] == ending[length - 1]) {
    size--;
    length--;
  }
  return length == 0;
}

/* Which rules fit what the row, whatever the word, says: a bit for each. */
static uint64_t fit_row(const struct list_reader *reader, struct slice row)
{
  uint64_t fits = 0;
  uint32_t column = UINT32_MAX;
  struct slice cell = {"", 0};
  for (uint32_t n = 0; n < reader->count; n++) {
    const struct tag_list_rule *rule = &reader->rules[n];
    if (reader->column[n] != column) {
      column = reader->column[n];
      cell = column == UINT32_MAX ? (struct slice){"", 0} : list_cell(row, column);
    }
    if (rule->column.size == 0 || slice_equal(cell, rule->value) != rule->differs)
      fits |= UINT64_C(1) << n;
  }
  return fits;
}

/* Let the row at hand say what it says of one word. Returns its id; 0 when memory is out. */
static uint32_t read_word(const struct list_reader *reader, struct slice word, bool base)
{
  uint32_t id = lexicon_add_word(reader->lexicon, word);
  enum status status;
  struct tag_word *entry = word_entry(reader->tagger, id, &status);
  for (uint64_t fits = entry ? reader->fits : 0; fits != 0; fits &= fits - 1) {
    const struct tag_list_rule *rule = &reader->rules[__builtin_ctzll(fits)];
    if ((rule->base && !base) || (rule->among & entry->groups) != rule->among ||
        (rule->groups == 0 && entry->reading) ||
        !ends_in(word.data, word.size, rule->ending, rule->size))
      continue;
    entry->groups |= rule->groups;
    if (rule->groups == 0)
      entry->reading = (uint8_t)(rule->reading + 1);
  }
  return entry ? id : 0;
}

/* All forms of the word of the row at hand. */
static enum status read_forms(struct list_reader *reader, const struct lemma_table *lemmas,
                              struct slice word)
{
  struct buffer *forms = &reader->forms;
  buffer_clear(forms);
  lemma_forms(lemmas, word, forms);
  bool read = !forms->failed;
  size_t at = 0;
  while (read && at < forms->size) {
    const char *form = forms->data + at;
    size_t size = (size_t)((const char *)memchr(form, '\n', forms->size - at) - form);
    at += size + 1;
    read = read_word(reader, (struct slice){form, size}, false) != 0;
  }
  return read ? STATUS_OK : STATUS_NO_MEMORY;
}

/* A row of which some rule says something. */
struct list_word {
  uint32_t id;
  uint64_t fits;
};

/* Read the words of the rows themselves into `words`. Returns how many are of use; more than rows when memory is out. */
static uint32_t read_words(struct list_reader *reader, struct slice tsv,
                           const struct list_rows *rows, struct list_word *words)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < rows->count; i++) {
    struct slice row = list_line(tsv, rows->at[i]);
    char normal[NORMAL_MAX];
    struct slice word = {normal, normal_form(list_cell(row, 0), normal)};
    if (word.size == 0 || row.data[0] == '#' || memchr(word.data, ' ', word.size))
      continue; /* nothing, or nothing that is one token */
    reader->fits = fit_row(reader, row);
    if (reader->fits == 0)
      continue;
    words[count] = (struct list_word){read_word(reader, word, true), reader->fits};
    if (words[count].id == 0)
      return UINT32_MAX;
    count++;
  }
  return count;
}

enum status tagger_add_list(struct tagger *tagger, struct lexicon *lexicon,
                            const struct lemma_table *lemmas, struct slice tsv,
                            const struct tag_list_rule *rules, uint32_t count)
{
  struct list_reader reader = {
      .tagger = tagger, .lexicon = lexicon, .rules = rules, .count = count};
  if (count > TAG_LIST_RULES)
    return STATUS_LIMIT;
  struct list_rows rows;
  enum status status = list_parse(tsv, &rows);
  if (status != STATUS_OK)
    return status;
  for (uint32_t n = 0; n < count; n++) {
    reader.column[n] = list_column(list_line(tsv, rows.columns_at), rules[n].column);
    if (rules[n].reading >= tagger->reading_count && rules[n].groups == 0)
      status = STATUS_MISUSE;
  }
  struct list_word *words = malloc(((size_t)rows.count + 1) * sizeof *words);
  uint32_t known = words && status == STATUS_OK ? read_words(&reader, tsv, &rows, words) : 0;
  if (!words || known == UINT32_MAX)
    status = STATUS_NO_MEMORY;
  for (uint32_t i = 0; lemmas && status == STATUS_OK && i < known; i++) {
    reader.fits = words[i].fits;
    status = read_forms(&reader, lemmas, lexicon_word_text(lexicon, words[i].id));
  }
  buffer_free(&reader.forms);
  free(words);
  free(rows.at);
  return status;
}

/* ------------------------------------------------------------------ writing */

static struct tag_word word_of(const struct tagger *tagger, const struct tag_text *text,
                               uint32_t token)
{
  uint32_t word = text->scan->word[token];
  return word < tagger->word_room ? tagger->words[word] : (struct tag_word){0};
}

bool tagger_reads(const struct tagger *tagger, const struct tag_text *text, uint32_t first,
                  uint32_t end)
{
  bool letter = false;
  bool stop = false;
  for (uint32_t i = first; i < end; i++) {
    uint8_t groups = word_of(tagger, text, i).groups;
    if (groups & TAG_WANTED)
      return true;
    stop = stop || groups & TAG_STOP;
    letter = letter || (text->over && tagger->sets[TAG_ASKED][text->over[i]]);
  }
  return letter && stop;
}

bool tagger_stops(const struct tagger *tagger, const struct tag_text *text, uint32_t token)
{
  return (word_of(tagger, text, token).groups & TAG_STOP) != 0;
}

uint32_t tagger_seek(const struct tagger *tagger, const char *letters, uint32_t count)
{
  uint32_t i = 0;
  while (i < count && !tagger->sets[TAG_SOUGHT][(uint8_t)letters[i]])
    i++;
  return i;
}

static size_t normal_of(const struct tag_text *text, uint32_t token, char *normal)
{
  const struct tokens *tokens = &text->segmentation->tokens;
  struct slice word = {text->text.data + tokens->start[token],
                       tokens->end[token] - tokens->start[token]};
  bool broken = (tokens->flags[token] & TOKEN_BROKEN) != 0;
  return broken ? normal_form_broken(word, normal) : normal_form(word, normal);
}

/* Whether a rule may hold that asks for an ending or a size. Most words are told apart by their last byte. */
static bool may_tell(const struct tagger *tagger, const struct tag_text *text, uint32_t token)
{
  const struct tokens *tokens = &text->segmentation->tokens;
  uint32_t size = tokens->end[token] - tokens->start[token];
  uint8_t last = (uint8_t)text->text.data[tokens->end[token] - 1];
  return size >= NORMAL_MAX || last >= TAG_LETTERS || tagger->tells[last] ||
         tagger->tells[last | 0x20];
}

/* The number of the reading of a token. */
static uint32_t reading_of(const struct tagger *tagger, const struct tag_text *text, uint32_t token)
{
  struct tag_word word = word_of(tagger, text, token);
  if (word.reading)
    return word.reading - 1u;
  uint32_t shape = 1u << text->segmentation->tokens.shape[token];
  uint32_t kind = 1u << text->segmentation->tokens.class[token];
  char normal[NORMAL_MAX];
  size_t size = may_tell(tagger, text, token) ? normal_of(text, token, normal) : 0;
  for (uint32_t i = 0; i < tagger->rule_count; i++) {
    const struct tag_rule *rule = &tagger->rules[i];
    if ((rule->shapes == 0 || rule->shapes & shape) && (rule->kinds == 0 || rule->kinds & kind) &&
        size >= rule->least && ends_in(normal, size, rule->ending, rule->size))
      return rule->reading;
  }
  return 0;
}

static bool is_capital(uint8_t shape)
{
  return shape == SHAPE_CAPITAL || shape == SHAPE_UPPER;
}

/* Whether nearly all words of tokens [first, end) are capitalised; what the first one is says nothing. */
static bool is_title(const struct tagger *tagger, const struct tag_text *text, uint32_t first,
                     uint32_t end)
{
  enum { SMALL_START = 3 }; /* so many small words behind the first tell that it is none */
  const struct tokens *tokens = &text->segmentation->tokens;
  const struct tag_title *title = &tagger->title;
  if (end - first > title->longest)
    return false;
  uint32_t small = 0;
  while (small < SMALL_START && first + 1 + small < tokens->count &&
         tokens->shape[first + 1 + small] == SHAPE_LOWER)
    small++;
  if (small == SMALL_START)
    return false;
  uint32_t capitals = 0;
  small = 0;
  for (uint32_t i = first + 1; i < end; i++) {
    char normal[NORMAL_MAX];
    if (is_capital(tokens->shape[i]))
      capitals++;
    else if (tokens->shape[i] == SHAPE_LOWER) {
      size_t size = normal_of(text, i, normal);
      bool decided = tagger->readings[reading_of(tagger, text, i)].decided;
      if (decided && size >= title->size)
        small += 2; /* a verb: it would have a capital */
      else if (decided || size > title->size)
        small++;
    }
  }
  return capitals >= title->capitals && capitals > 2 * small;
}

static bool holds(const struct tagger *tagger, const struct tag_choice *choice,
                  const struct tag_text *text, uint32_t token)
{
  const struct tokens *tokens = &text->segmentation->tokens;
  char normal[NORMAL_MAX];
  switch (choice->test) {
  case TAG_ENDS_BEFORE:
    return token > 0 &&
           ends_in(normal, normal_of(text, token - 1, normal), choice->ending, choice->size);
  case TAG_NEXT_WORD:
    return token + 1 < tokens->count && text->scan->word[token + 1] == choice->word;
  case TAG_NEXT_AMONG:
    return token + 1 < tokens->count && (word_of(tagger, text, token + 1).groups & choice->groups);
  default:
    return (tokens->flags[token] & TOKEN_COMPOUND) != 0;
  }
}

/* Settle the letters that waited for the next one. */
static void settle(const struct tagger *tagger, char *letters, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++) {
    uint8_t number = tagger->settling_of[(uint8_t)letters[i]];
    if (number == 0)
      continue;
    const struct tag_settling *settling = &tagger->settlings[number - 1];
    bool counts = i == 0 || !settling->after[(uint8_t)letters[i - 1]];
    bool is = counts && i + 1 < count && settling->next[(uint8_t)letters[i + 1]];
    uint8_t letter = is ? settling->letter_if : settling->letter_else;
    if (letter)
      letters[i] = (char)letter;
  }
}

void tagger_write(const struct tagger *tagger, const struct tag_text *text, uint32_t first,
                  uint32_t end, char *out)
{
  const uint8_t *shape = text->segmentation->tokens.shape;
  enum { UNKNOWN, NO, YES } title = UNKNOWN;
  uint8_t before = '.'; /* as behind a sentence */
  bool waits = false;
  for (uint32_t i = first; i < end; i++) {
    uint8_t letter = text->over ? text->over[i] : 0;
    uint8_t seen = letter;
    if (letter == 0) {
      const struct tag_reading *reading = &tagger->readings[reading_of(tagger, text, i)];
      bool capital = tagger->name && (is_capital(shape[i]) || shape[i] == SHAPE_MIXED);
      if (capital && reading->decided) {
        if (title == UNKNOWN)
          title = is_title(tagger, text, first, end) ? YES : NO;
        capital = title == NO;
      }
      if (capital &&
          (i > first ? reading->name_inside : reading->name_first || shape[i] == SHAPE_UPPER)) {
        letter = tagger->name;
        seen = letter;
      } else {
        letter = reading->step[before];
        seen = letter;
        if (letter >= TAG_CHOICE) {
          const struct tag_choice *choice = &tagger->choices[letter - TAG_CHOICE];
          bool is = holds(tagger, choice, text, i);
          letter = choice->letter[is];
          seen = choice->seen[is];
        }
      }
    }
    out[i - first] = (char)letter;
    waits = waits || tagger->settling_of[letter];
    if (!tagger->sets[TAG_PASSED][letter])
      before = seen;
  }
  if (waits)
    settle(tagger, out, end - first);
}
