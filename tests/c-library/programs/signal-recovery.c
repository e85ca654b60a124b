#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static sigjmp_buf recover;

static void on_term(int number) {
  static const char text[] = "terminating\n";
  write(1, text, sizeof text - 1);
  siglongjmp(recover, number);
}

static int guarded(void (*task)(void)) {
  int number = sigsetjmp(recover, 1);
  if (number == 0) task();
  return number;
}
static void fine(void) { puts("fine"), fflush(stdout); }
static void stopped(void) {
  char *p = malloc(10);
  free(p);
  raise(SIGTERM);
}

int main(void) {
  signal(SIGTERM, on_term);
  printf("%d\n", guarded(fine));
  fflush(stdout);
  printf("%d\n", guarded(stopped));
  fflush(stdout);
  printf("%d\n", guarded(stopped));
  fflush(stdout);
  return 0;
}
