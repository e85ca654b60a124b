/** Programs that bring their own malloc family: over libc's, and over an array of their own. */
import { describe, expect, it } from 'vitest';
import { compileProgram, findingsIn, outputOf, recordsOf, runWith, summaryOf } from './run-program.fixture.ts';

describe('a malloc over __libc_malloc', () => {
  const COUNTING = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
extern void *__libc_malloc(size_t);
extern void __libc_free(void *);
static int calls;
void *malloc(size_t n) { calls++; return __libc_malloc(n); }
void free(void *p) { calls--; __libc_free(p); }
int main(void) {
  char *kept = malloc(24);
  char *lost = malloc(30);
  strcpy(kept, "kept");
  char *copy = strdup(kept);
  printf("%s %d\\n", copy, calls >= 3);
  free(copy);
  free(kept);
  kept[0] = 'x';
  lost = NULL;
  return 0;
}
`;

  it('is called by the program and by libc, and its blocks are followed', async () => {
    const wasm = await compileProgram(COUNTING);
    const result = await runWith(wasm);
    expect(result.end).toMatchObject({ kind: 'exit', code: 0 });
    expect(outputOf(result.survey)).toBe('kept 1\n');
    const found = findingsIn(wasm, result);
    expect(found.map(({ kind }) => kind)).toEqual(['use-after-free', 'leak']);
    expect(summaryOf(found[0]!)).toBe('use-after-free main:17');
    const leak = found[1]!;
    expect(leak).toMatchObject({ bytes: 30, blocks: 1, leak: 'definitely-lost' });
    const lines = leak.stack.filter(({ libc }) => !libc).map((at) => `${at.function}:${at.line}`);
    expect(lines).toEqual(['malloc:7', 'main:11']);
  });
});

describe('a malloc over a static array', () => {
  const ARENA = `#include <stddef.h>
#include <stdio.h>
#include <string.h>
static char arena[1 << 20];
static size_t used;
static int given, taken;
void *malloc(size_t n) {
  size_t *block = (size_t *)(arena + used);
  used += (n + 2 * sizeof(size_t) + 15) & ~(size_t)15;
  if (used > sizeof arena) return NULL;
  given++;
  *block = n;
  return block + 2;
}
void free(void *p) { if (p) taken++; }
void *calloc(size_t n, size_t size) { void *p = malloc(n * size); return p ? memset(p, 0, n * size) : p; }
void *realloc(void *p, size_t n) {
  void *made = malloc(n);
  if (p) memcpy(made, p, ((size_t *)p)[-2] < n ? ((size_t *)p)[-2] : n);
  return made;
}
int main(void) {
  char *text = strdup("hello");
  text = realloc(text, 100);
  strcat(text, " world");
  int *zeros = calloc(10, sizeof(int));
  printf("%s %d %d\\n", text, zeros[9], given >= 3);
  free(text);
  free(text);
  return arena[sizeof arena - 1];
}
`;

  it('works, and nothing is said of a heap that is not there', async () => {
    const wasm = await compileProgram(ARENA);
    const result = await runWith(wasm);
    expect(outputOf(result.survey)).toBe('hello world 0 1\n');
    expect(result.end).toMatchObject({ kind: 'exit', code: 0 });
    expect(findingsIn(wasm, result).map(summaryOf)).toEqual([]);
    const users = recordsOf(result.survey).filter((record) => record.kind === 'allocate' && record.size === 100);
    expect(users).toEqual([]);
  });

  it('is refused nothing by the linker when only malloc is its own', async () => {
    const wasm = await compileProgram(`#include <stdio.h>
#include <stdlib.h>
static char arena[4096];
static size_t used;
void *malloc(size_t n) { void *p = arena + used; used += (n + 15) & ~15u; return p; }
int main(void) { char *p = malloc(10), *q = calloc(4, 4); p[9] = 1; q[15] = 2; free(q); return p[9] + q[0] * 0; }
`);
    const result = await runWith(wasm);
    expect(result.end).toMatchObject({ kind: 'exit' });
    expect(findingsIn(wasm, result).map(summaryOf)).toEqual(['use-after-free main:6']);
  });
});
