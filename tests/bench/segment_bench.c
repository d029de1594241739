/*
 * How fast segmentation is: lines alone, tokens alone, everything; with normal forms and code-point offsets beside.
 *
 *   segment_bench TEXT RULES
 *
 * TEXT holds documents between form feeds; RULES is an abbreviation table ("" for none). One arena is used again for
 * each document, as a worker does. CPU time of this thread, the best of ROUNDS, in MB/s of text.
 *
 *   cc -O2 -D_GNU_SOURCE -o segment_bench tests/bench/segment_bench.c build/libreadout.a -lutf8proc
 */
#include "../../core/base/arena.h"
#include "../../core/base/buffer.h"
#include "../../core/text/normal.h"
#include "../../core/text/offsets.h"
#include "../../core/text/segment.h"
#include "../../core/text/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 7, ARENA_KEEP = 1 << 24 };

enum stage { VALID, LINES, TOKENS, ALL, NORMAL, OFFSETS, STAGES };

static const char *const stage_names[STAGES] = {
    "valid UTF-8", "lines", "tokens", "everything", "+ normal forms", "+ code points of tokens"};

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static struct slice read_whole(const char *path)
{
  FILE *file = *path ? fopen(path, "rb") : NULL;
  struct buffer bytes = {0};
  char part[1 << 16];
  for (size_t got; file && (got = fread(part, 1, sizeof part, file)) > 0;)
    buffer_add(&bytes, part, got);
  if (file)
    fclose(file);
  return (struct slice){bytes.data ? bytes.data : "", bytes.size};
}

static size_t checksum; /* keeps the compiler from leaving work out */
static size_t token_count;
static size_t sentence_count;

static void require(enum status status)
{
  if (status == STATUS_OK)
    return;
  fprintf(stderr, "segment_bench: %s\n", status_text(status));
  exit(1);
}

static void do_document(enum stage stage, struct slice text, const struct segment_rules *rules,
                        struct arena *arena)
{
  struct segmentation out;
  struct spans lines;
  struct offsets offsets;
  uint8_t *types;
  uint8_t *joins;
  char form[NORMAL_MAX];
  if (stage == VALID) {
    checksum += utf8_valid_prefix(text);
    return;
  }
  if (stage == LINES) {
    require(segment_lines(text, rules, arena, &lines, &types, &joins));
    checksum += lines.count;
    return;
  }
  if (stage == TOKENS) {
    require(segment_tokens(text, rules, arena, &out.tokens));
    checksum += out.tokens.count;
    return;
  }
  require(segment_text(text, rules, arena, &out));
  token_count += out.tokens.count;
  sentence_count += out.sentences.count;
  if (stage == NORMAL)
    for (uint32_t i = 0; i < out.tokens.count; i++)
      checksum += normal_form(
          (struct slice){text.data + out.tokens.start[i], out.tokens.end[i] - out.tokens.start[i]},
          form);
  if (stage == OFFSETS) {
    require(offsets_new(text, arena, &offsets));
    for (uint32_t i = 0; i < out.tokens.count; i++)
      checksum += offsets_codepoint(&offsets, out.tokens.start[i]);
  }
}

static double do_round(enum stage stage, struct slice text, const struct segment_rules *rules,
                       struct arena *arena)
{
  double start = now();
  token_count = 0;
  sentence_count = 0;
  for (size_t at = 0; at < text.size;) {
    const char *feed = memchr(text.data + at, '\f', text.size - at);
    size_t size = feed == NULL ? text.size - at : (size_t)(feed - text.data) - at;
    do_document(stage, (struct slice){text.data + at, size}, rules, arena);
    arena_reset(arena, ARENA_KEEP);
    at += size + 1;
  }
  return now() - start;
}

int main(int argc, char **argv)
{
  if (argc != 3) {
    fprintf(stderr, "usage: segment_bench TEXT RULES\n");
    return 2;
  }
  struct slice text = read_whole(argv[1]);
  struct segment_rules *rules;
  struct arena *arena = arena_new();
  require(segment_rules_new(read_whole(argv[2]), &rules));
  for (unsigned stage = 0; stage < STAGES; stage++) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double time = do_round((enum stage)stage, text, rules, arena);
      if (round == 0 || time < best)
        best = time;
    }
    printf("%-26s %8.1f MB/s\n", stage_names[stage], (double)text.size / 1e6 / best);
  }
  printf("%zu tokens, %zu sentences in %.1f MB (%zu)\n", token_count, sentence_count,
         (double)text.size / 1e6, checksum % 10);
  return 0;
}
