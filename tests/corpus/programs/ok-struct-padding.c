/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rec {
    char tag;
    int value;
    char flag;
    double weight;
};

static struct rec make(char tag, int value)
{
    struct rec r;
    r.tag = tag;
    r.value = value;
    r.flag = 'f';
    r.weight = value / 2.0;
    return r;
}

int main(void)
{
    struct rec *copy = malloc(3 * sizeof *copy);
    for (int i = 0; i < 3; i++)
        copy[i] = make((char)('a' + i), i);
    struct rec moved[3];
    memcpy(moved, copy, sizeof moved);
    free(copy);
    struct rec last = moved[2];
    printf("%c %d %c %.1f\n", last.tag, last.value, last.flag, last.weight);
    return 0;
}
