/*
 * Look-up in the generated table.
 */
#include "unicode.h"

enum char_class unicode_class(uint32_t codepoint)
{
  if (codepoint > UNICODE_LAST)
    return CHAR_SYMBOL;
  return (enum char_class)
      unicode_classes[unicode_block[codepoint / UNICODE_BLOCK]][codepoint % UNICODE_BLOCK];
}
