/** Blocks still live at the end: the host reads what the allocator wrote into shadow bytes. */
import { describe, expect, it } from 'vitest';
import { compileProgram, findingsIn, runWith } from './run-program.fixture.ts';

describe('live blocks', () => {
  it('are found behind freed, large and aligned ones, with their sizes', async () => {
    const wasm = await compileProgram(`#include <stdlib.h>
int main(void) {
  free(malloc(1000));
  malloc(0);
  malloc(100000);
  aligned_alloc(4096, 8192);
  free(malloc(17));
  malloc(33);
}`);
    const found = findingsIn(wasm, await runWith(wasm));
    expect(found.map((one) => [one.kind, one.kind === 'leak' && one.bytes]).sort()).toEqual(
      [0, 100000, 8192, 33].map((bytes) => ['leak', bytes]).sort(),
    );
  });

  it('know the stack that allocated them, however many stacks there are', async () => {
    // 4 ways on each of 9 levels: more than the 18 bits that the first part of a header's stack number holds.
    const wasm = await compileProgram(`#include <stdlib.h>
static void *last;
static void down(int level, int path) {
  if (level == 0) {
    void *block = malloc(path == 0x3ffff ? 77 : 1);
    if (path != 0x3ffff) free(block);
    return;
  }
  switch (path >> 2 * (level - 1) & 3) {
  case 0: down(level - 1, path); break;
  case 1: down(level - 1, path); break;
  case 2: down(level - 1, path); break;
  case 3:
    down(level - 1, path);
    break;
  }
}
int main(void) {
  for (int path = 0; path < 1 << 18; path++) down(9, path);
}`);
    const [leak, ...others] = findingsIn(wasm, await runWith(wasm));
    expect(others).toEqual([]);
    expect(leak).toMatchObject({ kind: 'leak', bytes: 77 });
    const lines = leak!.stack.filter(({ libc }) => !libc).map(({ line }) => line);
    expect(lines).toEqual([5, ...Array<number>(9).fill(14), 19]);
  });
});
