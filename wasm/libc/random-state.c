/* Random numbers of a state that the caller keeps, as glibc makes them. */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "heapscope/system.h"

/* The additive feedback generators of random(), by the size of their state; the smallest is a linear congruence. */
static const struct kind {
  size_t bytes;
  int degree, separation;
} kinds[] = {{8, 0, 0}, {32, 7, 3}, {64, 15, 1}, {128, 31, 3}, {256, 63, 1}};
#define KINDS 5

int random_r(struct random_data *data, int32_t *result) {
  if (!data || !data->state) return hs_fail(EINVAL);
  int32_t *state = data->state;
  if (data->rand_type == 0) {
    state[0] = (int32_t)(((uint32_t)state[0] * 1103515245u + 12345u) & 0x7fffffff);
    *result = state[0];
    return 0;
  }
  uint32_t sum = (uint32_t)*data->fptr + (uint32_t)*data->rptr;
  *data->fptr = (int32_t)sum;
  *result = (int32_t)(sum >> 1);
  if (++data->fptr == data->end_ptr) data->fptr = state;
  if (++data->rptr == data->end_ptr) data->rptr = state;
  return 0;
}

int srandom_r(unsigned seed, struct random_data *data) {
  if (!data || !data->state || data->rand_type < 0 || data->rand_type >= KINDS) return hs_fail(EINVAL);
  int32_t *state = data->state, word = seed ? (int32_t)seed : 1;
  state[0] = word;
  if (data->rand_type == 0) return 0;
  for (int i = 1; i < data->rand_deg; i++) {
    long long product = 16807ll * (word % 127773) - 2836ll * (word / 127773);
    word = (int32_t)(product < 0 ? product + 2147483647 : product);
    state[i] = word;
  }
  data->fptr = &state[data->rand_sep];
  data->rptr = state;
  int32_t unused;
  for (int i = 0; i < 10 * data->rand_deg; i++) random_r(data, &unused);
  return 0;
}

static void use(struct random_data *data, int kind, char *buffer) {
  data->rand_type = kind;
  data->rand_deg = kinds[kind].degree;
  data->rand_sep = kinds[kind].separation;
  data->state = (int32_t *)buffer + 1;
  data->end_ptr = data->state + kinds[kind].degree;
}

/* The first word of a state tells its kind, and how far it has come. */
static void put_down(struct random_data *data) {
  if (!data->state) return;
  int at = data->rand_type == 0 ? 0 : (int)(data->rptr - data->state);
  data->state[-1] = data->rand_type + KINDS * at;
}

int initstate_r(unsigned seed, char *buffer, size_t size, struct random_data *data) {
  if (!data || size < kinds[0].bytes) return hs_fail(EINVAL);
  put_down(data);
  int kind = 0;
  while (kind + 1 < KINDS && size >= kinds[kind + 1].bytes) kind++;
  use(data, kind, buffer);
  srandom_r(seed, data);
  put_down(data);
  return 0;
}

int setstate_r(char *buffer, struct random_data *data) {
  int32_t *words = (int32_t *)buffer;
  if (!data || !buffer || words[0] < 0) return hs_fail(EINVAL);
  int kind = words[0] % KINDS, at = words[0] / KINDS;
  put_down(data);
  use(data, kind, buffer);
  if (kind > 0) {
    data->rptr = &data->state[at];
    data->fptr = &data->state[(at + data->rand_sep) % data->rand_deg];
  }
  return 0;
}

/* The linear congruence of drand48(): 48 bits, x = a x + c. */
#define MULTIPLIER 0x5deece66dull
#define INCREMENT 0xb
#define LOW_48 ((1ull << 48) - 1)

static void begin(struct drand48_data *data) {
  data->__a = MULTIPLIER;
  data->__c = INCREMENT;
  data->__init = 1;
}

static unsigned long long advance(unsigned short word[3], struct drand48_data *data) {
  if (!data->__init) begin(data);
  unsigned long long x = (unsigned long long)word[2] << 32 | (unsigned long long)word[1] << 16 | word[0];
  x = (x * data->__a + data->__c) & LOW_48;
  word[0] = (unsigned short)x;
  word[1] = (unsigned short)(x >> 16);
  word[2] = (unsigned short)(x >> 32);
  return x;
}

int erand48_r(unsigned short word[3], struct drand48_data *data, double *result) {
  *result = (double)advance(word, data) / (double)(1ull << 48);
  return 0;
}
int nrand48_r(unsigned short word[3], struct drand48_data *data, long *result) {
  *result = (long)(advance(word, data) >> 17);
  return 0;
}
int jrand48_r(unsigned short word[3], struct drand48_data *data, long *result) {
  *result = (long)(int32_t)(advance(word, data) >> 16);
  return 0;
}
int drand48_r(struct drand48_data *data, double *result) { return erand48_r(data->__x, data, result); }
int lrand48_r(struct drand48_data *data, long *result) { return nrand48_r(data->__x, data, result); }
int mrand48_r(struct drand48_data *data, long *result) { return jrand48_r(data->__x, data, result); }
int srand48_r(long seed, struct drand48_data *data) {
  data->__x[0] = 0x330e;
  data->__x[1] = (unsigned short)seed;
  data->__x[2] = (unsigned short)((unsigned long)seed >> 16);
  begin(data);
  return 0;
}
int seed48_r(unsigned short word[3], struct drand48_data *data) {
  memcpy(data->__old_x, data->__x, sizeof data->__old_x);
  memcpy(data->__x, word, sizeof data->__x);
  begin(data);
  return 0;
}
int lcong48_r(unsigned short parameters[7], struct drand48_data *data) {
  memcpy(data->__x, parameters, sizeof data->__x);
  data->__a = (unsigned long long)parameters[5] << 32 | (unsigned long long)parameters[4] << 16 | parameters[3];
  data->__c = parameters[6];
  data->__init = 1;
  return 0;
}
