/*
 * Byte streams: a window over a file, a pipe, memory or a member of an archive. The window grows to
 * what its reader asks for and no further, so that memory is bounded by the largest record.
 *
 * Positions are bytes from 0 in the stream (of the decompressed data, where it was compressed).
 */
#ifndef READOUT_STREAM_H
#define READOUT_STREAM_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

/* Where the bytes come from. */
struct stream_origin {
  /* Read up to `room` bytes; *got = 0 at the end. On STATUS_BAD_INPUT or STATUS_IO a reason stands in
   * `trouble`; the stream ends there and keeps what it has. */
  enum status (*read)(void *state, char *into, size_t room, size_t *got, struct buffer *trouble);
  /* Move to byte `to` of the origin; false where that is impossible. NULL: not seekable. */
  bool (*seek)(void *state, uint64_t to);
  void (*close)(void *state);
};

struct stream {
  const struct stream_origin *origin;
  void *state; /* owned through origin->close */
  char *data;  /* owned; the window is data[begin, end) */
  size_t begin;
  size_t end;
  size_t capacity;
  size_t scanned;      /* bytes of the window known to hold no LF */
  uint64_t offset;     /* position of data[begin] */
  uint64_t size;       /* of the whole, where known; else 0 */
  bool ended;          /* the origin has no more */
  const char *decoded; /* "utf-16le (mark)" ...: what it was before; NULL: as it was found */
  uint64_t invalid;    /* unpaired surrogates replaced while decoding UTF-16 */
  uint64_t invalid_at;
  struct buffer trouble; /* why it ended too early, NUL-closed; empty if it did not */
};

/* A stream over `state`, which it owns from now on, also on failure. */
enum status stream_new(const struct stream_origin *origin, void *state, struct stream **stream);

/* A stream over an open file; closes it at the end if `owned`. Adds every byte read to `*count`. `wait` as in
 * struct source_options; may be NULL. */
enum status stream_open_fd(int fd, bool owned, uint64_t *count, bool (*wait)(int fd),
                           struct stream **stream);

/* A stream over bytes that the caller keeps until it is closed. */
enum status stream_open_bytes(struct slice bytes, struct stream **stream);

/* A stream of UTF-8 over `from` (which it owns from now on) of UTF-16; a leading mark is dropped. */
enum status stream_open_utf16(struct stream *from, bool big_endian, struct stream **stream);

/* A stream over `from` (which it owns from now on) of gzip data: all its members, one after the other. */
enum status stream_open_gzip(struct stream *from, struct stream **stream);

/* What the window holds. Borrowed until the next call on the stream. */
struct slice stream_window(const struct stream *stream);

/* Read until the window holds `size` bytes or the stream ends. */
enum status stream_need(struct stream *stream, size_t size);

/* Read one more block into the window. */
enum status stream_more(struct stream *stream);

/* Take `size` bytes of the window as read. */
void stream_skip(struct stream *stream, size_t size);

/*
 * The next line without its LF, taken from the window; the bytes may be changed, and are borrowed
 * until the next call. STATUS_END at the end. STATUS_LIMIT: it was longer than `limit` and was skipped.
 */
enum status stream_line(struct stream *stream, size_t limit, struct slice *line);

/* Whether stream_seek can go anywhere. */
bool stream_is_seekable(const struct stream *stream);

/* Go to byte `to`; false where that is impossible. */
bool stream_seek(struct stream *stream, uint64_t to);

/* How many lines end before byte `to`; the window stays as it is. Only for what can be sought; less than there are where
 * it cannot be read. */
uint64_t stream_count_lines(struct stream *stream, uint64_t to);

/* All that is left, as stream_line gives a line. STATUS_LIMIT: it is longer than `limit`. */
enum status stream_all(struct stream *stream, size_t limit, struct slice *all);

/* End the message of a trouble that came `size` bytes into the data: after how many, and whether anything is kept. */
void stream_say_kept(struct buffer *trouble, uint64_t size);

void stream_close(struct stream *stream);

#endif
