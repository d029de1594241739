/* Mails and mailboxes. */
#include "../../core/text/utf8.h"
#include "source_help.h"

static struct kept_list read_sample(const char *name)
{
  char path[300];
  const char *top = getenv("READOUT_SAMPLES");
  snprintf(path, sizeof path, "%s/%s", top ? top : "tests/samples/inputs", name);
  return read_path(path, NULL);
}

static void test_letter(void)
{
  struct kept_list list = read_sample("letter.eml");
  is_int((long long)list.count, 1, "a mail is one record");
  is_str(
      nth(&list, 0)->text,
      "The vote is on Monday, “as planned”, the minister said. This line was folded.\n\nRegards\n\n"
      "Talks end\n\nThe café is closed.\n",
      "plain text before HTML, no attachment, what was forwarded");
  is_str(nth(&list, 0)->metadata,
         "{\"title\":\"Dam vote – étude on Monday\",\"date\":\"Fri, 3 May 2024 09:58:00 +0300\","
         "\"author\":\"Ada Lind (Post) <ada@post.example>\"}",
         "header fields, encoded words decoded");
  is_str(nth(&list, 0)->encoding, "utf-8 (valid)", "encoding of the first part");
  kept_free(&list);
}

static void test_mailbox(void)
{
  struct kept_list list = read_sample("letters.mbox");
  is_int((long long)list.count, 2, "a mailbox gives its mails");
  is_str(nth(&list, 0)->id, "one@post.example", "id from Message-ID");
  is_str(nth(&list, 0)->text, "The envoys met.\n\nFrom there they went to dinner.\n\n",
         "\">From\" is put right");
  ok(nth(&list, 1)->id && strstr(nth(&list, 1)->id, "letters.mbox:11"), "or from the line");
  is_str(nth(&list, 1)->text,
         "A long line that was cut by the mail program,\n\nand an answer that was cut as well.\n-- "
         "\nBo\n",
         "flowed lines are joined");
  kept_free(&list);
}

static void test_parts(void)
{
  struct kept_list list = read_string(
      "From: a\r\nSubject: only html\r\nDate: x\r\nContent-Type: multipart/alternative; "
      "boundary=\"b\"\r\n\r\n--b\r\n\r\n   \r\n--b\r\nContent-Type: text/html\r\n\r\n"
      "<meta charset=windows-1252><p>caf\xE9</p>\r\n",
      "x.eml");
  is_str(nth(&list, 0)->text, "café\n",
         "HTML where plain text is blank, its own charset, the boundary cut");
  kept_free(&list);

  list =
      read_string("From: a\nTo: b\nSubject:\n caf\xE9\n\nBody \x93quoted\x94 here\xE9.\n", "x.eml");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"café\",\"author\":\"a\"}",
         "bytes in a folded header are sniffed");
  is_str(nth(&list, 0)->text, "Body “quoted” hereé.\n", "and in a body without a charset");
  kept_free(&list);

  list = read_string("From: a\nTo: b\nSubject: c\n\nknown by its header\n", "unknown");
  is_str(nth(&list, 0)->text, "known by its header\n", "a mail is known by its first bytes");
  kept_free(&list);

  list = read_string("Note: this is news.\nTwo: lines.\n\nAnd text.\n", "unknown");
  is_str(nth(&list, 0)->metadata, "", "a text with colons is not");
  kept_free(&list);

  list = read_string("Subject: no body", "x.eml");
  is_str(nth(&list, 0)->text, "", "a mail without a body");
  is_str(nth(&list, 0)->error, NULL, "is no error");
  kept_free(&list);

  list = read_string("Subject: x\nContent-Type: text/plain; charset=utf-8\n\nab\xFF\n", "x.eml");
  is_str(nth(&list, 0)->text, "ab\xEF\xBF\xBD\n", "invalid bytes of a declared charset");
  is_int((long long)nth(&list, 0)->invalid_at, 54, "are placed in the file");
  kept_free(&list);

  list = read_string("Subject: =?utf-8?Q?a?= =?utf-8?Q?b?= c =?x?= =?utf-8?B?w6k=?=\n\n", "x.eml");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"ab c =?x?= é\"}",
         "encoded words, and what only looks like one");
  kept_free(&list);
}

static void test_boundaries(void)
{
  struct kept_list list = read_string(
      "Subject: x\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n"
      "Content-Type: multipart/alternative; boundary=abc\n\n--abc\nContent-Type: text/html\n\n"
      "<p>not this</p>\n--abc\n\none\n--abc--\n--ab  \n\ntwo\n--abba\n--ab-- \nbehind\n",
      "x.eml");
  is_str(nth(&list, 0)->text, "one\n\ntwo\n--abba\n", "a boundary that begins as another does");
  kept_free(&list);
}

static void test_charsets(void)
{
  struct kept_list list = read_string("Subject: x\nContent-Type: text/plain; charset=utf-16le\n"
                                      "Content-Transfer-Encoding: base64\n\nTwBzAGwAbwAuAA==\n",
                                      "x.eml");
  is_str(nth(&list, 0)->text, "Oslo.\n", "ASCII in UTF-16 without a mark");
  is_str(nth(&list, 0)->encoding, "utf-16le (declared)", "by its declaration");
  kept_free(&list);

  list = read_string("Subject: x\n\nNo.\n> They said\n>  that.\n>\n> > Yes.\n> Ada\n", "x.eml");
  is_str(nth(&list, 0)->text, "No.\n\nThey said\n that.\n\nYes.\n\nAda\n",
         "marks of what is quoted are no text");
  kept_free(&list);

  list = read_string("Subject: x\nContent-Type: text/plain; charset=utf-16\n"
                     "Content-Transfer-Encoding: base64\n\nAE8AcwBsAG8AIABpAHMAIABoAGUAcgBlAC4=\n",
                     "x.eml");
  is_str(nth(&list, 0)->text, "Oslo is here.\n", "of either order");
  kept_free(&list);

  list = read_string("Subject: =?iso-8859-1*en?Q?caf=E9?= =?iso-8859-1?Q?_x?=\nContent-Type: "
                     "text/plain; charset = utf-8; format=\"fl\\owed\"; delsp=yes\n"
                     "Content-Transfer-Encoding: base64\n\n//5PAHMAbABvACAACgB4AC4A!\n",
                     "x.eml");
  is_str(nth(&list, 0)->text, "Oslox.\n", "with a mark, whatever is declared; spaces that go");
  is_str(nth(&list, 0)->metadata, "{\"title\":\"café x\"}", "a language beside a charset");
  kept_free(&list);

  list =
      read_string("Subject: x\nContent-Type: text/plain; format=flowed\n\n> They said \n> that \n"
                  "no \n-- \nAda\n",
                  "x.eml");
  is_str(nth(&list, 0)->text, "They said that \n\nno \n-- \nAda\n",
         "what is quoted and what is not, and a signature");
  kept_free(&list);

  list = read_string("Subject: x\nContent-Type: text/plain; charset=utf-16\n\nA lie.\n", "x.eml");
  is_str(nth(&list, 0)->text, "A lie.\n", "what is declared and is not");
  kept_free(&list);

  list = read_string("Subject: x\nContent-Type: text/plain; charset=ucs-4\n\n\x7F\xFF\xFF\xFF"
                     "abcd\xE9!",
                     "x.eml");
  const char *text = nth(&list, 0)->text;
  ok(text && utf8_valid_prefix((struct slice){text, strlen(text)}) == strlen(text),
     "numbers that are no characters");
  kept_free(&list);

  list = read_string("Subject: x\nContent-Type: text/plain; charset=windows-1258\n\n\xF0 Hoa",
                     "x.eml");
  is_str(nth(&list, 0)->text, "đ Hoa\n", "the last letter, for which an accent might have come");
  kept_free(&list);
}

/* Mails over the limit, of which the mails behind them are no part. */
static void test_long_mails(void)
{
  struct source_options small = {.max_record = 60};
  static const char box[] = "From a\nMessage-ID: <long>\n\n"
                            "0123456789\n0123456789\n0123456789\n0123456789\n\n"
                            "From b\nSubject: b\n\nsecond\n\n"
                            "From c\nMessage-ID: <c>\n\n"
                            "a line that alone is longer than a whole mail is allowed to be here\n"
                            "From d is no start: no empty line stands before it\n\n"
                            "From e\nSubject: e\n\nthird\n";
  struct kept_list list = read_bytes(box, sizeof box - 1, "a.mbox", &small);
  is_int((long long)list.count, 4, "mails of a mailbox, some too long");
  is_str(nth(&list, 0)->error, "the mail is longer than 60 bytes", "a mail over the limit");
  is_str(nth(&list, 0)->id, "long", "and which");
  is_str(nth(&list, 1)->text, "second\n\n", "the one behind it");
  is_str(nth(&list, 2)->id, "c", "one with a line over the limit");
  is_str(nth(&list, 3)->text, "third\n", "the last one");
  kept_free(&list);

  static const char line[] =
      "Subject: all of it is one line that is longer than a mail may be here";
  list = read_bytes(line, sizeof line - 1, "a.mbox", &small);
  is_str(nth(&list, 0)->error, "the mail is longer than 60 bytes", "a mailbox of one such line");
  kept_free(&list);
}

/* Programs that count the bytes of mails do not quote "From " in their texts. */
static void test_from(void)
{
  struct kept_list list =
      read_string("From a@b Mon May  5 09:30:00 2031\nSubject: 1\n\none\n\n"
                  "From here on it is text.\nAnd more.\n\nFrom there\n\n"
                  "From c\nSubject: 2\n\ntwo\n\nFrom d Mon May  5 09:30:00 2031\n\nthree\n\nFrom e",
                  "a.mbox");
  is_int((long long)list.count, 3, "lines that begin with From");
  is_str(nth(&list, 0)->text, "one\n\nFrom here on it is text.\nAnd more.\n\nFrom there\n\n",
         "and are text");
  is_str(nth(&list, 1)->text, "two\n\n", "or begin a mail, by the fields behind them");
  is_str(nth(&list, 2)->text, "three\n\nFrom e\n", "or by the time in them");
  kept_free(&list);
}

static void test_depth(void)
{
  for (int depth = 15; depth <= 16; depth++) {
    struct buffer mail = {0};
    for (int i = 0; i < depth; i++)
      buffer_add_string(&mail, "Content-Type: message/rfc822\n\n");
    buffer_add_string(&mail, "Subject: inner\n\ntext\n");
    struct kept_list list = read_bytes(mail.data, mail.size, "deep.eml", NULL);
    is_str(nth(&list, 0)->error,
           depth == 15 ? NULL : "parts of the mail lie more than 16 within each other",
           depth == 15 ? "forwarded as often as allowed" : "once more");
    kept_free(&list);
    buffer_free(&mail);
  }
}

int main(void)
{
  test_letter();
  test_mailbox();
  test_parts();
  test_boundaries();
  test_charsets();
  test_long_mails();
  test_from();
  test_depth();
  return done();
}
