/* expect: trap 5 */
/* oracle: only memcheck says what it is: no address that is stacked or allocated; the kernel gives the stack more memory there */
#include <stdio.h>

static int look(const int *at) { return *at; }

int main(void) {
  int x = 5;
  int *p = &x;
  p -= 100000;
  printf("%d\n", look(p));
  return 0;
}
