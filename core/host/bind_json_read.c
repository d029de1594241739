/*
 * JSON read into Lua, through cJSON.
 */
#include "../text/utf8.h"
#include "host.h"
#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

/***
How many lines a text of JSON lines has.
@function core.count_lines
@tparam string text each line with its line break
@treturn int
*/
static int l_count_lines(lua_State *L)
{
  struct slice text;
  text.data = luaL_checklstring(L, 1, &text.size);
  lua_pushinteger(L, (lua_Integer)utf8_count_lines(text));
  return 1;
}

static void push_item(lua_State *L, const cJSON *item, int depth)
{
  luaL_checkstack(L, 8, "json");
  if (depth > JSON_DEPTH_MAX || cJSON_IsNull(item)) {
    lua_pushnil(L);
  } else if (cJSON_IsBool(item)) {
    lua_pushboolean(L, cJSON_IsTrue(item));
  } else if (cJSON_IsNumber(item)) {
    double value = item->valuedouble;
    if (!isfinite(value)) /* JSON has no such number: it would be written as null */
      lua_pushnil(L);
    else if (value == floor(value) && fabs(value) < 9007199254740992.0)
      lua_pushinteger(L, (lua_Integer)value);
    else
      lua_pushnumber(L, value);
  } else if (cJSON_IsString(item)) {
    lua_pushstring(L, item->valuestring);
  } else if (cJSON_IsArray(item)) {
    lua_newtable(L);
    push_array_mark(L);
    lua_setmetatable(L, -2);
    lua_Integer n = 0;
    const cJSON *child;
    cJSON_ArrayForEach(child, item)
    {
      push_item(L, child, depth + 1);
      lua_rawseti(L, -2, ++n);
    }
  } else {
    lua_newtable(L);
    const cJSON *child;
    cJSON_ArrayForEach(child, item)
    {
      lua_pushstring(L, child->string);
      push_item(L, child, depth + 1);
      lua_rawset(L, -3);
    }
  }
}

/* A parsed tree, owned by a userdata so that an error on the way frees it. */
struct tree_box {
  cJSON *tree;
};

static int l_tree_gc(lua_State *L)
{
  struct tree_box *box = lua_touserdata(L, 1);
  cJSON_Delete(box->tree);
  box->tree = NULL;
  return 0;
}

/***
The value of one JSON text. null is nil, as are numbers beyond those of Lua; numbers that are whole become integers.
@function core.json_decode
@tparam string text
@return the value, or nil and the byte (from 1) at which the text is broken
*/
static int l_json_decode(lua_State *L)
{
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  struct tree_box *box = lua_newuserdatauv(L, sizeof *box, 0);
  box->tree = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_tree_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  const char *end = text;
  box->tree = cJSON_ParseWithLengthOpts(text, size, &end, 0);
  if (!box->tree) {
    lua_pushnil(L);
    lua_pushinteger(L, end - text + 1);
    return 2;
  }
  push_item(L, box->tree, 0);
  cJSON_Delete(box->tree);
  box->tree = NULL;
  return 1;
}

void bind_json_read(lua_State *L)
{
  static const luaL_Reg functions[] = {
      {"json_decode", l_json_decode}, {"count_lines", l_count_lines}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
