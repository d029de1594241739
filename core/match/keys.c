#include "keys.h"
#include <string.h>

enum { FIRST_SLOTS = 16 };

struct key_slot {
  const char *data;
  uint32_t size;
  uint32_t hash;
  uint32_t number; /* 0: the slot is free */
};

enum status keys_begin(struct keys *keys, struct arena *arena, size_t most)
{
  size_t count = FIRST_SLOTS;
  while (count < 2 * most)
    count *= 2;
  if (count > UINT32_MAX)
    return STATUS_LIMIT;
  struct key_slot *slots = arena_array(arena, count, sizeof *slots);
  if (!slots)
    return STATUS_NO_MEMORY;
  memset(slots, 0, count * sizeof *slots);
  *keys = (struct keys){.slots = slots, .arena = arena, .mask = (uint32_t)count - 1};
  return STATUS_OK;
}

static uint32_t hash_of(struct slice text)
{
  uint64_t hash = text.size;
  for (size_t at = 0; at < text.size; at += sizeof hash) {
    size_t left = text.size - at;
    uint64_t bytes = 0;
    memcpy(&bytes, text.data + at, left < sizeof bytes ? left : sizeof bytes);
    hash = (hash ^ bytes) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
  }
  return (uint32_t)hash;
}

uint32_t keys_number(struct keys *keys, struct slice text)
{
  uint32_t hash = hash_of(text);
  uint32_t i = hash & keys->mask;
  struct key_slot *slot = &keys->slots[i];
  while (slot->number != 0) {
    if (slot->hash == hash && slot->size == text.size &&
        memcmp(slot->data, text.data, text.size) == 0)
      return slot->number;
    i = (i + 1) & keys->mask;
    slot = &keys->slots[i];
  }
  char *copy = arena_alloc(keys->arena, text.size);
  if (!copy)
    return 0;
  memcpy(copy, text.data, text.size);
  keys->count++;
  *slot = (struct key_slot){copy, (uint32_t)text.size, hash, keys->count};
  return keys->count;
}
