#include "lexicon_parts.h"
#include "../base/array.h"
#include "lists.h"
#include "../text/normal.h"
#include <stdlib.h>
#include <string.h>

/* A list of so few rows is indexed at run time though the image has it: where no other is asked for, no word of the text is
 * then looked up among all names of the image. */
enum { FEW_ROWS = 100 };

/* ------------------------------------------------------------------ life */

enum status lexicon_new(struct slice image, const struct segment_rules *rules,
                        struct lexicon **lexicon)
{
  struct lexicon *made = calloc(1, sizeof *made);
  if (!made)
    return STATUS_NO_MEMORY;
  made->rules = rules;
  enum status status = lexicon_image_open(image, &made->image);
  if (status != STATUS_OK) {
    free(made);
    return status;
  }
  words_builder_begin(&made->words, made->image.words.count);
  names_builder_begin(&made->names);
  made->below = malloc(((size_t)made->image.list_count + 1) * sizeof *made->below);
  made->triggers = triggers_new();
  made->arena = arena_new();
  if (!made->below || !made->triggers || !made->arena) {
    lexicon_free(made);
    return STATUS_NO_MEMORY;
  }
  for (uint32_t i = 0; i < made->image.list_count; i++)
    made->below[i] = (struct lexicon_series){made->image.lists[i].first_row, NO_LIST};
  *lexicon = made;
  return STATUS_OK;
}

void lexicon_free(struct lexicon *lexicon)
{
  if (!lexicon)
    return;
  for (uint32_t i = 0; i < lexicon->list_count; i++) {
    free(lexicon->lists[i].file);
    free(lexicon->lists[i].own_rows);
  }
  free(lexicon->lists);
  words_builder_free(&lexicon->words);
  names_builder_free(&lexicon->names);
  triggers_free(lexicon->triggers);
  arena_free(lexicon->arena);
  free(lexicon->below);
  free(lexicon->above);
  free(lexicon->flags);
  free(lexicon);
}

/* Have flags for word `word`. */
static enum status reach_flags(struct lexicon *lexicon, uint32_t word)
{
  return array_reach(&lexicon->flags, &lexicon->flags_size, word, sizeof *lexicon->flags);
}

enum status lexicon_freeze(struct lexicon *lexicon)
{
  if (lexicon->frozen)
    return STATUS_MISUSE;
  enum status status = reach_flags(lexicon, lexicon_word_count(lexicon));
  if (status != STATUS_OK)
    return status;
  if (lexicon->image_in_use) {
    for (uint32_t id = 0; id <= lexicon->image.words.count; id++)
      lexicon->flags[id] |= lexicon->image.flags[id];
  }
  status = names_freeze(&lexicon->names);
  if (status == STATUS_OK)
    status = triggers_freeze(lexicon->triggers, lexicon_word_count(lexicon), lexicon->flags,
                             WORD_TRIGGER);
  lexicon->frozen = status == STATUS_OK;
  return status;
}

/* ------------------------------------------------------------------ words and triggers */

uint32_t lexicon_find_word(const struct lexicon *lexicon, struct slice normal)
{
  uint32_t id = words_find(&lexicon->image.words, normal);
  return id ? id : words_find(&lexicon->words.words, normal);
}

uint32_t lexicon_add_word(struct lexicon *lexicon, struct slice normal)
{
  return lexicon->frozen ? lexicon_find_word(lexicon, normal)
                         : words_add(&lexicon->image.words, &lexicon->words, normal);
}

uint32_t lexicon_word_count(const struct lexicon *lexicon)
{
  return lexicon->image.words.count + lexicon->words.words.count + 1;
}

struct slice lexicon_word_text(const struct lexicon *lexicon, uint32_t word)
{
  bool below = word <= lexicon->image.words.count;
  return words_text(below ? &lexicon->image.words : &lexicon->words.words, word);
}

static enum status add_exact(struct lexicon *lexicon, uint32_t set, struct slice word)
{
  uint32_t id = lexicon_add_word(lexicon, word);
  return id ? triggers_add_word(lexicon->triggers, id, set) : STATUS_NO_MEMORY;
}

/*
 * The longest complete token of a trigger that is written as several; the last of a beginning
 * is not complete.
 */
static enum status add_longest(struct lexicon *lexicon, uint32_t set, struct slice trigger,
                               bool beginning)
{
  struct tokens tokens;
  enum status status = segment_tokens(trigger, lexicon->rules, lexicon->arena, &tokens);
  if (status == STATUS_OK && tokens.count > 1) {
    uint32_t complete = beginning ? tokens.count - 1 : tokens.count;
    struct slice longest = {NULL, 0};
    for (uint32_t i = 0; i < complete; i++) {
      uint32_t size = tokens.end[i] - tokens.start[i];
      if (size > longest.size)
        longest = (struct slice){trigger.data + tokens.start[i], size};
    }
    status = add_exact(lexicon, set, longest);
  }
  arena_reset(lexicon->arena, 0);
  return status;
}

enum status lexicon_add_trigger(struct lexicon *lexicon, uint32_t set, struct slice trigger)
{
  if (lexicon->frozen || set >= TRIGGER_SETS)
    return STATUS_MISUSE;
  bool beginning = trigger.size > 1 && trigger.data[trigger.size - 1] == '*';
  if (beginning)
    trigger.size--;
  char bytes[NORMAL_MAX];
  struct slice normal = {bytes, normal_form(trigger, bytes)};
  if (normal.size == 0 || memchr(normal.data, '\n', normal.size))
    return STATUS_MISUSE;
  enum status status = beginning ? triggers_add_prefix(lexicon->triggers, normal, set)
                                 : add_exact(lexicon, set, normal);
  return status == STATUS_OK ? add_longest(lexicon, set, normal, beginning) : status;
}

/* ------------------------------------------------------------------ lists */

static uint32_t intern_word(void *context, struct slice normal)
{
  return lexicon_add_word(context, normal);
}

static enum status mark_word(void *context, uint32_t word, bool lower)
{
  struct lexicon *lexicon = context;
  enum status status = reach_flags(lexicon, word);
  if (status == STATUS_OK)
    lexicon->flags[word] |= (uint8_t)(WORD_NAME_ABOVE | (lower ? WORD_LOWER_ABOVE : 0));
  return status;
}

/* The number in the image of the list that is `tsv`; NO_LIST if it is not there. */
static uint32_t find_in_image(const struct lexicon_image *image, const char *file, struct slice tsv)
{
  for (uint32_t i = 0; i < image->list_count; i++) {
    const struct lexicon_image_list *list = &image->lists[i];
    if (list->file_size != strlen(file) || list->tsv_size != tsv.size ||
        memcmp(image->bytes.data + list->file_at, file, list->file_size) != 0)
      continue;
    uintptr_t packed = (uintptr_t)image->bytes.data + (uintptr_t)list->tsv_at;
    if ((uintptr_t)tsv.data == packed || list_hash(tsv) == list->tsv_hash)
      return i;
  }
  return NO_LIST;
}

/* Index a list that the image does not hold. */
static enum status build_list(struct lexicon *lexicon, struct lexicon_list *list)
{
  struct list_rows rows;
  enum status status = list_parse(list->tsv, &rows);
  if (status != STATUS_OK)
    return status;
  list->own_rows = rows.at;
  list->row_at = rows.at;
  list->row_count = rows.count;
  list->columns = (struct slice){list->tsv.data + rows.columns_at, rows.columns_size};
  struct lexicon_series *above =
      realloc(lexicon->above, ((size_t)lexicon->above_count + 1) * sizeof *above);
  if (!above)
    return STATUS_NO_MEMORY;
  lexicon->above = above;
  above[lexicon->above_count] = (struct lexicon_series){lexicon->above_rows, lexicon->list_count};
  const struct list_target target = {lexicon, intern_word, mark_word, &lexicon->names};
  status =
      list_index(list->tsv, &rows, lexicon->rules, lexicon->arena, &target, lexicon->above_rows);
  if (status != STATUS_OK)
    above[lexicon->above_count].list = NO_LIST; /* its numbers are taken by what was indexed */
  lexicon->above_count++;
  lexicon->above_rows += rows.count;
  return status;
}

/* The same list, added before; NO_LIST if it was not. */
static uint32_t find_added(const struct lexicon *lexicon, const char *file, struct slice tsv)
{
  for (uint32_t i = 0; i < lexicon->list_count; i++) {
    const struct lexicon_list *list = &lexicon->lists[i];
    bool same = list->tsv.size == tsv.size && strcmp(list->file, file) == 0;
    if (same && (list->tsv.data == tsv.data || memcmp(list->tsv.data, tsv.data, tsv.size) == 0))
      return i;
  }
  return NO_LIST;
}

enum status lexicon_add_list(struct lexicon *lexicon, const char *file, struct slice tsv,
                             uint32_t *list)
{
  if (lexicon->frozen)
    return STATUS_MISUSE;
  *list = find_added(lexicon, file, tsv);
  if (*list != NO_LIST)
    return STATUS_OK;
  struct lexicon_list *lists =
      realloc(lexicon->lists, ((size_t)lexicon->list_count + 1) * sizeof *lists);
  if (!lists)
    return STATUS_NO_MEMORY;
  lexicon->lists = lists;
  struct lexicon_list added = {.file = strdup(file), .tsv = tsv};
  if (!added.file)
    return STATUS_NO_MEMORY;

  enum status status = STATUS_OK;
  uint32_t packed = find_in_image(&lexicon->image, file, tsv);
  if (packed != NO_LIST && lexicon->below[packed].list == NO_LIST &&
      lexicon->image.lists[packed].row_count > FEW_ROWS) {
    const struct lexicon_image_list *known = &lexicon->image.lists[packed];
    added.row_at = lexicon->image.row_at + known->first_row;
    added.row_count = known->row_count;
    added.columns = (struct slice){tsv.data + known->columns_at, known->columns_size};
    lexicon->below[packed].list = lexicon->list_count;
    lexicon->image_in_use = true;
  } else {
    status = build_list(lexicon, &added);
  }
  if (status != STATUS_OK) {
    free(added.file);
    free(added.own_rows);
    return status;
  }
  lexicon->lists[lexicon->list_count] = added;
  *list = lexicon->list_count;
  lexicon->list_count++;
  return STATUS_OK;
}

struct slice lexicon_row(const struct lexicon *lexicon, uint32_t list, uint32_t row)
{
  if (list >= lexicon->list_count || row >= lexicon->lists[list].row_count)
    return (struct slice){"", 0};
  return list_line(lexicon->lists[list].tsv, lexicon->lists[list].row_at[row]);
}

struct slice lexicon_columns(const struct lexicon *lexicon, uint32_t list)
{
  return list < lexicon->list_count ? lexicon->lists[list].columns : (struct slice){"", 0};
}
