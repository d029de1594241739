/*
 * Checkpoints every 128 bytes; what is left is counted eight bytes at a time.
 */
#include "offsets.h"
#include "../base/word.h"
#include "utf8.h"
#include <string.h>

enum { STEP = 128 };

/* Bytes that open a four-byte sequence: those whose four highest bits are set. */
static uint32_t count_astral(const char *data, size_t size)
{
  uint32_t count = 0;
  size_t i = 0;
  for (; size - i >= WORD; i += WORD) {
    uint64_t word = word_at(data + i);
    uint64_t high = word & word << 1 & word << 2 & word << 3 & WORD_EACH(0x80);
    count += (uint32_t)((high >> 7) * WORD_EACH(1) >> 56);
  }
  for (; i < size; i++)
    count += (unsigned char)data[i] >= 0xF0;
  return count;
}

enum status offsets_new(struct slice text, struct arena *arena, struct offsets *out)
{
  *out = (struct offsets){.text = text};
  if (text.size > UINT32_MAX)
    return STATUS_LIMIT;
  if (utf8_count(text) == text.size)
    return STATUS_OK;
  size_t count = text.size / STEP + 1;
  out->codepoints = arena_array(arena, count, sizeof *out->codepoints);
  uint32_t *astral = arena_array(arena, count, sizeof *astral);
  if (out->codepoints == NULL || astral == NULL)
    return STATUS_NO_MEMORY;
  uint32_t points = 0;
  uint32_t high = 0;
  for (size_t i = 0; i < count; i++) {
    size_t at = i * STEP;
    size_t size = text.size - at < STEP ? text.size - at : STEP;
    out->codepoints[i] = points;
    astral[i] = high;
    points += (uint32_t)utf8_count((struct slice){text.data + at, size});
    high += count_astral(text.data + at, size);
  }
  if (high != 0)
    out->astral = astral;
  return STATUS_OK;
}

uint32_t offsets_codepoint(struct offsets *offsets, uint32_t byte)
{
  if (byte > offsets->text.size)
    byte = (uint32_t)offsets->text.size;
  if (offsets->codepoints == NULL)
    return byte;
  uint32_t base = byte / STEP * STEP;
  uint32_t points = offsets->codepoints[byte / STEP];
  if (offsets->last >= base && offsets->last <= byte) {
    base = offsets->last;
    points = offsets->last_points;
  }
  struct slice rest = {offsets->text.data + base, byte - base};
  offsets->last = byte;
  offsets->last_points = points + (uint32_t)utf8_count(rest);
  return offsets->last_points;
}

uint32_t offsets_utf16(struct offsets *offsets, uint32_t byte)
{
  uint32_t points = offsets_codepoint(offsets, byte);
  if (offsets->astral == NULL)
    return points;
  if (byte > offsets->text.size)
    byte = (uint32_t)offsets->text.size;
  uint32_t base = byte / STEP * STEP;
  return points + offsets->astral[byte / STEP] +
         count_astral(offsets->text.data + base, byte - base);
}
