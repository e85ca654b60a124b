#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>

static int members(const sigset_t *set) {
  int n = 0;
  for (int i = 1; i <= 31; i++) n += sigismember(set, i);
  return n;
}

int main(void) {
  sigset_t set, other, both;
  int done = sigemptyset(&set);
  printf("%d %d\n", done, members(&set));
  done = sigfillset(&set);
  printf("%d %d\n", done, members(&set));
  for (int i = 0; i < 2; i++) {
    done = sigdelset(&set, SIGINT);
    printf("%d %d %d\n", done, sigismember(&set, SIGINT), members(&set));
  }
  sigemptyset(&other);
  done = sigaddset(&other, SIGINT) + sigaddset(&other, SIGTERM);
  printf("%d %d\n", done, members(&other));
  sigandset(&both, &set, &other);
  printf("%d %d\n", members(&both), sigismember(&both, SIGTERM));
  sigorset(&both, &set, &other);
  printf("%d %d\n", members(&both), sigisemptyset(&both));
  errno = 0;
  done = sigaddset(&set, 0);
  printf("%d %d\n", done, errno == EINVAL);
  errno = 0;
  done = sigismember(&set, 1000);
  printf("%d %d\n", done, errno == EINVAL);
  errno = 0;
  done = sigdelset(&set, -1);
  printf("%d %d\n", done, errno == EINVAL);

  /* All can be asked for, but two stay unblocked. */
  sigset_t now;
  sigfillset(&set);
  printf("%d", sigprocmask(SIG_SETMASK, &set, NULL));
  sigprocmask(SIG_BLOCK, NULL, &now);
  printf(" %d %d %d\n", sigismember(&now, SIGKILL), sigismember(&now, SIGSTOP), sigismember(&now, SIGTERM));
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  sigprocmask(SIG_BLOCK, NULL, &now);
  printf("%d %d\n", sigismember(&now, SIGTERM), sigismember(&now, SIGINT));
  errno = 0;
  done = sigprocmask(77, &set, NULL);
  printf("%d %d\n", done, errno == EINVAL);
  return 0;
}
