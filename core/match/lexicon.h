/*
 * The lexicon: every word that some plugin cares about and every gazetteer name, found in ONE
 * pass over the tokens of a document.
 *
 * It has two halves with one interface: an image made at build time (all shipped name lists;
 * mapped from the program file, shared by all processes, costs nothing at start) and what is
 * added at run time (words of triggers and tapes, users' lists). Frozen before the workers
 * fork, read-only afterwards.
 *
 * Units: token indexes from 0, half-open. Word ids from 1; 0 is "a word nobody asked for".
 */
#ifndef READOUT_LEXICON_H
#define READOUT_LEXICON_H

#include "../base/arena.h"
#include "../base/slice.h"
#include "../base/status.h"
#include "../text/segment.h"
#include "triggers.h"
#include <stdint.h>

struct lexicon;

/*
 * One name found: row `row` of list `list` at tokens [first, end). Longest match at each start
 * only per list; several rows or lists may share a span.
 */
struct name_hit {
  uint32_t first;
  uint32_t end;
  uint32_t list; /* as lexicon_add_list gave it */
  uint32_t row;  /* row of the list's TSV, from 0, header lines not counted */
};

/* Open the built-in image (may be empty: size 0). The lexicon borrows `image` for its life. */
enum status lexicon_new(struct slice image, const struct segment_rules *rules,
                        struct lexicon **lexicon);
void lexicon_free(struct lexicon *lexicon);

/*
 * The id of a word given in normal form, added if it is new. Only before lexicon_freeze. 0 when
 * memory is out.
 */
uint32_t lexicon_add_word(struct lexicon *lexicon, struct slice normal);

/* The id of a word in normal form, 0 if nobody asked for it. */
uint32_t lexicon_find_word(const struct lexicon *lexicon, struct slice normal);

/* All ids given so far are below this. */
uint32_t lexicon_word_count(const struct lexicon *lexicon);

/*
 * The normal form of a word, borrowed until the next addition; empty for an id that was not
 * given.
 */
struct slice lexicon_word_text(const struct lexicon *lexicon, uint32_t word);

/*
 * Triggers. `set` (0 .. TRIGGER_SETS-1) names a grammar. A trigger is a token in normal form,
 * or a beginning followed by `*`. One that is written as several tokens ("prime minister",
 * "don't") stands for the longest of them. STATUS_MISUSE: there is no token in it, or `set` is
 * out of range.
 */
enum status lexicon_add_trigger(struct lexicon *lexicon, uint32_t set, struct slice trigger);

/*
 * Name lists. `file` is the base name of a TSV (e.g. "cities.tsv"). If the image already holds that
 * list with the same content hash, nothing is built; else its first column is indexed now.
 * `tsv` is borrowed for the life of the lexicon. `*list` gets the number of the list.
 */
enum status lexicon_add_list(struct lexicon *lexicon, const char *file, struct slice tsv,
                             uint32_t *list);

/*
 * The bytes of row `row` of list `list`, tab-separated, without its line end; empty if there is
 * none.
 */
struct slice lexicon_row(const struct lexicon *lexicon, uint32_t list, uint32_t row);

/* Column names of a list, tab-separated (the TSV's second line). */
struct slice lexicon_columns(const struct lexicon *lexicon, uint32_t list);

enum status lexicon_freeze(struct lexicon *lexicon);

/* What one pass finds. All arrays are owned by the arena given to lexicon_scan. */
struct scan {
  uint32_t *word;        /* one id a token */
  struct name_hit *hits; /* ordered by first, longer first, then list, then row */
  uint32_t hit_count;
  uint64_t *triggered; /* TRIGGER_WORDS a sentence; bit set: a trigger of that grammar occurs */
};

/*
 * One pass over `segmentation` of `text`. STATUS_MISUSE before lexicon_freeze.
 *
 * Names are tried at every token that is capitalised, upper, mixed, or a word in a script
 * without case. A name that begins otherwise (in lower case, with a digit or a mark) is tried
 * at all tokens; the other names with the same first word are not. Only the longest name of
 * each list at a start is reported; names that begin within a longer one are reported as well.
 *
 * A name lies in one sentence and does not end within a surface token, except before a clitic
 * with an apostrophe (Iran|'s). It may end at the hyphen of a compound (US|-|led):
 * TOKEN_COMPOUND tells.
 */
enum status lexicon_scan(const struct lexicon *lexicon, struct slice text,
                         const struct segmentation *segmentation, struct arena *arena,
                         struct scan *out);

#endif
