/*
 * JSON in Lua. Writing knows mentions and annotations: a record has one shape in every output
 * (design: "One record, one shape"). Reading goes through cJSON.
 *
 * Written into the host's scratch buffer, which outlives any error raised on the way.
 */
#include "../run/pool.h"
#include "../writer/json.h"
#include "host.h"
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct buffer scratch; /* owned here, one a process; reused by every call */
static const char array_key;  /* registry: metatable that marks a table as an array */
static const char order_key;  /* registry: layer -> list of its fields in writing order */
static const char behind_key; /* registry: view -> what stands behind it */

struct writer {
  lua_State *L;
  struct host *host;
  int array_meta; /* stack indexes */
  int mention_meta;
  int annotation_meta;
  int orders;
  int behind;
  int inside; /* annotations and mentions around the value being written: within one, an annotation is a link */
};

enum kind { KIND_PLAIN, KIND_ARRAY, KIND_MENTION, KIND_ANNOTATION };

static void add_value(struct writer *w, int index, int depth);

void push_array_mark(lua_State *L)
{
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &array_key) == LUA_TTABLE)
    return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &array_key);
}

static void add_key(struct writer *w, const char *key)
{
  char last = scratch.size > 0 ? scratch.data[scratch.size - 1] : '{';
  if (last != '{' && last != '[')
    buffer_add_byte(&scratch, ',');
  json_add_string(&scratch, (struct slice){key, strlen(key)}, w->host->ascii);
  buffer_add_byte(&scratch, ':');
}

static void add_lua_string(struct writer *w, int index)
{
  struct slice text;
  text.data = lua_tolstring(w->L, index, &text.size);
  json_add_string(&scratch, text, w->host->ascii);
}

static enum kind kind_of(struct writer *w, int index)
{
  lua_State *L = w->L;
  enum kind kind = KIND_PLAIN;
  if (!lua_getmetatable(L, index))
    return lua_rawlen(L, index) > 0 ? KIND_ARRAY : KIND_PLAIN;
  if (lua_rawequal(L, -1, w->annotation_meta))
    kind = KIND_ANNOTATION;
  else if (lua_rawequal(L, -1, w->mention_meta))
    kind = KIND_MENTION;
  else if (lua_rawequal(L, -1, w->array_meta) || lua_rawlen(L, index) > 0)
    kind = KIND_ARRAY;
  lua_pop(L, 1);
  return kind;
}

static int compare_keys(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The string keys of a table, sorted by bytes, without those in `skip`; the array lives in a userdata pushed on the stack. */
static size_t push_sorted_keys(lua_State *L, int index, const char *const *skip, const char ***keys)
{
  size_t count = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    count++;
    lua_pop(L, 1);
  }
  *keys = lua_newuserdatauv(L, (count + 1) * sizeof **keys, 0);
  size_t n = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING)
      continue;
    const char *key = lua_tostring(L, -1); /* the table keeps it alive */
    bool wanted = true;
    for (const char *const *s = skip; s && *s; s++)
      if (strcmp(*s, key) == 0)
        wanted = false;
    if (wanted)
      (*keys)[n++] = key;
  }
  qsort(*keys, n, sizeof **keys, compare_keys);
  return n;
}

static void add_offsets(struct writer *w, const struct document *document, uint32_t from,
                        uint32_t to)
{
  enum offset_unit unit = w->host->unit;
  add_key(w, "start");
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, from, unit));
  add_key(w, "end");
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, to, unit));
  if (unit != OFFSETS_ALL)
    return;
  add_key(w, "byte");
  buffer_add_byte(&scratch, '[');
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, from, OFFSETS_BYTE));
  buffer_add_byte(&scratch, ',');
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, to, OFFSETS_BYTE));
  buffer_add_byte(&scratch, ']');
  add_key(w, "utf16");
  buffer_add_byte(&scratch, '[');
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, from, OFFSETS_UTF16));
  buffer_add_byte(&scratch, ',');
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, to, OFFSETS_UTF16));
  buffer_add_byte(&scratch, ']');
}

static void add_text(struct writer *w, const struct document *document, uint32_t from, uint32_t to)
{
  add_key(w, "text");
  json_add_string(&scratch, (struct slice){document->text.data + from, to - from}, w->host->ascii);
}

/* key: value, if the table at `index` has it (raw). */
static bool add_field(struct writer *w, int index, const char *key, int depth)
{
  lua_pushstring(w->L, key);
  lua_rawget(w->L, index);
  bool present = !lua_isnil(w->L, -1);
  if (present) {
    add_key(w, key);
    add_value(w, lua_gettop(w->L), depth + 1);
  }
  lua_pop(w->L, 1);
  return present;
}

/* A mention: what it is called, where it stands, what its plugin added. A name may be `text = false` to leave the text out. */
static void add_mention(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  static const char *const skip[] = {"name", "text", "first", "last", NULL};
  uint32_t from;
  uint32_t to;
  buffer_add_byte(&scratch, '{');
  add_field(w, index, "name", depth);
  lua_rawgeti(L, index, 3);
  bool placed = !lua_isnil(L, -1);
  lua_pop(L, 1);
  if (placed) {
    const struct document *document = check_span(L, index, &from, &to);
    lua_pushliteral(L, "text");
    lua_rawget(L, index);
    if (lua_isnil(L, -1))
      add_text(w, document, from, to);
    lua_pop(L, 1);
    add_offsets(w, document, from, to);
  }
  const char **keys;
  size_t count = push_sorted_keys(L, index, skip, &keys);
  for (size_t i = 0; i < count; i++)
    add_field(w, index, keys[i], depth);
  lua_pop(L, 1);
  buffer_add_byte(&scratch, '}');
}

/* "layer": and "id": of an annotation, from its kind and number; its layer's name stays on the stack.   [-0, +1, m] */
static void add_layer_and_id(struct writer *w, int index)
{
  lua_State *L = w->L;
  if (lua_rawgeti(L, index, 5) != LUA_TTABLE)
    luaL_error(L, "json: an annotation without a kind");
  lua_pushliteral(L, "layer");
  lua_rawget(L, -2);
  lua_remove(L, -2);
  add_key(w, "layer");
  add_lua_string(w, -1);
  add_key(w, "id");
  struct slice layer;
  layer.data = luaL_checklstring(L, -1, &layer.size);
  buffer_add_byte(&scratch, '"');
  buffer_add(&scratch, layer.data, layer.size);
  buffer_add_byte(&scratch, ':');
  lua_rawgeti(L, index, 4);
  buffer_add_integer(&scratch, lua_tointeger(L, -1));
  lua_pop(L, 1);
  buffer_add_byte(&scratch, '"');
}

/* A link to an annotation of another layer. */
static void add_link(struct writer *w, int index, int depth)
{
  uint32_t from;
  uint32_t to;
  const struct document *document = check_span(w->L, index, &from, &to);
  buffer_add_byte(&scratch, '{');
  add_field(w, index, "name", depth);
  add_text(w, document, from, to);
  add_offsets(w, document, from, to);
  add_layer_and_id(w, index);
  lua_pop(w->L, 1);
  buffer_add_byte(&scratch, '}');
}

/* A record. */
static void add_annotation(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  uint32_t from;
  uint32_t to;
  const struct document *document = check_span(L, index, &from, &to);
  buffer_add_byte(&scratch, '{');
  add_key(w, "doc");
  lua_rawgeti(L, index, 3);
  lua_getiuservalue(L, -1, 2);
  add_lua_string(w, -1);
  lua_pop(L, 2);
  add_layer_and_id(w, index);
  int layer = lua_gettop(L);
  add_text(w, document, from, to);
  add_offsets(w, document, from, to);
  add_key(w, "line");
  lua_getfield(L, index, "line");
  buffer_add_integer(&scratch, lua_tointeger(L, -1));
  lua_pop(L, 1);

  lua_pushvalue(L, layer);
  lua_rawget(L, w->orders);
  if (lua_istable(L, -1)) {
    int order = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, order);
    for (lua_Integer i = 1; i <= count; i++) {
      lua_rawgeti(L, order, i);
      const char *key = lua_tostring(L, -1);
      if (!add_field(w, index, key, depth) && lua_getfield(L, order, key) != LUA_TNIL) {
        add_key(w,
                key); /* a mention that is not there is unknown: null; other fields are left out */
        buffer_add(&scratch, "null", 4);
      }
      lua_settop(L, order);
    }
  }
  lua_settop(L, layer - 1);
  if (!add_field(w, index, "rule", depth)) {
    lua_rawgeti(L, index, 5);
    lua_pushliteral(L, "rule");
    if (lua_rawget(L, -2) == LUA_TSTRING) {
      add_key(w, "rule");
      add_lua_string(w, -1);
    }
    lua_pop(L, 2);
  }
  add_field(w, index, "confidence", depth);
  add_field(w, index, "why", depth);
  buffer_add_byte(&scratch, '}');
}

/* A few tables that stand in each other again and again make a text without end, which the limits of Lua's own memory do not see. */
static void check_size(struct writer *w)
{
  if (scratch.failed) {
    buffer_free(&scratch);
    pool_out_of_memory();
    luaL_error(w->L, "json: %s", status_text(STATUS_NO_MEMORY));
  }
  if (w->host->output_limit > 0 && scratch.size > w->host->output_limit)
    luaL_error(w->L, "output limit");
}

/* If the value at `index` is a read-only view, write what stands behind it. */
static bool add_view(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  if (!lua_getmetatable(L, index))
    return false;
  lua_pushvalue(L, index);
  bool is_view = lua_rawget(L, w->behind) != LUA_TNIL;
  if (is_view)
    add_value(w, lua_gettop(L), depth);
  lua_pop(L, 2);
  return is_view;
}

static void add_table(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  if (depth > JSON_DEPTH_MAX)
    luaL_error(L, "json: more than %d levels of tables", JSON_DEPTH_MAX);
  luaL_checkstack(L, 16, "json");
  check_size(w);
  if (add_view(w, index, depth))
    return;
  switch (kind_of(w, index)) {
  case KIND_ANNOTATION:
    if (w->inside == 0) {
      w->inside++;
      add_annotation(w, index, depth);
      w->inside--;
    } else {
      add_link(w, index, depth);
    }
    return;
  case KIND_MENTION:
    w->inside++;
    add_mention(w, index, depth);
    w->inside--;
    return;
  case KIND_ARRAY: {
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);
    buffer_add_byte(&scratch, '[');
    for (lua_Integer i = 1; i <= count; i++) {
      if (i > 1)
        buffer_add_byte(&scratch, ',');
      lua_rawgeti(L, index, i);
      add_value(w, lua_gettop(L), depth + 1);
      lua_pop(L, 1);
    }
    buffer_add_byte(&scratch, ']');
    return;
  }
  case KIND_PLAIN: {
    const char **keys;
    size_t count = push_sorted_keys(L, index, NULL, &keys);
    buffer_add_byte(&scratch, '{');
    for (size_t i = 0; i < count; i++)
      add_field(w, index, keys[i], depth);
    buffer_add_byte(&scratch, '}');
    lua_pop(L, 1);
    return;
  }
  }
}

static void add_value(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  switch (lua_type(L, index)) {
  case LUA_TNIL:
    buffer_add(&scratch, "null", 4);
    break;
  case LUA_TBOOLEAN:
    buffer_add_string(&scratch, lua_toboolean(L, index) ? "true" : "false");
    break;
  case LUA_TNUMBER:
    if (lua_isinteger(L, index))
      buffer_add_integer(&scratch, lua_tointeger(L, index));
    else
      json_add_number(&scratch, lua_tonumber(L, index));
    break;
  case LUA_TSTRING:
    add_lua_string(w, index);
    break;
  case LUA_TTABLE:
    add_table(w, index, depth);
    break;
  case LUA_TLIGHTUSERDATA: /* core.null */
    buffer_add(&scratch, "null", 4);
    break;
  default:
    luaL_error(L, "json: a %s cannot be written", luaL_typename(L, index));
  }
}

/* Set up a writer; five values stay on the stack. */
static void writer_begin(struct writer *w, lua_State *L)
{
  w->L = L;
  w->inside = 0;
  w->host = host_of(L);
  push_array_mark(L);
  luaL_getmetatable(L, MENTION_NAME);
  luaL_getmetatable(L, ANNOTATION_NAME);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &order_key);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &behind_key);
  w->behind = lua_gettop(L);
  w->orders = w->behind - 1;
  w->annotation_meta = w->orders - 1;
  w->mention_meta = w->orders - 2;
  w->array_meta = w->orders - 3;
  buffer_clear(&scratch);
}

/***
The JSON of a value, on one line.
@function core.json_encode
@param value nil, boolean, number, string, core.null, or a table: an annotation becomes a record (deeper inside it: a link),
a mention an object, a sequence or a table made by core.array an array, any other an object with sorted keys
@treturn string
@raise on functions, userdata and more than 64 levels
*/
static int l_json_encode(lua_State *L)
{
  struct writer w;
  lua_settop(L, 1);
  writer_begin(&w, L);
  add_value(&w, 1, 0);
  check_size(&w);
  lua_pushlstring(L, scratch.data, scratch.size);
  return 1;
}

/***
JSON lines of a list of values: faster than one call a value.
@function core.json_lines
@tparam table values a sequence
@treturn string each value's JSON and a newline
*/
static int l_json_lines(lua_State *L)
{
  struct writer w;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  writer_begin(&w, L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 1, i);
    add_value(&w, lua_gettop(L), 1);
    lua_pop(L, 1);
    buffer_add_byte(&scratch, '\n');
  }
  check_size(&w);
  lua_pushlstring(L, scratch.data ? scratch.data : "", scratch.size);
  return 1;
}

/***
How many lines a text of JSON lines has.
@function core.count_lines
@tparam string text each line with its line break
@treturn int
*/
static int l_count_lines(lua_State *L)
{
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  const char *end = text + size;
  lua_Integer count = 0;
  for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
    count++;
  lua_pushinteger(L, count);
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
    if (value == floor(value) && fabs(value) < 9007199254740992.0)
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
The value of one JSON text. null is nil; numbers that are whole become integers.
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

/* core.array(table): marks a table as an array, so that it is written as [] when it is empty. */
static int l_array(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  push_array_mark(L);
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

/* core.set_order(layer, {field, ..., field = true}): the fields of a layer in the order in which they are written; those that
 * are keys too are null when they are absent. */
static int l_set_order(lua_State *L)
{
  luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &order_key);
  lua_insert(L, 1);
  lua_rawset(L, 1);
  return 0;
}

/* core.set_output{offsets = "char"|"byte"|"utf16"|"all", ascii = boolean} */
static int l_set_output(lua_State *L)
{
  static const char *const units[] = {"char", "byte", "utf16", "all", NULL};
  struct host *host = host_of(L);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_getfield(L, 1, "offsets");
  host->unit = (enum offset_unit)luaL_checkoption(L, -1, "char", units);
  lua_getfield(L, 1, "ascii");
  host->ascii = lua_toboolean(L, -1);
  return 0;
}

void bind_json(lua_State *L)
{
  static const luaL_Reg functions[] = {{"json_encode", l_json_encode},
                                       {"json_lines", l_json_lines},
                                       {"json_decode", l_json_decode},
                                       {"array", l_array},
                                       {"set_order", l_set_order},
                                       {"set_views", l_set_views},
                                       {"set_output", l_set_output},
                                       {"count_lines", l_count_lines},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &order_key);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &behind_key);
}
