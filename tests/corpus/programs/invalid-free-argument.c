/* expect: invalid-free 13, invalid-free 14 */
/* arguments: ["first"] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  char *copy = malloc(strlen(argv[1]) + 1);
  if (!copy || argc < 2) return 1;
  strcpy(copy, argv[1]);
  printf("%s\n", copy);
  free(copy);
  free(argv[0]);
  free(argv);
  return 0;
}
