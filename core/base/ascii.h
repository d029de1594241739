/*
 * Letters of ASCII. The C library's tests follow the locale; these never do.
 */
#ifndef READOUT_ASCII_H
#define READOUT_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_letter(unsigned char c)
{
  return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline char ascii_small(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

#endif
