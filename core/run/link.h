/*
 * The coordinator's end of one worker: its process, its two pipes, the jobs that it has been sent
 * and the answers that come back. Internal to core/run; pool.c decides who gets what.
 */
#ifndef READOUT_LINK_H
#define READOUT_LINK_H

#include "pool.h"
#include "worker.h"
#include <sys/types.h>

enum job_state { JOB_FREE, JOB_WAITING /* to be sent */, JOB_SENT, JOB_ANSWERED };

struct job {
  uint64_t sequence;
  enum job_state state;
  enum job_end end;
  int signal;
  unsigned tries;     /* how often it took a worker along and was sent again */
  struct buffer data; /* the job's bytes, kept until taken */
  struct buffer answer;
  char where[POOL_NOTE_BYTES + 1];
};

struct link {
  pid_t pid; /* 0: no process */
  int jobs;  /* our ends of the pipes, non-blocking; -1: closed */
  int answers;
  struct worker_page *page;
  uint64_t served;  /* answers got from this process */
  long long since;  /* when its head became the head, as well as we know; nanoseconds */
  size_t polled;    /* its answers' place among what is waited for; 0: none */
  bool barred;      /* could not be forked: the run goes on with fewer */
  unsigned stopped; /* ticks since it was seen stopped, counted from 1; 0: it is not */

  /* Sent or to be sent, not answered: a ring, ascending sequence. */
  struct job *queue[POOL_QUEUE_JOBS];
  size_t first;
  size_t count;
  size_t bytes;  /* of the jobs in it */
  size_t sent;   /* jobs of the queue, from the first, that are wholly in the pipe */
  size_t offset; /* bytes of the next one's frame that are */

  struct buffer in; /* answers read, not yet parsed */
  bool large;       /* an answer is being read straight into its job; ... */
  uint64_t missing; /* ... this many bytes of it are still to come */
  enum job_end large_end;
};

/* What link_receive found. */
enum link_event {
  LINK_OPEN,
  LINK_GONE /* the process has ended */,
  LINK_MAD /* its answers make no sense */
};

/* What link_receive got: complete answers, and their bytes. */
struct link_news {
  size_t answers;
  size_t bytes;
};

/* Fork the process of links[index]. The child closes the other links' ends. STATUS_IO with errno
 * when it fails. */
enum status link_start(struct link *links, size_t count, size_t index,
                       const struct pool_limits *limits, const struct pool_handlers *handlers);

/* Whether there is room for another job. */
bool link_has_room(const struct link *link, size_t depth);

/* Queue `job`, to be sent by link_send. Borrows it until it is answered or link_end. */
void link_push(struct link *link, struct job *job);

/* The job that is answered next, NULL if none is queued. */
struct job *link_head(const struct link *link);

/* Write as much of the queue as the pipe takes. */
void link_send(struct link *link);

/* Whether link_send has something to send. */
bool link_has_unsent(const struct link *link);

/* Read what there is, once. Jobs whose answers are complete become JOB_ANSWERED and leave the
 * queue. */
enum link_event link_receive(struct link *link, struct link_news *news);

/* The queued job with this number, NULL if there is none. */
struct job *link_find(const struct link *link, uint64_t sequence);

/* The number of the last queued job, 0 if none is queued. */
uint64_t link_last(const struct link *link);

/* Called every tick: end the process once it has been stopped for `most` ticks. */
void link_watch(struct link *link, unsigned most);

/* Send no more: the worker ends when it has answered what it has. */
void link_hang_up(struct link *link);

/*
 * End the process at once, or, with `gently`, by closing its pipe and waiting for it; reap it and
 * close everything. Jobs that are still queued stay in `queue`, for the caller to look at.
 * Returns the wait status.
 */
int link_end(struct link *link, bool gently);

/* Free what a link holds, after link_end. */
void link_free(struct link *link);

#endif
