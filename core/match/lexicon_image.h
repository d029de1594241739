/*
 * The image of a lexicon: words, names and the places of rows of all shipped lists, laid out so
 * that the program uses them where they lie. Written by the build on the machine type that
 * reads it.
 *
 * All offsets count bytes from the start of the image, which is aligned to IMAGE_ALIGN.
 */
#ifndef READOUT_LEXICON_IMAGE_H
#define READOUT_LEXICON_IMAGE_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include "../base/status.h"
#include "../text/segment.h"
#include "names.h"
#include "words.h"
#include <stdint.h>

enum { IMAGE_ALIGN = 64 };

/* What the first words of names are flagged with, one byte a word id. */
enum { LEXICON_NAME = 1, LEXICON_LOWER = 2 };

/* A list in the image. */
struct lexicon_image_list {
  int64_t tsv_at; /* where its text begins, from the start of the image: it may lie before */
  uint64_t tsv_size;
  uint64_t tsv_hash;
  uint32_t file_at; /* its base name */
  uint32_t file_size;
  uint32_t columns_at; /* in its text */
  uint32_t columns_size;
  uint32_t first_row; /* the number of its first row, which is its index in `row_at` */
  uint32_t row_count;
};

/* An open image; everything is borrowed. All zero is the image without lists. */
struct lexicon_image {
  struct slice bytes;
  struct words words;
  struct names names;
  const uint8_t *flags; /* by word id, from 0 */
  const uint32_t *row_at;
  const struct lexicon_image_list *lists;
  uint32_t list_count;
};

/* A list to write. */
struct lexicon_image_source {
  const char *file; /* base name */
  struct slice tsv;
  int64_t tsv_at;
};

/*
 * Append the image of `count` lists, cut by `rules`, to `out`. Lists that cannot be read:
 * STATUS_BAD_INPUT, `*bad` is its number.
 */
enum status lexicon_image_write(const struct lexicon_image_source *lists, uint32_t count,
                                const struct segment_rules *rules, struct buffer *out,
                                uint32_t *bad);

/*
 * Open `bytes` (size 0: no lists). Checks the head and that all parts lie within;
 * STATUS_BAD_INPUT.
 */
enum status lexicon_image_open(struct slice bytes, struct lexicon_image *image);

#endif
