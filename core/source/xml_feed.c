/* RSS 0.9 to 2.0 and Atom: every item is a record; its title the first line, its content read as HTML. */
#include "html.h"
#include "xml.h"
#include <stdlib.h>
#include <string.h>

enum field {
  FIELD_TITLE,
  FIELD_CONTENT,
  FIELD_SUMMARY,
  FIELD_ID,
  FIELD_LINK,
  FIELD_DATE,
  FIELD_UPDATED,
  FIELD_AUTHOR,
  FIELD_SECTION,
  FIELD_LANGUAGE,
  FIELD_COUNT
};

struct feed {
  struct buffer fields[FIELD_COUNT];
  bool is_text[FIELD_COUNT]; /* plain, not HTML */
  struct buffer language;    /* of the feed */
  uint64_t line;             /* where the item begins */
  unsigned item_depth;       /* depth inside the item's element; 0: not in one */
  enum field field;          /* being collected; FIELD_COUNT: none */
  unsigned field_depth;      /* depth inside its element */
  bool in_author;            /* Atom: <author><name> */
  bool in_language;          /* RSS: <channel><language> */
};

static const struct {
  const char *name;
  enum field field;
} fields[] = {{"title", FIELD_TITLE},
              {"content:encoded", FIELD_CONTENT},
              {"content", FIELD_CONTENT},
              {"description", FIELD_SUMMARY},
              {"summary", FIELD_SUMMARY},
              {"guid", FIELD_ID},
              {"id", FIELD_ID},
              {"dc:identifier", FIELD_ID},
              {"link", FIELD_LINK},
              {"pubDate", FIELD_DATE},
              {"published", FIELD_DATE},
              {"issued", FIELD_DATE},
              {"dc:date", FIELD_DATE},
              {"updated", FIELD_UPDATED},
              {"modified", FIELD_UPDATED},
              {"author", FIELD_AUTHOR},
              {"dc:creator", FIELD_AUTHOR},
              {"category", FIELD_SECTION},
              {"dc:subject", FIELD_SECTION},
              {"dc:language", FIELD_LANGUAGE}};

static enum field find_field(const char *name)
{
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (strcmp(fields[i].name, name) == 0)
      return fields[i].field;
  return FIELD_COUNT;
}

static void check(struct xml *xml, const struct buffer *buffer)
{
  xml_check(xml, buffer, "an item of the feed is longer than a record may be");
}

/* ---- markup inside a field is collected as HTML again ---- */

static void add_escaped(struct buffer *out, const char *text, size_t size)
{
  for (size_t at = 0; at < size; at++) {
    switch (text[at]) {
    case '<':
      buffer_add_string(out, "&lt;");
      break;
    case '&':
      buffer_add_string(out, "&amp;");
      break;
    case '"':
      buffer_add_string(out, "&quot;");
      break;
    default:
      buffer_add_byte(out, text[at]);
    }
  }
}

static void add_tag(struct buffer *out, const char *name, const char **attributes)
{
  buffer_add_byte(out, '<');
  buffer_add_string(out, name);
  for (; *attributes != NULL; attributes += 2) {
    buffer_add_byte(out, ' ');
    buffer_add_string(out, attributes[0]);
    buffer_add_string(out, "=\"");
    add_escaped(out, attributes[1], strlen(attributes[1]));
    buffer_add_byte(out, '"');
  }
  buffer_add_byte(out, '>');
}

/* ---- the parser's calls ---- */

static void begin_item(struct xml *xml, const char **attributes)
{
  struct feed *feed = xml->state;
  feed->item_depth = xml->depth;
  feed->line = xml_line(xml);
  for (size_t i = 0; i < FIELD_COUNT; i++)
    buffer_clear(&feed->fields[i]);
  const char *about = xml_attribute(attributes, "rdf:about");
  const char *language = xml_attribute(attributes, "xml:lang");
  if (about != NULL)
    buffer_add_string(&feed->fields[FIELD_ID], about);
  if (language != NULL)
    buffer_add_string(&feed->fields[FIELD_LANGUAGE], language);
}

/* Values that stand in attributes: Atom's links and categories. */
static void take_attributes(struct feed *feed, enum field field, const char **attributes)
{
  const char *relation = xml_attribute(attributes, "rel");
  const char *address = xml_attribute(attributes, "href");
  const char *term = xml_attribute(attributes, "label");
  if (term == NULL)
    term = xml_attribute(attributes, "term");
  struct buffer *out = &feed->fields[field];
  if (field == FIELD_LINK && address != NULL && out->size == 0 &&
      (relation == NULL || strcmp(relation, "alternate") == 0))
    buffer_add_string(out, address);
  if (field == FIELD_SECTION && term != NULL)
    buffer_add_string(out, term);
}

static void begin_field(struct xml *xml, enum field field, const char **attributes)
{
  struct feed *feed = xml->state;
  struct buffer *out = &feed->fields[field];
  if (field == FIELD_SECTION || field == FIELD_AUTHOR) {
    if (out->size > 0)
      buffer_add_string(out, ", ");
  } else if (out->size > 0) {
    return; /* the first one counts */
  }
  take_attributes(feed, field, attributes);
  check(xml, out);
  feed->field = field;
  feed->field_depth = xml->depth;
  feed->in_author = false;
  const char *type = xml_attribute(attributes, "type");
  /* RSS has no type and means HTML; Atom without one means text. */
  feed->is_text[field] =
      type != NULL && (strcmp(type, "text") == 0 || strcmp(type, "text/plain") == 0);
}

static void feed_start(struct xml *xml, const char *name, const char **attributes)
{
  struct feed *feed = xml->state;
  if (feed->item_depth == 0) {
    if (strcmp(name, "item") == 0 || strcmp(name, "entry") == 0)
      begin_item(xml, attributes);
    const char *language = xml_attribute(attributes, "xml:lang");
    if (strcmp(name, "feed") == 0 && language != NULL)
      buffer_add_string(&feed->language, language);
    feed->in_language = feed->language.size == 0 &&
                        (strcmp(name, "language") == 0 || strcmp(name, "dc:language") == 0);
    return;
  }
  if (feed->field != FIELD_COUNT) {
    if (feed->field == FIELD_AUTHOR)
      feed->in_author = strcmp(name, "name") == 0;
    else if (feed->field == FIELD_CONTENT || feed->field == FIELD_SUMMARY ||
             feed->field == FIELD_TITLE)
      add_tag(&feed->fields[feed->field], name, attributes);
    check(xml, &feed->fields[feed->field]);
    return;
  }
  enum field field = find_field(name);
  if (xml->depth == feed->item_depth + 1 && field != FIELD_COUNT)
    begin_field(xml, field, attributes);
}

static void feed_text(struct xml *xml, const char *text, size_t size)
{
  struct feed *feed = xml->state;
  if (feed->item_depth == 0) {
    if (feed->in_language)
      buffer_add(&feed->language, text, size);
    check(xml, &feed->language);
    return;
  }
  if (feed->field == FIELD_COUNT)
    return;
  struct buffer *out = &feed->fields[feed->field];
  /* Atom's author also has an address and a home page: its name is wanted. */
  if (feed->field == FIELD_AUTHOR && xml->depth > feed->field_depth && !feed->in_author)
    return;
  if (xml->depth > feed->field_depth && feed->field != FIELD_AUTHOR)
    add_escaped(out, text, size); /* inside markup, so that what was text stays text */
  else
    buffer_add(out, text, size);
  check(xml, out);
}

static void feed_end(struct xml *xml, const char *name)
{
  struct feed *feed = xml->state;
  feed->in_language = false;
  if (feed->item_depth == 0)
    return;
  if (xml->depth + 1 == feed->item_depth) {
    feed->item_depth = 0;
    xml_complete(xml);
    return;
  }
  if (feed->field == FIELD_COUNT)
    return;
  if (xml->depth + 1 == feed->field_depth) {
    feed->field = FIELD_COUNT;
  } else if (feed->field == FIELD_AUTHOR) {
    feed->in_author = false;
  } else if (feed->field <= FIELD_SUMMARY) {
    struct buffer *out = &feed->fields[feed->field];
    buffer_add_string(out, "</");
    buffer_add_string(out, name);
    buffer_add_byte(out, '>');
    check(xml, out);
  }
}

/* ---- the record ---- */

static struct slice value_of(const struct buffer *buffer)
{
  return slice_trim(buffer_slice(buffer));
}

/* Append the lines of plain text. */
static void add_plain(struct record_space *space, struct slice text)
{
  for (struct slice line; slice_line(&text, &line);) {
    size_t start = space->text.size;
    buffer_add(&space->text, line.data, line.size);
    if (line.size > 0)
      record_mark(space, start, start + line.size, LINE_PARAGRAPH);
    buffer_add_byte(&space->text, '\n');
  }
}

/* Before a field that is left to be completed: its size, and whether it is plain text. */
enum { HEAD_SIZE, HEAD_IS_TEXT, HEAD_COUNT };

/* Leave a field to be completed. */
static void leave_field(const struct feed *feed, enum field field, struct record_space *space)
{
  struct slice value = value_of(&feed->fields[field]);
  uint32_t head[HEAD_COUNT] = {(uint32_t)value.size, feed->is_text[field]};
  buffer_add(&space->decoded, head, sizeof head);
  buffer_add(&space->decoded, value.data, value.size);
}

/* The first line is the title, and the metadata's title is that line. */
static void end_title(struct record_space *space)
{
  struct source_block *marks = (struct source_block *)(void *)space->blocks.data;
  size_t count = space->blocks.size / sizeof *marks;
  for (size_t i = 0; i < count; i++)
    marks[i].type = LINE_TITLE;
  record_add_text(space, "title", value_of(&space->text));
}

enum status xml_feed_complete(struct slice item, struct record_space *space)
{
  enum status status = STATUS_OK;
  for (size_t at = 0; at < item.size && status == STATUS_OK;) {
    bool is_title = at == 0;
    uint32_t head[HEAD_COUNT];
    memcpy(head, item.data + at, sizeof head);
    at += sizeof head;
    struct slice value = {item.data + at, head[HEAD_SIZE]};
    at += value.size;
    if (value.size > 0 && space->text.size > 0)
      buffer_add_byte(&space->text, '\n');
    if (head[HEAD_IS_TEXT])
      add_plain(space, value);
    else if (value.size > 0)
      status = html_read(value, false, space);
    if (is_title)
      end_title(space);
  }
  return status;
}

static bool feed_fill(struct xml *xml, struct record_space *space)
{
  struct feed *feed = xml->state;
  if (feed->item_depth != 0) /* the document broke off inside an item */
    return false;
  struct slice link = value_of(&feed->fields[FIELD_LINK]);
  struct slice id = value_of(&feed->fields[FIELD_ID]);
  if (feed->line == 0)
    return false;
  if (id.size > 0)
    record_set_id(space, id);
  else if (link.size > 0)
    record_set_id(space, link);
  else
    record_set_place(space, reader_name(&xml->reader), feed->line, 0);
  feed->line = 0;
  bool has_content = value_of(&feed->fields[FIELD_CONTENT]).size > 0;
  leave_field(feed, FIELD_TITLE, space);
  leave_field(feed, has_content ? FIELD_CONTENT : FIELD_SUMMARY, space);
  struct slice date = value_of(&feed->fields[FIELD_DATE]);
  record_add_text(space, "date", date.size > 0 ? date : value_of(&feed->fields[FIELD_UPDATED]));
  struct slice language = value_of(&feed->fields[FIELD_LANGUAGE]);
  record_add_text(space, "language", language.size > 0 ? language : value_of(&feed->language));
  record_add_text(space, "author", value_of(&feed->fields[FIELD_AUTHOR]));
  record_add_text(space, "section", value_of(&feed->fields[FIELD_SECTION]));
  record_add_text(space, "url", link);
  return true;
}

static void feed_free(struct xml *xml)
{
  struct feed *feed = xml->state;
  for (size_t i = 0; i < FIELD_COUNT; i++)
    buffer_free(&feed->fields[i]);
  buffer_free(&feed->language);
  free(feed);
}

static const struct xml_kind feed_kind = {feed_start, feed_text, feed_end,
                                          feed_fill,  feed_free, false};

const struct xml_kind *xml_feed_kind(struct xml *xml)
{
  struct feed *feed = calloc(1, sizeof *feed);
  if (feed == NULL)
    return NULL;
  feed->field = FIELD_COUNT;
  xml->state = feed;
  return &feed_kind;
}
