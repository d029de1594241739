/*
 * What plugins get of Lua: an allow-list. The environment itself is put together in core/lua/sandbox.lua;
 * here stand the parts that need C.
 */
#include "host.h"
#include <stdlib.h>
#include <string.h>

/* Order of keys: numbers by value, then strings by bytes; other keys are refused. */
struct key {
  bool number;
  lua_Number value;
  const char *text;
  size_t size;
  lua_Integer index; /* place in the list of keys */
};

static int compare_keys(const void *a, const void *b)
{
  const struct key *x = a;
  const struct key *y = b;
  if (x->number != y->number)
    return x->number ? -1 : 1;
  if (x->number)
    return (x->value > y->value) - (x->value < y->value);
  size_t size = x->size < y->size ? x->size : y->size;
  int order = memcmp(x->text, y->text, size);
  return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

/* Push the keys of the table at `index` as a sorted list. */
static void push_sorted_keys(lua_State *L, int index)
{
  lua_Integer count = 0;
  lua_newtable(L);
  int list = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    int type = lua_type(L, -1);
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
      luaL_error(L, "pairs: a %s as key has no order", luaL_typename(L, -1));
    lua_pushvalue(L, -1);
    lua_rawseti(L, list, ++count);
  }
  struct key *keys = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *keys, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    struct key *key = &keys[i - 1];
    lua_rawgeti(L, list, i);
    key->index = i;
    key->number = lua_type(L, -1) == LUA_TNUMBER;
    key->value = key->number ? lua_tonumber(L, -1) : 0;
    key->text = key->number ? NULL : lua_tolstring(L, -1, &key->size);
    lua_pop(L, 1);
  }
  qsort(keys, (size_t)count, sizeof *keys, compare_keys);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, list, keys[i - 1].index);
    lua_rawseti(L, -2, i);
  }
  lua_replace(L, list);
  lua_settop(L, list);
}

/* The iterator of sorted pairs: upvalues are the keys and the position. */
static int next_sorted(lua_State *L)
{
  for (;;) {
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(2));
    if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
      return 1;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) != LUA_TNIL) /* fields removed on the way are passed over */
      return 2;
    lua_pop(L, 2);
  }
}

/***
pairs in the order of the keys: numbers, then strings by bytes. Array parts of annotations and mentions are not listed.
@function core.pairs
*/
static int l_pairs(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  push_sorted_keys(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_sorted, 2);
  lua_pushvalue(L, 1);
  return 2;
}

/* next in the order of the keys: O(n) a call; for `next(t) == nil` above all. */
static int l_next(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  push_sorted_keys(L, 1);
  lua_Integer count = (lua_Integer)lua_rawlen(L, 3);
  lua_Integer i = 1;
  if (!lua_isnil(L, 2)) {
    while (i <= count) {
      lua_rawgeti(L, 3, i++);
      bool found = lua_rawequal(L, -1, 2);
      lua_pop(L, 1);
      if (found)
        break;
    }
  }
  if (i > count)
    return 0;
  lua_rawgeti(L, 3, i);
  lua_pushvalue(L, -1);
  lua_rawget(L, 1);
  return 2;
}

static int l_tostring(lua_State *L);

/* string.format without %p, which would print addresses, as would %s for a table. Upvalue: the original. */
static int l_format(lua_State *L)
{
  size_t size;
  const char *p = luaL_checklstring(L, 1, &size); /* it may hold NULs */
  const char *end = p + size;
  while ((p = memchr(p, '%', (size_t)(end - p))) != NULL) {
    p++;
    p += strspn(p, "-+ #0123456789."); /* it is closed by a NUL */
    if (*p == 'p')
      return luaL_error(L, "format: %%p is not offered: addresses differ from run to run");
    if (*p == '%')
      p++;
  }
  int count = lua_gettop(L);
  for (int i = 2; i <= count; i++) {
    int type = lua_type(L, i);
    if (type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING)
      continue;
    lua_pushcfunction(L, l_tostring);
    lua_pushvalue(L, i);
    lua_call(L, 1, 1);
    lua_replace(L, i);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, count, 1);
  return 1;
}

/* tostring without addresses. */
static int l_tostring(lua_State *L)
{
  luaL_checkany(L, 1);
  switch (lua_type(L, 1)) {
  case LUA_TNIL:
  case LUA_TBOOLEAN:
  case LUA_TNUMBER:
  case LUA_TSTRING:
    luaL_tolstring(L, 1, NULL);
    return 1;
  default:
    if (luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL)
      luaL_tolstring(L, 1, NULL);
    else if (luaL_getmetafield(L, 1, "__name") != LUA_TSTRING)
      lua_pushstring(L, luaL_typename(L, 1));
    return 1;
  }
}

/***
Load a text chunk (bytecode is refused) with an environment of its own.
@function core.load_chunk
@tparam ?string source nil: the compiled chunk that the program carries for `name`
@tparam string name as it stands in messages, e.g. "plugins/money.lua"
@tparam table environment
@treturn function or nil and the message
*/
static int l_load_chunk(lua_State *L)
{
  const char *name = luaL_checkstring(L, 2);
  luaL_checktype(L, 3, LUA_TTABLE);
  struct slice chunk;
  bool ours = lua_isnoneornil(L, 1);
  if (ours) {
    lua_pushfstring(L, "%sc", name);
    if (!image_file(host_of(L)->image, lua_tostring(L, -1), &chunk))
      return luaL_error(L, "%s is not in the program", name);
  } else {
    chunk.data = luaL_checklstring(L, 1, &chunk.size);
  }
  lua_pushfstring(L, "@%s", name);
  if (luaL_loadbufferx(L, chunk.data, chunk.size, lua_tostring(L, -1), ours ? "b" : "t") !=
      LUA_OK) {
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
  }
  lua_pushvalue(L, 3);
  if (!lua_setupvalue(L, -2, 1)) /* a chunk that uses no global has no environment */
    lua_pop(L, 1);
  return 1;
}

void bind_sandbox(lua_State *L)
{
  static const luaL_Reg functions[] = {{"pairs", l_pairs},
                                       {"next", l_next},
                                       {"tostring", l_tostring},
                                       {"load_chunk", l_load_chunk},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);

  /* The string methods are shared with plugins through the metatable of strings, so they are made safe at the root. */
  lua_getglobal(L, LUA_STRLIBNAME);
  lua_getfield(L, -1, "format");
  lua_pushcclosure(L, l_format, 1);
  lua_setfield(L, -2, "format");
  lua_pushnil(L);
  lua_setfield(L, -2, "dump");
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 3);
}
