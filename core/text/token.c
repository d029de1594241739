/*
 * Tokens: one pass, led by the class of the character a token begins with. The usual case, a run of
 * letters before a space or a comma, takes the short way; all other words go to word.c.
 *
 * The cuts are those of Universal Dependencies for English: clitics and the parts of hyphenated words are
 * tokens, abbreviations keep their stop, a run of one mark is one token.
 */
#include "../base/array.h"
#include "../base/ascii.h"
#include "../base/word.h"
#include "cutter.h"
#include "twice.h"
#include <string.h>

enum { MIN_RULER = 4 };

/* Bytes that end a word whatever follows. */
static const bool ends_plain_word[256] = {
    [' '] = true,  [','] = true,  [';'] = true,  [')'] = true, ['"'] = true,
    ['\n'] = true, ['\r'] = true, ['\t'] = true, ['?'] = true};

enum char_class char_at(const struct segmenter *s, uint32_t at, uint32_t *length)
{
  const unsigned char *p = s->text + at;
  if (p[0] < 0x80) {
    *length = 1;
    return (enum char_class)unicode_classes[0][p[0]];
  }
  uint32_t c;
  if (p[0] < 0xE0) {
    c = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    *length = 2;
    if (p[0] == TWICE_FIRST)
      return token_twice_class(s, p, length);
  } else if (p[0] < 0xF0) {
    c = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    *length = 3;
  } else {
    c = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
        (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    *length = 4;
  }
  return (enum char_class)unicode_classes[unicode_block[c / UNICODE_BLOCK]][c % UNICODE_BLOCK];
}

bool token_is_letter(enum char_class class)
{
  return class == CHAR_LOWER || class == CHAR_UPPER || class == CHAR_LETTER;
}

bool token_is_alnum(enum char_class class)
{
  return token_is_letter(class) || class == CHAR_DIGIT;
}

/* The class at `at`, CHAR_SPACE at and after `end`. */
enum char_class token_class_at(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t length;
  if (at >= end)
    return CHAR_SPACE;
  return s->text[at] < 0x80 ? (enum char_class)unicode_classes[0][s->text[at]]
                            : char_at(s, at, &length);
}

unsigned char token_byte_at(const struct segmenter *s, uint32_t at, uint32_t end)
{
  return at < end ? s->text[at] : 0;
}

/* Twice the room for tokens. */
static bool grow_tokens(struct segmenter *s)
{
  struct tokens *t = &s->tokens;
  size_t old = s->token_capacity;
  size_t room = old * 2 < UINT32_MAX ? old * 2 : UINT32_MAX;
  s->failed = room == old || !array_enlarge_in(s->arena, &t->start, old, room, sizeof *t->start) ||
              !array_enlarge_in(s->arena, &t->end, old, room, sizeof *t->end) ||
              !array_enlarge_in(s->arena, &t->class, old, room, 1) ||
              !array_enlarge_in(s->arena, &t->shape, old, room, 1) ||
              !array_enlarge_in(s->arena, &t->flags, old, room, 1);
  if (!s->failed)
    s->token_capacity = (uint32_t)room;
  return !s->failed;
}

void token_emit(struct segmenter *s, uint32_t start, uint32_t end, unsigned class, unsigned shape,
                unsigned flags)
{
  struct tokens *t = &s->tokens;
  if (t->count == s->token_capacity && !grow_tokens(s))
    return;
  uint32_t n = t->count++;
  t->start[n] = start;
  t->end[n] = end;
  t->class[n] = (uint8_t) class;
  t->shape[n] = (uint8_t)shape;
  t->flags[n] = (uint8_t)flags;
}

/* Note that the last token may end a sentence. */
void token_note(struct segmenter *s, enum mark_kind kind)
{
  if (s->failed)
    return;
  if (array_reach_in(s->arena, &s->marks, &s->mark_capacity, s->mark_count, sizeof *s->marks) !=
      STATUS_OK) {
    s->failed = true;
    return;
  }
  s->marks[s->mark_count++] = (struct mark){s->tokens.count - 1, kind};
}

unsigned token_shape_of(unsigned seen)
{
  if ((seen & SEEN_UPPER) == 0)
    return (seen & SEEN_LOWER) != 0                            ? SHAPE_LOWER
           : (seen & (SEEN_DIGIT | SEEN_LETTER)) == SEEN_DIGIT ? SHAPE_DIGITS
                                                               : SHAPE_NONE;
  if ((seen & SEEN_LOWER) != 0)
    return (seen & SEEN_UPPER_FIRST) != 0 ? SHAPE_CAPITAL : SHAPE_MIXED;
  return (seen & SEEN_UPPER_TWICE) != 0 ? SHAPE_UPPER : SHAPE_CAPITAL;
}

/* Read on over letters, marks and digits; or what was seen into `*seen`. */
uint32_t token_run(const struct segmenter *s, uint32_t at, uint32_t end, unsigned *seen)
{
  unsigned now = *seen;
  while (at < end) {
    uint32_t length = 1;
    unsigned char c = s->text[at];
    enum char_class class =
        c < 0x80 ? (enum char_class)unicode_classes[0][c] : char_at(s, at, &length);
    if (class == CHAR_LOWER)
      now |= SEEN_LOWER;
    else if (class == CHAR_UPPER)
      now |= (now & SEEN_UPPER) != 0   ? SEEN_UPPER_TWICE
             : (now & SEEN_LOWER) != 0 ? SEEN_UPPER
                                       : SEEN_UPPER | SEEN_UPPER_FIRST;
    else if (class == CHAR_LETTER)
      now |= SEEN_LETTER;
    else if (class == CHAR_DIGIT)
      now |= SEEN_DIGIT;
    else if (class != CHAR_MARK)
      break;
    at += length;
  }
  *seen = now;
  return at;
}

/* What a piece of the text shows, read again: for the parts of words that are cut. */
unsigned token_shape(const struct segmenter *s, uint32_t start, uint32_t end)
{
  unsigned seen = 0;
  while (start < end) {
    uint32_t next = token_run(s, start, end, &seen);
    if (next == start) {
      uint32_t length;
      char_at(s, start, &length);
      next += length;
    }
    start = next;
  }
  return token_shape_of(seen);
}

/* A run of stops, question and exclamation marks. */
static uint32_t read_stops(struct segmenter *s, uint32_t start, uint32_t end, unsigned flags)
{
  uint32_t at = start;
  uint32_t dots = 0;
  bool cry = false;
  for (;;) {
    unsigned char c = token_byte_at(s, at, end);
    if (c == '.') {
      dots++;
      at++;
    } else if (c == '!' || c == '?') {
      cry = true;
      at++;
    } else if (c == 0xE2 && end - at >= 3 && s->text[at + 1] == 0x80 && s->text[at + 2] == 0xA6) {
      dots += 3;
      at += 3;
    } else {
      break;
    }
  }
  bool after_sign = s->tokens.count > 0 && s->tokens.class[s->tokens.count - 1] == TOKEN_SYMBOL;
  if (dots == 1 && at == start + 1 && ((flags & TOKEN_SPACED) != 0 || after_sign) &&
      ascii_is_digit(token_byte_at(s, at, end))) {
    while (ascii_is_digit(token_byte_at(s, at, end)))
      at++;
    token_emit(s, start, at, TOKEN_NUMBER, SHAPE_DIGITS, flags);
    return at;
  }
  token_emit(s, start, at, TOKEN_PUNCTUATION, SHAPE_NONE, flags);
  if (cry && (flags & TOKEN_SPACED) != 0 && token_is_alnum(token_class_at(s, at, end)))
    return at; /* a letter of a name, as in !Kung */
  unsigned char before = (flags & TOKEN_SPACED) == 0 && start > 0 ? s->text[start - 1] : ' ';
  unsigned char behind = token_byte_at(s, at, end);
  if (cry && ((before == '[' && behind == ']') || (before == '(' && behind == ')')))
    return at; /* a word doubted */
  if (cry && token_is_alnum(token_class_at(s, at, end)) && before != ' ' && start > 1 &&
      s->tokens.count > 1 &&
      s->tokens.end[s->tokens.count - 2] - s->tokens.start[s->tokens.count - 2] == 1)
    return at; /* a letter of a name, as in Y!J */
  token_note(s, cry ? MARK_CRY : dots > 1 ? MARK_ELLIPSIS : MARK_STOP);
  return at;
}

static bool is_run_sign(unsigned char c)
{
  return c == '-' || c == '=' || c == '*' || c == '_' || c == '~' || c == '#' || c == '+';
}

/* The same mark repeated is one token; rules drawn with several signs too. */
static uint32_t read_signs(struct segmenter *s, uint32_t start, uint32_t end, unsigned class,
                           unsigned flags)
{
  uint32_t length;
  char_at(s, start, &length);
  uint32_t at = start + length;
  unsigned char c = s->text[start];
  if (length == 1 && is_run_sign(c)) {
    while (is_run_sign(token_byte_at(s, at, end)))
      at++;
  } else {
    while (end - at >= length && memcmp(s->text + at, s->text + start, length) == 0)
      at += length;
  }
  while (at < end && char_at(s, at, &length) == CHAR_MARK)
    at += length;
  token_emit(s, start, at, class, SHAPE_NONE, flags);
  if (c == ':' && at == start + 1 && (flags & TOKEN_SPACED) == 0 && s->tokens.count > 2 &&
      s->tokens.shape[s->tokens.count - 2] == SHAPE_CAPITAL)
    token_note(s, MARK_COLON);
  if (at - start >= MIN_RULER && is_run_sign(c))
    token_note(s, MARK_RULER);
  return at;
}

static uint32_t read_apostrophe(struct segmenter *s, uint32_t start, uint32_t end, unsigned flags)
{
  uint32_t length;
  char_at(s, start, &length);
  uint32_t at = start + length;
  unsigned char last_byte = s->text[start + length - 1];
  bool opening = (length == 3 && last_byte == 0x98) || (length == 7 && last_byte == 0x9C);
  enum char_class next = token_class_at(s, at, end);
  bool inside = (flags & TOKEN_SPACED) == 0 && s->tokens.count > 0;
  uint32_t last = s->tokens.count - 1;
  bool after_word =
      inside && (s->tokens.class[last] == TOKEN_WORD || s->tokens.class[last] == TOKEN_NUMBER);
  if (token_is_alnum(next) && !after_word) {
    unsigned seen = 0;
    uint32_t stop = token_run(s, at, end, &seen);
    bool decade = (seen & SEEN_DIGIT) != 0 && stop - at == 3 && s->text[stop - 1] == 's';
    if (!opening &&
        (decade || (rules_find(s->rules, segment_slice(s, start, stop)) & RULE_ELISION) != 0)) {
      token_emit_word(s, start, stop, seen, flags, false);
      return stop;
    }
  }
  if (end - at >= length && memcmp(s->text + at, s->text + start, length) == 0)
    at += length; /* two single marks meant as a double one */
  unsigned joined = 0;
  if (after_word && !opening) {
    unsigned char before = s->text[start - 1] | 0x20;
    if (!s->single_open && at - start == length &&
        (before == 's' || before == 'z' || before == 'x'))
      joined = TOKEN_JOINED;
    s->single_open = false;
  } else if (next != CHAR_SPACE && next != CHAR_BREAK) {
    s->single_open = !inside || opening || !s->single_open;
  } else {
    s->single_open = false;
  }
  token_emit(s, start, at, joined ? TOKEN_WORD : TOKEN_PUNCTUATION, SHAPE_NONE, flags | joined);
  return at;
}

/* Index of the first byte, in order of memory, that has its high bit set in `bits` (not 0). */
static uint32_t first_byte(uint64_t bits)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return (uint32_t)__builtin_ctzll(bits) / 8;
#else
  return (uint32_t)__builtin_clzll(bits) / 8;
#endif
}

/* Number of small ASCII letters from `at` on, at most 8; 0 near the end of the text, where 8 bytes cannot be read. */
static uint32_t small_letters(const struct segmenter *s, uint32_t at)
{
  uint64_t word;
  if (s->size - at < 8)
    return 0;
  memcpy(&word, s->text + at, 8);
  uint64_t low = word & WORD_EACH(0x7F);
  uint64_t small =
      (low + WORD_EACH(0x80 - 'a')) & ~(low + WORD_EACH(0x80 - 'z' - 1)) & ~word & WORD_EACH(0x80);
  uint64_t other = small ^ WORD_EACH(0x80);
  return other == 0 ? 8 : first_byte(other);
}

/*
 * The short way, for most words of most texts: ASCII letters, at most the first a capital, then a space or a
 * mark that never belongs to a word. Returns where it ends, `at` if the word needs the long way.
 */
static uint32_t read_plain_word(struct segmenter *s, uint32_t at, uint32_t end, unsigned flags)
{
  uint32_t stop = at + 1;
  uint32_t letters;
  do {
    letters = small_letters(s, stop);
    stop += letters;
  } while (letters == 8);
  if (stop >= end || !ends_plain_word[s->text[stop]] || token_may_split(s, at, stop))
    return at;
  token_emit(s, at, stop, TOKEN_WORD, s->text[at] >= 'a' ? SHAPE_LOWER : SHAPE_CAPITAL, flags);
  return stop;
}

/* Signs other than stops, quotes, brackets and apostrophes. */
static uint32_t read_sign(struct segmenter *s, uint32_t at, uint32_t end, unsigned class,
                          unsigned flags)
{
  unsigned char c = s->text[at];
  bool handle = c == '@' || c == '#';
  uint32_t stop = handle ? address_handle_end(s, at, end) : address_face_end(s, at, end);
  if (stop > at) {
    token_emit(s, at, stop, handle ? TOKEN_WORD : TOKEN_SYMBOL, SHAPE_NONE, flags);
    return stop;
  }
  return read_signs(s, at, end, c == '%' || c == '&' ? TOKEN_SYMBOL : class, flags);
}

/* One character that is a token. */
static uint32_t read_character(struct segmenter *s, uint32_t at, uint32_t length, unsigned class,
                               unsigned flags)
{
  token_emit(s, at, at + length, class, class == TOKEN_NUMBER ? SHAPE_DIGITS : SHAPE_NONE, flags);
  return at + length;
}

/* A combining mark belongs to the token before it; after a space it stands alone. */
static uint32_t read_mark(struct segmenter *s, uint32_t at, uint32_t length, unsigned flags)
{
  if ((flags & TOKEN_SPACED) != 0 || s->tokens.count == 0)
    return read_character(s, at, length, TOKEN_SYMBOL, flags);
  s->tokens.end[s->tokens.count - 1] = at + length;
  return at + length;
}

static bool is_stop(const struct segmenter *s, uint32_t at, uint32_t length)
{
  unsigned char c = s->text[at];
  return c == '.' || c == '!' || c == '?' ||
         (length == 3 && memcmp(s->text + at, "\xE2\x80\xA6", 3) == 0);
}

/* One token, or a word of several, that begins with a character of `class` and `length` bytes at `at`. */
static uint32_t read_token(struct segmenter *s, uint32_t at, uint32_t end, enum char_class class,
                           uint32_t length, unsigned flags)
{
  switch (class) {
  case CHAR_SPACE:
  case CHAR_BREAK:
    break;
  case CHAR_LOWER:
  case CHAR_UPPER:
  case CHAR_LETTER:
    return token_read_word(s, at, end, flags);
  case CHAR_DIGIT:
    return token_read_number(s, at, end, flags);
  case CHAR_IDEOGRAPH:
    return read_character(s, at, length, TOKEN_WORD, flags);
  case CHAR_MARK:
    return read_mark(s, at, length, flags);
  case CHAR_NUMERAL:
    return read_character(s, at, length, TOKEN_NUMBER, flags);
  case CHAR_APOSTROPHE:
    return read_apostrophe(s, at, end, flags);
  case CHAR_QUOTE:
    at = read_character(s, at, length, TOKEN_PUNCTUATION, flags);
    token_note(s, MARK_QUOTE);
    return at;
  case CHAR_OPEN:
  case CHAR_CLOSE:
    return read_character(s, at, length, TOKEN_PUNCTUATION, flags);
  case CHAR_STOP:
    at = read_character(s, at, length, TOKEN_PUNCTUATION, flags);
    token_note(s, MARK_CRY);
    return at;
  case CHAR_HYPHEN:
  case CHAR_DASH:
  case CHAR_PUNCTUATION:
    return is_stop(s, at, length) ? read_stops(s, at, end, flags)
                                  : read_sign(s, at, end, TOKEN_PUNCTUATION, flags);
  case CHAR_CURRENCY:
  case CHAR_SYMBOL:
    return read_sign(s, at, end, TOKEN_SYMBOL, flags);
  }
  return at + length;
}

bool segment_read_tokens(struct segmenter *s, uint32_t at, uint32_t end)
{
  unsigned flags = TOKEN_SPACED;
  s->mark_count = 0;
  s->single_open = false;
  while (at < end && !s->failed) {
    unsigned char c = s->text[at];
    if (c == ' ') {
      at++;
      flags = TOKEN_SPACED;
      continue;
    }
    if (ascii_is_letter(c)) {
      uint32_t stop = read_plain_word(s, at, end, flags);
      if (stop > at) {
        at = stop;
        flags = 0;
        continue;
      }
    }
    uint32_t length = 1;
    enum char_class class =
        c < 0x80 ? (enum char_class)unicode_classes[0][c] : char_at(s, at, &length);
    if (class == CHAR_SPACE || class == CHAR_BREAK) {
      at += length;
      flags = TOKEN_SPACED;
      continue;
    }
    s->next_flags = 0;
    at = read_token(s, at, end, class, length, flags);
    flags = s->next_flags;
  }
  return !s->failed;
}
