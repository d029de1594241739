/*
 * The image: what is packed comes out again, and what is no image is refused.
 */
#include "../../core/match/image.h"
#include "../../core/match/lexicon.h"
#include "tap.h"
#include <stdlib.h>

static struct slice literal(const char *string)
{
  return (struct slice){string, strlen(string)};
}

static struct segment_rules *make_rules(void)
{
  struct segment_rules *rules = NULL;
  segment_rules_new((struct slice){"", 0}, &rules);
  return rules;
}

static const char cities[] = "# made up; today; none\nname\tcountry\nOslo\tNO\nNew York\tUS\n";
static const char cues[] = "# made up; today; none\nword\tclass\nsaid\tsay\n";

static const struct image_input files[] = {
    {"plugins/data/cities.tsv", {cities, sizeof cities - 1}},
    {"core/lua/cli.lua", {"return 1", 8}},
    {"plugins/data/cues.tsv", {cues, sizeof cues - 1}},
    {"core/lua/empty.lua", {"", 0}},
};
enum { FILES = sizeof files / sizeof *files };

static void test_empty(struct segment_rules *rules)
{
  struct buffer bytes = {0};
  struct image *image;
  uint32_t bad;
  is_int(image_write(NULL, 0, rules, &bytes, &bad), STATUS_OK, "an image of nothing");
  is_int(image_open((struct slice){bytes.data, bytes.size}, &image), STATUS_OK, "opens");
  struct slice slice;
  is_int(image_count(image), 0, "holds no file");
  ok(image_path(image, 0) == NULL, "no path");
  ok(!image_file(image, "core/lua/cli.lua", &slice), "finds no file");
  struct lexicon *lexicon;
  is_int(lexicon_new(image_lexicon(image), rules, &lexicon), STATUS_OK, "its lexicon opens");
  is_int(lexicon_word_count(lexicon), 1, "and has no words");
  is_int(lexicon_freeze(lexicon), STATUS_OK, "and can be frozen");
  lexicon_free(lexicon);
  image_close(image);
  buffer_free(&bytes);
}

static void test_files(struct segment_rules *rules)
{
  struct buffer bytes = {0};
  struct image *image;
  uint32_t bad;
  image_write(files, FILES, rules, &bytes, &bad);
  is_int(image_open((struct slice){bytes.data, bytes.size}, &image), STATUS_OK, "an image opens");
  is_int(image_count(image), FILES, "with all files");
  is_str(image_path(image, 0), "core/lua/cli.lua", "in order of their paths");
  is_str(image_path(image, 3), "plugins/data/cues.tsv", "to the last");
  bool same = true;
  for (int i = 0; i < FILES; i++) {
    struct slice slice;
    same = same && image_file(image, files[i].path, &slice) && slice.size == files[i].bytes.size &&
           memcmp(slice.data, files[i].bytes.data, slice.size) == 0;
  }
  ok(same, "their bytes come out again");
  struct slice slice;
  ok(!image_file(image, "core/lua/cli", &slice), "a beginning of a path is no path");
  ok(!image_file(image, "", &slice), "nor is the empty one");

  struct lexicon *lexicon;
  uint32_t list;
  lexicon_new(image_lexicon(image), rules, &lexicon);
  is_int(lexicon_word_count(lexicon), 4, "words of name lists only");
  image_file(image, "plugins/data/cities.tsv", &slice);
  is_int(lexicon_add_list(lexicon, "cities.tsv", slice, &list), STATUS_OK, "a packed list");
  is_int(lexicon_word_count(lexicon), 4, "adds no words");
  is_int(lexicon_add_list(lexicon, "cities.tsv", literal("name\nBergen\n"), &list), STATUS_OK,
         "another list of that name");
  is_int(lexicon_word_count(lexicon), 5, "adds its own");
  struct slice row = lexicon_row(lexicon, 0, 1);
  is_bytes(row.data, row.size, "New York\tUS", "a row of the packed list");
  ok(row.data > bytes.data && row.data < bytes.data + bytes.size, "is read where it lies");
  lexicon_free(lexicon);
  image_close(image);

  /* Position independent: the same bytes elsewhere. */
  char *moved = malloc(bytes.size + 64);
  memcpy(moved + 16, bytes.data, bytes.size);
  is_int(image_open((struct slice){moved + 16, bytes.size}, &image), STATUS_OK, "moved, it opens");
  ok(image_file(image, "core/lua/cli.lua", &slice) && slice.data > moved, "and works there");
  image_close(image);
  is_int(image_open((struct slice){moved + 17, bytes.size}, &image), STATUS_BAD_INPUT,
         "unless out of step");
  free(moved);

  struct buffer again = {0};
  static const struct image_input shuffled[] = {
      {"core/lua/empty.lua", {"", 0}},
      {"plugins/data/cues.tsv", {cues, sizeof cues - 1}},
      {"plugins/data/cities.tsv", {cities, sizeof cities - 1}},
      {"core/lua/cli.lua", {"return 1", 8}},
  };
  image_write(shuffled, FILES, rules, &again, &bad);
  ok(again.size == bytes.size && memcmp(again.data, bytes.data, bytes.size) == 0,
     "the same files in another order give the same bytes");
  buffer_free(&again);
  buffer_free(&bytes);
}

static void test_refused(struct segment_rules *rules)
{
  struct buffer bytes = {0};
  struct image *image;
  uint32_t bad = 0;
  static const struct image_input twice[] = {
      {"a.lua", {"1", 1}}, {"b.lua", {"2", 1}}, {"a.lua", {"3", 1}}};
  is_int(image_write(twice, 3, rules, &bytes, &bad), STATUS_BAD_INPUT, "a path that comes twice");
  ok(bad == 0 || bad == 2, "is told");
  buffer_clear(&bytes);
  static const struct image_input broken[] = {{"x.lua", {"1", 1}}, {"x.tsv", {"name\n\xff\n", 7}}};
  is_int(image_write(broken, 2, rules, &bytes, &bad), STATUS_BAD_INPUT, "a list that is not UTF-8");
  is_int(bad, 1, "is told");
  buffer_clear(&bytes);

  image_write(files, FILES, rules, &bytes, &bad);
  uint32_t opened = 0;
  for (size_t size = 0; size < bytes.size; size += 8) {
    char *part = malloc(size + 1);
    memcpy(part, bytes.data, size);
    if (image_open((struct slice){part, size}, &image) == STATUS_OK) {
      opened++;
      image_close(image);
    }
    free(part);
  }
  is_int(opened, 0, "no beginning of an image opens");

  /* One byte of the head changed: refused, or still within bounds. */
  char *copy = malloc(bytes.size);
  for (size_t at = 0; at < 1024 && at < bytes.size; at++) {
    memcpy(copy, bytes.data, bytes.size);
    copy[at] = (char)~copy[at];
    if (image_open((struct slice){copy, bytes.size}, &image) != STATUS_OK)
      continue;
    struct lexicon *lexicon;
    if (lexicon_new(image_lexicon(image), rules, &lexicon) == STATUS_OK)
      lexicon_free(lexicon);
    for (uint32_t i = 0; i < image_count(image); i++) {
      struct slice slice;
      image_file(image, image_path(image, i), &slice);
    }
    image_close(image);
  }
  ok(true, "a damaged head is read without harm");
  free(copy);
  buffer_free(&bytes);
}

int main(void)
{
  struct segment_rules *rules = make_rules();
  test_empty(rules);
  test_files(rules);
  test_refused(rules);
  segment_rules_free(rules);
  return done();
}
