/*
 * Bytes looked at eight at a time, in a word.
 */
#ifndef READOUT_WORD_H
#define READOUT_WORD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WORD = sizeof(uint64_t) };

/* A byte in each byte of a word. */
#define WORD_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t word_at(const void *bytes)
{
  uint64_t word;
  memcpy(&word, bytes, WORD);
  return word;
}

/* Not 0 if a byte of the word is `byte`. */
static inline uint64_t word_has(uint64_t word, unsigned char byte)
{
  uint64_t other = word ^ WORD_EACH(byte);
  return (other - WORD_EACH(1)) & ~other & WORD_EACH(0x80);
}

#endif
