/* An allocator of 128 bytes: chunks one after the other, each with a header. Freed neighbours are joined. */
#include <stdio.h>

#define POOL 128

struct chunk {
  int size;
  int used;
};

static _Alignas(8) char pool[POOL];

static struct chunk *first_chunk(void) {
  return (struct chunk *)pool;
}

/* The chunk behind this one, or NULL. */
static struct chunk *next_chunk(struct chunk *chunk) {
  char *end = (char *)(chunk + 1) + chunk->size;
  return end < pool + POOL ? (struct chunk *)end : NULL;
}

static void pool_begin(void) {
  first_chunk()->size = POOL - (int)sizeof(struct chunk);
  first_chunk()->used = 0;
}

static void *pool_malloc(int size) {
  int header = (int)sizeof(struct chunk);
  int rounded = (size + 7) / 8 * 8;
  for (struct chunk *chunk = first_chunk(); chunk != NULL; chunk = next_chunk(chunk)) {
    if (chunk->used || chunk->size < rounded) continue;
    if (chunk->size >= rounded + header + 8) {
      int rest = chunk->size - rounded - header;
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
  for (struct chunk *chunk = first_chunk(); chunk != NULL; chunk = next_chunk(chunk)) {
    struct chunk *next = next_chunk(chunk);
    while (!chunk->used && next != NULL && !next->used) {
      chunk->size = chunk->size + (int)sizeof(struct chunk) + next->size;
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
  for (struct chunk *chunk = first_chunk(); chunk != NULL; chunk = next_chunk(chunk)) {
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
  printf("100 of %d bytes: %s\n", POOL, big != NULL ? "yes" : "no");
  return bytes == 0;
}
