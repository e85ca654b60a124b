/* expect: clean */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static char *join(const char *sep, ...) {
  va_list ap, aq; va_start(ap, sep); va_copy(aq, ap);
  size_t n = 1; const char *s; int k = 0;
  while ((s = va_arg(ap, const char *))) n += strlen(s) + (k++ ? strlen(sep) : 0);
  va_end(ap);
  char *r = malloc(n); r[0] = 0; k = 0;
  while ((s = va_arg(aq, const char *))) { if (k++) strcat(r, sep); strcat(r, s); }
  va_end(aq);
  return r;
}
static void logf_(int lvl, const char *fmt, ...) { char b[64]; va_list ap; va_start(ap, fmt); int n = vsnprintf(b, sizeof b, fmt, ap); va_end(ap); printf("[%d] %s (%d)\n", lvl, b, n); }
static double avg(int n, ...) { va_list ap; va_start(ap, n); double t = 0; for (int i = 0; i < n; i++) t += i % 2 ? va_arg(ap, int) : va_arg(ap, double); va_end(ap); return t / n; }
int main(void) { char *s = join(", ", "a", "bb", "ccc", (char *)NULL); logf_(2, "%s|%5.2f|%c|%lld", s, 3.14159, 'x', 1LL << 40); free(s); printf("%.3f\n", avg(4, 1.0, 2, 3.0, 4)); return 0; }
