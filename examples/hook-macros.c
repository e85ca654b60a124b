/*
 * Way 2: macros put functions of one's own in the place of malloc and free, with the file and the line of the call. Nothing else
 * is needed to name the leak; but only what this file calls is seen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void *malloc_hook(size_t size, const char *file, int line) {
  void *block = malloc(size);
  char name[64];
  sprintf(name, "./mem/%p.mem", block);
  FILE *record = fopen(name, "w");
  fprintf(record, "[+%s:%d] size: %d\n", file, line, (int)size);
  fclose(record);
  return block;
}

static void free_hook(void *block, const char *file, int line) {
  char name[64];
  sprintf(name, "./mem/%p.mem", block);
  if (unlink(name) < 0) {
    printf("double free at %s:%d\n", file, line);
    return;
  }
  free(block);
}

#define malloc(size) malloc_hook(size, __FILE__, __LINE__)
#define free(block) free_hook(block, __FILE__, __LINE__)

int main(void) {
  mkdir("./mem", 0755);
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p4);
  free(p4);
  return p3 == NULL;
}
