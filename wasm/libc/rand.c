/*
 * glibc's random numbers (stdlib/random_r.c describes the generator): programs that seed with a constant print the same here.
 * An additive feedback generator over the last 31 values: r[i] = r[i - 3] + r[i - 31], seeded by a linear congruence.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DEGREE 31
#define SEPARATION 3

static int first_table[DEGREE];
static int *table = first_table;
static int at = SEPARATION; /* of the oldest value */
static int is_seeded;

static int next(void) {
  int *oldest = &table[at];
  int newest = (int)((unsigned)*oldest + (unsigned)table[(at + DEGREE - SEPARATION) % DEGREE]);
  *oldest = newest;
  at = (at + 1) % DEGREE;
  return (int)((unsigned)newest >> 1);
}

void srandom(unsigned seed) {
  int word = seed ? (int)seed : 1;
  for (int i = 0; i < DEGREE; i++) {
    table[i] = word;
    long long product = 16807ll * (word % 127773) - 2836ll * (word / 127773);
    word = (int)(product < 0 ? product + 2147483647 : product);
  }
  at = SEPARATION;
  is_seeded = 1;
  for (int i = 0; i < 10 * DEGREE; i++) next();
}

long random(void) {
  if (!is_seeded) srandom(1);
  return next();
}
void srand(unsigned seed) { srandom(seed); }
int rand(void) { return (int)random(); }

int rand_r(unsigned *seed) {
  unsigned next = *seed, result = 0;
  for (int i = 0; i < 3; i++) {
    next = next * 1103515245u + 12345u;
    unsigned bits = next / 65536 % (i == 0 ? 2048 : 1024);
    result = i == 0 ? bits : result << 10 ^ bits;
  }
  *seed = next;
  return (int)result;
}

/* The state is kept here in a table of one size, whatever the caller offers; its buffer only stands for it. */
static char *current;
char *initstate(unsigned seed, char *state, size_t size) {
  char *old = current;
  if (size < 8) {
    errno = EINVAL;
    return NULL;
  }
  if (size >= sizeof first_table + sizeof(int)) table = (int *)(state + sizeof(int));
  current = state;
  srandom(seed);
  return old;
}
char *setstate(char *state) {
  char *old = current;
  current = state;
  table = (int *)(state + sizeof(int));
  at = SEPARATION;
  return old;
}
