/* HTML pages: the article, its lines, what the page says about itself; pages built to do harm. */
#include "source_help.h"

/* The text of a sample file, freed by the caller. */
static struct kept_list read_sample(const char *name)
{
  char path[300];
  const char *top = getenv("READOUT_SAMPLES");
  snprintf(path, sizeof path, "%s/%s", top ? top : "tests/samples/inputs", name);
  return read_path(path, NULL);
}

static void test_page(void)
{
  struct kept_list list = read_sample("page.html");
  is_int((long long)list.count, 1, "a page is one record");
  is_str(nth(&list, 0)->lines,
         "paragraph:Politics|title:Water minister quits over dam contract|byline:By Ada Lind and "
         "Bo Ek|"
         "dateline:3 May 2024|caption:The dam at Orel, seen in April. Photo: Ann Nilsen|"
         "paragraph:ORELSK, May 3 — Water minister Olga Brandt resigned on Friday, saying she "
         "could no longer serve in a "
         "cabinet that \"hides its papers\".|"
         "paragraph:Her deputy read a short text:|paragraph:\"I am going home.\"|paragraph:Nobody "
         "asked why.|"
         "title:What is known|list:In March the contract was signed.|list:In April the leak was "
         "found by an engineer.|"
         "paragraph:We shall look at “every page”, Prime Minister Tomas Weil told parliament on "
         "Thursday evening.|"
         "paragraph:Year\tCost|paragraph:2020\t$2 million|paragraph:The vote is on Monday.|"
         "paragraph:Reporting by Ada Lind; editing by Bo Ek",
         "the article's lines and their types, and nothing else");
  is_str(nth(&list, 0)->metadata,
         "{\"title\":\"Water minister quits over dam contract\",\"author\":\"Ada Lind, Bo Ek\","
         "\"date\":\"2024-05-03T08:15:00+03:00\",\"section\":\"Politics\","
         "\"url\":\"https://post.example/politics/dam-minister\",\"language\":\"en-GB\"}",
         "what the page says about itself");
  const char *text = nth(&list, 0)->text;
  ok(text != NULL &&
         strncmp(text, "Politics\n\nWater minister quits over dam contract\n\nBy Ada", 56) == 0,
     "blocks are parted by empty lines");
  ok(text != NULL && strstr(text, "signed.\nIn April") != NULL, "items of a list are not");
  ok(!nth(&list, 0)->may_split, "a page is one article");
  kept_free(&list);
}

static void test_old_page(void)
{
  struct kept_list list = read_sample("old_page.html");
  is_str(nth(&list, 0)->lines,
         "title:Envoys meet in Zürich|"
         "paragraph:Envoys of both coasts met in Zürich on Tuesday and agreed, after nine hours, "
         "to meet again before "
         "the winter.|paragraph:“It was a start,” the Swiss host said.|paragraph:They left without "
         "a word.",
         "a page of tables in Latin-1");
  is_str(nth(&list, 0)->encoding, "windows-1252 (declared)", "as it declares");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"Envoys meet in Zürich\"}", "its title");
  kept_free(&list);
}

static void test_small(void)
{
  struct kept_list list =
      read_string("<h1>Talks</h1><p>They met &amp; left.</p><p>One\n  two</p>", "s.html");
  is_str(nth(&list, 0)->text, "Talks\n\nThey met & left.\n\nOne two\n", "a fragment is a page");
  kept_free(&list);

  list =
      read_string("<ul><li><a href=1>One link</a></li><li><a href=2>Two</a></li></ul>", "s.html");
  is_str(nth(&list, 0)->text, "One link\nTwo\n", "a page of links alone is kept");
  kept_free(&list);

  list = read_string("<body><pre>\nLINE ONE\n  indented\n\nafter\n</pre>", "s.html");
  is_str(nth(&list, 0)->text, "LINE ONE\n  indented\n\nafter\n", "<pre> keeps its white space");
  kept_free(&list);

  list = read_string("", "s.html");
  is_str(nth(&list, 0)->text, "", "an empty page");
  is_str(nth(&list, 0)->error, NULL, "is no error");
  kept_free(&list);

  list = read_string("<!DOCTYPE html><title>T</title><p>sniffed</p>", "unknown");
  is_str(nth(&list, 0)->text, "sniffed\n", "a page is known by its first bytes");
  kept_free(&list);

  list = read_string("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE "
                     "html><html><body><p>x</p></body></html>",
                     "p.xml");
  is_str(nth(&list, 0)->text, "x\n", "XHTML called .xml is a page");
  kept_free(&list);

  list = read_string("<form id=aspnet><h1>Title</h1><p>All of the page stands in a form, as one "
                     "maker of web servers "
                     "has taught the world to do.</p><input><select><option>no</select></form>",
                     "s.html");
  is_str(nth(&list, 0)->text,
         "Title\n\nAll of the page stands in a form, as one maker of web servers has taught the "
         "world to do.\n",
         "a form around the page is no form");
  kept_free(&list);
}

#define PROSE                                                                                   \
  "The council of Orel voted on Tuesday to mend the dam before winter, after a debate of nine " \
  "hours that few had foreseen."

static void lines_are(const char *page, const char *lines, const char *what)
{
  struct kept_list list = read_string(page, "p.html");
  is_str(nth(&list, 0)->lines, lines, what);
  kept_free(&list);
}

static void test_furniture(void)
{
  lines_are(
      "<article><h1>Dam</h1><p>" PROSE "</p><p>Advertisement</p><div>Story continues below"
      "</div><p>Read more: The leak of May</p><p>Sign up for our daily newsletter.</p><p>" PROSE
      "</p><p>\xC2\xA9 2024 The Post. All rights reserved.</p></article>",
      "title:Dam|paragraph:" PROSE "|paragraph:" PROSE,
      "lines that speak to the reader of the page are left out");
  lines_are("<article><h1>Advertisement</h1><p>" PROSE " Read more: in May.</p></article>",
            "title:Advertisement|paragraph:" PROSE " Read more: in May.",
            "but no headline and nothing inside a paragraph");
  lines_are("<article><h1>Dam</h1><p>" PROSE "</p><div><h3>Other stories</h3><ul><li><a href=1>The "
            "leak</a><li><a href=2>The vote</a></ul></div><h3>The vote</h3><p>" PROSE
            "</p><div><h4><a href=3>Snow in the hills</a></h4></div><p>" PROSE "</p></article>",
            "title:Dam|paragraph:" PROSE "|title:The vote|paragraph:" PROSE "|paragraph:" PROSE,
            "the heading of links that are left out goes with them");
  lines_are("<article><h1>Dam</h1><p>" PROSE
            "</p></article><section class='comments'><p>" PROSE PROSE "</p><p>" PROSE
            "</p></section>",
            "title:Dam|paragraph:" PROSE, "comments longer than the article are none of it");
  lines_are("<div>Choose your town to see its weather. " PROSE "</div><div><p>4 May</p><h1>Dam</h1>"
            "<p>" PROSE "</p><p>" PROSE "</p></div><div>Our house rules</div>",
            "paragraph:4 May|title:Dam|paragraph:" PROSE "|paragraph:" PROSE,
            "where nothing is called the article, it begins at the one headline");
  lines_are(
      "<table><tr><td><a href=1>Home</a><br>News<td><b>Dam to be mended</b><br>By Ada Lind<p>" PROSE
      "<td>" PROSE "</table>",
      "title:Dam to be mended|paragraph:By Ada Lind|paragraph:" PROSE "|paragraph:" PROSE,
      "columns of a page are no cells of data");
}

static void test_said_types(void)
{
  lines_are(
      "<main><h1>Dam</h1><div data-testid='AuthorByline'>By <a href=1>Ada Lind</a><span>in "
      "Orel</span></div><h2 class='date-header'>4 May 2024</h2><div data-component='image-"
      "caption'>The dam</div><p>" PROSE "</p><p><b>What is known</b></p><p><b>Who "
      "knew?</b></p><amp-ad>Buy now, it is cheap</amp-ad></main>",
      "title:Dam|byline:By Ada Lind in Orel|dateline:4 May 2024|caption:The dam|paragraph:" PROSE
      "|title:What is known|paragraph:Who knew?",
      "names for tests, bold lines, and elements of makers tell what a line is");
  lines_are(
      "<meta name=author content='Ada Lind'><main><h1>Dam</h1><div><a href=1>Ada Lind</a></div>"
      "<p>" PROSE "</p></main>",
      "title:Dam|byline:Ada Lind|paragraph:" PROSE, "the author's name is a byline");
  lines_are("<main><div class='headline-block'><h1>Dam</h1><p>It holds, for now</p></div><p>" PROSE
            "</p></main>",
            "title:Dam|paragraph:It holds, for now|paragraph:" PROSE,
            "what stands below a headline");
  lines_are(
      "<article><h2><a href=1>Dam</a></h2><span class='author'>Ada Lind</span><figure><figcaption>"
      "<b aria-hidden='true'>The dam</b></figcaption></figure><p>" PROSE
      "</p><h3><a href=2>Ferry</a>"
      "</h3><time>3 May 2024</time><h3><a href=3>Wall</a></h3></article>",
      "title:Dam|byline:Ada Lind|caption:The dam|paragraph:" PROSE "|dateline:3 May 2024",
      "a headline that is a link, and its byline and picture above the text");
  lines_are("<title>Dam is said to hold - The Post</title><main><div>Dam is said to hold</div><p>"
            "<time>4 May 2024</time> &mdash; 4 min read</p><address>Ada Lind, Orel</address>"
            "<figure><img><div>The dam in May</div></figure><p>" PROSE "</p></main>",
            "title:Dam is said to hold|dateline:4 May 2024 — 4 min read|byline:Ada Lind, Orel|"
            "caption:The dam in May|paragraph:" PROSE,
            "the title that the page tells, an address, and what stands in a figure");
}

/* Where the article begins and ends. */
static void test_article(void)
{
  lines_are("<h1><a href=0>The Orel Post</a></h1><div><span>Politics</span><h1>Dam</h1><span>4 May "
            "2024</span></div><div class='article-body'><p>" PROSE "</p></div><div>Our house "
            "rules</div>",
            "paragraph:Politics|title:Dam|paragraph:4 May 2024|paragraph:" PROSE,
            "a headline before what is called the article, and what stands beside it");
  lines_are("<h1>The Orel Post</h1><article><h2 class='entry-title'>Dam</h2><p>" PROSE
            "</p></article>",
            "title:Dam|paragraph:" PROSE, "an article with a title of its own needs no other");
  lines_are("<div>Old town, new rules</div><div><div><p>" PROSE "</p></div><h1>Dam</h1><p>" PROSE
            "</p></div>",
            "paragraph:Old town, new rules|paragraph:" PROSE "|title:Dam|paragraph:" PROSE,
            "a headline below much of the text begins nothing");
  lines_are(
      "<article><h1>Dam</h1><p>" PROSE "</p><form><label>Your name and town, please</label></form>"
      "<p style='display: none'>unseen</p><p hidden>unseen</p><div class='entry-content'><p>" PROSE
      "</p><p>It h&shy;eld&#8203;<i style='clip: rect(0,0,0,0)'>, opens new tab</i>.</p></div>"
      "<span class='sr-only'>Share this</span></article>",
      "title:Dam|paragraph:" PROSE "|paragraph:" PROSE "|paragraph:It held.",
      "what is no text, or is not seen");
  lines_are("<div class='banner' id='cookie-note'>We and our partners store what you read, on "
            "your own machine.</div><div><article><header><time>13.58 GMT</time><h2>Power is "
            "back</h2></header><p>Short news.</p></article><article><header><time>12.10 "
            "GMT</time></header><p>More news.</p></article></div>",
            "dateline:13.58 GMT|title:Power is back|paragraph:Short news.|dateline:12.10 "
            "GMT|paragraph:More news.",
            "a sure word goes before a likely one; entries of a live report keep their heads");
}

/* Words of the text that stand on the page again, and sentences that are links. */
static void test_lines_apart(void)
{
  lines_are("<article><h1>Dam</h1><p>" PROSE "</p><blockquote><p>“It held for ninety years.”</p>"
            "<cite>Bo Ek, engineer</cite></blockquote><p>“It held for ninety years,” Bo Ek "
            "said.</p><div class='pull-quote'>Nobody looked at it</div><blockquote><p>Nobody has "
            "read the report.</p></blockquote><p>Nobody looked at it, he said.</p></article>",
            "title:Dam|paragraph:" PROSE "|paragraph:“It held for ninety years,” Bo Ek "
            "said.|paragraph:Nobody has read the report.|paragraph:Nobody looked at it, he said.",
            "a quotation that shows words of the text again is left out with its name");
  lines_are(
      "<article><h1>Dam</h1><figure><figcaption>The dam in the May storm</figcaption></figure>"
      "<p>1 of 4 |</p><p>The dam in the May storm</p><p>" PROSE "</p><p>12</p></article>",
      "title:Dam|caption:The dam in the May storm|paragraph:" PROSE,
      "a caption that is shown again, the number of a picture, and how many have read");
  lines_are("<meta name=author content='Ada Lind'><article><h1>Dam</h1><p>By <a>Jo van Eik</a></p>"
            "<p>" PROSE "</p><p>Ada Lind was there.</p><p>" PROSE
            "</p><p>Ada Lind covers the council. She lives in Orel.</p><p>Jo van Eik is a "
            "photographer.</p><p>Bo Ek is an engineer.</p><h3>Ada Lind</h3><p class='author'>Ada "
            "Lind writes "
            "about dams.</p></article>",
            "title:Dam|byline:By Jo van Eik|paragraph:" PROSE
            "|paragraph:Ada Lind was there.|paragraph:" PROSE "|paragraph:Bo Ek is an engineer.",
            "what follows the text and says who its authors are");
  lines_are("<article><h1>Dam</h1><p>" PROSE "</p><p><a href=1>The council had said no in March, "
            "twice.</a></p><p><a href=2>“We had no money,” its head said.”</a></p><a href=3><p>The "
            "vote of the council, told from within.</p></a><p><a href=4>Who is Bo Ek, the "
            "engineer?</a></p><p>" PROSE "</p></article>",
            "title:Dam|paragraph:" PROSE "|paragraph:The council had said no in March, twice."
            "|paragraph:“We had no money,” its head said.”|paragraph:" PROSE,
            "a sentence of the text that is a link, unlike other stories");
  lines_are("<article><h1>Dam</h1><div class='byline'><a>Ada Lind</a><div><time>4 May "
            "2024</time></div><div>12</div></div><div><span>The dam in May.</span><span>Ann "
            "Nilsen</span></div><p>" PROSE "</p><p>* * *</p><p>" PROSE "</p></article>",
            "title:Dam|byline:Ada Lind|dateline:4 May 2024|paragraph:The dam in May. Ann "
            "Nilsen|paragraph:" PROSE "|paragraph:" PROSE,
            "a date in a byline, a number of readers, spans that a style parts, a line of signs");
  lines_are(
      "<div class='date-outer'><h2 class='date-header'>7 May 2024</h2><div class='author-ada'>"
      "<h1>Dam</h1>It was mended on Tuesday, late.<br><br>" PROSE "<br><br>" PROSE "<br><br>" PROSE
      "<br><br><span>Orel</span><span>Post Office</span></div></div>",
      "title:Dam|paragraph:It was mended on Tuesday, late.|paragraph:" PROSE "|paragraph:" PROSE
      "|paragraph:" PROSE "|paragraph:Orel Post Office",
      "what holds much more than a date or a name is neither");
}

static void test_spans(void)
{
  lines_are(
      "<main><h1>Dam</h1><div><span>10:02</span><span>14.03.2031</span><span>Orel</span></div>"
      "<figure><figcaption>The dam in May<small>Picture: Ann "
      "Lund</small></figcaption></figure><p>" PROSE " CO<sub>2</sub>, <b>n</b><i>2</i>.</p></main>",
      "title:Dam|paragraph:10:02 14.03.2031 Orel|caption:The dam in May Picture: Ann "
      "Lund|paragraph:" PROSE " CO2, n2.",
      "spans that a style parts");
  lines_are(
      "<article><h1>Dam</h1><p>We and our 812 partners store and read personal data, such as what "
      "you have read, on your device. " PROSE PROSE "</p><p>" PROSE "</p><p>Previous article "
      "<a>The leak</a></p></article>",
      "title:Dam|paragraph:" PROSE, "a long notice, and the article before");
}

static void test_told_body(void)
{
  struct kept_list list = read_string("<title>\n Dam is  said\nto hold | The Post</title><script "
                                      "type='application/ld+json'>{\"@type\":"
                                      "\"NewsArticle\",\"articleBody\":\"" PROSE PROSE
                                      "\"}</script><div><h1>Dam is said to "
                                      "hold</h1><div>" PROSE "<br><br>" PROSE "</div></div>",
                                      "p.html");
  is_str(nth(&list, 0)->lines, "title:Dam is said to hold|paragraph:" PROSE "|paragraph:" PROSE,
         "a page that shows its text below the headline is read as it shows it");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"Dam is said to hold\"}",
         "its title is told without the name of the site");
  kept_free(&list);

  list = read_string(
      "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Dam\","
      "\"mainEntityOfPage\":{\"@id\":\"https://post.example/1\"},\"articleBody\":\"" PROSE
      "\\n\\n" PROSE "\\n" PROSE "\"}</script><div id=app></div>",
      "p.html");
  is_str(nth(&list, 0)->lines, "title:Dam|paragraph:" PROSE "|paragraph:" PROSE "|paragraph:" PROSE,
         "a page that a script would have filled is read from what it tells");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"Dam\",\"url\":\"https://post.example/1\"}",
         "and its address");
  kept_free(&list);

  list = read_string("<script type='application/ld+json'>[{\"@type\":\"WebPage\"},7,{\"@graph\":[{"
                     "\"@type\":[\"Thing\",\"NewsArticle\"],\"headline\":[\"Dam\",\"Dyke\"],"
                     "\"author\":[{\"name\":\"Ada Lind\"},[],\"Bo Ek\"]}]}]</script><h1>The  dam "
                     "<i>x</i></h1>",
                     "p.html");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"Dam\",\"author\":\"Ada Lind, Bo Ek\"}",
         "the article among other things, its names in lists");
  kept_free(&list);

  list = read_string("<article><h1>Dam</h1><p itemprop='author'><b itemprop='name'>Ada Lind</b>, "
                     "Orel</p></article>",
                     "p.html");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"Dam\",\"author\":\"Ada Lind\"}",
         "the author is known by a marked name");
  kept_free(&list);
}

/* A page of `count` times the same. */
static struct kept_list read_many(const char *before, const char *part, size_t count)
{
  struct buffer page = {0};
  buffer_add_string(&page, before);
  for (size_t i = 0; i < count; i++)
    buffer_add_string(&page, part);
  struct kept_list list = read_bytes(page.data, page.size, "bomb.html", NULL);
  buffer_free(&page);
  return list;
}

static void test_bombs(void)
{
  static const char deep[] = "HTML elements lie more than 1000 within each other";
  struct kept_list list = read_many("<p>x", "<div>", 998);
  is_str(nth(&list, 0)->error, NULL, "deep is read");
  kept_free(&list);
  list = read_many("<p>x", "<div>", 1001);
  is_str(nth(&list, 0)->error, deep, "deeper is refused");
  kept_free(&list);
  list = read_many("", "<div>", 500000);
  is_str(nth(&list, 0)->error, deep, "and much deeper");
  kept_free(&list);
  list = read_many("", "<span><div></span>", 100000);
  is_str(nth(&list, 0)->error, deep, "wrongly closed elements count");
  kept_free(&list);
  list = read_many("<table>", "<tr><td>cell", 20000);
  is_str(nth(&list, 0)->error, NULL, "a long table without end tags is not deep");
  kept_free(&list);
  list = read_many("<ul>", "<li><p>item", 20000);
  is_str(nth(&list, 0)->error, NULL, "nor a long list");
  kept_free(&list);
  list = read_many("<div ", "a=b ", 100000);
  is_str(nth(&list, 0)->error, "an HTML element has more than 1000 attributes",
         "an element of attributes");
  kept_free(&list);

  list = read_many("<!-- a - b -- c --!>", "<div>", 5000);
  is_str(nth(&list, 0)->error, deep, "a comment that ends as it should not");
  kept_free(&list);
  list = read_many("<!-->", "<div>", 5000);
  is_str(nth(&list, 0)->error, deep, "or is none");
  kept_free(&list);

  struct buffer page = {0};
  for (int i = 0; i < 20000; i++) {
    char part[40];
    snprintf(part, sizeof part, "<p><font color=%d>x", i);
    buffer_add_string(&page, part);
  }
  list = read_bytes(page.data, page.size, "bomb.html", NULL);
  is_str(nth(&list, 0)->error, "HTML that needs too much memory for its size",
         "a tree of copies is refused");
  kept_free(&list);
  buffer_free(&page);
}

static void test_charset(void)
{
  struct kept_list list =
      read_string("<?xml version='1.0'?><!-- x --><html><head><meta charset='iso-8859-2'></head>"
                  "<body><p>\xA3\xF3"
                  "d\xBC</p></body></html>",
                  "a.html");
  is_str(nth(&list, 0)->text, "Łódź\n", "XHTML that names its charset as HTML does");
  kept_free(&list);

  list = read_string("<meta charset='utf-16'><p>caf\xE9</p>", "a.html");
  is_str(nth(&list, 0)->text, "café\n", "UTF-16 that is declared and cannot be");
  kept_free(&list);

  list = read_string("<?xml version='1.0'?><rss><channel><item><title>\xC5\x81\xC3\xB3</title>"
                     "<description>charset=iso-8859-2</description></item></channel></rss>",
                     "a.rss");
  is_str(nth(&list, 0)->text, "Łó\n\ncharset=iso-8859-2\n", "words of a feed are no declaration");
  is_str(nth(&list, 0)->encoding, "utf-8 (XML)", "nor tell of one");
  kept_free(&list);

  list = read_string("<rss><channel><item><title>\xC5\x81\xC3\xB3</title>"
                     "<description>charset=iso-8859-2</description></item></channel></rss>",
                     "a.rss");
  is_str(nth(&list, 0)->text, "Łó\n\ncharset=iso-8859-2\n", "of one without a declaration, too");
  kept_free(&list);
}

int main(void)
{
  test_page();
  test_old_page();
  test_small();
  test_furniture();
  test_said_types();
  test_article();
  test_lines_apart();
  test_spans();
  test_told_body();
  test_bombs();
  test_charset();
  return done();
}
