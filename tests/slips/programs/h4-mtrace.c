/* mtrace, corrected: every block is freed before the trace ends. */
#include <mcheck.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  setenv("MALLOC_TRACE", "./test.log", 1);
  mtrace();
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p3);
  free(p4);
  muntrace();
  return 0;
}
