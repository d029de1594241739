/*
 * JSON, written by hand into a buffer: many times faster than building a tree first.
 */
#ifndef READOUT_JSON_H
#define READOUT_JSON_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include <stdbool.h>

/*
 * Append `text` as a JSON string with its quotes; what is no UTF-8 in it becomes U+FFFD. U+0000-001F, U+007F-009F, U+2028 and U+2029 are
 * always escaped (some readers take them for line ends, some terminals for commands), with `ascii` everything
 * beyond ASCII.
 */
void json_add_string(struct buffer *buffer, struct slice text, bool ascii);

/* Append a number; whole numbers below 2^53 without a fraction, others with the fewest digits that
 * read back the same. Infinities and NaN, which JSON lacks, become null. */
void json_add_number(struct buffer *buffer, double value);

#endif
