/*
 * From the elements of a page to lines of text. A line is what stands in one block, its white space made single. Lines are
 * collected first and chosen then, because a list of links is only known at its end.
 */
#include "../base/ascii.h"
#include "html.h"
#include <string.h>

struct piece {  /* a line, or several that <br> or <pre> part */
  size_t start; /* in the work buffer */
  size_t end;
  uint32_t letters; /* bytes of letters and digits: what parts links ("|") says nothing */
  uint32_t linked;  /* of them, in links */
  uint32_t timed;   /* of them, in <time> */
  uint32_t bold;    /* of them, in <b> or <strong> */
  uint32_t element; /* the number of the element it began in */
  uint32_t after;   /* number of the first element behind the one around that */
  uint32_t quote;   /* number of the quotation that stands apart around it; 0: none */
  uint8_t type;     /* enum line_type */
  bool first_heading;
  bool own_links;    /* in a <p> of its own: its links stand in it, it does not stand in one */
  bool before_links; /* a list of links that stood behind it is left out */
  bool left_out;
};

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
  const struct html_tree *tree;
  struct record_space *space;
  struct buffer frames; /* struct frame, one an open element */
  struct buffer pieces; /* struct piece */
  struct piece piece;   /* the one being filled */
  bool open;            /* it has begun */
  bool space_due;
  uint32_t links;
  uint32_t times;
  uint32_t bolds;
  uint32_t number; /* of the innermost element */
  bool page;
};

static struct frame *top_frame(struct writing *writing)
{
  struct frame *frames = (struct frame *)(void *)writing->frames.data;
  return &frames[writing->frames.size / sizeof *frames - 1];
}

/* ---- lines ---- */

enum {
  DATELINE_MAX = 120,
  BYLINE_MAX = 200,
  TITLE_MAX = 300,
  BOLD_TITLE_MAX = 90,
  AUTHOR_MIN = 5,
  AUTHOR_MAX = 100
};

static struct slice text_of(const struct writing *writing, const struct piece *piece)
{
  return (struct slice){writing->space->work.data + piece->start, piece->end - piece->start};
}

/* Whether a sentence may end with the line. */
static bool has_stop(struct slice line)
{
  return line.size > 0 && ascii_is_among(line.data[line.size - 1], ".:;,!?\"')\x9D\x99\xA6");
}

/* Whether the line is short and bold, and no sentence. */
static bool is_bold_title(const struct writing *writing, const struct piece *piece)
{
  return piece->bold == piece->letters && piece->letters > 0 && piece->linked == 0 &&
         piece->end - piece->start <= BOLD_TITLE_MAX && !has_stop(text_of(writing, piece));
}

/* The names that the page tells as its authors'. */
static struct slice told_author(const struct writing *writing)
{
  struct slice metadata = buffer_slice(&writing->space->metadata);
  struct slice key;
  struct slice value;
  for (size_t at = 0; record_next_member(metadata, &at, &key, &value);)
    if (slice_is(key, "author"))
      return value;
  return (struct slice){"", 0};
}

/* Whether the line is, or is one of, these names. */
static bool names_author(const struct writing *writing, const struct piece *piece)
{
  struct slice line = text_of(writing, piece);
  if (!writing->page || line.size < AUTHOR_MIN || line.size > AUTHOR_MAX)
    return false;
  struct slice told = told_author(writing);
  return memmem(told.data, told.size, line.data, line.size) != NULL;
}

/* What the line is, now that all of it is seen. */
static uint8_t final_type(const struct writing *writing, const struct piece *piece)
{
  size_t size = piece->end - piece->start;
  bool is_timed =
      piece->letters > 0 && piece->timed * 10 >= piece->letters * 6 && size <= DATELINE_MAX;
  switch (piece->type) {
  case LINE_LIST:
    return is_timed ? LINE_DATELINE : LINE_LIST;
  case LINE_PARAGRAPH:
    if (names_author(writing, piece) || (piece->linked > 0 && size <= BYLINE_MAX &&
                                         slice_begins_like(text_of(writing, piece), "by ")))
      return LINE_BYLINE;
    if (is_timed)
      return LINE_DATELINE;
    return is_bold_title(writing, piece) ? LINE_TITLE : LINE_PARAGRAPH;
  case LINE_DATELINE:
    return size > DATELINE_MAX ? LINE_PARAGRAPH : LINE_DATELINE;
  case LINE_BYLINE:
    if (is_timed)
      return LINE_DATELINE;
    return size > BYLINE_MAX ? LINE_PARAGRAPH : LINE_BYLINE;
  case LINE_TITLE:
    return size > TITLE_MAX && !piece->first_heading ? LINE_PARAGRAPH : LINE_TITLE;
  default:
    return piece->type;
  }
}

/* End the line; an empty one leaves no trace. */
static void end_line(struct writing *writing)
{
  struct buffer *work = &writing->space->work;
  writing->space_due = false;
  if (!writing->open)
    return;
  writing->open = false;
  struct piece *piece = &writing->piece;
  while (work->size > piece->start && strchr(" \n\t", work->data[work->size - 1]) != NULL)
    work->size--;
  piece->end = work->size;
  if (piece->end == piece->start)
    return;
  piece->type = final_type(writing, piece);
  buffer_add(&writing->pieces, piece, sizeof *piece);
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
  writing->piece = (struct piece){.start = writing->space->work.size,
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
  buffer_add(&writing->space->work, bytes, size);
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
      buffer_add_byte(&writing->space->work, ' ');
    writing->space_due = false;
    add_bytes(writing, text, size);
    text += size;
  }
}

/* Add text whose white space counts; the line break after <pre> itself is gumbo's affair. */
static void add_exact(struct writing *writing, const char *text)
{
  if (*text != '\0')
    add_bytes(writing, text, strlen(text));
}

/* <br>: a line break; a second one ends the paragraph, and one behind a bold title too. */
static void add_break(struct writing *writing)
{
  struct buffer *work = &writing->space->work;
  writing->space_due = false;
  if (!writing->open)
    return;
  writing->piece.end = work->size;
  if ((work->size > 0 && work->data[work->size - 1] == '\n') ||
      (writing->piece.type == LINE_PARAGRAPH && is_bold_title(writing, &writing->piece)))
    end_line(writing);
  else
    buffer_add_byte(work, '\n');
}

/* Whether a sentence may have ended with what stands in the line so far. */
static bool ends_sentence(const struct writing *writing)
{
  const struct buffer *work = &writing->space->work;
  return work->size > 0 && ascii_is_among(work->data[work->size - 1], ".!?");
}

/* Between the cells of a row: of data, in one line. */
static void add_cell(struct writing *writing, bool in_page)
{
  if (in_page)
    end_line(writing);
  writing->space_due = false;
  if (writing->open)
    buffer_add_byte(&writing->space->work, '\t');
}

/* ---- what is no article ---- */

/* The frame of a site: its head and foot, outside any article. */
static bool is_edge(struct writing *writing, const GumboNode *node, uint32_t number)
{
  GumboTag tag = node->v.element.tag;
  if (tag != GUMBO_TAG_HEADER && tag != GUMBO_TAG_FOOTER &&
      !html_attribute_is(node, "role", "banner") && !html_attribute_is(node, "role", "contentinfo"))
    return false;
  if (writing->tree->is_marked)
    return number < writing->tree->root_first;
  return writing->frames.size == 0 || !top_frame(writing)->in_article;
}

/*
 * Whether to leave an element out with all that is in it. What holds the headline, or much of the prose of the
 * page, stays whatever it is called.
 */
static bool is_left_out(struct writing *writing, const GumboNode *node, uint32_t number)
{
  const struct html_measure *measure = &writing->tree->measures[number];
  uint32_t prose = writing->tree->prose;
  GumboTag tag = node->v.element.tag;
  if (measure->h1 > 0 || html_holds_page(measure, prose))
    return false;
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

static uint8_t type_of(const GumboNode *node, uint8_t around)
{
  switch (node->v.element.tag) {
  case GUMBO_TAG_H1:
  case GUMBO_TAG_H2:
  case GUMBO_TAG_H3:
  case GUMBO_TAG_H4:
  case GUMBO_TAG_H5:
  case GUMBO_TAG_H6:
    return html_role_of(node) == HTML_DATELINE ? LINE_DATELINE : LINE_TITLE;
  case GUMBO_TAG_FIGCAPTION:
  case GUMBO_TAG_CAPTION:
    return LINE_CAPTION;
  case GUMBO_TAG_LI: {
    enum html_role role = html_role_of(node);
    return role == HTML_DATELINE ? LINE_DATELINE : role == HTML_BYLINE ? LINE_BYLINE : LINE_LIST;
  }
  case GUMBO_TAG_BODY:
  case GUMBO_TAG_ARTICLE:
    return LINE_PARAGRAPH;
  default:
    break;
  }
  switch (html_role_of(node)) {
  case HTML_TITLE:
    return LINE_TITLE;
  case HTML_CAPTION:
    return LINE_CAPTION;
  case HTML_DATELINE:
    return LINE_DATELINE;
  case HTML_BYLINE:
    return LINE_BYLINE;
  default:
    return around;
  }
}

/* Whether words of the article may stand here once more, in large letters, or words of others. */
static bool is_quotation(const GumboNode *node)
{
  return node->v.element.tag == GUMBO_TAG_BLOCKQUOTE || html_role_of(node) == HTML_QUOTE;
}

/* Whether the node follows an element, without even a space between. */
static bool follows_element(const GumboNode *node)
{
  size_t index = node->index_within_parent;
  const GumboVector *siblings = &node->parent->v.element.children;
  return index > 0 && ((const GumboNode *)siblings->data[index - 1])->type == GUMBO_NODE_ELEMENT;
}

static bool is_bold(GumboTag tag)
{
  return tag == GUMBO_TAG_B || tag == GUMBO_TAG_STRONG;
}

/* Links are left out here: what the line before may have announced. */
static void note_links(struct writing *writing)
{
  struct piece *pieces = (struct piece *)(void *)writing->pieces.data;
  if (writing->pieces.size > 0)
    pieces[writing->pieces.size / sizeof *pieces - 1].before_links = true;
}

static void enter(struct writing *writing, struct html_walk *walk)
{
  const GumboNode *node = walk->node;
  GumboTag tag = node->v.element.tag;
  const struct html_measure *measure = &writing->tree->measures[walk->number];
  struct frame frame = {.type = LINE_PARAGRAPH};
  if (writing->frames.size > 0)
    frame = *top_frame(writing);
  bool in_page = frame.has_cells;
  bool left_out = html_is_unseen(node) ||
                  (writing->page && is_left_out(writing, node, walk->number)) ||
                  (in_page && measure->prose == 0 && measure->linked * 2 >= measure->text);
  bool is_block = html_is_block(tag);
  frame.is_block = is_block;
  frame.is_header = tag == GUMBO_TAG_HEADER || tag == GUMBO_TAG_HGROUP;
  frame.in_article = frame.in_article || tag == GUMBO_TAG_ARTICLE;
  frame.after = measure->after;
  frame.has_cells = writing->page && tag == GUMBO_TAG_TR && measure->prose > 0;
  frame.has_quote = tag == GUMBO_TAG_Q && !left_out;
  if (is_block) {
    end_line(writing);
    if (left_out && measure->linked * 2 > measure->text)
      note_links(writing);
    /* A paragraph below a headline may stand in what is called the headline. */
    bool below = tag == GUMBO_TAG_P && frame.type == LINE_TITLE && !frame.first_heading;
    frame.type = type_of(node, below ? LINE_PARAGRAPH : frame.type);
    frame.first_heading = frame.first_heading || tag == GUMBO_TAG_H1;
    frame.own_links = tag == GUMBO_TAG_P && writing->links == 0;
    if (frame.quote == 0 && is_quotation(node))
      frame.quote = walk->number;
    frame.is_pre = frame.is_pre || tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING ||
                   tag == GUMBO_TAG_XMP || tag == GUMBO_TAG_PLAINTEXT;
  } else if (!writing->open && (tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_A)) {
    /* A line may be one span that says what it is; it says nothing of a longer one, see end_line. */
    frame.type = type_of(node, frame.type);
  } else if (writing->open && follows_element(node) &&
             (writing->times > 0 || frame.type == LINE_DATELINE || frame.type == LINE_BYLINE ||
              frame.type == LINE_CAPTION || ends_sentence(writing))) {
    writing->space_due = true; /* who, when, at what time: shown apart, if not by a space */
  }
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
  html_walk_begin(&walk, writing->tree->output->root);
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
        add_exact(writing, node->v.text.text);
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
  return !writing->pieces.failed && !writing->space->work.failed;
}

/* ---- choosing ---- */

enum {
  LINKED_MAX = 120,
  SENTENCE_MIN = 30,   /* bytes of a sentence that is a link from end to end */
  REPEATED_MIN = 15,   /* ... of words shown again */
  QUOTATIONS_MAX = 32, /* that are looked for in the text */
  NAME_WORDS = 4
};

static bool is_linked(const struct piece *piece)
{
  return piece->linked > 0 && piece->linked * 10 >= piece->letters * 8;
}

static bool is_prose(const struct piece *piece)
{
  return piece->type == LINE_PARAGRAPH && !is_linked(piece) &&
         piece->end - piece->start >= HTML_PROSE_MIN;
}

static bool is_number(struct slice line)
{
  for (size_t i = 0; i < line.size; i++)
    if (!ascii_is_digit(line.data[i]))
      return false;
  return true;
}

/* Bytes of the quotation mark at `at`; 0: there is none. */
static size_t mark_at(struct slice line, size_t at)
{
  struct slice rest = slice_from(line, at);
  if (slice_begins(rest, "\"") || slice_begins(rest, "'"))
    return 1;
  if (slice_begins(rest, "\xC2\xAB") || slice_begins(rest, "\xC2\xBB"))
    return 2;
  bool curved = rest.size > 2 && slice_begins(rest, "\xE2\x80") && (rest.data[2] & 0xF8) == 0x98;
  return curved ? 3 : 0;
}

/* The line without the quotation marks at its ends. */
static struct slice without_marks(struct slice line)
{
  size_t size;
  while (line.size > 0 && (size = mark_at(line, 0)) > 0)
    line = slice_from(line, size);
  for (size = 1; size <= 3 && size <= line.size; size++)
    if (mark_at(line, line.size - size) == size) {
      line.size -= size;
      size = 0;
    }
  return line;
}

/* Whether a sentence of the text is a link from end to end; headlines of other stories have no stop. */
static bool is_linked_sentence(const struct writing *writing, const struct piece *piece)
{
  struct slice line = without_marks(text_of(writing, piece));
  return piece->own_links && line.size >= SENTENCE_MIN && line.data[line.size - 1] == '.';
}

/* Whether the words of a quotation that stands apart are those of another line, which is kept. */
static bool is_repeated(const struct writing *writing, const struct piece *pieces, size_t count,
                        size_t i)
{
  struct slice line = without_marks(text_of(writing, &pieces[i]));
  while (line.size > 0 && ascii_is_among(line.data[line.size - 1], ".,!?"))
    line.size--;
  for (size_t other = 0; line.size >= REPEATED_MIN && other < count; other++) {
    struct slice text = text_of(writing, &pieces[other]);
    if (pieces[other].quote != pieces[i].quote && !pieces[other].left_out &&
        memmem(text.data, text.size, line.data, line.size) != NULL)
      return true;
  }
  return false;
}

/* Whether the page, or a byline on it, tells that name. */
static bool is_author(const struct writing *writing, const struct piece *pieces, size_t count,
                      struct slice name)
{
  struct slice told = told_author(writing);
  if (memmem(told.data, told.size, name.data, name.size) != NULL)
    return true;
  for (size_t i = 0; i < count; i++) {
    struct slice line = text_of(writing, &pieces[i]);
    if ((pieces[i].type == LINE_BYLINE || slice_begins_like(line, "by ")) &&
        memmem(line.data, line.size, name.data, name.size) != NULL)
      return true;
  }
  return false;
}

/* Whether the line begins with an author's name of several words and goes on with what they do: "... covers the harbour". */
static bool opens_with_author(const struct writing *writing, const struct piece *pieces,
                              size_t count, size_t i)
{
  struct slice line = text_of(writing, &pieces[i]);
  size_t words = 0;
  for (size_t at = 0; at + 1 < line.size && words < NAME_WORDS; at++) {
    words += line.data[at] == ' ';
    if (line.data[at] == ' ' && words > 1 && line.data[at + 1] >= 'a' && line.data[at + 1] <= 'z')
      return is_author(writing, pieces, count, (struct slice){line.data, at});
  }
  return false;
}

/*
 * Whether title i, behind the text or between parts of it, names links that are left out: "Other stories". It does
 * where nothing else follows that it could be the heading of.
 */
static bool is_label_of_links(const struct writing *writing, const struct piece *pieces,
                              size_t count, size_t i)
{
  const struct piece *piece = &pieces[i];
  bool links = piece->before_links;
  size_t next = i + 1;
  for (; next < count && pieces[next].type != LINE_TITLE && is_linked(&pieces[next]); next++)
    links = true;
  if (!links)
    return false;
  return next == count || pieces[next].element >= writing->tree->root_last ||
         pieces[next].element >= piece->after || !is_prose(&pieces[next]);
}

/* Whether to keep piece i of a page. `below`: prose stands before it. */
static bool is_kept(const struct writing *writing, const struct piece *pieces, size_t count,
                    size_t i, bool below)
{
  const struct piece *piece = &pieces[i];
  if (piece->element < writing->tree->root_first || piece->element >= writing->tree->root_last)
    return false;
  if (piece->first_heading)
    return true;
  switch (piece->type) {
  case LINE_TITLE: /* of another story, unless text follows */
    if (is_linked(piece))
      return i + 1 < count && is_prose(&pieces[i + 1]) &&
             (!below || pieces[i + 1].element < piece->after);
    return !below || !is_label_of_links(writing, pieces, count, i);
  case LINE_PARAGRAPH:
    return piece->letters > 0 && (!is_linked(piece) || piece->end - piece->start >= LINKED_MAX ||
                                  is_linked_sentence(writing, piece));
  case LINE_BYLINE: /* beside it is said how many have read or shared */
    return !is_number(text_of(writing, piece));
  default:
    return true;
  }
}

/* Append the piece to the text, each of its lines with a mark of its own. */
static void compose(struct writing *writing, const struct piece *piece)
{
  struct record_space *space = writing->space;
  size_t at = piece->start;
  while (at < piece->end) {
    const char *line = space->work.data + at;
    const char *stop = memchr(line, '\n', piece->end - at);
    size_t size = stop ? (size_t)(stop - line) : piece->end - at;
    size_t start = space->text.size;
    buffer_add(&space->text, line, size);
    if (size > 0)
      record_mark(space, start, start + size, piece->type);
    buffer_add_byte(&space->text, '\n');
    at += size + 1;
  }
}

/* Leave out what is no text of the article. */
static void leave_out_others(struct writing *writing, struct piece *pieces, size_t count)
{
  bool below = false;
  for (size_t i = 0; i < count; i++) {
    bool kept = !writing->page || is_kept(writing, pieces, count, i, below);
    if (kept && (writing->page || count > 1) && !pieces[i].first_heading)
      kept = !html_is_furniture(text_of(writing, &pieces[i]));
    pieces[i].left_out = !kept;
    below = below || (kept && is_prose(&pieces[i]));
  }
}

/* Leave out quotations that show words of the text again, with the name below them. */
static void leave_out_repeated(const struct writing *writing, struct piece *pieces, size_t count)
{
  size_t looked = 0;
  for (size_t i = 0; i < count && looked < QUOTATIONS_MAX;) {
    uint32_t quote = pieces[i].quote;
    bool repeated = quote > 0 && is_repeated(writing, pieces, count, i);
    looked += quote > 0;
    do
      pieces[i++].left_out |= repeated;
    while (i < count && quote > 0 && pieces[i].quote == quote);
  }
}

/* Leave out what follows the text and says who its authors are. */
static void leave_out_authors(const struct writing *writing, struct piece *pieces, size_t count)
{
  for (size_t i = count; i > 0; i--) {
    struct piece *piece = &pieces[i - 1];
    bool author = piece->type == LINE_PARAGRAPH && opens_with_author(writing, pieces, count, i - 1);
    if (!author && !piece->left_out && is_prose(piece))
      return;
    piece->left_out |= author;
  }
}

static void choose(struct writing *writing)
{
  struct piece *pieces = (struct piece *)(void *)writing->pieces.data;
  size_t count = writing->pieces.size / sizeof *pieces;
  int last = -1;
  leave_out_others(writing, pieces, count);
  leave_out_repeated(writing, pieces, count);
  if (writing->page)
    leave_out_authors(writing, pieces, count);
  for (size_t i = 0; i < count; i++) {
    if (pieces[i].left_out)
      continue;
    /* Items of a list follow each other; all else is parted by an empty line. */
    if (last >= 0 && !(last == LINE_LIST && pieces[i].type == LINE_LIST))
      buffer_add_byte(&writing->space->text, '\n');
    compose(writing, &pieces[i]);
    last = pieces[i].type;
  }
}

enum status html_write_text(const struct html_tree *tree, bool page, struct record_space *space)
{
  struct writing writing = {.tree = tree, .space = space, .page = page};
  size_t work = space->work.size;
  size_t before = space->text.size;
  bool written = write_pieces(&writing);
  if (written)
    choose(&writing);
  buffer_free(&writing.frames);
  buffer_free(&writing.pieces);
  space->work.size = written ? work : space->work.size;
  if (!written || space->text.failed || space->blocks.failed)
    return STATUS_NO_MEMORY;
  /* A page of links or of one-word lines: better all of it than nothing. */
  if (page && space->text.size == before && tree->measures[0].text > 0)
    return html_write_text(tree, false, space);
  return STATUS_OK;
}
