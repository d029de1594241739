/*
 * The one pass: words, triggers, names.
 */
#include "lexicon_parts.h"
#include "lists.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_HITS = 64, FEW_HITS = 24 };

/* What the pass works on. */
struct pass {
  const struct lexicon *lexicon;
  struct slice text;
  const struct tokens *tokens;
  const uint32_t *word;
  struct arena *arena;
  struct name_hit *hits; /* in the arena, its last piece */
  uint32_t hit_count;
  uint32_t hit_room;
  uint64_t *longest; /* by list: start + 1 and end of its longest name at the last start it had one */
};

/* An edge at which names end. */
struct ending {
  uint32_t end;
  const struct name_row *rows;
  bool below; /* in the image: its lists are renumbered */
};

/* ------------------------------------------------------------------ names */

/*
 * True when a name may end before token `end`: not inside a surface token, except before a clitic that opens
 * with an apostrophe (Iran|'s).
 */
static bool may_end(const struct pass *pass, uint32_t end)
{
  const struct tokens *tokens = pass->tokens;
  if (end == tokens->count || !(tokens->flags[end] & TOKEN_JOINED))
    return true;
  const char *token = pass->text.data + tokens->start[end];
  size_t size = tokens->end[end] - tokens->start[end];
  return token[0] == '\'' || (size >= 3 && memcmp(token, "\xe2\x80\x99", 3) == 0);
}

/* Walk one trie from token `first`; fills where names end, shorter first, and returns how many did. */
static uint32_t walk(const struct pass *pass, const struct names *names, bool below,
                     uint32_t first, uint32_t limit, struct ending *endings)
{
  uint32_t node = 0;
  uint32_t count = 0;
  for (uint32_t i = first; i < limit; i++) {
    const struct name_edge *edge = names_step(names, node, pass->word[i]);
    if (!edge)
      break;
    if (edge->rows != 0 && may_end(pass, i + 1)) {
      endings[count] = (struct ending){i + 1, names->rows + edge->rows - 1, below};
      count++;
    }
    node = edge->next;
    if (node == 0)
      break;
  }
  return count;
}

static enum status add_hit(struct pass *pass, struct name_hit hit)
{
  if (pass->hit_count == pass->hit_room) {
    if (pass->hit_room > UINT32_MAX / 4)
      return STATUS_LIMIT;
    size_t old_size = pass->hit_room * sizeof *pass->hits;
    uint32_t room = pass->hit_room ? 2 * pass->hit_room : FIRST_HITS;
    struct name_hit *hits =
      arena_grow(pass->arena, pass->hits, old_size, room * sizeof *pass->hits);
    if (!hits)
      return STATUS_NO_MEMORY;
    pass->hits = hits;
    pass->hit_room = room;
  }
  pass->hits[pass->hit_count] = hit;
  pass->hit_count++;
  return STATUS_OK;
}

/* The rows of one ending whose list has no longer name at this start. */
static enum status add_rows(struct pass *pass, uint32_t first, const struct ending *ending,
                            bool lower)
{
  uint64_t mark = (uint64_t)(first + 1) << 32 | ending->end;
  for (const struct name_row *row = ending->rows;; row++) {
    uint32_t list = row->list & NAME_LIST;
    if (ending->below)
      list = pass->lexicon->image_list[list];
    bool wanted = list != NO_LIST && (!lower || (row->list & NAME_LOWER));
    if (wanted && (pass->longest[list] >> 32 != first + 1 || pass->longest[list] == mark)) {
      pass->longest[list] = mark;
      enum status status = add_hit(pass, (struct name_hit){first, ending->end, list, row->row});
      if (status != STATUS_OK)
        return status;
    }
    if (row->list & NAME_LAST)
      return STATUS_OK;
  }
}

static int compare_hits(const void *a, const void *b)
{
  const struct name_hit *left = a;
  const struct name_hit *right = b;
  if (left->end != right->end)
    return left->end > right->end ? -1 : 1;
  if (left->list != right->list)
    return left->list < right->list ? -1 : 1;
  if (left->row != right->row)
    return left->row < right->row ? -1 : 1;
  return 0;
}

/* Put hits of one start in order: few and nearly sorted as a rule. */
static void sort_hits(struct name_hit *hits, uint32_t count)
{
  if (count > FEW_HITS) {
    qsort(hits, count, sizeof *hits, compare_hits);
    return;
  }
  for (uint32_t i = 1; i < count; i++) {
    struct name_hit hit = hits[i];
    uint32_t to = i;
    while (to > 0 && compare_hits(&hit, &hits[to - 1]) < 0) {
      hits[to] = hits[to - 1];
      to--;
    }
    hits[to] = hit;
  }
}

/* All names that begin at token `first` and end by `limit`. */
static enum status names_at(struct pass *pass, uint32_t first, uint32_t limit, uint8_t flags,
                            bool lower)
{
  const struct lexicon *lexicon = pass->lexicon;
  struct ending below[NAME_TOKENS];
  struct ending above[NAME_TOKENS];
  uint32_t below_count = 0;
  uint32_t above_count = 0;
  if (flags & WORD_NAME_BELOW)
    below_count = walk(pass, &lexicon->image.names, true, first, limit, below);
  if (flags & WORD_NAME_ABOVE)
    above_count = walk(pass, &lexicon->names.names, false, first, limit, above);

  uint32_t before = pass->hit_count;
  while (below_count + above_count > 0) { /* the longest of both halves first */
    const struct ending *next;
    if (above_count == 0 ||
        (below_count > 0 && below[below_count - 1].end >= above[above_count - 1].end))
      next = &below[--below_count];
    else
      next = &above[--above_count];
    enum status status = add_rows(pass, first, next, lower);
    if (status != STATUS_OK)
      return status;
  }
  if (pass->hit_count > before + 1)
    sort_hits(pass->hits + before, pass->hit_count - before);
  return STATUS_OK;
}

/* All names of one sentence. */
static enum status scan_names(struct pass *pass, uint32_t first, uint32_t end)
{
  const struct lexicon *lexicon = pass->lexicon;
  const struct tokens *tokens = pass->tokens;
  for (uint32_t i = first; i < end; i++) {
    uint8_t flags = lexicon->flags[pass->word[i]];
    if (!(flags & (WORD_NAME_BELOW | WORD_NAME_ABOVE)))
      continue;
    bool lower = !list_is_tried(tokens->class[i], tokens->shape[i]);
    if (lower && !(flags & (WORD_LOWER_BELOW | WORD_LOWER_ABOVE)))
      continue;
    enum status status = names_at(pass, i, end, flags, lower);
    if (status != STATUS_OK)
      return status;
  }
  return STATUS_OK;
}

/* ------------------------------------------------------------------ the pass */

/* Words of all tokens, and what they trigger in their sentences. */
static void scan_words(const struct pass *pass, const struct spans *sentences, uint32_t *word,
                       uint64_t *triggered)
{
  const struct lexicon *lexicon = pass->lexicon;
  const struct tokens *tokens = pass->tokens;
  uint64_t head[WORDS_BATCH];
  uint32_t sentence = 0;
  for (uint32_t first = 0; first < tokens->count; first += WORDS_BATCH) {
    uint32_t count = tokens->count - first < WORDS_BATCH ? tokens->count - first : WORDS_BATCH;
    words_resolve(&lexicon->image.words, &lexicon->words.words, pass->text, tokens, first, count,
                  word + first, head);
    for (; sentence < sentences->count; sentence++) {
      uint32_t from = sentences->first_token[sentence];
      uint32_t to = sentences->last_token[sentence];
      from = from > first ? from : first;
      to = to < first + count ? to : first + count;
      if (from < to)
        triggers_mark(lexicon->triggers, pass->text, tokens, from, to - from, word + from,
                      head + (from - first), lexicon->flags, WORD_TRIGGER,
                      triggered + (size_t)sentence * TRIGGER_WORDS);
      if (sentences->last_token[sentence] > first + count)
        break; /* it goes on in the next batch */
    }
  }
}

enum status lexicon_scan(const struct lexicon *lexicon, struct slice text,
                         const struct segmentation *segmentation, struct arena *arena,
                         struct scan *out)
{
  if (!lexicon->frozen)
    return STATUS_MISUSE;
  const struct tokens *tokens = &segmentation->tokens;
  const struct spans *sentences = &segmentation->sentences;
  size_t mask_count = (size_t)sentences->count * TRIGGER_WORDS;
  uint32_t *word = arena_array(arena, (size_t)tokens->count + 1, sizeof *word);
  uint64_t *triggered = arena_array(arena, mask_count + 1, sizeof *triggered);
  uint64_t *longest = arena_array(arena, (size_t)lexicon->list_count + 1, sizeof *longest);
  if (!word || !triggered || !longest)
    return STATUS_NO_MEMORY;
  memset(triggered, 0, mask_count * sizeof *triggered);
  memset(longest, 0, lexicon->list_count * sizeof *longest);

  struct pass pass = {.lexicon = lexicon,
                      .text = text,
                      .tokens = tokens,
                      .word = word,
                      .arena = arena,
                      .longest = longest};
  scan_words(&pass, sentences, word, triggered);
  enum status status = STATUS_OK;
  if (lexicon->list_count > 0) {
    for (uint32_t i = 0; i < sentences->count && status == STATUS_OK; i++)
      status = scan_names(&pass, sentences->first_token[i], sentences->last_token[i]);
  }
  *out = (struct scan){word, pass.hits, pass.hit_count, triggered};
  return status;
}
