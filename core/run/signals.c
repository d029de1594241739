/*
 * Signals of the coordinator. The handlers store a flag and make a descriptor readable, so that a
 * loop that waits in poll() sees them without a race.
 */
#include "signals.h"
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static const int ENDING[] = {SIGINT, SIGTERM, SIGHUP};
enum { ENDING_COUNT = sizeof ENDING / sizeof *ENDING };

static volatile sig_atomic_t ending;
static volatile sig_atomic_t report;
static int event = -1;
static bool installed;

static void wake(void)
{
  int saved = errno;
  uint64_t one = 1;
  if (event >= 0 && write(event, &one, sizeof one) < 0) {
    /* Full means readable already. */
  }
  errno = saved;
}

static void on_end(int signal)
{
  if (ending != 0)
    _exit(128 + signal); /* asked twice: somebody is in a hurry */
  ending = signal;
  wake();
}

static void on_report(int signal)
{
  (void)signal;
  report = 1;
  wake();
}

static void handle(int signal, void (*handler)(int), int flags)
{
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, NULL);
}

void signals_install(void)
{
  if (installed)
    return;
  installed = true;
  event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  for (int i = 0; i < ENDING_COUNT; i++) {
    struct sigaction old;
    sigaction(ENDING[i], NULL, &old);
    if (old.sa_handler != SIG_IGN)
      handle(ENDING[i], on_end, 0); /* no restart: a read that waits for input must notice */
  }
  handle(SIGUSR1, on_report, SA_RESTART);
  handle(SIGPIPE, SIG_IGN, 0);
  handle(SIGXFSZ, SIG_IGN, 0); /* a file that may not grow is an answer of write, too */
  handle(SIGCHLD, SIG_DFL, 0); /* where it was ignored, waitpid would know nothing */
}

int signals_interrupted(void)
{
  return ending;
}

int signals_descriptor(void)
{
  return event;
}

void signals_clear(void)
{
  uint64_t count;
  if (event >= 0 && read(event, &count, sizeof count) < 0) {
    /* Nothing was there. */
  }
}

bool signals_report_wanted(void)
{
  bool wanted = report != 0;
  report = 0;
  return wanted;
}

void signals_leave(void)
{
  for (int i = 0; i < ENDING_COUNT; i++)
    handle(ENDING[i], SIG_IGN, 0);
  handle(SIGQUIT, SIG_IGN, 0);
  handle(SIGUSR1, SIG_IGN, 0);
  handle(SIGPIPE, SIG_IGN, 0);
  if (event >= 0)
    close(event);
  event = -1;
}
