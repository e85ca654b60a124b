/* The one table of what a process does with signals. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>

/* Of the running thread: the system exchanges it when another gets its turn, and reads it to know what may be delivered. */
extern sigset_t __signal_mask;

/* Delivers it now, or notes it as pending while it is blocked. */
void __signal_arrives(int number, const siginfo_t *info);
/*
 * Delivers what is pending and not blocked (any more), here and in the system. Gives bits: HS_HANDLED if a handler ran, HS_INTERRUPTS if
 * one of those did for which calls are not restarted (no SA_RESTART).
 */
int __signals_deliver_pending(void);
enum { HS_HANDLED = 1, HS_INTERRUPTS = 2 };
/* Takes the first of those in the set that raise() left pending; 0: there is none. */
int __signal_take(const sigset_t *set, siginfo_t *info);
/* What raise() left pending. */
sigset_t __signals_pending(void);

static inline unsigned long long __signal_bits(const sigset_t *set) {
  return set->__bits[0] | (unsigned long long)set->__bits[1] << 32;
}
static inline sigset_t __signal_set(unsigned long long bits) {
  return (sigset_t){{(unsigned long)bits, (unsigned long)(bits >> 32)}};
}

/* The one user; see ids.c. */
#define HS_USER 1000

/* What the system tells about a signal: take_signal and signal_wait fill it. */
struct hs_signal {
  int number, code, pid, value;
};
static inline siginfo_t __signal_info(const struct hs_signal *given) {
  return (siginfo_t){
      .si_signo = given->number,
      .si_code = given->code,
      .si_pid = given->pid,
      .si_uid = HS_USER,
      .si_status = given->value,
      .si_value.sival_int = given->value,
  };
}

#endif
