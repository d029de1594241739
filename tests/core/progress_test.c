/*
 * Progress: silent when short, in a pipe, or not asked for; the right numbers else.
 */
#include "../../core/run/progress.h"
#include "../../core/run/signals.h"
#include "tap.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const long long SECOND = 1000000000;
static int ends[2];

/* What there is to measure, and how often it was. */
static struct {
  uint64_t bytes;
  uint64_t total;
  int times;
} input;

static void measure(void *context, uint64_t *bytes, uint64_t *total)
{
  (void)context;
  *bytes = input.bytes;
  *total = input.total;
  input.times++;
}

static void set_input(uint64_t bytes, uint64_t total)
{
  input.bytes = bytes;
  input.total = total;
}

/* What was written since the last call. */
static const char *written(void)
{
  static char text[1024];
  ssize_t size = read(ends[0], text, sizeof text - 1);
  text[size > 0 ? size : 0] = '\0';
  return text;
}

static struct progress begin(enum progress_form form, long long seconds_ago)
{
  struct progress progress;
  progress_begin(&progress, form, measure, NULL);
  progress.fd = ends[1];
  progress.rewrites = false;
  progress.shares = false;
  progress.began -= seconds_ago * SECOND;
  return progress;
}

static void test_json(void)
{
  struct progress progress = begin(PROGRESS_JSON, 1);
  progress_tick(&progress);
  is_str(written(), "", "nothing in the first two seconds");

  progress = begin(PROGRESS_JSON, 10);
  progress_add(&progress, 40, 3);
  progress_add(&progress, 2, 0);
  set_input(2500000, 10000000);
  progress_tick(&progress);
  is_str(written(),
         "{\"documents\":42,\"bytes\":2500000,\"total\":10000000,\"errors\":3,\"seconds\":10.0,"
         "\"bytes_per_second\":250000,\"eta\":30.0,\"done\":false}\n",
         "one object a line");
  progress_tick(&progress);
  is_str(written(), "", "not more often than once a second");
  set_input(10000000, 10000000);
  progress_end(&progress);
  const char *line = written();
  ok(strstr(line, "\"bytes\":10000000,") && strstr(line, "\"eta\":0.0,\"done\":true}\n"),
     "a last line at the end");

  progress = begin(PROGRESS_JSON, 4);
  set_input(100, 0);
  progress_tick(&progress);
  ok(strstr(written(), "\"total\":null") != NULL, "a stream has no total");
}

static void test_plain(void)
{
  struct progress progress = begin(PROGRESS_PLAIN, 100);
  progress_add(&progress, 1000, 1);
  set_input(50 * 1000 * 1000, 5000000000u);
  progress_tick(&progress);
  is_str(written(), "readout: 1000 documents, 50.0 MB, 0.5 MB/s, 1 error, 1:40, 2:45:00 to go\n",
         "a line for people");
  progress.rewrites = true;
  progress.written -= SECOND;
  progress_tick(&progress);
  const char *line = written();
  ok(strncmp(line, "\r\033[K", 4) == 0 && strchr(line, '\n') == NULL, "a terminal's is rewritten");
  progress_make_way(&progress);
  is_str(written(), "", "results that go elsewhere leave it alone");
  progress_hide(&progress);
  is_str(written(), "\r\033[K", "a message hides it");
  progress_hide(&progress);
  is_str(written(), "", "once");
  progress_end(&progress);
  is_str(written(), "", "the end has nothing to add");
}

static void test_silence(void)
{
  struct progress progress = begin(PROGRESS_NONE, 100);
  input.times = 0;
  progress_tick(&progress);
  is_str(written(), "", "none is none");
  is_int(input.times, 0, "and looks at no file");
  raise(SIGUSR1);
  progress_tick(&progress);
  ok(strncmp(written(), "readout: 0 documents", 20) == 0, "but SIGUSR1 is answered");
  progress_tick(&progress);
  is_str(written(), "", "once");

  int kept = dup(STDERR_FILENO);
  dup2(ends[1], STDERR_FILENO);
  progress_begin(&progress, PROGRESS_AUTO, measure, NULL);
  dup2(kept, STDERR_FILENO);
  close(kept);
  is_int(progress.form, PROGRESS_NONE, "in a pipe, auto is none");
}

int main(void)
{
  signals_install();
  if (pipe2(ends, O_NONBLOCK) != 0)
    return 1;
  test_json();
  test_plain();
  test_silence();
  return done();
}
