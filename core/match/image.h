/*
 * The image: the one read-only block that the program carries. It holds packed files (Lua
 * modules, plugins, data) under the paths they were packed with, and the lexicon image of all
 * name lists among them. It is used where it lies: nothing is copied at start, and processes
 * share its pages.
 */
#ifndef READOUT_IMAGE_H
#define READOUT_IMAGE_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include "../base/status.h"
#include "../text/segment.h"
#include <stdbool.h>
#include <stdint.h>

struct image;

/*
 * Open the image at `bytes`, aligned to eight bytes and borrowed for the life of `*image`,
 * which the caller owns. STATUS_BAD_INPUT when it is none or is cut short.
 */
enum status image_open(struct slice bytes, struct image **image);
void image_close(struct image *image);

/* The file packed under `path`, its bytes borrowed from the image; false when there is none. */
bool image_file(const struct image *image, const char *path, struct slice *bytes);

/* Number of packed files. */
uint32_t image_count(const struct image *image);

/* The path of file `i` (from 0, in order of bytes), borrowed; NULL beyond the last one. */
const char *image_path(const struct image *image, uint32_t i);

/* The lexicon image, for lexicon_new. */
struct slice image_lexicon(const struct image *image);

/* A file to pack; both are borrowed. */
struct image_input {
  const char *path;
  struct slice bytes;
};

/*
 * Append an image of `count` files to `out`, which must be empty. Names of the lists (files
 * *.tsv whose first column is `name`) are cut by `rules`. STATUS_BAD_INPUT when a path comes
 * twice or a list is not UTF-8; `*bad` is then the number of that file.
 */
enum status image_write(const struct image_input *files, uint32_t count,
                        const struct segment_rules *rules, struct buffer *out, uint32_t *bad);

#endif
