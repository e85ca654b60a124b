#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct person {
  char name[16];
  int age;
};
static int calls;

static int by_age(const void *a, const void *b) {
  calls++;
  return ((const struct person *)a)->age - ((const struct person *)b)->age;
}
static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }
static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

int main(void) {
  struct person people[] = {{"Ann", 30}, {"Bob", 25}, {"Cid", 30}, {"Dan", 25}, {"Eve", 41}, {"Fay", 30}};
  size_t n = sizeof people / sizeof *people;
  qsort(people, n, sizeof *people, by_age);
  for (size_t i = 0; i < n; i++) printf("%s %d\n", people[i].name, people[i].age);
  printf("%d comparisons\n", calls);
  char *words[] = {"pear", "apple", "fig", "banana"};
  qsort(words, 4, sizeof *words, by_name);
  for (int i = 0; i < 4; i++) printf("%s ", words[i]);
  int *many = malloc(2000 * sizeof *many);
  for (int i = 0; i < 2000; i++) many[i] = i * 7919 % 2003;
  qsort(many, 2000, sizeof *many, by_number);
  int key = many[1234];
  int *found = bsearch(&key, many, 2000, sizeof *many, by_number);
  printf("\n%d %d %td\n", many[0], many[1999], found - many);
  free(many);
  return 0;
}
