/* A matrix as an array of pointers to rows, each row a block of its own. */
#include <stdio.h>
#include <stdlib.h>

static void free_matrix(double **rows, int n)
{
    for (int i = 0; i < n; i++)
        free(rows[i]);
    free(rows);
}

static double **new_matrix(int n)
{
    double **rows = malloc(n * sizeof *rows);
    if (rows == NULL)
        exit(1);
    for (int i = 0; i < n; i++) {
        rows[i] = calloc(n, sizeof *rows[i]);
        if (rows[i] == NULL)
            exit(1);
    }
    return rows;
}

static double **multiply(double **a, double **b, int n)
{
    double **product = new_matrix(n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            for (int k = 0; k < n; k++)
                product[i][j] += a[i][k] * b[k][j];
    return product;
}

int main(void)
{
    const int n = 3;
    double **a = new_matrix(n);
    double **b = new_matrix(n);

    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            a[i][j] = i + j;
            b[i][j] = i == j ? 2 : 1;
        }

    double **product = multiply(a, b, n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            printf("%5.1f%s", product[i][j], j == n - 1 ? "\n" : "");

    free_matrix(a, n);
    free_matrix(b, n);
    free_matrix(product, n);
    return 0;
}
