/*
 * A walk through a folder and its folders: every file, in the order of the bytes of its path. Hidden names
 * and links to folders are left out.
 */
#ifndef READOUT_WALK_H
#define READOUT_WALK_H

#include "../base/status.h"

struct walk;

/* Begin at the folder `path` (copied). */
enum status walk_open(const char *path, struct walk **walk);

/*
 * The next file: STATUS_OK and its path, borrowed until the next call. STATUS_BAD_INPUT: `path` is a file whose
 * extension no reader knows. STATUS_IO: `path` is a folder that could not be read, errno says why. STATUS_LIMIT:
 * `path` lies too deep. The walk goes on after all of these. STATUS_END, STATUS_NO_MEMORY.
 */
enum status walk_next(struct walk *walk, const char **path);

void walk_close(struct walk *walk);

#endif
