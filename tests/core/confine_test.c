/*
 * Confinement, from the inside: what a worker can still do, and all that it cannot.
 */
#include "../../core/run/confine.h"
#include "../../core/run/pool.h"
#include "tap.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_FREE = 64 }; /* a descriptor that a test may use as a number that nobody has */

static pid_t coordinator;
static char folder[] = "/tmp/readout-confine-XXXXXX";
static char victim[sizeof folder + 16];

/* Attempts at the outer world. Each returns what its system call did: below 0 when it was
 * refused. */
static long try_open(void)
{
  return open("/etc/passwd", O_RDONLY);
}

static long try_create(void)
{
  return open(victim, O_WRONLY | O_CREAT, 0600);
}

static long try_openat2(void)
{
  return syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", NULL, 0);
}

static long try_memfd(void)
{
  return memfd_create("x", 0);
}

static long try_unlink(void)
{
  return unlink(victim);
}

static long try_rename(void)
{
  return rename(victim, folder);
}

static long try_mkdir(void)
{
  return mkdir(victim, 0700);
}

static long try_readlink(void)
{
  char target[64];
  return readlink("/proc/self/exe", target, sizeof target);
}

static long try_stat(void)
{
  struct stat about;
  return stat("/etc/passwd", &about);
}

static long try_socket(void)
{
  return socket(AF_INET, SOCK_STREAM, 0);
}

static long try_unix_socket(void)
{
  return socket(AF_UNIX, SOCK_DGRAM, 0);
}

static long try_socketpair(void)
{
  int ends[2];
  return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static long try_pipe(void)
{
  int ends[2];
  return pipe(ends);
}

static long try_dup(void)
{
  return fcntl(3, F_DUPFD, 0);
}

static long try_fork(void)
{
  pid_t pid = fork();
  if (pid == 0)
    _exit(0);
  return pid;
}

static long try_vfork(void)
{
  return syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
}

static long try_exec(void)
{
  char *const arguments[] = {(char[]){"true"}, NULL};
  return execve("/bin/true", arguments, arguments + 1);
}

static long try_kill(void)
{
  return kill(coordinator, 0);
}

static long try_kill_by_thread(void)
{
  return syscall(SYS_tgkill, coordinator, coordinator, SIGABRT);
}

static long try_trace(void)
{
  return ptrace(PTRACE_ATTACH, coordinator, NULL, NULL);
}

static long try_peek(void)
{
  char byte;
  struct iovec here = {&byte, 1};
  struct iovec there = {&coordinator, 1};
  return process_vm_readv(coordinator, &here, 1, &there, 1, 0);
}

static long try_execute_memory(void)
{
  void *page =
      mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return page == MAP_FAILED ? -1 : 0;
}

static long try_make_executable(void)
{
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return page == MAP_FAILED ? 0 : mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static long try_map_file(void)
{
  return mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) == MAP_FAILED ? -1 : 0;
}

static long try_raise_limit(void)
{
  struct rlimit more = {1000, 1000};
  return setrlimit(RLIMIT_NOFILE, &more);
}

static long try_outlive(void)
{
  return prctl(PR_SET_PDEATHSIG, 0);
}

static long try_stop_clock(void)
{
  struct itimerval never = {{0, 0}, {0, 0}};
  return setitimer(ITIMER_PROF, &never, NULL);
}

static long try_catch_clock(void)
{
  struct sigaction action = {.sa_handler = SIG_IGN};
  return sigaction(SIGPROF, &action, NULL);
}

static long try_environment_of_others(void)
{
  return open("/proc/1/environ", O_RDONLY);
}

static long try_standard_input(void)
{
  char byte;
  return read(STDIN_FILENO, &byte, 1);
}

static long try_standard_output(void)
{
  return write(STDOUT_FILENO, "not ok 0 - escaped\n", 19);
}

static long try_standard_error(void)
{
  return write(STDERR_FILENO, "x", 1);
}

static long try_other_descriptors(void)
{
  long found = -1;
  for (int i = 0; i < FIRST_FREE; i++) {
    char byte;
    if (syscall(SYS_pread64, i, &byte, 0, 0) == 0)
      found = i; /* a file, still open */
  }
  return found;
}

static const struct attempt {
  const char *name;
  long (*run)(void);
} ATTEMPTS[] = {
    {"open a file", try_open},
    {"create a file", try_create},
    {"open a file the new way", try_openat2},
    {"make a file in memory", try_memfd},
    {"remove a file", try_unlink},
    {"rename a file", try_rename},
    {"make a folder", try_mkdir},
    {"read a link", try_readlink},
    {"look at a file", try_stat},
    {"make a socket", try_socket},
    {"make a local socket", try_unix_socket},
    {"make a pair of sockets", try_socketpair},
    {"make a pipe", try_pipe},
    {"copy a descriptor", try_dup},
    {"fork", try_fork},
    {"clone", try_vfork},
    {"run a program", try_exec},
    {"signal the coordinator", try_kill},
    {"abort the coordinator", try_kill_by_thread},
    {"trace the coordinator", try_trace},
    {"read the coordinator's memory", try_peek},
    {"get executable memory", try_execute_memory},
    {"make memory executable", try_make_executable},
    {"map a descriptor", try_map_file},
    {"raise a limit", try_raise_limit},
    {"outlive the coordinator", try_outlive},
    {"stop the clock", try_stop_clock},
    {"ignore the clock", try_catch_clock},
    {"read another's environment", try_environment_of_others},
    {"read standard input", try_standard_input},
    {"write standard output", try_standard_output},
    {"write standard error", try_standard_error},
    {"use inherited files", try_other_descriptors},
};
enum { ATTEMPT_COUNT = sizeof ATTEMPTS / sizeof *ATTEMPTS };

/* In the trial's child: one byte for every attempt, '-' if the list of system calls refused it,
 * '+' if it was allowed or failed for a reason of its own, which would prove nothing. */
static void attempt_all(void *context, struct buffer *answer)
{
  (void)context;
  for (size_t i = 0; i < ATTEMPT_COUNT; i++) {
    errno = 0;
    bool refused = ATTEMPTS[i].run() < 0 && errno == EPERM;
    buffer_add_byte(answer, refused ? '-' : '+');
  }
}

static void test_walls(void)
{
  struct pool_limits limits = {.seconds = 5, .confine = true};
  struct buffer answer = {0};
  enum job_end end;
  enum status status = trial_run(&limits, attempt_all, NULL, &answer, &end, NULL);
  ok(status == STATUS_OK && end == JOB_DONE && answer.size == ATTEMPT_COUNT,
     "a worker tries to get out");
  for (size_t i = 0; i < answer.size && i < ATTEMPT_COUNT; i++) {
    char name[80];
    snprintf(name, sizeof name, "it cannot %s", ATTEMPTS[i].name);
    ok(answer.data[i] == '-', name);
  }
  buffer_free(&answer);
  ok(access(victim, F_OK) != 0, "no file was made");
}

/* What computing needs still works: memory of all sizes, growth, time, printing numbers into
 * memory. */
static void compute(void *context, struct buffer *answer)
{
  (void)context;
  char *small = malloc(100);
  char *large = malloc(50 * 1000 * 1000);
  if (small == NULL || large == NULL)
    return;
  memset(large, 1, 50 * 1000 * 1000);
  large = realloc(large, 90 * 1000 * 1000);
  struct timespec now;
  int told = clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  snprintf(small, 100, "%.3f %d %ld", 1234.5678, told,
           (long)(large != NULL ? large[49 * 1000 * 1000] : 0));
  buffer_add_string(answer, small);
  free(small);
  free(large);
}

static void call_abort(void *context, struct buffer *answer)
{
  (void)context;
  (void)answer;
  abort();
}

static void loop(void *context, struct buffer *answer)
{
  (void)context;
  (void)answer;
  for (volatile unsigned long i = 0;; i++)
    continue;
}

static void test_inside(void)
{
  struct pool_limits limits = {.seconds = 2, .memory = 256u * 1024 * 1024, .confine = true};
  struct buffer answer = {0};
  enum job_end end;
  trial_run(&limits, compute, NULL, &answer, &end, NULL);
  buffer_add_byte(&answer, '\0');
  is_str(answer.data, "1234.568 0 1", "a confined worker computes");
  buffer_free(&answer);
  trial_run(&limits, call_abort, NULL, &answer, &end, NULL);
  is_int(end, JOB_CRASH, "abort is a crash");
  trial_run(&limits, loop, NULL, &answer, &end, NULL);
  is_int(end, JOB_TIME, "the clock runs");
  buffer_free(&answer);
}

/* The second wall alone, as where there is no seccomp. */
static void test_limits_alone(void)
{
  int ends[2];
  if (pipe(ends) != 0)
    return;
  pid_t pid = fork();
  if (pid == 0) {
    int low = ends[0];
    int high = ends[1];
    bool good = confine_process(low, high, false) == CONFINE_LIMITS;
    good = good && try_open() < 0 && errno == EMFILE;
    good = good && try_socket() < 0 && errno == EMFILE;
    good = good && try_pipe() < 0 && try_memfd() < 0 && try_dup() < 0;
    good = good && try_standard_error() < 0 && errno == EBADF;
    good = good && (geteuid() == 0 || try_fork() < 0);
    good = good && write(high, "x", 1) == 1;
    _exit(good ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0,
         "limits alone keep files and sockets away");
  close(ends[0]);
  close(ends[1]);
}

static void test_memory(void)
{
  ok(confine_address_space() > 1024 * 1024, "the address space is known");
  pid_t pid = fork();
  if (pid == 0) {
    confine_memory(confine_address_space() + 32 * 1024 * 1024);
    void *within = malloc(16 * 1024 * 1024);
    void *beyond = malloc(64 * 1024 * 1024);
    _exit(within != NULL && beyond == NULL ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0,
         "memory within the limit is had, beyond it not");
}

int main(void)
{
  const char *status = confine_status();
  printf("# %s\n", status);
  ok(status[0] != '\0', "the status is told");
  if (!confine_is_possible()) {
    ok(strncmp(status, "off", 3) == 0, "confinement is off under sanitizers and valgrind");
    skip("walls", "confinement is off under sanitizers and valgrind");
    return done();
  }
  coordinator = getpid();
  if (mkdtemp(folder) == NULL)
    return 1;
  snprintf(victim, sizeof victim, "%s/victim", folder);
  if (strstr(status, "seccomp)") != NULL)
    test_walls();
  else
    skip("walls of system calls", status);
  test_inside();
  test_limits_alone();
  test_memory();
  rmdir(folder);
  return done();
}
