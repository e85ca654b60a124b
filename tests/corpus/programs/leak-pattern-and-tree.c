/* expect: leak:still-reachable 15, leak:still-reachable 20, leak:still-reachable 22 */
#include <regex.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>

static regex_t pattern;
static void *tree;

static int compare(const void *a, const void *b) {
  return *(const int *)a - *(const int *)b;
}

int main(void) {
  if (regcomp(&pattern, "a+b", REG_EXTENDED)) {
    return 1;
  }
  puts(pattern.re_nsub == 0 ? "no groups" : "groups");
  for (int i = 0; i < 3; i++) {
    int *key = malloc(sizeof *key);
    *key = i;
    tsearch(key, &tree, compare);
  }
  return 0;
}
