/* Strings that lack one byte: the zero at their end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *text) {
  char *copy = malloc(strlen(text));
  if (copy == NULL) exit(1);
  strcpy(copy, text);
  return copy;
}

static char *first_letters(const char *text, size_t count) {
  char *part = malloc(count + 1);
  if (part == NULL) exit(1);
  memcpy(part, text, count);
  return part;
}

int main(void) {
  char word[] = "heap";
  printf("size %zu, length %zu\n", sizeof word, strlen(word));
  char *copy = copy_of(word);
  printf("copy: %s\n", copy);
  char *part = first_letters("stack", 3);
  printf("part: %s\n", part);
  char label[8];
  strcpy(label, "overflow");
  printf("label: %s\n", label);
  free(copy);
  free(part);
  return 0;
}
