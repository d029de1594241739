/*
 * Lua values as JSON.
 *
 * Written into a buffer that outlives any error raised on the way: the answer of the job at hand, or one of the host's own.
 */
#include "../run/pool.h"
#include "json_writer.h"
#include <stdlib.h>
#include <string.h>

static struct buffer scratch; /* owned here, one a process; reused by every call */
static const char array_key;  /* registry: metatable that marks a table as an array */
static const char
    object_key; /* registry: metatable that marks a list of keys and values as an object */
static const char behind_key; /* registry: view -> what stands behind it */

/* Pairs of a table that are put in order on the stack; larger tables are read twice. */
enum { PAIRS_MAX = 32 };

static const char *const names[NAMES] = {"name", "text", "first", "last", "layer", "rule"};

enum kind { KIND_PLAIN, KIND_ARRAY, KIND_OBJECT, KIND_MENTION, KIND_ANNOTATION };

void push_registered(lua_State *L, const char *key)
{
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE)
    return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void push_array_mark(lua_State *L)
{
  push_registered(L, &array_key);
}

static void add_value(struct writer *w, int index, int depth)
{
  add_typed(w, index, lua_type(w->L, index), depth);
}

void add_lua_string(struct writer *w, int index)
{
  struct slice text;
  text.data = lua_tolstring(w->L, index, &text.size);
  json_add_string(w->out, text, w->host->ascii);
}

/* The same of a string that what is written holds: none comes to stand at its address. */
static void add_held_string(struct writer *w, int index)
{
  struct slice text;
  text.data = lua_tolstring(w->L, index, &text.size);
  struct copy *copy = copy_of(w, text.data);
  if (add_copy(w, copy, text.data))
    return;
  size_t at = w->out->size;
  json_add_string(w->out, text, w->host->ascii);
  *copy = copy_since(w, text.data, at);
}

void add_key(struct writer *w, int index)
{
  buffer_add_byte(w->out, ',');
  add_lua_string(w, index);
  buffer_add_byte(w->out, ':');
}

/* Keys in the order of their bytes; they may hold NULs. */
static int compare_slices(struct slice a, struct slice b)
{
  int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);
  return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_keys(const void *a, const void *b)
{
  return compare_slices(*(const struct slice *)a, *(const struct slice *)b);
}

static struct slice key_at(lua_State *L, int index)
{
  struct slice key;
  key.data = lua_tolstring(L, index, &key.size);
  return key;
}

static bool is_passed_over(const struct writer *w, const char *key, bool mention)
{
  if (mention)
    for (enum name name = NAME_NAME; name <= NAME_LAST; name++)
      if (key == w->name_text[name])
        return true;
  return false;
}

/* The string keys of a table of any size and their values, sorted by bytes; the keys live in a userdata on the stack. */
static void add_many_sorted(struct writer *w, int index, bool mention, int depth)
{
  lua_State *L = w->L;
  size_t count = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    count++;
    lua_pop(L, 1);
  }
  struct slice *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
  size_t n = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING)
      continue;
    struct slice key = key_at(L, -1); /* the table keeps it alive */
    if (!is_passed_over(w, key.data, mention))
      keys[n++] = key;
  }
  qsort(keys, n, sizeof *keys, compare_keys);
  for (size_t i = 0; i < n; i++) {
    lua_pushlstring(L, keys[i].data, keys[i].size);
    add_key(w, lua_gettop(L));
    lua_rawget(L, index);
    add_value(w, lua_gettop(L), depth + 1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

void add_sorted(struct writer *w, int index, bool mention, bool placed, int depth)
{
  lua_State *L = w->L;
  int base = lua_gettop(L);
  struct {
    struct slice key;
    int at; /* stack index of the key; its value is behind it */
  } pairs[PAIRS_MAX];
  int count = 0;
  luaL_checkstack(L, 2 * PAIRS_MAX + 8, "json");
  if (placed)
    lua_pushinteger(L, 3); /* behind its places */
  else
    lua_pushnil(L);
  while (lua_next(L, index)) {
    struct slice key = {NULL, 0};
    if (lua_type(L, -2) == LUA_TSTRING)
      key = key_at(L, -2);
    if (!key.data || is_passed_over(w, key.data, mention)) {
      lua_pop(L, 1);
      continue;
    }
    if (count == PAIRS_MAX) {
      lua_settop(L, base);
      add_many_sorted(w, index, mention, depth);
      return;
    }
    int at = count++;
    for (; at > 0 && compare_slices(pairs[at - 1].key, key) > 0; at--)
      pairs[at] = pairs[at - 1];
    pairs[at].key = key;
    pairs[at].at = lua_gettop(L) - 1;
    lua_pushvalue(L, -2);
  }
  for (int i = 0; i < count; i++) {
    add_key(w, pairs[i].at);
    add_value(w, pairs[i].at + 1, depth + 1);
  }
  lua_settop(L, base);
}

/* A few tables that stand in each other again and again make a text without end, which the limits of Lua's own memory do not see. */
static void check_size(struct writer *w)
{
  if (w->out->failed) {
    buffer_free(w->out);
    pool_out_of_memory();
    raise_no_memory(w->L, "json");
  }
  if (w->host->output_limit > 0 && w->out->size - w->begin > w->host->output_limit)
    luaL_error(w->L, "output limit");
}

/* What the table at `index` is; if it is a read-only view, what stands behind it is left on the stack, and `index` says where.
 * [-0, +(0|1), v] */
static enum kind kind_of(struct writer *w, int *index)
{
  lua_State *L = w->L;
  if (lua_getmetatable(L, *index)) {
    const void *meta = lua_topointer(L, -1);
    lua_pop(L, 1);
    if (meta == w->annotation_meta)
      return KIND_ANNOTATION;
    if (meta == w->mention_meta)
      return KIND_MENTION;
    if (meta == w->array_meta)
      return KIND_ARRAY;
    if (meta == w->object_meta)
      return KIND_OBJECT;
    lua_pushvalue(L, *index);
    if (lua_rawget(L, w->behind) == LUA_TTABLE) {
      *index = lua_gettop(L);
      return kind_of(w, index);
    }
    lua_pop(L, 1);
  }
  return lua_rawlen(L, *index) > 0 ? KIND_ARRAY : KIND_PLAIN;
}

static void add_items(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  lua_Integer count = (lua_Integer)lua_rawlen(L, index);
  size_t at = w->out->size;
  for (lua_Integer i = 1; i <= count; i++) {
    buffer_add_byte(w->out, ',');
    int type = lua_rawgeti(L, index, i);
    add_typed(w, lua_gettop(L), type, depth + 1);
    lua_pop(L, 1);
  }
  add_bracket(w, at, '[');
  buffer_add_byte(w->out, ']');
}

static void add_object(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  lua_Integer count = (lua_Integer)lua_rawlen(L, index);
  size_t at = w->out->size;
  for (lua_Integer i = 1; i < count; i += 2) {
    if (lua_rawgeti(L, index, i) != LUA_TSTRING)
      luaL_error(L, "json: a key of an object is no string");
    lua_rawgeti(L, index, i + 1);
    add_key(w, lua_gettop(L) - 1);
    add_value(w, lua_gettop(L), depth + 1);
    lua_pop(L, 2);
  }
  add_bracket(w, at, '{');
  buffer_add_byte(w->out, '}');
}

static void add_table(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  if (depth > JSON_DEPTH_MAX)
    luaL_error(L, "json: more than %d levels of tables", JSON_DEPTH_MAX);
  luaL_checkstack(L, 24, "json");
  check_size(w);
  const void *table = lua_topointer(L, index);
  if (w->inside > 0 && add_copy(w, copy_of(w, table), table))
    return;
  size_t at = w->out->size;
  int top = lua_gettop(L);
  switch (kind_of(w, &index)) {
  case KIND_ANNOTATION:
    w->inside++;
    if (w->inside == 1)
      add_record(w, index, depth);
    else
      add_link(w, index, depth);
    w->inside--;
    break;
  case KIND_MENTION:
    w->inside++;
    add_mention(w, index, depth);
    w->inside--;
    break;
  case KIND_ARRAY:
    add_items(w, index, depth);
    if (w->inside > 0)
      *copy_of(w, table) = copy_since(w, table, at);
    break;
  case KIND_OBJECT:
    add_object(w, index, depth);
    break;
  case KIND_PLAIN:
    add_sorted(w, index, false, false, depth);
    add_bracket(w, at, '{');
    buffer_add_byte(w->out, '}');
    break;
  }
  lua_settop(L, top);
}

void add_typed(struct writer *w, int index, int type, int depth)
{
  lua_State *L = w->L;
  switch (type) {
  case LUA_TNIL:
  case LUA_TLIGHTUSERDATA: /* core.null */
    buffer_add(w->out, "null", 4);
    break;
  case LUA_TBOOLEAN:
    buffer_add_string(w->out, lua_toboolean(L, index) ? "true" : "false");
    break;
  case LUA_TNUMBER:
    if (lua_isinteger(L, index))
      buffer_add_integer(w->out, lua_tointeger(L, index));
    else
      json_add_number(w->out, lua_tonumber(L, index));
    break;
  case LUA_TSTRING:
    add_held_string(w, index);
    break;
  case LUA_TTABLE:
    add_table(w, index, depth);
    break;
  default:
    luaL_error(L, "json: a %s cannot be written", luaL_typename(L, index));
  }
}

/* Set up a writer, which adds to `out`; what it needs stays on the stack. */
static void writer_begin(struct writer *w, lua_State *L, struct buffer *out)
{
  *w = (struct writer){.L = L, .host = host_of(L), .out = out, .begin = out->size};
  luaL_checkstack(L, NAMES + 16, "json");
  push_registered(L, &array_key);
  push_registered(L, &object_key);
  luaL_getmetatable(L, MENTION_NAME);
  luaL_getmetatable(L, ANNOTATION_NAME);
  w->array_meta = lua_topointer(L, -4);
  w->object_meta = lua_topointer(L, -3);
  w->mention_meta = lua_topointer(L, -2);
  w->annotation_meta = lua_topointer(L, -1);
  lua_pop(L, 4);
  push_orders(L);
  w->orders = lua_gettop(L);
  lua_pushnil(L);
  lua_pushnil(L);
  w->order = w->orders + 1;
  push_registered(L, &behind_key);
  w->behind = lua_gettop(L);
  w->name = w->behind + 1;
  for (int i = 0; i < NAMES; i++)
    w->name_text[i] = lua_pushstring(L, names[i]);
}

/***
The JSON of a value, on one line.
@function core.json_encode
@param value nil, boolean, number, string, core.null, or a table: an annotation becomes a record (deeper inside it: a link),
a mention an object, a sequence or a table made by core.array an array, one made by core.object an object in its own order, any
other an object with sorted keys
@treturn string
@raise on functions, userdata and more than 64 levels
*/
static int l_json_encode(lua_State *L)
{
  struct writer w;
  lua_settop(L, 1);
  buffer_clear(&scratch);
  writer_begin(&w, L, &scratch);
  add_value(&w, 1, 0);
  check_size(&w);
  lua_pushlstring(L, scratch.data, scratch.size);
  return 1;
}

void json_lines(lua_State *L, int index, struct buffer *out)
{
  struct writer w;
  int top = lua_gettop(L);
  writer_begin(&w, L, out);
  lua_Integer count = (lua_Integer)lua_rawlen(L, index);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, index, i);
    add_value(&w, lua_gettop(L), 1);
    lua_pop(L, 1);
    buffer_add_byte(out, '\n');
  }
  check_size(&w);
  lua_settop(L, top);
}

/***
JSON lines of a list of values: faster than one call a value.
@function core.json_lines
@tparam table values a sequence
@treturn string each value's JSON and a newline
*/
static int l_json_lines(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  buffer_clear(&scratch);
  json_lines(L, 1, &scratch);
  lua_pushlstring(L, scratch.data, scratch.size);
  return 1;
}

/* core.array(table): marks a table as an array, so that it is written as [] when it is empty. */
static int l_array(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  push_array_mark(L);
  lua_setmetatable(L, 1);
  return 1;
}

/* core.object{key, value, key, value, ...}: marks a list as an object whose keys keep their order. */
static int l_object(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  push_registered(L, &object_key);
  lua_setmetatable(L, 1);
  return 1;
}

/* core.set_views(behind): a table that is a key of `behind` is written as the value that stands there. */
static int l_set_views(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &behind_key);
  return 0;
}

void bind_json_write(lua_State *L)
{
  static const luaL_Reg functions[] = {
      {"json_encode", l_json_encode}, {"json_lines", l_json_lines}, {"array", l_array},
      {"object", l_object},           {"set_views", l_set_views},   {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
