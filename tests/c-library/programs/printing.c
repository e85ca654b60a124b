#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

int main(void) {
  setlocale(LC_ALL, "C");
  printf("[%5d][%-5d][%05d][%+d][% d][%x][%X][%o][%#x]\n", 42, 42, 42, 42, 42, 255, 255, 8, 255);
  printf("[%10.3f][%-10.2f][%e][%g][%g][%G][%a]\n", M_PI, M_E, 123456.789, 0.0001, 1e10, 1e-10, 1.0);
  printf("[%s][%10s][%-10s][%.3s][%*s][%-*s]\n", "abc", "abc", "abc", "abcdef", 6, "r", 6, "l");
  printf("[%c][%5c][%%][%lld][%llu][%hhd][%hd]\n", 'x', 'y', LLONG_MIN, ULLONG_MAX, 300, 70000);
  printf("%" PRId64 " %" PRIu32 " %zu %td %jd\n", (int64_t)1 << 40, UINT32_MAX, sizeof(int), (ptrdiff_t)-1, (intmax_t)7);
  printf("%f %f %f %d\n", INFINITY, -INFINITY, NAN, printf(""));
  printf("%.0f %.0f %.0f %.1f %.10g\n", 0.5, 1.5, 2.5, 0.25, 1.0 / 3);
  printf("%Lf %.20Lg\n", 1.5L, (long double)1 / 4);
  printf("%s %d\n", (char *)NULL == NULL ? "null" : "", -7 / 2);
  printf("%i %u %5.2f%%\n", -1, 1u, 99.5);
  printf("%ls|%lc\n", L"wide", (wint_t)L'w');
  int n;
  printf("count%n\n", &n);
  printf("%d\n", n);
  puts("");
  putchar('A');
  putc('\n', stdout);
  fprintf(stdout, "%3$s %1$s %2$s\n", "b", "c", "a");
  return 0;
}
