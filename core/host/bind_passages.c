/*
 * Passages in Lua (match/passages.h): what the paragraphs of a record show of whether they open an article.
 */
#include "../match/passages.h"
#include "host.h"
#include <limits.h>
#include <string.h>

enum { PARAGRAPHS = 1, WORDS, WINDOW }; /* arguments */

/* The class that the table of words gives. */
static enum passage_class classify(void *context, struct slice word)
{
  static const struct {
    const char *name;
    enum passage_class class;
  } classes[] = {{"day", PASSAGE_DAY},
                 {"lead", PASSAGE_LEAD},
                 {"part", PASSAGE_PART},
                 {"pronoun", PASSAGE_PRONOUN}};
  lua_State *L = context;
  enum passage_class class = PASSAGE_UNLISTED;
  lua_pushlstring(L, word.data, word.size);
  if (lua_rawget(L, WORDS) == LUA_TSTRING) {
    class = PASSAGE_LISTED;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
      if (strcmp(lua_tostring(L, -1), classes[i].name) == 0)
        class = classes[i].class;
  }
  lua_pop(L, 1);
  return class;
}

static void set_slice(lua_State *L, const char *field, struct slice text)
{
  if (!text.data)
    return;
  lua_pushlstring(L, text.data, text.size);
  lua_setfield(L, -2, field);
}

/* The names of a passage, into the table at the top of the stack. */
static void set_names(lua_State *L, const struct passage *passage)
{
  lua_newtable(L); /* full: last word -> first */
  lua_newtable(L); /* people: the last words in order */
  lua_newtable(L); /* bare: names of one word */
  int full = lua_gettop(L) - 2;
  lua_Integer people = 0;
  lua_Integer bare = 0;
  for (uint32_t i = 0; i < passage->name_count; i++) {
    struct passage_name name = passage->names[i];
    lua_pushlstring(L, name.last.data, name.last.size);
    if (name.first.data == name.last.data) {
      lua_rawseti(L, full + 2, ++bare);
      continue;
    }
    lua_pushvalue(L, -1);
    if (lua_rawget(L, full) == LUA_TNIL) {
      lua_pushvalue(L, -2);
      lua_rawseti(L, full + 1, ++people);
    }
    lua_pop(L, 1);
    lua_pushlstring(L, name.first.data, name.first.size);
    lua_rawset(L, full);
  }
  lua_setfield(L, full - 1, "bare");
  lua_setfield(L, full - 1, "people");
  lua_setfield(L, full - 1, "full");
}

static void push_passage(lua_State *L, const struct passage *passage)
{
  lua_createtable(L, 0, 16); /* articles.lua adds to it */
  lua_pushinteger(L, passage->words);
  lua_setfield(L, -2, "count");
  set_slice(L, "opening", passage->opening);
  set_slice(L, "day", passage->day);
  set_slice(L, "lead", passage->lead);
  lua_pushboolean(L, passage->leans);
  lua_setfield(L, -2, "leans");
  lua_pushboolean(L, passage->introduces);
  lua_setfield(L, -2, "introduces");
  if (passage->early > 0) {
    const struct passage_name *name = &passage->names[passage->early - 1];
    lua_pushlstring(L, name->first.data, name->first.size);
    lua_pushliteral(L, " ");
    lua_pushlstring(L, name->last.data, name->last.size);
    lua_concat(L, 3);
    lua_setfield(L, -2, "early");
  }
  set_names(L, passage);
}

/***
What the paragraphs of a record show, and how much their words have in common.
@function core.passages
@tparam {table} paragraphs the text of each is its item 1
@tparam table words {word in small letters = its class: "day", "lead", "part", "pronoun" or another}
@tparam int window paragraphs before and after that are compared
@treturn {table} for each paragraph: count (of words), opening (its first word, after "The" a capitalised second one), day and
lead (the first of these), leans (opens with a pronoun), introduces (its names are all new, and one
comes again below), early (a name of several words near the beginning), full {last word of a
name = its first}, people (those last words, in order), bare (names of one word)
@treturn {number} for each paragraph the cosine of the words before it and from it on
@raise when memory is out
*/
static int l_passages(lua_State *L)
{
  luaL_checktype(L, PARAGRAPHS, LUA_TTABLE);
  luaL_checktype(L, WORDS, LUA_TTABLE);
  lua_Integer window = luaL_checkinteger(L, WINDOW);
  luaL_argcheck(L, window > 0 && window < 100, WINDOW, "no number of paragraphs");
  lua_settop(L, WINDOW);
  lua_Unsigned count = lua_rawlen(L, PARAGRAPHS);
  luaL_argcheck(L, count < INT_MAX / 2, PARAGRAPHS, "too many");
  struct arena *arena = host_of(L)->arena;
  struct slice *texts = arena_array(arena, count + 1, sizeof *texts);
  struct passage *passages = arena_array(arena, count + 1, sizeof *passages);
  double *cohesion = arena_array(arena, count + 1, sizeof *cohesion);
  if (!texts || !passages || !cohesion)
    raise_no_memory(L, "passages");
  for (lua_Unsigned i = 0; i < count; i++) {
    lua_rawgeti(L, PARAGRAPHS, (lua_Integer)i + 1);
    lua_geti(L, -1, 1);
    texts[i].data = luaL_checklstring(L, -1, &texts[i].size); /* the table keeps it alive */
    lua_pop(L, 2);
  }
  raise_status(L, "passages",
               passages_read(texts, (uint32_t)count, classify, L, (uint32_t)window, passages,
                             cohesion, arena));
  lua_createtable(L, (int)count, 0);
  lua_createtable(L, (int)count, 0);
  for (lua_Unsigned i = 0; i < count; i++) {
    lua_pushnumber(L, cohesion[i]);
    lua_rawseti(L, WINDOW + 2, (lua_Integer)i + 1);
    push_passage(L, &passages[i]);
    lua_rawseti(L, WINDOW + 1, (lua_Integer)i + 1);
  }
  return 2;
}

void bind_passages(lua_State *L)
{
  lua_pushcfunction(L, l_passages);
  lua_setfield(L, -2, "passages");
}
