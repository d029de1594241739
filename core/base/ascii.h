/*
 * Letters and digits of ASCII. The C library's tests follow the locale; these never do.
 */
#ifndef READOUT_ASCII_H
#define READOUT_ASCII_H

#include <stdbool.h>
#include <string.h>

static inline bool ascii_is_letter(unsigned char c)
{
  return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline char ascii_small(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* The value of a hexadecimal digit; -1: it is none. */
static inline int ascii_hex(char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  c = ascii_small(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Whether a byte is one of those of `set`; NUL never is. */
static inline bool ascii_is_among(char c, const char *set)
{
  return c != '\0' && strchr(set, c) != NULL;
}

#endif
