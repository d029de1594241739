/*
 * One thing under limits: a pool of one worker with one job.
 */
#include "pool.h"
#include <string.h>

struct trial {
  void (*work)(void *context, struct buffer *answer);
  void *context;
  bool asked;
  enum job_end end;
  struct buffer *answer;
  char *where;
};

static void do_work(void *context, struct slice job, struct buffer *answer)
{
  (void)job;
  struct trial *trial = context;
  trial->work(trial->context, answer);
}

static bool next_job(void *context, struct slice *job)
{
  struct trial *trial = context;
  if (trial->asked)
    return false;
  trial->asked = true;
  *job = (struct slice){"", 0};
  return true;
}

static bool take_answer(void *context, struct slice job, enum job_end end, struct slice answer,
                        const char *where, int signal)
{
  (void)job;
  (void)signal;
  struct trial *trial = context;
  trial->end = end;
  if (trial->where != NULL)
    memcpy(trial->where, where, strlen(where) + 1);
  buffer_add(trial->answer, answer.data, answer.size);
  return true;
}

enum status trial_run(const struct pool_limits *limits,
                      void (*work)(void *context, struct buffer *answer), void *context,
                      struct buffer *answer, enum job_end *end, char *where)
{
  struct trial trial = {
      .work = work, .context = context, .end = JOB_KILLED, .answer = answer, .where = where};
  struct pool_handlers handlers = {
      .context = &trial, .work = do_work, .next = next_job, .take = take_answer};
  if (where != NULL)
    where[0] = '\0';
  enum status status = pool_run(1, limits, &handlers);
  *end = trial.end;
  if (status == STATUS_OK && answer->failed)
    return STATUS_NO_MEMORY;
  return status;
}
