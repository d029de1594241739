/*
 * Sentences: only marks (see segmenter.h) can end one, so the pass jumps from mark to mark. After a mark
 * its closing quotes and brackets are taken in, and what stands next decides.
 */
#include "segmenter.h"
#include <string.h>

enum { SPEECH_REACH = 5, MAX_LIST = 999 };

/* What stands after a mark and its closers. */
struct after {
  uint32_t token; /* index; `last` of the paragraph if there is none */
  uint32_t shape; /* of the first word, opening marks skipped */
  bool spaced;
  bool opens; /* an opening mark or bracket stands there */
  bool number;
};

static bool push_sentence(struct segmenter *s, uint32_t first, uint32_t last, uint32_t paragraph)
{
  struct spans *spans = &s->sentences;
  if (spans->count == s->sentence_capacity) {
    size_t old = s->sentence_capacity;
    size_t capacity = old == 0 ? s->size / 64 + 64 : old * 2;
    struct spans grown = {.count = spans->count};
    grown.start = arena_array(s->arena, capacity, sizeof *grown.start);
    grown.end = arena_array(s->arena, capacity, sizeof *grown.end);
    grown.first_token = arena_array(s->arena, capacity, sizeof *grown.first_token);
    grown.last_token = arena_array(s->arena, capacity, sizeof *grown.last_token);
    uint32_t *owner = arena_array(s->arena, capacity, sizeof *owner);
    if (grown.start == NULL || grown.end == NULL || grown.first_token == NULL || grown.last_token == NULL ||
        owner == NULL) {
      s->failed = true;
      return false;
    }
    if (old > 0) {
      memcpy(grown.start, spans->start, old * sizeof *grown.start);
      memcpy(grown.end, spans->end, old * sizeof *grown.end);
      memcpy(grown.first_token, spans->first_token, old * sizeof *grown.first_token);
      memcpy(grown.last_token, spans->last_token, old * sizeof *grown.last_token);
      memcpy(owner, s->sentence_paragraph, old * sizeof *owner);
    }
    *spans = grown;
    s->sentence_paragraph = owner;
    s->sentence_capacity = (uint32_t)capacity;
  }
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

/*
 * The token after the closing marks and brackets that belong to the sentence ending before `at`.
 * `*quote_open` is whether a straight double mark is open, and is closed here.
 */
static uint32_t skip_closers(const struct segmenter *s, uint32_t at, uint32_t last, bool *quote_open)
{
  while (at < last) {
    enum char_class class = token_first_class(s, at);
    bool spaced = is_spaced(s, at);
    bool followed = at + 1 < last && !is_spaced(s, at + 1) && s->tokens.class[at + 1] != TOKEN_PUNCTUATION;
    if (class == CHAR_CLOSE && !spaced) {
      at++;
    } else if (class == CHAR_QUOTE) {
      if (spaced ? !*quote_open || followed : followed && !*quote_open)
        break;
      *quote_open = false;
      at++;
    } else if (class == CHAR_APOSTROPHE && !spaced && !followed) {
      at++;
    } else if (at + 1 == last && (class == CHAR_CLOSE || class == CHAR_OPEN || class == CHAR_APOSTROPHE)) {
      at++; /* a stray mark at the end of the line: nothing can begin with it */
    } else {
      break;
    }
  }
  return at;
}

static struct after look_after(const struct segmenter *s, uint32_t at, uint32_t last)
{
  struct after after = {.token = at, .shape = SHAPE_NONE};
  if (at == last)
    return after;
  after.spaced = is_spaced(s, at);
  while (at < last && s->tokens.class[at] == TOKEN_PUNCTUATION) {
    enum char_class class = token_first_class(s, at);
    if (class != CHAR_OPEN && class != CHAR_QUOTE && class != CHAR_APOSTROPHE)
      break;
    after.opens = true;
    at++;
  }
  if (at < last) {
    after.shape = s->tokens.shape[at];
    after.number = s->tokens.class[at] == TOKEN_NUMBER;
  }
  return after;
}

/* True when the words from `at` on are a name and a verb of saying: `"Why?" Ms Hill asked`. */
static bool speech_follows(const struct segmenter *s, uint32_t at, uint32_t last)
{
  for (uint32_t i = at; i < last && i < at + SPEECH_REACH; i++) {
    if (s->tokens.class[i] != TOKEN_WORD)
      return false;
    if (i > at && s->tokens.shape[i] == SHAPE_LOWER)
      return (token_rules(s, i) & RULE_SPEECH) != 0;
    if (s->tokens.shape[i] == SHAPE_LOWER)
      return false;
  }
  return false;
}

static bool starts_sentence(const struct segmenter *s, const struct after *after, uint32_t last)
{
  uint32_t at = after->token;
  while (at < last && s->tokens.class[at] == TOKEN_PUNCTUATION)
    at++;
  return at < last && (token_rules(s, at) & RULE_STARTER) != 0;
}

/* True when the word after is a month or a day of the week, which goes on with a time: "6 a.m. Friday". */
static bool is_calendar(const struct segmenter *s, uint32_t token)
{
  return (token_rules(s, token) & (RULE_MONTH | RULE_WEEKDAY)) != 0;
}

/* The decision: does a sentence end at mark `kind` of token `token`, `after` being what follows its closers? */
static bool ends_here(const struct segmenter *s, uint32_t token, enum mark_kind kind, const struct after *after,
                      uint32_t last)
{
  bool lower = after->shape == SHAPE_LOWER;
  bool closed = after->token > token + 1;
  bool capital = after->shape == SHAPE_CAPITAL || after->shape == SHAPE_UPPER || after->shape == SHAPE_MIXED;
  if (!after->opens && s->tokens.class[after->token] == TOKEN_PUNCTUATION) {
    /* A comma, colon or closing mark goes on with the sentence; a dash or a bullet may open one. */
    enum char_class class = token_first_class(s, after->token);
    unsigned char c = s->text[s->tokens.start[after->token]];
    if (class == CHAR_CLOSE || c == ',' || c == ';' || c == ':' || !after->spaced)
      return false;
  }
  switch (kind) {
  case MARK_STOP:
    if (!after->spaced && !after->opens && !closed)
      return capital;
    return !lower;
  case MARK_CRY:
    if (lower)
      return false;
    if (closed && speech_follows(s, after->token, last))
      return false;
    return true;
  case MARK_ELLIPSIS:
    return capital && after->spaced;
  case MARK_ALWAYS:
    return closed && capital;
  case MARK_INNER:
    if (lower || after->number)
      return false;
    return (closed || after->opens || starts_sentence(s, after, last)) && after->spaced;
  case MARK_FREE:
    return (capital || after->opens) && after->spaced && after->shape != SHAPE_UPPER && !is_calendar(s, after->token);
  case MARK_INITIAL:
    if (token > 0 && s->tokens.shape[token - 1] == SHAPE_CAPITAL && !is_spaced(s, token))
      return false;
    return capital && starts_sentence(s, after, last) && (token == 0 || s->tokens.shape[token - 1] == SHAPE_LOWER);
  case MARK_NAME:
    return capital && starts_sentence(s, after, last);
  case MARK_QUOTE:
    return false;
  }
  return false;
}

bool segment_read_sentences(struct segmenter *s, uint32_t first, uint32_t last, uint32_t paragraph)
{
  uint32_t start = first;
  uint32_t done = first; /* marks before this token have been dealt with */
  bool quote_open = false;
  for (uint32_t i = 0; i < s->mark_count; i++) {
    struct mark mark = s->marks[i];
    if (mark.token < done)
      continue;
    if (mark.kind == MARK_QUOTE) {
      quote_open = !quote_open;
      continue;
    }
    uint32_t at = skip_closers(s, mark.token + 1, last, &quote_open);
    done = at;
    if (at == last)
      break;
    struct after after = look_after(s, at, last);
    if (!ends_here(s, mark.token, (enum mark_kind)mark.kind, &after, last))
      continue;
    if (!push_sentence(s, start, at, paragraph))
      return false;
    start = at;
    quote_open = false;
  }
  return start == last || push_sentence(s, start, last, paragraph);
}
