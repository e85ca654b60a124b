/* The one table of what a process does with signals. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>

/* Delivers it now, or notes it as pending while it is blocked. */
void __signal_arrives(int number, const siginfo_t *info);
/* Delivers what is pending and not blocked (any more). */
void __signals_deliver_pending(void);
/* 1: a handler takes it; 0: the default action; -1: ignored. */
int __signal_disposition(int number);
extern sigset_t __signal_mask;

#endif
