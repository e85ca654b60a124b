/* A list of numbers that grows with realloc; it falls into three of realloc's traps. */
#include <stdio.h>
#include <stdlib.h>

struct list {
  int *items;
  size_t count;
  size_t room;
};

static int append(struct list *list, int item) {
  if (list->count == list->room) {
    size_t room = list->room + 1;
    list->items = realloc(list->items, room * sizeof(int));
    if (list->items == NULL) return 0;
    list->room = room;
  }
  list->items[list->count] = item;
  list->count = list->count + 1;
  return 1;
}

int main(void) {
  struct list list = {NULL, 0, 0};
  if (!append(&list, 10)) return 1;
  int *first = &list.items[0];
  for (int i = 2; i <= 5; i++) {
    if (!append(&list, 10 * i)) return 1;
  }
  printf("first %d, last %d, count %zu\n", *first, list.items[list.count - 1], list.count);
  free(list.items);
  return 0;
}
