/** A function is called as another type than it has: what native programs print, and no finding. */
import { expect, it } from 'vitest';
import { outcomeOf } from './run-program.fixture.ts';

const PROGRAM = `#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static void handler() { puts("handled"); }
static int cleanup(void) { puts("cleaned"); return 1; }
static int compare(const char **a, const char **b) { return strcmp(*a, *b); }
static int add(int a, int b) { return a + b; }
static double mixed(int a, double x, int b) { return a * 100 + x + b; }
static void takes_double(double d) { (void)d; }
static void each(void **items, int n, void (*f)()) { for (int i = 0; i < n; i++) f(items[i]); }
int main(void) {
  signal(SIGUSR1, handler);
  raise(SIGUSR1);
  atexit((void (*)(void))cleanup);
  void *items[] = {malloc(4), malloc(8)};
  each(items, 2, free);
  const char *names[] = {"b", "a"};
  qsort(names, 2, sizeof *names, (int (*)(const void *, const void *))compare);
  int (*volatile wide)(int) = (int (*)(int))cleanup;
  long long (*volatile as_long)(int, int, int) = (long long (*)(int, int, int))add;
  double (*volatile reordered)(double, int, int) = (double (*)(double, int, int))mixed;
  int (*volatile nothing)(int) = (int (*)(int))takes_double;
  printf("%s %d", names[0], wide(3));
  printf(" %d %g\\n", (int)as_long(1, 2, 3), reordered(0.5, 2, 3));
  nothing(1);
  return 0;
}
`;

it.each(['-O0', '-O1'])('%s', async (level) => {
  const { output, findings, end } = await outcomeOf(PROGRAM, {}, level);
  expect(output).toBe('handled\ncleaned\na 1 3 203.5\ncleaned\n');
  expect(findings).toEqual([]);
  expect(end).toMatchObject({ kind: 'exit', code: 0 });
});
