/*
 * Progress of a run.
 */
#include "progress.h"
#include "clock.h"
#include "signals.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 256 };
static const long long SECOND = 1000000000;
static const long long QUIET_SECONDS = 2; /* a run shorter than this says nothing */
static const char CLEAR_LINE[] = "\r\033[K";

static void put(const struct progress *progress, const char *text)
{
  size_t size = strlen(text);
  if (write(progress->fd, text, size) < 0)
    return; /* nobody reads it: no reason to stop */
}

void progress_begin(struct progress *progress, enum progress_form form, progress_measure *measure,
                    void *context)
{
  *progress = (struct progress){.form = form,
                                .fd = STDERR_FILENO,
                                .measure = measure,
                                .context = context,
                                .began = clock_now(CLOCK_MONOTONIC_COARSE)};
  bool terminal = isatty(progress->fd) == 1;
  if (form == PROGRESS_AUTO)
    progress->form = terminal ? PROGRESS_PLAIN : PROGRESS_NONE;
  const char *kind = getenv("TERM");
  progress->shares = isatty(STDOUT_FILENO) == 1;
  progress->rewrites =
      terminal && progress->form == PROGRESS_PLAIN && (kind == NULL || strcmp(kind, "dumb") != 0);
}

void progress_add(struct progress *progress, uint64_t documents, uint64_t errors)
{
  progress->documents += documents;
  progress->errors += errors;
}

static double elapsed(const struct progress *progress)
{
  return (double)(clock_now(CLOCK_MONOTONIC_COARSE) - progress->began) / (double)SECOND;
}

/* Seconds still to go at the rate so far; below 0 where nobody knows. */
static double remaining(const struct progress *progress, double seconds)
{
  if (progress->total <= progress->bytes || progress->bytes == 0)
    return -1;
  return seconds * (double)(progress->total - progress->bytes) / (double)progress->bytes;
}

/* A time for people: "7 s", "3:05", "2:03:05". */
static void write_time(char *text, size_t size, double time)
{
  long seconds = (long)(time + 0.5);
  if (seconds < 60)
    snprintf(text, size, "%ld s", seconds);
  else if (seconds < 3600)
    snprintf(text, size, "%ld:%02ld", seconds / 60, seconds % 60);
  else
    snprintf(text, size, "%ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void write_plain(const struct progress *progress, char *line)
{
  double seconds = elapsed(progress);
  double rate = seconds > 0 ? (double)progress->bytes / 1e6 / seconds : 0;
  double left = remaining(progress, seconds);
  char time[32];
  char end[64] = "";
  write_time(time, sizeof time, seconds);
  if (left >= 0) {
    char more[32];
    write_time(more, sizeof more, left);
    snprintf(end, sizeof end, ", %s to go", more);
  }
  snprintf(line, LINE_BYTES, "readout: %llu documents, %.1f MB, %.1f MB/s, %llu %s, %s%s",
           (unsigned long long)progress->documents, (double)progress->bytes / 1e6, rate,
           (unsigned long long)progress->errors, progress->errors == 1 ? "error" : "errors", time,
           end);
}

static void write_json(const struct progress *progress, char *line, bool at_end)
{
  double seconds = elapsed(progress);
  double left = at_end ? 0 : remaining(progress, seconds);
  char total[32] = "null";
  char eta[32] = "null";
  if (progress->total > 0)
    snprintf(total, sizeof total, "%llu", (unsigned long long)progress->total);
  if (left >= 0)
    snprintf(eta, sizeof eta, "%.1f", left);
  snprintf(line, LINE_BYTES,
           "{\"documents\":%llu,\"bytes\":%llu,\"total\":%s,\"errors\":%llu,\"seconds\":%.1f,"
           "\"bytes_per_second\":%.0f,\"eta\":%s,\"done\":%s}\n",
           (unsigned long long)progress->documents, (unsigned long long)progress->bytes, total,
           (unsigned long long)progress->errors, seconds,
           seconds > 0 ? (double)progress->bytes / seconds : 0.0, eta, at_end ? "true" : "false");
}

static void write_line(struct progress *progress)
{
  char line[LINE_BYTES];
  progress->measure(progress->context, &progress->bytes, &progress->total);
  if (progress->form == PROGRESS_JSON) {
    write_json(progress, line, false);
    put(progress, line);
    return;
  }
  char whole[LINE_BYTES + sizeof CLEAR_LINE];
  write_plain(progress, line);
  snprintf(whole, sizeof whole, "%s%s%s", progress->rewrites ? CLEAR_LINE : "", line,
           progress->rewrites ? "" : "\n");
  put(progress, whole);
  progress->shown = progress->rewrites;
}

void progress_hide(struct progress *progress)
{
  if (progress->shown)
    put(progress, CLEAR_LINE);
  progress->shown = false;
}

void progress_make_way(struct progress *progress)
{
  if (progress->shares)
    progress_hide(progress);
}

void progress_tick(struct progress *progress)
{
  long long now = clock_now(CLOCK_MONOTONIC_COARSE);
  if (signals_report_wanted()) {
    write_line(progress);
    if (progress->rewrites && progress->form != PROGRESS_JSON)
      put(progress, "\n");
    progress->shown = false;
    progress->written = now;
    return;
  }
  if (progress->form == PROGRESS_NONE || now - progress->began < QUIET_SECONDS * SECOND)
    return;
  /* On a terminal often, in a log seldom: it is kept. */
  long long every = progress->rewrites                ? SECOND / 2
                    : progress->form == PROGRESS_JSON ? SECOND
                                                      : 10 * SECOND;
  if (progress->written != 0 && now - progress->written < every)
    return;
  progress->written = now;
  write_line(progress);
}

void progress_end(struct progress *progress)
{
  progress_hide(progress);
  if (progress->form != PROGRESS_JSON)
    return;
  char line[LINE_BYTES];
  progress->measure(progress->context, &progress->bytes, &progress->total);
  write_json(progress, line, true);
  put(progress, line);
}
