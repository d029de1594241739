/*
 * From the elements of a page to its lines. A line is what stands in one block, its white space made single. All are
 * collected before html_choose.c chooses, because a list of links is only known at its end.
 */
#include "../base/ascii.h"
#include "html.h"
#include <string.h>

struct frame { /* what an open element passes on */
  uint8_t type;
  bool is_block;
  bool is_header;
  bool in_article;    /* in an <article>: its header is not that of the site */
  bool own_links;     /* a <p> that stands in no link */
  bool first_heading; /* in a heading of the first level */
  bool is_pre;
  bool has_quote; /* <q>: a mark is due at its end */
  bool has_cells; /* a row whose cells are columns of a page, not of data */
  uint32_t quote; /* number of the quotation that stands apart around it; 0: none */
  uint32_t after; /* number of the first element that is not inside */
};

struct writing {
  struct html_lines lines;
  struct buffer frames;    /* struct frame, one an open element */
  struct html_piece piece; /* the one being filled */
  bool open;               /* it has begun */
  bool space_due;
  uint32_t links;
  uint32_t times;
  uint32_t bolds;
  uint32_t number; /* of the innermost element */
};

static struct frame *top_frame(struct writing *writing)
{
  struct frame *frames = (struct frame *)(void *)writing->frames.data;
  return &frames[writing->frames.size / sizeof *frames - 1];
}

/* ---- lines ---- */

/* End the line; an empty one leaves no trace. */
static void end_line(struct writing *writing)
{
  struct buffer *work = &writing->lines.space->work;
  writing->space_due = false;
  if (!writing->open)
    return;
  writing->open = false;
  struct html_piece *piece = &writing->piece;
  while (work->size > piece->start && strchr(" \n\t", work->data[work->size - 1]) != NULL)
    work->size--;
  piece->end = work->size;
  if (piece->end == piece->start)
    return;
  buffer_add(&writing->lines.pieces, piece, sizeof *piece);
}

/* The first element behind the one around the innermost block; <header> aside. */
static uint32_t around_after(const struct writing *writing)
{
  const struct frame *frames = (const struct frame *)(const void *)writing->frames.data;
  size_t at = writing->frames.size / sizeof *frames - 1;
  while (at > 0 && !frames[at].is_block)
    at--;
  at -= at > 0;
  while (at > 0 && frames[at].is_header)
    at--;
  return frames[at].after;
}

static void begin_line(struct writing *writing)
{
  const struct frame *frame = top_frame(writing);
  if (writing->open)
    return;
  writing->open = true;
  writing->piece = (struct html_piece){.start = writing->lines.space->work.size,
                                       .element = writing->number,
                                       .after = around_after(writing),
                                       .quote = frame->quote,
                                       .type = frame->type,
                                       .first_heading = frame->first_heading,
                                       .own_links = frame->own_links};
}

static void add_bytes(struct writing *writing, const char *bytes, size_t size)
{
  begin_line(writing);
  buffer_add(&writing->lines.space->work, bytes, size);
  uint32_t letters = 0;
  for (size_t i = 0; i < size; i++)
    letters += ascii_is_word(bytes[i]);
  writing->piece.letters += letters;
  if (writing->links > 0)
    writing->piece.linked += letters;
  if (writing->times > 0)
    writing->piece.timed += letters;
  if (writing->bolds > 0)
    writing->piece.bold += letters;
}

/* Bytes of a sign that is not seen, where a word may be parted: a soft hyphen, a space without width. 0: none. */
static size_t unseen_sign(const char *text, size_t size)
{
  struct slice rest = {text, size};
  if (slice_begins(rest, "\xC2\xAD"))
    return 2;
  return slice_begins(rest, "\xE2\x80\x8B") || slice_begins(rest, "\xE2\x81\xA0") ? 3 : 0;
}

/* Add the bytes of a word without what is not seen in it. */
static void add_seen(struct writing *writing, const char *word, size_t size)
{
  size_t from = 0;
  for (size_t at = 0; at < size;) {
    size_t unseen = unseen_sign(word + at, size - at);
    if (unseen > 0 && at > from)
      add_bytes(writing, word + from, at - from);
    at += unseen > 0 ? unseen : 1;
    from = unseen > 0 ? at : from;
  }
  if (size > from)
    add_bytes(writing, word + from, size - from);
}

/* Add text, a run of white space becoming one space inside a line and none at its ends. */
static void add_text(struct writing *writing, const char *text)
{
  while (*text != '\0') {
    if (ascii_is_among(*text, HTML_WHITE)) {
      writing->space_due = writing->open;
      text++;
      continue;
    }
    size_t size = strcspn(text, HTML_WHITE);
    if (writing->space_due)
      buffer_add_byte(&writing->lines.space->work, ' ');
    writing->space_due = false;
    add_seen(writing, text, size);
    text += size;
  }
}

/* <br>: a line break; a second one ends the paragraph, and one behind a bold title too. */
static void add_break(struct writing *writing)
{
  struct buffer *work = &writing->lines.space->work;
  writing->space_due = false;
  if (!writing->open)
    return;
  writing->piece.end = work->size;
  if ((work->size > 0 && work->data[work->size - 1] == '\n') ||
      (writing->piece.type == LINE_PARAGRAPH &&
       html_is_bold_title(&writing->lines, &writing->piece)))
    end_line(writing);
  else
    buffer_add_byte(work, '\n');
}

/* Between the cells of a row: of data, in one line. */
static void add_cell(struct writing *writing, bool in_page)
{
  if (in_page)
    end_line(writing);
  writing->space_due = false;
  if (writing->open)
    buffer_add_byte(&writing->lines.space->work, '\t');
}

/* ---- what is no article ---- */

/* The frame of a site: its head and foot, outside any article. */
static bool is_edge(struct writing *writing, const GumboNode *node, uint32_t number)
{
  GumboTag tag = node->v.element.tag;
  if (tag != GUMBO_TAG_HEADER && tag != GUMBO_TAG_FOOTER &&
      !html_attribute_is(node, "role", "banner") && !html_attribute_is(node, "role", "contentinfo"))
    return false;
  if (writing->lines.tree->is_marked)
    return number < writing->lines.tree->root_first;
  return writing->frames.size == 0 || !top_frame(writing)->in_article;
}

/*
 * Whether to leave an element out with all that is in it. What holds the headline, or much of the prose of the
 * page, stays whatever it is called; of a fragment, all goes beside prose that is surely none of it.
 */
static bool is_left_out(struct writing *writing, const GumboNode *node, uint32_t number)
{
  const struct html_measure *measure = &writing->lines.tree->measures[number];
  uint32_t prose = writing->lines.tree->prose;
  GumboTag tag = node->v.element.tag;
  if (measure->h1 > 0 || html_holds_page(measure, prose))
    return false;
  if (!writing->lines.page)
    return prose > 0 && html_role_of(node) == HTML_CHROME;
  if (html_is_chrome(node) || is_edge(writing, node, number))
    return true;
  if (tag == GUMBO_TAG_FORM)
    return measure->prose * 5 <= prose;
  if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_DL || tag == GUMBO_TAG_DIR)
    return measure->text > 0 && measure->linked * 10 >= measure->text * 6;
  return html_role_of(node) == HTML_CHROME_LIKELY && measure->prose * 5 <= prose &&
         (measure->linked * 3 > measure->text || measure->text < 25);
}

/* ---- the walk ---- */

/* Bytes of what can be one date, or who wrote: what holds more is called so for another reason. */
enum { DATE_TEXT_MAX = 150, NAMES_TEXT_MAX = 300 };

/* What the class of an element says of its lines. */
static uint8_t said_type(const GumboNode *node, const struct html_measure *measure, uint8_t around)
{
  switch (html_role_of(node)) {
  case HTML_TITLE:
    return LINE_TITLE;
  case HTML_CAPTION:
    return LINE_CAPTION;
  case HTML_DATELINE:
    return measure->text <= DATE_TEXT_MAX ? LINE_DATELINE : around;
  case HTML_BYLINE:
    return measure->text <= NAMES_TEXT_MAX ? LINE_BYLINE : around;
  default:
    return around;
  }
}

static uint8_t type_of(const GumboNode *node, const struct html_measure *measure, uint8_t around)
{
  uint8_t said;
  switch (node->v.element.tag) {
  case GUMBO_TAG_H1:
  case GUMBO_TAG_H2:
  case GUMBO_TAG_H3:
  case GUMBO_TAG_H4:
  case GUMBO_TAG_H5:
  case GUMBO_TAG_H6:
    said = said_type(node, measure, LINE_TITLE);
    return said == LINE_DATELINE ? said : LINE_TITLE;
  case GUMBO_TAG_LI:
    said = said_type(node, measure, LINE_LIST);
    return said == LINE_DATELINE || said == LINE_BYLINE ? said : LINE_LIST;
  case GUMBO_TAG_FIGURE:
  case GUMBO_TAG_FIGCAPTION:
  case GUMBO_TAG_CAPTION:
    return LINE_CAPTION;
  case GUMBO_TAG_ADDRESS: /* of who wrote the article */
    return measure->text <= NAMES_TEXT_MAX ? LINE_BYLINE : around;
  case GUMBO_TAG_BODY:
  case GUMBO_TAG_ARTICLE:
  case GUMBO_TAG_TABLE:
  case GUMBO_TAG_BLOCKQUOTE: /* also in a figure */
    return LINE_PARAGRAPH;
  default:
    return said_type(node, measure, around);
  }
}

/* Whether words of the article may stand here once more, in large letters, or words of others. */
static bool is_quotation(const GumboNode *node)
{
  return node->v.element.tag == GUMBO_TAG_BLOCKQUOTE || html_role_of(node) == HTML_QUOTE;
}

enum { FIGURES_MAX = 4 }; /* bytes of figures that may belong to the word before: "CO2" */

/* Whether the node follows an element, without even a space between. */
static bool follows_element(const GumboNode *node)
{
  size_t index = node->index_within_parent;
  const GumboVector *siblings = &node->parent->v.element.children;
  return index > 0 && ((const GumboNode *)siblings->data[index - 1])->type == GUMBO_NODE_ELEMENT;
}

/* Whether what stands in the line so far cannot go on in the element without a space: "May.Ann", "OsloAnn", "Oslo10:02". */
static bool ends_apart(const struct writing *writing, const GumboNode *node)
{
  const struct buffer *work = &writing->lines.space->work;
  char last = work->size > 0 ? work->data[work->size - 1] : '\0';
  const GumboVector *inner = &node->v.element.children;
  const GumboNode *first = inner->length > 0 ? inner->data[0] : NULL;
  const char *next = first != NULL && first->type == GUMBO_NODE_TEXT ? first->v.text.text : "";
  if (ascii_is_among(last, ".!?"))
    return true;
  if (*next >= 'A' && *next <= 'Z')
    return (last >= 'a' && last <= 'z') || ascii_is_digit(last);
  return ascii_is_digit(*next) && strlen(next) > FIGURES_MAX && ascii_is_word(last);
}

static bool is_bold(GumboTag tag)
{
  return tag == GUMBO_TAG_B || tag == GUMBO_TAG_STRONG;
}

/* Links are left out here: what the line before may have announced. */
static void note_links(struct writing *writing)
{
  struct html_piece *pieces = (struct html_piece *)(void *)writing->lines.pieces.data;
  if (writing->lines.pieces.size > 0)
    pieces[writing->lines.pieces.size / sizeof *pieces - 1].before_links = true;
}

/* A block begins: what its lines are. */
static void enter_block(struct writing *writing, const struct html_walk *walk, struct frame *frame)
{
  const GumboNode *node = walk->node;
  const struct html_measure *measure = &writing->lines.tree->measures[walk->number];
  GumboTag tag = node->v.element.tag;
  end_line(writing);
  /* A paragraph below a headline may stand in what is called the headline. */
  bool below = tag == GUMBO_TAG_P && frame->type == LINE_TITLE && !frame->first_heading;
  frame->type = type_of(node, measure, below ? LINE_PARAGRAPH : frame->type);
  frame->first_heading = frame->first_heading || tag == GUMBO_TAG_H1;
  frame->own_links = tag == GUMBO_TAG_P && writing->links == 0;
  if (frame->quote == 0 && is_quotation(node))
    frame->quote = walk->number;
  frame->is_pre = frame->is_pre || tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING ||
                  tag == GUMBO_TAG_XMP || tag == GUMBO_TAG_PLAINTEXT;
}

/* An element inside a line begins. */
static void enter_inline(struct writing *writing, const struct html_walk *walk, struct frame *frame)
{
  const GumboNode *node = walk->node;
  const struct html_measure *measure = &writing->lines.tree->measures[walk->number];
  GumboTag tag = node->v.element.tag;
  /* A line may be one span that says what it is; it says nothing of a longer one, see html_choose.c. */
  if (!writing->open && (tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_A))
    frame->type = type_of(node, measure, frame->type);
  bool apart = ends_apart(writing, node);
  bool caption = frame->type == LINE_CAPTION;
  bool parts = writing->times > 0 || frame->type == LINE_DATELINE || frame->type == LINE_BYLINE;
  /* Who, when, at what time: shown apart, if not by a space. */
  if (writing->open &&
      (((parts || caption || apart) && follows_element(node)) || (caption && apart)))
    writing->space_due = true;
}

static void enter(struct writing *writing, struct html_walk *walk)
{
  const GumboNode *node = walk->node;
  GumboTag tag = node->v.element.tag;
  bool page = writing->lines.page;
  const struct html_measure *measure = &writing->lines.tree->measures[walk->number];
  struct frame frame = {.type = LINE_PARAGRAPH};
  if (writing->frames.size > 0)
    frame = *top_frame(writing);
  bool in_page = frame.has_cells;
  bool left_out = html_is_unseen(node) || is_left_out(writing, node, walk->number) ||
                  (in_page && measure->prose == 0 && measure->linked * 2 >= measure->text);
  frame.is_block = html_is_block(tag);
  frame.is_header = tag == GUMBO_TAG_HEADER || tag == GUMBO_TAG_HGROUP;
  frame.in_article = frame.in_article || tag == GUMBO_TAG_ARTICLE;
  frame.after = measure->after;
  frame.has_cells = page && tag == GUMBO_TAG_TR && measure->prose > 0;
  frame.has_quote = tag == GUMBO_TAG_Q && !left_out;
  if (frame.is_block)
    enter_block(writing, walk, &frame);
  else
    enter_inline(writing, walk, &frame);
  if (frame.is_block && left_out && measure->linked * 2 > measure->text)
    note_links(writing);
  buffer_add(&writing->frames, &frame, sizeof frame);
  writing->links += tag == GUMBO_TAG_A;
  writing->times += tag == GUMBO_TAG_TIME;
  writing->bolds += is_bold(tag);
  writing->number = walk->number;
  if (left_out)
    html_walk_skip(walk, measure->after);
  else if (tag == GUMBO_TAG_BR)
    add_break(writing);
  else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
    add_cell(writing, in_page);
  else if (tag == GUMBO_TAG_Q)
    add_text(writing, "\xE2\x80\x9C"); /* as browsers show it */
}

static void leave(struct writing *writing, const struct html_walk *walk)
{
  GumboTag tag = walk->node->v.element.tag;
  if (top_frame(writing)->has_quote && writing->open)
    add_bytes(writing, "\xE2\x80\x9D", 3);
  if (html_is_block(tag))
    end_line(writing);
  writing->links -= tag == GUMBO_TAG_A;
  writing->times -= tag == GUMBO_TAG_TIME;
  writing->bolds -= is_bold(tag);
  writing->frames.size -= sizeof(struct frame);
}

static bool write_pieces(struct writing *writing)
{
  struct html_walk walk;
  html_walk_begin(&walk, writing->lines.tree->output->root);
  while (html_walk_next(&walk)) {
    const GumboNode *node = walk.node;
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
      if (walk.entering)
        enter(writing, &walk);
      else
        leave(writing, &walk);
      if (writing->frames.failed)
        return false;
      break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
      if (writing->frames.size > 0 && top_frame(writing)->is_pre)
        add_bytes(writing, node->v.text.text, strlen(node->v.text.text));
      else
        add_text(writing, node->v.text.text);
      break;
    case GUMBO_NODE_WHITESPACE:
      writing->space_due = writing->open;
      break;
    default:
      break;
    }
  }
  end_line(writing);
  return !writing->lines.pieces.failed && !writing->lines.space->work.failed;
}

enum status html_write_text(const struct html_tree *tree, bool page, struct record_space *space)
{
  struct writing writing = {.lines = {.tree = tree, .space = space, .page = page}};
  size_t work = space->work.size;
  size_t before = space->text.size;
  bool written = write_pieces(&writing);
  if (written)
    html_choose_lines(&writing.lines);
  buffer_free(&writing.frames);
  buffer_free(&writing.lines.pieces);
  space->work.size = written ? work : space->work.size;
  if (!written || space->text.failed || space->blocks.failed)
    return STATUS_NO_MEMORY;
  /* A page of links or of one-word lines: better all of it than nothing. */
  if (page && space->text.size == before && tree->measures[0].text > 0)
    return html_write_text(tree, false, space);
  return STATUS_OK;
}
