/* XML: feeds, NITF, NewsML, other documents; what is broken or made to do harm. */
#define SOURCE_READ_ONCE true
#include "source_help.h"

static struct kept_list read_sample(const char *name)
{
  char path[300];
  const char *top = getenv("READOUT_SAMPLES");
  snprintf(path, sizeof path, "%s/%s", top ? top : "tests/samples/inputs", name);
  return read_path(path, NULL);
}

static void test_rss(void)
{
  struct kept_list list = read_sample("feed.rss");
  is_int((long long)list.count, 3, "RSS: a record an item");
  is_str(nth(&list, 0)->id, "post-1001", "id from guid");
  is_str(nth(&list, 0)->lines,
         "title:Dam & budget: two votes on Monday|paragraph:Parliament votes twice on Monday.|"
         "paragraph:\"We are ready,\" the speaker said.",
         "title and content, read as HTML");
  is_str(nth(&list, 0)->metadata,
         "{\"title\":\"Dam & budget: two votes on Monday\",\"date\":\"Fri, 03 May 2024 09:00:00 "
         "+0300\",\"language\":\"en-gb\","
         "\"author\":\"Ada Lind\",\"section\":\"Politics, "
         "Water\",\"url\":\"https://post.example/votes\"}",
         "metadata");
  is_str(nth(&list, 1)->id, "https://post.example/harvest", "id from link");
  is_str(nth(&list, 1)->text,
         "Harvest is late\n\nFarmers in the north wait for rain\xC2\xA0— again.\n",
         "the description, its entities that nobody declared");
  ok(nth(&list, 2)->id && strstr(nth(&list, 2)->id, "feed.rss:23"), "id from the line");
  kept_free(&list);
}

static void test_atom(void)
{
  struct kept_list list = read_sample("feed.atom");
  is_int((long long)list.count, 2, "Atom: a record an entry");
  is_str(nth(&list, 0)->id, "urn:wire:7", "its id");
  is_str(
      nth(&list, 0)->lines,
      "title:Envoys & ministers meet|paragraph:They met in Vaduz.|list:No <deal> yet|list:No date",
      "XHTML content");
  is_str(nth(&list, 0)->metadata,
         "{\"title\":\"Envoys & ministers "
         "meet\",\"date\":\"2024-05-03T10:00:00Z\",\"language\":\"en\",\"author\":\"Bo Ek\","
         "\"section\":\"Diplomacy\",\"url\":\"https://wire.example/7\"}",
         "metadata: published before updated, the name of the author alone");
  is_str(nth(&list, 1)->text, "Deux lignes\n\nUne ligne.\nUne autre.\n", "content of type text");
  ok(nth(&list, 1)->metadata && strstr(nth(&list, 1)->metadata, "\"language\":\"fr\""),
     "language of an entry");
  kept_free(&list);
}

static void test_wire(void)
{
  struct kept_list list = read_sample("story.nitf");
  is_int((long long)list.count, 1, "NITF: one record");
  is_str(nth(&list, 0)->id, "wire-55", "its id");
  is_str(nth(&list, 0)->encoding, "iso-8859-1 (declared)", "its encoding");
  is_str(nth(&list, 0)->lines,
         "title:Dam vote is set|title:Government expects to win|byline:By Ada "
         "Lind|dateline:ORELSK, May 3|"
         "paragraph:Parliament will vote on the dam on Monday, Tomas Weil said.|caption:The dam in "
         "April.|"
         "paragraph:\"We have the votes,\" he told "
         "réporters—twice.|list:One|list:Two|paragraph:Editing by Bo Ek",
         "its lines");
  is_str(nth(&list, 0)->metadata,
         "{\"title\":\"Dam vote is set\",\"date\":\"20240503T120000Z\",\"author\":\"By Ada "
         "Lind\",\"section\":\"World\"}",
         "its metadata");
  kept_free(&list);

  list = read_sample("message.newsml");
  is_int((long long)list.count, 2, "NewsML-G2: a record a news item");
  is_str(nth(&list, 0)->id, "urn:newsml:wire.example:1", "its id");
  is_str(nth(&list, 0)->lines,
         "byline:Ada Lind|dateline:VADUZ, May 3|title:Envoys meet|paragraph:They met on "
         "Friday.|paragraph:They left.",
         "its lines, without its management");
  is_str(nth(&list, 1)->text, "Second item\n\nPlain text of the second item.\n", "the second one");
  kept_free(&list);

  list = read_string("<NewsML><NewsItem><Identification><NewsIdentifier><NewsItemId>9</"
                     "NewsItemId></NewsIdentifier>"
                     "</Identification><NewsComponent><NewsLines><HeadLine>Old "
                     "wire</HeadLine></NewsLines><ContentItem>"
                     "<DataContent><p>One <b>old</b> "
                     "line.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
                     "old.xml");
  is_str(nth(&list, 0)->id, "9", "NewsML 1: its id");
  is_str(nth(&list, 0)->text, "Old wire\n\nOne old line.\n", "its text");
  kept_free(&list);
}

static void test_other(void)
{
  struct kept_list list =
      read_string("<report xml:lang='en'><title>T</title><para>one <emph>two</emph> "
                  "three.</para><author>A</author><place>B</place>"
                  "<list><item>1</item><item>2</item></list><note><b>Bold</b> "
                  "start</note><x><![CDATA[<raw>]]></x></report>",
                  "r.xml");
  is_str(nth(&list, 0)->lines,
         "title:T|paragraph:one two three.|paragraph:A|paragraph:B|list:1|list:2|paragraph:Bold "
         "start|paragraph:<raw>",
         "any XML: elements are lines unless text stands beside them");
  is_str(nth(&list, 0)->id, "r.xml", "its id is the file");
  kept_free(&list);

  list = read_string("<?xml version='1.0' encoding='windows-1251'?><d><p>\xCE\xF1\xEB\xEE</p></d>",
                     "c.xml");
  is_str(nth(&list, 0)->text, "Осло\n", "an encoding that the parser does not know");
  is_str(nth(&list, 0)->encoding, "windows-1251 (declared)", "is said");
  kept_free(&list);

  static const char wide[] =
      "\xFF\xFE<\0?\0x\0m\0l\0 \0v\0e\0r\0s\0i\0o\0n\0=\0'\0001\0.\0000\0'\0 "
      "\0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0U\0T\0F\0"
      "-\0001\0006\0'\0?\0>\0<\0d\0>\0\x1E\x04<\0/\0d\0>\0";
  list = read_bytes(wide, sizeof wide - 1, "w.xml", NULL);
  is_str(nth(&list, 0)->text, "О\n", "XML in UTF-16");
  is_str(nth(&list, 0)->encoding, "utf-16le (mark)", "is said");
  kept_free(&list);
}

static void test_broken(void)
{
  struct kept_list list = read_string("<rss><channel><item><title>One</title></"
                                      "item><item><title>AT&T</title></item></channel></rss>",
                                      "b.rss");
  is_int((long long)list.count, 2, "a broken feed");
  is_str(nth(&list, 0)->text, "One\n", "what came before is kept");
  is_str(nth(&list, 1)->error,
         "broken XML at line 1, column 63: not well-formed (invalid token): what was read before "
         "it is kept",
         "and the place is told");
  kept_free(&list);

  list = read_bytes("<doc><p>ok \xFF\xFE x\x01y</p><p>unclosed", 32, "b.xml", NULL);
  is_str(nth(&list, 0)->text, "ok \xEF\xBF\xBD\xEF\xBF\xBD x y\n\nunclosed\n",
         "bytes that XML may not hold are replaced");
  is_int((long long)nth(&list, 0)->invalid, 3, "and counted");
  is_int((long long)nth(&list, 0)->invalid_at, 11, "and placed");
  ok(nth(&list, 1)->error != NULL, "a cut document says so");
  kept_free(&list);

  list = read_string("", "empty.xml");
  is_int((long long)list.count, 1, "an empty file is no XML");
  ok(nth(&list, 0)->error != NULL, "and says so");
  kept_free(&list);

  list = read_string("<d><x></y></d>", "m.xml");
  ok(nth(&list, list.count - 1)->error != NULL, "wrong end tags are told");
  kept_free(&list);
}

static void test_bombs(void)
{
  struct kept_list list =
      read_string("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">"
                  "<!ENTITY % y SYSTEM \"file:///etc/hostname\"> %y; <!ENTITY z \"inner\">]>"
                  "<r>a&x;b&z;c&unknown;</r>",
                  "xxe.xml");
  is_str(nth(&list, 0)->text, "abinnerc&unknown;\n", "external entities are never read");
  kept_free(&list);

  struct buffer bomb = {0};
  buffer_add_string(&bomb, "<!DOCTYPE l [<!ENTITY a0 \"lol lol lol\">");
  for (int i = 1; i < 12; i++) {
    char line[200];
    int at = snprintf(line, sizeof line, "<!ENTITY a%d \"", i);
    for (int j = 0; j < 10; j++)
      at += snprintf(line + at, sizeof line - (size_t)at, "&a%d;", i - 1);
    snprintf(line + at, sizeof line - (size_t)at, "\">");
    buffer_add_string(&bomb, line);
  }
  buffer_add_string(&bomb, "]><l>&a11;</l>");
  list = read_bytes(bomb.data, bomb.size, "lol.xml", NULL);
  is_int((long long)list.count, 1, "entities within entities");
  ok(nth(&list, 0)->error && strstr(nth(&list, 0)->error, "amplification"), "meet the limit");
  kept_free(&list);
  buffer_free(&bomb);

  for (int depth = 1000; depth <= 1001; depth++) {
    struct buffer deep = {0};
    for (int i = 0; i < depth; i++)
      buffer_add_string(&deep, "<a>");
    buffer_add_string(&deep, "x");
    for (int i = 0; i < depth; i++)
      buffer_add_string(&deep, "</a>");
    list = read_bytes(deep.data, deep.size, "deep.xml", NULL);
    is_str(nth(&list, 0)->error,
           depth == 1000 ? NULL : "XML elements lie more than 1000 within each other",
           depth == 1000 ? "as deep as allowed" : "too deep");
    kept_free(&list);
    buffer_free(&deep);
  }

  struct source_options small = {.max_record = 100};
  struct buffer large = {0};
  buffer_add_string(&large, "<rss><channel><item><title>small</title></item><item><description>");
  for (int i = 0; i < 100; i++)
    buffer_add_string(&large, "large ");
  buffer_add_string(&large, "</description></item></channel></rss>");
  list = read_bytes(large.data, large.size, "large.rss", &small);
  is_str(nth(&list, 0)->text, "small\n", "an item under the limit");
  is_str(nth(&list, 1)->error, "an item of the feed is longer than a record may be", "one over it");
  kept_free(&list);

  /* Memory is held by what is no text, too. */
  static const struct {
    const char *start;
    const char *repeated;
    const char *error;
  } kinds[] = {
      {"<rss><channel><item><description>", "<br/>", "an item of the feed is longer"},
      {"<feed><entry>", "<category term='what is in the news'/>", "an item of the feed is longer"},
      {"<rss><channel><language>", "en", "an item of the feed is longer"},
      {"<newsItem><itemMeta><versionCreated>", "2031", "a field is longer"},
      {"<a b='", "more ", "a tag or a comment is longer"},
      {"<!--", " more ", "a tag or a comment is longer"},
  };
  small.max_record = 100000;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    buffer_clear(&large);
    buffer_add_string(&large, kinds[i].start);
    while (large.size < 3 * small.max_record)
      buffer_add_string(&large, kinds[i].repeated);
    list = read_bytes(large.data, large.size, "large.xml", &small);
    ok(nth(&list, 0)->error &&
           strncmp(nth(&list, 0)->error, kinds[i].error, strlen(kinds[i].error)) == 0,
       kinds[i].start);
    kept_free(&list);
  }
  buffer_free(&large);
}

/* Many items: they come one by one, in bounded memory. */
static void test_many(void)
{
  struct buffer feed = {0};
  buffer_add_string(&feed, "<rss><channel>");
  for (int i = 0; i < 20000; i++) {
    char item[200];
    snprintf(
        item, sizeof item,
        "<item><guid>%d</guid><title>Item %d</title><description>Text %d.</description></item>\n",
        i, i, i);
    buffer_add_string(&feed, item);
  }
  buffer_add_string(&feed, "</channel></rss>");
  struct kept_list list = read_bytes(feed.data, feed.size, "many.rss", NULL);
  is_int((long long)list.count, 20000, "a long feed");
  is_str(nth(&list, 19999)->text, "Item 19999\n\nText 19999.\n", "to its last item");
  kept_free(&list);
  buffer_free(&feed);
}

/* What a blog adds to each item of its feed. */
static void test_feed_footer(void)
{
  struct kept_list list = read_string(
      "<rss><channel><item><title>Dam</title><description>&lt;p&gt;It holds.&lt;/p&gt;&lt;p&gt;The "
      "post &lt;a href=1&gt;Dam&lt;/a&gt; appeared first on &lt;a "
      "href=2&gt;Post&lt;/a&gt;.&lt;/p&gt;"
      "</description></item></channel></rss>",
      "a.rss");
  is_str(nth(&list, 0)->text, "Dam\n\nIt holds.\n", "what a blog adds to its items is left out");
  kept_free(&list);
  list = read_string(
      "<rss><channel><item><title>Dam</title><description><![CDATA[<p>It holds, for now, said the "
      "engineer who has looked at it every morning since the flood of May and goes there again "
      "tonight.</p><div class=signup-card><h2>Join</h2><p>All "
      "news</p></div>]]></description></item>"
      "<item><title>Two</title><description><![CDATA[<div class=newsletter>It does not.</div>]]>"
      "</description></item></channel></rss>",
      "a.rss");
  is_str(nth(&list, 0)->text,
         "Dam\n\nIt holds, for now, said the engineer who has looked at it every morning since the "
         "flood of May and goes there again tonight.\n",
         "so is a card beside the text");
  is_str(nth(&list, 1)->text, "Two\n\nIt does not.\n", "but not what is all there is");
  kept_free(&list);
}

int main(void)
{
  test_rss();
  test_atom();
  test_wire();
  test_other();
  test_broken();
  test_bombs();
  test_many();
  test_feed_footer();
  return done();
}
