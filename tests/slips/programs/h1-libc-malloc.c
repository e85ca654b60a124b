/* Hooks over __libc_malloc and __libc_free, corrected: every FILE is closed, every block freed once, every file is gone in the end. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void __libc_free(void *);
#define real_malloc __libc_malloc
#define real_free __libc_free

static int is_inside;

void *malloc(size_t size) {
  void *block = real_malloc(size);
  if (is_inside) return block;
  is_inside = 1;
  char name[64];
  sprintf(name, "./mem/%p.mem", block);
  FILE *file = fopen(name, "w");
  if (file) {
    fprintf(file, "[+%p] addr: %p, size: %zu\n", __builtin_return_address(0), block, size);
    fclose(file);
  }
  is_inside = 0;
  return block;
}

void free(void *block) {
  if (is_inside || !block) {
    real_free(block);
    return;
  }
  is_inside = 1;
  char name[64];
  sprintf(name, "./mem/%p.mem", block);
  if (unlink(name) < 0)
    printf("%p was not allocated, or is free\n", block);
  else
    real_free(block);
  is_inside = 0;
}

int main(void) {
  mkdir("./mem", 0755);
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p3);
  free(p4);
  if (rmdir("./mem") == 0) puts("nothing is left");
  return 0;
}
