/* expect: use-after-free 10 */
#include <stdlib.h>

int main(void)
{
    double *d = malloc(4 * sizeof(double));
    for (int i = 0; i < 4; i++)
        d[i] = 0.0;
    free(d);
    d[2] = 3.5;
    return 0;
}
