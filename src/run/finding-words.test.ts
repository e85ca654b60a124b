/** What findings say about the variables and pointers of the program. */
import { describe, expect, it } from 'vitest';
import { reportMessages } from '../report/messages.ts';
import { compileProgram, findingsIn, runWith } from './run-program.fixture.ts';

async function titlesOf(text: string, ...flags: string[]): Promise<string[]> {
  const wasm = await compileProgram(`#include <stdlib.h>\n#include <string.h>\n${text}`, ...flags);
  return findingsIn(wasm, await runWith(wasm))
    .filter(({ kind }) => kind !== 'leak')
    .map((finding) => reportMessages('en').title(finding));
}
const inMain = (text: string): Promise<string[]> => titlesOf(`int main(int one, char **argv) {\n${text}\n}`);

describe('variables in findings', () => {
  it('are named with type and index where an array was missed', async () => {
    expect(await inMain('char buf[8]; buf[7 + one] = 1; buf[-one] = 1; memset(buf, 0, 8 + one);')).toEqual([
      'write of 1 byte, right after variable buf of main() (buf is char[8], index 8)',
      'write of 1 byte, 1 byte before variable buf of main() (buf is char[8], index -1)',
      'write of 9 bytes, right after variable buf of main() (buf is char[8])',
    ]);
  });

  it('are found in functions that call nothing, and in those further out', async () => {
    const text = `static int leaf(int i) { int a[4] = {1, 2, 3, 4}; return a[i]; }
static void fill(long *to, int n) { for (int i = 0; i < n; i++) to[i] = i; }
int main(int one, char **argv) { long sums[3]; leaf(3 + one); fill(sums, 3 + one); return 0; }`;
    expect(await titlesOf(text)).toEqual([
      'read of 4 bytes, right after variable a of leaf() (a is int[4], index 4)',
      'write of 4 bytes, right after variable sums of main() (sums is long[3], index 3)',
    ]);
  });

  it('are those of the file, and statics of functions', async () => {
    const text = `static int table[5];
int main(int one, char **argv) { static char seen[3]; table[5 + one] = 1; seen[2 + one] = 1; return 0; }`;
    expect(await titlesOf(text)).toEqual([
      'write of 4 bytes, 4 bytes after variable table (table is int[5], index 6)',
      'write of 1 byte, right after variable seen of main() (seen is char[3], index 3)',
    ]);
  });

  it('are named when their scope or function has ended, even after other calls', async () => {
    const text = `static char *make(void) { char local[20]; strcpy(local, "hi"); char *volatile q = local; return q; }
static void other(int depth) { char x[64]; memset(x, depth, 64); if (depth) other(depth - 1); }
int main(int one, char **argv) {
  char *made = make(); other(3); made[one] = 1;
  int *escaped; { int inner = one; escaped = &inner; } return *escaped; }`;
    expect(await titlesOf(text)).toEqual([
      'write of 1 byte, 1 byte inside variable local of make() (local is char[20], index 1), and make() has returned',
      'read of 4 bytes, in variable inner of main() (inner is int), whose scope has ended',
    ]);
  });

  it('are those whose address the index was added to, wherever that leads', async () => {
    const text = `static int scores[10]; static char rest[2000]; static _Thread_local long slots[3];
int main(int one, char **argv) { int week[7] = {1}; char notes[500]; memset(notes, 0, 500);
  week[60 * one] = 1; rest[0] = week[-40 * one]; scores[100 * one] = 2; slots[2 + one] = 3; return (week + 9)[one]; }`;
    expect(await titlesOf(text)).toEqual([
      'write of 4 bytes, 212 bytes after variable week of main() (week is int[7], index 60)',
      'read of 4 bytes, 160 bytes before variable week of main() (week is int[7], index -40)',
      'write of 4 bytes, 360 bytes after variable scores (scores is int[10], index 100)',
      'write of 4 bytes, right after variable slots (slots is long[3], index 3)',
      'read of 4 bytes, 12 bytes after variable week of main() (week is int[7], index 10)',
    ]);
  });

  it('are none that optimised code only comes by, on its way from one thread-local variable to another', async () => {
    const text = `static _Thread_local char *first, *second;
int main(void) { first = malloc(1); second = malloc(2); second = NULL; return first == second; }`;
    expect(await titlesOf(text, '-O2')).toEqual([]);
  });

  it('are arrays of variable length, with the size that they have', async () => {
    const text = `static void fill(int *to, int n) { for (int i = 0; i <= n; i++) to[i] = i; }
int main(int one, char **argv) { int n = one + 4; int first[n]; char name[n + 2]; double *room = __builtin_alloca(24 * one);
  fill(first, n); memset(name, 0, n + 3); name[-one] = 1; room[2 + one] = 1; return 0; }`;
    expect(await titlesOf(text)).toEqual([
      'write of 4 bytes, right after variable first of main() (first is int[5], index 5)',
      'write of 8 bytes, right after variable name of main() (name is char[7])',
      'write of 1 byte, 1 byte before variable name of main() (name is char[7], index -1)',
      expect.stringMatching(/^write of 8 bytes outside of a local variable, at 0x\w+$/),
    ]);
  });

  it('are named when they are freed', async () => {
    expect((await inMain('char buf[8]; char *volatile p = buf + one; free(p);'))[0]).toMatch(
      /^free\(\) of 0x\w+, which is in variable buf of main\(\)$/,
    );
  });

  it('are named where they are constant and written, or freed; literals by their type', async () => {
    expect(await inMain('char *s = "ab"; free(s); s[one] = 0;')).toEqual([
      expect.stringMatching(/^free\(\) of 0x\w+, which is in a string literal \(char\[3\]\)$/),
      'write of 1 byte in a string literal (char[3]), which can’t be changed',
    ]);
    const text = 'int main(int one, char **argv) { static const int t[2] = {1, 2}; ((int *)t)[one] = 0; return 0; }';
    expect(await titlesOf(text)).toEqual(['write of 4 bytes in constant t of main(), which can’t be changed']);
  });
});

describe('pointers in findings', () => {
  it('name elements and members', async () => {
    const text = `struct node { int value; struct node *next; };
int main(int one, char **argv) {
  int *p = malloc(40); p[9 + one] = 1;
  struct node *n = malloc(4); n->next = 0;
  free(p); p[2] = 1; free(p); free(&n->value + one); free(n); return 0; }`;
    expect(await titlesOf(text)).toEqual([
      'write of 4 bytes at p[10], right after a 40-byte block',
      'write of 4 bytes at n->next, right after a 4-byte block',
      'write of 4 bytes at p[2], 8 bytes inside a 40-byte block that has been freed',
      'free(p) of a 40-byte block that has been freed already',
      'free(&n->next) of an address right after a 4-byte block',
    ]);
  });

  it('are left out where two are as likely', async () => {
    expect(await inMain('char *p = malloc(4), *q = p; q[3 + one] = 1; free(p);')).toEqual([
      'write of 1 byte, right after a 4-byte block',
    ]);
  });
});
