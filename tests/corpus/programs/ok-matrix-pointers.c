/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

static double **matrix(int r, int c)
{
    double **m = malloc(r * sizeof *m + (size_t)r * c * sizeof **m + 8);
    double *data = (double *)(((size_t)(m + r) + 7) & ~(size_t)7);
    for (int i = 0; i < r; i++) m[i] = data + i * c;
    return m;
}

int main(void)
{
    int n = 4;
    double **a = matrix(n, n), **b = matrix(n, n), **p = matrix(n, n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            a[i][j] = i + j;
            b[i][j] = i == j;
        }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            p[i][j] = 0;
            for (int k = 0; k < n; k++) p[i][j] += a[i][k] * b[k][j];
        }
    printf("%g %g\n", p[0][0], p[3][3]);
    free(p); free(a); free(b);
    return 0;
}
