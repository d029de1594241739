/*
 * The token tape: one byte per unit, so that an LPeg grammar over bytes reads tokens. A unit is
 * a token, or a whole annotation of a layer that the tape collapses.
 *
 * A tape has up to TAPE_CLASSES classes. Each distinct set of classes that a unit can be in
 * gets a byte of its own (1 .. 250); a unit in no class has byte 1. The sets of bytes of every
 * class are what the grammar is built from.
 */
#ifndef READOUT_TAPE_H
#define READOUT_TAPE_H

#include "lexicon.h"

enum {
  TAPE_CLASSES = 64,
  TAPE_LAYERS = 32,
  TAPE_WORDS = 10000, /* that a word with ranges of numbers in it stands for */
  TAPE_BYTES = 250,   /* most combinations of classes */
  TAPE_BREAK = 255    /* the byte between two sentences or paragraphs; it is in no class */
};

struct tape;

enum status tape_new(struct tape **tape);
void tape_free(struct tape *tape);

/* Put a word (id from lexicon_add_word) into class `class`. */
enum status tape_add_word(struct tape *tape, uint32_t class, uint32_t word);

/* All tokens of a shape, or of a token class, into class `class`. */
enum status tape_add_shape(struct tape *tape, uint32_t class, enum token_shape shape);
enum status tape_add_kind(struct tape *tape, uint32_t class, enum token_class kind);

/*
 * Declare that annotations of a collapsing layer are in class `class`; `layer` numbers them 0
 * .. 31.
 */
enum status tape_add_layer(struct tape *tape, uint32_t class, uint32_t layer);

/*
 * Give a byte to every combination of classes that a unit can be in. `lexicon` (of the words;
 * may be NULL) tells which shapes a word can have, so that fewer combinations are counted.
 * STATUS_LIMIT when there are more than TAPE_BYTES: ask tape_combinations.
 */
enum status tape_freeze(struct tape *tape, const struct lexicon *lexicon);

/*
 * Number of combinations that tape_freeze counted. `classes` (room for TAPE_CLASSES; may be
 * NULL) gets the classes that there are, first the one without which the fewest combinations
 * would be left; `*class_count` how many.
 */
uint32_t tape_combinations(const struct tape *tape, uint32_t *classes, uint32_t *class_count);

/* Number of bytes in use (bytes 1 .. count). */
uint32_t tape_byte_count(const struct tape *tape);

/* True when units with byte `byte` are in `class`. */
bool tape_byte_in(const struct tape *tape, uint32_t byte, uint32_t class);

/* A collapsing annotation: tokens [first, end), which layer it is of, and a caller's number. */
struct tape_span {
  uint32_t first;
  uint32_t end;
  uint32_t layer;
  uint32_t id;
};

/*
 * Units from `unit` on, up to the next run: unit u is token `token` + u - `unit`. A collapsed
 * annotation is a run of one unit; `annotation` is the caller's number + 1 of it, 0 for tokens.
 */
struct tape_run {
  uint32_t unit;
  uint32_t token;
  uint32_t annotation;
};

/* What was written: bytes[i] is unit i. A break is a unit without tokens. */
struct tape_units {
  uint32_t count;
  uint8_t *bytes;
  uint32_t run_count;
  struct tape_run *runs; /* of two that begin at the same unit, the later one counts */
};

/* First token of unit `unit`; of unit `count`, the end of the last one. */
uint32_t tape_unit_token(const struct tape_units *units, uint32_t unit);

/* The caller's number + 1 of the annotation that unit `unit` is, 0 for a token or a break. */
uint32_t tape_unit_annotation(const struct tape_units *units, uint32_t unit);

/*
 * Write the tape of tokens [first, end). `spans` are sorted by first, longer first, then layer; the
 * earliest, then longest, then first-named layer wins, and later overlapping ones are passed over.
 * Columns are owned by `arena`.
 */
enum status tape_write(const struct tape *tape, const struct tokens *tokens, const uint32_t *word,
                       uint32_t first, uint32_t end, const struct tape_span *spans,
                       uint32_t span_count, struct arena *arena, struct tape_units *out);

/* What a grammar sees as one subject. */
enum tape_scope { TAPE_SENTENCE, TAPE_PARAGRAPH, TAPE_DOCUMENT };

/*
 * Write the tape of a whole document, with TAPE_BREAK between its sentences or paragraphs (no
 * break for TAPE_DOCUMENT). Annotations that cross a break are not collapsed.
 */
enum status tape_write_document(const struct tape *tape, const struct segmentation *segmentation,
                                const struct scan *scan, const struct tape_span *spans,
                                uint32_t span_count, enum tape_scope scope, struct arena *arena,
                                struct tape_units *out);

#endif
