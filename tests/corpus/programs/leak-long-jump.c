/* expect: leak:definitely-lost 7 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
static jmp_buf env;
static void work(int n) {
  char *p = malloc(n);
  if (n > 5) longjmp(env, n);
  free(p);
}
int main(void) {
  int *a = malloc(3 * sizeof(int));
  switch (setjmp(env)) {
  case 0:
    work(3);
    work(10);
    break;
  case 10:
    a[0] = 1;
    printf("caught %d\n", a[0]);
    break;
  }
  free(a);
  return 0;
}
