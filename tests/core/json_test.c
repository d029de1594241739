/* JSON Lines and JSON files. */
#include "source_help.h"

static void test_keys(void)
{
  struct kept_list list = read_string(
      "{\"id\":\"n1\",\"text\":\"A \\u201cdeal\\u201d.\\n\",\"headline\":\"Deal "
      "\\\"done\\\"\",\"publishedAt\":\"2024-03-01\","
      "\"lang\":\"en\",\"author\":[\"A. Writer\", {\"x\": 1}],\"desk\":7}\n"
      "{\"url\":\"https://example.org/2\",\"body\":\"Second\",\"date\":1700000000}\r\n"
      "{\"content\":\"Third\",\"id\":12345678901234567890,\"title\":\"\",\"headline\":null}",
      "n.jsonl");
  is_int((long long)list.count, 3, "three lines, three records");
  is_str(nth(&list, 0)->id, "n1", "id from id");
  is_str(nth(&list, 0)->text,
         "A \xE2\x80\x9C"
         "deal\xE2\x80\x9D.\n",
         "text is the string's value");
  is_str(nth(&list, 0)->metadata,
         "{\"title\":\"Deal "
         "\\\"done\\\"\",\"date\":\"2024-03-01\",\"language\":\"en\",\"author\":[\"A. "
         "Writer\",{\"x\":1}]}",
         "metadata as given");
  ok(!nth(&list, 0)->may_split, "a JSON record is one article");
  is_str(nth(&list, 1)->id, "https://example.org/2", "id from url");
  is_str(nth(&list, 1)->text, "Second", "text from body");
  is_str(nth(&list, 1)->metadata, "{\"date\":1700000000,\"url\":\"https://example.org/2\"}",
         "a number stays one");
  is_str(nth(&list, 2)->id, "12345678901234567890", "a long number as id keeps its digits");
  is_str(nth(&list, 2)->text, "Third", "text from content");
  is_str(nth(&list, 2)->metadata, "", "empty and null say nothing");
  kept_free(&list);

  struct source_options options = {.text_key = "article",
                                   .id_key = "key",
                                   .title_key = "t",
                                   .date_key = "when",
                                   .language_key = "tongue",
                                   .keep = "desk, tags,none"};
  const char *line =
      "{\"text\":\"no\",\"article\":\"yes\",\"key\":9,\"t\":\"T\",\"when\":\"w\",\"tongue\":\"fr\","
      "\"desk\":\"world\",\"tags\":[ 1,\n 2 ]}";
  list = read_bytes(line, strlen(line), "n.json", &options);
  is_str(nth(&list, 0)->text, "yes", "--text-key");
  is_str(nth(&list, 0)->id, "9", "--id-key");
  is_str(nth(&list, 0)->metadata,
         "{\"title\":\"T\",\"date\":\"w\",\"language\":\"fr\",\"desk\":\"world\",\"tags\":[1,2]}",
         "the others and --keep");
  kept_free(&list);
}

static void test_broken(void)
{
  struct kept_list list =
      read_string("{\"text\":\"one\"}\n{\"text\":\"\xC3\xA9\",}\n{\"text\":\"cut\n[1]\n{\"a\":1}\n"
                  "{\"text\":3}\n{\"text\":\"last\"} x\n{\"text\":\"end\"}\n",
                  "b.jsonl");
  is_int((long long)list.count, 8, "every line is answered");
  is_str(nth(&list, 1)->id, "b.jsonl:2", "a broken line has its place");
  is_str(nth(&list, 1)->error, "broken JSON at line 2, column 13: unexpected '}'",
         "and the column, in characters");
  is_str(nth(&list, 2)->error, "broken JSON at line 3, column 9: a string that does not end",
         "a cut line");
  is_str(nth(&list, 3)->error,
         "no text: the value is an array, not an object (in a .json file it may be; jq -c '.[]' "
         "makes lines of it)",
         "a list");
  is_str(nth(&list, 4)->error,
         "no text: there is no key 'text', 'body' or 'content' (--text-key names another)",
         "no text");
  is_str(nth(&list, 5)->error, "no text: key 'text' holds a number, not a string",
         "text that is none");
  is_str(nth(&list, 6)->error, "broken JSON at line 7, column 17: unexpected 'x'",
         "more after the value");
  is_str(nth(&list, 7)->text, "end", "the rest goes on");
  kept_free(&list);

  list = read_string("{\"id\":\"kept\",\"title\":\"T\"}\n", "b.jsonl");
  is_str(nth(&list, 0)->id, "kept", "a record without text keeps its id");
  kept_free(&list);

  char deep[4300] = "{\"text\":\"x\",\"a\":";
  size_t at = strlen(deep);
  memset(deep + at, '[', 2000);
  memset(deep + at + 2000, ']', 2000);
  strcpy(deep + at + 4000, "}\n");
  list = read_string(deep, "deep.jsonl");
  is_str(nth(&list, 0)->error,
         "broken JSON at line 1, column 1016: more than 1000 brackets within each other",
         "deep nesting is refused by name");
  kept_free(&list);
}

static void test_characters(void)
{
  struct kept_list list =
      read_string("{\"text\":\"a\\u0000b\\ud800c\\ud83d\\ude00\\\\u0000\"}\n", "c.jsonl");
  is_str(nth(&list, 0)->text,
         "a\xEF\xBF\xBD"
         "b\xEF\xBF\xBD"
         "c\xF0\x9F\x98\x80\\u0000",
         "U+0000 and half a pair become U+FFFD, whole pairs and escaped backslashes do not");
  is_int((long long)nth(&list, 0)->invalid, 2, "both are counted");
  is_int((long long)nth(&list, 0)->invalid_at, 10, "the first one is placed");
  kept_free(&list);

  list = read_string("\n{\"text\":\"x\xFFy\"}\n", "c.jsonl");
  is_str(nth(&list, 0)->text, "x\xEF\xBF\xBDy", "invalid UTF-8 is replaced");
  is_int((long long)nth(&list, 0)->invalid_at, 11, "and placed in the file");
  kept_free(&list);

  list = read_bytes("{\"text\":\"x\0y\"}\n", 15, "c.jsonl", NULL);
  is_str(nth(&list, 0)->error, "binary data (NUL at byte 10)", "a file with NULs is refused");
  kept_free(&list);

  char line[600];
  memset(line, ' ', sizeof line);
  memcpy(line, "{\"text\":\"x", 10);
  line[10] = '\0';
  memcpy(line + 590, "y\"}\n", 4);
  list = read_bytes(line, 594, "c.jsonl", NULL);
  is_str(nth(&list, 0)->error, "broken JSON at line 1, column 11: a NUL byte",
         "a NUL in a line breaks it");
  kept_free(&list);

  list = read_string("\xEF\xBB\xBF{\"text\":\"marked\"}\n", "c.jsonl");
  is_str(nth(&list, 0)->text, "marked", "a byte order mark is no part of JSON");
  kept_free(&list);

  list = read_string("{\"text\":\"tab\there\",\"title\":\"tab\there\"}\n", "c.jsonl");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"tab\\u0009here\"}",
         "metadata are valid JSON again");
  kept_free(&list);
}

static void test_files(void)
{
  struct kept_list list =
      read_string("{\n  \"text\": \"One [object]\",\n  \"title\": \"}\"\n}\n", "one.json");
  is_int((long long)list.count, 1, "a JSON file of one object");
  is_str(nth(&list, 0)->id, "one.json", "has the file's name");
  kept_free(&list);

  list = read_string(" [ {\"text\":\"a\"}, {\"text\":\"b\\\"]\"},\n {\"text\":5},\n  "
                     "{\"text\":\"d\", oops},\n{\"text\":\"e\"} ] ",
                     "l.json");
  is_int((long long)list.count, 5, "an array gives its elements");
  is_str(nth(&list, 0)->id, "l.json:1", "called by line");
  is_str(nth(&list, 1)->id, "l.json:1:18", "and by column where a line holds several");
  is_str(nth(&list, 1)->text, "b\"]", "brackets in strings are text");
  is_str(nth(&list, 3)->error, "broken JSON at line 3, column 16: unexpected 'o'",
         "a broken element has its place");
  is_str(nth(&list, 4)->text, "e", "the rest goes on");
  kept_free(&list);

  list = read_string("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "really_lines.json");
  is_int((long long)list.count, 2, "several values in one file");
  is_str(nth(&list, 1)->id, "really_lines.json:2", "called by line");
  kept_free(&list);

  list = read_string("[{\"text\":\"a\"},{\"text\":\"b", "cut.json");
  is_int((long long)list.count, 2, "a cut array");
  ok(nth(&list, 1)->error != NULL, "says so");
  kept_free(&list);

  list = read_string("[{\"text\":\"a\"},", "cut.json");
  is_str(nth(&list, 1)->error, "broken JSON at line 1: the array is not closed",
         "also between two elements");
  kept_free(&list);

  list = read_string("]", "odd.json");
  is_str(nth(&list, 0)->error, "broken JSON at line 1, column 1: unexpected ']'",
         "a bracket alone");
  kept_free(&list);

  list = read_string("{\n \"text\": \"pretty\"\n}\n", "-stream");
  is_str(nth(&list, 0)->text, "pretty", "a pretty-printed object is known by its content");
  kept_free(&list);
  list = read_string("[\n{ \"text\": \"pretty\"}]\n", "-stream");
  is_str(nth(&list, 0)->text, "pretty", "and an array");
  kept_free(&list);
}

static void test_long(void)
{
  size_t size = 100u * 1000 * 1000;
  char *line = malloc(size + 20);
  memcpy(line, "{\"text\":\"", 9);
  memset(line + 9, 'x', size);
  memcpy(line + 9 + size, "\"}\n{}\n", 7);
  struct kept_list list = read_string(line, "long.jsonl");
  is_int((long long)nth(&list, 0)->text_size, (long long)size, "a line of 100 MB");
  is_int((long long)list.count, 2, "and the one after it");
  kept_free(&list);
  struct source_options small = {.max_record = 1000};
  list = read_bytes(line, strlen(line), "long.jsonl", &small);
  is_str(nth(&list, 0)->error, "line 1 is longer than 1000 bytes",
         "a line over the limit is refused");
  is_str(nth(&list, 1)->id, "long.jsonl:2", "and the next one is read");
  kept_free(&list);
  list = read_bytes(line, strlen(line), "long.json", &small);
  is_str(nth(&list, 0)->error,
         "the value is longer than 1000 bytes; the rest of the file is not read",
         "nor is a value over the limit");
  is_int((long long)list.count, 1, "behind which nobody looks");
  kept_free(&list);
  free(line);
  list = read_string("{\"text\":{\"a\":1},\"body\":true}{\"text\":false}", "kinds.json");
  is_str(nth(&list, 0)->error, "no text: key 'text' holds an object, not a string", "an object");
  is_str(nth(&list, 1)->error, "no text: key 'text' holds true or false, not a string", "a truth");
  kept_free(&list);
}

int main(void)
{
  test_keys();
  test_broken();
  test_characters();
  test_files();
  test_long();
  return done();
}
