/*
 * What a lexicon is made of. For lexicon.c, which fills it, and scan.c, which reads it; nobody
 * else.
 */
#ifndef READOUT_LEXICON_PARTS_H
#define READOUT_LEXICON_PARTS_H

#include "lexicon.h"
#include "lexicon_image.h"
#include "names.h"
#include "triggers.h"
#include "words.h"

/* Bits of lexicon.flags. The first two are those of the image. */
enum {
  WORD_NAME_BELOW = LEXICON_NAME,   /* begins a name of the image */
  WORD_LOWER_BELOW = LEXICON_LOWER, /* begins one that is tried at every token */
  WORD_NAME_ABOVE = 4,              /* the same for names added at run time */
  WORD_LOWER_ABOVE = 8,
  WORD_TRIGGER = 16
};

#define NO_LIST UINT32_MAX

/* The rows of one trie are those of a series of lists. */
struct lexicon_series {
  uint32_t first_row; /* of all lists before it: where the rows of this one begin */
  uint32_t list;      /* its number, or NO_LIST if nobody asked for it */
};

struct lexicon_list {
  char *file;             /* owns */
  struct slice tsv;       /* borrows */
  const uint32_t *row_at; /* borrows from the image, or is `own_rows` */
  uint32_t *own_rows;     /* owns; NULL for a list of the image */
  uint32_t row_count;
  struct slice columns;
};

struct lexicon {
  const struct segment_rules *rules; /* borrows */
  struct lexicon_image image;        /* the half below */
  struct lexicon_series *below;      /* owns; one a list of the image */
  struct lexicon_series *above;      /* owns; one a list indexed at run time */
  uint32_t above_count;
  uint32_t above_rows;
  struct words_builder words; /* the half above */
  struct names_builder names;
  struct triggers *triggers; /* owns */
  uint8_t *flags;            /* owns; by word id, from 0 */
  uint32_t flags_size;
  struct lexicon_list *lists; /* owns */
  uint32_t list_count;
  struct arena *arena; /* owns; scratch until freeze */
  bool image_in_use;   /* some list of the image was added */
  bool frozen;
};

#endif
