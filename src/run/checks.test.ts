/** What a request may ask of the checker: redzones, the quarantine, failing allocations, an end at the first finding. */
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../trials/findings-of.ts';
import { DEFAULT_CHECKS, type CheckOptions } from '../trace/check-options.ts';
import { compileProgram, findingsIn, inputsOf, outputOf, recordsOf, summaryOf } from './run-program.fixture.ts';
import { DEFAULT_LIMITS, type RunResult } from './request.ts';
import { runProgram } from './run.ts';

const runChecked = (wasm: Uint8Array, checks: Partial<CheckOptions>): Promise<RunResult> =>
  runProgram({ wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS, checks: { ...DEFAULT_CHECKS, ...checks } });

const MAIN = '#include <stdio.h>\n#include <stdlib.h>\nint main(void) {\n';

describe('failing allocations', () => {
  const program = compileProgram(
    '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n' +
      'int main(void) { char *a = malloc(1), *b = calloc(2, 1), *c = strdup("x"), *d = realloc(a, 9);\n' +
      'printf("%d%d%d%d\\n", !a, !b, !c, !d); free(b); free(c); free(d ? d : a); }',
  );
  const outputs = async (failing: CheckOptions['failing']): Promise<string> =>
    outputOf((await runChecked(await program, failing ? { failing } : {})).survey);

  it('hits the nth that the program makes, in any function', async () => {
    expect(await outputs(undefined)).toBe('0000\n');
    const each = [1, 2, 3, 4, 5].map((n) => outputs({ kind: 'nth', n }));
    expect(await Promise.all(each)).toEqual(['1000\n', '0100\n', '0010\n', '0001\n', '0000\n']);
  });

  it('says which one it was, and finds nothing wrong with that', async () => {
    const wasm = await program;
    const result = await runChecked(wasm, { failing: { kind: 'nth', n: 2 } });
    if (result.end.kind === 'needs-input') throw new Error();
    const { failures, findings } = findingsOf(wasm, { ...result, end: result.end }, (path) => path);
    expect(failures).toMatchObject([{ number: 2, size: 2 }]);
    expect(failures[0]!.stack.find(({ libc }) => !libc)).toMatchObject({ function: 'main', line: 4 });
    expect(findings).toEqual([]);
  });

  it('strikes by chance, the same way for the same seed', async () => {
    const wasm = await compileProgram(
      MAIN + 'for (int i = 0; i < 400; i++) { char *p = malloc(8); putchar(p ? 49 : 48); free(p); }}',
    );
    const output = async (seed: number): Promise<string> =>
      outputOf((await runChecked(wasm, { failing: { kind: 'random', seed } })).survey);
    const [first, again, other] = [await output(1), await output(1), await output(2)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const failed = first.split('0').length - 1;
    expect(failed).toBeGreaterThan(20);
    expect(failed).toBeLessThan(100);
  });
});

describe('the quarantine', () => {
  it('keeps freed memory from reuse up to its size', async () => {
    const wasm = await compileProgram(
      MAIN + 'char *a = malloc(64); free(a); char *b = malloc(64); puts(a == b ? "reused" : "kept"); free(b); }',
    );
    expect(outputOf((await runChecked(wasm, {})).survey)).toBe('kept\n');
    expect(outputOf((await runChecked(wasm, { quarantineBytes: 0 })).survey)).toBe('reused\n');
  });

  it('gives memory back in whole: neighbours are joined, and what is too large is split', async () => {
    const wasm = await compileProgram(
      MAIN +
        'char *a = malloc(40), *b = malloc(40), *c = malloc(40), *end = malloc(1); free(c); free(a); free(b);\n' +
        'char *all = malloc(120); char *d = malloc(4);\n' +
        'printf("%d %d\\n", all == a, d == end + 32);\n' +
        'free(all); char *e = malloc(4), *f = malloc(4); printf("%td %td\\n", e - a, f - a);\n' +
        'free(d); free(e); free(f); free(end); }',
    );
    expect(outputOf((await runChecked(wasm, { quarantineBytes: 0 })).survey)).toBe('1 1\n0 32\n');
  });

  it('leaves it known what a dangling pointer led to, however its memory was joined since', async () => {
    const wasm = await compileProgram(
      MAIN +
        'char *a = malloc(40), *b = malloc(40), *c = malloc(40), *end = malloc(1); free(c); free(a); free(b);\n' +
        'a[0] = 1; b[39] = 1; c[20] = 1; free(b); free(end); end[0] = 1; }',
    );
    const found = findingsIn(wasm, await runChecked(wasm, { quarantineBytes: 0 }));
    expect(found.map((each) => (each.kind === 'leak' ? 'leak' : `${each.kind} ${each.block?.id}`))).toEqual([
      'use-after-free 1',
      'use-after-free 2',
      'use-after-free 3',
      'double-free 2',
      'use-after-free 4',
    ]);
  });
});

describe('redzones', () => {
  it('are as wide as asked for', async () => {
    const wasm = await compileProgram(MAIN + 'char *a = malloc(32), *b = malloc(32); a[1000] = 1; free(a); free(b); }');
    const kinds = async (redzoneBytes: number): Promise<string[]> =>
      findingsIn(wasm, await runChecked(wasm, { redzoneBytes })).map((finding) =>
        finding.kind === 'leak' ? 'leak' : `${finding.kind} ${finding.block?.id} ${finding.block?.bytes}`,
      );
    expect(await kinds(2048)).toEqual(['heap-buffer-overflow 1 968']);
    // There the nearest block is the other one.
    expect(await kinds(16)).toEqual(['heap-buffer-overflow 2 920']);
  });
});

describe('an end after so many findings', () => {
  it('is at the finding itself', async () => {
    const wasm = await compileProgram(
      MAIN + 'char *a = malloc(4);\na[4] = 1;\nputs("between");\na[5] = 1;\nputs("after"); free(a); }',
    );
    const first = await runChecked(wasm, { stopAfter: 1 });
    expect(first.end).toMatchObject({ kind: 'killed', reason: 'first-finding' });
    expect(findingsIn(wasm, first).map(summaryOf)).toEqual(['heap-buffer-overflow main:5']);
    expect(outputOf((await runChecked(wasm, { stopAfter: 2 })).survey)).toBe('between\n');
  });

  it('holds for undefined values too', async () => {
    const wasm = await compileProgram(MAIN + 'int x[3];\nif (x[1]) puts("yes");\nif (x[2]) puts("no"); }');
    const result = await runChecked(wasm, { stopAfter: 1 });
    expect(findingsIn(wasm, result).map(summaryOf)).toEqual(['uninitialised-read main:5']);
  });
});

describe('counts', () => {
  const counted = async (text: string): Promise<string[]> => {
    const wasm = await compileProgram(text);
    return findingsIn(wasm, await runChecked(wasm, {})).map((finding) =>
      finding.kind === 'leak' ? 'leak' : `${summaryOf(finding)} x${finding.count}`,
    );
  };

  it('are exact, and no place hides another', async () => {
    const text = MAIN + 'char *a = malloc(4);\nfor (int i = 0; i < 30011; i++) { a[4] = 1;\na[5] = 1; }\nfree(a); }';
    expect(await counted(text)).toEqual(['heap-buffer-overflow main:5 x30011', 'heap-buffer-overflow main:6 x30011']);
  });

  it('tell stacks apart', async () => {
    const text =
      '#include <stdlib.h>\nstatic void put(char *a) {\na[4] = 1; }\nint main(void) {\nchar *a = malloc(4);\n' +
      'for (int i = 0; i < 300; i++) put(a);\nfor (int i = 0; i < 70; i++) put(a);\nfree(a); }';
    expect(await counted(text)).toEqual(['heap-buffer-overflow put:3 x300', 'heap-buffer-overflow put:3 x70']);
  });

  it('take one call of a libc function for one use of an undefined value', async () => {
    const text = MAIN + 'int x[2];\nfor (int i = 0; i < 60; i++) printf("%d\\n", x[i & 1]); }';
    expect(await counted(text)).toEqual(['uninitialised-read main:5 x60']);
  });

  it('take few records', async () => {
    const wasm = await compileProgram(MAIN + 'char *a = malloc(4); for (int i = 0; i < 100000; i++) a[4] = 1; }');
    expect(recordsOf((await runChecked(wasm, {})).survey).length).toBeLessThan(500);
  });
});

it('finds writes to the headers of blocks of any size', async () => {
  // The shim packs sizes into shadow bytes: none of them may pass for a state of memory that others share.
  const wasm = await compileProgram(
    MAIN + 'for (int n = 1; n < 64; n++) { char *p = malloc(n); for (int i = 1; i <= 16; i++) p[-i] = 0; free(p); } }',
  );
  const { survey, end } = await runChecked(wasm, {});
  expect(end).toMatchObject({ kind: 'exit' });
  if (end.kind === 'needs-input') return;
  const kinds = findingsIn(wasm, { ...(await runChecked(wasm, {})), survey, end }).map(({ kind }) => kind);
  // What is nearer to the end of the block before, which has been freed, is a use of that one.
  expect(new Set(kinds)).toEqual(new Set(['heap-buffer-underflow', 'use-after-free']));
  expect(kinds.filter((kind) => kind === 'heap-buffer-underflow').length).toBeGreaterThan(0);
});
