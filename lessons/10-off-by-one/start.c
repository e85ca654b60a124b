/* Three loops that go one element too far: on the heap, on the stack, and in a global array. */
#include <stdio.h>
#include <stdlib.h>

#define DAYS 7

static int table[DAYS];

static int *squares(int count) {
  int *made = malloc((size_t)count * sizeof *made);
  if (made == NULL) return NULL;
  for (int i = 0; i <= count; i++) {
    made[i] = i * i;
  }
  return made;
}

static int sum_of_week(void) {
  int week[DAYS] = {3, 1, 4, 1, 5, 9, 2};
  int sum = 0;
  for (int day = 1; day <= DAYS; day++) {
    sum = sum + week[day];
  }
  return sum;
}

int main(void) {
  int *list = squares(5);
  if (list == NULL) return 1;
  printf("last square: %d\n", list[4]);
  free(list);

  int sum = sum_of_week();
  printf("sum of the week: %d\n", sum);

  for (int i = DAYS; i >= 0; i--) {
    table[i] = i;
  }
  printf("last entry: %d\n", table[DAYS - 1]);
  return 0;
}
