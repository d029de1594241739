/*
 * Sentences: only marks (see segmenter.h) can end one, so the pass jumps from mark to mark. After a mark
 * its closing quotes and brackets are taken in, and what stands next decides.
 */
#include "../base/array.h"
#include "segmenter.h"
#include <string.h>

enum {
  SPEECH_REACH = 5, /* tokens after a quotation in which its verb of saying stands */
  SOURCE_REACH = 6, /* tokens of a name that signs a quotation */
  YEAR_DIGITS = 4,
  NOTE_DIGITS = 3,  /* of the number of a note */
  SHORT = 4,        /* tokens; what is shorter and ends in an abbreviation is no sentence */
  PLACE_REACH = 14, /* tokens of a place line */
  LONG_PLACE = 5,   /* bytes */
  DATE_TOKENS = 6   /* weekday, month day, year */
};

/* What stands after a mark and its closers. */
struct after {
  uint32_t token; /* index, below `last` of the paragraph */
  uint32_t word;  /* the first token that is no opening mark; may be `last` */
  uint32_t shape; /* of that word */
  bool spaced;
  bool closed;  /* closing marks stand between */
  bool quote;   /* an opening quotation mark stands there */
  bool bracket; /* an opening bracket stands there */
  bool number;
};

/* The paragraph being read. */
struct reader {
  struct segmenter *s;
  uint32_t paragraph;
  uint32_t last;
  uint32_t start;     /* first token of the open sentence */
  uint32_t done;      /* marks before this token have been dealt with */
  uint32_t next_item; /* where the next item of a list begins; `last` if none is awaited */
  bool quote_open;    /* a straight double mark waits for its partner */
};

static bool grow_sentences(struct segmenter *s)
{
  struct spans *spans = &s->sentences;
  size_t old = s->sentence_capacity;
  size_t room = old == 0 ? s->size / 64 + 64 : old * 2;
  size_t size = sizeof *spans->start;
  s->failed = !array_enlarge_in(s->arena, &spans->start, old, room, size) ||
              !array_enlarge_in(s->arena, &spans->end, old, room, size) ||
              !array_enlarge_in(s->arena, &spans->first_token, old, room, size) ||
              !array_enlarge_in(s->arena, &spans->last_token, old, room, size) ||
              !array_enlarge_in(s->arena, &s->sentence_paragraph, old, room, size);
  if (!s->failed)
    s->sentence_capacity = (uint32_t)room;
  return !s->failed;
}

static bool push_sentence(struct segmenter *s, uint32_t first, uint32_t last, uint32_t paragraph)
{
  struct spans *spans = &s->sentences;
  if (spans->count == s->sentence_capacity && !grow_sentences(s))
    return false;
  uint32_t n = spans->count++;
  spans->start[n] = s->tokens.start[first];
  spans->end[n] = s->tokens.end[last - 1];
  spans->first_token[n] = first;
  spans->last_token[n] = last;
  s->sentence_paragraph[n] = paragraph;
  return true;
}

static enum char_class token_first_class(const struct segmenter *s, uint32_t token)
{
  uint32_t length;
  return char_at(s, s->tokens.start[token], &length);
}

static bool is_spaced(const struct segmenter *s, uint32_t token)
{
  return (s->tokens.flags[token] & TOKEN_SPACED) != 0;
}

static uint32_t token_rules(const struct segmenter *s, uint32_t token)
{
  return rules_find(s->rules, segment_slice(s, s->tokens.start[token], s->tokens.end[token]));
}

static bool first_byte_is(const struct segmenter *s, uint32_t token, char byte)
{
  return s->text[s->tokens.start[token]] == (unsigned char)byte;
}

/* A face such as ":)" after a stop belongs to the sentence it ends. */
static bool is_face(const struct segmenter *s, uint32_t token)
{
  return s->tokens.class[token] == TOKEN_SYMBOL &&
         s->tokens.end[token] - s->tokens.start[token] > 1 &&
         (first_byte_is(s, token, ':') || first_byte_is(s, token, ';') ||
          first_byte_is(s, token, '='));
}

/* The token after references to notes from `at` on, glued to a stop: "[7][8]", "11". */
static uint32_t skip_references(const struct reader *r, uint32_t at)
{
  const struct segmenter *s = r->s;
  while (at + 2 < r->last && !is_spaced(s, at) && first_byte_is(s, at, '[') &&
         s->tokens.class[at + 1] == TOKEN_NUMBER && first_byte_is(s, at + 2, ']'))
    at += 3;
  if (at + 1 < r->last && !is_spaced(s, at) && s->tokens.class[at] == TOKEN_NUMBER &&
      is_spaced(s, at + 1) && s->tokens.end[at] - s->tokens.start[at] <= NOTE_DIGITS)
    at++;
  return at;
}

/*
 * True when the mark at `at` belongs to the sentence ending before it. A stray mark at the end of the line
 * does too, whatever its kind: nothing can begin with it.
 */
static bool is_closer(const struct reader *r, uint32_t at)
{
  const struct segmenter *s = r->s;
  bool spaced = is_spaced(s, at);
  bool final = at + 1 == r->last;
  bool followed = !final && !is_spaced(s, at + 1) && s->tokens.class[at + 1] != TOKEN_PUNCTUATION;
  switch (token_first_class(s, at)) {
  case CHAR_CLOSE:
    return !spaced || final;
  case CHAR_OPEN:
    return final;
  case CHAR_APOSTROPHE:
    return !followed;
  case CHAR_QUOTE:
    return spaced ? r->quote_open && !followed : r->quote_open || !followed;
  default:
    return is_face(s, at);
  }
}

/* The token after the closing marks and brackets that belong to the sentence ending before `at`. */
static uint32_t skip_closers(struct reader *r, uint32_t at)
{
  while (at < r->last && is_closer(r, at)) {
    if (token_first_class(r->s, at) == CHAR_QUOTE)
      r->quote_open = false;
    at++;
  }
  return at;
}

static struct after look_after(const struct reader *r, uint32_t at)
{
  const struct segmenter *s = r->s;
  struct after after = {.token = at, .shape = SHAPE_NONE, .spaced = is_spaced(s, at)};
  while (at < r->last && s->tokens.class[at] == TOKEN_PUNCTUATION) {
    enum char_class class = token_first_class(s, at);
    if (class != CHAR_OPEN && class != CHAR_QUOTE && class != CHAR_APOSTROPHE)
      break;
    if (first_byte_is(s, at, '(') || first_byte_is(s, at, '['))
      after.bracket = true;
    else if (!after.bracket)
      after.quote = true;
    at++;
  }
  after.word = at;
  if (at < r->last) {
    after.shape = s->tokens.shape[at];
    after.number = s->tokens.class[at] == TOKEN_NUMBER;
  }
  return after;
}

static uint32_t rules_at(const struct reader *r, uint32_t token)
{
  return token < r->last ? token_rules(r->s, token) : 0;
}

/* True when the token is a weekday or a month, also a short one with its stop: "at 6 a.m. Oct. 17". */
static bool is_day(const struct reader *r, uint32_t token)
{
  if (token >= r->last)
    return false;
  const struct segmenter *s = r->s;
  uint32_t start = s->tokens.start[token];
  uint32_t end = s->tokens.end[token];
  if (end - start > 1 && s->text[end - 1] == '.')
    end--;
  return (rules_find(s->rules, segment_slice(s, start, end)) & (RULE_MONTH | RULE_WEEKDAY)) != 0;
}

/* True when a name and "time" stand at `token`, as in "at 9 a.m. Eastern time". */
static bool is_zone(const struct reader *r, uint32_t token)
{
  const struct segmenter *s = r->s;
  if (token + 1 >= r->last || (token_rules(s, token) & RULE_STARTER) != 0)
    return false;
  uint32_t start = s->tokens.start[token + 1];
  return s->tokens.end[token + 1] - start == 4 && memcmp(s->text + start, "time", 4) == 0;
}

/* True when the words from `at` on are a name and a verb of saying: `"Why?" Ms Hill asked`. */
static bool speech_follows(const struct reader *r, uint32_t at)
{
  const struct segmenter *s = r->s;
  for (uint32_t i = at; i < r->last && i < at + SPEECH_REACH; i++) {
    if (s->tokens.class[i] != TOKEN_WORD)
      return false;
    if (s->tokens.shape[i] == SHAPE_LOWER)
      return i > at && (token_rules(s, i) & RULE_SPEECH) != 0;
  }
  return false;
}

/* True when a dash and a name up to the end of the line follow, which sign what stands before. */
static bool is_signature(const struct reader *r, uint32_t at)
{
  const struct segmenter *s = r->s;
  enum char_class class = token_first_class(s, at);
  if ((class != CHAR_HYPHEN && class != CHAR_DASH) || at + 1 >= r->last ||
      r->last - at > SOURCE_REACH)
    return false;
  for (uint32_t i = at + 1; i < r->last; i++)
    if (s->tokens.shape[i] != SHAPE_CAPITAL && s->tokens.shape[i] != SHAPE_UPPER)
      return false;
  return true;
}

/* True when a list marker stands at `at` that can open a list: with a bracket, or the first of its kind. */
static bool list_opens(const struct reader *r, uint32_t at)
{
  struct list_marker marker;
  uint32_t end = list_marker_read(r->s, at, r->last, &marker);
  return end > at && (marker.number == 1 || first_byte_is(r->s, end - 1, ')'));
}

/* True when the stop, behind a number, stands for the comma of a date: "February 14. 2023". */
static bool in_date(const struct reader *r, uint32_t stop, const struct after *after)
{
  const struct segmenter *s = r->s;
  return after->number &&
         s->tokens.end[after->word] - s->tokens.start[after->word] == YEAR_DIGITS &&
         stop > r->start + 1 && (token_rules(s, stop - 2) & RULE_MONTH) != 0;
}

/* The decision: does a sentence end at mark `kind` of token `token`? */
static bool ends_here(const struct reader *r, uint32_t token, enum mark_kind kind,
                      const struct after *after)
{
  const struct segmenter *s = r->s;
  bool lower = after->shape == SHAPE_LOWER;
  bool opens = after->quote || after->bracket;
  bool capital =
      after->shape == SHAPE_CAPITAL || after->shape == SHAPE_UPPER || after->shape == SHAPE_MIXED;
  if (!opens && s->tokens.class[after->token] == TOKEN_PUNCTUATION) {
    /* A comma, colon or closing mark goes on with the sentence; a dash or a bullet may open one. */
    enum char_class class = token_first_class(s, after->token);
    unsigned char c = s->text[s->tokens.start[after->token]];
    if (class == CHAR_CLOSE || c == ',' || c == ';' || c == ':' || !after->spaced ||
        is_signature(r, after->token))
      return false;
    if ((class == CHAR_HYPHEN || class == CHAR_DASH) && after->token + 1 < r->last &&
        s->tokens.shape[after->token + 1] == SHAPE_LOWER)
      return false;
  }
  switch (kind) {
  case MARK_STOP:
    if (!after->spaced && !opens && !after->closed)
      return capital;
    if (token > r->start && s->tokens.class[token - 1] == TOKEN_NUMBER &&
        (lower || in_date(r, token, after)))
      return false;
    return !lower || !after->closed || list_opens(r, after->token);
  case MARK_CRY:
    if (lower)
      return !after->closed &&
             ((rules_at(r, after->word) | rules_at(r, after->word + 1)) & RULE_SPEECH) == 0;
    return !after->closed || !speech_follows(r, after->token);
  case MARK_NAME:
    return capital && (rules_at(r, after->word) & RULE_STARTER) != 0;
  case MARK_ELLIPSIS:
    return capital && token > r->start && !after->bracket &&
           (rules_at(r, after->word) & RULE_CAPITAL) == 0;
  case MARK_ALWAYS:
    return after->closed && capital;
  case MARK_INNER:
    if (lower || after->number || !after->spaced)
      return false;
    return after->closed || after->quote || (rules_at(r, after->word) & RULE_STARTER) != 0;
  case MARK_FREE:
    if (token < r->start + SHORT || !after->spaced || after->shape == SHAPE_UPPER)
      return false;
    return (capital || opens) && !is_day(r, after->word) && !is_zone(r, after->word);
  case MARK_INITIAL:
    if (token == r->start || s->tokens.shape[token - 1] != SHAPE_LOWER)
      return false;
    return capital && (rules_at(r, after->word) & RULE_STARTER) != 0;
  case MARK_RULER:
    return after->spaced && (capital || after->quote);
  case MARK_COLON:
  case MARK_QUOTE:
    return false;
  }
  return false;
}

/* Begin a sentence at `at`: a list marker there is passed over, and the next one of its list looked for. */
static void begin_sentence(struct reader *r, uint32_t at)
{
  struct list_marker marker;
  r->start = at;
  r->quote_open = false;
  uint32_t opened = at + (r->s->text[r->s->tokens.start[at]] >= 0x80 && at + 1 < r->last &&
                          token_first_class(r->s, at) == CHAR_OPEN);
  uint32_t body = list_marker_read(r->s, at, r->last, &marker);
  if (body == at && opened > at)
    body = list_marker_read(r->s, opened, r->last, &marker);
  if (body <= opened)
    return;
  if (body > r->done)
    r->done = body;
  /* A capital and its stop are as well an initial, so nothing is looked for after them. */
  if (marker.number == 0 || r->s->tokens.class[body - 1] == TOKEN_PUNCTUATION)
    r->next_item = list_marker_next(r->s, body, r->last, &marker);
}

/* End the open sentence before token `at`. */
static bool cut(struct reader *r, uint32_t at)
{
  if (at <= r->start)
    return true;
  if (!push_sentence(r->s, r->start, at, r->paragraph))
    return false;
  begin_sentence(r, at);
  return true;
}

/* End sentences at the items of a list that begin before token `at`. */
static bool cut_items(struct reader *r, uint32_t at)
{
  while (r->next_item < r->last && r->next_item <= at) {
    uint32_t item = r->next_item;
    r->next_item = r->last;
    if (!cut(r, item))
      return false;
  }
  return true;
}

/* True when tokens from `at` on are a full date: weekday, month day, year. */
static bool is_full_date(const struct reader *r, uint32_t at)
{
  const struct segmenter *s = r->s;
  if (r->last - at < DATE_TOKENS || !first_byte_is(s, at + 1, ',') ||
      !first_byte_is(s, at + 4, ',') || s->tokens.class[at + 3] != TOKEN_NUMBER ||
      s->tokens.class[at + 5] != TOKEN_NUMBER)
    return false;
  return (token_rules(s, at) & RULE_WEEKDAY) != 0 && (token_rules(s, at + 2) & RULE_MONTH) != 0;
}

/* True when the token is a mark that leads on: a comma, a bracket, a dash. */
static bool is_inner_mark(const struct segmenter *s, uint32_t token)
{
  enum char_class class = token_first_class(s, token);
  return s->tokens.class[token] == TOKEN_PUNCTUATION && class != CHAR_CLOSE &&
         class != CHAR_QUOTE && class != CHAR_APOSTROPHE;
}

/*
 * True when the dash at `i` ends a place line: it stands apart, behind a bracket, or behind a long word in capitals
 * and is long or spaced ("TEHRAN--The", "TEHRAN- The").
 */
static bool is_place_dash(const struct segmenter *s, uint32_t i)
{
  enum char_class class = token_first_class(s, i);
  if (class != CHAR_HYPHEN && class != CHAR_DASH)
    return false;
  if ((is_spaced(s, i) && is_spaced(s, i + 1)) || token_first_class(s, i - 1) == CHAR_CLOSE)
    return true;
  bool wide = s->tokens.end[i] - s->tokens.start[i] > 1 || is_spaced(s, i + 1);
  return wide && s->tokens.shape[i - 1] == SHAPE_UPPER &&
         s->tokens.end[i - 1] - s->tokens.start[i - 1] >= LONG_PLACE;
}

/*
 * The token after a place line that opens a report, with its dash: "TEHRAN (Agency) -", "Geneva, March 3 --".
 * `first` if there is none. It must show more than a name: a comma, a bracket, or capitals throughout.
 */
static uint32_t skip_place_line(const struct reader *r, uint32_t first)
{
  const struct segmenter *s = r->s;
  bool shown = s->tokens.shape[first] == SHAPE_UPPER;
  bool open = false;   /* in brackets */
  bool agency = false; /* behind brackets */
  for (uint32_t i = first; i + 1 < r->last && i < first + PLACE_REACH; i++) {
    enum char_class class = token_first_class(s, i);
    uint32_t shape = s->tokens.shape[i];
    if (i > first && !open && is_place_dash(s, i)) {
      uint32_t next = s->tokens.shape[i + 1];
      bool opens = next == SHAPE_CAPITAL || (agency && next != SHAPE_LOWER);
      return shown && opens ? i + 1 : first;
    }
    if (first_byte_is(s, i, '('))
      open = true;
    else if (class == CHAR_CLOSE) {
      shown = shown || open;
      agency = agency || open;
      open = false;
    } else if (first_byte_is(s, i, ','))
      shown = i > first;
    else if (shape != SHAPE_CAPITAL && shape != SHAPE_UPPER && shape != SHAPE_DIGITS &&
             (i == first || !first_byte_is(s, i, '/')))
      return first;
  }
  return first;
}

/* Dots with spaces between, from mark `i` on: how many. */
static uint32_t count_dots(const struct reader *r, uint32_t i)
{
  const struct mark *marks = r->s->marks;
  uint32_t n = 1;
  while (i + n < r->s->mark_count && marks[i + n].kind == MARK_STOP &&
         marks[i + n].token == marks[i].token + n && is_spaced(r->s, marks[i + n].token))
    n++;
  return n;
}

static bool read_mark(struct reader *r, uint32_t i)
{
  struct segmenter *s = r->s;
  struct mark mark = s->marks[i];
  if (mark.kind == MARK_QUOTE) {
    r->quote_open = !r->quote_open;
    return true;
  }
  if (mark.kind == MARK_COLON) {
    /* The line of a picture that was run on to the text before it: "... in the square Photo: Agency". */
    uint32_t word = mark.token - 1;
    bool apart = word > r->start && is_spaced(s, word) && s->tokens.class[word - 1] <= TOKEN_NUMBER;
    return !apart || (token_rules(s, word) & RULE_CAPTION) == 0 || cut(r, word);
  }
  uint32_t token = mark.token;
  if (mark.kind == MARK_STOP) {
    uint32_t dots = count_dots(r, i);
    if (dots > 3 && !is_spaced(s, token)) {
      /* A stop and then an ellipsis, with which the next sentence begins. */
      if (token + dots < r->last && s->tokens.shape[token + dots] == SHAPE_CAPITAL) {
        r->done = token + dots;
        return cut(r, token + 1);
      }
    }
    if (dots > 1) {
      token += dots - 1;
      mark.kind = dots > 3 ? MARK_STOP : MARK_ELLIPSIS;
    }
  }
  uint32_t at = skip_references(r, skip_closers(r, token + 1));
  r->done = at;
  if (at == r->last)
    return true;
  struct after after = look_after(r, at);
  after.closed = at > token + 1 && s->tokens.class[at - 1] == TOKEN_PUNCTUATION;
  return !ends_here(r, token, (enum mark_kind)mark.kind, &after) || cut(r, at);
}

bool segment_read_sentences(struct segmenter *s, uint32_t first, uint32_t last, uint32_t paragraph)
{
  struct reader r = {.s = s,
                     .paragraph = paragraph,
                     .last = last,
                     .start = first,
                     .done = first,
                     .next_item = last};
  begin_sentence(&r, first);
  if (is_full_date(&r, first) && first + DATE_TOKENS < last &&
      s->tokens.shape[first + DATE_TOKENS] == SHAPE_CAPITAL && !cut(&r, first + DATE_TOKENS))
    return false;
  uint32_t report = skip_place_line(&r, first);
  if (!cut(&r, report))
    return false;
  if (report > r.done)
    r.done = report;
  for (uint32_t i = 0; i < s->mark_count; i++) {
    if (s->marks[i].token < r.done)
      continue;
    if (!cut_items(&r, s->marks[i].token))
      return false;
    if (s->marks[i].token >= r.done && !read_mark(&r, i))
      return false;
  }
  if (!cut_items(&r, last))
    return false;
  uint32_t date = last - DATE_TOKENS;
  if (last - r.start > DATE_TOKENS && s->tokens.class[last - 1] == TOKEN_NUMBER &&
      is_full_date(&r, date) && !is_inner_mark(s, date - 1) &&
      (token_rules(s, date - 1) & RULE_LEADS) == 0 && !cut(&r, date))
    return false;
  return r.start == last || push_sentence(s, r.start, last, paragraph);
}
