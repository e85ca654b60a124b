/* expect: clean */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

static uint64_t mulmod(uint64_t a, uint64_t b, uint64_t m)
{
    uint64_t r = 0;
    for (a %= m; b; b >>= 1) {
        if (b & 1) r = (r + a) % m;
        a = a * 2 % m;
    }
    return r;
}

static uint64_t fnv(const char *s)
{
    uint64_t h = 14695981039346656037ull;
    while (*s) { h ^= (unsigned char)*s++; h *= 1099511628211ull; }
    return h;
}

int main(void)
{
    union { uint64_t whole; struct { uint32_t lo, hi; } half; } u;
    u.half.lo = 0xdeadbeef;
    u.half.hi = 1;
    printf("%" PRIu64 " %016" PRIx64 " %" PRIx64 "\n", mulmod(123456789012ull, 987654321098ull, 1000000007ull), fnv("heap"), u.whole);
    int64_t m = INT64_MIN;
    printf("%" PRId64 " %d\n", m / 10, (int)(m % 7));
    return 0;
}
