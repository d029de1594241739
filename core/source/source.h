/*
 * Sources: from files, directories and streams to a stream of source records. A record is the text of
 * one thing (a file, a JSON line, a mail, a web page) with its metadata. Streaming: memory is bounded by
 * the largest record.
 *
 * All strings in a record are valid UTF-8 (but for the text of a deferred mail), owned by the source, borrowed until the next call.
 */
#ifndef READOUT_SOURCE_H
#define READOUT_SOURCE_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

/* Limits of the readers; what goes beyond one becomes an error record that names it. */
enum {
  SOURCE_MAX_RECORD = 1 << 30,       /* bytes of one record, as read and as text */
  SOURCE_MAX_FOLDERS = 256,          /* folders within each other */
  SOURCE_MAX_ARCHIVES = 4,           /* archives and compressions within each other */
  SOURCE_MAX_MEMBERS = 10000000,     /* members of one archive */
  SOURCE_MAX_HTML_DEPTH = 1000,      /* elements within each other */
  SOURCE_MAX_HTML_ATTRIBUTES = 1000, /* attributes of one element */
  SOURCE_MAX_XML_DEPTH = 1000,       /* elements within each other */
  SOURCE_MAX_MAIL_DEPTH = 16         /* parts of a mail within each other */
};

enum { SOURCE_LEFT_OUT_NAMES = 3 };

/* Marks of the reader on the text: where a known kind of block begins and ends (HTML headings, captions). */
struct source_block {
  uint32_t start; /* byte offsets in text */
  uint32_t end;
  uint8_t type; /* enum line_type of segment.h */
};

/*
 * What is still to be done with a record, from what stands as its text: a page or a part of one, as UTF-8; a mail, as it
 * is; the fields of a feed's item.
 */
enum source_rest { REST_NONE, REST_HTML, REST_FRAGMENT, REST_MARKDOWN, REST_MAIL, REST_FEED };

struct source_record {
  struct slice id;     /* path, archive path, record id, or FILE:LINE */
  struct slice source; /* the file or stream it came from, "-" for standard input */
  struct slice text;   /* never with invalid UTF-8; may hold NUL bytes */
  struct slice
      metadata; /* one JSON object: title, date, language, author, section, url, kept keys; "" if none */
  struct slice
      encoding; /* "utf-8", "utf-16le", "windows-1252", ... and how it was decided: "utf-8 (valid)" */
  const struct source_block *blocks;
  uint32_t block_count;
  bool may_split;        /* plain text: several articles may stand in it */
  uint64_t invalid;      /* byte sequences replaced by U+FFFD */
  uint64_t invalid_at;   /* byte offset of the first one in the input */
  enum source_rest rest; /* REST_NONE, unless the source was opened to `defer` */
  const char *error;     /* not NULL: the record could not be read; what and why; text is empty */
};

struct source_options {
  const char *text_key;  /* NULL: text, body, content */
  const char *text_type; /* how the texts of JSON records are written: text (or NULL), html, md */
  const char *id_key;    /* NULL: id, url, else FILE:LINE */
  const char *title_key;
  const char *date_key;
  const char *language_key;
  const char *keep; /* keys to copy into metadata, comma-separated, or NULL */
  bool raw;         /* every line of the input is one text (map --raw) */
  const char *
      list; /* a file of more paths, one a line, after those given; "-": standard input; NULL: none */
  const char
      *written; /* the file that the answer goes to: folders are read without it; NULL: none */
  /* Called before each read from what is no regular file: wait until the descriptor is readable; false ends
   * the input there (the run was interrupted). NULL: read blocks. */
  bool (*wait)(int fd);
  /* One of `parts` parts of the input, from 1; 0: everything. By the hash of their ids, records are dealt out. By bytes,
   * the parts are of equal size: the lines of files of lines (JSONL, raw) that begin in it, and of all else what begins in
   * it, a whole file; pipes have no bytes. */
  bool by_bytes;
  unsigned part;
  unsigned parts;
  bool defer;        /* leave the dear part of the work to source_complete, where it is wanted */
  size_t max_record; /* bytes; 0 or more than that: SOURCE_MAX_RECORD */
  const char
      *format; /* NULL: by name and content; else text md html xml jsonl json mail mbox warc */
};

struct source;

/* Open a list of paths ("-" is standard input, read as JSONL when `stdin_jsonl` and no format is given).
 * Nothing is read yet. Copies its arguments. STATUS_MISUSE: there is no such format or type. */
enum status source_open(const char *const *paths, size_t count, bool stdin_jsonl,
                        const struct source_options *options, struct source **source);

/*
 * Before processes are forked that complete records and can open no files: open here what they will need, if the paths
 * may lead to mails.
 */
void source_prepare(const struct source *source);

/* The next record: STATUS_OK, STATUS_END, STATUS_NO_MEMORY. A file that cannot be read gives a record with `error`. */
enum status source_next(struct source *source, struct source_record *record);

/* Where deferred records are completed: in any process, one at a time. NULL when memory is out. */
struct source_space *source_space_new(void);

/*
 * Do what is left of a deferred record, whose strings the caller keeps until this returns: text, marks, metadata or an
 * error are then those that an undeferred reading gives, owned by the space until the next call. STATUS_OK,
 * STATUS_NO_MEMORY.
 */
enum status source_complete(struct source_space *space, struct source_record *record);

void source_space_free(struct source_space *space);

/* Bytes of input consumed so far, and the total where it is known (0 otherwise): for progress. */
void source_progress(const struct source *source, uint64_t *done, uint64_t *total);

/* Records that were read and belong to other parts. */
uint64_t source_passed(const struct source *source);

/* Files of folders and archives that were passed over because neither name nor content is known as text, and the first
 * SOURCE_LEFT_OUT_NAMES of them, ", " between; borrowed. */
uint64_t source_left_out(const struct source *source, struct slice *names);

void source_close(struct source *source);

#endif
