/*
 * Output with large writes, and files that appear whole.
 */
#include "output.h"
#include "../base/buffer.h"
#include "signals.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  WRITE_BYTES = 256 * 1024, /* gathered before they are written */
  NEW_FILE_MODE = 0666,
  LINKS_MAX = 40 /* symbolic links that name each other */
};

struct output {
  int fd;
  bool line_buffered;
  struct buffer buffer;
  char *path;      /* where the file goes in the end; NULL when there is nothing to rename */
  char *temporary; /* where it is until then */
  enum status status;
  int why; /* errno of the first failure */
};

static enum status fail(struct output *output, enum status status, int why)
{
  if (output->status == STATUS_OK) {
    output->status = status;
    output->why = why;
  }
  errno = output->why;
  return output->status;
}

static void free_output(struct output *output)
{
  buffer_free(&output->buffer);
  free(output->path);
  free(output->temporary);
  free(output);
}

/* A name in the same folder that nobody has: ".NAME.XXXXXX", of a very long NAME what fits. NULL when memory is out. */
static char *temporary_name(const char *path)
{
  enum { LONGEST = NAME_MAX + 1 - sizeof "..XXXXXX" };
  const char *slash = strrchr(path, '/');
  size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  size_t size = strlen(path) + sizeof "..XXXXXX";
  char *name = malloc(size);
  if (name != NULL)
    snprintf(name, size, "%.*s.%.*s.XXXXXX", (int)folder, path, LONGEST, path + folder);
  return name;
}

/* The rights that the file would have had without the detour: those of the one that it replaces,
 * or the usual. */
static mode_t wanted_mode(bool exists, const struct stat *old)
{
  if (exists)
    return old->st_mode & 07777;
  mode_t mask = umask(0);
  umask(mask);
  return NEW_FILE_MODE & ~mask;
}

/* The path that a symbolic link holds, seen from where the link stands; NULL with errno. */
static char *read_link(const char *link)
{
  char target[PATH_MAX];
  ssize_t size = readlink(link, target, sizeof target - 1);
  if (size < 0)
    return NULL;
  target[size] = '\0';
  const char *slash = target[0] == '/' ? NULL : strrchr(link, '/');
  size_t folder = slash == NULL ? 0 : (size_t)(slash - link) + 1;
  char *path = malloc(folder + (size_t)size + 1);
  if (path != NULL)
    sprintf(path, "%.*s%s", (int)folder, link, target);
  return path;
}

/* The file that is to be written where nothing is yet: a symbolic link may name it. NULL with errno. */
static char *find_new(const char *path)
{
  char *found = strdup(path);
  for (int links = 0; found != NULL && links < LINKS_MAX; links++) {
    struct stat entry;
    if (lstat(found, &entry) != 0 || !S_ISLNK(entry.st_mode))
      return found;
    char *next = read_link(found);
    free(found);
    found = next;
  }
  if (found != NULL) {
    free(found);
    errno = ELOOP;
  }
  return NULL;
}

static enum status open_file(struct output *output, const char *path)
{
  struct stat old;
  bool exists = stat(path, &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) {
    output->fd = open(path, O_WRONLY | O_CLOEXEC);
    return output->fd < 0 ? fail(output, STATUS_IO, errno) : STATUS_OK;
  }
  if (exists && access(path, W_OK) != 0)
    return fail(output, STATUS_IO, errno);
  /* A symbolic link stays one: the file that it names is replaced. */
  output->path = exists ? realpath(path, NULL) : find_new(path);
  if (output->path == NULL)
    return fail(output, errno == ENOMEM ? STATUS_NO_MEMORY : STATUS_IO, errno);
  output->temporary = temporary_name(output->path);
  if (output->temporary == NULL)
    return fail(output, STATUS_NO_MEMORY, ENOMEM);
  output->fd = mkostemp(output->temporary, O_CLOEXEC);
  if (output->fd < 0) {
    int why = errno;
    free(output->temporary);
    output->temporary = NULL;
    return fail(output, STATUS_IO, why);
  }
  fchmod(output->fd, wanted_mode(exists, &old));
  return STATUS_OK;
}

enum status output_open(const char *path, bool line_buffered, struct output **output)
{
  *output = NULL;
  struct output *opened = calloc(1, sizeof *opened);
  if (opened == NULL)
    return STATUS_NO_MEMORY;
  opened->line_buffered = line_buffered;
  opened->fd = STDOUT_FILENO;
  if (path != NULL && strcmp(path, "-") != 0) {
    enum status status = open_file(opened, path);
    if (status != STATUS_OK) {
      int why = errno;
      free_output(opened);
      errno = why;
      return status;
    }
  }
  *output = opened;
  return STATUS_OK;
}

/*
 * Wait until something can be written. Before a signal asks this process to end, for ever: the descriptor may have
 * been set not to block by somebody who shares it. After it, false when the reader has taken nothing for too long.
 */
static bool wait_until_writable(int fd)
{
  struct pollfd wait = {.fd = fd, .events = POLLOUT};
  bool ending = signals_interrupted() != 0;
  int ready;
  do
    ready = poll(&wait, 1, ending ? OUTPUT_PATIENCE_SECONDS * 1000 : -1);
  while (ready < 0 && errno == EINTR && ending);
  return ready != 0;
}

static enum status write_all(struct output *output, const char *data, size_t left)
{
  while (left > 0) {
    size_t size = left;
    if (signals_interrupted() != 0) {
      if (!wait_until_writable(output->fd))
        return fail(output, STATUS_IO, ETIMEDOUT);
      size = size < PIPE_BUF ? size : PIPE_BUF; /* for so much a pipe has room and does not block */
    }
    ssize_t written = write(output->fd, data, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0 && errno == EAGAIN) {
      wait_until_writable(output->fd);
      continue;
    }
    if (written < 0)
      return fail(output, errno == EPIPE ? STATUS_END : STATUS_IO, errno);
    data += written;
    left -= (size_t)written;
  }
  return STATUS_OK;
}

enum status output_flush(struct output *output)
{
  if (output->status != STATUS_OK)
    return fail(output, output->status, output->why);
  enum status status = write_all(output, output->buffer.data, output->buffer.size);
  if (status == STATUS_OK)
    buffer_clear(&output->buffer);
  return status;
}

enum status output_write(struct output *output, struct slice piece)
{
  if (output->status != STATUS_OK)
    return fail(output, output->status, output->why);
  if (piece.size >= WRITE_BYTES) { /* a large one is not gathered */
    enum status status = output_flush(output);
    return status == STATUS_OK ? write_all(output, piece.data, piece.size) : status;
  }
  buffer_add(&output->buffer, piece.data, piece.size);
  if (output->buffer.failed)
    return fail(output, STATUS_NO_MEMORY, ENOMEM);
  if (output->line_buffered || output->buffer.size >= WRITE_BYTES)
    return output_flush(output);
  return STATUS_OK;
}

/* Make the new name last beyond a power failure. Not every file system can: no reason to fail. */
static void sync_folder(const char *path)
{
  const char *slash = strrchr(path, '/');
  char folder[PATH_MAX] = ".";
  if (slash != NULL)
    snprintf(folder, sizeof folder, "%.*s", (int)(slash == path ? 1 : slash - path), path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  fsync(fd);
  close(fd);
}

static void finish_file(struct output *output)
{
  if (output->status == STATUS_OK && fsync(output->fd) != 0)
    fail(output, STATUS_IO, errno);
  if (close(output->fd) != 0)
    fail(output, STATUS_IO, errno);
  if (output->status == STATUS_OK && rename(output->temporary, output->path) != 0)
    fail(output, STATUS_IO, errno);
  if (output->status == STATUS_OK)
    sync_folder(output->path);
  else
    unlink(output->temporary);
}

enum status output_close(struct output *output, bool keep)
{
  if (output == NULL)
    return STATUS_OK;
  bool is_file = output->temporary != NULL;
  if (keep || !is_file)
    output_flush(output);
  if (is_file && keep) {
    finish_file(output);
  } else if (is_file) {
    close(output->fd);
    unlink(output->temporary);
  } else if (output->fd != STDOUT_FILENO && close(output->fd) != 0) {
    fail(output, STATUS_IO, errno);
  }
  enum status status = output->status;
  int why = output->why;
  free_output(output);
  errno = why;
  return status;
}
