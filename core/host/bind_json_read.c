/*
 * JSON read into Lua, through cJSON.
 */
#include "../text/utf8.h"
#include "host.h"
#include <cjson/cJSON.h>
#include <math.h>

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

/* A parsed tree, and its text where it had to be repaired: owned by a userdata so that an error on the way frees them. */
struct tree_box {
  cJSON *tree;
  struct buffer repaired;
};

static void free_tree(struct tree_box *box)
{
  cJSON_Delete(box->tree);
  box->tree = NULL;
  buffer_free(&box->repaired);
}

static int l_tree_gc(lua_State *L)
{
  free_tree(lua_touserdata(L, 1));
  return 0;
}

/***
The value of one JSON text. null is nil, as are numbers beyond those of Lua; numbers that are whole become integers; invalid
UTF-8 is read as U+FFFD.
@function core.json_decode
@tparam string text
@return the value, or nil and the byte (from 1) at which the text is broken
*/
static int l_json_decode(lua_State *L)
{
  struct slice text;
  text.data = luaL_checklstring(L, 1, &text.size);
  struct tree_box *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (struct tree_box){0};
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_tree_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  const char *end = text.data;
  box->tree = cJSON_ParseWithLengthOpts(text.data, text.size, &end, 0);
  if (box->tree && utf8_valid_prefix(text) < text.size) {
    utf8_repair(text, &box->repaired, NULL);
    cJSON_Delete(box->tree);
    box->tree =
        box->repaired.failed ? NULL : cJSON_ParseWithLength(box->repaired.data, box->repaired.size);
    if (!box->tree)
      raise_no_memory(L, "json");
  }
  if (!box->tree) {
    lua_pushnil(L);
    lua_pushinteger(L, end - text.data + 1);
    return 2;
  }
  push_item(L, box->tree, 0);
  free_tree(box);
  return 1;
}

void bind_json_read(lua_State *L)
{
  static const luaL_Reg functions[] = {
      {"json_decode", l_json_decode}, {"count_lines", l_count_lines}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
