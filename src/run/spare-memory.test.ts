/** A run's memory serves the next one, if all that was written to it is known: then it is as new. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryPages } from '../instrument/memory-import.ts';
import type { Density } from '../instrument/options.ts';
import { compileProgram, findingsIn, requestOf, runWith, type Given } from './run-program.fixture.ts';
import { runProgram } from './run.ts';
import { takeMemory } from './spare-memory.ts';

/** Globals, deep frames of all kinds, blocks that are freed, kept and zeroed, libc's large frames, input and files. */
const BUSY = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static char global[3000] = "text";
static int sum(int depth, char *above) {
  char mine[depth % 50 + 1], *more = __builtin_alloca(24);
  memset(mine, depth, sizeof mine);
  strcpy(more, "alloca");
  return depth == 0 ? above[0] : sum(depth - 1, mine) + more[0];
}
int main(void) {
  struct { char c; int i; } a = {1, 2}, b;
  memcpy(&b, &a, sizeof a);
  char line[100];
  while (fgets(line, sizeof line, stdin)) printf("%s %f\\n", line, strlen(line) / 3.0);
  FILE *out = fopen("out.txt", "w+");
  for (int i = 0; i < 5000; i++) {
    char *block = i % 3 ? malloc(i % 700) : calloc(i % 90, 3);
    if (i % 3 == 0 || i % 700 == 0) global[i % sizeof global] = block != 0;
    else memset(block, i, i % 700);
    if (i % 10) free(block);
    fprintf(out, "%d %p\\n", i, (void *)block);
  }
  fclose(out);
  printf("%d %d\\n", sum(300, line), global[3]);
  return 0;
}
`;
/** Copies a value that was never set: followed bit by bit, and nothing depends on it. */
const UNDEFINED = BUSY.replace('char line[100];', 'char line[100]; volatile int unset, copy; copy = unset;');

/** Mappings of all kinds, some of which are given back, and processes that wait in deep calls, end in handlers, and leave children behind. */
const PROCESSES = `#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>
struct shared { sem_t turn; int count; char text[9000]; } *shared;
static void handle(int signal) { _exit(signal); }
static int deep(int depth) {
  char mine[depth + 1];
  memset(mine, depth, sizeof mine);
  if (depth > 0) return deep(depth - 1) + mine[depth / 2];
  sem_wait(&shared->turn);
  usleep(10);
  shared->text[shared->count++] = 'a';
  return sem_post(&shared->turn);
}
int main(void) {
  int kinds = PROT_READ | PROT_WRITE;
  shared = mmap(NULL, sizeof *shared, kinds, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(&shared->turn, 1, 1);
  char *gone = mmap(NULL, 200000, kinds, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(gone, 'g', 200000);
  munmap(gone, 150000);
  int id = shmget(IPC_PRIVATE, 5000, IPC_CREAT | 0600);
  char *once = shmat(id, NULL, 0), *twice = shmat(id, NULL, 0);
  for (int i = 0; i < 2; i++)
    if (fork() == 0) {
      char *own = malloc(30000);
      memset(own, i, 30000);
      strcpy(i == 0 ? twice : once, "written by a child");
      deep(20 + i);
      free(own);
      signal(SIGTERM, handle);
      raise(i == 0 ? SIGTERM : SIGKILL);
    }
  deep(30);
  wait(NULL);
  mprotect(shared, 4096, PROT_READ);
  printf("%d %s\\n", shared->count, once);
  shmdt(twice);
  shmctl(id, IPC_RMID, NULL);
  return 0;
}
`;

let made = 0;
beforeEach(() => {
  const { Memory } = WebAssembly;
  made = 0;
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (descriptor) {
    made++;
    return new Memory(descriptor);
  });
});
afterEach(() => vi.restoreAllMocks());

/** How many memories were made for the work. */
async function memoriesFor(work: () => unknown): Promise<number> {
  const before = made;
  await work();
  return made - before;
}

function firstNotZero(memory: WebAssembly.Memory): number {
  const words = new Uint32Array(memory.buffer);
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return 4 * i;
  return -1;
}

/** All that are kept. */
function takeAll(density: Density): WebAssembly.Memory[] {
  const taken: WebAssembly.Memory[] = [];
  for (const before = made; made === before;) taken.push(takeMemory(memoryPages(density)));
  return taken.slice(0, -1);
}

/** After work that leaves so many memories. */
async function expectAsNew(density: Density, work: () => unknown, count = 1): Promise<void> {
  takeAll(density);
  await work();
  expect(takeAll(density).map(firstNotZero)).toEqual(new Array(count).fill(-1));
}

describe('the memory of a run', () => {
  const given: Given = { stdin: 'one line\nand another\n' };

  it('is as new after a survey', async () => {
    const wasm = await compileProgram(BUSY);
    await expectAsNew('survey', () => runWith(wasm, given));
  });

  it('is as new after a window, and after a run that waits for input', async () => {
    const wasm = await compileProgram(BUSY);
    await expectAsNew('window', () => runProgram(requestOf(wasm, given, { first: 10_000, end: 20_000 })));
    await expectAsNew('survey', () => runWith(wasm, { ...given, closed: false }));
  });

  it('is as new after a run that follows undefined values, as is that of the survey before it', async () => {
    const wasm = await compileProgram(UNDEFINED);
    await expectAsNew('precise', () => runWith(wasm, given));
    await expectAsNew('survey', () => runWith(wasm, given));
  });

  it('is as new after findings that are about no write, and after the runs that tell where a value came from', async () => {
    const decides = UNDEFINED.replace('copy = unset;', 'if (unset) copy = 1; free(&global[9]); free(line);');
    const wasm = await compileProgram(decides.replace('return 0;', 'malloc(700); free(malloc(-1)); return 0;'));
    await expectAsNew('precise', async () => {
      const kinds = findingsIn(wasm, await runWith(wasm, given)).map(({ kind }) => kind);
      expect(new Set(kinds)).toEqual(new Set(['invalid-free', 'uninitialised-read', 'bad-malloc-size', 'leak']));
    });
  });

  it('is as new after each of several processes, and after what they had mapped', async () => {
    const wasm = await compileProgram(PROCESSES);
    const request = { ...requestOf(wasm, {}), schedule: { kind: 'random', seed: 5 } } as const;
    await expectAsNew('survey', () => runProgram(request), 3);
  });

  it.each([BUSY, PROCESSES])('serves the next run, with the same result', async (text) => {
    const wasm = await compileProgram(text);
    const first = await runWith(wasm, given);
    let second!: typeof first;
    expect(await memoriesFor(async () => (second = await runWith(wasm, given)))).toBe(0);
    expect(second.survey).toEqual(first.survey);
    expect(second.end).toEqual(first.end);
  });

  it('is not used again after a finding, a trap, or shadow set where no block is, nor in a program with threads', async () => {
    const clean = await compileProgram('int main(void) { return 0; }');
    const others = {
      finding: 'char *p; int main(void) { p = __builtin_malloc(3); p[3] = 1; return 0; }',
      threads: `#include <pthread.h>
        static void *work(void *all) { return all; }
        int main(void) { pthread_t t; pthread_create(&t, 0, work, 0); pthread_join(t, 0); }`,
      trap: 'int zero; int main(void) { return 1 / zero; }',
      shadow: `void __asan_set_shadow_00(unsigned, unsigned);
        int main(void) { __asan_set_shadow_00(0x8000000 >> 3, 8); *(volatile int *)0x8000000 = 1; }`,
    };
    for (const [name, text] of Object.entries(others)) {
      const wasm = await compileProgram(text);
      takeAll('survey');
      await runWith(clean);
      await runWith(wasm);
      expect([name, await memoriesFor(() => runWith(clean))]).toEqual([name, 1]);
    }
  });
});
