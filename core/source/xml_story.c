/*
 * NITF, NewsML 1, NewsML-G2 and XML of any other kind: the lines of a document. Without a schema, an element is taken as
 * inline when text stands beside it in its parent ("mixed content"), else as a block.
 */
#include "xml.h"
#include <stdlib.h>
#include <string.h>

/* What an element of a certain name is. */
enum part {
  PART_NOTHING,
  PART_TITLE,
  PART_CAPTION,
  PART_DATELINE,
  PART_BYLINE,
  PART_LIST,
  PART_BLOCK,
  PART_INLINE,
  PART_BREAK,
  PART_LEFT_OUT
};

static const struct {
  const char *name;
  enum part part;
} parts[] = {{"hl1", PART_TITLE},
             {"hl2", PART_TITLE},
             {"headline", PART_TITLE},
             {"HeadLine", PART_TITLE},
             {"SubHeadLine", PART_TITLE},
             {"title", PART_TITLE},
             {"article-title", PART_TITLE},
             {"subtitle", PART_TITLE},
             {"h1", PART_TITLE},
             {"h2", PART_TITLE},
             {"h3", PART_TITLE},
             {"h4", PART_TITLE},
             {"h5", PART_TITLE},
             {"h6", PART_TITLE},
             {"head", PART_TITLE},
             {"media-caption", PART_CAPTION},
             {"caption", PART_CAPTION},
             {"figcaption", PART_CAPTION},
             {"dateline", PART_DATELINE},
             {"DateLine", PART_DATELINE},
             {"byline", PART_BYLINE},
             {"ByLine", PART_BYLINE},
             {"by", PART_BYLINE},
             {"li", PART_LIST},
             {"item", PART_LIST},
             {"listitem", PART_LIST},
             {"p", PART_BLOCK},
             {"para", PART_BLOCK},
             {"block", PART_BLOCK},
             {"div", PART_BLOCK},
             {"blockquote", PART_BLOCK},
             {"bq", PART_BLOCK},
             {"tr", PART_BLOCK},
             {"td", PART_INLINE},
             {"th", PART_INLINE},
             {"b", PART_INLINE},
             {"i", PART_INLINE},
             {"em", PART_INLINE},
             {"strong", PART_INLINE},
             {"span", PART_INLINE},
             {"a", PART_INLINE},
             {"br", PART_BREAK},
             {"script", PART_LEFT_OUT},
             {"style", PART_LEFT_OUT}};

/* What NewsML says about an item rather than in it; its headline and byline are let through. */
static const char *const management[] = {"itemMeta",
                                         "catalogRef",
                                         "catalog",
                                         "rightsInfo",
                                         "hopHistory",
                                         "pubHistory",
                                         "partMeta",
                                         "assert",
                                         "derivedFrom",
                                         "remoteContent",
                                         "header",
                                         "subject",
                                         "located",
                                         "contributor",
                                         "creator",
                                         "language",
                                         "keyword",
                                         "slugline",
                                         "genre",
                                         "contentCreated",
                                         "contentModified",
                                         "urgency",
                                         "infoSource",
                                         "audience",
                                         "creditline",
                                         "groupSet",
                                         "NewsEnvelope",
                                         "NewsManagement",
                                         "Identification",
                                         "AdministrativeMetadata",
                                         "RightsMetadata",
                                         "DescriptiveMetadata",
                                         "Metadata",
                                         "Characteristics",
                                         "CopyrightLine",
                                         "SlugLine",
                                         "KeywordLine",
                                         "Catalog",
                                         "Format",
                                         "MediaType",
                                         "MimeType",
                                         "Role",
                                         "NewsItemType",
                                         "Comment",
                                         NULL};

enum value {
  VALUE_TITLE,
  VALUE_DATE,
  VALUE_LANGUAGE,
  VALUE_AUTHOR,
  VALUE_SECTION,
  VALUE_URL,
  VALUE_ID,
  VALUE_COUNT
};

struct element {  /* an open one */
  enum part part; /* its own, or that of what is around it */
  bool is_inline;
  bool is_block; /* by its name; if neither: by what stands beside it */
  bool left_out;
};

struct story {
  struct buffer text;
  struct buffer marks;    /* struct source_block */
  struct buffer elements; /* struct element, one an open element */
  struct buffer values[VALUE_COUNT];
  const char *unit;    /* name of the element that is a record */
  unsigned unit_depth; /* depth inside it; 0: not in one */
  uint64_t line;       /* where it begins */
  bool is_news;        /* NITF or NewsML: `management` is left out */
  bool several;        /* the document may hold several */
  bool given;
  size_t line_start; /* of the line being filled, in text */
  bool space_due;
  bool break_due;        /* an element ended: a new line, unless text stands beside it */
  enum part line_part;   /* of the innermost typed element around the line */
  unsigned left_out;     /* open elements that are left out */
  enum value collecting; /* a value whose text is wanted; VALUE_COUNT: none */
  unsigned collecting_depth;
};

static enum part part_of(const struct story *story, const char *name)
{
  const char *colon = strrchr(name, ':');
  if (colon != NULL)
    name = colon + 1;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (strcmp(parts[i].name, name) == 0)
      return parts[i].part;
  for (size_t i = 0; story->is_news && management[i] != NULL; i++)
    if (strcmp(management[i], name) == 0)
      return PART_LEFT_OUT;
  return PART_NOTHING;
}

static struct element *top_element(struct story *story)
{
  struct element *elements = (struct element *)(void *)story->elements.data;
  size_t count = story->elements.size / sizeof *elements;
  return count > 0 ? &elements[count - 1] : NULL;
}

/* ---- lines ---- */

static enum line_type type_of(enum part part)
{
  switch (part) {
  case PART_TITLE:
    return LINE_TITLE;
  case PART_CAPTION:
    return LINE_CAPTION;
  case PART_DATELINE:
    return LINE_DATELINE;
  case PART_BYLINE:
    return LINE_BYLINE;
  case PART_LIST:
    return LINE_LIST;
  default:
    return LINE_PARAGRAPH;
  }
}

static bool line_is_open(const struct story *story)
{
  return story->text.size > story->line_start;
}

/* End the line with an empty one after it; items of a list follow each other. */
static void end_line(struct story *story)
{
  story->space_due = false;
  story->break_due = false;
  if (!line_is_open(story))
    return;
  struct source_block mark = {(uint32_t)story->line_start, (uint32_t)story->text.size,
                              (uint8_t)type_of(story->line_part)};
  buffer_add(&story->marks, &mark, sizeof mark);
  buffer_add_string(&story->text, "\n\n");
  story->line_start = story->text.size;
}

static void add_text(struct story *story, const char *text, size_t size)
{
  for (size_t at = 0; at < size;) {
    if ((unsigned char)text[at] <= ' ') {
      story->space_due = line_is_open(story);
      at++;
      continue;
    }
    size_t from = at;
    while (at < size && (unsigned char)text[at] > ' ')
      at++;
    /* Text beside an element that ended: they are one line. */
    story->break_due = false;
    if (story->space_due && line_is_open(story))
      buffer_add_byte(&story->text, ' ');
    story->space_due = false;
    if (!line_is_open(story))
      story->line_part = top_element(story) ? top_element(story)->part : PART_NOTHING;
    buffer_add(&story->text, text + from, at - from);
  }
}

/* ---- values ---- */

static void set_value(struct story *story, enum value value, const char *text)
{
  if (text != NULL && story->values[value].size == 0)
    buffer_add_string(&story->values[value], text);
}

static bool is(const char *name, const char *other)
{
  return strcmp(name, other) == 0;
}

static void collect(struct xml *xml, enum value value)
{
  struct story *story = xml->state;
  if (story->values[value].size > 0 || story->collecting != VALUE_COUNT)
    return;
  story->collecting = value;
  story->collecting_depth = xml->depth;
}

/* What attributes and elements of NITF and NewsML say about the story. */
static void note_values(struct xml *xml, const char *name, const char **attributes)
{
  struct story *story = xml->state;
  set_value(story, VALUE_LANGUAGE, xml_attribute(attributes, "xml:lang"));
  if (!story->is_news)
    return;
  if (is(name, "date.issue") || is(name, "story.date"))
    set_value(story, VALUE_DATE, xml_attribute(attributes, "norm"));
  else if (is(name, "doc-id"))
    set_value(story, VALUE_ID, xml_attribute(attributes, "id-string"));
  else if (is(name, "pubdata")) {
    set_value(story, VALUE_DATE, xml_attribute(attributes, "date.publication"));
    set_value(story, VALUE_SECTION, xml_attribute(attributes, "position.section"));
    set_value(story, VALUE_URL, xml_attribute(attributes, "ex-ref"));
  } else if (is(name, "hl1") || is(name, "headline") || is(name, "HeadLine"))
    collect(xml, VALUE_TITLE);
  else if (is(name, "byline") || is(name, "by") || is(name, "ByLine"))
    collect(xml, VALUE_AUTHOR);
  else if (is(name, "contentCreated") || is(name, "firstCreated") || is(name, "versionCreated") ||
           is(name, "FirstCreated"))
    collect(xml, VALUE_DATE);
  else if (is(name, "NewsItemId"))
    collect(xml, VALUE_ID);
}

/* ---- the parser's calls ---- */

static void begin_unit(struct xml *xml, const char **attributes)
{
  struct story *story = xml->state;
  story->unit_depth = xml->depth;
  story->line = xml_line(xml);
  story->line_start = 0;
  story->given = false;
  story->collecting = VALUE_COUNT;
  buffer_clear(&story->text);
  buffer_clear(&story->marks);
  for (size_t i = 0; i < VALUE_COUNT; i++)
    buffer_clear(&story->values[i]);
  set_value(story, VALUE_ID, xml_attribute(attributes, "guid"));
}

/* <head> of NITF and HTML is about the document; elsewhere it is a heading. */
static bool is_head(const char *name, const struct xml *xml, const struct story *story)
{
  return is(name, "head") && (story->is_news || xml->depth == story->unit_depth + 1);
}

static void story_start(struct xml *xml, const char *name, const char **attributes)
{
  struct story *story = xml->state;
  struct element *around = top_element(story);
  struct element element = {.part = part_of(story, name)};
  if (story->unit_depth == 0 && (story->unit == NULL || is(name, story->unit)))
    begin_unit(xml, attributes);
  if (story->unit_depth > 0)
    note_values(xml, name, attributes);
  element.left_out =
      element.part == PART_LEFT_OUT || (is_head(name, xml, story) && story->unit_depth > 0);
  story->left_out += element.left_out;
  element.is_inline = element.part == PART_INLINE || element.part == PART_BREAK ||
                      (element.part == PART_NOTHING && line_is_open(story) && !story->break_due);
  element.is_block = !element.is_inline && element.part != PART_NOTHING;
  if (element.part == PART_BREAK || !element.is_inline)
    end_line(story);
  if (is(name, "td") || is(name, "th"))
    story->space_due = line_is_open(story);
  /* What stands in a caption is caption, unless it says otherwise. */
  if (around != NULL &&
      (element.part == PART_NOTHING || element.part == PART_BLOCK || element.is_inline))
    element.part = around->part;
  buffer_add(&story->elements, &element, sizeof element);
  if (story->elements.failed) {
    xml->no_memory = true;
    XML_StopParser(xml->parser, XML_FALSE);
  }
}

static void story_text(struct xml *xml, const char *text, size_t size)
{
  struct story *story = xml->state;
  if (story->unit_depth == 0)
    return;
  if (story->collecting != VALUE_COUNT) {
    buffer_add(&story->values[story->collecting], text, size);
    xml_check(xml, &story->values[story->collecting], "a field is longer than a record may be");
  }
  if (story->left_out == 0)
    add_text(story, text, size);
  xml_check(xml, &story->text, "the text is longer than a record may be");
}

static void story_end(struct xml *xml, const char *name)
{
  struct story *story = xml->state;
  struct element *element = top_element(story);
  (void)name;
  if (element == NULL)
    return;
  if (story->collecting != VALUE_COUNT && xml->depth + 1 == story->collecting_depth)
    story->collecting = VALUE_COUNT;
  story->left_out -= element->left_out;
  if (element->is_block)
    end_line(story);
  else if (!element->is_inline)
    story->break_due = line_is_open(story);
  story->elements.size -= sizeof *element;
  if (story->unit_depth > 0 && xml->depth + 1 == story->unit_depth) {
    end_line(story);
    story->unit_depth = 0;
    xml_complete(xml);
  }
}

/* ---- the record ---- */

static void add_value(struct story *story, enum value value, const char *key,
                      struct record_space *space)
{
  struct buffer *buffer = &story->values[value];
  size_t size = 0;
  for (size_t at = 0; at < buffer->size; at++) {
    bool white = (unsigned char)buffer->data[at] <= ' ';
    if (!white || (size > 0 && buffer->data[size - 1] != ' '))
      buffer->data[size++] = white ? ' ' : buffer->data[at];
  }
  while (size > 0 && buffer->data[size - 1] == ' ')
    size--;
  buffer->size = size;
  if (key != NULL && size > 0)
    record_add_text(space, key, (struct slice){buffer->data, size});
}

/* Write text and marks; the items of a list lose the empty lines between them. */
static void add_lines(struct story *story, struct record_space *space)
{
  const struct source_block *marks = (const struct source_block *)(const void *)story->marks.data;
  size_t count = story->marks.size / sizeof *marks;
  for (size_t i = 0; i < count; i++) {
    bool item = i > 0 && marks[i].type == LINE_LIST && marks[i - 1].type == LINE_LIST;
    if (i > 0 && !item)
      buffer_add_byte(&space->text, '\n');
    size_t start = space->text.size;
    buffer_add(&space->text, story->text.data + marks[i].start, marks[i].end - marks[i].start);
    record_mark(space, start, space->text.size, marks[i].type);
    buffer_add_byte(&space->text, '\n');
  }
}

static bool story_fill(struct xml *xml, struct record_space *space)
{
  struct story *story = xml->state;
  end_line(story);
  if (story->given || story->line == 0 || story->text.failed || story->marks.failed) {
    space->text.failed = story->text.failed || story->marks.failed;
    return space->text.failed;
  }
  story->given = true;
  add_value(story, VALUE_ID, NULL, space);
  const struct buffer *id = &story->values[VALUE_ID];
  if (id->size > 0)
    record_set_id(space, (struct slice){id->data, id->size});
  else if (story->several)
    record_set_place(space, reader_name(&xml->reader), story->line, 0);
  else
    record_set_id(space, reader_name(&xml->reader));
  add_lines(story, space);
  add_value(story, VALUE_TITLE, "title", space);
  add_value(story, VALUE_DATE, "date", space);
  add_value(story, VALUE_LANGUAGE, "language", space);
  add_value(story, VALUE_AUTHOR, "author", space);
  add_value(story, VALUE_SECTION, "section", space);
  add_value(story, VALUE_URL, "url", space);
  return true;
}

static void story_free(struct xml *xml)
{
  struct story *story = xml->state;
  buffer_free(&story->text);
  buffer_free(&story->marks);
  buffer_free(&story->elements);
  for (size_t i = 0; i < VALUE_COUNT; i++)
    buffer_free(&story->values[i]);
  free(story);
}

static const struct xml_kind story_kind = {story_start, story_text, story_end,
                                           story_fill,  story_free, false};

const struct xml_kind *xml_story_kind(struct xml *xml, const char *root)
{
  struct story *story = calloc(1, sizeof *story);
  if (story == NULL)
    return NULL;
  story->collecting = VALUE_COUNT;
  xml->state = story;
  if (is(root, "newsMessage") || is(root, "newsItem")) {
    story->unit = "newsItem";
    story->several = is(root, "newsMessage");
  } else if (is(root, "NewsML")) {
    story->unit = "NewsItem";
    story->several = true;
  }
  story->is_news = story->unit != NULL || is(root, "nitf");
  return &story_kind;
}
