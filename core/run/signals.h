/*
 * Signals of the coordinator: SIGINT, SIGTERM and SIGHUP ask it to end in good order, a second one
 * ends it at once, SIGUSR1 asks how far it is. SIGPIPE and SIGXFSZ are ignored: a closed pipe and a
 * file that may not grow are answers of write.
 */
#ifndef READOUT_SIGNALS_H
#define READOUT_SIGNALS_H

#include <stdbool.h>

/* Install the handlers; what was ignored when the program began (nohup) stays so. Later calls do
 * nothing. */
void signals_install(void);

/* The signal that asked to end, 0 if none has. */
int signals_interrupted(void);

/* A descriptor that is readable when a signal has come since signals_clear; -1 if there is none. */
int signals_descriptor(void);

/* Forget that the descriptor was readable. */
void signals_clear(void);

/* Whether SIGUSR1 has come since the last call. */
bool signals_report_wanted(void);

/* In a worker: leave the terminal's signals to the coordinator, which ends its workers itself. */
void signals_leave(void);

#endif
