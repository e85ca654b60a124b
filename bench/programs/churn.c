/* Argument: how many pairs of malloc and free, fifteen calls deep below main. With MALLOC_TRACE set, mtrace() writes them down. */
#include <mcheck.h>
#include <stdio.h>
#include <stdlib.h>

#define LEVEL(name, next)                                                                                               \
  __attribute__((noinline)) static long name(long pairs) {                                                              \
    long result = next(pairs);                                                                                          \
    __asm__ volatile("" : "+r"(result));                                                                                \
    return result + 1;                                                                                                  \
  }

__attribute__((noinline)) static long churn(long pairs) {
  long sum = 0;
  for (long i = 0; i < pairs; i++) {
    char *volatile block = malloc(16 + (size_t)(i & 127));
    block[0] = (char)i;
    sum += block[0];
    free(block);
  }
  return sum;
}

LEVEL(level14, churn)
LEVEL(level13, level14)
LEVEL(level12, level13)
LEVEL(level11, level12)
LEVEL(level10, level11)
LEVEL(level9, level10)
LEVEL(level8, level9)
LEVEL(level7, level8)
LEVEL(level6, level7)
LEVEL(level5, level6)
LEVEL(level4, level5)
LEVEL(level3, level4)
LEVEL(level2, level3)
LEVEL(level1, level2)

int main(int count, char **arguments) {
  if (getenv("MALLOC_TRACE")) mtrace();
  printf("%ld\n", level1(count > 1 ? atol(arguments[1]) : 0));
  return 0;
}
