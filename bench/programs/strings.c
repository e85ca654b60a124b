/* Words are counted in a hash table keyed by strings: strlen, strcmp, strcpy, memcpy, snprintf, character loops. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024

struct entry {
  char *word;
  int count;
  struct entry *next;
};

static struct entry *table[BUCKETS];

static unsigned hash(const char *s) {
  unsigned h = 5381;
  while (*s) h = h * 33 + (unsigned char)*s++;
  return h % BUCKETS;
}

static void count(const char *word) {
  unsigned h = hash(word);
  for (struct entry *e = table[h]; e; e = e->next) {
    if (strcmp(e->word, word) == 0) {
      e->count++;
      return;
    }
  }
  struct entry *e = malloc(sizeof *e);
  e->word = malloc(strlen(word) + 1);
  strcpy(e->word, word);
  e->count = 1;
  e->next = table[h];
  table[h] = e;
}

static void shout(char *s) {
  for (; *s; s++) *s = (char)toupper((unsigned char)*s);
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 10;
  char line[256], copy[256];
  long letters = 0;
  for (int i = 0; i < rounds * 4000; i++) {
    snprintf(line, sizeof line, "word%d and word%d make the pair %d", i % 997, i % 1009, i % 31);
    strcpy(copy, line);
    for (char *w = strtok(copy, " "); w; w = strtok(NULL, " ")) count(w);
    shout(line);
    letters += (long)strlen(line);
    if (strstr(line, "PAIR 7")) letters++;
  }
  long distinct = 0, total = 0;
  for (int b = 0; b < BUCKETS; b++) {
    for (struct entry *e = table[b]; e;) {
      struct entry *next = e->next;
      distinct++;
      total += e->count;
      free(e->word);
      free(e);
      e = next;
    }
  }
  printf("%ld %ld %ld\n", letters, distinct, total);
  return 0;
}
