/*
 * The host: one Lua state, and what its bindings share. This folder is the only one that sees Lua.
 *
 * Ownership: `struct host` owns the state, the lexicon, the language tables and the arena of the current
 * record. A record lives from `core.open_record` to the next one; documents, tapes' units and everything
 * else cut from it are handles that carry the record's generation and answer "document is closed"
 * afterwards.
 *
 * Units: bytes and tokens are 0-based, half-open in C and 1-based, inclusive in Lua. Conversion
 * happens only in check_* and push_*.
 */
#ifndef READOUT_HOST_H
#define READOUT_HOST_H

#include "../base/arena.h"
#include "../base/slab.h"
#include "../match/image.h"
#include "../match/lexicon.h"
#include "../match/tape.h"
#include "../run/output.h"
#include "../text/lemma.h"
#include "../text/offsets.h"
#include "../text/segment.h"
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>

/* Tables within each other that are written as JSON or read from it. */
enum { JSON_DEPTH_MAX = 64 };

/* Words whose normal form is kept as a string of Lua: frequent ones, mostly. */
enum { KEPT_WORDS = 8192 };

enum offset_unit { OFFSETS_CHAR, OFFSETS_BYTE, OFFSETS_UTF16, OFFSETS_ALL };

struct host {
  lua_State *L;
  struct image *image;         /* owns; borrows the program's read-only data */
  struct lexicon *lexicon;     /* owns */
  struct segment_rules *rules; /* owns; of the language in use */
  struct lemma_table *lemmas;  /* owns; of the language in use */
  struct slabs *slabs;         /* owns; small blocks of Lua */
  struct arena *arena;         /* owns; emptied by each record */
  uint32_t generation;         /* counts records */
  struct slice record;         /* text of the current record; anchored in the registry */
  const void *checked; /* the document last held against its metatable; anchored in the registry */
  struct offsets offsets; /* of the current record's text; its table is in the arena */
  struct buffer *answer;  /* of the job at hand, NULL outside of one; borrowed */
  enum offset_unit unit;  /* --offsets */
  bool ascii;             /* --ascii */
  size_t memory;          /* bytes that Lua holds */
  size_t in_use; /* what it held after the last collection between records, or when work began */
  size_t memory_limit; /* 0: none */
  size_t ceiling;      /* bytes beyond which the allocator asks whether Lua may have more */
  size_t output_limit; /* of one answer, in bytes; 0: none */
  size_t refused;      /* bytes that the allocator has refused once; the collector is at work */
  bool uncollected;    /* the collector has not begun its work */
  bool worker;         /* this process is a worker */
  uint32_t kept_words[KEPT_WORDS]; /* their numbers in the lexicon, 0: none (bind_columns.c) */
  long fail_after;                 /* allocation to fail, for `make oom`; -1: never */
};

/* Metatable names. */
#define DOCUMENT_NAME   "readout.document"
#define TAPE_NAME       "readout.tape"
#define UNITS_NAME      "readout.units"
#define MARKS_NAME      "readout.marks"
#define TAGGER_NAME     "readout.tagger"
#define MENTION_NAME    "readout.mention"
#define ANNOTATION_NAME "readout.annotation"

/* What enum token_shape and enum token_class are called, NULL-closed. */
extern const char *const shape_names[];
extern const char *const class_names[];

/* One article of the current record. */
struct document {
  uint32_t generation;
  uint32_t base;       /* byte where its text begins in the record */
  uint32_t first_line; /* lines of the record before it */
  bool scanned;        /* scan is filled */
  struct slice text;
  struct segmentation segments;
  struct scan scan;
};

/* Raise "WHAT: STATUS" unless `status` is STATUS_OK.   [-0, +0, v] */
void raise_status(lua_State *L, const char *what, enum status status);

/* Raise "WHAT: out of memory" (status.h).   [-0, +0, v] */
_Noreturn void raise_no_memory(lua_State *L, const char *what);

/* The host of a state. */
static inline struct host *host_of(lua_State *L)
{
  return *(struct host **)lua_getextraspace(L);
}

/* This process is a worker from now on, under the limit of memory. */
static inline void host_begin_work(struct host *host)
{
  host->worker = true;
  host->in_use = host->memory;
  host->ceiling = 0;
}

/* Before a record: in a worker, collect the garbage of those before it if there is much. */
void host_collect(struct host *host);

/* A state with all bindings and the image open; NULL with a message on stderr when memory is out. */
struct host *host_new(void);
void host_free(struct host *host);

/* Run the command line (core/lua/cli.lua). Returns the exit code. */
int host_main(struct host *host, int argc, char **argv);

/* The document at `index`; raises when it is no document or closed. */
struct document *check_document(lua_State *L, int index);

/* The same of a value that is ours, an upvalue or what an adder was made for, so that it is not checked by name. */
static inline struct document *own_document(lua_State *L, int index)
{
  struct document *document = lua_touserdata(L, index);
  if (!document || document->generation != host_of(L)->generation)
    return check_document(L, index); /* raises */
  return document;
}

/*
 * The document and the bytes [from, to) of a mention or annotation at `index`, whose places plugins can write over: raises
 * when they are no place in it.   [-0, +0, v]
 */
struct document *check_span(lua_State *L, int index, uint32_t *from, uint32_t *to);

/* Raises that argument `index` names no token of the document.   [-0, +0, v] */
_Noreturn void raise_no_token(lua_State *L, int index, const struct document *document);

/* The position, from 0, of the token that argument `index` names from 1.   [-0, +0, v] */
static inline uint32_t check_token(lua_State *L, int index, const struct document *document)
{
  int is_integer;
  lua_Integer i = lua_tointegerx(L, index, &is_integer);
  if (!is_integer || i < 1 || (lua_Unsigned)i > document->segments.tokens.count)
    raise_no_token(L, index, document);
  return (uint32_t)(i - 1);
}

/* Number of code points (or bytes, or UTF-16 units, by --offsets) before byte `at` of the document. */
size_t document_offset(struct host *host, const struct document *document, uint32_t at,
                       enum offset_unit unit);

/* The token that begins at or after byte `at`. */
uint32_t document_token_from(const struct document *document, uint32_t at);

/* Index of the span that holds byte `at`, or the last that begins before it; count when there is none. */
uint32_t document_span_at(const struct spans *spans, uint32_t at);

/* The line of the source, from 1, that holds byte `at`. */
lua_Integer document_line(const struct document *document, uint32_t at);

/* Add the JSON of each item of the list at `index` and a newline to `out`, which outlives any error.   [-0, +0, v] */
void json_lines(lua_State *L, int index, struct buffer *out);

/* The metatable that marks a table as an array, which is written as [] when it is empty.   [-0, +1, m] */
void push_array_mark(lua_State *L);

/* What core.write writes to, NULL if nothing is open. */
struct output *host_output(void);

/* Push what core.write returns: true; or nil, why, and "closed" or "failed".   [-0, +1|3, m] */
int push_written(lua_State *L, enum status status);

struct marks;

/* What is declared class by class: a tape or marks, one of them NULL. Owns it. */
struct class_set {
  struct tape *tape;
  struct marks *marks;
};

/* Argument 1 as a tape or marks, and argument 2 as one of its classes, from 0.   [-0, +0, v] */
struct class_set *check_classes(lua_State *L);
uint32_t check_class(lua_State *L, const struct class_set *set);

/* Openers: each adds its functions to the table on the top of the stack ("core").   [-0, +0, m] */
void bind_document(lua_State *L);
void bind_columns(lua_State *L);
void bind_annotation(lua_State *L);
void bind_lexicon(lua_State *L);
void bind_classes(lua_State *L);
void bind_tape(lua_State *L);
void bind_marks(lua_State *L);
void bind_passages(lua_State *L);
void bind_votes(lua_State *L);
void bind_tagger(lua_State *L);
void bind_json_read(lua_State *L);
void bind_json_write(lua_State *L);
void bind_json_record(lua_State *L);
void bind_run(lua_State *L);
void bind_system(lua_State *L);
void bind_sandbox(lua_State *L);
void bind_sort(lua_State *L);
void bind_limits(lua_State *L);

#endif
