/*
 * The glyphs of quotation marks: “ ” „ ‟ ‘ ’ ‚ ″ « » " ' `` '' ´´, and those that twice.h reads. What a glyph means is not decided here.
 */
#ifndef READOUT_QUOTATION_H
#define READOUT_QUOTATION_H

#include "../base/slice.h"
#include <stdbool.h>

/*
 * The first such glyph of `text` (valid UTF-8) that begins at byte `at` (from 0) or later goes to `glyph`, a piece of the
 * text; false when there is none. A straight apostrophe between two ASCII letters or digits is passed over: nearly all of
 * them stand there, and none is a mark.
 */
bool quotation_next(struct slice text, size_t at, struct slice *glyph);

#endif
