/** Programs with several processes: what they print, what is found in which, and that a run is repeated exactly. */
import { describe, expect, it } from 'vitest';
import {
  compileProgram,
  findingsIn,
  inputsOf,
  outcomeOf,
  outputOf,
  recordsOf,
  runWith,
  wordsOf,
} from './run-program.fixture.ts';
import { DEFAULT_LIMITS } from './request.ts';
import { runProgram } from './run.ts';
import { SystemEvent } from '../trace/records.ts';
import type { RunNote } from '../trace/run-note.ts';

const HEAD = ['stdio.h', 'stdlib.h', 'signal.h', 'semaphore.h', 'sys/mman.h', 'sys/wait.h', 'unistd.h']
  .map((name) => `#include <${name}>\n`)
  .join('');
const COUNTER = `${HEAD}
int main(int argc, char **argv) {
  int *n = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_t *lock = (sem_t *)(n + 16);
  sem_init(lock, 1, 1);
  pid_t child = fork();
  for (int i = 0; i < 200; i++) {
    if (argc > 1) sem_wait(lock);
    (*n)++;
    if (argc > 1) sem_post(lock);
  }
  if (child == 0) exit(0);
  wait(NULL);
  printf("%d", *n);
}`;

describe('processes', () => {
  it('have memory of their own, and tell their parent how they ended', async () => {
    const { output, end, findings } = await outcomeOf(`${HEAD}int main(void) {
  int status, x = 1;
  char *kept = malloc(8);
  if (fork() == 0) { x = 2; char *lost = malloc(4); lost = NULL; exit(3 + (lost != NULL)); }
  wait(&status);
  printf("%d %d", x, WEXITSTATUS(status));
  free(kept);
}`);
    expect(output).toBe('1 3');
    expect(end).toMatchObject({ kind: 'exit', code: 0 });
    expect(findings).toEqual(['leak main:11']);
  });

  it('go on when a child divides by zero, which is found where it happens', async () => {
    const { output, findings } = await outcomeOf(`${HEAD}int main(void) {
  int status, zero = 0;
  if (fork() == 0)
    return 5 / zero;
  wait(&status);
  printf("%d", WTERMSIG(status));
}`);
    expect(output).toBe('8');
    expect(findings).toEqual(['division-by-zero main:11']);
  });

  it('talk through pipes until the last writer has gone', async () => {
    const { output } = await outcomeOf(`${HEAD}int main(void) {
  int ends[2]; char c;
  pipe(ends);
  if (fork() == 0) { for (c = 'a'; c < 'e'; c++) { write(ends[1], &c, 1); sleep(1); } _exit(0); }
  close(ends[1]);
  while (read(ends[0], &c, 1) == 1) putchar(c);
}`);
    expect(output).toBe('abcd');
  });

  it('end by a signal that another sends', async () => {
    const { output } = await outcomeOf(`${HEAD}int main(void) {
  int status;
  pid_t child = fork();
  if (child == 0) for (;;) sleep(1);
  sleep(2);
  kill(child, SIGTERM);
  printf("%d %d", wait(&status) == child, WTERMSIG(status));
}`);
    expect(output).toBe('1 15');
  });

  it('send signals that nobody handles: to one, or to all in the group', async () => {
    const { output, end } = await outcomeOf(`${HEAD}
static int ended(pid_t child) { int status; return waitpid(child, &status, 0) == child ? WTERMSIG(status) : -1; }
int main(void) {
  pid_t a = fork();
  if (a == 0) for (;;) sleep(1);
  pid_t b = fork();
  if (b == 0) for (;;) sleep(1);
  printf("%d %d %d ", kill(a, SIGCHLD), kill(a, SIGCONT), kill(a, 0));
  kill(a, SIGTERM);
  printf("%d ", ended(a));
  signal(SIGINT, SIG_IGN);
  printf("%d %d", kill(a, SIGINT), kill(b, SIGWINCH));
  fflush(stdout);
  kill(0, SIGUSR1);
}`);
    expect(output).toBe('0 0 0 15 -1 0');
    expect(end).toMatchObject({ kind: 'killed', reason: 'SIGUSR1' });
  });

  it('see through each of several mappings of one segment what was written through another', async () => {
    const { output, findings } = await outcomeOf(`${HEAD}#include <sys/shm.h>
int main(void) {
  int id = shmget(IPC_PRIVATE, 100, IPC_CREAT | 0600);
  char *a = shmat(id, 0, 0);
  if (fork() == 0) {
    char *b = shmat(id, 0, 0);
    b[0] = 'x';
    a[1] = b[0];
    char *c = shmat(id, 0, 0);
    c[2] = b[1];
    shmdt(b);
    exit(a[2] == 'x');
  }
  int status;
  wait(&status);
  shmctl(id, IPC_RMID, 0);
  printf("%d %.3s", WEXITSTATUS(status), a);
}`);
    expect(output).toBe('1 xxx');
    expect(findings).toEqual([]);
  });

  it('are stopped by what they unmapped, and where that was is known', async () => {
    const wasm = await compileProgram(`${HEAD}static void done(char *p) { munmap(p, 4096); }
int main(void) {
  char *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  p[0] = 1;
  done(p);
  return p[0];
}`);
    const [finding] = findingsIn(wasm, await runWith(wasm));
    expect(finding).toMatchObject({ kind: 'trap', access: 'read' });
    const stack = finding?.kind === 'trap' ? finding.unmapped?.stack : undefined;
    expect(stack?.filter(({ libc }) => !libc).map((line) => `${line.function}:${line.line}`)).toEqual([
      'done:8',
      'main:12',
    ]);
  });

  it('are 64 at most: one more fork fails with EAGAIN, and a note says why', async () => {
    const wasm = await compileProgram(`${HEAD}#include <errno.h>
int main(void) {
  int made = 0, status, ended = 0;
  for (pid_t child; (child = fork()) >= 0; made++)
    if (child == 0) sleep(1), exit(1);
  int error = errno;
  while (wait(&status) > 0) ended += WEXITSTATUS(status);
  printf("%d %d %d", made, error == EAGAIN, ended);
}`);
    const notes: RunNote[] = [];
    const request = { wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS };
    const { survey } = await runProgram(request, { note: (note) => notes.push(note) });
    expect(outputOf(survey)).toBe('63 1 63');
    expect(notes).toEqual([{ kind: 'fork-refused', mostProcesses: 64 }]);
  });

  it('are zombies when they have ended and nobody waits', async () => {
    const { survey } = await runWith(
      await compileProgram(`${HEAD}int main(void) {
  pid_t child = fork();
  if (child == 0) for (;;) sleep(1);
  kill(child, SIGKILL);
  sleep(5);
}`),
    );
    const told = recordsOf(survey).flatMap((record) =>
      record.kind === 'system' && [SystemEvent.exited, SystemEvent.zombieLeft].some((event) => event === record.event)
        ? [[record.event, record.a, record.b, record.c]]
        : [],
    );
    const child = 4243;
    expect(told).toEqual([
      [SystemEvent.exited, 9, child, 1],
      [SystemEvent.exited, 0, child - 1, 0],
      [SystemEvent.zombieLeft, 1, child, 0],
    ]);
  });

  it('that wait for each other are a deadlock', async () => {
    const { end, findings } = await outcomeOf(`${HEAD}int main(void) {
  int ends[2]; char c;
  pipe(ends);
  return read(ends[0], &c, 1);
}`);
    expect(end).toMatchObject({ kind: 'killed', reason: 'deadlock' });
    expect(findings).toEqual(['deadlock main:11']);
  });
});

describe('schedules', () => {
  const counts = async (schedule: number, ...words: string[]): Promise<string> => {
    const inputs = inputsOf({ arguments: ['program', ...words] });
    const wasm = await compiled;
    const request = { wasm, inputs, limits: DEFAULT_LIMITS, schedule: { kind: 'random', seed: schedule } as const };
    return outputOf((await runProgram(request)).survey);
  };
  const compiled = compileProgram(COUNTER);

  it('lose updates of a counter, but none under a lock', async () => {
    const seeds = [1, 2, 3, 4];
    expect(await Promise.all(seeds.map((seed) => counts(seed, 'locked')))).toEqual(seeds.map(() => '400'));
    expect(new Set(await Promise.all(seeds.map((seed) => counts(seed))))).not.toEqual(new Set(['400']));
  });

  it('are the same in a window, which has the loads from shared memory too', async () => {
    const wasm = await compiled;
    const { survey, end } = await runWith(wasm);
    const request = { wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS };
    const { window } = await runProgram({ ...request, window: { first: 0, end: end.steps + 1 } });
    const records = recordsOf(window!.chunks);
    const loads = records.filter((record) => record.kind === 'sharedRead');
    // Each process adds 200 times; the last load is that of the sum.
    expect(loads.length).toBe(401);
    expect(new Set(loads.map((load) => load.size))).toEqual(new Set([4]));
    const systemOf = (all: typeof records) => all.filter(({ kind }) => kind === 'system' || kind === 'process').length;
    expect(systemOf(records)).toBe(systemOf(recordsOf(survey)));
  });

  it('go as a list says: who runs at the start, after each fork and at each wait', async () => {
    const wasm = await compileProgram(`${HEAD}int main(void) {
  for (int i = 0; i < 2; i++)
    if (fork() == 0) printf("%c", 'B' + i), exit(0);
  while (wait(NULL) > 0) {}
  printf("A");
}`);
    const [A, B, C] = [{ process: 0 }, { process: 1 }, { process: 2 }];
    const printed = async (...tasks: readonly { process: number }[]): Promise<string> => {
      const request = {
        wasm,
        inputs: inputsOf({}),
        limits: DEFAULT_LIMITS,
        schedule: { kind: 'list', tasks } as const,
      };
      return outputOf((await runProgram(request)).survey);
    };
    expect(await printed(A, A, A, C, B)).toBe('CBA');
    expect(await printed(A, A, A, B, C)).toBe('BCA');
  });

  it('repeat exactly', async () => {
    const wasm = await compiled;
    const [first, second] = [await runWith(wasm), await runWith(wasm)];
    expect(wordsOf(second.survey)).toEqual(wordsOf(first.survey));
    expect(findingsIn(wasm, first)).toEqual([]);
  });
});
