/* UTF-8: what is valid, how the rest is repaired, counting. */
#include "../../core/text/utf8.h"
#include "tap.h"
#include <stdlib.h>

static struct slice bytes(const char *string)
{
  return (struct slice){string, strlen(string)};
}

static void test_valid(void)
{
  is_int((long long)utf8_valid_prefix(bytes("")), 0, "nothing is valid");
  is_int((long long)utf8_valid_prefix(bytes("plain words, longer than eight")), 30, "ASCII");
  is_int((long long)utf8_valid_prefix(bytes("Zürich “talks” 😀")), 24, "two, three and four bytes");
  is_int((long long)utf8_valid_prefix((struct slice){"a\0b", 3}), 3, "NUL is a character");
  is_int((long long)utf8_valid_prefix(bytes("ab\xFF")), 2, "no such byte");
  is_int((long long)utf8_valid_prefix(bytes("ab\xC0\x80")), 2, "overlong");
  is_int((long long)utf8_valid_prefix(bytes("\xE0\x9F\xBF")), 0, "overlong, three bytes");
  is_int((long long)utf8_valid_prefix(bytes("\xF0\x8F\xBF\xBF")), 0, "overlong, four bytes");
  is_int((long long)utf8_valid_prefix(bytes("\xED\xA0\x80")), 0, "surrogate");
  is_int((long long)utf8_valid_prefix(bytes("\xF4\x8F\xBF\xBF")), 4, "U+10FFFF");
  is_int((long long)utf8_valid_prefix(bytes("\xF4\x90\x80\x80")), 0, "above U+10FFFF");
  is_int((long long)utf8_valid_prefix(bytes("abcdefgh\xE2\x80")), 8, "cut short at the end");
  is_int((long long)utf8_valid_prefix(bytes("\x80")), 0, "continuation alone");
}

static void repaired(const char *in, const char *out, long long count, long long at,
                     const char *name)
{
  struct buffer buffer = {0};
  size_t first = 99;
  size_t replaced = utf8_repair(bytes(in), &buffer, &first);
  is_bytes(buffer.data, buffer.size, out, name);
  ok((long long)replaced == count && (count == 0 || (long long)first == at), "  counted");
  buffer_free(&buffer);
}

static void test_repair(void)
{
  repaired("Café", "Café", 0, 0, "valid text stays");
  repaired("a\xFFz", "a\xEF\xBF\xBDz", 1, 1, "one bad byte");
  repaired("\xF1\x80\x80\xE1\x80\xC2\x62", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\x62", 3, 0,
           "maximal subparts are one each");
  repaired("ab\xC0\xAF!", "ab\xEF\xBF\xBD\xEF\xBF\xBD!", 2, 2,
           "overlong: a character for each byte");
  repaired("\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3, 0, "surrogate");
  repaired("end \xE2\x80", "end \xEF\xBF\xBD", 1, 4, "cut short");
  struct buffer buffer = {0};
  is_int((long long)utf8_repair(bytes("x\x80"), &buffer, NULL), 1, "the place may go unasked");
  buffer_free(&buffer);
}

static void test_count(void)
{
  is_int((long long)utf8_count(bytes("")), 0, "no characters");
  is_int((long long)utf8_count_lines((struct slice){"a\n\nb\n\0\n.", 8}), 4,
         "line feeds are counted");
  is_int((long long)utf8_count_lines((struct slice){"", 0}), 0, "in nothing there are none");
  is_int((long long)utf8_count(bytes("twelve bytes")), 12, "ASCII");
  is_int((long long)utf8_count(bytes("«São Tomé» – 東京 😀")), 17, "all lengths");
  char *many = malloc(3 * 5000);
  for (size_t i = 0; i < 5000; i++)
    memcpy(many + 3 * i, "“", 3);
  is_int((long long)utf8_count((struct slice){many, 15000}), 5000, "a long run of three bytes");
  free(many);

  size_t length;
  is_int((long long)utf8_decode(bytes("aé"), 1, &length), 0xE9, "decode two bytes");
  is_int((long long)length, 2, "  and their number");
  is_int((long long)utf8_decode(bytes("’"), 0, &length), 0x2019, "decode three bytes");
  is_int((long long)utf8_decode(bytes("😀"), 0, &length), 0x1F600, "decode four bytes");
  is_int((long long)length, 4, "  and their number");
}

int main(void)
{
  test_valid();
  test_repair();
  test_count();
  return done();
}
