/* expect: clean */
/* stdin: ": sq dup * ; : cube dup sq * ; 3 sq . 4 cube . cr\nvariable x 5 x ! x @ 1 + . cr\n: fact dup 1 > if dup 1 - fact * else drop 1 then ; 10 fact . cr\n: down begin dup . 1 - dup 0 = until drop ; 5 down cr\n: table 4 1 do 4 1 do i j * . loop cr loop ; table\n.\" forth says hi\" cr 1 2 3 swap rot .s drop drop drop .s cr nosuchword 7 0 / drop drop\nsee fact bye ignored" */
/* A Forth: an inner interpreter over compiled cells, a dictionary that grows, immediate words for control flow. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct vm vm;
typedef void (*primitive)(vm *);
enum kind { PRIMITIVE, COLON, VARIABLE };

typedef struct word {
  struct word *previous;
  enum kind kind;
  int immediate;
  primitive run;
  intptr_t *code;
  size_t used, room;
  intptr_t value;
  char name[];
} word;

struct vm {
  intptr_t data[64];
  int depth;
  intptr_t control[32];
  int control_depth;
  struct {
    intptr_t index, limit;
  } loops[16];
  int loop_depth;
  word *latest, *compiling;
  intptr_t *ip;
  const char *input;
  jmp_buf error;
  int done;
};

static void fail(vm *m, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("? ");
  vprintf(format, arguments);
  putchar('\n');
  va_end(arguments);
  longjmp(m->error, 1);
}

static void push(vm *m, intptr_t value) {
  if (m->depth == 64) fail(m, "stack overflow");
  m->data[m->depth++] = value;
}
static intptr_t pop(vm *m) {
  if (m->depth == 0) fail(m, "stack underflow");
  return m->data[--m->depth];
}

static word *define(vm *m, const char *name, size_t length, enum kind kind, primitive run) {
  word *w = malloc(sizeof *w + length + 1);
  if (!w) abort();
  *w = (word){.previous = m->latest, .kind = kind, .run = run};
  memcpy(w->name, name, length);
  w->name[length] = '\0';
  m->latest = w;
  return w;
}

static void emit(vm *m, intptr_t cell) {
  word *w = m->compiling;
  if (!w) fail(m, "only in a definition");
  if (w->used == w->room) {
    w->room = w->room ? 2 * w->room : 4;
    w->code = realloc(w->code, w->room * sizeof *w->code);
    if (!w->code) abort();
  }
  w->code[w->used++] = cell;
}

static word *lookup(const vm *m, const char *name, size_t length) {
  for (word *w = m->latest; w; w = w->previous)
    if (strlen(w->name) == length && memcmp(w->name, name, length) == 0) return w;
  return NULL;
}

static size_t next_token(vm *m, const char **start) {
  while (isspace((unsigned char)*m->input)) m->input++;
  *start = m->input;
  while (*m->input && !isspace((unsigned char)*m->input)) m->input++;
  return (size_t)(m->input - *start);
}

static void execute(vm *m, word *w);

static void run_code(vm *m, const word *w) {
  intptr_t *saved = m->ip;
  m->ip = w->code;
  while (m->ip < w->code + w->used) execute(m, (word *)*m->ip++);
  m->ip = saved;
}

static void execute(vm *m, word *w) {
  switch (w->kind) {
  case PRIMITIVE: w->run(m); break;
  case COLON: run_code(m, w); break;
  case VARIABLE: push(m, (intptr_t)&w->value); break;
  }
}

#define BINARY(name, expression)                                                                                       \
  static void name(vm *m) {                                                                                            \
    intptr_t b = pop(m), a = pop(m);                                                                                   \
    push(m, expression);                                                                                               \
  }
BINARY(add, a + b)
BINARY(subtract, a - b)
BINARY(multiply, a *b)
BINARY(less, -(intptr_t)(a < b))
BINARY(greater, -(intptr_t)(a > b))
BINARY(equal, -(intptr_t)(a == b))

static void divide(vm *m) {
  intptr_t b = pop(m), a = pop(m);
  if (b == 0) fail(m, "division by zero");
  push(m, a / b);
}
static void dup_(vm *m) {
  intptr_t a = pop(m);
  push(m, a);
  push(m, a);
}
static void drop(vm *m) { (void)pop(m); }
static void swap(vm *m) {
  intptr_t b = pop(m), a = pop(m);
  push(m, b);
  push(m, a);
}
static void rot(vm *m) {
  intptr_t c = pop(m), b = pop(m), a = pop(m);
  push(m, b);
  push(m, c);
  push(m, a);
}
static void dot(vm *m) { printf("%ld ", (long)pop(m)); }
static void cr(vm *m) {
  (void)m;
  putchar('\n');
}
static void dot_s(vm *m) {
  printf("<%d> ", m->depth);
  for (int i = 0; i < m->depth; i++) printf("%ld ", (long)m->data[i]);
}
static void fetch(vm *m) { push(m, *(intptr_t *)pop(m)); }
static void store(vm *m) {
  intptr_t *where = (intptr_t *)pop(m);
  *where = pop(m);
}
static void literal(vm *m) { push(m, *m->ip++); }
static void branch(vm *m) { m->ip += *m->ip; }
static void branch_if_zero(vm *m) {
  if (pop(m) == 0)
    m->ip += *m->ip;
  else
    m->ip++;
}
static void do_(vm *m) {
  if (m->loop_depth == 16) fail(m, "loops too deep");
  m->loops[m->loop_depth].index = pop(m);
  m->loops[m->loop_depth++].limit = pop(m);
}
static void loop_(vm *m) {
  if (++m->loops[m->loop_depth - 1].index < m->loops[m->loop_depth - 1].limit) {
    m->ip += *m->ip;
  } else {
    m->loop_depth--;
    m->ip++;
  }
}
static void i_(vm *m) { push(m, m->loops[m->loop_depth - 1].index); }
static void j_(vm *m) { push(m, m->loops[m->loop_depth - 2].index); }
static void bye(vm *m) { m->done = 1; }

static word *named(vm *m, const char *name) { return lookup(m, name, strlen(name)); }
static void mark(vm *m) { m->control[m->control_depth++] = (intptr_t)m->compiling->used; }
static void patch(vm *m, intptr_t at) { m->compiling->code[at] = (intptr_t)m->compiling->used - at; }
static void emit_back(vm *m, const char *how) {
  emit(m, (intptr_t)named(m, how));
  emit(m, m->control[--m->control_depth] - (intptr_t)m->compiling->used);
}

static void if_(vm *m) {
  emit(m, (intptr_t)named(m, "(0branch)"));
  mark(m);
  emit(m, 0);
}
static void else_(vm *m) {
  intptr_t at = m->control[--m->control_depth];
  emit(m, (intptr_t)named(m, "(branch)"));
  mark(m);
  emit(m, 0);
  patch(m, at);
}
static void then(vm *m) { patch(m, m->control[--m->control_depth]); }
static void begin(vm *m) { mark(m); }
static void until(vm *m) { emit_back(m, "(0branch)"); }
static void do_word(vm *m) {
  emit(m, (intptr_t)named(m, "(do)"));
  mark(m);
}
static void loop_word(vm *m) { emit_back(m, "(loop)"); }

static void colon(vm *m) {
  const char *name;
  size_t length = next_token(m, &name);
  if (length == 0) fail(m, "a name is missing");
  m->compiling = define(m, name, length, COLON, NULL);
}
static void semicolon(vm *m) { m->compiling = NULL; }
static void variable(vm *m) {
  const char *name;
  size_t length = next_token(m, &name);
  define(m, name, length, VARIABLE, NULL);
}
static void say(vm *m) {
  const char *end = strchr(m->input, '"');
  if (!end) fail(m, "no closing quote");
  printf("%.*s", (int)(end - m->input - 1), m->input + 1);
  m->input = end + 1;
}
static void see(vm *m) {
  const char *name;
  size_t length = next_token(m, &name);
  const word *w = lookup(m, name, length);
  if (!w || w->kind != COLON) fail(m, "nothing to see");
  printf("%s has %zu cells\n", w->name, w->used);
}

static void interpret(vm *m, const char *text) {
  m->input = text;
  for (const char *start; !m->done;) {
    size_t length = next_token(m, &start);
    if (length == 0) break;
    word *w = lookup(m, start, length);
    char *end;
    long number = strtol(start, &end, 10);
    if (w && (!m->compiling || w->immediate)) {
      execute(m, w);
    } else if (w) {
      emit(m, (intptr_t)w);
    } else if (end != start + length) {
      fail(m, "%.*s", (int)length, start);
    } else if (m->compiling) {
      emit(m, (intptr_t)named(m, "(literal)"));
      emit(m, number);
    } else {
      push(m, number);
    }
  }
}

static const struct {
  const char *name;
  primitive run;
  int immediate;
} PRIMITIVES[] = {
    {"+", add, 0},          {"-", subtract, 0},     {"*", multiply, 0},      {"/", divide, 0},
    {"<", less, 0},         {">", greater, 0},      {"=", equal, 0},         {"dup", dup_, 0},
    {"drop", drop, 0},      {"swap", swap, 0},      {"rot", rot, 0},         {".", dot, 0},
    {"cr", cr, 0},          {".s", dot_s, 0},       {"@", fetch, 0},         {"!", store, 0},
    {"(literal)", literal, 0}, {"(branch)", branch, 0}, {"(0branch)", branch_if_zero, 0}, {"(do)", do_, 0},
    {"(loop)", loop_, 0},   {"i", i_, 0},           {"j", j_, 0},            {"bye", bye, 0},
    {"if", if_, 1},         {"else", else_, 1},     {"then", then, 1},       {"begin", begin, 1},
    {"until", until, 1},    {"do", do_word, 1},     {"loop", loop_word, 1},  {":", colon, 1},
    {";", semicolon, 1},    {"variable", variable, 0}, {".\"", say, 0},      {"see", see, 0},
};

int main(void) {
  vm *m = calloc(1, sizeof *m);
  if (!m) return 1;
  for (size_t i = 0; i < sizeof PRIMITIVES / sizeof *PRIMITIVES; i++)
    define(m, PRIMITIVES[i].name, strlen(PRIMITIVES[i].name), PRIMITIVE, PRIMITIVES[i].run)->immediate =
        PRIMITIVES[i].immediate;
  char line[256];
  while (!m->done && fgets(line, sizeof line, stdin)) {
    if (setjmp(m->error) == 0) {
      interpret(m, line);
    } else {
      m->depth = m->loop_depth = m->control_depth = 0;
      m->compiling = NULL;
      m->ip = NULL;
    }
  }
  for (word *w = m->latest, *previous; w; w = previous) {
    previous = w->previous;
    free(w->code);
    free(w);
  }
  free(m);
  return 0;
}
