/* expect: clean */
/* Two small simulations in one program: Gaussian elimination with pivoting, and the game of life on a torus. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------- dense matrices ---------- */

typedef struct
{
    int rows;
    int cols;
    double data[];
} matrix;

#define AT(m, r, c) ((m)->data[(r) * (m)->cols + (c)])

static matrix *matrix_new(int rows, int cols)
{
    matrix *m = malloc(sizeof(matrix) + (size_t)rows * cols * sizeof(double));
    if (m == NULL)
    {
        perror("malloc");
        exit(1);
    }
    m->rows = rows;
    m->cols = cols;
    return m;
}

static matrix *matrix_from(int rows, int cols, const double *values)
{
    matrix *m = matrix_new(rows, cols);
    for (int i = 0; i < rows * cols; i++)
    {
        m->data[i] = values[i];
    }
    return m;
}

static matrix *augmented(const matrix *a, const matrix *b)
{
    matrix *m = matrix_new(a->rows, a->cols + b->cols);
    for (int r = 0; r < a->rows; r++)
    {
        memcpy(&AT(m, r, 0), &AT(a, r, 0), a->cols * sizeof(double));
        memcpy(&AT(m, r, a->cols), &AT(b, r, 0), b->cols * sizeof(double));
    }
    return m;
}

static void swap_rows(matrix *m, int a, int b)
{
    if (a == b)
    {
        return;
    }
    double row[m->cols];
    memcpy(row, &AT(m, a, 0), sizeof row);
    memcpy(&AT(m, a, 0), &AT(m, b, 0), sizeof row);
    memcpy(&AT(m, b, 0), row, sizeof row);
}

/* Gives the determinant's value, 0 if the matrix is singular. Reduces m in place. */
static double eliminate(matrix *m)
{
    double determinant = 1.0;
    for (int k = 0; k < m->rows; k++)
    {
        int pivot = k;
        for (int r = k + 1; r < m->rows; r++)
        {
            if (fabs(AT(m, r, k)) > fabs(AT(m, pivot, k)))
            {
                pivot = r;
            }
        }
        if (fabs(AT(m, pivot, k)) < 1e-12)
        {
            return 0.0;
        }
        if (pivot != k)
        {
            determinant = -determinant;
        }
        swap_rows(m, k, pivot);
        determinant *= AT(m, k, k);
        for (int c = m->cols - 1; c >= k; c--)
        {
            AT(m, k, c) /= AT(m, k, k);
        }
        for (int r = 0; r < m->rows; r++)
        {
            double factor = AT(m, r, k);
            if (r == k || factor == 0.0)
            {
                continue;
            }
            for (int c = k; c < m->cols; c++)
            {
                AT(m, r, c) -= factor * AT(m, k, c);
            }
        }
    }
    return determinant;
}

static int solve(const matrix *a, const matrix *b, matrix **x)
{
    matrix *m = augmented(a, b);
    double determinant = eliminate(m);
    *x = NULL;
    if (determinant != 0.0)
    {
        *x = matrix_new(a->cols, b->cols);
        for (int r = 0; r < a->cols; r++)
        {
            for (int c = 0; c < b->cols; c++)
            {
                AT(*x, r, c) = AT(m, r, a->cols + c);
            }
        }
    }
    free(m);
    return *x != NULL;
}

static void run_gauss(void)
{
    static const double coefficients[] = { 2, 1, -1, -3, -1, 2, -2, 1, 2 };
    static const double right[] = { 8, -11, -3 };
    matrix *a = matrix_from(3, 3, coefficients);
    matrix *b = matrix_from(3, 1, right);
    matrix *x;
    if (solve(a, b, &x))
    {
        for (int i = 0; i < 3; i++)
        {
            printf("x%d = %.3f\n", i, AT(x, i, 0));
        }
    }
    free(x);

    /* a Hilbert matrix and its inverse */
    enum { N = 4 };
    matrix *h = matrix_new(N, N), *unit = matrix_new(N, N), *inverse;
    for (int r = 0; r < N; r++)
    {
        for (int c = 0; c < N; c++)
        {
            AT(h, r, c) = 1.0 / (r + c + 1);
            AT(unit, r, c) = (r == c);
        }
    }
    if (solve(h, unit, &inverse))
    {
        for (int r = 0; r < N; r++)
        {
            for (int c = 0; c < N; c++)
            {
                printf("%8.0f%c", AT(inverse, r, c), c == N - 1 ? '\n' : ' ');
            }
        }
    }
    free(inverse);
    free(unit);
    free(h);

    /* singular */
    AT(a, 2, 0) = AT(a, 0, 0) * 2;
    AT(a, 2, 1) = AT(a, 0, 1) * 2;
    AT(a, 2, 2) = AT(a, 0, 2) * 2;
    printf("%s\n", solve(a, b, &x) ? "solved" : "singular");
    free(x);
    free(b);
    free(a);
}

/* ---------- life ---------- */

#define W 16
#define H 10

typedef unsigned char board[H][W];

struct life
{
    board now, next;
    unsigned generation;
    unsigned short population[64]; /* of each generation so far */
};

static void place(struct life *l, int row, int column, const char *const *shape)
{
    for (int r = 0; shape[r] != NULL; r++)
    {
        for (int c = 0; shape[r][c] != '\0'; c++)
        {
            l->now[(row + r) % H][(column + c) % W] = shape[r][c] == '#';
        }
    }
}

static int neighbours(const board b, int r, int c)
{
    int n = 0;
    for (int dr = H - 1; dr <= H + 1; dr++)
    {
        for (int dc = W - 1; dc <= W + 1; dc++)
        {
            n += b[(r + dr) % H][(c + dc) % W];
        }
    }
    return n - b[r][c];
}

static unsigned count(const board b)
{
    unsigned n = 0;
    const unsigned char *cell = &b[0][0], *end = cell + sizeof(board);
    while (cell < end)
    {
        n += *cell++;
    }
    return n;
}

static void step(struct life *l)
{
    for (int r = 0; r < H; r++)
    {
        for (int c = 0; c < W; c++)
        {
            int n = neighbours(l->now, r, c);
            l->next[r][c] = n == 3 || (n == 2 && l->now[r][c]);
        }
    }
    memcpy(l->now, l->next, sizeof(board));
    l->population[++l->generation] = (unsigned short)count(l->now);
}

static void show(const struct life *l)
{
    char line[W + 2];
    for (int r = 0; r < H; r++)
    {
        for (int c = 0; c < W; c++)
        {
            line[c] = l->now[r][c] ? '#' : '.';
        }
        line[W] = '\n';
        line[W + 1] = '\0';
        fputs(line, stdout);
    }
}

static void run_life(void)
{
    static const char *const glider[] = { ".#.", "..#", "###", NULL };
    static const char *const blinker[] = { "###", NULL };
    struct life *l = malloc(sizeof *l);
    if (l == NULL)
    {
        return;
    }
    memset(l->now, 0, sizeof l->now);
    l->generation = 0;
    place(l, 1, 1, glider);
    place(l, 7, 9, blinker);
    l->population[0] = (unsigned short)count(l->now);
    for (int i = 0; i < 20; i++)
    {
        step(l);
    }
    show(l);
    unsigned most = 0;
    for (unsigned i = 0; i <= l->generation; i++)
    {
        if (l->population[i] > most)
        {
            most = l->population[i];
        }
    }
    printf("generation %u, at most %u cells\n", l->generation, most);
    struct life *half = realloc(l, sizeof *l);
    free(half);
}

int main(void)
{
    run_gauss();
    run_life();
    return 0;
}
