/*
 * How far a run is: one line on standard error, on a terminal rewritten in place, for machines
 * one JSON object a line. Never part of the results.
 */
#ifndef READOUT_PROGRESS_H
#define READOUT_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

enum progress_form {
  PROGRESS_AUTO, /* PLAIN on a terminal, else NONE */
  PROGRESS_NONE, /* only on SIGUSR1 */
  PROGRESS_PLAIN,
  PROGRESS_JSON
};

/* Finds out how many bytes of the input are done, and how many there are (0: not known). Asked only where a line is written:
 * it may have to look at many files. */
typedef void progress_measure(void *context, uint64_t *bytes, uint64_t *total);

struct progress {
  enum progress_form form;
  int fd;                    /* where to; standard error */
  progress_measure *measure; /* borrows its context */
  void *context;
  uint64_t documents;
  uint64_t bytes; /* as measured last */
  uint64_t total;
  uint64_t errors;
  long long began;   /* nanoseconds, monotonic */
  long long written; /* when a line was last written, 0 if never */
  bool rewrites;     /* a terminal: lines replace each other */
  bool shares;       /* the same terminal gets results */
  bool shown;        /* a line stands there now */
};

/* Begin to count, now. */
void progress_begin(struct progress *progress, enum progress_form form, progress_measure *measure,
                    void *context);

/* Count `documents` done, `errors` of which failed. */
void progress_add(struct progress *progress, uint64_t documents, uint64_t errors);

/* Write a line if it is time for one: after two seconds, then twice a second on a terminal and
 * once in JSON; and at once, on a line of its own, when SIGUSR1 has asked. Cheap enough to be
 * called after every job. */
void progress_tick(struct progress *progress);

/* Clear the line on a terminal, so that a message can be written to standard error; the next tick
 * brings it back. Costs nothing when no line is shown. */
void progress_hide(struct progress *progress);

/* The same for results: does nothing when these do not go to a terminal. */
void progress_make_way(struct progress *progress);

/* The end: a terminal's line is cleared; JSON gets a last line with "done":true. */
void progress_end(struct progress *progress);

#endif
