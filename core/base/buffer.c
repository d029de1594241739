/*
 * A growing run of bytes; the capacity doubles, so appending is linear.
 */
#include "buffer.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

char *buffer_grow(struct buffer *buffer, size_t size)
{
  if (buffer->failed)
    return NULL;
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

/* The numbers 00 to 99, of two digits each. */
static const char two_digits[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

void buffer_add_integer(struct buffer *buffer, long long value)
{
  enum { LONGEST = 20 }; /* of 64 bits, with its sign */
  char *room = buffer_reserve(buffer, LONGEST);
  if (room == NULL)
    return;
  unsigned long long rest = value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
  size_t size = value < 0 ? 2 : 1;
  for (unsigned long long high = rest; high >= 10; high /= 10)
    size++;
  room[0] = '-';
  char *at = room + size;
  for (; rest >= 10; rest /= 100) {
    at -= 2;
    memcpy(at, two_digits + rest % 100 * 2, 2);
  }
  if (rest > 0 || at == room + size)
    at[-1] = (char)('0' + rest);
  buffer->size += size;
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
