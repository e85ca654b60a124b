/* expect: clean */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef enum { NUL, NUM, STR, ARR } T;
typedef struct V { T t; union { double n; char *s; struct { struct V **v; int n; } a; } u; } V;
static const char *p;
static void ws(void) { while (isspace((unsigned char)*p)) p++; }
static V *val(void);
static V *mk(T t) { V *v = malloc(sizeof *v); v->t = t; return v; }
static V *str(void) { const char *b = ++p; while (*p && *p != '"') p++; V *v = mk(STR); v->u.s = strndup(b, p - b); if (*p) p++; return v; }
static V *arr(void) {
  V *v = mk(ARR); v->u.a.v = NULL; v->u.a.n = 0; p++; ws();
  while (*p && *p != ']') {
    v->u.a.v = realloc(v->u.a.v, (v->u.a.n + 1) * sizeof(V *));
    v->u.a.v[v->u.a.n++] = val(); ws(); if (*p == ',') p++; ws();
  }
  if (*p) p++;
  return v;
}
static V *val(void) {
  ws();
  if (*p == '"') return str();
  if (*p == '[') return arr();
  if (isdigit((unsigned char)*p) || *p == '-') { char *e; V *v = mk(NUM); v->u.n = strtod(p, &e); p = e; return v; }
  if (!strncmp(p, "null", 4)) { p += 4; return mk(NUL); }
  p++; return mk(NUL);
}
static void show(V *v) {
  switch (v->t) {
  case NUL: printf("null"); break;
  case NUM: printf("%g", v->u.n); break;
  case STR: printf("\"%s\"", v->u.s); break;
  case ARR: putchar('['); for (int i = 0; i < v->u.a.n; i++) { if (i) putchar(','); show(v->u.a.v[i]); } putchar(']');
  }
}
static void del(V *v) { if (v->t == STR) free(v->u.s); if (v->t == ARR) { for (int i = 0; i < v->u.a.n; i++) del(v->u.a.v[i]); free(v->u.a.v); } free(v); }
int main(void) { p = " [1, -2.5e1, \"hi\", [null, []], \"\"] "; V *v = val(); show(v); puts(""); del(v); return 0; }
