#include "keys.h"
#include <stdbool.h>
#include <string.h>

enum { FIRST_SLOTS = 256 };

struct key_slot {
  const char *data;
  uint32_t size;
  uint32_t hash;
  uint32_t number; /* 0: the slot is free */
};

static struct key_slot *new_slots(struct arena *arena, size_t count)
{
  struct key_slot *slots = arena_array(arena, count, sizeof *slots);
  if (slots)
    memset(slots, 0, count * sizeof *slots);
  return slots;
}

enum status keys_begin(struct keys *keys, struct arena *arena)
{
  struct key_slot *slots = new_slots(arena, FIRST_SLOTS);
  *keys = (struct keys){.slots = slots, .arena = arena, .mask = FIRST_SLOTS - 1};
  return slots ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Twice as many slots; what they were in stays in the arena. */
static bool grow(struct keys *keys)
{
  if (keys->mask >= UINT32_MAX / 2)
    return false;
  size_t count = 2 * ((size_t)keys->mask + 1);
  struct key_slot *slots = new_slots(keys->arena, count);
  if (!slots)
    return false;
  uint32_t mask = (uint32_t)count - 1;
  for (size_t old = 0; old <= keys->mask; old++) {
    if (keys->slots[old].number == 0)
      continue;
    uint32_t i = keys->slots[old].hash & mask;
    while (slots[i].number != 0)
      i = (i + 1) & mask;
    slots[i] = keys->slots[old];
  }
  keys->slots = slots;
  keys->mask = mask;
  return true;
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
  uint32_t number = keys->count;
  *slot = (struct key_slot){copy, (uint32_t)text.size, hash, number};
  return 2 * number <= keys->mask || grow(keys) ? number : 0;
}
