/*
 * Text decoded twice: UTF-8 that was once read as Windows-1252 or Latin-1 and written as UTF-8 again, so that a mark of
 * quotation is three characters ("\xC3\xA2\xE2\x82\xAC\xC5\x93"). The text stays as it is; marks and dashes in it are
 * read as what they were, and small letters with accents ("\xC3\x83\xC2\xA9").
 */
#ifndef READOUT_TWICE_H
#define READOUT_TWICE_H

#include "../base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* The first byte of each of them. */
enum { TWICE_FIRST = 0xC3 };

/*
 * The mark or dash (U+2010 to U+2026), letter or sign (U+00A1 to U+00FF) that is written decoded twice at `at`, `*length`
 * its bytes; 0 if there is none. The text is valid UTF-8.
 */
uint32_t twice_decoded(struct slice text, size_t at, uint32_t *length);

/* Write the text (`size` bytes) with all of them read as what they were into `out` of as many; returns its size. */
size_t twice_read(struct slice text, char *out);

#endif
