/* expect: uninitialised-read 13 */
#include <stdio.h>
#include <stdlib.h>

struct sample { float t, v; };

int main(void)
{
    struct sample *s = malloc(2 * sizeof *s);
    s[0].t = 0.0f; s[0].v = 1.0f;
    s[1].t = 1.0f;
    float slope = (s[1].v - s[0].v) / (s[1].t - s[0].t);
    if (slope > 0)
        puts("rising");
    free(s);
    return 0;
}
