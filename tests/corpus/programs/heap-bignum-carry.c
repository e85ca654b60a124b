/* expect: heap-buffer-overflow 18, heap-buffer-overflow 25 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* Big-number addition; the carry needs one digit more. */
static char *add(const char *a, const char *b) {
  int la = strlen(a), lb = strlen(b), n = la > lb ? la : lb, c = 0;
  char *r = malloc(n + 1);
  r[n] = 0;
  for (int i = 0; i < n; i++) {
    int s = c;
    if (i < la) s += a[la - 1 - i] - '0';
    if (i < lb) s += b[lb - 1 - i] - '0';
    r[n - 1 - i] = s % 10 + '0';
    c = s / 10;
  }
  if (c) {
    memmove(r + 1, r, n + 1);
    r[0] = '1';
  }
  return r;
}
int main(void) {
  char *x = add("123", "4567"), *y = add("999", "1");
  printf("%s %s\n", x, y);
  free(x);
  free(y);
  return 0;
}
