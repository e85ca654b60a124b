/* Faults in children: handled, jumped out of, and not. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf back;
static void leave(int number) { siglongjmp(back, number); }
static void tell(int number) {
  char text[] = "caught .\n";
  text[7] = (char)('0' + number % 10);
  write(1, text, sizeof text - 1);
  _exit(number);
}
static void forget(int number) { signal(number, SIG_DFL); }

static void in_child(void (*run)(void)) {
  pid_t child = fork();
  if (child == 0) {
    run();
    exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFEXITED(status))
    printf("exit %d\n", WEXITSTATUS(status));
  else
    printf("signal %d\n", WTERMSIG(status));
}

static volatile int zero;
static void divide(void) { printf("%d\n", 5 / zero); } /* finds: division-by-zero */
static void divide_handled(void) {
  signal(SIGFPE, tell);
  divide();
}
static void null_and_leave(void) {
  signal(SIGSEGV, leave);
  int *volatile nowhere = NULL;
  int number = sigsetjmp(back, 1);
  if (number == 0) *nowhere = 1; /* finds: null-dereference */
  printf("left by %d\n", number);
}
static void divide_and_return(void) {
  signal(SIGFPE, forget);
  divide();
}
static void aborting(void) { abort(); }
static void killed_by_itself(void) { kill(getpid(), SIGSEGV); }

int main(void) {
  alarm(60);
  setvbuf(stdout, NULL, _IONBF, 0);
  in_child(divide_handled);
  in_child(null_and_leave);
  in_child(divide_and_return);
  in_child(aborting);
  in_child(killed_by_itself);
  return 0;
}
