/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

static int ***cube(int n)
{
    int ***c = malloc(n * sizeof *c);
    for (int i = 0; i < n; i++) {
        c[i] = malloc(n * sizeof **c);
        for (int j = 0; j < n; j++)
            c[i][j] = calloc(n, sizeof ***c);
    }
    return c;
}

static void cube_free(int ****pc, int n)
{
    int ***c = *pc;
    for (int i = n; i-- > 0;) {
        for (int j = 0; j < n; j++) free(c[i][j]);
        free(c[i]);
    }
    free(c);
    *pc = NULL;
}

int main(void)
{
    int ***c = cube(3);
    c[1][2][0] = 5;
    printf("%d\n", c[1][2][0] + c[2][2][2]);
    cube_free(&c, 3);
    return c != NULL;
}
