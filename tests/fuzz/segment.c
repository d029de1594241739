/*
 * Any bytes, repaired to UTF-8, must segment: columns in order and inside the text, every character that is no white space in
 * exactly one token, sentences and paragraphs made of whole tokens, and the same cuts for the same text.
 */
#include "../../core/text/normal.h"
#include "../../core/text/segment.h"
#include "../../core/text/utf8.h"
#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
  if (!holds)
    abort();
}

static void check_spans(const struct spans *spans, size_t size, uint32_t tokens)
{
  uint32_t end = 0;
  for (uint32_t i = 0; i < spans->count; i++) {
    require(spans->start[i] >= end && spans->start[i] <= spans->end[i] && spans->end[i] <= size);
    require(spans->first_token[i] <= spans->last_token[i] && spans->last_token[i] <= tokens);
    require(i == 0 || spans->first_token[i] >= spans->last_token[i - 1]);
    end = spans->end[i];
  }
}

static void check(struct slice text, const struct segmentation *out)
{
  const struct tokens *tokens = &out->tokens;
  uint32_t end = 0;
  char normal[NORMAL_MAX];
  for (uint32_t i = 0; i < tokens->count; i++) {
    require(tokens->start[i] >= end && tokens->start[i] < tokens->end[i]);
    require(tokens->end[i] <= text.size);
    for (uint32_t at = end; at < tokens->start[i];
         at++) /* between tokens no letter or digit is lost */
      require(!((text.data[at] >= '0' && text.data[at] <= '9') ||
                (text.data[at] >= 'a' && text.data[at] <= 'z')));
    end = tokens->end[i];
    struct slice token = {text.data + tokens->start[i], tokens->end[i] - tokens->start[i]};
    require(utf8_valid_prefix(token) == token.size);
    require(normal_form(token, normal) <= NORMAL_MAX);
  }
  check_spans(&out->sentences, text.size, tokens->count);
  check_spans(&out->paragraphs, text.size, tokens->count);
  check_spans(&out->lines, text.size, tokens->count);
  uint32_t counted = 0;
  for (uint32_t i = 0; i < out->sentences.count; i++)
    counted += out->sentences.last_token[i] - out->sentences.first_token[i];
  require(counted == tokens->count); /* every token is in a sentence */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static struct segment_rules *rules;
  static struct arena *arena;
  static const char table[] =
      "# made for this "
      "test\nword\tclass\nMr\talways\nInc\tfree\nJan\tinner\nNo\tnumber\nsaid\tspeech\n"
      "'s\tclitic\n'em\telision\ncan|"
      "not\tsplit\nThe\tstarter\nk\tunit\nMonday\tweekday\nby\tbyline\n"
      "photo\tcaption\nJanuary\tmonth\nante\tprefix\nYahoo!\tname\n";
  if (!arena) {
    arena = arena_new();
    require(arena &&
            segment_rules_new((struct slice){table, sizeof table - 1}, &rules) == STATUS_OK);
  }
  struct buffer buffer = {0};
  size_t first;
  utf8_repair((struct slice){(const char *)data, size}, &buffer, &first);
  require(!buffer.failed);
  /* A copy of just the size, so that a read behind the end is seen. */
  char *exact = malloc(buffer.size > 0 ? buffer.size : 1);
  require(exact != NULL);
  if (buffer.size > 0)
    memcpy(exact, buffer.data, buffer.size);
  struct slice text = {exact, buffer.size};
  require(utf8_valid_prefix(text) == text.size);

  struct segmentation out, again;
  require(segment_text(text, rules, arena, &out) == STATUS_OK);
  check(text, &out);
  require(segment_text(text, rules, arena, &again) == STATUS_OK);
  require(again.tokens.count == out.tokens.count && again.sentences.count == out.sentences.count);
  arena_reset(arena, (size_t)1 << 20);
  free(exact);
  buffer_free(&buffer);
  return 0;
}
