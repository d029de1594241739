/*
 * Test Anything Protocol for the C tests. A test program says what it found line by line, and `prove`
 * or tests/run counts:
 *
 *   int main(void)
 *   {
 *     ok(arena_new() != NULL, "an arena");
 *     is_int(2 + 2, 4, "sum");
 *     is_str(status_text(STATUS_OK), "ok", "name of a status");
 *     return done();
 *   }
 *
 * plan(n) first, or done() alone at the end, announces how many tests there are.
 */
#ifndef READOUT_TAP_H
#define READOUT_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_planned;
static int tap_run;
static int tap_failed;

/* Announce `count` tests, so that a program that ends early is seen. */
static inline void plan(int count)
{
  tap_planned = count;
  printf("1..%d\n", count);
  fflush(stdout);
}

/* One test: it passes when `passed` holds. Returns `passed`. */
static inline bool ok(bool passed, const char *name)
{
  tap_run++;
  tap_failed += passed ? 0 : 1;
  printf("%s %d - %s\n", passed ? "ok" : "not ok", tap_run, name);
  fflush(stdout); /* what was found survives a crash in the next test */
  return passed;
}

/* Passes when two whole numbers are equal. */
static inline bool is_int(long long found, long long expected, const char *name)
{
  bool same = ok(found == expected, name);
  if (!same)
    printf("#      found: %lld\n#   expected: %lld\n", found, expected);
  return same;
}

/* Passes when two strings are equal; NULL equals NULL only. */
static inline bool is_str(const char *found, const char *expected, const char *name)
{
  bool same = found == expected || (found && expected && strcmp(found, expected) == 0);
  ok(same, name);
  if (!same)
    printf("#      found: %s\n#   expected: %s\n", found ? found : "(null)",
           expected ? expected : "(null)");
  return same;
}

/* Passes when `size` bytes at `found` are the string `expected`. */
static inline bool is_bytes(const char *found, size_t size, const char *expected, const char *name)
{
  bool same = size == strlen(expected) && (size == 0 || memcmp(found, expected, size) == 0);
  ok(same, name);
  if (!same)
    printf("#      found: %.*s\n#   expected: %s\n", (int)size, size ? found : "", expected);
  return same;
}

/* A test that cannot run here, with the reason. */
static inline void skip(const char *name, const char *why)
{
  tap_run++;
  printf("ok %d - %s # SKIP %s\n", tap_run, name, why);
  fflush(stdout);
}

/* Close the account; the value is main's: 0 when all passed and as many ran as were announced. */
static inline int done(void)
{
  if (tap_planned == 0)
    printf("1..%d\n", tap_run);
  else if (tap_planned != tap_run)
    printf("# announced %d tests, ran %d\n", tap_planned, tap_run);
  return tap_failed > 0 || (tap_planned > 0 && tap_planned != tap_run);
}

#endif
