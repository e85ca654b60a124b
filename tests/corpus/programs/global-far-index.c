/* expect: global-buffer-overflow 11, global-buffer-overflow 17 */
/* oracle: the index jumps the redzones into another variable; only UndefinedBehaviorSanitizer's bounds check sees that */
#include <stdio.h>

static int before[300];
static int scores[10];
static int after[300];

static int total(const int *of, int n) { int sum = 0; for (int i = 0; i < n; i++) sum += of[i]; return sum; }

static void add(int player, int points) { scores[player] += points; }

int main(void) {
  static char grid[4][8];
  static char names[1000];
  int row = 60;
  grid[row][1] = 'x';
  names[0] = 'a';
  add(-100, 3);
  add(9, 3);
  printf("%d %d %d %c\n", total(before, 300) != 0, total(scores, 10), total(after, 300), names[0]);
  return 0;
}
