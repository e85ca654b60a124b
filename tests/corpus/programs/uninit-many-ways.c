/* expect: uninitialised-read 20, uninitialised-read 21, uninitialised-read 22, uninitialised-read 23, uninitialised-read 24, uninitialised-read 25, uninitialised-read 26, uninitialised-read 27, uninitialised-read 28, uninitialised-read 29, uninitialised-read 30, uninitialised-read 31, uninitialised-read 32, uninitialised-read 33, uninitialised-read 34, uninitialised-read 35, uninitialised-read 36, uninitialised-read 37, uninitialised-read 39, uninitialised-read 40, uninitialised-read 41 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>

static volatile int sink;

static void note(int line) { sink = line; }

int main(int argc, char **argv)
{
    int32_t *w = malloc(16 * sizeof *w);
    int64_t *l = malloc(4 * sizeof *l);
    double *d = malloc(4 * sizeof *d);
    unsigned char *c = malloc(64);
    char text[40];
    int defined = argc;

    if (w[0] & 1) note(1);
    if (w[1] % 2 == 0) note(2);
    if (l[0] == 77) note(3);
    if (!l[1]) note(4);
    if (l[2] > 5 || defined == 99) note(5);
    if (d[0] > 0.5) note(6);
    if ((float)d[1] == 2.0f) note(7);
    if (defined == 1 && c[0]) note(8);
    sink = w[2] ? 3 : 4;
    while (c[1] > 250) c[1]--;
    if ((int8_t)c[2] < 0) note(9);
    if ((uint64_t)w[3] * 3 > 1000) note(10);
    if ((w[4] | 1) == 3) note(11);
    if (w[5] + defined == 8) note(12);
    if (~w[6] == 4) note(13);
    if (w[7] << 3 == 8) note(14);
    if ((w[8] >> 31) != 0) note(15);
    if (-w[9] < 4) note(16);
    memcpy(text, c + 10, 4);
    if (text[2] == 'x') note(17);
    if (memcmp(c + 20, "ab", 2) == 0) note(18);
    sink = text[c[30] & 3];
    free(w);
    free(l);
    free(d);
    free(c);
    return 0;
}
