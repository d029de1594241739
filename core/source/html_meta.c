/* What a page says about itself: JSON-LD, meta elements, links, its title; in this order of trust. */
#include "html.h"
#include <cjson/cJSON.h>
#include <string.h>
#include <strings.h>

/* White space is made single. */
static void add_string(struct record_space *space, const char *key, const char *value)
{
  struct buffer text = {0};
  for (const char *at = value; at != NULL && *at != '\0'; at++) {
    bool white = (unsigned char)*at <= ' ';
    if (!white || (text.size > 0 && text.data[text.size - 1] != ' '))
      buffer_add_byte(&text, white ? ' ' : *at);
  }
  space->metadata.failed = space->metadata.failed || text.failed;
  record_add_text(space, key, slice_trim(buffer_slice(&text)));
  buffer_free(&text);
}

/* ---- JSON-LD ---- */

static bool type_is_article(const cJSON *type)
{
  static const char *const types[] = {"NewsArticle",          "Article",
                                      "ReportageNewsArticle", "AnalysisNewsArticle",
                                      "OpinionNewsArticle",   "BackgroundNewsArticle",
                                      "ReviewNewsArticle",    "LiveBlogPosting",
                                      "BlogPosting",          "Report"};
  bool list = cJSON_IsArray(type);
  for (const cJSON *one = list ? type->child : type; one != NULL; one = list ? one->next : NULL)
    for (size_t i = 0; cJSON_IsString(one) && i < sizeof types / sizeof *types; i++)
      if (strcmp(one->valuestring, types[i]) == 0)
        return true;
  return false;
}

/* The object of the article: the value itself, an item of a list, or a node of its graph. */
static const cJSON *find_article(const cJSON *json, int depth)
{
  const cJSON *found = NULL;
  if (depth > 3)
    return NULL;
  const cJSON *item = cJSON_IsArray(json) ? json->child : NULL;
  for (; item != NULL && found == NULL; item = item->next)
    found = find_article(item, depth + 1);
  if (!cJSON_IsObject(json))
    return found;
  if (type_is_article(cJSON_GetObjectItemCaseSensitive(json, "@type")))
    return json;
  return find_article(cJSON_GetObjectItemCaseSensitive(json, "@graph"), depth + 1);
}

/* The string, the name in an object, or the first of a list. */
static const char *name_in(const cJSON *value)
{
  if (cJSON_IsArray(value))
    value = value->child;
  if (cJSON_IsObject(value))
    value = cJSON_GetObjectItemCaseSensitive(value, "name");
  return cJSON_IsString(value) ? value->valuestring : NULL;
}

/* What `key` of the article names: all names of a list, as one string. */
static void add_names(struct record_space *space, const char *to, const cJSON *article,
                      const char *key)
{
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(article, key);
  bool list = cJSON_IsArray(value);
  struct buffer names = {0};
  for (const cJSON *item = list ? value->child : value; item != NULL;
       item = list ? item->next : NULL) {
    const char *name = cJSON_IsArray(item) ? NULL : name_in(item);
    if (name != NULL && names.size > 0)
      buffer_add_string(&names, ", ");
    if (name != NULL)
      buffer_add_string(&names, name);
  }
  buffer_add_byte(&names, '\0');
  space->metadata.failed = space->metadata.failed || names.failed;
  add_string(space, to, names.failed ? NULL : names.data);
  buffer_free(&names);
}

/* Keep what the article's object says under the key, beyond the JSON; "" where there is no room. */
static struct slice keep(struct arena *arena, const cJSON *article, const char *key)
{
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(article, key);
  size_t size = cJSON_IsString(value) ? strlen(value->valuestring) : 0;
  char *copy = size > 0 ? arena_alloc(arena, size) : NULL;
  if (copy == NULL)
    return (struct slice){"", 0};
  memcpy(copy, value->valuestring, size);
  return (struct slice){copy, size};
}

static void read_json_ld(const char *text, struct html_tree *tree, struct record_space *space)
{
  cJSON *json = cJSON_Parse(text);
  const cJSON *article = find_article(json, 0);
  if (article != NULL) {
    add_string(space, "title", name_in(cJSON_GetObjectItemCaseSensitive(article, "headline")));
    add_names(space, "date", article, "datePublished");
    add_names(space, "language", article, "inLanguage");
    add_names(space, "author", article, "author");
    add_names(space, "section", article, "articleSection");
    add_names(space, "url", article, "url");
    const cJSON *place = cJSON_GetObjectItemCaseSensitive(article, "mainEntityOfPage");
    const cJSON *id =
        cJSON_IsObject(place) ? cJSON_GetObjectItemCaseSensitive(place, "@id") : place;
    if (cJSON_IsString(id) && strstr(id->valuestring, "://") != NULL)
      add_string(space, "url", id->valuestring);
    tree->title = keep(tree->arena, article, "headline");
    tree->body = keep(tree->arena, article, "articleBody");
  }
  cJSON_Delete(json);
}

/* ---- meta ---- */

static const struct {
  const char *name; /* of name=, property= or itemprop= */
  const char *key;
  int rank; /* smaller is better */
} metas[] = {{"og:title", "title", 1},
             {"twitter:title", "title", 2},
             {"dc.title", "title", 2},
             {"article:published_time", "date", 1},
             {"og:article:published_time", "date", 1},
             {"datePublished", "date", 1},
             {"article.published", "date", 1},
             {"parsely-pub-date", "date", 2},
             {"sailthru.date", "date", 2},
             {"pubdate", "date", 2},
             {"publishdate", "date", 2},
             {"publish-date", "date", 2},
             {"publication_date", "date", 2},
             {"dc.date.issued", "date", 2},
             {"dcterms.created", "date", 2},
             {"dcterms.issued", "date", 2},
             {"dc.date", "date", 3},
             {"date", "date", 3},
             {"author", "author", 1},
             {"parsely-author", "author", 2},
             {"dc.creator", "author", 2},
             {"article:author", "author", 3},
             {"article:section", "section", 1},
             {"parsely-section", "section", 2},
             {"section", "section", 2},
             {"og:url", "url", 2},
             {"og:locale", "language", 3},
             {"content-language", "language", 2}};

static void read_meta(const GumboNode *node, int rank, struct record_space *space)
{
  static const char *const attributes[] = {"name", "property", "itemprop", "http-equiv"};
  const char *content = html_attribute(node, "content");
  if (content == NULL)
    return;
  for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
    const char *name = html_attribute(node, attributes[i]);
    for (size_t j = 0; name != NULL && j < sizeof metas / sizeof *metas; j++) {
      if (metas[j].rank != rank || strcasecmp(name, metas[j].name) != 0)
        continue;
      /* The author is sometimes given as the address of a page. */
      if (strcmp(metas[j].key, "author") != 0 || strstr(content, "://") == NULL)
        add_string(space, metas[j].key, content);
    }
  }
}

static void read_metas(const struct html_tree *tree, int rank, struct record_space *space)
{
  struct html_walk walk;
  html_walk_begin(&walk, tree->output->root);
  while (html_walk_next_element(&walk)) {
    const GumboNode *node = walk.node;
    if (node->v.element.tag == GUMBO_TAG_META)
      read_meta(node, rank, space);
    if (rank == 1 && node->v.element.tag == GUMBO_TAG_LINK &&
        html_attribute_is(node, "rel", "canonical"))
      add_string(space, "url", html_attribute(node, "href"));
  }
}

/* ---- the rest ---- */

static const char *first_text(const GumboNode *node)
{
  if (node->v.element.children.length == 0)
    return NULL;
  const GumboNode *child = node->v.element.children.data[0];
  bool is_text = child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_CDATA;
  return is_text ? child->v.text.text : NULL;
}

/* All text in an element. */
static void add_inner_text(struct record_space *space, const char *key, const GumboNode *top)
{
  struct buffer text = {0};
  struct html_walk walk;
  html_walk_begin(&walk, top);
  while (html_walk_next(&walk)) {
    GumboNodeType type = walk.node->type;
    if (type == GUMBO_NODE_TEXT || type == GUMBO_NODE_CDATA || type == GUMBO_NODE_WHITESPACE)
      buffer_add_string(&text, walk.node->v.text.text);
  }
  buffer_add_byte(&text, '\0');
  space->metadata.failed = space->metadata.failed || text.failed;
  add_string(space, key, text.failed ? NULL : text.data);
  buffer_free(&text);
}

/* The author that an element names: by its own name inside it, if that is marked. */
static const GumboNode *author_in(const struct html_tree *tree)
{
  const GumboNode *author = NULL;
  struct html_walk walk;
  uint32_t last = 0;
  html_walk_begin(&walk, tree->output->root);
  while (html_walk_next_element(&walk)) {
    const GumboNode *node = walk.node;
    if (node->v.element.tag == GUMBO_TAG_META)
      continue;
    if (author != NULL && walk.number >= last)
      return author;
    if (author != NULL && html_attribute_is(node, "itemprop", "name"))
      return node;
    if (author == NULL && walk.number >= tree->root_first && walk.number < tree->root_last &&
        (html_attribute_is(node, "itemprop", "author") ||
         html_attribute_is(node, "rel", "author"))) {
      author = node;
      last = tree->measures[walk.number].after;
    }
  }
  return author;
}

/* The first heading and the first time in the article, and the page's title. */
static void read_elements(const struct html_tree *tree, GumboTag tag, struct record_space *space)
{
  struct html_walk walk;
  html_walk_begin(&walk, tree->output->root);
  while (html_walk_next_element(&walk)) {
    const GumboNode *node = walk.node;
    if (node->v.element.tag != tag)
      continue;
    if (tag == GUMBO_TAG_TITLE) {
      add_string(space, "title", first_text(node));
      return;
    }
    if (walk.number < tree->root_first || walk.number >= tree->root_last)
      continue;
    if (tag == GUMBO_TAG_H1)
      add_inner_text(space, "title", node);
    else
      add_string(space, "date", html_attribute(node, "datetime"));
    return;
  }
}

void html_write_metadata(struct html_tree *tree, struct record_space *space)
{
  struct html_walk walk;
  html_walk_begin(&walk, tree->output->root);
  while (html_walk_next_element(&walk)) {
    const GumboNode *node = walk.node;
    if (node->v.element.tag == GUMBO_TAG_SCRIPT &&
        html_attribute_is(node, "type", "application/ld+json") && first_text(node) != NULL)
      read_json_ld(first_text(node), tree, space);
  }
  read_metas(tree, 1, space);
  add_string(space, "language", html_attribute(tree->output->root, "lang"));
  read_metas(tree, 2, space);
  read_metas(tree, 3, space);
  read_elements(tree, GUMBO_TAG_H1, space);
  read_elements(tree, GUMBO_TAG_TITLE, space);
  read_elements(tree, GUMBO_TAG_TIME, space);
  const GumboNode *author = author_in(tree);
  if (author != NULL)
    add_inner_text(space, "author", author);
}
