/*
 * One run over all input: the coordinator reads source records and hands them to workers as jobs; a
 * worker unpacks one, calls the Lua work function and answers with the string it returns.
 */
#include "../run/confine.h"
#include "../run/pool.h"
#include "../run/progress.h"
#include "../source/source.h"
#include "../text/utf8.h"
#include "host.h"
#include <errno.h>
#include <string.h>

/* A job is strings (id, source, text, metadata, encoding, error), each with its size in eight bytes before it, then numbers
 * and blocks. */
enum job_number {
  NUMBER_MAY_SPLIT,
  NUMBER_INVALID,
  NUMBER_INVALID_AT,
  NUMBER_REST,
  NUMBER_BLOCKS,
  NUMBER_COUNT
};

struct run {
  lua_State *L;
  struct source *source;
  struct source_space *space; /* in a worker: where records are completed */
  struct buffer job;
  struct progress progress;
  uint64_t taken;  /* records answered */
  uint64_t failed; /* records that ended with an error of the pool */
  uint64_t lines;  /* written as they came */
  int begin;       /* stack indexes of the handlers; 0: none */
  int work;
  int take;
  int unwritten;
  enum status reading; /* what the source answered last */
  bool stopped;        /* a handler wants no more */
  bool raised;         /* ... or raised: the message is on top of the stack */
};

/* The progress of the run that is under way, NULL if none is. */
static struct progress *showing;

static void add_part(struct buffer *job, struct slice part)
{
  uint64_t size = part.size;
  buffer_add(job, &size, sizeof size);
  buffer_add(job, part.data, part.size);
}

/* The error with its NUL, empty if there is none. */
static struct slice error_of(const struct source_record *record)
{
  if (record->error == NULL)
    return (struct slice){"", 0};
  return (struct slice){record->error, strlen(record->error) + 1};
}

static void pack(struct buffer *job, const struct source_record *record)
{
  buffer_clear(job);
  add_part(job, record->id);
  add_part(job, record->source);
  add_part(job, record->text);
  add_part(job, record->metadata);
  add_part(job, record->encoding);
  add_part(job, error_of(record));
  uint64_t numbers[NUMBER_COUNT] = {record->may_split, record->invalid, record->invalid_at,
                                    record->rest, record->block_count};
  buffer_add(job, numbers, sizeof numbers);
  buffer_add(job, record->blocks, record->block_count * sizeof *record->blocks);
}

/* Where memory is out, the records so far are answered, and l_run tells that they are not all. */
static bool run_next(void *context, struct slice *job)
{
  struct run *run = context;
  struct source_record record;
  run->reading = source_next(run->source, &record);
  if (run->reading != STATUS_OK)
    return false;
  pack(&run->job, &record);
  *job = (struct slice){run->job.data, run->job.size};
  if (run->job.failed)
    run->reading = STATUS_NO_MEMORY;
  return !run->job.failed;
}

/* Read one part at `*at`; the job was packed by this program, so sizes are trusted. */
static struct slice next_part(struct slice job, size_t *at)
{
  uint64_t size;
  memcpy(&size, job.data + *at, sizeof size);
  struct slice part = {job.data + *at + sizeof size, size};
  *at += sizeof size + size;
  return part;
}

/* The record of a job, borrowed from it. Its blocks stand in the job, not aligned: *blocks. */
static void unpack(struct slice job, struct source_record *record, const char **blocks)
{
  size_t at = 0;
  uint64_t numbers[NUMBER_COUNT];
  *record = (struct source_record){.id = next_part(job, &at)};
  record->source = next_part(job, &at);
  record->text = next_part(job, &at);
  record->metadata = next_part(job, &at);
  record->encoding = next_part(job, &at);
  struct slice error = next_part(job, &at);
  record->error = error.size > 0 ? error.data : NULL;
  memcpy(numbers, job.data + at, sizeof numbers);
  record->may_split = numbers[NUMBER_MAY_SPLIT] != 0;
  record->invalid = numbers[NUMBER_INVALID];
  record->invalid_at = numbers[NUMBER_INVALID_AT];
  record->rest = (enum source_rest)numbers[NUMBER_REST];
  record->block_count = (uint32_t)numbers[NUMBER_BLOCKS];
  *blocks = job.data + at + sizeof numbers;
}

/* Do in this worker what the reader has left to it. */
static void complete(struct run *run, struct source_record *record, const char **blocks)
{
  if (record->rest == REST_NONE)
    return;
  pool_note("reader");
  if (run->space == NULL)
    run->space = source_space_new();
  if (run->space == NULL || source_complete(run->space, record) != STATUS_OK) {
    pool_out_of_memory();
    luaL_error(run->L, "%s", status_text(STATUS_NO_MEMORY));
  }
  *blocks = (const char *)record->blocks;
  pool_note("");
}

static void set_string(lua_State *L, const char *name, struct slice value)
{
  lua_pushlstring(L, value.data, value.size);
  lua_setfield(L, -2, name);
}

static void set_integer(lua_State *L, const char *name, uint64_t value)
{
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

/* Push the record of a job as a table.   [-0, +1, v] */
static void push_record(lua_State *L, struct run *run, struct slice job)
{
  enum { FIELDS = 10 };
  struct source_record record;
  const char *blocks;
  unpack(job, &record, &blocks);
  complete(run, &record, &blocks);
  lua_createtable(L, 0, FIELDS);
  set_string(L, "id", record.id);
  set_string(L, "source", record.source);
  set_string(L, "text", record.text);
  set_string(L, "encoding", record.encoding);
  if (record.metadata.size > 0)
    set_string(L, "metadata", record.metadata);
  if (record.error != NULL)
    set_string(L, "error", (struct slice){record.error, strlen(record.error)});
  lua_pushboolean(L, record.may_split);
  lua_setfield(L, -2, "may_split");
  set_integer(L, "invalid", record.invalid);
  set_integer(L, "invalid_at", record.invalid_at);
  if (blocks == NULL || record.block_count == 0)
    return;
  lua_createtable(L, (int)record.block_count * 3, 0);
  for (uint32_t i = 0; i < record.block_count; i++) {
    struct source_block block;
    memcpy(&block, blocks + i * sizeof block, sizeof block);
    lua_pushinteger(L, (lua_Integer)block.start + 1);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 1);
    lua_pushinteger(L, block.end);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 2);
    lua_pushinteger(L, block.type);
    lua_rawseti(L, -2, (lua_Integer)i * 3 + 3);
  }
  lua_setfield(L, -2, "blocks");
}

static int traceback(lua_State *L)
{
  const char *message = lua_tostring(L, 1);
  if (message)
    luaL_traceback(L, L, message, 1);
  return 1;
}

static void run_begin(void *context)
{
  struct run *run = context;
  struct host *host = host_of(run->L);
  host_begin_work(host);
  if (run->begin) {
    lua_pushvalue(run->L, run->begin);
    if (lua_pcall(run->L, 0, 0, 0) != LUA_OK)
      lua_pop(run->L, 1); /* the first job meets the same error and reports it */
  }
}

struct working {
  struct run *run;
  struct slice job;
};

/* work(record), protected: the arguments are the function and a struct working. */
static int call_work(lua_State *L)
{
  struct working *working = lua_touserdata(L, 2);
  push_record(L, working->run, working->job);
  lua_replace(L, 2);
  lua_call(L, 1, 0);
  return 0;
}

static struct slice string_at(lua_State *L, int index)
{
  struct slice text = {"", 0};
  if (lua_type(L, index) == LUA_TSTRING)
    text.data = lua_tolstring(L, index, &text.size);
  return text;
}

enum { FRAME_HEAD = 5 };

/* A frame of an answer begins: a letter, room for the size of the text in four bytes, lowest first. The text follows. */
static void begin_frame(struct buffer *answer, char letter)
{
  char head[FRAME_HEAD] = {letter};
  buffer_add(answer, head, sizeof head);
}

/* The frame that began at `at` ends here. */
static void end_frame(struct buffer *answer, size_t at)
{
  size_t size = answer->size - at - FRAME_HEAD;
  for (size_t i = 1; i < FRAME_HEAD && !answer->failed; i++, size >>= 8)
    answer->data[at + i] = (char)(size & 0xff);
}

/* The answer of the job at hand.   [-0, +0, v] */
static struct buffer *check_answer(lua_State *L)
{
  struct buffer *answer = host_of(L)->answer;
  if (!answer)
    luaL_error(L, "answer: no job is at hand");
  return answer;
}

/***
Add a frame to the answer of the job at hand.
@function core.answer
@tparam string letter
@tparam string|table text or a list of values, which is written as JSON lines
*/
static int l_answer(lua_State *L)
{
  struct buffer *answer = check_answer(L);
  size_t at = answer->size;
  begin_frame(answer, *luaL_checkstring(L, 1));
  if (lua_istable(L, 2)) {
    json_lines(L, 2, answer);
  } else {
    size_t size;
    const char *text = luaL_checklstring(L, 2, &size);
    buffer_add(answer, text, size);
  }
  end_frame(answer, at);
  return 0;
}

/* core.answered([size]): how large the answer of the job at hand is; before that, what was added behind `size` is taken back. */
static int l_answered(lua_State *L)
{
  struct buffer *answer = check_answer(L);
  lua_Integer size = luaL_optinteger(L, 1, (lua_Integer)answer->size);
  luaL_argcheck(L, size >= 0 && (size_t)size <= answer->size, 1, "more than was added");
  answer->size = (size_t)size;
  lua_pushinteger(L, size);
  return 1;
}

static void run_work(void *context, struct slice job, struct buffer *answer)
{
  struct run *run = context;
  lua_State *L = run->L;
  struct host *host = host_of(L);
  int top = lua_gettop(L);
  size_t before = answer->size;
  buffer_add_byte(answer, 'A');
  lua_pushcfunction(L, traceback);
  lua_pushcfunction(L, call_work);
  lua_pushvalue(L, run->work);
  struct working working = {run, job};
  lua_pushlightuserdata(L, &working);
  host->answer = answer;
  int status = lua_pcall(L, 2, 0, top + 1);
  host->answer = NULL;
  if (status != LUA_OK) {
    struct slice text = string_at(L, -1);
    answer->size = before;
    buffer_add_byte(answer, 'X');
    buffer_add(answer, text.data, text.size);
  }
  lua_settop(L, top);
}

/* One answered job, on its way to the handler. */
struct taking {
  struct slice id;
  struct slice answer;
  const char *end;
  const char *where;
  int signal;
};

/* take(id, end, answer, where, signal), protected: the arguments are the function and a struct taking. */
static int call_take(lua_State *L)
{
  const struct taking *taking = lua_touserdata(L, 2);
  lua_settop(L, 1);
  lua_pushlstring(L, taking->id.data, taking->id.size);
  lua_pushstring(L, taking->end);
  lua_pushlstring(L, taking->answer.data, taking->answer.size);
  lua_pushstring(L, taking->where);
  lua_pushinteger(L, taking->signal);
  lua_call(L, 5, 1);
  return 1;
}

/* The next frame of an answer, as run.lua makes them: a letter, four bytes of size, the text. */
static struct slice next_frame(struct slice answer, size_t *at, char *letter)
{
  const unsigned char *head = (const unsigned char *)answer.data + *at;
  *letter = (char)head[0];
  size_t size = head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
  struct slice text = {answer.data + *at + FRAME_HEAD, size};
  *at += FRAME_HEAD + size;
  return text;
}

/* Whether there are only rows in an answer. A worker made it, which may have gone mad: nothing is believed. */
static bool is_rows_only(struct slice answer)
{
  size_t at = 0;
  while (at < answer.size) {
    char letter;
    if (answer.size - at < FRAME_HEAD)
      return false;
    next_frame(answer, &at, &letter);
    if (letter != 'R')
      return false;
  }
  return at == answer.size;
}

/* Write the rows of an answer as they came. False: it failed, and the message is on top of the stack. */
static bool write_rows(struct run *run, struct slice answer)
{
  size_t at = 0;
  while (at < answer.size) {
    char letter;
    struct slice rows = next_frame(answer, &at, &letter);
    enum status status = output_write(host_output(), rows);
    if (status != STATUS_OK) {
      lua_pushvalue(run->L, run->unwritten);
      int count = push_written(run->L, status);
      lua_pcall(run->L, count, 1, 0);
      run->raised = run->stopped = true;
      return false;
    }
    run->lines += utf8_count_lines(rows);
  }
  return true;
}

/* Hand it to the handler. Nothing may raise out of here: the pool owns memory and processes. */
static void give_taking(struct run *run, struct taking *taking)
{
  lua_State *L = run->L;
  lua_pushcfunction(L, call_take);
  lua_pushvalue(L, run->take);
  lua_pushlightuserdata(L, taking);
  run->raised = lua_pcall(L, 2, 1, 0) != LUA_OK;
  run->stopped = run->raised || !lua_toboolean(L, -1);
  if (!run->raised)
    lua_pop(L, 1);
}

/* What was passed over in folders is told as a worker tells it: in an answer with one note. */
static void tell_left_out(struct run *run)
{
  struct slice names;
  uint64_t count = source_left_out(run->source, &names);
  if (count == 0)
    return;
  struct buffer *note = &run->job;
  buffer_clear(note);
  begin_frame(note, 'N');
  buffer_add_integer(note, (long long)count);
  buffer_add_string(note, count == 1 ? " file was" : " files were");
  buffer_add_string(note, " passed over, not known as text: ");
  buffer_add(note, names.data, names.size);
  buffer_add_string(note, count > SOURCE_LEFT_OUT_NAMES ? ", ..." : "");
  end_frame(note, 0);
  struct taking taking = {.answer = buffer_slice(note), .end = "done", .where = ""};
  if (!note->failed)
    give_taking(run, &taking);
}

static bool run_take(void *context, struct slice job, enum job_end end, struct slice answer,
                     const char *where, int signal)
{
  struct run *run = context;
  size_t at = 0;
  bool done = end == JOB_DONE && answer.size > 0;
  struct taking taking = {.id = next_part(job, &at),
                          .answer = done ? (struct slice){answer.data + 1, answer.size - 1}
                                         : (struct slice){"", 0},
                          .end = done && answer.data[0] == 'X' ? "error"
                                 : done                        ? "done"
                                                               : job_end_text(end),
                          .where = where ? where : "",
                          .signal = signal};
  run->taken++;
  run->failed += !done;
  progress_add(&run->progress, 1, !done);
  progress_make_way(&run->progress);
  bool plain = done && answer.data[0] == 'A';
  if (plain && taking.answer.size == 0)
    return true;
  if (plain && run->unwritten && is_rows_only(taking.answer))
    return write_rows(run, taking.answer);
  give_taking(run, &taking);
  return !run->stopped;
}

static void measure(void *context, uint64_t *bytes, uint64_t *total)
{
  const struct run *run = context;
  source_progress(run->source, bytes, total);
}

static void run_tick(void *context)
{
  struct run *run = context;
  progress_tick(&run->progress);
}

static const char *string_option(lua_State *L, int index, const char *name)
{
  lua_getfield(L, index, name);
  const char *value = lua_tostring(L, -1);
  lua_pop(L, 1); /* the options table keeps it alive */
  return value;
}

static double number_option(lua_State *L, int index, const char *name, double fallback)
{
  lua_getfield(L, index, name);
  double value = luaL_optnumber(L, -1, fallback);
  lua_pop(L, 1);
  return value;
}

/* Bytes. */
static uint64_t size_option(lua_State *L, int index, const char *name)
{
  double size = number_option(L, index, name, 0);
  return size < 1e18 ? (uint64_t)size : (uint64_t)1e18;
}

static bool boolean_option(lua_State *L, int index, const char *name)
{
  lua_getfield(L, index, name);
  bool value = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

static int handler_option(lua_State *L, int index, const char *name, bool required)
{
  if (lua_getfield(L, index, name) == LUA_TFUNCTION)
    return lua_gettop(L);
  if (required)
    luaL_error(L, "run: %s is no function", name);
  lua_pop(L, 1);
  return 0;
}

/* The options of the readers. */
static struct source_options read_source_options(lua_State *L, int index)
{
  return (struct source_options){.text_key = string_option(L, index, "text_key"),
                                 .text_type = string_option(L, index, "text_type"),
                                 .id_key = string_option(L, index, "id_key"),
                                 .title_key = string_option(L, index, "title_key"),
                                 .date_key = string_option(L, index, "date_key"),
                                 .language_key = string_option(L, index, "language_key"),
                                 .keep = string_option(L, index, "keep"),
                                 .raw = boolean_option(L, index, "raw"),
                                 .list = string_option(L, index, "files"),
                                 .written = string_option(L, index, "written"),
                                 .wait = pool_wait_for,
                                 .defer = true,
                                 .by_bytes = boolean_option(L, index, "by_bytes"),
                                 .part = (unsigned)number_option(L, index, "part", 0),
                                 .parts = (unsigned)number_option(L, index, "parts", 0),
                                 .format = string_option(L, index, "format")};
}

/* Open the source of the paths in the options; an array of them stays on the stack.   [-0, +2, v] */
static struct source *open_source(lua_State *L, int index)
{
  struct source_options options = read_source_options(L, index);
  lua_getfield(L, index, "paths");
  luaL_checktype(L, -1, LUA_TTABLE);
  int paths = lua_gettop(L);
  size_t count = (size_t)lua_rawlen(L, paths);
  const char **list = lua_newuserdatauv(L, (count + 1) * sizeof *list, 0);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, paths, (lua_Integer)i + 1);
    list[i] = luaL_checkstring(L, -1);
    lua_pop(L, 1); /* `paths` keeps it alive */
  }
  struct source *source = NULL;
  enum status status =
      source_open(list, count, boolean_option(L, index, "stdin_jsonl"), &options, &source);
  if (status == STATUS_MISUSE)
    luaL_error(L, "unknown input format '%s' (text md html xml jsonl json mail mbox warc)",
               options.format);
  raise_status(L, "run", status);
  return source;
}

/* The pool's run under the limits; errno says why where it is STATUS_IO. */
static enum status run_pool(struct run *run, unsigned workers, const struct pool_limits *limits)
{
  struct host *host = host_of(run->L);
  size_t limit_before = host->memory_limit;
  struct pool_handlers handlers = {.context = run,
                                   .begin = run_begin,
                                   .work = run_work,
                                   .next = run_next,
                                   .take = run_take,
                                   .tick = run_tick};
  host->memory_limit = limits->memory ? host->memory + limits->memory : 0;
  host->output_limit = (size_t)limits->output;
  source_prepare(run->source);
  enum status status = pool_run(workers, limits, &handlers);
  host->memory_limit = limit_before;
  return status;
}

/***
Read all input and work on it.
@function core.run
@tparam table options paths (list), stdin_jsonl, text_key, text_type, id_key, title_key, date_key, language_key, keep, raw, files (a list of more paths), written (where the answer goes), format, part and parts (numbers), by_bytes; workers,
seconds (CPU time a record), memory (bytes), output (bytes of one answer), confine, progress ("auto", "none", "plain", "json"); and the functions begin() and work(record), which adds frames with core.answer, called in workers,
and take(id, end, answer, where, signal) -> boolean, called here in input order: false stops the run. With a function
unwritten(nil, why, how), which raises, answers that hold nothing but rows go to the output as they are.
@treturn int records answered, and those of other parts that were read; nil when no process can be made or memory is out
@treturn int records that ended with a limit or a crash; a string that says why
@treturn int lines written so
*/
static int l_run(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  struct run run = {.L = L};
  run.begin = handler_option(L, 1, "begin", false);
  run.work = handler_option(L, 1, "work", true);
  run.take = handler_option(L, 1, "take", true);
  run.unwritten = handler_option(L, 1, "unwritten", false);

  struct pool_limits limits = {.seconds = number_option(L, 1, "seconds", 0),
                               .memory = size_option(L, 1, "memory"),
                               .output = size_option(L, 1, "output"),
                               .confine = boolean_option(L, 1, "confine")};
  unsigned workers = (unsigned)number_option(L, 1, "workers", 1);

  luaL_checkstack(L, 64, "run");
  static const char *const forms[] = {"auto", "none", "plain", "json", NULL};
  lua_getfield(L, 1, "progress");
  enum progress_form form = (enum progress_form)luaL_checkoption(L, -1, "auto", forms);

  run.source = open_source(L, 1);
  progress_begin(&run.progress, form, measure, &run);
  showing = &run.progress;
  enum status status = run_pool(&run, workers, &limits);
  int failure = errno;
  if (status == STATUS_OK && run.reading == STATUS_NO_MEMORY)
    status = STATUS_NO_MEMORY;
  showing = NULL;
  progress_end(&run.progress);
  run.taken += source_passed(run.source);
  if (status == STATUS_OK && !run.stopped)
    tell_left_out(&run);
  source_close(run.source);
  buffer_free(&run.job);
  if (run.raised)
    return lua_error(L);
  if (status != STATUS_OK) {
    lua_pushnil(L);
    lua_pushstring(L, status == STATUS_IO ? strerror(failure) : status_text(status));
    return 2;
  }
  lua_pushinteger(L, (lua_Integer)run.taken);
  lua_pushinteger(L, (lua_Integer)run.failed);
  lua_pushinteger(L, (lua_Integer)run.lines);
  return 3;
}

/* core.interrupted(): the number of the signal that asked this process to end, or nil. */
static int l_interrupted(lua_State *L)
{
  int signal = pool_interrupted();
  if (signal == 0)
    return 0;
  lua_pushinteger(L, signal);
  return 1;
}

/* core.hide_progress(): before a message goes to standard error; the progress line comes back by itself. */
static int l_hide_progress(lua_State *L)
{
  (void)L;
  if (showing)
    progress_hide(showing);
  return 0;
}

/* core.confine_status(): what confinement workers get here, in words. */
static int l_confine_status(lua_State *L)
{
  lua_pushstring(L, confine_status());
  return 1;
}

enum { TRY_RETURNED = '=', TRY_RAISED = '!' }; /* what stands before an answer */

/* The function to try is on top of the stack of the state. */
static void try_work(void *context, struct buffer *answer)
{
  lua_State *L = context;
  host_begin_work(host_of(L));
  char how = lua_pcall(L, 0, 1, 0) == LUA_OK ? TRY_RETURNED : TRY_RAISED;
  size_t size;
  const char *text = luaL_tolstring(L, -1, &size);
  buffer_add(answer, &how, 1);
  buffer_add(answer, text, size);
}

/***
Call a function in a forked process under limits and confined, to see whether it comes back.
@function core.try
@tparam function f
@tparam number seconds of CPU time
@tparam int memory bytes
@treturn ?string what it returned, a text; nil when it did not come back
@treturn ?string the error that it raised, or how its process ended: the limit that it met
*/
static int l_try(lua_State *L)
{
  struct host *host = host_of(L);
  luaL_checktype(L, 1, LUA_TFUNCTION);
  struct pool_limits limits = {.seconds = luaL_checknumber(L, 2),
                               .memory = (uint64_t)luaL_checkinteger(L, 3),
                               .confine = true};
  size_t limit_before = host->memory_limit;
  host->memory_limit = host->memory + limits.memory;
  lua_pushvalue(L, 1);
  struct buffer answer = {0};
  enum job_end end;
  enum status status = trial_run(&limits, try_work, L, &answer, &end, NULL);
  host->memory_limit = limit_before;
  lua_pop(L, 1);
  bool ended = status == STATUS_OK && end == JOB_DONE && answer.size > 0;
  bool returned = ended && answer.data[0] == TRY_RETURNED;
  if (!returned)
    lua_pushnil(L);
  luaL_Buffer message;
  luaL_buffinit(L, &message);
  if (ended)
    luaL_addlstring(&message, answer.data + 1, answer.size - 1);
  else
    luaL_addstring(&message, status == STATUS_OK ? job_end_text(end) : status_text(status));
  buffer_free(&answer);
  luaL_pushresult(&message);
  return returned ? 1 : 2;
}

/* core.in_worker(): whether this process is one in which guests may run. */
static int l_in_worker(lua_State *L)
{
  lua_pushboolean(L, host_of(L)->worker);
  return 1;
}

/* core.note(text): what is running now, for the message when a worker dies. */
static int l_note(lua_State *L)
{
  pool_note(luaL_checkstring(L, 1));
  return 0;
}

/*
 * core.out_of_memory(): in a worker, end as one that has met its limit of memory. For errors of Lua's buffers, which do not let the
 * collector try first: whether there was garbage depends on the documents before, so the verdict is left to a fresh worker.
 */
static int l_out_of_memory(lua_State *L)
{
  (void)L;
  pool_out_of_memory();
  return 0;
}

void bind_run(lua_State *L)
{
  static const luaL_Reg functions[] = {{"run", l_run},
                                       {"note", l_note},
                                       {"answer", l_answer},
                                       {"answered", l_answered},
                                       {"in_worker", l_in_worker},
                                       {"try", l_try},
                                       {"out_of_memory", l_out_of_memory},
                                       {"interrupted", l_interrupted},
                                       {"confine_status", l_confine_status},
                                       {"hide_progress", l_hide_progress},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
