/* Encodings; see encoding.h. */
#include "encoding.h"
#include "../base/ascii.h"
#include "../text/utf8.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>

static bool is_graphic(unsigned char c)
{
  return c > ' ' && c < 0x7F;
}

/* ---- UTF-16 ---- */

static size_t put_utf8(char *out, uint32_t c)
{
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    out[0] = (char)(0xC0 | (c >> 6));
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = (char)(0xE0 | (c >> 12));
    out[1] = (char)(0x80 | ((c >> 6) & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | (c >> 18));
  out[1] = (char)(0x80 | ((c >> 12) & 0x3F));
  out[2] = (char)(0x80 | ((c >> 6) & 0x3F));
  out[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

static uint32_t unit_at(const unsigned char *at, bool big_endian)
{
  return big_endian ? (uint32_t)(at[0] << 8 | at[1]) : (uint32_t)(at[1] << 8 | at[0]);
}

void encoding_from_utf16(struct slice input, bool big_endian, bool last, char *out, size_t room,
                         struct utf16_result *result)
{
  const unsigned char *data = (const unsigned char *)input.data;
  *result = (struct utf16_result){0, 0, 0, 0};
  while (result->used < input.size && room - result->made >= 4) {
    size_t left = input.size - result->used;
    size_t length = 2;
    uint32_t c = 0xFFFD;
    bool valid = false;
    if (left < 2) {
      if (!last)
        break;
      length = left;
    } else {
      uint32_t unit = unit_at(data + result->used, big_endian);
      if (unit < 0xD800 || unit > 0xDFFF) {
        c = unit;
        valid = true;
      } else if (unit < 0xDC00 && left < 4 && !last) {
        break;
      } else if (unit < 0xDC00 && left >= 4) {
        uint32_t low = unit_at(data + result->used + 2, big_endian);
        if (low >= 0xDC00 && low <= 0xDFFF) {
          c = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
          length = 4;
          valid = true;
        }
      }
    }
    if (!valid) {
      if (result->invalid == 0)
        result->invalid_at = result->used;
      result->invalid++;
    }
    result->made += put_utf8(out + result->made, c);
    result->used += length;
  }
}

enum utf16_order encoding_find_utf16(struct slice sample)
{
  const unsigned char *data = (const unsigned char *)sample.data;
  if (sample.size >= 2 && data[0] == 0xFF && data[1] == 0xFE)
    return UTF16_LITTLE;
  if (sample.size >= 2 && data[0] == 0xFE && data[1] == 0xFF)
    return UTF16_BIG;
  size_t size = sample.size < 4096 ? sample.size & ~(size_t)1 : 4096;
  if (size < 8)
    return UTF16_NONE;
  /* Text of any language has spaces, digits and line ends: one byte of each of those units is 0,
   * always on the same side, and U+0000 itself does not occur. */
  size_t zeros[2] = {0, 0};
  size_t plain[2] = {0, 0}; /* units that are printable ASCII or white space */
  for (size_t at = 0; at < size; at += 2) {
    for (size_t side = 0; side < 2; side++) {
      unsigned char other = data[at + 1 - side];
      if (data[at + side] != 0)
        continue;
      zeros[side]++;
      if (is_graphic(other) || ascii_is_white(other))
        plain[side]++;
    }
  }
  size_t units = size / 2;
  size_t least = units / 10 < 8 ? 8 : units / 10;
  if (zeros[0] == 0 && plain[1] >= least && plain[1] * 10 >= zeros[1] * 9)
    return UTF16_LITTLE;
  if (zeros[1] == 0 && plain[0] >= least && plain[0] * 10 >= zeros[0] * 9)
    return UTF16_BIG;
  return UTF16_NONE;
}

/* ---- Windows-1252 ---- */

/* Bytes 0x80 to 0x9F (WHATWG index windows-1252); 0: not assigned there, read as U+FFFD. */
static const uint16_t high_controls[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static enum status decode_1252(struct slice bytes, struct buffer *out,
                               struct encoding_result *result)
{
  for (size_t at = 0; at < bytes.size; at++) {
    unsigned char byte = (unsigned char)bytes.data[at];
    uint32_t c = byte;
    char utf8[4];
    if (byte >= 0x80 && byte < 0xA0) {
      c = high_controls[byte - 0x80];
      if (c == 0) {
        if (result->invalid == 0)
          result->invalid_at = at;
        result->invalid++;
        c = 0xFFFD;
      }
    }
    buffer_add(out, utf8, put_utf8(utf8, c));
  }
  result->text = buffer_slice(out);
  return out->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static bool is_small(unsigned char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 0xDF && c != 0xF7) || c == 0x9C || c == 0x9A || c == 0x9E;
}

static bool is_large(unsigned char c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0xDF && c != 0xD7) || c == 0x8C || c == 0x8A ||
         c == 0x8E;
}

static bool is_edge(unsigned char c)
{
  return c == 0 || c == 0xA0 || ascii_is_white(c) || (is_graphic(c) && !ascii_is_letter(c));
}

/* Whether a high byte reads as Windows-1252 between its neighbours (0: none). */
static bool is_plausible(unsigned char before, unsigned char c, unsigned char after)
{
  if (c < 0xA0 && high_controls[c - 0x80] == 0)
    return false;
  if (c == 0xFF || c == 0xFE || c == 0xF0 || c == 0xDE || c == 0xD0 || c == 0xDD)
    return ascii_is_letter(before) && ascii_is_letter(after); /* letters of Icelandic alone */
  if (is_small(c))
    return (ascii_is_letter(before) || ascii_is_letter(after) ||
            (is_edge(before) && is_edge(after))) &&
           !(is_small(before) && is_large(after));
  if (is_large(c))
    return !is_small(before) && (ascii_is_letter(before) || ascii_is_letter(after));
  if (c == 0x80 || c == 0xA3 || c == 0xA5) /* currency: at a number or a space */
    return is_edge(before) && is_edge(after);
  return before < 0x80 || after < 0x80 || is_small(before) || is_large(after);
}

/*
 * Whether bytes that are not valid UTF-8 are Windows-1252: no sequence of UTF-8 among them, and nine of
 * ten high bytes stand where a letter, a quote mark or a dash of that code page can stand.
 */
static bool looks_1252(struct slice bytes)
{
  const unsigned char *data = (const unsigned char *)bytes.data;
  if (data == NULL)
    return false;
  size_t high = 0;
  size_t plausible = 0;
  for (size_t at = 0; at < bytes.size; at++) {
    if (data[at] < 0x80)
      continue;
    struct slice rest = {bytes.data + at, bytes.size - at < 4 ? bytes.size - at : 4};
    if (utf8_valid_prefix(rest) > 1)
      return false;
    high++;
    unsigned char before = at > 0 ? data[at - 1] : 0;
    unsigned char after = at + 1 < bytes.size ? data[at + 1] : 0;
    if (is_plausible(before, data[at], after))
      plausible++;
  }
  return high > 0 && plausible * 10 >= high * 9;
}

/* ---- labels ---- */

enum label {
  LABEL_NONE,
  LABEL_UTF8,
  LABEL_1252,
  LABEL_UTF16, /* of either order */
  LABEL_UTF16LE,
  LABEL_UTF16BE,
  LABEL_OTHER
};

static const struct {
  const char *name;
  enum label label;
} labels[] = {{"utf-8", LABEL_UTF8},
              {"utf8", LABEL_UTF8},
              {"us-ascii", LABEL_1252},
              {"ascii", LABEL_1252},
              {"ansi_x3.4-1968", LABEL_1252},
              {"iso-8859-1", LABEL_1252},
              {"iso8859-1", LABEL_1252},
              {"iso_8859-1", LABEL_1252},
              {"latin1", LABEL_1252},
              {"latin-1", LABEL_1252},
              {"l1", LABEL_1252},
              {"windows-1252", LABEL_1252},
              {"cp1252", LABEL_1252},
              {"x-cp1252", LABEL_1252},
              {"utf-16", LABEL_UTF16},
              {"utf-16le", LABEL_UTF16LE},
              {"utf-16be", LABEL_UTF16BE}};

static enum label find_label(struct slice name)
{
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    if (slice_is_like(name, labels[i].name))
      return labels[i].label;
  return name.size > 0 ? LABEL_OTHER : LABEL_NONE;
}

static struct slice trim_label(struct slice label)
{
  while (label.size > 0 && strchr(" \t\r\n\"'", label.data[0]) != NULL)
    label = slice_from(label, 1);
  while (label.size > 0 && strchr(" \t\r\n\"';,", label.data[label.size - 1]) != NULL)
    label.size--;
  return label;
}

/* Append what the bytes are by a table, U+FFFD for those that mean nothing there. */
static void convert(iconv_t table, struct slice bytes, struct buffer *out,
                    struct encoding_result *result)
{
  struct buffer copy = {0};
  buffer_add(&copy, bytes.data, bytes.size); /* iconv wants bytes that are not const */
  char *in = copy.data;
  size_t left = copy.size;
  bool more = true;
  while (more && !copy.failed && !out->failed) {
    size_t room = left + 64;
    char *to = buffer_reserve(out, room);
    if (to == NULL)
      break;
    size_t free_room = room;
    more = left > 0; /* at the end the last letter comes out, which was held back for an accent */
    size_t done = iconv(table, more ? &in : NULL, &left, &to, &free_room);
    out->size += room - free_room;
    if (done != (size_t)-1 || errno == E2BIG || !more)
      continue;
    if (result->invalid == 0)
      result->invalid_at = (uint64_t)(in - copy.data);
    result->invalid++;
    buffer_add(out, "\xEF\xBF\xBD", 3);
    in++;
    left--;
  }
  out->failed = out->failed || copy.failed;
  buffer_free(&copy);
}

/* Numbers that are no characters, which UCS-4 may hold, are written as if they were: what is no UTF-8 must not leave here. */
static void mend_converted(struct buffer *out, struct encoding_result *result)
{
  struct buffer converted = *out;
  if (out->failed || utf8_valid_prefix(buffer_slice(out)) == out->size)
    return;
  *out = (struct buffer){0};
  result->invalid += utf8_repair(buffer_slice(&converted), out, NULL);
  buffer_free(&converted);
}

/* Decode through the system's tables. STATUS_BAD_INPUT: it does not know the label. */
static enum status decode_other(struct slice bytes, struct slice label, struct buffer *out,
                                struct encoding_result *result)
{
  char name[64];
  if (label.size >= sizeof name)
    return STATUS_BAD_INPUT;
  for (size_t i = 0; i < label.size; i++) {
    unsigned char c = (unsigned char)label.data[i];
    if (!is_graphic(c) || c == '/')
      return STATUS_BAD_INPUT;
    name[i] = ascii_small((char)c);
  }
  name[label.size] = '\0';
  iconv_t table = iconv_open("UTF-8", name);
  if (table == (iconv_t)-1) // NOLINT(performance-no-int-to-ptr): POSIX says so
    return STATUS_BAD_INPUT;
  convert(table, bytes, out, result);
  iconv_close(table);
  mend_converted(out, result);
  result->text = buffer_slice(out);
  return out->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

void encoding_open_tables(void)
{
  static const char *const names[] = {
      "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-6",
      "iso-8859-7",   "iso-8859-8",   "iso-8859-9",   "iso-8859-10",  "iso-8859-13",
      "iso-8859-14",  "iso-8859-15",  "iso-8859-16",  "windows-1250", "windows-1251",
      "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
      "windows-1258", "windows-874",  "koi8-r",       "koi8-u",       "macintosh",
      "gbk",          "gb2312",       "gb18030",      "big5",         "euc-jp",
      "iso-2022-jp",  "shift_jis",    "euc-kr"};
  static iconv_t tables[sizeof names / sizeof *names];
  /* While one is open, the library needs no file to open it again, by whatever name. */
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (tables[i] == NULL)
      tables[i] = iconv_open("UTF-8", names[i]);
}

/* ---- declarations ---- */

/* Where browsers look for one (1,024 bytes), and some pages have theirs later. */
enum { DECLARATION_MAX = 4096 };

/* The value behind `word` and "=" in markup, without its quotes; empty if there is none. */
static struct slice value_of(struct slice markup, const char *word)
{
  size_t size = strlen(word);
  for (size_t at = 0; at + size < markup.size; at++) {
    if (!slice_begins_like(slice_from(markup, at), word))
      continue;
    at += size;
    while (at < markup.size && markup.data[at] == ' ')
      at++;
    if (at == markup.size || markup.data[at] != '=')
      continue;
    at++;
    while (at < markup.size && ascii_is_among(markup.data[at], " \"'"))
      at++;
    size_t from = at;
    while (at < markup.size && markup.data[at] != '\0' &&
           !ascii_is_among(markup.data[at], " \"'>;/?"))
      at++;
    return (struct slice){markup.data + from, at - from};
  }
  return (struct slice){"", 0};
}

struct slice encoding_declared(struct slice bytes, bool is_html)
{
  struct slice label = {"", 0};
  if (bytes.size > DECLARATION_MAX)
    bytes.size = DECLARATION_MAX;
  const char *end = slice_begins(bytes, "<?xml") ? memmem(bytes.data, bytes.size, "?>", 2) : NULL;
  if (end != NULL)
    label = value_of((struct slice){bytes.data, (size_t)(end - bytes.data)}, "encoding");
  return label.size == 0 && is_html ? value_of(bytes, "charset") : label;
}

/* ---- decoding ---- */

static enum status decode_utf16(struct slice bytes, bool big_endian, struct buffer *out,
                                struct encoding_result *result)
{
  size_t at = 0;
  while (at < bytes.size) {
    size_t room = (bytes.size - at) * 2 + 4;
    char *to = buffer_reserve(out, room);
    if (to == NULL)
      return STATUS_NO_MEMORY;
    struct utf16_result part;
    struct slice rest = {bytes.data + at, bytes.size - at};
    encoding_from_utf16(rest, big_endian, true, to, room, &part);
    if (part.invalid > 0 && result->invalid == 0)
      result->invalid_at = at + part.invalid_at;
    result->invalid += part.invalid;
    out->size += part.made;
    at += part.used;
  }
  result->text = buffer_slice(out);
  return STATUS_OK;
}

enum status encoding_mend(struct slice bytes, struct buffer *out, struct encoding_result *result)
{
  *result = (struct encoding_result){bytes, 0, 0};
  if (utf8_valid_prefix(bytes) == bytes.size)
    return STATUS_OK;
  size_t first = 0;
  size_t from = out->size;
  result->invalid = utf8_repair(bytes, out, &first);
  result->invalid_at = first;
  if (out->failed)
    return STATUS_NO_MEMORY;
  result->text = (struct slice){out->data + from, out->size - from};
  return STATUS_OK;
}

static bool is_utf16(enum label label)
{
  return label == LABEL_UTF16 || label == LABEL_UTF16LE || label == LABEL_UTF16BE;
}

static bool has_byte(struct slice bytes, char byte)
{
  return bytes.size > 0 && memchr(bytes.data, byte, bytes.size) != NULL;
}

static void say(struct buffer *how, struct slice label, const char *why)
{
  for (size_t i = 0; i < label.size; i++)
    buffer_add_byte(how, ascii_small(label.data[i]));
  buffer_add_string(how, why);
}

enum status encoding_decode(struct slice bytes, struct slice declared, struct buffer *out,
                            struct buffer *how, struct encoding_result *result)
{
  *result = (struct encoding_result){bytes, 0, 0};
  declared = trim_label(declared);
  enum label label = find_label(declared);
  if (is_utf16(label) && !has_byte(bytes, '\0'))
    label = LABEL_NONE; /* a lie: each space and each end of a line would have one */
  const unsigned char *data = (const unsigned char *)bytes.data;
  if (bytes.size >= 2 &&
      ((data[0] == 0xFF && data[1] == 0xFE) || (data[0] == 0xFE && data[1] == 0xFF))) {
    bool big_endian = data[0] == 0xFE;
    struct slice rest = {bytes.data + 2, bytes.size - 2};
    buffer_add_string(how, big_endian ? "utf-16be (mark)" : "utf-16le (mark)");
    return decode_utf16(rest, big_endian, out, result);
  }
  if (utf8_valid_prefix(bytes) == bytes.size) {
    /* Valid UTF-8 beyond ASCII is never anything else in practice, whatever the declaration says. */
    bool mark = slice_begins(bytes, "\xEF\xBB\xBF");
    bool is_ascii_by_chance = is_utf16(label) || (label == LABEL_OTHER && has_byte(bytes, 0x1B));
    if (!is_ascii_by_chance) {
      buffer_add_string(how, mark ? "utf-8 (mark)" : "utf-8 (valid)");
      return STATUS_OK;
    }
  }
  if (is_utf16(label)) {
    bool big_endian =
        label == LABEL_UTF16BE || (label == LABEL_UTF16 && encoding_find_utf16(bytes) == UTF16_BIG);
    say(how, declared, " (declared)");
    return decode_utf16(bytes, big_endian, out, result);
  }
  if (label == LABEL_OTHER) {
    enum status status = decode_other(bytes, declared, out, result);
    if (status != STATUS_BAD_INPUT) {
      say(how, declared, " (declared)");
      return status;
    }
  }
  if (label == LABEL_1252) {
    buffer_add_string(how, "windows-1252 (declared)");
    return decode_1252(bytes, out, result);
  }
  if (label != LABEL_UTF8 && looks_1252(bytes)) {
    buffer_add_string(how, label == LABEL_OTHER ? "windows-1252 (sniffed; unknown label)"
                                                : "windows-1252 (sniffed)");
    return decode_1252(bytes, out, result);
  }
  buffer_add_string(how, label == LABEL_UTF8 ? "utf-8 (declared)" : "utf-8 (sniffed)");
  return encoding_mend(bytes, out, result);
}

/* ---- what is not text ---- */

static const struct {
  const char *bytes;
  size_t size;
  const char *what;
} magics[] = {{"%PDF-", 5, "a PDF file, not text; pdftotext makes text of it"},
              {"\x89PNG\r\n", 6, "a PNG picture, not text"},
              {"\xFF\xD8\xFF", 3, "a JPEG picture, not text"},
              {"GIF8", 4, "a GIF picture, not text"},
              {"\x7F"
               "ELF",
               4, "a program, not text"},
              {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,
               "an old Office file, not text; soffice --convert-to txt makes text of it"},
              {"SQLite format 3", 16, "a SQLite database, not text"},
              {"7z\xBC\xAF\x27\x1C", 6, "a 7z archive: not supported"},
              {"Rar!\x1A\x07", 6, "a RAR archive: not supported"},
              {"{\\rtf", 5, "an RTF file, not text; pandoc -t plain makes text of it"}};

bool encoding_is_binary(struct slice sample, struct buffer *why)
{
  for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
    if (sample.size >= magics[i].size &&
        memcmp(sample.data, magics[i].bytes, magics[i].size) == 0) {
      buffer_add_string(why, magics[i].what);
      return true;
    }
  /* Text may hold a stray NUL or control; more than one odd byte in fifty is not text any more. */
  const unsigned char *data = (const unsigned char *)sample.data;
  size_t nul_at = sample.size;
  size_t odd = 0;
  for (size_t at = 0; at < sample.size; at++) {
    unsigned char c = data[at];
    if (c >= 0x20 && c != 0x7F)
      continue;
    if (c == 0 && nul_at == sample.size)
      nul_at = at;
    if (c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1B)
      odd++;
  }
  if (nul_at < sample.size && odd * 50 > sample.size) {
    buffer_add_string(why, "binary data (NUL at byte ");
    buffer_add_integer(why, (long long)nul_at);
    buffer_add_byte(why, ')');
    return true;
  }
  if (odd * 20 > sample.size) {
    buffer_add_string(why, "binary data (control bytes)");
    return true;
  }
  return false;
}
