/** Where undefined values come from. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../replay/findings.ts';
import { compileProgram, findingsIn, runWith, wordsOf } from './run-program.fixture.ts';
import { findOrigins, type Trial } from './origins.ts';

function originText(finding: Finding): string {
  const own = finding.stack.find(({ libc }) => !libc);
  const origin = finding.kind === 'leak' ? undefined : finding.origin;
  if (origin?.kind === 'alloca')
    return `${own?.line}: ${origin.size} bytes of alloca() in ${origin.stack[0]?.function}:${origin.stack[0]?.line}`;
  if (origin?.kind === 'variable') return `${own?.line}: ${origin.variable.name} of ${origin.variable.function}`;
  const allocated = origin?.allocated.stack.find(({ libc }) => !libc);
  return `${own?.line}: ${origin ? `${origin.size} bytes of ${allocated?.function}:${allocated?.line}` : 'unknown'}`;
}

async function originsOf(text: string, ...flags: string[]): Promise<string[]> {
  const wasm = await compileProgram(`#include <stdlib.h>\n#include <string.h>\n#include <stdio.h>\n${text}`, ...flags);
  return findingsIn(wasm, await runWith(wasm))
    .filter(({ kind }) => kind === 'uninitialised-read')
    .map(originText);
}

describe('origins of undefined values', () => {
  it('are variables, whether or not their addresses are about', async () => {
    const text = `static int leaf(int i) { int a[4]; a[0] = 1; return a[i]; }
int main(int one, char **argv) {
  int x, z[10]; char text[16];
  if (x) puts("x");
  printf("%d\\n", z[one]);
  if (leaf(one)) puts("leaf");
  return strlen(text) > 3;
}`;
    expect(await originsOf(text)).toEqual(['7: x of main', '8: z of main', '9: a of leaf', '10: text of main']);
  });

  it('are allocations, through copies, arithmetic, calls and structs', async () => {
    const text = `struct pair { int a, b; };
static int *make(int n) { int *p = malloc(n * sizeof *p); return p; }
static int twice(int x) { return x * 2 + 1; }
static struct pair get(int *from) { struct pair p = { 1, *from }; return p; }
int main(int one, char **argv) {
  int *p = make(10), *q = malloc(48);
  memcpy(q, p, 40);
  if (twice(q[3]) > 4) puts("copied");
  struct pair r = get(q + 11);
  if (r.b) puts("struct");
  q = realloc(q, 80);
  if (q[15] == 3) puts("new");
  free(p); free(q); return 0;
}`;
    expect(await originsOf(text)).toEqual([
      '11: 40 bytes of make:5',
      '13: 48 bytes of main:9',
      '15: 80 bytes of main:14',
    ]);
  });

  it('are one of several where several took part', async () => {
    const text =
      'int main(int one, char **argv) { int a, b[2]; int *p = malloc(4);\nif ((a ^ b[one]) + *p) puts("mixed"); free(p); }';
    expect((await originsOf(text))[0]).toMatch(/^5: (a of main|b of main|4 bytes of main:4)$/);
  });

  it('are told the same each time', async () => {
    const wasm = await compileProgram(
      'int main(int one, char **argv) { int a, b[2]; if (a) return 1; if (b[one]) return 2; }',
    );
    const [first, second] = [await runWith(wasm), await runWith(wasm)];
    expect(findingsIn(wasm, first).map(originText)).toEqual(['1: a of main', '1: b of main']);
    expect(wordsOf(second.survey)).toEqual(wordsOf(first.survey));
  });

  it('are found in each process and thread', async () => {
    const text = `#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>
static void *work(void *p) { int own[4]; int *of = p; own[1] = 2;
  if (own[3] == 4) puts("own");
  if (of[2]) puts("of");
  return NULL; }
static void child(int *p) { int mine, *later = malloc(8);
  if (p[1]) puts("p");
  if (mine) puts("mine");
  if (later[1]) puts("later");
  free(later); }
int main(int one, char **argv) {
  int *p = malloc(12); pthread_t thread;
  if (fork() == 0) { child(p); _exit(0); }
  int *after = malloc(16);
  wait(NULL);
  if (after[one]) puts("after");
  pthread_create(&thread, NULL, work, p); pthread_join(thread, NULL);
  free(p); free(after); return 0;
}`;
    expect((await originsOf(text)).sort()).toEqual([
      '12: 12 bytes of main:17',
      '13: mine of child',
      '14: 8 bytes of child:11',
      '21: 16 bytes of main:19',
      '8: own of work',
      '9: 12 bytes of main:17',
    ]);
  });

  it('are arrays of variable length and what alloca() gave, also on a line of their own and in a thread', async () => {
    const text = `#include <alloca.h>
#include <pthread.h>
static int over(const int *v, int n) { int s = 0; for (int i = 0; i < n; i++) s += v[i] > 5; return s; }
static void *work(void *p) { int n = *(int *)p, own[n]; own[0] = n;
  if (over(own, n)) puts("own");
  return NULL; }
int main(int one, char **argv) {
  int n = one + 2; pthread_t thread;
  int a[n], b[n + 1]; char *c = alloca(n), d[n];
  if (a[1] > 3) puts("a");
  if (b[2] > 3) puts("b");
  if (c[2] > 3) puts("c");
  if (d[2] > 3) puts("d");
  for (int i = 0; i < 2; i++) { int inner[n], fixed[3]; inner[0] = fixed[0] = 1;
    if (over(inner, n)) puts("inner");
    if (over(fixed, 3)) puts("fixed"); }
  pthread_create(&thread, NULL, work, &n); pthread_join(thread, NULL);
}`;
    expect(await originsOf(text)).toEqual([
      '13: a of main',
      '14: b of main',
      '15: 3 bytes of alloca() in main:12',
      '16: d of main',
      '18: inner of main',
      '19: fixed of main',
      '8: own of work',
    ]);
  });

  it('come out of another process through shared memory, and what that has set has a value', async () => {
    const text = `#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
  int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int *mine = malloc(40), x; memcpy(shared, mine, 40);
  if (fork() == 0) { int *p = malloc(20); memcpy(shared + 5, p, 20); free(p); shared[3] = 0; shared[10] = x; _exit(0); }
  wait(NULL);
  if (shared[3]) puts("set");
  if (shared[2]) puts("mine");
  if (shared[6]) puts("p");
  if (shared[10]) puts("x");
  free(mine);
}`;
    expect(await originsOf(text)).toEqual(['13: 40 bytes of main:9', '14: 20 bytes of main:10', '15: x of main']);
  });
});

describe('findOrigins', () => {
  /** Findings by the numbers of the origins that take part in each; so many origins in all. */
  const search = (count: number, ...parts: readonly (readonly number[])[]): readonly (number | undefined)[] => {
    const findings = parts.map((_, index) => ({ key: `finding ${index}`, index, process: 0 }));
    const origins = Array.from({ length: count }, (_, i) => ({ process: 0, number: i + 1, words: [i + 1] }));
    const tryWith = (wanted: Uint8Array): Trial => {
      const isWanted = (number: number): boolean => ((wanted[number >> 3]! >> (number & 7)) & 1) === 1;
      return {
        origins: () => origins,
        found: new Set(findings.filter((_, i) => parts[i]!.some(isWanted)).map(({ key }) => key)),
      };
    };
    const found = findOrigins(findings, tryWith, () => false);
    return findings.map((finding) => found.get(finding)?.[0]);
  };

  it('spells numbers', () => {
    expect(search(1, [1])).toEqual([1]);
    expect(search(1000, [1], [512], [1000], [777], [2])).toEqual([1, 512, 1000, 777, 2]);
  });

  it('finds one where several spell nonsense', () => {
    expect(search(100, [5, 10], [64, 63])).toEqual([5, 63]);
    expect(search(10, [])).toEqual([undefined]);
  });
});
