/*
 * Where results go: standard output or a file. Bytes are gathered and written in large pieces
 * which begin and end where output_write calls do, so that a reader of a pipe, or a run that is
 * ended, never sees half a record for longer than one write takes.
 *
 * A file is written under a temporary name beside its place, flushed to the disk and renamed on
 * close: it is there whole or not at all. What is no regular file (a device, a named pipe) is
 * written to directly.
 *
 * The first failure is kept: all later calls return it and write nothing. A reader that takes nothing is
 * waited for, but only OUTPUT_PATIENCE_SECONDS once a signal has asked this process to end.
 */
#ifndef READOUT_OUTPUT_H
#define READOUT_OUTPUT_H

#include "../base/slice.h"
#include "../base/status.h"
#include <stdbool.h>

#define OUTPUT_PATIENCE_SECONDS 5

struct output;

/* Open `path` (copied); NULL or "-" is standard output. `line_buffered`: every output_write is on its way when it
 * returns. STATUS_IO with errno, STATUS_NO_MEMORY. */
enum status output_open(const char *path, bool line_buffered, struct output **output);

/* Add one piece: whole records. STATUS_END when the reader has gone (EPIPE), STATUS_IO with errno
 * else. */
enum status output_write(struct output *output, struct slice piece);

/* Write what is gathered. */
enum status output_flush(struct output *output);

/*
 * Close and free. With `keep` what was written is flushed and put in its place; without it, or
 * after a failure, a file disappears. Standard output, devices and pipes are flushed either way:
 * what they were given cannot be taken back, and should end with a whole record. Returns the
 * first failure. NULL is allowed.
 */
enum status output_close(struct output *output, bool keep);

#endif
