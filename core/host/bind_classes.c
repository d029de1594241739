/*
 * Classes of tokens in Lua. Tapes and marks are declared in the same way, class by class: by words, shapes
 * and classes of tokens. What only one of them has (layers; flags, names, first tokens) stands with it, in
 * bind_tape.c and bind_marks.c.
 *
 * Classes count from 1 in Lua.
 */
#include "../base/tsv.h"
#include "../match/lists.h"
#include "../match/marks.h"
#include "../text/normal.h"
#include "host.h"
#include <string.h>

struct class_set *check_classes(lua_State *L)
{
  struct class_set *set = luaL_testudata(L, 1, TAPE_NAME);
  return set ? set : luaL_checkudata(L, 1, MARKS_NAME);
}

uint32_t check_class(lua_State *L, const struct class_set *set)
{
  lua_Integer class = luaL_checkinteger(L, 2);
  luaL_argcheck(L, class >= 1 && class <= (set->tape ? TAPE_CLASSES : MARK_BITS), 2,
                "more classes than there can be");
  return (uint32_t)(class - 1);
}

static void add_word(lua_State *L, const struct class_set *set, uint32_t class, uint32_t word)
{
  raise_status(L, "classes",
               set->tape ? tape_add_word(set->tape, class, word)
                         : marks_add_word(set->marks, class, word));
}

/* core.class_word(tape or marks, class, word id) */
static int l_class_word(lua_State *L)
{
  const struct class_set *set = check_classes(L);
  add_word(L, set, check_class(L, set), (uint32_t)luaL_checkinteger(L, 3));
  return 0;
}

/* Where the words go that a pattern stands for. */
struct expansion {
  lua_State *L;
  const struct class_set *set;
  uint32_t class;
  uint32_t words;
  char word[NORMAL_MAX + 1]; /* as far as it is spelt */
};

/* Reads up to nine digits at *text into *number and moves past them. Returns how many there are. */
static size_t read_digits(const char **text, uint32_t *number)
{
  size_t digits = 0;
  for (*number = 0; digits < 9 && **text >= '0' && **text <= '9'; (*text)++, digits++)
    *number = *number * 10 + (uint32_t)(**text - '0');
  return digits;
}

/* Writes a number with zeros before it up to `width` digits into at most `room` bytes. Returns how many it takes. */
static size_t write_digits(char *to, size_t room, uint32_t number, size_t width)
{
  size_t size = 1;
  for (uint32_t rest = number / 10; rest > 0; rest /= 10)
    size++;
  if (size < width)
    size = width;
  for (size_t i = size; i-- > 0; number /= 10) {
    if (i < room)
      to[i] = (char)('0' + number % 10);
  }
  return size;
}

/* Adds the words that begin with the first `size` bytes of the word and go on as `pattern` says. */
static void expand(struct expansion *expansion, size_t size, const char *pattern)
{
  lua_State *L = expansion->L;
  char *word = expansion->word;
  for (; *pattern; pattern++) {
    if (*pattern == '{') { /* "{01..09}" */
      const char *at = pattern + 1;
      uint32_t from;
      uint32_t last;
      bool padded = *at == '0';
      size_t width = read_digits(&at, &from);
      bool is_range = width > 0 && at[0] == '.' && at[1] == '.';
      at += is_range ? 2 : 0;
      if (is_range && read_digits(&at, &last) > 0 && *at == '}') {
        for (uint32_t n = from; n <= last; n++) {
          size_t digits = write_digits(word + size, NORMAL_MAX - size, n, padded ? width : 1);
          if (digits > NORMAL_MAX - size)
            luaL_error(L, "a word of more than %d bytes", NORMAL_MAX);
          expand(expansion, size + digits, at + 1);
        }
        return;
      }
    }
    if (size == NORMAL_MAX)
      luaL_error(L, "a word of more than %d bytes", NORMAL_MAX);
    word[size] = *pattern;
    size++;
  }
  if (++expansion->words > TAPE_WORDS)
    luaL_error(L, "a word stands for more than %d", TAPE_WORDS);
  uint32_t id = lexicon_add_word(host_of(L)->lexicon, (struct slice){word, size});
  if (id == 0)
    raise_no_memory(L, "classes");
  add_word(L, expansion->set, expansion->class, id);
}

/***
Put all words into a class that a pattern stands for: "{1..31}" is each number from 1 to 31, "{01..09}" each with a zero before it.
@function core.class_words
@tparam tape|marks set
@tparam int class
@tparam string pattern in its normal form; one without a range is the word itself
@raise when it stands for more than 10000 words
*/
static int l_class_words(lua_State *L)
{
  const struct class_set *set = check_classes(L);
  struct expansion expansion = {.L = L, .set = set, .class = check_class(L, set)};
  expand(&expansion, 0, luaL_checkstring(L, 3));
  return 0;
}

/* core.class_shape(tape or marks, class, "xx" | "Xx" | "XX" | "xX" | "9" | "-") */
static int l_class_shape(lua_State *L)
{
  const struct class_set *set = check_classes(L);
  uint32_t class = check_class(L, set);
  enum token_shape shape = (enum token_shape)luaL_checkoption(L, 3, NULL, shape_names);
  raise_status(L, "classes",
               set->tape ? tape_add_shape(set->tape, class, shape)
                         : marks_add_shape(set->marks, class, shape));
  return 0;
}

/* core.class_kind(tape or marks, class, "word" | "number" | "punctuation" | "symbol") */
static int l_class_kind(lua_State *L)
{
  const struct class_set *set = check_classes(L);
  uint32_t class = check_class(L, set);
  enum token_class kind = (enum token_class)luaL_checkoption(L, 3, NULL, class_names);
  raise_status(L, "classes",
               set->tape ? tape_add_kind(set->tape, class, kind)
                         : marks_add_kind(set->marks, class, kind));
  return 0;
}

/* What a class asks of the rows of a list. */
struct row_class {
  uint32_t class;
  bool all; /* rows; else those with `value` in a column */
  uint32_t column;
  struct slice value; /* the Lua list keeps it */
};

/* What the classes in the list at `index` ask, {class, column or false, value, ...}; in a userdata, which is pushed.
 * [-0, +1, v] */
static const struct row_class *read_row_classes(lua_State *L, int index, struct slice columns,
                                                uint32_t *count)
{
  enum { PARTS = 3 };
  size_t size = (size_t)lua_rawlen(L, index) / PARTS;
  struct row_class *classes = lua_newuserdatauv(L, (size + 1) * sizeof *classes, 0);
  uint32_t known = 0;
  for (size_t i = 0; i < size; i++) {
    for (int part = 1; part <= PARTS; part++)
      lua_rawgeti(L, index, (lua_Integer)(i * PARTS) + part);
    struct row_class *class = &classes[known];
    *class = (struct row_class){.class = (uint32_t)(luaL_checkinteger(L, -3) - 1),
                                .all = !lua_toboolean(L, -2)};
    if (!class->all) {
      if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
        luaL_error(L, "where: a column and its values are strings");
      struct slice column;
      column.data = lua_tolstring(L, -2, &column.size);
      class->column = list_column(columns, column);
      class->value.data = lua_tolstring(L, -1, &class->value.size);
    }
    known += class->all || class->column != UINT32_MAX
                 ? 1
                 : 0; /* a user's file need not have all columns */
    lua_pop(L, PARTS);
  }
  *count = known;
  return classes;
}

/***
Put the words of a list (first column of a TSV) into classes.
@function core.class_rows
@tparam tape|marks set
@tparam table classes {class, column, value, ...}: the words of rows with the value in the column; where false stands for the
column, those of all rows
@tparam string tsv
*/
static int l_class_rows(lua_State *L)
{
  const struct class_set *set = check_classes(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  struct slice tsv;
  tsv.data = luaL_checklstring(L, 3, &tsv.size);
  struct lexicon *lexicon = host_of(L)->lexicon;

  struct slice line = list_header(&tsv);
  uint32_t count;
  const struct row_class *classes = read_row_classes(L, 2, line, &count);
  while (slice_line(&tsv, &line)) {
    uint32_t word = 0;
    uint32_t column = UINT32_MAX;
    struct slice cell = {"", 0};
    for (uint32_t i = 0; i < count; i++) {
      const struct row_class *class = &classes[i];
      if (!class->all && class->column != column) {
        column = class->column;
        cell = list_cell(line, column);
      }
      if (!class->all && !slice_equal(cell, class->value))
        continue;
      if (word == 0) {
        char normal[NORMAL_MAX];
        struct slice form = {normal, normal_form(list_cell(line, 0), normal)};
        if (form.size == 0)
          break; /* nothing, or characters that are never seen */
        word = lexicon_add_word(lexicon, form);
        if (word == 0)
          raise_no_memory(L, "classes");
      }
      add_word(L, set, class->class, word);
    }
  }
  return 0;
}

void bind_classes(lua_State *L)
{
  static const luaL_Reg functions[] = {
      {"class_word", l_class_word}, {"class_words", l_class_words}, {"class_shape", l_class_shape},
      {"class_kind", l_class_kind}, {"class_rows", l_class_rows},   {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
