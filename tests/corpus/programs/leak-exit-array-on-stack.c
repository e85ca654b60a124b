/* expect: leak:still-reachable 12 */
#include <stdio.h>
#include <stdlib.h>

static void stop(int code) { exit(code); }

int main(int argc, char **argv) {
  (void)argv;
  int n = 3 + argc;
  char *names[n];
  for (int i = 0; i < n; i++) {
    names[i] = malloc(10);
    names[i][0] = 'a';
  }
  if (names[0][0] == 'a') stop(3);
  return 0;
}
