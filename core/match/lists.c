#include "lists.h"
#include "../base/array.h"
#include "../base/tsv.h"
#include "../text/normal.h"
#include "../text/utf8.h"
#include <stdlib.h>
#include <string.h>

enum { SCRATCH_KEEP = 1 << 20 };

struct slice list_line(struct slice tsv, uint32_t at)
{
  struct slice rest = slice_from(tsv, at);
  struct slice line;
  slice_line(&rest, &line);
  return line;
}

struct slice list_header(struct slice *tsv)
{
  struct slice line = {tsv->data, 0};
  if (slice_begins(*tsv, "\xef\xbb\xbf"))
    *tsv = slice_from(*tsv, 3);
  while (slice_line(tsv, &line) && slice_begins(line, "#"))
    ;
  return line;
}

struct slice list_cell(struct slice line, uint32_t number)
{
  for (; number > 0 && line.size > 0; number--)
    tsv_cell(&line);
  return tsv_cell(&line);
}

uint32_t list_column(struct slice columns, struct slice name)
{
  const char *end = columns.data + columns.size;
  for (uint32_t number = 0;; number++) {
    struct slice cell = tsv_cell(&columns);
    if (slice_equal(cell, name))
      return number;
    if (cell.data + cell.size == end)
      return UINT32_MAX;
  }
}

bool list_has_names(struct slice tsv)
{
  struct slice columns = list_header(&tsv);
  return slice_is(tsv_cell(&columns), "name");
}

enum status list_parse(struct slice tsv, struct list_rows *rows)
{
  if (tsv.size > UINT32_MAX / 2 || utf8_valid_prefix(tsv) != tsv.size)
    return STATUS_BAD_INPUT;
  struct slice rest = tsv;
  struct slice line = list_header(&rest);
  struct list_rows found = {.columns_at = (uint32_t)(line.data - tsv.data),
                            .columns_size = (uint32_t)line.size};
  uint32_t room = 0;
  while (slice_line(&rest, &line)) {
    enum status status = array_reach(&found.at, &room, found.count, sizeof *found.at);
    if (status != STATUS_OK) {
      free(found.at);
      return status;
    }
    found.at[found.count] = (uint32_t)(line.data - tsv.data);
    found.count++;
  }
  *rows = found;
  return STATUS_OK;
}

bool list_is_tried(uint8_t class, uint8_t shape)
{
  if (shape == SHAPE_NONE)
    return class == TOKEN_WORD; /* a script without case */
  return shape == SHAPE_CAPITAL || shape == SHAPE_UPPER || shape == SHAPE_MIXED;
}

/* Add one name, cut into `tokens`. */
static enum status add_name(struct slice name, const struct tokens *tokens,
                            const struct list_target *target, uint32_t row)
{
  uint32_t words[NAME_TOKENS];
  if (tokens->count == 0 || tokens->count > NAME_TOKENS)
    return STATUS_OK; /* nothing that could be found */
  for (uint32_t i = 0; i < tokens->count; i++) {
    char normal[NORMAL_MAX];
    struct slice token = {name.data + tokens->start[i], tokens->end[i] - tokens->start[i]};
    size_t size = normal_form(token, normal);
    if (size == 0)
      return STATUS_OK; /* characters that are never seen */
    words[i] = target->intern(target->context, (struct slice){normal, size});
    if (words[i] == 0)
      return STATUS_NO_MEMORY;
  }
  bool lower = !list_is_tried(tokens->class[0], tokens -> shape[0]);
  enum status status = target->mark(target->context, words[0], lower);
  if (status != STATUS_OK)
    return status;
  return names_add(target->names, words, tokens->count, row, lower);
}

enum status list_index(struct slice tsv, const struct list_rows *rows,
                       const struct segment_rules *rules, struct arena *arena,
                       const struct list_target *target, uint32_t first_row)
{
  if ((uint64_t)first_row + rows->count > NAME_ROWS)
    return STATUS_LIMIT;
  for (uint32_t row = 0; row < rows->count; row++) {
    struct slice name = list_cell(list_line(tsv, rows->at[row]), 0);
    if (name.size == 0)
      continue;
    struct tokens tokens;
    enum status status = segment_tokens(name, rules, arena, &tokens);
    if (status == STATUS_OK)
      status = add_name(name, &tokens, target, first_row + row);
    arena_reset(arena, SCRATCH_KEEP);
    if (status != STATUS_OK)
      return status;
  }
  return STATUS_OK;
}

uint64_t list_hash(struct slice tsv)
{
  uint64_t hash = tsv.size;
  for (size_t at = 0; at < tsv.size; at += 8) {
    uint64_t bytes = 0;
    memcpy(&bytes, tsv.data + at, tsv.size - at < 8 ? tsv.size - at : 8);
    hash = (hash ^ bytes) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
  }
  return hash;
}
