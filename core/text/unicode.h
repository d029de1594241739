/*
 * The class of a code point, as segmentation needs it: a two-stage table, generated (see
 * core/tools/unicode_table.c).
 */
#ifndef READOUT_UNICODE_H
#define READOUT_UNICODE_H

#include <stdint.h>

enum char_class {
  CHAR_SPACE,       /* white space and control characters */
  CHAR_BREAK,       /* LF, CR, U+2028, U+2029 */
  CHAR_LOWER,       /* small letters */
  CHAR_UPPER,       /* capitals and title-case letters */
  CHAR_LETTER,      /* letters without case */
  CHAR_IDEOGRAPH,   /* signs that are a token each */
  CHAR_MARK,        /* combining marks, joiners: belong to what stands before */
  CHAR_DIGIT,       /* decimal digits */
  CHAR_NUMERAL,     /* other numerals: fractions, circled and Roman numbers */
  CHAR_APOSTROPHE,  /* straight and curved single marks */
  CHAR_QUOTE,       /* the straight double mark, which opens and closes */
  CHAR_OPEN,        /* opening brackets and marks */
  CHAR_CLOSE,       /* closing brackets and marks */
  CHAR_HYPHEN,      /* hyphens */
  CHAR_DASH,        /* en dash, em dash and the like */
  CHAR_STOP,        /* ends of sentences outside ASCII */
  CHAR_PUNCTUATION, /* other marks */
  CHAR_CURRENCY,    /* signs of currency */
  CHAR_SYMBOL       /* everything else */
};

enum { UNICODE_BLOCK = 128, UNICODE_LAST = 0x10FFFF };

extern const uint8_t unicode_block[];
extern const uint8_t unicode_classes[][UNICODE_BLOCK];

/* The class of `codepoint` (at most UNICODE_LAST). */
enum char_class unicode_class(uint32_t codepoint);

#endif
