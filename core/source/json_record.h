/*
 * One JSON value as a record: its text, id and metadata by the keys of the options. Inside core/source only.
 */
#ifndef READOUT_JSON_RECORD_H
#define READOUT_JSON_RECORD_H

#include "reader.h"

struct json_scratch { /* zeroed at first, kept from record to record */
  struct buffer mended;
  struct buffer members; /* struct json_member, one after the other */
  struct buffer key;     /* one that had to be unescaped, or lies within another */
  struct buffer asked;   /* struct slice: the keys that count, listed once */
};

/* Where a value stands in its file. */
struct json_place {
  struct reader *reader;
  uint64_t line;   /* of its first byte, from 1, among those of the reader */
  uint64_t column; /* of its first byte, from 1, code points */
  uint64_t offset; /* of its first byte */
  bool whole;      /* it is all of the file: its id is the file's name */
  bool same_line;  /* another value began on this line: the id gets the column as well */
};

/* Fill space and record from the value, or with an error. STATUS_OK or STATUS_NO_MEMORY. */
enum status json_record_fill(struct slice value, const struct json_place *place,
                             const struct source_options *options, struct json_scratch *scratch,
                             struct record_space *space, struct source_record *record);

/* What is to be done with the texts that are written as the options say; false: there is no such type. */
bool json_text_type(const struct source_options *options, enum source_rest *rest);

/*
 * What is wrong with JSON, and at which byte: "it ends too early", "a bad escape", "unexpected" (the character
 * there) ... NULL: nothing.
 */
const char *json_find_error(struct slice json, size_t *at);

void json_scratch_free(struct json_scratch *scratch);

#endif
