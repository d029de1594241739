#include "marks.h"
#include "../base/array.h"
#include <stdlib.h>

enum {
  SHAPES = SHAPE_DIGITS + 1,
  KINDS = TOKEN_SYMBOL + 1,
  FLAGS = 8,
  FIRST_ROOM = 64,
  MAX_ROWS = 65535
};

struct marks {
  uint64_t shape[SHAPES];
  uint64_t kind[KINDS];
  uint64_t flags[FLAGS]; /* by all flags of a token together */
  uint64_t first[MARK_LINE + 1];
  uint64_t *list; /* owns; by number of the list */
  uint32_t list_room;
  /* Words in the same classes share a row, so that what is read for each token stays small. */
  uint64_t *row; /* owns; row 0 is that of words in no class */
  uint32_t row_count;
  uint32_t row_room;
  uint16_t *row_of; /* owns; by word id */
  uint32_t word_room;
};

/* ------------------------------------------------------------------ declaring */

enum status marks_new(struct marks **marks)
{
  *marks = calloc(1, sizeof **marks);
  if (!*marks)
    return STATUS_NO_MEMORY;
  (*marks)->row = calloc(FIRST_ROOM, sizeof *(*marks)->row);
  if (!(*marks)->row) {
    free(*marks);
    *marks = NULL;
    return STATUS_NO_MEMORY;
  }
  (*marks)->row_room = FIRST_ROOM;
  (*marks)->row_count = 1;
  return STATUS_OK;
}

void marks_free(struct marks *marks)
{
  if (!marks)
    return;
  free(marks->list);
  free(marks->row);
  free(marks->row_of);
  free(marks);
}

/* The row of words in exactly the classes of `mask`, added if it is new. */
static enum status find_row(struct marks *marks, uint64_t mask, uint16_t *found)
{
  for (uint32_t i = marks->row_count; i > 0; i--) /* those of words just before are the last */
    if (marks->row[i - 1] == mask) {
      *found = (uint16_t)(i - 1);
      return STATUS_OK;
    }
  if (marks->row_count == MAX_ROWS)
    return STATUS_LIMIT;
  enum status status =
      array_reach(&marks->row, &marks->row_room, marks->row_count, sizeof *marks->row);
  if (status != STATUS_OK)
    return status;
  marks->row[marks->row_count] = mask;
  *found = (uint16_t)marks->row_count;
  marks->row_count++;
  return STATUS_OK;
}

enum status marks_add_word(struct marks *marks, uint32_t bit, uint32_t word)
{
  if (bit >= MARK_BITS || word == 0)
    return STATUS_MISUSE;
  enum status status = array_reach(&marks->row_of, &marks->word_room, word, sizeof *marks->row_of);
  if (status != STATUS_OK)
    return status;
  uint64_t mask = marks->row[marks->row_of[word]] | (uint64_t)1 << bit;
  return find_row(marks, mask, &marks->row_of[word]);
}

enum status marks_add_shape(struct marks *marks, uint32_t bit, enum token_shape shape)
{
  if (bit >= MARK_BITS || (uint32_t)shape >= SHAPES)
    return STATUS_MISUSE;
  marks->shape[shape] |= (uint64_t)1 << bit;
  return STATUS_OK;
}

enum status marks_add_kind(struct marks *marks, uint32_t bit, enum token_class kind)
{
  if (bit >= MARK_BITS || (uint32_t)kind >= KINDS)
    return STATUS_MISUSE;
  marks->kind[kind] |= (uint64_t)1 << bit;
  return STATUS_OK;
}

enum status marks_add_flag(struct marks *marks, uint32_t bit, enum token_flag flag)
{
  if (bit >= MARK_BITS)
    return STATUS_MISUSE;
  for (uint32_t flags = 0; flags < FLAGS; flags++)
    if (flags & (uint32_t)flag)
      marks->flags[flags] |= (uint64_t)1 << bit;
  return STATUS_OK;
}

enum status marks_add_list(struct marks *marks, uint32_t bit, uint32_t list)
{
  if (bit >= MARK_BITS)
    return STATUS_MISUSE;
  enum status status = array_reach(&marks->list, &marks->list_room, list, sizeof *marks->list);
  if (status != STATUS_OK)
    return status;
  marks->list[list] |= (uint64_t)1 << bit;
  return STATUS_OK;
}

enum status marks_add_first(struct marks *marks, uint32_t bit, enum mark_span span)
{
  if (bit >= MARK_BITS || (uint32_t)span > MARK_LINE)
    return STATUS_MISUSE;
  marks->first[span] |= (uint64_t)1 << bit;
  return STATUS_OK;
}

/* ------------------------------------------------------------------ writing */

static void mark_first(const struct spans *spans, uint64_t mask, uint64_t *out)
{
  if (mask == 0)
    return;
  for (uint32_t i = 0; i < spans->count; i++)
    if (spans->first_token[i] < spans->last_token[i])
      out[spans->first_token[i]] |= mask;
}

void marks_write(const struct marks *marks, const struct segmentation *segmentation,
                 const struct scan *scan, uint64_t *out)
{
  const struct tokens *tokens = &segmentation->tokens;
  for (uint32_t i = 0; i < tokens->count; i++) {
    uint32_t word = scan->word[i];
    uint16_t row = word < marks->word_room ? marks->row_of[word] : 0;
    out[i] = marks->row[row] | marks->shape[tokens->shape[i]] | marks->kind[tokens->class[i]] |
             marks->flags[tokens->flags[i] & (FLAGS - 1)];
  }
  for (uint32_t i = 0; i < scan->hit_count; i++) {
    const struct name_hit *hit = &scan->hits[i];
    if (hit->list < marks->list_room)
      out[hit->first] |= marks->list[hit->list];
  }
  mark_first(&segmentation->sentences, marks->first[MARK_SENTENCE], out);
  mark_first(&segmentation->paragraphs, marks->first[MARK_PARAGRAPH], out);
  mark_first(&segmentation->lines, marks->first[MARK_LINE], out);
}
