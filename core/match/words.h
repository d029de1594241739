/*
 * Words: normal forms interned by an open-addressing hash. One struct serves the half that the
 * program carries (its arrays point into the image) and the half that grows at run time.
 *
 * The hash of a word of up to eight bytes can be undone, so that equal hash and size are equal
 * words and a look-up reads one slot and nothing else; a longer word is compared. Tokens in
 * ASCII are folded while they are hashed: nothing is copied.
 */
#ifndef READOUT_WORDS_H
#define READOUT_WORDS_H

#include "../base/slice.h"
#include "../text/segment.h"
#include <stdint.h>

enum {
  WORDS_BATCH = 64,     /* tokens that words_resolve takes at once */
  WORDS_LIMIT = 1 << 28 /* most words in one table */
};

struct word_slot {
  uint64_t hash;
  uint32_t id;   /* 0: the slot is free */
  uint32_t size; /* bytes */
};

/* A table of words; what it points to is borrowed. All zero is the empty table. */
struct words {
  const struct word_slot *slots; /* 1 << bits of them; NULL while empty */
  const uint32_t *at;            /* word i is strings[at[i]] to strings[at[i + 1]], i from 0 */
  const char *strings;
  uint32_t bits;
  uint32_t count;
  uint32_t base; /* word i has id base + i + 1 */
};

/* A table that grows. `words` is its present state and is borrowed until the next addition. */
struct words_builder {
  struct words words;
  struct word_slot *slots; /* owns */
  uint32_t *at;            /* owns */
  char *strings;           /* owns */
  uint32_t at_room;
  uint32_t strings_room;
};

/* Start an empty table whose ids begin above `base`. */
void words_builder_begin(struct words_builder *builder, uint32_t base);
void words_builder_free(struct words_builder *builder);

/* The id of `normal`, added if it is new to the table and to the one `below` (or NULL); 0 when memory is out or the table is
 * full. */
uint32_t words_add(const struct words *below, struct words_builder *builder, struct slice normal);

/* The id of `normal`; 0 if the table does not hold it. */
uint32_t words_find(const struct words *words, struct slice normal);

/* The normal form of word `id`; empty if the table does not hold it. */
struct slice words_text(const struct words *words, uint32_t id);

/* Short tokens outside ASCII seen last: curved quotes and the like come again and again. */
enum { WORDS_MEMO_BITS = 5, WORDS_MEMO = 1 << WORDS_MEMO_BITS };
struct words_memo {
  uint64_t token[WORDS_MEMO]; /* bytes of the token; 0: free */
  uint64_t head[WORDS_MEMO];  /* of the normal form */
  uint64_t hash[WORDS_MEMO];
  uint32_t size[WORDS_MEMO];
};

/* Start with nothing remembered. */
void words_memo_clear(struct words_memo *memo);

/*
 * Look up `count` (up to WORDS_BATCH) tokens from `first` on, in `below` and then in `above`.
 * `id` gets their ids (0: in neither); `head` the first eight bytes of their normal forms,
 * first byte lowest, zeros behind a shorter one. `memo` goes with the text from call to call.
 */
void words_resolve(const struct words *below, const struct words *above, struct slice text,
                   const struct tokens *tokens, uint32_t first, uint32_t count,
                   struct words_memo *memo, uint32_t *id, uint64_t *head);

#endif
