/* Objects that grow, one after another, in chunks that the program allocates. */
#include <obstack.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int made, freed;
static void *make(size_t size) {
  made++;
  return malloc(size); /* finds: leak */
}
static void release(void *chunk) {
  freed++;
  free(chunk);
}
#define obstack_chunk_alloc make
#define obstack_chunk_free release

static void grow_words(struct obstack *words) {
  obstack_grow(words, "grow", 4);
  obstack_1grow(words, '-');
  obstack_grow0(words, "ing", 3);
  size_t size = obstack_object_size(words);
  char *first = obstack_finish(words);
  char *second = obstack_copy0(words, "copied text", 6);
  char *third = obstack_copy(words, first, size);
  printf("%zu %s, %s, %s, %zu\n", size, first, second, third, obstack_object_size(words));
  printf("printed: %d", obstack_printf(words, "%d of %s", 7, "nine"));
  obstack_1grow(words, 0);
  printf(" \"%s\"\n", (char *)obstack_finish(words));
  /* Where the second was, the next one is. */
  obstack_free(words, second);
  printf("again there: %d\n", (char *)obstack_alloc(words, 3) == second);
}

static void grow_numbers(struct obstack *numbers) {
  for (int i = 0; i < 5000; i++) obstack_int_grow(numbers, i * i);
  size_t count = obstack_object_size(numbers) / sizeof(int);
  const int *all = obstack_finish(numbers);
  printf("%zu numbers, %d, %d\n", count, all[0], all[4999]);
  obstack_make_room(numbers, 2 * sizeof(int) + sizeof(void *));
  obstack_int_grow_fast(numbers, 1);
  obstack_int_grow_fast(numbers, 2);
  obstack_ptr_grow_fast(numbers, numbers);
  printf("the same: %d\n", obstack_object_size(numbers) == 2 * sizeof(int) + sizeof(void *));
  obstack_blank(numbers, -(int)sizeof(void *));
  obstack_ptr_grow(numbers, NULL);
  obstack_finish(numbers);
}

static void align(struct obstack *objects) {
  obstack_alignment_mask(objects) = 63;
  obstack_finish(objects);
  int misaligned = 0;
  for (int i = 1; i < 300; i++) misaligned += (uintptr_t)obstack_alloc(objects, (size_t)i) % 64 != 0;
  void *nothing = obstack_alloc(objects, 0);
  printf("%d misaligned, nothing is somewhere: %d\n", misaligned, nothing != NULL);
}

int main(void) {
  struct obstack stack;
  obstack_init(&stack);
  printf("empty: %d\n", obstack_empty_p(&stack));
  grow_words(&stack);
  grow_numbers(&stack);
  align(&stack);
  printf("empty: %d, room for a byte: %d\n", obstack_empty_p(&stack), obstack_room(&stack) > 0);
  obstack_free(&stack, NULL);
  printf("all freed: %d, several chunks: %d\n", made == freed, made > 3);

  obstack_begin(&stack, 128);
  void *first = obstack_alloc(&stack, 20);
  obstack_alloc(&stack, 1000);
  printf("used: %d\n", obstack_memory_used(&stack) > 1020);
  obstack_free(&stack, first);
  printf("empty again: %d\n", obstack_empty_p(&stack));
  obstack_alloc(&stack, 60);
  printf("a chunk is left: %d\n", made - freed);
  return 0;
}
