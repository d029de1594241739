/*
 * Any text against a small lexicon and a tape: hits, words, triggers and tape units must lie inside the document and in order,
 * and a tape must cover every token once.
 */
#include "../../core/match/lexicon.h"
#include "../../core/match/tape.h"
#include "../../core/text/utf8.h"
#include <stdlib.h>

static const char names[] =
    "# made for this test\nname\tcode\nA\tAA\nNew York\tNY\nAna de Oro\tADO\nSão Tomé\tST\n";

static struct lexicon *lexicon;
static struct segment_rules *rules;
static struct tape *tape;
static struct arena *arena;

static void require(bool holds)
{
  if (!holds)
    abort();
}

static void prepare(void)
{
  uint32_t list;
  arena = arena_new();
  require(arena && segment_rules_new((struct slice){"", 0}, &rules) == STATUS_OK);
  require(lexicon_new((struct slice){"", 0}, rules, &lexicon) == STATUS_OK);
  require(lexicon_add_list(lexicon, "names.tsv", (struct slice){names, sizeof names - 1}, &list) ==
          STATUS_OK);
  uint32_t said = lexicon_add_word(lexicon, (struct slice){"said", 4});
  require(lexicon_add_trigger(lexicon, 0, (struct slice){"said", 4}) == STATUS_OK);
  require(lexicon_add_trigger(lexicon, 70, (struct slice){"s*", 2}) == STATUS_OK);
  require(lexicon_freeze(lexicon) == STATUS_OK);
  require(tape_new(&tape) == STATUS_OK && tape_add_word(tape, 0, said) == STATUS_OK);
  require(tape_add_shape(tape, 1, SHAPE_CAPITAL) == STATUS_OK &&
          tape_add_layer(tape, 2, 0) == STATUS_OK);
  require(tape_add_kind(tape, 3, TOKEN_PUNCTUATION) == STATUS_OK &&
          tape_freeze(tape, lexicon) == STATUS_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (!arena)
    prepare();
  struct buffer buffer = {0};
  size_t first;
  utf8_repair((struct slice){(const char *)data, size}, &buffer, &first);
  struct slice text = {buffer.data ? buffer.data : "", buffer.size};

  struct segmentation segments;
  struct scan scan;
  require(segment_text(text, rules, arena, &segments) == STATUS_OK);
  uint32_t count = segments.tokens.count;
  require(lexicon_scan(lexicon, text, &segments, arena, &scan) == STATUS_OK);
  struct tape_span *spans = arena_array(arena, scan.hit_count + 1, sizeof *spans);
  require(spans != NULL);
  for (uint32_t i = 0; i < scan.hit_count; i++) {
    const struct name_hit *hit = &scan.hits[i];
    require(hit->first < hit->end && hit->end <= count && hit->row < 4);
    require(i == 0 || hit[-1].first <= hit->first);
    require(lexicon_row(lexicon, hit->list, hit->row).size > 0);
    spans[i] = (struct tape_span){hit->first, hit->end, 0, i};
  }
  for (uint32_t i = 0; i < count; i++)
    require(scan.word[i] < lexicon_word_count(lexicon));

  struct tape_units units;
  require(tape_write(tape, &segments.tokens, scan.word, 0, count, spans, scan.hit_count, arena,
                     &units) == STATUS_OK);
  require(units.count <= count && tape_unit_token(&units, units.count) == count);
  for (uint32_t i = 0; i < units.count; i++) {
    require(tape_unit_token(&units, i) < tape_unit_token(&units, i + 1));
    require(units.bytes[i] >= 1 && units.bytes[i] <= tape_byte_count(tape));
    require(tape_unit_annotation(&units, i) <= scan.hit_count);
  }
  arena_reset(arena, (size_t)1 << 20);
  buffer_free(&buffer);
  return 0;
}
