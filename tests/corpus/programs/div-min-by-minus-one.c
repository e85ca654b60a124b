/* expect: division-by-zero 8 */
#include <limits.h>
#include <stdio.h>

int main(int argc, char **argv) {
  (void)argv;
  int least = INT_MIN;
  printf("%d\n", least / -argc);
  return 0;
}
