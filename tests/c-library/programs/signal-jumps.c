/* Leaving a handler for a fault by siglongjmp: again and again, and in a child. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile int code;

static void leave(int number) { siglongjmp(back, number); }
static void tell(int number, siginfo_t *info, void *context) {
  (void)context;
  code = info->si_code;
  siglongjmp(back, number);
}

static int divide(int a, int b) {
  return a / b; /* finds: division-by-zero */
}
static long long rest(long long a, long long b) {
  return a % b; /* finds: division-by-zero */
}

int main(void) {
  alarm(60);
  volatile int rounds = 0, zero = 0;
  signal(SIGSEGV, leave);
  struct sigaction action = {.sa_flags = SA_SIGINFO};
  action.sa_sigaction = tell;
  sigaction(SIGFPE, &action, NULL);
  int number = sigsetjmp(back, 1);
  if (number) printf("round %d: signal %d\n", rounds, number);
  if (rounds++ < 3) printf("%d\n", divide(7, zero));
  number = sigsetjmp(back, 1);
  if (number == 0) printf("%lld\n", rest(7, zero));
  printf("%d %d, %d\n", number, code == FPE_INTDIV, divide(9, 2));
  if (sigsetjmp(back, 1) == 0) {
    *(volatile int *)(long)zero = 1; /* finds: null-dereference */
    puts("not reached");
  }
  fflush(stdout);
  if (fork() == 0) {
    signal(SIGFPE, SIG_DFL);
    exit(divide(1, zero));
  }
  int status;
  wait(&status);
  printf("child %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
  return 0;
}
