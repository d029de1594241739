#include "words.h"
#include "../base/ascii.h"
#include "../text/normal.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define HIGH_BITS 0x8080808080808080u

enum {
  HEAD_BYTES = 8,
  PLAIN_BYTES = 16, /* tokens up to this size are hashed without a branch on it */
  FIRST_BITS = 8,
  SMALL_BITS = 14, /* tables up to this size are kept three quarters empty, larger ones half */
  FIRST_STRINGS = 256,
  FIRST_AT = 32
};

/* What a word is looked up by. */
struct word_key {
  uint64_t hash;
  uint64_t head; /* its first eight bytes, the first one lowest, zeros behind a shorter one */
  uint32_t size;
};

/* ------------------------------------------------------------------ hashing */

/* Eight bytes, the first one lowest. */
static inline uint64_t load_eight(const char *at)
{
  uint64_t value;
  memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

/* Capitals A-Z to small letters in eight ASCII bytes at once. */
static inline uint64_t fold_eight(uint64_t bytes)
{
  uint64_t low = bytes & ~HIGH_BITS;
  uint64_t from_a = low + (0x8080808080808080u - 0x4141414141414141u);
  uint64_t above_z = low + (0x7f7f7f7f7f7f7f7fu - 0x5a5a5a5a5a5a5a5au);
  uint64_t capital = (from_a ^ above_z) & ~bytes & HIGH_BITS;
  return bytes | (capital >> 2);
}

/* Can be undone, as every step below: a different value stays different. */
static inline uint64_t mix(uint64_t value)
{
  value *= 0x9e3779b97f4a7c15u;
  return value ^ (value >> 32);
}

/* Start from the first eight bytes, go on with the others, the last eight last. */
static inline uint64_t hash_begin(uint64_t head, size_t size)
{
  return mix(head ^ ((uint64_t)size << 56));
}

static inline uint64_t hash_go_on(uint64_t hash, uint64_t bytes)
{
  return mix(hash ^ bytes);
}

/* The key of a normal form. */
static struct word_key key_of_normal(const char *data, size_t size)
{
  struct word_key key = {.size = (uint32_t)size};
  char bytes[HEAD_BYTES] = {0};
  memcpy(bytes, data, size < HEAD_BYTES ? size : HEAD_BYTES);
  key.head = load_eight(bytes);
  key.hash = hash_begin(key.head, size);
  for (size_t at = HEAD_BYTES; at + HEAD_BYTES < size; at += HEAD_BYTES)
    key.hash = hash_go_on(key.hash, load_eight(data + at));
  uint64_t last = size > HEAD_BYTES ? load_eight(data + size - HEAD_BYTES) : 0;
  key.hash = hash_go_on(key.hash, last);
  return key;
}

/* The key of a token whose normal form must be computed. */
static struct word_key key_of_any(const char *data, size_t size)
{
  char normal[NORMAL_MAX];
  size_t normal_size = normal_form((struct slice){data, size}, normal);
  return key_of_normal(normal, normal_size);
}

void words_memo_clear(struct words_memo *memo)
{
  memset(memo->token, 0, sizeof memo->token);
}

/* The key of a token of up to eight `bytes`, not all ASCII. */
static struct word_key key_of_short(const char *data, size_t size, struct words_memo *memo)
{
  char bytes[HEAD_BYTES] = {0};
  memcpy(bytes, data, size);
  uint64_t token = load_eight(bytes);
  uint32_t place = (uint32_t)((token * 0x9e3779b97f4a7c15u) >> (64 - WORDS_MEMO_BITS));
  if (memo->token[place] == token)
    return (struct word_key){memo->hash[place], memo->head[place], memo->size[place]};
  struct word_key key = key_of_any(data, size);
  if (data[size - 1] != '\0') { /* else `token` does not tell how long it is */
    memo->token[place] = token;
    memo->hash[place] = key.hash;
    memo->head[place] = key.head;
    memo->size[place] = key.size;
  }
  return key;
}

/*
 * The key of a token that is long, not ASCII, or so near the end of the text that eight bytes
 * cannot be read.
 */
static struct word_key key_of_token(const char *data, size_t size, struct words_memo *memo)
{
  bool plain = size <= NORMAL_MAX;
  for (size_t i = 0; i < size && plain; i++)
    plain = !(data[i] & 0x80);
  if (!plain)
    return size <= HEAD_BYTES ? key_of_short(data, size, memo) : key_of_any(data, size);
  char lower[NORMAL_MAX];
  for (size_t i = 0; i < size; i++)
    lower[i] = ascii_small(data[i]);
  return key_of_normal(lower, size);
}

/*
 * The key of a token in parts: that of its normal form, which of an ASCII token is its lower
 * case (a test holds normal_form to that). `room`: bytes of text from `data` on. Returns the
 * size of the normal form.
 */
static inline uint32_t read_token(const char *data, size_t size, size_t room,
                                  struct words_memo *memo, uint64_t *head, uint64_t *hash)
{
  if (size <= PLAIN_BYTES && room >= HEAD_BYTES) {
    bool more = size > HEAD_BYTES;
    uint64_t kept = ~(uint64_t)0 >> (more ? 0 : 8 * (HEAD_BYTES - size));
    uint64_t first = load_eight(data) & kept;
    uint64_t last = load_eight(data + (more ? size - HEAD_BYTES : 0)) & (more ? kept : 0);
    if (!((first | last) & HIGH_BITS)) {
      *head = fold_eight(first);
      *hash = hash_go_on(hash_begin(*head, size), fold_eight(last));
      return (uint32_t)size;
    }
  }
  struct word_key key = key_of_token(data, size, memo);
  *head = key.head;
  *hash = key.hash;
  return key.size;
}

/* ------------------------------------------------------------------ the table */

static inline uint32_t slot_of(const struct words *words, uint64_t hash)
{
  return (uint32_t)(hash >> 32) & ((1u << words->bits) - 1);
}

static inline bool slot_fits(const struct word_slot *slot, uint64_t hash, uint32_t size)
{
  return ((slot->hash ^ hash) | (slot->size ^ size)) == 0;
}

static inline struct slice text_of(const struct words *words, uint32_t id)
{
  uint32_t index = id - words->base - 1;
  return (struct slice){words->strings + words->at[index], words->at[index + 1] - words->at[index]};
}

/* True when the token at `data` has the normal form of word `id`, which is longer than the head. */
static bool same_text(const struct words *words, uint32_t id, const char *data, size_t size)
{
  struct slice word = text_of(words, id);
  bool plain = size == word.size;
  for (size_t at = 0; plain && at < size; at += HEAD_BYTES) {
    size_t from = at + HEAD_BYTES <= size ? at : size - HEAD_BYTES;
    uint64_t bytes = load_eight(data + from);
    plain = !(bytes & HIGH_BITS) && fold_eight(bytes) == load_eight(word.data + from);
  }
  if (plain)
    return true;
  char normal[NORMAL_MAX];
  size_t normal_size = normal_form((struct slice){data, size}, normal);
  return normal_size == word.size && memcmp(normal, word.data, normal_size) == 0;
}

/* The id of the token at `data`, whatever its size; 0 if it is not here. */
static uint32_t find_token(const struct words *words, uint64_t hash, uint32_t normal_size,
                           const char *data, size_t size)
{
  uint32_t mask = (1u << words->bits) - 1;
  for (uint32_t i = slot_of(words, hash); words->slots[i].id != 0; i = (i + 1) & mask) {
    const struct word_slot *slot = &words->slots[i];
    if (slot_fits(slot, hash, normal_size) &&
        (normal_size <= HEAD_BYTES || same_text(words, slot->id, data, size)))
      return slot->id;
  }
  return 0;
}

/* The slot where `normal` is, or the free one where it would go. */
static uint32_t find_slot(const struct words *words, const struct word_key *key, const char *data)
{
  uint32_t mask = (1u << words->bits) - 1;
  uint32_t i = slot_of(words, key->hash);
  while (words->slots[i].id != 0) {
    const struct word_slot *slot = &words->slots[i];
    if (slot_fits(slot, key->hash, key->size) &&
        (key->size <= HEAD_BYTES || memcmp(text_of(words, slot->id).data, data, key->size) == 0))
      return i;
    i = (i + 1) & mask;
  }
  return i;
}

uint32_t words_find(const struct words *words, struct slice normal)
{
  if (!words->slots || normal.size == 0 || normal.size > NORMAL_MAX)
    return 0;
  struct word_key key = key_of_normal(normal.data, normal.size);
  return words->slots[find_slot(words, &key, normal.data)].id;
}

struct slice words_text(const struct words *words, uint32_t id)
{
  if (id <= words->base || id > words->base + words->count)
    return (struct slice){"", 0};
  return text_of(words, id);
}

/* The id and the head of a word written over the end of a line. */
static uint32_t find_broken(const struct words *low, const struct words *high, struct slice token,
                            uint64_t *head)
{
  char normal[NORMAL_MAX];
  struct slice whole = {normal, normal_form_broken(token, normal)};
  *head = key_of_normal(whole.data, whole.size).head;
  uint32_t id = words_find(low, whole);
  return id != 0 ? id : words_find(high, whole);
}

/* The same table; one without words gets a free slot, so that nobody need ask. */
static struct words with_slot(const struct words *words)
{
  static const struct word_slot none;
  static const uint32_t nowhere;
  struct words same = *words;
  if (!same.slots) {
    same.slots = &none;
    same.bits = 0;
    same.at = &nowhere;
  }
  return same;
}

void words_resolve(const struct words *below, const struct words *above, struct slice text,
                   const struct tokens *tokens, uint32_t first, uint32_t count,
                   struct words_memo *memo, uint32_t *id, uint64_t *head)
{
  const struct words low = with_slot(below);
  const struct words high = with_slot(above);
  const uint32_t *starts = tokens->start + first;
  const uint32_t *ends = tokens->end + first;
  uint64_t hash[WORDS_BATCH];
  uint32_t normal_size[WORDS_BATCH];
  for (uint32_t i = 0; i < count; i++) {
    uint32_t start = starts[i];
    normal_size[i] =
        read_token(text.data + start, ends[i] - start, text.size - start, memo, &head[i], &hash[i]);
    __builtin_prefetch(&low.slots[slot_of(&low, hash[i])]);
    __builtin_prefetch(&high.slots[slot_of(&high, hash[i])]);
  }
  uint32_t open[WORDS_BATCH]; /* tokens of a longer word, or not in their first slot */
  uint32_t open_count = 0;
  for (uint32_t i = 0; i < count; i++) {
    const struct word_slot *in_low = &low.slots[slot_of(&low, hash[i])];
    const struct word_slot *in_high = &high.slots[slot_of(&high, hash[i])];
    bool fits_low = slot_fits(in_low, hash[i], normal_size[i]);
    bool fits_high = slot_fits(in_high, hash[i], normal_size[i]);
    id[i] = (fits_low ? in_low->id : 0) | (fits_high ? in_high->id : 0);
    bool settled = id[i] ? normal_size[i] <= HEAD_BYTES : (in_low->id | in_high->id) == 0;
    open[open_count] = i;
    open_count += settled ? 0 : 1;
    __builtin_prefetch(&low.at[fits_low ? in_low->id : 0]);
  }
  for (uint32_t o = 0; o < open_count; o++) {
    uint32_t i = open[o];
    if (id[i] > low.base && id[i] <= low.base + low.count)
      __builtin_prefetch(text_of(&low, id[i]).data);
  }
  for (uint32_t o = 0; o < open_count; o++) {
    uint32_t i = open[o];
    const char *data = text.data + starts[i];
    size_t size = ends[i] - starts[i];
    id[i] = find_token(&low, hash[i], normal_size[i], data, size);
    if (id[i] == 0)
      id[i] = find_token(&high, hash[i], normal_size[i], data, size);
  }
  for (uint32_t i = 0; tokens->broken > 0 && i < count; i++)
    if ((tokens->flags[first + i] & TOKEN_BROKEN) != 0)
      id[i] = find_broken(&low, &high, (struct slice){text.data + starts[i], ends[i] - starts[i]},
                          &head[i]);
}

/* ------------------------------------------------------------------ growing */

void words_builder_begin(struct words_builder *builder, uint32_t base)
{
  memset(builder, 0, sizeof *builder);
  builder->words.base = base;
}

void words_builder_free(struct words_builder *builder)
{
  free(builder->slots);
  free(builder->at);
  free(builder->strings);
  memset(builder, 0, sizeof *builder);
}

/* Twice as many slots, or the first ones. */
static bool grow_slots(struct words_builder *builder)
{
  uint32_t bits = builder->slots ? builder->words.bits + 1 : FIRST_BITS;
  struct word_slot *slots = calloc((size_t)1 << bits, sizeof *slots);
  if (!slots)
    return false;
  uint32_t old_count = builder->slots ? 1u << builder->words.bits : 0;
  uint32_t mask = (1u << bits) - 1;
  builder->words.slots = slots;
  builder->words.bits = bits;
  for (uint32_t i = 0; i < old_count; i++) {
    if (builder->slots[i].id == 0)
      continue;
    uint32_t to = slot_of(&builder->words, builder->slots[i].hash);
    while (slots[to].id != 0)
      to = (to + 1) & mask;
    slots[to] = builder->slots[i];
  }
  free(builder->slots);
  builder->slots = slots;
  return true;
}

/* True when one more word would crowd the slots. */
static bool is_full(const struct words_builder *builder)
{
  if (!builder->slots)
    return true;
  uint32_t spread = builder->words.bits <= SMALL_BITS ? 4 : 2;
  return spread * ((uint64_t)builder->words.count + 1) > (uint64_t)1 << builder->words.bits;
}

/* Room for one more word of `size` bytes. */
static bool grow_strings(struct words_builder *builder, size_t size)
{
  struct words *words = &builder->words;
  if (words->count + 2 > builder->at_room) {
    uint32_t room = builder->at_room ? 2 * builder->at_room : FIRST_AT;
    uint32_t *at = realloc(builder->at, room * sizeof *at);
    if (!at)
      return false;
    if (builder->at_room == 0)
      at[0] = 0;
    builder->at = at;
    builder->at_room = room;
    words->at = at;
  }
  size_t used = builder->at[words->count];
  if (used + size > builder->strings_room) {
    size_t room = builder->strings_room ? 2 * (size_t)builder->strings_room : FIRST_STRINGS;
    while (room < used + size)
      room *= 2;
    if (room > UINT32_MAX)
      return false;
    char *strings = realloc(builder->strings, room);
    if (!strings)
      return false;
    builder->strings = strings;
    builder->strings_room = (uint32_t)room;
    words->strings = strings;
  }
  return true;
}

/* The id of a word of this key, added if it is new. */
static uint32_t add_key(struct words_builder *builder, const struct word_key *key, const char *data)
{
  struct words *words = &builder->words;
  if (words->count >= WORDS_LIMIT || (is_full(builder) && !grow_slots(builder)))
    return 0;
  struct word_slot *slot = &builder->slots[find_slot(words, key, data)];
  if (slot->id != 0)
    return slot->id;
  if (!grow_strings(builder, key->size))
    return 0;
  uint32_t start = builder->at[words->count];
  memcpy(builder->strings + start, data, key->size);
  builder->at[words->count + 1] = start + key->size;
  words->count++;
  *slot = (struct word_slot){key->hash, words->base + words->count, key->size};
  return slot->id;
}

uint32_t words_add(const struct words *below, struct words_builder *builder, struct slice normal)
{
  if (normal.size == 0 || normal.size > NORMAL_MAX)
    return 0;
  struct word_key key = key_of_normal(normal.data, normal.size);
  uint32_t id = below && below->slots ? below->slots[find_slot(below, &key, normal.data)].id : 0;
  return id ? id : add_key(builder, &key, normal.data);
}
