/*
 * UTF-8: validity, repair, and counting code points.
 */
#ifndef READOUT_UTF8_H
#define READOUT_UTF8_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* Length of the valid UTF-8 run at the start of `text`, in bytes; equals `size` when all is valid. */
size_t utf8_valid_prefix(struct slice text);

/*
 * Append `text` to `out` with every maximal invalid byte sequence (Unicode 15, 3.9, U+FFFD
 * substitution of maximal subparts) replaced by U+FFFD. Returns how many were replaced; `first` gets
 * the byte offset of the first one in `text`.
 */
size_t utf8_repair(struct slice text, struct buffer *out, size_t *first);

/* Number of code points in valid UTF-8. */
size_t utf8_count(struct slice text);

/* Number of line feeds. */
size_t utf8_count_lines(struct slice text);

/* Decode one code point of valid UTF-8 at `at` (at < size); `*length` gets its bytes. */
uint32_t utf8_decode(struct slice text, size_t at, size_t *length);

#endif
