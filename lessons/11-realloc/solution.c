/* A list of numbers that grows with realloc. */
#include <stdio.h>
#include <stdlib.h>

struct list {
  int *items;
  size_t count;
  size_t room;
};

/* Gives 0 where there is no memory; the list is as it was then. */
static int append(struct list *list, int item) {
  if (list->count == list->room) {
    size_t room = list->room == 0 ? 4 : 2 * list->room;
    int *items = realloc(list->items, room * sizeof *items);
    if (items == NULL) return 0;
    list->items = items;
    list->room = room;
  }
  list->items[list->count] = item;
  list->count = list->count + 1;
  return 1;
}

int main(void) {
  struct list list = {NULL, 0, 0};
  for (int i = 1; i <= 5; i++) {
    if (!append(&list, 10 * i)) {
      free(list.items);
      return 1;
    }
  }
  printf("first %d, last %d, count %zu\n", list.items[0], list.items[list.count - 1], list.count);
  free(list.items);
  return 0;
}
