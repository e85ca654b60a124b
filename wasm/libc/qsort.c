/*
 * glibc's qsort (before 2.37) is a merge sort: equal elements keep their order, and programs come to rely on it. This one divides
 * and merges as it does, so the comparison function is called for the same pairs in the same order.
 */
#include <stdlib.h>
#include <string.h>

typedef int (*compare_function)(const void *, const void *, void *);

struct sort {
  size_t size;
  compare_function compare;
  void *argument;
  char *merged;
};

static void merge_sort(const struct sort *sort, char *elements, size_t n) {
  if (n <= 1) return;
  size_t size = sort->size, left_count = n / 2, right_count = n - left_count;
  char *left = elements, *right = elements + left_count * size, *out = sort->merged;
  merge_sort(sort, left, left_count);
  merge_sort(sort, right, right_count);
  while (left_count > 0 && right_count > 0) {
    char **from = &right;
    if (sort->compare(left, right, sort->argument) <= 0) {
      from = &left;
      left_count--;
    } else {
      right_count--;
    }
    memcpy(out, *from, size);
    out += size;
    *from += size;
  }
  if (left_count > 0) memcpy(out, left, left_count * size);
  memcpy(elements, sort->merged, (n - right_count) * size);
}

#define ON_STACK 1024

static void sort_with(char *buffer, void *elements, size_t n, size_t size, compare_function compare, void *argument) {
  struct sort sort = {size, compare, argument, buffer};
  merge_sort(&sort, elements, n);
}

void qsort_r(void *elements, size_t n, size_t size, compare_function compare, void *argument) {
  if (n * size < ON_STACK) {
    char buffer[ON_STACK];
    sort_with(buffer, elements, n, size, compare, argument);
  } else {
    char *buffer = malloc(n * size);
    if (!buffer) abort();
    sort_with(buffer, elements, n, size, compare, argument);
    free(buffer);
  }
}

static int without_argument(const void *a, const void *b, void *compare) {
  return ((int (*)(const void *, const void *))compare)(a, b);
}

void qsort(void *elements, size_t n, size_t size, int (*compare)(const void *, const void *)) {
  qsort_r(elements, n, size, without_argument, (void *)compare);
}
