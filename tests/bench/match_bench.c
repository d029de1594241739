/*
 * How fast words, triggers, names and tapes are, over the segmentation they start from.
 *
 *   match_bench TEXT RULES [LIST.tsv...]
 *
 * TEXT holds documents between form feeds; RULES is an abbreviation table ("" for none). All
 * figures are CPU time of this thread, the best of ROUNDS, in MB/s of text.
 *
 *   cc -O2 -D_GNU_SOURCE -o match_bench tests/bench/match_bench.c build/libreadout.a -lutf8proc
 */
#include "../../core/match/image.h"
#include "../../core/match/lexicon.h"
#include "../../core/match/tape.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, BATCH = 16, ARENA_KEEP = 1 << 24, SETS = 12 };

static const char *const triggers[] = {"$",       "€*",      "1*",       "2*",        "3*",
                                       "said",    "monday",  "told",     "according", "percent",
                                       "million", "dollar*", "january",  "president", "minister",
                                       "#*",      "\"",      "negotiat*"};

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void die(const char *what, enum status status)
{
  fprintf(stderr, "match_bench: %s: %s\n", what, status_text(status));
  exit(1);
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

static struct slice literal(const char *string)
{
  return (struct slice){string, strlen(string)};
}

enum stage { SEGMENT, SCAN, TAPE, STAGES };

/* What one round works on and counts. */
struct work {
  struct slice text;
  const struct segment_rules *rules;
  const struct lexicon *lexicon;
  const struct tape *tape;
  uint64_t tokens;
  uint64_t hits;
  uint64_t triggered;
  double seconds[STAGES];
};

struct document {
  struct slice text;
  struct segmentation segments;
  struct scan scan;
  struct tape_units units;
};

/* Cut off up to BATCH documents at `at`; returns how many. */
static size_t next_documents(struct slice text, size_t *at, struct document *documents)
{
  size_t count = 0;
  while (count < BATCH && *at < text.size) {
    const char *from = text.data + *at;
    const char *feed = memchr(from, '\f', text.size - *at);
    size_t size = feed ? (size_t)(feed - from) : text.size - *at;
    documents[count].text = (struct slice){from, size};
    count++;
    *at += size + 1;
  }
  return count;
}

/* One stage over a batch: so that the clock costs nothing. */
static void run_stage(struct work *work, enum stage stage, struct document *documents, size_t count,
                      struct arena *arena)
{
  enum status status = STATUS_OK;
  double start = now();
  for (size_t i = 0; i < count && status == STATUS_OK; i++) {
    struct document *document = &documents[i];
    if (stage == SEGMENT)
      status = segment_text(document->text, work->rules, arena, &document->segments);
    else if (stage == SCAN)
      status =
          lexicon_scan(work->lexicon, document->text, &document->segments, arena, &document->scan);
    else
      status = tape_write_document(work->tape, &document->segments, &document->scan, NULL, 0,
                                   TAPE_SENTENCE, arena, &document->units);
  }
  work->seconds[stage] += now() - start;
  if (status != STATUS_OK)
    die("document", status);
}

static void run_round(struct work *work, struct arena *arena)
{
  struct document documents[BATCH];
  work->tokens = 0;
  work->hits = 0;
  work->triggered = 0;
  memset(work->seconds, 0, sizeof work->seconds);
  for (size_t at = 0; at < work->text.size;) {
    size_t count = next_documents(work->text, &at, documents);
    for (enum stage stage = SEGMENT; stage < STAGES; stage++)
      run_stage(work, stage, documents, count, arena);
    for (size_t i = 0; i < count; i++) {
      const struct document *document = &documents[i];
      work->tokens += document->segments.tokens.count;
      work->hits += document->scan.hit_count;
      for (uint32_t s = 0; s < document->segments.sentences.count; s++)
        work->triggered += document->scan.triggered[(size_t)s * TRIGGER_WORDS] != 0;
    }
    arena_reset(arena, ARENA_KEEP);
  }
}

static void measure(const char *name, struct work *work)
{
  static const char *const stages[] = {"segmentation", "scan", "tape"};
  struct arena *arena = arena_new();
  double best[STAGES];
  for (int i = 0; i < ROUNDS; i++) {
    run_round(work, arena);
    for (int stage = 0; stage < STAGES; stage++) {
      if (i == 0 || work->seconds[stage] < best[stage])
        best[stage] = work->seconds[stage];
    }
  }
  double kb = (double)work->text.size / 1e3;
  printf("%s: %.1f hits a KB, %.1f sentences with a trigger\n", name, (double)work->hits / kb,
         (double)work->triggered / kb);
  for (int stage = 0; stage < STAGES; stage++)
    printf("  %-14s %6.0f MB/s %6.1f ns/token\n", stages[stage], kb / 1e3 / best[stage],
           best[stage] * 1e9 / (double)work->tokens);
  arena_free(arena);
}

/* A lexicon with the triggers, and the lists added from their packed files. */
static struct lexicon *make_lexicon(const struct image *image, const struct segment_rules *rules)
{
  struct lexicon *lexicon;
  double start = now();
  enum status status =
      lexicon_new(image ? image_lexicon(image) : (struct slice){"", 0}, rules, &lexicon);
  for (uint32_t i = 0; image && status == STATUS_OK && i < image_count(image); i++) {
    struct slice tsv;
    uint32_t list;
    const char *path = image_path(image, i);
    const char *slash = strrchr(path, '/');
    image_file(image, path, &tsv);
    status = lexicon_add_list(lexicon, slash ? slash + 1 : path, tsv, &list);
  }
  for (size_t i = 0; status == STATUS_OK && i < sizeof triggers / sizeof *triggers; i++)
    status = lexicon_add_trigger(lexicon, (uint32_t)i % SETS, literal(triggers[i]));
  if (status == STATUS_OK)
    status = lexicon_freeze(lexicon);
  if (status != STATUS_OK)
    die("lexicon", status);
  printf("# lexicon of %u words ready in %.2f ms\n", lexicon_word_count(lexicon) - 1,
         (now() - start) * 1e3);
  return lexicon;
}

static struct tape *make_tape(const struct lexicon *lexicon)
{
  struct tape *tape;
  enum status status = tape_new(&tape);
  for (uint32_t i = 0; status == STATUS_OK && i < sizeof triggers / sizeof *triggers; i++) {
    uint32_t word = lexicon_find_word(lexicon, literal(triggers[i]));
    if (word != 0)
      status = tape_add_word(tape, i % SETS, word);
  }
  if (status == STATUS_OK)
    status = tape_add_shape(tape, SETS, SHAPE_CAPITAL);
  if (status == STATUS_OK)
    status = tape_add_kind(tape, SETS + 1, TOKEN_NUMBER);
  if (status == STATUS_OK)
    status = tape_freeze(tape, lexicon);
  if (status != STATUS_OK)
    die("tape", status);
  return tape;
}

int main(int argc, char **argv)
{
  if (argc < 3) {
    fputs("usage: match_bench TEXT RULES [LIST.tsv...]\n", stderr);
    return 2;
  }
  struct slice text = read_whole(argv[1]);
  struct segment_rules *rules;
  enum status status = segment_rules_new(read_whole(argv[2]), &rules);
  if (status != STATUS_OK)
    die(argv[2], status);

  struct image_input *files = calloc((size_t)argc, sizeof *files);
  for (int i = 3; i < argc; i++)
    files[i - 3] = (struct image_input){argv[i], read_whole(argv[i])};
  struct buffer bytes = {0};
  uint32_t bad;
  double start = now();
  status = image_write(files, (uint32_t)(argc - 3), rules, &bytes, &bad);
  double built = now() - start;
  struct image *image = NULL;
  if (status == STATUS_OK)
    status = image_open((struct slice){bytes.data, bytes.size}, &image);
  if (status != STATUS_OK)
    die("image", status);
  printf("# image of %d lists: %.1f ms, %.2f MB, of it lexicon %.2f MB\n", argc - 3, built * 1e3,
         (double)bytes.size / 1e6, (double)image_lexicon(image).size / 1e6);

  struct lexicon *small = make_lexicon(NULL, rules);
  struct lexicon *large = make_lexicon(image, rules);
  struct tape *small_tape = make_tape(small);
  struct tape *large_tape = make_tape(large);
  struct work work = {.text = text, .rules = rules, .lexicon = small, .tape = small_tape};
  measure("words and triggers", &work);
  work.lexicon = large;
  work.tape = large_tape;
  measure("words, triggers and names", &work);

  tape_free(small_tape);
  tape_free(large_tape);
  lexicon_free(small);
  lexicon_free(large);
  image_close(image);
  segment_rules_free(rules);
  return 0;
}
