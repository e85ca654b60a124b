/** Real programs that fork: recorded, and replayed in all their processes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { requestOf } from '../run/run-program.fixture.ts';
import { runProgram } from '../run/run.ts';
import type { RecordedWindow } from '../trace/recording.ts';
import { createResolver } from './program-resolver.ts';
import { openWindow } from './replay.ts';
import { readSurvey } from './read-survey.ts';
import type { RunSurvey } from './run-survey.ts';
import type { Replay } from './timeline.ts';
import { writeTo } from './find-write.ts';

/** The child tells what it has through a pipe and leaves its copies to be freed by nobody. */
const FAMILY = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int turns;
static void tell(int to, const char *text) {
  char *copy = malloc(strlen(text) + 1);
  strcpy(copy, text);
  write(to, copy, strlen(copy) + 1);
  turns += 1;
  free(copy);
}
int main(void) {
  int ends[2];
  char *inherited = malloc(24);
  strcpy(inherited, "from before");
  pipe(ends);
  pid_t child = fork();
  if (child == 0) {
    strcpy(inherited, "the child's");
    for (int i = 0; i < 3; i++) { tell(ends[1], inherited); sleep(1); }
    free(inherited);
    return 3;
  }
  char heard[12];
  for (int i = 0; i < 3; i++) {
    read(ends[0], heard, 12);
    turns += 10;
  }
  int status;
  waitpid(child, &status, 0);
  printf("%s %s %d %d\\n", heard, inherited, turns, WEXITSTATUS(status));
  free(inherited);
  return 0;
}
`;

/** A program that was run, and the ways to look at it. */
interface Ran {
  readonly survey: RunSurvey;
  runWindow(first: number, end: number): Promise<RecordedWindow>;
  open(window: RecordedWindow): Replay;
}

const GIVEN = { arguments: ['family'] };

async function run(source: string): Promise<Ran> {
  const compiler = await testCompiler();
  const wasm = linked(compiler.compile({ files: sources({ 'family.c': source }), flags: [] }));
  const resolver = createResolver(wasm, readDebugInfo(wasm));
  const result = await runProgram(requestOf(wasm, GIVEN));
  if (result.end.kind === 'needs-input') throw new Error('the program wants input');
  const survey = readSurvey({ sites: result.sites, survey: result.survey, end: result.end }, resolver);
  return {
    survey,
    async runWindow(first, end) {
      const { window, sites } = await runProgram(requestOf(wasm, GIVEN, { first, end }));
      return { ...window!, sites };
    },
    open: (window) => openWindow(window, { sites: window.sites!, survey, resolver }),
  };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replace(/\0[^]*$/, '');
const lineOf = (wanted: string): number => FAMILY.split('\n').findIndex((line) => line.includes(wanted)) + 1;

describe('a real run of two processes', () => {
  let survey: RunSurvey;
  let runWindow: Ran['runWindow'];
  let open: Ran['open'];

  beforeAll(async () => ({ survey, runWindow, open } = await run(FAMILY)), 60_000);

  it('has a survey of both', () => {
    expect(survey.contradictions).toBe(0);
    const output = survey.outputs.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
    expect(output).toBe("the child's from before 30 3\n");
    const [parent, child] = survey.system.processes;
    expect(child).toMatchObject({ parent: 0, ended: { status: { kind: 'exit', code: 3 } } });
    expect(child!.reaped).toBeGreaterThanOrEqual(child!.ended!.step);
    expect(parent!.pid).toBeGreaterThan(0);
    expect(survey.system.clockAt(survey.steps)).toBeGreaterThanOrEqual(3e9);
    const waits = new Set<string>();
    for (let step = 0; step < survey.steps; step++) {
      const state = survey.system.stateAt({ process: 0, thread: 0 }, step);
      if (state.kind === 'blocked') waits.add(state.wait.reason);
    }
    expect([...waits]).toEqual(['pipe-data', 'child']);
  });

  it('is replayed to the memory that other runs have at that step, in each process', async () => {
    const replay = open(await runWindow(0, survey.steps + 1));
    expect(replay.end).toBe(survey.steps);
    let compared = 0;
    for (let step = 1; step < replay.end; step += 2) {
      const window = await runWindow(step, step + 1);
      const [other, moment] = [open(window).seek(window.first), replay.seek(window.first)];
      expect(moment.processes).toEqual(other.processes);
      expect(moment.task).toEqual(other.task);
      for (const process of moment.processes) {
        const [mine, theirs] = [moment.process(process)!, other.process(process)!];
        const [bytes, otherBytes] = [mine.bytes(0, 2 ** 21), theirs.bytes(0, 2 ** 21)];
        expect(bytes.findIndex((byte, at) => byte !== otherBytes[at])).toBe(-1);
        const places = (of: typeof mine): string[] => of.frames.map(({ name, at }) => `${name} ${at.file}:${at.line}`);
        expect(places(mine)).toEqual(places(theirs));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  }, 120_000);

  it('shows the same address with different values, and who is where', async () => {
    const replay = open(await runWindow(0, survey.steps + 1));
    const told = replay.find(0, 1, { kind: 'line', at: [{ file: 'family.c', line: lineOf('turns += 1;') }] })!;
    const moment = replay.seek(told);
    expect(moment.task.process).toBe(1);
    const block = moment.blocks().find(({ size }) => size === 24)!;
    expect(text(moment.bytes(block.address, 24))).toBe("the child's");
    const parent = moment.process(0)!;
    expect(text(parent.bytes(block.address, 24))).toBe('from before');
    expect(parent.threads[0]!.state).toMatchObject({ kind: 'blocked', wait: { reason: 'pipe-data' } });
    expect(parent.frames.findLast(({ libc }) => !libc)!.at.line).toBe(lineOf('read(ends[0]'));
    const freed = replay.find(told, 1, { kind: 'line', at: [{ file: 'family.c', line: lineOf('return 3;') }] })!;
    const later = replay.seek(freed);
    const stateIn = (process: number): unknown =>
      later
        .process(process)!
        .blocks()
        .find(({ id }) => id === block.id)?.state;
    expect([stateIn(0), stateIn(1)]).toEqual(['live', 'freed']);
  });

  it('goes through statements of one process, over what the other does', async () => {
    const replay = open(await runWindow(0, survey.steps + 1));
    const task = { process: 0, thread: 0 };
    const read = replay.find(0, 1, { kind: 'line', at: [{ file: 'family.c', line: lineOf('read(ends[0]') }], task })!;
    const next = replay.find(read, 1, { kind: 'statement', task })!;
    expect(next - read).toBeGreaterThan(5);
    expect(replay.statementAt(next)).toMatchObject({ process: 0, file: 'family.c' });
    expect(replay.statementAt(next - 1).process).toBe(1);
  });
});

/** Memory that is left and mapped again, mapped by two on their own, and read after its writer is gone. */
const SHARED = `#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
  int id = shmget(IPC_PRIVATE, 26, IPC_CREAT | 0600);
  char *early = shmat(id, NULL, 0);
  early[0] = 'a';
  shmdt(early);
  char *letters = mmap(NULL, 26, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED, -1, 0);
  if (fork() == 0) {
    char *own = shmat(id, NULL, 0);
    own[1] = letters[0] = 'b';
    sleep(2);
    own[2] = letters[1] = 'c';
    exit(0);
  }
  sleep(1);
  char *later = shmat(id, NULL, 0);
  printf("%s %s\\n", later, letters);
  wait(NULL);
  printf("%s %s\\n", later, letters);
  shmdt(later);
  shmctl(id, IPC_RMID, NULL);
  return 0;
}
`;

describe('a real run that shares memory', () => {
  let ran: Ran;

  beforeAll(async () => (ran = await run(SHARED)), 60_000);

  it('sees what others wrote, also after they ended', () => {
    const output = ran.survey.outputs.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
    expect(output).toBe('ab b\nabc bc\n');
    expect(ran.survey.contradictions).toBe(0);
    const [systemV, anonymous] = ran.survey.system.segments;
    expect(systemV!.attachments.map(({ process }) => process)).toEqual([0, 1, 0]);
    expect(systemV!.removed).toBeGreaterThan(0);
    expect(anonymous!.attachments.map(({ process }) => process)).toEqual([0, 1]);
  });

  it('is replayed to the bytes that other runs have at that step', async () => {
    const { survey, runWindow, open } = ran;
    const replay = open(await runWindow(0, survey.steps + 1));
    for (let step = 1; step < replay.end; step += 2) {
      const window = await runWindow(step, step + 1);
      const [other, moment] = [open(window).seek(window.first), replay.seek(window.first)];
      const shown = (of: typeof moment): unknown =>
        of.segments().map(({ segment, bytes }) => [segment, text(bytes(0, 26))]);
      expect(shown(moment)).toEqual(shown(other));
    }
  }, 120_000);

  it('steps to where one process sees a letter that another wrote', async () => {
    const { survey, runWindow, open } = ran;
    const replay = open(await runWindow(0, survey.steps + 1));
    const shared = survey.system.segments[1]!;
    const letters = shared.attachments[0]!;
    const written = replay.find(letters.from, 1, writeTo({ address: letters.address, size: 26, process: 0 }))!;
    const moment = replay.seek(written);
    expect(moment.events.find(({ kind }) => kind === 'store')).toMatchObject({ process: 1 });
    expect(text(moment.process(0)!.bytes(letters.address, 26))).toBe('b');
    const segment = moment.segments().find((each) => each.segment === shared.segment)!;
    expect([...segment.writers(0, 2)]).toEqual([2, 0]);
  });
});

describe('what processes do at the end', () => {
  it('of a deadlock: all wait, and for what is told', async () => {
    const { survey } = await run(`#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
  sem_t *locks = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(&locks[0], 1, 1), sem_init(&locks[1], 1, 1);
  for (int i = 0; i < 2; i++)
    if (fork() == 0) sem_wait(&locks[i]), sleep(1), sem_wait(&locks[!i]), _exit(0);
  while (wait(NULL) > 0) continue;
}
`);
    const reasons = [0, 1, 2].map((process) => {
      const state = survey.system.stateAt({ process, thread: 0 }, survey.steps);
      return state.kind === 'blocked' ? state.wait.reason : state.kind;
    });
    expect(reasons).toEqual(['child', 'semaphore', 'semaphore']);
  });

  it('of a child that was killed: it is a zombie until its parent has ended', async () => {
    const { survey } = await run(`#include <signal.h>
#include <unistd.h>
int main(void) {
  pid_t child = fork();
  if (child == 0) for (;;) pause();
  sleep(1);
  kill(child, SIGKILL);
  sleep(1);
  return 0;
}
`);
    const child = survey.system.process(1)!;
    const states: string[] = [];
    for (let step = child.created; step <= survey.steps; step++) {
      const { kind } = survey.system.stateAt({ process: 1, thread: 0 }, step);
      if (states.at(-1) !== kind) states.push(kind);
    }
    expect(states.slice(-2)).toEqual(['blocked', 'zombie']);
    // The page asks so when the run is over.
    expect(survey.system.stateAt({ process: 1, thread: 0 }, Infinity).kind).toBe('zombie');
    expect(child).toMatchObject({ isZombie: true, ended: { status: { kind: 'signal', signal: 9 } } });
    expect(child.reaped).toBeUndefined();
  });
});
