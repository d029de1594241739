/*
 * XML: feeds, news wires and anything else, read as a stream. Inside core/source only.
 *
 * xml.c        drives the parser; external entities are never read
 * xml_feed.c   RSS and Atom: a record an item
 * xml_story.c  NITF, NewsML and other XML: the lines of a document
 * xml_office.c what a text processor writes: .docx, .odt
 */
#ifndef READOUT_XML_H
#define READOUT_XML_H

#include "reader.h"
#define XML_DTD /* its header then declares the guard against entity bombs, which the library has */
#include <expat.h>

struct xml;

/* What a kind of document does with what the parser finds. Names come without the prefixes of the format itself. */
struct xml_kind {
  void (*start)(struct xml *xml, const char *name, const char **attributes);
  void (*text)(struct xml *xml, const char *text, size_t size);
  void (*end)(struct xml *xml, const char *name);
  /* Fill the space with the record that xml_complete announced, or with what there is when the document breaks off;
   * false: there is none. What is `decoded` there is left to be completed as an item of a feed. */
  bool (*fill)(struct xml *xml, struct record_space *space);
  void (*free)(struct xml *xml);
  bool is_plain; /* its lines are as those of plain text: several articles may stand in it */
};

struct xml {
  struct reader reader;
  XML_Parser parser;           /* owned */
  const struct xml_kind *kind; /* NULL before the root element */
  void *state;                 /* of the kind, owned through its free */
  unsigned depth;              /* open elements */
  struct buffer encoding;      /* what is said of it */
  struct buffer mended;        /* a block whose bytes had to be replaced */
  struct buffer trouble;       /* what broke the document, told after its last record */
  uint64_t invalid;            /* bytes replaced since the last record */
  uint64_t invalid_at;
  uint64_t unheard; /* bytes handed to the parser since it called last: it keeps them */
  bool is_utf8;     /* the parser is told so: blocks are mended before */
  bool suspended;   /* a record is complete, the parser waits */
  bool complete;
  bool last; /* the last block has been handed over */
  bool finished;
  bool is_bomb; /* a limit was met: nothing is kept */
  bool no_memory;
};

/* Choose the kind for a root element; xml->state is made. NULL when memory is out. */
const struct xml_kind *xml_feed_kind(struct xml *xml);
const struct xml_kind *xml_story_kind(struct xml *xml, const char *root);
const struct xml_kind *xml_office_kind(struct xml *xml, const char *root);

/* Read the fields of a feed's item, as xml_feed_kind's fill left them to be completed. STATUS_OK or STATUS_NO_MEMORY. */
enum status xml_feed_complete(struct slice item, struct record_space *space);

/* A record is complete: stop after this element. */
void xml_complete(struct xml *xml);

/* The value of an attribute, or NULL. */
const char *xml_attribute(const char **attributes, const char *name);

/* Stop if memory was out for the buffer, or if it has grown beyond what a record may have: `why` is told then. True: neither. */
bool xml_check(struct xml *xml, const struct buffer *buffer, const char *why);

/* The line where the parser is, from 1. */
uint64_t xml_line(const struct xml *xml);

#endif
