/* mtrace() writes every call of the allocator to the file that MALLOC_TRACE names. This program prints that file at its end. */
#include <mcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *greeting(const char *name) {
  char *text = malloc(strlen("Hello, ") + strlen(name) + 1);
  if (text == NULL) return NULL;
  strcpy(text, "Hello, ");
  strcat(text, name);
  return text;
}

static void print_log(void) {
  FILE *log = fopen("test.log", "r");
  if (log == NULL) return;
  char line[128];
  while (fgets(line, sizeof line, log) != NULL) fputs(line, stderr);
  fclose(log);
}

int main(void) {
  mtrace();
  char *first = greeting("Ada");
  char *second = greeting("Grace Hopper");
  if (first != NULL && second != NULL) printf("%s\n%s\n", first, second);
  free(first);
  free(second);
  muntrace();
  print_log();
  return 0;
}
