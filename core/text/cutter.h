/*
 * Inside the tokeniser: what token.c, word.c and address.c share.
 */
#ifndef READOUT_CUTTER_H
#define READOUT_CUTTER_H

#include "segmenter.h"

/* What the characters of a word showed, or-ed. */
enum seen {
  SEEN_LOWER = 1,
  SEEN_UPPER = 2,
  SEEN_UPPER_FIRST = 4, /* the first letter with case is a capital */
  SEEN_UPPER_TWICE = 8,
  SEEN_LETTER = 16, /* a letter without case */
  SEEN_DIGIT = 32
};

bool token_is_letter(enum char_class class);
bool token_is_alnum(enum char_class class);

/* The class of the character at `at`, CHAR_SPACE at and after `end`; its byte, 0 there. */
enum char_class token_class_at(const struct segmenter *s, uint32_t at, uint32_t end);
unsigned char token_byte_at(const struct segmenter *s, uint32_t at, uint32_t end);

/* The class of the character of two bytes at `p`, which may be one decoded twice; apart, so that char_at stays small. */
enum char_class token_twice_class(const struct segmenter *s, const unsigned char *p,
                                  uint32_t *length);

/* Read on over letters, marks and digits, and or what was seen into `*seen`; returns where they end. */
uint32_t token_run(const struct segmenter *s, uint32_t at, uint32_t end, unsigned *seen);

/* The shape (enum token_shape) of what was seen; of a piece of the text. */
unsigned token_shape_of(unsigned seen);
unsigned token_shape(const struct segmenter *s, uint32_t start, uint32_t end);

/* Append a token; note that the last token may end a sentence. On failure `s->failed` is set. */
void token_emit(struct segmenter *s, uint32_t start, uint32_t end, unsigned class, unsigned shape,
                unsigned flags);
void token_note(struct segmenter *s, enum mark_kind kind);

/* False when the word [start, end) surely is not one that stands for several. */
bool token_may_split(const struct segmenter *s, uint32_t start, uint32_t end);

/*
 * Append the word [start, end), cut into what leans on it or the words it stands for; `apostrophe`: it has one
 * inside.
 */
void token_emit_word(struct segmenter *s, uint32_t start, uint32_t end, unsigned seen,
                     unsigned flags, bool apostrophe);

/* Read a word, or several joined by hyphens, or a number, from `at`; returns where it ends. */
uint32_t token_read_word(struct segmenter *s, uint32_t at, uint32_t end, unsigned flags);
uint32_t token_read_number(struct segmenter *s, uint32_t start, uint32_t end, unsigned flags);

/*
 * Addresses. All return where something ends, or the position given when it is not there.
 *
 * address_end: the address of a page that begins at `start` and reaches at least to `at`
 * address_host_end: the name of a host that begins at `at`
 * address_mail_end: the name of a mailbox that goes on at `at`; its "@" stands where it ends
 * address_handle_end: "#tag" and "@name"
 * address_face_end: a face of punctuation (":-)")
 */
uint32_t address_end(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end);
uint32_t address_host_end(const struct segmenter *s, uint32_t at, uint32_t end);
uint32_t address_mail_end(const struct segmenter *s, uint32_t at, uint32_t end);
uint32_t address_handle_end(const struct segmenter *s, uint32_t start, uint32_t end);
uint32_t address_face_end(const struct segmenter *s, uint32_t start, uint32_t end);

/* True when a scheme or "www." stands at `start`; `at` is the end of its letters. */
bool address_is_web(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end);

#endif
