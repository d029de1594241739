#include "array.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

enum status array_reach(void **items, uint32_t *room, uint32_t at, size_t size)
{
  if (at < *room)
    return STATUS_OK;
  if (at >= UINT32_MAX / 2)
    return STATUS_LIMIT;
  uint32_t wanted = *room ? *room : FIRST_ROOM;
  while (wanted <= at)
    wanted *= 2;
  void *larger = calloc(wanted, size); /* of a long array only what is used takes memory */
  if (!larger)
    return STATUS_NO_MEMORY;
  if (*room)
    memcpy(larger, *items, *room * size);
  free(*items);
  *items = larger;
  *room = wanted;
  return STATUS_OK;
}
