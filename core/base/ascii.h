/*
 * Classes of bytes, signed or not. The C library's tests follow the locale; these never do.
 */
#ifndef READOUT_ASCII_H
#define READOUT_ASCII_H

#include <stdbool.h>
#include <string.h>

static inline bool ascii_is_letter(int c)
{
  return ((unsigned)c | 0x20) - 'a' < 26;
}

static inline bool ascii_is_digit(int c)
{
  return (unsigned)c - '0' < 10;
}

static inline bool ascii_is_white(int c)
{
  return c == ' ' || (unsigned)c - '\t' < 5;
}

/* Whether a byte can stand in a word: a letter, a digit, a part of any character beyond ASCII. */
static inline bool ascii_is_word(int c)
{
  return (c & 0x80) != 0 || ascii_is_letter(c) || ascii_is_digit(c);
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
