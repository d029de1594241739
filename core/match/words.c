#include "words.h"
#include "../text/normal.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define HIGH_BITS 0x8080808080808080u

enum { KEY_BYTES = 8, FIRST_BITS = 6, FIRST_STRINGS = 256, FIRST_AT = 32 };

/* What a word is looked up by. */
struct word_key {
  uint64_t key;
  uint64_t hash;
  uint64_t head;
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

/* `size` (1 to 8) bytes; reads all eight when `room` allows. */
static inline uint64_t load_short(const char *at, size_t size, size_t room)
{
  if (room >= KEY_BYTES)
    return load_eight(at) & (~(uint64_t)0 >> (8 * (KEY_BYTES - size)));
  char bytes[KEY_BYTES] = {0};
  memcpy(bytes, at, size);
  return load_eight(bytes);
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

static inline uint64_t mix(uint64_t value)
{
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93u;
  value ^= value >> 32;
  return value;
}

/* The hash of a word of at most eight bytes. */
static inline uint64_t hash_short(uint64_t key, uint32_t size)
{
  return mix((key ^ ((uint64_t)size << 56)) * 0x9e3779b97f4a7c15u);
}

static inline uint64_t hash_step(uint64_t hash, uint64_t bytes)
{
  return mix((hash ^ bytes) * 0x9e3779b97f4a7c15u);
}

/* The key of a normal form. */
static struct word_key key_of_normal(const char *data, size_t size)
{
  struct word_key key = {.size = (uint32_t)size};
  if (size <= KEY_BYTES) {
    key.key = size == 0 ? 0 : load_short(data, size, size);
    key.head = key.key;
    key.hash = hash_short(key.key, key.size);
    return key;
  }
  key.head = load_eight(data);
  uint64_t hash = size;
  for (size_t at = 0; at + KEY_BYTES < size; at += KEY_BYTES)
    hash = hash_step(hash, load_eight(data + at));
  key.key = hash_step(hash, load_eight(data + size - KEY_BYTES));
  key.hash = key.key;
  return key;
}

/* The key of a token that may need its normal form computed. */
static struct word_key key_of_any(struct slice token)
{
  char normal[NORMAL_MAX];
  size_t size = normal_form(token, normal);
  return key_of_normal(normal, size);
}

/*
 * The key of a token: the same as key_of_normal of its normal form. The normal form of an ASCII token is
 * its lower case (a test holds normal_form to that).
 */
static inline struct word_key key_of_token(const char *data, size_t size, size_t room)
{
  struct word_key key = {.size = (uint32_t)size};
  if (size <= KEY_BYTES) {
    uint64_t bytes = load_short(data, size, room);
    if (bytes & HIGH_BITS)
      return key_of_any((struct slice){data, size});
    key.key = fold_eight(bytes);
    key.head = key.key;
    key.hash = hash_short(key.key, key.size);
    return key;
  }
  if (size > NORMAL_MAX)
    return key_of_any((struct slice){data, size});
  uint64_t last = load_eight(data + size - KEY_BYTES);
  uint64_t all = last;
  uint64_t hash = size;
  for (size_t at = 0; at + KEY_BYTES < size; at += KEY_BYTES) {
    uint64_t bytes = load_eight(data + at);
    all |= bytes;
    hash = hash_step(hash, fold_eight(bytes));
  }
  if (all & HIGH_BITS)
    return key_of_any((struct slice){data, size});
  key.head = fold_eight(load_eight(data));
  key.key = hash_step(hash, fold_eight(last));
  key.hash = key.key;
  return key;
}

/* ------------------------------------------------------------------ the table */

static inline uint32_t slot_of(const struct words *words, uint64_t hash)
{
  return (uint32_t)(hash >> 4) & ((1u << words->bits) - 1);
}

/* True when the folded bytes of the token are the word of `id`. Only for words longer than the key. */
static bool same_text(const struct words *words, uint32_t id, const char *data, size_t size)
{
  uint32_t index = id - words->base - 1;
  const char *word = words->strings + words->at[index];
  bool plain = size <= NORMAL_MAX && words->at[index + 1] - words->at[index] == size;
  size_t at = 0;
  while (plain && at + KEY_BYTES <= size) {
    uint64_t bytes = load_eight(data + at);
    if ((bytes & HIGH_BITS) || fold_eight(bytes) != load_eight(word + at))
      plain = false;
    at += KEY_BYTES;
  }
  if (plain) {
    uint64_t bytes = load_eight(data + size - KEY_BYTES);
    if (!(bytes & HIGH_BITS) && fold_eight(bytes) == load_eight(word + size - KEY_BYTES))
      return true;
  }
  char normal[NORMAL_MAX];
  size_t normal_size = normal_form((struct slice){data, size}, normal);
  return normal_size == words->at[index + 1] - words->at[index] &&
         memcmp(normal, word, normal_size) == 0;
}

/* The id of the token at `data` whose key is `key`; 0 if it is not here. */
static inline uint32_t find_token(const struct words *words, const struct word_key *key,
                                  const char *data, size_t size)
{
  if (!words->slots)
    return 0;
  uint32_t mask = (1u << words->bits) - 1;
  for (uint32_t i = slot_of(words, key->hash);; i = (i + 1) & mask) {
    const struct word_slot *slot = &words->slots[i];
    if (slot->id == 0)
      return 0;
    if (slot->key == key->key && slot->size == key->size &&
        (key->size <= KEY_BYTES || same_text(words, slot->id, data, size)))
      return slot->id;
  }
}

/* The slot where `normal` is, or the free one where it would go. */
static uint32_t find_slot(const struct words *words, const struct word_key *key, const char *data)
{
  uint32_t mask = (1u << words->bits) - 1;
  uint32_t i = slot_of(words, key->hash);
  while (words->slots[i].id != 0) {
    const struct word_slot *slot = &words->slots[i];
    uint32_t index = slot->id - words->base - 1;
    if (slot->key == key->key && slot->size == key->size &&
        (key->size <= KEY_BYTES ||
         memcmp(words->strings + words->at[index], data, key->size) == 0))
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
  uint32_t index = id - words->base - 1;
  return (struct slice){words->strings + words->at[index], words->at[index + 1] - words->at[index]};
}

void words_resolve(const struct words *below, const struct words *above, struct slice text,
                   const struct tokens *tokens, uint32_t first, uint32_t count, uint32_t *id,
                   uint64_t *head)
{
  struct word_key keys[WORDS_BATCH];
  for (uint32_t i = 0; i < count; i++) {
    uint32_t start = tokens->start[first + i];
    keys[i] = key_of_token(text.data + start, tokens->end[first + i] - start, text.size - start);
    head[i] = keys[i].head;
    if (below->slots)
      __builtin_prefetch(&below->slots[slot_of(below, keys[i].hash)]);
    if (above->slots)
      __builtin_prefetch(&above->slots[slot_of(above, keys[i].hash)]);
  }
  for (uint32_t i = 0; i < count; i++) {
    uint32_t start = tokens->start[first + i];
    uint32_t size = tokens->end[first + i] - start;
    uint32_t found = find_token(below, &keys[i], text.data + start, size);
    id[i] = found ? found : find_token(above, &keys[i], text.data + start, size);
  }
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
  struct words grown = builder->words;
  grown.slots = slots;
  grown.bits = bits;
  uint32_t mask = (1u << bits) - 1;
  uint32_t old_count = builder->slots ? 1u << builder->words.bits : 0;
  for (uint32_t i = 0; i < old_count; i++) {
    const struct word_slot *old = &builder->slots[i];
    if (old->id == 0)
      continue;
    uint64_t hash = old->size <= KEY_BYTES ? hash_short(old->key, old->size) : old->key;
    uint32_t to = slot_of(&grown, hash);
    while (slots[to].id != 0)
      to = (to + 1) & mask;
    slots[to] = *old;
  }
  free(builder->slots);
  builder->slots = slots;
  builder->words = grown;
  return true;
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

uint32_t words_add(struct words_builder *builder, struct slice normal)
{
  struct words *words = &builder->words;
  if (normal.size == 0 || normal.size > NORMAL_MAX || words->count >= WORDS_LIMIT)
    return 0;
  bool full = !builder->slots || 2 * ((uint64_t)words->count + 1) > (uint64_t)1 << words->bits;
  if (full && !grow_slots(builder))
    return 0;
  struct word_key key = key_of_normal(normal.data, normal.size);
  uint32_t slot = find_slot(words, &key, normal.data);
  if (words->slots[slot].id != 0)
    return words->slots[slot].id;
  if (!grow_strings(builder, normal.size))
    return 0;
  uint32_t start = builder->at[words->count];
  memcpy(builder->strings + start, normal.data, normal.size);
  builder->at[words->count + 1] = start + (uint32_t)normal.size;
  words->count++;
  uint32_t id = words->base + words->count;
  builder->slots[slot] = (struct word_slot){.key = key.key, .id = id, .size = key.size};
  return id;
}
