/*
 * Inside the segmenter: the words of one language that its decisions need, read from
 * plugins/data/xx.abbreviations.tsv. The algorithm knows no words of its own.
 *
 * A word written with a capital in the table counts only where it is written with one.
 */
#ifndef READOUT_RULES_H
#define READOUT_RULES_H

#include "segment.h"
#include <stdbool.h>
#include <stdint.h>

enum rule {
  RULE_ALWAYS = 1 << 0, /* abbreviation after which the sentence goes on: "Mr." */
  RULE_INNER = 1 << 1,  /* ... goes on before small letters and digits, and names: "U.S.", "Inc." */
  RULE_FREE = 1 << 2,   /* ... ends before any capital: "etc." */
  RULE_NUMBER = 1 << 3, /* ... only where a number follows: "No. 5" */
  RULE_STARTER =
      1 << 4, /* a word that, with a capital, opens a sentence rather than is a name: "The" */
  RULE_SPEECH =
      1 << 5, /* a verb of saying, which goes on with a sentence after its quotation: "said" */
  RULE_PREFIX = 1 << 6,   /* keeps its hyphen and what follows: "anti-government" */
  RULE_UNIT = 1 << 7,     /* is cut from digits before it: "35km"; case matters */
  RULE_SPLIT = 1 << 8,    /* one word written, several meant: "can|not" */
  RULE_ELISION = 1 << 9,  /* a word that begins with an apostrophe: "'em" */
  RULE_BYLINE = 1 << 10,  /* opens a byline: "by" */
  RULE_MONTH = 1 << 11,   /* name of a month */
  RULE_WEEKDAY = 1 << 12, /* name of a day of the week */
  RULE_CAPTION = 1 << 13, /* marks a caption: "photo", "left" */
  RULE_NAME = 1 << 14,    /* is written with an exclamation mark: "Yahoo!" */
  RULE_CAPITAL = 1 << 15, /* is always written with a capital, which so shows nothing: "I" */
  RULE_LEADS = 1 << 16,   /* leads to a date in the same sentence: "on" */
  RULE_DOMAIN = 1 << 17,  /* end of a host name: "com" */
  RULE_MONEY = 1 << 18,   /* currency that is cut from the figures behind it: "Rs500" */
  RULE_SCALE = 1 << 19,   /* multiplies a sum: "N20 billion" */
  RULE_AUTHOR = 1 << 20,  /* opens a byline if "by" follows: "written" */
  RULE_STAMP = 1 << 21,   /* says of a date that it is the text's own: "posted" */
  RULE_HALF = 1 << 22,    /* stands before the hyphen of many words: "long" */
  RULE_TAIL = 1 << 23     /* ... or behind it: "based" */
};

/* Or-ed rules of `word` (as written in the text, any case); 0 for a word the table does not have. */
uint32_t rules_find(const struct segment_rules *rules, struct slice word);

/*
 * Whether some RULE_SPLIT word may have these ends. Asked for every word, so the table itself is handed out:
 * the entry of the first byte (small or capital) has bits for sizes (below SPLIT_SIZES) and, from bit
 * SPLIT_SIZES on, for the last byte's low five bits.
 */
enum { SPLIT_SIZES = 32 };
const uint64_t *rules_split_ends(const struct segment_rules *rules);

/* Where `word` is cut: byte lengths of its pieces, in order, at most `limit`; returns how many, 0 if not cut. */
size_t rules_cuts(const struct segment_rules *rules, struct slice word, size_t *cuts, size_t limit);

/*
 * Bytes of the longest ending of `word` that is a word of its own leaning on what is before ("'s", "n't");
 * curved and straight apostrophes are the same. 0 if there is none or nothing stands before it.
 */
size_t rules_clitic(const struct segment_rules *rules, struct slice word);

#endif
