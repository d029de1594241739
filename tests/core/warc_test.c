/* Web archives. */
#include "source_help.h"

static void add_record(struct buffer *out, const char *type, const char *fields, const char *block,
                       size_t size)
{
  char head[500];
  snprintf(head, sizeof head, "WARC/1.0\r\nWARC-Type: %s\r\n%sContent-Length: %zu\r\n\r\n", type,
           fields, size);
  buffer_add_string(out, head);
  buffer_add(out, block, size);
  buffer_add_string(out, "\r\n\r\n");
}

static void add_page(struct buffer *out, const char *fields, const char *http)
{
  add_record(out, "response", fields, http, strlen(http));
}

static void test_sample(void)
{
  char path[300];
  const char *top = getenv("READOUT_SAMPLES");
  snprintf(path, sizeof path, "%s/crawl.warc", top ? top : "tests/samples/inputs");
  struct kept_list list = read_path(path, NULL);
  is_int((long long)list.count, 2, "pages and texts, no pictures, no missing pages");
  is_str(nth(&list, 0)->id, "https://post.example/a", "id is the address");
  is_str(nth(&list, 0)->text, "Dam vote is set\n\nParliament will vote on Monday.\n",
         "a page in chunks");
  is_str(nth(&list, 0)->metadata,
         "{\"language\":\"en\",\"title\":\"Dam vote is set\",\"url\":\"https://post.example/a\","
         "\"crawled\":\"2024-05-03T10:00:00Z\"}",
         "its metadata; when it was fetched is not its date");
  is_str(nth(&list, 1)->text, "Harvest is late.\nFarmers wait.\n", "a conversion (WET)");
  is_str(nth(&list, 1)->metadata, "{\"url\":\"https://post.example/b\",\"language\":\"eng\"}",
         "its metadata");
  kept_free(&list);
}

static void test_broken(void)
{
  struct buffer file = {0};
  add_page(&file, "WARC-Target-URI: a\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\none");
  buffer_add_string(&file, "garbage\r\nmore garbage\r\n");
  add_page(&file, "WARC-Target-URI: b\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf\xE9");
  buffer_add_string(&file, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\n");
  add_page(
      &file, "WARC-Target-URI: c\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n\x01\x02\x03");
  add_page(
      &file, "WARC-Target-URI: d\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n<p>plain</p>");
  add_page(&file, "WARC-Target-URI: e\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nlast");
  file.size -= 6;
  struct kept_list list = read_bytes(file.data, file.size, "x.warc", NULL);
  is_int((long long)list.count, 8, "a broken web archive");
  is_str(nth(&list, 0)->text, "one", "the first record");
  ok(nth(&list, 1)->error && strstr(nth(&list, 1)->error, "not a record of a web archive"),
     "what is no record is told once");
  is_str(nth(&list, 2)->text, "café", "the next record");
  ok(nth(&list, 3)->error && strstr(nth(&list, 3)->error, "a record without a length"),
     "a record without a length");
  is_str(nth(&list, 4)->error, "the page is compressed as 'br', which is not supported",
         "an unknown compression");
  is_str(nth(&list, 5)->text, "plain\n", "a page that only says that it is compressed");
  is_str(nth(&list, 6)->text, "la", "a cut record");
  is_str(nth(&list, 7)->error,
         "the web archive ends within a record: what was read before it is kept", "says so");
  kept_free(&list);

  struct source_options small = {.max_record = 60};
  list = read_bytes(file.data, file.size, "x.warc", &small);
  is_str(nth(&list, 2)->error, "the record is longer than 60 bytes", "a record over the limit");
  is_str(nth(&list, 0)->text, "one", "one under it");
  kept_free(&list);
  buffer_free(&file);
}

/* Pages that gzip has packed: too large, broken, and none. */
static void test_packed(void)
{
  static const char page[] =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\n"
      "\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03\x4B\x4C\x1C\x05\xC4\x02\x00"; /* 300 a, cut */
  struct buffer file = {0};
  add_record(&file, "response", "WARC-Record-ID: <urn:1>\r\n", page, sizeof page - 1);
  add_page(&file, "", "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\nnone");
  add_page(&file, "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nno name");
  struct kept_list list = read_bytes(file.data, file.size, "x.warc", NULL);
  is_int((long long)nth(&list, 0)->text_size, 300, "what there is of a page");
  is_str(nth(&list, 0)->id, "urn:1", "called by its number");
  ok(nth(&list, 1)->error && strstr(nth(&list, 1)->error, "gzip data is truncated"), "and its end");
  is_str(nth(&list, 2)->id, "x.warc", "a page without a name, behind one that is an error");
  kept_free(&list);
  struct source_options small = {.max_record = 250};
  list = read_bytes(file.data, file.size, "x.warc", &small);
  is_str(nth(&list, 0)->error, "the page is longer than 250 bytes", "a page over the limit");
  kept_free(&list);
  buffer_free(&file);
}

static void test_lies(void)
{
  struct buffer file = {0};
  add_page(&file, "WARC-Target-URI: a\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
           "face to face: no chunks here\n");
  add_page(&file, "WARC-Target-URI: b\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
           "000000000003;x=y\r\none\r\n4 \r\n two\r\n0\r\n\r\n");
  add_page(&file, "WARC-Target-URI: c\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
           "ffffffffffffffffffff\r\nmore than there is");
  add_record(&file, "request", "", "GET / HTTP/1.1", 14);
  file.size -= 10;
  struct kept_list list = read_bytes(file.data, file.size, "x.warc", NULL);
  is_str(nth(&list, 0)->text, "face to face: no chunks here\n",
         "a body that only says it is in chunks");
  is_str(nth(&list, 1)->text, "one two", "chunks with zeros, extensions and spaces in their heads");
  is_str(nth(&list, 2)->text, "more than there is", "a chunk that is longer than its page");
  is_str(nth(&list, 3)->error,
         "the web archive ends within a record: what was read before it is kept",
         "an archive that is cut in a record that nobody reads");
  kept_free(&list);
  buffer_free(&file);
}

int main(void)
{
  test_sample();
  test_broken();
  test_packed();
  test_lies();
  return done();
}
