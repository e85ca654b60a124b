/* Strings with room for the zero at their end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *text) {
  char *copy = malloc(strlen(text) + 1);
  if (copy == NULL) exit(1);
  strcpy(copy, text);
  return copy;
}

/* The text must have at least `count` letters. */
static char *first_letters(const char *text, size_t count) {
  char *part = malloc(count + 1);
  if (part == NULL) exit(1);
  memcpy(part, text, count);
  part[count] = '\0';
  return part;
}

int main(void) {
  char word[] = "heap";
  printf("size %zu, length %zu\n", sizeof word, strlen(word));
  char *copy = copy_of(word);
  printf("copy: %s\n", copy);
  char *part = first_letters("stack", 3);
  printf("part: %s\n", part);
  char label[9];
  snprintf(label, sizeof label, "%s", "overflow");
  printf("label: %s\n", label);
  free(copy);
  free(part);
  return 0;
}
