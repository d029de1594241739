/*
 * Writes core/text/unicode_table.c: the class of every code point as a two-stage table, from the
 * properties that utf8proc knows. Run by `make unicode-table`; the result is committed.
 */
#include "../text/unicode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { CODE_POINTS = 0x110000, BLOCKS = CODE_POINTS / UNICODE_BLOCK };

/* Marks that end a sentence in scripts other than Latin (Unicode property Sentence_Terminal). */
static const int32_t stops[] = {
    0x0589, 0x061D, 0x061E, 0x061F, 0x06D4, 0x0700, 0x0701, 0x0702, 0x0964, 0x0965, 0x104A, 0x104B,
    0x1362, 0x1367, 0x1368, 0x17D4, 0x17D5, 0x1803, 0x1809, 0x203C, 0x203D, 0x2047, 0x2048, 0x2049,
    0x3002, 0xA4FF, 0xA6F3, 0xFE52, 0xFE56, 0xFE57, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61};

/* Scripts written without spaces, one token a sign: Han, Yi; kana and hangul are letters in runs. */
static int is_ideograph(int32_t c)
{
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFD) || c == 0x3005 ||
         c == 0x3007;
}

static enum char_class class_of(int32_t c)
{
  if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
    return CHAR_BREAK;
  if (c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x200B || c == 0xFEFF)
    return CHAR_SPACE;
  if (c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC)
    return CHAR_APOSTROPHE;
  if (c == '"')
    return CHAR_QUOTE;
  for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
    if (c == stops[i])
      return CHAR_STOP;
  if (is_ideograph(c))
    return CHAR_IDEOGRAPH;
  switch (utf8proc_category(c)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LT:
    return CHAR_UPPER;
  case UTF8PROC_CATEGORY_LL:
    return CHAR_LOWER;
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO:
    return CHAR_LETTER;
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_CF:
    return CHAR_MARK;
  case UTF8PROC_CATEGORY_ND:
    return CHAR_DIGIT;
  case UTF8PROC_CATEGORY_NL:
  case UTF8PROC_CATEGORY_NO:
    return CHAR_NUMERAL;
  case UTF8PROC_CATEGORY_PD:
    return c == '-' || c == 0x2010 || c == 0x2011 ? CHAR_HYPHEN : CHAR_DASH;
  case UTF8PROC_CATEGORY_PS:
  case UTF8PROC_CATEGORY_PI:
    return CHAR_OPEN;
  case UTF8PROC_CATEGORY_PE:
  case UTF8PROC_CATEGORY_PF:
    return CHAR_CLOSE;
  case UTF8PROC_CATEGORY_PC:
  case UTF8PROC_CATEGORY_PO:
    return CHAR_PUNCTUATION;
  case UTF8PROC_CATEGORY_SC:
    return CHAR_CURRENCY;
  case UTF8PROC_CATEGORY_ZS:
  case UTF8PROC_CATEGORY_ZL:
  case UTF8PROC_CATEGORY_ZP:
  case UTF8PROC_CATEGORY_CC:
    return CHAR_SPACE;
  default:
    return CHAR_SYMBOL;
  }
}

int main(void)
{
  static unsigned char blocks[BLOCKS][UNICODE_BLOCK];
  static unsigned index[BLOCKS];
  unsigned count = 0;
  for (int32_t block = 0; block < BLOCKS; block++) {
    unsigned char row[UNICODE_BLOCK];
    for (int32_t i = 0; i < UNICODE_BLOCK; i++)
      row[i] = (unsigned char)class_of(block * UNICODE_BLOCK + i);
    unsigned at = 0;
    while (at < count && memcmp(blocks[at], row, sizeof row) != 0)
      at++;
    if (at == count) {
      memcpy(blocks[count], row, sizeof row);
      count++;
    }
    index[block] = at;
  }
  if (count > 256) {
    fprintf(stderr, "unicode_table: %u blocks do not fit into a byte\n", count);
    return EXIT_FAILURE;
  }
  printf("/* Made by core/tools/unicode_table.c from utf8proc %s (Unicode %s). Do not edit. */\n",
         utf8proc_version(), utf8proc_unicode_version());
  printf("#include \"unicode.h\"\n\nconst uint8_t unicode_block[%d] = {", BLOCKS);
  for (int i = 0; i < BLOCKS; i++)
    printf("%s%u,", i % 32 == 0 ? "\n  " : "", index[i]);
  printf("\n};\n\nconst uint8_t unicode_classes[][UNICODE_BLOCK] = {\n");
  for (unsigned b = 0; b < count; b++) {
    printf("  {");
    for (int i = 0; i < UNICODE_BLOCK; i++)
      printf("%s%u,", i % 32 == 0 && i > 0 ? "\n   " : "", blocks[b][i]);
    printf("},\n");
  }
  printf("};\n");
  return EXIT_SUCCESS;
}
