/* expect: stack-buffer-overflow 10 */
#include <stdio.h>
#include <string.h>
int main(void) {
  char data[50], dest[100];
  memset(data, 'A', 49);
  data[49] = 0;
  memset(dest, 'C', 99);
  dest[99] = 0;
  memmove(dest, data, strlen(dest) * sizeof(char));
  dest[99] = 0;
  printf("%.10s\n", dest);
  return 0;
}
