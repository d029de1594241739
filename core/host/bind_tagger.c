/*
 * Taggers in Lua: declared piece by piece while plugins are prepared (core/lua/tagger.lua, which finds the words for what
 * is wrong), and run over each document.
 *
 * Letters are strings of one byte, sets of letters strings. Readings and choices count from 0, tokens from 1.
 */
#include "../match/tagger.h"
#include "host.h"
#include <string.h>

struct tagger_box {
  struct tagger *tagger; /* owns */
};

static struct tagger *check_tagger(lua_State *L)
{
  struct tagger_box *box = luaL_checkudata(L, 1, TAGGER_NAME);
  return box->tagger;
}

/* core.tagger(): a new tagger. */
static int l_tagger(lua_State *L)
{
  struct tagger_box *box = lua_newuserdatauv(L, sizeof *box, 0);
  box->tagger = NULL;
  luaL_setmetatable(L, TAGGER_NAME);
  raise_status(L, "tagger", tagger_new(&box->tagger));
  return 1;
}

static int l_tagger_gc(lua_State *L)
{
  struct tagger_box *box = luaL_checkudata(L, 1, TAGGER_NAME);
  tagger_free(box->tagger);
  box->tagger = NULL;
  return 0;
}

/* Byte `at` of a string; 0 when it is shorter or absent. */
static uint8_t letter_in(lua_State *L, int index, size_t at)
{
  size_t size;
  const char *letters = luaL_optlstring(L, index, "", &size);
  return at < size ? (uint8_t)letters[at] : 0;
}

/* Mark the letters of the set at `index`. */
static void read_set(lua_State *L, int index, bool *set)
{
  size_t size;
  const char *letters = luaL_optlstring(L, index, "", &size);
  for (size_t i = 0; i < size; i++)
    if ((uint8_t)letters[i] < TAG_LETTERS)
      set[(uint8_t)letters[i]] = true;
}

/* Copy the ending at `index`, which may be absent; its size. */
static uint8_t read_ending(lua_State *L, int index, char *ending)
{
  size_t size;
  const char *bytes = luaL_optlstring(L, index, "", &size);
  luaL_argcheck(L, size <= TAG_ENDING, index, "an ending of more than 8 bytes");
  memcpy(ending, bytes, size);
  return (uint8_t)size;
}

/***
Add a reading.
@function core.tagger_reading
@tparam tagger tagger
@tparam string step the letter or choice (128 + its number) that it writes behind each of the letters 0 to 127
@tparam boolean decided by the letter before
@tparam boolean inside a capital within the sentence makes it a name
@tparam boolean first and so does one at its start
*/
static int l_tagger_reading(lua_State *L)
{
  struct tag_reading reading;
  size_t size;
  const char *step = luaL_checklstring(L, 2, &size);
  luaL_argcheck(L, size == TAG_LETTERS, 2, "a letter for each of 128 expected");
  memcpy(reading.step, step, TAG_LETTERS);
  reading.decided = lua_toboolean(L, 3);
  reading.name_inside = lua_toboolean(L, 4);
  reading.name_first = lua_toboolean(L, 5);
  raise_status(L, "tagger", tagger_add_reading(check_tagger(L), &reading));
  return 0;
}

/***
Add a choice between two letters.
@function core.tagger_choice
@tparam tagger tagger
@tparam string test "ends_before", "next", "next_among" or "compound"
@tparam ?string|int argument the ending, the word, the bits of groups
@tparam string is the letter when it holds, and, second, what the next token finds before it
@tparam string otherwise the same when it does not
*/
static int l_tagger_choice(lua_State *L)
{
  static const char *const tests[] = {"ends_before", "next", "next_among", "compound", NULL};
  struct tagger *tagger = check_tagger(L);
  struct tag_choice choice = {.test = luaL_checkoption(L, 2, NULL, tests)};
  if (choice.test == TAG_ENDS_BEFORE)
    choice.size = read_ending(L, 3, choice.ending);
  if (choice.test == TAG_NEXT_WORD) {
    struct slice word;
    word.data = luaL_checklstring(L, 3, &word.size);
    choice.word = lexicon_add_word(host_of(L)->lexicon, word);
  }
  if (choice.test == TAG_NEXT_AMONG)
    choice.groups = (uint8_t)luaL_checkinteger(L, 3);
  for (int i = 0; i < 2; i++) {
    uint8_t seen = letter_in(L, 5 - i, 1);
    choice.letter[i] = letter_in(L, 5 - i, 0);
    choice.seen[i] = seen ? seen : choice.letter[i];
  }
  raise_status(L, "tagger", tagger_add_choice(tagger, &choice));
  return 0;
}

/***
Add a rule for words that are not listed.
@function core.tagger_rule
@tparam tagger tagger
@tparam int reading
@tparam ?string shape
@tparam ?string class
@tparam ?string ending
@tparam ?int least bytes of the word
*/
static int l_tagger_rule(lua_State *L)
{
  struct tag_rule rule = {.reading = (uint8_t)luaL_checkinteger(L, 2)};
  if (!lua_isnoneornil(L, 3))
    rule.shapes = 1u << luaL_checkoption(L, 3, NULL, shape_names);
  if (!lua_isnoneornil(L, 4))
    rule.kinds = 1u << luaL_checkoption(L, 4, NULL, class_names);
  rule.size = read_ending(L, 5, rule.ending);
  lua_Integer least = luaL_optinteger(L, 6, 0);
  luaL_argcheck(L, least >= 0 && least <= UINT8_MAX, 6, "0 to 255 bytes");
  rule.least = (uint8_t)least;
  raise_status(L, "tagger", tagger_add_rule(check_tagger(L), &rule));
  return 0;
}

/***
Add a letter that the next one settles.
@function core.tagger_settling
@tparam tagger tagger
@tparam string letter
@tparam ?string after letters behind which it does not count
@tparam ?string next letters before which it is `is`
@tparam ?string is
@tparam ?string otherwise
*/
static int l_tagger_settling(lua_State *L)
{
  struct tag_settling settling = {.letter = letter_in(L, 2, 0),
                                  .letter_if = letter_in(L, 5, 0),
                                  .letter_else = letter_in(L, 6, 0)};
  read_set(L, 3, settling.after);
  read_set(L, 4, settling.next);
  raise_status(L, "tagger", tagger_add_settling(check_tagger(L), &settling));
  return 0;
}

/* The id of the word at argument 2, in normal form. */
static uint32_t check_word(lua_State *L)
{
  struct slice word;
  word.data = luaL_checklstring(L, 2, &word.size);
  uint32_t id = lexicon_add_word(host_of(L)->lexicon, word);
  if (id == 0)
    raise_no_memory(L, "tagger");
  return id;
}

/* core.tagger_word(tagger, word, reading): the first reading of a word counts. */
static int l_tagger_word(lua_State *L)
{
  raise_status(L, "tagger",
               tagger_add_word(check_tagger(L), check_word(L), (uint32_t)luaL_checkinteger(L, 3)));
  return 0;
}

/* core.tagger_group(tagger, word, groups) */
static int l_tagger_group(lua_State *L)
{
  raise_status(L, "tagger",
               tagger_add_group(check_tagger(L), check_word(L), (uint32_t)luaL_checkinteger(L, 3)));
  return 0;
}

/* A string in field `key` of the table on the top of the stack, which keeps it; empty when there is none. */
static struct slice field_slice(lua_State *L, const char *key)
{
  struct slice slice = {"", 0};
  if (lua_getfield(L, -1, key) == LUA_TSTRING)
    slice.data = lua_tolstring(L, -1, &slice.size);
  lua_pop(L, 1);
  return slice;
}

static uint8_t field_byte(lua_State *L, const char *key)
{
  lua_getfield(L, -1, key);
  lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return (uint8_t)value;
}

static bool field_flag(lua_State *L, const char *key)
{
  lua_getfield(L, -1, key);
  bool value = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

/***
Read a list of words by rules.
@function core.tagger_list
@tparam tagger tagger
@tparam string tsv
@tparam boolean forms all forms of the words, too
@tparam {table} rules {column, value, differs, base, ending, among, groups, reading}, as in struct tag_list_rule
*/
static int l_tagger_list(lua_State *L)
{
  struct tagger *tagger = check_tagger(L);
  struct host *host = host_of(L);
  struct slice tsv;
  tsv.data = luaL_checklstring(L, 2, &tsv.size);
  luaL_checktype(L, 4, LUA_TTABLE);
  lua_Integer count = luaL_len(L, 4);
  luaL_argcheck(L, count <= TAG_LIST_RULES, 4, "more rules for one list than are read");
  struct tag_list_rule rules[TAG_LIST_RULES];
  for (lua_Integer n = 0; n < count; n++) {
    lua_geti(L, 4, n + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    struct slice ending = field_slice(L, "ending");
    luaL_argcheck(L, ending.size <= TAG_ENDING, 4, "an ending of more than 8 bytes");
    rules[n] = (struct tag_list_rule){.column = field_slice(L, "column"),
                                      .value = field_slice(L, "value"),
                                      .differs = field_flag(L, "differs"),
                                      .base = field_flag(L, "base"),
                                      .size = (uint8_t)ending.size,
                                      .among = field_byte(L, "among"),
                                      .groups = field_byte(L, "groups"),
                                      .reading = field_byte(L, "reading")};
    memcpy(rules[n].ending, ending.data, ending.size);
    lua_pop(L, 1);
  }
  enum status status =
      tagger_add_list(tagger, host->lexicon, lua_toboolean(L, 3) ? host->lemmas : NULL, tsv, rules,
                      (uint32_t)count);
  if (status == STATUS_BAD_INPUT)
    return luaL_error(L, "no list in UTF-8");
  raise_status(L, "tagger", status);
  return 0;
}

/* core.tagger_letters(tagger, passed over, wanted, sought): sets of letters. */
static int l_tagger_letters(lua_State *L)
{
  for (int set = TAG_PASSED; set < TAG_SETS; set++)
    for (size_t i = 0; letter_in(L, 2 + set, i); i++)
      raise_status(
          L, "tagger",
          tagger_add_letter(check_tagger(L), (enum tag_letters)set, letter_in(L, 2 + set, i)));
  return 0;
}

/* core.tagger_names(tagger, letter, longest, capitals, size): the numbers say what a title is. */
static int l_tagger_names(lua_State *L)
{
  struct tag_title title = {.longest = (uint32_t)luaL_checkinteger(L, 3),
                            .capitals = (uint32_t)luaL_checkinteger(L, 4),
                            .size = (uint32_t)luaL_checkinteger(L, 5)};
  raise_status(L, "tagger", tagger_set_names(check_tagger(L), letter_in(L, 2, 0), &title));
  return 0;
}

/*
 * Write what stands over the tokens, by a list of {first, last, letter, ...}, later ones in place of earlier ones, to `over`.
 * False when nothing does.
 */
static bool read_over(lua_State *L, int index, uint32_t count, uint8_t *over)
{
  luaL_checktype(L, index, LUA_TTABLE);
  lua_Integer numbers = luaL_len(L, index);
  if (numbers < 3)
    return false;
  memset(over, 0, (size_t)count + 1);
  for (lua_Integer i = 1; i + 2 <= numbers; i += 3) {
    lua_geti(L, index, i);
    lua_geti(L, index, i + 1);
    lua_geti(L, index, i + 2);
    lua_Integer first = lua_tointeger(L, -3);
    lua_Integer last = lua_tointeger(L, -2);
    lua_Integer letter = lua_tointeger(L, -1);
    lua_pop(L, 3);
    luaL_argcheck(L, letter > ' ' && letter < 0x7F, index, "a letter is a byte of printable ASCII");
    if (first < 1)
      first = 1;
    if (last > count)
      last = count;
    if (first <= last)
      memset(over + first - 1, (int)letter, (size_t)(last - first + 1));
  }
  return true;
}

/* Set item `n` of the list at `list`. */
static void set_item(lua_State *L, int list, lua_Integer n, lua_Integer value)
{
  lua_pushinteger(L, value);
  lua_rawseti(L, list, n);
}

/* Tokens [first, end) that are read as one sentence. */
struct piece {
  uint32_t first;
  uint32_t end;
};

/* How many pieces of at most TAG_LONGEST tokens the sentences of a document have. */
static size_t count_pieces(const struct spans *sentences)
{
  size_t count = 0;
  for (uint32_t s = 0; s < sentences->count; s++)
    count += (sentences->last_token[s] - sentences->first_token[s]) / TAG_LONGEST + 1;
  return count;
}

/* Write the pieces of sentences that are read to `found`; how many they are, and their tokens. */
static uint32_t find_pieces(const struct tagger *tagger, const struct tag_text *text,
                            struct piece *found, size_t *tokens)
{
  const struct spans *sentences = &text->segmentation->sentences;
  uint32_t count = 0;
  *tokens = 0;
  for (uint32_t s = 0; s < sentences->count; s++)
    for (uint32_t first = sentences->first_token[s]; first < sentences->last_token[s];
         first += TAG_LONGEST) {
      uint32_t end = sentences->last_token[s];
      if (end - first > TAG_LONGEST)
        end = first + TAG_LONGEST;
      if (!tagger_reads(tagger, text, first, end))
        continue;
      found[count] = (struct piece){first, end};
      count++;
      *tokens += end - first;
    }
  return count;
}

/* The list in field `name` of the table at `index`, made if there is none.   [-0, +1, m] */
static void open_list(lua_State *L, int index, const char *name, int size)
{
  if (lua_getfield(L, index, name) == LUA_TTABLE)
    return;
  lua_pop(L, 1);
  lua_createtable(L, size, 0);
  lua_pushvalue(L, -1);
  lua_setfield(L, index, name);
}

/* Take away what a list holds behind its first `count` items.   [-0, +0, -] */
static void close_list(lua_State *L, int list, lua_Integer count)
{
  while (lua_rawgeti(L, list, ++count) != LUA_TNIL) {
    lua_pop(L, 1);
    lua_pushnil(L);
    lua_rawseti(L, list, count);
  }
  lua_pop(L, 1);
}

/* Places on the stack of core.tag. */
enum { INTO = 6, FIRSTS, LASTS, STARTS, SOUGHT, STOPS };

/* What stands before and behind the letters of each sentence. */
struct edges {
  struct slice before;
  struct slice behind;
};

/* Write the letters of `count` pieces to `out`, and their places to the lists; how many stops there are. */
static lua_Integer write_pieces(lua_State *L, const struct tagger *tagger,
                                const struct tag_text *text, const struct piece *pieces,
                                uint32_t count, const struct edges *edges, char *out)
{
  lua_Integer stops = 0;
  char *at = out;
  for (uint32_t n = 0; n < count; n++) {
    uint32_t first = pieces[n].first;
    uint32_t end = pieces[n].end;
    memcpy(at, edges->before.data, edges->before.size);
    at += edges->before.size;
    set_item(L, FIRSTS, (lua_Integer)n + 1, (lua_Integer)first + 1);
    set_item(L, LASTS, (lua_Integer)n + 1, end);
    set_item(L, STARTS, (lua_Integer)n + 1, at - out + 1);
    tagger_write(tagger, text, first, end, at);
    uint32_t before = tagger_seek(tagger, at, end - first);
    char *found = before < end - first ? at + before : at + before + edges->behind.size - 1;
    set_item(L, SOUGHT, (lua_Integer)n + 1, found - out + 1);
    for (uint32_t i = first; i < end; i++)
      if (tagger_stops(tagger, text, i))
        set_item(L, STOPS, ++stops, at - out + 1 + (lua_Integer)(i - first));
    at += end - first;
    memcpy(at, edges->behind.data, edges->behind.size);
    at += edges->behind.size;
  }
  return stops;
}

/***
Run a tagger over the sentences of a document that it wants to read.
@function core.tag
@tparam tagger tagger
@tparam document document scanned
@tparam {int} over first token, last token and letter of what has a letter in any case, one after the other
@tparam string before stands before the letters of each sentence
@tparam string behind and behind them
@tparam table into gets letters (all sentences, one after the other); of each sentence firsts and lasts (its tokens) and starts
(the place of its first letter) and sought (that of the first letter that is sought, or of the last of `behind`); stops (the places of words that are looked for). Lists that it has are filled anew. A sentence of more than TAG_LONGEST tokens is read as several.
@treturn table into
*/
static int l_tag(lua_State *L)
{
  const struct tagger *tagger = check_tagger(L);
  const struct document *document = check_document(L, 2);
  if (!document->scanned)
    return luaL_error(L, "tags: the document is not scanned");
  struct edges edges;
  edges.before.data = luaL_checklstring(L, 4, &edges.before.size);
  edges.behind.data = luaL_checklstring(L, 5, &edges.behind.size);
  luaL_checktype(L, INTO, LUA_TTABLE);
  lua_settop(L, INTO);
  struct arena *arena = host_of(L)->arena;
  uint32_t tokens = document->segments.tokens.count;
  uint8_t *over = arena_alloc(arena, (size_t)tokens + 1);
  struct piece *read =
      arena_array(arena, count_pieces(&document->segments.sentences) + 1, sizeof *read);
  if (!over || !read)
    raise_no_memory(L, "tags");
  struct tag_text text = {.text = document->text,
                          .segmentation = &document->segments,
                          .scan = &document->scan,
                          .over = read_over(L, 3, tokens, over) ? over : NULL};
  size_t size;
  uint32_t count = find_pieces(tagger, &text, read, &size);
  size += (edges.before.size + edges.behind.size) * count;
  char *out = arena_alloc(arena, size + 1);
  if (!out)
    raise_no_memory(L, "tags");

  open_list(L, INTO, "firsts", (int)count);
  open_list(L, INTO, "lasts", (int)count);
  open_list(L, INTO, "starts", (int)count);
  open_list(L, INTO, "sought", (int)count);
  open_list(L, INTO, "stops", (int)count);
  lua_Integer stops = write_pieces(L, tagger, &text, read, count, &edges, out);
  for (int list = FIRSTS; list <= SOUGHT; list++)
    close_list(L, list, count);
  close_list(L, STOPS, stops);
  lua_pushlstring(L, out, size);
  lua_setfield(L, INTO, "letters");
  lua_settop(L, INTO);
  return 1;
}

void bind_tagger(lua_State *L)
{
  static const luaL_Reg functions[] = {{"tagger", l_tagger},
                                       {"tagger_reading", l_tagger_reading},
                                       {"tagger_choice", l_tagger_choice},
                                       {"tagger_rule", l_tagger_rule},
                                       {"tagger_settling", l_tagger_settling},
                                       {"tagger_word", l_tagger_word},
                                       {"tagger_group", l_tagger_group},
                                       {"tagger_list", l_tagger_list},
                                       {"tagger_letters", l_tagger_letters},
                                       {"tagger_names", l_tagger_names},
                                       {"tag", l_tag},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  luaL_newmetatable(L, TAGGER_NAME);
  lua_pushcfunction(L, l_tagger_gc);
  lua_setfield(L, -2, "__gc");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
