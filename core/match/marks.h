/*
 * Marks: classes of tokens as the bits of one integer a token, for readers that ask much of few
 * tokens. A token has bit b set when it is in class b: by its word, shape, class or flags, because
 * a name of some list begins at it, or because it is the first of its sentence, paragraph or line.
 *
 * Unlike on a tape (tape.h), any number of classes may overlap, and names need not be collapsed.
 */
#ifndef READOUT_MARKS_H
#define READOUT_MARKS_H

#include "lexicon.h"

enum {
  MARK_BITS = 63 /* so that a mark is never negative where integers have a sign */
};

struct marks;

/* What a token can be the first of. */
enum mark_span { MARK_SENTENCE, MARK_PARAGRAPH, MARK_LINE };

enum status marks_new(struct marks **marks);
void marks_free(struct marks *marks);

/*
 * Put into class `bit` (below MARK_BITS; STATUS_MISUSE otherwise): a word (id from lexicon_add_word),
 * all tokens of a shape, of a class, with a flag, tokens at which a name of list `list` begins,
 * first tokens of spans. STATUS_NO_MEMORY; STATUS_LIMIT when words are in more than 65535
 * different sets of classes.
 */
enum status marks_add_word(struct marks *marks, uint32_t bit, uint32_t word);
enum status marks_add_shape(struct marks *marks, uint32_t bit, enum token_shape shape);
enum status marks_add_kind(struct marks *marks, uint32_t bit, enum token_class kind);
enum status marks_add_flag(struct marks *marks, uint32_t bit, enum token_flag flag);
enum status marks_add_list(struct marks *marks, uint32_t bit, uint32_t list);
enum status marks_add_first(struct marks *marks, uint32_t bit, enum mark_span span);

/* Write the mark of every token to `out`, which has room for them all. */
void marks_write(const struct marks *marks, const struct segmentation *segmentation,
                 const struct scan *scan, uint64_t *out);

#endif
