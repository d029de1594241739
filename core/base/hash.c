/* Hashes; see hash.h. */
#include "hash.h"

uint64_t hash_bytes(struct slice bytes)
{
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < bytes.size; i++)
    hash = (hash ^ (unsigned char)bytes.data[i]) * UINT64_C(1099511628211);
  return hash;
}

/* The hash alone spreads badly where `shares` has a factor in common with its prime, so its bits are mixed once more (as
 * MurmurHash3 ends). */
unsigned hash_share(struct slice name, unsigned shares)
{
  uint64_t hash = hash_bytes(name);
  hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
  hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
  return (unsigned)(((hash ^ hash >> 33) >> 1) % shares) + 1;
}
