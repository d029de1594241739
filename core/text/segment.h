/*
 * Segmentation: from bytes to lines, paragraphs, sentences and tokens. Pure functions: they read
 * the text and a table of language rules, and fill columns that live in the arena given.
 *
 * Units: positions are byte offsets into the text, from 0, half-open. Token, sentence, paragraph
 * and line indexes are from 0, half-open.
 *
 * The text must be valid UTF-8 (utf8_repair makes it so). A line break (LF, CR LF, CR, U+2028, U+2029)
 * ends every line, paragraph, sentence and token.
 */
#ifndef READOUT_SEGMENT_H
#define READOUT_SEGMENT_H

#include "../base/arena.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdint.h>

enum token_class {
  TOKEN_WORD, /* letters, with inner apostrophes and digits: "O'Neill", "P5", "U.S.", an address */
  TOKEN_NUMBER,      /* digits with inner , . : / : "700,000", "25", "2.5", "14:30" */
  TOKEN_PUNCTUATION, /* one mark, or a run that is one sign: "...", "--" */
  TOKEN_SYMBOL       /* currency, mathematics, other: "$", "%", "+" */
};

enum token_shape {                /* the case of a word; of a number token: SHAPE_DIGITS */
                   SHAPE_NONE,    /* no cased letter: punctuation, symbols, scripts without case */
                   SHAPE_LOWER,   /* xx: "talks" */
                   SHAPE_CAPITAL, /* Xx: "Tehran", "A" */
                   SHAPE_UPPER,   /* XX: two and more capitals, no small letter: "IAEA", "U.S." */
                   SHAPE_MIXED, /* xX: any other: "eBay", "McDonald" is CAPITAL (first capital, a small one follows) */
                   SHAPE_DIGITS /* 9: digits only or a number token */
};

enum token_flag {
  TOKEN_JOINED = 1, /* part of the same surface token as the token before: do|n't, Iran|'s */
  TOKEN_SPACED = 2, /* white space or a line break stands before it (or it is the first) */
  TOKEN_COMPOUND =
      4, /* goes on with a hyphenated word: the hyphen and the piece after it, Bagheri|-|Kani */
  TOKEN_BROKEN = 8 /* one word, hyphenated at the end of a line that runs on: "govern-\nment" */
};

enum line_type {
  LINE_PARAGRAPH,
  LINE_TITLE,
  LINE_CAPTION,
  LINE_DATELINE,
  LINE_BYLINE,
  LINE_LIST,
  LINE_BLANK
};

struct tokens {
  uint32_t count;
  uint32_t *start; /* byte offsets */
  uint32_t *end;
  uint8_t *class;  /* enum token_class */
  uint8_t *shape;  /* enum token_shape */
  uint8_t *flags;  /* enum token_flag, or-ed */
  uint32_t broken; /* how many are TOKEN_BROKEN */
};

struct spans { /* sentences, paragraphs, lines */
  uint32_t count;
  uint32_t *start; /* byte offsets, white space at the edges trimmed */
  uint32_t *end;
  uint32_t *first_token; /* index of the first token; the next span's first_token closes it */
  uint32_t *last_token;  /* one past the last token */
};

struct segmentation {
  struct tokens tokens;
  struct spans sentences; /* no empty ones */
  struct spans
      paragraphs;     /* runs of non-blank lines' own text: each non-blank line is one paragraph,
                              except that lines that run on (see wrap.c) are joined */
  struct spans lines; /* every line, blank ones included, so line n is at index n - 1 */
  uint8_t *line_type; /* enum line_type, one a line */
  uint32_t *sentence_paragraph; /* for each sentence, the index of its paragraph */
};

struct segment_rules; /* abbreviations and the like of one language */

/*
 * Read the rules of one language from the text of its abbreviation table (plugins/data/xx.abbreviations.tsv,
 * columns: word, class). An empty slice gives the language-neutral rules. Owned by the caller.
 */
enum status segment_rules_new(struct slice tsv, struct segment_rules **out);
void segment_rules_free(struct segment_rules *rules);

/*
 * Segment `text` (valid UTF-8, under 4 GiB). The columns in `out` are owned by `arena`.
 * STATUS_NO_MEMORY or STATUS_LIMIT on failure.
 */
enum status segment_text(struct slice text, const struct segment_rules *rules, struct arena *arena,
                         struct segmentation *out);

/* Tokens alone, of one line or name; the same cuts as segment_text makes. */
enum status segment_tokens(struct slice text, const struct segment_rules *rules,
                           struct arena *arena, struct tokens *out);

/*
 * Lines alone with their types (used to find articles before anything else is known); `first_token` and
 * `last_token` are NULL. `*joins` tells for each line whether it runs on in the next one, NULL if none does.
 */
enum status segment_lines(struct slice text, const struct segment_rules *rules, struct arena *arena,
                          struct spans *lines, uint8_t **types, uint8_t **joins);

#endif
