/* One free that is none: "double", "interior", "stack", "global", "unknown", "realloc". Prints "after" if it gets so far. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char global[64];

__attribute__((noinline)) static char *make(void) { return malloc(50); }
__attribute__((noinline)) static void drop(char *volatile block) { free(block); }

int main(int count, char **arguments) {
  const char *kind = count > 1 ? arguments[1] : "";
  char local[64];
  char *block = make(), *neighbour = make();
  drop(neighbour);
  if (strcmp(kind, "double") == 0) drop(neighbour);
  if (strcmp(kind, "interior") == 0) drop(block + 16);
  if (strcmp(kind, "stack") == 0) drop(local);
  if (strcmp(kind, "global") == 0) drop(global);
  if (strcmp(kind, "unknown") == 0) drop((char *)(uintptr_t)0x10);
  if (strcmp(kind, "realloc") == 0 && realloc(*(char *volatile *)&neighbour, 10)) return 1;
  drop(block);
  puts("after");
  return 0;
}
