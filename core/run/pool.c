/*
 * The coordinator: asks for jobs, spreads them over the workers, puts the answers back in order.
 *
 * Jobs stand in a ring, numbered from 1: `head` is the next to be taken, `tail` the next to be
 * asked for. Nothing is asked for that no worker has room for, so every job in the ring is
 * answered, at a worker, or was returned by one that died. When jobs and answers together pass
 * POOL_HOLD_BYTES, only the worker that holds job `head` is read from: the others wait in their
 * writes, and memory does not grow behind a slow job.
 */
#include "pool.h"
#include "clock.h"
#include "link.h"
#include "signals.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  MIN_RING = 1024,              /* jobs between head and tail, at least */
  KEEP_BYTES = 16 * 1024,       /* of a ring slot's buffers that are kept for its next job */
  MIN_DEPTH = 2,                /* jobs at a worker, so that one waits while one is done */
  QUEUE_NANOSECONDS = 20000000, /* of work that should wait at a worker: more only delays the end */
  TICK_MILLISECONDS = 250,
  BARREN_DEATHS =
      3 /* processes in a row, and one a worker, that died without doing or being at a job
                               before we give up */
};

struct pool {
  const struct pool_limits *limits;
  const struct pool_handlers *handlers;
  struct link *links;
  size_t workers;
  struct pollfd *polled; /* room for 2 a worker, and two more before them */
  struct job *ring;
  size_t capacity; /* a power of two */
  uint64_t head;
  uint64_t tail;
  size_t held;         /* bytes of jobs and answers between head and tail */
  size_t returned;     /* jobs in the ring that wait for a worker */
  bool ended;          /* `next` has no more */
  bool stopped;        /* `take` wants no more, or a signal came */
  int input;           /* what `next` waits for, -1 if it does not */
  enum status failure; /* of a round inside `next`, with its errno */
  int why;
  int unborn_why;         /* why a worker could not be forked */
  size_t depth;           /* jobs that may be at one worker */
  double job_nanoseconds; /* what a job takes, lately; 0 = not known */
  size_t barren;          /* deaths of that kind */
  long long ticked;
};

/* The run that is under way in this process, NULL if none is. */
static struct pool *current;

static struct job *slot(const struct pool *pool, uint64_t sequence)
{
  return &pool->ring[sequence & (pool->capacity - 1)];
}

static void clear_buffer(struct buffer *buffer)
{
  if (buffer->capacity > KEEP_BYTES || buffer->failed)
    buffer_free(buffer);
  else
    buffer_clear(buffer);
}

/* Hand over what is answered, in order. */
static void take_answers(struct pool *pool)
{
  const struct pool_handlers *handlers = pool->handlers;
  while (!pool->stopped && pool->head < pool->tail &&
         slot(pool, pool->head)->state == JOB_ANSWERED) {
    struct job *job = slot(pool, pool->head);
    struct slice data = {job->data.data, job->data.size};
    struct slice answer = {job->answer.data, job->answer.size};
    if (!handlers->take(handlers->context, data, job->end, answer, job->where, job->signal))
      pool->stopped = true;
    pool->held -= data.size + answer.size;
    clear_buffer(&job->data);
    clear_buffer(&job->answer);
    job->state = JOB_FREE;
    pool->head++;
  }
}

/* Answer a job without an answer. */
static void fail_job(struct pool *pool, struct job *job, enum job_end end, int signal,
                     const char *note)
{
  clear_buffer(&job->answer);
  job->state = JOB_ANSWERED;
  job->end = end;
  job->signal = signal;
  size_t size = strnlen(note, POOL_NOTE_BYTES);
  memcpy(job->where, note, size);
  job->where[size] = '\0';
  pool->barren = 0;
}

static bool start(struct pool *pool, struct link *link)
{
  enum status status = link_start(pool->links, pool->workers, (size_t)(link - pool->links),
                                  pool->limits, pool->handlers);
  link->barred = status != STATUS_OK;
  if (link->barred)
    pool->unborn_why = errno;
  return !link->barred;
}

static bool any_alive(const struct pool *pool)
{
  for (size_t i = 0; i < pool->workers; i++) {
    if (pool->links[i].pid != 0)
      return true;
  }
  return false;
}

/* Whether one more job could be placed: at a worker with room, or at one that is not forked yet. */
static bool has_room(const struct pool *pool)
{
  for (size_t i = 0; i < pool->workers; i++) {
    const struct link *link = &pool->links[i];
    if ((link->pid == 0 && !link->barred) || link_has_room(link, pool->depth))
      return true;
  }
  return false;
}

/*
 * The worker for job `sequence`: an idle one, else a new one, else the one with the least to do.
 * A worker's queue ascends, so that the job at the head of the ring is always at the head of a
 * queue. NULL if none will do.
 */
static struct link *choose(struct pool *pool, uint64_t sequence)
{
  struct link *best = NULL;
  struct link *unborn = NULL;
  for (size_t i = 0; i < pool->workers; i++) {
    struct link *link = &pool->links[i];
    if (link->pid == 0) {
      if (unborn == NULL && !link->barred)
        unborn = link;
      continue;
    }
    if (!link_has_room(link, pool->depth) || link_last(link) > sequence)
      continue;
    if (link->count == 0)
      return link;
    if (best == NULL || link->count < best->count ||
        (link->count == best->count && link->bytes < best->bytes))
      best = link;
  }
  if (unborn != NULL && start(pool, unborn))
    return unborn;
  return best;
}

static void push(struct link *link, struct job *job)
{
  if (link->count == 0)
    link->since = clock_now(CLOCK_MONOTONIC);
  link_push(link, job);
}

/* Place the jobs that dead workers left. */
static void place_returned(struct pool *pool)
{
  for (uint64_t i = pool->head; pool->returned > 0 && i < pool->tail; i++) {
    struct job *job = slot(pool, i);
    if (job->state != JOB_WAITING)
      continue;
    struct link *link = choose(pool, i);
    if (link == NULL)
      continue;
    pool->returned--;
    push(link, job);
  }
}

/* Ask for jobs while there is room for them. */
static enum status place_new(struct pool *pool)
{
  while (!pool->ended && pool->tail - pool->head < pool->capacity && has_room(pool)) {
    if (pool->held >= POOL_HOLD_BYTES && pool->tail > pool->head)
      break;
    struct slice data;
    bool given = pool->handlers->next(pool->handlers->context, &data);
    if (pool->stopped)
      break; /* while `next` waited: what it has may be half a record */
    if (!given) {
      pool->ended = true;
      break;
    }
    struct job *job = slot(pool, pool->tail);
    job->sequence = pool->tail;
    job->tries = 0;
    job->state = JOB_WAITING;
    buffer_add(&job->data, data.data, data.size);
    if (job->data.failed)
      return STATUS_NO_MEMORY;
    pool->tail++;
    pool->held += data.size;
    struct link *link = choose(pool, job->sequence);
    if (link != NULL)
      push(link, job);
    else
      pool->returned++; /* the fork failed: it waits for another worker */
  }
  errno = pool->why;
  return pool->failure;
}

static void send_all(struct pool *pool)
{
  for (size_t i = 0; i < pool->workers; i++) {
    if (link_has_unsent(&pool->links[i]))
      link_send(&pool->links[i]);
  }
}

/* Signals that a process brings upon itself; others come from outside. */
static bool is_own_signal(int signal)
{
  return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL ||
         signal == SIGABRT || signal == SIGTRAP || signal == SIGSYS;
}

/*
 * Why a worker that was at a job is dead. What the page says is believed only with the exit code
 * that belongs to it.
 */
static enum job_end read_verdict(const struct worker_page *page, int status)
{
  if (WIFSIGNALED(status))
    return is_own_signal(WTERMSIG(status)) ? JOB_CRASH : JOB_KILLED;
  int end = page->end;
  if (WEXITSTATUS(status) == WORKER_LIMIT_EXIT && (end == JOB_TIME || end == JOB_MEMORY))
    return (enum job_end)end;
  return JOB_KILLED;
}

/*
 * Whether a job deserves a second worker. A kill from outside may be an accident; a memory limit
 * met by a worker that had served others may be their doing, and the verdict of a fresh one does
 * not depend on who was served before, hence not on the number of workers.
 */
static bool is_tried_again(const struct link *link, const struct job *job, enum job_end end,
                           int status)
{
  if (job->tries > 0)
    return false;
  return (end == JOB_KILLED && WIFSIGNALED(status)) || (end == JOB_MEMORY && link->served > 0);
}

/*
 * Give what a dead worker left to its successor, in order, but without `settled`. Where none can
 * be forked the jobs wait in the ring for another worker.
 */
static void succeed(struct pool *pool, struct link *link, const struct job *settled)
{
  struct job *left[POOL_QUEUE_JOBS];
  size_t count = 0;
  for (size_t i = 0; i < link->count; i++) {
    struct job *job = link->queue[(link->first + i) % POOL_QUEUE_JOBS];
    if (job == settled)
      continue;
    job->state = JOB_WAITING;
    clear_buffer(&job->answer);
    left[count++] = job;
  }
  link->count = 0;
  bool started = count > 0 && start(pool, link);
  for (size_t i = 0; i < count; i++) {
    if (started)
      push(link, left[i]);
    else
      pool->returned++;
  }
}

/* A worker is gone, or `mad` and to be ended: settle the job that it was at, and replace it. */
static enum status bury(struct pool *pool, struct link *link, bool mad)
{
  struct job *job = mad ? link_head(link) : NULL;
  int status = link_end(link, false);
  struct worker_page page = {.state = 0}; /* a copy: the successor begins a new one */
  memcpy(&page, link->page, sizeof page);
  page.note[POOL_NOTE_BYTES] = '\0';
  if (!mad && (page.state == WORKER_BUSY || page.end != 0))
    job = link_find(link, page.sequence);
  if (job == NULL) {
    pool->barren += link->served == 0 ? 1 : 0;
    if (pool->barren >= BARREN_DEATHS + pool->workers) {
      errno = ECHILD;
      return STATUS_IO;
    }
    succeed(pool, link, NULL);
    return STATUS_OK;
  }
  enum job_end end = mad ? JOB_CRASH : read_verdict(&page, status);
  if (is_tried_again(link, job, end, status)) {
    job->tries++;
    succeed(pool, link, NULL);
    return STATUS_OK;
  }
  succeed(pool, link, job);
  fail_job(pool, job, end, !mad && WIFSIGNALED(status) ? WTERMSIG(status) : 0, page.note);
  return STATUS_OK;
}

/* Learn from `answers` answers how long a job takes, and so how many should wait at a worker. */
static void learn_depth(struct pool *pool, struct link *link, size_t answers)
{
  long long now = clock_now(CLOCK_MONOTONIC);
  double each = (double)(now - link->since) / (double)answers;
  link->since = now;
  if (link->served == answers)
    return; /* the first ones waited for the process to start */
  pool->job_nanoseconds =
      pool->job_nanoseconds > 0 ? 0.75 * pool->job_nanoseconds + 0.25 * each : each;
  double depth = QUEUE_NANOSECONDS / (pool->job_nanoseconds + 1);
  pool->depth = depth > POOL_QUEUE_JOBS ? POOL_QUEUE_JOBS
                : depth < MIN_DEPTH     ? MIN_DEPTH
                                        : (size_t)depth;
}

static enum status receive(struct pool *pool, struct link *link)
{
  struct link_news news;
  enum link_event event = link_receive(link, &news);
  pool->held += news.bytes;
  if (news.answers > 0) {
    learn_depth(pool, link, news.answers);
    pool->barren = 0;
  }
  return event == LINK_OPEN ? STATUS_OK : bury(pool, link, event == LINK_MAD);
}

/* Whether this worker may be read from now; see the top of the file. */
static bool may_read(const struct pool *pool, const struct link *link)
{
  if (link->pid == 0)
    return false;
  if (pool->held < POOL_HOLD_BYTES || pool->head == pool->tail)
    return true;
  const struct job *first = slot(pool, pool->head);
  return first->state != JOB_SENT || link_head(link) == first;
}

/* Time that this process does not see, because it was stopped with its workers, has no ticks. */
static void tick(struct pool *pool, bool now)
{
  long long time = clock_now(CLOCK_MONOTONIC);
  bool due = time - pool->ticked >= TICK_MILLISECONDS * 1000000LL;
  if (due) {
    pool->ticked = time;
    for (size_t i = 0; i < pool->workers; i++)
      link_watch(&pool->links[i], POOL_STOPPED_SECONDS * 1000 / TICK_MILLISECONDS);
  }
  if ((due || now) && pool->handlers->tick != NULL)
    pool->handlers->tick(pool->handlers->context);
}

/* Wait until something can be done, and read the answers that came. */
static enum status wait_and_receive(struct pool *pool)
{
  enum { SIGNALS, INPUT, OTHERS };
  struct pollfd *polled = pool->polled;
  size_t count =
      OTHERS; /* no more than there are descriptors: poll refuses more than there may be */
  polled[SIGNALS] = (struct pollfd){.fd = signals_descriptor(), .events = POLLIN};
  polled[INPUT] = (struct pollfd){.fd = pool->input, .events = POLLIN};
  for (size_t i = 0; i < pool->workers; i++) {
    struct link *link = &pool->links[i];
    bool read = may_read(pool, link);
    link->polled = read ? count : 0;
    if (read)
      polled[count++] = (struct pollfd){.fd = link->answers, .events = POLLIN};
    if (link_has_unsent(link))
      polled[count++] = (struct pollfd){.fd = link->jobs, .events = POLLOUT};
  }
  int ready = poll(polled, count, TICK_MILLISECONDS);
  if (ready < 0 && errno != EINTR)
    return STATUS_IO;
  bool signalled = ready > 0 && polled[SIGNALS].revents != 0;
  if (signalled)
    signals_clear();
  tick(pool, signalled);
  for (size_t i = 0; ready > 0 && i < pool->workers; i++) {
    struct link *link = &pool->links[i];
    if (link->polled == 0 || polled[link->polled].revents == 0)
      continue;
    enum status status = receive(pool, link);
    if (status != STATUS_OK)
      return status;
    take_answers(pool);
  }
  return STATUS_OK;
}

/* One round with the jobs that there are: place, send, wait, receive, take. */
static enum status step(struct pool *pool)
{
  if (pool->returned > 0)
    place_returned(pool);
  if (pool->tail > pool->head && !any_alive(pool)) {
    errno = pool->unborn_why;
    return STATUS_IO;
  }
  send_all(pool);
  enum status status = wait_and_receive(pool);
  if (signals_interrupted() != 0)
    pool->stopped = true;
  return status;
}

static enum status run(struct pool *pool)
{
  while (!pool->stopped) {
    enum status status = place_new(pool);
    if (status != STATUS_OK)
      return status;
    if (pool->stopped || (pool->ended && pool->head == pool->tail))
      return STATUS_OK;
    status = step(pool);
    if (status != STATUS_OK)
      return status;
  }
  return STATUS_OK;
}

static bool is_readable(int fd)
{
  struct pollfd now = {.fd = fd, .events = POLLIN};
  return poll(&now, 1, 0) > 0;
}

bool pool_wait_for(int fd)
{
  struct pool *pool = current;
  if (pool == NULL)
    return true;
  pool->input = fd;
  while (!pool->stopped && !is_readable(fd)) {
    pool->failure = step(pool);
    if (pool->failure != STATUS_OK) {
      pool->why = errno;
      pool->stopped = true;
    }
  }
  pool->input = -1;
  return !pool->stopped;
}

/* End all workers: by closing their pipes, and at once when they are at work that nobody wants
 * any more. All are told before the first is waited for. */
static void dismiss(struct pool *pool)
{
  int why = errno;
  for (size_t i = 0; i < pool->workers; i++) {
    struct link *link = &pool->links[i];
    if (link->count > 0 && link->pid != 0)
      kill(link->pid, SIGKILL);
    link_hang_up(link);
  }
  for (size_t i = 0; i < pool->workers; i++) {
    link_end(&pool->links[i], true);
    link_free(&pool->links[i]);
  }
  for (size_t i = 0; pool->ring != NULL && i < pool->capacity; i++) {
    buffer_free(&pool->ring[i].data);
    buffer_free(&pool->ring[i].answer);
  }
  free(pool->links);
  free(pool->polled);
  free(pool->ring);
  errno = why;
}

enum status pool_run(unsigned workers, const struct pool_limits *limits,
                     const struct pool_handlers *handlers)
{
  signals_install();
  workers = workers < 1 ? 1 : workers > POOL_MAX_WORKERS ? POOL_MAX_WORKERS : workers;
  struct pool pool = {.limits = limits, .handlers = handlers, .workers = workers};
  pool.capacity = MIN_RING;
  while (pool.capacity < (size_t)workers * POOL_QUEUE_JOBS * 2)
    pool.capacity *= 2;
  pool.head = 1;
  pool.tail = 1;
  pool.input = -1;
  pool.depth = MIN_DEPTH;
  pool.ticked = clock_now(CLOCK_MONOTONIC);
  pool.links = calloc(workers, sizeof *pool.links);
  pool.polled = calloc((size_t)workers * 2 + 2, sizeof *pool.polled);
  pool.ring = calloc(pool.capacity, sizeof *pool.ring);
  enum status status = STATUS_NO_MEMORY;
  if (pool.links == NULL || pool.polled == NULL || pool.ring == NULL) {
    pool.workers = 0;
  } else {
    for (size_t i = 0; i < workers; i++)
      pool.links[i] = (struct link){.jobs = -1, .answers = -1};
    struct pool *outer = current;
    current = &pool;
    status = run(&pool);
    current = outer;
  }
  dismiss(&pool);
  return status;
}

int pool_interrupted(void)
{
  return signals_interrupted();
}

const char *job_end_text(enum job_end end)
{
  switch (end) {
  case JOB_DONE:
    return "done";
  case JOB_TIME:
    return "time limit";
  case JOB_MEMORY:
    return "memory limit";
  case JOB_OUTPUT:
    return "output limit";
  case JOB_CRASH:
    return "crash";
  case JOB_KILLED:
    return "killed";
  }
  return "unknown";
}
