#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static void at_exit(void) { puts("never"); }
static void aborted(int number) {
  printf("aborted by %d\n", number);
  fflush(stdout);
}

int main(void) {
  atexit(at_exit);
  signal(SIGABRT, aborted);
  abort();
}
