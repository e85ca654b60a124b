/** A program that uses much of C, in two files with a header of their own, one of them in a folder. */
export const EVERYTHING: Readonly<Record<string, string>> = {
  'main.c': `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lib/list.h"

static struct list *table[4];
int global = 3;
_Thread_local int per_thread = 4;
int never_used(int x) { return x * 2; }

static int helper(int n, int m[static n][3]) {
  static int calls;
  calls++;
  int vla[n];
  vla[0] = m[0][0];
  {
    int inner = vla[0];
    vla[0] = inner + 1;
  }
  return vla[0];
}

static inline __attribute__((always_inline)) int square(int x) {
  int result = x * x;
  return result;
}

static inline __attribute__((always_inline)) int sum_of_squares(int a, int b) {
  int first = square(a);
  return first + square(b);
}

int main(int argc, char **argv) {
  char buffer[8];
  volatile int total = 1;
  int matrix[2][3] = {{1, 2, 3}};
  for (int i = 0; i < 3; i++) {
    int both = sum_of_squares(i, argc);
    total += both;
  }
  struct list *list = push(NULL, "first");
  list = push(list, "second");
  strcpy(buffer, list->name);
  table[3] = list;
  printf("%s %d\\n", buffer, total);
  return helper(2, matrix) + length(list) + global + per_thread;
}
`,
  'lib/list.h': `#ifndef LIST_H
#define LIST_H
struct list {
  struct list *next;
  char name[8];
};
struct list *push(struct list *list, const char *name);
int length(const struct list *list);
static inline int is_empty(const struct list *list) {
  return list == 0;
}
#endif
`,
  'lib/list.c': `#include <stdlib.h>
#include <string.h>
#include "list.h"

struct list *push(struct list *list, const char *name) {
  struct list *item = malloc(sizeof *item);
  item->next = list;
  strncpy(item->name, name, sizeof item->name - 1);
  return item;
}

int length(const struct list *list) {
  if (is_empty(list)) return 0;
  return 1 + length(list->next);
}
`,
};
