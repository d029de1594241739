/* A stream of UTF-8 over a stream of UTF-16; see stream.h. */
#include "stream.h"
#include "encoding.h"
#include <stdlib.h>
#include <string.h>

struct utf16 {
  struct stream *from; /* owned */
  bool big_endian;
  bool begun;
  struct stream *self; /* the stream that this state belongs to: it counts what was replaced */
};

static enum status utf16_read(void *state, char *into, size_t room, size_t *got,
                              struct buffer *trouble)
{
  struct utf16 *utf16 = state;
  /* Four bytes hold a whole pair; two units may become one sequence of at most four bytes. */
  enum status status = stream_need(utf16->from, 4);
  if (status != STATUS_OK)
    return status;
  struct slice window = stream_window(utf16->from);
  if (window.size == 0) {
    if (utf16->from->trouble.size > 0)
      buffer_add(trouble, utf16->from->trouble.data, utf16->from->trouble.size);
    return utf16->from->trouble.size > 0 ? STATUS_BAD_INPUT : STATUS_OK;
  }
  struct utf16_result result;
  encoding_from_utf16(window, utf16->big_endian, utf16->from->ended, into, room, &result);
  if (result.invalid > 0 && utf16->self->invalid == 0)
    utf16->self->invalid_at = utf16->from->offset + result.invalid_at;
  utf16->self->invalid += result.invalid;
  stream_skip(utf16->from, result.used);
  *got = result.made;
  if (!utf16->begun && result.made >= 3 && memcmp(into, "\xEF\xBB\xBF", 3) == 0) {
    *got -= 3;
    memmove(into, into + 3, *got);
  }
  utf16->begun = true;
  /* Nothing but a mark: an empty answer would mean the end. */
  return *got == 0 && result.used > 0 ? utf16_read(state, into, room, got, trouble) : STATUS_OK;
}

static void utf16_close(void *state)
{
  struct utf16 *utf16 = state;
  stream_close(utf16->from);
  free(utf16);
}

static const struct stream_origin utf16_origin = {utf16_read, NULL, utf16_close};

enum status stream_open_utf16(struct stream *from, bool big_endian, struct stream **stream)
{
  struct utf16 *state = malloc(sizeof *state);
  if (state == NULL) {
    stream_close(from);
    return STATUS_NO_MEMORY;
  }
  *state = (struct utf16){from, big_endian, false, NULL};
  enum status status = stream_new(&utf16_origin, state, stream);
  if (status != STATUS_OK)
    return status;
  struct slice window = stream_window(from);
  bool mark = window.size >= 2 &&
              ((unsigned char)window.data[0] ^ (unsigned char)window.data[1]) == 1 &&
              ((unsigned char)window.data[0] & 0xFE) == 0xFE;
  state->self = *stream;
  static const char *const names[][2] = {{"utf-16le (sniffed)", "utf-16le (mark)"},
                                         {"utf-16be (sniffed)", "utf-16be (mark)"}};
  (*stream)->decoded = names[big_endian][mark];
  return status;
}
