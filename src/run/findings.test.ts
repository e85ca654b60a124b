/** What is found, how often, and that finding it leaves the program as it was. */
import { describe, expect, it } from 'vitest';
import { compileProgram, findingsIn, outcomeOf, runWith } from './run-program.fixture.ts';

describe('a finding', () => {
  it('leaves the locals of a function alone that calls nothing', async () => {
    const text = `#include <stdio.h>
#include <stdlib.h>
struct pair { int a, b; };
static int sum(struct pair *p) {
  return p->a +
         p->b;
}
int main(void) {
  struct pair *p = calloc(1, sizeof *p);
  free(p);
  printf("%d\\n", sum(p));
}`;
    for (const level of ['-O0', '-O1']) {
      const { end, findings } = await outcomeOf(text, {}, level);
      expect(end).toMatchObject({ kind: 'exit', code: 0 });
      expect(findings.sort()).toEqual(['use-after-free sum:5', 'use-after-free sum:6']);
    }
  });

  it('is one for each call of libc, however many bytes it touches', async () => {
    const text = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
  char *word = malloc(4);
  strcpy(word, "too long");
  snprintf(word, 12, "%d-%s", 12345, "more");
  free(word);
}`;
    const { findings } = await outcomeOf(text);
    expect(findings).toEqual(['heap-buffer-overflow main:6', 'heap-buffer-overflow main:7']);
  });

  it('is one for its callers, however deep a recursion was', async () => {
    const text = `#include <stdlib.h>
static int *memo;
static int sum(int n) {
  return n == 0 ? 0 : memo[n] + sum(n - 1);
}
int main(void) {
  memo = malloc(4);
  int total = sum(3) & 0;
  total += sum(2) & 0;
  free(memo);
  return total;
}`;
    const wasm = await compileProgram(text);
    const found = findingsIn(wasm, await runWith(wasm)).map((one) => [one.kind, one.kind === 'leak' ? 0 : one.count]);
    expect(found).toEqual([
      ['heap-buffer-overflow', 1],
      ['heap-buffer-overflow', 2],
      ['heap-buffer-overflow', 1],
      ['heap-buffer-overflow', 1],
    ]);
  });

  it('is made of bytes that go to a file only if none has a value', async () => {
    const text = `#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(void) {
  struct { char name[40]; int age; } record;
  strcpy(record.name, "Ada");
  record.age = 36;
  char *nothing = malloc(10);
  int out = open("out.bin", O_CREAT | O_WRONLY, 0600);
  write(out, &record, sizeof record);
  write(out, nothing, 10);
  close(out);
  free(nothing);
}`;
    expect((await outcomeOf(text)).findings).toEqual(['uninitialised-read main:12']);
  });

  it('is made of a stream that was never closed', async () => {
    const text = `#include <stdio.h>
int main(void) {
  FILE *out = fopen("out.txt", "w");
  return fputs("text", out) < 0;
}`;
    expect((await outcomeOf(text)).findings).toEqual(['leak main:3']);
  });
});
