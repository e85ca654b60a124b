/* expect: uninitialised-read 16 */
/* oracle: memcheck names exit, and no line of the program */
#include <stdio.h>

static int find(const int *numbers, int n, int wanted) {
  int position;
  for (int i = 0; i < n; i++)
    if (numbers[i] == wanted) position = i;
  return position;
}

int main(void) {
  int numbers[] = {4, 8, 15, 16, 23, 42};
  int position = find(numbers, 6, 17);
  if (puts("searched") < 0) return 1;
  return position;
}
