/* expect: clean */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BITS (sizeof(unsigned) * CHAR_BIT)

int main(void)
{
    enum { N = 1000 };
    unsigned *set = calloc((N + WORD_BITS - 1) / WORD_BITS, sizeof *set);
    for (int i = 0; i < N; i += 7) set[i / WORD_BITS] |= 1u << i % WORD_BITS;
    int n = 0;
    for (int i = 0; i < N; i++) n += set[i / WORD_BITS] >> i % WORD_BITS & 1;
    printf("%d %d\n", n, __builtin_popcount(set[3]));
    free(set);
    return 0;
}
