/*
 * A parser of HTML5 looks through all open elements for most tags, and through all attributes for each, so
 * that a page of a million unclosed elements takes it hours. This pass, a few instructions a tag, estimates how deep elements lie within each
 * other; where it errs, the memory limit of html_tree.c is the second guard.
 */
#include "../base/ascii.h"
#include "html.h"
#include <string.h>
#include <strings.h>

struct open_tags {
  GumboTag tags[SOURCE_MAX_HTML_DEPTH];
  size_t count;
  bool foreign; /* inside svg or math, where "/>" closes */
};

/* Elements without an end tag. */
static const bool is_void[GUMBO_TAG_LAST] = {
    [GUMBO_TAG_AREA] = true,   [GUMBO_TAG_BASE] = true,  [GUMBO_TAG_BR] = true,
    [GUMBO_TAG_COL] = true,    [GUMBO_TAG_EMBED] = true, [GUMBO_TAG_HR] = true,
    [GUMBO_TAG_IMG] = true,    [GUMBO_TAG_IMAGE] = true, [GUMBO_TAG_INPUT] = true,
    [GUMBO_TAG_LINK] = true,   [GUMBO_TAG_META] = true,  [GUMBO_TAG_PARAM] = true,
    [GUMBO_TAG_SOURCE] = true, [GUMBO_TAG_TRACK] = true, [GUMBO_TAG_WBR] = true};

/* Elements whose content is text up to their end tag. */
static const bool is_raw[GUMBO_TAG_LAST] = {
    [GUMBO_TAG_SCRIPT] = true,  [GUMBO_TAG_STYLE] = true,   [GUMBO_TAG_TEXTAREA] = true,
    [GUMBO_TAG_TITLE] = true,   [GUMBO_TAG_XMP] = true,     [GUMBO_TAG_IFRAME] = true,
    [GUMBO_TAG_NOEMBED] = true, [GUMBO_TAG_NOFRAMES] = true};

/* Elements that the end tag of one outside them does not close. */
static const bool is_wall[GUMBO_TAG_LAST] = {
    [GUMBO_TAG_TABLE] = true,   [GUMBO_TAG_TD] = true,       [GUMBO_TAG_TH] = true,
    [GUMBO_TAG_CAPTION] = true, [GUMBO_TAG_OBJECT] = true,   [GUMBO_TAG_APPLET] = true,
    [GUMBO_TAG_MARQUEE] = true, [GUMBO_TAG_TEMPLATE] = true, [GUMBO_TAG_BUTTON] = true};

static bool is_cell(GumboTag tag)
{
  return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
}

static bool is_table_part(GumboTag tag)
{
  return is_cell(tag) || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD ||
         tag == GUMBO_TAG_TFOOT || tag == GUMBO_TAG_CAPTION || tag == GUMBO_TAG_TABLE;
}

/*
 * Close the nearest open `tag`. A block takes all that is inside with it; a part of a table too, up to its table;
 * anything else only where no block stands between, else it alone is taken out (as browsers do).
 */
static void close_tag(struct open_tags *open, GumboTag tag)
{
  bool part = is_table_part(tag);
  bool block = html_is_block(tag);
  bool block_between = false;
  for (size_t at = open->count; at > 0; at--) {
    GumboTag found = open->tags[at - 1];
    if (found == tag || (is_cell(tag) && is_cell(found))) {
      if (block || part || !block_between) {
        open->count = at - 1;
      } else {
        memmove(&open->tags[at - 1], &open->tags[at], (open->count - at) * sizeof *open->tags);
        open->count--;
      }
      return;
    }
    if (part ? found == GUMBO_TAG_TABLE : is_wall[found])
      return;
    block_between = block_between || html_is_block(found);
  }
}

/* Close what the start of `tag` closes by itself. */
static void close_implied(struct open_tags *open, GumboTag tag)
{
  switch (tag) {
  case GUMBO_TAG_TD:
  case GUMBO_TAG_TH:
  case GUMBO_TAG_TR:
  case GUMBO_TAG_TBODY:
  case GUMBO_TAG_THEAD:
  case GUMBO_TAG_TFOOT:
    close_tag(open, tag);
    return;
  case GUMBO_TAG_LI:
  case GUMBO_TAG_DT:
  case GUMBO_TAG_DD:
  case GUMBO_TAG_OPTION:
  case GUMBO_TAG_OPTGROUP:
    for (size_t at = open->count; at > 0; at--) {
      GumboTag found = open->tags[at - 1];
      bool same = found == tag || (tag == GUMBO_TAG_DT && found == GUMBO_TAG_DD) ||
                  (tag == GUMBO_TAG_DD && found == GUMBO_TAG_DT);
      if (same)
        open->count = at - 1;
      if (same || (html_is_block(found) && found != GUMBO_TAG_P && found != GUMBO_TAG_DIV))
        break;
    }
    break;
  default:
    break;
  }
  if (!html_is_block(tag))
    return;
  for (size_t at = open->count; at > 0; at--) {
    if (open->tags[at - 1] == GUMBO_TAG_P)
      open->count = at - 1;
    if (open->tags[at - 1] == GUMBO_TAG_P || is_wall[open->tags[at - 1]])
      break;
  }
}

/* The byte after the tag whose name ends at `at`; quoted values may hold '>'. *spaces counts the gaps in it. */
static size_t skip_tag(struct slice html, size_t at, size_t *spaces)
{
  char quote = '\0';
  *spaces = 0;
  for (; at < html.size; at++) {
    char c = html.data[at];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
        *spaces += 1; /* the next attribute may follow at once */
      }
    } else if ((c == '"' || c == '\'') && html.data[at - 1] == '=') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    } else if (((unsigned char)c <= ' ' || c == '/') && (unsigned char)html.data[at - 1] > ' ') {
      *spaces += 1;
    }
  }
  return html.size;
}

/* The byte after the end tag of a raw element. */
static size_t skip_raw(struct slice html, size_t at, struct slice name)
{
  while (at + name.size + 2 < html.size) {
    const char *found = memmem(html.data + at, html.size - at, "</", 2);
    if (found == NULL)
      break;
    at = (size_t)(found - html.data) + 2;
    size_t spaces = 0;
    if (html.size - at >= name.size && strncasecmp(html.data + at, name.data, name.size) == 0)
      return skip_tag(html, at + name.size, &spaces);
  }
  return html.size;
}

/* The byte after the comment of whose opening the last two bytes stand at `at`. */
static size_t skip_comment(struct slice html, size_t at)
{
  while (at < html.size) {
    const char *found = memmem(html.data + at, html.size - at, "--", 2);
    if (found == NULL)
      break;
    at = (size_t)(found - html.data) + 1;
    struct slice rest = slice_from(html, at + 1);
    if (slice_begins(rest, ">") || slice_begins(rest, "!>"))
      return at + (rest.data[0] == '>' ? 2 : 3);
  }
  return html.size;
}

static bool is_name_byte(char c)
{
  return c != '>' && c != '/' && (unsigned char)c > ' ';
}

/* Take one start tag; false: too deep. */
static bool open_tag(struct open_tags *open, GumboTag tag, struct slice name, bool closes_itself)
{
  if (name.size == 13 && strncasecmp(name.data, "foreignobject", 13) == 0)
    open->foreign = false; /* HTML again; from here on "/>" is not trusted */
  if (is_void[tag] || (closes_itself && open->foreign))
    return true;
  if (tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH)
    open->foreign = true;
  close_implied(open, tag);
  if (open->count == SOURCE_MAX_HTML_DEPTH)
    return false;
  open->tags[open->count++] = tag;
  return true;
}

const char *html_find_bomb(struct slice html)
{
  struct open_tags open = {.count = 0, .foreign = false};
  size_t at = 0;
  while (at < html.size) {
    const char *found = memchr(html.data + at, '<', html.size - at);
    if (found == NULL)
      break;
    at = (size_t)(found - html.data) + 1;
    if (html.size - at >= 3 && memcmp(html.data + at, "!--", 3) == 0) {
      at = skip_comment(html, at + 1);
      continue;
    }
    bool ends = at < html.size && html.data[at] == '/';
    size_t from = at + ends;
    if (from >= html.size || !ascii_is_letter(html.data[from]))
      continue;
    at = from;
    while (at < html.size && is_name_byte(html.data[at]))
      at++;
    struct slice name = {html.data + from, at - from};
    GumboTag tag = gumbo_tagn_enum(name.data, (unsigned)(name.size < 64 ? name.size : 64));
    size_t spaces = 0;
    at = skip_tag(html, at, &spaces);
    _Static_assert(SOURCE_MAX_HTML_ATTRIBUTES == 1000 && SOURCE_MAX_HTML_DEPTH == 1000,
                   "told in the messages");
    if (spaces / 2 > SOURCE_MAX_HTML_ATTRIBUTES)
      return "an HTML element has more than 1000 attributes";
    if (ends) {
      close_tag(&open, tag);
      if (tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH)
        open.foreign = false;
    } else if (is_raw[tag] && !open.foreign) {
      at = skip_raw(html, at, name);
    } else if (!open_tag(&open, tag, name, html.data[at - 1] == '>' && html.data[at - 2] == '/')) {
      return "HTML elements lie more than 1000 within each other";
    }
  }
  return NULL;
}
