/* What C had until 2011, and glibc still has for the programs that call it. */
#include <stdio.h>

char *gets(char *line) {
  size_t n = 0;
  int c;
  while ((c = getchar()) != EOF && c != '\n') line[n++] = (char)c;
  if (c == EOF && (n == 0 || ferror(stdin))) return NULL;
  line[n] = 0;
  return line;
}
