/*
 * A stream over gzip data; see stream.h. By zlib and not by libarchive, which does not look at the checksum and drops up to
 * 64 KiB of good data when a file is cut.
 */
#include "stream.h"
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

struct gzip {
  struct stream *from; /* owned */
  z_stream state;
  uint64_t size; /* bytes given so far */
  bool ended;    /* no further member follows */
};

static enum status give_up(struct gzip *gzip, const char *what, struct buffer *trouble)
{
  gzip->ended = true;
  buffer_add_string(trouble, "gzip data is ");
  buffer_add_string(trouble, what);
  stream_say_kept(trouble, gzip->size);
  return STATUS_BAD_INPUT;
}

/*
 * A member has ended. Another one may follow, or zeros that fill a block; anything else is told. Members that are empty follow
 * each other without any output: the caller loops.
 */
static enum status next_member(struct gzip *gzip, struct buffer *trouble)
{
  enum status status = stream_need(gzip->from, 2);
  if (status != STATUS_OK)
    return status;
  struct slice window = stream_window(gzip->from);
  if (window.size >= 2 && memcmp(window.data, "\x1F\x8B", 2) == 0)
    return inflateReset(&gzip->state) == Z_OK ? STATUS_OK : STATUS_NO_MEMORY;
  gzip->ended = true;
  if (window.size == 0 || window.data[0] == '\0')
    return STATUS_OK;
  return give_up(gzip, "followed by something else", trouble);
}

static enum status gzip_read(void *state, char *into, size_t room, size_t *got,
                             struct buffer *trouble)
{
  struct gzip *gzip = state;
  enum { PART_MAX = 1 << 30 };
  while (!gzip->ended && *got == 0) {
    enum status status = stream_need(gzip->from, 1);
    if (status != STATUS_OK)
      return status;
    struct slice window = stream_window(gzip->from);
    if (window.size == 0) {
      const struct buffer *cause = &gzip->from->trouble;
      if (cause->size == 0)
        return give_up(gzip, "truncated", trouble);
      gzip->ended = true;
      buffer_add(trouble, cause->data, cause->size);
      return STATUS_BAD_INPUT;
    }
    unsigned in = (unsigned)(window.size < PART_MAX ? window.size : PART_MAX);
    unsigned out = (unsigned)(room < PART_MAX ? room : PART_MAX);
    gzip->state.next_in = (const Bytef *)window.data;
    gzip->state.avail_in = in;
    gzip->state.next_out = (Bytef *)into;
    gzip->state.avail_out = out;
    int outcome = inflate(&gzip->state, Z_NO_FLUSH);
    stream_skip(gzip->from, in - gzip->state.avail_in);
    *got = out - gzip->state.avail_out;
    gzip->size += *got;
    if (outcome == Z_MEM_ERROR)
      return STATUS_NO_MEMORY;
    if (outcome == Z_STREAM_END)
      status = next_member(gzip, trouble);
    else if (outcome != Z_OK && outcome != Z_BUF_ERROR)
      return give_up(gzip, "broken", trouble);
    if (status != STATUS_OK)
      return status;
  }
  return STATUS_OK;
}

static void gzip_close(void *state)
{
  struct gzip *gzip = state;
  inflateEnd(&gzip->state);
  stream_close(gzip->from);
  free(gzip);
}

static const struct stream_origin gzip_origin = {gzip_read, NULL, gzip_close};

enum status stream_open_gzip(struct stream *from, struct stream **stream)
{
  /* Windows of any size, gzip headers only. */
  enum { WINDOW_BITS = 15 + 16 };
  struct gzip *gzip = calloc(1, sizeof *gzip);
  if (gzip == NULL || inflateInit2(&gzip->state, WINDOW_BITS) != Z_OK) {
    free(gzip);
    stream_close(from);
    return STATUS_NO_MEMORY;
  }
  gzip->from = from;
  return stream_new(&gzip_origin, gzip, stream);
}
