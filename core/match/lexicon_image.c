#include "lexicon_image.h"
#include "lists.h"
#include <stdlib.h>
#include <string.h>

enum { ORDER = 0x01020304, VERSION = 1 };

static const char magic[8] = {'r', 'o', 'l', 'e', 'x', 'i', 'c', '\n'};

enum part { SLOTS, AT, STRINGS, ROOTS, EDGES, ROWS, FLAGS, ROW_AT, LISTS, FILES, PARTS };

struct head {
  char magic[8];
  uint32_t order;
  uint32_t version;
  uint64_t size;
  uint32_t word_bits;
  uint32_t word_count;
  uint32_t edge_bits;
  uint32_t row_count;
  uint32_t list_count;
  uint32_t root_count;
  uint64_t part_at[PARTS];
  uint64_t part_size[PARTS];
};

/* ------------------------------------------------------------------ reading */

static bool part_is(const struct head *head, enum part part, uint64_t size)
{
  return head->part_size[part] == size;
}

/* True when every part has the size that the counts ask for and lies within. */
static bool head_is_sound(const struct head *head, size_t size)
{
  if (memcmp(head->magic, magic, sizeof magic) != 0 || head->order != ORDER ||
      head->version != VERSION || head->size != size)
    return false;
  if (head->word_bits > 31 || head->edge_bits > 31)
    return false;
  for (int i = 0; i < PARTS; i++) {
    if (head->part_at[i] % IMAGE_ALIGN != 0 || head->part_at[i] > size ||
        head->part_size[i] > size - head->part_at[i])
      return false;
  }
  uint64_t slots = head->word_count ? (uint64_t)1 << head->word_bits : 0;
  uint64_t edges = head->edge_bits ? (uint64_t)1 << head->edge_bits : 0;
  return part_is(head, SLOTS, slots * sizeof(struct word_slot)) &&
         part_is(head, AT, ((uint64_t)head->word_count + 1) * sizeof(uint32_t)) &&
         part_is(head, ROOTS, (uint64_t)head->root_count * sizeof(struct name_step)) &&
         part_is(head, EDGES, edges * sizeof(struct name_edge)) &&
         part_is(head, ROWS, (uint64_t)head->row_count * sizeof(uint32_t)) &&
         part_is(head, FLAGS, (uint64_t)head->word_count + 1) &&
         part_is(head, LISTS, (uint64_t)head->list_count * sizeof(struct lexicon_image_list)) &&
         (uint64_t)head->word_count * 2 <= slots;
}

static bool lists_are_sound(const struct lexicon_image *image, const struct head *head)
{
  for (uint32_t i = 0; i < image->list_count; i++) {
    const struct lexicon_image_list *list = &image->lists[i];
    if ((uint64_t)list->file_at + list->file_size > image->bytes.size ||
        ((uint64_t)list->first_row + list->row_count) * sizeof(uint32_t) >
            head->part_size[ROW_AT] ||
        (uint64_t)list->columns_at + list->columns_size > list->tsv_size)
      return false;
  }
  return true;
}

enum status lexicon_image_open(struct slice bytes, struct lexicon_image *image)
{
  memset(image, 0, sizeof *image);
  if (bytes.size == 0)
    return STATUS_OK;
  if (bytes.size < sizeof(struct head) || (uintptr_t)bytes.data % sizeof(uint64_t) != 0)
    return STATUS_BAD_INPUT;
  const struct head *head = (const void *)bytes.data;
  if (!head_is_sound(head, bytes.size))
    return STATUS_BAD_INPUT;
  const void *part[PARTS];
  for (int i = 0; i < PARTS; i++)
    part[i] = bytes.data + head->part_at[i];
  image->bytes = bytes;
  image->words = (struct words){.slots = head->word_count ? part[SLOTS] : NULL,
                                .at = part[AT],
                                .strings = part[STRINGS],
                                .bits = head->word_bits,
                                .count = head->word_count};
  image->names = (struct names){.roots = part[ROOTS],
                                .edges = head->edge_bits ? part[EDGES] : NULL,
                                .rows = part[ROWS],
                                .bits = head->edge_bits,
                                .root_count = head->root_count,
                                .row_count = head->row_count};
  image->flags = part[FLAGS];
  image->row_at = part[ROW_AT];
  image->lists = part[LISTS];
  image->list_count = head->list_count;
  if (!lists_are_sound(image, head)) {
    memset(image, 0, sizeof *image);
    return STATUS_BAD_INPUT;
  }
  return STATUS_OK;
}

/* ------------------------------------------------------------------ writing */

/* What the lists of an image are gathered into. */
struct gathering {
  struct words_builder words;
  struct names_builder names;
  struct buffer flags;  /* one byte a word id */
  struct buffer row_at; /* uint32_t */
  struct buffer lists;  /* struct lexicon_image_list; file_at is still relative to FILES */
  struct buffer files;  /* base names */
};

static uint32_t gather_word(void *context, struct slice normal)
{
  struct gathering *gathering = context;
  return words_add(NULL, &gathering->words, normal);
}

static enum status gather_mark(void *context, uint32_t word, bool lower)
{
  struct buffer *flags = &((struct gathering *)context)->flags;
  while (flags->size <= word && !flags->failed)
    buffer_add_byte(flags, 0);
  if (flags->failed)
    return STATUS_NO_MEMORY;
  flags->data[word] = (char)(flags->data[word] | LEXICON_NAME | (lower ? LEXICON_LOWER : 0));
  return STATUS_OK;
}

static enum status gather_list(struct gathering *gathering,
                               const struct lexicon_image_source *source,
                               const struct segment_rules *rules, struct arena *arena)
{
  struct list_rows rows;
  enum status status = list_parse(source->tsv, &rows);
  if (status != STATUS_OK)
    return status;
  const struct list_target target = {gathering, gather_word, gather_mark, &gathering->names};
  uint32_t first_row = (uint32_t)(gathering->row_at.size / sizeof(uint32_t));
  status = list_index(source->tsv, &rows, rules, arena, &target, first_row);
  struct lexicon_image_list list = {.tsv_at = source->tsv_at,
                                    .tsv_size = source->tsv.size,
                                    .tsv_hash = list_hash(source->tsv),
                                    .file_at = (uint32_t)gathering->files.size,
                                    .file_size = (uint32_t)strlen(source->file),
                                    .columns_at = rows.columns_at,
                                    .columns_size = rows.columns_size,
                                    .first_row = first_row,
                                    .row_count = rows.count};
  buffer_add_string(&gathering->files, source->file);
  if (rows.count > 0)
    buffer_add(&gathering->row_at, rows.at, rows.count * sizeof *rows.at);
  buffer_add(&gathering->lists, &list, sizeof list);
  free(rows.at);
  bool failed = gathering->files.failed || gathering->row_at.failed || gathering->lists.failed;
  return failed ? STATUS_NO_MEMORY : status;
}

/* Zeros up to the next multiple of IMAGE_ALIGN after `start`. */
static void pad(struct buffer *out, size_t start)
{
  while ((out->size - start) % IMAGE_ALIGN != 0 && !out->failed)
    buffer_add_byte(out, 0);
}

static void write_part(struct buffer *out, size_t start, struct head *head, enum part part,
                       const void *data, size_t size)
{
  pad(out, start);
  head->part_at[part] = out->size - start;
  head->part_size[part] = size;
  if (size > 0)
    buffer_add(out, data, size);
}

static enum status write_all(struct gathering *gathering, uint32_t list_count, struct buffer *out)
{
  const struct words *words = &gathering->words.words;
  const struct names *names = &gathering->names.names;
  static const uint32_t no_words[1] = {0};
  struct head head = {.order = ORDER,
                      .version = VERSION,
                      .word_bits = words->bits,
                      .word_count = words->count,
                      .edge_bits = names->bits,
                      .row_count = names->row_count,
                      .root_count = names->root_count,
                      .list_count = list_count};
  memcpy(head.magic, magic, sizeof magic);
  while (gathering->flags.size <= words->count && !gathering->flags.failed)
    buffer_add_byte(&gathering->flags, 0);

  size_t start = out->size;
  const uint32_t *at = words->at ? words->at : no_words;
  size_t slots = words->slots ? (size_t)1 << words->bits : 0;
  size_t edges = names->edges ? (size_t)1 << names->bits : 0;
  buffer_add(out, &head, sizeof head);
  write_part(out, start, &head, SLOTS, words->slots, slots * sizeof *words->slots);
  write_part(out, start, &head, AT, at, ((size_t)words->count + 1) * sizeof *at);
  write_part(out, start, &head, STRINGS, words->strings, at[words->count]);
  write_part(out, start, &head, ROOTS, names->roots,
             (size_t)names->root_count * sizeof *names->roots);
  write_part(out, start, &head, EDGES, names->edges, edges * sizeof *names->edges);
  write_part(out, start, &head, ROWS, names->rows, (size_t)names->row_count * sizeof *names->rows);
  write_part(out, start, &head, FLAGS, gathering->flags.data, gathering->flags.size);
  write_part(out, start, &head, ROW_AT, gathering->row_at.data, gathering->row_at.size);
  write_part(out, start, &head, FILES, gathering->files.data, gathering->files.size);
  struct lexicon_image_list *lists = (void *)gathering->lists.data;
  for (uint32_t i = 0; i < list_count; i++)
    lists[i].file_at += (uint32_t)head.part_at[FILES];
  write_part(out, start, &head, LISTS, lists, gathering->lists.size);
  pad(out, start);
  head.size = out->size - start;
  if (out->failed || gathering->flags.failed)
    return STATUS_NO_MEMORY;
  memcpy(out->data + start, &head, sizeof head);
  return STATUS_OK;
}

enum status lexicon_image_write(const struct lexicon_image_source *lists, uint32_t count,
                                const struct segment_rules *rules, struct buffer *out,
                                uint32_t *bad)
{
  struct gathering gathering = {0};
  words_builder_begin(&gathering.words, 0);
  names_builder_begin(&gathering.names);
  struct arena *arena = arena_new();
  enum status status = arena ? STATUS_OK : STATUS_NO_MEMORY;
  for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
    *bad = i;
    status = gather_list(&gathering, &lists[i], rules, arena);
  }
  if (status == STATUS_OK)
    status = names_freeze(&gathering.names);
  if (status == STATUS_OK)
    status = write_all(&gathering, count, out);
  arena_free(arena);
  words_builder_free(&gathering.words);
  names_builder_free(&gathering.names);
  buffer_free(&gathering.flags);
  buffer_free(&gathering.row_at);
  buffer_free(&gathering.lists);
  buffer_free(&gathering.files);
  return status;
}
