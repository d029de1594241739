/* Where JSON is broken, and how; see json_record.h. No tree is made: a value may hold many millions of others. */
#include "../base/ascii.h"
#include "../base/word.h"
#include "json_record.h"
#include <cjson/cJSON.h>
#include <string.h>

enum wanted {
  WANT_VALUE,
  WANT_VALUE_OR_END,
  WANT_KEY,
  WANT_KEY_OR_END,
  WANT_COLON,
  WANT_COMMA,
  WANT_NOTHING
};

struct check {
  struct slice json;
  size_t at;
  enum wanted wanted;
  size_t depth;
  char open[CJSON_NESTING_LIMIT + 1]; /* the brackets around, '{' or '[' */
};

/* Whether the escape at `at`, of which the backslash is passed, is one; *at then is its last byte. */
static bool pass_escape(struct slice json, size_t *at)
{
  if (json.data[*at] != 'u')
    return ascii_is_among(json.data[*at], "\"\\/bfnrt");
  for (size_t i = 0; i < 4 && *at + 1 < json.size; i++)
    if (ascii_hex(json.data[++*at]) < 0)
      return false;
  return true;
}

/* Past the bytes from `at` on that say nothing in a string: eight at a time, so that some may be left. */
static size_t pass_plain(struct slice json, size_t at)
{
  for (; at + WORD <= json.size; at += WORD) {
    uint64_t word = word_at(json.data + at);
    if (word_has(word, '"') | word_has(word, '\\') | word_has(word, '\0'))
      break;
  }
  return at;
}

/* Pass the string that begins at check->at. Answers what is wrong with it, check->at then being there. */
static const char *pass_string(struct check *check)
{
  struct slice json = check->json;
  const char *why = "a string that does not end";
  for (size_t at = pass_plain(json, check->at + 1); at < json.size; at = pass_plain(json, at + 1)) {
    char c = json.data[at];
    size_t from = at;
    if (c == '"') {
      check->at = at + 1;
      return NULL;
    }
    if (c == '\0')
      why = "a NUL byte";
    else if (c == '\\' && ++at < json.size && !pass_escape(json, &at))
      why = "a bad escape";
    else
      continue;
    check->at = from;
    break;
  }
  return why;
}

static size_t count_digits(struct slice json, size_t at)
{
  size_t count = 0;
  while (at + count < json.size && ascii_is_digit(json.data[at + count]))
    count++;
  return count;
}

/* Pass a number; a wrong one is left at its first wrong byte. */
static const char *pass_number(struct check *check)
{
  struct slice json = check->json;
  size_t at = check->at;
  at += json.data[at] == '-';
  size_t digits = count_digits(json, at);
  at += digits;
  if (digits > 0 && at < json.size && json.data[at] == '.') {
    digits = count_digits(json, at + 1);
    at += 1 + digits;
  }
  if (digits > 0 && at < json.size && (json.data[at] == 'e' || json.data[at] == 'E')) {
    at++;
    at += at < json.size && (json.data[at] == '+' || json.data[at] == '-');
    digits = count_digits(json, at);
    at += digits;
  }
  bool begun = at > check->at;
  check->at = at;
  return digits > 0 ? NULL : begun ? "a number that does not end" : "unexpected";
}

/* Pass a number, true, false or null. */
static const char *pass_word(struct check *check)
{
  static const char *const words[] = {"true", "false", "null"};
  const char *start = check->json.data + check->at;
  size_t left = check->json.size - check->at;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t size = strlen(words[i]);
    if (left >= size && memcmp(start, words[i], size) == 0) {
      check->at += size;
      return NULL;
    }
  }
  return pass_number(check);
}

static const char *pass_value(struct check *check, char c)
{
  if (c == '{' || c == '[') {
    _Static_assert(CJSON_NESTING_LIMIT == 1000, "told in the message");
    if (check->depth == CJSON_NESTING_LIMIT)
      return "more than 1000 brackets within each other";
    check->open[check->depth++] = c;
    check->at++;
    check->wanted = c == '{' ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
    return NULL;
  }
  check->wanted = check->depth > 0 ? WANT_COMMA : WANT_NOTHING;
  return c == '"' ? pass_string(check) : pass_word(check);
}

static const char *pass_end(struct check *check)
{
  check->depth--;
  check->at++;
  check->wanted = check->depth > 0 ? WANT_COMMA : WANT_NOTHING;
  return NULL;
}

/* Pass one token, `c` being its first byte. */
static const char *pass_token(struct check *check, char c)
{
  char open = check->depth > 0 ? check->open[check->depth - 1] : '\0';
  bool ends = (c == '}' && open == '{') || (c == ']' && open == '[');
  switch (check->wanted) {
  case WANT_VALUE_OR_END:
    if (ends)
      return pass_end(check);
    return pass_value(check, c);
  case WANT_VALUE:
    return pass_value(check, c);
  case WANT_KEY_OR_END:
    if (ends)
      return pass_end(check);
    check->wanted = WANT_COLON;
    return c == '"' ? pass_string(check) : "unexpected";
  case WANT_KEY:
    check->wanted = WANT_COLON;
    return c == '"' ? pass_string(check) : "unexpected";
  case WANT_COLON:
    check->wanted = WANT_VALUE;
    check->at++;
    return c == ':' ? NULL : "unexpected";
  case WANT_COMMA:
    if (ends)
      return pass_end(check);
    check->wanted = open == '{' ? WANT_KEY : WANT_VALUE;
    check->at++;
    return c == ',' ? NULL : "unexpected";
  case WANT_NOTHING:
    break;
  }
  return "unexpected";
}

const char *json_find_error(struct slice json, size_t *at)
{
  struct check check = {.json = json, .wanted = WANT_VALUE};
  for (;;) {
    while (check.at < json.size && (unsigned char)json.data[check.at] <= ' ' &&
           json.data[check.at] != '\0')
      check.at++;
    *at = check.at;
    if (check.at == json.size)
      return check.wanted == WANT_NOTHING ? NULL : "it ends too early";
    size_t before = check.at;
    char c = json.data[before];
    const char *why = c == '\0' ? "a NUL byte" : pass_token(&check, c);
    if (why != NULL) {
      *at = strcmp(why, "unexpected") == 0 ? before : check.at;
      return why;
    }
  }
}
