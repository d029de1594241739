/*
 * Passages: what each paragraph of a text shows of whether it opens an article, and how much its words have in common with
 * those of the paragraphs before. For core/lua/articles.lua, which decides.
 *
 * A word is a run of letters and digits, with hyphens inside. A capitalised word counts as a name, unless it is a day, or
 * stands at the start of a sentence and is short or listed. The words that are compared are the names, which weigh 2, and
 * others of 5 bytes and more, which weigh 1.
 */
#ifndef READOUT_PASSAGES_H
#define READOUT_PASSAGES_H

#include "../base/arena.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

/* Classes of words; any other listed word is PASSAGE_LISTED. */
enum passage_class {
  PASSAGE_UNLISTED,
  PASSAGE_DAY,
  PASSAGE_LEAD,
  PASSAGE_PART, /* begins no person's name: New, Prime */
  PASSAGE_PRONOUN,
  PASSAGE_LISTED
};

/* The class of a word in small letters. */
typedef enum passage_class passage_classify(void *context, struct slice word);

/* A run of capitalised words; `first` is `last` when it is one word. */
struct passage_name {
  struct slice first;
  struct slice last;
};

struct passage {
  uint32_t words;
  struct slice opening; /* the first word, of "The United ..." the second; empty if there is none */
  struct slice day;     /* the first; empty if there is none */
  struct slice lead;    /* the first word of that class, in small letters, among the first 20 */
  bool leans;           /* a pronoun stands among the first 4 words, before any name */
  uint32_t
      early; /* number from 1 of the name of more than one word that the first 12 words hold; 0: none */
  bool
      introduces; /* two names and more, none of them in the paragraphs before, and one comes again below */
  uint32_t name_count;
  struct passage_name *names;
};

/*
 * Read `count` texts (valid UTF-8) into `passages`, room for as many, which point into them. `cohesion`, room for as many,
 * gets for each paragraph the cosine of the words of the `window` paragraphs before it and those of the `window` from it
 * on; 0 for the first. Memory is the arena's. STATUS_NO_MEMORY, and STATUS_LIMIT for more than 2^30 words.
 */
enum status passages_read(const struct slice *texts, uint32_t count, passage_classify *classify,
                          void *context, uint32_t window, struct passage *passages,
                          double *cohesion, struct arena *arena);

#endif
