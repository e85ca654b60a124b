/* expect: clean */
/* Variables that are read at another width or sign than they were written, in loops, branches and switches. */
#include <stdbool.h>

static long long narrow(int n)
{
    signed char c = (signed char)n;
    unsigned char u = (unsigned char)n;
    short s = (short)n;
    unsigned short v = (unsigned short)n;
    unsigned w = (unsigned)n;
    bool b = n;
    long long from_int = n, from_char = c, from_byte = u, from_short = s, from_word = v, from_unsigned = w;
    c++;
    u--;
    s += 3;
    v <<= 1;
    return c + u + s + v + b + from_int + from_char + from_byte + from_short + from_word + from_unsigned;
}

static int shortened(long long n)
{
    int i = (int)n;
    char c = (char)n;
    short s = (short)n;
    return i ^ c ^ s;
}

static double mixed(float f, double d, int rounds)
{
    double sum = 0;
    for (int i = 0; i < rounds; i++) {
        float half = f / 2;
        switch (i % 3) {
        case 0: sum += half; break;
        case 1: d -= 1; /* falls through */
        default: sum += d; f = half;
        }
    }
    return sum;
}

static unsigned bits_through_floats(unsigned bits)
{
    union { unsigned u; float f; } in, out;
    in.u = bits;
    float kept = in.f;
    out.f = kept;
    return out.u;
}

struct pair { int a, b; };

static int copied(int a, int b)
{
    struct pair p = {a, b}, q = p;
    p.a = 7;
    q.b += p.a;
    p = q;
    return p.a * 100 + p.b;
}

static int recursive(int n, int sum)
{
    int own = n * 2;
    if (n == 0) return sum;
    int below = recursive(n - 1, sum + own);
    return below + own - n * 2;
}

static int around(int n)
{
    int i = 0, found = -1;
again:
    if (i++ == n) found = i;
    if (found < 0) goto again;
    return found;
}

int main(void)
{
    int wrong = 0;
    wrong += narrow(-2) != 4295098862LL;
    wrong += narrow(0x1ff80) != 392324;
    wrong += shortened(0x123456789abcLL) != 1450770364;
    wrong += mixed(8, 3, 5) != 10;
    wrong += bits_through_floats(0xffc12345u) != 0xffc12345u;
    wrong += bits_through_floats(0x80000000u) != 0x80000000u;
    wrong += copied(3, 4) != 311;
    wrong += recursive(20, 1) != 421;
    wrong += around(9) != 10;
    return wrong;
}
