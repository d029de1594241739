/*
 * Annotations are made here, in one call each: the table is laid out at its final size, its fields are copied and held
 * against the declaration of the layer.
 *
 * An annotation is a mention (bind_document.c) with two more places in its array part: [4] its number in the layer, given
 * when the layer is frozen, and [5] its kind, a table shared by all that one rule makes: {layer, rule, plugin}. A field `rule`
 * of its own stands above that of its kind.
 */
#include "host.h"
#include <string.h>

enum { FIELDS = 1, FROM, TO, DOCUMENT, FIRST, LAST, KIND, QUICK, CHECK };

/* Upvalues of core.annotate: what every call needs and no call should look up. */
enum { UP_ANNOTATION = 1, UP_DOCUMENT, UP_FIRST, UP_LAST, UPVALUES = UP_LAST };

/***
Make an annotation.
@function core.annotate
@tparam table fields what the plugin gave; copied
@tparam int from first byte, from 0
@tparam int to one past the last byte
@tparam document document
@tparam int first first token, from 1
@tparam int last last token
@tparam table kind {layer=, rule=, plugin=}
@tparam table quick field -> the Lua type (of core.types) that its value must have, for fields of which no more is asked; false for names
that an annotation has anyway, which are passed over
@tparam function check called as check(key, value) for every other field; raises when it is wrong
@treturn table
@raise when the bytes are outside the document, and what `check` raises
*/
static int l_annotate(lua_State *L)
{
  luaL_checktype(L, FIELDS, LUA_TTABLE);
  struct document *document = lua_touserdata(L, DOCUMENT);
  if (!document || !lua_getmetatable(L, DOCUMENT) ||
      !lua_rawequal(L, -1, lua_upvalueindex(UP_DOCUMENT)))
    document = check_document(L, DOCUMENT); /* raises */
  if (document->generation != host_of(L)->generation)
    return luaL_error(L, "document is closed");
  lua_Integer from = luaL_checkinteger(L, FROM);
  lua_Integer to = luaL_checkinteger(L, TO);
  if (from < 0 || to < from || (size_t)to > document->text.size)
    return luaL_error(L, "bytes %I to %I are outside the document", from, to);
  luaL_checktype(L, KIND, LUA_TTABLE);
  luaL_checktype(L, QUICK, LUA_TTABLE);
  lua_settop(L, CHECK);

  lua_createtable(L, 5, 8);
  int annotation = lua_gettop(L);
  for (int i = FROM; i <= DOCUMENT; i++) {
    lua_pushvalue(L, i);
    lua_rawseti(L, annotation, i - FROM + 1);
  }
  lua_pushinteger(L, 0);
  lua_rawseti(L, annotation, 4);
  lua_pushvalue(L, KIND);
  lua_rawseti(L, annotation, 5);
  lua_pushvalue(L, lua_upvalueindex(UP_FIRST));
  lua_pushvalue(L, FIRST);
  lua_rawset(L, annotation);
  lua_pushvalue(L, lua_upvalueindex(UP_LAST));
  lua_pushvalue(L, LAST);
  lua_rawset(L, annotation);

  lua_pushnil(L);
  while (lua_next(L, FIELDS)) {
    if (lua_type(L, -2) != LUA_TSTRING) {
      lua_pop(L, 1);
      continue;
    }
    lua_pushvalue(L, -2);
    int found = lua_rawget(L, QUICK);
    bool passed_over = found == LUA_TBOOLEAN;
    bool fits = found == LUA_TNUMBER && lua_tointeger(L, -1) == lua_type(L, -2);
    lua_pop(L, 1);
    if (passed_over) {
      lua_pop(L, 1);
      continue;
    }
    if (!fits) {
      lua_pushvalue(L, CHECK);
      lua_pushvalue(L, -3);
      lua_pushvalue(L, -3);
      lua_call(L, 2, 0);
    }
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, annotation);
  }
  lua_pushvalue(L, lua_upvalueindex(UP_ANNOTATION));
  lua_setmetatable(L, annotation);
  return 1;
}

void bind_annotation(lua_State *L)
{
  luaL_getmetatable(L, ANNOTATION_NAME);
  luaL_getmetatable(L, DOCUMENT_NAME);
  lua_pushliteral(L, "first");
  lua_pushliteral(L, "last");
  lua_pushcclosure(L, l_annotate, UPVALUES);
  lua_setfield(L, -2, "annotate");

  static const int types[] = {LUA_TBOOLEAN, LUA_TNUMBER, LUA_TSTRING, LUA_TTABLE};
  lua_newtable(L);
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    lua_pushinteger(L, types[i]);
    lua_setfield(L, -2, lua_typename(L, types[i]));
  }
  lua_setfield(L, -2, "types");
}
