/*
 * table.sort, for everybody: a merge sort. That of Lua's library asks the clock for a pivot when a large table resists,
 * so that what compares equal comes in another order each time; here it keeps its order.
 */
#include "host.h"
#include <limits.h>

enum { TABLE = 1, ORDER, SPARE, LEFT, RIGHT, TOP = RIGHT }; /* places on the stack */

/* Whether the value at `a` is to stand before that at `b`. */
static bool is_before(lua_State *L, int a, int b)
{
  if (lua_isnil(L, ORDER))
    return lua_compare(L, a, b, LUA_OPLT);
  lua_pushvalue(L, ORDER);
  lua_pushvalue(L, a);
  lua_pushvalue(L, b);
  lua_call(L, 2, 1);
  bool before = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return before;
}

static void fetch(lua_State *L, int table, lua_Integer at, int place)
{
  lua_geti(L, table, at);
  lua_replace(L, place);
}

static void put(lua_State *L, int place, lua_Integer at)
{
  lua_pushvalue(L, place);
  lua_seti(L, TABLE, at);
}

/* Merge the sorted [first, middle) and [middle, end). */
static void merge(lua_State *L, lua_Integer first, lua_Integer middle, lua_Integer end)
{
  fetch(L, TABLE, middle - 1, LEFT);
  fetch(L, TABLE, middle, RIGHT);
  if (!is_before(L, RIGHT, LEFT))
    return;
  lua_Integer size = middle - first;
  for (lua_Integer i = 0; i < size; i++) {
    lua_geti(L, TABLE, first + i);
    lua_rawseti(L, SPARE, i + 1);
  }
  lua_Integer left = 1;
  lua_Integer right = middle;
  fetch(L, SPARE, left, LEFT);
  for (lua_Integer to = first; left <= size; to++) {
    if (right < end && is_before(L, RIGHT, LEFT)) {
      put(L, RIGHT, to);
      if (++right < end)
        fetch(L, TABLE, right, RIGHT);
    } else {
      put(L, LEFT, to);
      if (++left <= size)
        fetch(L, SPARE, left, LEFT);
    }
  }
}

/* Sort [first, end). The depth is the logarithm of the size. */
static void sort(lua_State *L, lua_Integer first, lua_Integer end)
{
  if (end - first < 2)
    return;
  lua_Integer middle = first + (end - first) / 2;
  sort(L, first, middle);
  sort(L, middle, end);
  merge(L, first, middle, end);
}

/***
Sort a list in place; what compares equal keeps its order.
@function table.sort
@tparam table list
@tparam ?function order order(a, b): whether a is to stand before b; nil: a < b
*/
static int l_sort(lua_State *L)
{
  luaL_checktype(L, TABLE, LUA_TTABLE);
  if (!lua_isnoneornil(L, ORDER))
    luaL_checktype(L, ORDER, LUA_TFUNCTION);
  lua_Integer size = luaL_len(L, TABLE);
  luaL_argcheck(L, size < INT_MAX, TABLE, "array too big");
  lua_settop(L, ORDER);
  lua_newtable(L);
  lua_settop(L, TOP);
  luaL_checkstack(L, 4, "sort");
  sort(L, 1, size + 1);
  return 0;
}

void bind_sort(lua_State *L)
{
  lua_getglobal(L, LUA_TABLIBNAME);
  lua_pushcfunction(L, l_sort);
  lua_setfield(L, -2, "sort");
  lua_pop(L, 1);
}
