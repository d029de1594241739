#include "tape.h"
#include "../base/array.h"
#include <stdlib.h>

enum {
  SHAPES = SHAPE_DIGITS + 1,
  KINDS = TOKEN_SYMBOL + 1,
  FORMS = 8 * KINDS /* a kind and a shape: kind * 8 + shape */
};

/* A word in a class, as added. */
struct word_class {
  uint32_t word;
  uint32_t class;
};

/* Words that are in the same classes share a row; row 0 is that of all other words. */
struct row {
  uint64_t mask;  /* classes */
  uint32_t forms; /* bit set: some word of the row can have this kind and shape */
};

struct tape {
  uint64_t shape[SHAPES]; /* classes of tokens of a shape */
  uint64_t kind[KINDS];
  uint64_t layer[TAPE_LAYERS];
  struct word_class *words;
  uint32_t word_count;
  uint32_t word_room;
  uint64_t used; /* classes that something is in */
  bool frozen;

  uint64_t *combinations; /* sorted; no two the same; the first is 0 */
  uint32_t combination_count;
  uint8_t *row_of; /* by word id, up to row_of_size */
  uint32_t row_of_size;
  uint8_t (*byte)[FORMS]; /* by row, then form */
  uint8_t layer_byte[TAPE_LAYERS];
};

/* ------------------------------------------------------------------ declaring */

enum status tape_new(struct tape **tape)
{
  *tape = calloc(1, sizeof **tape);
  return *tape ? STATUS_OK : STATUS_NO_MEMORY;
}

void tape_free(struct tape *tape)
{
  if (!tape)
    return;
  free(tape->words);
  free(tape->combinations);
  free(tape->row_of);
  free(tape->byte);
  free(tape);
}

/* True when `class` can be added to, which marks it as used. */
static bool open_class(struct tape *tape, uint32_t class)
{
  if (tape->frozen || class >= TAPE_CLASSES)
    return false;
  tape->used |= (uint64_t)1 << class;
  return true;
}

enum status tape_add_word(struct tape *tape, uint32_t class, uint32_t word)
{
  if (word == 0 || !open_class(tape, class))
    return STATUS_MISUSE;
  enum status status =
      array_reach(&tape->words, &tape->word_room, tape->word_count, sizeof *tape->words);
  if (status != STATUS_OK)
    return status;
  tape->words[tape->word_count] = (struct word_class){word, class};
  tape->word_count++;
  return STATUS_OK;
}

enum status tape_add_shape(struct tape *tape, uint32_t class, enum token_shape shape)
{
  if ((unsigned)shape >= SHAPES || !open_class(tape, class))
    return STATUS_MISUSE;
  tape->shape[shape] |= (uint64_t)1 << class;
  return STATUS_OK;
}

enum status tape_add_kind(struct tape *tape, uint32_t class, enum token_class kind)
{
  if ((unsigned)kind >= KINDS || !open_class(tape, class))
    return STATUS_MISUSE;
  tape->kind[kind] |= (uint64_t)1 << class;
  return STATUS_OK;
}

enum status tape_add_layer(struct tape *tape, uint32_t class, uint32_t layer)
{
  if (layer >= TAPE_LAYERS || !open_class(tape, class))
    return STATUS_MISUSE;
  tape->layer[layer] |= (uint64_t)1 << class;
  return STATUS_OK;
}

/* ------------------------------------------------------------------ bytes for combinations */

static uint32_t form_bit(uint32_t kind, uint32_t shape)
{
  return (uint32_t)1 << (kind * 8 + shape);
}

/* The kinds and shapes of words with cased letters. */
static uint32_t letter_forms(bool one_letter)
{
  uint32_t forms = form_bit(TOKEN_WORD, SHAPE_LOWER) | form_bit(TOKEN_WORD, SHAPE_CAPITAL);
  if (!one_letter)
    forms |= form_bit(TOKEN_WORD, SHAPE_UPPER) | form_bit(TOKEN_WORD, SHAPE_MIXED);
  return forms;
}

static uint32_t digit_forms(void)
{
  return form_bit(TOKEN_NUMBER, SHAPE_DIGITS);
}

/* Marks and signs; and words with neither case nor digits: "'", "#tag", an address. */
static uint32_t other_forms(void)
{
  return form_bit(TOKEN_PUNCTUATION, SHAPE_NONE) | form_bit(TOKEN_SYMBOL, SHAPE_NONE) |
         form_bit(TOKEN_WORD, SHAPE_NONE);
}

static uint32_t all_forms(void)
{
  return letter_forms(false) | digit_forms() | other_forms();
}

/*
 * The forms that a token with this normal form can have: those that the segmenter gives, and
 * rather one too many.
 */
static uint32_t forms_of(struct slice normal)
{
  uint32_t letters = 0;
  uint32_t digits = 0;
  for (size_t i = 0; i < normal.size; i++) {
    unsigned char byte = (unsigned char)normal.data[i];
    if (byte >= 0x80)
      return all_forms();
    letters += byte >= 'a' && byte <= 'z';
    digits += byte >= '0' && byte <= '9';
  }
  if (normal.size == 0 || (letters > 0 && digits > 0))
    return all_forms();
  if (letters > 0)
    return letter_forms(letters == 1) | (letters < normal.size ? other_forms() : 0);
  return digits > 0 ? digit_forms() : other_forms();
}

static uint64_t form_mask(const struct tape *tape, uint32_t form)
{
  uint32_t shape = form % 8;
  return tape->kind[form / 8] | (shape < SHAPES ? tape->shape[shape] : 0);
}

static int compare_words(const void *a, const void *b)
{
  const struct word_class *left = a;
  const struct word_class *right = b;
  if (left->word != right->word)
    return left->word < right->word ? -1 : 1;
  return 0;
}

static int compare_masks(const void *a, const void *b)
{
  const uint64_t *left = a;
  const uint64_t *right = b;
  if (*left != *right)
    return *left < *right ? -1 : 1;
  return 0;
}

/* Sort `masks` and drop repeated ones; returns how many are left. */
static uint32_t sort_unique(uint64_t *masks, uint32_t count)
{
  qsort(masks, count, sizeof *masks, compare_masks);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (i == 0 || masks[i] != masks[kept - 1])
      masks[kept++] = masks[i];
  }
  return kept;
}

/* The byte of a combination; 0 when it has none. */
static uint8_t byte_of(const struct tape *tape, uint64_t mask)
{
  const uint64_t *at = bsearch(&mask, tape->combinations, tape->combination_count,
                               sizeof *tape->combinations, compare_masks);
  return at ? (uint8_t)(at - tape->combinations + 1) : 0;
}

/*
 * Gather words that are in the same classes into rows; `rows` has room for all. Fills row_of
 * with numbers cut to a byte, which is right whenever the rows fit into bytes. Returns the
 * number of rows.
 */
static uint32_t make_rows(struct tape *tape, const struct lexicon *lexicon, struct row *rows)
{
  rows[0] = (struct row){0, all_forms()};
  uint32_t count = 1;
  uint32_t row = 0;
  if (tape->word_count > 0)
    qsort(tape->words, tape->word_count, sizeof *tape->words, compare_words);
  for (uint32_t i = 0; i < tape->word_count;) {
    uint32_t word = tape->words[i].word;
    uint64_t mask = 0;
    for (; i < tape->word_count && tape->words[i].word == word; i++)
      mask |= (uint64_t)1 << tape->words[i].class;
    if (rows[row].mask != mask) /* that of the word before it will do for most */
      for (row = 1; row < count && rows[row].mask != mask; row++)
        ;
    if (row == count) {
      rows[row] = (struct row){mask, 0};
      count++;
    }
    rows[row].forms |= lexicon ? forms_of(lexicon_word_text(lexicon, word)) : all_forms();
    tape->row_of[word] = (uint8_t)row;
  }
  return count;
}

/* All combinations that units can be in. */
static enum status combine(struct tape *tape, const struct row *rows, uint32_t row_count)
{
  size_t most = (size_t)row_count * FORMS + TAPE_LAYERS + 1;
  tape->combinations = malloc(most * sizeof *tape->combinations);
  if (!tape->combinations)
    return STATUS_NO_MEMORY;
  uint32_t count = 0;
  tape->combinations[count++] = 0;
  for (uint32_t row = 0; row < row_count; row++) {
    for (uint32_t form = 0; form < FORMS; form++) {
      if (rows[row].forms >> form & 1)
        tape->combinations[count++] = rows[row].mask | form_mask(tape, form);
    }
  }
  for (uint32_t layer = 0; layer < TAPE_LAYERS; layer++) {
    if (tape->layer[layer] != 0)
      tape->combinations[count++] = tape->layer[layer];
  }
  tape->combination_count = sort_unique(tape->combinations, count);
  return tape->combination_count > TAPE_BYTES ? STATUS_LIMIT : STATUS_OK;
}

/*
 * The byte of a token of this row and form. One that was not foreseen loses its shape, then its
 * kind.
 */
static uint8_t token_byte(const struct tape *tape, const struct row *row, uint32_t form)
{
  uint8_t byte = byte_of(tape, row->mask | form_mask(tape, form));
  if (byte == 0)
    byte = byte_of(tape, row->mask | tape->kind[form / 8]);
  if (byte == 0)
    byte = byte_of(tape, row->mask);
  return byte ? byte : 1;
}

static enum status give_bytes(struct tape *tape, const struct row *rows, uint32_t row_count)
{
  tape->byte = malloc(row_count * sizeof *tape->byte);
  if (!tape->byte)
    return STATUS_NO_MEMORY;
  for (uint32_t row = 0; row < row_count; row++) {
    for (uint32_t form = 0; form < FORMS; form++)
      tape->byte[row][form] = token_byte(tape, &rows[row], form);
  }
  for (uint32_t layer = 0; layer < TAPE_LAYERS; layer++)
    tape->layer_byte[layer] = tape->layer[layer] ? byte_of(tape, tape->layer[layer]) : 0;
  return STATUS_OK;
}

enum status tape_freeze(struct tape *tape, const struct lexicon *lexicon)
{
  if (tape->frozen)
    return STATUS_MISUSE;
  tape->frozen = true;
  for (uint32_t i = 0; i < tape->word_count; i++) {
    if (tape->words[i].word >= tape->row_of_size)
      tape->row_of_size = tape->words[i].word + 1;
  }
  tape->row_of = calloc((size_t)tape->row_of_size + 1, 1);
  struct row *rows = malloc(((size_t)tape->word_count + 1) * sizeof *rows);
  if (!tape->row_of || !rows) {
    free(rows);
    return STATUS_NO_MEMORY;
  }
  uint32_t row_count = make_rows(tape, lexicon, rows);
  enum status status = combine(tape, rows, row_count);
  if (status == STATUS_OK)
    status = give_bytes(tape, rows, row_count);
  free(rows);
  free(tape->words);
  tape->words = NULL;
  tape->word_count = 0;
  tape->word_room = 0;
  return status;
}

uint32_t tape_combinations(const struct tape *tape, uint32_t *classes, uint32_t *class_count)
{
  uint32_t count = tape->combination_count;
  if (!classes)
    return count;
  *class_count = 0;
  uint64_t *reduced = malloc((count + 1) * sizeof *reduced);
  uint32_t left[TAPE_CLASSES];
  for (uint32_t class = 0; class < TAPE_CLASSES && reduced; class ++) {
    if (!(tape->used >> class & 1))
      continue;
    for (uint32_t i = 0; i < count; i++)
      reduced[i] = tape->combinations[i] & ~((uint64_t)1 << class);
    uint32_t remaining = sort_unique(reduced, count);
    uint32_t to = *class_count;
    while (to > 0 && left[to - 1] > remaining) {
      left[to] = left[to - 1];
      classes[to] = classes[to - 1];
      to--;
    }
    left[to] = remaining;
    classes[to] = class;
    ++*class_count;
  }
  free(reduced);
  return count;
}

uint32_t tape_byte_count(const struct tape *tape)
{
  return tape->byte ? tape->combination_count : 0;
}

bool tape_byte_in(const struct tape *tape, uint32_t byte, uint32_t class)
{
  if (byte == 0 || byte > tape_byte_count(tape) || class >= TAPE_CLASSES)
    return false;
  return tape->combinations[byte - 1] >> class & 1;
}

/* ------------------------------------------------------------------ writing */

struct writer {
  const struct tape *tape;
  const struct tokens *tokens;
  const uint32_t *word;
  const struct tape_span *span; /* the next one */
  const struct tape_span *span_end;
  struct tape_units *out;
};

/* Room for `most` units, `span_count` of them collapsed, in `parts` parts. */
static enum status begin_units(struct tape_units *out, uint32_t most, uint32_t span_count,
                               uint32_t parts, struct arena *arena)
{
  out->count = 0;
  out->run_count = 0;
  out->bytes = arena_array(arena, (size_t)most + 1, sizeof *out->bytes);
  out->runs = arena_array(arena, 2 * (size_t)span_count + parts + 1, sizeof *out->runs);
  return out->bytes && out->runs ? STATUS_OK : STATUS_NO_MEMORY;
}

static void begin_run(struct tape_units *out, uint32_t token, uint32_t annotation)
{
  out->runs[out->run_count] = (struct tape_run){out->count, token, annotation};
  out->run_count++;
}

/* Tokens [first, end), none of which is collapsed. */
static void write_tokens(const struct writer *writer, uint32_t first, uint32_t end)
{
  const struct tape *tape = writer->tape;
  const uint32_t *words = writer->word;
  const uint8_t *classes = writer->tokens->class; /* all of it read once: bytes may be anything */
  const uint8_t *shapes = writer->tokens->shape;
  const uint8_t *row_of = tape->row_of;
  const uint8_t(*byte)[FORMS] = (const uint8_t(*)[FORMS])tape->byte;
  uint32_t known = tape->row_of_size;
  uint8_t *to = writer->out->bytes + writer->out->count;
  for (uint32_t i = first; i < end; i++) {
    uint32_t word = words[i];
    uint32_t row = word < known ? row_of[word] : 0;
    to[i - first] = byte[row][classes[i] * 8u + shapes[i]];
  }
  writer->out->count += end - first;
}

static void write_unit(struct tape_units *out, uint8_t byte)
{
  out->bytes[out->count] = byte;
  out->count++;
}

/*
 * The next annotation that begins at or after `from` and collapses within [from, end); NULL
 * when there is none.
 */
static const struct tape_span *next_span(struct writer *writer, uint32_t from, uint32_t end)
{
  while (writer->span < writer->span_end && writer->span->first < end) {
    const struct tape_span *span = writer->span;
    if (span->first >= from && span->end > span->first && span->end <= end &&
        span->layer < TAPE_LAYERS && writer->tape->layer_byte[span->layer] != 0)
      return span;
    writer->span++;
  }
  return NULL;
}

/* Tokens [first, end) with what collapses among them. */
static void write_units(struct writer *writer, uint32_t first, uint32_t end)
{
  struct tape_units *out = writer->out;
  begin_run(out, first, 0);
  const struct tape_span *span = next_span(writer, first, end);
  while (span) {
    write_tokens(writer, first, span->first);
    begin_run(out, span->first, span->id + 1);
    write_unit(out, writer->tape->layer_byte[span->layer]);
    first = span->end;
    begin_run(out, first, 0);
    span = next_span(writer, first, end);
  }
  write_tokens(writer, first, end);
}

enum status tape_write(const struct tape *tape, const struct tokens *tokens, const uint32_t *word,
                       uint32_t first, uint32_t end, const struct tape_span *spans,
                       uint32_t span_count, struct arena *arena, struct tape_units *out)
{
  if (!tape->byte || first > end || end > tokens->count)
    return STATUS_MISUSE;
  enum status status = begin_units(out, end - first, span_count, 1, arena);
  if (status != STATUS_OK)
    return status;
  struct writer writer = {tape, tokens, word, spans, spans ? spans + span_count : spans, out};
  write_units(&writer, first, end);
  return STATUS_OK;
}

enum status tape_write_document(const struct tape *tape, const struct segmentation *segmentation,
                                const struct scan *scan, const struct tape_span *spans,
                                uint32_t span_count, enum tape_scope scope, struct arena *arena,
                                struct tape_units *out)
{
  const struct tokens *tokens = &segmentation->tokens;
  if (scope == TAPE_DOCUMENT)
    return tape_write(tape, tokens, scan->word, 0, tokens->count, spans, span_count, arena, out);
  if (!tape->byte)
    return STATUS_MISUSE;
  const struct spans *parts =
      scope == TAPE_SENTENCE ? &segmentation->sentences : &segmentation->paragraphs;
  enum status status =
      begin_units(out, tokens->count + parts->count, span_count, parts->count + 1, arena);
  if (status != STATUS_OK)
    return status;
  struct writer writer = {tape, tokens, scan->word, spans, spans ? spans + span_count : spans, out};
  uint32_t first = 0;
  for (uint32_t i = 0; i < parts->count; i++) {
    uint32_t next = parts->first_token[i];
    if (next <= first) /* the first part, or one without tokens */
      continue;
    write_units(&writer, first, next);
    write_unit(out, TAPE_BREAK);
    first = next;
  }
  write_units(&writer, first, tokens->count);
  return STATUS_OK;
}

/* ------------------------------------------------------------------ reading */

static const struct tape_run *run_of(const struct tape_units *units, uint32_t unit)
{
  uint32_t low = 0;
  uint32_t high = units->run_count;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (units->runs[middle].unit <= unit)
      low = middle;
    else
      high = middle;
  }
  return &units->runs[low];
}

uint32_t tape_unit_token(const struct tape_units *units, uint32_t unit)
{
  const struct tape_run *run = run_of(units, unit);
  return run->token + (unit - run->unit);
}

uint32_t tape_unit_annotation(const struct tape_units *units, uint32_t unit)
{
  return run_of(units, unit)->annotation;
}
