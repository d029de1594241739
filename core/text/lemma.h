/*
 * Lemmas by list and rule. The table is data (plugins/data/xx.lemmas.tsv): irregular forms, and
 * suffix rules. Without a table the lemma of a word is its normal form.
 */
#ifndef READOUT_LEMMA_H
#define READOUT_LEMMA_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include "../base/status.h"

struct lemma_table;

/* Read the table of one language. An empty slice gives the identity. Owned by the caller. */
enum status lemma_table_new(struct slice tsv, struct lemma_table **out);
void lemma_table_free(struct lemma_table *table);

/* Write the lemma of the word whose normal form is `word` into `out` (NORMAL_MAX bytes); returns its size. */
size_t lemma_of(const struct lemma_table *table, struct slice word, char *out);

/*
 * Append all inflected forms of `lemma`, itself included, each closed by a newline: "say\nsays\nsaid\nsaying\n".
 * Used when a plugin lists lemmas, so that matching needs no lemma at run time.
 */
void lemma_forms(const struct lemma_table *table, struct slice lemma, struct buffer *out);

#endif
