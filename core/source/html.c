/* From a page to its article; see html.h. */
#include "html.h"
#include "../base/ascii.h"
#include <string.h>

bool html_is_page(struct slice html)
{
  static const char *const openings[] = {"<!doctype html", "<html", "<head", "<body", "<title"};
  for (;;) {
    html = slice_trim(html);
    if (!slice_begins(html, "<!--"))
      break;
    const char *stop = memmem(html.data, html.size, "-->", 3);
    if (stop == NULL)
      return false;
    html = slice_from(html, (size_t)(stop + 3 - html.data));
  }
  for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
    if (slice_begins_like(html, openings[i]))
      return true;
  return false;
}

/* Titles and the like, without any markup: one line, its white space made single. */
static void add_unmarked(struct slice text, struct record_space *space)
{
  size_t start = space->text.size;
  bool space_due = false;
  for (size_t at = 0; at < text.size; at++) {
    bool white = ascii_is_among(text.data[at], HTML_WHITE);
    if (!white && space_due && space->text.size > start)
      buffer_add_byte(&space->text, ' ');
    if (!white)
      buffer_add_byte(&space->text, text.data[at]);
    space_due = white;
  }
  if (space->text.size == start)
    return;
  record_mark(space, start, space->text.size, LINE_PARAGRAPH);
  buffer_add_byte(&space->text, '\n');
}

/* Whether the page's own text is no more than a part of the body it tells: a script would have shown the rest. */
static bool tells_more(const struct html_tree *tree)
{
  return tree->body.size > HTML_PROSE_MIN &&
         html_tree_prose(tree, tree->root_first, tree->root_last) < tree->body.size / 3 &&
         html_find_bomb(tree->title) == NULL && html_find_bomb(tree->body) == NULL;
}

/* Write the headline and the body that the page tells: HTML, or a paragraph a line. */
static enum status write_body(const struct html_tree *tree, struct record_space *space)
{
  enum status status = html_read(tree->title, false, space);
  if (space->blocks.size > 0 && !space->blocks.failed) {
    struct source_block *title = (struct source_block *)(void *)space->blocks.data;
    title->type = LINE_TITLE;
    buffer_add_byte(&space->text, '\n');
  }
  struct slice rest = tree->body;
  if (status != STATUS_OK || memmem(rest.data, rest.size, "</", 2) != NULL)
    return status != STATUS_OK ? status : html_read(rest, false, space);
  struct buffer marked = {0};
  for (struct slice line; slice_line(&rest, &line);) {
    buffer_add_string(&marked, "<p>");
    buffer_add(&marked, line.data, line.size);
  }
  status = marked.failed ? STATUS_NO_MEMORY : html_read(buffer_slice(&marked), false, space);
  buffer_free(&marked);
  return status;
}

enum status html_read(struct slice html, bool page, struct record_space *space)
{
  if (!page && html.size > 0 && memchr(html.data, '<', html.size) == NULL &&
      memchr(html.data, '&', html.size) == NULL && memchr(html.data, '\0', html.size) == NULL) {
    add_unmarked(html, space);
    return STATUS_OK;
  }
  const char *bomb = html_find_bomb(html);
  if (bomb != NULL) {
    record_fail(space, "%s", bomb);
    return STATUS_OK;
  }
  struct html_tree tree;
  enum status status = html_tree_open(html, &tree);
  if (status == STATUS_LIMIT) {
    record_fail(space, "HTML that needs too much memory for its size");
    return STATUS_OK;
  }
  if (status != STATUS_OK)
    return status;
  if (page) {
    html_tree_find_article(&tree);
    html_write_metadata(&tree, space);
  }
  status = tells_more(&tree) ? write_body(&tree, space) : html_write_text(&tree, page, space);
  html_tree_close(&tree);
  return status;
}
