/* expect: null-dereference 7 */
/* stdin: "2001 25\n" */
#include <stdio.h>

int main(void) {
  int age = 0, year = 0;
  int n = scanf("%d %d", &year, age);
  printf("%d\n", n + year);
  return 0;
}
