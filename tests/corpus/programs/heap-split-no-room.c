/* expect: heap-buffer-overflow 15, heap-buffer-overflow 25 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
char **split(const char *s, char d, int *count) {
  int n = 1;
  for (const char *p = s; *p; p++) if (*p == d) n++;
  char **out = malloc(n * sizeof(char *));
  int k = 0; const char *start = s;
  for (const char *p = s;; p++) {
    if (*p == d || *p == 0) {
      size_t len = p - start;
      out[k] = malloc(len);
      memcpy(out[k], start, len);
      out[k][len] = '\0';
      k++; start = p + 1;
      if (!*p) break;
    }
  }
  *count = k;
  return out;
}
int main(void) {
  int n; char **w = split("alpha,beta,,gamma", ',', &n);
  for (int i = 0; i < n; i++) { printf("[%s]\n", w[i]); free(w[i]); }
  free(w);
}
