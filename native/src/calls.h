/* Calls that aren't of the malloc family: enum hs_call of heapscope/stream.h says what is told of each. errno stays as it is. */
#ifndef HEAPSCOPE_CALLS_H
#define HEAPSCOPE_CALLS_H

#include "system.h"

struct hs_told_call {
  uint32_t call; /* enum hs_call */
  const void *frame;
  const int64_t *arguments;
  uint32_t count;
  const char *text; /* NULL: none */
};

#define HS_CALL(number, text, ...)                                                                                     \
  (&(struct hs_told_call){(number), __builtin_frame_address(0), (int64_t[]){0, ##__VA_ARGS__} + 1,                     \
                          sizeof((int64_t[]){0, ##__VA_ARGS__}) / 8 - 1, (text)})

/* It will perhaps wait. */
void hs_call_begins(const struct hs_told_call *call);
/* It has returned. `failed`: errno says why. Tells of shared memory that has changed as well. */
void hs_call_ends(const struct hs_told_call *call, int64_t result, bool failed);

/* The next definition of a function in link order, found at its first use. */
void *hs_next(void **found, const char *name);
#define HS_NEXT(name)                                                                                                  \
  ({                                                                                                                   \
    static void *found;                                                                                                \
    (__typeof__(&name))hs_next(&found, #name);                                                                         \
  })

#define HS_EXPORT __attribute__((visibility("default")))

#endif
