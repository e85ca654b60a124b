/* expect: clean */
#include <stdint.h>
#include <stdio.h>

/* packs fields into an uninitialised 64-bit word one at a time */
static void put(uint64_t *w, int at, int bits, uint64_t v)
{
    uint64_t mask = ((UINT64_C(1) << bits) - 1) << at;
    *w = (*w & ~mask) | (v << at & mask);
}

static unsigned get(uint64_t w, int at, int bits)
{
    return (unsigned)(w >> at & ((UINT64_C(1) << bits) - 1));
}

int main(void)
{
    uint64_t w;
    put(&w, 4, 6, 33);
    put(&w, 40, 10, 777);
    if (get(w, 4, 6) == 33 && get(w, 40, 10) != 0)
        printf("%u\n", get(w, 40, 10));
    return 0;
}
