#include <stdio.h>
#include <stdlib.h>

int main(void) {
  printf("%d\n", rand());
  printf("%d\n", rand());
  srand(42);
  for (int i = 0; i < 40; i++) printf("%d%c", rand() % 100, i % 10 == 9 ? '\n' : ' ');
  srand(0);
  printf("%d\n", rand());
  srandom(12345);
  for (int i = 0; i < 3; i++) printf("%ld ", random());
  unsigned seed = 99;
  for (int i = 0; i < 3; i++) printf("%d ", rand_r(&seed));
  printf("%d\n", RAND_MAX);
  srand48(7);
  printf("%.10f\n", drand48());
  printf("%ld\n", lrand48());
  return 0;
}
