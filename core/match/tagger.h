/*
 * A tagger: one letter a token, a light part of speech. It is a finite-state transducer over the
 * columns of tokens.
 *
 * What a word can be before its neighbours are asked is its reading: declared for listed words, for
 * others by shape and ending. A reading writes a letter for each letter that stood before it; where
 * that is not enough, a choice looks at the words around. What a letter can only be once the next
 * one is known is settled behind the last token. All tables come from outside: no language is known
 * here.
 *
 * Units: token indexes from 0, half-open. Letters are bytes in printable ASCII. Readings, choices and
 * the rules of one kind count from 0 in the order in which they are added.
 */
#ifndef READOUT_TAGGER_H
#define READOUT_TAGGER_H

#include "../text/lemma.h"
#include "lexicon.h"

enum {
  TAG_LETTERS = 128,
  TAG_READINGS = 64,
  TAG_CHOICES = 32,
  TAG_RULES = 32, /* for unlisted words, and for letters that the next one settles */
  TAG_LIST_RULES = 64,
  TAG_LONGEST = 1000, /* tokens of a sentence that are read at once */
  TAG_ENDING = 8,     /* bytes of an ending */
  TAG_CHOICE = 128    /* choice n is written TAG_CHOICE + n where a letter could stand */
};

struct tagger;

/* What a word can be. */
struct tag_reading {
  uint8_t step[TAG_LETTERS]; /* the letter, or choice, by the letter before */
  bool decided;              /* by the letter before: not the same behind all of them */
  bool name_inside;          /* a capital within the sentence makes it a name */
  bool name_first;           /* and so does one at its start */
};

/* Which of two letters is written. `seen` is what the next token finds before it. */
struct tag_choice {
  enum { TAG_ENDS_BEFORE, TAG_NEXT_WORD, TAG_NEXT_AMONG, TAG_COMPOUND } test;
  uint32_t word;           /* TAG_NEXT_WORD: the next one is this */
  uint8_t groups;          /* TAG_NEXT_AMONG: it is in one of these, enum tag_group or-ed */
  char ending[TAG_ENDING]; /* TAG_ENDS_BEFORE: the normal form of the token before ends so */
  uint8_t size;            /* its bytes */
  uint8_t letter[2];       /* when the test fails, when it holds */
  uint8_t seen[2];
};

/* What unlisted words are; the first rule that fits counts, else reading 0. */
struct tag_rule {
  uint32_t shapes; /* bits of enum token_shape; 0: any */
  uint32_t kinds;  /* bits of enum token_class; 0: any */
  char ending[TAG_ENDING];
  uint8_t size;  /* bytes of the ending */
  uint8_t least; /* bytes of the normal form */
  uint8_t reading;
};

/* A letter that the next one settles. */
struct tag_settling {
  uint8_t letter;
  bool after[TAG_LETTERS];        /* it does not count behind these letters */
  bool next[TAG_LETTERS];         /* the letters behind it for which it is `letter_if` */
  uint8_t letter_if, letter_else; /* 0: it stays */
};

/* Sentences in which nearly all words are capitalised; their capitals say little. All 0: there are none. */
struct tag_title {
  uint32_t longest;  /* tokens */
  uint32_t capitals; /* at least so many, and more than twice as many as small words */
  uint32_t size; /* small words up to it count only if `decided`; `decided` ones from it on twice */
};

/* Groups of words, as bits; what others than these mean is up to the rules of lists. */
enum tag_group {
  TAG_WANTED = 1, /* sentences with such a word are read */
  TAG_STOP = 2    /* where it stands is told */
};

/* What the rows of a list say of their words: of the rules that fit, the first with a reading and all with groups. */
struct tag_list_rule {
  struct slice
      column; /* its cell is `value`, or is not where `differs`; empty: whatever the row says */
  struct slice value;
  bool differs;
  bool base; /* the word is that of the row, not another form of it */
  char ending[TAG_ENDING];
  uint8_t size;    /* bytes of the ending */
  uint8_t among;   /* it is in these groups, enum tag_group or-ed, already */
  uint8_t groups;  /* it comes into these, or, when there are none, */
  uint8_t reading; /* it has this reading */
};

enum status tagger_new(struct tagger **tagger);
void tagger_free(struct tagger *tagger);

/* STATUS_LIMIT: there are too many already. STATUS_MISUSE: a letter, word, reading or choice that there is not. */
enum status tagger_add_reading(struct tagger *tagger, const struct tag_reading *reading);
enum status tagger_add_choice(struct tagger *tagger, const struct tag_choice *choice);
enum status tagger_add_rule(struct tagger *tagger, const struct tag_rule *rule);
enum status tagger_add_settling(struct tagger *tagger, const struct tag_settling *settling);

/* The reading of a word (id from lexicon_add_word) that has none yet; a group that it is in. */
enum status tagger_add_word(struct tagger *tagger, uint32_t word, uint32_t reading);
enum status tagger_add_group(struct tagger *tagger, uint32_t word, uint32_t groups);

/*
 * Read the words of a list (lists.h), the first cell of each row, and with `lemmas` all their forms. A word that stands
 * there itself counts before the form of another. A column that the list lacks is empty. STATUS_BAD_INPUT: no list.
 */
enum status tagger_add_list(struct tagger *tagger, struct lexicon *lexicon,
                            const struct lemma_table *lemmas, struct slice tsv,
                            const struct tag_list_rule *rules, uint32_t count);

/* Sets of letters: which the next token does not find before it, but the one before that; for which, over a token, a sentence
 * with a stop is read; and whose first place in each sentence is told. */
enum tag_letters { TAG_PASSED, TAG_ASKED, TAG_SOUGHT, TAG_SETS };
enum status tagger_add_letter(struct tagger *tagger, enum tag_letters set, uint8_t letter);

/* The letter of names, and what a title is. */
enum status tagger_set_names(struct tagger *tagger, uint8_t letter, const struct tag_title *title);

/* What is read. `over` is NULL, or has for each token the letter that it has in any case, or 0. */
struct tag_text {
  struct slice text;
  const struct segmentation *segmentation;
  const struct scan *scan;
  const uint8_t *over;
};

/* Whether tokens [first, end), a sentence, are read: a wanted word stands in them, or a stop beside a wanted letter. */
bool tagger_reads(const struct tagger *tagger, const struct tag_text *text, uint32_t first,
                  uint32_t end);

/* Whether the word of a token is a stop. */
bool tagger_stops(const struct tagger *tagger, const struct tag_text *text, uint32_t token);

/* How many of `count` letters stand before the first one that is sought. */
uint32_t tagger_seek(const struct tagger *tagger, const char *letters, uint32_t count);

/* Write the letters of tokens [first, end), a sentence, to `out`. */
void tagger_write(const struct tagger *tagger, const struct tag_text *text, uint32_t first,
                  uint32_t end, char *out);

#endif
