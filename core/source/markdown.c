/*
 * Markdown: its text without its marks. Every block begins on the line that it has in the file, so that line numbers are
 * those of the file: lines that hold only marks become empty, and a paragraph broken in the middle of a sentence becomes
 * one line with empty ones behind it.
 */
#include "markdown.h"
#include "../base/ascii.h"
#include "../text/utf8.h"
#include "html.h"
#include <string.h>

struct markdown { /* what is known where a line begins */
  struct record_space *space;
  bool in_fence;
  char fence;          /* '`' or '~' */
  size_t breaks;       /* ends of lines that are still to be written */
  bool is_open;        /* the line before goes on */
  enum line_type type; /* of what was written last */
};

static struct slice trim_right(struct slice line)
{
  while (line.size > 0 && (line.data[line.size - 1] == ' ' || line.data[line.size - 1] == '\t' ||
                           line.data[line.size - 1] == '\r'))
    line.size--;
  return line;
}

static struct slice trim_left(struct slice line)
{
  while (line.size > 0 && (line.data[0] == ' ' || line.data[0] == '\t'))
    line = slice_from(line, 1);
  return line;
}

/* ---- inside a line ---- */

/*
 * What is left of the looking ahead that a line may cost: it bounds the time that a line of a million brackets takes. When it is
 * used up, marks are copied as they are.
 */
struct effort {
  size_t left;
  unsigned depth; /* links within each other */
};

/* The index of the bracket that closes the one at `at`, or the line's size. */
static size_t closing(struct slice line, size_t at, char open, char close, struct effort *effort)
{
  size_t depth = 0;
  for (; at < line.size && effort->left > 0; at++) {
    effort->left--;
    if (line.data[at] == '\\')
      at++;
    else if (line.data[at] == open)
      depth++;
    else if (line.data[at] == close && --depth == 0)
      return at;
  }
  return line.size;
}

static void add_inline(struct slice line, struct buffer *out, struct effort *effort);

/* "[^1]": the mark of a note, and the colon behind it before its text. Returns the index after it, or `at`. */
static size_t skip_note(struct slice line, size_t at, struct effort *effort)
{
  if (at + 1 >= line.size || line.data[at] != '[' || line.data[at + 1] != '^')
    return at;
  size_t end = closing(line, at, '[', ']', effort);
  if (end >= line.size)
    return at;
  end++;
  return at == 0 && end + 1 < line.size && line.data[end] == ':' ? end + 2 : end;
}

/*
 * "[text](address)" and "[text][name]": the text. "![text](address)" the same: what a picture says of itself. Returns the index
 * after it, or `at` if it is no link.
 */
static size_t add_link(struct slice line, size_t at, struct buffer *out, struct effort *effort)
{
  size_t open = at + (line.data[at] == '!');
  size_t end = closing(line, open, '[', ']', effort);
  if (end + 1 >= line.size || (line.data[end + 1] != '(' && line.data[end + 1] != '['))
    return at;
  bool round = line.data[end + 1] == '(';
  size_t last = closing(line, end + 1, round ? '(' : '[', round ? ')' : ']', effort);
  if (last == line.size)
    return at;
  effort->depth++;
  add_inline((struct slice){line.data + open + 1, end - open - 1}, out, effort);
  effort->depth--;
  return last + 1;
}

/* "<https://...>" and tags of HTML: an address stays, a tag goes. Returns the index after it, or `at`. */
static size_t add_angle(struct slice line, size_t at, struct buffer *out, struct effort *effort)
{
  size_t end = at + 1;
  bool address = false;
  bool has_value = false;
  while (end < line.size && effort->left > 0 && line.data[end] != '>' && line.data[end] != '<') {
    char c = line.data[end];
    address = address || c == '@' || (c == ':' && slice_begins(slice_from(line, end), "://"));
    has_value = has_value || c == '=';
    effort->left--;
    end++;
  }
  if (end >= line.size || line.data[end] != '>' || end == at + 1)
    return at;
  char first = line.data[at + 1];
  bool tag = first == '/' || first == '!' || ascii_is_letter(first);
  if (!address && !tag)
    return at;
  if (address && !has_value)
    buffer_add(out, line.data + at + 1, end - at - 1);
  return end + 1;
}

/* Whether the run of `count` marks at `at` is one of emphasis: it touches a word on one side, and "_" not on both. */
static bool is_emphasis(struct slice line, size_t at, size_t count)
{
  char before = at > 0 ? line.data[at - 1] : ' ';
  char after = at + count < line.size ? line.data[at + count] : ' ';
  bool left = before != ' ' && before != '\t';
  bool right = after != ' ' && after != '\t';
  if (line.data[at] == '_' && ascii_is_word(before) && ascii_is_word(after))
    return false;
  if (line.data[at] == '~' && count != 2)
    return false;
  return count <= 3 && (left || right);
}

static size_t run_of(struct slice line, size_t at)
{
  size_t count = 1;
  while (at + count < line.size && line.data[at + count] == line.data[at])
    count++;
  return count;
}

/* `code`: its content, as it is. Returns the index after it, or `at`. */
static size_t add_code(struct slice line, size_t at, struct buffer *out, struct effort *effort)
{
  size_t count = run_of(line, at);
  for (size_t end = at + count; end < line.size && effort->left > 0; end++) {
    effort->left--;
    if (line.data[end] != '`')
      continue;
    size_t closes = run_of(line, end);
    if (closes == count) {
      buffer_add(out, line.data + at + count, end - at - count);
      return end + count;
    }
    end += closes - 1;
  }
  return at;
}

/* Brackets within brackets: what lies deeper is copied as it is. */
enum { BOLD_TITLE_MAX = 90, LINK_DEPTH_MAX = 8, EFFORT_BASE = 4096, EFFORT_FACTOR = 16 };

static void add_inline(struct slice line, struct buffer *out, struct effort *effort)
{
  size_t at = 0;
  while (at < line.size) {
    char c = line.data[at];
    size_t next = at;
    if (c == '\\' && at + 1 < line.size && !ascii_is_word(line.data[at + 1]) &&
        line.data[at + 1] != ' ') {
      buffer_add_byte(out, line.data[at + 1]);
      next = at + 2;
    } else if (effort->depth < LINK_DEPTH_MAX &&
               (c == '[' || (c == '!' && at + 1 < line.size && line.data[at + 1] == '['))) {
      next = skip_note(line, at, effort);
      if (next == at)
        next = add_link(line, at, out, effort);
    } else if (c == '<') {
      next = add_angle(line, at, out, effort);
    } else if (c == '`') {
      next = add_code(line, at, out, effort);
    } else if (c == '*' || c == '_' || c == '~') {
      size_t count = run_of(line, at);
      if (!is_emphasis(line, at, count))
        buffer_add(out, line.data + at, count);
      next = at + count;
    }
    if (next == at) {
      buffer_add_byte(out, c);
      next = at + 1;
    }
    at = next;
  }
}

/* ---- lines ---- */

/* Cut the mark of a list item off; false if there is none. */
static bool cut_item(struct slice *line)
{
  size_t at = 0;
  while (at < line->size && at < 9 && ascii_is_digit(line->data[at]))
    at++;
  if (at < line->size && ascii_is_among(line->data[at], at > 0 ? ".)" : "-*+"))
    at++;
  else
    at = 0;
  if (at == 0 || at >= line->size || (line->data[at] != ' ' && line->data[at] != '\t'))
    return false;
  *line = trim_left(slice_from(*line, at));
  return true;
}

/* Whether all of the line is bold, and short and no sentence, as headings of sections are written. */
static bool is_bold_title(struct slice line)
{
  if (line.size < 5 || line.size > BOLD_TITLE_MAX || !slice_begins(line, "**") ||
      memcmp(line.data + line.size - 2, "**", 2) != 0)
    return false;
  struct slice inner = {line.data + 2, line.size - 4};
  return memmem(inner.data, inner.size, "**", 2) == NULL &&
         !ascii_is_among(inner.data[inner.size - 1], ".:;,!?\"'");
}

/* A line of three or more -, *, _ or =, white space between them allowed. */
static bool is_rule(struct slice line)
{
  size_t count = 0;
  if (line.size == 0 || !ascii_is_among(line.data[0], "-*_="))
    return false;
  for (size_t at = 0; at < line.size; at++) {
    if (line.data[at] == line.data[0])
      count++;
    else if (line.data[at] != ' ')
      return false;
  }
  return count >= 3 || (count > 0 && line.data[0] == '=');
}

/* "[name]: address": where a link goes, but not the text of a note. "|---|---|": the rule of a table. */
static bool is_definition(struct slice line)
{
  if (line.size > 1 && line.data[0] == '[' && line.data[1] != '^') {
    struct effort effort = {line.size, 0};
    size_t end = closing(line, 0, '[', ']', &effort);
    return end + 1 < line.size && line.data[end + 1] == ':';
  }
  size_t bars = 0;
  for (size_t at = 0; at < line.size; at++) {
    if (!ascii_is_among(line.data[at], "|:- "))
      return false;
    bars += line.data[at] == '|';
  }
  return bars > 0;
}

/*
 * Whether text of one line goes on in the next: it is as long as lines that a width breaks, or the next begins with a small
 * letter, or is that of an item and has no mark of its own; and no sentence, nor the line by force, ends with it.
 */
static bool runs_on(struct slice line, struct slice next, bool is_item)
{
  enum { WRAPPED_MIN = 60 };
  bool indented = slice_begins(next, "  ");
  bool forced = line.size > 1 && slice_is(slice_from(line, line.size - 2), "  ");
  line = trim_right(line);
  next = trim_left(next);
  if (line.size == 0 || next.size == 0 || forced ||
      ascii_is_among(line.data[line.size - 1], ".!?:\\|"))
    return false;
  return line.size >= WRAPPED_MIN || (next.data[0] >= 'a' && next.data[0] <= 'z') ||
         (is_item && indented);
}

/* Cut the marks of a block off the line; what they make of it. `next`: the line after it, which may underline it. */
static enum line_type cut_marks(struct slice *line, struct slice next)
{
  size_t heading = 0;
  while (heading < line->size && line->data[heading] == '#')
    heading++;
  if (heading > 0 && heading <= 6 && heading < line->size && line->data[heading] == ' ') {
    *line = trim_left(slice_from(*line, heading));
    while (line->size > 0 && line->data[line->size - 1] == '#')
      line->size--;
    *line = trim_right(*line);
    return LINE_TITLE;
  }
  if (slice_begins(*line, "![") && line->data[line->size - 1] == ')')
    return LINE_CAPTION; /* a picture alone */
  if (cut_item(line))
    return LINE_LIST;
  bool underlined = is_rule(trim_right(next)) && ascii_is_among(next.data[0], "=-");
  return (underlined && line->size > 0) || is_bold_title(*line) ? LINE_TITLE : LINE_PARAGRAPH;
}

static void add_marked(struct slice line, struct buffer *out)
{
  struct effort effort = {EFFORT_BASE + EFFORT_FACTOR * line.size, 0};
  add_inline(line, out, &effort);
}

/* "| 2020 | $2 |": its cells, parted as those of other tables are. */
static void add_row(struct slice line, struct buffer *out)
{
  const char *part = "";
  line.size -= line.data[line.size - 1] == '|';
  while (line.size > 0) {
    line = slice_from(line, 1);
    const char *bar = memchr(line.data, '|', line.size);
    size_t size = bar != NULL ? (size_t)(bar - line.data) : line.size;
    buffer_add_string(out, part);
    add_marked(slice_trim((struct slice){line.data, size}), out);
    line = slice_from(line, size);
    part = "\t";
  }
}

/* Write the line after what stands before it, as a new one or as more of the same. */
static void add_text(struct markdown *markdown, struct slice line, struct slice next)
{
  struct record_space *space = markdown->space;
  struct source_block *blocks = (struct source_block *)(void *)space->blocks.data;
  struct slice text = line;
  enum line_type type = markdown->in_fence ? LINE_PARAGRAPH : cut_marks(&text, next);
  bool goes_on = markdown->is_open && type == LINE_PARAGRAPH && text.size > 0 &&
                 text.data[0] != '|' && space->blocks.size > 0;
  for (; !goes_on && markdown->breaks > 0; markdown->breaks--)
    buffer_add_byte(&space->text, '\n');
  if (goes_on)
    buffer_add_byte(&space->text, ' ');
  size_t start = space->text.size;
  if (markdown->in_fence)
    buffer_add(&space->text, text.data, text.size);
  else if (text.size > 1 && text.data[0] == '|')
    add_row(text, &space->text);
  else
    add_marked(text, &space->text);
  if (space->text.failed || space->text.size == start)
    return;
  /* Pages that were turned into Markdown have theirs too: "Advertisement". */
  if (!goes_on && type != LINE_TITLE && !markdown->in_fence &&
      html_is_furniture((struct slice){space->text.data + start, space->text.size - start})) {
    space->text.size = start;
    return;
  }
  if (goes_on)
    blocks[space->blocks.size / sizeof *blocks - 1].end = (uint32_t)space->text.size;
  else
    record_mark(space, start, space->text.size, type);
  if (!goes_on)
    markdown->type = type;
}

static void add_line(struct markdown *markdown, struct slice line, struct slice next)
{
  struct slice inner = trim_left(trim_right(line));
  bool fences = slice_begins(inner, "```") || slice_begins(inner, "~~~");
  if (fences && (!markdown->in_fence || inner.data[0] == markdown->fence)) {
    markdown->in_fence = !markdown->in_fence;
    markdown->fence = inner.data[0];
    markdown->is_open = false;
    return;
  }
  if (markdown->in_fence) {
    add_text(markdown, trim_right(line), next);
    markdown->is_open = false;
    return;
  }
  bool quoted = slice_begins(inner, ">");
  while (slice_begins(inner, ">"))
    inner = trim_left(slice_from(inner, 1));
  if (is_rule(inner) || is_definition(inner)) {
    markdown->is_open = false;
    return;
  }
  add_text(markdown, inner, next);
  while (quoted && slice_begins(next, ">"))
    next = trim_left(slice_from(next, 1));
  bool is_item = markdown->type == LINE_LIST;
  markdown->is_open = (is_item || markdown->type == LINE_PARAGRAPH) && runs_on(line, next, is_item);
}

/* ---- front matter ---- */

/* "key: value" lines between two "---" at the top. Returns how many bytes they take, 0 if there are none. */
static size_t read_front(struct slice text, struct record_space *space)
{
  static const char *const keys[] = {"title", "date",    "author", "language",
                                     "lang",  "section", "url"};
  struct slice rest = text;
  struct slice line;
  if (!slice_line(&rest, &line) || !slice_is(line, "---"))
    return 0;
  struct slice front = rest;
  do
    if (!slice_line(&rest, &line))
      return 0;
  while (!slice_is(trim_right(line), "---") && !slice_is(trim_right(line), "..."));
  front.size -= rest.size;
  while (slice_line(&front, &line)) {
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
      size_t size = strlen(keys[i]);
      if (!slice_begins(line, keys[i]) || line.size <= size || line.data[size] != ':')
        continue;
      struct slice value = trim_left(trim_right(slice_from(line, size + 1)));
      if (value.size >= 2 && (value.data[0] == '"' || value.data[0] == '\'') &&
          value.data[value.size - 1] == value.data[0])
        value = (struct slice){value.data + 1, value.size - 2};
      record_add_text(space, strcmp(keys[i], "lang") == 0 ? "language" : keys[i], value);
    }
  }
  return text.size - rest.size;
}

void markdown_read(struct slice text, struct record_space *space)
{
  struct markdown markdown = {.space = space};
  struct slice rest = text;
  if (slice_begins(rest, "\xEF\xBB\xBF"))
    rest = slice_from(rest, 3);
  size_t front = read_front(rest, space);
  markdown.breaks = utf8_count_lines((struct slice){rest.data, front});
  rest = slice_from(rest, front);
  struct slice line;
  struct slice next;
  bool more = slice_line(&rest, &line);
  while (more) {
    bool ended = rest.size > 0 || text.data[text.size - 1] == '\n';
    more = slice_line(&rest, &next);
    add_line(&markdown, line, next);
    markdown.breaks += ended;
    line = next;
  }
  for (; markdown.breaks > 0; markdown.breaks--)
    buffer_add_byte(&space->text, '\n');
}
