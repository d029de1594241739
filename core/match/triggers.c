#include "triggers.h"
#include "../base/array.h"
#include "../text/normal.h"
#include <stdlib.h>
#include <string.h>

enum { HEAD_BYTES = 8, FILTER_BYTES = 4, FILTER_BITS = 12 };

struct word_trigger {
  uint32_t word;
  uint32_t set;
};

struct prefix {
  uint64_t head; /* its first eight bytes, first one lowest */
  uint64_t mask; /* which of them count */
  char *bytes;   /* owned */
  uint32_t size;
  uint32_t mask_index;
};

struct triggers {
  struct word_trigger *words; /* as they came in */
  uint32_t word_count;
  uint32_t word_room;
  struct prefix *prefixes; /* sorted by bytes once frozen; no two are the same */
  uint32_t prefix_count;
  uint32_t prefix_room;
  uint64_t (*masks)[TRIGGER_WORDS]; /* of the prefixes; of the words; the first is no one's */
  uint32_t mask_count;
  uint32_t mask_room;
  uint32_t *mask_of; /* by word id: index in masks */
  uint32_t
      first_with[257]; /* prefixes that begin with byte b: first_with[b] to first_with[b + 1] */
  uint8_t begins
      [256]; /* by first byte: the lengths of prefixes that begin with it, bit n - 1 for n bytes or FILTER_BYTES and more */
  /* By those lengths, less one, and a hash of so many bytes: 1 where a prefix may begin so. */
  uint8_t filter[FILTER_BYTES][1 << FILTER_BITS];
};

struct triggers *triggers_new(void)
{
  return calloc(1, sizeof(struct triggers));
}

void triggers_free(struct triggers *triggers)
{
  if (!triggers)
    return;
  for (uint32_t i = 0; i < triggers->prefix_count; i++)
    free(triggers->prefixes[i].bytes);
  free(triggers->prefixes);
  free(triggers->words);
  free(triggers->masks);
  free(triggers->mask_of);
  free(triggers);
}

/* A new, empty mask; 0 when memory is out. */
static uint32_t new_mask(struct triggers *triggers)
{
  uint32_t mask = triggers->mask_count + 1;
  if (array_reach(&triggers->masks, &triggers->mask_room, mask, sizeof *triggers->masks) !=
      STATUS_OK)
    return 0;
  triggers->mask_count = mask;
  return mask;
}

static void set_bit(uint64_t *mask, uint32_t set)
{
  mask[set / 64] |= (uint64_t)1 << (set % 64);
}

enum status triggers_add_word(struct triggers *triggers, uint32_t word, uint32_t set)
{
  if (set >= TRIGGER_SETS || word == 0)
    return STATUS_MISUSE;
  enum status status = array_reach(&triggers->words, &triggers->word_room, triggers->word_count,
                                   sizeof *triggers->words);
  if (status != STATUS_OK)
    return status;
  triggers->words[triggers->word_count] = (struct word_trigger){.word = word, .set = set};
  triggers->word_count++;
  return STATUS_OK;
}

enum status triggers_add_prefix(struct triggers *triggers, struct slice prefix, uint32_t set)
{
  if (set >= TRIGGER_SETS || prefix.size == 0 || prefix.size > NORMAL_MAX)
    return STATUS_MISUSE;
  for (uint32_t i = 0; i < triggers->prefix_count; i++) {
    const struct prefix *known = &triggers->prefixes[i];
    if (known->size == prefix.size && memcmp(known->bytes, prefix.data, prefix.size) == 0) {
      set_bit(triggers->masks[known->mask_index], set);
      return STATUS_OK;
    }
  }
  enum status status = array_reach(&triggers->prefixes, &triggers->prefix_room,
                                   triggers->prefix_count, sizeof *triggers->prefixes);
  if (status != STATUS_OK)
    return status;
  uint32_t mask = new_mask(triggers);
  char *bytes = mask ? malloc(prefix.size) : NULL;
  if (!bytes)
    return STATUS_NO_MEMORY;
  memcpy(bytes, prefix.data, prefix.size);
  struct prefix *added = &triggers->prefixes[triggers->prefix_count];
  *added = (struct prefix){.bytes = bytes, .size = (uint32_t)prefix.size, .mask_index = mask};
  for (uint32_t i = 0; i < prefix.size && i < HEAD_BYTES; i++) {
    added->head |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    added->mask |= (uint64_t)0xff << (8 * i);
  }
  set_bit(triggers->masks[mask], set);
  triggers->prefix_count++;
  return STATUS_OK;
}

/* Where in filter n the first n + 1 bytes of a head stand. */
static inline uint32_t filter_slot(uint64_t head, int n)
{
  uint64_t bytes = head & (UINT64_MAX >> (64 - 8 * (n + 1)));
  return (uint32_t)((bytes * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - FILTER_BITS));
}

/* False when no prefix begins as the token does. */
static inline bool may_begin(const struct triggers *triggers, uint64_t head)
{
  uint8_t lengths = triggers->begins[head & 0xff];
  for (int n = 0; lengths != 0; n++, lengths >>= 1)
    if (lengths & 1 && triggers->filter[n][filter_slot(head, n)])
      return true;
  return false;
}

static int compare_first_bytes(const void *a, const void *b)
{
  const struct prefix *left = a;
  const struct prefix *right = b;
  return (int)(left->head & 0xff) - (int)(right->head & 0xff);
}

enum status triggers_freeze(struct triggers *triggers, uint32_t word_count, uint8_t *flags,
                            uint8_t flag)
{
  if (triggers->prefix_count > 0)
    qsort(triggers->prefixes, triggers->prefix_count, sizeof *triggers->prefixes,
          compare_first_bytes);
  uint32_t at = 0;
  for (uint32_t byte = 0; byte <= 256; byte++) {
    while (at < triggers->prefix_count && (triggers->prefixes[at].head & 0xff) < byte)
      at++;
    triggers->first_with[byte] = at;
  }
  for (uint32_t i = 0; i < triggers->prefix_count; i++) {
    const struct prefix *prefix = &triggers->prefixes[i];
    int n = (int)(prefix->size < FILTER_BYTES ? prefix->size : FILTER_BYTES) - 1;
    triggers->begins[prefix->head & 0xff] |= (uint8_t)(1 << n);
    triggers->filter[n][filter_slot(prefix->head, n)] = 1;
  }
  triggers->mask_of = calloc(word_count, sizeof *triggers->mask_of);
  if (!triggers->mask_of)
    return STATUS_NO_MEMORY;
  for (uint32_t i = 0; i < triggers->word_count; i++) {
    struct word_trigger trigger = triggers->words[i];
    if (trigger.word >= word_count)
      return STATUS_MISUSE;
    uint32_t mask = triggers->mask_of[trigger.word];
    if (mask == 0)
      mask = new_mask(triggers);
    if (mask == 0)
      return STATUS_NO_MEMORY;
    triggers->mask_of[trigger.word] = mask;
    set_bit(triggers->masks[mask], trigger.set);
    flags[trigger.word] |= flag;
  }
  return STATUS_OK;
}

static inline void add_mask(uint64_t *sets, const uint64_t *mask)
{
  for (int i = 0; i < TRIGGER_WORDS; i++)
    sets[i] |= mask[i];
}

/* True when the normal form of the token goes on as a prefix longer than eight bytes does. */
static bool has_prefix(const struct prefix *prefix, struct slice token)
{
  char normal[NORMAL_MAX];
  size_t size = normal_form(token, normal);
  return size >= prefix->size && memcmp(normal, prefix->bytes, prefix->size) == 0;
}

void triggers_mark(const struct triggers *triggers, struct slice text, const struct tokens *tokens,
                   uint32_t first, uint32_t count, const uint32_t *word, const uint64_t *head,
                   const uint8_t *flags, uint8_t flag, uint64_t *sets)
{
  for (uint32_t i = 0; i < count; i++) {
    if (triggers->word_count > 0 && flags[word[i]] & flag)
      add_mask(sets, triggers->masks[triggers->mask_of[word[i]]]);
    if (!may_begin(triggers, head[i]))
      continue; /* nearly every token */
    uint8_t byte = head[i] & 0xff;
    for (uint32_t p = triggers->first_with[byte]; p < triggers->first_with[byte + 1u]; p++) {
      const struct prefix *prefix = &triggers->prefixes[p];
      if ((head[i] & prefix->mask) != prefix->head)
        continue;
      uint32_t start = tokens->start[first + i];
      struct slice token = {text.data + start, tokens->end[first + i] - start};
      if (prefix->size <= HEAD_BYTES || has_prefix(prefix, token))
        add_mask(sets, triggers->masks[prefix->mask_index]);
    }
  }
}
