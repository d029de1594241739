/*
 * Lines in which a page speaks to its reader and not of the news: "Advertisement", "Story continues below", "Sign up
 * for our newsletter". They stand in lines of their own among those of the article, and seldom say in their class
 * what they are. They are those of pages in English, and the commonest in German, French and Spanish.
 */
#include "../base/ascii.h"
#include "html.h"
#include <string.h>

enum {
  LABEL_MAX = 60,  /* bytes of a label such as "Read more" */
  CALL_MAX = 260,  /* ... of a call of a sentence or two */
  NORMAL_MAX = 280 /* ... of a line in normal form */
};

/* Lines in normal form: words in small letters, a space before each and one at the end; '*' is any run of
 * words, '#' a number, '|' stands between them. */
static const char labels[] =
    " advertisement *| advertisements | sponsored | sponsored content | supported by |"
    " paid content | story continues *| article continues *| continue reading *|"
    " scroll to continue *| skip to *content *| skip past newsletter *|"
    " after newsletter promotion *| read more *| read also *| also read *| read next | see also |"
    " related | related *links | related articles *| related stories *| related coverage *|"
    " related content | related topics | related news | recommended | recommended for you |"
    " recommended stories | more on this story | more on this topic | more like this |"
    " more stories | most read *| most popular | most viewed | trending | trending now |"
    " you may also like *| you might also like *| up next | share | share this *|"
    " share full article *| share on *| tweet | print | email | save | copy link | comments |"
    " key events | image | read comments | see more on *| text ad *| suggested topics |"
    " like this | full story | read full story | people are also reading |"
    " for immediate release | in this article | tags : *| topics : *| filed under *|"
    " view in browser *| view this email in your browser *| unsubscribe *| view comments *|"
    " show comments *| leave a reply *| leave a comment *| post a comment *| follow us *|"
    " like us on *| listen to this article *| play video *| sign in | log in | sign up |"
    " subscribe *now | subscribe | already a subscriber *| back to top | # | # of # |"
    " # comments | # min* read | reading time *| we value your privacy | keep reading |"
    " list of * items | end of list | toggle caption | hide caption | image caption | anzeige |"
    " werbung | lesen sie auch | mehr zum thema | publicit\xC3\xA9 | lire aussi |"
    " \xC3\xA0 lire aussi | publicidad | lea tambi\xC3\xA9n | compartir |"
    " press enter or click to view image *| explore more on these topics | just watched |"
    " must watch | key words *| keywords *| read the full *";
static const char calls[] =
    " read more : *| read also : *| read : *| also read : *| see also : *| related : *|"
    " lesen sie auch : *| lire aussi : *| \xC3\xA0 lire aussi : *| lea tambi\xC3\xA9n : *|"
    " read next : *| sign up *newsletter*| sign up *inbox*| sign up *email*| sign up *alerts*|"
    " subscribe to our *| subscribe to *newsletter*| subscribe now to *| subscribe to continue *|"
    " subscribe to unlock *| try unlimited access *| get our * newsletter *|"
    " get * in your inbox *|* to your inbox *|* newsletter *sign up here *|"
    "* is for subscribers only *|* subscribe * to continue reading *|"
    "* to continue reading * subscribe *| already a subscriber *| you have * free articles *|"
    " follow us on *| follow * coverage at *| reach * at * follow *| don t miss *newsletter*|"
    " loading | subscribe to * to get access *| by providing an email *| support * journalism *|"
    " comments have to be *| category : *| hits : *| you can find this story in *|"
    " i understand and agree that *| follow * on twitter *| like us on facebook *|"
    " download our * app *| click here *| read our full *|"
    " a version of this article appear* in print *| our mailing address is *|"
    " want to change how you receive *| you can update your preferences *|"
    " you are receiving this email because *| you received this email because *|"
    " the post * appeared first on *| to view this video *javascript *|* enable javascript to *|"
    " previous article *| next article *| previous post *| next post *| enjoying this newsletter *|"
    "* not responsible for the content of external *| our standards : the *|"
    "* reader supported publication *| copyright \xC2\xA9 *| copyright c *| copyright 20*| "
    "copyright 19*|"
    " \xC2\xA9*|* all rights reserved *| this material may not be published *";

/* They may be long. */
static const char notices[] =
    " we use cookies *| this website uses cookies *| this site uses cookies *|"
    " we and our * partners store *";

/* Whether the text is what the pattern, which ends at `end`, says; '*' stands for any bytes, '#' for a number. */
static bool matches(const char *pattern, const char *end, const char *text)
{
  const char *star = NULL;
  const char *from = NULL;
  while (*text != '\0') {
    if (pattern < end && *pattern == '*') {
      star = ++pattern;
      from = text;
    } else if (pattern < end && *pattern == '#' && ascii_is_digit(*text)) {
      while (ascii_is_digit(*text))
        text++;
      pattern++;
    } else if (pattern < end && *pattern == *text) {
      pattern++;
      text++;
    } else if (star != NULL) {
      pattern = star;
      text = ++from;
    } else {
      return false;
    }
  }
  while (pattern < end && *pattern == '*')
    pattern++;
  return pattern == end;
}

static bool is_among(const char *text, const char *patterns)
{
  for (;;) {
    size_t size = strcspn(patterns, "|");
    if (matches(patterns, patterns + size, text))
      return true;
    if (patterns[size] == '\0')
      return false;
    patterns += size + 1;
  }
}

/* The words of the line, with the colon behind the first of them, as a word. */
static void normalise(struct slice line, char *out)
{
  size_t size = 0;
  bool colon = false;
  out[size++] = ' ';
  for (size_t i = 0; i < line.size && size < NORMAL_MAX - 4; i++) {
    unsigned char c = (unsigned char)line.data[i];
    if (c >= 'A' && c <= 'Z')
      c = (unsigned char)(c | 0x20);
    bool dash =
        c == 0xE2 || (c == 0xC2 && i + 1 < line.size && (unsigned char)line.data[i + 1] != 0xA9);
    if (dash) {
      i += c == 0xE2 ? 2 : 1;
      c = ' ';
    }
    if (ascii_is_word(c)) {
      out[size++] = (char)c;
      continue;
    }
    if (out[size - 1] != ' ')
      out[size++] = ' ';
    if (c == ':' && !colon) {
      colon = true;
      out[size++] = ':';
      out[size++] = ' ';
    }
  }
  if (out[size - 1] != ' ')
    out[size++] = ' ';
  if (size > 2 && out[size - 2] == ':')
    size -= 2; /* "Share this:" */
  out[size] = '\0';
}

bool html_is_furniture(struct slice line)
{
  char words[NORMAL_MAX];
  normalise(line, words);
  if (is_among(words, notices) || (line.size <= CALL_MAX && is_among(words, calls)))
    return true;
  return line.size <= LABEL_MAX && line.data[line.size - 1] != '.' && is_among(words, labels);
}
