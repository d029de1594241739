/*
 * Markdown: its text without its marks. Every line of the file stays one line, so that line numbers are those of the file;
 * lines that hold only marks become empty.
 */
#include "markdown.h"
#include "../base/ascii.h"
#include <string.h>

struct markdown { /* what is known where a line begins */
  struct record_space *space;
  bool in_fence;
  char fence; /* '`' or '~' */
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

static void add_line(struct markdown *markdown, struct slice line, struct slice next)
{
  struct record_space *space = markdown->space;
  line = trim_right(line);
  struct slice inner = trim_left(line);
  if (slice_begins(inner, "```") || slice_begins(inner, "~~~")) {
    if (!markdown->in_fence || inner.data[0] == markdown->fence) {
      markdown->in_fence = !markdown->in_fence;
      markdown->fence = inner.data[0];
      return;
    }
  }
  size_t start = space->text.size;
  enum line_type type = LINE_PARAGRAPH;
  if (markdown->in_fence) {
    buffer_add(&space->text, line.data, line.size);
  } else {
    while (slice_begins(inner, ">"))
      inner = trim_left(slice_from(inner, 1));
    size_t heading = 0;
    while (heading < inner.size && inner.data[heading] == '#')
      heading++;
    if (is_rule(inner) || is_definition(inner))
      return;
    if (heading > 0 && heading <= 6 && heading < inner.size && inner.data[heading] == ' ') {
      type = LINE_TITLE;
      inner = trim_left(slice_from(inner, heading));
      while (inner.size > 0 && inner.data[inner.size - 1] == '#')
        inner.size--;
      inner = trim_right(inner);
    } else if (slice_begins(inner, "![") && inner.data[inner.size - 1] == ')') {
      type = LINE_CAPTION; /* a picture alone */
    } else if (cut_item(&inner)) {
      type = LINE_LIST;
    } else if (is_rule(trim_right(next)) && (next.data[0] == '=' || next.data[0] == '-') &&
               inner.size > 0) {
      type = LINE_TITLE; /* underlined */
    } else if (is_bold_title(inner)) {
      type = LINE_TITLE;
    }
    struct effort effort = {EFFORT_BASE + EFFORT_FACTOR * inner.size, 0};
    add_inline(inner, &space->text, &effort);
  }
  if (space->text.size > start && !space->text.failed)
    record_mark(space, start, space->text.size, type);
}

/* ---- front matter ---- */

/* "key: value" lines between two "---" at the top. Returns how many bytes they take, 0 if there are none. */
static size_t read_front(struct slice text, struct record_space *space)
{
  static const char *const keys[] = {"title", "date",    "author", "language",
                                     "lang",  "section", "url"};
  if (!slice_begins(text, "---\n") && !slice_begins(text, "---\r\n"))
    return 0;
  size_t at = (size_t)((const char *)memchr(text.data, '\n', text.size) - text.data) + 1;
  size_t first = at;
  size_t end = 0;
  while (at < text.size && end == 0) {
    const char *stop = memchr(text.data + at, '\n', text.size - at);
    size_t next = stop ? (size_t)(stop - text.data) + 1 : text.size;
    struct slice line = trim_right((struct slice){text.data + at, next - at - (stop != NULL)});
    if (line.size == 3 && (slice_begins(line, "---") || slice_begins(line, "...")))
      end = next;
    at = next;
  }
  for (at = first; end > 0 && at < end;) {
    const char *stop = memchr(text.data + at, '\n', end - at);
    size_t next = stop ? (size_t)(stop - text.data) + 1 : end;
    struct slice line = trim_right((struct slice){text.data + at, next - at - (stop != NULL)});
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
      size_t size = strlen(keys[i]);
      if (!slice_begins(line, keys[i]) || line.size <= size || line.data[size] != ':')
        continue;
      struct slice value = trim_left(slice_from(line, size + 1));
      if (value.size >= 2 && (value.data[0] == '"' || value.data[0] == '\'') &&
          value.data[value.size - 1] == value.data[0])
        value = (struct slice){value.data + 1, value.size - 2};
      record_add_text(space, strcmp(keys[i], "lang") == 0 ? "language" : keys[i], value);
    }
    at = next;
  }
  return end;
}

void markdown_read(struct slice text, struct record_space *space)
{
  struct markdown markdown = {.space = space};
  size_t at = 0;
  size_t front = slice_begins(text, "\xEF\xBB\xBF") ? 3 : 0;
  front += read_front(slice_from(text, front), space);
  for (; at < front; at++)
    if (text.data[at] == '\n')
      buffer_add_byte(&space->text, '\n');
  while (at < text.size) {
    const char *stop = memchr(text.data + at, '\n', text.size - at);
    size_t end = stop ? (size_t)(stop - text.data) : text.size;
    size_t after = stop ? end + 1 : end;
    const char *next_stop =
        after < text.size ? memchr(text.data + after, '\n', text.size - after) : NULL;
    size_t next_end = next_stop ? (size_t)(next_stop - text.data) : text.size;
    add_line(&markdown, (struct slice){text.data + at, end - at},
             (struct slice){text.data + after, next_end - after});
    if (stop != NULL)
      buffer_add_byte(&space->text, '\n');
    at = after;
  }
}
