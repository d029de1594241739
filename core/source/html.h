/*
 * HTML: from a page to the lines of its article and what it says about itself. Inside core/source only.
 *
 * html.c            html_read
 * html_role.c       what an element is
 * html_depth.c      refuses pages that are built to stall a parser
 * html_tree.c       parses, measures, and finds the part of the page that is the article
 * html_text.c       from elements to lines
 * html_choose.c     which lines are the article's
 * html_furniture.c  lines that speak to the reader of the page
 * html_meta.c       what the page says about itself
 */
#ifndef READOUT_HTML_H
#define READOUT_HTML_H

#include "../base/arena.h"
#include "record.h"
#include <gumbo.h>

/*
 * Read HTML (valid UTF-8) into the space: its text, marks and, of a whole page, metadata. A `page` is searched
 * for its article and freed of menus; a fragment, as feeds and mails hold them, is taken as it is, but for what calls
 * itself a menu or the like beside prose, and for lines that speak to the reader of a page. What goes beyond a limit becomes an error in the space. STATUS_OK or STATUS_NO_MEMORY.
 */
enum status html_read(struct slice html, bool page, struct record_space *space);

/* Whether HTML begins as a whole page does, comments and white space apart. */
bool html_is_page(struct slice html);

/* ---- between the files above ---- */

/* What is white space there. */
#define HTML_WHITE " \t\n\r\f"

/* Bytes from which on a block, not mostly of links, reads like prose. */
enum { HTML_PROSE_MIN = 80 };

/* What makes the page one that would stall the parser, or NULL. */
const char *html_find_bomb(struct slice html);

/* What an element holds, counted in bytes; elements in the order of their start tags. */
struct html_measure {
  uint32_t after;  /* number of the first element that is not inside */
  uint32_t text;   /* visible text */
  uint32_t linked; /* of it, in links */
  uint32_t prose;  /* of it, in blocks that read like sentences */
  uint32_t h1;     /* headings of the first level that are not links, as the name of the site is */
};

struct html_tree {
  struct arena *arena; /* owned: all of the tree */
  GumboOutput *output;
  struct html_measure *measures; /* one an element */
  uint32_t count;
  uint32_t prose;      /* of the page */
  uint32_t root_first; /* the elements that are the article: [first, last) */
  uint32_t root_last;
  bool is_marked; /* an element calls itself the article */
  struct slice
      title; /* headline and text of the article as the page tells them to programs; "" if it does not */
  struct slice body;
};

/* Parse and measure. STATUS_LIMIT: the tree would need too much memory. The tree borrows `html`. */
enum status html_tree_open(struct slice html, struct html_tree *tree);

/* Whether an element holds nearly all of the page's prose: then it stays, whatever it is called. */
bool html_holds_page(const struct html_measure *measure, uint32_t prose);

/* Bytes of prose in the elements [first, last) that end before `last`. */
uint32_t html_tree_prose(const struct html_tree *tree, uint32_t first, uint32_t last);

/* Find the article: set root_first and root_last. */
void html_tree_find_article(struct html_tree *tree);

void html_tree_close(struct html_tree *tree);

/*
 * A walk over all nodes in order. `entering`: the node begins, else an element ends. `number` counts elements
 * from 0 as they begin. Call html_walk_skip after an element began to leave out what is inside.
 */
struct html_walk {
  const GumboNode *node;
  const GumboNode *top;
  bool entering;
  uint32_t number; /* of the element that began last */
  uint32_t next;   /* number of the next one to begin */
  uint32_t depth;  /* elements around the node */
  bool skip;
};

void html_walk_begin(struct html_walk *walk, const GumboNode *top);
bool html_walk_next(struct html_walk *walk);
bool html_walk_next_element(struct html_walk *walk); /* the next one to begin */
void html_walk_skip(struct html_walk *walk, uint32_t after);

/* Value of an attribute, or NULL. */
const char *html_attribute(const GumboNode *node, const char *name);

/* Whether an attribute's value is the word, case ignored. */
bool html_attribute_is(const GumboNode *node, const char *name, const char *value);

/* Elements whose text nobody sees: script, style, and the like. */
bool html_is_unseen(const GumboNode *node);

/* Elements that begin and end a line. */
bool html_is_block(GumboTag tag);

/* A line, or several that <br> or <pre> part. */
struct html_piece {
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

/* All lines of a page or a fragment. */
struct html_lines {
  const struct html_tree *tree;
  struct record_space *space; /* its work buffer holds them */
  struct buffer pieces;       /* struct html_piece, one after the other; ... */
  struct html_piece *all;     /* ... the same, once all are there */
  size_t count;
  bool page;
};

/* Write those into the space that are text of the article. */
void html_choose_lines(struct html_lines *lines);

/* Whether the line is short and bold, and no sentence. */
bool html_is_bold_title(const struct html_lines *lines, const struct html_piece *piece);

/* Whether a line (not empty) speaks to the reader of the page: "Advertisement", "Sign up for our newsletter". */
bool html_is_furniture(struct slice line);

/* Write the lines of the tree into the space. `page`: of its article only, without menus. */
enum status html_write_text(const struct html_tree *tree, bool page, struct record_space *space);

/* Write what the page says about itself into the space's metadata; its body becomes the tree's. */
void html_write_metadata(struct html_tree *tree, struct record_space *space);

/* Elements that are no part of any article, by their tag, the role they name, or their class. */
bool html_is_chrome(const GumboNode *node);

/* What the words of class and id say of an element. */
enum html_role {
  HTML_NOTHING,
  HTML_CHROME,
  HTML_CHROME_LIKELY,
  HTML_TITLE,
  HTML_CAPTION,
  HTML_DATELINE,
  HTML_BYLINE,
  HTML_QUOTE, /* words of the article, shown again */
  HTML_BODY
};
enum html_role html_role_of(const GumboNode *node);

#endif
