/*
 * Segmentation as a whole: lines first, then each paragraph is cut into tokens and its tokens into
 * sentences while they are warm in the cache.
 *
 * A line break is a hard end, unless the text is hard-wrapped (see wrap.c).
 */
#include "segmenter.h"
#include <string.h>

/* The first guess is a token for every three bytes; columns double when that is not enough. */
enum { BYTES_A_TOKEN = 3, SPARE_TOKENS = 64 };

static const struct spans NO_SPANS;

struct slice segment_slice(const struct segmenter *s, uint32_t start, uint32_t end)
{
  return (struct slice){(const char *)s->text + start, end - start};
}

static enum status segmenter_begin(struct segmenter *s, struct slice text,
                                   const struct segment_rules *rules, struct arena *arena)
{
  *s = (struct segmenter){.text = (const unsigned char *)text.data,
                          .size = (uint32_t)text.size,
                          .rules = rules,
                          .split_ends = rules_split_ends(rules),
                          .arena = arena};
  if (text.size > UINT32_MAX - SPARE_TOKENS)
    return STATUS_LIMIT;
  size_t capacity = text.size / BYTES_A_TOKEN + SPARE_TOKENS;
  s->token_capacity = (uint32_t)capacity;
  s->tokens.start = arena_array(arena, capacity, sizeof *s->tokens.start);
  s->tokens.end = arena_array(arena, capacity, sizeof *s->tokens.end);
  s->tokens.class = arena_array(arena, capacity, 1);
  s->tokens.shape = arena_array(arena, capacity, 1);
  s->tokens.flags = arena_array(arena, capacity, 1);
  if (s->tokens.start == NULL || s->tokens.end == NULL || s->tokens.class == NULL ||
      s->tokens.shape == NULL || s->tokens.flags == NULL)
    return STATUS_NO_MEMORY;
  return STATUS_OK;
}

static enum status spans_alloc(struct arena *arena, size_t capacity, struct spans *spans)
{
  *spans = NO_SPANS;
  spans->start = arena_array(arena, capacity, sizeof *spans->start);
  spans->end = arena_array(arena, capacity, sizeof *spans->end);
  spans->first_token = arena_array(arena, capacity, sizeof *spans->first_token);
  spans->last_token = arena_array(arena, capacity, sizeof *spans->last_token);
  if (spans->start == NULL || spans->end == NULL || spans->first_token == NULL ||
      spans->last_token == NULL)
    return STATUS_NO_MEMORY;
  return STATUS_OK;
}

/* Hand the tokens [first, last) out to lines [line, line_end), which all lie in one paragraph. */
static void deal_tokens(const struct tokens *tokens, struct spans *lines, uint32_t line,
                        uint32_t line_end, uint32_t first, uint32_t last)
{
  uint32_t at = first;
  for (; line < line_end; line++) {
    lines->first_token[line] = at;
    while (at < last && (line + 1 == line_end || tokens->start[at] < lines->end[line]))
      at++;
    lines->last_token[line] = at;
  }
}

/* Lines with their types, and which of them run on in the next (`*joins`, NULL if none do). */
static enum status find_lines(struct slice text, const struct segment_rules *rules,
                              struct arena *arena, struct spans *lines, uint8_t **types,
                              uint8_t **joins)
{
  *joins = NULL;
  if (text.size > UINT32_MAX - SPARE_TOKENS)
    return STATUS_LIMIT;
  enum status status = segment_find_lines(text, arena, lines);
  if (status != STATUS_OK)
    return status;
  *types = arena_array(arena, lines->count, 1);
  if (*types == NULL)
    return STATUS_NO_MEMORY;
  segment_type_lines(text, rules, lines, *types);
  status = segment_find_wraps(text, lines, *types, arena, joins);
  if (status != STATUS_OK || *joins == NULL)
    return status;
  /* The pieces of a paragraph are no titles, whatever they look like; a list item stays one. */
  for (uint32_t i = 0; i < lines->count; i++) {
    bool after = i > 0 && (*joins)[i - 1];
    if ((*types)[i] == LINE_BLANK)
      continue;
    if (after || ((*joins)[i] && (*types)[i] != LINE_LIST))
      (*types)[i] = LINE_PARAGRAPH;
  }
  return STATUS_OK;
}

enum status segment_text(struct slice text, const struct segment_rules *rules, struct arena *arena,
                         struct segmentation *out)
{
  struct segmenter s;
  uint8_t *joins = NULL;
  *out = (struct segmentation){.tokens = {0}};
  enum status status = segmenter_begin(&s, text, rules, arena);
  if (status == STATUS_OK)
    status = find_lines(text, rules, arena, &out->lines, &out->line_type, &joins);
  if (status != STATUS_OK)
    return status;

  struct spans *lines = &out->lines;
  lines->first_token = arena_array(arena, lines->count, sizeof *lines->first_token);
  lines->last_token = arena_array(arena, lines->count, sizeof *lines->last_token);
  if (lines->first_token == NULL || lines->last_token == NULL)
    return STATUS_NO_MEMORY;
  status = spans_alloc(arena, lines->count, &out->paragraphs);
  if (status != STATUS_OK)
    return status;

  struct spans *paragraphs = &out->paragraphs;
  uint32_t line = 0;
  while (line < lines->count) {
    uint32_t line_end = line + 1;
    while (joins != NULL && joins[line_end - 1] && line_end < lines->count)
      line_end++;
    uint32_t first = s.tokens.count;
    if (!segment_read_tokens(&s, lines->start[line], lines->end[line_end - 1]))
      return STATUS_NO_MEMORY;
    uint32_t last = s.tokens.count;
    deal_tokens(&s.tokens, lines, line, line_end, first, last);
    if (last > first) {
      uint32_t n = paragraphs->count++;
      paragraphs->start[n] = lines->start[line];
      paragraphs->end[n] = lines->end[line_end - 1];
      paragraphs->first_token[n] = first;
      paragraphs->last_token[n] = last;
      if (!segment_read_sentences(&s, first, last, n))
        return STATUS_NO_MEMORY;
    }
    line = line_end;
  }
  out->tokens = s.tokens;
  out->sentences = s.sentences;
  out->sentence_paragraph = s.sentence_paragraph;
  return STATUS_OK;
}

enum status segment_tokens(struct slice text, const struct segment_rules *rules,
                           struct arena *arena, struct tokens *out)
{
  struct segmenter s;
  *out = (struct tokens){0};
  enum status status = segmenter_begin(&s, text, rules, arena);
  if (status != STATUS_OK)
    return status;
  if (!segment_read_tokens(&s, 0, s.size))
    return STATUS_NO_MEMORY;
  *out = s.tokens;
  return STATUS_OK;
}

enum status segment_lines(struct slice text, const struct segment_rules *rules, struct arena *arena,
                          struct spans *lines, uint8_t **types, uint8_t **joins)
{
  return find_lines(text, rules, arena, lines, types, joins);
}
