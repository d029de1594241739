/* Markdown. */
#include "source_help.h"

static void test_sample(void)
{
  char path[300];
  const char *top = getenv("READOUT_SAMPLES");
  snprintf(path, sizeof path, "%s/notes.md", top ? top : "tests/samples/inputs");
  struct kept_list list = read_path(path, NULL);
  is_str(nth(&list, 0)->metadata, "{\"title\":\"Dam vote\",\"date\":\"2024-05-03\"}",
         "front matter is metadata");
  is_str(nth(&list, 0)->lines,
         "title:Dam vote is set|paragraph:Parliament will vote on Monday, Tomas Weil said. See "
         "https://post.example/x.|"
         "title:Second heading|list:One item with code_name|list:2 * 3 and "
         "snake_case_word|list:Numbered *item*|"
         "paragraph:\"We have the votes,\" he said.|paragraph:He left.|paragraph:Year\tCost|"
         "paragraph:2020\t$2 million|caption:The dam in April|paragraph:kept _as_ it is",
         "lines and their types, marks taken away");
  const char *text = nth(&list, 0)->text;
  ok(text && strncmp(text, "\n\n\n\nDam vote is set\n\nParliament", 31) == 0,
     "every line keeps its number");
  kept_free(&list);
}

static const char *line_of(const char *markdown)
{
  static char copy[200];
  struct kept_list list = read_string(markdown, "x.md");
  snprintf(copy, sizeof copy, "%s", nth(&list, 0)->text ? nth(&list, 0)->text : "(none)");
  kept_free(&list);
  return copy;
}

static void test_inline(void)
{
  is_str(line_of("**bold** and *so* and __b__ and _i_ and ~~gone~~"),
         "bold and so and b and i and gone", "emphasis");
  is_str(line_of("2 * 3 * 4, ~5, a_b_c, 5*"), "2 * 3 * 4, ~5, a_b_c, 5", "what is no emphasis");
  is_str(line_of("[a [b] c](http://x.example/(y)) d"), "a [b] c d", "brackets in a link");
  is_str(line_of("[a](b"), "[a](b", "a link that does not end");
  is_str(line_of("[aside] he said [a][1]"), "[aside] he said a", "brackets that are no link");
  is_str(line_of("So he said.[^1]\n[^1]: In May.\n[1]: http://x.example\n"),
         "So he said.\nIn May.\n\n", "notes stay, their marks and where links go do not");
  is_str(line_of("`*code*` and ``a`b``"), "*code* and a`b", "code");
  is_str(line_of("a < b > c <b>tag</b> <i class=\"x\">y</i>"), "a < b > c tag y", "tags of HTML");
  is_str(line_of("\\*not\\* \\_this\\_"), "*not* _this_", "escapes");
  is_str(line_of("~~~\n# code\n~~~\n# T\r\n"), "\n# code\n\nT\n", "a fence");
  is_str(line_of(""), "", "nothing");
  is_str(line_of("#hashtag 1.5 million"), "#hashtag 1.5 million", "what is no heading and no list");
}

/* A paragraph broken inside a sentence is one line, and what follows keeps its number. */
static void test_soft_breaks(void)
{
  struct kept_list list = read_string(
      "They met in\nthe town hall.\n> She said that the bridge, which was closed for the winter,\n"
      "> Bo Ek\n> had built.\n\n- An item of\n  Ann Berg\n- Another\nAn Address\nEnd\\\nof it\n",
      "x.md");
  is_str(
      nth(&list, 0)->lines,
      "paragraph:They met in the town hall.|paragraph:She said that the bridge, which was closed "
      "for the winter, Bo Ek had built.|list:An item of Ann Berg|list:Another|paragraph:An "
      "Address|paragraph:End\\|paragraph:of it",
      "lines that go on");
  is_str(nth(&list, 0)->text,
         "They met in the town hall.\n\nShe said that the bridge, which was closed for the winter, "
         "Bo Ek had built.\n\n\n\nAn item of Ann Berg\n\nAnother\nAn Address\nEnd\\\nof it\n",
         "and what follows stays on its line");
  kept_free(&list);
  is_str(line_of("# Share\n\nAdvertisement\n[Read more](x)\nThey met.\n"),
         "Share\n\n\n\nThey met.\n", "lines that speak to the reader of a page");
  is_str(line_of("| a | *b* |\n|---|---|\n|c|\n|"), "a\tb\n\nc\n", "rows of tables");
}

/* Lines that are all brackets take no more time than others. */
static void test_effort(void)
{
  size_t size = 2000000;
  char *line = malloc(size);
  static const char *const parts[] = {"[", "![", "[](", "`", "<a", "[[]("};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    size_t length = strlen(parts[i]);
    for (size_t at = 0; at + length <= size; at += length)
      memcpy(line + at, parts[i], length);
    struct kept_list list = read_bytes(line, size / length * length, "x.md", NULL);
    is_int((long long)list.count, 1, parts[i]);
    kept_free(&list);
  }
  free(line);
}

/* A NUL is a character like others, no mark. */
static void test_nul(void)
{
  static const char text[] =
      "A line of words that is long enough for a file with some NULs in it to be text; and here is "
      "more of it, and then some more, and a little more, until there are so many letters that six "
      "bytes which are none do not count against them: one in fifty may be so, and here are less.\n"
      "\0\n\0 item\n\0\0\0 x\n12) y\n";
  struct kept_list list = read_bytes(text, sizeof text - 1, "x.md", NULL);
  is_int((long long)nth(&list, 0)->text_size, (long long)sizeof text - 1 - 4,
         "all but the mark of a list item stays");
  kept_free(&list);
}

int main(void)
{
  test_sample();
  test_inline();
  test_soft_breaks();
  test_effort();
  test_nul();
  return done();
}
