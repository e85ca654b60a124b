/* expect: clean */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int rows, cols;
  double **at;
} matrix;

static matrix *matrix_new(int rows, int cols) {
  matrix *m = malloc(sizeof *m);
  if (!m) exit(1);
  m->rows = rows;
  m->cols = cols;
  m->at = malloc(rows * sizeof *m->at);
  for (int i = 0; i < rows; i++) m->at[i] = calloc(cols, sizeof **m->at);
  return m;
}

static void matrix_free(matrix *m) {
  if (!m) return;
  for (int i = 0; i < m->rows; i++) free(m->at[i]);
  free(m->at);
  free(m);
}

static matrix *matrix_copy(const matrix *m) {
  matrix *c = matrix_new(m->rows, m->cols);
  for (int i = 0; i < m->rows; i++) memcpy(c->at[i], m->at[i], m->cols * sizeof **m->at);
  return c;
}

static matrix *matrix_multiply(const matrix *a, const matrix *b) {
  if (a->cols != b->rows) return NULL;
  matrix *c = matrix_new(a->rows, b->cols);
  for (int i = 0; i < a->rows; i++)
    for (int j = 0; j < b->cols; j++)
      for (int k = 0; k < a->cols; k++) c->at[i][j] += a->at[i][k] * b->at[k][j];
  return c;
}

static matrix *matrix_transpose(const matrix *m) {
  matrix *t = matrix_new(m->cols, m->rows);
  for (int i = 0; i < m->rows; i++)
    for (int j = 0; j < m->cols; j++) t->at[j][i] = m->at[i][j];
  return t;
}

static void swap_rows(matrix *m, int a, int b) {
  double *row = m->at[a];
  m->at[a] = m->at[b];
  m->at[b] = row;
}

/* Decomposes in place; gives the permutation, which the caller frees, or NULL for a singular matrix. */
static int *lu(matrix *m, int *sign) {
  int n = m->rows;
  int *order = malloc(n * sizeof *order);
  for (int i = 0; i < n; i++) order[i] = i;
  *sign = 1;
  for (int k = 0; k < n; k++) {
    int best = k;
    for (int i = k + 1; i < n; i++)
      if (fabs(m->at[i][k]) > fabs(m->at[best][k])) best = i;
    if (fabs(m->at[best][k]) < 1e-12) {
      free(order);
      return NULL;
    }
    if (best != k) {
      swap_rows(m, best, k);
      int t = order[best];
      order[best] = order[k];
      order[k] = t;
      *sign = -*sign;
    }
    for (int i = k + 1; i < n; i++) {
      m->at[i][k] /= m->at[k][k];
      for (int j = k + 1; j < n; j++) m->at[i][j] -= m->at[i][k] * m->at[k][j];
    }
  }
  return order;
}

static double determinant(const matrix *m) {
  matrix *work = matrix_copy(m);
  int sign;
  int *order = lu(work, &sign);
  double result = 0;
  if (order) {
    result = sign;
    for (int i = 0; i < work->rows; i++) result *= work->at[i][i];
  }
  free(order);
  matrix_free(work);
  return result;
}

static int solve(const matrix *m, const double *right, double *x) {
  matrix *work = matrix_copy(m);
  int sign, n = m->rows;
  int *order = lu(work, &sign);
  if (!order) {
    matrix_free(work);
    return -1;
  }
  double y[n];
  for (int i = 0; i < n; i++) {
    y[i] = right[order[i]];
    for (int j = 0; j < i; j++) y[i] -= work->at[i][j] * y[j];
  }
  for (int i = n - 1; i >= 0; i--) {
    x[i] = y[i];
    for (int j = i + 1; j < n; j++) x[i] -= work->at[i][j] * x[j];
    x[i] /= work->at[i][i];
  }
  free(order);
  matrix_free(work);
  return 0;
}

static matrix *inverse(const matrix *m) {
  int n = m->rows;
  matrix *result = matrix_new(n, n);
  double *unit = calloc(n, sizeof *unit), *column = malloc(n * sizeof *column);
  for (int j = 0; j < n; j++) {
    unit[j] = 1;
    if (solve(m, unit, column)) {
      matrix_free(result);
      result = NULL;
      break;
    }
    for (int i = 0; i < n; i++) result->at[i][j] = column[i];
    unit[j] = 0;
  }
  free(unit);
  free(column);
  return result;
}

static void print(const char *name, const matrix *m) {
  printf("%s:\n", name);
  if (!m) {
    printf("  none\n");
    return;
  }
  for (int i = 0; i < m->rows; i++) {
    for (int j = 0; j < m->cols; j++) printf(" %8.3f", m->at[i][j] + 0.0);
    putchar('\n');
  }
}

static matrix *from_text(const char *text) {
  int rows = 1, cols = 0;
  for (const char *p = text; *p; p++) rows += *p == ';';
  char *copy = malloc(strlen(text) + 1), *outer, *inner;
  strcpy(copy, text);
  matrix *m = NULL;
  int i = 0;
  for (char *row = strtok_r(copy, ";", &outer); row; row = strtok_r(NULL, ";", &outer), i++) {
    if (!m) {
      char *again = malloc(strlen(row) + 1);
      strcpy(again, row);
      for (char *cell = strtok_r(again, " ", &inner); cell; cell = strtok_r(NULL, " ", &inner)) cols++;
      free(again);
      m = matrix_new(rows, cols);
    }
    int j = 0;
    for (char *cell = strtok_r(row, " ", &inner); cell && j < cols; cell = strtok_r(NULL, " ", &inner))
      m->at[i][j++] = strtod(cell, NULL);
  }
  free(copy);
  return m;
}

int main(void) {
  matrix *a = from_text("4 3 2;1 0 5;2 7 1");
  matrix *singular = from_text("1 2;2 4");
  double right[3] = {16, 16, 19}, x[3];
  print("a", a);
  printf("det %.3f, singular %.3f\n", determinant(a), determinant(singular));
  if (solve(a, right, x) == 0) printf("x = %.2f %.2f %.2f\n", x[0], x[1], x[2]);
  matrix *b = inverse(a), *none = inverse(singular);
  print("inverse", b);
  print("of singular", none);
  matrix *unit = matrix_multiply(a, b), *t = matrix_transpose(a);
  print("a * inverse", unit);
  print("transpose", t);
  matrix *bad = matrix_multiply(a, singular);
  print("bad", bad);
  matrix *all[] = {a, singular, b, none, unit, t, bad};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) matrix_free(all[i]);
  return 0;
}
