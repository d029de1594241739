/*
 * The pool: order, limits, deaths, huge frames, early ends. A job is "NUMBER COMMAND ARGUMENT";
 * what `take` saw is written down line by line, and must not depend on the number of workers.
 */
#include "../../core/run/confine.h"
#include "../../core/run/pool.h"
#include "tap.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The crashes here are wanted; a sanitizer need not report them. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
  return "handle_segv=0:handle_abort=0";
}

/* Sanitizers and valgrind do without the kernel's limit on memory. */
static bool has_memory_limit(void)
{
  return confine_is_possible();
}

/* valgrind reports the crashes that are wanted here too, and is slow: it sees the rest, and less
 * of it. */
static bool has_valgrind(void)
{
  const char *preloaded = getenv("LD_PRELOAD");
  return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

/* One run: where the jobs come from, and what was taken. */
struct play {
  const char *(*script)(int number); /* the command of a job; NULL: no more */
  size_t pad;                        /* bytes that every job is filled up to */
  int given;
  int taken;
  int disordered;
  int failed;     /* jobs that did not end as JOB_DONE */
  int stop_after; /* take says stop after so many; 0: never */
  int kill_every; /* take kills the worker of every so many-th answer; 0: never */
  int kill_with;  /* the signal; 0: SIGKILL */
  bool keeps;     /* write what was taken into `record` */
  struct buffer job;
  struct buffer record;
  uint64_t bytes; /* of all answers */
};

static int *shared; /* counts across processes: how often a job was begun */

static void spin(void)
{
  for (volatile unsigned long i = 0;; i++)
    continue;
}

static int recurse(int depth)
{
  volatile char frame[4096];
  frame[depth % 4096] = (char)depth;
  return depth == 1 << 30 ? 0 : recurse(depth + 1) + frame[0];
}

static void eat_memory(void)
{
  while (has_memory_limit()) {
    char *block = malloc(1024 * 1024);
    if (block == NULL)
      pool_out_of_memory();
    memset(block, 1, 1024 * 1024);
  }
}

static void add_much(struct buffer *answer, size_t size)
{
  char *end = buffer_reserve(answer, size);
  if (end == NULL)
    return;
  memset(end, 'a', size);
  answer->size += size;
}

static void work(void *context, struct slice job, struct buffer *answer)
{
  (void)context;
  int number = 0;
  char command[32] = "";
  long argument = 0;
  char text[128] = "";
  memcpy(text, job.data, job.size < 127 ? job.size : 127);
  sscanf(text, "%d %31s %ld", &number, command, &argument);
  pool_note(command);
  shared[0]++;
  if (strcmp(command, "crash") == 0)
    *(volatile int *)(intptr_t)(shared[2] + 16) = 0; /* shared[2] is 0: nothing is mapped there */
  if (strcmp(command, "abort") == 0)
    abort();
  if (strcmp(command, "recurse") == 0)
    recurse(0);
  if (strcmp(command, "spin") == 0)
    spin();
  if (strcmp(command, "eat") == 0)
    eat_memory();
  if (strcmp(command, "exit") == 0)
    _exit((int)argument);
  if (strcmp(command, "die") == 0)
    kill(getpid(), SIGKILL);
  if (strcmp(command, "die-once") == 0 && shared[1]++ == 0)
    kill(getpid(), SIGKILL);
  if (strcmp(command, "sleep") == 0)
    usleep((useconds_t)argument);
  if (strcmp(command, "much") == 0) {
    add_much(answer, (size_t)argument);
    return;
  }
  char line[64];
  if (strcmp(command, "pid") == 0)
    snprintf(line, sizeof line, "%d", (int)getpid());
  else
    snprintf(line, sizeof line, "%d did %s of %zu", number, command, job.size);
  buffer_add_string(answer, line);
}

static bool next(void *context, struct slice *job)
{
  struct play *play = context;
  const char *command = play->script(play->given);
  if (command == NULL)
    return false;
  buffer_clear(&play->job);
  buffer_add_integer(&play->job, play->given++);
  buffer_add_byte(&play->job, ' ');
  buffer_add_string(&play->job, command);
  buffer_add_byte(&play->job, ' ');
  if (play->job.size < play->pad) {
    size_t more = play->pad - play->job.size;
    memset(buffer_reserve(&play->job, more), '.', more);
    play->job.size = play->pad;
  }
  *job = (struct slice){play->job.data, play->job.size};
  return true;
}

static bool take(void *context, struct slice job, enum job_end end, struct slice answer,
                 const char *where, int signal)
{
  struct play *play = context;
  if (strtol(job.data, NULL, 10) != play->taken)
    play->disordered++;
  if (end == JOB_DONE && play->kill_every == 0 && answer.size < 64 &&
      strtol(answer.data, NULL, 10) != play->taken)
    play->disordered++; /* somebody else's answer */
  if (end != JOB_DONE)
    play->failed++;
  play->bytes += answer.size;
  play->taken++;
  if (play->keeps) {
    buffer_add_integer(&play->record, play->taken - 1);
    buffer_add_string(&play->record, " ");
    buffer_add_string(&play->record, job_end_text(end));
    buffer_add_string(&play->record, " at ");
    buffer_add_string(&play->record, where);
    buffer_add_string(&play->record, " signal ");
    buffer_add_integer(&play->record, signal);
    buffer_add_string(&play->record, ": ");
    buffer_add(&play->record, answer.data, answer.size < 80 ? answer.size : 80);
    buffer_add_byte(&play->record, '\n');
  }
  if (play->kill_every > 0 && play->taken % play->kill_every == 0 && end == JOB_DONE) {
    char pid[16] = "";
    memcpy(pid, answer.data, answer.size < 15 ? answer.size : 15);
    kill((pid_t)strtol(pid, NULL, 10), play->kill_with ? play->kill_with : SIGKILL);
  }
  return play->stop_after == 0 || play->taken < play->stop_after;
}

static enum status run(struct play *play, unsigned workers, const struct pool_limits *limits)
{
  static const struct pool_limits none = {0};
  struct pool_handlers handlers = {.context = play, .work = work, .next = next, .take = take};
  shared[0] = 0;
  shared[1] = 0;
  enum status status = pool_run(workers, limits != NULL ? limits : &none, &handlers);
  buffer_free(&play->job);
  return status;
}

static int open_descriptors(void)
{
  int count = 0;
  DIR *folder = opendir("/proc/self/fd");
  while (folder != NULL && readdir(folder) != NULL)
    count++;
  if (folder != NULL)
    closedir(folder);
  return count;
}

/* --- order */

static int small_jobs;
static const char *small(int number)
{
  return number < small_jobs ? "small" : NULL;
}

static void test_order(void)
{
  static const unsigned workers[] = {1, 2, 7};
  for (size_t i = 0; i < 3; i++) {
    char name[80];
    struct play play = {.script = small, .pad = 200};
    small_jobs = 10000;
    enum status status = run(&play, workers[i], NULL);
    snprintf(name, sizeof name, "10,000 small jobs in order with %u workers", workers[i]);
    ok(status == STATUS_OK && play.taken == 10000 && play.disordered == 0 && play.failed == 0,
       name);
  }
  struct play none = {.script = small};
  small_jobs = 0;
  ok(run(&none, 3, NULL) == STATUS_OK && none.taken == 0, "no job at all");
}

/* --- deaths and limits */

static const char *disasters(int number)
{
  static const char *const commands[] = {
      "small", "crash", "small",    "small", "spin", "small",      "abort",  "exit 0",
      "small", "die",   "die-once", "small", "eat",  "much 70000", "exit 3", "recurse"};
  size_t count = sizeof commands / sizeof *commands;
  return number < 60 ? commands[(size_t)number < count ? (size_t)number : 0] : NULL;
}

static void test_disasters(void)
{
  struct pool_limits limits = {.seconds = 1, .memory = 64 * 1024 * 1024, .output = 65536};
  struct buffer first = {0};
  for (unsigned workers = 1; workers <= 4; workers++) {
    struct play play = {.script = disasters, .keeps = true};
    enum status status = run(&play, workers, &limits);
    char name[80];
    snprintf(name, sizeof name, "every job of a disastrous run is answered in order, %u workers",
             workers);
    ok(status == STATUS_OK && play.taken == 60 && play.disordered == 0, name);
    buffer_add_byte(&play.record, '\0');
    if (workers == 1) {
      first = play.record;
      continue;
    }
    is_str(play.record.data, first.data, "the same as with one worker");
    buffer_free(&play.record);
  }
  ok(strstr(first.data, "\n1 crash at crash signal 11: \n") != NULL,
     "a crash is reported with its signal and note");
  ok(strstr(first.data, "\n4 time limit at spin signal 0: \n") != NULL,
     "a loop meets the time limit");
  ok(strstr(first.data, "\n6 crash at abort signal 6: \n") != NULL, "abort is a crash");
  ok(strstr(first.data, "\n7 killed at exit signal 0: \n") != NULL, "exit is no answer");
  ok(strstr(first.data, "\n9 killed at die signal 9: \n") != NULL, "killed twice is killed");
  ok(strstr(first.data, "\n10 done at  signal 0: 10 did die-once") != NULL,
     "killed once is tried again");
  ok(strstr(first.data, "\n13 output limit at much signal 0: \n") != NULL, "too long an answer");
  ok(strstr(first.data, "\n15 crash at recurse signal 11: \n") != NULL, "a recursion without end");
  if (!has_memory_limit())
    skip("too much memory", "no limit on memory under sanitizers and valgrind");
  else
    ok(strstr(first.data, "\n12 memory limit at eat signal 0: \n") != NULL, "too much memory");
  buffer_free(&first);
}

static const char *one_crash(int number)
{
  return number == 0 ? "crash" : NULL;
}

static void test_no_second_try(void)
{
  struct play play = {.script = one_crash};
  run(&play, 2, NULL);
  is_int(shared[0], 1, "a crash is not tried again");
}

/* Memory met by a worker that has served others is judged anew by a fresh one. */
static const char *worn(int number)
{
  static const char *const commands[] = {"small", "small", "eat", "small"};
  return number < 4 ? commands[number] : NULL;
}

static void test_memory_verdict(void)
{
  if (!has_memory_limit()) {
    skip("memory verdict", "no limit on memory under sanitizers and valgrind");
    return;
  }
  struct pool_limits limits = {.memory = 32 * 1024 * 1024};
  struct play play = {.script = worn};
  run(&play, 1, &limits);
  is_int(shared[0], 5, "a memory limit met by a used worker is tried once in a fresh one");
  is_int(play.failed, 1, "and then it counts");
}

static const char *pids(int number)
{
  return number < 4000 ? "pid" : NULL;
}

static void test_kills_from_outside(void)
{
  struct play play = {.script = pids, .pad = 1000, .kill_every = 333};
  enum status status = run(&play, 3, NULL);
  ok(status == STATUS_OK && play.taken == 4000 && play.disordered == 0,
     "no job is lost when workers are killed");
  is_int(play.failed, 0, "nor fails");
}

/* A worker that is stopped when the run ends does not hold it up. */
static void test_stopped_at_the_end(void)
{
  struct play play = {.script = pids, .kill_every = 4000, .kill_with = SIGSTOP};
  alarm(60);
  enum status status = run(&play, 2, NULL);
  alarm(0);
  ok(status == STATUS_OK && play.taken == 4000, "a worker that is stopped at the end");
}

/* Few descriptors: a run makes do with fewer workers, and says so when there can be none. */
static void test_few_descriptors(void)
{
  struct rlimit before;
  getrlimit(RLIMIT_NOFILE, &before);
  int next_free = dup(STDIN_FILENO);
  close(next_free);
  struct rlimit few = {(rlim_t)next_free + 9, before.rlim_max};
  struct play play = {.script = small};
  small_jobs = 100;
  setrlimit(RLIMIT_NOFILE, &few);
  enum status status = run(&play, 40, NULL);
  ok(status == STATUS_OK && play.taken == 100, "40 workers with descriptors for two");

  few.rlim_cur = (rlim_t)next_free + 3;
  setrlimit(RLIMIT_NOFILE, &few);
  struct play none = {.script = small};
  errno = 0;
  status = run(&none, 2, NULL);
  int why = errno;
  setrlimit(RLIMIT_NOFILE, &before);
  ok(status == STATUS_IO && why == EMFILE, "with descriptors for none");
}

static bool next_never(void *context, struct slice *job)
{
  struct play *play = context;
  play->given++;
  *job = (struct slice){"0 small", 7};
  return true;
}

static void begin_badly(void *context)
{
  (void)context;
  _exit(1);
}

static void test_no_worker_lives(void)
{
  struct play play = {.script = small};
  struct pool_limits limits = {0};
  struct pool_handlers handlers = {
      .context = &play, .begin = begin_badly, .work = work, .next = next_never, .take = take};
  is_int(pool_run(2, &limits, &handlers), STATUS_IO, "workers that never come up end the run");
}

/* --- huge things */

static const char *huge_answers(int number)
{
  return number < 6 ? (number % 2 == 0 ? "much 100000000" : "small") : NULL;
}

static void test_huge(void)
{
  struct play jobs = {.script = small, .pad = 120u * 1000 * 1000};
  small_jobs = 3;
  enum status status = run(&jobs, 2, NULL);
  ok(status == STATUS_OK && jobs.taken == 3 && jobs.disordered == 0 && jobs.failed == 0,
     "jobs of 120 MB");
  struct play answers = {.script = huge_answers};
  status = run(&answers, 2, NULL);
  ok(status == STATUS_OK && answers.taken == 6 && answers.failed == 0 && answers.bytes > 300000000,
     "answers of 100 MB");
  struct play both = {.script = huge_answers, .pad = 3 * 1000 * 1000};
  status = run(&both, 1, NULL);
  ok(status == STATUS_OK && both.taken == 6 && both.failed == 0, "large both ways at one worker");
}

static const char *slow_head(int number)
{
  if (number < 2000)
    return "small"; /* after which much waits at each worker */
  return number == 2000 ? "sleep 300000" : number < 2100 ? "much 8000000" : NULL;
}

static void test_back_pressure(void)
{
  /* In a process of its own, whose peak of memory is this test's alone. */
  pid_t pid = fork();
  if (pid == 0) {
    struct rusage before;
    struct rusage after;
    getrusage(RUSAGE_SELF, &before);
    struct play play = {.script = slow_head};
    enum status status = run(&play, 3, NULL);
    getrusage(RUSAGE_SELF, &after);
    bool whole = status == STATUS_OK && play.taken == 2100 && play.failed == 0;
    long grown = (after.ru_maxrss - before.ru_maxrss) / 1024;
    printf("# coordinator grew by %ld MB\n", grown);
    fflush(stdout);
    _exit(!whole ? 1 : has_memory_limit() && grown > 150 ? 2 : 0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  is_int(WEXITSTATUS(status), 0, "800 MB of answers behind a slow job are not held in memory");
}

/* --- ends */

static void test_early_stop(void)
{
  small_jobs = 100000;
  struct play play = {.script = small, .stop_after = 10};
  is_int(run(&play, 2, NULL), STATUS_OK, "take may stop the run");
  is_int(play.taken, 10, "at once");
  ok(play.given < 5000, "and not all jobs were asked for");
}

static const char *dawdle(int number)
{
  return number < 100000 ? "sleep 2000" : NULL;
}

static void test_interruption(int signal, const char *name)
{
  pid_t pid = fork();
  if (pid == 0) {
    struct play play = {.script = dawdle};
    enum status status = run(&play, 2, NULL);
    bool good = status == STATUS_OK && pool_interrupted() == signal && play.taken > 0 &&
                play.disordered == 0;
    _exit(good && waitpid(-1, NULL, WNOHANG) == -1 ? 128 + pool_interrupted() : 1);
  }
  usleep(200000);
  kill(pid, signal);
  int status = 0;
  waitpid(pid, &status, 0);
  is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 128 + signal, name);
}

static void test_orphans(void)
{
  int alive[2];
  if (pipe(alive) != 0)
    return;
  pid_t pid = fork();
  if (pid == 0) {
    close(alive[0]);
    struct play play = {.script = dawdle};
    run(&play, 2, NULL);
    _exit(0);
  }
  close(alive[1]);
  usleep(100000);
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  struct pollfd end = {.fd = alive[0], .events = POLLIN};
  ok(poll(&end, 1, 5000) == 1 && (end.revents & POLLHUP) != 0,
     "workers do not outlive the coordinator");
  close(alive[0]);
}

/* --- slow input: the second job comes only when the first was taken */

struct stream {
  int ends[2];
  int given;
  int taken;
  int ticks;
};

static bool stream_next(void *context, struct slice *job)
{
  struct stream *stream = context;
  char byte;
  if (stream->given == 3 || (stream->given > 0 && (!pool_wait_for(stream->ends[0]) ||
                                                   read(stream->ends[0], &byte, 1) != 1)))
    return false;
  stream->given++;
  *job = (struct slice){"0 small", 7};
  return true;
}

static bool stream_take(void *context, struct slice job, enum job_end end, struct slice answer,
                        const char *where, int signal)
{
  (void)job;
  (void)answer;
  (void)where;
  (void)signal;
  struct stream *stream = context;
  stream->taken += end == JOB_DONE;
  return write(stream->ends[1], "x", 1) == 1;
}

static void stream_tick(void *context)
{
  struct stream *stream = context;
  stream->ticks++;
}

static void test_stream(void)
{
  struct stream stream = {.given = 0};
  if (pipe(stream.ends) != 0)
    return;
  struct pool_limits limits = {0};
  struct pool_handlers handlers = {.context = &stream,
                                   .work = work,
                                   .next = stream_next,
                                   .take = stream_take,

                                   .tick = stream_tick};
  ok(pool_run(2, &limits, &handlers) == STATUS_OK && stream.taken == 3,
     "answers are taken while the input is slow");
  kill(getpid(), SIGUSR1);
  stream.given = 0;
  ok(pool_run(1, &limits, &handlers) == STATUS_OK && stream.ticks > 0,
     "SIGUSR1 asks for progress at once");
  close(stream.ends[0]);
  close(stream.ends[1]);
}

/* The input of a run that nobody feeds, and a signal: half a record must not become a job. */
static bool starving_next(void *context, struct slice *job)
{
  struct stream *stream = context;
  if (stream->given > 0)
    pool_wait_for(stream->ends[0]);
  stream->given++;
  *job = (struct slice){"0 small", 7};
  return true;
}

static void test_interrupted_wait(void)
{
  pid_t pid = fork();
  if (pid == 0) {
    struct stream stream = {.given = 0};
    struct pool_limits limits = {0};
    struct pool_handlers handlers = {
        .context = &stream, .work = work, .next = starving_next, .take = stream_take};
    int silent = pipe(stream.ends) == 0 ? stream.ends[1] : -1; /* stays open, says nothing */
    stream.ends[1] = open("/dev/null", O_WRONLY);
    bool good = silent >= 0 && pool_run(2, &limits, &handlers) == STATUS_OK && stream.taken == 1;
    _exit(good ? 128 + pool_interrupted() : 1);
  }
  usleep(200000);
  kill(pid, SIGTERM);
  int status = 0;
  waitpid(pid, &status, 0);
  is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 128 + SIGTERM,
         "a signal ends the wait for input, and what was half read is dropped");
}

/* --- trials */

static void try_command(void *context, struct buffer *answer)
{
  const char *command = context;
  char job[64];
  snprintf(job, sizeof job, "7 %s", command);
  work(NULL, (struct slice){job, strlen(job)}, answer);
}

static void test_trials(void)
{
  static char commands[][16] = {"small", "crash", "spin", "exit 0", "much 2000"};
  static const enum job_end ends[] = {JOB_DONE, JOB_CRASH, JOB_TIME, JOB_KILLED, JOB_OUTPUT};
  struct pool_limits limits = {.seconds = 0.05, .output = 1000, .confine = true};
  for (size_t i = 0; i < 5; i++) {
    struct buffer answer = {0};
    enum job_end end = JOB_DONE;
    char where[POOL_NOTE_BYTES + 1];
    enum status status = trial_run(&limits, try_command, commands[i], &answer, &end, where);
    char name[80];
    snprintf(name, sizeof name, "trial of %s", commands[i]);
    ok(status == STATUS_OK && end == ends[i] && (answer.size > 0) == (i == 0), name);
    if (i == 1)
      is_str(where, "crash", "a trial says where it ended");
    buffer_free(&answer);
  }
}

static void test_speed(void)
{
  struct timespec begin;
  struct timespec end;
  small_jobs = 50000;
  struct play play = {.script = small, .pad = 3500};
  clock_gettime(CLOCK_MONOTONIC, &begin);
  run(&play, 1, NULL);
  clock_gettime(CLOCK_MONOTONIC, &end);
  double seconds =
      (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
  printf("# %.2f us a job of 3.5 KB\n", seconds * 1e6 / small_jobs);
  ok(play.taken == 50000, "50,000 jobs of 3.5 KB");
}

int main(void)
{
  shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  struct stream warm = {.given = 3};
  struct pool_limits limits = {0};
  struct pool_handlers handlers = {
      .context = &warm, .work = work, .next = stream_next, .take = stream_take};
  pool_run(1, &limits, &handlers); /* signal descriptor and the like are there from now on */
  int descriptors = open_descriptors();

  test_order();
  if (!has_valgrind()) {
    test_disasters();
    test_no_second_try();
    test_memory_verdict();
    test_huge();
    test_back_pressure();
    test_trials();
    test_speed();
  }
  test_kills_from_outside();
  test_stopped_at_the_end();
  test_few_descriptors();
  test_no_worker_lives();
  test_early_stop();
  test_interruption(SIGTERM, "SIGTERM ends the run in order");
  test_interruption(SIGINT, "SIGINT too");
  test_orphans();
  test_stream();
  test_interrupted_wait();

  is_int(open_descriptors(), descriptors, "no descriptor is left open");
  errno = 0;
  ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "no process is left");
  munmap(shared, 4096);
  return done();
}
