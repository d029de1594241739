/*
 * What a text processor writes: the document of a .docx file (WordprocessingML) and that of an .odt file (OpenDocument), each
 * the one member of its archive that holds the text. A paragraph is a line; what was deleted, notes and comments are left out.
 */
#include "xml.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What an element does. */
enum role {
  ROLE_NOTHING,
  ROLE_PARAGRAPH,
  ROLE_HEADING,
  ROLE_ITEM,     /* paragraphs in it are of a list */
  ROLE_LIST,     /* the paragraph that it stands in is of a list */
  ROLE_LEVEL,    /* ... is a heading */
  ROLE_STYLE,    /* ... has the style that its attribute names */
  ROLE_TEXT,     /* holds text */
  ROLE_SPACE,    /* stands for white space */
  ROLE_HYPHEN,   /* ... for a hyphen */
  ROLE_BREAK,    /* ... for the end of a line */
  ROLE_LEFT_OUT, /* nothing in it counts */
};

static const struct {
  const char *name;
  enum role role;
} roles[] = {{"w:p", ROLE_PARAGRAPH},
             {"w:t", ROLE_TEXT},
             {"w:tab", ROLE_SPACE},
             {"w:br", ROLE_BREAK},
             {"w:cr", ROLE_BREAK},
             {"w:noBreakHyphen", ROLE_HYPHEN},
             {"w:pStyle", ROLE_STYLE},
             {"w:numPr", ROLE_LIST},
             {"w:outlineLvl", ROLE_LEVEL},
             {"mc:Fallback", ROLE_LEFT_OUT}, /* says again what stands beside it */
             {"w:sectPr", ROLE_LEFT_OUT},
             {"text:p", ROLE_PARAGRAPH},
             {"text:h", ROLE_HEADING},
             {"text:list-item", ROLE_ITEM},
             {"text:s", ROLE_SPACE},
             {"text:tab", ROLE_SPACE},
             {"text:line-break", ROLE_BREAK},
             {"text:note", ROLE_LEFT_OUT},
             {"text:tracked-changes", ROLE_LEFT_OUT},
             {"office:annotation", ROLE_LEFT_OUT}};

struct office {
  struct buffer text;
  struct buffer marks; /* struct source_block */
  size_t line_start;   /* of the line being filled, in text */
  enum line_type type; /* of the paragraph, LINE_PARAGRAPH if nothing says more */
  bool is_word;        /* text stands in w:t alone; else anywhere in a paragraph */
  bool in_text;        /* open w:t */
  bool space_due;
  bool after_item;     /* the paragraph before was of a list */
  unsigned paragraphs; /* open, one within the other */
  unsigned items;
  unsigned left_out;
  bool given;
};

static enum role role_of(const char *name)
{
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (strcmp(roles[i].name, name) == 0)
      return roles[i].role;
  return ROLE_NOTHING;
}

static void end_line(struct office *office)
{
  office->space_due = false;
  if (office->text.size == office->line_start)
    return;
  if (office->type != LINE_PARAGRAPH) {
    struct source_block mark = {(uint32_t)office->line_start, (uint32_t)office->text.size,
                                (uint8_t)office->type};
    buffer_add(&office->marks, &mark, sizeof mark);
  }
  buffer_add_byte(&office->text, '\n');
  office->line_start = office->text.size;
}

/* Paragraphs stand apart, as in plain text; items of a list follow each other. */
static void begin_paragraph(struct office *office, enum line_type type)
{
  end_line(office);
  bool follows = office->items > 0 && office->after_item;
  if (!follows && office->text.size > 1 &&
      memcmp(office->text.data + office->text.size - 2, "\n\n", 2) != 0) {
    buffer_add_byte(&office->text, '\n');
    office->line_start = office->text.size;
  }
  office->paragraphs++;
  office->type = office->items > 0 ? LINE_LIST : type;
}

/* Styles that are called the same in every language of the program that wrote them are few; these are its own. */
static void note_style(struct office *office, const char *style)
{
  if (style == NULL)
    return;
  if (strncasecmp(style, "heading", 7) == 0 || strcasecmp(style, "title") == 0 ||
      strcasecmp(style, "subtitle") == 0)
    office->type = LINE_TITLE;
  else if (strcasecmp(style, "caption") == 0)
    office->type = LINE_CAPTION;
}

static void office_start(struct xml *xml, const char *name, const char **attributes)
{
  struct office *office = xml->state;
  enum role role = role_of(name);
  if (office->left_out > 0 && role != ROLE_LEFT_OUT)
    return;
  switch (role) {
  case ROLE_PARAGRAPH:
    begin_paragraph(office, LINE_PARAGRAPH);
    break;
  case ROLE_HEADING:
    begin_paragraph(office, LINE_TITLE);
    break;
  case ROLE_ITEM:
    office->items++;
    break;
  case ROLE_LIST:
    office->type = LINE_LIST;
    break;
  case ROLE_LEVEL:
    office->type = LINE_TITLE;
    break;
  case ROLE_STYLE:
    note_style(office, xml_attribute(attributes, "w:val"));
    break;
  case ROLE_TEXT:
    office->in_text = true;
    break;
  case ROLE_SPACE:
    office->space_due = true;
    break;
  case ROLE_HYPHEN:
    buffer_add_byte(&office->text, '-');
    break;
  case ROLE_BREAK:
    end_line(office);
    break;
  case ROLE_LEFT_OUT:
    office->left_out++;
    break;
  case ROLE_NOTHING:
    break;
  }
}

static void office_text(struct xml *xml, const char *text, size_t size)
{
  struct office *office = xml->state;
  if (office->left_out > 0 || (office->is_word ? !office->in_text : office->paragraphs == 0))
    return;
  for (size_t i = 0; i < size; i++) {
    bool white = (unsigned char)text[i] <= ' ';
    if (!white && office->space_due && office->text.size > office->line_start)
      buffer_add_byte(&office->text, ' ');
    office->space_due = white;
    if (!white)
      buffer_add_byte(&office->text, text[i]);
  }
  xml_check(xml, &office->text, "the text is longer than a record may be");
}

static void office_end(struct xml *xml, const char *name)
{
  struct office *office = xml->state;
  enum role role = role_of(name);
  if (office->left_out > 0 && role != ROLE_LEFT_OUT)
    return;
  switch (role) {
  case ROLE_PARAGRAPH:
  case ROLE_HEADING:
    end_line(office);
    office->paragraphs -= office->paragraphs > 0;
    office->type = LINE_PARAGRAPH;
    office->after_item = office->items > 0;
    break;
  case ROLE_ITEM:
    office->items -= office->items > 0;
    break;
  case ROLE_TEXT:
    office->in_text = false;
    break;
  case ROLE_LEFT_OUT:
    office->left_out -= office->left_out > 0;
    break;
  default:
    break;
  }
  if (xml->depth == 0)
    xml_complete(xml);
}

static bool office_fill(struct xml *xml, struct record_space *space)
{
  struct office *office = xml->state;
  end_line(office);
  if (office->given)
    return false;
  office->given = true;
  space->text.failed = office->text.failed || office->marks.failed;
  record_set_id(space, reader_name(&xml->reader));
  buffer_add(&space->text, office->text.data, office->text.size);
  const struct source_block *marks = (const struct source_block *)(const void *)office->marks.data;
  for (size_t i = 0; i < office->marks.size / sizeof *marks; i++)
    record_mark(space, marks[i].start, marks[i].end, marks[i].type);
  return true;
}

static void office_free(struct xml *xml)
{
  struct office *office = xml->state;
  buffer_free(&office->text);
  buffer_free(&office->marks);
  free(office);
}

static const struct xml_kind office_kind = {.start = office_start,
                                            .text = office_text,
                                            .end = office_end,
                                            .fill = office_fill,
                                            .free = office_free,
                                            .is_plain = true};

const struct xml_kind *xml_office_kind(struct xml *xml, const char *root)
{
  struct office *office = calloc(1, sizeof *office);
  if (office == NULL)
    return NULL;
  office->is_word = strcmp(root, "w:document") == 0;
  office->type = LINE_PARAGRAPH;
  xml->state = office;
  return &office_kind;
}
