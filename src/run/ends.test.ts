/** How programs end: exit codes, and every kind of trap with its line. */
import { describe, expect, it } from 'vitest';
import { outcomeOf } from './run-program.fixture.ts';

const exitOf = async (body: string): Promise<unknown> =>
  (await outcomeOf(`#include <stdlib.h>\n#include <unistd.h>\n#include <stdio.h>\n${body}`)).end;

describe('exit codes', () => {
  const cases: readonly (readonly [name: string, body: string, code: number])[] = [
    ['return from main', 'int main(void) { return 7; }', 7],
    ['main without a return', 'int main(void) { }', 0],
    ['void main', 'void main(void) { }', 0],
    ['exit in a function', 'static void leave(void) { exit(3); } int main(void) { leave(); return 1; }', 3],
    ['_Exit', 'int main(void) { _Exit(9); }', 9],
    ['EXIT_FAILURE', 'int main(void) { return EXIT_FAILURE; }', 1],
  ];
  for (const [name, body, code] of cases)
    it(name, async () => expect(await exitOf(body)).toMatchObject({ kind: 'exit', code }));

  it('come after atexit functions and the flushing of streams', async () => {
    const { end, output } = await outcomeOf(`#include <stdio.h>
#include <stdlib.h>
static void last(void) { printf("last"); }
int main(void) { atexit(last); printf("first "); exit(4); }`);
    expect(end).toMatchObject({ kind: 'exit', code: 4 });
    expect(output).toBe('first last');
  });
});

/** Line 5 does it, in `fault`, called from main. */
const faulty = (line: string, before = ''): string => `#include <stdlib.h>
#include <assert.h>
${before}
static int fault(volatile int zero, volatile int *p) {
  ${line}
  return 0;
}
int main(void) { return fault(0, 0); }
`;

describe('traps end the run, and the finding names the line', () => {
  const cases: readonly (readonly [name: string, line: string, reason: string, kind: string, before?: string])[] = [
    ['division by zero', 'return 1 / zero;', 'division-by-zero', 'division-by-zero'],
    ['unsigned remainder by zero', 'return 7u % (unsigned)zero;', 'division-by-zero', 'division-by-zero'],
    ['64-bit division by zero', 'return 1ll / zero;', 'division-by-zero', 'division-by-zero'],
    ['INT_MIN % -1', 'return (-2147483647 - 1 + zero) % (zero - 1);', 'integer-overflow', 'division-by-zero'],
    [
      '64-bit remainder by -1',
      'return (-9223372036854775807ll - 1 + zero) % (zero - 1);',
      'integer-overflow',
      'division-by-zero',
    ],
    ['INT_MIN / -1', 'return (-2147483647 - 1 + zero) / (zero - 1);', 'integer-overflow', 'division-by-zero'],
    ['write through null', 'p[1] = 5;', 'out-of-bounds', 'null-dereference'],
    ['read through null', 'return p[3];', 'out-of-bounds', 'null-dereference'],
    ['wild read', 'return *(volatile int *)(0x70000000u + zero);', 'out-of-bounds', 'trap'],
    ['wild write', '*(volatile char *)(0x10000000u + zero) = 1;', 'out-of-bounds', 'trap'],
    ['a read of the last address', 'return *(volatile int *)(0xfffffffcu + zero);', 'out-of-bounds', 'trap'],
    ['null function pointer', 'f(1);', 'null-function', 'trap', 'static int (*volatile f)(int);'],
    [
      'wild function pointer',
      'f(1);',
      'bad-function-pointer',
      'trap',
      'static int (*volatile f)(int) = (int (*)(int))123456;',
    ],
    ['__builtin_trap', '__builtin_trap();', 'unreachable', 'trap'],
  ];
  for (const [name, line, reason, kind, before] of cases)
    it(name, async () => {
      const { end, findings } = await outcomeOf(faulty(line, before));
      expect(end).toMatchObject({ kind: 'trap', reason });
      expect(findings).toEqual([`${kind} fault:5`]);
    });

  it.each([
    ['the engine’s stack is full', 1, 'return 0;'],
    ['the engine’s stack is full, in a program that forks', 1, 'return fork();'],
    ['the program’s stack is full', 90_000, 'return 0;'],
  ])('endless recursion: %s', async (_, size, otherwise) => {
    const { end, findings } = await outcomeOf(
      `#include <unistd.h>\nint deep(int n)\n{\n  int a[${size}];\n  a[0] = n + 1;\n  return deep(a[0]) + a[0];\n}
int main(int argc, char **argv) { (void)argv; if (argc == 9) { ${otherwise} } return deep(0); }\n`,
    );
    expect(end).toMatchObject({ kind: 'trap', reason: 'stack-overflow' });
    expect(findings).toEqual(['stack-overflow deep:3']);
  });

  it('endless recursion without frames', async () => {
    const { end, findings } = await outcomeOf(
      'volatile int v;\nint deep(int n) { v = n; return deep(n + 1) + v; }\nint main(void) { return deep(0); }\n',
      {},
      '-O1',
    );
    expect(end).toMatchObject({ kind: 'trap', reason: 'stack-overflow' });
    expect(findings[0]).toMatch(/^stack-overflow deep:2/);
  });

  it('keeps findings and output from before', async () => {
    const { findings, output } = await outcomeOf(`#include <stdio.h>
#include <stdlib.h>
int main(void) {
  puts("before");
  char *p = malloc(3);
  p[3] = 1;
  free(p);
  volatile int zero = 0;
  return 1 / zero;
}`);
    expect(output).toBe('before\n');
    expect(findings).toEqual(['heap-buffer-overflow main:6', 'division-by-zero main:9']);
  });
});

describe('abort', () => {
  it('is SIGABRT, and no finding by itself', async () => {
    const { end, findings } = await outcomeOf(faulty('abort();'));
    expect(end).toMatchObject({ kind: 'killed', reason: 'SIGABRT' });
    expect(findings).toEqual([]);
  });

  it('is how a failed assertion ends', async () => {
    const { end } = await outcomeOf(faulty('assert(zero == 1);'));
    expect(end).toMatchObject({ kind: 'killed', reason: 'SIGABRT' });
  });
});

describe('the world of a program', () => {
  it('has arguments and an environment', async () => {
    const { output, end } = await outcomeOf(
      `#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  for (int i = 0; i < argc; i++) printf("[%s]", argv[i]);
  printf(" %d %s %s", argv[argc] == NULL, getenv("HOME"), getenv("NONE") ? "set" : "unset");
  return argc;
}`,
      { arguments: ['name', '', 'a b', '汉字'], environment: { HOME: '/home/me' } },
    );
    expect(output).toBe('[name][][a b][汉字] 1 /home/me unset');
    expect(end).toMatchObject({ kind: 'exit', code: 4 });
  });
});
