/*
 * The one pass: words, triggers, names.
 */
#include "../base/array.h"
#include "lexicon_parts.h"
#include "lists.h"
#include <stdlib.h>
#include <string.h>

enum {
  FEW_HITS = 24,
  STARTS = 64,
  SHAPES = SHAPE_DIGITS + 1,
  NAMES = WORD_NAME_BELOW | WORD_NAME_ABOVE,
  LOWER_NAMES = WORD_LOWER_BELOW | WORD_LOWER_ABOVE
};

/* A token at which names may begin. */
struct start {
  uint32_t first;
  uint32_t limit;                /* end of its sentence */
  const struct name_step *below; /* what its word leads to in the image; NULL: nowhere */
  const struct name_step *above;
  uint8_t flags; /* of its word */
  bool lower;    /* only names that begin in lower case */
};

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
  uint64_t
      *longest; /* by list: start + 1 and end of its longest name at the last start it had one */
  struct start starts[STARTS];
  uint32_t start_count;
  /* By whether a token is a word, and its shape: flags of words at which a name begins there. */
  uint8_t asked[2][SHAPES];
  struct words_memo memo;
};

/* A step at which names end. */
struct ending {
  uint32_t end;
  const uint32_t *rows;
};

/* ------------------------------------------------------------------ names */

/*
 * True when a name may end before token `end`: not inside a surface token, except before a
 * clitic that opens with an apostrophe (Iran|'s).
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

/*
 * Follow one trie from `step`, to which the word of token `first` led. Fills where names end,
 * shorter first, and returns how many did.
 */
static uint32_t walk(const struct pass *pass, const struct names *names,
                     const struct name_step *step, uint32_t first, uint32_t limit,
                     struct ending *endings)
{
  uint32_t count = 0;
  uint32_t end = first + 1;
  while (step) {
    if (step->rows != 0 && may_end(pass, end)) {
      endings[count] = (struct ending){end, names_rows(names, step)};
      count++;
    }
    if (step->node == 0 || end == limit)
      break;
    step = names_next(names, step->node, pass->word[end]);
    end++;
  }
  return count;
}

static enum status add_hit(struct pass *pass, struct name_hit hit)
{
  enum status status = array_reach_in(pass->arena, &pass->hits, &pass->hit_room, pass->hit_count,
                                      sizeof *pass->hits);
  if (status != STATUS_OK)
    return status;
  pass->hits[pass->hit_count] = hit;
  pass->hit_count++;
  return STATUS_OK;
}

/* The list of the series that row `row` belongs to. */
static const struct lexicon_series *list_of(const struct lexicon_series *series, uint32_t count,
                                            uint32_t row)
{
  uint32_t low = 0;
  uint32_t high = count;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (series[middle].first_row <= row)
      low = middle;
    else
      high = middle;
  }
  return &series[low];
}

/* The rows of one ending whose list has no longer name at this start. */
static enum status add_rows(struct pass *pass, const struct start *start,
                            const struct ending *ending, const struct lexicon_series *series,
                            uint32_t series_count)
{
  uint64_t mark = (uint64_t)(start->first + 1) << 32 | ending->end;
  for (const uint32_t *at = ending->rows;; at++) {
    uint32_t row = *at & NAME_ROWS;
    const struct lexicon_series *of = list_of(series, series_count, row);
    bool wanted = of->list != NO_LIST && (!start->lower || (*at & NAME_LOWER));
    uint64_t *longest = wanted ? &pass->longest[of->list] : NULL;
    if (wanted && (*longest >> 32 != start->first + 1 || *longest == mark)) {
      *longest = mark;
      enum status status = add_hit(
          pass, (struct name_hit){start->first, ending->end, of->list, row - of->first_row});
      if (status != STATUS_OK)
        return status;
    }
    if (*at & NAME_LAST)
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

/* The hits of one start. */
static enum status names_at(struct pass *pass, const struct start *start)
{
  const struct lexicon *lexicon = pass->lexicon;
  struct ending below[NAME_TOKENS];
  struct ending above[NAME_TOKENS];
  uint32_t below_count =
      walk(pass, &lexicon->image.names, start->below, start->first, start->limit, below);
  uint32_t above_count =
      walk(pass, &lexicon->names.names, start->above, start->first, start->limit, above);

  uint32_t before = pass->hit_count;
  while (below_count + above_count > 0) { /* the longest of both halves first */
    enum status status;
    if (above_count == 0 ||
        (below_count > 0 && below[below_count - 1].end >= above[above_count - 1].end)) {
      below_count--;
      status =
          add_rows(pass, start, &below[below_count], lexicon->below, lexicon->image.list_count);
    } else {
      above_count--;
      status = add_rows(pass, start, &above[above_count], lexicon->above, lexicon->above_count);
    }
    if (status != STATUS_OK)
      return status;
  }
  if (pass->hit_count > before + 1)
    sort_hits(pass->hits + before, pass->hit_count - before);
  return STATUS_OK;
}

/* What the word of a start leads to, with what is read next on its way from memory. */
static const struct name_step *first_step(const struct pass *pass, const struct names *names,
                                          const struct start *start)
{
  const struct name_step *step = names_begin(names, pass->word[start->first]);
  if (step && step->rows != 0)
    __builtin_prefetch(names_rows(names, step));
  if (step && step->node != 0 && start->first + 1 < start->limit)
    names_prefetch_next(names, step->node, pass->word[start->first + 1]);
  return step;
}

/*
 * Try all starts gathered. A look-up in a large lexicon waits for memory, so each step is taken for
 * all starts before the next one; the first was asked for when the starts were gathered.
 */
static enum status try_starts(struct pass *pass)
{
  const struct lexicon *lexicon = pass->lexicon;
  for (uint32_t i = 0; i < pass->start_count; i++) {
    struct start *start = &pass->starts[i];
    if (start->flags & WORD_NAME_BELOW)
      start->below = first_step(pass, &lexicon->image.names, start);
    if (start->flags & WORD_NAME_ABOVE)
      start->above = first_step(pass, &lexicon->names.names, start);
  }
  enum status status = STATUS_OK;
  for (uint32_t i = 0; i < pass->start_count && status == STATUS_OK; i++)
    status = names_at(pass, &pass->starts[i]);
  pass->start_count = 0;
  return status;
}

/* Names in lower case alone are tried at tokens at which names are not commonly tried. */
static void ask(struct pass *pass)
{
  for (int shape = 0; shape < SHAPES; shape++) {
    pass->asked[true][shape] = list_is_tried(TOKEN_WORD, (uint8_t)shape) ? NAMES : LOWER_NAMES;
    pass->asked[false][shape] = list_is_tried(TOKEN_SYMBOL, (uint8_t)shape) ? NAMES : LOWER_NAMES;
  }
}

/* Gather the tokens of one sentence at which names may begin. */
static enum status scan_names(struct pass *pass, uint32_t first, uint32_t end)
{
  const struct lexicon *lexicon = pass->lexicon;
  const struct tokens *tokens = pass->tokens;
  for (uint32_t i = first; i < end; i++) {
    uint32_t word = pass->word[i];
    uint8_t flags = lexicon->flags[word];
    uint8_t asked = pass->asked[tokens->class[i] == TOKEN_WORD][tokens->shape[i]];
    if (!(flags & asked))
      continue; /* most tokens */
    if (flags & WORD_NAME_BELOW)
      names_prefetch_begin(&lexicon->image.names, word);
    if (flags & WORD_NAME_ABOVE)
      names_prefetch_begin(&lexicon->names.names, word);
    pass->starts[pass->start_count] =
        (struct start){i, end, NULL, NULL, flags, asked == LOWER_NAMES};
    pass->start_count++;
    if (pass->start_count == STARTS) {
      enum status status = try_starts(pass);
      if (status != STATUS_OK)
        return status;
    }
  }
  return STATUS_OK;
}

/* ------------------------------------------------------------------ the pass */

/* Words of all tokens, and what they trigger in their sentences. */
static void scan_words(struct pass *pass, const struct spans *sentences, uint32_t *word,
                       uint64_t *triggered)
{
  const struct lexicon *lexicon = pass->lexicon;
  const struct tokens *tokens = pass->tokens;
  uint64_t head[WORDS_BATCH];
  uint32_t sentence = 0;
  for (uint32_t first = 0; first < tokens->count; first += WORDS_BATCH) {
    uint32_t count = tokens->count - first < WORDS_BATCH ? tokens->count - first : WORDS_BATCH;
    words_resolve(&lexicon->image.words, &lexicon->words.words, pass->text, tokens, first, count,
                  &pass->memo, word + first, head);
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

  struct pass pass;
  pass.lexicon = lexicon;
  pass.text = text;
  pass.tokens = tokens;
  pass.word = word;
  pass.arena = arena;
  pass.hits = NULL;
  pass.hit_count = 0;
  pass.hit_room = 0;
  pass.longest = longest;
  pass.start_count = 0;
  words_memo_clear(&pass.memo);
  scan_words(&pass, sentences, word, triggered);
  enum status status = STATUS_OK;
  if (lexicon->list_count > 0) {
    ask(&pass);
    for (uint32_t i = 0; i < sentences->count && status == STATUS_OK; i++)
      status = scan_names(&pass, sentences->first_token[i], sentences->last_token[i]);
    if (status == STATUS_OK)
      status = try_starts(&pass);
  }
  *out = (struct scan){word, pass.hits, pass.hit_count, triggered};
  return status;
}
