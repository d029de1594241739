/* The reader of XML: from blocks of bytes to the parser, and from its calls to records; see xml.h. */
#include "xml.h"
#include "../base/ascii.h"
#include "../text/utf8.h"
#include "encoding.h"
#include <string.h>

const char *xml_attribute(const char **attributes, const char *name)
{
  for (; *attributes != NULL; attributes += 2)
    if (strcmp(attributes[0], name) == 0)
      return attributes[1];
  return NULL;
}

uint64_t xml_line(const struct xml *xml)
{
  return XML_GetCurrentLineNumber(xml->parser);
}

void xml_complete(struct xml *xml)
{
  xml->complete = true;
  XML_StopParser(xml->parser, XML_TRUE);
}

/* Stop for good; `why` is told. */
static void stop(struct xml *xml, const char *why)
{
  if (xml->trouble.size > 0)
    return;
  buffer_add_string(&xml->trouble, why);
  XML_StopParser(xml->parser, XML_FALSE);
}

bool xml_check(struct xml *xml, const struct buffer *buffer, const char *why)
{
  if (!buffer->failed && buffer->size <= reader_limit(&xml->reader))
    return true;
  if (buffer->failed) {
    xml->no_memory = true;
    XML_StopParser(xml->parser, XML_FALSE);
  } else {
    stop(xml, why);
  }
  return false;
}

/* ---- what the parser calls ---- */

static const struct xml_kind *choose_kind(struct xml *xml, const char *root)
{
  if (strcmp(root, "rss") == 0 || strcmp(root, "feed") == 0 || strcmp(root, "rdf:RDF") == 0 ||
      strcmp(root, "channel") == 0)
    return xml_feed_kind(xml);
  if (strcmp(root, "w:document") == 0 || strcmp(root, "office:document-content") == 0)
    return xml_office_kind(xml, root);
  return xml_story_kind(xml, root);
}

/* Feeds are now and then written with the prefix of their own namespace. */
static const char *plain_name(const char *name)
{
  static const char *const prefixes[] = {"atom:", "rss:", "nitf:", "xhtml:", "html:", "h:"};
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
    if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
      return name + strlen(prefixes[i]);
  return name;
}

static void XMLCALL on_start(void *state, const char *name, const char **attributes)
{
  struct xml *xml = state;
  xml->unheard = 0;
  name = plain_name(name);
  _Static_assert(SOURCE_MAX_XML_DEPTH == 1000, "told in the message");
  if (xml->depth == SOURCE_MAX_XML_DEPTH) {
    stop(xml, "XML elements lie more than 1000 within each other");
    return;
  }
  xml->depth++;
  if (xml->kind == NULL) {
    xml->kind = choose_kind(xml, name);
    if (xml->kind == NULL) {
      xml->no_memory = true;
      XML_StopParser(xml->parser, XML_FALSE);
      return;
    }
  }
  xml->kind->start(xml, name, attributes);
}

static void XMLCALL on_end(void *state, const char *name)
{
  struct xml *xml = state;
  xml->unheard = 0;
  if (xml->trouble.size > 0 || xml->no_memory)
    return;
  xml->depth--;
  xml->kind->end(xml, plain_name(name));
}

static void XMLCALL on_text(void *state, const char *text, int size)
{
  struct xml *xml = state;
  xml->unheard = 0;
  if (xml->kind != NULL && xml->trouble.size == 0 && !xml->no_memory)
    xml->kind->text(xml, text, (size_t)size);
}

/* An entity that nothing declares stays as it is written. */
static void XMLCALL on_skipped(void *state, const char *name, int is_parameter)
{
  if (is_parameter)
    return;
  on_text(state, "&", 1);
  on_text(state, name, (int)strlen(name));
  on_text(state, ";", 1);
}

/*
 * What an external DTD is replaced by, whether the document asks for one or not: entities of HTML, which feeds use without
 * declaring them. No file is opened, nothing is fetched; other external entities are empty.
 */
static const char html_entities[] =
    "<!ENTITY nbsp \"&#160;\"><!ENTITY iexcl \"&#161;\"><!ENTITY cent \"&#162;\">"
    "<!ENTITY pound \"&#163;\"><!ENTITY yen \"&#165;\"><!ENTITY sect \"&#167;\">"
    "<!ENTITY copy \"&#169;\"><!ENTITY laquo \"&#171;\"><!ENTITY reg \"&#174;\">"
    "<!ENTITY deg \"&#176;\"><!ENTITY plusmn \"&#177;\"><!ENTITY sup2 \"&#178;\">"
    "<!ENTITY sup3 \"&#179;\"><!ENTITY middot \"&#183;\"><!ENTITY frac14 \"&#188;\">"
    "<!ENTITY frac12 \"&#189;\"><!ENTITY frac34 \"&#190;\"><!ENTITY raquo \"&#187;\">"
    "<!ENTITY iquest \"&#191;\"><!ENTITY Agrave \"&#192;\"><!ENTITY Aacute \"&#193;\">"
    "<!ENTITY Acirc \"&#194;\"><!ENTITY Atilde \"&#195;\"><!ENTITY Auml \"&#196;\">"
    "<!ENTITY Aring \"&#197;\"><!ENTITY AElig \"&#198;\"><!ENTITY Ccedil \"&#199;\">"
    "<!ENTITY Egrave \"&#200;\"><!ENTITY Eacute \"&#201;\"><!ENTITY Ecirc \"&#202;\">"
    "<!ENTITY Euml \"&#203;\"><!ENTITY Igrave \"&#204;\"><!ENTITY Iacute \"&#205;\">"
    "<!ENTITY Icirc \"&#206;\"><!ENTITY Iuml \"&#207;\"><!ENTITY Ntilde \"&#209;\">"
    "<!ENTITY Ograve \"&#210;\"><!ENTITY Oacute \"&#211;\"><!ENTITY Ocirc \"&#212;\">"
    "<!ENTITY Otilde \"&#213;\"><!ENTITY Ouml \"&#214;\"><!ENTITY times \"&#215;\">"
    "<!ENTITY Oslash \"&#216;\"><!ENTITY Ugrave \"&#217;\"><!ENTITY Uacute \"&#218;\">"
    "<!ENTITY Ucirc \"&#219;\"><!ENTITY Uuml \"&#220;\"><!ENTITY Yacute \"&#221;\">"
    "<!ENTITY szlig \"&#223;\"><!ENTITY agrave \"&#224;\"><!ENTITY aacute \"&#225;\">"
    "<!ENTITY acirc \"&#226;\"><!ENTITY atilde \"&#227;\"><!ENTITY auml \"&#228;\">"
    "<!ENTITY aring \"&#229;\"><!ENTITY aelig \"&#230;\"><!ENTITY ccedil \"&#231;\">"
    "<!ENTITY egrave \"&#232;\"><!ENTITY eacute \"&#233;\"><!ENTITY ecirc \"&#234;\">"
    "<!ENTITY euml \"&#235;\"><!ENTITY igrave \"&#236;\"><!ENTITY iacute \"&#237;\">"
    "<!ENTITY icirc \"&#238;\"><!ENTITY iuml \"&#239;\"><!ENTITY ntilde \"&#241;\">"
    "<!ENTITY ograve \"&#242;\"><!ENTITY oacute \"&#243;\"><!ENTITY ocirc \"&#244;\">"
    "<!ENTITY otilde \"&#245;\"><!ENTITY ouml \"&#246;\"><!ENTITY divide \"&#247;\">"
    "<!ENTITY oslash \"&#248;\"><!ENTITY ugrave \"&#249;\"><!ENTITY uacute \"&#250;\">"
    "<!ENTITY ucirc \"&#251;\"><!ENTITY uuml \"&#252;\"><!ENTITY yacute \"&#253;\">"
    "<!ENTITY yuml \"&#255;\"><!ENTITY OElig \"&#338;\"><!ENTITY oelig \"&#339;\">"
    "<!ENTITY Scaron \"&#352;\"><!ENTITY scaron \"&#353;\"><!ENTITY ndash \"&#8211;\">"
    "<!ENTITY mdash \"&#8212;\"><!ENTITY lsquo \"&#8216;\"><!ENTITY rsquo \"&#8217;\">"
    "<!ENTITY sbquo \"&#8218;\"><!ENTITY ldquo \"&#8220;\"><!ENTITY rdquo \"&#8221;\">"
    "<!ENTITY bdquo \"&#8222;\"><!ENTITY dagger \"&#8224;\"><!ENTITY bull \"&#8226;\">"
    "<!ENTITY hellip \"&#8230;\"><!ENTITY prime \"&#8242;\"><!ENTITY lsaquo \"&#8249;\">"
    "<!ENTITY rsaquo \"&#8250;\"><!ENTITY euro \"&#8364;\"><!ENTITY trade \"&#8482;\">"
    "<!ENTITY minus \"&#8722;\"><!ENTITY thinsp \"&#8201;\"><!ENTITY ensp \"&#8194;\">"
    "<!ENTITY emsp \"&#8195;\"><!ENTITY shy \"&#173;\"><!ENTITY zwnj \"&#8204;\">"
    "<!ENTITY zwj \"&#8205;\">";

static int XMLCALL on_external(XML_Parser parser, const char *context, const char *base,
                               const char *system, const char *public)
{
  (void)base;
  (void)system;
  (void)public;
  if (context != NULL)
    return XML_STATUS_OK;
  XML_Parser dtd = XML_ExternalEntityParserCreate(parser, context, "UTF-8");
  if (dtd == NULL)
    return XML_STATUS_ERROR;
  enum XML_Status status = XML_Parse(dtd, html_entities, (int)sizeof html_entities - 1, XML_TRUE);
  XML_ParserFree(dtd);
  return (int)status;
}

/* Encodings of one byte a character that expat does not know itself. */
static int XMLCALL on_encoding(void *state, const char *name, XML_Encoding *encoding)
{
  (void)state;
  for (int byte = 0; byte < 256; byte++) {
    char in = (char)byte;
    struct buffer out = {0};
    struct buffer how = {0};
    struct encoding_result result = {{"", 0}, 0, 0};
    size_t length = 0;
    encoding->map[byte] = byte;
    if (byte >= 0x80) {
      enum status status = encoding_decode((struct slice){&in, 1},
                                           (struct slice){name, strlen(name)}, &out, &how, &result);
      bool known = status == STATUS_OK && result.text.size > 0 && how.size > 10 &&
                   memcmp(how.data + how.size - 10, "(declared)", 10) == 0;
      uint32_t c = known ? utf8_decode(result.text, 0, &length) : 0;
      encoding->map[byte] = known && result.invalid == 0 ? (int)c : -1;
      if (!known && byte == 0x80)
        byte = 256; /* unknown, or of several bytes a character */
    }
    buffer_free(&out);
    buffer_free(&how);
    if (byte == 256)
      return XML_STATUS_ERROR;
  }
  return XML_STATUS_OK;
}

/* ---- input ---- */

/* The encoding to tell the parser in place of the declaration; NULL: the declaration. */
static const char *forced_encoding(const struct stream *stream)
{
  static const char *const latin[] = {"iso-8859-1", "latin1", "us-ascii", "ascii"};
  if (stream->decoded != NULL)
    return "UTF-8";
  struct slice declared = encoding_declared(stream_window(stream), false);
  for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
    if (slice_is_like(declared, latin[i]))
      return "windows-1252"; /* what is called so is this */
  return declared.size == 0 || slice_is_like(declared, "utf-8") ? "UTF-8" : NULL;
}

static void note_encoding(struct xml *xml)
{
  struct slice declared = encoding_declared(stream_window(xml->reader.stream), false);
  if (declared.size == 0 || xml->is_utf8) {
    buffer_add_string(&xml->encoding, declared.size == 0 ? "utf-8 (XML)" : "utf-8 (declared)");
    return;
  }
  for (size_t i = 0; i < declared.size; i++) {
    buffer_add_byte(&xml->encoding, ascii_small(declared.data[i]));
  }
  buffer_add_string(&xml->encoding, " (declared)");
}

/* Entities within entities may grow a small document to this size; beyond it, to a hundred times its own. */
enum { AMPLIFIED_MAX = 1024 * 1024 };

static enum status begin(struct xml *xml)
{
  struct stream *stream = xml->reader.stream;
  enum status status = stream_need(stream, 1024);
  if (status != STATUS_OK)
    return status;
  const char *encoding = forced_encoding(stream);
  xml->parser = XML_ParserCreate(encoding);
  if (xml->parser == NULL)
    return STATUS_NO_MEMORY;
  xml->is_utf8 = encoding != NULL && strcmp(encoding, "UTF-8") == 0;
  note_encoding(xml);
  XML_SetUserData(xml->parser, xml);
  XML_SetElementHandler(xml->parser, on_start, on_end);
  XML_SetCharacterDataHandler(xml->parser, on_text);
  XML_SetSkippedEntityHandler(xml->parser, on_skipped);
  XML_SetExternalEntityRefHandler(xml->parser, on_external);
  XML_SetUnknownEncodingHandler(xml->parser, on_encoding, NULL);
  /* An entity that is not declared is skipped, not an error, where a DTD may have declared it. */
  XML_SetParamEntityParsing(xml->parser, XML_PARAM_ENTITY_PARSING_ALWAYS);
  XML_UseForeignDTD(xml->parser, XML_TRUE);
  XML_SetBillionLaughsAttackProtectionActivationThreshold(xml->parser, AMPLIFIED_MAX);
  return STATUS_OK;
}

/* How much of the window is whole characters. */
static size_t whole_characters(struct slice window)
{
  size_t back = 0;
  while (back < 3 && back < window.size &&
         ((unsigned char)window.data[window.size - 1 - back] & 0xC0) == 0x80)
    back++;
  if (back == window.size)
    return window.size;
  unsigned char lead = (unsigned char)window.data[window.size - 1 - back];
  size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  return wanted > back + 1 ? window.size - back - 1 : window.size;
}

static bool is_forbidden(char c)
{
  return (unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

static void note_invalid(struct xml *xml, size_t count, uint64_t at)
{
  if (xml->invalid == 0)
    xml->invalid_at = at;
  xml->invalid += count;
}

/* Replace what no XML may hold: invalid UTF-8, control bytes. */
static enum status mend(struct xml *xml, struct slice *block)
{
  struct encoding_result result;
  uint64_t offset = xml->reader.stream->offset;
  buffer_clear(&xml->mended);
  if (encoding_mend(*block, &xml->mended, &result) != STATUS_OK)
    return STATUS_NO_MEMORY;
  if (result.invalid > 0)
    note_invalid(xml, result.invalid, offset + result.invalid_at);
  for (size_t at = 0; at < result.text.size; at++) {
    if (!is_forbidden(result.text.data[at]))
      continue;
    if (result.invalid == 0 && xml->mended.size == 0) {
      buffer_add(&xml->mended, block->data, block->size);
      if (xml->mended.failed)
        return STATUS_NO_MEMORY;
      result.text = (struct slice){xml->mended.data, xml->mended.size};
    }
    note_invalid(xml, 1, offset + at);
    xml->mended.data[at] = ' ';
  }
  *block = result.text;
  return STATUS_OK;
}

enum { XML_BLOCK = 64 * 1024 };

/* Hand the next block to the parser. */
static enum status feed(struct xml *xml, enum XML_Status *outcome)
{
  struct stream *stream = xml->reader.stream;
  enum status status = stream_need(stream, XML_BLOCK);
  if (status != STATUS_OK)
    return status;
  struct slice block = stream_window(stream);
  if (block.size > XML_BLOCK)
    block.size = XML_BLOCK;
  xml->last = stream->ended && block.size == stream_window(stream).size;
  if (xml->is_utf8 && !xml->last)
    block.size = whole_characters(block);
  size_t size = block.size;
  if (xml->is_utf8)
    status = mend(xml, &block);
  void *room = status == STATUS_OK ? XML_GetBuffer(xml->parser, (int)block.size + 1) : NULL;
  if (room == NULL)
    return STATUS_NO_MEMORY;
  if (block.size > 0)
    memcpy(room, block.data, block.size);
  stream_skip(stream, size);
  xml->unheard += block.size;
  *outcome = XML_ParseBuffer(xml->parser, (int)block.size, xml->last);
  if (*outcome != XML_STATUS_ERROR && xml->unheard > reader_limit(&xml->reader)) {
    buffer_add_string(&xml->trouble, "a tag or a comment is longer than a record may be");
    *outcome = XML_STATUS_ERROR;
  }
  return STATUS_OK;
}

/* ---- records ---- */

/* Note why the parser gave up. */
static void note_trouble(struct xml *xml)
{
  enum XML_Error error = XML_GetErrorCode(xml->parser);
  if (error == XML_ERROR_NO_MEMORY)
    xml->no_memory = true;
  /* What hits a limit was made to; what merely breaks off was made for reading. */
  xml->is_bomb = xml->trouble.size > 0 || error == XML_ERROR_AMPLIFICATION_LIMIT_BREACH;
  if (xml->trouble.size > 0)
    return;
  buffer_add_string(&xml->trouble, "broken XML at line ");
  buffer_add_integer(&xml->trouble, (long long)XML_GetCurrentLineNumber(xml->parser));
  buffer_add_string(&xml->trouble, ", column ");
  buffer_add_integer(&xml->trouble, (long long)XML_GetCurrentColumnNumber(xml->parser) + 1);
  buffer_add_string(&xml->trouble, ": ");
  buffer_add_string(&xml->trouble, XML_ErrorString(error));
  if (xml->kind != NULL && !xml->is_bomb)
    buffer_add_string(&xml->trouble, ": what was read before it is kept");
}

/* Give the record that stands in the kind's state. */
static bool give(struct xml *xml, struct source_record *record)
{
  struct record_space *space = xml->reader.space;
  if (xml->kind == NULL || !xml->kind->fill(xml, space))
    return false;
  buffer_add(&space->encoding, xml->encoding.data, xml->encoding.size);
  if (space->decoded.size > 0) {
    record->text = (struct slice){space->decoded.data, space->decoded.size};
    record->rest = REST_FEED;
  }
  record->may_split = xml->kind->is_plain;
  record->invalid = xml->invalid;
  record->invalid_at = xml->invalid_at;
  xml->invalid = 0;
  return true;
}

static enum status xml_next(struct reader *reader, struct source_record *record)
{
  struct xml *xml = (struct xml *)reader;
  enum status status = xml->parser == NULL ? begin(xml) : STATUS_OK;
  while (status == STATUS_OK && !xml->finished) {
    enum XML_Status outcome = XML_STATUS_OK;
    if (xml->suspended) {
      xml->suspended = false;
      outcome = XML_ResumeParser(xml->parser);
    } else if (xml->last) {
      xml->finished = true;
      break;
    } else {
      status = feed(xml, &outcome);
    }
    if (status != STATUS_OK)
      break;
    if (outcome == XML_STATUS_ERROR) {
      xml->finished = true;
      note_trouble(xml);
      if (xml->no_memory || xml->trouble.failed)
        return STATUS_NO_MEMORY;
      if (!xml->is_bomb && give(xml, record))
        return STATUS_OK;
    } else if (outcome == XML_STATUS_SUSPENDED) {
      xml->suspended = true;
    }
    if (xml->complete) {
      xml->complete = false;
      if (give(xml, record))
        return STATUS_OK;
    }
  }
  if (status == STATUS_OK && xml->trouble.size > 0) {
    record_set_id(reader->space, reader_name(reader));
    record_fail(reader->space, "%.*s", (int)xml->trouble.size, xml->trouble.data);
    buffer_clear(&xml->trouble);
    /* What broke off the stream has broken the document: said once. */
    return reader->stream->trouble.size > 0 ? STATUS_END : STATUS_OK;
  }
  return status == STATUS_OK ? STATUS_END : status;
}

static void xml_close(struct reader *reader)
{
  struct xml *xml = (struct xml *)reader;
  if (xml->parser != NULL)
    XML_ParserFree(xml->parser);
  if (xml->kind != NULL)
    xml->kind->free(xml);
  buffer_free(&xml->mended);
  buffer_free(&xml->encoding);
  buffer_free(&xml->trouble);
}

static const struct reader_kind xml_kind = {.next = xml_next, .close = xml_close};

struct reader *xml_new(void)
{
  return reader_new(&xml_kind, sizeof(struct xml));
}
