/* brk and sbrk: an allocator on memory that grows at its end, and mappings put exactly where they are wanted. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

struct chunk {
  size_t size;
  int is_free;
  struct chunk *next;
};
static struct chunk *first, *last;

static void *take(size_t size) {
  size = (size + 15) / 16 * 16;
  for (struct chunk *each = first; each; each = each->next)
    if (each->is_free && each->size >= size) return each->is_free = 0, each + 1;
  struct chunk *made = sbrk((intptr_t)(sizeof(struct chunk) + size));
  if (made == (void *)-1) return NULL;
  *made = (struct chunk){size, 0, NULL};
  if (last) last->next = made;
  else first = made;
  last = made;
  return made + 1;
}
static void give(void *block) { ((struct chunk *)block - 1)->is_free = 1; }

static void fork_with_a_break_of_its_own(void) {
  char *end = sbrk(0);
  if (fork() == 0) {
    char *mine = sbrk(3 * PAGE);
    mine[2 * PAGE] = 'c';
    _exit(mine == end ? mine[2 * PAGE] : 1);
  }
  int status;
  wait(&status);
  printf("child %c, the break stays: %d\n", WEXITSTATUS(status), sbrk(0) == end);
}

static void map_next_to_each_other(void) {
  int kind = MAP_PRIVATE | MAP_ANONYMOUS, access = PROT_READ | PROT_WRITE;
  char *area = mmap(NULL, 3 * PAGE, access, kind, -1, 0);
  memset(area, 'o', 3 * PAGE);
  munmap(area + PAGE, PAGE);
  char *middle = mmap(area + PAGE, PAGE, access, kind | MAP_FIXED_NOREPLACE, -1, 0);
  printf("between: %d, holds %d\n", middle == area + PAGE, area[PAGE]);
  errno = 0;
  void *none = mmap(area, PAGE, access, kind | MAP_FIXED_NOREPLACE, -1, 0);
  printf("again: %d %d\n", none == MAP_FAILED, errno == EEXIST);
  void *over = mmap(area, PAGE, access, kind | MAP_FIXED, -1, 0);
  printf("over: %d, holds %d, next %c\n", over == area, *area, area[2 * PAGE]);
  munmap(area, 3 * PAGE);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  char *start = sbrk(0);
  char *one = take(20), *two = take(3000);
  strcpy(one, "one");
  strcpy(two, "two");
  give(one);
  char *three = take(16);
  printf("%d %d %s %s\n", sbrk(0) > (void *)start, three == one, three, two);
  for (int i = 0; i < 300; i++) {
    int *numbers = take(400);
    numbers[0] = i, numbers[99] = -i;
  }
  char *end = sbrk(0);
  int result = brk(end + 2 * PAGE);
  printf("%d, zeros: %d\n", result, end[PAGE]);
  void *far = sbrk(-2 * PAGE);
  printf("back: %d %d\n", far == end + 2 * PAGE, sbrk(0) == end);
  errno = 0;
  void *none = sbrk(INTPTR_MAX / 2);
  printf("too much: %d %d\n", none == (void *)-1, errno == ENOMEM);
  fork_with_a_break_of_its_own();
  map_next_to_each_other();
  return 0;
}
