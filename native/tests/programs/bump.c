/* An allocator that a signal may interrupt anywhere: it never reuses anything. Its blocks lie 8 bytes apart. */
#include <stddef.h>
#include <string.h>

static char memory[64 << 20] __attribute__((aligned(16)));
static size_t used;

void *malloc(size_t size) {
  size_t rounded = (size + 16 + 7) & ~(size_t)7;
  char *at = memory + __atomic_fetch_add(&used, rounded, __ATOMIC_RELAXED);
  if (at + rounded > memory + sizeof memory) return NULL;
  *(size_t *)at = size;
  return at + 8;
}
void *calloc(size_t count, size_t size) { return malloc(count * size); }
void *realloc(void *block, size_t size) {
  void *moved = malloc(size);
  if (!moved || !block) return moved;
  size_t before = ((size_t *)block)[-1];
  return memcpy(moved, block, before < size ? before : size);
}
void free(void *block) { (void)block; }
