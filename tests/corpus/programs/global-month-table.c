/* expect: global-buffer-overflow 12, global-buffer-overflow 9 */
#include <stdio.h>
#include <string.h>
struct date {
  int d, m, y;
};
static const char *names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
static void show(struct date d) { printf("%d %s %d\n", d.d, names[d.m], d.y); }
static int doy(struct date d) {
  int n = d.d;
  for (int i = 0; i < d.m; i++) n += days[i + 1];
  return n;
}
int main(void) {
  struct date a = {1, 1, 2024}, b = {31, 12, 2024};
  show(a);
  printf("%d\n", doy(a));
  printf("%d\n", doy(b) > 0);
  show(b);
  return 0;
}
