/* expect: clean */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mixed { char c; double d; short s; };

static struct mixed blend(struct mixed a, struct mixed b, int which)
{
    struct mixed out = which ? a : b;
    out.d += 1;
    return out;
}

static int take(int n, ...) { return n; }

int main(void)
{
    int32_t *w = malloc(8 * sizeof *w);
    uint64_t *l = malloc(2 * sizeof *l);
    unsigned char *c = malloc(16);
    struct mixed a, b;

    w[0] = w[1] + 5 * w[2] - w[3] / 3;
    if ((w[0] & 0) == 0) puts("no bit");
    if ((w[1] | -1) == -1) puts("all bits");
    if ((w[2] << 16 & 0xffff) == 0) puts("shifted out");
    if ((uint32_t)w[3] >> 31 >> 1 == 0) puts("shifted away");
    l[0] = (uint64_t)(uint32_t)w[4] << 32 | 7;
    if ((uint32_t)l[0] == 7) puts("low half");
    l[1] = 1;
    if (l[1] * 2 + (l[0] & 1) == 3) puts("three");
    c[0] = 5;
    uint16_t two;
    memcpy(&two, c, 2);
    if ((two & 0xff) == 5) puts("first byte");
    a.c = 'a'; a.d = 1.5; a.s = 3;
    b = a;
    b.s = 4;
    struct mixed m = blend(b, a, a.s == 3);
    printf("%c %.1f %d\n", m.c, m.d, m.s);
    printf("%d\n", take(2, w[5], a, l[0]));
    int unused = c[9], also;
    also = unused * 2;
    (void)also;
    memset(w, 0, 8 * sizeof *w);
    if (w[5] == 0 && w[7] == 0) puts("cleared");
    free(w); free(l); free(c);
    return 0;
}
