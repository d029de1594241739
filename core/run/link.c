/*
 * One worker as the coordinator sees it. Jobs go out with writev straight from where they are
 * kept; answers are read in blocks and parsed, but an answer larger than a block is read straight
 * into its place.
 */
#include "link.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  PIPE_BYTES = 512 * 1024,  /* asked of the kernel; what it gives does */
  BLOCK_BYTES = 256 * 1024, /* read at once */
  IOV_JOBS = 32             /* jobs in one write */
};

static void close_end(int *fd)
{
  if (*fd >= 0)
    close(*fd);
  *fd = -1;
}

/* A pipe whose coordinator's end (`ours`: 0 reads, 1 writes) does not block. */
static bool make_pipe(int ends[2], int ours)
{
  if (pipe2(ends, O_CLOEXEC) != 0)
    return false;
  int flags = fcntl(ends[ours], F_GETFL);
  if (flags < 0 || fcntl(ends[ours], F_SETFL, flags | O_NONBLOCK) != 0) {
    close(ends[0]);
    close(ends[1]);
    return false;
  }
  fcntl(ends[ours], F_SETPIPE_SZ, PIPE_BYTES);
  return true;
}

/* In the child: forget the coordinator's ends, its own and those of the others, else nobody would
 * ever see EOF. */
static void close_inherited(struct link *links, size_t count, size_t index)
{
  for (size_t i = 0; i < count; i++) {
    close_end(&links[i].jobs);
    close_end(&links[i].answers);
    if (i != index && links[i].page != NULL)
      munmap(links[i].page, sizeof *links[i].page);
  }
}

enum status link_start(struct link *links, size_t count, size_t index,
                       const struct pool_limits *limits, const struct pool_handlers *handlers)
{
  struct link *link = &links[index];
  if (link->page == NULL) {
    void *page =
        mmap(NULL, sizeof *link->page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
      return STATUS_IO;
    link->page = page;
  }
  memset(link->page, 0, sizeof *link->page);

  int down[2];
  int up[2];
  if (!make_pipe(down, 1))
    return STATUS_IO;
  if (!make_pipe(up, 0)) {
    close(down[0]);
    close(down[1]);
    return STATUS_IO;
  }
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
      _exit(0); /* it died before the request stood */
    close(down[1]);
    close(up[0]);
    close_inherited(links, count, index);
    worker_run(down[0], up[1], link->page, limits, handlers);
  }
  int why = errno;
  close(down[0]);
  close(up[1]);
  if (pid < 0) {
    close(down[1]);
    close(up[0]);
    errno = why;
    return STATUS_IO;
  }
  link->pid = pid;
  link->jobs = down[1];
  link->answers = up[0];
  link->served = 0;
  link->stopped = 0;
  link->first = 0;
  link->count = 0;
  link->bytes = 0;
  link->sent = 0;
  link->offset = 0;
  link->large = false;
  buffer_clear(&link->in);
  return STATUS_OK;
}

static struct job *queued(const struct link *link, size_t position)
{
  return link->queue[(link->first + position) % POOL_QUEUE_JOBS];
}

bool link_has_room(const struct link *link, size_t depth)
{
  if (link->pid == 0 || link->jobs < 0)
    return false;
  return link->count == 0 ||
         (link->count < depth && link->count < POOL_QUEUE_JOBS && link->bytes < POOL_QUEUE_BYTES);
}

void link_push(struct link *link, struct job *job)
{
  link->queue[(link->first + link->count) % POOL_QUEUE_JOBS] = job;
  link->count++;
  link->bytes += job->data.size;
  job->state = JOB_SENT;
}

struct job *link_head(const struct link *link)
{
  return link->count > 0 ? queued(link, 0) : NULL;
}

struct job *link_find(const struct link *link, uint64_t sequence)
{
  for (size_t i = 0; i < link->count; i++) {
    if (queued(link, i)->sequence == sequence)
      return queued(link, i);
  }
  return NULL;
}

uint64_t link_last(const struct link *link)
{
  return link->count > 0 ? queued(link, link->count - 1)->sequence : 0;
}

static void pop(struct link *link)
{
  link->bytes -= queued(link, 0)->data.size;
  link->first = (link->first + 1) % POOL_QUEUE_JOBS;
  link->count--;
  link->sent--;
}

bool link_has_unsent(const struct link *link)
{
  return link->jobs >= 0 && link->sent < link->count;
}

/* Move the mark of what is sent by `written` bytes. */
static void advance(struct link *link, size_t written)
{
  while (written > 0) {
    size_t left = sizeof(struct frame) + queued(link, link->sent)->data.size - link->offset;
    if (written < left) {
      link->offset += written;
      return;
    }
    written -= left;
    link->sent++;
    link->offset = 0;
  }
}

void link_send(struct link *link)
{
  while (link_has_unsent(link)) {
    struct frame heads[IOV_JOBS];
    struct iovec parts[2 * IOV_JOBS];
    int part = 0;
    size_t total = 0;
    size_t skip = link->offset;
    for (size_t i = 0; i < IOV_JOBS && link->sent + i < link->count; i++) {
      struct job *job = queued(link, link->sent + i);
      heads[i] =
          (struct frame){.sequence = job->sequence, .size = job->data.size, .mark = FRAME_MARK};
      char *head = (char *)&heads[i];
      if (skip < sizeof(struct frame)) {
        parts[part++] = (struct iovec){head + skip, sizeof(struct frame) - skip};
        skip = 0;
      } else {
        skip -= sizeof(struct frame);
      }
      if (job->data.size > skip)
        parts[part++] = (struct iovec){job->data.data + skip, job->data.size - skip};
      skip = 0;
    }
    for (int i = 0; i < part; i++)
      total += parts[i].iov_len;
    ssize_t written = writev(link->jobs, parts, part);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0 && errno == EAGAIN)
      return;
    if (written < 0) {
      close_end(&link->jobs); /* the reader is dead; its last answers are still to be read */
      return;
    }
    advance(link, (size_t)written);
    if ((size_t)written < total)
      return;
  }
}

/* The head of an answer is believed only when it fits the job at the head of the queue. */
static bool is_sound(const struct link *link, const struct frame *head)
{
  if (head->mark != FRAME_MARK || (head->end != JOB_DONE && head->end != JOB_OUTPUT))
    return false;
  return link->sent > 0 && head->sequence == queued(link, 0)->sequence;
}

static void answer_head(struct link *link, enum job_end end, struct link_news *news)
{
  struct job *job = queued(link, 0);
  pop(link);
  job->state = JOB_ANSWERED;
  job->end = end;
  job->signal = 0;
  job->where[0] = '\0';
  if (end == JOB_OUTPUT) {
    size_t size = job->answer.size < POOL_NOTE_BYTES ? job->answer.size : POOL_NOTE_BYTES;
    if (size > 0)
      memcpy(job->where, job->answer.data, size);
    job->where[size] = '\0';
    buffer_clear(&job->answer);
  }
  link->served++;
  news->answers++;
  news->bytes += job->answer.size;
}

/* Take the complete answers out of `in`; begin to read a large one in place. False when they make
 * no sense. */
static bool parse(struct link *link, struct link_news *news)
{
  size_t at = 0;
  while (link->in.size - at >= sizeof(struct frame)) {
    struct frame head;
    memcpy(&head, link->in.data + at, sizeof head);
    if (!is_sound(link, &head))
      return false;
    const char *data = link->in.data + at + sizeof head;
    size_t ready = link->in.size - at - sizeof head;
    struct job *job = queued(link, 0);
    if (ready < head.size && head.size < BLOCK_BYTES)
      break;
    if (buffer_reserve(&job->answer, head.size) == NULL && head.size > 0)
      return false;
    if (ready < head.size) {
      buffer_add(&job->answer, data, ready);
      link->large = true;
      link->missing = head.size - ready;
      link->large_end = (enum job_end)head.end;
      at = link->in.size;
      break;
    }
    buffer_add(&job->answer, data, head.size);
    at += sizeof head + head.size;
    answer_head(link, (enum job_end)head.end, news);
  }
  link->in.size -= at;
  memmove(link->in.data, link->in.data + at, link->in.size);
  return true;
}

enum link_event link_receive(struct link *link, struct link_news *news)
{
  *news = (struct link_news){0, 0};
  struct buffer *into = link->large ? &queued(link, 0)->answer : &link->in;
  size_t room = link->large ? link->missing : BLOCK_BYTES;
  char *end = buffer_reserve(into, room);
  if (end == NULL)
    return LINK_MAD;
  ssize_t count = read(link->answers, end, room);
  if (count < 0 && (errno == EINTR || errno == EAGAIN))
    return LINK_OPEN;
  if (count <= 0)
    return LINK_GONE;
  into->size += (size_t)count;
  if (!link->large)
    return parse(link, news) ? LINK_OPEN : LINK_MAD;
  link->missing -= (size_t)count;
  if (link->missing == 0) {
    link->large = false;
    answer_head(link, link->large_end, news);
  }
  return LINK_OPEN;
}

void link_watch(struct link *link, unsigned most)
{
  siginfo_t news = {.si_pid = 0};
  if (link->pid == 0 || waitid(P_PID, (id_t)link->pid, &news, WSTOPPED | WCONTINUED | WNOHANG) != 0)
    return;
  if (news.si_pid != 0)
    link->stopped = news.si_code == CLD_STOPPED;
  else if (link->stopped > 0 && link->stopped++ == most)
    kill(link->pid, SIGKILL);
}

void link_hang_up(struct link *link)
{
  close_end(&link->jobs);
}

int link_end(struct link *link, bool gently)
{
  if (link->pid == 0)
    return 0;
  if (!gently || link->stopped > 0)
    kill(link->pid, SIGKILL); /* changes nothing for a process that is on its way out already */
  close_end(&link->jobs);
  close_end(&link->answers);
  int status = 0;
  for (;;) {
    pid_t found = waitpid(link->pid, &status, WUNTRACED);
    if (found > 0 && WIFSTOPPED(status))
      kill(link->pid, SIGKILL); /* stopped from outside, it does not see that its pipe has closed */
    else if (found >= 0 || errno != EINTR)
      break;
  }
  link->pid = 0;
  return status;
}

void link_free(struct link *link)
{
  buffer_free(&link->in);
  if (link->page != NULL)
    munmap(link->page, sizeof *link->page);
  link->page = NULL;
}
