/*
 * Addresses inside text: of pages, mailboxes and accounts, and faces made of punctuation.
 */
#include "cutter.h"
#include <string.h>

enum { MAX_MAILBOX = 64 };

/* End of an address that runs on from `at`: up to a space or bracket, without closing punctuation. */
uint32_t address_end(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end)
{
  uint32_t open = 0;
  uint32_t stop = at;
  for (uint32_t p = start; p < end;) {
    uint32_t length;
    unsigned char c = s->text[p];
    enum char_class class = char_at(s, p, &length);
    if (class == CHAR_SPACE || class == CHAR_BREAK || class == CHAR_QUOTE || c == '<' || c == '>' ||
        c == '`')
      break;
    if (c >= 0x80 && !token_is_alnum(class) && class != CHAR_MARK)
      break;
    if (c == '(')
      open++;
    if ((c == ')' && open == 0) || c == ']' || c == '}' || c == '|')
      break;
    if (c == ')')
      open--;
    p += length;
    if (p > at &&
        (token_is_alnum(class) || class == CHAR_MARK || c == '/' || c == ')' || c == '=' ||
         c == '&' || c == '#' || c == '-' || c == '_' || c == '+' || c == '~' || c == '%'))
      stop = p;
  }
  return stop;
}

/* End of the host name that begins at `at`, after the "@" of a mailbox. */
uint32_t address_host_end(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t stop = at;
  while (at < end) {
    uint32_t length = 1;
    unsigned char c = s->text[at];
    if (token_is_alnum(token_class_at(s, at, end))) {
      char_at(s, at, &length);
      stop = at + length;
    } else if (c != '.' && c != '-' && c != '_') {
      break;
    }
    at += length;
  }
  return stop;
}

/* True when an address with a scheme or a leading "www." begins at `start`; `at` is the end of its first letters. */
bool address_is_web(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end)
{
  if (end - at >= 4 && memcmp(s->text + at, "://", 3) == 0)
    return true;
  return at - start == 3 && (s->text[start] | 0x20) == 'w' && (s->text[start + 1] | 0x20) == 'w' &&
         (s->text[start + 2] | 0x20) == 'w' && token_byte_at(s, at, end) == '.';
}

/* Where the name of a mailbox that goes on at `at` (a stop) ends with its "@"; `at` if it does not. */
uint32_t address_mail_end(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t limit = end - at > MAX_MAILBOX ? at + MAX_MAILBOX : end;
  for (uint32_t p = at; p < limit; p++) {
    unsigned char c = s->text[p];
    if (c == '@')
      return token_is_alnum(token_class_at(s, p + 1, end)) ? p : at;
    if (c != '.' && c != '_' && c != '-' && c != '+' &&
        (c >= 0x80 || !token_is_alnum(token_class_at(s, p, end))))
      return at;
  }
  return at;
}

/* "#tag" and "@name" from `start`; returns its end, `start` if it is not one. */
uint32_t address_handle_end(const struct segmenter *s, uint32_t start, uint32_t end)
{
  if (!token_is_letter(token_class_at(s, start + 1, end)))
    return start;
  uint32_t at = start + 1;
  unsigned seen = 0;
  for (;;) {
    at = token_run(s, at, end, &seen);
    unsigned char c = token_byte_at(s, at, end);
    if (c != '_' && (c != '.' || token_class_at(s, at + 1, end) != CHAR_LOWER))
      return at;
    at++;
  }
}

/* Face of punctuation at `start` (":-)", ";)", ":D"); returns its end, `start` if there is none. */
uint32_t address_face_end(const struct segmenter *s, uint32_t start, uint32_t end)
{
  unsigned char eyes = token_byte_at(s, start, end);
  if (eyes != ':' && eyes != ';' && eyes != '=')
    return start;
  uint32_t at = start + 1;
  if (token_byte_at(s, at, end) == '-' || token_byte_at(s, at, end) == '\'')
    at++;
  unsigned char mouth = token_byte_at(s, at, end);
  if (mouth == 0 || strchr(at > start + 1 ? ")(DPpO/|\\]" : ")(DP", mouth) == NULL)
    return start;
  at++;
  return token_is_alnum(token_class_at(s, at, end)) ? start : at;
}
