/*
 * The pool: worker processes forked after everything is loaded, each fed with jobs over a pipe,
 * and their answers taken back in the order of the jobs. A worker that crashes, overruns its
 * limits or is killed costs the one job it was at: that job is answered with an error, the worker
 * is replaced, and the jobs that were queued behind it are sent again.
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

#define POOL_MAX_WORKERS 256
#define POOL_NOTE_BYTES  127 /* of a worker's note that are kept */
#define POOL_QUEUE_JOBS  64  /* jobs at one worker at most: sent, not answered */
#define POOL_QUEUE_BYTES \
  ((size_t)256 * 1024) /* bytes at one worker after which no second job is sent */
#define POOL_HOLD_BYTES \
  ((size_t)64 * 1024 * 1024) /* jobs and answers held by the coordinator, beyond one of each */

#define POOL_STOPPED_SECONDS \
  10 /* that a worker may be stopped (SIGSTOP) before it is ended and its job given to another */

struct pool_limits {
  double seconds;  /* CPU time a job may use, ended at most an eighth later; 0 = none */
  uint64_t memory; /* bytes a job may use; 0 = none (see below) */
  uint64_t output; /* bytes of one answer; 0 = none */
  bool confine;    /* drop rights with seccomp where present (off under sanitizers and valgrind) */
};

/*
 * There is no limit of real time, which would depend on what else the machine does. A confined worker can
 * wait for nothing but the coordinator, so what does not use CPU time is stopped from outside.
 *
 * The limit of memory is kept by the Lua allocator, which counts exactly and calls
 * pool_out_of_memory. The kernel's limit on address space stands behind it for everything else: a
 * quarter and 64 MiB higher, above what the worker had when it forked.
 */

/* What became of a job. */
enum job_end {
  JOB_DONE,
  JOB_TIME,
  JOB_MEMORY,
  JOB_OUTPUT,
  JOB_CRASH, /* a signal of its own making; never tried again */
  JOB_KILLED /* a signal from outside, met twice, or the worker called exit */
};

struct pool_handlers {
  void *context;
  /* In the worker, once, before the first job. May be NULL. */
  void (*begin)(void *context);
  /* In the worker: do one job, append the answer. An answer whose buffer `failed` ends the job as
   * JOB_MEMORY. */
  void (*work)(void *context, struct slice job, struct buffer *answer);
  /* In the coordinator: the next job; false when there is none. The slice is borrowed until the
   * next call. */
  bool (*next)(void *context, struct slice *job);
  /* In the coordinator, in the order of the jobs. `where` is the note the worker left
   * (pool_note), "" if none; `signal` is what ended the worker, 0 if none did. Return false to
   * stop the run (a closed pipe, --strict). `job` are the job's own bytes. All are borrowed until
   * the function returns. */
  bool (*take)(void *context, struct slice job, enum job_end end, struct slice answer,
               const char *where, int signal);
  /* In the coordinator, may be NULL: called about four times a second and after SIGUSR1, for
   * progress. */
  void (*tick)(void *context);
};

/*
 * Run all jobs with `workers` processes (at least one is forked, also for one job). The order of
 * what `take` sees, and the bytes of each answer, do not depend on `workers`. STATUS_OK also when
 * jobs failed, when `take` stopped the run, or when a signal did (ask pool_interrupted);
 * STATUS_IO when no worker could be made or every worker dies before its first job;
 * STATUS_NO_MEMORY when the coordinator has none left.
 */
enum status pool_run(unsigned workers, const struct pool_limits *limits,
                     const struct pool_handlers *handlers);

/*
 * In the coordinator, inside `next`, before a read that may block: wait until `fd` is readable,
 * and take answers meanwhile, so that slow input holds nothing back. False when the run is to
 * stop: `next` should then return false, whatever it has. Outside a run it returns true at once.
 */
bool pool_wait_for(int fd);

/* The signal that asked this process to end (SIGINT, SIGTERM, SIGHUP), 0 if none did. The caller
 * exits with 128 + signal. */
int pool_interrupted(void);

/* How a job ended, in words for an error record: "time limit", "crash", ...; a static string. */
const char *job_end_text(enum job_end end);

/* In a worker: leave a note of what is running now (a plugin's name), so that the coordinator can
 * say where a job died. At most POOL_NOTE_BYTES are kept; cheap (a store into shared memory).
 * Outside a worker it does nothing. */
void pool_note(const char *note);

/* In a worker: the memory limit is met; ends the process at once as JOB_MEMORY. Called by the Lua
 * allocator. Outside a worker it does nothing and returns. */
void pool_out_of_memory(void);

/*
 * Run `work` once in a forked child under `limits`, and hand back what it appended to `answer`
 * and how it ended: to try out what is not trusted (loading a plugin) before the coordinator does
 * the same. Under `confine` the child can open nothing, so the text must be read before. `answer`
 * is appended to, also with what was flushed before a failure: nothing unless JOB_DONE. `where`
 * (may be NULL) receives the note, POOL_NOTE_BYTES + 1 bytes.
 */
enum status trial_run(const struct pool_limits *limits,
                      void (*work)(void *context, struct buffer *answer), void *context,
                      struct buffer *answer, enum job_end *end, char *where);

#endif
