/*
 * Any bytes under any label, which is the first line: what they are decoded to is valid UTF-8, how is said, and what meant nothing
 * stands in the input.
 */
#include "../../core/source/encoding.h"
#include "../../core/text/utf8.h"
#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
  if (!holds)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const uint8_t *line = size > 0 ? memchr(data, '\n', size) : NULL;
  size_t label_size = line ? (size_t)(line - data) : 0;
  struct slice label = {(const char *)data, label_size};
  struct slice bytes = {(const char *)data + label_size, size - label_size};
  struct buffer out = {0};
  struct buffer how = {0};
  struct encoding_result result;
  require(encoding_decode(bytes, label, &out, &how, &result) == STATUS_OK);
  require(utf8_valid_prefix(result.text) == result.text.size);
  require(how.size > 0 && (result.invalid == 0 || result.invalid_at < bytes.size));
  struct slice declared = encoding_declared(bytes, true);
  require(declared.size <= bytes.size);
  buffer_free(&out);
  buffer_free(&how);
  return 0;
}
