/* expect: leak:possibly-lost 10 */
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

/* A parser that keeps only where it got to. */
static char *rest;

int main(void) {
  char *line = malloc(64);
  strcpy(line, "   trim me");
  rest = line;
  while (*rest == ' ')
    rest++;
  line = NULL;
  printf("[%s]\n", rest);
  return 0;
}
