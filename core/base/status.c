/*
 * Names of the answers that core functions give.
 */
#include "status.h"

const char *status_text(enum status status)
{
  switch (status) {
  case STATUS_OK:
    return "ok";
  case STATUS_END:
    return "end of input";
  case STATUS_NO_MEMORY:
    return "out of memory";
  case STATUS_LIMIT:
    return "limit met";
  case STATUS_BAD_INPUT:
    return "malformed input";
  case STATUS_IO:
    return "input or output failed";
  case STATUS_MISUSE:
    return "wrong use";
  }
  return "unknown status";
}
