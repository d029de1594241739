/*
 * Triggers: which grammars may match where. A trigger is a token in normal form or the beginning of
 * one; each belongs to sets (one a grammar), and what a token triggers is the union of the sets.
 */
#ifndef READOUT_TRIGGERS_H
#define READOUT_TRIGGERS_H

#include "../base/slice.h"
#include "../base/status.h"
#include "../text/segment.h"
#include <stdint.h>

enum { TRIGGER_SETS = 256, TRIGGER_WORDS = TRIGGER_SETS / 64 };

struct triggers;

/* A new, empty collection; owned by the caller; NULL when memory is out. */
struct triggers *triggers_new(void);
void triggers_free(struct triggers *triggers);

/* Word `word` (an id) triggers `set`. */
enum status triggers_add_word(struct triggers *triggers, uint32_t word, uint32_t set);

/* Every token whose normal form begins with `prefix` (copied; not empty) triggers `set`. */
enum status triggers_add_prefix(struct triggers *triggers, struct slice prefix, uint32_t set);

/*
 * Close it: word ids are below `word_count`. Bit `flag` is set in `flags[id]` of every trigger
 * word.
 */
enum status triggers_freeze(struct triggers *triggers, uint32_t word_count, uint8_t *flags,
                            uint8_t flag);

/*
 * What tokens `first` to `first + count` trigger, or-ed into the TRIGGER_WORDS words at `sets`.
 * `word` has their ids, `flags` and `flag` are those of triggers_freeze, `head` is what
 * words_resolve gave.
 */
void triggers_mark(const struct triggers *triggers, struct slice text, const struct tokens *tokens,
                   uint32_t first, uint32_t count, const uint32_t *word, const uint64_t *head,
                   const uint8_t *flags, uint8_t flag, uint64_t *sets);

#endif
