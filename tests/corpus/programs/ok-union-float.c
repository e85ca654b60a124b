/* expect: clean */
#include <stdint.h>
#include <stdio.h>

union value { float f; uint32_t u; unsigned char bytes[8]; };

struct variant { enum { INT, REAL, TEXT } kind; union { int i; double d; char s[16]; } as; };

static void show(struct variant v)
{
    switch (v.kind) {
    case INT: printf("int %d\n", v.as.i); break;
    case REAL: printf("real %.2f\n", v.as.d); break;
    case TEXT: printf("text %s\n", v.as.s); break;
    }
}

int main(void)
{
    union value v;
    v.f = 1.5f;
    printf("%08x %u\n", (unsigned)v.u, (unsigned)v.bytes[3]);
    struct variant a = { .kind = INT };
    a.as.i = 7;
    show(a);
    struct variant b;
    b.kind = REAL;
    b.as.d = 2.25;
    show(b);
    b.kind = TEXT;
    b.as.s[0] = 'h'; b.as.s[1] = 'i'; b.as.s[2] = 0;
    show(b);
    return 0;
}
