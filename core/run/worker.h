/*
 * The worker's side of the pool: what a forked process does with the jobs that come down its
 * pipe. Internal to core/run; the interface for others is pool.h.
 *
 * Both pipes carry frames: a head, then `size` bytes. Jobs go down, answers come back in the same
 * order. A page of memory shared with the coordinator says at every moment which job the worker
 * is at, so that the coordinator knows whom to blame when the process is gone.
 */
#ifndef READOUT_WORKER_H
#define READOUT_WORKER_H

#include "pool.h"
#include <stdatomic.h>
#include <stdint.h>

#define FRAME_MARK 0x52445446u

struct frame {
  uint64_t sequence; /* the job's number, from 1 */
  uint64_t size;     /* bytes that follow */
  uint32_t
      end; /* enum job_end; JOB_DONE or JOB_OUTPUT in an answer (the bytes are then the note) */
  uint32_t mark; /* FRAME_MARK: anything else means that the worker went mad */
};

enum worker_state { WORKER_STARTING, WORKER_WAITING, WORKER_BUSY };

/* The exit code of a worker that met a limit; which one stands in the page. */
enum { WORKER_LIMIT_EXIT = 113 };

/* Shared by a worker and the coordinator. Written by the worker, read by the coordinator when it
 * is dead. */
struct worker_page {
  atomic_ullong sequence; /* the job that it is, or was last, at */
  atomic_int state;       /* enum worker_state */
  atomic_int end;         /* the limit that ended it: JOB_TIME or JOB_MEMORY, else 0 */
  char note[POOL_NOTE_BYTES + 1];
};

/* Serve jobs from the descriptor `jobs`, answers to `answers`, until `jobs` ends; then the
 * process does. Borrows everything. To be called in a forked child in which both pipes' other
 * ends are closed. */
_Noreturn void worker_run(int jobs, int answers, struct worker_page *page,
                          const struct pool_limits *limits, const struct pool_handlers *handlers);

#endif
