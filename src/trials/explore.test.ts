/** Many schedules of a program with a shared counter: which of them shows something, and that its seed shows it again. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Schedule } from '../run/kernel/policy.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { compileProgram, findingsIn, inputsOf, outputOf } from '../run/run-program.fixture.ts';
import { runProgram } from '../run/run.ts';
import { explore, scheduleOf, type Explored, type ScheduledRun } from './explore.ts';

/** Two processes count to 8 together: without a lock, under one, or under two that each takes in another order. */
const COUNTER = `#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared { sem_t first, second; int n; };

int main(int argc, char **argv) {
  struct shared *shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(&shared->first, 1, 1);
  sem_init(&shared->second, 1, 1);
  int is_crossed = strcmp(argv[1], "crossed") == 0;
  int is_locked = is_crossed || strcmp(argv[1], "locked") == 0;
  pid_t child = fork();
  sem_t *mine = is_crossed && child == 0 ? &shared->second : &shared->first;
  sem_t *other = mine == &shared->first ? &shared->second : &shared->first;
  for (int i = 0; i < 4; i++) {
    if (is_locked) sem_wait(mine);
    if (is_crossed) sem_wait(other);
    shared->n++;
    if (is_crossed) sem_post(other);
    if (is_locked) sem_post(mine);
  }
  if (child == 0) exit(0);
  wait(NULL);
  printf("%d", shared->n);
}`;
/** Within which a lost update has to be found. */
const MOST = 200;
/** Each takes a tenth of a second. */
const FEW = 10;

describe('schedules that are tried', () => {
  let wasm: Uint8Array;
  beforeAll(async () => {
    wasm = await compileProgram(COUNTER);
  });

  async function run(how: string, schedule: Schedule | undefined): Promise<ScheduledRun> {
    const inputs = inputsOf({ arguments: ['counter', how] });
    const result = await runProgram({ wasm, inputs, limits: DEFAULT_LIMITS, ...(schedule && { schedule }) });
    if (result.end.kind === 'needs-input') throw new Error('the program wants input');
    return { output: outputOf(result.survey), end: result.end, findings: findingsIn(wasm, result) };
  }
  const tried = (how: string, most: number): Promise<Explored> => explore((schedule) => run(how, schedule), most);

  it('lose an update of a counter without a lock, and the seed that is told loses it again', async () => {
    const { found } = await tried('unlocked', MOST);
    expect(found?.difference).toBe('output');
    expect((await run('unlocked', undefined)).output).toBe('8');
    const again = await run('unlocked', scheduleOf(found!.seed));
    expect(Number(again.output)).toBeLessThan(8);
    expect(await run('unlocked', scheduleOf(found!.seed))).toEqual(again);
  });

  it('find nothing under a semaphore', async () => {
    expect(await tried('locked', FEW)).toEqual({ tried: FEW });
  });

  it('find a deadlock, which names who waits for what', async () => {
    const { found } = await tried('crossed', MOST);
    expect(found?.difference).toBe('deadlock');
    const { end, findings } = await run('crossed', scheduleOf(found!.seed));
    expect(end).toMatchObject({ kind: 'killed', reason: 'deadlock' });
    const waiting = findings.flatMap((finding) => ('waits' in finding ? (finding.waits ?? []) : []));
    expect(waiting.map(({ process, wait }) => [process, wait.reason])).toEqual([
      [0, 'semaphore'],
      [1, 'semaphore'],
    ]);
  });
});
