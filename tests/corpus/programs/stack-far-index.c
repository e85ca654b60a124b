/* expect: stack-buffer-overflow 11, stack-buffer-overflow 12, stack-buffer-overflow 18 */
/* oracle: the index jumps the redzones into another variable; only UndefinedBehaviorSanitizer's bounds check sees that */
#include <stdio.h>

struct reading { int when; double value[6]; };

static int store(int day, int by) {
  int week[7] = {0};
  char notes[400] = "";
  struct reading last = {0, {0}};
  week[day] = by;
  notes[0] = (char)week[day + 1];
  last.value[day % 6] = by;
  return week[0] + notes[1] + (int)last.value[0];
}

static double pick(const double *from, int i) { return from[i]; }
static double table(int i) { double first[4] = {1, 2, 3, 4}, second[40] = {5}; return first[i] + pick(second, 0); }

int main(void) {
  printf("%d\n", store(30, 7));
  printf("%f\n", table(16));
  return 0;
}
