/* What the allocator tells of itself, aligned blocks, and the calls in progress. */
#define _GNU_SOURCE
#include <errno.h>
#include <execinfo.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int misaligned(const void *p, size_t alignment) { return (int)((uintptr_t)p % alignment); }

__attribute__((noinline)) static void innermost(int *counts) {
  void *places[16];
  int n = backtrace(places, 16);
  int few = backtrace(places, 1);
  n = backtrace(places, 16);
  char **lines = backtrace_symbols(places, n);
  *counts = n;
  printf("%d, one at least: %d\n", few, n >= 1);
  for (int i = 0; i < 2; i++) {
    const char *address = strrchr(lines[i], '[');
    printf("%d %d\n", address != NULL, strtoul(address + 1, NULL, 16) == (unsigned long)(uintptr_t)places[i]);
  }
  int ends[2];
  char text[200] = "";
  pipe(ends);
  backtrace_symbols_fd(places, 1, ends[1]);
  read(ends[0], text, sizeof text - 1);
  printf("a space: %d, %d\n", strrchr(lines[0], '[')[-1] == ' ', strrchr(text, '[')[-1] == ' ');
  close(ends[0]);
  close(ends[1]);
  free(lines);
}
__attribute__((noinline)) static void outer(int depth, int *counts) {
  if (depth > 0)
    outer(depth - 1, counts);
  else
    innermost(counts);
  counts[1]++;
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  struct mallinfo2 before = mallinfo2();
  char *p = malloc(5000);
  struct mallinfo2 with = mallinfo2();
  size_t more = with.uordblks - before.uordblks;
  printf("%d %d\n", more >= 5000, malloc_usable_size(p) >= 5000);
  free(p);
  struct mallinfo2 after = mallinfo2();
  printf("%d %zu\n", after.uordblks < with.uordblks, malloc_usable_size(NULL));
  malloc_stats();

  void *block = NULL;
  printf("%d", posix_memalign(&block, 1024, 10));
  printf(" %d\n", misaligned(block, 1024));
  free(block);
  printf("%d\n", posix_memalign(&block, 3, 10) == EINVAL);
  block = aligned_alloc(64, 640);
  printf("%d\n", misaligned(block, 64));
  free(block);
  block = memalign(32, 7);
  printf("%d\n", misaligned(block, 32));
  free(block);
  block = memalign(33, 7);
  printf("%d\n", misaligned(block, 64));
  free(block);
  block = valloc(10);
  printf("%d\n", misaligned(block, 4096));
  free(block);
  int *many = reallocarray(NULL, 10, sizeof *many);
  many[9] = 3;
  many = reallocarray(many, 20, sizeof *many);
  printf("%d\n", many[9]);
  errno = 0;
  volatile size_t huge = SIZE_MAX;
  void *none = reallocarray(NULL, huge, 16); /* finds: bad-malloc-size */
  printf("%d %d\n", none == NULL, errno == ENOMEM);
  free(many);

  int shallow[2] = {0}, deep[2] = {0};
  outer(0, shallow);
  outer(3, deep);
  printf("%d\n", deep[0] - shallow[0]);
  return 0;
}
