/* The allocator's functions replaced by the program's own, over those that glibc offers beneath. */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static struct {
  int mallocs, callocs, reallocs, memaligns, frees;
} count;
static size_t asked;
static void *caller;

void *malloc(size_t size) {
  count.mallocs++, asked += size;
  caller = __builtin_return_address(0);
  return __libc_malloc(size);
}
void *calloc(size_t n, size_t size) {
  count.callocs++, asked += n * size;
  return __libc_calloc(n, size);
}
void *realloc(void *block, size_t size) {
  count.reallocs++, asked += size;
  return __libc_realloc(block, size);
}
void *memalign(size_t alignment, size_t size) {
  count.memaligns++, asked += size;
  return __libc_memalign(alignment, size);
}
void free(void *block) {
  if (block) count.frees++;
  __libc_free(block);
}

static void show(const char *when) {
  printf("%s: %d %d %d %d %d, %zu bytes\n", when, count.mallocs, count.callocs, count.reallocs, count.memaligns,
         count.frees, asked);
}
static void *one_place(void) { return malloc(1); }

int main(void) {
  static char buffer[BUFSIZ];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  show("at first");
  char *p = malloc(10);
  void *in_main = caller;
  int *zeros = calloc(5, sizeof *zeros);
  printf("%d\n", zeros[0] + zeros[4]);
  strcpy(p, "grows");
  p = realloc(p, 100);
  puts(p);
  void *aligned = memalign(128, 30);
  printf("%d\n", (int)((uintptr_t)aligned % 128));
  char *copy = strdup("by the library");
  puts(copy);
  show("live");
  void *a = one_place();
  void *from_a = caller;
  void *b = one_place();
  printf("%d %d\n", from_a == caller, from_a == in_main);
  free(a), free(b), free(copy), free(aligned), free(zeros), free(p), free(NULL);
  show("in the end");
  return 0;
}
