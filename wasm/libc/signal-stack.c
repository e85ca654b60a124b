/*
 * Another stack for handlers. All of them run on the usual one, of which the host keeps a part back: what matters is whether a handler
 * may run when it is full.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "heapscope/system.h"

static stack_t current = {.ss_flags = SS_DISABLE};

int sigaltstack(const stack_t *restrict stack, stack_t *restrict old) {
  stack_t before = current;
  if (stack) {
    if (stack->ss_flags & ~(SS_ONSTACK | SS_DISABLE)) return hs_fail(EINVAL);
    if (stack->ss_flags & SS_DISABLE)
      current = (stack_t){.ss_flags = SS_DISABLE};
    else if (stack->ss_size < MINSIGSTKSZ)
      return hs_fail(ENOMEM);
    else
      current = (stack_t){.ss_sp = stack->ss_sp, .ss_size = stack->ss_size};
  }
  if (old) *old = before;
  return 0;
}

/* For the host: whether a handler of this signal can run while the stack is full. */
__attribute__((export_name("__heapscope_signal_stack"))) int __heapscope_signal_stack(int number) {
  struct sigaction action;
  if (current.ss_flags & SS_DISABLE || sigaction(number, NULL, &action)) return 0;
  return (action.sa_flags & SA_ONSTACK) != 0;
}
