/*
 * Words and numbers that need more than a look at where their letters end: with stops, apostrophes, hyphens
 * and other signs inside.
 */
#include "../base/ascii.h"
#include "cutter.h"
#include <string.h>

enum { MAX_CUTS = 4, MAX_CLITICS = 3, MAX_ABBREVIATION = 24, MAX_GROUPS = 5, MAX_MONEY = 4 };

/* The word being read, or the piece of it after the last hyphen. */
struct word {
  uint32_t start;
  uint32_t part; /* where what stands after the last inner stop begins */
  uint32_t dots; /* inner stops */
  unsigned seen; /* enum seen */
  unsigned flags;
  bool broken; /* at the end of a line */
  bool single; /* all parts between stops have one or two letters, as in U.S. and Ph.D. */
  bool apostrophe;
};

/* What a sign inside or after the letters of a word means. */
enum step {
  STEP_ON,  /* it belongs to the word, read on behind it */
  STEP_OUT, /* the word ends before it */
  STEP_DONE /* the token has been emitted, with it */
};

static unsigned word_class(unsigned shape)
{
  return shape == SHAPE_DIGITS ? TOKEN_NUMBER : TOKEN_WORD;
}

bool token_may_split(const struct segmenter *s, uint32_t start, uint32_t end)
{
  uint64_t ends = s->split_ends[s->text[start]];
  uint64_t last = s->text[end - 1] & 31;
  return end - start < SPLIT_SIZES &&
         (ends >> (end - start) & ends >> (SPLIT_SIZES + last) & 1) != 0;
}

/* Emit the word [start, end), cut into what leans on it or into the words it stands for. */
void token_emit_word(struct segmenter *s, uint32_t start, uint32_t end, unsigned seen,
                     unsigned flags, bool apostrophe)
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
    if (count > 0 && !ascii_is_digit(s->text[at - 1])) {
      token_emit(s, start, at, TOKEN_WORD, token_shape(s, start, at), flags);
      while (count > 0) {
        count--;
        uint32_t stop = count == 0 ? end : cuts[count - 1];
        token_emit(s, cuts[count], stop, TOKEN_WORD, token_shape(s, cuts[count], stop),
                   TOKEN_JOINED);
      }
      return;
    }
  }
  if (token_may_split(s, start, end)) {
    size_t cuts[MAX_CUTS];
    size_t count = rules_cuts(s->rules, segment_slice(s, start, end), cuts, MAX_CUTS);
    for (size_t i = 0; i < count; i++) {
      uint32_t stop = start + (uint32_t)cuts[i];
      token_emit(s, start, stop, TOKEN_WORD, token_shape(s, start, stop),
                 i == 0 ? flags : TOKEN_JOINED);
      start = stop;
    }
    if (count > 0)
      return;
  }
  unsigned shape = token_shape_of(seen);
  token_emit(s, start, end, word_class(shape), shape, flags);
}

/* Bytes of the apostrophe at `at` if it can stand inside a word, else 0. */
static uint32_t apostrophe_at(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t length;
  if (at < end && char_at(s, at, &length) == CHAR_APOSTROPHE)
    return length;
  return 0;
}

/* True when what stands at `at`, spaces skipped, is a number. */
static bool number_follows(const struct segmenter *s, uint32_t at, uint32_t end)
{
  while (at < end && (s->text[at] == ' ' || s->text[at] == '#'))
    at++;
  if (at + 1 < end && s->text[at] == 0xC2 && s->text[at + 1] == 0xA0)
    at += 2;
  return ascii_is_digit(token_byte_at(s, at, end));
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
static int abbreviation(const struct segmenter *s, uint32_t start, uint32_t at, uint32_t end,
                        uint32_t dots, bool plain)
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
    enum char_class first = token_class_at(s, start, end);
    enum char_class next = class_after_spaces(s, at + 1, end);
    if (first == CHAR_UPPER && (next == CHAR_UPPER || next == CHAR_LOWER || next == CHAR_DIGIT))
      return MARK_INITIAL;
  }
  return -1;
}

/* True when the letters from `at` on are the end of a host name. */
static bool ends_host(const struct segmenter *s, uint32_t at, uint32_t end)
{
  unsigned seen = 0;
  uint32_t stop = token_run(s, at, end, &seen);
  return (rules_find(s->rules, segment_slice(s, at, stop)) & RULE_DOMAIN) != 0;
}

/* True when up to three digits and a space stand at `at`, as the number of a note does after a stop. */
static bool note_follows(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t from = at;
  while (ascii_is_digit(token_byte_at(s, at, end)))
    at++;
  return at - from <= 3 && (at == end || token_class_at(s, at, end) == CHAR_SPACE);
}

/* Close the token as an address that ends at `stop`. */
static enum step address_done(struct segmenter *s, const struct word *w, uint32_t *at,
                              uint32_t stop)
{
  *at = stop;
  token_emit(s, w->start, stop, TOKEN_WORD, SHAPE_NONE, w->flags);
  return STEP_DONE;
}

/* Emit the hyphen of `length` bytes at `*at` and begin a new piece of the word behind it. */
static enum step next_piece(struct segmenter *s, struct word *w, uint32_t *at, uint32_t length)
{
  token_emit(s, *at, *at + length, TOKEN_PUNCTUATION, SHAPE_NONE, TOKEN_COMPOUND);
  *at += length;
  *w = (struct word){.start = *at, .part = *at, .flags = TOKEN_COMPOUND, .single = true};
  return STEP_ON;
}

/* Bytes of the hyphen at `at` if a letter or digit stands behind it, else 0. */
static uint32_t inner_hyphen(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t length;
  if (at < end && char_at(s, at, &length) == CHAR_HYPHEN &&
      token_is_alnum(token_class_at(s, at + length, end)))
    return length;
  return 0;
}

/* Where the next line's word begins, a small letter, if the line ends with the hyphen at `at`; else `at`. */
static uint32_t after_line_hyphen(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t next = at + 1;
  if (s->text[at] != '-' ||
      (token_byte_at(s, next, end) != '\n' && token_byte_at(s, next, end) != '\r'))
    return at;
  while (next < end && (s->text[next] <= ' '))
    next++;
  unsigned char first = token_byte_at(s, next, end);
  return first >= 'a' && first <= 'z' ? next : at;
}

/*
 * A hyphen at `*at` that ends a line which runs on at `next`: of a word that was parted there, or of one with a hyphen,
 * which known halves of such words tell, or capitals and figures before it.
 */
static enum step at_line_hyphen(struct segmenter *s, struct word *w, uint32_t *at, uint32_t next,
                                uint32_t end)
{
  unsigned seen = 0;
  uint32_t stop = token_run(s, next, end, &seen);
  bool compound = *at - w->start < 2 || (w->seen & (SEEN_DIGIT | SEEN_UPPER_TWICE)) != 0 ||
                  w->dots > 0 || w->apostrophe ||
                  (rules_find(s->rules, segment_slice(s, w->start, *at)) & RULE_HALF) != 0 ||
                  (rules_find(s->rules, segment_slice(s, next, stop)) & RULE_TAIL) != 0;
  if (!compound) {
    w->broken = true;
    *at = next;
    return STEP_ON;
  }
  token_emit_word(s, w->start, *at, w->seen, w->flags, w->apostrophe);
  enum step step = next_piece(s, w, at, 1);
  *at = next;
  w->start = next;
  w->part = next;
  return step;
}

/* A hyphen of `length` bytes at `*at` inside the word. */
static enum step at_hyphen(struct segmenter *s, struct word *w, uint32_t *at, uint32_t end,
                           uint32_t length)
{
  bool first = (w->flags & TOKEN_COMPOUND) == 0;
  if (first && (rules_find(s->rules, segment_slice(s, w->start, *at)) & RULE_PREFIX) != 0) {
    *at += length;
    return STEP_ON;
  }
  bool unit = w->start > 0 && ascii_is_digit(s->text[w->start - 1]) &&
              ascii_is_digit(token_byte_at(s, *at + length, end)) &&
              (rules_find(s->rules, segment_slice(s, w->start, *at)) & RULE_UNIT) != 0;
  token_emit_word(s, w->start, *at, w->seen, w->flags, w->apostrophe);
  if (!unit)
    return next_piece(s, w, at, length);
  /* 9am-5pm: figures with a unit again */
  token_emit(s, *at, *at + length, TOKEN_PUNCTUATION, SHAPE_NONE, TOKEN_COMPOUND);
  s->next_flags = TOKEN_COMPOUND;
  *at += length;
  return STEP_DONE;
}

/* A stop at `*at`: inside an acronym or an address, of an abbreviation, or the end of the word. */
static enum step at_stop(struct segmenter *s, struct word *w, uint32_t *at, uint32_t end)
{
  enum char_class next = token_class_at(s, *at + 1, end);
  bool letters = *at - w->part > 2;
  uint32_t mail = address_mail_end(s, *at, end);
  if (mail > *at)
    return address_done(s, w, at, address_host_end(s, mail + 1, end));
  if (next == CHAR_DIGIT && letters && w->seen == SEEN_LOWER && note_follows(s, *at + 1, end))
    return STEP_OUT;
  /* "the talks.The minister": a space was left out, unless it is a host name. */
  bool glued =
      next == CHAR_UPPER && (w->seen & SEEN_LOWER) != 0 && letters && !ends_host(s, *at + 1, end);
  /* "Rs.405", "No.7": the stop is the abbreviation's own. */
  bool numbered =
      next == CHAR_DIGIT && w->dots == 0 && *at - w->start >= 2 &&
      (rules_find(s->rules, segment_slice(s, w->start, *at)) & (RULE_NUMBER | RULE_MONTH)) != 0;
  w->single = w->single && !letters;
  if (token_is_alnum(next) && !glued && !numbered) {
    if (address_is_web(s, w->start, *at, end))
      return address_done(s, w, at, address_end(s, w->start, *at, end));
    w->dots++;
    *at += 1;
    w->part = *at;
    return STEP_ON;
  }
  bool plain = !w->apostrophe && w->dots == 0;
  int mark = abbreviation(s, w->start, *at, end, w->single ? w->dots : 0, plain);
  /* Three dots after an abbreviation are an ellipsis, of which none is its own. */
  if (mark < 0 || (token_byte_at(s, *at + 1, end) == '.' && token_byte_at(s, *at + 2, end) == '.'))
    return STEP_OUT;
  *at += 1;
  token_emit(s, w->start, *at, TOKEN_WORD, token_shape_of(w->seen), w->flags);
  token_note(s, (enum mark_kind)mark);
  uint32_t hyphen = inner_hyphen(s, *at, end);
  return hyphen > 0 ? next_piece(s, w, at, hyphen) : STEP_DONE; /* U.S.-led */
}

static bool is_single_letter(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t length;
  char_at(s, at, &length);
  return !token_is_letter(token_class_at(s, at + length, end));
}

/* True when the sign `c` at `at` goes on with the word, `next` being the class of what follows it. */
static bool goes_on(const struct segmenter *s, const struct word *w, uint32_t at, uint32_t end,
                    unsigned char c, enum char_class next)
{
  switch (c) {
  case '_':
    return token_is_alnum(next);
  case '&': /* AT&T */
    return next == CHAR_UPPER && (w->seen & (SEEN_LOWER | SEEN_UPPER)) == SEEN_UPPER;
  case '+': /* P5+1 */
    return next == CHAR_DIGIT && (w->seen & SEEN_UPPER) != 0 && (w->seen & SEEN_DIGIT) != 0;
  case '/': /* c/o */
    return token_is_letter(next) && at - w->start == 1 && is_single_letter(s, at + 1, end);
  default:
    return false;
  }
}

/* Any other sign at `*at`. */
static enum step at_sign(struct segmenter *s, struct word *w, uint32_t *at, uint32_t end)
{
  unsigned char c = s->text[*at];
  uint32_t length;
  enum char_class class = char_at(s, *at, &length);
  enum char_class next = token_class_at(s, *at + length, end);
  if (goes_on(s, w, *at, end, c, next)) {
    *at += 1;
    return STEP_ON;
  }
  uint32_t mark = apostrophe_at(s, *at, end);
  if (mark > 0 && token_is_letter(token_class_at(s, *at + mark, end))) {
    w->apostrophe = true;
    *at += mark;
    return STEP_ON;
  }
  if (c == '@' && token_is_alnum(next))
    return address_done(s, w, at, address_host_end(s, *at + 1, end));
  bool web = c == ':' && address_is_web(s, w->start, *at, end);
  if (web || (c == '/' && w->dots > 0 && token_is_alnum(next) && !w->single))
    return address_done(s, w, at, address_end(s, w->start, *at, end));
  bool sum = c == '$' || (class == CHAR_CURRENCY && number_follows(s, *at + length, end));
  if (sum && (w->seen & (SEEN_LOWER | SEEN_DIGIT)) == 0 && *at - w->start <= 3) {
    *at += length; /* US$, GH¢ */
    token_emit(s, w->start, *at, TOKEN_SYMBOL, SHAPE_NONE, w->flags);
    return STEP_DONE;
  }
  if (c == '!' && !token_is_alnum(next) &&
      (rules_find(s->rules, segment_slice(s, w->start, *at)) & RULE_NAME) != 0) {
    *at += 1; /* Yahoo! */
    token_emit(s, w->start, *at, TOKEN_WORD, token_shape_of(w->seen), w->flags);
    token_note(s, MARK_NAME);
    return STEP_DONE;
  }
  if (c == 0xC2 && token_byte_at(s, *at + 1, end) == 0xB0 &&
      (rules_find(s->rules, segment_slice(s, w->start, *at + 2)) & RULE_NUMBER) != 0) {
    *at += 2; /* the sign of degrees, in N° */
    return STEP_ON;
  }
  length = inner_hyphen(s, *at, end);
  if (length > 0)
    return at_hyphen(s, w, at, end, length);
  uint32_t line = after_line_hyphen(s, *at, end);
  return line > *at ? at_line_hyphen(s, w, at, line, end) : STEP_OUT;
}

/* Where digits with inner marks end: "1,200.50", "14:30", "9/11". */
static uint32_t number_end(const struct segmenter *s, uint32_t at, uint32_t end)
{
  for (;;) {
    while (ascii_is_digit(token_byte_at(s, at, end)))
      at++;
    unsigned char c = token_byte_at(s, at, end);
    if ((c != '.' && c != ',' && c != ':' && c != '/') ||
        !ascii_is_digit(token_byte_at(s, at + 1, end)))
      return at;
    at++;
  }
}

/* True when the figures [at, stop) are written as those of a sum: "1,200", "4.65", "50 000". */
static bool is_sum(const struct segmenter *s, uint32_t at, uint32_t stop, uint32_t end)
{
  if (end - stop >= 4 && memcmp(s->text + stop, " 000", 4) == 0)
    return !ascii_is_digit(token_byte_at(s, stop + 4, end));
  if (memchr(s->text + at, ',', stop - at) != NULL)
    return stop - at > 4 && s->text[stop - 4] == ',';
  return stop - at > 3 && s->text[stop - 3] == '.';
}

/*
 * Where the currency ends that stands glued before the figures of the word at `at`: "Rs|500", "KSh|1,200.50". A
 * currency of one letter needs a sum or a scale to be one: "N|4.65", "R|20 million", but "N95". `at` if there is none.
 */
static uint32_t money_end(const struct segmenter *s, uint32_t at, uint32_t end)
{
  uint32_t digits = at;
  while (ascii_is_letter(token_byte_at(s, digits, end)))
    digits++;
  if (digits == at || digits - at > MAX_MONEY || !ascii_is_digit(token_byte_at(s, digits, end)) ||
      (rules_find(s->rules, segment_slice(s, at, digits)) & RULE_MONEY) == 0)
    return at;
  uint32_t stop = number_end(s, digits, end);
  bool sum = digits - at > 1 || is_sum(s, digits, stop, end);
  if (!sum)
    stop += token_byte_at(s, stop, end) == ' ' || token_byte_at(s, stop, end) == '-';
  unsigned seen = 0;
  uint32_t letters = token_run(s, stop, end, &seen);
  if (letters == stop)
    return sum ? digits : at;
  uint32_t rules = rules_find(s->rules, segment_slice(s, stop, letters));
  return (rules & (sum ? RULE_UNIT : RULE_SCALE)) != 0 ? digits : at;
}

uint32_t token_read_word(struct segmenter *s, uint32_t at, uint32_t end, unsigned flags)
{
  struct word w = {.start = at, .part = at, .flags = flags, .single = true};
  enum step step = STEP_ON;
  while (step == STEP_ON) {
    at = token_run(s, at, end, &w.seen);
    uint32_t money = (w.seen & SEEN_DIGIT) != 0 ? money_end(s, w.start, end) : w.start;
    if (money > w.start) {
      token_emit(s, w.start, money, TOKEN_WORD, token_shape(s, w.start, money), w.flags);
      return token_read_number(s, money, end, 0);
    }
    if (at == end || s->text[at] == ' ' || s->text[at] == ',')
      step = STEP_OUT;
    else
      step = s->text[at] == '.' ? at_stop(s, &w, &at, end) : at_sign(s, &w, &at, end);
  }
  if (step == STEP_OUT && at > w.start) {
    s->tokens.broken += w.broken;
    token_emit_word(s, w.start, at, w.seen, w.broken ? w.flags | TOKEN_BROKEN : w.flags,
                    w.apostrophe);
  }
  return at;
}

/* Groups of digits with hyphens, the last of four and the others of at most three: a telephone number; or
 * four, two and two: a date. Returns where it ends, `at` if it is neither. */
static uint32_t hyphened_digits(const struct segmenter *s, uint32_t start, uint32_t at,
                                uint32_t end)
{
  uint32_t group = at - start;
  uint32_t first = group;
  uint32_t groups = 1;
  uint32_t p = at;
  bool short_groups = true;
  while (groups < MAX_GROUPS && token_byte_at(s, p, end) == '-' &&
         ascii_is_digit(token_byte_at(s, p + 1, end))) {
    short_groups = short_groups && group <= 3;
    p++;
    uint32_t from = p;
    while (ascii_is_digit(token_byte_at(s, p, end)))
      p++;
    group = p - from;
    groups++;
  }
  if (token_is_alnum(token_class_at(s, p, end)))
    return at;
  bool round = groups == 2 && s->text[at - 1] == '0' && s->text[p - 1] == '0' &&
               s->text[p - 2] == '0'; /* 500-1000 litres */
  if (groups >= 2 && group == 4 && short_groups && !round)
    return p;
  return groups == 3 && first == 4 && p - at == 6 && group == 2 ? p : at;
}

/*
 * Where [at, end) follows a pattern in which 0 stands for a digit, a for a letter, and any other sign for itself;
 * `at` if it does not.
 */
static uint32_t pattern_end(const struct segmenter *s, uint32_t at, uint32_t end,
                            const char *pattern)
{
  uint32_t p = at;
  for (; *pattern != '\0'; pattern++, p++) {
    unsigned char c = token_byte_at(s, p, end);
    bool fits = *pattern == '0'   ? ascii_is_digit(c)
                : *pattern == 'a' ? ascii_is_letter(c)
                                  : c == (unsigned char)*pattern;
    if (!fits)
      return at;
  }
  return p;
}

/* True when nothing at `at` goes on with the figures and letters before it. */
static bool is_edge(const struct segmenter *s, uint32_t at, uint32_t end)
{
  return !token_is_alnum(token_class_at(s, at, end));
}

/* The end of a time stamp of ISO 8601, "2031-05-07T09:30:00.5+01:00", or of a date such as "17.Dec.2030" and
 * "09/JAN/2030", at `start`; `start` if there is none. */
static uint32_t stamp_end(const struct segmenter *s, uint32_t start, uint32_t digits, uint32_t end)
{
  uint32_t at = start;
  if (digits - start <= 2) {
    at = pattern_end(s, digits, end,
                     token_byte_at(s, digits, end) == '.' ? ".aaa.0000" : "/aaa/0000");
    return at > digits && is_edge(s, at, end) ? at : start;
  }
  if (digits - start == 4)
    at = pattern_end(s, start, end, "0000-00-00T00:00");
  if (at == start)
    return start;
  at = pattern_end(s, at, end, ":00");
  if (pattern_end(s, at, end, ".0") > at)
    for (at++; ascii_is_digit(token_byte_at(s, at, end));)
      at++;
  unsigned char c = token_byte_at(s, at, end);
  uint32_t zone = c == 'Z' ? at + 1 : at;
  if (c == '+' || c == '-') {
    uint32_t minutes = pattern_end(s, at + 1, end, "00:00");
    zone = minutes > at + 1 ? minutes : pattern_end(s, at + 1, end, "0000");
    zone = zone > at + 1 ? zone : at;
  }
  return is_edge(s, zone, end) ? zone : is_edge(s, at, end) ? at : start;
}

/* The end of the exponent of a number, as in 1.3e6 and 2E-10; `at` if there is none. */
static uint32_t exponent_end(const struct segmenter *s, uint32_t at, uint32_t end)
{
  if ((token_byte_at(s, at, end) | 0x20) != 'e')
    return at;
  unsigned char sign = token_byte_at(s, at + 1, end);
  uint32_t first = sign == '+' || sign == '-' ? at + 2 : at + 1;
  uint32_t stop = first;
  while (ascii_is_digit(token_byte_at(s, stop, end)))
    stop++;
  return stop > first && !token_is_alnum(token_class_at(s, stop, end)) ? stop : at;
}

uint32_t token_read_number(struct segmenter *s, uint32_t start, uint32_t end, unsigned flags)
{
  uint32_t length;
  uint32_t digits = start;
  while (digits < end && char_at(s, digits, &length) == CHAR_DIGIT)
    digits += length;
  uint32_t at = stamp_end(s, start, digits, end);
  if (at > start) {
    token_emit(s, start, at, TOKEN_NUMBER, SHAPE_DIGITS, flags);
    return at;
  }
  at = hyphened_digits(s, start, digits, end);
  if (at == digits)
    at = number_end(s, digits, end);
  if (token_is_letter(token_class_at(s, at, end))) {
    uint32_t stop = exponent_end(s, at, end);
    if (stop > at) {
      token_emit(s, start, stop, TOKEN_NUMBER, SHAPE_DIGITS, flags);
      return stop;
    }
    unsigned seen = SEEN_DIGIT;
    stop = token_run(s, at, end, &seen);
    if ((rules_find(s->rules, segment_slice(s, at, stop)) & RULE_UNIT) == 0) {
      if (at == digits)
        return token_read_word(s, start, end, flags);
      token_emit(s, start, stop, TOKEN_WORD, token_shape(s, start, stop), flags); /* 50,000th */
      return stop;
    }
  }
  uint32_t mark = apostrophe_at(s, at, end);
  if (mark > 0 && (token_byte_at(s, at + mark, end) | 0x20) == 's' &&
      !token_is_alnum(token_class_at(s, at + mark + 1, end))) {
    at += mark + 1; /* 1930's */
    token_emit(s, start, at, TOKEN_WORD, SHAPE_LOWER, flags);
    return at;
  }
  token_emit(s, start, at, TOKEN_NUMBER, SHAPE_DIGITS, flags);
  length = inner_hyphen(s, at, end);
  if (length > 0) {
    token_emit(s, at, at + length, TOKEN_PUNCTUATION, SHAPE_NONE, TOKEN_COMPOUND);
    s->next_flags = TOKEN_COMPOUND;
    at += length;
  }
  return at;
}
