/* Sources: files, folders, standard input, plain text and its encodings, errors. */
#include "source_help.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>

static void test_plain(void)
{
  struct kept_list list =
      read_string("The minister left for Oslo.\r\nTalks resume Monday.\n", "a.txt");
  is_int((long long)list.count, 1, "a text file is one record");
  is_str(nth(&list, 0)->text, "The minister left for Oslo.\r\nTalks resume Monday.\n",
         "its text is exact, CR included");
  is_str(nth(&list, 0)->id, "a.txt", "its id is the path");
  is_str(nth(&list, 0)->metadata, "", "it has no metadata");
  is_str(nth(&list, 0)->encoding, "utf-8 (valid)", "its encoding is said");
  ok(nth(&list, 0)->may_split, "it may hold several articles");
  kept_free(&list);

  list = read_string("\xEF\xBB\xBF"
                     "Vilnius said no.",
                     "bom.txt");
  is_str(nth(&list, 0)->text,
         "\xEF\xBB\xBF"
         "Vilnius said no.",
         "a byte order mark stays");
  is_str(nth(&list, 0)->encoding, "utf-8 (mark)", "and is named");
  kept_free(&list);

  list = read_string("", "empty.txt");
  is_int((long long)list.count, 1, "an empty file is one record");
  is_str(nth(&list, 0)->text, "", "without text");
  is_str(nth(&list, 0)->error, NULL, "and without error");
  kept_free(&list);
}

static void test_invalid(void)
{
  struct kept_list list = read_string("Envoy \xFF met \xC3\x28 caf\xC3\xA9\xE2\x82", "bad.txt");
  is_str(nth(&list, 0)->text, "Envoy \xEF\xBF\xBD met \xEF\xBF\xBD( caf\xC3\xA9\xEF\xBF\xBD",
         "invalid sequences become U+FFFD");
  is_int((long long)nth(&list, 0)->invalid, 3, "they are counted");
  is_int((long long)nth(&list, 0)->invalid_at, 6, "the first one is placed");
  kept_free(&list);

  list = read_bytes(
      "NUL \0 in a long text that is otherwise ordinary news, as wires sometimes send it.", 78,
      "nul.txt", NULL);
  is_int((long long)nth(&list, 0)->text_size, 78, "a stray NUL is text");
  kept_free(&list);

  list = read_bytes("PK\1\2\0\0\0\0ab\0\0\0\0", 14, "data.bin", NULL);
  is_str(nth(&list, 0)->error, "binary data (NUL at byte 4)", "binary data is refused");
  is_str(nth(&list, 0)->text, "", "and gives no text");
  kept_free(&list);

  list = read_string("%PDF-1.7\nstream", "paper.txt");
  is_str(nth(&list, 0)->error, "a PDF file, not text; pdftotext makes text of it",
         "a PDF is known");
  kept_free(&list);
}

static void test_encodings(void)
{
  static const char little[] = "\xFF\xFE"
                               "O\0s\0l\0o\0 \0\x1C\x20"
                               "y\0\x1D\x20\x3D\xD8\x00\xDE";
  static const char big[] = "\0O\0s\0l\0o\0 \0s\0a\0i\0d\0 \0n\0o\0.\xD8\x01\0.";
  struct kept_list list = read_bytes(little, sizeof little - 1, "le.txt", NULL);
  is_str(nth(&list, 0)->text, "Oslo \xE2\x80\x9Cy\xE2\x80\x9D\xF0\x9F\x98\x80",
         "UTF-16LE by its mark");
  is_str(nth(&list, 0)->encoding, "utf-16le (mark)", "and it is said");
  kept_free(&list);

  list = read_bytes(big, sizeof big - 1, "be.txt", NULL);
  is_str(nth(&list, 0)->text, "Oslo said no.\xEF\xBF\xBD.",
         "UTF-16BE by its zeros, half a pair replaced");
  is_str(nth(&list, 0)->encoding, "utf-16be (sniffed)", "and it is said");
  is_int((long long)nth(&list, 0)->invalid, 1, "the half pair is counted");
  is_int((long long)nth(&list, 0)->invalid_at, 26, "and placed in the input");
  kept_free(&list);

  list = read_string("\x93We agreed,\x94 said Andr\xE9 \x96 in Z\xFCrich.", "cp.txt");
  is_str(nth(&list, 0)->text,
         "\xE2\x80\x9CWe agreed,\xE2\x80\x9D said Andr\xC3\xA9 \xE2\x80\x93 in Z\xC3\xBCrich.",
         "Windows-1252 by its bytes");
  is_str(nth(&list, 0)->encoding, "windows-1252 (sniffed)", "and it is said");
  is_int((long long)nth(&list, 0)->invalid, 0, "nothing was replaced");
  kept_free(&list);

  list = read_bytes("\xFF\xFE{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0a\0\"\0}\0\n\0", 28, "u.jsonl", NULL);
  is_str(nth(&list, 0)->text, "a", "JSON Lines in UTF-16");
  kept_free(&list);
}

static void test_errors(void)
{
  struct kept_list list = read_path(scratch("missing.txt"), NULL);
  is_int((long long)list.count, 1, "a missing file is one record");
  is_str(nth(&list, 0)->error, "no such file", "with an error");
  is_str(nth(&list, 0)->id, scratch("missing.txt"), "and the path");
  kept_free(&list);

  mkdir(scratch("hollow"), 0777);
  write_file("hollow/.hidden.txt", "x", 1);
  write_file("hollow/picture.png", "x", 1);
  list = read_path(scratch("hollow"), NULL);
  is_int((long long)list.count, 1, "a folder without readable files is one record");
  is_str(nth(&list, 0)->error, "is a directory without readable files", "with an error");
  kept_free(&list);

  struct source_options small = {.max_record = 10};
  list = read_bytes("0123456789", 10, "ten.txt", &small);
  is_str(nth(&list, 0)->error, NULL, "a record at the limit is read");
  kept_free(&list);
  list = read_bytes("0123456789a", 11, "eleven.txt", &small);
  is_str(nth(&list, 0)->error, "the text is longer than 10 bytes",
         "a record over the limit is refused");
  kept_free(&list);

  struct source *source = NULL;
  struct source_options wrong = {.format = "docx"};
  is_int(source_open(NULL, 0, false, &wrong, &source), STATUS_MISUSE,
         "an unknown format is refused");
}

/* What the core calls: a disk that fails in the middle of a folder. */
static bool disk_fails;

struct dirent *readdir(DIR *directory)
{
  static struct dirent *(*system_readdir)(DIR * directory);
  if (system_readdir == NULL)
    *(void **)&system_readdir = dlsym(RTLD_NEXT, "readdir");
  if (disk_fails && telldir(directory) > 0) {
    errno = EIO;
    return NULL;
  }
  return system_readdir(directory);
}

static void test_broken_folder(void)
{
  mkdir(scratch("broken"), 0777);
  write_file("broken/a.txt", "one", 3);
  write_file("broken/b.txt", "two", 3);
  disk_fails = true;
  struct kept_list list = read_path(scratch("broken"), NULL);
  disk_fails = false;
  is_int((long long)list.count, 1, "a folder that cannot be read to its end is an error");
  is_str(nth(&list, 0)->error, "Input/output error", "which says why");
  kept_free(&list);
}

static void test_folder(void)
{
  mkdir(scratch("news"), 0777);
  mkdir(scratch("news/a"), 0777);
  mkdir(scratch("news/empty"), 0777);
  write_file("news/b.txt", "two", 3);
  write_file("news/a.txt", "zero", 4);
  write_file("news/a/x.md", "one", 3);
  write_file("news/B.txt", "capitals first", 14);
  write_file("news/c.jsonl", "{\"text\":\"three\"}\n{\"text\":\"four\"}\n", 33);
  write_file("news/data.txt", "\0\1\2\3\0\0\0\0", 8);
  if (symlink(".", scratch("news/loop")) != 0)
    puts("# no links here");
  struct kept_list list = read_path(scratch("news"), NULL);
  is_int((long long)list.count, 6, "a folder gives its files, a binary one left out");
  is_str(nth(&list, 0)->text, "capitals first", "in the order of bytes: capitals");
  is_str(nth(&list, 1)->text, "zero", "a.txt before a/");
  is_str(nth(&list, 2)->text, "one", "the folder inside");
  is_str(nth(&list, 3)->text, "two", "then b.txt");
  is_str(nth(&list, 5)->text, "four", "and the lines of c.jsonl");
  is_str(nth(&list, 5)->source, scratch("news/c.jsonl"), "whose source is the file");
  kept_free(&list);

  const char *path = scratch("news");
  struct source *source = NULL;
  source_open(&path, 1, false, NULL, &source);
  uint64_t done_bytes = 1;
  uint64_t total = 0;
  source_progress(source, &done_bytes, &total);
  is_int((long long)done_bytes, 0, "nothing is read before it is asked for");
  is_int((long long)total, 3 + 4 + 3 + 14 + 33 + 8, "the total is known");
  struct source_record record;
  while (source_next(source, &record) == STATUS_OK)
    continue;
  source_progress(source, &done_bytes, &total);
  is_int((long long)done_bytes, (long long)total, "in the end all is read");
  source_close(source);
}

/* Feed standard input through a pipe, which cannot be sought in. */
static struct kept_list read_stdin(const char *bytes, size_t size, bool jsonl)
{
  int ends[2];
  if (pipe(ends) != 0)
    abort();
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    while (size > 0) {
      ssize_t wrote = write(ends[1], bytes, size < 1000 ? size : 1000);
      if (wrote < 0)
        _exit(1);
      bytes += wrote;
      size -= (size_t)wrote;
    }
    _exit(0);
  }
  close(ends[1]);
  dup2(ends[0], STDIN_FILENO);
  close(ends[0]);
  const char *path = "-";
  struct source *source = NULL;
  source_open(&path, 1, jsonl, NULL, &source);
  return keep_all(source);
}

static void test_stdin(void)
{
  static const char plain[] = "Talks began.\nThey ended.\n";
  struct kept_list list = read_stdin(plain, sizeof plain - 1, false);
  is_int((long long)list.count, 1, "text on standard input is one record");
  is_str(nth(&list, 0)->id, "-", "called -");
  is_str(nth(&list, 0)->source, "-", "from -");
  kept_free(&list);

  static const char lines[] = "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n";
  list = read_stdin(lines, sizeof lines - 1, false);
  is_int((long long)list.count, 2, "JSON Lines are known by their bracket");
  is_str(nth(&list, 1)->id, "-:3", "and counted by line");
  kept_free(&list);

  list = read_stdin("nonsense\n{\"text\":\"b\"}\n", 22, true);
  is_str(nth(&list, 0)->error, "broken JSON at line 1, column 1: unexpected 'n'",
         "or when they are asked for");
  is_str(nth(&list, 1)->text, "b", "and go on after an error");
  kept_free(&list);

  size_t size = 3000000;
  char *large = malloc(size);
  memset(large, 'x', size);
  list = read_stdin(large, size, false);
  is_int((long long)nth(&list, 0)->text_size, (long long)size, "a large text through a pipe");
  kept_free(&list);
  free(large);
}

static void test_lines(void)
{
  struct source_options raw = {.raw = true};
  struct kept_list list = read_bytes("one\r\n\n\xFFthree", 12, "in.txt", &raw);
  is_int((long long)list.count, 3, "raw: every line is a record");
  is_str(nth(&list, 0)->text, "one", "without its line end");
  is_str(nth(&list, 1)->text, "", "also an empty one");
  is_str(nth(&list, 2)->id, "in.txt:3", "called by its line");
  is_int((long long)nth(&list, 2)->invalid_at, 6, "invalid bytes are placed in the file");
  kept_free(&list);
}

static void test_list(void)
{
  struct source_options options = {.list = scratch("")};
  struct source *source = NULL;
  if (source_open(NULL, 0, false, &options, &source) != STATUS_OK)
    abort();
  struct kept_list list = keep_all(source);
  is_int((long long)list.count, 1, "a list of paths that cannot be read");
  is_str(nth(&list, 0)->error, "cannot read: Is a directory", "is told");
  kept_free(&list);
}

static void test_deferred(void)
{
  static const char page[] = "<title>Dam vote</title><p>Vilnius said no to the plan \xFF again.";
  struct source_options options = {.defer = true};
  struct source_record record = {.rest = REST_NONE};
  struct source *source = open_bytes(page, sizeof page - 1, "a.html", &options);
  is_int(source_next(source, &record), STATUS_OK, "a deferred page");
  is_int((long long)record.rest, REST_HTML, "says what is left to be done");
  ok(record.text.size == sizeof page - 1 + 2 && record.metadata.size == 0 && record.invalid == 1,
     "holds the page as UTF-8, and what was replaced in it");
  struct source_space *space = source_space_new();
  is_int(source_complete(space, &record), STATUS_OK, "it is completed elsewhere");
  ok(record.rest == REST_NONE && record.metadata.size > 0 && record.invalid == 1 &&
         memmem(record.text.data, record.text.size, "<p>", 3) == NULL,
     "and is then as any other");
  is_int(source_complete(space, &record), STATUS_OK, "once");
  source_space_free(space);
  source_close(source);
}

/* Records of JSON lines with and without ids, in three parts by their ids. */
static void test_parts(void)
{
  static const char lines[] =
      "{\"id\":\"a\",\"text\":\"x\"}\n{\"text\":\"y\"}\n{broken\n{\"text\":\"z\"}\n";
  unsigned times[4] = {0, 0, 0, 0};
  bool all_counted = true;
  for (unsigned part = 1; part <= 3; part++) {
    struct source_options options = {.part = part, .parts = 3};
    struct source *source = open_bytes(lines, sizeof lines - 1, "in.jsonl", &options);
    struct source_record record;
    uint64_t own = 0;
    for (; source_next(source, &record) == STATUS_OK; own++) {
      char last = record.id.data[record.id.size - 1];
      times[last == 'a' ? 0 : last - '1']++;
    }
    all_counted = all_counted && own + source_passed(source) == 4;
    source_close(source);
  }
  ok(times[0] == 1 && times[1] == 1 && times[2] == 1 && times[3] == 1,
     "every record, and every error, is in one of three parts");
  ok(all_counted, "those of other parts are counted");
}

int main(void)
{
  test_list();
  test_deferred();
  test_parts();
  test_plain();
  test_invalid();
  test_encodings();
  test_errors();
  test_folder();
  test_broken_folder();
  test_stdin();
  test_lines();
  return done();
}
