/* mtrace's log, told without what differs from machine to machine. Natively with: libc_malloc_debug.so.0 */
#include <mcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "@ place + 0xaddress 0xsize": what is done, and how much. */
static void tell(char *line) {
  char *part = strtok(line, " \n");
  if (part && strcmp(part, "=") == 0) {
    printf("= %s\n", strtok(NULL, " \n"));
    return;
  }
  const char *place = strtok(NULL, " "), *what = strtok(NULL, " "), *address = strtok(NULL, " \n");
  const char *size = strtok(NULL, " \n");
  const char *bracket = strchr(place, '[');
  printf("%s place %d, %s, address %d, size %s\n", part, bracket && strncmp(bracket, "[0x", 3) == 0, what,
         strncmp(address, "0x", 2) == 0, size ? size : "-");
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  setenv("MALLOC_TRACE", "./trace-log.txt", 1);
  void *before = malloc(5);
  mtrace();
  mtrace();
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = calloc(3, 10);
  p1 = realloc(p1, 4000);
  void *p4 = realloc(NULL, 40);
  free(p2);
  free(NULL);
  free(before);
  free(p3);
  free(p1);
  muntrace();
  free(p4);
  muntrace();
  FILE *log = fopen("trace-log.txt", "r");
  char line[256];
  while (fgets(line, sizeof line, log)) tell(line);
  fclose(log);
  return 0;
}
