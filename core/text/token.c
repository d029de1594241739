/*
 * Tokens: one pass, led by the class of the character a token begins with. The usual case, a run of
 * letters before a space or a comma, takes the short way; inner stops, apostrophes and hyphens the long one.
 *
 * The cuts are those of Universal Dependencies for English: clitics and the parts of hyphenated words are
 * tokens, abbreviations keep their stop, a run of one mark is one token.
 */
#include "segmenter.h"
#include <string.h>

enum { SEEN_LOWER = 1, SEEN_UPPER = 2, SEEN_UPPER_FIRST = 4, SEEN_UPPER_TWICE = 8, SEEN_LETTER = 16, SEEN_DIGIT = 32 };
enum { MAX_CUTS = 4, MAX_CLITICS = 3, MAX_ABBREVIATION = 24, MIN_RULER = 4, MAX_MAILBOX = 64, MAX_GROUPS = 5 };

/* The byte `value` eight times over. */
#define EACH(value) (UINT64_C(0x0101010101010101) * (value))

/* Bytes that end a word whatever follows. */
static const bool ends_plain_word[256] = {[' '] = true, [','] = true, [';'] = true, [')'] = true, ['"'] = true,
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
  } else if (p[0] < 0xF0) {
    c = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    *length = 3;
  } else {
    c = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    *length = 4;
  }
  return (enum char_class)unicode_classes[unicode_block[c / UNICODE_BLOCK]][c % UNICODE_BLOCK];
}

static bool is_letter(enum char_class class)
{
  return class == CHAR_LOWER || class == CHAR_UPPER || class == CHAR_LETTER;
}

static bool is_alnum(enum char_class class)
{
  return is_letter(class) || class == CHAR_DIGIT;
}

/* The class at `at`, CHAR_SPACE at and after `end`. */
static enum char_class class_at(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t length;
  if (at >= end)
    return CHAR_SPACE;
  return s->text[at] < 0x80 ? (enum char_class)unicode_classes[0][s->text[at]] : char_at(s, at, &length);
}

static unsigned char byte_at(const struct segmenter *s, uint32_t at, uint32_t end)
{
  return at < end ? s->text[at] : 0;
}

static bool is_digit(unsigned char c)
{
  return c >= '0' && c <= '9';
}

/* Twice the room for tokens. */
static bool grow_tokens(struct segmenter *s)
{
  struct tokens *t = &s->tokens;
  size_t old = s->token_capacity;
  size_t capacity = old * 2;
  if (capacity > UINT32_MAX)
    capacity = UINT32_MAX;
  uint32_t *start = arena_array(s->arena, capacity, sizeof *start);
  uint32_t *end = arena_array(s->arena, capacity, sizeof *end);
  uint8_t *class = arena_array(s->arena, capacity, 1);
  uint8_t *shape = arena_array(s->arena, capacity, 1);
  uint8_t *flags = arena_array(s->arena, capacity, 1);
  if (start == NULL || end == NULL || class == NULL || shape == NULL || flags == NULL || capacity == old) {
    s->failed = true;
    return false;
  }
  memcpy(start, t->start, old * sizeof *start);
  memcpy(end, t->end, old * sizeof *end);
  memcpy(class, t->class, old);
  memcpy(shape, t->shape, old);
  memcpy(flags, t->flags, old);
  *t = (struct tokens){t->count, start, end, class, shape, flags};
  s->token_capacity = (uint32_t)capacity;
  return true;
}

static void emit(struct segmenter *s, uint32_t start, uint32_t end, unsigned class, unsigned shape, unsigned flags)
{
  struct tokens *t = &s->tokens;
  if (t->count == s->token_capacity && !grow_tokens(s))
    return;
  uint32_t n = t->count++;
  t->start[n] = start;
  t->end[n] = end;
  t->class[n] = (uint8_t)class;
  t->shape[n] = (uint8_t)shape;
  t->flags[n] = (uint8_t)flags;
}

/* Note that the last token may end a sentence. */
static void note(struct segmenter *s, enum mark_kind kind)
{
  if (s->failed)
    return;
  if (s->mark_count == s->mark_capacity) {
    size_t old = s->mark_capacity;
    size_t capacity = old == 0 ? 64 : old * 2;
    struct mark *marks = arena_grow(s->arena, s->marks, old * sizeof *marks, capacity * sizeof *marks);
    if (marks == NULL) {
      s->failed = true;
      return;
    }
    s->marks = marks;
    s->mark_capacity = (uint32_t)capacity;
  }
  s->marks[s->mark_count++] = (struct mark){s->tokens.count - 1, kind};
}

static unsigned shape_of(unsigned seen)
{
  if ((seen & SEEN_UPPER) == 0)
    return (seen & SEEN_LOWER) != 0 ? SHAPE_LOWER : (seen & (SEEN_DIGIT | SEEN_LETTER)) == SEEN_DIGIT ? SHAPE_DIGITS : SHAPE_NONE;
  if ((seen & SEEN_LOWER) != 0)
    return (seen & SEEN_UPPER_FIRST) != 0 ? SHAPE_CAPITAL : SHAPE_MIXED;
  return (seen & SEEN_UPPER_TWICE) != 0 ? SHAPE_UPPER : SHAPE_CAPITAL;
}

/* Read on over letters, marks and digits; or what was seen into `*seen`. */
static uint32_t run(const struct segmenter *s, uint32_t at, uint32_t end, unsigned *seen)
{
  unsigned now = *seen;
  while (at < end) {
    uint32_t length = 1;
    unsigned char c = s->text[at];
    enum char_class class = c < 0x80 ? (enum char_class)unicode_classes[0][c] : char_at(s, at, &length);
    if (class == CHAR_LOWER)
      now |= SEEN_LOWER;
    else if (class == CHAR_UPPER)
      now |= (now & SEEN_UPPER) != 0 ? SEEN_UPPER_TWICE : (now & SEEN_LOWER) != 0 ? SEEN_UPPER : SEEN_UPPER | SEEN_UPPER_FIRST;
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
static unsigned shape_between(const struct segmenter *s, uint32_t start, uint32_t end)
{
  unsigned seen = 0;
  while (start < end) {
    uint32_t next = run(s, start, end, &seen);
    if (next == start) {
      uint32_t length;
      char_at(s, start, &length);
      next += length;
    }
    start = next;
  }
  return shape_of(seen);
}

static unsigned word_class(unsigned shape)
{
  return shape == SHAPE_DIGITS ? TOKEN_NUMBER : TOKEN_WORD;
}

static bool may_split(const struct segmenter *s, uint32_t start, uint32_t end)
{
  uint64_t ends = s->split_ends[s->text[start]];
  uint64_t last = s->text[end - 1] & 31;
  return end - start < SPLIT_SIZES && (ends >> (end - start) & ends >> (SPLIT_SIZES + last) & 1) != 0;
}

/* Emit the word [start, end), cut into what leans on it or into the words it stands for. */
static void emit_word(struct segmenter *s, uint32_t start, uint32_t end, unsigned seen, unsigned flags, bool apostrophe)
{
  if (apostrophe && (seen & (SEEN_LOWER | SEEN_UPPER | SEEN_LETTER)) != 0) {
    uint32_t cuts[MAX_CLITICS];
    size_t count = 0;
    uint32_t at = end;
    while (count < MAX_CLITICS) {
      size_t size = rules_clitic(s->rules, segment_slice(s, start, at));
      if (size == 0)
        break;
      at -= (uint32_t)size;
      cuts[count++] = at;
    }
    if (count > 0 && !is_digit(s->text[at - 1])) {
      emit(s, start, at, TOKEN_WORD, shape_between(s, start, at), flags);
      while (count > 0) {
        count--;
        uint32_t stop = count == 0 ? end : cuts[count - 1];
        emit(s, cuts[count], stop, TOKEN_WORD, shape_between(s, cuts[count], stop), TOKEN_JOINED);
      }
      return;
    }
  }
  if (may_split(s, start, end)) {
    size_t cuts[MAX_CUTS];
    size_t count = rules_cuts(s->rules, segment_slice(s, start, end), cuts, MAX_CUTS);
    for (size_t i = 0; i < count; i++) {
      uint32_t stop = start + (uint32_t)cuts[i];
      emit(s, start, stop, TOKEN_WORD, shape_between(s, start, stop), i == 0 ? flags : TOKEN_JOINED);
      start = stop;
    }
    if (count > 0)
      return;
  }
  unsigned shape = shape_of(seen);
  emit(s, start, end, word_class(shape), shape, flags);
}

/* Bytes of the apostrophe at `at` if it can stand inside a word, else 0. */
static uint32_t apostrophe(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t length;
  if (at < end && char_at(s, at, &length) == CHAR_APOSTROPHE)
    return length;
  return 0;
}

/* End of an address that runs on from `at`: up to a space or bracket, without closing punctuation. */
static uint32_t address_end(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end)
{
  uint32_t open = 0;
  uint32_t stop = at;
  for (uint32_t p = start; p < end;) {
    uint32_t length;
    unsigned char c = s->text[p];
    enum char_class class = char_at(s, p, &length);
    if (class == CHAR_SPACE || class == CHAR_BREAK || class == CHAR_QUOTE || c == '<' || c == '>' || c == '`')
      break;
    if (c >= 0x80 && !is_alnum(class) && class != CHAR_MARK)
      break;
    if (c == '(')
      open++;
    if ((c == ')' && open == 0) || c == ']' || c == '}' || c == '|')
      break;
    if (c == ')')
      open--;
    p += length;
    if (p > at && (is_alnum(class) || class == CHAR_MARK || c == '/' || c == ')' || c == '=' || c == '&' || c == '#' ||
                   c == '-' || c == '_' || c == '+' || c == '~' || c == '%'))
      stop = p;
  }
  return stop;
}

/* End of the host name that begins at `at`, after the "@" of a mailbox. */
static uint32_t host_end(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t stop = at;
  while (at < end) {
    uint32_t length = 1;
    unsigned char c = s->text[at];
    if (is_alnum(class_at(s, at, end))) {
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
static bool is_web_address(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end)
{
  if (end - at >= 4 && memcmp(s->text + at, "://", 3) == 0)
    return true;
  return at - start == 3 && (s->text[start] | 0x20) == 'w' && (s->text[start + 1] | 0x20) == 'w' &&
         (s->text[start + 2] | 0x20) == 'w' && byte_at(s, at, end) == '.';
}

/* True when what stands at `at`, spaces skipped, is a number. */
static bool number_follows(const struct segmenter *s, uint32_t at, uint32_t end)
{
  while (at < end && (s->text[at] == ' ' || s->text[at] == '#'))
    at++;
  if (at + 1 < end && s->text[at] == 0xC2 && s->text[at + 1] == 0xA0)
    at += 2;
  return is_digit(byte_at(s, at, end));
}

/* The class of the first character after spaces from `at`. */
static enum char_class class_after_spaces(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t length;
  while (at < end) {
    enum char_class class = char_at(s, at, &length);
    if (class != CHAR_SPACE && class != CHAR_BREAK)
      return class;
    at += length;
  }
  return CHAR_SPACE;
}

/* Which mark the abbreviation [start, at) with the stop at `at` makes; -1 when the stop is not its own. */
static int abbreviation(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end, uint32_t dots, bool plain)
{
  if (at - start > MAX_ABBREVIATION)
    return -1;
  uint32_t rules = rules_find(s->rules, segment_slice(s, start, at));
  if ((rules & RULE_ALWAYS) != 0)
    return MARK_ALWAYS;
  if ((rules & RULE_INNER) != 0)
    return MARK_INNER;
  if ((rules & RULE_FREE) != 0)
    return MARK_FREE;
  if ((rules & RULE_NUMBER) != 0 && number_follows(s, at + 1, end))
    return MARK_ALWAYS;
  if (dots > 0)
    return MARK_INNER;
  if (plain && at - start == 1) {
    /* One letter: an initial if words follow, and a word in "you and I." otherwise. */
    enum char_class first = class_at(s, start, end);
    enum char_class next = class_after_spaces(s, at + 1, end);
    if (first == CHAR_UPPER && (next == CHAR_UPPER || next == CHAR_LOWER || next == CHAR_DIGIT))
      return MARK_INITIAL;
  }
  return -1;
}

/* Where the name of a mailbox that goes on at `at` (a stop) ends with its "@"; `at` if it does not. */
static uint32_t mail_end(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t limit = end - at > MAX_MAILBOX ? at + MAX_MAILBOX : end;
  for (uint32_t p = at; p < limit; p++) {
    unsigned char c = s->text[p];
    if (c == '@')
      return is_alnum(class_at(s, p + 1, end)) ? p : at;
    if (c != '.' && c != '_' && c != '-' && c != '+' && (c >= 0x80 || !is_alnum(class_at(s, p, end))))
      return at;
  }
  return at;
}

/* True when the letters from `at` on are the end of a host name. */
static bool ends_host(const struct segmenter *s, uint32_t at, uint32_t end)
{
  unsigned seen = 0;
  uint32_t stop = run(s, at, end, &seen);
  return (rules_find(s->rules, segment_slice(s, at, stop)) & RULE_DOMAIN) != 0;
}

/* True when up to three digits and a space stand at `at`, as the number of a note does after a stop. */
static bool note_follows(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t from = at;
  while (is_digit(byte_at(s, at, end)))
    at++;
  return at - from <= 3 && (at == end || class_at(s, at, end) == CHAR_SPACE);
}

/* One word, or several joined by hyphens, from `at`. Returns where it ends. */
static uint32_t read_word(struct segmenter *s, uint32_t at, uint32_t end, unsigned flags)
{
  uint32_t start = at; /* of the piece */
  uint32_t part = at;  /* of what stands after the last inner stop */
  uint32_t dots = 0;
  bool single = true; /* all parts between stops are one or two letters, as in U.S., Ph.D. */
  bool has_apostrophe = false;
  unsigned seen = 0;
  for (;;) {
    at = run(s, at, end, &seen);
    unsigned char c = byte_at(s, at, end);
    if (c == ' ' || c == ',' || c == 0)
      break;
    enum char_class next = class_at(s, at + 1, end);
    if (c == '.') {
      uint32_t mail = mail_end(s, at, end);
      if (mail > at) {
        at = host_end(s, mail + 1, end);
        emit(s, start, at, TOKEN_WORD, SHAPE_NONE, flags);
        return at;
      }
      single = single && at - part <= 2;
      bool glued = next == CHAR_UPPER && (seen & SEEN_LOWER) != 0 && at - part > 2 && !ends_host(s, at + 1, end);
      if (next == CHAR_DIGIT && at - part > 2 && seen == SEEN_LOWER && note_follows(s, at + 1, end))
        break;
      if (is_alnum(next) && !glued) {
        if (is_web_address(s, start, at, end)) {
          at = address_end(s, start, at, end);
          emit(s, start, at, TOKEN_WORD, SHAPE_NONE, flags);
          return at;
        }
        dots++;
        at++;
        part = at;
        continue;
      }
      int mark = abbreviation(s, start, at, end, single ? dots : 0, !has_apostrophe && dots == 0);
      if (mark >= 0 && next != CHAR_PUNCTUATION) {
        unsigned shape = shape_of(seen);
        emit(s, start, at + 1, TOKEN_WORD, shape, flags);
        note(s, (enum mark_kind)mark);
        at++;
        if (class_at(s, at, end) != CHAR_HYPHEN)
          return at;
        start = at;
        seen = 0;
        c = s->text[at];
      } else if (mark >= 0 && (byte_at(s, at + 1, end) != '.' || byte_at(s, at + 2, end) != '.')) {
        emit(s, start, at + 1, TOKEN_WORD, shape_of(seen), flags);
        note(s, (enum mark_kind)mark);
        return at + 1;
      } else {
        break;
      }
    }
    if (c == '!' && !is_alnum(next) && (rules_find(s->rules, segment_slice(s, start, at)) & RULE_NAME) != 0) {
      emit(s, start, at + 1, TOKEN_WORD, shape_of(seen), flags);
      note(s, MARK_NAME);
      return at + 1;
    }
    uint32_t length = apostrophe(s, at, end);
    if (length > 0 && is_letter(class_at(s, at + length, end))) {
      has_apostrophe = true;
      at += length;
      continue;
    }
    if (c == '@' && is_alnum(next)) {
      at = host_end(s, at + 1, end);
      emit(s, start, at, TOKEN_WORD, SHAPE_NONE, flags);
      return at;
    }
    if (c == ':' && is_web_address(s, start, at, end)) {
      at = address_end(s, start, at, end);
      emit(s, start, at, TOKEN_WORD, SHAPE_NONE, flags);
      return at;
    }
    if (c == '/' && dots > 0 && is_alnum(next) && !single) {
      at = address_end(s, start, at, end);
      emit(s, start, at, TOKEN_WORD, SHAPE_NONE, flags);
      return at;
    }
    if (c == '_' && is_alnum(next)) {
      at++;
      continue;
    }
    if (c == 0xC2 && at + 2 < end && s->text[at + 1] == 0xB0 &&
        (rules_find(s->rules, segment_slice(s, start, at + 2)) & RULE_NUMBER) != 0) {
      at += 2; /* the sign of degrees in N° */
      continue;
    }
    if (c == '&' && next == CHAR_UPPER && (seen & (SEEN_LOWER | SEEN_UPPER)) == SEEN_UPPER) {
      at++;
      continue;
    }
    if (c == '+' && next == CHAR_DIGIT && (seen & SEEN_UPPER) != 0 && (seen & SEEN_DIGIT) != 0) {
      at++;
      continue;
    }
    if (c == '/' && is_letter(next) && at - start == 1 && !is_letter(class_at(s, at + 2, end))) {
      at++;
      continue;
    }
    if (c == '$' && (seen & (SEEN_LOWER | SEEN_DIGIT)) == 0 && at - start <= 3) {
      emit(s, start, at + 1, TOKEN_SYMBOL, SHAPE_NONE, flags);
      return at + 1;
    }
    if (at < end) {
      uint32_t hyphen;
      if (char_at(s, at, &hyphen) == CHAR_HYPHEN && is_alnum(class_at(s, at + hyphen, end))) {
        if (at > start && (rules_find(s->rules, segment_slice(s, start, at)) & RULE_PREFIX) != 0 && (flags & TOKEN_COMPOUND) == 0) {
          at += hyphen;
          continue;
        }
        if (at > start)
          emit_word(s, start, at, seen, flags, has_apostrophe);
        emit(s, at, at + hyphen, TOKEN_PUNCTUATION, SHAPE_NONE, TOKEN_COMPOUND);
        at += hyphen;
        start = at;
        part = at;
        flags = TOKEN_COMPOUND;
        seen = 0;
        dots = 0;
        single = true;
        has_apostrophe = false;
        continue;
      }
    }
    break;
  }
  if (at > start)
    emit_word(s, start, at, seen, flags, has_apostrophe);
  return at;
}

/* Groups of digits with hyphens, the last of four and the others of at most three: a telephone number; or
 * four, two and two: a date. Returns where it ends, `at` if it is neither. */
static uint32_t hyphened_digits(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end)
{
  uint32_t group = at - start;
  uint32_t first = group;
  uint32_t groups = 1;
  uint32_t p = at;
  bool short_groups = true;
  while (groups < MAX_GROUPS && byte_at(s, p, end) == '-' && is_digit(byte_at(s, p + 1, end))) {
    short_groups = short_groups && group <= 3;
    p++;
    uint32_t from = p;
    while (is_digit(byte_at(s, p, end)))
      p++;
    group = p - from;
    groups++;
  }
  if (is_alnum(class_at(s, p, end)))
    return at;
  if (groups >= 2 && group == 4 && short_groups)
    return p;
  return groups == 3 && first == 4 && p - at == 6 && group == 2 ? p : at;
}

static uint32_t read_number(struct segmenter *s, uint32_t start, uint32_t end, unsigned flags)
{
  uint32_t at = start;
  uint32_t length;
  while (at < end && (is_digit(s->text[at]) || (s->text[at] >= 0x80 && char_at(s, at, &length) == CHAR_DIGIT)))
    at += is_digit(s->text[at]) ? 1 : length;
  uint32_t digits = at;
  uint32_t hyphened = hyphened_digits(s, start, at, end);
  if (hyphened > at) {
    emit(s, start, hyphened, TOKEN_NUMBER, SHAPE_DIGITS, flags);
    return hyphened;
  }
  for (;;) {
    unsigned char c = byte_at(s, at, end);
    if ((c != '.' && c != ',' && c != ':' && c != '/') || !is_digit(byte_at(s, at + 1, end)))
      break;
    at++;
    while (is_digit(byte_at(s, at, end)))
      at++;
  }
  enum char_class next = class_at(s, at, end);
  if (is_letter(next)) {
    unsigned seen = SEEN_DIGIT;
    uint32_t stop = run(s, at, end, &seen);
    if ((rules_find(s->rules, segment_slice(s, at, stop)) & RULE_UNIT) == 0) {
      if (at == digits)
        return read_word(s, start, end, flags);
      emit(s, start, stop, TOKEN_WORD, shape_between(s, start, stop), flags);
      return stop;
    }
    emit(s, start, at, TOKEN_NUMBER, SHAPE_DIGITS, flags);
    return at;
  }
  uint32_t mark = apostrophe(s, at, end);
  if (mark > 0 && (byte_at(s, at + mark, end) | 0x20) == 's' && !is_alnum(class_at(s, at + mark + 1, end))) {
    emit(s, start, at + mark + 1, TOKEN_WORD, SHAPE_LOWER, flags);
    return at + mark + 1;
  }
  emit(s, start, at, TOKEN_NUMBER, SHAPE_DIGITS, flags);
  if (at < end && char_at(s, at, &length) == CHAR_HYPHEN && is_alnum(class_at(s, at + length, end))) {
    emit(s, at, at + length, TOKEN_PUNCTUATION, SHAPE_NONE, TOKEN_COMPOUND);
    at += length;
    if (class_at(s, at, end) == CHAR_DIGIT)
      return read_number(s, at, end, TOKEN_COMPOUND);
    return read_word(s, at, end, TOKEN_COMPOUND);
  }
  return at;
}

/* A run of stops, question and exclamation marks. */
static uint32_t read_stops(struct segmenter *s, uint32_t start, uint32_t end, unsigned flags)
{
  uint32_t at = start;
  uint32_t dots = 0;
  bool cry = false;
  for (;;) {
    unsigned char c = byte_at(s, at, end);
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
  if (dots == 1 && at == start + 1 && ((flags & TOKEN_SPACED) != 0 || after_sign) && is_digit(byte_at(s, at, end))) {
    while (is_digit(byte_at(s, at, end)))
      at++;
    emit(s, start, at, TOKEN_NUMBER, SHAPE_DIGITS, flags);
    return at;
  }
  emit(s, start, at, TOKEN_PUNCTUATION, SHAPE_NONE, flags);
  if (cry && (flags & TOKEN_SPACED) != 0 && is_alnum(class_at(s, at, end)))
    return at; /* a letter of a name, as in !Kung */
  unsigned char before = (flags & TOKEN_SPACED) == 0 && start > 0 ? s->text[start - 1] : ' ';
  unsigned char behind = byte_at(s, at, end);
  if (cry && ((before == '[' && behind == ']') || (before == '(' && behind == ')')))
    return at; /* a word doubted */
  if (cry && is_alnum(class_at(s, at, end)) && before != ' ' && start > 1 && s->tokens.count > 1 &&
      s->tokens.end[s->tokens.count - 2] - s->tokens.start[s->tokens.count - 2] == 1)
    return at; /* a letter of a name, as in Y!J */
  note(s, cry ? MARK_CRY : dots > 1 ? MARK_ELLIPSIS : MARK_STOP);
  return at;
}

static bool is_run_sign(unsigned char c)
{
  return c == '-' || c == '=' || c == '*' || c == '_' || c == '~' || c == '#' || c == '+';
}

/* The same mark repeated is one token; rules drawn with several signs too. */
static uint32_t read_signs(struct segmenter *s, uint32_t start, uint32_t end, unsigned class, unsigned flags)
{
  uint32_t length;
  char_at(s, start, &length);
  uint32_t at = start + length;
  unsigned char c = s->text[start];
  if (length == 1 && is_run_sign(c)) {
    while (is_run_sign(byte_at(s, at, end)))
      at++;
  } else {
    while (end - at >= length && memcmp(s->text + at, s->text + start, length) == 0)
      at += length;
  }
  while (at < end && char_at(s, at, &length) == CHAR_MARK)
    at += length;
  emit(s, start, at, class, SHAPE_NONE, flags);
  if (c == ':' && at == start + 1 && (flags & TOKEN_SPACED) == 0 && s->tokens.count > 2 &&
      s->tokens.shape[s->tokens.count - 2] == SHAPE_CAPITAL)
    note(s, MARK_COLON);
  if (at - start >= MIN_RULER && is_run_sign(c))
    note(s, MARK_RULER);
  return at;
}

/* Face of punctuation at `start` (":-)", ";)", ":D"); returns its end, `start` if there is none. */
static uint32_t emoticon(const struct segmenter *s, uint32_t start, uint32_t end)
{
  unsigned char eyes = byte_at(s, start, end);
  if (eyes != ':' && eyes != ';' && eyes != '=')
    return start;
  uint32_t at = start + 1;
  if (byte_at(s, at, end) == '-' || byte_at(s, at, end) == '\'')
    at++;
  unsigned char mouth = byte_at(s, at, end);
  if (mouth == 0 || strchr(at > start + 1 ? ")(DPpO/|\\]" : ")(DP", mouth) == NULL)
    return start;
  at++;
  return is_alnum(class_at(s, at, end)) ? start : at;
}

static uint32_t read_apostrophe(struct segmenter *s, uint32_t start, uint32_t end, unsigned flags)
{
  uint32_t length;
  char_at(s, start, &length);
  uint32_t at = start + length;
  bool opening = s->text[start + length - 1] == 0x98 && length == 3;
  enum char_class next = class_at(s, at, end);
  bool inside = (flags & TOKEN_SPACED) == 0 && s->tokens.count > 0;
  uint32_t last = s->tokens.count - 1;
  bool after_word = inside && (s->tokens.class[last] == TOKEN_WORD || s->tokens.class[last] == TOKEN_NUMBER);
  if (is_alnum(next) && !after_word) {
    unsigned seen = 0;
    uint32_t stop = run(s, at, end, &seen);
    bool decade = (seen & SEEN_DIGIT) != 0 && stop - at == 3 && s->text[stop - 1] == 's';
    if (!opening && (decade || (rules_find(s->rules, segment_slice(s, start, stop)) & RULE_ELISION) != 0)) {
      emit_word(s, start, stop, seen, flags, false);
      return stop;
    }
  }
  if (byte_at(s, at, end) == '\'' && length == 1)
    at++; /* two single marks meant as a double one */
  unsigned joined = 0;
  if (after_word && !opening) {
    unsigned char before = s->text[start - 1] | 0x20;
    if (!s->single_open && at - start == length && (before == 's' || before == 'z' || before == 'x'))
      joined = TOKEN_JOINED;
    s->single_open = false;
  } else if (next != CHAR_SPACE && next != CHAR_BREAK) {
    s->single_open = !inside || opening || !s->single_open;
  } else {
    s->single_open = false;
  }
  emit(s, start, at, joined ? TOKEN_WORD : TOKEN_PUNCTUATION, SHAPE_NONE, flags | joined);
  return at;
}

/* "#tag" and "@name" from `start`; returns its end, `start` if it is not one. */
static uint32_t handle_end(const struct segmenter *s, uint32_t start, uint32_t end)
{
  if (!is_letter(class_at(s, start + 1, end)))
    return start;
  uint32_t at = start + 1;
  unsigned seen = 0;
  for (;;) {
    at = run(s, at, end, &seen);
    unsigned char c = byte_at(s, at, end);
    if (c != '_' && (c != '.' || class_at(s, at + 1, end) != CHAR_LOWER))
      return at;
    at++;
  }
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
  uint64_t low = word & EACH(0x7F);
  uint64_t small = (low + EACH(0x80 - 'a')) & ~(low + EACH(0x80 - 'z' - 1)) & ~word & EACH(0x80);
  uint64_t other = small ^ EACH(0x80);
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
  if (stop >= end || !ends_plain_word[s->text[stop]] || may_split(s, at, stop))
    return at;
  emit(s, at, stop, TOKEN_WORD, s->text[at] >= 'a' ? SHAPE_LOWER : SHAPE_CAPITAL, flags);
  return stop;
}

bool segment_read_tokens(struct segmenter *s, uint32_t at, uint32_t end)
{
  unsigned flags = TOKEN_SPACED;
  s->mark_count = 0;
  s->single_open = false;
  uint32_t first = s->tokens.count;
  while (at < end && !s->failed) {
    uint32_t length;
    uint32_t stop;
    unsigned char c = s->text[at];
    if (c == ' ') {
      at++;
      flags = TOKEN_SPACED;
      continue;
    }
    if ((unsigned char)((c | 0x20) - 'a') < 26) {
      stop = read_plain_word(s, at, end, flags);
      if (stop > at) {
        at = stop;
        flags = 0;
        continue;
      }
    }
    length = 1;
    enum char_class class = c < 0x80 ? (enum char_class)unicode_classes[0][c] : char_at(s, at, &length);
    switch (class) {
    case CHAR_SPACE:
    case CHAR_BREAK:
      at += length;
      flags = TOKEN_SPACED;
      continue;
    case CHAR_LOWER:
    case CHAR_UPPER:
    case CHAR_LETTER:
      at = read_word(s, at, end, flags);
      break;
    case CHAR_DIGIT:
      at = read_number(s, at, end, flags);
      break;
    case CHAR_IDEOGRAPH:
      emit(s, at, at + length, TOKEN_WORD, SHAPE_NONE, flags);
      at += length;
      break;
    case CHAR_MARK:
      if (flags == 0 && s->tokens.count > first)
        s->tokens.end[s->tokens.count - 1] = at + length;
      else
        emit(s, at, at + length, TOKEN_SYMBOL, SHAPE_NONE, flags); /* a mark on nothing */
      at += length;
      break;
    case CHAR_NUMERAL:
      emit(s, at, at + length, TOKEN_NUMBER, SHAPE_DIGITS, flags);
      at += length;
      break;
    case CHAR_APOSTROPHE:
      at = read_apostrophe(s, at, end, flags);
      break;
    case CHAR_QUOTE:
      emit(s, at, at + length, TOKEN_PUNCTUATION, SHAPE_NONE, flags);
      note(s, MARK_QUOTE);
      at += length;
      break;
    case CHAR_OPEN:
    case CHAR_CLOSE:
      emit(s, at, at + length, TOKEN_PUNCTUATION, SHAPE_NONE, flags);
      at += length;
      break;
    case CHAR_STOP:
      emit(s, at, at + length, TOKEN_PUNCTUATION, SHAPE_NONE, flags);
      note(s, MARK_CRY);
      at += length;
      break;
    case CHAR_HYPHEN:
    case CHAR_DASH:
    case CHAR_PUNCTUATION:
      if (s->text[at] == '.' || s->text[at] == '!' || s->text[at] == '?' || (length == 3 && memcmp(s->text + at, "\xE2\x80\xA6", 3) == 0)) {
        at = read_stops(s, at, end, flags);
        break;
      }
      stop = (s->text[at] == '@' || s->text[at] == '#') ? handle_end(s, at, end) : emoticon(s, at, end);
      if (stop > at) {
        emit(s, at, stop, s->text[at] == '@' || s->text[at] == '#' ? TOKEN_WORD : TOKEN_SYMBOL, SHAPE_NONE, flags);
        at = stop;
        break;
      }
      at = read_signs(s, at, end, s->text[at] == '%' || s->text[at] == '&' ? TOKEN_SYMBOL : TOKEN_PUNCTUATION, flags);
      break;
    case CHAR_CURRENCY:
    case CHAR_SYMBOL:
      stop = emoticon(s, at, end);
      if (stop > at) {
        emit(s, at, stop, TOKEN_SYMBOL, SHAPE_NONE, flags);
        at = stop;
        break;
      }
      at = read_signs(s, at, end, TOKEN_SYMBOL, flags);
      break;
    }
    flags = 0;
  }
  return !s->failed;
}
