/* The tree of a page: parsing, walking, measuring, finding the article; see html.h. */
#include "html.h"
#include <setjmp.h>
#include <string.h>

/* The tree of a page takes some 5 to 20 bytes a byte; what takes far more was made to. */
enum { TREE_BASE = 64 * 1024 * 1024, TREE_FACTOR = 40 };

/* ---- parsing ---- */

struct parsing {
  struct arena *arena;
  size_t limit;
  enum status status;
  jmp_buf escape;
};

/* gumbo does not check for NULL: what it cannot have ends it. The arena takes everything back at once. */
static void *parsing_alloc(void *state, size_t size)
{
  struct parsing *parsing = state;
  void *room = NULL;
  parsing->status = STATUS_LIMIT;
  if (arena_used(parsing->arena) + size <= parsing->limit) {
    parsing->status = STATUS_NO_MEMORY;
    room = arena_alloc(parsing->arena, size > 0 ? size : 1);
  }
  if (room == NULL)
    longjmp(parsing->escape, 1);
  return room;
}

static void parsing_free(void *state, void *room)
{
  (void)state;
  (void)room;
}

static enum status parse(struct slice html, struct html_tree *tree)
{
  struct parsing parsing = {.arena = tree->arena, .limit = TREE_BASE + TREE_FACTOR * html.size};
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = parsing_alloc;
  options.deallocator = parsing_free;
  options.userdata = &parsing;
  options.max_errors = 0;
  if (setjmp(parsing.escape) != 0)
    return parsing.status;
  tree->output = gumbo_parse_with_options(&options, html.data, html.size);
  return STATUS_OK;
}

/* ---- walking ---- */

void html_walk_begin(struct html_walk *walk, const GumboNode *top)
{
  *walk = (struct html_walk){.node = NULL, .top = top};
}

static const GumboVector *children_of(const GumboNode *node)
{
  if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE)
    return &node->v.element.children;
  return NULL;
}

static void enter(struct html_walk *walk, const GumboNode *node)
{
  walk->node = node;
  walk->entering = true;
  if (children_of(node) != NULL)
    walk->number = walk->next++;
}

bool html_walk_next(struct html_walk *walk)
{
  if (walk->node == NULL) {
    enter(walk, walk->top);
    return true;
  }
  const GumboNode *node = walk->node;
  const GumboVector *children = children_of(node);
  if (walk->entering && children != NULL) {
    bool inside = children->length > 0 && !walk->skip;
    walk->skip = false;
    if (inside) {
      walk->depth++;
      enter(walk, children->data[0]);
    } else {
      walk->entering = false;
    }
    return true;
  }
  if (node == walk->top)
    return false;
  const GumboNode *parent = node->parent;
  const GumboVector *siblings = children_of(parent);
  size_t next = node->index_within_parent + 1;
  if (next < siblings->length) {
    enter(walk, siblings->data[next]);
  } else {
    walk->depth--;
    walk->node = parent;
    walk->entering = false;
  }
  return true;
}

bool html_walk_next_element(struct html_walk *walk)
{
  while (html_walk_next(walk))
    if (walk->entering && walk->node->type == GUMBO_NODE_ELEMENT)
      return true;
  return false;
}

void html_walk_skip(struct html_walk *walk, uint32_t after)
{
  walk->skip = true;
  walk->next = after;
}

/* ---- measuring ---- */

struct measuring {
  struct html_tree *tree;
  uint32_t *open;      /* numbers of the elements around, of any kind */
  uint32_t block_text; /* of the block so far */
  uint32_t block_linked;
  uint32_t links;  /* open links */
  uint32_t unseen; /* open elements whose text nobody sees */
};

static void end_block(struct measuring *measuring, uint32_t element)
{
  uint32_t text = measuring->block_text;
  uint32_t linked = measuring->block_linked;
  if (text >= HTML_PROSE_MIN && linked * 10 <= text * 4)
    measuring->tree->measures[element].prose += text - linked;
  measuring->block_text = 0;
  measuring->block_linked = 0;
}

static uint32_t visible_size(const char *text)
{
  uint32_t size = 0;
  for (; *text != '\0'; text++)
    size += (unsigned char)*text > ' ';
  return size;
}

static void add_up(struct html_measure *into, const struct html_measure *from)
{
  into->text += from->text;
  into->linked += from->linked;
  into->prose += from->prose;
  into->h1 += from->h1;
}

bool html_holds_page(const struct html_measure *measure, uint32_t prose)
{
  return prose > 0 && measure->prose * 5 >= prose * 4;
}

static void measure_text(struct measuring *measuring, const struct html_walk *walk)
{
  if (walk->depth == 0 || measuring->unseen > 0)
    return;
  uint32_t size = visible_size(walk->node->v.text.text);
  struct html_measure *measure = &measuring->tree->measures[measuring->open[walk->depth - 1]];
  measure->text += size;
  measuring->block_text += size;
  if (measuring->links > 0) {
    measure->linked += size;
    measuring->block_linked += size;
  }
}

static void measure_element(struct measuring *measuring, struct html_walk *walk)
{
  const GumboNode *node = walk->node;
  GumboTag tag = node->v.element.tag;
  uint32_t around = walk->depth > 0 ? measuring->open[walk->depth - 1] : 0;
  if (walk->entering) {
    measuring->open[walk->depth] = walk->number;
    if (html_is_block(tag))
      end_block(measuring, around);
    measuring->links += tag == GUMBO_TAG_A;
    measuring->unseen += html_is_unseen(node);
    return;
  }
  uint32_t number = measuring->open[walk->depth];
  struct html_measure *measure = &measuring->tree->measures[number];
  if (html_is_block(tag) || walk->depth == 0)
    end_block(measuring, number);
  measuring->links -= tag == GUMBO_TAG_A;
  measure->after = walk->next;
  if (tag == GUMBO_TAG_H1 && measure->linked * 10 < measure->text * 8)
    measure->h1++;
  /* The second time, menus, comments and the like hold no prose, unless they are nearly all of the page. */
  uint32_t prose = measuring->tree->prose;
  if (prose > 0 && measure->h1 == 0 && !html_holds_page(measure, prose) && html_is_chrome(node))
    measure->prose = 0;
  measuring->unseen -= html_is_unseen(node);
  if (walk->depth > 0)
    add_up(&measuring->tree->measures[around], measure);
}

static void measure_all(struct measuring *measuring)
{
  struct html_tree *tree = measuring->tree;
  struct html_walk walk;
  memset(tree->measures, 0, tree->count * sizeof *tree->measures);
  html_walk_begin(&walk, tree->output->root);
  while (html_walk_next(&walk)) {
    GumboNodeType type = walk.node->type;
    if (type == GUMBO_NODE_ELEMENT || type == GUMBO_NODE_TEMPLATE)
      measure_element(measuring, &walk);
    else if (type == GUMBO_NODE_TEXT || type == GUMBO_NODE_CDATA)
      measure_text(measuring, &walk);
  }
  tree->prose = tree->measures[0].prose;
}

static enum status measure(struct html_tree *tree)
{
  struct html_walk walk;
  uint32_t depth = 0;
  html_walk_begin(&walk, tree->output->root);
  while (html_walk_next(&walk))
    depth = walk.depth > depth ? walk.depth : depth;
  tree->count = walk.next;
  tree->measures = arena_array(tree->arena, tree->count, sizeof *tree->measures);
  struct measuring measuring = {.tree = tree};
  measuring.open = arena_array(tree->arena, (size_t)depth + 1, sizeof *measuring.open);
  if (tree->measures == NULL || measuring.open == NULL)
    return STATUS_NO_MEMORY;
  measure_all(&measuring);
  measure_all(&measuring);
  tree->root_first = 0;
  tree->root_last = tree->count;
  return STATUS_OK;
}

enum status html_tree_open(struct slice html, struct html_tree *tree)
{
  *tree = (struct html_tree){.arena = arena_new()};
  if (tree->arena == NULL)
    return STATUS_NO_MEMORY;
  enum status status = parse(html, tree);
  if (status == STATUS_OK)
    status = measure(tree);
  if (status != STATUS_OK)
    html_tree_close(tree);
  return status;
}

void html_tree_close(struct html_tree *tree)
{
  arena_free(tree->arena);
  *tree = (struct html_tree){.arena = NULL};
}

/* ---- the article ---- */

enum { NOT_ARTICLE, ARTICLE_BODY, ARTICLE_MAIN, ARTICLE_ITSELF };

static int article_kind(const GumboNode *node)
{
  if (node->v.element.tag == GUMBO_TAG_ARTICLE)
    return ARTICLE_ITSELF;
  if (node->v.element.tag == GUMBO_TAG_MAIN || html_attribute_is(node, "role", "main"))
    return ARTICLE_MAIN;
  return html_role_of(node) == HTML_BODY ? ARTICLE_BODY : NOT_ARTICLE;
}

/* What stands with a headline in one small element (a section's name, a date) belongs to it. */
enum { HEADING_MAX = 600, LINE_MAX = 60, LOOK_BACK = 30 };

static uint32_t with_heading(const struct html_tree *tree, uint32_t headline)
{
  uint32_t parent = headline;
  while (parent > 0 && (parent == headline || tree->measures[parent].after <= headline))
    parent--;
  const struct html_measure *measure = &tree->measures[parent];
  bool apart = measure->after > headline && measure->after <= tree->root_first;
  return apart && measure->text <= HEADING_MAX ? parent : headline;
}

/* An unlinked heading of any level that calls itself the title of an article: "entry-title". */
static bool is_own_title(const GumboNode *node, const struct html_measure *measure)
{
  switch (node->v.element.tag) {
  case GUMBO_TAG_H1:
  case GUMBO_TAG_H2:
  case GUMBO_TAG_H3:
    return html_role_of(node) == HTML_TITLE && measure->linked * 10 < measure->text * 8;
  default:
    return false;
  }
}

uint32_t html_tree_prose(const struct html_tree *tree, uint32_t first, uint32_t last)
{
  uint32_t prose = 0;
  for (uint32_t i = first; i < last;) {
    bool ends = tree->measures[i].after <= last;
    prose += ends ? tree->measures[i].prose : 0;
    i = ends ? tree->measures[i].after : i + 1;
  }
  return prose;
}

/*
 * The short line above the element `first`, a date or a section's name, inside `around`; `first` if there is none among
 * the few elements before it.
 */
static uint32_t with_line_above(const struct html_tree *tree, uint32_t around, uint32_t first)
{
  uint32_t last = first > around + LOOK_BACK ? first - LOOK_BACK : around + 1;
  for (uint32_t at = first; at > last;) {
    uint32_t end = tree->measures[--at].after;
    if (end > first)
      continue; /* around the headline too */
    for (uint32_t i = at; i > last; i--)
      if (tree->measures[i - 1].after == end)
        at = i - 1;
    const struct html_measure *measure = &tree->measures[at];
    if (measure->text > 0)
      return measure->text <= LINE_MAX && measure->linked == 0 ? at : first;
  }
  return first;
}

/*
 * A page without an article that has one headline: the article begins there, and ends with the smallest element that
 * holds it and most of the prose, if little of that stands before it.
 */
static void begin_at_headline(struct html_tree *tree, uint32_t headline)
{
  uint32_t around = headline;
  while (around > 0 && (tree->measures[around].after <= headline ||
                        tree->measures[around].prose * 5 < tree->prose * 3))
    around--;
  if (html_tree_prose(tree, around, headline) * 5 > tree->prose)
    return;
  tree->root_first = headline;
  while (headline > around + 1) {
    const struct html_measure *measure = &tree->measures[--headline];
    if (measure->after <= tree->root_first)
      continue;
    if (measure->prose > 0 || measure->text > HEADING_MAX)
      break;
    tree->root_first = headline;
  }
  tree->root_first = with_line_above(tree, around, tree->root_first);
  tree->root_last = tree->measures[around].after;
}

/*
 * The element that calls itself the article and holds most of the page's prose (three fifths or more); <article> is
 * believed before <main>, and that before a class name. A headline that stands before it on the page, and what stands
 * between them (dateline, byline, picture), belongs to it. If there is none, all of the page from its headline on.
 */
void html_tree_find_article(struct html_tree *tree)
{
  struct html_walk walk;
  int best = NOT_ARTICLE;
  uint32_t first_heading = tree->count; /* of the first level: the last one */
  uint32_t headline = tree->count;
  uint32_t best_headline = tree->count;
  uint32_t own_title = tree->count; /* the last one */
  html_walk_begin(&walk, tree->output->root);
  while (html_walk_next_element(&walk)) {
    const GumboNode *node = walk.node;
    const struct html_measure *measure = &tree->measures[walk.number];
    bool titled = is_own_title(node, measure);
    if (titled && best != NOT_ARTICLE && walk.number < tree->root_last)
      own_title = walk.number;
    bool first = node->v.element.tag == GUMBO_TAG_H1 && measure->h1 > 0;
    if (first)
      first_heading = walk.number;
    if (first || titled)
      headline = walk.number;
    if (measure->prose == 0 || measure->prose * 5 < tree->prose * 3)
      continue;
    int kind = article_kind(node);
    if (kind == NOT_ARTICLE || kind < best)
      continue;
    best = kind;
    best_headline = headline;
    own_title = tree->count;
    tree->root_first = walk.number;
    tree->root_last = measure->after;
  }
  tree->is_marked = best != NOT_ARTICLE;
  if (!tree->is_marked && tree->measures[0].h1 == 1 && tree->prose > 0)
    begin_at_headline(tree, first_heading);
  else if (tree->is_marked && tree->measures[tree->root_first].h1 == 0 &&
           own_title == tree->count && best_headline < tree->root_first)
    tree->root_first = with_line_above(tree, 0, with_heading(tree, best_headline));
}
