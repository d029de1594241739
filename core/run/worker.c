/*
 * The worker: reads jobs, does them, writes answers, and watches its own limits.
 *
 * Answers are gathered and written when there are enough, when the next job has not arrived yet,
 * or when the oldest has waited FLUSH_NANOSECONDS: wake-ups of the coordinator are paid by the
 * batch.
 */
#include "worker.h"
#include "clock.h"
#include "confine.h"
#include "signals.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

enum {
  READ_BYTES = 256 * 1024,  /* asked of the pipe at once */
  FLUSH_BYTES = 128 * 1024, /* of answers that are worth a write */
  KEEP_BYTES = 1024 * 1024, /* of a buffer that are kept for the next job */
  FLUSH_NANOSECONDS = 5000000,
  TICKS_PER_LIMIT = 8, /* how often the CPU limit is looked at */
  ALTERNATE_STACK = 64 * 1024
};
static const uint64_t ADDRESS_SLACK =
    64 * 1024 * 1024; /* for what we hold ourselves: buffers, the heap's own */
static const double MIN_TICK = 0.002;
static const double MAX_TICK = 0.25;

struct worker {
  int jobs;
  int answers;
  struct worker_page *page;
  const struct pool_limits *limits;
  const struct pool_handlers *handlers;
  struct buffer in;     /* what was read; jobs are slices of it */
  size_t at;            /* bytes of `in` that are done */
  struct buffer answer; /* of the job at hand */
  struct buffer out;    /* answers not yet written */
  long long flushed;    /* when `out` was last empty, on the coarse clock */
};

/* What the signal handler and the guests' calls need to find. NULL outside a worker. */
static struct worker *self;
/* The CPU limit in nanoseconds, the job seen by the last tick, and when that was in CPU time. */
static long long cpu_limit;
static unsigned long long cpu_sequence;
static long long cpu_start;

/* Write all of it; a coordinator that is gone ends the worker. Used in a signal handler too. */
static void write_all(int fd, const char *data, size_t size)
{
  while (size > 0) {
    ssize_t written = write(fd, data, size);
    if (written < 0) {
      if (errno == EINTR)
        continue;
      _exit(0);
    }
    data += written;
    size -= (size_t)written;
  }
}

static void flush_answers(struct worker *worker)
{
  write_all(worker->answers, worker->out.data, worker->out.size);
  worker->out.size = 0;
}

/* End here and now for a limit. The answers before this job are whole and go out first, so that the
 * coordinator need not have them done again. */
_Noreturn static void end_for(enum job_end end)
{
  atomic_store_explicit(&self->page->end, (int)end, memory_order_relaxed);
  flush_answers(self);
  _exit(WORKER_LIMIT_EXIT);
}

/*
 * A tick of the CPU clock. A job costs nothing for it: the tick finds out by itself whether the
 * job is still the one that it saw the last time, and since when. No pcall and no endless C
 * function keeps it away.
 */
static void on_cpu_tick(int signal)
{
  (void)signal;
  int saved = errno;
  struct worker_page *page = self->page;
  if (atomic_load_explicit(&page->state, memory_order_relaxed) == WORKER_BUSY) {
    unsigned long long sequence = atomic_load_explicit(&page->sequence, memory_order_relaxed);
    long long now = clock_now(CLOCK_PROCESS_CPUTIME_ID);
    if (sequence != cpu_sequence) {
      cpu_sequence = sequence;
      cpu_start = now;
    } else if (now - cpu_start >= cpu_limit) {
      end_for(JOB_TIME);
    }
  }
  errno = saved;
}

static void watch_cpu(double seconds)
{
  if (seconds <= 0)
    return;
  static char stack[ALTERNATE_STACK]; /* a deep recursion may leave no room on the other one */
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternate, NULL);
  cpu_limit = seconds < (double)LLONG_MAX / 1e9 ? (long long)(seconds * 1e9) : LLONG_MAX;
  struct sigaction action = {.sa_handler = on_cpu_tick, .sa_flags = SA_RESTART | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  sigaction(SIGPROF, &action, NULL);
  double tick = seconds / TICKS_PER_LIMIT;
  tick = tick < MIN_TICK ? MIN_TICK : tick > MAX_TICK ? MAX_TICK : tick;
  struct timeval interval = {.tv_sec = (time_t)tick,
                             .tv_usec = (suseconds_t)((tick - (double)(time_t)tick) * 1e6)};
  struct itimerval timer = {.it_interval = interval, .it_value = interval};
  setitimer(ITIMER_PROF, &timer, NULL);
}

void pool_note(const char *note)
{
  if (self == NULL)
    return;
  size_t size = strnlen(note, POOL_NOTE_BYTES);
  memcpy(self->page->note, note, size);
  self->page->note[size] = '\0';
}

void pool_out_of_memory(void)
{
  if (self != NULL)
    end_for(JOB_MEMORY);
}

/* From here on whatever happens is job `sequence`'s doing. */
static void enter(struct worker_page *page, uint64_t sequence)
{
  page->note[0] = '\0';
  atomic_store_explicit(&page->sequence, sequence, memory_order_relaxed);
  atomic_signal_fence(memory_order_seq_cst);
  atomic_store_explicit(&page->state, WORKER_BUSY, memory_order_relaxed);
  atomic_signal_fence(memory_order_seq_cst);
}

/* From here on the answer is on its way and no longer the guest's doing: no tick may tear it. */
static void leave(struct worker_page *page)
{
  atomic_signal_fence(memory_order_seq_cst);
  atomic_store_explicit(&page->state, WORKER_WAITING, memory_order_relaxed);
  atomic_signal_fence(memory_order_seq_cst);
}

/* Read more of the jobs, at least to `needed` bytes from `at` on; false at the end of the pipe. */
static bool fill(struct worker *worker, size_t needed)
{
  struct buffer *in = &worker->in;
  if (worker->at > 0) {
    in->size -= worker->at;
    memmove(in->data, in->data + worker->at, in->size);
    worker->at = 0;
  }
  while (in->size < needed) {
    size_t room = needed - in->size > READ_BYTES ? needed - in->size : READ_BYTES;
    char *end = buffer_reserve(in, room);
    if (end == NULL)
      end_for(JOB_MEMORY);
    ssize_t count = read(worker->jobs, end, room);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    in->size += (size_t)count;
  }
  return true;
}

/* The next job, a slice of `in`; false when there is none. Waiting is the time to write what is
 * there. */
static bool next_job(struct worker *worker, struct frame *head, struct slice *job)
{
  size_t ready = worker->in.size - worker->at;
  if (ready == 0 && worker->in.capacity > KEEP_BYTES) {
    buffer_free(&worker->in);
    worker->at = 0;
  }
  if (ready < sizeof *head) {
    flush_answers(worker);
    if (!fill(worker, sizeof *head))
      return false;
    ready = worker->in.size;
  }
  memcpy(head, worker->in.data + worker->at, sizeof *head);
  if (ready - sizeof *head < head->size) {
    flush_answers(worker);
    /* A job too big to be held is the job's fault: it must be known before the memory is asked
     * for. */
    enter(worker->page, head->sequence);
    if (!fill(worker, sizeof *head + head->size))
      return false;
  }
  *job = (struct slice){worker->in.data + worker->at + sizeof *head, head->size};
  return true;
}

static void add_answer(struct worker *worker, uint64_t sequence, enum job_end end,
                       struct slice answer)
{
  struct frame head = {
      .sequence = sequence, .size = answer.size, .end = (uint32_t)end, .mark = FRAME_MARK};
  long long now = clock_now(CLOCK_MONOTONIC_COARSE);
  if (worker->out.size == 0)
    worker->flushed = now;
  buffer_add(&worker->out, &head, sizeof head);
  if (worker->out.failed)
    end_for(JOB_MEMORY);
  if (answer.size >= FLUSH_BYTES) {
    flush_answers(worker);
    write_all(worker->answers, answer.data, answer.size);
    return;
  }
  buffer_add(&worker->out, answer.data, answer.size);
  if (worker->out.failed) {
    worker->out.size -= sizeof head;
    end_for(JOB_MEMORY);
  }
  if (worker->out.size >= FLUSH_BYTES || now - worker->flushed >= FLUSH_NANOSECONDS)
    flush_answers(worker);
}

static void do_job(struct worker *worker, uint64_t sequence, struct slice job)
{
  struct worker_page *page = worker->page;
  enter(page, sequence);
  worker->handlers->work(worker->handlers->context, job, &worker->answer);
  if (worker->answer.failed)
    end_for(JOB_MEMORY);
  leave(page);
  struct slice answer = {worker->answer.data, worker->answer.size};
  if (worker->limits->output > 0 && answer.size > worker->limits->output)
    add_answer(worker, sequence, JOB_OUTPUT, (struct slice){page->note, strlen(page->note)});
  else
    add_answer(worker, sequence, JOB_DONE, answer);
  if (worker->answer.capacity > KEEP_BYTES)
    buffer_free(&worker->answer);
  else
    buffer_clear(&worker->answer);
}

/* Standard input and output are the coordinator's; nothing in a worker may take from or add to
 * them. */
static void leave_terminal(void)
{
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0)
    return;
  dup2(nothing, STDIN_FILENO);
  dup2(nothing, STDOUT_FILENO);
  close(nothing);
}

/* The kernel's limit on memory stands behind the exact one that the allocator keeps; see pool.h. */
static void watch_memory(uint64_t memory, uint64_t before)
{
  if (memory > 0 && before > 0)
    confine_memory(before + memory + memory / 4 + ADDRESS_SLACK);
}

/* A crash is reported by the coordinator; the memory of a stranger's document does not belong on
 * the disk. */
static void forbid_core(void)
{
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

_Noreturn void worker_run(int jobs, int answers, struct worker_page *page,
                          const struct pool_limits *limits, const struct pool_handlers *handlers)
{
  static struct worker worker;
  worker = (struct worker){
      .jobs = jobs, .answers = answers, .page = page, .limits = limits, .handlers = handlers};
  self = &worker;
  signals_leave();
  forbid_core();
  leave_terminal();
  uint64_t before = limits->memory > 0 ? confine_address_space() : 0;
  if (handlers->begin != NULL)
    handlers->begin(handlers->context);
  watch_cpu(limits->seconds);
  watch_memory(limits->memory, before);
  if (limits->confine)
    confine_process(jobs, answers, true);
  leave(page);

  struct frame head;
  struct slice job;
  while (next_job(&worker, &head, &job)) {
    do_job(&worker, head.sequence, job);
    worker.at += sizeof head + head.size;
  }
  flush_answers(&worker);
  _exit(0);
}
