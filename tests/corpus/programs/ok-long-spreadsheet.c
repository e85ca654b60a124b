/* expect: clean */
/* stdin: "A1 = 5\nA2 = 7.5\nA3 = A1 + A2 * 2\nB1 = sum(A1:A3)\nB2 = (B1 - A1) / 3\nB3 = max(A1:A3, 100, -B2)\nC1 = \"total\"\nC2 = C3\nC3 = C2 + 1\nD1 = A1 / (A1 - 5)\nD2 = -2 ^ 2\nD3 = count(A1:C3)\nA1 = 6\nE9 = 1\nA9 = 2 +\nB9 = unknown(3)\nprint\nwhy B1\nwhy C1\n" */
/* A spreadsheet: cells with formulas as trees, recomputed along their dependencies, cycles found. */
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 5
#define ROWS 9

enum node_kind { NUMBER, CELL, RANGE, NEGATE, BINARY, CALL };

typedef struct node {
  enum node_kind kind;
  union {
    double number;
    struct {
      signed char column, row, to_column, to_row;
    } area;
    struct {
      char operator;
      struct node *left, *right;
    } binary;
    struct {
      char *name;
      size_t count;
      struct node **arguments;
    } call;
  } u;
} node;

enum state { FRESH, BUSY, DONE };
enum problem { FINE, DIVIDED_BY_ZERO, IN_A_CYCLE, NOT_A_NUMBER, NO_SUCH_FUNCTION };
static const char *const PROBLEMS[] = {"", "#DIV/0", "#CYCLE", "#TEXT", "#NAME"};

typedef struct {
  char *source;
  node *formula;
  char *text;
  double value;
  enum state state;
  enum problem problem;
} cell;

typedef struct {
  cell cells[ROWS][COLUMNS];
} sheet;

typedef struct {
  const char *at;
  const char *error;
} parser;

static char *copy_text(const char *from, size_t n) {
  char *s = malloc(n + 1);
  if (!s) abort();
  memcpy(s, from, n);
  s[n] = '\0';
  return s;
}

static node *node_new(enum node_kind kind) {
  node *n = malloc(sizeof *n);
  if (!n) abort();
  n->kind = kind;
  return n;
}

static void node_free(node *n) {
  if (!n) return;
  if (n->kind == NEGATE || n->kind == BINARY) {
    node_free(n->u.binary.left);
    if (n->kind == BINARY) node_free(n->u.binary.right);
  } else if (n->kind == CALL) {
    for (size_t i = 0; i < n->u.call.count; i++) node_free(n->u.call.arguments[i]);
    free(n->u.call.arguments);
    free(n->u.call.name);
  }
  free(n);
}

static void skip(parser *p) {
  while (isspace((unsigned char)*p->at)) p->at++;
}
static bool accept(parser *p, char c) {
  skip(p);
  if (*p->at != c) return false;
  p->at++;
  return true;
}
static node *fail(parser *p, const char *error) {
  if (!p->error) p->error = error;
  return NULL;
}

static bool cell_name(const char **at, signed char *column, signed char *row) {
  const char *s = *at;
  if (!isupper((unsigned char)*s) || !isdigit((unsigned char)s[1])) return false;
  *column = (signed char)(s[0] - 'A');
  *row = (signed char)(s[1] - '1');
  *at += 2;
  return *column < COLUMNS && *row >= 0 && *row < ROWS;
}

static node *expression(parser *p);

static node *call(parser *p) {
  const char *start = p->at;
  while (isalpha((unsigned char)*p->at)) p->at++;
  node *n = node_new(CALL);
  n->u.call.name = copy_text(start, (size_t)(p->at - start));
  n->u.call.count = 0;
  n->u.call.arguments = NULL;
  if (!accept(p, '(')) {
    fail(p, "expected (");
    return n;
  }
  do {
    node **grown = realloc(n->u.call.arguments, (n->u.call.count + 1) * sizeof *grown);
    if (!grown) abort();
    n->u.call.arguments = grown;
    grown[n->u.call.count++] = expression(p);
  } while (accept(p, ','));
  if (!accept(p, ')')) fail(p, "expected )");
  return n;
}

static node *primary(parser *p) {
  skip(p);
  if (accept(p, '(')) {
    node *n = expression(p);
    if (!accept(p, ')')) fail(p, "expected )");
    return n;
  }
  if (isdigit((unsigned char)*p->at)) {
    char *end;
    node *n = node_new(NUMBER);
    n->u.number = strtod(p->at, &end);
    p->at = end;
    return n;
  }
  signed char column, row;
  const char *at = p->at;
  if (cell_name(&at, &column, &row)) {
    node *n = node_new(CELL);
    n->u.area.column = n->u.area.to_column = column;
    n->u.area.row = n->u.area.to_row = row;
    p->at = at;
    if (*p->at == ':') {
      p->at++;
      n->kind = RANGE;
      if (!cell_name(&p->at, &n->u.area.to_column, &n->u.area.to_row)) fail(p, "bad range");
    }
    return n;
  }
  if (isalpha((unsigned char)*p->at)) return call(p);
  return fail(p, "expected a value");
}

static node *unary(parser *p);

static node *power(parser *p) {
  node *left = primary(p);
  if (!accept(p, '^')) return left;
  node *n = node_new(BINARY);
  n->u.binary.operator= '^';
  n->u.binary.left = left;
  n->u.binary.right = unary(p);
  return n;
}

static node *unary(parser *p) {
  if (!accept(p, '-')) return power(p);
  node *n = node_new(NEGATE);
  n->u.binary.left = unary(p);
  return n;
}

static node *chain(parser *p, const char *operators, node *(*operand)(parser *)) {
  node *left = operand(p);
  for (;;) {
    skip(p);
    if (!*p->at || !strchr(operators, *p->at)) return left;
    node *n = node_new(BINARY);
    n->u.binary.operator= * p->at++;
    n->u.binary.left = left;
    n->u.binary.right = operand(p);
    left = n;
  }
}
static node *term(parser *p) { return chain(p, "*/", unary); }
static node *expression(parser *p) { return chain(p, "+-", term); }

static double cell_value(sheet *s, int row, int column, enum problem *problem);

typedef struct {
  double sum, least, most;
  size_t count;
} totals;

static void add_total(totals *t, double value) {
  t->least = t->count == 0 || value < t->least ? value : t->least;
  t->most = t->count == 0 || value > t->most ? value : t->most;
  t->sum += value;
  t->count++;
}

static double evaluate(sheet *s, const node *n, enum problem *problem);

static double evaluate_call(sheet *s, const node *n, enum problem *problem) {
  totals t = {.count = 0};
  for (size_t i = 0; i < n->u.call.count; i++) {
    const node *a = n->u.call.arguments[i];
    if (a->kind != RANGE) {
      add_total(&t, evaluate(s, a, problem));
      continue;
    }
    for (int row = a->u.area.row; row <= a->u.area.to_row; row++)
      for (int column = a->u.area.column; column <= a->u.area.to_column; column++) {
        const cell *c = &s->cells[row][column];
        enum problem ignored = FINE;
        if (c->formula) add_total(&t, cell_value(s, row, column, strcmp(n->u.call.name, "count") ? problem : &ignored));
      }
  }
  if (strcmp(n->u.call.name, "sum") == 0) return t.sum;
  if (strcmp(n->u.call.name, "count") == 0) return (double)t.count;
  if (strcmp(n->u.call.name, "max") == 0) return t.most;
  if (strcmp(n->u.call.name, "min") == 0) return t.least;
  *problem = NO_SUCH_FUNCTION;
  return 0;
}

static double evaluate(sheet *s, const node *n, enum problem *problem) {
  switch (n->kind) {
  case NUMBER: return n->u.number;
  case CELL: return cell_value(s, n->u.area.row, n->u.area.column, problem);
  case RANGE: *problem = NOT_A_NUMBER; return 0;
  case NEGATE: return -evaluate(s, n->u.binary.left, problem);
  case CALL: return evaluate_call(s, n, problem);
  case BINARY: break;
  }
  double left = evaluate(s, n->u.binary.left, problem), right = evaluate(s, n->u.binary.right, problem);
  switch (n->u.binary.operator) {
  case '+': return left + right;
  case '-': return left - right;
  case '*': return left * right;
  case '^': return pow(left, right);
  default:
    if (right == 0 && *problem == FINE) *problem = DIVIDED_BY_ZERO;
    return right == 0 ? 0 : left / right;
  }
}

static double cell_value(sheet *s, int row, int column, enum problem *problem) {
  cell *c = &s->cells[row][column];
  if (c->state == BUSY) {
    c->problem = *problem = IN_A_CYCLE;
    return 0;
  }
  if (c->state == FRESH) {
    enum problem own = c->text ? NOT_A_NUMBER : FINE;
    c->state = BUSY;
    double value = c->formula ? evaluate(s, c->formula, &own) : 0;
    c->value = value;
    if (c->problem == FINE) c->problem = own;
    c->state = DONE;
  }
  if (c->problem != FINE && *problem == FINE) *problem = c->problem;
  return c->value;
}

static void clear_cell(cell *c) {
  node_free(c->formula);
  free(c->text);
  free(c->source);
  memset(c, 0, sizeof *c);
}

static void set_cell(cell *c, const char *source) {
  parser p = {source, NULL};
  skip(&p);
  size_t length = strlen(p.at);
  cell fresh = {.source = copy_text(p.at, length)};
  if (*p.at == '"') {
    fresh.text = copy_text(p.at + 1, length >= 2 ? length - 2 : 0);
  } else {
    fresh.formula = expression(&p);
    skip(&p);
    if (*p.at && !p.error) p.error = "something is left";
    if (p.error) {
      printf("error: %s at \"%s\"\n", p.error, p.at);
      /* What was parsed may lack operands. */
      if (fresh.formula && fresh.formula->kind == BINARY && !fresh.formula->u.binary.right) {
        node_free(fresh.formula->u.binary.left);
        free(fresh.formula);
      } else {
        node_free(fresh.formula);
      }
      free(fresh.source);
      return;
    }
  }
  clear_cell(c);
  *c = fresh;
}

static void recompute(sheet *s) {
  for (cell *c = &s->cells[0][0]; c < &s->cells[0][0] + ROWS * COLUMNS; c++) {
    c->state = FRESH;
    c->problem = FINE;
  }
  for (int row = 0; row < ROWS; row++)
    for (int column = 0; column < COLUMNS; column++) {
      enum problem ignored = FINE;
      cell_value(s, row, column, &ignored);
    }
}

static void print_cell(const cell *c) {
  char shown[12];
  if (c->text)
    snprintf(shown, sizeof shown, "%s", c->text);
  else if (!c->formula)
    strcpy(shown, ".");
  else if (c->problem != FINE)
    snprintf(shown, sizeof shown, "%s", PROBLEMS[c->problem]);
  else
    snprintf(shown, sizeof shown, "%.2f", c->value);
  printf("%9s", shown);
}

int main(void) {
  sheet *s = calloc(1, sizeof *s);
  if (!s) return 1;
  char line[120];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\r\n")] = '\0';
    signed char column, row;
    const char *at = line;
    if (strcmp(line, "print") == 0) {
      recompute(s);
      for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < COLUMNS; c++) print_cell(&s->cells[r][c]);
        putchar('\n');
      }
    } else if (strncmp(line, "why ", 4) == 0 && (at += 4, cell_name(&at, &column, &row))) {
      const cell *c = &s->cells[(int)row][(int)column];
      printf("%s is %s\n", line + 4, c->source ? c->source : "empty");
    } else if (cell_name(&at, &column, &row) && (at = strchr(at, '=')) != NULL) {
      set_cell(&s->cells[(int)row][(int)column], at + 1);
    } else {
      printf("error: can't read \"%s\"\n", line);
    }
  }
  for (int r = 0; r < ROWS; r++)
    for (int c = 0; c < COLUMNS; c++) clear_cell(&s->cells[r][c]);
  free(s);
  return 0;
}
