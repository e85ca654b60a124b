/* expect: clean */
/* stdin: "one two\n\nthree four five\nlast line without newline" */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
  char *l = NULL; size_t cap = 0; ssize_t n; int words = 0, lines = 0;
  char **keep = NULL; size_t k = 0;
  while ((n = getline(&l, &cap, stdin)) != -1) {
    lines++; if (n && l[n - 1] == '\n') l[n - 1] = 0;
    char *save; for (char *t = strtok_r(l, " \t", &save); t; t = strtok_r(NULL, " \t", &save)) { words++; keep = realloc(keep, (k + 1) * sizeof *keep); keep[k++] = strdup(t); }
  }
  free(l);
  for (size_t i = 0; i < k; i++) { printf("%s%c", keep[i], i + 1 < k ? ' ' : '\n'); free(keep[i]); } free(keep);
  printf("%d %d\n", lines, words); return 0;
}
