/*
 * Marks in Lua: classes of tokens as bits, declared class by class while plugins are prepared, and written
 * for each document as a list of integers. Also where the names of a list begin, as two sparse tables, and
 * numbers for pieces of text by their words.
 *
 * Class n is bit n - 1; classes and tokens count from 1.
 */
#include "../match/marks.h"
#include "host.h"
#include <string.h>

/* How names are packed in an integer: the last token above the number of the list (8 bits) above the row. */
enum { NAME_END = 40, NAME_LISTS = 16, NAME_NUMBERS = 256 };

/*
 * The list of a document's marks is filled again for a later record: nothing is read of a closed
 * document, and a list that is new for each is half of what reading names leaves to be collected.
 */
enum { KEPT_TOKENS = 1 << 16 }; /* a longer list is not kept */

/* User value 1 is the list. */
struct marks_box {
  struct class_set set; /* its marks; the first member, see check_classes */
  uint32_t generation;  /* record that the list was filled for */
  uint32_t filled;      /* tokens in it */
};

static struct marks *check_marks(lua_State *L)
{
  struct marks_box *box = luaL_checkudata(L, 1, MARKS_NAME);
  return box->set.marks;
}

static uint32_t check_bit(lua_State *L)
{
  return check_class(L, check_classes(L));
}

/* core.marks(): new marks. */
static int l_marks(lua_State *L)
{
  struct marks_box *box = lua_newuserdatauv(L, sizeof *box, 1);
  *box = (struct marks_box){0};
  luaL_setmetatable(L, MARKS_NAME);
  raise_status(L, "marks", marks_new(&box->set.marks));
  return 1;
}

static int l_marks_gc(lua_State *L)
{
  struct marks_box *box = luaL_checkudata(L, 1, MARKS_NAME);
  marks_free(box->set.marks);
  box->set.marks = NULL;
  return 0;
}

/* core.mark_flag(marks, class, "joined" | "spaced" | "compound") */
static int l_mark_flag(lua_State *L)
{
  static const char *const names[] = {"joined", "spaced", "compound", NULL};
  int flag = luaL_checkoption(L, 3, NULL, names);
  raise_status(L, "marks",
               marks_add_flag(check_marks(L), check_bit(L), (enum token_flag)(1 << flag)));
  return 0;
}

/* core.mark_list(marks, class, list): tokens at which a name of the list begins. */
static int l_mark_list(lua_State *L)
{
  raise_status(L, "marks",
               marks_add_list(check_marks(L), check_bit(L), (uint32_t)luaL_checkinteger(L, 3)));
  return 0;
}

/* core.mark_first(marks, class, "sentence" | "paragraph" | "line"): first tokens of them. */
static int l_mark_first(lua_State *L)
{
  static const char *const names[] = {"sentence", "paragraph", "line", NULL};
  raise_status(L, "marks",
               marks_add_first(check_marks(L), check_bit(L),
                               (enum mark_span)luaL_checkoption(L, 3, NULL, names)));
  return 0;
}

/* Push a list for the marks of `count` tokens: that of an earlier record, with nothing behind `count`, or a new one. */
static void push_kept(lua_State *L, struct marks_box *box, uint32_t count)
{
  uint32_t generation = host_of(L)->generation;
  if (lua_getiuservalue(L, 1, 1) == LUA_TTABLE && box->generation != generation) {
    for (uint32_t i = count; i < box->filled; i++) {
      lua_pushnil(L);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
  } else {
    lua_pop(L, 1);
    lua_createtable(L, (int)count, 0);
  }
  if (count <= KEPT_TOKENS) {
    lua_pushvalue(L, -1);
    box->generation = generation;
    box->filled = count;
  } else {
    lua_pushnil(L);
  }
  lua_setiuservalue(L, 1, 1);
}

/* Push the tokens, from 1, whose mark has a bit of `mask`. `found` has room for all `count`. */
static void push_marked(lua_State *L, const uint64_t *out, uint32_t count, uint64_t mask,
                        uint32_t *found)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++) {
    found[n] = i + 1;
    n += (out[i] & mask) != 0;
  }
  lua_createtable(L, (int)n, 0);
  for (uint32_t i = 0; i < n; i++) {
    lua_pushinteger(L, found[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/***
The marks of all tokens of a document that is scanned, where its sentences begin, and the tokens of some classes.
@function core.mark_table
@tparam marks marks
@tparam document document
@tparam bool keep fill the list of an earlier record again: only for readers that leave it as it is
@tparam ?int mask bits of the classes whose tokens are listed; and so on
@treturn {int} one integer a token; valid for as long as the document is open
@treturn {int} the first token of each sentence
@treturn ?{int} the tokens that have a bit of the mask; and so on
*/
static int l_mark_table(lua_State *L)
{
  struct marks_box *box = luaL_checkudata(L, 1, MARKS_NAME);
  struct document *document = check_document(L, 2);
  int masks = lua_gettop(L) > 3 ? lua_gettop(L) - 3 : 0;
  uint32_t count = document->segments.tokens.count;
  if (!document->scanned)
    return luaL_error(L, "marks: the document is not scanned");
  struct arena *arena = host_of(L)->arena;
  uint64_t *out = arena_array(arena, (size_t)count + 1, sizeof *out);
  uint32_t *found = arena_array(arena, (size_t)count + 1, sizeof *found);
  if (!out || !found)
    raise_no_memory(L, "marks");
  marks_write(box->set.marks, &document->segments, &document->scan, out);
  if (lua_toboolean(L, 3))
    push_kept(L, box, count);
  else
    lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    lua_pushinteger(L, (lua_Integer)out[i]);
    lua_seti(L, -2, (lua_Integer)i + 1); /* the quicker one where an item is there already */
  }
  const struct spans *sentences = &document->segments.sentences;
  lua_createtable(L, (int)sentences->count, 0);
  lua_Integer n = 0;
  for (uint32_t i = 0; i < sentences->count; i++)
    if (sentences->first_token[i] < sentences->last_token[i]) {
      lua_pushinteger(L, (lua_Integer)sentences->first_token[i] + 1);
      lua_rawseti(L, -2, ++n);
    }
  luaL_checkstack(L, masks + 3, "marks");
  for (int i = 0; i < masks; i++)
    push_marked(L, out, count, (uint64_t)luaL_checkinteger(L, 4 + i), found);
  return 2 + masks;
}

/***
Where the names of some lists begin; of several names at one token the longest, then the first.
@function core.starts
@tparam document document
@tparam {int} lists their numbers
@treturn table first token -> last token
@treturn table first token -> list << 32 | row
@treturn table last token -> first token, of the longest name that ends there
*/
static int l_starts(lua_State *L)
{
  struct document *document = check_document(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  const struct scan *scan = &document->scan;
  lua_Integer lists = luaL_len(L, 2);
  int ends = 0;
  for (lua_Integer n = 1; n <= lists; n++) {
    lua_rawgeti(L, 2, n);
    uint32_t list = (uint32_t)luaL_checkinteger(L, -1);
    lua_pop(L, 1);
    if (n == 1) {
      int count = 0;
      for (uint32_t i = 0; i < scan->hit_count; i++)
        count += scan->hits[i].list == list;
      lua_createtable(L, 0, count);
      lua_createtable(L, 0, count);
      lua_createtable(L, 0, count);
      ends = lua_gettop(L) - 2;
    }
    for (uint32_t i = 0; i < scan->hit_count; i++) {
      const struct name_hit *hit = &scan->hits[i];
      if (hit->list != list)
        continue;
      lua_Integer first = (lua_Integer)hit->first + 1;
      bool longer = lua_rawgeti(L, ends, first) != LUA_TNUMBER || lua_tointeger(L, -1) < hit->end;
      lua_pop(L, 1);
      if (!longer)
        continue;
      lua_pushinteger(L, hit->end);
      lua_rawseti(L, ends, first);
      lua_pushinteger(L, (lua_Integer)list << 32 | hit->row);
      lua_rawseti(L, ends + 1, first);
      bool earlier =
          lua_rawgeti(L, ends + 2, hit->end) != LUA_TNUMBER || lua_tointeger(L, -1) > first;
      lua_pop(L, 1);
      if (earlier) {
        lua_pushinteger(L, first);
        lua_rawseti(L, ends + 2, hit->end);
      }
    }
  }
  for (int missing = 0; lists == 0 && missing < 3; missing++)
    lua_newtable(L);
  return 3;
}

/***
Where the names of several lists stand, in one table. Of several names at one token the longest, then the first of its list.
@function core.name_index
@tparam document document
@tparam {{int}} lists the numbers of each list, up to 16 lists
@tparam int backward of so many of them, from the first, where names end is told as well
@treturn table first token << 4 | n -> last token << 40 | number << 32 | row, and -(last token << 4 | n) -> first token of the longest
name that ends there; n: place of the list in `lists`, from 0
*/
static int l_name_index(lua_State *L)
{
  struct document *document = check_document(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  const struct scan *scan = &document->scan;
  lua_Integer count = luaL_len(L, 2);
  luaL_argcheck(L, count <= NAME_LISTS, 2, "more than 16 lists");
  lua_Integer backward = luaL_checkinteger(L, 3);

  int8_t place[NAME_NUMBERS];
  memset(place, -1, sizeof place);
  for (lua_Integer n = 1; n <= count; n++) {
    lua_rawgeti(L, 2, n);
    luaL_checktype(L, -1, LUA_TTABLE);
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TNUMBER; i++) {
      lua_Integer list = lua_tointeger(L, -1);
      luaL_argcheck(L, list >= 0 && list < NAME_NUMBERS, 2, "more name lists than can be indexed");
      place[list] = (int8_t)(n - 1);
      lua_pop(L, 1);
    }
    lua_pop(L, 2);
  }

  /* Names at one token come longest first: by list, the token at which the last name that counts began. */
  uint32_t begun[NAME_LISTS];
  memset(begun, 0xff, sizeof begun);
  int wanted = 0;
  for (uint32_t i = 0; i < scan->hit_count; i++) {
    const struct name_hit *hit = &scan->hits[i];
    int n = hit->list < NAME_NUMBERS ? place[hit->list] : -1;
    if (n >= 0) {
      wanted += (begun[n] != hit->first) + (n < backward);
      begun[n] = hit->first;
    }
  }
  lua_createtable(L, 0, wanted);
  memset(begun, 0xff, sizeof begun);
  for (uint32_t i = 0; i < scan->hit_count; i++) {
    const struct name_hit *hit = &scan->hits[i];
    lua_Integer n = hit->list < NAME_NUMBERS ? place[hit->list] : -1;
    if (n < 0)
      continue;
    lua_Integer first = (lua_Integer)hit->first + 1;
    if (begun[n] != hit->first) {
      begun[n] = hit->first;
      lua_pushinteger(L,
                      (lua_Integer)hit->end << NAME_END | (lua_Integer)hit->list << 32 | hit->row);
      lua_rawseti(L, -2, first << 4 | n);
    }
    if (n < backward) {
      lua_Integer last = -((lua_Integer)hit->end << 4 | n);
      bool taken = lua_rawgeti(L, -1, last) != LUA_TNIL; /* by one that begins before it */
      lua_pop(L, 1);
      if (!taken) {
        lua_pushinteger(L, first);
        lua_rawseti(L, -2, last);
      }
    }
  }
  return 1;
}

void bind_marks(lua_State *L)
{
  static const luaL_Reg functions[] = {{"marks", l_marks},           {"mark_flag", l_mark_flag},
                                       {"mark_list", l_mark_list},   {"mark_first", l_mark_first},
                                       {"mark_table", l_mark_table}, {"starts", l_starts},
                                       {"name_index", l_name_index}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_pushinteger(L, MARK_BITS);
  lua_setfield(L, -2, "mark_bits");
  luaL_newmetatable(L, MARKS_NAME);
  lua_pushcfunction(L, l_marks_gc);
  lua_setfield(L, -2, "__gc");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
