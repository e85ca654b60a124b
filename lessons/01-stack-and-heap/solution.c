/* Where values live: a global variable, the locals of two functions, and blocks on the heap. */
#include <stdio.h>
#include <stdlib.h>

static int calls = 0;

static int area_of(int side) {
  int area = side * side;
  calls = calls + 1;
  return area;
}

/* A block on the heap that holds the value, or NULL. The caller frees it. */
static int *keep(int value) {
  int *where = malloc(sizeof *where);
  if (where != NULL) *where = value;
  return where;
}

int main(void) {
  int side = 3;
  int area = area_of(side);
  int *box = malloc(sizeof *box);
  if (box == NULL) return 1;
  *box = area;
  int *same = box;
  *same = *same + 1;
  printf("box holds %d after %d call\n", *box, calls);
  free(box);
  int *number = keep(42);
  if (number == NULL) return 1;
  printf("kept %d\n", *number);
  free(number);
  return 0;
}
