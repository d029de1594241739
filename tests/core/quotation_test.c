/* Glyphs of quotation marks: which are found, where, and which apostrophes are passed over. */
#include "../../core/text/quotation.h"
#include "tap.h"

/* All glyphs of `text`, each in square brackets behind its place, are `expected`. */
static void glyphs(const char *text, const char *expected, const char *name)
{
  struct slice whole = {text, strlen(text)};
  struct slice glyph;
  char out[200];
  size_t size = 0;
  for (size_t at = 0; quotation_next(whole, at, &glyph);
       at = (size_t)(glyph.data - text) + glyph.size)
    size += (size_t)snprintf(out + size, sizeof out - size, "%d[%.*s]", (int)(glyph.data - text),
                             (int)glyph.size, glyph.data);
  is_bytes(out, size, expected, name);
}

/* A glyph of three bytes is found wherever it stands among others: texts are read in blocks. */
static void everywhere(void)
{
  enum { SIZE = 100, GLYPH = 3 };
  char text[SIZE];
  size_t found = 0;
  for (size_t at = 0; at + GLYPH <= SIZE; at++) {
    memset(text, 'a', SIZE);
    memcpy(text + at, "”", GLYPH);
    struct slice glyph;
    bool is = quotation_next((struct slice){text, SIZE}, 0, &glyph);
    found += is && glyph.data == text + at && glyph.size == GLYPH;
    is = quotation_next((struct slice){text, at + GLYPH}, at, &glyph);
    found += is && glyph.data == text + at;
  }
  ok(found == 2 * (size_t)(SIZE - GLYPH + 1), "in every place of a text, and at its end");
}

int main(void)
{
  glyphs("â€œIt is,â€\xC2\x9D he said. â€˜Noâ€™ â€” â€“ â€¦ â€ End",
         "0[â€œ]13[â€\xC2\x9D]30[â€˜]39[â€™]74[â€]", "marks decoded twice, but no dashes");
  glyphs("\xC3\xA2\xC2\x80\xC2\x9CGo\xC3\xA2\xC2\x80\xC2\x9D",
         "0[\xC3\xA2\xC2\x80\xC2\x9C]8[\xC3\xA2\xC2\x80\xC2\x9D]", "... as Latin-1");
  glyphs("château â€x â€", "16[â€]", "other text with the same letters, and the end of the text");
  glyphs("", "", "nothing");
  glyphs("No mark - none, £5, 2 €, 3 – 4, ‛, †", "", "other characters that begin alike");
  glyphs("“a” „b‟ ‘c’ ‚d″", "0[“]4[”]8[„]12[‟]16[‘]20[’]24[‚]28[″]", "curved ones, and a prime");
  glyphs("«a» \"b\"", "0[«]3[»]6[\"]8[\"]", "guillemets and straight ones");
  glyphs("``a'' `b", "0[``]3['']", "two of a kind; a lone grave accent is none");
  glyphs("´´a´´ b´s", "0[´´]5[´´]", "acute accents alike");
  glyphs("don't, the '90s, members' 'a'", "11[']24[']26[']28[']",
         "apostrophes inside words are not");
  glyphs("don’t", "3[’]", "but curved ones are");
  glyphs("\u2018\u2018a\u2019\u2019", "0[\u2018\u2018]7[\u2019\u2019]",
         "two single ones are a double one");
  glyphs("a'''b", "1['']3[']", "three in a row are two and one");
  glyphs("é'a", "2[']", "a letter is one of ASCII");
  glyphs("'", "0[']", "at both ends of the text");
  everywhere();
  return done();
}
