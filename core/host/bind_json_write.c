/*
 * Lua values as JSON. Writing knows mentions and annotations: a record has one shape in every output (design: "One record,
 * one shape").
 *
 * Written into the host's scratch buffer, which outlives any error raised on the way. Records are most of what is written:
 * names of fields are looked up as strings that are on the stack already, and what is known to need no escape is copied.
 */
#include "../run/pool.h"
#include "../writer/json.h"
#include "host.h"
#include <stdlib.h>
#include <string.h>

static struct buffer scratch; /* owned here, one a process; reused by every call */
static const char array_key;  /* registry: metatable that marks a table as an array */
static const char
    object_key; /* registry: metatable that marks a list of keys and values as an object */
static const char order_key;  /* registry: layer -> struct order */
static const char behind_key; /* registry: view -> what stands behind it */

/* Pairs of a table that are put in order on the stack; larger tables are read twice. */
enum { PAIRS_MAX = 32 };

enum name { NAME_NAME, NAME_TEXT, NAME_FIRST, NAME_LAST, NAME_LAYER, NAME_RULE, NAMES };

/* What is written of a field that a record has not. */
enum absent { ABSENT_NOTHING, ABSENT_NULL, ABSENT_RULE /* that of its kind */ };

/* The fields of a layer in the order in which they are written. */
struct order {
  lua_Integer count;
  struct {
    struct slice text; /* ,"KEY": as it is written; empty if it needs escapes */
    enum absent absent;
  } fields[]; /* the user value has the keys, then the texts */
};

static const char *const names[NAMES] = {"name", "text", "first", "last", "layer", "rule"};

/* Where something stands in `scratch` as it is written: it is copied where it stands again. */
struct copy {
  const void *table; /* what is written */
  size_t at;
  size_t size; /* 0: nothing is */
};

enum { COPIES = 128 };

struct writer {
  lua_State *L;
  struct host *host;
  const void *array_meta; /* metatables by their addresses; all are in the registry */
  const void *object_meta;
  const void *mention_meta;
  const void *annotation_meta;
  int orders; /* stack indexes */
  int order;  /* of the kind at hand, nil if none is set; behind it the user value */
  int behind;
  int name;                     /* of the first of `names` */
  const char *name_text[NAMES]; /* short strings are one: the same text has the same address */
  const void *kind; /* the kind and the document that `head`, `rule` and the order are of */
  const struct document *document;
  struct copy head;  /* how records of the kind begin */
  struct copy rule;  /* what made them */
  struct copy place; /* the text and the offsets of the record at hand, its bytes `from` to `to` */
  uint32_t from;
  uint32_t to;
  struct copy copies[COPIES]; /* by their address: strings, lists within records, kinds */
  int inside; /* annotations and mentions around the value being written: within one, an annotation is a link */
};

enum kind { KIND_PLAIN, KIND_ARRAY, KIND_OBJECT, KIND_MENTION, KIND_ANNOTATION };

static void add_value(struct writer *w, int index, int depth);
static void add_typed(struct writer *w, int index, int type, int depth);

/* The metatable kept under `key` in the registry, made when it is first asked for.   [-0, +1, m] */
static void push_registered(lua_State *L, const char *key)
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

/* The place among the copies for a table; it may be that of another. */
static struct copy *copy_of(struct writer *w, const void *table)
{
  return &w->copies[((uintptr_t)table >> 5 ^ (uintptr_t)table >> 11) % COPIES];
}

static struct copy copy_since(const void *table, size_t at)
{
  return (struct copy){table, at, scratch.size - at};
}

/* Whether it is a copy of this table, which then is written. */
static bool add_copy(const struct copy *copy, const void *table)
{
  if (copy->table != table || copy->size == 0)
    return false;
  buffer_repeat(&scratch, copy->at, copy->size);
  return true;
}

static bool begins(void)
{
  char last = scratch.size > 0 ? scratch.data[scratch.size - 1] : '{';
  return last == '{' || last == '[';
}

/* A key that needs no escape, as it is written behind another: ,"KEY": */
#define ADD_KEY(key) add_known_key(",\"" key "\":", sizeof(key) + 3)

static inline void add_known_key(const char *key, size_t size)
{
  bool first = begins();
  buffer_add(&scratch, key + first, size - first);
}

static void add_lua_string(struct writer *w, int index)
{
  struct slice text;
  text.data = lua_tolstring(w->L, index, &text.size);
  json_add_string(&scratch, text, w->host->ascii);
}

/* The same of a string that what is written holds: none comes to stand at its address. */
static void add_held_string(struct writer *w, int index)
{
  struct slice text;
  text.data = lua_tolstring(w->L, index, &text.size);
  struct copy *copy = copy_of(w, text.data);
  if (add_copy(copy, text.data))
    return;
  size_t at = scratch.size;
  json_add_string(&scratch, text, w->host->ascii);
  *copy = copy_since(text.data, at);
}

/* The key at `index`, a string. */
static void add_key(struct writer *w, int index)
{
  if (!begins())
    buffer_add_byte(&scratch, ',');
  add_lua_string(w, index);
  buffer_add_byte(&scratch, ':');
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

/* key: value, if the table at `index` has one of `names`; `key` as it is written. */
static bool add_known_field(struct writer *w, int index, enum name name, const char *key,
                            size_t size, int depth)
{
  lua_State *L = w->L;
  lua_pushvalue(L, w->name + (int)name);
  int type = lua_rawget(L, index);
  if (type != LUA_TNIL) {
    add_known_key(key, size);
    add_typed(w, lua_gettop(L), type, depth + 1);
  }
  lua_pop(L, 1);
  return type != LUA_TNIL;
}

#define ADD_FIELD(w, index, name, key, depth) \
  add_known_field(w, index, name, ",\"" key "\":", sizeof(key) + 3, depth)

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

/* The fields with string keys of the table at `index`, sorted by bytes; of a mention, which may be placed in a document, those
 * that its plugin added. */
static void add_sorted(struct writer *w, int index, bool mention, bool placed, int depth)
{
  lua_State *L = w->L;
  int base = lua_gettop(L);
  int pairs[PAIRS_MAX]; /* stack index of each key, in order; its value is behind it */
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
    for (; at > 0 && compare_slices(key_at(L, pairs[at - 1]), key) > 0; at--)
      pairs[at] = pairs[at - 1];
    pairs[at] = lua_gettop(L) - 1;
    lua_pushvalue(L, -2);
  }
  for (int i = 0; i < count; i++) {
    add_key(w, pairs[i]);
    add_value(w, pairs[i] + 1, depth + 1);
  }
  lua_settop(L, base);
}

/* ,KEY[from,to] in a unit of its own. */
static void add_pair(struct writer *w, const char *key, const struct document *document,
                     uint32_t from, uint32_t to, enum offset_unit unit)
{
  buffer_add_string(&scratch, key);
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, from, unit));
  buffer_add_byte(&scratch, ',');
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, to, unit));
  buffer_add_byte(&scratch, ']');
}

static void add_offsets(struct writer *w, const struct document *document, uint32_t from,
                        uint32_t to)
{
  enum offset_unit unit = w->host->unit;
  ADD_KEY("start");
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, from, unit));
  ADD_KEY("end");
  buffer_add_integer(&scratch, (long long)document_offset(w->host, document, to, unit));
  if (unit != OFFSETS_ALL)
    return;
  add_pair(w, ",\"byte\":[", document, from, to, OFFSETS_BYTE);
  add_pair(w, ",\"utf16\":[", document, from, to, OFFSETS_UTF16);
}

static void add_text(struct writer *w, const struct document *document, uint32_t from, uint32_t to)
{
  ADD_KEY("text");
  json_add_string(&scratch, (struct slice){document->text.data + from, to - from}, w->host->ascii);
}

/* A mention: what it is called, where it stands, what its plugin added. A name may be `text = false` to leave the text out. */
static void add_mention(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  buffer_add_byte(&scratch, '{');
  ADD_FIELD(w, index, NAME_NAME, "name", depth);
  bool placed = lua_rawgeti(L, index, 3) != LUA_TNIL;
  lua_pushvalue(L, w->name + NAME_TEXT);
  bool has_text = lua_rawget(L, index) != LUA_TNIL;
  lua_pop(L, 2);
  if (placed) {
    uint32_t from;
    uint32_t to;
    const struct document *document = check_span(L, index, &from, &to);
    if (!has_text)
      add_text(w, document, from, to);
    add_offsets(w, document, from, to);
  }
  add_sorted(w, index, true, placed, depth);
  buffer_add_byte(&scratch, '}');
}

/* Pushes the kind of an annotation.   [-0, +1, m] */
static const void *push_kind(struct writer *w, int index)
{
  if (lua_rawgeti(w->L, index, 5) != LUA_TTABLE)
    luaL_error(w->L, "json: an annotation without a kind");
  return lua_topointer(w->L, -1);
}

/* "layer": and "id": of an annotation behind other fields, without its number and the closing mark. */
static void add_layer(struct writer *w, int index)
{
  lua_State *L = w->L;
  const void *kind = push_kind(w, index);
  if (!add_copy(copy_of(w, kind), kind)) {
    struct slice layer;
    size_t at = scratch.size;
    lua_pushvalue(L, w->name + NAME_LAYER);
    lua_rawget(L, -2);
    layer.data = luaL_checklstring(L, -1, &layer.size);
    ADD_KEY("layer");
    add_lua_string(w, -1);
    ADD_KEY("id");
    buffer_add_byte(&scratch, '"');
    buffer_add(&scratch, layer.data, layer.size);
    buffer_add_byte(&scratch, ':');
    lua_pop(L, 1);
    *copy_of(w, kind) = copy_since(kind, at);
  }
  lua_pop(L, 1);
}

static void add_number(struct writer *w, int index)
{
  lua_rawgeti(w->L, index, 4);
  buffer_add_integer(&scratch, lua_tointeger(w->L, -1));
  lua_pop(w->L, 1);
  buffer_add_byte(&scratch, '"');
}

/* A link to an annotation of another layer. */
static void add_link(struct writer *w, int index, int depth)
{
  uint32_t from;
  uint32_t to;
  const struct document *document = check_span(w->L, index, &from, &to);
  buffer_add_byte(&scratch, '{');
  bool named = ADD_FIELD(w, index, NAME_NAME, "name", depth);
  bool same_place = named && document == w->document && from == w->from && to == w->to;
  if (!same_place || !add_copy(&w->place, NULL)) {
    add_text(w, document, from, to);
    add_offsets(w, document, from, to);
  }
  add_layer(w, index);
  add_number(w, index);
  buffer_add_byte(&scratch, '}');
}

/* The key of field i of an order; `keys` is its user value. */
static void add_order_key(struct writer *w, const struct order *order, lua_Integer i, int keys)
{
  struct slice text = order->fields[i].text;
  if (text.size > 0) {
    buffer_add(&scratch, text.data, text.size);
    return;
  }
  lua_rawgeti(w->L, keys, i + 1);
  add_key(w, lua_gettop(w->L));
  lua_pop(w->L, 1);
}

/* The rule of records of the kind at hand.   [-0, +0, v] */
static void add_rule(struct writer *w, int index, int depth)
{
  if (add_copy(&w->rule, NULL))
    return;
  size_t at = scratch.size;
  push_kind(w, index);
  ADD_FIELD(w, lua_gettop(w->L), NAME_RULE, "rule", depth);
  lua_pop(w->L, 1);
  w->rule = copy_since(NULL, at);
}

/* The fields of a record in the order of its layer. */
static void add_ordered(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  const struct order *order = lua_touserdata(L, w->order);
  int keys = w->order + 1;
  int value = lua_gettop(L) + 1;
  for (lua_Integer i = 0; order && i < order->count; i++) {
    lua_rawgeti(L, keys, i + 1);
    int type = lua_rawget(L, index);
    if (type != LUA_TNIL) {
      add_order_key(w, order, i, keys);
      add_typed(w, value, type, depth + 1);
    } else if (order->fields[i].absent == ABSENT_NULL) {
      add_order_key(w, order, i, keys);
      buffer_add(&scratch, "null", 4);
    } else if (order->fields[i].absent == ABSENT_RULE) {
      add_rule(w, index, depth);
    }
    lua_pop(L, 1);
  }
}

/* What is known of the records of a kind in a document, the kind at the top of the stack, which is popped: their order, and how
 * they begin: {"doc":..,"layer":..,"id":"LAYER:   [-1, +0, m] */
static void read_kind(struct writer *w, int index, const struct document *document)
{
  lua_State *L = w->L;
  size_t at = scratch.size;
  w->kind = lua_topointer(L, -1);
  w->document = document;
  buffer_add_byte(&scratch, '{');
  ADD_KEY("doc");
  lua_rawgeti(L, index, 3);
  lua_getiuservalue(L, -1, 2);
  add_lua_string(w, -1);
  lua_pop(L, 2);
  add_layer(w, index);
  w->head = copy_since(NULL, at);
  w->rule.size = 0;
  lua_pushvalue(L, w->name + NAME_LAYER);
  lua_rawget(L, -2);
  if (lua_rawget(L, w->orders) == LUA_TUSERDATA) {
    lua_getiuservalue(L, -1, 1);
    lua_replace(L, w->order + 1);
  }
  lua_replace(L, w->order);
  lua_pop(L, 1);
}

static void add_head(struct writer *w, int index, const struct document *document)
{
  if (push_kind(w, index) != w->kind || document != w->document) {
    read_kind(w, index, document);
  } else {
    lua_pop(w->L, 1);
    add_copy(&w->head, NULL);
  }
}

/* A record. */
static void add_annotation(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  uint32_t from;
  uint32_t to;
  const struct document *document = check_span(L, index, &from, &to);
  add_head(w, index, document);
  add_number(w, index);
  size_t at = scratch.size;
  add_text(w, document, from, to);
  add_offsets(w, document, from, to);
  w->place = copy_since(NULL, at);
  w->from = from;
  w->to = to;
  ADD_KEY("line");
  buffer_add_integer(&scratch, document_line(document, from));
  add_ordered(w, index, depth);
  buffer_add_byte(&scratch, '}');
}

/* A few tables that stand in each other again and again make a text without end, which the limits of Lua's own memory do not see. */
static void check_size(struct writer *w)
{
  if (scratch.failed) {
    buffer_free(&scratch);
    pool_out_of_memory();
    raise_no_memory(w->L, "json");
  }
  if (w->host->output_limit > 0 && scratch.size > w->host->output_limit)
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
  buffer_add_byte(&scratch, '[');
  for (lua_Integer i = 1; i <= count; i++) {
    if (i > 1)
      buffer_add_byte(&scratch, ',');
    int type = lua_rawgeti(L, index, i);
    add_typed(w, lua_gettop(L), type, depth + 1);
    lua_pop(L, 1);
  }
  buffer_add_byte(&scratch, ']');
}

static void add_object(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  lua_Integer count = (lua_Integer)lua_rawlen(L, index);
  buffer_add_byte(&scratch, '{');
  for (lua_Integer i = 1; i < count; i += 2) {
    if (lua_rawgeti(L, index, i) != LUA_TSTRING)
      luaL_error(L, "json: a key of an object is no string");
    lua_rawgeti(L, index, i + 1);
    add_key(w, lua_gettop(L) - 1);
    add_value(w, lua_gettop(L), depth + 1);
    lua_pop(L, 2);
  }
  buffer_add_byte(&scratch, '}');
}

static void add_table(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  if (depth > JSON_DEPTH_MAX)
    luaL_error(L, "json: more than %d levels of tables", JSON_DEPTH_MAX);
  luaL_checkstack(L, 24, "json");
  check_size(w);
  const void *table = lua_topointer(L, index);
  if (w->inside > 0 && add_copy(copy_of(w, table), table))
    return;
  size_t at = scratch.size;
  int top = lua_gettop(L);
  switch (kind_of(w, &index)) {
  case KIND_ANNOTATION:
    w->inside++;
    if (w->inside == 1)
      add_annotation(w, index, depth);
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
      *copy_of(w, table) = copy_since(table, at);
    break;
  case KIND_OBJECT:
    add_object(w, index, depth);
    break;
  case KIND_PLAIN:
    buffer_add_byte(&scratch, '{');
    add_sorted(w, index, false, false, depth);
    buffer_add_byte(&scratch, '}');
    break;
  }
  lua_settop(L, top);
}

static void add_typed(struct writer *w, int index, int type, int depth)
{
  lua_State *L = w->L;
  switch (type) {
  case LUA_TNIL:
  case LUA_TLIGHTUSERDATA: /* core.null */
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
    add_held_string(w, index);
    break;
  case LUA_TTABLE:
    add_table(w, index, depth);
    break;
  default:
    luaL_error(L, "json: a %s cannot be written", luaL_typename(L, index));
  }
}

static void add_value(struct writer *w, int index, int depth)
{
  add_typed(w, index, lua_type(w->L, index), depth);
}

/* Set up a writer; what it needs stays on the stack. */
static void writer_begin(struct writer *w, lua_State *L)
{
  *w = (struct writer){.L = L, .host = host_of(L)};
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
  push_registered(L, &order_key);
  w->orders = lua_gettop(L);
  lua_pushnil(L);
  lua_pushnil(L);
  w->order = w->orders + 1;
  push_registered(L, &behind_key);
  w->behind = lua_gettop(L);
  w->name = w->behind + 1;
  for (int i = 0; i < NAMES; i++)
    w->name_text[i] = lua_pushstring(L, names[i]);
  buffer_clear(&scratch);
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
  writer_begin(&w, L);
  add_value(&w, 1, 0);
  check_size(&w);
  lua_pushlstring(L, scratch.data, scratch.size);
  return 1;
}

struct slice json_lines(lua_State *L, int index)
{
  struct writer w;
  int top = lua_gettop(L);
  writer_begin(&w, L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, index);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, index, i);
    add_value(&w, lua_gettop(L), 1);
    lua_pop(L, 1);
    buffer_add_byte(&scratch, '\n');
  }
  check_size(&w);
  lua_settop(L, top);
  return buffer_slice(&scratch);
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
  struct slice lines = json_lines(L, 1);
  lua_pushlstring(L, lines.data, lines.size);
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

/* core.set_order(layer, {field, ..., field = true, field = false}): the fields of a layer in the order in which they are
 * written; where it is absent, one with true is null, one with false the rule of the record's kind. */
static int l_set_order(lua_State *L)
{
  luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_Integer count = (lua_Integer)lua_rawlen(L, 2);
  struct order *order =
      lua_newuserdatauv(L, sizeof *order + (size_t)count * sizeof *order->fields, 1);
  order->count = count;
  lua_createtable(L, 2 * (int)count, 0);
  for (lua_Integer i = 0; i < count; i++) {
    if (lua_rawgeti(L, 2, i + 1) != LUA_TSTRING)
      return luaL_error(L, "set_order: field %I is no string", i + 1);
    const char *key = lua_tostring(L, -1);
    order->fields[i].text = (struct slice){"", 0};
    if (strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
        strlen(key)) {
      lua_pushfstring(L, ",\"%s\":", key);
      order->fields[i].text.data = lua_tolstring(L, -1, &order->fields[i].text.size);
      lua_rawseti(L, 4, count + i + 1);
    }
    lua_pushvalue(L, -1);
    order->fields[i].absent = lua_rawget(L, 2) == LUA_TNIL ? ABSENT_NOTHING
                              : lua_toboolean(L, -1)       ? ABSENT_NULL
                                                           : ABSENT_RULE;
    lua_pop(L, 1);
    lua_rawseti(L, 4, i + 1);
  }
  lua_setiuservalue(L, 3, 1);
  push_registered(L, &order_key);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 3);
  lua_rawset(L, -3);
  return 0;
}

void bind_json_write(lua_State *L)
{
  static const luaL_Reg functions[] = {{"json_encode", l_json_encode},
                                       {"json_lines", l_json_lines},
                                       {"array", l_array},
                                       {"object", l_object},
                                       {"set_order", l_set_order},
                                       {"set_views", l_set_views},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
