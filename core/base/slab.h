/*
 * Slabs: memory for very many small blocks that come and go, each given back with its size. Faster than malloc,
 * because a block needs no header and giving it back is one store; what was taken from the system is kept until the
 * slabs are freed. Blocks above SLAB_LARGEST come from malloc.
 *
 * Under sanitizers, and built with READOUT_NO_SLABS for valgrind, every block is malloc's, so that they see each one.
 */
#ifndef READOUT_SLAB_H
#define READOUT_SLAB_H

#include <stddef.h>

#define SLAB_LARGEST 512 /* bytes */

struct slabs;

/* New slabs, owned by the caller; NULL when memory is out. */
struct slabs *slabs_new(void);

/* A block of `size` bytes, aligned to 16; NULL when memory is out. */
void *slabs_alloc(struct slabs *slabs, size_t size);

/* `block` of `old_size` bytes as one of `size` bytes, its contents kept; NULL when memory is out (`block` stays valid). */
void *slabs_resize(struct slabs *slabs, void *block, size_t old_size, size_t size);

/* Give back a block of `size` bytes. NULL is allowed. */
void slabs_release(struct slabs *slabs, void *block, size_t size);

/* Free all slabs. Blocks above SLAB_LARGEST must have been given back. */
void slabs_free(struct slabs *slabs);

#endif
