/*
 * Mentions and annotations as JSON: a record has one shape in every output (design: "One record, one shape").
 *
 * Records are most of what is written: names of fields are looked up as strings that are on the stack already, and what is
 * known to need no escape is copied.
 */
#include "json_writer.h"
#include <string.h>

static const char order_key; /* registry: layer -> struct order */

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

/* KEYvalue, if the table at `index` has one of `names`; `key` as it is written behind other fields. */
static bool add_known_field(struct writer *w, int index, enum name name, const char *key, int depth)
{
  lua_State *L = w->L;
  lua_pushvalue(L, w->name + (int)name);
  int type = lua_rawget(L, index);
  if (type != LUA_TNIL) {
    buffer_add_string(w->out, key);
    add_typed(w, lua_gettop(L), type, depth + 1);
  }
  lua_pop(L, 1);
  return type != LUA_TNIL;
}

static void add_offset(struct writer *w, const struct document *document, uint32_t at,
                       enum offset_unit unit)
{
  buffer_add_integer(w->out, (long long)document_offset(w->host, document, at, unit));
}

/* ,KEY[from,to] in a unit of its own. */
static void add_pair(struct writer *w, const char *key, const struct document *document,
                     uint32_t from, uint32_t to, enum offset_unit unit)
{
  buffer_add_string(w->out, key);
  add_offset(w, document, from, unit);
  buffer_add_byte(w->out, ',');
  add_offset(w, document, to, unit);
  buffer_add_byte(w->out, ']');
}

static void add_offsets(struct writer *w, const struct document *document, uint32_t from,
                        uint32_t to)
{
  enum offset_unit unit = w->host->unit;
  ADD_CONSTANT(w, ",\"start\":");
  add_offset(w, document, from, unit);
  ADD_CONSTANT(w, ",\"end\":");
  add_offset(w, document, to, unit);
  if (unit != OFFSETS_ALL)
    return;
  add_pair(w, ",\"byte\":[", document, from, to, OFFSETS_BYTE);
  add_pair(w, ",\"utf16\":[", document, from, to, OFFSETS_UTF16);
}

static void add_text(struct writer *w, const struct document *document, uint32_t from, uint32_t to)
{
  ADD_CONSTANT(w, ",\"text\":");
  json_add_string(w->out, (struct slice){document->text.data + from, to - from}, w->host->ascii);
}

/* A mention: what it is called, where it stands, what its plugin added. A name may be `text = false` to leave the text out. */
void add_mention(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  size_t at = w->out->size;
  add_known_field(w, index, NAME_NAME, ",\"name\":", depth);
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
  add_bracket(w, at, '{');
  buffer_add_byte(w->out, '}');
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
  struct copy *copy = copy_of(w, kind);
  if (!add_copy(w, copy, kind)) {
    struct slice layer;
    size_t at = w->out->size;
    lua_pushvalue(L, w->name + NAME_LAYER);
    lua_rawget(L, -2);
    layer.data = luaL_checklstring(L, -1, &layer.size);
    ADD_CONSTANT(w, ",\"layer\":");
    add_lua_string(w, -1);
    ADD_CONSTANT(w, ",\"id\":\"");
    buffer_add(w->out, layer.data, layer.size);
    buffer_add_byte(w->out, ':');
    lua_pop(L, 1);
    *copy = copy_since(w, kind, at);
  }
  lua_pop(L, 1);
}

static void add_number(struct writer *w, int index)
{
  lua_rawgeti(w->L, index, 4);
  buffer_add_integer(w->out, lua_tointeger(w->L, -1));
  lua_pop(w->L, 1);
  buffer_add_byte(w->out, '"');
}

void add_link(struct writer *w, int index, int depth)
{
  uint32_t from;
  uint32_t to;
  const struct document *document = check_span(w->L, index, &from, &to);
  size_t at = w->out->size;
  bool named = add_known_field(w, index, NAME_NAME, ",\"name\":", depth);
  bool same_place = named && document == w->document && from == w->from && to == w->to;
  if (!same_place || !add_copy(w, &w->place, NULL)) {
    add_text(w, document, from, to);
    add_offsets(w, document, from, to);
  }
  add_layer(w, index);
  add_number(w, index);
  add_bracket(w, at, '{');
  buffer_add_byte(w->out, '}');
}

/* The key of field i of an order; `keys` is its user value. */
static void add_order_key(struct writer *w, const struct order *order, lua_Integer i, int keys)
{
  struct slice text = order->fields[i].text;
  if (text.size > 0) {
    buffer_add(w->out, text.data, text.size);
    return;
  }
  lua_rawgeti(w->L, keys, i + 1);
  add_key(w, lua_gettop(w->L));
  lua_pop(w->L, 1);
}

/* The rule of records of the kind at hand.   [-0, +0, v] */
static void add_rule(struct writer *w, int index, int depth)
{
  if (add_copy(w, &w->rule, NULL))
    return;
  size_t at = w->out->size;
  push_kind(w, index);
  add_known_field(w, lua_gettop(w->L), NAME_RULE, ",\"rule\":", depth);
  lua_pop(w->L, 1);
  w->rule = copy_since(w, NULL, at);
}

/* The fields of a record in the order of its layer; their values stay on the stack until all are written. */
static void add_ordered(struct writer *w, int index, int depth)
{
  lua_State *L = w->L;
  const struct order *order = lua_touserdata(L, w->order);
  if (!order)
    return;
  int keys = w->order + 1;
  int top = lua_gettop(L);
  luaL_checkstack(L, (int)order->count + 8, "json");
  for (lua_Integer i = 0; i < order->count; i++) {
    lua_rawgeti(L, keys, i + 1);
    int type = lua_rawget(L, index);
    if (type != LUA_TNIL) {
      add_order_key(w, order, i, keys);
      add_typed(w, top + 1 + (int)i, type, depth + 1);
    } else if (order->fields[i].absent == ABSENT_NULL) {
      add_order_key(w, order, i, keys);
      ADD_CONSTANT(w, "null");
    } else if (order->fields[i].absent == ABSENT_RULE) {
      add_rule(w, index, depth);
    }
  }
  lua_settop(L, top);
}

/* What is known of the records of a kind in a document, the kind at the top of the stack, which is popped: their order, and how
 * they begin: {"doc":..,"layer":..,"id":"LAYER:   [-1, +0, m] */
static void read_kind(struct writer *w, int index, const struct document *document)
{
  lua_State *L = w->L;
  size_t at = w->out->size;
  w->kind = lua_topointer(L, -1);
  w->document = document;
  ADD_CONSTANT(w, "{\"doc\":");
  lua_rawgeti(L, index, 3);
  lua_getiuservalue(L, -1, 2);
  add_lua_string(w, -1);
  lua_pop(L, 2);
  add_layer(w, index);
  w->head = copy_since(w, NULL, at);
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
    add_copy(w, &w->head, NULL);
  }
}

void add_record(struct writer *w, int index, int depth)
{
  uint32_t from;
  uint32_t to;
  const struct document *document = check_span(w->L, index, &from, &to);
  add_head(w, index, document);
  add_number(w, index);
  size_t at = w->out->size;
  add_text(w, document, from, to);
  add_offsets(w, document, from, to);
  w->place = copy_since(w, NULL, at);
  w->from = from;
  w->to = to;
  ADD_CONSTANT(w, ",\"line\":");
  buffer_add_integer(w->out, document_line(document, from));
  add_ordered(w, index, depth);
  buffer_add_byte(w->out, '}');
}

void push_orders(lua_State *L)
{
  push_registered(L, &order_key);
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
  push_orders(L);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 3);
  lua_rawset(L, -3);
  return 0;
}

void bind_json_record(lua_State *L)
{
  static const luaL_Reg functions[] = {{"set_order", l_set_order}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
