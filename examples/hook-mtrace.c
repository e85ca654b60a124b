/*
 * Way 4: mtrace() writes a line for every call of the allocator to the file that MALLOC_TRACE names; `mtrace PROGRAM test.log`
 * then tells what was not freed, and where it was allocated.
 */
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
  free(p4);
  muntrace();
  char line[256];
  FILE *log = fopen("test.log", "r");
  while (fgets(line, sizeof line, log)) fputs(line, stdout);
  fclose(log);
  return p3 == NULL;
}
