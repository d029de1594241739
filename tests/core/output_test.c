/*
 * Output: files that are there whole or not at all, pipes that close, disks that are full.
 */
#include "../../core/run/output.h"
#include "../../core/run/signals.h"
#include "tap.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/readout-output-XXXXXX";

static const char *in_folder(const char *name)
{
  static char path[sizeof folder + 300];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static struct slice slice_of(const char *text)
{
  return (struct slice){text, strlen(text)};
}

/* Files in the folder, hidden ones included. */
static int count_files(void)
{
  int count = 0;
  DIR *listing = opendir(folder);
  struct dirent *entry;
  while (listing != NULL && (entry = readdir(listing)) != NULL)
    count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
  if (listing != NULL)
    closedir(listing);
  return count;
}

static const char *contents(const char *path)
{
  static char text[256];
  FILE *file = fopen(path, "r");
  if (file == NULL)
    return NULL;
  size_t size = fread(text, 1, sizeof text - 1, file);
  text[size] = '\0';
  fclose(file);
  return text;
}

static void test_file(void)
{
  struct output *output;
  const char *path = in_folder("a.jsonl");
  umask(022);
  is_int(output_open(path, false, &output), STATUS_OK, "open a new file");
  output_write(output, slice_of("one\n"));
  output_flush(output);
  ok(access(path, F_OK) != 0, "it is not there before it is whole");
  output_write(output, slice_of("two\n"));
  is_int(output_close(output, true), STATUS_OK, "close");
  is_str(contents(path), "one\ntwo\n", "now it is there");
  is_int(count_files(), 1, "and nothing else");
  struct stat about;
  is_int(stat(path, &about) == 0 ? about.st_mode & 07777 : 0, 0644, "with the usual rights");

  chmod(path, 0640);
  output_open(path, false, &output);
  output_write(output, slice_of("three\n"));
  is_str(contents(path), "one\ntwo\n", "a file that is replaced stays until then");
  output_close(output, true);
  is_str(contents(path), "three\n", "and is replaced");
  is_int(stat(path, &about) == 0 ? about.st_mode & 07777 : 0, 0640, "and keeps its rights");

  output_open(path, false, &output);
  output_write(output, slice_of("four\n"));
  output_close(output, false);
  is_str(contents(path), "three\n", "given up, it changes nothing");
  is_int(count_files(), 1, "and leaves nothing");
  unlink(path);
}

static void test_long_name(void)
{
  struct output *output;
  char name[256];
  memset(name, 'n', 255);
  name[255] = '\0';
  const char *path = in_folder(name);
  is_int(output_open(path, false, &output), STATUS_OK, "a name as long as names can be");
  output_write(output, slice_of("x\n"));
  is_int(output_close(output, true), STATUS_OK, "is written");
  is_str(contents(path), "x\n", "under its name");
  unlink(path);
}

static void test_link(void)
{
  char target[sizeof folder + 300];
  snprintf(target, sizeof target, "%s", in_folder("target"));
  FILE *file = fopen(target, "w");
  if (file != NULL)
    fclose(file);
  const char *path = in_folder("link");
  struct output *output;
  ok(symlink("target", path) == 0 && output_open(path, false, &output) == STATUS_OK, "open a link");
  output_write(output, slice_of("x\n"));
  output_close(output, true);
  struct stat about;
  ok(lstat(path, &about) == 0 && S_ISLNK(about.st_mode), "a symbolic link stays one");
  is_str(contents(target), "x\n", "its target is replaced");
  unlink(target);
  ok(output_open(path, false, &output) == STATUS_OK, "open a link to what is not there");
  output_write(output, slice_of("y\n"));
  output_close(output, true);
  ok(lstat(path, &about) == 0 && S_ISLNK(about.st_mode), "it stays one");
  is_str(contents(target), "y\n", "its target is made");
  unlink(path);
  unlink(target);
  ok(symlink("link", path) == 0 && output_open(path, false, &output) == STATUS_IO && errno == ELOOP,
     "a link to itself");
  unlink(path);
}

static void test_failures(void)
{
  struct output *output;
  is_int(output_open(in_folder("none/a"), false, &output), STATUS_IO, "a folder that is not there");
  is_int(errno, ENOENT, "errno says why");
  ok(output == NULL && output_close(output, true) == STATUS_OK, "closing nothing is allowed");
  is_int(output_open(folder, false, &output), STATUS_IO, "a folder is no file");

  is_int(output_open("/dev/full", false, &output), STATUS_OK, "a full disk");
  is_int(output_write(output, slice_of("x")), STATUS_OK, "is not noticed at first");
  is_int(output_flush(output), STATUS_IO, "but then");
  is_int(errno, ENOSPC, "with its reason");
  errno = 0;
  is_int(output_write(output, slice_of("y")), STATUS_IO, "the failure stays");
  is_int(output_close(output, true), STATUS_IO, "to the end");
  is_int(errno, ENOSPC, "and so does the reason");
}

/* A file that cannot grow to its full size must not appear at all. */
static void test_limited_file(void)
{
  pid_t pid = fork();
  if (pid == 0) {
    struct rlimit limit = {1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    struct output *output;
    const char *path = in_folder("limited");
    enum status status = output_open(path, false, &output);
    char piece[600];
    memset(piece, 'x', sizeof piece);
    for (int i = 0; status == STATUS_OK && i < 3; i++)
      status = output_write(output, (struct slice){piece, sizeof piece});
    status = output_close(output, true);
    _exit(status == STATUS_IO && errno == EFBIG && count_files() == 0 ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0, "a file cut short does not appear");
}

static bool is_readable(int fd)
{
  struct pollfd now = {.fd = fd, .events = POLLIN};
  return poll(&now, 1, 0) == 1;
}

static void test_pipe(void)
{
  int ends[2];
  if (pipe(ends) != 0)
    return;
  char path[32];
  snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
  struct output *output;
  output_open(path, false, &output);
  output_write(output, slice_of("x\n"));
  ok(!is_readable(ends[0]), "output is gathered");
  output_flush(output);
  ok(is_readable(ends[0]), "until it is flushed");
  output_write(output, slice_of("y\n"));
  output_close(output, false);
  char text[8] = "";
  is_int(read(ends[0], text, 7), 4, "a pipe gets what was written, whatever becomes of the run");

  output_open(path, true, &output);
  output_write(output, slice_of("z\n"));
  ok(is_readable(ends[0]), "line-buffered, it goes out at once");

  close(ends[0]);
  is_int(output_write(output, slice_of("z\n")), STATUS_END, "a reader that has gone is an end");
  is_int(output_close(output, true), STATUS_END, "and no failure of the disk");
  close(ends[1]);
}

/* Another process may have set the shared pipe not to block; nothing may be lost. */
static void test_non_blocking(void)
{
  int ends[2];
  if (pipe(ends) != 0)
    return;
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  pid_t pid = fork();
  if (pid == 0) {
    close(ends[0]);
    dup2(ends[1], STDOUT_FILENO);
    size_t size = 1000 * 1000;
    char *piece = calloc(1, size);
    struct output *output;
    output_open(NULL, false, &output);
    enum status status = output_write(output, (struct slice){piece, size});
    free(piece);
    _exit(status == STATUS_OK && output_close(output, true) == STATUS_OK ? 0 : 1);
  }
  close(ends[1]);
  usleep(20000); /* let it fill up */
  size_t total = 0;
  char block[4096];
  ssize_t got;
  while ((got = read(ends[0], block, sizeof block)) > 0)
    total += (size_t)got;
  int status = 0;
  waitpid(pid, &status, 0);
  ok(total == 1000 * 1000 && status == 0, "a pipe that does not block gets everything");
  close(ends[0]);
}

int main(void)
{
  signals_install();
  if (mkdtemp(folder) == NULL)
    return 1;
  test_file();
  test_long_name();
  test_link();
  test_failures();
  test_limited_file();
  test_pipe();
  test_non_blocking();
  is_int(count_files(), 0, "no file is left");
  rmdir(folder);
  return done();
}
