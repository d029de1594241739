/*
 * Mentions and annotations.
 *
 * A mention is a table {from, to, document, ...}: bytes [from, to) of the document's text, 0-based and half-open, kept in
 * the array part where plugins have no business, and the fields first and last (tokens) and what its plugin added. `text`,
 * `start`, `end`, `line`, `sentence`, `paragraph`, `doc` are worked out when somebody reads them.
 *
 * An annotation is a mention with two more places in its array part: [4] its number in the layer, given when the layer is
 * frozen, and [5] its kind, a table shared by all that one rule makes: {layer, rule, plugin}. A field `rule` of its own
 * stands above that of its kind. It is made in one call: the table is laid out at its final size, its fields are copied and
 * held against the declaration of the layer.
 */
#include "host.h"
#include <stdlib.h>
#include <string.h>

/* How annotations of one kind are made: indexes of Lua's stack or of upvalues. */
struct maker {
  int list;
  int kind;
  int quick;
  int check;
};

/* Upvalues of every function that makes mentions or annotations: what no call should look up. */
enum { UP_MENTION = 1, UP_ANNOTATION, UP_ARRAY, UP_FIRST, UP_LAST, SHARED_UPVALUES = UP_LAST };

/* Further upvalues of an adder. */
enum {
  UP_PLACE = SHARED_UPVALUES + 1,
  UP_KIND,
  UP_QUICK,
  UP_CHECK,
  UP_OTHER,
  UP_NAMES,    /* the list of names that came last, kept alive */
  UP_DECLARED, /* what is declared of them: a struct declared_list */
  ADDER_UPVALUES = UP_DECLARED
};

/* The further upvalue of a document's `mention`. */
enum { UP_OWN = SHARED_UPVALUES + 1 };

/* What a mention is made of: bytes and tokens. */
struct place {
  lua_Integer from;
  lua_Integer to;
  lua_Integer first;
  lua_Integer last;
};

/* The places in the table at the top of the stack: [1], [2], [3], first and last.   [-0, +0, m] */
static inline void set_place(lua_State *L, const struct place *place, int document)
{
  lua_pushinteger(L, place->from);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, place->to);
  lua_rawseti(L, -2, 2);
  lua_pushvalue(L, document);
  lua_rawseti(L, -2, 3);
  lua_pushvalue(L, lua_upvalueindex(UP_FIRST));
  lua_pushinteger(L, place->first);
  lua_rawset(L, -3);
  lua_pushvalue(L, lua_upvalueindex(UP_LAST));
  lua_pushinteger(L, place->last);
  lua_rawset(L, -3);
}

/* The bytes of tokens first to last (from 1).   [-0, +0, v] */
static void find_bytes(lua_State *L, const struct document *document, struct place *place)
{
  const struct tokens *tokens = &document->segments.tokens;
  if (place->first < 1 || (lua_Unsigned)place->first > tokens->count || place->last < 1 ||
      (lua_Unsigned)place->last > tokens->count)
    luaL_error(L, "token %I is outside the document (1 .. %I)",
               place->first < 1 || (lua_Unsigned)place->first > tokens->count ? place->first
                                                                              : place->last,
               (lua_Integer)tokens->count);
  place->from = tokens->start[place->first - 1];
  place->to = tokens->end[place->last - 1];
}

/* Is the value at `index` what `wanted` says: a Lua type, or minus the type of a list's items? An empty list is marked as
 * one, so that it is written as [].   [-0, +0, m] */
static bool fits(lua_State *L, int index, lua_Integer wanted)
{
  int type = lua_type(L, index);
  if (wanted >= 0 || type != LUA_TTABLE)
    return type == wanted;
  lua_Integer count = (lua_Integer)lua_rawlen(L, index);
  if (count == 0) {
    if (lua_getmetatable(L, index)) {
      bool marked = lua_rawequal(L, -1, lua_upvalueindex(UP_ARRAY));
      lua_pop(L, 1);
      return marked;
    }
    lua_pushvalue(L, lua_upvalueindex(UP_ARRAY));
    lua_setmetatable(L, index);
    return true;
  }
  for (lua_Integer i = 1; i <= count; i++) {
    bool fine = lua_rawgeti(L, index, i) == -wanted;
    lua_pop(L, 1);
    if (!fine)
      return false;
  }
  return true;
}

/* What a layer declares of a field. */
struct declared {
  lua_Integer wanted; /* see fits */
  bool simple;        /* nothing more is asked */
  bool passed_over;   /* an annotation has one of that name anyway */
  int type;           /* of the value at hand, in a list of names */
};

static struct declared find_declared(lua_State *L, int name, const struct maker *maker)
{
  lua_pushvalue(L, name);
  int found = lua_rawget(L, maker->quick);
  struct declared declared = {lua_tointeger(L, -1), found == LUA_TNUMBER, found == LUA_TBOOLEAN,
                              LUA_TNONE};
  lua_pop(L, 1);
  return declared;
}

/* What is declared of the fields in a list of names. */
struct declared_list {
  const void *names; /* the address of the list */
  int count;
  struct declared fields[];
};

/* What is declared of each field in the list of names at `names`; NULL where something else stands there. It is looked up
 * once for the same list in a row.   [-0, +0, v] */
static struct declared_list *find_all_declared(lua_State *L, int names, const struct maker *maker)
{
  struct declared_list *before = lua_touserdata(L, lua_upvalueindex(UP_DECLARED));
  const void *address = lua_topointer(L, names);
  if (before && before->names == address)
    return before;
  if (!lua_istable(L, names))
    return NULL;
  bool listed = lua_rawgeti(L, names, 1) == LUA_TSTRING;
  lua_pop(L, 1);
  if (!listed)
    return NULL;
  int count = (int)lua_rawlen(L, names);
  struct declared_list *list =
      lua_newuserdatauv(L, sizeof *list + (size_t)count * sizeof *list->fields, 0);
  list->names = address;
  list->count = count;
  for (int i = 0; i < count; i++) {
    if (lua_rawgeti(L, names, i + 1) != LUA_TSTRING)
      luaL_error(L, "add: name %d is no string", i + 1);
    list->fields[i] = find_declared(L, lua_gettop(L), maker);
    lua_pop(L, 1);
  }
  lua_replace(L, lua_upvalueindex(UP_DECLARED));
  lua_pushvalue(L, names);
  lua_replace(L, lua_upvalueindex(UP_NAMES));
  return list;
}

/* Whether the value at `value`, of a type that is none of those it should simply have, may be written under the name at
 * `name`: raises when it is not as declared.   [-0, +0, v] */
static bool check_field(lua_State *L, int name, int value, const struct declared *declared,
                        const struct maker *maker)
{
  if (declared->passed_over)
    return false;
  if (!declared->simple || !fits(L, value, declared->wanted)) {
    lua_pushvalue(L, maker->check);
    lua_pushvalue(L, name);
    lua_pushvalue(L, value);
    lua_call(L, 2, 0);
  }
  return true;
}

/* What a plugin gives an annotation: a table of fields at `table`, or a list of their names there and their values on the
 * stack, nil for those that are absent. */
struct given {
  int table;
  int first;                      /* value */
  int count;                      /* values */
  struct declared_list *declared; /* of the list; NULL where there is none */
};

/* How many fields they are; of listed values the type is noted.   [-0, +0, v] */
static int count_fields(lua_State *L, const struct given *given)
{
  int count = 0;
  if (!given->declared) {
    lua_pushnil(L);
    while (lua_next(L, given->table)) {
      lua_pop(L, 1);
      count++;
    }
    return count;
  }
  for (int i = 0; i < given->count; i++) {
    int type = lua_type(L, given->first + i);
    if (i < given->declared->count)
      given->declared->fields[i].type = type;
    else if (type != LUA_TNIL)
      luaL_error(L, "add: value %d has no name", i + 1);
    count += type != LUA_TNIL;
  }
  return count;
}

/* Copies listed fields into the annotation at the top of the stack.   [-0, +0, v] */
static void copy_values(lua_State *L, const struct given *given, const struct maker *maker)
{
  int annotation = lua_gettop(L);
  for (int i = 0; i < given->count && i < given->declared->count; i++) {
    const struct declared *field = &given->declared->fields[i];
    int value = given->first + i;
    if (field->type == LUA_TNIL)
      continue;
    lua_rawgeti(L, given->table, i + 1);
    if ((field->simple && field->type == field->wanted) ||
        check_field(L, annotation + 1, value, field, maker)) {
      lua_pushvalue(L, value);
      lua_rawset(L, annotation);
    } else {
      lua_pop(L, 1);
    }
  }
}

/* Copies the fields of a table into the annotation at the top of the stack.   [-0, +0, v] */
static void copy_fields(lua_State *L, int fields, const struct maker *maker)
{
  int annotation = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, fields)) {
    struct declared declared = {.passed_over = true};
    if (lua_type(L, -2) == LUA_TSTRING)
      declared = find_declared(L, annotation + 1, maker);
    if (check_field(L, annotation + 1, annotation + 2, &declared, maker)) {
      lua_pushvalue(L, annotation + 1);
      lua_insert(L, -2);
      lua_rawset(L, annotation);
    } else {
      lua_pop(L, 1);
    }
  }
}

/* Makes an annotation, adds it to its list and leaves it on the stack. `document` is a stack index.   [-0, +1, v] */
static void make_annotation(lua_State *L, const struct given *given, const struct place *place,
                            int document, const struct maker *maker)
{
  lua_createtable(L, 5, count_fields(L, given) + 2);
  set_place(L, place, document);
  lua_pushvalue(L, maker->kind);
  lua_rawseti(L, -2, 5);
  if (given->declared)
    copy_values(L, given, maker);
  else
    copy_fields(L, given->table, maker);
  lua_pushvalue(L, lua_upvalueindex(UP_ANNOTATION));
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawseti(L, maker->list, (lua_Integer)lua_rawlen(L, maker->list) + 1);
}

/* Three arguments from `first` on: kind, quick, check. */
static void check_kind(lua_State *L, int first)
{
  luaL_checktype(L, first, LUA_TTABLE);
  luaL_checktype(L, first + 1, LUA_TTABLE);
  luaL_checktype(L, first + 2, LUA_TFUNCTION);
}

/* The place of the annotation at index 1, which stands in for tokens.   [-0, +4, v] */
static struct place read_place(lua_State *L, const struct document *document)
{
  lua_pushvalue(L, lua_upvalueindex(UP_FIRST));
  lua_rawget(L, 1);
  lua_pushvalue(L, lua_upvalueindex(UP_LAST));
  lua_rawget(L, 1);
  lua_rawgeti(L, 1, 1);
  lua_rawgeti(L, 1, 2);
  struct place place = {.first = luaL_checkinteger(L, -4),
                        .last = luaL_checkinteger(L, -3),
                        .from = luaL_checkinteger(L, -2),
                        .to = luaL_checkinteger(L, -1)};
  if (place.from < 0 || place.to < place.from || (size_t)place.to > document->text.size)
    luaL_error(L, "add: the annotation is outside the document");
  return place;
}

/* The place of the tokens at indexes 1 and 2.   [-0, +0, v] */
static struct place find_place(lua_State *L, const struct document *document)
{
  static const char *const names[] = {"first", "last"};
  for (int i = 1; i <= 2; i++)
    if (!lua_isinteger(L, i))
      luaL_error(L, "add: %s token: integer expected, got %s", names[i - 1],
                 lua_type(L, i) == LUA_TNUMBER ? "float" : luaL_typename(L, i));
  struct place place = {.first = lua_tointeger(L, 1), .last = lua_tointeger(L, 2)};
  if (place.last < place.first)
    luaL_error(L, "add: last token %I before first %I", place.last, place.first);
  find_bytes(L, document, &place);
  return place;
}

/* add: see core.adder.   [-n, +1, v] */
static int l_add(lua_State *L)
{
  bool whole = lua_istable(L, 1); /* an annotation in place of both tokens */
  int fields = whole ? 2 : 3;
  struct maker maker = {0, lua_upvalueindex(UP_KIND), lua_upvalueindex(UP_QUICK),
                        lua_upvalueindex(UP_CHECK)};
  luaL_checkstack(L, 20, "add");
  struct given given = {fields, fields + 1, lua_gettop(L) - fields,
                        find_all_declared(L, fields, &maker)};
  if (!given.declared) {
    lua_settop(L, fields + 1);
    if (!lua_isnil(L, fields + 1)) {
      lua_pushvalue(L, lua_upvalueindex(UP_OTHER));
      lua_insert(L, 1);
      lua_call(L, fields + 1, 1);
      return 1;
    }
    if (lua_isnil(L, fields)) {
      lua_newtable(L);
      lua_replace(L, fields);
    }
    luaL_checktype(L, fields, LUA_TTABLE);
  }
  lua_rawgeti(L, lua_upvalueindex(UP_PLACE), 1);
  lua_rawgeti(L, lua_upvalueindex(UP_PLACE), 2);
  maker.list = lua_gettop(L);
  int handle = maker.list - 1;
  const struct document *document = own_document(L, handle);
  struct place place = whole ? read_place(L, document) : find_place(L, document);
  make_annotation(L, &given, &place, handle, &maker);
  return 1;
}

/* Pushes the shared upvalues.   [-0, +SHARED_UPVALUES, m] */
static void copy_shared(lua_State *L)
{
  luaL_checkstack(L, ADDER_UPVALUES, "upvalues");
  for (int i = 1; i <= SHARED_UPVALUES; i++)
    lua_pushvalue(L, lua_upvalueindex(i));
}

/***
The function `add` of a plugin: add(first, last, fields [, layer]) or add(annotation, fields [, layer]) makes an annotation of tokens
(from 1, inclusive) or of the place of another one, adds it to the list and returns it. In place of the table of fields there may
be a list of names, and behind it the values in their order, nil for fields that are absent.
@function core.adder
@tparam table place {document, list}, read anew by each call
@tparam table kind {layer=, rule=, plugin=}
@tparam table quick field -> the Lua type (of core.types) that its value must have, minus the type for a list of such values; false for
names that an annotation has anyway, which are passed over
@tparam function check called as check(key, value) for every field that is not so; raises when it is wrong
@tparam ?function other called in its place when a layer is named
@treturn function
*/
static int l_adder(lua_State *L)
{
  enum { PLACE = 1, KIND, QUICK, CHECK, OTHER };
  luaL_checktype(L, PLACE, LUA_TTABLE);
  check_kind(L, KIND);
  lua_settop(L, OTHER + ADDER_UPVALUES - UP_OTHER); /* nothing declared is known yet */
  copy_shared(L);
  lua_rotate(L, 1, SHARED_UPVALUES);
  lua_pushcclosure(L, l_add, ADDER_UPVALUES);
  return 1;
}

/* The fields of the table at `extra` go into the mention at the top of the stack.   [-0, +0, v] */
static void copy_extra(lua_State *L, int extra)
{
  int mention = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, extra)) {
    if (lua_type(L, -2) == LUA_TSTRING) { /* numbers are the places */
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, mention);
    } else {
      lua_pop(L, 1);
    }
  }
}

/* mention(self, first, last, extra...) of a document, upvalue UP_OWN: a mention of tokens first to last, from 1. `extra` are fields
 * that it gets, copied; or a list of their names, and behind it their values, nil for those that are absent.   [-n, +1, v] */
static int l_mention(lua_State *L)
{
  enum { SELF = 1, FIRST, LAST, EXTRA };
  luaL_checkany(L, SELF);
  lua_copy(L, lua_upvalueindex(UP_OWN), SELF);
  const struct document *document = own_document(L, SELF);
  struct place place = {0, 0, luaL_checkinteger(L, FIRST), luaL_checkinteger(L, LAST)};
  find_bytes(L, document, &place);
  luaL_argcheck(L, place.last >= place.first, LAST, "the last token stands before the first");
  bool more = !lua_isnoneornil(L, EXTRA);
  if (more)
    luaL_checktype(L, EXTRA, LUA_TTABLE);
  int top = more ? lua_gettop(L) : EXTRA;
  int values = 0;
  for (int i = EXTRA + 1; i <= top; i++)
    values += !lua_isnil(L, i);
  luaL_checkstack(L, 10, "mention");
  lua_createtable(L, 3, 2 + values);
  set_place(L, &place, SELF);
  int mention = lua_gettop(L);
  for (int i = EXTRA + 1; i <= top; i++) {
    if (lua_isnil(L, i))
      continue;
    if (lua_geti(L, EXTRA, i - EXTRA) != LUA_TSTRING)
      luaL_error(L, "mention: value %d has no name", i - EXTRA);
    lua_pushvalue(L, i);
    lua_rawset(L, mention);
  }
  if (more && top == EXTRA)
    copy_extra(L, EXTRA);
  lua_pushvalue(L, lua_upvalueindex(UP_MENTION));
  lua_setmetatable(L, mention);
  return 1;
}

/***
The method `mention` of a document: see l_mention.
@function core.mention_of
@tparam document document
@treturn function
*/
static int l_mention_of(lua_State *L)
{
  check_document(L, 1);
  copy_shared(L);
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, l_mention, UP_OWN);
  return 1;
}

/* Where an annotation stands in the order of its layer: start, longer first, then the name of its plugin. */
struct order {
  lua_Integer from;
  lua_Integer to;
  const char *plugin; /* borrows, until the annotation goes */
  lua_Integer place;  /* as it was added */
};

static int compare_orders(const void *a, const void *b)
{
  const struct order *left = a;
  const struct order *right = b;
  if (left->from != right->from)
    return left->from < right->from ? -1 : 1;
  if (left->to != right->to)
    return left->to > right->to ? -1 : 1;
  int by_name = strcmp(left->plugin, right->plugin);
  if (by_name != 0)
    return by_name;
  return left->place < right->place ? -1 : 1;
}

/* What orders annotation `i` of the list at index 1.   [-0, +0, v] */
static struct order order_of(lua_State *L, lua_Integer i)
{
  int top = lua_gettop(L);
  lua_rawgeti(L, 1, i);
  lua_rawgeti(L, top + 1, 1);
  lua_rawgeti(L, top + 1, 2);
  lua_rawgeti(L, top + 1, 5);
  lua_getfield(L, -1, "plugin");
  struct order order = {lua_tointeger(L, top + 2), lua_tointeger(L, top + 3),
                        luaL_checkstring(L, -1), i};
  lua_settop(L, top);
  return order;
}

/* Numbers the annotations of the list at index 1; false where they are out of order.   [-0, +0, v] */
static bool number_list(lua_State *L, lua_Integer count)
{
  enum { LIST = 1, ITEM, FROM, TO };
  lua_Integer from = -1;
  lua_Integer to = 0;
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, LIST, i);
    lua_rawgeti(L, ITEM, 1);
    lua_rawgeti(L, ITEM, 2);
    lua_Integer this_from = lua_tointeger(L, FROM);
    lua_Integer this_to = lua_tointeger(L, TO);
    if (this_from < from || (this_from == from && this_to > to))
      return false;
    if (this_from == from && this_to == to) {
      struct order before = order_of(L, i - 1);
      struct order order = order_of(L, i);
      if (compare_orders(&before, &order) > 0)
        return false;
    }
    from = this_from;
    to = this_to;
    lua_pushinteger(L, i);
    lua_rawseti(L, ITEM, 4);
    lua_settop(L, LIST);
  }
  return true;
}

/* Brings the list at index 1 in order and numbers it.   [-0, +0, v] */
static void sort_list(lua_State *L, lua_Integer count)
{
  struct order *orders = arena_array(host_of(L)->arena, (size_t)count, sizeof *orders);
  if (!orders)
    raise_no_memory(L, "layer");
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    orders[i - 1] = order_of(L, i);
    lua_rawgeti(L, 1, i);
    lua_rawseti(L, 2, i);
  }
  qsort(orders, (size_t)count, sizeof *orders, compare_orders);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 2, orders[i - 1].place);
    lua_pushinteger(L, i);
    lua_rawseti(L, -2, 4);
    lua_rawseti(L, 1, i);
  }
  lua_settop(L, 1);
}

/***
Bring the annotations of a layer in order, start, longer first, then the name of the plugin, and number them.
@function core.number_layer
@tparam table list
*/
static int l_number_layer(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
  if (!number_list(L, count)) {
    lua_settop(L, 1);
    sort_list(L, count);
  }
  return 0;
}

/* The lazy fields of mentions, and those that annotations alone have. */
enum lazy {
  LAZY_TEXT = 1,
  LAZY_START,
  LAZY_END,
  LAZY_LINE,
  LAZY_SENTENCE,
  LAZY_PARAGRAPH,
  LAZY_DOC,
  LAZY_DOCUMENT, /* nil unless the layer `documents` was read */
  LAZY_LAYER,
  LAZY_RULE,
  LAZY_ID
};
static const char *const lazy_names[] = {"text",     "start",     "end", "line",
                                         "sentence", "paragraph", "doc", "document",
                                         "layer",    "rule",      "id"};

/* layer, rule and id of an annotation.   [-0, +1, m] */
static int push_of_kind(lua_State *L, enum lazy field)
{
  if (lua_rawgeti(L, 1, 5) != LUA_TTABLE)
    return 0;
  lua_pushstring(L, field == LAZY_RULE ? "rule" : "layer");
  lua_rawget(L, -2);
  if (field != LAZY_ID)
    return 1;
  lua_rawgeti(L, 1, 4);
  lua_pushfstring(L, "%s:%I", lua_tostring(L, -2), lua_tointeger(L, -1));
  return 1;
}

/* __index of mentions and annotations; upvalue 1: name -> enum lazy. */
static int l_mention_index(lua_State *L)
{
  lua_settop(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNUMBER)
    return 0;
  enum lazy field = (enum lazy)lua_tointeger(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  if (field >= LAZY_LAYER)
    return push_of_kind(L, field);
  if (lua_rawgeti(L, 1, 3) == LUA_TNIL)
    return 0;
  struct host *host = host_of(L);
  uint32_t from;
  uint32_t to;
  struct document *document = check_span(L, 1, &from, &to);
  const struct spans *spans = &document->segments.sentences;
  switch (field) {
  case LAZY_TEXT:
    lua_pushlstring(L, document->text.data + from, to - from);
    return 1;
  case LAZY_START:
    lua_pushinteger(L, (lua_Integer)document_offset(host, document, from, host->unit));
    return 1;
  case LAZY_END:
    lua_pushinteger(L, (lua_Integer)document_offset(host, document, to, host->unit));
    return 1;
  case LAZY_LINE:
    lua_pushinteger(L, document_line(document, from));
    return 1;
  case LAZY_DOC:
    lua_getiuservalue(L, -1, 2);
    return 1;
  case LAZY_DOCUMENT:
    lua_getiuservalue(L, -1, 3);
    return 1;
  case LAZY_PARAGRAPH:
    spans = &document->segments.paragraphs;
    break;
  default:
    break;
  }
  uint32_t n = document_span_at(spans, from);
  if (n >= spans->count)
    return 0;
  lua_pushlstring(L, document->text.data + spans->start[n], spans->end[n] - spans->start[n]);
  return 1;
}

void bind_annotation(lua_State *L)
{
  int core = lua_gettop(L);
  lua_newtable(L);
  int lazy = lua_gettop(L);
  for (int i = 0; i < (int)(sizeof lazy_names / sizeof *lazy_names); i++) {
    lua_pushinteger(L, i + 1);
    lua_setfield(L, lazy, lazy_names[i]);
  }
  static const char *const names[] = {MENTION_NAME, ANNOTATION_NAME};
  static const char *const fields[] = {"mention", "annotation"};
  for (int i = 0; i < 2; i++) {
    luaL_newmetatable(L, names[i]);
    lua_pushvalue(L, lazy);
    lua_pushcclosure(L, l_mention_index, 1);
    lua_setfield(L, -2, "__index");
    lua_setfield(L, core, fields[i]); /* core.mention, core.annotation: the metatables */
  }
  lua_settop(L, core);

  luaL_getmetatable(L, MENTION_NAME);
  luaL_getmetatable(L, ANNOTATION_NAME);
  push_array_mark(L);
  lua_pushliteral(L, "first");
  lua_pushliteral(L, "last");
  static const luaL_Reg functions[] = {{"adder", l_adder},
                                       {"mention_of", l_mention_of},
                                       {"number_layer", l_number_layer},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, SHARED_UPVALUES);

  static const int types[] = {LUA_TBOOLEAN, LUA_TNUMBER, LUA_TSTRING, LUA_TTABLE};
  lua_newtable(L);
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    lua_pushinteger(L, types[i]);
    lua_setfield(L, -2, lua_typename(L, types[i]));
  }
  lua_setfield(L, -2, "types");
}
