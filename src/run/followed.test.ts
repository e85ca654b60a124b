/**
 * Undefined values are followed only through functions that they come to. Whatever way they take there, what is recorded is what it is
 * when all functions follow them.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from './request.ts';
import { compileProgram, findingsIn, inputsOf, summaryOf, wordsOf } from './run-program.fixture.ts';
import { runProgram } from './run.ts';

async function bothWays(text: string): Promise<string[]> {
  const wasm = await compileProgram(`#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n${text}`);
  const request = { wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS };
  const [some, all] = [await runProgram(request), await runProgram({ ...request, followsAll: true })];
  expect(wordsOf(some.survey)).toEqual(wordsOf(all.survey));
  expect(some.end).toEqual(all.end);
  return findingsIn(wasm, some)
    .filter(({ kind }) => kind === 'uninitialised-read')
    .map(summaryOf);
}

const found = (...places: string[]): string[] => places.map((place) => `uninitialised-read ${place}`);

describe('an undefined value is followed', () => {
  it('to a function that is called with it', async () => {
    const text = `static int isBig(long a, char b) { if (b > 3) return 1; return 0; }
static int pass(int a, char b) { return isBig(a, b); }
int main(void) { char c; int n = 0; for (int i = 0; i < 3; i++) n += pass(i, 1); n += pass(1, c); return 0; }`;
    expect(await bothWays(text)).toEqual(found('isBig:4'));
  });

  it('to the caller of a function that returns it', async () => {
    const text = `static double get(const double *p) { return *p; }
static double twice(const double *p) { return 2 * get(p); }
int main(void) { double d[2] = {1}, *h = malloc(8); *h = d[0];
  if (twice(d) > 1) puts("defined");
  memcpy(d + 1, malloc(8), 8);
  if (twice(d + 1) > 1) puts("undefined");
  free(h); return 0; }`;
    expect(await bothWays(text)).toEqual(found('main:9'));
  });

  it('through memory that another function has written, in whole or in part', async () => {
    const text = `struct s { char tag; short n; long long l; };
static void fill(struct s *to, const short *n) { to->tag = 'x'; to->n = *n; to->l = 7; }
static int use(const struct s *p) { return (p->tag == 'x') + (p->l == 7 ? 2 : 0) + (p->n == 5 ? 4 : 0); }
int main(void) { short *unset = malloc(2), set = 5; struct s a, *b = malloc(sizeof *b);
  fill(&a, &set); fill(b, unset);
  int r = use(&a);
  r += use(b);
  fill(b, &set);
  r += use(b);
  free(unset); free(b); if (r > 3) puts("sums"); return 0; }`;
    expect(await bothWays(text)).toEqual(found('use:6'));
  });

  it('through function pointers, of the type they are called as or another', async () => {
    const text = `static int sign(int a) { if (a < 0) return 1; return 0; }
static int none(void) { return 3; }
static long wide(long long a) { if (a == 1) return 1; return 0; }
int main(void) { int u; int (*f[])(int) = { sign, (int (*)(int))none, (int (*)(int))wide };
  int n = 0; for (int i = 0; i < 3; i++) n += f[i](i);
  int v = f[1](u); if (v == 3) n++;
  for (int i = 0; i < 3; i++) n += f[i](u);
  return 0; }`;
    expect(await bothWays(text)).toEqual(found('sign:4', 'wide:6'));
  });

  it('into libc and back', async () => {
    const text = `static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
int main(void) { int u, a[4] = {3, 1, 2}; char text[40];
  qsort(a, 3, sizeof *a, compare);
  snprintf(text, sizeof text, "%d", a[0]); puts(text);
  snprintf(text, sizeof text, "%d and %d", a[1], u); puts("printed");
  qsort(a, 4, sizeof *a, compare);
  if (abs(u) > 3) puts("big"); return 0; }`;
    const places = await bothWays(text);
    expect(places).toEqual(expect.arrayContaining(found('main:8', 'main:10')));
  });

  it('through more functions than the run is made again for', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `static int f${i + 1}(int x) { return f${i}(x) + 1; }`).join(
      ' ',
    );
    const text = `static int f0(int x) { return x; } ${levels}
int main(void) { int u, n = f12(1); if (n == 13) puts("defined"); if (f12(u) == 13) puts("undefined"); return 0; }`;
    expect(await bothWays(text)).toEqual(found('main:5'));
  });

  it('where parts of a variable overlap', async () => {
    const text = `union u { int i; char c[4]; float f; };
static int pick(int k) { union u v; v.c[1] = 1; return k ? v.c[1] : v.i; }
int main(void) { union u w; w.c[0] = 2; int n = pick(1); if (n == 1) puts("set"); if (w.c[0] == 2) puts("set too");
  if (pick(0) == 0x103) puts("unset"); if (w.f > 1) puts("big"); return 0; }`;
    expect(await bothWays(text)).toEqual(found('main:7', 'main:7'));
  });
});
