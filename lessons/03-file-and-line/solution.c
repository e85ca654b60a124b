/* Macros put functions of our own in the place of malloc and free, so that a table can say who allocated what. */
#include <stdio.h>
#include <stdlib.h>

static void *counted_malloc(size_t size, const char *file, int line);
static void counted_free(void *block);
static void report(void);

#define malloc(size) counted_malloc(size, __FILE__, __LINE__)
#define free(block) counted_free(block)

int main(void) {
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p4);
  report();
  free(p3);
  return 0;
}

/* From here on, the names mean the C library's functions again. */
#undef malloc
#undef free

#define MOST 16

struct entry {
  void *block;
  size_t size;
  const char *file;
  int line;
};

static struct entry entries[MOST];

static void *counted_malloc(size_t size, const char *file, int line) {
  void *block = malloc(size);
  for (int i = 0; block != NULL && i < MOST; i++) {
    if (entries[i].block != NULL) continue;
    entries[i] = (struct entry){block, size, file, line};
    break;
  }
  return block;
}

static void counted_free(void *block) {
  for (int i = 0; i < MOST; i++) {
    if (entries[i].block == block) entries[i].block = NULL;
  }
  free(block);
}

static void report(void) {
  for (int i = 0; i < MOST; i++) {
    if (entries[i].block == NULL) continue;
    printf("leak: %zu bytes, allocated at %s:%d\n", entries[i].size, entries[i].file, entries[i].line);
  }
}
