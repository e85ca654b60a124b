/*
 * The recorder without its hooks, linked into a program that ThreadSanitizer watches: 16 threads hand blocks on to each other, while
 * another one loads and unloads a library, and threads begin and end. Blocks are of a pool with a lock that the sanitizer sees, as
 * it doesn't see that an allocator orders a free before the next allocation of the same memory.
 */
#define _GNU_SOURCE
#include "../../src/events.h"
#include "../../src/modules.h"

#include "../../../wasm/include/heapscope/records.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 16, GENERATIONS = 3, ROUNDS = 1500, BLOCKS = 512, BLOCK_BYTES = 64, SLOTS = 32, LOADS = 60 };

static char memory[BLOCKS][BLOCK_BYTES] __attribute__((aligned(64)));
static void *pool[BLOCKS];
static unsigned left;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *slots[SLOTS];

static void *take(void) {
  pthread_mutex_lock(&lock);
  void *block = left > 0 ? pool[--left] : NULL;
  pthread_mutex_unlock(&lock);
  return block;
}

static void give_back(void *block) {
  pthread_mutex_lock(&lock);
  pool[left++] = block;
  pthread_mutex_unlock(&lock);
}

__attribute__((noinline)) static void *allocate(size_t size) {
  void *block = take();
  hs_allocated(HS_OP_MALLOC, size, block, __builtin_frame_address(0));
  return block;
}

__attribute__((noinline)) static void release(void *block) {
  if (block && hs_freeing(block, __builtin_frame_address(0))) give_back(block);
}

static void *churn(void *argument) {
  unsigned random = (unsigned)(size_t)argument * 7919 + 1;
  for (int i = 0; i < ROUNDS; i++) {
    random = random * 1103515245 + 12345;
    void *mine = allocate(16 + random % 40);
    release(__atomic_exchange_n(&slots[random / 65536 % SLOTS], mine, __ATOMIC_ACQ_REL));
  }
  return NULL;
}

static void *load(void *library) {
  for (int i = 0; i < LOADS; i++) {
    void *handle = dlopen(library, RTLD_NOW);
    if (!handle) abort();
    dlclose(handle);
    hs_modules_changed();
    release(allocate(20));
  }
  return NULL;
}

int main(int count, char **arguments) {
  for (; left < BLOCKS; left++) pool[left] = memory[left];
  pthread_t loader, threads[THREADS];
  if (count > 1 && pthread_create(&loader, NULL, load, arguments[1]) != 0) return 2;
  for (int generation = 0; generation < GENERATIONS; generation++) {
    for (size_t i = 0; i < THREADS; i++)
      if (pthread_create(&threads[i], NULL, churn, (void *)i) != 0) return 2;
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  }
  if (count > 1) pthread_join(loader, NULL);
  for (int i = 0; i < SLOTS; i++) release(slots[i]);
  return left == BLOCKS ? 0 : 3;
}
