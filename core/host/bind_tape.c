/*
 * The token tape in Lua: a tape is declared class by class, frozen, and written for each document as a
 * string of bytes and a `units` handle that leads from unit positions back to tokens and annotations.
 *
 * Classes count from 1 in Lua, units and tokens too.
 */
#include "host.h"
#include <stdlib.h>

/* Upvalues of all functions: metatables, and names of fields. */
enum { UP_UNITS = 1, UP_MENTION, UP_FIRST, UP_LAST, UPVALUES = UP_LAST };

struct units {
  uint32_t generation;
  struct tape_units units;
};

static struct tape *check_tape(lua_State *L)
{
  struct class_set *set = luaL_checkudata(L, 1, TAPE_NAME);
  return set->tape;
}

/* core.tape(): a new tape. */
static int l_tape(lua_State *L)
{
  struct class_set *set = lua_newuserdatauv(L, sizeof *set, 0);
  *set = (struct class_set){NULL, NULL};
  luaL_setmetatable(L, TAPE_NAME);
  raise_status(L, "tape", tape_new(&set->tape));
  return 1;
}

static int l_tape_gc(lua_State *L)
{
  struct class_set *set = luaL_checkudata(L, 1, TAPE_NAME);
  tape_free(set->tape);
  set->tape = NULL;
  return 0;
}

/* core.tape_layer(tape, class, layer number from 1) */
static int l_tape_layer(lua_State *L)
{
  lua_Integer layer = luaL_checkinteger(L, 3);
  luaL_argcheck(L, layer >= 1 && layer <= TAPE_LAYERS, 3, "more layers than a tape can collapse");
  struct tape *tape = check_tape(L);
  uint32_t class = check_class(L, check_classes(L));
  raise_status(L, "tape", tape_add_layer(tape, class, (uint32_t)(layer - 1)));
  return 0;
}

/* core.tape_freeze(tape): true; or nil, the number of combinations, and the classes, that which multiplies most first. */
static int l_tape_freeze(lua_State *L)
{
  struct tape *tape = check_tape(L);
  enum status status = tape_freeze(tape, host_of(L)->lexicon);
  if (status == STATUS_LIMIT) {
    uint32_t classes[TAPE_CLASSES];
    uint32_t count;
    lua_pushnil(L);
    lua_pushinteger(L, tape_combinations(tape, classes, &count));
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
      lua_pushinteger(L, (lua_Integer)classes[i] + 1);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 3;
  }
  raise_status(L, "tape", status);
  lua_pushboolean(L, 1);
  return 1;
}

/* core.tape_bytes(tape, class): the bytes of units in the class; class nil: all bytes in use. */
static int l_tape_bytes(lua_State *L)
{
  struct tape *tape = check_tape(L);
  bool all = lua_isnoneornil(L, 2);
  uint32_t class = all ? 0 : check_class(L, check_classes(L));
  char bytes[256];
  size_t size = 0;
  for (uint32_t byte = 1; byte <= tape_byte_count(tape); byte++)
    if (all || tape_byte_in(tape, byte, class))
      bytes[size++] = (char)byte;
  lua_pushlstring(L, bytes, size);
  return 1;
}

/* Spans in the order in which they collapse: earliest, longest, first named. */
static int compare_spans(const void *a, const void *b)
{
  const struct tape_span *left = a;
  const struct tape_span *right = b;
  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  if (left->end != right->end)
    return left->end > right->end ? -1 : 1;
  return left->id < right->id ? -1 : 1;
}

/* The spans of the list at the top of the stack, which has `count` annotations; those without tokens are passed over. Spans
 * count from `id`. Returns how many there are.   [-0, +0, v] */
static uint32_t read_spans(lua_State *L, const struct document *document, lua_Integer count,
                           uint32_t layer, uint32_t id, struct tape_span *spans)
{
  int list = lua_gettop(L);
  uint32_t known = 0;
  for (lua_Integer i = 1; i <= count; i++, id++) {
    lua_rawgeti(L, list, i);
    luaL_checktype(L, -1, LUA_TTABLE);
    lua_pushvalue(L, lua_upvalueindex(UP_FIRST));
    lua_rawget(L, -2);
    lua_pushvalue(L, lua_upvalueindex(UP_LAST));
    lua_rawget(L, -3);
    lua_Integer first = lua_tointeger(L, -2);
    lua_Integer last = lua_tointeger(L, -1);
    lua_pop(L, 3);
    if (first < 1 || last < first || (lua_Unsigned)last > document->segments.tokens.count)
      continue;
    spans[known] = (struct tape_span){(uint32_t)(first - 1), (uint32_t)last, layer, id};
    known++;
  }
  return known;
}

/***
Write the tape of a document.
@function core.tape_write
@tparam tape tape frozen
@tparam document document
@tparam string scope "sentence", "paragraph" or "document"
@tparam table layers what collapses: {list of annotations, the number of their layer, ...}, lists sorted by first token, longer
first; those without tokens are passed over
@treturn string the bytes
@treturn units
*/
static int l_tape_write(lua_State *L)
{
  enum { TAPE = 1, DOCUMENT, SCOPE, LAYERS };
  static const char *const scopes[] = {"sentence", "paragraph", "document", NULL};
  static const enum tape_scope scope_values[] = {TAPE_SENTENCE, TAPE_PARAGRAPH, TAPE_DOCUMENT};
  struct tape *tape = check_tape(L);
  struct document *document = check_document(L, DOCUMENT);
  enum tape_scope scope = scope_values[luaL_checkoption(L, SCOPE, NULL, scopes)];
  luaL_checktype(L, LAYERS, LUA_TTABLE);
  struct host *host = host_of(L);

  lua_Integer parts = (lua_Integer)lua_rawlen(L, LAYERS);
  size_t most = 0;
  for (lua_Integer part = 1; part < parts; part += 2) {
    if (lua_rawgeti(L, LAYERS, part) != LUA_TTABLE)
      luaL_error(L, "tape_write: no list of annotations");
    most += (size_t)lua_rawlen(L, -1);
    lua_pop(L, 1);
  }
  struct tape_span *spans = arena_array(host->arena, most + 1, sizeof *spans);
  if (!spans)
    raise_no_memory(L, "tape");
  uint32_t count = 0;
  uint32_t id = 0;
  for (lua_Integer part = 1; part < parts; part += 2) {
    lua_rawgeti(L, LAYERS, part + 1);
    uint32_t layer = (uint32_t)(lua_tointeger(L, -1) - 1);
    lua_rawgeti(L, LAYERS, part);
    lua_Integer size = (lua_Integer)lua_rawlen(L, -1);
    count += read_spans(L, document, size, layer, id, spans + count);
    id += (uint32_t)size;
    lua_pop(L, 2);
  }
  if (parts > 2)
    qsort(spans, count, sizeof *spans, compare_spans);

  struct units *units = lua_newuserdatauv(L, sizeof *units, 1);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, -2, 1);
  units->generation = host->generation;
  luaL_setmetatable(L, UNITS_NAME);
  raise_status(L, "tape",
               tape_write_document(tape, &document->segments, &document->scan, spans, count, scope,
                                   host->arena, &units->units));
  lua_pushlstring(L, (const char *)units->units.bytes, units->units.count);
  lua_insert(L, -2);
  return 2;
}

/* Pushes annotation number `id`, from 1, of the lists at `layers`: nil when there is none.   [-0, +1, -] */
static void push_annotation(lua_State *L, int layers, lua_Integer id)
{
  for (lua_Integer part = 1; lua_rawgeti(L, layers, part) == LUA_TTABLE; part += 2) {
    lua_Integer size = (lua_Integer)lua_rawlen(L, -1);
    if (id <= size) {
      lua_rawgeti(L, -1, id);
      lua_remove(L, -2);
      return;
    }
    id -= size;
    lua_pop(L, 1);
  }
}

static const struct units *check_units(lua_State *L, int index)
{
  const struct units *units = lua_touserdata(L, index);
  if (!units || !lua_getmetatable(L, index) || !lua_rawequal(L, -1, lua_upvalueindex(UP_UNITS)))
    units = luaL_checkudata(L, index, UNITS_NAME); /* raises */
  if (units->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  return units;
}

/* Units [from, to), from 1, as tokens [first, end); false when no token is there. */
static bool find_tokens(lua_State *L, const struct units *units, lua_Integer from, lua_Integer to,
                        uint32_t *first, uint32_t *end)
{
  if (from < 1 || to < from || (lua_Unsigned)(to - 1) > units->units.count)
    luaL_error(L, "units %I to %I are outside the tape", from, to);
  *first = tape_unit_token(&units->units, (uint32_t)(from - 1));
  *end = tape_unit_token(&units->units, (uint32_t)(to - 1));
  return *end > *first;
}

/* The document that the tape at index 1 was written of, pushed.   [-0, +1, -] */
static const struct document *push_document(lua_State *L)
{
  lua_getiuservalue(L, 1, 1);
  return lua_touserdata(L, -1);
}

/* Pushes tokens [first, end) as Lua counts them, and their bytes.   [-0, +4, -] */
static void push_place(lua_State *L, uint32_t first, uint32_t end)
{
  const struct tokens *tokens = &push_document(L)->segments.tokens;
  lua_pop(L, 1);
  lua_pushinteger(L, (lua_Integer)first + 1);
  lua_pushinteger(L, end);
  lua_pushinteger(L, tokens->start[first]);
  lua_pushinteger(L, tokens->end[end - 1]);
}

/***
The tokens that units of a tape are.
@function core.tape_tokens
@tparam units units
@tparam int from the first unit
@tparam int to one past the last unit
@treturn ?int first token; nothing when no token is there
@treturn int last token
@treturn int bytes of the text before the first token
@treturn int bytes up to the end of the last one
*/
static int l_tape_tokens(lua_State *L)
{
  const struct units *units = check_units(L, 1);
  uint32_t first;
  uint32_t end;
  if (!find_tokens(L, units, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3), &first, &end))
    return 0;
  push_place(L, first, end);
  return 4;
}

/***
The match at a place in the flat list that a search over a tape yields (grammar.lua), when it has no label or but a constant.
@function core.tape_match
@tparam units units
@tparam table found
@tparam int at
@treturn ?int first token; nothing for other matches, and where no token is
@treturn int last token
@treturn int bytes of the text before the first token
@treturn int bytes up to the end of the last one
@treturn int where the next match begins
@treturn ?table its label {name, value}
*/
static int l_tape_match(lua_State *L)
{
  enum { UNITS = 1, FOUND, AT, FROM, LABEL, TO };
  const struct units *units = check_units(L, UNITS);
  luaL_checktype(L, FOUND, LUA_TTABLE);
  lua_Integer at = luaL_checkinteger(L, AT);
  lua_settop(L, AT);
  lua_rawgeti(L, FOUND, at + 1);
  bool labelled = lua_rawgeti(L, FOUND, at + 2) == LUA_TTABLE;
  if (labelled) {
    bool constant = lua_rawgeti(L, LABEL, 1) != LUA_TNIL;
    lua_settop(L, LABEL);
    if (lua_rawgeti(L, FOUND, at + 3) != LUA_TNUMBER || !constant)
      return 0;
  }
  lua_Integer to = lua_tointeger(L, labelled ? TO : LABEL);
  uint32_t first;
  uint32_t end;
  if (!find_tokens(L, units, lua_tointeger(L, FROM), to, &first, &end))
    return 0;
  push_place(L, first, end);
  lua_pushinteger(L, at + 3 + labelled);
  if (labelled)
    lua_pushvalue(L, LABEL);
  return 5 + labelled;
}

/***
What was captured at units of a tape.
@function core.tape_capture
@tparam units units
@tparam int from the first unit
@tparam int to one past the last unit
@tparam table layers what core.tape_write was given
@treturn ?table the annotation when it is exactly one, else a mention; nil when no token is there
*/
static int l_tape_capture(lua_State *L)
{
  enum { UNITS = 1, FROM, TO, LAYERS };
  const struct units *units = check_units(L, UNITS);
  lua_Integer from = luaL_checkinteger(L, FROM);
  lua_Integer to = luaL_checkinteger(L, TO);
  luaL_checktype(L, LAYERS, LUA_TTABLE);
  uint32_t first;
  uint32_t end;
  if (!find_tokens(L, units, from, to, &first, &end))
    return 0;
  uint32_t annotation =
      to == from + 1 ? tape_unit_annotation(&units->units, (uint32_t)(from - 1)) : 0;
  if (annotation != 0) {
    push_annotation(L, LAYERS, annotation);
    return 1;
  }
  lua_createtable(L, 3, 2);
  int mention = lua_gettop(L);
  const struct tokens *tokens = &push_document(L)->segments.tokens;
  lua_rawseti(L, mention, 3);
  lua_pushinteger(L, tokens->start[first]);
  lua_rawseti(L, mention, 1);
  lua_pushinteger(L, tokens->end[end - 1]);
  lua_rawseti(L, mention, 2);
  lua_pushvalue(L, lua_upvalueindex(UP_FIRST));
  lua_pushinteger(L, (lua_Integer)first + 1);
  lua_rawset(L, mention);
  lua_pushvalue(L, lua_upvalueindex(UP_LAST));
  lua_pushinteger(L, end);
  lua_rawset(L, mention);
  lua_pushvalue(L, lua_upvalueindex(UP_MENTION));
  lua_setmetatable(L, mention);
  return 1;
}

void bind_tape(lua_State *L)
{
  static const luaL_Reg functions[] = {{"tape", l_tape},
                                       {"tape_layer", l_tape_layer},
                                       {"tape_freeze", l_tape_freeze},
                                       {"tape_bytes", l_tape_bytes},
                                       {"tape_write", l_tape_write},
                                       {"tape_match", l_tape_match},
                                       {"tape_tokens", l_tape_tokens},
                                       {"tape_capture", l_tape_capture},
                                       {NULL, NULL}};
  luaL_newmetatable(L, UNITS_NAME);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  luaL_getmetatable(L, MENTION_NAME);
  lua_pushliteral(L, "first");
  lua_pushliteral(L, "last");
  luaL_setfuncs(L, functions, UPVALUES);
  lua_pushinteger(L, TAPE_CLASSES);
  lua_setfield(L, -2, "tape_classes");
  luaL_newmetatable(L, TAPE_NAME);
  lua_pushcfunction(L, l_tape_gc);
  lua_setfield(L, -2, "__gc");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
