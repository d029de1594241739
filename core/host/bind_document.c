/*
 * Documents in Lua: segmentation and the token columns.
 */
#include "../text/normal.h"
#include "../text/quotation.h"
#include "host.h"
#include <string.h>

static const char *const shape_names[] = {"-", "xx", "Xx", "XX", "xX", "9"};
static const char *const class_names[] = {"word", "number", "punctuation", "symbol"};
static const char *const line_names[] = {"paragraph", "title", "caption", "dateline",
                                         "byline",    "list",  "blank"};

struct document *check_document(lua_State *L, int index)
{
  struct document *document = luaL_checkudata(L, index, DOCUMENT_NAME);
  if (document->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  return document;
}

struct document *check_span(lua_State *L, int index, uint32_t *from, uint32_t *to)
{
  struct host *host = host_of(L);
  lua_rawgeti(L, index, 3);
  struct document *document = lua_touserdata(L, -1);
  if (!document || document != host->checked) {
    if (!luaL_testudata(L, -1, DOCUMENT_NAME))
      luaL_error(L, "a span without a document");
    document = check_document(L, lua_gettop(L));
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &host->checked);
    host->checked = document;
  }
  int has_from;
  int has_to;
  lua_rawgeti(L, index, 1);
  lua_rawgeti(L, index, 2);
  lua_Integer first = lua_tointegerx(L, -2, &has_from);
  lua_Integer end = lua_tointegerx(L, -1, &has_to);
  lua_pop(L, 3);
  if (!has_from || !has_to || first < 0 || end < first || (size_t)end > document->text.size)
    luaL_error(L, "a span outside of its document");
  *from = (uint32_t)first;
  *to = (uint32_t)end;
  return document;
}

/* A token position, 1-based, of `document`; 0-based out. */
static uint32_t check_token(lua_State *L, int index, const struct document *document)
{
  lua_Integer i = luaL_checkinteger(L, index);
  if (i < 1 || (lua_Unsigned)i > document->segments.tokens.count)
    luaL_error(L, "token %I is outside the document (1 .. %I)", i,
               (lua_Integer)document->segments.tokens.count);
  return (uint32_t)(i - 1);
}

size_t document_offset(const struct host *host, const struct document *document, uint32_t at,
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

/* Index of the span of tokens that holds token `token`. */
static uint32_t span_of_token(const struct spans *spans, uint32_t token)
{
  uint32_t low = 0;
  uint32_t high = spans->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (spans->last_token[middle] <= token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
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
  luaL_argcheck(L, size < UINT32_MAX, 1, "a record of 4 GiB and more is not read");

  host->generation++;
  host->checked = NULL;
  arena_reset(host->arena, (size_t)16 << 20);
  lua_pushvalue(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &host->record);
  host->record = (struct slice){text, size};
  raise_status(L, "offsets", offsets_new(host->record, host->arena, &host->offsets));
  return 0;
}

/***
The lines of the current record.
@function core.lines
@treturn table {from, to, type, from, to, type, ...}: bytes from 1, inclusive; type as in unit.line_type
*/
static int l_lines(lua_State *L)
{
  struct host *host = host_of(L);
  struct spans lines;
  uint8_t *types;
  raise_status(L, "lines", segment_lines(host->record, host->rules, host->arena, &lines, &types));
  lua_createtable(L, (int)lines.count * 3, 0);
  for (uint32_t i = 0; i < lines.count; i++) {
    lua_pushinteger(L, (lua_Integer)lines.start[i] + 1);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 1);
    lua_pushinteger(L, lines.end[i]);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 2);
    lua_pushstring(L, line_names[types[i]]);
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

  struct document *document = lua_newuserdatauv(L, sizeof *document, 2);
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

/* Give a document its line types where the reader knew them (HTML headings, captions).
 * core.set_line_types(document, {from, to, type, ...}), bytes of the record from 1, types by number. */
static int l_set_line_types(lua_State *L)
{
  struct document *document = check_document(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  struct spans *lines = &document->segments.lines;
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
      if (lines->end[n] > lines->start[n])
        document->segments.line_type[n] = (uint8_t)type;
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
  enum { WORDS = TRIGGER_SETS / 64 };
  uint64_t bit = (uint64_t)1 << (set % 64);
  for (lua_Integer i = n < 1 ? 0 : n - 1; (lua_Unsigned)i < document->segments.sentences.count; i++)
    if (document->scan.triggered[i * WORDS + set / 64] & bit) {
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

/* The token columns: closures over the document (upvalue 1). The upvalue is ours, so it is not checked by name. */
static const struct document *column(lua_State *L, uint32_t *token)
{
  struct document *document = lua_touserdata(L, lua_upvalueindex(1));
  if (document->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  *token = check_token(L, 1, document);
  return document;
}

static struct slice token_text(const struct document *document, uint32_t token)
{
  const struct tokens *tokens = &document->segments.tokens;
  return (struct slice){document->text.data + tokens->start[token],
                        tokens->end[token] - tokens->start[token]};
}

static int l_word(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  char normal[NORMAL_MAX];
  lua_pushlstring(L, normal, normal_form(token_text(document, token), normal));
  return 1;
}

static int l_surface(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  struct slice text = token_text(document, token);
  lua_pushlstring(L, text.data, text.size);
  return 1;
}

static int l_lemma(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  char normal[NORMAL_MAX];
  char lemma[NORMAL_MAX];
  struct slice word = {normal, normal_form(token_text(document, token), normal)};
  lua_pushlstring(L, lemma, lemma_of(host_of(L)->lemmas, word, lemma));
  return 1;
}

static int l_shape(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushstring(L, shape_names[document->segments.tokens.shape[token]]);
  return 1;
}

static int l_class(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushstring(L, class_names[document->segments.tokens.class[token]]);
  return 1;
}

static int l_joined(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushboolean(L, document->segments.tokens.flags[token] & TOKEN_JOINED);
  return 1;
}

static int l_spaced(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushboolean(L, document->segments.tokens.flags[token] & TOKEN_SPACED);
  return 1;
}

static int l_compound(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushboolean(L, document->segments.tokens.flags[token] & TOKEN_COMPOUND);
  return 1;
}

/* The first token from position i on that begins with a capital (shape Xx, XX or xX; only XX or xX when the second argument is
 * true); nothing when there is none. */
static int l_next_capital(lua_State *L)
{
  struct document *document = lua_touserdata(L, lua_upvalueindex(1));
  if (document->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  const struct tokens *tokens = &document->segments.tokens;
  bool capital = !lua_toboolean(L, 2);
  for (lua_Integer i = luaL_checkinteger(L, 1) - 1; i >= 0 && (lua_Unsigned)i < tokens->count; i++)
    if ((capital && tokens->shape[i] == SHAPE_CAPITAL) || tokens->shape[i] == SHAPE_UPPER ||
        tokens->shape[i] == SHAPE_MIXED) {
      lua_pushinteger(L, i + 1);
      return 1;
    }
  return 0;
}

static int l_sentence_of(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushinteger(L, (lua_Integer)span_of_token(&document->segments.sentences, token) + 1);
  return 1;
}

static int l_paragraph_of(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushinteger(L, (lua_Integer)span_of_token(&document->segments.paragraphs, token) + 1);
  return 1;
}

/* The token that holds or follows a byte (from 1) of the document's text; nothing behind the last one. */
static int l_token_at(lua_State *L)
{
  struct document *document = lua_touserdata(L, lua_upvalueindex(1));
  if (document->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  lua_Integer byte = luaL_checkinteger(L, 1);
  luaL_argcheck(L, byte >= 1 && (size_t)byte <= document->text.size + 1, 1,
                "byte outside the document");
  uint32_t token = document_token_from(document, (uint32_t)byte - 1);
  if (token > 0 && document->segments.tokens.end[token - 1] > (uint32_t)byte - 1)
    token--;
  if (token >= document->segments.tokens.count)
    return 0;
  lua_pushinteger(L, (lua_Integer)token + 1);
  return 1;
}

/* The words of the document's text as wc -w counts them: runs of bytes other than ASCII white space. */
static int l_count_words(lua_State *L)
{
  struct document *document = lua_touserdata(L, lua_upvalueindex(1));
  if (document->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  lua_Integer runs = 0;
  bool inside = false;
  for (size_t i = 0; i < document->text.size; i++) {
    unsigned char c = (unsigned char)document->text.data[i];
    bool space = c == ' ' || (c >= '\t' && c <= '\r');
    runs += !space && !inside;
    inside = !space;
  }
  lua_pushinteger(L, runs);
  return 1;
}

/*
 * The glyphs of quotation marks in the document's text, as a list {byte from 1, glyph, byte, glyph, ...}; and the paragraphs
 * in which they stand, as a list of {number, first byte from 1, last byte, last token, place of its last glyph in the first
 * list}, one after the other. Paragraphs that have none but the one glyph at argument 1 are left out.
 */
static int l_quotation_marks(lua_State *L)
{
  struct document *document = lua_touserdata(L, lua_upvalueindex(1));
  if (document->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  size_t size;
  const char *left_out = luaL_optlstring(L, 1, "", &size);
  const struct spans *paragraphs = &document->segments.paragraphs;
  const char *text = document->text.data;
  lua_settop(L, 0);
  enum { GLYPHS = 1, PARAGRAPHS };
  lua_newtable(L);
  lua_newtable(L);
  struct slice glyph;
  lua_Integer count = 0;
  lua_Integer places = 0;
  size_t at = 0;
  bool more = quotation_next(document->text, at, &glyph);
  for (uint32_t p = 0; more && p < paragraphs->count; p++) {
    if ((size_t)(glyph.data - text) >= paragraphs->end[p])
      continue;
    lua_Integer before = count;
    bool others = false;
    while (more && (size_t)(glyph.data - text) < paragraphs->end[p]) {
      others = others || glyph.size != size || memcmp(glyph.data, left_out, size) != 0;
      lua_pushinteger(L, (lua_Integer)(glyph.data - text) + 1);
      lua_rawseti(L, GLYPHS, ++count);
      lua_pushlstring(L, glyph.data, glyph.size);
      lua_rawseti(L, GLYPHS, ++count);
      at = (size_t)(glyph.data - text) + glyph.size;
      more = quotation_next(document->text, at, &glyph);
    }
    if (others) {
      const lua_Integer place[] = {p + 1, (lua_Integer)paragraphs->start[p] + 1, paragraphs->end[p],
                                   paragraphs->last_token[p], count - 1};
      for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        lua_pushinteger(L, place[i]);
        lua_rawseti(L, PARAGRAPHS, ++places);
      }
    } else {
      for (; count > before; count--) {
        lua_pushnil(L);
        lua_rawseti(L, GLYPHS, count);
      }
    }
  }
  return 2;
}

lua_Integer document_line(const struct document *document, uint32_t at)
{
  return (lua_Integer)document_span_at(&document->segments.lines, at) + 1 + document->first_line;
}

/* The line of the source (from 1) on which the token begins. */
static int l_line_of(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushinteger(L, document_line(document, document->segments.tokens.start[token]));
  return 1;
}

/* The normal form of a token, from the cache {word id -> string} at `cache` if the lexicon has the word.   [-0, +1, m] */
static void push_word(lua_State *L, const struct document *document, uint32_t token, int cache)
{
  uint32_t id = document->scanned ? document->scan.word[token] : 0;
  if (id != 0) {
    if (lua_rawgeti(L, cache, id) == LUA_TSTRING)
      return;
    lua_pop(L, 1);
  }
  char normal[NORMAL_MAX];
  lua_pushlstring(L, normal, normal_form(token_text(document, token), normal));
  if (id != 0) {
    lua_pushvalue(L, -1);
    lua_rawseti(L, cache, id);
  }
}

static void push_shape(lua_State *L, const struct document *document, uint32_t token, int cache)
{
  uint8_t shape = document->segments.tokens.shape[token];
  if (lua_rawgeti(L, cache, -1 - (lua_Integer)shape) == LUA_TSTRING)
    return;
  lua_pop(L, 1);
  lua_pushstring(L, shape_names[shape]);
  lua_pushvalue(L, -1);
  lua_rawseti(L, cache, -1 - (lua_Integer)shape);
}

typedef void push_function(lua_State *L, const struct document *document, uint32_t token,
                           int cache);
static push_function *const column_lists[] = {push_word, push_shape};

/* Tokens of a list that are filled at once: what is read is mostly read of neighbours, too. */
enum { FILLED_BLOCK = 8 };

/* __index of a list of tokens that is filled where it is read. Upvalues: the document, the cache, which list. */
static int l_fill_list(lua_State *L)
{
  struct document *document = lua_touserdata(L, lua_upvalueindex(1));
  if (document->generation != host_of(L)->generation)
    luaL_error(L, "document is closed");
  int is_integer;
  lua_Integer i = lua_tointegerx(L, 2, &is_integer);
  if (!is_integer || i < 1 || (lua_Unsigned)i > document->segments.tokens.count)
    return 0;
  push_function *push = column_lists[lua_tointeger(L, lua_upvalueindex(3))];
  uint32_t first = (uint32_t)(i - 1) / FILLED_BLOCK * FILLED_BLOCK;
  for (uint32_t t = first; t < first + FILLED_BLOCK && t < document->segments.tokens.count; t++) {
    push(L, document, t, lua_upvalueindex(2));
    lua_rawseti(L, 1, (lua_Integer)t + 1);
  }
  lua_rawgeti(L, 1, i);
  return 1;
}

/***
The normal forms or the shapes of all tokens, as a list.
@function core.column_list
@tparam document document
@tparam string column "word" or "shape"
@tparam boolean whole all of it at once; else each token when it is first read, and the list has no length
@treturn table
*/
static int l_column_list(lua_State *L)
{
  static const char cache_key; /* registry: word id -> string, -1 - shape -> string */
  static const char *const columns[] = {"word", "shape", NULL};
  struct document *document = check_document(L, 1);
  int column = luaL_checkoption(L, 2, NULL, columns);
  bool whole = lua_toboolean(L, 3);
  uint32_t count = document->segments.tokens.count;
  lua_createtable(L, (int)count, 0);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &cache_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
  }
  int cache = lua_gettop(L);
  if (whole) {
    for (uint32_t i = 0; i < count; i++) {
      column_lists[column](L, document, i, cache);
      lua_rawseti(L, cache - 1, (lua_Integer)i + 1);
    }
    lua_settop(L, cache - 1);
    return 1;
  }
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, cache);
  lua_pushinteger(L, column);
  lua_pushcclosure(L, l_fill_list, 3);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, cache - 1);
  lua_settop(L, cache - 1);
  return 1;
}

static int l_slice(lua_State *L)
{
  uint32_t first;
  const struct document *document = column(L, &first);
  uint32_t last = check_token(L, 2, document);
  const struct tokens *tokens = &document->segments.tokens;
  if (last < first)
    lua_pushliteral(L, "");
  else
    lua_pushlstring(L, document->text.data + tokens->start[first],
                    tokens->end[last] - tokens->start[first]);
  return 1;
}

/***
A table with the token columns of a document, as functions of a token position, and room for more fields.
@function core.columns
@tparam document document
@treturn table {word, surface, lemma, shape, class, joined, spaced, compound, sentence_of, paragraph_of, line_of, token_at, next_capital, count_words, quotation_marks, slice}
*/
static int l_columns(lua_State *L)
{
  static const luaL_Reg columns[] = {{"word", l_word},
                                     {"surface", l_surface},
                                     {"lemma", l_lemma},
                                     {"shape", l_shape},
                                     {"class", l_class},
                                     {"joined", l_joined},
                                     {"spaced", l_spaced},
                                     {"compound", l_compound},
                                     {"sentence_of", l_sentence_of},
                                     {"paragraph_of", l_paragraph_of},
                                     {"line_of", l_line_of},
                                     {"token_at", l_token_at},
                                     {"next_capital", l_next_capital},
                                     {"count_words", l_count_words},
                                     {"quotation_marks", l_quotation_marks},
                                     {"slice", l_slice},
                                     {NULL, NULL}};
  enum { MORE = 16 };
  check_document(L, 1);
  lua_createtable(L, 0, (int)(sizeof columns / sizeof *columns) + MORE);
  lua_pushvalue(L, 1);
  luaL_setfuncs(L, columns, 1);
  return 1;
}

void bind_document(lua_State *L)
{
  static const luaL_Reg functions[] = {{"open_record", l_open_record},
                                       {"lines", l_lines},
                                       {"document", l_document},
                                       {"set_line_types", l_set_line_types},
                                       {"scan", l_scan},
                                       {"hits", l_hits},
                                       {"next_triggered", l_next_triggered},
                                       {"span_count", l_span_count},
                                       {"span", l_span},
                                       {"span_at", l_span_at},
                                       {"line_type", l_line_type},
                                       {"first_line", l_first_line},
                                       {"set_id", l_set_id},
                                       {"count", l_count},
                                       {"text", l_text},
                                       {"bytes", l_bytes},
                                       {"tokens_of", l_tokens_of},
                                       {"offset", l_offset},
                                       {"columns", l_columns},
                                       {"column_list", l_column_list},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);

  luaL_newmetatable(L, DOCUMENT_NAME);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
