/*
 * Markdown: from its source to lines without its marks. Inside core/source only.
 */
#ifndef READOUT_MARKDOWN_H
#define READOUT_MARKDOWN_H

#include "record.h"

/* Read Markdown (valid UTF-8) into the space: its text, marks and metadata. */
void markdown_read(struct slice text, struct record_space *space);

#endif
