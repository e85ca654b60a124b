/* expect: leak:definitely-lost 11 */
/* stdin: "one\ntwo\nthree" */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* getline's buffer kept for each line. */
int main(void) {
  char *lines[10], *line = NULL;
  size_t cap = 0;
  int n = 0;
  while (n < 10 && getline(&line, &cap, stdin) != -1) {
    line[strcspn(line, "\n")] = 0;
    lines[n++] = strdup(line);
  }
  for (int i = n - 1; i >= 0; i--) puts(lines[i]);
  for (int i = 0; i < n; i++) free(lines[i]);
  return 0;
}
