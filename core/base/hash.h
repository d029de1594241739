/*
 * A hash that is the same on every machine: it names things and deals them out, and is no proof against forgery.
 */
#ifndef READOUT_HASH_H
#define READOUT_HASH_H

#include "slice.h"
#include <stdint.h>

/* FNV-1a, 64 bits. */
uint64_t hash_bytes(struct slice bytes);

/* The share, from 1 to `shares`, that a thing of that name belongs to. */
unsigned hash_share(struct slice name, unsigned shares);

#endif
