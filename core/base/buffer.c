/*
 * A growing run of bytes; the capacity doubles, so appending is linear.
 */
#include "buffer.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

char *buffer_reserve(struct buffer *buffer, size_t size)
{
  if (buffer->failed)
    return NULL;
  if (buffer->data != NULL && buffer->capacity - buffer->size >= size)
    return buffer->data + buffer->size;
  if (size > SIZE_MAX / 2 - buffer->size) {
    buffer->failed = true;
    return NULL;
  }
  size_t needed = buffer->size + size;
  size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity;
  while (capacity < needed)
    capacity *= 2;
  char *data = realloc(buffer->data, capacity);
  if (data == NULL) {
    buffer->failed = true;
    return NULL;
  }
  buffer->data = data;
  buffer->capacity = capacity;
  return data + buffer->size;
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
  buffer_add(buffer, string, strlen(string));
}

void buffer_repeat(struct buffer *buffer, size_t at, size_t size)
{
  char *room = buffer_reserve(buffer, size);
  if (room == NULL)
    return;
  memcpy(room, buffer->data + at, size);
  buffer->size += size;
}

void buffer_add_integer(struct buffer *buffer, long long value)
{
  char digits[24];
  size_t at = sizeof digits;
  /* Negative throughout, because the smallest value has no positive counterpart. */
  long long rest = value < 0 ? value : -value;
  do {
    digits[--at] = (char)('0' - rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0)
    digits[--at] = '-';
  buffer_add(buffer, digits + at, sizeof digits - at);
}

struct slice buffer_slice(const struct buffer *buffer)
{
  return (struct slice){buffer->data ? buffer->data : "", buffer->size};
}

void buffer_clear(struct buffer *buffer)
{
  buffer->size = 0;
  buffer->failed = false;
}

void buffer_free(struct buffer *buffer)
{
  free(buffer->data);
  *buffer = (struct buffer){0};
}
