/* From a JSON value to a record; see json_record.h. */
#include "json_record.h"
#include "../text/utf8.h"
#include "encoding.h"
#include <cjson/cJSON.h>
#include <string.h>

struct json_member {
  struct slice key;   /* as escaped in the source, without quotes */
  struct slice value; /* as in the source */
};

/* Keys in order of preference, NULL-closed. */
static const char *const text_keys[] = {"text", "body", "content", NULL};
static const char *const id_keys[] = {"id", "url", NULL};

static const struct {
  const char *key; /* in the metadata */
  const char *from[5];
} metadata_keys[] = {{"title", {"title", "headline", NULL}},
                     {"date", {"date", "published", "published_at", "timestamp", NULL}},
                     {"language", {"language", "lang", NULL}},
                     {"author", {"author", "byline", NULL}},
                     {"section", {"section", NULL}},
                     {"url", {"url", NULL}}};

void json_scratch_free(struct json_scratch *scratch)
{
  buffer_free(&scratch->mended);
  buffer_free(&scratch->members);
}

/* ---- escapes that stand for no character ---- */

static int hex_value(char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

/* The unit of the escape \uXXXX at `at`, or -1. */
static long unit_at(struct slice json, size_t at)
{
  long unit = 0;
  if (at + 6 > json.size || json.data[at] != '\\' || json.data[at + 1] != 'u')
    return -1;
  for (size_t i = 2; i < 6; i++) {
    int digit = hex_value(json.data[at + i]);
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

/* ---- the members of an object, as they are written ---- */

static size_t skip_white(struct slice json, size_t at)
{
  while (at < json.size && (unsigned char)json.data[at] <= ' ')
    at++;
  return at;
}

/* The index after the string that begins at `at`. */
static size_t skip_string(struct slice json, size_t at)
{
  at++;
  while (at < json.size) {
    const char *quote = memchr(json.data + at, '"', json.size - at);
    if (quote == NULL)
      break;
    const char *slash = quote;
    while (slash > json.data + at && slash[-1] == '\\')
      slash--;
    size_t after = (size_t)(quote - json.data) + 1;
    if ((quote - slash) % 2 == 0)
      return after;
    at = after;
  }
  return json.size;
}

/* The index after the value that begins at `at`, in JSON known to be valid. */
static size_t skip_value(struct slice json, size_t at)
{
  size_t depth = 0;
  while (at < json.size) {
    char c = json.data[at];
    if (c == '"') {
      at = skip_string(json, at);
    } else if (c == '{' || c == '[') {
      depth++;
      at++;
    } else if (c == '}' || c == ']') {
      if (depth == 0)
        return at;
      depth--;
      at++;
    } else if (depth == 0 && (c == ',' || (unsigned char)c <= ' ')) {
      return at;
    } else {
      at++;
      continue;
    }
    if (depth == 0)
      return at;
  }
  return json.size;
}

/* List the members of the object, which cJSON has found valid. */
static void list_members(struct slice json, struct buffer *members)
{
  size_t at = skip_white(json, 0) + 1; /* past the brace */
  buffer_clear(members);
  for (;;) {
    at = skip_white(json, at);
    if (at >= json.size || json.data[at] != '"')
      return;
    size_t key_end = skip_string(json, at);
    struct json_member member = {{json.data + at + 1, key_end - at - 2}, {NULL, 0}};
    at = skip_white(json, key_end) + 1; /* past the colon */
    at = skip_white(json, at);
    size_t end = skip_value(json, at);
    member.value = (struct slice){json.data + at, end - at};
    buffer_add(members, &member, sizeof member);
    at = skip_white(json, end) + 1; /* past the comma or the closing brace */
  }
}

static bool same(struct slice text, const char *word, size_t size)
{
  return text.size == size && memcmp(text.data, word, size) == 0;
}

/* The value of a member, or an empty slice when there is none or it is null. */
static struct slice find_member(const struct buffer *members, const char *key, size_t size)
{
  const struct json_member *list = (const struct json_member *)(const void *)members->data;
  size_t count = members->size / sizeof *list;
  for (size_t i = 0; i < count; i++)
    if (same(list[i].key, key, size) && !same(list[i].value, "null", 4))
      return list[i].value;
  return (struct slice){"", 0};
}

static void add_member(const struct buffer *members, struct record_space *space, const char *key,
                       const char *from)
{
  struct slice value = find_member(members, from, strlen(from));
  /* An empty string says nothing; the next name may. */
  if (!same(value, "\"\"", 2))
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
  const char *at = options->keep ? options->keep : "";
  while (*at != '\0') {
    size_t size = strcspn(at, ",");
    struct slice key = {at, size};
    while (key.size > 0 && key.data[0] == ' ')
      key = (struct slice){key.data + 1, key.size - 1};
    while (key.size > 0 && key.data[key.size - 1] == ' ')
      key.size--;
    if (key.size > 0)
      record_add_json(space, key, find_member(members, key.data, key.size));
    at += size;
    at += *at == ',';
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

/* `refused` is where cJSON gave up: second best, because it is often one byte off. */
static void fail_broken(struct slice json, const char *refused, const struct json_place *place,
                        struct record_space *space)
{
  uint64_t line = 0;
  uint64_t column = 0;
  size_t at = 0;
  const char *why = json_find_error(json, &at);
  if (why == NULL) {
    why = "the parser gave up (out of memory?)";
    at =
        refused >= json.data && refused < json.data + json.size ? (size_t)(refused - json.data) : 0;
  }
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

static const char *kind_of(const cJSON *item)
{
  if (cJSON_IsNull(item))
    return "null";
  if (cJSON_IsArray(item))
    return "an array";
  if (cJSON_IsObject(item))
    return "an object";
  if (cJSON_IsNumber(item))
    return "a number";
  return "true or false";
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

static void set_id(const cJSON *root, const struct buffer *members, const struct json_place *place,
                   const struct source_options *options, struct record_space *space)
{
  const char *const chosen[] = {options->id_key, NULL};
  const char *const *keys = options->id_key ? chosen : id_keys;
  for (size_t i = 0; keys[i] != NULL; i++) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, keys[i]);
    if (cJSON_IsString(item) && item->valuestring[0] != '\0') {
      record_set_id(space, (struct slice){item->valuestring, strlen(item->valuestring)});
      return;
    }
    /* A number is taken as it is written: a double would round long ones. */
    struct slice value = find_member(members, keys[i], strlen(keys[i]));
    if (cJSON_IsNumber(item) && value.size > 0) {
      record_set_id(space, value);
      return;
    }
  }
  set_place_id(place, space);
}

static void set_text(const cJSON *root, const struct source_options *options,
                     struct record_space *space)
{
  const char *const chosen[] = {options->text_key, NULL};
  const char *const *keys = options->text_key ? chosen : text_keys;
  const cJSON *other = NULL;
  const cJSON *empty = NULL;
  for (size_t i = 0; keys[i] != NULL; i++) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, keys[i]);
    if (cJSON_IsString(item) && item->valuestring[0] != '\0') {
      buffer_add_string(&space->text, item->valuestring);
      return;
    }
    if (cJSON_IsString(item))
      empty = item;
    else if (item != NULL && other == NULL)
      other = item;
  }
  if (empty != NULL)
    return;
  if (other != NULL)
    record_fail(space, "no text: key '%s' holds %s, not a string", other->string, kind_of(other));
  else if (options->text_key != NULL)
    record_fail(space, "no text: there is no key '%s'", options->text_key);
  else
    record_fail(space,
                "no text: there is no key 'text', 'body' or 'content' (--text-key names another)");
}

static void fill(const cJSON *root, struct slice json, const struct json_place *place,
                 const struct source_options *options, struct json_scratch *scratch,
                 struct record_space *space)
{
  buffer_clear(&scratch->members);
  if (cJSON_IsObject(root))
    list_members(json, &scratch->members);
  set_id(root, &scratch->members, place, options, space);
  if (cJSON_IsObject(root)) {
    set_text(root, options, space);
    add_metadata(&scratch->members, options, space);
  } else if (cJSON_IsString(root)) {
    buffer_add_string(&space->text, root->valuestring);
  } else {
    record_fail(space, "no text: the value is %s, not an object", kind_of(root));
  }
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

  /* A NUL byte would cut cJSON's strings short without a word. */
  const char *end = json.size > 0 ? memchr(json.data, '\0', json.size) : NULL;
  cJSON *root = NULL;
  if (end == NULL) {
    root = cJSON_ParseWithLengthOpts(json.data, json.size, &end, false);
    size_t rest = root ? skip_white(json, (size_t)(end - json.data)) : 0;
    if (root != NULL && rest < json.size) {
      cJSON_Delete(root);
      root = NULL;
      end = json.data + rest;
    }
  }
  if (root == NULL) {
    set_place_id(place, space);
    fail_broken(json, end, place, space);
    return STATUS_OK;
  }
  fill(root, json, place, options, scratch, space);
  cJSON_Delete(root);
  return scratch->members.failed || scratch->mended.failed ? STATUS_NO_MEMORY : STATUS_OK;
}
