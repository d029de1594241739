/*
 * Where the record being read is put together: one set of buffers a source, emptied for each record.
 */
#ifndef READOUT_RECORD_H
#define READOUT_RECORD_H

#include "../text/segment.h"
#include "source.h"

struct record_space {
  struct buffer id;
  struct buffer text;
  struct buffer metadata; /* members of the object so far, the opening brace included */
  struct buffer encoding;
  struct buffer error;
  struct buffer blocks;         /* struct source_block, one after the other */
  struct buffer decoded;        /* the page that a reader has decoded and record_complete reads */
  struct buffer work;           /* for the reader's own use, emptied with the rest */
  uint64_t left_out;            /* files of folders and archives that are no text; kept, as ... */
  struct buffer left_out_names; /* ... the first of them, with commas between */
};

/* Empty the space and the record; frees what an unusually large record left behind. */
void record_begin(struct record_space *space, struct source_record *record);

/* Fill the record from the space: id, metadata, encoding, error and blocks always, text if it was made there.
 * STATUS_NO_MEMORY if anything did not fit. */
enum status record_finish(struct record_space *space, struct source_record *record);

/* Do what is left of the record (record->rest) in the space, which holds what else is known of it. */
enum status record_complete(struct record_space *space, struct source_record *record);

/* Say what went wrong, printf-like (%s %zu %llu); the record's text will be empty. */
void record_fail(struct record_space *space, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Note that a file is passed over because it is no text. */
void record_leave_out(struct record_space *space, struct slice path);

/* Set the id, replacing the one before; invalid UTF-8 is repaired. */
void record_set_id(struct record_space *space, struct slice id);

/* Set the id "NAME:LINE" (and ":COLUMN" if not 0). */
void record_set_place(struct record_space *space, struct slice name, uint64_t line,
                      uint64_t column);

/* Add a member to the metadata, `value` being text; an empty one or a key that is there already is not added. */
void record_add_text(struct record_space *space, const char *key, struct slice value);

/* The same, `value` being valid JSON, copied as it is; `key` without quotes, as JSON escapes it. */
void record_add_json(struct record_space *space, struct slice key, struct slice value);

/* Add the members of an object that record_add_* wrote, be its closing brace there or not. */
void record_add_members(struct record_space *space, struct slice object);

/*
 * The next member of a JSON object, known to be valid (its closing brace may be missing), behind *at, which is 0 at first:
 * its key as it is written, without quotes, and its value. False: there is none.
 */
bool record_next_member(struct slice object, size_t *at, struct slice *key, struct slice *value);

/* Mark text from `start` to `end` as a line of the type given. Marks come in order. */
void record_mark(struct record_space *space, size_t start, size_t end, enum line_type type);

void record_free(struct record_space *space);

#endif
