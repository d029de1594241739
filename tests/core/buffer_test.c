/* The buffer: appending, numbers, and how a failure is remembered. */
#include "../../core/base/buffer.h"
#include "tap.h"
#include <limits.h>
#include <stdint.h>

static void test_append(void)
{
  struct buffer buffer = {0};
  buffer_add(&buffer, "", 0);
  ok(buffer.data == NULL && buffer.size == 0, "nothing added, nothing allocated");
  buffer_add_string(&buffer, "Oslo");
  buffer_add_byte(&buffer, ' ');
  buffer_add(&buffer, "and Bergen", 10);
  is_bytes(buffer.data, buffer.size, "Oslo and Bergen", "strings, bytes and runs in a row");

  for (int i = 0; i < 5000; i++)
    buffer_add_byte(&buffer, 'x');
  is_int((long long)buffer.size, 5015, "it grows");
  ok(memcmp(buffer.data, "Oslo and Bergen", 15) == 0 && buffer.data[5014] == 'x',
     "and keeps what it has");

  size_t capacity = buffer.capacity;
  buffer_clear(&buffer);
  ok(buffer.size == 0 && buffer.capacity == capacity, "clearing keeps the memory");
  buffer_free(&buffer);
  ok(buffer.data == NULL && buffer.capacity == 0, "freeing gives it back");
  buffer_add_string(&buffer, "again");
  is_bytes(buffer.data, buffer.size, "again", "usable afterwards");
  buffer_free(&buffer);
}

static void test_integers(void)
{
  struct buffer buffer = {0};
  buffer_add_integer(&buffer, 0);
  buffer_add_byte(&buffer, ' ');
  buffer_add_integer(&buffer, 700000);
  buffer_add_byte(&buffer, ' ');
  buffer_add_integer(&buffer, -12);
  is_bytes(buffer.data, buffer.size, "0 700000 -12", "whole numbers");
  buffer_clear(&buffer);
  buffer_add_integer(&buffer, LLONG_MIN);
  is_bytes(buffer.data, buffer.size, "-9223372036854775808", "the smallest");
  buffer_clear(&buffer);
  buffer_add_integer(&buffer, LLONG_MAX);
  is_bytes(buffer.data, buffer.size, "9223372036854775807", "the largest");
  buffer_free(&buffer);
}

static void test_reserve(void)
{
  struct buffer buffer = {0};
  char *room = buffer_reserve(&buffer, 1000);
  ok(room != NULL && buffer.size == 0, "room is made, nothing is added");
  memcpy(room, "note", 4);
  buffer.size += 4;
  is_bytes(buffer.data, buffer.size, "note", "the caller adds what it wrote");

  ok(buffer_reserve(&buffer, SIZE_MAX - 2) == NULL && buffer.failed, "too much is refused");
  buffer_add_string(&buffer, "lost");
  is_int((long long)buffer.size, 4, "after a failure nothing is added");
  buffer_clear(&buffer);
  buffer_add_string(&buffer, "new");
  ok(!buffer.failed, "clearing forgets the failure");
  is_bytes(buffer.data, buffer.size, "new", "and it works again");
  buffer_free(&buffer);
}

int main(void)
{
  test_append();
  test_integers();
  test_reserve();
  return done();
}
