/*
 * A growing run of bytes. A failed growth is remembered (`failed`), later appends do nothing, and
 * the owner asks once at the end.
 */
#ifndef READOUT_BUFFER_H
#define READOUT_BUFFER_H

#include "slice.h"
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buffer {
  char *data; /* owned by the buffer; NULL while empty */
  size_t size;
  size_t capacity;
  bool failed;
};

/* What buffer_reserve does where there is no room yet. */
char *buffer_grow(struct buffer *buffer, size_t size);

/* Make room for `size` more bytes and return where they begin; NULL when memory is out. The caller
 * writes there and adds what it wrote to `size`. */
static inline char *buffer_reserve(struct buffer *buffer, size_t size)
{
  bool fits = buffer->data != NULL && size <= buffer->capacity - buffer->size && !buffer->failed;
  return fits ? buffer->data + buffer->size : buffer_grow(buffer, size);
}

/* Append `size` bytes. */
static inline void buffer_add(struct buffer *buffer, const void *data, size_t size)
{
  if (data == NULL || size == 0) /* an empty slice may have no data */
    return;
  char *room = buffer_reserve(buffer, size);
  if (room == NULL)
    return;
  memcpy(room, data, size);
  buffer->size += size;
}

/* Append a NUL-closed string, without its NUL. */
void buffer_add_string(struct buffer *buffer, const char *string);

/* Append once more the `size` bytes that it holds from `at` on. */
void buffer_repeat(struct buffer *buffer, size_t at, size_t size);

/* Append one byte. */
static inline void buffer_add_byte(struct buffer *buffer, char byte)
{
  if (buffer->size < buffer->capacity && !buffer->failed)
    buffer->data[buffer->size++] = byte;
  else
    buffer_add(buffer, &byte, 1);
}

/* Append a whole number in decimal digits. */
void buffer_add_integer(struct buffer *buffer, long long value);

/* What it holds, borrowed until it changes; an empty slice has data too. */
struct slice buffer_slice(const struct buffer *buffer);

/* Forget the contents, keep the memory. */
void buffer_clear(struct buffer *buffer);

/* Give the memory back; the buffer is empty and usable again. */
void buffer_free(struct buffer *buffer);

#endif
