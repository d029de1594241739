/*
 * Which of the lines of a page are its article's, and what they are: headline, byline, caption. Left out are lists of links
 * with what announces them, lines that speak to the reader, words of the text that are shown again, and who the authors are.
 */
#include "../base/ascii.h"
#include "html.h"
#include <string.h>

/* ---- what a line is ---- */

enum {
  DATELINE_MAX = 120,
  BYLINE_MAX = 200,
  TITLE_MIN = 15,
  TITLE_MAX = 300,
  BOLD_TITLE_MAX = 90,
  AUTHOR_MIN = 5,
  AUTHOR_MAX = 100
};

static struct slice text_of(const struct html_lines *lines, const struct html_piece *piece)
{
  return (struct slice){lines->space->work.data + piece->start, piece->end - piece->start};
}

/* Whether a sentence may end with the line. */
static bool has_stop(struct slice line)
{
  return line.size > 0 && ascii_is_among(line.data[line.size - 1], ".:;,!?\"')\x9D\x99\xA6");
}

bool html_is_bold_title(const struct html_lines *lines, const struct html_piece *piece)
{
  return piece->bold == piece->letters && piece->letters > 0 && piece->linked == 0 &&
         piece->end - piece->start <= BOLD_TITLE_MAX && !has_stop(text_of(lines, piece));
}

/* What the page tells of itself, as JSON writes it: its title, its authors. */
static struct slice told(const struct html_lines *lines, const char *what)
{
  struct slice metadata = buffer_slice(&lines->space->metadata);
  struct slice key;
  struct slice value;
  for (size_t at = 0; record_next_member(metadata, &at, &key, &value);)
    if (slice_is(key, what) && value.size > 2)
      return (struct slice){value.data + 1, value.size - 2};
  return (struct slice){"", 0};
}

/* Whether the line is, or is one of, these names. */
static bool names_author(const struct html_lines *lines, const struct html_piece *piece)
{
  struct slice line = text_of(lines, piece);
  if (!lines->page || line.size < AUTHOR_MIN || line.size > AUTHOR_MAX)
    return false;
  struct slice author = told(lines, "author");
  return memmem(author.data, author.size, line.data, line.size) != NULL;
}

/* Whether the line is the title of the page, behind which the site may be named. */
static bool is_told_title(const struct html_lines *lines, const struct html_piece *piece)
{
  struct slice line = text_of(lines, piece);
  struct slice title = told(lines, "title");
  return lines->page && line.size >= TITLE_MIN && line.size <= title.size &&
         memcmp(line.data, title.data, line.size) == 0 &&
         (line.size == title.size || title.data[line.size] == ' ');
}

/* Leave of the title that the page tells its first `size` bytes: behind them the site is named. */
static void cut_told_title(const struct html_lines *lines, size_t size)
{
  struct buffer *metadata = &lines->space->metadata;
  struct slice title = told(lines, "title");
  size_t at = (size_t)(title.data - metadata->data) + size;
  metadata->size -= title.size - size;
  memmove(metadata->data + at, title.data + title.size, metadata->size - at);
}

/* What the line is, now that all of it is seen. */
static uint8_t final_type(const struct html_lines *lines, const struct html_piece *piece)
{
  size_t size = piece->end - piece->start;
  bool is_timed =
      piece->letters > 0 && piece->timed * 10 >= piece->letters * 4 && size <= DATELINE_MAX;
  switch (piece->type) {
  case LINE_LIST:
    return is_timed ? LINE_DATELINE : LINE_LIST;
  case LINE_PARAGRAPH:
    if (names_author(lines, piece) || (piece->linked > 0 && size <= BYLINE_MAX &&
                                       slice_begins_like(text_of(lines, piece), "by ")))
      return LINE_BYLINE;
    if (is_timed)
      return LINE_DATELINE;
    return html_is_bold_title(lines, piece) || is_told_title(lines, piece) ? LINE_TITLE
                                                                           : LINE_PARAGRAPH;
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

/* ---- what is left out ---- */

enum {
  LINKED_MAX = 120,
  SENTENCE_MIN = 30,   /* bytes of a sentence that is a link from end to end */
  REPEATED_MIN = 15,   /* ... of words shown again */
  QUOTATIONS_MAX = 32, /* that are looked for in the text */
  AFTER_MAX = 64,      /* lines behind the text */
  NAME_WORDS = 4
};

static bool is_linked(const struct html_piece *piece)
{
  return piece->linked > 0 && piece->linked * 10 >= piece->letters * 8;
}

static bool is_prose(const struct html_piece *piece)
{
  return piece->type == LINE_PARAGRAPH && !is_linked(piece) &&
         piece->end - piece->start >= HTML_PROSE_MIN;
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
  while (line.size > 0 && mark_at(line, 0) > 0)
    line = slice_from(line, mark_at(line, 0));
  for (size_t size = 1; size <= 3 && size <= line.size;) {
    bool mark = mark_at(line, line.size - size) == size;
    line.size -= mark ? size : 0;
    size = mark ? 1 : size + 1;
  }
  return line;
}

/* Whether a sentence of the text is a link from end to end; headlines of other stories have no stop. */
static bool is_linked_sentence(const struct html_lines *lines, const struct html_piece *piece)
{
  struct slice line = without_marks(text_of(lines, piece));
  return piece->own_links && line.size >= SENTENCE_MIN && line.data[line.size - 1] == '.';
}

/* Whether the words of a quotation that stands apart are those of another line, which is kept. */
static bool is_repeated(const struct html_lines *lines, size_t i)
{
  struct slice line = without_marks(text_of(lines, &lines->all[i]));
  while (line.size > 0 && ascii_is_among(line.data[line.size - 1], ".,!?"))
    line.size--;
  for (size_t other = 0; line.size >= REPEATED_MIN && other < lines->count; other++) {
    struct slice text = text_of(lines, &lines->all[other]);
    if (lines->all[other].quote != lines->all[i].quote && !lines->all[other].left_out &&
        memmem(text.data, text.size, line.data, line.size) != NULL)
      return true;
  }
  return false;
}

/* Whether the page, or a byline on it other than line `self`, tells that name. */
static bool is_author(const struct html_lines *lines, size_t self, struct slice name)
{
  struct slice author = told(lines, "author");
  if (memmem(author.data, author.size, name.data, name.size) != NULL)
    return true;
  for (size_t i = 0; i < lines->count; i++) {
    struct slice line = text_of(lines, &lines->all[i]);
    bool byline = lines->all[i].type == LINE_BYLINE || slice_begins_like(line, "by ");
    if (i != self && byline && memmem(line.data, line.size, name.data, name.size) != NULL)
      return true;
  }
  return false;
}

/* Whether the line begins with an author's name of several words and goes on with what they do: "... covers the harbour". */
static bool opens_with_author(const struct html_lines *lines, size_t i)
{
  struct slice line = text_of(lines, &lines->all[i]);
  size_t words = 0;
  for (size_t at = 0; at + 1 < line.size && words < NAME_WORDS; at++) {
    words += line.data[at] == ' ';
    if (line.data[at] == ' ' && words > 1 && line.data[at + 1] >= 'a' && line.data[at + 1] <= 'z')
      return is_author(lines, i, (struct slice){line.data, at});
  }
  return false;
}

/*
 * Whether title i, behind the text or between parts of it, names links that are left out: "Other stories". It does
 * where nothing else follows that it could be the heading of.
 */
static bool is_label_of_links(const struct html_lines *lines, size_t i)
{
  const struct html_piece *piece = &lines->all[i];
  bool links = piece->before_links;
  size_t next = i + 1;
  for (; next < lines->count && lines->all[next].type != LINE_TITLE && is_linked(&lines->all[next]);
       next++)
    links = true;
  if (!links)
    return false;
  return next == lines->count || lines->all[next].element >= lines->tree->root_last ||
         lines->all[next].element >= piece->after || !is_prose(&lines->all[next]);
}

/* The first piece behind i that does not belong to a head: no byline, date or caption. */
static size_t behind_head(const struct html_lines *lines, size_t i)
{
  do
    i++;
  while (i < lines->count &&
         (lines->all[i].type == LINE_BYLINE || lines->all[i].type == LINE_DATELINE ||
          lines->all[i].type == LINE_CAPTION));
  return i;
}

/* Whether to keep piece i of a page. `below`: prose stands before it. */
static bool is_kept(const struct html_lines *lines, size_t i, bool below)
{
  const struct html_piece *piece = &lines->all[i];
  if (piece->element < lines->tree->root_first || piece->element >= lines->tree->root_last)
    return false;
  if (piece->first_heading)
    return true;
  switch (piece->type) {
  case LINE_TITLE: /* of another story, unless text follows */
    if (is_linked(piece)) {
      size_t text = below ? i + 1 : behind_head(lines, i);
      return text < lines->count && is_prose(&lines->all[text]) &&
             (!below || lines->all[text].element < piece->after);
    }
    return !below || !is_label_of_links(lines, i);
  case LINE_PARAGRAPH:
    return piece->letters > 0 && (!is_linked(piece) || piece->end - piece->start >= LINKED_MAX ||
                                  is_linked_sentence(lines, piece));
  default:
    return true;
  }
}

/* Append the piece to the text, each of its lines with a mark of its own. */
static void compose(struct html_lines *lines, const struct html_piece *piece)
{
  struct record_space *space = lines->space;
  struct slice rest = text_of(lines, piece);
  for (struct slice line; slice_line(&rest, &line);) {
    size_t start = space->text.size;
    buffer_add(&space->text, line.data, line.size);
    if (line.size > 0)
      record_mark(space, start, start + line.size, piece->type);
    buffer_add_byte(&space->text, '\n');
  }
}

/* Whether a caption above is the same line: pictures that turn are described for each screen. */
static bool is_shown_caption(const struct html_lines *lines, size_t i)
{
  struct slice line = text_of(lines, &lines->all[i]);
  size_t captions = 0;
  for (size_t other = 0; line.size >= REPEATED_MIN && other < i && captions < QUOTATIONS_MAX;
       other++) {
    bool caption = lines->all[other].type == LINE_CAPTION;
    captions += caption;
    if (caption && slice_equal(text_of(lines, &lines->all[other]), line))
      return true;
  }
  return false;
}

/* Leave out what is no text of the article. */
static void leave_out_others(const struct html_lines *lines)
{
  bool below = false;
  for (size_t i = 0; i < lines->count; i++) {
    bool kept = !lines->page || is_kept(lines, i, below);
    if (kept && (lines->page || lines->count > 1) && !lines->all[i].first_heading)
      kept = !html_is_furniture(text_of(lines, &lines->all[i])) && !is_shown_caption(lines, i);
    lines->all[i].left_out = !kept;
    below = below || (kept && is_prose(&lines->all[i]));
  }
}

/* Leave out quotations that show words of the text again, with the name below them. */
static void leave_out_repeated(const struct html_lines *lines)
{
  size_t looked = 0;
  for (size_t i = 0; i < lines->count && looked < QUOTATIONS_MAX;) {
    uint32_t quote = lines->all[i].quote;
    bool repeated = quote > 0 && is_repeated(lines, i);
    looked += quote > 0;
    do
      lines->all[i++].left_out |= repeated;
    while (i < lines->count && quote > 0 && lines->all[i].quote == quote);
  }
}

/* Leave out what follows the text and says who its authors are. */
static void leave_out_authors(const struct html_lines *lines)
{
  for (size_t i = lines->count; i > 0 && lines->count - i < AFTER_MAX; i--) {
    struct html_piece *piece = &lines->all[i - 1];
    bool names = piece->type == LINE_TITLE && is_author(lines, i - 1, text_of(lines, piece));
    bool author = names || ((piece->type == LINE_PARAGRAPH || piece->type == LINE_BYLINE) &&
                            opens_with_author(lines, i - 1));
    if (!author && !piece->left_out && is_prose(piece))
      return;
    piece->left_out |= author;
  }
}

void html_choose_lines(struct html_lines *lines)
{
  int last = -1;
  lines->all = (struct html_piece *)(void *)lines->pieces.data;
  lines->count = lines->pieces.size / sizeof *lines->all;
  for (size_t i = 0; i < lines->count; i++)
    lines->all[i].type = final_type(lines, &lines->all[i]);
  leave_out_others(lines);
  leave_out_repeated(lines);
  if (lines->page)
    leave_out_authors(lines);
  for (size_t i = 0; i < lines->count; i++) {
    const struct html_piece *piece = &lines->all[i];
    if (piece->left_out)
      continue;
    if (piece->type == LINE_TITLE && is_told_title(lines, piece))
      cut_told_title(lines, piece->end - piece->start);
    /* Items of a list follow each other; all else is parted by an empty line. */
    if (last >= 0 && !(last == LINE_LIST && piece->type == LINE_LIST))
      buffer_add_byte(&lines->space->text, '\n');
    compose(lines, piece);
    last = piece->type;
  }
}
