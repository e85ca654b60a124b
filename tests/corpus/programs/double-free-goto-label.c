/* expect: double-free 19, leak:definitely-lost 9 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
/* Error paths with goto; one label too late. */
static int process(const char *path) {
  int rc = -1;
  char *buf = malloc(100), *copy = NULL;
  FILE *f = fopen(path, "r");
  if (!f) goto out;
  copy = malloc(10);
  if (!fgets(buf, 100, f)) goto close;
  rc = 0;
  free(copy);
close:
  fclose(f);
out:
  free(copy);
  return rc;
}
int main(void) {
  printf("%d\n", process("missing"));
  FILE *f = fopen("there.txt", "w");
  fputs("x\n", f);
  fclose(f);
  printf("%d\n", process("there.txt"));
  return 0;
}
