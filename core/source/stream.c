/* Byte streams; see stream.h. */
#include "stream.h"
#include "../text/utf8.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STREAM_BLOCK = 256 * 1024, COUNT_BLOCK = 64 * 1024 };

/* ---- the window ---- */

enum status stream_new(const struct stream_origin *origin, void *state, struct stream **stream)
{
  struct stream *made = calloc(1, sizeof *made);
  if (made == NULL) {
    origin->close(state);
    return STATUS_NO_MEMORY;
  }
  made->origin = origin;
  made->state = state;
  *stream = made;
  return STATUS_OK;
}

void stream_say_kept(struct buffer *trouble, uint64_t size)
{
  if (size == 0) {
    buffer_add_string(trouble, ": nothing of it can be read");
  } else {
    buffer_add_string(trouble, " after ");
    buffer_add_integer(trouble, (long long)size);
    buffer_add_string(trouble, " bytes: what was read before it is kept");
  }
  buffer_add_byte(trouble, '\0');
}

void stream_close(struct stream *stream)
{
  if (stream == NULL)
    return;
  stream->origin->close(stream->state);
  buffer_free(&stream->trouble);
  free(stream->data);
  free(stream);
}

struct slice stream_window(const struct stream *stream)
{
  if (stream->data == NULL)
    return (struct slice){"", 0};
  return (struct slice){stream->data + stream->begin, stream->end - stream->begin};
}

/* Make room for `room` bytes after the window: first by moving it to the front, then by growing. */
static enum status make_room(struct stream *stream, size_t room)
{
  size_t size = stream->end - stream->begin;
  if (stream->capacity - stream->end >= room)
    return STATUS_OK;
  if (stream->begin > 0) {
    memmove(stream->data, stream->data + stream->begin, size);
    stream->begin = 0;
    stream->end = size;
  }
  if (stream->capacity - size >= room)
    return STATUS_OK;
  if (room > SIZE_MAX / 4 - size)
    return STATUS_NO_MEMORY;
  size_t capacity = stream->capacity < STREAM_BLOCK ? STREAM_BLOCK : stream->capacity;
  while (capacity - size < room)
    capacity *= 2;
  char *data = realloc(stream->data, capacity);
  if (data == NULL)
    return STATUS_NO_MEMORY;
  stream->data = data;
  stream->capacity = capacity;
  return STATUS_OK;
}

/* Read at most `room` more bytes. */
static enum status read_more(struct stream *stream, size_t room)
{
  if (stream->ended)
    return STATUS_OK;
  enum status status = make_room(stream, room);
  if (status != STATUS_OK)
    return status;
  size_t got = 0;
  status = stream->origin->read(stream->state, stream->data + stream->end,
                                stream->capacity - stream->end, &got, &stream->trouble);
  stream->end += got;
  if (status == STATUS_NO_MEMORY || stream->trouble.failed)
    return STATUS_NO_MEMORY;
  if (status != STATUS_OK || got == 0)
    stream->ended = true;
  return STATUS_OK;
}

enum status stream_more(struct stream *stream)
{
  return read_more(stream, STREAM_BLOCK);
}

enum status stream_need(struct stream *stream, size_t size)
{
  while (stream->end - stream->begin < size && !stream->ended) {
    enum status status = stream_more(stream);
    if (status != STATUS_OK)
      return status;
  }
  return STATUS_OK;
}

void stream_skip(struct stream *stream, size_t size)
{
  stream->begin += size;
  stream->offset += size;
  stream->scanned = stream->scanned > size ? stream->scanned - size : 0;
  if (stream->begin == stream->end) {
    stream->begin = 0;
    stream->end = 0;
  }
}

bool stream_is_seekable(const struct stream *stream)
{
  return stream->origin->seek != NULL;
}

bool stream_seek(struct stream *stream, uint64_t to)
{
  if (!stream_is_seekable(stream) || !stream->origin->seek(stream->state, to))
    return false;
  stream->begin = 0;
  stream->end = 0;
  stream->scanned = 0;
  stream->offset = to;
  stream->ended = false;
  return true;
}

/* Skip to behind the next LF. */
static enum status skip_line(struct stream *stream)
{
  for (;;) {
    struct slice window = stream_window(stream);
    const char *stop = window.size ? memchr(window.data, '\n', window.size) : NULL;
    if (stop != NULL) {
      stream_skip(stream, (size_t)(stop - window.data) + 1);
      return STATUS_LIMIT;
    }
    stream_skip(stream, window.size);
    if (stream->ended)
      return STATUS_LIMIT;
    enum status status = stream_more(stream);
    if (status != STATUS_OK)
      return status;
  }
}

enum status stream_line(struct stream *stream, size_t limit, struct slice *line)
{
  for (;;) {
    struct slice window = stream_window(stream);
    size_t from = stream->scanned < window.size ? stream->scanned : window.size;
    const char *stop =
        window.size > from ? memchr(window.data + from, '\n', window.size - from) : NULL;
    if (stop != NULL) {
      line->data = window.data;
      line->size = (size_t)(stop - window.data);
      stream->scanned = 0;
      stream_skip(stream, line->size + 1);
      return line->size > limit ? STATUS_LIMIT : STATUS_OK;
    }
    if (window.size > limit)
      return skip_line(stream);
    if (stream->ended) {
      if (window.size == 0)
        return STATUS_END;
      *line = window;
      stream_skip(stream, window.size);
      return STATUS_OK;
    }
    stream->scanned = window.size;
    enum status status = stream_more(stream);
    if (status != STATUS_OK)
      return status;
  }
}

uint64_t stream_count_lines(struct stream *stream, uint64_t to)
{
  uint64_t lines = 0;
  char block[COUNT_BLOCK];
  struct buffer trouble = {0};
  if (!stream_is_seekable(stream) || !stream->origin->seek(stream->state, 0))
    return 0;
  while (to > 0) {
    size_t room = to < sizeof block ? (size_t)to : sizeof block;
    size_t got = 0;
    if (stream->origin->read(stream->state, block, room, &got, &trouble) != STATUS_OK || got == 0)
      break;
    to -= got;
    lines += utf8_count_lines((struct slice){block, got});
  }
  buffer_free(&trouble);
  stream->origin->seek(stream->state, stream->offset + (stream->end - stream->begin));
  return lines;
}

enum status stream_all(struct stream *stream, size_t limit, struct slice *all)
{
  if (stream->size > stream->offset && stream->size - stream->offset > limit)
    return STATUS_LIMIT;
  if (stream->size > stream->offset && stream->size - stream->offset < limit) {
    /* One byte more than the file has, so that its end is seen without growing the window. */
    size_t left = (size_t)(stream->size - stream->offset) + 1;
    size_t have = stream->end - stream->begin;
    enum status status = left > have ? make_room(stream, left - have) : STATUS_OK;
    if (status != STATUS_OK)
      return status;
  }
  while (!stream->ended && stream->end - stream->begin <= limit) {
    size_t free_room = stream->capacity - stream->end;
    enum status status = read_more(stream, free_room > 0 ? free_room : STREAM_BLOCK);
    if (status != STATUS_OK)
      return status;
  }
  *all = stream_window(stream);
  stream_skip(stream, all->size);
  return all->size > limit ? STATUS_LIMIT : STATUS_OK;
}

/* ---- files and pipes ---- */

struct file {
  int fd;
  bool owned;
  uint64_t *count; /* borrowed */
  bool (*wait)(int fd);
};

static enum status file_read(void *state, char *into, size_t room, size_t *got,
                             struct buffer *trouble)
{
  struct file *file = state;
  *got = 0;
  if (file->wait != NULL && !file->wait(file->fd))
    return STATUS_OK;
  ssize_t size = 0;
  do
    size = read(file->fd, into, room);
  while (size < 0 && errno == EINTR);
  if (size < 0) {
    const char *reason = strerrordesc_np(errno);
    buffer_add_string(trouble, "cannot read: ");
    buffer_add_string(trouble, reason ? reason : "unknown error");
    buffer_add_byte(trouble, '\0');
    return STATUS_IO;
  }
  *got = (size_t)size;
  *file->count += *got;
  return STATUS_OK;
}

static bool file_seek(void *state, uint64_t to)
{
  struct file *file = state;
  return lseek(file->fd, (off_t)to, SEEK_SET) == (off_t)to;
}

static void file_close(void *state)
{
  struct file *file = state;
  if (file->owned)
    close(file->fd);
  free(file);
}

static const struct stream_origin file_origin = {file_read, file_seek, file_close};
static const struct stream_origin pipe_origin = {file_read, NULL, file_close};

enum status stream_open_fd(int fd, bool owned, uint64_t *count, bool (*wait)(int fd),
                           struct stream **stream)
{
  struct file *file = malloc(sizeof *file);
  if (file == NULL) {
    if (owned)
      close(fd);
    return STATUS_NO_MEMORY;
  }
  file->fd = fd;
  file->owned = owned;
  file->count = count;
  struct stat stat;
  bool regular = fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode);
  /* A regular file handed over as standard input may stand anywhere: seeking would count from 0. */
  bool seekable = regular && lseek(fd, 0, SEEK_CUR) == 0;
  file->wait = regular ? NULL : wait;
  enum status status = stream_new(seekable ? &file_origin : &pipe_origin, file, stream);
  if (status == STATUS_OK && seekable && stat.st_size > 0)
    (*stream)->size = (uint64_t)stat.st_size;
  return status;
}

/* ---- memory ---- */

struct bytes {
  struct slice all; /* borrowed */
  size_t at;
};

static enum status bytes_read(void *state, char *into, size_t room, size_t *got,
                              struct buffer *trouble)
{
  struct bytes *bytes = state;
  size_t left = bytes->all.size - bytes->at;
  (void)trouble;
  *got = left < room ? left : room;
  if (*got > 0)
    memcpy(into, bytes->all.data + bytes->at, *got);
  bytes->at += *got;
  return STATUS_OK;
}

static bool bytes_seek(void *state, uint64_t to)
{
  struct bytes *bytes = state;
  if (to > bytes->all.size)
    return false;
  bytes->at = (size_t)to;
  return true;
}

static const struct stream_origin bytes_origin = {bytes_read, bytes_seek, free};

enum status stream_open_bytes(struct slice bytes, struct stream **stream)
{
  struct bytes *state = malloc(sizeof *state);
  if (state == NULL)
    return STATUS_NO_MEMORY;
  *state = (struct bytes){bytes, 0};
  enum status status = stream_new(&bytes_origin, state, stream);
  if (status == STATUS_OK)
    (*stream)->size = bytes.size;
  return status;
}
