/* An allocator of 128 bytes: chunks one after the other, each with a header. Freed neighbours are joined. */
#include <stdio.h>

struct chunk {
  int size;
  int used;
};

#define UNITS 16
#define HEADER ((int)sizeof(struct chunk))

/* Room for 16 headers. What lies between two headers in use is given out. */
static struct chunk pool[UNITS];

/* The chunk behind this one, or NULL. */
static struct chunk *next_chunk(struct chunk *chunk) {
  struct chunk *next = chunk + 1 + chunk->size / HEADER;
  return next < pool + UNITS ? next : NULL;
}

static void pool_begin(void) {
  pool[0].size = (UNITS - 1) * HEADER;
  pool[0].used = 0;
}

static void *pool_malloc(int size) {
  int rounded = (size + HEADER - 1) / HEADER * HEADER;
  for (struct chunk *chunk = pool; chunk != NULL; chunk = next_chunk(chunk)) {
    if (chunk->used || chunk->size < rounded) continue;
    if (chunk->size >= rounded + 2 * HEADER) {
      int rest = chunk->size - rounded - HEADER;
      chunk->size = rounded;
      next_chunk(chunk)->size = rest;
      next_chunk(chunk)->used = 0;
    }
    chunk->used = 1;
    return chunk + 1;
  }
  return NULL;
}

/* Makes one chunk of each run of free neighbours. */
static void join_free(void) {
  for (struct chunk *chunk = pool; chunk != NULL; chunk = next_chunk(chunk)) {
    struct chunk *next = next_chunk(chunk);
    while (!chunk->used && next != NULL && !next->used) {
      chunk->size = chunk->size + HEADER + next->size;
      next = next_chunk(chunk);
    }
  }
}

static void pool_free(void *block) {
  if (block == NULL) return;
  struct chunk *chunk = (struct chunk *)block - 1;
  chunk->used = 0;
  join_free();
}

static int free_bytes(void) {
  int sum = 0;
  for (struct chunk *chunk = pool; chunk != NULL; chunk = next_chunk(chunk)) {
    if (!chunk->used) sum = sum + chunk->size;
  }
  return sum;
}

int main(void) {
  pool_begin();
  void *a = pool_malloc(20);
  void *b = pool_malloc(20);
  void *c = pool_malloc(20);
  pool_free(a);
  pool_free(b);
  pool_free(c);
  int bytes = free_bytes();
  void *big = pool_malloc(100);
  printf("100 of %d bytes: %s\n", (int)sizeof pool, big != NULL ? "yes" : "no");
  return bytes == 0;
}
