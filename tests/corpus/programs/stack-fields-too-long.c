/* expect: stack-buffer-overflow 8 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* Tokenizer into fixed arrays. */
static int split(char *s, char out[][8], int max) {
  int n = 0;
  for (char *p = strtok(s, ",;"); p && n < max; p = strtok(NULL, ",;")) strcpy(out[n++], p);
  return n;
}
int main(void) {
  char line[] = "id,quantity;pricing,extra", f[4][8], g[2][8];
  printf("%d\n", split(line, f, 4));
  char again[] = "a,b,c";
  printf("%d\n", split(again, g, 3));
  return 0;
}
