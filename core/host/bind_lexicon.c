/*
 * The lexicon and the language tables in Lua: words, triggers and name lists are added while plugins
 * are prepared; `core.freeze` closes it before the first document.
 */
#include "../base/tsv.h"
#include "../match/lists.h"
#include "../text/normal.h"
#include "host.h"
#include <string.h>

static struct slice check_slice(lua_State *L, int index)
{
  struct slice slice;
  slice.data = luaL_checklstring(L, index, &slice.size);
  return slice;
}

/***
Choose the language: its abbreviations and lemmas.
@function core.set_language
@tparam string abbreviations the text of xx.abbreviations.tsv, or ""
@tparam string lemmas the text of xx.lemmas.tsv, or ""
*/
static int l_set_language(lua_State *L)
{
  struct host *host = host_of(L);
  struct slice abbreviations = check_slice(L, 1);
  struct slice lemmas = check_slice(L, 2);
  struct segment_rules *rules = NULL;
  struct lemma_table *table = NULL;
  enum status status = segment_rules_new(abbreviations, &rules);
  if (status == STATUS_OK)
    status = lemma_table_new(lemmas, &table);
  if (status != STATUS_OK) {
    segment_rules_free(rules);
    raise_status(L, "language tables", status);
  }
  segment_rules_free(host->rules);
  lemma_table_free(host->lemmas);
  host->rules = rules;
  host->lemmas = table;
  lexicon_free(host->lexicon);
  host->lexicon = NULL;
  raise_status(L, "lexicon", lexicon_new(image_lexicon(host->image), host->rules, &host->lexicon));
  return 0;
}

/***
The normal form of a word: case folded, quotes straight.
@function core.normal
*/
static int l_normal(lua_State *L)
{
  char normal[NORMAL_MAX];
  struct slice word = check_slice(L, 1);
  lua_pushlstring(L, normal, normal_form(word, normal));
  return 1;
}

/***
All inflected forms of a lemma, itself included.
@function core.forms
@treturn string the forms, a newline behind each
*/
static int l_forms(lua_State *L)
{
  struct slice lemma = check_slice(L, 1);
  struct buffer forms = {0};
  lemma_forms(host_of(L)->lemmas, lemma, &forms);
  if (forms.failed) {
    buffer_free(&forms);
    raise_no_memory(L, "forms");
  }
  /* The buffer is moved to Lua before anything else can raise; if that raises, the process is out of memory. */
  luaL_Buffer copy;
  char *room = luaL_buffinitsize(L, &copy, forms.size);
  if (forms.size > 0)
    memcpy(room, forms.data, forms.size);
  size_t size = forms.size;
  buffer_free(&forms);
  luaL_pushresultsize(&copy, size);
  return 1;
}

/* core.add_word(normal): the id of a word. */
static int l_add_word(lua_State *L)
{
  uint32_t id = lexicon_add_word(host_of(L)->lexicon, check_slice(L, 1));
  if (id == 0)
    raise_no_memory(L, "lexicon");
  lua_pushinteger(L, id);
  return 1;
}

/* core.add_trigger(set, trigger) */
static int l_add_trigger(lua_State *L)
{
  lua_Integer set = luaL_checkinteger(L, 1);
  luaL_argcheck(L, set >= 0 && set < TRIGGER_SETS, 1,
                "more text grammars than the host can trigger");
  raise_status(L, "trigger",
               lexicon_add_trigger(host_of(L)->lexicon, (uint32_t)set, check_slice(L, 2)));
  return 0;
}

/***
Add a name list; its text is kept alive by the state.
@function core.add_list
@tparam string file base name of the TSV
@tparam ?string tsv its text; nil: the one packed in the program
@treturn int number of the list; nil: none is packed
*/
static int l_add_list(lua_State *L)
{
  struct host *host = host_of(L);
  const char *file = luaL_checkstring(L, 1);
  struct slice tsv;
  if (lua_isnoneornil(L, 2)) {
    lua_pushfstring(L, "plugins/data/%s", file);
    if (!image_file(host->image, lua_tostring(L, -1), &tsv))
      return 0;
  } else {
    tsv = check_slice(L, 2);
    lua_pushvalue(L, 2);
    luaL_ref(L, LUA_REGISTRYINDEX);
  }
  uint32_t list;
  raise_status(L, file, lexicon_add_list(host->lexicon, file, tsv, &list));
  lua_pushinteger(L, list);
  return 1;
}

/* core.word_set(text): its words, {word = true}: for lists that a plugin keeps in its own text. */
static int l_word_set(lua_State *L)
{
  static const char space[] = " \t\n\v\f\r";
  const char *text = luaL_checkstring(L, 1);
  lua_newtable(L);
  for (text += strspn(text, space); *text; text += strspn(text, space)) {
    size_t size = strcspn(text, space);
    lua_pushlstring(L, text, size);
    lua_pushboolean(L, true);
    lua_rawset(L, -3);
    text += size;
  }
  return 1;
}

/***
One cell of a row.
@function core.cell
@tparam int packed the row from 0, and from bit 32 on its list, as core.starts and core.name_index give them
@tparam string column
@treturn string nil when it is empty or there is none
*/
static int l_cell(lua_State *L)
{
  const struct lexicon *lexicon = host_of(L)->lexicon;
  lua_Integer packed = luaL_checkinteger(L, 1);
  uint32_t list = packed >> 32 & 0xff;
  struct slice row = lexicon_row(lexicon, list, (uint32_t)packed);
  uint32_t number = list_column(lexicon_columns(lexicon, list), check_slice(L, 2));
  struct slice cell = list_cell(row, number);
  if (cell.size == 0)
    lua_pushnil(L);
  else
    lua_pushlstring(L, cell.data, cell.size);
  return 1;
}

/* The cells of a line. Returns how many there are.   [-0, +n, v] */
static int push_cells(lua_State *L, struct slice line)
{
  int count = 0;
  do {
    luaL_checkstack(L, 8, "columns");
    struct slice cell = tsv_cell(&line);
    lua_pushlstring(L, cell.data, cell.size);
    count++;
  } while (line.size > 0);
  return count;
}

/* Pushes a row {column = cell}; the names of the columns are on the stack from `columns` on.   [-0, +1, m] */
static void push_row(lua_State *L, struct slice line, int columns, int column_count)
{
  int filled = 0;
  struct slice rest = line;
  for (int i = 0; i < column_count; i++)
    filled += tsv_cell(&rest).size > 0;
  lua_createtable(L, 0, filled);
  for (int i = 0; i < column_count; i++) {
    struct slice cell = tsv_cell(&line);
    if (cell.size == 0)
      continue;
    lua_pushvalue(L, columns + i);
    lua_pushlstring(L, cell.data, cell.size);
    lua_rawset(L, -3);
  }
}

/* core.row(list, row): {column = cell} of one row, from 0; empty cells are absent. */
static int l_row(lua_State *L)
{
  const struct lexicon *lexicon = host_of(L)->lexicon;
  uint32_t list = (uint32_t)luaL_checkinteger(L, 1);
  struct slice row = lexicon_row(lexicon, list, (uint32_t)luaL_checkinteger(L, 2));
  int columns = lua_gettop(L) + 1;
  push_row(L, row, columns, push_cells(L, lexicon_columns(lexicon, list)));
  return 1;
}

/* Takes the first two lines of a TSV off `rest`: one that begins with # and the names of the columns. False: they are not so. */
static bool take_header(struct slice *rest, struct slice *columns)
{
  struct slice line;
  return slice_line(rest, &line) && slice_begins(line, "#") && slice_line(rest, columns) &&
         columns->size > 0;
}

static int count_cells(struct slice line)
{
  int tabs = 0;
  for (size_t i = 0; i < line.size; i++)
    tabs += line.data[i] == '\t';
  return tabs + 1;
}

/***
Whether a TSV can be read by core.rows.
@function core.check_rows
@tparam string text
@treturn boolean true; false when its first two lines are not as they should be; nil when a row has more cells than there are columns
@treturn int the line of that row, from 1
@treturn int how many cells it has
*/
static int l_check_rows(lua_State *L)
{
  struct slice rest = check_slice(L, 1), columns, line;
  bool headed = take_header(&rest, &columns);
  int count = headed ? count_cells(columns) : 0;
  for (lua_Integer number = 3; headed && slice_line(&rest, &line); number++) {
    int cells = line.size == 0 || line.data[0] == '#' ? 0 : count_cells(line);
    if (cells > count) {
      lua_pushnil(L);
      lua_pushinteger(L, number);
      lua_pushinteger(L, cells);
      return 3;
    }
  }
  lua_pushboolean(L, headed);
  return 1;
}

/***
The rows of a TSV whose first line begins with # and whose second names the columns. Empty lines and lines that begin with # are
passed over, and cells beyond the last column.
@function core.rows
@tparam string text
@treturn table a list of {column = cell}, without empty cells; nil when the first two lines are not so
@treturn string the name of the first column
*/
static int l_rows(lua_State *L)
{
  enum { TEXT = 1, ROWS, COLUMNS };
  struct slice rest = check_slice(L, TEXT);
  lua_settop(L, TEXT);
  struct slice line;
  if (!take_header(&rest, &line))
    return 0;
  lua_newtable(L);
  int column_count = push_cells(L, line);
  lua_Integer count = 0;
  while (slice_line(&rest, &line)) {
    if (line.size == 0 || line.data[0] == '#')
      continue;
    push_row(L, line, COLUMNS, column_count);
    lua_rawseti(L, ROWS, ++count);
  }
  lua_pushvalue(L, ROWS);
  lua_pushvalue(L, COLUMNS);
  return 2;
}

/* core.freeze() */
static int l_freeze(lua_State *L)
{
  raise_status(L, "lexicon", lexicon_freeze(host_of(L)->lexicon));
  return 0;
}

void bind_lexicon(lua_State *L)
{
  static const luaL_Reg functions[] = {{"set_language", l_set_language},
                                       {"normal", l_normal},
                                       {"forms", l_forms},
                                       {"add_word", l_add_word},
                                       {"add_trigger", l_add_trigger},
                                       {"add_list", l_add_list},
                                       {"word_set", l_word_set},
                                       {"row", l_row},
                                       {"cell", l_cell},
                                       {"check_rows", l_check_rows},
                                       {"rows", l_rows},
                                       {"freeze", l_freeze},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
