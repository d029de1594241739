/*
 * A writer of Lua values as JSON: shared by what writes values of any kind (bind_json_write.c) and what writes mentions and
 * annotations (bind_json_record.c).
 *
 * A field or an item is written with a comma before it; the bracket is written last, over the first comma.
 */
#ifndef READOUT_JSON_WRITER_H
#define READOUT_JSON_WRITER_H

#include "../writer/json.h"
#include "host.h"

enum name { NAME_NAME, NAME_TEXT, NAME_FIRST, NAME_LAST, NAME_LAYER, NAME_RULE, NAMES };

/* Where something stands in what is written: it is copied where it stands again. */
struct copy {
  const void *table; /* what is written */
  size_t at;
  size_t size; /* 0: nothing is */
};

enum { COPIES = 128 };

struct writer {
  lua_State *L;
  struct host *host;
  struct buffer *out;     /* borrowed; outlives any error raised on the way */
  size_t begin;           /* what it held before */
  const void *array_meta; /* metatables by their addresses; all are in the registry */
  const void *object_meta;
  const void *mention_meta;
  const void *annotation_meta;
  int orders; /* stack indexes */
  int order;  /* of the kind at hand, nil if none is set; behind it the user value */
  int behind;
  int name;                     /* of the first of `names` */
  const char *name_text[NAMES]; /* short strings are one: the same text has the same address */
  const void *kind; /* the kind and the document that `head`, `rule` and the order are of */
  const struct document *document;
  struct copy head;  /* how records of the kind begin */
  struct copy rule;  /* what made them */
  struct copy place; /* the text and the offsets of the record at hand, its bytes `from` to `to` */
  uint32_t from;
  uint32_t to;
  struct copy copies[COPIES]; /* by their address: strings, lists within records, kinds */
  int inside; /* annotations and mentions around the value being written: within one, an annotation is a link */
};

/* Append a constant text. */
#define ADD_CONSTANT(w, text) buffer_add((w)->out, text, sizeof(text) - 1)

/* Put a bracket before the fields or items that are written from `at` on, each behind a comma. */
static inline void add_bracket(struct writer *w, size_t at, char bracket)
{
  if (w->out->size > at)
    w->out->data[at] = bracket;
  else
    buffer_add_byte(w->out, bracket);
}

/* The place among the copies for a table; it may be that of another. */
static inline struct copy *copy_of(struct writer *w, const void *table)
{
  return &w->copies[((uintptr_t)table >> 5 ^ (uintptr_t)table >> 11) % COPIES];
}

static inline struct copy copy_since(const struct writer *w, const void *table, size_t at)
{
  return (struct copy){table, at, w->out->size - at};
}

/* Whether it is a copy of this table, which then is written. */
static inline bool add_copy(struct writer *w, const struct copy *copy, const void *table)
{
  if (copy->table != table || copy->size == 0)
    return false;
  buffer_repeat(w->out, copy->at, copy->size);
  return true;
}

/* A value of any kind; `type` is that of the value at `index`.   [-0, +0, v] */
void add_typed(struct writer *w, int index, int type, int depth);

/* The string at `index`.   [-0, +0, m] */
void add_lua_string(struct writer *w, int index);

/* "KEY": behind a comma; the key at `index` is a string.   [-0, +0, m] */
void add_key(struct writer *w, int index);

/* The fields with string keys of the table at `index`, sorted by bytes; of a mention, which may be placed in a document, those
 * that its plugin added.   [-0, +0, v] */
void add_sorted(struct writer *w, int index, bool mention, bool placed, int depth);

/* A record, a link to an annotation within another one, a mention.   [-0, +0, v] */
void add_record(struct writer *w, int index, int depth);
void add_link(struct writer *w, int index, int depth);
void add_mention(struct writer *w, int index, int depth);

/* The table kept under `key` in the registry, made when it is first asked for.   [-0, +1, m] */
void push_registered(lua_State *L, const char *key);

/* The orders of layers, layer -> order (core.set_order).   [-0, +1, m] */
void push_orders(lua_State *L);

#endif
