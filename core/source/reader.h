/*
 * Readers: one per format, each turning a stream into records. Inside core/source only.
 */
#ifndef READOUT_READER_H
#define READOUT_READER_H

#include "record.h"
#include "source.h"
#include "stream.h"

enum format {
  FORMAT_UNKNOWN, /* by content */
  FORMAT_PLAIN,
  FORMAT_MARKDOWN,
  FORMAT_HTML,
  FORMAT_XML,
  FORMAT_JSONL,
  FORMAT_JSON,
  FORMAT_MAIL,
  FORMAT_MBOX,
  FORMAT_WARC,
  FORMAT_LINES /* every line is a text */
};

struct reader;

struct reader_kind {
  /* As source_next. The record is empty and its space too; STATUS_END leaves them so. */
  enum status (*next)(struct reader *reader, struct source_record *record);
  void (*close)(
      struct reader *reader); /* frees what is the kind's own, not the reader itself; or NULL */
  bool by_line; /* every line is a record: it reads with reader_line, and can begin at any */
};

/* What every reader has; a kind's own struct begins with it. */
struct reader {
  const struct reader_kind *kind;
  struct stream *stream;                /* owned */
  struct record_space *space;           /* borrowed, of the source */
  const struct source_options *options; /* borrowed, of the source */
  struct buffer name; /* the id of what is read: path, or archive path and member */
  uint64_t count;     /* records given */
  uint64_t from;      /* of a reader by line: the bytes in which its lines begin; ... */
  uint64_t to;        /* ... 0: no end */
  uint64_t before;    /* lines before `from`, once they are counted */
  bool counted;
  bool finished; /* the record comes complete from another reader */
  bool told;     /* the stream's trouble has been reported */
};

/* What a stream is opened with. */
struct reader_place {
  struct slice name;  /* copied */
  enum format format; /* FORMAT_UNKNOWN: by name, then by content */
  bool jsonl_default; /* content that says nothing else is JSONL */
  bool named;         /* the user named it: what cannot be read is an error, not skipped */
  unsigned depth;     /* archives around it */
  const struct source_options *options; /* borrowed */
  struct record_space *space;           /* borrowed */
};

/*
 * Open a reader for the stream, which it owns from now on, also on failure. STATUS_END: there is nothing to
 * read (a binary file that was not named). STATUS_BAD_INPUT: it cannot be read; the space holds an error
 * record to give. STATUS_NO_MEMORY.
 */
enum status reader_open(struct stream *stream, const struct reader_place *place,
                        struct reader **reader);

/* The next record, or, once, the trouble that ended the stream. */
enum status reader_next(struct reader *reader, struct source_record *record);

void reader_close(struct reader *reader);

/* The reader's name as a slice. */
struct slice reader_name(const struct reader *reader);

/* Bytes that one record may have. */
size_t reader_limit(const struct reader *reader);

/*
 * Decode bytes of which the record is made, `declared` being the label that they give themselves ("" if none): its text,
 * borrowed from them or from `out`, how it was encoded and what was invalid are set. STATUS_OK or STATUS_NO_MEMORY.
 */
enum status reader_decode(struct reader *reader, struct slice bytes, struct slice declared,
                          struct buffer *out, struct source_record *record);

/* Whether it can begin at any line of its file: it reads by line, what is no pipe and not packed. */
bool reader_can_cut(const struct reader *reader);

/* Let such a reader read only the lines that begin in bytes [from, to) of the file, to > 0. */
enum status reader_cut(struct reader *reader, uint64_t from, uint64_t to);

/* The next line of a reader by line, as stream_line; STATUS_END also where the lines of others begin. */
enum status reader_line(struct reader *reader, struct slice *line);

/* Lines of the file before the ones that are this reader's; counted when first asked for. */
uint64_t reader_lines_before(struct reader *reader);

/* Room for a reader of `size` bytes, zeroed, whose kind is set. NULL when memory is out. */
struct reader *reader_new(const struct reader_kind *kind, size_t size);

/* One constructor a format: a reader without stream and name, or NULL when memory is out. */
struct reader *whole_new(enum format format); /* plain text, Markdown, HTML, a mail */
struct reader *lines_new(void);
struct reader *jsonl_new(void);
struct reader *json_new(void);
struct reader *xml_new(void);
struct reader *mbox_new(void);
struct reader *warc_new(void);
struct reader *archive_new(const struct reader_place *place);

/* ---- formats by name and content (detect.c) ---- */

struct detection {
  enum format format; /* FORMAT_UNKNOWN if the name says nothing */
  bool known;         /* the extension is one that is read from directories and archives */
};

/* What the name promises: the extension, after that of a compression. */
struct detection detect_name(struct slice name);

/* What the first block of a stream looks like; FORMAT_PLAIN if like nothing else. */
enum format detect_content(struct slice sample);

/* "gzip", "zip" ... when the first block is compressed or an archive, else NULL. */
const char *detect_archive(struct slice sample);

/* The format called `name` ("text", "html", ...); FORMAT_UNKNOWN if there is none. */
enum format detect_format(const char *name);

#endif
