/*
 * Confinement by resource limits and seccomp. An allow-list: what is not named here is refused,
 * also system calls that do not exist yet.
 */
#include "confine.h"
#include "../base/sanitized.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Harmless with any arguments: memory, time, the end of the process, its own signal handlers. */
static const int ALLOWED[] = {
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(getrusage),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

bool confine_is_possible(void)
{
  if (SANITIZED)
    return false;
  const char *preloaded = getenv("LD_PRELOAD");
  return preloaded == NULL || strstr(preloaded, "vgpreload") == NULL;
}

uint64_t confine_address_space(void)
{
  FILE *file = fopen("/proc/self/statm", "re");
  if (file == NULL)
    return 0;
  char line[128] = "";
  unsigned long long pages = 0;
  if (fgets(line, sizeof line, file) != NULL)
    pages = strtoull(line, NULL, 10);
  fclose(file);
  return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

void confine_memory(uint64_t bytes)
{
  if (!confine_is_possible())
    return;
  struct rlimit now;
  if (getrlimit(RLIMIT_AS, &now) == 0 && now.rlim_max != RLIM_INFINITY && now.rlim_max < bytes)
    return; /* somebody has set a lower one */
  struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
  setrlimit(RLIMIT_AS, &limit);
}

/* Close descriptors [first, end), one by one where the kernel (before 5.9) cannot do it at once. */
static void close_all(unsigned first, unsigned end)
{
  if (first >= end || close_range(first, end - 1, 0) == 0)
    return;
  long most = sysconf(_SC_OPEN_MAX);
  for (unsigned fd = first; fd < end && fd < most; fd++)
    close((int)fd);
}

/* Close all descriptors but two. */
static void close_others(int in, int out)
{
  unsigned low = (unsigned)(in < out ? in : out);
  unsigned high = (unsigned)(in < out ? out : in);
  close_all(0, low);
  close_all(low + 1, high);
  close_all(high + 1, UINT_MAX);
}

static bool forbid(__rlimit_resource_t what)
{
  struct rlimit none = {0, 0};
  return setrlimit(what, &none) == 0;
}

/* A system call that is allowed when all conditions on its arguments hold. */
struct rule {
  int call;
  unsigned count;
  struct scmp_arg_cmp conditions[2];
};

static struct scmp_arg_cmp is_equal(unsigned argument, scmp_datum_t value)
{
  return (struct scmp_arg_cmp){argument, SCMP_CMP_EQ, value, 0};
}

static struct scmp_arg_cmp has_bits(unsigned argument, scmp_datum_t mask, scmp_datum_t value)
{
  return (struct scmp_arg_cmp){argument, SCMP_CMP_MASKED_EQ, mask, value};
}

/* Add the rules; 0 or a negated errno. */
static int add_rules(scmp_filter_ctx filter, int in, int out)
{
  const struct rule rules[] = {
      {SCMP_SYS(read), 1, {is_equal(0, (scmp_datum_t)in)}},
      {SCMP_SYS(write), 1, {is_equal(0, (scmp_datum_t)out)}},
      /* Memory that is never executable, and never a file. */
      {SCMP_SYS(mmap), 2, {has_bits(2, PROT_EXEC, 0), has_bits(3, MAP_ANONYMOUS, MAP_ANONYMOUS)}},
      {SCMP_SYS(mprotect), 1, {has_bits(2, PROT_EXEC, 0)}},
      /* abort() sends this one signal to itself, and may set its handler back. */
      {SCMP_SYS(tgkill), 2, {is_equal(0, (scmp_datum_t)getpid()), is_equal(2, SIGABRT)}},
      {SCMP_SYS(rt_sigaction), 1, {is_equal(0, SIGABRT)}},
  };
  int error = 0;
  for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED && error == 0; i++)
    error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, ALLOWED[i], 0, NULL);
  for (size_t i = 0; i < sizeof rules / sizeof *rules && error == 0; i++)
    error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rules[i].call, rules[i].count,
                                   rules[i].conditions);
  return error;
}

/* The list as a loaded filter; 0 or a negated errno. */
static int load_filter(int in, int out)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == NULL)
    return -ENOMEM;
  /* Without this, kernels before 5.16 make every process with a filter pay for a hardware defence
   * that matters only to those who run machine code of strangers. Not known to old ones: no
   * matter. */
  seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
  int error = add_rules(filter, in, out);
  if (error == 0)
    error = seccomp_load(filter);
  seccomp_release(filter);
  return error;
}

enum confine_level confine_process(int in, int out, bool filter)
{
  if (!confine_is_possible())
    return CONFINE_NONE;
  close_others(in, out);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  bool limited = forbid(RLIMIT_NOFILE);
  limited = forbid(RLIMIT_NPROC) && limited;
  limited = forbid(RLIMIT_FSIZE) && limited;
  limited = forbid(RLIMIT_CORE) && limited;
  if (filter) {
    int error = load_filter(in, out);
    if (error == 0)
      return CONFINE_FULL;
    errno = -error;
  }
  return limited ? CONFINE_LIMITS : CONFINE_NONE;
}

enum { PROBE_FULL = 0, PROBE_NO_REASON = 254, PROBE_NONE = 255 };

/* In a child: confine it and say by the exit code what was reached: PROBE_FULL, PROBE_NONE, else
 * the limits alone, and the code is the errno that kept the filter away. */
_Noreturn static void probe(void)
{
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  errno = 0;
  enum confine_level level = confine_process(nothing, nothing, true);
  if (level == CONFINE_FULL)
    _exit(PROBE_FULL);
  if (level == CONFINE_NONE)
    _exit(PROBE_NONE);
  _exit(errno > 0 && errno < PROBE_NO_REASON ? errno : PROBE_NO_REASON);
}

const char *confine_status(void)
{
  static char status[160];
  if (!confine_is_possible())
    return SANITIZED ? "off (sanitizer)" : "off (valgrind)";
  pid_t pid = fork();
  if (pid == 0)
    probe();
  int code = 0;
  if (pid < 0 || waitpid(pid, &code, 0) < 0 || !WIFEXITED(code))
    return "unknown (no process could be forked)";
  if (WEXITSTATUS(code) == PROBE_FULL)
    return "resource limits and system calls (seccomp)";
  if (WEXITSTATUS(code) == PROBE_NONE)
    return "off (limits refused)";
  if (WEXITSTATUS(code) == PROBE_NO_REASON)
    return "resource limits only (seccomp refused)";
  snprintf(status, sizeof status, "resource limits only (seccomp: %s)",
           strerror(WEXITSTATUS(code)));
  return status;
}
