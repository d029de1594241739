/* Formats by name and by content; see reader.h. */
#include "../base/ascii.h"
#include "html.h"
#include "mail.h"
#include "reader.h"
#include <string.h>

static const struct {
  const char *extension;
  enum format format;
} extensions[] = {{"txt", FORMAT_PLAIN},         {"text", FORMAT_PLAIN},   {"md", FORMAT_MARKDOWN},
                  {"markdown", FORMAT_MARKDOWN}, {"html", FORMAT_HTML},    {"htm", FORMAT_HTML},
                  {"xhtml", FORMAT_HTML},        {"xml", FORMAT_XML},      {"rss", FORMAT_XML},
                  {"atom", FORMAT_XML},          {"rdf", FORMAT_XML},      {"nitf", FORMAT_XML},
                  {"newsml", FORMAT_XML},        {"jsonl", FORMAT_JSONL},  {"ndjson", FORMAT_JSONL},
                  {"jl", FORMAT_JSONL},          {"json", FORMAT_JSON},    {"eml", FORMAT_MAIL},
                  {"mbox", FORMAT_MBOX},         {"mbx", FORMAT_MBOX},     {"warc", FORMAT_WARC},
                  {"wet", FORMAT_WARC},          {"tar", FORMAT_UNKNOWN},  {"tgz", FORMAT_UNKNOWN},
                  {"tbz2", FORMAT_UNKNOWN},      {"txz", FORMAT_UNKNOWN},  {"tzst", FORMAT_UNKNOWN},
                  {"zip", FORMAT_UNKNOWN},       {"docx", FORMAT_UNKNOWN}, {"odt", FORMAT_UNKNOWN}};

static const char *const compressions[] = {"gz", "bz2", "xz", "zst"};

static const struct {
  const char *name;
  enum format format;
} formats[] = {{"text", FORMAT_PLAIN},   {"txt", FORMAT_PLAIN},         {"plain", FORMAT_PLAIN},
               {"md", FORMAT_MARKDOWN},  {"markdown", FORMAT_MARKDOWN}, {"html", FORMAT_HTML},
               {"xml", FORMAT_XML},      {"rss", FORMAT_XML},           {"jsonl", FORMAT_JSONL},
               {"ndjson", FORMAT_JSONL}, {"json", FORMAT_JSON},         {"mail", FORMAT_MAIL},
               {"eml", FORMAT_MAIL},     {"mbox", FORMAT_MBOX},         {"warc", FORMAT_WARC},
               {"wet", FORMAT_WARC},     {"lines", FORMAT_LINES}};

enum format detect_format(const char *name)
{
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (strcmp(formats[i].name, name) == 0)
      return formats[i].format;
  return FORMAT_UNKNOWN;
}

/* Cut the last extension off `name` and return it without its dot; empty if there is none. */
static struct slice cut_extension(struct slice *name)
{
  for (size_t at = name->size; at > 0; at--) {
    char c = name->data[at - 1];
    if (c == '/')
      break;
    if (c == '.' && at > 1 && name->data[at - 2] != '/') {
      struct slice extension = {name->data + at, name->size - at};
      name->size = at - 1;
      return extension;
    }
  }
  return (struct slice){"", 0};
}

struct detection detect_name(struct slice name)
{
  struct detection found = {FORMAT_UNKNOWN, false};
  struct slice extension = cut_extension(&name);
  for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++)
    if (slice_is_like(extension, compressions[i])) {
      extension = cut_extension(&name);
      break;
    }
  for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
    if (slice_is_like(extension, extensions[i].extension)) {
      found.format = extensions[i].format;
      found.known = true;
    }
  return found;
}

/* ---- content ---- */

const char *detect_archive(struct slice sample)
{
  if (slice_begins(sample, "\x1F\x8B"))
    return "gzip";
  if (sample.size > 5 && memcmp(sample.data, "\xFD\x37zXZ", 6) == 0)
    return "xz";
  if (slice_begins(sample, "\x28\xB5\x2F\xFD"))
    return "zstd";
  /* "BZh" might begin a text; the mark of a block, or of the end, does not. */
  if (slice_begins(sample, "BZh") && sample.size >= 10 &&
      (memcmp(sample.data + 4, "1AY&SY", 6) == 0 ||
       memcmp(sample.data + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
    return "bzip2";
  if (slice_begins(sample, "PK\x03\x04") || slice_begins(sample, "PK\x05\x06"))
    return "zip";
  if (sample.size >= 262 && memcmp(sample.data + 257, "ustar", 5) == 0)
    return "tar";
  return NULL;
}

/* JSON is one object a line, or one value over many lines. The sample begins with its bracket. */
static enum format detect_json(struct slice sample)
{
  const char *stop = memchr(sample.data, '\n', sample.size);
  if (stop == NULL)
    return FORMAT_JSONL;
  size_t size = (size_t)(stop - sample.data);
  struct slice line = slice_trim((struct slice){sample.data, size});
  struct slice rest = slice_trim(slice_from(sample, size));
  if (rest.size == 0 || rest.data[0] == '{')
    return FORMAT_JSONL;
  return ascii_is_among(line.data[line.size - 1], "{[,:") ? FORMAT_JSON : FORMAT_JSONL;
}

/* A mail begins with fields that every mail has; a text with one colon in it is not a mail. */
static bool looks_mail(struct slice sample)
{
  static const char *const typical[] = {
      "received:", "return-path:",  "from:",         "message-id:", "date:",
      "subject:",  "mime-version:", "delivered-to:", "to:"};
  size_t seen = 0;
  bool first = true;
  for (struct slice line; slice_line(&sample, &line) && line.size > 0; first = false) {
    bool goes_on = line.data[0] == ' ' || line.data[0] == '\t';
    if (goes_on ? first : !mail_is_field(line))
      return false;
    for (size_t i = 0; !goes_on && i < sizeof typical / sizeof *typical; i++)
      seen += slice_begins_like(line, typical[i]);
  }
  return seen >= 3;
}

/* "From sender Day Mon ...": the colon of a time on the same line tells it from prose. */
static bool looks_mbox(struct slice sample)
{
  if (!slice_begins(sample, "From "))
    return false;
  const char *stop = memchr(sample.data, '\n', sample.size);
  if (stop == NULL)
    return false;
  const char *colon = memchr(sample.data, ':', (size_t)(stop - sample.data));
  return colon != NULL && mail_is_field(slice_from(sample, (size_t)(stop + 1 - sample.data)));
}

static bool looks_xml(struct slice text)
{
  static const char *const starts[] = {"<?xml", "<rss",      "<feed",        "<rdf:RDF",
                                       "<nitf", "<newsItem", "<newsMessage", "<NewsML"};
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
    if (slice_begins(text, starts[i]))
      return true;
  return false;
}

/* An XHTML page after its XML declaration is a page, not data. */
static bool looks_xhtml(struct slice text)
{
  if (!slice_begins(text, "<?xml"))
    return false;
  const char *stop = memmem(text.data, text.size, "?>", 2);
  if (stop == NULL)
    return false;
  return html_is_page(slice_from(text, (size_t)(stop + 2 - text.data)));
}

enum format detect_content(struct slice sample)
{
  if (slice_begins(sample, "\xEF\xBB\xBF"))
    sample = slice_from(sample, 3);
  if (slice_begins(sample, "WARC/1."))
    return FORMAT_WARC;
  if (looks_mbox(sample))
    return FORMAT_MBOX;
  if (looks_mail(sample))
    return FORMAT_MAIL;
  struct slice text = slice_trim(sample);
  if (text.size == 0)
    return FORMAT_PLAIN;
  if (text.data[0] == '{') {
    struct slice inner = slice_trim(slice_from(text, 1));
    bool object = inner.size == 0 || inner.data[0] == '"' || inner.data[0] == '}';
    return object ? detect_json(text) : FORMAT_PLAIN;
  }
  if (text.data[0] == '[') {
    struct slice inner = slice_trim(slice_from(text, 1));
    return inner.size > 0 && inner.data[0] == '{' ? FORMAT_JSON : FORMAT_PLAIN;
  }
  if (text.data[0] == '<') {
    if (html_is_page(text) || looks_xhtml(text))
      return FORMAT_HTML;
    if (looks_xml(text))
      return FORMAT_XML;
  }
  return FORMAT_PLAIN;
}
