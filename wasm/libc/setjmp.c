/* sigsetjmp keeps the signal mask in the buffer, siglongjmp brings it back. */
#include <setjmp.h>

#include "signals.h"

void __save_signal_mask(sigjmp_buf environment, int save) {
  environment->__fl = (unsigned long)save;
  if (save) *(sigset_t *)environment->__ss = __signal_mask;
}

_Noreturn void siglongjmp(sigjmp_buf environment, int value) {
  if (environment->__fl) sigprocmask(SIG_SETMASK, (const sigset_t *)environment->__ss, NULL);
  longjmp(environment, value);
}
