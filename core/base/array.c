#include "array.h"
#include "arena.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

/* The room that index `at` needs; 0 when there is none so large. */
static uint32_t room_for(uint32_t room, uint32_t at)
{
  if (at >= UINT32_MAX / 2)
    return 0;
  uint32_t wanted = room ? room : FIRST_ROOM;
  while (wanted <= at)
    wanted *= 2;
  return wanted;
}

enum status array_reach(void *items, uint32_t *room, uint32_t at, size_t size)
{
  if (at < *room)
    return STATUS_OK;
  uint32_t wanted = room_for(*room, at);
  if (wanted == 0)
    return STATUS_LIMIT;
  void *old;
  memcpy(&old, items, sizeof old);     /* a pointer of another type is not read as void * */
  void *larger = calloc(wanted, size); /* of a long array only what is used takes memory */
  if (!larger)
    return STATUS_NO_MEMORY;
  if (*room)
    memcpy(larger, old, *room * size);
  free(old);
  memcpy(items, &larger, sizeof larger);
  *room = wanted;
  return STATUS_OK;
}

bool array_enlarge_in(struct arena *arena, void *items, size_t old, size_t room, size_t size)
{
  void *before;
  memcpy(&before, items, sizeof before);
  void *larger = arena_grow(arena, before, old * size, room * size);
  if (!larger)
    return false;
  memcpy(items, &larger, sizeof larger);
  return true;
}

enum status array_reach_in(struct arena *arena, void *items, uint32_t *room, uint32_t at,
                           size_t size)
{
  if (at < *room)
    return STATUS_OK;
  uint32_t wanted = room_for(*room, at);
  if (wanted == 0)
    return STATUS_LIMIT;
  if (!array_enlarge_in(arena, items, *room, wanted, size))
    return STATUS_NO_MEMORY;
  char *larger;
  memcpy(&larger, items, sizeof larger);
  memset(larger + *room * size, 0, (wanted - *room) * size);
  *room = wanted;
  return STATUS_OK;
}
