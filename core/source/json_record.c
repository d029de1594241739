/* From a JSON value to a record; see json_record.h. */
#include "json_record.h"
#include "../base/ascii.h"
#include "../text/utf8.h"
#include "encoding.h"
#include <cjson/cJSON.h>
#include <string.h>

struct json_member {
  struct slice name;  /* of the options or below */
  struct slice key;   /* as escaped in the source, without quotes */
  struct slice value; /* as in the source */
};

/* Keys in order of preference, NULL-closed. */
static const char *const text_keys[] = {"text", "body", "content", NULL};
static const char *const id_keys[] = {"id", "url", NULL};

static const struct {
  const char *key; /* in the metadata */
  const char *from[12];
} metadata_keys[] = {
    {"title", {"title", "headline", NULL}},
    {"date",
     {"date", "published", "published_at", "publishedAt", "datePublished", "publish_date",
      "date_publish", "pub_date", "pubDate", "created_at", "timestamp", NULL}},
    {"language", {"language", "lang", NULL}},
    {"author", {"author", "byline", NULL}},
    {"section", {"section", NULL}},
    {"url", {"url", NULL}}};

void json_scratch_free(struct json_scratch *scratch)
{
  buffer_free(&scratch->mended);
  buffer_free(&scratch->members);
  buffer_free(&scratch->key);
  buffer_free(&scratch->asked);
}

/* ---- escapes that stand for no character ---- */

/* The unit of the escape \uXXXX at `at`, or -1. */
static long unit_at(struct slice json, size_t at)
{
  long unit = 0;
  if (at + 6 > json.size || json.data[at] != '\\' || json.data[at + 1] != 'u')
    return -1;
  for (size_t i = 2; i < 6; i++) {
    int digit = ascii_hex(json.data[at + i]);
    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/*
 * Replace \u0000 (which cJSON's strings cannot hold) and halves of surrogate pairs by \ufffd. The
 * first time something must change, the value is copied to `mended`.
 */
static enum status mend_escapes(struct slice *json, struct buffer *mended, uint64_t *count,
                                size_t *first)
{
  size_t at = 0;
  while (at < json->size) {
    const char *found = memchr(json->data + at, '\\', json->size - at);
    if (found == NULL)
      break;
    at = (size_t)(found - json->data);
    long unit = unit_at(*json, at);
    if (unit < 0) {
      at += 2;
      continue;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      long low = unit_at(*json, at + 6);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        at += 12;
        continue;
      }
    } else if (unit != 0 && (unit < 0xDC00 || unit > 0xDFFF)) {
      at += 6;
      continue;
    }
    if ((*count)++ == 0)
      *first = at;
    if (json->data != mended->data) {
      buffer_clear(mended);
      buffer_add(mended, json->data, json->size);
      if (mended->failed)
        return STATUS_NO_MEMORY;
      json->data = mended->data;
    }
    memcpy(mended->data + at, "\\ufffd", 6);
    at += 6;
  }
  return STATUS_OK;
}

/* ---- the members of an object ---- */

/* Append what a string of JSON, its marks included, stands for. */
static void add_unescaped(struct buffer *out, struct slice string)
{
  cJSON *item = cJSON_ParseWithLength(string.data, string.size);
  if (item == NULL)
    out->failed = true;
  else
    buffer_add_string(out, item->valuestring);
  cJSON_Delete(item);
}

/* The next of the keys to keep; false after the last. */
static bool next_kept(const char **at, struct slice *key)
{
  do {
    *at += strspn(*at, " ,");
    size_t size = strcspn(*at, ",");
    *key = (struct slice){*at, size};
    *at += size;
  } while (key->size == 0 && **at != '\0');
  *key = slice_trim(*key);
  return key->size > 0;
}

static void ask(struct buffer *asked, const char *name)
{
  struct slice key = {name, strlen(name)};
  buffer_add(asked, &key, sizeof key);
}

static void ask_all(struct buffer *asked, const char *const *names)
{
  for (; *names != NULL; names++)
    ask(asked, *names);
}

/* List the keys that count. */
static void list_asked(const struct source_options *options, struct buffer *asked)
{
  const char *const chosen[] = {options->text_key, options->id_key, options->title_key,
                                options->date_key, options->language_key};
  ask_all(asked, text_keys);
  ask_all(asked, id_keys);
  for (size_t i = 0; i < sizeof metadata_keys / sizeof *metadata_keys; i++)
    ask_all(asked, metadata_keys[i].from);
  for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++)
    if (chosen[i] != NULL)
      ask(asked, chosen[i]);
  struct slice kept;
  for (const char *at = options->keep ? options->keep : ""; next_kept(&at, &kept);)
    buffer_add(asked, &kept, sizeof kept);
}

/* Whether a key counts; its bytes are then those of the list. */
static bool is_asked(struct slice *key, const struct buffer *asked)
{
  const struct slice *list = (const struct slice *)(const void *)asked->data;
  for (size_t i = 0; i < asked->size / sizeof *list; i++)
    if (slice_equal(*key, list[i])) {
      key->data = list[i].data;
      return true;
    }
  return false;
}

/* Whether a key lies within the object called `name`: "article.body" in "article". */
static bool is_asked_in(struct slice name, const struct buffer *asked)
{
  const struct slice *list = (const struct slice *)(const void *)asked->data;
  for (size_t i = 0; i < asked->size / sizeof *list; i++)
    if (list[i].size > name.size && list[i].data[name.size] == '.' &&
        memcmp(list[i].data, name.data, name.size) == 0)
      return true;
  return false;
}

static const struct json_member *find_member(const struct buffer *members, struct slice name)
{
  const struct json_member *list = (const struct json_member *)(const void *)members->data;
  size_t count = members->size / sizeof *list;
  for (size_t i = 0; i < count; i++)
    if (slice_equal(list[i].name, name))
      return &list[i];
  return NULL;
}

/* The value of a member; an empty slice when there is none. */
static struct slice value_of(const struct buffer *members, const char *name)
{
  const struct json_member *member = find_member(members, (struct slice){name, strlen(name)});
  return member ? member->value : (struct slice){"", 0};
}

/*
 * List the members of the object, known to be valid, that are asked for: of several with one key the first. The first
 * `prefix` bytes of the scratch key stand before the names: "article." within the object of that name.
 */
static void list_members(struct slice json, size_t prefix, struct json_scratch *scratch)
{
  struct json_member member;
  for (size_t at = 0; record_next_member(json, &at, &member.key, &member.value);) {
    member.name = member.key;
    scratch->key.size = prefix;
    bool spelt = prefix > 0 || memchr(member.key.data, '\\', member.key.size) != NULL;
    if (spelt) {
      add_unescaped(&scratch->key, (struct slice){member.key.data - 1, member.key.size + 2});
      member.name = buffer_slice(&scratch->key);
    }
    if (member.value.data[0] == '{' && is_asked_in(member.name, &scratch->asked)) {
      if (!spelt)
        buffer_add(&scratch->key, member.name.data, member.name.size);
      buffer_add_byte(&scratch->key, '.');
      list_members(member.value, scratch->key.size, scratch);
      if (spelt)
        member.name.data = scratch->key.data;
    }
    if (is_asked(&member.name, &scratch->asked) &&
        find_member(&scratch->members, member.name) == NULL)
      buffer_add(&scratch->members, &member, sizeof member);
  }
}

static void add_member(const struct buffer *members, struct record_space *space, const char *key,
                       const char *from)
{
  struct slice value = value_of(members, from);
  /* Neither says anything; the next name may. */
  if (!slice_is(value, "\"\"") && !slice_is(value, "null"))
    record_add_json(space, (struct slice){key, strlen(key)}, value);
}

static void add_metadata(const struct buffer *members, const struct source_options *options,
                         struct record_space *space)
{
  const char *chosen[] = {
      options->title_key, options->date_key, options->language_key, NULL, NULL, NULL};
  for (size_t i = 0; i < sizeof metadata_keys / sizeof *metadata_keys; i++) {
    if (chosen[i] != NULL) {
      add_member(members, space, metadata_keys[i].key, chosen[i]);
      continue;
    }
    for (size_t j = 0; metadata_keys[i].from[j] != NULL; j++)
      add_member(members, space, metadata_keys[i].key, metadata_keys[i].from[j]);
  }
  struct slice name;
  for (const char *at = options->keep ? options->keep : ""; next_kept(&at, &name);) {
    const struct json_member *member = find_member(members, name);
    if (member != NULL && !slice_is(member->value, "null"))
      record_add_json(space, member->key, member->value);
  }
}

/* ---- errors ---- */

static void add_place(struct slice json, const char *at, const struct json_place *place,
                      uint64_t *line, uint64_t *column)
{
  const char *start = json.data;
  *line = reader_lines_before(place->reader) + place->line;
  *column = place->column;
  for (;;) {
    const char *stop = start < at ? memchr(start, '\n', (size_t)(at - start)) : NULL;
    if (stop == NULL)
      break;
    (*line)++;
    *column = 1;
    start = stop + 1;
  }
  *column += utf8_count((struct slice){start, (size_t)(at - start)});
}

static void fail_broken(struct slice json, const char *why, size_t at,
                        const struct json_place *place, struct record_space *space)
{
  uint64_t line = 0;
  uint64_t column = 0;
  add_place(json, json.data + at, place, &line, &column);
  struct slice found = {"", 0};
  if (strcmp(why, "unexpected") == 0 && at < json.size) {
    found.data = json.data + at;
    utf8_decode(json, at, &found.size);
  }
  record_fail(space, "broken JSON at line %llu, column %llu: %s%s%.*s%s", (unsigned long long)line,
              (unsigned long long)column, why, found.size > 0 ? " '" : "", (int)found.size,
              found.data, found.size > 0 ? "'" : "");
}

static const char *kind_of(struct slice value)
{
  switch (value.data[0]) {
  case '[':
    return "an array";
  case '{':
    return "an object";
  case 'n':
    return "null";
  case 't':
  case 'f':
    return "true or false";
  default:
    return "a number";
  }
}

/* ---- the record ---- */

/* The id of a value that says none. */
static void set_place_id(const struct json_place *place, struct record_space *space)
{
  struct slice name = reader_name(place->reader);
  if (place->whole)
    record_set_id(space, name);
  else
    record_set_place(space, name, reader_lines_before(place->reader) + place->line,
                     place->same_line ? place->column : 0);
}

static void set_id(const struct buffer *members, const struct json_place *place,
                   const struct source_options *options, struct record_space *space)
{
  const char *const chosen[] = {options->id_key, NULL};
  const char *const *keys = options->id_key ? chosen : id_keys;
  for (; *keys != NULL; keys++) {
    struct slice value = value_of(members, *keys);
    if (value.size > 2 && value.data[0] == '"') {
      add_unescaped(&space->id, value);
      return;
    }
    /* A number is taken as it is written: a double would round long ones. */
    if (value.size > 0 && (value.data[0] == '-' || ascii_is_digit(value.data[0]))) {
      record_set_id(space, value);
      return;
    }
  }
  set_place_id(place, space);
}

/* The keys of an object that hold texts, the first few short ones: one may be what was meant. */
static struct slice text_keys_of(struct slice json, struct buffer *names)
{
  enum { MOST = 6, LONGEST = 40 };
  struct slice key;
  struct slice value;
  int count = 0;
  buffer_clear(names);
  for (size_t at = 0; count < MOST && record_next_member(json, &at, &key, &value);) {
    if (value.data[0] != '"' || key.size > LONGEST || slice_is(key, "id"))
      continue;
    buffer_add_string(names, count++ > 0 ? ", " : "");
    buffer_add(names, key.data, key.size);
  }
  return buffer_slice(names);
}

static void set_text(struct slice json, struct json_scratch *scratch,
                     const struct source_options *options, struct record_space *space)
{
  const struct buffer *members = &scratch->members;
  const char *const chosen[] = {options->text_key, NULL};
  const char *const *keys = options->text_key ? chosen : text_keys;
  const char *other = NULL;
  bool is_empty = false;
  for (; *keys != NULL; keys++) {
    struct slice value = value_of(members, *keys);
    if (value.size > 2 && value.data[0] == '"') {
      add_unescaped(&space->text, value);
      return;
    }
    if (slice_is(value, "\"\""))
      is_empty = true;
    else if (value.size > 0 && other == NULL)
      other = *keys;
  }
  if (is_empty)
    return;
  if (other != NULL) {
    record_fail(space, "no text: key '%s' holds %s, not a string", other,
                kind_of(value_of(members, other)));
    return;
  }
  struct slice others = text_keys_of(json, &scratch->key);
  if (options->text_key != NULL)
    record_fail(space, "no text: there is no key '%s'%s%.*s", options->text_key,
                others.size > 0 ? " but " : "", (int)others.size, others.data);
  else
    record_fail(
        space,
        "no text: there is no key 'text', 'body' or 'content' (--text-key names another%s%.*s)",
        others.size > 0 ? ": " : "", (int)others.size, others.data);
}

/* Fill the space from a value known to be valid. */
static void fill(struct slice json, const struct json_place *place,
                 const struct source_options *options, struct json_scratch *scratch,
                 struct record_space *space)
{
  struct slice value = slice_trim(json);
  buffer_clear(&scratch->members);
  if (scratch->asked.size == 0)
    list_asked(options, &scratch->asked);
  if (value.data[0] == '{')
    list_members(value, 0, scratch);
  set_id(&scratch->members, place, options, space);
  if (value.data[0] == '{') {
    set_text(value, scratch, options, space);
    add_metadata(&scratch->members, options, space);
  } else if (value.data[0] == '"') {
    add_unescaped(&space->text, value);
  } else {
    record_fail(space, "no text: the value is %s, not an object%s", kind_of(value),
                value.data[0] == '[' ? " (in a .json file it may be; jq -c '.[]' makes lines of it)"
                                     : "");
  }
}

bool json_text_type(const struct source_options *options, enum source_rest *rest)
{
  static const struct {
    const char *name;
    enum source_rest rest;
  } types[] = {{"text", REST_NONE}, {"html", REST_FRAGMENT}, {"md", REST_MARKDOWN}};
  *rest = REST_NONE;
  if (options->text_type == NULL)
    return true;
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strcmp(options->text_type, types[i].name) == 0) {
      *rest = types[i].rest;
      return true;
    }
  return false;
}

/* Leave a text with markup to be completed. */
static void leave_text(const struct source_options *options, struct record_space *space,
                       struct source_record *record)
{
  enum source_rest rest;
  if (!json_text_type(options, &rest) || rest == REST_NONE || space->text.size == 0)
    return;
  struct buffer text = space->text;
  space->text = space->decoded;
  space->decoded = text;
  record->rest = rest;
  record->text = buffer_slice(&space->decoded);
}

enum status json_record_fill(struct slice value, const struct json_place *place,
                             const struct source_options *options, struct json_scratch *scratch,
                             struct record_space *space, struct source_record *record)
{
  struct encoding_result result;
  buffer_clear(&scratch->mended);
  enum status status = encoding_mend(value, &scratch->mended, &result);
  struct slice json = result.text;
  size_t first = 0;
  uint64_t escapes = 0;
  if (status == STATUS_OK)
    status = mend_escapes(&json, &scratch->mended, &escapes, &first);
  if (status != STATUS_OK)
    return status;
  buffer_add_string(&space->encoding, result.invalid > 0 ? "utf-8 (JSON)" : "utf-8 (valid)");
  record->invalid = result.invalid + escapes;
  if (record->invalid > 0)
    record->invalid_at = place->offset + (result.invalid > 0 ? result.invalid_at : first);

  size_t at = 0;
  const char *why = json_find_error(json, &at);
  if (why != NULL) {
    set_place_id(place, space);
    fail_broken(json, why, at, place, space);
    return STATUS_OK;
  }
  fill(json, place, options, scratch, space);
  leave_text(options, space, record);
  bool failed = scratch->members.failed || scratch->mended.failed || scratch->key.failed ||
                scratch->asked.failed;
  return failed ? STATUS_NO_MEMORY : STATUS_OK;
}
