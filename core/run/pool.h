/*
 * The pool: worker processes forked after everything is loaded, each fed with jobs over a pipe, and
 * their answers taken back in the order of the jobs. A worker that crashes, overruns its limits or is
 * killed costs the one job it was at: that job is answered with an error, the worker is replaced, and
 * the jobs that were queued behind it are sent again.
 *
 * The pool knows neither Lua nor documents: a job is bytes, an answer is bytes.
 */
#ifndef READOUT_POOL_H
#define READOUT_POOL_H

#include "../base/buffer.h"
#include "../base/slice.h"
#include "../base/status.h"
#include <stdbool.h>
#include <stdint.h>

struct pool_limits {
  double seconds;      /* CPU time a job may use; 0 = none */
  uint64_t memory;     /* bytes of address space above what the worker had when it forked; 0 = none */
  uint64_t output;     /* bytes of one answer; 0 = none */
  bool confine;        /* drop rights with seccomp where present (off under sanitizers and valgrind) */
};

/* What happened to a job whose worker died. */
enum job_end { JOB_DONE, JOB_TIME, JOB_MEMORY, JOB_OUTPUT, JOB_CRASH /* a signal */, JOB_KILLED /* from outside, or exit */ };

struct pool_handlers {
  void *context;
  /* In the worker, once, before the first job. */
  void (*begin)(void *context);
  /* In the worker: do one job, append the answer. */
  void (*work)(void *context, struct slice job, struct buffer *answer);
  /* In the coordinator: the next job; false when there is none. The slice is borrowed until the next call. */
  bool (*next)(void *context, struct slice *job);
  /* In the coordinator, in the order of the jobs. `where` is the note the worker left (pool_note). Return
   * false to stop the run (a closed pipe, --strict). `job` are the job's own bytes. */
  bool (*take)(void *context, struct slice job, enum job_end end, struct slice answer, const char *where, int signal);
};

/* Run all jobs with `workers` processes. STATUS_OK also when jobs failed; STATUS_IO when no worker could be made. */
enum status pool_run(unsigned workers, const struct pool_limits *limits, const struct pool_handlers *handlers);

/* In a worker: leave a note of what is running now (a plugin's name), so that the coordinator can say where a job
 * died. At most 127 bytes are kept; cheap (a store into shared memory). Outside a worker it does nothing. */
void pool_note(const char *note);

/* In a worker: the memory limit is met; ends the process at once as JOB_MEMORY. Called by the Lua allocator. */
void pool_out_of_memory(void);

#endif
