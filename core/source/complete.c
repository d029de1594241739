/* The part of reading that can be done apart from the stream, in a worker; see source.h. */
#include "html.h"
#include "mail.h"
#include "markdown.h"
#include "xml.h"
#include <stdlib.h>

enum status record_complete(struct record_space *space, struct source_record *record)
{
  enum source_rest rest = record->rest;
  struct slice page = record->text;
  if (rest == REST_NONE)
    return STATUS_OK;
  record->rest = REST_NONE;
  record->text = (struct slice){NULL, 0};
  /* What a page says about itself goes before what the archive around it says. */
  struct buffer given = space->metadata;
  space->metadata = (struct buffer){0};
  enum status status = STATUS_OK;
  if (rest == REST_HTML || rest == REST_FRAGMENT)
    status = html_read(page, rest == REST_HTML || html_is_page(page), space);
  else if (rest == REST_MAIL)
    status = mail_read(page, space, record);
  else if (rest == REST_FEED)
    status = xml_feed_complete(page, space);
  else
    markdown_read(page, space);
  if (given.size > 0)
    record_add_members(space, (struct slice){given.data, given.size});
  if (given.failed)
    status = STATUS_NO_MEMORY;
  buffer_free(&given);
  return status;
}

struct source_space {
  struct record_space record;
};

struct source_space *source_space_new(void)
{
  return calloc(1, sizeof(struct source_space));
}

void source_space_free(struct source_space *space)
{
  if (space != NULL)
    record_free(&space->record);
  free(space);
}

enum status source_complete(struct source_space *space, struct source_record *record)
{
  struct record_space *into = &space->record;
  struct source_record old = *record;
  if (old.rest == REST_NONE)
    return STATUS_OK;
  record_begin(into, record);
  *record = old;
  buffer_add(&into->id, old.id.data, old.id.size);
  buffer_add(&into->encoding, old.encoding.data, old.encoding.size);
  if (old.metadata.size > 0)
    buffer_add(&into->metadata, old.metadata.data, old.metadata.size - 1); /* it stays open */
  enum status status = record_complete(into, record);
  return status == STATUS_OK ? record_finish(into, record) : status;
}
