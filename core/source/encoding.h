/*
 * Encodings: from bytes to valid UTF-8. A byte order mark decides first, then a declaration, then
 * the bytes themselves. What was decided, and why, is always said.
 */
#ifndef READOUT_ENCODING_H
#define READOUT_ENCODING_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

struct encoding_result {
  struct slice text;   /* valid UTF-8; borrows the input where nothing had to change, else `out` */
  uint64_t invalid;    /* byte sequences replaced by U+FFFD */
  uint64_t invalid_at; /* byte offset in the input of the first one */
};

/*
 * Decode all of `bytes`. `declared` is the label that the document gives itself ("" if none). Appends to
 * `how` the encoding and what decided it: "utf-8 (valid)", "windows-1252 (sniffed)",
 * "iso-8859-2 (declared)". A leading U+FEFF of UTF-8 stays in the text. STATUS_OK or STATUS_NO_MEMORY.
 */
enum status encoding_decode(struct slice bytes, struct slice declared, struct buffer *out,
                            struct buffer *how, struct encoding_result *result);

/* The same for bytes that must be UTF-8 by their format (JSON). Says nothing. */
enum status encoding_mend(struct slice bytes, struct buffer *out, struct encoding_result *result);

/*
 * The label that a document of markup gives itself: in its XML declaration, or, of HTML, in a <meta>. Borrowed; empty if
 * there is none.
 */
struct slice encoding_declared(struct slice bytes, bool is_html);

/* Open the system's tables of all encodings that mails have, for a process that will not be able to. They stay open. */
void encoding_open_tables(void);

enum utf16_order { UTF16_NONE, UTF16_LITTLE, UTF16_BIG };

/* Whether the first bytes of a stream are UTF-16: by its mark, or by where the NULs stand. */
enum utf16_order encoding_find_utf16(struct slice sample);

struct utf16_result {
  size_t used; /* bytes of the input */
  size_t made; /* bytes of output */
  uint64_t invalid;
  uint64_t invalid_at; /* byte offset in the input */
};

/*
 * Turn UTF-16 into UTF-8, at most `room` (4 or more) bytes of it. Unless `last`, an incomplete unit or
 * pair at the end is left for the next call.
 */
void encoding_from_utf16(struct slice input, bool big_endian, bool last, char *out, size_t room,
                         struct utf16_result *result);

/*
 * Whether the sample (the first block of a file) is not text. `why` gets the reason: "binary data
 * (NUL at byte 17)", "a PDF file, not text".
 */
bool encoding_is_binary(struct slice sample, struct buffer *why);

#endif
