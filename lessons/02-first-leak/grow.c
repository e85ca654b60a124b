/* A server that leaks a picture of 50 MiB with every request, until there is no memory left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICTURE (50 * 1024 * 1024)

static int handle(int request) {
  unsigned char *picture = malloc(PICTURE);
  if (picture == NULL) {
    printf("request %d: no memory\n", request);
    return 0;
  }
  picture[0] = (unsigned char)request;
  printf("request %d: done\n", request);
  return 1;
}

int main(void) {
  int request = 1;
  while (handle(request)) {
    request = request + 1;
  }
  return 1;
}
