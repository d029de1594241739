/*
 * What a core function answers. Core functions return one of these and hand results back through
 * out-parameters; only the host turns them into Lua errors and exit codes.
 */
#ifndef READOUT_STATUS_H
#define READOUT_STATUS_H

enum status {
  STATUS_OK,
  STATUS_END,       /* nothing more to read */
  STATUS_NO_MEMORY, /* an allocation failed */
  STATUS_LIMIT,     /* a named limit was met */
  STATUS_BAD_INPUT, /* the data is not what its format promises */
  STATUS_IO,        /* the system refused: errno says why */
  STATUS_MISUSE     /* the caller broke the contract of the function */
};

/* The English name of `status`; a static string. */
const char *status_text(enum status status);

#endif
