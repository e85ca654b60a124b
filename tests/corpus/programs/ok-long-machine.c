/* expect: clean */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Compiles arithmetic with variables to code for a stack machine, and runs it. */

enum op { PUSH, LOAD, STORE, ADD, SUB, MUL, DIV, NEG, PRINT, JUMP_ZERO, JUMP, HALT };

struct instruction {
  enum op op;
  union {
    double number;
    int variable;
    size_t target;
  };
};

struct program {
  struct instruction *code;
  size_t length, room;
  char *names[16];
  int variables;
};

static jmp_buf failed;
static char message[96];
static const char *at;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  longjmp(failed, 1);
}

static struct instruction *emit(struct program *p, enum op op) {
  if (p->length == p->room) {
    p->room = p->room ? p->room * 2 : 8;
    p->code = realloc(p->code, p->room * sizeof *p->code);
  }
  struct instruction *i = &p->code[p->length++];
  i->op = op;
  return i;
}

static int variable(struct program *p, const char *name, size_t length) {
  for (int i = 0; i < p->variables; i++)
    if (strlen(p->names[i]) == length && memcmp(p->names[i], name, length) == 0) return i;
  if (p->variables == 16) fail("too many variables");
  char *copy = malloc(length + 1);
  memcpy(copy, name, length);
  copy[length] = 0;
  p->names[p->variables] = copy;
  return p->variables++;
}

static void skip(void) {
  while (isspace((unsigned char)*at)) at++;
}

static int accept(char c) {
  skip();
  if (*at != c) return 0;
  at++;
  return 1;
}

static void expect(char c) {
  if (!accept(c)) fail("'%c' is missing before \"%.8s\"", c, at);
}

static size_t word(void) {
  skip();
  size_t n = 0;
  while (isalpha((unsigned char)at[n])) n++;
  return n;
}

static void expression(struct program *p);

static void primary(struct program *p) {
  skip();
  if (accept('(')) {
    expression(p);
    expect(')');
  } else if (accept('-')) {
    primary(p);
    emit(p, NEG);
  } else if (isdigit((unsigned char)*at)) {
    char *end;
    double value = strtod(at, &end);
    at = end;
    emit(p, PUSH)->number = value;
  } else {
    size_t n = word();
    if (n == 0) fail("a value is missing before \"%.8s\"", at);
    int v = variable(p, at, n);
    at += n;
    emit(p, LOAD)->variable = v;
  }
}

static void term(struct program *p) {
  primary(p);
  for (;;) {
    if (accept('*')) primary(p), emit(p, MUL);
    else if (accept('/')) primary(p), emit(p, DIV);
    else return;
  }
}

static void expression(struct program *p) {
  term(p);
  for (;;) {
    if (accept('+')) term(p), emit(p, ADD);
    else if (accept('-')) term(p), emit(p, SUB);
    else return;
  }
}

static void statement(struct program *p) {
  if (accept('{')) {
    while (!accept('}')) statement(p);
    return;
  }
  size_t n = word();
  if (n == 0) fail("a statement is missing before \"%.8s\"", at);
  if (n == 5 && strncmp(at, "print", n) == 0) {
    at += n;
    expression(p);
    emit(p, PRINT);
    expect(';');
  } else if (n == 5 && strncmp(at, "while", n) == 0) {
    at += n;
    size_t start = p->length;
    expression(p);
    size_t leave = p->length;
    emit(p, JUMP_ZERO);
    statement(p);
    emit(p, JUMP)->target = start;
    p->code[leave].target = p->length;
  } else {
    int v = variable(p, at, n);
    at += n;
    expect('=');
    expression(p);
    expect(';');
    emit(p, STORE)->variable = v;
  }
}

static void run(const struct program *p) {
  double stack[32], *top = stack, values[16] = {0};
  for (const struct instruction *i = p->code;; i++) {
    switch (i->op) {
    case PUSH: *top++ = i->number; break;
    case LOAD: *top++ = values[i->variable]; break;
    case STORE: values[i->variable] = *--top; break;
    case ADD: top--; top[-1] += top[0]; break;
    case SUB: top--; top[-1] -= top[0]; break;
    case MUL: top--; top[-1] *= top[0]; break;
    case DIV:
      top--;
      if (top[0] == 0) fail("division by zero");
      top[-1] /= top[0];
      break;
    case NEG: top[-1] = -top[-1]; break;
    case PRINT: printf("%g\n", *--top); break;
    case JUMP_ZERO:
      if (*--top == 0) i = p->code + i->target - 1;
      break;
    case JUMP: i = p->code + i->target - 1; break;
    case HALT: return;
    }
  }
}

static void execute(const char *source) {
  struct program *volatile p = calloc(1, sizeof *p);
  at = source;
  if (setjmp(failed) == 0) {
    for (skip(); *at; skip()) statement(p);
    emit(p, HALT);
    run(p);
  } else printf("error: %s\n", message);
  for (int i = 0; i < p->variables; i++) free(p->names[i]);
  free(p->code);
  free(p);
}

int main(void) {
  execute("a = 6; b = 7; print a * b; print -(a - b) / 2;");
  execute("n = 5; f = 1; while n { f = f * n; n = n - 1; } print f;");
  execute("x = 1; y = (x + ; print y;");
  execute("print 1 / (3 - 3);");
  execute("i = 3; while i { j = i; while j { print i * 10 + j; j = j - 1; } i = i - 1; }");
  return 0;
}
