/*
 * Inside the segmenter: what its parts (lines, tokens, sentences) hand to each other.
 */
#ifndef READOUT_SEGMENTER_H
#define READOUT_SEGMENTER_H

#include "rules.h"
#include "segment.h"
#include "unicode.h"

/* What a token may mean for the end of a sentence. */
enum mark_kind {
  MARK_STOP,     /* a full stop alone */
  MARK_CRY,      /* question and exclamation marks, and stops of other scripts */
  MARK_ELLIPSIS, /* two and more dots */
  MARK_ALWAYS,   /* abbreviations with their stop, see rules.h */
  MARK_INNER,
  MARK_FREE,
  MARK_INITIAL, /* one letter and its stop */
  MARK_NAME,    /* a name written with an exclamation mark */
  MARK_COLON,   /* a colon after a capitalised word */
  MARK_RULER,   /* a line drawn with signs */
  MARK_QUOTE    /* a straight double mark: whether it opens is counted */
};

struct mark {
  uint32_t token;
  uint32_t kind; /* enum mark_kind */
};

struct segmenter {
  const unsigned char *text; /* borrowed */
  uint32_t size;
  const struct segment_rules *rules;
  const uint64_t *split_ends; /* see rules_split_ends */
  struct arena *arena;
  bool failed; /* an allocation failed; what was made is incomplete */

  struct tokens tokens;
  uint32_t token_capacity;
  struct mark *marks; /* of the paragraph being read */
  uint32_t mark_count;
  uint32_t mark_capacity;
  unsigned next_flags; /* of the next token: enum token_flag that the last one asks for */
  bool single_open;    /* a single opening mark waits for its partner */

  struct spans sentences;
  uint32_t sentence_capacity;
  uint32_t *sentence_paragraph;
};

/* The class of the character at `at` (below `end`); `*length` gets its bytes. */
enum char_class char_at(const struct segmenter *s, uint32_t at, uint32_t *length);

/* Cut [at, end) into tokens and note marks; line breaks inside count as spaces. False when memory is out. */
bool segment_read_tokens(struct segmenter *s, uint32_t at, uint32_t end);

/* Cut tokens [first, last) of paragraph `paragraph` into sentences. False when memory is out. */
bool segment_read_sentences(struct segmenter *s, uint32_t first, uint32_t last, uint32_t paragraph);

/*
 * List markers. If tokens from `at` on are a marker ("1.", "2)", "(c)", a bullet and what may follow it),
 * returns the token after it and fills `*marker`; else returns `at`.
 */
struct list_marker {
  uint32_t style;  /* 0: none */
  uint32_t number; /* 1 for "1" and "a"; 0 for a bullet alone */
  uint32_t roman;  /* value as a Roman numeral, 0 if it is none */
};
uint32_t list_marker_read(const struct segmenter *s, uint32_t at, uint32_t last,
                          struct list_marker *marker);

/* The next token in [at, last) where the marker that follows `marker` in its list begins; `last` if none is near. */
uint32_t list_marker_next(const struct segmenter *s, uint32_t at, uint32_t last,
                          const struct list_marker *marker);

/* Find all lines of the text; trimmed spans without token indexes. */
enum status segment_find_lines(struct slice text, struct arena *arena, struct spans *lines);

/* The type of each line. */
void segment_type_lines(struct slice text, const struct segment_rules *rules,
                        const struct spans *lines, uint8_t *types);

/*
 * For each line whether it runs on in the next one (hard-wrapped text). `*joins` stays NULL when no line
 * does; else it has an entry a line, owned by the arena.
 */
enum status segment_find_wraps(struct slice text, const struct spans *lines, const uint8_t *types,
                               struct arena *arena, uint8_t **joins);

/* Slice of the text from `start` to `end`. */
struct slice segment_slice(const struct segmenter *s, uint32_t start, uint32_t end);

#endif
