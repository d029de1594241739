/* What an element is: by its tag, its attributes, and the words of its class and id; see html.h. */
#include "html.h"
#include <string.h>
#include <strings.h>

/* ---- elements ---- */

const char *html_attribute(const GumboNode *node, const char *name)
{
  const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found ? found->value : NULL;
}

bool html_attribute_is(const GumboNode *node, const char *name, const char *value)
{
  const char *found = html_attribute(node, name);
  return found != NULL && strcasecmp(found, value) == 0;
}

/* Not shown, or said only to those who cannot see the page: ", opens new tab". */
static bool is_hidden_by_style(const GumboNode *node)
{
  static const char *const styles[] = {"display:none",       "display: none", "visibility:hidden",
                                       "visibility: hidden", "clip:rect(",    "clip: rect("};
  const char *style = html_attribute(node, "style");
  for (size_t i = 0; style != NULL && i < sizeof styles / sizeof *styles; i++)
    if (strcasestr(style, styles[i]) != NULL)
      return true;
  return false;
}

bool html_is_unseen(const GumboNode *node)
{
  static const bool unseen[GUMBO_TAG_LAST] = {
      [GUMBO_TAG_HEAD] = true,     [GUMBO_TAG_SCRIPT] = true,   [GUMBO_TAG_STYLE] = true,
      [GUMBO_TAG_NOSCRIPT] = true, [GUMBO_TAG_NOFRAMES] = true, [GUMBO_TAG_NOEMBED] = true,
      [GUMBO_TAG_IFRAME] = true,   [GUMBO_TAG_OBJECT] = true,   [GUMBO_TAG_SVG] = true,
      [GUMBO_TAG_MATH] = true,     [GUMBO_TAG_CANVAS] = true,   [GUMBO_TAG_AUDIO] = true,
      [GUMBO_TAG_VIDEO] = true,    [GUMBO_TAG_SELECT] = true,   [GUMBO_TAG_DATALIST] = true,
      [GUMBO_TAG_TEXTAREA] = true, [GUMBO_TAG_BUTTON] = true,   [GUMBO_TAG_RT] = true,
      [GUMBO_TAG_RP] = true,       [GUMBO_TAG_TITLE] = true};
  if (node->type == GUMBO_NODE_TEMPLATE || unseen[node->v.element.tag])
    return true;
  return html_attribute(node, "hidden") != NULL || is_hidden_by_style(node);
}

bool html_is_block(GumboTag tag)
{
  static const bool blocks[GUMBO_TAG_LAST] = {
      [GUMBO_TAG_ADDRESS] = true,    [GUMBO_TAG_ARTICLE] = true,  [GUMBO_TAG_ASIDE] = true,
      [GUMBO_TAG_BLOCKQUOTE] = true, [GUMBO_TAG_BODY] = true,     [GUMBO_TAG_CAPTION] = true,
      [GUMBO_TAG_CENTER] = true,     [GUMBO_TAG_DD] = true,       [GUMBO_TAG_DETAILS] = true,
      [GUMBO_TAG_DIR] = true,        [GUMBO_TAG_DIV] = true,      [GUMBO_TAG_DL] = true,
      [GUMBO_TAG_DT] = true,         [GUMBO_TAG_FIELDSET] = true, [GUMBO_TAG_FIGCAPTION] = true,
      [GUMBO_TAG_FIGURE] = true,     [GUMBO_TAG_FOOTER] = true,   [GUMBO_TAG_FORM] = true,
      [GUMBO_TAG_H1] = true,         [GUMBO_TAG_H2] = true,       [GUMBO_TAG_H3] = true,
      [GUMBO_TAG_H4] = true,         [GUMBO_TAG_H5] = true,       [GUMBO_TAG_H6] = true,
      [GUMBO_TAG_HEADER] = true,     [GUMBO_TAG_HGROUP] = true,   [GUMBO_TAG_HR] = true,
      [GUMBO_TAG_HTML] = true,       [GUMBO_TAG_LEGEND] = true,   [GUMBO_TAG_LI] = true,
      [GUMBO_TAG_LISTING] = true,    [GUMBO_TAG_MAIN] = true,     [GUMBO_TAG_MENU] = true,
      [GUMBO_TAG_NAV] = true,        [GUMBO_TAG_OL] = true,       [GUMBO_TAG_P] = true,
      [GUMBO_TAG_PLAINTEXT] = true,  [GUMBO_TAG_PRE] = true,      [GUMBO_TAG_SECTION] = true,
      [GUMBO_TAG_SUMMARY] = true,    [GUMBO_TAG_TABLE] = true,    [GUMBO_TAG_TBODY] = true,
      [GUMBO_TAG_TFOOT] = true,      [GUMBO_TAG_THEAD] = true,    [GUMBO_TAG_TR] = true,
      [GUMBO_TAG_UL] = true,         [GUMBO_TAG_XMP] = true};
  return blocks[tag];
}

/* ---- the words of class and id ---- */

static const struct {
  enum html_role role;
  const char *words; /* parted by spaces */
} roles[] = {
    {HTML_CHROME,
     "nav navbar navigation menu submenu breadcrumb breadcrumbs cookie cookies consent "
     "gdpr newsletter signup subscribe disqus comment comments commentlist respond "
     "pagination pager sidebar popup modal outbrain taboola advert advertisement "
     "adsbygoogle sponsored toolbar login skip skiplink colophon offcanvas editsection"},
    {HTML_CHROME_LIKELY,
     "share sharing sharebar social related recommended recommendations promo trending "
     "tags topics ad ads banner widget widgets teaser teasers tools follow footer noprint"},
    {HTML_TITLE, "headline"},
    {HTML_CAPTION, "caption figcaption credit"},
    {HTML_DATELINE, "dateline timestamp pubdate published posted datetime date"},
    {HTML_BYLINE, "byline author authors"},
    {HTML_QUOTE, "pullquote"},
    {HTML_BODY, "articlebody"}};

/* Whether the text is the `size` bytes of a word in small letters, case ignored. */
static bool is_word(struct slice text, const char *word, size_t size)
{
  /* The first letter tells most words apart. */
  return text.size == size && size > 0 && (*text.data | 0x20) == *word &&
         strncasecmp(text.data, word, size) == 0;
}

static bool is_one_of(struct slice text, const char *list)
{
  for (size_t size; *list != '\0'; list += size + (list[size] == ' ')) {
    size = strcspn(list, " ");
    if (is_word(text, list, size))
      return true;
  }
  return false;
}

/* Whether these two words are one of the list: "sr-only". */
static bool is_pair(struct slice before, struct slice word, const char *list)
{
  for (size_t size; *list != '\0'; list += size + (list[size] == ' ')) {
    size = strcspn(list, " ");
    size_t first = strcspn(list, "-");
    if (is_word(before, list, first) && is_word(word, list + first + 1, size - first - 1))
      return true;
  }
  return false;
}

static enum html_role word_role(struct slice before, struct slice word)
{
  static const char kinds[] = "article story post entry";
  if (is_one_of(word, "body content text") && is_one_of(before, kinds))
    return HTML_BODY;
  if (is_one_of(word, "title") && is_one_of(before, kinds))
    return HTML_TITLE;
  if (is_pair(before, word, "pull-quote"))
    return HTML_QUOTE;
  /* Said to those who cannot see the buttons. */
  if (is_pair(before, word, "sr-only visually-hidden element-invisible screen-reader"))
    return HTML_CHROME;
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (is_one_of(word, roles[i].words))
      return roles[i].role;
  return HTML_NOTHING;
}

static bool is_upper(char c)
{
  return c >= 'A' && c <= 'Z';
}

/*
 * The role of the first word that has one: "post-content", "postContent" and "post content" have two words. What is sure
 * ("consent") goes before what is likely ("banner").
 */
static enum html_role role_in(const char *names)
{
  struct slice before = {"", 0};
  enum html_role found = HTML_NOTHING;
  const char *at = names;
  while (*at != '\0') {
    size_t size = strcspn(at, " \t\r\n\f-_:.");
    for (size_t i = 1; i < size; i++)
      if (is_upper(at[i]) && !is_upper(at[i - 1]))
        size = i;
    struct slice word = {at, size};
    enum html_role role = size > 0 ? word_role(before, word) : HTML_NOTHING;
    if (role == HTML_CHROME || (role != HTML_NOTHING && found == HTML_NOTHING))
      found = role;
    if (found != HTML_NOTHING && found != HTML_CHROME_LIKELY)
      return found;
    if (size > 0)
      before = word;
    at += size;
    at += *at != '\0' && !is_upper(*at);
  }
  return found;
}

/* The name of an element that HTML does not know, as "amp-ad"; its words are those of a class. */
static enum html_role tag_role(const GumboNode *node)
{
  char name[64] = "";
  GumboStringPiece tag = node->v.element.original_tag;
  if (node->v.element.tag != GUMBO_TAG_UNKNOWN || tag.data == NULL)
    return HTML_NOTHING;
  gumbo_tag_from_original_text(&tag);
  size_t size = 0;
  while (size < tag.length && size < sizeof name - 1 && (unsigned char)tag.data[size] > ' ') {
    name[size] = tag.data[size];
    size++;
  }
  return role_in(name);
}

enum html_role html_role_of(const GumboNode *node)
{
  /* Where classes are made by a program, the names for its makers' tests say what a thing is. */
  static const char *const attributes[] = {"class", "id", "data-testid", "data-component",
                                           "data-qa"};
  static const struct {
    const char *name;
    enum html_role role;
  } properties[] = {{"articleBody", HTML_BODY},
                    {"author", HTML_BYLINE},
                    {"datePublished", HTML_DATELINE},
                    {"caption", HTML_CAPTION}};
  enum html_role role = tag_role(node);
  for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
    if (role != HTML_NOTHING && role != HTML_CHROME_LIKELY)
      break;
    const char *names = html_attribute(node, attributes[i]);
    enum html_role other = names != NULL ? role_in(names) : HTML_NOTHING;
    if (role == HTML_NOTHING || other == HTML_CHROME)
      role = other;
  }
  for (size_t i = 0; role == HTML_NOTHING && i < sizeof properties / sizeof *properties; i++)
    if (html_attribute_is(node, "itemprop", properties[i].name))
      role = properties[i].role;
  if (role == HTML_NOTHING && html_attribute_is(node, "rel", "author"))
    role = HTML_BYLINE;
  return role;
}

bool html_is_chrome(const GumboNode *node)
{
  GumboTag tag = node->v.element.tag;
  if (tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_MENU || tag == GUMBO_TAG_ASIDE)
    return true;
  const char *role = html_attribute(node, "role");
  if (role != NULL &&
      is_one_of((struct slice){role, strlen(role)},
                "navigation search complementary dialog alertdialog menu menubar toolbar"))
    return true;
  /* What is said of a picture is hidden from those whom its "alt" tells it. */
  bool described = node->parent->type == GUMBO_NODE_ELEMENT &&
                   node->parent->v.element.tag == GUMBO_TAG_FIGCAPTION;
  return (html_attribute_is(node, "aria-hidden", "true") && !described) ||
         html_role_of(node) == HTML_CHROME;
}
