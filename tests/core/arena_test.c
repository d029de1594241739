/* The arena: alignment, growth in place and by copy, what a reset keeps. */
#include "../../core/base/arena.h"
#include "tap.h"
#include <stdint.h>
#include <stdlib.h>

static bool is_aligned(const void *piece)
{
  return (uintptr_t)piece % _Alignof(max_align_t) == 0;
}

static void test_pieces(void)
{
  struct arena *arena = arena_new();
  ok(arena != NULL, "a new arena");
  is_int((long long)arena_used(arena), 0, "nothing used at first");

  char *first = arena_alloc(arena, 3);
  char *second = arena_alloc(arena, 5);
  memset(first, 'a', 3);
  memset(second, 'b', 5);
  ok(is_aligned(first) && is_aligned(second), "pieces are aligned");
  ok(second >= first + 3, "pieces do not overlap");
  ok(memcmp(first, "aaa", 3) == 0, "a later piece leaves an earlier one alone");
  ok(arena_alloc(arena, 0) != NULL, "an empty piece has a place");

  char *large = arena_alloc(arena, 1 << 20);
  ok(large != NULL && is_aligned(large), "a piece larger than a block");
  memset(large, 'c', 1 << 20);
  ok(arena_used(arena) >= (1 << 20) + 8, "what is used is counted");

  ok(arena_array(arena, SIZE_MAX / 2, 4) == NULL, "a product that overflows is refused");
  ok(arena_alloc(arena, SIZE_MAX) == NULL, "a size that overflows is refused");
  ok(arena_array(arena, 10, 4) != NULL, "an array");
  arena_free(arena);
}

static void test_grow(void)
{
  struct arena *arena = arena_new();
  char *piece = arena_grow(arena, NULL, 0, 4);
  memcpy(piece, "four", 4);
  char *same = arena_grow(arena, piece, 4, 40);
  ok(same == piece, "the last piece grows in place");
  arena_alloc(arena, 8);
  char *moved = arena_grow(arena, piece, 40, 400);
  ok(moved != piece && memcmp(moved, "four", 4) == 0, "another piece is copied");
  ok(memcmp(piece, "four", 4) == 0, "the old place stays as it was");
  size_t used = arena_used(arena);
  ok(arena_grow(arena, moved, 400, 200) == moved && arena_used(arena) < used,
     "the last piece shrinks in place");
  ok(arena_grow(arena, moved, 200, SIZE_MAX) == NULL, "a growth that overflows is refused");
  ok(memcmp(moved, "four", 4) == 0, "and the piece stays");
  arena_free(arena);
}

static void test_reset(void)
{
  struct arena *arena = arena_new();
  char *first = arena_alloc(arena, 100);
  arena_reset(arena, 1 << 20);
  is_int((long long)arena_used(arena), 0, "a reset takes everything back");
  ok(arena_alloc(arena, 100) == first, "the same memory is handed out again");
  arena_alloc(arena, 1 << 22);
  arena_reset(arena, 1 << 20);
  ok(arena_alloc(arena, 16) != NULL, "usable after a block too large to keep");
  arena_reset(arena, 0);
  ok(arena_alloc(arena, 16) != NULL, "usable after nothing was kept");
  arena_free(arena);
  arena_free(NULL);
  ok(true, "freeing nothing is allowed");
}

int main(void)
{
  test_pieces();
  test_grow();
  test_reset();
  return done();
}
