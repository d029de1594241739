/*
 * The columns of a document's tokens in Lua: functions of a token's position, and lists.
 */
#include "../text/normal.h"
#include "../text/quotation.h"
#include "host.h"
#include <string.h>

const char *const shape_names[] = {"-", "xx", "Xx", "XX", "xX", "9", NULL};
const char *const class_names[] = {"word", "number", "punctuation", "symbol", NULL};

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

/* Upvalues of the columns and lists: the document, the words that are kept, and of a list which it is. */
enum { UP_DOCUMENT = 1, UP_KEPT, UP_LIST };

static const struct document *column(lua_State *L, uint32_t *token)
{
  struct document *document = own_document(L, lua_upvalueindex(UP_DOCUMENT));
  *token = check_token(L, 1, document);
  return document;
}

static struct slice token_text(const struct document *document, uint32_t token)
{
  const struct tokens *tokens = &document->segments.tokens;
  return (struct slice){document->text.data + tokens->start[token],
                        tokens->end[token] - tokens->start[token]};
}

/* The normal form of a token goes to `out`; returns its size. */
static size_t token_normal(const struct document *document, uint32_t token, char *out)
{
  bool broken = (document->segments.tokens.flags[token] & TOKEN_BROKEN) != 0;
  struct slice text = token_text(document, token);
  return broken ? normal_form_broken(text, out) : normal_form(text, out);
}

/* The table in which normal forms are kept as strings, each in the place that its word's number gives it.   [-0, +1, m] */
static void push_kept(lua_State *L)
{
  static const char kept_key; /* registry */
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &kept_key) == LUA_TTABLE)
    return;
  lua_pop(L, 1);
  lua_createtable(L, KEPT_WORDS, 0);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kept_key);
}

/* The normal form of a token; if the lexicon has the word, it may be among those that are kept, in the table at `kept`.
 * [-0, +1, m] */
static void push_word(lua_State *L, const struct document *document, uint32_t token, int kept)
{
  uint32_t id = document->scanned ? document->scan.word[token] : 0;
  uint32_t place = id % KEPT_WORDS;
  uint32_t *of_place = &host_of(L)->kept_words[place];
  if (id != 0 && *of_place == id) {
    lua_rawgeti(L, kept, (lua_Integer)place + 1);
    return;
  }
  char normal[NORMAL_MAX];
  lua_pushlstring(L, normal, token_normal(document, token, normal));
  if (id != 0) {
    lua_pushvalue(L, -1);
    lua_rawseti(L, kept, (lua_Integer)place + 1);
    *of_place = id;
  }
}

static int l_word(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  push_word(L, document, token, lua_upvalueindex(UP_KEPT));
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
  struct slice word = {normal, token_normal(document, token, normal)};
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

/* Whether a word has a capital (A to Z) that is not its first letter: "MoH". */
static bool has_inner_capital(const struct document *document, uint32_t token)
{
  const struct tokens *tokens = &document->segments.tokens;
  const char *text = document->text.data;
  for (uint32_t at = tokens->start[token] + 1; at < tokens->end[token]; at++)
    if (text[at] >= 'A' && text[at] <= 'Z')
      return true;
  return false;
}

/* The first token from position i on that begins with a capital (shape Xx, XX or xX; when the second argument is true only XX, xX,
 * or Xx with another capital); nothing when there is none. */
static int l_next_capital(lua_State *L)
{
  struct document *document = own_document(L, lua_upvalueindex(UP_DOCUMENT));
  const struct tokens *tokens = &document->segments.tokens;
  bool several = lua_toboolean(L, 2);
  for (lua_Integer i = luaL_checkinteger(L, 1) - 1; i >= 0 && (lua_Unsigned)i < tokens->count; i++)
    if (tokens->shape[i] == SHAPE_UPPER || tokens->shape[i] == SHAPE_MIXED ||
        (tokens->shape[i] == SHAPE_CAPITAL &&
         (!several || has_inner_capital(document, (uint32_t)i)))) {
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
  struct document *document = own_document(L, lua_upvalueindex(UP_DOCUMENT));
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
  struct document *document = own_document(L, lua_upvalueindex(UP_DOCUMENT));
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
  struct document *document = own_document(L, lua_upvalueindex(UP_DOCUMENT));
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

/* The line of the source (from 1) on which the token begins. */
static int l_line_of(lua_State *L)
{
  uint32_t token;
  const struct document *document = column(L, &token);
  lua_pushinteger(L, document_line(document, document->segments.tokens.start[token]));
  return 1;
}

static void push_shape(lua_State *L, const struct document *document, uint32_t token, int kept)
{
  (void)kept;
  lua_pushstring(L, shape_names[document->segments.tokens.shape[token]]);
}

typedef void push_function(lua_State *L, const struct document *document, uint32_t token, int kept);
static push_function *const column_lists[] = {push_word, push_shape};

/* Tokens of a list that are filled at once: what is read is mostly read of neighbours, too. */
enum { FILLED_BLOCK = 4 };

/* __index of a list of tokens that is filled where it is read. */
static int l_fill_list(lua_State *L)
{
  struct document *document = own_document(L, lua_upvalueindex(UP_DOCUMENT));
  int is_integer;
  lua_Integer i = lua_tointegerx(L, 2, &is_integer);
  if (!is_integer || i < 1 || (lua_Unsigned)i > document->segments.tokens.count)
    return 0;
  push_function *push = column_lists[lua_tointeger(L, lua_upvalueindex(UP_LIST))];
  uint32_t first = (uint32_t)(i - 1) / FILLED_BLOCK * FILLED_BLOCK;
  for (uint32_t t = first; t < first + FILLED_BLOCK && t < document->segments.tokens.count; t++) {
    push(L, document, t, lua_upvalueindex(UP_KEPT));
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
  static const char *const columns[] = {"word", "shape", NULL};
  struct document *document = check_document(L, 1);
  int column = luaL_checkoption(L, 2, NULL, columns);
  bool whole = lua_toboolean(L, 3);
  uint32_t count = document->segments.tokens.count;
  lua_createtable(L, (int)count, 0);
  push_kept(L);
  int kept = lua_gettop(L);
  if (whole) {
    for (uint32_t i = 0; i < count; i++) {
      column_lists[column](L, document, i, kept);
      lua_rawseti(L, kept - 1, (lua_Integer)i + 1);
    }
    lua_settop(L, kept - 1);
    return 1;
  }
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, kept);
  lua_pushinteger(L, column);
  lua_pushcclosure(L, l_fill_list, 3);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, kept - 1);
  lua_settop(L, kept - 1);
  return 1;
}

/* Push the text of tokens [first, last] that stand on several lines as it would stand on one. [-0, +1, m] */
static void push_on_one_line(lua_State *L, const struct document *document, uint32_t first,
                             uint32_t last)
{
  const struct tokens *tokens = &document->segments.tokens;
  luaL_Buffer line;
  luaL_buffinit(L, &line);
  for (uint32_t i = first; i <= last; i++) {
    struct slice token = token_text(document, i);
    const char *stop =
        (tokens->flags[i] & TOKEN_BROKEN) != 0 ? memchr(token.data, '-', token.size) : NULL;
    while (stop != NULL) {
      luaL_addlstring(&line, token.data, (size_t)(stop - token.data));
      token = slice_trim(slice_from(token, (size_t)(stop - token.data) + 1));
      stop = memchr(token.data, '-', token.size);
    }
    luaL_addlstring(&line, token.data, token.size);
    if (i == last)
      break;
    struct slice gap = {token.data + token.size,
                        (size_t)(document->text.data + tokens->start[i + 1] - token.data) -
                            token.size};
    if (memchr(gap.data, '\n', gap.size) == NULL)
      luaL_addlstring(&line, gap.data, gap.size);
    else if ((tokens->flags[i + 1] & TOKEN_COMPOUND) == 0)
      luaL_addchar(&line, ' ');
  }
  luaL_pushresult(&line);
}

static int l_slice(lua_State *L)
{
  uint32_t first;
  const struct document *document = column(L, &first);
  uint32_t last = check_token(L, 2, document);
  const struct tokens *tokens = &document->segments.tokens;
  struct slice text = {document->text.data + tokens->start[first], 0};
  if (last >= first)
    text.size = tokens->end[last] - tokens->start[first];
  if (memchr(text.data, '\n', text.size) == NULL)
    lua_pushlstring(L, text.data, text.size);
  else
    push_on_one_line(L, document, first, last);
  return 1;
}

/***
A table with the token columns of a document, as functions of a token position, and room for more fields.
@function core.columns
@tparam document document
@tparam table methods copied into the table
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
  enum { MORE = 48 }; /* methods and fields */
  check_document(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_createtable(L, 0, (int)(sizeof columns / sizeof *columns) + MORE);
  int table = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, table);
  }
  lua_pushvalue(L, 1);
  push_kept(L);
  luaL_setfuncs(L, columns, 2);
  return 1;
}

void bind_columns(lua_State *L)
{
  static const luaL_Reg functions[] = {
      {"columns", l_columns}, {"column_list", l_column_list}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
