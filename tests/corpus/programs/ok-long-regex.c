/* expect: clean */
/* Regular expressions: parsed to a tree, compiled to a program for a machine with threads (Thompson), run over texts. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum type { LITERAL, ANY, SET, CONCAT, ALTERNATE, STAR, PLUS, OPTION, GROUP, EMPTY, START, END };

typedef struct tree {
  enum type type;
  struct tree *left, *right;
  union {
    char literal;
    int group;
    unsigned char *set;
  } u;
} tree;

enum opcode { OP_CHAR, OP_ANY, OP_SET, OP_SPLIT, OP_JUMP, OP_SAVE, OP_START, OP_END, OP_MATCH };

typedef struct {
  enum opcode opcode;
  char literal;
  unsigned char *set;
  int x, y;
} instruction;

typedef struct {
  instruction *code;
  int length, capacity, groups;
} program;

typedef struct {
  const char *at;
  int groups;
  const char *error;
} parser;

static tree *tree_new(enum type type, tree *left, tree *right) {
  tree *t = malloc(sizeof *t);
  if (!t) abort();
  t->type = type;
  t->left = left;
  t->right = right;
  return t;
}

static void tree_free(tree *t) {
  if (!t) return;
  tree_free(t->left);
  tree_free(t->right);
  if (t->type == SET) free(t->u.set);
  free(t);
}

static tree *parse_alternatives(parser *p);

static void set_add(unsigned char *set, int c) { set[c >> 3] |= (unsigned char)(1 << (c & 7)); }
static bool set_has(const unsigned char *set, int c) { return set[c >> 3] >> (c & 7) & 1; }

static tree *parse_set(parser *p) {
  tree *t = tree_new(SET, NULL, NULL);
  t->u.set = calloc(32, 1);
  if (!t->u.set) abort();
  bool negated = *p->at == '^';
  if (negated) p->at++;
  while (*p->at && *p->at != ']') {
    unsigned char from = (unsigned char)*p->at++, to = from;
    if (*p->at == '-' && p->at[1] && p->at[1] != ']') {
      to = (unsigned char)p->at[1];
      p->at += 2;
    }
    for (int c = from; c <= to; c++) set_add(t->u.set, c);
  }
  if (*p->at == ']')
    p->at++;
  else
    p->error = "missing ]";
  for (int i = 0; negated && i < 32; i++) t->u.set[i] = (unsigned char)~t->u.set[i];
  return t;
}

static tree *parse_class(int letter) {
  tree *t = tree_new(SET, NULL, NULL);
  t->u.set = calloc(32, 1);
  if (!t->u.set) abort();
  for (int c = 1; c < 128; c++)
    if (letter == 'd' ? isdigit(c) : letter == 's' ? isspace(c) : isalnum(c) || c == '_') set_add(t->u.set, c);
  return t;
}

static tree *parse_atom(parser *p) {
  char c = *p->at++;
  switch (c) {
  case '.': return tree_new(ANY, NULL, NULL);
  case '^': return tree_new(START, NULL, NULL);
  case '$': return tree_new(END, NULL, NULL);
  case '[': return parse_set(p);
  case '(': {
    int group = ++p->groups;
    tree *t = tree_new(GROUP, parse_alternatives(p), NULL);
    t->u.group = group;
    if (*p->at == ')')
      p->at++;
    else
      p->error = "missing )";
    return t;
  }
  case '\\':
    if (*p->at && strchr("dsw", *p->at)) return parse_class(*p->at++);
    if (*p->at) c = *p->at++;
    break;
  default: break;
  }
  tree *t = tree_new(LITERAL, NULL, NULL);
  t->u.literal = c;
  return t;
}

static tree *parse_repeat(parser *p) {
  tree *t = parse_atom(p);
  for (;; p->at++) {
    if (*p->at == '*')
      t = tree_new(STAR, t, NULL);
    else if (*p->at == '+')
      t = tree_new(PLUS, t, NULL);
    else if (*p->at == '?')
      t = tree_new(OPTION, t, NULL);
    else
      return t;
  }
}

static tree *parse_sequence(parser *p) {
  tree *t = NULL;
  while (*p->at && *p->at != '|' && *p->at != ')') {
    tree *next = parse_repeat(p);
    t = t ? tree_new(CONCAT, t, next) : next;
  }
  return t ? t : tree_new(EMPTY, NULL, NULL);
}

static tree *parse_alternatives(parser *p) {
  tree *t = parse_sequence(p);
  while (*p->at == '|') {
    p->at++;
    t = tree_new(ALTERNATE, t, parse_sequence(p));
  }
  return t;
}

static int emit(program *g, enum opcode opcode) {
  if (g->length == g->capacity) {
    g->capacity = g->capacity ? g->capacity * 2 : 8;
    instruction *grown = realloc(g->code, (size_t)g->capacity * sizeof *grown);
    if (!grown) abort();
    g->code = grown;
  }
  g->code[g->length].opcode = opcode;
  return g->length++;
}

static void compile(program *g, const tree *t) {
  int split, jump;
  switch (t->type) {
  case EMPTY: break;
  case LITERAL:
    split = emit(g, OP_CHAR);
    g->code[split].literal = t->u.literal;
    break;
  case ANY: emit(g, OP_ANY); break;
  case START: emit(g, OP_START); break;
  case END: emit(g, OP_END); break;
  case SET: {
    int at = emit(g, OP_SET);
    g->code[at].set = t->u.set;
    break;
  }
  case CONCAT:
    compile(g, t->left);
    compile(g, t->right);
    break;
  case ALTERNATE:
    split = emit(g, OP_SPLIT);
    g->code[split].x = g->length;
    compile(g, t->left);
    jump = emit(g, OP_JUMP);
    g->code[split].y = g->length;
    compile(g, t->right);
    g->code[jump].x = g->length;
    break;
  case STAR:
    split = emit(g, OP_SPLIT);
    g->code[split].x = g->length;
    compile(g, t->left);
    jump = emit(g, OP_JUMP);
    g->code[jump].x = split;
    g->code[split].y = g->length;
    break;
  case PLUS:
    jump = g->length;
    compile(g, t->left);
    split = emit(g, OP_SPLIT);
    g->code[split].x = jump;
    g->code[split].y = g->length;
    break;
  case OPTION:
    split = emit(g, OP_SPLIT);
    g->code[split].x = g->length;
    compile(g, t->left);
    g->code[split].y = g->length;
    break;
  case GROUP:
    split = emit(g, OP_SAVE);
    g->code[split].x = 2 * t->u.group;
    compile(g, t->left);
    split = emit(g, OP_SAVE);
    g->code[split].x = 2 * t->u.group + 1;
    break;
  }
}

/* A thread: where it is in the program, and what it has saved. Threads share saved positions until one of them writes. */
typedef struct {
  int references;
  const char *at[];
} saved;

typedef struct {
  int pc;
  saved *positions;
} thread;

typedef struct {
  thread *threads;
  int count;
  int *seen;
  int generation;
} thread_list;

static saved *saved_new(int n) {
  saved *s = malloc(sizeof *s + (size_t)n * sizeof *s->at);
  if (!s) abort();
  s->references = 1;
  for (int i = 0; i < n; i++) s->at[i] = NULL;
  return s;
}
static void release(saved *s) {
  if (--s->references == 0) free(s);
}
static saved *with_position(saved *s, int n, int i, const char *at) {
  saved *copy = saved_new(n);
  memcpy(copy->at, s->at, (size_t)n * sizeof *s->at);
  copy->at[i] = at;
  return copy;
}

static void add_thread(thread_list *l, const program *g, int pc, saved *s, const char *text, const char *at) {
  if (l->seen[pc] == l->generation) return;
  l->seen[pc] = l->generation;
  const instruction *i = &g->code[pc];
  switch (i->opcode) {
  case OP_JUMP: add_thread(l, g, i->x, s, text, at); break;
  case OP_SPLIT:
    add_thread(l, g, i->x, s, text, at);
    add_thread(l, g, i->y, s, text, at);
    break;
  case OP_SAVE: {
    saved *copy = with_position(s, g->groups, i->x, at);
    add_thread(l, g, pc + 1, copy, text, at);
    release(copy);
    break;
  }
  case OP_START:
    if (at == text) add_thread(l, g, pc + 1, s, text, at);
    break;
  case OP_END:
    if (*at == '\0') add_thread(l, g, pc + 1, s, text, at);
    break;
  default:
    s->references++;
    l->threads[l->count++] = (thread){pc, s};
  }
}

static bool accepts(const instruction *i, char c) {
  if (i->opcode == OP_CHAR) return c == i->literal;
  return c != '\0' && (i->opcode == OP_ANY || (i->opcode == OP_SET && set_has(i->set, (unsigned char)c)));
}

static saved *search(const program *g, const char *text) {
  thread_list lists[2], *now = &lists[0], *next = &lists[1];
  for (int k = 0; k < 2; k++) {
    lists[k].threads = malloc((size_t)g->length * sizeof(thread));
    lists[k].seen = calloc((size_t)g->length, sizeof(int));
    lists[k].count = lists[k].generation = 0;
    if (!lists[k].threads || !lists[k].seen) abort();
  }
  saved *best = NULL;
  now->generation = 1;
  for (const char *at = text;; at++) {
    if (!best) {
      saved *fresh = saved_new(g->groups);
      fresh->at[0] = at;
      add_thread(now, g, 0, fresh, text, at);
      release(fresh);
    }
    next->count = 0;
    next->generation += 2;
    for (int t = 0; t < now->count; t++) {
      saved *s = now->threads[t].positions;
      const instruction *i = &g->code[now->threads[t].pc];
      if (i->opcode == OP_MATCH) {
        if (best) release(best);
        best = with_position(s, g->groups, 1, at);
        for (; t < now->count; t++) release(now->threads[t].positions);
        break;
      }
      if (accepts(i, *at)) add_thread(next, g, now->threads[t].pc + 1, s, text, at + 1);
      release(s);
    }
    thread_list *other = now;
    now = next;
    next = other;
    next->generation++;
    if (*at == '\0' || (best && now->count == 0)) break;
  }
  for (int t = 0; t < now->count; t++) release(now->threads[t].positions);
  for (int k = 0; k < 2; k++) {
    free(lists[k].threads);
    free(lists[k].seen);
  }
  return best;
}

static void try(const char *pattern, const char *text) {
  parser p = {pattern, 0, NULL};
  tree *t = parse_alternatives(&p);
  if (*p.at) p.error = "unexpected )";
  printf("/%s/ on \"%s\": ", pattern, text);
  if (p.error) {
    printf("%s\n", p.error);
    tree_free(t);
    return;
  }
  program g = {NULL, 0, 0, 2 * (p.groups + 1)};
  compile(&g, t);
  emit(&g, OP_MATCH);
  saved *found = search(&g, text);
  if (!found) {
    puts("no match");
  } else {
    for (int i = 0; i + 1 < g.groups; i += 2)
      if (found->at[i] && found->at[i + 1]) printf("[%.*s]", (int)(found->at[i + 1] - found->at[i]), found->at[i]);
    putchar('\n');
    release(found);
  }
  free(g.code);
  tree_free(t);
}

int main(void) {
  try("a(b|c)*d", "xxabcbcd!");
  try("([a-z]+)@([a-z]+)\\.com", "write to someone@example.com today");
  try("^(\\d+)-(\\d+)$", "1234-98");
  try("^(\\d+)-(\\d+)$", "1234-98x");
  try("colou?r", "the color and the colour");
  try("(a|ab)(c|bcd)(d*)", "abcd");
  try("[^aeiou ]+", "aaa queue");
  try("x*", "");
  try("(unclosed", "anything");
  try("", "empty pattern");
  try("(((a+)+)+)b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaac");
  return 0;
}
