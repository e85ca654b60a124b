/* expect: use-after-free 16 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static char *rev(char *s) {
  size_t i = strlen(s);
  char *r = malloc(i + 1);
  if (!r) exit(1);
  for (size_t j = 0; j < i; j++) r[j] = s[i - 1 - j];
  r[i] = 0;
  free(r);
  return r;
}
int main(void) {
  char *r = rev("BadSink");
  printf("%s\n", r);
  return 0;
}
