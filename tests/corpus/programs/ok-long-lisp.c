/* expect: clean */
/* stdin: "(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))\n(fact 10)\n(define xs (list 1 2 3 4))\n(define (map f l) (if (null? l) (quote ()) (cons (f (car l)) (map f (cdr l)))))\n(map (lambda (x) (* x x)) xs)\n(define (make-counter n) (lambda () (set! n (+ n 1)) n))\n(define c (make-counter 5))\n(c)\n(c)\n(define (range a b) (if (< a b) (cons a (range (+ a 1) b)) (quote ())))\n(define (sum l) (if (null? l) 0 (+ (car l) (sum (cdr l)))))\n(sum (range 0 100))\n(undefined-thing 1)\n(car 5)\n\"a string with \\\\\"quotes\\\\\"\"\n(quote (a (b . c) \"d\"))\n(let ((a 1) (b 2)) (cons a b))\n(if (= 1 2) 3)\n" */
/* A Lisp: reader, evaluator with closures, and a collector that marks from the environment and an explicit stack of roots. */
#include <ctype.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum type { NIL, NUMBER, SYMBOL, STRING, PAIR, CLOSURE, BUILTIN };

typedef struct object {
  enum type type;
  unsigned char marked;
  struct object *next;
  union {
    long number;
    char *text;
    struct {
      struct object *car, *cdr;
    } pair;
    struct {
      struct object *parameters, *body, *environment;
    } closure;
    struct object *(*builtin)(struct object *);
  } u;
} object;

static object *heap, *symbols, *global;
static size_t live, threshold = 256, collections;
static object *roots[4096];
static size_t root_count;
static object nil = {.type = NIL, .marked = 1};
static object *s_quote, *s_if, *s_define, *s_lambda, *s_set, *s_let;
static jmp_buf toplevel;

static object *fail(const char *message, const char *detail) {
  printf("error: %s%s%s\n", message, *detail ? ": " : "", detail);
  longjmp(toplevel, 1);
}

static object *keep(object *o) {
  if (root_count == sizeof roots / sizeof *roots) fail("too deep", "");
  return roots[root_count++] = o;
}

static void mark(object *o) {
  while (o && !o->marked) {
    o->marked = 1;
    switch (o->type) {
    case PAIR:
      mark(o->u.pair.car);
      o = o->u.pair.cdr;
      break;
    case CLOSURE:
      mark(o->u.closure.parameters);
      mark(o->u.closure.body);
      o = o->u.closure.environment;
      break;
    default: return;
    }
  }
}

static void collect(int everything) {
  if (!everything) {
    mark(symbols);
    mark(global);
    for (size_t i = 0; i < root_count; i++) mark(roots[i]);
  }
  object **link = &heap;
  while (*link) {
    object *o = *link;
    if (o->marked) {
      o->marked = 0;
      link = &o->next;
      continue;
    }
    *link = o->next;
    if (o->type == SYMBOL || o->type == STRING) free(o->u.text);
    free(o);
    live--;
  }
  threshold = live * 2 + 256;
  collections++;
}

static object *new_object(enum type type) {
  if (live >= threshold) collect(0);
  object *o = malloc(sizeof *o);
  if (!o) abort();
  o->type = type;
  o->marked = 0;
  o->next = heap;
  heap = o;
  live++;
  return o;
}

static object *cons(object *car, object *cdr) {
  size_t base = root_count;
  keep(car);
  keep(cdr);
  object *o = new_object(PAIR);
  o->u.pair.car = car;
  o->u.pair.cdr = cdr;
  root_count = base;
  return o;
}
static object *number(long n) {
  object *o = new_object(NUMBER);
  o->u.number = n;
  return o;
}
static object *text(enum type type, const char *from, size_t n) {
  char *copy = malloc(n + 1);
  if (!copy) abort();
  memcpy(copy, from, n);
  copy[n] = '\0';
  object *o = new_object(type);
  o->u.text = copy;
  return o;
}
static object *car(object *o) { return o->type == PAIR ? o->u.pair.car : fail("not a pair", ""); }
static object *cdr(object *o) { return o->type == PAIR ? o->u.pair.cdr : fail("not a pair", ""); }

static object *intern(const char *name, size_t n) {
  for (object *l = symbols; l->type == PAIR; l = l->u.pair.cdr)
    if (strncmp(l->u.pair.car->u.text, name, n) == 0 && l->u.pair.car->u.text[n] == '\0') return l->u.pair.car;
  object *o = text(SYMBOL, name, n);
  symbols = cons(o, symbols);
  return o;
}

/* Reader */

static const char *at;
static object *read_one(void);

static void skip(void) {
  while (isspace((unsigned char)*at)) at++;
}

static object *read_list(void) {
  skip();
  if (*at == ')') {
    at++;
    return &nil;
  }
  if (*at == '\0') return fail("unexpected end", "");
  if (*at == '.' && isspace((unsigned char)at[1])) {
    at++;
    object *last = read_one();
    skip();
    if (*at++ != ')') return fail("one element after a dot", "");
    return last;
  }
  size_t base = root_count;
  object *first = keep(read_one());
  object *rest = keep(read_list());
  root_count = base;
  return cons(first, rest);
}

static object *read_string(void) {
  char buffer[200];
  size_t n = 0;
  for (; *at && *at != '"'; at++) {
    if (*at == '\\' && at[1]) at++;
    if (n < sizeof buffer) buffer[n++] = *at;
  }
  if (*at == '"') at++;
  return text(STRING, buffer, n);
}

static object *read_one(void) {
  skip();
  if (*at == '(') return at++, read_list();
  if (*at == '"') return at++, read_string();
  const char *start = at;
  char *end;
  long n = strtol(at, &end, 10);
  if (end != at) return at = end, number(n);
  while (*at && !isspace((unsigned char)*at) && !strchr("()\"", *at)) at++;
  if (at == start) return fail("unexpected", start);
  return intern(start, (size_t)(at - start));
}

static void print(const object *o) {
  switch (o->type) {
  case NIL: printf("()"); break;
  case NUMBER: printf("%ld", o->u.number); break;
  case SYMBOL: printf("%s", o->u.text); break;
  case STRING: printf("\"%s\"", o->u.text); break;
  case CLOSURE: printf("#<closure>"); break;
  case BUILTIN: printf("#<builtin>"); break;
  case PAIR:
    putchar('(');
    for (;; putchar(' ')) {
      print(o->u.pair.car);
      o = o->u.pair.cdr;
      if (o->type != PAIR) break;
    }
    if (o->type != NIL) {
      printf(" . ");
      print(o);
    }
    putchar(')');
  }
}

/* Evaluator: an environment is a list of pairs of a symbol and its value; the global one is mutable at its head. */

static object *binding(object *symbol, object *environment) {
  for (object *e = environment; e->type == PAIR; e = e->u.pair.cdr)
    if (e->u.pair.car->u.pair.car == symbol) return e->u.pair.car;
  for (object *e = global; e->type == PAIR; e = e->u.pair.cdr)
    if (e->u.pair.car->u.pair.car == symbol) return e->u.pair.car;
  return fail("undefined", symbol->u.text);
}

static void define(object *symbol, object *value) { global = cons(keep(cons(symbol, value)), global); }

static object *eval(object *o, object *environment);

static object *eval_list(object *list, object *environment) {
  if (list->type != PAIR) return &nil;
  size_t base = root_count;
  object *first = keep(eval(list->u.pair.car, environment));
  object *rest = keep(eval_list(list->u.pair.cdr, environment));
  root_count = base;
  return cons(first, rest);
}

static object *eval_body(object *body, object *environment) {
  object *value = &nil;
  for (; body->type == PAIR; body = body->u.pair.cdr) value = eval(body->u.pair.car, environment);
  return value;
}

static object *bind(object *names, object *values, object *environment) {
  size_t base = root_count;
  keep(environment);
  for (; names->type == PAIR; names = names->u.pair.cdr, values = cdr(values)) {
    object *pair = keep(cons(names->u.pair.car, car(values)));
    environment = keep(cons(pair, environment));
  }
  root_count = base;
  return environment;
}

static object *apply(object *f, object *values) {
  if (f->type == BUILTIN) return f->u.builtin(values);
  if (f->type != CLOSURE) return fail("not a function", "");
  object *environment = keep(bind(f->u.closure.parameters, values, f->u.closure.environment));
  return eval_body(f->u.closure.body, environment);
}

static object *closure(object *parameters, object *body, object *environment) {
  object *o = new_object(CLOSURE);
  o->u.closure.parameters = parameters;
  o->u.closure.body = body;
  o->u.closure.environment = environment;
  return o;
}

static object *eval_define(object *rest, object *environment) {
  object *target = car(rest);
  if (target->type == PAIR) {
    define(car(target), keep(closure(cdr(target), cdr(rest), environment)));
    return car(target);
  }
  define(target, keep(eval(car(cdr(rest)), environment)));
  return target;
}

static object *eval_let(object *rest, object *environment) {
  object *inner = environment;
  for (object *b = car(rest); b->type == PAIR; b = b->u.pair.cdr) {
    object *value = keep(eval(car(cdr(b->u.pair.car)), environment));
    inner = keep(cons(keep(cons(car(b->u.pair.car), value)), inner));
  }
  return eval_body(cdr(rest), inner);
}

static object *eval_pair(object *o, object *environment) {
  object *head = car(o), *rest = cdr(o);
  if (head == s_quote) return car(rest);
  if (head == s_if) {
    object *test = eval(car(rest), environment);
    object *branch = test->type != NIL ? cdr(rest) : cdr(cdr(rest));
    return branch->type == PAIR ? eval(car(branch), environment) : &nil;
  }
  if (head == s_define) return eval_define(rest, environment);
  if (head == s_lambda) return closure(car(rest), cdr(rest), environment);
  if (head == s_let) return eval_let(rest, environment);
  if (head == s_set) {
    object *value = eval(car(cdr(rest)), environment);
    binding(car(rest), environment)->u.pair.cdr = value;
    return value;
  }
  object *f = keep(eval(head, environment));
  object *values = keep(eval_list(rest, environment));
  return apply(f, values);
}

static object *eval(object *o, object *environment) {
  if (o->type == SYMBOL) return binding(o, environment)->u.pair.cdr;
  if (o->type != PAIR) return o;
  size_t base = root_count;
  keep(o);
  keep(environment);
  object *value = eval_pair(o, environment);
  root_count = base;
  return value;
}

static long number_of(object *o) { return o->type == NUMBER ? o->u.number : (fail("not a number", ""), 0); }

static object *b_add(object *v) {
  long sum = 0;
  for (; v->type == PAIR; v = v->u.pair.cdr) sum += number_of(v->u.pair.car);
  return number(sum);
}
static object *b_multiply(object *v) {
  long product = 1;
  for (; v->type == PAIR; v = v->u.pair.cdr) product *= number_of(v->u.pair.car);
  return number(product);
}
static object *b_subtract(object *v) { return number(number_of(car(v)) - number_of(car(cdr(v)))); }
static object *b_less(object *v) { return number_of(car(v)) < number_of(car(cdr(v))) ? number(1) : &nil; }
static object *b_equal(object *v) { return number_of(car(v)) == number_of(car(cdr(v))) ? number(1) : &nil; }
static object *b_cons(object *v) { return cons(car(v), car(cdr(v))); }
static object *b_car(object *v) { return car(car(v)); }
static object *b_cdr(object *v) { return cdr(car(v)); }
static object *b_list(object *v) { return v; }
static object *b_null(object *v) { return car(v)->type == NIL ? number(1) : &nil; }

static void builtin(const char *name, object *(*run)(object *)) {
  object *o = new_object(BUILTIN);
  o->u.builtin = run;
  keep(o);
  define(intern(name, strlen(name)), o);
}

static object *symbol(const char *name) { return intern(name, strlen(name)); }

int main(void) {
  symbols = global = &nil;
  s_quote = symbol("quote"), s_if = symbol("if"), s_define = symbol("define");
  s_lambda = symbol("lambda"), s_set = symbol("set!"), s_let = symbol("let");
  builtin("+", b_add), builtin("*", b_multiply), builtin("-", b_subtract), builtin("<", b_less);
  builtin("=", b_equal), builtin("cons", b_cons), builtin("car", b_car), builtin("cdr", b_cdr);
  builtin("list", b_list), builtin("null?", b_null);
  char line[400];
  while (fgets(line, sizeof line, stdin)) {
    root_count = 0;
    at = line;
    if (setjmp(toplevel)) continue;
    object *value = eval(keep(read_one()), &nil);
    print(value);
    putchar('\n');
  }
  root_count = 0;
  printf("%s\n", collections > 2 ? "collected now and then" : "hardly collected");
  collect(1);
  collect(1);
  printf("%zu objects left\n", live);
  return 0;
}
