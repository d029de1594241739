/*
 * Documents in Lua: segmentation and spans. The columns of their tokens are in bind_columns.c.
 */
#include "../text/utf8.h"
#include "host.h"
#include <stdlib.h>
#include <string.h>

static const char *const line_names[] = {"paragraph", "title", "caption", "dateline",
                                         "byline",    "list",  "blank"};

struct document *check_document(lua_State *L, int index)
{
  struct host *host = host_of(L);
  struct document *document = lua_touserdata(L, index);
  if (document && document == host->checked)
    return document;
  document = luaL_checkudata(L, index, DOCUMENT_NAME);
  if (document->generation != host->generation)
    luaL_error(L, "document is closed");
  lua_pushvalue(L, index);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &host->checked);
  host->checked = document;
  return document;
}

struct document *check_span(lua_State *L, int index, uint32_t *from, uint32_t *to)
{
  int has_from;
  int has_to;
  lua_rawgeti(L, index, 1);
  lua_rawgeti(L, index, 2);
  lua_rawgeti(L, index, 3);
  lua_Integer first = lua_tointegerx(L, -3, &has_from);
  lua_Integer end = lua_tointegerx(L, -2, &has_to);
  struct document *document = lua_touserdata(L, -1);
  if (!document || document != host_of(L)->checked) {
    if (!luaL_testudata(L, -1, DOCUMENT_NAME))
      luaL_error(L, "a span without a document");
    document = check_document(L, lua_gettop(L));
  }
  lua_pop(L, 3);
  if (!has_from || !has_to || first < 0 || end < first || (size_t)end > document->text.size)
    luaL_error(L, "a span outside of its document");
  *from = (uint32_t)first;
  *to = (uint32_t)end;
  return document;
}

void raise_no_token(lua_State *L, int index, const struct document *document)
{
  luaL_error(L, "token %I is outside the document (1 .. %I)", luaL_checkinteger(L, index),
             (lua_Integer)document->segments.tokens.count);
  abort(); /* not reached */
}

size_t document_offset(struct host *host, const struct document *document, uint32_t at,
                       enum offset_unit unit)
{
  uint32_t byte = document->base + at;
  switch (unit) {
  case OFFSETS_BYTE:
    return byte;
  case OFFSETS_UTF16:
    return offsets_utf16(&host->offsets, byte);
  default:
    return offsets_codepoint(&host->offsets, byte);
  }
}

uint32_t document_token_from(const struct document *document, uint32_t at)
{
  const struct tokens *tokens = &document->segments.tokens;
  uint32_t low = 0;
  uint32_t high = tokens->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (tokens->start[middle] < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

uint32_t document_span_at(const struct spans *spans, uint32_t at)
{
  uint32_t low = 0;
  uint32_t high = spans->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (spans->start[middle] <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? spans->count : low - 1;
}

lua_Integer document_line(const struct document *document, uint32_t at)
{
  const struct spans *lines = &document->segments.lines;
  bool before = lines->count == 0 || at < lines->start[0]; /* a byte order mark */
  return (before ? 0 : (lua_Integer)document_span_at(lines, at)) + 1 + document->first_line;
}

/***
Open a source record: everything of the one before is closed.
@function core.open_record
@tparam string text valid UTF-8
*/
static int l_open_record(lua_State *L)
{
  struct host *host = host_of(L);
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  struct slice record = {text, size};
  luaL_argcheck(L, size < UINT32_MAX, 1, "a record of 4 GiB and more is not read");
  /* Readers see to it; a plugin's example may be anything, and nobody behind here looks for the end of a cut character. */
  luaL_argcheck(L, utf8_valid_prefix(record) == size, 1, "the text is no valid UTF-8");

  host_collect(host);
  host->generation++;
  host->checked = NULL;
  arena_reset(host->arena, (size_t)16 << 20);
  lua_pushvalue(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &host->record);
  host->record = record;
  raise_status(L, "offsets", offsets_new(host->record, host->arena, &host->offsets));
  return 0;
}

/***
The lines of the current record.
@function core.lines
@treturn table {from, to, type, from, to, type, ...}: bytes from 1, inclusive; type as in unit.line_type, or "continued" of one
that goes on with the paragraph of the line before (wrapped text)
*/
static int l_lines(lua_State *L)
{
  struct host *host = host_of(L);
  struct spans lines;
  uint8_t *types;
  uint8_t *joins;
  raise_status(L, "lines",
               segment_lines(host->record, host->rules, host->arena, &lines, &types, &joins));
  lua_createtable(L, (int)lines.count * 3, 0);
  for (uint32_t i = 0; i < lines.count; i++) {
    lua_pushinteger(L, (lua_Integer)lines.start[i] + 1);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 1);
    lua_pushinteger(L, lines.end[i]);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 2);
    lua_pushstring(L, joins && i > 0 && joins[i - 1] ? "continued" : line_names[types[i]]);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 3);
  }
  return 1;
}

/***
Cut a document out of the current record and segment it.
@function core.document
@tparam int from first byte, from 1
@tparam int to last byte, included
@tparam int first_line lines of the record before it
@treturn document
*/
static int l_document(lua_State *L)
{
  struct host *host = host_of(L);
  lua_Integer from = luaL_checkinteger(L, 1);
  lua_Integer to = luaL_checkinteger(L, 2);
  lua_Integer first_line = luaL_checkinteger(L, 3);
  luaL_argcheck(L, from >= 1 && from <= to + 1 && (size_t)to <= host->record.size, 1,
                "bytes outside the record");

  struct document *document = lua_newuserdatauv(L, sizeof *document, 3);
  memset(document, 0, sizeof *document);
  document->generation = host->generation;
  document->base = (uint32_t)(from - 1);
  document->first_line = (uint32_t)first_line;
  document->text = (struct slice){host->record.data + from - 1, (size_t)(to - from + 1)};
  luaL_setmetatable(L, DOCUMENT_NAME);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &host->record);
  lua_setiuservalue(L, -2, 1);
  raise_status(L, "segment",
               segment_text(document->text, host->rules, host->arena, &document->segments));
  return 1;
}

/* What the reader takes for text or a heading may, by its words, still be the line that names author or date; the date may
 * stand in what is called the byline. */
static bool is_plain_evidence(uint8_t found, lua_Integer told)
{
  return ((told == LINE_PARAGRAPH || told == LINE_TITLE) && found == LINE_BYLINE) ||
         ((told == LINE_PARAGRAPH || told == LINE_TITLE || told == LINE_BYLINE) &&
          found == LINE_DATELINE);
}

/* Give a document its line types where the reader knew them (HTML headings, captions).
 * core.set_line_types(document, {from, to, type, ...}), bytes of the record from 1, types by number. */
static int l_set_line_types(lua_State *L)
{
  struct document *document = check_document(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  struct spans *lines = &document->segments.lines;
  uint8_t *types = document->segments.line_type;
  lua_Integer count = luaL_len(L, 2);
  for (lua_Integer i = 1; i + 2 <= count; i += 3) {
    lua_geti(L, 2, i);
    lua_geti(L, 2, i + 1);
    lua_geti(L, 2, i + 2);
    lua_Integer from = lua_tointeger(L, -3) - 1 - document->base;
    lua_Integer to = lua_tointeger(L, -2) - document->base;
    lua_Integer type = lua_tointeger(L, -1);
    lua_pop(L, 3);
    /* Lines are in order: those of the block follow the last one that begins before it. */
    uint32_t n = from > 0 ? document_span_at(lines, (uint32_t)from - 1) + 1 : 0;
    if (n > lines->count)
      n = 0;
    for (; n < lines->count && lines->end[n] <= to; n++)
      if (lines->end[n] > lines->start[n] && !is_plain_evidence(types[n], type))
        types[n] = (uint8_t)type;
  }
  return 0;
}

/***
Find all names and triggers (once).
@function core.scan
@tparam document document
*/
static int l_scan(lua_State *L)
{
  struct document *document = check_document(L, 1);
  struct host *host = host_of(L);
  if (!document->scanned) {
    raise_status(L, "scan",
                 lexicon_scan(host->lexicon, document->text, &document->segments, host->arena,
                              &document->scan));
    document->scanned = true;
  }
  return 0;
}

/***
Names of one list, as {first, last, row, first, last, row, ...}: tokens from 1, inclusive; rows from 0.
@function core.hits
*/
static int l_hits(lua_State *L)
{
  struct document *document = check_document(L, 1);
  uint32_t list = (uint32_t)luaL_checkinteger(L, 2);
  lua_Integer n = 0;
  lua_newtable(L);
  for (uint32_t i = 0; i < document->scan.hit_count; i++) {
    const struct name_hit *hit = &document->scan.hits[i];
    if (hit->list != list)
      continue;
    lua_pushinteger(L, (lua_Integer)hit->first + 1);
    lua_rawseti(L, -2, ++n);
    lua_pushinteger(L, hit->end);
    lua_rawseti(L, -2, ++n);
    lua_pushinteger(L, hit->row);
    lua_rawseti(L, -2, ++n);
  }
  return 1;
}

/***
The next sentence, from number `n` on, in which a trigger of `set` occurs.
@function core.next_triggered
@treturn int its number from 1, or nil
*/
static int l_next_triggered(lua_State *L)
{
  struct document *document = check_document(L, 1);
  lua_Integer set = luaL_checkinteger(L, 2);
  lua_Integer n = luaL_checkinteger(L, 3);
  uint64_t bit = (uint64_t)1 << (set % 64);
  for (lua_Integer i = n < 1 ? 0 : n - 1; (lua_Unsigned)i < document->segments.sentences.count; i++)
    if (document->scan.triggered[i * TRIGGER_WORDS + set / 64] & bit) {
      lua_pushinteger(L, i + 1);
      return 1;
    }
  return 0;
}

static struct spans *check_spans(lua_State *L, int index, struct document *document)
{
  static const char *const names[] = {"sentence", "paragraph", "line", NULL};
  switch (luaL_checkoption(L, index, NULL, names)) {
  case 0:
    return &document->segments.sentences;
  case 1:
    return &document->segments.paragraphs;
  default:
    return &document->segments.lines;
  }
}

/***
How many sentences, paragraphs or lines.
@function core.span_count
*/
static int l_span_count(lua_State *L)
{
  struct document *document = check_document(L, 1);
  lua_pushinteger(L, check_spans(L, 2, document)->count);
  return 1;
}

/***
One sentence, paragraph or line.
@function core.span
@treturn int first token, from 1
@treturn int last token, included (first - 1 when it has none)
@treturn int first byte, from 0
@treturn int end byte, not included
*/
static int l_span(lua_State *L)
{
  struct document *document = check_document(L, 1);
  struct spans *spans = check_spans(L, 2, document);
  lua_Integer n = luaL_checkinteger(L, 3);
  if (n < 1 || (lua_Unsigned)n > spans->count)
    return 0;
  lua_pushinteger(L, (lua_Integer)spans->first_token[n - 1] + 1);
  lua_pushinteger(L, spans->last_token[n - 1]);
  lua_pushinteger(L, spans->start[n - 1]);
  lua_pushinteger(L, spans->end[n - 1]);
  return 4;
}

/***
The number of the sentence, paragraph or line that holds a byte (from 0) of the document.
@function core.span_at
*/
static int l_span_at(lua_State *L)
{
  struct document *document = check_document(L, 1);
  struct spans *spans = check_spans(L, 2, document);
  lua_pushinteger(L, (lua_Integer)document_span_at(spans, (uint32_t)luaL_checkinteger(L, 3)) + 1);
  return 1;
}

/* core.line_type(document, n): the type of line n of the document. */
static int l_line_type(lua_State *L)
{
  struct document *document = check_document(L, 1);
  lua_Integer n = luaL_checkinteger(L, 2);
  if (n < 1 || (lua_Unsigned)n > document->segments.lines.count)
    return 0;
  lua_pushstring(L, line_names[document->segments.line_type[n - 1]]);
  return 1;
}

/* core.first_line(document): lines of the record before it. */
static int l_first_line(lua_State *L)
{
  lua_pushinteger(L, check_document(L, 1)->first_line);
  return 1;
}

/* core.set_record(document, annotation): what `document` of its annotations answers. */
static int l_set_record(lua_State *L)
{
  check_document(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_setiuservalue(L, 1, 3);
  return 0;
}

/* core.set_id(document, id): what `doc` of its annotations answers. */
static int l_set_id(lua_State *L)
{
  check_document(L, 1);
  luaL_checkstring(L, 2);
  lua_settop(L, 2);
  lua_setiuservalue(L, 1, 2);
  return 0;
}

/* core.count(document): tokens. */
static int l_count(lua_State *L)
{
  lua_pushinteger(L, check_document(L, 1)->segments.tokens.count);
  return 1;
}

/* core.text(document [, from, to]): bytes [from, to) of its text, all of it by default. */
static int l_text(lua_State *L)
{
  struct document *document = check_document(L, 1);
  lua_Integer from = luaL_optinteger(L, 2, 0);
  lua_Integer to = luaL_optinteger(L, 3, (lua_Integer)document->text.size);
  luaL_argcheck(L, from >= 0 && from <= to && (size_t)to <= document->text.size, 2,
                "bytes outside the document");
  lua_pushlstring(L, document->text.data + from, (size_t)(to - from));
  return 1;
}

/* core.bytes(document, first, last): bytes [from, to) of tokens first to last. */
static int l_bytes(lua_State *L)
{
  struct document *document = check_document(L, 1);
  uint32_t first = check_token(L, 2, document);
  uint32_t last = check_token(L, 3, document);
  luaL_argcheck(L, last >= first, 3, "the last token stands before the first");
  lua_pushinteger(L, document->segments.tokens.start[first]);
  lua_pushinteger(L, document->segments.tokens.end[last]);
  return 2;
}

/* core.tokens_of(document, from, to): first and last token that lie in bytes [from, to); nothing when none does. */
static int l_tokens_of(lua_State *L)
{
  struct document *document = check_document(L, 1);
  uint32_t from = (uint32_t)luaL_checkinteger(L, 2);
  uint32_t to = (uint32_t)luaL_checkinteger(L, 3);
  const struct tokens *tokens = &document->segments.tokens;
  uint32_t first = document_token_from(document, from);
  if (first > 0 && tokens->end[first - 1] > from)
    first--;
  uint32_t end = document_token_from(document, to);
  if (end <= first)
    return 0;
  lua_pushinteger(L, (lua_Integer)first + 1);
  lua_pushinteger(L, end);
  return 2;
}

/* core.offset(document, byte): offset in the source by the unit of --offsets. */
static int l_offset(lua_State *L)
{
  struct document *document = check_document(L, 1);
  struct host *host = host_of(L);
  lua_Integer at = luaL_checkinteger(L, 2);
  luaL_argcheck(L, at >= 0 && (size_t)at <= document->text.size, 2, "byte outside the document");
  lua_pushinteger(L, (lua_Integer)document_offset(host, document, (uint32_t)at, host->unit));
  return 1;
}

/* core.room(n): an empty table that takes n fields without growing. */
static int l_room(lua_State *L)
{
  lua_createtable(L, 0, (int)luaL_checkinteger(L, 1));
  return 1;
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

void bind_document(lua_State *L)
{
  static const luaL_Reg functions[] = {{"open_record", l_open_record},
                                       {"lines", l_lines},
                                       {"document", l_document},
                                       {"set_line_types", l_set_line_types},
                                       {"scan", l_scan},
                                       {"room", l_room},
                                       {"hits", l_hits},
                                       {"next_triggered", l_next_triggered},
                                       {"span_count", l_span_count},
                                       {"span", l_span},
                                       {"span_at", l_span_at},
                                       {"line_type", l_line_type},
                                       {"first_line", l_first_line},
                                       {"set_record", l_set_record},
                                       {"set_id", l_set_id},
                                       {"set_output", l_set_output},
                                       {"count", l_count},
                                       {"text", l_text},
                                       {"bytes", l_bytes},
                                       {"tokens_of", l_tokens_of},
                                       {"offset", l_offset},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);

  luaL_newmetatable(L, DOCUMENT_NAME);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
