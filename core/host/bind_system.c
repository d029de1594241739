/*
 * What the command line needs of the system and of the program file: packed files, directories, terminal,
 * output. None of it is in reach of plugins.
 */
#include "../base/hash.h"
#include "../run/output.h"
#include "../text/utf8.h"
#include "host.h"
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

static struct output *standard; /* where core.write writes; opened by core.open_output */

/* core.packed(path): the text of a file in the program, or nil. */
static int l_packed(lua_State *L)
{
  struct slice file;
  if (!image_file(host_of(L)->image, luaL_checkstring(L, 1), &file))
    return 0;
  lua_pushlstring(L, file.data, file.size);
  return 1;
}

/* core.packed_names(): the paths of all files in the program. */
static int l_packed_names(lua_State *L)
{
  const struct image *image = host_of(L)->image;
  lua_newtable(L);
  for (uint32_t i = 0; i < image_count(image); i++) {
    lua_pushstring(L, image_path(image, i));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int compare_entries(const struct dirent **a, const struct dirent **b)
{
  return strcmp((*a)->d_name, (*b)->d_name);
}

/* core.list_directory(path): its names sorted by bytes; nil and why when it cannot be read. */
static int l_list_directory(lua_State *L)
{
  const char *path = luaL_checkstring(L, 1);
  struct dirent **entries;
  int count = scandir(path, &entries, NULL, compare_entries);
  if (count < 0) {
    lua_pushnil(L);
    lua_pushstring(L, strerror(errno));
    return 2;
  }
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_pushstring(L, entries[i]->d_name);
    lua_rawseti(L, -2, i + 1);
    free(entries[i]);
  }
  free(entries);
  return 1;
}

/* core.file_type(path): "file", "directory", "other", or nil. */
static int l_file_type(lua_State *L)
{
  struct stat info;
  if (stat(luaL_checkstring(L, 1), &info) != 0)
    return 0;
  lua_pushstring(L, S_ISDIR(info.st_mode) ? "directory" : S_ISREG(info.st_mode) ? "file" : "other");
  return 1;
}

/* core.same_file(a, b): whether both paths lead to one regular file. */
static int l_same_file(lua_State *L)
{
  struct stat a;
  struct stat b;
  lua_pushboolean(L, stat(luaL_checkstring(L, 1), &a) == 0 &&
                         stat(luaL_checkstring(L, 2), &b) == 0 && S_ISREG(a.st_mode) &&
                         a.st_dev == b.st_dev && a.st_ino == b.st_ino);
  return 1;
}

/* core.is_terminal(fd) */
static int l_is_terminal(lua_State *L)
{
  lua_pushboolean(L, isatty((int)luaL_checkinteger(L, 1)));
  return 1;
}

/* core.terminal_width(): columns of the terminal at standard output (or COLUMNS), or nil. */
static int l_terminal_width(lua_State *L)
{
  struct winsize size;
  const char *columns = getenv("COLUMNS");
  long given = columns ? strtol(columns, NULL, 10) : 0;
  if (given > 0 && given < 10000) {
    lua_pushinteger(L, given);
    return 1;
  }
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 0;
  lua_pushinteger(L, size.ws_col);
  return 1;
}

/* core.display_width(text): columns that the text takes on a terminal. */
static int l_display_width(lua_State *L)
{
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  lua_Integer width = 0;
  for (size_t i = 0; i < size;) {
    if ((unsigned char)text[i] < 0x80) {
      width++;
      i++;
      continue;
    }
    utf8proc_int32_t code;
    utf8proc_ssize_t length =
        utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(size - i), &code);
    if (length < 1) {
      width++;
      i++;
    } else {
      width += utf8proc_charwidth(code);
      i += (size_t)length;
    }
  }
  lua_pushinteger(L, width);
  return 1;
}

/* core.hash(text): 64-bit FNV-1a in hexadecimal: names a rule set, not a proof against forgery. */
static int l_hash(lua_State *L)
{
  struct slice text;
  text.data = luaL_checklstring(L, 1, &text.size);
  uint64_t hash = hash_bytes(text);
  static const char hex[] = "0123456789abcdef";
  char digits[16];
  for (int i = 0; i < 16; i++)
    digits[i] = hex[hash >> (60 - 4 * i) & 15];
  lua_pushlstring(L, digits, sizeof digits);
  return 1;
}

/* core.is_utf8(text): whether all of it is valid. */
static int l_is_utf8(lua_State *L)
{
  struct slice text;
  text.data = luaL_checklstring(L, 1, &text.size);
  lua_pushboolean(L, utf8_valid_prefix(text) == text.size);
  return 1;
}

/* core.cpu_count(): processors this process may use: a batch system gives it some of the machine's. */
static int l_cpu_count(lua_State *L)
{
  cpu_set_t mine;
  long count = sched_getaffinity(0, sizeof mine, &mine) == 0 ? CPU_COUNT(&mine)
                                                             : sysconf(_SC_NPROCESSORS_ONLN);
  lua_pushinteger(L, count < 1 ? 1 : count);
  return 1;
}

/***
Open the output.
@function core.open_output
@tparam ?string path nil: standard output
@tparam boolean line_buffered
@treturn boolean true, or nil and why not
*/
static int l_open_output(lua_State *L)
{
  const char *path = luaL_optstring(L, 1, NULL);
  enum status status = output_open(path, lua_toboolean(L, 2), &standard);
  if (status == STATUS_OK) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, status == STATUS_IO ? strerror(errno) : status_text(status));
  return 2;
}

struct output *host_output(void)
{
  return standard;
}

int push_written(lua_State *L, enum status status)
{
  if (status == STATUS_OK) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, status == STATUS_IO ? strerror(errno) : status_text(status));
  lua_pushstring(L, status == STATUS_END ? "closed" : "failed");
  return 3;
}

/* core.write(text): true; or nil, why, and "closed" (the reader went away) or "failed". */
static int l_write(lua_State *L)
{
  struct slice text;
  text.data = luaL_checklstring(L, 1, &text.size);
  if (!standard)
    luaL_error(L, "write: no output is open");
  return push_written(L, output_write(standard, text));
}

/* core.close_output(keep): flush, and for a file give it its name; with keep false the file is dropped. As core.write. */
static int l_close_output(lua_State *L)
{
  if (!standard) {
    lua_pushboolean(L, 1);
    return 1;
  }
  enum status status = output_close(standard, lua_toboolean(L, 1));
  standard = NULL;
  return push_written(L, status);
}

void bind_system(lua_State *L)
{
  static const luaL_Reg functions[] = {{"packed", l_packed},
                                       {"packed_names", l_packed_names},
                                       {"list_directory", l_list_directory},
                                       {"file_type", l_file_type},
                                       {"same_file", l_same_file},
                                       {"is_terminal", l_is_terminal},
                                       {"terminal_width", l_terminal_width},
                                       {"display_width", l_display_width},
                                       {"hash", l_hash},
                                       {"is_utf8", l_is_utf8},
                                       {"cpu_count", l_cpu_count},
                                       {"open_output", l_open_output},
                                       {"write", l_write},
                                       {"close_output", l_close_output},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_pushliteral(L, READOUT_VERSION);
  lua_setfield(L, -2, "version");
}
