/** Programs that write wherever they can: their findings are still there and readable. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Layout } from '../instrument/memory-layout.ts';
import type { Finding } from '../replay/findings.ts';
import {
  compileProgram,
  findingsIn,
  outputOf,
  recordsOf,
  runWith,
  summaryOf,
  type Given,
} from './run-program.fixture.ts';
import type { RunResult } from './request.ts';

/**
 * Loses a block and frees one twice, then writes through a wild pointer: argv[1] says how, argv[2] where it begins, argv[3] the
 * stride, argv[4] how often. Compiled with -O1, so that its own variables aren't in the memory it overwrites.
 */
const WRITER = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static char *volatile p;
__attribute__((noinline)) static void lose(void) { p = malloc(77); p[0] = 1; }
__attribute__((noinline)) static void twice(void) { p = malloc(5); free(p); free(p); }
int main(int argc, char **argv) {
  unsigned at = strtoul(argv[2], 0, 0), stride = strtoul(argv[3], 0, 0), times = strtoul(argv[4], 0, 0);
  char how = argv[1][0];
  lose();
  twice();
  write(1, "armed\\n", 6);
  for (unsigned i = 0; i < times; i++, at += stride) {
    switch (how) {
    case 'b': *(volatile char *)at = 0x5a; break;
    case 'l': *(volatile long long *)at = -1; break;
    case 'd': *(volatile double *)at = 0.1; break;
    case 's': memset((void *)at, 0x5a, stride); break;
    case 'c': memcpy((void *)at, argv[0], 4); break;
    case 'm': memmove((void *)at, (void *)(at + 8), stride); break;
    case 'p': sprintf((char *)at, "%d", (int)i); break;
    case 'g': fgets((char *)at, 100, stdin); break;
    case 'r': read(0, (void *)at, stride); break;
    case 'f': free((void *)at); break;
    }
  }
  write(1, "survived\\n", 9);
  _exit(5);
}
`;

let wasm: Uint8Array;
beforeAll(async () => {
  wasm = await compileProgram(WRITER, '-O1');
});

async function write(how: string, at: number, stride: number, times: number, given: Given = {}): Promise<RunResult> {
  const words = [at, stride, times].map((number) => `0x${(number >>> 0).toString(16)}`);
  const stdin = `${'Z'.repeat(90)}\n`.repeat(20);
  return runWith(wasm, { arguments: ['hostile', how, ...words], stdin, ...given });
}

/** The recording is whole, and starts with what was found before the mischief. */
function expectReadable(result: RunResult): readonly Finding[] {
  expect(recordsOf(result.survey).length).toBeGreaterThan(5);
  expect(outputOf(result.survey)).toMatch(/^armed\n/);
  const found = findingsIn(wasm, result);
  expect(summaryOf(found[0]!)).toBe('double-free twice:7');
  return found;
}

const { LIMIT, RESERVED_BASE, NODES_BASE, NODE_HASH_BASE, SEEN_BASE, SLOTS_BASE, RING_BASE, STATE_BASE } = Layout;

describe('wild writes', () => {
  const places: Record<string, number> = {
    ...{ NODES_BASE, NODE_HASH_BASE, SEEN_BASE, SLOTS_BASE, RING_BASE, STATE_BASE },
    'the word before the reserved region': RESERVED_BASE - 4,
    'the end of memory': LIMIT - 4,
    'shadow memory': LIMIT,
    'the shadow of the reserved region': LIMIT + RING_BASE,
    'the end of shadow memory': 2 * LIMIT - 4,
    'past all memory': 2 * LIMIT,
    'the last address': 0xfffffffc,
  };
  for (const [name, at] of Object.entries(places))
    it(`to ${name} end the program and nothing else`, async () => {
      for (const how of 'bldscmpg') {
        const result = await write(how, at, 16, 1);
        const found = expectReadable(result);
        expect(result.end, how).toMatchObject({ kind: 'trap', reason: 'out-of-bounds' });
        expect(found.length, how).toBeGreaterThanOrEqual(2);
        // A copy from behind the last address comes from address 0.
        expect(found.at(-1)!.kind, how).toMatch(/^(trap|null-dereference)$/);
      }
      // The system call itself refuses (EFAULT), as Linux does.
      const result = await write('r', at, 16, 1);
      expectReadable(result);
      expect(result.end).toMatchObject({ kind: 'exit', code: 5 });
    });

  it('over the stack, all globals and the heap leave the findings', async () => {
    // From the first globals up, past the heap's end.
    for (const [how, stride] of [
      ['b', 61],
      ['l', 200],
      ['s', 4096],
      ['p', 509],
    ] as const) {
      const result = await write(how, 0x100000, stride, 0xfffff, { limits: { steps: 3e6 } });
      const found = expectReadable(result);
      expect(found.length, how).toBeGreaterThan(1);
      expect(['trap', 'limit', 'exit'], how).toContain(result.end.kind);
    }
  });

  it('of huge sizes end the program', async () => {
    for (const [how, at] of [
      ['s', 0x200000],
      ['m', 0x200000],
      ['s', RESERVED_BASE],
      ['r', 0x200000],
    ] as const) {
      const found = expectReadable(await write(how, at, 0xf0000000, 1));
      expect(found.length).toBeGreaterThan(1);
    }
  });

  it('through free are refused wherever they point', async () => {
    for (const at of [1, 16, 0x100000, 0x900001, RESERVED_BASE, STATE_BASE, LIMIT, 2 * LIMIT + 8, 0xfffffff0]) {
      const found = expectReadable(await write('f', at, 16, 3));
      expect(found.map(({ kind }) => kind)).toContain('invalid-free');
    }
  });
});

/** What a library function writes to when it is told to: `at` is where. */
const ROUTES: Readonly<Record<string, string>> = {
  strcpy: 'strcpy(at, "overwritten")',
  strncpy: 'strncpy(at, "over", 32)',
  strcat: 'strcat(at, "overwritten")',
  stpcpy: 'stpcpy(at, "overwritten")',
  memccpy: 'memccpy(at, "overwritten", 0, 12)',
  bzero: 'bzero(at, 64)',
  wmemset: "wmemset(at, L'Z', 16)",
  mbstowcs: 'mbstowcs(at, "overwritten", 12)',
  snprintf: 'snprintf(at, 64, "%040d", 7)',
  'printf %n': 'sprintf(text, "abc%n", (int *)at)',
  'sscanf %s': 'sscanf("overwritten", "%s", (char *)at)',
  'sscanf %d': 'sscanf("12", "%d", (int *)at)',
  'sscanf %lf': 'sscanf("1.5", "%lf", (double *)at)',
  'sscanf %[': 'sscanf("aaaa", "%[a]", (char *)at)',
  scanf: 'scanf("%60s", (char *)at)',
  strtol: 'strtol("12x", at, 10)',
  strtod: 'strtod("1.5x", at)',
  strtok_r: 'strtok_r(text, ",", at)',
  strsep: 'strsep(at, ",")',
  fread: 'fread(at, 1, 64, stdin)',
  getline: 'getline(at, (size_t *)text, stdin)',
  gets: 'gets(at)',
  qsort: 'qsort(at, 16, 4, order)',
  bsearch: 'bsearch(text, at, 16, 4, order)',
  time: 'time(at)',
  clock_gettime: 'clock_gettime(CLOCK_REALTIME, at)',
  gettimeofday: 'gettimeofday(at, 0)',
  localtime_r: 'localtime_r(&(time_t){86400}, at)',
  asctime_r: 'asctime_r(localtime(&(time_t){86400}), at)',
  strftime: 'strftime(at, 64, "%Y-%m-%d", localtime(&(time_t){86400}))',
  frexp: 'frexp(10.5, at)',
  modf: 'modf(10.5, at)',
  stat: 'stat(".", at)',
  getcwd: 'getcwd(at, 64)',
  posix_memalign: 'posix_memalign(at, 64, 64)',
  realloc: 'realloc(at, 100)',
  setvbuf: 'setvbuf(stdout, at, _IOFBF, 1024), puts("through the buffer"), fflush(stdout)',
  sigaction: 'sigaction(SIGUSR1, 0, at)',
  sigfillset: 'sigfillset(at)',
  setjmp: 'setjmp(*(jmp_buf *)at)',
  longjmp: 'longjmp(*(jmp_buf *)at, 1)',
  pipe: 'pipe(at)',
  'a struct': '*(struct large *)at = (struct large){{1}}',
  'an atomic': '__atomic_store_n((int *)at, -1, __ATOMIC_SEQ_CST)',
  'a function pointer': '((void (*)(void))at)()',
};

describe('a library function that is told to write', () => {
  /** Of the shim: its records, the calls in progress, its state, the stacks it knows, and what it knows of each byte. */
  const targets = { RING_BASE, SLOTS_BASE, STATE_BASE, NODES_BASE, shadow: LIMIT + 0x100000 };
  const cases = Object.values(ROUTES).map((route, i) => `case ${i}: (void)(${route}); break;`);
  const text = `#include <setjmp.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
char *gets(char *);
struct large { int numbers[40]; };
static char text[64] = "a,b,c";
static char *volatile p;
static int order(const void *a, const void *b) { return memcmp(a, b, 4); }
__attribute__((noinline)) static void twice(void) { p = malloc(5); free(p); free(p); }
int main(int argc, char **argv) {
  void *at = (void *)strtoul(argv[2], 0, 0);
  twice();
  write(1, "armed\\n", 6);
  switch (atoi(argv[1])) {
${cases.join('\n')}
  }
  p = malloc(argc);
  p[argc] = 1;
  _exit(5);
}
`;
  let program: Uint8Array;
  beforeAll(async () => {
    program = await compileProgram(text, '-w');
  });

  it.each(Object.keys(ROUTES))('by way of %s hides nothing', async (name) => {
    const index = Object.keys(ROUTES).indexOf(name);
    for (const [where, at] of Object.entries(targets)) {
      const result = await runWith(program, {
        arguments: ['hostile', String(index), `0x${at.toString(16)}`],
        stdin: 'ZZZZZZZZZZZZZZZZ\n'.repeat(20),
      });
      expect(outputOf(result.survey), where).toMatch(/^armed\n/);
      const found = findingsIn(program, result);
      expect(summaryOf(found[0]!), where).toMatch(/^double-free twice:/);
      // Either that was the end, or what follows is seen as ever.
      if (result.end.kind === 'exit')
        expect(
          found.map(({ kind }) => kind),
          where,
        ).toContain('heap-buffer-overflow');
      else expect(found.length, where).toBeGreaterThan(1);
    }
  });
});

describe('a heap that fills all there is', () => {
  it('ends before the region of the recording, and so does an overflow of its last block', async () => {
    const program = await compileProgram(
      `#include <stdlib.h>
int main(void) {
  char *p, *last = malloc(3);
  // Large alignments leave gaps that cost nothing.
  for (unsigned alignment = 1u << 28; alignment >= 16; alignment >>= 1)
    while ((p = aligned_alloc(alignment, 16))) last = p;
  for (char *at = last; at < (char *)${RESERVED_BASE + 4096}u; at += 64)
    *(volatile long long *)at = -1;
  return 7;
}`,
      '-O1',
    );
    const result = await runWith(program, { limits: { memoryBytes: 2 ** 31 } });
    const found = findingsIn(program, result).filter(({ kind }) => kind !== 'out-of-memory' && kind !== 'leak');
    expect(found.map(summaryOf)).toEqual(['heap-buffer-overflow main:8', 'trap main:8']);
    expect(result.end).toMatchObject({ kind: 'trap', reason: 'out-of-bounds' });
  });
});

describe('a stack pointer sent astray', () => {
  it('by arrays of negative size does not reach the recording', async () => {
    for (const size of [-100000, -0x1c100000, -0x1ffe0000, -0x40000000]) {
      const program = await compileProgram(`#include <stdlib.h>
static int use(volatile char *p) { volatile int local[64]; for (int i = 0; i < 64; i++) local[i] = -1; return local[5] + (p != 0); }
int main(void) {
  char *p = malloc(3);
  free(p);
  free(p);
  volatile int n = ${size};
  char astray[n];
  return use(astray);
}`);
      const result = await runWith(program);
      const found = findingsIn(program, result);
      expect(summaryOf(found[0]!), String(size)).toBe('double-free main:6');
    }
  });
});
