/* A list of words, with three mistakes for three reports. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct words {
  char **items;
  int count;
};

static void add(struct words *words, const char *text) {
  char *copy = malloc(strlen(text) + 1);
  if (copy == NULL) exit(1);
  strcpy(copy, text);
  words->items[words->count] = copy;
  words->count = words->count + 1;
}

static int longest(const struct words *words) {
  int most = 0;
  for (int i = 0; i <= words->count; i++) {
    const char *word = words->items[i];
    if (word == NULL) continue;
    int length = (int)strlen(word);
    if (length > most) most = length;
  }
  return most;
}

static void remove_last(struct words *words) {
  words->count = words->count - 1;
  free(words->items[words->count]);
}

int main(void) {
  struct words words = {calloc(3, sizeof(char *)), 0};
  if (words.items == NULL) return 1;
  add(&words, "stack");
  add(&words, "heap");
  add(&words, "pointer");
  printf("longest: %d\n", longest(&words));
  char *last = words.items[2];
  remove_last(&words);
  printf("removed: %s\n", last);
  free(words.items);
  return 0;
}
