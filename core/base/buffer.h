/*
 * A growing run of bytes. A failed growth is remembered (`failed`), later appends do nothing, and
 * the owner asks once at the end.
 */
#ifndef READOUT_BUFFER_H
#define READOUT_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
  char *data; /* owned by the buffer; NULL while empty */
  size_t size;
  size_t capacity;
  bool failed;
};

/* Append `size` bytes. */
void buffer_add(struct buffer *buffer, const void *data, size_t size);

/* Append a NUL-closed string, without its NUL. */
void buffer_add_string(struct buffer *buffer, const char *string);

/* Append one byte. */
void buffer_add_byte(struct buffer *buffer, char byte);

/* Append a whole number in decimal digits. */
void buffer_add_integer(struct buffer *buffer, long long value);

/* Make room for `size` more bytes and return where they begin; NULL when memory is out. The caller
 * writes there and adds what it wrote to `size`. */
char *buffer_reserve(struct buffer *buffer, size_t size);

/* Forget the contents, keep the memory. */
void buffer_clear(struct buffer *buffer);

/* Give the memory back; the buffer is empty and usable again. */
void buffer_free(struct buffer *buffer);

#endif
