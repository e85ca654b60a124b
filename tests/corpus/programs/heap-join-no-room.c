/* expect: heap-buffer-overflow 12, heap-buffer-overflow 20 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static char *join(const char **parts, int n, const char *sep) {
  size_t len = 0;
  for (int i = 0; i < n; i++) len += strlen(parts[i]);
  len += (n - 1) * strlen(sep);
  char *out = malloc(len);
  out[0] = 0;
  for (int i = 0; i < n; i++) {
    strcat(out, parts[i]);
    if (i < n - 1) strcat(out, sep);
  }
  return out;
}
int main(void) {
  const char *p[] = {"a", "bc", "def"};
  char *s = join(p, 3, ", ");
  puts(s);
  free(s);
  return 0;
}
