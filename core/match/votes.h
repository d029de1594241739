/*
 * Votes: what the names of a document are, decided for all of them together.
 *
 * Each piece of text that may be a name comes with points for each kind, and for being something else. Pieces of the
 * same words share: each gets a part of what others have more, and the kinds that all together speak for less lose. A
 * piece of one word gets points from the names that it begins or ends. Then the kind with the most points is taken, if
 * they are enough.
 *
 * Numbers of words count from 1, and are those of keys.h.
 */
#ifndef READOUT_VOTES_H
#define READOUT_VOTES_H

#include "../base/arena.h"
#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

/* Of equal points the first kind is taken. Persons lend to the word that ends them, organisations to the one that begins
 * them. */
enum vote_kind { VOTE_PERSON, VOTE_ORG, VOTE_PLACE, VOTE_KINDS, VOTE_OTHER = VOTE_KINDS };

struct vote_piece {
  double points[VOTE_KINDS];
  double thing;   /* points for something else */
  uint64_t why;   /* bits: evidence, and how the piece is written; bits are added to it */
  uint64_t mark;  /* bits of its first token's classes */
  uint32_t words; /* the number of its words, of the first and of the last of them */
  uint32_t first;
  uint32_t last;
  bool early; /* it does not count, and came before those of its group that do */
  /* What is decided. */
  double score;
  enum vote_kind kind;
  bool named; /* it is a name, of a kind or of none */
};

/* All bits that are asked of `why` and of `mark`, and how much what counts. */
struct vote_rules {
  uint64_t lead;     /* why: a capital for no other reason than where it stands */
  uint64_t headline; /* why: in a headline */
  uint64_t single;   /* why: one word */
  uint64_t defines;  /* why: stands for the piece before it */
  uint64_t spread;   /* added to why where others have lent */
  uint64_t common;   /* mark: a word that is no name by itself, if it is not one more than once */
  uint64_t mixed;    /* mark: does not lend its kind to the first word of an organisation */
  uint64_t no_name;  /* mark: alone it is no name of no kind */
  uint64_t follows;  /* mark: a last word with all of it goes by the first: "Kvaley Tae-won" */
  uint64_t suffix;   /* mark: a last word behind the family name: "Jr." */
  double sure;       /* a place from here on neither lends nor borrows */
  double accept;     /* a name from here on */
  double strong;     /* lends to its first word from here on */
  double lends;      /* a person lends to the last word from here on */
  double doubt_more; /* more is needed for each: a doubtful capital, a headline */
  double share;      /* part of what others of the same words have more */
  double again;      /* what a person's name gets whose last word stands alone elsewhere */
  double against;    /* what the other kinds lose */
  double part;       /* part of what a word gets of the name that it is part of */
  double place_less; /* what a place loses that is part of a person's name */
};

/*
 * Decide all pieces, in the order of the text. `numbers`: how many numbers of words there are. Room for the work is
 * taken of the arena. STATUS_NO_MEMORY.
 */
enum status votes_decide(const struct vote_rules *rules, struct vote_piece *pieces, uint32_t count,
                         uint32_t numbers, struct arena *arena);

#endif
