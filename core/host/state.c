/*
 * The Lua state: its allocator with a limit, its modules, its life.
 */
#include "../run/pool.h"
#include "host.h"
#include <stdio.h>
#include <stdlib.h>

extern const char readout_image[];
extern const char readout_image_end[];
int luaopen_lpeg(lua_State *L);

void raise_status(lua_State *L, const char *what, enum status status)
{
  if (status == STATUS_NO_MEMORY)
    pool_out_of_memory(); /* in a worker there is no way on */
  if (status != STATUS_OK)
    luaL_error(L, "%s: %s", what, status_text(status));
}

_Noreturn void raise_no_memory(lua_State *L, const char *what)
{
  raise_status(L, what, STATUS_NO_MEMORY);
  abort(); /* not reached */
}

/*
 * Until Lua holds so many bytes, nothing is collected: what is loaded stays, and most runs end before. From then on
 * collections are few and long, because each walks over all that is loaded. In a worker they come between records, where
 * hardly more than that is in use, often enough that memory is had again while it is near; within a record only when it
 * alone needs much.
 */
enum {
  COLLECT_FROM = 16 << 20,   /* in the main process */
  COLLECT_BETWEEN = 8 << 20, /* in a worker, beyond what was in use after the last time */
  COLLECT_WITHIN = 96 << 20,
  PAUSE_PERCENT = 300,
  STEP_PERCENT = 400
};

static size_t collect_from(const struct host *host)
{
  return host->worker ? host->in_use + COLLECT_WITHIN : COLLECT_FROM;
}

/* The collector stands still until Lua holds more than collect_from. */
static void stop_collector(struct host *host)
{
  lua_gc(host->L, LUA_GCSTOP);
  host->uncollected = true;
  host->ceiling = 0;
}

void host_collect(struct host *host)
{
  if (!host->worker)
    return;
  if (host->memory > host->in_use + COLLECT_BETWEEN) {
    lua_gc(host->L, LUA_GCCOLLECT);
    host->in_use = host->memory;
  }
  stop_collector(host);
}

/*
 * Whether Lua, which holds `memory` bytes with it, may have a block of `size` bytes for one of `held`. Over the limit the
 * answer is no once, upon which Lua collects its garbage and asks again; a second time for the same size means that the
 * memory is really in use, and in a worker that is the end of the process: no pcall can catch it.
 */
static bool may_have(struct host *host, size_t memory, size_t held, size_t size)
{
  if (host->uncollected && memory > collect_from(host)) {
    host->uncollected = false;
    lua_gc(host->L, LUA_GCRESTART);
  }
  size_t limit = host->worker && host->memory_limit ? host->memory_limit : SIZE_MAX;
  bool refuses = size > held && memory > limit;
  if (refuses && host->refused == size)
    pool_out_of_memory();
  if (refuses)
    host->refused = size;
  else if (host->refused == size)
    host->refused = 0;
  host->ceiling = host->uncollected && limit > collect_from(host) ? collect_from(host) : limit;
  if (host->refused)
    host->ceiling = 0;
  return !refuses;
}

/* The allocator. */
static void *allocate(void *context, void *block, size_t old_size, size_t size)
{
  struct host *host = context;
  size_t held = block ? old_size : 0;
  if (size == 0) {
    slabs_release(host->slabs, block, held);
    host->memory -= held;
    return NULL;
  }
#ifdef READOUT_TEST_ALLOC
  if (host->fail_after == 0 && size > held)
    return NULL;
  if (host->fail_after > 0)
    host->fail_after--;
#endif
  size_t memory = host->memory - held + size;
  if (memory > host->ceiling && !may_have(host, memory, held, size))
    return NULL;
  void *fresh =
      block ? slabs_resize(host->slabs, block, held, size) : slabs_alloc(host->slabs, size);
  if (fresh)
    host->memory = memory;
  return fresh;
}

/* require's searcher for the modules packed in the program. */
static int search_packed(lua_State *L)
{
  const char *name = luaL_checkstring(L, 1);
  struct slice module;
  lua_pushfstring(L, "core/lua/%s.luac", name);
  const char *path = lua_tostring(L, -1);
  if (!image_file(host_of(L)->image, path, &module)) {
    lua_pushfstring(L, "no packed module '%s'", path);
    return 1;
  }
  if (luaL_loadbufferx(L, module.data, module.size, path, "b") != LUA_OK)
    return lua_error(L);
  lua_pushvalue(L, -2);
  return 2;
}

static int open_core(lua_State *L)
{
  lua_newtable(L);
  bind_document(L);
  bind_columns(L);
  bind_annotation(L);
  bind_lexicon(L);
  bind_classes(L);
  bind_tape(L);
  bind_marks(L);
  bind_passages(L);
  bind_votes(L);
  bind_tagger(L);
  bind_json_read(L);
  bind_json_write(L);
  bind_json_record(L);
  bind_run(L);
  bind_system(L);
  bind_sandbox(L);
  bind_sort(L);
  bind_limits(L);
  return 1;
}

/* Everything that can raise while a state is made.   [-0, +0, v] */
static int prepare(lua_State *L)
{
  luaL_openlibs(L);
  luaL_requiref(L, "lpeg", luaopen_lpeg, 0);
  luaL_requiref(L, "core", open_core, 0);
  lua_settop(L, 0);

  /* Modules come from the program first, then from Lua's own searchers (for users' scripts). */
  lua_getglobal(L, "table");
  lua_getfield(L, -1, "insert");
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "searchers");
  lua_remove(L, -2);
  lua_pushinteger(L, 2);
  lua_pushcfunction(L, search_packed);
  lua_call(L, 3, 0);
  return 0;
}

struct host *host_new(void)
{
  struct host *host = calloc(1, sizeof *host);
  if (!host)
    return NULL;
  host->fail_after = -1;
#ifdef READOUT_TEST_ALLOC
  const char *fail = getenv("READOUT_FAIL_ALLOC");
  if (fail)
    host->fail_after = atol(fail);
#endif
  struct slice image = {readout_image, (size_t)(readout_image_end - readout_image)};
  host->arena = arena_new();
  host->slabs = slabs_new();
  if (!host->arena || !host->slabs || image_open(image, &host->image) != STATUS_OK) {
    host_free(host);
    return NULL;
  }
  host->L = lua_newstate(allocate, host);
  if (!host->L) {
    host_free(host);
    return NULL;
  }
  *(struct host **)lua_getextraspace(host->L) = host;
  lua_gc(host->L, LUA_GCINC, PAUSE_PERCENT, STEP_PERCENT, 0);
  stop_collector(host);
  lua_pushcfunction(host->L, prepare);
  if (lua_pcall(host->L, 0, 0, 0) != LUA_OK) {
    fprintf(stderr, "readout: %s\n", lua_tostring(host->L, -1));
    host_free(host);
    return NULL;
  }
  return host;
}

void host_free(struct host *host)
{
  if (host->L)
    lua_close(host->L);
  slabs_free(host->slabs);
  lexicon_free(host->lexicon);
  segment_rules_free(host->rules);
  lemma_table_free(host->lemmas);
  image_close(host->image);
  arena_free(host->arena);
  free(host);
}

static int traceback(lua_State *L)
{
  const char *message = lua_tostring(L, 1);
  if (message)
    luaL_traceback(L, L, message, 1);
  else
    luaL_tolstring(L, 1, NULL);
  return 1;
}

/* The command line under one protected call: argument 1 is {argc, argv}.   [-1, +1, v] */
static int run_command(lua_State *L)
{
  int argc = (int)lua_tointeger(L, 1);
  char **argv = lua_touserdata(L, 2);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "cli");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "main");
  lua_createtable(L, argc, 0);
  for (int i = 0; i < argc; i++) {
    lua_pushstring(L, argv[i]);
    lua_rawseti(L, -2, i);
  }
  lua_call(L, 1, 1);
  return 1;
}

int host_main(struct host *host, int argc, char **argv)
{
  lua_State *L = host->L;
  lua_pushcfunction(L, traceback);
  lua_pushcfunction(L, run_command);
  lua_pushinteger(L, argc);
  lua_pushlightuserdata(L, argv);
  if (lua_pcall(L, 2, 1, 1) != LUA_OK) {
    fprintf(stderr, "readout: internal error: %s\n", lua_tostring(L, -1));
    return 2;
  }
  return (int)lua_tointeger(L, -1);
}
