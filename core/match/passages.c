#include "passages.h"
#include "../base/ascii.h"
#include "../base/array.h"
#include "../text/unicode.h"
#include "../text/utf8.h"
#include "keys.h"
#include <math.h>
#include <string.h>

enum {
  HEAD_WORDS = 20,  /* among which a lead is looked for */
  EARLY_WORDS = 12, /* among which a name is early */
  LEAN_WORDS = 4,
  SHORT_NAME = 4,     /* bytes that a name at the start of a sentence has at the least */
  LEAST_WORD = 5,     /* bytes of a word in small letters that is compared */
  LONGEST_WORD = 256, /* bytes of a word that count */
  WORD_WEIGHT = 1,
  NAME_WEIGHT = 2,
  LEAST_NAME = 3, /* bytes of a name that a paragraph introduces */
  LEAST_NAMES = 2 /* that it introduces */
};

/* A word of one paragraph; `previous` is the entry, from 1, of the same word in a paragraph before. */
struct entry {
  uint32_t paragraph;
  uint32_t weight;
  uint32_t previous;
};

/* What is known of the names of one paragraph. */
struct acquaintance {
  uint32_t names;
  bool known; /* one stands in a paragraph before */
  bool again; /* one comes again in a paragraph below */
};

struct reader {
  passage_classify *classify;
  void *context;
  struct arena *arena;
  struct keys keys;
  uint32_t *latest; /* by the number of the word: its last entry, from 1 */
  uint32_t latest_room;
  struct entry *entries;
  uint32_t entry_count;
  uint32_t entry_room;
  struct acquaintance *names; /* one a paragraph */
  double *products;           /* rows of 2 * window: of paragraphs j and j - d */
  uint32_t window;
  uint32_t paragraph;
  struct passage *passage;
  uint32_t name_room;
  char small[LONGEST_WORD]; /* the current word in small letters */
};

static bool is_wordy(enum char_class class)
{
  return class == CHAR_LOWER || class == CHAR_UPPER || class == CHAR_LETTER ||
         class == CHAR_DIGIT || class == CHAR_IDEOGRAPH || class == CHAR_MARK;
}

static enum char_class class_at(struct slice text, size_t at, size_t *length)
{
  unsigned char c = (unsigned char)text.data[at];
  *length = 1;
  return unicode_class(c < 0x80 ? c : utf8_decode(text, at, length));
}

/* The next word from `*at` on, which is moved behind it; its first letter's class in `*class`. */
static struct slice next_word(struct slice text, size_t *at, enum char_class *class)
{
  size_t length = 1;
  size_t i = *at;
  while (i < text.size && !is_wordy(*class = class_at(text, i, &length)))
    i += length;
  size_t from = i;
  while (i < text.size) {
    enum char_class here = class_at(text, i, &length);
    if (!is_wordy(here) && (here != CHAR_HYPHEN || i == from))
      break;
    i += length;
  }
  *at = i;
  return (struct slice){text.data + from, i - from};
}

/* Note a word for comparison with others. */
static enum status add_word(struct reader *reader, struct slice word, uint32_t weight)
{
  uint32_t number = keys_number(&reader->keys, word);
  if (number == 0)
    return STATUS_NO_MEMORY;
  enum status status = array_reach_in(reader->arena, &reader->latest, &reader->latest_room, number,
                                      sizeof *reader->latest);
  if (status != STATUS_OK)
    return status;
  uint32_t previous = reader->latest[number];
  if (previous > 0 && reader->entries[previous - 1].paragraph == reader->paragraph)
    return STATUS_OK;
  status = array_reach_in(reader->arena, &reader->entries, &reader->entry_room, reader->entry_count,
                          sizeof *reader->entries);
  if (status != STATUS_OK)
    return status;
  reader->entries[reader->entry_count] = (struct entry){reader->paragraph, weight, previous};
  reader->entry_count++;
  reader->latest[number] = reader->entry_count;
  double *row = reader->products + (size_t)reader->paragraph * 2 * reader->window;
  bool name = weight == NAME_WEIGHT && word.size >= LEAST_NAME;
  reader->names[reader->paragraph].names += name;
  row[0] += weight * weight;
  for (; previous > 0; previous = reader->entries[previous - 1].previous) {
    uint32_t paragraph = reader->entries[previous - 1].paragraph;
    uint32_t distance = reader->paragraph - paragraph;
    if (distance >= 2 * reader->window)
      break;
    row[distance] += weight * reader->entries[previous - 1].weight;
    if (name) {
      reader->names[reader->paragraph].known = true;
      reader->names[paragraph].again |= distance <= reader->window;
    }
  }
  return STATUS_OK;
}

/* `word` in small letters, as far as they are ASCII; cut when it is very long. */
static struct slice small_letters(struct reader *reader, struct slice word)
{
  size_t size = word.size < LONGEST_WORD ? word.size : LONGEST_WORD;
  for (size_t i = 0; i < size; i++)
    reader->small[i] = ascii_small(word.data[i]);
  return (struct slice){reader->small, size};
}

static enum passage_class classify(struct reader *reader, struct slice word)
{
  return reader->classify(reader->context, small_letters(reader, word));
}

/* End a run of capitalised words, if there is one. */
static enum status close_name(struct reader *reader, struct passage_name *run)
{
  struct passage *passage = reader->passage;
  struct passage_name name = *run;
  *run = (struct passage_name){0};
  bool alone = name.first.data == name.last.data;
  if (!name.first.data || (!alone && classify(reader, name.first) == PASSAGE_PART))
    return STATUS_OK;
  enum status status = array_reach_in(reader->arena, &passage->names, &reader->name_room,
                                      passage->name_count, sizeof *passage->names);
  if (status != STATUS_OK)
    return status;
  passage->names[passage->name_count] = name;
  passage->name_count++;
  if (!alone && !passage->early && passage->words <= EARLY_WORDS)
    passage->early = passage->name_count;
  return STATUS_OK;
}

static bool has_stop(struct slice gap)
{
  return memchr(gap.data, '.', gap.size) || memchr(gap.data, '!', gap.size) ||
         memchr(gap.data, '?', gap.size);
}

static enum status read_passage(struct reader *reader, struct slice text)
{
  struct passage *passage = reader->passage;
  struct passage_name run = {0};
  enum char_class letter = CHAR_SPACE;
  enum status status = STATUS_OK;
  bool at_start = true;
  bool named = false;
  bool article = false; /* the first word is "the" */
  size_t at = 0;
  struct slice word = next_word(text, &at, &letter);
  while (word.size > 0 && status == STATUS_OK) {
    size_t end = at;
    enum char_class next_letter = CHAR_SPACE;
    struct slice next = next_word(text, &at, &next_letter);
    struct slice gap = {text.data + end, (size_t)(next.data - (text.data + end))};
    bool space = gap.size == 1 && gap.data[0] == ' ';
    bool capital = letter == CHAR_UPPER;
    passage->words++;
    bool head = passage->words <= HEAD_WORDS;
    enum passage_class class = capital || head ? classify(reader, word) : PASSAGE_UNLISTED;
    if (capital && class != PASSAGE_DAY &&
        !(at_start && (class != PASSAGE_UNLISTED || word.size < SHORT_NAME))) {
      if (!run.first.data)
        run.first = word;
      run.last = word;
      named = true;
      status = add_word(reader, word, NAME_WEIGHT);
      if (status == STATUS_OK && !space)
        status = close_name(reader, &run);
    } else {
      status = close_name(reader, &run);
      struct slice small = small_letters(reader, word);
      if (status == STATUS_OK && small.size >= LEAST_WORD && letter != CHAR_DIGIT)
        status = add_word(reader, small, WORD_WEIGHT);
    }
    if (class == PASSAGE_DAY && !passage->day.data)
      passage->day = word;
    if (class == PASSAGE_LEAD && !capital && head && !passage->lead.data)
      passage->lead = word;
    if (class == PASSAGE_PRONOUN && !named && passage->words <= LEAN_WORDS)
      passage->leans = true;
    if (passage->words == 1) {
      passage->opening = word;
      article = slice_is_like(word, "the");
    } else if (passage->words == 2 && article && capital) {
      passage->opening = word;
    }
    at_start = !space && has_stop(gap);
    word = next;
    letter = next_letter;
  }
  return status == STATUS_OK ? close_name(reader, &run) : status;
}

/* The product of the bag of paragraphs [from, to) with itself. */
static double square(const double *products, uint32_t window, uint32_t from, uint32_t to)
{
  double sum = 0;
  for (uint32_t j = from; j < to; j++) {
    const double *row = products + (size_t)j * 2 * window;
    sum += row[0];
    for (uint32_t d = 1; d <= j - from; d++)
      sum += 2 * row[d];
  }
  return sum;
}

static void find_cohesion(const double *products, uint32_t window, uint32_t count, double *cohesion)
{
  for (uint32_t i = 0; i < count; i++) {
    uint32_t from = i > window ? i - window : 0;
    uint32_t to = count - i > window ? i + window : count;
    double shared = 0;
    for (uint32_t j = i; j < to; j++)
      for (uint32_t d = j - i + 1; d <= j - from; d++)
        shared += products[(size_t)j * 2 * window + d];
    double both = square(products, window, from, i) * square(products, window, i, to);
    cohesion[i] = both > 0 ? shared / sqrt(both) : 0;
  }
}

enum status passages_read(const struct slice *texts, uint32_t count,
                          passage_classify *classify_word, void *context, uint32_t window,
                          struct passage *passages, double *cohesion, struct arena *arena)
{
  struct reader reader = {
      .classify = classify_word, .context = context, .arena = arena, .window = window};
  enum status status = keys_begin(&reader.keys, arena);
  size_t cells = (size_t)count * 2 * window;
  reader.products = arena_array(arena, cells + 1, sizeof *reader.products);
  reader.names = arena_array(arena, (size_t)count + 1, sizeof *reader.names);
  if (!reader.products || !reader.names)
    return STATUS_NO_MEMORY;
  memset(reader.products, 0, cells * sizeof *reader.products);
  memset(reader.names, 0, count * sizeof *reader.names);
  for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
    passages[i] = (struct passage){0};
    reader.passage = &passages[i];
    reader.paragraph = i;
    reader.name_room = 0;
    status = read_passage(&reader, texts[i]);
  }
  for (uint32_t i = 0; i < count && status == STATUS_OK; i++)
    passages[i].introduces =
        reader.names[i].names >= LEAST_NAMES && !reader.names[i].known && reader.names[i].again;
  if (status == STATUS_OK)
    find_cohesion(reader.products, window, count, cohesion);
  return status;
}
