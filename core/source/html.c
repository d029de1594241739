/* The reader of HTML pages; see html.h. */
#include "html.h"
#include "../base/ascii.h"
#include "encoding.h"
#include "reader.h"
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
    bool white = ascii_is_among(text.data[at], " \t\n\r\f");
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
  status = html_write_text(&tree, page, space);
  html_tree_close(&tree);
  return status;
}

static enum status html_next(struct reader *reader, struct source_record *record)
{
  struct slice bytes;
  enum status status = reader_whole(reader, "page", &bytes);
  if (status != STATUS_OK)
    return status == STATUS_BAD_INPUT ? STATUS_OK : status;
  record->rest = REST_HTML;
  return reader_decode(reader, bytes, encoding_declared(bytes, true), &reader->space->decoded,
                       record);
}

static const struct reader_kind html_kind = {.next = html_next};

struct reader *html_new(void)
{
  return reader_new(&html_kind, sizeof(struct reader));
}
