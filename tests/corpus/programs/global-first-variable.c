/* expect: global-buffer-overflow 10 */
/* oracle: natively other variables lie before it */
#include <stdio.h>

static short counts[8];

int main(int argc, char **argv) {
  (void)argv;
  int day = argc - 2;
  counts[day] = 5;
  printf("%d\n", counts[0]);
  return 0;
}
