/* expect: null-dereference 7 */
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  int port = 80;
  sscanf(getenv("NO_SUCH_PORT"), "%d", &port);
  printf("%d\n", port);
  return 0;
}
