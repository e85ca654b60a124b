#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void faulted(int number) {
  printf("signal %d\n", number);
  exit(3);
}

int main(void) {
  signal(SIGTERM, faulted);
  printf("before\n");
  raise(SIGTERM);
  return 0;
}
