/* expect: heap-buffer-overflow 14 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct twoInts {
  int a, b;
};
int main(void) {
  struct twoInts *data = (struct twoInts *)malloc(50 * sizeof(struct twoInts));
  if (!data) exit(1);
  {
    struct twoInts source[100];
    for (size_t i = 0; i < 100; i++) source[i].a = source[i].b = 0;
    for (size_t i = 0; i < 100; i++) data[i] = source[i];
    printf("%d\n", data[0].a);
  }
  free(data);
  return 0;
}
